"""A chart while it is being edited: positions, lines, people and the work that no position carries any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from orgplanner.records.company import Person
from orgplanner.records.phase import PhaseDefinition
from orgplanner.records.position import Position, RoleLoad

NEGLIGIBLE = 1e-6


class RefusedEdit(Exception):
    """Raised when an edit cannot be applied; `message` is a key of the text catalogue under `problem.`."""

    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values
        super().__init__(message)


@dataclass
class Seat:
    """A position with its place."""

    position: Position
    above: str | None
    dotted: bool = False
    assistant: bool = False
    dotted_to: list[str] = field(default_factory=list)
    title: str | None = None
    own: bool = False
    """Whether edits made it, or changed its work."""
    leads_anew: bool = False
    """Whether edits changed what it leads beside other work, so that these hours have to be found again."""


@dataclass
class Draft:
    """The working chart."""

    definition: PhaseDefinition
    people: Mapping[str, Person]
    """People in post or joining, by id."""
    seats: dict[str, Seat]
    """By id, in the order in which siblings stand."""
    held: dict[str, dict[str, float]]
    """FTE of people on each seat, by seat and person; the first seat of a person is the place on the chart."""
    order: dict[str, list[str]]
    """Seats of each person, the place on the chart first."""
    loose: dict[str, float]
    """FTE of each role that no seat carries any more."""
    interim: dict[str, str] = field(default_factory=dict)
    """People who stand in on open seats, by seat."""
    unit_names: dict[str, str] = field(default_factory=dict)

    def seat(self, id: str) -> Seat:
        """Return a seat, or refuse the edit."""
        if id not in self.seats:
            raise RefusedEdit("no_such_seat", seat=id)
        return self.seats[id]

    def person(self, id: str) -> Person:
        """Return somebody in post, or refuse the edit."""
        if id not in self.people:
            raise RefusedEdit("no_such_person", person=id)
        return self.people[id]

    def below(self, id: str) -> tuple[str, ...]:
        """Return the seats directly under one."""
        return tuple(key for key, seat in self.seats.items() if seat.above == id)

    def branch(self, id: str) -> tuple[str, ...]:
        """Return a seat and everything under it, boxes above first."""
        children: dict[str | None, list[str]] = {}
        for key, seat in self.seats.items():
            children.setdefault(seat.above, []).append(key)
        found, waiting = [], [id]
        while waiting:
            current = waiting.pop()
            found.append(current)
            waiting += reversed(children.get(current, []))
        return tuple(found)

    def chain(self, id: str | None) -> Iterator[str]:
        """Yield a seat and those above it."""
        while id is not None:
            yield id
            id = self.seats[id].above

    def room(self, id: str) -> float:
        """Return the FTE that may still be put on a seat."""
        position = self.seats[id].position
        size = position.size if position.on_team else float(position.count)
        return max(0.0, size - sum(self.held.get(id, {}).values()))

    def left_of(self, person: str) -> float:
        """Return the FTE of somebody that no seat has."""
        return max(0.0, self.people[person].fte - sum(self.held[s][person] for s in self.order.get(person, [])))

    def put(self, person: str, seat: str, share: float) -> None:
        """Put a share of somebody on a seat; whoever stood in there need not any more."""
        self.interim.pop(seat, None)
        shares = self.held.setdefault(seat, {})
        shares[person] = shares.get(person, 0.0) + share
        if seat not in self.order.setdefault(person, []):
            self.order[person].append(seat)

    def take_off(self, person: str, seat: str) -> float:
        """Take somebody off a seat; return the share."""
        shares = self.held.get(seat, {})
        share = shares.pop(person, 0.0)
        if not shares:
            self.held.pop(seat, None)
        if seat in self.order.get(person, []):
            self.order[person].remove(seat)
        return share

    def empty(self, seat: str) -> None:
        """Take everybody off a seat."""
        for person in tuple(self.held.get(seat, {})):
            self.take_off(person, seat)
        self.interim.pop(seat, None)

    def give_work(self, id: str, roles: Sequence[str], most: float) -> None:
        """Let a seat carry uncovered work of some roles, up to `most` FTE, in place of what it carried."""
        loads, room = [], most
        for role in roles:
            taken = min(room, self.loose.get(role, 0.0))
            self.loose[role] = self.loose.get(role, 0.0) - taken
            room -= taken
            loads.append(RoleLoad(role=role, fte=taken))
        self.change(id, main_role=roles[0], roles=tuple(loads))

    def drop_work(self, id: str) -> None:
        """Leave the work of a seat uncovered, leading aside: that follows the lines."""
        leading = (self.definition.lead_role, self.definition.head_role)
        for load in self.seats[id].position.roles:
            if load.role not in leading:
                self.loose[load.role] = self.loose.get(load.role, 0.0) + load.fte

    def change(self, id: str, **fields: object) -> None:
        """Change fields of a seat's position, through validation."""
        seat = self.seats[id]
        seat.position = Position(**{**dict(seat.position), **fields})
        seat.own = True

    def moved_to_unit(self, id: str, unit: str | None) -> Position:
        """Return a seat's position as it stands in another unit; its work stays what it was."""
        return Position(**{**dict(self.seats[id].position), "unit": unit})

    def insert_after(self, id: str, new: str, seat: Seat) -> None:
        """Put a new seat behind another one in the order of siblings."""
        items = list(self.seats.items())
        place = next(k for k, (key, _) in enumerate(items) if key == id) + 1
        self.seats = dict([*items[:place], (new, seat), *items[place:]])

    def drop_lost_lines(self) -> None:
        """Take away dotted lines to seats that are gone."""
        for seat in self.seats.values():
            seat.dotted_to = [to for to in seat.dotted_to if to in self.seats]

    def is_full_lead(self, position: Position) -> bool:
        """Tell whether somebody does nothing but lead."""
        return position.main_role == self.definition.lead_role and len(position.roles) == 1
