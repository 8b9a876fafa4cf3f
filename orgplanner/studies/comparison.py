"""Two plans side by side, role by role."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.phase import Phase


@dataclass(frozen=True)
class RoleChange:
    """What one role looks like in two plans; None where a plan has no such role."""

    role: str
    fte: tuple[float | None, float | None]
    """Steady FTE that stays with the team."""
    positions: tuple[int | None, int | None]
    """Whole positions of the team."""
    source: tuple[SourceKind | None, SourceKind | None]
    """Source taken."""
    new_skills: tuple[str, ...]
    """Skills that only the second plan asks for, or on a higher level."""


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side."""

    before: Plan
    after: Plan
    roles: tuple[RoleChange, ...]

    @property
    def changed(self) -> tuple[RoleChange, ...]:
        """Roles that differ in existence, positions or source."""
        return tuple(r for r in self.roles if r.positions[0] != r.positions[1] or r.source[0] != r.source[1])


def compare(before: Plan, after: Plan) -> Comparison:
    """Compare two plans role by role."""
    roles = tuple(dict.fromkeys((*before.phase.role_ids, *after.phase.role_ids)))
    return Comparison(before, after, tuple(_role_change(before, after, role) for role in roles))


def _role_change(before: Plan, after: Plan, role: str) -> RoleChange:
    gaps = [{g.role: g for g in plan.gaps.roles}.get(role) for plan in (before, after)]
    sources = [plan.sourcing.of(role).taken if role in plan.phase.role_ids else None for plan in (before, after)]
    skills = [_skills(plan.phase, role) for plan in (before, after)]
    new = [s for s, level in skills[1].items() if level > skills[0].get(s, -1)]
    first, second = gaps
    return RoleChange(
        role=role,
        fte=(first.required_fte if first else None, second.required_fte if second else None),
        positions=(first.positions if first else None, second.positions if second else None),
        source=(sources[0], sources[1]),
        new_skills=tuple(new),
    )


def _skills(phase: Phase, role: str) -> dict[str, int]:
    return {s.skill: s.level for s in phase.role(role).skills} if role in phase.role_ids else {}
