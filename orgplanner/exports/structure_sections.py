"""Structures side by side and the leads of the months, as sections that a plain face can print."""

from __future__ import annotations

from orgplanner.advice.names import position_label
from orgplanner.advice.report import Section, Table
from orgplanner.exports.structure_words import (
    interim_line,
    leads_count,
    marked_value,
    next_at,
    option_label,
    option_reason,
    part_line,
    refusal_line,
    score_label,
    score_value,
    state_words,
    stays,
    twin_labels,
    unit_of_leads,
    units_of,
)
from orgplanner.i18n import month as month_name
from orgplanner.i18n import number, say
from orgplanner.plan import Plan
from orgplanner.studies.next_leads import NextLeads, next_leads
from orgplanner.studies.structure_score import ScoreKind
from orgplanner.studies.structures import Proposals, StructureOption, best_in, propose_structures, times_best

MOST_PARTS = 12
"""Parts of a score that are told one by one."""


def structure_sections(plan: Plan, language: str) -> tuple[Section, ...]:
    """Return the structures that the team can carry with their scores, those that it cannot, and the leads.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions in the phase's own structure.
    """
    proposals, leads = propose_structures(plan), next_leads(plan)
    sections = (
        _options(plan, proposals, language),
        *(_parts(option, language) for option in proposals.options),
        _refused(plan, proposals, language),
        _leads_now(plan, leads, language),
        _events(plan, leads, language),
        _interim(plan, leads, language),
    )
    return tuple(section for section in sections if section.lines or section.table)


def _options(plan: Plan, proposals: Proposals, language: str) -> Section:
    """Return one row a structure, one column a score; the best are marked."""
    options, counts = proposals.options, times_best(proposals.options)
    best = {kind: best_in(options, kind) for kind in ScoreKind}
    columns = (say(f"structures.column_{name}", language) for name in ("structure", "state", "positions", "best"))
    head = (*columns, *(score_label(kind, language) for kind in ScoreKind))
    rows = tuple(
        (
            option_label(option, language),
            state_words(option, language),
            number(len(option.plan.team_positions), language, 0),
            number(counts[option.id], language, 0),
            *(
                marked_value(option.score(kind), language, best=any(option is other for other in best[kind]))
                for kind in ScoreKind
            ),
        )
        for option in options
    )
    title = say("structures.section_options", language, month=month_name(plan.month, language))
    lines = (say("structures.best_legend", language),) if len(options) > 1 else ()
    return Section(title, lines, Table(head, rows, frozenset(range(2, len(head)))))


def _parts(option: StructureOption, language: str) -> Section:
    """Return why a structure serves, and what each of its scores is made of."""
    lines = [option_reason(option, language), units_of(option, language)]
    twins = twin_labels(option, language)
    lines += [say("structures.same_as", language, labels=twins)] if twins else []
    for score in option.scores:
        lines.append(f"{score_label(score.kind, language)}: {score_value(score, language)}")
        lines += [f"  - {part_line(option.plan, part, language)}" for part in score.parts[:MOST_PARTS]]
        more = len(score.parts) - MOST_PARTS
        lines += [f"  - {say('structures.more_parts', language, count=more)}"] if more > 0 else []
    title = say("structures.section_parts", language, label=option_label(option, language))
    return Section(title, tuple(lines))


def _refused(plan: Plan, proposals: Proposals, language: str) -> Section:
    lines = tuple(f"{r.label.say(language)}: {refusal_line(plan, r, language)}" for r in proposals.refused)
    return Section(say("structures.section_refused", language), lines)


def _leads_now(plan: Plan, leads: NextLeads, language: str) -> Section:
    head = tuple(say(f"structures.column_{k}", language) for k in ("unit", "people", "leads", "next", "next_at"))
    rows = tuple(
        (
            unit_of_leads(plan, of, language),
            number(of.people, language, 0),
            leads_count(of, language),
            say(f"structures.step_{of.next_step.value}", language),
            next_at(of, language),
        )
        for of in leads.units
    )
    seats = [position_label(plan, id, language) for id in leads.open_leads]
    lines = (say("structures.open_leads", language, seats=seats),) if seats else ()
    title = say("structures.section_leads", language, month=month_name(plan.month, language))
    return Section(title, lines, Table(head, rows, frozenset((1, 2))))


def _events(plan: Plan, leads: NextLeads, language: str) -> Section:
    title = say("structures.leads_events", language)
    if not leads.events:
        return Section(title, (say("structures.leads_none_due", language),))
    head = tuple(say(f"structures.column_{k}", language) for k in ("month", "unit", "step", "people", "leads", "stays"))
    rows = tuple(
        (
            month_name(event.month, language, short=language == "en"),
            unit_of_leads(plan, event, language),
            say(f"structures.step_{event.step.value}", language),
            number(event.people, language, 0),
            say("structures.arrow", language).join(number(n, language, 0) for n in (event.before, event.after)),
            stays(event, language),
        )
        for event in leads.events
    )
    return Section(title, (say("structures.leads_about", language),), Table(head, rows, frozenset((3, 4))))


def _interim(plan: Plan, leads: NextLeads, language: str) -> Section:
    lines = tuple(interim_line(plan, who, language) for who in leads.interim)
    return Section(say("structures.interim_title", language), lines)
