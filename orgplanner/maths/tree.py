"""Lay out a forest of equal cards as a tidy tree with hanging leaves.

A forest is a sequence of parents: `parents[i]` is the index of card i's parent, or None for a root.
Siblings keep their order. Two or more leaves that follow one another stand in a column instead of a
row; a column that is all a parent has hangs under it, as in a printed organisation chart. Everything
runs in linear time and without recursion, so a chain of 10,000 cards is no special case.

References:
    Reingold, Tilford: Tidier Drawings of Trees, IEEE Transactions on Software Engineering SE-7(2), 1981.
    van der Ploeg: Drawing non-layered tidy trees in linear time, Software: Practice and Experience
    44(12), 2014.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from orgplanner.maths.forest import Parents, children_of, depths, find_cycle, spans

__all__ = [
    "Connector",
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


_STRAIGHT = 1e-6  # below this, two centres lie on one vertical line


class Spacing(BaseModel):
    """Sizes and distances of a layout, all lengths in one unit of the caller's (px on screen)."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    width: float = Field(default=236.0, gt=0)
    """Width of a card."""
    height: float = Field(default=124.0, gt=0)
    """Height of a card."""
    column_gap: float = Field(default=24.0, ge=0)
    """Free width between neighbouring branches."""
    row_gap: float = Field(default=52.0, ge=0)
    """Free height between a parent and its children, and under every branch."""
    leaf_gap: float = Field(default=18.0, ge=0)
    """Free height between the cards of a column."""
    indent: float = Field(default=26.0, ge=0)
    """How far a column stands right of the line that joins its cards."""
    column_limit: int = Field(default=10, ge=2)
    """Cards in a column before a second one is begun."""
    row_limit: int = Field(default=8, ge=1)
    """Leaves at the top of the forest that still stand in a row."""


class Point(NamedTuple):
    """A point; x grows to the right, y downwards."""

    x: float
    y: float


class Place(NamedTuple):
    """Where a card stands: its upper left corner, and its depth (0 for a root)."""

    x: float
    y: float
    depth: int


class Connector(NamedTuple):
    """The line from a parent to a child: a chain of horizontal and vertical strokes."""

    parent: int
    child: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawn forest; its upper left corner is the origin.

    `places` is parallel to the parents, with None for a card hidden under a closed one.
    """

    places: tuple[Place | None, ...]
    connectors: tuple[Connector, ...]
    width: float
    height: float


def lay_out(parents: Parents, *, closed: Collection[int] = (), spacing: Spacing | None = None) -> Layout:
    """Place every visible card of a forest and the lines between them.

    Args:
        parents: For each card the index of its parent, None for a root.
        closed: Cards whose descendants are hidden.
        spacing: Sizes and distances; the defaults of `Spacing` if absent.

    Returns:
        The layout, in the unit of the spacing.

    Raises:
        ValueError: If a parent is not an index of the sequence, or the lines form a cycle.

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
    level = depths(parents)
    hidden = frozenset(closed)
    kids = [[] if i in hidden else below for i, below in enumerate(children_of(parents))]
    blocks = _arrange([i for i, parent in enumerate(parents) if parent is None], kids, s)
    for block in reversed(blocks):
        _pack(block, s)
    corners = _corners(blocks, s)
    if not corners:
        return Layout((None,) * len(parents), (), 0.0, 0.0)
    left = min(corner.x for corner in corners.values())
    at = {i: Place(corner.x - left, corner.y, level[i]) for i, corner in corners.items()}
    return Layout(
        places=tuple(at.get(i) for i in range(len(parents))),
        connectors=tuple(_connect(blocks, at, s)),
        width=max(place.x for place in at.values()) + s.width,
        height=max(place.y for place in at.values()) + s.height,
    )


@dataclass(slots=True)
class _Edge:
    """One side of a branch's outline: steps (lower end, x) from the lowest up, x counted from `origin`."""

    steps: list[tuple[float, float]] = field(default_factory=list)
    origin: float = 0.0

    def cap(self, top: _Edge) -> None:
        """Lay a shorter edge over the upper end of this one."""
        low = top.steps[0][0]
        while self.steps and self.steps[-1][0] <= low:
            self.steps.pop()
        move = top.origin - self.origin
        self.steps.extend((bottom, x + move) for bottom, x in top.steps)


@dataclass(slots=True, eq=False)
class _Block:
    """What moves as one: a card with its branches, a card with its hanging leaves, or a column of leaves."""

    head: int | None
    y: float
    leaves: list[int] = field(default_factory=list)
    branches: list[_Block] = field(default_factory=list)
    shift: float = 0.0
    left: _Edge = field(default_factory=_Edge)
    right: _Edge = field(default_factory=_Edge)


def _arrange(roots: list[int], kids: list[list[int]], s: Spacing) -> list[_Block]:
    """Group the visible cards into blocks, parents first; the first block holds the roots."""
    top = _Block(None, -s.height - s.row_gap)
    summit = (None, roots[0]) if len(roots) == 1 else (None,)
    blocks: list[_Block] = []
    waiting = [(top, roots)]
    while waiting:
        block, below = waiting.pop()
        blocks.append(block)
        groups = _groups(below, kids, s, in_a_row=block.head in summit and len(below) <= s.row_limit)
        if block.head is not None and len(groups) == 1 and len(groups[0]) > 1:
            block.leaves = groups[0]
            continue
        for group in groups:
            alone = len(group) == 1
            branch = _Block(group[0] if alone else None, block.y + s.height + s.row_gap)
            block.branches.append(branch)
            if alone:
                waiting.append((branch, kids[group[0]]))
            else:
                branch.leaves = group
                blocks.append(branch)
    return blocks


