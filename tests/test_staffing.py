"""How many people the work is: capacity, required FTE, rules, leads, whole positions."""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner.records.change import SetAssumption, apply
from orgplanner.stages.staffing import ops_by_rule
from tests.companies import (
    DIGITAL,
    INTENSIVE,
    ONE_TO_MANY,
    PHASES,
    STANDARD,
    column,
    company,
    example_plan,
    phase,
    plan,
    run,
    segment,
)

FREED = ("head_in_field",)


def test_a_japanese_year_has_1935_paid_hours_and_1183_customer_hours() -> None:
    made = plan(company(segment(100)))
    assert made.explain("staffing.yearly_hours").value == pytest.approx(1935, abs=0.5)
    assert made.explain("staffing.yearly_capacity[high_touch]").value == pytest.approx(1183, abs=1)


def test_one_person_carries_98_6_customer_hours_a_month() -> None:
    inputs, *_, staffing = run(company(segment(100)))
    assert staffing.steady_capacity[0, column(inputs, "high_touch")] == pytest.approx(98.6, abs=0.05)


def test_one_supporter_carries_90_3_hours_a_month() -> None:
    inputs, *_, staffing = run(company(segment(100)))
    assert staffing.steady_capacity[0, column(inputs, "support")] == pytest.approx(90.3, abs=0.05)


def test_an_american_year_has_1992_paid_hours_of_which_leave_leaves_1680() -> None:
    made = plan(company(segment(100), calendar="US", country="US", currency="USD"))
    assert made.explain("staffing.yearly_hours").value == pytest.approx(1992)
    assert made.explain("staffing.yearly_hours").value * made.explain("staffing.after_leave").value == pytest.approx(
        1680
    )
    assert made.explain("staffing.yearly_capacity[high_touch]").value == pytest.approx(1680 * 0.6397)


@pytest.mark.parametrize(("model", "accounts"), [(INTENSIVE, 16.5), (STANDARD, 42.9), (DIGITAL, 1096)])
def test_one_person_serves_the_published_number_of_accounts(model: str, accounts: float) -> None:
    inputs, *_, staffing = run(company(segment(accounts, model=model)))
    served = {INTENSIVE: "high_touch", STANDARD: "high_touch", DIGITAL: "tech_touch"}[model]
    content = run(company())[4].steady_total[0, column(inputs, served), 0]
    assert staffing.steady_total[0, column(inputs, served), 0] - content == pytest.approx(1, abs=0.005)


def test_160_mid_accounts_need_3_73_people() -> None:
    assert plan(company(segment(160))).required_fte("high_touch") == pytest.approx(3.73, abs=0.005)


def test_300_accounts_need_1_11_supporters() -> None:
    assert plan(company(segment(300))).required_fte("support") == pytest.approx(1.11, abs=0.005)


def test_onboarding_is_bound_by_concurrency_where_its_hours_are_few() -> None:
    # 12 a month: 18 in progress, 8 at a time = 2.25 people; 120 hours are but 1.22.
    assert plan(company(segment(0, new_accounts=12)), month="2027-01").required_fte("high_touch") == pytest.approx(2.25)


def test_onboarding_is_bound_by_hours_where_many_run_at_a_time() -> None:
    many = apply(
        company(segment(0, new_accounts=12)),
        [SetAssumption(id="service_model.one_to_one_standard.onboarding.concurrent", value=100)],
    )
    assert plan(many).required_fte("high_touch") == pytest.approx(120 / 98.6, abs=0.001)


def test_hours_are_weighed_per_month_when_the_calendar_counts() -> None:
    inputs, *_, staffing = run(company(segment(100)))
    row = column(inputs, "high_touch")
    hours = staffing.required_fte[0, row] * staffing.capacity[0, row]
    assert hours == pytest.approx(staffing.steady_fte[0, row] * staffing.steady_capacity[0, row])


def test_the_months_of_a_year_have_its_paid_hours() -> None:
    *_, staffing = run(company(segment(100)))
    assert staffing.paid_hours[0].sum() == pytest.approx((365 - 116.4) * 7.783)


