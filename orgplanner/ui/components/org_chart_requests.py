"""What a reader of the chart asks for: the browser's words, taken in only where they are well formed."""

from __future__ import annotations

from typing import Annotated, Literal

import streamlit as st
from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from orgplanner.records.base import Record

_CardId = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class MoveCard(Record):
    """Put a card with everything below it under another card."""

    kind: Literal["move"] = "move"
    card: _CardId
    to: _CardId | None
    """The new card above; None lets the card stand without a manager."""


class SwapPeople(Record):
    """Let the people of two cards change places."""

    kind: Literal["swap"] = "swap"
    card: _CardId
    other: _CardId = Field(alias="with")


class AssignPerson(Record):
    """Put a person of the tray on a card."""

    kind: Literal["assign"] = "assign"
    person: _CardId
    """The id of the person's card in the tray."""
    card: _CardId


class UnassignPerson(Record):
    """Put the person of a card into the tray."""

    kind: Literal["unassign"] = "unassign"
    card: _CardId


class RemoveCard(Record):
    """Ask for a card to be taken away."""

    kind: Literal["remove"] = "remove"
    card: _CardId


class Undo(Record):
    """Take back the last edit."""

    kind: Literal["undo"] = "undo"


class Redo(Record):
    """Do again what was taken back."""

    kind: Literal["redo"] = "redo"


ChartRequest = Annotated[
    MoveCard | SwapPeople | AssignPerson | UnassignPerson | RemoveCard | Undo | Redo, Field(discriminator="kind")
]
"""One wish of a reader."""

_REQUEST: TypeAdapter[ChartRequest] = TypeAdapter(ChartRequest)


def requested(key: str) -> ChartRequest | None:
    """Return what the reader has just asked of the chart with this key, for use in `on_edit`.

    Ids are as the browser sent them: whoever acts on them looks them up. Anything malformed counts as nothing.
    """
    chart = st.session_state.get(key)
    return read_request(chart.get("edit")) if chart else None


def read_request(sent: object) -> ChartRequest | None:
    """Read what the browser sent; None where it is nothing or malformed.

    Examples:
        >>> read_request({"kind": "move", "card": "a", "to": None})
        MoveCard(kind='move', card='a', to=None)
        >>> read_request({"kind": "drop table"}) is None
        True
    """
    try:
        return _REQUEST.validate_python(sent, strict=True)
    except ValidationError:
        return None
