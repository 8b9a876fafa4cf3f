"""A hiring plan as a book kept by hand: people, units and contracts added up one by one, in plain Python.

Nothing here is shared with the solver, so that what it says can be held against it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from orgplanner.records.base import SourceKind
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_problem import NONE
from orgplanner.stages.hiring_ways import Way
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.offers import DAYS_A_MONTH

TOLERANCE = 1e-5
"""Share of an amount by which two ways to add it up may differ."""

NOTHING = 1e-6
"""Units of the tail, where they need not be whole, below which there is none."""


@dataclass(frozen=True)
class Units:
    """Units of one way that start in one month."""

    row: int
    way: Way
    start: int
    count: float

    @property
    def opened(self) -> int:
        """Place of the month in which their requisition is opened; below zero before the plan."""
        return self.start - math.ceil((self.way.offer.lead if self.way.offer else 0.0) - TOLERANCE)

    def runs_in(self, month: int) -> bool:
        """Whether they run in a month."""
        runs = self.way.offer.runs if self.way.offer else None
        return self.start <= month and (runs is None or month < self.start + runs)

    def ramps_in(self, month: int) -> bool:
        """Whether they still learn in a month."""
        return self.way.offer is not None and self.start <= month < self.start + len(self.way.offer.ramp)


@dataclass(frozen=True)
class Book:
    """A plan as lists, with what every rule looks at."""

    hiring: Hiring
    inputs: Inputs

    @property
    def months(self) -> range:
        """Places of all months, the tail's too."""
        return range(self.hiring.problem.months)

    @property
    def counted(self) -> range:
        """Places of the plan's own months."""
        return range(len(self.hiring.months))

    @property
    def lines(self) -> range:
        """Places of the lines."""
        return range(len(self.hiring.lines.roles))

    @cached_property
    def units(self) -> tuple[Units, ...]:
        """Everything that starts."""
        table = self.hiring.solution.starts.tolist()
        return tuple(
            Units(row, way, month, table[row][month])
            for row, way in enumerate(self.hiring.ways.units)
            for month in self.months
            if abs(table[row][month]) > NOTHING
        )

    @cached_property
    def in_post(self) -> list[list[float]]:
        """FTE of today's people by line and month, person by person."""
        lines = self.hiring.lines
        table: list[list[float]] = lines.borrowed.tolist()
        for line, given in zip(lines.line_of.tolist(), lines.given.tolist(), strict=True):
            for month in self.months:
                table[line][month] += given[month]
        return table

    @cached_property
    def taken(self) -> list[list[float]]:
        """FTE by line and month that units take away from today's people."""
        table = [[0.0 for _ in self.months] for _ in self.lines]
        for units in self.units:
            if units.way.taken_from != NONE:
                for month in self.months:
                    table[units.way.taken_from][month] += units.count if units.runs_in(month) else 0.0
        return table

    @cached_property
    def money(self) -> list[float]:
        """Money for the moves by month: each unit's cost, each first unit's set-up, each contract."""
        spent = [0.0 for _ in self.months]
        ready: set[int] = set()
        for units in self.units:
            for month in range(units.start, len(self.months)):
                spent[month] += units.count * float(units.way.cost[month - units.start])
            if units.way.offer is not None and units.row not in ready:
                ready.add(units.row)
                spent[units.start] += units.way.offer.setup
        for way, runs, volume in self.contracts:
            for month in self.months:
                if way.offer is not None and runs[month]:
                    spent[month] += (way.offer.monthly_cost or 0.0) + way.offer.price_per_fte * volume[month]
                    spent[month] += way.offer.setup if not (month and runs[month - 1]) else 0.0
        return spent

    @cached_property
    def payroll(self) -> list[float]:
        """Money for today's people and levers by month."""
        cost, levers = self.hiring.lines.cost.tolist(), self.hiring.lines.levers.tolist()
        return [math.fsum([levers[month], *(person[month] for person in cost)]) for month in self.months]

    @property
    def contracts(self) -> Iterator[tuple[Way, list[bool], list[float]]]:
        """Contracts by volume with the months in which they run and what they carry."""
        solution = self.hiring.solution
        yield from zip(self.hiring.ways.volumes, solution.runs.tolist(), solution.volume.tolist(), strict=True)

    def value(self, id: str) -> float:
        """Return the value of an assumption."""
        return float(self.inputs.value(id)[0])

    def months_before_start(self, way: Way) -> int:
        """Return the months from the plan's first day to the first possible start."""
        if way.offer is None:
            return way.earliest
        approval = self.value("hiring.approval_days") / DAYS_A_MONTH
        return math.ceil(way.offer.lead + approval - TOLERANCE)


def is_recruited(way: Way) -> bool:
    """Tell whether a way asks for a requisition."""
    return way.kind is MoveKind.HIRE and way.source in (SourceKind.EMPLOYEE, SourceKind.FIXED_TERM)


def key_of(way: Way) -> tuple[str, str, str | None, int | None]:
    """Return role, terms, recruiting channel and months that a unit runs, by which locks and moves name a way."""
    if way.offer is None:
        return "", "release", None, None
    channel = way.offer.channel.id if way.offer.channel else None
    return way.offer.role, way.offer.terms.id, channel, None if way.offer.by_volume else way.offer.runs
