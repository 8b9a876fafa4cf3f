"""What happens if somebody leaves, or is on a planned leave: work, customers, positions and skills without cover.

The positions stay those of the plan and the others stay on theirs; nothing is optimised anew.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.records.company import Person
from orgplanner.stages.attendance import attendance
from orgplanner.stages.matching import fits_role
from orgplanner.studies.losses import SMALLEST, Losses, losses_of


class RoleLoss(Record):
    """Work of one role that somebody carries and that nobody does without them."""

    role: str
    fte: float
    """FTE of it at the capacity of the mean month."""
    hours: float
    """Hours a month of it."""
    load: float | None
    """Load of the role's people on the plan's positions (ratio)."""
    load_without: float | None
    """Their load when the others take over all of it; None where nobody else holds the role."""


class SegmentLoss(Record):
    """Accounts of one segment whose adoption work somebody carries."""

    segment: str
    accounts: float
    revenue: float
    """Their recurring revenue, in the company's currency a month."""


class HeldPosition(Record):
    """A position that somebody holds, and who could stand in."""

    position: str
    share: float
    """Share of a full post (FTE)."""
    stand_ins: tuple[str, ...]
    """Ids of the others in post who have its main role or a related one, or its skills on the level of cover."""


class Departure(Record):
    """What happens in a month if somebody is not there; the numbers are for the part of the month that is missed."""

    person: str
    month: str
    part: float = Field(ge=0, le=1)
    """Part of the person's month that is missed: 1 for somebody who has left (ratio)."""
    roles: tuple[RoleLoss, ...]
    segments: tuple[SegmentLoss, ...]
    onboarding: float
    """Accounts in onboarding whose work the person carries."""
    undone_fte: float
    """FTE that stays undone even if the others of each role carry the highest load."""
    positions: tuple[HeldPosition, ...]
    lone_skills: tuple[str, ...]
    """Skills that nobody else in post has on the level of cover."""
    reports: tuple[str, ...]
    """Ids of the people who report to the person today."""

    @property
    def fte(self) -> float:
        """FTE of work that nobody does without the person."""
        return sum(r.fte for r in self.roles)

    @property
    def hours(self) -> float:
        """Hours a month of it."""
        return sum(r.hours for r in self.roles)

    @property
    def accounts(self) -> float:
        """Accounts whose adoption work the person carries."""
        return sum(s.accounts for s in self.segments)

    @property
    def revenue(self) -> float:
        """Their recurring revenue, in the company's currency a month."""
        return sum(s.revenue for s in self.segments)

    @property
    def lone_positions(self) -> tuple[str, ...]:
        """Positions for which nobody else could stand in."""
        return tuple(p.position for p in self.positions if not p.stand_ins)


def departure(plan: Plan, person: str, month: str | None = None) -> Departure:
    """Return what happens if one person leaves.

    Args:
        plan: the plan whose positions the person holds.
        person: id of somebody on the roster.
        month: a planned month `YYYY-MM`; the month of the positions if None.

    Raises:
        UnknownName: there is no such person or month.
    """
    row = plan.company.roster.index(plan.person(person))
    return _told(plan, _gone(plan, _month(plan, month)), [row])[0]


def departures(plan: Plan, month: str | None = None) -> tuple[Departure, ...]:
    """Return what happens if each person in scope and in post leaves, the gravest first.

    Most work that stays undone comes first, then most revenue, then most work.

    Args:
        plan: the plan whose positions people hold.
        month: a planned month `YYYY-MM`; the month of the positions if None.

    Raises:
        UnknownName: there is no such month.
    """
    losses = _gone(plan, _month(plan, month))
    rows = [r for r, p in enumerate(plan.company.roster) if not p.out_of_scope and losses.part[r] > 0]
    found = _told(plan, losses, rows)
    return tuple(sorted(found, key=lambda d: (-d.undone_fte, -d.revenue, -d.fte, d.person)))


def absences(plan: Plan) -> tuple[Departure, ...]:
    """Return what planned leaves do, person by person in the roster's order, month by month."""
    roster = plan.company.roster
    present, anyway = attendance(roster, plan.months), attendance([_without_leaves(p) for p in roster], plan.months)
    found: list[Departure] = []
    for month in np.flatnonzero((anyway - present > SMALLEST).any(axis=0)).tolist():
        missed = anyway[:, month] - present[:, month] > SMALLEST
        rows = [r for r in np.flatnonzero(missed).tolist() if not roster[r].out_of_scope]
        found += _told(plan, losses_of(plan, month, anyway[:, month], present[:, month]), rows)
    order = {p.id: row for row, p in enumerate(roster)}
    return tuple(sorted(found, key=lambda d: (order[d.person], d.month)))


