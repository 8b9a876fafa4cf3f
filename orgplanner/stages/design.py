"""Design the leader's own chart: the recommended one with the edits of the company file on top.

The recommendation, the gaps and the plan of hires go on following the need; the design says how the leader's chart
differs from it. Without edits it is the recommendation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from orgplanner.errors import Problem
from orgplanner.records.chart import Chart, ChartNode
from orgplanner.records.chart_edit import ChartEdit
from orgplanner.records.company import Person
from orgplanner.records.position import Assignment, Position, RoleLoad
from orgplanner.stages.chart_edits import apply_edits
from orgplanner.stages.draft import NEGLIGIBLE, Draft, Seat
from orgplanner.stages.gaps import Gaps
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.orgchart import OrgCharts
from orgplanner.stages.staffing import Staffing


@dataclass(frozen=True)
class Design:
    """The leader's own chart in the month of the positions."""

    positions: tuple[Position, ...]
    """Seats in the order of the chart, each above before those below."""
    chart: Chart
    assignments: tuple[Assignment, ...]
    """Shares of people on seats; a person's first seat is the place on the chart."""
    people: tuple[Person, ...]
    """People in post, and those who join later."""
    interim: tuple[tuple[str, str], ...]
    """Seats (id) on which somebody (id) stands in until they are filled."""
    titles: dict[str, str]
    """Own names of seats."""
    unit_names: dict[str, str]
    """Own names of units."""
    tray: tuple[str, ...]
    """Ids of people in scope without a seat."""
    own: frozenset[str]
    """Seats that edits made, or whose work they changed."""
    uncovered: dict[str, float]
    """FTE of each role that no seat carries, where edits took it away."""
    set_aside: dict[int, Problem]
    """Edits that do not apply to this month and structure, by their place in the company file, with the reason."""

    def position(self, id: str) -> Position:
        """Return a seat by its id; KeyError if there is none."""
        return self._by_id[id]

    @cached_property
    def _by_id(self) -> dict[str, Position]:
        return {p.id: p for p in self.positions}

    @cached_property
    def holders(self) -> dict[str, tuple[Person, ...]]:
        """People on each seat that somebody holds."""
        people = {p.id: p for p in self.people}
        found: dict[str, tuple[Person, ...]] = {}
        for a in self.assignments:
            found[a.position] = (*found.get(a.position, ()), people[a.person])
        return found


def design_chart(inputs: Inputs, staffing: Staffing, charts: OrgCharts, gaps: Gaps) -> Design:
    """Return the recommended chart with the company's edits applied, those that do not apply set aside."""
    draft = _draft(inputs, staffing, charts, gaps)
    set_aside = apply_edits(draft, inputs.phase, inputs.company.chart.edits)
    return _finished(inputs, staffing, charts, draft, set_aside)


def refused_edits(
    inputs: Inputs, staffing: Staffing, charts: OrgCharts, gaps: Gaps, more: Sequence[ChartEdit]
) -> dict[int, Problem]:
    """Return why further edits could not be applied behind those of the company, by their place from 0."""
    draft = _draft(inputs, staffing, charts, gaps)
    apply_edits(draft, inputs.phase, inputs.company.chart.edits)
    return apply_edits(draft, inputs.phase, more)


def _draft(inputs: Inputs, staffing: Staffing, charts: OrgCharts, gaps: Gaps) -> Draft:
    positions = {p.id: p for p in staffing.positions}
    draft = Draft(
        definition=inputs.phase.definition,
        people={p.id: p for p in (*charts.people, *charts.joining)},
        seats={n.id: Seat(positions[n.id], n.parent, dotted=n.dotted) for n in charts.recommended.nodes},
        held={},
        order={},
        loose={},
    )
    for a in gaps.assignments:
        draft.put(a.person, a.position, a.share)
    return draft


