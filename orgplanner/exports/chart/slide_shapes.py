"""Cards, lines, frames and keys of a drawing as native shapes of one slide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from orgplanner.exports.chart.lines import card_texts, writable
from orgplanner.exports.chart.paragraphs import card_paragraphs
from orgplanner.exports.chart.shapes import (
    DOTTED,
    LINE,
    PAPER,
    PILE_SHEETS,
    PILE_STEP,
    Drawing,
    DrawnCard,
    DrawnFrame,
    DrawnKey,
)
from orgplanner.exports.chart.slide_frames import Measure, fill, rgb, write_free
from orgplanner.exports.chart.slide_lines import Bend, Route, Side, bend, routes

if TYPE_CHECKING:
    from pptx.oxml.xmlchemy import BaseOxmlElement
    from pptx.shapes.autoshape import Shape
    from pptx.shapes.base import BaseShape
    from pptx.shapes.connector import Connector
    from pptx.slide import Slide

ROUNDING = 7.0
"""Radius of a card's corners (px)."""
TEXT_INSET = ROUNDING * (1 - sqrt(0.5))
"""How far a rounded rectangle holds its text from its sides before any margin (px)."""
FRAME_ROUNDING = 12.0
"""Radius of a frame's corners (px)."""
BAR = 5.0
"""Width of the colour bar (px)."""
THIN, THICK = 1.0, 1.6
"""Thickness of plain and of dashed borders (px)."""
LINE_THICK, DOTTED_THICK = 1.5, 1.8
"""Thickness of lines between cards (px)."""
FRAME_OPACITY = 0.05
DASHES = {"open": MSO_LINE.DASH, "gone": MSO_LINE.DASH, "shared": MSO_LINE.ROUND_DOT}
WHOLE = 100_000
"""A whole, as slides write shares."""
QUARTER = 90.0

BAR_FORM = """<a:custGeom {names}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>
<a:path w="{corner}" h="{height}"><a:moveTo><a:pt x="{corner}" y="0"/></a:moveTo>
<a:arcTo wR="{corner}" hR="{corner}" stAng="16200000" swAng="-5400000"/><a:lnTo><a:pt x="0" y="{end}"/></a:lnTo>
<a:arcTo wR="{corner}" hR="{corner}" stAng="10800000" swAng="-5400000"/>
<a:arcTo wR="{inner}" hR="{corner}" stAng="5400000" swAng="5400000"/><a:lnTo><a:pt x="{bar}" y="{corner}"/></a:lnTo>
<a:arcTo wR="{inner}" hR="{corner}" stAng="10800000" swAng="5400000"/><a:close/></a:path></a:pathLst></a:custGeom>"""
"""The left end of a card, which follows its round corners."""

BOX_FORM = """<a:custGeom {names}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst>
<a:cxn ang="16200000"><a:pos x="hc" y="t"/></a:cxn><a:cxn ang="10800000"><a:pos x="l" y="vc"/></a:cxn>
<a:cxn ang="5400000"><a:pos x="hc" y="b"/></a:cxn><a:cxn ang="0"><a:pos x="r" y="vc"/></a:cxn>{places}</a:cxnLst>
<a:rect l="l" t="t" r="r" b="b"/><a:pathLst><a:path w="{width}" h="{height}">
<a:moveTo><a:pt x="0" y="{corner}"/></a:moveTo>
<a:arcTo wR="{corner}" hR="{corner}" stAng="10800000" swAng="5400000"/><a:lnTo><a:pt x="{right}" y="0"/></a:lnTo>
<a:arcTo wR="{corner}" hR="{corner}" stAng="16200000" swAng="5400000"/><a:lnTo><a:pt x="{width}" y="{end}"/></a:lnTo>
<a:arcTo wR="{corner}" hR="{corner}" stAng="0" swAng="5400000"/><a:lnTo><a:pt x="{corner}" y="{height}"/></a:lnTo>
<a:arcTo wR="{corner}" hR="{corner}" stAng="5400000" swAng="5400000"/><a:close/></a:path></a:pathLst></a:custGeom>"""
"""A rounded rectangle that has further places to which lines may be glued."""

CONNECTOR_FORM = '<a:prstGeom {names} prst="{preset}"><a:avLst>{guides}</a:avLst></a:prstGeom>'

PLACE = '<a:cxn ang="5400000"><a:pos x="{x}" y="{y}"/></a:cxn>'


