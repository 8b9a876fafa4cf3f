"""Structures side by side: scores by hand, refusals with what they need, and laws that hold in every structure."""

from __future__ import annotations

from functools import cache
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgplanner.exports.plain_text import plain_text
from orgplanner.exports.structure_sections import structure_sections
from orgplanner.plan import Plan
from orgplanner.records.change import SetStructure, apply
from orgplanner.records.chart_edit import MovePosition
from orgplanner.records.company import Company, Override, RoleShare
from orgplanner.records.structure import SegmentGroup
from orgplanner.stages.matching import required_skills
from orgplanner.studies.structure_score import PartKind, Score, ScoreKind
from orgplanner.studies.structures import (
    Proposals,
    RefusalReason,
    StructureOption,
    best_in,
    compare_structures,
    propose_structures,
    ranking,
    times_best,
)
from tests.companies import (
    EXAMPLES,
    INTENSIVE,
    ONE_TO_MANY,
    PHASES,
    STANDARD,
    company,
    example_plan,
    person,
    phase,
    plan,
    segment,
)

LARGE = company(
    segment(600, "east", region="East"),
    segment(600, "west", region="West"),
    segment(400, "small", ONE_TO_MANY),
)
"""East and West are served one to one, the small ones one to many and everywhere."""


@cache
def _proposals(text: str, in_phase: str) -> Proposals:
    return propose_structures(plan(Company.model_validate_json(text), in_phase))


def proposals(of: Company = LARGE, in_phase: str = "maturity") -> Proposals:
    return _proposals(of.model_dump_json(), in_phase)


def option(id: str | None, of: Company = LARGE, in_phase: str = "maturity") -> StructureOption:
    found = proposals(of, in_phase)
    return next(o for o in found.options if o.id == id or id in o.same_as)


def score(id: str | None, kind: ScoreKind, of: Company = LARGE, in_phase: str = "maturity") -> Score:
    return option(id, of, in_phase).score(kind)


def parts(found: Score, kind: PartKind) -> list[float]:
    return [part.value for part in found.parts if part.kind is kind]


# ---- hand-offs


@pytest.mark.parametrize(
    ("structure", "changes"),
    [
        # 1,200 of 1,600 accounts: onboarding -> adoption -> account expansion; 400: onboarding -> low touch.
        (None, (1200 * 2 + 400 * 1) / 1600),
        # One team serves the 1,200 throughout; the 400 pass from it to the one for low and tech touch.
        ("touch", 400 / 1600),
        # Each region has everybody who serves its customers, low touch included.
        ("region", 0.0),
        ("single_team", 0.0),
        ("front_and_back", 0.0),
        # Onboarding and account expansion are in one place, adoption is by region.
        ("lifecycle_and_region", (1200 * 2 + 400 * 1) / 1600),
    ],
)
def test_hand_offs_are_the_changes_of_team_in_a_customers_life_by_accounts(structure: str, changes: float) -> None:
    assert score(structure, ScoreKind.HAND_OFFS).value == pytest.approx(changes)


def test_roles_change_alike_whatever_the_structure() -> None:
    found = {o.id: parts(o.score(ScoreKind.HAND_OFFS), PartKind.ROLE_CHANGES) for o in proposals().options}
    assert all(value == [pytest.approx(1.75)] for value in found.values())


def test_a_segment_is_handed_over_along_the_teams_of_its_own_region() -> None:
    paths = [p.about for p in score("lifecycle_and_region", ScoreKind.HAND_OFFS).parts if p.about]
    assert paths[:2] == [
        ("east", "onboarding_team", "adoption_team-East", "expansion_team"),
        ("west", "onboarding_team", "adoption_team-West", "expansion_team"),
    ]


