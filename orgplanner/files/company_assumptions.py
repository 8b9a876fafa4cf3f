"""The numbers that a company sets itself: known to some plan of it, and such that a plan can be made with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.checks import choices
from orgplanner.files.document import Document
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.channel import ChannelKind, LiveChannel
from orgplanner.records.company import Company, Currency, OwnActivity, Segment
from orgplanner.records.lever import Lever
from orgplanner.records.phase import Phase
from orgplanner.records.quantity import Assumption
from orgplanner.stages.hiring_assumptions import OF_A_MARKET
from orgplanner.stages.register import CHANNEL_NUMBERS, ONBOARDING, gather_assumptions, problem_of

LEVER_NUMBERS = ("effect", "adoption", "review", "lag", "build", "upkeep")
"""Numbers of a lever in the register."""


def check_assumptions(company: Company, document: Document, phases: Sequence[Phase]) -> Iterator[Problem]:
    """Refuse an assumption that no plan of the company uses in any phase, and a number that makes no sense."""
    if not company.assumptions:
        return
    known, sound = known_assumptions(company, phases), set()
    for name, override in company.assumptions.items():
        if name in known:
            wrong = problem_of(known[name], override.value) or _promise_problem(name, override.value)
            if wrong is not None:
                yield document.problem(("assumptions", name, "value"), wrong.message, **wrong.values)
            else:
                sound.add(name)
        elif not _waits(name, company, phases[0].catalogue):
            near = choices(name, list(known))
            yield document.problem(("assumptions", name), "unknown_assumption", name=name, choices=near)
    yield from _check_internal_work(company, sound, document, phases[0])


def known_assumptions(company: Company, phases: Sequence[Phase]) -> dict[str, Assumption]:
    """Return what a company may set: its own phase, calendar and currency come first where several have one id.

    A number set for another phase, calendar, currency or service model waits until the company changes to it.
    """
    catalogue = phases[0].catalogue
    calendars = sorted((c.id for c in catalogue.calendars), key=lambda id: id != company.calendar)
    currencies = sorted(Currency, key=lambda currency: currency is not company.currency)
    frames = [(calendars[0], currency) for currency in currencies] + [(id, currencies[0]) for id in calendars[1:]]
    known: dict[str, Assumption] = {}
    for frame, phase in product(frames, sorted(phases, key=lambda phase: phase.id != company.phase)):
        probe = Company(
            name=company.name,
            first_month=company.first_month,
            phase=phase.id,
            country=company.country,
            calendar=frame[0],
            currency=frame[1],
            segments=_with_own_numbers(company, catalogue),
            channels=tuple(_with_every_number(channel) for channel in company.channels),
            levers=_with_effects(company, catalogue),
        )
        known = dict(gather_assumptions(probe, phase).entries) | known
    return known


def _with_own_numbers(company: Company, catalogue: Catalogue) -> tuple[Segment, ...]:
    """Return a segment for each service model, and the company's own with own numbers for every activity."""
    models = {model.id: model for model in catalogue.service_models}
    numbers = OwnActivity(frequency=1, hours=1)
    segments = [Segment(id=id, service_model=id, accounts=0) for id in models]
    for segment in company.segments:
        if segment.service_model in models:
            names = [activity.id for activity in models[segment.service_model].activities]
            own = dict.fromkeys((*names, ONBOARDING), numbers)
            segments.append(Segment(id=segment.id, service_model=segment.service_model, accounts=0, activities=own))
    return tuple(segments)


def _with_every_number(channel: LiveChannel) -> LiveChannel:
    """Return a channel of the same id that sets every number itself."""
    numbers: dict[str, Any] = dict.fromkeys(CHANNEL_NUMBERS.values(), 1.0) | {"service_level": 0.5}
    return LiveChannel(id=channel.id, kind=ChannelKind.CHAT, contacts=0, profile=channel.profile, **numbers)


def _with_effects(company: Company, catalogue: Catalogue) -> tuple[Lever, ...]:
    """Return the levers of known kinds, each with an effect."""
    kinds = {lever.id for lever in catalogue.levers}
    return tuple(Lever(id=lever.id, kind=lever.kind, effect=1) for lever in company.levers if lever.kind in kinds)


def _promise_problem(name: str, value: float) -> Problem | None:
    """Return what is wrong with a number of live channels that no desk can work with."""
    family, number = name.partition(".")[0], name.rpartition(".")[2]
    if family not in ("live", "channel"):
        return None
    if number == "service_level" and value >= 1:
        return Problem("", None, "", "service_level_of_one", {"given": value})
    if number == "concurrency" and value < 1:
        return Problem("", None, "", "too_small", {"given": value, "limit": 1})
    return None


def _check_internal_work(company: Company, sound: set[str], document: Document, phase: Phase) -> Iterator[Problem]:
    """Refuse parts of internal work that leave no time for the work itself."""
    own = {id: o for id, o in company.assumptions.items() if id in sound and id.startswith("capacity.")}
    if not own:
        return
    calendar = phase.catalogue.calendars[0].id
    probe = Company(
        name=company.name, first_month=company.first_month, phase=phase.id, calendar=calendar, assumptions=own
    )
    try:
        gather_assumptions(probe, phase)
    except InputProblems as error:
        for problem in error.problems:
            place = ("assumptions", problem.place.removeprefix("assumptions."), "value")
            yield document.problem(place, problem.message, **problem.values)


def _waits(name: str, company: Company, catalogue: Catalogue) -> bool:
    """Tell whether a number belongs to a segment, channel, lever or country that the company has not, or no more."""
    family, *rest = name.split(".")
    if family == "market":
        countries = [market.country for market in catalogue.labour_markets]
        return rest[:1] in [[c] for c in countries] and ".".join(rest[1:]) in OF_A_MARKET
    activities = (activity.id for model in catalogue.service_models for activity in model.activities)
    forms = {f"{ONBOARDING}.hours", *(f"{id}.{field}" for id in activities for field in ("frequency", "hours"))}
    known = {
        "segment": ([s.id for s in company.segments], forms),
        "channel": ([c.id for c in company.channels], set(CHANNEL_NUMBERS)),
        "lever": ([lever.id for lever in company.levers], set(LEVER_NUMBERS)),
    }
    if family not in known:
        return False
    owners, fields = known[family]
    length = 2 if family == "segment" else 1
    owner, field = ".".join(rest[:-length]), ".".join(rest[-length:])
    return field in fields and owner not in ("", *owners)
