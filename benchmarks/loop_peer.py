"""The obvious peer: forecast, demand and required FTE in plain Python, segment by segment and month by month.

The formulas are those of the stages, written as somebody would write them without arrays. Roles whose number follows
from others (leads, the head, operations by rule) are left out: they need the whole team first. So are live channels,
levers, priority groups and seasonality, which the made-up companies and the examples do not have: `check_within_scope`
refuses a company that has them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from orgplanner.maths.workdays import share_of_year
from orgplanner.records.base import LifecycleStage
from orgplanner.records.company import Company, Segment
from orgplanner.stages.inputs import Inputs

Rows = list[list[float]]


@dataclass(frozen=True)
class LoopAnswer:
    """What the loop computes, by segment or role and month."""

    accounts: Rows
    """Accounts at the start of the month (G, T)."""
    hours: dict[str, list[float]]
    """Hours of work by role (T)."""
    required: dict[str, list[float]]
    """FTE that all work of the role needs in the month (T)."""


@dataclass
class _Work:
    """Hours and people that one role's work asks for, by month."""

    plain: list[float]
    onboarding: list[float]
    posts: list[float]


def require_by_loop(inputs: Inputs) -> LoopAnswer:
    """Compute accounts, hours and required FTE of the first scenario."""
    check_within_scope(inputs)
    months = len(inputs.months)
    work = {role: _Work([0.0] * months, [0.0] * months, [0.0] * months) for role in inputs.roles}
    accounts = [_add_segment(inputs, segment, work) for segment in inputs.company.segments]
    _add_backlog(inputs, work)
    _add_programmes(inputs, work)
    paid = _paid_hours(inputs)
    required = {
        role: [_fte(w, t, paid[t] * _direct_share(inputs, role)) for t in range(months)] for role, w in work.items()
    }
    hours = {role: [a + b for a, b in zip(w.plain, w.onboarding, strict=True)] for role, w in work.items()}
    return LoopAnswer(accounts, hours, required)


def within_scope(company: Company) -> Company:
    """Return a company without what the loop leaves out, so that both sides size the same work."""
    plain = {"priorities": (), "seasonality": ()}
    segments = tuple(segment.model_copy(update=plain) for segment in company.segments)
    left_out = {"channels": (), "levers": (), "seasonality": None, "segments": segments}
    return company.model_copy(update=left_out)


def check_within_scope(inputs: Inputs) -> None:
    """Refuse a company that has what the loop leaves out."""
    company = inputs.company
    left_out = [company.channels, company.levers, company.seasonality]
    left_out += [part for s in company.segments for part in (s.priorities, s.seasonality)]
    if any(left_out):
        raise ValueError("the loop knows no live channels, levers, priority groups and seasonality")


def roles_from_work(inputs: Inputs) -> tuple[str, ...]:
    """Return the roles that the loop sizes: those whose FTE follow from hours alone."""
    definition = inputs.phase.definition
    led = {definition.lead_role, definition.head_role}
    return tuple(r for r in inputs.roles if r not in led and inputs.phase.role(r).rule is None)


def _value(inputs: Inputs, id: str) -> float:
    return inputs.assumptions[id].quantity.value


def _add_segment(inputs: Inputs, segment: Segment, work: dict[str, _Work]) -> list[float]:
    """Add one segment's work and return its accounts by month."""
    ticket_role = inputs.phase.definition.ticket_role
    handling = _value(inputs, "support.handling_time") * _value(inputs, "support.peak_factor") / 60
    tickets = _tickets_each(inputs, segment)
    current, accounts = segment.accounts, []
    for t, month in enumerate(inputs.months):
        accounts.append(current)
        renewing = _renewal_share(segment, int(month[5:]))
        _add_account_work(inputs, segment, work, t, current, renewing)
        _add_deals(inputs, segment, work, t, current)
        work[ticket_role].plain[t] += _asking(inputs, segment, current) * tickets * handling
        current = current * (1 - _churn(inputs, segment, renewing)) + segment.new_accounts
    _add_onboarding(inputs, segment, work)
    return accounts


def _tickets_each(inputs: Inputs, segment: Segment) -> float:
    """Tickets of an account that counts once, so that today's mean over old and new accounts is what is given."""
    tickets = segment.tickets_per_account
    if tickets is None:
        tickets = _value(inputs, "support.tickets_per_account")
    asking = _asking(inputs, segment, segment.accounts)
    return tickets * segment.accounts / asking if asking > 0 else tickets


def _asking(inputs: Inputs, segment: Segment, accounts: float) -> float:
    """Accounts, those in their first months counted as often as they ask more."""
    recent = min(segment.new_accounts * _value(inputs, "support.new_account_months"), accounts)
    return accounts + (_value(inputs, "support.new_account_factor") - 1) * recent


def _add_deals(inputs: Inputs, segment: Segment, work: dict[str, _Work], t: int, accounts: float) -> None:
    role = inputs.phase.role_for(segment.service_model, LifecycleStage.ACCOUNT_EXPANSION)
    if role is not None and inputs.company.several_plans:
        deals = accounts * (segment.upsell_target or 0.0) / 12 / _value(inputs, "expansion.deal_size")
        ours = 1 - _value(inputs, "expansion.sales_share")
        work[role].plain[t] += deals * _value(inputs, "expansion.hours_per_deal") * ours


