"""What content, help pages and tools take away, and what they cost."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.levers import LeverOutcome, lever_outcomes
from orgplanner.ui import state, wording
from orgplanner.ui.components import levers, workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, money, number, percent, say


def show(plan: Plan) -> None:
    """Show what the levers bring, and the levers themselves."""
    st.header(say("workload.levers_title"))
    _outcomes(plan)
    st.subheader(say("workload.levers_edit"))
    levers.show(key="workload-levers")


@st.fragment
def _outcomes(plan: Plan) -> None:
    found = state.study(lever_outcomes, plan)
    if not found:
        return
    names = {outcome.lever: _name(plan, outcome) for outcome in found}
    chosen = found[0].lever
    if len(found) > 1:
        chosen = st.selectbox(
            say("workload.which_lever"),
            list(names),
            format_func=lambda id: names.get(id, ""),
            key=f"workload-lever-{state.revision()}",
            width=440,
        )
    _one(plan, next((o for o in found if o.lever == chosen), found[0]))
    rows = [_row(plan, outcome, names[outcome.lever]) for outcome in found]
    alt = say("workload.levers_alt")
    st.dataframe(rows, hide_index=True, key="workload-lever-rows", alt=alt)


def _name(plan: Plan, outcome: LeverOutcome) -> str:
    lever = next(lever for lever in plan.company.levers if lever.id == outcome.lever)
    return levers.name_of(lever, next((k for k in plan.phase.catalogue.levers if k.id == lever.kind), None))


def _one(plan: Plan, outcome: LeverOutcome) -> None:
    """Show the hours that a lever releases and takes, month by month."""
    alt = _told(plan, outcome)
    st.markdown(escape(alt))
    months = [wording.month(m, short=True) for m in plan.months]
    series = [
        Series(say(f"workload.{name}"), values, [_hours(v) for v in values])
        for name, values in (("released", outcome.released), ("spent", outcome.spent))
    ]
    rows = [
        {say("workload.month"): name}
        | {s.name: s.words[at] for s in series}
        | {
            say("workload.net"): _hours(outcome.net[at]),
            say("workload.released_fte"): number(outcome.released_fte[at], 2),
            say("workload.money"): money(outcome.money[at]),
        }
        for at, name in enumerate(months)
    ]
    figure = workload_chart.lines(months, series, say("workload.axis_hours"))
    workload_chart.show(figure, rows, key=f"workload-lever-{outcome.lever}", alt=alt)
    why(
        f"levers.hours[{outcome.builder},{plan.month}]",
        key="workload-lever-why",
        label=say("workload.why_lever", role=escape(role_name(plan, outcome.builder))),
    )


def _hours(value: float) -> str:
    return say("workload.hours", hours=number(value))


def _told(plan: Plan, outcome: LeverOutcome) -> str:
    name = _name(plan, outcome)
    needed = outcome.break_even_effect
    even = say("workload.no_break_even") if needed is None else say("workload.break_even", effect=percent(needed))
    if outcome.effect is None:
        return say("workload.lever_not_judged", name=name, even=even)
    if outcome.paid_back is None:
        return say("workload.lever_not_paid", name=name, even=even)
    return say("workload.lever_paid", name=name, month=wording.month(outcome.paid_back), even=even)


def _row(plan: Plan, outcome: LeverOutcome, name: str) -> dict[str, str]:
    none = say("workload.not_in_plan")
    even = outcome.break_even_effect
    return {
        say("workload.lever"): name,
        say("workload.builder"): role_name(plan, outcome.builder),
        say("workload.effect"): say("workload.not_known") if outcome.effect is None else percent(outcome.effect),
        say("workload.effect_needed"): none if even is None else percent(even),
        say("workload.first_gain"): wording.month(outcome.first_gain, short=True) if outcome.first_gain else none,
        say("workload.paid_back"): wording.month(outcome.paid_back, short=True) if outcome.paid_back else none,
    }
