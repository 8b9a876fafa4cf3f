"""What waits: accounts for their onboarding, questions for their answer; today's people and the plan's, by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgplanner.plan import Plan
from orgplanner.stages.waiting import OnboardingQueue, TeamQueues, TicketQueue
from orgplanner.studies.team_load import Team


@dataclass(frozen=True)
class SegmentQueue:
    """Accounts of one segment that wait for their onboarding; tuples are (T,)."""

    segment: str
    role: str
    """Role that onboards them."""
    duration: float
    """Months that onboarding takes once it has started."""
    arriving: tuple[float, ...]
    """Accounts that want to start in the month."""
    waiting: tuple[float, ...]
    """Accounts that wait at the month's end."""
    months_to_onboard: tuple[float | None, ...]
    """Months from contract to the end of onboarding for who comes last; None where nobody onboards."""


@dataclass(frozen=True)
class QuestionQueue:
    """Questions that wait for an answer; tuples are (T,)."""

    arriving: tuple[float, ...]
    capacity: tuple[float, ...]
    """Questions that can be answered in the month."""
    backlog: tuple[float, ...]
    """Questions that wait at the month's end."""
    wait_days: tuple[float | None, ...]
    """Working days that a question asked last waits; None where nobody answers."""
    meets_target: tuple[bool, ...]
    """Whether the response target can be met."""


@dataclass(frozen=True)
class Queues:
    """What waits for one team."""

    onboarding: tuple[SegmentQueue, ...]
    questions: QuestionQueue

    @property
    def waiting(self) -> tuple[float, ...]:
        """Accounts of all segments that wait for their onboarding at each month's end."""
        return tuple(np.sum([q.waiting for q in self.onboarding], axis=0).tolist()) if self.onboarding else ()


def queues(plan: Plan) -> dict[Team, Queues]:
    """Return what waits for today's people, and for the plan's team with every position filled."""
    return {team: _queues(plan, getattr(plan.waiting, team.value)) for team in Team}


def _queues(plan: Plan, team: TeamQueues) -> Queues:
    segments = range(len(plan.company.segments))
    found = (_segment(plan, team.onboarding, row) for row in segments)
    return Queues(tuple(q for q in found if q is not None), _questions(plan, team.tickets))


def _segment(plan: Plan, queue: OnboardingQueue, row: int) -> SegmentQueue | None:
    """Return the queue of a segment; None where nobody has to onboard its accounts or none come."""
    role = queue.roles[row]
    if role is None or not queue.arriving[0, row].any():
        return None
    return SegmentQueue(
        segment=plan.company.segments[row].id,
        role=role,
        duration=float(queue.duration[0, row]),
        arriving=tuple(queue.arriving[0, row].tolist()),
        waiting=tuple(queue.waiting[0, row].tolist()),
        months_to_onboard=tuple(queue.months_to_onboard(row, t) for t in range(len(plan.months))),
    )


def _questions(plan: Plan, queue: TicketQueue) -> QuestionQueue:
    return QuestionQueue(
        arriving=tuple(queue.arriving[0].tolist()),
        capacity=tuple(queue.capacity[0].tolist()),
        backlog=tuple(queue.backlog[0].tolist()),
        wait_days=tuple(queue.wait_days(t) for t in range(len(plan.months))),
        meets_target=tuple(queue.meets_target[0].tolist()),
    )
