"""The hiring plan as a closed record for other programs."""

from __future__ import annotations

from orgplanner.advice.figures import tell
from orgplanner.errors import InfeasiblePlan, InputProblems
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import Plan
from orgplanner.records.base import MonthText, Record, Text
from orgplanner.records.hiring import Bridge, Move
from orgplanner.stages.hiring_problem import Proof
from orgplanner.stages.inputs import Array

Monthly = tuple[float, ...]


class HiringEntry(Record):
    """Dated moves, what they cost and what stays uncovered; money in the company's currency."""

    moves: tuple[Move, ...]
    bridges: tuple[Bridge, ...]
    """Ways through the months before a move can help."""
    proof: Proof
    gap: float
    """What the plan may lie above the best one, shortage priced (ratio)."""
    months: tuple[MonthText, ...]
    required_fte: dict[str, Monthly]
    """FTE that each role asks for, whoever does it."""
    shortage_fte: dict[str, Monthly]
    """FTE of each role that nobody covers."""
    payroll: Monthly
    """Today's people and levers, expected leavers counted."""
    move_costs: Monthly
    budget: Monthly | None
    """Budget by month; a month without one is left at the highest number that JSON readers take."""
    shortage_cost: Monthly
    """Priced shortage: no money, but what the plan weighs it with."""


class HiringDocument(Record):
    """The hiring plan, or why there is none."""

    plan: HiringEntry | None
    problems: tuple[Text, ...] = ()
    """What conflicts, one sentence each."""


UNLIMITED = 1e15
"""Stands in for a month without a budget."""


def hiring_document(plan: Plan) -> HiringDocument:
    """Return the hiring plan as the record that is written."""
    try:
        hiring, bridges = plan.hiring, plan.bridges
    except (InfeasiblePlan, InputProblems) as error:
        told = [tell(error, language).splitlines() for language in LANGUAGES]
        return HiringDocument(
            plan=None, problems=tuple(Text(**dict(zip(LANGUAGES, s, strict=True))) for s in zip(*told, strict=True))
        )
    return HiringDocument(
        plan=HiringEntry(
            moves=hiring.moves,
            bridges=bridges,
            proof=hiring.proof,
            gap=hiring.gap,
            months=hiring.months,
            required_fte=_by_role(hiring.roles, hiring.required),
            shortage_fte=_by_role(hiring.roles, hiring.shortage),
            payroll=_values(hiring.payroll),
            move_costs=_values(hiring.move_costs),
            budget=None if hiring.budget is None else _values(hiring.budget),
            shortage_cost=_values(hiring.shortage_cost),
        )
    )


def _by_role(roles: tuple[str, ...], values: Array) -> dict[str, Monthly]:
    return {role: _values(row) for role, row in zip(roles, values, strict=True)}


def _values(row: Array) -> Monthly:
    return tuple(min(UNLIMITED, round(float(v), 6)) + 0.0 for v in row)
