"""Derivations of the cost of CS by role and month, and of the churn that one more person would have to avoid."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.derivation import cost, forecast, staffing
from orgplanner.derivation.affordability import published_affordability
from orgplanner.derivation.books import YEAR, segment_revenue
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product, total
from orgplanner.derivation.retention import logo_churn, money, named, published_retention
from orgplanner.derivation.serving import published_serving
from orgplanner.errors import UnknownName
from orgplanner.records.base import LifecycleStage
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.cost import largest_role, lever_cost, missing_posts, person_cost
from orgplanner.stages.economics import BreakEven, segments_of, stages_of
from orgplanner.stages.orgchart import active_people
from orgplanner.stages.retention import GROSS_MARGIN
from orgplanner.units import Unit

BUILDERS = Builders("economics")

ONE_PERSON = Term(id="structure.one_person", value=1.0, unit=Unit.FTE, origin=Origin.INPUT)

ALL_LEAVERS = Term(id="structure.all_leavers", value=1.0, unit=Unit.RATIO, origin=Origin.INPUT)


# ---------------------------------------------------------------- cost of the team


@BUILDERS.add
def role_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost in a month of the people whose largest role it is, and of its open positions."""
    role, month = keys
    known_role = parts.inputs.phase.definition_of(role).id
    built = _people(parts, known_role, month)
    for position, _ in missing_posts(parts.staffing, parts.gaps):
        if position.main_role == role and f"cost.{role}" in parts.inputs.assumptions:
            built.append(cost.of_seat(parts, (position.id,)))
    return total(named("role_cost", keys), money(parts), *built)


@BUILDERS.add
def no_role_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost in a month of the people who have no role."""
    return total(named("no_role_cost", keys), money(parts), *_people(parts, None, keys[0]))


def _people(parts: Parts, role: str | None, month: str) -> list[Figure]:
    """Return the known costs of the people who are in post and whose largest role it is."""
    there = [p for p in active_people(parts.inputs, parts.month(month)) if not p.out_of_scope]
    known_costs = [p for p in there if largest_role(p) == role and person_cost(parts.inputs, p)]
    return [cost.of_person(parts, (p.id,)) for p in known_costs]


@BUILDERS.add
def lever_money(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for levers in a month."""
    (month,) = keys
    spent = [(v.id, lever_cost(parts.inputs, v, parts.month(month))) for v in parts.inputs.company.levers]
    terms = [parts.given(f"levers.{id}.cost", each, money(parts)) for id, each in spent if each]
    value = sum(term.value for term in terms)
    return figure(named("lever_money", keys), value, money(parts), Operation.SUM, *terms)


@BUILDERS.add
def team_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of CS in a month: people in post, open positions as if filled, levers."""
    (month,) = keys
    team = parts.economics.team
    built = [role_cost(parts, (r, month)) if r else no_role_cost(parts, keys) for r in team.roles]
    value, terms = team.total[parts.month(month)], [as_term(b) for b in (*built, lever_money(parts, keys)) if b.value]
    return figure(named("team_cost", keys), value, money(parts), Operation.SUM, *terms)


@BUILDERS.add
def cost_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of CS in a month as a share of its recurring revenue."""
    id = named("cost_share", keys)
    value = known(parts.economics.team.share_of_revenue(parts.month(keys[0])), id, parts)
    terms = as_term(team_cost(parts, keys)), as_term(forecast.total_revenue(parts, keys))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


# ---------------------------------------------------------------- one more person


def _role(parts: Parts, role: str) -> BreakEven:
    """Return the break-even of a role, or raise UnknownName where it serves no customers."""
    found = parts.economics.role(role)
    if found is None:
        raise UnknownName("role", role, [b.role for b in parts.economics.break_even])
    return found


