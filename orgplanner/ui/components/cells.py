"""How cells and fields are written and read: percentages for ratios, no empty text, whole numbers without a point."""

from __future__ import annotations

from typing import Any


def written(cell: Any) -> Any:
    """Return a cell as a company file has it.

    >>> written(" "), written(12.0), written(0.25)
    (None, 12, 0.25)
    """
    if isinstance(cell, str):
        return cell.strip() or None
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def as_percent(ratio: float) -> float:
    """Return a ratio as the percentage that a cell shows.

    >>> as_percent(0.07)
    7.0
    """
    return round(ratio * 100, 6)


def as_ratio(percentage: float) -> float:
    """Return the percentage of a cell as a ratio.

    >>> as_ratio(7.0)
    0.07
    """
    return round(percentage / 100, 8)
