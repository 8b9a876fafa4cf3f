"""Form the positions of one month: pooled positions of the team, full-time leads, seats of people from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from orgplanner.maths.whole import whole_people
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.position import Position, RoleLoad
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.leading import Leading, head_may_hold
from orgplanner.stages.pooling import NEGLIGIBLE, PooledPosition, PoolingRules, Work, pool_positions
from orgplanner.stages.sourcing import Sourcing


def form_positions(
    inputs: Inputs, total: Array, team: Array, sourcing: Sourcing, leading: Leading, month: int
) -> tuple[Position, ...]:
    """Form the whole positions of one month in the first scenario.

    Args:
        inputs: the gathered inputs.
        total: FTE of all work (S, R, T).
        team: FTE that stays with the team (S, R, T).
        sourcing: the sources taken.
        leading: leads by span of control.
        month: index of the month.

    Returns:
        The head first, then the team by role, then seats from outside.
    """
    pooled = pool_positions(
        _work(inputs, team[0, :, month], leading, month), _may_combine(inputs, leading, month), _rules(inputs)
    )
    number = Counter[str]()
    team_positions = [
        *(_team_position(inputs, p, number) for p in _in_order(inputs, pooled)),
        *_full_leads(inputs, leading, month, number),
    ]
    outside = _outside_seats(inputs, (total - team)[0, :, month], sourcing)
    return tuple(sorted(team_positions, key=lambda p: p.main_role != inputs.phase.definition.head_role)) + tuple(
        outside
    )


def _work(inputs: Inputs, fte: Array, leading: Leading, month: int) -> list[Work]:
    """Return the work to be pooled: every role, the head, and each playing lead's leading."""
    definition = inputs.phase.definition
    work = [Work(definition.head_role, float(leading.head_fte[0, month]), single=True)]
    for row, unit in enumerate(definition.organisation.units):
        if leading.playing[0, row, month]:
            coaching = float(leading.coaching_fte[0, row, month])
            work.append(Work(f"{definition.lead_role}@{unit.id}", coaching, single=True))
    for column, role in enumerate(inputs.roles):
        if role not in (definition.head_role, definition.lead_role):
            work.append(Work(role, float(fte[column])))
    return work


class _may_combine:  # noqa: N801 - reads as the function that it is
    """Whether one person may hold two kinds of work."""

    def __init__(self, inputs: Inputs, leading: Leading, month: int) -> None:
        definition = inputs.phase.definition
        self._phase = inputs.phase
        self._head, self._lead = definition.head_role, definition.lead_role
        self._head_holds = set(head_may_hold(inputs.phase, leading.freed))
        whole_team = int(leading.leads[0, :, month].sum()) == 1
        self._units = {u.id: set(inputs.roles if whole_team else u.roles) for u in definition.organisation.units}

    def __call__(self, first: str, second: str) -> bool:
        if self._head in (first, second):
            other = second if first == self._head else first
            return other in self._head_holds
        if "@" in first or "@" in second:
            leads, other = (first, second) if "@" in first else (second, first)
            unit = leads.partition("@")[2]
            return "@" not in other and other in self._units[unit] and self._phase.may_combine(self._lead, other)
        return self._phase.may_combine(first, second)


def _rules(inputs: Inputs) -> PoolingRules:
    tight_load, tight_total, minimum = (
        float(inputs.value(f"team.{name}")[0]) for name in ("tight_load", "tight_total", "minimum_share")
    )
    return PoolingRules(tight_load, tight_total, minimum)


def _in_order(inputs: Inputs, pooled: Sequence[PooledPosition]) -> list[PooledPosition]:
    """Sort positions by the phase's order of their main roles, fuller ones first."""
    order = {role: place for place, role in enumerate(inputs.roles)}

    def place(position: PooledPosition) -> tuple[int, float]:
        return order[_main_role(inputs, position)], -position.loads[0][1]

    return sorted(pooled, key=place)


def _main_role(inputs: Inputs, position: PooledPosition) -> str:
    """Return the role that names the position: head, else lead, else the largest share."""
    definition = inputs.phase.definition
    keys = [key for key, _ in position.loads]
    if definition.head_role in keys:
        return definition.head_role
    return definition.lead_role if any("@" in key for key in keys) else keys[0]


def _team_position(inputs: Inputs, pooled: PooledPosition, number: Counter[str]) -> Position:
    main = _main_role(inputs, pooled)
    number[main] += 1
    loads = [RoleLoad(role=key.partition("@")[0], fte=max(fte, 0.0)) for key, fte in pooled.loads]
    loads.sort(key=lambda load: load.role != main)
    return Position(
        id=f"{main}-{number[main]}",
        main_role=main,
        roles=tuple(loads),
        unit=_unit_of(inputs, pooled, main),
        source=SourceKind.EMPLOYEE,
        tight=sum(load.fte for load in loads) > 1 + 1e-6,
    )


def _unit_of(inputs: Inputs, pooled: PooledPosition, main: str) -> str | None:
    """Return the unit of the largest role that stands in one; a playing lead stands in the unit that is led."""
    if main == inputs.phase.definition.head_role:
        return None
    led = next((key.partition("@")[2] for key, _ in pooled.loads if "@" in key), None)
    return led or unit_of_role(inputs, pooled.loads[0][0])


def unit_of_role(inputs: Inputs, role: str) -> str | None:
    """Return the id of the unit in which a role stands, if it stands in one."""
    units = inputs.phase.definition.organisation.units
    return next((unit.id for unit in units if role in unit.roles), None)


def _full_leads(inputs: Inputs, leading: Leading, month: int, number: Counter[str]) -> Iterator[Position]:
    """Yield the leads who do nothing but lead: first the leads of leads, then those of the units."""
    role = inputs.phase.definition.lead_role
    places: list[str | None] = [None] * int(leading.upper[0, month])
    for row, unit in enumerate(inputs.phase.definition.organisation.units):
        if not leading.playing[0, row, month]:
            places += [unit.id] * int(leading.leads[0, row, month])
    for place in places:
        number[role] += 1
        loads = (RoleLoad(role=role, fte=1.0),)
        yield Position(id=f"{role}-{number[role]}", main_role=role, roles=loads, unit=place)


def _outside_seats(inputs: Inputs, fte: Array, sourcing: Sourcing) -> Iterator[Position]:
    """Yield a seat for the work that people from outside the team carry."""
    for column, role in enumerate(inputs.roles):
        source = sourcing.roles[column].taken
        if source in NOT_ON_TEAM and fte[column] > NEGLIGIBLE:
            yield Position(
                id=f"{role}-{source.value}",
                main_role=role,
                roles=(RoleLoad(role=role, fte=float(fte[column])),),
                unit=unit_of_role(inputs, role),
                source=source,
                count=max(1, int(whole_people(np.array(fte[column])))),
            )
