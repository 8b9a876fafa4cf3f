"""Derivations of the hours of work."""

from __future__ import annotations

from orgplanner.derivation import forecast
from orgplanner.derivation.parts import Builder, Parts, as_term, figure
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import Activity
from orgplanner.records.company import Segment
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.demand import backlog_to_clear
from orgplanner.stages.inputs import ONBOARDING, activity_number
from orgplanner.units import Unit


def hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """All hours of a role in a month."""
    role, month = keys
    value = parts.demand.hours[0, parts.role(role), parts.month(month)]
    kinds = (account_hours, onboarding_hours, ticket_hours, programme_hours)
    terms = [built for built in (kind(parts, keys) for kind in kinds) if built.value]
    id = f"demand.hours[{role},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM, *map(as_term, terms))


def work_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role in a month, onboarding left out."""
    role, month = keys
    built = [kind(parts, keys) for kind in (account_hours, ticket_hours, programme_hours)]
    value = sum(b.value for b in built)
    terms = [as_term(b) for b in built if b.value]
    return figure(f"demand.work_hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


def account_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of the service models' activities for a role in a month."""
    role, month = keys
    column = parts.role(role)
    value = parts.demand.account_hours[0, column, parts.month(month)]
    terms: list[Figure] = []
    for row, segment in enumerate(parts.inputs.company.segments):
        if parts.demand.segment_hours[0, row, column]:
            terms.append(segment_hours(parts, (segment.id, role, month)))
        if parts.demand.renewal_hours[0, row, column]:
            terms.append(renewal_hours(parts, (segment.id, role, month)))
    id = f"demand.account_hours[{role},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM, *map(as_term, terms))


def segment_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours for the accounts of a segment, renewals left out."""
    segment, role, month = keys
    accounts = forecast.accounts(parts, (segment, month))
    each = hours_per_account(parts, (segment, role))
    value = accounts.value * each.value
    id = f"demand.segment_hours[{segment},{role},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, as_term(accounts), as_term(each))


def renewal_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours for the renewals of a segment."""
    segment, role, month = keys
    accounts = forecast.accounts(parts, (segment, month))
    share = parts.forecast.renewal_share[0, parts.segment(segment), parts.month(month)]
    renewing = parts.renewing(segment, float(share))
    each = hours_per_renewal(parts, (segment, role))
    value = accounts.value * float(share) * each.value
    id = f"demand.renewal_hours[{segment},{role},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, as_term(accounts), renewing, as_term(each))


def _activities(parts: Parts, segment: str, role: str, *, at_renewal: bool) -> list[tuple[Segment, Activity]]:
    record = parts.inputs.company.segments[parts.segment(segment)]
    model = parts.inputs.phase.service_model(record.service_model)
    return [
        (record, a)
        for a in model.activities
        if a.at_renewal is at_renewal and parts.inputs.phase.role_for(model.id, a.lifecycle_stage) == role
    ]


