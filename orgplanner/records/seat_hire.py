"""Planned hires on the seats of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from orgplanner.records.base import MonthText, Record, SourceKind


class SeatHire(Record):
    """One unit of a move of the hiring plan on an open seat."""

    seat: str
    move: str
    """Id of the move."""
    source: SourceKind
    fte: float
    """FTE that it gives once it is productive."""
    start: MonthText
    end: MonthText | None
    """Last month, where it ends."""
    shares: tuple[float, ...]
    """Share of the full capacity in the first months (ratio)."""

    def runs_in(self, month: str) -> bool:
        """Tell whether it runs in a month."""
        return self.start <= month and (self.end is None or month <= self.end)

    def share_in(self, month: str) -> float:
        """Return the share of the full capacity in a month (ratio)."""
        return share_since(self.start, month, self.shares) if self.runs_in(month) else 0.0


def months_after(first: str, month: str) -> int:
    """Return the months from one to another.

    >>> months_after("2027-11", "2028-02")
    3
    """
    return (int(month[:4]) - int(first[:4])) * 12 + int(month[5:7]) - int(first[5:7])


def share_since(start: str, month: str, shares: Sequence[float]) -> float:
    """Return the share of the full capacity in a month after a start (ratio), 1 once the ramp is over.

    >>> share_since("2027-03", "2027-04", [0.25, 0.6])
    0.6
    """
    age = months_after(start, month)
    return 0.0 if age < 0 else shares[age] if age < len(shares) else 1.0
