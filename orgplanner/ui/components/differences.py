"""What changes against today, in words."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.chart import Change, ChartDifference
from orgplanner.ui.components.seats import seat_name
from orgplanner.ui.wording import escape, say

IN_WORDS = 6
"""Differences of one kind that are told one by one; more are counted, the table tells them."""

KINDS = ("open", "unsettled", "joining", "moved", "changed", "unplaced")
"""Kinds of differences in the order in which they are told."""


def show(plan: Plan) -> None:
    """Show what opens, who moves, whose work changes and who has no seat."""
    changed = [d for d in plan.gaps.differences if d.change is not Change.KEPT]
    if not changed:
        st.markdown(say("overview.nothing_changes"))
        return
    lines: list[str] = []
    for kind in KINDS:
        mine = [d for d in changed if _kind(plan, d) == kind]
        if mine:
            lines.append(f"- {say(f'overview.count_{kind}', count=len(mine))}")
            lines += [f"    - {_sentence(plan, d)}" for d in mine if len(mine) <= IN_WORDS]
    st.markdown("\n".join(lines))
    with st.expander(say("overview.differences_table", count=len(changed)), icon=":material/table:", key="differences"):
        rows = [_row(plan, d) for d in changed]
        st.dataframe(rows, hide_index=True, key="differences-rows", alt=say("overview.differences_alt"))


def _kind(plan: Plan, difference: ChartDifference) -> str:
    """Return how a difference is told: an open seat of another department or firm is not a position to hire for."""
    if difference.change is Change.OPEN and difference.position and not plan.position(difference.position).on_team:
        return "unsettled"
    return difference.change.value


def _sentence(plan: Plan, difference: ChartDifference) -> str:
    """Tell one difference as Markdown."""
    return say(
        f"overview.told_{_kind(plan, difference)}",
        person=escape(_person(plan, difference.person)),
        seat=escape(_seat(plan, difference)),
        today=escape(_person(plan, difference.manager_today)),
        then=escape(_person(plan, difference.manager_then)),
    )


def _person(plan: Plan, id: str | None) -> str:
    return plan.person(id).name if id is not None else say("overview.no_manager")


def _seat(plan: Plan, difference: ChartDifference) -> str:
    return seat_name(plan, plan.position(difference.position)) if difference.position else say("overview.no_seat")


def _row(plan: Plan, difference: ChartDifference) -> dict[str, str]:
    return {
        say("overview.change"): say(f"overview.change_{_kind(plan, difference)}"),
        say("overview.person"): _person(plan, difference.person) if difference.person else say("overview.open_seat"),
        say("overview.seat"): _seat(plan, difference),
        say("overview.manager_today"): _person(plan, difference.manager_today),
        say("overview.manager_then"): _person(plan, difference.manager_then),
    }
