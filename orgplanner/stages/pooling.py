"""Pool fractions of roles into whole positions, exactly.

A pattern is a set of roles that one person may hold together. Positions of the same pattern are alike, so that the
program counts patterns instead of telling positions apart: n(S) positions of pattern S carry x(S, r) FTE of role r.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from orgplanner.errors import InfeasiblePlan
from orgplanner.maths.solver import INFINITY, Program
from orgplanner.maths.whole import whole_people

NEGLIGIBLE = 1e-6
"""FTE below this is no work."""

BOUND_TOLERANCE = 1e-6
"""What the relaxed program's number of positions may lie above the true one by rounding."""

MOST_MIXED = 2
"""Positions of one mixed pattern that a solution with the fewest hats may have."""

STRANGER_COST = 0.01
"""Cost of two roles in one position that nobody holds together today, in hats: it only tells equals apart."""

PAIR = 2
"""Roles of a position that shares both with others."""

LARGE_TEAM = 40
"""Positions above which only the fractions of roles are pooled."""


@dataclass(frozen=True)
class Work:
    """FTE of one role, or of one playing lead's leading, that is to be carried by positions."""

    key: str
    """Role id, or `lead@unit` for the leading of one playing lead."""
    fte: float
    single: bool = False
    """Whether exactly one position carries all of it (a head, a playing lead)."""


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


def pool_positions(
    work: Sequence[Work],
    may_combine: Callable[[str, str], bool],
    rules: PoolingRules,
    held_together: frozenset[frozenset[str]] = frozenset(),
) -> tuple[PooledPosition, ...]:
    """Return the fewest positions that carry the work, then those with the fewest hats, evenly loaded.

    Args:
        work: FTE by role; order decides between equal solutions.
        may_combine: whether one person may hold two kinds of work.
        rules: limits of one position.
        held_together: pairs of roles that somebody holds today; they are preferred among equal solutions.

    Returns:
        Positions whose loads sum to the work, key by key.

    Raises:
        InfeasiblePlan: no set of positions carries the work under the rules.
    """
    work = [w for w in work if w.fte > NEGLIGIBLE or w.single]
    dedicated: list[PooledPosition] = []
    if sum(w.fte for w in work) > LARGE_TEAM:
        dedicated, work = _set_whole_posts_aside(work)
    patterns = _patterns(work, may_combine, rules)
    strangers = [_strangers(work, p, held_together) for p in patterns]
    return (*dedicated, *_pool(work, patterns, rules, strangers))


def _set_whole_posts_aside(work: Sequence[Work]) -> tuple[list[PooledPosition], list[Work]]:
    """Split each role's FTE into full posts and the fraction that is left."""
    dedicated, rest = [], []
    for w in work:
        full = 0 if w.single else int(w.fte + NEGLIGIBLE)
        dedicated += [PooledPosition(((w.key, 1.0),))] * full
        left = max(w.fte - full, 0.0)
        if left > NEGLIGIBLE or w.single:
            rest.append(Work(w.key, left, w.single))
    return dedicated, rest


def _patterns(
    work: Sequence[Work], may_combine: Callable[[str, str], bool], rules: PoolingRules
) -> list[tuple[int, ...]]:
    """Return the sets of work (as indices) that one position may carry together.

    A third hat is worn only beside roles that the position carries whole: whoever shares two roles with others has
    hats enough.
    """
    few = sum(w.fte for w in work) <= 3 * rules.tight_load
    most = rules.most_hats + (2 if few else 0)
    allowed = {(a, b) for a, b in combinations(range(len(work)), 2) if may_combine(work[a].key, work[b].key)}
    patterns: list[tuple[int, ...]] = [(a,) for a in range(len(work))]
    layer = list(patterns)
    for _ in range(most - 1):
        layer = [
            (*pattern, b)
            for pattern in layer
            for b in range(pattern[-1] + 1, len(work))
            if all((a, b) in allowed for a in pattern)
        ]
        patterns += [p for p in layer if len(p) == PAIR or _carried_whole(work, p) <= rules.tight_load]
    return patterns


