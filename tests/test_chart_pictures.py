"""Every picture re-read shows the same people and lines, in Japanese too, on a machine without fonts."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree

import pytest
from sample_charts import HOSTILE, ORDINARY, UNTIDY, large_chart
from test_chart_drawing import HEADING

from orgplanner.exports.chart import fonts as chart_fonts
from orgplanner.exports.chart.drawing import Drawing, DrawnText, draw_chart
from orgplanner.exports.chart.fonts import find_fonts
from orgplanner.exports.chart.lines import chart_lines, writable
from orgplanner.exports.chart.pages import split_pages
from orgplanner.exports.chart.pdf import chart_pdf
from orgplanner.exports.chart.png import LONGEST_SIDE, MOST_PIXELS, chart_png, png_scale
from orgplanner.exports.chart.svg import chart_svg
from orgplanner.records.card import Card, PageSize

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {"ordinary": ORDINARY, "hostile": HOSTILE, "large": large_chart(100), "none": ()}
JAPANESE = (Card(id="a", title="立ち上げ期", role="カスタマーサクセス責任者"),)


@pytest.fixture
def no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart_fonts, "system_folders", lambda: ())


# ---------------------------------------------------------------- SVG


def read_svg(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(drawing))  # noqa: S314 -- written by ourselves a moment ago


@pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)
def test_svg_holds_every_person_and_line(cards: tuple[Card, ...]) -> None:
    root = read_svg(draw_chart(cards, HEADING))
    groups = [group for group in root.iter(f"{SVG}g") if group.get("data-id") is not None]
    assert [group.get("data-id") for group in groups] == [card.id for card in cards]
    for card, group in zip(cards, groups, strict=True):
        said = "".join("".join(text.text or "" for text in group.iter(f"{SVG}text")).split())
        assert "".join(writable(card.title).split()) in said
        assert (group.findtext(f"{SVG}title") or "").startswith(card.title)
    drawn = {
        (path.get("data-above"), path.get("data-below"), path.get("class") == "dotted")
        for path in root.iter(f"{SVG}path")
        if path.get("data-above") is not None
    }
    assert drawn == {(cards[line.above].id, cards[line.below].id, line.dotted) for line in chart_lines(cards)}


def test_svg_holds_no_element_but_its_own_and_no_address() -> None:
    root = read_svg(draw_chart(HOSTILE, HEADING))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "rect", "g", "path", "line", "text"
    }  # fmt: skip
    assert not any(name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib)


def test_svg_names_language_title_and_fonts_for_any_reader() -> None:
    root = read_svg(draw_chart(JAPANESE, replace(HEADING, language="ja")))
    assert root.get("lang") == "ja"
    assert root.findtext(f"{SVG}title") == HEADING.title
    assert root.findtext(f"{SVG}desc") == HEADING.subtitle
    for family in ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "IPAexGothic", "sans-serif"):
        assert family in (root.get("font-family") or "")
    assert (root.get("viewBox") or "").split()[2:] == [root.get("width"), root.get("height")]


def test_control_characters_leave_the_svg_well_formed() -> None:
    cards = tuple(card for card in UNTIDY if card.parent_id != card.id)
    odd = (*cards, Card(id="c\x01", title="tab\tand\x00null"))
    assert "taband" not in chart_svg(draw_chart(odd, HEADING)).decode()
    read_svg(draw_chart(odd, HEADING))


def test_a_trunk_is_drawn_once() -> None:
    fan = (Card(id="h", title="H"), *(Card(id=f"r{k}", title="R", parent_id="h") for k in range(9)))
    root = read_svg(draw_chart(fan, HEADING))
    starts = [(path.get("d") or "").split("L")[0] for path in root.iter(f"{SVG}path") if path.get("class") == "line"]
    assert len(starts) == len(set(starts)) == 9


# ---------------------------------------------------------------- PNG and PDF without fonts


def picture_of(text: str) -> bytes:
    words = DrawnText(text, 10.0, 40.0, 30.0, False, "#000000")
    return chart_png(Drawing((words,), (), (), (), (), 260.0, 60.0), 1.0)


@pytest.mark.usefixtures("no_system_fonts")
def test_png_without_system_fonts_shows_japanese_glyphs_and_not_boxes() -> None:
    assert [path.name for path in find_fonts()] == ["ipaexg.ttf"]
    missing = picture_of("\U0010fffd")
    pictures = {picture_of(char) for char in "立ち上げ期"}
    assert len(pictures) == 5
    assert missing not in pictures
    assert picture_of("") not in pictures
    assert picture_of("立ち上げ期") != picture_of("\U0010fffd" * 5)


@pytest.mark.usefixtures("no_system_fonts")
def test_pdf_without_system_fonts_holds_japanese_as_text(tmp_path: Path) -> None:
    document = chart_pdf(split_pages(JAPANESE, HEADING, PageSize.A4))
    assert b"IPAexGothic" in document
    assert "立ち上げ期" in read_pdf(document, tmp_path)


def read_pdf(document: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    file = folder / "chart.pdf"
    file.write_bytes(document)
    return subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True, text=True).stdout


def test_pdf_holds_every_name_as_text(tmp_path: Path) -> None:
    cards = large_chart(100)
    pages = split_pages(cards, HEADING, PageSize.A4)
    text = "".join(read_pdf(chart_pdf(pages), tmp_path).split())
    assert all("".join(card.title.split()) in text for card in cards)
    assert text.count("\f") in (0, len(pages))


def test_hostile_names_pass_the_typesetter_as_text(tmp_path: Path) -> None:
    text = read_pdf(chart_pdf(split_pages(HOSTILE, HEADING, PageSize.A3)), tmp_path)
    for name in ("=HYPERLINK(", "#quot;", "`code`", "%title%", "<script>", "${x} #{y}"):
        assert "".join(name.split()) in "".join(text.split())


def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart_fonts, "_PACKAGE", "no-such-package")
    chart_fonts._find.cache_clear()
    monkeypatch.setattr(chart_fonts, "system_folders", lambda: (Path("/nowhere"),))
    with pytest.raises(FileNotFoundError, match="Noto Sans CJK"):
        find_fonts()
    chart_fonts._find.cache_clear()


# ---------------------------------------------------------------- size, sameness, speed


def test_a_very_large_chart_stays_below_the_limit_of_pixels() -> None:
    drawing = draw_chart(large_chart(1_000), HEADING)
    scale = png_scale(drawing)
    assert scale < 2
    assert drawing.width * scale <= LONGEST_SIDE + 1
    assert drawing.width * drawing.height * scale**2 <= MOST_PIXELS + 1
    assert png_scale(draw_chart(ORDINARY, HEADING)) == 2


def test_equal_charts_give_equal_bytes() -> None:
    first, second = draw_chart(ORDINARY, HEADING), draw_chart(ORDINARY, HEADING)
    assert chart_svg(first) == chart_svg(second)
    assert chart_png(first) == chart_png(second)
    pages = split_pages(large_chart(60), HEADING, PageSize.WIDE)
    assert chart_pdf(pages) == chart_pdf(split_pages(large_chart(60), HEADING, PageSize.WIDE))


def test_a_thousand_cards_are_drawn_in_well_under_a_second() -> None:
    cards = large_chart(1_000)
    draw_chart(cards[:10], HEADING)
    taken = []
    for _ in range(3):
        start = perf_counter()
        chart_svg(draw_chart(cards, HEADING))
        taken.append(perf_counter() - start)
    assert min(taken) < 0.9
