"""Many re-evaluations of forecast, demand and required FTE in one call, against the same stages run singly.

Every assumption with a range is drawn anew for every scenario, which is the hardest case. A single run is what a plan
does up to required FTE, every month of it; beside it the study's own call for one scenario, which works out no more
months than the one that is asked for.
"""

from __future__ import annotations

from functools import partial
from statistics import median

import numpy as np

from benchmarks.bench_plan import require_by_stages
from benchmarks.companies import LARGE, make_company
from benchmarks.measuring import describe_machine, interleave, ratio, verdict
from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.files.phases import load_phases
from orgplanner.records.company import Company
from orgplanner.records.phase import Phase
from orgplanner.stages.inputs import Array, Inputs, gather_inputs
from orgplanner.studies.scenarios import team_fte

SCENARIOS = 10_000
SINGLES = 20
"""Scenarios that are run singly in each round."""

ROUNDS = 5
RATIO_AIM = 100


def draw_scenarios(company: Company, phase: Phase, count: int, seed: int = 1) -> dict[str, Array]:
    """Return every assumption with a range, drawn evenly over it; parts of internal work follow their direct share."""
    draw = np.random.default_rng(seed)
    parts = {f"capacity.{p.id}.{part.id}" for p in phase.catalogue.capacity_profiles for part in p.internal}
    quantities = {a.id: a.quantity for a in gather_inputs(company, phase).assumptions if a.id not in parts}
    return {id: draw.uniform(*q.range, count) for id, q in quantities.items() if q.range[0] < q.range[1]}


def one(scenarios: dict[str, Array], row: int) -> dict[str, Array]:
    """Return one of the scenarios."""
    return {id: values[row : row + 1] for id, values in scenarios.items()}


def run_stages(singles: list[Inputs]) -> list[float]:
    """Run the stages once for each inputs; return the team's FTE in the first month."""
    return [float(require_by_stages(inputs).steady_fte[0, :, 0].sum()) for inputs in singles]


def measure(name: str, company: Company, phase: Phase) -> str:
    """Return one line of the table; refuse answers that differ."""
    scenarios = draw_scenarios(company, phase, SCENARIOS)
    rows = np.linspace(0, SCENARIOS - 1, SINGLES, dtype=int).tolist()
    singles = [gather_inputs(company, phase, one(scenarios, row)) for row in rows]
    together = team_fte(company, phase, scenarios)
    np.testing.assert_allclose(together[rows], run_stages(singles), rtol=1e-9)
    seconds = interleave(
        {
            "together": partial(team_fte, company, phase, scenarios),
            "stages": partial(run_stages, singles),
            "study": lambda: [team_fte(company, phase, one(scenarios, row)) for row in rows],
        },
        ROUNDS,
    )
    each = {job: [s / n for s in seconds[job]] for job, n in (("together", SCENARIOS), ("stages", SINGLES))}
    of_study = [s / SINGLES for s in seconds["study"]]
    times = ratio(each["stages"], each["together"])
    return (
        f"| {name} | {len(company.segments)} | {company.horizon} | {len(scenarios)} "
        f"| {times:.0f} | {RATIO_AIM}: {verdict(times >= RATIO_AIM)} | {ratio(of_study, each['together']):.0f} "
        f"| {1e6 * median(each['together']):.1f} | {1e3 * median(each['stages']):.2f} "
        f"| {median(seconds['together']):.2f} |"
    )


def main() -> None:
    phases = load_phases()
    by_id = {phase.id: phase for phase in phases}
    print(describe_machine())
    print(
        f"| company | segments | months | assumptions drawn | single / {SCENARIOS:,} together, each | aim "
        "| study of one / together | together, µs each | single, ms | together, s |"
    )
    print("|---" * 10 + "|")
    for name, path in shipped_examples().items():
        company = load_company(path, phases)
        print(measure(name, company, by_id[company.phase]), flush=True)
    print(measure("large", make_company(LARGE, by_id["maturity"]), by_id["maturity"]), flush=True)


if __name__ == "__main__":
    main()
