"""The knowledge graph of a team: phase - role - skill - person, narrowed and laid out in columns.

A role is linked with the skills that the phase asks of it, a person with the asked skills that the roster says they
have on the level that can stand in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from orgplanner.maths.layered import order_layers, spread
from orgplanner.plan import Plan
from orgplanner.records.company import Person
from orgplanner.studies.chart_census import count_seats
from orgplanner.studies.skill_cover import SkillCover, cover_skills, knows_skills, role_fte

if TYPE_CHECKING:
    import networkx as nx


class NodeKind(StrEnum):
    """What stands in the graph, from left to right."""

    PHASE = "phase"
    ROLE = "role"
    SKILL = "skill"
    PERSON = "person"


class Node(NamedTuple):
    """One node: ids of different kinds may be alike."""

    kind: NodeKind
    id: str


@dataclass(frozen=True)
class RoleNeed:
    """A role that seats of the chart carry."""

    role: str
    area: str
    fte: float
    """Work of the role on the chart (FTE)."""
    units: tuple[str, ...]
    """Units in which seats carry it."""


@dataclass(frozen=True)
class SkillGraph:
    """Who knows what, for which role."""

    phase: str
    roles: tuple[RoleNeed, ...]
    skills: tuple[SkillCover, ...]
    people: tuple[str, ...]
    """People who cover at least one of the skills."""
    others: tuple[str, ...]
    """People in scope who are not known to cover any of them."""
    is_known: bool
    """Whether the roster gives any level of a skill."""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, column by column."""
        return tuple(node for column in self.columns for node in column)

    @property
    def columns(self) -> tuple[tuple[Node, ...], ...]:
        """The nodes of each kind."""
        return (
            (Node(NodeKind.PHASE, self.phase),),
            tuple(Node(NodeKind.ROLE, need.role) for need in self.roles),
            tuple(Node(NodeKind.SKILL, cover.skill) for cover in self.skills),
            tuple(Node(NodeKind.PERSON, person) for person in self.people),
        )

    @cached_property
    def links(self) -> tuple[tuple[Node, Node], ...]:
        """Links from left to right."""
        phase = Node(NodeKind.PHASE, self.phase)
        found = [(phase, Node(NodeKind.ROLE, need.role)) for need in self.roles]
        for cover in self.skills:
            skill = Node(NodeKind.SKILL, cover.skill)
            found += [(Node(NodeKind.ROLE, role), skill) for role in cover.roles]
            found += [(skill, Node(NodeKind.PERSON, person)) for person in cover.holders]
        return tuple(found)

    @cached_property
    def digraph(self) -> nx.DiGraph[Node]:
        """The graph of networkx, links from left to right; every node has its `kind`."""
        import networkx as nx

        graph: nx.DiGraph[Node] = nx.DiGraph()
        graph.add_nodes_from((node, {"kind": node.kind.value}) for node in self.nodes)
        graph.add_edges_from(self.links)
        return graph


class PlacedNode(NamedTuple):
    """A node with its place on the drawing: columns 0 to 3 to the right, 0 to 1 downwards."""

    node: Node
    x: float
    y: float


def graph_for(plan: Plan) -> SkillGraph:
    """Return the knowledge graph of the roles on the leader's chart and of everybody in scope, seated or not."""
    seats = count_seats(plan, "own")
    people = [p for p in plan.design.people if not p.out_of_scope]
    skills = cover_skills(plan, seats, people)
    units: dict[str, dict[str, None]] = {}
    for seat in seats:
        if seat.unit is not None:
            for role, _ in seat.loads:
                units.setdefault(role, {})[seat.unit] = None
    roles = tuple(
        RoleNeed(role, plan.phase.definition_of(role).area, fte, tuple(units.get(role, ())))
        for role, fte in role_fte(plan, seats).items()
    )
    return _with_people(SkillGraph(plan.phase.id, roles, skills, (), (), knows_skills(people)), people)


def _with_people(graph: SkillGraph, people: list[Person]) -> SkillGraph:
    linked = {person for cover in graph.skills for person in cover.holders}
    return replace(
        graph,
        people=tuple(p.id for p in people if p.id in linked),
        others=tuple(p.id for p in people if p.id not in linked),
    )


def narrow(
    graph: SkillGraph,
    *,
    role: str | None = None,
    unit: str | None = None,
    skill: str | None = None,
    most_skills: int | None = None,
    most_people: int | None = None,
) -> SkillGraph:
    """Return the part of a graph that is asked for; without any choice the graph itself.

    Args:
        graph: the graph.
        role: one role, with its skills and whoever covers them.
        unit: the roles that seats of one unit carry.
        skill: one skill, with the roles that ask for it and whoever covers it.
        most_skills: so many skills at most, those that most work asks for.
        most_people: so many people at most: single holders first, then those who cover most of what is left.
    """
    roles = [
        need
        for need in graph.roles
        if role in (None, need.role) and (unit is None or unit in need.units) and _asks(graph, need.role, skill)
    ]
    kept = {need.role for need in roles}
    skills = [c for c in graph.skills if skill in (None, c.skill) and kept & set(c.roles)]
    if most_skills is not None:
        most = {c.skill for c in sorted(skills, key=lambda c: -c.fte)[:most_skills]}
        skills = [c for c in skills if c.skill in most]
    people = _most_important(graph.people, skills, most_people)
    shown = set(people)
    return replace(
        graph,
        roles=tuple(roles),
        skills=tuple(_cut(c, kept, shown) for c in skills),
        people=people,
        others=tuple(p for p in (*graph.people, *graph.others) if p not in shown),
    )


def _asks(graph: SkillGraph, role: str, skill: str | None) -> bool:
    return skill is None or any(cover.skill == skill and role in cover.roles for cover in graph.skills)


def _most_important(people: tuple[str, ...], skills: list[SkillCover], most: int | None) -> tuple[str, ...]:
    covers = dict.fromkeys(people, 0)
    single = {cover.single_holder for cover in skills}
    for cover in skills:
        for person in cover.holders:
            covers[person] += 1
    linked = [person for person in people if covers[person]]
    if most is None or len(linked) <= most:
        return tuple(linked)
    chosen = set(sorted(linked, key=lambda p: (p not in single, -covers[p]))[:most])
    return tuple(person for person in linked if person in chosen)


def _cut(cover: SkillCover, roles: set[str], people: set[str]) -> SkillCover:
    """Return a skill with the roles and holders that are shown; its work stays what the whole chart asks for."""
    return SkillCover(
        skill=cover.skill,
        level=cover.level,
        roles=tuple(r for r in cover.roles if r in roles),
        fte=cover.fte,
        holders=tuple(p for p in cover.holders if p in people),
        not_known=cover.not_known,
    )


def place_nodes(graph: SkillGraph) -> tuple[PlacedNode, ...]:
    """Return the nodes in columns by kind, ordered so that few lines cross."""
    columns = graph.columns
    number: Mapping[Node, int] = {node: place for column in columns for place, node in enumerate(column)}
    kinds = list(NodeKind)
    between: list[list[tuple[int, int]]] = [[] for _ in kinds[1:]]
    for first, second in graph.links:
        between[kinds.index(first.kind)].append((number[first], number[second]))
    orders = order_layers([len(column) for column in columns], between)
    return tuple(
        PlacedNode(columns[x][item], float(x), y)
        for x, order in enumerate(orders)
        for item, y in zip(order, spread(len(order)), strict=True)
    )
