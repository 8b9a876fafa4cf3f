"""Planned hires on the open seats of the chart over the months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.hiring import Move
from orgplanner.records.seat_hire import SeatHire
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring import Hiring
from orgplanner.studies.chart_months import FREE, FULL, ChartMonths, SeatCourse, SeatStatus

JOINING = (MoveKind.HIRE, MoveKind.CONTRACT, MoveKind.OUTSOURCE, MoveKind.BORROW)
"""Moves that bring somebody; training and releases move those who are there."""

ROUNDING = 0.05
"""FTE above a post that part of it may come to."""


def planned_hires(plan: Plan, hiring: Hiring, months: ChartMonths) -> ChartMonths:
    """Lay the moves of a hiring plan on the open seats of their roles, in the order of their months.

    A seat from outside takes all units of its role and source. A post of the team takes a whole unit, or parts of the
    same source up to a post: the seat that is open first, then the first of the chart. Nobody is put on a seat that
    somebody of the roster takes later.

    Args:
        plan: the plan.
        hiring: its hiring plan.
        months: its chart over the months.

    Returns:
        The chart over the months with the hires; moves that find no open seat are named.
    """
    ramps = {offer.id: offer.ramp if not offer.by_volume else () for offer in plan.offers}
    board = _Board(months)
    for move in sorted((m for m in hiring.moves if m.kind in JOINING), key=lambda m: (m.month, m.id)):
        offer = ".".join((move.role, move.terms, *([move.channel] if move.channel else [])))
        for fte in _units(move):
            board.seat(move, fte, ramps.get(offer, ()))
    return replace(
        months,
        courses=tuple(_with_hires(c, months.months, tuple(board.hires.get(c.id, ()))) for c in months.courses),
        unseated=tuple(board.unseated),
    )


def _units(move: Move) -> Iterator[float]:
    """Yield the FTE of each unit of a move, none above a post."""
    for _ in range(max(1, round(move.count))):
        left = move.fte / max(1, round(move.count))
        while left > 1 + ROUNDING:
            yield 1.0
            left -= 1.0
        yield left


@dataclass
class _Board:
    """Open seats, and who was put on them."""

    months: ChartMonths
    hires: dict[str, list[SeatHire]] = field(default_factory=dict)
    unseated: dict[str, None] = field(default_factory=dict)

    def seat(self, move: Move, fte: float, shares: tuple[float, ...]) -> None:
        """Put a unit of a move on a seat, or note that there is none."""
        end = move.dates.end.isoformat()[:7] if move.dates.end else None
        waits = [
            (opened, place, course.id)
            for place, course in enumerate(self.months.courses)
            if course.seat.role == move.role
            and (opened := self._opens(course, move.month, end)) is not None
            and self._has_room(course, move.source, fte)
        ]
        if not waits:
            self.unseated[move.id] = None
            return
        own = [w for w in waits if self.months.course(w[2]).seat.source is move.source and move.source in NOT_ON_TEAM]
        shared = [w for w in waits if w[2] in self.hires]
        seat = min(own or shared or waits)[2]
        self.hires.setdefault(seat, []).append(
            SeatHire(seat=seat, move=move.id, source=move.source, fte=fte, start=move.month, end=end, shares=shares)
        )

    def _opens(self, course: SeatCourse, start: str, end: str | None) -> str | None:
        """Return the first month from a start in which a seat is open; None where somebody else takes it later."""
        ahead = [
            (month, status)
            for month, status in zip(self.months.months, course.statuses, strict=True)
            if start <= month and (end is None or month <= end)
        ]
        opened = next((month for month, status in ahead if status in FREE), None)
        later = {status for month, status in ahead if opened is not None and month > opened}
        return opened if later <= FREE | {SeatStatus.ABSENT} else None

    def _has_room(self, course: SeatCourse, source: SourceKind, fte: float) -> bool:
        if course.seat.source in NOT_ON_TEAM:
            return course.seat.source is source
        held = self.hires.get(course.id, [])
        return not held or (
            all(hire.source is source for hire in held) and sum(hire.fte for hire in held) + fte <= 1 + ROUNDING
        )


def _with_hires(course: SeatCourse, months: tuple[str, ...], hires: tuple[SeatHire, ...]) -> SeatCourse:
    """Return a seat with those who were put on it, in the months in which it would be open."""
    statuses, ramped = list(course.statuses), list(course.ramped)
    for place, month in enumerate(months):
        there = [hire for hire in hires if hire.runs_in(month)]
        if statuses[place] not in FREE or not there:
            continue
        whole = sum(hire.fte for hire in there)
        ramped[place] = sum(hire.fte * hire.share_in(month) for hire in there) / whole if whole > 0 else 1.0
        outside = all(hire.source in NOT_ON_TEAM for hire in there)
        full = SeatStatus.OUTSIDE if outside else SeatStatus.FILLED
        statuses[place] = SeatStatus.RAMPING if ramped[place] < FULL else full
    return replace(course, statuses=tuple(statuses), ramped=tuple(ramped), hires=hires)