def _renewal_share(segment: Segment, month: int) -> float:
    renewing = set()
    for first in segment.renewal_months or range(1, 13):
        for k in range(max(1, 12 // segment.contract_months)):
            renewing.add((first - 1 + k * segment.contract_months) % 12 + 1)
    return min(1.0, 12 / segment.contract_months / len(renewing)) if month in renewing else 0.0


def _churn(inputs: Inputs, segment: Segment, renewing: float) -> float:
    if segment.churn is None:
        return _value(inputs, "customers.churn")
    return segment.churn.rate * renewing if segment.churn.basis.value == "at_renewal" else segment.churn.rate


def _add_account_work(
    inputs: Inputs, segment: Segment, work: dict[str, _Work], t: int, accounts: float, renewing: float
) -> None:
    by_hand = segment.contract_months >= _value(inputs, "customers.shortest_renewed_term")
    served = accounts + _first_months_extra(inputs, segment, accounts)
    for activity in inputs.phase.service_model(segment.service_model).activities:
        own_role = segment.activities[activity.id].role if activity.id in segment.activities else None
        role = own_role or inputs.phase.owner_of(segment.service_model, activity)
        if role is None:
            continue
        hours = segment.complexity * (1 + _value(inputs, "product.feedback_share"))
        for field in ("frequency", "hours"):
            own = f"segment.{segment.id}.{activity.id}.{field}"
            shared = f"service_model.{segment.service_model}.{activity.id}.{field}"
            hours *= _value(inputs, own if own in inputs.assumptions else shared)
        if activity.at_renewal:
            work[role].plain[t] += accounts * renewing * by_hand * hours
        else:
            work[role].plain[t] += served * hours / 12


def _first_months_extra(inputs: Inputs, segment: Segment, accounts: float) -> float:
    stem = f"service_model.{segment.service_model}.first_months"
    if f"{stem}.factor" not in inputs.assumptions:
        return 0.0
    recent = min(segment.new_accounts * _value(inputs, f"{stem}.months"), accounts)
    return (_value(inputs, f"{stem}.factor") - 1) * recent


def _add_onboarding(inputs: Inputs, segment: Segment, work: dict[str, _Work]) -> None:
    """Cohorts of the months before, each filling what is left of its onboarding."""
    role = inputs.phase.role_for(segment.service_model, LifecycleStage.ONBOARDING)
    if role is None:
        return
    stem = f"service_model.{segment.service_model}.onboarding"
    duration = _value(inputs, f"{stem}.duration")
    for t in range(len(inputs.months)):
        progress = 0.0
        for k in range(max(1, math.ceil(duration - 1e-9))):
            progress += segment.new_accounts * min(1.0, max(0.0, duration - k))
        own = f"segment.{segment.id}.onboarding.hours"
        hours = _value(inputs, own if own in inputs.assumptions else f"{stem}.hours") * segment.complexity
        work[role].onboarding[t] += progress * hours / duration
        work[role].posts[t] += progress / _value(inputs, f"{stem}.concurrent")


def _add_backlog(inputs: Inputs, work: dict[str, _Work]) -> None:
    months = _value(inputs, "support.backlog_months")
    role = inputs.phase.definition.ticket_role
    for t in range(len(inputs.months)):
        part = min(1.0, max(0.0, months - t)) / max(months, 1e-9)
        handling = _value(inputs, "support.handling_time") * _value(inputs, "support.peak_factor") / 60
        work[role].plain[t] += inputs.company.support_backlog * part * handling


def _add_programmes(inputs: Inputs, work: dict[str, _Work]) -> None:
    for role in inputs.roles:
        if inputs.phase.role(role).programme:
            one_off, over, upkeep = (_value(inputs, f"programme.{role}.{f}") for f in ("one_off", "over", "upkeep"))
            for t in range(len(inputs.months)):
                first = min(1.0, max(0.0, over - t))
                work[role].plain[t] += one_off / max(over, 1e-9) * first + upkeep * (1 - first)


def _paid_hours(inputs: Inputs) -> list[float]:
    stem = f"calendar.{inputs.calendar.id}"
    yearly = (365 - _value(inputs, f"{stem}.days_off")) * _value(inputs, f"{stem}.hours_per_day")
    shares = share_of_year(inputs.months, inputs.calendar.holidays_of, inputs.calendar.closing_days)
    return [yearly * float(share) for share in shares]


def _direct_share(inputs: Inputs, role: str) -> float:
    stem, profile = f"calendar.{inputs.calendar.id}", inputs.phase.definition_of(role).capacity
    leave = _value(inputs, f"{stem}.leave_days") / (365 - _value(inputs, f"{stem}.days_off"))
    direct, occupancy = (_value(inputs, f"capacity.{profile}.{field}") for field in ("direct_share", "occupancy"))
    slack = _value(inputs, "team.slack") if "team.slack" in inputs.assumptions else 0.0
    return direct * occupancy * (1 - leave) * (1 - slack)


def _fte(work: _Work, t: int, capacity: float) -> float:
    return work.plain[t] / capacity + max(work.onboarding[t] / capacity, work.posts[t])
