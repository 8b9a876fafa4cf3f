"""Count the boxes of a chart: how many people each stands for, who holds it, what it carries and costs.

Today's chart, the recommended one and the leader's own are read alike, so that the same measures compare them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM, OUTSIDE, SourceKind
from orgplanner.records.chart import ChartNode
from orgplanner.records.company import Person
from orgplanner.stages.cost import largest_role, person_cost
from orgplanner.stages.design import Design

Which = Literal["today", "recommended", "own"]
"""Today's chart, the recommended one, the leader's own."""


@dataclass(frozen=True)
class CountedSeat:
    """One box of a chart."""

    id: str
    """A person's id today, a seat's id otherwise."""
    above: str | None
    """The box above; None for a root."""
    unit: str | None
    role: str | None
    """Main role; None where the roster names none."""
    loads: tuple[tuple[str, float], ...]
    """Roles with the FTE of work that the seat carries; today the FTE of time that the person gives."""
    source: SourceKind
    people: tuple[str, ...]
    """Ids of the people on it."""
    heads: int
    """People that it stands for: more than one for a pool, none for people out of scope."""
    cost: float | None
    """Monthly cost in the company's currency; None: not known."""
    is_estimated: bool = False
    """Whether the cost rests on the default of a role, since the file gives none."""
    dotted: bool = False
    """Whether it is led elsewhere, so that it is nobody's report here."""

    @property
    def is_team(self) -> bool:
        """Whether it is a seat of the team itself, rather than from outside or from another department."""
        return self.source not in NOT_ON_TEAM

    @property
    def is_open(self) -> bool:
        """Whether it is a position of the team that nobody holds."""
        return not self.people and self.is_team

    @property
    def is_to_arrange(self) -> bool:
        """Whether it is a seat from outside the team that nobody holds."""
        return not self.people and not self.is_team

    @property
    def is_pool(self) -> bool:
        """Whether it stands for a firm or several people rather than for somebody."""
        return self.heads > 1 or self.source is SourceKind.OUTSOURCER

    @property
    def is_outside(self) -> bool:
        """Whether its people do not belong to the company."""
        return self.source in OUTSIDE


def count_seats(plan: Plan, which: Which) -> tuple[CountedSeat, ...]:
    """Return the boxes of a chart, each above before those below."""
    return _seats_today(plan) if which == "today" else _seats_designed(designed(plan, which))


def designed(plan: Plan, which: Which) -> Plan:
    """Return the plan whose `design` is the chart: without the edits for the recommended one."""
    return plan.unedited if which == "recommended" else plan


def people_on_chart(plan: Plan, which: Which) -> tuple[Person, ...]:
    """Return the people in scope who stand on a chart: today everybody in post, otherwise whoever holds a seat."""
    if which == "today":
        return tuple(p for p in plan.charts.people if not p.out_of_scope)
    design = designed(plan, which).design
    seated = {a.person for a in design.assignments}
    return tuple(p for p in design.people if p.id in seated)


def _seats_today(plan: Plan) -> tuple[CountedSeat, ...]:
    people = {p.id: p for p in plan.charts.people}
    return tuple(_seat_today(plan, people[node.id], node) for node in plan.charts.today.nodes)


def _seat_today(plan: Plan, person: Person, node: ChartNode) -> CountedSeat:
    counts = not person.out_of_scope
    return CountedSeat(
        id=person.id,
        above=node.parent,
        unit=person.unit,
        role=largest_role(person),
        loads=tuple((held.role, held.share * person.fte) for held in person.roles) if counts else (),
        source=person.source,
        people=(person.id,),
        heads=int(counts),
        cost=person_cost(plan.inputs, person) if counts else 0.0,
        is_estimated=counts and person.monthly_cost is None,
        dotted=node.dotted,
    )


def _seats_designed(plan: Plan) -> tuple[CountedSeat, ...]:
    design, costs = plan.design, plan.design_checks.costs
    nodes = {node.id: node for node in design.chart.nodes}
    estimated = _estimated(plan, design)
    return tuple(
        CountedSeat(
            id=position.id,
            above=nodes[position.id].parent,
            unit=position.unit,
            role=position.main_role,
            loads=tuple((load.role, load.fte) for load in position.roles),
            source=position.source,
            people=tuple(p.id for p in design.holders.get(position.id, ())),
            heads=position.count,
            cost=costs[position.id],
            is_estimated=position.id in estimated and costs[position.id] is not None,
            dotted=nodes[position.id].dotted,
        )
        for position in design.positions
    )


def _estimated(plan: Plan, design: Design) -> frozenset[str]:
    """Return the seats whose cost rests on a role's default: what is open, and people without a cost of their own."""
    least = float(plan.inputs.value("team.minimum_gap")[0])
    held: dict[str, float] = {}
    for a in design.assignments:
        held[a.position] = held.get(a.position, 0.0) + a.share
    found = set()
    for position in design.positions:
        people = design.holders.get(position.id, ())
        missing = min(position.fte, position.size) - held.get(position.id, 0.0)
        if any(p.monthly_cost is None for p in people) or (position.on_team and (not people or missing > least)):
            found.add(position.id)
    return frozenset(found)
