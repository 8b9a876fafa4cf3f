"""Pages: one if it can be read, else an index and branches; nobody is lost and everything can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_charts import HOSTILE, ORDINARY, large_chart
from test_chart_drawing import HEADING, every_text, extent

from orgplanner.exports.chart.lines import chart_lines
from orgplanner.exports.chart.pages import LEAST_TYPE, Page, split_pages
from orgplanner.exports.chart.paging import spread
from orgplanner.records.card import Card, PageSize

CHARTS = {
    "ordinary": ORDINARY,
    "large": large_chart(400),
    "chain": tuple(Card(id=f"c{k}", title=f"C{k}", parent_id=f"c{k - 1}" if k else None) for k in range(60)),
    "flat": tuple(Card(id=f"c{k}", title=f"C{k}", parent_id="c0" if k else None) for k in range(150)),
    "roots": tuple(Card(id=f"c{k}", title=f"C{k}") for k in range(150)),
    "none": (),
}
forests = st.lists(st.integers(0, 10_000), max_size=60).map(
    lambda draws: [None if draw % 17 == 0 or k == 0 else draw % k for k, draw in enumerate(draws)]
)


def cards_fit(most: int):  # type: ignore[no-untyped-def]
    return lambda shown, _onward, _named: len(shown) <= most


@given(forests, st.integers(1, 12))
def test_every_card_and_line_stands_on_a_page_and_pages_hold_what_they_can(
    parents: list[int | None], most: int
) -> None:
    found = spread(parents, cards_fit(most))
    shown = [set(sheet.shown) for sheet in found.sheets]
    assert set().union(*shown) == set(range(len(parents))) == set(found.home)
    for card, above in enumerate(parents):
        assert above is None or any({card, above} <= page for page in shown)
    assert all(len(page) <= max(most, 2) for page in shown)
    firsts = [card for sheet in found.sheets for card in sheet.shown if card not in sheet.repeated]
    assert len(firsts) == len(set(firsts))


@given(forests, st.integers(1, 12))
def test_every_reference_leads_forward_to_the_page_of_that_branch(parents: list[int | None], most: int) -> None:
    found = spread(parents, cards_fit(most))
    for number, sheet in enumerate(found.sheets):
        for card in sheet.onward:
            page = found.sheets[found.opens[card]]
            assert found.opens[card] > number
            assert card in page.shown
            assert any(parents[kid] == card for kid in page.shown)


@pytest.mark.parametrize("size", PageSize)
@pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)
def test_pages_hold_everybody_in_readable_type_and_nothing_outside(cards: tuple[Card, ...], size: PageSize) -> None:
    pages = split_pages(cards, HEADING, size)
    assert {card.id for page in pages for card in page.cards} == {card.id for card in cards}
    solid = {(line.above, line.below) for page in pages for line in page.drawing.lines if not line.dotted}
    assert solid == {(cards[line.above].id, cards[line.below].id) for line in chart_lines(cards) if not line.dotted}
    for page in pages:
        check_inside(page)
        assert min((text.size * page.scale for text in every_text(page.drawing)), default=9) >= LEAST_TYPE - 1e-6


def check_inside(page: Page) -> None:
    drawing = page.drawing
    width, height = page.size.points
    assert drawing.width * page.scale == pytest.approx(width, abs=0.01)
    assert drawing.height * page.scale == pytest.approx(height, abs=0.01)
    for text in every_text(drawing):
        left, right = extent(text)
        assert left >= 0
        assert right <= drawing.width
        assert text.y - text.size >= 0
        assert text.y <= drawing.height
    below_title = max((text.y for text in drawing.title), default=0.0)
    foot = min((text.y - text.size for text in drawing.notes), default=drawing.height)
    for card in drawing.cards:
        assert card.x >= 0
        assert card.x + card.width <= drawing.width
        assert below_title < card.y
        assert card.y + card.height <= foot
    for line in drawing.lines:
        assert all(0 <= x <= drawing.width and below_title < y <= foot for x, y in line.points)


def test_a_small_chart_is_one_page_without_a_number() -> None:
    (page,) = split_pages(ORDINARY, HEADING, PageSize.A4)
    assert page.name == HEADING.title
    assert not any(re.search(r"\d / \d", text.text) for text in page.drawing.title)


def test_the_first_page_names_the_page_of_every_branch_that_goes_on() -> None:
    pages = split_pages(large_chart(120, span=5), HEADING, PageSize.A4)
    assert len(pages) > 1
    index = pages[0]
    references = 0
    for drawn in index.drawing.cards:
        for text in drawn.texts:
            if found := re.fullmatch(r"→ p\. (\d+)", text.text):
                references += 1
                there = pages[int(found[1]) - 1]
                assert drawn.card in there.cards
                assert any(card.parent_id == drawn.card.id for card in there.cards)
    assert references > 0
    numbers = [text.text for page in pages for text in page.drawing.title if " / " in text.text]
    assert numbers == [f"{k} / {len(pages)}" for k in range(1, len(pages) + 1)]


def test_a_branch_says_on_which_page_its_head_has_its_place() -> None:
    pages = split_pages(large_chart(120, span=5), HEADING, PageSize.A4)
    top = next(card for card in pages[1].drawing.cards if card.card.parent_id not in {c.id for c in pages[1].cards})
    back = next(text.text for text in top.texts if text.text.startswith("↑"))
    there = pages[int(back.rsplit(" ", 1)[1]) - 1]
    assert {top.card.id, top.card.parent_id} <= {card.id for card in there.cards}


def test_a_dotted_line_to_another_page_is_told_in_words() -> None:
    pages = split_pages(large_chart(400), HEADING, PageSize.A4)
    texts = {" ".join(t.text for t in card.texts) for page in pages for card in page.drawing.cards}
    assert any("Dotted line: Person Number 2 → p." in text for text in texts)


def test_a_card_larger_than_a_page_is_shrunk_and_not_cut() -> None:
    giant = Card(id="g", title="山" * 200, role="W" * 200, lines=("顧" * 200, "客" * 200, "x" * 200))
    pages = split_pages((giant, *HOSTILE), HEADING, PageSize.A4)
    for page in pages:
        check_inside(page)
    assert {card.id for page in pages for card in page.cards} >= {"g", "=root"}


def test_groups_keep_their_colour_from_page_to_page() -> None:
    pages = split_pages(large_chart(400), HEADING, PageSize.A4)
    bars = {(card.card.group, card.bar) for page in pages for card in page.drawing.cards}
    assert len(bars) == len({group for group, _ in bars})


@settings(max_examples=10, deadline=None)
@given(st.integers(2, 9))
def test_a_larger_page_never_needs_more_pages(span: int) -> None:
    cards = large_chart(100, span=span)
    counts = [len(split_pages(cards, HEADING, size)) for size in (PageSize.A3, PageSize.A4)]
    assert all(a <= b for a, b in pairwise(counts))


@pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)
def test_notes_about_the_whole_chart_stand_on_the_first_page_only(cards: tuple[Card, ...]) -> None:
    notes = tuple(f"Note {k} about everybody" for k in range(6))
    pages = split_pages(cards, replace(HEADING, notes=notes), PageSize.WIDE)
    assert [any("about everybody" in text.text for text in page.drawing.notes) for page in pages] == [
        k == 0 for k in range(len(pages))
    ]
    assert min((t.size * pages[0].scale for t in every_text(pages[0].drawing)), default=9) >= LEAST_TYPE - 1e-6
