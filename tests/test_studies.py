"""Studies of many scenarios: the same answers as single plans, turns that are turns, levers and books by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from orgplanner.errors import UnknownName
from orgplanner.files.companies import load_company
from orgplanner.files.examples import shipped_examples
from orgplanner.files.phases import load_phases
from orgplanner.plan import Plan, make_plan
from orgplanner.records.change import SetAssumption, SetLevers, apply
from orgplanner.records.company import Company, Segment
from orgplanner.records.lever import Lever
from orgplanner.studies.break_even import break_even
from orgplanner.studies.cover import cover_price
from orgplanner.studies.cross_checks import Verdict, cross_checks
from orgplanner.studies.levers import LeverOutcome, lever_outcomes
from orgplanner.studies.months import positions_by_month
from orgplanner.studies.scenarios import team_fte, team_positions
from orgplanner.studies.sensitivity import headcount_at, sensitivity
from orgplanner.studies.spans import assumption_spans, span_of
from orgplanner.studies.two_way import two_way

PHASES = {phase.id: phase for phase in load_phases()}
EXAMPLES = ("sou", "hoshi", "meridian")


def example(name: str) -> Company:
    return load_company(shipped_examples()[name])


def plan_of(company: Company, month: str | None = None) -> Plan:
    return make_plan(company, PHASES[company.phase], month)


def draws(plan: Plan, count: int) -> dict[str, np.ndarray]:
    """Every assumption drawn over its range, and the accounts of every segment."""
    draw = np.random.default_rng(1)
    varied = [span for span in assumption_spans(plan) if span.is_open and span.part_of is None]
    found = {span.id: draw.uniform(span.low, span.high, count) for span in varied}
    return found | {f"segment.{s.id}.accounts": draw.uniform(0, 2 * s.accounts, count) for s in plan.company.segments}


def steady(company: Company, month: str, values: Mapping[str, float] | None = None) -> float:
    """The team's FTE before positions are pooled, of one plan with other assumptions."""
    from orgplanner.stages.staffing import size_staffing

    plan = plan_of(apply(company, [SetAssumption(id=id, value=v) for id, v in (values or {}).items()]))
    place = plan.months.index(month)
    sized = size_staffing(plan.inputs, plan.demand, plan.sourcing, positions=False)
    return float(sized.steady_fte[0, :, place].sum())


