"""What a drawn chart consists of: texts, cards, lines, frames and the keys of a legend, placed in px.

x grows to the right, y downwards; the upper left corner of the drawing is the origin. Every colour is
`#rrggbb`. The picture formats only write these shapes down; none of them places anything itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from orgplanner.records.card import Card, CardKind

Anchor = Literal["start", "middle", "end"]
Points = tuple[tuple[float, float], ...]

PALETTE = (
    "#2563eb",
    "#0d9488",
    "#c2410c",
    "#7c3aed",
    "#db2777",
    "#0284c7",
    "#4d7c0f",
    "#a16207",
    "#15803d",
    "#475569",
)
"""Colours of groups, by the number that `group_colours` gives; the same on a light screen."""

NO_GROUP = "#94a3b8"
INK = "#1f2937"
SOFT = "#4b5563"
RULE = "#c9cfd8"
LINE = "#7b8493"
DOTTED = "#7c3aed"
PAPER = "#ffffff"

PILE_STEP = 4.0
"""How far each sheet behind the card of a pool stands out to the right and below, in px."""
PILE_SHEETS = 2

DASHES: Mapping[CardKind, tuple[float, float]] = {"open": (6.0, 4.0), "gone": (6.0, 4.0), "shared": (2.0, 3.0)}
"""Stroke and gap of a dashed border, in px, by kind."""
DOTTED_DASH = (2.0, 5.0)
"""Stroke and gap of a dotted line, in px."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Every word of a drawing that no card says, in one language."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    """What the figures rest on, at the foot."""
    legend_title: str
    kinds: Mapping[CardKind, str]
    """The words for each kind of card."""
    dotted_line: str
    """The words for a dotted line."""
    language: str = "en"
    """Language of all words, `ja` or `en`."""
    page: str = "p. {page}"
    """How a page is named where a card leads to it."""


@dataclass(frozen=True, slots=True)
class DrawnText:
    """One line of text."""

    text: str
    x: float
    y: float
    """The baseline."""
    size: float
    bold: bool
    colour: str
    anchor: Anchor = "start"
    """Which end of the line stands at x."""


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """One card with its texts, which lie inside it."""

    card: Card
    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str
    bar: str
    """Colour of the bar along the left side."""
    dashed: bool
    """Whether the border is dashed; `DASHES` tells how."""
    texts: tuple[DrawnText, ...]
    """Lines from top to bottom; a badge is a line with a mark before it."""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line between two cards, horizontal and vertical strokes only."""

    above: str
    """Id of the card above; for a dotted line of the card to which it leads."""
    below: str
    points: Points
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class DrawnFrame:
    """The rectangle around the branch of a unit's box."""

    card: str
    x: float
    y: float
    width: float
    height: float
    stroke: str


@dataclass(frozen=True, slots=True)
class DrawnKey:
    """One entry of the legend: a sample and its words."""

    sample: Literal["group", "kind", "dotted"]
    x: float
    y: float
    width: float
    height: float
    """0 for the sample of a dotted line."""
    fill: str
    stroke: str
    dashed: bool
    texts: tuple[DrawnText, ...]
    kind: CardKind | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be written in any format."""

    title: tuple[DrawnText, ...]
    """Title and subtitle, line by line."""
    cards: tuple[DrawnCard, ...]
    """In the order of the cards given, which is the order in which they should be read."""
    lines: tuple[DrawnLine, ...]
    frames: tuple[DrawnFrame, ...]
    legend: tuple[DrawnKey, ...]
    width: float
    height: float
    notes: tuple[DrawnText, ...] = ()
    """The foot: name of the legend, what the figures rest on, number of the page."""
    name: str = ""
    """Title of the whole, unbroken, for programs that read the picture aloud."""
    description: str = ""
    language: str = field(default="en")


def moved_text(text: DrawnText, dx: float, dy: float) -> DrawnText:
    """Return the same text elsewhere."""
    return DrawnText(text.text, text.x + dx, text.y + dy, text.size, text.bold, text.colour, text.anchor)
