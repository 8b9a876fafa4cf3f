"""What the phases share: roles, skills, backgrounds, service models, calendars, assumptions, tools, sources."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from orgplanner.records.base import Key, LifecycleStage, Record, Statement, Text
from orgplanner.records.channel import WeekProfile
from orgplanner.records.quantity import Grade, Quantity
from orgplanner.records.sourcing import LabourMarket, LawCheck, RampProfile, RecruitingChannel, SourceTerms
from orgplanner.records.structure import Structure


class Reference(Record):
    """A source that numbers and statements cite."""

    id: Key
    """Short key that other files use."""
    author: str
    """Who wrote it."""
    title: str
    """Its title, in its own language."""
    publisher: str
    """Who published it."""
    year: int = Field(ge=1900, le=2100)
    """Year of publication, or the year it was read."""
    grade: Grade
    """The grade that its numbers may have at best."""
    url: Annotated[str, StringConstraints(pattern=r"^https://")] | None = None
    """Where it can be read."""
    note: Text | None = None
    """What a reader should know about it, such as an interest of its author."""


class SkillFamily(Record):
    """A family of skills."""

    id: Key
    label: Text


class Skill(Record):
    """Something that a person can do, on levels 0 to 4."""

    id: Key
    family: Key
    """Id of the family."""
    label: Text
    description: Statement
    """What somebody with this skill does."""


class SkillLevel(Record):
    """What one level of any skill means."""

    level: int = Field(ge=0, le=4)
    label: Text
    description: Statement


class DemandKind(StrEnum):
    """Where a role's work comes from."""

    ACCOUNT = "account"
    TICKET = "ticket"
    PROGRAMME = "programme"
    RULE = "rule"
    LEADING = "leading"


class Area(Record):
    """An area of CS work."""

    id: Key
    label: Text
    description: Statement


class RoleDefinition(Record):
    """A job of the catalogue, in every phase where it exists."""

    id: Key
    label: Text
    short: Text
    """A label of at most 12 characters for charts."""
    area: Key
    """Id of the area of work."""
    mission: Statement
    demand: DemandKind
    """Where its work comes from."""
    capacity: Key
    """Id of the capacity profile."""
    monthly_cost: tuple[Quantity, ...] = ()
    """Loaded cost of one FTE a month, one entry a currency."""
    ramp: Key | None = None
    """Id of the ramp profile; the catalogue's first one if absent."""


class InternalWork(Record):
    """A part of the hours that goes into meetings, training, administration and the like."""

    id: Key
    label: Text
    share: Quantity
    """Share of the hours that leave leaves (ratio)."""


class CapacityProfile(Record):
    """How much of a paid hour a kind of role can give to its work; leave is counted once, by the calendar."""

    id: Key
    label: Text
    direct_share: Quantity
    """Share of the hours that leave leaves which goes into the work (ratio)."""
    internal: tuple[InternalWork, ...] = ()
    """What takes the rest; the shares sum to 1 less the direct share."""
    occupancy: Quantity
    """Highest share of those hours that may be filled with work (ratio)."""


class Background(Record):
    """Where candidates come from and what appeals to them."""

    id: Key
    label: Text
    said: Statement
    """What is said about people from there."""
    appeal: Statement
    """What appeals to them."""
    roles: tuple[Key, ...]
    """Roles that they fit."""


class Criterion(Record):
    """Something observable that tells the phases apart."""

    id: Key
    question: Text
    gate: bool
    """Whether this row decides; the others give confidence."""


class Activity(Record):
    """Work done for each account of a service model: frequency times duration."""

    id: Key
    label: Text
    lifecycle_stage: LifecycleStage
    """Stage whose role does it."""
    frequency: Quantity
    """Activities a year and account."""
    hours: Quantity
    """Hours an activity, preparation and follow-up included."""
    at_renewal: bool = False
    """Whether it happens once a contract term rather than `frequency` times a year."""
    role: Key | None = None
    """Role that owns it where the phase has that role; else that of the lifecycle stage."""
    reactive: bool = False
    """Whether the customer causes it, rather than the team's own plan."""


class FirstMonths(Record):
    """More work for an account in its first months, beside its onboarding."""

    months: Quantity
    """Months that count as the first ones."""
    factor: Quantity
    """Work of such an account compared with any other (1)."""


class OnboardingModel(Record):
    """How accounts of a service model are onboarded: hours and concurrency are two limits."""

    hours: Quantity
    """Hours an account."""
    duration: Quantity
    """Months from start to completion."""
    concurrent: Quantity
    """Accounts that one person can onboard at a time."""


class ServiceModel(Record):
    """How a segment is served."""

    id: Key
    label: Text
    description: Statement
    accounts_per_person: Quantity
    """Published band, shown beside the choice; a cross-check, never the engine."""
    activities: tuple[Activity, ...] = Field(min_length=1)
    onboarding: OnboardingModel
    first_months: FirstMonths | None = None