def test_support_in_another_team_is_told_beside() -> None:
    lifecycle, front = (score(id, ScoreKind.HAND_OFFS) for id in (None, "front_and_back"))
    assert parts(lifecycle, PartKind.SUPPORT_ELSEWHERE) == [1.0]
    assert parts(front, PartKind.SUPPORT_ELSEWHERE) == [0.0]
    assert parts(front, PartKind.TEAMS_MET) == [1.0]
    assert parts(lifecycle, PartKind.TEAMS_MET) == [pytest.approx((1200 * 4 + 400 * 3) / 1600)]


def test_without_accounts_hand_offs_are_not_known() -> None:
    assert score(None, ScoreKind.HAND_OFFS, company(), "launch").value is None


# ---- spans, leads, layers


def test_spans_count_everybody_with_reports_once() -> None:
    for each in proposals().options:
        found, reports = each.score(ScoreKind.SPANS), each.plan.charts.recommended.spans()
        below, within, above = (parts(found, k)[0] for k in (PartKind.BELOW, PartKind.WITHIN, PartKind.ABOVE))
        assert below + within + above == len(reports)
        assert found.value == pytest.approx(within / len(reports))
        assert sorted(parts(found, PartKind.REPORTS)) == sorted(reports.values())


def test_leads_cost_their_default_and_playing_ones_their_share_of_leading() -> None:
    for each in proposals().options:
        leads = [p for p in each.plan.team_positions if p.main_role == "lead"]
        fte = sum(p.share_of("lead") for p in leads)
        default = each.plan.assumptions["cost.lead"].quantity.value
        assert each.score(ScoreKind.LEADS_COST).value == pytest.approx(fte * default)
        full = sum(len(p.roles) == 1 for p in leads)
        assert parts(each.score(ScoreKind.LEADS_COST), PartKind.FULL_LEADS) == [full]


def test_layers_hold_every_box_of_the_chart() -> None:
    for each in proposals().options:
        found = each.score(ScoreKind.LAYERS)
        assert found.value == each.plan.charts.recommended.layers() == len(parts(found, PartKind.ON_LAYER))
        assert sum(parts(found, PartKind.ON_LAYER)) == len(each.plan.positions)


# ---- specialisation, skills, cover


def test_teams_of_one_role_are_special_and_one_team_is_as_special_as_its_largest_role() -> None:
    work = {r: option(None).plan.required_fte(r) for r in phase("maturity").role_ids if r not in ("lead", "head")}
    single = score("single_team", ScoreKind.SPECIALISATION)
    assert single.value == pytest.approx(max(work.values()) / sum(work.values()))
    mixed = {"low_touch", "tech_touch"}, {"cs_design", "systems", "cs_ops", "enablement"}
    alone = set(work) - mixed[0] - mixed[1]
    special = sum(work[r] for r in alone) + sum(max(work[r] for r in unit) for unit in mixed)
    assert score(None, ScoreKind.SPECIALISATION).value == pytest.approx(special / sum(work.values()))


def test_a_team_for_one_region_is_special_for_its_region() -> None:
    found = score("lifecycle_and_region", ScoreKind.SPECIALISATION)
    by_unit = {part.about[0]: part for part in found.parts}
    assert by_unit["adoption_team-East"].value == pytest.approx(1.0)
    assert by_unit["adoption_team-East"].weight == pytest.approx(option(None).plan.required_fte("adoption") / 2)
    region = {part.about: part for part in score("region", ScoreKind.SPECIALISATION).parts}
    assert region["customers-West", "West"].value == pytest.approx(1.0)


def test_the_skill_match_counts_known_levels_alone() -> None:
    asked = required_skills(phase("launch"), plan(company(segment(60))).positions[0])
    skill, level = next((skill, level) for skill, level in asked.items() if level > 1)
    held = person("boss", "head", skills={skill: level - 1})
    roster = (held, person("nobody", "high_touch", manager="boss"))
    found = score(None, ScoreKind.SKILL_MATCH, company(segment(60), roster=roster), "launch")
    assert found.value == pytest.approx((level - 1) / level)
    assert parts(found, PartKind.PEOPLE_KNOWN) == [1]
    unknown = company(segment(60), roster=(person("boss", "head"),))
    assert score(None, ScoreKind.SKILL_MATCH, unknown, "launch").value is None


