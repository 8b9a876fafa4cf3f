"""Derivations of offers: how long a unit takes to come, what it gives, what it costs a month."""

from __future__ import annotations

from orgplanner.derivation.capacity import steady_capacity, yearly_hours
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product
from orgplanner.derivation.retention import money
from orgplanner.errors import UnknownName
from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.records.sourcing import Charge
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


def market_id(parts: Parts, name: str) -> str:
    """Return the id of an assumption on the labour market of the company's country."""
    return f"market.{market_of(parts.inputs).country}.{name}"


@BUILDERS.add
def lead(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months from opening to the start of an offer."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = of_offer(parts, offer, "lead")
    if offer.channel is not None or not terms:
        terms = [parts.assumption(market_id(parts, "time_to_fill"))]
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
def tickets_of_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Tickets that one FTE of a role answers in a mean month, the busiest window counted."""
    (role,) = keys
    minutes = [parts.assumption(f"support.{name}") for name in ("handling_time", "peak_factor")]
    value = tickets_per_fte(parts.inputs, parts.staffing, role)
    terms = as_term(steady_capacity(parts, keys)), *minutes
    return figure(f"hiring.tickets_of_fte[{role}]", value, Unit.TICKET_PER_MONTH, Operation.TICKETS, *terms)


@BUILDERS.add
def tickets_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month for the tickets of an FTE by the price of a contract by volume."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = *of_offer(parts, offer, "price"), as_term(tickets_of_fte(parts, (offer.role,)))
    return product(f"hiring.tickets_price[{id}]", money(parts), *terms)


@BUILDERS.add
def returned(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month for own people who answer what comes back unsolved of an FTE's tickets."""
    (role,) = keys
    terms = parts.assumption("economics.quality_loss"), parts.assumption(f"cost.{role}")
    return product(f"hiring.returned[{role}]", money(parts), *terms)


@BUILDERS.add
def volume_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money an FTE and month of a contract by volume: its tickets, and own people for those that come back."""
    (id,) = keys
    offer = find_offer(parts, id)
    _check_priced(offer)
    terms = [as_term(tickets_price(parts, keys))]
    if f"cost.{offer.role}" in parts.inputs.assumptions and (back := returned(parts, (offer.role,))).value:
        terms.append(as_term(back))
    return figure(f"hiring.volume_price[{id}]", offer.price_per_fte, money(parts), Operation.SUM, *terms)


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
    _check_priced(offer)
    terms = [] if offer.by_volume else [as_term(unit_price(parts, keys))]
    terms += of_offer(parts, offer, "fixed")
    if of_offer(parts, offer, "governance") and offer.terms.charge is not Charge.SALARY:
        terms.append(as_term(steering(parts, keys)))
    return figure(f"hiring.monthly_cost[{id}]", offer.monthly_cost or 0.0, money(parts), Operation.SUM, *terms)


def _check_priced(offer: Offer) -> None:
    if offer.monthly_cost is None:
        raise ValueError(f"the price of {offer.id} is not known")


@BUILDERS.add
def monthly_per_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month for the work of one FTE."""
    (id,) = keys
    offer, running, name = find_offer(parts, id), as_term(monthly_cost(parts, keys)), f"hiring.monthly_per_fte[{id}]"
    if not offer.by_volume:
        terms = running, as_term(offer_fte(parts, keys))
        return figure(name, terms[0].value / terms[1].value, money(parts), Operation.QUOTIENT, *terms)
    one = fixed("one_person", 1.0, Unit.FTE)
    least, price = as_term(minimum_fte(parts, keys)), as_term(volume_price(parts, keys))
    value = max(one.value, least.value) * price.value + running.value
    no_set_up = fixed("set_up", 0.0, money(parts, ""))
    return figure(name, value, money(parts), Operation.VOLUME_COST, one, least, price, running, no_set_up)


@BUILDERS.add
def minimum_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a contract by volume is paid for at least."""
    (id,) = keys
    offer = find_offer(parts, id)
    terms = [*of_offer(parts, offer, "minimum"), as_term(tickets_of_fte(parts, (offer.role,)))]
    if len(terms) == 1:
        return figure(f"hiring.minimum_fte[{id}]", 0.0, Unit.FTE, Operation.SUM)
    return figure(f"hiring.minimum_fte[{id}]", offer.minimum_fte, Unit.FTE, Operation.QUOTIENT, *terms)
