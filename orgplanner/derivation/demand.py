"""Derivations of the hours of work of a role: what is counted elsewhere taken together, and programmes."""

from __future__ import annotations

from orgplanner.derivation import levers
from orgplanner.derivation.account_work import account_hours, activities_of, activity_work, feedback_hours
from orgplanner.derivation.deal_work import deal_hours
from orgplanner.derivation.onboarding_work import onboarding_hours
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.derivation.support_work import contact_hours, planned_ticket_hours
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.units import Unit

BUILDERS = Builders("demand")


@BUILDERS.add
def hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """All hours of a role in a month."""
    role, month = keys
    value = parts.demand.hours[0, parts.role(role), parts.month(month)]
    terms = _shown(*_planned(parts, keys), onboarding_hours(parts, keys), contact_hours(parts, keys))
    return figure(f"demand.hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def work_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role in a month that can be planned, onboarding left out."""
    role, month = keys
    built = _planned(parts, keys)
    value = sum(b.value for b in built)
    return figure(f"demand.work_hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *_shown(*built))


def _planned(parts: Parts, keys: tuple[str, ...]) -> list[Figure]:
    """Return the kinds of hours of a role in a month that can be planned, onboarding left out."""
    kinds = (account_hours, feedback_hours, deal_hours, planned_ticket_hours, programme_hours, levers.hours)
    return [kind(parts, keys) for kind in kinds]


def _shown(*built: Figure) -> list[Term]:
    """Return the kinds of work that there is, and tickets even where the desk answers all of them between contacts."""
    return [as_term(b) for b in built if b.value or b.name == "demand.net_ticket_hours"]


@BUILDERS.add
def reactive_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role in a month that customers cause: questions, contacts, reactive activities."""
    role, month = keys
    value = parts.demand.reactive_hours[0, parts.role(role), parts.month(month)]
    built = [planned_ticket_hours(parts, keys), contact_hours(parts, keys)]
    for segment in parts.inputs.company.segments:
        found = [a for a in activities_of(parts, segment.id, role) if a.reactive]
        built += [activity_work(parts, (segment.id, a.id, month)) for a in found]
    terms = [as_term(b) for b in built if b.value]
    return figure(f"demand.reactive_hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def programme_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of programme work of a role in a month."""
    role, month = keys
    t = parts.month(month)
    value = parts.demand.programme_hours[0, parts.role(role), t]
    id = f"demand.programme_hours[{role},{month}]"
    if parts.inputs.phase.role(role).programme is None:
        return figure(id, value, Unit.HOUR_PER_MONTH, Operation.SUM)
    terms = [parts.assumption(f"programme.{role}.{f}") for f in ("one_off", "over", "upkeep")]
    place = Term(id="month", value=t, unit=Unit.MONTH, origin=Origin.INPUT)
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.ONE_OFF, *terms, place)
