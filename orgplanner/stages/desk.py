"""Staff the live channels: agents by interval of the week, whole shifts that cover them, time left for tickets.

Every channel has agents of its own; only tickets share them. A week of a month is its mean week: contacts spread over
the opening hours as the arrival profile says, the same in every week, holidays not taken out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from orgplanner.errors import InputProblems, Problem
from orgplanner.maths.queueing import required_agents
from orgplanner.maths.shifts import Counts, fewest_shifts, people_on_shift
from orgplanner.maths.steps import step_values
from orgplanner.maths.whole import TOLERANCE, whole_people
from orgplanner.records.channel import LiveChannel
from orgplanner.stages.channels import ChannelNumbers, OpenWeek, channel_numbers, open_week
from orgplanner.stages.inputs import Array, Inputs

WEEKS_A_MONTH = 365.25 / 7 / 12

MOST_LOAD = 10_000.0
"""Erlang above which contacts are a typing error."""


@dataclass(frozen=True)
class Desk:
    """The live channels month by month, each array shaped (S, C, T): scenarios, channels, months."""

    contacts: Array
    """Contacts in the month."""
    talk_hours: Array
    """Hours a month of handling the contacts, as if nobody gave up; chat divided by conversations at a time."""
    shifts: Counts
    """Shifts a week that cover the agents required and their breaks."""
    rostered_hours: Array
    """Paid hours a month that agents are on the desk, breaks taken out."""
    occupancy: Array
    """Share of the rostered hours in which agents talk or write."""
    deferred_hours: Array
    """Rostered hours a month in which a blended desk answers tickets."""

    def at(self, month: int) -> Desk:
        """Return the desk in one month alone, by its place among the desk's months."""
        return Desk(*(getattr(self, field.name)[:, :, month : month + 1] for field in fields(self)))


@dataclass(frozen=True)
class WeekPlan:
    """Weeks of one channel, planned side by side: arrays are (N, I), N weeks of I open intervals."""

    load: Array
    """Offered load (erlang)."""
    required: Counts
    """Agents required on the desk."""
    starts: Counts
    """Shifts that start."""
    on_shift: Counts
    """Agents on shift, some of them on a break."""
    on_desk: Array
    """Agents on the desk, on average over their breaks."""


def staff_channels(inputs: Inputs, accounts: Array, factor: Array | None = None) -> Desk:
    """Staff the company's live channels.

    contacts = contacts today x accounts / accounts today x factor. For every interval of the week the fewest agents
    that keep the service level and the highest occupancy (`agents_needed`), enough on shift for their breaks
    (`agents_on_shift`), and the fewest whole shifts that cover them (`maths.shifts`). Rostered hours are those of the
    shifts; people whose day on the desk is shorter than a shift do other work for the rest of it. A blended desk
    answers tickets while it waits, up to an occupancy of `live.deferred_cap`, and drops them when a contact comes.

    Args:
        inputs: the gathered inputs.
        accounts: accounts at the start of each month (S, G, T).
        factor: share of the contacts that still come, by levers (S, T); all of them if absent.

    Raises:
        UnknownName: a channel names a profile that neither the company nor the catalogue has.
        InputProblems: a service level that no number of agents keeps, fewer conversations at a time than one, or
            contacts beyond `MOST_LOAD`.
    """
    channels = inputs.company.channels
    shape = (inputs.count, len(channels), len(inputs.months))
    contacts, talk, rostered = (np.zeros(shape) for _ in range(3))
    shifts = np.zeros(shape, dtype=np.int64)
    for c, channel in enumerate(channels):
        week = open_week(inputs, channel)
        numbers = channel_numbers(inputs, channel, week)
        contacts[:, c] = monthly_contacts(inputs, channel, accounts, factor)
        _check_load(channel, week, numbers, contacts[:, c])
        shifts[:, c], rostered[:, c] = _staff_months(week, numbers, contacts[:, c])
        talk[:, c] = contacts[:, c] * numbers.handling[:, None] / 60
    blended = np.array([channel.blended for channel in channels], dtype=bool)[:, None]
    cap = inputs.value("live.deferred_cap")[:, None, None] if channels else 0.0
    return Desk(
        contacts=contacts,
        talk_hours=talk,
        shifts=shifts,
        rostered_hours=rostered,
        occupancy=np.minimum(talk / rostered, 1.0),
        deferred_hours=np.where(blended, np.maximum(cap * rostered - talk, 0.0), 0.0),
    )


def monthly_contacts(inputs: Inputs, channel: LiveChannel, accounts: Array, factor: Array | None = None) -> Array:
    """Return a channel's contacts of each month (S, T); without accounts today they stay as they are."""
    total = accounts.sum(axis=1)
    today = total[:, :1]
    growth = np.where(today > 0, total / np.where(today > 0, today, 1.0), 1.0)
    return channel.contacts * growth * (1.0 if factor is None else factor)


