"""Levers: work done now, or money spent, that takes hours away later. What it takes away is the user's judgement."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orgplanner.records.base import Key, MonthText, Name, Record, Share

Hours = Annotated[float, Field(ge=0, le=100_000)]
Money = Annotated[float, Field(ge=0, le=1e13)]


class Lever(Record):
    """A lever that the company pulls: content in place of hours, help pages, a tool that drafts or answers."""

    id: Key
    kind: Key
    """Kind of lever, from the catalogue: it names the work that the lever touches."""
    name: Name | None = None
    start: MonthText | None = None
    """Month in which the building starts; the first month of the plan if absent."""
    effect: Share | None = None
    """Share of the touched work that is no longer needed where the lever is used; not known if absent."""
    adoption: Share | None = None
    """Share of the touched work for which the lever is used at all; all of it if absent."""
    review: Share | None = None
    """Share of the saved hours that goes into checking the results; the kind's default if absent."""
    lag_months: Annotated[float, Field(ge=0, le=36)] | None = None
    """Months from the start until the whole effect is there, growing evenly; the kind's default if absent."""
    build_hours: Hours | None = None
    """Hours of building it, spread over the lag; the kind's default if absent."""
    upkeep_hours: Hours | None = None
    """Hours a month of keeping it, once built; the kind's default if absent."""
    one_off_cost: Money = 0
    """Money spent in the first month, in the company's currency."""
    monthly_cost: Money = 0
    """Money a month from the start on, in the company's currency."""
