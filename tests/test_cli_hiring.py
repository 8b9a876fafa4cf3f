"""The command line prints dated moves, keeps a budget, tells what conflicts, and writes the hiring plan as JSON."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from test_cli import run

from orgplanner.i18n import LANGUAGES, say

SMALL = """
name: Small
first_month: 2027-04
horizon: 12
phase: launch
segments:
  - {id: all, service_model: one_to_one_standard, accounts: 100, new_accounts: 4, revenue_per_account: 100000}
roster:
  - {id: head, name: Head, roles: [{role: head, share: 0.5}, {role: high_touch, share: 0.5}]}
  - {id: one, name: One, manager: head, roles: [{role: high_touch, share: 1}]}
assumptions:
  hiring.look_ahead: {value: 0}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_moves_are_printed_with_their_dates_and_money(small: Path, language: str) -> None:
    told = run("plan", str(small), "--language", language)
    assert told.exit_code == 0, told.output
    for key in ("title", "dated", "head_decide", "head_productive"):
        assert say(f"moves.{key}", language) in told.stdout


def test_the_json_holds_dated_moves_that_add_up(small: Path) -> None:
    hiring = json.loads(run("plan", str(small), "--json", "-").stdout)["hiring"]
    plan = hiring["plan"]
    assert hiring["problems"] == []
    assert plan["moves"]
    for move in plan["moves"]:
        dates = [dt.date.fromisoformat(move["dates"][k]) for k in ("decide_by", "open_by", "start", "productive_by")]
        assert dates == sorted(dates)
        assert dates[0] >= dt.date(2027, 4, 1)
    assert sum(plan["move_costs"]) == pytest.approx(sum(m["total_cost"] for m in plan["moves"]), rel=1e-6)


def test_a_tight_budget_is_kept_and_leaves_more_uncovered(small: Path) -> None:
    free = json.loads(run("plan", str(small), "--json", "-").stdout)["hiring"]["plan"]
    tight = json.loads(run("plan", str(small), "--budget", "2200000", "--json", "-").stdout)["hiring"]["plan"]
    spent = [people + moves for people, moves in zip(tight["payroll"], tight["move_costs"], strict=True)]
    assert max(spent) <= 2_200_000 * (1 + 1e-9)
    assert sum(tight["shortage_cost"]) > sum(free["shortage_cost"])


def test_a_budget_below_todays_payroll_is_told_in_one_sentence_with_the_remedy(small: Path) -> None:
    told = run("plan", str(small), "--budget", "1000")
    assert told.exit_code == 1
    assert "budget" in told.stderr
    written = json.loads(run("plan", str(small), "--budget", "1000", "--json", "-").stdout)["hiring"]
    assert written["plan"] is None
    assert written["problems"][0]["ja"]


def test_the_safe_plan_tells_its_price_and_the_dates_by_which_requisitions_open(small: Path) -> None:
    told = run("plan", str(small), "--safe", "80")
    assert told.exit_code == 0, told.output
    assert "80% of futures" in told.stdout
    assert "seed" in told.stdout


def test_months_and_names_of_the_hiring_options_are_checked_all_at_once(small: Path) -> None:
    wrong = """
hiring:
  freeze: [2031-01]
  locks:
    - {role: suport, terms: employe, channel: agencia, month: 2026-01, count: 1}
"""
    small.write_text(SMALL + wrong, encoding="utf-8")
    told = run("check", str(small))
    assert told.exit_code == 1
    for place in ("hiring.freeze.0", "suport", "employe", "agencia", "2026-01"):
        assert place in told.stderr
