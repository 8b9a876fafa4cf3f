"""What the measures of a chart and of the knowledge graph say, in plain sentences of one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from orgplanner import i18n
from orgplanner.advice.names import role_label, unit_name
from orgplanner.advice.seats import ChartView, Seat, seats_of
from orgplanner.plan import Plan
from orgplanner.studies.chart_analytics import Measure
from orgplanner.studies.chart_census import Which
from orgplanner.studies.chart_measures import Branch, ChartAnalytics
from orgplanner.studies.key_people import KeyPerson, KeyRisk
from orgplanner.studies.skill_graph import Node, NodeKind, SkillGraph
from orgplanner.studies.skill_measures import SkillMeasures

NAMED = 5
"""Seats, people or skills that a sentence names; more are counted."""

MOST_SENTENCES = 6
"""Sentences of one kind, such as one a person."""

TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing."""

RATIOS = frozenset({Measure.MANAGER_SHARE})
"""Measures that are written as percentages."""

MEANS = frozenset({Measure.SPAN_MEAN, Measure.SPAN_MEDIAN})
"""Measures that are not whole numbers."""


class AnalyticsWords:
    """Words for one plan in one language; names stand in them as they are, so that a face has to escape the whole."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._plan, self._language = plan, language
        self._seats: dict[Which, Mapping[str, Seat]] = {}

    def say(self, key: str, **blanks: object) -> str:
        """Return a message of these views."""
        return i18n.say(f"chart_views.{key}", self._language, **blanks)

    def chart(self, which: Which) -> str:
        """Return what a chart is called."""
        return i18n.say(f"org_chart.view_{which}", self._language)

    def number(self, value: float, decimals: int = 1, *, sign: bool = False) -> str:
        """Write a number."""
        return i18n.number(value, self._language, decimals, sign=sign)

    def money(self, value: float) -> str:
        """Write an amount in the company's currency."""
        return i18n.money(value, self._plan.company.currency.value, self._language)

    def measure(self, measure: Measure, value: float | None) -> str:
        """Write one number of a chart, or that it is not known."""
        if value is None:
            return self.say("not_known")
        if measure is Measure.COST:
            return self.money(value)
        if measure in RATIOS:
            return i18n.percent(value, self._language, 1)
        return self.number(value, int(measure in MEANS))

    def change(self, measure: Measure, value: float | None) -> str:
        """Write how much a number of a chart differs from another chart's."""
        if value is None:
            return self.say("not_known")
        if measure in RATIOS:
            return self.say("points", change=self.number(100 * value, sign=True))
        if measure is Measure.COST:
            return f"{'+' if value > 0 else ''}{self.money(value)}"
        return self.number(value, int(measure in MEANS), sign=True)

    def cost(self, branch: Branch) -> str:
        """Write the cost of a branch, with what of it is estimated or not known."""
        if branch.cost is None:
            return self.say("not_known")
        blanks = {"estimated": branch.estimated_costs, "unknown": branch.unknown_costs}
        if all(blanks.values()):
            return self.say("branch_both", cost=self.money(branch.cost), **blanks)
        for kind, count in blanks.items():
            if count:
                return self.say(f"branch_{kind}", cost=self.money(branch.cost), count=count)
        return self.money(branch.cost)

    # ---------------------------------------------------------------- names

    def seats(self, which: Which) -> Mapping[str, Seat]:
        """Return what a chart says of its boxes, by id."""
        if which not in self._seats:
            self._seats[which] = {seat.id: seat for seat in seats_of(self._plan, ChartView(which), self._language)}
        return self._seats[which]

    def seat_names(self, which: Which) -> dict[str, str]:
        """Return what the boxes of a chart are called: people today, seats with whoever holds them otherwise."""
        return {id: self._seat_name(seat, which) for id, seat in self.seats(which).items()}

    def _seat_name(self, seat: Seat, which: Which) -> str:
        if which == "today":
            return isolated(seat.title)
        position = isolated(seat.position)
        if seat.person:
            return self.say("seat_held", seat=position, holder=isolated(seat.title))
        return self.say("seat_open", seat=position) if seat.kind == "open" else position

    def unit(self, unit: str, which: Which) -> str:
        """Return what a unit is called; today's are the roster's own words."""
        return isolated(unit if which == "today" else unit_name(self._plan, unit, self._language))

    def role(self, role: str) -> str:
        """Return what a role is called."""
        return role_label(self._plan, role, self._language)

    @cached_property
    def people(self) -> dict[str, str]:
        """Names of everybody on the roster, by id."""
        return {p.id: isolated(p.name) for p in self._plan.company.roster}

    @cached_property
    def skills(self) -> dict[str, str]:
        """Names of the catalogue's skills, by id."""
        return {s.id: s.label.say(self._language) for s in self._plan.phase.catalogue.skills}

    def node(self, node: Node) -> str:
        """Return what a node of the knowledge graph is called."""
        match node.kind:
            case NodeKind.PHASE:
                return self._plan.phase.definition.label.say(self._language)
            case NodeKind.ROLE:
                return self.role(node.id)
            case NodeKind.SKILL:
                return self.skills[node.id]
            case NodeKind.PERSON:
                return self.people[node.id]

    def listed(self, names: Sequence[str], most: int = NAMED) -> str:
        """Name some of many, and count the others."""
        left = len(names) - most
        more = [self.say("and_more", count=left)] if left > 0 else []
        return self.say("between").join([*names[:most], *more])

    # ---------------------------------------------------------------- sentences

    def findings(self, of: ChartAnalytics) -> tuple[str, ...]:
        """Return what is worth a second look, one sentence each."""
        return tuple(self._findings(of, self.seat_names(of.which)))

    def _findings(self, of: ChartAnalytics, names: Mapping[str, str]) -> Iterator[str]:
        def named(ids: Sequence[str]) -> str:
            return self.listed([names[id] for id in ids])

        if len(of.roots) > 1:
            yield self.say("finding_roots", count=len(of.roots), seats=named(of.roots))
        for chain in of.chains[:MOST_SENTENCES]:
            yield self.say("finding_chain", seats=self.say("then").join(names[id] for id in chain))
        for kind, ids in (("single", of.single_report), ("below", of.below_band), ("above", of.above_band)):
            if ids:
                yield self.say(f"finding_{kind}", seats=named(ids))
        if of.two_posts:
            yield self.say("finding_two_posts", people=self.listed([self.people[id] for id in of.two_posts]))
        if of.outside:
            yield self.say("finding_outside", people=of.outside_people, seats=named(of.outside))
        if of.shared:
            yield self.say("finding_shared", seats=named(of.shared))
        if of.largest_unit is not None and len(of.units) > 1:
            unit = self.unit(of.largest_unit.unit, of.which)
            yield self.say("finding_unit", unit=unit, people=of.largest_unit.people)

    def key_lines(self, risk: KeyRisk) -> tuple[str, ...]:
        """Return what the chart would lose with whom, one sentence each; that it is not known where it is not."""
        roles = [
            self.say("key_single_role", role=self.role(r.role), person=self.people[r.person]) for r in risk.single_roles
        ]
        alone = [self.say("key_single_roles", roles=self.listed(roles))] if roles else []
        if risk.people is None:
            return (self.say("key_not_known"), *alone)
        lines = [self.key_person(person) for person in risk.people[:MOST_SENTENCES]]
        if len(risk.people) > MOST_SENTENCES:
            lines.append(self.say("and_more", count=len(risk.people) - MOST_SENTENCES))
        lines += [] if lines else [self.say("key_none")]
        if risk.uncovered:
            lines.append(self.say("key_uncovered", skills=self.listed([self.skills[s.skill] for s in risk.uncovered])))
        if risk.without_levels:
            lines.append(self.say("key_partly", count=len(risk.without_levels)))
        return (*lines, *alone)

    def key_person(self, person: KeyPerson) -> str:
        """Return what the chart would lose with somebody."""
        what = []
        if person.lone_skills:
            what.append(self.say("key_skills", skills=self.listed([self.skills[s] for s in person.lone_skills])))
        if person.lone_roles:
            what.append(self.say("key_roles", roles=self.listed([self.role(r) for r in person.lone_roles])))
        if person.cut_off:
            what.append(self.say("key_cut", nodes=self.listed([self.node(n) for n in person.cut_off])))
        named, fte = self.people[person.person], self.number(person.fte)
        return self.say("key_person", person=named, fte=fte, what=self.say("between").join(what))

    def skill_lines(self, graph: SkillGraph, of: SkillMeasures) -> tuple[str, ...]:
        """Return what the knowledge graph tells, one sentence each."""
        return tuple(self._skill_lines(graph, of))

    def _skill_lines(self, graph: SkillGraph, of: SkillMeasures) -> Iterator[str]:
        if of.needs:
            first = of.needs[0]
            yield self.say("said_needed", skill=self.skills[first.skill], fte=self.number(first.fte))
        between = of.most_between
        if between is not None and graph.is_known:
            share = i18n.percent(between.betweenness, self._language)
            yield self.say("said_between", skill=self.skills[between.skill], share=share)
            if of.is_sampled:
                yield self.say("said_sampled")
        if of.single_holders is not None:
            yield self._single_holders(of.single_holders)
        if of.nobody:
            named = self.listed([self.skills[s] for s in of.nobody])
            yield self.say("said_nobody", count=len(of.nobody), skills=named)
        for bridge in (of.bridges or ())[:MOST_SENTENCES]:
            nodes = self.listed([self.node(n) for n in bridge.cut_off])
            yield self.say("said_bridge", near=self.node(bridge.near), far=self.node(bridge.far), nodes=nodes)
        if of.connectors:
            areas = {a.id: a.label.say(self._language) for a in self._plan.phase.catalogue.areas}
            people = [
                self.say("said_connector", person=self.people[c.person], areas=self.listed([areas[a] for a in c.areas]))
                for c in of.connectors
            ]
            yield self.say("said_connectors", people=self.listed(people))

    def _single_holders(self, held: Sequence[tuple[str, str]]) -> str:
        if not held:
            return self.say("said_no_single")
        parts = [self.say("said_single_part", skill=self.skills[s], person=self.people[p]) for s, p in held]
        return self.say("said_single", count=len(held), skills=self.listed(parts))


def isolated(name: str) -> str:
    r"""Return a name whose marks of direction end with it, so that the words behind it stay readable.

    >>> isolated("Ana"), len(isolated("\u202eAna"))
    ('Ana', 6)
    """
    return f"\u2068{name}\u2069" if TURNS.search(name) else name
