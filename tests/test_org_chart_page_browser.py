"""The page of the org chart in a real browser: what a leader does from opening a company to handing out a picture."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from orgplanner.i18n import month, say
from orgplanner.records.card import ChartFormat
from tests.companies import example
from tests.org_chart_browser import card, focused
from tests.test_dashboard import assert_accessible, assert_clean, assert_no_scrolling_sideways, go_to

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.conftest import PageOf, Visit

PHONE = {"width": 375, "height": 812}


def open_own_chart(page_of: PageOf, name: str, language: str = "en", **how: object) -> Visit:
    """Open an example and the leader's own chart of it, the whole chart in sight."""
    visit = page_of(language, height=1100, **how)
    visit.open(f"?lang={language}")
    visit.page.locator(f".st-key-open-{name} button").first.click()
    visit.settle()
    page = go_to(visit, "org-chart", language)
    page.locator(".st-key-chart-edit button").click()
    visit.settle()
    fit(visit, language)
    return visit


def fit(visit: Visit, language: str = "en") -> None:
    """Show the whole chart."""
    visit.page.get_by_role("button", name=say("org_chart.chart_fit", language), exact=True).click()
    visit.page.wait_for_timeout(100)


def middle(thing: Locator) -> tuple[float, float]:
    box = thing.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(visit: Visit, thing: str, to: str) -> None:
    """Drag one card onto another and move it under that one, whatever else could be done there."""
    page = visit.page
    page.mouse.move(*middle(card(page, thing)))
    page.mouse.down()
    page.mouse.move(*middle(card(page, to)), steps=8)
    page.mouse.up()
    menu = page.locator(".org-chart .menu")
    if menu.is_visible():
        menu.get_by_role("menuitem").first.click()
    visit.settle()


def section(visit: Visit, name: str, count: int = 0, language: str = "en") -> None:
    """Open one of the sections under the chart."""
    words = say(f"chart_editing.section_{name}", language, count=count)
    visit.page.locator("[class*=st-key-chart-section]").get_by_text(words, exact=True).click()
    visit.page.mouse.move(0, 0)
    visit.settle()


def edits_shown(visit: Visit) -> list[str]:
    """Return the edits in words, newest first."""
    rows = visit.page.locator("[class*=st-key-chart-edit-row]")
    return [row.split("\n")[0] for row in rows.all_inner_texts()]


def level(page: Page, id: str) -> int:
    return int(card(page, id).get_attribute("aria-level") or 0)


def download(visit: Visit, folder: Path, format: ChartFormat) -> bytes:
    """Take the chart as a file and return it."""
    page, words = visit.page, say(f"chart_editing.format_{format.name.lower()}", "en")
    if not page.get_by_role("combobox", name=say("chart_editing.format", "en")).is_visible():
        page.locator(".st-key-chart-export button").first.click()
    page.get_by_role("combobox", name=say("chart_editing.format", "en")).click()
    page.get_by_role("option", name=words, exact=True).click()
    visit.settle()
    with page.expect_download(timeout=60_000) as taken:
        page.locator(".st-key-chart-download button").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    assert path.name == f"Meridian-Example-Software-fictitious-own-2027-12{path.suffix}"
    return path.read_bytes()


