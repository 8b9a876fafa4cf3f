"""The variables of a plan of hires, with their costs and bounds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from orgplanner.maths.sparse_program import SparseProgram
from orgplanner.stages.hiring_problem import NONE, Family, Flags, HiringProblem, Places
from orgplanner.stages.hiring_profiles import running_total
from orgplanner.stages.inputs import Array

ROUNDING = 1e-9
"""How far a whole number may be off by arithmetic alone."""

UNLIMITED = 1e6
"""Units of an offer that no plan comes near."""


@dataclass(frozen=True)
class Flows:
    """Hours of the people of one line that go to another."""

    giver: Places
    taker: Places
    month: Places
    column: Places


@dataclass(frozen=True)
class Columns:
    """Variables by what they stand for; `NONE` where there is none."""

    starts: Places
    """Units of each offer that start in each month (J, T)."""
    ready: Places
    """Whether the set-up of an offer has been paid by each month (J, T)."""
    largest: Array
    """Most units that are worth starting in a month (J, T); counts where there is a set-up."""
    volume: Places
    """FTE that a contract carries (C, T)."""
    volume_most: Array
    """Most FTE that are worth carrying (C, T)."""
    runs: Places
    """Whether a contract runs (C, T)."""
    begins: Places
    """Whether a contract starts (C, T)."""
    short: Places
    """Shortage down to the least share of the requirement (R, T)."""
    severe: Places
    """Shortage below it (R, T)."""
    flows: Flows
    """FTE of today's people."""
    new_flows: Flows
    """FTE of joiners."""


def choose_unit(problem: HiringProblem) -> float:
    """Return the money that counts as 1: a power of two near the middle of the prices, so that nothing is rounded."""
    prices = np.concatenate([problem.shortage_price, problem.offers.cost[:, :1].ravel(), problem.contracts.price])
    prices = np.abs(prices[prices != 0])
    return float(2.0 ** np.round(np.log2(np.median(prices)))) if prices.size else 1.0


def add_columns(program: SparseProgram, problem: HiringProblem, unit: float, without: Collection[Family]) -> Columns:
    """Add the variables of a problem to its program."""
    covered = Family.COVERAGE not in without
    short, severe = _add_shortage(program, problem, unit) if covered else _no_shortage(problem)
    flows, new_flows = _find_flows(program, problem) if covered else (_no_flows(), _no_flows())
    volume, volume_most, runs, begins = _add_contracts(program, problem, unit, without)
    largest = largest_useful(problem)
    return Columns(
        starts=_add_starts(program, problem, unit, without),
        ready=_add_ready(program, problem, unit),
        largest=largest,
        volume=volume,
        volume_most=volume_most,
        runs=runs,
        begins=begins,
        short=short,
        severe=severe,
        flows=flows,
        new_flows=new_flows,
    )


def units_run(problem: HiringProblem) -> Places:
    """Return the months that a unit of each offer runs, T where it has no end (J,)."""
    runs = problem.offers.runs
    if runs is None:
        return np.full(problem.offers.line.size, problem.months)
    return np.minimum(runs, problem.months).astype(np.int64)


def start_bounds(problem: HiringProblem, without: Collection[Family] = ()) -> tuple[Array, Array]:
    """Return the fewest and the most units that may start in each month (J, T).

    Whole numbers in the counted months. Nothing starts before its lead time, whatever is left out.
    """
    offers, months = problem.offers, np.arange(problem.months)
    fewest, most = np.zeros(offers.least_at.shape), np.full(offers.least_at.shape, np.inf)
    if Family.LOCKS not in without:
        fewest, most = np.maximum(offers.least_at, 0.0), offers.most_at.astype(float)
    if Family.LIMITS not in without:
        most = np.minimum(most, np.maximum(offers.most, 0.0)[:, None])
    whole = months < problem.counted
    fewest = np.where(whole, np.ceil(fewest - ROUNDING), fewest)
    most = np.where(whole, np.floor(most + ROUNDING), most)
    first = np.maximum(offers.earliest, np.maximum(offers.opened_before, 0))
    closed = months < first[:, None]
    if Family.FREEZE not in without:
        closed |= offers.frozen
    return fewest, np.where(closed, 0.0, most)


def _add_starts(program: SparseProgram, problem: HiringProblem, unit: float, without: Collection[Family]) -> Places:
    fewest, most = start_bounds(problem, without)
    starts = np.full(fewest.shape, NONE)
    used = (most > 0) | (fewest > 0)
    whole = np.broadcast_to(np.arange(problem.months) < problem.counted, used.shape)
    cost = running_total(problem.offers.cost, problem.months) / unit
    starts[used] = program.variables(
        int(used.sum()), cost=cost[used], lower=fewest[used], upper=most[used], whole=whole[used]
    )
    return starts


def _add_ready(program: SparseProgram, problem: HiringProblem, unit: float) -> Places:
    ready = np.full(problem.offers.least_at.shape, NONE)
    chosen = np.flatnonzero(problem.offers.setup > 0)
    cost = np.zeros((chosen.size, problem.months))
    cost[:, -1:] = problem.offers.setup[chosen, None] / unit
    ready[chosen] = program.variables(cost.size, cost=cost.ravel(), upper=1.0, whole=True).reshape(cost.shape)
    return ready


