"""Derivations of churn, of the revenue that is kept, and of what an account is worth."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.derivation import forecast
from orgplanner.derivation.books import YEAR
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builder, Builders, Parts, as_term, figure, product, total
from orgplanner.records.company import ChurnBasis
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.retention import GROSS_MARGIN
from orgplanner.units import Unit, money_unit

BUILDERS = Builders("economics")

ONE_MONTH = Term(id="structure.one_month", value=1.0, unit=Unit.MONTH, origin=Origin.INPUT)


def money(parts: Parts, per: str = "month") -> Unit:
    """Return the unit of the company's money."""
    return money_unit(parts.inputs.company.currency.value, per)


def _segments(parts: Parts) -> list[str]:
    return [s.id for s in parts.inputs.company.segments]


def _first(parts: Parts) -> str:
    return parts.inputs.months[parts.economics.retention.first]


def named(name: str, keys: tuple[str, ...]) -> str:
    """Return the id of a figure of this group."""
    return f"economics.{name}[{','.join(keys)}]" if keys else f"economics.{name}"


# ---------------------------------------------------------------- accounts


@BUILDERS.add
def churn_rate(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a segment's accounts that leave in a month."""
    segment, month = keys
    churn = parts.inputs.company.segments[parts.segment(segment)].churn
    given = parts.given(f"segments.{segment}.churn.rate", churn.rate, Unit.RATIO) if churn else None
    terms = [given or parts.assumption("customers.churn")]
    if churn and churn.basis is ChurnBasis.AT_RENEWAL:
        share = parts.forecast.renewal_share[0, parts.segment(segment), parts.month(month)]
        terms.append(parts.renewing(segment, float(share)))
    return product(named("churn_rate", keys), Unit.RATIO, *terms)


@BUILDERS.add
def stay_rate(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a segment's accounts that stay in a month."""
    leave = churn_rate(parts, keys)
    return figure(named("stay_rate", keys), 1 - leave.value, Unit.RATIO, Operation.COMPLEMENT, as_term(leave))


@BUILDERS.add
def accounts_kept(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a segment's accounts that are left after twelve months."""
    retention, row = parts.economics.retention, parts.segment(keys[0])
    year = parts.inputs.months[retention.first : retention.first + int(YEAR.value)]
    terms = [as_term(stay_rate(parts, (keys[0], month))) for month in year]
    return figure(named("accounts_kept", keys), retention.kept[row], Unit.RATIO, Operation.PRODUCT, *terms)


@BUILDERS.add
def logo_churn(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the accounts that leave within twelve months, of a segment or of all."""
    id, row = named("logo_churn", keys), parts.segment(keys[0]) if keys else None
    value = known(parts.economics.retention.logo_churn(row), id, parts)
    if keys:
        return figure(id, value, Unit.RATIO, Operation.COMPLEMENT, as_term(accounts_kept(parts, keys)))
    terms = as_term(all_accounts_lost(parts, ())), as_term(forecast.total_accounts(parts, (_first(parts),)))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def all_accounts_lost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that leave within twelve months."""
    built = (accounts_lost(parts, (s,)) for s in _segments(parts))
    return total("economics.all_accounts_lost", Unit.ACCOUNT, *built)


@BUILDERS.add
def accounts_lost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment that leave within twelve months, of those at their start."""
    there = forecast.accounts(parts, (keys[0], _first(parts)))
    return product(named("accounts_lost", keys), Unit.ACCOUNT, as_term(there), as_term(logo_churn(parts, keys)))


# ---------------------------------------------------------------- revenue


@BUILDERS.add
def grr(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the recurring revenue that is kept over twelve months without upsell, of a segment or of all."""
    id, row = named("grr", keys), parts.segment(keys[0]) if keys else None
    value = known(parts.economics.retention.gross_revenue(row), id, parts)
    if keys:
        return figure(id, value, Unit.RATIO, Operation.SUM, as_term(accounts_kept(parts, keys)))
    terms = as_term(all_revenue_kept(parts, ())), as_term(forecast.total_revenue(parts, (_first(parts),)))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def all_revenue_kept(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue of today's accounts that is left after twelve months, without upsell."""
    return total("economics.all_revenue_kept", money(parts), *(revenue_kept(parts, (s,)) for s in _segments(parts)))


@BUILDERS.add
def revenue_kept(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue of a segment that is left after twelve months, without upsell."""
    there = forecast.revenue(parts, (keys[0], _first(parts)))
    return product(named("revenue_kept", keys), money(parts), as_term(there), as_term(accounts_kept(parts, keys)))


@BUILDERS.add
def nrr(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the recurring revenue that is kept over twelve months, upsell counted, of a segment or of all."""
    id, row = named("nrr", keys), parts.segment(keys[0]) if keys else None
    value = known(parts.economics.retention.net_revenue(row), id, parts)
    terms = as_term(grr(parts, keys)), as_term(expansion_share(parts, keys))
    return figure(id, value, Unit.RATIO, Operation.SUM, *terms)


@BUILDERS.add
def expansion_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue that upsell adds over twelve months, as a share of today's."""
    id, month = named("expansion_share", keys), _first(parts)
    there = forecast.revenue(parts, (keys[0], month)) if keys else forecast.total_revenue(parts, (month,))
    added = expansion(parts, keys) if keys else all_expansion(parts, ())
    value = known(added.value / there.value if there.value else None, id, parts)
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, as_term(added), as_term(there))


@BUILDERS.add
def all_expansion(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a month that upsell adds over twelve months."""
    return total("economics.all_expansion", money(parts), *(expansion(parts, (s,)) for s in _segments(parts)))


@BUILDERS.add
def expansion(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a month that upsell to a segment adds over twelve months, as in the forecast of revenue."""
    (segment,) = keys
    accounts = parts.inputs.company.segments[parts.segment(segment)].accounts
    terms = (
        parts.given(f"segments.{segment}.accounts", accounts, Unit.ACCOUNT),
        _price(parts, segment),
        forecast.upsell_target(parts, segment),
    )
    return product(named("expansion", keys), money(parts), *terms)


def _price(parts: Parts, segment: str) -> Term:
    price = parts.inputs.company.segments[parts.segment(segment)].revenue_per_account
    return parts.given(f"segments.{segment}.revenue_per_account", price or 0.0, money(parts))


# ---------------------------------------------------------------- what an account is worth


@BUILDERS.add
def monthly_churn(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Even monthly churn of a segment that loses as many accounts over twelve months."""
    value = parts.economics.retention.monthly_churn(parts.segment(keys[0]))
    terms = as_term(accounts_kept(parts, keys)), YEAR
    return figure(named("monthly_churn", keys), value, Unit.RATIO, Operation.MONTHLY_RATE, *terms)


@BUILDERS.add
def lifetime(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months that an account of a segment stays: 1 / monthly churn."""
    id = named("lifetime", keys)
    value = known(parts.economics.retention.lifetime(parts.segment(keys[0])), id, parts)
    return figure(id, value, Unit.MONTH, Operation.QUOTIENT, ONE_MONTH, as_term(monthly_churn(parts, keys)))


@BUILDERS.add
def lifetime_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What an account pays while it stays: price x months; over all segments the mean of today's accounts."""
    id = named("lifetime_revenue", keys)
    value = known(parts.economics.retention.lifetime_revenue(parts.segment(keys[0]) if keys else None), id, parts)
    if not keys:
        terms = as_term(book_revenue(parts, ())), as_term(book_accounts(parts, ()))
        return figure(id, value, money(parts, ""), Operation.QUOTIENT, *terms)
    terms = _price(parts, keys[0]), as_term(lifetime(parts, keys))
    return figure(id, value, money(parts, ""), Operation.PRODUCT, *terms)


@BUILDERS.add
def ltv(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What an account is worth while it stays: price x gross margin / monthly churn."""
    id = named("ltv", keys)
    value = known(parts.economics.retention.lifetime_value(parts.segment(keys[0]) if keys else None), id, parts)
    paid, margin = lifetime_revenue(parts, keys), parts.assumption(GROSS_MARGIN)
    return figure(id, value, money(parts, ""), Operation.PRODUCT, as_term(paid), margin)


@BUILDERS.add
def book_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What all accounts pay while they stay, segments left out for which it is not known."""
    built = [segment_book_revenue(parts, (s,)) for s in _valued(parts)]
    return total("economics.book_revenue", money(parts, ""), *built)


@BUILDERS.add
def segment_book_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What the accounts of a segment pay while they stay."""
    there, paid = forecast.accounts(parts, (keys[0], _first(parts))), lifetime_revenue(parts, keys)
    return product(named("segment_book_revenue", keys), money(parts, ""), as_term(there), as_term(paid))


@BUILDERS.add
def book_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of the segments for which it is known what they pay while they stay."""
    built = [forecast.accounts(parts, (s, _first(parts))) for s in _valued(parts)]
    return total("economics.book_accounts", Unit.ACCOUNT, *built)


def _valued(parts: Parts) -> list[str]:
    retention = parts.economics.retention
    return [s for row, s in enumerate(_segments(parts)) if retention.lifetime_revenue(row) is not None]


def published_retention(parts: Parts) -> Iterator[str]:
    """Yield the figures of churn and worth that have a value, of all accounts first."""
    retention = parts.economics.retention
    found: list[tuple[Builder, float | None, tuple[str, ...]]] = []
    for row, keys in ((None, ()), *((row, (s,)) for row, s in enumerate(_segments(parts)))):
        found += [
            (logo_churn, retention.logo_churn(row), keys),
            (grr, retention.gross_revenue(row), keys),
            (nrr, retention.net_revenue(row), keys),
            (ltv, retention.lifetime_value(row), keys),
            (lifetime_revenue, retention.lifetime_revenue(row), keys),
        ]
        found += [(lifetime, retention.lifetime(row), keys)] if row is not None else []
    yield from (named(build.__name__, keys) for build, value, keys in found if value is not None)
