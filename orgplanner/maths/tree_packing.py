"""Push the blocks of a forest together, from the lowest up.

The outline of a branch is a chain of blocks on each side, from the top down. Where a branch ends above its
neighbours, the last block of its chain is tied to the first block of theirs that looks out below it, so that
joining two outlines costs no more than the length of the shorter and all of them together are linear.

References:
    Reingold, Tilford: Tidier Drawings of Trees, IEEE Transactions on Software Engineering SE-7(2), 1981.
    Buchheim, Jünger, Leipert: Improving Walker's Algorithm to Run in Linear Time, Graph Drawing 2002.
    van der Ploeg: Drawing non-layered tidy trees in linear time, Software: Practice and Experience
    44(12), 2014.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from orgplanner.maths.drawn_tree import Spacing
from orgplanner.maths.tree_blocks import Blocks


class Extent(NamedTuple):
    """What a framed block covers: left and right edge from its centre, and the lower edge."""

    block: int
    left: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Packed:
    """Where blocks stand, one entry a block; what was not reached has a depth of -1."""

    order: list[int]
    """Blocks that are drawn, parents first."""
    centre: list[float]
    top: list[float]
    depth: list[int]
    extents: list[Extent]
    """Framed blocks, from the lowest up."""


@dataclass(frozen=True, slots=True)
class _Outlines:
    """The two chains of every block, and where it stands; lists, since they are read one entry at a time."""

    bottom: list[float]
    """Lower end of what the block holds itself, the free height under it included."""
    left: list[float]
    right: list[float]
    shift: list[float]
    """Centre of the block, from the centre of the block above."""
    next_left: list[int]
    """The block below on the left side, or -1."""
    step_left: list[float]
    """From the centre of a block to that of the next one on the left side."""
    next_right: list[int]
    step_right: list[float]
    low_left: list[int]
    """The lowest block of the left side."""
    low_left_at: list[float]
    """Its centre, from the centre of the block whose side it is."""
    low_right: list[int]
    low_right_at: list[float]


def pack(blocks: Blocks, s: Spacing) -> Packed:
    """Place every block that can be reached from the roots."""
    first, count, framed = blocks.first.tolist(), blocks.count.tolist(), blocks.framed.tolist()
    forest = len(framed)
    top, bottom, depth, order = _descend(first, count, blocks.span.tolist())
    chains = _single_outlines(blocks, bottom)
    extents: list[Extent] = []
    for block in reversed(order):
        if count[block]:
            _join(chains, block, first[block], count[block], s.column_gap)
        if framed[block]:
            extents.append(_enclose(chains, block, s))
    _join(chains, forest, first[forest], count[forest], s.column_gap)
    centre, shift = [0.0] * (forest + 1), chains.shift
    for block in (forest, *order):
        here = centre[block]
        for below in range(first[block], first[block] + count[block]):
            centre[below] = here + shift[below]
    return Packed(order, centre, top, depth, extents)


def _descend(
    first: list[int], count: list[int], span: list[float]
) -> tuple[list[float], list[float], list[int], list[int]]:
    """Return upper and lower end and depth of each block, and the blocks from the roots down."""
    forest = len(span)
    top, bottom, depth = [0.0] * (forest + 1), [0.0] * (forest + 1), [-1] * (forest + 1)
    order = list(range(first[forest], first[forest] + count[forest]))
    for block in order:
        bottom[block], depth[block] = span[block], 0
    for block in order:
        if count[block]:
            low, deeper = bottom[block], depth[block] + 1
            children = range(first[block], first[block] + count[block])
            order.extend(children)
            for below in children:
                top[below], bottom[below], depth[below] = low, low + span[below], deeper
    return top, bottom, depth, order


def _single_outlines(blocks: Blocks, bottom: list[float]) -> _Outlines:
    """Return the outlines of blocks that have none below them."""
    n = len(bottom)
    return _Outlines(
        bottom=bottom,
        left=[*blocks.left.tolist(), 0.0],
        right=[*blocks.right.tolist(), 0.0],
        shift=[0.0] * n,
        next_left=[-1] * n,
        step_left=[0.0] * n,
        next_right=[-1] * n,
        step_right=[0.0] * n,
        low_left=list(range(n)),
        low_left_at=[0.0] * n,
        low_right=list(range(n)),
        low_right_at=[0.0] * n,
    )


def _join(c: _Outlines, block: int, first: int, count: int, gap: float) -> None:
    """Set each block as far left as its elder siblings allow, and the block above over the middle of them all."""
    shift, bottom, last = c.shift, c.bottom, first + count - 1
    low_left, low_left_at = c.low_left[first], c.low_left_at[first]
    low_right, low_right_at = c.low_right[first], c.low_right_at[first]
    deepest = [(bottom[low_right], first)]
    spare: list[tuple[int, int, float]] = []
    for child in range(first + 1, last + 1):
        elder, elder_at, younger, younger_at = _push(c, child, gap, deepest, spare)
        here = shift[child]
        reach = bottom[c.low_right[child]]
        while deepest and deepest[-1][0] <= reach:
            deepest.pop()
        deepest.append((reach, child))
        if younger >= 0:
            c.next_left[low_left], c.step_left[low_left] = younger, younger_at - low_left_at
            low_left, low_left_at = c.low_left[child], here + c.low_left_at[child]
        end, end_at = c.low_right[child], here + c.low_right_at[child]
        if elder >= 0:
            c.next_right[end], c.step_right[end] = elder, elder_at - end_at
        else:
            low_right, low_right_at = end, end_at
    if spare:
        _share(shift, first, count, spare)
    middle = shift[last] / 2
    for child in range(first, last + 1):
        shift[child] -= middle
    c.next_left[block], c.step_left[block] = first, shift[first]
    c.next_right[block], c.step_right[block] = last, shift[last]
    c.low_left[block], c.low_left_at[block] = low_left, low_left_at - middle
    c.low_right[block], c.low_right_at[block] = low_right, low_right_at - middle


def _push(
    c: _Outlines, child: int, gap: float, deepest: list[tuple[float, int]], spare: list[tuple[int, int, float]]
) -> tuple[int, float, int, float]:
    """Go down between a block and its elder siblings, and push it right of whatever is in the way.

    A push by a sibling other than the next one leaves room to share, noted in `spare`. Returns what of the elder
    siblings' right side, or of the block's left side, looks out below the other, with its centre; -1 for nothing.
    """
    bottom, left, right = c.bottom, c.left, c.right
    next_right, step_right, next_left, step_left = c.next_right, c.step_right, c.next_left, c.step_left
    elder, elder_at, younger = child - 1, c.shift[child - 1], child
    here = younger_at = elder_at + right[elder] + gap - left[child]
    owner = len(deepest) - 1
    while True:
        elder_end, younger_end = bottom[elder], bottom[younger]
        if elder_end <= younger_end:
            elder_at += step_right[elder]
            elder = next_right[elder]
        if younger_end <= elder_end:
            younger_at += step_left[younger]
            younger = next_left[younger]
        if elder < 0 or younger < 0:
            c.shift[child] = here
            return elder, elder_at, younger, younger_at
        push = elder_at + right[elder] + gap - younger_at - left[younger]
        if push > 0:
            younger_at += push
            here += push
            while deepest[owner][0] < bottom[elder]:
                owner -= 1
            if deepest[owner][1] < child - 1:
                spare.append((child, deepest[owner][1], push))


def _share(shift: list[float], first: int, count: int, spare: Iterable[tuple[int, int, float]]) -> None:
    """Share the room that pushes left among the siblings between the two that touch."""
    rate, change = [0.0] * count, [0.0] * count
    for child, owner, push in spare:
        part = push / (child - owner)
        rate[owner - first + 1] += part
        rate[child - first] -= part
        change[child - first] -= push - part
    speed = moved = 0.0
    for k in range(count):
        speed += rate[k]
        moved += speed + change[k]
        shift[first + k] += moved


def _enclose(c: _Outlines, block: int, s: Spacing) -> Extent:
    """Replace the outline of a branch by the rectangle around it."""
    west, at, here = c.left[block], 0.0, block
    while c.next_left[here] >= 0:
        at += c.step_left[here]
        here = c.next_left[here]
        west = min(west, at + c.left[here])
    east, at, here = c.right[block], 0.0, block
    while c.next_right[here] >= 0:
        at += c.step_right[here]
        here = c.next_right[here]
        east = max(east, at + c.right[here])
    c.left[block], c.right[block] = west - s.padding, east + s.padding
    c.bottom[block] = c.bottom[here] + s.padding
    c.next_left[block] = c.next_right[block] = -1
    c.low_left[block] = c.low_right[block] = block
    c.low_left_at[block] = c.low_right_at[block] = 0.0
    return Extent(block, c.left[block], c.right[block], c.bottom[block] - s.row_gap)
