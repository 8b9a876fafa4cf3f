"""What a hiring plan tells: what to do next, what it costs, what stays uncovered; and what a change of it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.hiring import Move
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.inputs import Array

NEGLIGIBLE = 0.005
"""FTE below which there is no work and no shortage: both would be written as 0."""

RECRUITED = (SourceKind.EMPLOYEE, SourceKind.FIXED_TERM)
"""Sources whose people are looked for, so that a requisition is opened."""

Told = Callable[[float, float], None]
"""Is told how far a search has come: what the plan may lie above the best one (ratio), and seconds."""


@dataclass(frozen=True)
class RoleCover:
    """Who covers the work of one role, in FTE by month; tuples are (T,)."""

    role: str
    required: tuple[float, ...]
    in_post: tuple[float, ...]
    """What today's people are expected to give, before hours are shared between roles."""
    joined: tuple[float, ...]
    """What the moves give; negative where people are released or move on."""
    shortage: tuple[float, ...]
    """What nobody covers."""

    @property
    def covered(self) -> tuple[float, ...]:
        """FTE that somebody covers; none where joiners take more time than there is to teach them."""
        return tuple(max(0.0, need - short) for need, short in zip(self.required, self.shortage, strict=True))

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Covered share of the work (ratio); None where there is none."""
        pairs = zip(self.covered, self.required, strict=True)
        return tuple(covered / need if need >= NEGLIGIBLE else None for covered, need in pairs)


@dataclass(frozen=True)
class YearMoney:
    """The money of one fiscal year, as far as it is planned."""

    year: int
    """Calendar year in which it starts."""
    months: int
    """Months of it that are planned."""
    payroll: float
    moves: float
    budget: float | None
    shortage: float
    """Priced shortage; no money that anybody pays."""
    revenue: float

    @property
    def cost(self) -> float:
        """Money for people, levers and moves."""
        return self.payroll + self.moves

    @property
    def share(self) -> float | None:
        """Cost as a share of recurring revenue; None without revenue."""
        return self.cost / self.revenue if self.revenue > 0 else None


@dataclass(frozen=True)
class Outlook:
    """A hiring plan as it is read; tuples are by planned month (T,)."""

    hiring: Hiring
    moves: tuple[Move, ...]
    """In the order of the last day to decide."""
    months: tuple[str, ...]
    roles: tuple[RoleCover, ...]
    """Roles with work or people, in the phase's order."""
    payroll: tuple[float, ...]
    """Money for today's people and for levers, expected leavers counted."""
    move_costs: tuple[float, ...]
    shortage_costs: tuple[float, ...]
    """Priced shortage; no money that anybody pays."""
    budget: tuple[float | None, ...] | None
    budget_total: float | None
    revenue: tuple[float, ...]
    years: tuple[YearMoney, ...]

    @property
    def first_day(self) -> dt.date:
        """First day of the plan, from which its dates are counted."""
        return dt.date.fromisoformat(f"{self.months[0]}-01")

    @property
    def gap(self) -> float:
        """What the plan may lie above the best one, shortage priced (ratio)."""
        return self.hiring.gap

    @property
    def proof(self) -> str:
        """How far the plan is known to be the best: `optimal`, `within_gap`, `stopped` or `quick`."""
        return self.hiring.proof.value

    @cached_property
    def costs(self) -> tuple[float, ...]:
        """Money for people, levers and moves."""
        return tuple(paid + moved for paid, moved in zip(self.payroll, self.move_costs, strict=True))

    @property
    def lever_costs(self) -> tuple[float, ...]:
        """Money for levers: what neither people nor moves cost."""
        others = sum(self.hiring.money_by_source.values(), np.zeros(len(self.months)))
        return _plain(np.asarray(self.costs) - others)

    @property
    def cost(self) -> float:
        """Money of all planned months."""
        return sum(self.costs)

    @property
    def shortage_cost(self) -> float:
        """Priced shortage of all planned months."""
        return sum(self.shortage_costs)

    @property
    def allowed(self) -> float | None:
        """Budget of all planned months; None without one."""
        months = None if self.budget is None or None in self.budget else sum(b for b in self.budget if b is not None)
        given = [amount for amount in (months, self.budget_total) if amount is not None]
        return min(given) if given else None

    @property
    def cost_shares(self) -> tuple[float | None, ...]:
        """Cost as a share of recurring revenue; None without revenue."""
        pairs = zip(self.costs, self.revenue, strict=True)
        return tuple(cost / revenue if revenue > 0 else None for cost, revenue in pairs)

    @cached_property
    def cover(self) -> tuple[float | None, ...]:
        """Covered share of all work (ratio); None where there is none."""
        required, short = (np.sum([getattr(r, n) for r in self.roles], axis=0) for n in ("required", "shortage"))
        if not self.roles:
            return (None,) * len(self.months)
        pairs = zip(required.tolist(), short.tolist(), strict=True)
        return tuple(max(0.0, 1 - gone / need) if need >= NEGLIGIBLE else None for need, gone in pairs)

    @property
    def lowest(self) -> tuple[str, float] | None:
        """The month in which the least share of the work is covered, and that share; None without work."""
        known = [(share, place) for place, share in enumerate(self.cover) if share is not None]
        return (self.months[min(known)[1]], min(known)[0]) if known else None

    @property
    def enough_until(self) -> str | None:
        """The last month that today's people cover as it is; None where already the first one is short."""
        gaps = [sum(max(0.0, r.required[t] - r.in_post[t]) for r in self.roles) for t in range(len(self.months))]
        short = next((t for t, gap in enumerate(gaps) if gap >= NEGLIGIBLE), len(gaps))
        return self.months[short - 1] if short else None

    def role(self, id: str) -> RoleCover | None:
        """Return the cover of a role; None for one without work and people."""
        return next((r for r in self.roles if r.role == id), None)

    def money_by_source(self) -> dict[SourceKind, tuple[float, ...]]:
        """Return the money for people and moves by source, levers left out."""
        return {source: _plain(money) for source, money in self.hiring.money_by_source.items()}

    def money_by_role(self) -> dict[str, tuple[float, ...]]:
        """Return the money for people and moves by role, levers left out; roles that cost nothing are left out."""
        rows = zip(self.hiring.roles, self.hiring.money_by_role, strict=True)
        return {role: _plain(money) for role, money in rows if np.abs(money).sum() > 0}

    def due(self, today: dt.date, days: int) -> tuple[Move, ...]:
        """Return the moves that are opened within some days of a day, those that are late included."""
        last = today + dt.timedelta(days=days)
        return tuple(m for m in self.moves if m.kind is not MoveKind.RELEASE and m.dates.open_by <= last)

    def left_out(self) -> tuple[tuple[str, str], ...]:
        """Return role and terms of the offers that were left out since their price is not known."""
        return tuple(dict.fromkeys((offer.role, offer.terms.id) for offer in self.hiring.ways.unpriced))


