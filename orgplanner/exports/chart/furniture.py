"""What stands around a chart on paper: title above, legend and notes below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from orgplanner.exports.chart.lines import writable
from orgplanner.exports.chart.shapes import (
    DASHES,
    DOTTED,
    INK,
    LINE,
    PAPER,
    SOFT,
    DrawnKey,
    DrawnText,
    Heading,
)
from orgplanner.maths.text_width import text_width, wrap_text
from orgplanner.records.card import Card, CardKind

_ASCENT = 0.86
_SAMPLE_WIDTH = 22.0
_SAMPLE_HEIGHT = 13.0
_SWATCH = 12.0
_SAMPLE_GAP = 9.0
_KEY_GAP = 20.0
_NOTE_GAP = 5.0
_KEY_LINE = 19.0
OPEN_STROKE = "#c2410c"
OPEN_FILL = "#fff8f1"
SOFT_FILL = "#f3f4f6"
UNIT_FILL = "#eef2f7"


class Type(NamedTuple):
    """Height of the type and of its line."""

    size: float
    line: float
    bold: bool = False


TITLE = Type(22.0, 29.0, True)
SUBTITLE = Type(13.0, 19.0)
KEY = Type(12.0, _KEY_LINE)
KEY_TITLE = Type(12.0, _KEY_LINE, True)
NOTE = Type(11.0, 16.0)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Title, legend and notes in a band of a given width; the legend and the notes start at 0 again."""

    title: tuple[DrawnText, ...]
    title_height: float
    legend: tuple[DrawnKey, ...]
    notes: tuple[DrawnText, ...]
    foot_height: float

    def grown(self, k: float) -> Furniture:
        """Return the same, set k times as large."""
        return Furniture(
            title=tuple(_grown(text, k) for text in self.title),
            title_height=self.title_height * k,
            legend=tuple(_grown_key(key, k) for key in self.legend),
            notes=tuple(_grown(text, k) for text in self.notes),
            foot_height=self.foot_height * k,
        )


def furnish(
    heading: Heading,
    colours: Mapping[str, str],
    cards: tuple[Card, ...],
    *,
    width: float,
    enlarged: float = 1.0,
    corner: str = "",
) -> Furniture:
    """Set title, legend and notes.

    Args:
        heading: The words.
        colours: Colour of each group; those that no card has are left out.
        cards: The cards on the drawing, which decide what the legend explains.
        width: Width of the band, in px.
        enlarged: How many times larger than usual everything is set.
        corner: A short text in the upper right corner, such as the number of the page.

    Returns:
        Title from (0, 0) down; legend and notes from their own (0, 0) down.
    """
    room = width / enlarged
    beside = text_width(corner) * SUBTITLE.size + _KEY_GAP if corner else 0.0
    parts = ((heading.title, TITLE, INK), (heading.subtitle, SUBTITLE, SOFT))
    title, below_title = _lines(parts, room - beside, 0.0)
    if corner:
        baseline = _set(corner, 0.0, (TITLE.line - SUBTITLE.line) / 2, SUBTITLE, SOFT)
        title += (replace(baseline, x=room, anchor="end"),)
    name, keys, below_keys = _legend(heading, colours, cards, room)
    below_keys += _NOTE_GAP if keys and heading.notes else 0.0
    notes, below_notes = _lines(((note, NOTE, SOFT) for note in heading.notes), room, below_keys)
    furniture = Furniture(title, below_title, keys, (*name, *notes), below_notes)
    return furniture if enlarged == 1.0 else furniture.grown(enlarged)


def _lines(parts: Iterable[tuple[str, Type, str]], width: float, top: float) -> tuple[tuple[DrawnText, ...], float]:
    """Set texts one below the other; return them and where they end."""
    texts: list[DrawnText] = []
    for text, face, colour in parts:
        for line in wrap_text(writable(text), width / face.size, bold=face.bold) if text else ():
            texts.append(_set(line, 0.0, top, face, colour))
            top += face.line
    return tuple(texts), top


