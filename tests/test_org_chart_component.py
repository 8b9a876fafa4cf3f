from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError
from streamlit.testing.v1 import AppTest

from orgplanner.exports.chart.drawing import group_colours
from orgplanner.exports.chart.plot import chart_spacing
from orgplanner.i18n import LANGUAGES, catalogue
from orgplanner.ui.components import org_chart
from orgplanner.ui.components.org_chart import (
    Badge,
    Card,
    KindLabels,
    Labels,
    Payload,
    ToolLabels,
    groups_of,
)
from tests.org_chart_browser import card, focused, in_chart, open_chart, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(org_chart.__file__).parent
KINDS = KindLabels(filled="a", open="b", pool="c", shared="d", out_of_scope="e", gone="f")
TOOLS = ToolLabels.model_validate({name: name for name in ToolLabels.model_fields})


def words(**changes: Any) -> Labels:
    plain = {name: name for name in Labels.model_fields if name != "kinds"}
    return Labels.model_validate(plain | {"kinds": KINDS} | changes)


def payload(cards: tuple[Card, ...], **more: Any) -> Payload:
    return org_chart.payload(cards, words(), tools=TOOLS, **more)


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
        payload(cards)


def test_lines_in_a_cycle_are_refused() -> None:
    cards = (Card(id="a", parent_id="b", title="A"), Card(id="b", parent_id="a", title="B"))
    with pytest.raises(ValueError, match="cycle through 'a'"):
        payload(cards)


def test_a_card_whose_parent_is_filtered_away_is_sent_as_it_is() -> None:
    sent = payload((Card(id="a", parent_id="elsewhere", title="A"),))
    assert json.loads(sent.to_bytes())["cards"] == [{"id": "a", "parent_id": "elsewhere", "title": "A"}]


def test_units_up_to_ten_have_ten_colours_and_keep_them_in_any_order() -> None:
    names = [f"unit {i}" for i in range(10)]
    colours = group_colours(names)
    assert sorted(colours.values()) == list(range(10))
    assert group_colours(reversed(names)) == colours


def test_cards_grow_only_when_one_has_a_badge() -> None:
    plain = payload((Card(id="a", title="A"),))
    marked = payload((Card(id="a", title="A", badges=(Badge(text="gap", kind="gap"),)),))
    pool = payload((Card(id="a", title="A", kind="pool"),))
    assert plain.sizes["height"] < marked.sizes["height"] == pool.sizes["height"]


def test_the_screen_uses_the_distances_of_the_exports() -> None:
    marked = payload((Card(id="a", title="A", kind="pool"),))
    assert marked.sizes == chart_spacing().model_dump()


def test_every_card_has_a_height_or_none_has() -> None:
    with pytest.raises(ValueError, match="2 heights for 1 cards"):
        payload((Card(id="a", title="A"),), heights=(100.0, 120.0))


def test_groups_have_numbers_beside_their_colours_and_a_unit_is_a_group_where_nothing_was_chosen() -> None:
    cards = (
        Card(id="a", title="A", unit="Support", group="over 100 %"),
        Card(id="b", title="B", unit="Support"),
        Card(id="c", title="C"),
    )
    groups = groups_of(cards)
    assert [(name, group.mark) for name, group in groups.items()] == [("over 100 %", "1"), ("Support", "2")]
    assert len({group.colour for group in groups.values()}) == 2


def test_every_word_for_editing_is_in_both_languages() -> None:
    said = {key.partition(".")[2]: texts for key, texts in catalogue().items() if key.startswith("org_chart_tools.")}
    assert set(said) == set(ToolLabels.model_fields)
    for language in LANGUAGES:
        ToolLabels.model_validate({name: texts[language] for name, texts in said.items()})


def page_with_a_chart() -> None:
    import streamlit as st

    from orgplanner.ui.components import org_chart
    from tests.test_org_chart_component import words

    cards = (org_chart.Card(id="a", title="A"), org_chart.Card(id="b", parent_id="a", title="B"))
    st.write(f"picked {org_chart.show(cards, labels=words(), key='chart').selected}")


