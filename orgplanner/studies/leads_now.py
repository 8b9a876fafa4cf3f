"""The leads of the units in the plan's month, and the number of people at which the next one comes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.stages.leading import LED_TEAM

NEGLIGIBLE = 1e-9


class LeadStep(StrEnum):
    """How the leading of a unit, or of the whole organisation, changes."""

    FIRST = "first"
    """A unit gets its first lead."""
    FULL_TIME = "full_time"
    """The playing lead gives up the other work."""
    MORE = "more"
    """A unit gets one lead more."""
    UPPER = "upper"
    """Leads outgrow the span of control: somebody leads leads, as a director does."""
    PLAYING = "playing"
    """The full-time lead can take on other work again."""
    FEWER = "fewer"
    """One lead fewer is needed."""
    UPPER_FEWER = "upper_fewer"
    """Fewer leads of leads are needed."""


class UnitLeads(Record):
    """The leading of one unit in the month of the plan, or of all leads for leads of leads."""

    unit: str | None
    """None for the leads of leads, and for a small team that the head leads."""
    people: int
    """People below its leads; a playing lead is one of them."""
    leads: int
    playing: bool
    """Whether its one lead also carries other work."""
    next_step: LeadStep
    """What more people bring next."""
    next_at: int
    """People from which on it comes."""
    whole_team: bool = False
    """Whether the whole team's people count: a small team has one lead, or the head alone."""
    assumptions: tuple[str, ...] = ()
    """Ids of the assumptions that set the number."""


def leads_now(plan: Plan) -> Iterator[UnitLeads]:
    """Yield the leading of each unit in the plan's month, with the number of people that brings the next step.

    The number is the rule's for that unit alone: a head with too many reports may bring a first lead earlier.
    """
    leading, month = plan.staffing.leading, plan.staffing.month
    if leading.small[0, month]:
        yield _small_team(plan)
        return
    for row, unit in enumerate(plan.units):
        leads, playing = int(leading.leads[0, row, month]), bool(leading.playing[0, row, month])
        if not leading.people[0, row, month] + leads:
            continue  # all its work is done elsewhere
        step, at, assumptions = _next_of_unit(plan, unit.span, leads, playing=playing)
        yield UnitLeads(
            unit=unit.id,
            people=int(leading.people[0, row, month]),
            leads=leads,
            playing=playing,
            next_step=step,
            next_at=at,
            assumptions=assumptions,
        )
    narrowest = _narrowest(plan)
    first_level = max(1, int(leading.upper[0, 0, month]))
    yield UnitLeads(
        unit=None,
        people=int(leading.leads[0, :, month].sum()),
        leads=int(leading.upper[0, :, month].sum()),
        playing=False,
        next_step=LeadStep.UPPER,
        next_at=_above(first_level * _number(plan, narrowest)),
        assumptions=(narrowest,),
    )


def _small_team(plan: Plan) -> UnitLeads:
    """Return the leading of a team within one lead's span: the head's, or one lead's if the head is kept free."""
    leading, month = plan.staffing.leading, plan.staffing.month
    everybody, narrowest = int(leading.people[0, :, month].sum()), _narrowest(plan)
    rows = [row for row in range(len(plan.units)) if leading.leads[0, row, month]]
    playing = any(bool(leading.playing[0, row, month]) for row in rows)
    outgrown = _above(_number(plan, narrowest))
    step, at = (LeadStep.MORE if rows else LeadStep.FIRST), outgrown
    assumptions: tuple[str, ...] = (narrowest,)
    if leading.freed and not rows:
        at, assumptions = LED_TEAM, ()
    elif playing:
        step, at, assumptions = _next_of_unit(plan, plan.units[rows[0]].span, 1, playing=True)
        if at >= outgrown:
            step, at, assumptions = LeadStep.MORE, outgrown, (narrowest,)
    return UnitLeads(
        unit=plan.units[rows[0]].id if rows else None,
        people=everybody,
        leads=len(rows),
        playing=playing,
        next_step=step,
        next_at=at,
        whole_team=True,
        assumptions=assumptions,
    )


def _next_of_unit(plan: Plan, span: str, leads: int, *, playing: bool) -> tuple[LeadStep, int, tuple[str, ...]]:
    """Return the next step of a unit of a large team, the people at which it comes, and what sets the number."""
    if leads == 0:
        smallest = _number(plan, "leading.minimum_unit")
        return LeadStep.FIRST, math.ceil(smallest - NEGLIGIBLE), ("leading.minimum_unit",)
    more = _above(leads * _number(plan, span))
    if playing:
        full_time = _above(_number(plan, span) * _number(plan, "leading.full_time_from")) + 1
        if full_time < more:
            return LeadStep.FULL_TIME, full_time, (span, "leading.full_time_from")
    return LeadStep.MORE, more, (span,)


def _above(limit: float) -> int:
    """Return the first whole number above a limit.

    >>> _above(7.0), _above(3.5)
    (8, 4)
    """
    return math.floor(limit + NEGLIGIBLE) + 1


def _number(plan: Plan, assumption: str) -> float:
    return float(plan.inputs.value(assumption)[0])


def _narrowest(plan: Plan) -> str:
    """Return the assumption of the narrowest span, which holds for the head and for leads of leads."""
    return min((unit.span for unit in plan.units), key=lambda id: _number(plan, id))
