"""Cards: what a chart says about each box, ready to be drawn on screen or on paper."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from orgplanner.records.base import Record

BadgeKind = Literal["gap", "source", "warning", "tight", "added", "moved", "gone", "changed"]
CardKind = Literal["filled", "open", "pool", "shared", "out_of_scope", "gone", "unit"]


class ChartView(StrEnum):
    """What a chart shows."""

    TODAY = "today"
    RECOMMENDED = "recommended"
    OWN = "own"
    DIFFERENCE = "difference"


class ChartFormat(StrEnum):
    """A format of a chart, by the name under which the command line knows it."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    PPTX = "pptx"
    DRAWIO = "drawio"
    MERMAID = "mermaid"
    GRAPHML = "graphml"
    DOT = "dot"
    VISIO_CSV = "visio-csv"
    LUCID_CSV = "lucid-csv"


class PageSize(StrEnum):
    """Size of a page, lying."""

    A4 = "a4"
    A3 = "a3"
    WIDE = "wide"
    """A slide, 16 to 9."""

    @property
    def points(self) -> tuple[float, float]:
        """Width and height of the page, in points of 1/72 inch."""
        return _POINTS[self]


_POINTS = {PageSize.A4: (841.89, 595.276), PageSize.A3: (1190.551, 841.89), PageSize.WIDE: (960.0, 540.0)}


class CardField(StrEnum):
    """What the reader may have written on the cards beside person and role."""

    LOAD = "load"
    UNIT = "unit"
    SOURCE = "source"
    START = "start"
    SKILLS = "skills"
    COVER = "cover"
    COST = "cost"
    TITLE = "title"


class ColourBy(StrEnum):
    """What the colour of a card's bar tells; the card always says it in words too."""

    UNIT = "unit"
    SOURCE = "source"
    LOAD = "load"
    GAP = "gap"


class Badge(Record):
    """A short remark on a card."""

    text: str = Field(min_length=1)
    """What it says; the colour and the mark before it come from the kind."""
    kind: BadgeKind
    """What it is about."""


class Card(Record):
    """One box of a chart."""

    id: str = Field(min_length=1)
    """What comes back when the card is picked; unique on the chart."""
    parent_id: str | None = None
    """The card above. None, or an id that is not on the chart, makes a root."""
    title: str
    """The person, the words for an open position, or the name of a unit."""
    role: str = ""
    """The role's label."""
    lines: tuple[str, ...] = ()
    """Further short texts, such as unit and load."""
    badges: tuple[Badge, ...] = ()
    """Remarks, the most important first."""
    kind: CardKind = "filled"
    """How the seat is held; `unit` is the box of a unit, whose members stand under it."""
    unit: str = ""
    """Label of the unit in which the box stands."""
    group: str = ""
    """What gives the colour, in words: unit, source, band of load or gap, as the reader chose."""
    dotted_to: tuple[str, ...] = ()
    """Cards to which a dotted line leads."""
    assistant: bool = False
    """Whether the box stands beside the line below its manager rather than in the row of reports."""
    fixed: bool = False
    """Whether the box cannot be dragged."""
    tooltip: str = ""
    """What hovering shows; the card's own texts in full if empty."""


def chart_order(cards: tuple[Card, ...]) -> tuple[int | None, ...]:
    """Return for each card the place of the card above in the sequence, None for a root.

    >>> chart_order((Card(id="a", title="A"), Card(id="b", title="B", parent_id="a")))
    (None, 0)
    """
    place = {card.id: k for k, card in enumerate(cards)}
    return tuple(place.get(card.parent_id or "") for card in cards)
