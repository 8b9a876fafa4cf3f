"""What the company sets for its hiring plan, and the dated moves that come out of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from orgplanner.records.base import Id, Key, Line, MonthText, Record, SourceKind
from orgplanner.records.sourcing import MoveKind

MoneyAmount = Annotated[float, Field(ge=0, le=1e13)]
Units = Annotated[int, Field(ge=0, le=1000)]


class Lock(Record):
    """A decision that the plan has to keep: so many units of an offer start in a month."""

    role: Key
    terms: Key
    """Id of the terms of the source."""
    channel: Key | None = None
    """Recruiting channel; None where the source has none."""
    runs: Annotated[int, Field(ge=1, le=120)] | None = None
    """Months that a unit runs; None where it has no end."""
    month: MonthText
    """Month of the start."""
    count: Units
    """Units that start; 0 bars a start in that month."""


class Available(Record):
    """People of other departments, or in post, who could take work of a role."""

    role: Key
    terms: Key
    """Id of the terms: a transfer, a loan, training."""
    people: Units


class HiringOptions(Record):
    """What a plan of hires has to respect, beside the budget."""

    freeze: tuple[MonthText, ...] = ()
    """Months in which no requisition is opened and nobody starts as an employee."""
    may_release: bool = False
    """Whether people in post may be let go; contracts with the outside can always be ended."""
    follow_advice: bool = True
    """Whether only sources that the phase advises are considered; the company's own rules bind in any case."""
    unadvised_roles: tuple[Key, ...] = ()
    """Roles for which all sources are considered although the advice is followed."""
    shortage_first: bool = False
    """Whether the uncovered work is brought down first and money only then."""
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] | None = None
    """Month in which the fiscal year starts; the calendar's if absent."""
    available: tuple[Available, ...] = ()
    """People who could be transferred, borrowed or trained; where nobody is named, the terms' own limit counts."""
    locks: tuple[Lock, ...] = ()
    """Moves that are decided."""

    @model_validator(mode="after")
    def check_locks(self) -> Self:
        """Refuse two locks on the same offer and month that ask for different counts."""
        asked: dict[tuple[str | int | None, ...], int] = {}
        for lock in self.locks:
            key = lock.role, lock.terms, lock.channel, lock.runs, lock.month
            if asked.setdefault(key, lock.count) != lock.count:
                raise ValueError("locks_contradict")
        return self


class MoveReason(StrEnum):
    """Why a move is made."""

    GROWTH = "growth"
    """More work than today's people can do."""
    BACKFILL = "backfill"
    """Somebody leaves, or is expected to."""
    LEAVE_COVER = "leave_cover"
    """Somebody is on a planned leave."""
    LOCKED = "locked"
    """The company has decided it."""
    SAVING = "saving"
    """It costs less than what it replaces."""


class MoveDates(Record):
    """The dates of a move."""

    decide_by: dt.date
    """Last day to hand in the request for approval."""
    open_by: dt.date
    """Day on which search, order or training begins."""
    offer_by: dt.date | None
    """Last day to make the offer; None where there is none to make."""
    start: dt.date
    """First day of work."""
    productive_by: dt.date
    """Day from which it gives its full capacity."""
    end: dt.date | None
    """Last day, where it ends."""
    fiscal_year: int
    """Fiscal year of the decision, by the year in which it starts."""


class Move(Record):
    """One dated move of the plan: some units of one offer that start in one month."""

    id: Id
    """Such as `support.outsourcer_tickets.2027-04`."""
    kind: MoveKind
    role: Key
    source: SourceKind
    terms: Key
    channel: Key | None
    runs: int | None
    """Months that a unit runs; None where it has no end."""
    month: MonthText
    """Month of the start."""
    count: float = Field(gt=0)
    """Units: people, blocks of hours or contracts."""
    fte: float
    """FTE that it gives once it is productive."""
    monthly_cost: float
    """Money in a full month; negative where it saves."""
    one_off_cost: float
    """Money at the start."""
    total_cost: float
    """Money within the plan's months."""
    reason: MoveReason
    locked: bool
    advised: bool
    """Whether the phase advises the source for the role."""
    dates: MoveDates


class BridgeKind(StrEnum):
    """Ways through the months before a move can help."""

    OVERTIME = "overtime"
    BORROW = "borrow"
    CONTRACT = "contract"
    OUTSOURCE = "outsource"
    SERVICE_MODEL = "service_model"


class Bridge(Record):
    """A way to carry a role's uncovered work until the first move helps."""

    role: Key
    kind: BridgeKind
    terms: Key | None
    """Terms of the source; None for overtime and for another service model."""
    first: MonthText
    last: MonthText
    fte: float
    """FTE that it covers on average over these months."""
    missing_fte: float
    """FTE that is uncovered on average over these months."""
    cost: float | None
    """Money for it; None where the price is not known."""
    detail: Line | None = None
    """What it means, where it is another service model: the segment's id."""
