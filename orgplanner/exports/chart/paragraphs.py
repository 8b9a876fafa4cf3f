"""Texts of a drawing as paragraphs that an editor may wrap again, instead of single lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from orgplanner.exports.chart.lines import writable
from orgplanner.exports.chart.shapes import Anchor, DrawnCard, DrawnText
from orgplanner.maths.text_width import text_width

BULLET = "○"
"""Mark of an open position, which stands before the title like a bullet."""

FACTS = " · "
"""Stands between the further texts of a card."""

ROOM = 1.36
"""Height of a line that stands alone, in heights of its type."""

LARGEST_ROOM = 1.75
"""Lines farther apart than this, in heights of their type, have free space between them."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One text of a drawing, px."""

    text: str
    x: float
    y: float
    """Baseline of the first line."""
    size: float
    bold: bool
    colour: str
    anchor: Anchor
    lines: int
    """Lines that it takes on the drawing."""
    pitch: float
    """Distance from one baseline to the next."""
    width: float
    """Width of the widest line."""
    bullet: bool = False

    @property
    def last(self) -> float:
        """Baseline of the last line."""
        return self.y + (self.lines - 1) * self.pitch


def card_paragraphs(drawn: DrawnCard) -> tuple[Paragraph, ...]:
    """Return the texts of a card from top to bottom; badges that share a line are one text."""
    card = drawn.card
    facts = [line for line in card.lines if line]
    said = (card.title, card.role, FACTS.join(facts), FACTS.join((*facts, card.group)))
    return tuple(paragraphs(drawn.texts, said))


def paragraphs(texts: Iterable[DrawnText], said: Iterable[str]) -> Iterator[Paragraph]:
    """Join the lines of one text again.

    Args:
        texts: lines from top to bottom.
        said: the texts as they were before they were broken into lines. Lines of none of them stay as they are.
    """
    whole = {_squeezed(text): writable(text) for text in said}
    for _, of_style in groupby(_rows(texts), key=lambda row: (row.size, row.bold, row.colour, row.x, row.bullet)):
        rows = list(of_style)
        while rows:
            count, text = _longest(rows, whole)
            pitch = rows[1].y - rows[0].y if count > 1 else rows[0].size * ROOM
            width = max(row.width for row in rows[:count])
            yield replace(rows[0], text=text, lines=count, pitch=pitch, width=width)
            rows = rows[count:]


def _rows(texts: Iterable[DrawnText]) -> Iterator[Paragraph]:
    """Yield one paragraph for all texts on one baseline that look the same."""
    indent: float | None = None
    for _, on_line in groupby(texts, key=lambda text: (text.y, text.size)):
        row = list(on_line)
        bullet = row[0].text == BULLET and len(row) > 1
        if bullet:
            row = row[1:]
            indent = row[0].x
        first = row[0]
        text = "   ".join(writable(part.text) for part in row)
        yield Paragraph(
            text=text,
            x=first.x,
            y=first.y,
            size=first.size,
            bold=first.bold,
            colour=first.colour,
            anchor=first.anchor,
            lines=1,
            pitch=0.0,
            width=text_width(text, bold=first.bold) * first.size,
            bullet=bullet or first.x == indent,
        )


def _longest(rows: list[Paragraph], whole: dict[str, str]) -> tuple[int, str]:
    """Return how many rows make one text, and that text."""
    joined = ""
    found = (1, rows[0].text)
    for count, row in enumerate(rows, start=1):
        joined += _squeezed(row.text)
        if joined in whole:
            found = (count, whole[joined])
    return found


def _squeezed(text: str) -> str:
    return "".join(writable(text).split())
