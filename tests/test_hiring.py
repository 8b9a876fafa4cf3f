"""The hiring plan: its lines, ways and moves by hand, its money, its laws, and what it refuses."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pytest

from orgplanner.advice.figures import explain_operation, label_of, tell
from orgplanner.derivation.deriver import derive, published_hiring_ids, published_ids, reachable_ids
from orgplanner.derivation.operations import recompute
from orgplanner.errors import InfeasiblePlan, InputProblems, UnknownName, UnsoundPlan
from orgplanner.i18n import LANGUAGES, say
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.company import Absence, Budget, Company, Override, Person, SourcingRule
from orgplanner.records.hiring import Available, HiringOptions, Lock, MoveReason
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_conflicts import find_notes
from orgplanner.stages.hiring_lines import Lines, draw_lines, months_from
from orgplanner.stages.hiring_moves import find_moves
from orgplanner.stages.hiring_posing import pose_problem
from orgplanner.stages.hiring_problem import Family, HiringSolution, Proof
from orgplanner.stages.hiring_ways import Ways, find_ways
from orgplanner.stages.offers import monthly_attrition
from tests.companies import EXAMPLES, company, example_plan, person, plan, segment
from tests.everything import made

CSM, HEAD, SUPPORT = 541_667, 1_245_833, 400_833
ALONE = {"hiring.look_ahead": Override(value=0)}
"""No months behind the plan, so that small programs are solved at once."""


def team(*people: Person, accounts: float = 60, **fields: object) -> Company:
    """A company of one segment in which a head and the given people work."""
    return company(segment(accounts), roster=(person("h", "head"), *people), **{"assumptions": ALONE, **fields})


def parts_of(made_plan: Plan, tail: int = 0) -> tuple[Lines, Ways]:
    lines = draw_lines(made_plan.inputs, made_plan.staffing, made_plan.sourcing, made_plan.gaps, tail)
    return lines, find_ways(made_plan.inputs, made_plan.staffing, made_plan.sourcing, lines)


def with_starts(lines: Lines, ways: Ways, starts: dict[str, dict[int, float]]) -> HiringSolution:
    """A solution in which units of ways start by hand; contracts do not run, hours are not shared."""
    count, size = len(lines.months), len(lines.roles)
    table = np.zeros((len(ways.units), count))
    for row, way in enumerate(ways.units):
        for month, units in starts.get(f"{way.id}:{way.offer.runs if way.offer else ''}", {}).items():
            table[row, month] = units
    flows, volume = np.zeros((size, size, count)), np.zeros((len(ways.volumes), count))
    return HiringSolution(table, volume, volume > 0, flows, flows, np.zeros((size, count)), 0.0, 0.0, 0.0, Proof.QUICK)


# ---------------------------------------------------------------- lines


def test_a_line_asks_for_all_the_work_of_its_role() -> None:
    made_plan = plan(team(person("a", "high_touch")))
    lines, _ = parts_of(made_plan, tail=3)
    assert lines.months == months_from("2027-01", 15)
    row = lines.place_of("high_touch")
    place = made_plan.inputs.roles.index("high_touch")
    assert lines.required[row, :12].tolist() == made_plan.staffing.steady_total[0, place].tolist()
    assert set(lines.required[row, 12:]) == {lines.required[row, 11]}


def test_today_s_people_leave_as_expected_and_those_with_a_last_day_on_that_day() -> None:
    lines, _ = parts_of(plan(team(person("a", "high_touch"), person("b", "high_touch", planned_end="2027-03-31"))))
    names = [p.id for p in lines.people]
    stay = (1 - monthly_attrition(0.15)) ** np.arange(12)
    assert lines.given[names.index("a")] == pytest.approx(stay)
    assert lines.given[names.index("b")].tolist() == [1, 1, 1] + [0] * 9
    assert lines.cost[names.index("a")] == pytest.approx(CSM * stay)


def test_a_planned_leave_takes_the_hours_and_not_the_pay() -> None:
    away = Absence(first=dt.date(2027, 4, 1), last=dt.date(2027, 5, 31))
    lines, _ = parts_of(plan(team(person("a", "high_touch", absences=(away,)))))
    row = [p.id for p in lines.people].index("a")
    assert (lines.given[row] > 0).tolist() == [True] * 3 + [False] * 2 + [True] * 7
    assert lines.on_leave[row].tolist() == [0, 0, 0, 1, 1] + [0] * 7
    assert np.all(lines.cost[row] > 0)


def test_whoever_joins_later_ramps_first() -> None:
    lines, _ = parts_of(plan(team(person("a", "high_touch"), person("b", "high_touch", start="2027-03-01"))))
    row = [p.id for p in lines.people].index("b")
    stay = 1 - monthly_attrition(0.15)
    assert lines.given[row, :6].tolist() == pytest.approx([0, 0, 0, 0.5 * stay, 0.5 * stay**2, stay**3])


def test_a_rule_for_a_part_of_a_role_makes_a_line_of_its_own() -> None:
    rule = {"support": SourcingRule(source=SourceKind.OUTSOURCER, share=0.4, reason="nights")}
    lines, ways = parts_of(plan(team(person("a", "high_touch"), sourcing=rule), "expansion"))
    rows = [k for k, role in enumerate(lines.roles) if role == "support"]
    assert [lines.rules[k] for k in rows] == [SourceKind.OUTSOURCER, None]
    whole = lines.required[rows].sum(axis=0)
    assert lines.required[rows[0]] == pytest.approx(0.4 * whole)
    assert {w.source for w in ways.all if w.line == rows[0]} == {SourceKind.OUTSOURCER}


def test_what_another_department_does_by_rule_is_there_already() -> None:
    rule = {"low_touch": SourcingRule(source=SourceKind.SHARED)}
    lines, _ = parts_of(plan(team(person("a", "high_touch"), sourcing=rule)))
    row = lines.place_of("low_touch", SourceKind.SHARED)
    assert lines.in_post[row].tolist() == lines.required[row].tolist()


def test_a_team_without_people_asks_for_a_whole_head() -> None:
    lines, _ = parts_of(plan(company(segment(60))))
    assert lines.required[lines.place_of("head")].min() == 1
    assert lines.payroll.sum() == 0


# ---------------------------------------------------------------- ways


def test_only_what_the_phase_advises_is_considered() -> None:
    made_plan = plan(team(person("a", "high_touch"), accounts=200))
    lines, ways = parts_of(made_plan)
    advised = {a.source for a in made_plan.phase.role("high_touch").sources}
    row = lines.place_of("high_touch")
    assert SourceKind.CONTRACTOR not in advised
    assert all(w.offer.advice for w in ways.units if w.line == row and w.offer and w.kind is not MoveKind.TRAIN)
    assert "high_touch.contractor" in {o.id for o in ways.unadvised}


def test_a_company_may_look_beyond_the_advice() -> None:
    options = HiringOptions(follow_advice=False)
    _, ways = parts_of(plan(team(person("a", "high_touch"), accounts=200, hiring=options)))
    assert "high_touch.contractor" in {w.id for w in ways.units}
    assert ways.unadvised == ()


def test_the_company_s_own_rule_binds_even_against_the_advice() -> None:
    rule = {"high_touch": SourcingRule(source=SourceKind.CONTRACTOR, reason="a friend")}
    lines, ways = parts_of(plan(team(accounts=200, sourcing=rule)))
    sources = {w.source for w in ways.units if lines.roles[w.line] == "high_touch"}
    assert sources == {SourceKind.CONTRACTOR}


def test_an_unknown_price_is_left_out_and_told() -> None:
    _, ways = parts_of(plan(team(person("a", "high_touch", monthly_cost=5000), currency="EUR")))
    assert "high_touch.employee.agency" in {o.id for o in ways.unpriced}
    assert all(w.offer is None for w in ways.all)


def test_nothing_starts_before_approval_and_lead() -> None:
    # 14 days of approval and 4 months from opening to start: the fifth month at the earliest.
    _, ways = parts_of(plan(team(person("a", "high_touch"), accounts=200)))
    agency = next(w for w in ways.units if w.id == "high_touch.employee.agency")
    assert agency.earliest == 5
    at_once = {**ALONE, "hiring.approval_days": Override(value=1), "market.JP.time_to_fill": Override(value=2)}
    _, quick = parts_of(plan(team(person("a", "high_touch"), accounts=200, assumptions=at_once)))
    assert next(w for w in quick.units if w.id == "high_touch.employee.agency").earliest == 3


def test_people_of_the_company_are_released_only_where_it_allows_that() -> None:
    roster = person("a", "high_touch"), person("firm", "support", source="outsourcer")
    _, kept = parts_of(plan(team(*roster)))
    assert {w.source for w in kept.units if w.kind is MoveKind.RELEASE} == {SourceKind.OUTSOURCER}
    _, free = parts_of(plan(team(*roster, hiring=HiringOptions(may_release=True))))
    released = {id for w in free.units if w.kind is MoveKind.RELEASE for id in w.released}
    assert released == {"a", "firm"}


def test_mentoring_is_taken_off_once_while_somebody_learns() -> None:
    made_plan = plan(team(person("a", "high_touch"), accounts=200))
    _, ways = parts_of(made_plan)
    agency = next(w for w in ways.units if w.id == "high_touch.employee.agency")
    assert agency.offer is not None
    lost = agency.offer.coverage(12) - agency.coverage
    hours = made_plan.explain("staffing.steady_capacity[high_touch]").value
    assert lost.tolist() == pytest.approx([16 / hours] * 3 + [0] * 9)


def test_who_has_left_again_is_no_mentor() -> None:
    made_plan = plan(team(person("a", "high_touch"), accounts=200, hiring=HiringOptions(follow_advice=False)))
    lines, ways = parts_of(made_plan, tail=12)
    problem = pose_problem(made_plan.inputs, lines, ways)
    rows = [k for k, w in enumerate(ways.units) if w.id == "high_touch.fixed_term" and w.offer and w.offer.runs == 12]
    mentoring = problem.offers.mentoring[rows[0]]
    assert mentoring[3] == -0.5
    assert set(mentoring[12:]) == {0.0}


# ---------------------------------------------------------------- moves


def moves_by_hand(made_plan: Plan, starts: dict[str, dict[int, float]]) -> dict[str, object]:
    lines, ways = parts_of(made_plan)
    solution = with_starts(lines, ways, starts)
    moves = find_moves(made_plan.inputs, made_plan.staffing, lines, ways, solution)
    return {m.id: m for m in moves}


def test_the_dates_of_a_hire_follow_one_another() -> None:
    # A start on 1 July less 4 months (122 days) is 1 March; 14 days of approval; 58 days from offer to start.
    moves = moves_by_hand(plan(team(accounts=200)), {"high_touch.employee.agency:None": {6: 1}})
    dates = moves["high_touch.employee.agency.2027-07"].dates
    assert dates.start == dt.date(2027, 7, 1)
    assert dates.open_by == dates.start - dt.timedelta(days=122) == dt.date(2027, 3, 1)
    assert dates.decide_by == dt.date(2027, 2, 15)
    assert dates.offer_by == dt.date(2027, 5, 4)
    assert dates.productive_by == dt.date(2027, 10, 1)
    assert dates.end is None


@pytest.mark.parametrize(("start", "year"), [(1, 2027), (4, 2026)])
def test_the_decision_falls_into_a_fiscal_year(start: int, year: int) -> None:
    made_plan = plan(team(accounts=200, hiring=HiringOptions(fiscal_year_start=start)))
    moves = moves_by_hand(made_plan, {"high_touch.employee.agency:None": {6: 1}})
    assert moves["high_touch.employee.agency.2027-07"].dates.fiscal_year == year


def test_units_that_renew_one_another_are_one_move_and_set_up_is_paid_once() -> None:
    made_plan = plan(team(person("a", "high_touch"), accounts=400))
    lines, ways = parts_of(made_plan)
    started = {"support.contractor:3": {2: 2, 5: 1, 8: 1}}
    moves = moves_by_hand(made_plan, started)
    assert {id: (m.count, m.dates.end) for id, m in moves.items()} == {
        "support.contractor.2027-03": (1, dt.date(2027, 11, 30)),
        "support.contractor.2027-03.2": (1, dt.date(2027, 5, 31)),
    }
    told = ways.money(with_starts(lines, ways, started)).sum()
    assert sum(m.total_cost for m in moves.values()) == pytest.approx(told)


def test_growth_backfill_and_leave_cover_are_told_apart() -> None:
    away = Absence(first=dt.date(2027, 7, 1), last=dt.date(2027, 12, 31))
    hire = {"high_touch.employee.agency:None": {6: 1}}
    needed = plan(team(accounts=60)).staffing.steady_total[0, 0, 0]
    assert 1 < needed < 2
    roles = ("high_touch",)
    grows = moves_by_hand(plan(team(person("a", *roles))), hire)
    leaves = moves_by_hand(plan(team(person("a", *roles), person("b", *roles, planned_end="2027-05-31"))), hire)
    covers = moves_by_hand(plan(team(person("a", *roles), person("b", *roles, absences=(away,)))), hire)
    reasons = [moves["high_touch.employee.agency.2027-07"].reason for moves in (grows, leaves, covers)]
    assert reasons == [MoveReason.GROWTH, MoveReason.BACKFILL, MoveReason.LEAVE_COVER]


def test_a_release_is_a_saving_decided_before_its_notice() -> None:
    made_plan = plan(team(person("a", "high_touch"), person("firm", "support", source="outsourcer")))
    _, ways = parts_of(made_plan)
    release = next(w for w in ways.units if w.kind is MoveKind.RELEASE)
    moves = moves_by_hand(made_plan, {f"{release.id}:": {6: 1}})
    (move,) = moves.values()
    assert move.reason is MoveReason.SAVING
    assert move.total_cost < 0
    assert (move.dates.open_by - move.dates.decide_by).days == 14


# ---------------------------------------------------------------- whole plans


@cache
def quick(name: str) -> tuple[Plan, Hiring]:
    made_plan = example_plan(name)
    hiring = made_plan.hire(quick=True)
    made_plan.parts.hired.append(hiring)  # the figures of this plan, without waiting for the proof
    return made_plan, hiring


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_is_answered_with_dates_and_money(name: str) -> None:
    made_plan, hiring = quick(name)
    assert hiring.moves
    assert hiring.gap < 1
    for move in hiring.moves:
        dates = move.dates
        assert dates.decide_by <= dates.open_by <= (dates.offer_by or dates.open_by) <= dates.start
        assert dates.start <= dates.productive_by
        assert move.total_cost != 0 or move.kind is MoveKind.TRAIN
    assert sum(m.total_cost for m in hiring.moves) == pytest.approx(hiring.move_costs.sum())
    assert made_plan.explain("hiring.total_cost").value == pytest.approx(hiring.payroll.sum() + hiring.move_costs.sum())


@pytest.mark.parametrize("name", EXAMPLES)
def test_money_by_role_by_source_and_by_month_is_the_same_money(name: str) -> None:
    _, hiring = quick(name)
    levers = hiring.lines.levers[: len(hiring.months)]
    by_month = hiring.payroll + hiring.move_costs
    assert hiring.money_by_role.sum(axis=0) + levers == pytest.approx(by_month)
    assert sum(hiring.money_by_source.values()) + levers == pytest.approx(by_month)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_month_is_covered_or_reported(name: str) -> None:
    _, hiring = quick(name)
    assert np.all(hiring.shortage >= 0)
    assert np.all(hiring.covered + hiring.shortage >= hiring.required - 1e-9)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_figure_of_the_plan_recomputes_and_has_words(name: str) -> None:
    made_plan, _ = quick(name)
    built = {f.id: f for f in reachable_ids(made_plan.parts, published_hiring_ids(made_plan.parts))}
    for figure in built.values():
        assert recompute(figure) == pytest.approx(figure.value, rel=1e-9, abs=1e-9), figure.id
        assert figure.terms or figure.value == 0, figure.id
        for term in figure.terms:
            assert term.id not in built or term.value == pytest.approx(built[term.id].value), (figure.id, term.id)
    some = [f for f in built.values() if f.name.startswith("hiring.")][::7]
    for figure in some:
        for language in LANGUAGES:
            labels = [label_of(made_plan, id, language) for id in (figure.id, *(t.id for t in figure.terms))]
            assert not [text for text in labels if "_" in text or "{" in text], figure.id
            assert len(set(labels[1:])) == len(figure.terms), figure.id
            assert explain_operation(made_plan, figure, language).endswith(("。", "."))


def test_pages_that_show_no_hiring_do_not_wait_for_the_plan() -> None:
    parts = made("one_plan", "expansion").parts
    assert not any(id.startswith("hiring.") for id in published_ids(parts))
    assert parts.hiring_found() is None


@pytest.mark.parametrize(
    "wrong", ["hiring.move_cost[nothing.2027-01]", "hiring.one_off[support.gift]", "hiring.required[nobody,2026-12]"]
)
def test_a_figure_of_nothing_is_refused(wrong: str) -> None:
    made_plan, _ = quick("sou")
    with pytest.raises(UnknownName):
        derive(made_plan.parts, wrong)


def test_a_larger_budget_never_costs_coverage_where_the_shortage_comes_first() -> None:
    def missing(monthly: float) -> float:
        options = HiringOptions(shortage_first=True)
        made_plan = plan(team(person("a", "high_touch"), budget=Budget(monthly=monthly), hiring=options))
        hiring = made_plan.hire()
        assert np.all(hiring.payroll + hiring.move_costs <= monthly * (1 + 1e-6))
        return hiring.solution.shortage_cost

    tight, loose = missing(HEAD + CSM + 100_000), missing(HEAD + 3 * CSM)
    assert loose <= tight * 1.01 + 1


# ---------------------------------------------------------------- what cannot be kept


def problems_of(of: Company, in_phase: str = "launch") -> list[str]:
    with pytest.raises(InputProblems) as error:
        plan(of, in_phase).hire(quick=True)
    for language in LANGUAGES:
        for problem in error.value.problems:
            sentence = say(problem, language)
            assert problem.place in sentence
            assert "{" not in sentence
    return [problem.message for problem in error.value.problems]


def lock(month: str, count: int = 1, channel: str | None = "agency", terms: str = "employee", **more: object) -> Lock:
    return Lock(**{"role": "high_touch", "terms": terms, "channel": channel, "month": month, "count": count, **more})


def locked(*locks: Lock, **options: object) -> Company:
    return team(person("a", "high_touch"), accounts=200, hiring=HiringOptions(locks=locks, **options))


def test_a_budget_below_today_s_payroll_is_told_with_both_numbers() -> None:
    of = team(person("a", "high_touch"), budget=Budget(monthly=1_000_000))
    with pytest.raises(InputProblems) as error:
        plan(of).hire(quick=True)
    (problem,) = error.value.problems
    assert (problem.place, problem.message) == ("budget", "budget_below_payroll")
    sentence = say(problem, "en")
    assert "1,000,000" in sentence
    assert f"{HEAD + CSM:,}" in sentence
    assert "2027-01" in sentence
    assert "may_release" in sentence


def test_a_single_month_and_the_whole_may_be_too_small_as_well() -> None:
    month = Budget(monthly=9e6, by_month={"2027-04": 100_000})
    whole = Budget(monthly=9e6, total=5e6)
    assert problems_of(team(person("a", "high_touch"), budget=month)) == ["budget_below_payroll"]
    assert problems_of(team(person("a", "high_touch"), budget=whole)) == ["budget_total_below_payroll"]


def test_where_people_may_be_released_the_budget_is_measured_by_who_stays() -> None:
    of = team(person("a", "high_touch"), budget=Budget(monthly=1_000_000), hiring=HiringOptions(may_release=True))
    # The head alone costs more, and nobody can be released before the notice.
    assert problems_of(of) == ["budget_below_payroll_with_release"]


@pytest.mark.parametrize(
    ("locks", "options", "message"),
    [
        ([lock("2027-03")], {}, "lock_too_early"),
        ([lock("2029-01")], {}, "lock_outside_plan"),
        ([lock("2027-07", terms="wizardry", channel=None)], {}, "lock_of_no_offer"),
        ([lock("2027-07", terms="contractor", channel=None, runs=3)], {}, "lock_of_no_offer"),
        ([lock("2027-07")], {"freeze": ("2027-07",)}, "lock_in_freeze"),
        ([lock("2027-07")], {"freeze": ("2027-03",)}, "lock_opened_in_freeze"),
        ([lock("2027-07", count=4)], {}, "locks_above_openings"),
        ([lock("2027-07", count=2), lock("2027-07", count=2, channel="advertisement")], {}, "locks_above_openings"),
        ([lock("2027-07", count=3, channel="referral")], {}, "locks_above_channel"),
        ([lock("2027-07", count=9, terms="transfer", channel=None)], {}, "lock_above_most"),
    ],
)
def test_a_lock_that_no_plan_can_keep_is_told(locks: list[Lock], options: dict[str, object], message: str) -> None:
    assert message in problems_of(locked(*locks, **options))


def test_a_lock_against_the_commitment_of_another_is_told() -> None:
    support = {"role": "support", "channel": None, "terms": "outsourcer_ticket"}
    locks = lock("2027-05", **support), lock("2027-07", 0, **support)
    of = team(person("a", "onboarding"), accounts=900, hiring=HiringOptions(locks=locks))
    assert problems_of(of, "expansion") == ["lock_bars_running"]


def test_two_locks_on_one_start_with_different_counts_are_no_record() -> None:
    with pytest.raises(ValueError, match="locks_contradict"):
        HiringOptions(locks=(lock("2027-07", 1), lock("2027-07", 2)))


def test_a_lock_is_kept_and_told() -> None:
    hiring = plan(locked(lock("2027-08"))).hire(quick=True)
    (move,) = [m for m in hiring.moves if m.month == "2027-08" and m.channel == "agency" and m.role == "high_touch"]
    assert (move.count, move.locked, move.reason) == (1, True, MoveReason.LOCKED)


def test_locked_joiners_whom_nobody_can_mentor_are_a_conflict_of_locks_and_mentoring() -> None:
    with pytest.raises(InfeasiblePlan) as error:
        plan(locked(lock("2027-08", 2))).hire(quick=True)
    assert set(error.value.rules) == {"locks", "mentoring"}


def test_limits_that_conflict_are_named_with_what_mends_them() -> None:
    error = InfeasiblePlan((Family.BUDGET, Family.LOCKS))
    assert "budget" in tell(error, "en")
    assert "Raise the budget" in tell(error, "en")
    assert "予算" in tell(error, "ja")
    for family in Family:
        for language in LANGUAGES:
            assert family.value not in tell(InfeasiblePlan((family,)), "ja")
            assert tell(InfeasiblePlan((family,)), language).endswith(("。", "."))


def test_locked_hires_beyond_the_budget_are_a_conflict_of_locks_and_budget() -> None:
    of = locked(lock("2027-07", 3))
    tight = Company(**{**dict(of), "budget": Budget(monthly=HEAD + CSM + 50_000)})
    with pytest.raises(InfeasiblePlan) as error:
        plan(tight).hire(quick=True)
    assert set(error.value.rules) == {"budget", "locks"}


def test_a_plan_that_fails_its_check_is_no_fault_of_the_user() -> None:
    assert "fault of the program" in tell(UnsoundPlan(("coverage", "dates")), "en")
    assert "不具合" in tell(UnsoundPlan(("coverage",)), "ja")


# ---------------------------------------------------------------- what is allowed but told


def notes_of(of: Company, in_phase: str = "launch") -> dict[str, str]:
    made_plan = plan(of, in_phase)
    lines, ways = parts_of(made_plan)
    found = find_notes(made_plan.inputs, lines, ways)
    assert all("{" not in say(note, language) for note in found for language in LANGUAGES)
    return {note.message: say(note, "en") for note in found}


def test_a_price_of_zero_is_allowed_and_told() -> None:
    free = team(person("a", "high_touch"), assumptions={"source.contractor.price": Override(value=0)})
    assert "source.contractor.price" in notes_of(free)["price_is_zero"]


def test_a_minimum_above_the_work_tells_what_is_paid_for_nothing() -> None:
    few = team(
        person("a", "onboarding"), accounts=20, assumptions={"source.outsourcer_ticket.minimum": Override(value=300)}
    )
    assert "for nothing" in notes_of(few, "expansion")["minimum_above_demand"]


def test_people_gone_before_the_plan_are_told_and_count_for_nothing() -> None:
    gone = team(person("a", "high_touch"), person("b", "high_touch", planned_end="2026-11-30"))
    assert "2026-11-30" in notes_of(gone)["left_before_plan"]
    lines, _ = parts_of(plan(gone))
    assert [lines.given[k].sum() for k, p in enumerate(lines.people) if p.id == "b"] in ([], [0.0])


def test_people_named_for_a_transfer_may_come() -> None:
    named = HiringOptions(available=(Available(role="high_touch", terms="transfer", people=2),))
    _, ways = parts_of(plan(team(person("a", "high_touch"), accounts=200, hiring=named)))
    assert next(w.most for w in ways.units if w.id == "high_touch.transfer") == 2
