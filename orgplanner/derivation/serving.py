"""Derivations of the cost to serve: hours that a segment takes up, what they cost, and what belongs to no segment."""

from __future__ import annotations

import math
from collections.abc import Iterator

from orgplanner.derivation import account_work, forecast, levers, onboarding_work, staffing
from orgplanner.derivation.capacity import steady_capacity
from orgplanner.derivation.deal_work import segment_deal_hours
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product, total
from orgplanner.derivation.retention import money, named
from orgplanner.derivation.support_work import net_ticket_hours, ticket_hours
from orgplanner.errors import UnknownName
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import TargetKind
from orgplanner.records.figure import Figure, Operation, Term
from orgplanner.units import Unit

BUILDERS = Builders("economics")


# ---------------------------------------------------------------- hours


@BUILDERS.add
def serving_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role that the accounts of a segment take up in a month."""
    segment, role, month = keys
    phase, of = parts.inputs.phase, (segment, month)
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    built = [account_work.segment_hours(parts, keys), account_work.renewal_hours(parts, keys)]
    if phase.role_for(model, LifecycleStage.ACCOUNT_EXPANSION) == role:
        built.append(segment_deal_hours(parts, of))
    if phase.role_for(model, LifecycleStage.ONBOARDING) == role:
        by_hours = parts.economics.serving.onboarding_by_hours[parts.role(role), parts.month(month)]
        built.append((onboarding_work.segment_onboarding_hours if by_hours else onboarding_place_hours)(parts, of))
    if phase.definition.ticket_role == role:
        built.append(segment_ticket_hours(parts, of))
    value = parts.economics.serving.hours[parts.segment(segment), parts.role(role), parts.month(month)]
    terms = [as_term(b) for b in built if b.value]
    return figure(named("serving_hours", keys), value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def onboarding_place_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of the people whom the onboarding of a segment keeps busy, where the accounts at a time are the limit."""
    model = parts.inputs.company.segments[parts.segment(keys[0])].service_model
    capacity = steady_capacity(parts, (onboarding_role(parts, model),))
    terms = as_term(onboarding_work.segment_onboarding_posts(parts, keys)), as_term(capacity)
    return product(named("onboarding_place_hours", keys), Unit.HOUR_PER_MONTH, *terms)


def onboarding_role(parts: Parts, model: str) -> str:
    """Return the role that onboards accounts of a service model, or raise UnknownName where none has to."""
    role = parts.inputs.phase.role_for(model, LifecycleStage.ONBOARDING)
    if role is None:
        raise UnknownName("role", model, parts.inputs.roles)
    return role


@BUILDERS.add
def segment_ticket_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of answering the questions of a segment in a month, those between live contacts left out."""
    _, month = keys
    terms = [as_term(forecast.tickets(parts, keys)), *levers.left_term(parts, TargetKind.TICKETS, month)]
    terms += [parts.assumption(f"support.{name}") for name in ("handling_time", "peak_factor")]
    terms += beside_desk_term(parts, month)
    value = math.prod(t.value for t in terms) / 60
    return figure(named("segment_ticket_hours", keys), value, Unit.HOUR_PER_MONTH, Operation.MINUTES, *terms)


@BUILDERS.add
def beside_desk(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the work on questions that is not done between live contacts."""
    of = (parts.inputs.phase.definition.ticket_role, *keys)
    net, whole = net_ticket_hours(parts, of), ticket_hours(parts, of)
    value = known(net.value / whole.value if whole.value else None, named("beside_desk", keys), parts)
    return figure(named("beside_desk", keys), value, Unit.RATIO, Operation.QUOTIENT, as_term(net), as_term(whole))


def beside_desk_term(parts: Parts, month: str) -> list[Term]:
    """Return the share of the work on questions that is not done between live contacts, where some of it is."""
    if parts.economics.serving.beside_desk[parts.month(month)] == 1:
        return []
    return [as_term(beside_desk(parts, (month,)))]


# ---------------------------------------------------------------- money


