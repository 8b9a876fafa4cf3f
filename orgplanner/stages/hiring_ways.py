"""Pose the hiring problem: the offers that each line may take, as arrays, with what limits them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from orgplanner.records.base import NOT_ON_TEAM, OUTSIDE, SourceKind
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.cost import default_cost
from orgplanner.stages.hiring_lines import Lines, first_day, sharing
from orgplanner.stages.hiring_problem import (
    NONE,
    Flags,
    HiringSolution,
    Places,
)
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import DAYS_A_MONTH, Offer, find_offers
from orgplanner.stages.sourcing import Sourcing
from orgplanner.stages.staffing import Staffing

NEGLIGIBLE = 1e-9
"""FTE that is nobody."""


@dataclass(frozen=True)
class Way:
    """An offer on a line of the plan, or the release of people who stand there."""

    line: int
    offer: Offer | None
    """None for a release."""
    kind: MoveKind
    source: SourceKind
    taken_from: int
    """Line whose people it takes away; `NONE` for most."""
    earliest: int
    """First month in which it can start."""
    most: float
    """Units at a time."""
    coverage: Array
    """FTE that a unit gives k months after its start (T,), mentoring taken off."""
    cost: Array
    """Money that a unit costs k months after its start (T,)."""
    released: tuple[str, ...] = ()
    """Ids of the people who would be released."""

    @property
    def id(self) -> str:
        """Role, terms and channel; for a release the source."""
        return self.offer.id if self.offer else f"release.{self.line}.{self.source.value}"


@dataclass(frozen=True)
class Ways:
    """What the plan chooses from: ways by unit first, then contracts by volume; T months with the tail."""

    units: tuple[Way, ...]
    volumes: tuple[Way, ...]
    unpriced: tuple[Offer, ...]
    """Offers that were left out since their price is not known."""
    unadvised: tuple[Offer, ...]
    """Offers that were left out since the phase does not advise them."""

    @property
    def all(self) -> tuple[Way, ...]:
        """All ways."""
        return (*self.units, *self.volumes)

    @cached_property
    def line_of(self) -> Places:
        """Line of each way (W,)."""
        return np.array([w.line for w in self.all], dtype=np.int64)

    def money(self, solution: HiringSolution) -> Array:
        """Return the money for each way by month (W, T), a set-up in the month of the first unit."""
        rows = [_spread(s, w.cost) for s, w in zip(solution.starts, self.units, strict=True)]
        for k, way in enumerate(self.units):
            first = np.flatnonzero(solution.starts[k] > NEGLIGIBLE)
            if way.offer is not None and first.size:
                rows[k][first[0]] += way.offer.setup
        rows += [_volume_money(w, v, r) for w, v, r in zip(self.volumes, solution.volume, solution.runs, strict=True)]
        return np.array(rows).reshape(len(rows), solution.shortage.shape[1])

    def given(self, solution: HiringSolution, lines: int) -> Array:
        """Return the FTE that all ways give to their own line, less what they take from others (R, T)."""
        total = np.zeros((lines, solution.shortage.shape[1]))
        for started, way in zip(solution.starts, self.units, strict=True):
            total[way.line] += _spread(started, way.coverage)
            if way.taken_from != NONE:
                total[way.taken_from] -= _spread(started, np.ones(len(started)))
        for volume, way in zip(solution.volume, self.volumes, strict=True):
            total[way.line] += volume
        return total


def find_ways(inputs: Inputs, staffing: Staffing, sourcing: Sourcing, lines: Lines) -> Ways:
    """Return the ways that each line may take.

    A line of a rule takes its own source alone. Any other takes what the phase advises for the role and what the plan's
    chart takes; all sources where the company does not follow the advice. Nobody is hired for a role whose own work
    never fills the part of a post that belongs to it, where people of other roles can do it.
    """
    small = _small_lines(inputs, lines)
    units: list[Way] = []
    volumes: list[Way] = []
    unpriced: list[Offer] = []
    unadvised: list[Offer] = []
    for offer in find_offers(inputs, staffing):
        for place in _lines_of(lines, offer):
            if offer.monthly_cost is None or offer.fte <= 0:
                unpriced.append(offer)
            elif not _considered(inputs, sourcing, lines, offer, place):
                unadvised.append(offer)
            elif place in small and offer.kind is MoveKind.HIRE:
                continue
            elif offer.by_volume:
                volumes.append(_way(inputs, staffing, lines, offer, place, NONE))
            else:
                origins = _origins(inputs, lines, place) if offer.kind is MoveKind.TRAIN else [NONE]
                terms = _terms_of(inputs, offer, len(lines.months))
                units += [_way(inputs, staffing, lines, o, place, origin) for origin in origins for o in terms]
    units += _releases(inputs, lines)
    return Ways(tuple(units), tuple(volumes), tuple(unpriced), tuple(unadvised))


def approval_months(inputs: Inputs) -> float:
    """Return the months that the company's approval takes."""
    return _value(inputs, "hiring.approval_days") / DAYS_A_MONTH


