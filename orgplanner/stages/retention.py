"""Tell how the book holds: customers and revenue kept over twelve months, how long accounts stay, what one is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.stages.forecast import Forecast
from orgplanner.stages.inputs import Array, Inputs

GROSS_MARGIN = "economics.gross_margin"
"""Assumption that turns revenue into what is left of it after the cost of providing the product."""


@dataclass(frozen=True)
class Retention:
    """How the accounts of one month fare over the next twelve, by segment (G,), in the first scenario.

    What is asked for a segment by its row is for all of them together without one. Whatever needs revenue leaves out
    segments whose revenue is not known; None stands for not known.
    """

    first: int
    """Index of the first of the twelve months."""
    accounts: Array
    """Accounts at the start of the first month."""
    kept: Array
    """Share of them that are still there twelve months later (ratio)."""
    revenue: Array
    """Recurring revenue of the first month, in the company's currency."""
    expansion: Array
    """Recurring revenue a month that upsell and cross-sell add within the twelve months."""
    revenue_per_account: Array
    """Recurring revenue an account and month; 0 where it is not known."""
    gross_margin: float
    """Share of the revenue that is left after the cost of providing the product (ratio)."""

    def logo_churn(self, row: int | None = None) -> float | None:
        """Return the share of the accounts that leave within twelve months."""
        if row is not None:
            return float(1 - self.kept[row])
        there = float(self.accounts.sum())
        return float(self.accounts @ (1 - self.kept)) / there if there > 0 else None

    def gross_revenue(self, row: int | None = None) -> float | None:
        """Return the share of the revenue that is kept without upsell (GRR); accounts leave with all that they pay."""
        rows = _rows(row)
        there = float(self.revenue[rows].sum())
        return float(self.revenue[rows] @ self.kept[rows]) / there if there > 0 else None

    def net_revenue(self, row: int | None = None) -> float | None:
        """Return the share of the revenue that is kept, upsell counted (NRR)."""
        rows, gross = _rows(row), self.gross_revenue(row)
        return None if gross is None else gross + float(self.expansion[rows].sum() / self.revenue[rows].sum())

    def monthly_churn(self, row: int) -> float:
        """Return the even monthly churn that loses as many accounts of a segment over the twelve months (ratio)."""
        return monthly_churn(float(self.kept[row]))

    def lifetime(self, row: int) -> float | None:
        """Return the months that an account of a segment stays: 1 / monthly churn."""
        churn = self.monthly_churn(row)
        return 1 / churn if churn > 0 else None

    def lifetime_revenue(self, row: int | None = None) -> float | None:
        """Return what an account pays while it stays: price a month x months, or the mean over today's accounts."""
        if row is None:
            return self._mean([self.lifetime_revenue(each) for each in range(len(self.kept))])
        months, price = self.lifetime(row), float(self.revenue_per_account[row])
        return price * months if months is not None and price > 0 else None

    def lifetime_value(self, row: int | None = None) -> float | None:
        """Return what an account is worth while it stays: price x gross margin / monthly churn (LTV)."""
        paid = self.lifetime_revenue(row)
        return None if paid is None else paid * self.gross_margin

    def _mean(self, values: list[float | None]) -> float | None:
        """Return the mean over the accounts of the segments whose value is known."""
        known = [(n, v) for n, v in zip(self.accounts.tolist(), values, strict=True) if v is not None]
        there = sum(n for n, _ in known)
        return sum(n * v for n, v in known) / there if there > 0 else None


def assess_retention(inputs: Inputs, forecast: Forecast, month: int) -> Retention:
    """Assess how the book holds over the twelve months from `month` on, or the last twelve where fewer are planned.

    kept = product of (1 - churn rate) over the twelve months, so that leaving at renewal counts in its months.

    Args:
        inputs: the gathered inputs.
        forecast: the book of all planned months.
        month: index of the month from which on twelve months are looked at.
    """
    first = max(0, min(month, forecast.accounts.shape[2] - MONTHS_A_YEAR))
    year = slice(first, first + MONTHS_A_YEAR)
    return Retention(
        first=first,
        accounts=forecast.accounts[0, :, first],
        kept=np.asarray((1 - forecast.churn_rate[0, :, year]).prod(axis=1)),
        revenue=forecast.revenue[0, :, first],
        expansion=forecast.revenue_per_account[0] * forecast.upsold[0] * MONTHS_A_YEAR,
        revenue_per_account=forecast.revenue_per_account[0],
        gross_margin=float(inputs.value(GROSS_MARGIN)[0]),
    )


def annual_churn(monthly: float) -> float:
    """Return the share of accounts that leave within a year (ratio): 1 - (1 - c)^12.

    >>> [round(100 * annual_churn(c), 2) for c in (0.01, 0.02, 0.03, 0.06)]
    [11.36, 21.53, 30.62, 52.41]
    """
    return float(1 - (1 - monthly) ** MONTHS_A_YEAR)


def monthly_churn(kept: float) -> float:
    """Return the even monthly churn (ratio) after which `kept` of the accounts are left in a year.

    >>> round(monthly_churn(0.98**12), 6)
    0.02
    """
    return float(1 - kept ** (1 / MONTHS_A_YEAR))


def _rows(row: int | None) -> slice:
    return slice(None) if row is None else slice(row, row + 1)