def test_work_is_covered_where_the_unit_has_a_second_position_of_the_role() -> None:
    for each in proposals().options:
        found = each.score(ScoreKind.COVER)
        covered, total = (parts(found, kind)[0] for kind in (PartKind.WORK_COVERED, PartKind.WORK_ALL))
        assert found.value == pytest.approx(covered / total)
        work = [load.fte for p in each.plan.team_positions for load in p.roles if load.role not in ("lead", "head")]
        assert total == pytest.approx(sum(work))
    alone = [p.about for p in score(None, ScoreKind.COVER).parts if p.kind is PartKind.ALONE]
    sizes: dict[str | None, list[str]] = {}
    for position in option(None).plan.team_positions:
        sizes.setdefault(position.unit, []).append(position.id)
    assert {ids[0] for unit, ids in sizes.items() if unit and len(ids) == 1} == {id for (id,) in alone}


# ---- travel


def settled(of: Company, in_phase: str) -> Company:
    """Return the company with somebody on every position of the team, as the chart has it."""
    found = plan(of, in_phase)
    above = {node.id: node.parent for node in found.charts.recommended.nodes}
    roster = []
    for position in found.team_positions:
        total = position.fte or 1.0
        shares = tuple(RoleShare(role=r.role, share=max(r.fte / total, 0.001) / 1.01) for r in position.roles)
        fields: dict[str, Any] = {"roles": shares, "unit": position.unit, "fte": position.size}
        roster.append(person(position.id, position.main_role, manager=above[position.id], **fields))
    return Company(**{**dict(of), "roster": tuple(roster)})


@pytest.mark.parametrize("in_phase", PHASES)
def test_nobody_travels_where_the_chart_stays_as_it_is(in_phase: str) -> None:
    found = score(None, ScoreKind.TRAVEL, settled(company(segment(60)), in_phase), in_phase)
    assert found.value == 0
    changes = (PartKind.LEAVES_TEAM, PartKind.MANAGER_UNKNOWN, PartKind.MANAGER_OPEN)
    assert [parts(found, kind) for kind in changes] == [[0], [0], [0]]
    assert not parts(found, PartKind.NEW_MANAGER) + parts(found, PartKind.FORMER_MANAGER)


def test_another_structure_moves_people_of_a_settled_team() -> None:
    at_home = settled(LARGE, "maturity")
    assert score(None, ScoreKind.TRAVEL, at_home).value == 0
    single = score("single_team", ScoreKind.TRAVEL, at_home)
    assert single.value == sum(parts(single, PartKind.MANAGER_IN_POST) + parts(single, PartKind.MANAGER_OPEN))
    assert single.value > 0
    assert parts(single, PartKind.LEAVES_TEAM) == [0]


def test_an_open_seat_above_is_another_manager_and_an_unknown_one_is_told() -> None:
    people = company(segment(60), roster=(person("one", "high_touch"), person("two", "high_touch")))
    found = score(None, ScoreKind.TRAVEL, people, "launch")
    assert (found.value, parts(found, PartKind.MANAGER_UNKNOWN)) == (0, [2])
    led = company(segment(60), roster=(person("boss", "support"), person("one", "high_touch", manager="boss")))
    found = score(None, ScoreKind.TRAVEL, led, "launch")
    assert (found.value, parts(found, PartKind.MANAGER_OPEN)) == (1, [1])
    assert [p.about for p in found.parts if p.kind is PartKind.FORMER_MANAGER] == [("boss",)]


def test_without_people_travel_is_not_known() -> None:
    assert score(None, ScoreKind.TRAVEL).value is None


# ---- what is offered, and what is not


