"""Less work in place of more people: what each kind of lever and each lighter service model would take away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgplanner.plan import Plan
from orgplanner.records.catalogue import LeverKind
from orgplanner.records.change import SetLevers, SetSegments, apply
from orgplanner.records.company import MONTHS_A_YEAR, Company, PriorityGroup, Segment
from orgplanner.records.lever import Lever
from orgplanner.stages.cost import default_cost
from orgplanner.stages.demand import estimate_demand
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.hiring_ways import approval_months
from orgplanner.stages.inputs import Array, gather_inputs
from orgplanner.stages.levers import builder_of, work_on_lever
from orgplanner.stages.offers import own_hour_cost
from orgplanner.stages.retention import GROSS_MARGIN
from orgplanner.stages.sourcing import choose_sourcing
from orgplanner.stages.staffing import size_staffing
from orgplanner.studies.levers import JUDGED

EFFECTS = np.linspace(0, 1, 11)
"""Effects that are tried; between two of them hours grow in a straight line, but for steps of live channels."""

NEGLIGIBLE = 1e-6
"""FTE and hours below which nothing changes."""


@dataclass(frozen=True)
class LeverTried:
    """A kind of lever that the company does not pull yet, tried from the first month on; E effects from 0 to 1."""

    kind: LeverKind
    builder: str
    """Role that would build and keep it."""
    released: Array
    """FTE that the work of each role needs less, building and keeping left out (E, Q, T)."""
    released_hours: Array
    """Hours that are released over the plan (E,)."""
    spent: Array
    """Hours of building and keeping it (T,)."""
    cost_of_hour: float | None
    """What an hour of the builder costs; None where not known."""

    @property
    def cost(self) -> float | None:
        """What these hours cost; the price of a tool is not known."""
        return None if self.cost_of_hour is None else float(self.spent.sum()) * self.cost_of_hour

    @property
    def monthly_cost(self) -> float | None:
        """What keeping it takes a month."""
        return None if self.cost_of_hour is None else float(self.spent[-1]) * self.cost_of_hour

    @property
    def break_even(self) -> float | None:
        """Effect at which the hours released over the plan equal those spent; None if not even the whole one does."""
        return effect_for(self.released_hours, float(self.spent.sum()))


@dataclass(frozen=True)
class ModelTried:
    """A segment served by another service model from the month on in which the decision can hold."""

    segment: str
    model: str
    first: int
    released: Array
    """FTE that the work of each role needs less (Q, T); negative where it needs more."""
    yearly_saving: float
    """What the released FTE cost in the last twelve months."""
    yearly_margin: float
    """Gross margin of the segment's recurring revenue in these months."""

    @property
    def break_even_churn(self) -> float | None:
        """Churn a year beyond today's at which the margin lost equals the saving; None without revenue."""
        return self.yearly_saving / self.yearly_margin if self.yearly_margin > 0 else None


def effect_for(reached: Array, wanted: float) -> float | None:
    """Return the least effect at which something that grows with the effect reaches a value; None if none does.

    >>> effect_for(np.linspace(0, 100, 11), 25.0)
    0.25
    """
    enough = reached >= wanted - NEGLIGIBLE
    if not enough.any():
        return None
    at = int(enough.argmax())
    return 0.0 if at == 0 else float(np.interp(wanted, reached[at - 1 : at + 1], EFFECTS[at - 1 : at + 1]))


def levers_tried(plan: Plan) -> Iterator[LeverTried]:
    """Yield every kind of lever that the company does not pull yet and that touches some of its work."""
    pulled = {lever.kind for lever in plan.company.levers}
    for kind in plan.phase.catalogue.levers:
        if kind.id not in pulled:
            tried = _try_lever(plan, kind)
            if tried.released[-1].max(initial=0.0) > NEGLIGIBLE:
                yield tried


def _try_lever(plan: Plan, kind: LeverKind) -> LeverTried:
    lever = Lever(id=f"tried_{kind.id}"[:60], kind=kind.id, effect=JUDGED)
    company = apply(plan.company, [SetLevers(levers=(*plan.company.levers, lever))])
    hours, fte = _work(plan, company, {f"lever.{lever.id}.effect": EFFECTS})
    inputs = gather_inputs(company, plan.phase)
    spent, builder = work_on_lever(inputs, lever)[0], builder_of(inputs, lever)
    known = default_cost(plan.inputs, builder) is not None
    rate = own_hour_cost(plan.inputs, plan.staffing, builder) if known else None
    return LeverTried(
        kind=kind,
        builder=builder,
        released=fte[:1] - fte,
        released_hours=hours[0] - hours,
        spent=spent,
        cost_of_hour=rate,
    )


def models_tried(plan: Plan) -> Iterator[ModelTried]:
    """Yield every other service model of every segment that takes less work in all."""
    before = _work(plan, plan.company, {})[1][0]
    costs = np.array([default_cost(plan.inputs, role) or 0.0 for role in plan.phase.role_ids])
    first = int(np.ceil(approval_months(plan.inputs) - NEGLIGIBLE))
    margin = float(plan.inputs.value(GROSS_MARGIN)[0])
    for row, segment in enumerate(plan.company.segments):
        for model in plan.phase.catalogue.service_models:
            if model.id == segment.service_model:
                continue
            released = before - _work(plan, _served_by(plan, segment, model.id), {})[1][0]
            released[:, :first] = 0.0
            year = slice(-MONTHS_A_YEAR, None)
            saving = float((costs @ released)[year].sum())
            revenue = float(plan.forecast.revenue[0, row, year].sum())
            if saving > NEGLIGIBLE:
                yield ModelTried(segment.id, model.id, first, released, saving, revenue * margin)


def _work(plan: Plan, company: Company, scenarios: dict[str, Array]) -> tuple[Array, Array]:
    """Return all hours over the plan (S,) and the steady FTE of all work by role and month (S, Q, T)."""
    inputs = gather_inputs(company, plan.phase, scenarios)
    demand = estimate_demand(inputs, forecast_book(inputs))
    staffing = size_staffing(inputs, demand, choose_sourcing(inputs, demand), positions=False)
    total = np.broadcast_to(staffing.steady_total, (inputs.count, *staffing.steady_total.shape[1:]))
    return demand.hours.sum(axis=(1, 2)), np.asarray(total)


def _served_by(plan: Plan, segment: Segment, model: str) -> Company:
    """Return the company with a segment served by another model; what only the old one does is left out."""
    known = {a.id for a in plan.phase.service_model(model).activities}
    groups = tuple(
        PriorityGroup(**{**dict(g), "frequency": {id: often for id, often in g.frequency.items() if id in known}})
        for g in segment.priorities
    )
    own = {id: activity for id, activity in segment.activities.items() if id in known}
    served = Segment(**{**dict(segment), "service_model": model, "activities": own, "priorities": groups})
    others = (served if s.id == segment.id else s for s in plan.company.segments)
    return apply(plan.company, [SetSegments(segments=tuple(others))])