def _add_contracts(
    program: SparseProgram, problem: HiringProblem, unit: float, without: Collection[Family]
) -> tuple[Places, Array, Places, Places]:
    """Add volume, runs and begins; a lock and a freeze are bounds."""
    contracts, shape = problem.contracts, problem.contracts.running.shape
    locked, months = Family.LOCKS not in without, np.arange(problem.months)
    early = months < contracts.earliest[:, None]
    barred = early | contracts.barred if locked else early
    runs = program.variables(
        barred.size,
        cost=np.repeat(contracts.fixed / unit, problem.months),
        lower=(contracts.running & locked).ravel(),
        upper=~barred.ravel(),
        whole=True,
    ).reshape(shape)
    closed = contracts.frozen if Family.FREEZE not in without else np.zeros(shape, dtype=bool)
    begins = program.variables(
        barred.size, cost=np.repeat(contracts.setup / unit, problem.months), upper=~closed.ravel()
    ).reshape(shape)
    useful = np.broadcast_to(_reachable(problem), shape)
    most = np.minimum(contracts.most[:, None], np.maximum(contracts.minimum[:, None], useful))
    volume = program.variables(barred.size, cost=np.repeat(contracts.price / unit, problem.months)).reshape(shape)
    return volume, most, runs, begins


def _add_shortage(program: SparseProgram, problem: HiringProblem, unit: float) -> tuple[Places, Places]:
    """Add the shortage of the lines and months that can be short at all."""
    used = (problem.required > problem.in_post) | _drained(problem)[:, None]
    short, severe = np.full(used.shape, NONE), np.full(used.shape, NONE)
    price = np.broadcast_to(problem.shortage_price[:, None] / unit, used.shape)
    added = np.broadcast_to(problem.severe_price[:, None] / unit, used.shape)
    mild = np.where(added > 0, (1 - problem.least) * np.maximum(problem.required, 0.0), np.inf)
    short[used] = program.variables(int(used.sum()), cost=price[used], upper=mild[used])
    used = used & (added > 0)
    severe[used] = program.variables(int(used.sum()), cost=(price + added)[used])
    return short, severe


def _drained(problem: HiringProblem) -> Flags:
    """Lines whose people may be taken away or give hours, so that they can get short without a demand of their own."""
    offers, contracts = problem.offers, problem.contracts
    shares = _without_diagonal(problem.may_share) | _without_diagonal(problem.may_share_new)
    drained = np.asarray(shares.any(axis=1), dtype=bool)
    drained[offers.taken_from[offers.taken_from != NONE]] = True
    drained[offers.line[(offers.coverage < 0).any(axis=1) & (offers.line != NONE)]] = True
    drained[contracts.line[(contracts.governance > 0) & (contracts.line != NONE)]] = True
    return drained


def _find_flows(program: SparseProgram, problem: HiringProblem) -> tuple[Flows, Flows]:
    """Add the flows that can be of use: from people who are there to a line that can be short."""
    needs = (problem.required > problem.in_post) | _drained(problem)[:, None]
    offers = problem.offers
    joins = np.zeros(problem.required.shape, dtype=bool)
    sharing = offers.shares & (offers.line != NONE) & (offers.coverage > 0).any(axis=1)
    first = np.maximum(offers.earliest, np.maximum(offers.opened_before, 0))
    for offer in np.flatnonzero(sharing):
        joins[offers.line[offer], first[offer] :] = True
    today = _add_flows(program, _without_diagonal(problem.may_share), problem.in_post > 0, needs)
    return today, _add_flows(program, _without_diagonal(problem.may_share_new), joins, needs)


def _add_flows(program: SparseProgram, may: Flags, there: Flags, needs: Flags) -> Flows:
    giver, taker, month = np.nonzero(may[:, :, None] & there[:, None, :] & needs[None, :, :])
    return Flows(giver, taker, month, program.variables(giver.size))


def _without_diagonal(pairs: Flags) -> Flags:
    return pairs & ~np.eye(len(pairs), dtype=bool)


def _no_flows() -> Flows:
    nothing = np.zeros(0, dtype=np.int64)
    return Flows(nothing, nothing, nothing, nothing)


def _no_shortage(problem: HiringProblem) -> tuple[Places, Places]:
    return np.full(problem.required.shape, NONE), np.full(problem.required.shape, NONE)


def _reachable(problem: HiringProblem) -> Array:
    """Return the most FTE that could be of use in a line: all work, and everybody who could be freed for it (T,)."""
    governance = float(np.maximum(problem.contracts.governance, 0.0).sum())
    everybody: Array = np.maximum(problem.required, 0.0).sum(axis=0) + problem.in_post.sum(axis=0) + governance
    return everybody


def largest_useful(problem: HiringProblem) -> Array:
    """Return a number of units beyond which another one of the same offer and month cannot be of use (J, T).

    A unit may go when the others of its month already cover all there is to be covered in every month of their term.
    """
    offers = problem.offers
    helpful = np.where(offers.coverage > 0, offers.coverage, np.inf).min(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        units = np.ceil(_reachable(problem).max(initial=0.0) / helpful) + 1
    units = np.where(np.isfinite(units) & (helpful > ROUNDING), units, UNLIMITED)
    mentors = (offers.mentoring < 0).any(axis=1)
    frees = (offers.cost < 0).any(axis=1) | (offers.taken < 0).any(axis=1) | (offers.taken_from != NONE)
    units = np.where(mentors | frees, UNLIMITED, units)
    bounded = np.minimum(units[:, None], start_bounds(problem)[1])
    return np.maximum(bounded, offers.least_at)
