"""Build the charts: reporting lines for the positions and leads that staffing gives, and today's from the roster.

This stage decides no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgplanner.records.chart import Chart, ChartNode
from orgplanner.records.company import Person
from orgplanner.records.position import Position
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.staffing import Staffing


@dataclass(frozen=True)
class OrgCharts:
    """Today's chart and the recommended one."""

    today: Chart
    recommended: Chart
    people: tuple[Person, ...]
    """People on the roster in the month."""


def build_org_chart(inputs: Inputs, staffing: Staffing) -> OrgCharts:
    """Build today's chart and the recommended one for the month of the staffing."""
    people = active_people(inputs, staffing.month)
    return OrgCharts(
        today=chart_of_today(inputs.company.roster, people),
        recommended=_recommended(
            staffing.positions, inputs.phase.definition.lead_role, small=bool(staffing.leading.small[0, staffing.month])
        ),
        people=people,
    )


def active_people(inputs: Inputs, month: int) -> tuple[Person, ...]:
    """Return the people on the roster for at least part of a month."""
    text = inputs.months[month]
    return tuple(
        p
        for p in inputs.company.roster
        if (p.start is None or p.start.isoformat()[:7] <= text)
        and (p.planned_end is None or p.planned_end.isoformat()[:7] >= text)
    )


def chart_of_today(roster: Sequence[Person], people: Sequence[Person]) -> Chart:
    """Return the chart of the people in post; lines on a cycle are left out and listed.

    Whoever reports to somebody who is not in post reports to the next manager above who is.
    """
    managers = {p.id: p.manager for p in roster}
    present = {p.id: p for p in people}
    left_out = _lines_on_cycles(managers)
    cut = {child for child, _ in left_out}
    parents = {id: None if id in cut else _present_manager(id, managers, present, cut) for id in present}
    order = _parents_first(parents)
    nodes = (
        ChartNode(id=id, parent=parents[id], unit=present[id].unit, dotted=present[id].home is not None) for id in order
    )
    return Chart(nodes=tuple(nodes), left_out=tuple(left_out))


def _present_manager(id: str, managers: dict[str, str | None], present: dict[str, Person], cut: set[str]) -> str | None:
    manager = managers[id]
    while manager is not None and manager not in present:
        manager = None if manager in cut else managers.get(manager)
    return manager


def _lines_on_cycles(managers: dict[str, str | None]) -> list[tuple[str, str]]:
    """Return every line that lies on a cycle, in the order of the roster."""
    settled: set[str] = set()
    on_cycle: set[str] = set()
    for start in managers:
        path: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in managers and current not in settled and current not in path:
            path[current] = None
            current = managers[current]
        if current in path:
            walked = list(path)
            on_cycle |= set(walked[walked.index(current) :])
        settled |= path.keys()
    return [(id, manager) for id, manager in managers.items() if id in on_cycle and manager is not None]


def _parents_first(parents: dict[str, str | None]) -> list[str]:
    """Sort so that whoever is above comes first, otherwise in the given order."""
    children: dict[str | None, list[str]] = {}
    for id, parent in parents.items():
        children.setdefault(parent, []).append(id)
    order: list[str] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        id = waiting.pop()
        order.append(id)
        waiting += reversed(children.get(id, []))
    return order


def _recommended(positions: Sequence[Position], lead_role: str, *, small: bool) -> Chart:
    """Return the chart of the positions: head, leads of leads, leads, members; seats from outside by their unit.

    In a small team the one lead, if there is one, leads everybody.
    """
    head = positions[0]
    leads = [p for p in positions if p.main_role == lead_role and p.on_team]
    upper = [p for p in leads if p.unit is None]
    unit_leads = [p for p in leads if p.unit is not None]
    nodes = [ChartNode(id=head.id, parent=None)]
    nodes += [ChartNode(id=p.id, parent=head.id) for p in upper]
    above = _blocks([p.id for p in unit_leads], [p.id for p in upper] or [head.id])
    nodes += [ChartNode(id=p.id, parent=above[p.id], unit=p.unit) for p in unit_leads]
    placed = {head.id, *(p.id for p in leads)}
    members = [p for p in positions if p.id not in placed]
    whole_team = [p.id for p in unit_leads] if small else []
    for unit in dict.fromkeys(p.unit for p in members):
        in_unit = [p for p in members if p.unit == unit]
        above_unit = whole_team or [p.id for p in unit_leads if p.unit == unit] or [head.id]
        line = _blocks([p.id for p in in_unit if p.on_team], above_unit)
        outside_above = head.id if small else above_unit[0]
        nodes += [
            ChartNode(id=p.id, parent=line.get(p.id, outside_above), unit=p.unit, dotted=not p.on_team) for p in in_unit
        ]
    return Chart(nodes=tuple(nodes))


def _blocks(ids: Sequence[str], above: Sequence[str]) -> dict[str, str]:
    """Share boxes out over those above in even, unbroken blocks.

    >>> _blocks(["a", "b", "c"], ["x", "y"])
    {'a': 'x', 'b': 'x', 'c': 'y'}
    """
    return {id: above[place * len(above) // len(ids)] for place, id in enumerate(ids)} if ids else {}
