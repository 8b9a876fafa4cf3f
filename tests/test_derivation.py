"""Every figure can be opened down to assumptions with a source and numbers of the company file."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from orgplanner.advice.figures import explain_operation, label_of
from orgplanner.advice.ways import ways
from orgplanner.derivation.deriver import derive, published_hiring_ids, published_offer_ids, reachable_ids
from orgplanner.derivation.operations import recompute
from orgplanner.errors import UnknownName
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import Plan, make_plan
from orgplanner.records.change import SetAssumption, SetBudget, SetSourcing, apply
from orgplanner.records.company import Budget, OwnActivity, SourcingRule
from orgplanner.records.figure import Figure, Operation, Origin
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_lines import sustained
from tests.companies import EXAMPLES, company, example, example_plan, phase, plan, segment
from tests.everything import EVERYTHING, MADE, figures, made


def alike(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_figure_recomputes_from_its_terms(name: str, in_phase: str) -> None:
    for figure in figures(name, in_phase).values():
        assert alike(recompute(figure), figure.value), figure


@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_leaf_is_an_input_or_an_assumption_with_source_and_grade(name: str, in_phase: str) -> None:
    register = made(name, in_phase).assumptions
    sources = {s.id for s in phase(in_phase).catalogue.sources}
    for figure in figures(name, in_phase).values():
        for term in figure.terms:
            if term.origin is Origin.ASSUMPTION:
                assert term.source in sources
                assert term.grade is not None
                assert term.value == register[term.id].quantity.value
            elif term.origin is Origin.FIGURE:
                assert term.id in figures(name, in_phase)
            assert term.id


@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_a_figure_shows_the_same_value_when_it_is_opened(name: str, in_phase: str) -> None:
    opened = figures(name, in_phase)
    for figure in opened.values():
        for term in figure.terms:
            if term.origin is Origin.FIGURE:
                assert alike(term.value, opened[term.id].value), (figure.id, term.id)


def test_a_count_of_positions_shows_terms_that_open_as_they_stand() -> None:
    counted = example_plan("sou").explain("staffing.positions")
    assert all(example_plan("sou").explain(t.id).value == t.value for t in counted.terms)


@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_published_figure_derives_to_its_own_id(name: str, in_phase: str) -> None:
    for id in made(name, in_phase).figure_ids():
        assert figures(name, in_phase)[id].id == id


def test_a_figure_is_published_once() -> None:
    ids = example_plan("sou").figure_ids()
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_a_figure_that_is_not_zero_has_terms(name: str, in_phase: str) -> None:
    for figure in figures(name, in_phase).values():
        assert figure.terms or figure.value == 0, figure.id


def test_figures_agree_with_the_records_that_they_explain() -> None:
    sou = example_plan("sou")
    assert sou.explain("support").value == sou.required_fte("support")
    assert sou.explain("cost.planned").value == sou.costs.planned
    assert sou.explain("staffing.positions").value == len(sou.team_positions)
    for gap in sou.gaps.roles:
        assert sou.explain(f"gaps.gap_fte[{gap.role}]").value == pytest.approx(gap.gap_fte)


def test_the_chain_of_support_leads_to_accounts_tickets_and_minutes() -> None:
    leaves = leaves_of(example_plan("sou"), "support")
    assert {"segments.all.accounts", "support.tickets_per_account", "support.handling_time"} <= leaves
    assert {"calendar.JP.days_off", "calendar.JP.hours_per_day", "calendar.JP.leave_days"} <= leaves
    assert {"capacity.support.direct_share", "capacity.support.occupancy"} <= leaves


def leaves_of(plan: Plan, id: str) -> set[str]:
    """Return the ids of everything at the end of a figure's chain."""
    waiting, opened, leaves = [id], set[str](), set[str]()
    while waiting:
        for term in plan.explain(waiting.pop()).terms:
            if term.origin is not Origin.FIGURE:
                leaves.add(term.id)
            elif term.id not in opened:
                opened.add(term.id)
                waiting.append(term.id)
    return leaves


def test_the_chain_of_a_phone_line_leads_from_contacts_and_the_promise_to_the_hours_on_the_desk() -> None:
    of_hours = leaves_of(made("everything", "expansion"), "desk.rostered_hours[phone,2027-03]")
    assert {"channels.phone.contacts", "live.handling_time", "structure.busiest_share[phone]"} <= of_hours
    assert {"live.service_level", "live.threshold", "live.max_occupancy", "channel.phone.patience"} <= of_hours
    assert {"structure.open_hours[phone]", "structure.desk_fill[phone,2027-03]"} <= of_hours
    of_role = leaves_of(made("everything", "expansion"), "support")
    assert of_hours < of_role
    assert {"live.deferred_cap", "support.handling_time", "capacity.support.occupancy"} <= of_role


