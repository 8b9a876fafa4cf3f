"""Churn, worth of an account, cost by role, cost to serve, the revenue that carries it, and break-even."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from orgplanner import i18n
from orgplanner.advice.figures import explain_operation, label_of, written
from orgplanner.derivation.deriver import reachable_ids
from orgplanner.derivation.operations import recompute
from orgplanner.errors import UnknownName
from orgplanner.records.base import LifecycleStage
from orgplanner.records.company import Churn, Override, Segment
from orgplanner.records.lever import Lever
from orgplanner.stages.economics import Economics, Standing, break_even_churn, net_benefit
from orgplanner.stages.retention import annual_churn, monthly_churn
from tests.companies import (
    DIGITAL,
    EXAMPLES,
    INTENSIVE,
    ONE_TO_MANY,
    PHASES,
    STANDARD,
    churn_at_renewal,
    company,
    example_plan,
    person,
    plan,
    segment,
)
from tests.everything import made

CSM, SUPPORT = 541_667, 400_833
SPLIT = {LifecycleStage.ONBOARDING: 0.4, LifecycleStage.ADOPTION: 0.3}


def paying(accounts: float = 100, price: float = 100_000, churn: float = 0.02, **fields: Any) -> Segment:
    return segment(accounts, **{"churn": Churn(rate=churn), "revenue_per_account": price} | fields)


def economics(*segments: Segment, in_phase: str = "launch", **fields: Any) -> Economics:
    return plan(company(*segments, **fields), in_phase).economics


# ---------------------------------------------------------------- churn and worth


@pytest.mark.parametrize(("monthly", "yearly"), [(0.01, 11.36), (0.02, 21.53), (0.03, 30.62), (0.06, 52.41)])
def test_monthly_churn_compounds_over_a_year(monthly: float, yearly: float) -> None:
    assert round(100 * annual_churn(monthly), 2) == yearly
    assert monthly_churn(1 - annual_churn(monthly)) == pytest.approx(monthly)
    assert economics(paying(churn=monthly)).retention.logo_churn() == pytest.approx(annual_churn(monthly))


def test_who_leaves_at_renewal_leaves_in_the_months_of_renewal() -> None:
    # A twelve-month contract, half of the accounts in March and half in September: 0.95 x 0.95 are left.
    found = economics(segment(100, churn=churn_at_renewal(0.1), renewal_months=(3, 9)))
    assert found.retention.logo_churn(0) == pytest.approx(1 - 0.95**2)


@pytest.mark.parametrize(("churn", "value"), [(0.02, 3_750_000), (0.015, 5_000_000)])
def test_an_account_is_worth_price_by_margin_by_churn(churn: float, value: float) -> None:
    retention = economics(paying(churn=churn)).retention
    assert retention.gross_margin == 0.75
    assert retention.lifetime_value(0) == pytest.approx(value)
    assert retention.lifetime_value() == pytest.approx(value)


def test_the_form_of_the_article_is_price_by_frequency_by_duration() -> None:
    retention = economics(paying(churn=1 / 48)).retention
    assert retention.lifetime(0) == pytest.approx(48)
    assert retention.lifetime_revenue(0) == pytest.approx(4_800_000)


def test_net_retention_adds_upsell_and_gross_retention_does_not() -> None:
    retention = economics(paying(upsell_target=0.3)).retention
    assert retention.gross_revenue() == pytest.approx(1 - annual_churn(0.02))
    assert retention.net_revenue() == pytest.approx(1 - annual_churn(0.02) + 0.3)
    unsold = economics(paying(upsell_target=0.3), several_plans=False).retention
    assert unsold.net_revenue() == unsold.gross_revenue()


def test_the_total_counts_customers_by_number_revenue_by_money_and_worth_by_account() -> None:
    few, many = paying(10, 1_000_000, 0.01, id="few"), paying(90, 10_000, 0.03, id="many")
    retention = economics(few, many).retention
    lost = 0.1 * annual_churn(0.01) + 0.9 * annual_churn(0.03)
    assert retention.logo_churn() == pytest.approx(lost)
    kept = (10_000_000 * 0.99**12 + 900_000 * 0.97**12) / 10_900_000
    assert retention.gross_revenue() == pytest.approx(kept)
    assert retention.lifetime_value() == pytest.approx(0.1 * 75_000_000 + 0.9 * 250_000)


def test_without_revenue_or_churn_worth_is_not_known() -> None:
    free, loyal = segment(50, churn=Churn(rate=0.02)), paying(churn=0)
    assert economics(free).retention.lifetime_value() is None
    assert economics(free).retention.gross_revenue() is None
    assert economics(loyal).retention.lifetime(0) is None
    assert economics(loyal).retention.lifetime_value() is None
    assert economics(loyal).retention.gross_revenue() == 1
    assert economics().retention.logo_churn() is None


def test_segments_without_a_price_do_not_blur_those_with_one() -> None:
    both = economics(paying(), segment(900, id="free", churn=Churn(rate=0.06))).retention
    assert both.gross_revenue() == pytest.approx(1 - annual_churn(0.02))
    assert both.lifetime_value() == pytest.approx(3_750_000)


def test_twelve_months_are_looked_at_even_near_the_end_of_the_plan() -> None:
    late = plan(company(paying(), horizon=18), month="2028-04").economics.retention
    assert late.first == 6
    assert late.logo_churn() == pytest.approx(annual_churn(0.02))


# ---------------------------------------------------------------- cost by role and month


def test_people_cost_in_the_months_in_which_they_are_in_post() -> None:
    roster = (
        person("a", "high_touch"),
        person("b", "high_touch", start="2027-04-10"),
        person("c", "support", planned_end="2027-02-10", monthly_cost=300_000),
        person("d", monthly_cost=100_000),
        person("x", "high_touch", out_of_scope=True),
    )
    team = plan(company(paying(400), roster=roster)).economics.team
    cost = dict(zip(team.roles, team.people.tolist(), strict=True))
    assert cost["high_touch"] == [CSM] * 3 + [2 * CSM] * 9
    assert cost["support"] == [300_000] * 2 + [0] * 10
    assert cost[None] == [100_000] * 12


def test_a_role_of_another_phase_keeps_its_own_line() -> None:
    team = plan(company(paying(), roster=(person("a", "adoption"),))).economics.team
    assert team.by_role[team.roles.index("adoption"), 0] > 0


@pytest.mark.parametrize(("name", "in_phase"), [*zip(EXAMPLES, PHASES, strict=True), ("everything", "expansion")])
def test_roles_sum_to_what_the_plan_costs_in_the_month_of_the_positions(name: str, in_phase: str) -> None:
    found, month = made(name, in_phase), made(name, in_phase).staffing.month
    costs, team = found.costs, found.economics.team
    assert team.total[month] == pytest.approx(costs.today + costs.open_positions + costs.levers)
    assert team.complete == (not costs.unknown_people and not costs.unknown_seats)


def test_the_share_of_revenue_stands_against_the_band_of_the_phase() -> None:
    sou = example_plan("sou").economics.team
    # 4 x 541,667 and the open lead of 866,667, of 100 x 120,000.
    assert sou.share_of_revenue(0) == pytest.approx((4 * CSM + 866_667) / 12_000_000, abs=1e-6)
    assert (sou.band, sou.standing(0)) == ((0.1, 0.2), Standing.ABOVE)
    roster = (person("a", "high_touch", monthly_cost=700_000),)
    shares = {price: plan(company(paying(10, price), roster=roster)).economics.team for price in (500_000, 5_000_000)}
    assert shares[500_000].standing(0) is Standing.INSIDE
    assert shares[5_000_000].standing(0) is Standing.BELOW
    assert economics(segment(10)).team.standing(0) is None


def test_levers_cost_in_their_months() -> None:
    lever = Lever(id="pages", kind="help_pages", effect=0.2, monthly_cost=2e4, one_off_cost=3e5, start="2027-03")
    team = economics(paying(), levers=(lever,)).team
    assert team.levers[:4].tolist() == [0, 0, 320_000, 20_000]


# ---------------------------------------------------------------- cost to serve


def test_the_cost_to_serve_is_hours_by_capacity_by_cost() -> None:
    found = plan(company(segment(100, revenue_per_account=120_000)))
    serving, capacity = found.economics.serving, found.staffing.steady_capacity[0]
    high, support = (found.inputs.roles.index(role) for role in ("high_touch", "support"))
    # 100 accounts x 2.3 h, and 100 x 0.8 tickets x 25 minutes.
    assert serving.hours[0, high, 0] == pytest.approx(230, abs=1)
    assert serving.hours[0, support, 0] == pytest.approx(100 * 0.8 * 25 / 60)
    direct = serving.hours[0, high, 0] / capacity[high] * CSM + 100 / 3 / capacity[support] * SUPPORT
    assert serving.direct[0, 0] == pytest.approx(direct, rel=1e-6)
    assert serving.cost(0, 0) == pytest.approx(direct + serving.shared[0], rel=1e-6)
    assert serving.cost_per_account(0, 0) == pytest.approx((direct + serving.shared[0]) / 100, rel=1e-6)
    assert serving.share_of_revenue(0, 0) == pytest.approx((direct + serving.shared[0]) / 12_000_000, rel=1e-6)


@pytest.mark.parametrize(("name", "in_phase"), [*zip(EXAMPLES, PHASES, strict=True), ("everything", "maturity")])
def test_nothing_that_the_work_needs_is_lost_or_counted_twice(name: str, in_phase: str) -> None:
    found = made(name, in_phase)
    serving, needed = found.economics.serving, found.staffing.steady_total[0]
    rates = serving.cost_of_hour * found.staffing.steady_capacity[0]
    assert (serving.shared_fte >= 0).all()
    np.testing.assert_allclose(serving.direct.sum(axis=0) + serving.shared, (needed * rates[:, None]).sum(axis=0))
    for month in range(len(found.months)):
        served = [serving.cost(row, month) or 0.0 for row in range(len(found.company.segments))]
        assert sum(served) == pytest.approx(serving.direct[:, month].sum() + serving.shared[month])


def test_where_accounts_at_a_time_limit_onboarding_the_people_kept_busy_are_paid() -> None:
    found = plan(company(segment(100, new_accounts=8)))
    high = found.inputs.roles.index("high_touch")
    capacity = found.staffing.steady_capacity[0, high]
    onboarding = found.economics.serving.hours[0, high, 0] - found.demand.account_hours[0, high, 0]
    # 8 a month x 1.5 months / 8 at a time = 1.5 people; the hours alone ask for 8 x 10 h.
    assert onboarding == pytest.approx(1.5 * capacity)
    assert not found.economics.serving.onboarding_by_hours[high, 0]


def test_what_nobody_can_price_is_not_known() -> None:
    found = economics(paying(), currency="EUR")
    assert found.serving.cost(0, 0) is None
    assert found.models[0].least_revenue is None
    assert found.role("high_touch").churn is None  # type: ignore[union-attr]  # known here
    assert not found.team.complete
    assert economics().serving.shared_ratio(0) is None


# ---------------------------------------------------------------- the revenue that carries a service model


def test_an_account_has_to_pay_its_cost_by_the_upper_end_of_the_band() -> None:
    found = economics(paying())
    for model in found.models:
        assert model.least_revenue == pytest.approx(model.cost / 0.2)  # type: ignore[operator]  # known here
    needed = [found.model(id).least_revenue for id in (INTENSIVE, STANDARD, ONE_TO_MANY, DIGITAL)]
    assert needed == sorted(needed, reverse=True)  # type: ignore[type-var]  # known here
    assert [m.model for m in found.models if m.used] == [STANDARD]


def test_a_plain_account_of_a_book_that_stands_still_costs_what_its_segment_does() -> None:
    # As many come as leave, which is the 1.5 % of the assumption.
    still = plan(company(segment(200, churn=None, new_accounts=3, revenue_per_account=1e5)))
    each = still.economics.serving.cost_per_account(0, 0)
    assert each == pytest.approx(still.economics.model(STANDARD).cost, rel=1e-6)


def test_a_service_model_takes_the_numbers_that_the_company_sets() -> None:
    own = {"service_model.one_to_one_standard.cadence_call.hours": Override(value=3)}
    usual, set_ = (economics(paying(), assumptions=given).model(STANDARD) for given in ({}, own))
    assert set_.hours["high_touch"] > usual.hours["high_touch"]


# ---------------------------------------------------------------- one more person


@pytest.mark.parametrize(("book", "points"), [(60e6, 14.4), (120e6, 7.2), (200e6, 4.3)])
def test_one_more_person_pays_from_so_many_points_of_churn(book: float, points: float) -> None:
    assert round(100 * break_even_churn(6.5e6, book, 0.75), 1) == points
    assert net_benefit(6.5e6, book, 0.75, break_even_churn(6.5e6, book, 0.75)) == pytest.approx(0, abs=1e-6)


def test_an_effect_that_the_user_enters_gives_a_net_benefit() -> None:
    assert net_benefit(6.5e6, 120e6, 0.75, 0.08, expansion=2e6) == pytest.approx(2_200_000)
    assert net_benefit(6.5e6, 120e6, 0.75, 0) == -6.5e6


def test_the_book_of_a_role_is_shared_among_the_people_whom_its_work_needs() -> None:
    found = plan(company(paying(200)))
    role = found.economics.role("high_touch")
    assert role is not None
    people = found.staffing.steady_total[0, found.inputs.roles.index("high_touch"), 0]
    assert role.book == pytest.approx(200 * 100_000 * 12 / people)
    assert role.churn == pytest.approx(12 * CSM / (role.book * 0.75), rel=1e-6)
    support = found.economics.role("support")
    assert support is not None
    assert (support.people, support.book) == (1, 240_000_000)
    assert found.economics.role("head") is None


def test_a_role_can_touch_what_happens_in_its_lifecycle_stages_and_what_nobody_can_date() -> None:
    churn = Churn(rate=0.02, by_lifecycle_stage=SPLIT)
    found = plan(company(segment(100, churn=churn, revenue_per_account=1e5)), "expansion")
    of, yearly = found.economics.role, annual_churn(0.02)
    ceilings = {role: of(role).touchable for role in ("onboarding", "adoption_account_expansion", "support")}  # type: ignore[union-attr]  # known here
    assert ceilings["onboarding"] == pytest.approx(yearly * (0.4 + 0.3))
    assert ceilings["adoption_account_expansion"] == pytest.approx(yearly * (0.3 + 0.3))
    assert ceilings["support"] == pytest.approx(yearly)
    dated = dict(of("onboarding").churn_by_stage)  # type: ignore[union-attr]  # known here
    assert dated == pytest.approx({**{stage: yearly * share for stage, share in SPLIT.items()}, None: yearly * 0.3})


def test_without_dates_the_churn_of_the_segments_is_the_ceiling() -> None:
    role = economics(paying(churn=0.01)).role("high_touch")
    assert role is not None
    assert role.churn_by_stage == ((None, pytest.approx(annual_churn(0.01))),)
    assert role.touchable == pytest.approx(annual_churn(0.01))
    assert role.within_reach is (role.churn <= role.touchable)  # type: ignore[operator]  # known here


def test_no_coverage_lowers_churn_by_itself() -> None:
    team = tuple(person(f"p{k}", "high_touch") for k in range(9))
    covered, alone = (economics(paying(), roster=roster) for roster in (team, ()))
    assert covered.retention.logo_churn() == alone.retention.logo_churn()
    assert covered.role("high_touch").touchable == alone.role("high_touch").touchable  # type: ignore[union-attr]  # known here


# ---------------------------------------------------------------- derivations


def test_a_plan_asks_for_its_money_only_when_somebody_does() -> None:
    found = plan(company(paying()))
    assert "economics" not in vars(found.parts)
    assert found.economics is found.parts.economics


def test_figures_agree_with_the_record() -> None:
    found, month = made("everything", "expansion"), "2027-03"
    money = found.economics
    assert found.explain("economics.logo_churn").value == money.retention.logo_churn()
    assert found.explain("economics.logo_churn[中堅]").value == money.retention.logo_churn(1)
    assert found.explain("economics.nrr").value == pytest.approx(money.retention.net_revenue())
    assert found.explain("economics.ltv[small]").value == money.retention.lifetime_value(2)
    assert found.explain(f"economics.cost_share[{month}]").value == money.team.share_of_revenue(2)
    assert found.explain(f"economics.cost_to_serve[small,{month}]").value == money.serving.cost(2, 2)
    assert found.explain("economics.least_revenue[digital]").value == money.model(DIGITAL).least_revenue
    assert found.explain("economics.break_even_churn[support]").value == money.role("support").churn  # type: ignore[union-attr]  # known here


def test_the_smallest_revenue_opens_to_the_band_the_hours_and_the_costs() -> None:
    found, leaves = example_plan("sou"), set[str]()
    waiting, seen = ["economics.least_revenue[one_to_one_standard]"], set[str]()
    while waiting:
        id = waiting.pop()
        seen.add(id)
        for term in found.explain(id).terms:
            if term.origin.value != "figure":
                leaves.add(term.id)
            elif term.id not in seen:
                waiting.append(term.id)
    assert {"benchmark.cost_share", "cost.high_touch", "support.handling_time", "customers.churn"} <= leaves
    assert "service_model.one_to_one_standard.cadence_call.hours" in leaves


def test_a_service_model_that_nobody_uses_opens_to_numbers_with_source_and_grade() -> None:
    terms = example_plan("sou").explain("economics.plain_activity_hours[one_to_many,renewal]").terms
    assert all(t.source and t.grade and t.id.startswith("structure.activity_") for t in terms)


@pytest.mark.parametrize("in_phase", PHASES)
def test_figures_of_dated_churn_recompute_and_are_told_in_words(in_phase: str) -> None:
    churn = Churn(rate=0.02, by_lifecycle_stage=SPLIT)
    roster = (person("a", "high_touch"), person("nobody", monthly_cost=2e5))
    found = plan(company(segment(100, churn=churn, revenue_per_account=1e5), roster=roster), in_phase)
    mine = [f for f in reachable_ids(found.parts) if f.id.startswith("economics.")]
    assert any(f.name == "economics.touchable_share" and len(f.terms) > 1 for f in mine) or in_phase == "launch"
    for figure in mine:
        assert recompute(figure) == pytest.approx(figure.value, rel=1e-9, abs=1e-9), figure.id
        for language in i18n.LANGUAGES:
            assert explain_operation(found, figure, language).endswith(("。", "."))
            for term in (figure, *figure.terms):
                told = label_of(found, term.id, language) + written(term.value, term.unit, language)
                assert "{" not in told
                assert "_" not in told, told


@pytest.mark.parametrize(
    "unknown",
    [
        "economics.ltv[big]",
        "economics.nrr[big]",
        "economics.cost_per_account[none,2027-03]",
        "economics.break_even_churn[head]",
        "economics.least_revenue[in_person]",
        "economics.role_cost[suport,2027-03]",
    ],
)
def test_what_is_not_known_has_no_figure(unknown: str) -> None:
    with pytest.raises(UnknownName):
        made("everything", "expansion").explain(unknown)


@pytest.mark.parametrize("empty", [company(), company(segment(0)), company(paying(), currency="EUR")])
def test_what_is_not_known_is_not_published(empty: Any) -> None:
    found = plan(empty)
    for figure in reachable_ids(found.parts):
        assert figure.value == figure.value, figure.id
    assert "economics.least_revenue[digital]" not in found.figure_ids()
