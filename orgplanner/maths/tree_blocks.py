"""Group the visible cards of a forest into blocks: what moves as one when branches are pushed together.

A block is a card, alone or with a column of leaves hanging under it, or a column of leaves that stands among
its siblings. Everything here works on whole arrays; only assistants, which are few, are taken one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.maths.drawn_tree import FloatArray, IntArray, Spacing

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cards:
    """A forest as arrays, one entry a card (N,)."""

    parent: IntArray
    """-1 for a root."""
    height: FloatArray
    closed: BoolArray
    boxed: BoolArray
    assistant: BoolArray


@dataclass(frozen=True, slots=True)
class Blocks:
    """Visible siblings in groups (G,): single cards and columns of leaves.

    Groups with one parent stand side by side. A group is a block of its own, except for a hanging column, which
    belongs to the block of its parent.
    """

    siblings: IntArray
    """Every visible card but assistants, group by group (S,)."""
    offset: FloatArray
    """How far below the top of its group each of the siblings begins (S,)."""
    start: IntArray
    """Where each group begins among the siblings (G,)."""
    size: IntArray
    """Cards in each group (G,)."""
    first: IntArray
    """The first of the blocks below each block (G + 1,); the last entry is for the roots."""
    count: IntArray
    """The number of blocks below each block (G + 1,); the last entry is for the roots."""
    hanging: IntArray
    """The group that hangs under the block's card, or -1 (G,)."""
    hang_at: FloatArray
    """How far below the top of the block a hanging column begins (G,)."""
    span: FloatArray
    """From the top of the block to the lower end of what it holds itself, the free height under it included (G,)."""
    left: FloatArray
    """Left edge of what the block holds itself, from its centre (G,)."""
    right: FloatArray
    """Right edge of what the block holds itself, from its centre (G,)."""
    framed: BoolArray
    """Whether a rectangle keeps others out of the block's branch (G,)."""
    beside: IntArray
    """The assistants (A,)."""
    beside_at: FloatArray
    """How far below the top of their parents' cards the assistants begin (A,)."""


@dataclass(frozen=True, slots=True)
class _Siblings:
    """Visible cards, those with one parent together and in order; parent N stands for the forest itself."""

    cards: IntArray
    parent: IntArray
    leaf: BoolArray
    beside: IntArray


def arrange(cards: Cards, s: Spacing) -> Blocks:
    """Group the visible cards of a forest, which must not be empty."""
    n = len(cards.parent)
    siblings = _line_up(cards)
    start = _cut_columns(siblings, _find_runs(siblings, n, s), s)
    size = np.diff(start, append=len(siblings.cards))
    above = siblings.parent[start]
    count = np.bincount(above, minlength=n + 1)
    first = np.cumsum(count) - count
    single, head = size == 1, siblings.cards[start]

    hanging_of = np.full(n + 1, -1)
    alone = np.flatnonzero(~single & (count[above] == 1) & (above < n))
    hanging_of[above[alone]] = alone
    count[above[alone]] = 0

    hanging = np.where(single, hanging_of[head], -1)
    offset, end = _stack(cards.height[siblings.cards], start, size, s.leaf_gap)
    drop, beside_at = _beside(cards, siblings.beside, s.leaf_gap)
    led = np.zeros(n, dtype=bool)
    led[cards.parent[siblings.beside]] = True
    hang_at = drop[head] + s.leaf_gap
    hangs = hanging >= 0
    span = np.where(single, np.where(hangs, hang_at + end[hanging], drop[head]), end) + s.row_gap
    half = s.width / 2
    right = np.where(hangs, half + s.indent, half)
    return Blocks(
        siblings=siblings.cards,
        offset=offset,
        start=start,
        size=size,
        first=np.append(np.where(single, first[head], 0), first[n]),
        count=np.append(np.where(single, count[head], 0), count[n]),
        hanging=hanging,
        hang_at=hang_at,
        span=span,
        left=np.where(single, -half, -half - s.indent),
        right=np.where(single & led[head], np.maximum(right, s.indent / 2 + s.width), right),
        framed=single & cards.boxed[head] & ~siblings.leaf[start],
        beside=siblings.beside,
        beside_at=beside_at,
    )


def _line_up(cards: Cards) -> _Siblings:
    """Sort the visible cards by parent, and set assistants apart; one with visible reports is no assistant."""
    n, root = len(cards.parent), cards.parent < 0
    above = np.where(root, n, cards.parent)
    shown = root | ~cards.closed[cards.parent]
    leaf = np.bincount(above[shown], minlength=n + 1)[:n] == 0
    beside = cards.assistant & leaf & shown & ~root
    members = np.flatnonzero(shown & ~beside)
    members = members[np.argsort(above[members], kind="stable")]
    return _Siblings(members, above[members], leaf[members], np.flatnonzero(beside))


def _find_runs(siblings: _Siblings, n: int, s: Spacing) -> IntArray:
    """Return where runs of neighbouring leaves begin; every other card is a run of its own.

    A few leaves at the top of the forest, under it or under its only root, stand in a row.
    """
    parent, leaf = siblings.parent, siblings.leaf
    begins = np.ones(len(parent), dtype=bool)
    begins[1:] = (parent[1:] != parent[:-1]) | ~leaf[1:] | ~leaf[:-1]
    roots = siblings.cards[parent == n]
    for summit in (n, *roots.tolist()) if len(roots) == 1 else (n,):
        below = parent == summit
        if below.sum() <= s.row_limit and leaf[below].all():
            begins[below] = True
    return np.flatnonzero(begins)


def _cut_columns(siblings: _Siblings, run: IntArray, s: Spacing) -> IntArray:
    """Cut long runs into columns of nearly equal length; return where each group begins."""
    length = np.diff(run, append=len(siblings.cards))
    columns = -(-length // s.column_limit)
    k = np.arange(columns.sum()) - np.repeat(np.cumsum(columns) - columns, columns)
    start: IntArray = np.repeat(run, columns) + np.repeat(length, columns) * k // np.repeat(columns, columns)
    return start


def _stack(height: FloatArray, start: IntArray, size: IntArray, gap: float) -> tuple[FloatArray, FloatArray]:
    """Stack the cards of each group; return where each begins below the top, and where each group ends.

    Sums run down the column, card by card in all columns at once, so that they are those of the browser to the bit.
    """
    offset = np.zeros(len(height))
    pitch = height + gap
    at, left = start, size
    while len(at):
        longer = left > 1
        at, left = at[longer] + 1, left[longer] - 1
        offset[at] = offset[at - 1] + pitch[at - 1]
    last = start + size - 1
    return offset, offset[last] + height[last]


def _beside(cards: Cards, beside: IntArray, gap: float) -> tuple[FloatArray, FloatArray]:
    """Stack assistants under their parents; return where each card ends with its assistants, and where they begin."""
    drop = cards.height.copy()
    beside_at = np.empty(len(beside))
    for k, (card, parent) in enumerate(zip(beside.tolist(), cards.parent[beside].tolist(), strict=True)):
        beside_at[k] = drop[parent] + gap
        drop[parent] = beside_at[k] + cards.height[card]
    return drop, beside_at
