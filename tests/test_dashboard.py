"""The dashboard in a real browser: every page, both languages, what a CS leader does on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from orgplanner.files.companies import dump_company
from orgplanner.i18n import say
from orgplanner.records.company import Company, Person, RoleShare
from tests.companies import DIGITAL, segment

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.conftest import PageOf, Visit

PAGES = (
    "start",
    "overview",
    "workload",
    "org-chart",
    "sourcing",
    "hiring",
    "customers",
    "team",
    "phase",
    "assumptions",
)
PHONE = {"width": 375, "height": 812}

# What Streamlit 1.67 itself violates, by axe rule. This list may only shrink.
OF_STREAMLIT: frozenset[str] = frozenset()


def title_of(page: str, language: str) -> str:
    return say(f"page.{page.replace('-', '_')}", language)


def open_page(page_of: PageOf, page: str, language: str = "en", **how: Any) -> Visit:
    visit = page_of(language, **how)
    visit.open(f"{'' if page == 'start' else page}?lang={language}")
    visit.page.get_by_role("heading", name=title_of(page, language), level=1).wait_for()
    return visit


def go_to(visit: Visit, page: str, language: str = "en") -> Page:
    """Go to a page by the links on top, which keeps the session."""
    title = title_of(page, language)
    visit.page.get_by_test_id("stTopNavLink").filter(has_text=title).first.click()
    visit.page.get_by_role("heading", name=title, level=1).wait_for()
    return visit.settle()


def button(visit: Visit, words: str) -> Locator:
    return visit.page.get_by_role("button", name=words, exact=True)


def press(visit: Visit, words: str) -> None:
    button(visit, words).first.click()
    visit.settle()


def choose(visit: Visit, label: str, option: str) -> None:
    """Pick an option of a select box by its label."""
    visit.page.get_by_role("combobox", name=re.compile(label)).first.click()
    visit.page.get_by_role("option", name=option, exact=True).click()
    visit.settle()


def unfold(visit: Visit) -> None:
    """Open every expander of the page."""
    folded = '[data-testid="stExpander"] details:not([open]) > summary'
    visit.page.evaluate("folded => document.querySelectorAll(folded).forEach(summary => summary.click())", folded)
    visit.settle()


def upload(visit: Visit, file: Path) -> None:
    """Open a company file on the start page."""
    visit.page.get_by_role("tab", name=say("start.way_file", "en")).click()
    visit.page.locator("input[type=file]").first.set_input_files(file)
    visit.page.get_by_role("button", name=say("start.upload_open", "en")).click()
    visit.settle()


def assert_clean(visit: Visit) -> None:
    assert visit.page.locator('[data-testid="stException"]').count() == 0
    assert visit.outside_requests == []
    assert visit.console_errors == []


def assert_accessible(page: Page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    nodes = {rule["id"]: [node["html"][:300] for node in rule["nodes"][:3]] for rule in found}
    assert {id: shown for id, shown in nodes.items() if id not in OF_STREAMLIT} == {}


def assert_no_scrolling_sideways(page: Page) -> None:
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1


@pytest.mark.parametrize(("language", "theme"), [("ja", "light"), ("en", "dark")])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_is_accessible_and_fits_a_phone(page_of: PageOf, page: str, language: str, theme: str) -> None:
    visit = open_page(page_of, page, language, theme=theme)
    assert visit.page.get_by_role("heading", level=1).count() == 1
    assert_accessible(visit.page)
    visit.page.set_viewport_size(PHONE)
    assert_no_scrolling_sideways(visit.settle())
    assert_clean(visit)


@pytest.mark.parametrize("page", ["overview", "workload", "org-chart", "sourcing", "hiring", "phase"])
def test_what_is_folded_is_accessible_too(page_of: PageOf, page: str) -> None:
    visit = open_page(page_of, page, "ja", theme="dark")
    unfold(visit)
    assert_accessible(visit.page)
    visit.page.set_viewport_size(PHONE)
    assert_no_scrolling_sideways(visit.settle())
    assert_clean(visit)


def test_changing_the_phase_changes_the_chart_and_undo_takes_it_back(page_of: PageOf) -> None:
    visit = open_page(page_of, "org-chart")
    chart, onboarding = visit.page.locator(".org-chart"), visit.page.locator(".org-chart").get_by_text("Onboarding")
    chart.wait_for()
    assert onboarding.count() == 0
    choose(visit, say("header.phase", "en"), "Expansion")
    onboarding.first.wait_for()
    assert visit.page.get_by_role("link", name=say("header.unsaved", "en")).count() == 1
    press(visit, say("header.undo", "en"))
    onboarding.first.wait_for(state="detached")
    assert visit.page.get_by_role("combobox", name=say("header.phase", "en")).input_value() == "Launch"
    press(visit, say("header.redo", "en"))
    onboarding.first.wait_for()
    assert_clean(visit)


def test_the_language_switches_and_stays_in_the_link(page_of: PageOf) -> None:
    visit = open_page(page_of, "overview")
    press(visit, "日本語")
    visit.page.get_by_role("heading", name=title_of("overview", "ja"), level=1).wait_for()
    assert "lang=ja" in visit.page.url
    visit.page.reload()
    visit.settle()
    visit.page.get_by_role("heading", name=title_of("overview", "ja"), level=1).wait_for()
    go_to(visit, "team", "ja")


def test_a_picked_position_shows_its_work_person_and_skills(page_of: PageOf) -> None:
    visit = open_page(page_of, "org-chart")
    visit.page.locator(".org-chart [role=treeitem]").filter(has_text="メンバーB").first.click()
    detail = visit.settle().locator(".st-key-chart-detail")
    detail.wait_for()
    detail.get_by_text(re.compile(say("org_chart.person_on_seat", "en", name=""))).first.wait_for()
    detail.get_by_text(
        re.compile(say("org_chart.skills_title", "en", count="\0").partition("\0")[0][:12])
    ).first.click()
    assert detail.get_by_test_id("stDataFrame").count() >= 2
    assert_accessible(visit.settle())
    assert_clean(visit)


def test_a_number_opens_down_to_a_source_and_back(page_of: PageOf) -> None:
    visit = open_page(page_of, "overview", "ja", theme="dark")
    press(visit, say("derivation.help", "ja"))
    dialog = visit.page.get_by_role("dialog")
    dialog.wait_for()
    assert_accessible(visit.page)
    source = dialog.get_by_text(re.compile(say("derivation.source", "ja", source="")))
    parts, steps = dialog.locator('[class*="-open"] button:visible'), 0
    while source.count() == 0 and steps < 12:
        before = dialog.inner_text()
        parts.last.click()
        visit.page.wait_for_function(
            "before => document.querySelector('[role=dialog]').innerText !== before", arg=before
        )
        visit.settle()
        steps += 1
    assert source.count() > 0
    assert_accessible(visit.page)
    dialog.locator('[class*="-back-0"] button:visible').click()
    visit.settle()
    source.first.wait_for(state="detached")
    assert_clean(visit)


def test_an_edit_is_marked_saved_and_opened_again(page_of: PageOf, tmp_path: Path) -> None:
    visit = open_page(page_of, "overview")
    unsaved = visit.page.get_by_role("link", name=say("header.unsaved", "en"))
    assert unsaved.count() == 0
    choose(visit, say("header.phase", "en"), "Maturity")
    unsaved.click()
    visit.page.get_by_role("heading", name=title_of("start", "en"), level=1).wait_for()
    visit.settle()
    with visit.page.expect_download() as download:
        button(visit, say("start.download", "en")).click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    unsaved.wait_for(state="detached")
    assert_clean(visit)
    again = open_page(page_of, "start")
    upload(again, saved)
    go_to(again, "overview")
    assert again.page.get_by_role("combobox", name=say("header.phase", "en")).input_value() == "Maturity"
    assert_clean(again)


WEAPONS = (
    "<img src=x onerror=alert(1)>",
    "![x](http://evil.test/x.png)",
    "[click](javascript:alert(1))",
    '=HYPERLINK("http://evil.test")',
    r"$\href{http://evil.test}{x}$",
    "a\u202egnp.exe http://evil.test",
    ":material/home: :red[x] `y` **z**",
)
# What would be there if a name had been taken for markup.
MARKUP = "img[src*='evil'], img[src='x'], a[href*='evil'], a[href^='javascript'], iframe, .katex"


def armed_company() -> Company:
    """A company whose every free text is a weapon."""
    roles = ("head", "high_touch", "high_touch", "systems", "support", "tech_touch", "high_touch")
    people = [
        Person(
            id=f"p{place}",
            name=f"{weapon} {place}",
            title=weapon,
            unit=WEAPONS[place - 1],
            home=weapon,
            region=weapon,
            manager="p0" if place else None,
            roles=(RoleShare(role=role, share=1.0),),
            fte=1.0,
        )
        for place, (weapon, role) in enumerate(zip(WEAPONS, roles, strict=True))
    ]
    segments = [segment(40, id=f"s{place}", name=weapon, region=weapon) for place, weapon in enumerate(WEAPONS[:4])]
    segments += [segment(40, id=f"s{4 + n}", model=DIGITAL, name=weapon) for n, weapon in enumerate(WEAPONS[4:])]
    return Company(
        name=" ".join(WEAPONS[:3]),
        first_month="2027-04",
        phase="launch",
        segments=tuple(segments),
        roster=tuple(people),
        problem_notes="\n".join(WEAPONS),
        notes="\n".join(WEAPONS),
    )


def test_names_are_shown_letter_by_letter_and_do_nothing(page_of: PageOf, tmp_path: Path) -> None:
    file = tmp_path / "armed.yaml"
    file.write_text(dump_company(armed_company()), encoding="utf-8")
    visit = open_page(page_of, "start")
    dialogs: list[str] = []
    visit.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    upload(visit, file)
    for page in PAGES:
        go_to(visit, page)
        unfold(visit)
        if page == "org-chart":
            visit.page.locator(".org-chart [role=treeitem]").nth(1).click()
            visit.settle().locator(".st-key-chart-detail").wait_for()
        shown = visit.page.inner_text("body").replace("\u2060", "")
        assert "<img src=x onerror=alert(1)> ![x](http://evil.test/x.png)" in shown, page
        assert visit.page.locator(MARKUP).evaluate_all("found => found.map(node => node.outerHTML)") == [], page
    assert dialogs == []
    assert_clean(visit)
