"""Risk of a plan of hires: 10,000 futures against plain NumPy and against a loop over them, and the memory it takes.

*plain NumPy* runs the same stages on all draws at once, holds all of them in double precision and takes `np.quantile`.
*the loop* works out one draw after the other in plain Python: the work by `loop_peer`, which leaves out leads, head and
operations by rule, then people, hires and shared hours; drawing, bands and counts are left out of it, in its favour.
Both get the same draws, and answers are compared first.
"""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

import numpy as np

from benchmarks.companies import Size, make_company
from benchmarks.loop_peer import require_by_loop, roles_from_work
from benchmarks.measuring import describe_machine, fit_growth, interleave, ratio, verdict
from orgplanner.files.phases import load_phases
from orgplanner.plan import Plan, make_plan
from orgplanner.records.change import SetAssumption, apply
from orgplanner.records.company import Churn, ChurnBasis, Company
from orgplanner.stages.demand import estimate_demand
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.inputs import Array, Inputs, gather_inputs
from orgplanner.stages.risk import CHUNK, DRAWS, LEVELS, SEED, Risk, assess_risk
from orgplanner.stages.risk_demand import prepare_needs, required_by_line
from orgplanner.stages.risk_draws import OF_THE_BOOK, Draws, Streams, Uncertain, find_uncertain
from orgplanner.stages.risk_sharing import Sharing, gather_sharing, share_hours
from orgplanner.stages.risk_supply import supply
from orgplanner.stages.risk_team import Hire, Team, gather_team

SIZE = Size(people=30, segments=5, accounts=3500, months=24)
PHASE = "expansion"
SINGLES = 10
"""Draws that the loop works out in each round."""

ROUNDS = 5
PLAIN_AIM, LOOP_AIM = 3, 50


COUNTS = (1_000, 10_000, 100_000)

Rows = list[list[float]]


@dataclass(frozen=True)
class Single:
    """One future for the loop."""

    inputs: Inputs
    values: dict[str, float]
    leaving: dict[str, float]
    """Months after which each person leaves."""
    units: list[tuple[Hire, float, float]]
    """Hires, the months by which each comes late, and the months for which it stays."""


class WholeStreams(Streams):
    """The draws of all chunks at once."""

    def draw(self, uncertain: tuple[Uncertain, ...], count: int) -> Draws:
        """Return the draws of every chunk, one behind the other."""
        chunks = [super(WholeStreams, self).draw(uncertain, size) for size in _chunks(count)]
        levels, values = (
            {id: np.concatenate([getattr(c, name)[id] for c in chunks]) for id in getattr(chunks[0], name)}
            for name in ("levels", "values")
        )
        return Draws(count, levels, values)

    def delays(self, name: str, count: int, spread: float) -> Array:
        """Return the times to fill of every chunk."""
        return np.concatenate([super(WholeStreams, self).delays(name, size, spread) for size in _chunks(count)])


def _chunks(count: int) -> list[int]:
    return [min(CHUNK, count - start) for start in range(0, count, CHUNK)]


def assess_plainly(plan: Plan, hiring: Hiring) -> tuple[Array, Array]:
    """Return bands (K, 4, Q + 1, T) and probabilities (Q, T), all draws at once."""
    uncertain = find_uncertain(plan.inputs)
    needs = prepare_needs(plan.inputs, plan.sourcing, hiring.lines, uncertain)
    team, sharing = gather_team(plan.inputs, hiring, whole=True, width=1.0), gather_sharing(hiring)
    months, streams = slice(0, len(hiring.months)), WholeStreams(SEED)
    draws = streams.draw(uncertain, DRAWS)
    required = required_by_line(needs, draws, months)
    found = supply(team, draws, streams, required, months)
    available = share_hours(sharing, found.today, found.joined, found.other, required, months)
    alone = share_hours(sharing, found.today, np.zeros(required.shape), found.standing, required, months)
    short = np.maximum(required - available, 0.0)
    severe = np.maximum(short - (1 - hiring.problem.least) * required, 0.0)
    priced = hiring.problem.shortage_price[:, None, None] * short + hiring.problem.severe_price[:, None, None] * severe
    _ = priced.mean(axis=-1), short.mean(axis=-1), (required > alone).argmax(axis=1)
    money = np.concatenate([found.money, found.money.sum(axis=0, keepdims=True)])
    money[-1] += hiring.lines.levers[: len(hiring.months), None]
    required, available, missing = (
        np.concatenate([part, part.sum(axis=0, keepdims=True)]) for part in (required, available, short)
    )
    coverage = 1 - np.divide(missing, required, out=np.zeros(required.shape), where=required > 0)
    measures = np.stack([required, available, coverage, money])
    gap = float(plan.inputs.value("team.minimum_gap")[0])
    return np.quantile(measures, LEVELS, axis=-1), (short > gap).mean(axis=-1)


