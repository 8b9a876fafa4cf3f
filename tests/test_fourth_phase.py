"""A phase of one's own: a file of data in a folder, no code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from orgplanner.derivation.deriver import reachable_ids
from orgplanner.derivation.operations import recompute
from orgplanner.files.companies import read_company
from orgplanner.files.phases import FOLDER_VARIABLE, load_phase, load_phases, shipped_folder
from orgplanner.files.yaml import read_yaml
from orgplanner.plan import make_plan
from orgplanner.records.phase import Phase
from tests.companies import company, person, segment

Data = dict[str, Any]


def read(*path: str) -> Data:
    file = shipped_folder().joinpath(*path)
    return json.loads(json.dumps(read_yaml(file.read_bytes(), file.name).data))


def named(entries: list[Data], id: str, key: str = "id") -> Data:
    return json.loads(json.dumps(next(e for e in entries if e[key] == id)))


def number(value: float, unit: str) -> Data:
    return {"value": value, "unit": unit, "range": [value, value], "grade": "G", "source": "judgement"}


def renewals_role(roles: list[Data]) -> Data:
    """Return a role that the shipped catalogue lacks."""
    return named(roles, "account_expansion") | {"id": "renewals", "label": {"ja": "更新担当", "en": "Renewals role"}}


def quarterly_model(models: list[Data]) -> Data:
    """Return a service model of a call a quarter (2 h) and a renewal (6 h): 8 / 12 + 6 / 12 hours a month."""
    model = named(models, "one_to_one_standard")
    call = named(model["activities"], "cadence_call") | {
        "frequency": number(4, "activity/year"),
        "hours": number(2, "hour/activity"),
    }
    renewal = named(model["activities"], "renewal") | {"hours": number(6, "hour/activity")}
    label = {"ja": "四半期", "en": "Quarterly"}
    return model | {"id": "quarterly", "label": label, "activities": [call, renewal]}


def fourth_phase() -> Data:
    """Return expansion with renewals taken out of adoption, in a unit of their own."""
    phase = read("expansion.yaml")
    phase |= {"id": "partnership", "order": 4, "label": {"ja": "協業期", "en": "Partnership"}}
    renewals = named(phase["roles"], "adoption_account_expansion", "role")
    phase["roles"].insert(2, renewals | {"role": "renewals", "lifecycle_stages": ["account_expansion"]})
    for rule in phase["account_work"]:
        rule["service_models"] = [*rule["service_models"], "quarterly"]
    own = {"service_models": ["quarterly"], "lifecycle_stages": ["account_expansion"], "role": "renewals"}
    phase["account_work"].insert(0, own)
    unit = {"id": "renewals", "label": {"en": "Renewals"}, "roles": ["renewals"], "span": number(6, "person")}
    phase["organisation"]["units"].append(unit)
    return phase


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder: one phase file and what the shipped catalogue lacks. JSON is YAML."""
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "partnership.yaml").write_text(json.dumps(fourth_phase()), encoding="utf-8")
    own = {
        "roles": [renewals_role(read("catalogue", "roles.yaml")["roles"])],
        "service_models": [quarterly_model(read("catalogue", "service_models.yaml")["service_models"])],
    }
    (tmp_path / "catalogue" / "ours.yaml").write_text(json.dumps(own), encoding="utf-8")
    return tmp_path


@pytest.fixture
def partnership(folder: Path) -> Phase:
    return load_phases(folder)[0]


def test_the_folder_holds_its_own_phase_and_the_whole_catalogue(folder: Path) -> None:
    (phase,) = load_phases(folder)
    assert phase.id == "partnership"
    assert "renewals" in phase.role_ids
    assert phase.definition_of("renewals").label.en == "Renewals role"
    assert phase.definition_of("account_expansion")


def test_its_work_goes_to_its_own_role(partnership: Phase) -> None:
    made = make_plan(company(segment(300, model="quarterly")), partnership)
    # 300 x 8 / 12 = 200 hours of adoption, 300 x 6 / 12 = 150 of renewals; 98.6 hours a person, 5 % kept free.
    assert made.required_fte("adoption_account_expansion") == pytest.approx(200 / (98.6 * 0.95), abs=0.005)
    assert made.required_fte("renewals") == pytest.approx(150 / (98.6 * 0.95), abs=0.005)


def test_its_plan_is_sound_from_work_to_chart_and_every_figure_recomputes(partnership: Phase) -> None:
    roster = (person("h", "head"), person("r", "renewals", manager="h"), person("g", "high_touch", manager="h"))
    team = company(segment(900, model="quarterly", new_accounts=5), segment(50, id="b"), roster=roster)
    made = make_plan(team, partnership)
    assert "renewals" in {p.unit for p in made.team_positions}
    assert nx.is_arborescence(made.charts.recommended.graph())
    assert {a.person for a in made.gaps.assignments} == {"h", "r", "g"}
    for figure in reachable_ids(made.parts):
        assert recompute(figure) == pytest.approx(figure.value, rel=1e-6, abs=1e-6)


def test_a_company_file_may_name_it(partnership: Phase) -> None:
    text = """
name: Ours
first_month: 2027-01
phase: partnership
segments: [{id: a, service_model: quarterly, accounts: 10}]
roster: [{id: r, name: R, roles: [{role: renewals, share: 1}]}]
"""
    ours = read_company(text.encode(), "ours.yaml", [partnership])
    assert make_plan(ours, partnership).required_fte("renewals") == pytest.approx(5 / (98.6 * 0.95), abs=0.001)


def test_the_environment_names_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    assert [p.id for p in load_phases()] == ["partnership"]
    assert load_phase("partnership").role_ids[2] == "renewals"


def test_a_folder_that_is_named_comes_before_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    assert [p.id for p in load_phases(shipped_folder())] == ["launch", "expansion", "maturity"]


def test_a_catalogue_alone_changes_a_number_of_every_shipped_phase(folder: Path) -> None:
    (folder / "partnership.yaml").unlink()
    (folder / "catalogue" / "ours.yaml").unlink()
    tickets = named(read("catalogue", "assumptions.yaml")["assumptions"], "support.tickets_per_account")
    tickets["quantity"] |= number(1.6, "ticket/account/month")
    (folder / "catalogue" / "ours.yaml").write_text(json.dumps({"assumptions": [tickets]}), encoding="utf-8")
    for phase in load_phases(folder):
        assert make_plan(company(segment(300)), phase).forecast.tickets[0, 0, 0] == pytest.approx(480)
