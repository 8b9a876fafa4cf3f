"""Find the smallest revenue of an account that each service model can carry in the phase."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import Activity, ServiceModel
from orgplanner.records.quantity import Quantity
from orgplanner.stages.cost import default_cost
from orgplanner.stages.inputs import Inputs
from orgplanner.stages.register import ONBOARDING
from orgplanner.stages.serving import Serving
from orgplanner.stages.staffing import Staffing

COST_SHARE = "benchmark.cost_share"
"""Assumption whose range is the phase's band for the cost of CS as a share of revenue."""


@dataclass(frozen=True)
class PlainAccount:
    """A plain account of a service model in the phase: a contract of a year, the usual number of questions, no levers.

    The book is taken to stand still, so that as many accounts are onboarded as leave. Money is a month's, in the
    company's currency; None stands for not known.
    """

    model: str
    used: bool
    """Whether a segment is served this way."""
    hours: dict[str, float]
    """Hours a month by role, onboarding included."""
    direct: float | None
    """Cost of these hours."""
    shared: float | None
    """Its part of the cost that no single account takes up, spread as in the plan."""
    least_revenue: float | None
    """Revenue a month below which its cost is above the phase's band: cost / upper end of the band."""

    @property
    def cost(self) -> float | None:
        """Cost to serve it a month."""
        return None if self.direct is None or self.shared is None else self.direct + self.shared


def carry_models(inputs: Inputs, staffing: Staffing, serving: Serving, month: int) -> tuple[PlainAccount, ...]:
    """Cost a plain account of every service model of the catalogue, and say what revenue carries it.

    least revenue = cost to serve an account / upper end of the phase's band of cost as a share of revenue.

    Args:
        inputs: the gathered inputs.
        staffing: capacity of the mean month.
        serving: what belongs to no segment, and the questions that are answered between live contacts.
        month: index of the month whose costs count.
    """
    shared_ratio, beside_desk = serving.shared_ratio(month), float(serving.beside_desk[month])
    used = {segment.service_model for segment in inputs.company.segments}
    accounts = []
    for model in inputs.phase.catalogue.service_models:
        hours = _hours(inputs, staffing, model, beside_desk)
        direct = _cost(inputs, staffing, hours)
        shared = None if direct is None or shared_ratio is None else direct * shared_ratio
        known = direct is not None and shared is not None and highest_share(inputs) > 0
        least = ((direct or 0.0) + (shared or 0.0)) / highest_share(inputs) if known else None
        accounts.append(PlainAccount(model.id, model.id in used, hours, direct, shared, least))
    return tuple(accounts)


def highest_share(inputs: Inputs) -> float:
    """Return the upper end of the phase's band of the cost of CS as a share of revenue (ratio)."""
    return inputs.assumptions[COST_SHARE].quantity.range[1]


def activities_by(inputs: Inputs, model: ServiceModel, role: str) -> tuple[Activity, ...]:
    """Return the activities of a service model that a role of the phase does."""
    return tuple(a for a in model.activities if inputs.phase.owner_of(model.id, a) == role)


def model_number(inputs: Inputs, model: ServiceModel, part: str, field: str) -> tuple[str, Quantity]:
    """Return the id and the quantity of a service model's number; the catalogue's where no segment is served so.

    Args:
        inputs: the gathered inputs.
        model: the service model.
        part: id of an activity, or `onboarding`.
        field: `frequency` or `hours` of an activity; `hours`, `duration` or `concurrent` of onboarding.
    """
    id = f"service_model.{model.id}.{part}.{field}"
    if id in inputs.assumptions:
        return id, inputs.assumptions[id].quantity
    owner = model.onboarding if part == ONBOARDING else next(a for a in model.activities if a.id == part)
    quantity: Quantity = getattr(owner, field)
    return id, quantity


def _hours(inputs: Inputs, staffing: Staffing, model: ServiceModel, beside_desk: float) -> dict[str, float]:
    """Return the hours of a plain account by role, those without any left out."""
    hours = dict.fromkeys(inputs.roles, 0.0)
    for role in inputs.roles:
        for activity in activities_by(inputs, model, role):
            often, each = (model_number(inputs, model, activity.id, f)[1].value for f in ("frequency", "hours"))
            hours[role] += often * each / 12
    asked, minutes, peak = (
        float(inputs.value(f"support.{name}")[0]) for name in ("tickets_per_account", "handling_time", "peak_factor")
    )
    hours[inputs.phase.definition.ticket_role] += asked * minutes * peak / 60 * beside_desk
    onboards = inputs.phase.role_for(model.id, LifecycleStage.ONBOARDING)
    if onboards is not None:
        hours[onboards] += _onboarding_hours(inputs, staffing, model, onboards)
    return {role: each for role, each in hours.items() if each > 0}


def _onboarding_hours(inputs: Inputs, staffing: Staffing, model: ServiceModel, role: str) -> float:
    """Return the hours a month of onboarding whoever replaces a leaver, by the tighter of its two limits."""
    hours, duration, at_a_time = (
        model_number(inputs, model, ONBOARDING, field)[1].value for field in ("hours", "duration", "concurrent")
    )
    capacity = float(staffing.steady_capacity[0, inputs.roles.index(role)])
    return float(inputs.value("customers.churn")[0]) * max(hours, duration / at_a_time * capacity)


def _cost(inputs: Inputs, staffing: Staffing, hours: dict[str, float]) -> float | None:
    """Return the cost of some hours by role; None where there are none, or a role's cost is not known."""
    total = 0.0
    for role, each in hours.items():
        rate = default_cost(inputs, role)
        if rate is None:
            return None
        total += each * rate / float(staffing.steady_capacity[0, inputs.roles.index(role)])
    return total if hours else None
