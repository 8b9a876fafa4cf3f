"""How the cost of a plan grows with segments, people and months: at most in proportion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.bench_plan import require_by_stages
from benchmarks.companies import Size, make_company, split_segments
from benchmarks.measuring import describe_machine, fit_growth, interleave, verdict
from orgplanner.files.phases import load_phases
from orgplanner.plan import make_plan
from orgplanner.records.company import Company
from orgplanner.records.phase import Phase
from orgplanner.stages.inputs import gather_inputs

ROUNDS = 9

SLOPE_AIM = 1.05

SEEDS = (1, 2, 3)
"""The program that pools fractions of roles costs 5 to 40 ms, as the fractions fall: several companies a size."""

PEOPLE = (100, 178, 316, 562, 1000)
ROSTER = (*PEOPLE, 1778, 3162)
SEGMENTS = (100, 200, 300, 400, 600, 800, 1000)
MONTHS = (12, 18, 24, 30, 36)


@dataclass(frozen=True)
class Axis:
    """Something that grows while all else stays."""

    name: str
    sizes: Sequence[int]
    companies: Callable[[int, Phase], Sequence[Company]]
    whole_plan: bool = True
    """Whether positions, charts, gaps and costs are made too, whose cost hides that of the stages before."""


def with_segments(segments: int, phase: Phase) -> Sequence[Company]:
    """100,000 accounts in more and more segments, their work always the same."""
    return [split_segments(make_company(Size(people=100, segments=100), phase), segments // 100)]


def with_people(people: int, phase: Phase) -> Sequence[Company]:
    """More people, and 100 accounts for each, so that positions grow too."""
    return [make_company(Size(people, segments=30, accounts=100 * people), phase, seed) for seed in SEEDS]


def with_roster(people: int, phase: Phase, own_skills: float) -> Sequence[Company]:
    """More people for the same work."""
    return [make_company(Size(people, 30, 50_000, own_skills=own_skills), phase)]


def with_months(months: int, phase: Phase) -> Sequence[Company]:
    """A longer plan of 1,000 segments."""
    return [make_company(Size(people=100, segments=1000, months=months), phase)]


AXES = (
    Axis("segments", SEGMENTS, with_segments),
    Axis("segments, up to required FTE", SEGMENTS, with_segments, whole_plan=False),
    Axis("people and accounts", PEOPLE, with_people),
    Axis("roster, half with skills of their own", ROSTER, lambda n, phase: with_roster(n, phase, 0.5)),
    Axis("roster, no skills known", ROSTER, lambda n, phase: with_roster(n, phase, 0.0)),
    Axis("roster, all with skills of their own", ROSTER, lambda n, phase: with_roster(n, phase, 1.0)),
    Axis("months", MONTHS, with_months),
    Axis("months, up to required FTE", MONTHS, with_months, whole_plan=False),
)


def measure(axis: Axis, phase: Phase) -> str:
    """Return one line of the table."""
    jobs = {str(size): _job(axis, axis.companies(size, phase), phase) for size in axis.sizes}
    seconds = {name: median(values) for name, values in interleave(jobs, ROUNDS).items()}
    times = list(seconds.values())
    growth = fit_growth(axis.sizes, times)
    steps = " ".join(f"{size}: {t / times[0]:.2f}" for size, t in seconds.items())
    return (
        f"| {axis.name} | {growth.slope:.2f} | {growth.r_squared:.3f} | {growth.last_slope:.2f} "
        f"| {verdict(growth.slope <= SLOPE_AIM)} | {steps} |"
    )


def _job(axis: Axis, companies: Sequence[Company], phase: Phase) -> Callable[[], None]:
    def plan_all() -> None:
        for company in companies:
            if axis.whole_plan:
                make_plan(company, phase)
            else:
                require_by_stages(gather_inputs(company, phase))

    return plan_all


def main() -> None:
    phase = {phase.id: phase for phase in load_phases()}["maturity"]
    print(describe_machine())
    print(f"| what grows | slope | R² | slope of the last step | slope <= {SLOPE_AIM} | times / shortest |")
    print("|---" * 6 + "|")
    for axis in AXES:
        print(measure(axis, phase), flush=True)


if __name__ == "__main__":
    main()
