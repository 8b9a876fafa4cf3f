"""Gather what the stages compute with: the assumption register and the company's numbers as arrays.

Every array has a leading scenario axis S (length 1 for a plan). A scenario is a mapping from an assumption id, or from
the id of a number of the company such as `segment.all.accounts`, to an array of S values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from orgplanner.errors import UnknownName
from orgplanner.records.assumptions import AssumptionRegister
from orgplanner.records.catalogue import WorkCalendar
from orgplanner.records.channel import LiveChannel
from orgplanner.records.company import Company, Segment
from orgplanner.records.phase import Phase
from orgplanner.stages.register import SLACK, find_calendar, gather_assumptions, internal_work_ids

Array = NDArray[np.float64]

Scenarios = Mapping[str, NDArray[np.float64]]


SEGMENT_NUMBERS = (
    "accounts",
    "new_accounts",
    "revenue_per_account",
    "tickets_per_account",
    "upsell_target",
    "churn",
    "complexity",
)
"""Numbers of a segment that a scenario may vary, as `segment.<id>.<number>`."""


@dataclass(frozen=True)
class Inputs:
    """What the stages read: the company, its phase, the register and the scenarios over it."""

    company: Company
    phase: Phase
    assumptions: AssumptionRegister
    scenarios: Scenarios
    cut: tuple[int, int] | None = None
    """First and last month that the stages work out, by their places in the plan; all of them if absent."""

    @cached_property
    def count(self) -> int:
        """Number of scenarios S."""
        return len(next(iter(self.scenarios.values()))) if self.scenarios else 1

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months that the stages work out as `YYYY-MM`, T of them."""
        first, last = self.cut or (0, self.company.horizon - 1)
        return self.company.months[first : last + 1]

    @cached_property
    def elapsed(self) -> NDArray[np.int64]:
        """Months from the plan's first month to each of the months (T,)."""
        first = self.cut[0] if self.cut else 0
        return np.arange(first, first + len(self.months))

    def between(self, first: int, last: int) -> Inputs:
        """Return the inputs cut to some of the plan's months, for studies that need no others."""
        return replace(self, cut=(first, last))

    @property
    def roles(self) -> tuple[str, ...]:
        """Ids of the phase's roles, R of them."""
        return self.phase.role_ids

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The company's working calendar."""
        return find_calendar(self.company, self.phase)

    def value(self, id: str) -> Array:
        """Return the S values of an assumption."""
        if id in self.scenarios:
            return np.asarray(self.scenarios[id], dtype=float)
        return np.full(self.count, self.assumptions[id].quantity.value)

    def by_role(self, suffix: str, prefix: str = "capacity") -> Array:
        """Return the values of a capacity profile's number for every role (S, R)."""
        profiles = [self.phase.definition_of(role).capacity for role in self.roles]
        return np.stack([self.value(f"{prefix}.{profile}.{suffix}") for profile in profiles], axis=1)

    def direct_shares(self) -> Array:
        """Return the direct share of every role's capacity profile (S, R): 1 less its parts of internal work.

        The register keeps the two in agreement; a scenario may vary the direct share, or some of the parts.
        """
        profiles = [self.phase.definition_of(role).capacity for role in self.roles]
        shares = {profile: self._direct_share(profile) for profile in set(profiles)}
        return np.stack([shares[profile] for profile in profiles], axis=1)

    def _direct_share(self, profile: str) -> Array:
        direct, parts = f"capacity.{profile}.direct_share", internal_work_ids(self.phase, profile)
        if direct in self.scenarios or not any(id in self.scenarios for id in parts):
            return self.value(direct)
        planned = sum(self.assumptions[id].quantity.value for id in parts)
        varied: Array = np.stack([self.value(id) for id in parts]).sum(axis=0)
        return self.value(direct) + planned - varied

    def slack(self) -> Array:
        """Return the share of the capacity that the phase keeps free (S,)."""
        return self.value(SLACK) if SLACK in self.assumptions else np.zeros(self.count)

    def by_segment(self, field: str, default: float = 0.0) -> Array:
        """Return a number of the company's segments (S, G); None counts as `default`."""
        given = [getattr(s, field) for s in self.company.segments]
        plain = np.array([default if v is None else float(v) for v in given], dtype=float)
        values = np.broadcast_to(plain, (self.count, len(given))).copy()
        for column, segment in enumerate(self.company.segments if self._varies_segments else ()):
            id = f"segment.{segment.id}.{field}"
            if id in self.scenarios:
                values[:, column] = self.scenarios[id]
        return values

    @cached_property
    def _varies_segments(self) -> bool:
        return any(id.startswith("segment.") for id in self.scenarios)

    def by_segment_or(self, field: str, assumption: str) -> Array:
        """Return a number of the segments (S, G), the assumption where a segment does not give it."""
        values = self.by_segment(field, default=np.nan)
        return np.where(np.isnan(values), self.value(assumption)[:, None], values)


def gather_inputs(company: Company, phase: Phase, scenarios: Scenarios | None = None) -> Inputs:
    """Gather the inputs of the stages.

    Args:
        company: the company as its leader describes it.
        phase: the phase with its catalogue.
        scenarios: S values for any assumption ids or segment numbers; none gives one scenario.

    Raises:
        UnknownName: the company names a calendar, service model or assumption that the phase's data do not have.
    """
    inputs = Inputs(company, phase, gather_assumptions(company, phase), scenarios or {})
    numbers = {f"segment.{s.id}.{field}" for s in company.segments for field in SEGMENT_NUMBERS}
    for id in inputs.scenarios:
        if id not in inputs.assumptions and id not in numbers:
            raise UnknownName("assumption", id, (*inputs.assumptions.entries, *sorted(numbers)))
    return inputs


def activity_number(inputs: Inputs, segment: Segment, activity: str, field: str) -> str:
    """Return the id of the assumption that gives an activity's frequency or hours for a segment."""
    own = f"segment.{segment.id}.{activity}.{field}"
    return own if own in inputs.assumptions else f"service_model.{segment.service_model}.{activity}.{field}"


def channel_number(inputs: Inputs, channel: LiveChannel, name: str) -> str:
    """Return the id of the assumption that gives a number of a live channel: its own, else that of all channels."""
    own = f"channel.{channel.id}.{name}"
    return own if own in inputs.assumptions else f"live.{name}"
