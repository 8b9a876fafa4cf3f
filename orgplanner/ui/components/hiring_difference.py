"""What a decision does to the hiring plan: money, uncovered work, moves."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.hiring import Move
from orgplanner.studies.hiring_difference import Difference, differ
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import wording
from orgplanner.ui.components import tiles
from orgplanner.ui.components.hiring_words import count_of, day, how
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, money, number, percent, say


def show(plan: Plan, before: Outlook, after: Outlook) -> None:
    """Show what the second plan does otherwise than the first, and how sure the comparison is."""
    found = differ(before, after)
    tiles.show(
        [
            Tile(say("hiring.more_cost"), _signed(found.cost), (say("hiring.more_cost_means"),)),
            Tile(
                say("hiring.more_shortage"),
                say("hiring.fte_months", fte=number(found.shortage, 1, sign=True)),
                (escape(say("hiring.more_shortage_priced", money=_signed(found.shortage_cost))),),
            ),
            Tile(say("hiring.tile_cover"), _cover(found)),
        ],
        key="hiring-difference",
    )
    rows = [*_rows(plan, found.added, "+"), *_rows(plan, found.dropped, "−")]
    if rows:
        st.dataframe(rows, hide_index=True, key="hiring-difference-rows", alt=say("hiring.difference_alt"))
    else:
        st.markdown(say("hiring.same_moves"))
    worst = max(before.gap, after.gap) * (after.cost + after.shortage_cost)
    if abs(found.objective) <= worst:
        st.markdown(f":material/info: {say('hiring.within_noise', money=escape(money(worst)))}")


def _signed(amount: float) -> str:
    return f"{'+' if round(amount) > 0 else ''}{money(amount)}"


def _cover(found: Difference) -> str:
    first, second = (share[1] if share else None for share in found.lowest)
    if first is None or second is None:
        return say("hiring.no_work")
    return f"{percent(first)} → {percent(second)}"


def _rows(plan: Plan, moves: Iterable[tuple[Move, float]], sign: str) -> list[dict[str, str]]:
    return [
        {
            say("hiring.change"): f"{sign} {count_of(move.kind, count)}",
            say("hiring.role"): role_name(plan, move.role),
            say("hiring.what"): how(plan, move),
            say("hiring.start"): wording.month(move.month, short=True),
            say("hiring.decide_by"): day(move.dates.decide_by),
        }
        for move, count in moves
    ]
