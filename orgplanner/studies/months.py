"""Whole positions month by month, beside the FTE that they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from pydantic import Field

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.stages.inputs import Array
from orgplanner.stages.staffing import size_staffing

DIGITS = 9
"""Digits of FTE to which months are alike."""


class MonthPositions(Record):
    """What one month needs if the positions were formed for it alone."""

    month: str
    positions: int
    """Whole positions of the team."""
    by_role: dict[str, int] = Field(default_factory=dict)
    """Positions by main role."""
    steady_fte: float
    """FTE of the team at the capacity of the mean month, on which the positions rest."""
    required_fte: float
    """FTE of the team at the month's own working days."""


def positions_by_month(plan: Plan) -> tuple[MonthPositions, ...]:
    """Return whole positions and FTE of every planned month; forecast, demand and sourcing are the plan's.

    Months that need the same FTE of every role share one pooling; the plan's own month is not pooled again.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions in some month.
    """
    return tuple(_months(plan))


def _months(plan: Plan) -> Iterator[MonthPositions]:
    needs, required = _needs(plan), plan.staffing.required_fte[0].sum(axis=0)
    sized = {needs[plan.staffing.month].tobytes(): (plan.staffing, plan.staffing.month)}
    for t, month in enumerate(plan.months):
        key = needs[t].tobytes()
        if key not in sized:
            there = plan.inputs.between(t, t)
            sized[key] = size_staffing(there, plan.demand.at(t), plan.sourcing), 0
        staffing, place = sized[key]
        seats = [position.main_role for position in staffing.positions if position.on_team]
        yield MonthPositions(
            month=month,
            positions=len(seats),
            by_role=dict(Counter(seats)),
            steady_fte=float(staffing.steady_fte[0, :, place].sum()),
            required_fte=float(required[t]),
        )


def _needs(plan: Plan) -> Array:
    """Return what decides the positions of each month: FTE of every role, of all work and of the team's (T, 2 x R)."""
    sized = size_staffing(plan.inputs, plan.demand, plan.sourcing, positions=False)
    fte = np.concatenate([sized.steady_total[0], sized.steady_fte[0]])
    return np.ascontiguousarray(fte.T.round(DIGITS))
