"""The register of assumptions and the scenarios over it."""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner import i18n
from orgplanner.errors import InputProblems, UnknownName
from orgplanner.records.change import SetAssumption, SetFrame, apply
from orgplanner.records.company import OwnActivity
from orgplanner.stages.inputs import gather_inputs
from orgplanner.stages.register import gather_assumptions, problem_of
from tests.companies import DIGITAL, EXAMPLES, PHASES, STANDARD, company, example, phase, run, segment

ACTIVITY = "service_model.one_to_one_standard.cadence_call"


def test_an_override_stands_beside_its_default_and_gives_its_reason() -> None:
    own = apply(company(segment(100)), [SetAssumption(id="customers.churn", value=0.1, reason="ours")])
    entry = gather_assumptions(own, phase("launch"))["customers.churn"]
    assert (entry.quantity.value, entry.default.value, entry.given_by, entry.reason) == (0.1, 0.015, "override", "ours")
    assert entry.is_changed


def test_the_range_grows_to_hold_an_override() -> None:
    own = apply(company(segment(100)), [SetAssumption(id="customers.churn", value=0.5)])
    assert gather_assumptions(own, phase("launch"))["customers.churn"].quantity.range == (0.005, 0.5)


def test_only_what_differs_counts_as_changed() -> None:
    same = apply(company(segment(100)), [SetAssumption(id="customers.churn", value=0.015)])
    register = gather_assumptions(same, phase("launch"))
    assert register["customers.churn"].given_by == "override"
    assert register.changed == ()


def test_an_unknown_assumption_is_refused_with_its_nearest_names() -> None:
    with pytest.raises(UnknownName) as error:
        gather_assumptions(apply(company(), [SetAssumption(id="customers.chrun", value=0.1)]), phase("launch"))
    assert error.value.nearest[0] == "customers.churn"


def test_an_assumption_of_another_phase_waits_for_it() -> None:
    own = apply(company(segment(100)), [SetAssumption(id="rule.cs_ops.per", value=5)])
    assert "rule.cs_ops.per" not in gather_assumptions(own, phase("launch"))
    assert gather_assumptions(own, phase("expansion"))["rule.cs_ops.per"].quantity.value == 5


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(UnknownName):
        gather_inputs(apply(company(), [SetFrame(calendar="XX")]), phase("launch"))


def test_an_unknown_service_model_is_refused() -> None:
    with pytest.raises(UnknownName) as error:
        run(company(segment(100, model="one_to_one_standart")))
    assert STANDARD in error.value.nearest


def test_an_unknown_activity_of_a_segment_is_refused() -> None:
    with pytest.raises(UnknownName):
        run(company(segment(100, activities={"bussiness_review": OwnActivity(hours=1)})))


def test_own_hours_of_a_segment_are_the_companys_beside_the_models_default() -> None:
    own = company(segment(100, activities={"cadence_call": OwnActivity(hours=2)}))
    entry = gather_assumptions(own, phase("launch"))["segment.all.cadence_call.hours"]
    assert (entry.quantity.value, entry.default.value, entry.given_by) == (2, 1, "company")


def test_service_models_that_nobody_uses_are_not_argued_about() -> None:
    register = gather_assumptions(company(segment(100)), phase("launch"))
    assert f"{ACTIVITY}.hours" in register
    assert not [a.id for a in register if DIGITAL in a.id]


@pytest.mark.parametrize("name", PHASES)
@pytest.mark.parametrize("of", EXAMPLES)
def test_every_assumption_has_a_source_a_grade_and_a_range_that_holds_it(name: str, of: str) -> None:
    known = {source.id for source in phase(name).catalogue.sources}
    for entry in gather_assumptions(example(of), phase(name)):
        low, high = entry.default.range
        assert low <= entry.default.value <= high
        assert entry.default.source in known
        assert entry.label.ja
        assert entry.label.en


SCENARIOS = {
    "segment.all.accounts": [50.0, 100.0, 700.0],
    "segment.all.new_accounts": [0.0, 8.0, 20.0],
    "segment.all.churn": [0.0, 0.02, 0.05],
    "segment.all.tickets_per_account": [0.2, 0.8, 2.0],
    "segment.all.revenue_per_account": [0.0, 100.0, 900.0],
    "service_model.one_to_one_standard.cadence_call.hours": [0.75, 1.0, 2.0],
    "service_model.one_to_one_standard.onboarding.duration": [1.0, 1.5, 3.4],
    "service_model.one_to_one_standard.onboarding.concurrent": [4.0, 8.0, 25.0],
    "capacity.account.direct_share": [0.5, 0.64, 0.75],
    "capacity.support.occupancy": [0.7, 0.8, 0.9],
    "calendar.JP.days_off": [110.0, 116.4, 128.0],
    "calendar.JP.leave_days": [8.0, 11.0, 16.0],
    "support.handling_time": [15.0, 25.0, 45.0],
    "support.backlog_months": [0.5, 1.0, 3.0],
    "leading.hours_per_report": [2.0, 4.0, 8.0],
    "team.tight_load": [1.0, 1.1, 1.2],
    "programme.cs_design.over": [3.0, 6.0, 9.5],
}


