"""Figures about queues that were published, or computed by two independent methods: what ours must come out as.

Each tells its digits: the computation must agree to all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from orgplanner.maths.queueing import erlang_a, erlang_b, erlang_c, required_agents, service_level

TWICE = "computed by two independent methods"
WOLFRAM = "Wolfram demonstration of Erlang B (there about 0.05); " + TWICE
TIJMS = "Tijms, A First Course in Stochastic Models, section 5.3; " + TWICE
CALL_CENTRE_HELPER = "example of Call Centre Helper and of pyworkforce's documentation; " + TWICE
BIRTH_DEATH = "Mandelbaum and Zeltyn, The Palm/Erlang-A Queue; " + TWICE
PYWORKFORCE_A = "pyworkforce's documentation of Erlang A (three digits)"


@dataclass(frozen=True)
class Oracle:
    """One figure, its source, and how we compute it."""

    quantity: str
    source: str
    expected: float
    compute: Callable[[], float]
    digits: int = 10
    """Decimal places that must agree."""

    @property
    def agrees(self) -> bool:
        """Say whether ours rounds to the expected figure, half a unit of its last digit allowed."""
        return abs(self.compute() - self.expected) <= 0.5 * 10.0**-self.digits


def _queue(agents: int, measure: str) -> float:
    """Ten minutes' load: 10/3 calls a minute of 3 minutes, patience 5 minutes."""
    return float(getattr(erlang_a(agents, 10 / 3, 3, 5), measure))


