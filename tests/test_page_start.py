from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.files.companies import dump_company, load_company, read_company
from orgplanner.files.phases import load_phase, load_phases
from orgplanner.plan import make_plan
from orgplanner.records.change import SetPhase, SetRoster, SetSegments
from orgplanner.records.company import Currency
from orgplanner.ui.components.company_form import Answers, company_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("sou", "hoshi", "meridian")


def start_page(language: str = "en") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    return app.run()


def session(app: AppTest):
    return app.session_state["orgplanner"]


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_plan_is_there_before_anything_is_entered(language: str):
    app = start_page(language)
    assert not app.exception
    assert app.metric[0].value == {"ja": "5人", "en": "5"}[language]
    assert app.metric[2].value == {"ja": "1人", "en": "1"}[language]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_opens(example: str, language: str):
    app = start_page(language)
    app.button(key=f"open-{example}").click().run()
    assert not app.exception
    assert session(app).name == example


def test_opening_another_company_asks_first_while_there_are_unsaved_edits():
    app = start_page()
    app.button(key="choose-expansion").click().run()
    assert session(app).company.phase == "expansion"
    app.button(key="open-hoshi").click().run()
    assert session(app).name == "sou"
    assert {"unsaved-open", "unsaved-stay"} <= keys(app)


def test_giving_up_unsaved_edits_opens_the_other_company():
    app = start_page()
    app.button(key="choose-expansion").click().run()
    app.button(key="open-hoshi").click().run()
    app.button(key="unsaved-open").click().run()
    assert not app.exception
    assert session(app).base.name.startswith("株式会社ホシノ")


def test_choosing_a_phase_is_a_step_that_can_be_undone():
    app = start_page()
    app.button(key="choose-maturity").click().run()
    assert not app.exception
    assert session(app).steps == [(SetPhase(phase="maturity"),)]
    app.button(key="undo").click().run()
    assert app.button(key="choose-launch").disabled


def test_a_wrong_file_is_told_sentence_by_sentence_and_loses_nothing():
    app = start_page()
    before = session(app).base
    app.file_uploader(key="company-file").set_value(
        ("wrong.yaml", b"name: X\nphase: lunch\nhorizon: 5\n", "text/yaml")
    ).run()
    assert not app.exception
    assert app.error
    assert "wrong.yaml" in app.error[0].value.replace("\\", "")
    assert session(app).base is before


def test_a_saved_company_opens_again_as_it_was():
    phases = load_phases()
    company = load_company(ROOT / "examples" / "hoshi.yaml", phases)
    saved = dump_company(company).encode()
    assert read_company(saved, "hoshi.yaml", phases) == company
    app = start_page()
    app.file_uploader(key="company-file").set_value(("hoshi.yaml", saved, "application/yaml")).run()
    app.button(key="open-file").click().run()
    assert not app.exception
    assert session(app).base == company


def test_the_download_is_the_company_with_its_edits():
    app = start_page()
    app.button(key="choose-expansion").click().run()
    read = read_company(dump_company(session(app).company).encode(), "saved.yaml", load_phases())
    assert read == session(app).company
    assert len(app.get("download_button")) == 1


def test_six_inputs_make_a_company_at_once():
    app = start_page()
    app.number_input(key="form-accounts-one_to_one_standard").set_value(60).run()
    app.number_input(key="form-new-one_to_one_standard").set_value(4.0).run()
    app.number_input(key="form-tickets").set_value(120.0).run()
    app.number_input(key="form-team-head").set_value(1).run()
    app.number_input(key="form-team-high_touch").set_value(2).run()
    app.button(key="form-create").click().run()
    assert not app.exception
    made = session(app).base
    assert [(s.service_model, s.accounts, s.new_accounts, s.tickets_per_account) for s in made.segments] == [
        ("one_to_one_standard", 60, 4, 2)
    ]
    assert [(p.id, p.manager) for p in made.roster] == [
        ("high_touch-1", "head-1"),
        ("high_touch-2", "head-1"),
        ("head-1", None),
    ]
    assert session(app).saved_steps != len(session(app).steps), "it exists in no file yet"


@pytest.mark.parametrize("phase", ["launch", "expansion", "maturity"])
def test_a_company_from_six_inputs_can_be_planned_and_saved(phase: str):
    chosen = load_phase(phase)
    answers = Answers(
        name="自社",
        first_month="2027-04",
        calendar="JP",
        currency=Currency.JPY,
        accounts={model.id: 30 for model in chosen.catalogue.service_models},
        team=dict.fromkeys(chosen.role_ids, 1),
        budget=9_000_000,
    )
    company = company_of(answers, chosen)
    assert make_plan(company, chosen).team_positions
    assert read_company(dump_company(company).encode(), "own.yaml", load_phases()) == company


def test_six_inputs_left_empty_give_a_page_that_says_what_to_do():
    app = start_page()
    app.button(key="form-create").click().run()
    assert not app.exception
    assert session(app).base.segments == ()
    assert session(app).base.roster == ()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_company_says_what_to_enter(language: str):
    app = empty(start_page(language))
    assert not app.exception
    assert app.metric


def empty(app: AppTest) -> AppTest:
    session(app).steps.append((SetSegments(segments=()), SetRoster(roster=())))
    session(app).company = None
    return app.run()


def archive(change: Callable[[str], str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        text = (ROOT / "phases" / "launch.yaml").read_text(encoding="utf-8")
        packed.writestr("seed.yaml", change(text))
    return data.getvalue()


def test_own_phases_are_used_and_given_back():
    own = archive(lambda text: text.replace("id: launch\n", "id: seed\n", 1).replace("en: Launch\n", "en: Seed\n", 1))
    app = start_page()
    app.file_uploader(key="phases-file").set_value(("own.zip", own, "application/zip")).run()
    assert not app.exception
    assert not app.error
    app.button(key="use-phases").click().run()
    assert not app.exception
    assert session(app).company.phase == "seed"
    app.button(key="shipped-phases").click().run()
    assert not app.exception
    assert session(app).company.phase == "launch"


def test_a_wrong_archive_of_phases_changes_nothing():
    app = start_page()
    app.file_uploader(key="phases-file").set_value(
        ("own.zip", archive(lambda text: text[:300]), "application/zip")
    ).run()
    assert not app.exception
    assert app.error
    assert session(app).own_phases == ()
