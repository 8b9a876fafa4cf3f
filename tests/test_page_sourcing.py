"""Sourcing: the answer, the matrix, the ways, the crossover, own rules and their price, the law."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from orgplanner import i18n
from orgplanner.advice.crossings import (
    Basis,
    cost_at,
    crossovers_of,
    external_people,
    inside_of,
    outsourcing,
    telling_crossover,
    usual_basis,
)
from orgplanner.advice.ways import Crossover, PartKind, ways
from orgplanner.errors import InfeasiblePlan
from orgplanner.i18n import LANGUAGES, say
from orgplanner.records.base import SourceKind
from orgplanner.records.company import Company, SourcingRule
from orgplanner.records.sourcing import MoveKind
from orgplanner.studies.hiring_outlook import quick_outlook
from orgplanner.studies.rule_prices import RuleKind, RulePrice
from orgplanner.ui import state
from orgplanner.ui.components import hiring_search, sourcing_rule_prices
from orgplanner.ui.components.sourcing_role import roles_to_decide
from orgplanner.ui.components.sourcing_verdict import other_basis, verdict
from tests.companies import EXAMPLES, PHASES, ROOT, company, example, example_plan, phase, plan, segment

PAGE = "orgplanner/ui/pages/sourcing.py"
TABS = ("ways", "crossover", "rule", "law")

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Give a way to open a tab of the page for a company and a role."""

    def opened(of: Company, tab: str = "ways", language: str = "en", role: str | None = None) -> AppTest:
        monkeypatch.setattr(state, "language", lambda: language)
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
        page.session_state["orgplanner"] = state._Session(of, "test")
        page.session_state["sourcing-tabs"] = say(f"sourcing.tab_{tab}", language)
        if role is not None:
            page.session_state[f"sourcing-role-{of.phase}"] = role
        return page.switch_page(PAGE).run()

    return opened


def words(page: AppTest) -> str:
    shown = (element.value for kind in (page.markdown, page.warning, page.info) for element in kind)
    return "\n".join(shown).replace("\\", "")


def table(page: AppTest, column: str, language: str = "en") -> pd.DataFrame:
    """Return the table that has a column."""
    (found,) = (t.value for t in page.dataframe if say(f"sourcing.{column}", language) in t.value.columns)
    return found


def company_of(page: AppTest) -> Company:
    found: Company = page.session_state["orgplanner"].company
    return found


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_tab_of_every_example_opens(open_page: Open, name: str, language: str, tab: str) -> None:
    page = open_page(example(name), tab, language)
    assert not page.exception
    assert not page.error
    assert page.title[0].value == say("page.sourcing", language)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("phase_id", PHASES)
def test_an_empty_company_reads_the_advice_and_what_to_enter(open_page: Open, phase_id: str, tab: str) -> None:
    page = open_page(company(phase=phase_id), tab)
    assert not page.exception
    assert not page.error
    assert say("overview.no_customers", "en") in words(page)
    assert "nan" not in words(page).lower().split()


@pytest.mark.parametrize("role", [r for r in phase("maturity").role_ids if r not in ("lead", "head")])
def test_every_role_can_be_looked_at(open_page: Open, role: str) -> None:
    for tab in TABS:
        page = open_page(example("meridian"), tab, role=role)
        assert not page.exception, tab


def test_a_company_that_cannot_be_planned_gets_a_sentence(open_page: Open) -> None:
    page = open_page(company(segment(model="unheard_of")))
    assert not page.exception
    assert len(page.error) == 1


def test_a_currency_without_prices_says_that_they_are_not_known(open_page: Open) -> None:
    of = company(segment(200, tickets_per_account=2.0), currency="EUR", phase="expansion")
    for tab in TABS:
        page = open_page(of, tab)
        assert not page.exception, tab
        assert not page.error, tab
    monthly = table(open_page(of), "column_monthly")[say("sourcing.column_monthly", "en")]
    assert say("sourcing.not_known", "en") in set(monthly)


def test_names_are_text_and_never_markup(open_page: Open) -> None:
    evil = "![x](https://example.com/x.png)"
    rule = SourcingRule(source=SourceKind.OUTSOURCER, reason=evil)
    of = company(segment(200, name=evil), sourcing={"support": rule})
    for tab in TABS:
        page = open_page(of, tab)
        assert not page.exception
        assert all(evil not in element.value for element in page.markdown)


