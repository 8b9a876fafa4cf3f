"""Lay out a forest of cards as a tidy tree with hanging leaves.

A forest is a sequence of parents: `parents[i]` is the index of card i's parent, or None for a root.
Siblings keep their order. Two or more leaves that follow one another stand in a column instead of a
row; a column that is all a parent has hangs under it, as in a printed organisation chart. Cards may differ
in height, the branch of a box may be framed, and assistants stand beside the trunk. Everything
runs in linear time and without recursion, so a chain of 10,000 cards is no special case.

Cards are grouped into blocks (`tree_blocks`), blocks are pushed together (`tree_packing`), and what is
drawn is read off (`drawn_tree`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from orgplanner.maths.drawn_tree import (
    Connector,
    FloatArray,
    Frame,
    IntArray,
    Joint,
    Layout,
    Place,
    Point,
    Spacing,
)
from orgplanner.maths.forest import Parents, as_array, depths, find_cycle, refuse_cycle, spans
from orgplanner.maths.tree_blocks import Blocks, BoolArray, Cards, arrange
from orgplanner.maths.tree_packing import Packed, pack

__all__ = [
    "Connector",
    "Frame",
    "Joint",
    "Layout",
    "Parents",
    "Place",
    "Point",
    "Spacing",
    "depths",
    "find_cycle",
    "lay_out",
    "spans",
]


def lay_out(
    parents: Parents,
    *,
    closed: Collection[int] = (),
    spacing: Spacing | None = None,
    heights: Sequence[float] | None = None,
    boxed: Collection[int] = (),
    assistants: Collection[int] = (),
) -> Layout:
    """Place every visible card of a forest and the lines between them.

    Args:
        parents: For each card the index of its parent, None for a root.
        closed: Cards whose descendants are hidden.
        spacing: Sizes and distances; the defaults of `Spacing` if absent.
        heights: The height of each card; that of the spacing if absent. Siblings share their upper edge.
        boxed: Cards whose whole visible branch is framed: nothing else enters the rectangle around it. A card with
            nothing visible below it needs no frame and gets none.
        assistants: Cards that stand right of the trunk, above their parent's other reports and one under the other.
            A root, and a card with visible reports, stands in the row as others do.

    Returns:
        The layout, in the unit of the spacing.

    Raises:
        ValueError: If a parent, a closed or boxed card or an assistant is not an index of the sequence, if the lines
            form a cycle, or if there is not one positive height for each card.

    Examples:
        >>> flat = Spacing(width=10, height=4, column_gap=2, row_gap=6)
        >>> drawn = lay_out([None, 0, 0], spacing=flat)
        >>> [(place.x, place.y) for place in drawn.places if place]
        [(6.0, 0.0), (0.0, 10.0), (12.0, 10.0)]
        >>> drawn.connectors[0].points
        (Point(x=11.0, y=4.0), Point(x=11.0, y=7.0), Point(x=5.0, y=7.0), Point(x=5.0, y=10.0))
        >>> drawn.width, drawn.height
        (22.0, 14.0)
    """
    s = spacing or Spacing()
    parent = as_array(parents)
    n = len(parent)
    cards = Cards(
        parent=parent,
        height=_check_heights(heights, n, s.height),
        closed=_marked(closed, n, "closed"),
        boxed=_marked(boxed, n, "boxed"),
        assistant=_marked(assistants, n, "assistants"),
    )
    if n == 0:
        return Layout(parent, cards.height, cards.height, cards.height, parent, parent, (), 0.0, 0.0, s)
    blocks = arrange(cards, s)
    packed = pack(blocks, s)
    if len(packed.order) + np.count_nonzero(blocks.hanging >= 0) < len(blocks.size):
        refuse_cycle(parents)  # what was not reached stands under a closed card, or on a cycle
    return _read_off(cards, blocks, packed, s)


def _check_heights(heights: Sequence[float] | None, n: int, height: float) -> FloatArray:
    if heights is None:
        return np.full(n, float(height))
    if len(heights) != n:
        raise ValueError(f"{len(heights)} heights are given for {n} cards: give each card one")
    given = np.array(heights, dtype=np.float64)
    wrong = np.flatnonzero(~((given > 0) & np.isfinite(given)))
    if len(wrong):
        raise ValueError(f"card {wrong[0]} has the height {given[wrong[0]]:g}: a height is a positive number")
    return given


def _marked(chosen: Collection[int], n: int, name: str) -> BoolArray:
    """Return whether each card is among the chosen ones."""
    marks = np.zeros(n, dtype=bool)
    if chosen:
        cards = np.fromiter(chosen, dtype=np.int64, count=len(chosen))
        outside = cards[(cards < 0) | (cards >= n)]
        if len(outside):
            raise ValueError(f"{name} names card {outside[0]}, but the cards are 0 to {n - 1}")
        marks[cards] = True
    return marks


def _read_off(cards: Cards, blocks: Blocks, packed: Packed, s: Spacing) -> Layout:
    """Turn the centres and tops of blocks into places of cards and frames, the upper left corner at the origin."""
    x, y, depth = _place(cards, blocks, packed, s)
    joints = _joints(cards, blocks)
    shown = ~np.isnan(x)
    extents = packed.extents[::-1]
    frames = np.array([(packed.centre[e.block] + e.left, packed.top[e.block] - s.padding) for e in extents])
    ends = np.array([(packed.centre[e.block] + e.right, e.bottom) for e in extents])
    upper_left = np.array([x[shown].min(), y[shown].min()])
    lower_right = np.array([x[shown].max() + s.width, (y + cards.height)[shown].max()])
    if extents:
        upper_left = np.minimum(upper_left, frames.min(axis=0))
        lower_right = np.maximum(lower_right, ends.max(axis=0))
    heads = blocks.siblings[blocks.start].tolist()
    drawn = tuple(
        Frame(heads[e.block], *corner, *size)
        for e, corner, size in zip(
            extents,
            (frames - upper_left).tolist() if extents else (),
            (ends - frames).tolist() if extents else (),
            strict=True,
        )
    )
    width, height = (lower_right - upper_left).tolist()
    return Layout(
        cards.parent, x - upper_left[0], y - upper_left[1], cards.height, depth, joints, drawn, width, height, s
    )


def _place(cards: Cards, blocks: Blocks, packed: Packed, s: Spacing) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return the upper left corner of each card and its depth; NaN for hidden ones."""
    n, groups = len(cards.parent), len(blocks.size)
    depth = np.array(packed.depth[:groups])
    reached = depth >= 0
    left = np.where(reached, np.array(packed.centre[:groups]) - s.width / 2, np.nan)
    top = np.where(reached, np.array(packed.top[:groups]), np.nan)
    holder = np.flatnonzero(blocks.hanging >= 0)
    hung = blocks.hanging[holder]
    left[hung] = left[holder] + s.indent
    top[hung] = top[holder] + blocks.hang_at[holder]
    depth[hung] = depth[holder] + 1
    x, y, level = np.full(n, np.nan), np.full(n, np.nan), np.full(n, -1)
    x[blocks.siblings] = np.repeat(left, blocks.size)
    y[blocks.siblings] = np.repeat(top, blocks.size) + blocks.offset
    level[blocks.siblings] = np.repeat(depth, blocks.size)
    led_by = cards.parent[blocks.beside]
    x[blocks.beside] = x[led_by] + s.width / 2 + s.indent / 2
    y[blocks.beside] = y[led_by] + blocks.beside_at
    level[blocks.beside] = level[led_by] + 1
    return x, y, level


def _joints(cards: Cards, blocks: Blocks) -> IntArray:
    """Return the `Joint` of each card."""
    kind = np.where(blocks.size > 1, int(Joint.COLUMN), int(Joint.UNDER))
    kind[blocks.hanging[blocks.hanging >= 0]] = Joint.HANGING
    joints = np.zeros(len(cards.parent), dtype=np.int64)
    joints[blocks.siblings] = np.repeat(kind, blocks.size)
    joints[blocks.beside] = Joint.BESIDE
    return joints
