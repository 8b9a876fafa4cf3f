"""Derivations of the hours for accounts: activities, renewals, what feeds product development."""

from __future__ import annotations

import math
from collections.abc import Iterator

from orgplanner.derivation import forecast, levers
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import Activity, TargetKind
from orgplanner.records.company import Segment
from orgplanner.records.figure import Figure, Operation, Term
from orgplanner.stages.demand import frequency_of, owner_of, renewed_by_hand
from orgplanner.stages.inputs import activity_number
from orgplanner.units import Unit

BUILDERS = Builders("demand")


@BUILDERS.add
def account_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of the service models' activities for a role in a month."""
    role, month = keys
    value = parts.demand.account_hours[0, parts.role(role), parts.month(month)]
    terms = [t for s in parts.inputs.company.segments for t in _segment_terms(parts, (s.id, role, month))]
    id = f"demand.account_hours[{role},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


def _segment_terms(parts: Parts, keys: tuple[str, ...]) -> Iterator[Term]:
    """Yield a segment's account hours and its renewals, as far as the role has any."""
    segment, role, _ = keys
    place = parts.segment(segment), parts.role(role)
    if parts.demand.segment_hours[0, *place]:
        yield as_term(segment_hours(parts, keys))
    if parts.demand.renewal_hours[0, *place] and _renewed_by_hand(parts, segment):
        yield as_term(renewal_hours(parts, keys))


