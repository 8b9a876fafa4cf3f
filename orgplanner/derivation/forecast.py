"""Derivations of the book."""

from __future__ import annotations

import math
import re

import numpy as np

from orgplanner.derivation.operations import calibrated
from orgplanner.derivation.parts import Builder, Builders, Parts, as_term, figure
from orgplanner.errors import UnknownName
from orgplanner.records.company import Segment
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.forecast import cohort_weights, seasonal_weights
from orgplanner.stages.inputs import Array
from orgplanner.units import Unit

BUILDERS = Builders("forecast")

A_MONTH = r"(19|20|21)\d\d-(0[1-9]|1[0-2])"


def _value(parts: Parts, array: Array, keys: tuple[str, ...]) -> float:
    segment, month = keys
    return float(array[0, parts.segment(segment), parts.month(month)])


def _before(parts: Parts, month: str) -> str:
    return parts.inputs.months[parts.month(month) - 1]


@BUILDERS.add
def accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment at the start of a month."""
    segment, month = keys
    id, value = f"forecast.accounts[{segment},{month}]", _value(parts, parts.forecast.accounts, keys)
    if parts.month(month) == 0:
        today = parts.inputs.company.segments[parts.segment(segment)].accounts
        given = parts.given(f"segments.{segment}.accounts", today, Unit.ACCOUNT)
        return figure(id, value, Unit.ACCOUNT, Operation.SUM, given)
    past = (segment, _before(parts, month))
    steps = [as_term(step(parts, past)) for step in (_opening, churned, new_accounts)]
    return figure(id, value, Unit.ACCOUNT, Operation.ROLL_FORWARD, *steps)


def _opening(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """The accounts of a month, without their own derivation: a chain of months is opened month by month."""
    value = _value(parts, parts.forecast.accounts, keys)
    return Figure(id=f"forecast.accounts[{keys[0]},{keys[1]}]", value=value, unit=Unit.ACCOUNT)


@BUILDERS.add
def new_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that start in a month."""
    value = _value(parts, parts.forecast.new_accounts, keys)
    operation, terms = _arrivals(parts, keys)
    return figure(f"forecast.new_accounts[{keys[0]},{keys[1]}]", value, Unit.ACCOUNT, operation, *terms)


@BUILDERS.add
def earlier_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that started in a month before the plan, at today's yearly pace."""
    segment, month = keys
    if not re.fullmatch(A_MONTH, month) or month >= parts.inputs.months[0]:
        raise UnknownName("month", month, parts.inputs.months)
    operation, terms = _arrivals(parts, keys)
    value = math.prod(t.value for t in terms)
    return figure(f"forecast.earlier_accounts[{segment},{month}]", value, Unit.ACCOUNT, operation, *terms)


def _arrivals(parts: Parts, keys: tuple[str, ...]) -> tuple[Operation, tuple[Term, ...]]:
    """Return how the accounts that start in a month follow from the file."""
    segment, month = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    pace = parts.given(f"segments.{segment}.new_accounts", record.new_accounts, Unit.ACCOUNT_PER_MONTH)
    if not (record.seasonality or parts.inputs.company.seasonality):
        return Operation.SUM, (pace,)
    weight = float(seasonal_weights(parts.inputs)[parts.segment(segment), int(month[5:]) - 1])
    place = f"segments.{segment}.seasonality" if record.seasonality else "seasonality"
    return Operation.PRODUCT, (pace, parts.given(place, weight, Unit.ONE))


def _starts(parts: Parts, keys: tuple[str, ...], months: float) -> tuple[Term, ...]:
    """Return the accounts that started in a month and in those before that still count."""
    segment, month = keys
    t = parts.month(month)
    back = [parts.month_before(month, k) for k in range(len(cohort_weights(np.array(months))))]
    return tuple(
        as_term((new_accounts if k <= t else earlier_accounts)(parts, (segment, m))) for k, m in enumerate(back)
    )


