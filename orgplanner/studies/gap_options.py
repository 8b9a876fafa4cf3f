"""One way at a time against the work that nobody covers: how much of it an offer covers, and for what money."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.cost import default_cost
from orgplanner.stages.hiring_constraints import assemble
from orgplanner.stages.hiring_evaluation import settle
from orgplanner.stages.hiring_lines import Lines, draw_lines
from orgplanner.stages.hiring_posing import pose_problem
from orgplanner.stages.hiring_problem import Flags, HiringProblem, Places
from orgplanner.stages.hiring_ways import Ways, approval_months
from orgplanner.stages.inputs import Array
from orgplanner.stages.offers import Offer

NEGLIGIBLE = 1e-6
"""FTE below which nothing is missing."""

MOST_UNITS = 500
"""Units after which no more are tried."""


@dataclass(frozen=True)
class Missing:
    """What today's people leave uncovered when they share their hours as well as they can; Q roles, T months."""

    roles: tuple[str, ...]
    required: Array
    """FTE (Q, T)."""
    fte: Array
    """FTE that nobody covers (Q, T)."""
    unused: Array
    """FTE of people of the team whom no work fills (Q, T)."""
    people: Array
    """FTE that today's people of the team give (Q, T)."""
    prices: Array
    """Price of an FTE and month that nobody covers (Q,)."""
    severe: Array
    """What is added to it below the least coverage (Q,)."""
    least: float
    """Least coverage (ratio)."""

    def priced(self, place: int, left: Array) -> Array:
        """Return the price of what is left uncovered of a role (..., T), month by month."""
        mild = (1 - self.least) * self.required[place]
        short = np.maximum(left, 0.0)
        return np.asarray(self.prices[place] * short + self.severe[place] * np.maximum(short - mild, 0.0))


@dataclass(frozen=True)
class Filled:
    """What an offer does for a role's missing work within the plan's months; arrays are (T,)."""

    offer: Offer
    units: int
    """Units that start within the plan; 1 for a contract by volume."""
    at_once: int
    """Most of them that run at a time."""
    left: Array
    """FTE that stay uncovered."""
    money: Array
    """Money."""
    monthly_cost: float
    """Money in the month in which most of them run, one-offs left out."""
    first: int | None
    """First month in which it covers something; None if it never does."""
    moved: float
    """FTE-months that go missing in the role from which somebody is trained."""


def find_missing(plan: Plan) -> Missing:
    """Return what is missing by role and month if nothing is done; hours are shared exactly, by a small program."""
    lines = draw_lines(plan.inputs, plan.staffing, plan.sourcing, plan.gaps, 0)
    problem = pose_problem(plan.inputs, lines, Ways((), (), (), ()))
    open_ended = replace(problem.limits, budget=np.full(problem.months, math.inf), budget_total=math.inf)
    problem = replace(problem, limits=open_ended)
    shape = problem.months
    alone = settle(assemble(problem), np.zeros((0, shape)), np.zeros((0, shape), dtype=np.bool_))
    if alone is None:  # nothing is asked of the program but to share hours
        raise AssertionError("today's people cannot be shared")
    given, taken = alone.shared.sum(axis=1), alone.shared.sum(axis=0)
    unused = np.maximum(problem.in_post - given + taken - problem.required + alone.shortage, 0.0)
    inside = np.array([rule is None or rule not in NOT_ON_TEAM for rule in lines.rules], dtype=float)[:, None]
    return _by_role(plan, lines, problem, alone.shortage, unused * inside, problem.in_post * inside)


def _by_role(plan: Plan, lines: Lines, problem: HiringProblem, *tables: Array) -> Missing:
    roles = plan.phase.role_ids
    rows = [roles.index(role) for role in lines.roles]
    required, short, unused, people = (_summed(table, rows, len(roles)) for table in (problem.required, *tables))
    prices, severe = np.zeros(len(roles)), np.zeros(len(roles))
    prices[rows], severe[rows] = problem.shortage_price, problem.severe_price
    return Missing(roles, required, short, unused, people, prices, severe, problem.least)


