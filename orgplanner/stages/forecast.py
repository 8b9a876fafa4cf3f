"""Forecast the book: accounts, arrivals, leavers, onboarding in progress, revenue and tickets by segment and month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgplanner.records.company import Company, Segment
from orgplanner.stages.inputs import Array, Inputs


@dataclass(frozen=True)
class Forecast:
    """The book, each array shaped (S, G, T): scenarios, segments, months."""

    accounts: Array
    """Accounts at the start of the month."""
    new_accounts: Array
    """Accounts that start in the month."""
    churn_rate: Array
    """Share of the month's accounts that leave."""
    churned: Array
    """Accounts that leave in the month."""
    renewal_share: Array
    """Share of the accounts whose contract renews in the month."""
    onboarding: Array
    """Accounts in onboarding, on average over the month."""
    onboarding_duration: Array
    """Months that onboarding takes (S, G)."""
    revenue: Array
    """Recurring revenue of the month in the company's currency."""
    tickets: Array
    """Questions asked in the month."""


def forecast_book(inputs: Inputs) -> Forecast:
    """Forecast the book over the horizon.

    accounts(t + 1) = accounts(t) x (1 - churn rate(t)) + new accounts(t), as in the roll-forward of recurring revenue;
    onboarding in progress follows Little's law with the cohorts of the months before: a cohort that started k months
    ago still fills min(1, duration - k) of the month. New accounts before the first month are taken to have come at
    today's pace.
    """
    company, months = inputs.company, inputs.months
    new = np.repeat(inputs.by_segment("new_accounts")[:, :, None], len(months), axis=2)
    renewal = np.broadcast_to(renewal_shares(company), new.shape)
    rate = _churn_rates(inputs, renewal)
    accounts = _roll_forward(inputs.by_segment("accounts"), new, rate)
    duration = _onboarding_duration(inputs)
    price, today = inputs.by_segment("revenue_per_account")[:, :, None], accounts[:, :, :1]
    upsell = inputs.by_segment("upsell_target")[:, :, None] * np.arange(len(months)) / 12
    tickets = inputs.by_segment_or("tickets_per_account", "support.tickets_per_account")
    return Forecast(
        accounts=accounts,
        new_accounts=new,
        churn_rate=rate,
        churned=accounts * rate,
        renewal_share=renewal,
        onboarding=_in_progress(new, duration),
        onboarding_duration=duration,
        revenue=price * (accounts + today * upsell),
        tickets=accounts * tickets[:, :, None],
    )


def renewal_shares(company: Company) -> Array:
    """Return the share of each segment's contracts that renew in each month (G, T).

    A contract of twelve months renews once a year: a twelfth a month, or evenly over the renewal months given.
    """
    shares = np.array([_yearly_renewals(segment) for segment in company.segments]).reshape(-1, 12)
    calendar_months = [int(month[5:]) - 1 for month in company.months]
    return shares[:, calendar_months]


def _yearly_renewals(segment: Segment) -> list[float]:
    """Return the share of contracts that renew in January, February, ..."""
    a_year = 12 / segment.contract_months
    months = set(segment.renewal_months) or set(range(1, 13))
    return [min(1.0, a_year / len(months)) if m in months else 0.0 for m in range(1, 13)]


def _churn_rates(inputs: Inputs, renewal: Array) -> Array:
    """Return the share of accounts lost by scenario, segment and month."""
    default = inputs.value("customers.churn")
    rates = np.empty(renewal.shape)
    for column, segment in enumerate(inputs.company.segments):
        id = f"segment.{segment.id}.churn"
        given = np.full(inputs.count, segment.churn.rate) if segment.churn else default
        rate = np.asarray(inputs.scenarios.get(id, given))[:, None]
        at_renewal = segment.churn is not None and segment.churn.basis.value == "at_renewal"
        rates[:, column] = rate * renewal[:, column] if at_renewal else rate
    return rates


def _roll_forward(today: Array, new: Array, rate: Array) -> Array:
    """Return the accounts at the start of every month."""
    accounts = np.empty(new.shape)
    current = today
    for t in range(new.shape[2]):
        accounts[:, :, t] = current
        current = current * (1 - rate[:, :, t]) + new[:, :, t]
    return accounts


def _onboarding_duration(inputs: Inputs) -> Array:
    """Return the months that onboarding takes (S, G)."""
    ids = [f"service_model.{s.service_model}.onboarding.duration" for s in inputs.company.segments]
    values = {id: inputs.value(id) for id in set(ids)}
    return np.stack([values[id] for id in ids], axis=1) if ids else np.zeros((inputs.count, 0))


def cohort_weights(duration: Array) -> Array:
    """Return how much of a month a cohort still fills k = 0, 1, ... months after its start (..., K).

    >>> cohort_weights(np.array(1.5)).tolist()
    [1.0, 0.5]
    """
    longest = int(np.ceil(duration.max(initial=1.0) - 1e-9))
    return np.clip(duration[..., None] - np.arange(max(longest, 1)), 0, 1)


def _in_progress(new: Array, duration: Array) -> Array:
    """Return the accounts in onboarding by month."""
    weights = cohort_weights(duration)
    before = np.repeat(new[:, :, :1], weights.shape[2] - 1, axis=2)
    starts = np.concatenate([before, new], axis=2)
    horizon, first = new.shape[2], before.shape[2]
    progress = np.zeros(new.shape)
    for k in range(weights.shape[2]):
        progress += starts[:, :, first - k : first - k + horizon] * weights[:, :, k : k + 1]
    return progress
