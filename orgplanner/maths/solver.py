"""Linear programs with whole numbers, solved exactly: the only module that knows the solver (HiGHS).

Variables and constraints carry names in the caller's words, so that an infeasible program can be told in them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from orgplanner.errors import InfeasiblePlan, OrgPlannerError
from orgplanner.maths.sparse_program import Found, Search, SparseProgram, Status, Values
from orgplanner.maths.sparse_program import Progress as Progress

if TYPE_CHECKING:
    from highspy import Highs, HighsBasis, HighsLp

INFINITY = math.inf

PRIMAL = 4
"""The solver's number for the primal simplex method."""

OPTIONS = (
    ("output_flag", False),
    ("threads", 1),
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 1e-7),
    # A search for a first solution that small programs do not need; it takes most of their time.
    ("mip_heuristic_run_feasibility_jump", False),
    # Cuts below the root take longer than they save.
    ("mip_allow_cut_separation_at_nodes", False),
    # Cuts that have not bound for a while are dropped early, and there is no symmetry to look for.
    ("mip_lp_age_limit", 3),
    ("mip_detect_symmetry", False),
)
"""Settings of the solver: exact, alone in its thread, the same answer every time."""


@dataclass
class Program:
    """A program under construction: minimise the cost of the variables under the constraints."""

    _cost: list[float] = field(default_factory=list)
    _lower: list[float] = field(default_factory=list)
    _upper: list[float] = field(default_factory=list)
    _whole: list[bool] = field(default_factory=list)
    _rows: list[tuple[str, tuple[int, ...], tuple[float, ...], float, float]] = field(default_factory=list)

    def variable(self, *, cost: float = 0, lower: float = 0, upper: float = INFINITY, whole: bool = False) -> int:
        """Add a variable and return its index."""
        self._cost.append(cost)
        self._lower.append(lower)
        self._upper.append(upper)
        self._whole.append(whole)
        return len(self._cost) - 1

    def constrain(
        self, family: str, terms: Mapping[int, float], *, lower: float = -INFINITY, upper: float = INFINITY
    ) -> None:
        """Add lower <= sum of coefficient x variable <= upper; `family` names the rule that it belongs to."""
        self._rows.append((family, tuple(terms), tuple(terms.values()), lower, upper))

    def minimise(self, *, seconds: float = 60.0, nodes: int | None = None) -> NDArray[np.float64]:
        """Return the values of the variables at the least cost.

        Args:
            seconds: time after which the search is given up.
            nodes: branches after which the best values found so far are taken: unlike time, the same on all machines.

        Raises:
            InfeasiblePlan: no values satisfy the constraints; names the families of the constraints.
            OrgPlannerError: a number is not finite, or no solution was found within the limits.
        """
        self._check_finite()
        if not self._cost:
            return np.zeros(0)
        from highspy import Highs, HighsModelStatus, SolutionStatus  # takes 50 ms, which only a plan should pay

        solver = Highs()
        for option, setting in (*OPTIONS, ("time_limit", seconds)):
            solver.setOptionValue(option, setting)
        if nodes is not None:
            solver.setOptionValue("mip_max_nodes", nodes)
        solver.passModel(self._model())
        solver.run()
        status = solver.getModelStatus()
        if status in {HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible}:
            raise InfeasiblePlan(sorted({row[0] for row in self._rows}))
        found = solver.getInfo().primal_solution_status == SolutionStatus.kSolutionStatusFeasible
        if status != HighsModelStatus.kOptimal and not (status == HighsModelStatus.kSolutionLimit and found):
            raise OrgPlannerError(f"no optimal solution: {solver.modelStatusToString(status)}")
        values = np.array(solver.getSolution().col_value)
        whole = np.array(self._whole)
        return np.where(whole, np.round(values), np.maximum(values, np.array(self._lower)))

    def _model(self) -> HighsLp:
        from highspy import HighsLp, HighsVarType, MatrixFormat

        model = HighsLp()
        model.num_col_, model.num_row_ = len(self._cost), len(self._rows)
        model.col_cost_ = np.array(self._cost)
        model.col_lower_, model.col_upper_ = np.array(self._lower), np.array(self._upper)
        model.row_lower_ = np.array([row[3] for row in self._rows])
        model.row_upper_ = np.array([row[4] for row in self._rows])
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row[1]) for row in self._rows)])
        model.a_matrix_.index_ = np.array([i for row in self._rows for i in row[1]], dtype=np.int32)
        model.a_matrix_.value_ = np.array([v for row in self._rows for v in row[2]])
        if any(self._whole):
            kinds = (HighsVarType.kContinuous, HighsVarType.kInteger)
            model.integrality_ = [kinds[whole] for whole in self._whole]
        return model

    def _check_finite(self) -> None:
        """Refuse NaN anywhere and infinity where it means nothing; a solver would answer 'optimal'."""
        numbers: Sequence[float] = [*self._cost, *(v for row in self._rows for v in row[2])]
        bounds = [*self._lower, *self._upper, *(b for row in self._rows for b in row[3:])]
        if not all(map(math.isfinite, numbers)) or any(map(math.isnan, bounds)):
            raise OrgPlannerError("a number of the program is not finite")


