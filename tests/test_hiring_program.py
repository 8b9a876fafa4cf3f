"""Plans of hires are the best there are, say how far that is proven, and name the rules that conflict."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.hiring_problems import make_company
from benchmarks.hiring_problems import make_problem as make_growth
from orgplanner.errors import InfeasiblePlan, OrgPlannerError
from orgplanner.maths.solver import search
from orgplanner.maths.sparse_program import Progress, Search, SparseProgram, Status
from orgplanner.stages import hiring_profiles
from orgplanner.stages.hiring_problem import NONE, Family, HiringProblem, HiringSolution, Proof
from orgplanner.stages.hiring_program import (
    conflicting_families,
    evaluate,
    quick_solution,
    relaxation_bound,
    solve_hiring,
)
from orgplanner.stages.hiring_resources import broken_rules
from tests.brute_hiring import (
    all_plans,
    free_limits,
    least_objective,
    make_offers,
    make_problem,
    one_contract,
    random_problem,
)


def one_line(required: list[float], months: int = 3, **changes: object) -> HiringProblem:
    """One line, one offer: a unit gives 1 FTE and costs 6 a month and 1 at the start; short costs 10, severe 20."""
    offers = {key: changes.pop(key) for key in list(changes) if key in OFFER_TERMS}
    costs = [7.0] + [6.0] * (months - 1)
    return make_problem([required], make_offers([0], [[1.0] * months], [costs], **offers), **changes)


OFFER_TERMS = {"least_at", "most_at", "frozen", "most", "opened_before", "mentoring", "earliest", "channel", "setup"}


def exact(problem: HiringProblem) -> HiringSolution:
    return solve_hiring(problem, gap=0.0)


# ---------------------------------------------------------------- small plans that can be redone on paper


def test_a_unit_is_started_where_it_costs_less_than_the_shortage() -> None:
    # Covered: 7 + 6 + 6 = 19; uncovered: 3 months, half of it severe: 3 x (10 + 5) = 45.
    found = exact(one_line([1.0, 1.0, 1.0]))
    assert found.starts.tolist() == [[1.0, 0.0, 0.0]]
    assert (found.money, found.shortage_cost, found.bound, found.proof) == (19.0, 0.0, 19.0, Proof.OPTIMAL)


def test_what_is_short_by_little_stays_short() -> None:
    # 0.5 FTE short for three months costs 15, a unit 19; nothing is below half of the requirement.
    found = exact(one_line([1.0, 1.0, 1.0], in_post=np.full((1, 3), 0.5)))
    assert found.starts.sum() == 0
    assert found.shortage.tolist() == [[0.5, 0.5, 0.5]]
    assert found.objective == pytest.approx(15.0)


def test_people_who_join_one_line_help_another_one_that_may_share() -> None:
    # Two halves: one unit covers both, since its line may help the other.
    pair = np.array([[False, True], [False, False]])
    offers = make_offers([0], [[1.0, 1.0]], [[6.0, 6.0]], shares=np.array([True]))
    found = exact(make_problem([[0.5, 0.5], [0.5, 0.5]], offers, may_share_new=pair))
    assert found.starts.tolist() == [[1.0, 0.0]]
    assert found.shared_new[0, 1].tolist() == pytest.approx([0.5, 0.5])
    assert found.objective == pytest.approx(12.0)


def test_today_s_people_give_no_more_than_what_training_leaves_of_them() -> None:
    # The one person in post gives 0.5 to the other line until training takes 0.8 away.
    pair = np.array([[False, True], [False, False]])
    offers = make_offers(
        [0],
        [[0.0, 0.0]],
        [[1.0, 1.0]],
        taken_from=np.array([0]),
        taken=np.array([[0.8, 0.8]]),
        least_at=np.array([[0.0, 1.0]]),
    )
    in_post = np.array([[1.0, 1.0], [0.0, 0.0]])
    found = exact(make_problem([[0.0, 0.0], [0.5, 0.5]], offers, in_post=in_post, may_share=pair))
    assert found.shared[0, 1].tolist() == pytest.approx([0.5, 0.2])
    assert found.shortage[1].tolist() == pytest.approx([0.0, 0.3])


def test_a_contract_runs_its_commitment_and_pays_its_minimum() -> None:
    # Two months of 3 + 4 x 1.25 (a quarter goes to steering it) and 2 to begin, against 20 short in the first month.
    offers = make_offers([0], [[0.0, 0.0, 0.0]], [[1.0, 1.0, 1.0]], most=np.array([0.0]))
    found = exact(make_problem([[1.0, 0.0, 0.0]], offers, contracts=one_contract(3)))
    assert found.runs.tolist() == [[False, False, False]]
    found = exact(make_problem([[2.0, 0.0, 0.0]], offers, contracts=one_contract(3)))
    assert found.runs.tolist() == [[True, True, False]]
    assert found.volume.tolist() == [pytest.approx([2.0, 1.0, 0.0])]
    assert found.money == pytest.approx(2 + 2 * 3 + 4 * 3)


def test_the_set_up_of_an_offer_is_paid_once() -> None:
    found = exact(one_line([1.0, 2.0, 2.0], setup=np.array([3.0])))
    assert found.starts.tolist() == [[1.0, 1.0, 0.0]]
    assert found.money == pytest.approx(19 + 13 + 3)


def test_starts_are_whole_until_the_tail() -> None:
    found = exact(one_line([1.0, 1.4, 1.4], counted=2))
    assert found.starts[0, :2].tolist() == np.round(found.starts[0, :2]).tolist()
    assert found.starts[0, 2] == pytest.approx(0.4)


def test_units_that_end_count_against_the_most_only_while_they_run() -> None:
    offers = make_offers([0], [[1.0, 0.0, 0.0]], [[5.0, 0.0, 0.0]], most=np.array([1.0]), runs=np.array([1]))
    problem = make_problem([[2.0, 2.0, 2.0]], offers)
    assert exact(problem).starts.tolist() == [[1.0, 1.0, 1.0]]
    assert exact(replace(problem, offers=replace(offers, runs=np.array([2])))).starts.sum() == 2.0
    assert exact(replace(problem, offers=replace(offers, runs=None))).starts.sum() == 1.0


def test_shortage_first_covers_what_money_alone_would_not() -> None:
    problem = one_line([1.0, 1.0, 1.0], in_post=np.full((1, 3), 0.5))
    for solve in (exact, quick_solution):
        found = solve(replace(problem, shortage_first=True))
        assert (found.shortage_cost, found.money) == (0.0, 19.0)


# ---------------------------------------------------------------- equal to trying everything


@pytest.mark.parametrize("seed", range(20))
def test_the_plan_is_the_best_of_all(seed: int) -> None:
    problem = random_problem(seed)
    assert exact(problem).objective == pytest.approx(least_objective(problem))


@pytest.mark.parametrize("seed", range(10))
def test_it_is_the_best_where_lines_share_hours(seed: int) -> None:
    problem = random_problem(seed, sharing=True)
    assert exact(problem).objective == pytest.approx(least_objective(problem))


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_best_with_a_contract(seed: int) -> None:
    problem = random_problem(seed, sharing=bool(seed % 2), contract=True)
    assert exact(problem).objective == pytest.approx(least_objective(problem))


@pytest.mark.parametrize("seed", range(8))
def test_shortage_first_is_the_least_shortage_and_then_the_least_money(seed: int) -> None:
    problem = replace(random_problem(seed, sharing=bool(seed % 2)), shortage_first=True)
    short, money = min((round(short, 6), money) for money, short in all_plans(problem))
    found = exact(problem)
    assert (found.shortage_cost, found.money) == (pytest.approx(short, abs=1e-4), pytest.approx(money, abs=1e-4))
    assert found.bound <= found.objective


# ---------------------------------------------------------------- laws

LAWS = settings(max_examples=25, deadline=None, derandomize=True)


@LAWS
@given(st.integers(0, 10**6), st.booleans(), st.floats(0, 30))
def test_a_larger_budget_never_costs_more(seed: int, sharing: bool, more: float) -> None:
    problem = random_problem(seed, sharing=sharing)
    limits = replace(
        problem.limits, budget=problem.limits.budget + more, budget_total=problem.limits.budget_total + more
    )
    assert exact(replace(problem, limits=limits)).objective <= exact(problem).objective + 1e-6


@LAWS
@given(st.integers(0, 10**6), st.booleans(), st.integers(0, 2))
def test_one_more_offer_never_costs_more(seed: int, sharing: bool, which: int) -> None:
    problem = random_problem(seed, sharing=sharing)
    most = problem.offers.most.copy()
    most[which] = 0.0
    without = replace(problem, offers=replace(problem.offers, most=most))
    assert exact(problem).objective <= exact(without).objective + 1e-6


@LAWS
@given(st.integers(0, 10**6), st.booleans(), st.floats(0.3, 1.0))
def test_less_demand_never_costs_more(seed: int, sharing: bool, share: float) -> None:
    problem = random_problem(seed, sharing=sharing)
    less = replace(problem, required=problem.required * share)
    assert exact(less).objective <= exact(problem).objective + 1e-6


@LAWS
@given(st.integers(0, 10**6), st.floats(0, 30))
def test_with_shortage_first_a_larger_budget_never_costs_coverage(seed: int, more: float) -> None:
    problem = replace(random_problem(seed), shortage_first=True)
    larger = replace(problem, limits=replace(problem.limits, budget=problem.limits.budget + more))
    assert exact(larger).shortage_cost <= exact(problem).shortage_cost * (1 + 1e-5) + 1e-5


@LAWS
@given(st.integers(0, 10**6), st.booleans(), st.booleans())
def test_every_plan_keeps_the_rules_and_lies_above_its_bound(seed: int, sharing: bool, contract: bool) -> None:
    problem = random_problem(seed, sharing=sharing, contract=contract, months=4)
    relaxed = relaxation_bound(problem)
    for found in (quick_solution(problem), solve_hiring(problem)):
        assert not broken_rules(problem, found.starts, found.runs, found.volume)
        assert relaxed - 1e-6 <= found.bound <= found.objective
        again = evaluate(problem, found.starts, found.runs)
        assert again.objective == pytest.approx(found.objective)


# ---------------------------------------------------------------- rules that conflict


def lock(month: int, units: float = 1.0) -> np.ndarray:
    asked = np.zeros((1, 3))
    asked[0, month] = units
    return asked


NEEDED = [1.0, 1.0, 1.0]

CONFLICTS = {
    "a lock in a month of a freeze": (
        one_line(NEEDED, least_at=lock(1), frozen=lock(1).astype(bool)),
        {Family.FREEZE, Family.LOCKS},
    ),
    "payroll above the budget": (
        one_line(NEEDED, limits=free_limits(3, payroll=np.full(3, 9.0), budget=np.array([10.0, 8.0, 10.0]))),
        {Family.BUDGET},
    ),
    "a lock that the budget does not pay": (
        one_line(NEEDED, least_at=lock(1), limits=free_limits(3, budget=np.full(3, 6.5))),
        {Family.BUDGET, Family.LOCKS},
    ),
    "a lock that the whole budget does not pay": (
        one_line(NEEDED, least_at=lock(1), limits=free_limits(3, budget_total=12.0)),
        {Family.BUDGET_TOTAL, Family.LOCKS},
    ),
    "a lock above the openings": (
        one_line(NEEDED, least_at=lock(1, 2), opened_before=np.array([1]), limits=free_limits(3, openings=np.ones(3))),
        {Family.LOCKS, Family.RECRUITING},
    ),
    "locks that contradict each other": (
        one_line(NEEDED, least_at=lock(1, 2), most_at=np.ones((1, 3))),
        {Family.LOCKS},
    ),
    "a lock before the lead time": (one_line(NEEDED, least_at=lock(1), earliest=np.array([2])), {Family.LOCKS}),
    "a lock of more people than there are": (
        one_line(NEEDED, least_at=lock(1, 2), most=np.array([1.0])),
        {Family.LIMITS, Family.LOCKS},
    ),
    "a lock of more joiners than can be mentored": (
        one_line(
            NEEDED,
            least_at=lock(1, 2),
            mentoring=np.array([[1.0, 1.0, 0.0]]),
            limits=free_limits(3, mentors=np.ones(3)),
        ),
        {Family.LOCKS, Family.MENTORING},
    ),
    "a lock of more than a channel gives": (
        one_line(NEEDED, least_at=lock(1, 2), channel=np.array([0]), limits=free_limits(3, channel_most=np.ones(1))),
        {Family.CHANNELS, Family.LOCKS},
    ),
    "a contract locked against its commitment": (
        one_line(
            NEEDED, contracts=one_contract(3, running=lock(1).astype(bool), barred=(lock(0) + lock(2)).astype(bool))
        ),
        {Family.CONTRACTS, Family.LOCKS},
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_rules_that_conflict_are_named(name: str) -> None:
    problem, families = CONFLICTS[name]
    assert set(conflicting_families(problem)) == families
    for solve in (quick_solution, solve_hiring, relaxation_bound):
        with pytest.raises(InfeasiblePlan) as error:
            solve(problem)
        assert set(error.value.rules) == families


def test_where_there_is_a_plan_nothing_conflicts() -> None:
    assert conflicting_families(one_line(NEEDED)) == ()


def test_units_that_break_rules_are_not_worth_anything() -> None:
    problem = one_line(NEEDED, frozen=lock(1).astype(bool), limits=free_limits(3, budget=np.full(3, 8.0)))
    with pytest.raises(InfeasiblePlan) as error:
        evaluate(problem, lock(1, 2), np.zeros((0, 3), dtype=bool))
    assert set(error.value.rules) == {Family.BUDGET, Family.FREEZE}


# ---------------------------------------------------------------- limits of the search


def test_a_search_that_is_stopped_gives_a_plan_and_its_gap() -> None:
    problem = make_growth(9, 3, 24)
    found = solve_hiring(problem, gap=0.0, nodes=0, seconds=3.0)
    assert found.proof == Proof.STOPPED
    assert 0 < found.gap < 0.03
    assert not broken_rules(problem, found.starts, found.runs, found.volume)


def test_a_plan_to_begin_with_is_never_made_worse() -> None:
    problem = make_company(4, 9, tail=3)
    start = solve_hiring(problem, nodes=20, seconds=30)
    assert solve_hiring(problem, start=start, nodes=0, seconds=0.0).objective <= start.objective * (1 + 1e-9)


def test_equal_problems_have_equal_plans() -> None:
    problem = make_company(3, 9, tail=3)
    for solve in (quick_solution, lambda each: solve_hiring(each, nodes=5, seconds=60)):
        one, other = solve(problem), solve(problem)
        assert (one.starts == other.starts).all()
        assert (one.objective, one.bound) == (other.objective, other.bound)


def test_the_way_is_told() -> None:
    told: list[Progress] = []
    found = solve_hiring(make_company(3, 9, tail=3), gap=0.001, seconds=5.0, progress=told.append)
    assert told[-1].objective >= found.objective - 1e-6
    assert all(each.bound <= each.objective for each in told)
    assert [each.objective for each in told] == sorted((each.objective for each in told), reverse=True)


def test_the_quick_plan_is_near_the_bound() -> None:
    for budget in (1.0, 3.0):
        found = quick_solution(make_growth(9, 3, 24, budget))
        assert found.proof == Proof.QUICK
        assert found.gap < 0.02
    assert quick_solution(make_company(9, 12, tail=6)).gap < 0.06


def test_stocks_and_sums_over_past_starts_are_the_same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    for problem in (make_growth(5, 3, 12), make_company(4, 12, tail=6)):
        bounds = []
        for many in (0, 10**9):
            monkeypatch.setattr(hiring_profiles, "MANY", many)
            bounds.append(relaxation_bound(problem))
        assert bounds[0] == pytest.approx(bounds[1], rel=1e-6)


def test_a_plan_without_offers_is_all_short() -> None:
    offers = make_offers([0], [[1.0]], [[1.0]])
    none = {name: values[:0] for name, values in vars(offers).items() if values is not None}
    problem = make_problem([[2.0]], replace(offers, **none))
    for solve in (quick_solution, exact):
        # 2 FTE short at 10, half of them at 10 more.
        assert solve(problem).objective == pytest.approx(30.0)


# ---------------------------------------------------------------- programs made of arrays


def knapsack() -> tuple[SparseProgram, np.ndarray]:
    """The most value within a room of 10: 9 and 4 for a weight of 6 and 2, of 9, 7, 6, 5, 4 for 6, 5, 4, 3, 2."""
    program = SparseProgram()
    items = program.variables(5, cost=[-9, -7, -6, -5, -4], upper=1.0, whole=True)
    program.entries(program.rows("room", 1, upper=10.0), items, [6, 5, 4, 3, 2])
    return program, items


def test_a_program_of_arrays_is_solved() -> None:
    program, _ = knapsack()
    found = search(program, Search())
    assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, -16.0, pytest.approx(-16.0))
    relaxed = search(program, Search(whole=np.zeros(5, dtype=bool)))
    assert relaxed.objective < found.objective
    assert relaxed.duals[0] < 0


def test_values_to_start_with_are_kept_or_improved() -> None:
    program, _ = knapsack()
    start = np.array([1.0, 0.0, 1.0, 0.0, 0.0])
    assert search(program, Search(start=start, nodes=0)).objective <= -15.0


def test_a_program_without_values_says_so() -> None:
    program, items = knapsack()
    program.entries(program.rows("enough", 1, lower=21.0), items, [6, 5, 4, 3, 2])
    assert search(program, Search()).status == Status.INFEASIBLE
    assert search(program, Search(lower=np.ones(5), upper=np.zeros(5))).status == Status.INFEASIBLE
    assert program.broken(np.ones(5)) == ("enough", "room")


def test_nonsense_is_refused() -> None:
    program, items = knapsack()
    program.entries(program.rows("room", 1), items, math.nan)
    with pytest.raises(OrgPlannerError):
        search(program, Search())
    free = SparseProgram()
    free.variables(1, cost=-1.0)
    with pytest.raises(OrgPlannerError):
        search(free, Search())


def test_openings_before_the_first_month_do_not_exist() -> None:
    found = exact(one_line([1.0, 1.0, 1.0], opened_before=np.array([2])))
    assert found.starts[0, :2].tolist() == [0.0, 0.0]
    assert NONE not in found.starts
