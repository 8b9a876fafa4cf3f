"""What today's chart says about everybody in post."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner import i18n
from orgplanner.advice.seat_words import Seat, SeatWords, kind_of, roles_today
from orgplanner.records.card import CardField, CardKind, ColourBy
from orgplanner.records.company import Person


@dataclass(frozen=True)
class TodayWords(SeatWords):
    """Words of today's chart."""

    def seats_today(self) -> tuple[Seat, ...]:
        """Return the seats of everybody in post, managers first."""
        people = {p.id: p for p in self.plan.charts.people}
        cut = {id for id, _ in self.plan.charts.today.left_out}
        return tuple(self.seat_today(people[n.id], n.parent, n.id in cut) for n in self.plan.charts.today.nodes)

    def seat_today(self, person: Person, above: str | None, cut: bool) -> Seat:
        """Return the seat of somebody in post; `cut` where the line above lies on a circle."""
        kind: CardKind = "out_of_scope" if person.out_of_scope else kind_of(person.source)
        badges = self.source_badges(person.source, kind)
        if cut:
            badges += (self.badge("warning", "badge_cycle"),)
        if person.planned_end is not None:
            badges += (self.badge("warning", "badge_ends", month=self.month(person.planned_end.isoformat())),)
        load = self.say("fte", fte=i18n.number(person.fte, self.language, 2))
        start = person.start.isoformat() if person.start else None
        state = self.say("state_out_of_scope" if person.out_of_scope else "state_in_post")
        source = self.source(person.source)
        return Seat(
            id=person.id,
            above=above,
            title=person.name,
            position=person.title or "",
            role=roles_today(self.plan, person, self.language),
            unit=person.unit or "",
            unit_id=person.unit,
            person=person.name,
            load=load,
            source=source,
            state=state,
            kind=kind,
            notes=(person.region or "", person.home or ""),
            badges=badges,
            fields={
                CardField.LOAD: "" if person.fte == 1 else load,
                CardField.UNIT: person.unit or "",
                CardField.SOURCE: source,
                CardField.TITLE: person.title or "",
                CardField.START: self.say("starts", month=self.month(start)) if start else "",
                CardField.COST: "" if person.monthly_cost is None else self.cost(person.monthly_cost),
            },
            groups={
                ColourBy.UNIT: person.unit or "",
                ColourBy.SOURCE: source,
                ColourBy.LOAD: load,
                ColourBy.GAP: state,
            },
        )