def _value(inputs: Inputs, id: str) -> float:
    return float(inputs.value(id)[0])


def _lines_of(lines: Lines, offer: Offer) -> list[int]:
    """Return the lines of the offer's role that it could cover: its own source's by rule, else the open one.

    A source that the company gives a share of the role gets that share and no more.
    """
    own = [k for k, role in enumerate(lines.roles) if role == offer.role]
    return [k for k in own if lines.rules[k] is offer.source] or [k for k in own if lines.rules[k] is None]


def _considered(inputs: Inputs, sourcing: Sourcing, lines: Lines, offer: Offer, place: int) -> bool:
    options = inputs.company.hiring
    if lines.rules[place] is not None or not options.follow_advice or offer.role in options.unadvised_roles:
        return True
    return offer.advice is not None or offer.source is sourcing.of(offer.role).taken


def _way(inputs: Inputs, staffing: Staffing, lines: Lines, offer: Offer, place: int, origin: int) -> Way:
    count = len(lines.months)
    coverage = np.zeros(count) if offer.by_volume else offer.coverage(count)
    cost = np.zeros(count) if offer.by_volume else offer.cost(count)
    if offer.on_team and offer.terms.mentored and offer.ramp:
        capacity = float(staffing.steady_capacity[0, inputs.roles.index(offer.role)])
        mentoring = _value(inputs, "hiring.mentor_hours") / capacity if capacity > 0 else 0.0
        coverage[: len(offer.ramp)] -= mentoring * offer.fte
    named = [a.people for a in inputs.company.hiring.available if (a.role, a.terms) == (offer.role, offer.terms.id)]
    most = named[0] / offer.fte if named else offer.most
    if origin != NONE:
        cost = cost + _raise(inputs, offer, lines.roles[origin]) * offer.fte * _kept(offer, count)
        most = min(most, max(0, math.floor(lines.in_post[origin].max() + 1e-9)))
    earliest = earliest_start(inputs, lines.months, offer.lead)
    return Way(
        place,
        offer,
        offer.kind,
        offer.source,
        origin,
        earliest,
        math.floor(most + 1e-9) if most < math.inf else most,
        coverage,
        cost,
    )


def earliest_start(inputs: Inputs, months: tuple[str, ...], lead: float) -> int:
    """Return the first month whose first day lies as many days ahead as approval and lead time take.

    Args:
        inputs: the gathered inputs.
        months: months `YYYY-MM`, T of them.
        lead: months from opening to start.

    Returns:
        the place of the month; T where it lies behind them all.
    """
    days = round(lead * DAYS_A_MONTH) + round(_value(inputs, "hiring.approval_days"))
    ahead = [(first_day(month) - first_day(months[0])).days for month in months]
    return next((t for t, passed in enumerate(ahead) if passed >= days), len(months))


def _raise(inputs: Inputs, offer: Offer, origin: str) -> float:
    """Return what somebody from another role costs more a month in the new one."""
    return max(0.0, (default_cost(inputs, offer.role) or 0.0) - (default_cost(inputs, origin) or 0.0))


