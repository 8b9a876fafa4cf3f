"""A company comes in as people write it, goes out and comes back the same; every mistake is told."""

from __future__ import annotations

import datetime as dt
import json
import time
import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from orgplanner.errors import InputProblems, Problem
from orgplanner.files import company_numbers
from orgplanner.files.companies import company_schema, dump_company, load_company, read_company, read_document
from orgplanner.files.decoding import base_name
from orgplanner.files.examples import shipped_examples
from orgplanner.files.numbers import read_number
from orgplanner.files.phases import load_phases, shipped_folder
from orgplanner.i18n import say
from orgplanner.plan import make_plan
from orgplanner.records.base import Id, Line, Name, Notes, SourceKind
from orgplanner.records.channel import ChannelKind, DayProfile, LiveChannel, OwnProfile, Weekday
from orgplanner.records.company import (
    Absence,
    AssumedMark,
    Budget,
    Churn,
    ChurnBasis,
    Company,
    Currency,
    Override,
    OwnActivity,
    Person,
    PriorityGroup,
    RoleShare,
    Segment,
    SourcingRule,
)
from orgplanner.records.lever import Lever
from orgplanner.records.phase import Phase
from orgplanner.stages.register import gather_assumptions

GALLERY = Path(__file__).parent / "gallery"
VALID = GALLERY / "company.yaml"
SHIPPED_EXAMPLE = shipped_examples()["sou"]
PHASES = load_phases(GALLERY / "valid", base=GALLERY / "valid")
SHIPPED = load_phases(shipped_folder())
CASES = {
    f"{file.stem}-{name}": case
    for file in sorted((GALLERY / "companies").glob("*.toml"))
    for name, case in tomllib.loads(file.read_text(encoding="utf-8")).items()
}


def bytes_of(case: dict[str, Any]) -> bytes:
    """Return the broken file of a case."""
    if "bytes" in case:
        return bytes.fromhex(case["bytes"])
    if "whole" in case:
        return str(case["whole"]).encode()
    text = VALID.read_text(encoding="utf-8")
    assert case["old"] in text, "the case changes nothing"
    return text.replace(case["old"], case["new"], 1).encode()


def problems_of(data: bytes, name: str = "company.yaml") -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as error:
        read_company(data, name, PHASES)
    return error.value.problems


def read(text: str) -> Company:
    return read_company(text.encode(), "company.yaml", PHASES)


def changed(old: str, new: str) -> Company:
    text = VALID.read_text(encoding="utf-8")
    assert old in text
    return read(text.replace(old, new, 1))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_mistake_is_told_once_with_place_and_remedy(case: dict[str, Any]):
    found = problems_of(bytes_of(case))
    assert [p.message for p in found] == [case["message"]]
    assert found[0].place == case.get("place", "")
    for language in ("en", "ja"):
        sentence = say(found[0], language)
        assert all(word in sentence for word in case[language]), sentence


def test_a_company_is_read_from_disk():
    company = load_company(VALID, PHASES)
    assert (company.name, company.segments[0].accounts) == ("Sou", 100)
    assert company.roster[1].start == dt.date(2027, 4, 1)


def test_a_file_that_is_not_there_is_told_by_its_base_name():
    with pytest.raises(InputProblems) as error:
        load_company("/no/such/sou.yaml", PHASES)
    assert [(p.file, p.message) for p in error.value.problems] == [("sou.yaml", "file_unreadable")]


def test_json_says_the_same_as_yaml():
    company = load_company(VALID, PHASES)
    assert read(company.model_dump_json()) == company


def test_every_problem_comes_at_once_in_the_order_of_the_lines():
    text = VALID.read_text(encoding="utf-8")
    for old, new in (("accounts: 100", "accounts: -1"), ("share: 0.5", "share: 2"), ("3000000", "-3")):
        text = text.replace(old, new, 1)
    found = problems_of(text.encode())
    assert [p.place for p in found] == [
        "segments.all.accounts",
        "roster.head.roles.head.share",
        "budget.monthly",
    ]
    assert [p.line for p in found] == sorted(p.line or 0 for p in found)


SIX_MISTAKES = """\
name: Sou
first_month: 2027-13
phase: frist
segments:
  - {id: all, service_model: persona, accounts: 5}
  - id: other
    service_model: personal
    accounts: -3
roster:
  - {id: aoki, name: Aoki, manager: baba}
  - id: baba
    name: Baba
    manager: aoki
    roles:
      - role: gide
        share: 2
"""


