"""Slides and diagrams re-read give the same people and lines, and stand where they were drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import combinations
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn

from orgplanner.exports.chart.drawing import draw_chart
from orgplanner.exports.chart.drawio import chart_drawio
from orgplanner.exports.chart.formats import export_chart, file_suffix, media_type
from orgplanner.exports.chart.lines import card_texts, chart_lines, writable
from orgplanner.exports.chart.pages import LEAST_TYPE, Page, split_pages
from orgplanner.exports.chart.shapes import Heading
from orgplanner.exports.chart.slide_lines import Bend, bend
from orgplanner.exports.chart.slides import EAST_ASIAN, chart_pptx
from orgplanner.records.card import Card, ChartFormat, PageSize
from tests.sample_charts import CHARTS, HOSTILE, ONE, ORDINARY, large_chart

HEADING = Heading(
    title="CS organisation <2027> & Co.",
    subtitle="400 people, 44 open positions",
    notes=("Loads are those of April.", "数値は2027年4月の計画です。"),
    legend_title="Legend",
    kinds={
        "filled": "Filled",
        "open": "Open position",
        "pool": "Pool",
        "shared": "Shared",
        "out_of_scope": "Not on the team",
        "gone": "Gone",
        "unit": "Unit",
    },
    dotted_line="Dotted line",
)

TIDY = {name: cards for name, cards in CHARTS.items() if name != "untidy"}

every_chart = pytest.mark.parametrize("name", TIDY)
some_charts = pytest.mark.parametrize("name", ["one", "ordinary", "hostile"])


@cache
def pages_of(name: str, size: PageSize = PageSize.WIDE) -> tuple[Page, ...]:
    return split_pages(TIDY[name], HEADING, size)


@cache
def deck_of(name: str, size: PageSize = PageSize.WIDE) -> bytes:
    return chart_pptx(pages_of(name, size), HEADING)


def slides_of(name: str) -> Iterator[tuple[Page, Any]]:
    return zip(pages_of(name), Presentation(BytesIO(deck_of(name))).slides, strict=True)


def boxes_of(slide: Any) -> list[Any]:
    """Return the box of each card in order: the shape of a group that has a text."""
    groups = (shape for shape in slide.shapes if shape.element.tag == qn("p:grpSp"))
    return [next(s for s in group.shapes if s.has_text_frame and s.text_frame.text) for group in groups]


def glued_lines(slide: Any) -> list[Any]:
    connectors = (shape for shape in slide.shapes if shape.element.tag == qn("p:cxnSp"))
    return [line for line in connectors if line.element.find(".//" + qn("a:stCxn")) is not None]


def ends_of(line: Any) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return shape and place of both ends of a connector."""
    begin, end = (line.element.find(".//" + qn(tag)) for tag in ("a:stCxn", "a:endCxn"))
    return (int(begin.get("id")), int(begin.get("idx"))), (int(end.get("id")), int(end.get("idx")))


def squeezed(text: str) -> str:
    return "".join(writable(text).split())


# ---- slides: people


@every_chart
def test_every_card_of_a_page_is_a_box_that_says_all(name: str) -> None:
    for page, slide in slides_of(name):
        boxes = boxes_of(slide)
        assert len(boxes) == len(page.cards)
        for box, drawn in zip(boxes, page.drawing.cards, strict=True):
            card = drawn.card
            assert box.element.xpath("./*[1]/p:cNvPr")[0].get("descr", "") == "\n".join(card_texts(card))
            text = squeezed(box.text_frame.text)
            for said in card_texts(card):
                assert squeezed(said) in text


@every_chart
def test_all_people_stand_in_the_deck(name: str) -> None:
    shown = {card.id for page in pages_of(name) for card in page.cards}
    assert shown == {card.id for card in TIDY[name]}


def test_titles_are_bold_paragraphs_of_their_own_that_wrap() -> None:
    ((_, slide),) = slides_of("ordinary")
    box = next(box for box in boxes_of(slide) if "Ana Lima" in box.text_frame.text)
    frame = box.text_frame
    assert (frame.auto_size, frame.word_wrap) == (MSO_AUTO_SIZE.NONE, True)
    said = [(paragraph.text, paragraph.runs[0].font.bold) for paragraph in frame.paragraphs]
    assert said[:3] == [("Ana Lima", True), ("Lead", False), ("High touch", False)]
    assert said[3][0].endswith("Cover missing for contracts")


def test_a_long_name_is_one_paragraph() -> None:
    texts = {p.text for _, slide in slides_of("hostile") for box in boxes_of(slide) for p in box.text_frame.paragraphs}
    assert "W" * 200 in texts


