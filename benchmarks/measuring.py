"""How the benchmarks measure: jobs in turn, so that a machine that slows down slows all of them; medians; growth."""

from __future__ import annotations

import datetime as dt
import gc
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np


@dataclass(frozen=True)
class Growth:
    """A straight line through the logarithms of sizes and times."""

    slope: float
    """1 for a cost in proportion to the size, below it where a fixed cost takes part."""
    r_squared: float
    last_slope: float
    """Slope between the two largest sizes, where a cost that grows too fast shows first."""


def interleave(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Run every job once a round, after a round that does not count; return seconds of CPU by job and round.

    Seconds of the clock would count the processes beside this one. What was imported is frozen, as in the dashboard.
    """
    for job in jobs.values():
        job()
    gc.collect()
    gc.freeze()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            seconds[name].append(time.process_time() - start)
    gc.unfreeze()
    return seconds


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """Return the median over the rounds of slow / fast."""
    return median(a / b for a, b in zip(slow, fast, strict=True))


def fit_growth(sizes: Sequence[float], seconds: Sequence[float]) -> Growth:
    """Fit seconds = constant x size ** slope."""
    x, y = np.log(sizes), np.log(seconds)
    slope, start = np.polyfit(x, y, 1)
    unexplained = float(((y - start - slope * x) ** 2).sum())
    spread = float(((y - y.mean()) ** 2).sum())
    last = (y[-1] - y[-2]) / (x[-1] - x[-2])
    return Growth(float(slope), 1 - unexplained / spread if spread else 1.0, float(last))


def verdict(met: bool) -> str:
    """Say whether an aim is met; a miss on a busy machine is not a failure."""
    return "met" if met else "missed"


def describe_machine() -> str:
    """Return date, machine and how busy it is: absolute times mean nothing without."""
    today = dt.datetime.now(tz=dt.UTC).date()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{today}, {os.cpu_count()} cores, Python {platform.python_version()}, load averages {load}"
