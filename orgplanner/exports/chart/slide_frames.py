"""Paragraphs in the text frames of a slide: sizes, exact lines, languages, bullets."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from orgplanner.exports.chart.paragraphs import BULLET, Paragraph, paragraphs
from orgplanner.exports.chart.shapes import DrawnText

if TYPE_CHECKING:
    from pptx.slide import Slide
    from pptx.text.text import TextFrame, _Paragraph

EMU_A_POINT = 12_700
ASCENT = 0.8
"""Where the baseline lies in a line of exact height, from its top."""
SLACK = 1.06
"""Width of a line in another program, which may set blanks between scripts, in widths of the drawing's."""
ALIGNMENTS = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}


@dataclass(frozen=True, slots=True)
class Measure:
    """From px of a drawing to the lengths of a slide."""

    scale: float
    """Points of 1/72 inch for one px."""

    def length(self, px: float) -> Emu:
        """Return a length."""
        return Emu(round(px * self.scale * EMU_A_POINT))

    def points(self, px: float, least: float = 0.0) -> Pt:
        """Return a height of type or line, in whole hundredths of a point as slides write it."""
        return Pt(max(least, round(px * self.scale, 2)))


def fill(
    frame: TextFrame,
    measure: Measure,
    texts: Sequence[Paragraph],
    left: float,
    top: float,
    *,
    wraps: bool = True,
) -> None:
    """Write paragraphs into a shape, each line as high as on the drawing.

    Args:
        frame: the shape's text frame.
        measure: the scale.
        texts: paragraphs from top to bottom.
        left: left side of the shape (px).
        top: upper side of the shape (px).
        wraps: whether lines end at the shape's sides.
    """
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.word_wrap = wraps
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    if not texts:
        return
    inset = min(text.x for text in texts)
    frame.margin_left = measure.length(inset - left)
    frame.margin_top = measure.length(max(0.0, texts[0].y - ASCENT * texts[0].pitch - top))
    last: float | None = None
    for k, text in enumerate(texts):
        pitch = text.pitch if last is None else min(text.pitch, text.y - last)
        paragraph = frame.add_paragraph() if k else frame.paragraphs[0]
        paragraph.line_spacing = measure.points(pitch)
        paragraph.space_before = measure.points(0.0 if last is None else text.y - last - pitch)
        paragraph.alignment = ALIGNMENTS[text.anchor]
        if text.bullet:
            _hang(paragraph, measure.length(text.x - inset))
        _write(paragraph, text, measure)
        last = text.y + (text.lines - 1) * text.pitch


def write_free(
    slide: Slide, measure: Measure, texts: Iterable[DrawnText], said: Iterable[str], *, edge: float = math.inf
) -> None:
    """Write texts that stand in no box, each in a frame of its own.

    Args:
        slide: the slide.
        measure: the scale.
        texts: lines from top to bottom.
        said: the texts before they were broken into lines.
        edge: right edge of the slide (px), over which no line goes.
    """
    for text in paragraphs(texts, said):
        wide = text.width * SLACK
        if text.anchor == "start" and text.lines > 1:
            wide = max(text.width, min(wide, edge - text.x))
        left = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        top = text.y - ASCENT * text.pitch
        place = map(measure.length, (left, top, wide, text.lines * text.pitch))
        frame = slide.shapes.add_textbox(*place).text_frame
        fill(frame, measure, (text,), text.x, top, wraps=text.lines > 1)


def rgb(colour: str) -> RGBColor:
    """Return a colour given as `#rrggbb`."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))


def _write(paragraph: _Paragraph, text: Paragraph, measure: Measure) -> None:
    run = paragraph.add_run()
    run.text = text.text
    run.font.size = measure.points(text.size, least=1.0)
    run.font.bold = text.bold
    run.font.color.rgb = rgb(text.colour)
    run.font.language_id = MSO_LANGUAGE_ID.JAPANESE if _is_japanese(text.text) else MSO_LANGUAGE_ID.ENGLISH_US


def _is_japanese(text: str) -> bool:
    """Tell whether a text is to be set, checked and read aloud as Japanese."""
    return any(unicodedata.east_asian_width(c) in "WFH" and unicodedata.category(c)[0] == "L" for c in text)


def _hang(paragraph: _Paragraph, hang: Emu) -> None:
    """Put the mark of an open position before a paragraph, its lines aligned behind the mark."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(hang))
    properties.set("indent", str(-hang))
    properties.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="+mj-ea"/>'))
    properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="{BULLET}"/>'))
