"""Find the offers: every way in which work of a role could be covered, with its price, its lead time and its ramp."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.catalogue import DemandKind
from orgplanner.records.phase import SourceAdvice
from orgplanner.records.sourcing import Charge, LabourMarket, MoveKind, RampProfile, RecruitingChannel, SourceTerms
from orgplanner.stages.cost import default_cost
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.staffing import Staffing, yearly_hours
from orgplanner.units import Unit

DAYS_A_MONTH = 365 / 12


@dataclass(frozen=True)
class Offer:
    """One way to cover work of a role; numbers are those of the plan (first scenario), for one unit."""

    role: str
    terms: SourceTerms
    channel: RecruitingChannel | None
    """Where an employee is found; None for all other sources."""
    advice: SourceAdvice | None
    """What the phase says about the source for this role; None where it does not advise it."""
    fte: float
    """FTE of the role that a productive unit gives; of a contract by volume, the largest that it could be asked for."""
    lead: float
    """Months from opening to start."""
    filled: float
    """Share of requisitions that are filled within the lead time (ratio)."""
    ramp: tuple[float, ...]
    """Share of the full capacity in the first months."""
    attrition: float
    """Share that leaves in a month (ratio)."""
    monthly_cost: float | None
    """Money a month while a unit runs; of a contract by volume, what it costs beside the volume; None if not known."""
    price_per_fte: float
    """Money for an FTE and month of a contract by volume; 0 for all others."""
    one_off: float
    """Money for each unit at its start: fee less expected refund, advertisement, equipment."""
    setup: float
    """Money for the first unit: set-up and the hours of documenting and handing over."""
    runs: int | None
    """Months that a unit runs; None where it has no end."""
    minimum_fte: float
    """FTE that a contract by volume is paid for at least."""
    most: float
    """Units to be had at a time; infinite where nothing limits them."""

    @property
    def id(self) -> str:
        """Role, terms and recruiting channel, such as `support.employee.agency`."""
        return ".".join((self.role, self.terms.id, *([self.channel.id] if self.channel else [])))

    @property
    def source(self) -> SourceKind:
        """How a position is filled by it."""
        return self.terms.source

    @property
    def kind(self) -> MoveKind:
        """What taking it is called."""
        return self.terms.move

    @property
    def by_volume(self) -> bool:
        """Whether it is paid by what it carries."""
        return self.terms.charge is Charge.TICKET

    @property
    def on_team(self) -> bool:
        """Whether its people belong to the team."""
        return self.source not in NOT_ON_TEAM

    def coverage(self, months: int) -> Array:
        """Return the FTE that a unit gives k months after its start (K,): ramp, expected leavers and term counted.

        A requisition that is not filled in time stays open: `filled` start at once, of the rest as many again one lead
        time later, and so on.
        """
        ages = np.arange(months, dtype=float)
        ramp = np.ones(months)
        ramp[: len(self.ramp)] = self.ramp[:months]
        return self.fte * self._delayed(ramp * (1 - self.attrition) ** ages * self._running(ages))

    def cost(self, months: int) -> Array:
        """Return the money that a unit costs k months after its start (K,), its one-offs at the start."""
        ages = np.arange(months, dtype=float)
        running = (self.monthly_cost or 0.0) * (1 - self.attrition) ** ages * self._running(ages)
        running[0] += self.one_off
        return self._delayed(running)

    def _running(self, ages: Array) -> Array:
        return np.asarray(ages < (self.runs if self.runs is not None else math.inf), dtype=float)

    def _delayed(self, profile: Array) -> Array:
        wait, result = max(1, math.ceil(self.lead - 1e-9)), np.zeros(len(profile))
        open_still = 1.0
        for late in range(0, len(profile), wait):
            result[late:] += self.filled * open_still * profile[: len(profile) - late]
            open_still *= 1 - self.filled
        return result


def monthly_attrition(yearly: float) -> float:
    """Return the share that leaves in a month so that `yearly` leaves in twelve: 1 - (1 - a)^(1/12).

    >>> round(monthly_attrition(0.15), 5)
    0.01345
    """
    return float(1 - (1 - min(yearly, 1.0)) ** (1 / 12))


def find_offers(inputs: Inputs, staffing: Staffing) -> tuple[Offer, ...]:
    """Return every way to cover work of a role of the phase, whatever it costs and whoever advises it."""
    return tuple(offer for role in inputs.roles for offer in _offers_of(inputs, staffing, role))


def market_of(inputs: Inputs) -> LabourMarket:
    """Return the labour market of the company's country, else the catalogue's first one."""
    markets = inputs.phase.catalogue.labour_markets
    return next((m for m in markets if m.country == inputs.company.country), markets[0])


def ramp_profile(inputs: Inputs, role: str) -> RampProfile:
    """Return how fast people of a role become productive, and how many leave."""
    profiles = inputs.phase.catalogue.ramp_profiles
    wanted = inputs.phase.definition_of(role).ramp
    return next((p for p in profiles if p.id == wanted), profiles[0])


def attrition_of(inputs: Inputs, role: str) -> float:
    """Return the share of a role's people who leave in a month (ratio)."""
    return monthly_attrition(_number(inputs, f"attrition.{ramp_profile(inputs, role).id}"))