def draw_slide(slide: Slide, drawing: Drawing, scale: float, said: Sequence[str]) -> dict[str, Shape]:
    """Draw all of a drawing but its title, from back to front.

    Args:
        slide: the slide.
        drawing: what is drawn.
        scale: points of 1/72 inch for one px.
        said: the texts of legend and foot before they were broken into lines.

    Returns:
        The box of each card by the card's id.
    """
    pen = _Pen(slide, scale)
    cards = {card.card.id: card for card in drawing.cards}
    for frame in drawing.frames:
        pen.frame(frame, cards.get(frame.card))
    behind = len(pen.shapes)
    ways = list(routes(drawing.lines, cards))
    for way in ways:
        if way.own_place and way.points[0] not in pen.places[way.begin]:
            pen.places[way.begin].append(way.points[0])
    for card in drawing.cards:
        pen.card(card)
    connectors = [pen.line(way, cards) for way in ways]
    for connector in connectors:
        pen.shapes[behind].element.addprevious(connector.element)
    for key in drawing.legend:
        pen.key(key, said)
    write_free(slide, pen.measure, drawing.notes, said, edge=drawing.width)
    return pen.boxes


class _Pen:
    """Adds shapes to one slide."""

    def __init__(self, slide: Slide, scale: float) -> None:
        self.slide = slide
        self.measure = Measure(scale)
        self.shapes = slide.shapes
        self.shapes.turbo_add_enabled = True
        self.boxes: dict[str, Shape] = {}
        self.places: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        """Places of each card, beside the middles of its sides, at which lines begin (px)."""

    def card(self, drawn: DrawnCard) -> None:
        """Add a card: a box with its texts and the bar, grouped so that they move as one."""
        x, y, width, height = drawn.x, drawn.y, drawn.width, drawn.height
        sheets = [
            self._box(x + n * PILE_STEP, y + n * PILE_STEP, width, height, PAPER, drawn.stroke)
            for n in (range(PILE_SHEETS, 0, -1) if drawn.card.kind == "pool" else ())
        ]
        box = self._box(x, y, width, height, drawn.fill, drawn.stroke, DASHES.get(drawn.card.kind))
        for shape in (*sheets, box):
            _round(shape, ROUNDING / min(width, height))
        inset = TEXT_INSET
        if self.places[drawn.card.id]:
            _add_places(box, self.measure, drawn, self.places[drawn.card.id])
            inset = 0.0
        fill(box.text_frame, self.measure, card_paragraphs(drawn), x + inset, y + inset)
        _tell(box, writable(drawn.card.title), "\n".join(card_texts(drawn.card)))
        bar = self._box(x, y, ROUNDING, height, drawn.bar, None)
        _shape_bar(bar, self.measure, height)
        group = self.shapes.add_group_shape((*self._trunk(drawn), *sheets, box, bar))
        _properties(group).set("id", str(self.shapes._next_shape_id))
        _tell(group, writable(drawn.card.title), "")
        self.boxes[drawn.card.id] = box

    def _trunk(self, drawn: DrawnCard) -> Iterator[Connector]:
        """Add the line below a box from which columns hang and which moves with the box."""
        middle, bottom = drawn.x + drawn.width / 2, drawn.y + drawn.height
        forks: defaultdict[float, list[float]] = defaultdict(lambda: [middle])
        for x, y in self.places[drawn.card.id]:
            if y > bottom:
                forks[y].append(x)
        for y, across in forks.items():
            for ends in ((middle, bottom, middle, y), (min(across), y, max(across), y)):
                stroke = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(self.measure.length, ends))
                self._draw_line(stroke, LINE, LINE_THICK)
                yield stroke

    def line(self, way: Route, cards: dict[str, DrawnCard]) -> Connector:
        """Add a connector glued to two boxes."""
        ends = Emu(0), Emu(0), Emu(0), Emu(0)
        connector = self.shapes.add_connector(MSO_CONNECTOR.ELBOW, *ends)
        own = len(Side) + self.places[way.begin].index(way.points[0]) if way.own_place else None
        connector._connect_begin_to(self.boxes[way.begin], int(way.begin_side) if own is None else own)
        connector._connect_end_to(self.boxes[way.end], int(way.end_side))
        _bend(connector, bend(way.points), self.measure)
        self._draw_line(connector, DOTTED if way.dotted else LINE, DOTTED_THICK if way.dotted else LINE_THICK)
        if way.dotted:
            connector.line.dash_style = MSO_LINE.ROUND_DOT
            tip = parse_xml(f'<a:tailEnd {nsdecls("a")} type="triangle" w="med" len="med"/>')
            connector.line._get_or_add_ln().append(tip)
        said = (writable(cards[end].card.title) for end in (way.begin, way.end))
        _tell(connector, " – ".join(said), "")
        return connector

    def frame(self, drawn: DrawnFrame, card: DrawnCard | None) -> None:
        """Add the rectangle around a unit's branch."""
        box = self._box(drawn.x, drawn.y, drawn.width, drawn.height, drawn.stroke, drawn.stroke)
        _round(box, FRAME_ROUNDING / min(drawn.width, drawn.height))
        colour = box._element.spPr.find(qn("a:solidFill"))[0]
        colour.append(parse_xml(f'<a:alpha {nsdecls("a")} val="{round(WHOLE * FRAME_OPACITY)}"/>'))
        _tell(box, writable(card.card.title) if card else "", "")

    def key(self, key: DrawnKey, said: Sequence[str]) -> None:
        """Add an entry of the legend."""
        if key.sample == "dotted":
            middle = key.y + key.height / 2
            ends = map(self.measure.length, (key.x, middle, key.x + key.width, middle))
            line = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
            self._draw_line(line, key.stroke, DOTTED_THICK)
            line.line.dash_style = MSO_LINE.ROUND_DOT
        else:
            step = 2.0
            for n in range(PILE_SHEETS if key.kind == "pool" else 0, 0, -1):
                self._box(key.x + n * step, key.y + n * step, key.width, key.height, PAPER, key.stroke)
            self._box(key.x, key.y, key.width, key.height, key.fill, key.stroke, DASHES.get(key.kind or ""))
        write_free(self.slide, self.measure, key.texts, said)

    def _draw_line(self, line: Connector, colour: str, thick: float) -> None:
        _without_style(line)
        line.line.color.rgb = rgb(colour)
        line.line.width = self.measure.length(thick)

    def _box(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str | None, dash: int | None = None
    ) -> Shape:
        """Add a rounded rectangle without the theme's shadows."""
        box = self.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *map(self.measure.length, (x, y, width, height)))
        _without_style(box)
        box.fill.solid()
        box.fill.fore_color.rgb = rgb(fill)
        if stroke is None:
            box.line.fill.background()
            return box
        box.line.color.rgb = rgb(stroke)
        box.line.width = self.measure.length(THICK if dash else THIN)
        if dash:
            box.line.dash_style = dash
        return box


