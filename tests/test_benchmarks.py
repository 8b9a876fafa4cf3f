from __future__ import annotations

import numpy as np
import pytest

from benchmarks.bench_plan import largest_difference, require_by_stages
from benchmarks.companies import Size, make_company, split_segments
from benchmarks.loop_peer import require_by_loop, roles_from_work
from benchmarks.measuring import fit_growth, interleave, ratio
from orgplanner.files.phases import load_phases
from orgplanner.plan import make_plan
from orgplanner.records.phase import Phase
from orgplanner.stages.inputs import gather_inputs

SMALL = Size(people=30, segments=12, accounts=3_000, months=14)
PHASES = load_phases()


@pytest.fixture(params=PHASES, ids=lambda phase: phase.id)
def phase(request: pytest.FixtureRequest) -> Phase:
    return request.param


def test_a_made_up_company_has_the_size_that_was_asked_for_and_can_be_planned(phase: Phase) -> None:
    company = make_company(SMALL, phase)

    assert (len(company.roster), len(company.segments), len(company.months)) == (30, 12, 14)
    assert sum(s.accounts for s in company.segments) == pytest.approx(3_000)
    assert any(s.activities for s in company.segments)
    assert make_plan(company, phase).positions


def test_the_same_arguments_make_the_same_company(phase: Phase) -> None:
    assert make_company(SMALL, phase) == make_company(SMALL, phase)
    assert make_company(SMALL, phase) != make_company(SMALL, phase, seed=2)


def test_the_loop_and_the_stages_agree(phase: Phase) -> None:
    inputs = gather_inputs(make_company(SMALL, phase), phase)

    assert roles_from_work(inputs)
    assert largest_difference(inputs, require_by_loop(inputs), require_by_stages(inputs)) < 1e-9


def test_split_segments_hold_the_same_accounts_and_ask_for_the_same_people(phase: Phase) -> None:
    company = make_company(SMALL, phase)
    whole, split = (require_by_stages(gather_inputs(c, phase)) for c in (company, split_segments(company, 3)))

    np.testing.assert_allclose(split.required_total, whole.required_total, rtol=1e-9)


def test_growth_reads_the_power_and_the_fit() -> None:
    growth = fit_growth([1, 10, 100], [2, 200, 20_000])

    assert growth.slope == pytest.approx(2)
    assert growth.r_squared == pytest.approx(1)
    assert growth.last_slope == pytest.approx(2)


def test_jobs_take_turns_and_ratios_compare_one_round_with_itself() -> None:
    turns: list[str] = []
    seconds = interleave({"a": lambda: turns.append("a"), "b": lambda: turns.append("b")}, rounds=2)

    assert turns == ["a", "b"] * 3
    assert {name: len(values) for name, values in seconds.items()} == {"a": 2, "b": 2}
    assert ratio([2.0, 30.0, 4.0], [1.0, 10.0, 1.0]) == pytest.approx(3)
