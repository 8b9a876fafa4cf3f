"""Evaluate costly functions that grow in steps at many places, computing few of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

STRIDE = 12
"""Every so many places one is computed; about the root of the places that share a value keeps both rounds short."""
FEW = 2_000
"""So few places are computed at once: two calls would take longer."""


def step_values(function: Callable[[Counts], Counts], groups: Counts) -> Counts:
    """Return the values of a function that does not fall along the places of a group.

    Where two places have the same value, so has everything between them. A first call computes some places, a second
    one those between neighbours that differ.

    Args:
        function: takes indices of places (K,), returns their values (K,); within a group no value is below an
            earlier one.
        groups: the group of each place (P,), equal ones side by side.

    >>> calls = []
    >>> def square_root(places):
    ...     calls.extend(places.tolist())
    ...     return np.sqrt(places).astype(np.int64)
    >>> step_values(square_root, np.zeros(10_000, dtype=np.int64))[[0, 399, 400, 9999]].tolist(), len(calls) < 2000
    ([0, 19, 20, 99], True)
    """
    places = np.arange(len(groups))
    if len(groups) <= FEW:
        return function(places)
    cut = np.diff(groups) != 0
    known = np.concatenate([[True], cut]) | np.concatenate([cut, [True]]) | (places % STRIDE == 0)
    values = np.zeros(len(groups), dtype=np.int64)
    values[known] = function(places[known])
    before = np.maximum.accumulate(np.where(known, places, 0))
    after = np.minimum.accumulate(np.where(known, places, len(groups))[::-1])[::-1]
    values = values[before]
    differs = ~known & (values != values[after])
    values[differs] = function(places[differs])
    return values
