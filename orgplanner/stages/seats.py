"""Form the positions of one month: pooled positions of the team, full-time leads, seats of people from outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count

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
from orgplanner.stages.structures import TeamUnits

DIRECTOR = "director"
"""Start of the ids of leads who lead leads."""

TIGHT_FROM = 1e-6
"""Load above a full one that is more than rounding."""


def form_positions(
    inputs: Inputs, units: TeamUnits, total: Array, team: Array, sourcing: Sourcing, leading: Leading, month: int
) -> tuple[Position, ...]:
    """Form the whole positions of one month in the first scenario.

    Args:
        inputs: the gathered inputs.
        units: the units of the organisation.
        total: FTE of all work (S, R, T).
        team: FTE that stays with the team (S, R, T).
        sourcing: the sources taken.
        leading: leads by span of control.
        month: index of the month.

    Returns:
        The head first, then the team by role, then seats from outside.
    """
    pooled = pool_positions(
        _work(inputs, units, team[0, :, month], leading, month),
        _Combinations(inputs, units, leading, month).allow,
        _rules(inputs),
        _held_today(inputs, int(leading.full_leads[0, month])),
    )
    number, lead_numbers = Counter[str](), _lead_numbers(units, leading)
    team_positions = [
        *_team_positions(inputs, units, _in_order(inputs, pooled), number, lead_numbers),
        *_full_leads(inputs, units, leading, month, lead_numbers),
    ]
    outside = _outside_seats(inputs, units, (total - team)[0, :, month], sourcing)
    return tuple(sorted(team_positions, key=lambda p: p.main_role != inputs.phase.definition.head_role)) + tuple(
        outside
    )


def _work(inputs: Inputs, units: TeamUnits, fte: Array, leading: Leading, month: int) -> list[Work]:
    """Return the work to be pooled: every role, the head, and each playing lead's leading."""
    definition = inputs.phase.definition
    work = [Work(definition.head_role, float(leading.head_fte[0, month]), single=True)]
    for row, unit in enumerate(units.units):
        if leading.playing[0, row, month]:
            coaching = float(leading.coaching_fte[0, row, month])
            work.append(Work(f"{definition.lead_role}@{unit.id}", coaching, single=True))
    for column, role in enumerate(inputs.roles):
        if role not in (definition.head_role, definition.lead_role):
            work.append(Work(role, float(fte[column])))
    return work


class _Combinations:
    """Which kinds of work one person may hold together in a month."""

    def __init__(self, inputs: Inputs, units: TeamUnits, leading: Leading, month: int) -> None:
        definition = inputs.phase.definition
        self._phase = inputs.phase
        self._head, self._lead = definition.head_role, definition.lead_role
        self._head_holds = set(head_may_hold(inputs.phase, leading.freed))
        whole_team = bool(leading.small[0, month])
        self._units = {u.id: set(inputs.roles if whole_team else u.roles) for u in units.units}

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


def _team_positions(
    inputs: Inputs,
    units: TeamUnits,
    pooled: Sequence[PooledPosition],
    number: Counter[str],
    lead_numbers: dict[str | None, Iterator[int]],
) -> Iterator[Position]:
    """Yield the pooled positions with their units: those of a role that is split are shared out over its units."""
    mains = [_main_role(inputs, p) for p in pooled]
    places = [_unit_of(inputs, units, p, main) for p, main in zip(pooled, mains, strict=True)]
    lead = inputs.phase.definition.lead_role
    for role in dict.fromkeys(p.loads[0][0] for p in pooled):
        rows = units.of_role(role)
        if len(rows) > 1:
            mine = [k for k, p in enumerate(pooled) if p.loads[0][0] == role and places[k] is not None]
            share = units.share[0, list(rows), inputs.roles.index(role)]
            leading = Counter(
                places[k] for k in mine if mains[k] == lead
            )  # a playing lead stands in the unit that is led
            seats = [k for k in mine if mains[k] != lead]
            quotas = shared_out(len(seats), share.tolist(), [leading[units.units[row].id] for row in rows])
            unit_ids = [units.units[row].id for row, quota in zip(rows, quotas, strict=True) for _ in range(quota)]
            for k, unit in zip(seats, unit_ids, strict=True):
                places[k] = unit
    for p, main, place in zip(pooled, mains, places, strict=True):
        stem = f"{main}{units.suffix(place)}"
        number[stem] += 1
        is_lead = main == inputs.phase.definition.lead_role
        yield _team_position(inputs, p, main, place, f"{stem}-{next(lead_numbers[place]) if is_lead else number[stem]}")


def shared_out(things: int, shares: Sequence[float], had: Sequence[int] = ()) -> list[int]:
    """Share whole things out by largest remainders; all go to the first where no share is known.

    Args:
        things: how many there are.
        shares: share of each place.
        had: things that each place has already; a place that has more than its share gets none.

    >>> shared_out(5, [0.5, 0.3, 0.2])
    [3, 1, 1]
    >>> shared_out(5, [0.5, 0.3, 0.2], had=[2, 0, 0])
    [2, 2, 1]
    """
    total = sum(shares)
    if total <= 0:
        return [things, *[0] * (len(shares) - 1)]
    already = list(had) or [0] * len(shares)
    given = [0] * len(shares)
    exact = [(things + sum(already)) * share / total for share in shares]
    for _ in range(things):
        neediest = max(range(len(shares)), key=lambda k: (exact[k] - already[k] - given[k], -k))
        given[neediest] += 1
    return given


