"""Problems of a plan of hires of any size, and a planner without a program who decides month by month."""

from __future__ import annotations

import numpy as np

from orgplanner.stages.hiring_problem import NONE, Contracts, HiringProblem, Limits, Offers

RAMPS = ((0.6, 0.9, 1.0), (0.0, 0.25, 0.5, 0.75, 0.9, 1.0), (0.3, 0.8, 1.0), (0.2, 0.5, 0.8, 1.0))
"""What a unit gives month by month: internal move, external hire, contractor, nearshore."""

LEADS = (1, 3, 1, 2)
"""Months from the decision to the start."""

WAGES = (1.0, 1.0, 1.7, 0.7)
"""Money a month in parts of an employee's."""

ONE_OFFS = (0.3, 3.0, 0.2, 1.5)
"""Money at the start in months of an employee's."""

EXTERNAL = 1
"""Source that needs recruiting."""

BUDGET = 0.9
"""Share of what covering the demand by employees costs which a budget of 1 leaves."""


def make_problem(roles: int, sources: int, months: int, budget: float = 1.0, seed: int = 1) -> HiringProblem:
    """Make a problem of roles that grow, each with the same sources; a budget of 1 binds in every month."""
    draw = np.random.default_rng(seed)
    start = draw.uniform(4, 25, roles)
    growth = draw.uniform(0.01, 0.05, roles)
    month = np.arange(months)
    required = start[:, None] * (1 + growth[:, None]) ** month * draw.uniform(0.97, 1.03, (roles, months))
    stay = 1 - draw.uniform(0.008, 0.02, roles)
    in_post = np.floor(start * draw.uniform(0.7, 1.0, roles))[:, None] * stay[:, None] ** month
    wage = draw.uniform(0.7, 1.5, roles)
    line, source = np.divmod(np.arange(roles * sources), sources)
    ramp = np.ones((line.size, months))
    for kind in range(sources):
        ramp[source == kind, : len(RAMPS[kind])] = RAMPS[kind][:months]
    fade = stay[line, None] ** month
    cost = wage[line, None] * np.array(WAGES)[source, None] * fade * draw.uniform(0.9, 1.1, (line.size, 1))
    cost[:, 0] += wage[line] * np.array(ONE_OFFS)[source]
    gap = np.maximum(required - in_post, 0.0) * wage[:, None]
    spend = BUDGET * budget * np.maximum(gap.sum(axis=0), gap.sum(axis=0).mean() / 2)
    leads = np.array(LEADS)[source]
    shape = (line.size, months)
    offers = Offers(
        line=line,
        coverage=ramp * fade,
        cost=cost,
        earliest=leads,
        most=np.where(source == 0, np.ceil(start[line] / 6), 50.0),
        least_at=np.zeros(shape),
        most_at=np.full(shape, np.inf),
        frozen=np.zeros(shape, dtype=bool),
        opened_before=np.where(source == EXTERNAL, leads, NONE),
        channel=np.full(line.size, NONE),
        mentoring=np.zeros(shape),
        shares=np.zeros(line.size, dtype=bool),
        taken_from=np.full(line.size, NONE),
        taken=np.zeros(shape),
        setup=np.zeros(line.size),
    )
    return HiringProblem(
        required=required,
        in_post=in_post,
        shortage_price=wage * draw.uniform(1.8, 2.6, roles),
        severe_price=3 * wage * 2.2,
        least=0.7,
        may_share=np.zeros((roles, roles), dtype=bool),
        may_share_new=np.zeros((roles, roles), dtype=bool),
        offers=offers,
        contracts=no_contracts(months),
        limits=Limits(
            payroll=np.zeros(months),
            budget=spend,
            budget_total=np.inf,
            openings=np.full(months, np.ceil(roles / 3)),
            channel_most=np.zeros(0),
            mentors=np.full(months, np.inf),
        ),
        counted=months,
    )


def no_contracts(months: int) -> Contracts:
    nothing, none = np.zeros(0), np.zeros(0, dtype=np.int64)
    flags = np.zeros((0, months), dtype=bool)
    return Contracts(none, none, nothing, nothing, nothing, nothing, nothing, none, nothing, flags, flags, flags)


