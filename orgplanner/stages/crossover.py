"""Find the crossovers: at which volume, in which month and at which price the outside gets cheaper than the inside."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.sourcing import Handover, MoveKind
from orgplanner.stages.demand import Demand
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import Offer, find_offers
from orgplanner.stages.outside_bill import (
    ROUNDING,
    Bill,
    bill_of,
    counts_tickets,
    minutes_each,
    volume_of_post,
    whole_units,
    whole_volume,
)
from orgplanner.stages.staffing import Staffing
from orgplanner.units import Unit

MOST_STEPS = 4000
"""Whole posts or units up to which volumes are looked at."""

FEWEST_POSTS = 3.0
"""Posts whose volume is looked at in any case, so that a small team sees its first steps."""

BEYOND_PEAK = 1.25
"""Volume looked at, compared with the highest one of the plan."""

Cost = Callable[[Array], Array]


class Side(StrEnum):
    """Who does the work."""

    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Flip:
    """A volume at which the cheaper side changes."""

    volume: float
    above: Side
    """The cheaper side just above it; a tie stays inside, where the knowledge is."""


@dataclass(frozen=True)
class Inside:
    """The inside on one basis against the outside; N places on the volumes, T months."""

    cost: Array
    """Money a month at each of the crossover's volumes (N,)."""
    by_month: Array
    """Money by month (T,)."""
    current: float
    """Money in the plan's month."""
    saving: float | None
    """Money a month that the outside saves in the plan's month, negative where it costs more; None if not known."""
    flips: tuple[Flip, ...]
    """Every volume at which the cheaper side changes."""
    flip_month: str | None
    """First month after the plan's one whose volume changes the cheaper side; None if none does."""
    dual_run: float
    """Money for the months in which both run, while the outside gets up to speed."""
    payback_months: float | None
    """Months in which the saving pays set-up, documents and dual run; None where nothing is saved, or not known."""
    break_even_price: float | None
    """Price at which both cost the same at the current volume; None where none does."""


@dataclass(frozen=True)
class Crossover:
    """One outside offer for the work of a role beside own people; money a month in the company's currency."""

    role: str
    inside: Offer
    """An employee of the role."""
    outside: Offer
    bill: Bill
    loaded: float
    """Loaded cost of an employee a month."""
    cap: float
    """Whole tickets or hours that an employee carries in the mean month."""
    volume_unit: Unit
    """Tickets a month of the role that answers questions, hours of work a month of the others."""
    month: str
    """The plan's month."""
    current_volume: float
    volume_by_month: Array
    """(T,)"""
    volumes: Array
    """Both ends of every stretch on which both costs are straight, in order (N,): a line through them is exact."""
    outside_cost: Array | None
    """(N,), infinite beyond the reach of the offer; None where the price is not known."""
    outside_by_month: Array | None
    """(T,)"""
    current_outside: float | None
    """None where the price is not known, or the offer cannot carry so much."""
    whole_posts: Inside
    """The inside in whole posts: what a new team costs."""
    shared_hours: Inside
    """The inside by the FTE that the work takes: what it costs in a team that shares its hours among roles."""
    break_even_price: float | None
    """Price at which the outside costs what a filled post costs; None where no price does."""
    setup: float
    """Money for set-up, documents and handing over."""
    handover: Handover | None
    """What knowledge is at risk, and what must be ready first."""

    @property
    def advised(self) -> bool:
        """Whether the phase advises the source for the role; the advice itself is with the offer."""
        return self.outside.advice is not None

    @property
    def inside_cost(self) -> Array:
        """Cost of whole posts (N,)."""
        return self.whole_posts.cost

    @property
    def flips(self) -> tuple[Flip, ...]:
        """Every volume at which the cheaper side changes, against whole posts."""
        return self.whole_posts.flips

    @property
    def flip_month(self) -> str | None:
        """First month after the plan's one whose volume changes the cheaper side, against whole posts."""
        return self.whole_posts.flip_month

    @property
    def payback_months(self) -> float | None:
        """Months in which the saving against whole posts pays for the change; None if it never does."""
        return self.whole_posts.payback_months

    @property
    def unit_cost(self) -> float:
        """Cost of a ticket or an hour inside when every post is full."""
        return self.loaded / self.cap


