"""Who covers which of the skills that the seats of a chart ask for, on the level that can stand in."""

from __future__ import annotations

from collections.abc import Sequence

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.records.company import Person
from orgplanner.studies.chart_census import CountedSeat


class SkillCover(Record):
    """One skill that seats ask for."""

    skill: str
    level: float
    """Level from which somebody covers it: the one that can stand in, or the highest that is asked if that is less."""
    roles: tuple[str, ...]
    """Roles on the chart that ask for it."""
    fte: float
    """Work of these roles on the chart (FTE)."""
    holders: tuple[str, ...]
    """People who are known to cover it."""
    not_known: tuple[str, ...]
    """People whose level is not known."""

    @property
    def single_holder(self) -> str | None:
        """The only person who is known to cover it, if there is just one."""
        return self.holders[0] if len(self.holders) == 1 else None


def knows_skills(people: Sequence[Person]) -> bool:
    """Tell whether the roster gives a level of any skill for anybody of them."""
    return any(person.skills for person in people)


def role_fte(plan: Plan, seats: Sequence[CountedSeat]) -> dict[str, float]:
    """Return the FTE of each of the phase's roles that the seats carry, in the phase's order."""
    found: dict[str, float] = {}
    for seat in seats:
        for role, fte in seat.loads:
            found[role] = found.get(role, 0.0) + fte
    return {role: found[role] for role in plan.phase.role_ids if role in found}


def cover_skills(plan: Plan, seats: Sequence[CountedSeat], people: Sequence[Person]) -> tuple[SkillCover, ...]:
    """Return the skills that the seats ask for, in the order of the catalogue, with who covers each."""
    enough = plan.assumptions["skills.cover_level"].quantity.value
    fte = role_fte(plan, seats)
    asking: dict[str, list[str]] = {}
    highest: dict[str, int] = {}
    for role in fte:
        for asked in plan.phase.role(role).skills:
            if asked.level > 0:
                asking.setdefault(asked.skill, []).append(role)
                highest[asked.skill] = max(highest.get(asked.skill, 0), asked.level)
    return tuple(
        SkillCover(
            skill=skill.id,
            level=min(enough, highest[skill.id]),
            roles=tuple(asking[skill.id]),
            fte=sum(fte[role] for role in asking[skill.id]),
            holders=tuple(p.id for p in people if p.skills.get(skill.id, -1) >= min(enough, highest[skill.id])),
            not_known=tuple(p.id for p in people if skill.id not in p.skills),
        )
        for skill in plan.phase.catalogue.skills
        if skill.id in asking
    )
