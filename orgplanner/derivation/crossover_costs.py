"""Derivations of the crossover's costs: a volume of work, and what it costs a month inside and outside."""

from __future__ import annotations

from orgplanner.derivation import staffing, support_work
from orgplanner.derivation.capacity import steady_capacity, yearly_hours
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product
from orgplanner.derivation.retention import money
from orgplanner.errors import UnknownName
from orgplanner.records.figure import Figure, Operation, Term
from orgplanner.records.sourcing import Charge
from orgplanner.stages.crossover import Crossover
from orgplanner.stages.outside_bill import counts_tickets, whole_units, whole_volume
from orgplanner.units import Unit

BUILDERS = Builders("crossover")


def find(parts: Parts, keys: tuple[str, ...]) -> Crossover:
    """Return the crossover of a role and the terms of a source, or raise UnknownName."""
    role, terms = keys
    found = {(c.role, c.outside.terms.id): c for c in parts.crossovers}
    if (role, terms) not in found:
        raise UnknownName("figure", f"crossover[{role},{terms}]", [f"crossover[{r},{t}]" for r, t in found])
    return found[role, terms]


def _of_role(parts: Parts, role: str) -> Crossover:
    found = next((c for c in parts.crossovers if c.role == role), None)
    if found is None:
        raise UnknownName("role", role, tuple(c.role for c in parts.crossovers))
    return found


def crossover_id(name: str, keys: tuple[str, ...]) -> str:
    """Return the id of a figure of the crossover."""
    return f"crossover.{name}[{','.join(keys)}]"


def of_source(parts: Parts, keys: tuple[str, ...], name: str) -> list[Term]:
    """Return a number of the source's terms, where they have it."""
    id = f"source.{keys[1]}.{name}"
    return [parts.assumption(id)] if id in parts.inputs.assumptions else []


# ---------------------------------------------------------------- volume


