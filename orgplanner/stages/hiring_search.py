"""The search for a plan of hires in steps: relaxation, whole units near it, neighbourhoods, the whole program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgplanner.maths.solver import search
from orgplanner.maths.sparse_program import Found, Search
from orgplanner.stages.hiring_columns import ROUNDING, Columns
from orgplanner.stages.hiring_constraints import Goal, HiringProgram
from orgplanner.stages.hiring_evaluation import read, settle, uncovered
from orgplanner.stages.hiring_problem import NONE, Family, Flags, HiringSolution
from orgplanner.stages.hiring_resources import begun, broken_rules, find_resources, set_ups
from orgplanner.stages.hiring_rounding import improve
from orgplanner.stages.inputs import Array

LARGE = 40_000
"""Coefficients from which on a relaxed program without shared hours is solved quicker through its inside."""

WINDOW = 6
"""Months whose units are made whole at a time, where hours are shared or contracts run."""

WINDOW_NODES, WINDOW_GAP = 50, 0.005
"""Branches for each of these windows, and the gap at which it ends (ratio)."""

MOST_WHOLE = 2000
"""Whole variables up to which a program that hangs together is searched as a whole: larger ones do not end in time."""

WHOLE = 1e-6
"""How little a relaxed number of units may be off a whole one."""

CLOSE = 0.15
"""Reduced cost, in units of money of the program, up to which the improvement of whole units considers a start.

