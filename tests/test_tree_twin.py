"""The browser lays out as Python does: heights, frames, assistants, closed cards, several roots."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from orgplanner.maths.tree import Layout, Spacing, lay_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SOURCE = Path(__file__).parent.parent / "orgplanner" / "ui" / "components" / "org_chart_layout.js"

SPACINGS = (
    Spacing(),
    Spacing(
        width=10, height=4, column_gap=2, row_gap=6, leaf_gap=1, indent=3, column_limit=3, row_limit=2, frame_padding=2
    ),
    Spacing(width=7.3, height=3.1, column_gap=0, row_gap=5.7, leaf_gap=0, indent=0, column_limit=2, frame_padding=9.9),
)

LOAD = """async (source) => {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    window.layOut = (await import(address)).layOut;
}"""

LAY_OUT = """([parents, marks, sizes]) => {
    const kids = parents.map(() => []), [closed, boxed, assistants] = marks.slice(1).map((cards) => new Set(cards));
    const heights = marks[0];
    parents.forEach((p, i) => p !== null && kids[p].push(i));
    const below = (i) => (closed.has(i) ? [] : kids[i]);
    const roots = parents.flatMap((p, i) => (p === null ? [i] : []));
    const about = { boxed: (i) => boxed.has(i), assistant: (i) => assistants.has(i) };
    if (heights !== null) about.height = (i) => heights[i];
    const { at, lines, frames, width, height } = layOut(roots, below, sizes, about);
    return {
        at: [...at].map(([i, place]) => [i, place.x, place.y, place.height]),
        lines: lines.map(({ parent, child, points }) => [parent, child, points]),
        frames: frames.map(({ card, x, y, width, height }) => [card, x, y, width, height]),
        size: [width, height],
    };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page()
    tab.evaluate(LOAD, SOURCE.read_text(encoding="utf-8"))
    yield tab
    tab.close()


def random_forest(chance: random.Random, count: int) -> list[int | None]:
    """Make a forest whose cards are numbered at random, so that children may come before their parents."""
    reach = chance.choice([2, 6, 25, count])
    parents = [None, *(chance.choice([None, *range(max(0, i - reach), i)]) for i in range(1, count))]
    number = chance.sample(range(count), count)
    shuffled: list[int | None] = [None] * count
    for i, parent in enumerate(parents):
        shuffled[number[i]] = None if parent is None else number[parent]
    return shuffled


def as_the_browser_tells(layout: Layout) -> dict[str, Any]:
    places = [(i, p.x, p.y, float(layout.heights[i])) for i, p in enumerate(layout.places) if p]
    return {
        "at": places,
        "lines": [(line.parent, line.child, line.points) for line in layout.connectors],
        "frames": [*layout.frames],
        "size": (layout.width, layout.height),
    }


def numbers(tree: Any) -> list[float]:
    return [x for part in tree for x in numbers(part)] if isinstance(tree, list | tuple) else [tree]


def check(page: Page, parents: list[int | None], spacing: Spacing, **marks: Any) -> None:
    heights = marks.get("heights")
    chosen = [heights, *(sorted(marks.get(name, ())) for name in ("closed", "boxed", "assistants"))]
    drawn = page.evaluate(LAY_OUT, [parents, chosen, spacing.model_dump()])
    expected = as_the_browser_tells(lay_out(parents, spacing=spacing, **marks))
    drawn["at"].sort()
    drawn["lines"].sort(key=lambda line: line[1])
    for name, told in expected.items():
        assert numbers(drawn[name]) == pytest.approx(numbers(told), abs=1e-6), name


@pytest.mark.browser
@pytest.mark.parametrize("spacing", SPACINGS, ids=["screen", "small", "no gaps"])
def test_random_forests_stand_alike_in_the_browser_and_in_python(page: Page, spacing: Spacing) -> None:
    chance = random.Random(11)  # noqa: S311
    for round_ in range(60):
        count = chance.choice([1, 2, 3, 7, 20, 60])
        parents = random_forest(chance, count)
        heights = [chance.choice([40.5, 98, 124, 212.25, 3]) for _ in parents] if round_ % 3 else None
        marks = {name: set(chance.sample(range(count), count // 4)) for name in ("closed", "boxed", "assistants")}
        check(page, parents, spacing, heights=heights, **marks)


@pytest.mark.browser
def test_heights_of_any_fraction_stand_alike(page: Page) -> None:
    chance = random.Random(12)  # noqa: S311
    for _ in range(30):
        parents = random_forest(chance, 80)
        heights = [math.exp(chance.uniform(-1, 6)) for _ in parents]
        boxed, assistants = (set(chance.sample(range(80), 20)) for _ in range(2))
        check(page, parents, Spacing(), heights=heights, boxed=boxed, assistants=assistants)


@pytest.mark.browser
@pytest.mark.parametrize("parents", [[None, *range(1_999)], [None, *[0] * 1_999]], ids=["chain", "star"])
def test_two_thousand_in_a_chain_or_a_star_stand_alike(page: Page, parents: list[int | None]) -> None:
    check(page, parents, SPACINGS[1])
    check(page, parents, SPACINGS[1], boxed=set(range(2_000)), assistants=set(range(0, 2_000, 2)))


@pytest.mark.browser
def test_no_cards_are_an_empty_drawing_in_both(page: Page) -> None:
    check(page, [], Spacing())
