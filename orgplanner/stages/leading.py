"""Leads by span of control: which units have one, who plays on, what the head leads directly."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.catalogue import DemandKind, ProblemEffect
from orgplanner.records.phase import Phase
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.structures import TeamUnits

Counts = NDArray[np.int64]

LED_TEAM = 2
"""Positions from which there is anybody to lead beside the lead."""

HIGHEST_LEVEL = 6
"""Levels of leads of leads; more than the largest organisation needs."""


@dataclass(frozen=True)
class Leading:
    """Units, their leads and the head's reports; arrays are (S, U, T) or (S, T)."""

    freed: bool
    """Whether the head is kept out of the field."""
    people: Counts
    """Positions of each unit below its leads (S, U, T); a playing lead is one of them."""
    leads: Counts
    """Leads of each unit (S, U, T)."""
    playing: NDArray[np.bool_]
    """Whether the unit's one lead also carries work of the unit (S, U, T)."""
    led: Counts
    """Positions whose leading the unit's playing lead carries (S, U, T)."""
    coaching_fte: Array
    """FTE of playing leads that leading takes (S, U, T)."""
    upper: Counts
    """Leads of leads on each level, from the leads upward (S, K, T)."""
    head_reports: Counts
    """Reports whose leading the head carries (S, T)."""
    head_fte: Array
    """FTE of the head that leading takes (S, T)."""
    small: NDArray[np.bool_]
    """Whether the team is small enough for one lead or the head alone (S, T)."""

    def levels(self, month: int) -> list[int]:
        """Return the leads of leads of a month (first scenario) on each level, the top level first."""
        return [int(count) for count in self.upper[0, ::-1, month] if count]

    def same_leads(self, other: Leading, month: int) -> bool:
        """Tell whether another leading has the same leads in a month (first scenario), whoever reports to them."""
        return all(
            np.array_equal(getattr(self, field)[0, ..., month], getattr(other, field)[0, ..., month])
            for field in ("leads", "playing", "upper", "small")
        )

    @property
    def full_leads(self) -> Counts:
        """Leads who do nothing but lead (S, T)."""
        full: Counts = np.where(self.playing, 0, self.leads).sum(axis=1) + self.upper.sum(axis=1)
        return full


def frees_head(inputs: Inputs) -> bool:
    """Tell whether a problem of the team asks that the head leaves the field."""
    named = set(inputs.company.problems)
    problems = inputs.phase.catalogue.problems
    return any(p.id in named and p.effect is ProblemEffect.FREE_HEAD_FROM_FIELD for p in problems)


def field_roles(phase: Phase) -> tuple[str, ...]:
    """Return the roles that serve customers; the head leaves these when freed from the field."""
    kinds = (DemandKind.ACCOUNT, DemandKind.TICKET)
    return tuple(r for r in phase.role_ids if phase.definition_of(r).demand in kinds)


def head_may_hold(phase: Phase, freed: bool) -> tuple[str, ...]:
    """Return the roles that the head may hold beside leading."""
    head, lead = phase.definition.head_role, phase.definition.lead_role
    barred = {head, lead} | (set(field_roles(phase)) if freed else set())
    return tuple(r for r in phase.role_ids if r not in barred and phase.may_combine(head, r))