@BUILDERS.add
def churned(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that leave in a month."""
    segment, month = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    rate = (
        parts.given(f"segments.{segment}.churn.rate", record.churn.rate, Unit.RATIO)
        if record.churn
        else parts.assumption("customers.churn")
    )
    terms = [as_term(_opening(parts, keys)), rate]
    if record.churn and record.churn.basis.value == "at_renewal":
        terms.append(_renewing(parts, keys))
    value = _value(parts, parts.forecast.churned, keys)
    return figure(f"forecast.churned[{segment},{month}]", value, Unit.ACCOUNT, Operation.PRODUCT, *terms)


def _renewing(parts: Parts, keys: tuple[str, ...]) -> Term:
    """Share of contracts that renew in a month: the contract term and renewal months of the file."""
    value = _value(parts, parts.forecast.renewal_share, keys)
    return parts.renewing(keys[0], value)


@BUILDERS.add
def onboarding(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts in onboarding, on average over a month (Little's law by cohorts)."""
    segment, month = keys
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    duration = parts.assumption(f"service_model.{model}.onboarding.duration")
    starts = _starts(parts, keys, duration.value)
    value = _value(parts, parts.forecast.onboarding, keys)
    return figure(f"forecast.onboarding[{segment},{month}]", value, Unit.ACCOUNT, Operation.COHORTS, duration, *starts)


@BUILDERS.add
def revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue of a segment in a month."""
    segment, month = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    unit = Unit(f"{parts.inputs.company.currency.value}/month")
    terms = (
        as_term(_opening(parts, keys)),
        parts.given(f"segments.{segment}.revenue_per_account", record.revenue_per_account or 0.0, unit),
        parts.given(
            f"segments.{segment}.accounts", float(parts.forecast.accounts[0, parts.segment(segment), 0]), Unit.ACCOUNT
        ),
        upsell_target(parts, segment),
        Term(id="month", value=parts.month(month), unit=Unit.MONTH, origin=Origin.INPUT),
    )
    value = _value(parts, parts.forecast.revenue, keys)
    return figure(f"forecast.revenue[{segment},{month}]", value, unit, Operation.GROWTH, *terms)


def upsell_target(parts: Parts, segment: str) -> Term:
    """Return the yearly upsell target that counts: none where there is only one plan to sell."""
    if not parts.inputs.company.several_plans:
        return parts.given("several_plans", 0.0, Unit.RATIO)
    record = parts.inputs.company.segments[parts.segment(segment)]
    return parts.given(f"segments.{segment}.upsell_target", record.upsell_target or 0.0, Unit.RATIO)


@BUILDERS.add
def deals(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Deals that a segment's upsell target asks for in a month."""
    segment, month = keys
    size = parts.assumption("expansion.deal_size")
    sold = revenue_share_sold(parts, keys)
    value = _value(parts, parts.forecast.deals, keys)
    return figure(f"forecast.deals[{segment},{month}]", value, Unit.ONE, Operation.QUOTIENT, as_term(sold), size)


@BUILDERS.add
def revenue_share_sold(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Upsell of a month in accounts' worth of revenue: accounts x yearly target / 12."""
    segment, month = keys
    accounts_now, target = _opening(parts, keys), upsell_target(parts, segment)
    id, value = f"forecast.revenue_share_sold[{segment},{month}]", accounts_now.value * target.value / 12
    return figure(id, value, Unit.ACCOUNT, Operation.PER_MONTH, as_term(accounts_now), target)


@BUILDERS.add
def tickets(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions that a segment asks in a month; in the first one today's mean is met as it is."""
    segment, month = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    as_today = parts.month(month) == 0 or not record.new_accounts
    if as_today or parts.assumption("support.new_account_factor").value == 1:
        terms = (as_term(_opening(parts, keys)), _usual_tickets(parts, record))
    else:
        terms = (as_term(asking_accounts(parts, keys)), as_term(tickets_each(parts, (segment,))))
    value = _value(parts, parts.forecast.tickets, keys)
    return figure(f"forecast.tickets[{segment},{month}]", value, Unit.TICKET_PER_MONTH, Operation.PRODUCT, *terms)


@BUILDERS.add
def asking_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a month, the recent ones counted by how much more they ask."""
    segment, month = keys
    recent, now = recent_askers(parts, keys), _opening(parts, keys)
    factor = parts.assumption("support.new_account_factor")
    value = now.value + (factor.value - 1) * min(recent.value, now.value)
    id = f"forecast.asking_accounts[{segment},{month}]"
    return figure(id, value, Unit.ACCOUNT, Operation.WEIGHTED, as_term(now), factor, as_term(recent))


@BUILDERS.add
def recent_askers(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that are in the first months, in which they ask more."""
    segment, month = keys
    months = parts.assumption("support.new_account_months")
    return recent(parts, f"forecast.recent_askers[{segment},{month}]", keys, months)


def recent(parts: Parts, id: str, keys: tuple[str, ...], months: Term) -> Figure:
    """Return the accounts of a segment that started within the last months, on average over a month."""
    starts = _starts(parts, keys, months.value)
    weights = cohort_weights(np.array(months.value))
    value = sum(w * s.value for w, s in zip(weights, starts, strict=True))
    return figure(id, value, Unit.ACCOUNT, Operation.COHORTS, months, *starts)


@BUILDERS.add
def tickets_each(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions an account beyond its first months and month: today's mean, freed of the recent accounts' share."""
    (segment,) = keys
    rate = _usual_tickets(parts, parts.inputs.company.segments[parts.segment(segment)])
    first = (segment, parts.inputs.months[0])
    terms = (rate, parts.assumption("support.new_account_factor"))
    today, new = accounts(parts, first), recent_askers(parts, first)
    value = calibrated([rate.value, terms[1].value, today.value, new.value])
    unit, id = Unit.TICKET_PER_ACCOUNT_MONTH, f"forecast.tickets_each[{segment}]"
    return figure(id, value, unit, Operation.CALIBRATION, *terms, as_term(today), as_term(new))


def _usual_tickets(parts: Parts, segment: Segment) -> Term:
    """Return the tickets an account and month: the segment's own, else the assumption."""
    given, unit = segment.tickets_per_account, Unit.TICKET_PER_ACCOUNT_MONTH
    if given is None:
        return parts.assumption("support.tickets_per_account")
    return parts.given(f"segments.{segment.id}.tickets_per_account", given, unit)


def _total(name: str, part: Builder) -> Builder:
    """Return the builder of the sum of a figure over the segments."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        (month,) = keys
        terms = [part(parts, (s.id, month)) for s in parts.inputs.company.segments]
        money = Unit(f"{parts.inputs.company.currency.value}/month")
        unit = {"revenue": money, "tickets": Unit.TICKET_PER_MONTH}.get(name, Unit.ACCOUNT)
        array: Array = getattr(parts.forecast, name)
        value = float(array[0, :, parts.month(month)].sum())
        return figure(f"forecast.total_{name}[{month}]", value, unit, Operation.SUM, *map(as_term, terms))

    return build


total_accounts = BUILDERS.add(_total("accounts", _opening), "total_accounts")
total_new_accounts = BUILDERS.add(_total("new_accounts", new_accounts), "total_new_accounts")
total_onboarding = BUILDERS.add(_total("onboarding", onboarding), "total_onboarding")
total_revenue = BUILDERS.add(_total("revenue", revenue), "total_revenue")
total_tickets = BUILDERS.add(_total("tickets", tickets), "total_tickets")