def test_fields_and_names_are_told_in_one_pass_in_the_order_of_the_file():
    found = problems_of(SIX_MISTAKES.encode())
    assert [(p.line, p.place, p.message) for p in found] == [
        (2, "first_month", "month_form"),
        (3, "phase", "unknown_phase"),
        (5, "segments.all.service_model", "unknown_service_model"),
        (8, "segments.other.accounts", "too_small"),
        (10, "roster.aoki.manager", "manager_circle"),
        (15, "roster.baba.roles.gide.role", "unknown_role"),
        (16, "roster.baba.roles.gide.share", "too_large"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        ("    accounts: 100\n", "", ["missing_field"]),
        ("service_model: personal", "service_modell: persona", ["unknown_key", "unknown_service_model"]),
        ("  - id: head\n    name: Person 1\n", "  - ida: head\n    name: Person 1\n", ["unknown_key"]),
        ("  - id: head\n    name: Person 1\n", "  - name: Person 1\n", ["missing_field"]),
        ("  - id: head\n", "  - head\n  - id: haed\n", ["mapping_expected"]),
        ("skills: {product: 3}", "skills: {produkt: 9}", ["unknown_skill", "too_large"]),
        ("skills: {product: 3}", "skills: {Product: 3}", ["key_form"]),
        ("problems: [field_head]", "problems: [3, field_heads]", ["quotes_needed", "unknown_problem"]),
        ("name: Person 1", "name: [1]", ["text_expected"]),
        ("churn: {rate: 0.02}", "churn: 3", ["mapping_expected"]),
        ("start: 2027-04-01", "start: 1\n    planned_end: x", ["date_expected", "date_expected"]),
        ("{role: guide, share: 0.5}", "{role: gide, share: 0.6}", ["shares_above_one", "unknown_role"]),
        ("{role: guide, share: 0.5}", "{role: head, share: 0.5}", ["role_named_twice"]),
        ("roster:\n", "country: jp\nroster:\n", ["country_form"]),
        ("segments:\n", "calendar: x\nsegments:\n", ["calendar_form"]),
    ],
)
def test_beside_an_unknown_phase_a_mistake_is_told_without_its_echoes(old: str, new: str, messages: list[str]):
    text = VALID.read_text(encoding="utf-8").replace("phase: first", "phase: frist")
    assert old in text
    found = problems_of(text.replace(old, new, 1).encode())
    assert found[0].message == "unknown_phase"
    assert sorted(p.message for p in found[1:]) == sorted(messages)
    assert not any("stand_in" in say(p, language) for p in found for language in ("en", "ja"))


def test_rules_over_several_fields_are_told_beside_wrong_fields_of_the_same_person():
    person = "  - {id: sato, name: 2, start: 2027-05-01, planned_end: 2027-04-01, manager: haed,"
    person += " roles: [{role: guide, share: 0.9}, {role: head, share: 0.9}]}\nbudget:"
    text = VALID.read_text(encoding="utf-8").replace("budget:", person, 1)
    found = {p.message for p in problems_of(text.encode())}
    assert found == {"quotes_needed", "shares_above_one", "end_before_start", "unknown_manager"}


def test_ten_thousand_people_with_mistakes_are_told_quickly():
    people = [
        {"id": f"p{k}", "nam": "N", "fte": 3, "manager": "nobody", "roles": [{"role": "gide", "share": k}]}
        for k in range(10_000)
    ]
    data = {"name": "Sou", "first_month": "2027-04", "phase": "first", "roster": people}
    started = time.process_time()
    found = problems_of(json.dumps(data, indent=0).encode())
    assert time.process_time() - started < 15
    assert len(found) == 201


def test_a_company_may_plan_in_a_currency_without_usual_costs():
    assert changed("currency: JPY", "currency: EUR").currency is Currency.EUR
    text = SHIPPED_EXAMPLE.read_text(encoding="utf-8")
    assert "currency: JPY" in text
    phases = load_phases(shipped_folder())
    company = read_company(text.replace("currency: JPY", "currency: EUR").encode(), "x.yaml", phases)
    plan = make_plan(company, next(phase for phase in phases if phase.id == company.phase))
    assert plan.required_fte("support") > 0
    assert plan.costs.unknown_seats


