"""Forecast the book: accounts, arrivals, leavers, onboarding in progress, revenue and tickets by segment and month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from orgplanner.errors import UnknownName
from orgplanner.records.company import MONTHS_A_YEAR, ChurnBasis, Company
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
    renewal_share: Array
    """Share of the accounts whose contract renews in the month."""
    onboarding: Array
    """Accounts in onboarding, on average over the month."""
    onboarding_duration: Array
    """Months that onboarding takes (S, G)."""
    tickets: Array
    """Questions asked in the month."""
    revenue_per_account: Array
    """Recurring revenue an account and month in the company's currency (S, G)."""
    upsold: Array
    """Accounts' worth of revenue that upsell adds in a month (S, G)."""
    deals_per_account: Array
    """Upsell and cross-sell deals an account and month (S, G)."""
    elapsed: NDArray[np.int64]
    """Months from the plan's first month (T,)."""

    @cached_property
    def churned(self) -> Array:
        """Accounts that leave in the month."""
        return self.accounts * self.churn_rate

    @cached_property
    def revenue(self) -> Array:
        """Recurring revenue of the month in the company's currency."""
        return self.revenue_per_account[:, :, None] * (self.accounts + self.upsold[:, :, None] * self.elapsed)

    @cached_property
    def deals(self) -> Array:
        """Upsell and cross-sell deals won in the month."""
        return self.accounts * self.deals_per_account[:, :, None]

    def at(self, month: int) -> Forecast:
        """Return the book of one month alone, by its place among the forecast's months."""
        here = slice(month, month + 1)
        by_month = {name: getattr(self, name)[:, :, here] for name in BY_MONTH}
        return replace(self, **by_month, elapsed=self.elapsed[here])


BY_MONTH = ("accounts", "new_accounts", "churn_rate", "renewal_share", "onboarding", "tickets")
"""Arrays of the forecast that have a month's axis."""


def forecast_book(inputs: Inputs) -> Forecast:
    """Forecast the book over the horizon, or over its first months where the inputs are cut to them.

    accounts(t + 1) = accounts(t) x (1 - churn rate(t)) + new accounts(t), as in the roll-forward of recurring revenue;
    onboarding in progress follows Little's law with the cohorts of the months before: a cohort that started k months
    ago still fills min(1, duration - k) of the month. New accounts before the first month are taken to have come at
    today's yearly pace, with the same seasonality.

    An account in its first months asks more questions than others. The tickets an account that the company gives are
    today's mean over both, so that the factor only moves questions to months with more new accounts.
    """
    company = inputs.company
    new = arriving(inputs, 0)
    renewal = np.broadcast_to(renewal_shares(company)[:, inputs.elapsed], new.shape)
    rate = _churn_rates(inputs, renewal)
    accounts = _roll_forward(inputs.by_segment("accounts"), new, rate)
    duration = _onboarding_duration(inputs)
    sold_a_month = inputs.by_segment("upsell_target") * float(company.several_plans) / 12
    return Forecast(
        accounts=accounts,
        new_accounts=new,
        churn_rate=rate,
        renewal_share=renewal,
        onboarding=recent_accounts(inputs, duration),
        onboarding_duration=duration,
        tickets=_tickets(inputs, accounts),
        revenue_per_account=inputs.by_segment("revenue_per_account"),
        upsold=accounts[:, :, 0] * sold_a_month,
        deals_per_account=sold_a_month / inputs.value("expansion.deal_size")[:, None],
        elapsed=inputs.elapsed,
    )


def arriving(inputs: Inputs, before: int) -> Array:
    """Return the new accounts of each month, from `before` months ahead of the inputs' on (S, G, before + T)."""
    monthly, weights = inputs.by_segment("new_accounts")[:, :, None], seasonal_weights(inputs)
    months = before + len(inputs.months)
    if _is_even(weights):
        return np.broadcast_to(monthly, (*monthly.shape[:2], months))
    first = int(inputs.months[0][5:]) - 1
    return monthly * weights[None, :, (first + np.arange(-before, months - before)) % MONTHS_A_YEAR]


