"""When the next lead is due: month by month from the work, with who could stand in until then.

Leads follow the spans of control as units grow and shrink with the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.stages.leading import Leading, lead_units
from orgplanner.stages.staffing import size_staffing
from orgplanner.studies.interim_leads import Interim, interim_leads
from orgplanner.studies.leads_now import LeadStep, UnitLeads, leads_now

SHORT = 2
"""Months of a need that may be bridged: nobody is appointed and freed again in so short a time."""


GROWING = frozenset({LeadStep.FIRST, LeadStep.FULL_TIME, LeadStep.MORE, LeadStep.UPPER})
"""Steps for which somebody has to be found or freed."""


class LeadEvent(Record):
    """A month in which the leading changes."""

    month: str
    unit: str | None
    """None for leads of leads."""
    step: LeadStep
    people: int
    """People below the leads in that month: of the unit, or the leads themselves for leads of leads."""
    before: int
    """Leads in the month before."""
    after: int
    months: int
    """Months in a row for which it stays so, within the horizon."""
    lasts: bool
    """Whether it stays so to the end of the horizon."""

    @property
    def is_short(self) -> bool:
        """Whether it is over so soon that somebody may rather stand in."""
        return not self.lasts and self.months <= SHORT


@dataclass(frozen=True)
class LeadMonths:
    """Leads of every month."""

    units: tuple[tuple[str, tuple[int, ...]], ...]
    """Units (id, leads by month) that have a lead in some month."""
    upper: tuple[int, ...]
    """Leads of leads by month."""

    @property
    def all(self) -> tuple[int, ...]:
        """All leads by month."""
        courses = (*(leads for _, leads in self.units), self.upper)
        return tuple(sum(month) for month in zip(*courses, strict=True))


@dataclass(frozen=True)
class NextLeads:
    """Leads now, when they change, and who could stand in."""

    units: tuple[UnitLeads, ...]
    events: tuple[LeadEvent, ...]
    """By month; in the order of the units inside one."""
    by_month: LeadMonths
    wanted: tuple[str, ...]
    """Units with an open lead now, or one that is due."""
    interim: tuple[Interim, ...]
    """Who could stand in there, the best first."""
    open_leads: tuple[str, ...]
    """Ids of lead seats that nobody holds in the month of the plan."""

    @property
    def due(self) -> tuple[LeadEvent, ...]:
        """Events for which somebody has to be found or freed."""
        return tuple(event for event in self.events if event.step in GROWING)


def next_leads(plan: Plan) -> NextLeads:
    """Return the leads of the plan's month, the months of the horizon in which they change, and interim advice."""
    leading = leading_by_month(plan)
    events = tuple(_events(plan, leading))
    lead = plan.phase.definition.lead_role
    open_leads = tuple(p for p in plan.gaps.open_positions if p.main_role == lead)
    due = [event.unit for event in events if event.step in GROWING and event.month > plan.month]
    wanted = dict.fromkeys(unit for unit in (*(p.unit for p in open_leads), *due) if unit is not None)
    return NextLeads(
        units=tuple(leads_now(plan)),
        events=events,
        by_month=_by_month(plan, leading),
        wanted=tuple(wanted),
        interim=tuple(who for unit in wanted for who in interim_leads(plan, unit)),
        open_leads=tuple(p.id for p in open_leads),
    )


def leading_by_month(plan: Plan) -> Leading:
    """Return the leading of every month: in the plan's month that of its chart.

    Units are sized by their FTE; what pooling takes beyond that in the plan's month is taken in the others as well.
    The chart of another month may have one person more or less.
    """
    sized = size_staffing(plan.inputs, plan.demand, plan.sourcing, positions=False)
    month, people = plan.staffing.month, sized.leading.people.copy()
    pooled = plan.staffing.leading.people[0, :, month] - people[0, :, month]
    people[0] = np.maximum(people[0] + pooled[:, None], 0)
    staffing = plan.staffing
    return lead_units(plan.inputs, staffing.units, people, staffing.steady_capacity, staffing.leading.freed)


def _by_month(plan: Plan, leading: Leading) -> LeadMonths:
    courses = [tuple(int(n) for n in leads) for leads in leading.leads[0]]
    units = ((unit.id, leads) for unit, leads in zip(plan.units, courses, strict=True) if any(leads))
    return LeadMonths(units=tuple(units), upper=tuple(int(n) for n in leading.upper[0].sum(axis=0)))


def _events(plan: Plan, leading: Leading) -> Iterator[LeadEvent]:
    """Yield every change from one month to the next, by month."""
    upper = [int(n) for n in leading.upper[0].sum(axis=0)]
    of_units = [
        [(int(n), bool(plays)) for n, plays in zip(leading.leads[0, row], leading.playing[0, row], strict=True)]
        for row in range(len(plan.units))
    ]
    for month in range(1, len(plan.months)):
        for row, unit in enumerate(plan.units):
            course = of_units[row]
            step = _step(course[month - 1], course[month])
            if step is not None:
                leads = course[month - 1][0], course[month][0]
                yield _event(plan, course, month, unit.id, step, int(leading.people[0, row, month]), leads)
        if upper[month] != upper[month - 1]:
            step = LeadStep.UPPER if upper[month] > upper[month - 1] else LeadStep.UPPER_FEWER
            led = int(leading.leads[0, :, month].sum())
            yield _event(plan, upper, month, None, step, led, (upper[month - 1], upper[month]))


def _event(
    plan: Plan,
    course: Sequence[object],
    month: int,
    unit: str | None,
    step: LeadStep,
    people: int,
    leads: tuple[int, int],
) -> LeadEvent:
    stays = next((k for k in range(month, len(course)) if course[k] != course[month]), len(course))
    return LeadEvent(
        month=plan.months[month],
        unit=unit,
        step=step,
        people=people,
        before=leads[0],
        after=leads[1],
        months=stays - month,
        lasts=stays == len(course),
    )


def _step(before: tuple[int, bool], after: tuple[int, bool]) -> LeadStep | None:
    """Return what changes from (leads, whether the one plays on) of a month to those of the next.

    >>> _step((0, False), (1, True)), _step((1, True), (1, False)), _step((2, False), (3, False))
    (<LeadStep.FIRST: 'first'>, <LeadStep.FULL_TIME: 'full_time'>, <LeadStep.MORE: 'more'>)
    """
    if after == before:
        return None
    if after[0] == before[0]:
        return LeadStep.PLAYING if after[1] else LeadStep.FULL_TIME
    if after[0] < before[0]:
        return LeadStep.FEWER
    return LeadStep.MORE if before[0] else LeadStep.FIRST
