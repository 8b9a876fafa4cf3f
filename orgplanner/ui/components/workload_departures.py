"""What happens if somebody leaves, and what planned leaves do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.departures import Departure, absences, departures
from orgplanner.studies.team_load import Team
from orgplanner.ui import wording
from orgplanner.ui.components import tiles, workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.seats import role_name, seat_name
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.components.workload_hours import segment_name
from orgplanner.ui.wording import escape, money, number, percent, say, text

FEWEST = 0.05
"""Accounts below which there are none: they are written as 0."""


@st.fragment
def show(plan: Plan) -> None:
    """Show what the departure of one person leaves without cover, and all people beside each other."""
    if not plan.company.roster:
        return
    st.subheader(say("workload.leaves_title"))
    found = departures(plan)
    if not found:
        st.info(say("workload.nobody_in_post"), icon=":material/info:")
        return
    st.markdown(say("workload.leaves_how"))
    by_person = {d.person: d for d in found}
    chosen = st.selectbox(
        say("workload.who_leaves"),
        list(by_person),
        format_func=lambda id: plan.person(id).name if id in by_person else "",
        key=f"workload-leaver-{plan.month}",
        width=440,
    )
    _one(plan, by_person.get(chosen or "") or found[0])
    rows = [_row(plan, d) for d in found]
    workload_chart.table(rows, key="workload-leavers", alt=say("workload.leavers_alt"), label=say("workload.leavers"))
    _planned(plan)


def _one(plan: Plan, gone: Departure) -> None:
    """Show what one person leaves behind."""
    built = [
        Tile(
            say("workload.tile_work"),
            say("workload.fte", fte=number(gone.fte, 2)),
            (say("workload.tile_work_hours", hours=number(gone.hours, 0)),),
        ),
        Tile(
            say("workload.tile_undone"),
            say("workload.fte", fte=number(gone.undone_fte, 2)),
            (say("workload.tile_undone_means"),),
        ),
        Tile(
            say("workload.tile_accounts"),
            say("workload.accounts", accounts=number(gone.accounts, 0)),
            (_onboarding(gone),) if gone.onboarding >= FEWEST else (),
        ),
        Tile(say("workload.tile_revenue"), _revenue(plan, gone), (say("workload.a_month"),)),
    ]
    tiles.show(built, key="workload-gone")
    st.markdown("\n".join(f"- {line}" for line in _facts(plan, gone)))
    rows = [
        {
            say("workload.role"): role_name(plan, loss.role),
            say("workload.needed_fte"): number(loss.fte, 2),
            say("workload.load_now"): _load(loss.load),
            say("workload.load_then"): _load(loss.load_without),
        }
        for loss in gone.roles
    ]
    if rows:
        alt = say("workload.gone_alt", person=plan.person(gone.person).name)
        st.dataframe(rows, hide_index=True, key=f"workload-gone-roles-{gone.person}", alt=alt)
    with st.container(horizontal=True, gap="small", key="workload-gone-why"):
        for loss in gone.roles:
            id = f"health.role_load[{Team.PLANNED},{loss.role},{plan.month}]"
            if loss.load is None:
                id = f"staffing.required_total[{loss.role},{plan.month}]"
            why(id, key=f"workload-gone-{loss.role}", label=escape(role_name(plan, loss.role)))


def _onboarding(gone: Departure) -> str:
    return say("workload.in_onboarding", accounts=number(gone.onboarding, 1))


def _load(load: float | None) -> str:
    return say("workload.state_nobody") if load is None else percent(load)


def _revenue(plan: Plan, gone: Departure) -> str:
    known = any(s.revenue_per_account is not None for s in plan.company.segments)
    return money(gone.revenue) if known else say("workload.not_known")


def _facts(plan: Plan, gone: Departure) -> list[str]:
    """Return what else is uncovered, as Markdown."""
    between = say("workload.between")
    facts = []
    for held in gone.positions:
        seat = escape(seat_name(plan, plan.position(held.position)))
        if held.stand_ins:
            names = between.join(escape(plan.person(id).name) for id in held.stand_ins)
            facts.append(say("workload.stand_ins", seat=seat, people=names))
        else:
            facts.append(f":material/warning: {say('workload.no_stand_in', seat=seat)}")
    if not gone.positions:
        facts.append(say("workload.no_position"))
    if gone.segments:
        parts = [
            say(
                "workload.accounts_of_segment",
                segment=escape(segment_name(plan, s.segment)),
                accounts=number(s.accounts),
            )
            for s in gone.segments
        ]
        facts.append(say("workload.accounts_uncovered", segments=between.join(parts)))
    if gone.lone_skills:
        labels = {s.id: text(s.label) for s in plan.phase.catalogue.skills}
        names = between.join(escape(labels.get(skill, skill)) for skill in gone.lone_skills)
        facts.append(f":material/warning: {say('workload.lone_skills', skills=names)}")
    if gone.reports:
        names = between.join(escape(plan.person(id).name) for id in gone.reports)
        facts.append(say("workload.reports", people=names))
    return facts


def _row(plan: Plan, gone: Departure) -> dict[str, str]:
    return {
        say("workload.person"): plan.person(gone.person).name,
        say("workload.tile_work"): number(gone.fte, 2),
        say("workload.tile_undone"): number(gone.undone_fte, 2),
        say("workload.tile_accounts"): number(gone.accounts, 1),
        say("workload.tile_revenue"): _revenue(plan, gone),
        say("workload.no_stand_ins"): str(len(gone.lone_positions)),
    }


def _planned(plan: Plan) -> None:
    """Show what planned leaves do, month by month."""
    st.markdown(f"**{say('workload.planned_leaves')}**")
    found = absences(plan)
    if not found:
        st.markdown(say("workload.no_leaves"))
        return
    alt = say("workload.leaves_alt", people=len({d.person for d in found}), months=len({d.month for d in found}))
    st.markdown(escape(alt))
    st.dataframe(_leaves(plan, found), hide_index=True, key="workload-leave-rows", alt=alt)


def _leaves(plan: Plan, found: Sequence[Departure]) -> list[dict[str, str]]:
    return [
        {
            say("workload.person"): plan.person(d.person).name,
            say("workload.month"): wording.month(d.month, short=True),
            say("workload.away_part"): percent(d.part),
            say("workload.tile_work"): number(d.fte, 2),
            say("workload.tile_undone"): number(d.undone_fte, 2),
            say("workload.tile_accounts"): number(d.accounts, 1),
        }
        for d in found
    ]