def _set(text: str, x: float, top: float, face: Type, colour: str) -> DrawnText:
    baseline = top + (face.line - face.size) / 2 + face.size * _ASCENT
    return DrawnText(text, x, baseline, face.size, face.bold, colour)


def _legend(
    heading: Heading, colours: Mapping[str, str], cards: tuple[Card, ...], width: float
) -> tuple[tuple[DrawnText, ...], tuple[DrawnKey, ...], float]:
    """Set the keys in rows: kinds and lines, then what the colours mean, behind the name that says by what."""
    keys: list[DrawnKey] = []
    name: tuple[DrawnText, ...] = ()
    x = y = 0.0
    for key, words in _samples(heading, colours, cards):
        if key.sample == "group" and not name and heading.legend_title:
            wide = text_width(heading.legend_title, bold=True) * KEY.size
            if x and x + wide > width:
                x, y = 0.0, y + _KEY_LINE
            name = (replace(_set(heading.legend_title, 0.0, y, KEY_TITLE, INK), x=x),)
            x += wide + _KEY_GAP
        lines = wrap_text(writable(words), max(width - key.width - _SAMPLE_GAP, KEY.size) / KEY.size)
        wide = key.width + _SAMPLE_GAP + max(text_width(line) for line in lines) * KEY.size
        if x and x + wide > width:
            x, y = 0.0, y + _KEY_LINE
        texts = tuple(
            _set(line, x + key.width + _SAMPLE_GAP, y + n * _KEY_LINE, KEY, INK) for n, line in enumerate(lines)
        )
        keys.append(_placed(key, x, y + (_KEY_LINE - key.height) / 2, texts))
        x, y = x + wide + _KEY_GAP, y + (len(lines) - 1) * _KEY_LINE
    return name, tuple(keys), y + _KEY_LINE if keys else 0.0


def _samples(heading: Heading, colours: Mapping[str, str], cards: tuple[Card, ...]) -> Iterator[tuple[DrawnKey, str]]:
    """Yield the keys with their words, those of the colours last."""
    used = {card.kind for card in cards}
    for kind, words in heading.kinds.items():
        if kind in used and kind != "unit":
            fill, stroke = kind_colours(kind)
            size = (_SAMPLE_WIDTH, _SAMPLE_HEIGHT)
            yield DrawnKey("kind", 0.0, 0.0, *size, fill, stroke, kind in DASHES, (), kind), words
    shown = {card.id for card in cards}
    if any(target in shown for card in cards for target in card.dotted_to):
        yield DrawnKey("dotted", 0.0, 0.0, _SAMPLE_WIDTH, 0.0, PAPER, DOTTED, True, ()), heading.dotted_line
    groups = {card.group for card in cards}
    for group, colour in colours.items():
        if group in groups:
            yield DrawnKey("group", 0.0, 0.0, _SWATCH, _SWATCH, colour, colour, False, ()), group


def kind_colours(kind: CardKind) -> tuple[str, str]:
    """Return fill and border of a kind of card."""
    if kind == "open":
        return OPEN_FILL, OPEN_STROKE
    if kind in ("gone", "out_of_scope"):
        return SOFT_FILL, LINE
    if kind == "unit":
        return UNIT_FILL, LINE
    return PAPER, LINE


def _placed(key: DrawnKey, x: float, y: float, texts: tuple[DrawnText, ...]) -> DrawnKey:
    return replace(key, x=x, y=y, texts=texts)


def _grown(text: DrawnText, k: float) -> DrawnText:
    return replace(text, x=text.x * k, y=text.y * k, size=text.size * k)


def _grown_key(key: DrawnKey, k: float) -> DrawnKey:
    texts = tuple(_grown(text, k) for text in key.texts)
    return replace(key, x=key.x * k, y=key.y * k, width=key.width * k, height=key.height * k, texts=texts)
