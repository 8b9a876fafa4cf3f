"""Share work out over patterns and people, exactly: the programs of pooling.

y(g, S) positions have pattern S and are for people of group g, or for nobody. The positions that
people of g have with pattern S carry x(g, S, r) FTE of role r, of which they carry kept(g, S, r) today already.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgplanner.maths.solver import Program
from orgplanner.stages.blocks import Block, fewest_holders
from orgplanner.stages.patterns import Choice, Pattern, Task, as_bits, hats

OPEN = -1
"""Group of positions that are for nobody on the roster."""

MOST_NODES = 100
"""Branches after which the best choice found keeps enough work; rosters that take so many are rare."""

HATS_TOLERANCE = 1e-6
"""Rounding of a sum of hats."""


@dataclass
class _Variables:
    """Variables of a program by block, pattern, group and role."""

    blocks: dict[Block, int]
    in_block: dict[tuple[Block, Pattern], int]
    """Positions of a pattern in a block."""
    cells: dict[tuple[Pattern, int], int]
    shares: dict[tuple[Pattern, int], dict[int, int]]
    kept: list[int]

    def counts(self, pattern: Pattern) -> dict[int, float]:
        """Return the terms that sum to the positions of a pattern."""
        return {y: 1.0 for (p, _), y in self.cells.items() if p == pattern}


def choose_patterns(
    task: Task,
    allowed: Sequence[Pattern],
    positions: int,
    most_hats: float,
    blocks: Mapping[Block, float] | None = None,
    *,
    keep_work: bool,
) -> Choice:
    """Choose positions: those that keep most work in its hands, or those with the fewest hats.

    Args:
        task: work, people and limits.
        allowed: patterns to choose from.
        positions: how many positions.
        most_hats: hats of all positions together.
        blocks: blocks to choose from, whose splits all have as many hats: they replace the limit of all hats.
        keep_work: whether most work is to be kept; otherwise the fewest hats are found.

    Raises:
        InfeasiblePlan: there is no such choice.
        OrgPlannerError: none was found within the limits.
    """
    program = Program()
    made = _Variables({}, {}, {}, {}, [])
    _add_positions(program, task, made, allowed, positions, keep_work=keep_work)
    _count_positions(program, made, positions)
    _hold_often_enough(program, task, made)
    if blocks is None:
        _limit_hats(program, made, most_hats)
    else:
        _split_into_blocks(program, task, blocks, made, allowed)
        _count_in_blocks(program, blocks, made)
        _count_patterns(program, made, allowed)
    if keep_work:
        _keep_work(program, task, made)
    _carry_all_work(program, task, made)
    _limit_loads(program, task, made)
    _keep_shares_worthwhile(program, task, made)
    _hold_single_work_once(program, task, made)
    _cover(program, task, made)
    _limit_tightness(program, task, made)
    values = program.minimise(seconds=math.inf, nodes=MOST_NODES) if keep_work else program.minimise()
    counts = {p: round(sum(values[y] for y in made.counts(p))) for p in allowed}
    return Choice(
        counts=tuple((pattern, count) for pattern, count in counts.items() if count),
        hats=sum(hats(len(pattern)) * count for pattern, count in counts.items()),
        kept=sum(float(values[v]) for v in made.kept),
    )


def _add_positions(
    program: Program, task: Task, made: _Variables, allowed: Sequence[Pattern], positions: int, *, keep_work: bool
) -> None:
    """Add y(g, S) and x(g, S, r); people count only where something of theirs can be kept."""
    groups = dict(enumerate(task.people)) if keep_work else {}
    for pattern in allowed:
        near = [g for g, people in groups.items() if not people.held.keys().isdisjoint(pattern)]
        cost = 0.0 if keep_work else hats(len(pattern))
        for g in (OPEN, *near):
            most = min(positions, groups[g].count) if g in groups else positions
            made.cells[pattern, g] = program.variable(cost=cost, upper=most, whole=True)
            made.shares[pattern, g] = {a: program.variable() for a in pattern}


def _count_positions(program: Program, made: _Variables, positions: int) -> None:
    """Sum over g and S of y(g, S) = number of positions."""
    everything = dict.fromkeys(made.cells.values(), 1.0)
    program.constrain("number of positions", everything, lower=positions, upper=positions)


def _limit_hats(program: Program, made: _Variables, most_hats: float) -> None:
    """Sum over g and S of hats(S) x y(g, S) <= most hats."""
    cost = {y: hats(len(pattern)) for (pattern, _), y in made.cells.items()}
    program.constrain("combination of roles", cost, upper=most_hats + HATS_TOLERANCE)


def _hold_often_enough(program: Program, task: Task, made: _Variables) -> None:
    """Sum over g and S with r of y(g, S) >= positions that carry r at least: what whole numbers make of loads."""
    for a, count in enumerate(fewest_holders(task)):
        terms = {y: 1.0 for (pattern, _), y in made.cells.items() if a in pattern}
        program.constrain("load of a position", terms, lower=count)


def _split_into_blocks(
    program: Program, task: Task, blocks: Mapping[Block, float], made: _Variables, allowed: Sequence[Pattern]
) -> None:
    """Every role is in one block, and every pattern within one."""
    for block in blocks:
        made.blocks[block] = program.variable(upper=1, whole=True)
        for pattern in allowed:
            if not as_bits(pattern) & ~block[0]:
                made.in_block[block, pattern] = program.variable()
    for a in range(len(task.work)):
        mine = {z: 1.0 for (roles, _), z in made.blocks.items() if roles >> a & 1}
        program.constrain("combination of roles", mine, lower=1, upper=1)


def _count_in_blocks(program: Program, blocks: Mapping[Block, float], made: _Variables) -> None:
    """A block that is chosen has its positions, at least one for each of its roles, and at most its hats."""
    for block, most_hats in blocks.items():
        z = made.blocks[block]
        mine = {pattern: n for (b, pattern), n in made.in_block.items() if b == block}
        terms = dict.fromkeys(mine.values(), 1.0) | {z: -float(block[1])}
        program.constrain("combination of roles", terms, lower=0, upper=0)
        cost = {n: hats(len(pattern)) for pattern, n in mine.items()} | {z: -most_hats - HATS_TOLERANCE}
        program.constrain("combination of roles", cost, upper=0)
        for a in {a for pattern in mine for a in pattern}:
            terms = {n: 1.0 for pattern, n in mine.items() if a in pattern}
            program.constrain("combination of roles", terms | {z: -1.0}, lower=0)


def _count_patterns(program: Program, made: _Variables, allowed: Sequence[Pattern]) -> None:
    """Sum over g of y(g, S) = positions of S in all blocks."""
    for pattern in allowed:
        mine = {n: -1.0 for (_, p), n in made.in_block.items() if p == pattern}
        program.constrain("number of positions", made.counts(pattern) | mine, lower=0, upper=0)


def _keep_work(program: Program, task: Task, made: _Variables) -> None:
    """kept(g, S, r) <= x(g, S, r), and <= what people of g do of r today x y(g, S); nobody sits twice."""
    for g, people in enumerate(task.people):
        mine = {pattern: y for (pattern, group), y in made.cells.items() if group == g}
        for pattern, y in mine.items():
            for a in people.held.keys() & set(pattern):
                kept = program.variable(cost=-1.0)
                made.kept.append(kept)
                program.constrain("work that is kept", {kept: 1.0, made.shares[pattern, g][a]: -1.0}, upper=0)
                program.constrain("work that is kept", {kept: 1.0, y: -people.held[a]}, upper=0)
        if mine:
            program.constrain("people on the roster", dict.fromkeys(mine.values(), 1.0), upper=people.count)


def _carry_all_work(program: Program, task: Task, made: _Variables) -> None:
    """Sum over g and S of x(g, S, r) = FTE of r."""
    for a, w in enumerate(task.work):
        terms = {share[a]: 1.0 for share in made.shares.values() if a in share}
        program.constrain("all work is carried", terms, lower=w.fte, upper=w.fte)


def _limit_loads(program: Program, task: Task, made: _Variables) -> None:
    """Sum over r of x(g, S, r) <= tight load x y(g, S)."""
    for cell, share in made.shares.items():
        terms = dict.fromkeys(share.values(), 1.0) | {made.cells[cell]: -task.rules.tight_load}
        program.constrain("load of a position", terms, upper=0)


def _keep_shares_worthwhile(program: Program, task: Task, made: _Variables) -> None:
    """x(g, S, r) >= smallest share x y(g, S), or all of r where r is smaller."""
    for cell, share in made.shares.items():
        for a, v in share.items():
            terms = {v: 1.0, made.cells[cell]: -task.least_share(a)}
            program.constrain("smallest share of a role", terms, lower=0)


def _hold_single_work_once(program: Program, task: Task, made: _Variables) -> None:
    """Sum over S with r of n(S) = 1 for a head and for each playing lead."""
    for a, w in enumerate(task.work):
        if w.single:
            terms = {y: 1.0 for (pattern, _), y in made.cells.items() if a in pattern}
            program.constrain("one person leads", terms, lower=1, upper=1)


def _cover(program: Program, task: Task, made: _Variables) -> None:
    """Sum over S with one of a skill's roles of n(S) >= 2."""
    for cover in task.cover:
        terms = {y: 1.0 for (pattern, _), y in made.cells.items() if task.covers(pattern, cover)}
        program.constrain("cover of a skill", terms, lower=cover.positions)


def _limit_tightness(program: Program, task: Task, made: _Variables) -> None:
    """Sum over S below the head of (sum over g and r of x(g, S, r) - n(S)) <= most tightness of the team.

    What free time elsewhere in the team makes up for is not counted; the head's free time does not count as such.
    """
    heads = {a for a, w in enumerate(task.work) if w.is_head}
    terms: dict[int, float] = {}
    for cell, share in made.shares.items():
        if heads.isdisjoint(cell[0]):
            terms |= dict.fromkeys(share.values(), 1.0) | {made.cells[cell]: -1.0}
    if terms:
        program.constrain("tightness of the team", terms, upper=task.rules.tight_total)
