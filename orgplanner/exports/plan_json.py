"""A plan as JSON for other programs: one closed record, whose fields only grow within a format version."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field

from orgplanner.advice.figures import label_of, position_label
from orgplanner.advice.report import warnings
from orgplanner.exports.chart_json import ChartDocument, chart_document
from orgplanner.exports.hiring_json import HiringDocument, hiring_document
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import Plan
from orgplanner.records.base import MonthText, Record, SourceKind, Statement, Text
from orgplanner.records.company import Currency
from orgplanner.records.gap import RoleGap, SkillGap
from orgplanner.records.phase import Stance
from orgplanner.records.position import Assignment, Position, RoleLoad
from orgplanner.stages.inputs import Array
from orgplanner.units import Unit

FORMAT_VERSION = 1

Monthly = tuple[float, ...]
"""One value for each planned month."""


class AdviceEntry(Record):
    """One advised way to fill a role."""

    source: SourceKind
    stance: Stance
    reason: Statement


class SourcingEntry(Record):
    """How a role is filled in the plan."""

    taken: SourceKind
    share: float
    """Share of the role's hours that the taken source carries (ratio)."""
    by_rule: bool
    """Whether the company's own rule binds."""
    deviates: bool
    """Whether the phase does not advise the taken source."""
    hours: float
    """Mean hours a month over the horizon."""
    advised: tuple[AdviceEntry, ...]


class RoleEntry(Record):
    """One role in the month of the positions."""

    role: str
    label: Text
    needed: int
    """Whole positions of the team."""
    held: int
    """Positions of these that somebody holds."""
    open: int
    """Positions of these that nobody holds."""
    outside: int
    """People from outside the team."""
    total_fte: float
    """FTE that all work of the role needs."""
    team_fte: float
    """FTE of it that stays with the team."""
    held_fte: float
    """FTE that people carry."""
    gap_fte: float
    """FTE that nobody carries."""
    sourcing: SourcingEntry


class PositionEntry(Record):
    """A position with who holds it."""

    id: str
    label: Text
    main_role: str
    roles: tuple[RoleLoad, ...]
    unit: str | None
    source: SourceKind
    on_team: bool
    count: int
    size: float
    """Size of the post (FTE)."""
    tight: bool
    people: tuple[str, ...]


class ReportingLine(Record):
    """A line of the recommended chart; the head reports to nobody."""

    position: str
    above: str | None
    dotted: bool


class GapEntry(Record):
    """Who is missing, and who is over."""

    open_positions: tuple[str, ...]
    part_filled: tuple[str, ...]
    unplaced: tuple[str, ...]
    spare_fte: dict[str, float]
    single_holders: tuple[tuple[str, str], ...]


class WorkEntry(Record):
    """Hours of work of one role, by what they are for; they sum to its hours."""

    accounts: Monthly
    product_feedback: Monthly
    deals: Monthly
    onboarding: Monthly
    tickets: Monthly
    """Questions, but for those that a desk answers between contacts."""
    contacts: Monthly
    """Hours on the desk of live channels."""
    programmes: Monthly
    levers: Monthly
    """Building and keeping content, help pages and tools."""


class ChannelEntry(Record):
    """A live channel."""

    id: str
    contacts: Monthly
    shifts: Monthly
    """Shifts a week."""
    rostered_hours: Monthly
    occupancy: Monthly
    """Share of the hours on the desk in which agents talk or write (ratio)."""


class MonthlyEntry(Record):
    """What changes from month to month, in the order of `months`."""

    accounts: Monthly
    new_accounts: Monthly
    onboarding: Monthly
    tickets: Monthly
    revenue: Monthly
    hours: dict[str, Monthly]
    """Hours of work by role."""
    work: dict[str, WorkEntry]
    """The same hours by role and kind of work."""
    reactive_hours: dict[str, Monthly]
    """The part of the hours by role that customers cause."""
    channels: tuple[ChannelEntry, ...]
    """Live channels of support."""
    steady_fte: dict[str, Monthly]
    """FTE that stays with the team by role, at the capacity of the mean month."""
    required_fte: dict[str, Monthly]
    """FTE that stays with the team by role, on the month's own working days."""
    held_fte: dict[str, Monthly]
    """FTE that today's people carry by role."""


