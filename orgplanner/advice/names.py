"""What roles, positions, ways to fill them, and places of a company file are called, in both languages."""

from __future__ import annotations

from orgplanner import i18n
from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.company import Segment
from orgplanner.records.position import Position
from orgplanner.stages.inputs import ONBOARDING


def position_label(plan: Plan, position_id: str, language: str) -> str:
    """Return what a position is called: its main role with its number, and the roles that it holds beside it.

    Raises:
        UnknownName: there is no such position.
    """
    position = plan.position(position_id)
    main = _short(plan, position.main_role, language)
    others = [_short(plan, load.role, language) for load in position.roles if load.role != position.main_role]
    definition = plan.phase.definition
    if not position.on_team:
        source = source_kind(position.source, language)
        return i18n.say("figure.position.outside", language, role=main, source=source)
    if position.main_role == definition.lead_role and others:
        return i18n.say("figure.position.playing", language, role=main, number=_number(position))
    main += " " if language == "ja" and main.isascii() else ""
    message = "figure.position.single" if position.main_role == definition.head_role else "figure.position"
    label = i18n.say(message, language, role=main, number=_number(position)).strip()
    return i18n.say("figure.position.with", language, label=label, others=others) if others else label


def _number(position: Position) -> str:
    return position.id.rpartition("-")[2]


def _short(plan: Plan, role: str, language: str) -> str:
    return plan.phase.definition_of(role).short.say(language)


def role_label(plan: Plan, role: str, language: str) -> str:
    """Return what a role is called, or raise UnknownName."""
    return plan.phase.definition_of(role).label.say(language)


def source_kind(kind: SourceKind, language: str) -> str:
    """Return what a way to fill a position is called."""
    return i18n.say(f"source.kind_{kind.value}", language)


def find_segment(plan: Plan, id: str) -> Segment:
    """Return a segment of the company, or raise UnknownName."""
    for segment in plan.company.segments:
        if segment.id == id:
            return segment
    raise UnknownName("segment", id, [s.id for s in plan.company.segments])


def activity_label(plan: Plan, segment: Segment, activity: str, language: str) -> str:
    """Return what an activity of a segment's service model is called, or raise UnknownName."""
    if activity == ONBOARDING:
        return i18n.say("figure.onboarding", language)
    activities = {a.id: a for a in plan.phase.service_model(segment.service_model).activities}
    if activity not in activities:
        raise UnknownName("activity", activity, tuple(activities))
    return activities[activity].label.say(language)


def place_label(plan: Plan, place: str, language: str) -> str:
    """Return what a place of the company file is called; a place without a text is told as it is."""
    head, _, rest = place.partition(".")
    if head == "sourcing" and rest:
        role = role_label(plan, rest.removesuffix(".share"), language)
        return i18n.say(f"figure.input.sourcing{'.share' if rest.endswith('.share') else ''}", language, role=role)
    if place.startswith("catalogue.cost."):
        id = place.removeprefix("catalogue.cost.")
        if id == "None":
            return i18n.say("figure.input.catalogue.cost.none", language)
        return i18n.say("figure.input.catalogue.cost", language, role=role_label(plan, id, language))
    if head == "segments" and rest:
        return _segment_place(plan, rest, place, language)
    if head == "roster" and rest:
        owner, field = _owner({p.id: p.name for p in plan.company.roster}, rest)
        return _say_place(f"roster.{field}" if field else "person", place, language, owner=owner)
    return _say_place(place, place, language)


def _segment_place(plan: Plan, rest: str, place: str, language: str) -> str:
    owner, field = _owner({s.id: s.name or s.id for s in plan.company.segments}, rest)
    blanks = {"owner": owner}
    if field.startswith("activities."):
        segment = find_segment(plan, rest.removesuffix(f".{field}"))
        _, activity, last = field.split(".")
        field, blanks["activity"] = f"activity.{last}", activity_label(plan, segment, activity, language)
    return _say_place(f"segments.{field}" if field else "segment", place, language, **blanks)


def _owner(names: dict[str, str], rest: str) -> tuple[str, str]:
    """Split a place into the name of the entry that it starts with, ids may hold dots, and the field below."""
    for id in sorted(names, key=len, reverse=True):
        if rest == id or rest.startswith(f"{id}."):
            return names[id], rest.removeprefix(id).removeprefix(".")
    id, _, field = rest.partition(".")
    return id, field


def _say_place(message: str, place: str, language: str, **blanks: str) -> str:
    message = f"figure.input.{message}"
    return i18n.say(message, language, **blanks) if message in i18n.catalogue() else place
