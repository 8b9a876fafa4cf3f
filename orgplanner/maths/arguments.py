"""The door to the queues: what each argument may be, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orgplanner.errors import InvalidArgument
from orgplanner.maths.tails import Floats

LARGEST = 1e9
"""More agents or erlang than this are taken for a mistake."""
NO_LOAD = 1e-290
"""A smaller load is none: its inverse would not be finite."""
LONGEST_TIME = 1e100
LONGEST_PATIENCE = 1e200
"""In handling times; who waits longer than that never hangs up, and infinity says so."""


def _finite_from_0(values: Floats) -> NDArray[np.bool_]:
    return (values >= 0) & np.isfinite(values)


_RULES: Mapping[str, tuple[Callable[[Floats], NDArray[np.bool_]], str]] = MappingProxyType(
    {
        "agents": (
            lambda v: (v >= 0) & (v <= LARGEST) & (v == np.floor(v)),
            "it must be a whole number from 0 to a thousand million; round shares of people first",
        ),
        "load": (
            lambda v: (v >= 0) & (v <= LARGEST),
            "it must be from 0 to a thousand million erlang: arrivals per unit of time x handling time",
        ),
        "arrival_rate": (_finite_from_0, "it must be a finite number of customers per unit of time, at least 0"),
        "handling_time": (
            lambda v: (v > 0) & (v <= LONGEST_TIME),
            "it must be a finite time above 0, in the unit of the other times",
        ),
        "threshold": (lambda v: v >= 0, "it must be a time of at least 0, in the unit of the handling time"),
        "patience": (
            lambda v: v > 0,
            "it must be a time above 0; for customers who may not wait take erlang_b, for patient ones infinity",
        ),
        "target": (
            lambda v: (v >= 0) & (v < 1),
            "it must be a share from 0 to below 1; no number of agents serves everybody in time",
        ),
        "max_occupancy": (lambda v: (v > 0) & (v <= 1), "it must be a share above 0 and at most 1"),
    }
)
"""For each argument what is allowed, and what to say of the rest."""


def aligned(**arguments: ArrayLike) -> tuple[tuple[int, ...], list[Floats]]:
    """Return the common shape of the arguments, and each as an array of one dimension that may be written to."""
    arrays = [_checked(name, value) for name, value in arguments.items()]
    try:
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in zip(arguments, arrays, strict=True))
        raise InvalidArgument(shapes, "no set of shapes that fit together") from None
    return shape, [np.broadcast_to(array, shape).flatten() for array in arrays]


def _checked(name: str, value: ArrayLike) -> Floats:
    """Return the argument as floats, a load too small to be told from none as 0."""
    allowed, rule = _RULES[name]
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" and array.size:
        raise InvalidArgument(name, f"{value!r}: it must be a number or an array of numbers")
    array = array.astype(float)
    good = allowed(array)
    if not good.all():
        raise InvalidArgument(name, f"{array[~good].flat[0]:g}: {rule}")
    return np.where(array < NO_LOAD, 0.0, array) if name == "load" else array


def who_leave(patience: Floats, handling: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Return who hangs up at all, and patience / handling time."""
    leaving = np.isfinite(patience)
    ratio = np.maximum(patience / handling, 1 / LONGEST_PATIENCE)
    if (leaving & (ratio > LONGEST_PATIENCE)).any():
        raise InvalidArgument("patience", "longer than the handling time beyond all measure; infinity: nobody hangs up")
    return leaving, ratio


def shaped(values: NDArray[Any], shape: tuple[int, ...]) -> Any:
    """Return the values in the shape of the arguments, a number for numbers."""
    return values.reshape(shape) if shape else values.item()
