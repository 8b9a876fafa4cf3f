"""What roles, positions, segments, activities, levers and channels are called, in both languages."""

from __future__ import annotations

from orgplanner import i18n
from orgplanner.derivation.parts import TEAMS
from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.catalogue import TargetKind
from orgplanner.records.company import Segment
from orgplanner.records.hiring import Move
from orgplanner.records.position import Position
from orgplanner.records.structure import SegmentGroup
from orgplanner.stages.register import ONBOARDING
from orgplanner.stages.structures import REST, TeamUnit

OWN_STEM = "own-"
"""Start of the ids of seats that the leader added, so that they never meet those of the recommendation."""


def position_label(plan: Plan, position_id: str, language: str) -> str:
    """Return what a position of the recommendation is called.

    Raises:
        UnknownName: there is no such position.
    """
    return seat_label(plan, plan.position(position_id), language)


def designed_label(plan: Plan, position: Position, language: str) -> str:
    """Return what a seat of the leader's chart is called, without its own title; added ones say so."""
    label = seat_label(plan, position, language)
    return i18n.say("chart_editing.seat_added", language, seat=label) if position.id.startswith(OWN_STEM) else label


def design_label(plan: Plan, position_id: str, language: str) -> str:
    """Return what a seat of the leader's own chart is called: its own name, else that of its work.

    Raises:
        UnknownName: there is no such seat.
    """
    design = plan.design
    if position_id in design.titles:
        return design.titles[position_id]
    found = next((p for p in design.positions if p.id == position_id), None)
    if found is None:
        raise UnknownName("position", position_id, [p.id for p in design.positions])
    return designed_label(plan, found, language)


def seat_label(plan: Plan, position: Position, language: str) -> str:
    """Return what a seat is called: its main role with its number and group, and the roles that it holds beside it."""
    is_director = position.id in plan.directors
    main = i18n.say("org_chart.director_short", language) if is_director else _short(plan, position.main_role, language)
    others = [_short(plan, load.role, language) for load in position.roles if load.role != position.main_role]
    definition = plan.phase.definition
    if not position.on_team:
        source = source_kind(position.source, language)
        return i18n.say("figure.position.outside", language, role=main, source=source)
    if position.main_role == definition.lead_role and others:
        return i18n.say("figure.position.playing", language, role=main, number=_number(plan, position, language))
    main += " " if language == "ja" and main.isascii() else ""
    message = "figure.position.single" if position.main_role == definition.head_role else "figure.position"
    label = i18n.say(message, language, role=main, number=_number(plan, position, language)).strip()
    return i18n.say("figure.position.with", language, label=label, others=others) if others else label


def _number(plan: Plan, position: Position, language: str) -> str:
    """Return the number of a position among those of its role, with the group of a unit that is split."""
    count = position.id.rpartition("-")[2]
    split = plan.split_unit_of(position)
    return (
        count
        if split is None
        else i18n.say("figure.position.grouped", language, number=count, group=group_name(plan, split, language))
    )


def group_name(plan: Plan, unit: TeamUnit, language: str) -> str:
    """Return what the group of a split unit is called; a service model may stand for the size of customers."""
    if unit.group == REST:
        return i18n.say("org_chart.group_rest", language)
    models = {m.id: m.label.say(language) for m in plan.phase.catalogue.service_models}
    name = unit.group or ""
    name = models.get(name, name) if unit.split_by is SegmentGroup.CUSTOMER_SIZE else name
    return i18n.say("org_chart.group_with_rest", language, group=name) if unit.with_rest else name


def unit_name(plan: Plan, unit: str | None, language: str) -> str:
    """Return what a unit is called: the leader's own name, else the structure's with its group, else its id."""
    if unit is None:
        return ""
    if unit in plan.design.unit_names:
        return plan.design.unit_names[unit]
    found = next((u for u in plan.units if u.id == unit), None)
    if found is None:
        return unit
    label = found.label.say(language)
    if found.group is None:
        return label
    return i18n.say("org_chart.unit_of_group", language, unit=label, group=group_name(plan, found, language))


def _short(plan: Plan, role: str, language: str) -> str:
    return plan.phase.definition_of(role).short.say(language)


def role_label(plan: Plan, role: str, language: str) -> str:
    """Return what a role is called, or raise UnknownName."""
    return plan.phase.definition_of(role).label.say(language)


def source_kind(kind: SourceKind, language: str) -> str:
    """Return what a way to fill a position is called."""
    return i18n.say(f"source.kind_{kind.value}", language)


def source_label(plan: Plan, id: str, language: str) -> str:
    """Return what a way to fill a position is called, by its id, or raise UnknownName."""
    if id not in {kind.value for kind in SourceKind}:
        raise UnknownName("figure", id, [kind.value for kind in SourceKind])
    return source_kind(SourceKind(id), language)


def find_segment(plan: Plan, id: str) -> Segment:
    """Return a segment of the company, or raise UnknownName."""
    for segment in plan.company.segments:
        if segment.id == id:
            return segment
    raise UnknownName("segment", id, [s.id for s in plan.company.segments])


def segment_label(plan: Plan, id: str) -> str:
    """Return what a segment is called, or raise UnknownName."""
    segment = find_segment(plan, id)
    return segment.name or segment.id


def activity_label(plan: Plan, segment: Segment, activity: str, language: str) -> str:
    """Return what an activity of a segment's service model is called, or raise UnknownName."""
    if activity == ONBOARDING:
        return i18n.say("figure.onboarding", language)
    return model_activity_label(plan, segment.service_model, activity, language)


def model_label(plan: Plan, model: str, language: str) -> str:
    """Return what a service model is called, or raise UnknownName."""
    return plan.phase.service_model(model).label.say(language)