def find_crossovers(inputs: Inputs, demand: Demand, staffing: Staffing) -> tuple[Crossover, ...]:
    """Return the crossover of every role with every outside offer, advised or not; leads and head stay inside.

    in_house(v) = loaded x ceil(v / cap); outside(v) = fixed + price x billed(v) + governance x loaded
    payback = (set-up + documents + dual run) / (in_house - outside)
    break-even price = (loaded - fixed - governance x loaded) / billed(cap)

    Roles whose cost is not known in the company's currency have none.
    """
    offers = find_offers(inputs, staffing)
    leading = inputs.phase.definition.lead_role, inputs.phase.definition.head_role
    own = {o.role: o for o in reversed(offers) if o.source is SourceKind.EMPLOYEE and o.kind is MoveKind.HIRE}
    return tuple(
        _crossover(inputs, demand, staffing, own[offer.role], offer)
        for offer in offers
        if offer.source in NOT_ON_TEAM and offer.role not in leading and _priced(own.get(offer.role)) and offer.fte > 0
    )


def volume_by_month(inputs: Inputs, demand: Demand, staffing: Staffing, role: str) -> Array:
    """Return the volume of a role's work (T,): questions that no desk answers between contacts, else hours of work."""
    column = inputs.roles.index(role)
    if counts_tickets(inputs, role):
        return np.asarray(demand.net_ticket_hours[0, column] * 60 / minutes_each(inputs))
    return np.asarray(staffing.steady_total[0, column] * staffing.steady_capacity[0, column])


def not_ramped(offer: Offer) -> float:
    """Return the months of full work that are lost while an offer gets up to speed: the sum of 1 - ramp."""
    return len(offer.ramp) - math.fsum(offer.ramp)


def _priced(offer: Offer | None) -> bool:
    return offer is not None and offer.monthly_cost is not None and offer.fte > 0


def _crossover(inputs: Inputs, demand: Demand, staffing: Staffing, inside: Offer, outside: Offer) -> Crossover:
    role, month = outside.role, inputs.months[staffing.month]
    cap = whole_volume(volume_of_post(inputs, staffing, role))
    loaded = (inside.monthly_cost or 0.0) / inside.fte
    bill = bill_of(inputs, staffing, outside, loaded)
    by_month = volume_by_month(inputs, demand, staffing, role)
    edges = _edges(bill, cap, float(by_month.max(initial=0.0)))
    known = bill.price is not None
    current = float(by_month[staffing.month])
    costs: dict[str, Cost] = {
        "whole_posts": lambda v: loaded * whole_units(v, cap),
        "shared_hours": lambda v: loaded * v / cap,
    }
    at_current = float(bill.cost(np.array(current)))
    return Crossover(
        role=role,
        inside=inside,
        outside=outside,
        bill=bill,
        loaded=loaded,
        cap=cap,
        volume_unit=Unit.TICKET_PER_MONTH if counts_tickets(inputs, role) else Unit.HOUR_PER_MONTH,
        month=month,
        current_volume=current,
        volume_by_month=by_month,
        volumes=np.repeat(edges, 2)[1:-1],
        outside_cost=_along(bill.cost, edges) if known else None,
        outside_by_month=bill.cost(by_month) if known else None,
        current_outside=at_current if known and math.isfinite(at_current) else None,
        break_even_price=bill.price_for(cap, loaded),
        setup=outside.setup + outside.one_off,
        handover=inputs.phase.role(role).handover,
        **{name: _inside(inputs, outside, bill, cost, edges, by_month, staffing.month) for name, cost in costs.items()},
    )


