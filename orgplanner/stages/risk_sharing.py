"""Share hours between roles in many draws: as the plan does, and what is to spare goes where something is short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_problem import Flags
from orgplanner.stages.inputs import Array
from orgplanner.stages.risk_team import NEGLIGIBLE

Pair = tuple[int, int]
"""The line that gives and the line that takes."""


@dataclass(frozen=True)
class Sharing:
    """How the plan shares hours; T months."""

    of_today: dict[Pair, Array]
    """Share of the hours of today's people of a line that goes to another (T,)."""
    of_joined: dict[Pair, Array]
    """The same of joiners."""
    may: tuple[Pair, ...]
    """Lines whose people of today may work for others."""
    may_joined: tuple[Pair, ...]
    """The same of joiners."""
    most_joined: float
    """Share of a joiner's hours that may go to other lines (ratio)."""


def gather_sharing(hiring: Hiring) -> Sharing:
    """Read from a plan of hires how hours are shared."""
    problem, solution, months = hiring.problem, hiring.solution, len(hiring.months)
    today = (hiring.lines.in_post - hiring.lines.borrowed)[:, :months]
    joined = np.zeros(today.shape)
    offers = problem.offers
    for row in np.flatnonzero(offers.shares):
        joined[offers.line[row]] += np.convolve(solution.starts[row, :months], offers.coverage[row])[:months]
    return Sharing(
        of_today=_fractions(solution.shared[:, :, :months], today),
        of_joined=_fractions(solution.shared_new[:, :, :months], joined),
        may=_pairs(problem.may_share),
        may_joined=_pairs(problem.may_share_new),
        most_joined=problem.shared_most,
    )


def share_hours(sharing: Sharing, today: Array, joined: Array, other: Array, required: Array, months: slice) -> Array:
    """Return the FTE that each line has when hours are shared (R, M, N).

    The same fraction of a line's people as in the plan works for another line, as far as there is need. Then what a
    line has to spare goes to lines that its people may work for, where these are short: a small team is not short on
    paper while somebody is idle who could help.

    Args:
        sharing: how the plan shares.
        today: FTE of today's people (R, M, N).
        joined: FTE of joiners.
        other: FTE that cannot be shared.
        required: FTE that each line asks for.
        months: the months.
    """
    over = today + joined
    over += other
    over -= required
    room, room_joined = today.copy(), sharing.most_joined * np.maximum(joined, 0.0)
    flows: list[tuple[Pair, Array, Array]] = []
    for fractions, people, left in ((sharing.of_today, today, room), (sharing.of_joined, joined, room_joined)):
        for (giver, taker), fraction in fractions.items():
            if fraction[months].any():
                flow = fraction[months, None] * np.maximum(people[giver], 0.0)
                over[giver] -= flow
                flows.append(((giver, taker), flow, left[giver]))
    for (giver, taker), flow, left_of_giver in flows:
        unused = np.clip(over[taker] + flow, 0.0, flow)
        over[giver] += unused
        flow -= unused
        over[taker] += flow
        left_of_giver -= flow
    # Moving on neither makes a line short nor gives it more than it needs, so that these lines are told once.
    spare, short = (np.asarray(flags.any(axis=(1, 2))) for flags in (over > NEGLIGIBLE, over < -NEGLIGIBLE))
    for pairs, left in ((sharing.may, room), (sharing.may_joined, room_joined)):
        for giver, taker in pairs:
            if spare[giver] and short[taker]:
                _move(over, giver, taker, left[giver])
    over += required
    return over


def _move(over: Array, giver: int, taker: int, most: Array) -> None:
    """Move what one line has to spare to another that is short, at most so much, in place."""
    moved = np.minimum(over[giver], -over[taker])
    np.minimum(moved, most, out=moved)
    np.maximum(moved, 0.0, out=moved)
    over[giver] -= moved
    over[taker] += moved
    most -= moved


def _fractions(shared: Array, people: Array) -> dict[Pair, Array]:
    """Return the pairs that share, with the fraction of the giver's people by month (T,)."""
    return {
        (a, b): np.divide(shared[a, b], people[a], out=np.zeros(people.shape[1]), where=people[a] > NEGLIGIBLE)
        for a, b in zip(*map(np.ndarray.tolist, np.nonzero(shared.any(axis=2))), strict=True)
    }


def _pairs(allowed: Flags) -> tuple[Pair, ...]:
    return tuple((a, b) for a, b in zip(*map(np.ndarray.tolist, np.nonzero(allowed)), strict=True) if a != b)