def test_a_yaml_too_large_to_read_is_sent_to_json():
    found = problems_of(b"name: Sou\n" + b"# more\n" * 800_000)
    assert [p.message for p in found] == ["yaml_too_large"]
    assert "as JSON 20 MB" in say(found[0], "en")


# ---- numbers as people write them


@pytest.mark.parametrize(
    ("text", "value", "currency", "is_percent"),
    [
        ("120", 120, None, False),
        ("１２０", 120, None, False),
        ("1,200", 1200, None, False),
        ("１，２００", 1200, None, False),
        ("¥120,000", 120000, "JPY", False),
        ("￥120,000", 120000, "JPY", False),
        ("120,000円", 120000, "JPY", False),
        ("12万", 120000, None, False),
        ("12万円", 120000, "JPY", False),
        ("1.2億円", 120000000, "JPY", False),
        ("$1.5k", 1500, "USD", False),
        ("€ 1,000", 1000, "EUR", False),
        ("JPY 500", 500, "JPY", False),
        ("2%", 0.02, None, True),
        ("２．５％", 0.025, None, True),
        ("-3", -3, None, False),
        ("△3", -3, None, False),
        (" 0.02 ", 0.02, None, False),
    ],
)
def test_a_number_reads_as_people_mean_it(text: str, value: float, currency: str | None, is_percent: bool):
    written = read_number(text)
    assert written is not None
    assert (written.value, written.currency, written.is_percent) == (value, currency, is_percent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "1.200,50",
        "1_000",
        "12,00",
        "1,2,3",
        "1e999",
        "inf",
        "nan",
        "²x",
        "¥12円",
        "¥2%",
        "2万%",
        "9" * 50,
        "1 200",
        "--3",
        "1.",
        ".5",
        "12:30",
        "٣٤abc",
    ],
)
def test_a_number_that_is_none_or_two_is_not_guessed_at(text: str):
    assert read_number(text) is None


def test_numbers_of_a_company_may_be_written_as_texts():
    company = changed("accounts: 100", "accounts: １，２００")
    assert company.segments[0].accounts == 1200
    assert (
        changed("revenue_per_account: 120000", "revenue_per_account: ¥12万").segments[0].revenue_per_account == 120000
    )
    assert changed("{rate: 0.02}", "{rate: 2%}").segments[0].churn == Churn(rate=0.02)
    assert changed("effect: 0.2", "effect: 25%").levers[0].effect == 0.25
    assert changed("effect: 0.2", "one_off_cost: ¥80万").levers[0].one_off_cost == 800_000
    assert changed("shares: [0.2, 0.4]", "shares: [20%, 40%]").arrival_profiles[0].days[Weekday.MON].shares[1] == 0.4
    assert changed("currency: JPY", 'horizon: "18"').horizon == 18


def test_the_fields_that_take_percent_and_money_exist():
    for record, name in company_numbers.RATIOS | company_numbers.MONEY:
        assert name in record.model_fields


# ---- people


def test_a_circle_of_ten_thousand_is_found_with_its_path():
    people = [{"id": f"p{k}", "name": "N", "manager": f"p{(k + 1) % 10_000}"} for k in range(10_000)]
    data = {"name": "Sou", "first_month": "2027-04", "phase": "first", "roster": people}
    started = time.process_time()
    found = problems_of(json.dumps(data).encode())
    assert time.process_time() - started < 15
    assert [p.message for p in found] == ["manager_circle"]
    assert found[0].values["path"] == "p0 → p1 → p2 → p3 → p4 → p5 → … → p9995 → p9996 → p9997 → p9998 → p9999 → p0"


def test_a_line_of_ten_thousand_managers_is_fine():
    people = [{"id": f"p{k}", "name": "N", "manager": f"p{k + 1}"} for k in range(9_999)]
    people.append({"id": "p9999", "name": "N"})
    data = {"name": "Sou", "first_month": "2027-04", "phase": "first", "roster": people}
    assert len(read(json.dumps(data)).roster) == 10_000


def test_thousands_of_wrong_names_are_counted_not_listed():
    people = [{"id": f"p{k}", "name": "N", "manager": f"q{k}"} for k in range(5_000)]
    data = {"name": "Sou", "first_month": "2027-04", "phase": "first", "roster": people}
    started = time.process_time()
    found = problems_of(json.dumps(data).encode())
    assert time.process_time() - started < 15
    assert len(found) == 201
    assert "4800 more problems" in say(found[-1], "en")


