"""Positions: seats of the recommended organisation, and who sits on them."""

from __future__ import annotations

from pydantic import Field

from orgplanner.records.base import OUTSIDE, Record, SourceKind


class RoleLoad(Record):
    """The part of a position that one role fills."""

    role: str
    fte: float = Field(ge=0)
    """FTE of the role that this position carries."""


class Position(Record):
    """A seat on the chart, filled or open; an outside seat may stand for several people."""

    id: str
    """Main role and number, such as `support-1`."""
    main_role: str
    """The role that gives the position its name and unit."""
    roles: tuple[RoleLoad, ...]
    """Roles with their FTE, the main role first."""
    unit: str | None
    """Unit in which the position stands; None for the head."""
    source: SourceKind = SourceKind.EMPLOYEE
    """How the position is filled."""
    count: int = Field(default=1, ge=1)
    """People that the seat stands for: 1 for a position of the team, more for a pool."""
    size: float = Field(default=1.0, gt=0, le=1)
    """Size of a post of the team in FTE: 1 for a full one, less for part of one."""
    tight: bool = False
    """Whether the position carries more than one full load."""

    @property
    def fte(self) -> float:
        """Load of the position in FTE."""
        return sum(r.fte for r in self.roles)

    @property
    def is_outside(self) -> bool:
        """Whether the people on it do not belong to the company."""
        return self.source in OUTSIDE

    @property
    def on_team(self) -> bool:
        """Whether it is a position of the CS team itself."""
        return self.source in (SourceKind.EMPLOYEE, SourceKind.FIXED_TERM, SourceKind.TRANSFER)

    def share_of(self, role: str) -> float:
        """Return the FTE of `role` that this position carries."""
        return next((r.fte for r in self.roles if r.role == role), 0.0)


class Assignment(Record):
    """A person's share of a position."""

    person: str
    position: str
    share: float = Field(gt=0, le=1)
    """Share of a full post (FTE); a person's shares sum to at most the person's FTE."""