@BUILDERS.add
def break_even_churn(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Churn a year that one more person of a role would have to avoid: cost / (revenue of a book x gross margin)."""
    id = named("break_even_churn", keys)
    value = known(_role(parts, keys[0]).churn, id, parts)
    terms = as_term(yearly_cost(parts, keys)), as_term(role_book(parts, keys)), parts.assumption(GROSS_MARGIN)
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def yearly_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of one person of a role a year."""
    return product(named("yearly_cost", keys), money(parts, "year"), parts.assumption(f"cost.{keys[0]}"), YEAR)


@BUILDERS.add
def role_book(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year for which one person of a role stands."""
    revenue, people = role_revenue(parts, keys), role_people(parts, keys)
    value, terms = revenue.value / people.value, (as_term(revenue), as_term(people))
    return figure(named("role_book", keys), value, money(parts, "year"), Operation.QUOTIENT, *terms)


@BUILDERS.add
def role_people(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People whom the work of a role needs, at least one."""
    needed = staffing.STEADY.built("total", parts, (keys[0], parts.plan_month))
    value = max(needed.value, ONE_PERSON.value)
    return figure(named("role_people", keys), value, Unit.FTE, Operation.MAXIMUM, as_term(needed), ONE_PERSON)


@BUILDERS.add
def role_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year of the segments that a role serves."""
    built = [segment_revenue(parts, (s,)) for s in _served(parts, keys[0])]
    return total(named("role_revenue", keys), money(parts, "year"), *built)


def _served(parts: Parts, role: str) -> list[str]:
    segments = parts.inputs.company.segments
    return [segments[row].id for row in segments_of(parts.inputs, parts.inputs.roles[parts.role(role)])]


@BUILDERS.add
def touchable_churn(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Churn a year that a role could touch at most, as a share of the revenue that it serves."""
    id = named("touchable_churn", keys)
    value = known(_role(parts, keys[0]).touchable, id, parts)
    terms = as_term(all_touchable_revenue(parts, keys)), as_term(role_revenue(parts, keys))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def all_touchable_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year that churns and that a role could touch at most."""
    built = [touchable_revenue(parts, (s, keys[0])) for s in _served(parts, keys[0])]
    return total(named("all_touchable_revenue", keys), money(parts, "year"), *built)


@BUILDERS.add
def touchable_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year of a segment that churns and that a role could touch at most."""
    terms = [as_term(segment_revenue(parts, keys[:1])), as_term(logo_churn(parts, keys[:1]))]
    share = touchable_share(parts, keys)
    terms += [as_term(share)] if share.value != 1 else []
    return product(named("touchable_revenue", keys), money(parts, "year"), *terms)


@BUILDERS.add
def touchable_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a segment's leavers that a role could touch at most: all but those of the stages of other roles."""
    segment, role = parts.inputs.company.segments[parts.segment(keys[0])], parts.inputs.roles[parts.role(keys[1])]
    shares = segment.churn.by_lifecycle_stage if segment.churn else {}
    own = stages_of(parts.inputs, segment, role)
    place = f"segments.{segment.id}.churn.by_lifecycle_stage"
    not_own = [stage for stage in LifecycleStage if shares.get(stage) and stage not in own]
    others = [parts.given(f"{place}.{stage.value}", shares[stage], Unit.RATIO) for stage in not_own]
    value = ALL_LEAVERS.value - sum(term.value for term in others)
    return figure(named("touchable_share", keys), value, Unit.RATIO, Operation.DIFFERENCE, ALL_LEAVERS, *others)


# ---------------------------------------------------------------- what faces show


def published_economics(parts: Parts) -> Iterator[str]:
    """Yield the figures of the money that have a value."""
    yield from published_retention(parts)
    team = parts.economics.team
    for t, month in enumerate(parts.inputs.months):
        yield named("team_cost", (month,))
        if team.share_of_revenue(t) is not None:
            yield named("cost_share", (month,))
    yield from published_serving(parts)
    yield from published_affordability(parts)
    for role in parts.economics.break_even:
        if role.churn is not None:
            yield named("break_even_churn", (role.role,))
        if role.touchable is not None:
            yield named("touchable_churn", (role.role,))