def test_the_model_of_waiting_follows_the_patience_of_the_channel() -> None:
    plan = made("everything", "expansion")
    assert plan.explain("desk.agents[phone,2027-03]").operation is Operation.ERLANG_A_AGENTS
    assert plan.explain("desk.agents[second,2027-03]").operation is Operation.ERLANG_C_AGENTS
    assert "live.concurrency" not in leaves_of(plan, "desk.agents[chat.en,2027-03]")
    assert "channel.chat.en.concurrency" in leaves_of(plan, "desk.agents[chat.en,2027-03]")


def test_the_chain_of_tickets_leads_through_each_lever_that_touches_them() -> None:
    plan = made("everything", "expansion")
    leaves = leaves_of(plan, "demand.asked_still[2027-06]")
    assert {"lever.pages.effect", "lever.pages.adoption", "lever.pages.lag", "lever.more.review"} <= leaves
    assert not any(id.startswith(("lever.video.", "lever.unknown.")) for id in leaves)
    # Half of the tickets, a fifth of them, grown over five of six months.
    assert plan.explain("levers.saved_by_one[pages,2027-06]").value == pytest.approx(0.5 * 0.2 * 5 / 6)
    assert plan.explain("levers.saved_by_one[more,2027-04]").value == 0
    assert plan.explain("levers.saved_by_one[late,2027-12]").value == 0


def test_the_frequency_of_priority_groups_is_opened_to_their_shares() -> None:
    often = made("everything", "launch").explain("demand.frequency[big,cadence_call]")
    usual = often.terms[0].value
    assert often.value == pytest.approx(0.25 * 48 + 0.5 * 24 + 0.25 * usual)
    assert [t.assumed for t in often.terms] == [False, True, True, True, True]


def test_contracts_that_renew_by_themselves_have_no_hours_at_renewal() -> None:
    made_plan = made("everything", "expansion")
    renewal = made_plan.explain("demand.activity_work[small,renewal,2027-03]")
    assert (renewal.value, renewal.terms) == (0, ())


def test_without_several_plans_the_upsell_target_is_none() -> None:
    sold = made("one_plan", "expansion").explain("forecast.revenue_share_sold[small,2027-03]")
    assert (sold.value, sold.terms[1].id) == (0, "several_plans")


def test_the_parts_of_internal_work_and_the_direct_share_fill_the_hours_after_leave() -> None:
    plan = made("everything", "launch")
    profiles = {p.id: p for p in plan.phase.catalogue.capacity_profiles}
    for role in ("high_touch", "support"):
        profile = profiles[plan.phase.definition_of(role).capacity]
        internal = [plan.explain(f"staffing.internal_hours[{role},{part.id}]").value for part in profile.internal]
        after_leave = plan.explain("staffing.yearly_hours").value - plan.explain("staffing.leave_hours").value
        direct = plan.assumptions[f"capacity.{profile.id}.direct_share"].quantity.value
        assert sum(internal) == pytest.approx((1 - direct) * after_leave, rel=1e-3)


@pytest.mark.parametrize("team", ["today", "planned"])
def test_loads_queues_and_books_agree_with_the_records_that_they_explain(team: str) -> None:
    made_plan, month = made("everything", "expansion"), "2027-06"
    at = made_plan.months.index(month)
    assert made_plan.waiting is made_plan.parts.waiting
    loads, queues = made_plan.parts.load(team), made_plan.parts.queues(team)

    def value(name: str, *keys: str) -> float:
        return made_plan.explain(f"{name}[{','.join((team, *keys, month))}]").value

    support, half = made_plan.inputs.roles.index("support"), 1
    assert value("health.role_load", "support") == loads.role_load(support, at)
    assert value("health.person_load", "half") == loads.person_load(half, at)
    assert value("health.total_uncovered_accounts") == pytest.approx(loads.cover.accounts[:, at].sum())
    assert value("health.overloaded") == loads.overloaded[:, at].sum()
    assert value("waiting.backlog") == queues.tickets.backlog[0, at]
    assert value("waiting.ticket_days") == queues.tickets.wait_days(at)
    assert value("waiting.accounts", "small") == queues.onboarding.waiting[0, 2, at]
    assert value("waiting.time_to_onboard", "small") == queues.onboarding.months_to_onboard(2, at)


