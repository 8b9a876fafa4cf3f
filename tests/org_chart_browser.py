"""The demo page of the org chart in a browser: a server for it, and short words for what tests do there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import end, free_port, wait_for_health

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "tests" / "apps" / "org_chart_demo.py"


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Run the demo page on a free port; yield its address."""
    port = free_port()
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    log = home / "demo.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(DEMO), *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(home)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_health(address, process, log)
        yield address
    finally:
        end(process)


def open_chart(browser: Browser, server: str, query: str = "", **context: Any) -> Page:
    """Open the demo page in a tab of its own and wait until its script has ended."""
    page = browser.new_context(**({"viewport": {"width": 1400, "height": 1100}} | context)).new_page()
    page.goto(f"{server}/?{query}")
    page.locator(".card").first.wait_for()
    page.get_by_text("Picked: None; run 1").wait_for()
    return page


def card(page: Page, card_id: str) -> Locator:
    return page.locator(f'.card[data-id="{card_id}"]')


def focused(page: Page) -> str | None:
    """The id of the card or the person that has the focus."""
    found: str | None = page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            return at?.dataset?.id ?? at?.dataset?.person ?? null;
        }"""
    )
    return found


def in_chart(page: Page, expression: str) -> Any:
    """Evaluate an expression in which `chart` is the chart's script."""
    return page.locator(".org-chart").evaluate(f"(root) => {{ const chart = root.chart; return {expression}; }}")
