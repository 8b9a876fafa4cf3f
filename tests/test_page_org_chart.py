from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.advice.cards import Reading, cards_of_seats
from orgplanner.advice.seats import ChartView, Seat, seats_of, unplaced_people
from orgplanner.files.phases import load_phases, shipped_folder
from orgplanner.i18n import LANGUAGES, say
from orgplanner.plan import Plan, make_plan
from orgplanner.records.base import SourceKind
from orgplanner.records.change import apply
from orgplanner.records.chart_edit import UnassignPerson
from orgplanner.records.company import Company
from orgplanner.ui import state
from orgplanner.ui.components import chart_table
from orgplanner.ui.components.chart_cards import chart_labels
from orgplanner.ui.components.org_chart import check_forest
from orgplanner.ui.components.position_detail import asked_skills
from tests.companies import EXAMPLES, ROOT, company, example, example_plan, person, plan, segment

PAGE = "orgplanner/ui/pages/org_chart.py"
HOSTILE = '![x](http://example.com/a.png) <img src=x onerror="alert(1)"> `[a]'

Open = Callable[..., AppTest]


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give a way to choose the language of the page."""
    return lambda language: monkeypatch.setattr(state, "language", lambda: language)


@pytest.fixture
def open_page(speak: Callable[[str], None]) -> Open:
    """Give a way to open the page for a company, in a language and a view."""

    def opened(of: Company, language: str = "en", view: ChartView | None = None, **session: Any) -> AppTest:
        speak(language)
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        page.session_state["orgplanner"] = state._Session(of, "test")
        for key, value in session.items():
            page.session_state[key] = value
        if view is not None:
            page.query_params["view"] = view.value
        return page.switch_page(PAGE).run()

    return opened


@pytest.fixture
def english(speak: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the words of components in English."""
    speak("en")


def text_of(page: AppTest) -> str:
    return "\n".join(element.value for element in (*page.markdown, *page.warning, *page.info))


def by_title(seats: tuple[Seat, ...]) -> dict[str, Seat]:
    return {seat.title: seat for seat in seats}


@pytest.mark.parametrize("view", ChartView)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_shows_every_view_of_every_example(open_page: Open, name: str, language: str, view: ChartView) -> None:
    page = open_page(example(name), language, view)
    assert not page.exception
    assert say(f"org_chart.about_{view.value}", language) in text_of(page)
    assert len(page.dataframe) == 2


@pytest.mark.parametrize("view", ChartView)
@pytest.mark.parametrize("phase", [p.id for p in load_phases(shipped_folder())])
def test_a_company_without_customers_and_people_is_told_what_to_enter(
    open_page: Open, phase: str, view: ChartView
) -> None:
    page = open_page(company(phase=phase), view=view)
    assert not page.exception
    assert not page.error


def test_an_unknown_view_in_the_link_shows_the_recommendation(open_page: Open) -> None:
    page = open_page(example("sou"))
    page.query_params["view"] = "elsewhere"
    assert say("org_chart.about_recommended", "en") in text_of(page.run())


def test_a_company_that_cannot_be_planned_gets_a_sentence(open_page: Open) -> None:
    page = open_page(company(segment(model="unheard_of")))
    assert not page.exception
    assert len(page.error) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_box_can_be_picked(open_page: Open, name: str, language: str) -> None:
    shown = example_plan(name).positions
    for id in dict.fromkeys((shown[0].id, shown[1].id, shown[-1].id, example_plan(name).gaps.open_positions[0].id)):
        page = open_page(example(name), language, **{"org-chart-positions": {"selected": id}})
        assert not page.exception
        assert say("org_chart.duties_title", language) in [e.label for e in page.expander]


def test_a_picked_position_shows_what_it_asks_for_and_what_the_person_has(open_page: Open) -> None:
    page = open_page(example("sou"), **{"org-chart-positions": {"selected": "high_touch-1"}})
    skills = next(t.value for t in page.dataframe if say("org_chart.column_asked", "en") in t.value)
    assert say("org_chart.level_gap", "en", level=2) in set(skills.iloc[:, 2])
    assert "109%" in text_of(page)


@pytest.mark.parametrize("figure", ["why-load-lead-1", "chart-why-needed", "chart-why-span-customer_success_team"])
def test_a_number_opens_its_derivation(open_page: Open, figure: str) -> None:
    page = open_page(example("sou"), **{"org-chart-positions": {"selected": "lead-1"}})
    before = len(page.markdown)
    page.button(key=figure).click().run()
    assert not page.exception
    assert len(page.markdown) > before


def test_an_open_position_shows_how_to_fill_it(open_page: Open) -> None:
    page = open_page(example("sou"), **{"org-chart-positions": {"selected": "lead-1"}})
    assert say("org_chart.open_seat", "en") in text_of(page)
    assert say("source.stance_inside", "en") in text_of(page)


def test_a_person_on_todays_chart_is_shown_with_the_recommended_seat(open_page: Open) -> None:
    page = open_page(example("sou"), view=ChartView.TODAY, **{"org-chart-today": {"selected": "head_a"}})
    assert not page.exception
    assert say("org_chart.seat_then", "en", seats="Head, also CS design, Systems") in text_of(page)


def test_freeing_the_head_says_which_problem_opens_which_seat(open_page: Open) -> None:
    shown = text_of(open_page(example("sou")))
    assert say("org_chart.freed_head", "en") in shown
    assert "Lead 1" in shown
    without = Company(**dict(example("sou")) | {"problems": ()})
    assert say("org_chart.freed_head", "en") not in text_of(open_page(without))


