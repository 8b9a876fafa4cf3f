"""What a structure is like: hand-offs, spans, layers, cost of leads, specialisation, skills, cover, travel from today.

Every score holds the parts that it is made of. None of them says which structure is right: they pull in different
directions, and weighing them is the leader's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from orgplanner.plan import Plan
from orgplanner.records.base import LifecycleStage
from orgplanner.records.company import Segment
from orgplanner.records.position import Position
from orgplanner.stages.cost import default_cost
from orgplanner.stages.design_checks import SpanVerdict
from orgplanner.stages.inputs import Array
from orgplanner.stages.matching import required_skills
from orgplanner.stages.structures import NEGLIGIBLE, REST, TeamUnit, group_of
from orgplanner.studies.structure_score import PartKind, Score, ScoreKind, ScorePart
from orgplanner.units import Unit, money_unit


def hand_offs(plan: Plan) -> Score:
    """Return how often the team that serves a customer changes from onboarding over adoption to account expansion.

    The mean over segments, weighted by their accounts in the plan's month; not known without accounts.
    """
    month = plan.staffing.month
    accounts = [float(a) for a in plan.forecast.accounts[0, :, month]] if plan.company.segments else []
    total = sum(accounts)
    if total <= 0:
        return Score(kind=ScoreKind.HAND_OFFS, value=None, unit=Unit.ONE)
    changes, roles, teams, elsewhere, parts = 0.0, 0.0, 0.0, 0.0, []
    for segment, count in zip(plan.company.segments, accounts, strict=True):
        serving = _serving_roles(plan, segment)
        path = _team_path(plan, segment, serving)
        support = unit_for(plan.units, plan.phase.definition.ticket_role, segment)
        other = support is not None and support not in path
        own = float(max(len(path) - 1, 0))
        changes, roles = changes + own * count, roles + _changes(serving) * count
        teams, elsewhere = teams + (len(set(path)) + other) * count, elsewhere + other * count
        about = (segment.id, *path)
        parts.append(ScorePart(kind=PartKind.SEGMENT_PATH, value=own, unit=Unit.ONE, about=about, weight=count))
    beside = (
        ScorePart(kind=PartKind.ROLE_CHANGES, value=roles / total, unit=Unit.ONE),
        ScorePart(kind=PartKind.TEAMS_MET, value=teams / total, unit=Unit.ONE),
        ScorePart(kind=PartKind.SUPPORT_ELSEWHERE, value=elsewhere / total, unit=Unit.RATIO),
    )
    return Score(kind=ScoreKind.HAND_OFFS, value=changes / total, unit=Unit.ONE, parts=(*parts, *beside))


def unit_for(units: Sequence[TeamUnit], role: str, segment: Segment) -> str | None:
    """Return the id of the unit in which a role serves a segment, None where the role stands in none."""
    found = [unit for unit in units if role in unit.roles]
    own = [u for u in found if u.group is None or (u.split_by and group_of(segment, u.split_by) == u.group)]
    serving = own or [u for u in found if u.with_rest or u.group == REST]
    return serving[0].id if serving else None


def _serving_roles(plan: Plan, segment: Segment) -> list[str]:
    """Return the roles that serve a segment's customers, in the order of the lifecycle stages."""
    found = (plan.phase.role_for(segment.service_model, stage) for stage in LifecycleStage)
    return [role for role in found if role is not None]


def _team_path(plan: Plan, segment: Segment, roles: Sequence[str]) -> list[str]:
    """Return the teams that serve a segment's customers, each change told once."""
    path: list[str] = []
    for role in roles:
        unit = unit_for(plan.units, role, segment)
        if unit is not None and path[-1:] != [unit]:
            path.append(unit)
    return path


def _changes(roles: Sequence[str]) -> int:
    return sum(before != after for before, after in pairwise(roles))


