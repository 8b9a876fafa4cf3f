"""Derivations of the hiring plan: what each role asks for, who gives it, what stays uncovered, and what it costs."""

from __future__ import annotations

from orgplanner.derivation import cost, staffing
from orgplanner.derivation.hiring_moves import BUILDERS, move_fte, origin_of, spending
from orgplanner.derivation.hiring_prices import attrition, fixed
from orgplanner.derivation.parts import Parts, as_term, figure
from orgplanner.derivation.retention import money
from orgplanner.records.base import OUTSIDE
from orgplanner.records.company import MONTHS_A_YEAR, Person
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.cost import lever_cost
from orgplanner.stages.hiring_lines import LASTING, ONE_HEAD
from orgplanner.stages.offers import ramp_profile
from orgplanner.units import Unit


@BUILDERS.add
def required(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a role asks for in a month; a whole head where nobody is one, leads without short peaks."""
    role, month = keys
    name, value = f"hiring.required[{role},{month}]", _of(parts, "required", role, month)
    asked = as_term(staffing.STEADY.built("total", parts, keys))
    if abs(asked.value - value) <= abs(value) * 1e-12:
        return figure(name, value, Unit.FTE, Operation.SUM, asked)
    if role == parts.inputs.phase.definition.lead_role:
        return figure(name, value, Unit.FTE, Operation.SUM, as_term(lasting(parts, keys)))
    head = fixed("one_head", ONE_HEAD, Unit.FTE)
    return figure(name, value, Unit.FTE, Operation.MAXIMUM, asked, head)


@BUILDERS.add
def lasting(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a role asks for without short peaks: the highest of the least FTE of some months in a row."""
    role, month = keys
    t, months = parts.month(month), parts.inputs.months
    spans = dict.fromkeys(_span(t - k, len(months)) for k in reversed(range(LASTING)))
    built = [lowest(parts, (role, months[first], months[last])) for first, last in spans]
    value = max(each.value for each in built)
    return figure(f"hiring.lasting[{role},{month}]", value, Unit.FTE, Operation.MAXIMUM, *map(as_term, built))


def _span(first: int, count: int) -> tuple[int, int]:
    """Return the first and last of some months in a row; those outside the plan are mirrored into it."""
    row = [abs(t) for t in range(first, first + LASTING)]
    mirrored = [min(t, 2 * (count - 1) - t) for t in row]
    return min(mirrored), max(mirrored)


@BUILDERS.add
def lowest(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Least FTE that a role asks for in some months in a row."""
    role, first, last = keys
    row = parts.inputs.months[parts.month(first) : parts.month(last) + 1]
    terms = [as_term(staffing.STEADY.built("total", parts, (role, month))) for month in row]
    value = min(t.value for t in terms)
    return figure(f"hiring.lowest[{role},{first},{last}]", value, Unit.FTE, Operation.MINIMUM, *terms)


def _of(parts: Parts, name: str, role: str, month: str) -> float:
    return float(getattr(parts.hiring, name)[parts.role(role), parts.month(month)])


# ---------------------------------------------------------------- people in post


@BUILDERS.add
def given_by(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that one person is expected to give in a month: post x attendance x chance to stay x ramp."""
    id, month = keys
    person, t = parts.inputs.company.roster[parts.person(id)], parts.month(month)
    row = _row(parts, id)
    there = float(parts.hiring.lines.firm[row, t] - parts.hiring.lines.on_leave[row, t])
    in_post = Term(id=f"structure.there[{id},{month}]", value=there / person.fte, unit=Unit.RATIO, origin=Origin.INPUT)
    post = parts.given(f"roster.{id}.fte", person.fte, Unit.FTE)
    value = float(parts.hiring.lines.given[row, t])
    terms = *_staying(parts, person, month), post, in_post, *_ramp(parts, person, month)
    return figure(f"hiring.given_by[{id},{month}]", value, Unit.FTE, Operation.STAYING, *terms)


def _row(parts: Parts, person: str) -> int:
    return [p.id for p in parts.hiring.lines.people].index(person)


def _role_of(parts: Parts, person: Person) -> str:
    return parts.hiring.lines.roles[int(parts.hiring.lines.line_of[_row(parts, person.id)])]


def _staying(parts: Parts, person: Person, month: str) -> tuple[Term, Term]:
    """Return the share that leaves in a year, and the months that have passed; who is known to leave is a fact."""
    firm = person.planned_end is not None or person.source in OUTSIDE
    role = _role_of(parts, person)
    rate = fixed("known_end", 0.0, Unit.RATIO_PER_YEAR) if firm else attrition(parts, role)
    passed = max(0, parts.month(month) - max(0, _months_to_start(parts, person)))
    return rate, fixed("months_passed", passed, Unit.MONTH)


def _months_to_start(parts: Parts, person: Person) -> int:
    if person.start is None:
        return 0
    first = parts.inputs.months[0]
    return (person.start.year - int(first[:4])) * MONTHS_A_YEAR + person.start.month - int(first[5:])


def _ramp(parts: Parts, person: Person, month: str) -> list[Term]:
    """Return how far somebody who joined lately has ramped; nothing where it is done."""
    profile = ramp_profile(parts.inputs, _role_of(parts, person))
    since = parts.month(month) - _months_to_start(parts, person)
    if person.start is None or not 0 <= since < len(profile.ramp):
        return []
    return [parts.assumption(f"ramp.{profile.id}.month_{since + 1}")]


@BUILDERS.add
def in_post(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that today's people are expected to give to a role in a month."""
    role, month = keys
    lines = parts.hiring.lines
    people = [p.id for p, line in zip(lines.people, lines.line_of, strict=True) if lines.roles[line] == role]
    terms = [as_term(built) for id in people if (built := given_by(parts, (id, month))).value]
    rows = [k for k, r in enumerate(lines.roles) if r == role]
    lent = float(lines.borrowed[rows, parts.month(month)].sum())
    if lent:
        terms.append(_of_plan("lent", keys, lent))
    value = _of(parts, "in_post", role, month)
    return figure(f"hiring.in_post[{role},{month}]", value, Unit.FTE, Operation.SUM, *terms)


def _of_plan(name: str, keys: tuple[str, ...], value: float) -> Term:
    """Return something that the plan has settled for a role in a month."""
    return Term(id=f"structure.{name}[{','.join(keys)}]", value=value, unit=Unit.FTE, origin=Origin.INPUT)


# ---------------------------------------------------------------- cover


@BUILDERS.add
def joined(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that the moves give to a role in a month, less the people whom they take from it."""
    role, month = keys
    moves = parts.hiring.moves
    terms = [as_term(b) for m in moves if m.role == role and (b := move_fte(parts, (m.id, month))).value]
    gone = [m.count for m in moves if origin_of(parts, m.id) == role and m.month <= month]
    if gone:
        terms.append(_of_plan("trained_away", keys, -sum(gone)))
    value = _of(parts, "joined", role, month)
    return figure(f"hiring.joined[{role},{month}]", value, Unit.FTE, Operation.SUM, *terms)


@BUILDERS.add
def at_hand(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE for a role's work in a month: people in post, moves, hours shared with other roles, less the idle.

    Below nothing where mentoring takes more than there is.
    """
    role, month = keys
    there, moved = in_post(parts, keys), joined(parts, keys)
    lines, t = parts.hiring.lines, parts.month(month)
    rows = [k for k, r in enumerate(lines.roles) if r == role]
    flows = (parts.hiring.solution.shared + parts.hiring.solution.shared_new)[:, :, t]
    net = float(flows[:, rows].sum() - flows[rows].sum())
    value = _of(parts, "required", role, month) - _of(parts, "shortage", role, month)
    idle = value - there.value - moved.value - net
    settled = (("shared_hours", net), ("idle_hours", idle if abs(idle) > abs(value) * 1e-12 else 0.0))
    terms = [as_term(built) for built in (there, moved) if built.value]
    terms += [_of_plan(name, keys, amount) for name, amount in settled if amount]
    return figure(f"hiring.at_hand[{role},{month}]", value, Unit.FTE, Operation.SUM, *terms)


@BUILDERS.add
def covered(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that is covered in a month; none where mentoring takes more than there is."""
    role, month = keys
    there, name = at_hand(parts, keys), f"hiring.covered[{role},{month}]"
    if there.value >= 0:
        return figure(name, there.value, Unit.FTE, Operation.SUM, *([as_term(there)] if there.value else []))
    return figure(name, 0.0, Unit.FTE, Operation.MAXIMUM, as_term(there), fixed("nothing", 0.0, Unit.FTE))


@BUILDERS.add
def shortage(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that nobody covers in a month."""
    role, month = keys
    terms = as_term(required(parts, keys)), as_term(at_hand(parts, keys))
    value = _of(parts, "shortage", role, month)
    return figure(f"hiring.shortage[{role},{month}]", value, Unit.FTE, Operation.DIFFERENCE, *terms)


# ---------------------------------------------------------------- money


@BUILDERS.add
def pay_of(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money that one person is expected to cost in a month; people on leave are paid."""
    id, month = keys
    person = parts.inputs.company.roster[parts.person(id)]
    built = as_term(cost.of_person(parts, (id,)))
    value = float(parts.hiring.lines.cost[_row(parts, id), parts.month(month)])
    rate, passed = _staying(parts, person, month)
    kept = (1 - rate.value) ** (passed.value / MONTHS_A_YEAR)
    paid = value / (built.value * kept) if built.value else 0.0
    in_post = Term(id=f"structure.paid[{id},{month}]", value=paid, unit=Unit.RATIO, origin=Origin.INPUT)
    terms = rate, passed, built, in_post
    return figure(f"hiring.pay_of[{id},{month}]", value, money(parts), Operation.STAYING, *terms)


@BUILDERS.add
def payroll(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for today's people and levers in a month."""
    (month,) = keys
    people = [pay_of(parts, (person.id, month)) for person in parts.hiring.lines.people]
    terms = [as_term(built) for built in people if built.value]
    spent = [(v.id, lever_cost(parts.inputs, v, parts.month(month))) for v in parts.inputs.company.levers]
    terms += [parts.given(f"levers.{id}.cost", amount, money(parts)) for id, amount in spent if amount]
    value = float(parts.hiring.payroll[parts.month(month)])
    return figure(f"hiring.payroll[{month}]", value, money(parts), Operation.SUM, *terms)


@BUILDERS.add
def moves_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for the moves in a month."""
    (month,) = keys
    built = [spending(parts, (move.id, month)) for move in parts.hiring.moves]
    terms = [as_term(each) for each in built if each.value]
    value = float(parts.hiring.move_costs[parts.month(month)])
    return figure(f"hiring.moves_cost[{month}]", value, money(parts), Operation.SUM, *terms)


def _month_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for people, levers and moves in a month."""
    (month,) = keys
    built = payroll(parts, keys), moves_cost(parts, keys)
    terms = [as_term(each) for each in built if each.value]
    return figure(f"hiring.cost[{month}]", sum(t.value for t in terms), money(parts), Operation.SUM, *terms)


month_cost = BUILDERS.add(_month_cost, "cost")


@BUILDERS.add
def total_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for people, levers and moves in all planned months."""
    terms = [as_term(month_cost(parts, (month,))) for month in parts.inputs.months]
    return figure("hiring.total_cost", sum(t.value for t in terms), money(parts, ""), Operation.SUM, *terms)