def draw_singles(plan: Plan, hiring: Hiring) -> list[Single]:
    """Draw a few futures for the loop; neither drawing nor gathering counts for its time."""
    uncertain = find_uncertain(plan.inputs)
    team, streams = gather_team(plan.inputs, hiring, whole=True, width=1.0), Streams(SEED)
    draws = streams.draw(uncertain, SINGLES)
    hazards = {id: -np.log1p(-v) / 12 for id, v in draws.values.items() if id.startswith("attrition.")}
    leaving = {
        r.id: streams.of(f"leaving.{r.id}").standard_exponential(SINGLES) / hazards[r.rate]
        for r in team.residents
        if r.rate is not None
    }
    units: list[tuple[Hire, Array, Array]] = []
    for hire in team.hires:
        for unit in range(round(hire.units)):
            name = f"hire.{hire.name}.{unit + 1}"
            pace = streams.delays(name, SINGLES, team.fill_spread) if hire.recruited else np.ones(SINGLES)
            wait = max(1, int(np.ceil(hire.offer.lead - 1e-9)))
            delay = (pace - 1) * hire.offer.lead if hire.recruited else np.zeros(SINGLES)
            if hire.offer.filled < 1:
                tries = streams.of(f"{name}.attempts").geometric(hire.offer.filled, SINGLES)
                delay = delay + (tries - 1) * wait * pace
            stay = np.full(SINGLES, np.inf)
            if hire.rate is not None:
                stay = streams.of(f"{name}.stay").standard_exponential(SINGLES) / hazards[hire.rate]
            units.append((hire, delay, stay))
    return [
        Single(
            inputs=gather_inputs(_company_of(plan.company, uncertain, draws, k), plan.phase),
            values={id: float(v[k]) for id, v in draws.values.items()},
            leaving={id: float(v[k]) for id, v in leaving.items()},
            units=[(hire, float(delay[k]), float(stay[k])) for hire, delay, stay in units],
        )
        for k in range(SINGLES)
    ]


def _company_of(company: Company, uncertain: tuple[Uncertain, ...], draws: Draws, row: int) -> Company:
    """Return the company of one future."""
    values = {id: float(draws.values[id][row]) for u in uncertain if u.group in OF_THE_BOOK for id in u.numbers}
    segments = []
    for segment in company.segments:
        stem = f"segment.{segment.id}"
        changed = {
            "new_accounts": values[f"{stem}.new_accounts"],
            "tickets_per_account": values.get(f"{stem}.tickets_per_account", segment.tickets_per_account),
            "churn": Churn(
                rate=values[f"{stem}.churn"], basis=segment.churn.basis if segment.churn else ChurnBasis.MONTHLY
            ),
        }
        segments.append(segment.model_copy(update=changed))
    changes = [SetAssumption(id=id, value=value) for id, value in values.items() if id.startswith("support.")]
    return apply(company.model_copy(update={"segments": tuple(segments)}), changes)


def loop_one(single: Single, team: Team, sharing: Sharing, lines: int, months: int) -> Rows:
    """Work out one future: the work, who is there, and hours shared; return the FTE of joiners and people by line."""
    required = list(require_by_loop(single.inputs).required.values())[:lines]
    there = [[0.0] * months for _ in range(lines)]
    for r in team.residents:
        leaves = single.leaving.get(r.id, math.inf)
        for t in range(months):
            if r.age[t] < leaves:
                there[r.line][t] += r.given[t]
    for hire, delay, stay in single.units:
        _add_unit(single, there[hire.line], hire, delay, stay)
    shared = [row[:] for row in there]
    over = [[a - b for a, b in zip(row, need, strict=True)] for row, need in zip(shared, required, strict=True)]
    for giver, taker in sharing.may:
        for t in range(months):
            moved = min(over[giver][t], -over[taker][t])
            if moved > 0:
                over[giver][t] -= moved
                over[taker][t] += moved
    return there


def _add_unit(single: Single, row: list[float], hire: Hire, delay: float, stay: float) -> None:
    """Add the FTE of one unit of a hire, by month."""
    ramp = [*(single.values[id] for id in hire.ramp), 1.0]
    for t in range(len(row)):
        age = t - hire.month - delay
        if -1 < age < stay:
            before = 0.0
            for k, reached in enumerate(ramp):
                row[t] += hire.offer.fte * (reached - before) * min(max(age - (k - 1), 0.0), 1.0)
                before = reached