def spans(plan: Plan) -> Score:
    """Return the share of everybody with reports whose reports lie in the band of the span of control."""
    checks = plan.design_checks.spans
    verdicts = Counter(check.verdict for check in checks)
    parts = [
        ScorePart(kind=PartKind(verdict.value), value=verdicts[verdict], unit=Unit.PERSON) for verdict in SpanVerdict
    ]
    parts += [
        ScorePart(
            kind=PartKind.REPORTS,
            value=check.reports,
            unit=Unit.PERSON,
            about=(check.position, check.assumption),
            band=(check.low, check.high),
        )
        for check in checks
    ]
    return Score(
        kind=ScoreKind.SPANS,
        value=verdicts[SpanVerdict.WITHIN] / len(checks) if checks else None,
        unit=Unit.RATIO,
        parts=tuple(parts),
        assumptions=tuple(dict.fromkeys(check.assumption for check in checks)),
    )


def layers(plan: Plan) -> Score:
    """Return the layers of the chart, the head's included."""
    depth: dict[str, int] = {}
    for node in plan.charts.recommended.nodes:
        depth[node.id] = 1 if node.parent is None else depth[node.parent] + 1
    boxes = sorted(Counter(depth.values()).items())
    parts = (
        ScorePart(kind=PartKind.ON_LAYER, value=count, unit=Unit.PERSON, about=(str(layer),)) for layer, count in boxes
    )
    return Score(
        kind=ScoreKind.LAYERS, value=max(depth.values(), default=0), unit=Unit.ONE, parts=tuple(parts), assumptions=()
    )


def leads_cost(plan: Plan) -> Score:
    """Return what leading costs a month: leads in full, and the part of playing leads that leading takes.

    At the default cost of a lead; the head is in every structure and not counted.
    """
    definition = plan.phase.definition
    leads = [p for p in plan.team_positions if p.main_role == definition.lead_role]
    playing = sum(len(p.roles) > 1 for p in leads)
    fte = sum(p.share_of(definition.lead_role) for p in leads)
    each = default_cost(plan.inputs, definition.lead_role)
    unit, team = money_unit(plan.company.currency.value), len(plan.team_positions)
    parts = [
        ScorePart(kind=PartKind.FULL_LEADS, value=len(leads) - playing, unit=Unit.PERSON),
        ScorePart(kind=PartKind.PLAYING_LEADS, value=playing, unit=Unit.PERSON),
        ScorePart(kind=PartKind.LEADING_FTE, value=fte, unit=Unit.FTE),
        ScorePart(kind=PartKind.LEAD_SHARE, value=(len(leads) + 1) / team if team else 0.0, unit=Unit.RATIO),
    ]
    if each is not None:
        parts.append(ScorePart(kind=PartKind.LEAD_COST, value=each, unit=unit))
    cost = f"cost.{definition.lead_role}"
    return Score(
        kind=ScoreKind.LEADS_COST,
        value=None if each is None else each * fte,
        unit=unit,
        parts=tuple(parts),
        assumptions=(cost,) if cost in plan.assumptions else (),
    )


def specialisation(plan: Plan) -> Score:
    """Return the share of the team's work that is its unit's main speciality.

    A unit's main speciality is the one role that makes up most of its work, or in a unit that is split the one region,
    size or product if that makes up more. Work is in FTE of the mean month of the year, leading left out.
    """
    fte = plan.staffing.steady_fte[0, :, plan.staffing.month] * _does_work(plan)
    work = (plan.staffing.units.share[0] * fte).sum(axis=1)
    parts = [_focus(plan, row, fte) for row in range(len(plan.units)) if work[row] > NEGLIGIBLE]
    special = sum(part.value * (part.weight or 0.0) for part in parts)
    value = special / float(work.sum()) if parts else None
    return Score(kind=ScoreKind.SPECIALISATION, value=value, unit=Unit.RATIO, parts=tuple(parts))


def _does_work(plan: Plan) -> Array:
    """Return 1 for roles whose work is not leading (R,)."""
    definition = plan.phase.definition
    leading = (definition.lead_role, definition.head_role)
    return np.array([float(role not in leading) for role in plan.phase.role_ids])


def _focus(plan: Plan, row: int, fte: Array) -> ScorePart:
    """Return what makes up most of a unit's work: one role, or one group of a split unit."""
    unit, by_role = plan.units[row], plan.staffing.units.share[0, row] * fte
    work = float(by_role.sum())
    place = int(by_role.argmax())
    largest, name, kind = float(by_role[place]) / work, plan.phase.role_ids[place], PartKind.MAINLY_ROLE
    if unit.split_by is not None and unit.group not in (None, REST):
        own = float((group_shares(plan, unit)[unit.group or ""] * fte).sum()) / work
        if own > largest:
            largest, name, kind = min(own, 1.0), unit.group or "", PartKind.MAINLY_GROUP
    return ScorePart(kind=kind, value=largest, unit=Unit.RATIO, about=(unit.id, name), weight=work)


