"""Charts as they stand at one moment, and what differs between two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from orgplanner.records.base import Record, SourceKind, Text


class SeatState(Record):
    """One box of a chart at a moment; today's boxes are the people of the roster themselves."""

    id: str
    label: Text
    """What the seat is called; the person's name on today's chart."""
    role: str | None
    """Main role; None where nobody wrote one down."""
    roles: tuple[str, ...]
    """All roles, the main one first."""
    unit: str | None
    unit_label: Text | None
    above: str | None
    """Id of the box above; None for a root."""
    people: tuple[str, ...]
    """Ids of those on it, whoever has the place here first; none where it is open."""
    source: SourceKind
    count: int = Field(ge=1)
    """People that the box stands for."""
    load: float | None
    """FTE of work; None where it is not known, as on today's chart."""


class PersonState(Record):
    """Where somebody stands at a moment."""

    id: str
    name: str
    seat: str | None
    """Box that is the place on the chart; None for whoever has none."""
    role: str | None
    """Main role of that box."""
    manager: str | None
    """Id of the person above; None where nobody is."""
    manager_open: bool = False
    """Whether there is a box above that nobody holds."""


class ChartState(Record):
    """A chart at one moment."""

    month: str
    has_seats: bool
    """Whether boxes are seats, which stay when their people leave; today's chart has people only."""
    seats: tuple[SeatState, ...]
    """Boxes above before those below."""
    people: tuple[PersonState, ...]


class ChangeKind(StrEnum):
    """How a seat or a person differs between two charts."""

    ADDED = "added"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    KEPT = "kept"


class Aspect(StrEnum):
    """What differs."""

    MANAGER = "manager"
    VACANCY = "vacancy"
    """The box above is held on one chart and open on the other: nobody was given another manager."""
    ROLE = "role"
    UNIT = "unit"
    SOURCE = "source"
    COUNT = "count"
    LOAD = "load"
    HOLDER = "holder"
    PLACE = "place"


class SeatChange(Record):
    """One seat on two charts."""

    kind: ChangeKind
    before: SeatState | None
    after: SeatState | None
    aspects: tuple[Aspect, ...] = ()
    above: tuple[Text | None, Text | None] = (None, None)
    """What the boxes above are called, before and after; by their people where today's chart is compared."""
    above_open: tuple[bool, bool] = (False, False)
    """Whether nobody holds the box above, before and after."""
    people: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """Names of those on it, before and after."""

    @property
    def id(self) -> str:
        """Id of the seat on the later chart, else on the earlier one."""
        return self.sides[-1].id

    @property
    def sides(self) -> tuple[SeatState, ...]:
        """The seat on the charts that have it, the earlier first."""
        return tuple(side for side in (self.before, self.after) if side is not None)


class PersonChange(Record):
    """One person on two charts."""

    kind: ChangeKind
    before: PersonState | None
    after: PersonState | None
    aspects: tuple[Aspect, ...] = ()
    managers: tuple[str | None, str | None] = (None, None)
    """Names of the managers, before and after."""
    seats: tuple[SeatState | None, SeatState | None] = (None, None)
    """The places on the chart, before and after; None where there is none."""

    @property
    def id(self) -> str:
        """Id of the person."""
        return self.sides[-1].id

    @property
    def name(self) -> str:
        """Name of the person."""
        return self.sides[-1].name

    @property
    def sides(self) -> tuple[PersonState, ...]:
        """The person on the charts that show them, the earlier first."""
        return tuple(side for side in (self.before, self.after) if side is not None)


class TeamChange(Record):
    """People who change managers together, told as one."""

    people: tuple[str, ...] = Field(min_length=1)
    """Their ids: those who got another manager, or those who moved along below theirs."""
    lead: str | None
    """Name of the manager with whom the team moved; None where the team was given to another one."""
    managers: tuple[str | None, str | None]
    """Names of the managers, before and after: the team's, or the lead's."""
    whole: bool
    """Whether nobody of the team stayed behind."""


class ChartDifferences(Record):
    """What differs between two charts; every seat and person of either is there once.

    Of people who share a seat, today's chart has a box each: only the first holder's stands for the seat.
    """

    has_seats: bool
    """Whether seats of both charts were told apart by their ids."""
    seats: tuple[SeatChange, ...]
    """Those of the later chart in its order, then those that are gone."""
    people: tuple[PersonChange, ...]
    teams: tuple[TeamChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        changes: tuple[SeatChange | PersonChange, ...] = (*self.seats, *self.people)
        return all(change.kind is ChangeKind.KEPT and not change.aspects for change in changes)

    @property
    def seat_counts(self) -> dict[ChangeKind, int]:
        """Seats of each kind of change."""
        return _counted(change.kind for change in self.seats)

    @property
    def people_counts(self) -> dict[ChangeKind, int]:
        """People of each kind of change."""
        return _counted(change.kind for change in self.people)

    @property
    def new_managers(self) -> tuple[PersonChange, ...]:
        """People on both charts with another manager."""
        return tuple(change for change in self.people if Aspect.MANAGER in change.aspects)

    @property
    def vacancies(self) -> tuple[PersonChange, ...]:
        """People whose manager's seat is open on one of the charts."""
        return tuple(change for change in self.people if Aspect.VACANCY in change.aspects)


def _counted(kinds: Iterable[ChangeKind]) -> dict[ChangeKind, int]:
    found = Counter(kinds)
    return {kind: found[kind] for kind in ChangeKind}