def test_a_role_of_another_phase_is_a_role():
    company = changed("{role: guide, share: 0.5}", "{role: lead, share: 0.5}")
    assert company.roster[0].roles[1].role == "lead"


def with_assumption(id: str, value: float = 1) -> dict[str, Any]:
    return {
        "name": "Sou",
        "first_month": "2027-04",
        "phase": "launch",
        "segments": [{"id": "a.b", "service_model": "one_to_one_standard", "accounts": 5}],
        "channels": [{"id": "p.1", "kind": "phone", "contacts": 100, "profile": "business_hours_japan"}],
        "levers": [{"id": "pages", "kind": "help_pages"}],
        "assumptions": {id: {"value": value}},
    }


@pytest.mark.parametrize("phase", SHIPPED, ids=lambda phase: phase.id)
@pytest.mark.parametrize("example", shipped_examples())
def test_every_assumption_of_a_plan_may_be_set(example: str, phase: Phase):
    company = load_company(shipped_examples()[example], SHIPPED)
    register = gather_assumptions(company, phase)
    own = {a.id: Override(value=a.default.value) for a in register}
    data = dump_company(Company(**dict(company) | {"assumptions": own, "phase": phase.id}))
    assert set(read_company(data.encode(), "company.yaml", SHIPPED).assumptions) == set(own)


@pytest.mark.parametrize(
    ("id", "near"),
    [
        ("cost.suport", "cost.support"),
        ("programme.suport.upkeep", None),
        ("customers.chrun", "customers.churn"),
        ("segment.all.accounts", None),
        ("segment.a.b.renewl.hours", "segment.a.b.renewal.hours"),
        ("service_model.digital.renewal.minutes", "service_model.digital.renewal.hours"),
        ("calendar.FR.days_off", "calendar.JP.days_off"),
        ("live.patients", "live.patience"),
        ("channel.p.1.patients", "channel.p.1.patience"),
        ("channel.gone.colour", None),
        ("lever.pages.lagg", "lever.pages.lag"),
        ("lever.gone.colour", None),
        ("capacity.account.meeting", "capacity.account.meetings"),
        ("tasks.cs_ops.reportin.each", "tasks.cs_ops.reporting.each"),
        ("team.slacks", "team.slack"),
        ("nonsense.id", None),
    ],
)
def test_an_assumption_that_no_plan_uses_is_refused_with_its_nearest(id: str, near: str | None):
    with pytest.raises(InputProblems) as error:
        read_company(json.dumps(with_assumption(id)).encode(), "company.json", SHIPPED)
    (problem,) = error.value.problems
    assert (problem.message, problem.place) == ("unknown_assumption", f"assumptions.{id}")
    assert near is None or near in problem.values["choices"]


@pytest.mark.parametrize(
    "id",
    [
        "rule.cs_ops.per",
        "service_model.digital.renewal.hours",
        "calendar.US.days_off",
        "segment.a.b.renewal.hours",
        "segment.gone.onboarding.hours",
        "tasks.cs_ops.reporting.each",
        "channel.gone.patience",
        "lever.gone.lag",
    ],
)
def test_an_assumption_of_another_phase_calendar_service_model_or_segment_waits(id: str):
    value = 116 if "days_off" in id else 5
    company = read_company(json.dumps(with_assumption(id, value)).encode(), "company.json", SHIPPED)
    assert make_plan(company, SHIPPED[0]).company.assumptions[id].value == value


@pytest.mark.parametrize(
    "id",
    [
        "live.patience",
        "channel.p.1.patience",
        "lever.pages.lag",
        "lever.pages.effect",
        "capacity.account.meetings",
        "service_model.one_to_one_standard.first_months.factor",
        "service_model.one_to_one_standard.workshop.frequency",
        "expansion.sales_share",
        "team.slack",
    ],
)
def test_a_number_of_the_newer_families_may_be_set(id: str):
    company = read_company(json.dumps(with_assumption(id, 0.1)).encode(), "company.json", SHIPPED)
    assert company.assumptions[id].value == 0.1