class CostEntry(Record):
    """Cost a month in the company's currency."""

    currency: Currency
    today: float
    open_positions: float
    levers: float
    """Money for levers in the month."""
    planned: float
    share_of_revenue_today: float | None
    share_of_revenue_planned: float | None
    usual_share: tuple[float, float]
    """Band of the phase (ratio)."""
    budget: float | None
    estimated_people: tuple[str, ...]
    unknown_seats: tuple[str, ...]


class ChangedAssumption(Record):
    """An assumption that differs from the phase's data."""

    id: str
    label: Text
    value: float
    default: float
    unit: Unit
    given_by: str
    reason: str | None


class PlanDocument(Record):
    """Everything that a plan tells other programs."""

    format_version: Annotated[int, Field(ge=1)] = FORMAT_VERSION
    company: str
    phase: str
    month: MonthText
    """Month of headcount, positions and gaps."""
    months: tuple[MonthText, ...]
    headcount: tuple[RoleEntry, ...]
    positions: tuple[PositionEntry, ...]
    reporting_lines: tuple[ReportingLine, ...]
    assignments: tuple[Assignment, ...]
    gaps: GapEntry
    skill_gaps: tuple[SkillGap, ...]
    monthly: MonthlyEntry
    costs: CostEntry
    chart: ChartDocument
    hiring: HiringDocument
    assumptions_changed: tuple[ChangedAssumption, ...]
    assumed: tuple[str, ...]
    """Places of the company file that are assumed rather than known."""
    problems: tuple[str, ...]
    """Problems of the team that the company names."""
    warnings: tuple[Text, ...]


def plan_json(plan: Plan) -> str:
    """Write a plan as JSON, in the plan's order; the same plan gives the same text."""
    data = plan_document(plan).model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def plan_document(plan: Plan) -> PlanDocument:
    """Return a plan as the record that is written."""
    told = [warnings(plan, language) for language in LANGUAGES]
    nodes = plan.charts.recommended.nodes
    return PlanDocument(
        company=plan.company.name,
        phase=plan.phase.id,
        month=plan.month,
        months=plan.months,
        headcount=tuple(_role(plan, gap) for gap in plan.gaps.roles),
        positions=tuple(_position(plan, position) for position in plan.positions),
        reporting_lines=tuple(ReportingLine(position=n.id, above=n.parent, dotted=n.dotted) for n in nodes),
        assignments=plan.gaps.assignments,
        gaps=_gaps(plan),
        skill_gaps=plan.gaps.skills,
        monthly=_monthly(plan),
        costs=_costs(plan),
        chart=chart_document(plan),
        hiring=hiring_document(plan),
        assumptions_changed=_changed(plan),
        assumed=tuple(mark.place for mark in plan.company.assumed),
        problems=plan.company.problems,
        warnings=tuple(Text(**dict(zip(LANGUAGES, sentences, strict=True))) for sentences in zip(*told, strict=True)),
    )


def _role(plan: Plan, gap: RoleGap) -> RoleEntry:
    sourcing = plan.sourcing.of(gap.role)
    return RoleEntry(
        role=gap.role,
        label=plan.phase.definition_of(gap.role).label,
        needed=gap.positions,
        held=gap.filled,
        open=gap.open_positions,
        outside=gap.outside_people,
        total_fte=gap.total_fte,
        team_fte=gap.required_fte,
        held_fte=gap.held_fte,
        gap_fte=gap.gap_fte,
        sourcing=SourcingEntry(
            taken=sourcing.taken,
            share=sourcing.share,
            by_rule=sourcing.by_rule,
            deviates=sourcing.deviates,
            hours=sourcing.hours,
            advised=tuple(AdviceEntry(source=a.source, stance=a.stance, reason=a.reason) for a in sourcing.advised),
        ),
    )