def test_open_positions_are_dashed_and_marked() -> None:
    ((_, slide),) = slides_of("ordinary")
    box = next(box for box in boxes_of(slide) if "Open position" in box.text_frame.text)
    assert box.line.dash_style == MSO_LINE.DASH
    assert box.text_frame.paragraphs[0]._p.find(".//" + qn("a:buChar")).get("char") == "○"


# ---- slides: lines


@every_chart
def test_lines_are_glued_to_the_boxes_of_their_cards(name: str) -> None:
    for page, slide in slides_of(name):
        card_of = {box.shape_id: drawn.card.id for box, drawn in zip(boxes_of(slide), page.drawing.cards, strict=True)}
        glued: Counter[tuple[frozenset[str], bool]] = Counter()
        for line in glued_lines(slide):
            (begin, _), (end, _) = ends_of(line)
            glued[frozenset((card_of[begin], card_of[end])), line.line.dash_style == MSO_LINE.ROUND_DOT] += 1
            if line.line.dash_style != MSO_LINE.ROUND_DOT:
                child = next(card for card in page.cards if card.id == card_of[end])
                assert child.parent_id == card_of[begin]
        wanted = Counter(
            (frozenset((page.cards[line.above].id, page.cards[line.below].id)), line.dotted)
            for line in chart_lines(page.cards)
        )
        assert glued == wanted


@every_chart
def test_every_solid_line_stands_on_some_page(name: str) -> None:
    cards = TIDY[name]
    shown = {
        (page.cards[line.above].id, page.cards[line.below].id)
        for page in pages_of(name)
        for line in chart_lines(page.cards)
        if not line.dotted
    }
    assert shown == {(cards[line.above].id, cards[line.below].id) for line in chart_lines(cards) if not line.dotted}


@every_chart
def test_a_line_ends_where_its_box_has_a_place_for_it(name: str) -> None:
    for page, slide in slides_of(name):
        boxes = {box.shape_id: box for box in boxes_of(slide)}
        for line in glued_lines(slide):
            path = path_of(read_bend(line))
            for (shape, place), point in zip(ends_of(line), (path[0], path[-1]), strict=True):
                assert math.dist(place_of(boxes[shape], place), point) < 0.3 * page.scale * 12_700


def place_of(box: Any, number: int) -> tuple[float, float]:
    """Return where a place for lines lies on the slide."""
    x, y, w, h = box.left, box.top, box.width, box.height
    sides = ((x + w / 2, y), (x, y + h / 2), (x + w / 2, y + h), (x + w, y + h / 2))
    if number < len(sides):
        return sides[number]
    own = box.element.findall(".//" + qn("a:cxn"))[number].find(qn("a:pos"))
    return x + int(own.get("x")), y + int(own.get("y"))


def read_bend(line: Any) -> Bend:
    place = line.element.spPr.find(qn("a:xfrm"))
    off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
    guides = line.element.findall(".//" + qn("a:gd"))
    return Bend(
        preset=line.element.find(".//" + qn("a:prstGeom")).get("prst"),
        x=int(off.get("x")),
        y=int(off.get("y")),
        width=int(ext.get("cx")),
        height=int(ext.get("cy")),
        quarters=int(place.get("rot", "0")) // 5_400_000,
        mirrored_x=place.get("flipH") == "1",
        mirrored_y=place.get("flipV") == "1",
        shares=tuple(int(guide.get("fmla").removeprefix("val ")) / 100_000 for guide in guides),
    )


def path_of(shape: Bend) -> list[tuple[float, float]]:
    """Draw a bent connector as the file format defines it: strokes in a box, mirrored, then turned about its middle."""
    w, h, s = shape.width, shape.height, (*shape.shares, 0.5)
    inside = {
        "bentConnector2": [(0, 0), (w, 0), (w, h)],
        "bentConnector3": [(0, 0), (s[0] * w, 0), (s[0] * w, h), (w, h)],
        "bentConnector4": [(0, 0), (s[0] * w, 0), (s[0] * w, s[1 % len(s)] * h), (w, s[1 % len(s)] * h), (w, h)],
        "bentConnector5": [
            (0, 0),
            (s[0] * w, 0),
            (s[0] * w, s[1 % len(s)] * h),
            (s[2 % len(s)] * w, s[1 % len(s)] * h),
            (s[2 % len(s)] * w, h),
            (w, h),
        ],
    }[shape.preset]
    drawn = []
    for x, y in inside:
        u = (w - x if shape.mirrored_x else x) - w / 2
        v = (h - y if shape.mirrored_y else y) - h / 2
        for _ in range(shape.quarters):
            u, v = -v, u
        drawn.append((shape.x + w / 2 + u, shape.y + h / 2 + v))
    return drawn


