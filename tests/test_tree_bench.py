"""The benchmark of the chart judges drawings rightly, on shapes of the size that was asked for."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.bench_org_chart import judge_ours, judge_points, ours_whole, with_everything
from benchmarks.chart_quality import count_overlaps
from benchmarks.chart_shapes import SHAPES, chart_of
from orgplanner.maths.forest import children_of, find_cycle


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_has_its_size_and_one_root(shape: str) -> None:
    parents = SHAPES[shape](500)
    assert len(parents) == 500
    assert parents.count(None) == 1
    assert find_cycle(parents) == ()


@pytest.mark.parametrize("shape", ["spans 3 to 10", "spans 3 to 10, uneven"])
def test_spans_are_three_to_ten(shape: str) -> None:
    spans = [len(below) for below in children_of(SHAPES[shape](500)) if below]
    assert all(3 <= span <= 10 for span in sorted(spans)[1:])


def test_cards_that_lie_on_one_another_are_counted() -> None:
    x, y = np.array([0.0, 0.9, 5.0, 5.5]), np.array([0.0, 0.0, 0.0, 0.5])
    assert count_overlaps(x, y, (1.0, 1.0)) == 2
    assert count_overlaps(x, y, (0.4, 1.0)) == 0
    assert count_overlaps(x, y, (0.7, 0.5)) == 0


def test_a_parent_aside_of_its_reports_is_not_centred() -> None:
    quality = judge_points([None, 0, 0], [(0.2, 0), (-1, 1), (1, 1)])
    assert quality == (0, 0.0, 3.0)


@pytest.mark.parametrize("shape", SHAPES)
def test_our_drawings_are_without_a_fault(shape: str) -> None:
    quality = judge_ours(SHAPES[shape](300))
    assert quality.overlaps == 0
    assert quality.centred == 1.0


def test_what_is_sent_names_every_seat_once() -> None:
    sent = json.loads(ours_whole(chart_of(SHAPES["binary"](50))))
    assert sorted(sent["ids"]) == sorted(f"p{i}" for i in range(50))
    assert len(sent["x"]) == len(sent["y"]) == 50


def test_the_drawing_with_everything_has_frames() -> None:
    assert with_everything(SHAPES["binary"](50)).frames
