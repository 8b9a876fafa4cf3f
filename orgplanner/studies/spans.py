"""What a study may vary, and how far: assumptions over their ranges, numbers of the customers up to twice today's."""

from __future__ import annotations

from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.stages.inputs import SEGMENT_NUMBERS
from orgplanner.stages.register import internal_work_ids
from orgplanner.units import Unit, money_unit

TWICE = 2.0
"""Numbers of the customers have no published range; from none to twice today's shows which way they pull."""


class Span(Record):
    """How far one number may go."""

    id: str
    """Id of an assumption, or of a number of a segment such as `segment.all.accounts`."""
    low: float
    planned: float
    high: float
    unit: Unit
    part_of: str | None = None
    """Id of the direct share of which this is a part: the two tell the same hours, and are not counted together."""

    @property
    def is_open(self) -> bool:
        """Whether there is anything to vary."""
        return self.low < self.high


def span_of(plan: Plan, id: str) -> Span:
    """Return how far a number may go.

    Raises:
        UnknownName: there is no such assumption or number of a segment.
    """
    known = {span.id: span for span in spans(plan)}
    if id not in known:
        raise UnknownName("assumption", id, tuple(known))
    return known[id]


def spans(plan: Plan) -> tuple[Span, ...]:
    """Return everything that a study may vary: the customers' numbers first, then the assumptions."""
    return (*customer_spans(plan), *assumption_spans(plan))


def assumption_spans(plan: Plan) -> tuple[Span, ...]:
    """Return the assumptions with their ranges."""
    profiles = plan.phase.catalogue.capacity_profiles
    whole = {part: f"capacity.{p.id}.direct_share" for p in profiles for part in internal_work_ids(plan.phase, p.id)}
    return tuple(
        Span(
            id=a.id,
            low=a.quantity.range[0],
            planned=a.quantity.value,
            high=a.quantity.range[1],
            unit=a.quantity.unit,
            part_of=whole.get(a.id),
        )
        for a in plan.assumptions
    )


def customer_spans(plan: Plan) -> tuple[Span, ...]:
    """Return the numbers of the segments, from none to twice what is planned."""
    units = {
        "accounts": Unit.ACCOUNT,
        "new_accounts": Unit.ACCOUNT_PER_MONTH,
        "revenue_per_account": money_unit(plan.company.currency.value),
        "tickets_per_account": Unit.TICKET_PER_ACCOUNT_MONTH,
        "upsell_target": Unit.RATIO,
        "churn": Unit.RATIO,
        "complexity": Unit.ONE,
    }
    found = []
    for segment in plan.company.segments:
        defaults = {
            "tickets_per_account": plan.assumptions["support.tickets_per_account"].quantity.value,
            "churn": plan.assumptions["customers.churn"].quantity.value,
        }
        for field in SEGMENT_NUMBERS:
            given = segment.churn.rate if field == "churn" and segment.churn else getattr(segment, field)
            planned = float(defaults.get(field, 0.0) if given is None else given)
            high = min(TWICE * planned, 1.0) if field == "churn" else TWICE * planned
            id = f"segment.{segment.id}.{field}"
            found.append(Span(id=id, low=0.0, planned=planned, high=high, unit=units[field]))
    return tuple(found)
