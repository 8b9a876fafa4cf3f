"""The charts: who reports to whom, today and as recommended."""

from __future__ import annotations

import networkx as nx
import pytest

from orgplanner.records.chart import Chart
from orgplanner.stages.orgchart import chart_of_today
from tests.companies import EXAMPLES, PHASES, company, example_plan, person, plan, segment


def parents(chart: Chart) -> dict[str, str | None]:
    return {node.id: node.parent for node in chart.nodes}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("phase", PHASES)
def test_the_recommended_chart_is_an_arborescence_of_all_positions(name: str, phase: str) -> None:
    made = example_plan(name, phase)
    chart = made.charts.recommended
    assert nx.is_arborescence(chart.graph())
    assert {n.id for n in chart.nodes} == {p.id for p in made.positions}
    assert chart.roots == (made.positions[0].id,)


@pytest.mark.parametrize("name", EXAMPLES)
def test_todays_chart_is_a_forest_of_everybody_in_post(name: str) -> None:
    made = example_plan(name)
    assert nx.is_forest(made.charts.today.graph().to_undirected())
    assert {n.id for n in made.charts.today.nodes} == {p.id for p in made.charts.people}


@pytest.mark.parametrize("name", EXAMPLES)
def test_parents_come_before_their_children(name: str) -> None:
    for chart in (example_plan(name).charts.today, example_plan(name).charts.recommended):
        seen: set[str] = set()
        for node in chart.nodes:
            assert node.parent is None or node.parent in seen
            seen.add(node.id)


def test_the_published_team_keeps_its_layers_and_managers() -> None:
    today = example_plan("meridian").charts.today
    assert (len(today.nodes), len(today.spans()), today.layers()) == (77, 13, 4)


def test_lines_on_a_cycle_are_left_out_and_listed() -> None:
    people = [person("a", manager="b"), person("b", manager="c"), person("c", manager="a"), person("d", manager="a")]
    chart = chart_of_today(people, people)
    assert chart.left_out == (("a", "b"), ("b", "c"), ("c", "a"))
    assert parents(chart) == {"a": None, "b": None, "c": None, "d": "a"}


def test_whoever_reports_to_himself_is_a_root() -> None:
    people = [person("a", manager="a"), person("b", manager="a")]
    assert parents(chart_of_today(people, people)) == {"a": None, "b": "a"}


def test_whoever_reports_to_somebody_not_in_post_reports_to_the_next_above() -> None:
    head, middle, member = person("h"), person("m", manager="h"), person("x", manager="m")
    assert parents(chart_of_today([head, middle, member], [head, member])) == {"h": None, "x": "h"}


def test_a_cycle_of_people_not_in_post_makes_no_endless_search() -> None:
    roster = [person("a", manager="b"), person("b", manager="a"), person("x", manager="a")]
    assert parents(chart_of_today(roster, roster[2:])) == {"x": None}


def test_a_manager_whom_the_roster_lacks_leaves_a_root() -> None:
    people = [person("x", manager="nobody")]
    assert parents(chart_of_today(people, people)) == {"x": None}


def test_people_are_on_the_chart_from_their_first_month_to_their_last() -> None:
    roster = (
        person("h", "head"),
        person("new", "high_touch", manager="h", start="2027-03-31"),
        person("old", "high_touch", manager="h", planned_end="2027-03-01"),
    )
    team = company(segment(100), roster=roster)
    seen = {month: {p.id for p in plan(team, month=month).charts.people} for month in ("2027-02", "2027-03", "2027-04")}
    assert seen == {"2027-02": {"h", "old"}, "2027-03": {"h", "old", "new"}, "2027-04": {"h", "new"}}


def test_a_small_team_reports_to_the_head() -> None:
    made = plan(company(segment(100)))
    assert set(parents(made.charts.recommended).values()) == {None, "head-1"}


def test_people_from_outside_hang_on_dotted_lines() -> None:
    made = plan(company(segment(300)), "expansion")
    dotted = {n.id for n in made.charts.recommended.nodes if n.dotted}
    assert dotted == {p.id for p in made.positions if not p.on_team} == {"support-outsourcer"}


@pytest.mark.parametrize("accounts", [300, 700, 2500])
def test_leads_of_a_unit_share_its_members_evenly(accounts: float) -> None:
    chart = plan(company(segment(accounts))).charts.recommended
    spans = [n for lead, n in chart.spans().items() if lead.startswith("lead-") and not is_upper(chart, lead)]
    assert max(spans) - min(spans) <= 1


def is_upper(chart: Chart, lead: str) -> bool:
    return any(n.parent == lead and n.id.startswith("lead-") for n in chart.nodes)


@pytest.mark.parametrize("accounts", [100, 300, 700, 2500])
def test_no_lead_has_more_reports_than_the_span(accounts: float) -> None:
    chart = plan(company(segment(accounts))).charts.recommended
    assert max(chart.spans().values()) <= 7


@pytest.mark.parametrize("phase", PHASES)
def test_nobody_is_below_a_member_who_does_not_lead(phase: str) -> None:
    made = plan(company(segment(400, new_accounts=5)), phase)
    leaders = {p.id for p in made.positions if p.main_role in ("lead", "head")}
    assert {n.parent for n in made.charts.recommended.nodes} <= leaders | {None}


def test_an_empty_roster_has_an_empty_chart() -> None:
    today = plan(company(segment(100))).charts.today
    assert (today.nodes, today.roots, today.layers()) == ((), (), 0)
