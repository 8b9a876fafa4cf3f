"""The drawing behind every picture: everybody is on it, every text lies in its card, nothing is cut."""

from __future__ import annotations

from itertools import combinations

import pytest
from sample_charts import HOSTILE, ORDINARY, large_chart

from orgplanner.exports.chart.drawing import (
    Drawing,
    DrawnText,
    Heading,
    card_heights,
    chart_spacing,
    draw_chart,
    group_colours,
)
from orgplanner.exports.chart.lines import chart_lines, writable
from orgplanner.maths.text_width import text_width
from orgplanner.records.card import Badge, Card

HEADING = Heading(
    title="Sou, recommended",
    subtitle="April 2027",
    notes=("Work of April 2027 from accounts and tickets.",),
    legend_title="Legend",
    kinds={
        "filled": "Filled",
        "open": "Open position",
        "pool": "Outsourcer",
        "shared": "Shared",
        "out_of_scope": "Out of scope",
        "gone": "No position",
        "unit": "Unit",
    },
    dotted_line="Dotted line",
)
CHARTS = {"ordinary": ORDINARY, "hostile": HOSTILE, "large": large_chart(120), "none": ()}


def every_text(drawing: Drawing) -> list[DrawnText]:
    keys = [text for key in drawing.legend for text in key.texts]
    return [*drawing.title, *drawing.notes, *keys, *(text for card in drawing.cards for text in card.texts)]


def extent(text: DrawnText) -> tuple[float, float]:
    wide = text_width(text.text, bold=text.bold) * text.size
    left = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.anchor]
    return left, left + wide


@pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)
def test_every_card_and_line_is_drawn_once(cards: tuple[Card, ...]) -> None:
    drawing = draw_chart(cards, HEADING)
    assert [card.card for card in drawing.cards] == list(cards)
    wanted = {(cards[line.above].id, cards[line.below].id, line.dotted) for line in chart_lines(cards)}
    assert sorted((line.above, line.below, line.dotted) for line in drawing.lines) == sorted(wanted)


@pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)
def test_no_card_overlaps_another_and_every_text_lies_in_its_card(cards: tuple[Card, ...]) -> None:
    drawing = draw_chart(cards, HEADING)
    for a, b in combinations(drawing.cards, 2):
        apart_x = a.x + a.width <= b.x or b.x + b.width <= a.x
        assert apart_x or a.y + a.height <= b.y or b.y + b.height <= a.y
    for card in drawing.cards:
        for text in card.texts:
            left, right = extent(text)
            assert card.x < left
            assert right < card.x + card.width or len(text.text) == 1
            assert card.y < text.y - 0.86 * text.size
            assert text.y + 0.14 * text.size < card.y + card.height
        for above, below in combinations(card.texts, 2):
            same_row = abs(above.y - below.y) < 1
            (_, end), (start, _) = extent(above), extent(below)
            assert end <= start + 1e-6 if same_row else above.y + 0.14 * above.size <= below.y - 0.8 * below.size


@pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)
def test_nothing_lies_outside_the_drawing(cards: tuple[Card, ...]) -> None:
    drawing = draw_chart(cards, HEADING)
    for text in every_text(drawing):
        left, right = extent(text)
        assert left >= 0
        assert right <= drawing.width
        assert text.y - text.size >= 0
        assert text.y + 0.2 * text.size <= drawing.height
    for line in drawing.lines:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in line.points)
    for box in (*drawing.cards, *drawing.frames):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height


@pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)
def test_every_text_of_a_card_is_there_in_full(cards: tuple[Card, ...]) -> None:
    for drawn in draw_chart(cards, HEADING).cards:
        said = "".join("".join(text.text for text in drawn.texts).split())
        card = drawn.card
        for text in (card.title, card.role, *card.lines, *(badge.text for badge in card.badges)):
            assert "".join(writable(text).split()) in said


