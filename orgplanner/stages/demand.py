"""Estimate the work: hours by role and month, from accounts, onboarding, tickets and programmes. No headcount here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import Activity, TargetKind
from orgplanner.records.company import Segment
from orgplanner.records.lever import Lever
from orgplanner.stages.desk import Desk, staff_channels
from orgplanner.stages.forecast import Forecast, recent_accounts
from orgplanner.stages.inputs import Array, Inputs, activity_number
from orgplanner.stages.levers import lever_hours, levers_on, remaining_share
from orgplanner.stages.register import ONBOARDING

SHORTEST = 1e-9
"""Months that stand in for none, where nothing is to be done beforehand."""


@dataclass(frozen=True)
class Demand:
    """Work by scenario, role and month (S, R, T), in hours a month unless said otherwise."""

    account_hours: Array
    """Activities of the service models and renewals, levers counted."""
    feedback_hours: Array
    """Work that feeds product development."""
    deal_hours: Array
    """Upsell and cross-sell deals."""
    onboarding_hours: Array
    onboarding_posts: Array
    """People that the concurrency limit of onboarding asks for: accounts in progress / accounts at a time."""
    ticket_hours: Array
    """Answering questions that wait for an answer, the busiest target window counted."""
    contact_hours: Array
    """Hours on the desk for live channels: people wait there for contacts."""
    deferred_hours: Array
    """Hours of the desk between contacts in which questions are answered; they are part of the ticket hours."""
    programme_hours: Array
    lever_hours: Array
    """Building and keeping content, help pages and tools."""
    reactive_hours: Array
    """Hours that customers cause: questions, contacts, reactive activities. They are part of the others."""
    segment_hours: Array
    """Hours an account and month by segment and role (S, G, R), renewals and levers left out."""
    renewal_hours: Array
    """Hours a renewal by segment and role (S, G, R), levers left out."""
    desk: Desk
    """Live channels."""
    hours_by_segment: Array
    """Hours of each role by segment over all months (S, G, R), where a structure splits units by segments; else G is 0.

    Levers are left out: they change hours, hardly the shares of segments in them."""

    @property
    def net_ticket_hours(self) -> Array:
        """Hours of answering questions that no desk does between contacts (S, R, T)."""
        return self.ticket_hours - self.deferred_hours

    @cached_property
    def work_hours(self) -> Array:
        """Hours that can be planned, onboarding left out (S, R, T)."""
        return (
            self.account_hours
            + self.feedback_hours
            + self.deal_hours
            + self.net_ticket_hours
            + self.programme_hours
            + self.lever_hours
        )

    @cached_property
    def hours(self) -> Array:
        """All hours of the role (S, R, T)."""
        return self.work_hours + self.onboarding_hours + self.contact_hours

    def at(self, month: int) -> Demand:
        """Return the work of one month alone, by its place among the demand's months."""
        here = slice(month, month + 1)
        return replace(self, **{name: getattr(self, name)[:, :, here] for name in BY_MONTH}, desk=self.desk.at(month))


BY_MONTH = (
    "account_hours",
    "feedback_hours",
    "deal_hours",
    "onboarding_hours",
    "onboarding_posts",
    "ticket_hours",
    "contact_hours",
    "deferred_hours",
    "programme_hours",
    "lever_hours",
    "reactive_hours",
)
"""Arrays of the demand that have a month's axis."""


@dataclass(frozen=True)
class _ActivityWork:
    """One activity of segments that are served alike."""

    rows: list[int]
    """Segments."""
    role: int
    renews: bool
    reactive: bool
    levers: tuple[Lever, ...]
    hours: Array
    """Hours an account and year, or a renewal (S, rows)."""


