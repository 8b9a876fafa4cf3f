"""The register of assumptions of one plan: the phase's numbers, with what the company sets itself."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.errors import InputProblems, Problem, UnknownName
from orgplanner.records.assumptions import AssumptionRegister
from orgplanner.records.base import Text
from orgplanner.records.catalogue import Activity, OnboardingModel, WorkCalendar
from orgplanner.records.company import Company
from orgplanner.records.lever import Lever
from orgplanner.records.phase import Phase, PhaseRole
from orgplanner.records.quantity import Assumption, Grade, Quantity
from orgplanner.stages.hiring_assumptions import OF_A_CATALOGUE, hiring_assumptions
from orgplanner.units import Unit

ONBOARDING = "onboarding"
"""The activity whose own hours a segment may set beside those of its service model's list."""

HIGHEST = 1e6
"""Numbers above this are typing errors, except of money, whose plausible ones may themselves lie above it."""

OF_ONE_PLAN = OF_A_CATALOGUE | {"programme", "tasks", "rule", "span", "sourcing", "cost"}
OF_ONE_PLAN |= {"segment", "service_model", "calendar", "capacity", "lever", "channel"}
"""First words of ids that not every phase, book, calendar or catalogue has."""

SLACK = "team.slack"

CHANNEL_NUMBERS = {
    "handling_time": "handling_minutes",
    "service_level": "service_level",
    "threshold": "threshold_seconds",
    "max_occupancy": "max_occupancy",
    "patience": "patience_minutes",
    "concurrency": "concurrency",
}
"""Assumptions for live channels, and the field by which a channel sets its own number."""

MOST_DAYS_OFF = 180.0
"""Days off, or days of leave, beyond which the two together might leave no year to work in."""


def gather_assumptions(company: Company, phase: Phase) -> AssumptionRegister:
    """Return every assumption that the company's plan in this phase may use, with the company's overrides.

    Raises:
        UnknownName: an override belongs to no assumption of any phase.
        InputProblems: an override is a number that makes no sense.
    """
    entries: dict[str, Assumption] = {}
    problems: list[Problem] = []
    for assumption in _all_assumptions(company, phase):
        override = company.assumptions.get(assumption.id)
        problem = problem_of(assumption, override.value) if override is not None else None
        if problem is not None:
            problems.append(problem)
        elif override is not None:
            quantity = _overridden(assumption.quantity, override.value)
            assumption = Assumption(
                **{**dict(assumption), "quantity": quantity, "given_by": "override", "reason": override.reason}
            )
        entries[assumption.id] = assumption
    problems += _reconcile_internal_work(entries, company, phase)
    if problems:
        raise InputProblems(problems)
    unknown = [id for id in company.assumptions if id not in entries and not _of_another_phase(id)]
    if unknown:
        raise UnknownName("assumption", unknown[0], tuple(entries))
    return AssumptionRegister(entries)


def _reconcile_internal_work(entries: dict[str, Assumption], company: Company, phase: Phase) -> list[Problem]:
    """Make the parts of internal work agree with the direct share: a direct share of one's own scales the parts.

    Where only parts are set, the direct share is what they leave. Returns parts that leave nothing.
    """
    problems = []
    for profile in phase.catalogue.capacity_profiles:
        direct, parts = f"capacity.{profile.id}.direct_share", internal_work_ids(phase, profile.id)
        taken = sum(entries[id].quantity.value for id in parts)
        if direct in company.assumptions:
            factor = (1 - entries[direct].quantity.value) / taken if taken else 0.0
            changed = {id: entries[id].quantity.value * factor for id in parts}
        elif any(id in company.assumptions for id in parts):
            changed = {direct: 1 - taken}
        else:
            continue
        for id, value in changed.items():
            if value <= 0 and id == direct:
                own = next(id for id in parts if id in company.assumptions)
                limit = 1 - (taken - entries[own].quantity.value)
                given = {"value": entries[own].quantity.value, "limit": limit}
                problems.append(Problem("", None, f"assumptions.{own}", "number_too_large", given))
            else:
                quantity = _overridden(entries[id].quantity, value)
                entries[id] = Assumption(**{**dict(entries[id]), "quantity": quantity, "given_by": "override"})
    return problems


def internal_work_ids(phase: Phase, profile: str) -> tuple[str, ...]:
    """Return the ids of the parts of a capacity profile's internal work."""
    (found,) = (p for p in phase.catalogue.capacity_profiles if p.id == profile)
    return tuple(f"capacity.{profile}.{part.id}" for part in found.internal)


