"""Transports are exact, and prove it: their prices leave no cheaper flow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment, linprog

from benchmarks.bench_assignment import (
    as_network,
    assign,
    assign_and_prove,
    assign_by_network,
    assign_by_seat,
    make_instance,
)
from orgplanner.errors import InvalidArgument
from orgplanner.maths.transport import LARGE, certify, total_cost, transport


def random_transport(seed: int, rows: int, columns: int, barred: float = 0.2) -> tuple[np.ndarray, ...]:
    draw = np.random.default_rng(seed)
    cost = draw.integers(-20, 5, (rows, columns)).astype(float)
    cost[draw.random(cost.shape) < barred] = np.inf
    return cost, draw.choice([0.0, 0.2, 0.5, 1.0, 3.0], rows), draw.choice([0.0, 0.4, 1.0, 2.5], columns)


def least_cost(cost: np.ndarray, supply: np.ndarray, demand: np.ndarray) -> float:
    """Return the least cost by another solver, pair by pair."""
    rows, columns = np.nonzero(np.isfinite(cost))
    limits = np.zeros((supply.size + demand.size, rows.size))
    limits[rows, np.arange(rows.size)] = 1
    limits[supply.size + columns, np.arange(rows.size)] = 1
    return float(linprog(cost[rows, columns], A_ub=limits, b_ub=np.concatenate([supply, demand])).fun)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(1, 8))
def test_no_flow_costs_less_and_the_prices_prove_it(seed: int, rows: int, columns: int) -> None:
    cost, supply, demand = random_transport(seed, rows, columns)
    cost[0, 0] = -1.0
    found = transport(cost, supply, demand)
    assert certify(cost, supply, demand, found)
    assert total_cost(cost, found.flow) == pytest.approx(least_cost(cost, supply, demand), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_transport_that_starts_with_some_pairs_is_exact_as_well(seed: int) -> None:
    cost, supply, demand = random_transport(seed, 700, 15)
    assert (cost < 0).sum() > LARGE
    found = transport(cost, supply, demand)
    assert certify(cost, supply, demand, found)
    assert total_cost(cost, found.flow) == pytest.approx(least_cost(cost, supply, demand), rel=1e-9)


def test_people_and_seats_one_by_one_are_an_assignment() -> None:
    cost = -np.random.default_rng(1).integers(1, 100, (90, 90)).astype(float)
    rows, columns = linear_sum_assignment(cost)
    found = transport(cost, np.ones(90), np.ones(90))
    assert total_cost(cost, found.flow) == pytest.approx(cost[rows, columns].sum())
    assert np.isclose(found.flow, np.round(found.flow)).all()


def test_what_costs_something_does_not_flow() -> None:
    assert transport([[1.0, np.inf]], [1], [1, 1]).flow.tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize("seed", range(5))
def test_a_flow_that_is_not_the_best_one_is_not_proved(seed: int) -> None:
    cost, supply, demand = random_transport(seed, 6, 5)
    found = transport(cost, supply, demand)
    assert not certify(cost, supply, demand, replace(found, flow=found.flow / 2))
    assert not certify(cost, supply, demand, replace(found, flow=found.flow * 2))
    assert not certify(cost, supply, demand, replace(found, potentials_row=found.potentials_row - 1.0))
    assert not certify(cost, supply, demand, replace(found, potentials_column=found.potentials_column + 1.0))


def test_equal_input_gives_equal_flows() -> None:
    cost, supply, demand = random_transport(1, 400, 20)
    assert (transport(cost, supply, demand).flow == transport(cost, supply, demand).flow).all()


@pytest.mark.parametrize(
    ("cost", "supply", "demand"),
    [
        ([[np.nan]], [1], [1]),
        ([[-np.inf]], [1], [1]),
        ([[-1.0]], [-1], [1]),
        ([[-1.0]], [1], [np.inf]),
        ([[-1.0, -2.0]], [1], [1]),
        ([-1.0], [1], [1]),
    ],
)
def test_what_a_solver_would_answer_with_nonsense_is_refused(cost: object, supply: object, demand: object) -> None:
    with pytest.raises(InvalidArgument):
        transport(cost, supply, demand)  # type: ignore[arg-type]  # wrong on purpose


def test_without_rows_or_columns_nothing_flows() -> None:
    assert transport(np.zeros((0, 3)), [], [1, 1, 1]).flow.shape == (0, 3)
    assert transport(np.zeros((2, 0)), [1, 1], []).flow.shape == (2, 0)


def test_the_benchmarks_peers_agree() -> None:
    instance = make_instance(60, 9)
    answers = [assign_and_prove(instance), assign_by_network(as_network(instance)), assign_by_seat(instance)]
    assert answers == pytest.approx([assign(instance)] * 3)
