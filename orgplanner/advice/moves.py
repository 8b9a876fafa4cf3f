"""The hiring plan in words: what each move is called, and the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from orgplanner.advice.names import role_label, source_kind, terms_label
from orgplanner.advice.report import Section, Table
from orgplanner.i18n import date, money, month, number, percent, say
from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.hiring import Bridge, Move
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring import Hiring

MOST_BRIDGES = 3
"""Ways through the first months that are told of one role."""

NEGLIGIBLE = 0.05
"""FTE that is not worth a line."""


def move_label(plan: Plan, move: Move, language: str) -> str:
    """Return what a move is called: what is done, by which way, for which role, and how much of it."""
    role = role_label(plan, move.role, language)
    way = way_label(plan, move.terms, move.channel, language) if move.terms != "release" else ""
    source = source_kind(move.source, language)
    blanks = {"role": role, "way": way or source, "count": number(move.count, language, 1)}
    return say(f"moves.{_label_key(move)}", language, fte=number(abs(move.fte), language, 2), **blanks)


def _label_key(move: Move) -> str:
    """Return which text tells a move: a transfer is no recruiting, and a contract ends otherwise than employment."""
    if move.kind is MoveKind.HIRE and move.source is SourceKind.TRANSFER:
        return "transfer"
    if move.kind is MoveKind.RELEASE and move.source in NOT_ON_TEAM:
        return "release_outside"
    return move.kind.value


def way_label(plan: Plan, terms: str, channel: str | None, language: str) -> str:
    """Return what a way is called: its terms, and the recruiting channel where there is one."""
    label = terms_label(plan, terms, language)
    if channel is None:
        return label
    channels = plan.phase.catalogue.recruiting_channels
    found = next(c.label.say(language) for c in channels if c.id == channel)
    return say("moves.by_channel", language, way=label, channel=found)


def hiring_sections(plan: Plan, hiring: Hiring, language: str, bridges: tuple[Bridge, ...] = ()) -> tuple[Section, ...]:
    """Return the hiring plan in words: what to do by when, what it costs, what stays uncovered."""
    sections = (
        Section(say("moves.title", language), tuple(_summary(plan, hiring, language))),
        _table(plan, hiring, language),
        Section(say("moves.uncovered", language), tuple(_uncovered(plan, hiring, language))),
        Section(say("moves.bridges", language), tuple(bridge_line(plan, b, language) for b in telling(plan, bridges))),
    )
    return tuple(s for s in sections if s.lines or s.table)


def _summary(plan: Plan, hiring: Hiring, language: str) -> Iterator[str]:
    currency = plan.company.currency.value
    if hiring.moves:
        first = hiring.moves[0]
        blanks = {"count": len(hiring.moves), "date": date(first.dates.decide_by, language)}
        yield say("moves.first", language, what=move_label(plan, first, language), **blanks)
    else:
        yield say("moves.none_short" if (hiring.shortage > NEGLIGIBLE).any() else "moves.none", language)
    people, moves = hiring.payroll.sum(), hiring.move_costs.sum()
    amounts = {k: money(float(v), currency, language) for k, v in (("people", people), ("moves", moves))}
    yield say("moves.money", language, all=money(float(people + moves), currency, language), **amounts)
    if hiring.budget is not None:
        left = hiring.budget - hiring.payroll - hiring.move_costs
        tightest = int(np.argmin(left))
        blanks = {
            "month": month(hiring.months[tightest], language),
            "left": money(float(left[tightest]), currency, language),
        }
        yield say("moves.budget", language, **blanks)
    yield say(f"moves.proof_{hiring.proof.value}", language, gap=percent(hiring.gap, language, 1))
    yield say("moves.beside_chart", language)
    yield from (say(note, language) for note in plan.hiring_notes)


def _table(plan: Plan, hiring: Hiring, language: str) -> Section:
    head = tuple(
        say(f"moves.head_{k}", language) for k in ("decide", "open", "start", "productive", "what", "reason", "cost")
    )
    rows = tuple(_row(plan, move, language) for move in hiring.moves)
    return Section(say("moves.dated", language), (), Table(head, rows, frozenset({6})) if rows else None)


def _row(plan: Plan, move: Move, language: str) -> tuple[str, ...]:
    dates = move.dates
    days = (dates.decide_by, dates.open_by, dates.start, dates.productive_by)
    return (
        *(date(day, language) for day in days),
        move_label(plan, move, language),
        say(f"moves.reason_{move.reason.value}", language),
        money(move.total_cost, plan.company.currency.value, language),
    )


def _uncovered(plan: Plan, hiring: Hiring, language: str) -> Iterator[str]:
    for place, role in enumerate(hiring.roles):
        short = hiring.shortage[place]
        months = np.flatnonzero(short > NEGLIGIBLE)
        if months.size:
            most = int(np.argmax(short))
            yield say(
                "moves.short" if months.size > 1 else "moves.short_once",
                language,
                role=role_label(plan, role, language),
                count=int(months.size),
                first=month(hiring.months[months[0]], language),
                last=month(hiring.months[months[-1]], language),
                most=number(float(short[most]), language, 2),
                month=month(hiring.months[most], language),
            )


def telling(plan: Plan, bridges: tuple[Bridge, ...]) -> list[Bridge]:
    """Return the bridges of roles that miss more than the smallest gap, the cheapest few an FTE for each."""
    least = plan.assumptions["team.minimum_gap"].quantity.value
    chosen: list[Bridge] = []
    for role in dict.fromkeys(b.role for b in bridges):
        own = [b for b in bridges if b.role == role and b.missing_fte >= least and b.fte > 0]
        chosen += sorted(own, key=lambda b: (b.cost is None, (b.cost or 0.0) / b.fte))[:MOST_BRIDGES]
    return chosen


def bridge_line(plan: Plan, bridge: Bridge, language: str) -> str:
    """Return a bridge in one sentence, its price where it is known."""
    way = "" if bridge.terms is None else terms_label(plan, bridge.terms, language)
    currency = plan.company.currency.value
    price = say("moves.price_unknown", language) if bridge.cost is None else money(bridge.cost, currency, language)
    first, last = month(bridge.first, language), month(bridge.last, language)
    if bridge.terms is not None and not _advised(plan, bridge.role, bridge.terms):
        price = say("moves.unadvised", language, price=price)
    return say(
        f"moves.bridge_{bridge.kind.value}",
        language,
        role=role_label(plan, bridge.role, language),
        way=way,
        period=first if first == last else say("moves.period", language, first=first, last=last),
        fte=number(bridge.fte, language, 2),
        missing=number(bridge.missing_fte, language, 2),
        price=price,
        detail=next((s.name for s in plan.company.segments if s.id == bridge.detail), bridge.detail or ""),
    )


def _advised(plan: Plan, role: str, terms: str) -> bool:
    """Tell whether the phase advises the source of some terms for a role."""
    source = next(t.source for t in plan.phase.catalogue.source_terms if t.id == terms)
    return any(advice.source is source for advice in plan.phase.role(role).sources)
