"""Say what a hiring plan cannot keep before it is searched for, and what is allowed but looks like a slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from orgplanner.errors import InputProblems, Problem
from orgplanner.records.hiring import Lock
from orgplanner.records.sourcing import Charge, MoveKind
from orgplanner.stages.hiring_lines import Lines, months_from
from orgplanner.stages.hiring_posing import is_recruited, limit_groups, limited_by, lock_key, opened_before
from orgplanner.stages.hiring_ways import Way, Ways
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import Offer, market_of

YEAR = 12
"""Months in which a recruiting channel gives only so many."""

ROUNDING = 1e-6
"""Share of an amount by which a limit may be missed."""


def check_demands(inputs: Inputs, lines: Lines, ways: Ways) -> None:
    """Refuse locks and budgets that no plan can keep, each with the numbers and what would mend it.

    Raises:
        InputProblems: all of them at once.
    """
    problems = [*_lock_problems(inputs, lines, ways), *_budget_problems(inputs, lines, ways)]
    if problems:
        raise InputProblems(problems)


def find_notes(inputs: Inputs, lines: Lines, ways: Ways) -> tuple[Problem, ...]:
    """Return what is allowed but worth a second look.

    Prices of zero, volume paid for nothing, people gone already, a labour market or a currency that the data lack.
    """
    return (
        *_free_offers(inputs, ways),
        *_unused_minimums(inputs, lines, ways),
        *_gone_before(inputs),
        *_borrowed_market(inputs, ways),
    )


def _lock_problems(inputs: Inputs, lines: Lines, ways: Ways) -> Iterator[Problem]:
    taken: list[tuple[int, Lock, Way]] = []
    for place, lock in enumerate(inputs.company.hiring.locks):
        way = _locked_way(lock, ways)
        if lock.month not in inputs.months:
            months = {"month": lock.month, "first": inputs.months[0], "last": inputs.months[-1]}
            yield Problem("", None, f"hiring.locks.{place}.month", "lock_outside_plan", months)
        elif way is None:
            name = ".".join(filter(None, (lock.role, lock.terms, lock.channel)))
            yield Problem("", None, f"hiring.locks.{place}", "lock_of_no_offer", {"name": name})
        elif lock.count:
            taken.append((place, lock, way))
            yield from _single_lock_problems(inputs, lines, place, lock, way)
    yield from _openings(inputs, lines, taken)
    yield from _years_of_a_group(inputs, lines, taken)
    yield from _against_one_another(inputs, lines, ways)


def _locked_way(lock: Lock, ways: Ways) -> Way | None:
    key = lock.role, lock.terms, lock.channel
    units = (w for w in ways.units if lock_key(w) == (*key, lock.runs))
    return next(units, next((w for w in ways.volumes if lock_key(w)[:3] == key), None))


def _single_lock_problems(inputs: Inputs, lines: Lines, place: int, lock: Lock, way: Way) -> Iterator[Problem]:
    """Yield what is wrong with a lock by itself: before the lead time, in a freeze, of more units than there are."""
    month, where = lines.months.index(lock.month), f"hiring.locks.{place}"
    if month < way.earliest:
        earliest = months_from(lines.months[0], way.earliest + 1)[-1]
        yield Problem("", None, f"{where}.month", "lock_too_early", {"month": lock.month, "earliest": earliest})
    closed, opened = set(inputs.company.hiring.freeze), month - opened_before(way)
    if is_recruited(way) and lock.month in closed:
        yield Problem("", None, f"{where}.month", "lock_in_freeze", {"month": lock.month})
    elif is_recruited(way) and opened >= 0 and lines.months[opened] in closed:
        values = {"month": lock.month, "opened": lines.months[opened]}
        yield Problem("", None, f"{where}.month", "lock_opened_in_freeze", values)
    if not _by_volume(way) and lock.count > way.most:
        yield Problem("", None, f"{where}.count", "lock_above_most", {"count": lock.count, "most": int(way.most)})


def _openings(inputs: Inputs, lines: Lines, taken: list[tuple[int, Lock, Way]]) -> Iterator[Problem]:
    """Yield the months in which locks ask for more requisitions than recruiting can open."""
    most, opened = float(inputs.value("hiring.openings_a_month")[0]), Counter[int]()
    for _, lock, way in taken:
        if is_recruited(way):
            opened[lines.months.index(lock.month) - opened_before(way)] += lock.count
    for month, count in sorted(opened.items()):
        if month >= 0 and count > most:
            values = {"month": lines.months[month], "count": count, "most": most}
            yield Problem("", None, "hiring.locks", "locks_above_openings", values)


def _years_of_a_group(inputs: Inputs, lines: Lines, taken: list[tuple[int, Lock, Way]]) -> Iterator[Problem]:
    """Yield channels, and departments that lend, of which locks ask more in a year than they give."""
    for group, most in limit_groups(inputs):
        starts = [(lines.months.index(lock.month), lock.count) for _, lock, way in taken if limited_by(way) == group]
        for first, _ in sorted(starts):
            count = sum(units for month, units in starts if first <= month < first + YEAR)
            if count > most:
                values = {"name": group.partition(".")[2], "month": lines.months[first], "count": count, "most": most}
                yield Problem("", None, "hiring.locks", "locks_above_channel", values)
                break


def _against_one_another(inputs: Inputs, lines: Lines, ways: Ways) -> Iterator[Problem]:
    """Yield locks that bar a contract by volume in a month in which another lock keeps it running."""
    locks = [(place, lock) for place, lock in enumerate(inputs.company.hiring.locks) if lock.month in inputs.months]
    for way in ways.volumes:
        own = [(place, lock) for place, lock in locks if lock_key(way)[:3] == (lock.role, lock.terms, lock.channel)]
        for place, lock in own:
            month = lines.months.index(lock.month)
            for _, other in own:
                since = month - lines.months.index(other.month)
                if other.count and not lock.count and 0 <= since < (way.offer.runs or 1 if way.offer else 1):
                    values = {"month": lock.month, "other": other.month}
                    yield Problem("", None, f"hiring.locks.{place}", "lock_bars_running", values)


def _budget_problems(inputs: Inputs, lines: Lines, ways: Ways) -> Iterator[Problem]:
    """Yield a budget below what today's people cost at least, when everybody is released who may be."""
    budget, count = inputs.company.budget, len(inputs.months)
    if budget is None:
        return
    payroll, least = lines.payroll[:count], (lines.payroll - _most_saved(lines, ways))[:count]
    limit = np.array([budget.by_month.get(month, budget.monthly) for month in inputs.months])
    message = "_with_release" if inputs.company.hiring.may_release else ""
    over = np.flatnonzero(least > limit * (1 + ROUNDING) + ROUNDING)
    if over.size:
        first = int(over[0])
        yield Problem(
            "",
            None,
            "budget",
            f"budget_below_payroll{message}",
            {
                "month": inputs.months[first],
                "payroll": float(round(payroll[first])),
                "budget": float(round(limit[first])),
                "least": float(round(least[over].max())),
                "months": len(over),
                "currency": inputs.company.currency.value,
            },
        )
    if budget.total is not None and float(least.sum()) > budget.total * (1 + ROUNDING) + ROUNDING:
        values = {
            "payroll": float(round(payroll.sum())),
            "least": float(round(least.sum())),
            "budget": float(round(budget.total)),
            "currency": inputs.company.currency.value,
        }
        yield Problem("", None, "budget.total", f"budget_total_below_payroll{message}", values)


