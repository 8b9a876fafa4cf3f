"""What makes accounts differ: seasons, complexity, priorities, first months, contract terms, deals, feedback."""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner.errors import InputProblems, UnknownName
from orgplanner.records.change import SetAssumption, apply
from orgplanner.records.company import Company, OwnActivity, PriorityGroup
from orgplanner.stages.register import gather_assumptions
from orgplanner.stages.staffing import task_hours, yearly_capacity
from tests.companies import INTENSIVE, STANDARD, column, company, example_plan, phase, run, segment


def hours_of(of: Company, kind: str, role: str = "high_touch", in_phase: str = "launch") -> np.ndarray:
    inputs, _, demand, *_ = run(of, in_phase)
    return np.asarray(getattr(demand, f"{kind}_hours")[0, column(inputs, role)])


def assuming(of: Company, **values: float) -> Company:
    return apply(of, [SetAssumption(id=id.replace("__", "."), value=value) for id, value in values.items()])


# ---- the book


def test_seasonal_arrivals_sum_to_the_year_and_peak_where_the_weights_say() -> None:
    weights = (1, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1, 2)
    _, forecast, *_ = run(company(segment(100, new_accounts=8, seasonality=weights)))
    new = forecast.new_accounts[0, 0]
    assert new.sum() == pytest.approx(8 * 12)
    assert new[3] == pytest.approx(8 * 4 / (16 / 12))


def test_accounts_from_before_the_plan_follow_the_season_too() -> None:
    # All start in December, so that in January 1.5 - 1 = half of them are still in onboarding, from month two on none.
    december = (0,) * 11 + (1,)
    _, forecast, *_ = run(company(segment(100, new_accounts=8, seasonality=december)))
    assert forecast.onboarding[0, 0, :3] == pytest.approx([8 * 12 * 0.5, 0, 0])


def test_a_seasonality_of_the_catalogue_holds_for_all_segments_without_their_own() -> None:
    own = segment(100, id="own", new_accounts=1, seasonality=(1,) * 12)
    _, forecast, *_ = run(company(segment(100, new_accounts=1), own, seasonality="april_japan"))
    assert forecast.new_accounts[0, 0].argmax() == 3
    assert forecast.new_accounts[0, 1] == pytest.approx([1] * 12)


def test_an_unknown_seasonality_is_told() -> None:
    with pytest.raises(UnknownName):
        run(company(segment(100), seasonality="april"))


def test_new_accounts_ask_more_without_changing_todays_mean() -> None:
    weights = (1, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1, 2)
    of = company(segment(100, new_accounts=8, seasonality=weights, tickets_per_account=1.0))
    _, plain, *_ = run(assuming(of, support__new_account_factor=1))
    _, shifted, *_ = run(of)
    assert plain.tickets[0, 0, 0] == pytest.approx(100)
    assert shifted.tickets[0, 0, 0] == pytest.approx(100)
    assert shifted.tickets[0, 0, 3] > plain.tickets[0, 0, 3] * 1.05


def test_without_accounts_today_nothing_is_divided_by_zero() -> None:
    _, forecast, *_ = run(company(segment(0, new_accounts=5)))
    assert np.isfinite(forecast.tickets).all()
    assert forecast.tickets[0, 0, 3] > 0


@pytest.mark.parametrize(
    ("term", "months", "expected"), [(6, (3,), {3: 1.0, 9: 1.0}), (12, (3,), {3: 1.0}), (24, (), {})]
)
def test_a_half_year_contract_renews_half_a_year_later_too(
    term: int, months: tuple[int, ...], expected: dict[int, float]
) -> None:
    _, forecast, *_ = run(company(segment(100, contract_months=term, renewal_months=months)))
    share = forecast.renewal_share[0, 0]
    if expected:
        assert {m + 1: share[m] for m in range(12) if share[m]} == expected
    else:
        assert share == pytest.approx([1 / 24] * 12)


def test_contracts_that_renew_by_themselves_take_no_renewal_work() -> None:
    monthly, yearly = (hours_of(company(segment(100, contract_months=m)), "account")[0] for m in (1, 12))
    assert yearly - monthly == pytest.approx(100 * 2 / 12)


