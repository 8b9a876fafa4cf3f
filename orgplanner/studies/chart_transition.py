"""From today over the phase's target to the next phase, and what stands and happens in the months between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from orgplanner.advice.seats import ChartView
from orgplanner.plan import Plan, make_plan
from orgplanner.records.chart_change import ChartState
from orgplanner.records.phase import Phase
from orgplanner.studies.chart_months import ChartMonths, SeatCourse, SeatStatus
from orgplanner.studies.chart_state import chart_state

SHOWN = (
    SeatStatus.FILLED,
    SeatStatus.OUTSIDE,
    SeatStatus.RAMPING,
    SeatStatus.AWAY,
    SeatStatus.OPEN,
    SeatStatus.UNARRANGED,
)
"""Statuses that are counted, from the ground of a stack up."""


@dataclass(frozen=True)
class PhasePath:
    """Where the chart comes from and goes to."""

    today: ChartState
    target: ChartState
    """The leader's own chart in the plan's phase and month."""
    following: ChartState | None
    """The chart of the next phase for the same month; None where no phase follows."""
    next_phase: Phase | None


def phase_path(plan: Plan, phases: Sequence[Phase]) -> PhasePath:
    """Return today's chart, the plan's and the next phase's for the same customers and month.

    Edits of the chart go on applying in the next phase as far as their seats are there.

    Args:
        plan: the plan of the company's phase.
        phases: all phases in their order.

    Raises:
        OrgPlannerError: the company cannot be planned in the next phase.
    """
    ids = [phase.id for phase in phases]
    place = ids.index(plan.phase.id) + 1 if plan.phase.id in ids else len(ids)
    following = phases[place] if place < len(ids) else None
    then = make_plan(plan.company, following, plan.month) if following is not None else None
    return PhasePath(
        today=chart_state(plan, ChartView.TODAY),
        target=chart_state(plan, ChartView.OWN),
        following=chart_state(then, ChartView.OWN) if then is not None else None,
        next_phase=following,
    )


@dataclass(frozen=True)
class MonthCounts:
    """People that the seats of one month stand for, by status; every status has its number."""

    month: str
    counts: dict[SeatStatus, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """People that all seats of the month stand for."""
        return sum(self.counts.values())


def count_statuses(
    months: ChartMonths, first: str | None = None, last: str | None = None, *, role: str | None = None
) -> tuple[MonthCounts, ...]:
    """Count the seats of each month by status.

    Args:
        months: the chart over the months.
        first: first month `YYYY-MM`; that of the chart if None.
        last: last month; that of the chart if None.
        role: main role of the seats; all if None.
    """
    courses = [c for c in months.courses if role in (None, c.seat.role)]
    return tuple(
        MonthCounts(month, _counted(courses, place))
        for place, month in enumerate(months.months)
        if (first or month) <= month <= (last or month)
    )


def count_groups(months: ChartMonths, month: str, *, by_unit: bool = False) -> dict[str | None, dict[SeatStatus, int]]:
    """Count the seats of one month by status for each main role, or for each unit, in the order of the chart."""
    place = months.months.index(month)
    groups: dict[str | None, list[SeatCourse]] = {}
    for course in months.courses:
        if course.counts[place]:
            groups.setdefault(course.seat.unit if by_unit else course.seat.role, []).append(course)
    return {group: _counted(courses, place) for group, courses in groups.items()}


def _counted(courses: Sequence[SeatCourse], place: int) -> dict[SeatStatus, int]:
    counts = dict.fromkeys(SHOWN, 0)
    for course in courses:
        if course.statuses[place] is not SeatStatus.ABSENT:
            counts[course.statuses[place]] += course.counts[place]
    return counts


@dataclass(frozen=True)
class Stretch:
    """Months in which a seat keeps its status and its people."""

    status: SeatStatus
    people: tuple[str, ...]
    first: str
    last: str


def stretches(course: SeatCourse, months: Sequence[str]) -> tuple[Stretch, ...]:
    """Return what becomes of a seat, month by month taken together; months without the seat are left out."""
    found: list[Stretch] = []
    for month, status, people in zip(months, course.statuses, course.people, strict=True):
        if found and (found[-1].status, found[-1].people) == (status, people):
            found[-1] = Stretch(status, people, found[-1].first, month)
        else:
            found.append(Stretch(status, people, month, month))
    return tuple(stretch for stretch in found if stretch.status is not SeatStatus.ABSENT)


def changing_courses(months: ChartMonths, first: str | None = None, last: str | None = None) -> tuple[SeatCourse, ...]:
    """Return the seats whose status, people or size differ between two months of a span, or in between."""
    rows = [k for k, m in enumerate(months.months) if (first or m) <= m <= (last or m)]
    return tuple(c for c in months.courses if len({(c.statuses[k], c.people[k], c.counts[k]) for k in rows}) > 1)


class EventKind(StrEnum):
    """What happens in a month."""

    SEAT_APPEARS = "seat_appears"
    LEAD_DUE = "lead_due"
    """A seat appears from which others are led."""
    SEAT_GOES = "seat_goes"
    STARTS = "starts"
    HIRE_STARTS = "hire_starts"
    RAMPED = "ramped"
    """Somebody gives the full capacity from now on."""
    LEAVES = "leaves"
    """The month is the first without somebody."""
    MOVES = "moves"
    """Somebody comes from another seat."""
    LEAVE_BEGINS = "leave_begins"
    LEAVE_ENDS = "leave_ends"


@dataclass(frozen=True)
class Event:
    """One thing that happens to a seat in a month."""

    kind: EventKind
    month: str
    course: SeatCourse
    people: tuple[str, ...] = ()
    """Ids of those whom it is about."""


def find_events(plan: Plan, months: ChartMonths) -> tuple[Event, ...]:
    """Return what happens from the second month on, month by month in the order of the chart."""
    return tuple(
        event for was, now in pairwise(range(len(months.months))) for event in _Turn(plan, months, was, now).events
    )


class _Turn:
    """The turn from one month to the next."""

    def __init__(self, plan: Plan, months: ChartMonths, was: int, now: int) -> None:
        definition = plan.phase.definition
        self._leading = {definition.lead_role, definition.head_role}
        self._months, self._was, self._now = months, was, now
        self._month = months.months[now]
        self._there = [{p.id for p in months.states[k].people} for k in (was, now)]

    @property
    def events(self) -> Iterator[Event]:
        """What happens, in the order of the chart."""
        for course in self._months.courses:
            for kind, people in (*self._seat(course), *self._people(course), *self._work(course)):
                yield Event(kind, self._month, course, people)

    def _seat(self, course: SeatCourse) -> Iterator[tuple[EventKind, tuple[str, ...]]]:
        before, after = (course.statuses[k] is SeatStatus.ABSENT for k in (self._was, self._now))
        if before and not after:
            yield EventKind.LEAD_DUE if course.seat.role in self._leading else EventKind.SEAT_APPEARS, ()
        if after and not before:
            yield EventKind.SEAT_GOES, ()

    def _people(self, course: SeatCourse) -> Iterator[tuple[EventKind, tuple[str, ...]]]:
        was, now = course.people[self._was], course.people[self._now]
        here_before, here_now = self._there
        left = tuple(id for id in was if id not in here_now)
        started = tuple(id for id in now if id not in here_before)
        moved = tuple(id for id in now if id in here_before and id not in was)
        kinds = {EventKind.LEAVES: left, EventKind.STARTS: started, EventKind.MOVES: moved}
        yield from ((kind, people) for kind, people in kinds.items() if people)

    def _work(self, course: SeatCourse) -> Iterator[tuple[EventKind, tuple[str, ...]]]:
        before, after = course.statuses[self._was], course.statuses[self._now]
        here = course.people[self._now]
        if any(hire.start == self._month for hire in course.hires):
            yield EventKind.HIRE_STARTS, ()
        elif here == course.people[self._was] and before is not after:
            if SeatStatus.AWAY in (before, after):
                yield EventKind.LEAVE_BEGINS if after is SeatStatus.AWAY else EventKind.LEAVE_ENDS, here
            elif before is SeatStatus.RAMPING:
                yield EventKind.RAMPED, here
