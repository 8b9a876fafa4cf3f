"""Derivations of the work of onboarding, by its two limits: hours, and accounts at a time."""

from __future__ import annotations

import math

from orgplanner.derivation import forecast, levers
from orgplanner.derivation.account_work import activity_term, complexity_terms, served_by
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import TargetKind
from orgplanner.records.figure import Figure, Operation, Term
from orgplanner.stages.register import ONBOARDING
from orgplanner.units import Unit

BUILDERS = Builders("demand")


@BUILDERS.add
def onboarding_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of onboarding of a role in a month."""
    role, month = keys
    value = parts.demand.onboarding_hours[0, parts.role(role), parts.month(month)]
    terms = [
        as_term(segment_onboarding_hours(parts, (s, month))) for s in served_by(parts, role, LifecycleStage.ONBOARDING)
    ]
    id = f"demand.onboarding_hours[{role},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def segment_onboarding_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of onboarding the accounts of a segment in a month."""
    segment, month = keys
    terms = [as_term(forecast.onboarding(parts, keys)), *hours_of_one(parts, keys)]
    id = f"demand.segment_onboarding_hours[{segment},{month}]"
    return figure(id, math.prod(t.value for t in terms), Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


def hours_of_one(parts: Parts, keys: tuple[str, ...]) -> list[Term]:
    """Return what gives, multiplied, the hours that one account of a segment in onboarding takes in a month."""
    segment, month = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    terms = [as_term(onboarding_hours_per_month(parts, (segment,))), *complexity_terms(parts, record)]
    return terms + levers.left_term(parts, TargetKind.ONBOARDING, month)


@BUILDERS.add
def onboarding_hours_per_month(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month that one account in onboarding takes: hours in all / duration."""
    (segment,) = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    hours = activity_term(parts, record, ONBOARDING, "hours")
    terms = [hours, parts.assumption(f"service_model.{record.service_model}.onboarding.duration")]
    id = f"demand.onboarding_hours_per_month[{segment}]"
    value = terms[0].value / terms[1].value
    return figure(id, value, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.QUOTIENT, *terms)


@BUILDERS.add
def onboarding_posts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People that the concurrency limit of onboarding asks for in a month."""
    role, month = keys
    value = parts.demand.onboarding_posts[0, parts.role(role), parts.month(month)]
    terms = [
        as_term(segment_onboarding_posts(parts, (s, month))) for s in served_by(parts, role, LifecycleStage.ONBOARDING)
    ]
    return figure(f"demand.onboarding_posts[{role},{month}]", value, Unit.FTE, Operation.SUM, *terms)


@BUILDERS.add
def segment_onboarding_posts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People that onboard a segment's accounts in progress: accounts / accounts at a time."""
    segment, month = keys
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    progress = forecast.onboarding(parts, keys)
    limit = parts.assumption(f"service_model.{model}.onboarding.concurrent")
    id = f"demand.segment_onboarding_posts[{segment},{month}]"
    return figure(id, progress.value / limit.value, Unit.FTE, Operation.QUOTIENT, as_term(progress), limit)
