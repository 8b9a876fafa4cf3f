"""Headcount role by role: needed, held, missing, and how the role is filled."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.gap import RoleGap
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.wording import escape, number, say

SMALLEST_FTE = 0.05
"""FTE below which a role counts as having no work: it is written as 0.0."""


@st.fragment
def show(plan: Plan) -> None:
    """Show the table of roles and a way into each row's derivation."""
    working = [g for g in plan.gaps.roles if g.total_fte >= SMALLEST_FTE or g.positions or g.outside_people]
    if not working:
        st.info(say("overview.no_work"))
        return
    rows = [row(plan, gap) for gap in working]
    st.dataframe(rows, hide_index=True, key="headcount", alt=say("overview.headcount_alt"), height="content")
    idle = [escape(role_name(plan, g.role)) for g in plan.gaps.roles if g not in working]
    if idle:
        st.markdown(say("overview.idle_roles", roles=idle))
    st.markdown(say("overview.row_why"))
    with st.container(horizontal=True, gap="small", key="headcount-why"):
        for gap in working:
            why(f"gaps.gap_fte[{gap.role}]", key=f"headcount-why-{gap.role}", label=escape(role_name(plan, gap.role)))


def row(plan: Plan, gap: RoleGap) -> dict[str, str]:
    """Return one row of the table, its cells written in the page's language."""
    return {
        say("overview.role"): role_name(plan, gap.role),
        say("overview.needed"): _people(gap.positions, gap.outside_people, gap.total_fte),
        say("overview.held"): _held(gap),
        say("overview.missing"): _missing(gap),
        say("overview.needed_fte"): number(gap.total_fte, 2),
        say("overview.held_fte"): number(gap.held_fte, 2),
        say("overview.source"): _source(plan, gap.role),
    }


def _people(team: int, outside: int, fte: float) -> str:
    """Write whole positions; a role without any of its own is done from other seats."""
    parts = [say("overview.people", people=team)] if team else []
    parts += [say("overview.people_outside", people=outside)] if outside else []
    if parts:
        return say("overview.and").join(parts)
    return say("overview.within_others") if fte >= SMALLEST_FTE else say("overview.nobody")


def _held(gap: RoleGap) -> str:
    if gap.positions:
        return say("overview.people", people=gap.filled)
    return say("overview.within_others") if gap.held_fte >= SMALLEST_FTE else say("overview.nobody")


def _missing(gap: RoleGap) -> str:
    """Write what is missing, whole positions first."""
    if gap.open_positions:
        return say("overview.missing_people", people=gap.open_positions)
    return say("overview.missing_fte", fte=number(gap.gap_fte)) if gap.gap_fte >= SMALLEST_FTE else say("overview.none")


def _source(plan: Plan, role: str) -> str:
    """Write the source taken and what the phase's advice says of it."""
    sourcing = plan.sourcing.of(role)
    taken = say(f"source.kind_{sourcing.taken.value}")
    advice = sourcing.advice
    if advice is None:
        return say("overview.source_deviates", source=taken)
    return say("overview.source_advised", source=taken, stance=say(f"source.stance_{advice.stance.value}"))
