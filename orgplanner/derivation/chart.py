"""Derivations of the leader's own chart: seats, cover of the work, spans, cost."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.derivation import cost
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.design_checks import empty_part
from orgplanner.units import Unit

BUILDERS = Builders("chart")


@BUILDERS.add
def seats(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Seats of the team on the chart."""
    ones = [_one(f"structure.seat[{p.id}]") for p in parts.design.positions if p.on_team]
    return figure("chart.seats", len(ones), Unit.PERSON, Operation.COUNT, *ones)


@BUILDERS.add
def open_seats(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Seats of the team that nobody holds."""
    holders = parts.design.holders
    ones = [_one(f"structure.seat[{p.id}]") for p in parts.design.positions if p.on_team and p.id not in holders]
    return figure("chart.open_seats", len(ones), Unit.PERSON, Operation.COUNT, *ones)


@BUILDERS.add
def reports(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Direct reports of a seat; people on dotted lines are led elsewhere."""
    (id,) = keys
    parts.seat(id)
    below = [n.id for n in parts.design.chart.nodes if n.parent == id and not n.dotted]
    ones = [_one(f"structure.seat[{each}]") for each in below]
    return figure(f"chart.reports[{id}]", len(ones), Unit.PERSON, Operation.COUNT, *ones)


@BUILDERS.add
def seated_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that the seats of the chart carry."""
    (role,) = keys
    parts.role(role)
    carried = [(p.id, p.share_of(role)) for p in parts.design.positions if p.share_of(role)]
    terms = [_given(f"structure.on_seat[{id},{role}]", fte, Unit.FTE) for id, fte in carried]
    return figure(f"chart.seated_fte[{role}]", sum(fte for _, fte in carried), Unit.FTE, Operation.SUM, *terms)


@BUILDERS.add
def required_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that all work of a role needs: what seats carry, and what edits left without a seat."""
    (role,) = keys
    seated = seated_fte(parts, keys)
    value = next(c.required for c in parts.design_checks.roles if c.role == role)
    loose = _given(f"structure.uncovered[{role}]", value - seated.value, Unit.FTE)
    terms = (as_term(seated), loose) if loose.value else (as_term(seated),)
    return figure(f"chart.required_fte[{role}]", value, Unit.FTE, Operation.SUM, *terms)


@BUILDERS.add
def short_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that no seat of the chart carries."""
    (role,) = keys
    required, seated = required_fte(parts, keys), seated_fte(parts, keys)
    value = required.value - seated.value
    name = f"chart.short_fte[{role}]"
    return figure(name, value, Unit.FTE, Operation.DIFFERENCE, as_term(required), as_term(seated))


@BUILDERS.add
def total_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month of the seats whose cost is known."""
    known = [id for id, money in parts.design_checks.costs.items() if money is not None]
    terms = [as_term(seat_cost(parts, (id,))) for id in known]
    return figure("chart.total_cost", parts.design_checks.cost, _money(parts), Operation.SUM, *terms)


@BUILDERS.add
def seat_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month of a seat: the people on it, and the role's default for what nobody holds."""
    (id,) = keys
    parts.seat(id)
    built = [person_cost(parts, (a.person, id)) for a in parts.design.assignments if a.position == id]
    missing = empty_part_cost(parts, keys)
    terms = [as_term(each) for each in (*built, missing) if each.value or not built]
    value = sum(term.value for term in terms)
    return figure(f"chart.seat_cost[{id}]", value, _money(parts), Operation.SUM, *terms)


@BUILDERS.add
def person_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month of the part of somebody's time that goes to a seat."""
    person, id = keys
    whole = cost.of_person(parts, (person,))
    share = next(a.share for a in parts.design.assignments if (a.person, a.position) == keys)
    fte = next(p.fte for p in parts.design.people if p.id == person)
    part = _given(f"structure.part_of_person[{person},{id}]", share / fte, Unit.RATIO)
    value = whole.value * part.value
    return figure(f"chart.person_cost[{person},{id}]", value, _money(parts), Operation.PRODUCT, as_term(whole), part)


@BUILDERS.add
def empty_part_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Default cost a month of the part of a seat that nobody holds."""
    (id,) = keys
    position = parts.seat(id)
    held = sum(a.share for a in parts.design.assignments if a.position == id)
    missing = empty_part(parts.inputs, position, held)
    name, part = f"chart.empty_part_cost[{id}]", _given(f"structure.empty_part[{id}]", missing, Unit.FTE)
    if f"cost.{position.main_role}" not in parts.inputs.assumptions or not missing:
        return figure(name, 0.0, _money(parts), Operation.SUM)
    role = parts.assumption(f"cost.{position.main_role}")
    return figure(name, role.value * missing, _money(parts), Operation.PRODUCT, role, part)


def published_chart(parts: Parts) -> Iterator[str]:
    """Yield the ids of the figures of the chart that faces show."""
    yield from ("chart.seats", "chart.open_seats", "chart.total_cost")
    yield from (f"chart.short_fte[{role}]" for role in parts.inputs.roles)
    yield from (f"chart.reports[{check.position}]" for check in parts.design_checks.spans)


def _one(id: str) -> Term:
    return _given(id, 1.0, Unit.PERSON)


def _given(id: str, value: float, unit: Unit) -> Term:
    return Term(id=id, value=value, unit=unit, origin=Origin.INPUT)


def _money(parts: Parts) -> Unit:
    return Unit(f"{parts.inputs.company.currency.value}/month")
