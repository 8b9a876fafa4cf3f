"""Cards of their own heights, framed branches, assistants: what holds in every drawing that has them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgplanner.maths.forest import children_of
from orgplanner.maths.tree import Frame, Joint, Layout, Place, Spacing, lay_out
from tests.test_tree import LAWS, NEAR, forests

SMALL = Spacing(
    width=10, height=4, column_gap=2, row_gap=6, leaf_gap=1, indent=3, column_limit=3, row_limit=2, frame_padding=2
)

Box = tuple[float, float, float, float]
"""Left, upper, right, lower edge."""


@dataclass(frozen=True)
class Chart:
    """A forest and its marks, drawn."""

    parents: list[int | None]
    heights: list[float]
    closed: set[int]
    boxed: set[int]
    assistants: set[int]
    layout: Layout

    @property
    def shown(self) -> dict[int, Place]:
        return {i: place for i, place in enumerate(self.layout.places) if place}

    @property
    def below(self) -> list[list[int]]:
        """The visible children of each card."""
        return [[] if i in self.closed else kids for i, kids in enumerate(children_of(self.parents))]

    def beside(self, card: int) -> bool:
        return self.layout.joints[card] == Joint.BESIDE

    def box(self, card: int) -> Box:
        x, y, _ = self.shown[card]
        return x, y, x + SMALL.width, y + self.heights[card]

    def branch(self, card: int) -> set[int]:
        """The card and what is visible below it."""
        found, below = [card], self.below
        for i in found:
            found.extend(below[i])
        return set(found)


@st.composite
def charts(draw: st.DrawFn, most: int = 40) -> Chart:
    parents = draw(forests(most))
    some = st.sets(st.integers(0, len(parents) - 1))
    heights = draw(st.lists(st.integers(1, 30).map(lambda h: h / 2), min_size=len(parents), max_size=len(parents)))
    closed, boxed, assistants = draw(some), draw(some), draw(some)
    layout = lay_out(parents, closed=closed, heights=heights, boxed=boxed, assistants=assistants, spacing=SMALL)
    return Chart(parents, heights, closed, boxed, assistants, layout)


def edges(frame: Frame) -> Box:
    return frame.x, frame.y, frame.x + frame.width, frame.y + frame.height


def apart(a: Box, b: Box, room: float = 0.0) -> bool:
    across = a[2] + room <= b[0] + NEAR or b[2] + room <= a[0] + NEAR
    return across or a[3] + room <= b[1] + NEAR or b[3] + room <= a[1] + NEAR


def inside(a: Box, b: Box, room: float = 0.0) -> bool:
    return all(a[k] >= b[k] + room - NEAR for k in (0, 1)) and all(a[k] <= b[k] - room + NEAR for k in (2, 3))


@LAWS
@given(charts())
def test_cards_stand_apart_whatever_their_heights(chart: Chart) -> None:
    for a, b in combinations(chart.shown, 2):
        assert apart(chart.box(a), chart.box(b), room=SMALL.leaf_gap)


@LAWS
@given(charts())
def test_siblings_keep_their_order_and_share_their_upper_edge(chart: Chart) -> None:
    for parent in chart.shown:
        reports = [i for i in chart.below[parent] if not chart.beside(i)]
        stands = [(chart.shown[i].x, chart.shown[i].y) for i in reports]
        assert stands == sorted(stands)
        row = [chart.shown[i].y for i in reports if chart.layout.joints[i] == Joint.UNDER]
        assert len({*row}) <= 1


@LAWS
@given(charts())
def test_reports_begin_a_row_below_their_parent_and_its_assistants(chart: Chart) -> None:
    for parent in chart.shown:
        beside = [chart.box(i)[3] for i in chart.below[parent] if chart.beside(i)]
        reports = [i for i in chart.below[parent] if not chart.beside(i)]
        if reports:
            hangs = chart.layout.joints[reports[0]] == Joint.HANGING
            top = min(chart.shown[i].y for i in reports)
            gap = SMALL.leaf_gap if hangs else SMALL.row_gap
            assert top == pytest.approx(max([chart.box(parent)[3], *beside]) + gap)


@LAWS
@given(charts())
def test_an_assistant_stands_right_of_the_trunk_one_under_the_other(chart: Chart) -> None:
    for parent in chart.shown:
        beside = [i for i in chart.below[parent] if chart.beside(i)]
        wanted = [i for i in chart.below[parent] if i in chart.assistants and not chart.below[i]]
        assert beside == wanted
        lower = chart.box(parent)[3]
        for i in beside:
            assert chart.shown[i].x == pytest.approx(chart.shown[parent].x + (SMALL.width + SMALL.indent) / 2)
            assert chart.shown[i].y == pytest.approx(lower + SMALL.leaf_gap)
            lower = chart.box(i)[3]


@LAWS
@given(charts())
def test_a_parent_stands_over_the_middle_of_its_branches(chart: Chart) -> None:
    for parent in chart.shown:
        reports = [i for i in chart.below[parent] if not chart.beside(i)]
        if reports and chart.layout.joints[reports[0]] != Joint.HANGING:
            columns = [chart.shown[i].x for i in reports]
            assert chart.shown[parent].x == pytest.approx((min(columns) + max(columns)) / 2)


@LAWS
@given(charts())
def test_a_frame_holds_its_branch_and_nothing_else(chart: Chart) -> None:
    for frame in chart.layout.frames:
        branch = chart.branch(frame.card)
        for i in chart.shown:
            if i in branch:
                assert inside(chart.box(i), edges(frame), room=SMALL.padding)
            else:
                assert apart(chart.box(i), edges(frame))


@LAWS
@given(charts())
def test_a_frame_is_no_larger_than_what_it_holds(chart: Chart) -> None:
    for frame in chart.layout.frames:
        branch = chart.branch(frame.card)
        held = [chart.box(i) for i in branch]
        held += [edges(inner) for inner in chart.layout.frames if inner.card in branch - {frame.card}]
        left, top, right, bottom = edges(frame)
        # a column keeps the room of its line on the left, a hanging one that of the card's own indent
        assert min(b[0] for b in held) - SMALL.padding - SMALL.indent - NEAR <= left
        assert max(b[2] for b in held) + SMALL.padding == pytest.approx(right)
        assert min(b[1] for b in held) - SMALL.padding == pytest.approx(top)
        assert max(b[3] for b in held) + SMALL.padding == pytest.approx(bottom)


@LAWS
@given(charts())
def test_frames_nest_or_stand_apart_outer_ones_first(chart: Chart) -> None:
    for outer, inner in combinations(chart.layout.frames, 2):
        if inner.card in chart.branch(outer.card):
            assert inside(edges(inner), edges(outer), room=SMALL.padding)
        else:
            assert outer.card not in chart.branch(inner.card)
            assert apart(edges(inner), edges(outer))


@LAWS
@given(charts())
def test_every_box_with_something_visible_below_it_is_framed(chart: Chart) -> None:
    framed = [frame.card for frame in chart.layout.frames]
    assert sorted(framed) == [i for i in sorted(chart.boxed) if i in chart.shown and chart.below[i]]


@LAWS
@given(charts())
def test_lines_run_in_straight_strokes_from_edge_to_edge(chart: Chart) -> None:
    for line in chart.layout.connectors:
        left, _, right, lower = chart.box(line.parent)
        x, y, _, low = chart.box(line.child)
        assert line.points[0].y == lower
        assert left <= line.points[0].x <= right
        ends = {Joint.UNDER: (x + SMALL.width / 2, y)}
        assert line.points[-1] == ends.get(Joint(chart.layout.joints[line.child]), (x, (y + low) / 2))
        for a, b in pairwise(line.points):
            assert a.x == b.x or a.y == b.y
    drawn = {(line.parent, line.child) for line in chart.layout.connectors}
    assert drawn == {(p, i) for i, p in enumerate(chart.parents) if p is not None and i in chart.shown}


@LAWS
@given(charts())
def test_no_line_crosses_a_card_or_a_frame_it_does_not_lead_into(chart: Chart) -> None:
    for line in chart.layout.connectors:
        for a, b in pairwise(line.points):
            stroke = (min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))
            assert all(apart(stroke, chart.box(i)) for i in chart.shown)
            for frame in chart.layout.frames:
                assert line.child in chart.branch(frame.card) or apart(stroke, edges(frame))


@LAWS
@given(charts())
def test_the_drawing_begins_at_the_origin_and_ends_with_the_last_card_or_frame(chart: Chart) -> None:
    held = [chart.box(i) for i in chart.shown] + [edges(frame) for frame in chart.layout.frames]
    assert min(b[0] for b in held) == pytest.approx(0)
    assert min(b[1] for b in held) == pytest.approx(0)
    assert max(b[2] for b in held) == pytest.approx(chart.layout.width)
    assert max(b[3] for b in held) == pytest.approx(chart.layout.height)


@LAWS
@given(forests())
def test_equal_heights_given_or_not_are_one_drawing(parents: list[int | None]) -> None:
    given_, left_out = lay_out(parents, heights=[4] * len(parents), spacing=SMALL), lay_out(parents, spacing=SMALL)
    assert given_.places == left_out.places
    assert given_.connectors == left_out.connectors


def test_an_assistant_and_two_units_as_on_paper() -> None:
    # a head with an assistant; a unit of two, framed; a single card
    layout = lay_out([None, 0, 0, 2, 2, 0], boxed=[2], assistants=[1], heights=[4, 2, 4, 4, 6, 4], spacing=SMALL)
    assert [(p.x, p.y) for p in layout.places if p] == [
        (10.5, 0), (17, 5), (2, 13), (5, 18), (5, 23), (19, 13),
    ]  # fmt: skip
    assert layout.frames == (Frame(2, 0, 11, 17, 20),)
    assert (layout.width, layout.height) == (29, 31)


def test_an_assistant_with_reports_and_a_root_stand_in_the_row() -> None:
    layout = lay_out([None, 0, 1, 0], assistants=[0, 1], spacing=SMALL)
    assert [Joint(j) for j in layout.joints] == [Joint.UNDER] * 4


def test_a_wide_frame_padding_leaves_half_a_row_to_the_lines() -> None:
    assert Spacing(row_gap=10, frame_padding=8).padding == 5


def test_ten_thousand_frames_inside_one_another() -> None:
    count = 10_000
    layout = lay_out([None, *range(count - 1)], boxed=range(count), spacing=SMALL)
    assert len(layout.frames) == count - 1
    assert [frame.card for frame in layout.frames] == list(range(count - 1))
    assert layout.width == pytest.approx(10 + 2 * 2 * (count - 1))
    assert layout.height == pytest.approx(10 * (count - 1) + 4 + 2 * count)


def test_ten_thousand_assistants_stand_in_one_line() -> None:
    count = 10_000
    layout = lay_out([None, *[0] * (count - 1)], assistants=range(1, count), spacing=SMALL)
    assert math.isclose(layout.height, 4 + (count - 1) * 5)
    assert len({place.x for place in layout.places[1:] if place}) == 1