def estimate_demand(inputs: Inputs, forecast: Forecast, only: tuple[str, ...] = ()) -> Demand:
    """Estimate the hours of work by role and month.

    Account work is frequency x hours x complexity of each activity of the service model, given to the activity's
    owner, else to the role that the phase names for its lifecycle stage; more in an account's first months, less by
    the levers that touch it. Onboarding has two limits, hours and accounts at a time; both are kept. Tickets are
    handling time x tickets, an open backlog spread over the months in which it is to be cleared; live channels take
    the hours that their shifts last.

    Args:
        inputs: the gathered inputs.
        forecast: the book of the inputs' months.
        only: roles whose account work is asked for, in studies that need no other's; all of them if empty.
    """
    account, reactive, steady, at_renewal = _account_work(inputs, forecast, only)
    onboarding_hours, onboarding_posts = _onboarding(inputs, forecast, only)
    tickets = _tickets(inputs, forecast)
    contacts, deferred, desk = _contacts(inputs, forecast, tickets)
    feedback = account * inputs.value("product.feedback_share")[:, None, None]
    return Demand(
        account_hours=account,
        feedback_hours=feedback,
        deal_hours=_deals(inputs, forecast, only),
        onboarding_hours=onboarding_hours,
        onboarding_posts=onboarding_posts,
        ticket_hours=tickets,
        contact_hours=contacts,
        deferred_hours=deferred,
        programme_hours=_programmes(inputs),
        lever_hours=lever_hours(inputs),
        reactive_hours=reactive + tickets - deferred + contacts,
        segment_hours=steady,
        renewal_hours=at_renewal,
        desk=desk,
        hours_by_segment=_hours_by_segment(inputs, forecast, steady, at_renewal),
    )


def _hours_by_segment(inputs: Inputs, forecast: Forecast, steady: Array, at_renewal: Array) -> Array:
    """Return the hours of each role by segment, summed over the months (S, G, R)."""
    if inputs.company.chart.structure is None:
        return np.zeros((inputs.count, 0, len(inputs.roles)))
    renewing = (forecast.accounts * forecast.renewal_share).sum(axis=2) * renewed_by_hand(inputs)
    hours: Array = steady * forecast.accounts.sum(axis=2)[:, :, None] + at_renewal * renewing[:, :, None]
    complexity, deals = inputs.by_segment("complexity"), forecast.deals.sum(axis=2)
    each = inputs.value("expansion.hours_per_deal") * (1 - inputs.value("expansion.sales_share"))
    for row, segment in enumerate(inputs.company.segments):
        onboards = inputs.phase.role_for(segment.service_model, LifecycleStage.ONBOARDING)
        if onboards is not None:
            duration = inputs.value(f"service_model.{segment.service_model}.onboarding.duration")
            monthly = inputs.value(activity_number(inputs, segment, ONBOARDING, "hours")) / duration
            column = inputs.roles.index(onboards)
            hours[:, row, column] += forecast.onboarding[:, row].sum(axis=1) * complexity[:, row] * monthly
        sells = inputs.phase.role_for(segment.service_model, LifecycleStage.ACCOUNT_EXPANSION)
        if sells is not None:
            hours[:, row, inputs.roles.index(sells)] += deals[:, row] * each
    hours[:, :, inputs.roles.index(inputs.phase.definition.ticket_role)] += forecast.tickets.sum(axis=2)
    return hours


def _wanted(role: str, only: tuple[str, ...]) -> bool:
    return not only or role in only


def _account_work(inputs: Inputs, forecast: Forecast, only: tuple[str, ...]) -> tuple[Array, Array, Array, Array]:
    """Return account hours, the reactive part of them (S, R, T), and hours an account and a renewal (S, G, R)."""
    shape = inputs.count, len(inputs.company.segments), len(inputs.roles)
    account = np.zeros((inputs.count, len(inputs.roles), len(inputs.months)))
    reactive = np.zeros(account.shape)
    together: dict[tuple[bool, tuple[Lever, ...]], Array] = {}
    of_reactive: dict[tuple[bool, tuple[Lever, ...]], Array] = {}
    for work in _activities(inputs, only):
        for groups in (together, *([of_reactive] if work.reactive else [])):
            key = work.renews, work.levers
            if key not in groups:
                groups[key] = np.zeros(shape)
            groups[key][:, work.rows, work.role] += work.hours if work.renews else work.hours / 12
    if together:
        served = forecast.accounts + _first_months_extra(inputs, forecast)
        renewing = forecast.accounts * forecast.renewal_share * renewed_by_hand(inputs)[:, :, None]
    for groups, result in ((together, account), (of_reactive, reactive)):
        for (renews, levers), each in groups.items():
            hours = np.matmul(each.transpose(0, 2, 1), renewing if renews else served)
            result += hours * remaining_share(inputs, levers)[:, None, :] if levers else hours
    steady, at_renewal = (
        sum((each for (renews, _), each in together.items() if renews is wanted), np.zeros(shape))
        for wanted in (False, True)
    )
    return account, reactive, steady, at_renewal


