"""Assign people to positions: an exact transport of shares of posts, people alike and positions alike taken together.

maximise   sum over people p, positions q of fit(p, q) x share(p, q)
subject to sum over q of share(p, q) <= FTE of p          (hours are shared, never copied)
           sum over p of share(p, q) <= size of q         (a post of the team, or the FTE of a seat from outside)
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from orgplanner.maths.transport import transport
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.company import Person
from orgplanner.records.phase import Phase
from orgplanner.records.position import Assignment, Position
from orgplanner.stages.orgchart import OrgCharts
from orgplanner.stages.structures import TeamUnit, unit_of_person

SAME_ROLE = 0.9
"""Fit of somebody who has the role for hardly any of the time."""

RELATED_ROLE = 0.5
"""Fit of somebody who has another role of the same area; only the order of fits matters, not their size."""

MAIN_ROLE_WEIGHT, ROLES_WEIGHT, SKILL_WEIGHT, SOURCE_WEIGHT = 100.0, 40.0, 15.0, 1.0
"""The main role comes before the mix of roles, that before skills, those before the source."""

OWN_TEAM_WEIGHT = 150.0
"""Whoever heads the team or leads a part of it today leads on, whatever else is left without a person."""

HOME_WEIGHT = 30.0
"""Whoever serves a region today serves it on, if a position of the same role is there."""

FIRST_OF_EQUALS = 1e-5
"""Cost of a later place, so that the first of equals comes first."""

LEADS = "@leads"
"""Stands for a unit where most reports lead themselves."""

LEAST_SHARE = 0.01
"""Share of a post below which an assignment is a rounding error."""


@dataclass(frozen=True)
class Matching:
    """People on positions."""

    assignments: tuple[Assignment, ...]
    unplaced: tuple[str, ...]
    """People in scope without any position."""
    spare: dict[str, float]
    """FTE of placed or unplaced people that no position asks for."""


@dataclass(frozen=True)
class _People:
    """People who fit all positions alike."""

    members: tuple[Person, ...]
    fte: float
    leads: str | None
    """Unit whose roles most of their reports have today, or LEADS."""
    home: str | None
    """Unit in which they stand, where the structure splits units; None where it does not."""


@dataclass(frozen=True)
class _Seats:
    """Positions that all people fit alike."""

    members: tuple[Position, ...]
    size: float
    skills: dict[str, int]
    """Levels that they ask for."""


def assign_people(
    phase: Phase, units: Sequence[TeamUnit], charts: OrgCharts, positions: Sequence[Position]
) -> Matching:
    """Assign the people in scope to positions so that the fit is best.

    Among equal fits people of one manager stay together, and keep the order of the roster.
    """
    people = [p for p in (*charts.people, *charts.joining) if not p.out_of_scope]
    groups = _alike_people(
        phase, units, people, charts
    )  # people in post come before those who join, and win among equals
    seats = _alike_seats(phase, positions, charts)
    flows = _best_flows(phase, groups, seats)
    assignments = list(_shares(groups, seats, flows))
    used: dict[str, float] = {}
    for a in assignments:
        used[a.person] = used.get(a.person, 0.0) + a.share
    order = {p.id: place for place, p in enumerate(positions)}
    assignments.sort(key=lambda a: (a.person, -a.share, order[a.position]))
    spare = {p.id: p.fte - used.get(p.id, 0.0) for p in people}
    return Matching(
        assignments=tuple(assignments),
        unplaced=tuple(p.id for p in people if p.id not in used),
        spare={id: left for id, left in spare.items() if left > LEAST_SHARE},
    )


def is_split(units: Sequence[TeamUnit]) -> bool:
    """Tell whether some unit is split by region, customer size or product."""
    return any(unit.group is not None for unit in units)


def required_skills(phase: Phase, position: Position) -> dict[str, int]:
    """Return the levels that a position asks for: of each of its roles, the highest level of each skill."""
    levels: dict[str, int] = {}
    for load in position.roles:
        for skill in phase.role(load.role).skills:
            levels[skill.skill] = max(levels.get(skill.skill, 0), skill.level)
    return levels


def fits_role(phase: Phase, person: Person, role: str) -> float:
    """Return how near a person's roles are to a role: up to 1 the same, less a related one, 0 none (ratio).

    Whoever gives more of the time to the role is nearer to it.
    """
    area = phase.definition_of(role).area
    fit = 0.0
    for held in person.roles:
        if held.role == role:
            return SAME_ROLE + (1 - SAME_ROLE) * held.share
        if phase.definition_of(held.role).area == area:
            fit = RELATED_ROLE
    return fit


def _alike_people(
    phase: Phase, units: Sequence[TeamUnit], people: Sequence[Person], charts: OrgCharts
) -> list[_People]:
    """Group people with the same roles, skills, source and FTE; inside a group in the order of today's chart."""
    order = {n.id: place for place, n in enumerate(charts.today.nodes)}
    joining = {p.id for p in charts.joining}
    leads = _led_units(phase, units, charts)
    home = {p.id: unit_of_person(units, p) if is_split(units) else None for p in people}
    groups: dict[object, list[Person]] = {}
    for person in sorted(people, key=lambda p: order.get(p.id, len(order))):
        roles = tuple(sorted((r.role, r.share) for r in person.roles))
        levels = tuple(sorted(person.skills.items()))
        key = (roles, levels, person.source, person.fte, person.id in joining, leads.get(person.id), home[person.id])
        groups.setdefault(key, []).append(person)
    return [_People(tuple(m), m[0].fte, leads.get(m[0].id), home[m[0].id]) for m in groups.values()]