def make_company(lines: int, months: int, tail: int = 12, seed: int = 1, size: float = 3.0) -> HiringProblem:
    """Make a problem of a company whose lines share hours, with six ways each, mentors, training and a contract.

    The ways: employees by two channels, part-time, transfer, contractor, training of another line's people.
    """
    draw = np.random.default_rng(seed)
    total = months + tail
    month = np.arange(total)
    level = draw.uniform(0.2, 1.0, lines) * size
    required = level[:, None] * (1 + draw.uniform(0.0, 0.04, lines)[:, None]) ** np.minimum(month, months - 1)
    stay = 1 - draw.uniform(0.008, 0.018, lines)
    in_post = np.round(level * draw.uniform(0.5, 1.1, lines), 1)[:, None] * stay[:, None] ** month
    wage = draw.uniform(350, 800, lines)
    ways = 6
    line, way = np.divmod(np.arange(lines * ways), ways)
    fade = stay[line, None] ** month
    ramp = np.ones((line.size, total))
    for place, rises in enumerate(((0.0, 0.5, 0.5), (0.0, 0.5, 0.5), (0.2, 0.6), (0.5, 0.8), (0.6,), (0.0, 0.3))):
        ramp[way == place, : len(rises)] = rises
    share = np.where(way == 2, 0.5, 1.0)[:, None]
    coverage = ramp * fade * share
    coverage[way <= 1, 0] -= 0.05
    pay = np.array([1.0, 1.0, 0.55, 0.95, 1.8, 0.05])[way, None] * wage[line, None] * fade
    pay[:, 0] += wage[line] * np.array([4.0, 1.0, 0.8, 0.5, 0.3, 1.0])[way]
    other = draw.integers(0, lines, line.size)
    trains = (way == 5) & (other != line)
    shape = (line.size, total)
    group = draw.integers(0, max(2, lines // 4), lines)
    together = group[:, None] == group[None, :]
    offers = Offers(
        line=line,
        coverage=coverage,
        cost=pay,
        earliest=np.array([4, 5, 3, 1, 1, 2])[way],
        most=np.select([way == 3, way == 5], [1.0, np.where(trains, 2.0, 0.0)], np.inf),
        least_at=np.zeros(shape),
        most_at=np.full(shape, np.inf),
        frozen=np.zeros(shape, dtype=bool),
        opened_before=np.where(way <= 2, 3, NONE),
        channel=np.where(way == 1, 0, NONE),
        mentoring=np.where((way[:, None] <= 2) & (month < 3), 1.0, 0.0),
        shares=way <= 3,
        taken_from=np.where(trains, other, NONE),
        taken=np.where(trains[:, None], fade, 0.0),
        setup=np.where(way == 4, 300.0, 0.0),
    )
    one = np.ones(1)
    contracts = Contracts(
        line=np.zeros(1, dtype=np.int64),
        earliest=np.array([3]),
        fixed=120.0 * one,
        price=wage[:1] * 1.1,
        minimum=0.3 * one,
        most=2.0 * one,
        setup=900.0 * one,
        commitment=np.array([12]),
        governance=0.1 * one,
        frozen=np.zeros((1, total), dtype=bool),
        running=np.zeros((1, total), dtype=bool),
        barred=np.zeros((1, total), dtype=bool),
    )
    gap = (np.maximum(required - in_post, 0.0) * wage[:, None]).sum(axis=0)
    return HiringProblem(
        required=required,
        in_post=in_post,
        shortage_price=1.5 * wage,
        severe_price=1.5 * wage,
        least=0.7,
        may_share=together,
        may_share_new=together & (wage[:, None] >= wage[None, :]),
        offers=offers,
        contracts=contracts,
        limits=Limits(
            payroll=(in_post * wage[:, None]).sum(axis=0),
            budget=(in_post * wage[:, None]).sum(axis=0) + 1.3 * np.maximum(gap, gap.mean() / 2) + 4 * wage.max(),
            budget_total=np.inf,
            openings=np.full(total, max(1.0, np.ceil(lines / 4))),
            channel_most=np.array([2.0]),
            mentors=np.full(total, max(2.0, lines / 3)),
        ),
        counted=months,
    )