def test_a_leader_changes_the_structure_moves_a_team_undoes_slides_and_hands_out_files(
    page_of: PageOf, tmp_path: Path
) -> None:
    visit = open_own_chart(page_of, "meridian")
    page = visit.page
    page.get_by_role("combobox", name=say("chart_editing.structure", "en")).click()
    page.get_by_role("option", name="By region", exact=True).click()
    visit.settle()
    page.locator(".org-chart").get_by_text("EMEA").first.wait_for(state="attached")
    fit(visit)
    leads = list(page.locator(".card").evaluate_all("cards => cards.map(c => c.dataset.id)"))
    team, under = [id for id in leads if id.startswith("lead-") and level(page, id) == 3][1], "head-1"
    drag(visit, team, under)
    assert level(page, team) == 2
    section(visit, "edits", 1)
    assert len(edits_shown(visit)) == 1
    card(page, team).focus()
    page.keyboard.press("Control+z")
    visit.settle()
    assert level(page, team) == 3
    assert edits_shown(visit) == []
    page.keyboard.press("Control+y")
    visit.settle()
    assert level(page, team) == 2
    first = example("meridian").months[12]
    page.get_by_role("button", name=say("chart_time.jump_year", "en", month=month(first, "en", short=True))).click()
    visit.settle()
    page.locator(".org-chart .card").first.wait_for()
    pdf = download(visit, tmp_path, ChartFormat.PDF)
    assert pdf.startswith(b"%PDF-")
    deck = ZipFile(BytesIO(download(visit, tmp_path, ChartFormat.PPTX)))
    slides = "".join(deck.read(name).decode() for name in deck.namelist() if name.startswith("ppt/slides/slide"))
    assert "Person 001" in slides
    assert_clean(visit)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_seat_moves_by_keys_alone_and_a_refused_move_says_why(page_of: PageOf, language: str) -> None:
    visit = open_own_chart(page_of, "sou", language)
    page = visit.page
    card(page, "high_touch-2").focus()
    page.keyboard.press("Control+x")
    card(page, "head-1").focus()
    page.keyboard.press("Control+v")
    visit.settle()
    assert level(page, "high_touch-2") == 2
    assert focused(page) in ("head-1", "high_touch-2")
    card(page, "high_touch-1").focus()
    page.keyboard.press("Control+x")
    shared = page.locator(".card.is-shared").first
    shared.focus()
    page.keyboard.press("Control+Shift+v")
    visit.settle()
    assert_clean(visit)


def test_python_refuses_what_the_browser_let_through_and_the_chart_goes_back(page_of: PageOf) -> None:
    visit = open_own_chart(page_of, "sou")
    page = visit.page
    card(page, "high_touch-1").click()
    visit.settle()
    page.get_by_role("combobox", name=say("chart_editing.what", "en")).click()
    page.get_by_role("option", name=say("chart_editing.do_assistant", "en"), exact=True).click()
    visit.settle()
    page.get_by_text(say("chart_editing.assistant", "en"), exact=True).click()
    page.get_by_role("button", name=say("chart_editing.verb_assistant", "en"), exact=True).click()
    visit.settle()
    fit(visit)
    drag(visit, "high_touch-2", "high_touch-1")
    page.locator(".org-chart .notice").get_by_text("is an assistant and has no reports").wait_for()
    assert level(page, "high_touch-2") == 3
    assert_clean(visit)


def test_a_picked_seat_of_the_recommendation_leads_to_its_forms(page_of: PageOf) -> None:
    visit = page_of("en", height=1100)
    page = visit.open("org-chart?lang=en")
    card(page, "lead-1").click()
    visit.settle()
    page.locator(".st-key-chart-edit-picked button").click()
    visit.settle()
    page.get_by_role("combobox", name=say("chart_editing.what", "en")).wait_for()
    assert page.get_by_role("radio", name=say("org_chart.view_own", "en")).get_attribute("aria-checked") == "true"
    assert "view=own" in page.url
    assert_clean(visit)


def test_a_typed_unit_is_a_new_one(page_of: PageOf) -> None:
    visit = open_own_chart(page_of, "sou")
    page = visit.page
    card(page, "high_touch-1").click()
    visit.settle()
    page.get_by_role("combobox", name=say("chart_editing.what", "en")).click()
    page.get_by_role("option", name=say("chart_editing.do_unit", "en"), exact=True).click()
    visit.settle()
    page.get_by_role("combobox", name=say("chart_editing.unit", "en")).fill("Front office")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=say("chart_editing.verb_unit", "en"), exact=True).click()
    visit.settle()
    section(visit, "edits", 2)
    assert any("Front office" in words for words in edits_shown(visit))
    assert_clean(visit)


@pytest.mark.parametrize(("language", "theme"), [("ja", "dark"), ("en", "light")])
def test_the_own_chart_with_its_panel_is_accessible_and_fits_a_phone(
    page_of: PageOf, language: str, theme: str
) -> None:
    visit = open_own_chart(page_of, "sou", language, theme=theme)
    page = visit.page
    card(page, "lead-1").click()
    visit.settle()
    assert_accessible(page)
    page.locator(".st-key-chart-reading button").first.click()
    page.wait_for_timeout(300)
    assert_accessible(page)
    page.keyboard.press("Escape")
    for name in ("edits", "bulk"):
        section(visit, name, language=language)
        assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert_no_scrolling_sideways(visit.settle())
    assert_clean(visit)
