"""The function behind each operation: recomputes a figure's value from its terms' values alone."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from orgplanner.maths.whole import whole_people
from orgplanner.records.figure import Figure, Operation
from orgplanner.stages.demand import SHORTEST
from orgplanner.stages.desk import agents_needed
from orgplanner.stages.health import ROUNDING
from orgplanner.stages.outside_bill import whole_units, whole_volume
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


def _started(filled: float, lead: float, age: float) -> list[tuple[float, float]]:
    """Parts of a unit with their ages: what is not filled in time starts one lead time later, and so on."""
    wait = max(1, math.ceil(lead - 1e-9))
    return [(filled * (1 - filled) ** k, age - k * wait) for k in range(int(age) // wait + 1)]


def _unit_output(values: Values) -> float:
    """Units x (FTE x ramp x (1 - attrition) ^ (age / 12) of what has started, less mentoring while a unit ramps)."""
    count, fte, filled, lead, attrition, age, mentoring, *ramp = values
    each = 0.0
    for part, since in _started(filled, lead, age):
        each += part * (ramp[int(since)] if since < len(ramp) else 1.0) * (1 - attrition) ** (since / 12)
    return count * fte * (each - (mentoring if age < len(ramp) else 0.0))


def _unit_cost(values: Values) -> float:
    """Units x (cost a month x (1 - attrition) ^ (age / 12), and the one-off at each start) + set-up."""
    count, monthly, one_off, filled, lead, attrition, age, set_up, *more = values
    each = 0.0
    for part, since in _started(filled, lead, age):
        each += part * (monthly + math.fsum(more)) * (1 - attrition) ** (since / 12)
        each += part * one_off if since == 0 else 0.0
    return count * each + set_up


def _volume_cost(values: Values) -> float:
    """The larger of what is carried and the minimum x price, what runs beside it, and the set-up."""
    carried, least, price, running, set_up = values
    return max(carried, least) * price + running + set_up


def _growth(values: Values) -> float:
    """Revenue an account x (accounts + accounts today x upsell a year x months / 12)."""
    accounts, revenue, today, upsell, months = values
    return revenue * (accounts + today * upsell * months / 12)


def _cohorts(values: Values) -> float:
    """Sum of starts k months ago x share of the month that they still fill; the duration comes first."""
    duration, *starts = values
    return sum(start * min(1.0, max(0.0, duration - k)) for k, start in enumerate(starts))


def _weighted(values: Values) -> float:
    """Accounts + (factor - 1) x the recent ones among them."""
    accounts, factor, recent = values
    return accounts + (factor - 1) * min(recent, accounts)


def calibrated(values: Values) -> float:
    """Today's mean x accounts / (accounts + (factor - 1) x the recent ones among them); the limit without accounts."""
    mean, factor, accounts, recent = values
    if accounts <= 0:
        return mean / factor if recent > 0 else mean
    return mean * accounts / (accounts + (factor - 1) * min(recent, accounts))


def _mix(values: Values) -> float:
    """The usual frequency for the rest, and that of each group with its share of the accounts before it."""
    usual, *groups = values
    shares, frequencies = groups[::2], groups[1::2]
    return usual * (1 - math.fsum(shares)) + math.fsum(map(operator.mul, shares, frequencies))


def _saved(values: Values) -> float:
    """Effect x adoption x what checking leaves, grown evenly over the lag since the start; the months come last."""
    effect, adoption, review, lag, since = values
    ramp = 0.0 if since < 0 else min(1.0, since / lag) if lag > 0 else 1.0
    return effect * adoption * (1 - review) * ramp


def _answers(values: Values) -> float:
    """FTE x hours of one FTE x 60 / minutes of an answer."""
    fte, hours, minutes = values
    return fte * hours * 60 / minutes


def _queue(values: Values) -> float:
    """What waited and what came, less what could be done; never less than nothing."""
    before, arriving, capacity = values
    return max(0.0, before + arriving - capacity)


def _running(values: Values) -> float:
    """Sum of starts k = 1, 2, ... months ago x share of the month that they still fill; the duration comes first."""
    duration, *starts = values
    return _cohorts([duration - 1, *starts])


