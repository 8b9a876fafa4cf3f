"""The health of the team: load, work without cover, reactive hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.company import Absence, Company, Person, RoleShare, SourcingRule
from orgplanner.stages.health import Cover, Health, TeamLoad, assess_health, uncovered_share
from orgplanner.studies.workload import total_hours, work_parts
from tests.companies import DIGITAL, EXAMPLES, PHASES, company, example_plan, person, plan, segment
from tests.test_laws import companies, laws


def health_of(made: Plan) -> Health:
    return assess_health(made.inputs, made.forecast, made.demand, made.staffing, made.gaps)


def assessed(*roster: Person, in_phase: str = "maturity", **fields: object) -> tuple[Plan, Health]:
    """Return the health of a team with 160 accounts, none of them new."""
    made = plan(company(segment(160, revenue_per_account=10), roster=roster, **fields), in_phase)
    return made, health_of(made)


def row(made: Plan, role: str) -> int:
    return made.phase.role_ids.index(role)


def away(first: str, last: str) -> tuple[Absence, ...]:
    return (Absence(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last)),)


# ---------------------------------------------------------------- load


def test_the_load_of_a_role_is_required_fte_over_fte_held() -> None:
    made, health = assessed(person("a", "adoption"), person("b", "adoption", fte=0.5))
    adoption = row(made, "adoption")
    required = made.staffing.required_total[0, adoption]
    for month in range(12):
        assert health.today.role_load(adoption, month) == pytest.approx(required[month] / 1.5)


def test_the_load_of_a_person_is_that_of_the_roles_by_their_shares() -> None:
    both = Person(
        id="b", name="b", roles=(RoleShare(role="adoption", share=0.75), RoleShare(role="support", share=0.25))
    )
    made, health = assessed(person("a", "adoption"), both)
    loads = [health.today.role_load(row(made, role), 0) for role in ("adoption", "support")]
    assert loads[0] is not None
    assert loads[1] is not None
    assert health.today.person_load(0, 0) == pytest.approx(loads[0])
    assert health.today.person_load(1, 0) == pytest.approx(0.75 * loads[0] + 0.25 * loads[1])


def test_whoever_is_away_has_no_load_and_leaves_theirs_to_the_others() -> None:
    made, health = assessed(person("a", "adoption"), person("b", "adoption", absences=away("2027-02-01", "2027-02-28")))
    required = made.staffing.required_total[0, row(made, "adoption")]
    assert health.today.person_load(1, 1) is None
    assert health.today.person_load(0, 1) == pytest.approx(required[1])
    assert health.today.person_load(0, 2) == pytest.approx(required[2] / 2)
    assert not health.today.overloaded[1, 1]
    assert not health.today.under_used[1, 1]


def test_loads_above_and_below_the_limits_are_flagged() -> None:
    # 160 accounts keep several people in adoption busy; their 128 questions take 53 hours of two people in support.
    made, health = assessed(person("a", "adoption"), person("s", "support"), person("t", "support"))
    assert health.today.overloaded.tolist() == [[True] * 12, [False] * 12, [False] * 12]
    assert health.today.under_used.tolist() == [[False] * 12, [True] * 12, [True] * 12]
    assert health.today.tight_load == made.inputs.value("team.tight_load")[0]


def test_the_head_never_counts_as_under_used() -> None:
    _, health = assessed(person("h", "head"), person("s", "support", manager="h"), person("t", "support", manager="h"))
    load = health.today.person_load(0, 0)
    assert load is not None
    assert load < 0.5
    assert health.today.under_used[:, 0].tolist() == [False, True, True]


def test_a_role_that_nobody_holds_has_no_load_and_no_cover() -> None:
    made, health = assessed(person("a", "adoption"))
    support = row(made, "support")
    assert health.today.role_load(support, 0) is None
    assert health.today.no_cover[support].all()
    assert not health.today.no_cover[row(made, "adoption")].any()


def test_somebody_without_a_role_has_no_load_that_anybody_knows() -> None:
    _, health = assessed(person("a"))
    assert health.today.person_load(0, 0) is None
    assert not health.today.under_used.any()


def test_two_half_posts_share_the_load_of_their_position() -> None:
    roster = tuple(person(id, "adoption", fte=0.5) for id in ("a", "b"))
    made, health = assessed(*roster)
    (held,) = {a.position for a in made.gaps.assignments}
    now = (
        made.staffing.required_total[0, row(made, "adoption"), 0]
        / made.staffing.steady_total[0, row(made, "adoption"), 0]
    )
    assert {load.role for load in made.position(held).roles} == {"adoption"}
    for p in range(2):
        assert health.planned.person_load(p, 0) == pytest.approx(made.position(held).fte * now)


def test_the_colleague_on_a_light_position_takes_over_while_somebody_is_away() -> None:
    roster = (
        person("a", "support", fte=0.5),
        person("b", "support", fte=0.5, absences=away("2027-02-01", "2027-02-28")),
    )
    made, health = assessed(*roster)
    (held,) = {a.position for a in made.gaps.assignments}
    light = made.position(held)
    assert light.fte < 1
    month = health.planned.person_work[:, 1]
    growth = made.staffing.required_total[0, :, 1] / np.maximum(made.staffing.steady_total[0, :, 0], 1e-9)
    whole = sum(load.fte * growth[row(made, load.role)] for load in light.roles)
    assert month == pytest.approx([whole * min(1, 0.5 / light.fte), 0])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_load_on_a_full_position_is_that_of_the_position(name: str) -> None:
    made = example_plan(name)
    health = health_of(made)
    mean = made.staffing.required_total[0, :, made.staffing.month] / np.maximum(
        made.staffing.steady_total[0, :, made.staffing.month], 1e-9
    )
    for a in made.gaps.assignments:
        position = made.position(a.position)
        if a.share == 1 and position.on_team:
            load = health.planned.person_load(health.people.index(a.person), made.staffing.month)
            assert load == pytest.approx(sum(r.fte * mean[row(made, r.role)] for r in position.roles), abs=1e-6)


@laws
@given(companies(), st.sampled_from(PHASES))
def test_the_work_of_people_is_the_work_of_the_roles_that_they_hold(of: Company, name: str) -> None:
    made = plan(of, name)
    health = health_of(made)
    held = health.today.role_fte > 1e-9
    work = np.where(held, health.today.role_work, 0).sum(axis=0)
    listed = not any(rule.source in (SourceKind.SHARED, SourceKind.OUTSOURCER) for rule in of.sourcing.values())
    people = health.today.person_work.sum(axis=0)
    assert (people <= work + 1e-6).all()
    if listed and not any(rule for rule in of.sourcing.values()):
        assert people == pytest.approx(work, abs=1e-6)


@laws
@given(companies(), st.sampled_from(PHASES))
def test_every_number_is_finite_and_every_share_between_none_and_all(of: Company, name: str) -> None:
    health = health_of(plan(of, name))
    for team in (health.today, health.planned):
        for part in (team, team.cover):
            for field in fields(part):
                value = getattr(part, field.name)
                assert isinstance(value, Cover) or np.isfinite(value).all(), field.name
        assert ((team.uncovered >= 0) & (team.uncovered <= 1)).all()
        assert not (team.overloaded & team.under_used).any()
    assert (health.reactive_hours <= health.hours + 1e-6).all()


# ---------------------------------------------------------------- cover


def test_uncovered_is_what_nobody_holds() -> None:
    required, held = np.array([2.0, 2.0, 2.0, 0.0]), np.array([0.0, 1.5, 2.5, 0.0])
    assert uncovered_share(required, held).tolist() == [1, 0.25, 0, 0]


def test_accounts_without_cover_are_those_whose_adoption_work_has_nobody() -> None:
    made, health = assessed(person("a", "adoption"), person("s", "support"))
    missing = 1 - 1 / made.staffing.steady_total[0, row(made, "adoption"), 0]
    assert health.today.cover.accounts[0] == pytest.approx(160 * missing)
    assert health.today.cover.revenue[0] == pytest.approx(1600 * missing)
    assert not health.today.cover.onboarding.any()


def test_without_people_no_account_has_cover() -> None:
    made = plan(company(segment(160, new_accounts=4, revenue_per_account=10)), "maturity")
    health = health_of(made)
    for team in (health.today, health.planned):
        assert team.cover.accounts == pytest.approx(made.forecast.accounts[0])
        assert team.cover.revenue == pytest.approx(made.forecast.revenue[0])
        assert team.cover.onboarding == pytest.approx(made.forecast.onboarding[0])


def test_a_short_month_leaves_no_account_alone() -> None:
    open_team = plan(company(segment(160)), "maturity")
    roster = tuple(person(f"p{i}", p.main_role) for i, p in enumerate(open_team.team_positions))
    _, health = assessed(*roster)
    assert not health.planned.cover.accounts.any()
    assert (health.planned.person_work.std(axis=1) > 0).any()


def test_work_that_a_rule_gives_to_people_off_the_roster_has_cover() -> None:
    rule = {"support": SourcingRule(source=SourceKind.SHARED)}
    made, health = assessed(person("a", "adoption"), sourcing=rule)
    support = row(made, "support")
    assert health.today.role_load(support, 0) == pytest.approx(1)
    assert not health.today.uncovered[support].any()


# ---------------------------------------------------------------- reactive hours


def test_the_reactive_share_is_that_of_the_hours() -> None:
    made, health = assessed()
    support = row(made, "support")
    assert health.reactive_share(0, support) == pytest.approx(1)
    assert health.reactive_share(0, row(made, "onboarding")) is None
    assert health.reactive_share(0, row(made, "head")) == 0
    whole = total_hours(work_parts(made), 12)[0]
    assert health.reactive_share(0) == pytest.approx(whole.reactive / whole.hours)
    assert 0 < health.reactive_share(0, row(made, "adoption")) < 1


def test_more_questions_make_the_work_more_reactive() -> None:
    shares = []
    for tickets in (0.2, 2.0):
        made = plan(company(segment(160, model=DIGITAL, tickets_per_account=tickets)), "maturity")
        shares.append(health_of(made).reactive_share(0))
    assert shares[1] > shares[0]


def test_an_empty_company_has_a_health() -> None:
    made = plan(company(), "maturity")
    health = health_of(made)
    assert health.people == ()
    assert health.today.cover.accounts.shape == (0, 12)
    assert isinstance(health.planned, TeamLoad)
