"""A chart as a draw.io diagram: boxes and lines that stay joined, placed as on every other picture."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from orgplanner.exports.chart.card_texts import PADDING_LEFT, PADDING_RIGHT
from orgplanner.exports.chart.lines import card_texts, writable
from orgplanner.exports.chart.paragraphs import BULLET, Paragraph, card_paragraphs, paragraphs
from orgplanner.exports.chart.shapes import (
    DASHES,
    DOTTED,
    DOTTED_DASH,
    LINE,
    Drawing,
    DrawnCard,
    DrawnFrame,
    DrawnKey,
    DrawnLine,
)
from orgplanner.records.card import CardKind

BAR = 5.0
"""Width of the colour bar (px)."""

SPACE = 5.0
"""What draw.io leaves free beside every label (px)."""

TOP = 6.0
"""Free height above the texts of a card (px)."""

LAYER = "1"
"""The cell in which all others lie."""

Style = Mapping[str, object]


def chart_drawio(drawing: Drawing) -> bytes:
    """Write a drawing as an uncompressed draw.io file in UTF-8.

    Cards are the cells n1, n2 ... in the order of the drawing, each with id, role, unit and kind as its data.
    """
    file = Element("mxfile", host="orgplanner")
    diagram = SubElement(file, "diagram", id="chart", name=writable(drawing.name) or "chart")
    size = {"pageWidth": _px(drawing.width), "pageHeight": _px(drawing.height)}
    model = SubElement(diagram, "mxGraphModel", {"grid": "0", "page": "1", "math": "0"} | size)
    root = SubElement(model, "root")
    SubElement(root, "mxCell", {"id": "0"})
    SubElement(root, "mxCell", {"id": LAYER, "parent": "0"})
    ids = {card.card.id: f"n{k}" for k, card in enumerate(drawing.cards, start=1)}
    cards = {card.card.id: card for card in drawing.cards}
    for k, frame in enumerate(drawing.frames, start=1):
        _frame(root, f"f{k}", frame)
    for k, line in enumerate(drawing.lines, start=1):
        _line(root, f"e{k}", line, cards, ids)
    for card in drawing.cards:
        _card(root, ids[card.card.id], card)
    for k, key in enumerate(drawing.legend, start=1):
        _key(root, f"k{k}", key)
    free = (*drawing.title, *drawing.notes, *(text for key in drawing.legend for text in key.texts))
    for k, text in enumerate(paragraphs(free, (drawing.name, drawing.description)), start=1):
        _text(root, f"t{k}", text)
    indent(file)
    written: bytes = tostring(file, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _card(root: Element, cell: str, drawn: DrawnCard) -> None:
    card = drawn.card
    data = {"card": card.id, "role": card.role, "unit": card.unit, "kind": card.kind}
    label = "".join(map(_div, card_paragraphs(drawn)))
    tip = "\n".join(card_texts(card))
    own = {"id": cell, "label": label, "tooltip": tip}
    held = SubElement(root, "UserObject", own | {name: writable(value) for name, value in data.items()})
    style: dict[str, object] = {
        **_rounded(7),
        "whiteSpace": "wrap",
        "align": "left",
        "verticalAlign": "top",
        "spacingLeft": PADDING_LEFT - SPACE,
        "spacingRight": PADDING_RIGHT - SPACE,
        "spacingTop": TOP,
        "fillColor": drawn.fill,
        "strokeColor": drawn.stroke,
        **_dashed(card.kind),
    }
    if card.kind == "pool":
        style = {"shape": "ext", "double": 1, **style}
    _place(SubElement(held, "mxCell", {"style": _style(style), "vertex": "1", "parent": LAYER}), drawn)
    bar = {**_rounded(4), "fillColor": drawn.bar, "strokeColor": "none", "part": 1, "connectable": 0}
    part = _cell(root, f"{cell}-bar", bar, parent=cell)
    SubElement(part, "mxGeometry", {"width": _px(BAR), "height": _px(drawn.height), "as": "geometry"})


def _frame(root: Element, cell: str, frame: DrawnFrame) -> None:
    style = {**_rounded(12), "fillColor": frame.stroke, "fillOpacity": 5, "strokeColor": frame.stroke}
    _place(_cell(root, cell, style), frame)


def _line(root: Element, cell: str, line: DrawnLine, cards: Mapping[str, DrawnCard], ids: Mapping[str, str]) -> None:
    """Add a line from the card above to the one below, its ends and bends where they were drawn."""
    points = line.points[::-1] if line.dotted else line.points
    style: dict[str, object] = {
        "edgeStyle": "orthogonalEdgeStyle",
        "rounded": 1,
        "arcSize": 7,
        "html": 1,
        "endArrow": "none",
        "strokeColor": DOTTED if line.dotted else LINE,
        "strokeWidth": 1.8 if line.dotted else 1.5,
    }
    if line.dotted:
        pattern = " ".join(map(_px, DOTTED_DASH))
        style |= {"dashed": 1, "dashPattern": pattern, "startArrow": "block", "startFill": 1, "startSize": 5}
    for end, name, (x, y) in ((line.above, "exit", points[0]), (line.below, "entry", points[-1])):
        card = cards[end]
        style |= {f"{name}X": (x - card.x) / card.width, f"{name}Y": (y - card.y) / card.height}
        style |= {f"{name}Dx": 0, f"{name}Dy": 0, f"{name}Perimeter": 0}
    edge = _cell(root, cell, style, edge="1", source=ids[line.above], target=ids[line.below])
    geometry = SubElement(edge, "mxGeometry", {"relative": "1", "as": "geometry"})
    bends = SubElement(geometry, "Array", {"as": "points"})
    for x, y in points[1:-1]:
        SubElement(bends, "mxPoint", {"x": _px(x), "y": _px(y)})


def _key(root: Element, cell: str, key: DrawnKey) -> None:
    style: dict[str, object]
    if key.sample == "dotted":
        style = {"line": None, "strokeColor": key.stroke, "strokeWidth": 1.8, "dashed": 1, "dashPattern": "2 5"}
    else:
        style = {**_rounded(3), "fillColor": key.fill, "strokeColor": key.stroke, **_dashed(key.kind)}
        if key.kind == "pool":
            style = {"shape": "ext", "double": 1, **style}
    _place(_cell(root, cell, style), key)


def _text(root: Element, cell: str, text: Paragraph) -> None:
    align = {"start": "left", "middle": "center", "end": "right"}[text.anchor]
    style = {"text": None, "html": 1, "align": align, "verticalAlign": "middle", "spacing": 0}
    label = _cell(root, cell, style, value=_div(text))
    width, height = text.width + 2, text.lines * text.pitch
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    place = {"x": _px(left), "y": _px(text.y - text.pitch * 0.75), "width": _px(width), "height": _px(height)}
    SubElement(label, "mxGeometry", {**place, "as": "geometry"})


def _div(text: Paragraph) -> str:
    """Write a paragraph as HTML in which a name is text, whatever it holds."""
    weight = "bold" if text.bold else "normal"
    mark = f"{BULLET} " if text.bullet else ""
    css = f"font-size:{_px(text.size)}px;line-height:{_px(text.pitch)}px;font-weight:{weight};color:{text.colour}"
    return f'<div style="{css}">{mark}{escape(text.text)}</div>'


def _rounded(radius: int) -> Style:
    return {"rounded": 1, "absoluteArcSize": 1, "arcSize": 2 * radius, "html": 1}


def _dashed(kind: CardKind | None) -> Style:
    dash = DASHES.get(kind) if kind else None
    return {"dashed": 1, "dashPattern": " ".join(map(_px, dash))} if dash else {}


def _style(style: Style) -> str:
    """Write a style; a name without a value is a base style."""
    return "".join(f"{k};" if v is None else f"{k}={_px(v) if isinstance(v, float) else v};" for k, v in style.items())


def _place(cell: Element, drawn: DrawnCard | DrawnFrame | DrawnKey) -> None:
    place = {"x": drawn.x, "y": drawn.y, "width": drawn.width, "height": drawn.height}
    SubElement(cell, "mxGeometry", {**{name: _px(px) for name, px in place.items()}, "as": "geometry"})


def _px(value: float) -> str:
    """Write a length or a share without needless digits."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def _cell(root: Element, cell: str, style: Style, *, parent: str = LAYER, **more: str) -> Element:
    """Add a cell; a vertex unless it is told to be an edge."""
    kind = {} if "edge" in more else {"vertex": "1"}
    return SubElement(root, "mxCell", {"id": cell, "value": "", "style": _style(style), "parent": parent} | kind | more)
