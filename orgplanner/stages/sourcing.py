"""Choose the source of each role: what the phase advises in its order, what is taken, and what deviates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.phase import SourceAdvice, Stance
from orgplanner.stages.demand import Demand
from orgplanner.stages.inputs import Array, Inputs


@dataclass(frozen=True)
class RoleSourcing:
    """How one role is sourced in the plan (first scenario)."""

    role: str
    advised: tuple[SourceAdvice, ...]
    """The phase's advice in its order."""
    taken: SourceKind
    """The source that the plan takes."""
    share: float
    """Share of the role's hours that the taken source carries (ratio)."""
    by_rule: bool
    """Whether the company's own rule binds."""
    hours: float
    """Mean hours a month of the role over the horizon."""

    @property
    def advice(self) -> SourceAdvice | None:
        """The advice for the taken source, if the phase gives one."""
        return next((a for a in self.advised if a.source is self.taken), None)

    @property
    def deviates(self) -> bool:
        """Whether the taken source is not advised by the phase."""
        return self.advice is None

    @property
    def kept_inside(self) -> SourceAdvice | None:
        """The advice that keeps the role inside, if there is one."""
        return next((a for a in self.advised if a.stance is Stance.INSIDE), None)


@dataclass(frozen=True)
class Sourcing:
    """The sources of all roles."""

    roles: tuple[RoleSourcing, ...]
    """One a role, in the phase's order."""
    outside_share: Array
    """Share of each role's hours that needs no position of the team (S, R)."""

    def of(self, role: str) -> RoleSourcing:
        """Return the sourcing of a role."""
        return next(r for r in self.roles if r.role == role)


def decided_by_hours(inputs: Inputs) -> tuple[str, ...]:
    """Return the roles whose hours decide their source: advice with a threshold, and no rule of the company."""
    free = [role for role in inputs.roles if role not in inputs.company.sourcing or role in _leaders(inputs)]
    return tuple(role for role in free if any(advice.from_hours for advice in inputs.phase.role(role).sources))


def choose_sourcing(inputs: Inputs, demand: Demand) -> Sourcing:
    """Choose a source for every role.

    The company's own rule binds, but for leads and head, who stay with the team. Else the first advised source is
    taken whose monthly hours are reached on average over the horizon. Advice never makes a plan impossible: a role
    whose every advice asks for more hours stays with employees.
    """
    mean_hours = demand.hours.mean(axis=2)
    chosen = [_choose(inputs, role, mean_hours[:, column]) for column, role in enumerate(inputs.roles)]
    return Sourcing(
        roles=tuple(record for record, _ in chosen), outside_share=np.stack([share for _, share in chosen], axis=1)
    )


def _choose(inputs: Inputs, role: str, hours: Array) -> tuple[RoleSourcing, Array]:
    """Return the sourcing of one role and its outside share in every scenario (S,)."""
    advised = inputs.phase.role(role).sources
    rule = inputs.company.sourcing.get(role) if role not in _leaders(inputs) else None
    if rule is not None:
        outside = rule.share if rule.source in NOT_ON_TEAM else 0.0
        record = RoleSourcing(role, advised, rule.source, rule.share, True, float(hours[0]))
        return record, np.full(len(hours), outside)
    taken = _first_reached(inputs, role, advised, hours)
    outside_of = np.array([float(a.source in NOT_ON_TEAM) for a in advised] + [0.0])
    first = advised[taken[0]].source if taken[0] < len(advised) else SourceKind.EMPLOYEE
    return RoleSourcing(role, advised, first, 1.0, False, float(hours[0])), outside_of[taken]


def _leaders(inputs: Inputs) -> tuple[str, str]:
    """Return the roles that stay with the team whatever the company's rules say."""
    return inputs.phase.definition.lead_role, inputs.phase.definition.head_role


def _first_reached(inputs: Inputs, role: str, advised: tuple[SourceAdvice, ...], hours: Array) -> NDArray[np.int64]:
    """Return the index of the first advice whose hours are reached; the number of advices if none is."""
    reached = np.zeros((len(hours), len(advised) + 1), dtype=bool)
    reached[:, -1] = True
    for column, advice in enumerate(advised):
        id = f"sourcing.{role}.{advice.source.value}_from_hours"
        reached[:, column] = hours >= inputs.value(id) if advice.from_hours else True
    first: NDArray[np.int64] = reached.argmax(axis=1)
    return first
