"""What is missing: by role and by skill."""

from __future__ import annotations

from orgplanner.records.base import Record


class RoleGap(Record):
    """One role in the month of the positions."""

    role: str
    total_fte: float
    """FTE that all work of the role needs in the mean month of a year, whoever does it."""
    required_fte: float
    """FTE of it that stays with the team."""
    held_fte: float
    """FTE of the role that people carry on the positions they hold, people from outside included."""
    positions: int
    """Whole positions of the team whose main role this is."""
    filled: int
    """Positions of these that somebody holds."""
    outside_people: int
    """People from outside whom the seats of this role stand for."""

    @property
    def gap_fte(self) -> float:
        """FTE of the role that nobody carries."""
        return self.total_fte - self.held_fte

    @property
    def open_positions(self) -> int:
        """Positions of the team that nobody holds."""
        return self.positions - self.filled


class SkillGap(Record):
    """A skill that somebody lacks for a position."""

    person: str
    position: str
    skill: str
    required: int
    """Level that the position asks for (0 to 4)."""
    held: int
    """Level that the person has."""