def test_the_phases_own_comes_first_and_is_recommended_with_its_reason() -> None:
    for in_phase in PHASES:
        first, *others = proposals(LARGE, in_phase).options
        assert (first.id, first.recommended, first.chosen) == (None, True, True)
        assert first.reason == phase(in_phase).definition.organisation.reason
        assert not any(o.recommended or o.chosen for o in others)


def test_a_structure_with_the_same_units_is_told_and_not_shown_twice() -> None:
    assert option(None).same_as == ("lifecycle",)
    every = [o.id for o in proposals().options if o.id] + [s for o in proposals().options for s in o.same_as]
    refused = [r.id for r in proposals().refused]
    assert sorted(every + refused) == sorted(s.id for s in phase("maturity").catalogue.structures)


def refusal(id: str, of: Company, in_phase: str = "maturity") -> tuple[object, ...]:
    found = next(r for r in proposals(of, in_phase).refused if r.id == id)
    return found.reason, found.group, found.about, found.needed


def test_what_no_segment_gives_nothing_is_split_by() -> None:
    assert refusal("business_unit", LARGE) == (RefusalReason.NOT_GIVEN, SegmentGroup.PRODUCT, None, None)


def test_one_region_is_nothing_to_split_by() -> None:
    one = company(segment(900, "a", region="East"), segment(300, "b", region="East"))
    assert refusal("region", one) == (RefusalReason.ONE_GROUP, SegmentGroup.REGION, "East", None)


def test_a_region_below_the_smallest_unit_is_named_with_what_it_needs() -> None:
    uneven = company(segment(1200, "a", region="East"), segment(20, "b", region="West"))
    assert refusal("region", uneven) == (RefusalReason.GROUPS_TOO_SMALL, SegmentGroup.REGION, "West", 4.0)
    found = next(r for r in proposals(uneven).refused if r.id == "region")
    assert found.found is not None
    assert 0 < found.found < 4


def test_a_team_within_one_leads_span_has_one_team() -> None:
    small = company(segment(60))
    assert refusal("touch", small, "launch") == (RefusalReason.TEAM_TOO_SMALL, None, None, 8.0)
    assert [o.same_as for o in proposals(small, "launch").options] == [("single_team",)]


def test_units_below_the_smallest_one_would_have_no_leads() -> None:
    wanted = {"leading.minimum_unit": Override(value=8)}
    of = company(segment(150), segment(200, "many", ONE_TO_MANY), assumptions=wanted)
    found = next(r for r in proposals(of, "expansion").refused if r.id == "lifecycle")
    assert (found.reason, found.needed, found.assumption) == (
        RefusalReason.UNITS_TOO_SMALL,
        8.0,
        "leading.minimum_unit",
    )
    assert found.found is not None
    assert 0 < found.found < 8


def test_the_chosen_structure_is_marked_and_needs_no_second_plan() -> None:
    chosen = apply(LARGE, [SetStructure(structure="region")])
    found = plan(chosen, "maturity")
    options = propose_structures(found).options
    assert [o.id for o in options if o.chosen] == ["region"]
    assert next(o for o in options if o.chosen).plan is found
    same = propose_structures(plan(apply(LARGE, [SetStructure(structure="lifecycle")]), "maturity"))
    assert same.chosen is not None
    assert same.chosen.id is None


def test_a_chosen_structure_that_the_team_cannot_carry_says_so() -> None:
    chosen = apply(company(segment(60)), [SetStructure(structure="touch")])
    found = propose_structures(plan(chosen, "launch"))
    assert found.chosen is None
    assert [r.id for r in found.refused if r.chosen] == ["touch"]


def test_edits_of_the_chart_do_not_change_what_is_compared() -> None:
    nodes = option(None).plan.charts.recommended.nodes
    leaf = next(n.id for n in reversed(nodes) if n.parent != nodes[0].id and not n.dotted)
    edited = apply(LARGE, [MovePosition(position=leaf, to=nodes[0].id)])
    after = propose_structures(plan(edited, "maturity"))
    assert [o.scores for o in after.options] == [o.scores for o in proposals().options]


