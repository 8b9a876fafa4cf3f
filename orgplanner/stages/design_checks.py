"""Check a chart: what its seats cover of the work, spans of control, cost, skills, cover for absence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orgplanner.records.gap import SkillGap
from orgplanner.records.position import Position
from orgplanner.stages.cost import default_cost, person_cost
from orgplanner.stages.design import Design
from orgplanner.stages.gaps import carried, find_single_holders, find_skill_gaps, held_by_position
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.staffing import Staffing

NEGLIGIBLE = 1e-6


@dataclass(frozen=True)
class RoleCover:
    """One role on a chart, in FTE of the mean month."""

    role: str
    required: float
    """What all work of the role needs."""
    seated: float
    """What the seats of the chart carry of it."""
    held: float
    """What the people on these seats carry."""

    @property
    def short(self) -> float:
        """What no seat carries."""
        return max(0.0, self.required - self.seated)


class SpanVerdict(StrEnum):
    """How the reports of a lead stand against the band of the span of control."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True)
class SpanCheck:
    """The reports of one seat."""

    position: str
    reports: int
    low: float
    high: float
    """Ends of the band of its unit; of the narrowest unit for the head and leads of leads."""
    assumption: str
    """Id of the assumption that gives the band."""

    @property
    def verdict(self) -> SpanVerdict:
        """Whether the reports lie in the band."""
        if self.reports > self.high + NEGLIGIBLE:
            return SpanVerdict.ABOVE
        return SpanVerdict.BELOW if self.reports < self.low - NEGLIGIBLE else SpanVerdict.WITHIN


@dataclass(frozen=True)
class DesignChecks:
    """What a chart covers and costs."""

    roles: tuple[RoleCover, ...]
    spans: tuple[SpanCheck, ...]
    """Seats with reports, in the order of the chart."""
    layers: int
    costs: dict[str, float | None]
    """Monthly cost of each seat with everybody in post and what is open at the role's default; None: not known."""
    skills: tuple[SkillGap, ...]
    """Skills that people lack for their seats."""
    single_holders: tuple[tuple[str, str], ...]
    """Seats (id, person) for which nobody else could stand in."""

    @property
    def cost(self) -> float:
        """Monthly cost of all seats whose cost is known, in the company's currency."""
        return sum(cost for cost in self.costs.values() if cost is not None)

    @property
    def unknown_costs(self) -> tuple[str, ...]:
        """Seats whose cost is not known, such as people from outside before a quotation."""
        return tuple(id for id, cost in self.costs.items() if cost is None)

    @property
    def short(self) -> tuple[RoleCover, ...]:
        """Roles of which the chart carries too little."""
        return tuple(role for role in self.roles if role.short > NEGLIGIBLE)


def check_design(inputs: Inputs, staffing: Staffing, design: Design) -> DesignChecks:
    """Check a chart against the work, the bands and the skills that its seats ask for."""
    return DesignChecks(
        roles=tuple(_role_cover(inputs, staffing, design)),
        spans=tuple(_spans(inputs, staffing, design)),
        layers=design.chart.layers(),
        costs=_costs(inputs, design),
        skills=find_skill_gaps(inputs.phase, design.people, design.positions, design.assignments),
        single_holders=find_single_holders(inputs, design.people, design.positions, design.assignments),
    )


def _role_cover(inputs: Inputs, staffing: Staffing, design: Design) -> list[RoleCover]:
    """Return each role's cover; leading follows the lines, so that what the seats ask for is what it needs."""
    held = held_by_position(design.assignments)
    seated, carry = dict.fromkeys(inputs.roles, 0.0), dict.fromkeys(inputs.roles, 0.0)
    for position in design.positions:
        part = carried(position, held[position.id]) if held.get(position.id, 0.0) > 0 else 0.0
        for load in position.roles:
            seated[load.role] += load.fte
            carry[load.role] += load.fte * part
    leading = (inputs.phase.definition.lead_role, inputs.phase.definition.head_role)
    needed = {
        role: seated[role] if role in leading else seated[role] + design.uncovered.get(role, 0.0)
        for role in inputs.roles
    }
    return [RoleCover(role, needed[role], seated[role], carry[role]) for role in inputs.roles]


def _spans(inputs: Inputs, staffing: Staffing, design: Design) -> list[SpanCheck]:
    bands = {u.id: u.span for u in staffing.units.units}
    narrowest = min(bands.values(), key=lambda id: inputs.assumptions[id].quantity.value)
    units = {n.id: n.unit for n in design.chart.nodes}
    checks = []
    for id, reports in design.chart.spans().items():
        assumption = bands.get(units[id] or "", narrowest)
        low, high = inputs.assumptions[assumption].quantity.range
        checks.append(SpanCheck(id, reports, low, high, assumption))
    return checks


def _costs(inputs: Inputs, design: Design) -> dict[str, float | None]:
    shares: dict[str, list[tuple[str, float]]] = {}
    for a in design.assignments:
        shares.setdefault(a.position, []).append((a.person, a.share))
    people = {p.id: p for p in design.people}
    costs: dict[str, float | None] = {}
    for position in design.positions:
        parts = [_cost_of_empty_part(inputs, position, sum(share for _, share in shares.get(position.id, [])))]
        for id, share in shares.get(position.id, []):
            whole = person_cost(inputs, people[id])
            parts.append(None if whole is None else whole * share / people[id].fte)
        known = [part for part in parts if part is not None]
        costs[position.id] = sum(known) if len(known) == len(parts) else None
    return costs


def _cost_of_empty_part(inputs: Inputs, position: Position, held: float) -> float | None:
    """Return what the part of a seat that nobody holds costs at the role's default; None where it is not known."""
    if not position.on_team:
        return 0.0 if held > 0 else None
    missing = empty_part(inputs, position, held)
    default = default_cost(inputs, position.main_role) if missing else 0.0
    return None if default is None else default * missing


def empty_part(inputs: Inputs, position: Position, held: float) -> float:
    """Return the FTE of a post of the team that nobody holds: all of an open one, the rest of one held in part."""
    if not position.on_team:
        return 0.0
    if held <= 0:
        return position.size
    missing = max(0.0, min(position.fte, position.size) - held)
    return missing if missing > float(inputs.value("team.minimum_gap")[0]) else 0.0