def _without_leaves(person: Person) -> Person:
    return Person(**{**dict(person), "absences": ()}) if person.absences else person


def _month(plan: Plan, month: str | None) -> int:
    if month is not None and month not in plan.months:
        raise UnknownName("month", month, plan.months)
    return plan.staffing.month if month is None else plan.months.index(month)


def _gone(plan: Plan, month: int) -> Losses:
    """Return what is lost when each person alone leaves."""
    present = attendance(plan.company.roster, plan.months)[:, month]
    return losses_of(plan, month, present, np.zeros(len(present)))


def _told(plan: Plan, losses: Losses, rows: list[int]) -> list[Departure]:
    """Return the losses of some people as records."""
    roster = plan.company.roster
    positions, skills = _Positions(plan, losses.present), _lone_skills(plan, losses.present)
    reports: dict[str | None, list[str]] = {}
    for node in plan.charts.today.nodes:
        reports.setdefault(node.parent, []).append(node.id)
    return [
        Departure(
            person=roster[row].id,
            month=plan.months[losses.month],
            part=float(losses.part[row]),
            roles=tuple(_role_losses(plan, losses, row)),
            segments=tuple(_segment_losses(plan, losses, row)),
            onboarding=float(losses.onboarding[row]),
            undone_fte=float(losses.undone[row]),
            positions=positions.of(roster[row]),
            lone_skills=skills.get(roster[row].id, ()),
            reports=tuple(reports.get(roster[row].id, ())),
        )
        for row in rows
    ]


def _role_losses(plan: Plan, losses: Losses, row: int) -> Iterator[RoleLoss]:
    for column in np.flatnonzero(losses.fte[row] > SMALLEST).tolist():
        fte, work = float(losses.fte[row, column]), float(losses.load[column])
        before, after = float(losses.held[row, column]), float(losses.held_without[row, column])
        yield RoleLoss(
            role=plan.inputs.roles[column],
            fte=fte,
            hours=fte * float(plan.staffing.steady_capacity[0, column]),
            load=work / before if before > SMALLEST else None,
            load_without=work / after if after > SMALLEST else None,
        )


def _segment_losses(plan: Plan, losses: Losses, row: int) -> Iterator[SegmentLoss]:
    for column in np.flatnonzero(losses.accounts[row] > SMALLEST).tolist():
        yield SegmentLoss(
            segment=plan.company.segments[column].id,
            accounts=float(losses.accounts[row, column]),
            revenue=float(losses.revenue[row, column]),
        )


class _Positions:
    """The positions of people, and who could stand in on them."""

    def __init__(self, plan: Plan, present: NDArray[np.bool_]) -> None:
        self._plan = plan
        self._people = [
            p for p, there in zip(plan.company.roster, present, strict=True) if there and not p.out_of_scope
        ]
        self._main_role = {p.id: p.main_role for p in plan.positions}
        self._fitting: dict[str, tuple[str, ...]] = {}
        self._held: dict[str, list[tuple[str, float]]] = {}
        for a in plan.gaps.assignments:
            self._held.setdefault(a.person, []).append((a.position, a.share))

    def of(self, person: Person) -> tuple[HeldPosition, ...]:
        """Return the positions that a person holds."""
        return tuple(
            HeldPosition(
                position=position,
                share=share,
                stand_ins=tuple(id for id in self._could_hold(self._main_role[position]) if id != person.id),
            )
            for position, share in self._held.get(person.id, ())
        )

    def _could_hold(self, role: str) -> tuple[str, ...]:
        """Return the people who could stand in for a role, by their roles or by their skills."""
        if role not in self._fitting:
            phase, cover = self._plan.phase, float(self._plan.inputs.value("skills.cover_level")[0])
            asked = [(s.skill, min(s.level, cover)) for s in phase.role(role).skills]
            self._fitting[role] = tuple(
                p.id
                for p in self._people
                if fits_role(phase, p, role) > 0 or all(p.skills.get(skill, 0) >= level for skill, level in asked)
            )
        return self._fitting[role]


def _lone_skills(plan: Plan, present: NDArray[np.bool_]) -> dict[str, tuple[str, ...]]:
    """Return, by person, the skills that nobody else in scope and in post has on the level of cover."""
    cover = float(plan.inputs.value("skills.cover_level")[0])
    holders: dict[str, list[str]] = {}
    for person, there in zip(plan.company.roster, present, strict=True):
        for skill, level in person.skills.items() if there and not person.out_of_scope else ():
            if level >= cover:
                holders.setdefault(skill, []).append(person.id)
    lone: dict[str, tuple[str, ...]] = {}
    for skill, people in holders.items():
        if len(people) == 1:
            lone[people[0]] = (*lone.get(people[0], ()), skill)
    return lone
