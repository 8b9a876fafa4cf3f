"""Turn the solution of the hiring problem into dated moves, each with its money and its reason."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.records.hiring import Move, MoveDates, MoveReason
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring_lines import Lines, months_from
from orgplanner.stages.hiring_lines import first_day as first_day
from orgplanner.stages.hiring_problem import NONE, HiringSolution
from orgplanner.stages.hiring_ways import Way, Ways
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import DAYS_A_MONTH, market_of
from orgplanner.stages.staffing import Staffing

NEGLIGIBLE = 1e-6
"""Units below which nothing starts."""


def find_moves(
    inputs: Inputs, staffing: Staffing, lines: Lines, ways: Ways, solution: HiringSolution
) -> tuple[Move, ...]:
    """Return the moves of the plan's months, in the order of the last day to decide.

    Terms that end are renewed by the next unit of the same offer; together they are one move.
    """
    counted = len(inputs.months)
    moves = []
    for way, started in zip(ways.units, solution.starts, strict=True):
        for place, (first, last, count) in enumerate(_chains(way, started[:counted])):
            set_up = way.offer.setup if way.offer and place == 0 else 0.0
            moves.append(_unit_move(inputs, lines, way, (first, last, count), set_up))
    for way, runs, volume in zip(ways.volumes, solution.runs, solution.volume, strict=True):
        for first, last in _stretches(runs[:counted]):
            moves.append(_volume_move(inputs, lines, way, first, last, volume))
    moves = _told_apart(moves)
    reasons = _reasons(lines, moves, inputs.months)
    told = [
        Move(**{**dict(m), "reason": MoveReason.LOCKED if m.locked else r}) for m, r in zip(moves, reasons, strict=True)
    ]
    return tuple(sorted(told, key=lambda m: (m.dates.decide_by, m.dates.start, m.id)))


def _told_apart(moves: list[Move]) -> list[Move]:
    """Return the moves with a number behind the id where one of the same offer and month comes before."""
    seen: Counter[str] = Counter()
    told = []
    for move in moves:
        seen[move.id] += 1
        told.append(move if seen[move.id] == 1 else Move(**{**dict(move), "id": f"{move.id}.{seen[move.id]}"}))
    return told


def _chains(way: Way, started: Array) -> Iterator[tuple[int, int, float]]:
    """Yield first month, first month after the end, and units of starts, those that renew one another as one."""
    left = started.copy()
    runs = way.offer.runs if way.offer else None
    for first in np.flatnonzero(left > NEGLIGIBLE):
        while left[first] > NEGLIGIBLE:
            count, month = float(left[first]), int(first)
            chain = [month]
            while runs is not None and month + runs < len(left) and left[month + runs] > NEGLIGIBLE:
                month += runs
                count = min(count, float(left[month]))
                chain.append(month)
            for each in chain:
                left[each] -= count
            yield int(first), chain[-1] + runs if runs is not None else NONE, count


def _stretches(runs: Array) -> Iterator[tuple[int, int]]:
    """Yield first month and first month after each stretch in which a contract runs."""
    edges = np.diff(np.concatenate([[0], runs.astype(np.int64), [0]]))
    yield from zip(map(int, np.flatnonzero(edges == 1)), map(int, np.flatnonzero(edges == -1)), strict=True)


def _unit_move(inputs: Inputs, lines: Lines, way: Way, chain: tuple[int, int, float], set_up: float) -> Move:
    counted, (first, end, count) = len(inputs.months), chain
    money = np.zeros(counted)
    runs = way.offer.runs if way.offer else None
    for start in range(first, end if runs else first + 1, runs or 1):
        money[start:] += count * way.cost[: counted - start]
    monthly = (way.offer.monthly_cost or 0.0) if way.offer else float(way.cost[0])
    fte = way.offer.fte if way.offer else float(way.coverage[0])
    taken = _Taken(
        first=first,
        end=end,
        count=count,
        fte=fte * count,
        monthly=monthly * count,
        one_off=count * (way.offer.one_off if way.offer else 0.0) + set_up,
        total=float(money[first:].sum()) + set_up,
    )
    return _move(inputs, lines, way, taken)


def _volume_move(inputs: Inputs, lines: Lines, way: Way, first: int, end: int, volume: Array) -> Move:
    offer = way.offer
    assert offer is not None  # noqa: S101 - a release is no contract by volume
    carried = volume[first:end]
    paid = np.maximum(carried, offer.minimum_fte) * offer.price_per_fte + (offer.monthly_cost or 0.0)
    taken = _Taken(
        first=first,
        end=NONE if end >= len(inputs.months) else end,
        count=1.0,
        fte=float(carried.mean()),
        monthly=float(paid.mean()),
        one_off=offer.setup,
        total=float(paid.sum()) + offer.setup,
    )
    return _move(inputs, lines, way, taken)


@dataclass(frozen=True)
class _Taken:
    """How a way is taken."""

    first: int
    """Month of the start."""
    end: int
    """First month after the end; `NONE` where there is none."""
    count: float
    fte: float
    monthly: float
    one_off: float
    total: float


def _move(inputs: Inputs, lines: Lines, way: Way, taken: _Taken) -> Move:
    role = lines.roles[way.line]
    terms = way.offer.terms.id if way.offer else "release"
    channel = way.offer.channel.id if way.offer and way.offer.channel else None
    runs = way.offer.runs if way.offer and not way.offer.by_volume else None
    key = (role, terms, channel, runs, lines.months[taken.first])
    origin = [lines.roles[way.taken_from]] if way.taken_from >= 0 else []
    return Move(
        id=".".join(
            (
                role,
                terms,
                *([channel] if channel else []),
                *origin,
                *([way.source.value] if not way.offer else []),
                lines.months[taken.first],
            )
        ),
        kind=way.kind,
        role=role,
        source=way.source,
        terms=terms,
        channel=channel,
        runs=runs,
        month=lines.months[taken.first],
        count=taken.count,
        fte=taken.fte,
        monthly_cost=taken.monthly,
        one_off_cost=taken.one_off,
        total_cost=taken.total,
        reason=MoveReason.GROWTH if way.offer else MoveReason.SAVING,
        locked=any(
            (k.role, k.terms, k.channel, k.runs, k.month) == key and k.count for k in inputs.company.hiring.locks
        ),
        advised=way.offer is None or way.offer.advice is not None,
        dates=_dates(inputs, lines, way, taken.first, taken.end),
    )


def _dates(inputs: Inputs, lines: Lines, way: Way, first: int, end: int) -> MoveDates:
    """Return the dates of a move that starts with a month.

    open by = start - lead time; decide by = open by - days of approval; offer by = start - time from offer to start;
    productive by = start + months of ramp. None lies before the plan's first day.
    """
    today, start = first_day(lines.months[0]), first_day(lines.months[first])
    approval = dt.timedelta(days=round(float(inputs.value("hiring.approval_days")[0])))
    # The first month of a release counts the approval in.
    lead = way.offer.lead * DAYS_A_MONTH if way.offer else way.earliest * DAYS_A_MONTH - approval.days
    opened = max(today, start - dt.timedelta(days=round(lead)))
    decided = max(today, opened - approval)
    offered = None
    if way.offer is not None and way.offer.channel is not None:
        market = market_of(inputs)
        until = float(inputs.value(f"market.{market.country}.offer_to_start")[0]) * DAYS_A_MONTH
        offered = max(opened, start - dt.timedelta(days=round(until)))
    ramp = len(way.offer.ramp) if way.offer and not way.offer.by_volume else 0
    return MoveDates(
        decide_by=decided,
        open_by=opened,
        offer_by=offered,
        start=start,
        productive_by=first_day(months_from(lines.months[first], ramp + 1)[-1]),
        end=None if end == NONE else first_day(months_from(lines.months[0], end + 1)[-1]) - dt.timedelta(days=1),
        fiscal_year=_fiscal_year(inputs, decided),
    )


def _fiscal_year(inputs: Inputs, day: dt.date) -> int:
    start = inputs.company.hiring.fiscal_year_start or inputs.calendar.fiscal_year_start
    return day.year if day.month >= start else day.year - 1


def _reasons(lines: Lines, moves: list[Move], months: tuple[str, ...]) -> list[MoveReason]:
    """Return why each move is made: first for work beyond today's full team, then for leave, then for leavers.

    Moves of a role are taken in the order of their starts. What is asked for beyond the people who would be there if
    nobody left or was away is growth; what planned leave takes away, when the move becomes productive, is its cover;
    what is left stands in for people who leave, known or expected. Beyond that a joiner does other roles' growing work.
    """
    given: dict[str, float] = {}
    reasons: dict[str, MoveReason] = {}
    for move in sorted(moves, key=lambda m: (m.month, m.id)):
        rows = [k for k, role in enumerate(lines.roles) if role == move.role]
        then = months.index(move.month)
        required = lines.required[rows].sum(axis=0)[then:].max()
        full = _full_team(lines, rows)
        growth = max(0.0, required - float(full[then]))
        gone = float((full - lines.in_post[rows].sum(axis=0))[then:].max())
        away = float(np.maximum(0.0, _away(lines, rows)[then : then + MONTHS_A_YEAR]).max(initial=0.0))
        before = given.get(move.role, 0.0)
        given[move.role] = before + max(move.fte, 0.0)
        if move.kind is MoveKind.RELEASE:
            reasons[move.id] = MoveReason.SAVING
        elif growth <= before + NEGLIGIBLE < growth + away:
            reasons[move.id] = MoveReason.LEAVE_COVER
        elif growth <= before + NEGLIGIBLE < growth + gone:
            reasons[move.id] = MoveReason.BACKFILL
        else:
            reasons[move.id] = MoveReason.GROWTH
    return [reasons[m.id] for m in moves]


def _away(lines: Lines, rows: list[int]) -> Array:
    """Return the FTE of people of some lines that planned leave takes (T,)."""
    there = np.isin(lines.line_of, rows)
    return np.asarray((lines.on_leave[there]).sum(axis=0))


def _full_team(lines: Lines, rows: list[int]) -> Array:
    """Return the FTE of some lines if nobody left, not even those who are known to, and nobody was away (T,)."""
    there = np.isin(lines.line_of, rows)
    stayed = np.maximum.accumulate(lines.firm[there], axis=1).sum(axis=0)
    return np.asarray(stayed + lines.borrowed[rows].sum(axis=0))