def _activities(inputs: Inputs, only: tuple[str, ...]) -> Iterator[_ActivityWork]:
    """Yield each activity of segments that are served alike."""
    segments, complexity = inputs.company.segments, inputs.by_segment("complexity")
    alike: dict[tuple[str, str], list[int]] = {}
    for row, segment in enumerate(segments):
        own = segment.id if segment.activities or segment.priorities else ""
        alike.setdefault((segment.service_model, own), []).append(row)
    for (model, _), rows in alike.items():
        segment = segments[rows[0]]
        for activity in inputs.phase.service_model(model).activities:
            role = owner_of(inputs, segment, activity)
            if role is not None and _wanted(role, only):
                hours = inputs.value(activity_number(inputs, segment, activity.id, "hours"))
                a_year = frequency_of(inputs, segment, activity.id) * hours
                levers = levers_on(inputs, TargetKind.ACTIVITY, activity.id)
                yield _ActivityWork(
                    rows=rows,
                    role=inputs.roles.index(role),
                    renews=activity.at_renewal,
                    reactive=activity.reactive,
                    levers=levers,
                    hours=a_year[:, None] * complexity[:, rows],
                )


def owner_of(inputs: Inputs, segment: Segment, activity: Activity) -> str | None:
    """Return the role that does an activity for a segment: the company's choice where the phase has that role."""
    own = segment.activities.get(activity.id)
    if own is not None and own.role in inputs.roles:
        return own.role
    return inputs.phase.owner_of(segment.service_model, activity)


def frequency_of(inputs: Inputs, segment: Segment, activity: str) -> Array:
    """Return the activities a year and account (S,): the mean over the segment's priority groups and the rest."""
    usual = inputs.value(activity_number(inputs, segment, activity, "frequency"))
    groups = [g for g in segment.priorities if activity in g.frequency]
    rest = 1 - sum(g.share for g in groups)
    return np.asarray(rest * usual + sum(g.share * g.frequency[activity] for g in groups))


def renewed_by_hand(inputs: Inputs) -> Array:
    """Return 1 for segments whose contracts are long enough to be renewed by somebody, else 0 (S, G)."""
    terms = np.array([s.contract_months for s in inputs.company.segments], dtype=float)
    return (terms >= inputs.value("customers.shortest_renewed_term")[:, None]).astype(float)


def _first_months_extra(inputs: Inputs, forecast: Forecast) -> Array:
    """Return the accounts by which accounts in their first months count more than others (S, G, T)."""
    extra = np.zeros(forecast.accounts.shape)
    more, months = np.zeros(extra.shape[:2]), np.ones(extra.shape[:2])
    models = np.array([segment.service_model for segment in inputs.company.segments])
    for model in dict.fromkeys(models.tolist()):
        stem, rows = f"service_model.{model}.first_months", models == model
        if f"{stem}.factor" in inputs.assumptions:
            more[:, rows] = inputs.value(f"{stem}.factor")[:, None] - 1
            months[:, rows] = inputs.value(f"{stem}.months")[:, None]
    if not more.any():
        return extra
    return np.asarray(more[:, :, None] * np.minimum(recent_accounts(inputs, months), forecast.accounts))


def _deals(inputs: Inputs, forecast: Forecast, only: tuple[str, ...]) -> Array:
    """Return the hours of upsell and cross-sell deals that are not carried by sales (S, R, T)."""
    hours = np.zeros((inputs.count, len(inputs.roles), len(inputs.months)))
    each = inputs.value("expansion.hours_per_deal") * (1 - inputs.value("expansion.sales_share"))
    rows_of: dict[str, list[int]] = {}
    for row, segment in enumerate(inputs.company.segments):
        role = inputs.phase.role_for(segment.service_model, LifecycleStage.ACCOUNT_EXPANSION)
        if role is None or not _wanted(role, only):
            continue
        if forecast.deals_per_account[:, row].any():
            rows_of.setdefault(role, []).append(row)
    for role, rows in rows_of.items():
        hours[:, inputs.roles.index(role)] = forecast.deals[:, rows].sum(axis=1) * each[:, None]
    return hours