def test_a_company_without_customers_and_people_has_its_own_structure() -> None:
    for in_phase in PHASES:
        assert proposals(company(), in_phase).options[0].recommended


# ---- ranking


def test_the_ranking_is_by_one_score_and_what_is_not_known_comes_last() -> None:
    options = proposals().options
    for kind in ScoreKind:
        values = [o.score(kind).value for o in ranking(options, kind)]
        known = [v for v in values if v is not None]
        assert values[: len(known)] == known
        assert known == sorted(known, reverse=kind.more_is_better)


def test_nothing_is_best_where_all_are_alike() -> None:
    options = proposals().options
    assert best_in(options, ScoreKind.TRAVEL) == ()
    best = best_in(options, ScoreKind.HAND_OFFS)
    assert {o.id for o in best} == {"single_team", "region", "customer_size", "front_and_back"} & {
        o.id for o in options
    }
    counts = times_best(options)
    assert sum(counts.values()) == sum(len(best_in(options, kind)) for kind in ScoreKind)


def test_two_structures_are_compared_both_ways_alike() -> None:
    one, other = option(None), option("region")
    there, back = compare_structures(one, other), compare_structures(other, one)
    assert (there.better, there.worse, there.equal) == (back.worse, back.better, back.equal)
    assert ScoreKind.HAND_OFFS in there.worse
    assert ScoreKind.TRAVEL in there.unknown


# ---- laws


def check_laws(found: Plan) -> None:
    made = propose_structures(found)
    work = []
    for each in made.options:
        assert nx.is_arborescence(each.plan.charts.recommended.graph())
        work.append(sum(load.fte for p in each.plan.positions for load in p.roles if load.role not in ("lead", "head")))
        assert [s.kind for s in each.scores] == list(ScoreKind)
    assert work == [pytest.approx(work[0], abs=1e-5)] * len(work)
    again = propose_structures(found)
    assert [o.scores for o in again.options] == [o.scores for o in made.options]
    assert again.refused == made.refused


@pytest.mark.parametrize("name", EXAMPLES)
def test_laws_hold_for_the_examples(name: str) -> None:
    check_laws(example_plan(name))


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([INTENSIVE, STANDARD, ONE_TO_MANY]),
            st.integers(0, 900),
            st.sampled_from([None, "A", "B", "a b [c]"]),
            st.sampled_from([None, "P", "Q"]),
        ),
        max_size=4,
    ),
    st.sampled_from(PHASES),
)
def test_every_structure_does_the_same_work_in_one_tree(
    segments: list[tuple[str, int, str | None, str | None]], in_phase: str
) -> None:
    given_segments = (
        segment(accounts, f"s{k}", model, region=region, product=product)
        for k, (model, accounts, region, product) in enumerate(segments)
    )
    check_laws(plan(company(*given_segments), in_phase))


# ---- in words


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("of", [*(example_plan(name) for name in EXAMPLES), plan(company()), plan(LARGE, "maturity")])
def test_sections_tell_every_structure_once_with_all_scores(of: Plan, language: str) -> None:
    made, sections = propose_structures(of), structure_sections(of, language)
    table = sections[0].table
    assert table is not None
    assert len(table.rows) == len(made.options)
    assert {len(row) for row in (table.head, *table.rows)} == {4 + len(ScoreKind)}
    told = plain_text(sections)
    assert all(refused.label.say(language) in told for refused in made.refused)
    assert "{" not in told


def test_a_recommended_and_chosen_structure_is_marked_in_words() -> None:
    (own, *_), table = proposals().options, structure_sections(option(None).plan, "ja")[0].table
    assert own.recommended
    assert table is not None
    assert table.rows[0][:2] == ("フェーズの推奨(顧客ライフサイクルで分ける)", "推奨、選択中")
    assert table.rows[1][1] == ""
