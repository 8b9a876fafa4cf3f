"""A drawn chart as SVG: text stays text, every card and line can be found by its id."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from orgplanner.exports.chart.shapes import (
    DASHES,
    DOTTED,
    DOTTED_DASH,
    LINE,
    PAPER,
    PILE_SHEETS,
    PILE_STEP,
    Drawing,
    DrawnCard,
    DrawnFrame,
    DrawnKey,
    DrawnLine,
    DrawnText,
    Points,
)
from orgplanner.exports.chart.strokes import number, rounded_path, visible_parts
from orgplanner.records.base import CONTROL

FONT_STACK = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAexGothic",
    "Hiragino Sans",
    "Hiragino Kaku Gothic ProN",
    "Yu Gothic UI",
    "Yu Gothic",
    "Meiryo",
    "Helvetica Neue",
    "Arial",
)
"""Fonts in the order in which they are looked for; the last resort is the reader's own sans."""

_CORNER = 9.0  # radius of a card's corners, px
_BAR = 5.0  # width of a card's bar, px
_KEY_STEP = 2.0  # how far the sheets behind a pool's key stand out, px
_TIP = 4.5  # half the width of a dotted line's arrow head, px


def chart_svg(drawing: Drawing) -> bytes:
    """Write a drawing as SVG in UTF-8, one element a line.

    Cards are groups with `data-id` and `data-parent`, lines paths with `data-above` and `data-below`; each
    card's full text is its `<title>`, which browsers show when hovering and read aloud.
    """
    return "\n".join(_document(drawing)).encode()


def _document(drawing: Drawing) -> Iterator[str]:
    width, height = number(drawing.width), number(drawing.height)
    families = ", ".join(f"'{name}'" for name in FONT_STACK)
    lang = _quoted(drawing.language)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' lang={lang} xml:lang={lang} role="graphics-document document"'
        ' aria-labelledby="chart-title chart-description" xml:space="preserve"'
        f' font-family="{families}, sans-serif">'
    )
    yield f'<title id="chart-title">{_escaped(drawing.name)}</title>'
    yield f'<desc id="chart-description">{_escaped(drawing.description)}</desc>'
    yield f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
    yield from _group("chart-heading", map(_text, drawing.title))
    yield from _group("chart-frames", map(_frame, drawing.frames))
    yield from _group("chart-lines", (_line(*part) for part in visible_parts(drawing.lines)))
    yield '<g class="chart-cards">'
    for card in drawing.cards:
        yield from _card(card)
    yield "</g>"
    yield from _group("chart-legend", (part for key in drawing.legend for part in _key(key)))
    yield from _group("chart-notes", map(_text, drawing.notes))
    yield "</svg>\n"


def _group(name: str, parts: Iterator[str]) -> Iterator[str]:
    yield f'<g class="{name}">'
    yield from parts
    yield "</g>"


def _card(card: DrawnCard) -> Iterator[str]:
    record = card.card
    above = f" data-parent={_quoted(record.parent_id)}" if record.parent_id else ""
    yield f'<g class="card is-{record.kind}" data-id={_quoted(record.id)}{above} role="graphics-symbol img">'
    yield f"<title>{_escaped(_spoken(card))}</title>"
    sheets = range(PILE_SHEETS, 0, -1) if record.kind == "pool" else ()
    for n in sheets:
        yield _box(card.x + n * PILE_STEP, card.y + n * PILE_STEP, card.width, card.height, PAPER, card.stroke)
    yield _box(card.x, card.y, card.width, card.height, card.fill, "none")
    yield _bar(card)
    dash = f' stroke-dasharray="{_dash(DASHES[record.kind])}"' if card.dashed and record.kind in DASHES else ""
    yield _box(card.x, card.y, card.width, card.height, "none", card.stroke, 1.6 if card.dashed else 1.0, dash)
    yield from map(_text, card.texts)
    yield "</g>"


def _spoken(card: DrawnCard) -> str:
    record = card.card
    said = (record.title, record.role, *record.lines, *(badge.text for badge in record.badges))
    return "\n".join(text for text in said if text)


