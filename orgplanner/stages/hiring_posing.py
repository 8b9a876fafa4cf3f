"""Pose the hiring problem as arrays: offers and contracts, what limits them, and the locks of the company."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.cost import default_cost
from orgplanner.stages.hiring_lines import Lines, sharing
from orgplanner.stages.hiring_problem import NONE, Contracts, Flags, HiringProblem, Limits, Offers, Places
from orgplanner.stages.hiring_ways import Way, Ways
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import in_hours


def pose_problem(inputs: Inputs, lines: Lines, ways: Ways) -> HiringProblem:
    """Return the problem of the plan as arrays; locks that it cannot keep are refused before."""
    costs = line_costs(inputs, lines)
    allowed, allowed_new = sharing(inputs, lines, costs)
    factor, severe = _value(inputs, "hiring.shortage_factor"), _value(inputs, "hiring.severe_factor")
    prices = np.array(costs)
    return HiringProblem(
        required=lines.required,
        in_post=lines.in_post,
        shortage_price=factor * prices,
        severe_price=severe * prices,
        least=_value(inputs, "hiring.least_coverage"),
        may_share=allowed,
        may_share_new=allowed_new,
        offers=_offers(inputs, lines, ways),
        contracts=_contracts(inputs, lines, ways),
        limits=_limits(inputs, lines),
        counted=len(inputs.months),
        shared_most=_value(inputs, "hiring.shared_most"),
        shortage_first=inputs.company.hiring.shortage_first,
    )


def line_costs(inputs: Inputs, lines: Lines) -> list[float]:
    """Return the loaded cost of each line's role a month; the mean of the others where it is not known."""
    known = {role: default_cost(inputs, role) for role in lines.roles}
    given = [cost for cost in known.values() if cost is not None]
    mean = sum(given) / len(given) if given else 0.0
    return [mean if (cost := known[role]) is None else cost for role in lines.roles]


def _value(inputs: Inputs, id: str) -> float:
    return float(inputs.value(id)[0])


def _offers(inputs: Inputs, lines: Lines, ways: Ways) -> Offers:
    """Return the ways by unit as arrays."""
    units, months = ways.units, lines.months
    groups = [id for id, _ in limit_groups(inputs)]
    count = len(months)
    least, most = np.zeros((len(units), count)), np.full((len(units), count), math.inf)
    _apply_locks(inputs, lines, ways, least, most)
    mentored = _value(inputs, "hiring.joiners_per_mentor")
    return Offers(
        line=_places(units, lambda w: w.line),
        coverage=_stacked(units, lambda w: w.coverage, count),
        cost=_stacked(units, lambda w: w.cost, count),
        earliest=_places(units, lambda w: w.earliest),
        most=np.array([w.most for w in units], dtype=float),
        least_at=least,
        most_at=most,
        frozen=_frozen(inputs, months, units),
        opened_before=_places(units, lambda w: opened_before(w) if is_recruited(w) else NONE),
        channel=_places(units, lambda w: groups.index(limited_by(w)) if limited_by(w) in groups else NONE),
        mentoring=_stacked(units, lambda w: _mentoring(w, mentored, count), count),
        shares=np.array([w.kind is not MoveKind.RELEASE and w.source not in NOT_ON_TEAM for w in units], dtype=bool),
        taken_from=_places(units, lambda w: w.taken_from),
        taken=_stacked(units, lambda w: np.full(count, float(w.taken_from != NONE)), count),
        setup=np.array([w.offer.setup if w.offer else 0.0 for w in units], dtype=float),
        runs=_places(units, lambda w: w.offer.runs if w.offer and w.offer.runs else count),
    )


def limit_groups(inputs: Inputs) -> list[tuple[str, float]]:
    """Return what gives only so many units a year to all roles together: channels, and people of other departments."""
    catalogue = inputs.phase.catalogue
    groups = [
        (f"recruiting.{c.id}", _value(inputs, f"recruiting.{c.id}.most_a_year")) for c in catalogue.recruiting_channels
    ]
    for terms in catalogue.source_terms:
        stem = f"source.{terms.id}"
        if f"{stem}.most" in inputs.assumptions:
            named = sum(a.people for a in inputs.company.hiring.available if a.terms == terms.id)
            block = 1.0 if in_hours(terms) else _value(inputs, f"{stem}.block")
            groups.append((stem, math.floor(max(_value(inputs, f"{stem}.most"), named) / block + 1e-9)))
    return groups


def limited_by(way: Way) -> str:
    """Return the id of the group of which a way is."""
    if way.offer is None:
        return ""
    return f"recruiting.{way.offer.channel.id}" if way.offer.channel else f"source.{way.offer.terms.id}"


def _mentoring(way: Way, per_mentor: float, count: int) -> Array:
    """Return the mentors' places that a unit binds, and gives once it is productive, while it runs (T,)."""
    if way.offer is None or not way.offer.on_team:
        return np.zeros(count)
    ages, binding = np.arange(count), float(way.offer.terms.mentored)
    bound = np.where(ages < len(way.offer.ramp), binding, -per_mentor)
    return np.where(ages < (way.offer.runs or count), bound, 0.0)