def plan_weeks(week: OpenWeek, numbers: ChannelNumbers, contacts: Array) -> WeekPlan:
    """Plan weeks of a channel side by side.

    Args:
        week: the open intervals, I of them.
        numbers: what the channel promises, N values each.
        contacts: contacts a week (N,).
    """
    # Intervals of the same share, such as those of like weekdays, are sized once.
    shares, place = np.unique(week.shares, return_inverse=True)
    load = offered_load(contacts[:, None], shares, numbers.handling[:, None], week.interval)
    required = _agents(numbers, load)[:, place]
    hours = numbers.presence * week.interval / 60
    cover = agents_on_shift(required, hours[:, None], numbers.paid[:, None])
    starts, on_shift = np.zeros_like(cover), np.zeros_like(cover)
    for presence in np.unique(numbers.presence):
        rows = np.flatnonzero(numbers.presence == presence)[:, None, None]
        for stretch in week.stretches:
            begun = fewest_shifts(cover[rows, stretch], int(presence))
            starts[rows, stretch], on_shift[rows, stretch] = begun, people_on_shift(begun, int(presence))
    return WeekPlan(load[:, place], required, starts, on_shift, on_shift * (numbers.paid / hours)[:, None])


def offered_load(contacts: Array, share: ArrayLike, handling: Array, interval: int) -> Array:
    """Return the load of an interval (erlang): contacts a week x share x handling time / length of the interval.

    In chat the handling time is that of a conversation divided by the conversations held at a time, so that the
    agents of the queueing formulas stay people: a usual approximation, which takes an agent with one conversation to
    write as fast as one with several.

    >>> float(offered_load(np.array(1000.0), 0.02, np.array(6.0), 30))
    4.0
    """
    load: Array = contacts * np.asarray(share) * handling / interval
    return load


def agents_needed(
    load: ArrayLike,
    handling: ArrayLike,
    target: ArrayLike,
    threshold: ArrayLike,
    max_occupancy: ArrayLike,
    patience: ArrayLike | None = None,
) -> Counts:
    """Return the fewest agents that keep service level and occupancy; an open desk has at least one.

    Args:
        load: offered load (erlang).
        handling: minutes for which a contact keeps an agent busy.
        target: share of the contacts to be answered within the threshold, below 1.
        threshold: minutes.
        max_occupancy: highest share of their time that agents talk or write.
        patience: mean minutes after which a waiting customer gives up; None or infinity: everybody waits.

    >>> int(agents_needed(10, 3, 0.8, 1 / 3, 0.85)), int(agents_needed(0, 3, 0.8, 1 / 3, 0.85))
    (14, 1)
    """
    needed = required_agents(load, handling, target, threshold, max_occupancy, patience)
    return np.maximum(np.asarray(needed, dtype=np.int64), 1)


def agents_on_shift(required: ArrayLike, presence: ArrayLike, paid: ArrayLike) -> Counts:
    """Return the agents on shift of whom the required ones are on the desk while the others take their breaks.

    Breaks are spread over the shift: of `presence` hours between its start and its end, in whole intervals, an agent
    is on the desk for the `paid` ones.

    >>> int(agents_on_shift(14, 9, 8)), int(agents_on_shift(8, 9, 8))
    (16, 9)
    """
    return whole_people(np.asarray(required) * np.asarray(presence) / np.asarray(paid))


def whole_agents(on_desk: ArrayLike) -> Counts:
    """Return the whole agents that are on the desk at any time, from their average over the breaks."""
    return np.floor(np.asarray(on_desk) + TOLERANCE).astype(np.int64)


def _agents(numbers: ChannelNumbers, load: Array) -> Counts:
    """Return the agents that loads need, a row for each of N channel numbers (N, K).

    More load never needs fewer agents, so that of many loads under the same numbers few have to be sized.
    """
    _, alike = np.unique(np.stack(numbers.parts, axis=1), axis=0, return_inverse=True)
    row = np.repeat(np.arange(len(load)), load.shape[1])
    order = np.lexsort((load.ravel(), alike[row]))
    row, flat = row[order], load.ravel()[order]

    def at(places: Counts) -> Counts:
        of = numbers.of(row[places])
        return agents_needed(flat[places], of.handling, of.target, of.threshold, of.max_occupancy, of.patience)

    agents = np.empty(load.size, dtype=np.int64)
    agents[order] = step_values(at, alike[row])
    return agents.reshape(load.shape)


def _staff_months(week: OpenWeek, numbers: ChannelNumbers, contacts: Array) -> tuple[Counts, Array]:
    """Return shifts a week and rostered hours a month (S, T); months that are alike are planned once."""
    spread = [np.broadcast_to(part[:, None], contacts.shape) for part in numbers.parts]
    table = np.stack([contacts, *spread], axis=-1).reshape(contacts.size, -1)
    _, first, place = np.unique(table, axis=0, return_index=True, return_inverse=True)
    plan = plan_weeks(week, numbers.of(first // contacts.shape[1]), contacts.ravel()[first] / WEEKS_A_MONTH)
    rostered = plan.on_desk.sum(axis=1) * week.interval / 60 * WEEKS_A_MONTH
    place = place.reshape(contacts.shape)
    return plan.starts.sum(axis=1)[place], rostered[place]


def _check_load(channel: LiveChannel, week: OpenWeek, numbers: ChannelNumbers, contacts: Array) -> None:
    """Refuse contacts that no desk could answer."""
    load = offered_load(contacts / WEEKS_A_MONTH, week.shares.max(), numbers.handling[:, None], week.interval)
    busiest = float(load.max())
    if busiest > MOST_LOAD:
        limit = float(np.floor(channel.contacts * MOST_LOAD / busiest))
        place = f"channels.{channel.id}.contacts"
        raise InputProblems([Problem("", None, place, "too_large", {"given": channel.contacts, "limit": limit})])
