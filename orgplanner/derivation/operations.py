"""The function behind each operation: recomputes a figure's value from its terms' values alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from orgplanner.maths.whole import whole_people
from orgplanner.records.figure import Figure, Operation
from orgplanner.stages.demand import SHORTEST
from orgplanner.stages.staffing import ops_by_rule

Values = Sequence[float]


def recompute(figure: Figure) -> float:
    """Return the value that a figure's operation gives for its terms.

    Raises:
        ValueError: the figure has no operation.
    """
    if figure.operation is None:
        raise ValueError(f"{figure.id} is not derived")
    return OPERATIONS[figure.operation]([term.value for term in figure.terms])


def _roll_forward(values: Values) -> float:
    """Accounts before - churned + new."""
    before, churned, new = values
    return before - churned + new


def _growth(values: Values) -> float:
    """Revenue an account x (accounts + accounts today x upsell a year x months / 12)."""
    accounts, revenue, today, upsell, months = values
    return revenue * (accounts + today * upsell * months / 12)


def _cohorts(values: Values) -> float:
    """Sum of starts k months ago x share of the month that they still fill; the duration comes first."""
    duration, *starts = values
    return sum(start * min(1.0, max(0.0, duration - k)) for k, start in enumerate(starts))


def _one_off(values: Values) -> float:
    """One-off / over while it lasts, upkeep afterwards; the month's place comes last."""
    one_off, over, upkeep, place = values
    share = min(1.0, max(0.0, over - place))
    return one_off / max(over, SHORTEST) * share + upkeep * (1 - share)


def _spread(values: Values) -> float:
    """Amount / months while they last; the month's place comes last."""
    amount, months, place = values
    return amount / max(months, SHORTEST) * min(1.0, max(0.0, months - place))


def _headcount_rule(values: Values) -> float:
    """None below the first number, then one for each so many."""
    people, first_at, per = values
    return float(ops_by_rule(np.array([round(people)]), np.array(first_at), np.array(per))[0])


def _leading(values: Values) -> float:
    """Full-time leads + hours a report x reports / capacity."""
    full, hours, reports, capacity = values
    return full + hours * reports / capacity


def _whole(values: Values) -> float:
    """Positions that carry a load when each may carry the highest load; at least one."""
    load, highest = values
    return max(1.0, float(whole_people(np.array(load / highest))))


OPERATIONS: Mapping[Operation, Callable[[Values], float]] = {
    Operation.SUM: math.fsum,
    Operation.DIFFERENCE: lambda values: values[0] - math.fsum(values[1:]),
    Operation.PRODUCT: math.prod,
    Operation.QUOTIENT: lambda values: values[0] / math.prod(values[1:]),
    Operation.MAXIMUM: max,
    Operation.COMPLEMENT: lambda values: 1 - values[0],
    Operation.PER_MONTH: lambda values: math.prod(values) / 12,
    Operation.ROLL_FORWARD: _roll_forward,
    Operation.GROWTH: _growth,
    Operation.COHORTS: _cohorts,
    Operation.MINUTES: lambda values: math.prod(values) / 60,
    Operation.ONE_OFF: _one_off,
    Operation.SPREAD: _spread,
    Operation.WORKING_YEAR: lambda values: (365 - values[0]) * values[1],
    Operation.HEADCOUNT_RULE: _headcount_rule,
    Operation.LEADING: _leading,
    Operation.COUNT: math.fsum,
    Operation.WHOLE: _whole,
}
"""The function of each operation."""