# ---------------------------------------------------------------- the answer


def test_the_page_starts_with_the_answer(open_page: Open) -> None:
    first = "\n".join(m.value for m in open_page(example("hoshi")).markdown[:8]).replace("\\", "")
    assert "Adoption and upsell" in first or "adoption" in first.lower()
    assert "60% by Outsourcer" in first
    assert "Above" in first or "Below" in first
    assert say("sourcing.price_is_judged", "en") in first


def test_the_answer_names_the_crossover_that_the_records_hold() -> None:
    found = telling_crossover(example_plan("hoshi"))
    assert found is not None
    assert (found.role, found.outside.terms.id) == ("support", "outsourcer_ticket")
    assert usual_basis(found) is Basis.WHOLE_POSTS
    assert usual_basis(crossovers_of(example_plan("sou"), "support")[0]) is Basis.SHARED_HOURS


def test_without_a_known_price_there_is_no_crossover_to_name(open_page: Open) -> None:
    of = company(segment(200), currency="EUR")
    assert telling_crossover(plan(of)) is None
    assert say("sourcing.answer_no_flip", "en") in words(open_page(of))


# ---------------------------------------------------------------- the matrix


def test_the_matrix_tells_advice_chart_and_own_rule_apart(open_page: Open) -> None:
    rows = table(open_page(example("hoshi")), "column_hours").set_index(say("sourcing.column_role", "en"))
    support = rows.loc[phase("expansion").definition_of("support").label.en]
    assert support["Outsourcer"].split(" ★")[0] == "◆ often ● chart"
    assert support["Outsourcer"].endswith("★ rule 60%")
    assert support["Contractor"] == say("sourcing.short_external", "en")
    assert support["Dispatch"] == say("sourcing.short_not_advised", "en")
    kept = rows.loc[phase("expansion").definition_of("adoption_account_expansion").label.en]
    assert kept["Employee"].startswith(say("sourcing.short_inside", "en"))


def test_external_people_and_outsourcing_are_two_facts() -> None:
    expansion, launch = example_plan("hoshi"), example_plan("sou")
    assert external_people(expansion, "support") is not None
    assert outsourcing(expansion, "support") is not None
    assert external_people(launch, "support") is not None
    assert outsourcing(launch, "support") is None
    assert external_people(expansion, "cs_design") is not None
    assert outsourcing(expansion, "cs_design") is None
    assert external_people(expansion, "adoption_account_expansion") is None


def test_all_phases_can_stand_side_by_side(open_page: Open) -> None:
    page = open_page(example("sou"))
    page.toggle(key="sourcing-all-phases").set_value(True).run()
    assert not page.exception
    (phases,) = (t.value for t in page.dataframe if phase("maturity").definition.label.en in t.value.columns)
    rows = phases.set_index(say("sourcing.column_role", "en"))
    high_touch = rows.loc[phase("launch").definition_of("high_touch").label.en]
    assert list(high_touch) == [high_touch.iloc[0], *[say("sourcing.no_such_role", "en")] * 2]


