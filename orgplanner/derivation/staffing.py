"""Derivations of capacity, required FTE, leads and positions."""

from __future__ import annotations

import numpy as np

from orgplanner.derivation import demand
from orgplanner.derivation.parts import Builder, Parts, as_term, figure
from orgplanner.maths.whole import whole_people
from orgplanner.maths.workdays import share_of_year
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages import staffing
from orgplanner.stages.inputs import Array
from orgplanner.units import Unit


def yearly_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Paid hours of one FTE and year."""
    stem = f"calendar.{parts.inputs.calendar.id}"
    terms = [parts.assumption(f"{stem}.{field}") for field in ("days_off", "hours_per_day")]
    value = float(staffing.yearly_hours(parts.inputs)[0])
    return figure("staffing.yearly_hours", value, Unit.HOUR_PER_YEAR, Operation.WORKING_YEAR, *terms)


def paid_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Paid hours of one FTE in a month: the year's, shaped by its working days."""
    (month,) = keys
    calendar = parts.inputs.calendar
    share = float(share_of_year([month], calendar.holidays_of, calendar.closing_days)[0])
    days = Term(id="working_days", value=share, unit=Unit.RATIO, origin=Origin.INPUT)
    value = parts.staffing.paid_hours[0, parts.month(month)]
    year = as_term(yearly_hours(parts, ()))
    return figure(f"staffing.paid_hours[{month}]", value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, year, days)


def leave_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of paid hours that leave takes."""
    terms = (parts.assumption(f"calendar.{parts.inputs.calendar.id}.leave_days"), as_term(working_days(parts, ())))
    value = float(staffing.leave_share(parts.inputs)[0])
    return figure("staffing.leave_share", value, Unit.RATIO, Operation.QUOTIENT, *terms)


def working_days(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Working days of a year before leave."""
    days_off = parts.assumption(f"calendar.{parts.inputs.calendar.id}.days_off")
    year = Term(id="days_of_the_year", value=365, unit=Unit.DAY_PER_YEAR, origin=Origin.INPUT)
    value = 365 - days_off.value
    return figure("staffing.working_days", value, Unit.DAY_PER_YEAR, Operation.DIFFERENCE, year, days_off)


