"""Structures, their scores and leads in words, in both languages; shared by the command line and the dashboard."""

from __future__ import annotations

from orgplanner.advice.figures import source_of, written
from orgplanner.advice.names import position_label, role_label, segment_label, unit_name
from orgplanner.i18n import number, percent, say
from orgplanner.plan import Plan
from orgplanner.records.structure import SegmentGroup
from orgplanner.studies.interim_leads import Interim
from orgplanner.studies.leads_now import UnitLeads
from orgplanner.studies.next_leads import LeadEvent
from orgplanner.studies.structure_score import PartKind, Score, ScoreKind, ScorePart
from orgplanner.studies.structures import Difference, StructureOption, StructureRefusal
from orgplanner.units import Unit

COUNTED = (ScoreKind.HAND_OFFS, ScoreKind.LAYERS, ScoreKind.TRAVEL)
"""Scores that are written with words of their own."""

OF_PEOPLE = (PartKind.NEW_MANAGER, PartKind.FORMER_MANAGER)
OF_SEATS = (PartKind.ALONE, PartKind.OPEN_LEAD, PartKind.REPORTS)


def option_label(option: StructureOption, language: str) -> str:
    """Return what a structure is called; the phase's own is named by its axis."""
    if option.label is not None:
        return option.label.say(language)
    axis = say(f"org_chart.axis_{option.axis.value}", language)
    return say("structures.own_label", language, axis=axis)


def twin_labels(option: StructureOption, language: str) -> tuple[str, ...]:
    """Return what other structures are called that give the same units."""
    return tuple(option.plan.phase.structure(id).label.say(language) for id in option.same_as)


def option_reason(option: StructureOption, language: str) -> str:
    """Return when a structure serves, and who says so."""
    source = source_of(option.plan, option.reason.source, language)
    return say("structures.reason", language, reason=option.reason.text.say(language), source=source)


def units_of(option: StructureOption, language: str) -> str:
    """Return the units of a structure with their positions of the team."""
    sizes = {unit.id: 0 for unit in option.plan.units}
    for position in option.plan.team_positions:
        if position.unit is not None:
            sizes[position.unit] += 1
    names = [
        say("structures.unit_of", language, unit=unit_name(option.plan, id, language), count=size)
        for id, size in sizes.items()
        if size
    ]
    return say("structures.units", language, units=names)


def score_label(kind: ScoreKind, language: str) -> str:
    """Return what a score is called."""
    return say(f"structures.score_{kind.value}", language)


def score_value(score: Score, language: str) -> str:
    """Return a score with its unit, or that it is not known."""
    if score.value is None:
        return say("structures.not_known", language)
    if score.kind in COUNTED:
        return say(f"structures.value_{score.kind.value}", language, value=number(score.value, language, 2))
    return written(score.value, score.unit, language)


def marked_value(score: Score, language: str, *, best: bool) -> str:
    """Return a score, with a mark before it where it is the best."""
    value = score_value(score, language)
    return f"{say('structures.best', language)} {value}" if best else value


def state_words(option: StructureOption, language: str) -> str:
    """Return whether a structure is recommended or chosen, in words."""
    names = [name for name in ("recommended", "chosen") if getattr(option, name)]
    return say("structures.between", language).join(say(f"structures.{name}", language) for name in names)


def part_line(plan: Plan, part: ScorePart, language: str) -> str:
    """Return one part of a score as a sentence."""
    blanks: dict[str, str] = {"value": _value(part, language)}
    if part.weight is not None:
        blanks["weight"] = number(part.weight, language, 1)
    if part.band is not None:
        blanks |= {end: number(value, language, 1) for end, value in zip(("low", "high"), part.band, strict=True)}
    return say(f"structures.part_{part.kind.value}", language, **blanks, **_names(plan, part, language))


def _value(part: ScorePart, language: str) -> str:
    if part.unit is Unit.RATIO:
        return percent(part.value, language)
    if part.unit in (Unit.ONE, Unit.PERSON, Unit.LEVEL, Unit.FTE):
        return number(part.value, language, 2)
    return written(part.value, part.unit, language)