def _summed(table: Array, rows: list[int], roles: int) -> Array:
    total = np.zeros((roles, table.shape[1]))
    np.add.at(total, rows, table)
    return total


def fill(plan: Plan, missing: Missing, offer: Offer) -> Filled | None:
    """Return what an offer does for the missing work of its role; None where it cannot help within the plan.

    Units are added one by one, each where it saves the most priced shortage for its money, for as long as one pays. One
    unit is shown in any case, from the first month in which it can help to the end. A contract by volume carries what
    is missing from that month on.
    """
    earliest = math.ceil(offer.lead + approval_months(plan.inputs) - 1e-9)
    place = missing.roles.index(offer.role)
    wanted = np.flatnonzero(missing.fte[place, earliest:] > NEGLIGIBLE)
    if not wanted.size or offer.monthly_cost is None or offer.fte <= 0:
        return None
    first = earliest + int(wanted[0])
    if offer.by_volume:
        return _fill_by_volume(missing, place, offer, first)
    origin = _origin(plan, missing, offer.role) if offer.kind is MoveKind.TRAIN else None
    if (offer.kind is MoveKind.TRAIN and origin is None) or _most(plan, offer) < 1:
        return None
    return _fill_by_units(plan, missing, offer, (earliest, first), origin)


def _fill_by_volume(missing: Missing, place: int, offer: Offer, first: int) -> Filled:
    left = missing.fte[place].copy()
    paid = np.maximum(left, offer.minimum_fte) * offer.price_per_fte + (offer.monthly_cost or 0.0)
    paid[:first] = 0.0
    left[first:] = 0.0
    money = paid.copy()
    money[first] += offer.setup + offer.one_off
    return Filled(offer, 1, 1, left, money, float(paid[first:].mean()), first, 0.0)


def _fill_by_units(plan: Plan, missing: Missing, offer: Offer, begin: tuple[int, int], origin: int | None) -> Filled:
    """Add units one by one; `begin` is the first month in which one can start, and the first in which one can help."""
    place, dearer = missing.roles.index(offer.role), _raise(plan, missing, offer, origin)
    tried = _candidates(plan, offer, begin[0], dearer)
    left, units = missing.fte[place].copy(), 0
    spent, runs, started = (np.zeros(len(plan.months)) for _ in range(3))
    while units < MOST_UNITS:
        gain = missing.priced(place, left).sum() - missing.priced(place, left - tried.cover).sum(axis=1)
        gain -= tried.money.sum(axis=1) + (0.0 if units else offer.setup)
        gain[(runs + tried.runs).max(axis=1) > _most(plan, offer)] = -math.inf
        gain[~_may_start(plan, offer, started)[tried.start]] = -math.inf
        best = int(gain.argmax())
        if gain[best] <= 0 and units:
            break
        if gain[best] <= 0:
            best = int(np.flatnonzero(tried.endless & (tried.start == begin[1]))[0])
        started[tried.start[best]] += 1
        left, spent, runs = left - tried.cover[best], spent + tried.money[best], runs + tried.runs[best]
        spent[tried.start[best]] += 0.0 if units else offer.setup
        units += 1
    at_once = round(float(runs.max()))
    left = np.maximum(left, 0.0)
    helps = np.flatnonzero(missing.fte[place] - left > NEGLIGIBLE)
    first = int(helps[0]) if helps.size else None
    monthly = at_once * ((offer.monthly_cost or 0.0) + dearer)
    return Filled(offer, units, at_once, left, spent, monthly, first, _moved(missing, offer, origin, at_once, first))


@dataclass(frozen=True)
class _Tried:
    """N ways in which a unit can run: each start, each time that it may run."""

    cover: Array
    """FTE (N, T)."""
    money: Array
    """Money, set-up left out (N, T)."""
    runs: Array
    """1 in the months in which it runs (N, T)."""
    start: Places
    """Month of the start (N,)."""
    endless: Flags
    """Whether it runs to the end of the plan (N,)."""


