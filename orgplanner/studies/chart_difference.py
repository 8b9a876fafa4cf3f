"""What differs between any two charts: today and the target, two months, two structures, before and after edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from orgplanner.records.base import Text
from orgplanner.records.chart_change import (
    Aspect,
    ChangeKind,
    ChartDifferences,
    ChartState,
    PersonChange,
    PersonState,
    SeatChange,
    SeatState,
)
from orgplanner.studies.chart_teams import find_teams

OTHER_LOAD = 0.1
"""FTE by which a seat's load differs before it is told."""


def compare_charts(before: ChartState, after: ChartState) -> ChartDifferences:
    """Compare two charts seat by seat and person by person.

    Seats are the same by their ids where both charts have seats, and where a structure gives other ids, by role and
    the person whose place it is; today's boxes are people, and the same as the seats that are those people's places.
    People are the same by their ids.

    Args:
        before: the earlier chart.
        after: the later chart.
    """
    pair = _Pair(before, after)
    people = tuple(pair.person(id) for id in dict.fromkeys((*pair.after.people, *pair.before.people)))
    return ChartDifferences(
        has_seats=pair.has_seats,
        seats=tuple(pair.seat(was, now) for was, now in pair.same_seats()),
        people=people,
        teams=find_teams(before, after, people),
    )


@dataclass(frozen=True)
class _Side:
    """One of two charts, by id."""

    state: ChartState

    @cached_property
    def seats(self) -> dict[str, SeatState]:
        return {seat.id: seat for seat in self.state.seats}

    @cached_property
    def people(self) -> dict[str, PersonState]:
        return {person.id: person for person in self.state.people}

    @cached_property
    def key_of(self) -> dict[str, str]:
        """What a seat has in common with a box of today's chart: the person whose place it is; else its id."""
        places = {person.seat: person.id for person in reversed(self.state.people) if person.seat is not None}
        first = {seat.id: seat.people[0] for seat in self.state.seats if seat.people}
        return {id: f"@ {first[id]}" if places.get(id) and id in first else id for id in self.seats}

    def label(self, seat: str | None, *, by_holder: bool) -> Text | None:
        if seat not in self.seats:
            return None
        names = self.names(self.seats[seat].people) if by_holder else ()
        return Text(ja=names[0], en=names[0]) if names else self.seats[seat].label

    def is_open(self, seat: str | None) -> bool:
        return seat in self.seats and not self.seats[seat].people

    def names(self, people: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.people[id].name for id in people if id in self.people)

    def name(self, person: str | None) -> str | None:
        return self.people[person].name if person in self.people else None


