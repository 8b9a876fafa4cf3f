"""Large programs made of arrays, blocks of variables and of named rows, and the search for their best values."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]
Indices = NDArray[np.int64]

TOLERANCE = 1e-6
"""Share of the size of a row by which values may miss it."""


class Status(StrEnum):
    """How a search ended, by what it returned and not by the solver's word alone."""

    OPTIMAL = "optimal"
    """At the least cost, within the gap that was asked for."""
    STOPPED = "stopped"
    """At a limit, with values that satisfy the constraints."""
    NOTHING_FOUND = "nothing_found"
    """At a limit, without values."""
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Progress:
    """What a search knows on its way."""

    objective: float
    """Of the best values so far; infinite while there are none."""
    bound: float
    """No values have a lower objective."""
    seconds: float
    """Time since the search began."""


@dataclass(frozen=True)
class Search:
    """How far to search a program, and from where."""

    gap: float = 0.0
    """Share of the objective by which the values may be dearer than the bound (ratio)."""
    seconds: float = 60.0
    """A safety net: what time ends is not the same on all machines."""
    nodes: int | None = None
    """Branches after which the best values so far are taken."""
    whole: NDArray[np.bool_] | None = None
    """Which variables have to be whole, in place of the program's: none in a relaxed program."""
    interior: bool = False
    """Whether to go through the inside of the relaxed program, the quicker way for the largest."""
    lower: Values | None = None
    """Lower bounds in place of the program's."""
    upper: Values | None = None
    """Upper bounds in place of the program's."""
    costs: Values | None = None
    """Costs in place of the program's."""
    start: Values | None = None
    """Values that the search is to improve; NaN where they follow from the others."""
    progress: Callable[[Progress], None] | None = None


@dataclass(frozen=True)
class Found:
    """What a search found."""

    status: Status
    values: Values
    """By variable, within its bounds, whole ones whole to the last digit; empty where nothing was found."""
    objective: float
    """Cost of the values; infinite where there are none."""
    bound: float
    reduced_costs: Values
    """By variable, of a relaxed program; else empty."""
    duals: Values
    """By row, of a relaxed program; else empty."""
    nodes: int

    @property
    def has_values(self) -> bool:
        """Whether there are values."""
        return self.status not in {Status.NOTHING_FOUND, Status.INFEASIBLE}


