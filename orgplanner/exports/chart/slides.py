"""A chart as slides for PowerPoint: native boxes, glued lines, one slide a page, links between pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu

from orgplanner.exports.chart.lines import chart_lines, writable
from orgplanner.exports.chart.pages import Page
from orgplanner.exports.chart.paragraphs import paragraphs
from orgplanner.exports.chart.shapes import Drawing, Heading
from orgplanner.exports.chart.slide_frames import ASCENT, EMU_A_POINT, SLACK, Measure, fill, write_free
from orgplanner.exports.chart.slide_shapes import draw_slide
from orgplanner.maths.text_width import text_width

if TYPE_CHECKING:
    from pptx.opc.package import Part
    from pptx.presentation import Presentation as Deck
    from pptx.shapes.autoshape import Shape
    from pptx.slide import Slide

TITLE_ONLY = 5
"""The layout of the empty deck that has a title and nothing else."""

WRITTEN = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the file format knows no time zones
"""The date in every deck, so that the same chart gives the same bytes."""

ZIPPED = (1980, 1, 1, 0, 0, 0)
"""The same for the parts of the file; the earliest date that a ZIP file knows."""

LONGEST_PROPERTY = 255
"""Characters that a property of a deck holds."""

LATIN, EAST_ASIAN = "Arial", "Yu Gothic"
"""Faces of the deck's theme, which every text follows."""


def chart_pptx(pages: tuple[Page, ...], heading: Heading) -> bytes:
    """Write pages as a deck.

    Each card is a rounded box with its texts, grouped with the bar that shows its colour; lines are connectors glued
    to the boxes. A card whose branch goes on another page leads there with a click, and the branch's first card back.

    Args:
        pages: the pages, all of one size.
        heading: words of the whole chart.

    Returns:
        A PPTX file; the same pages give the same bytes.
    """
    deck = Presentation()
    _set_up(deck, pages, heading)
    slides = [deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY]) for _ in pages]
    boxes = [_draw(slide, page, heading) for slide, page in zip(slides, pages, strict=True)]
    for page, card, target in _references(pages):
        boxes[page][card].click_action.target_slide = slides[target]
    written = BytesIO()
    deck.save(written)
    return _same_bytes(written.getvalue())


def _set_up(deck: Deck, pages: tuple[Page, ...], heading: Heading) -> None:
    """Give the deck its size, faces and properties."""
    if pages:
        width, height = (Emu(round(points * EMU_A_POINT)) for points in pages[0].size.points)
        _fit_layouts(deck, width, height)
        deck.slide_width, deck.slide_height = width, height
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    _set_faces(theme)
    properties = deck.core_properties
    properties.title = writable(heading.title)[:LONGEST_PROPERTY]
    properties.subject = writable(heading.subtitle)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "orgplanner"
    properties.language = heading.language
    properties.created = properties.modified = WRITTEN
    properties.revision = 1


def _fit_layouts(deck: Deck, width: int, height: int) -> None:
    """Stretch the empty deck's layouts to the size of the slides, for slides that are added later."""
    across, down = width / (deck.slide_width or width), height / (deck.slide_height or height)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = Emu(round(shape.left * across)), Emu(round(shape.width * across))
                shape.top, shape.height = Emu(round(shape.top * down)), Emu(round(shape.height * down))


def _set_faces(theme: Part) -> None:
    """Name the faces of headings and texts once, in the theme."""
    text = theme.blob.decode()
    for face in ("Calibri", "Calibri Light"):
        text = text.replace(f'<a:latin typeface="{face}"/>', f'<a:latin typeface="{LATIN}"/>')
    theme._blob = text.replace('<a:ea typeface=""/>', f'<a:ea typeface="{EAST_ASIAN}"/>').encode()


def _draw(slide: Slide, page: Page, heading: Heading) -> dict[str, Shape]:
    """Draw a page and return the boxes of its cards."""
    drawing, measure = page.drawing, Measure(page.scale)
    said = (page.name, drawing.name, drawing.description, heading.title, heading.subtitle)
    above = tuple(paragraphs(drawing.title, said))
    title = slide.shapes.title
    if above and title is not None:
        first = above[0]
        top = first.y - ASCENT * first.pitch
        title.left, title.top = measure.length(first.x), measure.length(top)
        title.width = measure.length(min(_title_room(drawing, first.x), (drawing.width - 2 * first.x) * SLACK))
        title.height = measure.length(first.lines * first.pitch)
        fill(title.text_frame, measure, above[:1], first.x, top)
        write_free(slide, measure, drawing.title[first.lines :], said, edge=drawing.width)
    keys = (*heading.kinds.values(), heading.dotted_line, *(card.group for card in page.cards))
    boxes = draw_slide(slide, drawing, page.scale, (*heading.notes, *keys))
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:
        notes.text = "\n".join(writable(text) for text in (page.name, heading.subtitle, *heading.notes) if text)
    return boxes


def _title_room(drawing: Drawing, left: float) -> float:
    """Return the px between the left side of the title and the number of the page, or else the slide's edge."""
    ends = [text.x - text_width(text.text) * text.size for text in drawing.title if text.anchor == "end"]
    return min([drawing.width, *ends]) - left


def _references(pages: Sequence[Page]) -> Iterator[tuple[int, str, int]]:
    """Yield page, card and the page to which the card leads.

    A card stands on two pages where its branch goes on a page of its own: there it has cards below, on the other it
    has none.
    """
    heads = [_heads(page) for page in pages]
    for k, page in enumerate(pages):
        for card in page.cards:
            others = [n for n in range(len(pages)) if card.id in heads[n]]
            if card.id not in heads[k] and others:
                yield k, card.id, others[0]
                yield from ((n, card.id, k) for n in others)


def _heads(page: Page) -> frozenset[str]:
    """Return the cards of a page below which others stand."""
    return frozenset(page.cards[line.above].id for line in chart_lines(page.cards) if not line.dotted)


def _same_bytes(deck: bytes) -> bytes:
    """Write the parts of a file again without the time of writing."""
    written = BytesIO()
    with ZipFile(BytesIO(deck)) as parts, ZipFile(written, "w", ZIP_DEFLATED) as same:
        for part in parts.infolist():
            same.writestr(ZipInfo(part.filename, ZIPPED), parts.read(part), ZIP_DEFLATED)
    return written.getvalue()