def test_a_page_with_a_chart_runs_and_nothing_is_picked() -> None:
    page = AppTest.from_function(page_with_a_chart).run()
    assert not page.exception
    assert page.markdown[-1].value == "picked None"


@pytest.mark.parametrize(("stored", "shown"), [("b", "b"), ("left the company", "None")])
def test_a_pick_comes_back_while_its_card_is_on_the_chart(stored: str, shown: str) -> None:
    page = AppTest.from_function(page_with_a_chart)
    page.session_state["chart"] = {"selected": stored}
    assert page.run().markdown[-1].value == f"picked {shown}"


def test_the_scripts_and_their_style_name_no_other_host_and_write_no_markup() -> None:
    files = [*sorted(FOLDER.glob("org_chart*.*s*")), FOLDER / "org_chart.html"]
    assert len(files) > 10
    for file in files:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        for word in ("http:", "https:", "@import", "innerHTML", "insertAdjacentHTML", "eval("):
            assert word not in text, file.name


def test_every_script_of_the_folder_is_part_of_the_component() -> None:
    assert {file.name for file in FOLDER.glob("org_chart*.js")} == set(org_chart.SCRIPTS)


# ---------------------------------------------------------------- in Chromium


@pytest.fixture(scope="module")
def server(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("demo")) as address:
        yield address


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
def test_a_large_chart_opens_at_the_levels_that_fit_and_expands_on_demand(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=1000")
    assert page.locator(".card").count() == 1 + 7 + 49
    page.get_by_role("button", name="Expand all").click()
    assert in_chart(page, "chart.visible.length") == 1000
    page.get_by_label("Levels").select_option("1")
    assert page.locator(".card").count() == 1
    page.context.close()


@pytest.mark.browser
def test_of_many_cards_only_those_in_sight_are_elements_and_the_focus_stays_with_its_card(
    browser: Browser, server: str
) -> None:
    page = open_chart(browser, server, "cards=1000")
    page.get_by_role("button", name="Expand all").click()
    assert page.locator(".card").count() < 120
    card(page, "p0").focus()
    for key in ("ArrowDown", "End", "ArrowUp"):
        page.keyboard.press(key)
        assert card(page, focused(page) or "").is_visible()
    last = focused(page)
    facts = {name: card(page, last or "").get_attribute(f"aria-{name}") for name in ("level", "posinset", "setsize")}
    assert facts == in_chart(
        page,
        f"""((i) => ({{ level: String(chart.forest.depth[i] + 1), posinset: String(chart.forest.position[i]),
            setsize: String(chart.forest.siblings(i).length) }}))(chart.forest.where("{last}"))""",
    )
    page.get_by_role("button", name="Fit").click()
    assert focused(page) != last
    assert page.locator(".card").count() < 5
    assert page.locator(f'.card[data-id="{last}"][tabindex="0"]').count() == 1
    page.context.close()


@pytest.mark.browser
def test_a_card_of_a_crowd_is_picked_and_explained_where_it_is_drawn(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=1000")
    page.get_by_role("button", name="Expand all").click()
    page.get_by_role("button", name="Fit").click()
    x, y = in_chart(
        page,
        """((at, box) => [box.left + chart.view.x + (at.x + 100) * chart.view.k,
            box.top + chart.view.y + (at.y + 60) * chart.view.k])(chart.drawn.at.get(500),
            chart.stage.getBoundingClientRect())""",
    )
    page.mouse.move(x, y)
    assert "Mei Tanaka" in (page.locator(".stage").get_attribute("title") or "")
    page.mouse.click(x, y)
    page.get_by_text("Picked: p500").wait_for()
    page.context.close()


@pytest.mark.browser
def test_the_map_of_a_large_chart_moves_the_view(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=1000")
    assert page.locator(".minimap").is_hidden()
    page.get_by_role("button", name="Expand all").click()
    box = page.locator(".minimap").bounding_box()
    assert box
    before = in_chart(page, "chart.view.x")
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    assert in_chart(page, "chart.view.x") < before - 1000
    page.get_by_role("button", name="Map of the chart").click()
    assert page.locator(".minimap").is_hidden()
    page.context.close()


@pytest.mark.browser
def test_unit_boxes_frame_their_branch_and_an_assistant_stands_beside(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "frames=1")
    frames = in_chart(page, "chart.drawn.frames.map((f) => [chart.cards[f.card].id, f.x, f.y, f.width, f.height])")
    assert sorted(frame[0] for frame in frames) == ["u1", "u2", "u3"]
    places = in_chart(page, "Object.fromEntries(chart.visible.map((i) => [chart.cards[i].id, chart.box(i)]))")
    for name, members in {"u1": ("l1", "m1", "m4"), "u2": ("m3", "m4"), "u3": ("m5",)}.items():
        _, x, y, width, height = next(frame for frame in frames if frame[0] == name)
        for member in members:
            place = places[member]
            assert x < place["x"] < place["x"] + place["width"] < x + width
            assert y < place["y"] < place["y"] + place["height"] < y + height
    assert places["head"]["y"] < places["pa"]["y"] < places["u1"]["y"]
    page.context.close()


@pytest.mark.browser
def test_cards_of_their_own_heights_stand_below_one_another(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "heights=1")
    heights = [card(page, name).evaluate("node => node.offsetHeight") for name in ("head", "ht", "ht1")]
    assert heights == [124, 164, 204]
    places = in_chart(page, "chart.visible.map((i) => chart.box(i))")
    assert places[2]["y"] + places[2]["height"] < places[3]["y"]
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
@pytest.mark.parametrize("query", ["cards=12", "cards=60&language=ja", "frames=1&edit=1&tray=4"])
def test_axe_finds_nothing_in_the_chart(browser: Browser, server: str, scheme: str, query: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    asked: list[str] = []
    page = open_chart(browser, server, query, color_scheme=scheme)
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(400)
    assert page.locator(".org-chart").get_attribute("data-theme") == scheme
    page.locator(".card").first.click()
    page.get_by_text("run 2").wait_for()
    if "edit" in query:
        page.locator(".card").nth(3).focus()
        page.keyboard.press("Control+x")
        in_chart(page, 'chart.editing.tell("No.")')
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
def test_a_team_of_77_is_seen_whole_at_first_with_names_and_roles_to_read(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=77&heights=paper")
    assert in_chart(page, "chart.view.k === chart.fitScale()")
    cut = in_chart(
        page,
        """[...chart.layer.querySelectorAll(".name, .role")].filter((line) => {
            const box = line.closest(".box").getBoundingClientRect(), at = line.getBoundingClientRect();
            const isSeen = at.height > 0 && at.left < box.right;
            return isSeen && (at.bottom > box.bottom + 1 || at.top < box.top - 1);
        }).length""",
    )
    assert cut == 0
    name = "parseFloat(getComputedStyle(chart.layer.querySelector('.name')).fontSize)"
    assert in_chart(page, f"{name} * chart.view.k") >= 10
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
@pytest.mark.parametrize("query", ["long=1", "cards=12", "cards=100&language=ja"])
def test_at_the_heights_of_the_exports_no_text_is_cut(browser: Browser, server: str, query: str) -> None:
    page = open_chart(browser, server, f"heights=paper&{query}")
    page.get_by_role("button", name="全体表示" if "ja" in query else "Fit").click()
    in_chart(page, "chart.zoom(1 / chart.view.k)")
    cut = in_chart(
        page,
        """[...chart.nodes.values()].filter((node) => {
            const box = node.querySelector(".box"), text = node.querySelector(".text");
            return box.scrollHeight > box.clientHeight || text.scrollHeight > text.clientHeight;
        }).map((node) => node.dataset.id)""",
    )
    assert cut == []
    page.context.close()
