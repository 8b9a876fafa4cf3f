"""Which crossover tells a leader most, and on which basis it is to be read."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from orgplanner.advice.ways import Crossover, Inside
from orgplanner.plan import Plan
from orgplanner.records.base import OUTSIDE, SourceKind
from orgplanner.records.phase import SourceAdvice, Stance


class Basis(StrEnum):
    """How the inside is counted."""

    SHARED_HOURS = "shared_hours"
    """By the FTE that the work takes: the rest of a post does other work."""
    WHOLE_POSTS = "whole_posts"
    """In whole posts: what people hired for this work alone cost."""


def inside_of(crossover: Crossover, basis: Basis) -> Inside:
    """Return the inside of a crossover on a basis."""
    return crossover.shared_hours if basis is Basis.SHARED_HOURS else crossover.whole_posts


def cost_at(crossover: Crossover, basis: Basis, volume: float) -> float:
    """Return the cost of the inside at one of the looked at volumes or between them; at a step, that below it."""
    volumes, costs = crossover.volumes, inside_of(crossover, basis).cost
    at = int(np.searchsorted(volumes, volume))
    if at == 0 or volumes[at] - volumes[at - 1] <= 0:
        return float(costs[at])
    part = (volume - volumes[at - 1]) / (volumes[at] - volumes[at - 1])
    return float(costs[at - 1] + part * (costs[at] - costs[at - 1]))


def usual_basis(crossover: Crossover) -> Basis:
    """Return the basis that fits the volume of today: hours are shared as long as the work fills no post."""
    return Basis.SHARED_HOURS if crossover.current_volume < crossover.cap else Basis.WHOLE_POSTS


def crossovers_of(plan: Plan, role: str) -> tuple[Crossover, ...]:
    """Return the crossovers of a role, the most telling one first.

    People and firms from outside come before colleagues, what the phase advises before what it does not, firms before
    people, prices by volume before fixed ones.
    """
    found = [c for c in plan.crossovers if c.role == role]
    return tuple(sorted(found, key=_rank))


def telling_crossover(plan: Plan) -> Crossover | None:
    """Return the crossover that tells a leader most: one that is advised and has work, of the role with most of it.

    A way that can carry the work comes before one that cannot, then the role that answers questions: its work goes
    outside most often.
    """
    first = [crossovers_of(plan, role)[:1] for role in plan.phase.role_ids]
    usable = [c for found in first for c in found if c.advised and c.current_volume > 0 and c.bill.price is not None]
    usable = [c for c in usable if c.outside.source in OUTSIDE]
    ticket_role = plan.phase.definition.ticket_role
    rank = {c.role: (c.current_outside is None, c.role != ticket_role, -c.current_volume / c.cap) for c in usable}
    return min(usable, key=lambda c: rank[c.role], default=None)


def outside_advice(plan: Plan, role: str) -> tuple[SourceAdvice, ...]:
    """Return what the phase says about sources outside the company for a role."""
    return tuple(a for a in plan.phase.role(role).sources if a.source in OUTSIDE)


def external_people(plan: Plan, role: str) -> SourceAdvice | None:
    """Return the advice that external people are worth considering for a role, which says nothing on outsourcing."""
    found = outside_advice(plan, role)
    return next((a for a in found if a.source is not SourceKind.OUTSOURCER), None)


def outsourcing(plan: Plan, role: str) -> SourceAdvice | None:
    """Return the advice that a role's work is often given to a firm."""
    return next((a for a in outside_advice(plan, role) if a.stance is Stance.OFTEN_OUTSOURCED), None)


def _rank(crossover: Crossover) -> tuple[bool, bool, bool, bool]:
    offer = crossover.outside
    firm = offer.source is SourceKind.OUTSOURCER
    return offer.source not in OUTSIDE, not crossover.advised, not firm, not offer.by_volume
