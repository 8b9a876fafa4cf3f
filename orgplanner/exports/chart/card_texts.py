"""What stands on a card, line by line: its texts wrapped to the card's width, and the height that takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from orgplanner.exports.chart.lines import writable
from orgplanner.exports.chart.shapes import INK, SOFT, DrawnText
from orgplanner.maths.text_width import text_width, wrap_text
from orgplanner.records.card import BadgeKind, Card, CardKind

CARD_WIDTH = 236.0
PADDING_LEFT = 17.0
"""From the card's left side to its texts, the bar included."""
PADDING_RIGHT = 11.0
PADDING_TOP = 10.0
PADDING_BOTTOM = 11.0
TEXT_WIDTH = CARD_WIDTH - PADDING_LEFT - PADDING_RIGHT
LEAST_HEIGHT = 62.0

_MARK_ROOM = 18.0  # for the mark before the title of an open position
_BADGE_GAP = 12.0
_BLOCK_GAP = 4.0  # above the first line of badges
_ASCENT = 0.86  # of the type's height above the baseline
_OPEN_INK = "#9a3412"
_POINTER_INK = "#1d4ed8"
_MARKS: Mapping[BadgeKind, str] = {
    "gap": "!",
    "source": "◆",
    "warning": "▲",
    "tight": "●",
    "added": "+",
    "moved": "→",
    "gone": "−",
    "changed": "≠",
}
_INKS: Mapping[BadgeKind, str] = {
    "gap": "#991b1b",
    "source": "#1e40af",
    "warning": "#854d0e",
    "tight": "#9a3412",
    "added": "#166534",
    "moved": "#5b21b6",
    "gone": "#334155",
    "changed": "#155e75",
}
_KIND_MARKS: Mapping[CardKind, str] = {"pool": "◎", "shared": "⇄", "out_of_scope": "◇", "gone": "×"}


class Style(NamedTuple):
    """A face of the card: height of the type and of its line, in px."""

    size: float
    line: float
    bold: bool


TITLE = Style(15.0, 20.0, True)
ROLE = Style(13.0, 18.0, False)
SMALL = Style(12.0, 17.0, False)
BADGE = Style(12.0, 18.0, True)


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of one card, counted from its upper left corner, and the height at which they fit."""

    texts: tuple[DrawnText, ...]
    height: float


def write_card(card: Card, kinds: Mapping[CardKind, str], remarks: tuple[str, ...] = ()) -> Written:
    """Set the texts of a card.

    Args:
        card: The card.
        kinds: The words for each kind; a kind without words still keeps a line free.
        remarks: Texts for this page only, such as the page on which the branch goes on.

    Returns:
        Every text in full; nothing is cut.
    """
    texts: list[DrawnText] = []
    y = PADDING_TOP
    soft = card.kind in ("gone", "out_of_scope")
    ink = _OPEN_INK if card.kind == "open" else SOFT if soft else INK
    indent = _MARK_ROOM if card.kind == "open" else 0.0
    if indent:
        texts.append(_set("○", 0.0, y, TITLE, ink))
    for text, style, colour, moved in (
        (card.title, TITLE, ink, indent),
        (card.role, ROLE, SOFT if soft else INK, 0.0),
    ):
        for line in _wrapped(text, style, moved) if text else ():
            texts.append(_set(line, moved, y, style, colour))
            y += style.line
    for line in _joined(tuple(_facts(card))):
        texts.append(_set(line, 0.0, y, SMALL, SOFT))
        y += SMALL.line
    badges = tuple(_flow(_chips(card, kinds), y + _BLOCK_GAP))
    texts.extend(badges)
    if badges:
        y = badges[-1].y + BADGE.line - _baseline(BADGE)
    elif card.kind in _KIND_MARKS:
        y += _BLOCK_GAP + BADGE.line
    for remark in remarks:
        for line in _wrapped(remark, BADGE, 0.0):
            texts.append(_set(line, 0.0, y, BADGE, _POINTER_INK))
            y += BADGE.line
    return Written(tuple(texts), max(LEAST_HEIGHT, y + PADDING_BOTTOM))


def _facts(card: Card) -> Iterator[str]:
    """Yield the further texts, with what the colour means if no other text says it."""
    yield from (line for line in map(writable, card.lines) if line)
    said = " ".join((card.title, card.role, *card.lines, *(badge.text for badge in card.badges)))
    if card.group and card.group not in said:
        yield writable(card.group)


def _joined(facts: tuple[str, ...]) -> tuple[str, ...]:
    """Return lines of facts, a dot between those that share a line; facts are broken only if that saves a line."""
    running = _wrapped(" · ".join(facts), SMALL, 0.0) if facts else ()
    running = tuple(line.removesuffix(" ·").removeprefix("· ") for line in running)
    whole: list[str] = []
    for fact in facts:
        both = f"{whole[-1]} · {fact}" if whole else fact
        if text_width(both) * SMALL.size <= TEXT_WIDTH:
            whole[-1:] = [both]
        else:
            whole.extend(_wrapped(fact, SMALL, 0.0))
    return tuple(whole) if len(whole) <= len(running) else tuple(line for line in running if line.strip("· "))


def _chips(card: Card, kinds: Mapping[CardKind, str]) -> Iterator[tuple[str, str]]:
    """Yield the words and colour of each badge, first the kind where no other text tells it."""
    if card.kind in _KIND_MARKS and kinds.get(card.kind):
        yield f"{_KIND_MARKS[card.kind]} {kinds[card.kind]}", _INKS["gone"]
    for badge in card.badges:
        yield f"{_MARKS[badge.kind]} {badge.text}", _INKS[badge.kind]


def _flow(chips: Iterator[tuple[str, str]], top: float) -> Iterator[DrawnText]:
    """Set badges beside each other as long as they fit."""
    x, y = 0.0, top
    for text, colour in chips:
        wide = text_width(text, bold=True) * BADGE.size
        if x and x + wide > TEXT_WIDTH:
            x, y = 0.0, y + BADGE.line
        for k, line in enumerate(_wrapped(text, BADGE, 0.0)):
            x, y = (0.0, y + BADGE.line) if k else (x, y)
            yield _set(line, x, y, BADGE, colour)
            x += text_width(line, bold=True) * BADGE.size + _BADGE_GAP


def _wrapped(text: str, style: Style, indent: float) -> tuple[str, ...]:
    return wrap_text(writable(text), (TEXT_WIDTH - indent) / style.size, bold=style.bold)


def _baseline(style: Style) -> float:
    return (style.line - style.size) / 2 + style.size * _ASCENT


def _set(text: str, x: float, top: float, style: Style, colour: str) -> DrawnText:
    return DrawnText(text, PADDING_LEFT + x, top + _baseline(style), style.size, style.bold, colour)
