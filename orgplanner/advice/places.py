"""What places of a company file are called, in both languages."""

from __future__ import annotations

from orgplanner import i18n
from orgplanner.advice.names import activity_label, channel_label, lever_label, role_label
from orgplanner.plan import Plan
from orgplanner.records.channel import LiveChannel
from orgplanner.records.company import Segment
from orgplanner.records.lever import Lever


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
        if field.startswith("roles."):
            role = role_label(plan, field.removeprefix("roles."), language)
            return i18n.say("figure.input.roster.role", language, owner=owner, role=role)
        return _say_place(f"roster.{field}" if field else "person", place, language, owner=owner)
    if head in ("channels", "levers") and rest:
        return _entry_place(plan, head, rest, language)
    return _say_place(place, place, language)


def _segment_place(plan: Plan, rest: str, place: str, language: str) -> str:
    owner, field = _owner({s.id: s.name or s.id for s in plan.company.segments}, rest)
    blanks, steps = {"owner": owner}, field.split(".")
    segment = next((s for s in plan.company.segments if rest.startswith(f"{s.id}.{steps[0]}")), None)
    if segment is not None and steps[0] == "activities" and len(steps) == len(("activities", "id", "field")):
        field, blanks["activity"] = f"activity.{steps[2]}", activity_label(plan, segment, steps[1], language)
    elif segment is not None and steps[0] == "priorities" and len(steps) > 1:
        blanks["group"] = _group(segment, steps[1], language)
        field = ".".join(("priority", *steps[2:3]))
        if steps[3:]:
            blanks["activity"] = activity_label(plan, segment, steps[3], language)
    return _say_place(f"segments.{field}" if field else "segment", place, language, **blanks)


def _group(segment: Segment, number: str, language: str) -> str:
    """Return what a priority group is called: its name, else its number from 1 on."""
    place = int(number) if number.isdecimal() else len(segment.priorities)
    named = segment.priorities[place].name if place < len(segment.priorities) else None
    return named or i18n.say("figure.priority_group", language, number=str(place + 1))


def _entry_place(plan: Plan, head: str, rest: str, language: str) -> str:
    """Return what a field of a channel or a lever is called, as on the page where it is entered."""
    channels = head == "channels"
    ids = [entry.id for entry in (plan.company.channels if channels else plan.company.levers)]
    label, fields = (channel_label, LiveChannel) if channels else (lever_label, Lever)
    owner, field = _owner({id: label(plan, id, language) for id in ids}, rest)
    message, known = f"{head}.{field}", i18n.catalogue()
    if field in fields.model_fields and message in known and f"figure.input.{message}" not in known:
        words = i18n.say(message, language, currency=plan.company.currency.value)
        return i18n.say("figure.input.entry.field", language, owner=owner, field=words)
    return _say_place(message if field else "entry", f"{head}.{rest}", language, owner=owner)


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