def recruited(moves: Sequence[Move]) -> int:
    """Return the requisitions that moves open: one for each person who is looked for."""
    return round(sum(m.count for m in moves if m.kind is MoveKind.HIRE and m.source in RECRUITED))


def quick_outlook(plan: Plan) -> Outlook:
    """Return the first good hiring plan.

    Raises:
        InfeasiblePlan: budget, locks, freeze or other hard rules conflict; names them.
        InputProblems: a lock names what is not there.
    """
    return read_outlook(plan, plan.hire(quick=True))


def proven_outlook(plan: Plan, told: Told) -> Outlook:
    """Return the hiring plan that is proven to be good, or the best found in the time; see `quick_outlook`.

    Args:
        plan: the plan.
        told: is told how far the search has come.
    """

    def tell(objective: float, bound: float, seconds: float) -> None:
        known = np.isfinite(objective) and np.isfinite(bound) and objective > 0
        told(max(0.0, objective - bound) / objective if known else np.inf, seconds)

    return read_outlook(plan, plan.hire(progress=lambda now: tell(now.objective, now.bound, now.seconds)))


def read_outlook(plan: Plan, hiring: Hiring) -> Outlook:
    """Return a hiring plan as it is read."""
    budget = plan.company.budget
    rows = (
        RoleCover(role, *(_plain(by_role[place]) for by_role in _cover(hiring)))
        for place, role in enumerate(hiring.roles)
    )
    return Outlook(
        hiring=hiring,
        moves=hiring.moves,
        months=hiring.months,
        roles=tuple(r for r in rows if max(*r.required, *map(abs, r.in_post), *map(abs, r.joined)) >= NEGLIGIBLE),
        payroll=_plain(hiring.payroll),
        move_costs=_plain(hiring.move_costs),
        shortage_costs=_plain(hiring.shortage_cost),
        budget=_budget(hiring),
        budget_total=None if budget is None else budget.total,
        revenue=_plain(plan.costs.revenue),
        years=_years(plan, hiring),
    )


def _cover(hiring: Hiring) -> tuple[Array, ...]:
    return hiring.required, hiring.in_post, hiring.joined, hiring.shortage


def _budget(hiring: Hiring) -> tuple[float | None, ...] | None:
    if hiring.budget is None:
        return None
    return tuple(float(amount) if np.isfinite(amount) else None for amount in hiring.budget)


def _years(plan: Plan, hiring: Hiring) -> tuple[YearMoney, ...]:
    """Return the money by fiscal year."""
    begins = plan.company.hiring.fiscal_year_start or plan.inputs.calendar.fiscal_year_start
    year_of = np.array([int(m[:4]) - (int(m[5:]) < begins) for m in hiring.months])
    years = []
    for year in dict.fromkeys(year_of.tolist()):
        own = year_of == year
        budget = None if hiring.budget is None else float(hiring.budget[own].sum())
        years.append(
            YearMoney(
                year=year,
                months=int(own.sum()),
                payroll=float(hiring.payroll[own].sum()),
                moves=float(hiring.move_costs[own].sum()),
                budget=budget if budget is not None and np.isfinite(budget) else None,
                shortage=float(hiring.shortage_cost[own].sum()),
                revenue=float(plan.costs.revenue[own].sum()),
            )
        )
    return tuple(years)


def _plain(values: Array) -> tuple[float, ...]:
    return tuple(float(v) for v in values)
