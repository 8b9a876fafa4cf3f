"""Every figure can be opened down to assumptions with a source and numbers of the company file."""

from __future__ import annotations

from functools import cache

import pytest

from orgplanner.derivation.deriver import reachable_ids
from orgplanner.derivation.operations import recompute
from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.records.company import Churn, OwnActivity
from orgplanner.records.figure import Figure, Origin
from tests.companies import (
    DIGITAL,
    EXAMPLES,
    INTENSIVE,
    ONE_TO_MANY,
    PHASES,
    churn_at_renewal,
    company,
    example_plan,
    person,
    phase,
    plan,
    segment,
)

EVERYTHING = company(
    segment(12, id="big", model=INTENSIVE, new_accounts=0.5, activities={"renewal": OwnActivity(frequency=2, hours=9)}),
    segment(90, id="中堅", new_accounts=4, churn=churn_at_renewal(0.1), renewal_months=(3, 9), revenue_per_account=3e5),
    segment(200, id="small", model=ONE_TO_MANY, churn=Churn(rate=0.02), upsell_target=0.2, revenue_per_account=5e4),
    segment(0, id="none", model=DIGITAL, churn=None, tickets_per_account=0),
    roster=(
        person("h", "head"),
        person("half", "high_touch", fte=0.5, manager="h"),
        person("old", "adoption", "systems", manager="h", monthly_cost=6e5),
        person("firm", "support", source="outsourcer", manager="h"),
        person("later", "support", start="2027-09-01"),
        person("nobody"),
    ),
    sourcing={"support": {"source": "outsourcer", "share": 0.5}},
    support_backlog=80,
)
MADE = [(name, in_phase) for name in (*EXAMPLES, "everything") for in_phase in PHASES]


def made(name: str, in_phase: str) -> Plan:
    return plan_of_everything(in_phase) if name == "everything" else example_plan(name, in_phase)


@cache
def plan_of_everything(in_phase: str) -> Plan:
    return plan(EVERYTHING, in_phase, "2027-03")


@cache
def figures(name: str, in_phase: str) -> dict[str, Figure]:
    return {f.id: f for f in reachable_ids(made(name, in_phase).parts)}


@pytest.mark.parametrize(("name", "in_phase"), MADE)
def test_every_figure_recomputes_from_its_terms(name: str, in_phase: str) -> None:
    for figure in figures(name, in_phase).values():
        assert recompute(figure) == pytest.approx(figure.value, rel=1e-6, abs=1e-6), figure.id


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
                assert term.value == pytest.approx(opened[term.id].value, rel=1e-9, abs=1e-9), (figure.id, term.id)


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
    waiting, leaves = ["support"], set[str]()
    while waiting:
        for term in example_plan("sou").explain(waiting.pop()).terms:
            (waiting.append if term.origin is Origin.FIGURE else leaves.add)(term.id)
    assert {"segments.all.accounts", "support.tickets_per_account", "support.handling_time"} <= leaves
    assert {"calendar.JP.days_off", "calendar.JP.hours_per_day", "calendar.JP.leave_days"} <= leaves
    assert {"capacity.support.direct_share", "capacity.support.occupancy"} <= leaves


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
