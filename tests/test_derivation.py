"""Every figure can be opened down to assumptions with a source and numbers of the company file."""

from __future__ import annotations

import math

import pytest

from orgplanner.derivation.deriver import derive
from orgplanner.derivation.operations import recompute
from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.company import OwnActivity
from orgplanner.records.figure import Operation, Origin
from tests.companies import company, example_plan, phase, plan, segment
from tests.everything import MADE, figures, made


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