def test_nobody_is_hired_for_a_short_month() -> None:
    *_, staffing = run(company(segment(100)))
    assert np.ptp(staffing.required_fte[0].sum(axis=0)) > 0.3
    months = [f"2027-{month:02d}" for month in range(7, 13)]
    assert len({len(plan(company(segment(100)), month=month).team_positions) for month in months}) == 1


@pytest.mark.parametrize(("people", "ops"), [(0, 0), (7, 0), (8, 1), (14, 1), (15, 2), (17, 2), (34, 3)])
def test_ops_join_at_eight_and_then_one_for_ten(people: int, ops: int) -> None:
    assert ops_by_rule(np.array([people]), np.array(8.0), np.array(10.0)).tolist() == [ops]


def test_ops_are_counted_from_whole_people_of_the_team() -> None:
    # 250 accounts x 2.30 / 93.6 = 6.14, content 0.64 + 0.43: 7.2 is 8 people; 235 accounts make 6.8, which is 7.
    few, many = (run(company(segment(n)), "expansion") for n in (235, 250))
    row = column(few[0], "cs_ops")
    assert few[4].steady_fte[0, row, 0] == 0
    assert many[4].steady_fte[0, row, 0] == pytest.approx((20 + 8 * 7) / 93.65, abs=0.001)


class TestSou:
    """The worked example: a head in the field, three members, one seat short."""

    def test_the_work_of_the_members_is_4_36_people(self) -> None:
        made = example_plan("sou")
        work = sum(made.required_fte(role) for role in ("high_touch", "support", "lead"))
        assert made.required_fte("high_touch") == pytest.approx(2.33 + 1.50, abs=0.005)
        assert made.required_fte("support") == pytest.approx(0.37, abs=0.005)
        assert made.required_fte("lead") == pytest.approx(0.16, abs=0.005)
        assert work == pytest.approx(4.36, abs=0.005)

    def test_four_positions_carry_it_at_109_percent(self) -> None:
        below = example_plan("sou").team_positions[1:]
        assert len(below) == 4
        assert [p.fte for p in below] == pytest.approx([1.09] * 4, abs=0.002)
        assert all(p.tight for p in below)

    def test_three_are_held_and_the_open_one_leads(self) -> None:
        made = example_plan("sou")
        (seat,) = (p for p in made.gaps.open_positions if p.on_team)
        assert seat.main_role == "lead"
        assert seat.share_of("high_touch") > 0.5

    def test_the_head_keeps_cs_design_and_systems_and_leaves_the_field(self) -> None:
        head = example_plan("sou").positions[0]
        assert {load.role for load in head.roles} == {"head", "cs_design", "systems"}
        assert example_plan("sou").holders(head.id)[0].id == "head_a"

    def test_everybody_reports_to_the_lead_and_the_lead_to_the_head(self) -> None:
        made = example_plan("sou")
        above = {n.id: n.parent for n in made.charts.recommended.nodes}
        for position in made.team_positions[1:]:
            assert above[position.id] == ("head-1" if position.main_role == "lead" else "lead-1")


def test_a_head_who_is_not_freed_plays_on_in_a_small_team() -> None:
    made = plan(company(segment(20)))
    assert len(made.team_positions) == 1
    assert made.positions[0].share_of("high_touch") == pytest.approx(20 * 2.3 / 98.6, abs=0.002)


@pytest.mark.parametrize("name", PHASES)
def test_a_head_who_is_freed_holds_nothing_that_serves_customers(name: str) -> None:
    made = plan(company(segment(60, new_accounts=2), problems=FREED), name)
    field = {r for r in made.phase.role_ids if made.phase.definition_of(r).demand.value in ("account", "ticket")}
    assert not field & {load.role for load in made.positions[0].roles}


