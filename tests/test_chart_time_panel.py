"""The chart over time on screen: the month slider, what happens in a month, what differs, the months between."""

from __future__ import annotations

import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.i18n import LANGUAGES, month, say
from orgplanner.records.change import apply
from orgplanner.records.chart_edit import MovePosition
from orgplanner.records.company import Company
from orgplanner.ui.components.chart_course import Course
from tests.companies import EXAMPLES, company, example, person, segment

PANEL = """
from orgplanner.ui import navigation, state
from orgplanner.ui.components import chart_time, chart_transition
state.begin_run()
navigation.show_header()
plan = state.plan()
chart_time.show_slider(plan)
chart_time.show_events(plan)
chart_transition.show(plan)
"""

HOSTILE = "<b>[x](//y) `=1+1` $a$ :red[z]"


def open_panel(of: Company, language: str = "en", **session: Any) -> AppTest:
    page = AppTest.from_string(PANEL, default_timeout=120)
    page.query_params["lang"] = language
    page.run()
    opened = page.session_state["orgplanner"]
    opened.base, opened.company, opened.revision, opened.month = of, None, opened.revision + 1, None
    for key, value in session.items():
        page.session_state[key] = value
    return run(page)


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception, page.exception
    return page


def click(page: AppTest, key: str) -> AppTest:
    page.button(key).click()
    return run(page)


def month_of(page: AppTest) -> str:
    return str(page.session_state["orgplanner"].month)


def text_of(page: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*page.markdown, *page.success, *page.error, *page.info))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_panel_shows_every_example(name: str, language: str) -> None:
    page = open_panel(example(name), language)
    assert say("chart_time.between_how", language) in text_of(page)
    assert not page.error


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_without_anything_has_a_panel_too(language: str) -> None:
    page = open_panel(company(), language, **{"chart-events": True})
    assert not page.error


def test_the_slider_and_the_header_agree() -> None:
    page = open_panel(example("sou"))
    months = example("sou").months
    page.select_slider("chart-month").set_value(months[3])
    run(page)
    header = f"month-{months[0]}-{len(months)}"
    assert month_of(page) == page.selectbox(header).value == months[3]
    page.selectbox(header).select(months[7])
    run(page)
    assert month_of(page) == page.select_slider("chart-month").value == months[7]


def test_steps_and_jumps_choose_the_month() -> None:
    page, months = open_panel(example("sou")), example("sou").months
    assert page.button("chart-month-earlier").disabled
    for key, expected in (
        ("later", months[1]),
        ("later", months[2]),
        ("earlier", months[1]),
        ("year", months[12]),
        ("end", months[-1]),
        ("today", months[0]),
    ):
        click(page, f"chart-month-{key}")
        assert month_of(page) == page.select_slider("chart-month").value == expected
    assert page.selectbox(f"month-{months[0]}-{len(months)}").value == months[0]


def test_a_plan_of_a_year_has_no_month_twelve() -> None:
    page = open_panel(company(segment(60)))
    assert "chart-month-year" not in [button.key for button in page.button]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_events_of_a_month_are_told(language: str) -> None:
    leaver = person("m1", "high_touch", manager="kim", name=HOSTILE, planned_end="2027-05-31")
    of = company(segment(60), roster=(person("kim", "head"), leaver))
    page = open_panel(of, language, **{"chart-events": True})
    assert say("chart_time.events_first", language, month=month("2027-01", language)) in text_of(page)
    page.select_slider("chart-month").set_value("2027-06")
    run(page)
    told = text_of(page)
    assert r"\<b\>" in told
    assert "<b>" not in told.replace(r"\<b\>", "")


def test_the_months_are_worked_out_once() -> None:
    page = open_panel(example("sou"))
    kept = page.session_state["chart-months"]
    click(page, "chart-month-later")
    assert page.session_state["chart-months"] is kept


def test_two_months_are_compared() -> None:
    page = open_panel(example("sou"), **{"chart-compared": "months"})
    first, last = example("sou").months[0], example("sou").months[-1]
    assert say("chart_time.about_months", "en", first=month(first, "en"), last=month(last, "en")) in text_of(page)
    page.selectbox(f"chart-to-{first}-24").select(first)
    run(page)
    assert say("chart_time.no_difference", "en") in text_of(page)


def test_the_next_phase_is_compared_where_one_follows() -> None:
    page = open_panel(example("sou"), **{"chart-compared": "next"})
    assert "Expansion" in text_of(page)
    choices = open_panel(example("meridian")).get("button_group")[0].options
    assert not any("next" in str(choice).lower() for choice in choices)


def test_edits_are_compared_once_there_are_some() -> None:
    edited = apply(example("meridian"), [MovePosition(position="adoption-3", to="director-2")])
    page = open_panel(edited)
    page.session_state["chart-compared"] = "edits"
    run(page)
    told = text_of(page)
    assert "Lead 2 → Director 2" in told
    assert say("chart_time.managers_changed", "en", count=1) in told


def test_the_hiring_plan_is_laid_on_the_chart_and_taken_off() -> None:
    page = click(open_panel(example("sou")), "chart-lay-hires")
    deadline = time.monotonic() + 90
    while page.session_state["chart-months"].with_hires is None and time.monotonic() < deadline:
        time.sleep(0.3)
        run(page)
    course: Course = page.session_state["chart-months"]
    assert course.with_hires is not None
    count = sum(len(seat.hires) for seat in course.with_hires.courses)
    assert say("chart_time.hires_laid", "en", count=count) in text_of(page)
    click(page, "chart-drop-hires")
    assert page.session_state["chart-months"].with_hires is None


def test_one_role_can_be_shown_alone() -> None:
    page = open_panel(example("sou"))
    page.selectbox("chart-between-role").select("support")
    run(page)
    assert not page.error