class WorkCalendar(Record):
    """Working time of a country."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,19}$")]
    label: Text
    holidays_of: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    """Country code whose public holidays shape the months; none means every weekday is worked."""
    closing_days: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")], ...] = ()
    """Days (month-day) on which firms usually close beside the public holidays."""
    days_off: Quantity
    """Days off a year, weekends included, leave excluded."""
    hours_per_day: Quantity
    leave_days: Quantity
    """Days of leave taken a year."""
    fiscal_year_start: int = Field(ge=1, le=12)
    """Month in which the usual fiscal year starts."""


class BaseAssumption(Record):
    """A number that belongs to no role, service model or calendar."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
    """Dotted id: group and name, such as `support.handling_time`."""
    label: Text
    description: Text
    quantity: Quantity


class ArrivalProfile(WeekProfile):
    """How contacts usually arrive over a week."""

    id: Key
    label: Text
    grade: Grade
    source: Key
    note: Text | None = None


class Seasonality(Record):
    """How new accounts spread over the months of a year."""

    id: Key
    label: Text
    weights: tuple[Annotated[float, Field(ge=0, le=100)], ...] = Field(min_length=12, max_length=12)
    """Weights of January to December; only their proportions count."""
    grade: Grade
    source: Key
    note: Text | None = None


class TargetKind(StrEnum):
    """Work that a lever can touch."""

    ACTIVITY = "activity"
    ONBOARDING = "onboarding"
    TICKETS = "tickets"
    CONTACTS = "contacts"


class LeverTarget(Record):
    """A piece of work that a lever touches."""

    kind: TargetKind
    activities: tuple[Key, ...] = ()
    """Activities of the service models, where the kind is `activity`."""


class LeverKind(Record):
    """A kind of lever; its effect has no default, since nobody has measured it for this company."""

    id: Key
    label: Text
    description: Statement
    targets: tuple[LeverTarget, ...] = Field(min_length=1)
    roles: tuple[Key, ...] = Field(min_length=1)
    """Roles that build and keep it; the first one that the phase has does it."""
    lag: Quantity
    """Months until the whole effect is there."""
    build: Quantity
    """Hours of building it (hour/activity)."""
    upkeep: Quantity
    """Hours a month of keeping it."""
    review: Quantity
    """Share of the saved hours that goes into checking results (ratio)."""
    guard: Statement
    """What has to be watched so that quality does not fall."""


class BenchmarkKind(StrEnum):
    """What a published ratio counts."""

    ACCOUNTS_PER_PERSON = "accounts_per_person"
    REVENUE_PER_PERSON = "revenue_per_person"
    HOURS_PER_PERSON = "hours_per_person"
    """Hours a year that one person gives to accounts."""


class Benchmark(Record):
    """A published ratio: shown beside what the hours give, never the basis of a headcount."""

    id: Key
    label: Text
    kind: BenchmarkKind
    quantity: Quantity
    service_models: tuple[Key, ...] = ()
    """Service models that it speaks of; none means all."""
    phases: tuple[Key, ...] = ()
    """Phases that it speaks of; none means all."""


class ToolKind(Record):
    """A kind of tool that CS work needs."""

    id: Key
    label: Text
    description: Statement


class ProblemEffect(StrEnum):
    """What a problem of the team changes in the plan."""

    NONE = "none"
    FREE_HEAD_FROM_FIELD = "free_head_from_field"


class TeamProblem(Record):
    """A problem that a team may name; problems decide which seat opens."""

    id: Key
    label: Text
    description: Statement
    effect: ProblemEffect = ProblemEffect.NONE
    roles: tuple[Key, ...] = ()
    """Roles whose work answers it."""


class Catalogue(Record):
    """Everything that the phases share."""

    sources: tuple[Reference, ...]
    areas: tuple[Area, ...]
    skill_families: tuple[SkillFamily, ...]
    skills: tuple[Skill, ...]
    skill_levels: tuple[SkillLevel, ...]
    capacity_profiles: tuple[CapacityProfile, ...]
    roles: tuple[RoleDefinition, ...]
    backgrounds: tuple[Background, ...]
    criteria: tuple[Criterion, ...]
    service_models: tuple[ServiceModel, ...]
    calendars: tuple[WorkCalendar, ...]
    assumptions: tuple[BaseAssumption, ...]
    tools: tuple[ToolKind, ...]
    problems: tuple[TeamProblem, ...]
    arrival_profiles: tuple[ArrivalProfile, ...] = ()
    seasonalities: tuple[Seasonality, ...] = ()
    levers: tuple[LeverKind, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    ramp_profiles: tuple[RampProfile, ...] = ()
    recruiting_channels: tuple[RecruitingChannel, ...] = ()
    source_terms: tuple[SourceTerms, ...] = ()
    labour_markets: tuple[LabourMarket, ...] = ()
    law_checks: tuple[LawCheck, ...] = ()
    structures: tuple[Structure, ...] = ()