@BUILDERS.add
def cost_of_hour(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of an hour of a role's work: cost of a month / hours that one person carries in the mean month."""
    (role,) = keys
    cost, hours = parts.assumption(f"cost.{role}"), steady_capacity(parts, keys)
    value = cost.value / hours.value
    return figure(named("cost_of_hour", keys), value, money(parts, "hour"), Operation.QUOTIENT, cost, as_term(hours))


@BUILDERS.add
def role_cost_to_serve(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the hours of a role that a segment takes up in a month."""
    terms = as_term(serving_hours(parts, keys)), as_term(cost_of_hour(parts, (keys[1],)))
    return product(named("role_cost_to_serve", keys), money(parts), *terms)


@BUILDERS.add
def direct_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the hours of all roles that a segment takes up in a month."""
    segment, month = keys
    hours = parts.economics.serving.hours[parts.segment(segment), :, parts.month(month)].tolist()
    roles = [role for role, each in zip(parts.inputs.roles, hours, strict=True) if each > 0]
    built = [role_cost_to_serve(parts, (segment, role, month)) for role in roles]
    return total(named("direct_cost", keys), money(parts), *built)


@BUILDERS.add
def all_direct_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of the hours that all segments take up in a month."""
    built = [direct_cost(parts, (s.id, *keys)) for s in parts.inputs.company.segments]
    return total(named("all_direct_cost", keys), money(parts), *built)


@BUILDERS.add
def role_serving_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role that all segments take up in a month."""
    built = [serving_hours(parts, (s.id, *keys)) for s in parts.inputs.company.segments]
    return total(named("role_serving_hours", keys), Unit.HOUR_PER_MONTH, *built)


@BUILDERS.add
def serving_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that all segments take up in a month."""
    hours, capacity = role_serving_hours(parts, keys), steady_capacity(parts, keys[:1])
    terms = as_term(hours), as_term(capacity)
    return figure(named("serving_fte", keys), hours.value / capacity.value, Unit.FTE, Operation.QUOTIENT, *terms)


@BUILDERS.add
def shared_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that no single segment takes up in a month."""
    role, month = keys
    value = parts.economics.serving.shared_fte[parts.role(role), parts.month(month)]
    terms = [as_term(staffing.STEADY.built("total", parts, keys))]
    serving = serving_fte(parts, keys)
    terms += [as_term(serving)] if serving.value else []
    return figure(named("shared_fte", keys), value, Unit.FTE, Operation.DIFFERENCE, *terms)


@BUILDERS.add
def role_shared_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of what a role does for no single segment in a month."""
    terms = as_term(shared_fte(parts, keys)), parts.assumption(f"cost.{keys[0]}")
    return product(named("role_shared_cost", keys), money(parts), *terms)


@BUILDERS.add
def shared_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of what no single segment takes up in a month."""
    fte = parts.economics.serving.shared_fte[:, parts.month(keys[0])].tolist()
    roles = [role for role, each in zip(parts.inputs.roles, fte, strict=True) if each]
    return total(named("shared_cost", keys), money(parts), *(role_shared_cost(parts, (role, *keys)) for role in roles))


@BUILDERS.add
def shared_ratio(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost of what no segment takes up for each unit of money of what they do; it is spread by that."""
    id = named("shared_ratio", keys)
    value = known(parts.economics.serving.shared_ratio(parts.month(keys[0])), id, parts)
    terms = as_term(shared_cost(parts, keys)), as_term(all_direct_cost(parts, keys))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def shared_part(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """A segment's part of the cost of what no single segment takes up."""
    terms = as_term(direct_cost(parts, keys)), as_term(shared_ratio(parts, keys[1:]))
    return product(named("shared_part", keys), money(parts), *terms)


@BUILDERS.add
def cost_to_serve(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost to serve a segment in a month: its own hours, and its part of what belongs to none."""
    id, (segment, month) = named("cost_to_serve", keys), keys
    value = known(parts.economics.serving.cost(parts.segment(segment), parts.month(month)), id, parts)
    terms = as_term(direct_cost(parts, keys)), as_term(shared_part(parts, keys))
    return figure(id, value, money(parts), Operation.SUM, *terms)


@BUILDERS.add
def cost_per_account(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost to serve one account of a segment in a month."""
    id, (segment, month) = named("cost_per_account", keys), keys
    value = known(parts.economics.serving.cost_per_account(parts.segment(segment), parts.month(month)), id, parts)
    terms = as_term(cost_to_serve(parts, keys)), as_term(forecast.accounts(parts, keys))
    return figure(id, value, money(parts), Operation.QUOTIENT, *terms)


@BUILDERS.add
def serving_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost to serve a segment as a share of its recurring revenue."""
    id, (segment, month) = named("serving_share", keys), keys
    value = known(parts.economics.serving.share_of_revenue(parts.segment(segment), parts.month(month)), id, parts)
    terms = as_term(cost_to_serve(parts, keys)), as_term(forecast.revenue(parts, keys))
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


def published_serving(parts: Parts) -> Iterator[str]:
    """Yield the figures of the cost to serve in the month of the positions that have a value."""
    serving, month, t = parts.economics.serving, parts.plan_month, parts.staffing.month
    for row, segment in enumerate(parts.inputs.company.segments):
        values = {
            "cost_to_serve": serving.cost(row, t),
            "cost_per_account": serving.cost_per_account(row, t),
            "serving_share": serving.share_of_revenue(row, t),
        }
        yield from (named(name, (segment.id, month)) for name, value in values.items() if value is not None)