def _candidates(plan: Plan, offer: Offer, earliest: int, dearer: float) -> _Tried:
    """Return every way in which a unit can run; mentors' hours are taken off what joiners of the team give."""
    months, inputs = len(plan.months), plan.inputs
    capacity = float(plan.staffing.steady_capacity[0, inputs.roles.index(offer.role)])
    teaching = float(inputs.value("hiring.mentor_hours")[0]) / capacity if capacity > 0 else 0.0
    runs = [(each, start) for each in _terms_of(offer, months) for start in range(earliest, months)]
    cover, money, active = (np.zeros((len(runs), months)) for _ in range(3))
    for row, (each, start) in enumerate(runs):
        active[row, start : months if each.runs is None else start + each.runs] = 1.0
        cover[row, start:] = each.coverage(months)[: months - start]
        money[row, start:] = each.cost(months)[: months - start] + dearer * active[row, start:]
        if offer.on_team and offer.terms.mentored:
            cover[row, start : start + len(offer.ramp)] -= teaching * offer.fte
    starts, endless = np.array([start for _, start in runs]), np.array([each.runs is None for each, _ in runs])
    return _Tried(cover, money, active, starts, endless)


def _terms_of(offer: Offer, months: int) -> Iterator[Offer]:
    """Yield an offer for its commitment, for multiples of it, and renewed to the end."""
    runs = offer.runs
    while runs is not None and runs < months:
        yield replace(offer, runs=runs)
        runs *= 2
    yield replace(offer, runs=None)


def _may_start(plan: Plan, offer: Offer, started: Array) -> Flags:
    """Return the months in which one more unit may start (T,): requisitions a month, hires of a channel a year."""
    if offer.channel is None:
        return np.ones(len(started), dtype=np.bool_)
    in_a_month = float(plan.inputs.value("hiring.openings_a_month")[0])
    in_a_year = float(plan.inputs.value(f"recruiting.{offer.channel.id}.most_a_year")[0])
    years = np.convolve(started, np.ones(MONTHS_A_YEAR))
    fullest = np.array([years[t : t + MONTHS_A_YEAR].max() for t in range(len(started))])
    return np.asarray((started + 1 <= in_a_month) & (fullest + 1 <= in_a_year))


def _most(plan: Plan, offer: Offer) -> float:
    """Return the units to be had: those of the people whom the company names, else the terms' own limit."""
    options = plan.company.hiring.available
    named = [a.people for a in options if (a.role, a.terms) == (offer.role, offer.terms.id)]
    most = named[0] / offer.fte if named else offer.most
    return min(most + NEGLIGIBLE, MOST_UNITS) // 1


def _origin(plan: Plan, missing: Missing, role: str) -> int | None:
    """Return the role from which somebody is trained: the one with most hours that no work fills."""
    definition = plan.phase.definition
    barred = role, definition.head_role, definition.lead_role
    able = [k for k, r in enumerate(missing.roles) if r not in barred and missing.people[k].max() >= 1 - NEGLIGIBLE]
    return max(able, key=lambda k: (missing.unused[k].mean(), -k), default=None)


def _raise(plan: Plan, missing: Missing, offer: Offer, origin: int | None) -> float:
    """Return what a unit of somebody from another role costs more a month in the new one."""
    if origin is None:
        return 0.0
    costs = [default_cost(plan.inputs, role) or 0.0 for role in (offer.role, missing.roles[origin])]
    return max(0.0, costs[0] - costs[1]) * offer.fte


def _moved(missing: Missing, offer: Offer, origin: int | None, units: int, first: int | None) -> float:
    """Return the FTE-months that go missing where somebody is trained away, hours that no work fills counted first."""
    if origin is None or first is None:
        return 0.0
    return float(np.maximum(units * offer.fte - missing.unused[origin, first:], 0.0).sum())