# ---- many scenarios at once


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("place", [0, 13])
def test_many_scenarios_in_chunks_give_what_each_gives_alone(
    name: str, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(example(name))
    month, scenarios = plan.months[place], draws(plan, 40)
    monkeypatch.setattr("orgplanner.studies.scenarios.MOST", 16)
    together = team_fte(plan.company, plan.phase, scenarios, month)
    for row in (0, 15, 16, 39):
        alone = team_fte(plan.company, plan.phase, {id: v[row : row + 1] for id, v in scenarios.items()}, month)
        assert alone[0] == pytest.approx(together[row], rel=1e-12)


@pytest.mark.parametrize("name", EXAMPLES)
def test_one_month_alone_gives_what_the_whole_plan_gives(name: str) -> None:
    plan = plan_of(example(name))
    for month in (plan.months[0], plan.months[9], plan.months[-1]):
        assert team_fte(plan.company, plan.phase, {}, month)[0] == pytest.approx(steady(plan.company, month))
    assert team_positions(plan.company, plan.phase) == len(plan.team_positions)


def test_sources_still_follow_the_hours_of_the_whole_horizon() -> None:
    given = example("hoshi").model_dump()
    company, id = Company.model_validate({**given, "sourcing": {}}), "sourcing.support.outsourcer_from_hours"
    plan = plan_of(company)
    hours = plan.sourcing.of("support").hours
    fte = team_fte(company, plan.phase, {id: np.array([hours * 0.99, hours * 1.01])}, plan.months[0])
    assert fte[1] > fte[0] + 0.5
    assert fte[0] == pytest.approx(steady(company, plan.month))


def test_a_month_that_is_not_planned_is_refused() -> None:
    company = example("sou")
    with pytest.raises(UnknownName):
        team_fte(company, PHASES[company.phase], {}, "2031-01")


# ---- what moves the headcount


def test_parts_of_internal_work_are_told_with_their_direct_share() -> None:
    company, part = example("sou"), "capacity.account.meetings"
    plan = plan_of(company)
    found = next(s for s in sensitivity(plan) if s.assumption == part)
    assert found.part_of == "capacity.account.direct_share"
    high = plan.assumptions[part].quantity.range[1]
    assert found.high == pytest.approx(steady(company, plan.month, {part: high}))


@pytest.mark.parametrize("id", ["capacity.account.direct_share", "segment.all.accounts", "support.handling_time"])
def test_a_break_even_value_is_the_nearest_step_with_another_count(id: str) -> None:
    plan = plan_of(example("sou"))
    found, span = break_even(plan, id), span_of(plan, id)
    assert found.positions == len(plan.team_positions)
    assert found.down or found.up
    for turn, end in ((found.down, span.low), (found.up, span.high)):
        values = np.linspace(span.planned, end, 201)
        if turn is None:
            assert team_positions(plan.company, plan.phase, {id: end}) == found.positions
            continue
        step = int(np.abs(values - turn.value).argmin())
        counts = [team_positions(plan.company, plan.phase, {id: values[k]}) for k in (step - 1, step)]
        assert counts == [found.positions, turn.positions]
        assert turn.positions != found.positions


def test_what_moves_nothing_has_no_break_even_value() -> None:
    plan = plan_of(example("sou"))
    found = break_even(plan, "benchmark.cost_share")
    assert (found.down, found.up) == (None, None)


def test_a_two_way_table_holds_the_plan_and_single_plans() -> None:
    plan = plan_of(example("sou"))
    first, second = "capacity.account.direct_share", "segment.all.accounts"
    table = two_way(plan, first, second, points=3)
    row, column = table.rows.index(table.first.planned), table.columns.index(table.second.planned)
    assert table.positions[row][column] == len(plan.team_positions)
    assert table.columns == (0.0, 100.0, 200.0)
    assert table.positions[0][2] == team_positions(plan.company, plan.phase, {first: table.rows[0], second: 200.0})
    assert table.fte[0][2] > table.fte[row][column] > table.fte[2][0]


@pytest.mark.parametrize("second", ["capacity.account.direct_share", "capacity.account.meetings"])
def test_two_ways_to_tell_the_same_hours_are_no_two_numbers(second: str) -> None:
    with pytest.raises(ValueError, match="two numbers"):
        two_way(plan_of(example("sou")), "capacity.account.direct_share", second)


def test_fewer_effective_hours_never_need_fewer_people() -> None:
    plan = plan_of(example("sou"))
    found = headcount_at(plan, "high_touch", [925, 1183, 1387])
    assert [f.positions for f in found] == sorted((f.positions for f in found), reverse=True)
    assert found[1].fte == pytest.approx(steady(plan.company, plan.month), abs=0.01)


# ---- months and cover


@pytest.mark.parametrize("name", ["sou", "meridian"])
def test_positions_of_a_month_are_those_of_a_plan_for_it(name: str) -> None:
    plan = plan_of(example(name))
    months = positions_by_month(plan)
    assert [m.month for m in months] == list(plan.months)
    for place in (0, 7, 23):
        alone = plan_of(plan.company, plan.months[place])
        assert months[place].positions == len(alone.team_positions)
        assert sum(months[place].by_role.values()) == months[place].positions
        assert months[place].steady_fte == pytest.approx(alone.staffing.steady_fte[0, :, place].sum())


def test_the_cover_rule_never_takes_fewer_positions() -> None:
    price = cover_price(plan_of(example("sou")))
    assert price.positions >= 0
    assert price.without.positions == len(plan_of(example("sou")).team_positions)


# ---- cross-checks


def one_segment(model: str, **given: object) -> Company:
    fields = {"id": "all", "service_model": model, "accounts": 100, **given}
    return Company(name="One", first_month="2027-04", phase="launch", segments=(Segment.model_validate(fields),))


@pytest.mark.parametrize(
    ("model", "accounts"),
    [("one_to_one_intensive", 16.5), ("one_to_one_standard", 42.9), ("one_to_many", 141.6), ("digital", 1096)],
)
def test_books_are_those_worked_by_hand(model: str, accounts: float) -> None:
    # 98.6 hours / (5.97, 2.30, 0.697, 0.090 hours an account and month).
    (book,) = cross_checks(plan_of(one_segment(model))).books
    assert book.accounts_per_person is not None
    assert book.accounts_per_person * book.hours_per_account == pytest.approx(book.capacity)
    assert book.accounts_per_person * 98.6 / book.capacity == pytest.approx(accounts, rel=0.002)
    assert sum(activity.hours for activity in book.activities) == pytest.approx(book.hours_per_account)


def test_a_band_tells_the_hours_that_its_edges_would_leave() -> None:
    (book,) = cross_checks(plan_of(one_segment("one_to_one_standard"))).books
    band = next(b for b in book.bands if b.benchmark == "openpage_launch")
    assert (band.low, band.high, band.verdict) == (30, 50, Verdict.INSIDE)
    assert band.hours_at_low == pytest.approx(book.capacity / 30)
    assert "gitlab_strategic" not in [b.benchmark for b in book.bands]


def test_bands_in_another_currency_are_not_compared() -> None:
    yen = cross_checks(plan_of(one_segment("one_to_one_standard", revenue_per_account=300_000)))
    assert {band.verdict for band in yen.revenue_bands} == {Verdict.NOT_COMPARABLE}
    dollars = cross_checks(plan_of(example("meridian")))
    assert Verdict.NOT_COMPARABLE not in {band.verdict for band in dollars.revenue_bands}
    assert dollars.revenue_per_person == pytest.approx(dollars.revenue / dollars.account_people)


def test_nothing_is_told_where_nothing_is_known() -> None:
    (book,) = cross_checks(plan_of(one_segment("one_to_one_standard"))).books
    assert (book.accounts_today, book.revenue_per_person) == (None, None)
    assert cross_checks(plan_of(Company(name="Nobody", first_month="2027-04", phase="launch"))).books == ()


def test_accounts_today_are_those_of_the_people_in_the_role() -> None:
    checks = cross_checks(plan_of(example("hoshi")))
    books = {book.segment: book for book in checks.books}
    people = {s: n / books[s].accounts_today for s, n in (("enterprise", 12), ("mid", 185))}
    # 0.2 + 3 + 0.6 FTE do adoption, split by the hours of the two segments.
    assert sum(people.values()) == pytest.approx(4.8 - 0.4 - 0.0, abs=0.7)
    assert checks.ops[0].role == "cs_ops"


# ---- levers


def outcome(**given: object) -> LeverOutcome:
    lever = Lever.model_validate({"id": "help", "kind": "help_pages", **given})
    company = apply(example("sou"), [SetLevers(levers=(lever,))])
    (found,) = lever_outcomes(plan_of(company))
    return found


def test_a_lever_releases_what_its_effect_takes_from_the_tickets() -> None:
    found = outcome(effect=0.2, adoption=0.5, review=0, lag_months=0, build_hours=0, upkeep_hours=10)
    tickets = plan_of(example("sou")).demand.ticket_hours[0].sum(axis=0)
    assert found.released == pytest.approx((tickets * 0.1).tolist())
    assert found.net[5] == pytest.approx(tickets[5] * 0.1 - found.spent[5])
    # Hours are linear in the effect: what is spent / what an effect of 1 releases.
    assert found.break_even_effect == pytest.approx(sum(found.spent) / (tickets.sum() * 0.5), rel=1e-6)


def test_an_effect_that_nobody_judged_releases_nothing_but_has_a_break_even_value() -> None:
    found = outcome(one_off_cost=500, monthly_cost=20, start=example("sou").months[2])
    assert found.effect is None
    assert sum(found.released) == 0
    assert sum(found.spent) > 0
    assert (found.first_gain, found.paid_back) == (None, None)
    assert 0 < (found.break_even_effect or 0) < 1
    assert found.money[:4] == (0, 0, 520, 20)


def test_a_lever_that_costs_more_than_there_is_to_release_never_breaks_even() -> None:
    assert outcome(effect=0.3, build_hours=90_000).break_even_effect is None


def test_the_first_month_of_gain_comes_before_the_month_of_payback() -> None:
    found = outcome(effect=0.5)
    assert found.first_gain is not None
    assert found.paid_back is not None
    assert found.first_gain <= found.paid_back