@pytest.mark.parametrize(
    ("id", "value", "message"),
    [
        ("team.tight_load", 0, "number_must_be_positive"),
        ("customers.churn", -0.1, "number_must_be_positive"),
        ("customers.churn", 4, "number_too_large"),
        ("rule.cs_ops.per", 0, "number_must_be_positive"),
        ("live.max_occupancy", 1.2, "number_too_large"),
        ("live.service_level", 1, "service_level_of_one"),
        ("channel.p.1.service_level", 1, "service_level_of_one"),
        ("live.concurrency", 0.5, "too_small"),
        ("lever.pages.review", 2, "number_too_large"),
        ("capacity.account.meetings", 0.9, "number_too_large"),
    ],
)
def test_an_assumption_that_makes_no_sense_is_told_with_its_line(id: str, value: float, message: str):
    text = json.dumps(with_assumption(id, value), indent=1)
    with pytest.raises(InputProblems) as error:
        read_company(text.encode(), "company.json", SHIPPED)
    (problem,) = error.value.problems
    assert (problem.message, problem.place) == (message, f"assumptions.{id}.value")
    assert problem.line is not None
    assert '"value"' in text.splitlines()[problem.line - 1]


# ---- names of files


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\sou.yaml", "sou.yaml"),
        ("a\x00b", "ab"),
        ("", "?"),
        ("/", "?"),
    ],
)
def test_only_the_base_name_of_a_file_is_shown(name: str, shown: str):
    assert base_name(name) == shown
    assert problems_of(b"", name)[0].file == shown


# ---- out and back


def taken_by(kind: Any) -> Callable[[str], bool]:
    """Tell whether a record takes a text of some kind."""
    adapter = TypeAdapter(kind)

    def takes(text: str) -> bool:
        try:
            adapter.validate_python(text)
        except ValidationError:
            return False
        return True

    return takes


