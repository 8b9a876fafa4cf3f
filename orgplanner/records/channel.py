"""Live channels of support: how contacts arrive over the week, and what the desk promises."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from orgplanner.records.base import Id, Key, Name, Record

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day as `HH:MM`."""

Weight = Annotated[float, Field(ge=0, le=1)]

MINUTES_A_DAY = 24 * 60

SUM_TOLERANCE = 0.005
"""What the shares of a week may miss the whole by: they are published as rounded percentages."""


class Weekday(StrEnum):
    """Days of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class DayProfile(Record):
    """The opening hours of one weekday, and how its contacts spread over them."""

    opens: Clock
    """Start of the first interval."""
    shares: tuple[Weight, ...] = Field(min_length=1, max_length=96)
    """Share of the week's contacts in each interval from opening to closing."""


class WeekProfile(Record):
    """How contacts arrive over a week, in the customers' local time; a weekday that is left out is closed."""

    interval_minutes: Literal[15, 30, 60] = 30
    """Length of an interval."""
    days: dict[Weekday, DayProfile] = Field(min_length=1)
    """Opening hours and shares by weekday."""

    @model_validator(mode="after")
    def check_days(self) -> Self:
        """Refuse hours beyond midnight, an opening inside an interval, and shares that do not sum to the whole."""
        for day in self.days.values():
            start = minutes_of(day.opens)
            if start % self.interval_minutes:
                raise ValueError("opening_inside_interval")
            if start + len(day.shares) * self.interval_minutes > MINUTES_A_DAY:
                raise ValueError("profile_beyond_midnight")
        if abs(sum(sum(day.shares) for day in self.days.values()) - 1) > SUM_TOLERANCE:
            raise ValueError("profile_does_not_sum")
        return self


class OwnProfile(WeekProfile):
    """A company's own arrival profile."""

    id: Key
    name: Name | None = None


class ChannelKind(StrEnum):
    """Channels on which a customer waits for somebody to answer."""

    PHONE = "phone"
    CHAT = "chat"


class LiveChannel(Record):
    """A phone line or a chat; what is left out follows the assumptions for live channels."""

    id: Id
    name: Name | None = None
    kind: ChannelKind
    contacts: Annotated[float, Field(ge=0, le=10_000_000)]
    """Contacts a month at today's number of accounts; they grow with the accounts."""
    profile: Key
    """Arrival profile, of the catalogue or the company's own."""
    hours_ahead: Annotated[int, Field(ge=-26, le=26)] = 0
    """Hours by which the customers' clocks are ahead of the desk's."""
    handling_minutes: Annotated[float, Field(gt=0, le=480)] | None = None
    """Minutes that one contact takes, follow-up included; in chat for one conversation by itself."""
    service_level: Annotated[float, Field(ge=0, lt=1)] | None = None
    """Share of the contacts to be answered within the threshold."""
    threshold_seconds: Annotated[float, Field(ge=0, le=86_400)] | None = None
    max_occupancy: Annotated[float, Field(gt=0, le=1)] | None = None
    """Highest share of their time on the desk that agents talk or write."""
    patience_minutes: Annotated[float, Field(gt=0, le=1_440)] | None = None
    """Mean time after which a waiting customer gives up; none means that everybody waits (Erlang C)."""
    concurrency: Annotated[float, Field(ge=1, le=10)] | None = None
    """Conversations that one agent holds at a time, in chat."""
    blended: bool = True
    """Whether agents answer tickets while no contact is waiting."""


def minutes_of(clock: str) -> int:
    """Return the minutes since midnight of a time `HH:MM`.

    >>> minutes_of("09:30")
    570
    """
    return int(clock[:2]) * 60 + int(clock[3:])
