"""What each view of the organisation says about every seat; cards and table rows are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.chart import Change, ChartDifference
from orgplanner.records.company import Person
from orgplanner.records.position import Position
from orgplanner.ui.components.naming import (
    joined,
    load_words,
    role_label,
    roles_of,
    source_word,
    unit_label,
)
from orgplanner.ui.components.org_chart import Badge, BadgeKind, CardKind
from orgplanner.ui.components.seats import seat_name
from orgplanner.ui.wording import month, number, percent, say

NAMED_PEOPLE = 2
"""People who are named on a seat; more are counted."""


class View(StrEnum):
    """What the chart shows."""

    TODAY = "today"
    RECOMMENDED = "recommended"
    DIFFERENCE = "difference"


@dataclass(frozen=True)
class Seat:
    """One box of a view, in the words of the page."""

    id: str
    """A person's id today, a position's id otherwise."""
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
    notes: tuple[str, ...] = ()
    """Short texts on the card."""
    badges: tuple[Badge, ...] = ()
    dotted_to: tuple[str, ...] = ()
    remark: str = ""
    """What the state means in full, where there is more to say."""


def seats_of(plan: Plan, view: View) -> tuple[Seat, ...]:
    """Return the seats of a view, boxes above before those below."""
    if view is View.TODAY:
        return _seats_today(plan)
    seats = _seats_recommended(plan)
    return seats if view is View.RECOMMENDED else _with_differences(plan, seats)


def unplaced_people(plan: Plan) -> tuple[Seat, ...]:
    """Return the people who hold no position of the recommendation, as seats without a place."""
    word = say("org_chart.change_unplaced")
    cut = {id for id, _ in plan.charts.today.left_out}
    seats = (_seat_today(plan, plan.person(id), None, id in cut) for id in plan.gaps.unplaced)
    return tuple(replace(seat, position="", state=word, kind="gone") for seat in seats)


# ---------------------------------------------------------------- today


def _seats_today(plan: Plan) -> tuple[Seat, ...]:
    people = {p.id: p for p in plan.charts.people}
    cut = {id for id, _ in plan.charts.today.left_out}
    return tuple(_seat_today(plan, people[n.id], n.parent, n.id in cut) for n in plan.charts.today.nodes)


def _seat_today(plan: Plan, person: Person, above: str | None, cut: bool) -> Seat:
    kind: CardKind = "out_of_scope" if person.out_of_scope else _kind_of(person.source)
    badges = _source_badges(person.source, kind)
    if cut:
        badges += (_badge("warning", "badge_cycle"),)
    if person.planned_end is not None:
        ends = month(person.planned_end.isoformat()[:7], short=True)
        badges += (Badge(text=say("org_chart.badge_ends", month=ends), kind="warning"),)
    load = say("org_chart.fte", fte=number(person.fte, 2))
    return Seat(
        id=person.id,
        above=above,
        title=person.name,
        position=person.title or "",
        role=roles_today(plan, person),
        unit=person.unit or "",
        person=person.name,
        load=load,
        source=source_word(person.source),
        state=say("org_chart.state_out_of_scope" if person.out_of_scope else "org_chart.state_in_post"),
        kind=kind,
        notes=(person.unit or "", person.region or "", person.home or "", "" if person.fte == 1 else load),
        badges=badges,
    )


def roles_today(plan: Plan, person: Person) -> str:
    """Return the roles of a person with their shares, the title where there are none."""
    if not person.roles:
        return person.title or say("org_chart.role_unknown")
    if len(person.roles) == 1:
        return role_label(plan.phase, person.roles[0].role)
    ordered = sorted(person.roles, key=lambda r: -r.share)
    return joined(f"{role_label(plan.phase, r.role)} {percent(r.share)}" for r in ordered)


def _kind_of(source: SourceKind) -> CardKind:
    if source is SourceKind.SHARED:
        return "shared"
    return "pool" if source is SourceKind.OUTSOURCER else "filled"


def _source_badges(source: SourceKind, kind: CardKind) -> tuple[Badge, ...]:
    """Return the badge of a source; employees need none, and the kind of the card already names some."""
    if source is SourceKind.EMPLOYEE or kind in ("shared", "pool"):
        return ()
    return (Badge(text=source_word(source), kind="source"),)


def _badge(kind: BadgeKind, message: str) -> Badge:
    return Badge(text=say(f"org_chart.{message}"), kind=kind)


# ---------------------------------------------------------------- recommended


def people_on_positions(plan: Plan) -> dict[str, tuple[Person, ...]]:
    """Return the people on each position that somebody holds."""
    people = {p.id: p for p in plan.company.roster}
    holders: dict[str, tuple[Person, ...]] = {}
    for a in plan.gaps.assignments:
        holders[a.position] = (*holders.get(a.position, ()), people[a.person])
    return holders


def _seats_recommended(plan: Plan) -> tuple[Seat, ...]:
    holders = people_on_positions(plan)
    positions = {p.id: p for p in plan.positions}
    part_filled = {p.id for p in plan.gaps.part_filled}
    dotted = _dotted_lines(plan)
    return tuple(
        replace(
            _seat_recommended(plan, positions[n.id], n.parent, holders.get(n.id, ()), n.id in part_filled),
            dotted_to=dotted.get(n.id, ()),
        )
        for n in plan.charts.recommended.nodes
    )


def _dotted_lines(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return for each position the boxes above the other positions that its holder also carries."""
    above = {n.id: n.parent for n in plan.charts.recommended.nodes}
    first: dict[str, str] = {}
    lines: dict[str, tuple[str, ...]] = {}
    for a in plan.gaps.assignments:
        place = first.setdefault(a.person, a.position)
        target = above[a.position]
        if target is not None and target not in (place, above[place], *lines.get(place, ())):
            lines[place] = (*lines.get(place, ()), target)
    return lines