def _team_position(inputs: Inputs, pooled: PooledPosition, main: str, unit: str | None, id: str) -> Position:
    step = _rules(inputs).step
    loads = [RoleLoad(role=key.partition("@")[0], fte=max(fte, 0.0)) for key, fte in pooled.loads]
    loads.sort(key=lambda load: load.role != main)
    return Position(
        id=id,
        main_role=main,
        roles=tuple(loads),
        unit=unit,
        source=SourceKind.EMPLOYEE,
        size=post_size(sum(load.fte for load in loads), step),
        tight=sum(load.fte for load in loads) > 1 + TIGHT_FROM,
    )


def _unit_of(inputs: Inputs, units: TeamUnits, pooled: PooledPosition, main: str) -> str | None:
    """Return the unit of the largest role, the first one of a split role; a playing lead's is the one that is led."""
    if main == inputs.phase.definition.head_role:
        return None
    led = next((key.partition("@")[2] for key, _ in pooled.loads if "@" in key), None)
    return led or unit_of_role(units, pooled.loads[0][0])


def unit_of_role(units: TeamUnits, role: str) -> str | None:
    """Return the id of the first unit in which a role stands, if it stands in one."""
    return next((unit.id for unit in units.units if role in unit.roles), None)


def _full_leads(
    inputs: Inputs, units: TeamUnits, leading: Leading, month: int, numbers: dict[str | None, Iterator[int]]
) -> Iterator[Position]:
    """Yield the leads who do nothing but lead: first the leads of leads, then those of the units."""
    role = inputs.phase.definition.lead_role
    places: list[str | None] = [None] * int(leading.upper[0, :, month].sum())
    for row, unit in enumerate(units.units):
        if not leading.playing[0, row, month]:
            places += [unit.id] * int(leading.leads[0, row, month])
    for place in places:
        stem = DIRECTOR if place is None else f"{role}{units.suffix(place)}"
        loads = (RoleLoad(role=role, fte=1.0),)
        yield Position(id=f"{stem}-{next(numbers[place])}", main_role=role, roles=loads, unit=place)


def _lead_numbers(units: TeamUnits, leading: Leading) -> dict[str | None, Iterator[int]]:
    """Return the numbers of the leads of each unit: a block as long as the unit ever needs, the same in every month.

    A unit that needs more in the month shown, since pooling asked for it, goes on behind all blocks.
    """
    most = leading.leads[0].max(axis=1).tolist()
    behind = count(sum(most) + 1)
    numbers: dict[str | None, Iterator[int]] = {None: count(1)}
    of_group: dict[str, Iterator[int]] = {}
    first = 1
    for unit, size in zip(units.units, most, strict=True):
        if unit.group is not None:  # the group stands in the id, so that every group counts from 1
            numbers[unit.id] = of_group.setdefault(units.suffix(unit.id), count(1))
            continue
        numbers[unit.id] = chain(range(first, first + size), behind)
        first += size
    return numbers


def positions_by_unit(inputs: Inputs, units: TeamUnits, positions: Sequence[Position]) -> NDArray[np.int64]:
    """Return the positions of each unit that do not lead in full (U,)."""
    lead = inputs.phase.definition.lead_role
    members = [
        p.unit for p in positions if p.on_team and not (p.main_role == lead and len(p.roles) == 1 and p.fte >= 1)
    ]
    return np.array([members.count(id) for id in units.ids])


def reports_on_chart(
    inputs: Inputs, units: TeamUnits, positions: Sequence[Position], leading: Leading, month: int
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
    for row, unit in enumerate(units.units):
        if playing[row]:
            (lead,) = (p for p in positions if p.main_role == definition.lead_role and p.unit == unit.id)
            led[row] = spans.get(lead.id, 0) + takes_all
    return 0 if takes_all else spans.get(positions[0].id, 0), led


def with_leading_hours(
    inputs: Inputs, units: TeamUnits, positions: Sequence[Position], leading: Leading, month: int
) -> tuple[Position, ...]:
    """Return the positions with the FTE of leading that the chart's lines give to head and playing leads."""
    definition = inputs.phase.definition
    hours: dict[str, dict[str | None, float]] = {
        definition.head_role: {None: float(leading.head_fte[0, month])},
        definition.lead_role: {},
    }
    for row, unit in enumerate(units.units):
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


def _outside_seats(inputs: Inputs, units: TeamUnits, fte: Array, sourcing: Sourcing) -> Iterator[Position]:
    """Yield a seat for the work that people from outside the team carry."""
    for column, role in enumerate(inputs.roles):
        source = sourcing.roles[column].taken
        if source in NOT_ON_TEAM and fte[column] > NEGLIGIBLE:
            yield Position(
                id=f"{role}-{source.value}",
                main_role=role,
                roles=(RoleLoad(role=role, fte=float(fte[column])),),
                unit=unit_of_role(units, role),
                source=source,
                count=max(1, int(whole_people(np.array(fte[column])))),
            )
