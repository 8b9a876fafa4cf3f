"""Derivations of offers: what a unit gives, what finding one costs, what it costs a month, what a shortage is worth."""

from __future__ import annotations

from orgplanner.derivation.capacity import steady_capacity, yearly_hours
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product
from orgplanner.derivation.retention import money
from orgplanner.errors import UnknownName
from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.records.sourcing import Charge, MoveKind
from orgplanner.stages.hiring_posing import line_costs
from orgplanner.stages.offers import Offer, in_hours, market_of, ramp_profile, tickets_per_fte
from orgplanner.units import Unit

BUILDERS = Builders("hiring")


def find_offer(parts: Parts, id: str) -> Offer:
    """Return an offer by its id, or raise UnknownName."""
    found = {offer.id: offer for offer in parts.offers}
    if id not in found:
        raise UnknownName("offer", id, tuple(found))
    return found[id]


def fixed(name: str, value: float, unit: Unit) -> Term:
    """Return a number that needs no explanation beyond its name."""
    return Term(id=f"structure.{name}", value=value, unit=unit, origin=Origin.INPUT)


def of_offer(parts: Parts, offer: Offer, name: str) -> list[Term]:
    """Return a number of the offer's terms, where they have it."""
    id = f"source.{offer.terms.id}.{name}"
    return [parts.assumption(id)] if id in parts.inputs.assumptions else []


def attrition(parts: Parts, role: str) -> Term:
    """Return the share of a role's people who leave in a year."""
    return parts.assumption(f"attrition.{ramp_profile(parts.inputs, role).id}")


def offer_attrition(parts: Parts, offer: Offer) -> Term:
    """Return the share of an offer's people who leave in a year; a firm replaces its own."""
    if offer.terms.attrition:
        return attrition(parts, offer.role)
    return fixed("replaced_by_firm", 0.0, Unit.RATIO_PER_YEAR)


def offer_filled(parts: Parts, offer: Offer) -> Term:
    """Return the share of requisitions that are filled in time."""
    if offer.channel is None:
        return fixed("always_filled", 1.0, Unit.RATIO)
    return parts.assumption(f"recruiting.{offer.channel.id}.filled")


def _market(parts: Parts, name: str) -> str:
    return f"market.{market_of(parts.inputs).country}.{name}"


