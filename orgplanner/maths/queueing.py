"""Queues of customers who wait for an agent now: Erlang B (blocked), C (patient) and A (they hang up).

Arrivals are random at a constant rate (Poisson), handling times exponential, agents alike, first come first served.
Times share one unit of the caller's choice; load is in erlang: arrivals in one handling time. Every function takes
scalars or arrays, which are broadcast, and returns numbers for scalars, arrays for arrays. No answer is NaN or
infinite.

Formulas: R. B. Cooper, Introduction to Queueing Theory (Erlang B and C); A. Mandelbaum and S. Zeltyn, The Palm/Erlang-A
Queue, with Applications to Call Centers (Erlang A). Both are written over the tails of the gamma distribution
(`maths.tails`): with load A, N agents, r = patience / handling time, U = upper(N, A), L = lower(N r, A r)

    B = 1 / (1 + U)      C = N / (N + (N - A) U)      probability of waiting with abandonment = L / (L + U)

Since L goes to N / (N - A) as r goes to infinity, and to 1 as r goes to 0, Erlang C and B are the limits of Erlang A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orgplanner.errors import InvalidArgument
from orgplanner.maths import erlang_a as impatient
from orgplanner.maths import erlang_c as patient
from orgplanner.maths.arguments import aligned, shaped, who_leave
from orgplanner.maths.monotone import by_grid

OVERFLOWING = np.errstate(over="ignore")
"""A number too large to be held is infinite on the way, and never in an answer."""


@dataclass(frozen=True)
class ErlangA:
    """A queue whose customers hang up when their patience ends, in the long run; floats, or arrays of one shape."""

    probability_of_waiting: Any
    """Share of customers who find every agent busy."""
    probability_of_abandonment: Any
    """Share of customers who hang up before they are served."""
    mean_wait: Any
    """Mean wait of all customers, those who hang up included, in the caller's unit of time."""
    occupancy: Any
    """Share of the agents' time that is spent with customers."""


@overload
def erlang_b(agents: float, load: float) -> float: ...
@overload
def erlang_b(agents: ArrayLike, load: ArrayLike) -> Any: ...
@OVERFLOWING
def erlang_b(agents: ArrayLike, load: ArrayLike) -> Any:
    """Return the probability that a customer is turned away when nobody may wait.

    Args:
        agents: whole numbers, at least 0.
        load: offered load in erlang, at least 0.

    Raises:
        InvalidArgument: an argument is no such number.

    >>> round(erlang_b(30, 25), 6)
    0.052603
    """
    shape, (n, a) = aligned(agents=agents, load=load)
    return shaped(1 / (1 + patient.upper(n, a)), shape)


@overload
def erlang_c(agents: float, load: float) -> float: ...
@overload
def erlang_c(agents: ArrayLike, load: ArrayLike) -> Any: ...
@OVERFLOWING
def erlang_c(agents: ArrayLike, load: ArrayLike) -> Any:
    """Return the probability that a customer waits when nobody hangs up; 1 where agents do not exceed the load.

    Args:
        agents: whole numbers, at least 0.
        load: offered load in erlang, at least 0.

    Raises:
        InvalidArgument: an argument is no such number.

    >>> round(erlang_c(14, 10), 6)
    0.174132
    """
    shape, (n, a) = aligned(agents=agents, load=load)
    return shaped(patient.waiting(n, a), shape)


@overload
def service_level(
    agents: float, load: float, handling_time: float, threshold: float, patience: float | None = None
) -> float: ...
@overload
def service_level(
    agents: ArrayLike,
    load: ArrayLike,
    handling_time: ArrayLike,
    threshold: ArrayLike,
    patience: ArrayLike | None = None,
) -> Any: ...
@OVERFLOWING
def service_level(
    agents: ArrayLike,
    load: ArrayLike,
    handling_time: ArrayLike,
    threshold: ArrayLike,
    patience: ArrayLike | None = None,
) -> Any:
    """Return the share of all customers who are served and have waited no longer than the threshold.

    Without patience: 1 - C exp(-(N - A) threshold / handling time), and 0 where agents do not exceed the load.
    With it, customers who hang up count as offered and not as served.

    Args:
        agents: whole numbers, at least 0.
        load: offered load in erlang, at least 0.
        handling_time: mean time of one contact, above 0.
        threshold: longest wait that counts as good, at least 0.
        patience: mean time after which a waiting customer hangs up, above 0; None or infinity: nobody does.

    Raises:
        InvalidArgument: an argument is no such number.

    >>> round(service_level(14, 10, 180, 20), 4), round(service_level(13, 10, 3, 1 / 3, patience=5), 4)
    (0.8884, 0.8582)
    """
    shape, (n, a, handling, limit, patience) = aligned(
        agents=agents,
        load=load,
        handling_time=handling_time,
        threshold=threshold,
        patience=np.inf if patience is None else patience,
    )
    leaving, ratio = who_leave(patience, handling)
    level = patient.level(n, a, limit / handling)
    # Nobody waits where nobody comes, and nobody is served where nobody works.
    level[leaving] = n[leaving] > 0
    leaving &= (n > 0) & (a > 0)
    queue = impatient.open_queue(n[leaving], a[leaving], ratio[leaving])
    level[leaving] = impatient.level(queue, limit[leaving] / patience[leaving])
    return shaped(level, shape)


