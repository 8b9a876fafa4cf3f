"""What starting units uses up of the limits of a plan, and which rules a plan in whole units breaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgplanner.stages.hiring_columns import ROUNDING, start_bounds, units_run
from orgplanner.stages.hiring_constraints import YEAR
from orgplanner.stages.hiring_problem import NONE, Family, Flags, HiringProblem, Places
from orgplanner.stages.hiring_profiles import aligned
from orgplanner.stages.inputs import Array

TOLERANCE = 1e-6
"""Share of a limit by which it may be missed."""


@dataclass(frozen=True)
class Resources:
    """Limits of a plan as a whole, and what single units use of them."""

    limit: Array
    """How much there is of each (M,)."""
    family: tuple[Family, ...]
    """Family of each (M,)."""
    spend: Places
    """Month of each limit on money, `problem.months` for the whole budget; `NONE` for what is no money (M,)."""
    use: Array
    """What a unit of each cell uses (N, M)."""


def find_resources(problem: HiringProblem, offer: Places, month: Places) -> Resources:
    """Return the limits of a problem and what one unit of each cell (offer, month of the start) uses of them."""
    limits, offers, months = problem.limits, problem.offers, np.arange(problem.months)
    cost = aligned(offers.cost[offer], month)
    mentoring = aligned(offers.mentoring[offer], month)
    opened = np.where(offers.opened_before[offer] != NONE, month - offers.opened_before[offer], NONE)
    counted = months < problem.counted
    blocks = [
        (Family.BUDGET, (limits.budget - limits.payroll)[counted], cost[:, counted]),
        (
            Family.BUDGET_TOTAL,
            np.array([limits.budget_total - limits.payroll[counted].sum()]),
            cost[:, counted].sum(axis=1, keepdims=True),
        ),
        (Family.RECRUITING, np.maximum(limits.openings, 0.0), opened[:, None] == months),
        (Family.CHANNELS, *_channels(problem, offer, month)),
        (Family.MENTORING, np.maximum(limits.mentors, 0.0) if (offers.mentoring > 0).any() else _FREE, mentoring),
        (Family.LIMITS, *_units_in_all(problem, offer)),
        (Family.LIMITS, *_units_at_a_time(problem, offer, month)),
        (Family.LIMITS, *_taken(problem, offer, month)),
    ]
    months_of_money = [months[counted], np.array([problem.months])]
    spend = np.concatenate(
        [*months_of_money, np.full(sum(block[2].shape[1] for block in blocks[2:]), NONE, dtype=np.int64)]
    )
    limit = np.concatenate([np.broadcast_to(block[1], block[2].shape[1]) for block in blocks])
    family = [block[0] for block in blocks for _ in range(block[2].shape[1])]
    kept = np.isfinite(limit)
    use = np.concatenate(
        [block[2].astype(float)[:, np.isfinite(np.broadcast_to(block[1], block[2].shape[1]))] for block in blocks],
        axis=1,
    )
    return Resources(limit[kept], tuple(f for f, keep in zip(family, kept, strict=True) if keep), spend[kept], use)


_FREE = np.array([np.inf])


def _channels(problem: HiringProblem, offer: Places, month: Places) -> tuple[Array, Array]:
    """Return the limits of channels by window of twelve months, and what each cell uses."""
    most = problem.limits.channel_most
    windows = np.arange(max(problem.months - YEAR, 0) + 1)
    inside = (month[:, None] >= windows) & (month[:, None] < windows + YEAR)
    of_channel = problem.offers.channel[offer][:, None] == np.arange(most.size)
    use = (of_channel[:, :, None] & inside[:, None, :]).reshape(offer.size, most.size * windows.size)
    return np.repeat(most, windows.size), use.astype(float)


def _units_in_all(problem: HiringProblem, offer: Places) -> tuple[Array, Array]:
    """Return the most units of offers without an end, and which cell is of which offer."""
    most = problem.offers.most
    limited = np.flatnonzero(np.isfinite(most) & (units_run(problem) >= problem.months))
    return most[limited], (offer[:, None] == limited).astype(float)


def _units_at_a_time(problem: HiringProblem, offer: Places, month: Places) -> tuple[Array, Array]:
    """Return the most units of offers with an end, month by month, and in which months each cell runs."""
    most, runs = problem.offers.most, units_run(problem)
    limited = np.flatnonzero(np.isfinite(most) & (runs < problem.months))
    since = np.arange(problem.months) - month[:, None]
    running = (since >= 0) & (since < runs[offer, None])
    use = (offer[:, None] == limited)[:, :, None] & running[:, None, :]
    return np.repeat(most[limited], problem.months), use.reshape(offer.size, limited.size * problem.months).astype(
        float
    )


def _taken(problem: HiringProblem, offer: Places, month: Places) -> tuple[Array, Array]:
    """Return the people of each line from which units take some away, and what each cell takes."""
    offers = problem.offers
    lines = np.unique(offers.taken_from[offers.taken_from != NONE])
    taken = aligned(offers.taken[offer], month)
    from_line = offers.taken_from[offer][:, None] == lines
    use = (from_line[:, :, None] * taken[:, None, :]).reshape(offer.size, lines.size * problem.months)
    return problem.in_post[lines].ravel(), use


def set_ups(problem: HiringProblem, starts: Array) -> Array:
    """Return the money for first units, month by month (T,)."""
    any_yet = np.cumsum(starts > ROUNDING, axis=1) > 0
    first = any_yet & ~np.pad(any_yet, ((0, 0), (1, 0)))[:, :-1]
    paid: Array = problem.offers.setup @ first
    return paid


def begun(runs: Flags) -> Flags:
    """Return when contracts start (C, T)."""
    before = np.zeros_like(runs)
    before[:, 1:] = runs[:, :-1]
    begins: Flags = runs & ~before
    return begins


def contract_money(problem: HiringProblem, runs: Flags, volume: Array) -> Array:
    """Return the money for contracts, month by month (T,)."""
    contracts = problem.contracts
    money: Array = contracts.fixed @ runs + contracts.price @ volume + contracts.setup @ begun(runs)
    return money


def broken_rules(problem: HiringProblem, starts: Array, runs: Flags, volume: Array) -> tuple[Family, ...]:
    """Return the families of rules that a plan breaks, worked out from its units and not by any program."""
    offer, month = np.nonzero(starts)
    resources = find_resources(problem, offer, month)
    used = starts[offer, month] @ resources.use
    money = set_ups(problem, starts) + contract_money(problem, runs, volume)
    money = np.append(money, money[: problem.counted].sum())
    used = used + np.where(resources.spend != NONE, money[resources.spend], 0.0)
    over = used > resources.limit + TOLERANCE * np.maximum(1.0, np.abs(resources.limit))
    broken = {family for family, wrong in zip(resources.family, over, strict=True) if wrong}
    fewest, most = start_bounds(problem)
    slack = TOLERANCE * np.maximum(1.0, np.abs(starts))
    if np.any(starts < fewest - slack):
        broken.add(Family.LOCKS)
    above = starts > most + slack
    for family in (Family.FREEZE, Family.LOCKS):
        if np.any(above & (starts <= start_bounds(problem, without=(family,))[1] + slack)):
            broken.add(family)
            above &= starts > start_bounds(problem, without=(family,))[1] + slack
    if np.any(above):
        broken.add(Family.LIMITS)
    return tuple(sorted(broken | _broken_by_contracts(problem, runs, volume)))


def _broken_by_contracts(problem: HiringProblem, runs: Flags, volume: Array) -> set[Family]:
    contracts, months = problem.contracts, np.arange(problem.months)
    broken, begins = set(), begun(runs)
    if np.any(runs < contracts.running) or np.any(runs & contracts.barred):
        broken.add(Family.LOCKS)
    if np.any(begins & contracts.frozen):
        broken.add(Family.FREEZE)
    least, most = contracts.minimum[:, None] * runs, np.where(runs, contracts.most[:, None], 0.0)
    wrong = np.any(volume < least - TOLERANCE) or np.any(volume > most + TOLERANCE)
    wrong |= bool(np.any(runs & (months < contracts.earliest[:, None])))
    for contract, month in np.argwhere(begins):
        wrong |= not runs[contract, month : month + max(int(contracts.commitment[contract]), 1)].all()
    if wrong:
        broken.add(Family.CONTRACTS)
    return broken