def test_names_are_shown_letter_by_letter(open_page: Open) -> None:
    roster = (person("a", "head", name=HOSTILE), person("b", "high_touch", manager="a", name=HOSTILE))
    of = company(segment(), roster=roster)
    for view, key, id in ((ChartView.TODAY, "today", "b"), (ChartView.DIFFERENCE, "positions", "high_touch-1")):
        page = open_page(of, view=view, **{f"org-chart-{key}": {"selected": id}})
        assert not page.exception
        assert "![x]" not in text_of(page)


def test_lines_on_a_cycle_are_listed(open_page: Open) -> None:
    roster = (person("a", "head", manager="b"), person("b", "high_touch", manager="a"))
    page = open_page(company(segment(), roster=roster), view=ChartView.TODAY)
    assert say("org_chart.left_out", "en") in text_of(page)
    assert "a → manager b" in text_of(page)


# ---------------------------------------------------------------- seats


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("view", ChartView)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_view_is_a_forest_with_one_row_a_card(name: str, view: ChartView) -> None:
    seats = seats_of(example_plan(name), view, "en")
    cards = cards_of_seats(seats, Reading(), "en")
    check_forest(cards)
    assert len(chart_table.rows_of(seats)) == len(cards)
    assert all(row["state"] for row in chart_table.rows_of(seats))


@pytest.mark.usefixtures("english")
def test_todays_sources_are_marked_and_employees_are_not() -> None:
    roster = (
        person("boss", "head"),
        person("free", "support", source=SourceKind.CONTRACTOR, manager="boss"),
        person("lent", "high_touch", source=SourceKind.SHARED, home="Sales", manager="boss"),
        person("desk", "support", source=SourceKind.OUTSOURCER, manager="boss"),
        person("away", out_of_scope=True, title="Advisor", manager="boss"),
    )
    seats = by_title(seats_of(plan(company(segment(), roster=roster)), ChartView.TODAY, "en"))
    assert seats["boss"].badges == ()
    assert [b.text for b in seats["free"].badges] == ["Contractor"]
    assert [seats[name].kind for name in ("lent", "desk", "away")] == ["shared", "pool", "out_of_scope"]
    assert "Sales" in seats["lent"].notes


@pytest.mark.usefixtures("english")
def test_an_open_position_is_dashed_and_named() -> None:
    seat = next(s for s in seats_of(example_plan("sou"), ChartView.RECOMMENDED, "en") if s.id == "lead-1")
    assert (seat.kind, seat.title, seat.person) == ("open", "Open position", "")


@pytest.mark.usefixtures("english")
def test_a_tight_position_says_its_load() -> None:
    tight = {p.id for p in example_plan("sou").positions if p.tight}
    seats = [s for s in seats_of(example_plan("sou"), ChartView.RECOMMENDED, "en") if s.id in tight]
    assert seats
    assert all(any(b.kind == "tight" and "%" in b.text for b in s.badges) for s in seats)


@pytest.mark.usefixtures("english")
def test_members_of_a_lead_who_is_to_be_hired_are_told_apart_from_those_who_stay() -> None:
    states = {s.title: s.state for s in seats_of(example_plan("sou"), ChartView.DIFFERENCE, "en")}
    assert states["責任者A"] == "Unchanged"
    assert states["メンバーB"] == "Manager to be hired"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("section", ["structures", "leads", "treemap", "skills", "analytics", "time"])
def test_the_title_of_a_section_stands_directly_below_that_of_the_page(open_page: Open, section: str) -> None:
    page = open_page(example("hoshi"), "en", **{"chart-section-read": section})
    assert not page.exception
    assert len(page.header) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_the_leader_took_off_is_not_told_to_be_left_out_by_the_recommendation(
    open_page: Open, language: str
) -> None:
    edited = apply(example("sou"), [UnassignPerson(person="member_b")])
    assert say("org_chart.tray_own", language, count=1) in text_of(open_page(edited, language, ChartView.OWN))


def test_people_without_a_position_stand_in_the_tray_and_in_the_table() -> None:
    roster = tuple(person(f"p{i}", "high_touch") for i in range(9))
    found = plan(company(segment(10), roster=roster))
    tray = unplaced_people(found, "en")
    assert {seat.id for seat in tray} == set(found.gaps.unplaced) != set()
    assert {row["state"] for row in chart_table.rows_of(tray)} == {"No position"}


@pytest.mark.usefixtures("english")
def test_the_levels_asked_are_the_highest_of_the_positions_roles() -> None:
    found: Plan = example_plan("sou")
    position = found.position("high_touch-3")
    asked = asked_skills(found, position)
    for load in position.roles:
        for skill in found.phase.role(load.role).skills:
            assert asked[skill.skill] >= skill.level


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_has_all_its_words(speak: Callable[[str], None], language: str) -> None:
    speak(language)
    assert all(chart_labels().model_dump().values())


@pytest.mark.usefixtures("english")
def test_a_thousand_people_stand_on_the_chart() -> None:
    boss = person("p0", "head")
    roster = (boss, *(person(f"p{i}", "adoption", manager=f"p{(i - 1) // 8}") for i in range(1, 1000)))
    of = company(segment(9000), phase="maturity", roster=roster)
    found = make_plan(of, example_plan("meridian").phase)
    assert len(seats_of(found, ChartView.TODAY, "en")) == 1000
    check_forest(cards_of_seats(seats_of(found, ChartView.DIFFERENCE, "en"), Reading(), "en"))