def lead_units(inputs: Inputs, units: TeamUnits, people: Counts, capacity: Array, freed: bool) -> Leading:
    """Give leads to units of the given sizes by span of control.

    A team within the narrowest span reports to the head; if the head is to be freed from the field, to one lead in the
    largest unit instead, who also takes the leading that the head would keep. In a larger team each unit of at least
    the smallest size has ceil(people / span) leads; while the head's reports exceed the span, further units get one.
    The one lead of a unit plays on while its reports are at most `full_time_from` of the span. Above a span of leads
    stands a level of leads of leads, and so on upward.

    Args:
        inputs: the gathered inputs.
        units: the units of the organisation, U of them.
        people: positions of each unit (S, U, T).
        capacity: hours of one FTE by role in the mean month (S, R).
        freed: whether the head is kept out of the field.
    """
    spans = np.stack([inputs.value(unit.span) for unit in units.units], axis=1)[:, :, None]
    narrowest = spans.min(axis=1)
    everybody = people.sum(axis=1)
    small = everybody <= narrowest
    one_lead = _first_of_largest(people) * (everybody >= LED_TEAM)[:, None]
    leads = np.where(small[:, None], one_lead if freed else 0, _unit_leads(inputs, people, spans, narrowest))
    if freed:
        leads = np.where((leads.sum(axis=1) == 0)[:, None], one_lead, leads)
    led = np.where(small[:, None], everybody[:, None], people) * (leads > 0)
    full_from = inputs.value("leading.full_time_from")[:, None, None]
    playing = (leads == 1) & (led - 1 <= spans * full_from + 1e-9)
    if freed:
        # What one lead of a small team does in full, somebody in a larger team does in full as well.
        playing &= small[:, None] | (one_lead == 0)
    upper, top = _leads_of_leads(leads.sum(axis=1), narrowest)
    alone = small & (leads.sum(axis=1) > 0)
    reports = np.where(leads > 0, 0, people).sum(axis=1) * ~alone + top
    takes_all = alone & playing.any(axis=1)
    return _with_hours(
        inputs,
        capacity,
        Leading(
            freed=freed,
            people=people,
            leads=leads,
            playing=playing,
            led=(led - np.where(takes_all[:, None], 0, 1)) * playing,
            coaching_fte=np.zeros(people.shape),
            upper=upper,
            head_reports=np.where(takes_all, 0, reports),
            head_fte=np.zeros(everybody.shape),
            small=small,
        ),
    )


def _with_hours(inputs: Inputs, capacity: Array, leading: Leading) -> Leading:
    """Return the leading with the FTE that its reports take."""
    definition = inputs.phase.definition
    hours = inputs.value("leading.hours_per_report")[:, None]
    lead, head = (inputs.roles.index(r) for r in (definition.lead_role, definition.head_role))
    return replace(
        leading,
        coaching_fte=hours[:, None] * leading.led / capacity[:, lead, None, None],
        head_fte=hours * leading.head_reports / capacity[:, head, None],
    )


def with_reports(inputs: Inputs, capacity: Array, leading: Leading, month: int, head: int, led: Counts) -> Leading:
    """Return the leading with the reports that the chart of one month has (first scenario)."""
    reports, of_units = leading.head_reports.copy(), leading.led.copy()
    reports[0, month], of_units[0, :, month] = head, led
    return _with_hours(inputs, capacity, replace(leading, head_reports=reports, led=of_units))


def _unit_leads(inputs: Inputs, people: Counts, spans: Array, span_of_head: Array) -> Counts:
    """Return the leads of each unit of a large team (S, U, T)."""
    smallest = inputs.value("leading.minimum_unit")[:, None, None]
    wanted = np.ceil(people / spans - 1e-9).astype(np.int64)
    leads: Counts = np.where(people >= smallest, wanted, 0)
    for _ in range(people.shape[1]):
        without = np.where(leads > 0, 0, people)
        too_many = without.sum(axis=1) + leads.sum(axis=1) > span_of_head
        chosen = _first_of_largest(without) * (too_many & (without.max(axis=1) >= LED_TEAM))[:, None]
        leads = leads + chosen * wanted
    return leads


def _first_of_largest(people: Counts) -> Counts:
    """Return 1 for the first of the largest units, 0 for all others and for a team without people (S, U, T)."""
    largest = (people == people.max(axis=1, keepdims=True)) & (people > 0)
    first: Counts = (largest & (largest.cumsum(axis=1) == 1)).astype(np.int64)
    return first


def _leads_of_leads(leads: Counts, span: Array) -> tuple[Counts, Counts]:
    """Return the leads of leads on each level upward (S, K, T), and what the head leads of them (S, T)."""
    levels, top = [], leads
    for _ in range(HIGHEST_LEVEL):
        above = np.where(top > span, np.ceil(top / span - 1e-9), 0).astype(np.int64)
        levels.append(above)
        top = np.where(above > 0, above, top)
    return np.stack(levels, axis=1), top
