"""The Team page: the roster is edited without loss, managers are never left dangling, mistakes are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.i18n import say
from orgplanner.records.company import Company, Person

LANGUAGES = ("ja", "en")
PAGE = "orgplanner/ui/pages/team.py"


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


def roster_of(page: AppTest) -> dict[str, Person]:
    return {person.id: person for person in page.session_state["orgplanner"].company.roster}


def edit(page: AppTest, **edits: Any) -> AppTest:
    key = page.session_state["orgplanner_editors"]["roster"].key
    page.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **edits}
    page.run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["sou", "hoshi", "meridian"])
def test_the_page_shows_every_example_and_looking_at_it_changes_nothing(root: Path, language: str, name: str) -> None:
    page = open_page(root, example(name), language)
    assert not page.error
    assert page.session_state["orgplanner"].company == example(name)
    assert page.session_state["orgplanner"].steps == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_team_is_told_what_to_do(root: Path, language: str) -> None:
    page = open_page(root, Company(name="Nobody", first_month="2027-04", phase="launch"), language)
    assert not page.error
    assert len(page.data_editor[0].value) == 0


def test_the_first_person_of_an_empty_team_takes_all_of_a_single_role(root: Path) -> None:
    page = open_page(root, Company(name="Nobody", first_month="2027-04", phase="launch"))
    edit(page, added_rows=[{"name": "佐藤 花", "role_0": "high_touch", "fte": 1.0, "source": "employee"}])
    person = roster_of(page)["佐藤_花"]
    assert [(r.role, r.share) for r in person.roles] == [("high_touch", 1.0)]


def test_edits_of_roles_cost_and_dates_count(root: Path) -> None:
    page = open_page(root)
    cells = {"role_1": "systems", "share_0": 70, "share_1": 30, "monthly_cost": 500000, "start": "2027-01-01"}
    edit(page, edited_rows={1: cells})
    person = roster_of(page)["member_b"]
    assert [(r.role, r.share) for r in person.roles] == [("high_touch", 0.7), ("systems", 0.3)]
    assert (person.monthly_cost, str(person.start)) == (500000, "2027-01-01")


def test_skills_survive_an_edit_and_a_new_id(root: Path) -> None:
    before = roster_of(open_page(root))["member_b"].skills
    page = edit(open_page(root), edited_rows={1: {"id": "b", "fte": 0.5}})
    assert (roster_of(page)["b"].skills, roster_of(page)["b"].fte) == (before, 0.5)


def test_reports_follow_their_manager_to_a_new_id(root: Path) -> None:
    page = edit(open_page(root), edited_rows={0: {"id": "boss"}})
    assert {p.manager for p in roster_of(page).values()} == {None, "boss"}
    assert not page.error


def test_reports_of_a_removed_manager_move_up_and_the_page_says_so(root: Path) -> None:
    company = example("hoshi")
    place = next(n for n, person in enumerate(company.roster) if person.id == "h02")
    reports = [person.id for person in company.roster if person.manager == "h02"]
    page = edit(open_page(root, company), deleted_rows=[place])
    assert {roster_of(page)[id].manager for id in reports} == {"h01"}
    assert any("マネージャーB" in info.value for info in page.info)
    page.button("refresh").click().run()
    assert "h02" not in set(page.data_editor[0].value["manager"])
    assert {roster_of(page)[id].manager for id in reports} == {"h01"}


def test_the_last_manager_may_be_removed(root: Path) -> None:
    page = edit(open_page(root), deleted_rows=[0])
    assert {p.manager for p in roster_of(page).values()} == {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_circle_of_managers_is_told_as_a_sentence(root: Path, language: str) -> None:
    page = edit(open_page(root, language=language), edited_rows={0: {"manager": "member_b"}})
    assert "head" in page.error[0].value
    assert roster_of(page)["head_a"].manager is None


def test_shares_above_the_whole_are_told_and_the_team_stays(root: Path) -> None:
    page = edit(open_page(root), edited_rows={1: {"share_0": 95}})
    assert page.error
    assert roster_of(page)["member_b"].roles[0].share == 0.9


def test_a_new_person_can_be_chosen_as_manager_after_the_table_is_drawn_anew(root: Path) -> None:
    page = edit(open_page(root), added_rows=[{"name": "New", "role_0": "lead", "id": "new"}])
    page.button("refresh").click().run()
    edit(page, edited_rows={1: {"manager": "new"}})
    assert roster_of(page)["member_b"].manager == "new"


def test_a_level_is_set_and_taken_back_to_not_known(root: Path) -> None:
    page = open_page(root)
    page.selectbox("skills-0-person").select("member_b").run()
    page.selectbox("skills-0-family").select("commercial").run()
    page.selectbox("skills-0-member_b-expansion_sales").select(3)
    page.button("skills-0-member_b-commercial-apply").click().run()
    assert roster_of(page)["member_b"].skills["expansion_sales"] == 3
    page.selectbox("skills-0-member_b-expansion_sales").select(-1)
    page.button("skills-0-member_b-commercial-apply").click().run()
    assert "expansion_sales" not in roster_of(page)["member_b"].skills
    assert roster_of(page)["member_b"].skills["empathy"] == 2


def test_the_budget_is_compared_with_the_plan(root: Path) -> None:
    page = open_page(root)
    page.number_input("budget-0").set_value(1_000_000.0).run()
    assert page.session_state["orgplanner"].company.budget.monthly == 1_000_000
    assert any("Above the budget" in words.value for words in page.markdown)
    page.number_input("budget-0").set_value(None).run()
    assert page.session_state["orgplanner"].company.budget is None


def add_leave(page: AppTest, person: str | None, first: dt.date | None, last: dt.date | None) -> AppTest:
    stem = next(s.key for s in page.selectbox if s.key and s.key.startswith("leave-")).removesuffix("-person")
    if person:
        page.selectbox(f"{stem}-person").select(person)
    page.date_input(f"{stem}-first").set_value(first)
    page.date_input(f"{stem}-last").set_value(last)
    page.button(f"{stem}-add").click().run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leave_is_added_and_taken_back_without_a_reason(root: Path, language: str) -> None:
    page = add_leave(open_page(root, language=language), "member_b", dt.date(2027, 6, 1), dt.date(2027, 8, 31))
    assert not page.error
    (leave,) = roster_of(page)["member_b"].absences
    assert dict(leave) == {"first": dt.date(2027, 6, 1), "last": dt.date(2027, 8, 31)}
    assert roster_of(page)["member_b"].skills
    assert any("メンバーB" in words.value and "2027" in words.value for words in page.markdown)
    page.button("leave-0-member_b-2027-06-01-2027-08-31-remove").click().run()
    assert roster_of(page)["member_b"].absences == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leave_that_cannot_be_is_told_and_the_choice_stays(root: Path, language: str) -> None:
    page = add_leave(open_page(root, language=language), "member_b", dt.date(2027, 8, 31), dt.date(2027, 6, 1))
    assert say("problem.end_before_start", language) in page.error[0].value.replace("\\", "")
    assert page.selectbox("leave-0-0-person").value == "member_b"
    add_leave(page, None, None, None)
    assert page.error[0].value == say("team.leave_incomplete", language)
    assert roster_of(page)["member_b"].absences == ()


def test_leaves_that_overlap_are_refused(root: Path) -> None:
    page = add_leave(open_page(root), "member_b", dt.date(2027, 6, 1), dt.date(2027, 8, 31))
    add_leave(page, "member_b", dt.date(2027, 8, 31), dt.date(2027, 9, 30))
    assert page.error
    add_leave(page, "member_b", dt.date(2027, 1, 4), dt.date(2027, 1, 29))
    assert [leave.first.month for leave in roster_of(page)["member_b"].absences] == [1, 6]


def test_a_leave_survives_an_edit_of_the_table(root: Path) -> None:
    page = add_leave(open_page(root), "member_b", dt.date(2027, 6, 1), dt.date(2027, 8, 31))
    edit(page, edited_rows={1: {"fte": 0.8}})
    assert len(roster_of(page)["member_b"].absences) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cover_rule_is_switched_as_one_step(root: Path, language: str) -> None:
    page = open_page(root, language=language)
    page.toggle("cover-rule-0").set_value(True).run()
    assert not page.exception, page.exception
    assert page.session_state["orgplanner"].company.cover_rule is True
    page.button("undo").click().run()
    assert page.session_state["orgplanner"].company.cover_rule is False
