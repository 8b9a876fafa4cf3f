"""The search for the best hiring plan: a good one at once, then the proven one, found beside the page."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import InfeasiblePlan, OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.studies.hiring_outlook import Outlook, proven_outlook, quick_outlook
from orgplanner.ui import navigation, state
from orgplanner.ui.background import Work
from orgplanner.ui.wording import escape, number, percent, say

AT_ONCE = 1.0
"""Seconds that the page waits for the proven plan before it shows the first good one."""

LOOKS = 0.8
"""Seconds between two looks at how far the search has come."""

USUAL = 20.0
"""Seconds after which a search ends at the latest, for the bar."""

QUICK, PROVEN = "hiring quick", "hiring proven"
"""Names under which the plans are kept."""

Search = Work[tuple[float, float], Outlook]
"""A search for the proven plan; it tells gap (ratio) and seconds."""

LINKS = {
    "recruiting": "assumptions",
    "channels": "assumptions",
    "mentoring": "assumptions",
    "limits": "assumptions",
    "contracts": "assumptions",
}
"""Pages on which a family of rules can be mended, where it is not on this one."""


def best(plan: Plan) -> Outlook:
    """Return the proven plan where it is known, else a good one, while the search for the better goes on.

    Raises:
        InfeasiblePlan: the rules conflict.
        InputProblems: a lock names what is not there.
    """
    search, patience = _search(plan), 0.0
    if search is None or not search.is_done:
        with st.spinner(say("hiring.first_plan")):
            first = state.study(quick_outlook, plan, QUICK)
    if search is None:
        search, patience = state.study(begin, plan, PROVEN), AT_ONCE
    return search.result() if search.wait(patience) else first


def begin(plan: Plan) -> Search:
    """Begin the search for the proven plan."""
    return Work(partial(_prove, plan))


def adopt(plan: Plan, search: Search) -> None:
    """Take a search that was begun for a plan before it became the session's."""
    state.study(lambda _: search, plan, PROVEN)


def is_proving(plan: Plan) -> bool:
    """Tell whether the search still goes on."""
    search = _search(plan)
    return search is not None and not search.is_done


def show(plan: Plan, outlook: Outlook) -> None:
    """Show how sure the plan is, or how far the search has come."""
    if is_proving(plan):
        st.fragment(_watch, run_every=LOOKS)(plan)
        return
    icon = "verified" if outlook.proof in ("optimal", "within_gap") else "info"
    st.markdown(f":material/{icon}: {say(f'hiring.proof_{outlook.proof}_means', gap=percent(outlook.gap, 1))}")


def bar(search: Search) -> None:
    """Show how far a search has come."""
    gap, seconds = search.progress or (math.inf, 0.0)
    known = say("hiring.gap_now", gap=percent(gap, 1)) if math.isfinite(gap) else say("hiring.gap_not_yet")
    st.progress(min(seconds / USUAL, 0.99), say("hiring.searching", seconds=number(seconds, 0), known=known))


def show_problem(error: OrgPlannerError) -> None:
    """Say which rules conflict and what would mend it; or what is wrong with the input."""
    if not isinstance(error, InfeasiblePlan):
        told = figures.tell(error, state.language()).splitlines()
        lines = "\n".join(f"- {escape(line)}" for line in told)
        st.error(f"**{say('hiring.cannot_read')}**\n\n{lines}", icon=":material/error:")
        return
    names = [say(f"hiring.rule_{rule}") for rule in error.rules]
    mends = "\n".join(f"- {say(f'hiring.mend_{rule}')}" for rule in error.rules)
    st.error(f"**{say('hiring.infeasible', rules=names)}**\n\n{mends}", icon=":material/error:")
    pages = dict.fromkeys(LINKS[rule] for rule in error.rules if rule in LINKS)
    with st.container(horizontal=True, key="hiring-mend-links"):
        for name in pages:
            st.page_link(navigation.page(name))


def _search(plan: Plan) -> Search | None:
    return state.study(begin, plan, PROVEN) if state.has_studied(plan, PROVEN) else None


def _prove(plan: Plan, note: object) -> Outlook:
    assert callable(note)  # noqa: S101 - Work gives a function
    return proven_outlook(plan, lambda gap, seconds: note((gap, seconds)))


def _watch(plan: Plan) -> None:
    search = _search(plan)
    if search is None or search.is_done:
        st.rerun()
    else:
        bar(search)
        st.markdown(say("hiring.first_shown"))