def find_calendar(company: Company, phase: Phase) -> WorkCalendar:
    """Return the company's calendar, or raise UnknownName."""
    for calendar in phase.catalogue.calendars:
        if calendar.id == company.calendar:
            return calendar
    raise UnknownName("calendar", company.calendar, [c.id for c in phase.catalogue.calendars])


def problem_of(assumption: Assumption, value: float) -> Problem | None:
    """Return what is wrong with a value for an assumption: a number that no company can have.

    Outside its range a number is the user's to defend. It must only make sense: not below zero, not zero where it
    divides, no share above the whole, no more days than a year has. A source may be free.
    """
    quantity = assumption.default
    place = f"assumptions.{assumption.id}"
    low, high = quantity.range
    share = 1.0 if high <= 1 else high * 2
    limits = {
        Unit.RATIO: share,
        Unit.RATIO_PER_YEAR: share,
        Unit.DAY_PER_YEAR: MOST_DAYS_OFF,
        Unit.HOUR_PER_DAY: 24.0,
    }
    limit = limits.get(quantity.unit, max(HIGHEST, 1000 * high))
    free = value == 0 and assumption.id.startswith("source.") and assumption.id.endswith(".price")
    if low > 0 >= value and not free:
        return Problem("", None, place, "number_must_be_positive", {"value": value})
    if value < 0:
        return Problem("", None, place, "too_small", {"given": value, "limit": 0})
    if value > limit:
        return Problem("", None, place, "number_too_large", {"value": value, "limit": limit})
    return None


def _overridden(quantity: Quantity, value: float) -> Quantity:
    """Return the quantity with the user's value; the range grows to hold it."""
    low, high = quantity.range
    return Quantity(**{**dict(quantity), "value": value, "range": (min(low, value), max(high, value))})


def _of_another_phase(id: str) -> bool:
    """Tell whether an override may belong to what only another phase, book or calendar has."""
    return id == SLACK or id.split(".")[0] in OF_ONE_PLAN


def _all_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    yield from _calendar_assumptions(company, phase)
    yield from _capacity_assumptions(phase)
    for base in phase.catalogue.assumptions:
        yield _entry(base.id, base.label, base.id.split(".")[0], base.quantity, base.description)
    yield from _service_model_assumptions(company, phase)
    yield from _segment_assumptions(company, phase)
    yield from _channel_assumptions(company, phase)
    for lever in company.levers:
        judged = company.assumptions.get(f"lever.{lever.id}.effect")
        yield from _lever_assumptions(lever, phase, judged.value if judged else lever.effect)
    yield from _phase_assumptions(company, phase)
    yield from hiring_assumptions(company, phase.catalogue)


def _entry(id: str, label: Text, group: str, quantity: Quantity, description: Text | None = None) -> Assumption:
    return Assumption(id=id, label=label, group=group, quantity=quantity, default=quantity, description=description)


def _calendar_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    calendar = find_calendar(company, phase)
    for field in ("days_off", "hours_per_day", "leave_days"):
        yield _entry(f"calendar.{calendar.id}.{field}", calendar.label, "capacity", getattr(calendar, field))


def _capacity_assumptions(phase: Phase) -> Iterator[Assumption]:
    for profile in phase.catalogue.capacity_profiles:
        yield _entry(f"capacity.{profile.id}.direct_share", profile.label, "capacity", profile.direct_share)
        yield _entry(f"capacity.{profile.id}.occupancy", profile.label, "capacity", profile.occupancy)
        for part in profile.internal:
            yield _entry(f"capacity.{profile.id}.{part.id}", part.label, "capacity", part.share)


def _service_model_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    used = {segment.service_model for segment in company.segments}
    for model in phase.catalogue.service_models:
        if model.id not in used:
            continue
        for activity in model.activities:
            stem = f"service_model.{model.id}.{activity.id}"
            yield _entry(f"{stem}.frequency", activity.label, "service_model", activity.frequency)
            yield _entry(f"{stem}.hours", activity.label, "service_model", activity.hours)
        for field in ("hours", "duration", "concurrent"):
            id = f"service_model.{model.id}.onboarding.{field}"
            yield _entry(id, model.label, "onboarding", getattr(model.onboarding, field))
        if model.first_months:
            stem = f"service_model.{model.id}.first_months"
            yield _entry(f"{stem}.months", model.label, "service_model", model.first_months.months)
            yield _entry(f"{stem}.factor", model.label, "service_model", model.first_months.factor)


