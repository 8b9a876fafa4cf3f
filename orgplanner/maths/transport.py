"""Transport: share supply out over demand at the least cost, exactly, with the proof that no flow costs less.

minimise   sum over rows i and columns j of cost(i, j) x flow(i, j),   flow >= 0
subject to sum over j of flow(i, j) <= supply(i)                       price u(i) >= 0
           sum over i of flow(i, j) <= demand(j)                       price v(j) >= 0

Prices with cost(i, j) + u(i) + v(j) >= 0 everywhere prove that every flow costs at least
-(sum of supply x u + sum of demand x v): a flow that costs as much is the best one (duality of linear programs).
Nothing has to flow; where something must, its cost is lowered by more than any other cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orgplanner.errors import InvalidArgument
from orgplanner.maths.solver import minimise_in_columns

Array = NDArray[np.float64]

CERTIFICATE_TOLERANCE = 1e-7
"""How far a price may miss its condition, relative to the largest cost."""

LARGE = 5_000
"""Pairs from which a transport starts with some of them; others join where prices say so."""

FIRST_CHOICES = 3
"""Pairs of each row that a large transport starts with."""

SWEEPS, SETTLED = 10, 1e-3
"""Most rounds over all columns in which prices are guessed, and the change that ends them (of the largest cost)."""


@dataclass(frozen=True)
class Flow:
    """A flow with the prices that prove it."""

    flow: Array
    """Flow by row and column (N, M)."""
    potentials_row: Array
    """Price of each row's supply (N,), at least 0."""
    potentials_column: Array
    """Price of each column's demand (M,), at least 0."""


def transport(cost: ArrayLike, supply: ArrayLike, demand: ArrayLike) -> Flow:
    """Return a flow of the least cost.

    Args:
        cost: cost of one unit by row and column (N, M); infinite where nothing may flow.
        supply: most that leaves each row (N,).
        demand: most that enters each column (M,).

    Raises:
        InvalidArgument: a number is not finite or negative, or the shapes do not fit.

    >>> transport([[-3, -1], [-2, -5]], [1, 1], [1, 0.5]).flow.tolist()
    [[1.0, 0.0], [0.0, 0.5]]
    """
    costs, supplies, demands = (np.asarray(a, dtype=float) for a in (cost, supply, demand))
    _check(costs, supplies, demands)
    useful = costs < 0
    if useful.sum() < LARGE:
        return _flow_over(useful, costs, supplies, demands)
    priced = costs + _guess_prices(costs, supplies, demands)
    chosen = _cheapest_of_rows(priced) & useful
    start = priced.argmin(axis=1)
    while True:
        found = _flow_over(chosen, costs, supplies, demands, start)
        reduced = costs + found.potentials_row[:, None] + found.potentials_column
        missing = useful & ~chosen & (reduced < -CERTIFICATE_TOLERANCE * _scale(costs) / 2)
        if not missing.any():
            return found
        chosen |= missing


def certify(cost: ArrayLike, supply: ArrayLike, demand: ArrayLike, found: Flow) -> bool:
    """Tell whether a flow keeps the limits and its prices prove that none costs less.

    Args:
        cost: cost of one unit by row and column (N, M); infinite where nothing may flow.
        supply: most that leaves each row (N,).
        demand: most that enters each column (M,).
        found: the flow with its prices.
    """
    costs, supplies, demands = (np.asarray(a, dtype=float) for a in (cost, supply, demand))
    scale = _scale(costs)
    most = max(1.0, supplies.max(initial=0.0), demands.max(initial=0.0))
    flow, u, v = found.flow, found.potentials_row, found.potentials_column
    feasible = (
        (flow >= -CERTIFICATE_TOLERANCE).all()
        and (flow[np.isinf(costs)] == 0).all()
        and (flow.sum(axis=1) <= supplies + CERTIFICATE_TOLERANCE * most).all()
        and (flow.sum(axis=0) <= demands + CERTIFICATE_TOLERANCE * most).all()
    )
    proved = min(u.min(initial=0.0), v.min(initial=0.0), (costs + u[:, None] + v[None, :]).min(initial=0.0))
    bound = -float(supplies @ u + demands @ v)
    paid = total_cost(costs, flow)
    equal = abs(paid - bound) <= CERTIFICATE_TOLERANCE * max(scale, abs(paid))
    return bool(feasible and proved >= -CERTIFICATE_TOLERANCE * scale and equal)


def total_cost(cost: Array, flow: Array) -> float:
    """Return what a flow costs; pairs without flow count nothing, whatever they cost."""
    used = flow != 0
    return float(cost[used] @ flow[used])


def _check(cost: Array, supply: Array, demand: Array) -> None:
    """Refuse what would make a solver answer nonsense."""
    if cost.shape != (supply.size, demand.size) or supply.ndim != 1 or demand.ndim != 1:
        raise InvalidArgument("cost", "not a table of supply times demand")
    if np.isnan(cost).any() or (cost == -np.inf).any():
        raise InvalidArgument("cost", "not a number")
    for name, values in (("supply", supply), ("demand", demand)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise InvalidArgument(name, "negative or not finite")


def _scale(cost: Array) -> float:
    """Return the largest finite cost, at least 1."""
    return float(max(1.0, np.abs(cost[np.isfinite(cost)]).max(initial=0.0)))


def _guess_prices(cost: Array, supply: Array, demand: Array) -> Array:
    """Return prices of the columns that are nearly right: one after the other, each asks for what clears its demand.

    What rows would pay for a column is what they save by it, less what their best other choice leaves them.
    """
    saved = np.ascontiguousarray(-cost.T)
    left = saved.copy()
    prices, scale = np.zeros(demand.size), _scale(cost)
    for _ in range(SWEEPS):
        before = prices.copy()
        for j in range(demand.size):
            left[j] = -np.inf
            pay = saved[j] - np.maximum(left.max(axis=0), 0.0)
            order = np.argsort(-pay)
            first_without = np.searchsorted(np.cumsum(supply[order]), demand[j] + CERTIFICATE_TOLERANCE)
            prices[j] = max(0.0, pay[order[first_without]]) if first_without < order.size else 0.0
            left[j] = saved[j] - prices[j]
        if np.abs(prices - before).max() <= SETTLED * scale:
            break
    return prices


def _cheapest_of_rows(cost: Array) -> NDArray[np.bool_]:
    """Return the cheapest pairs of each row."""
    few = min(FIRST_CHOICES, cost.shape[1])
    chosen = np.zeros(cost.shape, dtype=bool)
    cheapest = np.argpartition(cost, few - 1, axis=1)[:, :few]
    np.put_along_axis(chosen, cheapest, values=True, axis=1)
    return chosen


def _flow_over(
    chosen: NDArray[np.bool_], cost: Array, supply: Array, demand: Array, start: NDArray[np.int64] | None = None
) -> Flow:
    """Return the best flow over some pairs, from each row's first guess on where one is given."""
    rows, columns = np.nonzero(chosen)
    flow = np.zeros(cost.shape)
    if not rows.size:
        return Flow(flow, np.zeros(supply.size), np.zeros(demand.size))
    places = np.stack([rows, supply.size + columns], axis=1)
    guessed = None if start is None else start[rows] == columns
    values, duals = minimise_in_columns(cost[rows, columns], places, np.concatenate([supply, demand]), guessed)
    flow[rows, columns] = np.maximum(values, 0.0)
    prices = np.maximum(-duals, 0.0)
    return Flow(flow, prices[: supply.size], prices[supply.size :])
