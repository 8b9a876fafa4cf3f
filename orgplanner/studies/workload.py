"""Where the hours come from: every part of the work by role, segment, activity and month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from orgplanner.derivation.deriver import derive
from orgplanner.derivation.parts import Parts
from orgplanner.plan import Plan
from orgplanner.records.base import LifecycleStage
from orgplanner.stages.demand import backlog_to_clear, owner_of
from orgplanner.stages.inputs import Array

NEGLIGIBLE = 1e-9
"""Hours below which there is no work."""


class WorkKind(StrEnum):
    """Kinds of work, in the order in which they are told."""

    ACTIVITY = "activity"
    ONBOARDING = "onboarding"
    DEALS = "deals"
    FEEDBACK = "feedback"
    TICKETS = "tickets"
    CONTACTS = "contacts"
    PROGRAMME = "programme"
    LEVERS = "levers"
    TASKS = "tasks"
    LEADING = "leading"


class Split(StrEnum):
    """What the hours of a month can be split by."""

    ROLE = "role"
    SEGMENT = "segment"
    WORK = "work"


@dataclass(frozen=True)
class WorkPart:
    """A piece of work of one role."""

    kind: WorkKind
    role: str
    segment: str | None
    """Segment whose accounts ask for it; None where it belongs to no segment."""
    activity: str | None
    """Activity of the segment's service model."""
    reactive: bool
    """Whether customers cause it, rather than the team's own plan."""
    hours: Array
    """Hours a month (T,)."""
    figure: str
    """Id of the figure that opens it, with a blank for the month."""

    def figure_of(self, month: str) -> str:
        """Return the id of the figure that opens it in a month."""
        return self.figure.format(month)


@dataclass(frozen=True)
class Slice:
    """The hours of one role, one segment, or one kind of work in a month."""

    key: tuple[str | None, ...]
    """Role, segment, or kind and activity."""
    proactive: float
    """Hours of the team's own plan."""
    reactive: float
    """Hours that customers cause."""

    @property
    def hours(self) -> float:
        """All hours."""
        return self.proactive + self.reactive

    @property
    def reactive_share(self) -> float | None:
        """Share of the hours that customers cause; None where there are none."""
        return self.reactive / self.hours if self.hours > 0 else None


def work_parts(plan: Plan) -> tuple[WorkPart, ...]:
    """Return every part of the work that has hours in some month.

    The parts of a role whose work is counted in hours sum to its hours of demand. Roles that follow the number of
    others, and leading, have the hours of their required FTE in the mean month. Questions are given to segments by
    how many each asks; those of today's backlog belong to none.
    """
    known = plan.parts
    of_segments = (*_activities(plan, known), *_of_segments(plan, known))
    parts = [*of_segments, *_of_roles(plan), *_tickets(plan), *_by_people(plan)]
    return tuple(part for part in parts if (np.abs(part.hours) > NEGLIGIBLE).any())


def split_hours(parts: Sequence[WorkPart], by: Split, month: int) -> tuple[Slice, ...]:
    """Return the hours of a month split by role, segment or kind of work, the largest first."""
    sums: dict[tuple[str | None, ...], list[float]] = {}
    for part in parts:
        sums.setdefault(_key(part, by), [0.0, 0.0])[part.reactive] += float(part.hours[month])
    slices = (Slice(key, proactive, reactive) for key, (proactive, reactive) in sums.items())
    return tuple(sorted((s for s in slices if s.hours > NEGLIGIBLE), key=lambda s: -s.hours))


def total_hours(parts: Sequence[WorkPart], months: int) -> tuple[Slice, ...]:
    """Return the hours of every month (T of them), the whole team together."""
    both = {kind: np.zeros(months) for kind in (False, True)}
    for part in parts:
        both[part.reactive] += part.hours
    return tuple(Slice((), float(both[False][t]), float(both[True][t])) for t in range(months))