def compare_with_loop(plan: Plan, hiring: Hiring, singles: list[Single]) -> float:
    """Return the largest relative difference between the loop's answers and ours: hours of work, people in post."""
    uncertain = find_uncertain(plan.inputs)
    needs = prepare_needs(plan.inputs, plan.sourcing, hiring.lines, uncertain)
    team, streams, months = gather_team(plan.inputs, hiring, whole=True, width=1.0), Streams(SEED), len(hiring.months)
    draws = streams.draw(uncertain, SINGLES)
    inputs = replace(plan.inputs, scenarios={id: draws.values[id] for u in needs.uncertain for id in u.numbers})
    hours = estimate_demand(inputs, forecast_book(inputs)).hours
    required = required_by_line(needs, draws, slice(0, months))
    found = supply(
        replace(team, hires=tuple(replace(h, mentoring=0.0) for h in team.hires)),
        draws,
        streams,
        required,
        slice(0, months),
    )
    people = found.today + found.joined - team.agreed_shares[:, :, None]
    off = 0.0
    for k, single in enumerate(singles):
        answer = require_by_loop(single.inputs)
        for role in roles_from_work(single.inputs):
            ours = hours[k, plan.inputs.roles.index(role)]
            off = max(off, float(np.abs(ours - answer.hours[role]).max() / max(ours.max(), 1.0)))
        there = np.array(loop_one(single, team, gather_sharing(hiring), len(hiring.lines.roles), months))
        off = max(off, float(np.abs(people[:, :, k] - there).max() / people.max()))
    return off


def compare_plainly(plan: Plan, hiring: Hiring, risk: Risk) -> float:
    """Return the largest relative difference between the bands of plain NumPy and ours, or between probabilities."""
    bands, short = assess_plainly(plan, hiring)
    off = float(np.abs(risk.short - short).max())
    for m, found in enumerate((risk.required, risk.available, risk.coverage, risk.cost)):
        ours = np.concatenate([found.by_role, found.team[:, None]], axis=1)
        off = max(off, float(np.abs(ours - bands[:, m]).max() / np.abs(bands[:, m]).max()))
    return off


def peak_memory(job: Callable[[], object]) -> float:
    """Return the memory that a job holds at most beside what was there before (MiB)."""
    tracemalloc.start()
    job()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def print_speed(plan: Plan, hiring: Hiring) -> None:
    """Print what the draws cost, with the answers compared first."""
    assess = partial(assess_risk, plan.inputs, plan.sourcing, hiring)
    singles = draw_singles(plan, hiring)
    team, sharing = gather_team(plan.inputs, hiring, whole=True, width=1.0), gather_sharing(hiring)
    off_plain, off_loop = compare_plainly(plan, hiring, assess()), compare_with_loop(plan, hiring, singles)
    seconds = interleave(
        {
            "ours": assess,
            "plain": partial(assess_plainly, plan, hiring),
            "loop": lambda: [
                loop_one(single, team, sharing, len(hiring.lines.roles), len(hiring.months)) for single in singles
            ],
        },
        ROUNDS,
    )
    loop = [s * DRAWS / SINGLES for s in seconds["loop"]]
    plain, looped = ratio(seconds["plain"], seconds["ours"]), ratio(loop, seconds["ours"])
    print("| compared with | largest difference | peer / ours | aim | ours, s | peer, s |")
    print("|---" * 6 + "|")
    ours = median(seconds["ours"])
    for name, off, times, aim, peer in (
        ("plain NumPy", off_plain, plain, PLAIN_AIM, median(seconds["plain"])),
        (f"loop ({SINGLES} draws, scaled)", off_loop, looped, LOOP_AIM, median(loop)),
    ):
        print(f"| {name} | {off:.0e} | {times:.1f} | {aim}: {verdict(times >= aim)} | {ours:.2f} | {peer:.2f} |")


def print_growth(plan: Plan, hiring: Hiring) -> None:
    """Print how time and memory grow with the draws."""
    print("| draws | peak, MiB | plain NumPy, MiB | seconds of CPU | µs a draw |")
    print("|---" * 5 + "|")
    plain = peak_memory(partial(assess_plainly, plan, hiring))
    times = []
    for draws in COUNTS:
        job = partial(assess_risk, plan.inputs, plan.sourcing, hiring, draws=draws)
        times.append(min(interleave({"job": job}, 1)["job"]))
        beside = f"{plain:.0f}" if draws == DRAWS else ""
        print(f"| {draws:,} | {peak_memory(job):.0f} | {beside} | {times[-1]:.2f} | {1e6 * times[-1] / draws:.0f} |")
    growth = fit_growth(COUNTS, times)
    print(f"slope {growth.slope:.2f} (R² {growth.r_squared:.3f}), of the last step {growth.last_slope:.2f}")


def main() -> None:
    phase = next(p for p in load_phases() if p.id == PHASE)
    plan = make_plan(make_company(SIZE, phase), phase)
    hiring = plan.hire(quick=True)
    print(describe_machine())
    print(
        f"{DRAWS:,} draws x {len(plan.months)} months x {len(plan.inputs.roles)} roles x {len(plan.company.segments)} "
        f"segments, {len(plan.company.roster)} people, {len(hiring.moves)} moves"
    )
    print_speed(plan, hiring)
    print_growth(plan, hiring)


if __name__ == "__main__":
    main()
