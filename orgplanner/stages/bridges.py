"""Find bridges: what can carry a role's work when the window for a hire has passed, and what planned leaves ask for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.company import MONTHS_A_YEAR, Company, Segment
from orgplanner.records.hiring import Bridge, BridgeKind
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.cost import default_cost
from orgplanner.stages.demand import estimate_demand
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_problem import NONE
from orgplanner.stages.hiring_ways import approval_months
from orgplanner.stages.inputs import Array, Inputs, gather_inputs
from orgplanner.stages.offers import Offer, find_offers, market_of
from orgplanner.stages.sourcing import choose_sourcing
from orgplanner.stages.staffing import Staffing, size_staffing, yearly_hours

NOTHING = 1e-6
"""FTE that nobody misses."""

BRIDGES = {
    MoveKind.BORROW: BridgeKind.BORROW,
    MoveKind.CONTRACT: BridgeKind.CONTRACT,
    MoveKind.OUTSOURCE: BridgeKind.OUTSOURCE,
}
"""Which moves can bridge, and as what."""


@dataclass(frozen=True)
class LeaveCover:
    """What a planned leave asks for, apart from growth and from people who leave."""

    role: str
    person: str
    """Id of the person away."""
    months: tuple[str, ...]
    """Months `YYYY-MM` with days away."""
    fte: float
    """FTE to be covered on average over these months."""


def find_bridges(inputs: Inputs, staffing: Staffing, hiring: Hiring) -> tuple[Bridge, ...]:
    """Return the bridges for every role that is short from the first month until its first move is productive.

    Args:
        inputs: the gathered inputs.
        staffing: what work asks for.
        hiring: the plan of hires; what it already has is not counted again.
    """
    lower = _LowerModels(inputs, staffing)
    offers = find_offers(inputs, staffing)
    bridges: list[Bridge] = []
    for role in hiring.roles:
        missing = _missing(hiring, role)
        if not missing.size:
            continue
        own = [offer for offer in offers if offer.role == role and offer.kind in BRIDGES]
        found = [_overtime(inputs, hiring, role, missing), _lower_model(hiring, role, missing, lower)]
        found[1:1] = [_from_outside(inputs, hiring, offer, missing) for offer in own]
        bridges += [bridge for bridge in found if bridge is not None]
    return tuple(bridges)


def find_leave_covers(hiring: Hiring) -> tuple[LeaveCover, ...]:
    """Return the cover that planned leaves of the plan's months ask for, in the order of their first months."""
    lines = hiring.lines
    covers = []
    for person, line, away in zip(lines.people, lines.line_of, lines.on_leave, strict=True):
        months = np.flatnonzero(away[: len(hiring.months)] > NOTHING)
        if months.size:
            names = tuple(hiring.months[month] for month in months)
            covers.append(LeaveCover(lines.roles[line], person.id, names, float(away[months].mean())))
    return tuple(sorted(covers, key=lambda cover: (cover.months[0], cover.role, cover.person)))


def _missing(hiring: Hiring, role: str) -> Array:
    """Return the uncovered FTE from the first month to the last short one before a move is productive (W,)."""
    short = hiring.shortage[hiring.roles.index(role)]
    if short[0] <= NOTHING:
        return np.zeros(0)
    moves = [m for m in hiring.moves if m.role == role and m.kind is not MoveKind.RELEASE]
    helped = min((m.dates.productive_by.strftime("%Y-%m") for m in moves), default="")
    end = hiring.months.index(helped) if helped in hiring.months else len(short)
    still = np.flatnonzero(short[: max(end, 1)] > NOTHING)
    return np.asarray(short[: still[-1] + 1])


def _overtime(inputs: Inputs, hiring: Hiring, role: str, missing: Array) -> Bridge | None:
    """Return overtime of the role's own people up to the market's caps, the yearly one spread over the months.

    FTE = people x cap / paid hours a month, at most what is missing; cost = FTE x loaded cost x premium, which is hours
    x premium x hourly cost.
    """
    stem = f"market.{market_of(inputs).country}"
    paid = float(yearly_hours(inputs)[0]) / 12
    cap = float(inputs.value(f"{stem}.overtime_month")[0])
    if f"{stem}.overtime_year" in inputs.assumptions:
        years = max(1.0, len(missing) / MONTHS_A_YEAR)
        cap = min(cap, float(inputs.value(f"{stem}.overtime_year")[0]) * years / len(missing))
    lines = hiring.lines
    own = [
        k
        for k, person in enumerate(lines.people)
        if lines.roles[lines.line_of[k]] == role and person.source not in NOT_ON_TEAM
    ]
    fte = np.minimum(missing, lines.given[own, : len(missing)].sum(axis=0) * cap / paid)
    if fte.max() <= NOTHING:
        return None
    cost = default_cost(inputs, role)
    money = None if cost is None else float(fte.sum()) * cost * float(inputs.value(f"{stem}.overtime_premium")[0])
    return _bridge(hiring, role, BridgeKind.OVERTIME, None, (0, fte, missing), money)


