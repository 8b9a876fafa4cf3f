"""Build the charts: reporting lines for the positions and leads that staffing gives, and today's from the roster.

This stage decides no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.chart import Chart, ChartNode
from orgplanner.records.company import Person
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.lines import reporting_lines
from orgplanner.stages.staffing import Staffing


@dataclass(frozen=True)
class OrgCharts:
    """Today's chart and the recommended one."""

    today: Chart
    recommended: Chart
    people: tuple[Person, ...]
    """People on the roster in the month."""
    joining: tuple[Person, ...]
    """People who start after the month: they hold positions then, so that nobody is hired twice."""


def build_org_chart(inputs: Inputs, staffing: Staffing) -> OrgCharts:
    """Build today's chart and the recommended one for the month of the staffing."""
    people = active_people(inputs, staffing.month)
    return OrgCharts(
        today=chart_of_today(inputs.company.roster, people),
        recommended=Chart(nodes=recommended_nodes(inputs, staffing)),
        people=people,
        joining=joining_people(inputs, staffing.month),
    )


def recommended_nodes(inputs: Inputs, staffing: Staffing) -> tuple[ChartNode, ...]:
    """Return the boxes of the recommended chart."""
    leading, month = staffing.leading, staffing.month
    return reporting_lines(
        staffing.positions,
        inputs.phase.definition.lead_role,
        leading.levels(month),
        small=bool(leading.small[0, month]),
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


def joining_people(inputs: Inputs, month: int) -> tuple[Person, ...]:
    """Return the people who start after a month, within the horizon."""
    first, last = inputs.months[month], inputs.months[-1]
    return tuple(p for p in inputs.company.roster if p.start and first < p.start.isoformat()[:7] <= last)


def left_since_start(inputs: Inputs, month: int) -> tuple[Person, ...]:
    """Return the people who were there in the plan's first month or joined since, and left before a month."""
    first, text = inputs.company.months[0], inputs.months[month]
    return tuple(p for p in inputs.company.roster if p.planned_end and first <= p.planned_end.isoformat()[:7] < text)


def chart_of_today(roster: Sequence[Person], people: Sequence[Person]) -> Chart:
    """Return the chart of the people in post; lines on a cycle, or to nobody, are left out and listed.

    Whoever reports to somebody who is not in post reports to the next manager above who is.
    """
    managers = {p.id: p.manager for p in roster}
    present = {p.id: p for p in people}
    left_out = _lines_on_cycles(managers)
    cut = {child for child, _ in left_out}
    parents = {id: None if id in cut else _present_manager(id, managers, present, cut) for id in present}
    order = _parents_first(parents)
    nodes = (
        ChartNode(id=id, parent=parents[id], unit=present[id].unit, dotted=_stands_elsewhere(present[id]))
        for id in order
    )
    lost = tuple((id, manager) for id, manager in managers.items() if manager is not None and manager not in managers)
    return Chart(nodes=tuple(nodes), left_out=tuple(left_out), lost=lost)


def _stands_elsewhere(person: Person) -> bool:
    """Tell whether somebody belongs to another department or firm."""
    return person.home is not None or person.source in NOT_ON_TEAM


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
