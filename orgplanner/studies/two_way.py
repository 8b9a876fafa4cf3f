"""Two numbers at once: what the team needs when both go over their ranges."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from orgplanner.errors import InfeasiblePlan
from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.records.company import Company
from orgplanner.studies.scenarios import company_to_count, team_fte, team_positions
from orgplanner.studies.spans import Span, span_of


class TwoWay(Record):
    """FTE and positions on a grid of two numbers."""

    first: Span
    """The number of the rows."""
    second: Span
    """The number of the columns."""
    rows: tuple[float, ...] = Field(min_length=2)
    """Values of the first number, the planned one among them."""
    columns: tuple[float, ...] = Field(min_length=2)
    """Values of the second number, the planned one among them."""
    fte: tuple[tuple[float, ...], ...]
    """Steady FTE of the team, row by row."""
    positions: tuple[tuple[int | None, ...], ...]
    """Whole positions of the team, row by row; None where the combination rules allow no set of positions."""


def two_way(plan: Plan, first: str, second: str, points: int = 7) -> TwoWay:
    """Return the team's FTE and whole positions over the ranges of two numbers.

    Args:
        plan: the plan whose other numbers stay as they are.
        first: id of an assumption, or of a number of a segment, for the rows.
        second: the same for the columns; another one than the first.
        points: values of each, evenly from end to end, the nearest of them moved onto the planned one.

    Raises:
        UnknownName: there is no such assumption or number of a segment.
        ValueError: both are the same number, or one is a part of the other, or has no range.
    """
    of_rows, of_columns = span_of(plan, first), span_of(plan, second)
    if first in (second, of_columns.part_of) or second == of_rows.part_of:
        raise ValueError(f"{first} and {second} are not two numbers")
    if not (of_rows.is_open and of_columns.is_open):
        raise ValueError(f"{first} or {second} has no range")
    rows, columns = _values(of_rows, points), _values(of_columns, points)
    grid = {first: np.repeat(rows, len(columns)), second: np.tile(columns, len(rows))}
    fte = team_fte(plan.company, plan.phase, grid, plan.month).reshape(len(rows), len(columns))
    counted = company_to_count(plan)
    return TwoWay(
        first=of_rows,
        second=of_columns,
        rows=rows,
        columns=columns,
        fte=tuple(tuple(row) for row in fte.tolist()),
        positions=tuple(tuple(_positions(plan, counted, {first: r, second: c}) for c in columns) for r in rows),
    )


def _values(span: Span, points: int) -> tuple[float, ...]:
    """Return evenly spaced values, the nearest of them moved onto the planned one."""
    values = np.linspace(span.low, span.high, points)
    values[np.abs(values - span.planned).argmin()] = span.planned
    return tuple(values.tolist())


def _positions(plan: Plan, company: Company, values: dict[str, float]) -> int | None:
    try:
        return team_positions(company, plan.phase, values, plan.month)
    except InfeasiblePlan:
        return None