def _led_units(phase: Phase, units: Sequence[TeamUnit], charts: OrgCharts) -> dict[str, str]:
    """Return for everybody with the role of a lead the unit in which most of the reports stand.

    Whose reports are leads for the most part leads leads.
    """
    lead = phase.definition.lead_role
    leads = {p.id for p in charts.people if any(r.role == lead for r in p.roles)}
    of_person = {p.id: LEADS if p.id in leads else unit_of_person(units, p) for p in charts.people}
    led: dict[str, Counter[str]] = {}
    for node in charts.today.nodes:
        unit = of_person[node.id]
        if node.parent in leads and unit is not None:
            led.setdefault(node.parent, Counter())[unit] += 1
    return {id: units.most_common(1)[0][0] for id, units in led.items()}


def _alike_seats(phase: Phase, positions: Sequence[Position], charts: OrgCharts) -> list[_Seats]:
    """Group positions with the same loads and source; inside a group in the order of the recommended chart."""
    order = {n.id: place for place, n in enumerate(charts.recommended.nodes)}
    groups: dict[object, list[Position]] = {}
    for position in sorted(positions, key=lambda p: order[p.id]):
        loads = tuple((r.role, round(r.fte, 6)) for r in position.roles)
        groups.setdefault((position.main_role, loads, position.source, position.unit, position.size), []).append(
            position
        )
    return [
        _Seats(
            members=tuple(members),
            size=members[0].size if members[0].on_team else max(members[0].fte, LEAST_SHARE),
            skills=required_skills(phase, members[0]),
        )
        for members in groups.values()
    ]


def _best_flows(phase: Phase, groups: Sequence[_People], seats: Sequence[_Seats]) -> dict[tuple[int, int], float]:
    """Return the FTE that flows from each group of people to each group of positions."""
    cost, head = np.full((len(groups), len(seats)), np.inf), phase.definition.head_role
    roles = {load.role for seat in seats for load in seat.members[0].roles}
    for i, group in enumerate(groups):
        nearness = {role: fits_role(phase, group.members[0], role) for role in roles}
        for j, seat in enumerate(seats):
            fit = _fit(group.members[0], seat, nearness)
            if fit is not None:
                position = seat.members[0]
                is_lead = position.main_role == phase.definition.lead_role
                leads_on = is_lead and group.leads == (position.unit or LEADS)
                leads_on |= position.main_role == head and any(r.role == head for r in group.members[0].roles)
                stays = group.home is not None and group.home == position.unit
                weight = OWN_TEAM_WEIGHT * leads_on + HOME_WEIGHT * stays
                cost[i, j] = -fit - weight + FIRST_OF_EQUALS * (i + j)
    hours = [group.fte * len(group.members) for group in groups]
    sizes = [seat.size * len(seat.members) for seat in seats]
    flow = transport(cost, hours, sizes).flow
    return {(int(i), int(j)): float(flow[i, j]) for i, j in np.argwhere(flow > LEAST_SHARE / 2)}


def _fit(person: Person, seat: _Seats, nearness: Mapping[str, float]) -> float | None:
    """Return how well a person, so near to each role, fits a position; None where the person may not hold it."""
    position = seat.members[0]
    if not position.on_team and person.source is not position.source:
        return None
    main = nearness[position.main_role]
    mixed = _mixed_fit(position, nearness)
    if max(main, mixed) <= 0:
        return None
    same_source = person.source is position.source or not (position.on_team and person.source in NOT_ON_TEAM)
    skill = _skill_fit(person, seat.skills)
    return MAIN_ROLE_WEIGHT * main + ROLES_WEIGHT * mixed + SKILL_WEIGHT * skill + SOURCE_WEIGHT * same_source


def _mixed_fit(position: Position, nearness: Mapping[str, float]) -> float:
    """Return the mean nearness to the position's roles, weighted by their FTE (ratio)."""
    total = position.fte
    if total <= 0:
        return nearness[position.main_role]
    return sum(load.fte / total * nearness[load.role] for load in position.roles)


def _skill_fit(person: Person, required: Mapping[str, int]) -> float:
    """Return sum min(held, required) / sum required; half where nothing is known of the person's skills."""
    total = sum(required.values())
    if not person.skills or not total:
        return 0.5
    return sum(min(person.skills.get(skill, 0), level) for skill, level in required.items()) / total


def _shares(
    groups: Sequence[_People], seats: Sequence[_Seats], flows: dict[tuple[int, int], float]
) -> Iterator[Assignment]:
    """Share the flows between groups out to the people and positions in their order."""
    left = {p.id: p.fte for group in groups for p in group.members}
    room = {q.id: seat.size for seat in seats for q in seat.members}
    waiting = [deque(group.members) for group in groups]
    free = [deque(seat.members) for seat in seats]
    for (i, j), flow in flows.items():
        while flow > LEAST_SHARE / 2 and waiting[i] and free[j]:
            person, position = waiting[i][0], free[j][0]
            share = min(flow, left[person.id], room[position.id])
            if share > LEAST_SHARE / 2:
                yield Assignment(person=person.id, position=position.id, share=min(1.0, share))
                flow -= share
                left[person.id] -= share
                room[position.id] -= share
            if left[person.id] <= LEAST_SHARE / 2:
                waiting[i].popleft()
            elif room[position.id] <= LEAST_SHARE / 2:
                free[j].popleft()
            elif share <= LEAST_SHARE / 2:
                break