def _finished(
    inputs: Inputs, staffing: Staffing, charts: OrgCharts, draft: Draft, set_aside: dict[int, Problem]
) -> Design:
    if len(set_aside) < len(inputs.company.chart.edits):
        _lead_by_lines(inputs, staffing, charts, draft)
    order = [id for root in [k for k, s in draft.seats.items() if s.above is None] for id in draft.branch(root)]
    nodes = tuple(_node(draft.seats[id], id) for id in order)
    in_scope = [p.id for p in (*charts.people, *charts.joining) if not p.out_of_scope]
    return Design(
        positions=tuple(draft.seats[id].position for id in order),
        chart=Chart(nodes=nodes),
        assignments=tuple(_assignments(draft, in_scope)),
        people=(*charts.people, *charts.joining),
        interim=tuple(draft.interim.items()),
        titles={id: seat.title for id, seat in draft.seats.items() if seat.title is not None},
        unit_names=draft.unit_names,
        tray=tuple(id for id in in_scope if not draft.order.get(id)),
        own=frozenset(id for id, seat in draft.seats.items() if seat.own),
        uncovered={role: fte for role, fte in draft.loose.items() if fte > NEGLIGIBLE},
        set_aside=set_aside,
    )


def _node(seat: Seat, id: str) -> ChartNode:
    return ChartNode(
        id=id,
        parent=seat.above,
        unit=seat.position.unit,
        dotted=seat.dotted,
        dotted_to=tuple(seat.dotted_to),
        assistant=seat.assistant,
    )


def _assignments(draft: Draft, people: Sequence[str]) -> list[Assignment]:
    return [
        Assignment(person=person, position=seat, share=min(1.0, draft.held[seat][person]))
        for person in people
        for seat in draft.order.get(person, [])
    ]


def _lead_by_lines(inputs: Inputs, staffing: Staffing, charts: OrgCharts, draft: Draft) -> None:
    """Let leading hours follow the lines: hours for each report more or less than the recommendation has.

    Where edits took away, added up or divided the leading hours of a seat, they start from the recommendation again.
    Whoever leads in full goes on doing so; anybody else with reports leads beside the other work.
    """
    definition = inputs.phase.definition
    planned = {p.id: p for p in staffing.positions if not draft.is_full_lead(p)}
    before = charts.recommended.spans()
    now = Chart(nodes=_parents_first(draft)).spans()
    hours = float(inputs.value("leading.hours_per_report")[0])
    for id, seat in draft.seats.items():
        head = seat.position.main_role == definition.head_role
        known = planned.get(id)
        if known is not None and (known.main_role == definition.head_role) != head:
            known = None
        more = now.get(id, 0) - (before.get(id, 0) if known or not seat.leads_anew else 0)
        if not (more or seat.leads_anew) or not seat.position.on_team or draft.is_full_lead(seat.position):
            continue
        role = definition.head_role if head else definition.lead_role
        capacity = float(staffing.steady_capacity[0, inputs.roles.index(role)])
        loads = {load.role: load.fte for load in seat.position.roles}
        if seat.leads_anew:
            for leading in (definition.lead_role, role):
                loads[leading] = known.share_of(leading) if known else 0.0
        loads[role] = max(0.0, loads.get(role, 0.0) + more * hours / capacity)
        kept = tuple(
            RoleLoad(role=r, fte=fte)
            for r, fte in loads.items()
            if fte > NEGLIGIBLE or r in (seat.position.main_role, definition.head_role)
        )
        own = seat.own
        draft.change(id, roles=kept)
        seat.own = own
    _mark_tight(draft)


def _mark_tight(draft: Draft) -> None:
    for seat in draft.seats.values():
        position = seat.position
        if position.on_team and position.tight != (position.fte > 1 + NEGLIGIBLE):
            seat.position = Position(**{**dict(position), "tight": position.fte > 1 + NEGLIGIBLE})


def _parents_first(draft: Draft) -> tuple[ChartNode, ...]:
    return tuple(_node(seat, id) for id, seat in draft.seats.items())
