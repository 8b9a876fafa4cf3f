"""What is uncertain in a plan, how far, and its draws: a stream of its own for every quantity, person and hire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from orgplanner.maths.sampling import lognormal, stratified, stream, triangular
from orgplanner.records.quantity import Quantity
from orgplanner.stages.inputs import Array, Inputs, channel_number
from orgplanner.stages.offers import ramp_profile


class RiskGroup(StrEnum):
    """What an uncertain quantity is about."""

    GROWTH = "growth"
    CHURN = "churn"
    TICKETS = "tickets"
    HANDLING = "handling"
    ATTRITION = "attrition"
    RAMP = "ramp"
    TIME_TO_FILL = "time_to_fill"
    CHANCE = "chance"
    """Who of the people leaves, and when, at a given rate."""


OF_THE_BOOK = (RiskGroup.GROWTH, RiskGroup.CHURN, RiskGroup.TICKETS, RiskGroup.HANDLING)
"""What moves the work; the others move who is there for it."""


@dataclass(frozen=True)
class Ranges:
    """How much of the uncertainty is let in."""

    width: float = 1.0
    """How wide ranges are compared with the data's (ratio); 0 gives the plan itself, chance left alone."""
    whole_people: bool = True
    """Whether each person leaves in a drawn month and each requisition takes a drawn number of attempts; else their
    expectation counts."""


@dataclass(frozen=True)
class Triangle:
    """Lowest, likeliest and highest value of a number."""

    low: float
    mode: float
    high: float

    def at(self, level: Array) -> Array:
        """Return the values at some levels."""
        return triangular(level, self.low, self.mode, self.high)

    def narrowed(self, width: float) -> Triangle:
        """Return the triangle drawn in towards its mode (or out of it, where the width is above 1)."""
        low, high = (width * end + (1 - width) * self.mode for end in (self.low, self.high))
        return Triangle(max(0.0, low) if self.low >= 0 else low, self.mode, high)


@dataclass(frozen=True)
class Uncertain:
    """An uncertain quantity: one level is drawn for it, and moves all of its numbers together."""

    id: str
    """Id of the assumption or number of a segment that varies, such as `segment.all.churn`; the stream's name."""
    group: RiskGroup
    numbers: Mapping[str, Triangle]
    """The numbers that it moves, by their ids."""


@dataclass(frozen=True)
class Draws:
    """Draws of a chunk, n of them."""

    count: int
    levels: Mapping[str, Array]
    """Level of each uncertain quantity (n,)."""
    values: Mapping[str, Array]
    """Value of each number (n,)."""


@dataclass
class Streams:
    """The streams of one run, each read on from chunk to chunk."""

    seed: int
    known: dict[str, np.random.Generator] = field(default_factory=dict)

    def of(self, name: str) -> np.random.Generator:
        """Return the stream of a name."""
        if name not in self.known:
            self.known[name] = stream(self.seed, name)
        return self.known[name]

    def draw(self, uncertain: tuple[Uncertain, ...], count: int) -> Draws:
        """Draw the next chunk of every uncertain quantity."""
        levels = {u.id: stratified(self.of(u.id), count) for u in uncertain}
        values = {id: t.at(levels[u.id]) for u in uncertain for id, t in u.numbers.items()}
        return Draws(count, levels, values)

    def delays(self, name: str, count: int, spread: float) -> Array:
        """Return times to fill as multiples of their mean (n,), lognormal."""
        return lognormal(stratified(self.of(name), count), 1.0, spread)


def find_uncertain(inputs: Inputs, width: float = 1.0) -> tuple[Uncertain, ...]:
    """Return what is uncertain in the plan.

    A number that the data give varies over its own range; one of the company's own over `risk.*_spread` of it on either
    side, since the data's range is about other companies. All are triangular with the plan's value as the likeliest:
    nothing more than lowest, likeliest and highest is known of them (Law, Simulation Modeling and Analysis, 6.11).

    Args:
        inputs: the gathered inputs.
        width: how wide the ranges are compared with the data's (ratio); 0 leaves points.
    """
    found = (*_book(inputs), *_tickets(inputs), *_handling(inputs), *_people(inputs))
    return tuple(
        Uncertain(u.id, u.group, {id: _capped(id, t.narrowed(width)) for id, t in u.numbers.items()}) for u in found
    )


def spread_of(inputs: Inputs, name: str) -> float:
    """Return a spread of the register, such as `growth` (ratio)."""
    return float(inputs.value(f"risk.{name}_spread")[0])


