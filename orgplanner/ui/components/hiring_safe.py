"""The hiring plan that covers the work of most futures: what it does more, and what that costs."""

from __future__ import annotations

import streamlit as st

from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.studies.safe_plan import SafePlan, safe_plan
from orgplanner.ui import state
from orgplanner.ui.background import Work
from orgplanner.ui.components import hiring_search, tiles
from orgplanner.ui.components.hiring_search import AT_ONCE, LOOKS
from orgplanner.ui.components.hiring_words import count_of, day, how
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import money, number, percent, say

SHARE = 0.8
"""Share of the futures for which the safe plan hires."""

SAFE = "hiring safe plan"
"""Name under which it is kept."""

Search = Work[float, SafePlan]
"""The search for the safe plan; it tells the share that is done."""


@st.fragment
def show(plan: Plan) -> None:
    """Offer to work out the safe plan, and show its price and its extra moves."""
    st.subheader(say("hiring.safe_title", share=percent(SHARE)))
    st.markdown(say("hiring.safe_how", share=percent(SHARE)))
    begun = state.has_studied(plan, SAFE)
    label = say("hiring.safe_find", share=percent(SHARE))
    if st.button(label, icon=":material/health_and_safety:", key="hiring-safe", disabled=begun):
        begun = True
    if not begun:
        return
    search = state.study(_begin, plan, SAFE)
    if not search.wait(AT_ONCE):
        st.fragment(_watch, run_every=LOOKS)(search)
        return
    try:
        found = search.result()
    except OrgPlannerError as error:
        hiring_search.show_problem(error)
        return
    _tiles(found)
    _moves(plan, found)


def _begin(plan: Plan) -> Search:
    return Work(lambda note: safe_plan(plan, SHARE, progress=note))


def _watch(search: Search) -> None:
    if search.is_done:
        st.rerun()
    else:
        done = search.progress or 0.0
        st.progress(min(done, 1.0), say("hiring.safe_searching", done=percent(done)))


def _tiles(found: SafePlan) -> None:
    """Show what the safety costs and brings."""
    (before, after), (covered, then) = found.not_short, found.coverage
    extra = f"{'+' if found.extra_cost >= 0 else ''}{money(found.extra_cost)}"
    built = [
        Tile(say("hiring.safe_price"), extra, (say("hiring.more_cost_means"),)),
        Tile(say("hiring.safe_fte"), say("hiring.in_fte", fte=number(found.extra_fte, 1, sign=True))),
        Tile(say("hiring.safe_sure"), f"{percent(before)} → {percent(after)}", (say("hiring.safe_sure_means"),)),
        Tile(say("hiring.safe_cover"), f"{percent(covered, 1)} → {percent(then, 1)}"),
    ]
    tiles.show(built, key="hiring-safe-tiles")


def _moves(plan: Plan, found: SafePlan) -> None:
    extra = [m for m in found.safe.moves if m.id in found.extra_moves]
    if not extra:
        st.markdown(say("hiring.same_moves"))
        return
    st.markdown(say("hiring.safe_moves"))
    rows = [
        {
            say("hiring.role"): role_name(plan, m.role),
            say("hiring.what"): how(plan, m),
            say("hiring.count"): count_of(m.kind, m.count),
            say("hiring.decide_by"): day(m.dates.decide_by),
            say("hiring.start"): day(m.dates.start),
            say("hiring.total"): money(m.total_cost),
        }
        for m in extra
    ]
    st.dataframe(rows, hide_index=True, key="hiring-safe-moves", alt=say("hiring.safe_moves"))
