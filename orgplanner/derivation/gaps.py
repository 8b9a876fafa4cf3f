"""Derivations of gaps."""

from __future__ import annotations

from orgplanner.derivation import staffing
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.attendance import attendance
from orgplanner.stages.gaps import carried
from orgplanner.units import Unit

BUILDERS = Builders("gaps")


@BUILDERS.add
def gap_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that nobody carries."""
    (role,) = keys
    needed = staffing.STEADY.built("total", parts, (role, parts.plan_month))
    held = held_fte(parts, keys)
    value = parts.gaps.roles[parts.role(role)].gap_fte
    return figure(f"gaps.gap_fte[{role}]", value, Unit.FTE, Operation.DIFFERENCE, as_term(needed), as_term(held))


@BUILDERS.add
def held_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that people carry on the positions they hold."""
    (role,) = keys
    held = {a.position for a in parts.gaps.assignments}
    positions = [p.id for p in parts.staffing.positions if p.id in held and p.share_of(role)]
    terms = [as_term(carried_fte(parts, (id, role))) for id in positions]
    value = parts.gaps.roles[parts.role(role)].held_fte
    return figure(f"gaps.held_fte[{role}]", value, Unit.FTE, Operation.SUM, *terms)


@BUILDERS.add
def carried_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that the people on a position carry."""
    id, role = keys
    position = parts.position(id)
    roster = parts.inputs.company.roster
    there = dict(zip((p.id for p in roster), attendance(roster, (parts.plan_month,))[:, 0], strict=True))
    held = float(sum(a.share * there[a.person] for a in parts.gaps.assignments if a.position == id))
    part = carried(position, held) if held > 0 else 0.0
    share = staffing.share(parts, keys)
    people = Term(id=f"gaps.people_on[{id}]", value=part, unit=Unit.RATIO, origin=Origin.INPUT)
    value = share.value * part
    return figure(f"gaps.carried_fte[{id},{role}]", value, Unit.FTE, Operation.PRODUCT, as_term(share), people)


@BUILDERS.add
def filled_positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Positions of the team that somebody holds."""
    held = {a.position for a in parts.gaps.assignments}
    mine = [p.id for p in parts.staffing.positions if p.on_team and p.id in held]
    ones = [Term(id=f"gaps.people_on[{id}]", value=1, unit=Unit.PERSON, origin=Origin.INPUT) for id in mine]
    return figure("gaps.filled_positions", len(mine), Unit.PERSON, Operation.COUNT, *ones)


@BUILDERS.add
def open_positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Positions of the team that nobody holds."""
    needed, filled = staffing.positions(parts, ()), filled_positions(parts, ())
    value = needed.value - filled.value
    return figure("gaps.open_positions", value, Unit.PERSON, Operation.DIFFERENCE, as_term(needed), as_term(filled))
