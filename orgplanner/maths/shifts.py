"""Shifts that cover a requirement by interval: as few as possible."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts = NDArray[np.int64]


def fewest_shifts(required: ArrayLike, length: int) -> Counts:
    """Return the shifts that start in each interval, as few in all as cover the requirement.

    All shifts are equally long and end by closing, so that the latest one starts `length` intervals before it; on a
    day shorter than a shift, every shift spans the day. In the matrix of shifts and intervals the ones of a column
    are consecutive. Such a matrix is totally unimodular: the linear program has a whole solution, and going from
    opening to closing finds it. Whatever the first interval that is still short of people lacks must come from
    shifts that cover it, and of these the one that starts last covers every later interval that another would.

    Args:
        required: people needed in each interval from opening to closing (..., I), whole and at least 0.
        length: length of a shift in intervals, at least 1.

    Returns:
        Shifts by the interval in which they start (..., I).

    Raises:
        ValueError: the length is not positive, or the requirement is negative.

    References:
        Nemhauser and Wolsey, Integer and Combinatorial Optimization (1988), chapter III.1: interval matrices.

    >>> fewest_shifts([1, 2, 3, 3, 2, 0], 3).tolist()
    [1, 1, 1, 1, 0, 0]
    """
    needed = np.asarray(required, dtype=np.int64)
    if length < 1:
        raise ValueError("a shift has at least one interval")
    if needed.min(initial=0) < 0:
        raise ValueError("a requirement is at least 0")
    intervals = needed.shape[-1]
    latest = max(intervals - length, 0)
    # Intervals first, so that each step of the loop works on memory that lies together.
    rows = np.ascontiguousarray(np.moveaxis(needed, -1, 0))
    starts = np.zeros_like(rows)
    on_shift = np.zeros(rows.shape[1:], dtype=np.int64)
    for i in range(intervals):
        if i >= length:
            on_shift -= starts[i - length]
        missing = np.maximum(rows[i] - on_shift, 0)
        starts[min(i, latest)] += missing
        on_shift += missing
    return np.moveaxis(starts, 0, -1)


def people_on_shift(starts: ArrayLike, length: int) -> Counts:
    """Return the people on shift in each interval (..., I) when shifts start as given (..., I).

    >>> people_on_shift([1, 1, 1, 1, 0, 0], 3).tolist()
    [1, 2, 3, 3, 2, 1]
    """
    begun = np.asarray(starts, dtype=np.int64).cumsum(axis=-1)
    ended = np.zeros_like(begun)
    ended[..., length:] = begun[..., :-length]
    return np.asarray(begun - ended, dtype=np.int64)
