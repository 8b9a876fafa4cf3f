"""The stage records that derivations are built from, how figures are built, and the terms that they share."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps

from orgplanner.errors import UnknownName
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.records.position import Position
from orgplanner.stages.books import Books, size_books
from orgplanner.stages.cost import Costs
from orgplanner.stages.crossover import Crossover, find_crossovers
from orgplanner.stages.demand import Demand
from orgplanner.stages.design import Design, design_chart
from orgplanner.stages.design_checks import DesignChecks, check_design
from orgplanner.stages.economics import Economics, assess_economics
from orgplanner.stages.forecast import Forecast
from orgplanner.stages.gaps import Gaps
from orgplanner.stages.health import Health, TeamLoad, assess_health
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_check import checked_hiring
from orgplanner.stages.hiring_program import Progress
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.offers import Offer, find_offers
from orgplanner.stages.orgchart import OrgCharts
from orgplanner.stages.sourcing import Sourcing
from orgplanner.stages.staffing import Staffing
from orgplanner.stages.waiting import TeamQueues, Waiting, find_waiting
from orgplanner.units import Unit

Builder = Callable[["Parts", tuple[str, ...]], Figure]
"""A function that builds one figure from the parts and the keys of its id."""

TEAMS = ("today", "planned")
"""Whose load, and for whom something waits: today's people, or the positions of the plan."""


class Builders(dict[str, Builder]):
    """Builders of a group of figures, by group and name, such as `demand.hours`."""

    def __init__(self, group: str) -> None:
        super().__init__()
        self._group = group

    def add(self, build: Builder, name: str | None = None) -> Builder:
        """Register a builder under the group and its own name, and let it build each figure of the parts once."""

        @wraps(build)
        def once(parts: Parts, keys: tuple[str, ...]) -> Figure:
            place = (build, keys)
            if place not in parts.built:
                parts.built[place] = build(parts, keys)
            return parts.built[place]

        self[f"{self._group}.{name or build.__name__}"] = once
        return once


