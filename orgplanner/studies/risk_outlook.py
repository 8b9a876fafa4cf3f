"""What a simulation of the hiring plan tells: bands, probabilities, dates of requisitions and what matters most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from orgplanner.plan import Plan
from orgplanner.stages.inputs import Array
from orgplanner.stages.risk import DRAWS, Driver, Risk
from orgplanner.stages.risk_openings import OpenBy
from orgplanner.stages.risk_tally import Bands
from orgplanner.studies.hiring_outlook import Outlook

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""Levels of the bands."""

FEWEST = 0.005
"""Share of the variance from which a driver is shown: less would be written as 0."""

TEAM = ""
"""Stands for all roles together."""

Band = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]
"""P10, P50 and P90 by month, each (T,)."""


FUTURES = DRAWS
"""Futures that a simulation looks at."""


@dataclass(frozen=True)
class RiskOutlook:
    """A simulation as it is read; tuples are by planned month (T,)."""

    risk: Risk
    months: tuple[str, ...]
    roles: tuple[str, ...]
    """Roles with work in some month of some future."""
    team_short: tuple[float, ...]
    """Probability that some role is short."""

    @property
    def draws(self) -> int:
        """Futures that were looked at."""
        return self.risk.draws

    @property
    def not_short(self) -> float:
        """Probability that no role is short, on average over the months."""
        return self.risk.not_short

    @property
    def minimum_gap(self) -> float:
        """FTE up to which a role does not count as short."""
        return self.risk.minimum_gap

    @property
    def worst(self) -> tuple[str, float]:
        """The month in which some role is short most likely, and that probability."""
        place = int(np.argmax(self.team_short))
        return self.months[place], self.team_short[place]

    @property
    def open_by(self) -> tuple[OpenBy, ...]:
        """By when requisitions have to open, the most urgent role first."""
        return tuple(sorted(self.risk.open_by, key=lambda o: (o.median is None, o.median or o.earliest, o.role)))

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """What matters, most for the shortage first."""
        return tuple(d for d in self.risk.drivers if max(d.of_shortage, d.of_required) >= FEWEST)

    def required(self, role: str = TEAM) -> Band:
        """Return the band of the FTE that a role asks for, or all of them."""
        return self._band(self.risk.required, role)

    def available(self, role: str = TEAM) -> Band:
        """Return the band of the FTE that is there for it."""
        return self._band(self.risk.available, role)

    def cost(self) -> Band:
        """Return the band of the money for people, moves and levers."""
        return self._band(self.risk.cost, TEAM)

    def short(self, role: str = TEAM) -> tuple[float, ...]:
        """Return the probability that a role is short, or that some role is."""
        return self.team_short if role == TEAM else _plain(self.risk.short_of(role))

    def _band(self, bands: Bands, role: str) -> Band:
        table = bands.team if role == TEAM else bands.by_role[:, self.risk.roles.index(role)]
        low, middle, high = (_plain(table[bands.levels.index(level)]) for level in (LOW, MIDDLE, HIGH))
        return low, middle, high


def simulate(plan: Plan, outlook: Outlook, told: Callable[[float], None] | None = None) -> RiskOutlook:
    """Return what the hiring plan meets in thousands of futures; the same draws for every plan.

    Args:
        plan: the plan.
        outlook: its hires.
        told: is told the share that is done.
    """
    risk = plan.assess_risk(outlook.hiring, levels=(LOW, MIDDLE, HIGH), progress=told)
    working = risk.required.by_role.max(axis=(0, 2)) > 0
    roles = tuple(role for role, works in zip(risk.roles, working, strict=True) if works)
    return RiskOutlook(risk, risk.months, roles, _plain(risk.team_short))


def _plain(values: Array) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
