"""The knowledge graph and its measures against brute force; the order of its columns against every order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import combinations, permutations, product

import networkx as nx
import pytest

from orgplanner.maths.layered import all_crossings, crossings, order_layers, spread
from orgplanner.plan import Plan
from orgplanner.records.company import Person
from orgplanner.studies.skill_cover import SkillCover
from orgplanner.studies.skill_graph import Node, NodeKind, RoleNeed, SkillGraph, graph_for, narrow, place_nodes
from orgplanner.studies.skill_measures import MOST_EXACT, find_bridges, measure_skills
from tests.companies import EXAMPLES, company, example_plan, person, plan, segment


def cover(skill: str, roles: Sequence[str], holders: Sequence[str] = (), fte: float = 1.0) -> SkillCover:
    return SkillCover(skill=skill, level=2, roles=tuple(roles), fte=fte, holders=tuple(holders), not_known=())


def need(role: str, area: str = "area", units: tuple[str, ...] = (), fte: float = 1.0) -> RoleNeed:
    return RoleNeed(role, area, fte, units)


def graph(roles: Sequence[RoleNeed], skills: Sequence[SkillCover], others: Sequence[str] = ()) -> SkillGraph:
    people = tuple(dict.fromkeys(p for c in skills for p in c.holders))
    return SkillGraph("launch", tuple(roles), tuple(skills), people, tuple(others), is_known=True)


def node(kind: str, id: str) -> Node:
    return Node(NodeKind(kind), id)


TEAM = graph(
    [need("care", "field", ("front",), 3.0), need("desk", "desk", ("back",), 1.0)],
    [
        cover("talk", ["care", "desk"], ["ann", "bob"], 4.0),
        cover("sell", ["care"], ["ann"], 3.0),
        cover("write", ["desk"], ["ann", "cid"], 1.0),
        cover("code", ["desk"], [], 1.0),
    ],
    ["dan"],
)


def random_graph(seed: int, people: int = 5, skills: int = 6) -> SkillGraph:
    rng = random.Random(seed)  # noqa: S311 - a repeatable sample
    roles = [need(f"r{k}", f"a{k % 2}") for k in range(3)]
    found = [
        cover(
            f"s{k}",
            sorted(rng.sample([r.role for r in roles], rng.randint(1, 2))),
            [f"p{p}" for p in range(people) if rng.random() < 0.3],
        )
        for k in range(skills)
    ]
    return graph(roles, found)


# ---------------------------------------------------------------- the graph of a plan


@cache
def small() -> Plan:
    roster = (
        person("boss", "head"),
        person("ann", "high_touch", manager="boss", skills={"product_knowledge": 3, "empathy": 1}),
        person("bea", "support", manager="boss", skills={"product_knowledge": 2}),
        person("out", "support", manager="boss", skills={"product_knowledge": 4}, out_of_scope=True),
    )
    return plan(company(segment(120), roster=roster))


def test_links_lead_from_the_phase_over_roles_and_skills_to_people() -> None:
    found = graph_for(small())
    order = list(NodeKind)
    assert all(order.index(b.kind) == order.index(a.kind) + 1 for a, b in found.links)
    assert {b.id for a, b in found.links if a.kind is NodeKind.PHASE} == {need.role for need in found.roles}
    asked = {(s.skill, role) for role in small().phase.role_ids for s in small().phase.role(role).skills if s.level}
    assert {(b.id, a.id) for a, b in found.links if a.kind is NodeKind.ROLE} <= asked
    assert set(found.digraph.nodes) == set(found.nodes)
    assert all(found.digraph.nodes[n]["kind"] == n.kind for n in found.nodes)


def test_only_people_in_scope_on_the_level_that_can_stand_in_are_linked() -> None:
    found = graph_for(small())
    assert found.people == ("ann", "bea")
    assert found.others == ("boss",)
    covers = {c.skill: c.holders for c in found.skills}
    assert covers["product_knowledge"] == ("ann", "bea")
    assert "ann" not in covers.get("empathy", ())


def test_the_roster_of_people_without_seats_counts_too() -> None:
    spare = tuple(person(f"p{k}", "support", skills={"product_knowledge": 3}) for k in range(9))
    found = graph_for(plan(company(segment(20), roster=spare)))
    assert len(found.people) == 9


def test_a_team_without_skills_is_not_known() -> None:
    found = graph_for(example_plan("meridian"))
    measures = measure_skills(found)
    assert (found.is_known, found.people) == (False, ())
    assert (measures.single_holders, measures.nobody, measures.bridges, measures.connectors) == (None,) * 4
    assert {n.holders for n in measures.needs} == {None}
    assert measures.needs


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_skill_that_most_work_asks_for_comes_first(name: str) -> None:
    found = graph_for(example_plan(name))
    needs = measure_skills(found).needs
    assert [n.fte for n in needs] == sorted((n.fte for n in needs), reverse=True)
    work = {r.role: r.fte for r in found.roles}
    for c in found.skills:
        assert c.fte == pytest.approx(sum(work[role] for role in c.roles))


def test_an_empty_company_still_has_a_graph() -> None:
    found = graph_for(plan(company()))
    assert not found.is_known
    assert place_nodes(found)


# ---------------------------------------------------------------- measures


def test_the_measures_of_a_small_team_are_those_seen_by_hand() -> None:
    found = measure_skills(TEAM)
    assert found.single_holders == (("sell", "ann"),)
    assert found.nobody == ("code",)
    assert [n.skill for n in found.needs] == ["talk", "sell", "write", "code"]
    assert [n.holders for n in found.needs] == [2, 1, 2, 0]
    # sell is asked for by the field alone, write by the desk alone: ann knows both.
    assert [(c.person, c.areas) for c in found.connectors or ()] == [("ann", ("field", "desk"))]
    assert found.most_between is not None
    assert found.most_between.skill == "talk"
    assert not found.is_sampled


def test_a_link_on_which_a_skill_and_its_only_holder_hang_is_a_bridge() -> None:
    found = find_bridges(graph([need("care"), need("ops")], [cover("talk", ["care"], ["ann"]), cover("fix", ["ops"])]))
    told = {(b.near.id, b.far.id): [n.id for n in b.cut_off] for b in found}
    assert told == {
        ("launch", "care"): ["care", "talk", "ann"],
        ("launch", "ops"): ["ops", "fix"],
        ("care", "talk"): ["talk", "ann"],
    }


@pytest.mark.parametrize("seed", range(20))
def test_cutting_every_link_finds_the_same_bridges(seed: int) -> None:
    found = random_graph(seed)
    phase = node("phase", "launch")
    expected = {}
    for a, b in found.links:
        rest = nx.Graph([link for link in found.links if link != (a, b)])
        rest.add_nodes_from(found.nodes)
        reached = nx.node_connected_component(rest, phase)
        lost = set(found.nodes) - reached
        if len(lost) > 1:
            expected[frozenset((a, b))] = lost
    assert {frozenset((b.near, b.far)): set(b.cut_off) for b in find_bridges(found)} == expected


@pytest.mark.parametrize("seed", range(10))
def test_single_holders_are_those_without_whom_a_skill_has_nobody(seed: int) -> None:
    found = random_graph(seed)
    expected = {(c.skill, p) for p in found.people for c in found.skills if c.holders and not set(c.holders) - {p}}
    assert set(measure_skills(found).single_holders or ()) == expected


def brute_betweenness(links: Sequence[tuple[Node, Node]], of: Node) -> float:
    """Return the share of the shortest ways between the other nodes through one, by listing all of them."""
    whole = nx.Graph([(a, b) for a, b in links if a.kind is not NodeKind.PHASE])
    through = 0.0
    for a, b in combinations([n for n in whole if n != of], 2):
        if nx.has_path(whole, a, b):
            ways = list(nx.all_shortest_paths(whole, a, b))
            through += sum(of in way for way in ways) / len(ways)
    others = len(whole) - 1
    return through / (others * (others - 1) / 2)


def test_the_betweenness_is_the_share_of_shortest_ways() -> None:
    for one in measure_skills(TEAM).needs:
        assert one.betweenness == pytest.approx(brute_betweenness(TEAM.links, node("skill", one.skill)))


def test_large_teams_are_sampled_alike_every_time() -> None:
    people = [f"p{k}" for k in range(MOST_EXACT + 50)]
    skills = [cover(f"s{k}", ["care", "desk"][: 1 + k % 2], people[k::7]) for k in range(7)]
    found = graph([need("care"), need("desk")], skills)
    first, second = measure_skills(found), measure_skills(found)
    assert first.is_sampled
    assert first == second


# ---------------------------------------------------------------- narrowing


def test_narrowing_to_nothing_in_particular_keeps_the_graph() -> None:
    assert narrow(TEAM) == TEAM


def test_a_role_shows_its_skills_and_whoever_covers_them() -> None:
    found = narrow(TEAM, role="care")
    assert [r.role for r in found.roles] == ["care"]
    assert [c.skill for c in found.skills] == ["talk", "sell"]
    assert [c.roles for c in found.skills] == [("care",), ("care",)]
    assert found.people == ("ann", "bob")
    assert found.others == ("cid", "dan")


def test_a_unit_and_a_skill_show_what_belongs_to_them() -> None:
    assert [c.skill for c in narrow(TEAM, unit="back").skills] == ["talk", "write", "code"]
    assert [r.role for r in narrow(TEAM, skill="sell").roles] == ["care"]
    assert narrow(TEAM, skill="sell").people == ("ann",)
    assert narrow(TEAM, role="care", unit="back").roles == ()
    assert narrow(TEAM, role="care", skill="write").skills == ()


def test_the_most_needed_skills_and_the_only_holders_stay() -> None:
    assert [c.skill for c in narrow(TEAM, most_skills=2).skills] == ["talk", "sell"]
    assert narrow(TEAM, most_people=1).people == ("ann",)
    assert narrow(TEAM, most_people=1).others == ("bob", "cid", "dan")


# ---------------------------------------------------------------- places


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_node_has_a_place_of_its_own_in_the_column_of_its_kind(name: str) -> None:
    found = graph_for(example_plan(name))
    placed = place_nodes(found)
    assert sorted(p.node for p in placed) == sorted(found.nodes)
    assert len({(p.x, p.y) for p in placed}) == len(placed)
    assert all(p.x == list(NodeKind).index(p.node.kind) and 0 < p.y < 1 for p in placed)
    assert placed == place_nodes(found)


def brute_crossings(first: Sequence[int], second: Sequence[int], links: Sequence[tuple[int, int]]) -> int:
    at = [(first.index(a), second.index(b)) for a, b in links]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(at, 2))


def random_links(rng: random.Random, above: int, below: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(above) for b in range(below) if rng.random() < 0.4]


@pytest.mark.parametrize("seed", range(20))
def test_crossings_are_counted_as_by_looking_at_every_pair(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a repeatable sample
    first, second = rng.sample(range(6), 6), rng.sample(range(5), 5)
    links = random_links(rng, 6, 5)
    assert crossings(first, second, links) == brute_crossings(first, second, links)


def test_orders_have_hardly_more_crossings_than_the_best_of_all_orders() -> None:
    rng = random.Random(1)  # noqa: S311 - a repeatable sample
    sizes, found, best = (3, 5, 4), 0, 0
    for _ in range(8):
        links = [random_links(rng, 3, 5), random_links(rng, 5, 4)]
        orders = order_layers(sizes, links)
        assert [sorted(order) for order in orders] == [list(range(size)) for size in sizes]
        every = product(*(permutations(range(size)) for size in sizes))
        found += all_crossings(orders, links)
        best += min(all_crossings(one, links) for one in every)
    assert best <= found <= 1.15 * best


@pytest.mark.parametrize("seed", range(30))
def test_the_order_is_never_worse_than_the_given_one(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a repeatable sample
    sizes = (3, 20, 30)
    links = [random_links(rng, 3, 20), random_links(rng, 20, 30)]
    given = all_crossings([range(size) for size in sizes], links)
    assert all_crossings(order_layers(sizes, links), links) <= given


def test_columns_that_can_be_untangled_are() -> None:
    links = [[(k, 9 - k) for k in range(10)], [(k, (k * 3) % 10) for k in range(10)]]
    assert all_crossings(order_layers([10, 10, 10], links), links) == 0


def test_items_without_links_keep_their_places() -> None:
    assert order_layers([1, 3], [[(0, 2)]]) == ((0,), (0, 1, 2))
    assert order_layers([], []) == ()
    assert order_layers([2], []) == ((0, 1),)


def test_wrong_links_are_named() -> None:
    with pytest.raises(ValueError, match=r"the link \(0, 3\) between the columns 0 and 1"):
        order_layers([1, 3], [[(0, 3)]])
    with pytest.raises(ValueError, match="2 columns have 1 gaps"):
        order_layers([1, 3], [])


def test_places_are_spread_evenly() -> None:
    assert spread(4) == (0.125, 0.375, 0.625, 0.875)
    assert spread(0) == ()


def test_ten_thousand_people_are_laid_out() -> None:
    people = [f"p{k}" for k in range(10_000)]
    skills = [cover(f"s{k}", [f"r{k % 5}"], people[k::20]) for k in range(20)]
    found = graph([need(f"r{k}") for k in range(5)], skills)
    assert len(place_nodes(found)) == 10_026
    assert len(find_bridges(found)) == 25


def test_people_are_known_by_their_ids_not_by_their_names() -> None:
    twins = tuple(Person(id=id, name="Twin", skills={"product_knowledge": 3}) for id in ("a", "b"))
    assert graph_for(plan(company(segment(20), roster=twins))).people == ("a", "b")
