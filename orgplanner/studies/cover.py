"""The price of the cover rule: the plan with it and without, and the skills that no rule can cover."""

from __future__ import annotations

from orgplanner.plan import Plan, make_plan
from orgplanner.records.base import Record
from orgplanner.records.change import SetOptions, apply
from orgplanner.stages.seats import uncoverable_skills


class TeamShape(Record):
    """What a team looks like, and what it costs."""

    positions: int
    """Whole positions of the team."""
    hats: int
    """Roles of positions beyond their first, summed over the team."""
    fte: float
    """Steady FTE of the team."""
    cost: float
    """Cost a month with everybody in post who joins and the open positions filled, in the company's currency."""


class CoverPrice(Record):
    """The cover rule and what it costs."""

    without: TeamShape
    covered: TeamShape
    """With the rule: no skill that the phase asks for is held by one position alone."""
    uncoverable: tuple[str, ...]
    """Skills of whose work there is too little for two positions, so that the rule leaves them out."""

    @property
    def positions(self) -> int:
        """Positions that the rule adds."""
        return self.covered.positions - self.without.positions

    @property
    def hats(self) -> int:
        """Hats that the rule adds."""
        return self.covered.hats - self.without.hats

    @property
    def cost(self) -> float:
        """Money a month that the rule adds."""
        return self.covered.cost - self.without.cost


def cover_price(plan: Plan) -> CoverPrice:
    """Return what it costs that no skill is held by one position alone.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions under the rule.
    """
    other_company = apply(plan.company, [SetOptions(cover_rule=not plan.company.cover_rule)])
    other = make_plan(other_company, plan.phase, plan.month)
    without, covered = (other, plan) if plan.company.cover_rule else (plan, other)
    left_out = uncoverable_skills(covered.inputs, covered.positions)
    return CoverPrice(without=_shape(without), covered=_shape(covered), uncoverable=left_out)


def _shape(plan: Plan) -> TeamShape:
    return TeamShape(
        positions=len(plan.team_positions),
        hats=sum(len(position.roles) - 1 for position in plan.team_positions),
        fte=float(plan.staffing.steady_fte[0, :, plan.staffing.month].sum()),
        cost=plan.costs.planned,
    )
