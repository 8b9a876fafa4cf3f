"""Read the live channels: their open intervals over the week, and what each promises."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orgplanner.errors import InputProblems, Problem, UnknownName
from orgplanner.maths.shifts import Counts
from orgplanner.maths.whole import whole_people
from orgplanner.records.channel import MINUTES_A_DAY, ChannelKind, LiveChannel, Weekday, WeekProfile, minutes_of
from orgplanner.stages.inputs import Array, Inputs, channel_number

MINUTES_A_WEEK = 7 * MINUTES_A_DAY


@dataclass(frozen=True)
class OpenWeek:
    """The I open intervals of a profile, from the customers' Monday on."""

    interval: int
    """Minutes of an interval."""
    minutes: NDArray[np.int64]
    """Starts of the intervals on the desk's clock, in minutes since its Monday began."""
    shares: Array
    """Shares of the week's contacts; they sum to 1."""
    stretches: tuple[NDArray[np.int64], ...]
    """Indices of the intervals without a closed one between them, an array (number, length) for each length."""


@dataclass(frozen=True)
class ChannelNumbers:
    """What a channel promises and how it works, each with S values; times in minutes, days in hours."""

    handling: Array
    """Minutes for which a contact keeps an agent busy: in chat a conversation's, divided by those held at a time."""
    target: Array
    """Share of the contacts to be answered within the threshold."""
    threshold: Array
    max_occupancy: Array
    patience: Array
    """Mean time after which a waiting customer gives up; infinite where everybody waits."""
    paid: Array
    """Hours of a shift without its break."""
    presence: Counts
    """Intervals from the start of a shift to its end."""

    @property
    def parts(self) -> tuple[NDArray[Any], ...]:
        """The numbers in the order of the fields."""
        return tuple(getattr(self, field.name) for field in fields(self))

    def of(self, rows: NDArray[np.int64]) -> ChannelNumbers:
        """Return the numbers of the given scenarios, one for each row."""
        return ChannelNumbers(*(part[rows] for part in self.parts))


def open_week(inputs: Inputs, channel: LiveChannel) -> OpenWeek:
    """Return the open intervals of a channel on the desk's clock.

    Shifts run through midnight where the next day opens at once. Where the desk never closes, the week is cut once,
    where the customers' Monday begins, which costs at most as many shifts more as agents would work through it.

    Raises:
        UnknownName: neither the company nor the catalogue has the channel's profile.
    """
    profile = find_profile(inputs, channel)
    minutes: list[int] = []
    shares: list[float] = []
    for number, weekday in enumerate(Weekday):
        day = profile.days.get(weekday)
        if day is not None:
            opens = number * MINUTES_A_DAY + minutes_of(day.opens)
            minutes += [opens + i * profile.interval_minutes for i in range(len(day.shares))]
            shares += day.shares
    local, of_week = np.array(minutes, dtype=np.int64), np.array(shares)
    return OpenWeek(
        interval=profile.interval_minutes,
        minutes=(local - 60 * channel.hours_ahead) % MINUTES_A_WEEK,
        shares=of_week / of_week.sum(),
        stretches=_stretches(local, profile.interval_minutes),
    )


def find_profile(inputs: Inputs, channel: LiveChannel) -> WeekProfile:
    """Return a channel's arrival profile, the company's own before the catalogue's, or raise UnknownName."""
    known: dict[str, WeekProfile] = {p.id: p for p in inputs.phase.catalogue.arrival_profiles}
    known |= {p.id: p for p in inputs.company.arrival_profiles}
    if channel.profile not in known:
        raise UnknownName("arrival profile", channel.profile, tuple(known))
    return known[channel.profile]


def channel_numbers(inputs: Inputs, channel: LiveChannel, week: OpenWeek) -> ChannelNumbers:
    """Return what a channel promises and how it works.

    A channel without a patience of its own is sized as if everybody waited (Erlang C), which asks for somewhat too
    many agents; with one, customers give up (Erlang A).

    Raises:
        InputProblems: a service level that no number of agents keeps, or fewer conversations at a time than one.
    """

    def value(name: str) -> Array:
        return inputs.value(channel_number(inputs, channel, name))

    handling, target, concurrency = value("handling_time"), value("service_level"), np.ones(inputs.count)
    problems: list[Problem] = []
    if target.max() >= 1:
        place = f"assumptions.{channel_number(inputs, channel, 'service_level')}"
        problems.append(Problem("", None, place, "service_level_of_one", {"given": float(target.max())}))
    if channel.kind is ChannelKind.CHAT:
        concurrency = value("concurrency")
        if concurrency.min() < 1:
            place = f"assumptions.{channel_number(inputs, channel, 'concurrency')}"
            problems.append(Problem("", None, place, "too_small", {"given": float(concurrency.min()), "limit": 1}))
    if problems:
        raise InputProblems(problems)
    paid = inputs.value(f"calendar.{inputs.calendar.id}.hours_per_day")
    return ChannelNumbers(
        handling=handling / concurrency,
        target=target,
        threshold=value("threshold") / 60,
        max_occupancy=value("max_occupancy"),
        patience=np.full(inputs.count, np.inf) if channel.patience_minutes is None else value("patience"),
        paid=paid,
        presence=shift_intervals(paid, inputs.value("live.break_hours"), week.interval),
    )


def shift_intervals(paid: ArrayLike, break_hours: ArrayLike, interval: int) -> Counts:
    """Return the whole intervals from the start of a shift to its end.

    >>> int(shift_intervals(7.783, 1, 30))
    18
    """
    return whole_people((np.asarray(paid) + np.asarray(break_hours)) * 60 / interval)


def _stretches(local: NDArray[np.int64], interval: int) -> tuple[NDArray[np.int64], ...]:
    """Return the indices of intervals that follow one another, those of Sunday night before those of Monday."""
    cuts = np.flatnonzero(np.diff(local) != interval) + 1
    pieces = np.split(np.arange(len(local)), cuts)
    through_sunday = local[0] == 0 and local[-1] + interval == MINUTES_A_WEEK
    if through_sunday and len(pieces) > 1:
        pieces = [np.concatenate([pieces[-1], pieces[0]]), *pieces[1:-1]]
    lengths = sorted({len(piece) for piece in pieces})
    return tuple(np.stack([p for p in pieces if len(p) == length]) for length in lengths)
