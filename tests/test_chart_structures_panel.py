"""Structures and leads on screen: every company in both languages, choosing one, opening what scores are made of."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.i18n import say
from orgplanner.records.change import SetStructure, apply
from orgplanner.records.company import Company
from orgplanner.ui.components.chart_leads import figure
from tests.companies import company as made
from tests.companies import person, phase, segment
from tests.test_page_customers import LANGUAGES, company_of, empty, example, steps_of

PANEL = """
from orgplanner.ui import state
from orgplanner.ui.components import chart_leads, chart_structures
state.begin_run()
chart_structures.show(state.plan())
chart_leads.show(state.plan())
"""

HOSTILE = "![x](http://a.b) <b>=1+1</b> $x$ " + "長" * 150


def open_panel(company: Company, language: str = "en") -> AppTest:
    page = AppTest.from_string(PANEL, default_timeout=90)
    page.query_params["lang"] = language
    page.run()
    session = page.session_state["orgplanner"]
    session.base, session.company, session.revision = company, None, session.revision + 1
    page.run()
    assert not page.exception, page.exception
    return page


def texts(page: AppTest) -> str:
    return "\n".join(element.value for element in page.markdown)


def words(page: AppTest) -> str:
    """Return the texts as a reader sees them."""
    return texts(page).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("company", [example("sou"), example("hoshi"), example("meridian"), empty()])
def test_the_panels_show_every_company_and_looking_changes_nothing(company: Company, language: str) -> None:
    page = open_panel(company, language)
    assert steps_of(page) == 0
    assert say("structures.panel", language) in [header.value for header in page.header]


@pytest.mark.parametrize("language", LANGUAGES)
def test_choosing_a_structure_is_one_change_and_goes_back_the_same_way(language: str) -> None:
    page = open_panel(example("hoshi"), language)
    page.button("structure-single_team-choose").click().run()
    assert not page.exception, page.exception
    assert (company_of(page).chart.structure, steps_of(page)) == ("single_team", 1)
    assert "structure-single_team-choose" not in [button.key for button in page.button]
    page.button("structure-own-choose").click().run()
    assert company_of(page).chart.structure is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recommendation_is_marked_in_words_with_its_reason(language: str) -> None:
    page = open_panel(example("hoshi"), language)
    assert say("structures.best", language) in words(page)
    reason = phase("expansion").definition.organisation.reason
    assert reason.text.say(language) in words(page)
    assert say("structures.recommended", language) in words(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_score_opens_into_its_parts(language: str) -> None:
    page = open_panel(example("hoshi"), language)
    page.button("structure-own-parts").click().run()
    assert not page.exception, page.exception
    for name in ("hand_offs", "spans", "layers", "leads_cost", "specialisation", "skill_match", "cover", "travel"):
        assert say(f"structures.score_{name}", language) in words(page)


def test_a_chosen_structure_that_does_not_fit_is_told() -> None:
    page = open_panel(apply(example("sou"), [SetStructure(structure="region")]))
    assert say("structures.refused_but_chosen", "en", reason="")[:20] in texts(page)
    page.button("structure-own-choose").click().run()
    assert company_of(page).chart.structure is None


def test_names_are_shown_as_text() -> None:
    people = tuple(person(f"p{k}", "high_touch", name=HOSTILE, unit=HOSTILE, manager="p0") for k in range(1, 12))
    roster = (person("p0", "head", name=HOSTILE), *people)
    segments = (segment(300, "a", region=HOSTILE, name=HOSTILE), segment(300, "b", region="West"))
    page = open_panel(made(*segments, roster=roster, phase="expansion"))
    page.button("structure-own-parts").click().run()
    assert not page.exception, page.exception
    assert "![x]" not in texts(page)
    assert "<b>" not in texts(page)


def test_the_chart_of_leads_stacks_units_and_tells_names_as_text() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orgplanner.ui.wording.state.language", lambda: "en")
        drawn = figure(["Jan", "Feb"], [("<b>A</b>", (1, 2)), ("B", (0, 1))])
    assert [list(bar.y) for bar in drawn.data] == [[1, 2], [0, 1]]
    assert drawn.data[0].name == "&lt;b>A&lt;/b>"
    assert drawn.layout.yaxis.dtick == 1
