from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pydantic import ValidationError
from streamlit.testing.v1 import AppTest

from orgplanner.maths.tree import Spacing, lay_out
from orgplanner.ui.components import org_chart
from orgplanner.ui.components.org_chart import Badge, Card, KindLabels, Labels, payload, unit_colours

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "tests" / "apps" / "org_chart_demo.py"
KINDS = KindLabels(filled="a", open="b", pool="c", shared="d", out_of_scope="e", gone="f")


def words(**changes: Any) -> Labels:
    plain = {name: name for name in Labels.model_fields if name != "kinds"}
    return Labels.model_validate(plain | {"kinds": KINDS} | changes)


def test_a_card_refuses_fields_it_does_not_know() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Card.model_validate({"id": "a", "title": "A", "boss": "b"})


def test_a_badge_needs_words_beside_its_colour() -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        Badge(text="", kind="gap")


def test_a_text_with_a_wrong_placeholder_is_refused_with_the_right_ones() -> None:
    with pytest.raises(ValidationError, match=r"knows the placeholders n, m, not count"):
        words(reports="{count} reports")


def test_every_word_of_the_chart_has_to_be_given() -> None:
    with pytest.raises(ValidationError, match="validation errors"):
        Labels.model_validate({})


def test_two_cards_with_one_id_are_named() -> None:
    cards = (Card(id="a", title="A"), Card(id="a", title="B"))
    with pytest.raises(ValueError, match="two cards have the id 'a'"):
        payload(cards, words())


def test_lines_in_a_cycle_are_refused() -> None:
    cards = (Card(id="a", parent_id="b", title="A"), Card(id="b", parent_id="a", title="B"))
    with pytest.raises(ValueError, match="cycle through 'a'"):
        payload(cards, words())


def test_a_card_whose_parent_is_filtered_away_is_sent_as_it_is() -> None:
    sent = payload((Card(id="a", parent_id="elsewhere", title="A"),), words())
    assert sent["cards"][0]["parent_id"] == "elsewhere"


def test_units_up_to_ten_have_ten_colours_and_keep_them_in_any_order() -> None:
    names = [f"unit {i}" for i in range(10)]
    colours = unit_colours(names)
    assert sorted(colours.values()) == list(range(10))
    assert unit_colours(reversed(names)) == colours


def test_cards_grow_only_when_one_has_a_badge() -> None:
    plain = payload((Card(id="a", title="A"),), words())
    marked = payload((Card(id="a", title="A", badges=(Badge(text="gap", kind="gap"),)),), words())
    pool = payload((Card(id="a", title="A", kind="pool"),), words())
    assert plain["sizes"]["height"] < marked["sizes"]["height"] == pool["sizes"]["height"]


def test_the_screen_uses_the_distances_of_the_exports() -> None:
    marked = payload((Card(id="a", title="A", kind="pool"),), words())
    assert marked["sizes"] == Spacing().model_dump()


def page_with_a_chart() -> None:
    import streamlit as st

    from orgplanner.ui.components import org_chart
    from tests.test_org_chart_component import words

    cards = (org_chart.Card(id="a", title="A"), org_chart.Card(id="b", parent_id="a", title="B"))
    st.write(f"picked {org_chart.show(cards, labels=words(), key='chart')}")


def test_a_page_with_a_chart_runs_and_nothing_is_picked() -> None:
    page = AppTest.from_function(page_with_a_chart).run()
    assert not page.exception
    assert page.markdown[-1].value == "picked None"


@pytest.mark.parametrize(("stored", "shown"), [("b", "b"), ("left the company", "None")])
def test_a_pick_comes_back_while_its_card_is_on_the_chart(stored: str, shown: str) -> None:
    page = AppTest.from_function(page_with_a_chart)
    page.session_state["chart"] = {"selected": stored}
    assert page.run().markdown[-1].value == f"picked {shown}"