More of them mislead it: exchanges that save most at once then use up the limits for what the relaxed plan avoids.
"""


@dataclass(frozen=True)
class Relaxed:
    """The best plan if units could be split."""

    values: Array
    bound: float
    """In units of money of the program."""
    reduced_costs: Array
    prices: Array
    """What one more of each limit of the plan would save (M,), in money."""


def relax(hiring: HiringProgram) -> Relaxed | None:
    """Return the relaxed plan; nothing where there is none."""
    program = hiring.program
    nothing_whole = np.zeros(program.width, dtype=bool)
    interior = program.matrix[1].size > LARGE and not hangs_together(hiring)
    found = search(program, Search(whole=nothing_whole, interior=interior, seconds=600.0, costs=hiring.costs))
    if not found.has_values:
        return None
    return Relaxed(found.values, found.bound, found.reduced_costs, _prices(hiring, found))


def hangs_together(hiring: HiringProgram) -> bool:
    """Whether lines share hours, or contracts run: units near the relaxed ones are then no good plan."""
    columns = hiring.columns
    return columns.flows.column.size + columns.new_flows.column.size + columns.volume.size > 0


def _prices(hiring: HiringProgram, found: Found) -> Array:
    """Return the prices of the limits of the plan, in the order of its resources."""
    nothing = np.zeros(0, dtype=np.int64)
    families = dict.fromkeys(find_resources(hiring.problem, nothing, nothing).family)
    money = {Family.BUDGET, Family.BUDGET_TOTAL}
    return np.concatenate(
        [
            np.zeros(0),
            *(
                -found.duals[hiring.program.rows_of(family)] * (1.0 if family in money else hiring.unit)
                for family in families
            ),
        ]
    )


def round_off(hiring: HiringProgram, relaxed: Relaxed) -> HiringSolution | None:
    """Return a plan in whole units near the relaxed one; nothing where rounding down breaks a rule.

    For lines that hang together by the limits alone: no shared hours, no contracts.
    """
    problem, plan = hiring.problem, read(hiring, relaxed.values)
    counted = np.arange(problem.months) < problem.counted
    starts = np.where(counted, np.floor(plan.starts + WHOLE), plan.starts)
    ready = (problem.offers.setup <= 0)[:, None] | (np.cumsum(plan.starts > WHOLE, axis=1) > 0)
    starts = improve(
        problem,
        starts,
        need=uncovered(problem, np.zeros_like(starts), plan.runs, plan.volume),
        free=problem.in_post,
        money=set_ups(problem, plan.starts),
        allowed=_close_cells(hiring, relaxed) & counted & ready,
        prices=relaxed.prices,
    )
    return _kept(hiring, settle(hiring, starts, plan.runs, tail=True))


def fill_windows(hiring: HiringProgram, bound: float) -> tuple[HiringSolution | None, float]:
    """Return a plan whose units are made whole window by window, and what no plan costs less than.

    Units of a window and all before it are whole, those behind it may be split; what a window finds stays. The first
    window has nothing fixed yet, so that its bound holds for all plans.

    Args:
        hiring: the program of the problem.
        bound: what no plan costs less than, in units of money of the program.

    Returns:
        the plan, nothing where some window has none or it breaks a rule; the bound in the same unit.
    """
    program, columns, counted = hiring.program, hiring.columns, hiring.problem.counted
    lower, upper = program.lower.copy(), program.upper.copy()
    for first in range(0, counted, WINDOW):
        here = _in_months(program.width, columns, first, min(first + WINDOW, counted)) & program.whole
        found = search(
            program,
            Search(whole=here, lower=lower, upper=upper, costs=hiring.costs, gap=WINDOW_GAP, nodes=WINDOW_NODES),
        )
        if not found.has_values:
            return None, bound
        bound = max(bound, found.bound) if first == 0 else bound
        lower[here] = upper[here] = found.values[here]
    return taken_over(hiring, found), bound


def is_searched_whole(hiring: HiringProgram) -> bool:
    """Whether the whole program can be searched with a hope for proof."""
    return not hangs_together(hiring) or int(hiring.program.whole.sum()) <= MOST_WHOLE


def _in_months(width: int, columns: Columns, first: int, last: int) -> Flags:
    """Return which variables (V,) are units, set-ups and contracts of some months."""
    chosen = np.zeros(width, dtype=bool)
    for places in (columns.starts, columns.ready, columns.runs, columns.begins):
        there = places[:, first:last]
        chosen[there[there != NONE]] = True
    return chosen


def idle_plan(hiring: HiringProgram) -> HiringSolution | None:
    """Return the plan that does no more than what is locked; nothing where even that breaks a rule."""
    problem = hiring.problem
    return _kept(hiring, settle(hiring, problem.offers.least_at.copy(), problem.contracts.running.copy()))


def as_values(hiring: HiringProgram, plan: HiringSolution) -> Array:
    """Return a plan as values of the program; NaN for what follows from its units and contracts."""
    columns, values = hiring.columns, np.full(hiring.program.width, np.nan)
    ready = (np.cumsum(plan.starts > ROUNDING, axis=1) > 0).astype(float)
    for places, numbers in (
        (columns.starts, plan.starts),
        (columns.ready, ready),
        (columns.runs, plan.runs),
        (columns.begins, begun(plan.runs)),
    ):
        there = places != NONE
        values[places[there]] = numbers[there]
    return values


def neighbourhoods(hiring: HiringProgram) -> Iterator[Flags]:
    """Yield cells, offers and months (J, T), that are worth looking at together while the others stay.

    The offers of a few lines at a time, where lines hang together by the limits alone. Where more than that holds them
    together, some months of all lines across the windows of the first plan; none where the whole program is small.
    """
    problem, columns = hiring.problem, hiring.columns
    if hangs_together(hiring):
        if is_searched_whole(hiring):
            return
        months = np.arange(problem.months)
        for first in range(WINDOW // 2, problem.counted, WINDOW):
            yield (columns.starts != NONE) & (months >= first) & (months < first + WINDOW)
        return
    for width in (3, 4):
        for first in range(0, problem.lines if problem.lines > width else 0, 2):
            chosen = (np.arange(width) + first) % problem.lines
            yield (columns.starts != NONE) & np.isin(problem.offers.line, chosen)[:, None]


def _close_cells(hiring: HiringProgram, relaxed: Relaxed) -> Flags:
    """Return the offers and months that the relaxed plan uses, or would for a little less (J, T)."""
    starts = hiring.columns.starts
    near: Flags = (starts != NONE) & (relaxed.reduced_costs[starts] <= CLOSE)
    return near


def explore(hiring: HiringProgram, plan: HiringSolution, free: Flags, how: Search) -> HiringSolution | None:
    """Return the best plan that differs only in some cells, offers and months of the counted ones (J, T)."""
    problem, columns = hiring.problem, hiring.columns
    lower, upper = hiring.program.lower.copy(), hiring.program.upper.copy()
    fixed = (columns.starts != NONE) & ~free
    fixed[:, problem.counted :] = False
    places = columns.starts[fixed]
    lower[places] = upper[places] = plan.starts[fixed]
    found = search(
        hiring.program,
        Search(
            gap=how.gap,
            seconds=how.seconds,
            nodes=how.nodes,
            lower=lower,
            upper=upper,
            costs=hiring.costs,
            start=as_values(hiring, plan),
        ),
    )
    return taken_over(hiring, found)


def taken_over(hiring: HiringProgram, found: Found) -> HiringSolution | None:
    """Return the plan that a search found, worked out from its whole units; nothing where it found none."""
    if not found.has_values:
        return None
    return kept_plan(hiring, read(hiring, found.values))


def kept_plan(hiring: HiringProgram, plan: HiringSolution) -> HiringSolution | None:
    """Return a plan worked out again from its whole units; nothing where it breaks a rule of the problem.

    The tail's units stay as they are, or are chosen anew, whichever is the better plan: chosen anew they may be split,
    and each split unit pays its set-up in full.
    """
    both = (_kept(hiring, settle(hiring, plan.starts, plan.runs, tail=tail)) for tail in (False, True))
    return min((p for p in both if p is not None), key=lambda p: worth(hiring, p), default=None)


def worth(hiring: HiringProgram, plan: HiringSolution) -> float:
    """Return what a plan comes to by the goal of its program."""
    return {
        Goal.TOTAL: plan.objective,
        Goal.SHORTAGE: plan.shortage_cost,
        Goal.MONEY: plan.money,
    }[hiring.goal]


def _kept(hiring: HiringProgram, plan: HiringSolution | None) -> HiringSolution | None:
    """Return a plan that keeps the rules by its whole units; nothing in place of another."""
    if plan is None or broken_rules(hiring.problem, plan.starts, plan.runs, plan.volume):
        return None
    return plan