def group_shares(plan: Plan, unit: TeamUnit) -> dict[str, Array]:
    """Return by region, size or product the share of each role's hours (R,), as far as the roles stand in a unit.

    Empty for a plan without a chosen structure, and for a unit that nothing splits.
    """
    hours = plan.demand.hours_by_segment[0]
    if unit.split_by is None or not len(hours):
        return {}
    mask = np.array([float(role in unit.roles) for role in plan.phase.role_ids])
    total = hours.sum(axis=0)
    shares: dict[str, Array] = {}
    for row, segment in enumerate(plan.company.segments):
        group = group_of(segment, unit.split_by)
        if group is not None:
            share = np.divide(hours[row], total, out=np.zeros(total.shape), where=total > 0) * mask
            shares[group] = shares.get(group, np.zeros(total.shape)) + share
    return shares


def skill_match(plan: Plan) -> Score:
    """Return how far people's known skills reach what their seats ask: sum min(held, asked) / sum asked.

    Weighted by the share of the post; a level that the roster does not give is not known, and counts nowhere.
    """
    people, positions = {p.id: p for p in plan.company.roster}, {p.id: p for p in plan.positions}
    asked, held, known = 0.0, 0.0, set[str]()
    for a in plan.gaps.assignments:
        skills = people[a.person].skills
        for skill, level in required_skills(plan.phase, positions[a.position]).items():
            if skill in skills:
                known.add(a.person)
                asked += a.share * level
                held += a.share * min(skills[skill], level)
    parts = (
        ScorePart(kind=PartKind.LEVELS_HELD, value=held, unit=Unit.LEVEL),
        ScorePart(kind=PartKind.LEVELS_ASKED, value=asked, unit=Unit.LEVEL),
        ScorePart(kind=PartKind.PEOPLE_KNOWN, value=len(known), unit=Unit.PERSON),
    )
    value = held / asked if asked > 0 else None
    return Score(kind=ScoreKind.SKILL_MATCH, value=value, unit=Unit.RATIO, parts=parts if known else ())


def cover(plan: Plan) -> Score:
    """Return the share of the team's work for which a second position of the unit does the same role.

    A position counts as a second one if the role makes up at least the smallest share of a post. Leading is left out;
    what the head does beside leading stands in the role's unit.
    """
    least = float(plan.inputs.value("team.minimum_share")[0])
    definition = plan.phase.definition
    leading = (definition.lead_role, definition.head_role)
    doing: dict[tuple[str | None, str], list[Position]] = {}
    for position in plan.team_positions:
        for load in position.roles:
            if load.role not in leading:
                doing.setdefault((_unit_of(plan, position, load.role), load.role), []).append(position)
    total, covered = 0.0, 0.0
    for (_, role), positions in doing.items():
        able = [p for p in positions if p.share_of(role) >= least - NEGLIGIBLE]
        for position in positions:
            total += position.share_of(role)
            covered += position.share_of(role) * any(p is not position for p in able)
    sizes = Counter(p.unit for p in plan.team_positions)
    parts = [
        ScorePart(kind=PartKind.WORK_COVERED, value=covered, unit=Unit.FTE),
        ScorePart(kind=PartKind.WORK_ALL, value=total, unit=Unit.FTE),
        *(
            ScorePart(kind=PartKind.ALONE, value=1, unit=Unit.PERSON, about=(p.id,))
            for p in plan.team_positions
            if p.unit is not None and sizes[p.unit] == 1
        ),
    ]
    return Score(
        kind=ScoreKind.COVER,
        value=covered / total if total > 0 else None,
        unit=Unit.RATIO,
        parts=tuple(parts),
        assumptions=("team.minimum_share",),
    )


def _unit_of(plan: Plan, position: Position, role: str) -> str | None:
    return position.unit or next((unit.id for unit in plan.units if role in unit.roles), None)
