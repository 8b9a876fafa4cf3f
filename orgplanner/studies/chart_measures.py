"""Measures of a chart: spans, layers, managers, chains, units, open seats, headcount and cost of every branch.

What is not known is None, never 0. Every measure is linear in the number of seats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median

from orgplanner.records.base import Record
from orgplanner.stages.design_checks import SpanCheck, SpanVerdict
from orgplanner.studies.chart_census import CountedSeat, Which


class Branch(Record):
    """A seat with everybody below it, itself included."""

    seat: str
    seats: int
    people: int
    """People that the seats stand for, whether somebody holds them or not."""
    open_seats: int
    cost: float | None
    """Monthly cost of the seats whose cost is known, in the company's currency; None where none is."""
    unknown_costs: int
    """Seats whose cost is not known; they are not contained."""
    estimated_costs: int
    """Seats whose cost rests on the default of a role."""


class Layer(Record):
    """Everybody with the same number of seats above."""

    seats: int
    people: int


class UnitSize(Record):
    """A unit of the chart."""

    unit: str
    seats: int
    people: int
    open_seats: int


class ChartAnalytics(Record):
    """What a chart looks like in numbers."""

    which: Which
    seats: int
    """Boxes of the chart."""
    people: int
    """People that the seats stand for: more than one for a pool, none for people out of scope."""
    in_post: int
    """People who stand on the chart, each counted once."""
    managers: tuple[str, ...]
    """Seats to which somebody reports, in the order of the chart."""
    span_mean: float | None
    """Reports of one manager on average; None without managers."""
    span_median: float | None
    span_smallest: tuple[str, int] | None
    """Manager with the fewest reports, the first of equals, and their number."""
    span_largest: tuple[str, int] | None
    """Manager with the most reports, the first of equals, and their number."""
    layers: tuple[Layer, ...]
    """From the top."""
    single_report: tuple[str, ...]
    """Managers to whom exactly one seat reports."""
    chains: tuple[tuple[str, ...], ...]
    """Several managers with one report each, one under the other: from the top to the last one's report."""
    below_band: tuple[str, ...]
    """Managers with fewer reports than the band of the span of control."""
    above_band: tuple[str, ...]
    """Managers with more."""
    bands: tuple[str, ...]
    """Ids of the assumptions that give the bands."""
    roots: tuple[str, ...]
    """Seats without a seat above."""
    units: tuple[UnitSize, ...]
    """Units in the order of the chart; seats that stand in none are in none."""
    open_seats: tuple[str, ...] | None
    """Positions of the team that nobody holds; None for today, since the roster has people only."""
    to_arrange: tuple[str, ...] | None
    """Seats from outside or from other departments that nobody holds yet; None for today."""
    outside: tuple[str, ...]
    """Seats whose people do not belong to the company."""
    outside_people: int
    """People for whom these stand."""
    shared: tuple[str, ...]
    """Seats of people whom other departments lend."""
    two_posts: tuple[str, ...] | None
    """People with several seats; None for today, since the roster gives one place a person."""
    branches: tuple[Branch, ...]
    """Every seat with what is below it, in the order of the chart."""
    cost: float | None
    """Monthly cost of all seats whose cost is known; None where none is."""
    unknown_costs: tuple[str, ...]
    """Seats whose cost is not known."""
    estimated_costs: int
    """Seats whose cost rests on the default of a role."""

    @property
    def manager_share(self) -> float | None:
        """Managers among the seats (ratio); None for an empty chart."""
        return len(self.managers) / self.seats if self.seats else None

    @property
    def largest_unit(self) -> UnitSize | None:
        """The unit with the most people, the first of equals; None where no seat stands in a unit."""
        return max(self.units, key=lambda unit: unit.people, default=None)


