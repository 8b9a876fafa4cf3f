"""How seats, people and whole numbers of people are written on a page."""

from __future__ import annotations

from orgplanner.advice import figures
from orgplanner.plan import Plan
from orgplanner.records.position import Position
from orgplanner.ui import state


def role_name(plan: Plan, role: str) -> str:
    """Return the name of a role, also of one that only another phase has."""
    return figures.role_label(plan, role, state.language())


def seat_name(plan: Plan, position: Position) -> str:
    """Return the name of a position."""
    return figures.position_label(plan, position.id, state.language())


def open_seats(plan: Plan) -> tuple[Position, ...]:
    """Return the positions of the team that nobody holds."""
    return plan.gaps.open_positions


def outside_seats(plan: Plan) -> tuple[Position, ...]:
    """Return the seats whose people are not on the team: from outside or from other departments."""
    return tuple(p for p in plan.positions if not p.on_team)