@BUILDERS.add
def segment_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours for the accounts of a segment, renewals left out; activity by activity where levers touch them."""
    segment, role, month = keys
    id = f"demand.segment_hours[{segment},{role},{month}]"
    activities = [a for a in activities_of(parts, segment, role) if not a.at_renewal]
    if any(levers.left_term(parts, TargetKind.ACTIVITY, month, a.id) for a in activities):
        built = [activity_work(parts, (segment, a.id, month)) for a in activities]
        terms = [as_term(b) for b in built if b.value]
        return figure(id, sum(t.value for t in terms), Unit.HOUR_PER_MONTH, Operation.SUM, *terms)
    served = served_accounts(parts, (segment, month))
    each = as_term(hours_per_account(parts, (segment, role)))
    return figure(id, served.value * each.value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, served, each)


@BUILDERS.add
def renewal_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours for the renewals of a segment."""
    segment, role, month = keys
    id = f"demand.renewal_hours[{segment},{role},{month}]"
    activities = [a for a in activities_of(parts, segment, role) if a.at_renewal]
    if any(levers.left_term(parts, TargetKind.ACTIVITY, month, a.id) for a in activities):
        terms = [as_term(activity_work(parts, (segment, a.id, month))) for a in activities]
        return figure(id, sum(t.value for t in terms), Unit.HOUR_PER_MONTH, Operation.SUM, *terms)
    if not _renewed_by_hand(parts, segment):
        return figure(id, 0, Unit.HOUR_PER_MONTH, Operation.SUM)
    terms = [*_renewing(parts, segment, month), as_term(hours_per_renewal(parts, (segment, role)))]
    return figure(id, math.prod(t.value for t in terms), Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


def _renewed_by_hand(parts: Parts, segment: str) -> bool:
    """Tell whether a segment's contracts are long enough to be renewed by somebody."""
    return bool(renewed_by_hand(parts.inputs)[0, parts.segment(segment)])


def _renewing(parts: Parts, segment: str, month: str) -> tuple[Term, Term]:
    """Return the accounts of a segment and the share of them that renews in a month."""
    share = float(parts.forecast.renewal_share[0, parts.segment(segment), parts.month(month)])
    return as_term(forecast.accounts(parts, (segment, month))), parts.renewing(segment, share)


@BUILDERS.add
def activity_work(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of one activity for a segment in a month: accounts x hours an account x what levers leave."""
    segment, activity, month = keys
    id, renews = f"demand.activity_work[{segment},{activity},{month}]", _definition(parts, segment, activity).at_renewal
    if renews and not _renewed_by_hand(parts, segment):
        return figure(id, 0, Unit.HOUR_PER_MONTH, Operation.SUM)
    accounts = _renewing(parts, segment, month) if renews else (served_accounts(parts, (segment, month)),)
    terms = [*accounts, as_term(activity_hours(parts, (segment, activity)))]
    terms += levers.left_term(parts, TargetKind.ACTIVITY, month, activity)
    value = math.prod(t.value for t in terms)
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


def served_accounts(parts: Parts, keys: tuple[str, ...]) -> Term:
    """Return the accounts of a segment, weighted where they ask for more in their first months."""
    segment, _ = keys
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    factor = f"service_model.{model}.first_months.factor"
    if factor not in parts.inputs.assumptions or parts.assumption(factor).value == 1:
        return as_term(forecast.accounts(parts, keys))
    return as_term(weighted_accounts(parts, keys))


@BUILDERS.add
def weighted_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment, those in their first months counted by how much more they ask for."""
    segment, month = keys
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    accounts = as_term(forecast.accounts(parts, keys))
    factor = parts.assumption(f"service_model.{model}.first_months.factor")
    recent = as_term(recent_accounts(parts, keys))
    value = accounts.value + (factor.value - 1) * min(recent.value, accounts.value)
    id = f"demand.weighted_accounts[{segment},{month}]"
    return figure(id, value, Unit.ACCOUNT, Operation.WEIGHTED, accounts, factor, recent)


@BUILDERS.add
def recent_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment in their first months."""
    segment, month = keys
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    months = parts.assumption(f"service_model.{model}.first_months.months")
    return forecast.recent(parts, f"demand.recent_accounts[{segment},{month}]", keys, months)


@BUILDERS.add
def hours_per_account(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours an account and month that a segment asks of a role."""
    segment, role = keys
    value = parts.demand.segment_hours[0, parts.segment(segment), parts.role(role)]
    activities = [a for a in activities_of(parts, segment, role) if not a.at_renewal]
    built = [activity_hours(parts, (segment, a.id)) for a in activities]
    terms = [as_term(b) for b in built if b.value]
    id = f"demand.hours_per_account[{segment},{role}]"
    return figure(id, value, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def hours_per_renewal(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a renewal that a segment asks of a role."""
    segment, role = keys
    value = parts.demand.renewal_hours[0, parts.segment(segment), parts.role(role)]
    activities = [a for a in activities_of(parts, segment, role) if a.at_renewal]
    terms = [as_term(activity_hours(parts, (segment, a.id))) for a in activities]
    return figure(f"demand.hours_per_renewal[{segment},{role}]", value, Unit.HOUR_PER_ACTIVITY, Operation.SUM, *terms)


@BUILDERS.add
def activity_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of one activity: an account and month, or a renewal."""
    segment, activity = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    definition = _definition(parts, segment, activity)
    terms = [_frequency(parts, record, activity), activity_term(parts, record, activity, "hours")]
    terms += complexity_terms(parts, record)
    product = math.prod(t.value for t in terms)
    id = f"demand.activity_hours[{segment},{activity}]"
    if definition.at_renewal:
        return figure(id, product, Unit.HOUR_PER_ACTIVITY, Operation.PRODUCT, *terms)
    return figure(id, product / 12, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.PER_MONTH, *terms)


@BUILDERS.add
def frequency(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Activities a year and account, the mean over the priority groups of a segment and the rest."""
    segment, activity = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    terms = [activity_term(parts, record, activity, "frequency")]
    for k, group in enumerate(record.priorities):
        if activity in group.frequency:
            stem = f"segments.{segment}.priorities.{k}"
            terms.append(parts.given(f"{stem}.share", group.share, Unit.RATIO))
            often = group.frequency[activity]
            terms.append(parts.given(f"{stem}.frequency.{activity}", often, Unit.ACTIVITY_PER_YEAR))
    value = float(frequency_of(parts.inputs, record, activity)[0])
    return figure(f"demand.frequency[{segment},{activity}]", value, Unit.ACTIVITY_PER_YEAR, Operation.MIX, *terms)


def _frequency(parts: Parts, segment: Segment, activity: str) -> Term:
    """Return how often an activity happens: a mean where priority groups differ."""
    if any(activity in group.frequency for group in segment.priorities):
        return as_term(frequency(parts, (segment.id, activity)))
    return activity_term(parts, segment, activity, "frequency")


@BUILDERS.add
def feedback_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role in a month that feed product development."""
    role, month = keys
    value = parts.demand.feedback_hours[0, parts.role(role), parts.month(month)]
    id = f"demand.feedback_hours[{role},{month}]"
    if not value:
        return figure(id, 0, Unit.HOUR_PER_MONTH, Operation.SUM)
    terms = (as_term(account_hours(parts, keys)), parts.assumption("product.feedback_share"))
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


def activities_of(parts: Parts, segment: str, role: str) -> list[Activity]:
    """Return the activities for a segment that a role does."""
    record = parts.inputs.company.segments[parts.segment(segment)]
    activities = parts.inputs.phase.service_model(record.service_model).activities
    return [a for a in activities if owner_of(parts.inputs, record, a) == role]


def _definition(parts: Parts, segment: str, activity: str) -> Activity:
    record = parts.inputs.company.segments[parts.segment(segment)]
    model = parts.inputs.phase.service_model(record.service_model)
    return next(a for a in model.activities if a.id == activity)


def complexity_terms(parts: Parts, segment: Segment) -> list[Term]:
    """Return the complexity of a segment where it is not the usual one."""
    if segment.complexity == 1:
        return []
    return [parts.given(f"segments.{segment.id}.complexity", segment.complexity, Unit.ONE)]


def activity_term(parts: Parts, segment: Segment, activity: str, field: str) -> Term:
    """Return the frequency or hours of an activity: the segment's own, else the service model's."""
    id = activity_number(parts.inputs, segment, activity, field)
    if id.startswith("service_model."):
        return parts.assumption(id)
    quantity = parts.inputs.assumptions[id].quantity
    return parts.given(f"segments.{segment.id}.activities.{activity}.{field}", quantity.value, quantity.unit)


def served_by(parts: Parts, role: str, stage: LifecycleStage) -> list[str]:
    """Return the segments whose work of a lifecycle stage a role does."""
    phase = parts.inputs.phase
    return [s.id for s in parts.inputs.company.segments if phase.role_for(s.service_model, stage) == role]
