"""Size the staffing: capacity, required FTE of what stays with the team, leads and ops by rule, whole positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.maths.whole import tight_people, whole_people
from orgplanner.maths.workdays import share_of_year
from orgplanner.records.phase import HeadcountRule
from orgplanner.records.position import Position
from orgplanner.stages.demand import Demand
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.leading import Leading, frees_head, head_may_hold, lead_units, with_reports
from orgplanner.stages.seats import form_positions, positions_by_unit, reports_on_chart, with_leading_hours
from orgplanner.stages.sourcing import Sourcing
from orgplanner.stages.structures import TeamUnits, split_units

Counts = NDArray[np.int64]

ROUNDS = 8
"""Rounds after which positions and leads stop growing together."""


@dataclass(frozen=True)
class Staffing:
    """People that the work needs. Arrays are (S, R, T) or (S, T): scenarios, roles, months.

    Required FTE follow the actual calendar: a month of 17 working days needs more people than one of 22. Nobody is
    hired for a short month, so that rules, leads and whole positions rest on steady FTE, those of the mean month.
    """

    paid_hours: Array
    """Paid hours of one FTE in the month (S, T)."""
    capacity: Array
    """Hours of work that one FTE of the role carries in the month (S, R, T)."""
    steady_capacity: Array
    """Hours of work that one FTE of the role carries in the mean month of a year (S, R)."""
    presence: Array
    """Hours of one FTE of the role in the month that are left beside leave and internal work (S, R, T)."""
    steady_presence: Array
    """The same in the mean month of a year (S, R)."""
    required_total: Array
    """FTE that all work of the role needs in the month, whoever does it."""
    required_fte: Array
    """FTE of it that stays with the team."""
    steady_total: Array
    """FTE that all work of the role needs at the capacity of the mean month."""
    steady_fte: Array
    """FTE of it that stays with the team."""
    units: TeamUnits
    """Units of the chosen structure, and how the work of each role is shared out over them."""
    leading: Leading
    """Their leads."""
    month: int
    """Index of the month for which the positions are."""
    positions: tuple[Position, ...]
    """Positions of the team and outside seats in that month (first scenario)."""


def size_staffing(
    inputs: Inputs, demand: Demand, sourcing: Sourcing, month: int = 0, *, positions: bool = True
) -> Staffing:
    """Size the staffing month by month, and the whole positions of one month.

    presence = paid hours x (1 - leave share) x direct share x (1 - slack); capacity = presence x occupancy; required
    FTE = hours / capacity, for onboarding the larger of that and the people that concurrency asks for. The desk of a
    live channel takes hours of presence, since its waiting between contacts is counted already. Ops follow their tasks
    or a rule on the number of others, leads the span of control; since leading hours need people too, leads and
    positions are a fixed point.

    Args:
        inputs: the gathered inputs.
        demand: hours of work.
        sourcing: what stays with the team.
        month: index of the month for which whole positions are formed.
        positions: whether whole positions are formed; studies of many scenarios ask for FTE alone.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions.
    """
    paid = paid_hours(inputs)
    share, occupancy = _presence_share(inputs)[:, :, None], inputs.by_role("occupancy")[:, :, None]
    presence, steady_presence = share * paid[:, None, :], share * yearly_hours(inputs)[:, None, None] / 12
    capacity, steady_capacity = presence * occupancy, steady_presence * occupancy
    inside = 1 - sourcing.outside_share[:, :, None]
    total = _required_by_work(demand, capacity, presence)
    steady = _required_by_work(demand, steady_capacity, steady_presence)
    _add_ops(inputs, ((total, capacity), (steady, steady_capacity)), steady * inside)
    team, steady_team = total * inside, steady * inside
    units = split_units(inputs, demand.hours_by_segment, steady_team)
    leading = _lead_fixed_point(inputs, units, steady_team, steady_capacity[:, :, 0])
    seats: tuple[Position, ...] = ()
    if positions:
        fte = (steady, steady_team)
        seats, leading = _seat_team(inputs, units, fte, sourcing, leading, steady_capacity[:, :, 0], month)
    _add_leads(inputs, leading, (total, team), capacity)
    _add_leads(inputs, leading, (steady, steady_team), steady_capacity)
    return Staffing(
        paid_hours=paid,
        capacity=capacity,
        steady_capacity=steady_capacity[:, :, 0],
        presence=presence,
        steady_presence=steady_presence[:, :, 0],
        required_total=total,
        required_fte=team,
        steady_total=steady,
        steady_fte=steady_team,
        units=units,
        leading=leading,
        month=month,
        positions=seats,
    )


def yearly_hours(inputs: Inputs) -> Array:
    """Return the paid hours of one FTE and year (S,): (365 - days off) x hours a day."""
    stem = f"calendar.{inputs.calendar.id}"
    return (365 - inputs.value(f"{stem}.days_off")) * inputs.value(f"{stem}.hours_per_day")


def paid_hours(inputs: Inputs) -> Array:
    """Return the paid hours of one FTE by month (S, T): the surveyed year, shaped by the actual calendar."""
    calendar = inputs.calendar
    shares = share_of_year(inputs.months, calendar.holidays_of, calendar.closing_days)
    return yearly_hours(inputs)[:, None] * shares


def leave_share(inputs: Inputs) -> Array:
    """Return the share of paid hours that leave takes (S,)."""
    stem = f"calendar.{inputs.calendar.id}"
    return inputs.value(f"{stem}.leave_days") / (365 - inputs.value(f"{stem}.days_off"))


def _presence_share(inputs: Inputs) -> Array:
    """Return the share of paid hours in which one FTE can work or wait for work (S, R)."""
    kept_free = (1 - leave_share(inputs)) * (1 - inputs.slack())
    return inputs.direct_shares() * kept_free[:, None]


def yearly_capacity(inputs: Inputs) -> Array:
    """Return the hours of work that one FTE of each role carries in a year (S, R), slack left out: effective hours."""
    share = inputs.direct_shares() * inputs.by_role("occupancy") * (1 - leave_share(inputs))[:, None]
    return yearly_hours(inputs)[:, None] * share


def direct_share_for(inputs: Inputs, hours_per_year: float, role: str) -> float:
    """Return the direct share of a role's capacity profile that gives one FTE these effective hours a year.

    hours = paid hours x (1 - leave share) x direct share x occupancy, solved for the direct share (ratio).

    Args:
        inputs: the gathered inputs.
        hours_per_year: hours of work that one FTE carries in a year.
        role: id of a role of the phase.
    """
    occupancy = inputs.by_role("occupancy")[0, inputs.roles.index(role)]
    after_leave = yearly_hours(inputs)[0] * (1 - leave_share(inputs)[0])
    return float(hours_per_year / (after_leave * occupancy))


def _required_by_work(demand: Demand, capacity: Array, presence: Array) -> Array:
    """Return the FTE of all work that is counted in hours; onboarding by the tighter of its two limits."""
    onboarding = np.maximum(demand.onboarding_hours / capacity, demand.onboarding_posts)
    return demand.work_hours / capacity + demand.contact_hours / presence + onboarding


def _add_ops(inputs: Inputs, totals: tuple[tuple[Array, Array], ...], steady_team: Array) -> None:
    """Fill in the roles whose work follows from the number of others: by their tasks, else by a ratio."""
    for column, role in enumerate(inputs.roles):
        rule = inputs.phase.role(role).rule
        if rule is None:
            continue
        people = counted_people(inputs, steady_team, rule)
        first_at, per = (inputs.value(f"rule.{role}.{f}")[:, None] for f in ("first_at", "per"))
        hours = task_hours(inputs, role, people)
        for total, capacity in totals:
            by_tasks = np.where(people < first_at, 0.0, hours / capacity[:, column])
            has_tasks = bool(inputs.phase.role(role).tasks)
            total[:, column] = by_tasks if has_tasks else ops_by_rule(people, first_at, per)


def counted_people(inputs: Inputs, steady_team: Array, rule: HeadcountRule) -> Counts:
    """Return the whole people of the roles that a rule counts (S, T)."""
    return whole_people(steady_team[:, [inputs.roles.index(r) for r in rule.counted]].sum(axis=1))


def task_hours(inputs: Inputs, role: str, people: Counts) -> Array:
    """Return the hours a month of a role's tasks (S, T): fixed ones, and some for each person served."""
    hours = np.zeros(people.shape)
    for task in inputs.phase.role(role).tasks:
        stem = f"tasks.{role}.{task.id}"
        hours += inputs.value(f"{stem}.fixed")[:, None] + inputs.value(f"{stem}.each")[:, None] * people
    return hours


