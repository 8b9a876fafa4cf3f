"""Alternatives: the same work in other structures, what each is like, and which ones the team cannot carry yet.

The scores are not added up: a structure that keeps one contact for each customer is rarely the one with the deepest
specialists. What is told is which structure is best in what; the phase's own stays the recommendation, with its reason.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from orgplanner.errors import InfeasiblePlan
from orgplanner.plan import Plan, make_plan
from orgplanner.records.base import Record, Statement, Text
from orgplanner.records.change import DropChartEdits, SetStructure, apply
from orgplanner.records.structure import OrganisationAxis, SegmentGroup, Structure
from orgplanner.stages.seats import positions_by_unit
from orgplanner.stages.structures import NEGLIGIBLE, TeamUnit, group_of, structure_units
from orgplanner.studies import structure_scores
from orgplanner.studies.structure_score import Score, ScoreKind
from orgplanner.studies.structure_travel import travel

SMALLEST_UNIT = "leading.minimum_unit"
"""Id of the assumption from how many positions on a unit has a lead of its own."""

EQUAL = 1e-9
"""Difference below which two values of a score are the same."""


@dataclass(frozen=True)
class StructureOption:
    """A structure that the team can carry, with its plan."""

    id: str | None
    """Id in the catalogue; None for the phase's own."""
    axis: OrganisationAxis
    label: Text | None
    """None for the phase's own, which its axis names."""
    reason: Statement
    recommended: bool
    """Whether it is the phase's own."""
    chosen: bool
    """Whether the company's chart follows it, or one that gives the same units."""
    same_as: tuple[str, ...]
    """Other structures of the catalogue that give the same units."""
    plan: Plan
    """The plan in this structure, edits of the chart left out."""
    scores: tuple[Score, ...]

    def score(self, kind: ScoreKind) -> Score:
        """Return one of the scores."""
        return next(score for score in self.scores if score.kind is kind)


class RefusalReason(StrEnum):
    """Why a structure is not offered."""

    NOT_GIVEN = "not_given"
    """No segment says its region, size or product."""
    ONE_GROUP = "one_group"
    """All segments that say it say the same."""
    GROUPS_TOO_SMALL = "groups_too_small"
    """Fewer than two of the groups reach the smallest unit."""
    TEAM_TOO_SMALL = "team_too_small"
    """The whole team is within one lead's span, so that units would have no leads."""
    UNITS_TOO_SMALL = "units_too_small"
    """No unit reaches the smallest one."""
    INFEASIBLE = "infeasible"
    """The combination rules allow no set of positions."""


class StructureRefusal(Record):
    """A structure that the team cannot carry."""

    id: str
    label: Text
    reason: RefusalReason
    group: SegmentGroup | None = None
    """By what its units would be split."""
    about: str | None = None
    """The group that misses the smallest unit by least."""
    found: float | None = None
    """Its FTE, or the positions of the team or of the largest unit."""
    needed: float | None = None
    """FTE or positions from which on the structure would be offered."""
    assumption: str | None = None
    """Id of the assumption that sets what is needed."""
    chosen: bool = False
    """Whether the company's chart follows it all the same."""


@dataclass(frozen=True)
class Proposals:
    """The structures that the team can carry, the recommended one first, and those that it cannot."""

    options: tuple[StructureOption, ...]
    refused: tuple[StructureRefusal, ...]

    @property
    def chosen(self) -> StructureOption | None:
        """The option that the company's chart follows; None if that is one the team cannot carry."""
        return next((option for option in self.options if option.chosen), None)


class Difference(Record):
    """How one structure differs from another, score by score."""

    better: tuple[ScoreKind, ...]
    worse: tuple[ScoreKind, ...]
    equal: tuple[ScoreKind, ...]
    unknown: tuple[ScoreKind, ...]
    """Scores of which one of the two is not known."""


