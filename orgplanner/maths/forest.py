"""Facts of a forest given as a sequence of parents.

`parents[i]` is the index of card i's parent, or None for a root. Every function runs in linear time and
without recursion.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Parents = Sequence[int | None]


def as_array(parents: Parents) -> NDArray[np.int64]:
    """Return the parents as an array, with -1 for the parent of a root.

    Raises:
        ValueError: If a parent is not an index of the sequence.

    Examples:
        >>> as_array([None, 0, 0, 1]).tolist()
        [-1, 0, 0, 1]
    """
    given = np.array(parents, dtype=np.float64)  # None becomes NaN
    root = np.isnan(given)
    if not (root | ((given >= 0) & (given < len(given)))).all():
        _check_indices(parents)
    return np.where(root, -1, given).astype(np.int64)


def children_of(parents: Parents) -> list[list[int]]:
    """List the direct children of each card, in the order of the cards.

    Raises:
        ValueError: If a parent is not an index of the sequence.

    Examples:
        >>> children_of([None, 0, 0, 1])
        [[1, 2], [3], [], []]
    """
    _check_indices(parents)
    kids: list[list[int]] = [[] for _ in parents]
    for i, parent in enumerate(parents):
        if parent is not None:
            kids[parent].append(i)
    return kids


def depths(parents: Parents) -> tuple[int, ...]:
    """Count the lines between each card and its root.

    Raises:
        ValueError: If a parent is not an index of the sequence, or the lines form a cycle.

    Examples:
        >>> depths([None, 0, 1, None])
        (0, 1, 2, 0)
    """
    refuse_cycle(parents)
    kids = children_of(parents)
    depth = [0] * len(parents)
    waiting = [i for i, parent in enumerate(parents) if parent is None]
    while waiting:
        card = waiting.pop()
        for child in kids[card]:
            depth[child] = depth[card] + 1
        waiting.extend(kids[card])
    return tuple(depth)


def spans(parents: Parents) -> tuple[int, ...]:
    """Count the direct children of each card.

    Examples:
        >>> spans([None, 0, 0, 1])
        (2, 1, 0, 0)
    """
    return tuple(len(below) for below in children_of(parents))


def find_cycle(parents: Parents) -> tuple[int, ...]:
    """Find one cycle, each card followed by its parent; empty if there is none.

    Examples:
        >>> find_cycle([None, 2, 3, 1])
        (1, 2, 3)
        >>> find_cycle([None, 0, 1])
        ()
    """
    _check_indices(parents)
    seen_from: list[int | None] = [None] * len(parents)
    for start in range(len(parents)):
        path: list[int] = []
        card: int | None = start
        while card is not None and seen_from[card] is None:
            seen_from[card] = start
            path.append(card)
            card = parents[card]
        if card is not None and seen_from[card] == start:
            return tuple(path[path.index(card) :])
    return ()


def refuse_cycle(parents: Parents) -> None:
    """Name a cycle, if there is one.

    Raises:
        ValueError: If a parent is not an index of the sequence, or the lines form a cycle.
    """
    cycle = find_cycle(parents)
    if cycle:
        line = " -> ".join(map(str, cycle))
        raise ValueError(f"these parents form a cycle, which no tree can hold: {line}")


def _check_indices(parents: Parents) -> None:
    for i, parent in enumerate(parents):
        if parent is not None and not 0 <= parent < len(parents):
            raise ValueError(f"card {i} names parent {parent}, but the cards are 0 to {len(parents) - 1}")