def measure_chart(
    seats: Sequence[CountedSeat], which: Which, spans: Sequence[SpanCheck] = (), two_posts: tuple[str, ...] = ()
) -> ChartAnalytics:
    """Measure a chart from its seats.

    Args:
        seats: boxes of the chart, each above before those below.
        which: the chart that they are of.
        spans: the managers against their bands.
        two_posts: people with several seats.
    """
    reports = _reports(seats)
    counts = sorted(reports.items(), key=lambda item: item[1])
    outside = [s for s in seats if s.is_outside]
    unknown = tuple(s.id for s in seats if s.cost is None)
    is_today = which == "today"
    return ChartAnalytics(
        which=which,
        seats=len(seats),
        people=sum(s.heads for s in seats),
        in_post=len({person for s in seats if s.heads for person in s.people}),
        managers=tuple(reports),
        span_mean=sum(reports.values()) / len(reports) if reports else None,
        span_median=float(median(reports.values())) if reports else None,
        span_smallest=counts[0] if counts else None,
        span_largest=max(reports.items(), key=lambda item: item[1], default=None),
        layers=_layers(seats),
        single_report=tuple(id for id, count in reports.items() if count == 1),
        chains=_chains(seats, reports),
        below_band=tuple(s.position for s in spans if s.verdict is SpanVerdict.BELOW),
        above_band=tuple(s.position for s in spans if s.verdict is SpanVerdict.ABOVE),
        bands=tuple(dict.fromkeys(s.assumption for s in spans)),
        roots=tuple(s.id for s in seats if s.above is None),
        units=_units(seats),
        open_seats=None if is_today else tuple(s.id for s in seats if s.is_open),
        to_arrange=None if is_today else tuple(s.id for s in seats if s.is_to_arrange),
        outside=tuple(s.id for s in outside),
        outside_people=sum(s.heads for s in outside),
        shared=tuple(s.id for s in seats if not s.is_team and not s.is_outside),
        two_posts=None if is_today else two_posts,
        branches=_branches(seats),
        cost=sum(s.cost or 0.0 for s in seats) if len(unknown) < len(seats) else None,
        unknown_costs=unknown,
        estimated_costs=sum(s.is_estimated for s in seats),
    )


def _reports(seats: Sequence[CountedSeat]) -> dict[str, int]:
    """Return the reports of every seat that has some, in the order of the chart; dotted lines do not count."""
    counts = dict.fromkeys((s.id for s in seats), 0)
    for seat in seats:
        if seat.above is not None and not seat.dotted:
            counts[seat.above] += 1
    return {id: count for id, count in counts.items() if count}


def _layers(seats: Sequence[CountedSeat]) -> tuple[Layer, ...]:
    depth: dict[str, int] = {}
    boxes: Counter[int] = Counter()
    people: Counter[int] = Counter()
    for seat in seats:
        depth[seat.id] = 0 if seat.above is None else depth[seat.above] + 1
        boxes[depth[seat.id]] += 1
        people[depth[seat.id]] += seat.heads
    return tuple(Layer(seats=boxes[k], people=people[k]) for k in range(len(boxes)))


def _chains(seats: Sequence[CountedSeat], reports: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """Return the longest runs of at least two managers with one report each, with the last one's report."""
    only = {s.above: s.id for s in seats if s.above is not None and not s.dotted and reports[s.above] == 1}
    begun = {below for above, below in only.items() if below in only}
    found = []
    for start in only:
        if start in begun or only[start] not in only:
            continue
        chain = [start]
        while chain[-1] in only:
            chain.append(only[chain[-1]])
        found.append(tuple(chain))
    return tuple(found)


def _units(seats: Sequence[CountedSeat]) -> tuple[UnitSize, ...]:
    members: dict[str, list[CountedSeat]] = {}
    for seat in seats:
        if seat.unit is not None:
            members.setdefault(seat.unit, []).append(seat)
    return tuple(
        UnitSize(unit=unit, seats=len(of), people=sum(s.heads for s in of), open_seats=sum(s.is_open for s in of))
        for unit, of in members.items()
    )


def _branches(seats: Sequence[CountedSeat]) -> tuple[Branch, ...]:
    """Sum every branch from the bottom up."""
    own = {s.id: [1, s.heads, int(s.is_open), int(s.cost is None), int(s.is_estimated)] for s in seats}
    money = {s.id: s.cost or 0.0 for s in seats}
    for seat in reversed(seats):
        if seat.above is not None:
            own[seat.above] = [a + b for a, b in zip(own[seat.above], own[seat.id], strict=True)]
            money[seat.above] += money[seat.id]
    return tuple(
        Branch(
            seat=id,
            seats=count,
            people=people,
            open_seats=open_seats,
            cost=money[id] if unknown < count else None,
            unknown_costs=unknown,
            estimated_costs=estimated,
        )
        for id, (count, people, open_seats, unknown, estimated) in own.items()
    )