def test_the_chain_of_a_wait_leads_through_the_months_to_the_team_and_the_customers() -> None:
    leaves = leaves_of(made("everything", "expansion"), "waiting.time_to_onboard[today,small,2027-06]")
    assert {"segments.small.new_accounts", "roster.half.fte", "roster.half.roles.onboarding"} & leaves
    assert {"service_model.one_to_many.onboarding.concurrent", "service_model.one_to_many.onboarding.hours"} <= leaves
    asked = leaves_of(made("everything", "expansion"), "waiting.backlog[today,2027-06]")
    assert {"support_backlog", "support.handling_time", "lever.pages.effect", "roster.firm.roles.support"} <= asked


def test_a_book_is_the_hours_of_one_person_by_those_of_an_account() -> None:
    sou = example_plan("sou")
    each, capacity = (t.value for t in reversed(sou.explain("books.accounts_per_person[all]").terms))
    assert sou.explain("books.accounts_per_person[all]").value == pytest.approx(capacity / each)
    assert each == pytest.approx(sou.explain("books.hours_of_account[all]").value)


@pytest.mark.parametrize(
    "unknown",
    [
        "health.role_load[today,tech_touch,2027-03]",
        "health.person_load[today,nobody,2027-03]",
        "health.person_load[planned,later,2027-03]",
        "health.is_under_used[today,h,2027-03]",
        "books.accounts_today[none]",
        "books.revenue_of_book[big]",
    ],
)
def test_what_is_not_known_has_no_figure(unknown: str) -> None:
    with pytest.raises(UnknownName, match="value"):
        made("everything", "expansion").explain(unknown)


def test_a_team_is_todays_or_the_planned_one() -> None:
    with pytest.raises(UnknownName) as error:
        example_plan("sou").explain("waiting.backlog[plan,2026-12]")
    assert "planned" in error.value.nearest


def test_figures_that_several_others_rest_on_are_built_once() -> None:
    parts = made("everything", "launch").parts
    assert derive(parts, "forecast.accounts[big,2027-03]") is derive(parts, "forecast.accounts[big,2027-03]")


def test_fields_that_the_file_marks_as_assumed_are_marked_in_the_chain() -> None:
    accounts = example_plan("sou").explain("forecast.accounts[all,2026-12]")
    assert [t.assumed for t in accounts.terms] == [True]


def test_an_assumption_is_explained_by_itself() -> None:
    figure = example_plan("sou").explain("customers.churn")
    assert (figure.value, figure.terms) == (0.015, ())


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("suport", "support"),
        ("staffing.steady_fte[suport,2026-12]", "support"),
        ("staffing.stedy_fte[support,2026-12]", None),
        ("staffing.steady_fte[support]", None),
        ("staffing.steady_fte[support,2026-13]", "2026-12"),
        ("staffing.steady_fte[support,2026-12,more]", "staffing.steady_fte[support,2026-12]"),
        ("forecast.accounts[al,2026-12]", "all"),
        ("demand.activity_hours[all,renewl]", None),
        ("staffing.position_load[lead-2]", "lead-1"),
        ("cost.of_person[nobody]", None),
        ("desk.agents[phone,2026-12]", None),
        ("levers.left[tickets,2026-12]", None),
        ("levers.work[help_pages,2026-12]", None),
        ("forecast.earlier_accounts[all,2026-13]", "2026-12"),
        ("forecast.earlier_accounts[all,2026-12]", "2026-12"),
        ("staffing.internal_hours[support,meeting]", "capacity.support.meetings"),
        ("customers.chrun", None),
        ("", None),
        ("[]", None),
    ],
)
def test_a_wrong_id_is_refused_with_its_nearest_names(wrong: str, near: str | None) -> None:
    with pytest.raises(UnknownName) as error:
        example_plan("sou").explain(wrong)
    assert near is None or near in error.value.nearest


@pytest.mark.parametrize(
    "wrong", ["staffing.positions[nonsense]", "staffing.yearly_hours[nonsense]", "gaps.open_positions[nonsense]"]
)
def test_keys_that_a_figure_does_not_have_are_refused(wrong: str) -> None:
    with pytest.raises(UnknownName):
        example_plan("sou").explain(wrong)


def test_own_hours_of_a_segment_whose_id_has_a_dot_are_explained() -> None:
    dotted = plan(company(segment(100, id="a.b", activities={"renewal": OwnActivity(hours=3)})))
    assert dotted.explain("demand.activity_hours[a.b,renewal]").value == 3


