"""Derivations of the hiring plan as a whole: cover, money by role and source, budget, distance to the best plan."""

from __future__ import annotations

from orgplanner.derivation import forecast
from orgplanner.derivation.health import known
from orgplanner.derivation.hiring import (
    at_hand,
    covered,
    in_post,
    joined,
    month_cost,
    moves_cost,
    pay_of,
    required,
    shortage,
    total_cost,
)
from orgplanner.derivation.hiring_moves import spending
from orgplanner.derivation.hiring_prices import BUILDERS, fixed
from orgplanner.derivation.hiring_shortage import total_shortage_cost
from orgplanner.derivation.parts import Builder, Parts, as_term, figure, total
from orgplanner.derivation.retention import money
from orgplanner.errors import UnknownName
from orgplanner.records.base import SourceKind
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.units import Unit

# ---------------------------------------------------------------- cover


def _of_team(name: str, of_role: Builder) -> Builder:
    """Return the builder of a number of all roles together in a month."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        (month,) = keys
        built = [of_role(parts, (role, month)) for role in parts.inputs.roles]
        return total(f"hiring.{name}[{month}]", Unit.FTE, *built)

    return BUILDERS.add(build, name)


team_required = _of_team("team_required", required)
team_in_post = _of_team("team_in_post", in_post)
team_joined = _of_team("team_joined", joined)
team_at_hand = _of_team("team_at_hand", at_hand)
team_shortage = _of_team("team_shortage", shortage)


@BUILDERS.add
def team_covered(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of all roles that is covered in a month; none where mentoring takes more than there is."""
    there, name = team_at_hand(parts, keys), f"hiring.team_covered[{keys[0]}]"
    if there.value >= 0:
        return total(name, Unit.FTE, there)
    return figure(name, 0.0, Unit.FTE, Operation.MAXIMUM, as_term(there), fixed("nothing", 0.0, Unit.FTE))


@BUILDERS.add
def coverage(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the work of all roles that is covered in a month."""
    return _share(parts, f"hiring.coverage[{keys[0]}]", team_covered(parts, keys), team_required(parts, keys))


@BUILDERS.add
def role_coverage(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the work of a role that is covered in a month."""
    return _share(parts, f"hiring.role_coverage[{','.join(keys)}]", covered(parts, keys), required(parts, keys))


def _share(parts: Parts, id: str, part: Figure, whole: Figure) -> Figure:
    value = known(part.value / whole.value if whole.value > 0 else None, id, parts)
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, as_term(part), as_term(whole))


# ---------------------------------------------------------------- money by role and source, against revenue


@BUILDERS.add
def role_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for today's people and the moves of a role in a month, levers left out."""
    role, month = keys
    parts.role(role)
    lines = parts.hiring.lines
    people = [p.id for p, line in zip(lines.people, lines.line_of, strict=True) if lines.roles[line] == role]
    moves = [m.id for m in parts.hiring.moves if m.role == role]
    return _spent(parts, f"hiring.role_cost[{role},{month}]", month, people, moves)


@BUILDERS.add
def source_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for today's people and the moves of a source in a month, levers left out."""
    kind, month = keys
    source = SourceKind(kind)
    people = [p.id for p in parts.hiring.lines.people if p.source is source]
    moves = [m.id for m in parts.hiring.moves if m.source is source]
    return _spent(parts, f"hiring.source_cost[{kind},{month}]", month, people, moves)


def _spent(parts: Parts, id: str, month: str, people: list[str], moves: list[str]) -> Figure:
    built = [pay_of(parts, (person, month)) for person in people]
    return total(id, money(parts), *built, *(spending(parts, (move, month)) for move in moves))


@BUILDERS.add
def cost_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for people, levers and moves in a month as a share of recurring revenue."""
    id, spent, revenue = f"hiring.cost_share[{keys[0]}]", month_cost(parts, keys), forecast.total_revenue(parts, keys)
    return _share(parts, id, spent, revenue)


# ---------------------------------------------------------------- budget


@BUILDERS.add
def allowed(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Budget of all planned months: the smaller one where months and the whole have their own."""
    budget, unit = parts.inputs.company.budget, money(parts, "")
    terms = [as_term(months_budget(parts, ()))]
    if budget is not None and budget.total is not None:
        terms.append(parts.given("budget.total", budget.total, unit))
    return figure("hiring.allowed", min(t.value for t in terms), unit, Operation.MINIMUM, *terms)


@BUILDERS.add
def months_budget(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Budgets of all planned months together."""
    budget, unit = parts.inputs.company.budget, money(parts)
    if budget is None:
        raise UnknownName("value", "hiring.months_budget", parts.inputs.roles)
    amounts = {month: budget.by_month.get(month, budget.monthly) for month in parts.inputs.months}
    terms = [
        Term(id=f"structure.month_budget[{month}]", value=amount, unit=unit, origin=Origin.INPUT)
        for month, amount in amounts.items()
    ]
    return figure("hiring.months_budget", sum(amounts.values()), money(parts, ""), Operation.SUM, *terms)


@BUILDERS.add
def budget_left(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What the plan leaves of the budget; less than nothing where it costs more."""
    terms = as_term(allowed(parts, ())), as_term(total_cost(parts, ()))
    value = terms[0].value - terms[1].value
    return figure("hiring.budget_left", value, money(parts, ""), Operation.DIFFERENCE, *terms)


# ---------------------------------------------------------------- distance to the best plan


@BUILDERS.add
def all_moves_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for the moves in all planned months."""
    built = [moves_cost(parts, (month,)) for month in parts.inputs.months]
    return total("hiring.all_moves_cost", money(parts, ""), *built)


@BUILDERS.add
def objective(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What the search brings down: money for the moves and priced shortage, with the months behind the plan."""
    found, unit = parts.hiring.solution, money(parts, "")
    spent, short = all_moves_cost(parts, ()), total_shortage_cost(parts, ())
    later = {"later_money": found.money - spent.value, "later_shortage": found.shortage_cost - short.value}
    terms = [as_term(built) for built in (spent, short) if built.value]
    terms += [fixed(name, value, unit) for name, value in later.items() if abs(value) > abs(found.objective) * 1e-12]
    return figure("hiring.objective", found.objective, unit, Operation.SUM, *terms)


@BUILDERS.add
def distance(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What the plan lies at most above the best one: its objective less what the search proved no plan comes below."""
    reached, unit = as_term(objective(parts, ())), money(parts, "")
    bound = fixed("bound", parts.hiring.solution.bound, unit)
    return figure("hiring.distance", reached.value - bound.value, unit, Operation.DIFFERENCE, reached, bound)


@BUILDERS.add
def gap(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """What the plan lies at most above the best one, as a share of its objective."""
    return _share(parts, "hiring.gap", distance(parts, ()), objective(parts, ()))
