"""The closed list of units that a number may carry."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """Units of numbers in phase files, company files and figures."""

    HOUR_PER_MONTH = "hour/month"
    HOUR_PER_ACCOUNT_MONTH = "hour/account/month"
    HOUR_PER_ACTIVITY = "hour/activity"
    ACTIVITY_PER_YEAR = "activity/year"
    ACCOUNT = "account"
    ACCOUNT_PER_MONTH = "account/month"
    TICKET_PER_ACCOUNT_MONTH = "ticket/account/month"
    TICKET = "ticket"
    TICKET_PER_MONTH = "ticket/month"
    CONTACT_PER_MONTH = "contact/month"
    HOUR_PER_PERSON_MONTH = "hour/person/month"
    HOUR_PER_YEAR = "hour/year"
    HOUR_PER_WEEK = "hour/week"
    HOUR_PER_DAY = "hour/day"
    DAY_PER_YEAR = "day/year"
    MINUTE = "minute"
    SECOND = "second"
    DAY = "day"
    MONTH = "month"
    PERSON = "person"
    FTE = "FTE"
    RATIO = "ratio"
    PERCENT_PER_MONTH = "percent/month"
    PERCENT_PER_YEAR = "percent/year"
    RATIO_PER_YEAR = "ratio/year"
    PERSON_PER_YEAR = "person/year"
    PERSON_PER_MONTH = "person/month"
    JPY = "JPY"
    USD = "USD"
    EUR = "EUR"
    JPY_PER_MONTH = "JPY/month"
    JPY_PER_YEAR = "JPY/year"
    JPY_PER_HOUR = "JPY/hour"
    JPY_PER_TICKET = "JPY/ticket"
    USD_PER_MONTH = "USD/month"
    USD_PER_YEAR = "USD/year"
    USD_PER_HOUR = "USD/hour"
    USD_PER_TICKET = "USD/ticket"
    EUR_PER_MONTH = "EUR/month"
    EUR_PER_YEAR = "EUR/year"
    EUR_PER_HOUR = "EUR/hour"
    EUR_PER_TICKET = "EUR/ticket"
    LEVEL = "level"
    ONE = "1"


def money_unit(currency: str, per: str = "month") -> Unit:
    """Return the unit of money of `currency` for one month, year, hour or ticket, or of an amount with `per` empty.

    >>> money_unit("JPY").value, money_unit("JPY", "").value
    ('JPY/month', 'JPY')
    """
    return Unit(f"{currency}/{per}" if per else currency)
