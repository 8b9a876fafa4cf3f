"""Form the positions of one month: pooled positions of the team, full-time leads, seats of people from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from orgplanner.maths.whole import whole_people
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.chart import Chart
from orgplanner.records.position import Position, RoleLoad
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.leading import Leading, head_may_hold
from orgplanner.stages.lines import reporting_lines
from orgplanner.stages.loads import post_size
from orgplanner.stages.patterns import NEGLIGIBLE, PooledPosition, PoolingRules, Work
from orgplanner.stages.pooling import pool_positions, uncoverable
from orgplanner.stages.sourcing import Sourcing

TIGHT_FROM = 1e-6
"""Load above a full one that is more than rounding."""


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
        _work(inputs, team[0, :, month], leading, month),
        _Combinations(inputs, leading, month).allow,
        _rules(inputs),
        _held_today(inputs, int(leading.full_leads[0, month])),
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


class _Combinations:
    """Which kinds of work one person may hold together in a month."""

    def __init__(self, inputs: Inputs, leading: Leading, month: int) -> None:
        definition = inputs.phase.definition
        self._phase = inputs.phase
        self._head, self._lead = definition.head_role, definition.lead_role
        self._head_holds = set(head_may_hold(inputs.phase, leading.freed))
        whole_team = bool(leading.small[0, month])
        self._units = {u.id: set(inputs.roles if whole_team else u.roles) for u in definition.organisation.units}

    def allow(self, first: str, second: str) -> bool:
        """Tell whether one person may hold both kinds of work."""
        if self._head in (first, second):
            other = second if first == self._head else first
            return other in self._head_holds
        if "@" in first or "@" in second:
            leads, other = (first, second) if "@" in first else (second, first)
            unit = leads.partition("@")[2]
            return "@" not in other and other in self._units[unit] and self._phase.may_combine(self._lead, other)
        return self._phase.may_combine(first, second)


def _held_today(inputs: Inputs, full_leads: int) -> list[dict[str, float]]:
    """Return what each person on the team does today, as FTE by role; those who will lead in full are left out."""
    lead = inputs.phase.definition.lead_role
    held = [
        {r.role: r.share * person.fte for r in person.roles}
        for person in inputs.company.roster
        if not person.out_of_scope and person.source not in NOT_ON_TEAM
    ]
    leading_most = sorted(held, key=lambda roles: -roles.get(lead, 0.0))[:full_leads]
    return [roles for roles in held if not any(roles is other and lead in roles for other in leading_most)]


def _rules(inputs: Inputs) -> PoolingRules:
    tight_load, tight_total, minimum, step = (
        float(inputs.value(f"team.{name}")[0])
        for name in ("tight_load", "tight_total", "minimum_share", "part_time_step")
    )
    cover = tuple(roles_by_skill(inputs).values()) if inputs.company.cover_rule else ()
    return PoolingRules(tight_load, tight_total, minimum, cover=cover, step=step)


def roles_by_skill(inputs: Inputs) -> dict[str, frozenset[str]]:
    """Return by skill the roles that ask for it at the level at which somebody can stand in; who leads is left out."""
    definition = inputs.phase.definition
    level = float(inputs.value("skills.cover_level")[0])
    roles: dict[str, set[str]] = {}
    for role in inputs.roles:
        if role not in (definition.head_role, definition.lead_role):
            for skill in inputs.phase.role(role).skills:
                if skill.level >= level:
                    roles.setdefault(skill.skill, set()).add(role)
    return {skill: frozenset(asking) for skill, asking in roles.items()}


def uncoverable_skills(inputs: Inputs, positions: Sequence[Position]) -> tuple[str, ...]:
    """Return the skills of which the positions of the team have some work, but too little for two of them.

    Args:
        inputs: the gathered inputs.
        positions: positions of one month.
    """
    carried: dict[str, float] = {}
    for load in (load for position in positions if position.on_team for load in position.roles):
        carried[load.role] = carried.get(load.role, 0.0) + load.fte
    work = [Work(role, fte) for role, fte in carried.items() if fte > NEGLIGIBLE]
    asked = {skill: roles for skill, roles in roles_by_skill(inputs).items() if roles & {w.key for w in work}}
    told = set(uncoverable(work, replace(_rules(inputs), cover=tuple(asked.values()))))
    return tuple(skill for skill, roles in asked.items() if roles in told)


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
    step = _rules(inputs).step
    loads = [RoleLoad(role=key.partition("@")[0], fte=max(fte, 0.0)) for key, fte in pooled.loads]
    loads.sort(key=lambda load: load.role != main)
    return Position(
        id=f"{main}-{number[main]}",
        main_role=main,
        roles=tuple(loads),
        unit=_unit_of(inputs, pooled, main),
        source=SourceKind.EMPLOYEE,
        size=post_size(sum(load.fte for load in loads), step),
        tight=sum(load.fte for load in loads) > 1 + TIGHT_FROM,
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
    places: list[str | None] = [None] * int(leading.upper[0, :, month].sum())
    for row, unit in enumerate(inputs.phase.definition.organisation.units):
        if not leading.playing[0, row, month]:
            places += [unit.id] * int(leading.leads[0, row, month])
    for place in places:
        number[role] += 1
        loads = (RoleLoad(role=role, fte=1.0),)
        yield Position(id=f"{role}-{number[role]}", main_role=role, roles=loads, unit=place)


def positions_by_unit(inputs: Inputs, positions: Sequence[Position]) -> NDArray[np.int64]:
    """Return the positions of each unit that do not lead in full (U,)."""
    lead = inputs.phase.definition.lead_role
    members = [
        p.unit for p in positions if p.on_team and not (p.main_role == lead and len(p.roles) == 1 and p.fte >= 1)
    ]
    return np.array([members.count(unit.id) for unit in inputs.phase.definition.organisation.units])


def reports_on_chart(
    inputs: Inputs, positions: Sequence[Position], leading: Leading, month: int
) -> tuple[int, NDArray[np.int64]]:
    """Return the reports of the head, and of each unit's playing lead (U,), that the chart's lines give.

    The playing lead of a small team also takes the leading that the head would keep: its own line.
    """
    definition = inputs.phase.definition
    small = bool(leading.small[0, month])
    spans = Chart(nodes=reporting_lines(positions, definition.lead_role, leading.levels(month), small=small)).spans()
    playing = leading.playing[0, :, month]
    takes_all = small and bool(playing.any())
    led = np.zeros(len(playing), dtype=np.int64)
    for row, unit in enumerate(definition.organisation.units):
        if playing[row]:
            (lead,) = (p for p in positions if p.main_role == definition.lead_role and p.unit == unit.id)
            led[row] = spans.get(lead.id, 0) + takes_all
    return 0 if takes_all else spans.get(positions[0].id, 0), led


def with_leading_hours(
    inputs: Inputs, positions: Sequence[Position], leading: Leading, month: int
) -> tuple[Position, ...]:
    """Return the positions with the FTE of leading that the chart's lines give to head and playing leads."""
    definition = inputs.phase.definition
    hours: dict[str, dict[str | None, float]] = {
        definition.head_role: {None: float(leading.head_fte[0, month])},
        definition.lead_role: {},
    }
    for row, unit in enumerate(definition.organisation.units):
        if leading.playing[0, row, month]:
            hours[definition.lead_role][unit.id] = float(leading.coaching_fte[0, row, month])
    return tuple(
        _with_load(p, p.main_role, hours[p.main_role][p.unit], _rules(inputs).step)
        if p.unit in hours.get(p.main_role, {})
        else p
        for p in positions
    )


def _with_load(position: Position, role: str, fte: float, step: float) -> Position:
    """Return the position with another FTE of one of its roles."""
    loads = tuple(RoleLoad(role=r.role, fte=fte) if r.role == role else r for r in position.roles)
    load = sum(r.fte for r in loads)
    changed = {"roles": loads, "tight": load > 1 + TIGHT_FROM, "size": post_size(load, step)}
    return Position(**{**dict(position), **changed})


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
