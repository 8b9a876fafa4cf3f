"""Blocks: groups of roles that positions of their own carry. They bound the hats of a pooling from below.

Draw roles and positions as points, and a line where a position carries a role. The parts that hang together are blocks:
a block of b roles and k positions has at least b + k - 1 lines, so that its positions have at least b - 1 hats beyond
their first. The fewest hats therefore split the roles into as many blocks as the positions allow, which a search over
sets of roles (bits) finds at once; which of the splits can be carried is left to the exact program.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from orgplanner.stages.patterns import NEGLIGIBLE, Task, as_bits, hats

TOLERANCE = 1e-9
"""Rounding of a sum of hats."""

Number = TypeVar("Number", int, float)

Block = tuple[int, int]
"""Roles (bits) and their positions."""

Left = tuple[int, int]
"""Roles (bits) and positions that are not in a block yet."""


class BlockSearch:
    """The splits of the roles into blocks with a given number of positions, by the hats that they need at least."""

    def __init__(self, task: Task, positions: int) -> None:
        self._task = task
        self._positions = positions
        size = len(task.work)
        self._all = (1 << size) - 1
        self._fewest, self._most = _positions_of_sets(task)
        self._holders = fewest_holders(task)
        self._lines = _sums(self._holders)
        self._neighbours = [
            as_bits(b for b in range(size) if (min(a, b), max(a, b)) in task.allowed) for a in range(size)
        ]
        self._inside = [as_bits(c.places) for c in task.cover if c.positions > 1 and c.places]
        self._head = next((a for a, w in enumerate(task.work) if w.is_head), None)
        self._hats_of: dict[Block, float] = {}
        self._least: dict[Left, float] = {}
        self._above: dict[Left, float] = {}
        self._blocks: dict[int, list[int]] = {}
        self._largest = 0

    def fewest_hats(self) -> float:
        """Return the hats below which no split has as many positions; infinite if there is none."""
        budget = float(max(0, self._lines[self._all] - self._positions))
        found = math.inf
        while found == math.inf and budget < math.inf:
            if self._largest == len(self._task.work):
                budget = math.inf
            else:
                self._find_blocks(int(budget) + 1)
            found = self._hats_within(self._all, self._positions, budget)
            budget += 1
        return found

    def blocks(self, most: float) -> dict[Block, float]:
        """Return the blocks of all splits with at most so many hats, with the most hats that each may have in them."""
        self._find_blocks(int(most) + 1)
        before: dict[Left, float] = {(self._all, self._positions): 0.0}
        least: dict[Block, float] = {}
        for roles in range(len(self._task.work), 0, -1):
            for state in [s for s in before if s[0].bit_count() == roles]:
                for block, positions, cost in self._next_blocks(*state, most - before[state]):
                    rest = (state[0] ^ block, state[1] - positions)
                    so_far = before[state] + cost
                    others = before[state] + self._hats_within(*rest, most - so_far)
                    if others < math.inf:
                        least[block, positions] = min(others, least.get((block, positions), math.inf))
                        before[rest] = min(so_far, before.get(rest, math.inf))
        return {block: most - others for block, others in least.items()}

    def _hats_within(self, roles: int, positions: int, budget: float) -> float:
        """Return the fewest hats with which so many positions carry the roles; infinite if there are more."""
        if not roles:
            return math.inf if positions else 0.0
        state = roles, positions
        if state in self._least:
            return self._least[state] if self._least[state] <= budget + TOLERANCE else math.inf
        if self._above.get(state, -1.0) >= budget:
            return math.inf
        found = math.inf
        for block, k, cost in self._next_blocks(roles, positions, budget):
            within = min(budget, found) - cost
            found = min(found, cost + self._hats_within(roles ^ block, positions - k, within))
        if found < math.inf:
            self._least[state] = found
        else:
            self._above[state] = budget
        return found

    def _next_blocks(self, roles: int, positions: int, budget: float) -> Iterator[tuple[int, int, float]]:
        """Yield the blocks (roles, positions, hats) that the first of the roles may belong to within the budget."""
        for block in self._blocks.get(roles & -roles, ()):
            if block.bit_count() - 1 > budget + TOLERANCE:
                return
            if block & ~roles:
                continue
            rest = roles ^ block
            low = max(self._fewest[block], positions - self._most[rest])
            high = min(self._most[block], positions - self._fewest[rest])
            for k in range(low, high + 1):
                cost = self._least_hats(block, k)
                if cost + max(0, self._lines[rest] - (positions - k)) <= budget + TOLERANCE:
                    yield block, k, cost

    def _least_hats(self, block: int, positions: int) -> float:
        """Return the fewest hats of a block, worked out once."""
        if (block, positions) not in self._hats_of:
            self._hats_of[block, positions] = self._bound_hats(block, positions)
        return self._hats_of[block, positions]

    def _bound_hats(self, block: int, positions: int) -> float:
        """Return the fewest hats of a connected block, spread evenly over its positions; infinite if it cannot be."""
        if positions == 1 and any(places & block == places for places in self._inside):
            return math.inf
        roles = block.bit_count()
        beyond = max(roles - 1, self._lines[block] - positions)
        of_head = self._hats_of_head(block)
        if of_head * positions <= beyond:
            return self._spread(beyond, positions)
        if of_head >= self._task.most_hats:
            return math.inf
        return hats(1 + of_head) + self._spread(max(0, beyond - of_head), positions - 1)

    def _spread(self, beyond: int, positions: int) -> float:
        """Return the cost of so many hats beyond the first of each position, spread evenly."""
        if not positions:
            return math.inf if beyond else 0.0
        each, some = divmod(beyond, positions)
        if each + (some > 0) >= self._task.most_hats:
            return math.inf
        return (positions - some) * hats(1 + each) + some * hats(2 + each)

    def _hats_of_head(self, block: int) -> int:
        """Return the hats beyond the first that the head needs, so that the team below is not too tight.

        The team's work may exceed its positions by so much only; what is left beyond that, the head must carry.
        """
        if self._head is None or not block >> self._head & 1:
            return 0
        task = self._task
        must = task.fte - (self._positions - 1) - task.rules.tight_total - task.work[self._head].fte
        near = block & self._neighbours[self._head]
        fte = sorted((w.fte for a, w in enumerate(task.work) if near >> a & 1), reverse=True)
        return next((n for n in range(len(fte) + 1) if sum(fte[:n]) >= must - NEGLIGIBLE), len(task.work))

    def _find_blocks(self, size: int) -> None:
        """Find the connected sets of so many roles that leave enough positions for the others, small ones first."""
        size = min(size, len(self._task.work))
        if size <= self._largest:
            return
        self._largest = size
        fewest, most = np.array(self._fewest), np.array(self._most)
        enough = (fewest + fewest[::-1] <= self._positions) & (most + most[::-1] >= self._positions) & (fewest <= most)
        enough &= np.array(_sums([1] * len(self._task.work))) <= size
        self._blocks = {}
        for block in np.flatnonzero(enough).tolist():
            if block and self._is_connected(block):
                self._blocks.setdefault(block & -block, []).append(block)
        for found in self._blocks.values():
            found.sort(key=int.bit_count)

    def _is_connected(self, block: int) -> bool:
        seen = new = block & -block
        while new:
            first = new.bit_length() - 1
            more = self._neighbours[first] & block & ~seen
            seen |= more
            new = (new ^ 1 << first) | more
        return seen == block


def fewest_holders(task: Task) -> list[int]:
    """Return for every role the fewest positions that carry some of it: by its load, and by the cover of a skill."""
    alone = {a: c.positions for c in task.cover if len(c.places) == 1 for a in c.places}
    loads = (math.ceil(w.fte / task.rules.tight_load - NEGLIGIBLE) for w in task.work)
    return [max(1, count, alone.get(a, 1)) for a, count in enumerate(loads)]


def _positions_of_sets(task: Task) -> tuple[list[int], list[int]]:
    """Return for every set of roles the fewest positions that its load allows, and the most that smallest shares do."""
    shares = [w.fte / max(task.least_share(a), NEGLIGIBLE) for a, w in enumerate(task.work)]
    most = [1 if w.single else int(share + NEGLIGIBLE) for w, share in zip(task.work, shares, strict=True)]
    fte = np.array(_sums([w.fte for w in task.work]))
    fewest = np.ceil(fte / task.rules.tight_load - NEGLIGIBLE).astype(np.int64)
    fewest[1:] = np.maximum(fewest[1:], 1)
    return fewest.tolist(), _sums(most)


def _sums(parts: Sequence[Number]) -> list[Number]:
    """Return for every set (bits) the sum of its parts."""
    sums = np.zeros(1 << len(parts), dtype=np.array(parts).dtype)
    for a, part in enumerate(parts):
        sums[1 << a : 2 << a] = sums[: 1 << a] + part
    found: list[Number] = sums.tolist()
    return found


def fewest_positions(task: Task) -> int:
    """Return a number of positions below which the work cannot be carried: loads of what hangs together, tightness."""
    left, found = set(range(len(task.work))), 0
    while left:
        part = {left.pop()}
        while more := {b for b in left if any((min(a, b), max(a, b)) in task.allowed for a in part)}:
            part |= more
            left -= more
        found += max(1, math.ceil(sum(task.work[a].fte for a in part) / task.rules.tight_load - NEGLIGIBLE))
    head = task.rules.tight_load - 1 if any(w.is_head for w in task.work) else 0.0
    return max(found, math.ceil(task.fte - task.rules.tight_total - head - NEGLIGIBLE))