def test_a_unit_above_its_span_has_leads_by_span() -> None:
    # 700 accounts: 16.3 people of one unit and more, span 7 -> 3 leads.
    made = plan(company(segment(700)))
    leads = [p for p in made.team_positions if p.main_role == "lead"]
    assert [p.fte for p in leads] == [1.0] * len(leads)
    assert len(leads) == -(-int(made.staffing.leading.people[0, 0, 0]) // 7)


def test_leading_takes_four_hours_a_report_and_month() -> None:
    made = plan(company(segment(60)))
    reports = made.staffing.leading.head_reports[0, 0]
    assert made.required_fte("head") == pytest.approx(4 * reports / 98.6, abs=0.001)


def test_no_lead_of_leads_while_the_head_carries_all_leads() -> None:
    assert not plan(company(segment(1500))).staffing.leading.upper[0, :, 0].any()
    assert plan(company(segment(2500))).staffing.leading.levels(0)


@pytest.mark.parametrize("name", PHASES)
def test_positions_follow_the_month_that_is_asked_for(name: str) -> None:
    growing = company(segment(50, new_accounts=12), horizon=24)
    first, last = plan(growing, name), plan(growing, name, "2028-12")
    assert first.month == "2027-01"
    assert last.month == "2028-12"
    assert len(last.team_positions) > len(first.team_positions)
    leads = [sum(p.main_role == "lead" for p in made.positions) for made in (first, last)]
    assert leads[0] < leads[1]


def test_roles_and_months_are_those_of_the_phase() -> None:
    inputs, *_, staffing = run(company(segment(10), horizon=36), "maturity")
    assert staffing.steady_fte.shape == (1, len(phase("maturity").role_ids), 36)
    assert inputs.roles[-1] == "head"


def test_the_reports_whose_leading_is_counted_are_those_of_the_chart() -> None:
    made = plan(company(segment(600, model=DIGITAL, new_accounts=4), support_backlog=100), "expansion")
    assert made.charts.recommended.spans()["head-1"] == made.staffing.leading.head_reports[0, 0]


def test_leads_are_not_given_for_positions_that_other_poolings_would_have_had() -> None:
    # Units of 2, 1 and 0 become 2, 0 and 1 when pooled: three people below the head, one of whom plays and leads.
    book = (segment(0, id="a", new_accounts=3), segment(0, id="b", new_accounts=3))
    made = plan(company(*book, problems=FREED), "expansion")
    (lead,) = (p for p in made.team_positions if p.main_role == "lead")
    assert len(lead.roles) > 1
    assert made.charts.recommended.spans()[lead.id] == len(made.team_positions) - 2


@pytest.mark.parametrize("name", PHASES)
@pytest.mark.parametrize("accounts", [30, 150, 450])
@pytest.mark.parametrize("problems", [(), FREED])
def test_leading_hours_are_those_of_the_chart(name: str, accounts: float, problems: tuple[str, ...]) -> None:
    made = plan(company(segment(accounts, new_accounts=3), problems=problems), name)
    spans, small = made.charts.recommended.spans(), made.staffing.leading.small[0, 0]
    takes_all = small and any(p.main_role == "lead" and len(p.roles) > 1 for p in made.team_positions)
    hour = 4 / made.staffing.steady_capacity[0, made.phase.role_ids.index("head")]
    assert made.positions[0].share_of("head") == pytest.approx(0 if takes_all else hour * spans["head-1"])
    for p in made.team_positions:
        if p.main_role == "lead" and (len(p.roles) > 1 or p.fte < 1):
            assert p.share_of("lead") == pytest.approx(hour * (spans.get(p.id, 0) + takes_all), rel=0.01)


def test_nobody_leads_an_empty_unit() -> None:
    made = plan(company(segment(3, new_accounts=1), problems=FREED))
    leads = {p.id for p in made.team_positions if p.main_role == "lead"}
    assert leads <= made.charts.recommended.spans().keys()


def test_a_head_leads_no_more_people_than_the_widest_span() -> None:
    low = segment(117, id="l", model=ONE_TO_MANY)
    made = plan(company(segment(376, new_accounts=16), segment(272, id="d", model=DIGITAL), low), "maturity")
    assert made.charts.recommended.spans()["head-1"] <= 10
