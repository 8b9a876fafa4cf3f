"""What a drawing of a chart is worth: cards that overlap, parents that stand over the middle of their reports."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from orgplanner.maths.forest import Parents

EXACT = 1e-9
FIVE_DIGITS = 5e-5
"""How far a place may be off, as a share of the drawing's width."""


class Quality(NamedTuple):
    """What a drawing is worth, cards taken as equal."""

    overlaps: int
    """Cards on which another one lies."""
    centred: float
    """Share of the parents that stand over the middle or the mean of their reports, or have them hang in a column."""
    columns: float
    """Width of the drawing, in cards."""


def judge(
    parents: Parents,
    x: np.ndarray,
    y: np.ndarray,
    size: tuple[float, float] = (1.0, 1.0),
    hanging: np.ndarray | None = None,
    blur: float = EXACT,
) -> Quality:
    """Judge a drawing of equal cards by their places; `hanging` tells which ones hang in a column of their own."""
    width, _ = size
    parent = np.array([-1 if p is None else p for p in parents])
    child = np.flatnonzero(parent >= 0)
    led = parent[child]
    low, high = np.full(len(x), np.inf), np.full(len(x), -np.inf)
    np.minimum.at(low, led, x[child])
    np.maximum.at(high, led, x[child])
    leads = np.flatnonzero(np.isfinite(low))
    mean = np.bincount(led, weights=x[child], minlength=len(x))[leads] / np.bincount(led, minlength=len(x))[leads]
    off = np.minimum(np.abs(x[leads] - (low[leads] + high[leads]) / 2), np.abs(x[leads] - mean))
    fine = off < 0.02 * width
    if hanging is not None:
        fine |= np.isin(leads, parent[np.flatnonzero(hanging)])
    return Quality(count_overlaps(x, y, size, blur), float(fine.mean()), (np.ptp(x) + width) / width)


def count_overlaps(x: np.ndarray, y: np.ndarray, size: tuple[float, float], blur: float = EXACT) -> int:
    """Count the cards that overlap another one: neighbours within a strip as high as a card, and in the next strip."""
    width, height = size
    strip = np.floor((y - y.min()) / height + 1e-9).astype(int)
    order = np.lexsort((x, strip))
    borders = np.searchsorted(strip[order], np.arange(strip.max() + 2))
    room, found = width - blur * max(np.ptp(x), width), 0
    for level in range(strip.max() + 1):
        here = order[borders[level] : borders[level + 1]]
        found += int((np.diff(x[here]) < room).sum())
        if level == strip.max():
            break
        under = order[borders[level + 1] : borders[level + 2]]
        at = np.searchsorted(x[under], x[here])
        for side in (at - 1, at):
            near = (side >= 0) & (side < len(under))
            a, b = here[near], under[side[near]]
            found += int(((np.abs(x[a] - x[b]) < room) & (np.abs(y[a] - y[b]) < height * (1 - 1e-6))).sum())
    return found
