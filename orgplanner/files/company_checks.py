"""What a company file must say in itself and of the phases: known names, ids once, no circles of managers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from orgplanner.errors import Problem
from orgplanner.files.checks import choices
from orgplanner.files.document import Document, Loc
from orgplanner.files.identities import repeated
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.company import Company, Currency, OwnActivity, Segment
from orgplanner.records.phase import Phase
from orgplanner.records.quantity import Assumption
from orgplanner.stages.inputs import ONBOARDING, gather_assumptions, problem_of

Named = tuple[Loc, str]


def check_company(company: Company, document: Document, phases: Sequence[Phase]) -> list[Problem]:
    """Return everything that is wrong with a company whose fields are valid each by itself."""
    problems = [*check_phase(company, document, phases)]
    if phases:
        catalogue = phases[0].catalogue
        problems += check_catalogue_names(company, document, catalogue)
        problems += check_activities(company, document, catalogue)
        problems += check_assumptions(company, document, phases)
    problems += check_onboarding_hours(company, document)
    problems += check_segment_ids(company, document)
    problems += check_people_once(company, document)
    problems += check_managers_exist(company, document)
    problems += check_manager_circles(company, document)
    problems += check_assumed_places(company, document)
    return problems


def check_phase(company: Company, document: Document, phases: Sequence[Phase]) -> Iterator[Problem]:
    """Refuse a phase that does not exist, and a mission metric that no phase has."""
    named: list[Named] = [(("phase",), company.phase)]
    yield from _unknown(document, named, "unknown_phase", [phase.id for phase in phases])
    metrics = [metric.id for phase in phases for metric in phase.definition.mission_metrics]
    if company.mission_metric is not None:
        named = [(("mission_metric",), company.mission_metric)]
        yield from _unknown(document, named, "unknown_metric", list(dict.fromkeys(metrics)))


def check_catalogue_names(company: Company, document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse names that the catalogue does not have; a role of another phase is none of them."""
    people, segments = list(enumerate(company.roster)), list(enumerate(company.segments))
    roles: list[Named] = [(("roster", k, "roles", n, "role"), r.role) for k, p in people for n, r in enumerate(p.roles)]
    roles += [(("sourcing", role), role) for role in company.sourcing]
    skills: list[Named] = [(("roster", k, "skills", skill), skill) for k, p in people for skill in p.skills]
    models: list[Named] = [(("segments", k, "service_model"), s.service_model) for k, s in segments]
    problems: list[Named] = [(("problems", k), problem) for k, problem in enumerate(company.problems)]
    calendar: list[Named] = [(("calendar",), company.calendar)]
    yield from _unknown(document, roles, "unknown_role", [r.id for r in catalogue.roles])
    yield from _unknown(document, skills, "unknown_skill", [s.id for s in catalogue.skills])
    yield from _unknown(document, models, "unknown_service_model", [m.id for m in catalogue.service_models])
    yield from _unknown(document, problems, "unknown_problem", [p.id for p in catalogue.problems])
    yield from _unknown(document, calendar, "unknown_calendar", [c.id for c in catalogue.calendars])