@OVERFLOWING
def erlang_a(agents: ArrayLike, arrival_rate: ArrayLike, handling_time: ArrayLike, patience: ArrayLike) -> ErlangA:
    """Return waiting, abandonment and occupancy of a queue whose customers hang up.

    Args:
        agents: whole numbers, at least 0.
        arrival_rate: customers per unit of time, at least 0.
        handling_time: mean time of one contact, above 0.
        patience: mean time after which a waiting customer hangs up, above 0; infinity: nobody does.

    Raises:
        InvalidArgument: an argument is no such number, or nobody hangs up and the agents do not exceed the load, where
            the queue grows without end.

    >>> queue = erlang_a(13, 10 / 3, 3, patience=5)
    >>> round(queue.probability_of_abandonment, 4), round(queue.mean_wait, 4), round(queue.occupancy, 4)
    (0.025, 0.1248, 0.75)
    """
    shape, (n, rate, handling, patience) = aligned(
        agents=agents, arrival_rate=arrival_rate, handling_time=handling_time, patience=patience
    )
    _, (a,) = aligned(load=rate * handling)
    leaving, ratio = who_leave(patience, handling)
    if (~leaving & (n <= a)).any():
        raise InvalidArgument("patience", "infinite where agents do not exceed the load: the wait would have no end")
    waiting, occupancy = patient.waiting(n, a), a / np.maximum(n, 1)
    abandoning, mean_wait = np.zeros_like(n), np.zeros_like(n)
    mean_wait[~leaving] = (waiting * handling)[~leaving] / (n - a)[~leaving]
    nobody = n == 0
    abandoning[nobody], mean_wait[nobody], occupancy[nobody] = 1, patience[nobody], 0
    leaving &= ~nobody & (a > 0)
    queue = impatient.open_queue(n[leaving], a[leaving], ratio[leaving])
    waiting[leaving], occupancy[leaving] = queue.waiting, impatient.occupancy(queue)
    abandoning[leaving] = impatient.abandonment(queue)
    mean_wait[leaving] = abandoning[leaving] * patience[leaving]
    return ErlangA(*(shaped(part, shape) for part in (waiting, abandoning, mean_wait, occupancy)))


@overload
def required_agents(
    load: float,
    handling_time: float,
    target: float,
    threshold: float,
    max_occupancy: float = 1.0,
    patience: float | None = None,
) -> int: ...
@overload
def required_agents(
    load: ArrayLike,
    handling_time: ArrayLike,
    target: ArrayLike,
    threshold: ArrayLike,
    max_occupancy: ArrayLike = 1.0,
    patience: ArrayLike | None = None,
) -> Any: ...
@OVERFLOWING
def required_agents(
    load: ArrayLike,
    handling_time: ArrayLike,
    target: ArrayLike,
    threshold: ArrayLike,
    max_occupancy: ArrayLike = 1.0,
    patience: ArrayLike | None = None,
) -> Any:
    """Return the fewest agents whose service level reaches the target and whose occupancy keeps the cap.

    Without patience there are more agents than load, and occupancy is load / agents. With patience occupancy counts the
    customers who are served, and fewer agents than load may do. No load needs nobody, any load at least one agent.

    Args:
        load: offered load in erlang, at least 0.
        handling_time: mean time of one contact, above 0.
        target: share of customers served within the threshold, at least 0 and below 1.
        threshold: longest wait that counts as good, at least 0.
        max_occupancy: highest share of the agents' time spent with customers, above 0 and at most 1.
        patience: mean time after which a waiting customer hangs up, above 0; None or infinity: nobody does.

    Returns:
        int, or an array of int64.

    Raises:
        InvalidArgument: an argument is no such number.

    >>> required_agents(10, 180, 0.8, 20, max_occupancy=0.85), required_agents(2.4, 12, 0, 1000, max_occupancy=0.8)
    (14, 3)
    """
    shape, (a, handling, target, limit, cap, patience) = aligned(
        load=load,
        handling_time=handling_time,
        target=target,
        threshold=threshold,
        max_occupancy=max_occupancy,
        patience=np.inf if patience is None else patience,
    )
    leaving, ratio = who_leave(patience, handling)
    agents = np.zeros_like(a)
    some = _picked((a > 0) & ~leaving)
    agents[some] = by_grid(patient.fewest_agents, a[some], target[some], limit[some] / handling[some], cap[some])
    some = _picked((a > 0) & leaving)
    in_patiences = limit[some] / patience[some]
    agents[some] = by_grid(impatient.fewest_agents, a[some], ratio[some], target[some], in_patiences, cap[some])
    return shaped(agents.astype(np.int64), shape)


def _picked(which: NDArray[np.bool_]) -> NDArray[np.bool_] | slice:
    """Return a way to pick elements that does not copy them where all are picked."""
    return slice(None) if which.all() else which
