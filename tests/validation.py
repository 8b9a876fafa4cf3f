"""Write docs/validation.md: published figures and simulations beside what the planner computes.

`make validation` runs it; it takes about two minutes, and gives the same page every time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from orgplanner.maths.queueing import erlang_a, required_agents, service_level
from orgplanner.maths.whole import whole_people
from tests.oracles import ORACLES, REJECTED
from tests.simulation import Backlog, BacklogRun, Desk, Interval, interval, simulate_backlog, simulate_desk

PAGE = Path(__file__).resolve().parent.parent / "docs" / "validation.md"
CONFIDENCE = 0.99
REPLICATIONS = 30
MEMORIES, WARM_UP = 15, 5
"""Length of a replication and of what is not measured, in times after which a desk has forgotten its state."""
CUSTOMERS = 6_000
SEED = 2026

# ---- live channels


@dataclass(frozen=True)
class LiveCase:
    """A live channel; times in handling times."""

    load: float
    target: float = 0.8
    threshold: float = 20 / 300
    cap: float = 1.0
    patience: float | None = None

    @property
    def agents(self) -> int:
        return required_agents(self.load, 1, self.target, self.threshold, self.cap, self.patience)

    @property
    def binds(self) -> str:
        for_level = required_agents(self.load, 1, self.target, self.threshold, 1, self.patience)
        return "service level" if for_level == self.agents else "occupancy"

    def level(self, agents: int) -> float:
        return service_level(agents, self.load, 1, self.threshold, self.patience)

    def occupancy(self, agents: int) -> float:
        return erlang_a(agents, self.load, 1, self.patience).occupancy if self.patience else self.load / agents


LIVE_CASES = (
    LiveCase(0.5),
    LiveCase(2.4),
    LiveCase(10, threshold=20 / 180, cap=0.85),
    LiveCase(10, threshold=20 / 180, cap=0.65),
    LiveCase(30),
    LiveCase(160.3),
    LiveCase(0.5, patience=1),
    LiveCase(2.4, patience=1),
    LiveCase(10, threshold=20 / 180, patience=300 / 180),
    LiveCase(30, patience=1),
    LiveCase(30, patience=1, cap=0.75),
    LiveCase(100, patience=0.4),
    LiveCase(160.3, patience=1),
)


class Comparison(NamedTuple):
    """One measure of one case at one number of agents."""

    measure: str
    formula: float
    simulated: Interval


def compare(
    case: LiveCase, agents: int, seed: int, replications: int, customers: int, confidence: float
) -> list[Comparison]:
    """Simulate the case, `customers` or more in each replication, and put the formulas beside it.

    A desk forgets its state in about 1 / (sqrt(agents) - sqrt(load))² handling times, or in one patience where
    customers hang up. A replication must be many times as long: the means of short ones are so skewed that Student's
    interval misses far more often than it says.
    """
    memory = case.patience or 1 / (math.sqrt(agents) - math.sqrt(case.load)) ** 2
    measured = max(customers, round(MEMORIES * memory * case.load))
    desk = Desk(agents, case.load, case.threshold, case.patience, measured, warm_up=max(10.0, WARM_UP * memory))
    runs = simulate_desk(desk, replications, seed)
    queue = erlang_a(agents, case.load, 1, case.patience or math.inf)
    formulas = {
        "level": case.level(agents),
        "waited": queue.probability_of_waiting,
        "wait": queue.mean_wait,
        "busy": queue.occupancy,
    }
    if case.patience:
        formulas["abandoned"] = queue.probability_of_abandonment
    return [
        Comparison(name, formula, interval(np.array([getattr(run, name) for run in runs]), confidence))
        for name, formula in formulas.items()
    ]


def live_channels() -> Iterator[str]:
    """Yield the tables of the live channels."""
    yield (
        "| load | patience | target | cap | agents | binds | simulated with | served in time: formula | simulated "
        "| occupancy | waited: formula | simulated | hung up: formula | simulated | mean wait: formula | simulated |"
    )
    yield "|---" * 16 + "|"
    everything: list[Comparison] = []
    for number, case in enumerate(LIVE_CASES):
        for agents in (case.agents - 1, case.agents):
            seed = SEED + 2 * number + case.agents - agents
            found = compare(case, agents, seed, REPLICATIONS, CUSTOMERS, CONFIDENCE)
            everything += found
            yield _live_row(case, agents, {one.measure: one for one in found})
    inside = sum(one.simulated.holds(one.formula) for one in everything)
    yield ""
    yield (
        f"{inside} of {len(everything)} formulas lie inside their 99 % interval. Were all of them right, one in a "
        "hundred would still lie outside by chance; those that do are marked with an asterisk. The measures of one "
        "row come from the same runs, so that they tend to be out together."
    )


def _live_row(case: LiveCase, agents: int, found: dict[str, Comparison]) -> str:
    def cells(measure: str) -> str:
        if measure not in found:
            return "- | -"
        one = found[measure]
        mark = "" if one.simulated.holds(one.formula) else " *"
        return f"{one.formula:.4f} | {one.simulated.mean:.4f} ± {one.simulated.half:.4f}{mark}"

    return (
        f"| {case.load:g} | {f'{case.patience:.2f}' if case.patience else '-'} "
        f"| {case.target:.0%} in {case.threshold:.3f} "
        f"| {case.cap:.0%} | {case.agents} | {case.binds} | {agents} | {cells('level')} | {case.occupancy(agents):.1%} "
        f"| {cells('waited')} | {cells('abandoned')} | {cells('wait')} |"
    )


# ---- published figures


def published() -> Iterator[str]:
    """Yield the tables of published figures, the right and the wrong ones."""
    yield "| quantity | expected | ours | source |"
    yield "|---|---|---|---|"
    for oracle in ORACLES:
        digits = oracle.digits
        yield f"| {oracle.quantity} | {oracle.expected:.{digits}f} | {oracle.compute():.{digits}f} | {oracle.source} |"
    yield ""
    yield "Published, and wrong; the tests hold that they do not come out:"
    yield ""
    yield "| quantity | published | right | source |"
    yield "|---|---|---|---|"
    for oracle in REJECTED:
        yield f"| {oracle.quantity} | {oracle.expected:.4f} | {oracle.compute():.4f} | {oracle.source} |"


# ---- work that waits: tickets and onboarding


@dataclass(frozen=True)
class TicketCase:
    """Tickets of a month, sized by hours: tickets x handling time / (paid hours x (1 - shrinkage) x occupancy)."""

    tickets: float
    handling: float = 25 / 60
    paid_hours: float = 1935 / 12
    shrinkage: float = 0.30
    occupancy: float = 0.80
    target_hours: float = 4.0
    """First response, in hours of opening."""
    week_hours: float = 5 * 1849 / 237.6
    """Hours of opening in a week: five days of 7.78 hours."""

    @property
    def fte(self) -> float:
        return self.tickets * self.handling / (self.paid_hours * (1 - self.shrinkage) * self.occupancy)

    @property
    def people(self) -> int:
        return int(whole_people(self.fte))

    def queue(self, people: int, *, random: bool) -> Backlog:
        """Return the queue in hours of opening, in which a person is at the tickets for 1 - shrinkage of the time."""
        return Backlog(
            places=people,
            rate=self.tickets / self.paid_hours,
            duration=self.handling / (1 - self.shrinkage),
            length=(12 if self.occupancy == 1 else 3) * self.paid_hours,
            random=random,
            varied=random,
        )


@dataclass(frozen=True)
class OnboardingCase:
    """Customers who start, and how many of them one person takes along at a time."""

    per_month: float
    duration: float
    concurrent: int
    months: int = 24

    @property
    def fte(self) -> float:
        return self.per_month * self.duration / self.concurrent

    @property
    def people(self) -> int:
        return int(whole_people(self.fte))

    def queue(self, people: int, *, random: bool, varied: bool = False) -> Backlog:
        """Return the queue in months."""
        return Backlog(people * self.concurrent, self.per_month, self.duration, self.months, random, varied)


TICKET_CASES = (
    TicketCase(216),
    TicketCase(240),
    TicketCase(866),
    TicketCase(2_160),
    TicketCase(5_000, handling=18 / 60, paid_hours=160, occupancy=0.70),
    TicketCase(541, occupancy=1.0),
)
ONBOARDING_CASES = (
    OnboardingCase(3, 1.5, 4),
    OnboardingCase(12, 1.5, 6),
    OnboardingCase(12, 1.5, 8),
    OnboardingCase(40, 1.5, 20),
)
WEEK = 12 / 52
SHARE = 0.05
TICKET_REPLICATIONS = 20
ONBOARDING_REPLICATIONS = 100


class Found(NamedTuple):
    """What many replications of a backlog found."""

    waits: np.ndarray
    """Of every arrival of every replication."""
    wait: Interval
    backlog: Interval
    last_backlog: float

    def share_over(self, limit: float) -> float:
        """Return the share of arrivals that waited longer than `limit`."""
        return float((self.waits > limit).mean())


def find(queue: Backlog, replications: int = TICKET_REPLICATIONS, seed: int = SEED) -> Found:
    """Simulate the queue."""
    runs = simulate_backlog(queue, replications, seed)

    def over_runs(measure: Callable[[BacklogRun], float]) -> Interval:
        values = np.array([measure(run) for run in runs])
        return interval(values, CONFIDENCE) if len(values) > 1 else Interval(float(values[0]), 0.0)

    return Found(
        waits=np.concatenate([run.waits for run in runs]),
        wait=over_runs(lambda run: float(run.waits.mean())),
        backlog=over_runs(lambda run: run.backlog),
        last_backlog=float(np.mean([run.last_backlog for run in runs])),
    )


def more_people(
    found: Found, queue_of: Callable[[int], Backlog], people: int, limit: float, replications: int = TICKET_REPLICATIONS
) -> int:
    """Return how many people more bring the share of those who wait over `limit` below 5 %."""
    more = 0
    while found.share_over(limit) >= SHARE:
        more += 1
        found = find(queue_of(people + more), replications)
    return more


def tickets() -> Iterator[str]:
    """Yield the table of the tickets."""
    yield (
        "| tickets a month | minutes each | highest occupancy | FTE | people | evenly spread: longest wait, h "
        "| backlog at the end | at random: mean wait, h | mean backlog | over 4 h | over a week | more people: week "
        "| more people: 4 h |"
    )
    yield "|---" * 13 + "|"
    for case in TICKET_CASES:
        even = find(case.queue(case.people, random=False))
        queue_of = partial(case.queue, random=True)
        found = find(queue_of(case.people))
        week, quick = (found.share_over(limit) for limit in (case.week_hours, case.target_hours))
        more_week, more_quick = (
            more_people(found, queue_of, case.people, limit) for limit in (case.week_hours, case.target_hours)
        )
        yield (
            f"| {case.tickets:,.0f} | {60 * case.handling:.0f} | {case.occupancy:.0%} | {case.fte:.2f} | {case.people} "
            f"| {even.waits.max():.2f} | {even.last_backlog:.0f} | {_told(found.wait, 2)} | {_told(found.backlog, 1)} "
            f"| {quick:.1%} | {week:.1%} | {more_week} | {more_quick} |"
        )


def onboarding() -> Iterator[str]:
    """Yield the table of onboarding."""
    yield (
        "| customers a month | months each | at a time | FTE | people | evenly spread: longest wait, weeks "
        "| at random: mean wait, weeks | mean backlog | backlog after two years | over a week | more people "
        "| durations differ: mean wait, weeks | over a week | more people |"
    )
    yield "|---" * 14 + "|"
    for case in ONBOARDING_CASES:
        even = find(case.queue(case.people, random=False))
        cells = []
        for varied in (False, True):
            queue_of = partial(case.queue, random=True, varied=varied)
            found = find(queue_of(case.people), ONBOARDING_REPLICATIONS)
            cells.append(_told(Interval(*(part / WEEK for part in found.wait)), 2))
            if not varied:
                cells += [_told(found.backlog, 1), f"{found.last_backlog:.1f}"]
            more = more_people(found, queue_of, case.people, WEEK, ONBOARDING_REPLICATIONS)
            cells += [f"{found.share_over(WEEK):.1%}", str(more)]
        yield (
            f"| {case.per_month:g} | {case.duration:g} | {case.concurrent} | {case.fte:.2f} | {case.people} "
            f"| {even.waits.max() / WEEK:.2f} | {' | '.join(cells)} |"
        )


def _told(found: Interval, digits: int) -> str:
    return f"{found.mean:.{digits}f} ± {found.half:.{digits}f}"


# ---- the page

INTRODUCTION = """# Validation of the queueing models

