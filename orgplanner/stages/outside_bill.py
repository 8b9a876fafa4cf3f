"""The bill of an offer from outside: what a volume of work costs a month, in whole units or by the ticket."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from orgplanner.records.catalogue import DemandKind
from orgplanner.records.sourcing import Charge
from orgplanner.stages.hiring_assumptions import price_period
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import Offer
from orgplanner.stages.staffing import Staffing, yearly_hours
from orgplanner.units import Unit, money_unit

ROUNDING = 1e-9


@dataclass(frozen=True)
class Bill:
    """What the outside asks for a volume a month."""

    price: float | None
    """Money for what is billed, as the charge says; None where not known."""
    unit: Unit
    """Unit of the price."""
    carried: float | None
    """Whole tickets or hours that a unit carries; None where each ticket is billed."""
    billed_each: float
    """What is billed for a unit, in units of the price."""
    minimum: float
    """Tickets that are billed at least."""
    fixed: float
    """Money a month beside the price."""
    governance: float
    """Money for the team's own people who steer it: their FTE x loaded cost."""
    returned: float
    """Money for each ticket asked for that own people spend on those that come back unsolved."""
    reach: float
    """Highest volume that it can carry; infinite where nothing limits it."""

    def billed(self, volume: Array) -> Array:
        """Return what is billed: whole units, or tickets above the minimum."""
        if self.carried is None:
            return np.maximum(volume, self.minimum)
        return self.billed_each * whole_units(volume, self.carried)

    def cost(self, volume: Array) -> Array:
        """Return the money a month: fixed + price x billed + governance + returned; infinite beyond its reach."""
        beside = self.fixed + self.governance + self.returned * volume
        money = (self.price or 0.0) * self.billed(volume) + beside
        return np.where(volume > self.reach * (1 + ROUNDING), math.inf, money)

    def price_for(self, volume: float, inside: float) -> float | None:
        """Return the price at which the outside costs as much as the inside; None where not even nothing would do."""
        billed = float(self.billed(np.array(volume)))
        room = inside - self.fixed - self.governance - self.returned * volume
        return room / billed if billed > 0 and room >= 0 and volume <= self.reach else None


def bill_of(inputs: Inputs, staffing: Staffing, offer: Offer, loaded: float) -> Bill:
    """Return the bill of an offer, one contract for the whole volume of its role.

    Args:
        inputs: the gathered inputs.
        staffing: capacity of the mean month.
        offer: an offer from outside.
        loaded: loaded cost of an employee of the role a month.
    """
    stem, by_ticket = f"source.{offer.terms.id}", offer.by_volume
    each = volume_of_post(inputs, staffing, offer.role)
    carried = whole_volume(offer.fte * each)
    lost = float(inputs.value("economics.quality_loss")[0]) if by_ticket else 0.0
    return Bill(
        price=_price(inputs, offer, loaded),
        unit=money_unit(inputs.company.currency.value, price_period(offer.terms.charge) or "month"),
        carried=None if by_ticket else carried,
        billed_each=_billed_each(inputs, offer),
        minimum=_number(inputs, f"{stem}.minimum") or 0.0 if by_ticket else 0.0,
        fixed=_number(inputs, f"{stem}.fixed") or 0.0,
        governance=(_number(inputs, f"{stem}.governance") or 0.0) * loaded,
        returned=lost * loaded / whole_volume(each),
        reach=_units_at_hand(inputs, offer) * carried,
    )


def counts_tickets(inputs: Inputs, role: str) -> bool:
    """Tell whether the work of a role is counted in tickets rather than hours."""
    return inputs.phase.definition_of(role).demand is DemandKind.TICKET


def minutes_each(inputs: Inputs) -> float:
    """Return the minutes of capacity that a ticket takes: its handling time, the busiest window counted."""
    return float(inputs.value("support.handling_time")[0] * inputs.value("support.peak_factor")[0])


def volume_of_post(inputs: Inputs, staffing: Staffing, role: str) -> float:
    """Return the tickets or hours of work that one FTE of a role carries in the mean month."""
    hours = float(staffing.steady_capacity[0, inputs.roles.index(role)])
    return hours * 60 / minutes_each(inputs) if counts_tickets(inputs, role) else hours


def whole_volume(volume: float) -> float:
    """Return the whole tickets or hours that fit into a month; less than one stays as it is.

    >>> whole_volume(1935 / 12 * 0.7 * 0.8 * 60 / 25)
    216.0
    """
    whole = math.floor(volume + ROUNDING)
    return float(whole) if whole >= 1 else volume


def whole_units(volume: ArrayLike, each: float) -> Array:
    """Return the whole posts or units that carry a volume.

    >>> whole_units(np.array([0.0, 216.0, 217.0]), 216.0).tolist()
    [0.0, 1.0, 2.0]
    """
    return np.asarray(np.maximum(np.ceil(np.asarray(volume, dtype=float) / each - ROUNDING), 0.0) + 0.0)


def _price(inputs: Inputs, offer: Offer, loaded: float) -> float | None:
    """Return the money for what is billed; of a borrowed person, what a post of the role costs."""
    stem = f"source.{offer.terms.id}"
    if offer.terms.charge is not Charge.SALARY:
        return _number(inputs, f"{stem}.price")
    factor = _number(inputs, f"{stem}.cost_factor")
    return loaded * (1.0 if factor is None else factor)


def _billed_each(inputs: Inputs, offer: Offer) -> float:
    """Return what is billed for a unit: hours of its block, paid hours of its post, or its part of a post."""
    if offer.by_volume:
        return 1.0
    if offer.terms.charge is not Charge.HOUR:
        return offer.fte
    if offer.terms.block.unit is Unit.HOUR_PER_MONTH:
        return float(inputs.value(f"source.{offer.terms.id}.block")[0])
    return offer.fte * float(yearly_hours(inputs)[0]) / 12


def _units_at_hand(inputs: Inputs, offer: Offer) -> float:
    """Return the whole units to be had: those that the company names, else the terms' own limit."""
    named = [a.people for a in inputs.company.hiring.available if (a.role, a.terms) == (offer.role, offer.terms.id)]
    most = named[0] / offer.fte if named else offer.most
    return float(math.floor(most + ROUNDING)) if most < math.inf else most


def _number(inputs: Inputs, id: str) -> float | None:
    return float(inputs.value(id)[0]) if id in inputs.assumptions else None