def _names(plan: Plan, part: ScorePart, language: str) -> dict[str, str]:
    """Return what the ids of a part are called, by the blanks of its sentence."""
    if part.kind is PartKind.SEGMENT_PATH:
        teams = (unit_name(plan, unit, language) for unit in part.about[1:])
        path = say("structures.arrow", language).join(teams)
        return {"segment": segment_label(plan, part.about[0]), "path": path}
    if part.kind in (PartKind.MAINLY_ROLE, PartKind.MAINLY_GROUP):
        unit = next(unit for unit in plan.units if unit.id == part.about[0])
        names = {"unit": unit_name(plan, unit.id, language)}
        if part.kind is PartKind.MAINLY_GROUP:
            return names | {"group": _group(plan, part.about[1], unit.split_by, language)}
        return names | {"role": role_label(plan, part.about[1], language)}
    if part.kind in OF_SEATS:
        return {"seat": position_label(plan, part.about[0], language)}
    if part.kind in OF_PEOPLE:
        return {"person": plan.person(part.about[0]).name}
    return {"layer": part.about[0]} if part.kind is PartKind.ON_LAYER else {}


def _group(plan: Plan, group: str, by: SegmentGroup | None, language: str) -> str:
    """Return what a region, size or product is called; a service model may stand for the size."""
    models = {m.id: m.label.say(language) for m in plan.phase.catalogue.service_models}
    return models.get(group, group) if by is SegmentGroup.CUSTOMER_SIZE else group


def refusal_line(plan: Plan, refusal: StructureRefusal, language: str) -> str:
    """Return why a structure is not offered, and what it would need."""
    blanks = {
        "group": say(f"structures.group_{refusal.group.value}", language) if refusal.group else "",
        "about": _group(plan, refusal.about or "", refusal.group, language),
        "found": number(refusal.found or 0.0, language, 1),
        "needed": number(refusal.needed or 0.0, language, 1),
    }
    reason = say(f"structures.refused_{refusal.reason.value}", language, **blanks)
    return say("structures.refused_but_chosen", language, reason=reason) if refusal.chosen else reason


def difference_lines(difference: Difference, other: str, language: str) -> tuple[str, ...]:
    """Return in what a structure is better than another one, and in what worse."""
    lines = []
    for message, kinds in (("better_than", difference.better), ("worse_than", difference.worse)):
        if kinds:
            scores = [score_label(kind, language) for kind in kinds]
            lines.append(say(f"structures.{message}", language, other=other, scores=scores))
    return tuple(lines) or (say("structures.as_good_as", language, other=other),)


def unit_of_leads(plan: Plan, of: UnitLeads | LeadEvent, language: str) -> str:
    """Return whose leads are meant: a unit's, the whole team's, or the leads of leads."""
    if isinstance(of, UnitLeads) and of.whole_team:
        return say("structures.whole_team", language)
    return say("structures.upper_leads", language) if of.unit is None else unit_name(plan, of.unit, language)


def leads_count(of: UnitLeads, language: str) -> str:
    """Return the leads of a unit, and whether the one plays on."""
    count = number(of.leads, language, 0)
    return say("structures.leads_playing", language, count=count) if of.playing else count


def next_at(of: UnitLeads, language: str) -> str:
    """Return at how many people, or leads, the next step comes."""
    upper = of.unit is None and not of.whole_team
    return say(f"structures.from_{'leads' if upper else 'people'}", language, count=number(of.next_at, language, 0))


def stays(event: LeadEvent, language: str) -> str:
    """Return for how long a change of leads stays."""
    if event.lasts:
        return say("structures.stays", language)
    return say(
        "structures.stays_month" if event.months == 1 else "structures.stays_months", language, count=event.months
    )


def interim_line(plan: Plan, who: Interim, language: str) -> str:
    """Return why somebody could stand in as a lead."""
    return say(
        f"structures.interim_{who.basis.value}",
        language,
        unit=unit_name(plan, who.unit, language),
        person=plan.person(who.person).name,
        share=percent(who.share, language),
        known=who.known,
        asked=who.asked,
    )
