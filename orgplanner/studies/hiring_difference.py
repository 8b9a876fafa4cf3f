"""What one hiring plan does otherwise than another: money, uncovered work, moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from orgplanner.records.hiring import Move
from orgplanner.studies.hiring_outlook import NEGLIGIBLE, Outlook


@dataclass(frozen=True)
class Difference:
    """What a second hiring plan does otherwise than a first one."""

    cost: float
    """Money more."""
    shortage_cost: float
    """Priced shortage more."""
    shortage: float
    """Uncovered FTE-months more."""
    lowest: tuple[tuple[str, float] | None, tuple[str, float] | None]
    added: tuple[tuple[Move, float], ...]
    """Moves that are new or larger, with the units more."""
    dropped: tuple[tuple[Move, float], ...]
    """Moves that are gone or smaller, with the units fewer."""

    @property
    def objective(self) -> float:
        """Money and priced shortage more."""
        return self.cost + self.shortage_cost


def differ(before: Outlook, after: Outlook) -> Difference:
    """Return what one hiring plan does otherwise than another of the same months."""
    first, second = _units(before.moves), _units(after.moves)
    named = {_what(m): m for m in (*before.moves, *after.moves)}
    more = {key: second[key] - first[key] for key in named}
    return Difference(
        cost=after.cost - before.cost,
        shortage_cost=after.shortage_cost - before.shortage_cost,
        shortage=_uncovered(after) - _uncovered(before),
        lowest=(before.lowest, after.lowest),
        added=tuple((named[key], count) for key, count in more.items() if count > NEGLIGIBLE),
        dropped=tuple((named[key], -count) for key, count in more.items() if count < -NEGLIGIBLE),
    )


def _what(move: Move) -> tuple[str, str, str | None, str, str]:
    return move.role, move.terms, move.channel, move.month, move.source.value


def _units(moves: Sequence[Move]) -> Counter[tuple[str, str, str | None, str, str]]:
    units: Counter[tuple[str, str, str | None, str, str]] = Counter()
    for move in moves:
        units[_what(move)] += move.count  # type: ignore[assignment]  # contracts count in whole units as well
    return units


def _uncovered(outlook: Outlook) -> float:
    return sum(sum(r.shortage) for r in outlook.roles)
