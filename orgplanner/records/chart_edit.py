"""Edits of the leader's own chart: closed records, applied in order to the recommended positions.

Every edit names positions, people and units by their ids. An edit whose position is not there, in another month or
structure, is set aside and told; it is never lost.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orgplanner.records.base import Id, Key, Name, Record, SourceKind

PoolCount = Annotated[int, Field(ge=1, le=10_000)]


class MovePosition(Record):
    """Put a position, with everybody under it, under another one; None makes it a root."""

    kind: Literal["move_position"] = "move_position"
    position: Id
    to: Id | None


class AddPosition(Record):
    """Add a seat of one's own, beside those that the work asks for."""

    kind: Literal["add_position"] = "add_position"
    position: Id
    """Id of the new seat; no other seat may have it."""
    role: Key
    to: Id | None
    """Seat above."""
    source: SourceKind = SourceKind.EMPLOYEE
    count: PoolCount = 1
    """People that a seat from outside stands for."""
    unit: Id | None = None
    """Unit in which it stands; that of the seat above if absent."""
    title: Name | None = None
    """Own name of the seat, such as a title."""
    assistant: bool = False
    """Whether it assists the seat above, and is drawn beside the line of its reports."""


class RemovePosition(Record):
    """Take a seat off the chart; its reports go to the seat above, its people to the tray, its work is uncovered."""

    kind: Literal["remove_position"] = "remove_position"
    position: Id
    with_reports: bool = False
    """Whether everybody under it goes too."""


class SplitPosition(Record):
    """Make two seats of one: the second takes the named roles, or half of the load where none are named."""

    kind: Literal["split_position"] = "split_position"
    position: Id
    new: Id
    """Id of the second seat."""
    roles: tuple[Key, ...] = ()


class MergePositions(Record):
    """Make one seat of two: the first takes the work, the reports and the people of the other."""

    kind: Literal["merge_positions"] = "merge_positions"
    position: Id
    other: Id


class AssignPerson(Record):
    """Put somebody on a seat, beside who is there if there is room."""

    kind: Literal["assign_person"] = "assign_person"
    person: Id
    position: Id
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    """FTE that goes to the seat; whatever the person has left, up to the seat's size, if absent."""
    alone: bool = True
    """Whether the person leaves the seats held so far; otherwise this is one more (兼務)."""
    interim: bool = False
    """Whether the person stands in until the seat is filled: the seat stays open, the person stays in place."""


class UnassignPerson(Record):
    """Take somebody off a seat, or off all seats; whoever has none left goes to the tray."""

    kind: Literal["unassign_person"] = "unassign_person"
    person: Id
    position: Id | None = None


class SwapPeople(Record):
    """Let the people of two seats change places; the seats stay where they are."""

    kind: Literal["swap_people"] = "swap_people"
    position: Id
    other: Id


class SetPositionRole(Record):
    """Give a seat another role; its old work is uncovered, and it takes uncovered work of the new role."""

    kind: Literal["set_position_role"] = "set_position_role"
    position: Id
    role: Key


class SetPositionSource(Record):
    """Fill a seat in another way."""

    kind: Literal["set_position_source"] = "set_position_source"
    position: Id
    source: SourceKind
    count: PoolCount = 1


class SetPositionUnit(Record):
    """Put a seat into another unit, of the structure or of one's own."""

    kind: Literal["set_position_unit"] = "set_position_unit"
    position: Id
    unit: Id | None
    with_reports: bool = False
    """Whether everybody under it goes too."""


class SetPositionTitle(Record):
    """Give a seat its own name, or, with None, the one of its role."""

    kind: Literal["set_position_title"] = "set_position_title"
    position: Id
    title: Name | None


class SetAssistant(Record):
    """Draw a seat beside the line below its manager, or in the row of reports again."""

    kind: Literal["set_assistant"] = "set_assistant"
    position: Id
    assistant: bool = True


class DrawDottedLine(Record):
    """Draw a dotted line from a seat to another one, or take it away."""

    kind: Literal["draw_dotted_line"] = "draw_dotted_line"
    position: Id
    to: Id
    drawn: bool = True


class RenameUnit(Record):
    """Give a unit a name of one's own."""

    kind: Literal["rename_unit"] = "rename_unit"
    unit: Id
    name: Name


ChartEdit = Annotated[
    MovePosition
    | AddPosition
    | RemovePosition
    | SplitPosition
    | MergePositions
    | AssignPerson
    | UnassignPerson
    | SwapPeople
    | SetPositionRole
    | SetPositionSource
    | SetPositionUnit
    | SetPositionTitle
    | SetAssistant
    | DrawDottedLine
    | RenameUnit,
    Field(discriminator="kind"),
]
"""Any edit of the chart."""

MOST_EDITS = 5_000
"""Edits that a company file keeps."""


class OwnChart(Record):
    """The leader's own chart: the structure that was chosen, and the edits on top of it."""

    structure: Key | None = None
    """A structure of the catalogue; the phase's own if absent."""
    edits: Annotated[tuple[ChartEdit, ...], Field(max_length=MOST_EDITS)] = ()
    """Edits in the order in which they were made."""
