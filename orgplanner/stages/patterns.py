"""What pooling is told: work, people and limits; and patterns, the sets of roles that one position may carry together.

Positions of the same pattern are alike, so that programs count patterns instead of telling positions apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

NEGLIGIBLE = 1e-6
"""FTE below this is no work."""

MORE_HATS_OF_FEW = 2
"""Hats that a position of a team of up to three may have beyond the usual number."""

FEW = 3
"""Positions of a team in which everybody does everything."""

ROUNDING = 9
"""Digits to which people's shares are compared."""

Pattern = tuple[int, ...]
"""Places of the work that a position carries, in ascending order."""


@dataclass(frozen=True)
class Work:
    """FTE of one role, or of one playing lead's leading, that is to be carried by positions."""

    key: str
    """Role id, or `lead@unit` for the leading of one playing lead."""
    fte: float
    single: bool = False
    """Whether exactly one position carries all of it (a head, a playing lead)."""

    @property
    def role(self) -> str:
        """Role id."""
        return self.key.partition("@")[0]

    @property
    def is_head(self) -> bool:
        """Whether its position stands above the team."""
        return self.single and "@" not in self.key


@dataclass(frozen=True)
class PooledPosition:
    """Work that one position carries."""

    loads: tuple[tuple[str, float], ...]
    """Work keys with their FTE, largest first."""


@dataclass(frozen=True)
class PoolingRules:
    """What limits a position."""

    tight_load: float
    """Highest load of one position (FTE)."""
    tight_total: float
    """Most FTE by which the team's work may exceed its positions, the head's left out."""
    minimum_share: float
    """Smallest part of a role that one position may carry (FTE)."""
    most_hats: int = 3
    """Most roles of one position."""
    cover: tuple[frozenset[str], ...] = ()
    """Sets of work keys of which at least two positions carry some: the roles that need one skill."""
    step: float = 1.0
    """Sizes of posts go up in such steps (ratio of a full post); 1 where every post is a full one."""


@dataclass(frozen=True)
class People:
    """People who do the same work today."""

    count: int
    held: Mapping[int, float]
    """FTE by place of the work."""


@dataclass(frozen=True)
class Cover:
    """Work of which several positions carry a part."""

    places: frozenset[int]
    positions: int
    """How many at least."""


@dataclass(frozen=True)
class Task:
    """One pooling: all that decides which roles share positions."""

    work: tuple[Work, ...]
    allowed: frozenset[tuple[int, int]]
    """Pairs of work (places in ascending order) that one person may hold."""
    rules: PoolingRules
    people: tuple[People, ...] = ()
    cover: tuple[Cover, ...] = ()

    @property
    def fte(self) -> float:
        """FTE of all work."""
        return sum(w.fte for w in self.work)

    @property
    def most_hats(self) -> int:
        """Most roles of one position; in a team of up to three there are a few more."""
        few = self.fte <= FEW * self.rules.tight_load
        return self.rules.most_hats + MORE_HATS_OF_FEW * few

    def least_share(self, place: int) -> float:
        """Return the smallest part of a role that a position carries (FTE): all of the role where it is smaller."""
        return min(self.rules.minimum_share, self.work[place].fte)

    def covers(self, pattern: Iterable[int], cover: Cover) -> bool:
        """Tell whether a position of the pattern counts for a cover: work below the smallest share does not."""
        return any(a in cover.places and is_worth_sharing(self.work[a], self.rules) for a in pattern)


@dataclass(frozen=True)
class Choice:
    """Positions by pattern."""

    counts: tuple[tuple[Pattern, int], ...]
    hats: float
    kept: float
    """FTE of work that can stay with the people who do it today."""


def pooling_task(
    work: Sequence[Work],
    may_combine: Callable[[str, str], bool],
    rules: PoolingRules,
    people: Sequence[Mapping[str, float]],
    cover: Iterable[tuple[frozenset[str], int]],
) -> Task:
    """Return the task in places instead of keys; people who do none of the work are left out, those alike grouped."""
    pairs = combinations(range(len(work)), 2)
    groups: dict[tuple[tuple[int, float], ...], int] = {}
    for person in people:
        held = tuple((a, round(person[w.role], ROUNDING)) for a, w in enumerate(work) if person.get(w.role, 0) > 0)
        if held:
            groups[held] = groups.get(held, 0) + 1
    places = {w.key: a for a, w in enumerate(work)}
    return Task(
        work=tuple(work),
        allowed=frozenset((a, b) for a, b in pairs if may_combine(work[a].key, work[b].key)),
        rules=rules,
        people=tuple(People(count, dict(held)) for held, count in groups.items()),
        cover=tuple(Cover(frozenset(places[k] for k in keys if k in places), count) for keys, count in cover),
    )


def is_worth_sharing(work: Work, rules: PoolingRules) -> bool:
    """Tell whether a position with a part of this work knows the work well enough to stand in."""
    return work.fte >= rules.minimum_share - NEGLIGIBLE


def patterns(task: Task, blocks: Iterable[int]) -> list[Pattern]:
    """Return the sets of work that one position may carry together within one of the blocks (sets of bits)."""
    within = list(blocks)
    layer: list[Pattern] = [(a,) for a in range(len(task.work)) if any(b >> a & 1 for b in within)]
    found = list(layer)
    for _ in range(task.most_hats - 1):
        layer = [
            (*pattern, b)
            for pattern in layer
            for b in range(pattern[-1] + 1, len(task.work))
            if all((a, b) in task.allowed for a in pattern)
            and any(block & bits == bits for bits in (as_bits((*pattern, b)),) for block in within)
        ]
        found += layer
    return found


def as_bits(places: Iterable[int]) -> int:
    """Return places as a set of bits."""
    return sum(1 << a for a in places)


def hats(roles: int) -> float:
    """Return the cost of a position's hats beyond the first; a third one weighs a little more than two seconds.

    >>> [round(hats(roles), 2) for roles in (1, 2, 3, 4)]
    [0.0, 1.0, 2.1, 3.3]
    """
    return (roles - 1) * (1 + 0.05 * max(0, roles - 2))
