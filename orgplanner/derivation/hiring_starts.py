"""Derivations of what an offer costs at its start: finding somebody, equipment, set-up and handing over."""

from __future__ import annotations

from orgplanner.derivation.hiring_prices import BUILDERS, attrition, find_offer, fixed, market_id, of_offer
from orgplanner.derivation.parts import Parts, as_term, figure, product, total
from orgplanner.derivation.retention import money
from orgplanner.derivation.serving import cost_of_hour
from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.records.figure import Figure, Operation
from orgplanner.records.sourcing import Charge, MoveKind
from orgplanner.stages.offers import Offer
from orgplanner.units import Unit


@BUILDERS.add
def yearly_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Loaded cost of a role a year."""
    (role,) = keys
    months = fixed("months_a_year", MONTHS_A_YEAR, Unit.MONTH)
    return product(f"hiring.yearly_cost[{role}]", money(parts, "year"), parts.assumption(f"cost.{role}"), months)


@BUILDERS.add
def pay(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Theoretical yearly pay of a role: loaded cost by what an employee costs beside the pay."""
    (role,) = keys
    terms = as_term(yearly_cost(parts, keys)), parts.assumption(market_id(parts, "load"))
    value = terms[0].value / terms[1].value
    return figure(f"hiring.pay[{role}]", value, money(parts, "year"), Operation.QUOTIENT, *terms)


@BUILDERS.add
def fee(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Fee for finding one employee: yearly pay x share, at most the cap by law."""
    (id,) = keys
    offer = find_offer(parts, id)
    share, cap = parts.assumption(f"recruiting.{_channel(offer)}.fee_share"), market_id(parts, "fee_cap")
    capped = cap in parts.inputs.assumptions and parts.assumption(cap).value < share.value
    yearly = as_term(pay(parts, (offer.role,)))
    return product(f"hiring.fee[{id}]", money(parts, ""), yearly, parts.assumption(cap) if capped else share)


@BUILDERS.add
def early_leavers(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of hires who leave while the fee is still refunded: 1 - (1 - attrition) ^ (months / 12)."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = attrition(parts, offer.role), parts.assumption(f"recruiting.{_channel(offer)}.refund_months")
    value = 1 - (1 - terms[0].value) ** (terms[1].value / MONTHS_A_YEAR)
    return figure(f"hiring.early_leavers[{id}]", value, Unit.RATIO, Operation.LEAVING, *terms)


@BUILDERS.add
def refund(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What is expected to come back of the fee."""
    (id,) = keys
    share = parts.assumption(f"recruiting.{_channel(find_offer(parts, id))}.refund_share")
    terms = as_term(fee(parts, keys)), share, as_term(early_leavers(parts, keys))
    return product(f"hiring.refund[{id}]", money(parts, ""), *terms)


@BUILDERS.add
def net_fee(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Fee less the expected refund."""
    (id,) = keys
    terms = as_term(fee(parts, keys)), as_term(refund(parts, keys))
    value = terms[0].value - terms[1].value
    return figure(f"hiring.net_fee[{id}]", value, money(parts, ""), Operation.DIFFERENCE, *terms)


def _channel(offer: Offer) -> str:
    if offer.channel is None:
        raise ValueError(f"{offer.id} has no recruiting channel")
    return offer.channel.id


@BUILDERS.add
def one_off(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for each unit of an offer at its start: net fee, advertisement, equipment."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = [as_term(net_fee(parts, keys))] if offer.channel else []
    if offer.channel and f"recruiting.{offer.channel.id}.fee" in parts.inputs.assumptions:
        terms.append(parts.assumption(f"recruiting.{offer.channel.id}.fee"))
    terms += of_offer(parts, offer, "setup") if _sets_up_each(offer) else []
    return figure(f"hiring.one_off[{id}]", offer.one_off, money(parts, ""), Operation.SUM, *terms)


def _sets_up_each(offer: Offer) -> bool:
    """Tell whether set-up is paid for each unit rather than once."""
    return offer.kind in (MoveKind.HIRE, MoveKind.TRAIN) or offer.terms.charge is Charge.MONTH


@BUILDERS.add
def handing_over(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for the hours of documenting and handing over."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = *of_offer(parts, offer, "setup_hours"), as_term(cost_of_hour(parts, (offer.role,)))
    return product(f"hiring.handing_over[{id}]", money(parts, ""), *terms)


@BUILDERS.add
def offer_setup(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for the first unit of an offer: set-up, documents and handing over."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = [] if _sets_up_each(offer) else of_offer(parts, offer, "setup")
    if of_offer(parts, offer, "setup_hours") and f"cost.{offer.role}" in parts.inputs.assumptions:
        terms.append(as_term(handing_over(parts, keys)))
    return figure(f"hiring.offer_setup[{id}]", offer.setup, money(parts, ""), Operation.SUM, *terms)


@BUILDERS.add
def at_the_start(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for the first unit of an offer at its start."""
    return total(f"hiring.at_the_start[{keys[0]}]", money(parts, ""), one_off(parts, keys), offer_setup(parts, keys))