def ramp_of(inputs: Inputs, profile: RampProfile) -> tuple[float, ...]:
    """Return the shares of the full capacity in the first months."""
    return tuple(_number(inputs, f"ramp.{profile.id}.month_{k + 1}") for k in range(len(profile.ramp)))


def own_hour_cost(inputs: Inputs, staffing: Staffing, role: str) -> float:
    """Return what an hour of work of the role costs when one of the team does it; 0 where the cost is not known."""
    hours = float(staffing.steady_capacity[0, inputs.roles.index(role)])
    return (default_cost(inputs, role) or 0.0) / hours if hours > 0 else 0.0


def _offers_of(inputs: Inputs, staffing: Staffing, role: str) -> Iterator[Offer]:
    for terms in inputs.phase.catalogue.source_terms:
        if terms.roles and role not in terms.roles:
            continue
        if terms.charge is Charge.TICKET and inputs.phase.definition_of(role).demand is not DemandKind.TICKET:
            continue
        recruited = terms.source is SourceKind.EMPLOYEE and terms.move is MoveKind.HIRE
        for channel in inputs.phase.catalogue.recruiting_channels if recruited else (None,):
            yield _offer(inputs, staffing, role, terms, channel)


def _offer(
    inputs: Inputs, staffing: Staffing, role: str, terms: SourceTerms, channel: RecruitingChannel | None
) -> Offer:
    stem = f"source.{terms.id}"
    fte = _unit_fte(inputs, staffing, role, terms)
    attrition = attrition_of(inputs, role) if terms.attrition else 0.0
    profiles = {p.id: p for p in inputs.phase.catalogue.ramp_profiles}
    profile = profiles[terms.ramp] if terms.ramp else ramp_profile(inputs, role)
    price, volume_price, minimum = _price(inputs, staffing, role, terms, fte)
    commitment = _optional(inputs, f"{stem}.commitment")
    most = _optional(inputs, f"{stem}.most")
    handing_over = (_optional(inputs, f"{stem}.setup_hours") or 0.0) * own_hour_cost(inputs, staffing, role)
    setup = _optional(inputs, f"{stem}.setup") or 0.0
    per_unit = setup if terms.move in (MoveKind.HIRE, MoveKind.TRAIN) or terms.charge is Charge.MONTH else 0.0
    return Offer(
        role=role,
        terms=terms,
        channel=channel,
        advice=_advice(inputs, role, terms),
        fte=fte,
        lead=_lead(inputs, terms, channel),
        filled=_number(inputs, f"recruiting.{channel.id}.filled") if channel else 1.0,
        ramp=ramp_of(inputs, profile),
        attrition=attrition,
        monthly_cost=price,
        price_per_fte=volume_price,
        one_off=per_unit + (_recruiting_cost(inputs, role, channel, attrition) if channel else 0.0),
        setup=handing_over + (0.0 if per_unit else setup),
        runs=None if commitment is None else max(1, math.ceil(commitment - 1e-9)),
        minimum_fte=minimum,
        most=math.inf if most is None else most if in_hours(terms) else most / fte if fte > 0 else 0.0,
    )


