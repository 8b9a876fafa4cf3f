"""What the hours give beside what is published: books, revenue a person, ops by tasks; and why they differ."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from orgplanner.plan import Plan
from orgplanner.records.base import LifecycleStage, Record
from orgplanner.records.catalogue import Benchmark, BenchmarkKind, DemandKind
from orgplanner.records.company import MONTHS_A_YEAR, Segment
from orgplanner.stages.books import Books
from orgplanner.stages.demand import frequency_of, owner_of, renewed_by_hand
from orgplanner.stages.forecast import renewal_shares
from orgplanner.stages.inputs import activity_number
from orgplanner.stages.staffing import counted_people, ops_by_rule


class Verdict(StrEnum):
    """Where a number of the plan stands against a published band."""

    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    NOT_COMPARABLE = "not_comparable"
    """The band is in a currency that the company does not plan in; no rate is made up."""


class BandCheck(Record):
    """One published band beside the plan's number."""

    benchmark: str
    """Id of the benchmark in the catalogue."""
    low: float
    high: float
    verdict: Verdict
    hours_at_low: float | None = None
    """Hours an account and month that the band's low edge would leave: capacity / accounts; for books alone."""
    hours_at_high: float | None = None
    """Hours an account and month that the band's high edge would leave."""


class ActivityShare(Record):
    """What one activity takes of an account's hours."""

    activity: str
    hours: float
    """Hours an account and month, renewals at their yearly average."""


class BookCheck(Record):
    """The book of one segment."""

    segment: str
    role: str
    """Role that looks after the accounts."""
    accounts_per_person: float | None
    """Accounts that the hours leave to one person who does nothing else; None without hours."""
    capacity: float
    """Hours a month that one FTE of the role carries."""
    hours_per_account: float
    """Hours an account and month of all account work."""
    accounts_today: float | None
    """Accounts today / FTE today that look after them; None where nobody on the roster does."""
    other_share: float
    """Share of the role's hours that goes into onboarding, questions and programmes beside the accounts."""
    revenue_per_person: float | None
    """Recurring revenue a year of the accounts of one person; None where the price or the hours are not known."""
    activities: tuple[ActivityShare, ...]
    """Activities with hours, the largest first."""
    bands: tuple[BandCheck, ...]
    """Published accounts a person that fit the service model and the phase."""
    revenue_bands: tuple[BandCheck, ...]
    """Published revenue a person that fits them."""


class RevenueHeld(Record):
    """Revenue that the people of one role for account expansion hold."""

    role: str
    revenue: float
    """Recurring revenue a year of the segments that they serve, in the company's currency."""
    fte: float
    """FTE that all work of the role needs at the capacity of the mean month."""
    per_person: float | None
    """Revenue / FTE; None where the role has no work."""


class OpsCheck(Record):
    """A role sized by its tasks, beside the published ratio."""

    role: str
    counted_people: int
    """People of the roles that it serves."""
    fte: float
    """FTE that the tasks need."""
    by_ratio: float
    """Positions that the ratio asks for."""


class CrossChecks(Record):
    """Everything that is published beside what the plan gives, in the plan's month."""

    books: tuple[BookCheck, ...]
    revenue: float
    """Recurring revenue a year, in the company's currency."""
    account_people: float
    """FTE of all roles of account work that the work needs at the capacity of the mean month."""
    revenue_per_person: float | None
    """Revenue / these people; None where either is missing."""
    revenue_bands: tuple[BandCheck, ...]
    """Published revenue a person that speaks of all service models."""
    revenue_held: tuple[RevenueHeld, ...] = Field(default=())
    ops: tuple[OpsCheck, ...] = ()


def cross_checks(plan: Plan) -> CrossChecks:
    """Return what the plan's hours give beside published ratios, with the numbers that explain the difference."""
    month = plan.staffing.month
    books = plan.parts.books
    revenue = float(plan.forecast.revenue[0, :, month].sum()) * MONTHS_A_YEAR
    people = _account_people(plan)
    per_person = revenue / people if revenue > 0 and people > 0 else None
    everywhere = [b for b in _of_phase(plan, BenchmarkKind.REVENUE_PER_PERSON) if not b.service_models]
    return CrossChecks(
        books=tuple(_book(plan, books, row) for row, role in enumerate(books.roles) if role is not None),
        revenue=revenue,
        account_people=people,
        revenue_per_person=per_person,
        revenue_bands=() if per_person is None else tuple(_money_band(plan, b, per_person) for b in everywhere),
        revenue_held=tuple(_revenue_held(plan)),
        ops=tuple(_ops(plan)),
    )


def _account_people(plan: Plan) -> float:
    work = [plan.phase.definition_of(role).demand is DemandKind.ACCOUNT for role in plan.phase.role_ids]
    return float(plan.staffing.steady_total[0, work, plan.staffing.month].sum())