def test_the_script_and_its_style_name_no_other_host_and_write_no_markup() -> None:
    folder = Path(org_chart.__file__).parent
    for name in ("org_chart.js", "org_chart_layout.js", "org_chart.css", "org_chart.html"):
        text = (folder / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        for word in ("http:", "https:", "@import", "innerHTML", "insertAdjacentHTML", "eval("):
            assert word not in text


# ---------------------------------------------------------------- in Chromium


@pytest.fixture(scope="module")
def server(chromium: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(DEMO), *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert process.poll() is None, "Streamlit did not start"
        try:
            with urlopen(f"{address}/_stcore/health") as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except URLError:
            time.sleep(0.2)
    pytest.fail("Streamlit did not become healthy")


def open_chart(browser: Browser, server: str, query: str = "", **context: Any) -> Page:
    page = browser.new_context(viewport={"width": 1400, "height": 1000}, **context).new_page()
    page.goto(f"{server}/?{query}")
    page.locator(".card").first.wait_for()
    page.get_by_text("Picked: None; run 1").wait_for()
    return page


def card(page: Page, card_id: str) -> Any:
    return page.locator(f'.card[data-id="{card_id}"]')


def focused(page: Page) -> Any:
    return page.evaluate(
        """() => {
            let at = document.activeElement;
            while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            return at?.dataset?.id ?? null;
        }"""
    )


@pytest.mark.browser
def test_a_click_tells_python_and_redraws_nothing(browser: Browser, server: str) -> None:
    page = open_chart(browser, server)
    assert page.locator(".card").count() == 12
    card(page, "ht2").evaluate("node => { node.isTheSame = true }")
    card(page, "ht2").click()
    page.get_by_text("Picked: ht2").wait_for()
    assert card(page, "ht2").get_attribute("aria-selected") == "true"
    assert card(page, "ht2").evaluate("node => node.isTheSame") is True
    page.context.close()


@pytest.mark.browser
def test_the_keys_of_a_tree_work_and_do_not_reach_streamlit(browser: Browser, server: str) -> None:
    page = open_chart(browser, server)
    card(page, "head").focus()
    steps = (
        ("ArrowDown", "ht"), ("ArrowRight", "ht1"), ("ArrowLeft", "ht"), ("ArrowLeft", "ht"),
        ("ArrowDown", "tt"), ("End", "alone"), ("Home", "head"), ("k", "ht"), ("r", "ex"), ("c", "ex"),
    )  # fmt: skip
    for key, expected in steps:
        page.keyboard.press(key)
        assert focused(page) == expected, key
    assert card(page, "ht").get_attribute("aria-expanded") == "false"
    assert card(page, "ht1").count() == 0
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("+")
    assert card(page, "ht1").count() == 1
    page.keyboard.press("Enter")
    page.get_by_text("Picked: ht; run 2").wait_for()
    assert page.locator('.card[tabindex="0"]').count() == 1
    page.context.close()


@pytest.mark.browser
def test_search_opens_what_hides_a_match_and_counts_the_matches(browser: Browser, server: str) -> None:
    page = open_chart(browser, server)
    card(page, "ht").locator(".toggle").click()
    assert card(page, "ht3").count() == 0
    box = page.get_by_role("searchbox")
    box.fill("onboarding")
    assert page.get_by_role("status").first.inner_text() == "1 found"
    box.press("Enter")
    assert page.get_by_text("1 of 1").count() == 1
    assert "now" in card(page, "ht3").get_attribute("class")
    box.fill("nobody")
    assert page.get_by_text("None found").count() == 1
    box.press("Escape")
    assert page.locator(".hit").count() == 0
    page.context.close()


@pytest.mark.browser
def test_hostile_names_are_shown_letter_by_letter(browser: Browser, server: str) -> None:
    alarms: list[str] = []
    page = open_chart(browser, server)
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    assert card(page, "ht1").locator(".name").inner_text() == '<img src=x onerror="alert(1)">'
    assert card(page, "ht2").locator(".name").inner_text() == '"O\'Neil" & <b>Sons</b>'
    assert card(page, "tt1").locator(".name").text_content() == "\u202eevil\u202c {n} ${x}"
    assert page.locator(".card img, .card .name b").count() == 0
    assert not alarms
    page.context.close()


@pytest.mark.browser
def test_a_branch_can_be_looked_at_alone(browser: Browser, server: str) -> None:
    page = open_chart(browser, server)
    card(page, "ht").click()
    page.get_by_role("button", name="Focus branch").click()
    assert page.locator(".card").count() == 4
    assert page.locator(".trail").inner_text().split() == ["Whole", "chart", "Hana", "Sato", "Ken", "Mori"]
    page.get_by_role("button", name="Whole chart").first.click()
    assert page.locator(".card").count() == 12
    page.context.close()


@pytest.mark.browser
def test_new_cards_leave_zoom_open_branches_and_pick_alone(browser: Browser, server: str) -> None:
    page = open_chart(browser, server)
    card(page, "tt").locator(".toggle").click()
    card(page, "ht1").click()
    page.get_by_text("Picked: ht1").wait_for()
    page.get_by_role("button", name="Zoom in").click()
    before = page.locator(".scale").inner_text(), card(page, "ht1").bounding_box()
    page.get_by_text("Fewer cards").click()
    page.get_by_text("run 3").wait_for()
    assert card(page, "alone").count() == 0
    assert card(page, "tt1").count() == 0
    assert card(page, "ht1").get_attribute("aria-selected") == "true"
    after = page.locator(".scale").inner_text(), card(page, "ht1").bounding_box()
    assert after[0] == before[0]
    assert after[1]["x"] == pytest.approx(before[1]["x"], abs=1)  # type: ignore[index]
    page.context.close()


@pytest.mark.browser
def test_a_large_chart_opens_at_two_levels_and_expands_on_demand(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=1000")
    assert page.locator(".card").count() == 8
    page.get_by_role("button", name="Expand all").click()
    assert page.locator(".card").count() == 1000
    page.get_by_label("Levels").select_option("1")
    assert page.locator(".card").count() == 1
    page.context.close()


@pytest.mark.browser
def test_the_wheel_scrolls_the_page_until_the_chart_has_the_focus(browser: Browser, server: str) -> None:
    page = open_chart(browser, server)
    scale = page.locator(".scale")
    page.locator(".stage").hover(position={"x": 20, "y": 300})
    before = scale.inner_text()
    page.mouse.wheel(0, 100)
    assert page.locator(".hint.seen").count() == 1
    assert scale.inner_text() == before
    card(page, "head").focus()
    page.mouse.wheel(0, 100)
    page.wait_for_function("([scale, before]) => scale.innerText !== before", arg=[scale.element_handle(), before])
    page.context.close()


def _in_a_shadow_root(rule: dict[str, Any]) -> list[str]:
    """The nodes of one axe rule inside the chart: axe gives those a list of selectors as their target."""
    return [node["html"][:200] for node in rule["nodes"] if isinstance(node["target"][0], list)]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["cards=12", "cards=60&language=ja"])
def test_axe_finds_nothing_in_the_chart(browser: Browser, server: str, scheme: str, query: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    asked: list[str] = []
    page = open_chart(browser, server, query, color_scheme=scheme)
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(400)
    assert page.locator(".org-chart").get_attribute("data-theme") == scheme
    page.locator(".card").first.click()
    page.get_by_text("run 2").wait_for()
    # axe gives up on contrast over a background image, here the bars and the dotted ground
    page.locator(".org-chart").evaluate(
        """node => node.append(Object.assign(document.createElement("style"), { textContent:
            ".org-chart :is(.box, .stage) { background-image: none !important }" }))"""
    )
    response = axe.run(page, options={"resultTypes": ["violations", "passes"]}).response
    inside = [len(_in_a_shadow_root(rule)) for rule in response["passes"]]
    assert sum(inside) > 100
    assert [(rule["id"], nodes) for rule in response["violations"] if (nodes := _in_a_shadow_root(rule))] == []
    assert all(url.startswith(server) for url in asked)
    page.context.close()


@pytest.mark.browser
def test_a_phone_shows_a_readable_root_and_all_tools(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=77&language=ja", has_touch=True)
    page.set_viewport_size({"width": 375, "height": 812})
    page.reload()
    card(page, "p0").wait_for()
    box = card(page, "p0").bounding_box()
    assert box["width"] > 0.55 * 236
    assert box["x"] > 0
    assert box["x"] + box["width"] < 375
    assert page.locator(".org-chart").evaluate("node => node.scrollWidth <= node.clientWidth")
    page.context.close()


@pytest.mark.browser
def test_the_browser_lays_out_as_python_does(browser: Browser) -> None:
    source = (Path(org_chart.__file__).parent / "org_chart_layout.js").read_text(encoding="utf-8")
    page = browser.new_page()
    chance = random.Random(7)  # noqa: S311
    for count in (1, 2, 9, 30, 100, 400):
        parents = [None, *(chance.choice([None, *range(max(0, i - 25), i)]) for i in range(1, count))]
        closed = set(chance.sample(range(count), count // 8))
        drawn = page.evaluate(
            """async ([source, parents, closed, sizes]) => {
                const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
                const { layOut } = await import(address);
                const kids = parents.map(() => []);
                parents.forEach((p, i) => p !== null && kids[p].push(i));
                const below = (i) => (closed.includes(i) ? [] : kids[i]);
                const roots = parents.flatMap((p, i) => (p === null ? [i] : []));
                const { at, lines, width, height } = layOut(roots, below, sizes);
                return { at: [...at].map(([i, p]) => [i, p.x, p.y]), lines, width, height };
            }""",
            [source, parents, sorted(closed), Spacing().model_dump()],
        )
        layout = lay_out(parents, closed=closed)
        places = {i: (place.x, place.y) for i, place in enumerate(layout.places) if place}
        assert {i: pytest.approx((x, y)) for i, x, y in drawn["at"]} == places
        lines = {line.child: [tuple(point) for point in line.points] for line in layout.connectors}
        assert {line["child"] for line in drawn["lines"]} == set(lines)
        for line in drawn["lines"]:
            for (x, y), expected in zip(line["points"], lines[line["child"]], strict=True):
                assert (x, y) == pytest.approx(expected)
        assert (drawn["width"], drawn["height"]) == pytest.approx((layout.width, layout.height))
    page.close()