def seasonal_weights(inputs: Inputs) -> Array:
    """Return the weights of January to December for each segment's new accounts (G, 12), 1 on average."""
    company = inputs.company
    usual: tuple[float, ...] = (1.0,) * MONTHS_A_YEAR
    if company.seasonality is not None:
        known = {s.id: s.weights for s in inputs.phase.catalogue.seasonalities}
        if company.seasonality not in known:
            raise UnknownName("seasonality", company.seasonality, tuple(known))
        usual = known[company.seasonality]
    weights = np.tile(np.array(usual, dtype=float), (len(company.segments), 1))
    for row, segment in enumerate(company.segments):
        if segment.seasonality:
            weights[row] = segment.seasonality
    return np.asarray(weights / weights.mean(axis=1, keepdims=True))


def _is_even(weights: Array) -> bool:
    return bool((weights == 1).all())


def renewal_shares(company: Company) -> Array:
    """Return the share of each segment's contracts that renew in each month (G, T).

    A contract of twelve months renews once a year: a twelfth a month, or evenly over the renewal months given.
    """
    shares = np.array([_yearly_renewals(s.contract_months, s.renewal_months) for s in company.segments])
    calendar_months = [int(month[5:]) - 1 for month in company.months]
    return shares.reshape(-1, MONTHS_A_YEAR)[:, calendar_months]


@lru_cache(maxsize=1024)
def _yearly_renewals(contract_months: int, renewal_months: tuple[int, ...]) -> tuple[float, ...]:
    """Return the share of contracts that renew in January, February, ..."""
    a_year = MONTHS_A_YEAR / contract_months
    given = renewal_months or range(1, MONTHS_A_YEAR + 1)
    # A half-year contract that renews in March renews in September too.
    times = max(1, MONTHS_A_YEAR // contract_months)
    months = {(m - 1 + k * contract_months) % MONTHS_A_YEAR for m in given for k in range(times)}
    return tuple(min(1.0, a_year / len(months)) if m in months else 0.0 for m in range(MONTHS_A_YEAR))


def _churn_rates(inputs: Inputs, renewal: Array) -> Array:
    """Return the share of accounts lost by scenario, segment and month."""
    default = inputs.value("customers.churn")
    rates, at_renewal = [], []
    for segment in inputs.company.segments:
        given = np.full(inputs.count, segment.churn.rate) if segment.churn else default
        rates.append(inputs.scenarios.get(f"segment.{segment.id}.churn", given))
        at_renewal.append(segment.churn is not None and segment.churn.basis is ChurnBasis.AT_RENEWAL)
    if not rates:
        return np.zeros(renewal.shape)
    part = np.where(np.array(at_renewal)[:, None], renewal[0], 1.0)
    return np.moveaxis(np.stack(rates, axis=1) * part.T[:, None, :], 0, 2)


def _roll_forward(today: Array, new: Array, rate: Array) -> Array:
    """Return the accounts at the start of every month."""
    accounts = np.empty((new.shape[2], *today.shape))  # one month after the other in memory
    current = today
    for t in range(new.shape[2]):
        accounts[t] = current
        current = current * (1 - rate[:, :, t]) + new[:, :, t]
    return np.moveaxis(accounts, 0, 2)


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


def recent_accounts(inputs: Inputs, months: Array) -> Array:
    """Return the accounts that started within the last `months` (S, G), on average over each month (S, G, T)."""
    weights = cohort_weights(months)
    before, horizon = weights.shape[2] - 1, len(inputs.months)
    starts = arriving(inputs, before)
    worked_out = 1 if _is_even(seasonal_weights(inputs)) else horizon  # where every month is like the first
    recent = np.zeros((*months.shape, worked_out))
    for k in range(before + 1):
        recent += starts[:, :, before - k : before - k + worked_out] * weights[:, :, k : k + 1]
    return np.broadcast_to(recent, (*months.shape, horizon))


def _tickets(inputs: Inputs, accounts: Array) -> Array:
    """Return the questions asked (S, G, T): new accounts ask `factor` times as many as others."""
    asked = inputs.by_segment_or("tickets_per_account", "support.tickets_per_account")
    months = np.broadcast_to(inputs.value("support.new_account_months")[:, None], asked.shape)
    factor = inputs.value("support.new_account_factor")[:, None, None]
    recent = recent_accounts(inputs, months)
    weighted = accounts + (factor - 1) * np.minimum(recent, accounts)
    today, mean = accounts[:, :, 0], weighted[:, :, 0]
    # The fewer accounts there are beside the new ones, the more of them are new; in the end all of them.
    all_new = np.where(recent[:, :, 0] > 0, 1 / factor[:, :, 0], 1.0)
    each = asked * np.divide(today, mean, out=all_new, where=mean > 0)
    return each[:, :, None] * weighted
