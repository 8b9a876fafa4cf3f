"""Gather what the stages compute with: the assumption register and the company's numbers as arrays.

Every array has a leading scenario axis S (length 1 for a plan). A scenario is a mapping from an assumption id, or from
the id of a number of the company such as `segment.all.accounts`, to an array of S values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from orgplanner.errors import InputProblems, Problem, UnknownName
from orgplanner.records.assumptions import AssumptionRegister
from orgplanner.records.base import Text
from orgplanner.records.catalogue import Activity, OnboardingModel, WorkCalendar
from orgplanner.records.company import Company, Segment
from orgplanner.records.phase import Phase
from orgplanner.records.quantity import Assumption, Quantity
from orgplanner.units import Unit

Array = NDArray[np.float64]

ONBOARDING = "onboarding"
"""The activity whose own hours a segment may set beside those of its service model's list."""

Scenarios = Mapping[str, NDArray[np.float64]]


HIGHEST = 1e6
"""Numbers above this are typing errors, except of money, whose plausible ones may themselves lie above it."""

MOST_DAYS_OFF = 180.0
"""Days off, or days of leave, beyond which the two together might leave no year to work in."""

SEGMENT_NUMBERS = ("accounts", "new_accounts", "revenue_per_account", "tickets_per_account", "upsell_target", "churn")
"""Numbers of a segment that a scenario may vary, as `segment.<id>.<number>`."""


@dataclass(frozen=True)
class Inputs:
    """What the stages read: the company, its phase, the register and the scenarios over it."""

    company: Company
    phase: Phase
    assumptions: AssumptionRegister
    scenarios: Scenarios

    @cached_property
    def count(self) -> int:
        """Number of scenarios S."""
        return len(next(iter(self.scenarios.values()))) if self.scenarios else 1

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The planned months as `YYYY-MM`, T of them."""
        return self.company.months

    @property
    def roles(self) -> tuple[str, ...]:
        """Ids of the phase's roles, R of them."""
        return self.phase.role_ids

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The company's working calendar."""
        return find_calendar(self.company, self.phase)

    def value(self, id: str) -> Array:
        """Return the S values of an assumption."""
        if id in self.scenarios:
            return np.asarray(self.scenarios[id], dtype=float)
        return np.full(self.count, self.assumptions[id].quantity.value)

    def by_role(self, suffix: str, prefix: str = "capacity") -> Array:
        """Return the values of a capacity profile's number for every role (S, R)."""
        profiles = [self.phase.definition_of(role).capacity for role in self.roles]
        return np.stack([self.value(f"{prefix}.{profile}.{suffix}") for profile in profiles], axis=1)

    def by_segment(self, field: str, default: float = 0.0) -> Array:
        """Return a number of the company's segments (S, G); None counts as `default`."""
        given = [getattr(s, field) for s in self.company.segments]
        plain = np.array([default if v is None else float(v) for v in given], dtype=float)
        values = np.broadcast_to(plain, (self.count, len(given))).copy()
        for column, segment in enumerate(self.company.segments if self.scenarios else ()):
            id = f"segment.{segment.id}.{field}"
            if id in self.scenarios:
                values[:, column] = self.scenarios[id]
        return values

    def by_segment_or(self, field: str, assumption: str) -> Array:
        """Return a number of the segments (S, G), the assumption where a segment does not give it."""
        values = self.by_segment(field, default=np.nan)
        return np.where(np.isnan(values), self.value(assumption)[:, None], values)


def gather_inputs(company: Company, phase: Phase, scenarios: Scenarios | None = None) -> Inputs:
    """Gather the inputs of the stages.

    Args:
        company: the company as its leader describes it.
        phase: the phase with its catalogue.
        scenarios: S values for any assumption ids or segment numbers; none gives one scenario.

    Raises:
        UnknownName: the company names a calendar, service model or assumption that the phase's data do not have.
    """
    inputs = Inputs(company, phase, gather_assumptions(company, phase), scenarios or {})
    numbers = {f"segment.{s.id}.{field}" for s in company.segments for field in SEGMENT_NUMBERS}
    for id in inputs.scenarios:
        if id not in inputs.assumptions and id not in numbers:
            raise UnknownName("assumption", id, (*inputs.assumptions.entries, *sorted(numbers)))
    return inputs


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
    if problems:
        raise InputProblems(problems)
    unknown = [id for id in company.assumptions if id not in entries and not _of_another_phase(id)]
    if unknown:
        raise UnknownName("assumption", unknown[0], tuple(entries))
    return AssumptionRegister(entries)


