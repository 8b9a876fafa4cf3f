"""Solve a plan of hires: at once and good, or as well as it can be proven; rules that conflict are named."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from orgplanner.errors import InfeasiblePlan, OrgPlannerError
from orgplanner.maths.solver import search
from orgplanner.maths.sparse_program import Progress as Progress
from orgplanner.maths.sparse_program import Search, Status
from orgplanner.stages.hiring_constraints import Goal, HiringProgram, assemble
from orgplanner.stages.hiring_evaluation import settle
from orgplanner.stages.hiring_problem import Family, Flags, HiringProblem, HiringSolution, Proof
from orgplanner.stages.hiring_resources import broken_rules
from orgplanner.stages.hiring_search import (
    Relaxed,
    as_values,
    explore,
    fill_windows,
    hangs_together,
    idle_plan,
    is_searched_whole,
    kept_plan,
    neighbourhoods,
    relax,
    round_off,
    taken_over,
    worth,
)
from orgplanner.stages.inputs import Array

HARD = (
    Family.CHANNELS,
    Family.MENTORING,
    Family.RECRUITING,
    Family.CONTRACTS,
    Family.LIMITS,
    Family.FREEZE,
    Family.BUDGET_TOTAL,
    Family.BUDGET,
    Family.LOCKS,
)
"""Families that can conflict, in the order in which they are tried for being left out."""

PROVEN = 1e-6
"""Gap at which a plan counts as the best (ratio)."""

EXACT = 1e-7
"""Share by which the shortage may be missed once it is fixed."""

REPAIR_NODES = 200
"""Branches for a first plan where rounding finds none; more where even these find none."""

FIRST_NODES = 1000
"""Branches after which rules that have not been shown to conflict count as rules that can hold."""

EXPLORED = 10
"""Branches in a neighbourhood of a plan."""


@dataclass(frozen=True)
class _Clock:
    """How far a search may go, and whom to tell."""

    how: Search
    began: float
    progress: Callable[[Progress], None] | None

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.how.seconds - (time.perf_counter() - self.began)

    def tell(self, objective: float, bound: float) -> None:
        """Tell what is known."""
        if self.progress is not None:
            self.progress(Progress(objective, min(bound, objective), time.perf_counter() - self.began))


def relaxation_bound(problem: HiringProblem) -> float:
    """Return what no plan costs less than: the best plan if units could be split.

    Raises:
        InfeasiblePlan: no plan keeps the rules even so; names those that conflict.
    """
    hiring = assemble(problem)
    return _relaxed(hiring).bound * hiring.unit


def evaluate(problem: HiringProblem, starts: Array, runs: Flags) -> HiringSolution:
    """Return what a plan with these units comes to; flows, volumes and shortage are the best for them.

    Args:
        problem: what was to be decided.
        starts: units of each offer that start in each month (J, T).
        runs: whether each contract runs (C, T).

    Returns:
        the plan; its bound is open (minus infinity).

    Raises:
        InfeasiblePlan: the units break a rule; names the families.
    """
    found = settle(assemble(problem), starts, runs)
    volume = np.where(runs, problem.contracts.minimum[:, None], 0.0) if found is None else found.volume
    broken = broken_rules(problem, starts, runs, volume)
    if broken or found is None:
        raise InfeasiblePlan(broken or (Family.LIMITS,))
    return found


def conflicting_families(problem: HiringProblem) -> tuple[Family, ...]:
    """Return families of rules that cannot hold together, none of which can be spared; nothing where there is a plan.

    Each family is left out in turn, and stays out where the rest still conflicts.
    """
    out = {Family.COVERAGE, Family.SHARING}
    if _can_hold(problem, out):
        return ()
    for family in HARD:
        if not _can_hold(problem, out | {family}):
            out.add(family)
    return tuple(sorted(set(HARD) - out))


def quick_solution(problem: HiringProblem) -> HiringSolution:
    """Return a good plan at once: from the relaxation by rounding and improvement.

    Raises:
        InfeasiblePlan: no plan keeps the rules; names those that conflict.
    """
    if not problem.shortage_first:
        hiring = assemble(problem)
        plan, bound = _first_plan(hiring, _relaxed(hiring))
        return _with_bound(plan, bound * hiring.unit, Proof.QUICK)
    hiring = assemble(problem, goal=Goal.SHORTAGE)
    relaxed = _relaxed(hiring)
    least = relaxed.bound * hiring.unit
    if not hangs_together(hiring):
        relaxed = _relaxed(assemble(problem, goal=Goal.MONEY, shortage_most=_allowed(least)))
    plan, _ = _first_plan(hiring, relaxed)
    money = assemble(problem, goal=Goal.MONEY, shortage_most=_allowed(plan.shortage_cost))
    cheaper, bound = _whole_plan(money, _relaxed(money))
    return _with_bound(_better(money, plan, cheaper), least + bound * money.unit, Proof.QUICK)


def solve_hiring(
    problem: HiringProblem,
    *,
    start: HiringSolution | None = None,
    gap: float = 0.01,
    seconds: float = 20.0,
    nodes: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> HiringSolution:
    """Return a plan that is proven to be the best, within a gap, or the best found within the limits.

    Args:
        problem: what is to be decided.
        start: a plan of the same problem to begin with, whose bound holds; else the quick one.
        gap: share of the objective by which the plan may lie above the best one (ratio).
        seconds: time after which the best plan so far is returned.
        nodes: branches after which it is returned: unlike time, the same on all machines.
        progress: is told objective and bound on the way.

    Raises:
        InfeasiblePlan: no plan keeps the rules; names those that conflict.
    """
    clock = _Clock(Search(gap=gap, seconds=seconds, nodes=nodes), time.perf_counter(), progress)
    if not problem.shortage_first:
        hiring = assemble(problem)
        plan, bound = _prove(hiring, *_begun(hiring, _relaxed(hiring), start), clock)
        return _with_bound(plan, bound, _proof(plan, bound, gap))
    first = start or quick_solution(problem)
    hiring = assemble(problem, goal=Goal.SHORTAGE)
    plan, least = _prove(hiring, *_begun(hiring, _relaxed(hiring), first), clock)
    hiring = assemble(problem, goal=Goal.MONEY, shortage_most=_allowed(plan.shortage_cost))
    plan, dearer = _prove(hiring, plan, _relaxed(hiring).bound, clock)
    return _with_bound(plan, least + dearer, _proof(plan, least + dearer, gap))


def _begun(hiring: HiringProgram, relaxed: Relaxed, start: HiringSolution | None) -> tuple[HiringSolution, float]:
    """Return the plan to begin with, where it keeps the rules, else the first one; and what is known of the bound."""
    kept = None if start is None else kept_plan(hiring, start)
    if kept is None or start is None:
        return _first_plan(hiring, relaxed)
    known = start.bound / hiring.unit if hiring.goal is Goal.TOTAL else relaxed.bound
    return kept, max(relaxed.bound, min(known, start.objective / hiring.unit))


def _prove(hiring: HiringProgram, plan: HiringSolution, bound: float, clock: _Clock) -> tuple[HiringSolution, float]:
    """Return the best plan found for the goal, and what no plan costs less than, in money.

    Args:
        hiring: the program of the problem.
        plan: a plan that keeps the rules.
        bound: what no plan costs less than, in units of money of the program.
        clock: how far to go.
    """
    bound *= hiring.unit
    clock.tell(worth(hiring, plan), bound)
    for free in neighbourhoods(hiring):
        if clock.left <= 0 or _is_close(hiring, plan, bound, clock.how.gap):
            break
        how = Search(gap=clock.how.gap / 2, seconds=clock.left, nodes=EXPLORED)
        plan = _better(hiring, plan, explore(hiring, plan, free, how))
        clock.tell(worth(hiring, plan), bound)
    if clock.left <= 0 or _is_close(hiring, plan, bound, clock.how.gap) or not is_searched_whole(hiring):
        return plan, bound

    def tell(known: Progress) -> None:
        clock.tell(min(known.objective * hiring.unit, worth(hiring, plan)), max(known.bound * hiring.unit, bound))

    start = as_values(hiring, plan)
    found = search(
        hiring.program, replace(clock.how, seconds=clock.left, costs=hiring.costs, start=start, progress=tell)
    )
    if not found.has_values:
        return plan, bound
    return _better(hiring, plan, taken_over(hiring, found)), max(bound, found.bound * hiring.unit)


def _first_plan(hiring: HiringProgram, relaxed: Relaxed) -> tuple[HiringSolution, float]:
    """Return a first plan in whole units, and what no plan costs less than, in units of money of the program.

    Where rounding breaks a rule, it is the first one that a search finds.

    Raises:
        InfeasiblePlan: there is none.
        OrgPlannerError: none was found.
    """
    plan, bound = _whole_plan(hiring, relaxed)
    if plan is None:
        plan = idle_plan(hiring)
    for nodes in (REPAIR_NODES, None):
        if plan is not None:
            return plan, bound
        found = search(hiring.program, Search(nodes=nodes, gap=1 / 100, costs=hiring.costs))
        if found.status == Status.INFEASIBLE:
            raise InfeasiblePlan(conflicting_families(hiring.problem))
        plan = taken_over(hiring, found)
    if plan is None:
        raise OrgPlannerError("no plan was found within the limits of the search")
    return plan, bound


def _whole_plan(hiring: HiringProgram, relaxed: Relaxed) -> tuple[HiringSolution | None, float]:
    """Return a plan in whole units from the relaxed one, if that leads to one, and the bound."""
    if hangs_together(hiring):
        return fill_windows(hiring, relaxed.bound)
    return round_off(hiring, relaxed), relaxed.bound


def _relaxed(hiring: HiringProgram) -> Relaxed:
    found = relax(hiring)
    if found is None:
        raise InfeasiblePlan(conflicting_families(hiring.problem))
    return found


def _can_hold(problem: HiringProblem, without: set[Family]) -> bool:
    """Whether there is a plan without some families of rules."""
    program = assemble(problem, without=without).program
    return search(program, Search(costs=np.zeros(program.width), nodes=FIRST_NODES)).status != Status.INFEASIBLE


def _better(hiring: HiringProgram, plan: HiringSolution, other: HiringSolution | None) -> HiringSolution:
    """Return the plan that is worth more; the first where they are equal."""
    if other is None or (hiring.goal == Goal.MONEY and other.shortage_cost > _allowed(plan.shortage_cost)):
        return plan
    return other if worth(hiring, other) < worth(hiring, plan) else plan


def _is_close(hiring: HiringProgram, plan: HiringSolution, bound: float, gap: float) -> bool:
    return worth(hiring, plan) - bound <= max(gap, PROVEN) * abs(worth(hiring, plan))


def _allowed(shortage: float) -> float:
    """Return a shortage with room for rounding."""
    return shortage * (1 + EXACT) + EXACT


def _with_bound(plan: HiringSolution, bound: float, proof: Proof) -> HiringSolution:
    return replace(plan, bound=min(bound, plan.objective), proof=proof)


def _proof(plan: HiringSolution, bound: float, gap: float) -> Proof:
    for proof, most in ((Proof.OPTIMAL, PROVEN), (Proof.WITHIN_GAP, gap + PROVEN)):
        if plan.objective - bound <= most * max(abs(plan.objective), PROVEN):
            return proof
    return Proof.STOPPED
