"""The program of a plan of hires: one function for each family of constraints, each with its formula.

Variables are starts[j,t] of offers, ready[j,t] (an offer's set-up is paid), runs, begins and volume[c,t] of contracts,
flow[a,b,t] of today's people and new_flow[a,b,t] of joiners from line a to line b, and the shortage of a line in two
parts, short[r,t] up to (1 - least) x required and severe[r,t] beyond. Money counts in `unit`s, so that all numbers are
of one size.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from orgplanner.maths.sparse_program import SparseProgram
from orgplanner.stages.hiring_columns import Columns, Flows, add_columns, choose_unit, units_run
from orgplanner.stages.hiring_problem import NONE, Family, HiringProblem, Places
from orgplanner.stages.hiring_profiles import add_running, running_total
from orgplanner.stages.inputs import Array

YEAR = 12
"""Months in which a recruiting channel gives only so many."""


class Goal(StrEnum):
    """What a program brings down."""

    TOTAL = "total"
    SHORTAGE = "shortage"
    MONEY = "money"


@dataclass(frozen=True)
class HiringProgram:
    """A problem as a program."""

    problem: HiringProblem
    program: SparseProgram
    columns: Columns
    unit: float
    """Money that counts as 1 in costs and budgets."""
    goal: Goal
    costs: Array
    """What is brought down, by variable."""


def assemble(
    problem: HiringProblem,
    *,
    goal: Goal = Goal.TOTAL,
    without: Collection[Family] = (),
    shortage_most: float = np.inf,
) -> HiringProgram:
    """Return the program of a problem.

    Args:
        problem: what is to be decided.
        goal: what is to be brought down.
        without: families to leave out.
        shortage_most: the most that the priced shortage may be, in money.
    """
    program, unit = SparseProgram(), choose_unit(problem)
    columns = add_columns(program, problem, unit, without)
    for family, add in (
        (Family.COVERAGE, _cover_the_demand),
        (Family.SHARING, _share_what_is_there),
        (Family.RECRUITING, _open_so_many_requisitions),
        (Family.CHANNELS, _take_so_many_from_a_channel),
        (Family.MENTORING, _mentor_so_many_joiners),
        (Family.LIMITS, _start_and_take_so_many),
        (Family.CONTRACTS, _keep_contracts),
    ):
        if family not in without:
            add(program, problem, columns)
    _pay_set_up(program, problem, columns)
    if Family.BUDGET not in without:
        _keep_the_budget(program, problem, columns, unit)
    if Family.BUDGET_TOTAL not in without and np.isfinite(problem.limits.budget_total):
        _keep_the_whole_budget(program, problem, columns, unit)
    shortage = np.zeros(program.width)
    for places in (columns.short, columns.severe):
        shortage[places[places >= 0]] = program.costs[places[places >= 0]]
    if np.isfinite(shortage_most):
        row = program.rows(Family.COVERAGE, 1, upper=shortage_most / unit)
        program.entries(row, np.arange(program.width), shortage)
    costs = {Goal.TOTAL: program.costs, Goal.SHORTAGE: shortage, Goal.MONEY: program.costs - shortage}[goal]
    return HiringProgram(problem, program, columns, unit, goal, costs)


def _cover_the_demand(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Cover the demand of each line and month, or count what is short.

    in_post + units + volume - governance x runs - taken + flows in - flows out + short + severe >= required
    """
    offers, contracts = problem.offers, problem.contracts
    rows = np.full(problem.required.shape, NONE)
    used = columns.short >= 0
    rows[used] = program.rows(Family.COVERAGE, int(used.sum()), lower=(problem.required - problem.in_post)[used])
    _put(program, rows, columns.short, 1.0)
    _put(program, rows, columns.severe, 1.0)
    add_running(program, columns.starts, offers.coverage, _rows_of(rows, offers.line))
    add_running(program, columns.starts, -offers.taken, _rows_of(rows, offers.taken_from))
    _put(program, _rows_of(rows, contracts.line), columns.volume, 1.0)
    _put(program, _rows_of(rows, contracts.line), columns.runs, -contracts.governance[:, None])
    for flows in (columns.flows, columns.new_flows):
        _put(program, rows[flows.taker, flows.month], flows.column, 1.0)
        _put(program, rows[flows.giver, flows.month], flows.column, -1.0)