Made by `make validation`; do not edit. Formulas are set beside figures that others published, and beside
simulations that know no formula: customers arrive, wait and leave one by one (`tests/simulation.py`, with the
library simpy). Simulated means come with their 99 % confidence interval, Student's over independent
replications whose start is not measured. Seeds are fixed and were not chosen."""

LIVE = f"""Phone and chat, sized by Erlang C where nobody hangs up and by Erlang A where patience is told. Times
are in handling times. *Agents* is the recommended number, the least that reaches the target within the highest
occupancy; *binds* says which of the two asks for the last of them. Each case is simulated at that number and
one below, {REPLICATIONS} replications each. *Served in time* counts customers served within the threshold over
all customers."""

PUBLISHED = """Each figure agrees to all the digits shown. "Computed by two independent methods" means: where
the source gives no digits, or fewer, the rest was computed outside this project twice, in two ways."""

TICKETS = f"""Tickets and e-mail are sized by hours, not by a queue: FTE = tickets x handling time / (paid hours
x 0.70 x highest occupancy), then whole people. Here everybody works at the tickets for 70 % of the opening
hours, so that a ticket takes its handling time / 0.70. *Evenly spread*: tickets come at equal distances and
take equally long. *At random*: they come by chance (Poisson) and their times differ (exponential);
{TICKET_REPLICATIONS} replications of three months, twelve for the last case. Hours are opening hours, a week
has 38.9 of them. *More people* is what brings those who wait longer than a week, or than 4 hours, below 5 %."""

TICKETS_FOUND = """In plain words: spread evenly, no ticket waits and no backlog grows; the plan keeps its
promise. At random it keeps it as well, because the highest occupancy of 70 to 80 % leaves room for busy days:
waits are minutes to hours, never a week. Only one person alone, planned to the brim, leaves more than one
ticket in twenty waiting over four hours, and a second person mends it. The last case shows what the room is
for: planned at 100 %, the same rule gives two people who hardly ever catch up with a busy day, and tickets wait for
days."""

ONBOARDING = f"""Onboarding is limited by how many customers a person takes along at a time: FTE = customers a
month x months each / at a time, then whole people. A customer takes a place for the whole duration. *At
random*: customers start by chance (Poisson), durations alike, or (*durations differ*) exponential;
{ONBOARDING_REPLICATIONS} replications of 24 months that start with the places filled as planned. *More people*
is what brings those who wait longer than a week for a place below 5 %."""

ONBOARDING_FOUND = """In plain words: spread evenly, nobody waits for a place. At random it depends on what
rounding up to whole people leaves: where places are to spare, few wait; where the FTE come out whole, every
place is taken in an average month, whoever comes in a good month queues, and the queue grows for two years. One
person more is then enough in every case shown. Whether durations are alike or differ matters
little, though it tips the first case to either side of 5 %."""


def page() -> str:
    """Return docs/validation.md."""
    parts = (
        (INTRODUCTION,),
        ("## Live channels", LIVE, "\n".join(live_channels())),
        ("## Published figures", PUBLISHED, "\n".join(published())),
        ("## Tickets", TICKETS, "\n".join(tickets()), TICKETS_FOUND),
        ("## Onboarding", ONBOARDING, "\n".join(onboarding()), ONBOARDING_FOUND),
    )
    return "\n\n".join(text for part in parts for text in part) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
