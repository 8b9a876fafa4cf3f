"""Pool fractions of roles into whole positions, exactly: which roles share a position, and how much of each it carries.

The aims, one after the other:

1. fewest positions;
2. fewest hats: roles of a position beyond its first;
3. closest to the roster: the best matching of people and positions keeps most work in the hands of those who do it
   today. With x the load of a position and h what a person does today (share of the role x FTE), people and positions
   without a partner counted in full,

       distance = sum over pairs and roles r of |x(r) - h(r)| = all work + all of today's - 2 x kept,
       kept     = sum over pairs and roles r of min(x(r), h(r)),

   so that the least distance is the most work kept;
4. even loads; or, where posts have steps, the smallest posts.

`blocks` bounds the hats, `sharing` chooses patterns, `loads` shares the work out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from orgplanner.errors import InfeasiblePlan, OrgPlannerError
from orgplanner.stages.blocks import BlockSearch, fewest_positions
from orgplanner.stages.loads import share_loads
from orgplanner.stages.patterns import (
    NEGLIGIBLE,
    Choice,
    Pattern,
    PooledPosition,
    PoolingRules,
    Task,
    Work,
    as_bits,
    is_worth_sharing,
    patterns,
    pooling_task,
)
from orgplanner.stages.sharing import choose_patterns

LARGE_TEAM = 40
"""Positions above which only the fractions of roles are pooled."""

MANY_BLOCKS = 30
"""Blocks from which a limit of all hats is the faster program."""

MOST_CELLS = 1000
"""Kinds of people times patterns above which equal solutions are not told apart by the roster."""

COVERED = 2
"""Positions that carry some of what needs a skill, so that nobody holds it alone."""


def pool_positions(
    work: Sequence[Work],
    may_combine: Callable[[str, str], bool],
    rules: PoolingRules,
    people: Sequence[Mapping[str, float]] = (),
) -> tuple[PooledPosition, ...]:
    """Return the fewest positions that carry the work, then with the fewest hats, then closest to the roster.

    Args:
        work: FTE by role; order decides between equal solutions.
        may_combine: whether one person may hold two kinds of work.
        rules: limits of one position.
        people: what each person does today, as FTE by role (share of the role x the person's FTE).

    Returns:
        Positions whose loads sum to the work, key by key.

    Raises:
        InfeasiblePlan: no set of positions carries the work under the rules.
    """
    work = [w for w in work if w.fte > NEGLIGIBLE or w.single]
    told = uncoverable(work, rules)
    asked = [keys for keys in dict.fromkeys(rules.cover) if keys not in told]
    cover = [keys for keys in asked if not any(other < keys for other in asked)]
    dedicated: list[PooledPosition] = []
    if sum(w.fte for w in work) > LARGE_TEAM:
        dedicated, work = _set_whole_posts_aside(work, cover, rules)
        people = _without_holders(people, dedicated)
    held = [p.loads[0][0] for p in dedicated]
    missing = [(keys, COVERED - sum(key in keys for key in held)) for keys in cover]
    task = pooling_task(work, may_combine, rules, people, [(keys, count) for keys, count in missing if count > 0])
    return (*dedicated, *(share_loads(task, _choose(task)) if work else ()))


def uncoverable(work: Sequence[Work], rules: PoolingRules) -> tuple[frozenset[str], ...]:
    """Return the sets of the cover rule that no two positions can carry: too little work to share it out.

    Two positions carry a part each of a role of at least twice the smallest share, or of two roles of at least one.
    """
    told = []
    for keys in rules.cover:
        parts = sum(_parts(w, rules) for w in work if w.key in keys and w.fte > NEGLIGIBLE)
        if parts < COVERED:
            told.append(keys)
    return tuple(told)


def _parts(work: Work, rules: PoolingRules) -> int:
    """Return the positions that a role can be shared out over, as far as the cover rule asks."""
    if not is_worth_sharing(work, rules):
        return 0
    return COVERED if not work.single and work.fte >= COVERED * rules.minimum_share - NEGLIGIBLE else 1


def _set_whole_posts_aside(
    work: Sequence[Work], cover: Sequence[frozenset[str]], rules: PoolingRules
) -> tuple[list[PooledPosition], list[Work]]:
    """Split each role's FTE into full posts and the fraction that is left.

    Of a role whose one full post and whose fraction do not cover a skill, the full post is shared out as well.
    """
    full = {w.key: 0 if w.single else _full_posts(w.fte, rules) for w in work}
    for keys in cover:
        parts = [Work(w.key, max(w.fte - full[w.key], 0.0), w.single) for w in work if w.key in keys]
        if sum(full[w.key] for w in parts) + sum(_parts(w, rules) for w in parts) < COVERED:
            full |= {w.key: 0 for w in parts}
    dedicated, rest = [], []
    for w in work:
        dedicated += [PooledPosition(((w.key, 1.0),))] * full[w.key]
        left = max(w.fte - full[w.key], 0.0)
        if left > NEGLIGIBLE or w.single:
            rest.append(Work(w.key, left, w.single))
    return dedicated, rest


def _full_posts(fte: float, rules: PoolingRules) -> int:
    """Return the full posts of a role that are set aside: one fewer where it may carry the fraction beside its own."""
    full = int(fte + NEGLIGIBLE)
    fraction = fte - full
    return full - 1 if full and NEGLIGIBLE < fraction <= rules.tight_load - 1 else full


def _without_holders(
    people: Sequence[Mapping[str, float]], dedicated: Sequence[PooledPosition]
) -> list[Mapping[str, float]]:
    """Return the people who are left when those who do most of a role have its full posts."""
    left = list(people)
    for position in dedicated:
        role = position.loads[0][0]
        holder = max(left, key=lambda person: person.get(role, 0.0), default=None)
        if holder is not None and holder.get(role, 0.0) > 0:
            left.remove(holder)
    return left


def _choose(task: Task) -> Choice:
    """Return the patterns with the fewest positions, the fewest hats and the most work kept.

    Raises:
        InfeasiblePlan: no number of positions up to one for each role by itself carries the work.
    """
    most = sum(max(1, math.ceil(w.fte)) for w in task.work) + len(task.cover)
    for positions in range(fewest_positions(task), most + 1):
        choice = _choose_of(task, positions)
        if choice:
            return choice
    raise InfeasiblePlan(("combination of roles", "load of a position", "one person leads"))


def _choose_of(task: Task, positions: int) -> Choice | None:
    """Return the best choice of as many positions; None if there is none.

    The bound on the hats is nearly always reached; where it is not, the fewest hats are found without it.
    """
    search = BlockSearch(task, positions)
    bound = search.fewest_hats()
    if bound == math.inf:
        return None
    blocks = search.blocks(bound)
    allowed = patterns(task, {roles for roles, _ in blocks})
    told = blocks if len(blocks) <= MANY_BLOCKS and not task.cover else None
    try:
        return choose_patterns(_with_few_people(task, allowed), allowed, positions, bound, told, keep_work=True)
    except OrgPlannerError:
        return _choose_above(task, search, positions)


def _choose_above(task: Task, search: BlockSearch, positions: int) -> Choice | None:
    """Return the best choice of as many positions where the bound on the hats is not reached."""
    try:
        every = patterns(task, [as_bits(range(len(task.work)))])
        fewest = choose_patterns(task, every, positions, math.inf, keep_work=False)
    except InfeasiblePlan:
        return None
    allowed = patterns(task, {roles for roles, _ in search.blocks(fewest.hats)})
    try:
        return choose_patterns(_with_few_people(task, allowed), allowed, positions, fewest.hats, keep_work=True)
    except OrgPlannerError:
        return fewest


def _with_few_people(task: Task, allowed: Sequence[Pattern]) -> Task:
    """Return the task without its people where there are so many kinds of them that the choice takes too long."""
    cells = sum(not people.held.keys().isdisjoint(pattern) for people in task.people for pattern in allowed)
    return task if cells <= MOST_CELLS else replace(task, people=())
