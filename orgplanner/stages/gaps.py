"""Find the gaps: people on positions by an exact assignment, then what is missing in roles, skills and cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from orgplanner.records.chart import Change, ChartDifference, ChartNode
from orgplanner.records.company import Person
from orgplanner.records.gap import RoleGap, SkillGap
from orgplanner.records.phase import Phase
from orgplanner.records.position import Assignment, Position
from orgplanner.stages.attendance import attendance
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.matching import Matching, assign_people, fits_role, required_skills
from orgplanner.stages.orgchart import OrgCharts, chart_of_today, left_since_start
from orgplanner.stages.places import keep_places
from orgplanner.stages.staffing import Staffing


@dataclass(frozen=True)
class Gaps:
    """Who is missing, in the month of the positions and over the months."""

    assignments: tuple[Assignment, ...]
    """Shares of people on positions; a person's first position is the place on the chart."""
    open_positions: tuple[Position, ...]
    """Positions of the team that nobody holds."""
    open_seats: tuple[Position, ...]
    """Seats from outside the team that nobody holds."""
    part_filled: tuple[Position, ...]
    """Positions of which a part is held."""
    roles: tuple[RoleGap, ...]
    """Role by role, in the phase's order."""
    skills: tuple[SkillGap, ...]
    """Skills that people lack for the positions they hold."""
    unplaced: tuple[str, ...]
    """Ids of people in scope who hold no position."""
    spare_fte: dict[str, float]
    """FTE of people that no position asks for, by person."""
    single_holders: tuple[tuple[str, str], ...]
    """Positions (id, person) for which nobody else on the roster could stand in."""
    differences: tuple[ChartDifference, ...]
    """What changes against today, position by position."""
    held_fte: Array
    """FTE of each role that today's people carry on their positions, by month (R, T)."""


def find_gaps(inputs: Inputs, staffing: Staffing, charts: OrgCharts) -> Gaps:
    """Place people on positions and say what is missing."""
    matching = _places_kept(inputs, staffing, charts)
    held = held_by_position(matching.assignments)
    held_fte = _held_by_month(inputs, staffing, matching)
    least = float(inputs.value("team.minimum_gap")[0])
    everybody = (*charts.people, *charts.joining)
    return Gaps(
        assignments=matching.assignments,
        open_positions=tuple(p for p in staffing.positions if p.on_team and p.id not in held),
        open_seats=tuple(p for p in staffing.positions if not p.on_team and p.id not in held),
        part_filled=tuple(p for p in staffing.positions if p.id in held and unfilled(p, held[p.id]) > least),
        roles=_role_gaps(inputs, staffing, matching, held_fte),
        skills=find_skill_gaps(inputs.phase, everybody, staffing.positions, matching.assignments),
        unplaced=matching.unplaced,
        spare_fte=matching.spare,
        single_holders=find_single_holders(inputs, charts.people, staffing.positions, matching.assignments),
        differences=find_differences(
            charts, charts.recommended.nodes, staffing.positions, matching.assignments, matching.unplaced
        ),
        held_fte=held_fte,
    )


def _places_kept(inputs: Inputs, staffing: Staffing, charts: OrgCharts) -> Matching:
    """Place people so that the seat of somebody who left since the first month is the one that stays open."""
    units, positions = staffing.units.units, staffing.positions
    matching = assign_people(inputs.phase, units, charts, positions)
    gone = left_since_start(inputs, staffing.month)
    if not gone:
        return matching
    there = {p.id for p in (*charts.people, *gone)}
    people = tuple(p for p in inputs.company.roster if p.id in there)
    earlier = replace(charts, today=chart_of_today(inputs.company.roster, people), people=people)
    before: dict[str, str] = {}
    for a in assign_people(inputs.phase, units, earlier, positions).assignments:
        before.setdefault(a.person, a.position)
    return replace(matching, assignments=keep_places(positions, matching.assignments, before))


def held_by_position(assignments: Sequence[Assignment]) -> dict[str, float]:
    """Return the FTE that people hold of each position that is held."""
    held: dict[str, float] = {}
    for a in assignments:
        held[a.position] = held.get(a.position, 0.0) + a.share
    return held


def unfilled(position: Position, held: float) -> float:
    """Return the FTE of a position that nobody holds."""
    return max(0.0, min(position.fte, position.count) - held)


def carried(position: Position, share: float) -> float:
    """Return the part of a position's work that people with `share` of a post together carry (ratio).

    A full post carries all of a tight position: that is what tight means.
    """
    return min(1.0, share / min(position.fte, position.count)) if position.fte > 0 else 1.0


