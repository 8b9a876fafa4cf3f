"""Derivations of the hours of support: tickets, what the desk answers between contacts, live channels."""

from __future__ import annotations

import math

from orgplanner.derivation import desk, forecast, levers
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.records.catalogue import TargetKind
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.demand import backlog_to_clear
from orgplanner.units import Unit

BUILDERS = Builders("demand")


@BUILDERS.add
def ticket_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of answering questions of a role in a month."""
    role, month = keys
    value = parts.demand.ticket_hours[0, parts.role(role), parts.month(month)]
    id = f"demand.ticket_hours[{role},{month}]"
    if role != parts.inputs.phase.definition.ticket_role:
        return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM)
    terms = (parts.assumption("support.handling_time"), parts.assumption("support.peak_factor"))
    asked = questions(parts, (month,)) if backlog_share(parts, (month,)).value else questions_asked(parts, month)
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.MINUTES, as_term(asked), *terms)


@BUILDERS.add
def net_ticket_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of answering questions that the desk does not do between contacts."""
    role, month = keys
    asked, between = ticket_hours(parts, keys), deferred_hours(parts, keys)
    id = f"demand.net_ticket_hours[{role},{month}]"
    if not between.value:
        terms = [as_term(asked)] if asked.value else []
        return figure(id, asked.value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)
    value, terms = asked.value - between.value, [as_term(asked), as_term(between)]
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.DIFFERENCE, *terms)


def planned_ticket_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Return the hours of answering questions, less those that the desk does where it does any."""
    return (net_ticket_hours if deferred_hours(parts, keys).value else ticket_hours)(parts, keys)


@BUILDERS.add
def deferred_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of the desk between contacts in which questions are answered: at most what there is to answer."""
    role, month = keys
    value = parts.demand.deferred_hours[0, parts.role(role), parts.month(month)]
    id = f"demand.deferred_hours[{role},{month}]"
    if role != parts.inputs.phase.definition.ticket_role or not parts.inputs.company.channels:
        return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM)
    terms = (as_term(desk.between_contacts(parts, (month,))), as_term(ticket_hours(parts, keys)))
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.MINIMUM, *terms)


@BUILDERS.add
def contact_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours on the desk for live channels of a role in a month."""
    role, month = keys
    value = parts.demand.contact_hours[0, parts.role(role), parts.month(month)]
    terms: list[Term] = []
    if role == parts.inputs.phase.definition.ticket_role:
        terms = [as_term(desk.rostered_hours(parts, (c.id, month))) for c in parts.inputs.company.channels]
    return figure(f"demand.contact_hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def questions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions to answer in a month: those that are still asked and the part of today's backlog."""
    (month,) = keys
    terms = [as_term(questions_asked(parts, month))]
    backlog = backlog_share(parts, keys)
    terms += [as_term(backlog)] if backlog.value else []
    value = sum(t.value for t in terms)
    return figure(f"demand.questions[{month}]", value, Unit.TICKET_PER_MONTH, Operation.SUM, *terms)


def questions_asked(parts: Parts, month: str) -> Figure:
    """Return the questions that are asked in a month."""
    eased = levers.left_term(parts, TargetKind.TICKETS, month)
    return (asked_still if eased else forecast.total_tickets)(parts, (month,))


@BUILDERS.add
def asked_still(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions of a month that levers leave."""
    (month,) = keys
    terms = [as_term(forecast.total_tickets(parts, keys)), *levers.left_term(parts, TargetKind.TICKETS, month)]
    value = math.prod(t.value for t in terms)
    return figure(f"demand.asked_still[{month}]", value, Unit.TICKET_PER_MONTH, Operation.PRODUCT, *terms)


@BUILDERS.add
def backlog_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions of today's backlog that are answered in a month."""
    (month,) = keys
    t = parts.month(month)
    value = float(backlog_to_clear(parts.inputs)[0, t])
    backlog = parts.inputs.company.support_backlog
    terms = (
        parts.given("support_backlog", backlog, Unit.TICKET),
        parts.assumption("support.backlog_months"),
        Term(id="month", value=t, unit=Unit.MONTH, origin=Origin.INPUT),
    )
    return figure(f"demand.backlog_share[{month}]", value, Unit.TICKET_PER_MONTH, Operation.SPREAD, *terms)