ERLANG_B = tuple(
    Oracle(f"Erlang B, {n} agents, {a} erlang", source, expected, partial(erlang_b, n, a), 14)
    for n, a, expected, source in (
        (30, 25, 0.05260317222814061, WOLFRAM),
        (13, 10, 0.08433886267236648, TWICE),
        (17, 10, 0.012948875224726566, TWICE),
        (1000, 950, 0.003649293688942407, TWICE),
    )
)
ERLANG_C = tuple(
    oracle
    for n, waiting, digits, level, level_digits in (
        (11, 0.6821182046893323, 14, 0.38961381, 8),
        (12, 0.4493882242982709, 14, 0.64015804, 8),
        (13, 0.285270453036493, 14, 0.79559479, 8),
        (14, 0.1741319335950498, 14, 0.8883500191794669, 14),
        (15, 0.10204236700798798, 14, 0.94145284, 8),
        (16, 0.05734033090337124, 14, 0.97056049, 8),
    )
    for oracle in (
        Oracle(f"Erlang C, {n} agents, 10 erlang", CALL_CENTRE_HELPER, waiting, partial(erlang_c, n, 10), digits),
        Oracle(
            f"served in 20 s, {n} agents, 10 erlang of 180 s",
            CALL_CENTRE_HELPER,
            level,
            partial(service_level, n, 10, 180, 20),
            level_digits,
        ),
    )
)
LARGE = (
    Oracle("Erlang C, 1,000 agents, 950 erlang", TWICE, 0.06825341537714144, partial(erlang_c, 1000, 950), 14),
    Oracle("Erlang C, 5,000 agents, 4,900 erlang", TWICE, 0.09993787723448762, partial(erlang_c, 5000, 4900), 14),
)
TIJMS_TEXT = (
    Oracle("Erlang C, 100 agents, 95 erlang", TIJMS, 0.5064568539, partial(erlang_c, 100, 95)),
    Oracle(
        "mean wait of those who wait, 100 agents, 95 erlang, in handling times",
        TIJMS,
        0.2,
        lambda: erlang_a(100, 95, 1, float("inf")).mean_wait / erlang_c(100, 95),
    ),
    Oracle(
        "share of those who wait that waits over 0.6 handling times, 100 agents, 95 erlang",
        TIJMS,
        0.0497870684,
        lambda: (1 - service_level(100, 95, 1, 0.6)) / erlang_c(100, 95),
    ),
)
CALL_CENTRE = (
    Oracle(
        "mean wait in seconds, 14 agents, 10 erlang of 180 s",
        CALL_CENTRE_HELPER,
        7.83594,
        lambda: erlang_a(14, 10 / 180, 180, float("inf")).mean_wait,
        5,
    ),
    Oracle(
        "occupancy, 14 agents, 10 erlang",
        CALL_CENTRE_HELPER,
        0.7142857,
        lambda: erlang_a(14, 10, 1, float("inf")).occupancy,
        7,
    ),
    Oracle(
        "agents for 80 % in 20 s at 85 % occupancy, 10 erlang of 180 s",
        CALL_CENTRE_HELPER,
        14,
        partial(required_agents, 10, 180, 0.8, 20, 0.85),
        0,
    ),
    Oracle(
        "agents for at most 2 % turned away, 10 erlang",
        "pyworkforce's README, Erlang B; " + TWICE,
        17,
        lambda: next(n for n in range(100) if erlang_b(n, 10) <= 0.02),
        0,
    ),
)
ERLANG_A = tuple(
    Oracle(
        f"Erlang A, {n} agents, 10/3 a minute of 3 minutes, patience 5: {measure.replace('_', ' ')}",
        BIRTH_DEATH,
        expected,
        partial(_queue, n, measure),
    )
    for n, measure, expected in (
        (10, "probability_of_waiting", 0.5994333180),
        (10, "probability_of_abandonment", 0.1094379996),
        (10, "mean_wait", 0.5471899978),
        (12, "probability_of_waiting", 0.3318020355),
        (12, "probability_of_abandonment", 0.0427111057),
        (13, "probability_of_waiting", 0.2257970840),
        (13, "probability_of_abandonment", 0.0249633036),
        (13, "mean_wait", 0.1248165182),
        (13, "occupancy", 0.7500282280),
        (14, "probability_of_waiting", 0.1452601143),
        (14, "probability_of_abandonment", 0.0139837441),
    )
)
ERLANG_A_LEVEL = (
    Oracle(
        "the same, 13 agents: served within 20 s, of all",
        BIRTH_DEATH,
        0.8581777000,
        partial(service_level, 13, 10, 3, 1 / 3, 5),
    ),
    Oracle(
        "the same, 13 agents: served within 20 s, of those served",
        BIRTH_DEATH,
        0.8801491300,
        lambda: service_level(13, 10, 3, 1 / 3, 5) / (1 - _queue(13, "probability_of_abandonment")),
    ),
    Oracle(
        "the same, 13 agents: served within 20 s", PYWORKFORCE_A, 0.858, partial(service_level, 13, 10, 3, 1 / 3, 5), 3
    ),
    Oracle("the same, 13 agents: occupancy", PYWORKFORCE_A, 0.750, partial(_queue, 13, "occupancy"), 3),
    Oracle("the same, 13 agents: hung up", PYWORKFORCE_A, 0.025, partial(_queue, 13, "probability_of_abandonment"), 3),
    Oracle("the same, 13 agents: waited", PYWORKFORCE_A, 0.226, partial(_queue, 13, "probability_of_waiting"), 3),
    Oracle("the same, 13 agents: mean wait in minutes", PYWORKFORCE_A, 0.125, partial(_queue, 13, "mean_wait"), 3),
)
ORACLES = (*ERLANG_B, *ERLANG_C, *LARGE, *TIJMS_TEXT, *CALL_CENTRE, *ERLANG_A, *ERLANG_A_LEVEL)

README_B = "pyworkforce's README, Erlang B (10 erlang, 17 agents)"
README_A = "pyworkforce's README, Erlang A to four digits (13 agents as above)"
REJECTED = (
    Oracle("share turned away", README_B, 0.0183, partial(erlang_b, 17, 10), 4),
    Oracle("occupancy", README_B, 0.9375, lambda: 10 * (1 - erlang_b(17, 10)) / 17, 4),
    Oracle("served within 20 s", README_A, 0.8584, partial(service_level, 13, 10, 3, 1 / 3, 5), 4),
    Oracle("hung up", README_A, 0.0253, partial(_queue, 13, "probability_of_abandonment"), 4),
    Oracle("waited", README_A, 0.2265, partial(_queue, 13, "probability_of_waiting"), 4),
    Oracle("mean wait in minutes", README_A, 0.1258, partial(_queue, 13, "mean_wait"), 4),
)
"""Published figures that are wrong: ours must not agree."""
