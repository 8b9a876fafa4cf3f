"""Derivations of the FTE that people give to roles: by their own role shares today, on the positions of the plan."""

from __future__ import annotations

from orgplanner.derivation import staffing
from orgplanner.derivation.parts import Builder, Builders, Parts, as_term, figure, product, total
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.attendance import unlisted_fte as unlisted
from orgplanner.units import Unit

BUILDERS = Builders("health")


@BUILDERS.add
def held_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that people give to a role in a month, those of other departments and firms included."""
    team, role, month = keys
    built = [*_given(parts, keys), *_unlisted(parts, role, month, unlisted_fte)]
    value = parts.load(team).role_fte[parts.role(role), parts.month(month)]
    id = f"health.held_fte[{team},{role},{month}]"
    return figure(id, value, Unit.FTE, Operation.SUM, *map(as_term, built))


def _given(parts: Parts, keys: tuple[str, ...]) -> list[Figure]:
    """Return what each person who is there gives to a role."""
    team, role, month = keys
    row, column = parts.role(role), parts.month(month)
    given = parts.load(team).shares[:, row] * parts.health.present[:, column]
    people = [id for id, fte in zip(parts.health.people, given.tolist(), strict=True) if fte > 0]
    return [given_fte(parts, (team, id, role, month)) for id in people]


@BUILDERS.add
def given_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that one person gives to a role in a month."""
    team, person, role, month = keys
    id = f"health.given_fte[{team},{person},{role},{month}]"
    share = parts.load(team).shares[parts.person(person), parts.role(role)]
    if team == "today":
        terms = as_term(role_fte(parts, (person, role))), attendance(parts, person, month)
        return figure(id, share * terms[1].value, Unit.FTE, Operation.PRODUCT, *terms)
    return total(id, Unit.FTE, *(given_on(parts, (person, p, role, month)) for p in positions_of(parts, person)))


@BUILDERS.add
def role_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that one person gives to a role by the shares of the roster, whenever in post.

    A role that the phase does not have stands for the roles of its area, in proportion to their work.
    """
    id, role = keys
    person = parts.inputs.company.roster[parts.person(id)]
    value = parts.health.today.shares[parts.person(id), parts.role(role)]
    phase = parts.inputs.phase
    area = phase.definition_of(role).area
    like = [h for h in person.roles if h.role not in parts.inputs.roles and phase.definition_of(h.role).area == area]
    of_roster = sum(h.share for h in person.roles if h in like or h.role == role)
    terms = [
        parts.given(f"roster.{id}.fte", person.fte, Unit.FTE),
        parts.given(f"roster.{id}.roles.{role}", of_roster, Unit.RATIO),
    ]
    if like and of_roster > 0:
        part = value / (person.fte * of_roster)
        terms.append(Term(id=f"structure.role_part[{id},{role}]", value=part, unit=Unit.RATIO, origin=Origin.INPUT))
    return figure(f"health.role_fte[{id},{role}]", value, Unit.FTE, Operation.PRODUCT, *terms)


@BUILDERS.add
def given_on(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that one person gives to a role on one position in a month."""
    person, position, role, month = keys
    terms = [as_term(on_position(parts, (person, position, month)))]
    if parts.position(position).fte > 0:
        terms.append(as_term(role_mix(parts, (position, role))))
    return product(f"health.given_on[{person},{position},{role},{month}]", Unit.FTE, *terms)


@BUILDERS.add
def role_mix(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a role in the work of a position."""
    position, role = keys
    terms = (as_term(staffing.share(parts, keys)), as_term(staffing.position_load(parts, (position,))))
    value = terms[0].value / terms[1].value
    return figure(f"health.role_mix[{position},{role}]", value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def on_position(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that one person is on a position in a month; who sits where is the answer of an exact assignment."""
    person, position, month = keys
    share = sum(a.share for a in parts.gaps.assignments if (a.person, a.position) == (person, position))
    seat = Term(id=f"structure.assigned[{person},{position}]", value=share, unit=Unit.FTE, origin=Origin.INPUT)
    return product(f"health.on_position[{person},{position},{month}]", Unit.FTE, seat, attendance(parts, person, month))


def attendance(parts: Parts, person: str, month: str) -> Term:
    """Return the share of a month that somebody is in post and not on a planned leave."""
    value = parts.health.present[parts.person(person), parts.month(month)]
    return Term(id=f"structure.attendance[{person},{month}]", value=value, unit=Unit.RATIO, origin=Origin.INPUT)


def positions_of(parts: Parts, person: str) -> tuple[str, ...]:
    """Return the positions that somebody holds."""
    return tuple(a.position for a in parts.gaps.assignments if a.person == person)


@BUILDERS.add
def unlisted_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that people carry who are not on the roster, by the company's rule, in a month."""
    terms = [as_term(staffing.MONTHLY.built(name, parts, keys)) for name in ("total", "fte")]
    value = terms[0].value - terms[1].value
    return figure(f"health.unlisted_fte[{keys[0]},{keys[1]}]", value, Unit.FTE, Operation.DIFFERENCE, *terms)


@BUILDERS.add
def steady_unlisted_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """The same FTE at the capacity of the mean month."""
    terms = [as_term(staffing.STEADY.built(name, parts, keys)) for name in ("total", "fte")]
    value = terms[0].value - terms[1].value
    return figure(f"health.steady_unlisted_fte[{keys[0]},{keys[1]}]", value, Unit.FTE, Operation.DIFFERENCE, *terms)


def _unlisted(parts: Parts, role: str, month: str, build: Builder) -> list[Figure]:
    """Return the FTE of people who are not on the roster, where there are any."""
    of = parts.staffing
    found = unlisted(parts.inputs, of.required_total, of.required_fte)
    return [build(parts, (role, month))] if found[parts.role(role), parts.month(month)] > 0 else []


@BUILDERS.add
def carried_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role's work that people carry at most: on a tight position a full post carries all of it."""
    team, role, month = keys
    id = f"health.carried_fte[{team},{role},{month}]"
    built = _given(parts, keys) if team == "today" else _carried(parts, role, month)
    return total(id, Unit.FTE, *built, *_unlisted(parts, role, month, steady_unlisted_fte))


def _carried(parts: Parts, role: str, month: str) -> list[Figure]:
    """Return what each person carries of a role on each position."""
    mixed = {p.id for p in parts.staffing.positions if p.share_of(role) or (p.fte <= 0 and p.main_role == role)}
    held = [(a.person, a.position) for a in parts.gaps.assignments if a.position in mixed]
    return [carried_on(parts, (person, position, role, month)) for person, position in held]


@BUILDERS.add
def carried_on(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role's work that one person carries on one position in a month."""
    person, position, role, month = keys
    id, seat = f"health.carried_on[{person},{position},{role},{month}]", parts.position(position)
    if not seat.on_team or seat.fte <= 1:
        return total(id, Unit.FTE, given_on(parts, keys))
    on = on_position(parts, (person, position, month))
    return product(id, Unit.FTE, as_term(on), as_term(staffing.share(parts, (position, role))))


@BUILDERS.add
def uncovered_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a role's work that nobody carries, at the capacity of the mean month."""
    team, role, month = keys
    terms = (as_term(carried_fte(parts, keys)), as_term(staffing.STEADY.built("total", parts, (role, month))))
    value = parts.load(team).uncovered[parts.role(role), parts.month(month)]
    return figure(f"health.uncovered_share[{team},{role},{month}]", value, Unit.RATIO, Operation.MISSING, *terms)
