"""What becomes of the paid hours of one person: leave, internal work, idle time, what is left for the work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from orgplanner.plan import Plan
from orgplanner.records.catalogue import CapacityProfile
from orgplanner.stages.register import SLACK

SMALLEST_HOURS = 1e-6
"""Hours a year below which a step takes nothing."""


class StepKind(StrEnum):
    """Steps of the chain, in their order."""

    PAID = "paid"
    LEAVE = "leave"
    INTERNAL = "internal"
    UNEXPLAINED = "unexplained"
    """What internal work takes beside the parts that are named."""
    IDLE = "idle"
    EFFECTIVE = "effective"
    SLACK = "slack"
    PLANNED = "planned"


@dataclass(frozen=True)
class ChainStep:
    """One step: hours a year that are there (paid, effective, planned), or that are taken off."""

    kind: StepKind
    hours: float
    """Hours of one FTE and year, 0 or more."""
    figure: str
    """Id of the figure or assumption that opens it."""
    part: str | None = None
    """The part of internal work."""

    @property
    def is_level(self) -> bool:
        """Whether the hours are what is there at this point, rather than what is taken off."""
        return self.kind in (StepKind.PAID, StepKind.EFFECTIVE, StepKind.PLANNED)


@dataclass(frozen=True)
class CapacityChain:
    """The chain of the roles that share a capacity profile."""

    profile: CapacityProfile
    roles: tuple[str, ...]
    """Roles of the phase with this profile."""
    steps: tuple[ChainStep, ...]
    by_month: tuple[float, ...]
    """Hours of work that one FTE carries in each month, slack taken off."""

    def level(self, kind: StepKind) -> float:
        """Return the hours a year that are there at a step."""
        return next(step.hours for step in self.steps if step.kind is kind)

    @property
    def effective_share(self) -> float:
        """Share of the paid hours that is left for the work (ratio)."""
        return self.level(StepKind.EFFECTIVE) / self.level(StepKind.PAID)

    @property
    def monthly(self) -> float:
        """Hours of the mean month that the plan counts on: the last level of the chain."""
        return self.steps[-1].hours / 12

    @property
    def starts(self) -> tuple[float, ...]:
        """Hours at which each step stands above zero when the steps are drawn as a fall."""
        left, starts = 0.0, []
        for step in self.steps:
            left = step.hours if step.is_level else left - step.hours
            starts.append(0.0 if step.is_level else left)
        return tuple(starts)


def capacity_chains(plan: Plan) -> tuple[CapacityChain, ...]:
    """Return the chain of every capacity profile that the phase's roles have, in the order of its roles.

    paid hours - leave - each part of internal work - idle time = effective hours; less the slack that the phase keeps
    free, the hours that the plan counts on.
    """
    roles: dict[str, list[str]] = {}
    for role in plan.phase.role_ids:
        roles.setdefault(plan.phase.definition_of(role).capacity, []).append(role)
    profiles = {p.id: p for p in plan.phase.catalogue.capacity_profiles}
    return tuple(
        CapacityChain(
            profile=profiles[id],
            roles=tuple(of),
            steps=tuple(_steps(plan, profiles[id], of[0])),
            by_month=tuple(plan.staffing.capacity[0, plan.inputs.roles.index(of[0])].tolist()),
        )
        for id, of in roles.items()
    )


def _steps(plan: Plan, profile: CapacityProfile, role: str) -> Iterator[ChainStep]:
    """Yield the steps, those that take nothing left out."""
    stem = f"capacity.{profile.id}"
    paid, leave = (_step(plan, kind, f"staffing.{id}") for kind, id in _FIRST)
    parts = [
        _step(plan, StepKind.INTERNAL, f"staffing.internal_hours[{role},{part.id}]", part.id)
        for part in profile.internal
    ]
    effective = _step(plan, StepKind.EFFECTIVE, f"staffing.yearly_capacity[{role}]")
    present = effective.hours / plan.assumptions[f"{stem}.occupancy"].quantity.value
    named = sum(part.hours for part in parts)
    rest = ChainStep(StepKind.UNEXPLAINED, paid.hours - leave.hours - named - present, f"{stem}.direct_share")
    idle = ChainStep(StepKind.IDLE, present - effective.hours, f"{stem}.occupancy")
    yield paid
    yield from (step for step in (leave, *parts, rest, idle) if step.hours > SMALLEST_HOURS)
    yield effective
    slack = float(plan.inputs.slack()[0])
    if slack > 0:
        yield ChainStep(StepKind.SLACK, effective.hours * slack, SLACK)
        yield ChainStep(StepKind.PLANNED, effective.hours * (1 - slack), f"staffing.steady_capacity[{role}]")


_FIRST = ((StepKind.PAID, "yearly_hours"), (StepKind.LEAVE, "leave_hours"))


def _step(plan: Plan, kind: StepKind, id: str, part: str | None = None) -> ChainStep:
    return ChainStep(kind, plan.explain(id).value, id, part)
