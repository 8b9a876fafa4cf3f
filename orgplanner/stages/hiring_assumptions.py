"""Entries of the register on hiring: ramps and attrition, recruiting channels, terms of sources, the labour market."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgplanner.records.base import Text
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.company import Company
from orgplanner.records.quantity import Assumption, Quantity
from orgplanner.records.sourcing import Charge, LabourMarket, SourceTerms
from orgplanner.units import money_unit

OF_A_CATALOGUE = frozenset({"ramp", "attrition", "recruiting", "source", "market"})
"""First words of ids that not every catalogue, currency or country has."""

OF_A_CHANNEL = ("lead_factor", "filled", "fee_share", "refund_share", "refund_months", "most_a_year")

OF_TERMS = (
    "cost_factor",
    "setup_hours",
    "block",
    "lead",
    "commitment",
    "notice",
    "longest",
    "minimum",
    "governance",
    "most",
)

OF_A_MARKET = (
    "time_to_fill",
    "offer_to_start",
    "load",
    "social",
    "fee_cap",
    "overtime_month",
    "overtime_year",
    "overtime_premium",
)


def hiring_assumptions(company: Company, catalogue: Catalogue) -> Iterator[Assumption]:
    """Yield what the catalogue says on hiring that this company's plan may use.

    Money comes in the company's currency alone; where the catalogue has none in it, the price is not known and has no
    entry. Of the labour markets only that of `labour_market` counts.
    """
    yield from _ramps(catalogue)
    yield from _channels(company, catalogue)
    for terms in catalogue.source_terms:
        yield from _terms(company, terms)
    market = labour_market(company, catalogue)
    if market is not None:
        yield from _fields(f"market.{market.country}", market.label, "market", market, OF_A_MARKET)


def labour_market(company: Company, catalogue: Catalogue) -> LabourMarket | None:
    """Return the labour market of the company's country, else the catalogue's first one, if it has any."""
    markets = catalogue.labour_markets
    return next((m for m in markets if m.country == company.country), markets[0] if markets else None)


def price_period(charge: Charge) -> str | None:
    """Return what a price is for, as units of money name it; None where the charge is the role's own cost.

    >>> price_period(Charge.TICKET)
    'ticket'
    """
    return None if charge is Charge.SALARY else charge.value


def _ramps(catalogue: Catalogue) -> Iterator[Assumption]:
    for profile in catalogue.ramp_profiles:
        for k, share in enumerate(profile.ramp, start=1):
            yield _entry(f"ramp.{profile.id}.month_{k}", profile.label, "ramp", share)
        yield _entry(f"attrition.{profile.id}", profile.label, "ramp", profile.attrition)


def _channels(company: Company, catalogue: Catalogue) -> Iterator[Assumption]:
    for channel in catalogue.recruiting_channels:
        stem = f"recruiting.{channel.id}"
        yield from _fields(stem, channel.label, "recruiting", channel, OF_A_CHANNEL)
        yield from _money(f"{stem}.fee", channel.label, "recruiting", channel.fee, company, "")


def _terms(company: Company, terms: SourceTerms) -> Iterator[Assumption]:
    stem = f"source.{terms.id}"
    period = price_period(terms.charge)
    if period is not None:
        yield from _money(f"{stem}.price", terms.label, "source", terms.price, company, period)
    yield from _money(f"{stem}.fixed", terms.label, "source", terms.fixed, company, "month")
    yield from _money(f"{stem}.setup", terms.label, "source", terms.setup, company, "")
    yield from _fields(stem, terms.label, "source", terms, OF_TERMS)


def _fields(stem: str, label: Text, group: str, record: object, names: Sequence[str]) -> Iterator[Assumption]:
    for name in names:
        quantity = getattr(record, name)
        if quantity is not None:
            yield _entry(f"{stem}.{name}", label, group, quantity)


def _money(
    id: str, label: Text, group: str, amounts: Sequence[Quantity], company: Company, period: str
) -> Iterator[Assumption]:
    """Yield the amount in the company's currency, if there is one."""
    wanted = money_unit(company.currency.value, period)
    found = next((amount for amount in amounts if amount.unit is wanted), None)
    if found is not None:
        yield _entry(id, label, group, found)


def _entry(id: str, label: Text, group: str, quantity: Quantity) -> Assumption:
    return Assumption(id=id, label=label, group=group, quantity=quantity, default=quantity)
