"""Linear programs with whole numbers: exact, named, never a silent nonsense."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from orgplanner.errors import InfeasiblePlan, OrgPlannerError
from orgplanner.maths.solver import INFINITY, Program, minimise_in_columns


def test_the_least_cost_is_found() -> None:
    # minimise 2x + 3y with x + y >= 4, x <= 3: x = 3, y = 1.
    program = Program()
    x, y = program.variable(cost=2, upper=3), program.variable(cost=3)
    program.constrain("enough", {x: 1, y: 1}, lower=4)
    assert program.minimise().tolist() == pytest.approx([3, 1])


def test_whole_variables_are_whole() -> None:
    program = Program()
    x = program.variable(cost=1, whole=True)
    program.constrain("enough", {x: 1}, lower=2.3)
    assert program.minimise().tolist() == [3]


def test_a_knapsack_is_packed_as_by_trying_everything() -> None:
    values, weights, room = (9, 7, 6, 5, 4), (6, 5, 4, 3, 2), 10
    best = max(
        sum(v for v, t in zip(values, taken, strict=True) if t)
        for taken in product((0, 1), repeat=5)
        if sum(w for w, t in zip(weights, taken, strict=True) if t) <= room
    )
    program = Program()
    items = [program.variable(cost=-v, upper=1, whole=True) for v in values]
    program.constrain("room", dict(zip(items, map(float, weights), strict=True)), upper=room)
    assert sum(v * t for v, t in zip(values, program.minimise(), strict=True)) == best


def test_rules_that_conflict_are_named() -> None:
    program = Program()
    x = program.variable(upper=1)
    program.constrain("too much", {x: 1}, lower=2)
    program.constrain("something else", {x: 1}, lower=0)
    with pytest.raises(InfeasiblePlan) as error:
        program.minimise()
    assert "too much" in error.value.rules


def test_a_program_without_variables_has_no_values() -> None:
    assert Program().minimise().tolist() == []


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_cost_that_is_not_a_number_is_refused(wrong: float) -> None:
    program = Program()
    program.variable(cost=wrong)
    with pytest.raises(OrgPlannerError):
        program.minimise()


def test_a_bound_that_is_not_a_number_is_refused() -> None:
    program = Program()
    x = program.variable()
    program.constrain("limit", {x: 1}, upper=math.nan)
    with pytest.raises(OrgPlannerError):
        program.minimise()


def test_an_open_bound_is_no_error() -> None:
    program = Program()
    x = program.variable(cost=1, upper=INFINITY)
    program.constrain("limit", {x: 1}, lower=1, upper=INFINITY)
    assert program.minimise().tolist() == [1]


def test_a_program_may_be_solved_twice_with_the_same_answer() -> None:
    program = Program()
    x = program.variable(cost=1)
    program.constrain("enough", {x: 1}, lower=1.5)
    assert program.minimise().tolist() == program.minimise().tolist() == [1.5]


def test_after_so_many_branches_the_best_values_found_are_taken() -> None:
    weights = [31, 41, 59, 26, 53, 58, 97, 93, 23, 84, 62, 64, 33, 83, 27, 95]
    program = Program()
    chosen = [program.variable(cost=-w - 0.1 * i, upper=1, whole=True) for i, w in enumerate(weights)]
    program.constrain("room", {v: float(w) for v, w in zip(chosen, weights, strict=True)}, upper=450.5)
    program.constrain("pairs", dict.fromkeys(chosen, 1.0), upper=6)
    best, early = program.minimise(), program.minimise(nodes=1)
    assert early @ weights <= 450.5
    assert set(early) <= {0.0, 1.0}
    assert early.tolist() == program.minimise(nodes=1).tolist()
    assert best @ weights >= early @ weights - 2


def test_large_simple_programs_tell_their_duals() -> None:
    # Two people of one hour each; the first seat has room for one hour, the second for half of one.
    cost, rows = np.array([-3.0, -1.0, -2.0, -5.0]), np.array([[0, 2], [0, 3], [1, 2], [1, 3]])
    values, duals = minimise_in_columns(cost, rows, np.array([1.0, 1.0, 1.0, 0.5]))
    assert values.tolist() == [1.0, 0.0, 0.0, 0.5]
    assert float(duals @ [1.0, 1.0, 1.0, 0.5]) == pytest.approx(float(cost @ values))
