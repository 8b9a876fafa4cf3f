"""Loads: share the work out over positions whose patterns are chosen, evenly or in posts as small as possible."""

from __future__ import annotations

import math
from collections.abc import Sequence

from orgplanner.maths.solver import Program
from orgplanner.stages.patterns import NEGLIGIBLE, Choice, Pattern, PooledPosition, Task

SIZE_WEIGHT = 1000.0
"""Cost of an FTE of posts: posts as small as possible come before even loads."""

Alike = tuple[Pattern, int]
"""A pattern and the positions that share its work evenly."""


def share_loads(task: Task, choice: Choice) -> list[PooledPosition]:
    """Share the work out over the chosen positions so that the highest load is least.

    Where posts have steps, the posts together are as small as possible first: one small post rather than two that are
    half empty.
    """
    if task.rules.step < 1:
        posts = [(pattern, 1) for pattern, count in choice.counts for _ in range(count)]
        return _positions(task, posts, _small_posts(task, posts))
    return _positions(task, choice.counts, _even_loads(task, choice.counts))


def post_size(load: float, step: float) -> float:
    """Return the size of a post that carries a load (FTE): up to the next step, a full post at most.

    Args:
        load: FTE of the position.
        step: steps in which posts grow (ratio of a full post).

    >>> [post_size(load, 0.25) for load in (0.0, 0.3, 0.5, 0.8, 1.08)]
    [0.25, 0.5, 0.5, 1.0, 1.0]
    """
    return min(1.0, round(max(1, math.ceil(load / step - NEGLIGIBLE)) * step, 6))


def _positions(task: Task, posts: Sequence[Alike], loads: Sequence[dict[int, float]]) -> list[PooledPosition]:
    """Return the positions one by one."""
    positions = []
    for (_, count), load in zip(posts, loads, strict=True):
        largest_first = sorted(((task.work[a].key, fte) for a, fte in load.items()), key=lambda part: -part[1])
        positions += [PooledPosition(tuple(largest_first))] * count
    return positions


def _even_loads(task: Task, posts: Sequence[Alike]) -> list[dict[int, float]]:
    """Return the loads of one position of each pattern such that the highest is least."""
    program = Program()
    highest = program.variable(cost=1.0)
    shares = _carry(program, task, posts)
    for (_, count), share in zip(posts, shares, strict=True):
        terms = dict.fromkeys(share.values(), 1.0) | {highest: -float(count)}
        program.constrain("load of a position", terms, upper=0)
    values = program.minimise()
    return [
        {a: float(values[v]) / count for a, v in share.items()} for (_, count), share in zip(posts, shares, strict=True)
    ]


def _small_posts(task: Task, posts: Sequence[Alike]) -> list[dict[int, float]]:
    """Return the loads of single positions such that the sum of their sizes is least, then the highest load.

    load <= tight load x full + step x steps, size = full + step x steps, where a post is full or has some steps.
    """
    program, step = Program(), task.rules.step
    highest = program.variable(cost=1.0)
    shares = _carry(program, task, posts)
    below_full = math.ceil(1 / step - NEGLIGIBLE) - 1
    before: tuple[Alike, dict[int, float]] | None = None
    for post, share in zip(posts, shares, strict=True):
        full = program.variable(cost=SIZE_WEIGHT, upper=1, whole=True)
        steps = program.variable(cost=SIZE_WEIGHT * step, upper=below_full, whole=True)
        program.constrain("size of a post", {steps: 1.0, full: float(below_full)}, upper=below_full)
        program.constrain("size of a post", {steps: 1.0, full: 1.0}, lower=1)
        load = dict.fromkeys(share.values(), 1.0)
        room = {full: -task.rules.tight_load, steps: -step}
        program.constrain("load of a position", load | room, upper=0)
        program.constrain("load of a position", load | {highest: -1.0}, upper=0)
        size = {full: 1.0, steps: step}
        if before and before[0] == post:  # of alike posts the larger comes first, so that none is tried twice
            program.constrain("size of a post", before[1] | {v: -c for v, c in size.items()}, lower=0)
        before = post, size
    values = program.minimise()
    return [{a: float(values[v]) for a, v in share.items()} for share in shares]


def _carry(program: Program, task: Task, posts: Sequence[Alike]) -> list[dict[int, int]]:
    """Add the FTE by pattern and role: all work is carried, in parts large enough, and the team is not too tight."""
    shares = [{a: program.variable() for a in pattern} for pattern, _ in posts]
    for a, w in enumerate(task.work):
        terms = {share[a]: 1.0 for share in shares if a in share}
        program.constrain("all work is carried", terms, lower=w.fte, upper=w.fte)
    tight: dict[int, float] = {}
    below_head = 0
    for (pattern, count), share in zip(posts, shares, strict=True):
        for a, v in share.items():
            program.constrain("smallest share of a role", {v: 1.0}, lower=task.least_share(a) * count)
        if not any(task.work[a].is_head for a in pattern):
            tight |= dict.fromkeys(share.values(), 1.0)
            below_head += count
    if tight:
        program.constrain("tightness of the team", tight, upper=task.rules.tight_total + below_head)
    return shares
