"""The forecast of the book: accounts, leavers, renewals, onboarding, revenue, tickets."""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner.records.company import Churn
from orgplanner.stages.forecast import cohort_weights, renewal_shares
from tests.companies import DIGITAL, STANDARD, churn_at_renewal, company, run, segment


def test_accounts_roll_forward_by_leavers_and_arrivals() -> None:
    # 100 -> 100 x 0.98 + 5 = 103 -> 103 x 0.98 + 5 = 105.94
    _, forecast, *_ = run(company(segment(100, new_accounts=5, churn=Churn(rate=0.02))))
    assert forecast.accounts[0, 0, :3] == pytest.approx([100, 103, 105.94])
    assert forecast.churned[0, 0, :2] == pytest.approx([2, 2.06])


def test_two_percent_a_month_lose_21_53_percent_a_year() -> None:
    _, forecast, *_ = run(company(segment(1000, churn=Churn(rate=0.02)), horizon=13))
    assert forecast.accounts[0, 0, 12] == pytest.approx(1000 * (1 - 0.2153), abs=0.1)


def test_a_segment_without_churn_of_its_own_takes_the_assumption() -> None:
    _, forecast, *_ = run(company(segment(1000, churn=None)))
    assert forecast.accounts[0, 0, 1] == pytest.approx(985)


def test_a_book_without_leavers_and_arrivals_stands_still() -> None:
    _, forecast, *_ = run(company(segment(37), horizon=36))
    assert set(forecast.accounts[0, 0]) == {37.0}


def test_yearly_contracts_renew_a_twelfth_a_month() -> None:
    assert renewal_shares(company(segment(12)))[0] == pytest.approx([1 / 12] * 12)


def test_half_year_contracts_renew_twice_as_often() -> None:
    yearly, half = (renewal_shares(company(segment(12, contract_months=m)))[0] for m in (12, 6))
    assert half == pytest.approx(2 * yearly)


def test_contracts_renew_in_the_months_given() -> None:
    shares = renewal_shares(company(segment(12, renewal_months=(3, 9)), first_month="2027-04", horizon=12))[0]
    # April 2027 to March 2028: September is the sixth month, March the last one.
    assert shares.tolist() == [0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0, 0.5]


def test_contracts_of_two_years_renew_half_in_the_one_month_given() -> None:
    assert renewal_shares(company(segment(12, contract_months=24, renewal_months=(1,))))[0].max() == 0.5


def test_no_more_than_all_contracts_renew_in_a_month() -> None:
    assert renewal_shares(company(segment(12, contract_months=1, renewal_months=(1,))))[0].max() == 1.0


def test_churn_at_renewal_takes_the_rate_of_those_who_renew() -> None:
    # Half of 100 renew in March and September; a tenth of them leave.
    book = segment(100, churn=churn_at_renewal(0.1), renewal_months=(3, 9))
    _, forecast, *_ = run(company(book))
    assert forecast.churned[0, 0, [2, 8]] == pytest.approx([5, 4.75])
    assert forecast.churned[0, 0].sum() == pytest.approx(9.75)


def test_eight_new_accounts_for_a_month_and_a_half_are_twelve_in_progress() -> None:
    _, forecast, *_ = run(company(segment(100, new_accounts=8)))
    assert forecast.onboarding[0, 0] == pytest.approx([12.0] * 12)


def test_twelve_new_accounts_for_a_month_and_a_half_are_eighteen_in_progress() -> None:
    _, forecast, *_ = run(company(segment(100, new_accounts=12)))
    assert forecast.onboarding[0, 0, 0] == pytest.approx(18)


def test_an_onboarding_of_half_a_month_fills_half_of_the_month() -> None:
    _, forecast, *_ = run(company(segment(100, model=DIGITAL, new_accounts=8)))
    assert forecast.onboarding[0, 0, 0] == pytest.approx(4)


@pytest.mark.parametrize("duration", [0.25, 1.0, 1.5, 2.999, 3.0, 7.25])
def test_the_months_that_a_cohort_fills_sum_to_its_duration(duration: float) -> None:
    weights = cohort_weights(np.array(duration))
    assert weights.sum() == pytest.approx(duration)
    assert len(weights) == max(1, np.ceil(duration))


def test_revenue_is_accounts_times_price_and_grows_by_the_upsell_target() -> None:
    book = segment(10, revenue_per_account=120_000, upsell_target=0.12)
    _, forecast, *_ = run(company(book))
    # 12 % a year are one percent of today's revenue a month.
    assert forecast.revenue[0, 0, :3] == pytest.approx([1_200_000, 1_212_000, 1_224_000])


def test_a_segment_without_a_price_earns_nothing() -> None:
    _, forecast, *_ = run(company(segment(10)))
    assert not forecast.revenue.any()


def test_tickets_are_the_segments_own_or_the_assumption() -> None:
    _, forecast, *_ = run(company(segment(100, id="a"), segment(100, id="b", tickets_per_account=0.3)))
    assert forecast.tickets[0, :, 0] == pytest.approx([80, 30])


def test_a_segment_that_asks_nothing_is_not_given_the_default() -> None:
    _, forecast, *_ = run(company(segment(100, tickets_per_account=0)))
    assert not forecast.tickets.any()


def test_a_company_without_segments_has_an_empty_book() -> None:
    _, forecast, *_ = run(company())
    assert forecast.accounts.shape == (1, 0, 12)
    assert forecast.accounts.sum() == 0


def test_three_years_are_planned_month_by_month() -> None:
    _, forecast, *_ = run(company(segment(10, model=STANDARD, new_accounts=1), horizon=36))
    assert forecast.accounts.shape == (1, 1, 36)
    assert forecast.accounts[0, 0, -1] == 45


def test_an_upsell_target_is_a_share_of_todays_revenue() -> None:
    # 100 accounts at 1 and 100 more a month: after a year 1,300 and 12 % of the first 100.
    book = segment(100, new_accounts=100, revenue_per_account=1, upsell_target=0.12)
    _, forecast, *_ = run(company(book, horizon=13))
    assert forecast.revenue[0, 0, 12] == pytest.approx(1312)
