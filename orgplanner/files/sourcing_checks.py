"""What data on hiring must say: money in units that fit the charge, shares within the whole, nothing left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from orgplanner.errors import Problem
from orgplanner.files.document import Loc
from orgplanner.files.references import Located
from orgplanner.records.base import Record
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.company import Currency
from orgplanner.records.quantity import Quantity
from orgplanner.records.sourcing import Charge, LabourMarket, RampProfile, RecruitingChannel
from orgplanner.units import Unit, money_unit

REQUIRED_LISTS = ("ramp_profiles", "recruiting_channels", "labour_markets")
"""Lists without which no employee could be planned."""

REQUIRED_TERMS = ("employee",)
"""Terms of sources that the planner cannot do without."""

BLOCK_UNITS = (Unit.FTE, Unit.HOUR_PER_MONTH)
"""Units are posts, or blocks of hours."""

SHARES: dict[type[Record], tuple[str, ...]] = {
    RampProfile: ("attrition",),
    RecruitingChannel: ("filled", "fee_share", "refund_share"),
    LabourMarket: ("social", "fee_cap"),
}
"""Shares of a whole, which they cannot exceed."""


def check_hiring_is_complete(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a catalogue with an empty list, or without terms, that every plan of hires needs."""
    for name in REQUIRED_LISTS:
        if not getattr(catalogue, name):
            yield where.problem((name,), "list_too_short", limit=1)
    present = {terms.id for terms in catalogue.source_terms}
    for name in REQUIRED_TERMS:
        if name not in present:
            yield where.problem(("source_terms",), "terms_missing", name=name)


def check_amounts(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse an amount of money in a unit that does not fit its place, or two in one currency."""
    for k, channel in enumerate(catalogue.recruiting_channels):
        yield from _check_amounts(where, ("recruiting_channels", k, "fee"), channel.fee, "")
    for k, terms in enumerate(catalogue.source_terms):
        place = ("source_terms", k)
        yield from _check_amounts(where, (*place, "fixed"), terms.fixed, "month")
        yield from _check_amounts(where, (*place, "setup"), terms.setup, "")
        if terms.charge is not Charge.SALARY:
            yield from _check_amounts(where, (*place, "price"), terms.price, terms.charge.value)


def _check_amounts(where: Located, place: Loc, amounts: Sequence[Quantity], period: str) -> Iterator[Problem]:
    allowed = tuple(money_unit(currency, period) for currency in Currency)
    times = Counter(amount.unit for amount in amounts)
    for k, amount in enumerate(amounts):
        given = amount.unit.value
        if amount.unit not in allowed:
            yield where.problem((*place, k, "unit"), "unit_does_not_fit", given=given, expected=", ".join(allowed))
        elif times[amount.unit] > 1:
            yield where.problem((*place, k, "unit"), "amount_given_twice", unit=given)


def check_charges(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse terms whose numbers do not belong to what they charge for."""
    for k, terms in enumerate(catalogue.source_terms):
        place, charge = ("source_terms", k), terms.charge.value
        if terms.charge is Charge.SALARY and terms.price:
            yield where.problem((*place, "price"), "price_beside_salary", name=terms.id)
        if terms.charge is not Charge.SALARY and terms.cost_factor is not None:
            yield where.problem((*place, "cost_factor"), "cost_factor_beside_price", name=terms.id, charge=charge)
        if terms.charge is not Charge.TICKET and terms.minimum is not None:
            yield where.problem((*place, "minimum"), "minimum_without_tickets", name=terms.id, charge=charge)


def check_blocks(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a smallest unit of nothing, or one that is neither a post nor a block of hours."""
    for k, terms in enumerate(catalogue.source_terms):
        place, block = ("source_terms", k, "block"), terms.block
        if block.unit not in BLOCK_UNITS:
            values = {"given": block.unit.value, "expected": ", ".join(BLOCK_UNITS)}
            yield where.problem((*place, "unit"), "unit_does_not_fit", **values)
        elif block.range[0] <= 0:
            yield where.problem((*place, "range", 0), "number_must_be_positive", value=block.range[0])


def check_ramps(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a month of a ramp that is no share of the full capacity."""
    for k, profile in enumerate(catalogue.ramp_profiles):
        for month, share in enumerate(profile.ramp):
            place = ("ramp_profiles", k, "ramp", month)
            if share.unit is not Unit.RATIO:
                values = {"given": share.unit.value, "expected": Unit.RATIO.value}
                yield where.problem((*place, "unit"), "unit_does_not_fit", **values)
            else:
                yield from _check_share(where, place, share)


def check_shares_of_hiring(where: Located) -> Iterator[Problem]:
    """Refuse a share of people, pay or time outside of 0 to 1."""
    for loc, record in where.parts:
        for name in SHARES.get(type(record), ()):
            quantity = getattr(record, name)
            if quantity is not None:
                yield from _check_share(where, (*loc, name), quantity)


def _check_share(where: Located, place: Loc, quantity: Quantity) -> Iterator[Problem]:
    low, high = quantity.range
    if low < 0:
        yield where.problem((*place, "range", 0), "too_small", given=low, limit=0)
    if high > 1:
        yield where.problem((*place, "range", 1), "too_large", given=high, limit=1)
