"""A planner without a program: month by month, start what saves most for its money while the limits allow it."""

from __future__ import annotations

import numpy as np

from orgplanner.stages.hiring_problem import NONE, HiringProblem


def plan_month_by_month(problem: HiringProblem) -> np.ndarray:
    """Return the units that start (J, T); for problems with budget, openings and `most`, without sharing."""
    offers, limits, months = problem.offers, problem.limits, problem.months
    starts = np.zeros(offers.coverage.shape)
    need = problem.required - problem.in_post
    money = limits.budget - limits.payroll
    openings, most = limits.openings.copy(), offers.most.copy()
    for month in range(months):
        while True:
            best, saving = NONE, 0.0
            for offer in range(offers.line.size):
                if month < offers.earliest[offer] or most[offer] < 1:
                    continue
                before = offers.opened_before[offer]
                if before != NONE and openings[month - before] < 1:
                    continue
                cost = offers.cost[offer, : months - month]
                if (cost > money[month:] + 1e-9).any():
                    continue
                line = offers.line[offer]
                left = need[line, month:] - offers.coverage[offer, : months - month]
                saved = _price(problem, line, month, need[line, month:]) - _price(problem, line, month, left)
                if saved - cost.sum() > saving:
                    best, saving = offer, saved - cost.sum()
            if best == NONE:
                break
            starts[best, month] += 1
            most[best] -= 1
            money[month:] -= offers.cost[best, : months - month]
            need[offers.line[best], month:] -= offers.coverage[best, : months - month]
            if offers.opened_before[best] != NONE:
                openings[month - offers.opened_before[best]] -= 1
    return starts


def _price(problem: HiringProblem, line: int, month: int, need: np.ndarray) -> float:
    mild = (1 - problem.least) * problem.required[line, month:]
    priced = problem.shortage_price[line] * np.maximum(need, 0.0).sum()
    return float(priced + problem.severe_price[line] * np.maximum(need - mild, 0.0).sum())