@dataclass(frozen=True)
class Parts:
    """Everything that a plan keeps."""

    inputs: Inputs
    forecast: Forecast
    demand: Demand
    sourcing: Sourcing
    staffing: Staffing
    charts: OrgCharts
    gaps: Gaps
    costs: Costs
    built: dict[tuple[Builder, tuple[str, ...]], Figure] = field(default_factory=dict, compare=False, repr=False)
    """Figures that are built already: many figures rest on the same ones."""
    hired: list[Hiring] = field(default_factory=list, compare=False, repr=False)
    """The proven hiring plan, once it was made."""

    @cached_property
    def waiting(self) -> Waiting:
        """Queues for onboarding and questions, found when somebody asks."""
        return find_waiting(self.inputs, self.forecast, self.demand, self.staffing)

    @cached_property
    def health(self) -> Health:
        """Load, cover and reactive work, assessed when somebody asks."""
        return assess_health(self.inputs, self.forecast, self.demand, self.staffing, self.gaps)

    @cached_property
    def design(self) -> Design:
        """The leader's own chart, designed when somebody asks."""
        return design_chart(self.inputs, self.staffing, self.charts, self.gaps)

    @cached_property
    def design_checks(self) -> DesignChecks:
        """What the leader's own chart covers and costs, checked when somebody asks."""
        return check_design(self.inputs, self.staffing, self.design)

    @cached_property
    def books(self) -> Books:
        """Books of the month of the positions, sized when somebody asks."""
        return size_books(self.inputs, self.demand, self.staffing, self.staffing.month)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every way to cover work of a role, found when somebody asks."""
        return find_offers(self.inputs, self.staffing)

    @property
    def hiring(self) -> Hiring:
        """The proven hiring plan, made when somebody asks and kept."""
        return self.hire()

    def hiring_found(self) -> Hiring | None:
        """Return the proven hiring plan if it was made already."""
        return next(iter(self.hired), None)

    def hire(self, progress: Callable[[Progress], None] | None = None) -> Hiring:
        """Return the proven hiring plan; it is looked for once.

        Raises:
            InfeasiblePlan: budget, locks, freeze or other hard rules conflict; names them.
            InputProblems: a lock or a limit names what is not there.
        """
        if not self.hired:
            found = checked_hiring(self.inputs, self.staffing, self.sourcing, self.gaps, progress=progress)
            self.hired.append(found)
        return self.hired[0]

    @cached_property
    def economics(self) -> Economics:
        """Churn, cost to serve and what one more person has to bring, assessed when somebody asks."""
        return assess_economics(self.inputs, self.forecast, self.demand, self.staffing, self.gaps, self.costs)

    @cached_property
    def crossovers(self) -> tuple[Crossover, ...]:
        """Inside and outside over volume and time, found when somebody asks."""
        return find_crossovers(self.inputs, self.demand, self.staffing)

    def queues(self, team: str) -> TeamQueues:
        """Return what waits for `today` or `planned`, or raise UnknownName."""
        return (self.waiting.today, self.waiting.planned)[_index("team", team, TEAMS)]

    def load(self, team: str) -> TeamLoad:
        """Return the load of `today` or `planned`, or raise UnknownName."""
        return (self.health.today, self.health.planned)[_index("team", team, TEAMS)]

    def segment(self, id: str) -> int:
        """Return the index of a segment, or raise UnknownName."""
        return _index("segment", id, [s.id for s in self.inputs.company.segments])

    def person(self, id: str) -> int:
        """Return the index of a person of the roster, or raise UnknownName."""
        return _index("person", id, [p.id for p in self.inputs.company.roster])

    def role(self, id: str) -> int:
        """Return the index of a role, or raise UnknownName."""
        return _index("role", id, self.inputs.roles)

    def month(self, id: str) -> int:
        """Return the index of a month, or raise UnknownName."""
        return _index("month", id, self.inputs.months)

    def month_before(self, id: str, months: int) -> str:
        """Return the month so many months before a planned one, which may lie before the plan."""
        first = self.inputs.months[0]
        at = int(first[:4]) * 12 + int(first[5:]) - 1 + self.month(id) - months
        return f"{at // 12:04d}-{at % 12 + 1:02d}"

    @property
    def plan_month(self) -> str:
        """The month for which the positions are."""
        return self.inputs.months[self.staffing.month]

    def position(self, id: str) -> Position:
        """Return a position, or raise UnknownName."""
        positions = self.staffing.positions
        return positions[_index("position", id, [p.id for p in positions])]

    def seat(self, id: str) -> Position:
        """Return a seat of the leader's own chart, or raise UnknownName."""
        positions = self.design.positions
        return positions[_index("position", id, [p.id for p in positions])]

    def assumption(self, id: str) -> Term:
        """Return an assumption as a term."""
        quantity = self.inputs.assumptions[id].quantity
        return Term(
            id=id,
            value=quantity.value,
            unit=quantity.unit,
            origin=Origin.ASSUMPTION,
            grade=quantity.grade,
            source=quantity.source,
            range=quantity.range,
        )

    def given(self, place: str, value: float, unit: Unit) -> Term:
        """Return a number of the company file as a term; `place` is its dotted place."""
        marked = tuple(mark.place for mark in self.inputs.company.assumed)
        assumed = any(place == m or place.startswith(f"{m}.") for m in marked)
        return Term(id=place, value=value, unit=unit, origin=Origin.INPUT, assumed=assumed)

    def renewing(self, segment: str, share: float) -> Term:
        """Return the share of a segment's contracts that renew in a month, which its contract term gives."""
        contract = self.given(f"segments.{segment}.contract_months", share, Unit.RATIO)
        return Term(**{**dict(contract), "id": f"segments.{segment}.renewing"})


def figure(id: str, value: float, unit: Unit, operation: Operation, *terms: Term) -> Figure:
    """Return a figure with its terms."""
    return Figure(id=id, value=float(value), unit=unit, operation=operation, terms=terms)


def product(id: str, unit: Unit, *terms: Term) -> Figure:
    """Return the figure of some terms multiplied; a single one is taken as it is."""
    operation = Operation.PRODUCT if len(terms) > 1 else Operation.SUM
    return figure(id, math.prod(t.value for t in terms), unit, operation, *terms)


def total(id: str, unit: Unit, *parts: Figure) -> Figure:
    """Return the figure of some others taken together, those that are nothing left out."""
    terms = [as_term(part) for part in parts if part.value]
    return figure(id, sum(t.value for t in terms), unit, Operation.SUM, *terms)


def as_term(built: Figure) -> Term:
    """Return a figure as a term of another one."""
    return Term(id=built.id, value=built.value, unit=built.unit, origin=Origin.FIGURE)


def _index(kind: str, id: str, known: list[str] | tuple[str, ...]) -> int:
    try:
        return known.index(id)
    except ValueError:
        raise UnknownName(kind, id, known) from None
