"""The safe plan of hires and the risk of the expected one, as sections that a plain face can print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from orgplanner.advice.moves import move_label
from orgplanner.advice.names import role_label
from orgplanner.advice.report import Section, Table
from orgplanner.i18n import date, money, number, percent, say
from orgplanner.plan import Plan
from orgplanner.stages.hiring_moves import first_day
from orgplanner.stages.risk import Risk
from orgplanner.stages.risk_openings import OpenBy
from orgplanner.studies.safe_plan import SafePlan, safe_plan


def safe_sections(plan: Plan, share: float, language: str) -> tuple[Section, ...]:
    """Return what may go wrong, by when requisitions must open, and the plan that is enough in a share of futures."""
    safe = safe_plan(plan, share)
    sections = (_safe(plan, safe, language), _openings(plan, safe.risk, language))
    return tuple(s for s in sections if s.lines or s.table)


def _safe(plan: Plan, safe: SafePlan, language: str) -> Section:
    title = say("moves.safe_title", language, share=percent(safe.share, language))
    return Section(title, tuple(_safe_lines(plan, safe, language)))


def _safe_lines(plan: Plan, safe: SafePlan, language: str) -> Iterator[str]:
    extra = money(safe.extra_cost, plan.company.currency.value, language)
    yield say("moves.safe_cost", language, cost=extra, fte=number(safe.extra_fte, language, 1, sign=True))
    before, after = (percent(p, language) for p in safe.not_short)
    covered, better = (percent(c, language) for c in safe.coverage)
    yield say("moves.safe_short", language, before=before, after=after, covered=covered, better=better)
    added = set(safe.extra_moves)
    for move in safe.safe.moves:
        if move.id in added:
            day = date(move.dates.decide_by, language)
            yield say("moves.safe_move", language, date=day, what=move_label(plan, move, language))
    yield say("moves.safe_draws", language, draws=number(safe.risk.draws, language, 0), seed=safe.risk.seed)


def _openings(plan: Plan, risk: Risk, language: str) -> Section:
    head = tuple(say(f"moves.head_{k}", language) for k in ("role", "earliest", "median", "latest", "never"))
    rows = tuple(_opening(plan, o, language) for o in risk.open_by if o.earliest is not None)
    table = Table(head, rows, frozenset({4})) if rows else None
    return Section(say("moves.openings", language), (), table)


def _opening(plan: Plan, opening: OpenBy, language: str) -> tuple[str, ...]:
    days = (opening.earliest, opening.median, opening.latest)
    written = (_due(plan, day, language) for day in days)
    return (role_label(plan, opening.role, language), *written, percent(opening.never, language))


def _due(plan: Plan, day: dt.date | None, language: str) -> str:
    """Return a day; that it has passed where it lies before the plan, and that nobody is needed where there is none."""
    if day is None:
        return say("moves.later", language)
    return say("moves.passed", language) if day < first_day(plan.months[0]) else date(day, language)