def _edges(bill: Bill, cap: float, peak: float) -> Array:
    """Return the ends of the stretches on which both costs are straight, from none to beyond the plan's peak."""
    steps = [cap] if bill.carried is None else [cap, bill.carried]
    end = min(max(BEYOND_PEAK * peak, FEWEST_POSTS * cap), MOST_STEPS * min(steps))
    found = [np.arange(math.floor(end / step) + 1) * step for step in steps]
    edges = np.unique(np.concatenate([*found, [bill.minimum, bill.reach, end]]))
    edges = edges[edges <= end]
    return np.asarray(edges[np.concatenate([[True], np.diff(edges) > ROUNDING * end])])


def _ends(cost: Cost, edges: Array) -> tuple[Array, Array]:
    """Return a cost just behind the first end and at the last end of each stretch, from two places inside."""
    width = np.diff(edges)
    first, second = (cost(edges[:-1] + share * width) for share in (1 / 3, 2 / 3))
    with np.errstate(invalid="ignore"):
        low, high = 2 * first - second, 2 * second - first
    return np.where(np.isfinite(first), low, math.inf), np.where(np.isfinite(second), high, math.inf)


def _along(cost: Cost, edges: Array) -> Array:
    """Return a cost at both ends of each stretch, in order."""
    return np.stack(_ends(cost, edges), axis=1).ravel()


def _inside(inputs: Inputs, offer: Offer, bill: Bill, cost: Cost, edges: Array, by_month: Array, month: int) -> Inside:
    """Hold the inside against the outside."""
    volume = float(by_month[month])
    current = float(cost(np.array(volume)))
    outside = float(bill.cost(np.array(volume)))
    saving = current - outside if bill.price is not None and math.isfinite(outside) else None
    dual_run = not_ramped(offer) * current
    pays = saving is not None and saving > ROUNDING * max(current, 1.0)
    sides = _cheaper(cost(by_month), bill.cost(by_month)) if bill.price is not None else np.zeros(len(by_month))
    changed = np.flatnonzero(sides[month:] != sides[month])
    return Inside(
        cost=_along(cost, edges),
        by_month=cost(by_month),
        current=current,
        saving=saving,
        flips=tuple(_flips(cost, bill.cost, edges)) if bill.price is not None else (),
        flip_month=inputs.months[month + int(changed[0])] if changed.size else None,
        dual_run=dual_run,
        payback_months=(offer.setup + offer.one_off + dual_run) / saving if pays and saving else None,
        break_even_price=bill.price_for(volume, current),
    )


def _cheaper(inside: Array, outside: Array) -> Array:
    """Return 1 where the outside is cheaper, else 0."""
    return np.asarray(outside < inside - ROUNDING * np.maximum(inside, 1.0), dtype=float)


def _flips(inside: Cost, outside: Cost, edges: Array) -> Iterator[Flip]:
    """Yield every volume at which the cheaper side changes, exactly.

    On each stretch both costs are straight, so that they cross once at most; between two crossings and ends the side in
    the middle is that of the whole stretch.
    """
    (low_in, high_in), (low_out, high_out) = _ends(inside, edges), _ends(outside, edges)
    with np.errstate(invalid="ignore", divide="ignore"):
        start, stop = low_out - low_in, high_out - high_in
        apart = np.minimum(np.abs(start), np.abs(stop)) > ROUNDING * np.maximum(np.abs(high_in), 1.0)
        crosses = np.isfinite(start) & (start * stop < 0) & apart
        at = edges[:-1] + np.diff(edges) * np.where(crosses, start / (start - stop), 0.0)
    points = np.unique(np.concatenate([edges, at[crosses]]))
    middles = (points[:-1] + points[1:]) / 2
    sides = _cheaper(inside(middles), outside(middles))
    for k in np.flatnonzero(np.diff(sides)):
        yield Flip(float(points[k + 1]), Side.OUTSIDE if sides[k + 1] else Side.INSIDE)