def _most_saved(lines: Lines, ways: Ways) -> Array:
    """Return the money a month that is saved at most by releasing everybody as early as may be (T,)."""
    saved = np.zeros(len(lines.months))
    for way in ways.units:
        if way.kind is MoveKind.RELEASE and way.earliest < len(saved):
            saved[way.earliest :] -= way.most * way.cost[: len(saved) - way.earliest]
    return saved


def _by_volume(way: Way) -> bool:
    return way.offer is not None and way.offer.by_volume


def _free_offers(inputs: Inputs, ways: Ways) -> Iterator[Problem]:
    """Yield the prices of zero: the plan takes such an offer wherever it can."""
    offers = [way.offer for way in ways.all if way.offer is not None and way.kind is not MoveKind.TRAIN]
    prices = dict.fromkeys(price for offer in offers for price in _prices_of(offer))
    for price in prices:
        if price in inputs.assumptions and float(inputs.value(price)[0]) == 0:
            yield Problem("", None, f"assumptions.{price}", "price_is_zero", {})


def _prices_of(offer: Offer) -> tuple[str, ...]:
    if offer.terms.charge is not Charge.SALARY:
        return (f"source.{offer.terms.id}.price",)
    return f"source.{offer.terms.id}.cost_factor", f"cost.{offer.role}"


def _unused_minimums(inputs: Inputs, lines: Lines, ways: Ways) -> Iterator[Problem]:
    """Yield the minimum volumes that lie above all the work that there is."""
    for way in ways.volumes:
        if way.offer is None:
            continue
        asked = float(lines.required[way.line].max())
        if way.offer.minimum_fte > asked * (1 + ROUNDING):
            values = {
                "minimum": round(way.offer.minimum_fte, 2),
                "asked": round(asked, 2),
                "money": float(round((way.offer.minimum_fte - asked) * way.offer.price_per_fte)),
                "currency": inputs.company.currency.value,
            }
            yield Problem("", None, f"assumptions.source.{way.offer.terms.id}.minimum", "minimum_above_demand", values)


def _gone_before(inputs: Inputs) -> Iterator[Problem]:
    """Yield people whose last day lies before the plan: they count as gone."""
    for place, person in enumerate(inputs.company.roster):
        if person.planned_end is not None and person.planned_end.strftime("%Y-%m") < inputs.months[0]:
            values = {"name": person.name, "end": person.planned_end.isoformat(), "first": inputs.months[0]}
            yield Problem("", None, f"roster.{place}.planned_end", "left_before_plan", values)


def _borrowed_market(inputs: Inputs, ways: Ways) -> Iterator[Problem]:
    """Yield that another country's labour market stands in, and that there are no prices in the company's currency."""
    market = market_of(inputs)
    if market.country != inputs.company.country:
        values = {"country": inputs.company.country, "market": market.country}
        yield Problem("", None, "country", "other_labour_market", values)
    if ways.unpriced and not ways.all:
        yield Problem("", None, "currency", "no_prices_in_currency", {"currency": inputs.company.currency.value})
