"""Where the hours come from, what becomes of paid hours, who waits and who is overloaded."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from orgplanner.plan import Plan
from orgplanner.records.channel import LiveChannel
from orgplanner.records.company import Absence
from orgplanner.records.lever import Lever
from orgplanner.studies.capacity_chain import StepKind, capacity_chains
from orgplanner.studies.queues import queues
from orgplanner.studies.support import channel_months, support_desks
from orgplanner.studies.team_load import LoadState, Team, team_loads
from orgplanner.studies.workload import Split, WorkKind, split_hours, total_hours, work_parts
from tests.companies import EXAMPLES, company, example_plan, person, plan, segment

PHONE = LiveChannel(id="phone", kind="phone", contacts=900, profile="business_hours_japan")

COUNTED_BY_PEOPLE = (WorkKind.TASKS, WorkKind.LEADING)


def plan_with_everything() -> Plan:
    return plan(
        company(
            segment(60, new_accounts=5, upsell_target=0.2, revenue_per_account=100_000),
            segment(300, id="many", model="one_to_many"),
            roster=(person("a", "head"), person("b", "high_touch"), person("c", "support")),
            channels=(PHONE,),
            levers=(Lever(id="pages", kind="help_pages", effect=0.2),),
            support_backlog=50,
        )
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_parts_of_each_role_sum_to_its_hours_of_demand(example: str):
    assert_parts_sum(example_plan(example))


def test_the_parts_sum_with_live_channels_levers_and_a_backlog_too():
    assert_parts_sum(plan_with_everything())


def assert_parts_sum(of: Plan) -> None:
    parts = work_parts(of)
    for row, role in enumerate(of.inputs.roles):
        mine = [p.hours for p in parts if p.role == role and p.kind not in COUNTED_BY_PEOPLE]
        assert np.sum(mine, axis=0) == pytest.approx(of.demand.hours[0, row]), role
        reactive = [p.hours for p in parts if p.role == role and p.reactive]
        assert np.sum(reactive, axis=0) == pytest.approx(of.demand.reactive_hours[0, row]), role


@pytest.mark.parametrize("by", list(Split))
def test_every_split_has_the_same_hours(by: Split):
    of = plan_with_everything()
    parts = work_parts(of)
    whole = total_hours(parts, len(of.months))[3]
    slices = split_hours(parts, by, 3)
    assert sum(s.hours for s in slices) == pytest.approx(whole.hours)
    assert sum(s.reactive for s in slices) == pytest.approx(whole.reactive)
    assert [s.hours for s in slices] == sorted((s.hours for s in slices), reverse=True)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_part_opens(example: str):
    of = example_plan(example)
    for part in work_parts(of):
        assert of.explain(part.figure_of(of.month)).id == part.figure_of(of.month)


def test_no_work_is_no_share_rather_than_none_of_it():
    assert total_hours((), 1)[0].reactive_share is None


def test_the_chain_of_account_work_falls_from_1935_to_1183_hours():
    chain = next(c for c in capacity_chains(example_plan("sou")) if c.profile.id == "account")
    assert chain.level(StepKind.PAID) == pytest.approx(1935, abs=0.5)
    assert chain.level(StepKind.EFFECTIVE) == pytest.approx(1183, abs=0.5)
    assert sum(s.kind is StepKind.INTERNAL for s in chain.steps) == 4


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_steps_of_every_chain_lead_from_level_to_level(example: str):
    of = example_plan(example)
    chains = capacity_chains(of)
    assert {role for c in chains for role in c.roles} == set(of.phase.role_ids)
    for chain in chains:
        left = 0.0
        for step, start in zip(chain.steps, chain.starts, strict=True):
            if step.kind is StepKind.PAID:
                left = step.hours
            elif step.is_level:
                assert step.hours == pytest.approx(left), (chain.profile.id, step.kind)
            else:
                left -= step.hours
                assert start == pytest.approx(left)
            of.explain(step.figure)
        role = of.inputs.roles.index(chain.roles[0])
        assert chain.monthly == pytest.approx(of.staffing.steady_capacity[0, role])


def test_queues_tell_what_the_stage_tells():
    of = example_plan("sou")
    today = queues(of)[Team.TODAY]
    assert today.waiting == pytest.approx(of.waiting.today.onboarding.waiting[0].sum(axis=0))
    assert today.questions.backlog == pytest.approx(of.waiting.today.tickets.backlog[0])


def test_a_company_without_new_accounts_has_nobody_to_wait():
    of = plan(company(segment(40)))
    assert queues(of)[Team.TODAY].onboarding == ()
    assert queues(of)[Team.TODAY].waiting == ()


def test_a_role_without_people_has_no_load_rather_than_none():
    of = plan(company(segment(40), roster=(person("a", "head"),)))
    roles = {r.role: r for r in team_loads(of)[Team.TODAY].roles[0]}
    assert roles["high_touch"].load is None
    assert roles["high_touch"].state is LoadState.NOBODY


def test_somebody_on_leave_is_away_and_comes_back():
    away = Absence(first=dt.date(2027, 2, 1), last=dt.date(2027, 3, 31))
    of = plan(company(segment(40), roster=(person("a", "high_touch", absences=(away,)), person("b", "high_touch"))))
    states = team_loads(of)[Team.TODAY].people[0].states
    assert [s is LoadState.AWAY for s in states[:4]] == [False, True, True, False]


def test_a_head_is_not_called_under_used():
    of = plan(company(segment(40), roster=(person("a", "head"), person("b", "high_touch"))))
    loads = team_loads(of)[Team.TODAY]
    assert loads.people[0].states[0] is LoadState.NOT_SIZED
    assert next(r for r in loads.roles[0] if r.role == "head").state is LoadState.NOT_SIZED


def test_revenue_without_cover_is_not_known_where_the_price_is_not():
    of = plan(company(segment(80), roster=(person("a", "head"),)))
    loads = team_loads(of)[Team.TODAY]
    assert loads.uncovered_accounts(0) == pytest.approx(80)
    assert loads.uncovered_revenue(0) is None


def test_the_hours_on_the_desk_are_used_up():
    of = plan_with_everything()
    (months,) = channel_months(of)
    used = np.sum([months.talk_hours, months.answering_hours, months.idle_hours], axis=0)
    assert used == pytest.approx(months.rostered_hours)
    assert sum(months.answering_hours) > 0


def test_the_busiest_interval_keeps_its_target_and_one_agent_fewer_does_not():
    (desk,) = support_desks(plan_with_everything())
    curve = desk.curve
    at = curve.agents.tolist().index(curve.required)
    kept = (curve.level >= curve.target) & (curve.occupancy <= curve.max_occupancy)
    assert kept[at]
    assert not kept[at - 1]
    assert desk.busiest_bound.value in {"service_level", "occupancy"}
