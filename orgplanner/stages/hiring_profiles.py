"""Profiles of offers, what a unit gives or costs k months after its start, put to the months of a plan."""

from __future__ import annotations

import numpy as np

from orgplanner.maths.sparse_program import SparseProgram
from orgplanner.stages.hiring_problem import NONE, Places
from orgplanner.stages.inputs import Array

MANY = 3_000
"""Coefficients from which on sums over past starts are kept as stocks: fewer numbers, more variables."""

EXACT = 1e-12
"""Share of a profile's largest number below which a difference is rounding."""


def running_total(profile: Array, months: int) -> Array:
    """Return what a unit started in month t adds up to until `months`, sum of profile[n,k] over k < months - t.

    >>> running_total(np.array([[5.0, 1.0, 1.0]]), 3).tolist()
    [[7.0, 6.0, 5.0]]
    """
    return np.cumsum(profile[:, :months], axis=1)[:, ::-1]


def aligned(profile: Array, start: Places) -> Array:
    """Return profiles moved to the month in which each starts: [n,t] = profile[n, t - start[n]], 0 before (N, T).

    >>> aligned(np.array([[5.0, 1.0, 2.0]]), np.array([1])).tolist()
    [[0.0, 5.0, 1.0]]
    """
    since = np.arange(profile.shape[1]) - start[:, None]
    moved: Array = np.where(since >= 0, np.take_along_axis(profile, np.maximum(since, 0), axis=1), 0.0)
    return moved


def add_running(program: SparseProgram, starts: Places, profile: Array, rows: Places) -> None:
    """Add what runs from all starts so far to rows: sum over k of profile[n,k] x starts[n,t-k] to rows[n,t].

    Args:
        program: program that has the rows and the starts.
        starts: variables (N, T); `NONE` where a start is impossible.
        profile: what a unit gives k months after its start (N, T).
        rows: rows to which each adds (N, T); `NONE` where there is none.
    """
    used = (profile != 0).any(axis=1) & (rows >= 0).any(axis=1) & (starts >= 0).any(axis=1)
    starts, profile, rows = starts[used], profile[used], rows[used]
    months = profile.shape[1]
    if int((profile != 0).sum()) * months // 2 > MANY:
        _add_stocks(program, starts, profile, rows)
        return
    for lag in range(months):
        _add_lag(program, rows[:, lag:], starts[:, : months - lag], profile[:, lag])


def _add_stocks(program: SparseProgram, starts: Places, profile: Array, rows: Places) -> None:
    """Add through stocks that fade: stock[g,t] - fade[g] x stock[g,t-1] = sum over k of change[n,k] x starts[n,t-k].

    Profiles that fade alike and add to the same rows share a stock; change[n,k] = profile[n,k] - fade x profile[n,k-1]
    is 0 once a unit is ramped, which leaves few coefficients.
    """
    months = profile.shape[1]
    fade = _fading(profile)
    change = profile - fade[:, None] * np.pad(profile, ((0, 0), (1, 0)))[:, :-1]
    change[np.abs(change) <= EXACT * np.abs(profile).max(axis=1, keepdims=True)] = 0.0
    keys, group = np.unique(np.column_stack([rows.max(axis=1), fade]), axis=0, return_inverse=True)
    group = group.reshape(-1)
    target = np.full((len(keys), months), NONE)
    target[group] = rows
    stock = program.variables(len(keys) * months, lower=-np.inf).reshape(-1, months)
    balance = program.rows("stocks", stock.size, lower=0.0, upper=0.0).reshape(-1, months)
    program.entries(balance, stock, 1.0)
    program.entries(balance[:, 1:], stock[:, :-1], -keys[:, 1:])
    there = target >= 0
    program.entries(target[there], stock[there], 1.0)
    for lag in range(months):
        _add_lag(program, balance[group, lag:], starts[:, : months - lag], -change[:, lag])


def _fading(profile: Array) -> Array:
    """Return the ratio of each profile's last two numbers that are not 0 (N,)."""
    months = profile.shape[1]
    last = months - 1 - np.argmax(profile[:, ::-1] != 0, axis=1)
    end = np.take_along_axis(profile, last[:, None], axis=1)[:, 0]
    before = np.take_along_axis(profile, np.maximum(last - 1, 0)[:, None], axis=1)[:, 0]
    fade = np.divide(end, before, out=np.zeros_like(end), where=(before != 0) & (last > 0))
    return np.round(np.clip(fade, 0.0, 1.0), 14)


def _add_lag(program: SparseProgram, rows: Places, starts: Places, values: Array) -> None:
    number = np.broadcast_to(values[:, None], rows.shape)
    there = (rows >= 0) & (starts >= 0) & (number != 0)
    program.entries(rows[there], starts[there], number[there])
