"""The leader's own chart: edits on top of the recommendation, whatever their order, and what they leave true."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgplanner.files.companies import dump_company, load_company
from orgplanner.i18n import say
from orgplanner.plan import Plan, make_plan
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.change import DropChartEdits, SetStructure, apply
from orgplanner.records.chart_edit import (
    AddPosition,
    AssignPerson,
    ChartEdit,
    DrawDottedLine,
    MergePositions,
    MovePosition,
    RemovePosition,
    RenameUnit,
    SetAssistant,
    SetPositionRole,
    SetPositionSource,
    SetPositionTitle,
    SetPositionUnit,
    SplitPosition,
    SwapPeople,
    UnassignPerson,
)
from orgplanner.records.company import Company
from tests.companies import EXAMPLES, PHASES, company, example, person, phase, segment

LEADING = ("lead", "head")


@cache
def base(name: str = "hoshi") -> Plan:
    return planned(example(name))


def planned(made: Company) -> Plan:
    return make_plan(made, phase(made.phase))


def edited(*edits: ChartEdit, name: str = "hoshi") -> Plan:
    return planned(apply(example(name), edits))


def parents(plan: Plan) -> dict[str, str | None]:
    return {n.id: n.parent for n in plan.design.chart.nodes}


def people_on(plan: Plan, seat: str) -> list[str]:
    return [a.person for a in plan.design.assignments if a.position == seat]


def messages(plan: Plan) -> list[str]:
    return [problem.message for problem in plan.design.set_aside.values()]


def random_edit(draw: random.Random, plan: Plan, number: int) -> ChartEdit:
    """Return an edit of a chart, sensible or not."""
    seats = [p.id for p in plan.design.positions] + ["nobody-1"]
    people = [p.id for p in plan.company.roster] + ["nobody"]
    roles = [*plan.phase.role_ids, "juggler"]
    one, other = draw.choice(seats), draw.choice(seats)
    return draw.choice(
        [
            lambda: MovePosition(position=one, to=draw.choice([other, None])),
            lambda: AddPosition(
                position=f"own-{number}",
                role=draw.choice(roles),
                to=draw.choice([other, None]),
                source=draw.choice(list(SourceKind)),
                count=draw.randint(1, 3),
            ),
            lambda: RemovePosition(position=one, with_reports=draw.random() < 0.3),
            lambda: SplitPosition(
                position=one, new=f"half-{number}", roles=tuple(draw.sample(roles, draw.randint(0, 1)))
            ),
            lambda: MergePositions(position=one, other=other),
            lambda: AssignPerson(person=draw.choice(people), position=one, alone=draw.random() < 0.5),
            lambda: AssignPerson(person=draw.choice(people), position=one, share=draw.choice([0.2, 0.5, 1.0])),
            lambda: AssignPerson(person=draw.choice(people), position=one, interim=True),
            lambda: UnassignPerson(person=draw.choice(people), position=draw.choice([one, None])),
            lambda: SwapPeople(position=one, other=other),
            lambda: SetPositionRole(position=one, role=draw.choice(roles)),
            lambda: SetPositionSource(position=one, source=draw.choice(list(SourceKind)), count=draw.randint(1, 4)),
            lambda: SetPositionUnit(position=one, unit=draw.choice(["x", None]), with_reports=draw.random() < 0.5),
            lambda: SetPositionTitle(position=one, title=draw.choice(["=1+1", None])),
            lambda: SetAssistant(position=one, assistant=draw.random() < 0.5),
            lambda: DrawDottedLine(position=one, to=other, drawn=draw.random() < 0.7),
            lambda: RenameUnit(unit="x", name="部"),
        ]
    )()


def random_edits(seed: int, name: str, count: int) -> tuple[ChartEdit, ...]:
    draw, made = random.Random(seed), example(name)  # noqa: S311 - cases, no secrets
    edits: list[ChartEdit] = []
    for number in range(count):
        edits.append(random_edit(draw, planned(apply(made, edits)), number))
    return tuple(edits)


def check_sound(plan: Plan) -> None:
    """Check what every chart keeps: a forest, hours shared and never copied, seats not overfull, work never lost."""
    design = plan.design
    ids = [n.id for n in design.chart.nodes]
    assert len(set(ids)) == len(ids)
    assert ids == [p.id for p in design.positions]
    seen: set[str] = set()
    for node in design.chart.nodes:
        assert node.parent is None or node.parent in seen
        assert set(node.dotted_to) <= set(ids)
        seen.add(node.id)
    graph = design.chart.graph()
    assert len(graph) == 0 or nx.is_branching(graph)
    assistants = {node.id for node in design.chart.nodes if node.assistant}
    assert all(node.parent is not None for node in design.chart.nodes if node.id in assistants)
    assert not assistants & {node.parent for node in design.chart.nodes}
    assert not {seat for seat, _ in design.interim} & set(design.holders)
    for somebody in design.people:
        assert sum(a.share for a in design.assignments if a.person == somebody.id) <= somebody.fte + 1e-9
    for position in design.positions:
        held = sum(a.share for a in design.assignments if a.position == position.id)
        assert held <= (position.size if position.on_team else position.count) + 1e-9
        sources = {plan.person(a.person).source for a in design.assignments if a.position == position.id}
        assert position.on_team or sources <= {position.source}
    placed = {a.person for a in design.assignments}
    in_scope = {p.id for p in design.people if not p.out_of_scope}
    assert placed | set(design.tray) == in_scope
    assert not placed & set(design.tray)
    needed = {r: sum(p.share_of(r) for p in plan.positions) for r in plan.phase.role_ids}
    for cover in plan.design_checks.roles:
        assert cover.held <= cover.seated + 1e-9
        if cover.role not in LEADING:
            assert cover.required == pytest.approx(needed[cover.role], abs=1e-6)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("in_phase", PHASES)
def test_without_edits_the_own_chart_is_the_recommendation(name: str, in_phase: str) -> None:
    plan = make_plan(example(name), phase(in_phase))
    assert parents(plan) == {n.id: n.parent for n in plan.charts.recommended.nodes}
    assert {p.id: p for p in plan.design.positions} == {p.id: p for p in plan.positions}
    assert set(plan.design.assignments) == set(plan.gaps.assignments)
    assert plan.design.tray == plan.gaps.unplaced
    assert plan.unedited is plan
    assert not plan.design_checks.short
    check_sound(plan)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), name=st.sampled_from(EXAMPLES))
def test_any_edits_leave_a_forest_whose_hours_are_shared_and_whose_work_is_kept(seed: int, name: str) -> None:
    check_sound(planned(apply(example(name), random_edits(seed, name, 8))))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), name=st.sampled_from(EXAMPLES))
def test_taking_edits_back_one_by_one_returns_the_same_charts(seed: int, name: str) -> None:
    edits = random_edits(seed, name, 6)
    made = apply(example(name), edits)
    for count in reversed(range(len(edits))):
        made = apply(made, [DropChartEdits(places=(count,))])
        assert planned(made).design == planned(apply(example(name), edits[:count])).design
    assert made == example(name)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_an_edit_that_is_set_aside_changes_nothing(seed: int) -> None:
    edits = random_edits(seed, "hoshi", 8)
    plan = planned(apply(example("hoshi"), edits))
    kept = [edit for place, edit in enumerate(edits) if place not in plan.design.set_aside]
    same = planned(apply(example("hoshi"), kept))
    assert not same.design.set_aside
    assert parents(same) == parents(plan)
    assert same.design.assignments == plan.design.assignments


def test_a_refused_edit_says_why_before_it_is_made() -> None:
    plan = base()
    lead = next(p.id for p in plan.positions if p.main_role == "lead")
    child = next(n.id for n in plan.design.chart.nodes if n.parent == lead)
    found = plan.refused_edits([MovePosition(position=lead, to=child), MovePosition(position=child, to=None)])
    assert [problem.message for problem in found.values()] == ["chart_under_own_branch"]
    assert list(found) == [0]


REFUSALS: Sequence[tuple[str, Sequence[ChartEdit]]] = (
    ("no_such_seat", [MovePosition(position="x", to=None)]),
    ("no_such_person", [AssignPerson(person="x", position="head-1")]),
    ("no_such_role", [SetPositionRole(position="head-1", role="juggler")]),
    ("under_itself", [MovePosition(position="head-1", to="head-1")]),
    ("under_own_branch", [MovePosition(position="head-1", to="lead-1")]),
    (
        "under_assistant",
        [
            AddPosition(position="a", role="cs_ops", to="head-1", assistant=True),
            MovePosition(position="lead-1", to="a"),
        ],
    ),
    (
        "under_assistant",
        [
            AddPosition(position="a", role="cs_ops", to="head-1", assistant=True),
            AddPosition(position="b", role="cs_ops", to="a"),
        ],
    ),
    ("seat_exists", [AddPosition(position="head-1", role="support", to=None)]),
    ("role_not_on_seat", [SplitPosition(position="lead-1", new="b", roles=("support",))]),
    ("nothing_left", [SplitPosition(position="onboarding-1", new="b", roles=("onboarding",))]),
    ("merged_with_outside", [MergePositions(position="support-1", other="support-outsourcer")]),
    ("merged_with_itself", [MergePositions(position="lead-1", other="lead-1")]),
    ("no_room", [AssignPerson(person="h01", position="lead-1")]),
    ("not_on_seat", [UnassignPerson(person="h01", position="lead-1")]),
    ("assistant_with_reports", [SetAssistant(position="lead-1")]),
    ("assistant_of_nobody", [MovePosition(position="support-1", to=None), SetAssistant(position="support-1")]),
)


@pytest.mark.parametrize(("message", "edits"), REFUSALS, ids=[f"{m}-{k}" for k, (m, _) in enumerate(REFUSALS)])
def test_what_cannot_be_is_set_aside_with_its_reason(message: str, edits: Sequence[ChartEdit]) -> None:
    plan = edited(*edits)
    assert messages(plan) == [f"chart_{message}"]
    for problem in plan.design.set_aside.values():
        for language in ("ja", "en"):
            assert say(problem, language)
    check_sound(plan)


def test_a_moved_team_stands_in_the_unit_of_its_new_manager() -> None:
    plan = base()
    lead = next(p for p in plan.positions if p.main_role == "lead")
    stranger = next(p for p in plan.team_positions if p.unit not in (lead.unit, None))
    moved = edited(MovePosition(position=stranger.id, to=lead.id))
    assert parents(moved)[stranger.id] == lead.id
    assert moved.design.position(stranger.id).unit == lead.unit


def test_leading_hours_follow_the_lines() -> None:
    plan = base()
    head = plan.design.position("head-1")
    below = [n.id for n in plan.design.chart.nodes if n.parent == "head-1" and not n.dotted]
    lead = next(p.id for p in plan.positions if p.main_role == "lead")
    moved = edited(MovePosition(position=next(id for id in below if id != lead), to=lead))
    hours, capacity = 4, plan.staffing.steady_capacity[0, plan.inputs.roles.index("head")]
    hours = plan.inputs.value("leading.hours_per_report")[0]
    assert head.share_of("head") - moved.design.position("head-1").share_of("head") == pytest.approx(hours / capacity)


def test_the_work_of_a_removed_seat_is_uncovered_and_a_new_seat_takes_it() -> None:
    seat = next(p for p in base().team_positions if p.main_role == "adoption_account_expansion")
    gone = edited(RemovePosition(position=seat.id))
    assert gone.design.uncovered["adoption_account_expansion"] == pytest.approx(seat.fte)
    assert [role.role for role in gone.design_checks.short] == ["adoption_account_expansion"]
    assert {p.id for p in base().holders(seat.id)} <= set(gone.design.tray)
    new = AddPosition(position="own-1", role="adoption_account_expansion", to="lead-1")
    back = edited(RemovePosition(position=seat.id), new)
    assert back.design.position("own-1").fte == pytest.approx(min(1.0, seat.fte))


def test_a_seat_that_no_work_asks_for_carries_none() -> None:
    plan = edited(AddPosition(position="own-1", role="support", to="lead-1"))
    assert plan.design.position("own-1").fte == 0
    assert plan.design_checks.cost > plan.unedited.design_checks.cost


def test_a_removed_lead_leaves_the_reports_to_the_one_above() -> None:
    reports = [n.id for n in base().design.chart.nodes if n.parent == "lead-1"]
    plan = edited(RemovePosition(position="lead-1"))
    assert {parents(plan)[id] for id in reports} == {"head-1"}
    before = next(s for s in base().design_checks.spans if s.position == "head-1")
    after = next(s for s in plan.design_checks.spans if s.position == "head-1")
    assert after.reports == before.reports - 1 + len(reports)
    assert (after.verdict.value == "above") == (after.reports > after.high)


def test_two_leads_become_one_with_all_reports() -> None:
    leads = [p.id for p in base("meridian").positions if p.main_role == "lead" and p.unit == "adoption"][:2]
    before = [n.id for n in base("meridian").design.chart.nodes if n.parent in leads]
    plan = edited(MergePositions(position=leads[0], other=leads[1]), name="meridian")
    assert {parents(plan)[id] for id in before} == {leads[0]}
    assert leads[1] not in parents(plan)
    assert plan.design.position(leads[0]).fte == 1.0


def leading_load(plan: Plan, seat: str) -> float:
    return sum(plan.design.position(seat).share_of(role) for role in LEADING)


def test_a_lead_with_another_role_goes_on_leading_its_reports() -> None:
    before = leading_load(base("sou"), "lead-1")
    changed = edited(SetPositionRole(position="lead-1", role="support"), name="sou")
    assert before > 0
    assert leading_load(changed, "lead-1") == pytest.approx(before)


def test_whoever_becomes_head_leads_those_below() -> None:
    assert leading_load(edited(SetPositionRole(position="head-1", role="head")), "head-1") == pytest.approx(
        leading_load(base(), "head-1")
    )
    assert leading_load(edited(SetPositionRole(position="lead-1", role="head")), "lead-1") > 0


def test_leading_hours_of_merged_and_split_leads_are_those_of_their_reports() -> None:
    more = AddPosition(position="own-1", role="high_touch", to="lead-1")
    one_more = edited(more, name="sou")
    two = SplitPosition(position="lead-1", new="lead-x", roles=("high_touch",))
    there_and_back = edited(more, two, MergePositions(position="lead-1", other="lead-x"), name="sou")
    assert leading_load(there_and_back, "lead-1") == pytest.approx(leading_load(one_more, "lead-1"))
    halved = edited(SplitPosition(position="lead-1", new="lead-x"), name="sou")
    assert leading_load(halved, "lead-1") == pytest.approx(leading_load(base("sou"), "lead-1"))
    assert leading_load(halved, "lead-x") == 0
    joined = edited(MergePositions(position="head-1", other="lead-1"), name="hoshi")
    assert joined.design.position("head-1").share_of("lead") == 0


def test_a_role_that_is_like_no_other_is_refused_with_all_there_are() -> None:
    (problem,) = base().refused_edits([SetPositionRole(position="lead-1", role="juggler")]).values()
    assert problem.values["choices"] == tuple(base().phase.role_ids)


def test_an_assistant_always_has_somebody_to_assist() -> None:
    orphan = edited(
        AddPosition(position="own-1", role="support", to="head-1", assistant=True), RemovePosition(position="head-1")
    )
    assert not next(n for n in orphan.design.chart.nodes if n.id == "own-1").assistant
    alone = edited(AddPosition(position="own-1", role="support", to=None, assistant=True))
    assert messages(alone) == ["chart_assistant_of_nobody"]
    check_sound(orphan)


def test_merging_with_the_manager_keeps_a_forest() -> None:
    plan = edited(MergePositions(position="support-1", other="lead-1"))
    check_sound(plan)
    assert "lead-1" not in parents(plan)


def test_swapped_people_leave_the_seats_where_they_are() -> None:
    seats = [p.id for p in base().positions if len(base().holders(p.id)) == 1][1:3]
    plan = edited(SwapPeople(position=seats[0], other=seats[1]))
    assert parents(plan) == parents(base())
    assert people_on(plan, seats[0]) == people_on(base(), seats[1])


def test_somebody_may_hold_two_posts_and_is_shown_on_both() -> None:
    made = company(segment(40), roster=(person("a", "head"), person("b", "high_touch")), phase="launch")
    plan = planned(apply(made, [AddPosition(position="own-1", role="cs_design", to="head-1")]))
    seat = plan.design.assignments[0].position
    both = apply(
        plan.company,
        [
            UnassignPerson(person="a"),
            AssignPerson(person="a", position=seat, share=0.6),
            AssignPerson(person="a", position="own-1", share=0.4, alone=False),
        ],
    )
    found = planned(both).design
    assert [a.position for a in found.assignments if a.person == "a"] == [seat, "own-1"]
    check_sound(planned(both))


def test_somebody_who_stands_in_leaves_the_seat_open() -> None:
    open_seat = base("sou").gaps.open_positions[0].id
    stand_in = base("sou").company.roster[0].id
    plan = edited(AssignPerson(person=stand_in, position=open_seat, interim=True), name="sou")
    assert plan.design.interim == ((open_seat, stand_in),)
    assert not people_on(plan, open_seat)


def test_a_seat_keeps_its_place_when_its_person_leaves() -> None:
    made = example("meridian")
    leaver = base("meridian").holders("adoption-5")[0]
    roster = tuple(
        p if p.id != leaver.id else type(p)(**{**dict(p), "planned_end": f"{made.months[3]}-15"}) for p in made.roster
    )
    later = make_plan(type(made)(**{**dict(made), "roster": roster}), phase("maturity"), made.months[5])
    assert "adoption-5" in parents(later)
    assert leaver.id not in {a.person for a in later.design.assignments}


def test_a_pool_keeps_only_people_of_its_own_source() -> None:
    seat = next(p for p in base().team_positions if p.main_role == "support")
    plan = edited(SetPositionSource(position=seat.id, source=SourceKind.OUTSOURCER, count=3))
    assert plan.design.position(seat.id).count == 3
    assert not people_on(plan, seat.id)
    assert plan.design.position(seat.id).source in NOT_ON_TEAM


def test_edits_go_on_applying_in_other_months() -> None:
    made = apply(example("meridian"), [SetStructure(structure="region")])
    plan = planned(made)
    leads = [p.id for p in plan.positions if p.main_role == "lead" and p.unit]
    edits = [MovePosition(position=leads[0], to=leads[1]), SetPositionTitle(position=leads[1], title="地域統括")]
    made = apply(made, edits)
    for month in (made.months[0], made.months[12], made.months[-1]):
        later = make_plan(made, phase("maturity"), month)
        assert not later.design.set_aside
        assert parents(later)[leads[0]] == leads[1]
        assert later.design.titles == {leads[1]: "地域統括"}


def test_edits_of_another_structure_are_kept_and_told() -> None:
    made = apply(example("meridian"), [SetStructure(structure="region")])
    seat = next(p.id for p in planned(made).positions if "Americas" in p.id)
    made = apply(made, [SetPositionTitle(position=seat, title="x"), SetStructure(structure=None)])
    assert messages(planned(made)) == ["chart_no_such_seat"]
    assert not planned(apply(made, [SetStructure(structure="region")])).design.set_aside


def test_many_changes_are_one_list() -> None:
    support = [p.id for p in base().team_positions if p.main_role == "support"]
    plan = edited(*(MovePosition(position=id, to="head-1") for id in support))
    assert {parents(plan)[id] for id in support} == {"head-1"}


EVERY_KIND: tuple[ChartEdit, ...] = (
    MovePosition(position="high_touch-1", to=None),
    AddPosition(position="own-1", role="support", to="head-1", title="=1+1", assistant=True),
    RemovePosition(position="high_touch-2"),
    SplitPosition(position="high_touch-3", new="half-1", roles=("support",)),
    MergePositions(position="lead-1", other="high_touch-1"),
    AssignPerson(person="member_b", position="lead-1", share=0.5, alone=False),
    AssignPerson(person="member_b", position="own-1", interim=True),
    UnassignPerson(person="member_c"),
    SwapPeople(position="lead-1", other="head-1"),
    SetPositionRole(position="lead-1", role="support"),
    SetPositionSource(position="lead-1", source=SourceKind.OUTSOURCER, count=3),
    SetPositionUnit(position="lead-1", unit=None, with_reports=True),
    SetPositionTitle(position="lead-1", title=None),
    SetAssistant(position="high_touch-3"),
    DrawDottedLine(position="high_touch-3", to="head-1"),
    RenameUnit(unit="customer_success_team", name="no"),
)


def test_a_saved_company_opens_with_all_its_edits(tmp_path: Path) -> None:
    made = apply(example("sou"), [SetStructure(structure="touch"), *EVERY_KIND])
    assert {type(edit) for edit in EVERY_KIND} == set(get_args(get_args(ChartEdit)[0]))
    file = tmp_path / "sou.yaml"
    file.write_text(dump_company(made), encoding="utf-8")
    assert load_company(file, [phase(name) for name in PHASES]) == made
