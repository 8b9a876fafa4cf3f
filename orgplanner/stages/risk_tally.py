"""Keep of many draws what is asked for: bands, means and counts by role and month, never the draws themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from orgplanner.errors import UnknownName
from orgplanner.maths.sampling import quantiles
from orgplanner.stages.inputs import Array

MEASURES = ("required", "available", "coverage", "cost")
"""What has bands, in the order of the samples."""


@dataclass(frozen=True)
class Bands:
    """Quantiles and mean of a number over the draws: K levels, Q roles, T months."""

    levels: tuple[float, ...]
    by_role: Array
    """Quantiles of each role (K, Q, T)."""
    team: Array
    """Quantiles of the team, which are not the sums over the roles (K, T)."""
    mean: Array
    """Mean of each role (Q, T)."""
    team_mean: Array
    """Mean of the team (T,)."""

    def at(self, level: float) -> Array:
        """Return the quantiles of the roles at a level (Q, T), or raise UnknownName."""
        if level not in self.levels:
            raise UnknownName("level", str(level), [str(known) for known in self.levels])
        return np.asarray(self.by_role[self.levels.index(level)])


@dataclass(frozen=True)
class Outcome:
    """What a chunk of draws gives by role and month (Q, M, N), cost in money, the rest in FTE."""

    required: Array
    available: Array
    shortage: Array
    shortage_cost: Array
    cost: Array


@dataclass(frozen=True)
class Result:
    """Bands of some months, and what is expected there."""

    bands: tuple[Bands, ...]
    """In the order of `MEASURES`."""
    short: Array
    """Probability that a role is short (Q, M)."""
    team_short: Array
    """Probability that some role is (M,)."""
    shortage: Array
    """Expected FTE (Q, M)."""
    shortage_cost: Array
    """Expected money (Q, M)."""


class Tally:
    """Samples of some months.

    A sample is kept as its difference from the first draw's, in single precision: a number that does not vary keeps
    all its digits, and half the memory holds the others.
    """

    def __init__(self, roles: int, months: slice, draws: int, levers: Array) -> None:
        count = months.stop - months.start
        self.draws, self.levers = draws, levers[months]
        self.samples: NDArray[np.float32] = np.empty((len(MEASURES), roles + 1, count, draws), dtype=np.float32)
        self.first = np.zeros((len(MEASURES), roles + 1, count))
        self.sums = np.zeros((len(MEASURES), roles + 1, count))
        self.short = np.zeros((roles, count), dtype=np.int64)
        self.team_short = np.zeros(count, dtype=np.int64)
        self.shortage, self.shortage_cost = np.zeros((2, roles, count))

    def add(self, place: slice, outcome: Outcome, gap: float) -> None:
        """Add the draws of a chunk."""
        required, short = outcome.required, outcome.shortage
        needed, missing = required.sum(axis=0), short.sum(axis=0)
        measures = (
            (required, needed),
            (outcome.available, outcome.available.sum(axis=0)),
            (_coverage(required, short), _coverage(needed, missing)),
            (outcome.cost, outcome.cost.sum(axis=0) + self.levers[:, None]),
        )
        for m, (by_role, team) in enumerate(measures):
            for part, values in ((slice(0, -1), by_role), (slice(-1, None), team[None])):
                if place.start == 0:
                    self.first[m, part] = values[..., 0]
                off = values - self.first[m, part, :, None]
                self.sums[m, part] += off.sum(axis=-1)
                self.samples[m, part, :, place] = off
        is_short = short > gap
        self.short += is_short.sum(axis=-1)
        self.team_short += is_short.any(axis=0).sum(axis=-1)
        self.shortage += short.sum(axis=-1)
        self.shortage_cost += outcome.shortage_cost.sum(axis=-1)

    def result(self, levels: Sequence[float]) -> Result:
        """Return bands and expectations."""
        found = quantiles(self.samples, levels) + self.first
        mean = self.first + self.sums / self.draws
        covered = MEASURES.index("coverage")
        np.clip(found[:, covered], 0.0, 1.0, out=found[:, covered])  # single precision may lie a hair outside
        bands = tuple(
            Bands(tuple(levels), found[:, m, :-1], found[:, m, -1], mean[m, :-1], mean[m, -1])
            for m in range(len(MEASURES))
        )
        return Result(
            bands,
            self.short / self.draws,
            self.team_short / self.draws,
            self.shortage / self.draws,
            self.shortage_cost / self.draws,
        )


def join_results(results: Sequence[Result]) -> Result:
    """Return the results of months that follow one another as one."""
    bands = tuple(
        Bands(
            parts[0].levels,
            *(
                np.concatenate([getattr(p, f.name) for p in parts], axis=-1)
                for f in fields(Bands)
                if f.name != "levels"
            ),
        )
        for parts in zip(*(r.bands for r in results), strict=True)
    )
    names = [f.name for f in fields(Result) if f.name != "bands"]
    return Result(bands, *(np.concatenate([getattr(r, name) for r in results], axis=-1) for name in names))


def _coverage(required: Array, short: Array) -> Array:
    """Return the covered share of the work; 1 where there is none, 0 where joiners take more time than they give."""
    missing = np.divide(short, required, out=np.zeros(required.shape), where=required > 0)
    return np.asarray(np.maximum(1 - missing, 0.0))
