"""Derivations of the moves of the hiring plan: what each gives and costs month by month."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner.derivation.capacity import steady_capacity
from orgplanner.derivation.hiring_prices import (
    BUILDERS,
    fixed,
    lead,
    mentoring_fte,
    minimum_fte,
    monthly_cost,
    offer_attrition,
    offer_filled,
    offer_fte,
    volume_price,
)
from orgplanner.derivation.hiring_starts import one_off
from orgplanner.derivation.parts import Parts, as_term, figure
from orgplanner.derivation.retention import money
from orgplanner.errors import UnknownName
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.records.hiring import Move
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring_book import key_of
from orgplanner.stages.hiring_ways import Way
from orgplanner.stages.offers import ramp_profile
from orgplanner.units import Unit

__all__ = ["BUILDERS", "find_move", "move_cost", "move_fte", "origin_of", "spending", "starts_of"]


@dataclass(frozen=True)
class _Taken:
    """A move with the way that it takes."""

    move: Move
    way: Way
    starts: tuple[int, ...]
    """Months in which its units start; those after the first renew them."""
    place: int
    """Place of the way among those by unit, or among contracts by volume."""

    def age(self, month: int) -> int | None:
        """Return the months since the last start; None before the first."""
        begun = [start for start in self.starts if start <= month]
        return month - begun[-1] if begun else None


def find_move(parts: Parts, id: str) -> _Taken:
    """Return a move of the plan by its id, or raise UnknownName."""
    moves = {move.id: move for move in parts.hiring.moves}
    if id not in moves:
        raise UnknownName("move", id, tuple(moves))
    move, ways = moves[id], parts.hiring.ways
    volume = move.runs is None and any(_takes(parts, move, way) for way in ways.volumes)
    among = ways.volumes if volume else ways.units
    place, way = next((place, way) for place, way in enumerate(among) if _takes(parts, move, way))
    return _Taken(move, way, _starts(parts, move), place)


def _takes(parts: Parts, move: Move, way: Way) -> bool:
    lines = parts.hiring.lines
    origin = lines.roles[way.taken_from] if way.taken_from >= 0 else None
    _, terms, channel, runs = key_of(way)
    return (
        (lines.roles[way.line], way.source, way.kind) == (move.role, move.source, move.kind)
        and (terms, channel, runs) == (move.terms, move.channel, move.runs)
        and (origin is None or f".{origin}." in move.id)
    )


def _starts(parts: Parts, move: Move) -> tuple[int, ...]:
    first, end = parts.month(move.month), len(parts.inputs.months)
    if move.runs is None or move.dates.end is None:
        return (first,)
    until = (move.dates.end.year - move.dates.start.year) * 12 + move.dates.end.month - move.dates.start.month + 1
    return tuple(range(first, min(first + until, end), move.runs))


def starts_of(parts: Parts, id: str) -> tuple[int, ...]:
    """Return the months of a move's starts, renewals included."""
    return find_move(parts, id).starts


def origin_of(parts: Parts, id: str) -> str | None:
    """Return the role from which a move takes people away; None for most."""
    line = find_move(parts, id).way.taken_from
    return parts.hiring.lines.roles[line] if line >= 0 else None


