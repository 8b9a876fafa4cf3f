"""How far a structure is from today's chart: whose manager changes, who leaves the team, who comes to lead."""

from __future__ import annotations

from collections import Counter

from orgplanner.plan import Plan
from orgplanner.records.chart import ChartNode
from orgplanner.studies.structure_score import PartKind, Score, ScoreKind, ScorePart
from orgplanner.units import Unit


def travel(plan: Plan) -> Score:
    """Return the people on seats who get another manager than today; not known without people in post.

    A manager whose seat is open is another one. People for whom no manager is given today are told, not counted, save
    those who lead the chart then as they do today.
    """
    seats = _seats(plan)
    if not seats:
        return Score(kind=ScoreKind.TRAVEL, value=None, unit=Unit.PERSON)
    today, then = {node.id: node.parent for node in plan.charts.today.nodes}, _managers_then(plan, seats)
    counts = Counter(_manager_change(today[person], then[person]) for person in seats)
    moved = counts[PartKind.MANAGER_IN_POST] + counts[PartKind.MANAGER_OPEN]
    kinds = (PartKind.MANAGER_IN_POST, PartKind.MANAGER_OPEN, PartKind.MANAGER_UNKNOWN)
    parts = [ScorePart(kind=kind, value=counts[kind], unit=Unit.PERSON) for kind in kinds]
    parts.append(ScorePart(kind=PartKind.LEAVES_TEAM, value=len(leavers(plan)), unit=Unit.PERSON))
    return Score(kind=ScoreKind.TRAVEL, value=moved, unit=Unit.PERSON, parts=(*parts, *_leading_changes(plan, seats)))


def leavers(plan: Plan) -> tuple[str, ...]:
    """Return the ids of people who part from most of today's team.

    Today's team is the unit that the roster names, else whoever has the same manager; most of them stand in one unit
    of the structure then, and whoever stands in another parts from them.
    """
    seats, in_post = _seats(plan), {p.id: p for p in plan.charts.people}
    managers = {node.id: node.parent for node in plan.charts.today.nodes}
    teams: dict[tuple[str, str], list[str]] = {}
    for person in seats:
        named, manager = in_post[person].unit, managers[person]
        if named is not None:
            teams.setdefault(("unit", named), []).append(person)
        elif manager is not None:
            teams.setdefault(("manager", manager), []).append(person)
    found = []
    for members in teams.values():
        units = {person: seats[person].unit for person in members}
        ((home, _),) = Counter(units.values()).most_common(1)
        found += [person for person, unit in units.items() if unit != home]
    return tuple(found)


def _seats(plan: Plan) -> dict[str, ChartNode]:
    """Return the first seat of everybody in post who has one."""
    in_post = {p.id for p in plan.charts.people}
    nodes = {node.id: node for node in plan.charts.recommended.nodes}
    seats: dict[str, ChartNode] = {}
    for a in plan.gaps.assignments:
        if a.person in in_post:
            seats.setdefault(a.person, nodes[a.position])
    return seats


def _managers_then(plan: Plan, seats: dict[str, ChartNode]) -> dict[str, tuple[str, ...] | None]:
    """Return by person the people on the seat above; none if that is open, None for whoever leads the chart.

    Somebody whose own second post is the seat above reports to the one above that.
    """
    above = {node.id: node.parent for node in plan.charts.recommended.nodes}
    on: dict[str, list[str]] = {}
    for a in plan.gaps.assignments:
        on.setdefault(a.position, []).append(a.person)
    managers: dict[str, tuple[str, ...] | None] = {}
    for person, node in seats.items():
        seat = node.parent
        while seat is not None and on.get(seat) == [person]:
            seat = above[seat]
        managers[person] = None if seat is None else tuple(on.get(seat, ()))
    return managers


def _manager_change(today: str | None, then: tuple[str, ...] | None) -> PartKind | None:
    """Return what happens to somebody's line to the manager, None if it stays."""
    if then is None or today in then:
        return None
    if today is None:
        return PartKind.MANAGER_UNKNOWN
    return PartKind.MANAGER_IN_POST if then else PartKind.MANAGER_OPEN


def _leading_changes(plan: Plan, seats: dict[str, ChartNode]) -> list[ScorePart]:
    """Return who starts to lead, who stops, and which seats with reports nobody holds."""
    leading_seats = plan.charts.recommended.spans()
    held: dict[str, list[str]] = {}
    for a in plan.gaps.assignments:
        held.setdefault(a.position, []).append(a.person)
    then = {person for seat in leading_seats for person in held.get(seat, ())}
    now = set(plan.charts.today.spans())
    found = [(PartKind.NEW_MANAGER, id) for id in seats if id in then and id not in now]
    found += [(PartKind.FORMER_MANAGER, id) for id in seats if id in now and id not in then]
    found += [(PartKind.OPEN_LEAD, seat) for seat in leading_seats if seat not in held]
    return [ScorePart(kind=kind, value=1, unit=Unit.PERSON, about=(id,)) for kind, id in found]
