"""What a company file must say in itself and of the phases: known names, ids once, no circles of managers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orgplanner.errors import Problem
from orgplanner.files.checks import choices
from orgplanner.files.company_assumptions import check_assumptions
from orgplanner.files.document import Document, Loc
from orgplanner.files.identities import repeated
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.chart_edit import AddPosition, SetPositionRole
from orgplanner.records.company import Company
from orgplanner.records.hiring import Available, Lock
from orgplanner.records.phase import Phase
from orgplanner.stages.register import ONBOARDING

Named = tuple[Loc, str]


def check_company(company: Company, document: Document, phases: Sequence[Phase]) -> list[Problem]:
    """Return everything that is wrong with a company whose fields are valid each by itself."""
    problems = [*check_phase(company, document, phases)]
    if phases:
        catalogue = phases[0].catalogue
        problems += check_catalogue_names(company, document, catalogue)
        problems += check_activities(company, document, catalogue)
        problems += check_renewal_frequencies(company, document, catalogue)
        problems += check_profiles(company, document, catalogue)
        problems += check_hiring_names(company, document, catalogue)
        problems += check_assumptions(company, document, phases)
    problems += check_onboarding_hours(company, document)
    problems += check_hiring_months(company, document)
    problems += check_ids_once(company, document)
    problems += check_absences_apart(company, document)
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
    levers: list[Named] = [(("levers", k, "kind"), lever.kind) for k, lever in enumerate(company.levers)]
    season: list[Named] = [] if company.seasonality is None else [(("seasonality",), company.seasonality)]
    roles += [
        (("segments", k, "activities", name, "role"), own.role)
        for k, s in segments
        for name, own in s.activities.items()
        if own.role is not None
    ]
    yield from _unknown(document, roles, "unknown_role", [r.id for r in catalogue.roles])
    yield from _unknown(document, skills, "unknown_skill", [s.id for s in catalogue.skills])
    yield from _unknown(document, models, "unknown_service_model", [m.id for m in catalogue.service_models])
    yield from _unknown(document, problems, "unknown_problem", [p.id for p in catalogue.problems])
    yield from _unknown(document, calendar, "unknown_calendar", [c.id for c in catalogue.calendars])
    yield from _unknown(document, levers, "unknown_lever", [lever.id for lever in catalogue.levers])
    yield from _unknown(document, season, "unknown_seasonality", [s.id for s in catalogue.seasonalities])
    structure: list[Named] = (
        [] if company.chart.structure is None else [(("chart", "structure"), company.chart.structure)]
    )
    yield from _unknown(document, structure, "unknown_structure", [s.id for s in catalogue.structures])
    edited: list[Named] = [
        (("chart", "edits", k, "role"), edit.role)
        for k, edit in enumerate(company.chart.edits)
        if isinstance(edit, (AddPosition, SetPositionRole))
    ]
    yield from _unknown(document, edited, "unknown_role", [r.id for r in catalogue.roles])


def check_activities(company: Company, document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse own hours and priorities for an activity that the segment's service model does not have."""
    activities = {m.id: [a.id for a in m.activities] for m in catalogue.service_models}
    for k, segment in enumerate(company.segments):
        if segment.service_model in activities:
            known = activities[segment.service_model]
            named: list[Named] = [(("segments", k, "activities", name), name) for name in segment.activities]
            yield from _unknown(document, named, "unknown_activity", [*known, ONBOARDING])
            named = [
                (("segments", k, "priorities", n, "frequency", name), name)
                for n, group in enumerate(segment.priorities)
                for name in group.frequency
            ]
            yield from _unknown(document, named, "unknown_activity", known)


