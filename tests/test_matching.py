"""People on posts that are not full ones, and the proof that no assignment fits better."""

from __future__ import annotations

import pytest

from orgplanner.plan import Plan
from orgplanner.records.change import SetAssumption, SetOptions, apply
from orgplanner.records.chart import Chart, ChartNode
from orgplanner.records.company import Person
from orgplanner.records.position import Position, RoleLoad
from orgplanner.stages.cost import missing_posts
from orgplanner.stages.inputs import gather_inputs
from orgplanner.stages.matching import assign_people
from orgplanner.stages.orgchart import OrgCharts, chart_of_today
from orgplanner.stages.seats import roles_by_skill, uncoverable_skills
from tests.companies import EXAMPLES, company, example, person, phase, plan, segment


def post(id: str, fte: float, size: float) -> Position:
    return Position(id=id, main_role="support", roles=(RoleLoad(role="support", fte=fte),), unit=None, size=size)


def placed(people: list[Person], positions: list[Position]) -> list[tuple[str, str, float]]:
    recommended = Chart(nodes=tuple(ChartNode(id=p.id, parent=None) for p in positions))
    charts = OrgCharts(today=chart_of_today(people, people), recommended=recommended, people=tuple(people), joining=())
    found = assign_people(phase("maturity"), (), charts, positions)
    return [(a.person, a.position, a.share) for a in found.assignments]


def in_steps(name: str, step: float) -> Plan:
    return plan(apply(example(name), [SetAssumption(id="team.part_time_step", value=step)]), example(name).phase)


def test_half_a_post_takes_half_a_person() -> None:
    assert placed([person("a", "support")], [post("s", 0.4, 0.5)]) == [("a", "s", 0.5)]


def test_the_other_half_of_a_person_goes_to_another_post() -> None:
    found = placed([person("a", "support")], [post("s", 0.4, 0.5), post("t", 0.9, 1.0)])
    assert sorted(found) == [("a", "s", 0.5), ("a", "t", 0.5)] or sorted(found) == [("a", "t", 1.0)]


def test_posts_of_the_same_load_but_another_size_are_not_alike() -> None:
    found = placed(
        [person("a", "support", fte=0.5), person("b", "support")], [post("s", 0.5, 0.5), post("t", 0.5, 1.0)]
    )
    assert sum(share for _, _, share in found) == pytest.approx(1.5)
    assert sum(share for _, position, share in found if position == "s") == pytest.approx(0.5)


@pytest.mark.parametrize("name", EXAMPLES)
def test_whole_posts_are_the_rule(name: str) -> None:
    made = plan(example(name), example(name).phase)
    assert {p.size for p in made.positions} == {1.0}


@pytest.mark.parametrize("name", EXAMPLES)
def test_posts_in_steps_carry_their_loads_and_no_more_people_than_their_size(name: str) -> None:
    made = in_steps(name, 0.25)
    held: dict[str, float] = {}
    for a in made.gaps.assignments:
        held[a.position] = held.get(a.position, 0.0) + a.share
    for p in made.team_positions:
        assert p.size in (0.25, 0.5, 0.75, 1.0)
        assert p.fte <= (p.size if p.size < 1 else 1.1) + 1e-6
        assert p.fte > p.size - 0.25 - 1e-6
        assert held.get(p.id, 0.0) <= p.size + 1e-6


def test_an_open_post_costs_its_size() -> None:
    small = apply(company(segment(5)), [SetAssumption(id="team.part_time_step", value=0.5)])
    made = plan(small, "maturity")
    assert {p.id: part for p, part in missing_posts(made.staffing, made.gaps)} == {
        p.id: p.size for p in made.team_positions
    }
    assert min(p.size for p in made.team_positions) == 0.5


def test_under_the_cover_rule_no_skill_that_can_be_shared_is_held_by_one_position() -> None:
    hoshi = apply(example("hoshi"), [SetOptions(cover_rule=True)])
    made = plan(hoshi, hoshi.phase)
    inputs = gather_inputs(hoshi, phase(hoshi.phase))
    told = uncoverable_skills(inputs, made.positions)
    asked = {skill: roles for skill, roles in roles_by_skill(inputs).items() if skill not in told}
    assert asked
    for roles in asked.values():
        team = [p for p in made.team_positions if any(p.share_of(role) >= 0.1 - 1e-6 for role in roles)]
        assert len(team) >= 2 or not any(p.share_of(role) for p in made.team_positions for role in roles)


def test_a_skill_of_too_little_work_is_told() -> None:
    few = company(segment(2, tickets_per_account=0.5))
    made = plan(few)
    skills = uncoverable_skills(gather_inputs(few, phase("launch")), made.positions)
    alone = {
        skill for skill, roles in roles_by_skill(gather_inputs(few, phase("launch"))).items() if roles == {"support"}
    }
    assert alone <= set(skills) or not made.required_fte("support")


def test_the_head_stays_the_head_in_every_month() -> None:
    for name in EXAMPLES:
        made = example(name)
        for month in made.months:
            planned = plan(made, made.phase, month)
            heads = {p.id for p in made.roster if any(r.role == "head" for r in p.roles)}
            holders = {a.person for a in planned.gaps.assignments if a.position == "head-1"}
            assert holders <= heads
            assert holders, (name, month)
