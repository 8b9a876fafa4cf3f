"""Derivations of gaps and cost."""

from __future__ import annotations

from orgplanner.derivation import forecast, staffing
from orgplanner.derivation.parts import Builder, Parts, as_term, figure
from orgplanner.records.company import Person
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.cost import largest_role, missing_posts, person_cost
from orgplanner.stages.gaps import carried
from orgplanner.units import Unit


def gap_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that nobody carries."""
    (role,) = keys
    needed = staffing.BUILDERS["staffing.steady_total"](parts, (role, _month(parts)))
    held = held_fte(parts, keys)
    value = parts.gaps.roles[parts.role(role)].gap_fte
    return figure(f"gaps.gap_fte[{role}]", value, Unit.FTE, Operation.DIFFERENCE, as_term(needed), as_term(held))


def held_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that people carry on the positions they hold."""
    (role,) = keys
    held = {a.position for a in parts.gaps.assignments}
    positions = [p.id for p in parts.staffing.positions if p.id in held and p.share_of(role)]
    terms = [as_term(carried_fte(parts, (id, role))) for id in positions]
    value = parts.gaps.roles[parts.role(role)].held_fte
    return figure(f"gaps.held_fte[{role}]", value, Unit.FTE, Operation.SUM, *terms)


def carried_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that the people on a position carry."""
    id, role = keys
    position = parts.position(id)
    present = {p.id for p in parts.charts.people}
    held = sum(a.share for a in parts.gaps.assignments if a.position == id and a.person in present)
    part = carried(position, held) if held > 0 else 0.0
    share = staffing.share(parts, keys)
    people = Term(id=f"gaps.people_on[{id}]", value=part, unit=Unit.RATIO, origin=Origin.INPUT)
    value = share.value * part
    return figure(f"gaps.carried_fte[{id},{role}]", value, Unit.FTE, Operation.PRODUCT, as_term(share), people)


def filled_positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Positions of the team that somebody holds."""
    held = {a.position for a in parts.gaps.assignments}
    mine = [p.id for p in parts.staffing.positions if p.on_team and p.id in held]
    ones = [Term(id=f"gaps.people_on[{id}]", value=1, unit=Unit.PERSON, origin=Origin.INPUT) for id in mine]
    return figure("gaps.filled_positions", len(mine), Unit.PERSON, Operation.COUNT, *ones)


def open_positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Positions of the team that nobody holds."""
    needed, filled = staffing.positions(parts, ()), filled_positions(parts, ())
    value = needed.value - filled.value
    return figure("gaps.open_positions", value, Unit.PERSON, Operation.DIFFERENCE, as_term(needed), as_term(filled))


def cost_today(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the people in scope a month."""
    unknown = set(parts.costs.unknown_people)
    people = [p for p in parts.charts.people if not p.out_of_scope and p.id not in unknown]
    terms = [as_term(cost_of_person(parts, (p.id,))) for p in people]
    return figure("cost.today", parts.costs.today, _money(parts), Operation.SUM, *terms)


def cost_of_person(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of one person a month: the file's, else the default of the largest role x FTE."""
    (id,) = keys
    person = next(p for p in parts.inputs.company.roster if p.id == id)
    value = person_cost(parts.inputs, person) or 0.0
    name = f"cost.of_person[{id}]"
    if person.monthly_cost is not None:
        given = parts.given(f"roster.{id}.monthly_cost", value, _money(parts))
        return figure(name, value, _money(parts), Operation.SUM, given)
    return figure(name, value, _money(parts), Operation.PRODUCT, *_default_cost(parts, person, value))


def _default_cost(parts: Parts, person: Person, value: float) -> tuple[Term, ...]:
    fte = parts.given(f"roster.{person.id}.fte", person.fte, Unit.FTE)
    role = largest_role(person)
    if role is not None and f"cost.{role}" in parts.inputs.assumptions:
        return parts.assumption(f"cost.{role}"), fte
    other = Term(id=f"catalogue.cost.{role}", value=value / person.fte, unit=_money(parts), origin=Origin.INPUT)
    return other, fte


def cost_of_joining(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month of the people who start after the month of the positions."""
    people = [p for p in parts.charts.joining if not p.out_of_scope]
    terms = [as_term(cost_of_person(parts, (p.id,))) for p in people if person_cost(parts.inputs, p) is not None]
    return figure("cost.joining", parts.costs.joining, _money(parts), Operation.SUM, *terms)


def cost_of_seat(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Default cost a month of what is missing of a position of the team."""
    (id,) = keys
    position = parts.position(id)
    part = next((part for p, part in missing_posts(parts.staffing, parts.gaps) if p.id == id), 0.0)
    post = Term(id=f"gaps.missing_post[{id}]", value=part, unit=Unit.FTE, origin=Origin.INPUT)
    role = parts.assumption(f"cost.{position.main_role}")
    value = role.value * part
    return figure(f"cost.of_seat[{id}]", value, _money(parts), Operation.PRODUCT, role, post)


def cost_open_positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Default cost a month of open positions of the team, and of what is missing of those held in part."""
    missing = [p for p, _ in missing_posts(parts.staffing, parts.gaps)]
    known = [p.id for p in missing if f"cost.{p.main_role}" in parts.inputs.assumptions]
    terms = [as_term(cost_of_seat(parts, (id,))) for id in known]
    return figure("cost.open_positions", parts.costs.open_positions, _money(parts), Operation.SUM, *terms)


def cost_planned(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month with everybody in post who joins, and the open positions filled."""
    built = [cost_today(parts, ()), cost_open_positions(parts, ())]
    if parts.charts.joining:
        built.insert(1, cost_of_joining(parts, ()))
    return figure("cost.planned", parts.costs.planned, _money(parts), Operation.SUM, *map(as_term, built))


def _share(name: str, cost: Builder) -> Builder:
    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        spent = cost(parts, ())
        earned = forecast.BUILDERS["forecast.total_revenue"](parts, (_month(parts),))
        value = spent.value / earned.value
        return figure(f"cost.{name}", value, Unit.RATIO, Operation.QUOTIENT, as_term(spent), as_term(earned))

    return build


def _month(parts: Parts) -> str:
    return parts.inputs.months[parts.staffing.month]


def _money(parts: Parts) -> Unit:
    return Unit(f"{parts.inputs.company.currency.value}/month")


BUILDERS: dict[str, Builder] = {
    "gaps.gap_fte": gap_fte,
    "gaps.held_fte": held_fte,
    "gaps.carried_fte": carried_fte,
    "gaps.filled_positions": filled_positions,
    "gaps.open_positions": open_positions,
    "cost.today": cost_today,
    "cost.of_person": cost_of_person,
    "cost.joining": cost_of_joining,
    "cost.of_seat": cost_of_seat,
    "cost.open_positions": cost_open_positions,
    "cost.planned": cost_planned,
    "cost.share_of_revenue_today": _share("share_of_revenue_today", cost_today),
    "cost.share_of_revenue_planned": _share("share_of_revenue_planned", cost_planned),
}
"""Builders of the figures of gaps and cost, by name."""