steps = st.integers(-500, 500).filter(lambda step: abs(step) > 1)


@given(upright=st.booleans(), strokes=st.lists(steps, min_size=1, max_size=5))
def test_a_connector_runs_through_the_points_of_its_line(upright: bool, strokes: list[int]) -> None:
    points = [(100.0, 200.0)]
    for k, step in enumerate(strokes):
        x, y = points[-1]
        points.append((x, y + step) if (k % 2 == 0) is upright else (x + step, y))
    drawn = path_of(bend(tuple(points)))
    if len(strokes) == 1:
        drawn = [drawn[0], drawn[-1]]
    assert all(math.dist(a, b) < 0.2 for a, b in zip(drawn, points, strict=True))


# ---- slides: what is seen


@pytest.mark.parametrize("size", PageSize)
@pytest.mark.parametrize("name", ["ordinary", "large"])
def test_boxes_lie_on_the_slide_and_never_overlap(name: str, size: PageSize) -> None:
    deck = Presentation(BytesIO(deck_of(name, size)))
    assert (deck.slide_width, deck.slide_height) == tuple(round(points * 12_700) for points in size.points)
    for slide in deck.slides:
        boxes = [(b.left, b.top, b.left + b.width, b.top + b.height) for b in boxes_of(slide)]
        for left, top, right, bottom in boxes:
            assert left >= 0
            assert top >= 0
            assert right <= deck.slide_width
            assert bottom <= deck.slide_height
        for a, b in combinations(boxes, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_no_text_of_400_people_is_too_small_to_read() -> None:
    sizes = {
        run.font.size.pt
        for _, slide in slides_of("large")
        for shape in (*slide.shapes, *boxes_of(slide))
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    }
    assert min(sizes) >= LEAST_TYPE


def test_each_slide_has_the_title_of_its_page_and_notes() -> None:
    titles = []
    for page, slide in slides_of("large"):
        titles.append(slide.shapes.title.text_frame.text)
        assert squeezed(page.name) in squeezed(titles[-1])
        assert "数値は2027年4月の計画です。" in slide.notes_slide.notes_text_frame.text
    assert len(set(titles)) == len(titles)


def test_a_long_title_ends_before_the_number_of_the_page_and_notes_on_the_slide() -> None:
    heading = replace(HEADING, title="長" * 180, notes=("W" * 300,))
    pages = split_pages(TIDY["large"], heading, PageSize.WIDE)
    slides = Presentation(BytesIO(chart_pptx(pages, heading)))
    first = slides.slides[0]
    title = first.shapes.title
    (corner,) = (s for s in first.shapes if s.has_text_frame and s.text_frame.text == f"1 / {len(pages)}")
    assert title.left + title.width <= corner.left + corner.width * 0.1
    assert all(
        s.left + s.width <= slides.slide_width for s in first.shapes if s.has_text_frame and "WWW" in s.text_frame.text
    )


def test_a_click_leads_from_a_card_to_the_page_of_its_branch_and_back() -> None:
    pages = pages_of("large")
    deck = Presentation(BytesIO(deck_of("large")))
    number = {slide.slide_id: k for k, slide in enumerate(deck.slides)}
    leads: set[tuple[int, int]] = set()
    for k, slide in enumerate(deck.slides):
        for box, drawn in zip(boxes_of(slide), pages[k].drawing.cards, strict=True):
            if target := box.click_action.target_slide:
                to = number[target.slide_id]
                assert drawn.card.id in {card.id for card in pages[to].cards}
                leads.add((k, to))
    for ways in (leads, {(b, a) for a, b in leads}):
        reached = {0}
        while more := {b for a, b in ways if a in reached} - reached:
            reached |= more
        assert reached == set(range(len(pages)))


def test_the_faces_of_the_theme_suit_japanese() -> None:
    with ZipFile(BytesIO(deck_of("one"))) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
    assert theme.count(f'<a:ea typeface="{EAST_ASIAN}"/>') == 2


@some_charts
def test_the_same_chart_gives_the_same_deck(name: str) -> None:
    deck = chart_pptx(split_pages(TIDY[name], HEADING, PageSize.WIDE), HEADING)
    assert deck == deck_of(name)
    with ZipFile(BytesIO(deck)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@every_chart
def test_no_two_shapes_of_a_slide_share_a_number(name: str) -> None:
    for _, slide in slides_of(name):
        numbers = [found.get("id") for found in slide.element.iter(qn("p:cNvPr"))]
        assert len(set(numbers)) == len(numbers)


def test_control_characters_and_overlong_titles_do_not_break_a_deck() -> None:
    cards = (Card(id="a\x01", title="tab\tnull\x00bell\x07", role="\ufffe"),)
    heading = Heading("x" * 300 + "\x0b", "\x02", ("\x03",), "L", {}, "D")
    deck = Presentation(BytesIO(chart_pptx(split_pages(cards, heading, PageSize.A4), heading)))
    assert boxes_of(deck.slides[0])[0].text_frame.paragraphs[0].text == "tab nullbell"


# ---- draw.io


class Label(HTMLParser):
    """Reads the texts of a label and the names of its tags."""

    def __init__(self, label: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.text = ""
        self.feed(label)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@every_chart
def test_drawio_gives_the_same_people_and_lines(name: str) -> None:
    cards = TIDY[name]
    root = ElementTree.fromstring(chart_drawio(draw_chart(cards, HEADING)))  # noqa: S314 - written a line above
    held = {cell.get("id"): cell for cell in root.iter("UserObject")}
    assert [cell.get("card") for cell in held.values()] == [writable(card.id) for card in cards]
    for cell, card in zip(held.values(), cards, strict=True):
        label = Label(cell.get("label") or "")
        assert label.tags <= {"div"}
        for said in card_texts(card):
            assert squeezed(said) in squeezed(label.text)
    edges = Counter(
        (edge.get("source"), edge.get("target"), "dashed=1" in (edge.get("style") or ""))
        for edge in root.iter("mxCell")
        if edge.get("edge")
    )
    assert edges == Counter((f"n{a + 1}", f"n{b + 1}", dotted) for a, b, dotted in chart_lines(cards))
    numbers = [cell.get("id") for cell in (*root.iter("mxCell"), *held.values()) if cell.get("id")]
    assert len(set(numbers)) == len(numbers)


def test_drawio_places_boxes_as_they_were_drawn() -> None:
    drawing = draw_chart(ORDINARY, HEADING)
    root = ElementTree.fromstring(chart_drawio(drawing))  # noqa: S314 - written a line above
    places = [cell.find("mxCell/mxGeometry") for cell in root.iter("UserObject")]
    for place, card in zip(places, drawing.cards, strict=True):
        assert place is not None
        wanted = (card.x, card.y, card.width, card.height)
        assert tuple(float(place.get(k, "")) for k in ("x", "y", "width", "height")) == pytest.approx(wanted, abs=1e-4)


@some_charts
def test_the_same_chart_gives_the_same_diagram(name: str) -> None:
    first, second = (chart_drawio(draw_chart(TIDY[name], HEADING)) for _ in range(2))
    assert first == second


# ---- one function for all


STARTS = {
    ChartFormat.SVG: b"<",
    ChartFormat.PNG: b"\x89PNG",
    ChartFormat.PDF: b"%PDF",
    ChartFormat.PPTX: b"PK",
    ChartFormat.DRAWIO: b"<?xml",
    ChartFormat.MERMAID: b"flowchart TD",
    ChartFormat.GRAPHML: b"<?xml",
    ChartFormat.DOT: b"digraph",
    ChartFormat.VISIO_CSV: b"\xef\xbb\xbfUnique_ID,",
    ChartFormat.LUCID_CSV: b"\xef\xbb\xbfEmployee ID,",
}


@pytest.mark.parametrize("format", ChartFormat)
@pytest.mark.parametrize("cards", [(), ONE, HOSTILE], ids=["none", "one", "hostile"])
def test_every_format_is_written_by_one_function(cards: tuple[Card, ...], format: ChartFormat) -> None:
    written = export_chart(cards, HEADING, format, size=PageSize.A4)
    assert written.startswith(STARTS[format])
    assert written == export_chart(cards, HEADING, format, size=PageSize.A4)


@pytest.mark.parametrize("format", ChartFormat)
def test_every_format_has_a_type_and_a_suffix(format: ChartFormat) -> None:
    assert "/" in media_type(format)
    assert file_suffix(format).startswith(".")


def test_a_chart_of_400_people_splits_into_pages() -> None:
    deck = Presentation(BytesIO(export_chart(large_chart(400), HEADING, ChartFormat.PPTX)))
    assert len(deck.slides) > 1
