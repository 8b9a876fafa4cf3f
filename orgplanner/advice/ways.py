"""The ways to get the work of a role done, side by side: cost part by part, time, limits, how sure each number is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.sourcing import Charge
from orgplanner.stages.cost import default_cost
from orgplanner.stages.crossover import Crossover, Flip, Inside, Side
from orgplanner.stages.offers import Offer, market_of, own_hour_cost, ramp_profile

__all__ = ["CostPart", "Crossover", "Flip", "Inside", "Offer", "PartKind", "Side", "Way", "ways"]

QUOTED = ("price", "fixed", "setup", "minimum", "cost_factor")
"""What a quotation or an agreement with another department says of a source."""

QUOTED_BY_A_CHANNEL = ("fee_share", "fee")
"""What a quotation says of a recruiting channel."""


class PartKind(StrEnum):
    """A part of what a way costs."""

    SALARY = "salary"
    SOCIAL = "social"
    OTHER_LOAD = "other_load"
    PRICE = "price"
    FIXED = "fixed"
    GOVERNANCE = "governance"
    FEE = "fee"
    REFUND = "refund"
    ADVERTISING = "advertising"
    EQUIPMENT = "equipment"
    SETUP = "setup"
    HANDOVER = "handover"


AT_THE_START = frozenset(
    [PartKind.FEE, PartKind.REFUND, PartKind.ADVERTISING, PartKind.EQUIPMENT, PartKind.SETUP, PartKind.HANDOVER]
)
"""Parts that are paid once."""


@dataclass(frozen=True)
class CostPart:
    """One part of the cost of a unit, in the company's currency."""

    kind: PartKind
    money: float
    """Money a month, or at the start."""
    rests_on: tuple[str, ...]
    """Ids of the assumptions that it rests on."""

    @property
    def once(self) -> bool:
        """Whether it is paid at the start rather than month by month."""
        return self.kind in AT_THE_START


@dataclass(frozen=True)
class Way:
    """An offer with everything that a reader needs to hold it against another one."""

    offer: Offer
    parts: tuple[CostPart, ...]
    """The parts of what a unit costs; they sum to the offer's money. None where the price is not known."""
    unit_price: str | None
    """Id of the assumption that is the price a ticket, where it is paid by volume."""
    quoted: tuple[str, ...]
    """Ids of assumptions that a quotation of one's own would replace."""
    rests_on: tuple[str, ...]
    """Ids of all assumptions on money, time and limits."""
    judged: tuple[str, ...]
    """Ids of those among them that are judgement."""

    @property
    def monthly_per_fte(self) -> float | None:
        """Money a month for the work of one FTE; None where the price is not known."""
        offer = self.offer
        if offer.monthly_cost is None or offer.fte <= 0:
            return None
        if offer.by_volume:
            return offer.monthly_cost + offer.price_per_fte * max(1.0, offer.minimum_fte)
        return offer.monthly_cost / offer.fte

    @property
    def at_the_start(self) -> float:
        """Money for the first unit at its start."""
        return self.offer.one_off + self.offer.setup

    @property
    def productive_after(self) -> float:
        """Months from opening until the full capacity is there, where it is filled in time."""
        return self.offer.lead + len(self.offer.ramp)

    @property
    def yearly_attrition(self) -> float:
        """Share of its people who leave in a year (ratio)."""
        return float(1 - (1 - self.offer.attrition) ** 12)


def ways(plan: Plan, role: str) -> tuple[Way, ...]:
    """Return every way to get the work of a role done, advised ones first, in the catalogue's order.

    Args:
        plan: the plan, whose assumptions with the company's own numbers count.
        role: id of a role of the phase.

    Raises:
        UnknownName: the phase has no such role.
    """
    plan.phase.role(role)
    found = [_way(plan, offer) for offer in plan.offers if offer.role == role]
    return tuple(sorted(found, key=lambda way: way.offer.advice is None))


def _way(plan: Plan, offer: Offer) -> Way:
    parts = tuple(p for p in _parts(plan, offer) if p.money) if offer.monthly_cost is not None else ()
    stem = f"source.{offer.terms.id}"
    names = ("lead", "commitment", "notice", "longest", "most")
    others = [f"{stem}.{name}" for name in names] + _timing(plan, offer)
    unit_price = f"{stem}.price" if offer.by_volume and f"{stem}.price" in plan.assumptions else None
    ids = [id for part in parts for id in part.rests_on] + ([unit_price] if unit_price else []) + others
    rests_on = tuple(id for id in dict.fromkeys(ids) if id in plan.assumptions)
    quoted = [f"{stem}.{name}" for name in QUOTED]
    quoted += [f"recruiting.{offer.channel.id}.{name}" for name in QUOTED_BY_A_CHANNEL] if offer.channel else []
    return Way(
        offer=offer,
        parts=parts,
        unit_price=unit_price,
        quoted=tuple(id for id in quoted if id in plan.assumptions and plan.assumptions[id].default.value > 0),
        rests_on=rests_on,
        judged=tuple(id for id in rests_on if plan.assumptions[id].quantity.grade.is_judgement),
    )


