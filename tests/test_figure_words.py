"""Every figure, operation, unit and assumption is told in words, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path

import pytest

import orgplanner as op
from orgplanner import i18n
from orgplanner.advice.figures import (
    KEYS,
    explain_operation,
    grade_of,
    label_of,
    position_label,
    source_kind,
    source_of,
    tell,
    written,
)
from orgplanner.derivation.deriver import BUILDERS, reachable_ids
from orgplanner.errors import InfeasiblePlan, InputProblems, Problem, UnknownName
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.company import Company, OwnActivity, Person, RoleShare, Segment
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.records.quantity import Grade
from orgplanner.units import Unit
from tests.everything import MADE, figures, made

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = {"sou": "launch", "hoshi": "expansion", "meridian": "maturity"}
RAW_ID = re.compile(r"[a-z]_[a-z]|\b(?:staffing|demand|forecast|gaps|capacity|segments|roster)\.[a-z]")


@cache
def plan_of(example: str) -> Plan:
    return op.make_plan(op.load_company(ROOT / f"examples/{example}.yaml"), op.load_phase(EXAMPLES[example]))


@cache
def labels_of(name: str, in_phase: str, language: str) -> dict[str, str]:
    built = figures(name, in_phase)
    ids = built.keys() | {t.id for f in built.values() for t in f.terms}
    return {id: label_of(made(name, in_phase), id, language) for id in ids}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_figure_and_term_has_a_label_without_raw_ids(name: str, in_phase: str, language: str) -> None:
    labels = labels_of(name, in_phase, language)
    assert {id: label for id, label in labels.items() if RAW_ID.search(label) or "{" in label or not label} == {}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_figure_is_explained_in_words(name: str, in_phase: str, language: str) -> None:
    for figure in figures(name, in_phase).values():
        sentence = explain_operation(made(name, in_phase), figure, language)
        assert sentence.endswith(("。", ".")), figure.id
        assert "{" not in sentence, figure.id
        assert not RAW_ID.search(sentence), figure.id


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_the_terms_of_a_figure_have_labels_that_tell_them_apart(name: str, in_phase: str, language: str) -> None:
    known = labels_of(name, in_phase, language)
    for figure in figures(name, in_phase).values():
        labels = [known[term.id] for term in figure.terms]
        assert len(set(labels)) == len(labels), figure.id


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_assumption_has_a_label_of_its_own(name: str, in_phase: str, language: str) -> None:
    plan = made(name, in_phase)
    labels = [label_of(plan, a.id, language) for a in plan.assumptions]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_assumed_place_has_a_label(name: str, in_phase: str, language: str) -> None:
    plan = made(name, in_phase)
    labels = [label_of(plan, mark.place, language) for mark in plan.company.assumed]
    assert [label for label in labels if RAW_ID.search(label)] == []


def test_every_builder_has_keys_and_a_label_in_both_languages() -> None:
    assert set(BUILDERS) <= set(KEYS)
    known = i18n.catalogue()
    assert [n for n in KEYS if set(known.get(f"figure.{n}", ())) != set(i18n.LANGUAGES)] == []


@pytest.mark.parametrize("file", ["figure", "operation", "unit", "cli", "source", "error"])
def test_every_text_has_both_languages_with_the_same_blanks(file: str) -> None:
    for key, texts in i18n.catalogue().items():
        if key.startswith(f"{file}."):
            assert set(texts) == set(i18n.LANGUAGES), key
            blanks = [set(re.findall(r"{(\w+)}", text)) for text in texts.values()]
            if not key.endswith(".one"):
                assert blanks[0] == blanks[1], key


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("operation", Operation)
def test_every_operation_is_told_for_a_figure_without_a_sentence_of_its_own(
    operation: Operation, language: str
) -> None:
    term = Term(id="support.handling_time", value=1, unit=Unit.MINUTE, origin=Origin.ASSUMPTION)
    for count in (0, 1, 3, 9):
        figure = Figure(id="test.x", value=1, unit=Unit.ONE, operation=operation, terms=(term,) * count)
        assert explain_operation(plan_of("sou"), figure, language).endswith(("。", "."))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("unit", Unit)
def test_every_unit_is_written(unit: Unit, language: str) -> None:
    for value in (0, 1, 0.0123, 1234.5, -2.5):
        text = written(value, unit, language)
        assert re.search(r"\d|once", text)
        assert "{" not in text


@pytest.mark.parametrize(
    ("value", "unit", "english", "japanese"),
    [
        (0.36917, Unit.FTE, "0.37 FTE", "0.37 FTE"),
        (541667.4, Unit.JPY_PER_MONTH, "¥541,667 a month", "月￥541,667"),
        (0.585, Unit.RATIO, "58.5%", "58.5%"),
        (1, Unit.ACCOUNT, "1 account", "1社"),
        (230.3, Unit.HOUR_PER_MONTH, "230.3 h a month", "月230.3時間"),
        (98.61, Unit.HOUR_PER_MONTH, "98.6 h a month", "月98.6時間"),
        (0.0417, Unit.HOUR_PER_ACCOUNT_MONTH, "0.042 h a month and account", "1社あたり月0.042時間"),
        (0, Unit.FTE, "0 FTE", "0 FTE"),
    ],
)
def test_a_number_is_written_with_the_digits_that_a_reader_needs(
    value: float, unit: Unit, english: str, japanese: str
) -> None:
    assert written(value, unit, "en") == english
    assert written(value, unit, "ja") == japanese


def test_an_assumption_is_labelled_by_its_register_and_its_field() -> None:
    plan = plan_of("sou")
    id = "service_model.one_to_one_standard.cadence_call.frequency"
    assert label_of(plan, id, "ja") == "個別・標準:定例面談の頻度"
    assert label_of(plan, id, "en") == "One to one, standard: frequency of Cadence call"
    assert label_of(plan, "support.handling_time", "ja") == "1件あたりの対応時間"


def test_a_figure_is_labelled_with_its_keys_in_words() -> None:
    plan = plan_of("sou")
    assert label_of(plan, "demand.hours[support,2026-12]", "ja") == "カスタマーサポート担当の業務時間(2026年12月)"
    assert label_of(plan, "demand.hours[support,2026-12]", "en") == "Support role: hours of work in Dec 2026"


@pytest.mark.parametrize(
    ("id", "english", "japanese"),
    [
        ("lever.pages.effect", "Help pages: effect where it is used", "「ヘルプページ」の削減効果"),
        ("levers.left[tickets,2027-04]", None, "問い合わせ(メール・フォーム):施策の後に残る業務の割合(2027年4月)"),
        ("levers.work[unknown_2,2027-04]", "Hours of building and keeping User community (2) in Apr 2027", None),
        ("levers.more.start", "Drafts: months since its start", "「Drafts」の開始月からの月数"),
        ("levers.more.review", None, "「Drafts」の確認に戻る割合(%)"),
        ("desk.agents[chat.en,2027-04]", "Chat: people needed on the desk in the busiest interval of Apr 2027", None),
        ("channel.phone.patience", None, "「電話(1)」:待てる時間の平均(自社の値)"),
        ("channels.second.contacts", "Phone (2): contacts today", "「電話(2)」のいまの件数"),
        ("channels.phone.handling_minutes", "Phone (1): Handling time (minutes)", None),
        ("segments.big.priorities.0.share", "big: share of accounts in Key", "「big」の顧客数に占めるKeyの割合"),
        ("segments.big.priorities.1.frequency.cadence_call", None, "「big」の優先グループ2への定例面談の頻度"),
        ("capacity.account.meetings", "Account work: Internal meetings, share of the hours after leave", None),
        ("tasks.cs_ops.reporting.each", None, "CS Ops(CSオプス):報告と予測にチームの1人ごとにかかる時間"),
        ("service_model.one_to_one_standard.first_months.months", None, "個別・標準:契約直後とみなす月数"),
        ("team.slack", "Expansion: share of the capacity that is kept free", "拡大期:余力として空けておく時間の割合"),
        ("channels.gone.contacts", "gone: contacts today", None),
        ("levers.gone.something", "levers.gone.something", None),
    ],
)
def test_what_a_company_adds_is_labelled_in_words(id: str, english: str | None, japanese: str | None) -> None:
    plan = made("everything", "expansion")
    assert english in (None, label_of(plan, id, "en"))
    assert japanese in (None, label_of(plan, id, "ja"))


@pytest.mark.parametrize(("channel", "model"), [("phone", "Erlang A"), ("second", "Erlang C")])
def test_the_number_of_agents_names_its_model(channel: str, model: str) -> None:
    plan = made("everything", "expansion")
    agents = plan.explain(f"desk.agents[{channel},2027-04]")
    assert model in explain_operation(plan, agents, "en")
    assert model.replace("Erlang ", "アーラン") in explain_operation(plan, agents, "ja")


def test_positions_are_called_by_their_roles() -> None:
    sou, hoshi = plan_of("sou"), plan_of("hoshi")
    assert position_label(sou, "lead-1", "ja") == "リーダー(プレイング)1"
    assert position_label(sou, "lead-1", "en") == "Lead 1 (playing)"
    assert position_label(sou, "high_touch-3", "ja") == "ハイタッチ3・兼 サポート"
    assert position_label(hoshi, "lead-1", "ja") == "リーダー1"
    assert position_label(hoshi, "support-outsourcer", "en") == "Support (outsourcer)"


def test_position_labels_tell_all_positions_apart() -> None:
    for example in EXAMPLES:
        plan = plan_of(example)
        for language in i18n.LANGUAGES:
            labels = [position_label(plan, p.id, language) for p in plan.positions]
            assert len(set(labels)) == len(labels)


def test_ids_of_segments_and_people_may_hold_dots() -> None:
    segment = Segment(
        id="a.b",
        name="Shops",
        service_model="one_to_one_standard",
        accounts=5,
        activities={"cadence_call": OwnActivity(hours=2)},
    )
    person = Person(id="x.y", name="Kim")
    company = Company(name="Dots", first_month="2027-04", phase="launch", segments=(segment,), roster=(person,))
    plan = op.make_plan(company, op.load_phase("launch"))
    assert label_of(plan, "segments.a.b.accounts", "en") == "Shops: accounts today"
    assert label_of(plan, "segment.a.b.cadence_call.hours", "en") == "Shops: own hours of Cadence call each time"
    assert label_of(plan, "segments.a.b.activities.cadence_call.hours", "en") == (
        "Shops: own hours of Cadence call each time"
    )
    assert label_of(plan, "roster.x.y.monthly_cost", "en") == "Kim: cost a month"


def test_an_unknown_key_of_a_figure_is_refused() -> None:
    for id in ("demand.hours[suport,2026-12]", "demand.hours[support]", "staffing.position_load[nobody-1]"):
        with pytest.raises(UnknownName):
            label_of(plan_of("sou"), id, "en")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_sources_grades_and_kinds_are_told(language: str) -> None:
    plan = plan_of("hoshi")
    for source in plan.phase.catalogue.sources:
        told = source_of(plan, source.id, language)
        assert source.id == "judgement" or (source.title in told and str(source.year) in told)
    for grade in Grade:
        assert grade_of(grade, language).startswith(grade.value)
        assert ("判断" in grade_of(grade, "ja")) is grade.is_judgement
        assert ("judgement" in grade_of(grade, "en")) is grade.is_judgement
    assert len({source_kind(kind, language) for kind in SourceKind}) == len(SourceKind)


def test_errors_are_told_in_a_sentence() -> None:
    unknown = UnknownName("role", "suport", ["support", "head"])
    assert tell(unknown, "en") == "There is no role suport. Did you mean: support?"
    assert tell(unknown, "ja") == "「suport」という役割はありません。近い名前: support"
    assert tell(UnknownName("month", "x", ()), "en") == "There is no planned month x."
    problems = InputProblems([Problem("a.yaml", 3, "name", "text_expected"), Problem("a.yaml", 4, "", "yaml_tab")])
    assert tell(problems, "en").count("\n") == 1


def test_every_family_of_rules_of_the_optimisations_is_told() -> None:
    stages = ROOT / "orgplanner" / "stages"
    sources = "".join((stages / f"{name}.py").read_text(encoding="utf-8") for name in ("pooling", "matching"))
    families = set(re.findall(r'\.constrain\(\s*"([^"]+)"', sources)) | {"combination of roles"}
    assert families
    for family in families:
        assert f"error.rule_{family}" in i18n.catalogue()
        assert tell(InfeasiblePlan([family]), "ja").isascii() is False


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_cost_of_who_joins_and_of_what_is_missing_is_told(language: str) -> None:
    joins = Person(id="s", name="Kim", roles=(RoleShare(role="support", share=1),), start=dt.date(2027, 6, 1))
    half = Person(id="h", name="Lee", roles=(RoleShare(role="high_touch", share=1),), fte=0.5)
    book = Segment(id="all", service_model="one_to_one_standard", accounts=80)
    company = Company(name="Joins", first_month="2027-04", phase="launch", segments=(book,), roster=(joins, half))
    plan = op.make_plan(company, op.load_phase("launch"))
    built = {f.id: f for f in reachable_ids(plan.parts)}
    assert {"cost.joining", "cost.of_seat[high_touch-1]"} <= built.keys()
    for figure in built.values():
        for id in (figure.id, *(t.id for t in figure.terms)):
            label = label_of(plan, id, language)
            assert not RAW_ID.search(label), id
            assert "{" not in label, id
        assert explain_operation(plan, figure, language).endswith(("。", "."))
