"""Plan the hires: which offers start when, so that the work is covered at the least cost, and what stays uncovered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from orgplanner.records.base import SourceKind
from orgplanner.records.hiring import Move
from orgplanner.stages.gaps import Gaps
from orgplanner.stages.hiring_conflicts import check_demands
from orgplanner.stages.hiring_lines import Lines, draw_lines
from orgplanner.stages.hiring_moves import find_moves
from orgplanner.stages.hiring_posing import pose_problem
from orgplanner.stages.hiring_problem import HiringProblem, HiringSolution, Proof
from orgplanner.stages.hiring_program import Progress, quick_solution, solve_hiring
from orgplanner.stages.hiring_ways import Ways, find_ways
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.sourcing import Sourcing
from orgplanner.stages.staffing import Staffing

GAP = 0.01
"""Share of the objective that the plan may lie above the best one."""

SECONDS = 90.0
"""Time after which the search ends with the best plan found: a safety net, since machines differ."""

NODES = 20
"""Branches after which it ends: the same on all machines."""


@dataclass(frozen=True)
class Hiring:
    """The hiring plan: lines R, months T of the plan proper unless said otherwise."""

    lines: Lines
    ways: Ways
    """Offers that were considered, and those that were left out."""
    problem: HiringProblem
    solution: HiringSolution
    moves: tuple[Move, ...]
    """What to do, in the order of the last day to decide."""
    roles: tuple[str, ...]
    """Roles of the phase, Q of them."""
    months: tuple[str, ...]
    """The plan's months."""

    @property
    def proof(self) -> Proof:
        """How far the plan is known to be the best."""
        return self.solution.proof

    @property
    def gap(self) -> float:
        """What the plan may cost more than the best one, shortage priced (ratio)."""
        return self.solution.gap

    @cached_property
    def required(self) -> Array:
        """FTE that each role asks for (Q, T)."""
        return self._by_role(self.problem.required)

    @cached_property
    def in_post(self) -> Array:
        """FTE that today's people are expected to give, before hours are shared between roles (Q, T)."""
        return self._by_role(self.problem.in_post)

    @cached_property
    def shortage(self) -> Array:
        """FTE of each role that nobody covers (Q, T)."""
        return self._by_role(self.solution.shortage)

    @cached_property
    def covered(self) -> Array:
        """FTE of each role that is covered (Q, T); mentoring may take more than a role has, which counts as none."""
        return np.maximum(0.0, self.required - self.shortage)

    @cached_property
    def joined(self) -> Array:
        """FTE that the moves give to their own role (Q, T); negative where people are released or move on."""
        return self._by_role(self.ways.given(self.solution, len(self.lines.roles)))

    @cached_property
    def payroll(self) -> Array:
        """Money for today's people and levers, expected leavers counted (T,)."""
        return self.problem.limits.payroll[: len(self.months)]

    @cached_property
    def move_costs(self) -> Array:
        """Money for the moves (T,)."""
        return np.asarray(self.ways.money(self.solution).sum(axis=0)[: len(self.months)])

    @property
    def budget(self) -> Array | None:
        """Budget of each month (T,); None without one."""
        budget = self.problem.limits.budget[: len(self.months)]
        return budget if np.isfinite(budget).any() else None

    @cached_property
    def money_by_role(self) -> Array:
        """Money for people and moves by role (Q, T), levers left out."""
        people = np.zeros(self.problem.required.shape)
        np.add.at(people, self.lines.line_of, self.lines.cost)
        moves = np.zeros(self.problem.required.shape)
        np.add.at(moves, self.ways.line_of, self.ways.money(self.solution))
        return self._by_role(people + moves)

    @cached_property
    def money_by_source(self) -> dict[SourceKind, Array]:
        """Money for people and moves by source (T,), levers left out; sources that cost nothing are left out."""
        money: dict[SourceKind, Array] = {}
        people = [(p.source, cost) for p, cost in zip(self.lines.people, self.lines.cost, strict=True)]
        moves = [(w.source, cost) for w, cost in zip(self.ways.all, self.ways.money(self.solution), strict=True)]
        for source, cost in (*people, *moves):
            money[source] = money.get(source, np.zeros(len(self.months))) + cost[: len(self.months)]
        return {source: cost for source, cost in money.items() if np.abs(cost).sum() > 0}

    @cached_property
    def shortage_cost(self) -> Array:
        """Priced shortage of each month (T,)."""
        problem, short = self.problem, self.solution.shortage
        severe = np.maximum(0.0, short - (1 - problem.least) * problem.required)
        priced = problem.shortage_price[:, None] * short + problem.severe_price[:, None] * severe
        return np.asarray(priced.sum(axis=0)[: len(self.months)])

    def coverage_of(self, role: str) -> Array:
        """Return the covered share of a role's work by month (T,); 1 where there is none."""
        place = self.roles.index(role)
        needed = self.required[place]
        return np.asarray(np.divide(self.covered[place], needed, out=np.ones(len(needed)), where=needed > 0))

    def _by_role(self, by_line: Array) -> Array:
        total = np.zeros((len(self.roles), len(self.months)))
        np.add.at(total, [self.roles.index(r) for r in self.lines.roles], by_line[:, : len(self.months)])
        return total


def plan_hiring(
    inputs: Inputs,
    staffing: Staffing,
    sourcing: Sourcing,
    gaps: Gaps,
    *,
    quick: bool = False,
    required: Array | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Hiring:
    """Plan the hires of the company: the best set of dated moves within the rules, and what stays uncovered.

    Args:
        inputs: the gathered inputs.
        staffing: what work asks for.
        sourcing: what the phase advises and the company rules.
        gaps: who holds which position.
        quick: whether the first good plan is enough; else it is refined until it is proven good.
        required: FTE of each role and month (Q, T) in place of the staffing's, such as one that is safe.
        progress: called while the plan is refined.

    Raises:
        InfeasiblePlan: budget, locks, freeze or other hard rules conflict; names them.
        InputProblems: locks or a budget that no plan can keep, told with their numbers.
    """
    tail = max(0, round(float(inputs.value("hiring.look_ahead")[0])))
    lines = draw_lines(inputs, staffing, sourcing, gaps, tail, required)
    ways = find_ways(inputs, staffing, sourcing, lines)
    check_demands(inputs, lines, ways)
    problem = pose_problem(inputs, lines, ways)
    solution = quick_solution(problem)
    if not quick:
        solution = solve_hiring(problem, start=solution, gap=GAP, seconds=SECONDS, nodes=NODES, progress=progress)
    moves = find_moves(inputs, staffing, lines, ways, solution)
    return Hiring(lines, ways, problem, solution, moves, inputs.roles, inputs.months)
