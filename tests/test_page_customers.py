"""The Customers page: every edit lands, nothing that the table does not show is lost, mistakes are told."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.i18n import say
from orgplanner.records.company import Company, OwnActivity, PriorityGroup, Segment
from orgplanner.ui.components import segment_priorities

LANGUAGES = ("ja", "en")
PAGE = "orgplanner/ui/pages/customers.py"


def open_page(root: Path, company: Company | None = None, language: str = "en") -> AppTest:
    page = AppTest.from_file(str(root / "app.py"), default_timeout=60)
    page.query_params["lang"] = language
    page.run()
    if company is not None:
        session = page.session_state["orgplanner"]
        session.base, session.company, session.revision = company, None, session.revision + 1
    page.switch_page(PAGE).run()
    assert not page.exception, page.exception
    return page


def example(name: str) -> Company:
    return load_company(shipped_examples()[name])


def empty() -> Company:
    return Company(name="Nobody", first_month="2027-04", phase="launch")


def with_segment(company: Company, changed: Segment) -> Company:
    segments = tuple(changed if segment.id == changed.id else segment for segment in company.segments)
    return Company(**{**dict(company), "segments": segments})


def company_of(page: AppTest) -> Company:
    company: Company = page.session_state["orgplanner"].company
    return company


def steps_of(page: AppTest) -> int:
    return len(page.session_state["orgplanner"].steps)


def edit(page: AppTest, part: str = "segments", **edits: Any) -> AppTest:
    """Give the table the differences that the browser would send: all that were made since it was drawn."""
    key = page.session_state["orgplanner_editors"][part].key
    page.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **edits}
    page.run()
    assert not page.exception, page.exception
    return page


def leave_and_return(page: AppTest, path: str = PAGE) -> AppTest:
    page.switch_page("orgplanner/ui/pages/start.py").run()
    page.switch_page(path).run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["sou", "hoshi", "meridian"])
def test_the_page_shows_every_example_and_looking_at_it_changes_nothing(root: Path, language: str, name: str) -> None:
    page = open_page(root, example(name), language)
    assert not page.error
    leave_and_return(page)
    assert company_of(page) == example(name)
    assert steps_of(page) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_without_customers_is_told_what_to_do(root: Path, language: str) -> None:
    page = open_page(root, empty(), language)
    assert page.info
    assert not page.error


def test_an_edited_cell_changes_the_company_as_one_step(root: Path) -> None:
    page = edit(open_page(root), edited_rows={0: {"accounts": 150}})
    assert company_of(page).segments[0].accounts == 150
    assert steps_of(page) == 1


def test_edits_that_follow_each_other_all_count(root: Path) -> None:
    page = open_page(root)
    told: dict[str, float] = {}
    for column, value in (("accounts", 150), ("new_accounts", 3), ("churn_rate", 2.5), ("tickets_per_account", 1.5)):
        told[column] = value
        edit(page, edited_rows={0: dict(told)})
    segment = company_of(page).segments[0]
    assert (segment.accounts, segment.new_accounts, segment.tickets_per_account) == (150, 3, 1.5)
    assert segment.churn is not None
    assert segment.churn.rate == 0.025


def test_edits_are_found_again_after_another_page(root: Path) -> None:
    page = edit(open_page(root), edited_rows={0: {"accounts": 150}})
    leave_and_return(page)
    edit(page, edited_rows={0: {"new_accounts": 4}})
    segment = company_of(page).segments[0]
    assert (segment.accounts, segment.new_accounts) == (150, 4)


def test_a_change_of_language_keeps_the_edits(root: Path) -> None:
    page = edit(open_page(root), edited_rows={0: {"accounts": 150}})
    page.query_params["lang"] = "ja"
    page.run()
    edit(page, edited_rows={0: {"new_accounts": 4}})
    segment = company_of(page).segments[0]
    assert (segment.accounts, segment.new_accounts) == (150, 4)


def test_what_the_table_does_not_show_survives_an_edit_and_a_new_id(root: Path) -> None:
    before = example("hoshi").segments[0]
    page = edit(open_page(root, example("hoshi")), edited_rows={0: {"id": "large", "accounts": 20}})
    after = company_of(page).segments[0]
    assert (after.id, after.accounts) == ("large", 20)
    assert after.renewal_months == before.renewal_months
    assert after.upsell_target == before.upsell_target
    assert after.activities == before.activities


def test_another_service_model_drops_own_hours_that_it_does_not_have(root: Path) -> None:
    page = edit(open_page(root, example("hoshi")), edited_rows={0: {"service_model": "digital"}})
    assert company_of(page).segments[0].service_model == "digital"
    assert not page.error


def test_rows_are_added_and_removed(root: Path) -> None:
    new = {"name": "New one", "service_model": "digital", "accounts": 500, "new_accounts": 0, "contract_months": 12}
    page = edit(open_page(root), added_rows=[new])
    assert [s.id for s in company_of(page).segments] == ["all", "New_one"]
    edit(page, added_rows=[new], deleted_rows=[0])
    assert [s.id for s in company_of(page).segments] == ["New_one"]
    edit(page, added_rows=[{"service_model": "one_to_one_standard", "contract_months": 12}], deleted_rows=[0])
    assert company_of(page).segments == ()


def test_a_new_row_keeps_its_id_when_its_name_changes(root: Path) -> None:
    new = {"name": "New", "service_model": "digital", "accounts": 500}
    page = edit(open_page(root), added_rows=[new])
    edit(page, added_rows=[{**new, "name": "Renamed"}])
    assert (company_of(page).segments[1].id, company_of(page).segments[1].name) == ("New", "Renamed")


def test_a_wrong_cell_is_told_and_the_company_stays(root: Path) -> None:
    page = edit(open_page(root), edited_rows={0: {"accounts": -1, "new_accounts": 3}})
    assert "Accounts" in page.error[0].value
    assert company_of(page).segments[0].accounts == 100
    edit(page, edited_rows={0: {"accounts": 120, "new_accounts": 3}})
    assert not page.error
    assert (company_of(page).segments[0].accounts, company_of(page).segments[0].new_accounts) == (120, 3)


def test_a_row_that_is_not_finished_comes_back_after_another_page(root: Path) -> None:
    page = edit(open_page(root), added_rows=[{"name": "Half", "service_model": "digital"}])
    assert page.error
    leave_and_return(page)
    assert page.error
    assert list(page.data_editor[0].value["name"]) == ["全顧客", "Half"]
    edit(page, edited_rows={1: {"accounts": 30}})
    assert [s.accounts for s in company_of(page).segments] == [100, 30]


def test_two_rows_with_one_id_are_told_by_their_rows(root: Path) -> None:
    page = edit(open_page(root), added_rows=[{"id": "all", "service_model": "digital", "accounts": 5}])
    assert "row 2" in page.error[0].value
    assert "row 1" in page.error[0].value


def test_undo_draws_the_table_from_the_company(root: Path) -> None:
    page = edit(open_page(root), edited_rows={0: {"accounts": 150}})
    page.run()
    page.button("undo").click().run()
    assert page.data_editor[0].value["accounts"][0] == 100
    assert company_of(page).segments[0].accounts == 100
    page.button("redo").click().run()
    assert page.data_editor[0].value["accounts"][0] == 150


def test_open_tickets_change_the_company(root: Path) -> None:
    page = open_page(root)
    page.number_input("backlog-0").set_value(40).run()
    assert company_of(page).support_backlog == 40


def test_details_of_a_segment_change_only_that_segment(root: Path) -> None:
    page = open_page(root, example("hoshi"))
    stem = "details-1-mid-one_to_one_standard"
    page.selectbox("details-1-segment").select("mid").run()
    page.pills(f"{stem}-renewals").set_value([3])
    page.number_input(f"{stem}-upsell").set_value(5.0)
    page.button("details-1-mid-apply").click().run()
    segments = company_of(page).segments
    assert (segments[1].renewal_months, segments[1].upsell_target) == ((3,), 0.05)
    assert segments[0] == example("hoshi").segments[0]
    edit(page, edited_rows={1: {"accounts": 190}})
    assert (company_of(page).segments[1].accounts, company_of(page).segments[1].renewal_months) == (190, (3,))


def test_the_frame_is_changed_as_one_step(root: Path) -> None:
    page = open_page(root)
    page.text_input("frame-0-name").set_value("Sou Inc.")
    page.selectbox("frame-0-horizon").select(36)
    page.button("frame-0-apply").click().run()
    assert (company_of(page).name, company_of(page).horizon) == ("Sou Inc.", 36)
    assert steps_of(page) == 1


def test_names_are_shown_as_text(root: Path) -> None:
    page = edit(open_page(root), edited_rows={0: {"name": "![x](http://x.invalid/y.png)", "accounts": -1}})
    assert "![x](" not in page.error[0].value


def test_own_hours_of_onboarding_survive_an_edit_of_details(root: Path) -> None:
    segment = example("hoshi").segments[1]
    own = {"activities": {"onboarding": OwnActivity(hours=7.5)}}
    company = with_segment(example("hoshi"), Segment(**{**dict(segment), **own}))
    page = open_page(root, company)
    page.selectbox("details-1-segment").select("mid").run()
    page.number_input("details-1-mid-one_to_one_standard-complexity").set_value(1.5)
    page.button("details-1-mid-apply").click().run()
    after = company_of(page).segments[1]
    assert (after.complexity, after.activities["onboarding"].hours) == (1.5, 7.5)


def test_an_activity_gets_hours_and_an_owner_of_its_own(root: Path) -> None:
    page = open_page(root, example("sou"))
    stem = "details-1-all-one_to_one_standard"
    page.number_input(f"{stem}-cadence_call-frequency").set_value(6.0)
    page.selectbox(f"{stem}-planning-role").select("cs_design")
    page.button("details-1-all-apply").click().run()
    activities = company_of(page).segments[0].activities
    assert activities["cadence_call"] == OwnActivity(frequency=6)
    assert activities["planning"] == OwnActivity(role="cs_design")
    assert steps_of(page) == 1
    page.button("undo").click().run()
    assert company_of(page).segments[0].activities == example("sou").segments[0].activities


def edit_groups(page: AppTest, *rows: dict[str, Any]) -> AppTest:
    """Type rows into the table of priority groups and apply the form."""
    segment = (company_of(page) or page.session_state["orgplanner"].base).segments[0]
    key = f"details-1-all-one_to_one_standard-priorities-{segment_priorities.stamp(segment)}"
    page.session_state[key] = {"edited_rows": {}, "added_rows": list(rows), "deleted_rows": []}
    page.button("details-1-all-apply").click().run()
    assert not page.exception, page.exception
    return page


def test_priority_groups_are_added_and_shown_again(root: Path) -> None:
    page = edit_groups(open_page(root, example("sou")), {"name": "P1", "share": 20, "cadence_call": 24})
    assert company_of(page).segments[0].priorities == (
        PriorityGroup(name="P1", share=0.2, frequency={"cadence_call": 24}),
    )
    edit_groups(page, {"name": "P2", "share": 30})
    assert [group.name for group in company_of(page).segments[0].priorities] == ["P1", "P2"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_priority_groups_above_the_whole_are_told_and_change_nothing(root: Path, language: str) -> None:
    page = open_page(root, example("sou"), language)
    edit_groups(page, {"name": "P1", "share": 70}, {"name": "P2", "share": 50})
    assert say("problem.priorities_above_one", language) in page.error[0].value.replace("\\", "")
    assert company_of(page) == example("sou")
    edit_groups(page, {"name": "P1"})
    assert say("customers.group_share", language).split("(")[0] in page.error[0].value


def test_another_service_model_keeps_groups_without_activities_that_it_does_not_have(root: Path) -> None:
    group = PriorityGroup(name="P1", share=0.2, frequency={"business_review": 4})
    segment = Segment(**{**dict(example("sou").segments[0]), "priorities": (group,)})
    page = open_page(root, with_segment(example("sou"), segment))
    edit(page, edited_rows={0: {"service_model": "digital"}})
    assert not page.error
    assert company_of(page).segments[0].priorities == (PriorityGroup(name="P1", share=0.2),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_seasons_ask_for_all_twelve_months(root: Path, language: str) -> None:
    page = open_page(root, example("sou"), language)
    stem = "details-1-all-one_to_one_standard"
    page.number_input(f"{stem}-season-4").set_value(3.0)
    page.button("details-1-all-apply").click().run()
    assert say("problem.seasonality_not_twelve", language)[:8] in page.error[0].value
    assert page.number_input(f"{stem}-season-4").value == 3.0
    for month in range(1, 13):
        page.number_input(f"{stem}-season-{month}").set_value(3.0 if month == 4 else 1.0)
    page.button("details-1-all-apply").click().run()
    assert company_of(page).segments[0].seasonality == (1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1)


def test_the_seasonality_moves_new_accounts_and_can_be_dropped(root: Path) -> None:
    page = open_page(root, example("sou"))
    page.selectbox("seasonality-1-").select("april_japan").run()
    assert not page.exception
    assert company_of(page).seasonality == "april_japan"
    page.selectbox("seasonality-1-april_japan").select("").run()
    assert company_of(page).seasonality is None


def test_without_several_plans_upsell_is_off_and_targets_stay(root: Path) -> None:
    page = open_page(root, example("hoshi"))
    page.toggle("several-plans-1").set_value(False).run()
    assert company_of(page).several_plans is False
    assert company_of(page).segments == example("hoshi").segments
    assert not [n for n in page.number_input if n.key and n.key.startswith("upsell-numbers")]


def test_numbers_of_upsell_are_assumptions_with_a_way_back(root: Path) -> None:
    page = open_page(root, example("hoshi"))
    field = next(n for n in page.number_input if n.key and "hours_per_deal" in n.key)
    field.set_value(12.0).run()
    assert company_of(page).assumptions["expansion.hours_per_deal"].value == 12
    field = next(n for n in page.number_input if n.key and "hours_per_deal" in n.key)
    field.set_value(8.0).run()
    assert "expansion.hours_per_deal" not in company_of(page).assumptions


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_months_are_shown_for_service_models_in_use(root: Path, language: str) -> None:
    page = open_page(root, example("sou"), language)
    keys = [n.key for n in page.number_input if n.key and n.key.startswith("first-")]
    assert any("one_to_one_standard" in key for key in keys)
    assert not any("digital" in key for key in keys)
    next(n for n in page.number_input if n.key and "one_to_one_standard.first_months.factor" in n.key).set_value(
        1.5
    ).run()
    assert company_of(page).assumptions["service_model.one_to_one_standard.first_months.factor"].value == 1.5


def open_cell(page: Any, place: tuple[float, float] | None) -> None:
    """Open the chosen cell, or the one at a place; on a busy machine the grid may not listen at once."""
    from playwright.sync_api import TimeoutError

    for _ in range(8):
        if place:
            page.mouse.click(*place)
        page.keyboard.press("Enter")
        with suppress(TimeoutError):
            page.wait_for_selector("#portal input", timeout=3000)
            return


def test_quick_edits_in_the_browser_are_all_found_after_another_page(page_of: Any) -> None:
    tab = page_of("en", width=1700)
    page = tab.open("customers?lang=en")
    grid = page.locator('[data-testid="stDataFrame"]').first
    box = grid.bounding_box()
    # The cell of `accounts`: the row marker, the name and the service model stand before it.
    first = (box["x"] + 35 + 160 + 330 + 60, box["y"] + 35 + 17)
    for place, value in enumerate(("150", "12", "130000", "2.5")):
        open_cell(page, None if place else first)
        page.keyboard.press("Control+A")
        # A hand's speed: the grid takes a cell over one drawing after its last key.
        page.keyboard.type(value, delay=40)
        page.wait_for_timeout(150)
        page.keyboard.press("Tab")
        page.wait_for_selector("#portal input", state="detached")
    tab.settle()
    page.get_by_role("link", name="Team").first.click()
    tab.settle()
    page.get_by_role("link", name="Customers").first.click()
    tab.settle()
    page.wait_for_selector('[data-testid="glide-cell-3-0"]', state="attached")
    found = [page.locator(f'[data-testid="glide-cell-{column}-0"]').first.inner_text() for column in (3, 4, 5, 6)]
    assert found == ["150", "12", "130000", "2.5"]
    assert not tab.outside_requests
