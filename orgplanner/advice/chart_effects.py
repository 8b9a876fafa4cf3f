"""What edits do to a chart: cover, spans, cost, skills, seats and people, before and after."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner.plan import Plan
from orgplanner.records.position import Position
from orgplanner.stages.design_checks import RoleCover, SpanCheck, SpanVerdict

__all__ = ["ChartEffect", "RoleCover", "SpanCheck", "open_seats", "outside_band"]


@dataclass(frozen=True)
class ChartEffect:
    """The checks of a chart beside those of another one of the same company."""

    before: Plan
    after: Plan

    @property
    def short(self) -> tuple[RoleCover, ...]:
        """Roles of which the chart carries too little."""
        return self.after.design_checks.short

    @property
    def short_fte(self) -> tuple[float, float]:
        """FTE of work that no seat carries, before and after."""
        first, second = (sum(role.short for role in p.design_checks.short) for p in (self.before, self.after))
        return first, second

    @property
    def spans_outside(self) -> tuple[SpanCheck, ...]:
        """Leads with more or fewer reports than the band of their unit."""
        return outside_band(self.after)

    @property
    def spans_before(self) -> int:
        """Number of leads outside the band before."""
        return len(outside_band(self.before))

    @property
    def cost(self) -> tuple[float, float]:
        """Monthly cost of all seats whose cost is known, before and after, in the company's currency."""
        return self.before.design_checks.cost, self.after.design_checks.cost

    @property
    def skills(self) -> tuple[int, int]:
        """Skills that people lack for their seats, before and after."""
        return len(self.before.design_checks.skills), len(self.after.design_checks.skills)

    @property
    def single_holders(self) -> tuple[int, int]:
        """Seats for whose holder nobody could stand in, before and after."""
        return len(self.before.design_checks.single_holders), len(self.after.design_checks.single_holders)

    @property
    def open(self) -> tuple[int, int]:
        """Seats of the team that nobody holds, before and after."""
        return len(open_seats(self.before)), len(open_seats(self.after))

    @property
    def added(self) -> tuple[str, ...]:
        """Seats that only the chart after has."""
        known = {p.id for p in self.before.design.positions}
        return tuple(p.id for p in self.after.design.positions if p.id not in known)

    @property
    def removed(self) -> tuple[str, ...]:
        """Seats that only the chart before has."""
        known = {p.id for p in self.after.design.positions}
        return tuple(p.id for p in self.before.design.positions if p.id not in known)

    @property
    def tray(self) -> tuple[int, int]:
        """People in scope without a seat, before and after."""
        return len(self.before.design.tray), len(self.after.design.tray)

    @property
    def layers(self) -> tuple[int, int]:
        """Layers before and after."""
        return self.before.design_checks.layers, self.after.design_checks.layers


def outside_band(plan: Plan) -> tuple[SpanCheck, ...]:
    """Return the leads of the leader's chart whose reports lie outside the band of their unit."""
    return tuple(s for s in plan.design_checks.spans if s.verdict is not SpanVerdict.WITHIN)


def open_seats(plan: Plan) -> tuple[Position, ...]:
    """Return the seats of the team on the leader's chart that nobody holds."""
    return tuple(p for p in plan.design.positions if p.on_team and p.id not in plan.design.holders)
