"""Answers that never fall when an argument grows: most are known from their neighbours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from orgplanner.maths.tails import Floats

MANY = 500
"""Below so many arguments a grid saves nothing."""
PER_CELL = 8


def by_grid(function: Callable[..., Floats], first: Floats, *rest: Floats) -> Floats:
    """Return function(first, *rest), which must not fall, element by element, when `first` grows and the rest stay.

    It is computed on a grid. Arguments between two points of one answer have that answer; for the others the function
    is told the answers of the points as `least` and `most`. There is no grid where the rest differ from element to
    element, nor where its points would lie further than 1 apart: answers are meant to be whole, and to rise about as
    fast as `first`.
    """
    if len(first) < MANY or any((part != part[0]).any() for part in rest):
        return function(first, *rest)
    start, end = float(first.min()), float(first.max())
    if start == end:
        return np.repeat(function(first[:1], *(part[:1] for part in rest)), len(first))
    if len(first) < PER_CELL * (end - start):
        return function(first, *rest)
    grid = np.linspace(start, end, len(first) // PER_CELL)
    at_grid = function(grid, *(part[: len(grid)] for part in rest))
    cell = ((first - start) / (end - start) * (len(grid) - 1)).astype(np.int64)
    cell = np.minimum(cell, len(grid) - 2)
    answer: Floats = at_grid[cell]
    most = at_grid[cell + 1]
    # Rounding may put an argument into the cell beside its own.
    unknown = np.flatnonzero((answer != most) | (first < grid[cell]) | (first > grid[cell + 1]))
    answer[unknown] = at_grid[np.maximum(cell[unknown] - 1, 0)]
    most = at_grid[np.minimum(cell[unknown] + 2, len(grid) - 1)]
    others = (part[unknown] for part in rest)
    answer[unknown] = function(first[unknown], *others, least=answer[unknown], most=most)
    return answer
