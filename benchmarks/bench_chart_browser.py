"""The org chart in Chromium: opening, drawing every card, and an edit from drop to picture and to Python's answer.

Charts of all sizes are open side by side and take turns. Times are on a clock, from inside the page, up to the frame in
which the change is seen. Beside each stands what no drawing can beat in the same round: an empty frame, as many bare
rectangles, and the answer that Python gives for a chart of twelve cards.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measuring import describe_machine, ratio, verdict
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.org_chart_browser import open_chart, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (100, 1_000, 10_000)
FLOOR = 12
"""Cards of the chart whose answers bound those of the others."""
OPENINGS, ROUNDS = 3, 9
DRAW_AIM, EDIT_AIM = 100, 200
"""Milliseconds: all cards of the largest chart drawn, an edit of 1,000 cards seen."""

JOBS = {
    "frame": "",
    "rectangles": """
        const canvas = chart.painter.canvas, pen = canvas.getContext("2d");
        pen.setTransform(1, 0, 0, 1, 0, 0);
        pen.fillStyle = "gray";
        const { width, height } = canvas;
        for (let i = 0; i < chart.cards.length; i++) pen.fillRect((i * 7) % width, (i * 3) % height, 6, 3);
        pen.getImageData(0, 0, 1, 1);""",
    "draw": """
        chart.open = new Set(chart.parents);
        chart.draw();
        chart.fit();
        drawn = performance.now() - began;
        chart.painter.pen.getImageData(0, 0, 1, 1);""",
}
"""What is timed up to the next frame; reading one pixel waits until the canvas is painted."""

TIMED = """async (root) => {
    const chart = root.chart, frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await frame();
    let drawn = 0;
    const began = performance.now();
    %s
    await frame();
    return { ms: performance.now() - began, drawn };
}"""

EDIT = """async (root) => {
    const chart = root.chart, frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const last = chart.cards.find((card) => card.id === `p${chart.cards.length - 1}`) ?? chart.cardOf("tt1");
    const to = ["p1", "p2", "ht", "tt"].find((id) => id !== last.parent_id && chart.cardOf(id));
    chart.reveal(chart.forest.where(to));
    await frame();
    const began = performance.now();
    chart.editing.request({ kind: "move", card: last.id, to });
    await frame();
    const seen = performance.now() - began;
    while (!(root.answered > began)) await new Promise((done) => setTimeout(done, 1));
    await frame();
    return { seen, answered: performance.now() - began };
}"""

Times = dict[tuple[str, int], list[float]]


def open_all(browser: Browser, address: str, times: Times) -> dict[int, Page]:
    """Open a chart of each size, and note how long it took from Python's bytes to the picture."""
    pages = {}
    for count in (FLOOR, *SIZES):
        pages[count] = open_chart(browser, address, f"edit=1&cards={count}")
        times["open", count].append(pages[count].locator(".org-chart").evaluate("root => root.chart.lastShow"))
    return pages


def measure(pages: dict[int, Page], times: Times) -> None:
    """One round: every job on every chart."""
    for count, page in pages.items():
        root = page.locator(".org-chart")
        for job, script in JOBS.items():
            taken = root.evaluate(TIMED % script)
            times[job, count].append(taken["ms"])
            if job == "draw":
                times["script", count].append(taken["drawn"])
        edit = root.evaluate(EDIT)
        times["seen", count].append(edit["seen"])
        times["answered", count].append(edit["answered"])
        page.wait_for_timeout(150)


def print_tables(times: Times) -> None:
    """Print milliseconds as information and ratios to what no drawing can beat."""
    print("| cards | opened, ms | all drawn, ms | script of it, ms | bare rectangles, ms | drawn / rectangles | aim |")
    print("|---" * 7 + "|")
    for count in SIZES:
        opened, draw, script, bare = (median(times[job, count]) for job in ("open", "draw", "script", "rectangles"))
        aim = f"{DRAW_AIM} ms: {verdict(draw < DRAW_AIM)}" if count == max(SIZES) else "-"
        part = ratio(times["draw", count], times["rectangles", count])
        print(f"| {count:,} | {opened:.0f} | {draw:.0f} | {script:.0f} | {bare:.0f} | {part:.1f} | {aim} |")
    print(
        "\n| cards | edit seen, ms | empty frame, ms | seen / frame | answer drawn, ms | answer / of 12 cards | aim |"
    )
    print("|---" * 7 + "|")
    for count in SIZES:
        seen, frame, answered = (median(times[job, count]) for job in ("seen", "frame", "answered"))
        aim = f"{EDIT_AIM} ms: {verdict(seen < EDIT_AIM)}" if count == 1_000 else "-"
        by_frame, by_floor = (
            ratio(times["seen", count], times["frame", count]),
            ratio(times["answered", count], times["answered", FLOOR]),
        )
        print(f"| {count:,} | {seen:.0f} | {frame:.0f} | {by_frame:.1f} | {answered:.0f} | {by_floor:.1f} | {aim} |")


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    times: Times = defaultdict(list)
    print(describe_machine(), flush=True)
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        for _ in range(OPENINGS):
            for context in browser.contexts:
                context.close()
            pages = open_all(browser, address, times)
        measure(pages, defaultdict(list))
        for _ in range(ROUNDS):
            measure(pages, times)
        browser.close()
    print_tables(times)


if __name__ == "__main__":
    main()