def _carried_whole(work: Sequence[Work], pattern: tuple[int, ...]) -> float:
    """Return the FTE of all roles of a pattern but the largest."""
    fte = sorted(work[a].fte for a in pattern)
    return sum(fte[:-1])


def _strangers(work: Sequence[Work], pattern: tuple[int, ...], held: frozenset[frozenset[str]]) -> int:
    """Return the pairs of a pattern's roles that nobody holds together today."""
    keys = (work[a].key.partition("@")[0] for a in pattern)
    return sum(frozenset(pair) not in held for pair in combinations(keys, 2))


def _pool(
    work: Sequence[Work], patterns: Sequence[tuple[int, ...]], rules: PoolingRules, strangers: Sequence[int]
) -> list[PooledPosition]:
    """Return the fewest positions, then those with the fewest hats.

    The relaxed program bounds the number of positions from below; it is raised until the work can be shared out so
    that nobody, and the team as a whole, carries more than allowed.
    """
    if not work:
        return []
    relaxed, counts = _program(work, patterns, rules, strangers)
    values = relaxed.minimise()
    fewest = int(whole_people(sum(values[n] for n in counts) - BOUND_TOLERANCE))
    for positions, usual in product(range(fewest, fewest + len(work) + 1), (True, False)):
        program, counts = _program(work, patterns, rules, strangers, positions, usual=usual)
        try:
            values = program.minimise()
            chosen = [(p, round(values[n])) for p, n in zip(patterns, counts, strict=True) if round(values[n])]
            return _share_evenly(work, chosen, rules)
        except InfeasiblePlan:
            continue
    raise InfeasiblePlan(("combination of roles", "load of a position", "one person leads"))


def _program(
    work: Sequence[Work],
    patterns: Sequence[tuple[int, ...]],
    rules: PoolingRules,
    strangers: Sequence[int],
    positions: int | None = None,
    *,
    usual: bool = False,
) -> tuple[Program, list[int]]:
    """Return the program and its counts: relaxed to fractions, or with a given number of positions.

    In the usual solution, which is tried first since it is found fast, a role fills nearly all of its whole posts by
    itself and no mixed pattern is used twice. Where it does not exist, any solution with as few positions is taken.
    """
    program = Program()
    whole = positions is not None
    counts = [
        program.variable(
            cost=_hats(len(pattern)) + STRANGER_COST * strange if whole else 1.0,
            lower=_own_posts(work, pattern, rules) if usual else 0,
            upper=(1 if usual else MOST_MIXED) if len(pattern) > 1 else INFINITY,
            whole=whole,
        )
        for pattern, strange in zip(patterns, strangers, strict=True)
    ]
    shares = [{a: program.variable() for a in p} for p in patterns]
    _carry_all_work(program, work, shares)
    _limit_loads(program, counts, shares, rules)
    _keep_shares_worthwhile(program, work, counts, shares, rules)
    _hold_single_work_once(program, work, patterns, counts)
    _limit_tightness(program, _teams(work, patterns), counts, shares, rules)
    if positions is not None:
        program.constrain("number of positions", dict.fromkeys(counts, 1.0), lower=positions, upper=positions)
    return program, counts


def _own_posts(work: Sequence[Work], pattern: tuple[int, ...], rules: PoolingRules) -> int:
    """Return the positions that a role fills by itself in the usual solution."""
    only = work[pattern[0]]
    return 0 if len(pattern) > 1 or only.single else max(0, int(only.fte / rules.tight_load) - 1)


def _hats(roles: int) -> float:
    """Return the cost of a position's hats beyond the first; a third one weighs a little more than two seconds."""
    return (roles - 1) * (1 + 0.05 * max(0, roles - 2))


