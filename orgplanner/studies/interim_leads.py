"""Who could stand in as a lead until the seat is filled: a suggestion from roles and skills alone."""

from __future__ import annotations

from enum import StrEnum

from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM, Record
from orgplanner.records.company import Person

MOST_SUGGESTED = 3
"""People who are suggested for one unit."""


class Basis(StrEnum):
    """Why somebody is suggested."""

    EXPERIENCE = "experience"
    """The roster gives them a share of leading."""
    SKILLS = "skills"
    """Their known skills are nearest to what a lead is asked."""


class Interim(Record):
    """Somebody of a unit who could stand in as its lead: a suggestion from roles and skills alone."""

    unit: str
    person: str
    basis: Basis
    share: float
    """Share of the time in which they lead today, or share of the asked levels that they have (ratio)."""
    reached: int
    """Levels that they are known to have of those asked; whoever shows more comes first."""
    known: int
    """Skills of a lead of which the level is known."""
    asked: int
    """Skills that the phase asks of a lead."""


def interim_leads(plan: Plan, unit: str) -> tuple[Interim, ...]:
    """Return who of a unit could stand in as its lead: first who leads for part of the time, then by known skills.

    Nothing but roles and skills is looked at. Somebody of whom no skill of a lead is known is not suggested.
    """
    definition = plan.phase.definition
    leading = (definition.lead_role, definition.head_role)
    seats = {p.id: p for p in plan.positions}
    first: dict[str, str] = {}
    for a in plan.gaps.assignments:
        first.setdefault(a.person, a.position)
    in_post = [p for p in plan.charts.people if p.id in first and p.source not in NOT_ON_TEAM]
    members = [p for p in in_post if seats[first[p.id]].unit == unit and seats[first[p.id]].main_role not in leading]
    found = [who for person in members if (who := _interim(plan, person, unit, leading)) is not None]
    found.sort(key=lambda who: (who.basis is not Basis.EXPERIENCE, -who.reached, -who.share))
    return tuple(found[:MOST_SUGGESTED])


def _interim(plan: Plan, person: Person, unit: str, leading: tuple[str, str]) -> Interim | None:
    asked = plan.phase.role(leading[0]).skills
    known = [skill for skill in asked if skill.skill in person.skills]
    reached = sum(min(person.skills[skill.skill], skill.level) for skill in known)
    experience = sum(held.share for held in person.roles if held.role in leading)
    basis, share = Basis.EXPERIENCE, experience
    if not experience:
        total = sum(skill.level for skill in known)
        basis, share = Basis.SKILLS, reached / total if total else 0.0
    if share <= 0:
        return None
    return Interim(
        unit=unit, person=person.id, basis=basis, share=share, reached=reached, known=len(known), asked=len(asked)
    )
