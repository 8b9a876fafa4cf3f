"""Measures of a chart by hand on small ones, key-person risk against taking every person away."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import pytest

from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.change import apply
from orgplanner.records.chart_edit import (
    AddPosition,
    AssignPerson,
    ChartEdit,
    MovePosition,
    RemovePosition,
    UnassignPerson,
)
from orgplanner.records.company import Company, Person
from orgplanner.stages.design_checks import SpanCheck
from orgplanner.studies.chart_analytics import Measure, analyse_chart, check_spans_today, compare_analytics, value_of
from orgplanner.studies.chart_census import CountedSeat, count_seats, people_on_chart
from orgplanner.studies.chart_measures import measure_chart
from orgplanner.studies.key_people import SingleRole, cut_off_by_people, key_people, key_risk
from orgplanner.studies.skill_cover import SkillCover, cover_skills
from orgplanner.studies.skill_graph import Node, NodeKind
from tests.companies import EXAMPLES, company, example, example_plan, person, plan, segment


def seat(id: str, above: str | None = None, **fields: object) -> CountedSeat:
    plain: dict[str, object] = {
        "unit": None,
        "role": "support",
        "loads": (),
        "source": SourceKind.EMPLOYEE,
        "people": (id,),
        "heads": 1,
        "cost": 100.0,
    }
    return CountedSeat(**{"id": id, "above": above} | plain | fields)  # type: ignore[arg-type]


SMALL = (
    seat("head"),
    seat("lead", "head", unit="desk"),
    seat("ann", "lead", unit="desk"),
    seat("bob", "lead", unit="desk", people=()),
    seat("firm", "lead", unit="desk", source=SourceKind.OUTSOURCER, heads=7, cost=None, dotted=True),
    seat("solo", "head", unit="office", cost=50.0, is_estimated=True),
    seat("only", "solo", unit="office", source=SourceKind.SHARED),
)
"""head -> lead -> (ann, bob open, firm of 7 on a dotted line); head -> solo -> only."""


def test_the_numbers_of_a_small_chart_are_those_counted_by_hand() -> None:
    found = measure_chart(SMALL, "own")
    assert (found.seats, found.people, found.in_post) == (7, 13, 6)
    assert found.managers == ("head", "lead", "solo")
    assert found.manager_share == pytest.approx(3 / 7)
    assert (found.span_mean, found.span_median) == (pytest.approx(5 / 3), 2.0)  # 2, 2, 1: the firm is led elsewhere
    assert (found.span_smallest, found.span_largest) == (("solo", 1), ("head", 2))
    assert [(layer.seats, layer.people) for layer in found.layers] == [(1, 1), (2, 2), (4, 10)]
    assert (found.single_report, found.chains, found.roots) == (("solo",), (), ("head",))
    assert (found.open_seats, found.to_arrange) == (("bob",), ())
    assert (found.outside, found.outside_people, found.shared) == (("firm",), 7, ("only",))
    assert [(u.unit, u.seats, u.people, u.open_seats) for u in found.units] == [("desk", 4, 10, 1), ("office", 2, 2, 0)]
    assert found.largest_unit is not None
    assert found.largest_unit.unit == "desk"
    assert (found.cost, found.unknown_costs, found.estimated_costs) == (550.0, ("firm",), 1)


def test_every_branch_sums_itself_and_everything_below() -> None:
    branches = {b.seat: b for b in measure_chart(SMALL, "own").branches}
    lead, head, firm = branches["lead"], branches["head"], branches["firm"]
    assert (lead.seats, lead.people, lead.open_seats, lead.cost, lead.unknown_costs) == (4, 10, 1, 300.0, 1)
    assert (head.seats, head.people, head.cost, head.estimated_costs) == (7, 13, 550.0, 1)
    assert (firm.cost, firm.unknown_costs) == (None, 1)


def test_managers_with_one_report_each_make_one_chain() -> None:
    found = measure_chart((seat("a"), seat("b", "a"), seat("c", "b"), seat("d", "c"), seat("e", "c")), "own")
    assert found.single_report == ("a", "b")
    assert found.chains == (("a", "b", "c"),)


def test_bands_tell_who_leads_too_few_and_too_many() -> None:
    checks = [SpanCheck(id, n, 3, 5, "span.desk") for id, n in (("a", 2), ("b", 3), ("c", 5), ("d", 6))]
    found = measure_chart((seat("a"),), "own", checks)
    assert (found.below_band, found.above_band, found.bands) == (("a",), ("d",), ("span.desk",))


def test_an_empty_chart_has_no_shares_and_no_cost() -> None:
    found = measure_chart((), "own")
    assert (found.manager_share, found.span_mean, found.cost, found.largest_unit) == (None, None, None, None)
    assert (found.layers, found.branches, found.open_seats) == ((), (), ())


@pytest.mark.parametrize("deep", [True, False])
def test_ten_thousand_seats_are_measured_without_recursion(deep: bool) -> None:
    seats = [seat("s0"), *(seat(f"s{k}", f"s{k - 1 if deep else 0}") for k in range(1, 10_000))]
    found = measure_chart(seats, "own")
    assert (found.people, found.branches[0].people, found.branches[0].cost) == (10_000, 10_000, 1_000_000.0)
    assert len(found.layers) == (10_000 if deep else 2)
    assert [len(chain) for chain in found.chains] == ([10_000] if deep else [])


# ---------------------------------------------------------------- charts of plans


@cache
def small() -> Company:
    roster = (
        person("boss", "head"),
        person("ann", "high_touch", manager="boss", monthly_cost=500.0, skills={"empathy": 3, "product_knowledge": 3}),
        person("bea", "support", manager="boss", monthly_cost=400.0, skills={"product_knowledge": 2}),
        person("friend", "support", manager="boss", out_of_scope=True),
    )
    return company(segment(120), roster=roster)


def edited(of: Company, *edits: ChartEdit) -> Plan:
    return plan(apply(of, edits))


def test_people_out_of_scope_are_boxes_but_neither_people_nor_cost() -> None:
    found = analyse_chart(plan(small()), "today")
    assert (found.seats, found.people, found.in_post) == (4, 3, 3)
    assert found.span_largest == ("boss", 3)
    branches = {b.seat: b for b in found.branches}
    assert branches["friend"].cost == 0
    assert found.cost == pytest.approx(plan(small()).costs.today)
    assert found.estimated_costs == 1  # the boss has no cost of its own


def test_what_the_roster_cannot_tell_is_not_known_today() -> None:
    found = analyse_chart(plan(small()), "today")
    assert (found.open_seats, found.to_arrange, found.two_posts) == (None, None, None)
    assert found.largest_unit is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_recommended_chart_agrees_with_the_gaps_and_the_costs(name: str) -> None:
    made = example_plan(name)
    found = analyse_chart(made, "recommended")
    assert set(found.open_seats or ()) == {p.id for p in made.gaps.open_positions}
    assert set(found.to_arrange or ()) == {p.id for p in made.gaps.open_seats}
    assert found.people == sum(p.count for p in made.positions)
    assert found.cost == pytest.approx(made.unedited.design_checks.cost)
    assert set(found.unknown_costs) == set(made.unedited.design_checks.unknown_costs)
    assert found.branches[0].people == found.people
    assert len(found.layers) == made.charts.recommended.layers()


@pytest.mark.parametrize("name", EXAMPLES)
def test_today_agrees_with_the_roster(name: str) -> None:
    made = example_plan(name)
    found = analyse_chart(made, "today")
    assert found.people == sum(not p.out_of_scope for p in made.charts.people)
    assert found.cost == pytest.approx(made.costs.today)
    assert dict.fromkeys(found.managers) == dict.fromkeys(made.charts.today.spans())


def test_edits_change_the_own_chart_and_leave_the_recommended_one() -> None:
    made = edited(small(), AddPosition(position="mine", role="support", to="head-1"))
    recommended, own = analyse_chart(made, "recommended"), analyse_chart(made, "own")
    changes = {c.measure: c for c in compare_analytics(recommended, own)}
    assert changes[Measure.SEATS].difference == 1
    assert changes[Measure.OPEN].difference == 1
    assert changes[Measure.COST].difference is not None
    assert "mine" in (own.open_seats or ())


def test_a_second_root_and_a_person_with_two_seats_are_seen() -> None:
    made = edited(
        small(),
        AddPosition(position="mine", role="support", to=None),
        AddPosition(position="yours", role="support", to="mine"),
        AssignPerson(person="bea", position="mine", share=0.5),
        AssignPerson(person="bea", position="yours", share=0.5, alone=False),
    )
    found = analyse_chart(made, "own")
    assert found.roots == ("head-1", "mine")
    assert found.two_posts == ("bea",)


def test_a_comparison_knows_no_difference_where_one_side_is_not_known() -> None:
    made = plan(small())
    changes = {c.measure: c for c in compare_analytics(analyse_chart(made, "today"), analyse_chart(made, "own"))}
    assert list(changes) == list(Measure)
    assert (changes[Measure.OPEN].before, changes[Measure.OPEN].difference) == (None, None)
    assert changes[Measure.PEOPLE].difference == value_of(analyse_chart(made, "own"), Measure.PEOPLE) - 3


def test_today_is_held_against_the_band_of_the_unit_that_most_reports_would_stand_in() -> None:
    made = example_plan("hoshi")
    checks = {c.position: c for c in check_spans_today(made)}
    assert {id: c.reports for id, c in checks.items()} == made.charts.today.spans()
    units = {u.span for u in made.units}
    assert {c.assumption for c in checks.values()} <= units
    for check in checks.values():
        assert (check.low, check.high) == made.assumptions[check.assumption].quantity.range


def test_a_chart_whose_lines_lie_on_a_cycle_is_measured_as_far_as_it_goes() -> None:
    roster = (person("a", "support", manager="b"), person("b", "support", manager="a"))
    found = analyse_chart(plan(company(segment(50), roster=roster)), "today")
    assert (found.roots, found.managers, len(found.layers)) == (("a", "b"), (), 1)


def test_an_empty_company_has_an_empty_chart_today() -> None:
    found = analyse_chart(plan(company()), "today")
    assert (found.seats, found.people, found.cost) == (0, 0, None)


# ---------------------------------------------------------------- key-person risk


def cover(skill: str, roles: Sequence[str], holders: Sequence[str], fte: float = 1.0) -> SkillCover:
    return SkillCover(skill=skill, level=2, roles=tuple(roles), fte=fte, holders=tuple(holders), not_known=())


def test_without_any_skills_on_the_roster_the_risk_is_not_known() -> None:
    risk = key_risk(example_plan("meridian"), "own")
    assert not risk.is_known
    assert (risk.skills, risk.people, risk.uncovered, risk.single_held) == (None, None, None, None)


def test_an_empty_roster_claims_no_risk() -> None:
    risk = key_risk(plan(company(segment(50))), "own")
    assert (risk.is_known, risk.people, risk.single_roles, risk.without_levels) == (False, None, (), ())


def test_work_at_risk_counts_each_role_once() -> None:
    skills = [
        cover("talk", ["care", "desk"], ["ann"]),
        cover("write", ["desk"], ["ann"]),
        cover("sell", ["care"], ["ann", "bob"]),
    ]
    (found,) = key_people(
        ["ann", "bob"], skills, [SingleRole(role="ops", person="ann", fte=0.5)], {"care": 2.0, "desk": 1.0, "ops": 0.5}
    )
    assert (found.person, found.lone_skills, found.lone_roles, found.fte) == ("ann", ("talk", "write"), ("ops",), 3.5)


def test_the_one_who_joins_two_groups_cuts_the_smaller_one_off() -> None:
    skills = [
        cover("a", ["care"], ["ann", "bob"]),
        cover("b", ["care"], ["bob"]),
        cover("c", ["desk"], ["bob", "cid"]),
    ]
    hanging = (Node(NodeKind.ROLE, "desk"), Node(NodeKind.SKILL, "c"), Node(NodeKind.PERSON, "cid"))
    assert cut_off_by_people(skills) == {"bob": hanging}


def parts(links: Sequence[tuple[Node, Node]], without: Node | None = None) -> list[set[Node]]:
    """Return the connected parts of a graph, by merging sets."""
    found: list[set[Node]] = []
    for node in dict.fromkeys(n for link in links for n in link if n != without):
        found.append({node})
    for a, b in links:
        if without in (a, b):
            continue
        first, second = (next(p for p in found if n in p) for n in (a, b))
        if first is not second:
            found.remove(second)
            first |= second
    return found


@pytest.mark.parametrize("seed", range(25))
def test_taking_every_person_away_finds_the_same_losses(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a repeatable sample
    people = [f"p{k}" for k in range(rng.randint(1, 7))]
    skills = [
        cover(f"s{k}", rng.sample(["r0", "r1", "r2"], rng.randint(1, 2)), [p for p in people if rng.random() < 0.3])
        for k in range(rng.randint(1, 7))
    ]
    links = [
        link
        for c in skills
        for link in (
            *((Node(NodeKind.ROLE, r), Node(NodeKind.SKILL, c.skill)) for r in c.roles),
            *((Node(NodeKind.SKILL, c.skill), Node(NodeKind.PERSON, p)) for p in c.holders),
        )
    ]
    found = {p.person: p for p in key_people(people, skills, (), {"r0": 1.0, "r1": 2.0, "r2": 4.0})}
    for gone in people:
        lost = tuple(c.skill for c in skills if c.holders and not set(c.holders) - {gone})
        assert (found[gone].lone_skills if gone in found else ()) == lost
        node = Node(NodeKind.PERSON, gone)
        home = next((p for p in parts(links) if node in p), {node})
        rest = [p for p in parts(links, node) if p <= home]
        hanging = found[gone].cut_off if gone in found else ()
        if len(rest) < 2:
            assert hanging == ()
        else:
            assert len(hanging) == sum(map(len, rest)) - max(map(len, rest))
            assert all(p <= set(hanging) or not p & set(hanging) for p in rest)


def test_a_skill_is_covered_from_the_level_that_can_stand_in_or_what_is_asked_if_less() -> None:
    made = plan(small())
    seats, people = count_seats(made, "today"), people_on_chart(made, "today")
    found = {c.skill: c for c in cover_skills(made, seats, people)}
    enough = made.assumptions["skills.cover_level"].quantity.value
    asked = {s.skill: s.level for role in ("high_touch", "support", "head") for s in made.phase.role(role).skills}
    assert set(found) == {skill for skill, level in asked.items() if level > 0}
    assert found["product_knowledge"].holders == ("ann", "bea")
    assert "boss" in found["product_knowledge"].not_known
    assert all(c.level <= enough for c in found.values())
    assert all(c.fte == pytest.approx(len(c.roles)) for c in found.values())  # one FTE of each role


def test_whoever_loses_the_seat_takes_the_skills_off_the_own_chart() -> None:
    made = plan(small())
    after = edited(small(), UnassignPerson(person="ann"))
    before_holders = {c.skill: c.holders for c in key_risk(made, "own").skills or ()}
    holders = {c.skill: c.holders for c in key_risk(after, "own").skills or ()}
    assert "ann" in before_holders["product_knowledge"]
    assert "ann" not in holders["product_knowledge"]


def test_the_head_and_a_pool_are_no_single_holders() -> None:
    roster = (
        person("boss", "head"),
        person("firm", "support", manager="boss", source=SourceKind.OUTSOURCER),
        person("ann", "high_touch", manager="boss"),
    )
    risk = key_risk(plan(company(segment(50), roster=roster)), "today")
    assert [(r.role, r.person, r.fte) for r in risk.single_roles] == [("high_touch", "ann", 1.0)]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("which", ["today", "recommended", "own"])
def test_every_example_has_a_risk_with_most_work_first(name: str, which: str) -> None:
    risk = key_risk(example_plan(name), which)  # type: ignore[arg-type]
    work = [p.fte for p in risk.people or ()]
    assert work == sorted(work, reverse=True)


def test_moving_and_removing_seats_keeps_every_sum_whole() -> None:
    of = example("hoshi")
    made = plan(of, of.phase)
    first = [p.id for p in made.design.positions]
    edits: list[ChartEdit] = [MovePosition(position=first[-1], to=first[0]), RemovePosition(position=first[1])]
    found = analyse_chart(plan(apply(of, edits), of.phase), "own")
    assert sum(b.people for b in found.branches if b.seat in found.roots) == found.people
    assert sum(layer.seats for layer in found.layers) == found.seats


def test_a_person_without_roles_stands_on_the_chart() -> None:
    found = analyse_chart(plan(company(segment(10), roster=(Person(id="x", name="X"),))), "today")
    assert (found.people, found.cost, found.unknown_costs) == (1, None, ("x",))