def _timing(plan: Plan, offer: Offer) -> list[str]:
    """Return the ids of what says how long filling takes, how fast the ramp is and how many leave."""
    profile = offer.terms.ramp or ramp_profile(plan.inputs, offer.role).id
    ids = [f"ramp.{profile}.month_{k + 1}" for k in range(len(offer.ramp))]
    ids += [f"attrition.{ramp_profile(plan.inputs, offer.role).id}"] if offer.terms.attrition else []
    if offer.channel is not None:
        ids += [f"market.{market_of(plan.inputs).country}.time_to_fill"]
        ids += [f"recruiting.{offer.channel.id}.{name}" for name in ("lead_factor", "filled")]
    return ids


def _parts(plan: Plan, offer: Offer) -> Iterator[CostPart]:
    """Yield the parts of what a unit costs: month by month, then at the start."""
    stem = f"source.{offer.terms.id}"
    own = default_cost(plan.inputs, offer.role) or 0.0
    fixed, governance = _value(plan, f"{stem}.fixed"), own * _value(plan, f"{stem}.governance")
    if offer.terms.charge is Charge.SALARY:
        yield from _pay(plan, offer, (offer.monthly_cost or 0.0) - fixed)
        governance = 0.0
    elif not offer.by_volume:
        price = (offer.monthly_cost or 0.0) - fixed - governance
        yield CostPart(PartKind.PRICE, price, (f"{stem}.price", f"{stem}.block"))
    yield CostPart(PartKind.FIXED, fixed, (f"{stem}.fixed",))
    yield CostPart(PartKind.GOVERNANCE, governance, (f"{stem}.governance", f"cost.{offer.role}"))
    if offer.channel is not None:
        yield from _finding(plan, offer)
    setup = _value(plan, f"{stem}.setup")
    kind = PartKind.SETUP if offer.source in NOT_ON_TEAM else PartKind.EQUIPMENT
    yield CostPart(kind, setup, (f"{stem}.setup",))
    hours = _value(plan, f"{stem}.setup_hours")
    handover = hours * own_hour_cost(plan.inputs, plan.staffing, offer.role)
    yield CostPart(PartKind.HANDOVER, handover, (f"{stem}.setup_hours", f"cost.{offer.role}"))


def _pay(plan: Plan, offer: Offer, loaded: float) -> Iterator[CostPart]:
    """Yield salary, the employer's social insurance and the rest of a loaded cost."""
    market = f"market.{market_of(plan.inputs).country}"
    load, cost = _value(plan, f"{market}.load"), f"cost.{offer.role}"
    salary = loaded / load
    social = salary * min(_value(plan, f"{market}.social"), max(0.0, load - 1))
    factor = f"source.{offer.terms.id}.cost_factor"
    yield CostPart(PartKind.SALARY, salary, (cost, factor, f"{market}.load"))
    yield CostPart(PartKind.SOCIAL, social, (f"{market}.social",))
    yield CostPart(PartKind.OTHER_LOAD, loaded - salary - social, (f"{market}.load",))


def _finding(plan: Plan, offer: Offer) -> Iterator[CostPart]:
    """Yield what finding one employee costs: the fee, what comes back on average, and a sum."""
    if offer.channel is None:
        return
    stem, market = f"recruiting.{offer.channel.id}", f"market.{market_of(plan.inputs).country}"
    pay = 12 * (default_cost(plan.inputs, offer.role) or 0.0) / _value(plan, f"{market}.load")
    share, cap = _value(plan, f"{stem}.fee_share"), f"{market}.fee_cap"
    fee = pay * (min(share, _value(plan, cap)) if cap in plan.assumptions else share)
    early = 1 - (1 - offer.attrition) ** _value(plan, f"{stem}.refund_months")
    refunds = (f"{stem}.refund_share", f"{stem}.refund_months")
    yield CostPart(PartKind.FEE, fee, (f"{stem}.fee_share", f"cost.{offer.role}"))
    yield CostPart(PartKind.REFUND, -fee * _value(plan, refunds[0]) * early, refunds)
    yield CostPart(PartKind.ADVERTISING, _value(plan, f"{stem}.fee"), (f"{stem}.fee",))


def _value(plan: Plan, id: str) -> float:
    """Return an assumption's number, 0 where the plan has none of that id."""
    return plan.assumptions[id].quantity.value if id in plan.assumptions else 0.0