def _book(inputs: Inputs) -> Iterator[Uncertain]:
    """Yield new accounts and churn of each segment."""
    default = inputs.assumptions["customers.churn"].quantity
    for segment in inputs.company.segments:
        id = f"segment.{segment.id}.new_accounts"
        yield _one(id, RiskGroup.GROWTH, _around(segment.new_accounts, spread_of(inputs, "growth")))
        id = f"segment.{segment.id}.churn"
        if segment.churn is not None:
            yield _one(id, RiskGroup.CHURN, _around(segment.churn.rate, spread_of(inputs, "churn")))
        elif _is_default(inputs, "customers.churn"):
            yield _one(id, RiskGroup.CHURN, _over(default))
        else:
            yield _one(id, RiskGroup.CHURN, _around(default.value, spread_of(inputs, "churn")))


def _tickets(inputs: Inputs) -> Iterator[Uncertain]:
    """Yield tickets an account: the data's number for all segments without their own."""
    spread = spread_of(inputs, "tickets")
    if any(s.tickets_per_account is None for s in inputs.company.segments):
        yield _assumption(inputs, "support.tickets_per_account", RiskGroup.TICKETS, spread)
    for segment in inputs.company.segments:
        if segment.tickets_per_account is not None:
            id = f"segment.{segment.id}.tickets_per_account"
            yield _one(id, RiskGroup.TICKETS, _around(segment.tickets_per_account, spread))


def _handling(inputs: Inputs) -> Iterator[Uncertain]:
    """Yield handling time of tickets, and of all live channels together."""
    spread = spread_of(inputs, "handling")
    yield _assumption(inputs, "support.handling_time", RiskGroup.HANDLING, spread)
    ids = {channel_number(inputs, channel, "handling_time") for channel in inputs.company.channels}
    if ids:
        numbers = {id: _assumption(inputs, id, RiskGroup.HANDLING, spread).numbers[id] for id in sorted(ids)}
        yield Uncertain(LIVE_HANDLING, RiskGroup.HANDLING, numbers)


LIVE_HANDLING = "live.handling_time"
"""The one level that the handling times of all live channels follow."""


def _people(inputs: Inputs) -> Iterator[Uncertain]:
    """Yield attrition and ramp of the profiles that roles and sources have."""
    named = {terms.ramp for terms in inputs.phase.catalogue.source_terms if terms.ramp}
    used = {ramp_profile(inputs, role).id for role in inputs.roles} | named
    for profile in inputs.phase.catalogue.ramp_profiles:
        if profile.id in used:
            id = f"attrition.{profile.id}"
            yield _one(id, RiskGroup.ATTRITION, _over(inputs.assumptions[id].quantity))
            ids = [f"ramp.{profile.id}.month_{k + 1}" for k in range(len(profile.ramp))]
            numbers = {id: _over(inputs.assumptions[id].quantity) for id in ids}
            yield Uncertain(f"ramp.{profile.id}", RiskGroup.RAMP, numbers)


def _is_default(inputs: Inputs, id: str) -> bool:
    return inputs.assumptions[id].given_by == "default"


def _assumption(inputs: Inputs, id: str, group: RiskGroup, spread: float) -> Uncertain:
    """Return an assumption over its own range, or around the company's own number."""
    quantity = inputs.assumptions[id].quantity
    return _one(id, group, _over(quantity) if _is_default(inputs, id) else _around(quantity.value, spread))


def _one(id: str, group: RiskGroup, triangle: Triangle) -> Uncertain:
    return Uncertain(id, group, {id: triangle})


def _over(quantity: Quantity) -> Triangle:
    return Triangle(quantity.range[0], quantity.value, quantity.range[1])


def _around(value: float, spread: float) -> Triangle:
    return Triangle(max(0.0, value * (1 - spread)), value, value * (1 + spread))


def _capped(id: str, triangle: Triangle) -> Triangle:
    """Keep shares of a whole below it: nobody leaves twice."""
    if id.endswith(".churn"):
        return Triangle(triangle.low, triangle.mode, max(triangle.mode, min(triangle.high, 1.0)))
    if id.startswith("attrition."):
        return Triangle(triangle.low, triangle.mode, max(triangle.mode, min(triangle.high, MOST_ATTRITION)))
    return triangle


MOST_ATTRITION = 0.99
"""Share of a year's people: above it the monthly rate says nothing any more."""
