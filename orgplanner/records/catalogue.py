"""What the phases share: roles, skills, backgrounds, service models, calendars, assumptions, tools, sources."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from orgplanner.records.base import Key, LifecycleStage, Record, Statement, Text
from orgplanner.records.quantity import Grade, Quantity


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


class CapacityProfile(Record):
    """How much of a paid hour a kind of role can give to its work (shares of paid hours, leave counted once)."""

    id: Key
    label: Text
    direct_share: Quantity
    """Share of the hours that leave leaves which goes into the work (ratio)."""
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
