"""The leader's own chart as part of a plan's JSON."""

from __future__ import annotations

from dataclasses import replace

from orgplanner.advice.names import design_label, unit_name
from orgplanner.errors import Problem
from orgplanner.i18n import LANGUAGES, say
from orgplanner.plan import Plan
from orgplanner.records.base import Record, SourceKind, Text
from orgplanner.records.position import RoleLoad


class UnitEntry(Record):
    """A unit of the chosen structure."""

    id: str
    label: Text
    roles: tuple[str, ...]
    group: str | None
    """Region, customer size or product where the unit is split by it."""


class SeatEntry(Record):
    """A seat of the chart."""

    id: str
    label: Text
    above: str | None
    dotted: bool
    dotted_to: tuple[str, ...]
    assistant: bool
    unit: str | None
    source: SourceKind
    count: int
    roles: tuple[RoleLoad, ...]
    people: tuple[str, ...]
    interim: str | None
    """Who stands in until the seat is filled."""
    own: bool
    """Whether edits made the seat, or changed its work."""


class SetAsideEntry(Record):
    """An edit that does not fit this month and structure."""

    edit: int
    """Place in the company file, from 0."""
    reason: Text


class ChartDocument(Record):
    """The leader's own chart in the month of the positions; the recommendation where nothing was edited."""

    structure: str | None
    """Structure that the company chose; null for the phase's own."""
    units: tuple[UnitEntry, ...]
    seats: tuple[SeatEntry, ...]
    uncovered_fte: dict[str, float]
    """FTE by role that edits left without a seat."""
    tray: tuple[str, ...]
    """People in scope without a seat."""
    set_aside: tuple[SetAsideEntry, ...]


def chart_document(plan: Plan) -> ChartDocument:
    """Return the leader's own chart as the record that is written."""
    design, nodes = plan.design, {n.id: n for n in plan.design.chart.nodes}
    interim = dict(design.interim)
    return ChartDocument(
        structure=plan.company.chart.structure,
        units=tuple(
            UnitEntry(
                id=unit.id,
                label=Text(**{language: unit_name(plan, unit.id, language) for language in LANGUAGES}),
                roles=unit.roles,
                group=unit.group,
            )
            for unit in plan.units
        ),
        seats=tuple(
            SeatEntry(
                id=p.id,
                label=Text(**{language: design_label(plan, p.id, language) for language in LANGUAGES}),
                above=nodes[p.id].parent,
                dotted=nodes[p.id].dotted,
                dotted_to=nodes[p.id].dotted_to,
                assistant=nodes[p.id].assistant,
                unit=p.unit,
                source=p.source,
                count=p.count,
                roles=p.roles,
                people=tuple(person.id for person in design.holders.get(p.id, ())),
                interim=interim.get(p.id),
                own=p.id in design.own,
            )
            for p in design.positions
        ),
        uncovered_fte=design.uncovered,
        tray=design.tray,
        set_aside=tuple(
            SetAsideEntry(edit=place, reason=_sentence(problem)) for place, problem in design.set_aside.items()
        ),
    )


def _sentence(problem: Problem) -> Text:
    """Return why an edit is set aside; the entry itself says which one."""
    bare = replace(problem, file="", line=None, place="")
    return Text(**{language: say(bare, language) for language in LANGUAGES})
