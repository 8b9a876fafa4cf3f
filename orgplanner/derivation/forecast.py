"""Derivations of the book."""

from __future__ import annotations

from orgplanner.derivation.parts import Builder, Parts, as_term, figure
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.forecast import cohort_weights
from orgplanner.stages.inputs import Array
from orgplanner.units import Unit


def _value(parts: Parts, array: Array, keys: tuple[str, ...]) -> float:
    segment, month = keys
    return float(array[0, parts.segment(segment), parts.month(month)])


def _before(parts: Parts, month: str) -> str:
    return parts.inputs.months[parts.month(month) - 1]


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


def new_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that start in a month."""
    segment, month = keys
    given = parts.inputs.company.segments[parts.segment(segment)].new_accounts
    term = parts.given(f"segments.{segment}.new_accounts", given, Unit.ACCOUNT_PER_MONTH)
    value = _value(parts, parts.forecast.new_accounts, keys)
    return figure(f"forecast.new_accounts[{segment},{month}]", value, Unit.ACCOUNT, Operation.SUM, term)


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


def onboarding(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts in onboarding, on average over a month (Little's law by cohorts)."""
    segment, month = keys
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    duration = parts.assumption(f"service_model.{model}.onboarding.duration")
    t = parts.month(month)
    cohorts = len(cohort_weights(parts.forecast.onboarding_duration[0, parts.segment(segment)]))
    months = [parts.inputs.months[max(t - k, 0)] for k in range(cohorts)]
    starts = [as_term(new_accounts(parts, (segment, m))) for m in months]
    value = _value(parts, parts.forecast.onboarding, keys)
    return figure(f"forecast.onboarding[{segment},{month}]", value, Unit.ACCOUNT, Operation.COHORTS, duration, *starts)


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
        parts.given(f"segments.{segment}.upsell_target", record.upsell_target or 0.0, Unit.RATIO),
        Term(id="month", value=parts.month(month), unit=Unit.MONTH, origin=Origin.INPUT),
    )
    value = _value(parts, parts.forecast.revenue, keys)
    return figure(f"forecast.revenue[{segment},{month}]", value, unit, Operation.GROWTH, *terms)


def tickets(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions that a segment asks in a month."""
    segment, month = keys
    given = parts.inputs.company.segments[parts.segment(segment)].tickets_per_account
    rate = (
        parts.assumption("support.tickets_per_account")
        if given is None
        else parts.given(f"segments.{segment}.tickets_per_account", given, Unit.TICKET_PER_ACCOUNT_MONTH)
    )
    value = _value(parts, parts.forecast.tickets, keys)
    id = f"forecast.tickets[{segment},{month}]"
    return figure(id, value, Unit.TICKET_PER_MONTH, Operation.PRODUCT, as_term(_opening(parts, keys)), rate)


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


BUILDERS: dict[str, Builder] = {
    "forecast.accounts": accounts,
    "forecast.new_accounts": new_accounts,
    "forecast.churned": churned,
    "forecast.onboarding": onboarding,
    "forecast.revenue": revenue,
    "forecast.tickets": tickets,
    "forecast.total_accounts": _total("accounts", _opening),
    "forecast.total_new_accounts": _total("new_accounts", new_accounts),
    "forecast.total_onboarding": _total("onboarding", onboarding),
    "forecast.total_revenue": _total("revenue", revenue),
    "forecast.total_tickets": _total("tickets", tickets),
}
"""Builders of the figures of the book, by name."""
