"""Assess the health of the team: load by role and person, work without cover, reactive against proactive hours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.base import LifecycleStage
from orgplanner.stages.attendance import (
    Seating,
    attendance,
    carrying,
    load_mix,
    seat_people,
    shares_on_positions,
    shares_today,
    unlisted_fte,
)
from orgplanner.stages.demand import Demand
from orgplanner.stages.forecast import Forecast
from orgplanner.stages.gaps import Gaps
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.staffing import Staffing

Flags = NDArray[np.bool_]

ROUNDING = 1e-9
"""FTE or load below which a difference is none."""


@dataclass(frozen=True)
class Cover:
    """Work that nobody does, each array (G, T); accounts of the month, and what they pay."""

    accounts: Array
    """Accounts without cover: accounts x share of their adoption work that has nobody."""
    revenue: Array
    """Recurring revenue of these accounts, in the company's currency a month."""
    onboarding: Array
    """Accounts in onboarding without cover."""


@dataclass(frozen=True)
class TeamLoad:
    """How loaded one team is: R roles, P people of the roster, T months."""

    role_work: Array
    """FTE that all work of the role needs in the month (R, T)."""
    role_fte: Array
    """FTE that people give to the role (R, T)."""
    person_work: Array
    """FTE of work that falls to each person (P, T)."""
    person_fte: Array
    """FTE that each person is in post, not away, and known to have a role (P, T)."""
    shares: Array
    """FTE that each person gives to each role whenever they are in post (P, R)."""
    sized: Flags
    """Whether all of the person's work is sized (P,): not the head's, whose strategy and budget are nobody's demand."""
    tight_load: float
    """Load above which somebody is overloaded (ratio)."""
    under_use: float
    """Load below which somebody is under-used (ratio)."""
    uncovered: Array
    """Share of each role's work that has nobody, at the capacity of the mean month (R, T)."""
    cover: Cover

    def role_load(self, role: int, month: int) -> float | None:
        """Return required FTE / FTE held of a role; None where nobody holds it."""
        return _load(self.role_work[role, month], self.role_fte[role, month])

    def person_load(self, person: int, month: int) -> float | None:
        """Return work / FTE of a person; None while away, and where the person's role is not known."""
        return _load(self.person_work[person, month], self.person_fte[person, month])

    @cached_property
    def no_cover(self) -> Flags:
        """Whether a role has work and nobody for it (R, T)."""
        return (self.role_work > ROUNDING) & (self.role_fte <= ROUNDING)

    @cached_property
    def overloaded(self) -> Flags:
        """Whether a person carries more than the highest load (P, T)."""
        return (self.person_fte > ROUNDING) & (self.person_work > (self.tight_load + ROUNDING) * self.person_fte)

    @cached_property
    def under_used(self) -> Flags:
        """Whether a person, whose work is sized, carries less than the load that counts as under-use (P, T)."""
        light = self.person_work < (self.under_use - ROUNDING) * self.person_fte
        return self.sized[:, None] & (self.person_fte > ROUNDING) & light


@dataclass(frozen=True)
class Health:
    """The health of the team month by month."""

    people: tuple[str, ...]
    """Ids of the roster, P of them, in its order."""
    today: TeamLoad
    """Today's people by their own role shares."""
    planned: TeamLoad
    """The same people on the positions that the plan gives them; nobody is hired."""
    present: Array
    """Share of each month that people are in post and not away (P, T)."""
    hours: Array
    """Hours of work of each role (R, T), leading and the work that follows from the number of others included."""
    reactive_hours: Array
    """Hours of it that customers cause: questions, contacts, reactive activities (R, T)."""

    def reactive_share(self, month: int, role: int | None = None) -> float | None:
        """Return the reactive share of the hours of a role, or of all; None where there is no work."""
        rows = slice(None) if role is None else slice(role, role + 1)
        return _load(self.reactive_hours[rows, month].sum(), self.hours[rows, month].sum())


def assess_health(inputs: Inputs, forecast: Forecast, demand: Demand, staffing: Staffing, gaps: Gaps) -> Health:
    """Assess the load of roles and people, what has no cover, and how much of the work is reactive.

    Load of a role = FTE that all of its work needs in the month / FTE that people give it while they are in post. The
    month's own working days count: a short month is a busy one. Load of a person = sum over roles of FTE given x load
    of the role / FTE of the person; in the plan the person's part of the positions held, grown with their roles' work.

    What has no cover is judged at the capacity of the mean month, since a short month leaves no account alone:
    max(0, 1 - held / required). A full post carries all of a tight position.
    """
    roster, positions = inputs.company.roster, staffing.positions
    present = attendance(roster, inputs.months)
    posts = np.array([0.0 if p.out_of_scope else p.fte for p in roster])[:, None] * present
    unlisted = unlisted_fte(inputs, staffing.required_total, staffing.required_fte)
    steady_unlisted = unlisted_fte(inputs, staffing.steady_total, staffing.steady_fte)
    own = shares_today(inputs, staffing.steady_total[0].mean(axis=1))
    listed = own.T @ present
    held = listed + unlisted
    each = np.divide(staffing.required_total[0], held, out=np.zeros(held.shape), where=held > 0)
    role_known = own.sum(axis=1)[:, None] > 0
    seating = seat_people(inputs, positions, gaps.assignments)
    seated = shares_on_positions(inputs, positions, seating)
    carried = shares_on_positions(inputs, positions, seating, carrying(positions)).T @ present
    work_on_seats = _work_on_positions(inputs, staffing, seating, present)
    measure = partial(_team, inputs, forecast, staffing)
    return Health(
        people=tuple(p.id for p in roster),
        today=measure(own, (held, listed + steady_unlisted), ((own @ each) * present, role_known * posts)),
        planned=measure(seated, (seated.T @ present + unlisted, carried + steady_unlisted), (work_on_seats, posts)),
        present=present,
        hours=demand.hours[0] + hours_by_people(inputs, staffing),
        reactive_hours=demand.reactive_hours[0],
    )


