from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgplanner.maths import tree_packing
from orgplanner.maths.forest import children_of
from orgplanner.maths.tree import Layout, Spacing, depths, find_cycle, lay_out, spans

NEAR = 1e-6
LAWS = settings(deadline=None, max_examples=50)
SMALL = Spacing(width=10, height=4, column_gap=2, row_gap=6, leaf_gap=1, indent=3, column_limit=3, row_limit=2)


@st.composite
def forests(draw: st.DrawFn, most: int = 40) -> list[int | None]:
    count = draw(st.integers(1, most))
    parents: list[int | None] = [None]
    for i in range(1, count):
        parents.append(draw(st.one_of(st.none(), st.integers(max(0, i - 12), i - 1))))
    return parents


def corners(layout: Layout) -> list[tuple[float, float]]:
    return [(place.x, place.y) for place in layout.places if place]


@LAWS
@given(forests())
def test_cards_do_not_overlap(parents: list[int | None]) -> None:
    for (x1, y1), (x2, y2) in combinations(corners(lay_out(parents, spacing=SMALL)), 2):
        apart_x = abs(x1 - x2) >= SMALL.width - NEAR
        apart_y = abs(y1 - y2) >= SMALL.height - NEAR
        assert apart_x or apart_y


@LAWS
@given(forests())
def test_a_parent_stands_above_its_children(parents: list[int | None]) -> None:
    places = lay_out(parents, spacing=SMALL).places
    for i, parent in enumerate(parents):
        if parent is not None:
            assert places[parent].y + SMALL.height < places[i].y  # type: ignore[union-attr]


@LAWS
@given(forests())
def test_a_parent_is_centred_over_its_first_and_last_branch(parents: list[int | None]) -> None:
    layout = lay_out(parents, spacing=SMALL)
    for parent, below in enumerate(children_of(parents)):
        places = [place for place in (layout.places[i] for i in below) if place]
        above = layout.places[parent]
        if not below or above is None:
            continue
        columns = sorted({place.x for place in places})
        hangs = len(columns) == 1 and len(below) > 1
        middle = above.x + SMALL.indent if hangs else (columns[0] + columns[-1]) / 2
        assert middle == pytest.approx(places[0].x if hangs else above.x, abs=NEAR)


@LAWS
@given(forests())
def test_siblings_keep_their_order_from_left_to_right_and_down_a_column(parents: list[int | None]) -> None:
    places = lay_out(parents, spacing=SMALL).places
    for below in children_of(parents):
        stands = [(places[i].x, places[i].y) for i in below]  # type: ignore[union-attr]
        assert stands == sorted(stands)


@LAWS
@given(forests())
def test_every_line_runs_from_the_parent_to_the_child_in_straight_strokes(parents: list[int | None]) -> None:
    layout = lay_out(parents, spacing=SMALL)
    lines = {(line.parent, line.child) for line in layout.connectors}
    assert lines == {(parent, i) for i, parent in enumerate(parents) if parent is not None}
    for line in layout.connectors:
        above, child = layout.places[line.parent], layout.places[line.child]
        assert above is not None
        assert child is not None
        assert line.points[0].y == above.y + SMALL.height
        assert above.x <= line.points[0].x <= above.x + SMALL.width
        assert line.points[-1].x in (child.x, child.x + SMALL.width / 2)
        for a, b in zip(line.points, line.points[1:], strict=False):
            assert a.x == b.x or a.y == b.y


@LAWS
@given(forests())
def test_the_drawing_begins_at_the_origin_and_holds_every_card(parents: list[int | None]) -> None:
    layout = lay_out(parents, spacing=SMALL)
    stands = corners(layout)
    assert min(x for x, _ in stands) == 0
    assert min(y for _, y in stands) == 0
    assert max(x for x, _ in stands) + SMALL.width == pytest.approx(layout.width)
    assert max(y for _, y in stands) + SMALL.height == pytest.approx(layout.height)


@LAWS
@given(forests(), st.data())
def test_what_stands_under_a_closed_card_is_hidden_and_nothing_else(
    parents: list[int | None], data: st.DataObject
) -> None:
    closed = data.draw(st.sets(st.integers(0, len(parents) - 1)))
    layout = lay_out(parents, closed=closed, spacing=SMALL)
    for i, place in enumerate(layout.places):
        above, hidden = parents[i], False
        while above is not None:
            hidden = hidden or above in closed
            above = parents[above]
        assert (place is None) == hidden


def test_leaves_hang_in_one_column_under_a_manager_below_the_top() -> None:
    layout = lay_out([None, 0, 1, 1, 1], spacing=SMALL)
    assert corners(layout) == [(0, 0), (0, 10), (3, 15), (3, 20), (3, 25)]


def test_a_long_column_is_split_into_even_ones() -> None:
    places = lay_out([None, 0, 1, 1, 1, 1], spacing=SMALL).places
    columns = [place.x for place in places[2:] if place]
    assert columns[0] == columns[1] < columns[2] == columns[3]


