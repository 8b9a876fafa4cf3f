"""Shifts that cover a requirement, and functions that grow in steps."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from orgplanner.maths.shifts import fewest_shifts, people_on_shift
from orgplanner.maths.solver import Program
from orgplanner.maths.steps import FEW, step_values

RANDOM = np.random.default_rng(7)


def by_program(required: list[int], length: int) -> int:
    """Return the fewest shifts by a whole-number program, every possible start a variable."""
    program = Program()
    latest = max(len(required) - length, 0)
    starts = [program.variable(cost=1, whole=True) for _ in range(latest + 1)]
    for i, people in enumerate(required):
        covering = {starts[s]: 1.0 for s in range(latest + 1) if s <= i < s + length}
        program.constrain("cover", covering, lower=people)
    return int(program.minimise().sum())


@pytest.mark.parametrize("seed", range(40))
def test_shifts_are_as_few_as_an_exact_program_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    required = random.integers(0, 9, random.integers(1, 30)).tolist()
    length = int(random.integers(1, 14))
    assert fewest_shifts(required, length).sum() == by_program(required, length)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_no_fewer_shifts_cover_a_short_day(length: int) -> None:
    last = [0] * (length - 1)
    plans = [[*starts, *last] for starts in product(range(3), repeat=5 - length)]
    for required in product(range(3), repeat=4):
        enough = [sum(starts) for starts in plans if (people_on_shift(starts, length) >= required).all()]
        assert fewest_shifts(required, length).sum() == min(enough)


def test_a_peak_at_noon_is_covered_by_shifts_that_overlap() -> None:
    starts = fewest_shifts([1, 1, 3, 3, 1, 1], 4)
    assert starts.tolist() == [1, 0, 2, 0, 0, 0]
    assert people_on_shift(starts, 4).tolist() == [1, 1, 3, 3, 2, 2]


def test_every_shift_ends_by_closing() -> None:
    starts = fewest_shifts(RANDOM.integers(0, 20, (50, 18)), 7)
    assert (starts[:, 12:] == 0).all()
    assert (people_on_shift(starts, 7).sum(axis=1) == 7 * starts.sum(axis=1)).all()


def test_on_a_day_shorter_than_a_shift_everybody_is_there_all_day() -> None:
    starts = fewest_shifts([2, 5, 1], 8)
    assert starts.tolist() == [5, 0, 0]
    assert people_on_shift(starts, 8).tolist() == [5, 5, 5]


def test_days_side_by_side_are_covered_as_each_by_itself() -> None:
    required = RANDOM.integers(0, 9, (3, 2, 5, 20))
    together = fewest_shifts(required, 6)
    assert together.shape == required.shape
    for place in np.ndindex(3, 2, 5):
        assert together[place].tolist() == fewest_shifts(required[place], 6).tolist()
    assert (people_on_shift(together, 6) >= required).all()


@pytest.mark.parametrize(("required", "length"), [([1], 0), ([-1, 2], 1)])
def test_a_shift_without_length_and_fewer_people_than_none_are_refused(required: list[int], length: int) -> None:
    with pytest.raises(ValueError, match="at least"):
        fewest_shifts(required, length)


@pytest.mark.parametrize("count", [0, 1, 7, FEW, FEW + 1, 4 * FEW])
def test_a_function_in_steps_is_known_from_few_places(count: int) -> None:
    groups = np.sort(RANDOM.integers(0, 40, count))
    truth = RANDOM.integers(0, 9, 40)[groups] + np.cumsum(RANDOM.random(count) < 0.01)
    computed: list[int] = []

    def function(places: np.ndarray) -> np.ndarray:
        computed.extend(places.tolist())
        return truth[places]

    assert step_values(function, groups).tolist() == truth.tolist()
    assert len(computed) == len(set(computed)) <= max(FEW, count / 3)
