"""Working days of a calendar: weekdays less public holidays and closing days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=256)
def working_days_of_year(year: int, country: str | None, closing_days: tuple[str, ...] = ()) -> tuple[int, ...]:
    """Return the working days of January to December.

    Args:
        year: calendar year.
        country: two-letter code whose public holidays are off; None for none.
        closing_days: further days off, each `MM-DD`.

    >>> sum(working_days_of_year(2027, None))
    261
    """
    off = {dt.date.fromisoformat(f"{year}-{day}") for day in closing_days if _exists(year, day)}
    if country is not None:
        from holidays import country_holidays  # takes 0.1 s, which only a plan should pay

        off |= set(country_holidays(country, years=year).keys())
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
    worked = np.is_busday(days, holidays=np.array(sorted(off), dtype="datetime64[D]"))
    months = days.astype("datetime64[M]").astype(int) % 12
    return tuple(int(n) for n in np.bincount(months[worked], minlength=12))


def share_of_year(
    months: Sequence[str], country: str | None, closing_days: tuple[str, ...] = ()
) -> NDArray[np.float64]:
    """Return the share of its year's working days that each month `YYYY-MM` has (T,)."""
    shares = []
    for month in months:
        year, place = int(month[:4]), int(month[5:]) - 1
        days = working_days_of_year(year, country, closing_days)
        shares.append(days[place] / sum(days))
    return np.array(shares)


def _exists(year: int, day: str) -> bool:
    try:
        dt.date.fromisoformat(f"{year}-{day}")
    except ValueError:
        return False
    return True
