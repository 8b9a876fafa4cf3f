"""Time and memory of whole plans, and of the stages up to required FTE against a plain loop with the same answers."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.companies import LARGE, make_company
from benchmarks.loop_peer import LoopAnswer, require_by_loop, roles_from_work, within_scope
from benchmarks.measuring import describe_machine, interleave, ratio, verdict
from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.files.phases import load_phases
from orgplanner.plan import make_plan
from orgplanner.records.company import Company
from orgplanner.records.phase import Phase
from orgplanner.stages.demand import estimate_demand
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.inputs import Inputs, gather_inputs
from orgplanner.stages.sourcing import choose_sourcing
from orgplanner.stages.staffing import Staffing, size_staffing

LARGE_ROUNDS, EXAMPLE_ROUNDS = 9, 25

AIM_SECONDS = {"large": 0.5}
EXAMPLE_AIM_SECONDS = 0.05

FRESH = """
import time
start = time.perf_counter()
from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.files.phases import load_phases
from orgplanner.plan import make_plan
imported = time.perf_counter()
phases = load_phases()
company = load_company(shipped_examples()["sou"], phases)
loaded = time.perf_counter()
make_plan(company, next(phase for phase in phases if phase.id == company.phase))
planned = time.perf_counter()
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(f"imports {1e3 * (imported - start):.0f} ms, files {1e3 * (loaded - imported):.0f} ms, "
      f"first plan {1e3 * (planned - loaded):.0f} ms, peak of the process {int(peak) / 1024:.0f} MiB")
"""


def require_by_stages(inputs: Inputs) -> Staffing:
    """Run the stages from the forecast to required FTE, without whole positions."""
    demand = estimate_demand(inputs, forecast_book(inputs))
    return size_staffing(inputs, demand, choose_sourcing(inputs, demand), positions=False)


def largest_difference(inputs: Inputs, answer: LoopAnswer, staffing: Staffing) -> float:
    """Return the largest relative difference of the two answers, over accounts, hours and required FTE."""
    forecast = forecast_book(inputs)
    hours = estimate_demand(inputs, forecast).hours
    worst = _relative(np.array(answer.accounts), forecast.accounts[0])
    for role in roles_from_work(inputs):
        row = inputs.roles.index(role)
        worst = max(worst, _relative(np.array(answer.hours[role]), hours[0, row]))
        worst = max(worst, _relative(np.array(answer.required[role]), staffing.required_total[0, row]))
    return worst


def _relative(first: np.ndarray, second: np.ndarray) -> float:
    return float((np.abs(first - second) / np.maximum(1.0, np.abs(second))).max(initial=0.0))


def peak_memory(company: Company, phase: Phase) -> float:
    """Return the most memory that one plan holds at a time, in MiB."""
    tracemalloc.start()
    make_plan(company, phase)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def measure(name: str, company: Company, phase: Phase, rounds: int) -> str:
    """Return one line of the table."""
    inputs = gather_inputs(within_scope(company), phase)
    difference = largest_difference(inputs, require_by_loop(inputs), require_by_stages(inputs))
    assert difference < 1e-9, f"{name}: the loop and the stages differ by {difference}"
    seconds = interleave(
        {
            "stages": partial(require_by_stages, inputs),
            "loop": partial(require_by_loop, inputs),
            "plan": partial(make_plan, company, phase),
        },
        rounds,
    )
    stages, loop, plan = (seconds[job] for job in ("stages", "loop", "plan"))
    aim = AIM_SECONDS.get(name, EXAMPLE_AIM_SECONDS)
    return (
        f"| {name} | {len(company.roster)} | {len(company.segments)} | {company.horizon} | {difference:.0e} "
        f"| {ratio(loop, stages):.1f} | {ratio(plan, stages):.1f} | {ratio(loop, plan):.2f} "
        f"| {1e3 * median(stages):.2f} | {1e3 * median(loop):.1f} | {1e3 * median(plan):.1f} "
        f"| {1e3 * aim:.0f}: {verdict(median(plan) <= aim)} | {peak_memory(company, phase):.1f} |"
    )


def main() -> None:
    phases = load_phases()
    by_id = {phase.id: phase for phase in phases}
    print(describe_machine())
    print(
        "| company | people | segments | months | largest difference | loop / stages | plan / stages | loop / plan "
        "| stages, ms | loop, ms | plan, ms | aim, ms | peak, MiB |"
    )
    print("|---" * 13 + "|")
    for name, path in shipped_examples().items():
        company = load_company(path, phases)
        print(measure(name, company, by_id[company.phase], EXAMPLE_ROUNDS))
    print(measure("large", make_company(LARGE, by_id["maturity"]), by_id["maturity"], LARGE_ROUNDS))
    root = Path(__file__).resolve().parent.parent
    fresh = subprocess.run([sys.executable, "-c", FRESH], cwd=root, capture_output=True, text=True, check=True)  # noqa: S603
    print(f"sou in a fresh process: {fresh.stdout.strip()}")


if __name__ == "__main__":
    main()