def _free_share(values: Values) -> float:
    """What is not busy, as a share of what is asked for: none below nothing, all where it is enough."""
    there, busy, asked = values
    return min(1.0, max(0.0, (there - busy) / asked)) if asked > 0 else 1.0


def _response_target(values: Values) -> float:
    """(Waiting + asked within the target, at the peak) x handling / (target x share of a paid hour for the work)."""
    waiting, asked, peak, target, handling, capacity, paid = values
    return (waiting + asked * peak * target / 60 / paid) * handling / (target * capacity / paid)


def _missing(values: Values) -> float:
    """Share of what is required that nobody carries; none where nothing is required."""
    carried, required = values
    return max(0.0, 1 - carried / required) if required > 0 else 0.0


def _exceeds(values: Values) -> float:
    """1 where the first is more than the second, else 0."""
    value, limit = values
    return float(value > limit + ROUNDING)


def _offered_load(values: Values) -> float:
    """Contacts a month x share of the week x handling time / (length of the interval x weeks a month)."""
    contacts, share, handling, interval, weeks = values
    return contacts * share * handling / (interval * weeks)


def _agents(values: Values) -> float:
    """The fewest agents for load, handling minutes, service level, threshold in seconds, occupancy, patience if any."""
    load, handling, target, threshold, occupancy, *patience = values
    return float(agents_needed(load, handling, target, threshold / 60, occupancy, *patience))


def _idle(values: Values) -> float:
    """Hours on the desk x highest occupancy, less the hours of talking."""
    rostered, cap, talk = values
    return max(cap * rostered - talk, 0.0)


def _task_hours(values: Values) -> float:
    """For each task: fixed hours, and some for each person, who come first."""
    people, *tasks = values
    return math.fsum(tasks[::2]) + people * math.fsum(tasks[1::2])


def _tasks(values: Values) -> float:
    """None below the first number of people, then hours / capacity."""
    people, first_at, hours, capacity = values
    return 0.0 if people < first_at else hours / capacity


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
    Operation.MINIMUM: min,
    Operation.COMPLEMENT: lambda values: 1 - values[0],
    Operation.PER_MONTH: lambda values: math.prod(values) / 12,
    Operation.MONTHLY_RATE: lambda values: 1 - values[0] ** (1 / values[1]),
    Operation.ROLL_FORWARD: _roll_forward,
    Operation.STAYING: lambda values: math.prod(values[2:]) * (1 - values[0]) ** (values[1] / 12),
    Operation.LEAVING: lambda values: 1 - (1 - values[0]) ** (values[1] / 12),
    Operation.UNIT_OUTPUT: _unit_output,
    Operation.UNIT_COST: _unit_cost,
    Operation.VOLUME_COST: _volume_cost,
    Operation.GROWTH: _growth,
    Operation.COHORTS: _cohorts,
    Operation.WEIGHTED: _weighted,
    Operation.CALIBRATION: calibrated,
    Operation.MIX: _mix,
    Operation.SAVED: _saved,
    Operation.MINUTES: lambda values: math.prod(values) / 60,
    Operation.TICKETS: lambda values: values[0] * 60 / math.prod(values[1:]),
    Operation.ANSWERS: _answers,
    Operation.QUEUE: _queue,
    Operation.RUNNING: _running,
    Operation.FREE_SHARE: _free_share,
    Operation.RESPONSE_TARGET: _response_target,
    Operation.MISSING: _missing,
    Operation.EXCEEDS: _exceeds,
    Operation.OFFERED_LOAD: _offered_load,
    Operation.ERLANG_C_AGENTS: _agents,
    Operation.ERLANG_A_AGENTS: _agents,
    Operation.IDLE: _idle,
    Operation.ONE_OFF: _one_off,
    Operation.SPREAD: _spread,
    Operation.WORKING_YEAR: lambda values: (365 - values[0]) * values[1],
    Operation.HEADCOUNT_RULE: _headcount_rule,
    Operation.TASK_HOURS: _task_hours,
    Operation.TASKS: _tasks,
    Operation.LEADING: _leading,
    Operation.COUNT: math.fsum,
    Operation.WHOLE: _whole,
    Operation.FLOOR: lambda values: whole_volume(values[0]),
    Operation.CEILING: lambda values: float(whole_units(values[0], values[1])),
}
"""The function of each operation."""