# ---- account work


def test_complexity_multiplies_account_work_and_onboarding_but_no_tickets() -> None:
    plain, complex_ = (company(segment(100, new_accounts=8, complexity=c)) for c in (1.0, 1.5))
    for kind in ("account", "onboarding"):
        assert hours_of(complex_, kind)[0] == pytest.approx(1.5 * hours_of(plain, kind)[0])
    assert hours_of(complex_, "ticket", "support")[0] == pytest.approx(hours_of(plain, "ticket", "support")[0])


def test_priority_groups_share_out_the_frequency() -> None:
    # The handbook's strategic book: 30 % every two weeks, 70 % monthly = 16.2 calls of an hour a year and account.
    groups = (PriorityGroup(share=0.3, frequency={"cadence_call": 26}),)
    own = {"cadence_call": OwnActivity(frequency=12)}
    plain, mixed = (
        hours_of(company(segment(20, model=INTENSIVE, activities=own, priorities=g)), "account")[0]
        for g in ((), groups)
    )
    assert mixed - plain == pytest.approx(20 * (16.2 - 12) / 12)


def test_an_owner_takes_an_activity_over() -> None:
    own = {"business_review": OwnActivity(role="cs_design")}
    plain, moved = (company(segment(100, activities=a)) for a in ({}, own))
    review = hours_of(plain, "account")[0] - hours_of(moved, "account")[0]
    assert review == pytest.approx(100 * 4 / 12)
    assert hours_of(moved, "account", "cs_design")[0] == pytest.approx(review)


def test_an_owner_that_the_phase_does_not_have_changes_nothing() -> None:
    own = {"business_review": OwnActivity(role="enablement")}
    plain, moved = (company(segment(100, activities=a)) for a in ({}, own))
    assert hours_of(moved, "account")[0] == pytest.approx(hours_of(plain, "account")[0])


def test_optional_activities_cost_nothing_until_they_are_set() -> None:
    own = {"workshop": OwnActivity(frequency=2)}
    plain, more = (hours_of(company(segment(100, activities=a)), "account").sum() for a in ({}, own))
    assert more > plain


def test_first_months_ask_for_more_where_that_is_assumed() -> None:
    id = f"service_model.{STANDARD}.first_months"
    of = company(segment(100, new_accounts=8))
    more = apply(of, [SetAssumption(id=f"{id}.factor", value=1.5), SetAssumption(id=f"{id}.months", value=2)])
    extra = hours_of(more, "account")[0] - hours_of(of, "account")[0]
    # 16 accounts are in their first two months; renewals (2 h a year) are not counted twice.
    assert extra == pytest.approx(0.5 * 16 * (2.30 - 2 / 12), rel=0.01)


def test_work_for_product_development_is_a_share_of_account_work() -> None:
    of = company(segment(100))
    fed = assuming(of, product__feedback_share=0.1)
    assert hours_of(fed, "feedback")[0] == pytest.approx(0.1 * hours_of(of, "account")[0])
    assert hours_of(of, "feedback").sum() == 0


def test_deals_follow_the_target_and_may_be_carried_by_sales() -> None:
    # 120 accounts x 20 % a year at a quarter of the revenue a deal: 8 deals a month x 8 h.
    of = company(segment(120, upsell_target=0.2))
    assert hours_of(of, "deal")[0] == pytest.approx(64)
    assert hours_of(assuming(of, expansion__sales_share=0.75), "deal")[0] == pytest.approx(16)
    assert hours_of(of, "deal", "account_expansion", "maturity")[0] == pytest.approx(64)


def test_with_one_plan_only_there_is_nothing_to_sell() -> None:
    of = company(segment(120, upsell_target=0.2, revenue_per_account=1e5), several_plans=False)
    _, forecast, *_ = run(of)
    assert hours_of(of, "deal").sum() == 0
    assert forecast.revenue[0, 0] == pytest.approx([120 * 1e5] * 12)