def _carry_all_work(program: Program, work: Sequence[Work], shares: Sequence[dict[int, int]]) -> None:
    """Sum over S of x(S, r) = FTE of r."""
    for a, w in enumerate(work):
        terms = {s[a]: 1.0 for s in shares if a in s}
        program.constrain("all work is carried", terms, lower=w.fte, upper=w.fte)


def _limit_loads(
    program: Program, counts: Sequence[int], shares: Sequence[dict[int, int]], rules: PoolingRules
) -> None:
    """Sum over r of x(S, r) <= tight load x n(S)."""
    for n, share in zip(counts, shares, strict=True):
        terms = dict.fromkeys(share.values(), 1.0) | {n: -rules.tight_load}
        program.constrain("load of a position", terms, upper=0)


def _keep_shares_worthwhile(
    program: Program,
    work: Sequence[Work],
    counts: Sequence[int],
    shares: Sequence[dict[int, int]],
    rules: PoolingRules,
) -> None:
    """x(S, r) >= smallest share x n(S), or all of r where r is smaller."""
    for n, share in zip(counts, shares, strict=True):
        for a, v in share.items():
            least = min(rules.minimum_share, work[a].fte)
            program.constrain("smallest share of a role", {v: 1.0, n: -least}, lower=0)


def _hold_single_work_once(
    program: Program, work: Sequence[Work], patterns: Sequence[tuple[int, ...]], counts: Sequence[int]
) -> None:
    """Sum over S with r of n(S) = 1 for a head and for each playing lead."""
    for a, w in enumerate(work):
        if w.single:
            terms = {n: 1.0 for p, n in zip(patterns, counts, strict=True) if a in p}
            program.constrain("one person leads", terms, lower=1, upper=1)


def _teams(work: Sequence[Work], patterns: Sequence[tuple[int, ...]]) -> list[bool]:
    """Tell for each pattern whether its positions stand below the head."""
    heads = {a for a, w in enumerate(work) if w.single and "@" not in w.key}
    return [not heads & set(pattern) for pattern in patterns]


def _limit_tightness(
    program: Program,
    teams: Sequence[bool],
    counts: Sequence[int],
    shares: Sequence[dict[int, int]],
    rules: PoolingRules,
) -> None:
    """Sum over S below the head of (sum over r of x(S, r) - n(S)) <= most tightness of the team.

    What free time elsewhere in the team makes up for is not counted; the head's free time does not count as such.
    """
    terms: dict[int, float] = {}
    for in_team, n, share in zip(teams, counts, shares, strict=True):
        if in_team:
            terms |= {n: -1.0} | dict.fromkeys(share.values(), 1.0)
    if terms:
        program.constrain("tightness of the team", terms, upper=rules.tight_total)


def _share_evenly(
    work: Sequence[Work], chosen: Sequence[tuple[tuple[int, ...], int]], rules: PoolingRules
) -> list[PooledPosition]:
    """Share the work over the chosen patterns so that the highest load is least."""
    program = Program()
    highest = program.variable(cost=1.0)
    counts = [program.variable(lower=n, upper=n) for _, n in chosen]
    shares = [{a: program.variable() for a in p} for p, _ in chosen]
    _carry_all_work(program, work, shares)
    _keep_shares_worthwhile(program, work, counts, shares, rules)
    _limit_tightness(program, _teams(work, [p for p, _ in chosen]), counts, shares, rules)
    for (_, n), share in zip(chosen, shares, strict=True):
        program.constrain("load of a position", dict.fromkeys(share.values(), 1.0) | {highest: -float(n)}, upper=0)
    values = program.minimise()
    positions = []
    for (_, n), share in zip(chosen, shares, strict=True):
        loads = [(work[a].key, float(values[v]) / n) for a, v in share.items()]
        positions += [PooledPosition(tuple(sorted(loads, key=lambda load: -load[1])))] * n
    return positions
