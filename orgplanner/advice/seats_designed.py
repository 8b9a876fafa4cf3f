"""What the recommended chart and the leader's own say about every seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orgplanner import i18n
from orgplanner.advice.names import designed_label, role_label, unit_name
from orgplanner.advice.seat_words import Seat, SeatWords, kind_of
from orgplanner.plan import Plan
from orgplanner.records.card import Badge, CardField, CardKind, ColourBy
from orgplanner.records.company import Person
from orgplanner.records.position import Position
from orgplanner.stages.design_checks import SpanVerdict

NAMED_PEOPLE = 2
"""People who are named on a seat; more are counted."""

SHOWN_FTE = 0.005
"""FTE below which a role is not named on a seat: it would be written as 0."""

LOW_LOAD, FULL_LOAD = 0.8, 1.0
"""Ends of the bands of load that colours tell apart."""


@dataclass(frozen=True)
class DesignedWords(SeatWords):
    """Words of charts that are made of positions."""

    def seats_designed(self, shown: Plan) -> tuple[Seat, ...]:
        """Return the seats of the leader's chart of a plan; of the plan without edits that is the recommendation."""
        held: dict[str, float] = {}
        for a in shown.design.assignments:
            held[a.position] = held.get(a.position, 0.0) + a.share
        least = float(shown.inputs.value("team.minimum_gap")[0])
        second = _second_posts(shown)
        notes = _Notes(shown)
        nodes = {n.id: n for n in shown.design.chart.nodes}
        return tuple(
            replace(
                self.seat_designed(shown, p, notes, held.get(p.id, 0.0), least),
                above=nodes[p.id].parent,
                dotted_to=tuple(dict.fromkeys((*nodes[p.id].dotted_to, *second.get(p.id, ())))),
                assistant=nodes[p.id].assistant,
            )
            for p in shown.design.positions
        )

    def seat_designed(self, shown: Plan, position: Position, notes: _Notes, held: float, least: float) -> Seat:
        """Return one seat; where it stands is filled in afterwards."""
        design = shown.design
        people = design.holders.get(position.id, ())
        load = self.load(position)
        kind = kind_of(position.source)
        if not people and position.on_team:
            kind = "open"
        part_filled = bool(people) and min(position.fte, position.count) - held > least
        state = self.state(position, people, part_filled)
        source = self.source(position.source)
        unit = unit_name(self.plan, position.unit, self.language)
        start = max((p.start.isoformat() for p in people if p.start), default=None)
        own = design.titles.get(position.id)
        return Seat(
            id=position.id,
            above=None,
            title=self.title(position, people),
            position=own or designed_label(self.plan, position, self.language),
            role=own or self.roles(position),
            unit=unit,
            unit_id=position.unit,
            person=self.joined([p.name for p in people]),
            load=load,
            source=source,
            state=state,
            kind=kind,
            badges=self.badges(shown, position, kind, people, part_filled, notes),
            fields={
                CardField.LOAD: load,
                CardField.UNIT: unit,
                CardField.SOURCE: source,
                CardField.START: self.say("starts", month=self.month(start)) if start else "",
                CardField.SKILLS: self.skills(notes, position.id),
                CardField.COVER: self.say("no_cover") if position.id in notes.single else "",
                CardField.COST: self.cost(shown.design_checks.costs.get(position.id)),
                CardField.TITLE: self.joined([p.title or "" for p in people]),
            },
            groups={
                ColourBy.UNIT: unit,
                ColourBy.SOURCE: source,
                ColourBy.LOAD: self.load_band(position),
                ColourBy.GAP: state,
            },
        )

    def load(self, position: Position) -> str:
        """Write the load of a seat, or the people of a pool."""
        if position.on_team:
            return self.say("load", load=i18n.percent(position.fte, self.language))
        return self.say("pool_load", count=position.count, fte=i18n.number(position.fte, self.language, 2))

    def load_band(self, position: Position) -> str:
        """Return the band of load that a colour tells."""
        if not position.on_team:
            return self.say("band_outside")
        if position.fte > FULL_LOAD + SHOWN_FTE:
            return self.say("band_over")
        return self.say("band_full" if position.fte >= LOW_LOAD else "band_low")

    def roles(self, position: Position) -> str:
        """Return the main role in full and the others in short."""
        phase = self.plan.phase
        others = [
            phase.definition_of(load.role).short.say(self.language)
            for load in position.roles
            if load.fte >= SHOWN_FTE and load.role != position.main_role
        ]
        main = role_label(self.plan, position.main_role, self.language)
        main = self.say("director") if position.id in self.plan.directors else main
        return " + ".join([main, *others])

    def title(self, position: Position, people: Sequence[Person]) -> str:
        """Return who sits there, or that nobody does."""
        if not people:
            return self.say("kind_open") if position.on_team else self.say(f"vacant_{position.source.value}")
        if len(people) > NAMED_PEOPLE:
            return self.say("and_others", name=people[0].name, count=len(people[1:]))
        return self.joined([p.name for p in people])

    def state(self, position: Position, people: Sequence[Person], part_filled: bool) -> str:
        """Return whether the seat is filled."""
        if not people:
            return self.say("kind_open" if position.on_team else "state_not_arranged")
        return self.say("state_part_filled" if part_filled else "state_filled")

    def skills(self, notes: _Notes, id: str) -> str:
        """Write how many skills the people lack."""
        lacking = notes.lacking.get(id, 0)
        return self.say("lacks_skills", count=lacking) if lacking else ""

    def badges(
        self, shown: Plan, position: Position, kind: CardKind, people: Sequence[Person], part: bool, notes: _Notes
    ) -> tuple[Badge, ...]:
        """Return what is remarkable about a seat, the most important first."""
        badges: list[Badge] = []
        stand_in = notes.interim.get(position.id)
        if stand_in is not None:
            badges.append(self.badge("warning", "badge_interim", name=self.plan.person(stand_in).name))
        if not people and not position.on_team:
            badges.append(self.badge("gap", "state_not_arranged"))
        if part:
            badges.append(self.badge("gap", "state_part_filled"))
        if position.tight:
            badges.append(self.badge("tight", "badge_tight", load=i18n.percent(position.fte, self.language)))
        if position.id in notes.too_many:
            badges.append(self.badge("warning", "badge_span", count=notes.too_many[position.id]))
        if position.id in shown.design.own and position.on_team and position.fte < SHOWN_FTE:
            badges.append(self.badge("warning", "badge_no_work"))
        if notes.twice & {p.id for p in people}:
            badges.append(self.badge("source", "badge_two_posts"))
        for person in people:
            if person.planned_end is not None:
                ends = self.month(person.planned_end.isoformat())
                badges.append(self.badge("warning", "badge_ends", month=ends))
        holder = people[0].source if people else position.source
        return (*badges, *self.source_badges(holder, "filled" if holder is not position.source else kind))


class _Notes:
    """What the checks say about seats, by seat."""

    def __init__(self, shown: Plan) -> None:
        checks = shown.design_checks
        self.lacking: dict[str, int] = {}
        for gap in checks.skills:
            self.lacking[gap.position] = self.lacking.get(gap.position, 0) + 1
        self.single = {id for id, _ in checks.single_holders}
        self.too_many = {s.position: s.reports for s in checks.spans if s.verdict is SpanVerdict.ABOVE}
        self.interim = dict(shown.design.interim)
        seats: dict[str, int] = {}
        for a in shown.design.assignments:
            seats[a.person] = seats.get(a.person, 0) + 1
        self.twice = {person for person, count in seats.items() if count > 1}


def _second_posts(shown: Plan) -> dict[str, tuple[str, ...]]:
    """Return for each seat the seats above the other ones that its holder also has (兼務)."""
    above = {n.id: n.parent for n in shown.design.chart.nodes}
    first: dict[str, str] = {}
    lines: dict[str, tuple[str, ...]] = {}
    for a in shown.design.assignments:
        place = first.setdefault(a.person, a.position)
        target = above[a.position]
        if target is not None and target not in (place, above[place], *lines.get(place, ())):
            lines[place] = (*lines.get(place, ()), target)
    return lines
