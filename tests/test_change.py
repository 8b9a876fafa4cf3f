"""Changes are records: applied in order, validated at each step, undone by leaving them out."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from orgplanner.records import chart_edit as edits
from orgplanner.records.base import SourceKind
from orgplanner.records.change import (
    Change,
    DropChartEdits,
    ResetAssumption,
    SetAssumption,
    SetBudget,
    SetChannels,
    SetFrame,
    SetHiring,
    SetLevers,
    SetOptions,
    SetPhase,
    SetProblems,
    SetRoster,
    SetSeasonality,
    SetSegments,
    SetSourcing,
    SetStructure,
    apply,
)
from orgplanner.records.channel import DayProfile, LiveChannel, OwnProfile
from orgplanner.records.chart_edit import ChartEdit, OwnChart
from orgplanner.records.company import Budget, Company, Override, SourcingRule
from orgplanner.records.hiring import HiringOptions, Lock
from orgplanner.records.lever import Lever
from tests.companies import DIGITAL, company, person, plan, segment

BEFORE = company(segment(100), roster=(person("h", "head"),))
RULE = SourcingRule(source="outsourcer", share=0.5)
PHONE = LiveChannel(id="phone", kind="phone", contacts=600, profile="ours")
OURS = OwnProfile(id="ours", interval_minutes=60, days={"mon": DayProfile(opens="09:00", shares=(0.4, 0.6))})
PAGES = Lever(id="pages", kind="help_pages", effect=0.2)
HIRING = HiringOptions(
    freeze=("2027-05",),
    locks=(Lock(role="support", terms="employee", channel="agency", month="2027-09", count=1),),
)
CASES: list[tuple[Change, str, object]] = [
    (SetPhase(phase="expansion"), "phase", "expansion"),
    (SetSegments(segments=(segment(7),)), "segments", (segment(7),)),
    (SetRoster(roster=(person("x", "support"),)), "roster", (person("x", "support"),)),
    (
        SetAssumption(id="customers.churn", value=0.03, reason="ours"),
        "assumptions",
        {"customers.churn": Override(value=0.03, reason="ours")},
    ),
    (SetChannels(channels=(PHONE,)), "channels", (PHONE,)),
    (SetLevers(levers=(PAGES,)), "levers", (PAGES,)),
    (SetSeasonality(seasonality="april_japan"), "seasonality", "april_japan"),
    (SetOptions(cover_rule=True), "cover_rule", True),
    (SetOptions(several_plans=False), "several_plans", False),
    (SetProblems(problems=("no_strategy",)), "problems", ("no_strategy",)),
    (SetBudget(budget=Budget(monthly=5_000_000)), "budget", Budget(monthly=5_000_000)),
    (SetHiring(hiring=HIRING), "hiring", HIRING),
    (SetFrame(name="Other"), "name", "Other"),
    (SetFrame(first_month="2028-04"), "first_month", "2028-04"),
    (SetFrame(horizon=36), "horizon", 36),
    (SetFrame(calendar="US"), "calendar", "US"),
    (SetFrame(country="US"), "country", "US"),
    (SetFrame(currency="USD"), "currency", "USD"),
    (SetFrame(mission_metric="revenue"), "mission_metric", "revenue"),
    (SetFrame(support_backlog=40), "support_backlog", 40),
]
EDITS: tuple[ChartEdit, ...] = (
    edits.MovePosition(position="a", to="b"),
    edits.AddPosition(position="own-1", role="support", to=None),
    edits.RemovePosition(position="a"),
    edits.SplitPosition(position="a", new="b"),
    edits.MergePositions(position="a", other="b"),
    edits.AssignPerson(person="x", position="a"),
    edits.UnassignPerson(person="x"),
    edits.SwapPeople(position="a", other="b"),
    edits.SetPositionRole(position="a", role="support"),
    edits.SetPositionSource(position="a", source=SourceKind.CONTRACTOR),
    edits.SetPositionUnit(position="a", unit="u"),
    edits.SetPositionTitle(position="a", title="t"),
    edits.SetAssistant(position="a"),
    edits.DrawDottedLine(position="a", to="b"),
    edits.RenameUnit(unit="u", name="n"),
)
CASES += [
    (SetStructure(structure="region"), "chart", OwnChart(structure="region")),
    (DropChartEdits(), "chart", OwnChart()),
    *((edit, "chart", OwnChart(edits=(edit,))) for edit in EDITS),
]
ONE_OF_EACH = [change for change, _, _ in CASES]


@pytest.mark.parametrize(("change", "field", "value"), CASES)
def test_a_change_sets_its_field_and_leaves_all_others(change: Change, field: str, value: object) -> None:
    after = apply(BEFORE, [change])
    assert getattr(after, field) == value
    others = set(Company.model_fields) - {field}
    assert all(getattr(after, f) == getattr(BEFORE, f) for f in others)


def test_every_kind_of_change_is_tried() -> None:
    tried = {change.kind for change in ONE_OF_EACH} | {"set_sourcing", "reset_assumption"}
    assert tried == set(TypeAdapter(Change).json_schema()["discriminator"]["mapping"])


def test_a_company_is_never_changed_in_place() -> None:
    kept = BEFORE.model_dump_json()
    apply(BEFORE, ONE_OF_EACH)
    assert BEFORE.model_dump_json() == kept


def test_leaving_the_last_change_out_undoes_it() -> None:
    changes = ONE_OF_EACH
    for done in range(len(changes)):
        assert apply(apply(BEFORE, changes[:done]), changes[done:]) == apply(BEFORE, changes)
    assert apply(BEFORE, []) == BEFORE


def test_a_rule_is_set_and_dropped() -> None:
    with_rule = apply(BEFORE, [SetSourcing(role="support", rule=RULE)])
    assert with_rule.sourcing == {"support": RULE}
    assert apply(with_rule, [SetSourcing(role="support", rule=None)]) == BEFORE
    assert apply(BEFORE, [SetSourcing(role="support", rule=None)]) == BEFORE


def test_an_assumption_is_set_again_and_reset() -> None:
    twice = [SetAssumption(id="customers.churn", value=v) for v in (0.03, 0.04)]
    assert apply(BEFORE, twice).assumptions["customers.churn"].value == 0.04
    assert apply(BEFORE, [*twice, ResetAssumption(id="customers.churn")]) == BEFORE
    assert apply(BEFORE, [ResetAssumption(id="customers.churn")]) == BEFORE


def test_a_seasonality_is_dropped() -> None:
    assert apply(BEFORE, [SetSeasonality(seasonality="april_japan"), SetSeasonality(seasonality=None)]) == BEFORE


def test_channels_come_with_the_profiles_that_they_name() -> None:
    after = apply(BEFORE, [SetChannels(channels=(PHONE,), profiles=(OURS,))])
    assert (after.channels, after.arrival_profiles) == ((PHONE,), (OURS,))
    assert apply(after, [SetChannels(channels=())]) == BEFORE


def test_own_numbers_of_a_removed_segment_go_with_it() -> None:
    stays, goes = segment(100), segment(5, id="gone")
    numbers = ("segment.gone.renewal.hours", "segment.all.renewal.hours", "customers.churn")
    with_numbers = [SetAssumption(id=id, value=0.5) for id in numbers]
    after = apply(BEFORE, [SetSegments(segments=(stays, goes)), *with_numbers, SetSegments(segments=(stays,))])
    assert set(after.assumptions) == {"segment.all.renewal.hours", "customers.churn"}


def test_a_budget_is_dropped() -> None:
    assert apply(BEFORE, [SetBudget(budget=Budget(monthly=1)), SetBudget(budget=None)]) == BEFORE


def test_a_change_that_the_record_refuses_is_refused() -> None:
    for wrong in (SetFrame(horizon=60), SetFrame(currency="GBP"), SetFrame(country="Japan")):
        with pytest.raises(ValidationError):
            apply(BEFORE, [wrong])


def test_changes_go_to_json_and_back() -> None:
    changes = [*ONE_OF_EACH, SetSourcing(role="support", rule=RULE), ResetAssumption(id="customers.churn")]
    listed = TypeAdapter(list[Change])
    assert listed.validate_json(listed.dump_json(changes)) == changes


def test_an_unknown_kind_of_change_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Change).validate_python({"kind": "set_everything"})


def test_an_own_number_outlives_the_segment_that_used_it() -> None:
    changes: list[Change] = [
        SetSegments(segments=(segment(100), segment(50, id="d", model=DIGITAL))),
        SetAssumption(id="service_model.digital.renewal.hours", value=1),
        SetSegments(segments=(segment(100),)),
    ]
    assert plan(apply(BEFORE, changes)).required_fte("high_touch") > 0


def test_an_own_number_outlives_a_change_of_the_calendar() -> None:
    changes: list[Change] = [SetAssumption(id="calendar.JP.days_off", value=120), SetFrame(calendar="US")]
    assert plan(apply(BEFORE, changes)).required_fte("high_touch") > 0
