"""The shipped data on hiring, its checks, and its entries in the register of assumptions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orgplanner import i18n
from orgplanner.advice.figures import bare, written
from orgplanner.errors import InputProblems
from orgplanner.files import quantities
from orgplanner.files.phases import check_phases, load_phases
from orgplanner.records import sourcing as records
from orgplanner.records.base import OUTSIDE, Record, SourceKind
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.change import SetAssumption, SetFrame, apply
from orgplanner.records.company import Company, Currency
from orgplanner.records.phase import Stance
from orgplanner.records.quantity import Assumption, Grade, Quantity
from orgplanner.records.sourcing import Charge, SourceTerms
from orgplanner.stages.hiring_assumptions import labour_market
from orgplanner.stages.register import gather_assumptions
from orgplanner.units import Unit
from tests.companies import EXAMPLES, PHASES, company, example, phase, segment

VALID = Path(__file__).parent / "gallery" / "valid"
TERMS = (
    "employee",
    "fixed_term",
    "transfer",
    "shared_person",
    "dispatch",
    "contractor",
    "outsourcer_seat",
    "outsourcer_ticket",
    "training",
)
HEADS = ("ramp", "attrition", "recruiting", "source", "market")


def catalogue() -> Catalogue:
    return load_phases()[0].catalogue


def register(of: Company, name: str = "launch") -> dict[str, Assumption]:
    return {entry.id: entry for entry in gather_assumptions(of, phase(name))}


def in_currency(currency: Currency, country: str) -> Company:
    return apply(company(segment(100)), [SetFrame(currency=currency, country=country)])


def terms(id: str) -> SourceTerms:
    return next(t for t in catalogue().source_terms if t.id == id)


# ---- the shipped data


def test_every_way_to_fill_a_role_has_its_terms() -> None:
    assert tuple(t.id for t in catalogue().source_terms) == TERMS
    assert {t.source for t in catalogue().source_terms} == set(SourceKind)


def test_the_first_terms_of_a_source_are_its_usual_ones() -> None:
    first = {t.source: t.id for t in reversed(catalogue().source_terms)}
    assert (first[SourceKind.EMPLOYEE], first[SourceKind.OUTSOURCER]) == ("employee", "outsourcer_seat")


@pytest.mark.parametrize("name", PHASES)
def test_every_advised_source_has_terms_that_do_the_role(name: str) -> None:
    able = {(t.source, role) for t in catalogue().source_terms for role in t.roles or phase(name).role_ids}
    advised = {(advice.source, role.role) for role in phase(name).definition.roles for advice in role.sources}
    assert advised <= able


def test_ramp_attrition_and_time_to_fill_are_those_of_the_sources() -> None:
    ramps = {p.id: [s.value for s in p.ramp] for p in catalogue().ramp_profiles}
    assert (ramps["account"], ramps["support"], ramps["experienced"]) == ([0, 0.5, 0.5], [0.25, 0.75], [0.5])
    leavers = {p.id: (p.attrition.value, p.attrition.grade) for p in catalogue().ramp_profiles}
    assert leavers["general"] == (0.121, Grade.A)
    assert (leavers["account"], leavers["support"]) == ((0.15, Grade.G), (0.2, Grade.C))
    markets = {m.country: m for m in catalogue().labour_markets}
    assert (markets["JP"].time_to_fill.value, markets["JP"].load.value) == (4.0, 1.3)
    assert (markets["US"].time_to_fill.value, markets["US"].load.value) == (2.25, 1.416)


def test_prices_that_nobody_publishes_are_judgement_and_ask_for_a_quotation() -> None:
    for id in ("dispatch", "contractor", "outsourcer_ticket"):
        for price in terms(id).price:
            assert price.grade is Grade.G
            assert price.note
            assert "見積もり" in (price.note.ja or "")
            assert "quotation" in (price.note.en or "")


def test_no_price_of_a_source_is_graded_as_a_benchmark() -> None:
    money = [q for t in catalogue().source_terms for q in (*t.price, *t.fixed, *t.setup)]
    assert money
    assert all(q.grade.is_judgement for q in money)


def test_every_text_on_hiring_is_there_in_both_languages() -> None:
    found = catalogue()
    entries = (*found.ramp_profiles, *found.recruiting_channels, *found.source_terms, *found.labour_markets)
    texts = [entry.label for entry in entries]
    texts += [s.text for e in (*found.recruiting_channels, *found.source_terms) for s in [e.description]]
    for check in found.law_checks:
        texts += [check.title, check.question, check.consequence]
        texts += [check.grade_note] if check.grade_note else []
    handovers = [r.handover for p in load_phases() for r in p.definition.roles if r.handover]
    texts += [s.text for h in handovers for s in (h.risk, *h.ready)]
    assert all(text.ja and text.en for text in texts)


def test_every_source_from_outside_has_something_to_check_by_law() -> None:
    asked = {
        (country, source) for check in catalogue().law_checks for country in check.countries for source in check.sources
    }
    assert {("JP", source) for source in OUTSIDE} | {("US", source) for source in OUTSIDE} <= asked


@pytest.mark.parametrize("name", PHASES)
def test_roles_that_may_go_outside_say_what_is_at_risk_and_what_comes_first(name: str) -> None:
    for role in phase(name).definition.roles:
        outside = any(advice.source in OUTSIDE for advice in role.sources)
        assert (role.handover is not None) == outside, role.role


@pytest.mark.parametrize("name", PHASES)
def test_outsourcing_is_advised_for_support_alone_and_only_from_expansion_on(name: str) -> None:
    advised = {
        r.role: a.stance for r in phase(name).definition.roles for a in r.sources if a.source is SourceKind.OUTSOURCER
    }
    assert advised == ({} if name == "launch" else {"support": Stance.OFTEN_OUTSOURCED})


def test_account_expansion_may_be_shared_with_sales_in_maturity() -> None:
    assert SourceKind.SHARED in [a.source for a in phase("maturity").role("account_expansion").sources]


# ---- the register


@pytest.mark.parametrize("name", PHASES)
@pytest.mark.parametrize("of", EXAMPLES)
def test_every_number_on_hiring_is_in_the_register_under_its_name(name: str, of: str) -> None:
    entries = register(example(of), name)
    for profile in catalogue().ramp_profiles:
        months = [entries[f"ramp.{profile.id}.month_{k + 1}"].quantity for k in range(len(profile.ramp))]
        assert (*months, entries[f"attrition.{profile.id}"].quantity) == (*profile.ramp, profile.attrition)
    for channel in catalogue().recruiting_channels:
        assert entries[f"recruiting.{channel.id}.filled"].quantity == channel.filled
    for source in catalogue().source_terms:
        assert entries[f"source.{source.id}.block"].quantity == source.block
        assert (f"source.{source.id}.cost_factor" in entries) == (source.charge is Charge.SALARY)


def test_prices_come_in_the_companys_currency() -> None:
    yen, dollars = register(in_currency(Currency.JPY, "JP")), register(in_currency(Currency.USD, "US"))
    assert yen["source.contractor.price"].quantity.unit is Unit.JPY_PER_HOUR
    assert dollars["source.contractor.price"].quantity.unit is Unit.USD_PER_HOUR
    assert yen["recruiting.referral.fee"].quantity.unit is Unit.JPY
    assert yen["source.outsourcer_ticket.fixed"].quantity.unit is Unit.JPY_PER_MONTH


def test_a_currency_without_prices_leaves_them_unknown() -> None:
    entries = register(in_currency(Currency.EUR, "DE"))
    money = {"price", "fixed", "setup", "fee"}
    assert not [id for id in entries if id.split(".")[0] in HEADS and id.rpartition(".")[2] in money]
    assert "source.contractor.block" in entries


def test_only_the_labour_market_of_the_companys_country_counts() -> None:
    assert {id.split(".")[1] for id in register(in_currency(Currency.USD, "US")) if id.startswith("market.")} == {"US"}


def test_a_country_without_a_labour_market_uses_the_first_one_and_says_so() -> None:
    own = in_currency(Currency.EUR, "DE")
    entries = [e for id, e in register(own).items() if id.startswith("market.")]
    market = labour_market(own, catalogue())
    assert market is not None
    assert market.country == "JP"
    assert {entry.label.en for entry in entries} == {"Labour market of Japan"}
    assert {entry.label.ja for entry in entries} == {"日本の労働市場"}


def test_a_number_on_hiring_can_be_overridden_and_waits_for_its_country() -> None:
    own = apply(
        in_currency(Currency.JPY, "JP"), [SetAssumption(id="source.contractor.price", value=5200, reason="quoted")]
    )
    entry = register(own)["source.contractor.price"]
    assert (entry.quantity.value, entry.default.value, entry.given_by) == (5200, 4500, "override")
    moved = apply(own, [SetAssumption(id="market.US.load", value=1.3)])
    assert "market.US.load" not in register(moved)


@pytest.mark.parametrize(
    ("id", "value", "message"),
    [
        ("source.contractor.price", -1, "number_must_be_positive"),
        ("source.contractor.block", 0, "number_must_be_positive"),
        ("attrition.account", 15, "number_too_large"),
        ("recruiting.agency.fee_share", 33, "number_too_large"),
        ("hiring.approval_days", -1, "number_must_be_positive"),
    ],
)
def test_a_number_on_hiring_that_makes_no_sense_is_refused(id: str, value: float, message: str) -> None:
    own = apply(in_currency(Currency.JPY, "JP"), [SetAssumption(id=id, value=value)])
    with pytest.raises(InputProblems) as error:
        register(own)
    assert [p.message for p in error.value.problems] == [message]


# ---- words


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_number_on_hiring_has_a_group_and_a_name_of_its_own(language: str) -> None:
    texts = i18n.catalogue()
    for id, entry in register(in_currency(Currency.JPY, "JP")).items():
        head, name = id.split(".")[0], id.rpartition(".")[2]
        assert f"assumption_group.{entry.group}" in texts
        if head in HEADS:
            key = head if head in ("ramp", "attrition") else f"{head}.{name}"
            assert "{label}" in texts[f"figure.assumption.{key}"][language]


@pytest.mark.parametrize(
    ("value", "unit", "en", "ja"),
    [
        (600000, Unit.JPY, "¥600,000", "￥600,000"),
        (1500, Unit.USD, "$1,500", "$1,500"),
        (0.15, Unit.RATIO_PER_YEAR, "15% a year", "年15%"),
        (3, Unit.PERSON_PER_MONTH, "3 people a month", "月3人"),
        (1, Unit.PERSON_PER_YEAR, "1 person a year", "年1人"),
    ],
)
def test_amounts_and_rates_are_written_as_people_say_them(value: float, unit: Unit, en: str, ja: str) -> None:
    assert (written(value, unit, "en"), written(value, unit, "ja")) == (en, ja)


def test_an_amount_keeps_its_sign_without_words() -> None:
    assert bare(950, Unit.USD, "en") == "$950"


# ---- the checks


def test_every_number_on_hiring_with_a_fixed_place_has_a_unit() -> None:
    found = [v for v in vars(records).values() if isinstance(v, type) and issubclass(v, Record)]
    own = {
        (r, name)
        for r in found
        for name, field in r.model_fields.items()
        if field.annotation is Quantity or field.annotation == (Quantity | None)
    }
    assert {(r.__name__, name) for r, name in own - set(quantities.UNITS)} == {("SourceTerms", "block")}


def changed(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    shutil.copytree(VALID, folder)
    file = folder / "catalogue" / "hiring.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [(p.message, p.place) for p in check_phases(folder, base=folder)]


@pytest.mark.parametrize("name", ["ramp_profiles", "recruiting_channels", "labour_markets"])
def test_a_list_that_every_plan_of_hires_needs_may_not_be_empty(name: str, tmp_path: Path) -> None:
    text = (VALID / "catalogue" / "hiring.yaml").read_text(encoding="utf-8")
    start = text.index(f"{name}:\n")
    rest = text[start + len(name) + 2 :]
    cut = next((k for k in range(len(rest)) if rest[k - 1 : k] == "\n" and rest[k].isalpha()), len(rest))
    found = changed(tmp_path / "phases", text[start : start + len(name) + 2 + cut], "")
    assert ("list_too_short", name) in found


def test_two_labour_markets_of_one_country_are_told(tmp_path: Path) -> None:
    text = (VALID / "catalogue" / "hiring.yaml").read_text(encoding="utf-8")
    market = text[text.index("  - country: JP") : text.index("law_checks:")]
    assert [m for m, _ in changed(tmp_path / "phases", market, market * 2)] == ["duplicate_id"]


def test_an_own_labour_market_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    text = (VALID / "catalogue" / "hiring.yaml").read_text(encoding="utf-8")
    own = "labour_markets:\n" + text[text.index("  - country: JP") : text.index("law_checks:")]
    file = tmp_path / "catalogue" / "own.yaml"
    file.write_text(own.replace("en: Japan", "en: Ours"), encoding="utf-8")
    found = load_phases(tmp_path, base=VALID)[0].catalogue.labour_markets
    assert [(m.country, m.label.en) for m in found] == [("JP", "Ours")]