def _share_what_is_there(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Share no more than there is.

    sum over b of flow[a,b,t] <= in_post[a,t] - taken from a ; sum over b of new_flow[a,b,t] <= shared_most x units of a
    """
    offers = problem.offers
    rows = _rows_of_givers(program, problem, columns.flows, problem.in_post)
    add_running(program, columns.starts, offers.taken, _rows_of(rows, offers.taken_from))
    rows = _rows_of_givers(program, problem, columns.new_flows, np.zeros_like(problem.in_post))
    given = np.where(offers.shares[:, None], problem.shared_most * np.maximum(offers.coverage, 0.0), 0.0)
    add_running(program, columns.starts, -given, _rows_of(rows, offers.line))


def _rows_of_givers(program: SparseProgram, problem: HiringProblem, flows: Flows, most: Array) -> Places:
    rows = np.full(problem.required.shape, NONE)
    gives = np.zeros(rows.shape, dtype=bool)
    gives[flows.giver, flows.month] = True
    rows[gives] = program.rows(Family.SHARING, int(gives.sum()), upper=most[gives])
    _put(program, rows[flows.giver, flows.month], flows.column, 1.0)
    return rows


def _open_so_many_requisitions(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Open no more requisitions than the month allows: sum of starts[j, t + opened_before[j]] <= openings[t]."""
    openings, before = problem.limits.openings, problem.offers.opened_before
    rows = np.full(problem.months, NONE)
    rows[np.isfinite(openings)] = program.rows(
        Family.RECRUITING, int(np.isfinite(openings).sum()), upper=np.maximum(openings[np.isfinite(openings)], 0.0)
    )
    month = np.arange(problem.months) - np.maximum(before, 0)[:, None]
    counts = (before[:, None] != NONE) & (month >= 0)
    _put(program, np.where(counts, rows[np.maximum(month, 0)], NONE), columns.starts, 1.0)


def _take_so_many_from_a_channel(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Take no more from a recruiting channel in any twelve months than it gives.

    sum of starts[j, w .. w + 11] over the channel's offers <= channel_most
    """
    most, channel = problem.limits.channel_most, problem.offers.channel
    limited = np.flatnonzero(np.isfinite(most))
    windows = max(problem.months - YEAR, 0) + 1
    rows = program.rows(Family.CHANNELS, limited.size * windows, upper=np.repeat(most[limited], windows))
    month = np.arange(problem.months)
    for block, place in zip(rows.reshape(limited.size, windows), limited, strict=True):
        starts = columns.starts[channel == place]
        for window, row in enumerate(block):
            inside = (month >= window) & (month < window + YEAR)
            _put(program, np.where(inside, row, NONE), starts, 1.0)


def _mentor_so_many_joiners(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Start no more joiners than can be mentored: mentoring of the units <= mentors[t]."""
    mentors, mentoring = problem.limits.mentors, problem.offers.mentoring
    binding = np.isfinite(mentors) & bool((mentoring > 0).any())
    rows = np.full(problem.months, NONE)
    rows[binding] = program.rows(Family.MENTORING, int(binding.sum()), upper=np.maximum(mentors[binding], 0.0))
    add_running(program, columns.starts, mentoring, np.broadcast_to(rows, columns.starts.shape))


def _start_and_take_so_many(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Start no more units of an offer than there can be, and take away no more people than there are.

    sum of starts[j,t] over all months, or over the last runs[j] months, <= most[j] ;
    units taken from a line <= in_post of the line
    """
    offers, months = problem.offers, problem.months
    ends = units_run(problem) < months
    limited = np.flatnonzero(np.isfinite(offers.most) & ~ends)
    rows = program.rows(Family.LIMITS, limited.size, upper=offers.most[limited])
    _put(program, rows[:, None], columns.starts[limited], 1.0)
    limited = np.flatnonzero(np.isfinite(offers.most) & ends)
    rows = program.rows(Family.LIMITS, limited.size * months, upper=np.repeat(offers.most[limited], months))
    running = (np.arange(months) < units_run(problem)[limited, None]).astype(float)
    add_running(program, columns.starts[limited], running, rows.reshape(-1, months))
    lines = np.unique(offers.taken_from[offers.taken_from != NONE])
    rows = np.full(problem.required.shape, NONE)
    rows[lines] = program.rows(
        Family.LIMITS, lines.size * problem.months, upper=problem.in_post[lines].ravel()
    ).reshape(lines.size, problem.months)
    add_running(program, columns.starts, offers.taken, _rows_of(rows, offers.taken_from))


def _keep_contracts(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Run contracts by their terms.

    minimum x runs <= volume <= most x runs ; begins[t] >= runs[t] - runs[t-1] ;
    sum of begins over the last `commitment` months <= runs[t]
    """
    contracts, months = problem.contracts, problem.months
    count = contracts.line.size * months
    runs, volume = columns.runs.ravel(), columns.volume.ravel()
    rows = program.rows(Family.CONTRACTS, count, lower=0.0)
    program.entries(rows, volume, 1.0)
    program.entries(rows, runs, -np.repeat(contracts.minimum, months))
    rows = program.rows(Family.CONTRACTS, count, lower=0.0)
    program.entries(rows, volume, -1.0)
    program.entries(rows, runs, columns.volume_most.ravel())
    rows = program.rows(Family.CONTRACTS, count, lower=0.0).reshape(-1, months)
    program.entries(rows, columns.begins, 1.0)
    program.entries(rows, columns.runs, -1.0)
    program.entries(rows[:, 1:], columns.runs[:, :-1], 1.0)
    rows = program.rows(Family.CONTRACTS, count, lower=0.0).reshape(-1, months)
    program.entries(rows.ravel(), runs, 1.0)
    for lag in range(months):
        within = (lag < np.maximum(contracts.commitment, 1))[:, None]
        program.entries(rows[:, lag:], columns.begins[:, : months - lag], np.where(within, -1.0, 0.0))


def _pay_set_up(program: SparseProgram, problem: HiringProblem, columns: Columns) -> None:
    """Pay for the first unit of an offer: starts[j,t] <= largest[j,t] x ready[j,t], ready never goes back.

    In the counted months an offer gets ready with its first unit, ready[t] - ready[t-1] <= starts[t], so that its
    set-up falls into the budget of that month.
    """
    chosen = np.flatnonzero(columns.ready[:, 0] >= 0) if columns.ready.size else np.zeros(0, dtype=np.int64)
    ready, starts = columns.ready[chosen], columns.starts[chosen]
    rows = program.rows(Family.CONTRACTS, ready.size, lower=0.0).reshape(-1, problem.months)
    program.entries(rows, ready, columns.largest[chosen])
    _put(program, rows, starts, -1.0)
    rows = program.rows(Family.CONTRACTS, ready.size, lower=0.0).reshape(-1, problem.months)
    program.entries(rows, ready, 1.0)
    program.entries(rows[:, 1:], ready[:, :-1], -1.0)
    counted = problem.counted
    rows = program.rows(Family.CONTRACTS, ready[:, :counted].size, lower=0.0).reshape(-1, counted)
    program.entries(rows, ready[:, :counted], -1.0)
    program.entries(rows[:, 1:], ready[:, : counted - 1], 1.0)
    _put(program, rows, starts[:, :counted], 1.0)


def _keep_the_budget(program: SparseProgram, problem: HiringProblem, columns: Columns, unit: float) -> None:
    """Keep payroll and moves within the budget of each counted month.

    payroll[t] + costs of units + set-ups + contracts (fixed x runs + price x volume + setup x begins) <= budget[t]
    """
    limits, contracts, offers = problem.limits, problem.contracts, problem.offers
    limited = np.isfinite(limits.budget) & (np.arange(problem.months) < problem.counted)
    rows = np.full(problem.months, NONE)
    rows[limited] = program.rows(
        Family.BUDGET, int(limited.sum()), upper=((limits.budget - limits.payroll) / unit)[limited]
    )
    add_running(program, columns.starts, offers.cost / unit, np.broadcast_to(rows, columns.starts.shape))
    for places, price in (
        (columns.runs, contracts.fixed),
        (columns.volume, contracts.price),
        (columns.begins, contracts.setup),
    ):
        _put(program, rows, places, price[:, None] / unit)
    _put(program, rows, columns.ready, offers.setup[:, None] / unit)
    _put(program, rows[1:], columns.ready[:, :-1], -offers.setup[:, None] / unit)


def _keep_the_whole_budget(program: SparseProgram, problem: HiringProblem, columns: Columns, unit: float) -> None:
    """Keep payroll and moves of the counted months together within the whole budget."""
    limits, contracts, offers, counted = problem.limits, problem.contracts, problem.offers, problem.counted
    left = limits.budget_total - float(limits.payroll[:counted].sum())
    row = program.rows(Family.BUDGET_TOTAL, 1, upper=left / unit)
    _put(program, row, columns.starts[:, :counted], running_total(offers.cost, counted) / unit)
    for places, price in (
        (columns.runs, contracts.fixed),
        (columns.volume, contracts.price),
        (columns.begins, contracts.setup),
    ):
        _put(program, row, places[:, :counted], price[:, None] / unit)
    _put(program, row, columns.ready[:, counted - 1], offers.setup / unit)


def _rows_of(rows: Places, line: Places) -> Places:
    """Return the rows of each offer's or contract's line (N, T); `NONE` where it has no line."""
    return np.where((line != NONE)[:, None], rows[line], NONE)


def _put(program: SparseProgram, rows: Places, columns: Places, values: float | Array) -> None:
    """Add entries where both the row and the variable exist."""
    row, column, value = np.broadcast_arrays(rows, columns, values)
    there = (row >= 0) & (column >= 0)
    program.entries(row[there], column[there], value[there])