# ---------------------------------------------------------------- ways to get work done


def dear() -> Plan:
    """Return a plan in which tickets come back, peak and ask for a minimum."""
    numbers = {"economics.quality_loss": 0.2, "support.peak_factor": 1.3, "source.outsourcer_ticket.minimum": 900}
    return make_plan(
        apply(EVERYTHING, [SetAssumption(id=id, value=value) for id, value in numbers.items()]), phase("expansion")
    )


@cache
def offered(name: str) -> tuple[Plan, dict[str, Figure]]:
    """Return a plan and every figure of its ways to get work done, by id."""
    of = dear() if name == "dear" else make_plan(example(name), phase(example(name).phase))
    return of, {f.id: f for f in reachable_ids(of.parts, published_offer_ids(of.parts))}


@pytest.mark.parametrize("name", [*EXAMPLES, "dear"])
def test_every_figure_of_a_way_to_get_work_done_recomputes(name: str) -> None:
    of, built = offered(name)
    check(of, built)
    assert of.parts.hiring_found() is None, "opening an offer does not wait for the hiring plan"


def check(of: Plan, built: dict[str, Figure]) -> None:
    """Check that figures recompute, open as they stand and have words."""
    for figure in built.values():
        assert alike(recompute(figure), figure.value), figure
        assert figure.terms or figure.value == 0, figure.id
        for term in figure.terms:
            assert term.origin is not Origin.FIGURE or alike(term.value, built[term.id].value), (figure.id, term.id)
    one_each = {f.name: f for f in built.values() if f.terms}.values()
    for figure in one_each:
        for language in LANGUAGES:
            labels = [label_of(of, id, language) for id in (figure.id, *(t.id for t in figure.terms))]
            assert not [text for text in labels if "_" in text or "{" in text], figure.id
            assert len(set(labels[1:])) == len(figure.terms), figure.id
            assert explain_operation(of, figure, language).endswith(("。", "."))


@pytest.mark.parametrize("name", [*EXAMPLES, "dear"])
def test_the_money_of_a_way_opens_to_what_its_card_shows(name: str) -> None:
    of, built = offered(name)
    for way in (way for role in of.phase.role_ids for way in ways(of, role)):
        id, offer = way.offer.id, way.offer
        assert alike(built[f"hiring.lead[{id}]"].value, offer.lead)
        if way.monthly_per_fte is None:
            assert f"hiring.monthly_per_fte[{id}]" not in built
            continue
        assert alike(built[f"hiring.monthly_per_fte[{id}]"].value, way.monthly_per_fte), id
        assert alike(built[f"hiring.monthly_cost[{id}]"].value, offer.monthly_cost or 0.0), id
        assert alike(built[f"hiring.at_the_start[{id}]"].value, way.at_the_start), id
        if offer.by_volume:
            assert alike(built[f"hiring.volume_price[{id}]"].value, offer.price_per_fte), id


@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_the_crossover_opens_on_both_bases(name: str, in_phase: str) -> None:
    of, built = made(name, in_phase), figures(name, in_phase)
    for found in of.parts.crossovers:
        keys = f"[{found.role},{found.outside.terms.id}]"
        for inside, names in (
            (found.whole_posts, ("current_break_even_price", "saving", "payback", "one_off")),
            (found.shared_hours, ("break_even_price_shared", "saving_shared", "payback_shared", "one_off_shared")),
        ):
            values = inside.break_even_price, inside.saving, inside.payback_months, found.setup + inside.dual_run
            for figure, value in zip(names, values, strict=True):
                opened = built.get(f"crossover.{figure}{keys}")
                assert (opened is None) == (value is None), (figure, keys)
                assert opened is None or value is None or alike(opened.value, value), (figure, keys)


# ---------------------------------------------------------------- the hiring plan