@BUILDERS.add
def volume(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Volume of a role's work in the month of the positions: tickets, or hours of work."""
    found, of = find(parts, keys), (keys[0], parts.plan_month)
    if counts_tickets(parts.inputs, keys[0]):
        hours = support_work.planned_ticket_hours(parts, of)
        terms = as_term(hours), *_minutes(parts)
        return figure(crossover_id("volume", keys), found.current_volume, found.volume_unit, Operation.TICKETS, *terms)
    fte = staffing.STEADY.built("total", parts, of)
    return product(
        crossover_id("volume", keys), found.volume_unit, as_term(fte), as_term(steady_capacity(parts, keys[:1]))
    )


def _minutes(parts: Parts) -> list[Term]:
    return [parts.assumption(f"support.{name}") for name in ("handling_time", "peak_factor")]


@BUILDERS.add
def volume_of_post(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Tickets or hours of work that one FTE of a role carries in the mean month."""
    found, hours = _of_role(parts, keys[0]), as_term(steady_capacity(parts, keys))
    if not counts_tickets(parts.inputs, keys[0]):
        return product(crossover_id("volume_of_post", keys), found.volume_unit, hours)
    minutes = _minutes(parts)
    value = hours.value * 60 / (minutes[0].value * minutes[1].value)
    return figure(crossover_id("volume_of_post", keys), value, found.volume_unit, Operation.TICKETS, hours, *minutes)


@BUILDERS.add
def cap(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whole tickets or hours that an employee of a role carries in a month."""
    found, term = _of_role(parts, keys[0]), as_term(volume_of_post(parts, keys))
    return figure(crossover_id("cap", keys), found.cap, found.volume_unit, Operation.FLOOR, term)


@BUILDERS.add
def unit_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that a unit of a source gives."""
    offer, block = find(parts, keys).outside, parts.assumption(f"source.{keys[1]}.block")
    if block.unit is not Unit.HOUR_PER_MONTH:
        return product(crossover_id("unit_fte", keys), Unit.FTE, block)
    hours = as_term(steady_capacity(parts, keys[:1]))
    return figure(crossover_id("unit_fte", keys), offer.fte, Unit.FTE, Operation.QUOTIENT, block, hours)


@BUILDERS.add
def unit_volume(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Tickets or hours of work that a unit of a source carries in a month."""
    terms = as_term(unit_fte(parts, keys)), as_term(volume_of_post(parts, keys[:1]))
    return product(crossover_id("unit_volume", keys), find(parts, keys).volume_unit, *terms)


@BUILDERS.add
def carried(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whole tickets or hours that a unit of a source carries in a month."""
    of_unit = unit_volume(parts, keys)
    value = whole_volume(of_unit.value)
    return figure(crossover_id("carried", keys), value, of_unit.unit, Operation.FLOOR, as_term(of_unit))


# ---------------------------------------------------------------- inside


@BUILDERS.add
def loaded(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Loaded cost of an employee of a role a month."""
    terms = parts.assumption(f"cost.{keys[0]}"), *of_source(parts, (*keys, _own(parts, keys[0])), "cost_factor")
    return product(crossover_id("loaded", keys), money(parts), *terms)


def _own(parts: Parts, role: str) -> str:
    return _of_role(parts, role).inside.terms.id


@BUILDERS.add
def posts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whole posts that carry the volume."""
    asked, each = volume(parts, keys), cap(parts, keys[:1])
    return _units("posts", keys, asked, each)


def _units(name: str, keys: tuple[str, ...], asked: Figure, each: Figure) -> Figure:
    value = float(whole_units(asked.value, each.value))
    return figure(crossover_id(name, keys), value, Unit.ONE, Operation.CEILING, as_term(asked), as_term(each))


@BUILDERS.add
def inside_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the volume a month in whole posts."""
    return product(
        crossover_id("inside_cost", keys), money(parts), as_term(posts(parts, keys)), as_term(loaded(parts, keys[:1]))
    )


@BUILDERS.add
def inside_cost_shared(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the volume a month by the FTE that it takes."""
    terms = as_term(volume(parts, keys)), as_term(unit_cost(parts, keys[:1]))
    return product(crossover_id("inside_cost_shared", keys), money(parts), *terms)


@BUILDERS.add
def unit_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of a ticket or an hour inside when every post is full."""
    found = _of_role(parts, keys[0])
    unit = money(parts, "ticket" if counts_tickets(parts.inputs, keys[0]) else "hour")
    terms = as_term(loaded(parts, keys)), as_term(cap(parts, keys))
    return figure(crossover_id("unit_cost", keys), found.unit_cost, unit, Operation.QUOTIENT, *terms)


# ---------------------------------------------------------------- outside


@BUILDERS.add
def units(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whole units of a source that carry the volume."""
    return _units("units", keys, volume(parts, keys), carried(parts, keys))


@BUILDERS.add
def units_of_post(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whole units of a source that carry what a full post carries."""
    return _units("units_of_post", keys, cap(parts, keys[:1]), carried(parts, keys))


@BUILDERS.add
def billed_each(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What is billed for a unit of a source: hours, or its part of a post."""
    found, block = find(parts, keys), parts.assumption(f"source.{keys[1]}.block")
    if found.outside.terms.charge is Charge.HOUR and block.unit is not Unit.HOUR_PER_MONTH:
        terms = block, as_term(yearly_hours(parts, ()))
        value, unit = found.bill.billed_each, Unit.HOUR_PER_MONTH
        return figure(crossover_id("billed_each", keys), value, unit, Operation.PER_MONTH, *terms)
    return product(crossover_id("billed_each", keys), block.unit, block)


@BUILDERS.add
def billed(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What is billed for the volume."""
    return _billed(parts, keys, "billed", volume(parts, keys), "units")


@BUILDERS.add
def billed_of_post(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What is billed for what a full post carries."""
    return _billed(parts, keys, "billed_of_post", cap(parts, keys[:1]), "units_of_post")


def _billed(parts: Parts, keys: tuple[str, ...], name: str, asked: Figure, counted: str) -> Figure:
    if find(parts, keys).bill.carried is not None:
        each = billed_each(parts, keys)
        terms = as_term(BUILDERS[f"crossover.{counted}"](parts, keys)), as_term(each)
        return product(crossover_id(name, keys), each.unit, *terms)
    terms_of_tickets = [as_term(asked), *of_source(parts, keys, "minimum")]
    value = max(t.value for t in terms_of_tickets)
    return figure(crossover_id(name, keys), value, asked.unit, Operation.MAXIMUM, *terms_of_tickets)


@BUILDERS.add
def borrowed_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price a month of a whole post that another department lends."""
    terms = as_term(loaded(parts, keys[:1])), *of_source(parts, keys, "cost_factor")
    return product(crossover_id("borrowed_price", keys), money(parts), *terms)


@BUILDERS.add
def paid(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month for what is billed."""
    known(find(parts, keys).bill.price, crossover_id("paid", keys), parts)
    salary = find(parts, keys).outside.terms.charge is Charge.SALARY
    price = as_term(borrowed_price(parts, keys)) if salary else parts.assumption(f"source.{keys[1]}.price")
    return product(crossover_id("paid", keys), money(parts), price, as_term(billed(parts, keys)))


@BUILDERS.add
def governance(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month for own people who steer a source."""
    terms = *of_source(parts, keys, "governance"), as_term(loaded(parts, keys[:1]))
    return product(crossover_id("governance", keys), money(parts), *terms)


@BUILDERS.add
def returned(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month for own people who answer what comes back unsolved."""
    terms = parts.assumption("economics.quality_loss"), as_term(inside_cost_shared(parts, keys))
    return product(crossover_id("returned", keys), money(parts), *terms)


@BUILDERS.add
def returned_of_post(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """The same for what a full post carries."""
    terms = parts.assumption("economics.quality_loss"), as_term(loaded(parts, keys[:1]))
    return product(crossover_id("returned_of_post", keys), money(parts), *terms)


def beside_price(parts: Parts, keys: tuple[str, ...], back: str) -> list[Term]:
    """Return what the outside costs beside its price."""
    bill, terms = find(parts, keys).bill, of_source(parts, keys, "fixed")
    terms += [as_term(governance(parts, keys))] if bill.governance else []
    return terms + ([as_term(BUILDERS[f"crossover.{back}"](parts, keys))] if bill.returned else [])


@BUILDERS.add
def outside_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the volume a month outside."""
    value = known(find(parts, keys).current_outside, crossover_id("outside_cost", keys), parts)
    terms = as_term(paid(parts, keys)), *beside_price(parts, keys, "returned")
    return figure(crossover_id("outside_cost", keys), value, money(parts), Operation.SUM, *terms)