anything = st.text(st.characters(), max_size=40) | st.text(
    st.sampled_from("a: -#'\"\\|>[]{}\n\r\t\x00\x85\u2028\ufeff")
)
texts = anything.filter(taken_by(Notes))
lines = anything.filter(taken_by(Line))
names = anything.filter(taken_by(Name))
ids = anything.filter(taken_by(Id))
numbers = st.floats(0, 10_000_000, allow_subnormal=False)
shares = st.floats(0, 1, allow_subnormal=False)
maybe = st.one_of
segments = st.builds(
    Segment,
    id=ids,
    name=maybe(st.none(), names),
    service_model=st.just("personal"),
    accounts=numbers,
    new_accounts=numbers,
    revenue_per_account=maybe(st.none(), numbers),
    contract_months=st.integers(1, 120),
    renewal_months=st.lists(st.integers(1, 12), max_size=3).map(tuple),
    churn=maybe(st.none(), st.builds(Churn, rate=shares, basis=st.sampled_from(ChurnBasis))),
    upsell_target=maybe(st.none(), st.floats(0, 10)),
    tickets_per_account=maybe(st.none(), st.floats(0, 1000)),
    activities=st.dictionaries(
        st.sampled_from(["meeting", "renewal"]),
        st.builds(
            OwnActivity,
            frequency=maybe(st.none(), st.floats(0, 1000)),
            hours=maybe(st.none(), st.just(2.5)),
            role=st.sampled_from([None, "answers"]),
        ),
    ).flatmap(lambda own: st.sampled_from([own, own | {"onboarding": OwnActivity(hours=12)}])),
    complexity=st.sampled_from([1.0, 0.5, 2.25]),
    priorities=st.lists(
        st.builds(
            PriorityGroup,
            name=maybe(st.none(), names),
            share=st.floats(0, 0.3),
            frequency=st.dictionaries(st.sampled_from(["meeting", "story"]), st.floats(0, 1000)),
        ),
        max_size=3,
    ).map(tuple),
    seasonality=st.sampled_from([(), (1.0,) * 12, (0.0,) * 11 + (2.5,)]),
    region=maybe(st.none(), names),
    language=maybe(st.none(), names),
)
days = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))
LEAVE = Absence(first=dt.date(2027, 7, 1), last=dt.date(2027, 7, 1))
profiles = st.builds(
    OwnProfile,
    id=st.sampled_from(["ours", "night"]),
    name=maybe(st.none(), names),
    interval_minutes=st.sampled_from([15, 30, 60]),
    days=st.sampled_from(
        [
            {Weekday.MON: DayProfile(opens="09:00", shares=(0.25, 0.75))},
            {
                Weekday.SAT: DayProfile(opens="00:00", shares=(0.5,)),
                Weekday.SUN: DayProfile(opens="23:00", shares=(0.5,)),
            },
        ]
    ),
)
channels = st.builds(
    LiveChannel,
    id=ids,
    name=maybe(st.none(), names),
    kind=st.sampled_from(ChannelKind),
    contacts=numbers,
    profile=st.just("office"),
    hours_ahead=st.integers(-14, 14),
    service_level=maybe(st.none(), st.floats(0, 0.99)),
    patience_minutes=maybe(st.none(), st.floats(0.5, 60)),
    concurrency=maybe(st.none(), st.floats(1, 10)),
    blended=st.booleans(),
)
levers = st.builds(
    Lever,
    id=st.sampled_from(["pages", "video"]),
    kind=st.just("help"),
    name=maybe(st.none(), names),
    start=st.sampled_from([None]),
    effect=maybe(st.none(), shares),
    adoption=maybe(st.none(), shares),
    review=maybe(st.none(), shares),
    lag_months=maybe(st.none(), st.floats(0, 36)),
    build_hours=maybe(st.none(), st.floats(0, 1000)),
    one_off_cost=numbers,
)
people = st.builds(
    Person,
    id=ids,
    name=names,
    title=maybe(st.none(), names),
    fte=st.floats(0.01, 1),
    roles=st.sampled_from([(), (RoleShare(role="guide", share=0.4), RoleShare(role="head", share=0.6))]),
    skills=st.dictionaries(st.sampled_from(["product", "writing"]), st.integers(0, 4)),
    source=st.sampled_from(SourceKind),
    home=maybe(st.none(), names),
    unit=maybe(st.none(), names),
    region=maybe(st.none(), names),
    monthly_cost=maybe(st.none(), numbers),
    start=maybe(st.none(), days),
    planned_end=st.none(),
    absences=st.sampled_from([(), (LEAVE,)]),
    out_of_scope=st.booleans(),
)
companies = st.builds(
    Company,
    name=names,
    currency=st.sampled_from(Currency),
    first_month=st.sampled_from(["2027-04", "1999-12"]),
    horizon=st.integers(12, 36),
    phase=st.sampled_from(["first", "second"]),
    mission_metric=st.sampled_from([None, "churn"]),
    segments=st.lists(segments, max_size=3, unique_by=lambda s: s.id).map(tuple),
    roster=st.lists(people, max_size=3, unique_by=lambda p: p.id).map(tuple),
    budget=maybe(st.none(), st.builds(Budget, monthly=numbers)),
    assumptions=st.dictionaries(
        ids.map("segment.{}.onboarding.hours".format),
        st.builds(Override, value=st.floats(1, 100), reason=maybe(st.none(), lines)),
        max_size=2,
    ),
    sourcing=st.dictionaries(
        st.just("answers"),
        st.builds(SourcingRule, source=st.sampled_from(SourceKind), share=shares, reason=maybe(st.none(), lines)),
    ),
    support_backlog=numbers,
    channels=st.lists(channels, max_size=2, unique_by=lambda c: c.id).map(tuple),
    arrival_profiles=st.lists(profiles, max_size=2, unique_by=lambda p: p.id).map(tuple),
    levers=st.lists(levers, max_size=2, unique_by=lambda lever: lever.id).map(tuple),
    seasonality=st.sampled_from([None, "spring"]),
    several_plans=st.booleans(),
    cover_rule=st.booleans(),
    problems=st.sampled_from([(), ("field_head",)]),
    problem_notes=texts,
    assumed=st.lists(
        st.builds(AssumedMark, place=st.just("budget.monthly"), note=maybe(st.none(), lines)), max_size=1
    ).map(tuple),
    notes=texts,
    country=st.just("JP"),
    calendar=st.just("JP"),
)


@given(companies)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_company_written_and_read_is_the_same(company: Company):
    assert read(dump_company(company)) == company


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\x7fb", "a\x9fb", "a\ufffeb"])
def test_a_control_character_comes_into_no_text_of_a_company(text: str):
    for fields in ({"name": text}, {"notes": text}, {"problem_notes": text}, {"assumed": [{"place": text}]}):
        with pytest.raises(ValidationError, match="control_characters"):
            Company(**{"name": "Sou", "first_month": "2027-04", "phase": "first"} | fields)


