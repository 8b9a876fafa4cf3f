"""Cost the team: what it costs today and with the open positions filled, and as a share of revenue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgplanner.records.company import Person
from orgplanner.records.lever import Lever
from orgplanner.records.position import Position
from orgplanner.stages.forecast import Forecast
from orgplanner.stages.gaps import Gaps, held_by_position, unfilled
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.levers import start_of
from orgplanner.stages.orgchart import OrgCharts
from orgplanner.stages.staffing import Staffing


@dataclass(frozen=True)
class Costs:
    """Cost of CS in the company's currency, a month."""

    today: float
    """People on the roster in the month of the positions; those out of scope are left out."""
    estimated_people: tuple[str, ...]
    """Ids of people whose cost the file does not give, so that the role's default stands in."""
    open_positions: float
    """Default cost of what is missing: open positions of the team, and the rest of those held in part."""
    joining: float
    """Cost of the people who start after the month."""
    levers: float
    """Money for levers in the month."""
    unknown_people: tuple[str, ...]
    """Ids of people whose cost neither the file nor the data give; they are not contained."""
    unknown_seats: tuple[str, ...]
    """Ids of open seats whose price is not known, such as those from outside; they are not contained."""
    revenue: Array
    """Recurring revenue by month (T,)."""
    month: int
    """Index of the month of the positions."""

    @property
    def planned(self) -> float:
        """Cost with everybody in post who joins, the open positions filled, and the levers pulled."""
        return self.today + self.joining + self.open_positions + self.levers

    def share_of_revenue(self, cost: float) -> float | None:
        """Return a cost as a share of the month's revenue; None without revenue, since then it is not known."""
        revenue = float(self.revenue[self.month])
        return cost / revenue if revenue > 0 else None


def cost_team(inputs: Inputs, forecast: Forecast, staffing: Staffing, gaps: Gaps, charts: OrgCharts) -> Costs:
    """Cost the team in the month of the positions.

    A person's cost is the file's; where it gives none, the default of the person's largest role x FTE. Prices of
    outsourcers, contractors and borrowed people are not known before a quotation, so that they are listed, not guessed.
    """
    in_scope, joining = [p for p in charts.people if not p.out_of_scope], charts.joining
    missing = missing_posts(staffing, gaps)
    costs = {p.id: position_cost(inputs, p) for p, _ in missing}
    return Costs(
        today=sum(person_cost(inputs, p) or 0.0 for p in in_scope),
        estimated_people=tuple(p.id for p in in_scope if p.monthly_cost is None),
        joining=sum(person_cost(inputs, p) or 0.0 for p in joining if not p.out_of_scope),
        levers=sum(lever_cost(inputs, lever, staffing.month) for lever in inputs.company.levers),
        open_positions=sum((costs[p.id] or 0.0) * part for p, part in missing),
        unknown_seats=(*(id for id, cost in costs.items() if cost is None), *(p.id for p in gaps.open_seats)),
        unknown_people=tuple(p.id for p in in_scope if person_cost(inputs, p) is None),
        revenue=forecast.revenue[0].sum(axis=0) if inputs.company.segments else np.zeros(len(inputs.months)),
        month=staffing.month,
    )


def lever_cost(inputs: Inputs, lever: Lever, month: int) -> float:
    """Return what a lever costs in the month with that index: its one-off in the first month, then what runs on."""
    since = month - start_of(inputs, lever)
    return (lever.monthly_cost if since >= 0 else 0.0) + (lever.one_off_cost if since == 0 else 0.0)


def missing_posts(staffing: Staffing, gaps: Gaps) -> list[tuple[Position, float]]:
    """Return the positions of the team that are open or held in part, with the part of a post that is missing."""
    held = held_by_position(gaps.assignments)
    part_filled = {p.id for p in gaps.part_filled}
    return [
        (p, p.size if p.id not in held else unfilled(p, held[p.id]))
        for p in staffing.positions
        if p.on_team and (p.id not in held or p.id in part_filled)
    ]


def person_cost(inputs: Inputs, person: Person) -> float | None:
    """Return what a person costs a month; None where neither the file nor the data say."""
    if person.monthly_cost is not None:
        return person.monthly_cost
    default = default_cost(inputs, largest_role(person))
    return None if default is None else default * person.fte


def position_cost(inputs: Inputs, position: Position) -> float | None:
    """Return what an open position costs a month when an employee fills it; None where the data do not say."""
    default = default_cost(inputs, position.main_role)
    return None if default is None else default * position.count


def largest_role(person: Person) -> str | None:
    """Return the role with the largest share of a person's time, the first of equals."""
    return max(person.roles, key=lambda r: r.share).role if person.roles else None


def default_cost(inputs: Inputs, role: str | None) -> float | None:
    """Return the default monthly cost of a role, of a role of another phase too; None where there is none."""
    if role is None:
        return None
    if f"cost.{role}" in inputs.assumptions:
        return inputs.assumptions[f"cost.{role}"].quantity.value
    unit = f"{inputs.company.currency.value}/month"
    costs = inputs.phase.definition_of(role).monthly_cost
    return next((q.value for q in costs if q.unit.value == unit), None)
