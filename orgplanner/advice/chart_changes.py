"""What differs between two charts, and who is planned to join, in words."""

from __future__ import annotations

from collections.abc import Sequence

from orgplanner import i18n
from orgplanner.advice.names import role_label, source_kind
from orgplanner.plan import Plan
from orgplanner.records.base import Text
from orgplanner.records.chart_change import (
    Aspect,
    ChangeKind,
    ChartDifferences,
    PersonChange,
    SeatChange,
    SeatState,
    TeamChange,
)
from orgplanner.records.seat_hire import SeatHire

NAMED = 3
"""People who are named on a seat; more are counted."""


def change_words(change: SeatChange | PersonChange | TeamChange, plan: Plan, language: str) -> str:
    """Return what differs, without the name of the seat or the person; empty where nothing does.

    Args:
        change: a seat, a person or a team on two charts.
        plan: a plan of the company, for the names of roles.
        language: `ja` or `en`.
    """
    words = _Words(plan, language)
    if isinstance(change, TeamChange):
        return words.team(change)
    parts = words.seat(change) if isinstance(change, SeatChange) else words.person(change)
    return words.say("between").join(part for part in parts if part)


def change_name(change: SeatChange | PersonChange, language: str) -> str:
    """Return what the seat or the person is called."""
    return change.name if isinstance(change, PersonChange) else change.sides[-1].label.say(language)


def kind_word(kind: ChangeKind, language: str) -> str:
    """Return what a kind of change is called."""
    return i18n.say(f"chart_time.kind_{kind.value}", language)


def changes_by_seat(differences: ChartDifferences, plan: Plan, language: str) -> dict[str, tuple[ChangeKind, str]]:
    """Return kind and words of every seat that differs, by its id on the later chart, else on the earlier one."""
    differing = (c for c in differences.seats if c.kind is not ChangeKind.KEPT or c.aspects)
    return {c.id: (c.kind, change_words(c, plan, language)) for c in differing}


def hire_words(hire: SeatHire, month: str, language: str) -> str:
    """Return what a card says about a planned hire in a month: source, start and how far the ramp is."""
    source, start = source_kind(hire.source, language), i18n.month(hire.start, language, short=True)
    if not hire.runs_in(month) or hire.share_in(month) >= 1:
        return i18n.say("chart_time.hire", language, source=source, start=start)
    share = i18n.percent(hire.share_in(month), language)
    return i18n.say("chart_time.hire_ramping", language, source=source, start=start, share=share)


class _Words:
    """The words of one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan, self._language = plan, language

    def say(self, key: str, **blanks: object) -> str:
        return i18n.say(f"chart_time.{key}", self._language, **blanks)

    def team(self, change: TeamChange) -> str:
        line = self.turn("manager", *(name or self.say("nobody") for name in change.managers))
        count = len(change.people)
        if change.lead is not None:
            return self.say("team_along", lead=change.lead, count=count, line=line)
        key = "team_given" if change.whole else "team_part"
        return self.say(key, manager=change.managers[0] or self.say("nobody"), count=count, line=line)

    def seat(self, change: SeatChange) -> list[str]:
        if change.before is None or change.after is None:
            people = change.people[change.before is None]
            key = "seat_added" if change.before is None else "seat_gone"
            return [self.say(key if people else f"{key}_open", people=self.names(people))]
        lines = [
            self.say("open_seat", seat=self.text(label)) if is_open else self.text(label)
            for label, is_open in zip(change.above, change.above_open, strict=True)
        ]
        parts = [self.line(aspect, lines[0], lines[1]) for aspect in change.aspects]
        parts += [self.work(aspect, change.before, change.after) for aspect in change.aspects]
        if Aspect.HOLDER in change.aspects:
            parts.append(self.turn("holder", *(self.names(people) for people in change.people)))
        return parts

    def person(self, change: PersonChange) -> list[str]:
        if change.before is None or change.after is None:
            seat = change.seats[change.before is None]
            key = "person_joins" if change.before is None else "person_goes"
            return [self.say(key, seat=self.text(seat.label)) if seat else self.say(f"{key}_no_seat")]
        managers = [
            name or self.say("open" if side.manager_open else "nobody")
            for name, side in zip(change.managers, (change.before, change.after), strict=True)
        ]
        parts = [self.line(aspect, managers[0], managers[1]) for aspect in change.aspects]
        if Aspect.PLACE in change.aspects:
            parts.append(self.turn("place", *(self.place(seat) for seat in change.seats)))
        was, now = change.seats
        if was is not None and now is not None:
            parts += [self.work(aspect, was, now) for aspect in change.aspects]
        return parts

    def place(self, seat: SeatState | None) -> str:
        return self.say("no_seat") if seat is None else seat.label.say(self._language)

    def line(self, aspect: Aspect, before: str, after: str) -> str:
        if aspect is Aspect.MANAGER:
            return self.turn("manager", before, after)
        return self.turn("vacancy", before, after) if aspect is Aspect.VACANCY else ""

    def work(self, aspect: Aspect, before: SeatState, after: SeatState) -> str:
        sides = before, after
        match aspect:
            case Aspect.ROLE:
                return self.turn("role", *(self.role(side.role) for side in sides))
            case Aspect.UNIT:
                return self.turn("unit", *(self.text(side.unit_label) for side in sides))
            case Aspect.SOURCE:
                return self.turn("source", *(source_kind(side.source, self._language) for side in sides))
            case Aspect.COUNT:
                return self.turn("count", *(str(side.count) for side in sides))
            case Aspect.LOAD:
                return self.turn("load", *(i18n.percent(side.load or 0.0, self._language) for side in sides))
        return ""

    def turn(self, what: str, before: str, after: str) -> str:
        return self.say("turn", what=self.say(f"aspect_{what}"), before=before, after=after)

    def role(self, role: str | None) -> str:
        return self.say("no_role") if role is None else role_label(self._plan, role, self._language)

    def text(self, label: Text | None) -> str:
        return self.say("nobody") if label is None else label.say(self._language)

    def names(self, people: Sequence[str]) -> str:
        if not people:
            return self.say("open")
        if len(people) > NAMED:
            return self.say("and_others", name=people[0], count=len(people) - 1)
        return self.say("names_between").join(people)