def _advice(inputs: Inputs, role: str, terms: SourceTerms) -> SourceAdvice | None:
    """Return the phase's advice for the source."""
    return next((a for a in inputs.phase.role(role).sources if a.source is terms.source), None)


def _lead(inputs: Inputs, terms: SourceTerms, channel: RecruitingChannel | None) -> float:
    market = market_of(inputs)
    fill = _number(inputs, f"market.{market.country}.time_to_fill")
    if channel is not None:
        return fill * _number(inputs, f"recruiting.{channel.id}.lead_factor")
    given = _optional(inputs, f"source.{terms.id}.lead")
    return fill if given is None else given


def in_hours(terms: SourceTerms) -> bool:
    """Tell whether units are blocks of hours of work rather than posts."""
    return terms.block.unit is Unit.HOUR_PER_MONTH


def _unit_fte(inputs: Inputs, staffing: Staffing, role: str, terms: SourceTerms) -> float:
    """Return the FTE of the role that a unit gives: a block in FTE, or in hours of work a month."""
    block = _number(inputs, f"source.{terms.id}.block")
    if in_hours(terms):
        capacity = float(staffing.steady_capacity[0, inputs.roles.index(role)])
        return block / capacity if capacity > 0 else 0.0
    return block


def _price(
    inputs: Inputs, staffing: Staffing, role: str, terms: SourceTerms, fte: float
) -> tuple[float | None, float, float]:
    """Return money a month and unit, money an FTE and month by volume, and the FTE to be paid for at least."""
    stem = f"source.{terms.id}"
    own = default_cost(inputs, role)
    steering = (_optional(inputs, f"{stem}.governance") or 0.0) * (own or 0.0)
    fixed = _optional(inputs, f"{stem}.fixed") or 0.0
    if terms.charge is Charge.SALARY:
        factor = _optional(inputs, f"{stem}.cost_factor")
        return (None if own is None else own * (1.0 if factor is None else factor) * fte + fixed), 0.0, 0.0
    price = _optional(inputs, f"{stem}.price")
    if price is None:
        return None, 0.0, 0.0
    if terms.charge is Charge.TICKET:
        tickets = tickets_per_fte(inputs, staffing, role)
        returned = _number(inputs, "economics.quality_loss") * (own or 0.0)
        minimum = (_optional(inputs, f"{stem}.minimum") or 0.0) / tickets
        return fixed + steering, price * tickets + returned, minimum
    if terms.charge is Charge.HOUR:
        billed = _number(inputs, f"{stem}.block") if in_hours(terms) else fte * float(yearly_hours(inputs)[0]) / 12
        return price * billed + fixed + steering, 0.0, 0.0
    return price * fte + fixed + steering, 0.0, 0.0


def tickets_per_fte(inputs: Inputs, staffing: Staffing, role: str) -> float:
    """Return the tickets that one FTE of the role answers in a mean month, the busiest window counted."""
    hours = float(staffing.steady_capacity[0, inputs.roles.index(role)])
    return hours * 60 / (_number(inputs, "support.handling_time") * _number(inputs, "support.peak_factor"))


def _recruiting_cost(inputs: Inputs, role: str, channel: RecruitingChannel, attrition: float) -> float:
    """Return the money for finding one employee: a fee on the yearly pay less what is refunded on average, and a sum.

    fee = yearly pay x fee share, at most the legal cap; expected refund = fee x refund share x share of early leavers.
    """
    market, stem = market_of(inputs), f"recruiting.{channel.id}"
    loaded = default_cost(inputs, role) or 0.0
    pay = 12 * loaded / _number(inputs, f"market.{market.country}.load")
    cap = _optional(inputs, f"market.{market.country}.fee_cap")
    share = _number(inputs, f"{stem}.fee_share")
    fee = pay * (share if cap is None else min(share, cap))
    early = 1 - (1 - attrition) ** _number(inputs, f"{stem}.refund_months")
    refund = fee * _number(inputs, f"{stem}.refund_share") * early
    return float(fee - refund) + (_optional(inputs, f"{stem}.fee") or 0.0)


def _number(inputs: Inputs, id: str) -> float:
    return float(inputs.value(id)[0])


def _optional(inputs: Inputs, id: str) -> float | None:
    return _number(inputs, id) if id in inputs.assumptions else None