def _box(
    x: float, y: float, width: float, height: float, fill: str, stroke: str, thick: float = 1.0, dash: str = ""
) -> str:
    border = "" if stroke == "none" else f' stroke="{stroke}" stroke-width="{number(thick)}"{dash}'
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} rx="{number(_CORNER)}" fill="{fill}"{border}/>'


def _bar(card: DrawnCard) -> str:
    """Colour the left end of the card, following its round corners."""
    inner, straight = _CORNER - _BAR, card.height - 2 * _CORNER
    return (
        f'<path d="M{number(card.x + _CORNER)} {number(card.y)}'
        f"a{number(_CORNER)} {number(_CORNER)} 0 0 0 {number(-_CORNER)} {number(_CORNER)}v{number(straight)}"
        f"a{number(_CORNER)} {number(_CORNER)} 0 0 0 {number(_CORNER)} {number(_CORNER)}"
        f"a{number(inner)} {number(_CORNER)} 0 0 1 {number(-inner)} {number(-_CORNER)}v{number(-straight)}"
        f'a{number(inner)} {number(_CORNER)} 0 0 1 {number(inner)} {number(-_CORNER)}z" fill="{card.bar}"/>'
    )


def _text(text: DrawnText) -> str:
    weight = ' font-weight="700"' if text.bold else ""
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    place = f'x="{number(text.x)}" y="{number(text.y)}" font-size="{number(text.size)}"'
    return f'<text {place}{weight}{anchor} fill="{text.colour}">{_escaped(text.text)}</text>'


def _frame(frame: DrawnFrame) -> str:
    place = f'x="{number(frame.x)}" y="{number(frame.y)}"'
    size = f'width="{number(frame.width)}" height="{number(frame.height)}"'
    return (
        f'<rect class="frame" data-id={_quoted(frame.card)} {place} {size} rx="12" fill="{frame.stroke}"'
        f' fill-opacity="0.05" stroke="{frame.stroke}" stroke-width="1.2"/>'
    )


def _line(line: DrawnLine, points: Points) -> str:
    ends = f"data-above={_quoted(line.above)} data-below={_quoted(line.below)}"
    path = rounded_path(points)
    if not line.dotted:
        return f'<path class="line" {ends} d="{path}" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
    dash = _dash(DOTTED_DASH)
    x, y = points[-1]
    head = f"M{number(x - _TIP)} {number(y - 8)}L{number(x)} {number(y - 1)}L{number(x + _TIP)} {number(y - 8)}z"
    return (
        f'<path class="dotted" {ends} d="{path}" fill="none" stroke="{DOTTED}" stroke-width="1.8"'
        f' stroke-dasharray="{dash}" stroke-linecap="round"/><path d="{head}" fill="{DOTTED}"/>'
    )


def _key(key: DrawnKey) -> Iterator[str]:
    dash = ""
    if key.sample == "dotted":
        end = f'x2="{number(key.x + key.width)}" y2="{number(key.y)}"'
        yield (
            f'<line x1="{number(key.x)}" y1="{number(key.y)}" {end} stroke="{key.stroke}" stroke-width="1.8"'
            f' stroke-dasharray="{_dash(DOTTED_DASH)}" stroke-linecap="round"/>'
        )
    else:
        if key.dashed and key.kind is not None and key.kind in DASHES:
            dash = f' stroke-dasharray="{_dash(DASHES[key.kind])}"'
        place = f'x="{number(key.x)}" y="{number(key.y)}" width="{number(key.width)}" height="{number(key.height)}"'
        for n in range(PILE_SHEETS if key.kind == "pool" else 0, 0, -1):
            moved = f'x="{number(key.x + _KEY_STEP * n)}" y="{number(key.y + _KEY_STEP * n)}"'
            size = f'width="{number(key.width)}" height="{number(key.height)}"'
            yield f'<rect {moved} {size} rx="3" fill="{PAPER}" stroke="{key.stroke}"/>'
        yield f'<rect {place} rx="3" fill="{key.fill}" stroke="{key.stroke}"{dash}/>'
    yield from map(_text, key.texts)


def _dash(dash: tuple[float, float]) -> str:
    return f"{number(dash[0])} {number(dash[1])}"


def _escaped(text: str) -> str:
    return escape(CONTROL.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(CONTROL.sub("", text))