@BUILDERS.add
def move_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a move gives in a month: its units, ramped, those left who are expected to stay, mentoring taken off."""
    id, month = keys
    taken, name, t = find_move(parts, id), f"hiring.move_fte[{id},{month}]", parts.month(month)
    age = taken.age(t)
    if age is None:
        return figure(name, 0.0, Unit.FTE, Operation.SUM)
    if taken.way.offer is None:
        each = _of_release(parts, id, month, "released_fte", float(taken.way.coverage[age]), Unit.FTE)
        return figure(name, taken.move.count * each.value, Unit.FTE, Operation.PRODUCT, _count(taken), each)
    if taken.way.offer.by_volume:
        carried = _carried(parts, taken, month)
        return figure(name, carried.value, Unit.FTE, Operation.SUM, carried)
    if taken.way.offer.runs is not None and age >= taken.way.offer.runs:
        return figure(name, 0.0, Unit.FTE, Operation.SUM)
    value = taken.move.count * float(taken.way.coverage[age])
    return figure(name, value, Unit.FTE, Operation.UNIT_OUTPUT, *_output_terms(parts, taken, age))


def _output_terms(parts: Parts, taken: _Taken, age: int) -> list[Term]:
    """Return count, FTE of a unit, filled share, lead, attrition, age, mentoring, and the ramp."""
    offer = taken.way.offer
    if offer is None:
        return []
    profile = offer.terms.ramp or ramp_profile(parts.inputs, offer.role).id
    mentored = offer.on_team and offer.terms.mentored and offer.ramp and steady_capacity(parts, (offer.role,)).value > 0
    return [
        _count(taken),
        as_term(offer_fte(parts, (offer.id,))),
        offer_filled(parts, offer),
        as_term(lead(parts, (offer.id,))),
        offer_attrition(parts, offer),
        fixed("months_since_start", age, Unit.MONTH),
        as_term(mentoring_fte(parts, (offer.role,))) if mentored else fixed("no_mentoring", 0.0, Unit.FTE),
        *(parts.assumption(f"ramp.{profile}.month_{k + 1}") for k in range(len(offer.ramp))),
    ]


@BUILDERS.add
def spending(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money that a move costs in a month; less than nothing where it saves."""
    id, month = keys
    taken, name, t = find_move(parts, id), f"hiring.spending[{id},{month}]", parts.month(month)
    age, unit = taken.age(t), money(parts)
    if age is None:
        return figure(name, 0.0, unit, Operation.SUM)
    offer = taken.way.offer
    if offer is None:
        each = _of_release(parts, id, month, "released_cost", float(taken.way.cost[age]), unit)
        return figure(name, taken.move.count * each.value, unit, Operation.PRODUCT, _count(taken), each)
    set_up = _set_up(parts, taken, t)
    if offer.by_volume:
        return _volume_spending(parts, taken, month, set_up)
    if offer.runs is not None and age >= offer.runs:
        return figure(name, 0.0, unit, Operation.SUM)
    terms = [
        _count(taken),
        as_term(monthly_cost(parts, (offer.id,))),
        as_term(one_off(parts, (offer.id,))),
        offer_filled(parts, offer),
        as_term(lead(parts, (offer.id,))),
        offer_attrition(parts, offer),
        fixed("months_since_start", age, Unit.MONTH),
        set_up,
        *_raise(parts, taken),
    ]
    value = taken.move.count * float(taken.way.cost[age]) + set_up.value
    return figure(name, value, unit, Operation.UNIT_COST, *terms)


def _raise(parts: Parts, taken: _Taken) -> list[Term]:
    """Return what somebody who moves to another role costs more a month there."""
    offer = taken.way.offer
    if offer is None or taken.way.kind is not MoveKind.TRAIN:
        return []
    more = float(taken.way.cost[0]) - (offer.monthly_cost or 0.0) - offer.one_off
    return [fixed("raise", more, money(parts))]


def _volume_spending(parts: Parts, taken: _Taken, month: str, set_up: Term) -> Figure:
    name, offer = f"hiring.spending[{taken.move.id},{month}]", taken.way.offer
    if offer is None or not parts.hiring.solution.runs[taken.place, parts.month(month)] or _ended(parts, taken, month):
        return figure(name, 0.0, money(parts), Operation.SUM)
    carried, id = _carried(parts, taken, month), offer.id
    least, price = as_term(minimum_fte(parts, (id,))), as_term(volume_price(parts, (id,)))
    running = as_term(monthly_cost(parts, (id,)))
    value = max(carried.value, least.value) * price.value + running.value + set_up.value
    return figure(name, value, money(parts), Operation.VOLUME_COST, carried, least, price, running, set_up)


def _ended(parts: Parts, taken: _Taken, month: str) -> bool:
    end = taken.move.dates.end
    return end is not None and month > end.strftime("%Y-%m")


def _set_up(parts: Parts, taken: _Taken, t: int) -> Term:
    offer = taken.way.offer
    own = taken.move.one_off_cost - (0.0 if offer is None or offer.by_volume else taken.move.count * offer.one_off)
    return fixed("set_up", own if t == taken.starts[0] else 0.0, money(parts, ""))


def _count(taken: _Taken) -> Term:
    id = f"structure.move_count[{taken.move.id}]"
    return Term(id=id, value=taken.move.count, unit=Unit.ONE, origin=Origin.INPUT)


def _carried(parts: Parts, taken: _Taken, month: str) -> Term:
    t = parts.month(month)
    value = 0.0 if _ended(parts, taken, month) else float(parts.hiring.solution.volume[taken.place, t])
    id = f"structure.move_volume[{taken.move.id},{month}]"
    return Term(id=id, value=value, unit=Unit.FTE, origin=Origin.INPUT)


def _of_release(parts: Parts, id: str, month: str, name: str, value: float, unit: Unit) -> Term:
    return Term(id=f"structure.{name}[{id},{month}]", value=value, unit=unit, origin=Origin.INPUT)


@BUILDERS.add
def move_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money that a move costs within the plan's months."""
    (id,) = keys
    months = [spending(parts, (id, month)) for month in parts.inputs.months]
    terms = [as_term(built) for built in months if built.value]
    value = find_move(parts, id).move.total_cost
    return figure(f"hiring.move_cost[{id}]", value, money(parts, ""), Operation.SUM, *terms)
