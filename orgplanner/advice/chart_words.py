"""Names of seats, people and units on the leader's own chart, and its edits in words."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner import i18n
from orgplanner.advice.names import OWN_STEM, designed_label, role_label, source_kind, unit_name
from orgplanner.plan import Plan
from orgplanner.records import chart_edit as edits
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.chart_edit import ChartEdit
from orgplanner.records.position import Position


def new_seat_id(plan: Plan, role: str, after: int = 0) -> str:
    """Return an id for one more seat of a role: the first free number, also of seats that edits name and lost.

    Args:
        plan: the plan whose chart gets the seat.
        role: id of the role.
        after: how many ids of this role were given out in the same step.
    """
    taken = {p.id for p in plan.design.positions}
    for edit in plan.company.chart.edits:
        taken |= {id for id in (getattr(edit, "position", None), getattr(edit, "new", None)) if id}
    free = (f"{OWN_STEM}{role}-{k}" for k in range(1, len(taken) + after + 2) if f"{OWN_STEM}{role}-{k}" not in taken)
    return next(id for k, id in enumerate(free) if k == after)


@dataclass(frozen=True)
class ChartNames:
    """What the ids of a chart are called in one language; an id that is nowhere stands for itself."""

    plan: Plan
    language: str

    def seat(self, id: str | None) -> str:
        """Return a seat's title or label with who holds it."""
        if id is None:
            return i18n.say("chart_editing.nobody_above", self.language)
        position = self._position(id)
        if position is None:
            return self._gone(id)
        name = self.plan.design.titles.get(id) or designed_label(self.plan, position, self.language)
        people = [p.name for p in self.plan.design.holders.get(id, ())]
        if not people:
            return name
        more = i18n.say("org_chart.and_others", self.language, name=people[0], count=len(people) - 1)
        return i18n.say(
            "chart_editing.seat_held", self.language, seat=name, person=people[0] if len(people) == 1 else more
        )

    def person(self, id: str) -> str:
        """Return a person's name."""
        return next((p.name for p in self.plan.company.roster if p.id == id), id)

    def role(self, id: str) -> str:
        """Return a role's label."""
        return role_label(self.plan, id, self.language) if id in self.plan.phase.role_ids else id

    def unit(self, id: str | None) -> str:
        """Return a unit's name."""
        return unit_name(self.plan, id, self.language) or i18n.say("chart_editing.no_unit", self.language)

    def _gone(self, id: str) -> str:
        """Return what a seat was called that an edit made and another one took away: its title or role."""
        for edit in self.plan.company.chart.edits:
            if isinstance(edit, edits.AddPosition) and edit.position == id:
                return i18n.say("chart_editing.seat_added", self.language, seat=edit.title or self.role(edit.role))
            if isinstance(edit, edits.SplitPosition) and edit.new == id and self._position(edit.position) is not None:
                return i18n.say("chart_editing.seat_added", self.language, seat=self.seat(edit.position))
        return id

    def _position(self, id: str) -> Position | None:
        for design in (self.plan.design, self.plan.unedited.design):
            try:
                return design.position(id)
            except KeyError:
                continue
        return None


def edit_words(plan: Plan, edit: ChartEdit, language: str) -> str:
    """Return an edit as a sentence."""
    names, before = ChartNames(plan, language), ChartNames(plan.unedited, language)
    blanks: dict[str, object] = {"share": getattr(edit, "share", None) or ""}
    for field, value in edit:
        match field:
            case "position" | "other" | "to":
                blanks[field] = names.seat(value)
            case "person":
                blanks[field] = names.person(value)
            case "role":
                blanks[field] = names.role(value)
            case "roles":
                blanks[field] = [names.role(role) for role in value]
            case "unit":  # the sentence on a new name tells the one before
                blanks[field] = (before if isinstance(edit, edits.RenameUnit) else names).unit(value)
            case "source":
                blanks[field] = source_kind(value, language)
            case "title" | "name" | "count":
                blanks[field] = value or ""
    return i18n.say(f"chart_editing.edit_{edit.kind}{_variant(edit)}", language, **blanks)


def _variant(edit: ChartEdit) -> str:  # noqa: PLR0911 - one case a kind
    """Return what tells apart the sentences of one kind of edit."""
    match edit:
        case edits.MovePosition(to=None) | edits.SetPositionUnit(unit=None) | edits.SetPositionTitle(title=None):
            return "_none"
        case edits.RemovePosition(with_reports=True):
            return "_branch"
        case edits.SplitPosition() if edit.roles:
            return "_roles"
        case edits.AssignPerson(interim=True):
            return "_interim"
        case edits.AssignPerson(alone=False):
            return "_beside"
        case edits.UnassignPerson(position=None):
            return "_all"
        case edits.AddPosition(assistant=True):
            return "_assistant"
        case edits.SetPositionSource() if edit.source in NOT_ON_TEAM:
            return "_outside"
        case edits.SetAssistant(assistant=False) | edits.DrawDottedLine(drawn=False):
            return "_off"
        case _:
            return ""
