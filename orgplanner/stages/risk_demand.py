"""Required FTE of many draws: the stages run on chunks of them; queues are solved at some levels and interpolated."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.catalogue import TargetKind
from orgplanner.stages.demand import Demand, estimate_demand
from orgplanner.stages.desk import staff_channels
from orgplanner.stages.forecast import BY_MONTH, Forecast, forecast_book
from orgplanner.stages.hiring_lines import LASTING, ONE_HEAD, Lines, sustained
from orgplanner.stages.hiring_problem import NONE
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.levers import levers_on, remaining_share
from orgplanner.stages.risk_draws import LIVE_HANDLING, OF_THE_BOOK, Draws, Streams, Uncertain
from orgplanner.stages.sourcing import Sourcing
from orgplanner.stages.staffing import Staffing, size_staffing

LEVELS = 48
"""Levels of the book for which the desks are staffed, beside those of the plan itself."""

HANDLING_LEVELS = 9
"""Levels of the handling times for which they are staffed."""

CHECKED = 32
"""Draws whose desks are staffed exactly, to tell how far the interpolation is off."""

EXTREME = 1e-6
"""Level at which a triangle has nearly reached its end."""

BESIDE = 2 * (LASTING - 1)
"""Months before and after that tell whether a lead is needed for long."""


@dataclass(frozen=True)
class DeskCurve:
    """Hours of the live channels over handling times and book, at K x L points that are staffed exactly."""

    handling: Array
    """Levels of the handling times' distribution, ascending (K,)."""
    book: Array
    """Contacts as multiples of today's, ascending (L,)."""
    rostered: Array
    """Hours a month on the desks (K, L)."""
    deferred: Array
    """Hours of them in which tickets could be answered (K, L)."""

    def at(self, handling: Array, book: Array) -> tuple[Array, Array]:
        """Return rostered and deferred hours (N, T) for handling levels (N,) and books (N, T), between the points."""
        row, up = _between(self.handling, handling[:, None])
        column, right = _between(self.book, book)
        rostered, deferred = (
            (1 - up) * ((1 - right) * table[row, column] + right * table[row, column + 1])
            + up * ((1 - right) * table[row + 1, column] + right * table[row + 1, column + 1])
            for table in (self.rostered, self.deferred)
        )
        return rostered, deferred


@dataclass(frozen=True)
class Needs:
    """What turns draws into required FTE of R lines."""

    inputs: Inputs
    """The plan's inputs without live channels, whose hours the curve gives."""
    sourcing: Sourcing
    uncertain: tuple[Uncertain, ...]
    """Quantities that move the work."""
    curve: DeskCurve | None
    """Live channels; None without any."""
    shares: Array
    """Share of its role's work that each line of the hiring plan has (R,)."""
    role_of: NDArray[np.int64]
    """Place of the role of each line (R,)."""
    least: Array
    """FTE that each line asks for at least (R,): a team has a head."""


def prepare_needs(inputs: Inputs, sourcing: Sourcing, lines: Lines, uncertain: tuple[Uncertain, ...]) -> Needs:
    """Prepare what is the same for all draws. The plan's sources hold in all of them: they are decisions."""
    company = inputs.company
    of_book = tuple(u for u in uncertain if u.group in OF_THE_BOOK)
    without = company.model_validate({**dict(company), "channels": ()}) if company.channels else company
    role_of = [inputs.roles.index(role) for role in lines.roles]
    least = np.zeros(len(role_of))
    head = lines.place_of(inputs.phase.definition.head_role)
    if head != NONE and lines.in_post[head].max() <= 0:
        least[head] = ONE_HEAD
    return Needs(
        inputs=replace(inputs, company=without),
        sourcing=sourcing,
        uncertain=of_book,
        curve=_desk_curve(inputs, of_book) if company.channels else None,
        shares=_line_shares(sourcing, lines),
        role_of=np.array(role_of, dtype=np.int64),
        least=least,
    )


def required_by_line(needs: Needs, draws: Draws, months: slice) -> Array:
    """Return the FTE that each line asks for in some months of every draw (R, M, N), all work, steady capacity.

    Leads are asked for where they last, which the months before and after tell.
    """
    first, last = max(0, months.start - BESIDE), min(len(needs.inputs.months), months.stop + BESIDE)
    steady = _staff(needs, draws, slice(first, last)).steady_total
    lead = needs.inputs.roles.index(needs.inputs.phase.definition.lead_role)
    steady = steady.copy()
    steady[:, lead] = sustained(steady[:, lead])
    steady = steady[:, :, months.start - first : months.stop - first]
    total = np.broadcast_to(steady, (draws.count, *steady.shape[1:]))
    by_role = np.ascontiguousarray(total.transpose(1, 2, 0))
    lines = needs.shares[:, None, None] * by_role[needs.role_of]
    return np.asarray(np.maximum(lines, needs.least[:, None, None], out=lines))


def desk_error(needs: Needs, inputs: Inputs, seed: int) -> float:
    """Return by how many FTE the interpolated desks are off at most, in some draws and every month; 0 without desks."""
    if needs.curve is None:
        return 0.0
    draws = Streams(seed).draw(needs.uncertain, CHECKED)
    exact_inputs = replace(inputs, scenarios=_scenarios(needs.uncertain, draws))
    book = forecast_book(exact_inputs)
    left = remaining_share(exact_inputs, levers_on(exact_inputs, TargetKind.CONTACTS))
    desk = staff_channels(exact_inputs, book.accounts, left)
    rostered, _ = needs.curve.at(draws.levels[LIVE_HANDLING], _growth(book) * left)
    presence = _staff(needs, draws, slice(0, len(inputs.months))).steady_presence
    column = inputs.roles.index(inputs.phase.definition.ticket_role)
    off = np.abs(rostered - desk.rostered_hours.sum(axis=1)) / presence[:, column, None]
    return float(off.max())


