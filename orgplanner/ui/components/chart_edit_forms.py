"""Forms that edit one seat of the leader's chart; each asks for what its edit needs and returns the edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from orgplanner.advice.chart_words import new_seat_id
from orgplanner.advice.names import unit_name
from orgplanner.plan import Plan
from orgplanner.records import chart_edit as edits
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.chart_edit import ChartEdit
from orgplanner.records.position import Position
from orgplanner.ui import state
from orgplanner.ui.components.naming import role_label, source_word
from orgplanner.ui.wording import escape, say

LONGEST_NAME = 200
"""Characters of titles and units' names."""

MOST_PEOPLE = 10_000
"""People that a seat from outside may stand for."""

TOP = ""
"""What stands for the top of the chart where a seat is asked for."""

Edits = tuple[ChartEdit, ...]


@dataclass(frozen=True)
class Desk:
    """The seat that is edited, with what its forms need to know."""

    plan: Plan
    position: Position
    labels: Mapping[str, str]
    """Every seat of the chart with its label, in the order of the chart."""

    @property
    def id(self) -> str:
        """Id of the seat."""
        return self.position.id

    def key(self, field: str) -> str:
        """Return the key of a field's widget; a field starts anew with every edit of the seat."""
        return f"edit-{field}-{self.id}-{len(self.plan.company.chart.edits)}"

    def reports(self) -> tuple[str, ...]:
        """Return the seats directly below."""
        return tuple(n.id for n in self.plan.design.chart.nodes if n.parent == self.id)

    def branch(self) -> frozenset[str]:
        """Return the seat with all below; seats above come before those below."""
        found = {self.id}
        for node in self.plan.design.chart.nodes:
            if node.parent in found:
                found.add(node.id)
        return frozenset(found)

    def ask_seat(self, field: str, words: str, *, without: frozenset[str] | set[str], top: bool = False) -> str | None:
        """Ask for another seat, or, where that can be chosen, the top of the chart (TOP); None until one is chosen."""
        ids = [*([TOP] if top else []), *(id for id in self.labels if id not in without)]
        chosen: str | None = st.selectbox(
            words,
            ids,
            index=None,
            format_func=lambda id: say("chart_editing.top") if id == TOP else self.labels.get(id, id),
            key=self.key(field),
            placeholder=say("chart_editing.choose_seat"),
        )
        return chosen

    def ask_role(self, field: str, current: str | None) -> str:
        """Ask for a role of the phase."""
        roles = list(self.plan.phase.role_ids)
        labels = {role: role_label(self.plan.phase, role) for role in roles}
        chosen: str = st.selectbox(
            say("chart_editing.role"),
            roles,
            index=roles.index(current) if current in roles else 0,
            format_func=lambda role: labels.get(role, role),
            key=self.key(field),
        )
        return chosen

    def ask_source(self, field: str, current: SourceKind, count: int) -> tuple[SourceKind, int]:
        """Ask how a seat is filled, and for how many people it stands."""
        words = {source: source_word(source) for source in SourceKind}
        sources = list(SourceKind)
        source: SourceKind = st.selectbox(
            say("chart_editing.source"),
            sources,
            index=sources.index(current),
            format_func=lambda kind: words[kind],
            key=self.key(field),
        )
        people = st.number_input(say("chart_editing.count"), 1, MOST_PEOPLE, count, key=self.key(f"{field}-count"))
        return source, int(people) if source in NOT_ON_TEAM else 1

    def ask_title(self, field: str, words: str, current: str = "") -> str:
        """Ask for a name."""
        return st.text_input(words, current, LONGEST_NAME, key=self.key(field)).strip()


# ---------------------------------------------------------------- place


def move(desk: Desk) -> Edits:
    """Put the seat, with everybody under it, under another one or at the top."""
    to = desk.ask_seat("move", say("chart_editing.move_to"), without=desk.branch(), top=True)
    return () if to is None else (edits.MovePosition(position=desk.id, to=None if to == TOP else to),)


def insert_lead(desk: Desk) -> Edits:
    """Put a lead between the seat and the reports that are chosen."""
    lead_role, below = desk.plan.phase.definition.lead_role, desk.reports()
    chosen = st.pills(
        say("chart_editing.lead_over"),
        below,
        selection_mode="multi",
        default=below,
        format_func=lambda id: escape(desk.labels.get(id, id)),
        key=desk.key("lead-over"),
    )
    title = desk.ask_title("lead-title", say("chart_editing.title_optional"))
    lead = new_seat_id(desk.plan, lead_role)
    units = {n.unit for n in desk.plan.design.chart.nodes if n.id in chosen}
    unit = next(iter(units)) if len(units) == 1 else None
    added = edits.AddPosition(position=lead, role=lead_role, to=desk.id, unit=unit, title=title or None)
    return (added, *(edits.MovePosition(position=id, to=lead) for id in chosen)) if chosen else ()


def set_unit(desk: Desk) -> Edits:
    """Put the seat into another unit, one of the chart or a new one."""
    names = desk_units(desk.plan)
    chosen = st.selectbox(
        say("chart_editing.unit"),
        list(names),
        index=list(names).index(desk.position.unit or "") if (desk.position.unit or "") in names else None,
        format_func=lambda id: names.get(id, id),
        accept_new_options=True,
        key=desk.key("unit"),
        help=say("chart_editing.unit_help"),
    )
    branch = st.checkbox(say("chart_editing.with_reports"), True, key=desk.key("unit-branch"))
    if chosen is None:
        return ()
    if chosen in names:
        return (edits.SetPositionUnit(position=desk.id, unit=chosen or None, with_reports=branch),)
    unit = new_unit_id(desk.plan)
    named = edits.RenameUnit(unit=unit, name=chosen[:LONGEST_NAME])
    return (edits.SetPositionUnit(position=desk.id, unit=unit, with_reports=branch), named)


