"""Reruns of the dashboard over its websocket: one session, many at once, fragments, and the frozen heap.

Servers with and without the frozen heap run side by side and are asked in turn; a server that is not asked rests.
Time is from sending a request to `script_finished`, on a clock: what somebody waits for, browser left out.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import median

from benchmarks.measuring import describe_machine
from benchmarks.websocket_client import Answer, Tab

ROOT = Path(__file__).resolve().parent.parent

PAGE = "overview"

OTHER_HEAP = ROOT / "benchmarks" / "heap_app.py"


@dataclass(frozen=True)
class Server:
    """One way to run the dashboard."""

    script: Path
    options: tuple[str, ...] = ()
    """Further arguments of `streamlit run`."""


FORCED = ("--runner.postScriptGC", "true")
"""Streamlit's default: a full collection after every script run."""

SERVERS = {
    "shipped": Server(ROOT / "app.py"),
    "collection forced": Server(ROOT / "app.py", options=FORCED),
    "not frozen": Server(OTHER_HEAP),
    "not frozen, collection forced": Server(OTHER_HEAP, options=FORCED),
}
"""What is shipped first, what it is compared with last."""

SESSIONS = 50
ROUNDS, CROWD_ROUNDS = 12, 2

START_SECONDS = 60
THINK_SECONDS = 0.25
"""Pause after each request of one session: without it the next one waits for the tail of the last."""

REQUESTS = ("rerun", "widget", "fragment")


@dataclass
class Measured:
    """Answers of one server."""

    single: dict[str, list[Answer]] = field(default_factory=lambda: {name: [] for name in REQUESTS})
    crowd: list[list[Answer]] = field(default_factory=list)
    """Answers of all sessions at once, round by round."""

    def milliseconds(self, request: str) -> float:
        return 1e3 * median(a.seconds for a in self.single[request])

    def kilobytes(self, request: str) -> float:
        return median(a.size for a in self.single[request]) / 1e3


@contextmanager
def serving(how: Server) -> Iterator[str]:
    """Run the dashboard on a free port of this machine; yield host and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "streamlit", "run", str(how.script), "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", address.rpartition(":")[2], *how.options]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "PYTHONPATH": str(ROOT)}
        server = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for_health(address, server)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for_health(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server says that it is well."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError("the dashboard did not start")


@asynccontextmanager
async def tabs_on(address: str, count: int) -> AsyncIterator[list[Tab]]:
    """Open sessions one after the other, each with its page drawn."""
    async with AsyncExitStack() as stack:
        tabs = []
        for _ in range(count):
            tab = await stack.enter_async_context(Tab(address, PAGE))
            await tab.rerun()
            tabs.append(tab)
        yield tabs


async def measure_single(addresses: dict[str, str], measured: dict[str, Measured]) -> None:
    """One session a server, the servers in turn: run again, choose another month, run a fragment."""
    async with AsyncExitStack() as stack:
        tabs = {n: (await stack.enter_async_context(tabs_on(a, 1)))[0] for n, a in addresses.items()}
        options = cycle(range(1, 7))
        for number in range(ROUNDS + 2):
            option = next(options)
            for name, tab in tabs.items():
                for request in REQUESTS:
                    answer = await ask(tab, request, option)
                    if answer and number > 1:
                        measured[name].single[request].append(answer)
                    await asyncio.sleep(THINK_SECONDS)


def check_same_page(measured: dict[str, Measured]) -> None:
    """Refuse to compare servers that sent different pages."""
    sizes = {name: m.kilobytes("rerun") for name, m in measured.items()}
    assert max(sizes.values()) < 1.1 * min(sizes.values()), f"the servers show different pages, kB: {sizes}"


async def ask(tab: Tab, request: str, option: int) -> Answer | None:
    """Send one request; None where the page has nothing to choose or no fragment."""
    if request == "rerun":
        return await tab.rerun()
    if request == "fragment":
        return await tab.rerun_fragment(min(tab.fragments)) if tab.fragments else None
    months = tab.longest_selectbox()
    return await tab.choose(months, tab.selectboxes[months][option]) if months else None


async def measure_crowd(addresses: dict[str, str], measured: dict[str, Measured]) -> None:
    """Many sessions a server, all asking at the same moment, the servers in turn."""
    async with AsyncExitStack() as stack:
        tabs = {n: await stack.enter_async_context(tabs_on(a, SESSIONS)) for n, a in addresses.items()}
        for number in range(CROWD_ROUNDS + 1):
            for name, crowd in tabs.items():
                answers = await asyncio.gather(*(tab.rerun() for tab in crowd))
                if number > 0:
                    measured[name].crowd.append(list(answers))
                await asyncio.sleep(1)


def print_tables(measured: dict[str, Measured]) -> None:
    """Print ratios to the shipped server, and milliseconds as information."""
    shipped = measured["shipped"]
    print("| one session | " + " | ".join(f"{n}, ms" for n in measured) + " | not frozen / shipped | scripts | kB |")
    print("|---" * (len(measured) + 4) + "|")
    for request in REQUESTS:
        if not all(m.single[request] for m in measured.values()):
            print(f"| {request} | the page has none |")
            continue
        times = [m.milliseconds(request) for m in measured.values()]
        scripts = max(a.scripts for a in shipped.single[request])
        cells = " | ".join(f"{t:.0f}" for t in times)
        print(f"| {request} | {cells} | {times[-1] / times[0]:.1f} | {scripts} | {shipped.kilobytes(request):.0f} |")
    if shipped.single["fragment"]:
        full = shipped.milliseconds("rerun") / shipped.milliseconds("fragment")
        print(f"\nfull rerun / fragment: {full:.1f}\n")
    print(f"| {SESSIONS} sessions at once | " + " | ".join(f"{n}, ms" for n in measured) + " | not frozen / shipped |")
    print("|---" * (len(measured) + 2) + "|")
    for label, place in (("median", 0.5), ("95 of 100", 0.95), ("last", 1.0)):
        times = [1e3 * median(quantile([a.seconds for a in r], place) for r in m.crowd) for m in measured.values()]
        print(f"| {label} | " + " | ".join(f"{t:.0f}" for t in times) + f" | {times[-1] / times[0]:.1f} |")


def quantile(values: list[float], place: float) -> float:
    """Return the value below which a part of the values lies."""
    return sorted(values)[round(place * (len(values) - 1))]


def main() -> None:
    measured = {name: Measured() for name in SERVERS}
    print(describe_machine(), flush=True)
    with ExitStack() as stack:
        addresses = {name: stack.enter_context(serving(how)) for name, how in SERVERS.items()}
        asyncio.run(measure_single(addresses, measured))
        asyncio.run(measure_crowd(addresses, measured))
    check_same_page(measured)
    print_tables(measured)


if __name__ == "__main__":
    main()
