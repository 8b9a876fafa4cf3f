"""What tests share: the tree's paths and, for browser tests, a running dashboard and Chromium.

Browser tests are told by their fixtures: whatever uses `browser` or `page_of` gets the marker `browser` and
runs in one worker, so that one dashboard and one Chromium serve all of them.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parent.parent

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
LOCALES = {"ja": "ja-JP", "en": "en-GB"}
# Streamlit shows skeletons for widgets whose code the browser still loads, and marks old elements as stale.
AT_REST = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'
NOTHING_PENDING = """() => !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')"""
START_SECONDS = 60
SCRIPT_SECONDS = 30


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests and keep them in one worker."""
    for item in items:
        if {"browser", "dashboard", "page_of"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@dataclass
class Visit:
    """One browser tab on the dashboard, and what went wrong in it."""

    page: Page
    address: str
    console_errors: list[str] = field(default_factory=list)
    outside_requests: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> Page:
        """Go to a page of the dashboard, for example `plan?company=sou`, and wait until it is drawn."""
        self.page.goto(f"{self.address}/{path.lstrip('/')}")
        return self.settle()

    def settle(self) -> Page:
        """Wait until the running script has ended and everything it sent is on the page."""
        # A rerun starts a moment after a click: the state has to hold, not only to be met once.
        self.page.wait_for_selector(AT_REST, timeout=SCRIPT_SECONDS * 1000)
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(AT_REST, timeout=SCRIPT_SECONDS * 1000)
        self.page.wait_for_function(NOTHING_PENDING, timeout=SCRIPT_SECONDS * 1000)
        return self.page

    def note_console(self, message: ConsoleMessage) -> None:
        """Keep what the page wrote to the console as an error.

        Streamlit looks for its server below the path of a page first, which is answered with 404.
        """
        own_search = message.location.get("url", "").endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not own_search:
            self.console_errors.append(message.text)

    def note_request(self, request: Request) -> None:
        """Keep a request that left this machine."""
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            self.outside_requests.append(request.url)


PageOf = Callable[..., Visit]


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The installed Chromium; without one the test is skipped, or fails where a browser is required."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found:
        return Path(found)
    reason = f"no browser found (looked for {', '.join(CHROMIUM_NAMES)})"
    if os.environ.get("ORGPLANNER_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def dashboard(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that runs for the whole session, with an empty home of its own."""
    home = tmp_path_factory.mktemp("home")
    log = home / "dashboard.log"
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    own_folders = {name: str(home) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **own_folders}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_for_health(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One headless Chromium for the session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        yield instance
        instance.close()


@pytest.fixture
def page_of(browser: Browser, dashboard: str) -> Iterator[PageOf]:
    """Give a maker of tabs: `page_of("ja", "dark", 390).open("plan")`.

    The language is the browser's, the theme is what the reader's system prefers, the width is in pixels.
    Each tab has a session of its own; all are closed when the test ends.
    """
    contexts: list[BrowserContext] = []

    def visit(
        language: Literal["ja", "en"] = "en",
        theme: Literal["light", "dark"] = "light",
        width: int = 1280,
        height: int = 900,
    ) -> Visit:
        context = browser.new_context(
            locale=LOCALES[language],
            color_scheme=theme,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        tab = Visit(context.new_page(), dashboard)
        tab.page.on("console", tab.note_console)
        tab.page.on("pageerror", lambda error: tab.console_errors.append(str(error)))
        context.on("request", tab.note_request)
        return tab

    yield visit
    for context in contexts:
        context.close()


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for_health(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the dashboard says it is well; fail with its log when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:  # noqa: S310
                if answer.read().strip() == b"ok":
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start:\n{log.read_text(errors='replace')}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End one process that this session started, and wait until it is gone."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
