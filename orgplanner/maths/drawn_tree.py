"""What a laid out forest consists of: sizes and distances, places of cards, frames, and the lines between cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_STRAIGHT = 1e-6  # below this, two centres lie on one vertical line


class Spacing(BaseModel):
    """Sizes and distances of a layout, all lengths in one unit of the caller's (px on screen)."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    width: float = Field(default=236.0, gt=0)
    """Width of a card."""
    height: float = Field(default=124.0, gt=0)
    """Height of a card, where cards are not given heights of their own."""
    column_gap: float = Field(default=24.0, ge=0)
    """Free width between neighbouring branches."""
    row_gap: float = Field(default=52.0, ge=0)
    """Free height between a parent and its children, and under every branch."""
    leaf_gap: float = Field(default=18.0, ge=0)
    """Free height between the cards of a column, and above every assistant."""
    indent: float = Field(default=26.0, ge=0)
    """How far a column stands right of its parent's left edge, and twice how far an assistant stands from the trunk."""
    column_limit: int = Field(default=10, ge=2)
    """Cards in a column before a second one is begun."""
    row_limit: int = Field(default=8, ge=1)
    """Leaves at the top of the forest that still stand in a row."""
    frame_padding: float = Field(default=12.0, ge=0)
    """Free room between a frame and what it holds; never more than half of `row_gap`, where lines run."""

    @property
    def padding(self) -> float:
        """Free room between a frame and what it holds, as it is used."""
        return min(self.frame_padding, self.row_gap / 2)


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


class Frame(NamedTuple):
    """The rectangle around the whole visible branch of a card, the card included."""

    card: int
    x: float
    y: float
    width: float
    height: float


class Joint(IntEnum):
    """How a card hangs on the line from its parent."""

    UNDER = 0
    """From above, at the middle of its upper edge."""
    COLUMN = 1
    """From the left, in a column beside other branches."""
    HANGING = 2
    """From the left, in the only column of its parent."""
    BESIDE = 3
    """From the left, right of the trunk: an assistant."""


@dataclass(frozen=True, eq=False)
class Layout:
    """A drawn forest; its upper left corner is the origin.

    Arrays are parallel to the parents. `places` and `connectors` are built from them when first asked for.
    """

    parents: IntArray
    """The parent of each card, -1 for a root."""
    x: FloatArray
    """Left edge of each card, NaN for a card hidden under a closed one."""
    y: FloatArray
    """Upper edge of each card, NaN for a card hidden under a closed one."""
    heights: FloatArray
    """Height of each card."""
    depth: IntArray
    """Lines between each visible card and its root."""
    joints: IntArray
    """The `Joint` of each card."""
    frames: tuple[Frame, ...]
    """Rectangles around branches, outer ones before those inside."""
    width: float
    height: float
    spacing: Spacing

    @cached_property
    def places(self) -> tuple[Place | None, ...]:
        """Where each card stands, None for a hidden one."""
        stands = zip(self.x.tolist(), self.y.tolist(), self.depth.tolist(), strict=True)
        return tuple(Place(x, y, depth) if x == x else None for x, y, depth in stands)  # noqa: PLR0124 (NaN)

    @cached_property
    def connectors(self) -> tuple[Connector, ...]:
        """The line of each visible card to its parent, in the order of the cards."""
        return tuple(self._connect())

    def _connect(self) -> Iterator[Connector]:
        s, under, column, beside = self.spacing, int(Joint.UNDER), int(Joint.COLUMN), int(Joint.BESIDE)
        half, indent, gap = s.width / 2, s.indent / 2, s.row_gap / 2
        x, y, heights, trunk_end = (part.tolist() for part in (self.x, self.y, self.heights, self._trunk_ends()))
        shown = np.flatnonzero((self.parents >= 0) & ~np.isnan(self.x))
        lines = zip(shown.tolist(), self.parents[shown].tolist(), self.joints[shown].tolist(), strict=True)
        for child, parent, joint in lines:
            middle, bottom = x[parent] + half, y[parent] + heights[parent]
            fork, here = trunk_end[parent] + gap, x[child]
            if joint == under:
                end = here + half
                bend = (Point(middle, fork), Point(end, fork)) if abs(end - middle) > _STRAIGHT else ()
                yield Connector(parent, child, (Point(middle, bottom), *bend, Point(end, y[child])))
                continue
            if joint == column:
                spine = here - indent
                trunk: tuple[Point, ...] = (Point(middle, bottom), Point(middle, fork), Point(spine, fork))
            else:
                spine = middle if joint == beside else x[parent] + indent
                trunk = (Point(spine, bottom),)
            level = y[child] + heights[child] / 2
            yield Connector(parent, child, (*trunk, Point(spine, level), Point(here, level)))

    def _trunk_ends(self) -> FloatArray:
        """Return the lower end of each card with its assistants, from which the row of reports keeps its distance."""
        ends = self.y + self.heights
        beside = np.flatnonzero((self.joints == Joint.BESIDE) & ~np.isnan(self.y))
        np.maximum.at(ends, self.parents[beside], ends[beside])
        return ends
