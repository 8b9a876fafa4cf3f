"""Where the headcount tips: the nearest value of a number at which the team needs another count of whole positions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.studies.scenarios import company_to_count, team_fte, team_positions
from orgplanner.studies.sensitivity import one_at_a_time
from orgplanner.studies.spans import Span, span_of

STEPS = 200
"""Steps from the planned value to an end of the range: a break-even value is as fine as that."""


class Turn(Record):
    """A value at which the count of positions changes."""

    value: float
    """The nearest value, in the number's unit, found to one of `STEPS` steps."""
    positions: int
    """Positions of the team there."""


class BreakEven(Record):
    """How far one number alone may go before the team needs more or fewer positions."""

    id: str
    """Id of an assumption or of a number of a segment."""
    planned: float
    """The planned value."""
    positions: int
    """Positions of the team at the planned value."""
    down: Turn | None
    """The nearest value below the planned one where the count changes; none inside the range."""
    up: Turn | None
    """The nearest value above it; none inside the range."""


def break_even(plan: Plan, id: str) -> BreakEven:
    """Return the nearest values of a number at which the team's count of positions changes.

    Raises:
        UnknownName: there is no such assumption or number of a segment.
        InfeasiblePlan: the combination rules allow no set of positions at one of the values tried.
    """
    return break_evens(plan, [id])[0]


def break_evens(plan: Plan, ids: Sequence[str]) -> tuple[BreakEven, ...]:
    """Return the break-even values of several numbers, each varied alone.

    The FTE over fine grids of all ranges come in one call; they tell in which direction a range leads, and guess where
    the count turns. The count itself is the plan's, with positions pooled exactly, found by bisection.
    """
    varied = [span_of(plan, id) for id in ids]
    grids = [np.concatenate([_grid(span, end) for end in (span.low, span.high)]) for span in varied]
    fte: list[NDArray[np.float64]] = []
    for span, grid in zip(varied, grids, strict=True):
        fte.append(team_fte(plan.company, plan.phase, one_at_a_time([span], [grid.tolist()]), plan.month))
    search = _Search(plan)
    return tuple(
        BreakEven(
            id=span.id,
            planned=span.planned,
            positions=search.planned,
            down=search.first_turn(span, grid[: STEPS + 1], of_grid[: STEPS + 1]),
            up=search.first_turn(span, grid[STEPS + 1 :], of_grid[STEPS + 1 :]),
        )
        for span, grid, of_grid in zip(varied, grids, fte, strict=True)
    )


def _grid(span: Span, end: float) -> NDArray[np.float64]:
    """Return the values from the planned one to an end of the range."""
    return np.linspace(span.planned, end, STEPS + 1)


class _Search:
    """Finds where the count of positions turns, and remembers at which FTE it did for the numbers before."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.planned = len(plan.team_positions)
        self._company = company_to_count(plan)
        self._turned_at: dict[bool, float] = {}

    def first_turn(self, span: Span, values: NDArray[np.float64], fte: NDArray[np.float64]) -> Turn | None:
        """Return the first of the values where the count is another than planned.

        The count follows the FTE up or down; where the FTE turn back on the way, both stretches are looked at.
        """
        farthest = int(np.abs(fte - fte[0]).argmax())
        for last in sorted({farthest, len(values) - 1}):
            if last and (count := self._count(span, values[last])) != self.planned:
                return self._bisect(span, values[: last + 1], fte, count)
        return None

    def _bisect(self, span: Span, values: NDArray[np.float64], fte: NDArray[np.float64], count: int) -> Turn:
        """Return the first value with another count, knowing that the last one has."""
        low, high = 0, len(values) - 1
        rises = bool(fte[high] > fte[low])
        guess = self._guess(fte[: high + 1], rises)
        tries = [guess, guess - 1] if guess is not None else []
        while high - low > 1:
            middle = tries.pop(0) if tries and low < tries[0] < high else (low + high) // 2
            found = self._count(span, values[middle])
            if found == self.planned:
                low, tries = middle, [middle + 1] if tries else []
            else:
                high, count = middle, found
        self._turned_at[rises] = float(fte[high])
        return Turn(value=float(values[high]), positions=count)

    def _guess(self, fte: NDArray[np.float64], rises: bool) -> int | None:
        """Return the place where the FTE reach those at which the count turned for another number."""
        if rises not in self._turned_at:
            return None
        turned = self._turned_at[rises]
        reached = fte >= turned if rises else fte <= turned
        return int(reached.argmax()) if reached.any() else None

    def _count(self, span: Span, value: float) -> int:
        return team_positions(self._company, self._plan.phase, {span.id: value}, self._plan.month)