def propose_structures(plan: Plan) -> Proposals:
    """Return the phase's own structure and those of the catalogue, for the plan's company, phase and month.

    A structure whose units are another's is told there, not shown twice.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions in the phase's own structure.
    """
    options = [_option(plan, _planned_in(plan, None), None)]
    refused: list[StructureRefusal] = []
    for structure in plan.phase.catalogue.structures:
        try:
            found = _planned_in(plan, structure.id)
        except InfeasiblePlan:
            refused.append(_refusal(plan, structure, RefusalReason.INFEASIBLE))
            continue
        unsplit = _unsplit(plan, found, structure)
        twin = next((k for k, option in enumerate(options) if _shape(option.plan) == _shape(found)), None)
        if unsplit is None and twin is not None:
            options[twin] = _joined(options[twin], plan, structure)
            continue
        too_small = unsplit or _too_small(plan, found, structure)
        if too_small is None:
            options.append(_option(plan, found, structure))
        else:
            refused.append(too_small)
    return Proposals(tuple(options), tuple(refused))


def ranking(options: Sequence[StructureOption], kind: ScoreKind) -> tuple[StructureOption, ...]:
    """Return the options by one score, the best first and those without it last; equal ones keep their order."""

    def place(option: StructureOption) -> float:
        value = option.score(kind).value
        return math.inf if value is None else round(-value if kind.more_is_better else value, 9)

    return tuple(sorted(options, key=place))


def best_in(options: Sequence[StructureOption], kind: ScoreKind) -> tuple[StructureOption, ...]:
    """Return the options that are best in a score; none where all are alike, or fewer than two have it."""
    known = [option for option in ranking(options, kind) if option.score(kind).value is not None]
    best = [option for option in known if _compared(option.score(kind), known[0].score(kind)) == 0]
    return tuple(best) if len(best) < len(known) else ()


def times_best(options: Sequence[StructureOption]) -> dict[str | None, int]:
    """Return in how many scores each option is best, alone or with others: a plain count, not a judgement."""
    best = [option.id for kind in ScoreKind for option in best_in(options, kind)]
    return {option.id: best.count(option.id) for option in options}


def compare_structures(one: StructureOption, other: StructureOption) -> Difference:
    """Return in what one structure is better than another, and in what worse."""
    verdicts = {kind: _compared(one.score(kind), other.score(kind)) for kind in ScoreKind}

    def of(wanted: int | None) -> tuple[ScoreKind, ...]:
        return tuple(kind for kind, verdict in verdicts.items() if verdict == wanted)

    return Difference(better=of(1), worse=of(-1), equal=of(0), unknown=of(None))


def _compared(one: Score, other: Score) -> int | None:
    """Return 1 if the first is better, -1 if worse, 0 if alike, None if one is not known."""
    if one.value is None or other.value is None:
        return None
    more = one.value - other.value if one.kind.more_is_better else other.value - one.value
    if abs(more) <= EQUAL * max(1.0, abs(one.value)):
        return 0
    return 1 if more > 0 else -1


def _planned_in(plan: Plan, structure: str | None) -> Plan:
    """Return the plan in a structure, without edits of the chart; the plan itself where it is that already."""
    if plan.company.chart.structure == structure:
        return plan.unedited
    company = apply(plan.company, [DropChartEdits(), SetStructure(structure=structure)])
    return make_plan(company, plan.phase, plan.month)


def _option(plan: Plan, found: Plan, structure: Structure | None) -> StructureOption:
    organisation = plan.phase.definition.organisation
    return StructureOption(
        id=structure.id if structure else None,
        axis=structure.axis if structure else organisation.axis,
        label=structure.label if structure else None,
        reason=structure.reason if structure else organisation.reason,
        recommended=structure is None,
        chosen=plan.company.chart.structure == (structure.id if structure else None),
        same_as=(),
        plan=found,
        scores=tuple(score(found) for score in SCORES),
    )