def check_activities(company: Company, document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse own hours for an activity that the segment's service model does not have."""
    activities = {m.id: [a.id for a in m.activities] for m in catalogue.service_models}
    for k, segment in enumerate(company.segments):
        if segment.service_model in activities:
            known = [*activities[segment.service_model], ONBOARDING]
            named: list[Named] = [(("segments", k, "activities", name), name) for name in segment.activities]
            yield from _unknown(document, named, "unknown_activity", known)


def check_onboarding_hours(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse a frequency of onboarding: it happens once for each new account."""
    for k, segment in enumerate(company.segments):
        if ONBOARDING in segment.activities and segment.activities[ONBOARDING].frequency is not None:
            yield document.problem(("segments", k, "activities", ONBOARDING, "frequency"), "onboarding_frequency")


def check_assumptions(company: Company, document: Document, phases: Sequence[Phase]) -> Iterator[Problem]:
    """Refuse an assumption that no plan of the company uses in any phase, and a number that makes no sense."""
    if not company.assumptions:
        return
    known = known_assumptions(company, phases)
    for name, override in company.assumptions.items():
        if name in known:
            wrong = problem_of(known[name], override.value)
            if wrong is not None:
                yield document.problem(("assumptions", name, "value"), wrong.message, **wrong.values)
        elif not _waits_for_segment(name, company, phases[0].catalogue):
            near = choices(name, list(known))
            yield document.problem(("assumptions", name), "unknown_assumption", name=name, choices=near)


def known_assumptions(company: Company, phases: Sequence[Phase]) -> dict[str, Assumption]:
    """Return what a company may set: its own phase, calendar and currency come first where several have one id.

    A number set for another phase, calendar, currency or service model waits until the company changes to it.
    """
    catalogue = phases[0].catalogue
    models = {model.id: model for model in catalogue.service_models}
    numbers = OwnActivity(frequency=1, hours=1)
    segments = [Segment(id=id, service_model=id, accounts=0) for id in models]
    for segment in company.segments:
        if segment.service_model in models:
            names = [activity.id for activity in models[segment.service_model].activities]
            own = dict.fromkeys((*names, ONBOARDING), numbers)
            segments.append(Segment(id=segment.id, service_model=segment.service_model, accounts=0, activities=own))
    calendars = sorted((c.id for c in catalogue.calendars), key=lambda id: id != company.calendar)
    currencies = sorted(Currency, key=lambda currency: currency is not company.currency)
    frames = [(calendars[0], currency) for currency in currencies] + [(id, currencies[0]) for id in calendars[1:]]
    known: dict[str, Assumption] = {}
    for frame, phase in product(frames, sorted(phases, key=lambda phase: phase.id != company.phase)):
        probe = Company(
            name=company.name,
            first_month=company.first_month,
            phase=phase.id,
            calendar=frame[0],
            currency=frame[1],
            segments=tuple(segments),
        )
        known = dict(gather_assumptions(probe, phase).entries) | known
    return known


def _waits_for_segment(name: str, company: Company, catalogue: Catalogue) -> bool:
    """Tell whether a number belongs to an activity of a segment that the company has not, or has no more."""
    parts = name.split(".")
    segment, form = ".".join(parts[1:-2]), ".".join(parts[-2:])
    activities = (activity.id for model in catalogue.service_models for activity in model.activities)
    forms = {f"{ONBOARDING}.hours", *(f"{id}.{field}" for id in activities for field in ("frequency", "hours"))}
    return parts[0] == "segment" and form in forms and segment not in ("", *(s.id for s in company.segments))


def check_segment_ids(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse two segments with one id."""
    ids = [segment.id for segment in company.segments]
    for position, first in repeated(ids):
        yield _twice(document, "segments", ids, position, first, "duplicate_id")


def check_people_once(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse a person who is listed twice; two managers of one person are told as such."""
    people = company.roster
    ids = [person.id for person in people]
    for position, first in repeated(ids):
        managers = (people[first].manager, people[position].manager)
        message = "two_managers" if all(managers) and managers[0] != managers[1] else "duplicate_id"
        yield _twice(document, "roster", ids, position, first, message, managers=managers)


def check_managers_exist(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse a manager who is not on the roster."""
    known = list(dict.fromkeys(person.id for person in company.roster))
    named: list[Named] = [
        (("roster", k, "manager"), p.manager) for k, p in enumerate(company.roster) if p.manager is not None
    ]
    yield from _unknown(document, named, "unknown_manager", known)


def check_manager_circles(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse people who report to each other in a circle, each circle once with its path."""
    positions: dict[str, int] = {}
    for k, person in enumerate(company.roster):
        positions.setdefault(person.id, k)
    manager = {name: company.roster[k].manager for name, k in positions.items()}
    seen: dict[str, int] = {}
    for walk, start in enumerate(positions):
        path: list[str] = []
        here: str | None = start
        while here in manager and here not in seen:
            seen[here] = walk
            path.append(here)
            here = manager[here]
        if here in manager and seen[here] == walk:
            circle = [*path[path.index(here) :], here]
            place = ("roster", positions[here], "manager")
            yield document.problem(place, "manager_circle", path=" → ".join(_shortened(circle)))


def check_assumed_places(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse an assumed mark on something that no company file has."""
    known = list(Company.model_fields)
    for k, mark in enumerate(company.assumed):
        first = mark.place.split(".")[0]
        yield from _unknown(document, [(("assumed", k, "place"), first)], "unknown_place", known)


MAX_PATH = 12


def _shortened(path: list[str]) -> list[str]:
    half = MAX_PATH // 2
    return path if len(path) <= MAX_PATH else [*path[:half], "…", *path[-half:]]


def _unknown(document: Document, named: Sequence[Named], message: str, known: Sequence[str]) -> Iterator[Problem]:
    """Refuse names that are not known; the first ones are told what comes nearest."""
    allowed = set(known)
    wrong = [(place, name) for place, name in named if name not in allowed]
    for k, (place, name) in enumerate(wrong):
        near = choices(name, known) if k < MAX_COMPARED else choices("", known)
        yield document.problem(place, message, name=name, choices=near)


MAX_COMPARED = 20
"""Wrong names of one kind that are compared with the known ones: comparing is slow on large rosters."""


def _twice(
    document: Document,
    key: str,
    ids: Sequence[str],
    position: int,
    first: int,
    message: str,
    **values: object,
) -> Problem:
    at = f"{document.file}:{document.line((key, first)) or 1}"
    return document.problem((key, position, "id"), message, name=ids[position], first=at, **values)
