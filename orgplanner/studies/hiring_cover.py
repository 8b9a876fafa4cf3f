"""What carries the work until the first move helps, and whether planned leave is covered."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner.plan import Plan
from orgplanner.records.hiring import Bridge, Move, MoveReason
from orgplanner.stages.bridges import find_bridges, find_leave_covers
from orgplanner.studies.hiring_outlook import Outlook


@dataclass(frozen=True)
class LeaveOutlook:
    """The planned leave of one person."""

    person: str
    role: str
    first: str
    """First month `YYYY-MM` in which the person is away, in part or in full."""
    last: str
    fte: float
    """FTE that is away, on average over these months."""
    uncovered: float | None
    """Share of the role's work that stays uncovered, on average over these months (ratio); None without work."""
    moves: tuple[Move, ...]
    """Moves that stand in for leave of this role."""


def bridges_of(plan: Plan, outlook: Outlook) -> tuple[Bridge, ...]:
    """Return the ways to carry each role's work until a move of the hiring plan helps."""
    return find_bridges(plan.inputs, plan.staffing, outlook.hiring)


def leaves_of(outlook: Outlook) -> tuple[LeaveOutlook, ...]:
    """Return the planned leaves of the plan's months."""
    return tuple(
        LeaveOutlook(
            person=leave.person,
            role=leave.role,
            first=leave.months[0],
            last=leave.months[-1],
            fte=leave.fte,
            uncovered=_uncovered(outlook, leave.role, leave.months),
            moves=tuple(m for m in outlook.moves if m.role == leave.role and m.reason is MoveReason.LEAVE_COVER),
        )
        for leave in find_leave_covers(outlook.hiring)
    )


def _uncovered(outlook: Outlook, role: str, months: tuple[str, ...]) -> float | None:
    cover = outlook.role(role)
    shares = [] if cover is None else [cover.shares[outlook.months.index(month)] for month in months]
    known = [1 - share for share in shares if share is not None]
    return sum(known) / len(known) if known else None