def check_renewal_frequencies(company: Company, document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a group's own frequency of renewals: they follow the contract term."""
    renewals = {m.id: {a.id for a in m.activities if a.at_renewal} for m in catalogue.service_models}
    for k, segment in enumerate(company.segments):
        for n, group in enumerate(segment.priorities):
            for name in group.frequency:
                if name in renewals.get(segment.service_model, ()):
                    place = ("segments", k, "priorities", n, "frequency", name)
                    yield document.problem(place, "renewal_frequency", name=name)


def check_profiles(company: Company, document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse an own arrival profile that has an id of the catalogue, and a channel whose profile nobody knows."""
    shipped = [profile.id for profile in catalogue.arrival_profiles]
    for k, profile in enumerate(company.arrival_profiles):
        if profile.id in shipped:
            yield document.problem(("arrival_profiles", k, "id"), "profile_of_catalogue", name=profile.id)
    known = list(dict.fromkeys([*(profile.id for profile in company.arrival_profiles), *shipped]))
    named: list[Named] = [(("channels", k, "profile"), channel.profile) for k, channel in enumerate(company.channels)]
    yield from _unknown(document, named, "unknown_arrival_profile", known)


def check_hiring_names(company: Company, document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse locks and people at hand for roles, ways and channels that the catalogue does not have."""
    hiring, terms = company.hiring, [t.id for t in catalogue.source_terms]
    locks: list[tuple[Loc, Lock | Available]] = [(("hiring", "locks", k), lock) for k, lock in enumerate(hiring.locks)]
    named = [*locks, *((("hiring", "available", k), people) for k, people in enumerate(hiring.available))]
    roles: list[Named] = [((*place, "role"), record.role) for place, record in named]
    ways: list[Named] = [((*place, "terms"), record.terms) for place, record in named]
    channels: list[Named] = [
        (("hiring", "locks", k, "channel"), lock.channel)
        for k, lock in enumerate(hiring.locks)
        if lock.channel is not None
    ]
    yield from _unknown(document, roles, "unknown_role", [r.id for r in catalogue.roles])
    yield from _unknown(document, ways, "unknown_source_terms", terms)
    yield from _unknown(document, channels, "unknown_recruiting_channel", [c.id for c in catalogue.recruiting_channels])


def check_hiring_months(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse months of a freeze, a lock or a budget outside the plan: they would silently do nothing."""
    named: list[tuple[Loc, str]] = [(("hiring", "freeze", k), m) for k, m in enumerate(company.hiring.freeze)]
    named += [(("hiring", "locks", k, "month"), lock.month) for k, lock in enumerate(company.hiring.locks)]
    named += [(("budget", "by_month", m), m) for m in (company.budget.by_month if company.budget else ())]
    planned = company.months
    for place, month in named:
        if month not in planned:
            yield document.problem(place, "month_outside_plan", month=month, first=planned[0], last=planned[-1])


def check_onboarding_hours(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse a frequency or an owner of onboarding: it happens once for each new account, by the phase's rule."""
    for k, segment in enumerate(company.segments):
        for field in ("frequency", "role"):
            if ONBOARDING in segment.activities and getattr(segment.activities[ONBOARDING], field) is not None:
                yield document.problem(("segments", k, "activities", ONBOARDING, field), f"onboarding_{field}")


def check_ids_once(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse two segments, channels, arrival profiles or levers with one id."""
    for key in ("segments", "channels", "arrival_profiles", "levers"):
        ids = [record.id for record in getattr(company, key)]
        for position, first in repeated(ids):
            yield _twice(document, key, ids, position, first, "duplicate_id")


def check_absences_apart(company: Company, document: Document) -> Iterator[Problem]:
    """Refuse two planned leaves of one person that overlap: their days would count twice.

    A leave to the end of time stands in for one whose dates are told as wrong already.
    """
    for k, person in enumerate(company.roster):
        known = [(n, a) for n, a in enumerate(person.absences) if a.first > dt.date.min and a.last < dt.date.max]
        ordered = sorted(known, key=lambda item: item[1].first)
        for (_, before), (n, absence) in pairwise(ordered):
            if absence.first <= before.last:
                values = {"first": before.first.isoformat(), "last": before.last.isoformat()}
                yield document.problem(("roster", k, "absences", n), "absences_overlap", **values)


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
