"""Money: what CS costs by role and month, what it keeps, what serving costs, and when one more person pays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from orgplanner.records.base import LifecycleStage
from orgplanner.records.company import MONTHS_A_YEAR, Segment
from orgplanner.stages.affordability import COST_SHARE, PlainAccount, carry_models
from orgplanner.stages.cost import (
    Costs,
    default_cost,
    largest_role,
    lever_cost,
    missing_posts,
    person_cost,
    position_cost,
)
from orgplanner.stages.demand import Demand
from orgplanner.stages.forecast import Forecast
from orgplanner.stages.gaps import Gaps
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.leading import field_roles
from orgplanner.stages.orgchart import active_people
from orgplanner.stages.retention import Retention, assess_retention
from orgplanner.stages.serving import Serving, cost_service
from orgplanner.stages.staffing import Staffing


class Standing(StrEnum):
    """Where a number stands against a band."""

    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"


@dataclass(frozen=True)
class TeamCost:
    """Cost of CS by role (N) and month (T), in the company's currency.

    People count in the months in which they are in post, under their largest role; the open positions of the month of
    the positions count as filled in every month. Whoever leaves is replaced only by the hiring plan.
    """

    roles: tuple[str | None, ...]
    """Roles of the phase, then others that people have; the last is None where somebody has no role."""
    people: Array
    """People in scope (N, T)."""
    open_positions: Array
    """Open positions of the team, and the rest of those held in part (N,)."""
    levers: Array
    """Money for levers (T,)."""
    revenue: Array
    """Recurring revenue (T,)."""
    band: tuple[float, float]
    """The phase's band of the cost as a share of revenue (ratio)."""
    complete: bool
    """Whether every cost is known; those of unknown people and seats are not contained."""

    @property
    def by_role(self) -> Array:
        """Cost of people and open positions together (N, T)."""
        return self.people + self.open_positions[:, None]

    @property
    def total(self) -> Array:
        """Cost of CS by month, levers included (T,)."""
        return np.asarray(self.by_role.sum(axis=0) + self.levers)

    def share_of_revenue(self, month: int) -> float | None:
        """Return the cost as a share of the month's recurring revenue; None without revenue."""
        revenue = float(self.revenue[month])
        return float(self.total[month]) / revenue if revenue > 0 else None

    def standing(self, month: int) -> Standing | None:
        """Tell where the share stands against the phase's band; None without revenue."""
        share, (low, high) = self.share_of_revenue(month), self.band
        if share is None:
            return None
        return Standing.BELOW if share < low else Standing.ABOVE if share > high else Standing.INSIDE


@dataclass(frozen=True)
class BreakEven:
    """Churn that one more person of a role would have to avoid, beside the churn that the role could touch at most.

    Nothing says that more coverage lowers churn, so that no effect is assumed anywhere.
    """

    role: str
    yearly_cost: float | None
    """Cost of one person a year, in the company's currency; None where not known."""
    revenue: float
    """Recurring revenue a year of the segments that the role serves."""
    people: float
    """FTE that the role's work needs, at least one."""
    gross_margin: float
    churn_by_stage: tuple[tuple[LifecycleStage | None, float], ...]
    """Churn a year of this revenue by when it happens (ratio); None is when it is not known."""
    touchable: float | None
    """Churn a year of this revenue that the role could touch at most (ratio): what happens in its lifecycle stages and
    what happens nobody knows when; all of it for the role that answers questions. None without revenue."""

    @property
    def book(self) -> float:
        """Recurring revenue a year for which one person stands."""
        return self.revenue / self.people

    @property
    def churn(self) -> float | None:
        """Churn a year to be avoided in one person's book (ratio, 0.1 = ten points); None where not known."""
        if self.yearly_cost is None or self.book <= 0 or self.gross_margin <= 0:
            return None
        return break_even_churn(self.yearly_cost, self.book, self.gross_margin)

    @property
    def within_reach(self) -> bool | None:
        """Whether the role could touch so much churn at all; None where either is not known."""
        return None if self.churn is None or self.touchable is None else self.churn <= self.touchable


@dataclass(frozen=True)
class Economics:
    """The money of a plan, in its first scenario."""

    month: int
    """Index of the month of the positions."""
    retention: Retention
    team: TeamCost
    serving: Serving
    models: tuple[PlainAccount, ...]
    """What revenue each service model of the catalogue needs, at the costs of the month of the positions."""
    break_even: tuple[BreakEven, ...]
    """One for each role that serves customers."""

    def model(self, id: str) -> PlainAccount:
        """Return the plain account of a service model."""
        return next(m for m in self.models if m.model == id)

    def role(self, id: str) -> BreakEven | None:
        """Return the break-even of a role; None for one that serves no customers."""
        return next((b for b in self.break_even if b.role == id), None)


def assess_economics(
    inputs: Inputs, forecast: Forecast, demand: Demand, staffing: Staffing, gaps: Gaps, costs: Costs
) -> Economics:
    """Assess the money of a plan.

    Args:
        inputs: the gathered inputs.
        forecast: the book.
        demand: hours of work.
        staffing: required FTE and positions.
        gaps: who holds the positions.
        costs: what the team costs in the month of the positions.
    """
    retention = assess_retention(inputs, forecast, staffing.month)
    serving = cost_service(inputs, forecast, demand, staffing)
    return Economics(
        month=staffing.month,
        retention=retention,
        team=_team_cost(inputs, staffing, gaps, costs),
        serving=serving,
        models=carry_models(inputs, staffing, serving, staffing.month),
        break_even=tuple(
            _break_even(inputs, forecast, staffing, retention, role) for role in field_roles(inputs.phase)
        ),
    )