def _key(part: WorkPart, by: Split) -> tuple[str | None, ...]:
    if by is Split.ROLE:
        return (part.role,)
    return (part.segment,) if by is Split.SEGMENT else (part.kind.value, part.activity)


def _activities(plan: Plan, known: Parts) -> Iterator[WorkPart]:
    for segment in plan.company.segments:
        for activity in plan.phase.service_model(segment.service_model).activities:
            role = owner_of(plan.inputs, segment, activity)
            if role is not None:
                id = f"demand.activity_work[{segment.id},{activity.id},{{}}]"
                hours = _figures(known, id)
                yield WorkPart(WorkKind.ACTIVITY, role, segment.id, activity.id, activity.reactive, hours, id)


def _of_segments(plan: Plan, known: Parts) -> Iterator[WorkPart]:
    """Yield onboarding and deals of each segment."""
    kinds = (
        (WorkKind.ONBOARDING, LifecycleStage.ONBOARDING, "segment_onboarding_hours"),
        (WorkKind.DEALS, LifecycleStage.ACCOUNT_EXPANSION, "segment_deal_hours"),
    )
    for segment in plan.company.segments:
        for kind, stage, name in kinds:
            role = plan.phase.role_for(segment.service_model, stage)
            if role is not None:
                id = f"demand.{name}[{segment.id},{{}}]"
                yield WorkPart(kind, role, segment.id, None, False, _figures(known, id), id)


def _figures(known: Parts, id: str) -> Array:
    """Return a figure of each month (T,); `id` has a blank for the month."""
    return np.array([derive(known, id.format(month)).value for month in known.inputs.months])


def _of_roles(plan: Plan) -> Iterator[WorkPart]:
    """Yield the work of roles that belongs to no segment."""
    demand = plan.demand
    kinds = (
        (WorkKind.FEEDBACK, demand.feedback_hours, "demand.feedback_hours"),
        (WorkKind.CONTACTS, demand.contact_hours, "demand.contact_hours"),
        (WorkKind.PROGRAMME, demand.programme_hours, "demand.programme_hours"),
        (WorkKind.LEVERS, demand.lever_hours, "levers.hours"),
    )
    for row, role in enumerate(plan.inputs.roles):
        for kind, hours, name in kinds:
            yield WorkPart(kind, role, None, None, kind is WorkKind.CONTACTS, hours[0, row], f"{name}[{role},{{}}]")


def _tickets(plan: Plan) -> Iterator[WorkPart]:
    """Yield the questions that the desk does not answer between contacts, segment by segment."""
    role = plan.phase.definition.ticket_role
    row, demand = plan.inputs.roles.index(role), plan.demand
    hours = np.maximum(demand.ticket_hours[0, row] - demand.deferred_hours[0, row], 0)
    asked, backlog = plan.forecast.tickets[0], backlog_to_clear(plan.inputs)[0]
    all_asked = asked.sum(axis=0) + backlog
    id = f"demand.net_ticket_hours[{role},{{}}]"
    for segment, tickets in zip((*(s.id for s in plan.company.segments), None), (*asked, backlog), strict=True):
        share = np.divide(tickets, all_asked, out=np.zeros(len(hours)), where=all_asked > 0)
        yield WorkPart(WorkKind.TICKETS, role, segment, None, True, hours * share, id)


def _by_people(plan: Plan) -> Iterator[WorkPart]:
    """Yield leading, and the roles whose work follows from the number of others."""
    staffing, definition = plan.staffing, plan.phase.definition
    hours = staffing.steady_total[0] * staffing.steady_capacity[0][:, None]
    for row, role in enumerate(plan.inputs.roles):
        id = f"staffing.steady_total[{role},{{}}]"
        if role in (definition.head_role, definition.lead_role):
            yield WorkPart(WorkKind.LEADING, role, None, None, False, hours[row], id)
        elif plan.phase.role(role).rule:
            yield WorkPart(WorkKind.TASKS, role, None, None, False, hours[row], id)
