"""Erlang B and C on arrays of one length; `queueing` checks the arguments and explains the formulas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc

from orgplanner.maths.tails import Floats, Place, stirling, upper_tail

TIE = 1e-12
"""A target missed by less than this is reached, and a cap exceeded by less than this part of it is kept."""
AT_A_TIME = 8192
"""Intervals whose search fits the processor's cache."""
STEPS = 8
"""Agents tried before the intervals that have enough are set aside."""


def agents_over_load(agents: Floats, load: Floats) -> Place:
    """Return the place of the tails for at least one agent and some load."""
    gap = agents - load
    with np.errstate(divide="ignore"):
        close, far = np.log1p(gap / load), np.log(agents / load)
    return Place(agents, load, gap, np.where(np.abs(gap) < load / 2, close, far))


def upper(agents: Floats, load: Floats) -> Floats:
    """Return (1 - B) / B, infinite where B is 0 or too small to be a number."""
    odds = np.where(agents > 0, np.inf, 0.0)
    some = (agents > 0) & (load > 0)
    place = agents_over_load(agents[some], load[some])
    odds[some] = upper_tail(place) * np.exp(np.where(place.gap >= 0, place.peak, 0))
    return odds


def waiting(agents: Floats, load: Floats) -> Floats:
    """Return the probability of waiting when nobody hangs up."""
    enough = agents > load
    result = np.ones_like(agents)
    n, a = agents[enough], load[enough]
    result[enough] = n / (n + (n - a) * upper(n, a))
    return result


def level(agents: Floats, load: Floats, limit: Floats) -> Floats:
    """Return the share of customers who wait no longer than `limit`, in handling times."""
    enough = agents > load
    result = np.zeros_like(agents)
    gap = (agents - load)[enough]
    result[enough] = 1 - waiting(agents[enough], load[enough]) * np.exp(-gap * limit[enough])
    return result


def fewest_agents(
    load: Floats, target: Floats, limit: Floats, cap: Floats, *, least: Floats | None = None, most: Floats | None = None
) -> Floats:
    """Return the fewest agents who reach the target and keep the occupancy, for loads above 0.

    `least` and `most` are bounds of the answer, where some are known.
    """
    least = np.zeros_like(load) if least is None else least
    answer = np.empty_like(load)
    for start in range(0, len(load), AT_A_TIME):
        part = slice(start, start + AT_A_TIME)
        answer[part] = _search(load[part], 1 - target[part] + TIE, limit[part], cap[part], least[part])
    return answer


def _search(load: Floats, allowed: Floats, limit: Floats, cap: Floats, least: Floats) -> Floats:
    """Go up from the first agent above the load, or from the cap, until few enough customers wait too long.

    One evaluation starts the recursion upper(N + 1) = (N + 1) / A (1 + upper(N)); about sqrt(A) steps are needed.
    """
    agents = np.maximum(np.maximum(np.floor(load) + 1, np.ceil(load / cap * (1 - TIE))), least)
    place = agents_over_load(agents, load)
    odds = gammaincc(agents, load) * stirling(agents) * np.exp(place.peak)
    answer: Floats = agents.copy()
    open_ones = np.arange(len(load))
    state: tuple[Floats, ...] = (agents, place.gap, odds, np.exp(-place.gap * limit), np.exp(-limit), load, allowed)
    while len(open_ones):
        more, short = _climb(*state)
        answer[open_ones] += more
        open_ones, state = open_ones[short], tuple(part[short] for part in state)
    return answer


def _climb(
    agents: Floats, gap: Floats, odds: Floats, late: Floats, fading: Floats, load: Floats, allowed: Floats
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Go STEPS agents up in place; return how many of them were needed, and where more are.

    Once the target is reached it stays reached, so that the steps at which it is missed can be counted.
    """
    more = np.zeros(len(agents), dtype=np.int64)
    for _ in range(STEPS):
        short = agents * late > allowed * (agents + gap * odds)
        more += short
        agents += 1
        gap += 1
        odds += 1
        odds *= agents / load
        late *= fading
    return more, short
