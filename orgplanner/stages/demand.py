"""Estimate the work: hours by role and month, from accounts, onboarding, tickets and programmes. No headcount here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgplanner.records.base import LifecycleStage
from orgplanner.records.company import Segment
from orgplanner.stages.forecast import Forecast
from orgplanner.stages.inputs import ONBOARDING, Array, Inputs, activity_number

SHORTEST = 1e-9
"""Months that stand in for none, where nothing is to be done beforehand."""


@dataclass(frozen=True)
class Demand:
    """Work by scenario, role and month (S, R, T), in hours a month unless said otherwise."""

    account_hours: Array
    onboarding_hours: Array
    onboarding_posts: Array
    """People that the concurrency limit of onboarding asks for: accounts in progress / accounts at a time."""
    ticket_hours: Array
    programme_hours: Array
    segment_hours: Array
    """Hours an account and month by segment and role (S, G, R), renewals at their yearly average left out."""
    renewal_hours: Array
    """Hours a renewal by segment and role (S, G, R)."""

    @property
    def hours(self) -> Array:
        """All hours of the role (S, R, T)."""
        return self.account_hours + self.onboarding_hours + self.ticket_hours + self.programme_hours


def estimate_demand(inputs: Inputs, forecast: Forecast) -> Demand:
    """Estimate the hours of work by role and month.

    Account work is frequency x hours of each activity of the service model, given to the role that the phase names
    for the activity's lifecycle stage. Onboarding has two limits, hours and accounts at a time; both are kept.
    Tickets are handling time x tickets, an open backlog spread over the months in which it is to be cleared.
    """
    steady, at_renewal = _hours_by_segment(inputs)
    renewing = forecast.accounts * forecast.renewal_share
    account = np.einsum("sgr,sgt->srt", steady, forecast.accounts, optimize=True)
    account += np.einsum("sgr,sgt->srt", at_renewal, renewing, optimize=True)
    onboarding_hours, onboarding_posts = _onboarding(inputs, forecast)
    return Demand(
        account_hours=account,
        onboarding_hours=onboarding_hours,
        onboarding_posts=onboarding_posts,
        ticket_hours=_tickets(inputs, forecast),
        programme_hours=_programmes(inputs),
        segment_hours=steady,
        renewal_hours=at_renewal,
    )


def _hours_by_segment(inputs: Inputs) -> tuple[Array, Array]:
    """Return hours an account and month, and hours a renewal, by segment and role (S, G, R)."""
    segments = inputs.company.segments
    shape = (inputs.count, len(segments), len(inputs.roles))
    steady, at_renewal = np.zeros(shape), np.zeros(shape)
    alike: dict[tuple[str, str], list[int]] = {}
    for row, segment in enumerate(segments):
        own = segment.id if segment.activities else ""
        alike.setdefault((segment.service_model, own), []).append(row)
    for rows in alike.values():
        for column, renews, hours in _activity_hours(inputs, segments[rows[0]]):
            target = at_renewal if renews else steady
            target[:, rows, column] += (hours if renews else hours / 12)[:, None]
    return steady, at_renewal


def _activity_hours(inputs: Inputs, segment: Segment) -> Iterator[tuple[int, bool, Array]]:
    """Yield the role (its column), whether it is renewal work, and the hours a year (S,) of each activity."""
    model = inputs.phase.service_model(segment.service_model)
    for activity in model.activities:
        role = inputs.phase.role_for(model.id, activity.lifecycle_stage)
        if role is not None:
            frequency = inputs.value(activity_number(inputs, segment, activity.id, "frequency"))
            hours = inputs.value(activity_number(inputs, segment, activity.id, "hours"))
            yield inputs.roles.index(role), activity.at_renewal, frequency * hours


def _onboarding(inputs: Inputs, forecast: Forecast) -> tuple[Array, Array]:
    """Return onboarding hours and the people that its concurrency limit asks for (S, R, T)."""
    shape = (inputs.count, len(inputs.roles), len(inputs.months))
    hours, posts = np.zeros(shape), np.zeros(shape)
    alike: dict[tuple[str, str], list[int]] = {}
    for row, segment in enumerate(inputs.company.segments):
        own_hours = activity_number(inputs, segment, ONBOARDING, "hours")
        alike.setdefault((segment.service_model, own_hours), []).append(row)
    for (model, hours_id), rows in alike.items():
        role = inputs.phase.role_for(model, LifecycleStage.ONBOARDING)
        if role is None:
            continue
        column = inputs.roles.index(role)
        progress = forecast.onboarding[:, rows].sum(axis=1)
        stem = f"service_model.{model}.onboarding"
        monthly = inputs.value(hours_id) / inputs.value(f"{stem}.duration")
        hours[:, column] += progress * monthly[:, None]
        posts[:, column] += progress / inputs.value(f"{stem}.concurrent")[:, None]
    return hours, posts


def _tickets(inputs: Inputs, forecast: Forecast) -> Array:
    """Return the hours of answering questions (S, R, T)."""
    hours = np.zeros((inputs.count, len(inputs.roles), len(inputs.months)))
    tickets = forecast.tickets.sum(axis=1) + backlog_to_clear(inputs)
    column = inputs.roles.index(inputs.phase.definition.ticket_role)
    hours[:, column] = tickets * inputs.value("support.handling_time")[:, None] / 60
    return hours


def backlog_to_clear(inputs: Inputs) -> Array:
    """Return the questions of today's backlog that are answered in each month (S, T)."""
    months = inputs.value("support.backlog_months")
    weights = np.clip(months[:, None] - np.arange(len(inputs.months)), 0, 1)
    return inputs.company.support_backlog / np.maximum(months[:, None], SHORTEST) * weights


def _programmes(inputs: Inputs) -> Array:
    """Return the hours of programme work: a one-off over its first months, upkeep afterwards (S, R, T)."""
    hours = np.zeros((inputs.count, len(inputs.roles), len(inputs.months)))
    for column, role in enumerate(inputs.roles):
        if inputs.phase.role(role).programme:
            one_off, over, upkeep = (
                inputs.value(f"programme.{role}.{field}")[:, None] for field in ("one_off", "over", "upkeep")
            )
            first = one_off_weights(over, len(inputs.months))
            hours[:, column] = one_off / np.maximum(over, SHORTEST) * first + upkeep * (1 - first)
    return hours


def one_off_weights(over: Array, months: int) -> Array:
    """Return the share of each month that a one-off of `over` months still fills (S, T)."""
    return np.clip(over - np.arange(months), 0, 1)
