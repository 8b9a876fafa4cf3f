"""Whole people from fractions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

TOLERANCE = 1e-9
"""A fraction smaller than this is a rounding error, not a person."""


def whole_people(fte: ArrayLike) -> NDArray[np.int64]:
    """Return the smallest whole number of people that carries `fte`.

    Args:
        fte: full-time equivalents, scalar or array, at least 0.

    >>> int(whole_people(2.0000000001)), int(whole_people(2.1))
    (2, 3)
    """
    return np.ceil(np.asarray(fte, dtype=float) - TOLERANCE).astype(np.int64)


def tight_people(fte: ArrayLike, tight_load: ArrayLike, tight_total: ArrayLike) -> NDArray[np.int64]:
    """Return the fewest people that carry `fte` when each may be loaded up to `tight_load`.

    Args:
        fte: full-time equivalents, scalar or array.
        tight_load: highest load of one person (ratio, at least 1).
        tight_total: most work that may be carried above full loads in all (FTE).

    >>> int(tight_people(4.36, 1.1, 0.5)), int(tight_people(4.45, 1.1, 0.5)), int(tight_people(40.6, 1.1, 0.5))
    (4, 5, 41)
    """
    fte = np.asarray(fte, dtype=float)
    return np.maximum(whole_people(fte / tight_load), whole_people(np.maximum(fte - tight_total, 0)))
