"""Tell what waits where the people there are too few: accounts before their onboarding, questions before their answer.

A role's people share their time among its kinds of work as its required FTE does. With as many people as the plan
requires nothing waits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from orgplanner.maths.workdays import working_days_of_year
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import TargetKind
from orgplanner.stages.attendance import attendance, seats_fte, shares_today, unlisted_fte
from orgplanner.stages.demand import Demand
from orgplanner.stages.forecast import Forecast, cohort_weights
from orgplanner.stages.inputs import Array, Inputs, activity_number
from orgplanner.stages.levers import levers_on, remaining_share
from orgplanner.stages.register import ONBOARDING
from orgplanner.stages.staffing import Staffing

ALL = 1 - 1e-9
"""Share of what waits from which all of it starts; the rest is rounding."""

ROUNDING = 1e-9
"""Accounts, tickets or FTE below which nothing is missing."""


@dataclass(frozen=True)
class OnboardingQueue:
    """Accounts that wait for their onboarding. Arrays are (S, G, T) unless said otherwise."""

    roles: tuple[str | None, ...]
    """Role that onboards each segment's accounts; None where nobody has to."""
    arriving: Array
    """Accounts that want to start in the month."""
    starts: Array
    """Accounts whose onboarding starts in the month."""
    waiting: Array
    """Accounts that wait at the month's end."""
    duration: Array
    """Months that onboarding takes once it has started (S, G)."""
    fte: Array
    """FTE that each role's people have for onboarding (S, R, T)."""
    pace: Array
    """Accounts of the month's mix that they can start month after month (S, R, T): the tighter of the two limits."""
    queue: Array
    """Accounts that wait for each role's people at the month's end (S, R, T)."""
    columns: tuple[int | None, ...]
    """Place of each segment's role."""

    def wait_months(self, segment: int, month: int) -> float | None:
        """Return the months that an account arriving last waits for its start: queue / pace (Little's law).

        None where accounts wait and nobody onboards them.
        """
        column = self.columns[segment]
        if column is None:
            return 0.0
        return _wait(float(self.queue[0, column, month]), float(self.pace[0, column, month]))

    def months_to_onboard(self, segment: int, month: int) -> float | None:
        """Return the months from contract to the end of onboarding: duration + wait; None where nobody onboards."""
        wait = self.wait_months(segment, month)
        return None if wait is None else float(self.duration[0, segment]) + wait


@dataclass(frozen=True)
class TicketQueue:
    """Questions that wait for an answer; arrays are (S, T) unless said otherwise."""

    arriving: Array
    """Questions asked in the month, levers counted."""
    capacity: Array
    """Questions that can be answered in the month."""
    backlog: Array
    """Questions that wait at the month's end."""
    fte: Array
    """FTE that people have for questions."""
    target_fte: Array
    """FTE that would answer what waits, and what comes within the response target, inside that target."""
    working_days: Array
    """Working days of the month (T,)."""

    @property
    def meets_target(self) -> NDArray[np.bool_]:
        """Whether the response target can be met in the month (S, T)."""
        return np.asarray(self.fte >= self.target_fte - ROUNDING)

    def wait_days(self, month: int) -> float | None:
        """Return the working days that a question asked last waits: backlog / capacity a day.

        None where questions wait and nobody answers them.
        """
        return _wait(float(self.backlog[0, month]), float(self.capacity[0, month] / self.working_days[month]))


@dataclass(frozen=True)
class TeamQueues:
    """What waits for one team."""

    onboarding: OnboardingQueue
    tickets: TicketQueue


@dataclass(frozen=True)
class Waiting:
    """What waits for today's people, and for the planned team with every position filled."""

    today: TeamQueues
    planned: TeamQueues


def find_waiting(inputs: Inputs, forecast: Forecast, demand: Demand, staffing: Staffing) -> Waiting:
    """Tell what waits month by month for today's people and for the planned team.

    Today's people give the FTE of their own role shares while they are in post; nobody is hired. The planned team has
    every position of the plan's month filled from the first month on, and no more of them later.
    """
    present = attendance(inputs.company.roster, inputs.months)
    listed = shares_today(inputs, staffing.steady_total[0].mean(axis=1)).T @ present
    today = listed + unlisted_fte(inputs, staffing.required_total, staffing.required_fte)
    planned = np.repeat(seats_fte(inputs, staffing.positions)[:, None], len(inputs.months), axis=1)
    return Waiting(*(find_queues(inputs, forecast, demand, staffing, fte) for fte in (today, planned)))


