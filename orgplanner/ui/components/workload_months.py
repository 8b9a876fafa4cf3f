"""Whole people month by month, the price of the cover rule, ops by tasks against the ratio."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.studies.cover import CoverPrice, cover_price
from orgplanner.studies.cross_checks import cross_checks
from orgplanner.studies.months import MonthPositions, positions_by_month
from orgplanner.ui import state, wording
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, money, number, say, text


@st.fragment
def show(plan: Plan) -> None:
    """Show positions and FTE of every month."""
    st.header(say("workload.months_title"))
    st.markdown(say("workload.months_how"))
    try:
        with st.spinner(say("workload.counting")):
            found = state.study(positions_by_month, plan)
    except OrgPlannerError as error:
        st.error(escape(figures.tell(error, state.language())), icon=":material/error:")
        return
    if not any(m.positions for m in found):
        st.info(say("workload.no_work"), icon=":material/info:")
        return
    names = [wording.month(m.month, short=True) for m in found]
    alt = _told(found)
    st.markdown(escape(alt))
    people = [say("workload.people", people=m.positions) for m in found]
    steady, required = ([say("workload.fte", fte=number(v, 2)) for v in values] for values in _fte(found))
    figure = workload_chart.bars_and_lines(
        names,
        Series(say("workload.positions"), [m.positions for m in found], people),
        [
            Series(say("workload.steady_fte"), [m.steady_fte for m in found], steady),
            Series(say("workload.required_fte"), [m.required_fte for m in found], required),
        ],
        say("workload.axis_positions"),
    )
    workload_chart.show(figure, [_row(plan, found, m) for m in found], key="workload-months", alt=alt)
    label = say("workload.why_months", month=wording.month(plan.month))
    with st.container(horizontal=True, gap="small", key="workload-months-why"):
        why("staffing.positions", key="workload-positions-why", label=say("workload.why_positions"))
        why(f"staffing.team_fte[{plan.month}]", key="workload-team-why", label=label)


def _fte(found: tuple[MonthPositions, ...]) -> tuple[list[float], list[float]]:
    return [m.steady_fte for m in found], [m.required_fte for m in found]


def _told(found: tuple[MonthPositions, ...]) -> str:
    most = max(found, key=lambda m: m.positions)
    first, last = found[0], found[-1]
    return say(
        "workload.months_sentence",
        first=wording.month(first.month),
        now=first.positions,
        fte=number(first.steady_fte),
        last=wording.month(last.month),
        then=last.positions,
        peak=wording.month(most.month),
        most=most.positions,
    )


def _row(plan: Plan, found: tuple[MonthPositions, ...], month: MonthPositions) -> dict[str, str]:
    """Return a month with its positions by main role."""
    roles = dict.fromkeys(role for m in found for role in plan.phase.role_ids if role in m.by_role)
    return {
        say("workload.month"): wording.month(month.month, short=True),
        say("workload.positions"): str(month.positions),
        say("workload.steady_fte"): number(month.steady_fte, 2),
        say("workload.required_fte"): number(month.required_fte, 2),
        **{role_name(plan, role): str(month.by_role.get(role, 0)) for role in roles},
    }


@st.fragment
def show_cover(plan: Plan) -> None:
    """Show what the cover rule costs, once somebody asks."""
    opened = st.expander(
        say("workload.cover_title"), icon=":material/group_add:", key="workload-cover", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        st.markdown(say("workload.cover_means"))
        try:
            with st.spinner(say("workload.counting")):
                price = state.study(cover_price, plan)
        except OrgPlannerError as error:
            st.error(escape(figures.tell(error, state.language())), icon=":material/error:")
            return
        in_force = "on" if plan.company.cover_rule else "off"
        st.markdown(say(f"workload.cover_{in_force}"))
        st.markdown(escape(_cover(price)))
        if price.uncoverable:
            labels = {skill.id: text(skill.label) for skill in plan.phase.catalogue.skills}
            left_out = say("workload.between").join(labels[skill] for skill in price.uncoverable)
            st.markdown(escape(say("workload.cover_left_out", skills=left_out)))
        shapes = {"cover_without": price.without, "cover_with": price.covered}
        rows = [
            {
                say("workload.cover_rule"): say(f"workload.{name}"),
                say("workload.positions"): str(shape.positions),
                say("workload.hats"): str(shape.hats),
                say("workload.steady_fte"): number(shape.fte, 2),
                say("workload.cost"): money(shape.cost),
            }
            for name, shape in shapes.items()
        ]
        st.dataframe(rows, hide_index=True, key="workload-cover-rows", alt=say("workload.cover_means"))


def _cover(price: CoverPrice) -> str:
    if not (price.positions or price.hats or round(price.cost)):
        return say("workload.cover_free")
    return say(
        "workload.cover_sentence",
        positions=number(price.positions, 0, sign=True),
        hats=number(price.hats, 0, sign=True),
        cost=money(price.cost),
    )


@st.fragment
def show_ops(plan: Plan) -> None:
    """Show the roles that serve the team, by their tasks and by the ratio."""
    found = state.study(cross_checks, plan).ops
    if not found:
        return
    st.subheader(say("workload.ops_title"))
    st.markdown(say("workload.ops_how"))
    rows = [
        {
            say("workload.role"): role_name(plan, check.role),
            say("workload.counted"): say("workload.people", people=check.counted_people),
            say("workload.by_tasks"): say("workload.fte", fte=number(check.fte, 2)),
            say("workload.by_ratio"): say("workload.people", people=number(check.by_ratio, 0)),
        }
        for check in found
    ]
    st.dataframe(rows, hide_index=True, key="workload-ops", alt=say("workload.ops_title"))
    with st.container(horizontal=True, gap="small", key="workload-ops-why"):
        for check in found:
            id = f"staffing.steady_total[{check.role},{plan.month}]"
            why(id, key=f"workload-ops-{check.role}", label=escape(role_name(plan, check.role)))
            ratio = say("workload.why_ratio", role=escape(role_name(plan, check.role)))
            why(f"staffing.by_ratio[{check.role},{plan.month}]", key=f"workload-ratio-{check.role}", label=ratio)
