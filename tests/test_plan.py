"""Whole plans: the same from the same input, comparable, and as kept in `tests/golden`.

A golden plan moves only together with a planning change. To renew them all:
`ORGPLANNER_RENEW_GOLDEN=1 python -m pytest tests/test_plan.py`, then read the difference before it is kept.
"""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

import orgplanner as op
from orgplanner.errors import UnknownName
from orgplanner.plan import Plan, make_plan
from tests.companies import EXAMPLES, PHASES, ROOT, company, example, example_plan, person, phase, plan, segment

GOLDEN = ROOT / "tests" / "golden"
RENEW = os.environ.get("ORGPLANNER_RENEW_GOLDEN") == "1"


def rounded(number: float) -> float:
    """Round to six digits, without a negative nought."""
    return float(f"{number:.6g}") + 0.0


def headline(made: Plan) -> dict[str, Any]:
    """Return what a reader of the plan sees: positions, people, lines, FTE of three months, costs."""
    by_month = {}
    for t in (0, len(made.months) // 2, -1):
        fte = made.staffing.steady_fte[0, :, t]
        by_month[made.months[t]] = {r: rounded(f) for r, f in zip(made.phase.role_ids, fte, strict=True)}
    return {
        "phase": made.phase.id,
        "month": made.month,
        "positions": {
            p.id: [f"{p.unit or '-'} {p.source.value} {p.count}", {r.role: rounded(r.fte) for r in p.roles}]
            for p in made.positions
        },
        "assignments": [f"{a.person} {a.position} {rounded(a.share)}" for a in made.gaps.assignments],
        "unplaced": list(made.gaps.unplaced),
        "lines": {n.id: n.parent for n in made.charts.recommended.nodes},
        "steady_fte": by_month,
        "costs": {
            "today": rounded(made.costs.today),
            "open_positions": rounded(made.costs.open_positions),
            "share_of_revenue": rounded(made.costs.share_of_revenue(made.costs.planned) or 0),
        },
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_plan_of_an_example_is_the_golden_one(name: str) -> None:
    file = GOLDEN / f"{name}.json"
    found = headline(example_plan(name))
    if RENEW:
        lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in found.items())
        file.write_text(f"{{\n{lines}\n}}\n")
    assert close(json.loads(file.read_text()), found)


def close(kept: Any, found: Any) -> bool:
    """Tell whether two plans are the same up to the last kept digit, naming the first difference."""
    if isinstance(kept, dict):
        assert list(kept) == list(found)
        return all(close(kept[key], found[key]) for key in kept)
    if isinstance(kept, list):
        assert len(kept) == len(found)
        return all(close(a, b) for a, b in zip(kept, found, strict=True))
    assert kept == (pytest.approx(found, rel=2e-6, abs=1e-6) if isinstance(found, float) else found)
    return True


def content(record: Any) -> Any:
    """Return everything that a record holds, arrays as bytes."""
    if isinstance(record, np.ndarray):
        return (record.shape, record.dtype.str, record.tobytes())
    if isinstance(record, BaseModel):
        return record.model_dump_json()
    if dataclasses.is_dataclass(record):
        return {f.name: content(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, tuple | list):
        return [content(item) for item in record]
    if isinstance(record, dict):
        return {key: content(value) for key, value in record.items()}
    return record


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_input_gives_the_same_plan_byte_for_byte(name: str) -> None:
    again = make_plan(example(name), phase(example(name).phase))
    assert content(again) == content(example_plan(name))


@pytest.mark.parametrize("in_phase", PHASES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_can_be_planned_in_every_phase(name: str, in_phase: str) -> None:
    made = example_plan(name, in_phase)
    assert made.positions[0].main_role == "head"
    assert {p.main_role for p in made.positions} <= set(made.phase.role_ids)


def test_a_company_without_customers_and_team_has_a_head_and_its_programmes() -> None:
    for in_phase in PHASES:
        made = plan(company(), in_phase)
        assert made.positions[0].main_role == "head"
        assert made.required_fte("support") == 0
        assert made.costs.today == 0


def test_a_month_that_is_not_planned_is_refused_with_its_nearest() -> None:
    with pytest.raises(UnknownName) as error:
        make_plan(example("sou"), phase("launch"), "2026-11")
    assert "2026-12" in error.value.nearest


@pytest.mark.parametrize(
    "ask",
    [
        lambda made: made.position("lead-2"),
        lambda made: made.person("member_x"),
        lambda made: made.required_fte("suport"),
        lambda made: made.required_fte("support", "2036-12"),
        lambda made: made.direct_share_for(1000, "suport"),
        lambda made: made.assumptions["customers.chrun"],
    ],
)
def test_a_wrong_name_is_refused_with_its_nearest(ask: Any) -> None:
    with pytest.raises(UnknownName) as error:
        ask(example_plan("sou"))
    assert error.value.nearest


def test_effective_hours_are_turned_into_the_direct_share_that_gives_them() -> None:
    # 1,183 hours of 1,935 less leave are 64 %.
    assert example_plan("sou").direct_share_for(1183.5, "high_touch") == pytest.approx(0.64, abs=0.0005)


def test_a_role_that_the_company_has_sourced_is_compared_across_phases() -> None:
    compared = op.compare(example_plan("sou"), example_plan("sou", "expansion"))
    by_role = {change.role: change for change in compared.roles}
    assert by_role["high_touch"].fte[1] is None
    assert by_role["onboarding"].positions[0] is None
    assert by_role["cs_ops"].fte == (None, 0)
    assert "health_score_design" in by_role["cs_design"].new_skills
    assert {"high_touch", "onboarding"} <= {change.role for change in compared.changed}


def test_a_plan_compared_with_itself_changes_nothing() -> None:
    sou = example_plan("sou")
    compared = op.compare(sou, sou)
    assert compared.changed == ()
    assert not any(change.new_skills for change in compared.roles)


def test_the_holders_of_a_position_are_people_of_the_roster() -> None:
    sou = example_plan("sou")
    assert [p.id for p in sou.holders("head-1")] == ["head_a"]
    assert sou.holders("lead-1") == ()


def test_the_readme_reads_as_the_plan() -> None:
    made = op.make_plan(op.load_company(ROOT / "examples" / "sou.yaml"), op.load_phase("launch"))
    assert round(made.required_fte("support"), 1) == 0.4


def test_a_team_of_one_who_is_the_head_is_planned() -> None:
    made = plan(company(segment(20), roster=(person("me", "head", "high_touch"),)))
    assert [(a.person, a.position) for a in made.gaps.assignments] == [("me", "head-1")]
    assert not [p for p in made.gaps.open_positions if p.on_team]


def test_a_team_without_a_head_has_that_seat_open() -> None:
    made = plan(company(segment(100), roster=(person("a", "high_touch"), person("b", "high_touch"))))
    assert "head-1" in {p.id for p in made.gaps.open_positions}
    assert made.gaps.unplaced == ()