def find_queues(inputs: Inputs, forecast: Forecast, demand: Demand, staffing: Staffing, fte: Array) -> TeamQueues:
    """Tell what waits month by month for a team.

    Args:
        inputs: the gathered inputs.
        forecast: accounts and questions that arrive.
        demand: hours of work.
        staffing: capacity and required FTE.
        fte: FTE of each role that the team has (R, T), or (S, R, T).
    """
    return TeamQueues(
        queue_onboarding(inputs, forecast, demand, staffing, fte),
        queue_tickets(inputs, forecast, demand, staffing, fte),
    )


def work_off(waiting: ArrayLike, arriving: ArrayLike, capacity: ArrayLike) -> Array:
    """Return what waits at the end of each period: B(t) = max(0, B(t - 1) + arrivals(t) - capacity(t)).

    The recursion in closed form: what has come less what could be done, above its lowest point so far.

    Args:
        waiting: what waits at the start; any shape (...).
        arriving: what comes in each period (..., T).
        capacity: what can be done in each period (..., T).

    >>> work_off(0, [180, 120, 110, 100, 90], 120).tolist()
    [60.0, 60.0, 50.0, 30.0, 0.0]
    """
    come, done = np.broadcast_arrays(np.asarray(arriving, dtype=float), np.asarray(capacity, dtype=float))
    left = np.asarray(waiting, dtype=float)[..., None] + np.cumsum(come - done, axis=-1)
    backlog = left - np.minimum(np.minimum.accumulate(left, axis=-1), 0)
    return np.where(backlog < ROUNDING, 0.0, backlog)


def queue_tickets(inputs: Inputs, forecast: Forecast, demand: Demand, staffing: Staffing, fte: Array) -> TicketQueue:
    """Tell how many questions wait, and whether the response target can be met.

    FTE for the target = (waiting + asked within the target, at the peak) x handling time / (target x productive share
    of a paid hour). Erlang's formulas do not apply to questions that wait.
    """
    column = inputs.roles.index(inputs.phase.definition.ticket_role)
    of_one, paid = staffing.capacity[:, column], staffing.paid_hours
    minutes, peak, target = (
        inputs.value(f"support.{name}")[:, None] for name in ("handling_time", "peak_factor", "response_target")
    )
    required = demand.ticket_hours[:, column] / of_one
    have = _part_of(fte[..., column, :], staffing.required_total[:, column], required)
    capacity = have * of_one * 60 / minutes
    arriving = forecast.tickets.sum(axis=1) * remaining_share(inputs, levers_on(inputs, TargetKind.TICKETS))
    today = np.full((inputs.count, 1), inputs.company.support_backlog)
    backlog = work_off(today[:, 0], arriving, capacity)
    waiting = np.concatenate([today, backlog[:, :-1]], axis=1)
    asked = arriving * peak * target / 60 / paid
    return TicketQueue(
        arriving=arriving,
        capacity=capacity,
        backlog=backlog,
        fte=have,
        target_fte=(waiting + asked) * minutes / (target * of_one / paid),
        working_days=_working_days(inputs),
    )


def _part_of(fte: Array, required: Array, part: Array) -> Array:
    """Return the FTE that a team has for one kind of a role's work.

    It gets the share that it has in the role's required FTE, and everything where nothing is required.
    """
    share = np.divide(part, required, out=np.ones(np.broadcast_shapes(part.shape, required.shape)), where=required > 0)
    return np.asarray(fte * share)


def _working_days(inputs: Inputs) -> Array:
    """Return the working days of each month (T,)."""
    of_year = (inputs.calendar.holidays_of, inputs.calendar.closing_days)
    return np.array([working_days_of_year(int(m[:4]), *of_year)[int(m[5:]) - 1] for m in inputs.months], dtype=float)


