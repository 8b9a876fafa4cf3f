"""Editing the chart in a browser: what is drawn at once, what Python is asked, and that it is asked exactly once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from orgplanner.ui.components.org_chart_requests import AssignPerson, MoveCard, SwapPeople, Undo, read_request
from tests.org_chart_browser import card, focused, in_chart, open_chart, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NOT_REQUESTS = (
    None,
    "move",
    7,
    [],
    {},
    {"kind": "move"},
    {"kind": "move", "card": "a"},
    {"kind": "move", "card": "", "to": None},
    {"kind": "move", "card": "a" * 501, "to": None},
    {"kind": "move", "card": 3, "to": None},
    {"kind": "move", "card": "a", "to": "b", "why": "?"},
    {"kind": "swap", "card": "a", "other": "b"},
    {"kind": "assign", "card": "a"},
    {"kind": "undo", "card": "a"},
    {"kind": "drop"},
)


@pytest.mark.parametrize("sent", NOT_REQUESTS)
def test_what_is_malformed_counts_as_nothing(sent: object) -> None:
    assert read_request(sent) is None


def test_what_is_well_formed_is_read() -> None:
    assert read_request({"kind": "move", "card": "a", "to": "b"}) == MoveCard(card="a", to="b")
    assert read_request({"kind": "swap", "card": "a", "with": "b"}) == SwapPeople.model_validate(
        {"card": "a", "with": "b"}
    )
    assert read_request({"kind": "assign", "person": "p", "card": "a"}) == AssignPerson(person="p", card="a")
    assert read_request({"kind": "undo"}) == Undo()


# ---------------------------------------------------------------- in Chromium


@pytest.fixture(scope="module")
def server(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """The twelve cards, editable, with three people in the tray."""
    opened = open_chart(browser, server, "edit=1&tray=3&height=940")
    yield opened
    opened.context.close()


def middle(thing: Locator) -> tuple[float, float]:
    box = thing.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, thing: Locator, to: Locator, *keys: str) -> None:
    page.mouse.move(*middle(thing))
    page.mouse.down()
    page.mouse.move(*middle(to), steps=8)
    for key in keys:
        page.keyboard.down(key)
    page.mouse.up()
    for key in keys:
        page.keyboard.up(key)


def above(page: Page, card_id: str) -> str | None:
    """The card above, as the browser draws it."""
    found: str | None = in_chart(
        page, f"chart.cards[chart.forest.parent[chart.forest.where({json.dumps(card_id)})]]?.id ?? null"
    )
    return found


def asked(page: Page, times: int) -> dict[str, Any] | None:
    """Wait for an answer, see that Python was asked so many times in all, and return what last."""
    page.get_by_text(f"Asked: {times};").wait_for()
    page.wait_for_timeout(150)
    line = page.get_by_text("Asked: ").inner_text()
    assert line.startswith(f"Asked: {times};")
    last = line.split("last: ")[1].split("; seen")[0]
    return None if last == "None" else json.loads(last)


def said(page: Page) -> str:
    return page.locator(".said").inner_text().strip()


@pytest.mark.browser
def test_a_card_dropped_on_another_moves_there_at_once_and_python_is_asked_once(page: Page) -> None:
    in_chart(page, "(chart.isSlow = chart.trigger, chart.trigger = () => {})")
    drag(page, card(page, "tt1"), card(page, "ht"))
    assert above(page, "tt1") == "ht"
    assert page.get_by_text("Asked: 0").count() == 1
    in_chart(page, "(chart.trigger = chart.isSlow, chart.trigger(chart.editing.requests.sent))")
    assert asked(page, 1) == {"kind": "move", "card": "tt1", "to": "ht"}
    assert page.get_by_text("seen: True").count() == 1
    assert above(page, "tt1") == "ht"
    assert page.get_by_text("Picked: None").count() == 1
    page.get_by_text("Fewer cards").click()
    page.get_by_text("seen: False").wait_for()
    asked(page, 1)


@pytest.mark.browser
def test_a_whole_branch_moves_and_undo_and_redo_follow(page: Page) -> None:
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    assert undo.is_disabled()
    drag(page, card(page, "ht"), card(page, "tt"))
    asked(page, 1)
    assert (above(page, "ht"), above(page, "ht1")) == ("tt", "ht")
    undo.click()
    assert asked(page, 2) == {"kind": "undo"}
    assert above(page, "ht") == "head"
    assert undo.is_disabled()
    redo.click()
    asked(page, 3)
    assert above(page, "ht") == "tt"


@pytest.mark.browser
def test_a_move_into_its_own_branch_is_refused_with_the_reason_and_never_sent(page: Page) -> None:
    drag(page, card(page, "ht"), card(page, "ht3"))
    assert page.locator(".notice").inner_text().startswith("Open position stands below Ken Mori")
    assert said(page).startswith("Open position stands below Ken Mori")
    drag(page, card(page, "ht2"), card(page, "ht"))
    assert "already stands under Ken Mori" in said(page)
    assert above(page, "ht") == "head"
    asked(page, 0)


@pytest.mark.browser
def test_a_move_that_python_refuses_goes_back_with_its_sentence(page: Page) -> None:
    for times in (1, 2):
        drag(page, card(page, "tt"), card(page, "mk"))
        asked(page, times)
        assert above(page, "tt") == "head"
        assert "Marketing is out of scope" in page.locator(".notice").inner_text()
        assert "Marketing is out of scope" in said(page)
    page.get_by_role("button", name="Close").click()
    assert page.locator(".notice").is_hidden()


@pytest.mark.browser
def test_a_drop_on_nothing_and_escape_leave_the_chart_alone(page: Page) -> None:
    before = page.locator(".canvas").get_attribute("style")
    page.mouse.move(*middle(card(page, "tt1")))
    page.mouse.down()
    page.mouse.move(*middle(card(page, "ht")), steps=5)
    assert page.locator(".ghost").is_visible()
    assert "target" in (card(page, "ht").get_attribute("class") or "")
    assert "Move under Ken Mori" in page.locator(".ghost").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".ghost").is_hidden()
    page.mouse.up()
    assert said(page).endswith("put back.")
    stage = page.locator(".stage").bounding_box()
    assert stage
    page.mouse.move(*middle(card(page, "tt1")))
    page.mouse.down()
    page.mouse.move(stage["x"] + 100, stage["y"] + 200, steps=5)
    page.mouse.up()
    asked(page, 0)
    assert page.locator(".canvas").get_attribute("style") == before
    assert page.get_by_text("Picked: None").count() == 1


@pytest.mark.browser
def test_with_alt_two_people_change_places(page: Page) -> None:
    drag(page, card(page, "ht"), card(page, "tt"), "Alt")
    assert asked(page, 1) == {"kind": "swap", "card": "ht", "with": "tt"}
    assert card(page, "tt").locator(".name").inner_text() == "Ken Mori"
    drag(page, card(page, "ht"), card(page, "ht3"), "Alt")
    assert "Only two positions that people hold" in said(page)
    asked(page, 1)


@pytest.mark.browser
def test_a_person_of_the_tray_is_assigned_and_taken_off_again(page: Page) -> None:
    assert page.locator(".chip").count() == 3
    drag(page, page.locator('.chip[data-person="free1"]'), card(page, "ht3"))
    assert asked(page, 1) == {"kind": "assign", "person": "free1", "card": "ht3"}
    assert card(page, "ht3").locator(".name").inner_text() == "Ken Mori"
    assert page.locator(".chip").count() == 2
    drag(page, card(page, "ht3"), page.locator(".tray"))
    assert asked(page, 2) == {"kind": "unassign", "card": "ht3"}
    assert page.locator(".chip").count() == 3
    drag(page, card(page, "su"), page.locator(".tray"))
    assert said(page) == "Vendor desk has nobody to take off."
    asked(page, 2)


@pytest.mark.browser
def test_the_keyboard_moves_swaps_and_puts_back(page: Page) -> None:
    card(page, "tt1").focus()
    page.keyboard.press("Control+x")
    assert said(page).startswith("\u202eevil\u202c {n} ${x} picked up. At another box")
    assert page.locator(".carry").is_visible()
    page.keyboard.press("Escape")
    assert said(page).endswith("put back.")
    assert focused(page) == "tt1"
    page.keyboard.press("Control+x")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "ht"
    page.keyboard.press("Control+v")
    assert above(page, "tt1") == "ht"
    assert said(page).endswith("moved under Ken Mori.")
    assert asked(page, 1) == {"kind": "move", "card": "tt1", "to": "ht"}
    assert focused(page) == "tt1"
    page.keyboard.press("Control+z")
    assert asked(page, 2) == {"kind": "undo"}
    page.keyboard.press("Control+Shift+Z")
    assert asked(page, 3) == {"kind": "redo"}
    page.keyboard.press("Control+z")
    asked(page, 4)
    page.keyboard.press("Control+y")
    assert asked(page, 5) == {"kind": "redo"}
    page.keyboard.press("Control+y")
    assert said(page) == "Nothing to redo."
    card(page, "ht").focus()
    page.keyboard.press("Control+x")
    card(page, "tt").focus()
    page.keyboard.press("Control+Shift+V")
    assert asked(page, 6) == {"kind": "swap", "card": "ht", "with": "tt"}
    card(page, "mk").focus()
    page.keyboard.press("Delete")
    assert asked(page, 7) == {"kind": "remove", "card": "mk"}
    assert card(page, "mk").count() == 0


@pytest.mark.browser
def test_the_keyboard_assigns_people_of_the_tray(page: Page) -> None:
    page.locator('.chip[data-person="free0"]').focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "free1"
    page.keyboard.press("Control+x")
    assert focused(page) == "head"
    page.keyboard.press("Escape")
    assert focused(page) == "free1"
    page.keyboard.press("Enter")
    card(page, "ht3").focus()
    page.keyboard.press("Control+v")
    assert asked(page, 1) == {"kind": "assign", "person": "free1", "card": "ht3"}
    page.keyboard.press("Control+x")
    page.locator('.chip[data-person="free0"]').focus()
    page.keyboard.press("Control+v")
    assert (asked(page, 2) or {})["kind"] == "unassign"


@pytest.mark.browser
def test_without_dragging_a_menu_asks_where_moving_and_swapping_are_both_possible(page: Page) -> None:
    card(page, "ht").click()
    page.get_by_text("Picked: ht").wait_for()
    page.get_by_role("button", name="Move…").click()
    card(page, "tt").click()
    assert page.get_by_role("menuitem").all_inner_texts() == [
        "Move under Mei Tanaka",
        "Swap with Mei Tanaka",
        "Put back",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert asked(page, 1) == {"kind": "swap", "card": "ht", "with": "tt"}
    card(page, "tt").click()
    page.get_by_role("button", name="Move…").click()
    page.get_by_role("button", name="No manager").click()
    assert asked(page, 2) == {"kind": "move", "card": "tt", "to": None}
    assert above(page, "tt") is None


@pytest.mark.browser
def test_fixed_cards_and_charts_for_reading_pan_instead(browser: Browser, server: str) -> None:
    for query, id_ in (("frames=1&edit=1", "pa"), ("", "ht")):
        page = open_chart(browser, server, query)
        before = in_chart(page, "chart.view.x")
        page.mouse.move(*middle(card(page, id_)))
        page.mouse.down()
        x, y = middle(card(page, id_))
        page.mouse.move(x + 80, y, steps=4)
        assert page.locator(".ghost").is_hidden()
        page.mouse.up()
        assert in_chart(page, "chart.view.x") == pytest.approx(before + 80, abs=1)
        card(page, id_).focus()
        page.keyboard.press("Control+x")
        assert page.locator(".carry").is_hidden()
        page.context.close()


@pytest.mark.browser
def test_edits_made_while_python_is_at_work_are_asked_one_after_the_other(page: Page) -> None:
    for edit in ('{kind: "move", card: "tt1", to: "ht"}', '{kind: "move", card: "tt2", to: "ht"}', '{kind: "undo"}'):
        in_chart(page, f"chart.editing.request({edit})")
    assert asked(page, 3) == {"kind": "undo"}
    assert (above(page, "tt1"), above(page, "tt2")) == ("ht", "tt")


@pytest.mark.browser
def test_what_is_all_in_sight_stays_still_under_a_drag_to_the_edge(page: Page) -> None:
    page.get_by_role("button", name="Fit", exact=True).click()
    before = in_chart(page, "({ ...chart.view })")
    stage = page.locator(".stage").bounding_box()
    cards = page.locator('.card[aria-level="3"]')
    assert stage
    page.mouse.move(*middle(cards.first))
    page.mouse.down()
    page.mouse.move(stage["x"] + 300, stage["y"] + 6, steps=4)
    page.wait_for_timeout(400)
    assert in_chart(page, "({ ...chart.view })") == before
    page.keyboard.press("Escape")
    page.mouse.up()


@pytest.mark.browser
def test_a_drag_scrolls_at_the_edge(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=77&edit=1")
    before = in_chart(page, "chart.view.x")
    stage = page.locator(".stage").bounding_box()
    assert stage
    page.mouse.move(*middle(card(page, "p4")))
    page.mouse.down()
    page.mouse.move(stage["x"] + 10, stage["y"] + 200, steps=5)
    page.wait_for_timeout(500)
    assert in_chart(page, "chart.view.x") > before + 50
    page.keyboard.press("Escape")
    page.mouse.up()
    asked(page, 0)
    page.context.close()


@pytest.mark.browser
def test_a_finger_that_rests_on_a_card_picks_it_up(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "edit=1", has_touch=True)
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    start, end = middle(card(page, "tt1")), middle(card(page, "ht"))
    touch("touchStart", start)
    page.wait_for_timeout(600)
    assert page.locator(".ghost").is_visible()
    for step in range(1, 6):
        touch("touchMove", tuple(a + (b - a) * step / 5 for a, b in zip(start, end, strict=True)))  # type: ignore[arg-type]
    touch("touchEnd")
    page.get_by_role("menuitem", name="Move under Ken Mori").click()
    assert asked(page, 1) == {"kind": "move", "card": "tt1", "to": "ht"}
    page.context.close()


@pytest.mark.browser
def test_shortcuts_of_streamlit_do_not_fire_while_editing(page: Page) -> None:
    page.locator('.chip[data-person="free0"]').focus()
    for key in ("r", "c", "Escape"):
        page.keyboard.press(key)
    page.wait_for_timeout(400)
    assert page.get_by_text("run 1").count() == 1
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.browser
def test_a_card_can_be_moved_on_a_chart_of_a_thousand(browser: Browser, server: str) -> None:
    page = open_chart(browser, server, "cards=1000&edit=1")
    page.get_by_role("button", name="Expand all").click()
    in_chart(page, 'chart.reveal(chart.forest.where("p900"))')
    page.keyboard.press("Escape")
    drag(page, card(page, "p900"), card(page, "p899"))
    assert asked(page, 1) == {"kind": "move", "card": "p900", "to": "p899"}
    assert above(page, "p900") == "p899"
    assert card(page, "p900").is_visible()
    page.context.close()