def _from_outside(inputs: Inputs, hiring: Hiring, offer: Offer, missing: Array) -> Bridge | None:
    """Return what an offer could carry from its lead time on, renewed as needed; a commitment is paid to its end."""
    first = math.ceil(offer.lead + approval_months(inputs) - NOTHING)
    if first >= len(missing) or offer.fte <= 0 or hiring.lines.place_of(offer.role, offer.source) == NONE:
        return None
    left = missing[first:]
    if offer.runs:
        offer = replace(offer, runs=offer.runs * math.ceil(len(left) / offer.runs))
    if offer.by_volume:
        fte, units = left, 1.0
    else:
        units = min(
            float(math.ceil(left.max() / offer.fte - NOTHING)),
            float(np.floor(offer.most + NOTHING)) - _had(hiring, offer),
        )
        fte = np.minimum(left, units * offer.coverage(len(left)))
    if units <= 0 or fte.max() <= NOTHING:
        return None
    money = None if offer.monthly_cost is None else _money(offer, units, fte)
    return _bridge(hiring, offer.role, BRIDGES[offer.kind], offer.terms.id, (first, fte, left), money)


def _had(hiring: Hiring, offer: Offer) -> float:
    """Return the units of an offer that the plan has taken already."""
    return sum(move.count for move in hiring.moves if (move.role, move.terms) == (offer.role, offer.terms.id))


def _money(offer: Offer, units: float, fte: Array) -> float:
    """Return the money for a bridge: at least the commitment, and the set-up."""
    months = max(len(fte), offer.runs or 0)
    if not offer.by_volume:
        return units * float(offer.cost(months).sum()) + offer.setup
    paid = np.maximum(np.concatenate([fte, np.zeros(months - len(fte))]), offer.minimum_fte)
    return float((offer.monthly_cost or 0.0) * months + paid.sum() * offer.price_per_fte) + offer.setup


class _LowerModels:
    """What each role would be asked for if one segment were served one step lower."""

    def __init__(self, inputs: Inputs, staffing: Staffing) -> None:
        self._inputs = inputs
        self._usual = staffing.steady_total[0]
        self._asked: dict[str, Array] = {}

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """Segments that can be served lower, the one with the least revenue an account first."""
        last = self._inputs.phase.catalogue.service_models[-1].id
        served = [s for s in self._inputs.company.segments if s.service_model != last]
        return tuple(sorted(served, key=lambda s: math.inf if s.revenue_per_account is None else s.revenue_per_account))

    def freed(self, segment: Segment, role: str) -> Array:
        """Return the FTE of a role that serving a segment one step lower frees by month (T,)."""
        if segment.id not in self._asked:
            self._asked[segment.id] = self._required(segment)
        place = self._inputs.roles.index(role)
        return np.asarray(self._usual[place] - self._asked[segment.id][place])

    def _required(self, segment: Segment) -> Array:
        models = [m.id for m in self._inputs.phase.catalogue.service_models]
        lower = Segment(
            **{
                **dict(segment),
                "service_model": models[models.index(segment.service_model) + 1],
                "activities": {},
                "priorities": (),
            }
        )
        company = self._inputs.company
        segments = tuple(lower if s.id == segment.id else s for s in company.segments)
        inputs = gather_inputs(Company(**{**dict(company), "segments": segments}), self._inputs.phase)
        demand = estimate_demand(inputs, forecast_book(inputs))
        sized = size_staffing(inputs, demand, choose_sourcing(inputs, demand), positions=False)
        return np.asarray(sized.steady_total[0])


def _lower_model(hiring: Hiring, role: str, missing: Array, lower: _LowerModels) -> Bridge | None:
    """Return what serving the role's cheapest segment one step lower frees; its price is the customers' to tell."""
    for segment in lower.segments:
        fte = np.clip(lower.freed(segment, role)[: len(missing)], 0.0, missing)
        if fte.max() > NOTHING:
            return _bridge(hiring, role, BridgeKind.SERVICE_MODEL, None, (0, fte, missing), None, segment.id)
    return None


def _bridge(
    hiring: Hiring,
    role: str,
    kind: BridgeKind,
    terms: str | None,
    carried: tuple[int, Array, Array],
    money: float | None,
    detail: str | None = None,
) -> Bridge:
    first, fte, missing = carried
    return Bridge(
        role=role,
        kind=kind,
        terms=terms,
        first=hiring.months[first],
        last=hiring.months[first + len(missing) - 1],
        fte=float(fte.mean()),
        missing_fte=float(missing.mean()),
        cost=money,
        detail=detail,
    )
