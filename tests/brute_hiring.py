"""Plans of hires by trying everything, in plain loops and with another solver for what is no whole number."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linprog

from orgplanner.stages.hiring_problem import NONE, Contracts, HiringProblem, Limits, Offers

YEAR = 12

Starts = tuple[tuple[int, ...], ...]
Running = tuple[tuple[bool, ...], ...]


def no_contracts(months: int) -> Contracts:
    nothing, none, flags = np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros((0, months), dtype=bool)
    return Contracts(none, none, nothing, nothing, nothing, nothing, nothing, none, nothing, flags, flags, flags)


def one_contract(months: int, **changes: object) -> Contracts:
    """A contract on the first line: 3 a month and 4 an FTE, 1 to 2 FTE, 2 to begin, two months at least."""
    flags = np.zeros((1, months), dtype=bool)
    terms: dict[str, object] = {
        "line": np.array([0]),
        "earliest": np.array([0]),
        "fixed": np.array([3.0]),
        "price": np.array([4.0]),
        "minimum": np.array([1.0]),
        "most": np.array([2.0]),
        "setup": np.array([2.0]),
        "commitment": np.array([2]),
        "governance": np.array([0.25]),
        "frozen": flags,
        "running": flags,
        "barred": flags,
    }
    return Contracts(**{**terms, **changes})  # type: ignore[arg-type]  # the caller knows the fields


def make_offers(line: list[int], coverage: list[list[float]], cost: list[list[float]], **changes: object) -> Offers:
    """Offers that can start at once, as often as one likes, and touch no limit."""
    count, months = len(line), len(coverage[0])
    none, zeros = np.full(count, NONE), np.zeros((count, months))
    terms: dict[str, object] = {
        "line": np.array(line),
        "coverage": np.array(coverage, dtype=float),
        "cost": np.array(cost, dtype=float),
        "earliest": np.zeros(count, dtype=np.int64),
        "most": np.full(count, math.inf),
        "least_at": zeros,
        "most_at": np.full((count, months), math.inf),
        "frozen": np.zeros((count, months), dtype=bool),
        "opened_before": none,
        "channel": none,
        "mentoring": zeros,
        "shares": np.zeros(count, dtype=bool),
        "taken_from": none,
        "taken": zeros,
        "setup": np.zeros(count),
    }
    return Offers(**{**terms, **changes})  # type: ignore[arg-type]  # the caller knows the fields


def free_limits(months: int, **changes: object) -> Limits:
    terms: dict[str, object] = {
        "payroll": np.zeros(months),
        "budget": np.full(months, math.inf),
        "budget_total": math.inf,
        "openings": np.full(months, math.inf),
        "channel_most": np.zeros(0),
        "mentors": np.full(months, math.inf),
    }
    return Limits(**{**terms, **changes})  # type: ignore[arg-type]  # the caller knows the fields


def make_problem(required: list[list[float]], offers: Offers, **changes: object) -> HiringProblem:
    """Lines with nobody in post; an FTE-month short costs 10, below half of the requirement 10 more."""
    lines, months = len(required), len(required[0])
    terms: dict[str, object] = {
        "required": np.array(required, dtype=float),
        "in_post": np.zeros((lines, months)),
        "shortage_price": np.full(lines, 10.0),
        "severe_price": np.full(lines, 10.0),
        "least": 0.5,
        "may_share": np.zeros((lines, lines), dtype=bool),
        "may_share_new": np.zeros((lines, lines), dtype=bool),
        "offers": offers,
        "contracts": no_contracts(months),
        "limits": free_limits(months),
        "counted": months,
    }
    return HiringProblem(**{**terms, **changes})  # type: ignore[arg-type]  # the caller knows the fields


def random_problem(seed: int, *, months: int = 3, sharing: bool = False, contract: bool = False) -> HiringProblem:
    """Two lines, three offers, every kind of limit at random, at most two units of each offer."""
    draw = np.random.default_rng(seed)
    fade = draw.uniform(0.85, 1.0, (3, 1)) ** np.arange(months)
    coverage = fade * np.sort(draw.choice([-0.2, 0.3, 0.6, 1.0], (3, months)), axis=1)
    cost = fade * draw.uniform(3, 12, (3, 1))
    cost[:, 0] += draw.uniform(0, 5, 3)
    offers = make_offers(
        [0, 1, int(draw.integers(0, 2))],
        coverage.tolist(),
        cost.tolist(),
        most=np.array([2.0, 2.0, 1.0]),
        earliest=draw.integers(0, 2, 3),
        opened_before=np.array([NONE, 0, 0]),
        channel=np.array([NONE, 0, 0]),
        mentoring=np.where(np.arange(months) < 2, 1.0, -0.5) * draw.integers(0, 2, (3, 1)),
        setup=np.array([0.0, float(draw.choice([0.0, 3.0])), 0.0]),
        shares=np.array([True, sharing, True]),
        taken_from=np.array([NONE, NONE, int(draw.choice([NONE, 0]))]),
        taken=0.4 * np.ones((3, months)),
    )
    in_post = draw.uniform(0.5, 1.5, (2, 1)) * np.ones((2, months))
    pair = np.array([[False, True], [True, False]])
    return make_problem(
        draw.uniform(0.5, 3.0, (2, months)).tolist(),
        offers,
        in_post=in_post,
        shortage_price=draw.uniform(12, 30, 2),
        may_share=pair & sharing,
        may_share_new=pair & sharing,
        contracts=one_contract(months) if contract else no_contracts(months),
        limits=free_limits(
            months,
            payroll=np.full(months, 20.0),
            budget=20.0 + draw.uniform(10, 40, months),
            budget_total=20.0 * months + float(draw.uniform(20, 120)),
            openings=draw.integers(1, 3, months).astype(float),
            channel_most=np.array([2.0]),
            mentors=draw.integers(1, 3, months).astype(float),
        ),
    )


def least_objective(problem: HiringProblem) -> float:
    """Return the least money plus priced shortage over all plans; infinite where there is none."""
    return min((money + short for money, short in all_plans(problem)), default=math.inf)


def all_plans(problem: HiringProblem) -> Iterator[tuple[float, float]]:
    """Yield money and priced shortage of every plan in whole units; offers need a finite `most`."""
    offers, months = problem.offers, problem.months
    ways = [
        [
            units
            for units in itertools.product(range(int(offers.most[j]) + 1), repeat=months)
            if sum(units) <= offers.most[j] and _may_start(problem, j, units)
        ]
        for j in range(offers.line.size)
    ]
    runs = [list(itertools.product((False, True), repeat=months)) for _ in range(problem.contracts.line.size)]
    for starts in itertools.product(*ways):
        if not _keeps_limits(problem, starts):
            continue
        for running in itertools.product(*runs):
            if all(_keeps_terms(problem, c, run) for c, run in enumerate(running)):
                found = _cost(problem, starts, running)
                if found is not None:
                    yield found


def _may_start(problem: HiringProblem, j: int, units: tuple[int, ...]) -> bool:
    offers = problem.offers
    for t, n in enumerate(units):
        if n and (t < offers.earliest[j] or t < offers.opened_before[j] or offers.frozen[j, t]):
            return False
        if not offers.least_at[j, t] <= n <= offers.most_at[j, t]:
            return False
    return True


def _keeps_limits(problem: HiringProblem, starts: Starts) -> bool:
    offers, limits, months = problem.offers, problem.limits, problem.months
    opened, mentoring, taken = [0.0] * months, [0.0] * months, np.zeros_like(problem.in_post)
    by_channel = np.zeros((limits.channel_most.size, months))
    for j, t, n in _started(starts):
        if offers.opened_before[j] != NONE:
            opened[t - offers.opened_before[j]] += n
        if offers.channel[j] != NONE:
            by_channel[offers.channel[j], t] += n
        for k in range(months - t):
            mentoring[t + k] += n * offers.mentoring[j, k]
            if offers.taken_from[j] != NONE:
                taken[offers.taken_from[j], t + k] += n * offers.taken[j, k]
    return (
        all(o <= most for o, most in zip(opened, limits.openings, strict=True))
        and all(m <= max(most, 0) + 1e-9 for m, most in zip(mentoring, limits.mentors, strict=True))
        and all(
            by_channel[channel, t : t + YEAR].sum() <= most
            for channel, most in enumerate(limits.channel_most)
            for t in range(months)
        )
        and bool((taken <= problem.in_post + 1e-9).all())
    )


def _keeps_terms(problem: HiringProblem, c: int, run: tuple[bool, ...]) -> bool:
    contracts = problem.contracts
    for t, on in enumerate(run):
        begins = on and (t == 0 or not run[t - 1])
        if on and (t < contracts.earliest[c] or contracts.barred[c, t]):
            return False
        if not on and contracts.running[c, t]:
            return False
        if begins and (contracts.frozen[c, t] or not all(run[t : t + contracts.commitment[c]])):
            return False
    return True


def _cost(problem: HiringProblem, starts: Starts, running: Running) -> tuple[float, float] | None:
    """Return money and priced shortage with the best flows and volumes; nothing where the budget does not allow it."""
    contracts, months = problem.contracts, problem.months
    spend, own, new, extra = _worked_out(problem, starts, running)
    columns = [("volume", c, c) for c in range(len(running))]
    columns += [
        (kind, a, b) for kind in ("own", "new") for a in range(problem.lines) for b in range(problem.lines) if a != b
    ]
    columns += [(kind, r, r) for kind in ("u", "z") for r in range(problem.lines)]
    width = len(columns)
    rows, limits = [], []
    for t in range(months):
        for row, limit in _rows_of_a_month(problem, columns, own[:, t], new[:, t], extra[:, t], problem.required[:, t]):
            rows.append(np.concatenate([np.zeros(t * width), row, np.zeros((months - t - 1) * width)]))
            limits.append(limit)
    prices = np.array([contracts.price[a] if kind == "volume" else 0.0 for kind, a, _ in columns])
    for t in range(months):
        rows.append(np.concatenate([np.zeros(t * width), prices, np.zeros((months - t - 1) * width)]))
        limits.append(problem.limits.budget[t] - problem.limits.payroll[t] - spend[t])
    rows.append(np.tile(prices, months))
    limits.append(problem.limits.budget_total - problem.limits.payroll.sum() - spend.sum())
    kept = np.isfinite(limits)
    found = linprog(
        np.tile([_price_of(problem, kind, a) for kind, a, _ in columns], months),
        A_ub=np.array(rows)[kept],
        b_ub=np.array(limits)[kept],
        bounds=[_bounds_of(problem, column, running, t) for t in range(months) for column in columns],
    )
    if not found.success:
        return None
    volume = float(np.tile(prices, months) @ found.x)
    return float(spend.sum()) + volume, float(found.fun) - volume


def _started(starts: Starts) -> Iterator[tuple[int, int, int]]:
    """Yield offer, month and number of all units."""
    for j, units in enumerate(starts):
        for t, n in enumerate(units):
            if n:
                yield j, t, n


def _worked_out(
    problem: HiringProblem, starts: Starts, running: Running
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return money by month without volumes; FTE of people in post, of joiners who share, and what joins in all."""
    offers, contracts, months = problem.offers, problem.contracts, problem.months
    spend, own = np.zeros(months), problem.in_post.copy()
    new, extra = np.zeros_like(own), np.zeros_like(own)
    for j in range(len(starts)):
        first = next((t for t, n in enumerate(starts[j]) if n), None)
        if first is not None:
            spend[first] += offers.setup[j]
    for j, t, n in _started(starts):
        for k in range(months - t):
            spend[t + k] += n * offers.cost[j, k]
            extra[offers.line[j], t + k] += n * offers.coverage[j, k]
            if offers.shares[j]:
                new[offers.line[j], t + k] += n * max(offers.coverage[j, k], 0.0)
            if offers.taken_from[j] != NONE:
                own[offers.taken_from[j], t + k] -= n * offers.taken[j, k]
    for c, run in enumerate(running):
        for t, on in enumerate(run):
            spend[t] += on * contracts.fixed[c] + (on and (t == 0 or not run[t - 1])) * contracts.setup[c]
            extra[contracts.line[c], t] -= on * contracts.governance[c]
    return spend, own, new, extra