def break_even_churn(loaded_cost: float, revenue: float, gross_margin: float) -> float:
    """Return the churn a year (ratio) that has to be avoided so that a person pays: cost / (revenue x gross margin).

    Args:
        loaded_cost: loaded cost of the person a year.
        revenue: recurring revenue a year of the person's accounts.
        gross_margin: share of revenue that is left (ratio).

    >>> [round(100 * break_even_churn(6.5e6, book, 0.75), 1) for book in (60e6, 120e6, 200e6)]
    [14.4, 7.2, 4.3]
    """
    return loaded_cost / (revenue * gross_margin)


def net_benefit(
    loaded_cost: float, revenue: float, gross_margin: float, churn_avoided: float, expansion: float = 0.0
) -> float:
    """Return what a person brings a year beyond the own cost, for an effect that the user enters.

    net = revenue x gross margin x churn avoided + expansion x gross margin - loaded cost

    Args:
        loaded_cost: loaded cost of the person a year.
        revenue: recurring revenue a year of the person's accounts.
        gross_margin: share of revenue that is left (ratio).
        churn_avoided: churn a year that does not happen (ratio).
        expansion: recurring revenue that is won in addition a year.

    >>> round(net_benefit(6.5e6, 120e6, 0.75, 0.08, expansion=2e6))
    2200000
    """
    return revenue * gross_margin * churn_avoided + expansion * gross_margin - loaded_cost


def segments_of(inputs: Inputs, role: str) -> tuple[int, ...]:
    """Return the rows of the segments that a role serves: in a lifecycle stage, or by answering their questions."""
    rows = range(len(inputs.company.segments))
    return tuple(row for row in rows if stages_of(inputs, inputs.company.segments[row], role))


def stages_of(inputs: Inputs, segment: Segment, role: str) -> tuple[LifecycleStage, ...]:
    """Return the lifecycle stages in which a role can touch a segment's churn; all for who answers questions."""
    if role == inputs.phase.definition.ticket_role:
        return tuple(LifecycleStage)
    return tuple(stage for stage in LifecycleStage if inputs.phase.role_for(segment.service_model, stage) == role)


def stage_shares(segment: Segment) -> dict[LifecycleStage | None, float]:
    """Return the shares of a segment's leavers by when they leave; what is left of the whole is not known when."""
    known = segment.churn.by_lifecycle_stage if segment.churn else {}
    shares: dict[LifecycleStage | None, float] = {s: known[s] for s in LifecycleStage if s in known}
    return {**shares, None: max(0.0, 1 - sum(known.values()))}


def touchable_share(inputs: Inputs, segment: Segment, role: str) -> float:
    """Return the share of a segment's leavers that a role could keep at most: all but those of others' stages."""
    own = stages_of(inputs, segment, role)
    return 1 - sum(share for stage, share in stage_shares(segment).items() if stage is not None and stage not in own)


def _break_even(inputs: Inputs, forecast: Forecast, staffing: Staffing, retention: Retention, role: str) -> BreakEven:
    """Return the break-even of a role with the revenue of the month of the positions."""
    month, segments = staffing.month, inputs.company.segments
    rows, monthly = segments_of(inputs, role), default_cost(inputs, role)
    revenue = MONTHS_A_YEAR * forecast.revenue[0, :, month]
    total = float(revenue[list(rows)].sum())
    lost = {row: float(revenue[row] * (1 - retention.kept[row])) for row in rows}
    by_stage: dict[LifecycleStage | None, float] = {}
    for row in rows if total > 0 else ():
        for stage, share in stage_shares(segments[row]).items():
            by_stage[stage] = by_stage.get(stage, 0.0) + lost[row] * share / total
    touchable = sum(lost[row] * touchable_share(inputs, segments[row], role) for row in rows)
    return BreakEven(
        role=role,
        yearly_cost=None if monthly is None else MONTHS_A_YEAR * monthly,
        revenue=total,
        people=max(1.0, float(staffing.steady_total[0, inputs.roles.index(role), month])),
        gross_margin=retention.gross_margin,
        churn_by_stage=tuple((stage, share) for stage, share in by_stage.items() if share > 0),
        touchable=touchable / total if total > 0 else None,
    )


def _team_cost(inputs: Inputs, staffing: Staffing, gaps: Gaps, costs: Costs) -> TeamCost:
    """Cost the team by role and month."""
    people = [p for p in inputs.company.roster if not p.out_of_scope]
    held = dict.fromkeys(largest_role(p) for p in people)
    others = [role for role in held if role is not None and role not in inputs.roles]
    roles: tuple[str | None, ...] = (*inputs.roles, *others, *([None] if None in held else []))
    paid, missing = np.zeros((len(roles), len(inputs.months))), np.zeros(len(roles))
    for month in range(len(inputs.months)):
        for person in active_people(inputs, month):
            if not person.out_of_scope:
                paid[roles.index(largest_role(person)), month] += person_cost(inputs, person) or 0.0
    for position, part in missing_posts(staffing, gaps):
        missing[roles.index(position.main_role)] += (position_cost(inputs, position) or 0.0) * part
    months = range(len(inputs.months))
    return TeamCost(
        roles=roles,
        people=paid,
        open_positions=missing,
        levers=np.array([sum(lever_cost(inputs, v, month) for v in inputs.company.levers) for month in months]),
        revenue=costs.revenue,
        band=inputs.assumptions[COST_SHARE].quantity.range,
        complete=not costs.unknown_seats and all(person_cost(inputs, p) is not None for p in people),
    )