def _onboarding(inputs: Inputs, forecast: Forecast, only: tuple[str, ...]) -> tuple[Array, Array]:
    """Return onboarding hours and the people that its concurrency limit asks for (S, R, T)."""
    shape = (inputs.count, len(inputs.roles), len(inputs.months))
    hours, posts = np.zeros(shape), np.zeros(shape)
    alike: dict[tuple[str, str], list[int]] = {}
    for row, segment in enumerate(inputs.company.segments):
        own_hours = activity_number(inputs, segment, ONBOARDING, "hours")
        alike.setdefault((segment.service_model, own_hours), []).append(row)
    complexity = inputs.by_segment("complexity")[:, :, None]
    left = remaining_share(inputs, levers_on(inputs, TargetKind.ONBOARDING))
    for (model, hours_id), rows in alike.items():
        role = inputs.phase.role_for(model, LifecycleStage.ONBOARDING)
        if role is None or not _wanted(role, only):
            continue
        column = inputs.roles.index(role)
        progress = forecast.onboarding[:, rows].sum(axis=1)
        weighted = (forecast.onboarding[:, rows] * complexity[:, rows]).sum(axis=1)
        stem = f"service_model.{model}.onboarding"
        monthly = inputs.value(hours_id) / inputs.value(f"{stem}.duration")
        hours[:, column] += weighted * monthly[:, None] * left
        posts[:, column] += progress / inputs.value(f"{stem}.concurrent")[:, None]
    return hours, posts


def _tickets(inputs: Inputs, forecast: Forecast) -> Array:
    """Return the hours of answering questions (S, R, T).

    Questions wait, so that their number in the target window of a response counts, not the moment of each: the
    busiest window asks for `peak factor` times the mean. Erlang's formulas do not apply.
    """
    hours = np.zeros((inputs.count, len(inputs.roles), len(inputs.months)))
    tickets = forecast.tickets.sum(axis=1) * remaining_share(inputs, levers_on(inputs, TargetKind.TICKETS))
    each = inputs.value("support.handling_time") * inputs.value("support.peak_factor") / 60
    column = inputs.roles.index(inputs.phase.definition.ticket_role)
    hours[:, column] = (tickets + backlog_to_clear(inputs)) * each[:, None]
    return hours


def _contacts(inputs: Inputs, forecast: Forecast, tickets: Array) -> tuple[Array, Array, Desk]:
    """Return the hours on the desk, those of them that answer tickets (S, R, T), and the live channels."""
    left = remaining_share(inputs, levers_on(inputs, TargetKind.CONTACTS))
    desk = staff_channels(inputs, forecast.accounts, left)
    hours, deferred = np.zeros(tickets.shape), np.zeros(tickets.shape)
    column = inputs.roles.index(inputs.phase.definition.ticket_role)
    hours[:, column] = desk.rostered_hours.sum(axis=1)
    deferred[:, column] = np.minimum(desk.deferred_hours.sum(axis=1), tickets[:, column])
    return hours, deferred, desk


def backlog_to_clear(inputs: Inputs) -> Array:
    """Return the questions of today's backlog that are answered in each month (S, T)."""
    months = inputs.value("support.backlog_months")
    weights = one_off_weights(months[:, None], inputs.elapsed)
    return inputs.company.support_backlog / np.maximum(months[:, None], SHORTEST) * weights


def _programmes(inputs: Inputs) -> Array:
    """Return the hours of programme work: a one-off over its first months, upkeep afterwards (S, R, T)."""
    hours = np.zeros((inputs.count, len(inputs.roles), len(inputs.months)))
    for column, role in enumerate(inputs.roles):
        if inputs.phase.role(role).programme:
            one_off, over, upkeep = (
                inputs.value(f"programme.{role}.{field}")[:, None] for field in ("one_off", "over", "upkeep")
            )
            first = one_off_weights(over, inputs.elapsed)
            hours[:, column] = one_off / np.maximum(over, SHORTEST) * first + upkeep * (1 - first)
    return hours


def one_off_weights(over: Array, elapsed: NDArray[np.int64]) -> Array:
    """Return the share of months that a one-off of `over` months still fills (S, T).

    >>> one_off_weights(np.array([[1.5]]), np.arange(4)).tolist()
    [[1.0, 0.5, 0.0, 0.0]]
    """
    return np.clip(over - elapsed, 0, 1)