def test_the_moves_of_the_hiring_plan_join_on_request(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    found = quick_outlook(example_plan("sou"))
    monkeypatch.setattr(hiring_search, "best", lambda _: found)
    page = open_page(example("sou"))
    assert "▲ plan" not in table(page, "column_hours").to_string()
    page.toggle(key="sourcing-with-hiring").set_value(True).run()
    assert not page.exception
    joining = {m.role for m in found.moves if m.kind is not MoveKind.RELEASE}
    rows = table(page, "column_hours").set_index(say("sourcing.column_role", "en"))
    for role in roles_to_decide(example_plan("sou")):
        row = rows.loc[phase("launch").definition_of(role).label.en]
        assert row.str.contains("▲ plan").any() == (role in joining), role


def test_a_conflict_of_rules_is_told_beside_the_matrix(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def conflict(_: object) -> object:
        raise InfeasiblePlan(["budget"])

    monkeypatch.setattr(hiring_search, "best", conflict)
    page = open_page(example("sou"))
    page.toggle(key="sourcing-with-hiring").set_value(True).run()
    assert not page.exception
    assert len(page.error) == 1
    assert len(table(page, "column_hours")) == len(roles_to_decide(example_plan("sou")))


# ---------------------------------------------------------------- the ways


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_parts_of_a_cost_sum_to_the_cost_that_is_planned(name: str) -> None:
    of = example_plan(name)
    found = [way for role in of.phase.role_ids for way in ways(of, role)]
    assert len(found) == len(of.offers)
    for way in found:
        if way.offer.monthly_cost is None:
            assert not way.parts
            continue
        monthly = sum(p.money for p in way.parts if not p.once)
        once = sum(p.money for p in way.parts if p.once)
        assert monthly == pytest.approx(way.offer.monthly_cost), way.offer.id
        assert once == pytest.approx(way.at_the_start), way.offer.id


def test_an_employee_found_by_an_agency_costs_salary_insurance_load_fee_refund_and_equipment() -> None:
    (way,) = (w for w in ways(example_plan("sou"), "support") if w.offer.id == "support.employee.agency")
    money = {part.kind: part.money for part in way.parts}
    assert money[PartKind.SALARY] == pytest.approx(400_833 / 1.3)
    assert money[PartKind.SOCIAL] == pytest.approx(400_833 / 1.3 * 0.155)
    assert money[PartKind.FEE] == pytest.approx(12 * 400_833 / 1.3 * 0.33)
    assert money[PartKind.REFUND] < 0
    assert money[PartKind.EQUIPMENT] == 300_000


def test_advised_ways_come_first_and_own_prices_replace_judgement(open_page: Open) -> None:
    found = ways(example_plan("hoshi"), "support")
    advised = [way.offer.advice is not None for way in found]
    assert advised == sorted(advised, reverse=True)
    (way,) = (w for w in found if w.offer.terms.id == "outsourcer_ticket")
    assert "source.outsourcer_ticket.price" in way.judged
    page = open_page(example("hoshi"), "crossover")
    before = words(page)
    (field,) = (n for n in page.number_input if "outsourcer_ticket.price" in str(n.key))
    field.set_value(400.0).run()
    assert not page.exception
    assert company_of(page).assumptions["source.outsourcer_ticket.price"].value == 400
    assert words(page) != before
    assert say("sourcing.price_is_judged", "en") not in words(page)


def test_every_line_of_a_way_opens_into_what_it_rests_on(open_page: Open) -> None:
    page = open_page(example("hoshi"))
    for part in ("price", "lead", "notice"):
        opener = next(b for b in page.button if str(b.key).startswith(f"way-support.contractor-{part}-why"))
        opener.click().run()
        assert not page.exception
        assert say("derivation.gone", "en") not in words(page)


def test_a_reader_chooses_which_ways_stand_side_by_side(open_page: Open) -> None:
    page = open_page(example("hoshi"))
    page.pills(key="sourcing-compared-expansion-support").set_value(["support.training"]).run()
    assert not page.exception
    assert say("sourcing.paid_already", "en") in words(page)


def test_a_quotation_replaces_the_price_of_a_way(open_page: Open) -> None:
    page = open_page(example("hoshi"))
    page.session_state["way-support.contractor-replace"] = True
    page.run()
    (field,) = (n for n in page.number_input if str(n.key).startswith("way-support.contractor-fields-source.contr"))
    field.set_value(3_000.0).run()
    assert not page.exception
    assert company_of(page).assumptions["source.contractor.price"].value == 3_000


# ---------------------------------------------------------------- the crossover


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English about the example `hoshi` outside of any page."""
    monkeypatch.setattr(state, "language", lambda: "en")
    monkeypatch.setattr(state, "company", lambda: example("hoshi"))


def by_ticket() -> Crossover:
    """Return the crossover of support with an outsourcer who is paid by the ticket."""
    (found,) = (c for c in example_plan("hoshi").crossovers if c.outside.id == "support.outsourcer_ticket")
    return found


@pytest.mark.usefixtures("in_english")
def test_without_a_price_only_the_price_that_would_do_is_told() -> None:
    found = by_ticket()
    unpriced = replace(found, bill=replace(found.bill, price=None))
    first, second = verdict(example_plan("hoshi"), unpriced, Basis.SHARED_HOURS)
    assert first == say("sourcing.verdict_no_price", "en")
    assert "quotation below" in second
    hopeless = replace(unpriced, shared_hours=replace(found.shared_hours, break_even_price=None))
    assert verdict(example_plan("hoshi"), hopeless, Basis.SHARED_HOURS) == [first]


@pytest.mark.usefixtures("in_english")
def test_the_verdict_says_when_nobody_can_carry_the_work_or_no_price_would_do() -> None:
    found = by_ticket()
    beyond = replace(found, shared_hours=replace(found.shared_hours, saving=None))
    (told,) = verdict(example_plan("hoshi"), beyond, Basis.SHARED_HOURS)
    assert told.startswith("This way cannot carry")
    assert other_basis(beyond, Basis.SHARED_HOURS) == ""
    no_price = replace(found, shared_hours=replace(found.shared_hours, saving=0.0, flips=(), break_even_price=None))
    even, flips, price = verdict(example_plan("hoshi"), no_price, Basis.SHARED_HOURS)
    assert "about the same" in even
    assert flips == say("sourcing.flip_none", "en")
    assert price == say("sourcing.verdict_no_price_does", "en")


@pytest.mark.usefixtures("in_english")
def test_the_other_way_to_count_is_told_where_it_turns_the_answer() -> None:
    found = by_ticket()
    assert "shared hours" in other_basis(found, Basis.WHOLE_POSTS)
    assert "this work alone" in other_basis(found, Basis.SHARED_HOURS)
    alike = replace(found, shared_hours=found.whole_posts)
    assert other_basis(alike, Basis.WHOLE_POSTS) == ""


@pytest.mark.parametrize("basis", list(Basis))
def test_every_flip_is_marked_and_named(open_page: Open, basis: Basis) -> None:
    page = open_page(example("hoshi"), "crossover")
    page.segmented_control(key="sourcing-basis-expansion-support").set_value(basis).run()
    assert not page.exception
    found, told = by_ticket(), words(page)
    assert inside_of(found, basis).flips
    for flip in inside_of(found, basis).flips:
        assert f"From {flip.volume:.0f} tickets a month on, {flip.above.value} is cheaper." in told


def test_a_flip_lies_on_both_lines() -> None:
    found = by_ticket()
    (flip,) = found.shared_hours.flips
    fixed, price = 100_000 + 0.1 * found.loaded, 1_500
    assert cost_at(found, Basis.SHARED_HOURS, flip.volume) == pytest.approx(fixed + price * flip.volume)
    assert cost_at(found, Basis.WHOLE_POSTS, 0.0) == pytest.approx(float(found.whole_posts.cost[0]))


@pytest.mark.parametrize("name", ["volume", "outside_cost", "payback", "current_break_even_price"])
def test_the_numbers_of_the_crossover_open(open_page: Open, name: str) -> None:
    page = open_page(example("hoshi"), "crossover")
    opener = next(b for b in page.button if f"-why-crossover.{name}[" in str(b.key))
    opener.click().run()
    assert not page.exception
    assert say("derivation.gone", "en") not in words(page)
    assert any(str(b.key).startswith(f"{opener.key}-1-") for b in page.button)


@pytest.mark.parametrize("name", ["inside_cost_shared", "break_even_price_shared", "payback_shared", "one_off_shared"])
def test_the_numbers_of_the_crossover_open_on_shared_hours(open_page: Open, name: str) -> None:
    page = open_page(example("hoshi"), "crossover")
    page.segmented_control(key="sourcing-basis-expansion-support").set_value(Basis.SHARED_HOURS).run()
    found = by_ticket().shared_hours
    known = name != "payback_shared" or found.payback_months is not None
    assert bool(crossover_openers(page, name)) == known
    if known:
        page.button(key=crossover_openers(page, name)[0]).click().run()
        assert not page.exception
        assert say("derivation.gone", "en") not in words(page)


def crossover_openers(page: AppTest, name: str) -> list[str]:
    return [str(b.key) for b in page.button if f"-why-crossover.{name}[" in str(b.key)]


def test_saving_and_break_even_price_of_the_answer_open(open_page: Open) -> None:
    page = open_page(example("hoshi"))
    for name in ("saving", "current_break_even_price"):
        page.button(key=f"sourcing-answer-{name}").click().run()
        assert not page.exception
        assert say("derivation.gone", "en") not in words(page)


@pytest.mark.parametrize("name", ["monthly_per_fte", "monthly_cost", "at_the_start"])
def test_the_money_of_a_way_opens(open_page: Open, name: str) -> None:
    page = open_page(example("hoshi"))
    for terms in ("contractor", "outsourcer_ticket"):
        place = "fte-why" if name == "monthly_per_fte" else f"why-hiring.{name}["
        (key,) = (str(b.key) for b in page.button if f"way-support.{terms}-" in str(b.key) and place in str(b.key))
        page.button(key=key).click().run()
        assert not page.exception
        assert say("derivation.gone", "en") not in words(page)
        assert any(str(b.key).startswith(f"{key}-1-") for b in page.button)


def test_what_must_be_ready_is_a_checklist_with_the_knowledge_at_risk(open_page: Open) -> None:
    page = open_page(example("hoshi"), "crossover")
    handover = phase("expansion").role("support").handover
    assert handover is not None
    assert handover.risk.text.en in words(page)
    assert len(page.checkbox) == len(handover.ready)
    page.checkbox[0].check().run()
    assert not page.exception


def test_a_way_that_is_not_advised_says_so(open_page: Open) -> None:
    page = open_page(example("hoshi"), "crossover")
    page.selectbox(key="sourcing-outside-expansion-support").set_value("dispatch").run()
    assert not page.exception
    assert say("sourcing.crossover_not_advised", "en") in words(page)


# ---------------------------------------------------------------- own rules and their price


def test_a_source_that_is_not_advised_is_warned_of_and_still_taken(open_page: Open) -> None:
    page = open_page(example("sou"), "rule", role="high_touch")
    page.selectbox(key="sourcing-source-high_touch-0-advice").set_value(SourceKind.OUTSOURCER).run()
    reason = phase("launch").role("high_touch").sources[0].reason.text.en
    warned = [w.value.replace("\\", "") for w in page.warning if "Outsourcer" in w.value]
    assert any(reason in told for told in warned)
    page.text_input(key="sourcing-reason-high_touch-0-advice").set_value("No time to hire").run()
    page.button(key="sourcing-set-high_touch").click().run()
    assert not page.exception
    rule = company_of(page).sourcing["high_touch"]
    assert (rule.source, rule.share, rule.reason) == (SourceKind.OUTSOURCER, 1.0, "No time to hire")
    assert "No time to hire" in words(page)
    page.button(key="sourcing-drop-high_touch").click().run()
    assert not page.exception
    assert company_of(page).sourcing == {}


def test_a_share_of_the_work_can_go_outside(open_page: Open) -> None:
    page = open_page(example("sou"), "rule", role="support")
    page.selectbox(key="sourcing-source-support-0-advice").set_value(SourceKind.CONTRACTOR).run()
    page.slider[0].set_value(0.5).run()
    page.button(key="sourcing-set-support").click().run()
    assert company_of(page).sourcing["support"].share == 0.5


def test_a_rule_that_goes_outside_shows_the_law(open_page: Open) -> None:
    page = open_page(example("hoshi"), "rule", role="support")
    assert say("sourcing.no_legal_advice", "en") in words(page)
    page = open_page(example("sou"), "rule", role="support")
    assert say("sourcing.no_legal_advice", "en") not in words(page)


def rule_price(kind: RuleKind, least: float | None, most: float | None, **fields: Any) -> RulePrice:
    """Return the price of a rule between two bounds."""
    known = least is not None and most is not None
    plans = {"with_rule": 9e6, "money_with": 8e6}
    plans |= {"without_rule": 9e6 - least, "money_without": 7.5e6} if known else {}
    record = {"role": "support", "reason": None, "left_out": (), "source": None, "without_rule": None}
    record |= {"money_without": None, "dropped": (), "instead": ()}
    return RulePrice(**record | plans | {"kind": kind, "least": least, "most": most} | fields)


PRICES = (
    rule_price(RuleKind.ALL_ADVICE, 0.0, 40_000.0, role=None, left_out=("dispatch",)),
    rule_price(RuleKind.ADVICE, 250_000.0, 300_000.0, left_out=("dispatch",)),
    rule_price(RuleKind.ADVICE, -300_000.0, -250_000.0, role="low_touch"),
    rule_price(RuleKind.OWN_RULE, None, None, source=SourceKind.OUTSOURCER, reason="Because"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_rules_cost_is_told_on_request_and_no_further_than_it_is_proven(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(sourcing_rule_prices, "rule_prices", lambda _, told: told(4, 4) or PRICES)
    monkeypatch.setattr(sourcing_rule_prices, "AT_ONCE", 60.0)
    page = open_page(example("hoshi"), "rule", language, "support")
    assert not any(say("sourcing.column_verdict", language) in t.value.columns for t in page.dataframe)
    page.button(key="sourcing-prices-start").click().run()
    assert not page.exception
    rules = table(page, "column_verdict", language)
    verdicts = list(rules[say("sourcing.column_verdict", language)])
    yen = [i18n.money(value, "JPY", language) for value in (250_000, 300_000)]
    assert verdicts[1] == say("sourcing.price_costs", language, least=yen[0], most=yen[1])
    assert verdicts[2] == say("sourcing.price_saves", language, least=yen[0], most=yen[1])
    assert verdicts[0].startswith(say("sourcing.price_hidden", language, least="#", most="#").partition("#")[0])
    assert verdicts[3] == say("sourcing.price_impossible", language)
    page.selectbox(key="sourcing-price-rule-support-4").set_value(3).run()
    assert "Because" in words(page)


def test_a_conflict_of_rules_is_told_in_place_of_prices(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def conflict(*_: object) -> object:
        raise InfeasiblePlan(["budget"])

    monkeypatch.setattr(sourcing_rule_prices, "rule_prices", conflict)
    monkeypatch.setattr(sourcing_rule_prices, "AT_ONCE", 60.0)
    page = open_page(example("hoshi"), "rule")
    page.button(key="sourcing-prices-start").click().run()
    assert not page.exception
    assert len(page.error) == 1


def test_the_search_for_prices_shows_how_far_it_has_come(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slow(_: object, told: Callable[[int, int], None]) -> tuple[RulePrice, ...]:
        told(1, 4)
        go_on.wait(60)
        return PRICES

    monkeypatch.setattr(sourcing_rule_prices, "rule_prices", slow)
    page = open_page(example("hoshi"), "rule", role="support")
    page.button(key="sourcing-prices-start").click().run()
    (bar,) = page.get("progress")
    assert bar.proto.text == say("sourcing.prices_progress", "en", done=1, all=4)
    go_on.set()
    page.session_state["orgplanner"].studies[sourcing_rule_prices.PRICES][1].wait(60)
    page.run()
    assert len(table(page, "column_verdict")) == len(PRICES)


# ---------------------------------------------------------------- the law


@pytest.mark.parametrize("source", sorted({SourceKind.CONTRACTOR, SourceKind.DISPATCH, SourceKind.OUTSOURCER}))
def test_the_law_is_a_checklist_for_the_picked_source(open_page: Open, source: SourceKind) -> None:
    page = open_page(example("hoshi"), "law")
    page.segmented_control(key="sourcing-law-source-expansion-support").set_value(source).run()
    assert not page.exception
    checks = [c for c in phase("expansion").catalogue.law_checks if "JP" in c.countries and source in c.sources]
    told = words(page)
    assert len(page.checkbox) == len(checks)
    for check in checks:
        assert check.consequence.en in told
    assert say("sourcing.no_legal_advice", "en") in told


def test_a_country_that_nobody_looked_up_is_told_so(open_page: Open) -> None:
    page = open_page(company(segment(200), country="DE"), "law")
    assert say("sourcing.law_none", "en", country="DE") in words(page)
    assert not page.checkbox


def test_leads_and_the_head_are_no_question_of_sources() -> None:
    assert not {"lead", "head"} & set(roles_to_decide(plan(company(segment(50)))))
