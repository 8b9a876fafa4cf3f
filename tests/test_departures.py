"""What happens if somebody leaves or is on a planned leave."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
import pytest
from hypothesis import given

from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.company import Absence, Company, Person
from orgplanner.studies.departures import absences, departure, departures
from tests.companies import EXAMPLES, company, example_plan, person, plan, segment
from tests.test_laws import companies, laws


def team(*roster: Person, accounts: float = 160) -> Plan:
    return plan(company(segment(accounts, revenue_per_account=10), roster=roster), "maturity")


def away(first: str, last: str) -> tuple[Absence, ...]:
    return (Absence(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last)),)


def row(made: Plan, role: str) -> int:
    return made.phase.role_ids.index(role)


def test_whoever_leaves_takes_the_work_of_the_position_along() -> None:
    made = team(person("a", "adoption"), person("b", "adoption"))
    (assigned,) = (a for a in made.gaps.assignments if a.person == "a")
    position = made.position(assigned.position)
    found = departure(made, "a")
    assert (found.month, found.part) == ("2027-01", 1)
    assert [p.position for p in found.positions] == [position.id]
    assert {r.role: r.fte for r in found.roles} == pytest.approx({r.role: r.fte for r in position.roles})
    (lost,) = (r for r in found.roles if r.role == "adoption")
    assert lost.hours == pytest.approx(lost.fte * made.staffing.steady_capacity[0, row(made, "adoption")])


def test_accounts_and_revenue_go_by_the_share_of_the_adoption_work() -> None:
    made = team(person("a", "adoption"))
    found = departure(made, "a")
    share = (
        made.position(found.positions[0].position).share_of("adoption")
        / made.staffing.steady_total[0, row(made, "adoption"), 0]
    )
    assert found.accounts == pytest.approx(160 * share)
    assert found.revenue == pytest.approx(1600 * share)
    assert [s.segment for s in found.segments] == ["all"]


def test_the_others_take_over_at_a_higher_load() -> None:
    made = team(person("a", "adoption"), person("b", "adoption"))
    (lost,) = (r for r in departure(made, "a").roles if r.role == "adoption")
    assert lost.load is not None
    assert lost.load_without == pytest.approx(2 * lost.load)


def test_nobody_takes_over_what_one_person_alone_holds() -> None:
    made = team(person("s", "support"), person("a", "adoption"))
    found = departure(made, "s")
    (lost,) = (r for r in found.roles if r.role == "support")
    assert lost.load_without is None
    assert found.undone_fte == pytest.approx(found.fte)


def test_two_who_share_a_light_position_can_replace_each_other() -> None:
    # Support of 160 accounts is about 0.6 FTE: the one who stays carries 0.5 of it.
    made = team(person("s", "support", fte=0.5), person("t", "support", fte=0.5))
    (held,) = {a.position for a in made.gaps.assignments}
    light = made.position(held)
    assert 0.5 < light.fte < 1
    assert departure(made, "s").fte == pytest.approx(light.fte - 0.5)


def test_whoever_has_the_role_or_its_skills_could_stand_in() -> None:
    asked = {s.skill: s.level for s in team().phase.role("support").skills}
    roster = (
        person("s", "support"),
        person("able", "systems", skills=asked),
        person("new", "systems"),
        person("later", "support", start="2027-06-01"),
        person("other", "support", out_of_scope=True),
    )
    found = departure(team(*roster), "s")
    assert [p.stand_ins for p in found.positions if p.position.startswith("support")] == [("able",)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_positions_that_one_person_alone_could_hold_are_those_of_the_gaps(name: str) -> None:
    made = example_plan(name)
    on_team = {p.id for p in made.team_positions}
    lone = {(position, d.person) for d in departures(made) for position in d.lone_positions if position in on_team}
    assert lone == set(made.gaps.single_holders)


def test_skills_that_nobody_else_has_are_named() -> None:
    roster = (
        person("a", "adoption", skills={"product_knowledge": 3, "expansion_sales": 2, "empathy": 1}),
        person("b", "adoption", skills={"product_knowledge": 2, "expansion_sales": 1}),
        person("c", "adoption", skills={"expansion_sales": 4}, out_of_scope=True),
    )
    assert departure(team(*roster), "a").lone_skills == ("expansion_sales",)
    assert departure(team(*roster), "b").lone_skills == ()


def test_reports_are_left_without_a_manager() -> None:
    made = team(person("h", "head"), person("a", "adoption", manager="h"), person("b", "adoption", manager="h"))
    assert departure(made, "h").reports == ("a", "b")
    assert departure(made, "a").reports == ()


def test_somebody_who_holds_no_position_takes_nothing_along() -> None:
    found = departure(team(person("x")), "x")
    assert (found.fte, found.accounts, found.undone_fte, found.positions) == (0, 0, 0, ())


def test_whoever_starts_later_takes_nothing_along_before() -> None:
    made = team(person("a", "adoption", start="2027-04-01"))
    assert departure(made, "a").fte == 0
    assert departure(made, "a", "2027-04").fte > 0
    assert departures(made) == ()


def test_an_unknown_person_or_month_is_refused() -> None:
    made = team(person("a", "adoption"))
    with pytest.raises(UnknownName):
        departure(made, "b")
    with pytest.raises(UnknownName):
        departure(made, "a", "2030-01")


# ---------------------------------------------------------------- planned leaves


def test_a_leave_of_half_a_month_loses_what_half_a_post_cannot_carry() -> None:
    # Two of February's four weeks.
    made = team(person("a", "adoption", absences=away("2027-02-01", "2027-02-12")), person("b", "adoption"))
    (found,) = absences(made)
    assert (found.person, found.month, found.part) == ("a", "2027-02", 0.5)
    assert found.fte == pytest.approx(made.position(found.positions[0].position).fte - 0.5)
    assert found.positions == departure(made, "a").positions


def test_a_leave_is_told_month_by_month() -> None:
    made = team(
        person("b", "support"),
        person("a", "adoption", absences=away("2027-03-29", "2027-05-07")),
    )
    assert [(d.person, d.month) for d in absences(made)] == [("a", "2027-03"), ("a", "2027-04"), ("a", "2027-05")]
    assert [d.part for d in absences(made)] == pytest.approx([3 / 23, 1, 5 / 21])


def test_two_leaves_at_once_are_each_told_against_the_other() -> None:
    both = tuple(person(id, "support", fte=0.5, absences=away("2027-02-01", "2027-02-28")) for id in ("s", "t"))
    made = team(*both)
    found = absences(made)
    light = made.position(found[0].positions[0].position)
    assert [d.person for d in found] == ["s", "t"]
    for each in found:
        assert each.fte == pytest.approx(0.5)
        assert each.fte < light.fte


def test_a_leave_outside_the_plan_and_one_after_the_last_day_do_nothing() -> None:
    roster = (
        person("a", "adoption", absences=away("2026-01-01", "2026-12-31")),
        person("b", "adoption", planned_end="2027-02-28", absences=away("2027-03-01", "2027-03-31")),
        person("c", "adoption", out_of_scope=True, absences=away("2027-03-01", "2027-03-31")),
    )
    assert absences(team(*roster)) == ()


# ---------------------------------------------------------------- everybody


def test_the_gravest_departure_comes_first() -> None:
    made = team(person("s", "support"), *(person(f"a{i}", "adoption") for i in range(3)), person("x"))
    found = departures(made)
    assert {d.person for d in found} == {"s", "a0", "a1", "a2", "x"}
    assert [d.undone_fte for d in found] == sorted((d.undone_fte for d in found), reverse=True)
    assert found[-1].person == "x"


@pytest.mark.parametrize("name", EXAMPLES)
def test_where_nobody_shares_a_position_the_losses_sum_to_what_is_held(name: str) -> None:
    made = example_plan(name)
    seats = [a.position for a in made.gaps.assignments]
    if len(set(seats)) == len(seats):
        lost = sum(d.fte for d in departures(made))
        assert lost == pytest.approx(made.gaps.held_fte[:, made.staffing.month].sum())


@laws
@given(companies())
def test_nobody_carries_more_than_there_is(of: Company) -> None:
    made = plan(of, "expansion")
    found = departures(made)
    month = made.staffing.month
    assert sum(d.fte for d in found) <= made.gaps.held_fte[:, month].sum() + 1e-6
    assert sum(d.accounts for d in found) <= made.forecast.accounts[0, :, month].sum() + 1e-6
    for each in found:
        assert -1e-9 <= each.undone_fte <= each.fte + 1e-9
        assert each == departure(made, each.person)


def test_an_empty_team_has_no_departures() -> None:
    assert departures(team()) == ()
    assert absences(team()) == ()


def test_a_thousand_people_take_seconds() -> None:
    roles = ("adoption", "onboarding", "support", "account_expansion")
    skills = [{"product_knowledge": level} for level in range(5)]
    roster = tuple(
        person(f"p{i}", roles[i % 4], manager=f"p{i // 8}" if i else None, skills=skills[i % 5]) for i in range(1000)
    )
    made = team(*roster, accounts=8000)
    start = time.perf_counter()
    assert len(departures(made)) == len(roster)
    assert time.perf_counter() - start < 3


def test_the_same_plan_gives_the_same_answer() -> None:
    made = example_plan("hoshi")
    assert departures(made) == departures(made)
    assert np.isfinite([d.hours for d in departures(made)]).all()
