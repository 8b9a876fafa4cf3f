"""People on positions, by an exact assignment, and what is missing."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from orgplanner.records.base import SourceKind
from orgplanner.records.chart import Change, Chart, ChartNode
from orgplanner.records.company import Person
from orgplanner.records.position import Position, RoleLoad
from orgplanner.stages import matching
from orgplanner.stages.matching import assign_people, fits_role, required_skills
from orgplanner.stages.orgchart import OrgCharts, chart_of_today
from tests.companies import EXAMPLES, PHASES, company, example_plan, person, phase, plan, segment

ROLES = {name: [r for r in phase(name).role_ids if r not in ("head", "lead")] for name in PHASES}


def seat(id: str, *roles: str, source: SourceKind = SourceKind.EMPLOYEE) -> Position:
    loads = tuple(RoleLoad(role=role, fte=1 / len(roles)) for role in roles)
    return Position(id=id, main_role=roles[0], roles=loads, unit=None, source=source)


def charts_of(people: list[Person], positions: list[Position]) -> OrgCharts:
    nodes = tuple(ChartNode(id=p.id, parent=None) for p in positions)
    today = chart_of_today(people, people)
    return OrgCharts(today=today, recommended=Chart(nodes=nodes), people=tuple(people), joining=())


def random_people_and_seats(draw: random.Random, name: str) -> tuple[list[Person], list[Position]]:
    roles = ROLES[name]
    skills = [s.skill for r in roles for s in phase(name).role(r).skills]
    people = []
    for i in range(draw.randint(1, 5)):
        known = (
            {skill: draw.randint(0, 4) for skill in draw.sample(sorted(set(skills)), 4)} if draw.random() < 0.6 else {}
        )
        people.append(person(f"p{i}", *draw.sample(roles, draw.randint(0, 2)), skills=known))
    return people, [seat(f"s{j}", *draw.sample(roles, draw.randint(1, 2))) for j in range(draw.randint(1, 5))]


def fit(name: str, somebody: Person, position: Position) -> float:
    """Return how well an employee fits a position of the team, worked out anew; 0 where it may not be held."""
    main = fits_role(phase(name), somebody, position.main_role)
    mixed = sum(load.fte / position.fte * fits_role(phase(name), somebody, load.role) for load in position.roles)
    if main + mixed == 0:
        return 0.0
    asked = required_skills(phase(name), position)
    skill = sum(min(level, somebody.skills.get(s, 0)) for s, level in asked.items()) / sum(asked.values())
    weights = (matching.MAIN_ROLE_WEIGHT, matching.ROLES_WEIGHT, matching.SKILL_WEIGHT, matching.SOURCE_WEIGHT)
    return float(np.dot(weights, (main, mixed, skill if somebody.skills else 0.5, 1.0)))


@pytest.mark.parametrize("name", PHASES)
def test_no_other_assignment_of_whole_people_fits_better(name: str) -> None:
    draw = random.Random(name)  # noqa: S311 - cases, no secrets
    for _ in range(40):
        people, seats = random_people_and_seats(draw, name)
        fits = np.array([[fit(name, p, q) for q in seats] for p in people])
        rows, columns = linear_sum_assignment(fits, maximize=True)
        found = assign_people(phase(name), (), charts_of(people, seats), seats)
        place_p, place_q = ({x.id: i for i, x in enumerate(xs)} for xs in (people, seats))
        reached = sum(fits[place_p[a.person], place_q[a.position]] * a.share for a in found.assignments)
        assert reached == pytest.approx(fits[rows, columns].sum(), abs=0.01)


def test_somebody_of_the_role_comes_before_somebody_of_a_related_one() -> None:
    people = [person("related", "onboarding"), person("same", "adoption")]
    seats = [seat("s", "adoption")]
    found = assign_people(phase("maturity"), (), charts_of(people, seats), seats)
    assert [(a.person, a.share) for a in found.assignments] == [("same", 1.0)]
    assert found.unplaced == ("related",)


def test_skills_decide_between_people_of_the_same_role() -> None:
    asked = {s.skill: s.level for s in phase("maturity").role("adoption").skills}
    people = [person("less", "adoption", skills=dict.fromkeys(asked, 1)), person("more", "adoption", skills=asked)]
    seats = [seat("s", "adoption")]
    assert assign_people(phase("maturity"), (), charts_of(people, seats), seats).assignments[0].person == "more"


def test_two_half_posts_share_one_position() -> None:
    people = [person("a", "adoption", fte=0.5), person("b", "adoption", fte=0.5)]
    seats = [seat("s", "adoption"), seat("t", "support")]
    found = assign_people(phase("maturity"), (), charts_of(people, seats), seats)
    assert [(a.person, a.position, a.share) for a in found.assignments] == [("a", "s", 0.5), ("b", "s", 0.5)]


def test_people_out_of_scope_are_never_placed() -> None:
    people = [person("tam", "adoption", out_of_scope=True)]
    seats = [seat("s", "adoption")]
    found = assign_people(phase("maturity"), (), charts_of(people, seats), seats)
    assert (found.assignments, found.unplaced, found.spare) == ((), (), {})


def test_somebody_without_a_related_role_is_not_placed() -> None:
    people = [person("x", "systems")]
    seats = [seat("s", "adoption")]
    found = assign_people(phase("maturity"), (), charts_of(people, seats), seats)
    assert (found.unplaced, found.spare) == (("x",), {"x": 1.0})


def test_only_people_of_the_source_sit_on_a_seat_from_outside() -> None:
    outside = Position(
        id="s",
        main_role="support",
        roles=(RoleLoad(role="support", fte=1.4),),
        unit=None,
        source=SourceKind.OUTSOURCER,
        count=2,
    )
    people = [person("own", "support"), person("firm", "support", source=SourceKind.OUTSOURCER)]
    found = assign_people(phase("maturity"), (), charts_of(people, [outside]), [outside])
    assert [(a.person, a.share) for a in found.assignments] == [("firm", 1.0)]
    assert found.unplaced == ("own",)


def test_a_pool_carries_no_more_than_its_seat_asks_for() -> None:
    outside = Position(
        id="s", main_role="support", roles=(RoleLoad(role="support", fte=0.4),), unit=None, source=SourceKind.OUTSOURCER
    )
    found = assign_people(
        phase("maturity"), (), charts_of(pool := [person("firm", "support", source="outsourcer")], [outside]), [outside]
    )
    assert found.assignments[0].share == pytest.approx(0.4)
    assert found.spare == {pool[0].id: pytest.approx(0.6)}


def test_a_role_of_another_phase_stands_beside_its_area() -> None:
    # Launch has one high-touch role; its holder is related to each of the roles that follow it.
    generalist = person("g", "high_touch")
    assert [fits_role(phase("maturity"), generalist, r) for r in ("onboarding", "adoption", "systems")] == [0.5, 0.5, 0]


def test_a_launch_team_is_placed_in_expansion() -> None:
    made = example_plan("sou", "expansion")
    assert not made.gaps.unplaced
    assert {d.change for d in made.gaps.differences if d.person} <= {Change.KEPT, Change.MOVED, Change.CHANGED}


def test_without_people_every_position_is_open_and_no_role_is_held() -> None:
    made = plan(company(segment(150)))
    assert made.gaps.open_positions == made.team_positions
    assert (*made.gaps.open_positions, *made.gaps.open_seats) == made.positions
    assert made.gaps.part_filled == ()
    for gap in made.gaps.roles:
        assert gap.held_fte == 0
        assert gap.gap_fte == pytest.approx(gap.total_fte)


def test_a_full_team_leaves_no_gap() -> None:
    open_team = plan(company(segment(160)))
    roster = tuple(person(f"p{i}", p.main_role) for i, p in enumerate(open_team.team_positions))
    made = plan(company(segment(160), roster=roster))
    assert not [p for p in made.gaps.open_positions if p.on_team]
    assert {g.role: g.gap_fte for g in made.gaps.roles if g.positions} == pytest.approx(
        {g.role: 0 for g in made.gaps.roles if g.positions}, abs=1e-6
    )


def test_a_full_post_carries_all_of_a_tight_position() -> None:
    made = example_plan("sou")
    by_role = {g.role: g for g in made.gaps.roles}
    held = sum(made.position(p).share_of("high_touch") for p in ("high_touch-1", "high_touch-2", "high_touch-3"))
    assert by_role["high_touch"].held_fte == pytest.approx(held)
    assert by_role["high_touch"].gap_fte == pytest.approx(made.position("lead-1").share_of("high_touch"))


def test_half_a_post_carries_half_and_the_rest_is_part_filled() -> None:
    made = plan(company(segment(160), roster=(person("h", "head"), person("b", "high_touch", fte=0.5))))
    (held,) = (a.position for a in made.gaps.assignments if a.person == "b")
    assert made.position(held) in made.gaps.part_filled
    gap = next(g for g in made.gaps.roles if g.role == "high_touch")
    assert gap.filled == 1


def test_whoever_leaves_in_the_middle_of_a_month_is_held_for_half_of_it() -> None:
    roster = (person("h", "head"), person("b", "high_touch", planned_end="2027-06-15"))
    made = plan(company(segment(160), roster=roster))
    (position,) = (made.position(a.position) for a in made.gaps.assignments if a.person == "b")
    held = made.gaps.held_fte[made.phase.role_ids.index("high_touch")]
    # 11 of the 22 weekdays of June.
    assert held[5] - held[6] == pytest.approx(0.5 * position.share_of("high_touch") / min(1, position.fte))
    assert set(held[:5]) == {held[0]}
    assert set(held[6:]) == {held[11]}


def test_skills_that_are_not_known_are_no_gap() -> None:
    made = plan(company(segment(160), roster=(person("b", "high_touch"),)))
    assert made.gaps.skills == ()


def test_a_skill_gap_is_the_level_asked_for_against_the_level_held() -> None:
    asked = {s.skill: s.level for s in phase("launch").role("high_touch").skills}
    levels = dict.fromkeys(asked, 4) | {"product_knowledge": 1, "account_management": asked["account_management"]}
    made = plan(company(segment(160), roster=(person("b", "high_touch", skills=levels),)))
    assert [(g.skill, g.required, g.held) for g in made.gaps.skills] == [("product_knowledge", 3, 1)]


def test_a_skill_that_the_roster_does_not_list_is_not_known_rather_than_missing() -> None:
    made = plan(company(segment(160), roster=(person("b", "high_touch", skills={"product_knowledge": 4}),)))
    assert made.gaps.skills == ()


def test_a_position_that_one_person_alone_could_hold_is_told() -> None:
    assert example_plan("sou").gaps.single_holders == (("head-1", "head_a"),)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("in_phase", PHASES)
def test_every_position_and_unplaced_person_is_compared_with_today_once(name: str, in_phase: str) -> None:
    made = example_plan(name, in_phase)
    told = [d.position for d in made.gaps.differences if d.position]
    assert told == [p.id for p in made.positions]
    assert tuple(d.person for d in made.gaps.differences if d.position is None) == made.gaps.unplaced


def test_a_member_who_gets_another_manager_is_moved() -> None:
    # 700 accounts: three leads between the head and the members.
    roster = (person("h", "head"), person("l", "lead", manager="h"), person("m", "high_touch", manager="h"))
    made = plan(company(segment(700), roster=roster))
    change = {d.person: d for d in made.gaps.differences if d.person}
    assert change["l"].change is Change.KEPT
    assert change["h"].change is Change.KEPT
    assert change["m"].change is (Change.MOVED if change["m"].manager_then == "l" else Change.KEPT)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("in_phase", PHASES)
def test_every_gap_of_a_role_shows_as_an_open_or_part_filled_position(name: str, in_phase: str) -> None:
    made = example_plan(name, in_phase)
    reported = (*made.gaps.open_positions, *made.gaps.open_seats, *made.gaps.part_filled)
    for gap in made.gaps.roles:
        if gap.gap_fte > 0.1:
            assert any(p.share_of(gap.role) for p in reported), gap


def test_two_half_posts_carry_a_light_position_once() -> None:
    roster = (person("a", "head", fte=0.5), person("b", "head", fte=0.5, manager="a"))
    made = plan(company(segment(5), roster=roster))
    assert min(g.gap_fte for g in made.gaps.roles) >= -1e-6


def test_whoever_starts_later_is_held_from_the_first_month() -> None:
    roster = (person("h", "head"), person("b", "high_touch", manager="h", start="2027-04-01"))
    made = plan(company(segment(160), roster=roster))
    held = made.gaps.held_fte[made.phase.role_ids.index("high_touch")]
    assert held[3] > held[2]
    assert made.charts.joining == (made.person("b"),)
    assert "b" not in {n.id for n in made.charts.today.nodes}
    assert {d.change for d in made.gaps.differences if d.person == "b"} == {Change.JOINING}


def test_a_lead_keeps_the_team_that_is_led_today() -> None:
    roster = [person("h", "head"), person("x", "lead", manager="h"), person("y", "lead", manager="h")]
    roster += [person(f"s{i}", "support", manager="y") for i in range(4)]
    roster += [person(f"a{i}", "adoption", manager="x") for i in range(4)]
    made = plan(company(segment(500), roster=tuple(roster)), "maturity")
    led = {p.unit: made.holders(p.id) for p in made.team_positions if p.main_role == "lead" and made.holders(p.id)}
    assert led == {"support": (made.person("y"),), "adoption": (made.person("x"),)}


def test_open_positions_are_the_same_in_the_record_and_in_the_figure() -> None:
    sou = example_plan("sou")
    assert [p.main_role for p in sou.gaps.open_positions] == ["lead"]
    assert sou.explain("gaps.open_positions").value == len(sou.gaps.open_positions)


def test_the_manager_of_a_team_is_not_placed_below_another_manager() -> None:
    # h02 leads customer success with 0.8 of the time and carries accounts with 0.2.
    hoshi = example_plan("hoshi")
    (led,) = (p.id for p in hoshi.team_positions if p.main_role == "lead" and p.unit == "customer_success")
    assert [p.id for p in hoshi.holders(led)] == ["h02"]


def test_an_outsourcer_hangs_on_a_dotted_line_today_as_well() -> None:
    assert {n.id for n in example_plan("hoshi").charts.today.nodes if n.dotted} == {"h11", "h12"}


@pytest.mark.parametrize("name", ["sou", "hoshi", "meridian"])
def test_the_head_of_today_stays_the_head(name: str) -> None:
    made = example_plan(name)
    (head,) = (p.id for p in made.company.roster if any(r.role == "head" for r in p.roles))
    assert [p.id for p in made.holders("head-1")] == [head]


def test_whoever_leads_leads_today_stands_above_leads() -> None:
    # p037 is the director of four managers; p008 leads mostly people with accounts.
    meridian = example_plan("meridian")
    (seat,) = (a.position for a in meridian.gaps.assignments if a.person == "p037")
    assert meridian.position(seat).unit is None
    assert meridian.position(seat).main_role == "lead"


def test_the_seat_of_somebody_who_left_stays_open_in_place() -> None:
    names = ("a", "b", "c", "d")
    roster = tuple(person(id, "adoption", **({"planned_end": "2027-05-31"} if id == "b" else {})) for id in names)
    made = company(segment(300), roster=roster)
    before = {a.person: a.position for a in plan(made, "maturity").gaps.assignments}
    later = plan(made, "maturity", "2027-06")
    after = {a.person: a.position for a in later.gaps.assignments}
    assert after == {id: seat for id, seat in before.items() if id != "b"}
    assert before["b"] in {p.id for p in later.gaps.open_positions}
