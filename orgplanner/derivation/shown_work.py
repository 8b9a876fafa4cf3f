"""Ids of the figures that tell how loaded everybody is, who waits and what a book holds, in the plan's month."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.derivation.account_work import served_by
from orgplanner.derivation.parts import TEAMS, Parts
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import DemandKind


def published_work(parts: Parts) -> Iterator[str]:
    """Yield the figures of the workload that have a value."""
    for team in TEAMS:
        if parts.inputs.company.roster:
            yield from _loads(parts, team)
        yield from _queues(parts, team)
    yield from _reactive(parts)
    yield from _books(parts)


def _loads(parts: Parts, team: str) -> Iterator[str]:
    """Yield the loads of roles and people, and the customers without cover."""
    month, t, load = parts.plan_month, parts.staffing.month, parts.load(team)
    for row, role in enumerate(parts.inputs.roles):
        if load.role_load(row, t) is not None:
            yield f"health.role_load[{team},{role},{month}]"
    for row, person in enumerate(parts.health.people):
        if load.person_load(row, t) is not None:
            yield f"health.person_load[{team},{person},{month}]"
    yield from (f"health.{name}[{team},{month}]" for name in ("overloaded", "under_used"))
    if parts.inputs.company.segments:
        yield from (f"health.total_uncovered_{name}[{team},{month}]" for name in ("accounts", "revenue"))
    for segment in parts.inputs.company.segments:
        yield f"health.uncovered_onboarding[{team},{segment.id},{month}]"


def _queues(parts: Parts, team: str) -> Iterator[str]:
    """Yield what waits, for onboarding and for an answer."""
    month, t, queues = parts.plan_month, parts.staffing.month, parts.queues(team)
    if parts.inputs.company.segments:
        yield f"waiting.all_waiting[{team},{month}]"
    for row, segment in enumerate(parts.inputs.company.segments):
        if queues.onboarding.roles[row] and queues.onboarding.months_to_onboard(row, t) is not None:
            yield f"waiting.time_to_onboard[{team},{segment.id},{month}]"
    if queues.tickets.arriving.any():
        yield from (f"waiting.{name}[{team},{month}]" for name in ("backlog", "ticket_fte", "target_fte"))
        if queues.tickets.wait_days(t) is not None:
            yield f"waiting.ticket_days[{team},{month}]"


def _reactive(parts: Parts) -> Iterator[str]:
    month, t = parts.plan_month, parts.staffing.month
    if parts.health.reactive_share(t) is not None:
        yield f"health.reactive_share[{month}]"
    for row, role in enumerate(parts.inputs.roles):
        if parts.health.reactive_share(t, row) is not None:
            yield f"health.role_reactive_share[{role},{month}]"


def _books(parts: Parts) -> Iterator[str]:
    """Yield the accounts and the revenue of one person."""
    books, month, company = parts.books, parts.plan_month, parts.inputs.company
    for row, (segment, role) in enumerate(zip(company.segments, books.roles, strict=True)):
        if role is None:
            continue
        yield f"books.hours_of_account[{segment.id}]"
        if books.hours[row] > 0:
            yield f"books.accounts_per_person[{segment.id}]"
            if segment.revenue_per_account:
                yield f"books.revenue_of_book[{segment.id}]"
        if books.people_today[row] > 0:
            yield f"books.accounts_today[{segment.id}]"
        if parts.demand.hours[0, parts.role(role), parts.staffing.month] > 0:
            yield f"books.other_share[{role},{month}]"
    if parts.costs.revenue[parts.costs.month] > 0:
        yield from _revenue(parts)


def _revenue(parts: Parts) -> Iterator[str]:
    phase, needed = parts.inputs.phase, parts.staffing.steady_total[0, :, parts.staffing.month]
    account = [phase.definition_of(role).demand is DemandKind.ACCOUNT for role in parts.inputs.roles]
    if needed[account].sum() > 0:
        yield "books.revenue_per_person"
    for role, fte in zip(parts.inputs.roles, needed.tolist(), strict=True):
        if fte > 0 and served_by(parts, role, LifecycleStage.ACCOUNT_EXPANSION):
            yield f"books.revenue_per_holder[{role}]"
