"""What is lost when people are not there: arrays over everybody at once, each person taken alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.plan import Plan
from orgplanner.records.base import LifecycleStage
from orgplanner.stages.attendance import Seating, attendance, seat_people, shares_on_positions, unlisted_fte
from orgplanner.stages.health import roles_of_stage
from orgplanner.stages.inputs import Array

SMALLEST = 1e-6
"""FTE, accounts or part of a month below which nothing is lost."""


@dataclass(frozen=True)
class Losses:
    """What is lost when each person alone is there less than otherwise: P people, R roles, G segments."""

    month: int
    part: Array
    """Part of the person's month that is missed (P,)."""
    present: NDArray[np.bool_]
    """Whether the person is there for some of the month otherwise (P,)."""
    fte: Array
    """FTE of work that nobody does any longer (P, R)."""
    load: Array
    """Required FTE of each role (R,)."""
    held: Array
    """FTE of each role that people give with the person there (P, R)."""
    held_without: Array
    """FTE of each role that they give without (P, R)."""
    undone: Array
    """FTE that stays undone (P,)."""
    accounts: Array
    """(P, G)."""
    revenue: Array
    """(P, G)."""
    onboarding: Array
    """(P,)."""


def losses_of(plan: Plan, month: int, there: Array, then: Array) -> Losses:
    """Return what is lost when each person alone is there for `then` instead of `there` of a month (P,)."""
    inputs, staffing = plan.inputs, plan.staffing
    present = attendance(plan.company.roster, plan.months)[:, month]
    seating = seat_people(inputs, staffing.positions, plan.gaps.assignments)
    given = shares_on_positions(inputs, staffing.positions, seating)
    unlisted = unlisted_fte(inputs, staffing.required_total, staffing.required_fte)[:, month]
    by_all = present @ given + unlisted
    held, without = (by_all + given * (part - present)[:, None] for part in (there, then))
    fte = _work_lost(plan, month, seating, (present, there, then))
    need = staffing.steady_total[0, :, month]
    share = np.divide(fte, need, out=np.zeros(fte.shape), where=need > 0)
    tight = float(inputs.value("team.tight_load")[0])
    undone = np.minimum(np.maximum(need - tight * without, 0) - np.maximum(need - tight * held, 0), fte)
    adoption = share @ roles_of_stage(inputs, LifecycleStage.ADOPTION).T
    onboarding = share @ roles_of_stage(inputs, LifecycleStage.ONBOARDING).T
    return Losses(
        month=month,
        part=np.divide(there - then, there, out=np.zeros(len(there)), where=there > 0),
        present=there > 0,
        fte=fte,
        load=staffing.required_total[0, :, month],
        held=held,
        held_without=without,
        undone=undone.sum(axis=1),
        accounts=adoption * plan.forecast.accounts[0, :, month],
        revenue=adoption * plan.forecast.revenue[0, :, month],
        onboarding=onboarding @ plan.forecast.onboarding[0, :, month],
    )


def _work_lost(plan: Plan, month: int, seating: Seating, parts: tuple[Array, Array, Array]) -> Array:
    """Return the FTE of each role that nobody carries any longer (P, R).

    People on one position carry min(1, FTE given / size) of it together; what the others on it can take is not lost.
    """
    positions, staffing = plan.staffing.positions, plan.staffing
    present, there, then = (part[seating.people] * seating.shares for part in parts)
    size = np.maximum([min(p.fte, p.count) for p in positions], SMALLEST)
    by_all = np.bincount(seating.seats, weights=present, minlength=len(positions))
    others = by_all[seating.seats] - present
    carried = [np.minimum((others + own) / size[seating.seats], 1.0) for own in (there, then)]
    sized, now = staffing.steady_total[0, :, staffing.month], staffing.steady_total[0, :, month]
    growth = np.divide(now, sized, out=np.ones(len(sized)), where=sized > 0)
    loads = np.array([[p.share_of(role) for role in plan.inputs.roles] for p in positions]) * growth
    lost = np.zeros((len(plan.company.roster), len(plan.inputs.roles)))
    np.add.at(lost, seating.people, (carried[0] - carried[1])[:, None] * loads[seating.seats])
    return lost