def _kept(offer: Offer, months: int) -> Array:
    return np.asarray((1 - offer.attrition) ** np.arange(months))


def _small_lines(inputs: Inputs, lines: Lines) -> frozenset[int]:
    """Return the lines whose work never fills the own part of a post, and that people of other lines can do."""
    allowed, _ = sharing(inputs, lines, [0.0] * len(lines.roles))
    own = 1 - _value(inputs, "hiring.shared_most")
    locked = {lock.role for lock in inputs.company.hiring.locks}
    few = (lines.required.max(axis=1) < own) & allowed.any(axis=0)
    return frozenset(k for k in np.flatnonzero(few).tolist() if lines.roles[k] not in locked)


def _terms_of(inputs: Inputs, offer: Offer, months: int) -> Iterator[Offer]:
    """Yield an offer for its commitment, for multiples of it, and to the end: renewing saves a second ramp.

    What would end before it is productive is left out.
    """
    id = f"source.{offer.terms.id}.longest"
    longest = _value(inputs, id) if id in inputs.assumptions else months
    runs = offer.runs
    while runs is not None and runs < min(months, longest):
        if runs > len(offer.ramp):
            yield replace(offer, runs=runs)
        runs *= 2
    yield replace(offer, runs=None if offer.runs is None or longest >= months else round(longest))


def _origins(inputs: Inputs, lines: Lines, place: int) -> list[int]:
    """Return the lines whose people training could bring to a line.

    Those that at some time have one or more too many; a lead may come from any line, whose place is then filled anew.
    """
    definition = inputs.phase.definition
    to_lead = lines.roles[place] == definition.lead_role
    spare = (lines.in_post - lines.required).max(axis=1)
    return [
        k
        for k, role in enumerate(lines.roles)
        if k != place
        and role not in (definition.head_role, definition.lead_role)
        and lines.rules[k] not in NOT_ON_TEAM
        and lines.in_post[k].max() >= 1 - NEGLIGIBLE
        and (spare[k] >= 1 - NEGLIGIBLE or (to_lead and inputs.phase.may_combine(role, definition.lead_role)))
    ]


def _releases(inputs: Inputs, lines: Lines) -> Iterator[Way]:
    """Yield the release of people from outside, and of any people where the company allows it, by line and source."""
    notices = {t.source: t for t in reversed(inputs.phase.catalogue.source_terms)}
    groups: dict[tuple[int, SourceKind], list[int]] = {}
    for k, person in enumerate(lines.people):
        free = person.source in OUTSIDE or inputs.company.hiring.may_release
        if free and person.source in notices and lines.roles[lines.line_of[k]] != inputs.phase.definition.head_role:
            groups.setdefault((int(lines.line_of[k]), person.source), []).append(k)
    for (line, source), rows in groups.items():
        terms = notices[source]
        month = math.ceil(_value(inputs, f"source.{terms.id}.notice") + approval_months(inputs) - 1e-9)
        coverage, cost = lines.given[rows].mean(axis=0), lines.cost[rows].mean(axis=0)
        ids = tuple(lines.people[k].id for k in rows)
        flat = np.ones(len(lines.months))
        yield Way(
            line,
            None,
            MoveKind.RELEASE,
            source,
            NONE,
            max(1, month),
            len(rows),
            -flat * coverage.mean(),
            -flat * cost.mean(),
            ids,
        )


def _spread(started: Array, profile: Array) -> Array:
    """Return what units that start in several months give in each month (T,)."""
    return np.convolve(started, profile)[: len(started)]


def _volume_money(way: Way, volume: Array, runs: Flags) -> Array:
    """Return the money for a contract by volume (T,): fixed and set-up, and the price of what is paid for."""
    if way.offer is None:
        return np.zeros(len(volume))
    begins = runs & ~np.concatenate([[False], runs[:-1]])
    paid = np.maximum(volume, way.offer.minimum_fte) * way.offer.price_per_fte
    return np.asarray(runs * ((way.offer.monthly_cost or 0.0) + paid) + begins * way.offer.setup)