class _Pair:
    """Two charts."""

    def __init__(self, before: ChartState, after: ChartState) -> None:
        self.before, self.after = _Side(before), _Side(after)
        self.has_seats = before.has_seats and after.has_seats
        self._keys = self._keys_of(self.before, self.after), self._keys_of(self.after, self.before)

    def _keys_of(self, side: _Side, other: _Side) -> Mapping[str, str]:
        if not self.has_seats:
            return side.key_of
        moved = {id: f"{key} {side.seats[id].role}" for id, key in side.key_of.items() if id not in other.seats}
        return {id: moved.get(id, id) for id in side.seats}

    def same_seats(self) -> list[tuple[SeatState | None, SeatState | None]]:
        """Return each seat as it was and as it is."""
        was = {key: id for id, key in self._keys[0].items()}
        now = {key: id for id, key in self._keys[1].items()}
        pairs = [
            (self.before.seats.get(was.get(key, "")), self.after.seats.get(now.get(key, "")))
            for key in dict.fromkeys((*now, *was))
        ]
        return pairs if self.has_seats else [pair for pair in pairs if not self._shares_a_seat(*pair)]

    def _shares_a_seat(self, was: SeatState | None, now: SeatState | None) -> bool:
        """Tell whether a box of today's chart is that of somebody who stands second on a seat of the other one."""
        alone = was or now
        if (was is None) == (now is None) or alone is None:
            return False
        here, other = (self.before, self.after) if now is None else (self.after, self.before)
        person = other.people.get(alone.id)
        return not here.state.has_seats and person is not None and person.seat is not None

    def seat(self, was: SeatState | None, now: SeatState | None) -> SeatChange:
        aspects = self._seat_aspects(was, now) if was and now else ()
        return SeatChange(
            kind=_kind(was, now, aspects),
            before=was,
            after=now,
            aspects=aspects,
            above=(
                self.before.label(was.above, by_holder=not self.has_seats) if was else None,
                self.after.label(now.above, by_holder=not self.has_seats) if now else None,
            ),
            above_open=(
                was is not None and self.before.is_open(was.above),
                now is not None and self.after.is_open(now.above),
            ),
            people=(
                self.before.names(was.people) if was else (),
                self.after.names(now.people) if now else (),
            ),
        )

    def _seat_aspects(self, was: SeatState, now: SeatState) -> tuple[Aspect, ...]:
        differing = [self._line(was, now), *self._work(was, now)]
        if self.has_seats and set(was.people) != set(now.people):
            differing.append(Aspect.HOLDER)
        return tuple(aspect for aspect in differing if aspect is not None)

    def _line(self, was: SeatState, now: SeatState) -> Aspect | None:
        """Return whether a seat stands under another one; an open seat above is nobody's new manager."""
        keys = [of.get(seat.above or "") for of, seat in zip(self._keys, (was, now), strict=True)]
        if keys[0] == keys[1]:
            return None
        if self.has_seats:
            return Aspect.MANAGER
        is_open = self.before.is_open(was.above) or self.after.is_open(now.above)
        return Aspect.VACANCY if is_open else Aspect.MANAGER

    def _work(self, was: SeatState, now: SeatState) -> list[Aspect]:
        """Return what differs in the work of a seat; today's units and sources are words of the roster's own."""
        if not self.has_seats:
            alike = set(was.roles) & set(now.roles) or not (was.roles and now.roles)
            return [] if alike else [Aspect.ROLE]
        loads = was.load or 0.0, now.load or 0.0
        differing = {
            Aspect.ROLE: was.role != now.role,
            Aspect.UNIT: was.unit != now.unit,
            Aspect.SOURCE: was.source != now.source,
            Aspect.COUNT: was.count != now.count,
            Aspect.LOAD: abs(loads[0] - loads[1]) > OTHER_LOAD,
        }
        return [aspect for aspect, differs in differing.items() if differs]

    def person(self, id: str) -> PersonChange:
        was, now = self.before.people.get(id), self.after.people.get(id)
        aspects = self._person_aspects(was, now) if was and now else ()
        return PersonChange(
            kind=_kind(was, now, aspects),
            before=was,
            after=now,
            aspects=aspects,
            managers=(
                self.before.name(was.manager) if was else None,
                self.after.name(now.manager) if now else None,
            ),
            seats=(
                self.before.seats.get(was.seat or "") if was else None,
                self.after.seats.get(now.seat or "") if now else None,
            ),
        )

    def _person_aspects(self, was: PersonState, now: PersonState) -> tuple[Aspect, ...]:
        seats = self.before.seats.get(was.seat or ""), self.after.seats.get(now.seat or "")
        aspects: list[Aspect] = []
        if seats[0] and seats[1]:
            if was.manager != now.manager:
                aspects.append(Aspect.VACANCY if was.manager_open or now.manager_open else Aspect.MANAGER)
            aspects += self._work(seats[0], seats[1])
        if (was.seat is None) != (now.seat is None) or (self.has_seats and was.seat != now.seat):
            aspects.append(Aspect.PLACE)
        return tuple(aspects)


def _kind(was: object, now: object, aspects: Sequence[Aspect]) -> ChangeKind:
    if was is None or now is None:
        return ChangeKind.ADDED if was is None else ChangeKind.GONE
    if Aspect.MANAGER in aspects:
        return ChangeKind.MOVED
    return ChangeKind.CHANGED if set(aspects) - {Aspect.VACANCY} else ChangeKind.KEPT