def model_activity_label(plan: Plan, model: str, activity: str, language: str) -> str:
    """Return what an activity of a service model is called, or raise UnknownName."""
    activities = {a.id: a for a in plan.phase.service_model(model).activities}
    if activity not in activities:
        raise UnknownName("activity", activity, tuple(activities))
    return activities[activity].label.say(language)


def terms_label(plan: Plan, terms: str, language: str) -> str:
    """Return what a way to get work done is called, or raise UnknownName."""
    known = {t.id: t for t in plan.phase.catalogue.source_terms}
    if terms not in known:
        raise UnknownName("figure", terms, tuple(known))
    return known[terms].label.say(language)


def target_label(plan: Plan, target: str, language: str) -> str:
    """Return what the work is called that levers touch: an activity, or onboarding, tickets or contacts."""
    if target in {kind.value for kind in TargetKind}:
        return i18n.say(f"levers.target_{target}", language)
    models = dict.fromkeys(segment.service_model for segment in plan.company.segments)
    activities = [a for model in models for a in plan.phase.service_model(model).activities if a.id == target]
    return i18n.say("figure.listed", language, names=list(dict.fromkeys(a.label.say(language) for a in activities)))


def lever_label(plan: Plan, id: str, language: str) -> str:
    """Return what a lever is called, with a number where several are called alike, or raise UnknownName."""
    names = {
        lever.id: lever.name or plan.phase.lever_kind(lever.kind).label.say(language) for lever in plan.company.levers
    }
    return _told_apart("lever", names, id, language)


def channel_label(plan: Plan, id: str, language: str) -> str:
    """Return what a live channel is called, with a number where several are called alike, or raise UnknownName."""
    names = {c.id: c.name or i18n.say(f"channels.kind_{c.kind.value}", language) for c in plan.company.channels}
    return _told_apart("channel", names, id, language)


def _told_apart(kind: str, names: dict[str, str], id: str, language: str) -> str:
    if id not in names:
        raise UnknownName(kind, id, tuple(names))
    alike = [other for other, name in names.items() if name == names[id]]
    if len(alike) == 1:
        return names[id]
    return i18n.say("figure.numbered", language, name=names[id], number=str(alike.index(id) + 1))


def offer_label(plan: Plan, id: str, language: str) -> str:
    """Return what an offer is called: role, terms of the source and recruiting channel, or raise UnknownName."""
    offer = next((o for o in plan.parts.offers if o.id == id), None)
    if offer is None:
        raise UnknownName("offer", id, [o.id for o in plan.parts.offers])
    return _way_label(plan, offer.role, offer.terms.id, offer.channel.id if offer.channel else None, language)


def move_label(plan: Plan, id: str, language: str) -> str:
    """Return what a move of the hiring plan is called, with a number where several are alike, or raise UnknownName."""
    names = {move.id: _move_name(plan, move, language) for move in plan.hiring.moves}
    return _told_apart("move", names, id, language)


def _move_name(plan: Plan, move: Move, language: str) -> str:
    way = _way_label(plan, move.role, move.terms, move.channel, language)
    return i18n.say("figure.move", language, way=way, month=i18n.month(move.month, language, short=language == "en"))


def _way_label(plan: Plan, role: str, terms: str, channel: str | None, language: str) -> str:
    catalogue = plan.phase.catalogue
    labels = {t.id: t.label.say(language) for t in catalogue.source_terms}
    name = labels.get(terms) or i18n.say("figure.move.release", language)
    if channel is None:
        return i18n.say("figure.way", language, role=role_label(plan, role, language), name=name)
    found = next(c.label.say(language) for c in catalogue.recruiting_channels if c.id == channel)
    return i18n.say("figure.way.channel", language, role=role_label(plan, role, language), name=name, channel=found)


def team_label(kind: str, team: str, language: str) -> str:
    """Return whose work is meant (`team`), or for whom something waits (`staff`), or raise UnknownName."""
    if team not in TEAMS:
        raise UnknownName("team", team, TEAMS)
    return i18n.say(f"figure.{kind}_{team}", language)


def part_label(plan: Plan, profile: str, part: str, language: str) -> str:
    """Return what a part of a capacity profile's internal work is called, or raise UnknownName."""
    (found,) = (p for p in plan.phase.catalogue.capacity_profiles if p.id == profile)
    labels = {p.id: p.label for p in found.internal}
    if part not in labels:
        raise UnknownName("figure", part, tuple(labels))
    return labels[part].say(language)


def name_of(plan: Plan, kind: str, keys: tuple[str, ...], place: int, language: str) -> str:
    """Return what one of the keys between the brackets of a figure is called.

    Args:
        plan: the plan that the figure belongs to.
        kind: what the key is, such as `role`.
        keys: all keys of the figure.
        place: place of the key among them.
        language: `ja` or `en`.

    Raises:
        UnknownName: there is nothing of that kind with this id.
    """
    key = keys[place]
    if kind in ("month", "until"):
        return i18n.month(key, language, short=language == "en")
    if kind == "person":
        return plan.person(key).name
    if kind == "activity":
        return activity_label(plan, find_segment(plan, keys[0]), key, language)
    if kind == "step":
        return model_activity_label(plan, keys[0], key, language)
    if kind == "part":
        return part_label(plan, plan.phase.definition_of(keys[0]).capacity, key, language)
    if kind == "segment":
        return segment_label(plan, key)
    if kind in ("team", "staff"):
        return team_label(kind, key, language)
    labels = {
        "role": role_label,
        "model": model_label,
        "terms": terms_label,
        "position": position_label,
        "seat": design_label,
        "target": target_label,
        "lever": lever_label,
        "channel": channel_label,
        "offer": offer_label,
        "move": move_label,
        "source": source_label,
    }
    return labels[kind](plan, key, language)