def ops_by_rule(people: Counts, first_at: Array, per: Array) -> Array:
    """Return the positions that a headcount rule asks for: none below `first_at`, then one for each `per`.

    >>> ops_by_rule(np.array([7, 8, 17, 34]), np.array(8.0), np.array(10.0)).tolist()
    [0.0, 1.0, 2.0, 3.0]
    """
    return np.where(people < first_at, 0.0, np.maximum(1.0, np.floor(people / per + 0.5)))


def _lead_fixed_point(inputs: Inputs, units: TeamUnits, team: Array, capacity: Array) -> Leading:
    """Grow unit sizes and leads together until they agree: leading takes hours, which may take one position more."""
    freed = frees_head(inputs)
    leading = lead_units(inputs, units, _unit_people(inputs, units, team, None, freed), capacity, freed)
    for _ in range(ROUNDS):
        people = np.maximum(leading.people, _unit_people(inputs, units, team, leading, freed))
        if np.array_equal(people, leading.people):
            break
        leading = lead_units(inputs, units, people, capacity, freed)
    return leading


def _seat_team(
    inputs: Inputs,
    units: TeamUnits,
    fte: tuple[Array, Array],
    sourcing: Sourcing,
    leading: Leading,
    capacity: Array,
    month: int,
) -> tuple[tuple[Position, ...], Leading]:
    """Form the positions of a month, and let its leading agree with them.

    Units were sized before positions were pooled: where pooling needs so many more positions that other leads are
    asked for, these are given; where a lead has more reports, their hours are. In the end the hours of leading are
    those of the chart's lines.
    """
    seats = form_positions(inputs, units, *fte, sourcing, leading, month)
    for _ in range(ROUNDS):
        people = leading.people.copy()
        people[0, :, month] = np.maximum(people[0, :, month], positions_by_unit(inputs, units, seats))
        grown = lead_units(inputs, units, people, capacity, leading.freed)
        if grown.same_leads(leading, month):
            head, led = reports_on_chart(inputs, units, seats, leading, month)
            if head <= leading.head_reports[0, month] and (led <= leading.led[0, :, month]).all():
                break
            head, led = max(head, leading.head_reports[0, month]), np.maximum(led, leading.led[0, :, month])
            grown = with_reports(inputs, capacity, leading, month, head, led)
        leading = grown
        seats = form_positions(inputs, units, *fte, sourcing, leading, month)
    head, led = reports_on_chart(inputs, units, seats, leading, month)
    leading = with_reports(inputs, capacity, leading, month, head, led)
    return with_leading_hours(inputs, units, seats, leading, month), leading


