"""Which assumptions matter most: the team's FTE at the low and the high end of every range."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.stages.inputs import Scenarios, gather_inputs
from orgplanner.stages.staffing import yearly_capacity
from orgplanner.studies.scenarios import team_fte, team_positions
from orgplanner.studies.spans import Span, assumption_spans

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
    part_of: str | None = None
    """Id of the direct share of which this assumption is a part: the two are not counted together."""

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


class HoursHeadcount(Record):
    """What a number of effective hours asks for."""

    hours: float
    """Effective hours of one FTE and year."""
    fte: float
    """Steady FTE of the team."""
    positions: int
    """Whole positions of the team."""


def sensitivity(plan: Plan) -> tuple[Sensitivity, ...]:
    """Return what each assumption does to the team's steady FTE in the plan's month, the strongest first.

    One assumption at a time is put at either end of its range; all of these scenarios run through the stages at
    once. Assumptions that change nothing, such as costs, are left out. Parts of internal work are told with the direct
    share that they belong to.
    """
    varied = [span for span in assumption_spans(plan) if span.is_open]
    planned = float(team_fte(plan.company, plan.phase, {}, plan.month)[0])
    found = []
    # A direct share and its parts tell the same hours, so that no scenario may name both.
    for together in ([s for s in varied if s.part_of is None], [s for s in varied if s.part_of is not None]):
        ends = ends_fte(plan, together)
        found += [
            Sensitivity(assumption=span.id, low=low, high=high, planned=planned, part_of=span.part_of)
            for span, (low, high) in zip(together, ends, strict=True)
            if max(abs(low - planned), abs(high - planned)) > UNCHANGED
        ]
    return tuple(sorted(found, key=lambda s: -s.swing))


def ends_fte(plan: Plan, varied: Sequence[Span]) -> list[tuple[float, float]]:
    """Return the team's steady FTE with one number at a time at its low and its high end."""
    if not varied:
        return []
    fte = team_fte(plan.company, plan.phase, one_at_a_time(varied, [(s.low, s.high) for s in varied]), plan.month)
    return [(float(low), float(high)) for low, high in fte.reshape(-1, 2)]


def one_at_a_time(varied: Sequence[Span], values: Sequence[Sequence[float]]) -> Scenarios:
    """Return one scenario for each value of each number, while all others stay as planned.

    Args:
        varied: the numbers.
        values: values of each number, in the same order.

    Returns:
        By id, the values of the first number's scenarios, then those of the second one's, and so on.
    """
    counts = [len(of_one) for of_one in values]
    places = np.cumsum([0, *counts])
    scenarios: dict[str, NDArray[np.float64]] = {}
    for start, span, of_one in zip(places, varied, values, strict=False):
        scenarios[span.id] = np.full(sum(counts), span.planned)
        scenarios[span.id][start : start + len(of_one)] = of_one
    return scenarios


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


def headcount_at(plan: Plan, role: str, hours: Sequence[float]) -> tuple[HoursHeadcount, ...]:
    """Return what the team needs if the people of a role's capacity profile had these effective hours a year.

    Args:
        plan: the plan whose other numbers stay as they are.
        role: a role of the phase; its direct share gives the hours.
        hours: effective hours of one FTE and year.

    Raises:
        UnknownName: the phase has no such role.
    """
    id = f"capacity.{plan.phase.definition_of(role).capacity}.direct_share"
    shares = [plan.direct_share_for(of_year, role) for of_year in hours]
    fte = team_fte(plan.company, plan.phase, {id: np.array(shares)}, plan.month)
    counts = [team_positions(plan.company, plan.phase, {id: share}, plan.month) for share in shares]
    return tuple(
        HoursHeadcount(hours=of_year, fte=float(need), positions=count)
        for of_year, need, count in zip(hours, fte, counts, strict=True)
    )