def test_lines_begin_and_end_at_their_cards() -> None:
    drawing = draw_chart(large_chart(60), HEADING)
    at = {card.card.id: card for card in drawing.cards}
    for line in drawing.lines:
        above, below = at[line.above], at[line.below]
        first, last = (below, above) if line.dotted else (above, below)
        for card, (x, y) in ((first, line.points[0]), (last, line.points[-1])):
            assert card.x - 1e-6 <= x <= card.x + card.width + 1e-6
            assert card.y - 1e-6 <= y <= card.y + card.height + 1e-6
        assert all(
            abs(a[0] - b[0]) < 1e-6 or abs(a[1] - b[1]) < 1e-6
            for a, b in zip(line.points, line.points[1:], strict=False)
        )


def test_kinds_differ_in_more_than_colour() -> None:
    drawn = {card.card.kind: card for card in draw_chart(ORDINARY, HEADING).cards}
    assert drawn["open"].dashed
    assert not drawn["filled"].dashed
    assert drawn["open"].texts[0].text == "○"
    assert any("Outsourcer" in text.text for text in drawn["pool"].texts)
    assert any("Shared" in text.text for text in drawn["shared"].texts)


def test_a_group_that_no_other_text_names_is_written_on_the_card() -> None:
    (drawn,) = draw_chart((Card(id="a", title="A", group="Support"),), HEADING).cards
    assert "Support" in {text.text for text in drawn.texts}


def test_the_legend_explains_the_kinds_groups_and_dotted_lines_of_the_chart_only() -> None:
    words = [key.texts[0].text for key in draw_chart(ORDINARY, HEADING).legend]
    assert words == [
        "Filled",
        "Open position",
        "Outsourcer",
        "Shared",
        "No position",
        "Dotted line",
        "CS",
        "High touch",
        "Sales",
    ]
    assert not any(key.sample == "dotted" for key in draw_chart(ORDINARY[:2], HEADING).legend)


def test_boxes_of_units_are_framed_with_their_members_inside() -> None:
    drawing = draw_chart(ORDINARY, HEADING)
    (frame,) = drawing.frames
    inside = {
        card.card.id
        for card in drawing.cards
        if frame.x < card.x
        and card.x + card.width < frame.x + frame.width
        and frame.y < card.y < frame.y + frame.height
    }
    assert frame.card == "unit"
    assert inside == {"unit", "lead", "open"}


def test_heights_are_those_of_the_drawing_and_grow_with_the_text() -> None:
    cards = (*ORDINARY, Card(id="long", title="X" * 200, badges=(Badge(text="gap " * 30, kind="gap"),)))
    heights = card_heights(cards, HEADING.kinds)
    assert heights == tuple(card.height for card in draw_chart(cards, HEADING).cards)
    assert heights[-1] > 2 * heights[0]
    assert card_heights(ORDINARY) == card_heights(ORDINARY, HEADING.kinds)


def test_a_group_keeps_its_colour_when_others_come_and_go() -> None:
    assert group_colours(["A", "B", ""]) == group_colours(["B", "A", "A"])
    assert len(set(group_colours(f"Unit {k}" for k in range(10)).values())) == 10


def test_a_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        draw_chart((Card(id="a", title="A", parent_id="b"), Card(id="b", title="B", parent_id="a")), HEADING)


def test_screen_and_paper_share_one_spacing() -> None:
    assert chart_spacing().width == 236
    assert {card.width for card in draw_chart(ORDINARY, HEADING).cards} == {236}


def test_the_name_of_the_colours_stands_before_the_groups_and_only_there() -> None:
    drawing = draw_chart(ORDINARY, HEADING)
    (name,) = (text for text in drawing.notes if text.text == "Legend")
    for key in drawing.legend:
        ahead = (key.y // 19, key.x) > (name.y // 19, name.x)
        assert ahead == (key.sample == "group")
    plain = tuple(card.model_copy(update={"group": ""}) for card in ORDINARY)
    assert not any(text.text == "Legend" for text in draw_chart(plain, HEADING).notes)