class SparseProgram:
    """Minimise the cost of variables within bounds, so that lower <= sum of entries x variables <= upper in each row.

    A program grows by `variables`, `rows` and `entries`; the properties are read once it is complete.

    >>> program = SparseProgram()
    >>> units = program.variables(2, cost=[2.0, 3.0], upper=[3.0, 9.0])
    >>> enough = program.rows("enough", 1, lower=4.0)
    >>> program.entries(enough, units, 1.0)
    >>> program.broken(np.array([3.0, 0.0]))
    ('enough',)
    """

    def __init__(self) -> None:
        self.width = 0
        self.height = 0
        self.families: list[tuple[str, int, int]] = []
        self._columns: list[tuple[Values, Values, Values, NDArray[np.bool_]]] = []
        self._rows: list[tuple[Values, Values]] = []
        self._entries: list[tuple[Indices, Indices, Values]] = []

    def variables(
        self,
        count: int,
        *,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = math.inf,
        whole: ArrayLike = False,
    ) -> Indices:
        """Add a block of variables and return their indices (count,); numbers are one for all or one for each."""
        whole_or_not = np.broadcast_to(np.asarray(whole, dtype=bool), count)
        self._columns.append((_spread(cost, count), _spread(lower, count), _spread(upper, count), whole_or_not))
        self.width += count
        return np.arange(self.width - count, self.width)

    def rows(self, family: str, count: int, *, lower: ArrayLike = -math.inf, upper: ArrayLike = math.inf) -> Indices:
        """Add a block of rows of one family and return their indices (count,)."""
        self._rows.append((_spread(lower, count), _spread(upper, count)))
        self.families.append((family, self.height, self.height + count))
        self.height += count
        return np.arange(self.height - count, self.height)

    def entries(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Add coefficients; the three are broadcast, zeros left out, and what meets in one place is added up."""
        row, column, value = np.broadcast_arrays(np.asarray(rows), np.asarray(columns), np.asarray(values, float))
        used = value != 0
        self._entries.append((row[used], column[used], value[used]))

    @cached_property
    def costs(self) -> Values:
        """Cost by variable."""
        return _joined([block[0] for block in self._columns])

    @cached_property
    def lower(self) -> Values:
        """Lower bound by variable."""
        return _joined([block[1] for block in self._columns])

    @cached_property
    def upper(self) -> Values:
        """Upper bound by variable."""
        return _joined([block[2] for block in self._columns])

    @cached_property
    def whole(self) -> NDArray[np.bool_]:
        """Which variables are whole."""
        return np.concatenate([np.zeros(0, dtype=bool), *(block[3] for block in self._columns)])

    @cached_property
    def row_lower(self) -> Values:
        """Lower limit by row."""
        return _joined([block[0] for block in self._rows])

    @cached_property
    def row_upper(self) -> Values:
        """Upper limit by row."""
        return _joined([block[1] for block in self._rows])

    @cached_property
    def matrix(self) -> tuple[Indices, Indices, Values]:
        """The coefficients column by column: where each variable starts (width + 1,), their rows, their values."""
        rows = np.concatenate([np.zeros(0, np.int64), *(block[0] for block in self._entries)])
        columns = np.concatenate([np.zeros(0, np.int64), *(block[1] for block in self._entries)])
        values = _joined([block[2] for block in self._entries])
        place = columns * np.int64(max(self.height, 1)) + rows
        order = np.argsort(place, kind="stable")
        place, values = place[order], values[order]
        first = np.flatnonzero(np.diff(place, prepend=-1))
        values = np.add.reduceat(values, first) if first.size else values
        columns, rows = np.divmod(place[first], max(self.height, 1))
        return np.searchsorted(columns, np.arange(self.width + 1)), rows, values

    def sums(self, values: Values) -> Values:
        """Return the sum of each row at the values of the variables (height,)."""
        starts, rows, coefficients = self.matrix
        terms = coefficients * np.repeat(values, np.diff(starts))
        return np.bincount(rows, terms, minlength=self.height).astype(np.float64)

    def broken(self, values: Values) -> tuple[str, ...]:
        """Return the families of the rows that the values do not satisfy."""
        sums = self.sums(values)
        limits = np.stack([self.row_lower, self.row_upper])
        size = np.maximum(1.0, np.where(np.isfinite(limits), np.abs(limits), 0.0).max(axis=0, initial=0.0))
        wrong = (sums < self.row_lower - TOLERANCE * size) | (sums > self.row_upper + TOLERANCE * size)
        return tuple(sorted({name for name, first, end in self.families if wrong[first:end].any()}))

    def rows_of(self, family: str) -> Indices:
        """Return the rows of a family, in the order in which they were added."""
        blocks = [np.arange(first, end) for name, first, end in self.families if name == family]
        return np.concatenate([np.zeros(0, np.int64), *blocks])

    def is_finite(self) -> bool:
        """Whether costs and coefficients are finite and no bound is NaN; a solver answers the rest with nonsense."""
        bounds = (self.lower, self.upper, self.row_lower, self.row_upper)
        return bool(
            np.isfinite(self.costs).all()
            and np.isfinite(self.matrix[2]).all()
            and not any(np.isnan(each).any() for each in bounds)
        )


def _spread(numbers: ArrayLike, count: int) -> Values:
    return np.broadcast_to(np.asarray(numbers, dtype=float), count)


def _joined(blocks: list[Values]) -> Values:
    return np.concatenate([np.zeros(0), *blocks])