def _staff(needs: Needs, draws: Draws, months: slice) -> Staffing:
    """Return the staffing of some months of every draw."""
    inputs = replace(needs.inputs, scenarios=_scenarios(needs.uncertain, draws))
    there = inputs.between(months.start, months.stop - 1)
    whole = forecast_book(inputs.between(0, months.stop - 1))
    book = _cut(whole, months)
    demand = estimate_demand(there, book)
    if needs.curve is not None:
        growth = _growth(whole)[:, months]
        demand = _with_desks(needs, there, demand, growth, draws.levels[LIVE_HANDLING])
    outside = np.broadcast_to(needs.sourcing.outside_share[:1], (inputs.count, len(inputs.roles)))
    return size_staffing(there, demand, replace(needs.sourcing, outside_share=outside), positions=False)


def _with_desks(needs: Needs, inputs: Inputs, demand: Demand, growth: Array, handling: Array) -> Demand:
    """Return the demand with the hours of the live channels; a blended desk answers what tickets there are."""
    assert needs.curve is not None  # noqa: S101 - asked for where there are channels
    left = remaining_share(inputs, levers_on(inputs, TargetKind.CONTACTS))
    rostered, deferred = needs.curve.at(handling, growth * left)
    column = inputs.roles.index(inputs.phase.definition.ticket_role)
    contact_hours, deferred_hours = np.zeros(demand.ticket_hours.shape), np.zeros(demand.ticket_hours.shape)
    contact_hours[:, column] = rostered
    deferred_hours[:, column] = np.minimum(deferred, demand.ticket_hours[:, column])
    return replace(demand, contact_hours=contact_hours, deferred_hours=deferred_hours)


def _scenarios(uncertain: tuple[Uncertain, ...], draws: Draws) -> dict[str, Array]:
    return {id: draws.values[id] for u in uncertain for id in u.numbers}


def _cut(book: Forecast, months: slice) -> Forecast:
    parts = {name: getattr(book, name)[:, :, months] for name in BY_MONTH}
    return replace(book, **parts, elapsed=book.elapsed[months])


def _growth(book: Forecast) -> Array:
    """Return the accounts of each month as multiples of today's (S, T), by which contacts grow."""
    total = book.accounts.sum(axis=1)
    today = total[:, :1]
    return np.asarray(np.divide(total, today, out=np.ones(total.shape), where=today > 0))


def _desk_curve(inputs: Inputs, uncertain: tuple[Uncertain, ...]) -> DeskCurve:
    """Staff the desks over all that the draws can ask of them; the plan's own months are among the points."""
    ends = np.array([EXTREME, 1 - EXTREME])
    corners = {
        id: triangle.at(ends[::-1] if ".churn" in id else ends) for u in uncertain for id, triangle in u.numbers.items()
    }
    left = remaining_share(replace(inputs, scenarios=corners), levers_on(inputs, TargetKind.CONTACTS))
    reached = _growth(forecast_book(replace(inputs, scenarios=corners))) * left
    planned = _growth(forecast_book(inputs)) * left[:1]
    book = np.unique(np.concatenate([np.linspace(reached.min(), reached.max(), LEVELS), planned[0]]))
    if len(book) == 1:
        book = np.append(book, book + 1)  # a book that stands still needs a second point to lie between
    handling = np.linspace(EXTREME, 1 - EXTREME, HANDLING_LEVELS)
    (times,) = (u.numbers for u in uncertain if u.id == LIVE_HANDLING)
    points = {id: np.repeat(triangle.at(handling), len(book)) for id, triangle in times.items()}
    at_points = replace(inputs, scenarios=points).between(0, 1)
    accounts = np.stack([np.ones(at_points.count), np.tile(book, HANDLING_LEVELS)], axis=1)[:, None, :]
    desk = staff_channels(at_points, accounts)
    rostered, deferred = (
        hours.sum(axis=1)[:, 1].reshape(HANDLING_LEVELS, len(book))
        for hours in (desk.rostered_hours, desk.deferred_hours)
    )
    return DeskCurve(handling, book, rostered, deferred)


def _between(points: Array, values: Array) -> tuple[NDArray[np.int64], Array]:
    """Return the point below each value, but the last, and how far the value is on the way to the next one."""
    place = np.clip(np.searchsorted(points, values, side="right") - 1, 0, max(len(points) - 2, 0))
    return place, np.clip((values - points[place]) / (points[place + 1] - points[place]), 0.0, 1.0)


def _line_shares(sourcing: Sourcing, lines: Lines) -> Array:
    """Return the share of its role's work that each line has (R,): a rule's share, and what it leaves."""
    shares = np.ones(len(lines.roles))
    for place, (role, rule) in enumerate(zip(lines.roles, lines.rules, strict=True)):
        chosen = sourcing.of(role)
        if chosen.by_rule and chosen.taken in NOT_ON_TEAM:
            shares[place] = chosen.share if rule is chosen.taken else 1 - chosen.share
    return shares