def minimise_in_columns(
    cost: NDArray[np.float64],
    rows: NDArray[np.int64],
    most: NDArray[np.float64],
    guessed: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the values of variables from 0 upward at the least cost, and the duals of the rows.

    For programs that are large and simple: every variable counts once in each of its rows, whose sums have an upper
    limit. Such a program has a solution, all variables 0, and is bounded where every variable counts somewhere.

    Args:
        cost: cost by variable (V,).
        rows: the rows in which each variable counts (V, K).
        most: upper limit of each row (R,).
        guessed: variables that are likely to be used (V,), each the only one of its first row; the search starts there.

    Raises:
        OrgPlannerError: no optimal solution was found.
    """
    from highspy import Highs, HighsLp, HighsModelStatus, MatrixFormat

    model = HighsLp()
    model.num_col_, model.num_row_ = cost.size, most.size
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = np.zeros(cost.size), np.full(cost.size, INFINITY)
    model.row_lower_, model.row_upper_ = np.full(most.size, -INFINITY), most
    model.a_matrix_.format_ = MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, rows.size + 1, rows.shape[1], dtype=np.int32)
    model.a_matrix_.index_ = rows.ravel().astype(np.int32)
    model.a_matrix_.value_ = np.ones(rows.size)
    solver = Highs()
    for option, setting in OPTIONS:
        solver.setOptionValue(option, setting)
    solver.passModel(model)
    if guessed is not None:
        # Close to the end the primal method is the quicker one; what it starts from must not be presolved away.
        solver.setOptionValue("simplex_strategy", PRIMAL)
        solver.setOptionValue("presolve", "off")
        solver.setBasis(_basis(guessed, rows[:, 0], most.size))
    solver.run()
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        raise OrgPlannerError(f"no optimal solution: {solver.modelStatusToString(solver.getModelStatus())}")
    solution = solver.getSolution()
    return np.array(solution.col_value), np.array(solution.row_dual)


def _basis(guessed: NDArray[np.bool_], first_row: NDArray[np.int64], rows: int) -> HighsBasis:
    """Return the starting point where guessed variables use up their first rows."""
    from highspy import HighsBasis, HighsBasisStatus

    used_up = np.zeros(rows, dtype=bool)
    used_up[first_row[guessed]] = True
    basis = HighsBasis()
    basis.col_status = [HighsBasisStatus.kBasic if used else HighsBasisStatus.kLower for used in guessed.tolist()]
    basis.row_status = [HighsBasisStatus.kUpper if used else HighsBasisStatus.kBasic for used in used_up.tolist()]
    basis.valid = True
    return basis


def search(program: SparseProgram, how: Search) -> Found:
    """Look for the values of a program's variables at the least cost.

    Raises:
        OrgPlannerError: a number is not finite, or the cost has no lower limit.
    """
    if not program.is_finite():
        raise OrgPlannerError("a number of the program is not finite")
    from highspy import Highs, HighsModelStatus, SolutionStatus

    lower = program.lower if how.lower is None else how.lower
    upper = program.upper if how.upper is None else how.upper
    if np.any(lower > upper):
        return _nothing(Status.INFEASIBLE)
    solver = Highs()
    _set_up(solver, program, how, (lower, upper))
    solver.run()
    status = solver.getModelStatus()
    if status in {HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible}:
        return _nothing(Status.INFEASIBLE)
    if status == HighsModelStatus.kUnbounded:
        raise OrgPlannerError("the cost of the program has no lower limit")
    if solver.getInfo().primal_solution_status != SolutionStatus.kSolutionStatusFeasible:
        return _nothing(Status.NOTHING_FOUND)
    return _read(solver, program, how, (lower, upper))


def _read(solver: Highs, program: SparseProgram, how: Search, bounds: tuple[Values, Values]) -> Found:
    """Return what the solver found, its values within their bounds and the objective worked out from them."""
    from highspy import HighsModelStatus

    solution, info = solver.getSolution(), solver.getInfo()
    optimal = solver.getModelStatus() == HighsModelStatus.kOptimal
    whole = program.whole if how.whole is None else how.whole
    values = np.array(solution.col_value)
    values = np.clip(np.where(whole, np.round(values), values), *bounds)
    objective = float((program.costs if how.costs is None else how.costs) @ values)
    relaxed = not whole.any()
    bound = info.objective_function_value if relaxed and optimal else -INFINITY if relaxed else info.mip_dual_bound
    return Found(
        status=Status.OPTIMAL if optimal else Status.STOPPED,
        values=values,
        objective=objective,
        bound=min(bound, objective),
        reduced_costs=np.array(solution.col_dual) if relaxed else np.zeros(0),
        duals=np.array(solution.row_dual) if relaxed else np.zeros(0),
        nodes=max(0, info.mip_node_count),
    )


def _set_up(solver: Highs, program: SparseProgram, how: Search, bounds: tuple[Values, Values]) -> None:
    """Hand a program to the solver."""
    from highspy import HighsLp, HighsVarType, MatrixFormat

    for option, setting in (*OPTIONS, ("mip_rel_gap", how.gap), ("time_limit", how.seconds)):
        solver.setOptionValue(option, setting)
    if how.nodes is not None:
        solver.setOptionValue("mip_max_nodes", how.nodes)
    if how.interior:
        solver.setOptionValue("solver", "ipx")
    model = HighsLp()
    model.num_col_, model.num_row_ = program.width, program.height
    model.col_cost_ = program.costs if how.costs is None else how.costs
    model.col_lower_, model.col_upper_ = bounds
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = MatrixFormat.kColwise
    starts, rows, values = program.matrix
    model.a_matrix_.start_, model.a_matrix_.index_ = starts.astype(np.int32), rows.astype(np.int32)
    model.a_matrix_.value_ = values
    whole = program.whole if how.whole is None else how.whole
    if whole.any():
        kinds = (HighsVarType.kContinuous, HighsVarType.kInteger)
        model.integrality_ = [kinds[each] for each in whole.tolist()]
    solver.passModel(model)
    if how.start is not None:
        known = np.flatnonzero(np.isfinite(how.start))
        solver.setSolution(known.size, known.astype(np.int32), how.start[known])
    if how.progress is not None:
        _report(solver, how.progress)


def _report(solver: Highs, progress: Callable[[Progress], None]) -> None:
    """Have the solver tell what it knows."""
    began = time.perf_counter()

    def tell(event: Any) -> None:
        known = event.data_out
        progress(Progress(known.mip_primal_bound, known.mip_dual_bound, time.perf_counter() - began))

    solver.cbMipImprovingSolution.subscribe(tell)
    solver.cbMipLogging.subscribe(tell)


def _nothing(status: Status) -> Found:
    bound = INFINITY if status == Status.INFEASIBLE else -INFINITY
    return Found(status, np.zeros(0), INFINITY, bound, np.zeros(0), np.zeros(0), 0)