def _seat_recommended(
    plan: Plan, position: Position, above: str | None, people: tuple[Person, ...], part_filled: bool
) -> Seat:
    unit, load = unit_label(plan.phase, position.unit), load_words(position)
    kind = _kind_of(position.source)
    if not people and position.on_team:
        kind = "open"
    return Seat(
        id=position.id,
        above=above,
        title=_title(position, people),
        position=seat_name(plan, position),
        role=roles_of(plan.phase, position),
        unit=unit,
        person=joined(p.name for p in people),
        load=load,
        source=source_word(position.source),
        state=_state(position, people, part_filled),
        kind=kind,
        notes=(load, unit),
        badges=_badges(position, kind, people, part_filled),
    )


def _title(position: Position, people: tuple[Person, ...]) -> str:
    if not people:
        return say("org_chart.kind_open") if position.on_team else say(f"org_chart.vacant_{position.source.value}")
    if len(people) > NAMED_PEOPLE:
        return say("org_chart.and_others", name=people[0].name, count=len(people[1:]))
    return joined(p.name for p in people)


def _state(position: Position, people: tuple[Person, ...], part_filled: bool) -> str:
    if not people:
        return say("org_chart.kind_open" if position.on_team else "org_chart.state_not_arranged")
    return say("org_chart.state_part_filled" if part_filled else "org_chart.state_filled")


def _badges(position: Position, kind: CardKind, people: tuple[Person, ...], part_filled: bool) -> tuple[Badge, ...]:
    badges: tuple[Badge, ...] = ()
    if not people and not position.on_team:
        badges += (_badge("gap", "state_not_arranged"),)
    if part_filled:
        badges += (_badge("gap", "state_part_filled"),)
    if position.tight:
        badges += (Badge(text=say("org_chart.badge_tight", load=percent(position.fte)), kind="tight"),)
    holder = people[0].source if people else position.source
    return badges + _source_badges(holder, "filled" if holder is not position.source else kind)


# ---------------------------------------------------------------- difference

_BADGE_OF: Mapping[Change, BadgeKind] = {
    Change.MOVED: "moved",
    Change.CHANGED: "changed",
    Change.JOINING: "added",
    Change.OPEN: "added",
    Change.UNPLACED: "gone",
}


def _with_differences(plan: Plan, seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    differences = {d.position: d for d in plan.gaps.differences if d.position is not None}
    names = {p.id: p.name for p in plan.company.roster}
    return tuple(_with_difference(plan, seat, differences[seat.id], names) for seat in seats)


def _with_difference(plan: Plan, seat: Seat, difference: ChartDifference, names: Mapping[str, str]) -> Seat:
    """Say on a seat what changes against today."""
    word = say(f"org_chart.change_{difference.change.value}")
    today, then = _managers(difference, names, seat.above is not None)
    moves, short = say("org_chart.manager_moves", today=today, then=then), say("org_chart.new_manager", then=then)
    gaps = tuple(b for b in seat.badges if b.kind == "gap")
    if difference.change is Change.KEPT:
        if seat.above is None or difference.manager_then is not None or difference.manager_today is None:
            return replace(seat, state=word, notes=(word, seat.unit), badges=gaps)
        word = say("org_chart.change_open_manager")
        badges = (Badge(text=word, kind="moved"), *gaps)
        return replace(seat, state=word, remark=moves, notes=(seat.unit,), badges=badges)
    if difference.change is Change.OPEN and gaps:
        return replace(seat, badges=gaps)
    notes, remark = (seat.load, seat.unit), ""
    if difference.change is Change.MOVED:
        notes, remark = (short, seat.unit), moves
    elif difference.change is Change.CHANGED and difference.person is not None:
        remark = say("org_chart.role_was", role=roles_today(plan, plan.person(difference.person)))
        notes = (remark, seat.unit)
    badge = Badge(text=word, kind=_BADGE_OF[difference.change])
    return replace(seat, state=word, remark=remark, notes=notes, badges=(badge, *gaps))


def _managers(difference: ChartDifference, names: Mapping[str, str], has_manager: bool) -> tuple[str, str]:
    """Return the names of the managers today and then, in words where there is none or the position is open."""
    nobody = say("org_chart.nobody")
    vacant = say("org_chart.kind_open") if has_manager else nobody
    today = names.get(difference.manager_today or "", nobody)
    return today, names.get(difference.manager_then or "", vacant)
