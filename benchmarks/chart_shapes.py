"""Organisation charts of any size for the benchmarks, as the parent of each seat."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from orgplanner.maths.forest import Parents
from orgplanner.records.chart import Chart, ChartNode


def level_by_level(seats: int) -> list[int | None]:
    """Return a chart of spans 3 to 10, every level filled before the next is begun."""
    draw = random.Random(1)  # noqa: S311 - the same chart every time, no secret
    parents: list[int | None] = [None]
    manager = 0
    while len(parents) < seats:
        parents += [manager] * min(draw.randint(3, 10), seats - len(parents))
        manager += 1
    return parents


def uneven(seats: int) -> list[int | None]:
    """Return a chart of spans 3 to 10 with branches of every depth."""
    draw = random.Random(1)  # noqa: S311 - the same chart every time, no secret
    parents: list[int | None] = [None]
    leaves = [0]
    while len(parents) < seats:
        k = draw.randrange(len(leaves))
        leaves[k], leaves[-1] = leaves[-1], leaves[k]
        span = min(draw.randint(3, 10), seats - len(parents))
        parents += [leaves.pop()] * span
        leaves += range(len(parents) - span, len(parents))
    return parents


def chain(seats: int) -> list[int | None]:
    return [None, *range(seats - 1)]


def star(seats: int) -> list[int | None]:
    return [None, *[0] * (seats - 1)]


def comb(seats: int) -> list[int | None]:
    """Return a chain with one leaf beside each of its cards."""
    return [None, *(i - 2 + i % 2 for i in range(1, seats))]


def binary(seats: int) -> list[int | None]:
    return [None, *((i - 1) // 2 for i in range(1, seats))]


PEER_SHAPES: Mapping[str, Callable[[int], list[int | None]]] = {
    "spans 3 to 10": level_by_level,
    "spans 3 to 10, uneven": uneven,
    "binary": binary,
}
SHAPES = {**PEER_SHAPES, "chain": chain, "star": star, "comb": comb}


def chart_of(parents: Parents) -> Chart:
    return Chart(
        nodes=tuple(ChartNode(id=f"p{i}", parent=None if p is None else f"p{p}") for i, p in enumerate(parents))
    )
