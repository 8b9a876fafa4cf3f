"""Which assumptions matter most: the team's FTE at the low and the high end of every range."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.records.quantity import Assumption
from orgplanner.stages.demand import estimate_demand
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.inputs import Inputs, Scenarios, gather_inputs
from orgplanner.stages.sourcing import choose_sourcing
from orgplanner.stages.staffing import size_staffing, yearly_capacity

UNCHANGED = 1e-9
"""FTE below which a difference is rounding."""


class Sensitivity(Record):
    """What one assumption does to the team when it alone goes from one end of its range to the other."""

    assumption: str
    """Id of the assumption."""
    low: float
    """Steady FTE of the team at the low end of the range."""
    high: float
    """Steady FTE of the team at the high end of the range."""
    planned: float
    """Steady FTE of the team as planned."""

    @property
    def low_change(self) -> float:
        """FTE that the low end adds to the planned ones."""
        return self.low - self.planned

    @property
    def high_change(self) -> float:
        """FTE that the high end adds to the planned ones."""
        return self.high - self.planned

    @property
    def swing(self) -> float:
        """FTE between the two ends."""
        return abs(self.high - self.low)


class HoursRange(Record):
    """Effective hours of one FTE and year at the ends of the range of the direct share, and as planned."""

    low: float
    planned: float
    high: float


def sensitivity(plan: Plan) -> tuple[Sensitivity, ...]:
    """Return what each assumption does to the team's steady FTE in the plan's month, the strongest first.

    One assumption at a time is put at either end of its range; all of these scenarios run through the stages at
    once. Assumptions that change nothing, such as costs, are left out.
    """
    candidates = [a for a in plan.assumptions if a.quantity.range[0] < a.quantity.range[1]]
    if not candidates:
        return ()
    inputs = gather_inputs(plan.company, plan.phase, _ends(candidates))
    fte = _team_fte(inputs, plan.staffing.month).reshape(-1, 2)
    # Both ends are sized before positions are pooled; so is what they are compared with.
    month = plan.staffing.month
    sized = size_staffing(plan.inputs, plan.demand, plan.sourcing, month, positions=False)
    planned = float(sized.steady_fte[0, :, month].sum())
    found = [
        Sensitivity(assumption=assumption.id, low=float(low), high=float(high), planned=planned)
        for assumption, (low, high) in zip(candidates, fte, strict=True)
        if max(abs(low - planned), abs(high - planned)) > UNCHANGED
    ]
    return tuple(sorted(found, key=lambda s: -s.swing))


def effective_hours(plan: Plan, role: str) -> HoursRange:
    """Return the hours of work that one FTE of a role carries in a year over the range of its direct share.

    Raises:
        UnknownName: the phase has no such role.
    """
    id = f"capacity.{plan.phase.definition_of(role).capacity}.direct_share"
    quantity = plan.assumptions[id].quantity
    values = np.array([quantity.range[0], quantity.value, quantity.range[1]])
    inputs = gather_inputs(plan.company, plan.phase, {id: values})
    low, planned, high = yearly_capacity(inputs)[:, inputs.roles.index(plan.phase.role(role).role)].tolist()
    return HoursRange(low=low, planned=planned, high=high)


def _ends(candidates: Sequence[Assumption]) -> Scenarios:
    """Return two scenarios for each assumption, low then high, while all others keep their values."""
    scenarios: dict[str, NDArray[np.float64]] = {}
    for place, assumption in enumerate(candidates):
        values = np.full(2 * len(candidates), assumption.quantity.value)
        values[2 * place : 2 * place + 2] = assumption.quantity.range
        scenarios[assumption.id] = values
    return scenarios


def _team_fte(inputs: Inputs, month: int) -> NDArray[np.float64]:
    """Return the steady FTE of the team in one month (S,)."""
    forecast = forecast_book(inputs)
    demand = estimate_demand(inputs, forecast)
    sourcing = choose_sourcing(inputs, demand)
    staffing = size_staffing(inputs, demand, sourcing, month, positions=False)
    return np.asarray(staffing.steady_fte[:, :, month].sum(axis=1))