def _groups(below: list[int], kids: list[list[int]], s: Spacing, *, in_a_row: bool) -> list[list[int]]:
    """Split siblings into single cards and columns of neighbouring leaves, of nearly equal length."""
    if in_a_row and not any(kids[i] for i in below):
        return [[i] for i in below]
    runs: list[list[int]] = []
    for i in below:
        if runs and not kids[i] and not kids[runs[-1][-1]]:
            runs[-1].append(i)
        else:
            runs.append([i])
    groups: list[list[int]] = []
    for run in runs:
        columns = ceil(len(run) / s.column_limit)
        cuts = [len(run) * k // columns for k in range(columns + 1)]
        groups.extend(run[a:b] for a, b in pairwise(cuts))
    return groups


def _pack(block: _Block, s: Spacing) -> None:
    """Push a block's branches together, centre the head over them, and outline the whole."""
    half = s.width / 2
    bottom = block.y + s.height + s.row_gap
    if not block.branches:
        column = len(block.leaves) * (s.height + s.leaf_gap)
        if block.head is None:
            bottom, reach = bottom + column - s.height - s.leaf_gap, (-half - s.indent, half)
        else:
            bottom, reach = bottom + column, (-half, half + (s.indent if block.leaves else 0.0))
        block.left, block.right = _Edge([(bottom, reach[0])]), _Edge([(bottom, reach[1])])
        return
    _spread(block.branches, s.column_gap)
    centre = block.branches[-1].shift / 2
    block.left, block.right = block.branches[0].left, block.branches[-1].right
    for branch in block.branches:
        branch.shift -= centre
    for edge, reach_x in ((block.left, -half), (block.right, half)):
        edge.origin -= centre
        edge.steps.append((bottom, reach_x - edge.origin))


def _spread(branches: list[_Block], gap: float) -> None:
    """Set each branch as far left as its elder siblings allow, sharing spare room among those between.

    Afterwards the first branch carries the left edge of them all and the last one the right edge.
    """
    rate = [0.0] * len(branches)
    change = [0.0] * len(branches)
    left, right = branches[0].left, branches[0].right
    owners = [(right.steps[0][0], 0)]
    for i, branch in enumerate(branches[1:], start=1):
        for owner, push in _collisions(right, branch, owners, gap):
            branch.shift += push
            between = i - owner
            rate[owner + 1] += push / between
            rate[i] -= push / between
            change[i] -= push - push / between
        branch.left.origin += branch.shift
        branch.right.origin += branch.shift
        bottom = branch.right.steps[0][0]
        while owners and owners[-1][0] <= bottom:
            owners.pop()
        owners.append((bottom, i))
        if bottom > left.steps[0][0]:
            branch.left.cap(left)
            left = branch.left
        if bottom < right.steps[0][0]:
            right.cap(branch.right)
        else:
            right = branch.right
    branches[0].left, branches[-1].right = left, right
    speed = moved = 0.0
    for i, branch in enumerate(branches):
        speed += rate[i]
        moved += speed + change[i]
        branch.shift += moved


def _collisions(
    right: _Edge, branch: _Block, owners: list[tuple[float, int]], gap: float
) -> Iterator[tuple[int, float]]:
    """Go down between a branch and its elder siblings; yield who is in the way and by how much."""
    ours, theirs = branch.left.steps, right.steps
    mine, other, owner = len(ours) - 1, len(theirs) - 1, len(owners) - 1
    moved = 0.0
    while mine >= 0 and other >= 0:
        while owners[owner][0] < theirs[other][0]:
            owner -= 1
        push = theirs[other][1] + right.origin + gap - (ours[mine][1] + branch.left.origin + moved)
        if push > 0:
            moved += push
            yield owners[owner][1], push
        ours_end, theirs_end = ours[mine][0], theirs[other][0]
        mine -= ours_end <= theirs_end
        other -= theirs_end <= ours_end


def _corners(blocks: list[_Block], s: Spacing) -> dict[int, Point]:
    """Turn shifts between blocks into the upper left corner of each card."""
    corners: dict[int, Point] = {}
    for block in blocks:
        for branch in block.branches:
            branch.shift += block.shift
        x, y = block.shift - s.width / 2, block.y
        if block.head is not None:
            corners[block.head] = Point(x, y)
            x, y = x + s.indent, y + s.height + s.leaf_gap
        for row, leaf in enumerate(block.leaves):
            corners[leaf] = Point(x, y + row * (s.height + s.leaf_gap))
    return corners


def _connect(blocks: list[_Block], at: dict[int, Place], s: Spacing) -> Iterator[Connector]:
    """Draw the line of each card to its parent."""
    for block in blocks:
        if block.head is None:
            continue
        head = at[block.head]
        start = Point(head.x + s.width / 2, head.y + s.height)
        fork = start.y + s.row_gap / 2
        for leaf in block.leaves:
            spine = head.x + s.indent / 2
            points = (Point(spine, start.y), *_bracket(spine, at[leaf], s))
            yield Connector(block.head, leaf, points)
        for branch in block.branches:
            if branch.head is None:
                spine = at[branch.leaves[0]].x - s.indent / 2
                trunk = (start, Point(start.x, fork), Point(spine, fork))
                for leaf in branch.leaves:
                    yield Connector(block.head, leaf, (*trunk, *_bracket(spine, at[leaf], s)))
                continue
            child = at[branch.head]
            end = Point(child.x + s.width / 2, child.y)
            bend = (Point(start.x, fork), Point(end.x, fork)) if abs(end.x - start.x) > _STRAIGHT else ()
            yield Connector(block.head, branch.head, (start, *bend, end))


def _bracket(spine: float, leaf: Place, s: Spacing) -> tuple[Point, Point]:
    middle = leaf.y + s.height / 2
    return Point(spine, middle), Point(leaf.x, middle)
