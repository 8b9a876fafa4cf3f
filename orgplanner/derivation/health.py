"""Derivations of the team's health: load of roles and people, customers without cover, reactive work."""

from __future__ import annotations

from orgplanner.derivation import forecast, staffing
from orgplanner.derivation.capacity import steady_capacity
from orgplanner.derivation.demand import hours, reactive_hours
from orgplanner.derivation.parts import Builder, Builders, Parts, as_term, figure, product, total
from orgplanner.derivation.team_fte import (
    attendance,
    given_fte,
    held_fte,
    on_position,
    positions_of,
    uncovered_share,
)
from orgplanner.errors import UnknownName
from orgplanner.records.base import LifecycleStage
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.inputs import Array
from orgplanner.units import Unit

BUILDERS = Builders("health")


def known(value: float | None, id: str, parts: Parts) -> float:
    """Return a value, or raise UnknownName where there is none: nobody is there, or there is no work."""
    if value is None:
        raise UnknownName("value", id, parts.inputs.roles)
    return value


@BUILDERS.add
def role_load(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Load of a role in a month: FTE that its work needs / FTE that people give it."""
    team, role, month = keys
    id = f"health.role_load[{team},{role},{month}]"
    value = known(parts.load(team).role_load(parts.role(role), parts.month(month)), id, parts)
    needed, held = staffing.MONTHLY.built("total", parts, (role, month)), held_fte(parts, keys)
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, as_term(needed), as_term(held))


@BUILDERS.add
def person_load(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Load of a person in a month: FTE of work / FTE that the person is there."""
    team, person, month = keys
    id = f"health.person_load[{team},{person},{month}]"
    value = known(parts.load(team).person_load(parts.person(person), parts.month(month)), id, parts)
    terms = as_term(person_work(parts, keys)), as_term(person_fte(parts, (person, month)))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def person_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a person is there in a month."""
    id, month = keys
    fte = parts.given(f"roster.{id}.fte", parts.inputs.company.roster[parts.person(id)].fte, Unit.FTE)
    return product(f"health.person_fte[{id},{month}]", Unit.FTE, fte, attendance(parts, id, month))


@BUILDERS.add
def person_work(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of work that falls to a person in a month: part of each role's today, part of the positions in the plan."""
    team, person, month = keys
    value = parts.load(team).person_work[parts.person(person), parts.month(month)]
    if team == "today":
        shares = parts.health.today.shares[parts.person(person)] * attendance(parts, person, month).value
        roles = [role for role, share in zip(parts.inputs.roles, shares, strict=True) if share > 0]
        built = [work_in_role(parts, (person, role, month)) for role in roles]
    else:
        built = [work_on(parts, (person, position, month)) for position in positions_of(parts, person)]
    id = f"health.person_work[{team},{person},{month}]"
    return figure(id, value, Unit.FTE, Operation.SUM, *map(as_term, built))


@BUILDERS.add
def work_in_role(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role's work that falls to a person by today's role shares."""
    person, role, month = keys
    given, load = given_fte(parts, ("today", *keys)), role_load(parts, ("today", role, month))
    return product(f"health.work_in_role[{person},{role},{month}]", Unit.FTE, as_term(given), as_term(load))


@BUILDERS.add
def work_on(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a position's work that falls to a person in a month."""
    person, position, month = keys
    terms = as_term(position_work(parts, (position, month))), as_term(part_carried(parts, keys))
    return product(f"health.work_on[{person},{position},{month}]", Unit.FTE, *terms)


@BUILDERS.add
def position_work(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of work of a position in a month: its load, grown as its roles' work has."""
    position, month = keys
    built = [grown_share(parts, (position, load.role, month)) for load in parts.position(position).roles]
    return total(f"health.position_work[{position},{month}]", Unit.FTE, *built)


@BUILDERS.add
def grown_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role's work of a month that a position carries."""
    position, role, month = keys
    terms = [as_term(staffing.share(parts, (position, role)))]
    if staffing.STEADY.built("total", parts, (role, parts.plan_month)).value > 0:
        terms.append(as_term(growth(parts, (role, month))))
    return product(f"health.grown_share[{position},{role},{month}]", Unit.FTE, *terms)


@BUILDERS.add
def growth(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Work of a role in a month as a multiple of that which the positions are made for."""
    role, month = keys
    now = staffing.MONTHLY.built("total", parts, keys)
    sized = staffing.STEADY.built("total", parts, (role, parts.plan_month))
    value = now.value / sized.value
    return figure(f"health.growth[{role},{month}]", value, Unit.ONE, Operation.QUOTIENT, as_term(now), as_term(sized))


@BUILDERS.add
def part_carried(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Part of a position's work that falls to a person in a month."""
    position, month = keys[1:]
    terms = as_term(on_position(parts, keys)), as_term(post(parts, (position, month)))
    value = terms[0].value / terms[1].value if terms[1].value > 0 else 0.0
    id = f"health.part_carried[{keys[0]},{position},{month}]"
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def post(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE among which a position's work is divided: those who are on it, at least what it asks for."""
    terms = as_term(held_on(parts, keys)), as_term(needed_on(parts, keys[:1]))
    value = max(t.value for t in terms)
    return figure(f"health.post[{keys[0]},{keys[1]}]", value, Unit.FTE, Operation.MAXIMUM, *terms)


@BUILDERS.add
def held_on(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that people are on a position in a month."""
    position, month = keys
    people = [a.person for a in parts.gaps.assignments if a.position == position]
    built = [on_position(parts, (person, position, month)) for person in people]
    return total(f"health.held_on[{position},{month}]", Unit.FTE, *built)


@BUILDERS.add
def needed_on(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of people that a position asks for: its load, at most its people."""
    (position,) = keys
    count = parts.position(position).count
    people = Term(id=f"structure.seats[{position}]", value=count, unit=Unit.PERSON, origin=Origin.INPUT)
    load = as_term(staffing.position_load(parts, keys))
    value = min(load.value, count)
    return figure(f"health.needed_on[{position}]", value, Unit.FTE, Operation.MINIMUM, load, people)


def _without_cover(name: str, book: Builder, stage: LifecycleStage) -> Builder:
    """Return the builder of what a segment has without cover: what there is x share of its role's work with nobody."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        team, segment, month = keys
        array: Array = getattr(parts.load(team).cover, name)
        value = array[parts.segment(segment), parts.month(month)]
        there, id = book(parts, (segment, month)), f"health.uncovered_{name}[{team},{segment},{month}]"
        model = parts.inputs.company.segments[parts.segment(segment)].service_model
        role = parts.inputs.phase.role_for(model, stage)
        if role is None:
            return figure(id, 0, there.unit, Operation.SUM)
        share = as_term(uncovered_share(parts, (team, role, month)))
        return figure(id, value, there.unit, Operation.PRODUCT, as_term(there), share)

    return BUILDERS.add(build, f"uncovered_{name}")


uncovered_accounts = _without_cover("accounts", forecast.accounts, LifecycleStage.ADOPTION)
uncovered_revenue = _without_cover("revenue", forecast.revenue, LifecycleStage.ADOPTION)
uncovered_onboarding = _without_cover("onboarding", forecast.onboarding, LifecycleStage.ONBOARDING)


def _total_without_cover(name: str, of_segment: Builder, money: bool) -> Builder:
    """Return the builder of what all segments have without cover."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        team, month = keys
        built = [of_segment(parts, (team, s.id, month)) for s in parts.inputs.company.segments]
        unit = Unit(f"{parts.inputs.company.currency.value}/month") if money else Unit.ACCOUNT
        value = sum(b.value for b in built)
        id = f"health.total_uncovered_{name}[{team},{month}]"
        return figure(id, value, unit, Operation.SUM, *map(as_term, built))

    return BUILDERS.add(build, f"total_uncovered_{name}")


total_uncovered_accounts = _total_without_cover("accounts", uncovered_accounts, money=False)
total_uncovered_revenue = _total_without_cover("revenue", uncovered_revenue, money=True)


@BUILDERS.add
def overloaded(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People whose load is above the highest."""
    return _counted(parts, keys, "overloaded", is_overloaded)


@BUILDERS.add
def under_used(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People whose work is sized and whose load is below that which counts as under-use."""
    return _counted(parts, keys, "under_used", is_under_used)


def _counted(parts: Parts, keys: tuple[str, ...], name: str, of_person: Builder) -> Figure:
    team, month = keys
    flags: Array = getattr(parts.load(team), name)[:, parts.month(month)]
    people = [id for id, flag in zip(parts.health.people, flags, strict=True) if flag]
    terms = [as_term(of_person(parts, (team, id, month))) for id in people]
    return figure(f"health.{name}[{team},{month}]", len(people), Unit.PERSON, Operation.COUNT, *terms)


@BUILDERS.add
def is_overloaded(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whether a person's load is above the highest: 1, else 0."""
    team, person, month = keys
    flag = parts.load(team).overloaded[parts.person(person), parts.month(month)]
    terms = as_term(person_load(parts, keys)), parts.assumption("team.tight_load")
    return figure(f"health.is_overloaded[{team},{person},{month}]", flag, Unit.PERSON, Operation.EXCEEDS, *terms)


@BUILDERS.add
def is_under_used(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whether a person's load is below that which counts as under-use: 1, else 0."""
    team, person, month = keys
    id, row = f"health.is_under_used[{team},{person},{month}]", parts.person(person)
    flag = parts.load(team).under_used[row, parts.month(month)] if parts.load(team).sized[row] else None
    terms = parts.assumption("team.under_use"), as_term(person_load(parts, keys))
    return figure(id, known(flag, id, parts), Unit.PERSON, Operation.EXCEEDS, *terms)


@BUILDERS.add
def reactive_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of all hours of a month that customers cause."""
    (month,) = keys
    id = f"health.reactive_share[{month}]"
    value = known(parts.health.reactive_share(parts.month(month)), id, parts)
    terms = as_term(all_reactive_hours(parts, keys)), as_term(all_hours(parts, keys))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def role_reactive_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a role's hours of a month that customers cause."""
    role, month = keys
    id = f"health.role_reactive_share[{role},{month}]"
    value = known(parts.health.reactive_share(parts.month(month), parts.role(role)), id, parts)
    terms = as_term(reactive_hours(parts, keys)), as_term(role_hours(parts, keys))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def all_reactive_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of all roles in a month that customers cause."""
    built = [reactive_hours(parts, (role, *keys)) for role in parts.inputs.roles]
    return total(f"health.all_reactive_hours[{keys[0]}]", Unit.HOUR_PER_MONTH, *built)


@BUILDERS.add
def all_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of all roles in a month."""
    built = [role_hours(parts, (role, *keys)) for role in parts.inputs.roles]
    return total(f"health.all_hours[{keys[0]}]", Unit.HOUR_PER_MONTH, *built)


@BUILDERS.add
def role_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role in a month, leading and the work that follows from the number of others included."""
    role, month = keys
    built = [hours(parts, keys)]
    definition = parts.inputs.phase.definition
    if role in (definition.head_role, definition.lead_role) or parts.inputs.phase.role(role).rule:
        built.append(hours_by_people(parts, keys))
    return total(f"health.role_hours[{role},{month}]", Unit.HOUR_PER_MONTH, *built)


@BUILDERS.add
def hours_by_people(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role whose work follows from the number of others, at the capacity of the mean month."""
    role, month = keys
    terms = as_term(staffing.STEADY.built("total", parts, keys)), as_term(steady_capacity(parts, (role,)))
    return product(f"health.hours_by_people[{role},{month}]", Unit.HOUR_PER_MONTH, *terms)