def test_spare_room_is_shared_among_the_siblings_between_two_wide_branches() -> None:
    # two managers of four single chains each, a lone card between them
    parents = [None, 0, 0, 0, 1, 1, 1, 3, 3, 3, 4, 5, 6, 7, 8, 9]
    places = lay_out(parents, spacing=SMALL).places
    left, middle, right = (place.x for place in places[1:4] if place)
    assert middle == pytest.approx((left + right) / 2)


def test_a_chain_of_ten_thousand_is_drawn_straight_down() -> None:
    parents = [None, *range(9_999)]
    layout = lay_out(parents, spacing=SMALL)
    assert {x for x, _ in corners(layout)} == {0}
    assert layout.height == 9_999 * 10 + 4


def test_a_star_of_ten_thousand_stands_in_columns_side_by_side() -> None:
    layout = lay_out([None, *[0] * 9_999], spacing=SMALL)
    assert layout.height == 4 + 6 + 3 * 4 + 2 * 1
    assert layout.width == pytest.approx(3_333 * 10 + 3_332 * 5)


def comb(count: int) -> list[int | None]:
    return [None, *(i - 2 + i % 2 for i in range(1, count))]


SHAPES: dict[str, Callable[[int], list[int | None]]] = {
    "binary": lambda n: [None, *((i - 1) // 2 for i in range(1, n))],
    "chain": lambda n: [None, *range(n - 1)],
    "star": lambda n: [None, *[0] * (n - 1)],
    "comb": comb,
    "roots": lambda n: [None if i % 3 == 0 else i - 1 for i in range(n)],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("tall", [1, 1_000])
def test_steps_of_work_grow_with_the_cards_and_no_faster(
    shape: str, tall: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = count_steps(monkeypatch)
    for count in (100, 1_000, 10_000):
        parents = SHAPES[shape](count)
        counted.clear()
        lay_out(parents, heights=[tall if i % 5 == 0 else 1 for i in range(count)], spacing=SMALL)
        assert sum(counted) <= 20 * count


def test_a_tall_card_beside_a_deep_branch_at_every_level_costs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = count_steps(monkeypatch)
    for count in (100, 1_000, 10_000):
        parents = comb(count)
        heights = [max(1, 11 * (count - i) // 2) if i % 2 else 1 for i in range(count)]
        counted.clear()
        lay_out(parents, heights=heights, spacing=SMALL)
        assert sum(counted) <= 20 * count


def count_steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets an entry whenever the lower end of a block is looked at."""
    steps: list[int] = []
    outlines = tree_packing._single_outlines

    class Watched(list[float]):
        def __getitem__(self, key: Any) -> Any:
            steps.append(1)
            return super().__getitem__(key)

    def watched(blocks: Any, bottom: list[float]) -> Any:
        return outlines(blocks, Watched(bottom))

    monkeypatch.setattr(tree_packing, "_single_outlines", watched)
    return steps


def test_an_empty_forest_is_an_empty_drawing() -> None:
    layout = lay_out([])
    assert (layout.places, layout.connectors, layout.frames, layout.width, layout.height) == ((), (), (), 0, 0)


def test_places_and_lines_are_built_once() -> None:
    layout = lay_out([None, 0], spacing=SMALL)
    assert layout.places is layout.places
    assert layout.connectors is layout.connectors


def test_a_cycle_beside_a_closed_card_is_named_too() -> None:
    with pytest.raises(ValueError, match="2 -> 3"):
        lay_out([None, 0, 3, 2], closed=[0])


@pytest.mark.parametrize("name", ["closed", "boxed", "assistants"])
@pytest.mark.parametrize("card", [-1, 2])
def test_a_mark_on_a_card_that_does_not_exist_is_named(name: str, card: int) -> None:
    with pytest.raises(ValueError, match=f"{name} names card {card}, but the cards are 0 to 1"):
        lay_out([None, 0], **{name: [card]})


@pytest.mark.parametrize("height", [0, -1, float("nan"), float("inf")])
def test_a_height_that_is_none_is_named(height: float) -> None:
    with pytest.raises(ValueError, match="card 1 has the height"):
        lay_out([None, 0], heights=[1, height])


def test_each_card_needs_its_height() -> None:
    with pytest.raises(ValueError, match="1 heights are given for 2 cards"):
        lay_out([None, 0], heights=[1])


def test_a_cycle_is_named() -> None:
    with pytest.raises(ValueError, match="1 -> 2"):
        lay_out([None, 2, 1])
    assert find_cycle([None, 2, 1]) == (1, 2)
    assert find_cycle([0]) == (0,)


def test_a_parent_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="card 1 names parent 7"):
        lay_out([None, 7])


def test_depths_and_spans_count_lines() -> None:
    parents = [None, 0, 0, 1, None]
    assert depths(parents) == (0, 1, 1, 2, 0)
    assert spans(parents) == (2, 1, 0, 0, 0)