def find_calendar(company: Company, phase: Phase) -> WorkCalendar:
    """Return the company's calendar, or raise UnknownName."""
    for calendar in phase.catalogue.calendars:
        if calendar.id == company.calendar:
            return calendar
    raise UnknownName("calendar", company.calendar, [c.id for c in phase.catalogue.calendars])


def problem_of(assumption: Assumption, value: float) -> Problem | None:
    """Return what is wrong with a value for an assumption: a number that no company can have.

    Outside its range a number is the user's to defend. It must only make sense: not below zero, not zero where it
    divides, no share above the whole, no more days than a year has.
    """
    quantity = assumption.default
    place = f"assumptions.{assumption.id}"
    low, high = quantity.range
    limits = {Unit.RATIO: 1.0 if high <= 1 else high * 2, Unit.DAY_PER_YEAR: MOST_DAYS_OFF, Unit.HOUR_PER_DAY: 24.0}
    limit = limits.get(quantity.unit, max(HIGHEST, 1000 * high))
    if low > 0 >= value:
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
    return id.split(".")[0] in {"programme", "rule", "span", "sourcing", "cost", "segment", "service_model", "calendar"}


def _all_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    yield from _calendar_assumptions(company, phase)
    yield from _capacity_assumptions(phase)
    for base in phase.catalogue.assumptions:
        yield _entry(base.id, base.label, base.id.split(".")[0], base.quantity, base.description)
    yield from _service_model_assumptions(company, phase)
    yield from _segment_assumptions(company, phase)
    yield from _phase_assumptions(company, phase)


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
                    yield Assumption(
                        id=f"segment.{segment.id}.{key}.{field}",
                        label=getattr(activities[key], "label", model.label),
                        group="onboarding" if key == ONBOARDING else "service_model",
                        quantity=_overridden(default, value),
                        default=default,
                        given_by="company",
                    )


def _phase_assumptions(company: Company, phase: Phase) -> Iterator[Assumption]:
    definition = phase.definition
    for role in definition.roles:
        label = phase.definition_of(role.role).label
        if role.programme:
            for field in ("one_off", "over", "upkeep"):
                yield _entry(f"programme.{role.role}.{field}", label, "programme", getattr(role.programme, field))
        if role.rule:
            yield _entry(f"rule.{role.role}.first_at", label, "structure", role.rule.first_at)
            yield _entry(f"rule.{role.role}.per", label, "structure", role.rule.per)
        for advice in role.sources:
            if advice.from_hours:
                id = f"sourcing.{role.role}.{advice.source.value}_from_hours"
                yield _entry(id, label, "sourcing", advice.from_hours)
    for unit in definition.organisation.units:
        yield _entry(f"span.{unit.id}", unit.label, "structure", unit.span)
    yield _entry("benchmark.cost_share", definition.label, "cost", definition.cost_share)
    for role in definition.roles:
        entry = _cost_of(role.role, company, phase)
        if entry:
            yield entry


def _cost_of(role: str, company: Company, phase: Phase) -> Assumption | None:
    definition = phase.definition_of(role)
    for quantity in definition.monthly_cost:
        if quantity.unit.value == f"{company.currency.value}/month":
            return _entry(f"cost.{role}", definition.label, "cost", quantity)
    return None


def activity_number(inputs: Inputs, segment: Segment, activity: str, field: str) -> str:
    """Return the id of the assumption that gives an activity's frequency or hours for a segment."""
    own = f"segment.{segment.id}.{activity}.{field}"
    return own if own in inputs.assumptions else f"service_model.{segment.service_model}.{activity}.{field}"
