"""Derivations of what a plain account of a service model costs, and of the smallest revenue that carries it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from orgplanner.derivation.capacity import steady_capacity
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product, total
from orgplanner.derivation.retention import money, named
from orgplanner.derivation.serving import beside_desk_term, cost_of_hour, onboarding_role, shared_ratio
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import ServiceModel
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.affordability import COST_SHARE, activities_by, highest_share, model_number
from orgplanner.stages.register import ONBOARDING
from orgplanner.units import Unit

BUILDERS = Builders("economics")


def _number(parts: Parts, model: ServiceModel, part: str, field: str) -> Term:
    """Return a number of a service model: an assumption of the plan, else the catalogue's with its grade and source."""
    id, quantity = model_number(parts.inputs, model, part, field)
    if id in parts.inputs.assumptions:
        return parts.assumption(id)
    keys = f"{model.id}" if part == ONBOARDING else f"{model.id},{part}"
    return Term(
        id=f"structure.{'onboarding' if part == ONBOARDING else 'activity'}_{field}[{keys}]",
        value=quantity.value,
        unit=quantity.unit,
        origin=Origin.INPUT,
        grade=quantity.grade,
        source=quantity.source,
        range=quantity.range,
    )


# ---------------------------------------------------------------- hours of a plain account


@BUILDERS.add
def plain_activity_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month of one activity for a plain account; one at renewal happens once in its contract of a year."""
    model, activity = parts.inputs.phase.service_model(keys[0]), keys[1]
    terms = [_number(parts, model, activity, field) for field in ("frequency", "hours")]
    value = terms[0].value * terms[1].value / 12
    return figure(named("plain_activity_hours", keys), value, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.PER_MONTH, *terms)


@BUILDERS.add
def plain_ticket_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month of answering the questions of a plain account."""
    names = ("tickets_per_account", "handling_time", "peak_factor")
    terms = [parts.assumption(f"support.{name}") for name in names] + beside_desk_term(parts, parts.plan_month)
    value, unit = math.prod(t.value for t in terms) / 60, Unit.HOUR_PER_ACCOUNT_MONTH
    return figure("economics.plain_ticket_hours", value, unit, Operation.MINUTES, *terms)


@BUILDERS.add
def plain_onboarding_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month of onboarding whoever replaces a leaver, by account: the tighter of its limits."""
    id, unit = named("plain_onboarding_hours", keys), Unit.HOUR_PER_ACCOUNT_MONTH
    by_hours, by_places = plain_onboarding_work(parts, keys), plain_onboarding_places(parts, keys)
    value = max(by_hours.value, by_places.value)
    return figure(id, value, unit, Operation.MAXIMUM, as_term(by_hours), as_term(by_places))


@BUILDERS.add
def plain_onboarding_work(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month of onboarding whoever replaces a leaver, by account: churn x hours of an onboarding."""
    model = parts.inputs.phase.service_model(keys[0])
    terms = parts.assumption("customers.churn"), _number(parts, model, ONBOARDING, "hours")
    return product(named("plain_onboarding_work", keys), Unit.HOUR_PER_ACCOUNT_MONTH, *terms)


@BUILDERS.add
def plain_onboarding_places(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of people whom these onboardings keep busy, by account: accounts in progress / accounts at a time."""
    model = parts.inputs.phase.service_model(keys[0])
    role = onboarding_role(parts, model.id)
    terms = as_term(plain_onboarding_fte(parts, keys)), as_term(steady_capacity(parts, (role,)))
    return product(named("plain_onboarding_places", keys), Unit.HOUR_PER_ACCOUNT_MONTH, *terms)


@BUILDERS.add
def plain_onboarding_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People whom these onboardings keep busy, by account."""
    model = parts.inputs.phase.service_model(keys[0])
    terms = as_term(plain_in_onboarding(parts, keys)), _number(parts, model, ONBOARDING, "concurrent")
    value = terms[0].value / terms[1].value
    return figure(named("plain_onboarding_fte", keys), value, Unit.FTE, Operation.QUOTIENT, *terms)


@BUILDERS.add
def plain_in_onboarding(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts in onboarding for each account, where as many come as leave: churn x months of an onboarding."""
    model = parts.inputs.phase.service_model(keys[0])
    terms = parts.assumption("customers.churn"), _number(parts, model, ONBOARDING, "duration")
    return product(named("plain_in_onboarding", keys), Unit.ACCOUNT, *terms)


@BUILDERS.add
def plain_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month that a plain account of a service model asks of a role."""
    model, role = parts.inputs.phase.service_model(keys[0]), parts.inputs.phase.role(keys[1]).role
    built = [plain_activity_hours(parts, (model.id, a.id)) for a in activities_by(parts.inputs, model, role)]
    if role == parts.inputs.phase.role_for(model.id, LifecycleStage.ONBOARDING):
        built.append(plain_onboarding_hours(parts, keys[:1]))
    if role == parts.inputs.phase.definition.ticket_role:
        built.append(plain_ticket_hours(parts, ()))
    return total(named("plain_hours", keys), Unit.HOUR_PER_ACCOUNT_MONTH, *built)


# ---------------------------------------------------------------- money


@BUILDERS.add
def plain_role_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month of what a plain account asks of a role."""
    terms = as_term(plain_hours(parts, keys)), as_term(cost_of_hour(parts, keys[1:]))
    return product(named("plain_role_cost", keys), money(parts), *terms)


@BUILDERS.add
def plain_direct_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost a month of what a plain account asks of all roles."""
    roles = parts.economics.model(keys[0]).hours
    built = [plain_role_cost(parts, (*keys, role)) for role in roles]
    return total(named("plain_direct_cost", keys), money(parts), *built)


@BUILDERS.add
def plain_shared_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """A plain account's part of the cost of what no single account takes up."""
    terms = as_term(plain_direct_cost(parts, keys)), as_term(shared_ratio(parts, (parts.plan_month,)))
    return product(named("plain_shared_cost", keys), money(parts), *terms)


@BUILDERS.add
def plain_cost(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Cost to serve a plain account of a service model a month."""
    return total(
        named("plain_cost", keys), money(parts), plain_direct_cost(parts, keys), plain_shared_cost(parts, keys)
    )


@BUILDERS.add
def least_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Smallest revenue an account and month that a service model can carry: cost / upper end of the phase's band."""
    id = named("least_revenue", keys)
    value = known(parts.economics.model(parts.inputs.phase.service_model(keys[0]).id).least_revenue, id, parts)
    terms = as_term(plain_cost(parts, keys)), as_term(highest_cost_share(parts, ()))
    return figure(id, value, money(parts), Operation.QUOTIENT, *terms)


@BUILDERS.add
def highest_cost_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Upper end of the phase's band of the cost of CS as a share of revenue."""
    usual = parts.assumption(COST_SHARE)
    highest = highest_share(parts.inputs)
    above = Term(id="structure.band_above", value=highest - usual.value, unit=Unit.RATIO, origin=Origin.INPUT)
    return figure("economics.highest_cost_share", highest, Unit.RATIO, Operation.SUM, usual, above)


def published_affordability(parts: Parts) -> Iterator[str]:
    """Yield the smallest revenue of every service model for which it is known."""
    yield from (named("least_revenue", (m.model,)) for m in parts.economics.models if m.least_revenue is not None)