def _bend(connector: Connector, shape: Bend, measure: Measure) -> None:
    """Give a connector its strokes."""
    properties = connector._element.spPr
    place = properties.get_or_add_xfrm()
    for name, flag in (("flipH", shape.mirrored_x), ("flipV", shape.mirrored_y)):
        place.attrib.pop(name, None)
        if flag:
            place.set(name, "1")
    place.rot = shape.quarters * QUARTER
    place.x, place.y = measure.length(shape.x), measure.length(shape.y)
    place.cx, place.cy = measure.length(shape.width), measure.length(shape.height)
    guides = "".join(
        f'<a:gd name="adj{k}" fmla="val {round(share * WHOLE)}"/>' for k, share in enumerate(shape.shares, start=1)
    )
    _reshape(connector, CONNECTOR_FORM, {}, preset=shape.preset, guides=guides)


def _shape_bar(bar: Shape, measure: Measure, height: float) -> None:
    lengths = {"corner": ROUNDING, "inner": ROUNDING - BAR, "bar": BAR, "height": height, "end": height - ROUNDING}
    _reshape(bar, BAR_FORM, {name: measure.length(px) for name, px in lengths.items()})


def _add_places(box: Shape, measure: Measure, drawn: DrawnCard, places: list[tuple[float, float]]) -> None:
    """Give a box places for lines beside the middles of its sides."""
    width, height = drawn.width, drawn.height
    ends = {"right": width - ROUNDING, "end": height - ROUNDING}
    lengths = {"corner": ROUNDING, "width": width, "height": height, **ends}
    at = (PLACE.format(x=measure.length(x - drawn.x), y=measure.length(y - drawn.y)) for x, y in places)
    _reshape(box, BOX_FORM, {name: measure.length(px) for name, px in lengths.items()}, places="".join(at))


def _reshape(shape: BaseShape, form: str, lengths: dict[str, Emu], **parts: str) -> None:
    """Give a shape a form of its own."""
    preset = shape.element.spPr.find(qn("a:prstGeom"))
    preset.getparent().replace(preset, parse_xml(form.format(names=nsdecls("a"), **lengths, **parts)))


def _round(box: Shape, share: float) -> None:
    box.adjustments[0] = share


def _without_style(shape: BaseShape) -> None:
    """Leave the theme's shadows and gradients out."""
    style = shape.element.find(qn("p:style"))
    if style is not None:
        shape.element.remove(style)


def _tell(shape: BaseShape, name: str, description: str) -> None:
    """Name a shape for the list of shapes, and describe it to who does not see it."""
    properties = _properties(shape)
    properties.set("name", name)
    if description:
        properties.set("descr", description)


def _properties(shape: BaseShape) -> BaseOxmlElement:
    found: list[BaseOxmlElement] = shape.element.xpath("./*[1]/p:cNvPr")
    return found[0]
