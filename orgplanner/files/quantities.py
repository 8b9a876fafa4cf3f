"""Which units the numbers of phase files may carry, by the place where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from orgplanner.errors import Problem
from orgplanner.files.references import Located
from orgplanner.records.base import Record
from orgplanner.records.catalogue import (
    Activity,
    BenchmarkKind,
    CapacityProfile,
    Catalogue,
    FirstMonths,
    InternalWork,
    LeverKind,
    OnboardingModel,
    ServiceModel,
    WorkCalendar,
)
from orgplanner.records.company import Currency
from orgplanner.records.phase import HeadcountRule, PhaseDefinition, Programme, SourceAdvice, Task, UnitDefinition
from orgplanner.records.quantity import Quantity
from orgplanner.records.sourcing import LabourMarket, RampProfile, RecruitingChannel, SourceTerms
from orgplanner.units import Unit, money_unit

UNITS: dict[tuple[type[Record], str], Unit] = {
    (CapacityProfile, "direct_share"): Unit.RATIO,
    (CapacityProfile, "occupancy"): Unit.RATIO,
    (InternalWork, "share"): Unit.RATIO,
    (Activity, "frequency"): Unit.ACTIVITY_PER_YEAR,
    (Activity, "hours"): Unit.HOUR_PER_ACTIVITY,
    (OnboardingModel, "hours"): Unit.HOUR_PER_ACTIVITY,
    (OnboardingModel, "duration"): Unit.MONTH,
    (OnboardingModel, "concurrent"): Unit.ACCOUNT,
    (FirstMonths, "months"): Unit.MONTH,
    (FirstMonths, "factor"): Unit.ONE,
    (ServiceModel, "accounts_per_person"): Unit.ACCOUNT,
    (LeverKind, "lag"): Unit.MONTH,
    (LeverKind, "build"): Unit.HOUR_PER_ACTIVITY,
    (LeverKind, "upkeep"): Unit.HOUR_PER_MONTH,
    (LeverKind, "review"): Unit.RATIO,
    (WorkCalendar, "days_off"): Unit.DAY_PER_YEAR,
    (WorkCalendar, "hours_per_day"): Unit.HOUR_PER_DAY,
    (WorkCalendar, "leave_days"): Unit.DAY_PER_YEAR,
    (SourceAdvice, "from_hours"): Unit.HOUR_PER_MONTH,
    (Programme, "one_off"): Unit.HOUR_PER_ACTIVITY,
    (Programme, "over"): Unit.MONTH,
    (Programme, "upkeep"): Unit.HOUR_PER_MONTH,
    (HeadcountRule, "first_at"): Unit.PERSON,
    (HeadcountRule, "per"): Unit.PERSON,
    (Task, "fixed"): Unit.HOUR_PER_MONTH,
    (Task, "each"): Unit.HOUR_PER_PERSON_MONTH,
    (UnitDefinition, "span"): Unit.PERSON,
    (PhaseDefinition, "cost_share"): Unit.RATIO,
    (PhaseDefinition, "slack"): Unit.RATIO,
    (RampProfile, "attrition"): Unit.RATIO_PER_YEAR,
    (RecruitingChannel, "lead_factor"): Unit.ONE,
    (RecruitingChannel, "filled"): Unit.RATIO,
    (RecruitingChannel, "fee_share"): Unit.RATIO,
    (RecruitingChannel, "refund_share"): Unit.RATIO,
    (RecruitingChannel, "refund_months"): Unit.MONTH,
    (RecruitingChannel, "most_a_year"): Unit.PERSON_PER_YEAR,
    (SourceTerms, "cost_factor"): Unit.RATIO,
    (SourceTerms, "setup_hours"): Unit.HOUR_PER_ACTIVITY,
    (SourceTerms, "lead"): Unit.MONTH,
    (SourceTerms, "commitment"): Unit.MONTH,
    (SourceTerms, "notice"): Unit.MONTH,
    (SourceTerms, "longest"): Unit.MONTH,
    (SourceTerms, "minimum"): Unit.TICKET_PER_MONTH,
    (SourceTerms, "governance"): Unit.FTE,
    (SourceTerms, "most"): Unit.PERSON,
    (LabourMarket, "time_to_fill"): Unit.MONTH,
    (LabourMarket, "offer_to_start"): Unit.MONTH,
    (LabourMarket, "load"): Unit.ONE,
    (LabourMarket, "social"): Unit.RATIO,
    (LabourMarket, "fee_cap"): Unit.RATIO,
    (LabourMarket, "overtime_month"): Unit.HOUR_PER_PERSON_MONTH,
    (LabourMarket, "overtime_year"): Unit.HOUR_PER_YEAR,
    (LabourMarket, "overtime_premium"): Unit.ONE,
}
"""The unit of every quantity that is a field of its own."""

ASSUMPTION_UNITS: dict[str, Unit] = {
    "support.tickets_per_account": Unit.TICKET_PER_ACCOUNT_MONTH,
    "support.handling_time": Unit.MINUTE,
    "support.backlog_months": Unit.MONTH,
    "support.new_account_months": Unit.MONTH,
    "support.new_account_factor": Unit.ONE,
    "support.response_target": Unit.MINUTE,
    "support.peak_factor": Unit.ONE,
    "live.handling_time": Unit.MINUTE,
    "live.service_level": Unit.RATIO,
    "live.threshold": Unit.SECOND,
    "live.max_occupancy": Unit.RATIO,
    "live.patience": Unit.MINUTE,
    "live.concurrency": Unit.ONE,
    "live.deferred_cap": Unit.RATIO,
    "live.break_hours": Unit.HOUR_PER_DAY,
    "customers.churn": Unit.RATIO,
    "customers.shortest_renewed_term": Unit.MONTH,
    "expansion.hours_per_deal": Unit.HOUR_PER_ACTIVITY,
    "expansion.deal_size": Unit.RATIO,
    "expansion.sales_share": Unit.RATIO,
    "product.feedback_share": Unit.RATIO,
    "leading.hours_per_report": Unit.HOUR_PER_MONTH,
    "leading.minimum_unit": Unit.PERSON,
    "leading.full_time_from": Unit.RATIO,
    "team.tight_load": Unit.RATIO,
    "team.tight_total": Unit.FTE,
    "team.minimum_share": Unit.FTE,
    "team.part_time_step": Unit.RATIO,
    "team.under_use": Unit.RATIO,
    "skills.cover_level": Unit.LEVEL,
    "hiring.approval_days": Unit.DAY,
    "hiring.shortage_factor": Unit.ONE,
    "hiring.severe_factor": Unit.ONE,
    "hiring.least_coverage": Unit.RATIO,
    "hiring.openings_a_month": Unit.PERSON_PER_MONTH,
    "hiring.joiners_per_mentor": Unit.ONE,
    "hiring.mentor_hours": Unit.HOUR_PER_MONTH,
    "hiring.look_ahead": Unit.MONTH,
    "hiring.shared_most": Unit.RATIO,
    "economics.gross_margin": Unit.RATIO,
    "economics.quality_loss": Unit.RATIO,
}
"""Assumptions that the planner needs, with their units."""

MONEY_UNITS = tuple(money_unit(currency) for currency in Currency)

BENCHMARK_UNITS: dict[BenchmarkKind, tuple[Unit, ...]] = {
    BenchmarkKind.ACCOUNTS_PER_PERSON: (Unit.ACCOUNT,),
    BenchmarkKind.HOURS_PER_PERSON: (Unit.HOUR_PER_YEAR,),
    BenchmarkKind.REVENUE_PER_PERSON: tuple(money_unit(currency, "year") for currency in Currency),
}
"""Units of published ratios by what they count."""

INTERNAL_TOLERANCE = 0.0005
"""What the parts of a capacity profile may miss the whole by: they are rounded to four decimals."""


def check_units_fit(where: Located) -> Iterator[Problem]:
    """Refuse a number whose unit does not belong to its place."""
    for loc, record in where.parts:
        fields = type(record).model_fields
        quantities = [(name, getattr(record, name)) for name in fields if (type(record), name) in UNITS]
        for name, quantity in quantities:
            expected = UNITS[type(record), name]
            if isinstance(quantity, Quantity) and quantity.unit is not expected:
                values = {"given": quantity.unit.value, "expected": expected.value}
                yield where.problem((*loc, name, "unit"), "unit_does_not_fit", **values)


def check_assumption_units(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse an assumption of the planner in another unit than the planner reckons in."""
    for k, assumption in enumerate(catalogue.assumptions):
        expected, unit = ASSUMPTION_UNITS.get(assumption.id), assumption.quantity.unit
        if expected and unit is not expected:
            values = {"given": unit.value, "expected": expected.value}
            yield where.problem(("assumptions", k, "quantity", "unit"), "unit_does_not_fit", **values)


