"""Derivations of what the team costs."""

from __future__ import annotations

from orgplanner.derivation import forecast
from orgplanner.derivation.parts import Builder, Builders, Parts, as_term, figure
from orgplanner.records.company import Person
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.cost import largest_role, lever_cost, missing_posts, person_cost
from orgplanner.units import Unit

BUILDERS = Builders("cost")


@BUILDERS.add
def today(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the people in scope a month."""
    unknown = set(parts.costs.unknown_people)
    people = [p for p in parts.charts.people if not p.out_of_scope and p.id not in unknown]
    terms = [as_term(of_person(parts, (p.id,))) for p in people]
    return figure("cost.today", parts.costs.today, _money(parts), Operation.SUM, *terms)


@BUILDERS.add
def of_person(parts: Parts, keys: tuple[str, ...]) -> Figure:
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


@BUILDERS.add
def joining(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month of the people who start after the month of the positions."""
    people = [p for p in parts.charts.joining if not p.out_of_scope]
    terms = [as_term(of_person(parts, (p.id,))) for p in people if person_cost(parts.inputs, p) is not None]
    return figure("cost.joining", parts.costs.joining, _money(parts), Operation.SUM, *terms)


@BUILDERS.add
def of_seat(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Default cost a month of what is missing of a position of the team."""
    (id,) = keys
    position = parts.position(id)
    part = next((part for p, part in missing_posts(parts.staffing, parts.gaps) if p.id == id), 0.0)
    post = Term(id=f"gaps.missing_post[{id}]", value=part, unit=Unit.FTE, origin=Origin.INPUT)
    role = parts.assumption(f"cost.{position.main_role}")
    value = role.value * part
    return figure(f"cost.of_seat[{id}]", value, _money(parts), Operation.PRODUCT, role, post)


@BUILDERS.add
def open_positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Default cost a month of open positions of the team, and of what is missing of those held in part."""
    missing = [p for p, _ in missing_posts(parts.staffing, parts.gaps)]
    known = [p.id for p in missing if f"cost.{p.main_role}" in parts.inputs.assumptions]
    terms = [as_term(of_seat(parts, (id,))) for id in known]
    return figure("cost.open_positions", parts.costs.open_positions, _money(parts), Operation.SUM, *terms)


@BUILDERS.add
def planned(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month with everybody in post who joins, the open positions filled, and the levers pulled."""
    built = [today(parts, ()), open_positions(parts, ())]
    if parts.charts.joining:
        built.insert(1, joining(parts, ()))
    if parts.costs.levers:
        built.append(levers(parts, ()))
    return figure("cost.planned", parts.costs.planned, _money(parts), Operation.SUM, *map(as_term, built))


@BUILDERS.add
def levers(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for levers in the month of the positions."""
    month = parts.staffing.month
    spent = [(lever.id, lever_cost(parts.inputs, lever, month)) for lever in parts.inputs.company.levers]
    terms = [parts.given(f"levers.{id}.cost", cost, _money(parts)) for id, cost in spent if cost]
    return figure("cost.levers", parts.costs.levers, _money(parts), Operation.SUM, *terms)


def _share(name: str, cost: Builder) -> Builder:
    """Return the builder of a cost as a share of recurring revenue."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        spent = cost(parts, ())
        earned = forecast.total_revenue(parts, (parts.plan_month,))
        value = spent.value / earned.value
        return figure(f"cost.{name}", value, Unit.RATIO, Operation.QUOTIENT, as_term(spent), as_term(earned))

    return build


def _money(parts: Parts) -> Unit:
    return Unit(f"{parts.inputs.company.currency.value}/month")


share_of_revenue_today = BUILDERS.add(_share("share_of_revenue_today", today), "share_of_revenue_today")
share_of_revenue_planned = BUILDERS.add(_share("share_of_revenue_planned", planned), "share_of_revenue_planned")
