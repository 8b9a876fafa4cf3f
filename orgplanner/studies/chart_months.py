"""The leader's own chart over the months: when seats appear, are filled, ramp, are vacated and disappear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, partial

from orgplanner.advice.seats import ChartView
from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.chart_change import ChartState, SeatState
from orgplanner.records.company import Person
from orgplanner.records.seat_hire import SeatHire, share_since
from orgplanner.stages.cost import cost_team
from orgplanner.stages.gaps import find_gaps
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.offers import ramp_of, ramp_profile
from orgplanner.stages.orgchart import build_org_chart
from orgplanner.stages.places import keep_places
from orgplanner.stages.staffing import size_staffing
from orgplanner.studies.chart_state import Labels, chart_state

MIDDLE = 15
"""Day by which a month is told to be one of leave."""

FULL = 1.0 - 1e-9
"""Share of the full capacity from which nobody ramps any more."""


class SeatStatus(StrEnum):
    """How a seat stands in a month."""

    ABSENT = "absent"
    FILLED = "filled"
    RAMPING = "ramping"
    """Somebody is there who does not give the full capacity yet."""
    AWAY = "away"
    """Everybody on it is on a planned leave."""
    OUTSIDE = "outside"
    """Held by people from outside the team, or lent to it."""
    OPEN = "open"
    UNARRANGED = "unarranged"
    """For people from outside, or lent to the team, with whom nothing is arranged."""


FREE = frozenset({SeatStatus.OPEN, SeatStatus.UNARRANGED})
"""Statuses of a seat that nobody holds."""


@dataclass(frozen=True)
class SeatCourse:
    """One seat over the months; tuples are one entry a month."""

    seat: SeatState
    """The seat as it stands in the last month that has it: what little it carries of other roles changes."""
    statuses: tuple[SeatStatus, ...]
    people: tuple[tuple[str, ...], ...]
    """Ids of the people in post on it."""
    ramped: tuple[float, ...]
    """Share of the full capacity that those on it give (ratio); 0 where nobody is there."""
    counts: tuple[int, ...]
    """People that the seat stands for; 0 where there is no such seat."""
    hires: tuple[SeatHire, ...] = ()
    """Planned hires on it."""

    @property
    def id(self) -> str:
        """Id of the seat."""
        return self.seat.id

    def hires_in(self, month: str) -> tuple[SeatHire, ...]:
        """Return the planned hires who are there in a month."""
        return tuple(hire for hire in self.hires if hire.runs_in(month))


@dataclass(frozen=True)
class ChartMonths:
    """The leader's own chart month by month."""

    months: tuple[str, ...]
    states: tuple[ChartState, ...]
    """The chart of each month with the people in post then, who stay on their seats as far as these are there."""
    courses: tuple[SeatCourse, ...]
    """Every seat that some month has, in the order of the chart of the month in which it appears."""
    unseated: tuple[str, ...] = ()
    """Ids of moves of which a part finds no open seat."""

    def state(self, month: str) -> ChartState:
        """Return the chart of a month; ValueError if it is not one of these months."""
        return self.states[self.months.index(month)]

    def course(self, seat: str) -> SeatCourse:
        """Return a seat over the months; KeyError if no month has it."""
        return self._by_id[seat]

    @cached_property
    def _by_id(self) -> dict[str, SeatCourse]:
        return {course.id: course for course in self.courses}


def chart_months(
    plan: Plan, make: Callable[[str], Plan] | None = None, months: Sequence[str] | None = None
) -> ChartMonths:
    """Follow the leader's own chart over the months.

    Args:
        plan: the plan.
        make: gives the plan of a month; by default what does not depend on the month is taken from the plan.
        months: months `YYYY-MM` in their order; all planned ones if None.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions in some month.
    """
    states = tuple(_states(make or partial(plan_in_month, plan), months or plan.months))
    people = {p.id: p for p in plan.company.roster}
    seats: dict[str, SeatState] = {}
    for state in states:
        for seat in state.seats:
            seats[seat.id] = seat
    by_month = [{seat.id: seat for seat in state.seats} for state in states]
    ramps = _Ramps(plan.inputs)
    courses = (
        _course(seat, [(s.month, there.get(id)) for s, there in zip(states, by_month, strict=True)], people, ramps)
        for id, seat in seats.items()
    )
    return ChartMonths(tuple(state.month for state in states), states, tuple(courses))


def plan_in_month(plan: Plan, month: str) -> Plan:
    """Return the plan for another of its months; forecast, demand and sourcing stay.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions in that month.
    """
    if month == plan.month:
        return plan
    staffing = size_staffing(plan.inputs, plan.demand, plan.sourcing, plan.months.index(month))
    charts = build_org_chart(plan.inputs, staffing)
    gaps = find_gaps(plan.inputs, staffing, charts)
    costs = cost_team(plan.inputs, plan.forecast, staffing, gaps, charts)
    return replace(plan, staffing=staffing, charts=charts, gaps=gaps, costs=costs)


def _states(make: Callable[[str], Plan], months: Sequence[str]) -> Iterator[ChartState]:
    place: dict[str, str] = {}
    labels: Labels = {}
    for month in months:
        plan = make(month)
        kept = keep_places(plan.design.positions, plan.design.assignments, place)
        for a in reversed(kept):
            place[a.person] = a.position
        yield chart_state(plan, ChartView.OWN, assignments=kept, joining=False, labels=labels)


class _Ramps:
    """How fast people of each role become productive."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._known: dict[str, tuple[float, ...]] = {}

    def of(self, role: str) -> tuple[float, ...]:
        if role not in self._known:
            self._known[role] = ramp_of(self._inputs, ramp_profile(self._inputs, role))
        return self._known[role]


def _course(
    seat: SeatState, by_month: Sequence[tuple[str, SeatState | None]], people: Mapping[str, Person], ramps: _Ramps
) -> SeatCourse:
    first = by_month[0][0]
    shares = ramps.of(seat.role) if seat.role is not None else ()
    statuses, ramped = [], []
    for month, there in by_month:
        held = [people[id] for id in there.people] if there else []
        given = [_share(person, month, first, shares) for person in held if not _is_away(person, month)]
        share = sum(given) / len(held) if held else 0.0
        ramped.append(share)
        statuses.append(_status(there, held, given))
    return SeatCourse(
        seat=seat,
        statuses=tuple(statuses),
        people=tuple(there.people if there else () for _, there in by_month),
        ramped=tuple(ramped),
        counts=tuple(there.count if there else 0 for _, there in by_month),
    )


def _share(person: Person, month: str, first: str, shares: Sequence[float]) -> float:
    """Return the share of somebody's capacity; whoever was there before the first month gives all of it."""
    start = person.start.isoformat()[:7] if person.start else ""
    return share_since(start, month, shares) if start >= first else 1.0


def _status(there: SeatState | None, held: Sequence[Person], given: Sequence[float]) -> SeatStatus:
    if there is None:
        return SeatStatus.ABSENT
    if not held:
        return SeatStatus.UNARRANGED if there.source in NOT_ON_TEAM else SeatStatus.OPEN
    if not given:
        return SeatStatus.AWAY
    if there.source in NOT_ON_TEAM or all(person.source in NOT_ON_TEAM for person in held):
        return SeatStatus.OUTSIDE
    return SeatStatus.RAMPING if min(given) < FULL else SeatStatus.FILLED


def _is_away(person: Person, month: str) -> bool:
    middle = dt.date(int(month[:4]), int(month[5:7]), MIDDLE)
    return any(leave.first <= middle <= leave.last for leave in person.absences)