@pytest.mark.parametrize("chosen", [*([id] for id in SCENARIOS), list(SCENARIOS)], ids=lambda chosen: chosen[-1])
@pytest.mark.parametrize("name", PHASES)
def test_scenarios_run_together_as_they_run_alone(name: str, chosen: list[str]) -> None:
    base = company(segment(100, new_accounts=8), support_backlog=60, problems=("head_in_field",))
    draws = {id: np.array(SCENARIOS[id]) for id in chosen}
    together = run(base, name, draws, positions=False)
    for s in range(3):
        alone = run(base, name, {id: values[s : s + 1] for id, values in draws.items()}, positions=False)
        for stage, single in zip(together[1:], alone[1:], strict=True):
            for field, value in arrays(stage):
                if field == "elapsed":  # months, which all scenarios share
                    continue
                np.testing.assert_allclose(value[s], dict(arrays(single))[field][0], rtol=1e-12, err_msg=field)


def arrays(record: object) -> list[tuple[str, np.ndarray]]:
    """Return the arrays of a stage's record, those of its leads included."""
    own = [(field, value) for field, value in vars(record).items() if isinstance(value, np.ndarray)]
    leading = getattr(record, "leading", None)
    return own if leading is None else own + arrays(leading)


def test_a_scenario_of_an_assumption_is_the_same_as_an_override() -> None:
    base = company(segment(100, new_accounts=8))
    for id in ("capacity.account.direct_share", "support.handling_time", "leading.hours_per_report"):
        value = SCENARIOS[id][2]
        scenario = run(base, "expansion", {id: np.array([value])}, positions=False)
        override = run(apply(base, [SetAssumption(id=id, value=value)]), "expansion", positions=False)
        assert scenario[4].steady_fte.tolist() == override[4].steady_fte.tolist()


def test_a_scenario_of_a_segment_is_the_same_as_the_segment() -> None:
    scenario = run(company(segment(1)), "launch", {"segment.all.accounts": np.array([120.0])})
    assert scenario[4].steady_fte.tolist() == run(company(segment(120)))[4].steady_fte.tolist()


def test_a_scenario_of_an_unknown_number_is_refused() -> None:
    with pytest.raises(UnknownName):
        gather_inputs(company(segment(100)), phase("launch"), {"segment.al.accounts": np.array([1.0, 2.0])})


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("service_model.one_to_one_standard.onboarding.concurrent", 0),
        ("capacity.account.direct_share", 0),
        ("span.customer_success_team", 0),
        ("team.tight_load", 0),
        ("customers.churn", 4),
        ("calendar.JP.days_off", 400),
        ("calendar.JP.leave_days", 400),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_in_words(id: str, value: float) -> None:
    changed = apply(company(segment(100, new_accounts=4, churn=None)), [SetAssumption(id=id, value=value)])
    with pytest.raises(InputProblems) as error:
        run(changed)
    (problem,) = error.value.problems
    assert problem.place == f"assumptions.{id}"
    for language in i18n.LANGUAGES:
        assert i18n.number(value, language) in i18n.say(problem, language)


def test_all_numbers_that_make_no_sense_are_told_at_once() -> None:
    changes = [SetAssumption(id=id, value=-1) for id in ("team.tight_load", "support.handling_time")]
    with pytest.raises(InputProblems) as error:
        run(apply(company(segment(100)), changes))
    assert len(error.value.problems) == 2


@pytest.mark.parametrize("in_phase", PHASES)
@pytest.mark.parametrize("of", EXAMPLES)
def test_every_number_that_a_source_finds_plausible_may_be_set(of: str, in_phase: str) -> None:
    for entry in gather_assumptions(example(of), phase(in_phase)):
        for value in (entry.default.value, *entry.default.range):
            assert problem_of(entry, value) is None or value == 0, entry.id


def test_a_head_may_cost_more_than_a_million_yen_a_month() -> None:
    own = apply(company(segment(100)), [SetAssumption(id="cost.head", value=1_500_000)])
    assert gather_assumptions(own, phase("launch"))["cost.head"].quantity.value == 1_500_000
