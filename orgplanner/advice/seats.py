"""What a chart says about every seat, in words: cards, tables, pictures and files are made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from orgplanner import i18n
from orgplanner.advice.chart_words import designed_label
from orgplanner.advice.names import role_label, source_kind, unit_name
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.card import Badge, BadgeKind, CardField, CardKind, ChartView, ColourBy
from orgplanner.records.chart import Change, ChartDifference
from orgplanner.records.company import Person
from orgplanner.records.position import Position
from orgplanner.stages.design_checks import SpanVerdict

__all__ = ["ChartView", "Seat", "roles_today", "seats_of", "unplaced_people"]

NAMED_PEOPLE = 2
"""People who are named on a seat; more are counted."""

SHOWN_FTE = 0.005
"""FTE below which a role is not named on a seat: it would be written as 0."""

LOW_LOAD, FULL_LOAD = 0.8, 1.0
"""Ends of the bands of load that colours tell apart."""


@dataclass(frozen=True)
class Seat:
    """One box of a view, in words."""

    id: str
    """A person's id today, a seat's id otherwise."""
    above: str | None
    title: str
    """The person, or the words for an open position."""
    position: str
    role: str
    unit: str
    person: str
    load: str
    source: str
    state: str
    kind: CardKind
    unit_id: str | None = None
    notes: tuple[str, ...] = ()
    """Short texts that the card shows whatever the reader picks."""
    badges: tuple[Badge, ...] = ()
    dotted_to: tuple[str, ...] = ()
    remark: str = ""
    """What the state means in full, where there is more to say."""
    assistant: bool = False
    fields: Mapping[CardField, str] = field(default_factory=dict)
    """What the reader may have written on the card."""
    groups: Mapping[ColourBy, str] = field(default_factory=dict)
    """What the colour tells, in words."""


def seats_of(plan: Plan, view: ChartView, language: str) -> tuple[Seat, ...]:
    """Return the seats of a view, boxes above before those below."""
    words = _Words(plan, language)
    match view:
        case ChartView.TODAY:
            return words.seats_today()
        case ChartView.OWN:
            return words.seats_designed(plan)
        case ChartView.RECOMMENDED:
            return words.seats_designed(plan.unedited)
        case ChartView.DIFFERENCE:
            return words.with_differences(plan, words.seats_designed(plan))


def unplaced_people(plan: Plan, language: str, view: ChartView = ChartView.OWN) -> tuple[Seat, ...]:
    """Return the people who hold no seat of a chart, as seats without a place."""
    words, shown = _Words(plan, language), plan.unedited if view is ChartView.RECOMMENDED else plan
    cut = {id for id, _ in plan.charts.today.left_out}
    seats = (words.seat_today(plan.person(id), None, id in cut) for id in shown.design.tray)
    state = words.say("change_unplaced")
    return tuple(replace(seat, position="", state=state, kind="gone") for seat in seats)


def roles_today(plan: Plan, person: Person, language: str) -> str:
    """Return the roles of a person with their shares, the title where there are none."""
    words = _Words(plan, language)
    if not person.roles:
        return person.title or words.say("role_unknown")
    if len(person.roles) == 1:
        return role_label(plan, person.roles[0].role, language)
    ordered = sorted(person.roles, key=lambda r: -r.share)
    shares = (f"{role_label(plan, r.role, language)} {i18n.percent(r.share, language)}" for r in ordered)
    return words.joined(tuple(shares))


@dataclass(frozen=True)
class _Words:
    """The words of one language."""

    plan: Plan
    language: str

    def say(self, key: str, **blanks: object) -> str:
        return i18n.say(f"org_chart.{key}", self.language, **blanks)

    def joined(self, parts: Sequence[str]) -> str:
        return self.say("between").join(part for part in parts if part)

    def source(self, kind: SourceKind) -> str:
        word = source_kind(kind, self.language)
        return word[:1].upper() + word[1:]

    def badge(self, kind: BadgeKind, key: str, **blanks: object) -> Badge:
        return Badge(text=self.say(key, **blanks), kind=kind)

    def month(self, iso: str) -> str:
        return i18n.month(iso[:7], self.language, short=True)

    def money(self, value: float) -> str:
        return _money(value, self.plan.company.currency.value, self.language)

    # ------------------------------------------------------------ today

    def seats_today(self) -> tuple[Seat, ...]:
        people = {p.id: p for p in self.plan.charts.people}
        cut = {id for id, _ in self.plan.charts.today.left_out}
        return tuple(self.seat_today(people[n.id], n.parent, n.id in cut) for n in self.plan.charts.today.nodes)

    def seat_today(self, person: Person, above: str | None, cut: bool) -> Seat:
        kind: CardKind = "out_of_scope" if person.out_of_scope else _kind_of(person.source)
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

    def cost(self, value: float | None) -> str:
        return self.say("cost_unknown") if value is None else self.say("cost", money=self.money(value))

    def source_badges(self, source: SourceKind, kind: CardKind) -> tuple[Badge, ...]:
        """Return the badge of a source; employees need none, and the kind of the card already names some."""
        if source is SourceKind.EMPLOYEE or kind in ("shared", "pool"):
            return ()
        return (Badge(text=self.source(source), kind="source"),)

    # ------------------------------------------------------------ designed

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
        design = shown.design
        people = design.holders.get(position.id, ())
        load = self.load(position)
        kind = _kind_of(position.source)
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
        if position.on_team:
            return self.say("load", load=i18n.percent(position.fte, self.language))
        return self.say("pool_load", count=position.count, fte=i18n.number(position.fte, self.language, 2))

    def load_band(self, position: Position) -> str:
        if not position.on_team:
            return self.say("band_outside")
        if position.fte > FULL_LOAD + SHOWN_FTE:
            return self.say("band_over")
        return self.say("band_full" if position.fte >= LOW_LOAD else "band_low")

    def roles(self, position: Position) -> str:
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
        if not people:
            return self.say("kind_open") if position.on_team else self.say(f"vacant_{position.source.value}")
        if len(people) > NAMED_PEOPLE:
            return self.say("and_others", name=people[0].name, count=len(people[1:]))
        return self.joined([p.name for p in people])

    def state(self, position: Position, people: Sequence[Person], part_filled: bool) -> str:
        if not people:
            return self.say("kind_open" if position.on_team else "state_not_arranged")
        return self.say("state_part_filled" if part_filled else "state_filled")

    def skills(self, notes: _Notes, id: str) -> str:
        lacking = notes.lacking.get(id, 0)
        return self.say("lacks_skills", count=lacking) if lacking else ""

    def badges(
        self, shown: Plan, position: Position, kind: CardKind, people: Sequence[Person], part: bool, notes: _Notes
    ) -> tuple[Badge, ...]:
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

    # ------------------------------------------------------------ difference

    def with_differences(self, plan: Plan, seats: Sequence[Seat]) -> tuple[Seat, ...]:
        """Say on every seat of the leader's chart what changes against today."""
        differences = {d.position: d for d in plan.design_differences if d.position is not None}
        names = {p.id: p.name for p in plan.company.roster}
        return tuple(self.with_difference(seat, differences[seat.id], names) for seat in seats)

    def with_difference(self, seat: Seat, difference: ChartDifference, names: Mapping[str, str]) -> Seat:
        word = self.say(f"change_{difference.change.value}")
        today, then = self.managers(difference, names, seat.above is not None)
        moves, short = self.say("manager_moves", today=today, then=then), self.say("new_manager", then=then)
        gaps = tuple(b for b in seat.badges if b.kind == "gap")
        plain = replace(seat, fields={CardField.UNIT: seat.unit}, badges=gaps)
        if difference.change is Change.KEPT:
            if seat.above is None or difference.manager_then is not None or difference.manager_today is None:
                return replace(plain, state=word, notes=(word,))
            word = self.say("change_open_manager")
            return replace(plain, state=word, remark=moves, badges=(Badge(text=word, kind="moved"), *gaps))
        if difference.change is Change.OPEN and gaps:
            return replace(plain, fields=seat.fields)
        notes, remark = (seat.load,), ""
        if difference.change is Change.MOVED:
            notes, remark = (short,), moves
        elif difference.change is Change.CHANGED and difference.person is not None:
            before = roles_today(self.plan, self.plan.person(difference.person), self.language)
            remark = self.say("role_was", role=before)
            notes = (remark,)
        badge = Badge(text=word, kind=_BADGE_OF[difference.change])
        return replace(plain, state=word, remark=remark, notes=notes, badges=(badge, *gaps))

    def managers(self, difference: ChartDifference, names: Mapping[str, str], has_manager: bool) -> tuple[str, str]:
        """Return the names of the managers today and then, in words where there is none or the position is open."""
        nobody = self.say("nobody")
        vacant = self.say("kind_open") if has_manager else nobody
        today = names.get(difference.manager_today or "", nobody)
        return today, names.get(difference.manager_then or "", vacant)


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


@lru_cache(maxsize=4096)
def _money(value: float, currency: str, language: str) -> str:
    """Write an amount in brief, once: thousands of seats share a few costs, and writing takes its time."""
    return i18n.money(value, currency, language, compact=True)


_BADGE_OF: Mapping[Change, BadgeKind] = {
    Change.MOVED: "moved",
    Change.CHANGED: "changed",
    Change.JOINING: "added",
    Change.OPEN: "added",
    Change.UNPLACED: "gone",
}


def _kind_of(source: SourceKind) -> CardKind:
    if source is SourceKind.SHARED:
        return "shared"
    return "pool" if source is SourceKind.OUTSOURCER else "filled"


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