def test_only_notes_hold_lines_and_tabs():
    company = Company(name="Sou", first_month="2027-04", phase="first", notes="a\n\tb", problem_notes="\tc\n")
    assert read(dump_company(company)) == company
    for text in ("a\nb", "a\tb", "a\u2028b"):
        with pytest.raises(ValidationError, match="more_than_a_line"):
            Company(name=text, first_month="2027-04", phase="first")


def test_a_company_too_large_for_yaml_is_written_as_json():
    roster = tuple(Person(id=f"p{k}", name="N" * 200) for k in range(25_000))
    company = Company(name="Sou", first_month="2027-04", phase="first", roster=roster)
    text = dump_company(company)
    assert text.startswith("{")
    assert read(text) == company


def test_a_company_is_written_short_and_in_order():
    company = Company(name="Sou", first_month="2027-04", phase="first", notes="one\ntwo")
    assert dump_company(company) == ('name: Sou\nfirst_month: "2027-04"\nphase: first\nnotes: |-\n  one\n  two\n')


@pytest.mark.parametrize("name", ["no", "null", "~", "1e3", "2027-04-01", "- x", "a: b", "#x", "'", '"', "@", "０"])
def test_a_name_that_looks_like_something_else_stays_a_name(name: str):
    company = Company(name=name, first_month="2027-04", phase="first")
    assert read(dump_company(company)) == company


# ---- whatever comes in

pieces = st.sampled_from(
    ["a: ", "- ", "[", "]", "{", "}", '"', "'", "\n", "  ", "&a ", "*a ", "!x ", "|\n", "<<: ", "---\n"]
)


def read_or_tell(data: bytes) -> None:
    """Read a company; where it has problems, say each of them."""
    problems: tuple[Problem, ...] = ()
    try:
        read_company(data, "x.yaml", PHASES)
    except InputProblems as error:
        problems = error.problems
    sentences = [say(p, language) for p in problems for language in ("en", "ja")]
    assert all(sentences)
    assert not any("stand_in" in sentence for sentence in sentences)


@given(st.one_of(st.binary(max_size=200), st.lists(pieces, max_size=40).map("".join).map(str.encode)))
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_a_company_or_problems(data: bytes):
    read_or_tell(data)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_file_with_some_bytes_changed_gives_a_company_or_problems(data: st.DataObject):
    content = bytearray(VALID.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_tell(bytes(content))


odd_values = st.sampled_from([None, True, -1, 7, 0.5, 1e300, "", "x", "あ い", "2027-13", [], {}, [1], {"x": 1}, [[]]])


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_file_with_some_values_changed_gives_a_company_or_problems_without_stand_ins(data: st.DataObject):
    content: Any = read_document(VALID.read_bytes(), "x.yaml").data
    for _ in range(data.draw(st.integers(1, 5))):
        here, step = content, data.draw(st.integers(1, 6))
        while step and isinstance(here, (dict, list)) and here:
            key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
            parent, here, step = here, here[key], step - 1
        if data.draw(st.booleans()) or isinstance(parent, list):
            parent[key] = deepcopy(data.draw(odd_values))
        else:
            parent[data.draw(st.sampled_from([f"{key}s", "Ähm", "id"]))] = parent.pop(key)
    read_or_tell(json.dumps(content).encode())


# ---- the schema


def test_the_published_schema_is_current(root: Path):
    published = json.loads((root / "docs" / "company.schema.json").read_text(encoding="utf-8"))
    assert published == company_schema(), "write company_schema() to docs/company.schema.json"


def test_every_field_in_the_guide_exists(root: Path):
    import re

    guide = (root / "docs" / "company.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert example is not None
    assert read_company(example[1].encode(), "company.md", load_phases(root / "phases")).name == "Sou"


def test_every_example_of_the_guide_is_a_part_of_a_company(root: Path):
    import re

    phases = load_phases(root / "phases")
    guide = (root / "docs" / "company.md").read_text(encoding="utf-8")
    parts = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert len(parts) == 6
    for part in parts[1:]:
        company = read_company(f'name: Sou\nfirst_month: "2027-04"\nphase: launch\n{part}'.encode(), "x.yaml", phases)
        assert company.name == "Sou"
