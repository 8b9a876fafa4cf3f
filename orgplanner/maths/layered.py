"""Order the items of a layered graph so that few of its lines cross: columns of items, lines between neighbours.

Sweeps by barycentre (Sugiyama, Tagawa, Toda 1981): the items of a column are sorted by the mean place of those that
they are linked with in the column before, forth and back. After each sweep neighbours change places where that saves
crossings (Gansner, Koutsofios, North, Vo 1993). The best order met is kept.
"""

from __future__ import annotations

from collections.abc import Sequence

Link = tuple[int, int]
"""Numbers of two linked items, the first in one column, the second in the next one."""

Order = tuple[int, ...]
"""Numbers of the items of a column, from the top."""

SWEEPS = 12
"""Sweeps after which an order has hardly ever been seen to get better."""

ROUNDS = 4
"""Rounds of changing places after each sweep; in each, every item may move on by one place or more."""


def order_layers(sizes: Sequence[int], links: Sequence[Sequence[Link]], *, sweeps: int = SWEEPS) -> tuple[Order, ...]:
    """Return an order of every column with few crossings of lines.

    Each sweep costs O(L log L + N log N) for N items and L links. Items alike keep the order in which they are given,
    and an item without links keeps its place among its neighbours.

    Args:
        sizes: items of each column.
        links: for each pair of neighbouring columns, the links between them.
        sweeps: how often to go through the columns, forth and back in turn.

    Raises:
        ValueError: there is not one list of links for each pair of neighbours, or a link names an item that is none.

    Examples:
        >>> order_layers([2, 2], [[(0, 1), (1, 0)]])
        ((0, 1), (1, 0))
    """
    _check(sizes, links)
    best = orders = [list(range(size)) for size in sizes]
    fewest = all_crossings(orders, links)
    for sweep in range(sweeps):
        if not fewest:
            break
        orders = _sweep(orders, links, forth=sweep % 2 == 0)
        for _ in range(ROUNDS):
            changed = [_change_places(orders, k, links) for k in range(len(orders))]
            if not any(changed):
                break
        crossed = all_crossings(orders, links)
        if crossed < fewest:
            best, fewest = orders, crossed
    return tuple(tuple(order) for order in best)


def all_crossings(orders: Sequence[Sequence[int]], links: Sequence[Sequence[Link]]) -> int:
    """Return how many pairs of lines cross with the columns in these orders."""
    pairs = zip(orders, orders[1:], links, strict=False)
    return sum(crossings(above, below, between) for above, below, between in pairs)


def crossings(first: Sequence[int], second: Sequence[int], links: Sequence[Link]) -> int:
    """Return how many pairs of lines between two columns cross, in O(L log L).

    Two lines cross where their ends stand in opposite orders; lines that share an end do not.

    Examples:
        >>> crossings([0, 1], [0, 1], [(0, 1), (1, 0)])
        1
        >>> crossings([0, 1], [1, 0], [(0, 1), (1, 0)])
        0
    """
    here, there = _places(first), _places(second)
    ends = [b for _, b in sorted((here[a], there[b]) for a, b in links)]
    return _inversions(ends, len(second))


def spread(size: int) -> tuple[float, ...]:
    """Return evenly spread places between 0 and 1, as far from the ends as half of what lies between two.

    Examples:
        >>> spread(2)
        (0.25, 0.75)
    """
    return tuple((place + 0.5) / size for place in range(size))


def _check(sizes: Sequence[int], links: Sequence[Sequence[Link]]) -> None:
    if len(links) != max(0, len(sizes) - 1):
        raise ValueError(f"{len(sizes)} columns have {max(0, len(sizes) - 1)} gaps between them, not {len(links)}")
    for k, between in enumerate(links):
        for a, b in between:
            if not (0 <= a < sizes[k] and 0 <= b < sizes[k + 1]):
                raise ValueError(f"the link ({a}, {b}) between the columns {k} and {k + 1} names an item that is none")


def _sweep(orders: Sequence[Sequence[int]], links: Sequence[Sequence[Link]], *, forth: bool) -> list[list[int]]:
    """Sort every column by the one before it, or, going back, by the one behind it."""
    found = [list(order) for order in orders]
    steps = range(1, len(found)) if forth else range(len(found) - 2, -1, -1)
    for k in steps:
        beside = k - 1 if forth else k + 1
        pairs = [(b, a) for a, b in links[k - 1]] if forth else links[k]
        found[k] = _by_barycentre(found[k], found[beside], pairs)
    return found


def _by_barycentre(order: Sequence[int], beside: Sequence[int], pairs: Sequence[Link]) -> list[int]:
    """Sort a column by the mean places of what its items are linked with; those without links stand still."""
    places = _places(beside)
    sums, counts = [0.0] * len(order), [0] * len(order)
    for own, other in pairs:
        sums[own] += places[other]
        counts[own] += 1
    linked = sorted((item for item in order if counts[item]), key=lambda item: sums[item] / counts[item])
    following = iter(linked)
    return [next(following) if counts[item] else item for item in order]


def _change_places(orders: list[list[int]], k: int, links: Sequence[Sequence[Link]]) -> bool:
    """Let neighbours of a column change places where that saves crossings; tell whether any did."""
    order, changed = orders[k], False
    sides = []
    if k > 0:
        sides.append(_neighbours(len(order), _places(orders[k - 1]), [(b, a) for a, b in links[k - 1]]))
    if k < len(orders) - 1:
        sides.append(_neighbours(len(order), _places(orders[k + 1]), links[k]))
    for place in range(len(order) - 1):
        upper, lower = order[place], order[place + 1]
        now = sum(_crossed(side[upper], side[lower]) for side in sides)
        then = sum(_crossed(side[lower], side[upper]) for side in sides)
        if then < now:
            order[place], order[place + 1] = lower, upper
            changed = True
    return changed


def _neighbours(size: int, places: Sequence[int], pairs: Sequence[Link]) -> list[list[int]]:
    """Return for each item of a column the places of what it is linked with on one side, in order."""
    found: list[list[int]] = [[] for _ in range(size)]
    for own, other in pairs:
        found[own].append(places[other])
    for ends in found:
        ends.sort()
    return found


def _crossed(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Count the crossings of the lines of two items, one above the other, by the places of their other ends."""
    found = below = 0
    for end in upper:
        while below < len(lower) and lower[below] < end:
            below += 1
        found += below
    return found


def _places(order: Sequence[int]) -> list[int]:
    places = [0] * len(order)
    for place, item in enumerate(order):
        places[item] = place
    return places


def _inversions(values: Sequence[int], size: int) -> int:
    """Count the pairs whose first is larger than their second, with a tree of partial sums (Fenwick 1994)."""
    tree = [0] * (size + 1)
    found = 0
    for seen, value in enumerate(values):
        place, smaller_or_equal = value + 1, 0
        while place:
            smaller_or_equal += tree[place]
            place &= place - 1
        found += seen - smaller_or_equal
        place = value + 1
        while place <= size:
            tree[place] += 1
            place += place & -place
    return found
