"""Derivations of the hours that one person carries: paid hours, leave, internal work, slack, occupancy."""

from __future__ import annotations

import math

from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.maths.workdays import share_of_year
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages import staffing
from orgplanner.stages.register import SLACK
from orgplanner.units import Unit

BUILDERS = Builders("staffing")


@BUILDERS.add
def yearly_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Paid hours of one FTE and year."""
    stem = f"calendar.{parts.inputs.calendar.id}"
    terms = [parts.assumption(f"{stem}.{field}") for field in ("days_off", "hours_per_day")]
    value = float(staffing.yearly_hours(parts.inputs)[0])
    return figure("staffing.yearly_hours", value, Unit.HOUR_PER_YEAR, Operation.WORKING_YEAR, *terms)


@BUILDERS.add
def paid_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Paid hours of one FTE in a month: the year's, shaped by its working days."""
    (month,) = keys
    calendar = parts.inputs.calendar
    share = float(share_of_year([month], calendar.holidays_of, calendar.closing_days)[0])
    days = Term(id="working_days", value=share, unit=Unit.RATIO, origin=Origin.INPUT)
    value = parts.staffing.paid_hours[0, parts.month(month)]
    year = as_term(yearly_hours(parts, ()))
    return figure(f"staffing.paid_hours[{month}]", value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, year, days)


@BUILDERS.add
def leave_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of paid hours that leave takes."""
    terms = (parts.assumption(f"calendar.{parts.inputs.calendar.id}.leave_days"), as_term(working_days(parts, ())))
    value = float(staffing.leave_share(parts.inputs)[0])
    return figure("staffing.leave_share", value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def working_days(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Working days of a year before leave."""
    days_off = parts.assumption(f"calendar.{parts.inputs.calendar.id}.days_off")
    year = Term(id="days_of_the_year", value=365, unit=Unit.DAY_PER_YEAR, origin=Origin.INPUT)
    value = 365 - days_off.value
    return figure("staffing.working_days", value, Unit.DAY_PER_YEAR, Operation.DIFFERENCE, year, days_off)


@BUILDERS.add
def after_leave(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of paid hours that leave leaves."""
    leave = leave_share(parts, ())
    return figure("staffing.after_leave", 1 - leave.value, Unit.RATIO, Operation.COMPLEMENT, as_term(leave))


@BUILDERS.add
def direct_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of paid hours that goes into a role's work: leave, other work and idle time taken off, each once."""
    (role,) = keys
    profile = parts.inputs.phase.definition_of(role).capacity
    terms = [parts.assumption(f"capacity.{profile}.{field}") for field in ("direct_share", "occupancy")]
    left = after_leave(parts, ())
    value = left.value * terms[0].value * terms[1].value
    return figure(f"staffing.direct_share[{role}]", value, Unit.RATIO, Operation.PRODUCT, as_term(left), *terms)


@BUILDERS.add
def internal_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a year of one FTE of a role that go into one part of its internal work."""
    role, part = keys
    profile = parts.inputs.phase.definition_of(role).capacity
    terms = [as_term(yearly_hours(parts, ())), as_term(after_leave(parts, ()))]
    terms.append(parts.assumption(f"capacity.{profile}.{part}"))
    value = math.prod(t.value for t in terms)
    return figure(f"staffing.internal_hours[{role},{part}]", value, Unit.HOUR_PER_YEAR, Operation.PRODUCT, *terms)


@BUILDERS.add
def leave_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Paid hours a year that leave takes."""
    terms = (as_term(yearly_hours(parts, ())), as_term(leave_share(parts, ())))
    value = math.prod(t.value for t in terms)
    return figure("staffing.leave_hours", value, Unit.HOUR_PER_YEAR, Operation.PRODUCT, *terms)


@BUILDERS.add
def in_use(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the capacity that the phase does not keep free."""
    if SLACK not in parts.inputs.assumptions:
        return Figure(id="staffing.in_use", value=1.0, unit=Unit.RATIO)
    slack = parts.assumption(SLACK)
    return figure("staffing.in_use", 1 - slack.value, Unit.RATIO, Operation.COMPLEMENT, slack)


def _in_use(parts: Parts) -> list[Term]:
    """Return the share of the capacity that is not kept free, where the phase keeps some."""
    share = in_use(parts, ())
    return [as_term(share)] if share.value != 1 else []


@BUILDERS.add
def capacity(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of work that one FTE of a role carries in a month."""
    role, month = keys
    value = parts.staffing.capacity[0, parts.role(role), parts.month(month)]
    terms = (as_term(paid_hours(parts, (month,))), as_term(direct_share(parts, (role,))), *_in_use(parts))
    return figure(f"staffing.capacity[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


@BUILDERS.add
def yearly_capacity(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of work that one FTE of a role carries in a year: its effective hours, slack not taken off."""
    (role,) = keys
    terms = (as_term(yearly_hours(parts, ())), as_term(direct_share(parts, keys)))
    value = staffing.yearly_capacity(parts.inputs)[0, parts.role(role)]
    return figure(f"staffing.yearly_capacity[{role}]", value, Unit.HOUR_PER_YEAR, Operation.PRODUCT, *terms)


@BUILDERS.add
def steady_capacity(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of work that one FTE of a role carries in the mean month of a year."""
    (role,) = keys
    value = parts.staffing.steady_capacity[0, parts.role(role)]
    terms = (as_term(yearly_capacity(parts, keys)), *_in_use(parts))
    return figure(f"staffing.steady_capacity[{role}]", value, Unit.HOUR_PER_MONTH, Operation.PER_MONTH, *terms)


@BUILDERS.add
def presence(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of one FTE of a role in a month that are left beside leave and internal work."""
    role, month = keys
    terms = (as_term(capacity(parts, keys)), _occupancy(parts, role))
    value = parts.staffing.presence[0, parts.role(role), parts.month(month)]
    return figure(f"staffing.presence[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.QUOTIENT, *terms)


@BUILDERS.add
def steady_presence(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of one FTE of a role in the mean month that are left beside leave and internal work."""
    (role,) = keys
    terms = (as_term(steady_capacity(parts, keys)), _occupancy(parts, role))
    value = parts.staffing.steady_presence[0, parts.role(role)]
    return figure(f"staffing.steady_presence[{role}]", value, Unit.HOUR_PER_MONTH, Operation.QUOTIENT, *terms)


def _occupancy(parts: Parts, role: str) -> Term:
    return parts.assumption(f"capacity.{parts.inputs.phase.definition_of(role).capacity}.occupancy")
