"""Time and quality of hiring plans: against the bound, the solver alone from a cold start, and a planner by month."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.hiring_peer import plan_month_by_month
from benchmarks.hiring_problems import make_company, make_problem
from benchmarks.measuring import describe_machine, verdict
from orgplanner.maths.solver import search
from orgplanner.maths.sparse_program import Search
from orgplanner.stages.hiring_constraints import assemble
from orgplanner.stages.hiring_problem import HiringProblem, HiringSolution
from orgplanner.stages.hiring_program import evaluate, quick_solution, solve_hiring
from orgplanner.stages.hiring_search import taken_over

GAP = 0.01
"""Gap that both searches are asked for."""

LIMIT = 20.0
"""Seconds after which both searches stop."""

Plan = HiringSolution | None


@dataclass(frozen=True)
class Case:
    """A problem, and what is aimed at."""

    name: str
    problem: HiringProblem
    quick_gap: float
    """Most that the quick plan may lie above the bound (ratio)."""
    quick_seconds: float


def cases(full: bool) -> list[Case]:
    """Return the problems: a budget of 1 binds in every month, one of 3 hardly ever."""
    sizes = [((9, 3, 12), 0.02, 0.1), ((9, 3, 24), 0.02, 0.1)]
    sizes += [((50, 3, 36), 0.012, 2.0), ((200, 4, 60), 0.012, 30.0)] if full else []
    found = [
        Case(f"{size}, budget x{budget:.0f}".replace("(", "").replace(")", ""), make_problem(*size, budget), gap, most)
        for size, gap, most in sizes
        for budget in (1.0, 3.0)
    ]
    companies = [(4, 24), (9, 24), (14, 36)] if full else [(4, 24), (9, 24)]
    return found + [
        Case(f"company, {lines} lines, {months} + 12 months", make_company(lines, months), 0.03, 0.3)
        for lines, months in companies
    ]


def measure(case: Case) -> str:
    """Return one line of the table; every plan is worked out from its units by the same function."""
    problem = case.problem
    quick_time, quick = timed(lambda: quick_solution(problem))
    solve_time, solved = timed(lambda: solve_hiring(problem, gap=GAP, seconds=LIMIT))
    cold_time, cold = timed(lambda: solve_cold(problem))
    rule_time, rule = timed(lambda: by_rule(problem))
    bound = max(quick.bound, solved.bound)
    met = verdict(quick.objective / quick.bound - 1 <= case.quick_gap)
    in_time = verdict(quick_time <= case.quick_seconds)
    return (
        f"| {case.name} | {above(quick, quick.bound)} | {100 * case.quick_gap:.1f} %: {met} | {1e3 * quick_time:.0f} "
        f"| {1e3 * case.quick_seconds:.0f}: {in_time} | {100 * solved.gap:.2f} % {solved.proof} | {solve_time:.1f} "
        f"| {above(cold, bound)} | {cold_time:.1f} | {cold_time / quick_time:.0f} "
        f"| {above(rule, bound)} | {1e3 * rule_time:.0f} |"
    )


def timed(job: Callable[[], Plan]) -> tuple[float, Plan]:
    """Return seconds of CPU and the plan: searches are alone in their thread."""
    began = time.process_time()
    plan = job()
    return time.process_time() - began, plan


def solve_cold(problem: HiringProblem) -> HiringSolution | None:
    """Return the plan that the solver finds alone, with the same gap and limit."""
    hiring = assemble(problem)
    return taken_over(hiring, search(hiring.program, Search(gap=GAP, seconds=LIMIT)))


def by_rule(problem: HiringProblem) -> HiringSolution | None:
    """Return the plan of the planner by month; it knows neither sharing nor contracts."""
    if problem.may_share.any() or problem.contracts.line.size:
        return None
    return evaluate(problem, plan_month_by_month(problem), np.zeros((0, problem.months), dtype=bool))


def above(plan: Plan, bound: float) -> str:
    """Return how far a plan lies above the bound."""
    return "-" if plan is None else f"{100 * (plan.objective / bound - 1):.2f} %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the large problems as well")
    full = parser.parse_args().full
    print(describe_machine())
    quick_solution(make_problem(3, 3, 6))
    print(
        "| problem | quick, above bound | aim | quick, ms | aim, ms | proven, gap | proven, s | cold, above bound "
        "| cold, s | cold / quick, time | month by month, above bound | month by month, ms |"
    )
    print("|---" * 12 + "|")
    for case in cases(full):
        print(measure(case), flush=True)


if __name__ == "__main__":
    main()