SCORES = (
    structure_scores.hand_offs,
    structure_scores.spans,
    structure_scores.layers,
    structure_scores.leads_cost,
    structure_scores.specialisation,
    structure_scores.skill_match,
    structure_scores.cover,
    travel,
)
"""What gives each score, in the order of the kinds."""


def _joined(option: StructureOption, plan: Plan, structure: Structure) -> StructureOption:
    """Return an option that stands for another structure as well."""
    chosen = option.chosen or plan.company.chart.structure == structure.id
    return replace(option, same_as=(*option.same_as, structure.id), chosen=chosen)


def _shape(plan: Plan) -> frozenset[tuple[frozenset[str], str | None]]:
    """Return what tells structures apart: which roles that have work stand together, and for which group."""
    works = {role for role, fte in zip(plan.phase.role_ids, plan.staffing.steady_total[0], strict=True) if fte.any()}
    units = ((works.intersection(unit.roles), unit.group) for unit in plan.units)
    return frozenset((frozenset(roles), group) for roles, group in units if roles)


def _refusal(plan: Plan, structure: Structure, reason: RefusalReason, **details: object) -> StructureRefusal:
    chosen = plan.company.chart.structure == structure.id
    told = {"id": structure.id, "label": structure.label, "reason": reason, "chosen": chosen}
    return StructureRefusal.model_validate(told | details)


def _unsplit(plan: Plan, found: Plan, structure: Structure) -> StructureRefusal | None:
    """Return why a structure that splits by region, size or product could split nothing."""
    split = [unit for unit in structure_units(found.inputs) if unit.split_by is not None]
    if not split or any(unit.group is not None for unit in found.units):
        return None
    by = next(unit.split_by for unit in split if unit.split_by is not None)
    given = {group_of(segment, by) for segment in found.company.segments} - {None}
    if len(given) <= 1:
        reason = RefusalReason.ONE_GROUP if given else RefusalReason.NOT_GIVEN
        return _refusal(plan, structure, reason, group=by, about=next(iter(given), None))
    sizes = [size for unit in split for size in _sizes(found, unit.id, by)]
    fte, about = sorted(sizes, reverse=True)[1]
    needed = _smallest_unit(found)
    details = {"group": by, "about": about, "found": fte, "needed": needed, "assumption": SMALLEST_UNIT}
    return _refusal(plan, structure, RefusalReason.GROUPS_TOO_SMALL, **details)


def _sizes(found: Plan, template: str, by: SegmentGroup) -> list[tuple[float, str]]:
    """Return the mean FTE over the months that each group would have in a unit, by which it is split or not."""
    unit: TeamUnit = next(unit for unit in found.units if unit.template == template)
    fte = found.staffing.steady_fte[0].mean(axis=1)
    shares = structure_scores.group_shares(found, replace(unit, split_by=by))
    return [(float((share * fte).sum()), group) for group, share in shares.items()]


def _smallest_unit(found: Plan) -> float:
    return float(found.inputs.value(SMALLEST_UNIT)[0])


def _too_small(plan: Plan, found: Plan, structure: Structure) -> StructureRefusal | None:
    """Return why the team is too small for several units."""
    if len(_shape(found)) <= 1:
        return None
    leading, month = found.staffing.leading, found.staffing.month
    if leading.small[0, month]:
        span, id = min((float(found.inputs.value(unit.span)[0]), unit.span) for unit in found.units)
        people, needed = float(leading.people[0, :, month].sum()), math.floor(span + EQUAL) + 1.0
        details = {"found": people, "needed": needed, "assumption": id}
        return _refusal(plan, structure, RefusalReason.TEAM_TOO_SMALL, **details)
    largest = int(np.max(positions_by_unit(found.inputs, found.staffing.units, found.positions)))
    if largest < _smallest_unit(found) - NEGLIGIBLE:
        sizes = {"found": float(largest), "needed": _smallest_unit(found), "assumption": SMALLEST_UNIT}
        return _refusal(plan, structure, RefusalReason.UNITS_TOO_SMALL, **sizes)
    return None