def check_monthly_costs(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a cost that is no money a month, or two in one currency."""
    for k, role in enumerate(catalogue.roles):
        times = Counter(quantity.unit for quantity in role.monthly_cost)
        for n, quantity in enumerate(role.monthly_cost):
            place = ("roles", k, "monthly_cost", n, "unit")
            if quantity.unit not in MONEY_UNITS:
                expected = ", ".join(MONEY_UNITS)
                yield where.problem(place, "unit_does_not_fit", given=quantity.unit.value, expected=expected)
            elif times[quantity.unit] > 1:
                yield where.problem(place, "cost_given_twice", name=role.id, unit=quantity.unit.value)


def check_required_assumptions(where: Located, catalogue: Catalogue, required: tuple[str, ...]) -> Iterator[Problem]:
    """Refuse a catalogue without an assumption that the planner needs."""
    present = {assumption.id for assumption in catalogue.assumptions}
    for name in required:
        if name not in present:
            yield where.problem(("assumptions",), "assumption_missing", name=name)


def check_benchmark_units(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a published ratio in a unit that does not belong to what it counts."""
    for k, benchmark in enumerate(catalogue.benchmarks):
        allowed, unit = BENCHMARK_UNITS[benchmark.kind], benchmark.quantity.unit
        if unit not in allowed:
            values = {"given": unit.value, "expected": ", ".join(allowed)}
            yield where.problem(("benchmarks", k, "quantity", "unit"), "unit_does_not_fit", **values)


def check_internal_work(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse parts of internal work that do not make up what the direct share leaves."""
    for k, profile in enumerate(catalogue.capacity_profiles):
        parts, rest = sum(part.share.value for part in profile.internal), 1 - profile.direct_share.value
        if profile.internal and abs(parts - rest) > INTERNAL_TOLERANCE:
            values = {"sum": round(parts, 4), "rest": round(rest, 4), "direct": profile.direct_share.value}
            yield where.problem(("capacity_profiles", k, "internal"), "internal_work_does_not_sum", **values)
