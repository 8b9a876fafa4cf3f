"""The plan that is safe: hires for what work asks for in most futures, and what that safety costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from orgplanner.errors import InvalidArgument
from orgplanner.plan import Plan
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.risk import DRAWS, LEVELS, SEED, Risk


@dataclass(frozen=True)
class SafePlan:
    """The expected plan of hires beside the one for a share of the futures."""

    share: float
    """Share of futures whose required FTE of a role and month the safe plan covers where it can (ratio)."""
    expected: Hiring
    safe: Hiring
    risk: Risk
    """What the expected plan meets."""
    safe_risk: Risk
    """What the safe plan meets in the same futures."""

    @property
    def extra_cost(self) -> float:
        """Money that the safe plan's moves cost more within the months of the plan."""
        return float(self.safe.move_costs.sum() - self.expected.move_costs.sum())

    @property
    def extra_fte(self) -> float:
        """FTE by which the safe plan's moves are more in the last month."""
        return float((self.safe.joined - self.expected.joined)[:, -1].sum())

    @property
    def extra_moves(self) -> tuple[str, ...]:
        """Ids of the safe plan's moves that the expected plan does not make, or makes smaller."""
        made = {move.id: move.count for move in self.expected.moves}
        return tuple(move.id for move in self.safe.moves if move.count > made.get(move.id, 0.0))

    @property
    def not_short(self) -> tuple[float, float]:
        """Probability that no role is short, on average over the months: expected plan, safe plan."""
        return self.risk.not_short, self.safe_risk.not_short

    @property
    def coverage(self) -> tuple[float, float]:
        """Expected covered share of the team's work, mean over the months: expected plan, safe plan."""
        return float(self.risk.coverage.team_mean.mean()), float(self.safe_risk.coverage.team_mean.mean())


def safe_plan(
    plan: Plan,
    share: float = 0.8,
    *,
    quick: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[[float], None] | None = None,
) -> SafePlan:
    """Plan hires for what work asks for in a share of the futures, and tell what the safety costs and brings.

    Each role and month asks for the share's quantile of its required FTE; the hires are planned anew for it, within the
    same budget and rules, so that some shortage may stay. Lead times and leavers stay as expected in both plans, and
    both meet the same futures (common random numbers). Roles are seldom all at their quantile together, so that the
    probability of no shortage is told from the simulation, not from the share.

    Args:
        plan: the plan.
        share: of the futures, above 0 and below 1.
        quick: whether the first good plan of hires is enough.
        draws: futures.
        seed: of the draws.
        progress: called with the share that is done.

    Raises:
        InvalidArgument: the share is not between 0 and 1.
        InfeasiblePlan: budget, locks, freeze or other hard rules conflict.
    """
    if not 0 < share < 1:
        raise InvalidArgument("share", "not between 0 and 1")

    def part(done: float, of: tuple[float, float]) -> None:
        if progress is not None:
            progress(of[0] + done * (of[1] - of[0]))

    expected = plan.hire(quick=True) if quick else plan.hiring
    part(1.0, (0.0, 0.3))
    levels = tuple(sorted({*LEVELS, share}))
    risk = plan.assess_risk(expected, draws=draws, seed=seed, levels=levels, progress=lambda d: part(d, (0.3, 0.45)))
    safe = plan.hire(quick=quick, required=np.asarray(risk.required.at(share)))
    part(1.0, (0.45, 0.85))
    again = plan.assess_risk(safe, draws=draws, seed=seed, levels=levels, progress=lambda d: part(d, (0.85, 1.0)))
    return SafePlan(share, expected, safe, risk, again)