def _unit_people(inputs: Inputs, units: TeamUnits, team: Array, leading: Leading | None, freed: bool) -> Counts:
    """Return the positions of each unit (S, U, T) when the head has taken what the head may hold."""
    phase, roles = inputs.phase, inputs.roles
    tight_load, tight_total = (inputs.value(f"team.{f}")[:, None] for f in ("tight_load", "tight_total"))
    room = np.maximum(tight_load - (leading.head_fte if leading else 0), 0) * np.ones(team[:, 0].shape)
    remaining = team.copy()
    for role in head_may_hold(phase, freed):
        taken = np.minimum(room, remaining[:, roles.index(role)])
        remaining[:, roles.index(role)] -= taken
        room = room - taken
    people = np.zeros((team.shape[0], len(units.units), team.shape[2]), dtype=np.int64)
    for row, unit in enumerate(units.units):
        columns = [roles.index(r) for r in unit.roles]
        fte = (remaining[:, columns] * units.share[:, row, columns, None]).sum(axis=1)
        coaching = leading.coaching_fte[:, row] if leading else 0.0
        people[:, row] = tight_people(fte + coaching, tight_load, tight_total)
    return people


def _add_leads(inputs: Inputs, leading: Leading, fte: tuple[Array, Array], capacity: Array) -> None:
    """Fill in the FTE of leads and head: full-time leads by count, leading beside other work by its hours."""
    definition = inputs.phase.definition
    head, lead = inputs.roles.index(definition.head_role), inputs.roles.index(definition.lead_role)
    hours = inputs.value("leading.hours_per_report")[:, None]
    for array in fte:
        array[:, lead] = leading.full_leads + hours * leading.led.sum(axis=1) / capacity[:, lead]
        array[:, head] = hours * leading.head_reports / capacity[:, head]