def queue_onboarding(
    inputs: Inputs, forecast: Forecast, demand: Demand, staffing: Staffing, fte: Array
) -> OnboardingQueue:
    """Tell how many accounts wait for their onboarding to start.

    B(t) = B(t - 1) + arrivals(t) - starts(t). People have two limits, hours and accounts at a time. Accounts keep
    them busy for as long as their onboarding takes; the rest of the time starts what waits, all segments of a role in
    proportion. Accounts from before the first month are taken to have started when they came.
    """
    phase, segments = inputs.phase, inputs.company.segments
    roles = tuple(phase.role_for(s.service_model, LifecycleStage.ONBOARDING) for s in segments)
    of_role = np.array([[float(mine == role) for role in inputs.roles] for mine in roles])
    of_role = of_role.reshape(len(segments), len(inputs.roles))
    by_hours = demand.onboarding_hours / staffing.capacity
    have = _part_of(fte, staffing.required_total, np.maximum(by_hours, demand.onboarding_posts))
    each = _fte_each(inputs, staffing, of_role)
    starts, waiting = _start_cohorts(forecast, each, have, of_role)
    before = np.concatenate([np.zeros((*waiting.shape[:2], 1)), waiting[:, :, :-1]], axis=2)
    wanting = forecast.new_accounts + before
    to_completion = _by_role(wanting * each * forecast.onboarding_duration[:, :, None], of_role).max(axis=0)
    full = np.divide(have, to_completion, out=np.zeros(have.shape), where=to_completion > 0)
    return OnboardingQueue(
        roles=roles,
        columns=tuple(None if role is None else inputs.roles.index(role) for role in roles),
        arriving=forecast.new_accounts,
        starts=starts,
        waiting=waiting,
        duration=forecast.onboarding_duration,
        fte=have,
        pace=full * _by_role(wanting, of_role),
        queue=_by_role(waiting, of_role),
    )


def _fte_each(inputs: Inputs, staffing: Staffing, of_role: Array) -> Array:
    """Return the FTE that one account in onboarding takes by hours and by accounts at a time (2, S, G, T)."""
    segments = inputs.company.segments
    if not segments:
        return np.zeros((2, inputs.count, 0, len(inputs.months)))
    hours = [inputs.value(activity_number(inputs, s, ONBOARDING, "hours")) for s in segments]
    stems = [f"service_model.{s.service_model}.onboarding" for s in segments]
    duration, concurrent = (
        np.stack([inputs.value(f"{stem}.{f}") for stem in stems], axis=1) for f in ("duration", "concurrent")
    )
    monthly = np.stack(hours, axis=1) / duration * inputs.by_segment("complexity")
    left = remaining_share(inputs, levers_on(inputs, TargetKind.ONBOARDING))
    by_hours = monthly[:, :, None] * left[:, None, :] / staffing.capacity[:, of_role.argmax(axis=1)]
    return np.stack([by_hours, np.broadcast_to(1 / concurrent[:, :, None], by_hours.shape)])


def _start_cohorts(forecast: Forecast, each: Array, have: Array, of_role: Array) -> tuple[Array, Array]:
    """Return the accounts that start and those that wait at each month's end (S, G, T)."""
    arriving, weights = forecast.new_accounts, cohort_weights(forecast.onboarding_duration)
    nobody_has_to = 1 - of_role.sum(axis=1)
    starts, waiting, queue = np.zeros(arriving.shape), np.zeros(arriving.shape), np.zeros(arriving.shape[:2])
    for t in range(arriving.shape[2]):
        # What the forecast has in onboarding, less what came since the first month, started before it.
        earlier = forecast.onboarding[:, :, t] - _in_progress(arriving, weights, t, 0)
        running, wanting = np.maximum(earlier, 0) + _in_progress(starts, weights, t, 1), queue + arriving[:, :, t]
        busy, asked = ((each[..., t] * n) @ of_role for n in (running, wanting * weights[:, :, 0]))
        part = np.divide(have[:, :, t] - busy, asked, out=np.ones(asked.shape), where=asked > 0).min(axis=0)
        part = np.where(part > ALL, 1.0, np.maximum(part, 0.0))
        starts[:, :, t] = wanting * (part @ of_role.T + nobody_has_to)
        queue = waiting[:, :, t] = wanting - starts[:, :, t]
    return starts, waiting


def _in_progress(starts: Array, weights: Array, month: int, youngest: int) -> Array:
    """Return the accounts in onboarding in a month that started `youngest` or more months ago, in the plan (S, G)."""
    ages = range(youngest, min(weights.shape[2], month + 1))
    return sum((weights[:, :, k] * starts[:, :, month - k] for k in ages), np.zeros(starts.shape[:2]))


def _by_role(of_segments: Array, of_role: Array) -> Array:
    """Return the sums over each role's segments (..., R, T)."""
    return np.asarray(np.einsum("...gt,gr->...rt", of_segments, of_role))


def _wait(waiting: float, pace: float) -> float | None:
    """Return waiting / pace, 0 where nothing waits, None where it waits for ever."""
    if waiting < ROUNDING:
        return 0.0
    return waiting / pace if pace > 0 else None