def _held_by_month(inputs: Inputs, staffing: Staffing, matching: Matching) -> Array:
    """Return the FTE of each role that people carry while they are in post and not away (R, T)."""
    place = {role: row for row, role in enumerate(inputs.roles)}
    positions = {p.id: p for p in staffing.positions}
    people = {p.id: p for p in inputs.company.roster}
    held = np.zeros((len(inputs.roles), len(inputs.months)))
    in_post = dict(zip(people, attendance(tuple(people.values()), inputs.months), strict=True))
    shares: dict[str, Array] = {}
    for a in matching.assignments:
        shares[a.position] = shares.get(a.position, np.zeros(len(inputs.months))) + a.share * in_post[a.person]
    for id, by_month in shares.items():
        part = np.array([carried(positions[id], share) if share > 0 else 0.0 for share in by_month])
        for load in positions[id].roles:
            held[place[load.role]] += load.fte * part
    return held


def _role_gaps(inputs: Inputs, staffing: Staffing, matching: Matching, held: Array) -> tuple[RoleGap, ...]:
    """Return needed, held and missing FTE and positions by role in the month of the positions."""
    filled = {a.position for a in matching.assignments}
    gaps = []
    for row, role in enumerate(inputs.roles):
        mine = [p for p in staffing.positions if p.main_role == role]
        team = [p for p in mine if p.on_team]
        gaps.append(
            RoleGap(
                role=role,
                total_fte=float(staffing.steady_total[0, row, staffing.month]),
                required_fte=float(staffing.steady_fte[0, row, staffing.month]),
                held_fte=float(held[row, staffing.month]),
                positions=len(team),
                filled=sum(p.id in filled for p in team),
                outside_people=sum(p.count for p in mine if not p.on_team),
            )
        )
    return tuple(gaps)


def find_skill_gaps(
    phase: Phase, people: Sequence[Person], positions: Sequence[Position], assignments: Sequence[Assignment]
) -> tuple[SkillGap, ...]:
    """Return the levels that people lack; a skill whose level the roster does not give is not known, not zero."""
    by_id = {p.id: p for p in people}
    by_position = {p.id: p for p in positions}
    gaps = []
    for assignment in assignments:
        person = by_id[assignment.person]
        for skill, level in required_skills(phase, by_position[assignment.position]).items():
            held = person.skills.get(skill)
            if held is not None and held < level:
                gaps.append(
                    SkillGap(person=person.id, position=assignment.position, skill=skill, required=level, held=held)
                )
    return tuple(gaps)


def find_single_holders(
    inputs: Inputs, people: Sequence[Person], positions: Sequence[Position], assignments: Sequence[Assignment]
) -> tuple[tuple[str, str], ...]:
    """Return the held positions for which nobody else on the roster could stand in.

    Somebody can stand in who has the main role or a related one, or the skills that it asks for on the level of cover.
    """
    in_scope = [p for p in people if not p.out_of_scope]
    level = float(inputs.value("skills.cover_level")[0])
    fitting = {
        role: {p.id for p in in_scope if fits_role(inputs.phase, p, role) > 0 or _has_skills(inputs, p, role, level)}
        for role in {p.main_role for p in positions}
    }
    by_position = {p.id: p for p in positions}
    single = []
    for assignment in assignments:
        position = by_position[assignment.position]
        if position.on_team and fitting[position.main_role] <= {assignment.person}:
            single.append((position.id, assignment.person))
    return tuple(single)


def _has_skills(inputs: Inputs, person: Person, role: str, cover: float) -> bool:
    """Tell whether somebody has every skill that a role asks for, at the level of cover or what is asked if less."""
    required = inputs.phase.role(role).skills
    return all(person.skills.get(s.skill, 0) >= min(s.level, cover) for s in required)


def find_differences(
    charts: OrgCharts,
    lines: Sequence[ChartNode],
    positions: Sequence[Position],
    assignments: Sequence[Assignment],
    unplaced: Sequence[str],
) -> tuple[ChartDifference, ...]:
    """Compare every position of a chart and every unplaced person with today.

    Args:
        charts: today's chart, and the people in post and joining.
        lines: boxes of the chart with those above.
        positions: positions of the chart, in the order of the answer.
        assignments: shares of people on them.
        unplaced: ids of people without a position.
    """
    manager_today = {n.id: n.parent for n in charts.today.nodes}
    above = {n.id: n.parent for n in lines}
    holder: dict[str, str] = {}
    for a in assignments:
        holder.setdefault(a.position, a.person)
    people = {p.id: p for p in (*charts.people, *charts.joining)}
    joining = {p.id for p in charts.joining}
    differences = []
    for position in positions:
        person = holder.get(position.id)
        if person is None:
            differences.append(ChartDifference(position=position.id, person=None, change=Change.OPEN))
            continue
        parent = above[position.id]
        then = holder.get(parent) if parent else None
        today = manager_today.get(person)
        kept_roles = {r.role for r in people[person].roles} & {r.role for r in position.roles}
        moved = today != then and (then is not None or parent is None or today is None)
        change = Change.CHANGED if not kept_roles else Change.MOVED if moved else Change.KEPT
        change = Change.JOINING if person in joining else change
        differences.append(
            ChartDifference(position=position.id, person=person, change=change, manager_today=today, manager_then=then)
        )
    differences += [
        ChartDifference(position=None, person=id, change=Change.UNPLACED, manager_today=manager_today.get(id))
        for id in unplaced
    ]
    return tuple(differences)
