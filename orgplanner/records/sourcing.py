"""How people and firms can be won for work: recruiting channels, terms of sources, ramps, labour markets, law."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from orgplanner.records.base import Key, Record, SourceKind, Statement, Text
from orgplanner.records.quantity import Quantity

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class MoveKind(StrEnum):
    """What a dated move does."""

    HIRE = "hire"
    CONTRACT = "contract"
    OUTSOURCE = "outsource"
    TRAIN = "train"
    BORROW = "borrow"
    RELEASE = "release"


class Charge(StrEnum):
    """What is paid for."""

    SALARY = "salary"
    """The role's loaded cost, times `cost_factor`."""
    MONTH = "month"
    """A price a month and full post."""
    HOUR = "hour"
    """A price an hour of work."""
    TICKET = "ticket"
    """A price a ticket, above a minimum volume."""


class RampProfile(Record):
    """How fast people of some roles become productive, and how many leave."""

    id: Key
    label: Text
    ramp: tuple[Quantity, ...] = ()
    """Share of a full capacity in the first month, the second, ...; full after the last (ratio)."""
    attrition: Quantity
    """Share of these people who leave in a year (ratio a year)."""


class RecruitingChannel(Record):
    """Where employees are found."""

    id: Key
    label: Text
    description: Statement
    lead_factor: Quantity
    """Time from opening to start, compared with the labour market's usual one (1)."""
    filled: Quantity
    """Share of requisitions filled within that time; the rest stay open for as long again (ratio)."""
    fee_share: Quantity
    """Fee for a hire as a share of the theoretical yearly pay (ratio)."""
    fee: tuple[Quantity, ...] = ()
    """Money for each requisition, one entry a currency."""
    refund_share: Quantity
    """Share of the fee that comes back on average when somebody leaves within `refund_months` (ratio)."""
    refund_months: Quantity
    most_a_year: Quantity
    """Hires that it gives in a year (person)."""


class SourceTerms(Record):
    """A way to get the work of a role done: its source, what it costs, and how fast it starts and ends."""

    id: Key
    source: SourceKind
    move: MoveKind
    label: Text
    description: Statement
    charge: Charge
    cost_factor: Quantity | None = None
    """Share of the role's loaded cost, where the charge is `salary` (ratio)."""
    price: tuple[Quantity, ...] = ()
    """Money a month, hour or ticket as `charge` says, one entry a currency."""
    fixed: tuple[Quantity, ...] = ()
    """Money a month while it runs, beside the price, one entry a currency."""
    setup: tuple[Quantity, ...] = ()
    """Money at the start, one entry a currency: equipment of an employee, set-up of an outsourcer."""
    setup_hours: Quantity | None = None
    """Hours of the team's own people for documents and handing over, at the start (hour/activity)."""
    block: Quantity
    """Smallest unit, as FTE of a post or as hours a month."""
    lead: Quantity | None = None
    """Months from opening to start; None where the recruiting channel says."""
    ramp: Key | None = None
    """Own ramp profile; the role's if absent."""
    attrition: bool = True
    """Whether people leave at the role's rate; a firm replaces its own."""
    mentored: bool = True
    """Whether joiners need a mentor while they ramp."""
    commitment: Quantity | None = None
    """Months that a unit runs; None where it has no end."""
    notice: Quantity
    """Months from giving notice to the end."""
    longest: Quantity | None = None
    """Months after which law or contract ends it."""
    minimum: Quantity | None = None
    """Least volume that is paid for (ticket/month)."""
    governance: Quantity | None = None
    """FTE of the team's own people that steering it takes."""
    most: Quantity | None = None
    """People that are there to be had at a time (person)."""
    roles: tuple[Key, ...] = ()
    """Roles that it can do; none means all."""


class LabourMarket(Record):
    """What differs from country to country in hiring."""

    country: Country
    label: Text
    time_to_fill: Quantity
    """Months from opening a requisition to the start of an employee."""
    offer_to_start: Quantity
    """Months of them between the offer and the start."""
    load: Quantity
    """Loaded cost of an employee compared with the pay (1)."""
    social: Quantity
    """Social insurance paid by the employer as a share of the pay (ratio)."""
    fee_cap: Quantity | None = None
    """Highest agency fee by law as a share of the yearly pay (ratio)."""
    overtime_month: Quantity
    """Hours of overtime a person and month up to which law or practice lets a bridge go."""
    overtime_year: Quantity | None = None
    """Hours of overtime a person and year up to which law lets it go; None where there is no such limit."""
    overtime_premium: Quantity
    """Pay of an overtime hour compared with a usual one (1)."""


class LawCheck(Record):
    """Something to check by law before work goes to a source. No legal advice."""

    id: Key
    countries: tuple[Country, ...] = Field(min_length=1)
    sources: tuple[SourceKind, ...] = Field(min_length=1)
    """Sources that it concerns."""
    title: Text
    question: Text
    """What to check, as a question to be answered yes."""
    consequence: Text
    """What follows where it is not kept."""
    source: Key
    grade_note: Text | None = None
    """How sure the reference is, where that has to be said."""


class Handover(Record):
    """What is at stake when the work of a role leaves the house, and what must be ready first."""

    risk: Statement
    """What knowledge is at risk, in words."""
    ready: tuple[Statement, ...] = Field(min_length=1)
    """What must be in place first: written work, quality measures."""