def _rows_of_a_month(
    problem: HiringProblem,
    columns: list[tuple[str, int, int]],
    own: np.ndarray,
    new: np.ndarray,
    extra: np.ndarray,
    required: np.ndarray,
) -> Iterator[tuple[np.ndarray, float]]:
    """Yield rows and upper limits: coverage of every line, what may be given away."""
    place = {column: n for n, column in enumerate(columns)}
    for r in range(problem.lines):
        covered = np.array(
            [
                float(problem.contracts.line[a] == r)
                if kind == "volume"
                else (float(b == r) - float(a == r)) * (kind in {"own", "new"})
                for kind, a, b in columns
            ]
        )
        for kind, share in (("u", 1.0), ("z", problem.least)):
            row = -covered
            row[place[(kind, r, r)]] = -1.0
            yield row, float(own[r] + extra[r] - share * required[r])
        for kind, most in (("own", own[r]), ("new", new[r])):
            yield np.array([float(k == kind and a == r) for k, a, _ in columns]), float(most)


def _price_of(problem: HiringProblem, kind: str, place: int) -> float:
    prices = {"volume": problem.contracts.price, "u": problem.shortage_price, "z": problem.severe_price}
    return float(prices[kind][place]) if kind in prices else 0.0


def _bounds_of(
    problem: HiringProblem, column: tuple[str, int, int], running: Running, month: int
) -> tuple[float, float]:
    kind, a, b = column
    if kind == "volume":
        on = running[a][month]
        return on * float(problem.contracts.minimum[a]), on * float(problem.contracts.most[a])
    may = {"own": problem.may_share, "new": problem.may_share_new}.get(kind)
    return 0.0, math.inf if may is None or may[a, b] else 0.0
