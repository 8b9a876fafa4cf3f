"""Derivations of the live channels: contacts, agents, hours on the desk, time left for tickets."""

from __future__ import annotations

import math

import numpy as np

from orgplanner.derivation import forecast, levers
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.errors import UnknownName
from orgplanner.records.catalogue import TargetKind
from orgplanner.records.channel import ChannelKind, LiveChannel
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.channels import open_week
from orgplanner.stages.desk import WEEKS_A_MONTH, agents_needed
from orgplanner.stages.inputs import Array, channel_number
from orgplanner.units import Unit


def _settled(name: str, value: float, unit: Unit) -> Term:
    """Return a number that the profile of a channel or its shifts give."""
    return Term(id=f"structure.{name}", value=value, unit=unit, origin=Origin.INPUT)


WEEKS = _settled("weeks_a_month", WEEKS_A_MONTH, Unit.ONE)

BUILDERS = Builders("desk")


def _channel(parts: Parts, id: str) -> LiveChannel:
    channels = parts.inputs.company.channels
    for channel in channels:
        if channel.id == id:
            return channel
    raise UnknownName("channel", id, tuple(channel.id for channel in channels))


def _value(parts: Parts, array: Array, keys: tuple[str, ...]) -> float:
    channel, month = keys
    return float(array[0, parts.inputs.company.channels.index(_channel(parts, channel)), parts.month(month)])


def _number(parts: Parts, channel: str, name: str) -> Term:
    """Return a number of a channel: its own, else that of all channels."""
    return parts.assumption(channel_number(parts.inputs, _channel(parts, channel), name))


@BUILDERS.add
def contacts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Contacts of a channel in a month: today's, grown with the accounts, less what levers answer."""
    channel, month = keys
    given = parts.given(f"channels.{channel}.contacts", _channel(parts, channel).contacts, Unit.CONTACT_PER_MONTH)
    grown = parts.month(month) > 0 and parts.forecast.accounts[0, :, 0].sum() > 0
    terms = [given, *([as_term(growth(parts, (month,)))] if grown else [])]
    terms += levers.left_term(parts, TargetKind.CONTACTS, month)
    value = _value(parts, parts.demand.desk.contacts, keys)
    return figure(f"desk.contacts[{channel},{month}]", value, Unit.CONTACT_PER_MONTH, Operation.PRODUCT, *terms)


@BUILDERS.add
def growth(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a month as a multiple of today's."""
    now, today = (forecast.total_accounts(parts, (month,)) for month in (keys[0], parts.inputs.months[0]))
    value = now.value / today.value
    return figure(f"desk.growth[{keys[0]}]", value, Unit.ONE, Operation.QUOTIENT, as_term(now), as_term(today))


@BUILDERS.add
def handling(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Minutes for which a contact keeps an agent busy: in chat shared by the conversations held at a time."""
    (channel,) = keys
    terms = [_number(parts, channel, "handling_time")]
    if _channel(parts, channel).kind is ChannelKind.CHAT:
        terms.append(_number(parts, channel, "concurrency"))
    value = terms[0].value / math.prod(t.value for t in terms[1:])
    return figure(f"desk.handling[{channel}]", value, Unit.MINUTE, Operation.QUOTIENT, *terms)


@BUILDERS.add
def talk_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month in which agents of a channel talk or write."""
    channel, month = keys
    terms = (as_term(contacts(parts, keys)), as_term(handling(parts, (channel,))))
    value = _value(parts, parts.demand.desk.talk_hours, keys)
    return figure(f"desk.talk_hours[{channel},{month}]", value, Unit.HOUR_PER_MONTH, Operation.MINUTES, *terms)


@BUILDERS.add
def busiest_load(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Offered load of a channel's busiest interval in a month (erlang)."""
    channel, month = keys
    week = open_week(parts.inputs, _channel(parts, channel))
    share = _settled(f"busiest_share[{channel}]", float(week.shares.max()), Unit.RATIO)
    length = _settled(f"interval[{channel}]", week.interval, Unit.MINUTE)
    terms = (as_term(contacts(parts, keys)), share, as_term(handling(parts, (channel,))), length, WEEKS)
    value = math.prod(t.value for t in terms[:3]) / (week.interval * WEEKS_A_MONTH)
    return figure(f"desk.busiest_load[{channel},{month}]", value, Unit.ONE, Operation.OFFERED_LOAD, *terms)


@BUILDERS.add
def agents(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Agents that a channel needs on the desk in its busiest interval of a month."""
    channel, month = keys
    load, busy = busiest_load(parts, keys), handling(parts, (channel,))
    names = ("service_level", "threshold", "max_occupancy")
    terms = [as_term(load), as_term(busy), *(_number(parts, channel, name) for name in names)]
    patience = np.inf
    if _channel(parts, channel).patience_minutes is not None:
        terms.append(_number(parts, channel, "patience"))
        patience = terms[-1].value
    target, threshold, occupancy = (t.value for t in terms[2:5])
    value = float(agents_needed(load.value, busy.value, target, threshold / 60, occupancy, patience))
    operation = Operation.ERLANG_C_AGENTS if np.isinf(patience) else Operation.ERLANG_A_AGENTS
    return figure(f"desk.agents[{channel},{month}]", value, Unit.PERSON, operation, *terms)


@BUILDERS.add
def rostered_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month that agents of a channel are on the desk, breaks taken out.

    Whole shifts follow the agents that each interval needs; the derivation tells them by the busiest interval and the
    mean over the opening hours.
    """
    channel, month = keys
    week = open_week(parts.inputs, _channel(parts, channel))
    value = _value(parts, parts.demand.desk.rostered_hours, keys)
    busiest, hours = as_term(agents(parts, keys)), len(week.shares) * week.interval / 60
    fill = value / (busiest.value * hours * WEEKS_A_MONTH)
    terms = (
        busiest,
        _settled(f"open_hours[{channel}]", hours, Unit.HOUR_PER_WEEK),
        _settled(f"desk_fill[{channel},{month}]", fill, Unit.RATIO),
        WEEKS,
    )
    return figure(f"desk.rostered_hours[{channel},{month}]", value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


@BUILDERS.add
def deferred_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month in which a blended desk answers tickets: up to the highest occupancy, less talking."""
    channel, month = keys
    terms = (
        as_term(rostered_hours(parts, keys)),
        parts.assumption("live.deferred_cap"),
        as_term(talk_hours(parts, keys)),
    )
    value = _value(parts, parts.demand.desk.deferred_hours, keys)
    return figure(f"desk.deferred_hours[{channel},{month}]", value, Unit.HOUR_PER_MONTH, Operation.IDLE, *terms)


@BUILDERS.add
def between_contacts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month in which the blended desks could answer tickets."""
    (month,) = keys
    blended = [c.id for c in parts.inputs.company.channels if c.blended]
    terms = [as_term(deferred_hours(parts, (channel, month))) for channel in blended]
    value = sum(t.value for t in terms)
    return figure(f"desk.between_contacts[{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)