@BUILDERS.add
def lead(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months from opening to the start of an offer."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = of_offer(parts, offer, "lead")
    if offer.channel is not None or not terms:
        terms = [parts.assumption(_market(parts, "time_to_fill"))]
    if offer.channel is not None:
        terms.append(parts.assumption(f"recruiting.{offer.channel.id}.lead_factor"))
    return product(f"hiring.lead[{id}]", Unit.MONTH, *terms)


@BUILDERS.add
def offer_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a productive unit of an offer gives: its block, or its hours by what one person carries."""
    (id,) = keys
    offer = find_offer(parts, id)
    block = parts.assumption(f"source.{offer.terms.id}.block")
    name = f"hiring.offer_fte[{id}]"
    if not in_hours(offer.terms):
        return figure(name, offer.fte, Unit.FTE, Operation.SUM, block)
    hours = as_term(steady_capacity(parts, (offer.role,)))
    return figure(name, offer.fte, Unit.FTE, Operation.QUOTIENT, block, hours)


@BUILDERS.add
def mentoring_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of the team that mentoring one joiner of a role takes."""
    (role,) = keys
    terms = parts.assumption("hiring.mentor_hours"), as_term(steady_capacity(parts, keys))
    value = terms[0].value / terms[1].value
    return figure(f"hiring.mentoring_fte[{role}]", value, Unit.FTE, Operation.QUOTIENT, *terms)


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
    terms = as_term(yearly_cost(parts, keys)), parts.assumption(_market(parts, "load"))
    value = terms[0].value / terms[1].value
    return figure(f"hiring.pay[{role}]", value, money(parts, "year"), Operation.QUOTIENT, *terms)


@BUILDERS.add
def fee(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Fee for finding one employee: yearly pay x share, at most the cap by law."""
    (id,) = keys
    offer = find_offer(parts, id)
    share, cap = parts.assumption(f"recruiting.{_channel(offer)}.fee_share"), _market(parts, "fee_cap")
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
    if offer.kind in (MoveKind.HIRE, MoveKind.TRAIN):
        terms += of_offer(parts, offer, "setup")
    return figure(f"hiring.one_off[{id}]", offer.one_off, money(parts, ""), Operation.SUM, *terms)


@BUILDERS.add
def tickets_of_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Tickets that one FTE of a role answers in a mean month."""
    (role,) = keys
    one, hours = fixed("one_person", 1.0, Unit.FTE), as_term(steady_capacity(parts, keys))
    value = tickets_per_fte(parts.inputs, parts.staffing, role)
    terms = one, hours, parts.assumption("support.handling_time")
    return figure(f"hiring.tickets_of_fte[{role}]", value, Unit.TICKET_PER_MONTH, Operation.ANSWERS, *terms)


@BUILDERS.add
def volume_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money an FTE and month of a contract by volume: tickets x price, and as much again for what comes back."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = [*of_offer(parts, offer, "price"), as_term(tickets_of_fte(parts, (offer.role,)))]
    terms.append(as_term(paid_share(parts, ())))
    return product(f"hiring.volume_price[{id}]", money(parts), *terms)


@BUILDERS.add
def paid_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Tickets paid for each ticket that is done: one, and what comes back unsolved."""
    terms = fixed("one_whole", 1.0, Unit.RATIO), parts.assumption("economics.quality_loss")
    return figure("hiring.paid_share", 1 + terms[1].value, Unit.RATIO, Operation.SUM, *terms)


@BUILDERS.add
def steering(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month for the team's own people who steer an offer."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = [*of_offer(parts, offer, "governance"), parts.assumption(f"cost.{offer.role}")]
    return product(f"hiring.steering[{id}]", money(parts), *terms)


@BUILDERS.add
def unit_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What a unit is paid a month by its price: the role's loaded cost, hours, or months of a post."""
    (id,) = keys
    offer = find_offer(parts, id)
    price = of_offer(parts, offer, "price")
    if offer.terms.charge is Charge.SALARY:
        price = [parts.assumption(f"cost.{offer.role}"), *of_offer(parts, offer, "cost_factor")]
    if offer.terms.charge is Charge.HOUR and in_hours(offer.terms):
        return product(f"hiring.unit_price[{id}]", money(parts), *price, *of_offer(parts, offer, "block"))
    terms = [*price, as_term(offer_fte(parts, keys))]
    if offer.terms.charge is Charge.HOUR:
        terms.append(as_term(paid_hours_a_month(parts, ())))
    return product(f"hiring.unit_price[{id}]", money(parts), *terms)


@BUILDERS.add
def paid_hours_a_month(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Paid hours of a full post in the mean month."""
    hours = as_term(yearly_hours(parts, ()))
    months = fixed("months_a_year", MONTHS_A_YEAR, Unit.MONTH)
    value = hours.value / MONTHS_A_YEAR
    return figure("hiring.paid_hours_a_month", value, Unit.HOUR_PER_MONTH, Operation.QUOTIENT, hours, months)


@BUILDERS.add
def monthly_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month while a unit runs; of a contract by volume, what it costs beside the volume."""
    (id,) = keys
    offer = find_offer(parts, id)
    if offer.monthly_cost is None:
        raise ValueError(f"the price of {id} is not known")
    terms = [] if offer.by_volume else [as_term(unit_price(parts, keys))]
    terms += of_offer(parts, offer, "fixed")
    if of_offer(parts, offer, "governance") and offer.terms.charge is not Charge.SALARY:
        terms.append(as_term(steering(parts, keys)))
    return figure(f"hiring.monthly_cost[{id}]", offer.monthly_cost, money(parts), Operation.SUM, *terms)


@BUILDERS.add
def minimum_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a contract by volume is paid for at least."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = [*of_offer(parts, offer, "minimum"), as_term(tickets_of_fte(parts, (offer.role,)))]
    if len(terms) == 1:
        return figure(f"hiring.minimum_fte[{id}]", 0.0, Unit.FTE, Operation.SUM)
    return figure(f"hiring.minimum_fte[{id}]", offer.minimum_fte, Unit.FTE, Operation.QUOTIENT, *terms)


@BUILDERS.add
def shortage_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price of an FTE and month of a role that nobody covers: factor x loaded cost of the role."""
    (role,) = keys
    parts.role(role)
    factor, id = parts.assumption("hiring.shortage_factor"), f"cost.{role}"
    if id in parts.inputs.assumptions:
        return product(f"hiring.shortage_price[{role}]", money(parts), factor, parts.assumption(id))
    value = line_costs(parts.inputs, parts.hiring.lines)[parts.hiring.lines.roles.index(role)]
    mean = fixed("mean_cost", value, money(parts))
    return product(f"hiring.shortage_price[{role}]", money(parts), factor, mean)