def is_recruited(way: Way) -> bool:
    """Tell whether a way asks for a requisition."""
    return way.kind is MoveKind.HIRE and way.source in (SourceKind.EMPLOYEE, SourceKind.FIXED_TERM)


def opened_before(way: Way) -> int:
    """Return the months from the opening of a requisition to the start."""
    return math.ceil(way.offer.lead - 1e-9) if way.offer else 0


def _frozen(inputs: Inputs, months: tuple[str, ...], units: tuple[Way, ...]) -> Flags:
    """Return the months in which a freeze lets nobody be hired: none starts, and no requisition is opened."""
    closed = set(inputs.company.hiring.freeze)
    frozen = np.zeros((len(units), len(months)), dtype=bool)
    for k, way in enumerate(units):
        if is_recruited(way):
            lead = opened_before(way)
            frozen[k] = [m in closed or (t >= lead and months[t - lead] in closed) for t, m in enumerate(months)]
    return frozen


def _contracts(inputs: Inputs, lines: Lines, ways: Ways) -> Contracts:
    """Return the contracts by volume as arrays."""
    volumes, count = ways.volumes, len(lines.months)
    offers = [w.offer for w in volumes if w.offer is not None]
    most = [float(lines.required[w.line].max()) for w in volumes]
    running, barred = _locked_contracts(inputs, lines, ways)
    return Contracts(
        line=_places(volumes, lambda w: w.line),
        earliest=_places(volumes, lambda w: w.earliest),
        fixed=np.array([o.monthly_cost or 0.0 for o in offers]),
        price=np.array([o.price_per_fte for o in offers]),
        minimum=np.array([o.minimum_fte for o in offers]),
        most=np.maximum(most, [o.minimum_fte for o in offers]) if offers else np.zeros(0),
        setup=np.array([o.setup for o in offers]),
        commitment=_places(volumes, lambda w: w.offer.runs if w.offer and w.offer.runs else 1),
        governance=np.zeros(len(volumes)),
        frozen=np.zeros((len(volumes), count), dtype=bool),
        running=running,
        barred=barred,
    )


def _limits(inputs: Inputs, lines: Lines) -> Limits:
    company, count = inputs.company, len(lines.months)
    budget = np.full(count, math.inf)
    if company.budget is not None:
        for t, month in enumerate(inputs.months):
            budget[t] = company.budget.by_month.get(month, company.budget.monthly)
    total = company.budget.total if company.budget and company.budget.total is not None else math.inf
    inside = np.array([p.source not in NOT_ON_TEAM for p in lines.people], dtype=float)
    people = inside @ lines.given if len(inside) else np.zeros(count)
    mentors = _value(inputs, "hiring.joiners_per_mentor") * people
    return Limits(
        payroll=lines.payroll,
        budget=budget,
        budget_total=total,
        openings=np.full(count, _value(inputs, "hiring.openings_a_month")),
        channel_most=np.array([most for _, most in limit_groups(inputs)]),
        # Whoever comes first has nobody to learn from, and somebody has to begin.
        mentors=np.where(people < 1, math.inf, np.maximum(mentors, 1.0)),
    )


def _apply_locks(inputs: Inputs, lines: Lines, ways: Ways, least: Array, most: Array) -> None:
    """Fix the starts that the company has decided, in place; of ways that are alike the first one takes them."""
    for lock in inputs.company.hiring.locks:
        key = lock.role, lock.terms, lock.channel, lock.runs
        rows = [row for row, way in enumerate(ways.units) if lock_key(way) == key]
        if rows and lock.month in inputs.months:
            month = lines.months.index(lock.month)
            most[rows, month] = 0.0
            least[rows[0], month] = most[rows[0], month] = lock.count


def lock_key(way: Way) -> tuple[str, str, str | None, int | None]:
    """Return by what a lock names a way: role, terms, recruiting channel and months that a unit runs."""
    if way.offer is None:
        return "", way.id, None, None
    channel = way.offer.channel.id if way.offer.channel else None
    return way.offer.role, way.offer.terms.id, channel, None if way.offer.by_volume else way.offer.runs


def _locked_contracts(inputs: Inputs, lines: Lines, ways: Ways) -> tuple[Flags, Flags]:
    """Return the months in which locks ask that a contract runs, from its start on, or that it does not."""
    running, barred = (np.zeros((len(ways.volumes), len(lines.months)), dtype=bool) for _ in range(2))
    for lock in inputs.company.hiring.locks:
        for row, way in enumerate(ways.volumes):
            if lock_key(way)[:3] == (lock.role, lock.terms, lock.channel) and lock.month in inputs.months:
                first = lines.months.index(lock.month)
                if lock.count:
                    running[row, first : first + (way.offer.runs or 1 if way.offer else 1)] = True
                else:
                    barred[row, first] = True
    return running, barred


def _places(ways: tuple[Way, ...], of: Callable[[Way], int]) -> Places:
    return np.array([of(w) for w in ways], dtype=np.int64)


def _stacked(ways: tuple[Way, ...], of: Callable[[Way], Array], count: int) -> Array:
    return np.array([of(w) for w in ways], dtype=float).reshape(len(ways), count)
