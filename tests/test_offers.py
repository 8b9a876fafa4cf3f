"""What a unit of an offer gives and costs, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from orgplanner.records.base import SourceKind
from orgplanner.records.company import Override
from orgplanner.stages.offers import Offer, attrition_of, find_offers, monthly_attrition
from tests.companies import company, person, plan, segment

CSM = 541_667
"""Loaded cost of a CSM a month: 5.0M of pay x 1.3 / 12."""


def offers(in_phase: str = "launch", **fields: object) -> dict[str, Offer]:
    made = plan(company(segment(100), roster=(person("h", "head"),), **fields), in_phase)
    return {o.id: o for o in find_offers(made.inputs, made.staffing)}


def overrides(**values: float) -> dict[str, Override]:
    return {id.replace("__", "."): Override(value=value) for id, value in values.items()}


# ---------------------------------------------------------------- attrition, ramp, cohorts


@pytest.mark.parametrize(
    ("yearly", "monthly"), [(0.10, 0.00874), (0.121, 0.01069), (0.15, 0.01345), (0.2, 0.01842), (0.35, 0.03526)]
)
def test_what_leaves_in_a_year_leaves_evenly_month_by_month(yearly: float, monthly: float) -> None:
    assert monthly_attrition(yearly) == pytest.approx(monthly, abs=5e-6)


def test_two_joiners_beside_eight_follow_the_recursion_digit_by_digit() -> None:
    # 8 ramped people, 15 % leave in a year, 2 start in month 5, ramp 0, .5, .5, 1: heads and effective capacity.
    given = overrides(recruiting__agency__filled=1)
    offer = offers(assumptions=given)["high_touch.employee.agency"]
    assert offer.ramp == (0, 0.5, 0.5)
    stay = 1 - offer.attrition
    heads, effective = [], []
    for month in range(1, 10):
        old = 8 * stay**month
        heads.append(old + (2 * stay ** (month - 5) if month >= 5 else 0))
        effective.append(old + (2 * float(offer.coverage(9)[month - 5]) if month >= 5 else 0))
    assert [round(x, 3) for x in heads] == [7.892, 7.786, 7.681, 7.578, 9.476, 9.349, 9.223, 9.099, 8.977]
    assert [round(x, 3) for x in effective] == [7.892, 7.786, 7.681, 7.578, 7.476, 8.362, 8.250, 9.099, 8.977]


def test_a_requisition_that_is_not_filled_stays_open() -> None:
    # Lead 4 months, 80 % filled: of the rest 80 % start 4 months later, and so on.
    offer = replace(offers()["high_touch.employee.agency"], filled=0.8, lead=4, ramp=(), attrition=0)
    assert offer.coverage(9).tolist() == pytest.approx([0.8] * 4 + [0.96] * 4 + [0.992])
    money = replace(offer, monthly_cost=100, one_off=1000).cost(5)
    assert money.tolist() == pytest.approx([880, 80, 80, 80, 80 + 0.2 * 0.8 * 1100])


def test_terms_that_end_give_nothing_afterwards() -> None:
    offer = replace(offers()["support.contractor"], runs=3, ramp=(0.5,), fte=1)
    assert offer.coverage(5).tolist() == [0.5, 1, 1, 0, 0]
    assert offer.cost(5).tolist()[3:] == [0, 0]


# ---------------------------------------------------------------- money


def test_an_agency_takes_a_third_of_the_pay_and_returns_part_where_somebody_leaves_soon() -> None:
    # 5.0M x 33 % = 1.65M; 4 % leave within three months, half of the fee of these comes back; 300,000 of equipment.
    made = plan(company(segment(100)))
    offer = {o.id: o for o in find_offers(made.inputs, made.staffing)}["high_touch.employee.agency"]
    pay = 12 * CSM / 1.3
    assert pay == pytest.approx(5_000_000, rel=1e-5)
    early = 1 - 0.85 ** (3 / 12)
    assert early == pytest.approx(0.0398, abs=1e-4)
    assert offer.one_off == pytest.approx(1_650_000 * (1 - 0.5 * early) + 300_000, rel=1e-5)
    assert made.explain("hiring.fee[high_touch.employee.agency]").value == pytest.approx(1_650_000, rel=1e-5)
    assert made.explain("hiring.one_off[high_touch.employee.agency]").value == pytest.approx(offer.one_off)


def test_a_fee_above_the_cap_by_law_is_cut() -> None:
    dear = overrides(recruiting__agency__fee_share=0.6)
    offer = offers(assumptions=dear)["high_touch.employee.agency"]
    kept = 1 - 0.5 * (1 - 0.85 ** (3 / 12))
    assert offer.one_off == pytest.approx(5_000_000 * 0.5 * kept + 300_000, rel=1e-5)


def test_the_load_of_an_employee_holds_social_insurance_and_the_rest() -> None:
    # 5.0M of pay + 15.5 % = 5.775M by law; 6.5M with desk, tools and benefits.
    made = plan(company(segment(100)))
    social, load = (made.assumptions[f"market.JP.{name}"].quantity.value for name in ("social", "load"))
    assert 5_000_000 * (1 + social) == pytest.approx(5_775_000)
    assert 5_000_000 * load == pytest.approx(6_500_000)
    assert 12 * made.assumptions["cost.high_touch"].quantity.value == pytest.approx(6_500_000, rel=1e-5)
    assert made.explain("hiring.pay[high_touch]").value == pytest.approx(5_000_000, rel=1e-5)


def test_a_contractor_is_paid_by_the_hours_of_a_block() -> None:
    made = plan(company(segment(100)))
    offer = {o.id: o for o in find_offers(made.inputs, made.staffing)}["support.contractor"]
    # 40 hours, and 3 % of a full post of the team to steer them.
    assert offer.monthly_cost == pytest.approx(40 * 4_500 + 0.03 * 400_833)
    capacity = made.explain("staffing.steady_capacity[support]").value
    assert offer.fte == pytest.approx(40 / capacity)


def test_dispatched_people_are_paid_by_the_hours_of_a_post() -> None:
    made = plan(company(segment(100)))
    offer = {o.id: o for o in find_offers(made.inputs, made.staffing)}["support.dispatch"]
    price = made.explain("hiring.unit_price[support.dispatch]")
    assert price.value == pytest.approx(made.explain("staffing.yearly_hours").value / 12 * 2_500)
    assert offer.monthly_cost == made.explain("hiring.monthly_cost[support.dispatch]").value


def test_a_price_that_the_currency_lacks_is_not_guessed() -> None:
    found = offers(currency="EUR")
    assert found["support.contractor"].monthly_cost is None
    assert found["high_touch.employee.agency"].monthly_cost is None


def test_a_price_of_zero_is_a_price() -> None:
    free = offers(assumptions=overrides(source__contractor__price=0))["support.contractor"]
    assert free.monthly_cost == pytest.approx(0.03 * 400_833)


# ---------------------------------------------------------------- who may do what


def test_only_employees_are_found_through_channels() -> None:
    for offer in offers().values():
        hired = offer.source is SourceKind.EMPLOYEE and offer.kind.value == "hire"
        assert (offer.channel is not None) is hired


def test_tickets_are_bought_for_roles_that_answer_tickets() -> None:
    assert {o.role for o in offers().values() if o.by_volume} == {"support"}


def test_the_market_of_the_country_sets_the_time_to_fill() -> None:
    assert offers()["support.employee.agency"].lead == 4.0
    assert offers(country="US")["support.employee.agency"].lead == 2.25
    assert offers(country="FR")["support.employee.agency"].lead == 4.0  # not in the data: the first market


def test_support_leaves_faster_than_account_work() -> None:
    made = plan(company(segment(100)))
    assert attrition_of(made.inputs, "support") == pytest.approx(monthly_attrition(0.2))
    assert attrition_of(made.inputs, "high_touch") == pytest.approx(monthly_attrition(0.15))


def test_people_who_are_lent_are_limited_and_those_for_hire_are_not() -> None:
    found = offers()
    assert found["high_touch.transfer"].most == 1
    assert math.isinf(found["high_touch.employee.agency"].most)


@pytest.mark.parametrize("id", ["high_touch.employee.referral", "support.outsourcer_seat", "high_touch.fixed_term"])
def test_a_unit_never_gives_more_than_it_is_or_less_than_nothing(id: str) -> None:
    offer = offers("expansion" if id.startswith("support.out") else "launch")[id]
    given = offer.coverage(36)
    assert np.all(given >= 0)
    assert np.all(given <= offer.fte + 1e-12)
    assert np.all(offer.cost(36) >= 0)