def _position(plan: Plan, position: Position) -> PositionEntry:
    return PositionEntry(
        label=Text(ja=position_label(plan, position.id, "ja"), en=position_label(plan, position.id, "en")),
        people=tuple(person.id for person in plan.holders(position.id)),
        on_team=position.on_team,
        **{name: getattr(position, name) for name in Position.model_fields},
    )


def _gaps(plan: Plan) -> GapEntry:
    gaps = plan.gaps
    return GapEntry(
        open_positions=tuple(p.id for p in gaps.open_positions),
        part_filled=tuple(p.id for p in gaps.part_filled),
        unplaced=gaps.unplaced,
        spare_fte=gaps.spare_fte,
        single_holders=gaps.single_holders,
    )


def _monthly(plan: Plan) -> MonthlyEntry:
    book, staffing = plan.forecast, plan.staffing
    return MonthlyEntry(
        accounts=_total(book.accounts),
        new_accounts=_total(book.new_accounts),
        onboarding=_total(book.onboarding),
        tickets=_total(book.tickets),
        revenue=_total(book.revenue),
        hours=_by_role(plan, plan.demand.hours[0]),
        work={role: _work(plan, row) for row, role in enumerate(plan.phase.role_ids)},
        reactive_hours=_by_role(plan, plan.demand.reactive_hours[0]),
        channels=_channels(plan),
        steady_fte=_by_role(plan, staffing.steady_fte[0]),
        required_fte=_by_role(plan, staffing.required_fte[0]),
        held_fte=_by_role(plan, plan.gaps.held_fte),
    )


def _work(plan: Plan, role: int) -> WorkEntry:
    demand = plan.demand
    kinds = {
        "accounts": demand.account_hours,
        "product_feedback": demand.feedback_hours,
        "deals": demand.deal_hours,
        "onboarding": demand.onboarding_hours,
        "tickets": demand.net_ticket_hours,
        "contacts": demand.contact_hours,
        "programmes": demand.programme_hours,
        "levers": demand.lever_hours,
    }
    return WorkEntry(**{kind: tuple(hours[0, role].tolist()) for kind, hours in kinds.items()})


def _channels(plan: Plan) -> tuple[ChannelEntry, ...]:
    desk = plan.demand.desk
    return tuple(
        ChannelEntry(
            id=channel.id,
            contacts=tuple(desk.contacts[0, row].tolist()),
            shifts=tuple(desk.shifts[0, row].astype(float).tolist()),
            rostered_hours=tuple(desk.rostered_hours[0, row].tolist()),
            occupancy=tuple(desk.occupancy[0, row].tolist()),
        )
        for row, channel in enumerate(plan.company.channels)
    )


def _total(by_segment: Array) -> Monthly:
    return tuple(by_segment[0].sum(axis=0).tolist())


def _by_role(plan: Plan, values: Array) -> dict[str, Monthly]:
    return {role: tuple(row.tolist()) for role, row in zip(plan.phase.role_ids, values, strict=True)}


def _costs(plan: Plan) -> CostEntry:
    costs, budget = plan.costs, plan.company.budget
    return CostEntry(
        currency=plan.company.currency,
        today=costs.today,
        open_positions=costs.open_positions,
        levers=costs.levers,
        planned=costs.planned,
        share_of_revenue_today=costs.share_of_revenue(costs.today),
        share_of_revenue_planned=costs.share_of_revenue(costs.planned),
        usual_share=plan.assumptions["benchmark.cost_share"].quantity.range,
        budget=budget.monthly if budget else None,
        estimated_people=costs.estimated_people,
        unknown_seats=costs.unknown_seats,
    )


def _changed(plan: Plan) -> tuple[ChangedAssumption, ...]:
    return tuple(
        ChangedAssumption(
            id=a.id,
            label=Text(ja=label_of(plan, a.id, "ja"), en=label_of(plan, a.id, "en")),
            value=a.quantity.value,
            default=a.default.value,
            unit=a.quantity.unit,
            given_by=a.given_by,
            reason=a.reason,
        )
        for a in plan.assumptions.changed
    )
