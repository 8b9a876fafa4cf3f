"""Gather whom and what a plan of hires counts on: people of the roster, hires by offer and month, what is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgplanner.records.base import NOT_ON_TEAM, OUTSIDE
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_problem import NONE, Flags
from orgplanner.stages.hiring_ways import Way
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import Offer, attrition_of, ramp_profile
from orgplanner.stages.risk_draws import spread_of

NEGLIGIBLE = 1e-9
"""FTE, people or shares below which there is nothing."""


@dataclass(frozen=True)
class Resident:
    """A person of the roster, T months."""

    id: str
    line: int
    rate: str | None
    """Assumption of the yearly attrition; None where nobody leaves by chance."""
    age: Array
    """Months since the person can leave by chance (T,)."""
    given: Array
    """FTE as long as the person stays (T,)."""
    cost: Array
    """Money as long as the person stays (T,)."""


@dataclass(frozen=True)
class Hire:
    """Units of one offer that start in one month, each of which is filled sooner or later and may leave."""

    name: str
    """The stream's name: the offer and the month, so that two plans with the same hire draw the same."""
    line: int
    offer: Offer
    units: float
    month: int
    """Month of the start by the plan."""
    recruited: bool
    """Whether the time to fill varies."""
    ramp: tuple[str, ...]
    """Assumptions of the first months' productivity."""
    rate: str | None
    mentoring: float
    """FTE of mentoring that a unit takes in each month of its ramp."""
    shares: bool
    """Whether its hours may go to other lines."""
    locked: bool


@dataclass(frozen=True)
class Team:
    """Everybody whom the plan counts on, and what is agreed; R lines, T months."""

    residents: tuple[Resident, ...]
    hires: tuple[Hire, ...]
    borrowed: Array
    """FTE that other departments and contracts by volume carry, a share of the line's work (R, T)."""
    standing: Array
    """FTE of them, and of what is agreed, that is there without any move still to be decided (R, T)."""
    agreed: Array
    """FTE of starts that nothing can delay and nobody leaves, less what the plan takes away (R, T)."""
    agreed_shares: Array
    """FTE of them that may go to other lines (R, T)."""
    money: Array
    """Money for what is agreed, set-ups and contracts included (R, T)."""
    price: Array
    """Money for an FTE and month more of contracts by volume (R, T)."""
    planned: Array
    """FTE that each line asks for in the plan (R, T)."""
    fill_spread: float
    """Standard deviation / mean of the time to fill."""
    whole: bool
    """Whether people leave and come as wholes; else as expected."""


def gather_team(inputs: Inputs, hiring: Hiring, *, whole: bool, width: float) -> Team:
    """Gather whom and what a plan of hires counts on."""
    ways, solution, lines = hiring.ways, hiring.solution, hiring.lines
    months, count = len(hiring.months), len(hiring.lines.roles)
    money_of = ways.money(solution)[:, :months]
    agreed, agreed_shares, borrowed, locked, money, price = (np.zeros((count, months)) for _ in range(6))
    hires: list[Hire] = []
    for row, way in enumerate(ways.units):
        starts = solution.starts[row, :months]
        if way.taken_from != NONE:
            agreed[way.taken_from] -= np.cumsum(starts)
        if way.offer is not None and (way.offer.channel is not None or way.offer.attrition > 0):
            hires += _hires(inputs, hiring, way, starts)
            first = np.flatnonzero(starts > 0)[:1]
            money[way.line, first] += way.offer.setup
            continue
        given = np.convolve(starts, way.coverage)[:months]
        agreed[way.line] += given
        locked[way.line] += np.convolve(starts * _locked(inputs, hiring, way), way.coverage)[:months]
        if way.offer is not None and way.source not in NOT_ON_TEAM:
            agreed_shares[way.line] += given
        money[way.line] += money_of[row]
    for row, way in enumerate(ways.volumes):
        borrowed[way.line] += solution.volume[row, :months]
        money[way.line] += money_of[len(ways.units) + row]
        if way.offer is not None:
            beyond = solution.runs[row, :months] & (solution.volume[row, :months] >= way.offer.minimum_fte)
            price[way.line] += beyond * way.offer.price_per_fte
    return Team(
        residents=tuple(_residents(inputs, hiring)),
        hires=tuple(hires),
        borrowed=borrowed + lines.borrowed[:, :months],
        standing=locked + lines.borrowed[:, :months],
        agreed=agreed,
        agreed_shares=agreed_shares,
        money=money,
        price=price,
        planned=lines.required[:, :months],
        fill_spread=width * spread_of(inputs, "fill"),
        whole=whole,
    )


def _residents(inputs: Inputs, hiring: Hiring) -> Iterator[Resident]:
    lines, months = hiring.lines, len(hiring.months)
    for row, person in enumerate(lines.people):
        line = int(lines.line_of[row])
        role = lines.roles[line]
        firm = person.planned_end is not None or person.source in OUTSIDE
        # Whoever is still to come cannot leave before.
        first = int(np.argmax(lines.firm[row] > 0))
        age = np.maximum(np.arange(months, dtype=float) - first, 0.0)
        stays = 1.0 if firm else (1 - attrition_of(inputs, role)) ** age
        yield Resident(
            id=person.id,
            line=line,
            rate=None if firm else f"attrition.{ramp_profile(inputs, role).id}",
            age=age,
            given=lines.given[row, :months] / stays,
            cost=lines.cost[row, :months] / stays,
        )


def _hires(inputs: Inputs, hiring: Hiring, way: Way, starts: Array) -> Iterator[Hire]:
    offer = way.offer
    assert offer is not None  # noqa: S101 - releases are no hires
    profile = offer.terms.ramp or ramp_profile(inputs, offer.role).id
    rate = f"attrition.{ramp_profile(inputs, offer.role).id}" if offer.attrition > 0 else None
    origin = [hiring.lines.roles[way.taken_from]] if way.taken_from != NONE else []
    locked = _locked(inputs, hiring, way)
    mentoring = float((offer.coverage(1) - way.coverage[:1])[0]) if offer.ramp else 0.0
    for month in np.flatnonzero(starts > NEGLIGIBLE):
        name = hiring.months[month]
        yield Hire(
            name=".".join((way.id, *origin, name)),
            line=way.line,
            offer=offer,
            units=float(starts[month]),
            month=int(month),
            recruited=offer.channel is not None,
            ramp=tuple(f"ramp.{profile}.month_{k + 1}" for k in range(len(offer.ramp))),
            rate=rate,
            mentoring=mentoring,
            shares=way.source not in NOT_ON_TEAM,
            locked=bool(locked[month]),
        )


def _locked(inputs: Inputs, hiring: Hiring, way: Way) -> Flags:
    """Return the months in which the company has decided the start of an offer (T,)."""
    offer = way.offer
    channel = offer.channel.id if offer and offer.channel else None
    decided = [
        k.month
        for k in inputs.company.hiring.locks
        if k.count and offer is not None and (k.role, k.terms, k.channel) == (offer.role, offer.terms.id, channel)
    ]
    return np.array([month in decided for month in hiring.months], dtype=bool)