def desk_units(plan: Plan) -> dict[str, str]:
    """Return the units of the structure and of the chart with their names; the empty id is no unit."""
    ids = dict.fromkeys((*(u.id for u in plan.units), *(n.unit for n in plan.design.chart.nodes if n.unit)))
    language = state.language()
    return {"": say("chart_editing.no_unit"), **{id: unit_name(plan, id, language) for id in ids}}


def new_unit_id(plan: Plan) -> str:
    """Return the id of one more unit of the leader's own."""
    taken = {getattr(edit, "unit", None) for edit in plan.company.chart.edits}
    return next(id for k in range(1, len(taken) + 2) if (id := f"own-unit-{k}") not in taken)


def draw_dotted(desk: Desk) -> Edits:
    """Draw a dotted line to another seat, or take a drawn one away."""
    drawn = next(n.dotted_to for n in desk.plan.design.chart.nodes if n.id == desk.id)
    to = desk.ask_seat("dotted", say("chart_editing.dotted_to"), without={desk.id})
    off = st.checkbox(say("chart_editing.dotted_off"), key=desk.key("dotted-off")) if drawn else False
    return (edits.DrawDottedLine(position=desk.id, to=to, drawn=not off),) if to else ()


def set_assistant(desk: Desk) -> Edits:
    """Let the seat assist the one above, or stand in the row of reports."""
    current = next(n.assistant for n in desk.plan.design.chart.nodes if n.id == desk.id)
    chosen = st.checkbox(say("chart_editing.assistant"), current, key=desk.key("assistant"))
    return (edits.SetAssistant(position=desk.id, assistant=chosen),) if chosen != current else ()


# ---------------------------------------------------------------- seats


def add(desk: Desk) -> Edits:
    """Add a seat below this one."""
    role = desk.ask_role("add-role", desk.position.main_role)
    source, count = desk.ask_source("add-source", SourceKind.EMPLOYEE, 1)
    title = desk.ask_title("add-title", say("chart_editing.title_optional"))
    assistant = st.checkbox(say("chart_editing.assistant"), key=desk.key("add-assistant"))
    new = new_seat_id(desk.plan, role)
    return (
        edits.AddPosition(
            position=new,
            role=role,
            to=desk.id,
            source=source,
            count=count,
            title=title or None,
            assistant=assistant,
        ),
    )


def split(desk: Desk) -> Edits:
    """Make two seats of one, by roles or in halves."""
    roles = tuple(load.role for load in desk.position.roles)
    given: list[str] = []
    if len(roles) > 1:
        labels = {role: escape(role_label(desk.plan.phase, role)) for role in roles}
        given = st.pills(
            say("chart_editing.split_roles"),
            roles,
            selection_mode="multi",
            format_func=lambda role: labels[role],
            key=desk.key("split"),
        )
    st.markdown(say("chart_editing.split_how"))
    new = new_seat_id(desk.plan, given[0] if given else desk.position.main_role)
    return (edits.SplitPosition(position=desk.id, new=new, roles=tuple(given)),)


def merge(desk: Desk) -> Edits:
    """Take over the work, reports and people of another seat, which goes."""
    other = desk.ask_seat("merge", say("chart_editing.merge_with"), without={desk.id})
    return (edits.MergePositions(position=desk.id, other=other),) if other else ()


def remove(desk: Desk) -> Edits:
    """Take the seat off the chart, alone or with everybody under it."""
    below = len(desk.branch()) - 1
    whole = bool(below) and st.checkbox(say("chart_editing.remove_branch", count=below), key=desk.key("remove"))
    st.markdown(say("chart_editing.remove_how"))
    return (edits.RemovePosition(position=desk.id, with_reports=whole),)


# ---------------------------------------------------------------- work and names


def set_role(desk: Desk) -> Edits:
    """Give the seat another role."""
    role = desk.ask_role("role", desk.position.main_role)
    return (edits.SetPositionRole(position=desk.id, role=role),) if role != desk.position.main_role else ()


def set_source(desk: Desk) -> Edits:
    """Fill the seat in another way."""
    current = desk.position
    source, count = desk.ask_source("source", current.source, current.count)
    if (source, count) == (current.source, current.count):
        return ()
    return (edits.SetPositionSource(position=desk.id, source=source, count=count),)


def set_title(desk: Desk) -> Edits:
    """Give the seat a title of its own, or take it away."""
    current = desk.plan.design.titles.get(desk.id, "")
    title = desk.ask_title("title", say("chart_editing.title"), current)
    return (edits.SetPositionTitle(position=desk.id, title=title or None),) if title != current else ()


def rename_unit(desk: Desk) -> Edits:
    """Give the seat's unit another name."""
    unit = desk.position.unit
    if unit is None:
        st.markdown(say("chart_editing.unit_none"))
        return ()
    current = desk_units(desk.plan)[unit]
    name = desk.ask_title("rename", say("chart_editing.unit_name"), current)
    return (edits.RenameUnit(unit=unit, name=name),) if name and name != current else ()


SEAT_FORMS: Mapping[str, Callable[[Desk], Edits]] = {
    "move": move,
    "add": add,
    "lead": insert_lead,
    "unit": set_unit,
    "dotted": draw_dotted,
    "assistant": set_assistant,
    "role": set_role,
    "source": set_source,
    "split": split,
    "merge": merge,
    "title": set_title,
    "rename": rename_unit,
    "remove": remove,
}
"""Forms about the seat itself, by the name of what they do."""
