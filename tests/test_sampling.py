"""Random draws: streams by name, inverse distributions, quantiles and rank shares against numpy and paper."""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner.errors import InvalidArgument
from orgplanner.maths.sampling import lognormal, pert, quantiles, rank_shares, stratified, stream, triangular

MANY = 200_000


def levels(name: str = "x", count: int = MANY) -> np.ndarray:
    return stratified(stream(7, name), count)


def test_a_stream_depends_on_seed_and_name_alone() -> None:
    assert stream(1, "a").random(5).tolist() == stream(1, "a").random(5).tolist()
    assert stream(1, "a").random() != stream(2, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()


def test_streams_of_two_names_are_independent() -> None:
    first, second = levels("a"), levels("b")
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(MANY)


def test_stratified_levels_hold_one_in_each_strip() -> None:
    assert np.array_equal(np.sort(np.floor(levels(count=1000) * 1000)), np.arange(1000))


def test_a_triangle_has_mean_and_variance_of_the_textbook() -> None:
    low, mode, high = 1.0, 2.0, 6.0
    values = triangular(levels(), low, mode, high)
    assert values.mean() == pytest.approx((low + mode + high) / 3, rel=1e-4)
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert values.var() == pytest.approx(variance, rel=1e-3)
    assert low <= values.min() < values.max() <= high


def test_a_triangle_with_its_mode_at_an_end_is_a_slope() -> None:
    assert triangular([0.25], 0, 0, 1).tolist() == pytest.approx([1 - np.sqrt(0.75)])
    assert triangular([0.25], 0, 1, 1).tolist() == pytest.approx([0.5])


def test_a_beta_of_pert_has_the_mean_of_its_formula() -> None:
    values = pert(levels(), 1, 2, 6)
    assert values.mean() == pytest.approx((1 + 4 * 2 + 6) / 6, rel=1e-4)
    assert values.std() < triangular(levels(), 1, 2, 6).std()


def test_a_lognormal_has_the_mean_and_spread_it_is_given() -> None:
    values = lognormal(levels(), 126.8, 115.5 / 126.8)
    assert values.mean() == pytest.approx(126.8, rel=5e-3)
    assert values.std() == pytest.approx(115.5, rel=3e-2)


def test_points_are_their_only_value() -> None:
    at = np.array([0.1, 0.9])
    assert triangular(at, 3, 3, 3).tolist() == pert(at, 3, 3, 3).tolist() == lognormal(at, 3, 0).tolist() == [3, 3]


@pytest.mark.parametrize("count", [1, 2, 3, 10, 1001])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_quantiles_equal_those_of_numpy(count: int, dtype: type) -> None:
    values = np.random.default_rng(3).normal(size=(4, 3, count)).round(2).astype(dtype)
    asked = (0.0, 0.05, 0.1, 0.5, 0.5, 0.8, 0.9, 1.0)
    before = values.copy()
    expected = np.quantile(values.astype(float), asked, axis=-1)
    np.testing.assert_allclose(quantiles(values, asked), expected, atol=1e-15)
    assert np.array_equal(values, before)


def test_rank_shares_tell_who_explains_the_outcome() -> None:
    first, second, idle = (levels(name, 20_000) for name in "abc")
    shares = rank_shares(np.stack([first, second, idle, np.ones(20_000)]), 3 * first + second)
    assert shares[0] == pytest.approx(0.9, abs=0.03)
    assert shares[1] == pytest.approx(0.1, abs=0.03)
    assert shares[2] < 0.001
    assert shares[3] == 0


def test_the_share_does_not_ask_for_a_straight_line() -> None:
    cause = levels(count=1000)
    assert rank_shares(cause[None], np.exp(9 * cause)).tolist() == pytest.approx([1.0])


@pytest.mark.parametrize(
    "call",
    [
        lambda: stream(-1, "a"),
        lambda: triangular([0.5], 2, 1, 3),
        lambda: pert([0.5], 0, 4, 3),
        lambda: quantiles(np.zeros((2, 0)), (0.5,)),
        lambda: quantiles(np.zeros(3), (0.9, 0.1)),
        lambda: quantiles(np.zeros(3), (1.1,)),
    ],
)
def test_what_has_no_answer_is_refused(call: object) -> None:
    with pytest.raises(InvalidArgument):
        call()  # type: ignore[operator]
