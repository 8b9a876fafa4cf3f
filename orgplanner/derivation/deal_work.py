"""Derivations of the hours of upsell and cross-sell deals."""

from __future__ import annotations

import math

from orgplanner.derivation import forecast
from orgplanner.derivation.account_work import served_by
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.records.base import LifecycleStage
from orgplanner.records.figure import Figure, Operation
from orgplanner.units import Unit

BUILDERS = Builders("demand")


@BUILDERS.add
def deal_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of upsell and cross-sell of a role in a month."""
    role, month = keys
    value = parts.demand.deal_hours[0, parts.role(role), parts.month(month)]
    sellers = served_by(parts, role, LifecycleStage.ACCOUNT_EXPANSION)
    built = [segment_deal_hours(parts, (segment, month)) for segment in sellers]
    terms = [as_term(b) for b in built if b.value]
    return figure(f"demand.deal_hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def segment_deal_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of upsell and cross-sell to a segment in a month."""
    segment, month = keys
    terms = (
        as_term(forecast.deals(parts, keys)),
        parts.assumption("expansion.hours_per_deal"),
        as_term(own_deals(parts, ())),
    )
    value = math.prod(t.value for t in terms)
    id = f"demand.segment_deal_hours[{segment},{month}]"
    return figure(id, value, Unit.HOUR_PER_MONTH, Operation.PRODUCT, *terms)


@BUILDERS.add
def own_deals(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the deals that sales does not carry."""
    share = parts.assumption("expansion.sales_share")
    return figure("demand.own_deals", 1 - share.value, Unit.RATIO, Operation.COMPLEMENT, share)