def after_leave(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of paid hours that leave leaves."""
    leave = leave_share(parts, ())
    return figure("staffing.after_leave", 1 - leave.value, Unit.RATIO, Operation.COMPLEMENT, as_term(leave))


def direct_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of paid hours that goes into a role's work: leave, other work and idle time taken off, each once."""
    (role,) = keys
    profile = parts.inputs.phase.definition_of(role).capacity
    terms = [parts.assumption(f"capacity.{profile}.{field}") for field in ("direct_share", "occupancy")]
    left = after_leave(parts, ())
    value = left.value * terms[0].value * terms[1].value
    return figure(f"staffing.direct_share[{role}]", value, Unit.RATIO, Operation.PRODUCT, as_term(left), *terms)


def capacity(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of work that one FTE of a role carries in a month."""
    role, month = keys
    value = parts.staffing.capacity[0, parts.role(role), parts.month(month)]
    terms = (as_term(paid_hours(parts, (month,))), as_term(direct_share(parts, (role,))))
    return figure(f"staffing.capacity[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


def yearly_capacity(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of work that one FTE of a role carries in a year: its effective hours."""
    (role,) = keys
    terms = (as_term(yearly_hours(parts, ())), as_term(direct_share(parts, keys)))
    value = parts.staffing.steady_capacity[0, parts.role(role)] * 12
    return figure(f"staffing.yearly_capacity[{role}]", value, Unit.HOUR_PER_YEAR, Operation.PRODUCT, *terms)


def steady_capacity(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of work that one FTE of a role carries in the mean month of a year."""
    (role,) = keys
    value = parts.staffing.steady_capacity[0, parts.role(role)]
    year = as_term(yearly_capacity(parts, keys))
    return figure(f"staffing.steady_capacity[{role}]", value, Unit.HOUR_PER_MONTH, Operation.PER_MONTH, year)


def _kept_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a role's work that stays with the team."""
    (role,) = keys
    sourcing = parts.sourcing.of(role)
    outside = sourcing.share if sourcing.taken in NOT_ON_TEAM else 0.0
    place = f"sourcing.{role}.share" if sourcing.by_rule else f"sourcing.{role}"
    taken = Term(id=place, value=outside, unit=Unit.RATIO, origin=Origin.INPUT)
    return figure(f"sourcing.kept_share[{role}]", 1 - outside, Unit.RATIO, Operation.COMPLEMENT, taken)


class _Sizing:
    """Builders of the required FTE, at the capacity of the month or of the mean month."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def fte(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of a role that stays with the team."""
        role, month = keys
        array: Array = getattr(parts.staffing, f"{self._kind}_fte")
        value = array[0, parts.role(role), parts.month(month)]
        id = f"staffing.{self._kind}_fte[{role},{month}]"
        definition = parts.inputs.phase.definition
        if role in (definition.head_role, definition.lead_role):
            return figure(id, value, Unit.FTE, Operation.SUM, as_term(self.total(parts, keys)))
        terms = (as_term(self.total(parts, keys)), as_term(_kept_share(parts, (role,))))
        return figure(id, value, Unit.FTE, Operation.PRODUCT, *terms)

    def total(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE that all work of a role needs, whoever does it."""
        role, month = keys
        array: Array = getattr(parts.staffing, f"{self._kind}_total")
        value = array[0, parts.role(role), parts.month(month)]
        id = f"staffing.{self._kind}_total[{role},{month}]"
        definition = parts.inputs.phase.definition
        if role in (definition.head_role, definition.lead_role):
            return figure(id, value, Unit.FTE, Operation.LEADING, *self._leading(parts, role, month))
        if parts.inputs.phase.role(role).rule:
            return figure(id, value, Unit.FTE, Operation.HEADCOUNT_RULE, *_rule_terms(parts, role, month))
        works = (self.work(parts, keys), self.onboarding(parts, keys))
        terms = [as_term(w) for w in works if w.value] or [as_term(works[0])]
        return figure(id, value, Unit.FTE, Operation.SUM, *terms)

    def work(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of the work counted in hours, onboarding left out."""
        role, month = keys
        hours = demand.work_hours(parts, keys)
        of_one = self._capacity(parts, keys)
        id = f"staffing.{self._kind}_work[{role},{month}]"
        return figure(id, hours.value / of_one.value, Unit.FTE, Operation.QUOTIENT, as_term(hours), of_one)

    def onboarding(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of onboarding: the larger of its two limits."""
        role, month = keys
        by_hours = self.onboarding_by_hours(parts, keys)
        posts = demand.onboarding_posts(parts, keys)
        id = f"staffing.{self._kind}_onboarding[{role},{month}]"
        value = max(by_hours.value, posts.value)
        return figure(id, value, Unit.FTE, Operation.MAXIMUM, as_term(by_hours), as_term(posts))

    def onboarding_by_hours(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of onboarding by its hours."""
        role, month = keys
        hours = demand.onboarding_hours(parts, keys)
        of_one = self._capacity(parts, keys)
        id = f"staffing.{self._kind}_onboarding_by_hours[{role},{month}]"
        return figure(id, hours.value / of_one.value, Unit.FTE, Operation.QUOTIENT, as_term(hours), of_one)

    def _capacity(self, parts: Parts, keys: tuple[str, ...]) -> Term:
        role, _ = keys
        return as_term(steady_capacity(parts, (role,)) if self._kind == "steady" else capacity(parts, keys))

    def _leading(self, parts: Parts, role: str, month: str) -> tuple[Term, ...]:
        t, leading = parts.month(month), parts.staffing.leading
        head = role == parts.inputs.phase.definition.head_role
        full = 0 if head else int(leading.full_leads[0, t])
        reports = int(leading.head_reports[0, t] if head else leading.led[0, :, t].sum())
        return (
            Term(id=f"structure.full_time_leads[{month}]", value=full, unit=Unit.PERSON, origin=Origin.INPUT),
            parts.assumption("leading.hours_per_report"),
            Term(id=f"structure.reports[{role},{month}]", value=reports, unit=Unit.PERSON, origin=Origin.INPUT),
            self._capacity(parts, (role, month)),
        )


def _rule_terms(parts: Parts, role: str, month: str) -> tuple[Term, ...]:
    rule = parts.inputs.phase.role(role).rule
    rows = [parts.role(r) for r in rule.counted] if rule else []
    people = int(whole_people(np.array(parts.staffing.steady_fte[0, rows, parts.month(month)].sum())))
    return (
        Term(id=f"structure.counted_people[{role},{month}]", value=people, unit=Unit.PERSON, origin=Origin.INPUT),
        parts.assumption(f"rule.{role}.first_at"),
        parts.assumption(f"rule.{role}.per"),
    )


def team_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of all roles that stays with the team in a month, at the capacity of the mean month."""
    (month,) = keys
    terms = [as_term(_STEADY.fte(parts, (role, month))) for role in parts.inputs.roles]
    value = parts.staffing.steady_fte[0, :, parts.month(month)].sum()
    shown = [t for t in terms if t.value]
    return figure(f"staffing.team_fte[{month}]", value, Unit.FTE, Operation.SUM, *shown)


def positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whole positions of the team, or of one main role: counted from the pooled positions."""
    role = parts.inputs.roles[parts.role(keys[0])] if keys else None
    mine = [p for p in parts.staffing.positions if p.on_team and role in (None, p.main_role)]
    ids = [f"staffing.position[{p.id}]" for p in mine]
    ones = [Term(id=id, value=1.0, unit=Unit.PERSON, origin=Origin.FIGURE) for id in ids]
    id = f"staffing.positions[{keys[0]}]" if keys else "staffing.positions"
    return figure(id, len(mine), Unit.PERSON, Operation.COUNT, *ones)


def position(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """One position of the team: a post for its load, which may be somewhat above a full one."""
    (id,) = keys
    terms = (as_term(position_load(parts, keys)), parts.assumption("team.tight_load"))
    return figure(f"staffing.position[{id}]", 1, Unit.PERSON, Operation.WHOLE, *terms)


def position_load(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of work that one position carries: its shares of roles."""
    (id,) = keys
    seat = parts.position(id)
    terms = [as_term(share(parts, (id, load.role))) for load in seat.roles]
    return figure(f"staffing.position_load[{id}]", seat.fte, Unit.FTE, Operation.SUM, *terms)


def share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that a position carries: the role's FTE less what the other positions carry.

    Which position carries what is the answer of an exact optimisation (fewest positions, then fewest hats); the
    derivation shows that nothing is lost or counted twice.
    """
    id, role = keys
    position = parts.position(id)
    month = parts.inputs.months[parts.staffing.month]
    others = [
        _other_share(p.id, load.role, load.fte)
        for p in parts.staffing.positions
        for load in p.roles
        if load.role == role and p.id != id and p.on_team == position.on_team
    ]
    whole = as_term(_STEADY.fte(parts, (role, month)))
    if not position.on_team:
        others, whole = [whole], as_term(_STEADY.total(parts, (role, month)))
    return figure(
        f"staffing.share[{id},{role}]", position.share_of(role), Unit.FTE, Operation.DIFFERENCE, whole, *others
    )


def _other_share(position: str, role: str, fte: float) -> Term:
    return Term(id=f"staffing.share[{position},{role}]", value=fte, unit=Unit.FTE, origin=Origin.FIGURE)


_STEADY, _MONTHLY = _Sizing("steady"), _Sizing("required")

BUILDERS: dict[str, Builder] = {
    "sourcing.kept_share": _kept_share,
    **{
        f"staffing.{build.__name__}": build
        for build in (
            yearly_hours,
            paid_hours,
            leave_share,
            working_days,
            after_leave,
            direct_share,
            capacity,
            yearly_capacity,
            steady_capacity,
            team_fte,
            positions,
            position,
            position_load,
            share,
        )
    },
    **{
        f"staffing.{kind}_{name}": getattr(sizing, name)
        for kind, sizing in (("steady", _STEADY), ("required", _MONTHLY))
        for name in ("fte", "total", "work", "onboarding", "onboarding_by_hours")
    },
}
"""Builders of the figures of staffing, by name."""
