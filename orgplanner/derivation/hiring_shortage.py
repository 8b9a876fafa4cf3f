"""Derivations of the price of what stays uncovered: no money that anybody pays, it weighs moves against shortage."""

from __future__ import annotations

from orgplanner.derivation.hiring import required, shortage
from orgplanner.derivation.hiring_prices import BUILDERS, fixed
from orgplanner.derivation.parts import Parts, as_term, figure, product, total
from orgplanner.derivation.retention import money
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.hiring_posing import line_costs
from orgplanner.units import Unit


@BUILDERS.add
def shortage_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price of an FTE and month of a role that nobody covers: factor x loaded cost of the role."""
    return _price(parts, "shortage_price", "hiring.shortage_factor", keys[0])


@BUILDERS.add
def severe_price(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What an FTE and month costs more where less than the least share is covered."""
    return _price(parts, "severe_price", "hiring.severe_factor", keys[0])


def _price(parts: Parts, name: str, factor: str, role: str) -> Figure:
    parts.role(role)
    if f"cost.{role}" in parts.inputs.assumptions:
        cost = parts.assumption(f"cost.{role}")
    else:
        lines = parts.hiring.lines
        cost = fixed("mean_cost", line_costs(parts.inputs, lines)[lines.roles.index(role)], money(parts))
    return product(f"hiring.{name}[{role}]", money(parts), parts.assumption(factor), cost)


# ---------------------------------------------------------------- below the least coverage


def _severe_and_mild(parts: Parts, role: str, month: str) -> tuple[float, float, float]:
    """Return the severe shortage of a role's lines, and what those that are not short so far lack and ask for."""
    hiring, t = parts.hiring, parts.month(month)
    rows = [row for row, r in enumerate(hiring.lines.roles) if r == role]
    short, asked = hiring.solution.shortage[rows, t], hiring.problem.required[rows, t]
    over = short - (1 - hiring.problem.least) * asked
    return float(over[over > 0].sum()), float(short[over <= 0].sum()), float(asked[over <= 0].sum())


@BUILDERS.add
def severe_shortage(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that are missing beyond what may be missing before it is severe.

    Where a rule gives a part of the role to a source, each part is looked at by itself.
    """
    name, (value, mild, _) = f"hiring.severe_shortage[{','.join(keys)}]", _severe_and_mild(parts, *keys)
    if not value:
        return figure(name, 0.0, Unit.FTE, Operation.SUM)
    others = [_of_parts("mild_shortage", keys, mild)] if mild else []
    terms = as_term(shortage(parts, keys)), as_term(tolerated(parts, keys)), *others
    return figure(name, value, Unit.FTE, Operation.DIFFERENCE, *terms)


@BUILDERS.add
def tolerated(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that may be missing before it is severe."""
    _, _, others = _severe_and_mild(parts, *keys)
    asked = severe_work(parts, keys) if others else required(parts, keys)
    terms = as_term(asked), as_term(tolerated_share(parts, ()))
    return product(f"hiring.tolerated[{','.join(keys)}]", Unit.FTE, *terms)


@BUILDERS.add
def severe_work(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that those parts of a role ask for that are severely short."""
    asked, others = as_term(required(parts, keys)), _of_parts("mild_work", keys, _severe_and_mild(parts, *keys)[2])
    name, value = f"hiring.severe_work[{','.join(keys)}]", asked.value - others.value
    return figure(name, value, Unit.FTE, Operation.DIFFERENCE, asked, others)


def _of_parts(name: str, keys: tuple[str, ...], value: float) -> Term:
    id = f"structure.{name}[{','.join(keys)}]"
    return Term(id=id, value=value, unit=Unit.FTE, origin=Origin.INPUT)


@BUILDERS.add
def tolerated_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the work that may be missing before it is severe."""
    least = parts.assumption("hiring.least_coverage")
    return figure("hiring.tolerated_share", 1 - least.value, Unit.RATIO, Operation.COMPLEMENT, least)


# ---------------------------------------------------------------- money that nobody pays


@BUILDERS.add
def plain_shortage_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Price of all that is missing of a role in a month."""
    terms = as_term(shortage(parts, keys)), as_term(shortage_price(parts, keys[:1]))
    return product(f"hiring.plain_shortage_cost[{','.join(keys)}]", money(parts), *terms)


@BUILDERS.add
def severe_shortage_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What is added for the severe shortage of a role in a month."""
    terms = as_term(severe_shortage(parts, keys)), as_term(severe_price(parts, keys[:1]))
    return product(f"hiring.severe_shortage_cost[{','.join(keys)}]", money(parts), *terms)


@BUILDERS.add
def role_shortage_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Priced shortage of a role in a month."""
    name = f"hiring.role_shortage_cost[{','.join(keys)}]"
    if not shortage(parts, keys).value:
        return figure(name, 0.0, money(parts), Operation.SUM)
    return total(name, money(parts), plain_shortage_cost(parts, keys), severe_shortage_cost(parts, keys))


@BUILDERS.add
def shortage_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Priced shortage of all roles in a month."""
    (month,) = keys
    built = [role_shortage_cost(parts, (role, month)) for role in dict.fromkeys(parts.hiring.lines.roles)]
    value, terms = float(parts.hiring.shortage_cost[parts.month(month)]), [as_term(b) for b in built if b.value]
    return figure(f"hiring.shortage_cost[{month}]", value, money(parts), Operation.SUM, *terms)


@BUILDERS.add
def total_shortage_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Priced shortage of all planned months."""
    built = [shortage_cost(parts, (month,)) for month in parts.inputs.months]
    return total("hiring.total_shortage_cost", money(parts, ""), *built)
