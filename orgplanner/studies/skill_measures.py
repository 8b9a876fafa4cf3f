"""What the knowledge graph tells: single holders, bridges, skills most needed, people who connect areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from orgplanner.records.base import Record
from orgplanner.studies.skill_graph import Node, NodeKind, SkillGraph

if TYPE_CHECKING:
    import networkx as nx

MOST_EXACT = 800
"""Nodes up to which the betweenness is worked out from every node; beyond, from a sample of them."""

SAMPLED = 150
"""Nodes of the sample."""

SEED = 1
"""Seed of the sample: the same graph gives the same answer."""


class Bridge(Record):
    """A link without which something loses every way to the phase."""

    near: Node
    far: Node
    cut_off: tuple[Node, ...]
    """What hangs on it: at least two nodes, since a skill without people or a person with one skill is told apart."""


class SkillNeed(Record):
    """How much a skill is needed."""

    skill: str
    fte: float
    """Work of the roles that ask for it (FTE)."""
    betweenness: float
    """Share of the shortest ways between roles, skills and people that lead through it (ratio)."""
    holders: int | None
    """People who are known to cover it; None where the roster knows no skills."""


class Connector(Record):
    """Somebody who knows what several areas ask for, so that they understand each other through this person."""

    person: str
    areas: tuple[str, ...]
    """Areas of which they cover a skill that no other area asks for."""
    betweenness: float
    """Share of the shortest ways between roles, skills and people that lead through them (ratio)."""


class SkillMeasures(Record):
    """What a knowledge graph tells; None: not known, since the roster gives no levels of skills."""

    single_holders: tuple[tuple[str, str], ...] | None
    """Skills with the only person who is known to cover each, most work first."""
    nobody: tuple[str, ...] | None
    """Skills that nobody is known to cover, most work first."""
    bridges: tuple[Bridge, ...] | None
    """Links on which two nodes or more hang, from left to right."""
    connectors: tuple[Connector, ...] | None
    """People who cover skills of at least two areas: most areas first, then most ways."""
    needs: tuple[SkillNeed, ...]
    """Every skill, most work first."""
    is_sampled: bool
    """Whether the betweenness comes from a sample of the nodes."""

    @property
    def most_between(self) -> SkillNeed | None:
        """The skill through which most ways lead, the one with most work among equals; None without ways."""
        found = max(self.needs, key=lambda need: need.betweenness, default=None)
        return found if found is not None and found.betweenness > 0 else None


def measure_skills(graph: SkillGraph) -> SkillMeasures:
    """Return what a knowledge graph tells."""
    between, sampled = _betweenness(graph)
    by_need = sorted(graph.skills, key=lambda cover: -cover.fte)
    needs = tuple(
        SkillNeed(
            skill=cover.skill,
            fte=cover.fte,
            betweenness=between[Node(NodeKind.SKILL, cover.skill)],
            holders=len(cover.holders) if graph.is_known else None,
        )
        for cover in by_need
    )
    if not graph.is_known:
        return SkillMeasures(
            single_holders=None, nobody=None, bridges=None, connectors=None, needs=needs, is_sampled=sampled
        )
    return SkillMeasures(
        single_holders=tuple((c.skill, c.single_holder) for c in by_need if c.single_holder is not None),
        nobody=tuple(c.skill for c in by_need if not c.holders),
        bridges=find_bridges(graph),
        connectors=_connectors(graph, between),
        needs=needs,
        is_sampled=sampled,
    )


def find_bridges(graph: SkillGraph) -> tuple[Bridge, ...]:
    """Return the bridges of the undirected graph on whose far side, seen from the phase, two nodes or more hang."""
    import networkx as nx

    whole = graph.digraph.to_undirected()
    reached = nx.node_connected_component(whole, Node(NodeKind.PHASE, graph.phase))
    depth = nx.single_source_shortest_path_length(whole, Node(NodeKind.PHASE, graph.phase))
    order = {node: place for place, node in enumerate(graph.nodes)}
    found = []
    links = cast(Iterable[tuple[Node, Node]], nx.bridges(whole.subgraph(reached)))  # typed as str by their stubs
    for a, b in links:
        near, far = (a, b) if depth[a] < depth[b] else (b, a)
        if len(whole[far]) == 1:
            continue
        hanging = sorted(_behind(whole, near, far), key=order.__getitem__)
        found.append(Bridge(near=near, far=far, cut_off=tuple(hanging)))
    return tuple(sorted(found, key=lambda bridge: (order[bridge.near], order[bridge.far])))


def _behind(graph: nx.Graph[Node], near: Node, far: Node) -> set[Node]:
    """Return what can be reached from the far end of a bridge without it."""
    seen, waiting = {near, far}, [far]
    while waiting:
        for beside in graph[waiting.pop()]:
            if beside not in seen:
                seen.add(beside)
                waiting.append(beside)
    return seen - {near}


def _betweenness(graph: SkillGraph) -> tuple[Mapping[Node, float], bool]:
    """Return the share of shortest ways through every node, the phase left out: it would shorten every way."""
    import networkx as nx

    whole = graph.digraph.to_undirected()
    whole.remove_node(Node(NodeKind.PHASE, graph.phase))
    sampled = whole.number_of_nodes() > MOST_EXACT
    between: Mapping[Node, float] = nx.betweenness_centrality(whole, k=SAMPLED if sampled else None, seed=SEED)
    return between, sampled


def _connectors(graph: SkillGraph, between: Mapping[Node, float]) -> tuple[Connector, ...]:
    """Return who covers skills of several areas, each asked for by roles of that area alone."""
    area_of = {need.role: need.area for need in graph.roles}
    covered: dict[str, dict[str, None]] = {}
    for cover in graph.skills:
        areas = {area_of[role] for role in cover.roles}
        for person in cover.holders if len(areas) == 1 else ():
            covered.setdefault(person, {}).update(dict.fromkeys(areas))
    found = [
        Connector(person=person, areas=tuple(areas), betweenness=between[Node(NodeKind.PERSON, person)])
        for person, areas in covered.items()
        if len(areas) > 1
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.areas), -c.betweenness)))
