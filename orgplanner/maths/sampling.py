"""Random draws that can be repeated: a stream for every name, distributions by their inverse, quantiles, ranks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orgplanner.errors import InvalidArgument

Array = NDArray[np.float64]
Floats = NDArray[np.floating]

CLOSEST = 1e-12
"""Distance that levels keep from 0 and 1, where some inverses are infinite."""


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random numbers that belong to a name.

    They depend on the seed and the name alone, so that a quantity keeps its draws when others are added or left out.

    Args:
        seed: whole number, at least 0.
        name: what is drawn.

    Raises:
        InvalidArgument: the seed is negative.

    >>> stream(1, "churn").random() == stream(1, "churn").random() != stream(1, "growth").random()
    True
    """
    if seed < 0:
        raise InvalidArgument("seed", "negative")
    words = np.frombuffer(hashlib.blake2b(name.encode(), digest_size=16).digest(), dtype="<u4")
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, *words.tolist()])))


def stratified(random: np.random.Generator, count: int) -> Array:
    """Return evenly distributed levels between 0 and 1 (N,), one in each of N strips of equal width, in random order.

    Each level by itself is as random as without strips; together they vary less (Latin hypercube sampling: McKay,
    Beckman and Conover 1979).

    >>> sorted(np.floor(4 * stratified(stream(1, "churn"), 4)).tolist())
    [0.0, 1.0, 2.0, 3.0]
    """
    levels = (random.permutation(count) + random.random(count)) / count
    return np.clip(levels, CLOSEST, 1 - CLOSEST)


def triangular(level: ArrayLike, low: float, mode: float, high: float) -> Array:
    """Return the values at some levels of a triangular distribution, known by its lowest, likeliest and highest value.

    F(x) = (x - low)^2 / ((high - low) (mode - low)) below the mode, mirrored above it.

    Args:
        level: probability of a lower value, 0 to 1.
        low: lowest value.
        mode: likeliest value.
        high: highest value; where all are the same, it is the only one.

    Raises:
        InvalidArgument: the three are not in ascending order.

    >>> triangular([0, 0.5, 1], 0, 1, 2).tolist()
    [0.0, 1.0, 2.0]
    """
    level = np.asarray(level, dtype=float)
    width = _width(low, mode, high)
    if width == 0:
        return np.full(level.shape, float(mode))
    rising = low + np.sqrt(level * (width * (mode - low)))
    falling = high - np.sqrt((1 - level) * (width * (high - mode)))
    return np.asarray(np.where(level < (mode - low) / width, rising, falling))


def pert(level: ArrayLike, low: float, mode: float, high: float, weight: float = 4.0) -> Array:
    """Return the values at some levels of a beta distribution over a range, whose mean leans towards its mode.

    mean = (low + weight x mode + high) / (weight + 2), as in the programme evaluation and review technique (Malcolm
    and others 1959); thinner towards its ends than a triangle.

    Args:
        level: probability of a lower value, 0 to 1.
        low: lowest value.
        mode: likeliest value.
        high: highest value.
        weight: how much the mode counts.

    Raises:
        InvalidArgument: the three are not in ascending order.

    >>> float(pert(0.5, 0, 5, 10).round(9))
    5.0
    """
    from scipy.special import betaincinv

    level = np.asarray(level, dtype=float)
    width = _width(low, mode, high)
    if width == 0:
        return np.full(level.shape, float(mode))
    a = 1 + weight * (mode - low) / width
    b = 1 + weight * (high - mode) / width
    return np.asarray(low + width * betaincinv(a, b, level))


def lognormal(level: ArrayLike, mean: float, spread: float) -> Array:
    """Return the values at some levels of a lognormal distribution, known by its mean and its relative spread.

    With s^2 = ln(1 + spread^2) the logarithm is normal with mean ln(mean) - s^2 / 2 and standard deviation s.

    Args:
        level: probability of a lower value, above 0 and below 1.
        mean: mean of the values, above 0.
        spread: standard deviation / mean, at least 0.

    >>> lognormal([0.1, 0.5], 4.0, 0.0).tolist()
    [4.0, 4.0]
    """
    from scipy.special import ndtri

    level = np.asarray(level, dtype=float)
    if spread == 0:
        return np.full(level.shape, float(mean))
    variance = np.log1p(spread**2)
    return np.asarray(mean * np.exp(np.sqrt(variance) * ndtri(level) - variance / 2))


def quantiles(values: Floats, levels: Sequence[float]) -> Array:
    """Return quantiles along the last axis (K, ...), as `np.quantile` does, at a fraction of its cost.

    Partitions are nested: each level looks only among the values above the level before it.

    Args:
        values: samples (..., N), N at least 1.
        levels: K probabilities in ascending order.

    Raises:
        InvalidArgument: there is no sample, or the levels do not ascend from 0 to 1.

    >>> quantiles(np.array([4.0, 1.0, 3.0, 2.0]), (0.5, 1.0)).tolist()
    [2.5, 4.0]
    """
    count = values.shape[-1]
    if count == 0:
        raise InvalidArgument("values", "empty")
    if any(not 0 <= a <= 1 for a in levels) or any(b < a for a, b in pairwise(levels)):
        raise InvalidArgument("levels", "not ascending from 0 to 1")
    rows = values.reshape(-1, count)
    found = np.empty((len(levels), len(rows)))
    for r, given in enumerate(rows):
        row, begin = given.copy(), 0
        for k, level in enumerate(levels):
            place = level * (count - 1)
            low = min(int(place), count - 1)
            row[begin:].partition(low - begin)
            below = float(row[low])
            part = place - low
            found[k, r] = below + part * (float(row[low + 1 :].min()) - below) if part > 0 else below
            begin = low
    return found.reshape(len(levels), *values.shape[:-1])


def rank_shares(causes: Array, outcome: Array) -> Array:
    """Return the squared rank correlation of each cause with an outcome (K,).

    Of causes that are independent of one another and act in one direction each, it is about the share of the outcome's
    variance that the cause explains; the shares sum to about 1 at most (Saltelli and others, Global Sensitivity
    Analysis, 2008, chapter 1). A cause or an outcome that does not vary explains nothing.

    Args:
        causes: draws of each cause (K, N).
        outcome: draws of the outcome (N,).

    >>> rank_shares(np.array([[1.0, 2, 3], [1.0, 1, 1]]), np.array([1.0, 8, 27])).round(9).tolist()
    [1.0, 0.0]
    """
    ranked = np.stack([_ranks(row) for row in (*causes, outcome)])
    centred = ranked - ranked.mean(axis=1, keepdims=True)
    spread = (centred**2).sum(axis=1)
    together = centred[:-1] @ centred[-1]
    norm = spread[:-1] * spread[-1]
    return np.asarray(np.divide(together**2, norm, out=np.zeros(len(causes)), where=norm > 0))


def _ranks(values: Array) -> Array:
    """Return the rank of each value, the mean rank where several are the same."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place])


def _width(low: float, mode: float, high: float) -> float:
    if not low <= mode <= high:
        raise InvalidArgument("range", f"not in ascending order: {low}, {mode}, {high}")
    return high - low
