"""The check of a hiring plan finds every rule that is broken, and nothing in a sound one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from orgplanner.errors import UnsoundPlan
from orgplanner.plan import Plan
from orgplanner.records.company import Budget, Company, Override
from orgplanner.records.hiring import HiringOptions, Lock, Move, MoveDates
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages import hiring_check
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_check import RULES, check_hiring, checked_hiring
from orgplanner.stages.inputs import Inputs, gather_inputs
from tests.companies import EXAMPLES, company, example_plan, person, phase, plan, segment

ALONE = {"hiring.look_ahead": Override(value=0)}
TEAM = company(
    segment(200), roster=(person("h", "head"), person("a", "high_touch"), person("s", "support")), assumptions=ALONE
)


@cache
def sound() -> tuple[Plan, Hiring]:
    """A quick plan of a team that is short of people."""
    made = plan(TEAM)
    return made, made.hire(quick=True)


def with_starts(change: Callable[[Hiring, np.ndarray], None]) -> Hiring:
    """The plan with other starts."""
    _, hiring = sound()
    starts = hiring.solution.starts.copy()
    change(hiring, starts)
    return replace(hiring, solution=replace(hiring.solution, starts=starts))


def row_of(hiring: Hiring, id: str) -> int:
    return next(k for k, way in enumerate(hiring.ways.units) if way.id == id)


def inputs_with(**changes: object) -> Inputs:
    """The inputs of the same company under other rules."""
    return gather_inputs(Company(**{**dict(TEAM), **changes}), phase("launch"))


def broken(hiring: Hiring, inputs: Inputs | None = None) -> set[str]:
    return set(check_hiring(hiring, inputs or sound()[0].inputs))


def test_a_plan_that_was_found_is_sound() -> None:
    made, hiring = sound()
    assert hiring.moves
    assert check_hiring(hiring, made.inputs) == ()


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_plans_of_the_examples_are_sound(name: str) -> None:
    made = example_plan(name)
    assert check_hiring(made.hire(quick=True), made.inputs) == ()


def test_a_shortage_that_is_not_told_is_found() -> None:
    _, hiring = sound()
    assert broken(replace(hiring, solution=replace(hiring.solution, shortage=0 * hiring.solution.shortage))) == {
        "coverage"
    }


def test_hours_that_nobody_has_are_found() -> None:
    _, hiring = sound()
    shared = hiring.solution.shared.copy()
    shared[0, 1, 3] += 5
    assert "sharing" in broken(replace(hiring, solution=replace(hiring.solution, shared=shared)))


def test_hours_between_roles_that_may_not_be_combined_are_found() -> None:
    _, hiring = sound()
    giver, taker = np.argwhere(~hiring.problem.may_share & ~np.eye(hiring.problem.lines, dtype=bool))[0]
    shared = 0 * hiring.solution.shared
    shared[giver, taker, 0] = 1e-3
    assert "sharing" in broken(replace(hiring, solution=replace(hiring.solution, shared=shared)))


def test_a_person_who_gives_more_than_the_post_is_found() -> None:
    _, hiring = sound()
    given = hiring.lines.given.copy()
    given[0, 0] = 1.5
    assert "shares_of_a_person" in broken(replace(hiring, lines=replace(hiring.lines, given=given)))


def test_half_a_person_is_found() -> None:
    def halve(hiring: Hiring, starts: np.ndarray) -> None:
        starts[row_of(hiring, "high_touch.employee.agency"), 8] += 0.5

    assert "whole_units" in broken(with_starts(halve))


def test_a_start_before_its_lead_is_found() -> None:
    def hurry(hiring: Hiring, starts: np.ndarray) -> None:
        starts[row_of(hiring, "high_touch.employee.agency"), 1] = 1

    assert {"lead_time", "moves", "money"} <= broken(with_starts(hurry))


def test_more_openings_than_recruiting_can_open_are_found() -> None:
    def crowd(hiring: Hiring, starts: np.ndarray) -> None:
        starts[row_of(hiring, "high_touch.employee.agency"), 8] = 13

    assert {"recruiting", "channels", "mentoring"} <= broken(with_starts(crowd))


def test_more_people_than_a_department_lends_are_found() -> None:
    def borrow(hiring: Hiring, starts: np.ndarray) -> None:
        starts[row_of(hiring, "high_touch.transfer"), 8] = 9

    assert {"limits", "channels"} <= broken(with_starts(borrow))


@pytest.mark.parametrize("month", ["2027-09", "2027-05"])
def test_a_hire_in_a_freeze_is_found(month: str) -> None:
    # A start in September asks for an opening in May.
    def hire(hiring: Hiring, starts: np.ndarray) -> None:
        starts[row_of(hiring, "high_touch.employee.agency"), 8] = 1

    hired = with_starts(hire)
    assert "freeze" in broken(hired, inputs_with(hiring=HiringOptions(freeze=(month,))))
    assert "freeze" not in broken(hired, inputs_with(hiring=HiringOptions(freeze=("2027-06",))))


def test_a_lock_that_is_not_kept_is_found() -> None:
    lock = Lock(role="high_touch", terms="employee", channel="agency", month="2027-12", count=3)
    assert broken(sound()[1], inputs_with(hiring=HiringOptions(locks=(lock,)))) == {"locks"}


def test_money_beyond_the_budget_is_found() -> None:
    _, hiring = sound()
    month = float((hiring.payroll + hiring.move_costs).max()) - 1000
    whole = float((hiring.payroll + hiring.move_costs).sum()) - 1000
    assert broken(hiring, inputs_with(budget=Budget(monthly=month))) == {"budget"}
    assert broken(hiring, inputs_with(budget=Budget(monthly=month + 2000, total=whole))) == {"budget_total"}


def test_a_release_that_the_company_does_not_allow_is_found() -> None:
    free = Company(**{**dict(TEAM), "hiring": HiringOptions(may_release=True), "segments": (segment(5),)})
    made = plan(free)
    hiring = made.hire(quick=True)
    row = next(k for k, way in enumerate(hiring.ways.units) if way.kind is MoveKind.RELEASE)
    starts = hiring.solution.starts.copy()
    starts[row, 8] = 1
    changed = replace(hiring, solution=replace(hiring.solution, starts=starts))
    assert "release" in set(check_hiring(changed, inputs_with()))


def test_money_that_is_told_wrong_is_found() -> None:
    _, hiring = sound()
    assert broken(replace(hiring, solution=replace(hiring.solution, money=hiring.solution.money * 1.01))) == {"money"}


def test_a_move_that_is_missing_or_told_twice_is_found() -> None:
    _, hiring = sound()
    assert "moves" in broken(replace(hiring, moves=(*hiring.moves, hiring.moves[0])))
    assert {"moves", "money"} & broken(replace(hiring, moves=hiring.moves[1:]))


def test_dates_out_of_order_are_found() -> None:
    _, hiring = sound()
    first = hiring.moves[0]
    late = MoveDates(**{**dict(first.dates), "decide_by": first.dates.start + dt.timedelta(days=1)})
    moves = (Move(**{**dict(first), "dates": late}), *hiring.moves[1:])
    assert broken(replace(hiring, moves=moves)) == {"dates"}


def test_a_contract_below_its_minimum_or_commitment_is_found() -> None:
    outside = company(
        segment(900),
        roster=(person("h", "head"), person("a", "onboarding")),
        sourcing={"support": {"source": "outsourcer"}},
        assumptions=ALONE,
    )
    made = plan(outside, "expansion")
    hiring = made.hire(quick=True)
    runs, volume = np.zeros_like(hiring.solution.runs), np.zeros_like(hiring.solution.volume)
    runs[0, 8] = True
    changed = replace(hiring, solution=replace(hiring.solution, runs=runs, volume=volume))
    assert "contracts" in set(check_hiring(changed, made.inputs))
    runs = runs.copy()
    runs[0] = True
    early = replace(hiring, solution=replace(hiring.solution, runs=runs, volume=volume + 1))
    assert "lead_time" in set(check_hiring(early, made.inputs))


def test_a_plan_that_breaks_a_rule_never_reaches_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = sound()
    monkeypatch.setitem(RULES, "dates", lambda book: False)
    monkeypatch.setattr(hiring_check, "plan_hiring", lambda *_, **__: sound()[1])
    with pytest.raises(UnsoundPlan, match="dates"):
        checked_hiring(made.inputs, made.staffing, made.sourcing, made.gaps)