def _team(
    inputs: Inputs,
    forecast: Forecast,
    staffing: Staffing,
    shares: Array,
    fte: tuple[Array, Array],
    of_people: tuple[Array, Array],
) -> TeamLoad:
    """Return the load of a team.

    Args:
        inputs: the gathered inputs.
        forecast: the book.
        staffing: required FTE.
        shares: FTE that each person gives to each role (P, R).
        fte: FTE that people give to each role, and FTE of work that they carry at most (R, T).
        of_people: work that falls to each person, and FTE in post (P, T).
    """
    given, carried = fte
    work, posts = of_people
    uncovered = uncovered_share(staffing.steady_total[0], carried)
    return TeamLoad(
        role_work=staffing.required_total[0],
        role_fte=given,
        person_work=work,
        person_fte=posts,
        shares=shares,
        sized=shares[:, inputs.roles.index(inputs.phase.definition.head_role)] == 0,
        tight_load=float(inputs.value("team.tight_load")[0]),
        under_use=float(inputs.value("team.under_use")[0]),
        uncovered=uncovered,
        cover=_cover(inputs, forecast, uncovered),
    )


def hours_by_people(inputs: Inputs, staffing: Staffing) -> Array:
    """Return the hours of roles whose work follows from the number of others: who leads, ops and the like (R, T)."""
    leading = (inputs.phase.definition.head_role, inputs.phase.definition.lead_role)
    follows = [role in leading or inputs.phase.role(role).rule is not None for role in inputs.roles]
    hours = staffing.steady_total[0] * staffing.steady_capacity[0][:, None]
    return np.asarray(hours * np.array(follows)[:, None])


def uncovered_share(required: Array, held: Array) -> Array:
    """Return the share of work that has nobody: max(0, 1 - held / required), 0 where nothing is required.

    >>> uncovered_share(np.array([2.0, 2.0, 0.0]), np.array([1.5, 3.0, 0.0])).tolist()
    [0.25, 0.0, 0.0]
    """
    part = np.divide(held, required, out=np.ones(required.shape), where=required > 0)
    missing = np.maximum(1 - part, 0)
    return np.where(missing < ROUNDING, 0.0, missing)


def roles_of_stage(inputs: Inputs, stage: LifecycleStage) -> Array:
    """Return 1 for the role that does the work of a lifecycle stage for each segment, else 0 (G, R)."""
    segments = inputs.company.segments
    role_for = {m: inputs.phase.role_for(m, stage) for m in {s.service_model for s in segments}}
    rows = [[float(role == role_for[s.service_model]) for role in inputs.roles] for s in segments]
    return np.array(rows).reshape(len(segments), len(inputs.roles))


def _cover(inputs: Inputs, forecast: Forecast, uncovered: Array) -> Cover:
    """Return accounts, revenue and onboarding without cover."""
    adoption = roles_of_stage(inputs, LifecycleStage.ADOPTION) @ uncovered
    onboarding = roles_of_stage(inputs, LifecycleStage.ONBOARDING) @ uncovered
    return Cover(
        accounts=forecast.accounts[0] * adoption,
        revenue=forecast.revenue[0] * adoption,
        onboarding=forecast.onboarding[0] * onboarding,
    )


def _work_on_positions(inputs: Inputs, staffing: Staffing, seating: Seating, present: Array) -> Array:
    """Return the FTE of work that falls to each person on the plan's positions (P, T).

    Whoever shares a position with somebody who is away carries more of it, at most what the post can: a full post
    carries all of it.
    """
    given = seating.shares[:, None] * present[seating.people]
    held = np.zeros((len(staffing.positions), present.shape[1]))
    np.add.at(held, seating.seats, given)
    size = np.array([min(p.fte, p.count) for p in staffing.positions])[:, None]
    per_fte = _position_work(inputs, staffing) / np.maximum(np.maximum(held, size), ROUNDING)
    work = np.zeros(present.shape)
    np.add.at(work, seating.people, given * per_fte[seating.seats])
    return work


def _position_work(inputs: Inputs, staffing: Staffing) -> Array:
    """Return the FTE of work on each position by month (N, T): its load, grown with its roles' required FTE."""
    sized = staffing.steady_total[0, :, staffing.month, None]
    growth = np.divide(
        staffing.required_total[0], sized, out=np.ones(staffing.required_total[0].shape), where=sized > 0
    )
    load = np.array([p.fte for p in staffing.positions])[:, None]
    return np.asarray(load * (load_mix(inputs, staffing.positions) @ growth))


def _load(work: float, fte: float) -> float | None:
    """Return work / FTE, None without FTE."""
    return float(work / fte) if fte > ROUNDING else None
