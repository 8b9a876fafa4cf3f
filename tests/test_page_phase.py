from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.i18n import LANGUAGES, say
from orgplanner.records.company import Company
from orgplanner.studies.comparison import compare
from orgplanner.ui import state
from orgplanner.ui.components.phase_comparison import Split, change_of, splits
from tests.companies import EXAMPLES, PHASES, ROOT, company, example, example_plan, segment

PAGE = "orgplanner/ui/pages/phase.py"
SECTIONS = ("areas", "roles", "outline", "sourcing", "problems", "compare")

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Give a way to open a section of the page for a company."""

    def opened(of: Company, section: str, language: str = "en") -> AppTest:
        monkeypatch.setattr(state, "language", lambda: language)
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        page.session_state["orgplanner"] = state._Session(of, "test")
        page.query_params["section"] = section
        return page.switch_page(PAGE).run()

    return opened


def text_of(page: AppTest) -> str:
    return "\n".join(element.value for element in (*page.markdown, *page.warning, *page.info))


def company_of(page: AppTest) -> Company:
    found: Company = page.session_state["orgplanner"].company
    return found


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_section_shows_every_example(open_page: Open, name: str, language: str, section: str) -> None:
    page = open_page(example(name), section, language)
    assert not page.exception
    assert not page.error
    assert page.title[0].value == say("page.phase", language)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("phase", PHASES)
def test_an_empty_company_still_reads_what_the_phase_asks_for(open_page: Open, phase: str, section: str) -> None:
    page = open_page(company(phase=phase), section)
    assert not page.exception
    assert not page.error


def test_an_unknown_section_in_the_link_shows_the_areas(open_page: Open) -> None:
    assert say("phase.areas_about", "en") in text_of(open_page(example("sou"), "elsewhere"))


def test_a_company_that_cannot_be_planned_gets_a_sentence(open_page: Open) -> None:
    page = open_page(company(segment(model="unheard_of")), "areas")
    assert not page.exception
    assert len(page.error) == 1


def test_every_area_names_who_says_whether_to_do_it_inside_or_outside(open_page: Open) -> None:
    shown = text_of(open_page(example("sou"), "areas"))
    definition = example_plan("sou").phase.definition
    assert shown.count(say("phase.inside_or_outside", "en")) == len(definition.areas)
    assert "STANDS 2026" in shown


def test_all_mission_metrics_are_shown_and_one_can_be_chosen(open_page: Open) -> None:
    page = open_page(example("sou"), "outline")
    assert len(page.radio[0].options) == 2
    page.radio[0].set_value("revenue").run()
    assert not page.exception
    assert company_of(page).mission_metric == "revenue"


def test_without_revenue_the_share_of_cost_is_not_known(open_page: Open) -> None:
    assert say("phase.not_known", "en") in text_of(open_page(company(segment(10)), "outline"))


def test_naming_a_problem_says_what_it_changes(open_page: Open) -> None:
    page = open_page(company(segment(10)), "problems")
    assert say("phase.no_problems", "en") in text_of(page)
    page.pills[0].set_value(["head_in_field", "no_numbers"]).run()
    assert not page.exception
    assert company_of(page).problems == ("head_in_field", "no_numbers")
    assert say("phase.effect_free_head_from_field", "en") in text_of(page)
    assert say("phase.effect_none", "en") in text_of(page)


def test_the_problems_in_own_words_are_kept(open_page: Open) -> None:
    page = open_page(company(segment(10)), "problems")
    page.text_area[0].set_value("Everybody is busy").run()
    assert company_of(page).problem_notes == "Everybody is busy"


def test_the_sources_are_compared_and_decided_on_a_page_of_their_own(open_page: Open) -> None:
    page = open_page(example("hoshi"), "sourcing")
    assert len(page.dataframe) == 1
    (link,) = (link for link in page.get("page_link") if link.proto.label == say("phase.sourcing_decide", "en"))
    assert link.proto.page.endswith("sourcing")


@pytest.mark.parametrize(
    ("section", "figure"),
    [
        ("roles", "phase-fte-support"),
        ("outline", "phase-why-cost-today"),
        ("compare", "phase-why-positions"),
    ],
)
def test_a_number_opens_its_derivation(open_page: Open, section: str, figure: str) -> None:
    page = open_page(example("sou"), section)
    before = len(page.markdown)
    page.button(key=figure).click().run()
    assert not page.exception
    assert len(page.markdown) > before


def test_switching_the_phase_can_be_undone(open_page: Open) -> None:
    page = open_page(example("sou"), "compare")
    page.button(key="phase-switch-expansion").click().run()
    assert not page.exception
    assert company_of(page).phase == "expansion"
    page.button(key="undo").click().run()
    assert not page.exception
    assert company_of(page).phase == "launch"


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_other_phases_say_which_roles_appear_vanish_and_split(open_page: Open, name: str, language: str) -> None:
    page = open_page(example(name), "compare", language)
    assert len(page.dataframe) == 2


def test_high_touch_splits_in_two_and_then_in_three() -> None:
    two = splits(compare(example_plan("sou"), example_plan("sou", "expansion")))
    three = splits(compare(example_plan("sou"), example_plan("sou", "maturity")))
    assert two == (Split("high_touch", ("onboarding", "adoption_account_expansion")),)
    assert three == (Split("high_touch", ("onboarding", "adoption", "account_expansion")),)


def test_going_back_a_phase_joins_the_same_roles() -> None:
    forth = splits(compare(example_plan("sou"), example_plan("sou", "expansion")))
    assert splits(compare(example_plan("sou", "expansion"), example_plan("sou"))) == forth


def test_every_role_has_one_word_for_its_change() -> None:
    changes = compare(example_plan("sou"), example_plan("sou", "expansion")).roles
    words = {change.role: change_of(change) for change in changes}
    assert words["high_touch"] == "vanishes"
    assert words["onboarding"] == "appears"
    assert words["low_touch"] == "source"
