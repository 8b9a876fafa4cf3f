"""Simulations of the queues that the planner has formulas for, customer by customer; nothing here knows a formula.

Every replication has a random generator of its own, seeded by the case and its number. Intervals are Student's over
independent replications: customers within one are alike because they queue behind each other, replications are not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import NamedTuple

import numpy as np
import simpy
from scipy.stats import t as student


class Interval(NamedTuple):
    """A mean over replications, and how far from it the true value may lie."""

    mean: float
    half: float

    def holds(self, value: float) -> bool:
        """Say whether the interval contains the value."""
        return abs(value - self.mean) <= self.half


def interval(values: np.ndarray, confidence: float) -> Interval:
    """Return Student's interval for the mean of independent values."""
    spread = float(values.std(ddof=1)) / len(values) ** 0.5
    return Interval(float(values.mean()), float(student.ppf(0.5 + confidence / 2, len(values) - 1)) * spread)


@dataclass(frozen=True)
class Desk:
    """One queue served by agents who are alike; times in handling times."""

    agents: int
    load: float
    """Arrivals in one handling time."""
    threshold: float
    patience: float | None = None
    customers: int = 4_000
    """Measured in each replication, on average."""
    warm_up: float = 40.0
    """Not measured; the desk starts with as many customers as the load."""


class DeskRun(NamedTuple):
    """What one replication found, as shares of all customers."""

    level: float
    """Served, and waited no longer than the threshold."""
    waited: float
    """Found every agent busy."""
    abandoned: float
    wait: float
    """Mean of all customers, in handling times."""
    busy: float
    """Share of the agents' time."""


class _Visit(NamedTuple):
    wait: float
    handling: float
    """0 for who hung up."""
    found_busy: bool


def simulate_desk(desk: Desk, replications: int, seed: int) -> list[DeskRun]:
    """Run the desk several times, with exponential times throughout."""
    return [_run_desk(desk, np.random.default_rng((seed, number))) for number in range(replications)]


def _run_desk(desk: Desk, chance: np.random.Generator) -> DeskRun:
    environment = simpy.Environment()
    agents = simpy.Resource(environment, desk.agents)
    length = desk.customers / desk.load
    visits: list[_Visit] = []
    for _ in range(round(desk.load)):
        environment.process(_visit(environment, agents, chance.exponential(), np.inf, []))
    environment.process(_arrivals(environment, agents, desk, chance, visits))
    environment.run()
    waits = np.array([visit.wait for visit in visits])
    handled = np.array([visit.handling for visit in visits])
    return DeskRun(
        level=float(np.mean((handled > 0) & (waits <= desk.threshold))),
        waited=float(np.mean([visit.found_busy for visit in visits])),
        abandoned=float(np.mean(handled == 0)),
        wait=float(waits.mean()),
        busy=float(handled.sum()) / (length * desk.agents),
    )


def _arrivals(
    environment: simpy.Environment,
    agents: simpy.Resource,
    desk: Desk,
    chance: np.random.Generator,
    visits: list[_Visit],
) -> Generator[simpy.Event, None, None]:
    end = desk.warm_up + desk.customers / desk.load
    unmeasured: list[_Visit] = []
    for gap, handling, patience in _drawn(desk, chance):
        yield environment.timeout(gap)
        if environment.now >= end:
            return
        into = visits if environment.now >= desk.warm_up else unmeasured
        environment.process(_visit(environment, agents, handling, patience, into))


def _drawn(desk: Desk, chance: np.random.Generator) -> Iterator[tuple[float, float, float]]:
    """Draw gap, handling time and patience of one customer after another."""
    while True:
        gaps, handlings, patiences = chance.exponential(size=(3, 1_000))
        patiences = patiences * desk.patience if desk.patience else np.full(1_000, np.inf)
        yield from zip((gaps / desk.load).tolist(), handlings.tolist(), patiences.tolist(), strict=True)


def _visit(
    environment: simpy.Environment, agents: simpy.Resource, handling: float, patience: float, visits: list[_Visit]
) -> Generator[simpy.Event, None, None]:
    arrived = environment.now
    with agents.request() as turn:
        found_busy = not turn.triggered
        if found_busy:
            yield turn if patience == np.inf else turn | environment.timeout(patience)
        wait = environment.now - arrived
        if turn.triggered:
            visits.append(_Visit(wait, handling, found_busy))
            yield environment.timeout(handling)
        else:
            visits.append(_Visit(wait, 0.0, found_busy))


@dataclass(frozen=True)
class Backlog:
    """Work that waits for one of several places: tickets for people, customers for slots of onboarding.

    Times are in any one unit.
    """

    places: int
    rate: float
    """Arrivals in a unit of time."""
    duration: float
    """How long one of them holds a place; the mean where durations differ."""
    length: float
    """Time over which arrivals are measured."""
    random: bool
    """Whether arrivals come at random, or at even distances."""
    varied: bool = False
    """Whether durations are exponential, or all alike."""
    warm_up: float = 0.0
    """Time before the arrivals that are measured."""


class BacklogRun(NamedTuple):
    """What one replication found."""

    waits: np.ndarray
    """Of every arrival."""
    backlog: float
    """Mean number waiting."""
    last_backlog: float
    """Number waiting when the last of them arrived."""


def simulate_backlog(backlog: Backlog, replications: int, seed: int) -> list[BacklogRun]:
    """Run the queue several times; it starts with as many at work as the plan expects, at even distances."""
    runs = replications if backlog.random or backlog.varied else 1
    return [_run_backlog(backlog, np.random.default_rng((seed, number))) for number in range(runs)]


def _run_backlog(backlog: Backlog, chance: np.random.Generator) -> BacklogRun:
    environment = simpy.Environment()
    places = simpy.Resource(environment, backlog.places)
    end = backlog.warm_up + backlog.length
    begun: list[tuple[float, float]] = []
    for left in np.arange(backlog.duration, 0, -1 / backlog.rate)[1:]:
        environment.process(_stay(environment, places, float(left), []))
    environment.process(_newcomers(environment, places, backlog, chance, begun))
    environment.run()
    arrivals, waits = np.array([one for one in begun if one[0] >= backlog.warm_up]).reshape(-1, 2).T
    waiting = (arrivals + waits > end + 1e-9).sum()
    return BacklogRun(waits, float(waits.sum()) / backlog.length, float(waiting))


def _newcomers(
    environment: simpy.Environment,
    places: simpy.Resource,
    backlog: Backlog,
    chance: np.random.Generator,
    begun: list[tuple[float, float]],
) -> Generator[simpy.Event, None, None]:
    gap: Callable[[], float] = partial(chance.exponential, 1 / backlog.rate)
    duration: Callable[[], float] = partial(chance.exponential, backlog.duration)
    for number in count(1):
        # Even arrivals are timed from the start: sums of gaps would drift from the ends of the durations.
        arrival = environment.now + gap() if backlog.random else number / backlog.rate
        if arrival > backlog.warm_up + backlog.length:
            return
        yield environment.timeout(arrival - environment.now)
        environment.process(_stay(environment, places, duration() if backlog.varied else backlog.duration, begun))


def _stay(
    environment: simpy.Environment, places: simpy.Resource, duration: float, begun: list[tuple[float, float]]
) -> Generator[simpy.Event, None, None]:
    arrived = environment.now
    with places.request() as turn:
        yield turn
        begun.append((arrived, environment.now - arrived))
        yield environment.timeout(duration)
