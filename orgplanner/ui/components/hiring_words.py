"""What moves, sources and dates of the hiring plan are called on screen."""

from __future__ import annotations

import datetime as dt

from orgplanner import i18n
from orgplanner.plan import Plan
from orgplanner.records.hiring import Lock, Move
from orgplanner.records.sourcing import Charge, MoveKind, SourceTerms
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import state
from orgplanner.ui.components.naming import source_word
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.wording import number, say, text

PEOPLE = (MoveKind.HIRE, MoveKind.TRAIN, MoveKind.BORROW, MoveKind.RELEASE)
"""Moves whose units are people; those of the others are contracts."""

NEGLIGIBLE = 0.005
"""FTE that would be written as 0."""


def day(date: dt.date) -> str:
    """Write a date in the page's way."""
    return i18n.date(date, state.language())


def today(outlook: Outlook) -> dt.date:
    """Return the day from which dates are looked at: today, but not before the plan begins."""
    return max(dt.datetime.now(tz=dt.UTC).date(), outlook.first_day)


def terms_of(plan: Plan, id: str) -> SourceTerms | None:
    """Return the terms of a source; None for people who are released."""
    return next((t for t in plan.phase.catalogue.source_terms if t.id == id), None)


def how(plan: Plan, of: Move | Lock) -> str:
    """Say how work is covered: the terms of the source, and the recruiting channel where there is one."""
    terms = terms_of(plan, of.terms)
    if terms is None:
        return say("hiring.release_of", source=source_word(of.source)) if isinstance(of, Move) else of.terms
    channels = {c.id: text(c.label) for c in plan.phase.catalogue.recruiting_channels}
    if of.channel is None:
        return text(terms.label)
    return say("hiring.by_channel", what=text(terms.label), channel=channels.get(of.channel, of.channel))


def units(move: Move) -> str:
    """Write whole people or contracts first, then what they give."""
    return say("hiring.units", units=count_of(move.kind, move.count), fte=number(move.fte, 2))


def count_of(kind: MoveKind, count: float) -> str:
    """Write a number of people or contracts."""
    return counted("people" if kind in PEOPLE else "contracts", count)


def counted(what: str, count: float) -> str:
    """Write a number of things: `people`, `contracts`, `requisitions` or `moves`."""
    return say(f"hiring.{what}_one" if count == 1 else f"hiring.{what}", count=number(count, 1))


def title(plan: Plan, move: Move) -> str:
    """Return what a move is called: role, how, how many, from when."""
    return say(
        "hiring.move_title",
        role=role_name(plan, move.role),
        how=how(plan, move),
        units=count_of(move.kind, move.count),
        start=day(move.dates.start),
    )


def short_title(plan: Plan, move: Move) -> str:
    """Return what a move is called beside its dates."""
    units_of = count_of(move.kind, move.count)
    return say("hiring.move_short", role=role_name(plan, move.role), how=how(plan, move), units=units_of)


def chart_title(plan: Plan, move: Move) -> str:
    """Return what a move is called where there is little room: the role in short, the source, the channel."""
    channels = {c.id: text(c.label) for c in plan.phase.catalogue.recruiting_channels}
    word = source_word(move.source)
    if move.kind is MoveKind.RELEASE:
        word = how(plan, move)
    elif move.channel is not None:
        word = say("hiring.by_channel", what=word, channel=channels.get(move.channel, move.channel))
    role = text(plan.phase.definition_of(move.role).short)
    return say("hiring.move_short", role=role, how=word, units=count_of(move.kind, move.count))


def price_ids(plan: Plan, move: Move) -> tuple[str, ...]:
    """Return the assumptions that the money of a move rests on."""
    terms, stem = terms_of(plan, move.terms), f"source.{move.terms}"
    salaried = terms is None or terms.charge is Charge.SALARY
    ids = [f"cost.{move.role}", f"{stem}.cost_factor"] if salaried else [f"{stem}.price", f"{stem}.fixed"]
    ids += [f"{stem}.setup"]
    if move.channel is not None:
        ids += [f"recruiting.{move.channel}.fee_share", f"recruiting.{move.channel}.fee"]
    return tuple(id for id in ids if id in plan.assumptions)


def date_ids(plan: Plan, move: Move) -> tuple[str, ...]:
    """Return the assumptions that the dates of a move rest on."""
    ids = ["hiring.approval_days", f"source.{move.terms}.lead"]
    if move.channel is not None:
        ids.append(f"recruiting.{move.channel}.lead_factor")
    if f"source.{move.terms}.lead" not in plan.assumptions:
        ids += [a.id for a in plan.assumptions if a.id.startswith("market.") and a.id.endswith(".time_to_fill")]
    terms = terms_of(plan, move.terms)
    profile = (terms.ramp if terms else None) or plan.phase.definition_of(move.role).ramp
    if profile is not None:
        ids.append(f"ramp.{profile}.month_1")
    return tuple(id for id in ids if id in plan.assumptions)


def unit_figures(plan: Plan, move: Move) -> tuple[str, ...]:
    """Return the figures of a unit of the offer that a move takes: its money, its FTE and the time until it starts."""
    parts = (move.role, move.terms, *([move.channel] if move.channel else []))
    offer = next((o for o in plan.offers if o.id == ".".join(parts)), None)
    if offer is None:
        return ()
    gives = "volume_price" if offer.by_volume else "offer_fte"
    names = ("at_the_start", "monthly_cost", gives, "lead")
    return tuple(f"hiring.{name}[{offer.id}]" for name in names)


def judged(plan: Plan, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the assumptions among some that are a judgement."""
    return tuple(id for id in ids if plan.assumptions[id].quantity.grade.is_judgement)


def years(plan: Plan, year: int) -> str:
    """Write a fiscal year by the year in which it starts."""
    return say("hiring.fiscal_year", year=str(year))
