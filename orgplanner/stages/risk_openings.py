"""By when requisitions have to open in each draw: before the first month in which today's people no longer suffice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_moves import first_day
from orgplanner.stages.hiring_problem import NONE, Flags
from orgplanner.stages.offers import DAYS_A_MONTH, Offer
from orgplanner.stages.risk_draws import Streams
from orgplanner.stages.risk_supply import attempts_of

OPEN_LEVELS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class OpenBy:
    """By when a requisition for a role has to open; None where too few draws ever need one."""

    role: str
    earliest: dt.date | None
    """In one draw of ten it has to be open before (P10)."""
    median: dt.date | None
    latest: dt.date | None
    """In nine draws of ten it has to be open before; draws without need count as later (P90)."""
    never: float
    """Share of draws in which nobody is needed within the horizon (ratio)."""
    passed: float
    """Share of draws in which the day lies before the plan's first one (ratio)."""


class Openings:
    """First months in which lines need somebody, and how long it takes to find them, over the draws."""

    def __init__(self, hiring: Hiring, spread: float, whole: bool, draws: int) -> None:
        self.hiring, self.spread, self.whole = hiring, spread, whole
        self.offers = _usual_offers(hiring)
        self.first: NDArray[np.int16] = np.full((len(self.offers), draws), NONE, dtype=np.int16)
        self.before: NDArray[np.float32] = np.zeros((len(self.offers), draws), dtype=np.float32)

    def draw_leads(self, streams: Streams, place: slice) -> None:
        """Draw how many months before the need a requisition has to open: time to fill and ramp."""
        for row, offer in enumerate(self.offers.values()):
            name = f"requisition.{offer.role}"
            pace = streams.delays(name, place.stop - place.start, self.spread)
            tries = attempts_of(offer, streams.of(f"{name}.attempts"), len(pace), whole=self.whole)
            self.before[row, place] = pace * offer.lead * tries + len(offer.ramp)

    def add(self, short: Flags, months: slice, place: slice) -> None:
        """Add the draws of a chunk: whether each line is short without moves that are still to be decided (R, M, N)."""
        for row, line in enumerate(self.offers):
            needed = np.where(short[line].any(axis=0), short[line].argmax(axis=0) + months.start, NONE)
            known = self.first[row, place]
            self.first[row, place] = np.where(known == NONE, needed, known)

    def result(self) -> tuple[OpenBy, ...]:
        """Return the dates by role."""
        return tuple(self._of(row, offer) for row, offer in enumerate(self.offers.values()))

    def _of(self, row: int, offer: Offer) -> OpenBy:
        never = self.first[row] == NONE
        ahead = np.sort(np.where(never, np.inf, self.first[row] - self.before[row]))
        dates = [self._date(float(ahead[max(0, int(np.ceil(q * len(ahead))) - 1)])) for q in OPEN_LEVELS]
        return OpenBy(offer.role, dates[0], dates[1], dates[2], float(never.mean()), float((ahead < 0).mean()))

    def _date(self, month: float) -> dt.date | None:
        if not np.isfinite(month):
            return None
        return first_day(self.hiring.months[0]) + dt.timedelta(days=round(month * DAYS_A_MONTH))


def _usual_offers(hiring: Hiring) -> dict[int, Offer]:
    """Return for each line that can be recruited for the offer that the plan takes most, else the quickest one."""
    found: dict[int, tuple[float, float, Offer]] = {}
    for way, starts in zip(hiring.ways.units, hiring.solution.starts, strict=True):
        if way.offer is None or way.offer.channel is None or hiring.lines.rules[way.line] in NOT_ON_TEAM:
            continue
        rank = (-float(starts.sum()), way.offer.lead / way.offer.filled, way.offer)
        if way.line not in found or rank[:2] < found[way.line][:2]:
            found[way.line] = rank
    return {line: found[line][2] for line in sorted(found)}
