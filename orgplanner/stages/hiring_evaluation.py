"""What a plan in whole units comes to: its flows, its shortage and its money, worked out again from the units."""

from __future__ import annotations

import numpy as np

from orgplanner.maths.solver import search
from orgplanner.maths.sparse_program import Search
from orgplanner.stages.hiring_columns import ROUNDING
from orgplanner.stages.hiring_constraints import HiringProgram
from orgplanner.stages.hiring_problem import NONE, Flags, HiringProblem, HiringSolution, Places, Proof
from orgplanner.stages.hiring_profiles import aligned, running_total
from orgplanner.stages.hiring_resources import begun, contract_money, set_ups
from orgplanner.stages.inputs import Array

FIRST = 1e4
"""Weight of a shortage that is to be brought down before money."""

IDLE = 1e-6
"""Cost of hours that go to another line, in units of money, so that none go for nothing."""


def settle(
    hiring: HiringProgram, starts: Array, runs: Flags, *, tail: bool = False, volume: Array | None = None
) -> HiringSolution | None:
    """Return the best plan with these units: flows, volumes and shortage follow by a small program.

    Args:
        hiring: the program of the problem.
        starts: units (J, T).
        runs: whether each contract runs (C, T).
        tail: whether the tail's units may be chosen anew.
        volume: FTE that contracts carry (C, T); else the best.

    Returns:
        the plan, its bound still open; nothing where no plan has these units.
    """
    problem, columns = hiring.problem, hiring.columns
    tail = tail and problem.counted < problem.months
    if np.any((columns.starts == NONE) & (starts > 0)):
        return None
    if not (tail or columns.flows.column.size or columns.new_flows.column.size or columns.volume.size):
        nothing = np.zeros((0, problem.months))
        return weigh(problem, starts, runs, nothing, *no_flows(problem))
    lower, upper = hiring.program.lower.copy(), hiring.program.upper.copy()
    until = problem.counted if tail else problem.months
    _fix(lower, upper, columns.starts[:, :until], starts[:, :until])
    if not tail:
        _fix(lower, upper, columns.ready, (np.cumsum(starts > 0, axis=1) > 0).astype(float))
    _fix(lower, upper, columns.runs, runs.astype(float))
    _fix(lower, upper, columns.begins, begun(runs).astype(float))
    if volume is not None:
        _fix(lower, upper, columns.volume, volume)
    costs = hiring.program.costs.copy()
    if problem.shortage_first:
        for places in (columns.short, columns.severe):
            costs[places[places != NONE]] *= FIRST
    for flows in (columns.flows, columns.new_flows):
        costs[flows.column] = IDLE
    nothing_whole = np.zeros(hiring.program.width, dtype=bool)
    found = search(hiring.program, Search(whole=nothing_whole, lower=lower, upper=upper, costs=costs))
    return read(hiring, found.values) if found.has_values else None


def read(hiring: HiringProgram, values: Array) -> HiringSolution:
    """Return the plan that values of the program stand for."""
    problem, columns = hiring.problem, hiring.columns
    runs = _taken_up(columns.runs, values) > 1 / 2
    starts = _taken_up(columns.starts, values)
    shared, shared_new = no_flows(problem)
    for flows, table in ((columns.flows, shared), (columns.new_flows, shared_new)):
        table[flows.giver, flows.taker, flows.month] = np.maximum(values[flows.column], 0.0)
    return weigh(problem, starts, runs, _taken_up(columns.volume, values), shared, shared_new)


def weigh(
    problem: HiringProblem, starts: Array, runs: Flags, volume: Array, shared: Array, shared_new: Array
) -> HiringSolution:
    """Return a plan with its shortage and its money, worked out from the units; bound and proof stay open."""
    flows = shared + shared_new
    shortage = np.maximum(uncovered(problem, starts, runs, volume) - flows.sum(axis=0) + flows.sum(axis=1), 0.0)
    shortage[shortage < ROUNDING] = 0.0
    money = float((starts * running_total(problem.offers.cost, problem.months)).sum())
    money += float(set_ups(problem, starts).sum() + contract_money(problem, runs, volume).sum())
    return HiringSolution(
        starts=starts,
        volume=volume,
        runs=runs,
        shared=shared,
        shared_new=shared_new,
        shortage=shortage,
        money=money,
        shortage_cost=float(price_shortage(problem, shortage).sum()),
        bound=-np.inf,
        proof=Proof.QUICK,
    )


def price_shortage(problem: HiringProblem, shortage: Array) -> Array:
    """Return the price of a shortage by line and month: price x shortage + severe price x what is below `least`."""
    mild = (1 - problem.least) * np.maximum(problem.required, 0.0)
    priced: Array = problem.shortage_price[:, None] * np.maximum(shortage, 0.0)
    return priced + problem.severe_price[:, None] * np.maximum(shortage - mild, 0.0)


def uncovered(problem: HiringProblem, starts: Array, runs: Flags, volume: Array) -> Array:
    """Return what is required and neither covered by people in post nor by units and contracts (R, T); may be < 0."""
    offers, contracts = problem.offers, problem.contracts
    left = problem.required - problem.in_post
    offer, month = np.nonzero(starts)
    units = starts[offer, month][:, None]
    _add_to(left, offers.line[offer], -units * aligned(offers.coverage[offer], month))
    _add_to(left, offers.taken_from[offer], units * aligned(offers.taken[offer], month))
    _add_to(left, contracts.line, contracts.governance[:, None] * runs - volume)
    return left


def no_flows(problem: HiringProblem) -> tuple[Array, Array]:
    """Return two empty tables of flows (R, R, T)."""
    shape = (problem.lines, problem.lines, problem.months)
    return np.zeros(shape), np.zeros(shape)


def _add_to(table: Array, line: Places, amounts: Array) -> None:
    there = line != NONE
    np.add.at(table, line[there], amounts[there])


def _taken_up(places: Places, values: Array) -> Array:
    return np.where(places >= 0, values[places], 0.0) if values.size else np.zeros(places.shape)


def _fix(lower: Array, upper: Array, places: Places, values: Array) -> None:
    there = places >= 0
    lower[places[there]] = upper[places[there]] = values[there]