def hours_per_account(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours an account and month that a segment asks of a role."""
    segment, role = keys
    value = parts.demand.segment_hours[0, parts.segment(segment), parts.role(role)]
    activities = _activities(parts, segment, role, at_renewal=False)
    terms = [as_term(activity_hours(parts, (segment, a.id))) for _, a in activities]
    id = f"demand.hours_per_account[{segment},{role}]"
    return figure(id, value, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.SUM, *terms)


def hours_per_renewal(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a renewal that a segment asks of a role."""
    segment, role = keys
    value = parts.demand.renewal_hours[0, parts.segment(segment), parts.role(role)]
    activities = _activities(parts, segment, role, at_renewal=True)
    terms = [as_term(activity_hours(parts, (segment, a.id))) for _, a in activities]
    return figure(f"demand.hours_per_renewal[{segment},{role}]", value, Unit.HOUR_PER_ACTIVITY, Operation.SUM, *terms)


def activity_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of one activity: an account and month, or a renewal."""
    segment, activity = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    model = parts.inputs.phase.service_model(record.service_model)
    definition = next(a for a in model.activities if a.id == activity)
    terms = [_activity_number(parts, record, activity, field) for field in ("frequency", "hours")]
    product = terms[0].value * terms[1].value
    id = f"demand.activity_hours[{segment},{activity}]"
    if definition.at_renewal:
        return figure(id, product, Unit.HOUR_PER_ACTIVITY, Operation.PRODUCT, *terms)
    return figure(id, product / 12, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.PER_MONTH, *terms)


def _activity_number(parts: Parts, segment: Segment, activity: str, field: str) -> Term:
    """Return the frequency or hours of an activity: the segment's own, else the service model's."""
    id = activity_number(parts.inputs, segment, activity, field)
    if id.startswith("service_model."):
        return parts.assumption(id)
    quantity = parts.inputs.assumptions[id].quantity
    return parts.given(f"segments.{segment.id}.activities.{activity}.{field}", quantity.value, quantity.unit)


def _onboarded(parts: Parts, role: str) -> list[str]:
    """Return the segments whose onboarding the role does."""
    phase = parts.inputs.phase
    segments = parts.inputs.company.segments
    return [s.id for s in segments if phase.role_for(s.service_model, LifecycleStage.ONBOARDING) == role]


def onboarding_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of onboarding of a role in a month."""
    role, month = keys
    value = parts.demand.onboarding_hours[0, parts.role(role), parts.month(month)]
    terms = [as_term(segment_onboarding_hours(parts, (s, month))) for s in _onboarded(parts, role)]
    id = f"demand.onboarding_hours[{role},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


def segment_onboarding_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of onboarding the accounts of a segment in a month."""
    segment, month = keys
    progress = forecast.onboarding(parts, keys)
    each = onboarding_hours_per_month(parts, (segment,))
    id = f"demand.segment_onboarding_hours[{segment},{month}]"
    value = progress.value * each.value
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, as_term(progress), as_term(each))


def onboarding_hours_per_month(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month that one account in onboarding takes: hours in all / duration."""
    (segment,) = keys
    record = parts.inputs.company.segments[parts.segment(segment)]
    hours = _activity_number(parts, record, ONBOARDING, "hours")
    terms = [hours, parts.assumption(f"service_model.{record.service_model}.onboarding.duration")]
    id = f"demand.onboarding_hours_per_month[{segment}]"
    value = terms[0].value / terms[1].value
    return figure(id, value, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.QUOTIENT, *terms)


def onboarding_posts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People that the concurrency limit of onboarding asks for in a month."""
    role, month = keys
    value = parts.demand.onboarding_posts[0, parts.role(role), parts.month(month)]
    terms = [as_term(segment_onboarding_posts(parts, (s, month))) for s in _onboarded(parts, role)]
    return figure(f"demand.onboarding_posts[{role},{month}]", value, Unit.FTE, Operation.SUM, *terms)


def segment_onboarding_posts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People that onboard a segment's accounts in progress: accounts / accounts at a time."""
    segment, month = keys
    model = parts.inputs.company.segments[parts.segment(segment)].service_model
    progress = forecast.onboarding(parts, keys)
    limit = parts.assumption(f"service_model.{model}.onboarding.concurrent")
    id = f"demand.segment_onboarding_posts[{segment},{month}]"
    return figure(id, progress.value / limit.value, Unit.FTE, Operation.QUOTIENT, as_term(progress), limit)


def ticket_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of answering questions of a role in a month."""
    role, month = keys
    value = parts.demand.ticket_hours[0, parts.role(role), parts.month(month)]
    id = f"demand.ticket_hours[{role},{month}]"
    if role != parts.inputs.phase.definition.ticket_role:
        return Figure(id=id, value=float(value), unit=Unit.HOUR_PER_MONTH, operation=Operation.SUM)
    handling = parts.assumption("support.handling_time")
    asked = questions(parts, (month,))
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.MINUTES, as_term(asked), handling)


def questions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions to answer in a month: those asked and the part of today's backlog."""
    (month,) = keys
    asked = forecast.BUILDERS["forecast.total_tickets"](parts, keys)
    backlog = backlog_share(parts, keys)
    value = asked.value + backlog.value
    terms = (as_term(asked), *([as_term(backlog)] if parts.inputs.company.support_backlog else []))
    return figure(f"demand.questions[{month}]", value, Unit.TICKET_PER_MONTH, Operation.SUM, *terms)


def backlog_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions of today's backlog that are answered in a month."""
    (month,) = keys
    t = parts.month(month)
    value = float(backlog_to_clear(parts.inputs)[0, t])
    backlog = parts.inputs.company.support_backlog
    terms = (
        parts.given("support_backlog", backlog, Unit.TICKET_PER_MONTH),
        parts.assumption("support.backlog_months"),
        Term(id="month", value=t, unit=Unit.MONTH, origin=Origin.INPUT),
    )
    return figure(f"demand.backlog_share[{month}]", value, Unit.TICKET_PER_MONTH, Operation.SPREAD, *terms)


def programme_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of programme work of a role in a month."""
    role, month = keys
    t = parts.month(month)
    value = parts.demand.programme_hours[0, parts.role(role), t]
    id = f"demand.programme_hours[{role},{month}]"
    if parts.inputs.phase.role(role).programme is None:
        return Figure(id=id, value=float(value), unit=Unit.HOUR_PER_MONTH, operation=Operation.SUM)
    terms = [parts.assumption(f"programme.{role}.{f}") for f in ("one_off", "over", "upkeep")]
    place = Term(id="month", value=t, unit=Unit.MONTH, origin=Origin.INPUT)
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.ONE_OFF, *terms, place)


BUILDERS: dict[str, Builder] = {
    f"demand.{build.__name__}": build
    for build in (
        hours,
        work_hours,
        account_hours,
        segment_hours,
        renewal_hours,
        hours_per_account,
        hours_per_renewal,
        activity_hours,
        onboarding_hours,
        segment_onboarding_hours,
        onboarding_hours_per_month,
        onboarding_posts,
        segment_onboarding_posts,
        ticket_hours,
        questions,
        backlog_share,
        programme_hours,
    )
}
"""Builders of the figures of the work, by name."""
