"""Key-person risk: what a chart loses with one person, by the skills that its seats ask for.

Where the roster knows no skills, nothing is known of this risk, and none is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.studies.chart_census import CountedSeat, Which, count_seats, people_on_chart
from orgplanner.studies.skill_cover import SkillCover, cover_skills, knows_skills, role_fte
from orgplanner.studies.skill_graph import Node, NodeKind

if TYPE_CHECKING:
    import networkx as nx

SHOWN_FTE = 0.005
"""FTE below which nobody is said to carry a role: it would be written as 0."""


class SingleRole(Record):
    """A role that one person alone carries on the chart; a pool is more than a person."""

    role: str
    person: str
    fte: float
    """Work of the role on the chart (FTE)."""


class KeyPerson(Record):
    """Somebody with whom the chart would lose something."""

    person: str
    lone_skills: tuple[str, ...]
    """Skills that nobody else on the chart is known to cover."""
    lone_roles: tuple[str, ...]
    """Roles that nobody else on the chart carries."""
    cut_off: tuple[Node, ...]
    """Skills, roles and people that hang on the rest of the team through this person alone."""
    fte: float
    """Work of the roles that ask for these skills or are carried by this person alone (FTE), each role once."""


class KeyRisk(Record):
    """Key-person risk of a chart."""

    is_known: bool
    """Whether the roster gives any level of a skill for the people on the chart."""
    without_levels: tuple[str, ...]
    """People on the chart for whom the roster gives none."""
    skills: tuple[SkillCover, ...] | None
    """Skills that the seats ask for, with who covers them; None: not known."""
    single_roles: tuple[SingleRole, ...]
    """Roles that one person alone carries; the head, of whom there is one by design, is left out."""
    people: tuple[KeyPerson, ...] | None
    """Most work at risk first; None: not known."""

    @property
    def uncovered(self) -> tuple[SkillCover, ...] | None:
        """Skills that nobody on the chart is known to cover."""
        return None if self.skills is None else tuple(s for s in self.skills if not s.holders)

    @property
    def single_held(self) -> tuple[SkillCover, ...] | None:
        """Skills that just one person on the chart is known to cover."""
        return None if self.skills is None else tuple(s for s in self.skills if s.single_holder is not None)


def key_risk(plan: Plan, which: Which) -> KeyRisk:
    """Return what today's chart, the recommended one or the leader's own loses with each person on it."""
    seats, people = count_seats(plan, which), people_on_chart(plan, which)
    single = _single_roles(plan, seats)
    blank = tuple(p.id for p in people if not p.skills)
    if not knows_skills(people):
        return KeyRisk(is_known=False, without_levels=blank, skills=None, single_roles=single, people=None)
    skills = cover_skills(plan, seats, people)
    return KeyRisk(
        is_known=True,
        without_levels=blank,
        skills=skills,
        single_roles=single,
        people=key_people([p.id for p in people], skills, single, role_fte(plan, seats)),
    )


def key_people(
    people: Iterable[str], skills: Sequence[SkillCover], single: Sequence[SingleRole], fte: Mapping[str, float]
) -> tuple[KeyPerson, ...]:
    """Return the people with whom something would be lost, most work first.

    Args:
        people: ids of the people on the chart.
        skills: the skills that its seats ask for, with who covers them.
        single: roles that one person alone carries.
        fte: work of each role on the chart (FTE).
    """
    lost_skills: dict[str, list[SkillCover]] = {}
    for skill in skills:
        if skill.single_holder is not None:
            lost_skills.setdefault(skill.single_holder, []).append(skill)
    lost_roles: dict[str, list[str]] = {}
    for found in single:
        lost_roles.setdefault(found.person, []).append(found.role)
    hanging = cut_off_by_people(skills)
    found_people = []
    for person in people:
        lone, alone, hangs = lost_skills.get(person, []), lost_roles.get(person, []), hanging.get(person, ())
        if not (lone or alone or hangs):
            continue
        touched = dict.fromkeys([*alone, *(role for skill in lone for role in skill.roles)])
        found_people.append(
            KeyPerson(
                person=person,
                lone_skills=tuple(s.skill for s in lone),
                lone_roles=tuple(alone),
                cut_off=hangs,
                fte=sum(fte.get(role, 0.0) for role in touched),
            )
        )
    return tuple(sorted(found_people, key=lambda p: -p.fte))


def cut_off_by_people(skills: Sequence[SkillCover]) -> dict[str, tuple[Node, ...]]:
    """Return what falls off the graph person - skill - role with each person who holds it together.

    These people are the articulation points of the graph; of the parts that remain without one of them, the largest
    counts as the team, the others as cut off.
    """
    import networkx as nx

    graph = _graph(skills)
    order = {node: place for place, node in enumerate(graph)}
    found: dict[str, tuple[Node, ...]] = {}
    for node in sorted(nx.articulation_points(graph), key=order.__getitem__):
        if node.kind is NodeKind.PERSON:
            parts = _parts_without(graph, node)
            rest = sorted((n for part in parts[1:] for n in part), key=order.__getitem__)
            found[node.id] = tuple(rest)
    return found


def _graph(skills: Sequence[SkillCover]) -> nx.Graph[Node]:
    import networkx as nx

    graph: nx.Graph[Node] = nx.Graph()
    for cover in skills:
        skill = Node(NodeKind.SKILL, cover.skill)
        graph.add_edges_from((Node(NodeKind.ROLE, role), skill) for role in cover.roles)
        graph.add_edges_from((skill, Node(NodeKind.PERSON, person)) for person in cover.holders)
    return graph


def _parts_without(graph: nx.Graph[Node], node: Node) -> list[set[Node]]:
    """Return the parts into which the graph around a node falls without it, the largest first."""
    parts: list[set[Node]] = []
    for start in graph[node]:
        if any(start in part for part in parts):
            continue
        part, waiting = {start}, [start]
        while waiting:
            for beside in graph[waiting.pop()]:
                if beside != node and beside not in part:
                    part.add(beside)
                    waiting.append(beside)
        parts.append(part)
    return sorted(parts, key=len, reverse=True)


def _single_roles(plan: Plan, seats: Sequence[CountedSeat]) -> tuple[SingleRole, ...]:
    head = plan.phase.definition.head_role
    carriers: dict[str, dict[str, None]] = {}
    pooled = set()
    for seat in seats:
        for role, fte in seat.loads if seat.people else ():
            if fte >= SHOWN_FTE:
                carriers.setdefault(role, {}).update(dict.fromkeys(seat.people))
                pooled |= {role} if seat.is_pool else set()
    return tuple(
        SingleRole(role=role, person=next(iter(carriers[role])), fte=work)
        for role, work in role_fte(plan, seats).items()
        if role != head and role not in pooled and len(carriers.get(role, ())) == 1
    )
