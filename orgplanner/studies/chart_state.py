"""Charts as they stand: today's from the roster, the recommended one, the leader's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from orgplanner.advice.names import seat_label, unit_name
from orgplanner.advice.seats import ChartView
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import Plan
from orgplanner.records.base import Text
from orgplanner.records.chart import ChartNode
from orgplanner.records.chart_change import ChartState, PersonState, SeatState
from orgplanner.records.company import Person
from orgplanner.records.position import Assignment
from orgplanner.stages.design import Design

Labels = dict[tuple[object, ...], Text]
"""What seats are called, by what their names are made of."""


def chart_state(
    plan: Plan,
    which: ChartView,
    *,
    assignments: Sequence[Assignment] | None = None,
    joining: bool = True,
    labels: Labels | None = None,
) -> ChartState:
    """Return a chart of a plan as it stands in the plan's month; people out of scope are left out.

    Args:
        plan: the plan.
        which: today's chart, the recommended one or the leader's own, which also stands for the difference.
        assignments: who holds which seat, in place of the design's own.
        joining: whether people who start after the month stand on the seats that wait for them.
        labels: names that other months of the same company and phase found, and that are added to; none if None.
    """
    if which is ChartView.TODAY:
        return _roster_state(plan)
    shown = plan.unedited if which is ChartView.RECOMMENDED else plan
    held = shown.design.assignments if assignments is None else assignments
    later = frozenset() if joining else frozenset(p.id for p in plan.charts.joining)
    return _design_state(plan, shown.design, [a for a in held if a.person not in later], later, labels)


def _roster_state(plan: Plan) -> ChartState:
    people = {p.id: p for p in plan.charts.people if not p.out_of_scope}
    nodes = {n.id: n for n in plan.charts.today.nodes if n.id in people}
    managers = {id: node.parent if node.parent in people else None for id, node in nodes.items()}
    seats = tuple(_roster_seat(people[id], managers[id]) for id in nodes)
    roles = {seat.id: seat.role for seat in seats}
    return ChartState(
        month=plan.month,
        has_seats=False,
        seats=seats,
        people=tuple(
            PersonState(id=id, name=people[id].name, seat=id, role=roles[id], manager=managers[id]) for id in nodes
        ),
    )


def _roster_seat(person: Person, manager: str | None) -> SeatState:
    roles = tuple(r.role for r in sorted(person.roles, key=lambda r: -r.share))
    return SeatState(
        id=person.id,
        label=Text(ja=person.name, en=person.name),
        role=roles[0] if roles else None,
        roles=roles,
        unit=person.unit,
        unit_label=Text(ja=person.unit, en=person.unit) if person.unit else None,
        above=manager,
        people=(person.id,),
        source=person.source,
        count=1,
        load=None,
    )


def _design_state(
    plan: Plan, design: Design, held: Sequence[Assignment], later: frozenset[str], labels: Labels | None
) -> ChartState:
    there = [p for p in design.people if not p.out_of_scope and p.id not in later]
    place: dict[str, str] = {}
    for a in held:
        place.setdefault(a.person, a.position)
    nodes = {n.id: n for n in design.chart.nodes}
    holders = _holders(held, place)
    seats = _design_seats(plan, design, nodes, holders, {} if labels is None else labels)
    roles = {seat.id: seat.role for seat in seats}
    people = []
    for person in there:
        seat = place.get(person.id)
        above = nodes[seat].parent if seat is not None else None
        managers = [id for id in holders.get(above or "", ()) if id != person.id]
        people.append(
            PersonState(
                id=person.id,
                name=person.name,
                seat=seat,
                role=roles[seat] if seat is not None else None,
                manager=managers[0] if managers else None,
                manager_open=above is not None and above not in holders,
            )
        )
    return ChartState(month=plan.month, has_seats=True, seats=seats, people=tuple(people))


def _holders(assignments: Sequence[Assignment], place: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the people on each seat that is held, whoever has the place there first, larger shares first."""
    found: dict[str, list[tuple[bool, float, str]]] = {}
    for a in assignments:
        found.setdefault(a.position, []).append((place[a.person] != a.position, -a.share, a.person))
    return {seat: tuple(person for _, _, person in sorted(held)) for seat, held in found.items()}


def _design_seats(
    plan: Plan,
    design: Design,
    nodes: Mapping[str, ChartNode],
    holders: Mapping[str, tuple[str, ...]],
    labels: Labels,
) -> tuple[SeatState, ...]:
    units = {unit: _in_both(partial(unit_name, plan, unit)) for unit in {p.unit for p in design.positions} if unit}
    seats = []
    for position in design.positions:
        roles = tuple(load.role for load in position.roles)
        own = design.titles.get(position.id)
        key = position.id, position.source, roles, own
        if key not in labels:
            labels[key] = Text(ja=own, en=own) if own else _in_both(partial(seat_label, plan, position))
        seats.append(
            SeatState(
                id=position.id,
                label=labels[key],
                role=position.main_role,
                roles=roles,
                unit=position.unit,
                unit_label=units.get(position.unit or ""),
                above=nodes[position.id].parent,
                people=holders.get(position.id, ()),
                source=position.source,
                count=position.count,
                load=position.fte,
            )
        )
    return tuple(seats)


def _in_both(say: Callable[[str], str]) -> Text:
    """Return what is said in each language as one text."""
    return Text(**{language: say(language) for language in LANGUAGES})
