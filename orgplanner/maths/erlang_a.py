"""Erlang A on arrays of one length; `queueing` checks the arguments and explains the formulas.

Times are in patiences where nothing else is said. With N agents, load A and r = patience / handling time, let x = N r,
y = A r, L(y) = lower(x, y). A customer who finds all agents busy would have to wait longer than t with probability
g(t) L(y e^-t) / L(y), g(t) = exp(-x t + y (1 - e^-t)), and hangs up before with 1 - e^-t. Hence, of those who wait,

    abandon                   1 - x / y (1 - 1 / L(y))
    are served later than t   x / y g(t) (L(y e^-t) - 1) / L(y)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from orgplanner.maths import erlang_c
from orgplanner.maths.tails import Floats, Place, bend, lower_loss, lower_tail, upper_tail

LONG = 1e3
"""Nobody waits for so many patiences: e^-LONG is nothing."""


class Queue(NamedTuple):
    """Queues with at least one agent and some load."""

    agents: Floats
    load: Floats
    enough: NDArray[np.bool_]
    """Where agents reach the load: there the lower tail is the lighter one."""
    place: Place
    """Where the lower tail is asked for: x, y."""
    lower: Floats
    """L(y), scaled as `lower_tail` scales it."""
    inverse: Floats
    """1 / L(y), not scaled."""
    odds: Floats
    """Customers served at once for each one who waits."""
    waiting: Floats
    """Probability of waiting."""


def open_queue(agents: Floats, load: Floats, ratio: Floats) -> Queue:
    """Return the queues of agents (at least 1), load (above 0) and patience / handling time (above 0)."""
    own = erlang_c.agents_over_load(agents, load)
    enough = own.gap >= 0
    place = Place(agents * ratio, load * ratio, own.gap * ratio, own.log_ratio)
    lower = lower_tail(place)
    inverse = np.where(enough, 1.0, np.exp(-place.peak)) / lower
    odds = upper_tail(own) * np.where(enough, np.exp(own.peak), 1.0) * inverse
    return Queue(agents, load, enough, place, lower, inverse, odds, 1 / (1 + odds))


def abandonment(queue: Queue) -> Floats:
    """Return the probability that a customer hangs up."""
    waiting = _abandonment_of_waiting(queue)
    # The closed form loses its digits where few hang up.
    some = queue.enough
    waiting[some] = lower_loss(queue.place.only(some)) / queue.lower[some]
    return queue.waiting * waiting


@np.errstate(divide="ignore")
def occupancy(queue: Queue) -> Floats:
    """Return the share of the agents' time spent with customers: load x share served / agents."""
    at_once = 1 / (1 + 1 / queue.odds)
    return np.minimum(at_once * queue.load / queue.agents + queue.waiting * (1 - queue.inverse), 1)


def level(queue: Queue, limit: Floats) -> Floats:
    """Return the share of all customers who are served and have waited no longer than `limit`."""
    x, y, gap, log_ratio = queue.place
    limit = np.minimum(limit, LONG)
    left = Place(x, y * np.exp(-limit), gap - y * np.expm1(-limit), log_ratio + limit)
    later = lower_tail(left)
    fallen = np.where(queue.enough, gap * limit + y * bend(limit), x * bend(left.log_ratio))
    passed = np.exp(-fallen) / queue.lower
    both_heavy = left.gap < 0
    served_later = np.where(both_heavy, later / queue.lower - passed, passed * (later - 1))
    missed = _abandonment_of_waiting(queue) + queue.agents / queue.load * served_later
    return np.clip(1 - queue.waiting * missed, 0, 1)


def fewest_agents(
    load: Floats,
    ratio: Floats,
    target: Floats,
    limit: Floats,
    cap: Floats,
    *,
    least: Floats | None = None,
    most: Floats | None = None,
) -> Floats:
    """Return the fewest agents who reach the target and keep the occupancy, for loads above 0.

    No more than the share N / A of the customers is served, and those who find an agent free are served at once, which
    with patient customers would be fewer: the answer lies between. `least` and `most` are bounds known beside these.
    """
    low = np.maximum(np.ceil((target - erlang_c.TIE) * load) - 1, 0 if least is None else least - 1)
    high = erlang_c.fewest_agents(load, target, np.zeros_like(load), cap) if most is None else most.copy()
    open_ones = np.flatnonzero(high - low > 1)
    while len(open_ones):
        agents = np.floor((low + high)[open_ones] / 2)
        enough = _is_enough(agents, *(part[open_ones] for part in (load, ratio, target, limit, cap)))
        high[open_ones] = np.where(enough, agents, high[open_ones])
        low[open_ones] = np.where(enough, low[open_ones], agents)
        open_ones = open_ones[(high - low)[open_ones] > 1]
    return high


def _is_enough(
    agents: Floats, load: Floats, ratio: Floats, target: Floats, limit: Floats, cap: Floats
) -> NDArray[np.bool_]:
    queue = open_queue(agents, load, ratio)
    reached = level(queue, limit) >= target - erlang_c.TIE
    return reached & (occupancy(queue) <= cap * (1 + erlang_c.TIE))


def _abandonment_of_waiting(queue: Queue) -> Floats:
    """Return the share of those who wait that hang up, exact to the digits of 1."""
    return (queue.agents * queue.inverse - (queue.agents - queue.load)) / queue.load
