"""Levers on screen: added from the catalogue, never with an effect of the planner's own, changed and removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.files.phases import load_phase
from orgplanner.i18n import say
from orgplanner.records.company import Company
from orgplanner.records.lever import Lever
from orgplanner.ui.components import levers
from tests.test_page_customers import LANGUAGES, company_of, empty, example, steps_of

PANEL = """
from orgplanner.ui import state
from orgplanner.ui.components import levers
state.begin_run()
levers.show("levers")
"""


def open_panel(company: Company, language: str = "en") -> AppTest:
    page = AppTest.from_string(PANEL, default_timeout=60)
    page.query_params["lang"] = language
    page.run()
    session = page.session_state["orgplanner"]
    session.base, session.company, session.revision = company, None, session.revision + 1
    page.run()
    assert not page.exception, page.exception
    return page


def with_levers(*held: Lever) -> Company:
    return Company(**{**dict(example("sou")), "levers": held})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", [example("sou"), example("hoshi"), example("meridian"), empty()])
def test_the_panel_shows_every_company_and_looking_changes_nothing(company: Company, language: str) -> None:
    page = open_panel(company, language)
    assert company_of(page) in (None, company)
    assert steps_of(page) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_levers_the_panel_says_what_is_assumed(language: str) -> None:
    page = open_panel(with_levers(), language)
    assert say("levers.empty", language) in [info.value for info in page.info]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [lever.id for lever in load_phase("launch").catalogue.levers])
def test_every_kind_is_added_without_an_effect_and_says_so(kind: str, language: str) -> None:
    page = open_panel(with_levers(), language)
    page.selectbox("levers-add-1-0").select(kind).run()
    page.button(f"levers-new-{kind}").click().run()
    assert not page.exception, page.exception
    assert company_of(page).levers == (Lever(id=kind, kind=kind),)
    assert say("levers.effect_missing", language) in [warning.value for warning in page.warning]
    assert page.number_input(f"levers-1-{kind}-effect").value is None


def test_what_suits_the_phase_comes_first() -> None:
    page = open_panel(with_levers())
    assert "suits" in page.selectbox("levers-add-1-0").options[0]


def test_a_judged_effect_is_taken_over_and_undone(root: Path) -> None:
    page = open_panel(with_levers(Lever(id="help_pages", kind="help_pages")))
    stem = "levers-1-help_pages"
    page.number_input(f"{stem}-effect").set_value(30.0)
    page.number_input(f"{stem}-adoption").set_value(50.0)
    page.number_input(f"{stem}-lag_months").set_value(4.0)
    page.selectbox(f"{stem}-start").select("2027-07")
    page.number_input(f"{stem}-monthly_cost").set_value(50_000.0)
    page.button(f"{stem}-apply").click().run()
    assert not page.error
    assert not page.warning
    (held,) = company_of(page).levers
    assert (held.effect, held.adoption, held.lag_months, held.start) == (0.3, 0.5, 4, "2027-07")
    assert (held.monthly_cost, held.review, held.build_hours) == (50_000, None, None)
    assert steps_of(page) == 1


def test_an_effect_that_is_emptied_is_not_known_again() -> None:
    page = open_panel(with_levers(Lever(id="help_pages", kind="help_pages", effect=0.3)))
    page.number_input("levers-1-help_pages-effect").set_value(None)
    page.button("levers-1-help_pages-apply").click().run()
    assert company_of(page).levers[0].effect is None
    assert page.warning


def test_a_lever_is_removed_and_the_others_stay() -> None:
    held = (Lever(id="a", kind="help_pages", effect=0.1), Lever(id="b", kind="community"))
    page = open_panel(with_levers(*held))
    page.button("levers-1-a-remove").click().run()
    assert company_of(page).levers == (held[1],)


def test_two_levers_of_one_kind_have_ids_of_their_own() -> None:
    held = (Lever(id="help_pages", kind="help_pages"), Lever(id="help_pages_2", kind="help_pages"))
    assert levers.free_id("help_pages", held) == "help_pages_3"


def test_a_lever_tells_the_work_that_it_touches() -> None:
    phase = load_phase("launch")
    words = levers.touched(phase.lever_kind("content_for_high_touch"), phase)
    assert "onboarding" in words
    assert "Cadence call" in words
