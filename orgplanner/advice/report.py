"""The plan in words: sections of lines and tables that any plain face can print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orgplanner.advice.figures import label_of, source_of, written
from orgplanner.advice.names import position_label, role_label, source_kind
from orgplanner.i18n import money, month, number, percent, say
from orgplanner.plan import Plan
from orgplanner.records.gap import RoleGap
from orgplanner.records.position import Position
from orgplanner.stages.sourcing import RoleSourcing

MOST_LINES = 12
"""Lines of a list that may grow with the company; the rest is counted."""

NEGLIGIBLE = 0.005
"""FTE that is written as zero."""


BETWEEN = " / "
"""Between the labels of positions, which may hold commas."""

JUDGEMENT = "judgement"
"""Key of the source of numbers and statements that no publication backs."""


@dataclass(frozen=True)
class Table:
    """Rows of words under a head; numbers stand to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    """Columns that hold numbers."""


@dataclass(frozen=True)
class Section:
    """A part of the report."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


def report(plan: Plan, language: str) -> tuple[Section, ...]:
    """Return the whole plan in words, whole people first; parts that have nothing to say are left out."""
    builders = (_summary, _headcount, _sourcing, _chart, _gaps, _cost, _warnings, _assumed)
    sections = (build(plan, language) for build in builders)
    return tuple(section for section in sections if section.lines or section.table)


def _summary(plan: Plan, language: str) -> Section:
    title = say(
        "cli.title",
        language,
        company=plan.company.name,
        phase=plan.phase.definition.label.say(language),
        month=month(plan.month, language),
    )
    team = len(plan.team_positions)
    unheld = len(plan.gaps.open_positions)
    fte = number(plan.explain(f"staffing.team_fte[{plan.month}]").value, language, 2)
    lines = [say("cli.summary", language, positions=team, fte=fte, held=team - unheld, open=unheld)]
    outside = sum(p.count for p in plan.positions if not p.on_team)
    lines += [say("cli.summary_outside", language, people=outside)] if outside else []
    lines += [say("cli.no_customers", language)] if not plan.company.segments else []
    lines += [say("cli.no_team", language)] if not plan.company.roster else []
    return Section(title, tuple(lines))


def _headcount(plan: Plan, language: str) -> Section:
    gaps = [g for g in plan.gaps.roles if g.positions or g.outside_people or g.total_fte > NEGLIGIBLE]
    head = tuple(say(f"cli.head_{k}", language) for k in ("role", "needed", "have", "open", "outside", "fte", "source"))
    rows = tuple(_headcount_row(plan, gap, language) for gap in gaps)
    pooled = [g.role for g in gaps if not (g.positions or g.outside_people)]
    names = [role_label(plan, role, language) for role in pooled]
    lines = (say("cli.pooled", language, roles=names),) if names else ()
    return Section(say("cli.headcount", language), lines, Table(head, rows, frozenset(range(1, 6))))


def _headcount_row(plan: Plan, gap: RoleGap, language: str) -> tuple[str, ...]:
    counts = (gap.positions, gap.filled, gap.open_positions, gap.outside_people)
    source = source_kind(plan.sourcing.of(gap.role).taken, language)
    fte = f"{gap.total_fte:.2f}"
    return (role_label(plan, gap.role, language), *(str(c) if c else "-" for c in counts), fte, source)


def _sourcing(plan: Plan, language: str) -> Section:
    needed = {g.role for g in plan.gaps.roles if g.total_fte > NEGLIGIBLE}
    chosen = [r for r in plan.sourcing.roles if r.role in needed]
    lines = [_sourcing_line(plan, r, language) for r in chosen]
    cited = dict.fromkeys(r.advice.reason.source for r in chosen if r.advice is not None)
    lines += [say("cli.sources", language, source=source_of(plan, key, language)) for key in cited if key != JUDGEMENT]
    return Section(say("cli.sourcing", language), tuple(lines))


def _sourcing_line(plan: Plan, sourcing: RoleSourcing, language: str) -> str:
    """Return the source taken, why, and what else the phase advises."""
    others = [source_kind(a.source, language) for a in sourcing.advised if a.source is not sourcing.taken]
    blanks = {"role": role_label(plan, sourcing.role, language), "taken": source_kind(sourcing.taken, language)}
    if sourcing.by_rule:
        sentence = say("cli.taken_by_rule", language, share=percent(sourcing.share, language), **blanks)
    else:
        sentence = say("cli.taken", language, **blanks)
    advice = sourcing.advice
    if advice is not None:
        source = _cited(plan, advice.reason.source, language)
        sentence += say("cli.because", language, reason=advice.reason.text.say(language), source=source)
    return sentence + (say("cli.other_sources", language, sources=others) if others else "")


def _cited(plan: Plan, key: str, language: str) -> str:
    """Return a source in short: the author and the year."""
    if key == JUDGEMENT:
        return source_of(plan, key, language)
    source = next(s for s in plan.phase.catalogue.sources if s.id == key)
    return say("cli.cited", language, author=source.author, year=source.year)


def _chart(plan: Plan, language: str) -> Section:
    """Return the recommended chart as an indented tree."""
    depth: dict[str, int] = {}
    children: dict[str | None, list[str]] = {}
    for node in plan.charts.recommended.nodes:
        depth[node.id] = depth[node.parent] + 1 if node.parent is not None else 0
        children.setdefault(node.parent, []).append(node.id)
    order, waiting = [], list(reversed(children.get(None, [])))
    while waiting:
        order.append(waiting.pop())
        waiting += reversed(children.get(order[-1], []))
    lines = (f"{'    ' * depth[id]}{_seat(plan, plan.position(id), language)}" for id in order)
    return Section(say("cli.chart", language), tuple(lines))


def _seat(plan: Plan, position: Position, language: str) -> str:
    """Return a position with who holds it, or that it is open."""
    label = position_label(plan, position.id, language)
    names = [person.name for person in plan.holders(position.id)]
    if names:
        return say("cli.seat_held", language, position=label, people=names)
    if position.on_team:
        return say("cli.seat_open", language, position=label)
    return say("cli.seat_outside", language, position=label, people=position.count)


def _gaps(plan: Plan, language: str) -> Section:
    lines = [*_open_lines(plan, language), *_fte_gap_lines(plan, language)]
    names = [plan.person(id).name for id in plan.gaps.unplaced]
    lines += [say("cli.unplaced", language, people=names)] if names else []
    lines += _shortened(list(_skill_lines(plan, language)), language)
    lines = lines or [say("cli.no_gaps", language)]
    return Section(say("cli.gaps", language), tuple(lines))


def _open_lines(plan: Plan, language: str) -> Iterator[str]:
    for position in plan.gaps.open_positions:
        loads = [
            say("cli.load", language, role=role_label(plan, r.role, language), fte=number(r.fte, language, 2))
            for r in position.roles
        ]
        yield say("cli.open_position", language, position=position_label(plan, position.id, language), loads=loads)


def _fte_gap_lines(plan: Plan, language: str) -> Iterator[str]:
    smallest = plan.assumptions["team.minimum_gap"].quantity.value
    for gap in plan.gaps.roles:
        if gap.gap_fte > smallest:
            role = role_label(plan, gap.role, language)
            needed, held, missing = (number(v, language, 2) for v in (gap.total_fte, gap.held_fte, gap.gap_fte))
            yield say("cli.gap_fte", language, role=role, needed=needed, held=held, missing=missing)


def _skill_lines(plan: Plan, language: str) -> Iterator[str]:
    labels = {skill.id: skill.label.say(language) for skill in plan.phase.catalogue.skills}
    for id in dict.fromkeys(gap.person for gap in plan.gaps.skills):
        skills = [
            say("cli.skill_gap", language, skill=labels[gap.skill], held=gap.held, required=gap.required)
            for gap in plan.gaps.skills
            if gap.person == id
        ]
        yield say("cli.skill_gaps", language, person=plan.person(id).name, skills=skills)


def _cost(plan: Plan, language: str) -> Section:
    costs, currency = plan.costs, plan.company.currency.value
    amounts = {k: money(getattr(costs, k), currency, language) for k in ("today", "open_positions", "planned")}
    lines = [say("cli.cost", language, **amounts)]
    planned, today = costs.share_of_revenue(costs.planned), costs.share_of_revenue(costs.today)
    if planned is None or today is None:
        lines.append(say("cli.no_revenue", language))
    else:
        band = plan.assumptions["benchmark.cost_share"].quantity
        low, high = (percent(v, language) for v in band.range)
        blanks = {"today": percent(today, language, 1), "planned": percent(planned, language, 1)}
        source = source_of(plan, band.source, language)
        lines.append(say("cli.cost_share", language, low=low, high=high, source=source, **blanks))
    if plan.company.budget is not None:
        lines.append(say("cli.budget", language, budget=money(plan.company.budget.monthly, currency, language)))
    return Section(say("cli.costs", language), tuple(lines))


def warnings(plan: Plan, language: str) -> tuple[str, ...]:
    """Return what the reader of the plan has to know before relying on it, one sentence each."""
    deviating = [r for r in plan.sourcing.roles if r.deviates]
    lines = [
        say(
            "cli.deviates",
            language,
            role=role_label(plan, r.role, language),
            taken=source_kind(r.taken, language),
            advised=[source_kind(a.source, language) for a in r.advised],
        )
        for r in deviating
    ]
    budget = plan.company.budget
    if budget is not None and plan.costs.planned > budget.monthly:
        over = money(plan.costs.planned - budget.monthly, plan.company.currency.value, language)
        lines.append(say("cli.over_budget", language, over=over))
    tight = [position_label(plan, p.id, language) for p in plan.positions if p.tight]
    lines += [say("cli.tight", language, positions=BETWEEN.join(tight))] if tight else []
    unknown = [position_label(plan, id, language) for id in plan.costs.unknown_seats]
    lines += [say("cli.price_unknown", language, positions=BETWEEN.join(unknown))] if unknown else []
    estimated = [plan.person(id).name for id in plan.costs.estimated_people]
    lines += [say("cli.cost_estimated", language, people=estimated)] if estimated else []
    cycle = [plan.person(id).name for id, _ in plan.charts.today.left_out]
    lines += [say("cli.left_out", language, people=cycle)] if cycle else []
    return tuple(lines)


def _warnings(plan: Plan, language: str) -> Section:
    return Section(say("cli.warnings", language), warnings(plan, language))


def _assumed(plan: Plan, language: str) -> Section:
    judged = sum(a.quantity.grade.is_judgement for a in plan.assumptions)
    lines = [say("cli.judgements", language, judged=judged, all=len(plan.assumptions))]
    for a in plan.assumptions.changed:
        value, default = (written(q.value, q.unit, language) for q in (a.quantity, a.default))
        label = label_of(plan, a.id, language)
        lines.append(say("cli.changed", language, label=label, value=value, default=default))
    marks = plan.company.assumed
    places = [label_of(plan, m.place, language) + (f" - {m.note}" if m.note else "") for m in marks]
    lines += [say("cli.assumed_fields", language, count=len(marks))] if marks else []
    lines += [f"  {place}" for place in _shortened(places, language)]
    return Section(say("cli.assumed", language), tuple(lines))


def _shortened(lines: list[str], language: str) -> list[str]:
    rest = len(lines) - MOST_LINES
    return lines if rest <= 0 else [*lines[:MOST_LINES], say("cli.and_more", language, count=rest)]
