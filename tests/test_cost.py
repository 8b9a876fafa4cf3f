"""What the team costs, and its share of revenue."""

from __future__ import annotations

import pytest

from tests.companies import company, example_plan, person, phase, plan, segment

CSM, HEAD = 541_667, 1_245_833


def test_sou_spends_18_percent_inside_the_launch_band() -> None:
    made = example_plan("sou")
    share = made.costs.share_of_revenue(made.costs.today)
    low, high = phase("launch").definition.cost_share.range
    # 4 x 541,667 of 100 x 120,000 a month.
    assert made.costs.today == 4 * CSM
    assert share == pytest.approx(0.1806, abs=0.0001)
    assert share is not None
    assert low <= share <= high


def test_filling_the_open_seat_of_sou_costs_a_lead_more() -> None:
    made = example_plan("sou")
    lead = made.assumptions["cost.lead"].quantity.value
    assert made.costs.open_positions == lead
    assert made.costs.planned == made.costs.today + lead


def test_the_file_of_a_person_comes_before_the_default_of_the_role() -> None:
    roster = (person("a", "high_touch", monthly_cost=700_000), person("b", "high_touch"))
    made = plan(company(segment(100), roster=roster))
    assert made.costs.today == 700_000 + CSM
    assert made.costs.estimated_people == ("b",)


def test_a_person_who_costs_nothing_is_not_given_the_default() -> None:
    assert plan(company(segment(100), roster=(person("a", "high_touch", monthly_cost=0),))).costs.today == 0


def test_a_part_time_post_costs_its_part_but_a_cost_of_the_file_is_for_the_part_already() -> None:
    roster = (person("a", "high_touch", fte=0.5), person("b", "high_touch", fte=0.5, monthly_cost=300_000))
    assert plan(company(segment(100), roster=roster)).costs.today == pytest.approx(CSM / 2 + 300_000)


def test_people_out_of_scope_cost_another_budget() -> None:
    roster = (person("a", "high_touch"), person("tam", out_of_scope=True, monthly_cost=900_000))
    assert plan(company(segment(100), roster=roster)).costs.today == CSM


def test_an_outsourcer_on_the_roster_is_paid_once() -> None:
    firm = person("firm", "support", source="outsourcer", monthly_cost=320_000)
    made = plan(company(segment(300), roster=(firm,)), "expansion")
    assert made.costs.today == 320_000
    assert "support-outsourcer" not in made.costs.unknown_seats
    open_roles = [p.main_role for p in made.gaps.open_positions if p.on_team]
    assert "support" not in open_roles


def test_a_seat_from_outside_has_no_price_before_a_quotation() -> None:
    made = plan(company(segment(300)), "expansion")
    assert "support-outsourcer" in made.costs.unknown_seats
    default = sum(made.assumptions[f"cost.{p.main_role}"].quantity.value for p in made.team_positions)
    assert made.costs.open_positions == pytest.approx(default)


def test_without_revenue_the_share_is_not_known() -> None:
    made = plan(company(segment(100)))
    assert made.costs.share_of_revenue(made.costs.today) is None
    assert not [id for id in made.figure_ids() if "share_of_revenue" in id]


def test_the_share_is_of_the_revenue_of_the_month_of_the_positions() -> None:
    growing = company(segment(100, new_accounts=10, revenue_per_account=100_000), roster=(person("h", "head"),))
    first, last = plan(growing), plan(growing, month="2027-12")
    assert first.costs.share_of_revenue(first.costs.today) == pytest.approx(HEAD / 10_000_000)
    assert last.costs.share_of_revenue(last.costs.today) == pytest.approx(HEAD / 21_000_000)


def test_a_company_in_dollars_takes_costs_in_dollars() -> None:
    made = plan(company(segment(100), roster=(person("a", "high_touch"),), currency="USD"))
    assert made.costs.today == 11_210


def test_costs_that_nobody_knows_are_told_and_never_taken_for_nothing() -> None:
    # The data hold no costs in euro.
    made = plan(company(segment(100), roster=(person("a", "high_touch"),), currency="EUR"))
    assert made.costs.unknown_people == ("a",)
    assert {p.id for p in (*made.gaps.open_positions, *made.gaps.open_seats)} == set(made.costs.unknown_seats)


def test_filling_the_open_half_of_a_position_costs_that_part() -> None:
    roster = (person("h", "head"), person("b", "high_touch", fte=0.5), person("s", "support"))
    made = plan(company(segment(80), roster=roster))
    (seat,) = made.gaps.part_filled
    assert made.gaps.open_positions == ()
    assert made.costs.open_positions == pytest.approx(CSM * (seat.fte - 0.5))
    assert made.explain(f"cost.of_seat[{seat.id}]").value == made.costs.open_positions


def test_whoever_joins_later_is_in_the_planned_cost_and_not_hired_twice() -> None:
    team = (person("h", "head"), person("b", "high_touch"))
    later = person("s", "support", start="2027-04-01", monthly_cost=400_000)
    made = plan(company(segment(80), roster=(*team, later)))
    assert made.gaps.open_positions == ()
    assert made.costs.today == HEAD + CSM
    assert made.costs.joining == 400_000
    assert made.costs.planned == made.costs.today + 400_000
    assert made.explain("cost.planned").value == made.explain("cost.today").value + 400_000
