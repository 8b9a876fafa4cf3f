"""A company as its CS leader describes it: customers, team, budget, problems, own rules."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from orgplanner.records.base import (
    AssumptionId,
    Id,
    Key,
    LifecycleStage,
    Line,
    MonthText,
    Name,
    Notes,
    Record,
    Share,
    SourceKind,
)
from orgplanner.records.channel import LiveChannel, OwnProfile
from orgplanner.records.chart_edit import OwnChart
from orgplanner.records.hiring import HiringOptions
from orgplanner.records.lever import Lever

MONTHS_A_YEAR = 12

Count = Annotated[float, Field(ge=0, le=10_000_000)]
Money = Annotated[float, Field(ge=0, le=1e13)]


class Currency(StrEnum):
    """Currencies that a company can plan in."""

    JPY = "JPY"
    USD = "USD"
    EUR = "EUR"


class ChurnBasis(StrEnum):
    """When accounts leave."""

    MONTHLY = "monthly"
    AT_RENEWAL = "at_renewal"


class Churn(Record):
    """Share of accounts that leave."""

    rate: Share
    """Share of accounts lost: of all accounts a month, or of those renewing."""
    basis: ChurnBasis = ChurnBasis.MONTHLY
    by_lifecycle_stage: dict[LifecycleStage, Share] = Field(default_factory=dict)
    """Share of the leavers who leave in each lifecycle stage, where it is known; the rest is not known."""

    @model_validator(mode="after")
    def check_stage_shares(self) -> Self:
        """Refuse shares of leavers above the whole."""
        if sum(self.by_lifecycle_stage.values()) > 1 + 1e-9:
            raise ValueError("stage_shares_above_one")
        return self


class OwnActivity(Record):
    """An activity whose hours the company sets itself."""

    frequency: Annotated[float, Field(ge=0, le=1000)] | None = None
    """Activities a year and account."""
    hours: Annotated[float, Field(ge=0, le=1000)] | None = None
    """Hours an activity."""
    role: Key | None = None
    """Role that owns the activity here; the phase's rule if absent."""


class PriorityGroup(Record):
    """A part of a segment's accounts for which some activities happen more often, or less."""

    name: Name | None = None
    share: Share
    """Share of the segment's accounts."""
    frequency: dict[Key, Annotated[float, Field(ge=0, le=1000)]] = Field(default_factory=dict)
    """Activities a year and account, by activity; the others happen as often as for the rest."""


class Segment(Record):
    """Accounts served alike."""

    id: Id
    name: Name | None = None
    service_model: Key
    """How the accounts are served."""
    accounts: Count
    """Accounts today."""
    new_accounts: Count = 0
    """New accounts a month."""
    revenue_per_account: Money | None = None
    """Monthly recurring revenue an account, in the company's currency."""
    contract_months: Annotated[int, Field(ge=1, le=120)] = 12
    """Contract term in months."""
    renewal_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    """Calendar months in which contracts renew; none means spread evenly."""
    churn: Churn | None = None
    """Accounts that leave; the default assumption if absent."""
    upsell_target: Annotated[float, Field(ge=0, le=10)] | None = None
    """Revenue to be added by upsell and cross-sell, as a share of today's revenue a year."""
    tickets_per_account: Annotated[float, Field(ge=0, le=1000)] | None = None
    """Questions an account and month; the default assumption if absent."""
    activities: dict[Key, OwnActivity] = Field(default_factory=dict)
    """Own hours for activities of the service model."""
    complexity: Annotated[float, Field(gt=0, le=20)] = 1.0
    """What an account of this segment asks in hours compared with the service model's usual one."""
    priorities: tuple[PriorityGroup, ...] = ()
    """Groups inside the segment; their shares sum to at most 1."""
    seasonality: tuple[Annotated[float, Field(ge=0, le=1_000_000)], ...] = ()
    """Weights of January to December for new accounts; the company's seasonality if empty."""
    region: Name | None = None
    language: Name | None = None
    customer_size: Name | None = None
    """Size of the customers, such as enterprise; the service model stands for it if absent."""
    product: Name | None = None
    """Product or business unit that the accounts buy from."""

    @model_validator(mode="after")
    def check_priorities(self) -> Self:
        """Refuse priority groups above the whole."""
        if sum(group.share for group in self.priorities) > 1 + 1e-9:
            raise ValueError("priorities_above_one")
        return self

    @model_validator(mode="after")
    def check_seasonality(self) -> Self:
        """Refuse weights that are not twelve, or that are all zero."""
        if self.seasonality and (len(self.seasonality) != MONTHS_A_YEAR or not sum(self.seasonality)):
            raise ValueError("seasonality_not_twelve")
        return self


class Absence(Record):
    """A planned leave; no reason is kept."""

    first: dt.date
    """First day away."""
    last: dt.date
    """Last day away."""

    @model_validator(mode="after")
    def check_dates(self) -> Self:
        """Refuse an end before the start."""
        if self.last < self.first:
            raise ValueError("end_before_start")
        return self


class RoleShare(Record):
    """A share of a person's time that goes into a role."""

    role: Key
    share: Annotated[float, Field(gt=0, le=1)]


