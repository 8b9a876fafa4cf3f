"""Leads by span of control: which units have one, who plays on, what the head leads directly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.catalogue import DemandKind, ProblemEffect
from orgplanner.records.phase import Phase
from orgplanner.stages.inputs import Array, Inputs

Counts = NDArray[np.int64]


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
    """Leads of leads between units and head (S, T)."""
    head_reports: Counts
    """Reports whose leading the head carries (S, T)."""
    head_fte: Array
    """FTE of the head that leading takes (S, T)."""
    small: NDArray[np.bool_]
    """Whether the team is small enough for one lead or the head alone (S, T)."""

    @property
    def full_leads(self) -> Counts:
        """Leads who do nothing but lead (S, T)."""
        full: Counts = np.where(self.playing, 0, self.leads).sum(axis=1) + self.upper
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


def lead_units(inputs: Inputs, people: Counts, capacity: Array, freed: bool) -> Leading:
    """Give leads to units of the given sizes by span of control.

    A team within the narrowest span reports to the head; if the head is to be freed from the field, to one lead in the
    largest unit instead. In a larger team each unit of at least the smallest size has ceil(people / span) leads. The
    one lead of a unit plays on while the others are at most `full_time_from` of the span. Above the span of the head
    a layer of leads of leads is added.

    Args:
        inputs: the gathered inputs.
        people: positions of each unit (S, U, T).
        capacity: hours of one FTE by role in the mean month (S, R).
        freed: whether the head is kept out of the field.
    """
    definition = inputs.phase.definition
    spans = np.stack([inputs.value(f"span.{u.id}") for u in definition.organisation.units], axis=1)[:, :, None]
    narrowest = spans.min(axis=1)
    everybody = people.sum(axis=1)
    small = (everybody <= narrowest)[:, None]
    smallest = inputs.value("leading.minimum_unit")[:, None, None]
    leads = np.where(people >= smallest, np.ceil(people / spans - 1e-9), 0).astype(np.int64)
    leads = np.where(small, _one_lead(people) if freed else 0, leads)
    led = np.where(small, everybody[:, None], people) * (leads > 0)
    full_from = inputs.value("leading.full_time_from")[:, None, None]
    playing = (leads == 1) & (led - 1 <= spans * full_from + 1e-9)
    per_report = inputs.value("leading.hours_per_report")[:, None]
    lead, head = (inputs.roles.index(r) for r in (definition.lead_role, definition.head_role))
    upper = _leads_of_leads(leads.sum(axis=1), narrowest)
    reports = _head_reports(people, leads, upper, small[:, 0], playing)
    return Leading(
        freed=freed,
        people=people,
        leads=leads,
        playing=playing,
        led=led * playing,
        coaching_fte=np.where(playing, per_report[:, None] * led / capacity[:, lead, None, None], 0.0),
        upper=upper,
        head_reports=reports,
        head_fte=per_report * reports / capacity[:, head, None],
        small=small[:, 0],
    )


def _one_lead(people: Counts) -> Counts:
    """Return one lead for the first of the largest units, none for a team without people."""
    largest = (people == people.max(axis=1, keepdims=True)) & (people > 0)
    first: Counts = (largest & (largest.cumsum(axis=1) == 1)).astype(np.int64)
    return first


def _leads_of_leads(leads: Counts, span: Array) -> Counts:
    """Return the leads that lead leads: none while the head's span carries all of them (S, T)."""
    return np.where(leads > span, np.ceil(leads / span - 1e-9), 0).astype(np.int64)


def _head_reports(
    people: Counts, leads: Counts, upper: Counts, small: NDArray[np.bool_], playing: NDArray[np.bool_]
) -> Counts:
    """Return the reports whose leading the head carries (S, T).

    The playing lead of a small team takes over the leading of every position, so that the head keeps none.
    """
    direct = np.where(leads > 0, 0, people).sum(axis=1)
    reports = direct + np.where(upper > 0, upper, leads.sum(axis=1))
    one_lead = small & (leads.sum(axis=1) > 0)
    return np.where(one_lead, np.where(playing.any(axis=1), 0, 1), reports)
