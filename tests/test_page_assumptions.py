"""The Assumptions page and the study behind it: what matters is found, changes count, nothing is forbidden."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.files.phases import load_phases
from orgplanner.plan import Plan, make_plan
from orgplanner.records.change import SetAssumption, apply
from orgplanner.records.company import Company
from orgplanner.stages.staffing import size_staffing
from orgplanner.studies.sensitivity import effective_hours, sensitivity

LANGUAGES = ("ja", "en")
PAGE = "orgplanner/ui/pages/assumptions.py"
SHARE = "capacity.account.direct_share"


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


def plan_of(company: Company) -> Plan:
    return make_plan(company, next(p for p in load_phases() if p.id == company.phase))


def overrides(page: AppTest) -> dict[str, float]:
    return {id: o.value for id, o in page.session_state["orgplanner"].company.assumptions.items()}


# ---- the study


@pytest.mark.parametrize("name", ["sou", "hoshi", "meridian"])
def test_each_end_of_a_range_gives_what_a_plan_with_that_number_gives(name: str) -> None:
    company = example(name)
    for found in sensitivity(plan_of(company))[:5]:
        low, high = plan_of(company).assumptions[found.assumption].quantity.range
        for value, told in ((low, found.low), (high, found.high)):
            changed = plan_of(apply(company, [SetAssumption(id=found.assumption, value=value)]))
            sized = size_staffing(changed.inputs, changed.demand, changed.sourcing, positions=False)
            assert np.isclose(sized.steady_fte[0, :, 0].sum(), told, atol=1e-9)
            assert np.isclose(changed.staffing.steady_fte[0, :, 0].sum(), told, atol=0.1)


def test_the_strongest_assumption_comes_first_and_costs_move_nobody() -> None:
    found = sensitivity(plan_of(example("sou")))
    assert [s.swing for s in found] == sorted((s.swing for s in found), reverse=True)
    assert not [s for s in found if s.assumption.startswith(("cost.", "benchmark."))]
    assert all(np.isclose(s.low_change, s.low - s.planned) for s in found)


def test_a_company_without_customers_has_a_sensitivity_of_its_programmes_alone() -> None:
    found = sensitivity(plan_of(Company(name="Nobody", first_month="2027-04", phase="launch")))
    assert not [s for s in found if s.assumption.startswith("service_model.")]


def test_effective_hours_in_japan_are_those_of_the_working_year() -> None:
    hours = effective_hours(plan_of(example("sou")), "high_touch")
    # (365 - 116.4 - 11) days x 7.783 hours x 0.6397 (1,044 of 1,632 hours), and 0.50 and 0.75 at the ends.
    assert hours.planned == pytest.approx(237.6 * 7.783 * 0.6397)
    assert (hours.low, hours.high) == (pytest.approx(237.6 * 7.783 * 0.5), pytest.approx(237.6 * 7.783 * 0.75))


def test_hours_a_year_are_translated_into_a_share_and_back() -> None:
    company = example("sou")
    share = plan_of(company).direct_share_for(1000, "high_touch")
    assert share == pytest.approx(1000 / (237.6 * 7.783))
    changed = plan_of(apply(company, [SetAssumption(id=SHARE, value=share)]))
    assert changed.explain("staffing.yearly_capacity[high_touch]").value == pytest.approx(1000)


# ---- the page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["sou", "hoshi", "meridian"])
def test_the_page_shows_every_example(root: Path, language: str, name: str) -> None:
    page = open_page(root, example(name), language)
    assert not page.error
    assert page.session_state["orgplanner"].steps == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_without_anything_is_shown(root: Path, language: str) -> None:
    assert not open_page(root, Company(name="Nobody", first_month="2027-04", phase="launch"), language).error


def hours_field(page: AppTest) -> str:
    return next(str(n.key) for n in page.number_input if str(n.key).startswith("hours-year"))


def test_fewer_hours_a_year_show_more_people_before_they_count(root: Path) -> None:
    page = open_page(root)
    page.number_input(hours_field(page)).set_value(930).run()
    assert any("Positions needed" in words.value and "→" in words.value for words in page.markdown)
    assert overrides(page) == {}
    page.button("hours-use").click().run()
    assert overrides(page)[SHARE] == pytest.approx(930 / (237.6 * 7.783))


def test_hours_outside_the_range_are_warned_of_and_not_forbidden(root: Path) -> None:
    page = open_page(root)
    page.number_input(hours_field(page)).set_value(700).run()
    assert page.warning
    page.button("hours-use").click().run()
    assert SHARE in overrides(page)


def test_more_hours_than_are_paid_are_refused(root: Path) -> None:
    page = open_page(root)
    page.number_input(hours_field(page)).set_value(2500).run()
    assert page.error
    assert "hours-use" not in [button.key for button in page.button]


def test_hours_are_confirmed_as_they_are_and_put_back(root: Path) -> None:
    page = open_page(root)
    page.button("hours-confirm").click().run()
    assert overrides(page) == {SHARE: 0.6397}
    page.button("hours-default_button").click().run()
    assert overrides(page) == {}


def test_an_own_calendar_changes_only_what_differs(root: Path) -> None:
    page = open_page(root)
    page.button_group("hours-way").set_value("calendar").run()
    field = next(str(n.key) for n in page.number_input if str(n.key).startswith("hours-days_off"))
    page.number_input(field).set_value(125.0).run()
    page.button("hours-use").click().run()
    assert overrides(page) == {"calendar.JP.days_off": 125.0}


def test_an_assumption_is_changed_with_its_reason_and_put_back(root: Path) -> None:
    page = open_page(root)
    page.selectbox("assumption-choice").select("support.handling_time").run()
    stem = "assumption-support.handling_time-0"
    page.number_input(f"{stem}-25.0-value").set_value(60.0)
    page.text_input(f"{stem}-25.0-reason").set_value("our record").run()
    assert page.warning
    page.button(f"{stem}-25.0-apply").click().run()
    assert page.session_state["orgplanner"].company.assumptions["support.handling_time"].reason == "our record"
    page.button(f"{stem}-60.0-reset").click().run()
    assert overrides(page) == {}


def test_a_ratio_is_changed_as_a_percentage(root: Path) -> None:
    page = open_page(root)
    page.selectbox("assumption-choice").select("customers.churn").run()
    page.number_input("assumption-customers.churn-0-0.015-value").set_value(2.0)
    page.button("assumption-customers.churn-0-0.015-apply").click().run()
    assert overrides(page) == {"customers.churn": 0.02}


def test_search_group_and_changed_only_narrow_the_register(root: Path) -> None:
    page = open_page(root)
    page.text_input("assumption-search").set_value("handling").run()
    found = ["Handling time", "Handling time of a live contact", "Spread of handling time"]
    assert page.selectbox("assumption-choice").options == found
    page.text_input("assumption-search").set_value("").run()
    page.toggle("assumption-changed").set_value(True).run()
    assert any("Nothing matches" in info.value for info in page.info)


def test_a_chosen_assumption_that_the_search_leaves_out_is_closed(root: Path) -> None:
    page = open_page(root)
    page.selectbox("assumption-choice").select("support.handling_time").run()
    page.text_input("assumption-search").set_value("churn").run()
    assert not page.exception
    assert page.selectbox("assumption-choice").value is None


def test_where_the_headcount_tips_is_told_on_request(root: Path) -> None:
    page = open_page(root)
    turn = "Going up, the headcount changes at"
    assert not any(turn in frame.value.columns for frame in page.dataframe)
    page.button("tornado-break-even").click().run()
    (rows,) = [frame.value for frame in page.dataframe if turn in frame.value.columns]
    assert any("positions" in cell for cell in rows[turn])
    assert page.session_state["orgplanner"].steps == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_numbers_are_moved_at_once_on_request(root: Path, language: str) -> None:
    page = open_page(root, language=language)
    first, second = (box for box in page.selectbox if str(box.key).startswith("two-way"))
    assert first.value != second.value
    page.button("two-way-show").click().run()
    assert not page.exception
    table = next(f.value for f in page.dataframe if f.value.shape == (7, 8))
    assert any(str(len(plan_of(example("sou")).team_positions)) in cell for cell in table.iloc[:, 4])


def test_hours_of_others_stand_beside_the_plan_with_the_people_they_ask_for(root: Path) -> None:
    page = open_page(root)
    rows = next(f.value for f in page.dataframe if "Whose hours" in f.value.columns)
    assert rows.iloc[:, 0].tolist() == [
        "925 h a year",
        "1,044 h a year",
        "1,092 h a year",
        "1,183 h a year",
        "1,387 h a year",
    ]


def test_a_part_of_internal_work_changes_the_hours_and_takes_the_place_of_an_own_share(root: Path) -> None:
    company = apply(example("sou"), [SetAssumption(id=SHARE, value=0.6)])
    page = open_page(root, company)
    page.button_group("hours-way").set_value("calendar").run()
    field = next(n for n in page.number_input if str(n.key).startswith("hours-capacity.account.meetings"))
    page.number_input(str(field.key)).set_value(20.0).run()
    page.button("hours-use").click().run()
    changed = overrides(page)
    assert SHARE not in changed
    assert changed["capacity.account.meetings"] == pytest.approx(0.2)
    parts = [id for id in changed if id.startswith("capacity.account.")]
    assert plan_of(page.session_state["orgplanner"].company).assumptions[SHARE].quantity.value == pytest.approx(
        1 - sum(changed[id] for id in parts)
    )
