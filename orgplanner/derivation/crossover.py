"""Derivations of the crossover: the price at which both sides cost the same, and when a change has paid."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.derivation.crossover_costs import (
    BUILDERS,
    beside_price,
    billed,
    billed_of_post,
    crossover_id,
    find,
    inside_cost,
    inside_cost_shared,
    loaded,
    of_source,
    outside_cost,
)
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builder, Parts, as_term, figure, product
from orgplanner.derivation.retention import money
from orgplanner.derivation.serving import cost_of_hour
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.crossover import not_ramped
from orgplanner.stages.offers import ramp_profile
from orgplanner.units import Unit

__all__ = ["BUILDERS", "published_crossovers"]

SHOWN = ("volume", "inside_cost", "inside_cost_shared", "one_off", "one_off_shared")
"""Figures that every crossover has."""


@BUILDERS.add
def room(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month that a full post leaves for the price of a source."""
    return _room("room", parts, keys, loaded(parts, keys[:1]), "returned_of_post")


@BUILDERS.add
def current_room(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month that the posts for the volume leave for the price of a source."""
    return _room("current_room", parts, keys, inside_cost(parts, keys), "returned")


def _room(name: str, parts: Parts, keys: tuple[str, ...], inside: Figure, back: str) -> Figure:
    terms = as_term(inside), *beside_price(parts, keys, back)
    value = terms[0].value - sum(t.value for t in terms[1:])
    operation = Operation.DIFFERENCE if terms[1:] else Operation.SUM
    return figure(crossover_id(name, keys), value, money(parts), operation, *terms)


@BUILDERS.add
def break_even_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price at which a source costs what a full post costs."""
    found = find(parts, keys)
    value = known(found.break_even_price, crossover_id("break_even_price", keys), parts)
    terms = as_term(room(parts, keys)), as_term(billed_of_post(parts, keys))
    return figure(crossover_id("break_even_price", keys), value, found.bill.unit, Operation.QUOTIENT, *terms)


@BUILDERS.add
def room_shared(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month that the hours of the volume leave for the price of a source."""
    return _room("room_shared", parts, keys, inside_cost_shared(parts, keys), "returned")


@BUILDERS.add
def current_break_even_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price at which a source costs what the posts for the volume cost."""
    found = find(parts, keys).whole_posts
    return _price_for("current_break_even_price", parts, keys, found.break_even_price, current_room(parts, keys))


@BUILDERS.add
def break_even_price_shared(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price at which a source costs what the hours of the volume cost."""
    found = find(parts, keys).shared_hours
    return _price_for("break_even_price_shared", parts, keys, found.break_even_price, room_shared(parts, keys))


def _price_for(name: str, parts: Parts, keys: tuple[str, ...], value: float | None, left: Figure) -> Figure:
    id, unit, terms = crossover_id(name, keys), find(parts, keys).bill.unit, (left, billed(parts, keys))
    return figure(id, known(value, id, parts), unit, Operation.QUOTIENT, *map(as_term, terms))


@BUILDERS.add
def saving(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month that the outside saves against whole posts."""
    return _saving("saving", parts, keys, find(parts, keys).whole_posts.saving, inside_cost(parts, keys))


@BUILDERS.add
def saving_shared(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month that the outside saves against shared hours."""
    return _saving("saving_shared", parts, keys, find(parts, keys).shared_hours.saving, inside_cost_shared(parts, keys))


def _saving(name: str, parts: Parts, keys: tuple[str, ...], value: float | None, inside: Figure) -> Figure:
    id = crossover_id(name, keys)
    saved = known(value, id, parts)
    terms = as_term(inside), as_term(outside_cost(parts, keys))
    return figure(id, saved, money(parts), Operation.DIFFERENCE, *terms)


@BUILDERS.add
def documents(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for the hours of documenting and handing over."""
    terms = *of_source(parts, keys, "setup_hours"), as_term(cost_of_hour(parts, keys[:1]))
    return product(crossover_id("documents", keys), money(parts, ""), *terms)


@BUILDERS.add
def months_to_ramp(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months of full work that are lost while a source gets up to speed."""
    offer = find(parts, keys).outside
    profile = offer.terms.ramp or ramp_profile(parts.inputs, keys[0]).id
    counted = Term(id="structure.ramp_months", value=len(offer.ramp), unit=Unit.MONTH, origin=Origin.INPUT)
    shares = [parts.assumption(f"ramp.{profile}.month_{k + 1}") for k in range(len(offer.ramp))]
    id = crossover_id("months_to_ramp", keys)
    return figure(id, not_ramped(offer), Unit.MONTH, Operation.DIFFERENCE, counted, *shares)


@BUILDERS.add
def dual_run(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for the months in which the team still does what a source cannot do yet, in whole posts."""
    return _dual_run("dual_run", parts, keys, inside_cost(parts, keys))


@BUILDERS.add
def dual_run_shared(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """The same by the hours that it takes."""
    return _dual_run("dual_run_shared", parts, keys, inside_cost_shared(parts, keys))


def _dual_run(name: str, parts: Parts, keys: tuple[str, ...], inside: Figure) -> Figure:
    terms = as_term(months_to_ramp(parts, keys)), as_term(inside)
    return product(crossover_id(name, keys), money(parts, ""), *terms)


@BUILDERS.add
def one_off(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money at the start: set-up, documents, dual run in whole posts."""
    return _one_off("one_off", parts, keys, dual_run(parts, keys))


@BUILDERS.add
def one_off_shared(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money at the start: set-up, documents, dual run by the hours that it takes."""
    return _one_off("one_off_shared", parts, keys, dual_run_shared(parts, keys))


def _one_off(name: str, parts: Parts, keys: tuple[str, ...], both: Figure) -> Figure:
    terms = of_source(parts, keys, "setup")
    terms += [as_term(documents(parts, keys))] if of_source(parts, keys, "setup_hours") else []
    terms += [as_term(both)] if find(parts, keys).outside.ramp else []
    value = sum(t.value for t in terms)
    return figure(crossover_id(name, keys), value, money(parts, ""), Operation.SUM, *terms)


@BUILDERS.add
def payback(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months in which the saving against whole posts pays for the change."""
    found = find(parts, keys).whole_posts
    return _payback("payback", parts, keys, found.payback_months, (one_off, saving))


@BUILDERS.add
def payback_shared(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months in which the saving against shared hours pays for the change."""
    found = find(parts, keys).shared_hours
    return _payback("payback_shared", parts, keys, found.payback_months, (one_off_shared, saving_shared))


def _payback(
    name: str, parts: Parts, keys: tuple[str, ...], value: float | None, of: tuple[Builder, Builder]
) -> Figure:
    id = crossover_id(name, keys)
    months = known(value, id, parts)
    return figure(id, months, Unit.MONTH, Operation.QUOTIENT, *(as_term(build(parts, keys)) for build in of))


def published_crossovers(parts: Parts) -> Iterator[str]:
    """Yield the figures of every crossover that have a value."""
    for found in parts.crossovers:
        keys = found.role, found.outside.terms.id
        yield from (crossover_id(name, keys) for name in SHOWN)
        values = {
            "outside_cost": found.current_outside,
            "break_even_price": found.break_even_price,
            "current_break_even_price": found.whole_posts.break_even_price,
            "saving": found.whole_posts.saving,
            "payback": found.payback_months,
            "break_even_price_shared": found.shared_hours.break_even_price,
            "saving_shared": found.shared_hours.saving,
            "payback_shared": found.shared_hours.payback_months,
        }
        yield from (crossover_id(name, keys) for name, value in values.items() if value is not None)
