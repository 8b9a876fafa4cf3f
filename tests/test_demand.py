"""The hours of work: account work, onboarding, tickets, programmes."""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner.records.change import SetAssumption, apply
from orgplanner.records.company import OwnActivity
from orgplanner.stages.demand import one_off_weights
from tests.companies import DIGITAL, INTENSIVE, ONE_TO_MANY, STANDARD, column, company, run, segment

HOURS = {INTENSIVE: 5.97, STANDARD: 2.30, ONE_TO_MANY: 0.697, DIGITAL: 0.090}
DOERS = {INTENSIVE: "high_touch", STANDARD: "high_touch", ONE_TO_MANY: "low_touch", DIGITAL: "tech_touch"}


@pytest.mark.parametrize("model", HOURS)
def test_an_account_takes_the_published_hours_of_its_service_model(model: str) -> None:
    inputs, _, demand, *_ = run(company(segment(1000, model=model)))
    hours = demand.account_hours[0, column(inputs, DOERS[model]), 0]
    assert hours / 1000 == pytest.approx(HOURS[model], abs=0.005)


def test_160_mid_accounts_take_368_hours() -> None:
    inputs, _, demand, *_ = run(company(segment(160)))
    assert demand.account_hours[0, column(inputs, "high_touch"), 0] == pytest.approx(368, abs=0.5)


def test_half_year_terms_double_the_hours_of_renewals_and_nothing_else() -> None:
    # A renewal of the standard model takes 2 hours: 100 accounts x 2 / 12 more.
    yearly, half = (run(company(segment(100, contract_months=m))) for m in (12, 6))
    row = column(yearly[0], "high_touch")
    more = half[2].account_hours[0, row, 0] - yearly[2].account_hours[0, row, 0]
    assert more == pytest.approx(100 * 2 / 12)
    assert (half[2].segment_hours == yearly[2].segment_hours).all()


def test_renewal_work_falls_into_the_renewal_months_and_sums_to_the_year() -> None:
    even, bunched = (run(company(segment(100, renewal_months=m))) for m in ((), (3,)))
    row = column(even[0], "high_touch")
    in_march = bunched[2].account_hours[0, row]
    assert in_march[2] - in_march[0] == pytest.approx(100 * 2)
    assert in_march.sum() == pytest.approx(even[2].account_hours[0, row].sum())


def test_onboarding_takes_the_hours_of_the_accounts_that_start() -> None:
    # 8 a month x 10 hours, however long each takes.
    inputs, _, demand, *_ = run(company(segment(100, new_accounts=8)))
    row = column(inputs, "high_touch")
    assert demand.onboarding_hours[0, row] == pytest.approx([80] * 12)


def test_twelve_accounts_at_eight_a_time_ask_for_one_and_a_half_people() -> None:
    inputs, _, demand, *_ = run(company(segment(100, new_accounts=8)))
    assert demand.onboarding_posts[0, column(inputs, "high_touch"), 0] == pytest.approx(1.5)


def test_300_accounts_ask_for_100_hours_of_support() -> None:
    inputs, _, demand, *_ = run(company(segment(300)))
    assert demand.ticket_hours[0, column(inputs, "support")] == pytest.approx([100] * 12)


def test_a_backlog_is_cleared_in_the_month_assumed() -> None:
    inputs, _, demand, *_ = run(company(segment(0), support_backlog=120))
    assert demand.ticket_hours[0, column(inputs, "support"), :3] == pytest.approx([50, 0, 0])


@pytest.mark.parametrize("months", [0.5, 1, 2, 2.5])
def test_a_backlog_is_cleared_once_however_long_it_takes(months: float) -> None:
    backlog = apply(
        company(segment(0), support_backlog=120), [SetAssumption(id="support.backlog_months", value=months)]
    )
    inputs, _, demand, *_ = run(backlog)
    assert demand.ticket_hours[0, column(inputs, "support")].sum() == pytest.approx(50)


@pytest.mark.parametrize(
    ("phase", "first", "later", "months"), [("launch", 160 / 6, 8, 6), ("expansion", 320 / 9, 16, 9)]
)
def test_cs_design_is_a_one_off_and_then_upkeep(phase: str, first: float, later: float, months: int) -> None:
    inputs, _, demand, *_ = run(company(), phase)
    hours = demand.programme_hours[0, column(inputs, "cs_design")]
    assert hours == pytest.approx([first] * months + [later] * (12 - months))


@pytest.mark.parametrize(("phase", "low", "tech"), [("launch", 24, 8), ("expansion", 60, 40), ("maturity", 80, 60)])
def test_content_is_made_in_every_month_from_the_first(phase: str, low: float, tech: float) -> None:
    inputs, _, demand, *_ = run(company(), phase)
    for role, hours in (("low_touch", low), ("tech_touch", tech)):
        assert demand.programme_hours[0, column(inputs, role)] == pytest.approx([hours] * 12)


def test_a_one_off_that_ends_within_a_month_gives_way_to_upkeep_there() -> None:
    assert one_off_weights(np.array([[1.5]]), np.arange(4)).tolist() == [[1, 0.5, 0, 0]]


def test_own_hours_of_a_segment_take_the_place_of_the_models() -> None:
    # Business reviews four times a year at five hours: 20 instead of 4 hours a year.
    own = segment(12, activities={"business_review": OwnActivity(frequency=4, hours=5)})
    plain, changed = run(company(segment(12))), run(company(own))
    row = column(plain[0], "high_touch")
    assert changed[2].account_hours[0, row, 0] - plain[2].account_hours[0, row, 0] == pytest.approx(16)


def test_own_hours_of_one_segment_leave_another_of_the_same_model_alone() -> None:
    own = segment(12, id="own", activities={"business_review": OwnActivity(hours=40)})
    both = run(company(own, segment(12, id="plain")))[2]
    alone = run(company(segment(12, id="plain")))[2]
    assert both.segment_hours[0, 1] == pytest.approx(alone.segment_hours[0, 0])


@pytest.mark.parametrize(
    ("phase", "doers"),
    [
        ("launch", {"high_touch"}),
        ("expansion", {"onboarding", "adoption_account_expansion"}),
        ("maturity", {"onboarding", "adoption", "account_expansion"}),
    ],
)
def test_each_phase_gives_the_same_account_work_to_more_roles(phase: str, doers: set[str]) -> None:
    inputs, _, demand, *_ = run(company(segment(100, new_accounts=8)), phase)
    work = (demand.account_hours + demand.onboarding_hours)[0, :, 0]
    assert {role for role, hours in zip(inputs.roles, work, strict=True) if hours} == doers
    assert work.sum() == pytest.approx(230 + 80, abs=0.5)


@pytest.mark.parametrize("phase", ["launch", "expansion", "maturity"])
def test_rules_and_leading_have_no_hours_of_their_own(phase: str) -> None:
    inputs, _, demand, *_ = run(company(segment(500)), phase)
    kinds = {role: inputs.phase.definition_of(role).demand.value for role in inputs.roles}
    for role in (r for r, kind in kinds.items() if kind in ("rule", "leading")):
        assert not demand.hours[0, column(inputs, role)].any()
