"""Cost the service of each segment: hours that its accounts take up, at the cost of those who give them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.company import Company, Segment
from orgplanner.stages.cost import default_cost
from orgplanner.stages.demand import Demand, estimate_demand
from orgplanner.stages.forecast import Forecast
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.staffing import Staffing

NEGLIGIBLE = 1e-9
"""FTE that sums of shares may differ by."""


@dataclass(frozen=True)
class Serving:
    """What serving the segments costs a month, in the company's currency and in the first scenario.

    Arrays are over segments G, roles R and months T. FTE are those that the work needs in the mean month, whoever does
    it, at the role's usual cost: whole positions cost more, an outsourcer something else. NaN stands for not known.
    """

    hours: Array
    """Hours of a role that the accounts of a segment take up (G, R, T); where the number of accounts at a time limits
    onboarding, the hours of the people whom that keeps busy."""
    onboarding_by_hours: NDArray[np.bool_]
    """Whether hours, rather than accounts at a time, limit the onboarding of a role (R, T)."""
    cost_of_hour: Array
    """Cost of an hour of a role's work: cost of a month / hours that one FTE carries in the mean month (R,)."""
    direct: Array
    """Cost of these hours (G, T)."""
    shared_fte: Array
    """FTE of a role that no single segment takes up: design, ops, leading, content, live channels (R, T)."""
    shared: Array
    """Cost of these FTE (T,)."""
    beside_desk: Array
    """Share of the work on questions that is not done between live contacts (T,)."""
    accounts: Array
    """Accounts at the start of the month (G, T)."""
    revenue: Array
    """Recurring revenue of the month (G, T)."""

    def shared_ratio(self, month: int) -> float | None:
        """Return the cost that no segment takes up for each unit of money of what they do; it is spread by that."""
        direct = float(self.direct[:, month].sum())
        return _known(float(self.shared[month]) / direct) if direct > 0 else None

    def cost(self, row: int, month: int) -> float | None:
        """Return the cost to serve a segment a month: its own hours, and its part of what belongs to none."""
        ratio = self.shared_ratio(month)
        return None if ratio is None else _known(float(self.direct[row, month]) * (1 + ratio))

    def cost_per_account(self, row: int, month: int) -> float | None:
        """Return the cost to serve one account of a segment a month."""
        cost, accounts = self.cost(row, month), float(self.accounts[row, month])
        return cost / accounts if cost is not None and accounts > 0 else None

    def share_of_revenue(self, row: int, month: int) -> float | None:
        """Return the cost to serve a segment as a share of its recurring revenue."""
        cost, revenue = self.cost(row, month), float(self.revenue[row, month])
        return cost / revenue if cost is not None and revenue > 0 else None


def cost_service(inputs: Inputs, forecast: Forecast, demand: Demand, staffing: Staffing) -> Serving:
    """Cost the service of the segments month by month.

    cost to serve = hours x cost of a month / capacity of the mean month, role by role; what all roles need beyond that
    is spread over the segments in proportion. The hours are those of account work, renewals, deals, questions and
    onboarding; a backlog of questions, live channels, product feedback, programmes and levers belong to no segment.
    """
    capacity = staffing.steady_capacity[0]
    by_hours = demand.onboarding_hours[0] >= demand.onboarding_posts[0] * capacity[:, None]
    beside_desk = _beside_desk(demand)
    hours = _hours_by_segment(inputs, forecast, beside_desk, by_hours, capacity)
    rates = np.array([_or_nan(default_cost(inputs, role)) for role in inputs.roles])
    shared = staffing.steady_total[0] - hours.sum(axis=0) / capacity[:, None]
    shared_fte = np.where(np.abs(shared) < NEGLIGIBLE, 0.0, shared)
    return Serving(
        hours=hours,
        onboarding_by_hours=by_hours,
        cost_of_hour=rates / capacity,
        direct=_money(hours, (rates / capacity)[:, None]).sum(axis=1),
        shared_fte=shared_fte,
        shared=_money(shared_fte, rates[:, None]).sum(axis=0),
        beside_desk=beside_desk,
        accounts=forecast.accounts[0],
        revenue=forecast.revenue[0],
    )


def _beside_desk(demand: Demand) -> Array:
    """Return the share of the work on questions that is not done between live contacts (T,); 1 without questions."""
    asked, left = demand.ticket_hours[0].sum(axis=0), demand.net_ticket_hours[0].sum(axis=0)
    return np.asarray(np.divide(left, asked, out=np.ones(asked.shape), where=asked > 0))


def _hours_by_segment(
    inputs: Inputs, forecast: Forecast, beside_desk: Array, by_hours: NDArray[np.bool_], capacity: Array
) -> Array:
    """Return the hours of each role that each segment takes up (G, R, T): the work of a book of this segment alone."""
    hours = np.zeros((len(inputs.company.segments), *by_hours.shape))
    for row, segment in enumerate(inputs.company.segments):
        alone = replace(inputs, company=_with_alone(inputs.company, segment))
        work = estimate_demand(alone, _book_of(forecast, row))
        limits = work.onboarding_hours[0], work.onboarding_posts[0] * capacity[:, None]
        hours[row] = work.account_hours[0] + work.deal_hours[0] + work.ticket_hours[0] * beside_desk
        hours[row] += np.where(by_hours, *limits)
    return hours


def _with_alone(company: Company, segment: Segment) -> Company:
    """Return the company with one segment, without the work that belongs to none."""
    return Company(**{**dict(company), "segments": (segment,), "channels": (), "support_backlog": 0.0})


def _book_of(forecast: Forecast, row: int) -> Forecast:
    """Return the forecast of one segment."""
    names = (field.name for field in fields(forecast) if field.name != "elapsed")
    return replace(forecast, **{name: getattr(forecast, name)[:, row : row + 1] for name in names})


def _money(amounts: Array, rates: Array) -> Array:
    """Return amounts x rates; nothing costs nothing, whether its rate is known or not."""
    return np.where(amounts != 0, amounts * rates, 0.0)


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
