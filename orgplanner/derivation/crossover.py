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
    loaded,
    of_source,
    outside_cost,
)
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Parts, as_term, figure, product
from orgplanner.derivation.retention import money
from orgplanner.derivation.serving import cost_of_hour
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.crossover import not_ramped
from orgplanner.stages.offers import ramp_profile
from orgplanner.units import Unit

__all__ = ["BUILDERS", "published_crossovers"]

SHOWN = ("volume", "inside_cost", "inside_cost_shared")
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
def current_break_even_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price at which a source costs what the posts for the volume cost."""
    found = find(parts, keys)
    value = known(found.whole_posts.break_even_price, crossover_id("current_break_even_price", keys), parts)
    terms = as_term(current_room(parts, keys)), as_term(billed(parts, keys))
    return figure(crossover_id("current_break_even_price", keys), value, found.bill.unit, Operation.QUOTIENT, *terms)


@BUILDERS.add
def saving(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money a month that the outside saves against whole posts."""
    value = known(find(parts, keys).whole_posts.saving, crossover_id("saving", keys), parts)
    terms = as_term(inside_cost(parts, keys)), as_term(outside_cost(parts, keys))
    return figure(crossover_id("saving", keys), value, money(parts), Operation.DIFFERENCE, *terms)


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
    """Money for the months in which the team still does what a source cannot do yet."""
    terms = as_term(months_to_ramp(parts, keys)), as_term(inside_cost(parts, keys))
    return product(crossover_id("dual_run", keys), money(parts, ""), *terms)


@BUILDERS.add
def one_off(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money at the start: set-up, documents, dual run."""
    terms = of_source(parts, keys, "setup")
    terms += [as_term(documents(parts, keys))] if of_source(parts, keys, "setup_hours") else []
    terms += [as_term(dual_run(parts, keys))] if find(parts, keys).outside.ramp else []
    value = sum(t.value for t in terms)
    return figure(crossover_id("one_off", keys), value, money(parts, ""), Operation.SUM, *terms)


@BUILDERS.add
def payback(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months in which the saving against whole posts pays for the change."""
    value = known(find(parts, keys).payback_months, crossover_id("payback", keys), parts)
    terms = as_term(one_off(parts, keys)), as_term(saving(parts, keys))
    return figure(crossover_id("payback", keys), value, Unit.MONTH, Operation.QUOTIENT, *terms)


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
        }
        yield from (crossover_id(name, keys) for name, value in values.items() if value is not None)