class Person(Record):
    """Somebody in post, or a pool of an outsourcer."""

    id: Id
    name: Name
    title: Name | None = None
    manager: Id | None = None
    """Id of the person's manager."""
    fte: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Share of a full post that the person has on the CS team."""
    roles: tuple[RoleShare, ...] = ()
    """Roles with their shares of the person's time on the team; shares sum to at most 1."""
    skills: dict[Key, Annotated[int, Field(ge=0, le=4)]] = Field(default_factory=dict)
    """Levels of skills, 0 to 4."""
    source: SourceKind = SourceKind.EMPLOYEE
    home: Name | None = None
    """The department that lends the person, where the source is `shared`."""
    unit: Name | None = None
    """The unit where the person stands today."""
    region: Name | None = None
    monthly_cost: Money | None = None
    """Loaded cost a month for the share on the team, in the company's currency."""
    start: dt.date | None = None
    """First day, if it lies ahead."""
    planned_end: dt.date | None = None
    """Last day, if it is known."""
    absences: tuple[Absence, ...] = ()
    """Planned leaves."""
    out_of_scope: bool = False
    """Whether the person's work is not CS work that the plan sizes."""

    @model_validator(mode="after")
    def check_shares(self) -> Self:
        """Refuse role shares above the whole, or a role named twice."""
        if sum(r.share for r in self.roles) > 1 + 1e-9:
            raise ValueError("shares_above_one")
        if len({r.role for r in self.roles}) < len(self.roles):
            raise ValueError("role_named_twice")
        return self

    @model_validator(mode="after")
    def check_dates(self) -> Self:
        """Refuse an end before the start."""
        if self.start and self.planned_end and self.planned_end < self.start:
            raise ValueError("end_before_start")
        return self


class Budget(Record):
    """What the team may cost."""

    monthly: Money
    """Budget a month, in the company's currency."""
    by_month: dict[MonthText, Money] = Field(default_factory=dict)
    """Months with a budget of their own."""
    total: Money | None = None
    """Budget for all planned months together; only the months' budgets count if absent."""


class Override(Record):
    """An assumption that the company sets itself."""

    value: float
    reason: Line | None = None


class SourcingRule(Record):
    """The company's own choice of a source for a role; it binds, a deviation from the advice warns."""

    source: SourceKind
    share: Share = 1.0
    """Share of the role's hours that goes to this source; the rest stays with the team."""
    reason: Line | None = None


class AssumedMark(Record):
    """A field of this file that is assumed rather than known."""

    place: Line
    """Dotted place, such as `segments.all.accounts`."""
    note: Line | None = None


class Company(Record):
    """Everything that a plan needs to know about a company."""

    format: Annotated[int, Field(ge=1, le=1)] = 1
    """Version of this file's form."""
    name: Name
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "JP"
    calendar: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,19}$")] = "JP"
    """Id of the working calendar."""
    currency: Currency = Currency.JPY
    first_month: MonthText
    """First month of the plan."""
    horizon: Annotated[int, Field(ge=12, le=36)] = 24
    """Months planned."""
    phase: Key
    """Id of the chosen phase."""
    mission_metric: Key | None = None
    """The phase's mission metric that the company follows."""
    segments: tuple[Segment, ...] = ()
    roster: tuple[Person, ...] = ()
    budget: Budget | None = None
    assumptions: dict[AssumptionId, Override] = Field(default_factory=dict)
    """Assumptions that the company sets itself, by id."""
    sourcing: dict[Key, SourcingRule] = Field(default_factory=dict)
    """The company's own sourcing rules, by role."""
    support_backlog: Count = 0
    """Questions open today."""
    channels: tuple[LiveChannel, ...] = ()
    """Phone lines and chats, where customers wait for an answer."""
    arrival_profiles: tuple[OwnProfile, ...] = ()
    """Own arrival profiles that channels may name."""
    levers: tuple[Lever, ...] = ()
    """Content, help pages and tools that take hours away later."""
    seasonality: Key | None = None
    """Seasonality of new accounts, from the catalogue; even over the year if absent."""
    several_plans: bool = True
    """Whether there are several plans or products to sell to accounts; without them upsell targets mean nothing."""
    cover_rule: bool = False
    """Whether no skill may be held by one position alone."""
    hiring: HiringOptions = HiringOptions()
    """What the hiring plan has to respect."""
    chart: OwnChart = OwnChart()
    """The leader's own chart: the structure chosen, and the edits on top of it."""
    problems: tuple[Key, ...] = ()
    """Problems of the team, from the catalogue."""
    problem_notes: Notes = ""
    """The problems in the leader's own words."""
    assumed: tuple[AssumedMark, ...] = ()
    """Fields that are assumed rather than known."""
    notes: Notes = ""
    """Anything worth keeping with the file."""

    @property
    def months(self) -> tuple[str, ...]:
        """The planned months as `YYYY-MM`."""
        year, month = (int(part) for part in re.split("-", self.first_month))
        starts = (year * 12 + month - 1 + k for k in range(self.horizon))
        return tuple(f"{m // 12:04d}-{m % 12 + 1:02d}" for m in starts)
