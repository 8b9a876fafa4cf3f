"""Show the desk's week in a month, and what another agent would do for the service level; first scenario."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from orgplanner.maths.queueing import erlang_a, service_level
from orgplanner.maths.shifts import Counts
from orgplanner.records.channel import MINUTES_A_DAY, LiveChannel, Weekday
from orgplanner.stages.channels import ChannelNumbers, channel_numbers, open_week
from orgplanner.stages.desk import WEEKS_A_MONTH, agents_needed, monthly_contacts, plan_weeks, whole_agents
from orgplanner.stages.inputs import Array, Inputs

AROUND = 6
"""Agents more and fewer than required that a curve of the service level shows."""


class Bound(StrEnum):
    """What one agent fewer would break."""

    SERVICE_LEVEL = "service_level"
    OCCUPANCY = "occupancy"
    OPENING = "opening"
    """An open desk has at least one agent."""


@dataclass(frozen=True)
class DeskWeek:
    """The week of one channel, its open intervals in the order of the desk's clock; tuples and arrays are (I,)."""

    channel: LiveChannel
    interval: int
    """Minutes of an interval."""
    weekdays: tuple[Weekday, ...]
    """Weekday on the desk's clock."""
    clocks: tuple[str, ...]
    """Start of the interval on the desk's clock, `HH:MM`."""
    contacts: Array
    load: Array
    """Offered load (erlang)."""
    required: Counts
    """Agents required on the desk."""
    bound: tuple[Bound, ...]
    """Why not one agent fewer."""
    starts: Counts
    """Shifts that start."""
    on_shift: Counts
    """Agents on shift, some of them on a break."""
    on_desk: Counts
    """Whole agents on the desk, breaks taken out."""
    level: Array
    """Share of the contacts that those on the desk answer within the threshold."""
    occupancy: Array
    """Share of their time that those on the desk talk or write."""
    abandoned: Array
    """Share of the contacts that give up waiting."""

    @property
    def busiest(self) -> int:
        """Index of the interval with the most load, the first of several."""
        return int(self.load.argmax())


@dataclass(frozen=True)
class ServiceCurve:
    """Service level against agents in the busiest interval of a channel's week; arrays are (N,)."""

    channel: LiveChannel
    weekday: Weekday
    clock: str
    load: float
    """Offered load (erlang)."""
    required: int
    """Fewest agents that keep the target and the highest occupancy."""
    target: float
    """Share of the contacts to be answered within the threshold."""
    max_occupancy: float
    agents: Counts
    level: Array
    occupancy: Array
    """Share of their time that agents talk or write; 1 where everybody waits and the queue grows without end."""


def desk_week(inputs: Inputs, accounts: Array, month: int, factor: Array | None = None) -> tuple[DeskWeek, ...]:
    """Return the mean week of every live channel in a month.

    Args:
        inputs: the gathered inputs.
        accounts: accounts at the start of each month (S, G, T).
        month: index of the month.
        factor: share of the contacts that still come, by levers (S, T); all of them if absent.

    Raises:
        UnknownName: a channel names a profile that neither the company nor the catalogue has.
        InputProblems: a channel's numbers make no sense.
    """
    return tuple(_channel_week(inputs, channel, accounts, month, factor) for channel in inputs.company.channels)


def service_curve(inputs: Inputs, week: DeskWeek) -> ServiceCurve:
    """Return the service level against agents in the busiest interval of a week."""
    numbers, i = _first_numbers(inputs, week.channel), week.busiest
    load, required = float(week.load[i]), int(week.required[i])
    agents = np.arange(max(1, required - AROUND), required + AROUND + 1)
    level, occupancy, _ = _quality(numbers, agents, np.full(len(agents), load))
    return ServiceCurve(
        channel=week.channel,
        weekday=week.weekdays[i],
        clock=week.clocks[i],
        load=load,
        required=required,
        target=float(numbers.target[0]),
        max_occupancy=float(numbers.max_occupancy[0]),
        agents=agents,
        level=level,
        occupancy=occupancy,
    )


def _channel_week(inputs: Inputs, channel: LiveChannel, accounts: Array, month: int, factor: Array | None) -> DeskWeek:
    week, numbers = open_week(inputs, channel), _first_numbers(inputs, channel)
    contacts = monthly_contacts(inputs, channel, accounts, factor)[:1, month] / WEEKS_A_MONTH
    plan = plan_weeks(week, numbers, contacts)
    order = np.argsort(week.minutes)
    minutes, load, required = week.minutes[order], plan.load[0, order], plan.required[0, order]
    on_desk = whole_agents(plan.on_desk[0, order])
    level, occupancy, abandoned = _quality(numbers, on_desk, load)
    return DeskWeek(
        channel=channel,
        interval=week.interval,
        weekdays=tuple(tuple(Weekday)[m // MINUTES_A_DAY] for m in minutes),
        clocks=tuple(f"{m % MINUTES_A_DAY // 60:02d}:{m % 60:02d}" for m in minutes),
        contacts=contacts[0] * week.shares[order],
        load=load,
        required=required,
        bound=_bounds(numbers, required, load),
        starts=plan.starts[0, order],
        on_shift=plan.on_shift[0, order],
        on_desk=on_desk,
        level=level,
        occupancy=occupancy,
        abandoned=abandoned,
    )


def _first_numbers(inputs: Inputs, channel: LiveChannel) -> ChannelNumbers:
    """Return a channel's numbers in the first scenario."""
    return channel_numbers(inputs, channel, open_week(inputs, channel)).of(np.zeros(1, dtype=np.int64))


def _quality(numbers: ChannelNumbers, agents: Counts, load: Array) -> tuple[Array, Array, Array]:
    """Return service level, occupancy and the share who give up, of agents under a load."""
    level: Array = service_level(agents, load, numbers.handling, numbers.threshold, numbers.patience)
    stable = np.isfinite(numbers.patience) | (agents > load)
    queue = erlang_a(
        np.where(stable, agents, np.floor(load) + 1), load / numbers.handling, numbers.handling, numbers.patience
    )
    return level, np.where(stable, queue.occupancy, 1.0), np.asarray(queue.probability_of_abandonment)


def _bounds(numbers: ChannelNumbers, required: Counts, load: Array) -> tuple[Bound, ...]:
    """Return for each interval what one agent fewer would break."""
    limits = (numbers.target, numbers.threshold)
    by_level = agents_needed(load, numbers.handling, *limits, 1.0, numbers.patience)
    names = np.where(required == 1, Bound.OPENING, np.where(by_level == required, Bound.SERVICE_LEVEL, Bound.OCCUPANCY))
    return tuple(Bound(name) for name in names)
