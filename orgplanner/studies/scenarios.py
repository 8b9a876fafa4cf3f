"""Many scenarios at once: the FTE that the team needs in one month, thousands of times in one call; whole positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.company import Company
from orgplanner.records.phase import Phase
from orgplanner.stages.demand import estimate_demand
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.inputs import Array, Inputs, Scenarios, gather_inputs
from orgplanner.stages.sourcing import choose_sourcing, decided_by_hours
from orgplanner.stages.staffing import Staffing, size_staffing

CHUNK_CELLS = 1_000_000
"""Numbers that one array of a chunk may have (8 MB): the stages hold a dozen of them at a time."""

FEWEST, MOST = 32, 2048
"""Scenarios of a chunk: enough to outweigh what a call costs by itself, and few enough to stay in the cache."""


def team_fte(company: Company, phase: Phase, scenarios: Scenarios, month: str | None = None) -> Array:
    """Return the steady FTE of the team in one month for every scenario (S,).

    The stages up to required FTE run on chunks of scenarios, and on no more months than the answer needs: the months
    before for the accounts, those after only where the hours of the whole horizon decide who does a role's work.
    Positions are not pooled, so that leading counts the positions that the units need by themselves.

    Args:
        company: the company as its leader describes it.
        phase: the phase with its catalogue.
        scenarios: S values for any assumption ids or numbers of segments such as `segment.all.accounts`.
        month: a planned month `YYYY-MM`; the first one if None.

    Raises:
        UnknownName: a scenario varies what does not exist, or the month is not planned.
    """
    place = _place(company, month)
    inputs = gather_inputs(company, phase, scenarios)
    return np.concatenate(
        [_staff_month(chunk, place).steady_fte[:, :, 0].sum(axis=1) for chunk in _chunks(inputs, place)]
    )


def team_positions(
    company: Company, phase: Phase, values: Mapping[str, float] | None = None, month: str | None = None
) -> int:
    """Return the whole positions of the team in one month, as a plan with these values has them.

    Args:
        company: the company as its leader describes it.
        phase: the phase with its catalogue.
        values: a value for any assumption ids or numbers of segments; the others stay as planned.
        month: a planned month `YYYY-MM`; the first one if None.

    Raises:
        UnknownName: a value is for what does not exist, or the month is not planned.
        InfeasiblePlan: the combination rules allow no set of positions.
    """
    inputs = gather_inputs(company, phase, {id: np.array([value]) for id, value in (values or {}).items()})
    staffing = _staff_month(inputs, _place(company, month), positions=True)
    return sum(position.on_team for position in staffing.positions)


def _place(company: Company, month: str | None) -> int:
    """Return the place of a month among the planned ones, or raise UnknownName."""
    if month is not None and month not in company.months:
        raise UnknownName("month", month, company.months)
    return company.months.index(month) if month else 0


def _staff_month(inputs: Inputs, month: int, *, positions: bool = False) -> Staffing:
    """Return the staffing of one month alone; sources follow the hours of all months."""
    deciding = decided_by_hours(inputs)
    book = forecast_book(inputs if deciding else inputs.between(0, month))
    there = inputs.between(month, month)
    demand = estimate_demand(there, book.at(month))
    sourcing = choose_sourcing(inputs, estimate_demand(inputs, book, deciding) if deciding else demand)
    return size_staffing(there, demand, sourcing, positions=positions)


def _chunks(inputs: Inputs, month: int) -> Iterator[Inputs]:
    """Yield the inputs with a part of the scenarios each."""
    months = inputs.company.horizon if decided_by_hours(inputs) else month + 1
    cells = months * max(len(inputs.roles), len(inputs.company.segments))
    size = min(max(CHUNK_CELLS // cells, FEWEST), MOST)
    for start in range(0, inputs.count, size):
        yield replace(inputs, scenarios={id: v[start : start + size] for id, v in inputs.scenarios.items()})


def company_to_count(plan: Plan) -> Company:
    """Return the plan's company as far as counts of positions need it: without its roster, where that counts alike.

    Whom the roster holds tells equal poolings apart, which takes most of the time and hardly moves their count.
    """
    nobody = plan.company.model_copy(update={"roster": ()})
    alike = team_positions(nobody, plan.phase, {}, plan.month) == len(plan.team_positions)
    return nobody if alike else plan.company