def _of_phase(plan: Plan, kind: BenchmarkKind) -> list[Benchmark]:
    return [
        b for b in plan.phase.catalogue.benchmarks if b.kind is kind and (not b.phases or plan.phase.id in b.phases)
    ]


def _book(plan: Plan, books: Books, row: int) -> BookCheck:
    segment, role = plan.company.segments[row], books.roles[row]
    hours, capacity, people = (float(a[row]) for a in (books.hours, books.capacity, books.people_today))
    accounts = capacity / hours if hours > 0 else None
    price = segment.revenue_per_account
    revenue = None if accounts is None or not price else accounts * price * MONTHS_A_YEAR
    fitting = [
        [b for b in _of_phase(plan, kind) if not b.service_models or segment.service_model in b.service_models]
        for kind in (BenchmarkKind.ACCOUNTS_PER_PERSON, BenchmarkKind.REVENUE_PER_PERSON)
    ]
    return BookCheck(
        segment=segment.id,
        role=str(role),
        accounts_per_person=accounts,
        capacity=capacity,
        hours_per_account=hours,
        accounts_today=segment.accounts / people if people > 0 else None,
        other_share=float(books.other_share[row]),
        revenue_per_person=revenue,
        activities=tuple(sorted(_activities(plan, segment, row), key=lambda a: -a.hours)),
        bands=() if accounts is None else tuple(_band(b, accounts, capacity) for b in fitting[0]),
        revenue_bands=() if revenue is None else tuple(_money_band(plan, b, revenue) for b in fitting[1]),
    )


def _activities(plan: Plan, segment: Segment, row: int) -> Iterator[ActivityShare]:
    """Yield what each activity takes of an account's hours."""
    inputs = plan.inputs
    renewals = renewal_shares(plan.company)[row, :MONTHS_A_YEAR].mean() * renewed_by_hand(inputs)[0, row]
    for activity in plan.phase.service_model(segment.service_model).activities:
        if owner_of(inputs, segment, activity) is None:
            continue
        each = inputs.value(activity_number(inputs, segment, activity.id, "hours"))[0] * segment.complexity
        often = frequency_of(inputs, segment, activity.id)[0]
        hours = float(each * often * (renewals if activity.at_renewal else 1 / MONTHS_A_YEAR))
        if hours > 0:
            yield ActivityShare(activity=activity.id, hours=hours)


def _band(benchmark: Benchmark, accounts: float, capacity: float) -> BandCheck:
    low, high = benchmark.quantity.range
    return BandCheck(
        benchmark=benchmark.id,
        low=low,
        high=high,
        verdict=_verdict(accounts, low, high),
        hours_at_low=capacity / low if low > 0 else None,
        hours_at_high=capacity / high if high > 0 else None,
    )


def _money_band(plan: Plan, benchmark: Benchmark, revenue: float) -> BandCheck:
    low, high = benchmark.quantity.range
    same_currency = benchmark.quantity.unit.value.startswith(plan.company.currency.value)
    verdict = _verdict(revenue, low, high) if same_currency else Verdict.NOT_COMPARABLE
    return BandCheck(benchmark=benchmark.id, low=low, high=high, verdict=verdict)


def _verdict(value: float, low: float, high: float) -> Verdict:
    if value < low:
        return Verdict.BELOW
    return Verdict.ABOVE if value > high else Verdict.INSIDE


def _revenue_held(plan: Plan) -> Iterator[RevenueHeld]:
    """Yield the revenue of each role that does account expansion, where the revenue is known."""
    month = plan.staffing.month
    of_segments = plan.forecast.revenue[0, :, month] * MONTHS_A_YEAR
    held: dict[str, float] = {}
    for segment, revenue in zip(plan.company.segments, of_segments.tolist(), strict=True):
        role = plan.phase.role_for(segment.service_model, LifecycleStage.ACCOUNT_EXPANSION)
        if role is not None and revenue > 0:
            held[role] = held.get(role, 0.0) + revenue
    for role, revenue in held.items():
        fte = float(plan.staffing.steady_total[0, plan.phase.role_ids.index(role), month])
        yield RevenueHeld(role=role, revenue=revenue, fte=fte, per_person=revenue / fte if fte > 0 else None)


def _ops(plan: Plan) -> Iterator[OpsCheck]:
    """Yield the roles that serve the team, their tasks beside the ratio."""
    month = plan.staffing.month
    for row, role in enumerate(plan.phase.role_ids):
        rule = plan.phase.role(role).rule
        if rule is None:
            continue
        people = counted_people(plan.inputs, plan.staffing.steady_fte, rule)[:, month]
        first_at, per = (plan.inputs.value(f"rule.{role}.{field}") for field in ("first_at", "per"))
        yield OpsCheck(
            role=role,
            counted_people=int(people[0]),
            fte=float(plan.staffing.steady_total[0, row, month]),
            by_ratio=float(ops_by_rule(people, first_at, per)[0]),
        )