@cache
def hired(name: str) -> tuple[Plan, Hiring, dict[str, Figure]]:
    """Return a plan of its own, its first good hiring plan in place of the proven one, and every figure of it."""
    tight = SetBudget(budget=Budget(monthly=5e6, by_month={"2027-05": 6e6}, total=1e8))
    split = SetSourcing(role="support", rule=SourcingRule(source="outsourcer", share=0.5, reason="Test"))
    changes = {"sou": [tight], "hoshi": [split]}.get(name, [])
    of = make_plan(apply(example(name), changes), phase(example(name).phase))
    hiring = of.hire(quick=True)
    of.parts.hired.append(hiring)  # the figures of this plan, without waiting for the proof
    return of, hiring, {f.id: f for f in reachable_ids(of.parts, published_hiring_ids(of.parts))}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_figure_of_the_hiring_plan_recomputes(name: str) -> None:
    of, _, built = hired(name)
    check(of, built)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_figures_of_the_hiring_plan_agree_with_its_records(name: str) -> None:
    of, hiring, built = hired(name)
    short, asked = hiring.shortage.sum(axis=0), hiring.required.sum(axis=0)
    for t, month in enumerate(of.months):
        assert alike(built[f"hiring.coverage[{month}]"].value, max(0.0, 1 - short[t] / asked[t]))
        assert alike(built[f"hiring.shortage_cost[{month}]"].value, hiring.shortage_cost[t])
        assert alike(built[f"hiring.cost[{month}]"].value, hiring.payroll[t] + hiring.move_costs[t])
        for place, role in enumerate(of.phase.role_ids):
            assert alike(built[f"hiring.role_cost[{role},{month}]"].value, hiring.money_by_role[place, t])
            opened = built.get(f"hiring.role_coverage[{role},{month}]")
            assert opened is None or alike(opened.value, hiring.coverage_of(role)[t])
        for source, cost in hiring.money_by_source.items():
            assert alike(built[f"hiring.source_cost[{source.value},{month}]"].value, cost[t])
    for move in hiring.moves:
        assert alike(built[f"hiring.move_cost[{move.id}]"].value, move.total_cost)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_distance_to_the_best_plan_opens_to_money_shortage_and_the_bound(name: str) -> None:
    _, hiring, built = hired(name)
    assert alike(built["hiring.gap"].value, hiring.gap)
    assert alike(built["hiring.objective"].value, hiring.solution.objective)
    reached, bound = built["hiring.distance"].terms
    assert (reached.id, bound.value) == ("hiring.objective", hiring.solution.bound)


@pytest.mark.parametrize("name", EXAMPLES)
def test_fiscal_years_and_months_hold_the_same_money(name: str) -> None:
    _, hiring, built = hired(name)
    of_years = {n: [f.value for f in built.values() if f.name == f"hiring.year_{n}"] for n in ("cost", "payroll")}
    assert alike(sum(of_years["cost"]), built["hiring.total_cost"].value)
    assert alike(sum(of_years["payroll"]), float(hiring.payroll.sum()))


def test_shortage_of_a_role_that_a_rule_splits_is_severe_part_by_part() -> None:
    of, hiring, built = hired("hoshi")
    rows = [row for row, role in enumerate(hiring.lines.roles) if role == "support"]
    assert len(rows) == 2
    over = hiring.solution.shortage[rows] - (1 - hiring.problem.least) * hiring.problem.required[rows]
    for t, month in enumerate(of.months):
        opened = built.get(f"hiring.severe_shortage[support,{month}]")
        assert alike(np.maximum(over[:, t], 0).sum(), opened.value if opened else 0.0)


def test_the_budget_of_the_plan_is_the_smaller_of_months_and_whole() -> None:
    of, _, built = hired("sou")
    months = 5e6 * len(of.months) + 1e6
    assert built["hiring.months_budget"].value == months
    assert built["hiring.allowed"].value == min(months, 1e8)
    assert alike(built["hiring.budget_left"].value, min(months, 1e8) - built["hiring.total_cost"].value)


@pytest.mark.parametrize("unknown", ["hiring.months_budget", "hiring.source_cost[gift,2027-04]", "hiring.year_cost[x]"])
def test_what_the_hiring_plan_does_not_have_is_no_figure(unknown: str) -> None:
    of, _, _ = hired("meridian")
    with pytest.raises(UnknownName):
        of.explain(unknown)


@pytest.mark.parametrize("months", [12, 17])
def test_what_leads_are_asked_for_opens_to_months_in_a_row(months: int) -> None:
    seasons = (0, 0, 1, 9, 0, 0, 1, 1, 1, 5, 0, 0)
    growing = segment(150, new_accounts=30, seasonality=seasons)
    of = plan(company(growing, horizon=months, first_month="2026-12"), "expansion")
    role = of.phase.definition.lead_role
    asked = of.staffing.steady_total[0, of.phase.role_ids.index(role)]
    assert (sustained(asked) < asked).any(), "there are short peaks"
    built = [of.explain(f"hiring.lasting[{role},{month}]") for month in of.months]
    assert [f.value for f in built] == pytest.approx(sustained(asked).tolist())
    for figure in built:
        check(of, {f.id: f for f in reachable_ids(of.parts, [figure.id])})