def test_reactive_hours_are_a_part_of_all_hours() -> None:
    inputs, _, demand, *_ = run(company(segment(100, new_accounts=3)))
    row = column(inputs, "high_touch")
    # Ad hoc requests 0.4 and escalations 0.1 hours an account and month.
    assert demand.reactive_hours[0, row, 0] == pytest.approx(50)
    assert (demand.reactive_hours <= demand.hours + 1e-9).all()


# ---- capacity


def test_the_parts_of_internal_work_leave_the_effective_hours_of_the_year() -> None:
    inputs, *_ = run(company(segment(100)))
    assert round(yearly_capacity(inputs)[0, column(inputs, "high_touch")]) == 1183


def test_a_direct_share_of_ones_own_scales_the_parts() -> None:
    register = gather_assumptions(assuming(company(segment(1)), capacity__account__direct_share=0.5), phase("launch"))
    parts = [a for a in register if a.id.startswith("capacity.account.") and a.id.split(".")[2] not in SHARES]
    assert sum(a.quantity.value for a in parts) == pytest.approx(0.5)
    assert parts[0].quantity.value / parts[0].default.value == pytest.approx(0.5 / 0.3603, rel=1e-3)


def test_a_part_of_ones_own_changes_the_direct_share() -> None:
    own = assuming(company(segment(1)), capacity__account__meetings=0.1956)
    register = gather_assumptions(own, phase("launch"))
    assert register["capacity.account.direct_share"].quantity.value == pytest.approx(0.5397, abs=1e-4)


def test_parts_that_leave_nothing_are_refused_at_their_place() -> None:
    with pytest.raises(InputProblems) as error:
        gather_assumptions(assuming(company(segment(1)), capacity__account__meetings=0.9), phase("launch"))
    assert [p.place for p in error.value.problems] == ["assumptions.capacity.account.meetings"]


def test_a_part_varied_by_a_scenario_is_the_same_as_the_part_set() -> None:
    values = np.array([0.05, 0.0956, 0.2])
    of = company(segment(100))
    *_, staffing = run(of, scenarios={"capacity.account.meetings": values}, positions=False)
    for place, value in enumerate(values):
        *_, single = run(assuming(of, capacity__account__meetings=value), positions=False)
        assert staffing.steady_fte[place] == pytest.approx(single.steady_fte[0], rel=1e-9)


def test_slack_is_kept_free_by_the_phase() -> None:
    of = company(segment(1000))
    for in_phase, slack in (("launch", 0.0), ("expansion", 0.05), ("maturity", 0.10)):
        inputs, *_, staffing = run(of, in_phase, positions=False)
        ratio = staffing.steady_capacity[0] * 12 / yearly_capacity(inputs)[0]
        assert ratio == pytest.approx([1 - slack] * len(inputs.roles))


def test_ops_are_sized_by_their_tasks_from_the_first_number_of_people_on() -> None:
    of = company(segment(450))
    inputs, *_, staffing = run(of, "expansion", positions=False)
    row = column(inputs, "cs_ops")
    few, *_, small = run(company(segment(60)), "expansion", positions=False)
    assert small.steady_total[0, column(few, "cs_ops"), 0] == 0
    hours = task_hours(inputs, "cs_ops", np.array([[10]]))[0, 0]
    assert hours == pytest.approx(20 + 10 * 7)
    assert staffing.steady_total[0, row, 0] > 0


def test_the_worked_example_of_the_launch_phase_is_as_published() -> None:
    sou = example_plan("sou")
    work = {role: round(sou.required_fte(role), 2) for role in ("high_touch", "support", "lead")}
    assert work == {"high_touch": 3.83, "support": 0.37, "lead": 0.16}
    assert len([p for p in sou.team_positions if p.main_role != "head"]) == 4


SHARES = {"direct_share", "occupancy"}


def test_a_scenario_of_complexity_is_the_same_as_the_segment() -> None:
    of = company(segment(100))
    _, _, demand, *_ = run(of, scenarios={"segment.all.complexity": np.array([1.0, 2.0])}, positions=False)
    assert demand.account_hours[1] == pytest.approx(2 * demand.account_hours[0])
