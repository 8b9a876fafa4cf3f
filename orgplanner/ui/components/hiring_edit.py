"""Decide moves by hand: what a decision would do is shown before it is taken; decided moves are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.change import SetHiring
from orgplanner.records.hiring import HiringOptions, Lock, Move
from orgplanner.studies import hiring_locks
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import state
from orgplanner.ui.components import hiring_difference, hiring_search, hiring_words
from orgplanner.ui.components.hiring_search import AT_ONCE, LOOKS, Search
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.wording import escape, month, say

WAYS = ("keep", "earlier", "later", "resize", "bar", "bar_all")
"""What can be decided about a move."""

MOST_UNITS = 200


@dataclass
class Trials:
    """Decisions that were tried on a plan: the plan as it would be, and the search for its hires."""

    kept: dict[HiringOptions, tuple[Plan, Search]] = field(default_factory=dict)


def show(plan: Plan, outlook: Outlook, move: Move) -> None:
    """Let the user decide about a move, show what it would do, and take it.

    It is compared with the proven plan: with a first good one it would be unlike things.
    """
    st.markdown(f"**{say('hiring.decide')}**")
    if not hiring_locks.can_lock(move):
        st.markdown(say("hiring.release_not_locked"))
        return
    ways = _possible(outlook, move)
    words = {way: say(f"hiring.way_{way}") for way in ways}
    way = st.segmented_control(
        say("hiring.decision"),
        ways,
        default="keep",
        format_func=lambda way: words.get(way, way),
        key="hiring-way",
        label_visibility="collapsed",
        required=True,
    )
    way = way if way in ways else "keep"
    if way == "resize":
        count = st.number_input(
            say("hiring.new_count"), 0, MOST_UNITS, round(move.count), key=f"hiring-count-{move.id}", width=240
        )
        locks = hiring_locks.resize(outlook, move, int(count))
    else:
        locks = _locks(outlook, move, way)
    _try(plan, outlook, hiring_locks.with_locks(plan.company.hiring, locks))


def _possible(outlook: Outlook, move: Move) -> list[str]:
    """Return what can be decided about a move: it cannot start before its lead time, or after the plan."""
    shifts = {"earlier": -1, "later": 1}
    return [w for w in WAYS if w not in shifts or hiring_locks.shift(outlook, move, shifts[w]) is not None]


def _locks(outlook: Outlook, move: Move, way: str) -> tuple[Lock, ...]:
    if way in ("earlier", "later"):
        return hiring_locks.shift(outlook, move, 1 if way == "later" else -1) or ()
    if way == "bar":
        return hiring_locks.resize(outlook, move, 0)
    return hiring_locks.bar(outlook, move) if way == "bar_all" else hiring_locks.keep(outlook, move)


def _try(plan: Plan, outlook: Outlook, options: HiringOptions) -> None:
    """Offer to work out what options would do; once it is known, offer to take them."""
    trials, waits = state.study(_no_trials, plan, "hiring trials"), hiring_search.is_proving(plan)
    known = options in trials.kept
    asked = st.button(say("hiring.try"), icon=":material/calculate:", key="hiring-try", disabled=waits or known)
    if asked:
        try:
            changed = state.plan_with(SetHiring(hiring=options))
            trials.kept[options] = changed, hiring_search.begin(changed)
        except OrgPlannerError as error:
            hiring_search.show_problem(error)
            return
    if options not in trials.kept:
        st.markdown(say("hiring.try_later" if waits else "hiring.try_first"))
        return
    changed, search = trials.kept[options]
    if search.wait(AT_ONCE):
        _tried(plan, outlook, options, changed, search)
    else:
        st.fragment(_watch, run_every=LOOKS)(search)


def _no_trials(_: Plan) -> Trials:
    return Trials()


def _watch(search: Search) -> None:
    if search.is_done:
        st.rerun()
    else:
        hiring_search.bar(search)


def _tried(plan: Plan, outlook: Outlook, options: HiringOptions, changed: Plan, search: Search) -> None:
    """Show what was worked out, and take it when asked to."""
    try:
        after = search.result()
    except OrgPlannerError as error:
        hiring_search.show_problem(error)
        return
    hiring_difference.show(plan, outlook, after)
    if st.button(say("hiring.take"), icon=":material/check:", key="hiring-take"):
        _take(options, changed, search)
        st.rerun()


def _take(options: HiringOptions, changed: Plan, search: Search) -> None:
    state.change(SetHiring(hiring=options))
    hiring_search.adopt(changed, search)


def show_locks(plan: Plan, outlook: Outlook | None = None) -> None:
    """List the moves that are decided, each with a way to set it free."""
    options = plan.company.hiring
    if not options.locks:
        return
    st.subheader(say("hiring.locks_title"))
    st.markdown(say("hiring.locks_means"))
    for place, group in enumerate(hiring_locks.grouped(options.locks)):
        with st.container(horizontal=True, vertical_alignment="center", key=f"hiring-lock-{place}"):
            st.markdown(escape(_told(plan, group)), width="stretch")
            st.button(
                say("hiring.unlock"),
                icon=":material/lock_open:",
                key=f"hiring-unlock-{place}",
                on_click=_free,
                args=(group,),
            )


def _free(locks: Sequence[Lock]) -> None:
    state.change(SetHiring(hiring=hiring_locks.without_locks(state.company().hiring, locks)))


def _told(plan: Plan, locks: Sequence[Lock]) -> str:
    """Say what was decided."""
    first = locks[0]
    blanks = {"role": role_name(plan, first.role), "how": hiring_words.how(plan, first)}
    if first.count:
        return say("hiring.lock_start", **blanks, count=first.count, month=month(first.month))
    if len(locks) == 1:
        return say("hiring.lock_bar", **blanks, month=month(first.month))
    return say("hiring.lock_bars", **blanks, count=len(locks))