def _segment_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    """Own hours of segments: the service model's number beside the company's."""
    for segment in company.segments:
        model = phase.service_model(segment.service_model)
        activities: dict[str, Activity | OnboardingModel] = {a.id: a for a in model.activities}
        activities[ONBOARDING] = model.onboarding
        for key, own in segment.activities.items():
            if key not in activities:
                raise UnknownName("activity", key, tuple(activities))
            for field in ("frequency", "hours"):
                value, default = getattr(own, field), getattr(activities[key], field, None)
                if value is not None and default is not None:
                    label = getattr(activities[key], "label", model.label)
                    group = "onboarding" if key == ONBOARDING else "service_model"
                    yield _given(f"segment.{segment.id}.{key}.{field}", label, group, default, value)


def _channel_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    """Own numbers of live channels: the assumption for all channels beside the channel's."""
    defaults = {a.id: a for a in phase.catalogue.assumptions}
    for channel in company.channels:
        for name, field in CHANNEL_NUMBERS.items():
            value, base = getattr(channel, field), defaults[f"live.{name}"]
            if value is not None:
                yield _given(f"channel.{channel.id}.{name}", base.label, "support", base.quantity, value)


def _lever_assumptions(lever: Lever, phase: Phase, effect: float | None) -> Iterator[Assumption]:
    """A lever's numbers; an effect that nobody has judged is no number, and the lever takes no hours away."""
    kind = phase.lever_kind(lever.kind)
    stem = f"lever.{lever.id}"
    if effect is not None:
        yield _judged(f"{stem}.effect", kind.label, effect, (0.0, min(1.0, 2 * effect)))
        adoption = 1.0 if lever.adoption is None else lever.adoption
        yield _judged(f"{stem}.adoption", kind.label, adoption, (adoption / 2, min(1.0, 1.5 * adoption)))
    defaults = {"review": kind.review, "lag": kind.lag, "build": kind.build, "upkeep": kind.upkeep}
    own = {"review": lever.review, "lag": lever.lag_months, "build": lever.build_hours, "upkeep": lever.upkeep_hours}
    for field, default in defaults.items():
        value = own[field]
        if value is None:
            yield _entry(f"{stem}.{field}", kind.label, "lever", default)
        else:
            yield _given(f"{stem}.{field}", kind.label, "lever", default, value)


def _judged(id: str, label: Text, value: float, range: tuple[float, float]) -> Assumption:
    """Return the company's own judgement of a ratio."""
    quantity = Quantity(value=value, unit=Unit.RATIO, range=range, grade=Grade.G, source="judgement")
    return Assumption(id=id, label=label, group="lever", quantity=quantity, default=quantity, given_by="company")


def _given(id: str, label: Text, group: str, default: Quantity, value: float) -> Assumption:
    """Return a number of the company file beside the default that it replaces."""
    quantity = _overridden(default, value)
    return Assumption(id=id, label=label, group=group, quantity=quantity, default=default, given_by="company")


def _phase_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    definition = phase.definition
    for role in definition.roles:
        yield from _role_assumptions(role, phase.definition_of(role.role).label)
    for unit in definition.organisation.units:
        yield _entry(f"span.{unit.id}", unit.label, "structure", unit.span)
    if definition.slack:
        yield _entry(SLACK, definition.label, "capacity", definition.slack)
    yield _entry("benchmark.cost_share", definition.label, "cost", definition.cost_share)
    for role in definition.roles:
        entry = _cost_of(role.role, company, phase)
        if entry:
            yield entry


def _role_assumptions(role: PhaseRole, label: Text) -> Iterator[Assumption]:
    if role.programme:
        for field in ("one_off", "over", "upkeep"):
            yield _entry(f"programme.{role.role}.{field}", label, "programme", getattr(role.programme, field))
    if role.rule:
        yield _entry(f"rule.{role.role}.first_at", label, "structure", role.rule.first_at)
        yield _entry(f"rule.{role.role}.per", label, "structure", role.rule.per)
    for task in role.tasks:
        yield _entry(f"tasks.{role.role}.{task.id}.fixed", task.label, "programme", task.fixed)
        yield _entry(f"tasks.{role.role}.{task.id}.each", task.label, "programme", task.each)
    for advice in role.sources:
        if advice.from_hours:
            yield _entry(f"sourcing.{role.role}.{advice.source.value}_from_hours", label, "sourcing", advice.from_hours)


def _cost_of(role: str, company: Company, phase: Phase) -> Assumption | None:
    definition = phase.definition_of(role)
    for quantity in definition.monthly_cost:
        if quantity.unit.value == f"{company.currency.value}/month":
            return _entry(f"cost.{role}", definition.label, "cost", quantity)
    return None
