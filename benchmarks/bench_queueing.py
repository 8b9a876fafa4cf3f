"""Fewest agents for a service level: one call for all intervals against pyworkforce's loop, whose mistakes are shown.

The peer brings a second solver that crashes beside ours, so it runs in a process of its own (`queueing_peer.py`), in
turn with ours. It is no requirement of orgplanner:

    pip install -r benchmarks/requirements.txt      into the environment, or into another one named by PEER_PYTHON
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.measuring import describe_machine, ratio, verdict
from orgplanner.maths.queueing import erlang_c, required_agents, service_level

HANDLING, TARGET, THRESHOLD = 300.0, 0.8, 20.0
LOADS = (0.5, 1920.0)
ROUNDS = 7
AIM = 5_000
SIZES = ((1, 1, 300), (1_000, 1_000, 5), (100_000, 400, 3))
"""Intervals, how many of them the peer is given (its time is scaled to all), and how often ours is repeated a round."""
HERE = Path(__file__).resolve().parent


class Peer:
    """pyworkforce in a process of its own, asked line by line."""

    def __init__(self) -> None:
        interpreter = os.environ.get("PEER_PYTHON", sys.executable)
        self._process = subprocess.Popen(  # noqa: S603 - no shell, own words
            [interpreter, str(HERE / "queueing_peer.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.version: str | None = self._read()

    def ask(self, calls: Sequence[dict[str, Any]]) -> tuple[list[Any], float]:
        """Return the answers (or the name of the error raised) and the seconds of CPU they took."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(list(calls)) + "\n")
        self._process.stdin.flush()
        answer = self._read()
        return answer["answers"], answer["seconds"]

    def close(self) -> None:
        self._process.communicate()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


def staffing_call(load: float) -> dict[str, Any]:
    """Return the peer's call for one interval of the benchmark."""
    return call(load, HANDLING, THRESHOLD, HANDLING, "required_positions", TARGET)


def call(
    transactions: float, aht: float, asa: float, interval: float, method: str, *arguments: float
) -> dict[str, Any]:
    """Return a call in the peer's words: `ErlangC(transactions, asa, aht, interval).method(*arguments)`."""
    queue = {"transactions": transactions, "aht": aht, "asa": asa, "interval": interval}
    return {"queue": queue, "method": method, "arguments": arguments}


def measure(peer: Peer, intervals: int, sample: int, repeats: int) -> str:
    """Return one line of the table, after comparing the answers of the sample."""
    loads = np.random.default_rng(1).uniform(*LOADS, intervals) if intervals > 1 else np.array([160.3])
    calls = [staffing_call(load) for load in loads[:sample].tolist()]
    argument = loads if intervals > 1 else 160.3
    ours = np.atleast_1d(required_agents(argument, HANDLING, TARGET, THRESHOLD))
    theirs, _ = peer.ask(calls)
    differing = np.flatnonzero(np.array(theirs) != ours[:sample])
    # Its search skips the first agent above the load; where that one is enough it asks for one more.
    assert (np.floor(loads[differing]) + 1 == ours[differing]).all(), "the answers differ where the peer is right"
    seconds: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(ROUNDS if intervals < SIZES[-1][0] else 3):
        start = time.process_time()
        for _ in range(repeats):
            required_agents(argument, HANDLING, TARGET, THRESHOLD)
        seconds["ours"].append((time.process_time() - start) / repeats)
        seconds["theirs"].append(peer.ask(calls)[1] * intervals / sample)
    found = ratio(seconds["theirs"], seconds["ours"])
    aim = f"{AIM:,}: {verdict(found >= AIM)}" if intervals == SIZES[-1][0] else "-"
    return (
        f"| {intervals:,} | {sample:,} | {len(differing)} | {1e3 * median(seconds['ours']):.3f} "
        f"| {1e3 * median(seconds['theirs']):,.1f}{' (scaled)' if sample < intervals else ''} | {found:,.1f} | {aim} |"
    )


@dataclass(frozen=True)
class Mistake:
    """One exact input on which the peer errs."""

    told: str
    call: dict[str, Any]
    ours: Callable[[], object]


MISTAKES = (
    Mistake(
        "agents: its search skips the first above the load",
        call(10.6, 1, 4, 1, "required_positions", 0.8),
        lambda: required_agents(10.6, 1, 0.8, 4),
    ),
    Mistake(
        "agents for tickets answered within an hour",
        call(603.6, 10, 60, 60, "required_positions", 0.9),
        lambda: required_agents(100.6, 10, 0.9, 60),
    ),
    Mistake(
        "agents at an occupancy of 80 % that 3 meet exactly",
        call(6, 12, 1000, 30, "required_positions", 0.0, 0.8),
        lambda: required_agents(2.4, 12, 0, 1000, 0.8),
    ),
    Mistake(
        "service level with far too few agents",
        call(1000, 1, 1, 1, "service_level", 10),
        lambda: service_level(10, 1000, 1, 1),
    ),
    Mistake(
        "probability of waiting with too few agents",
        call(10, 1, 1, 1, "waiting_probability", 5),
        lambda: erlang_c(5, 10),
    ),
    Mistake(
        "agents for a service level of 100 %, which none reach",
        call(10, 1, 1, 1, "required_positions", 1.0),
        lambda: refusal(10, 1, 1.0, 1),
    ),
)


def refusal(*arguments: float) -> str:
    """Return the error that ours raises."""
    try:
        return str(required_agents(*arguments))
    except ValueError as error:
        return type(error).__name__


def count_long_waits(peer: Peer, sample: int = 1_000) -> str:
    """Count where the peer asks for another number of agents when the target allows long waits."""
    loads = np.random.default_rng(2).uniform(0.1, 200, sample)
    counts = []
    for waits in (4.0, 8.0):
        theirs, _ = peer.ask([call(load, 1, waits, 1, "required_positions", TARGET) for load in loads.tolist()])
        ours = required_agents(loads, 1, TARGET, waits)
        fewer = np.array(theirs) - ours
        assert set(fewer.tolist()) <= {0, 1}, "the peer is off by more than its one agent"
        counts.append(f"{int(fewer.sum())} of {sample:,} at {waits:g} handling times")
    return ", ".join(counts)


def main() -> None:
    print(describe_machine())
    peer = Peer()
    if peer.version is None:
        print("skipped: pyworkforce is absent; pip install -r benchmarks/requirements.txt (or set PEER_PYTHON)")
        return
    print(f"peer: pyworkforce {peer.version}")
    print("| intervals | answers compared | peer one agent too many | ours, ms | peer, ms | peer / ours | aim |")
    print("|---" * 7 + "|")
    for intervals, sample, repeats in SIZES:
        print(measure(peer, intervals, sample, repeats))
    print(f"\none agent too many where the threshold is long: {count_long_waits(peer)}\n")
    print("| where the peer errs | peer | ours |")
    print("|---" * 3 + "|")
    for mistake in MISTAKES:
        (theirs,), _ = peer.ask([mistake.call])
        print(f"| {mistake.told} | {theirs} | {mistake.ours()} |")
    peer.close()


if __name__ == "__main__":
    main()
