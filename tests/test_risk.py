"""Risk: the plan itself without uncertainty, bands that follow ranges, draws that stay, people who leave as wholes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from orgplanner.errors import InvalidArgument, UnknownName
from orgplanner.plan import Plan
from orgplanner.records.change import SetAssumption, apply
from orgplanner.stages import risk as risk_stage
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.offers import find_offers
from orgplanner.stages.risk import Risk, assess_risk
from orgplanner.stages.risk_demand import desk_error, prepare_needs
from orgplanner.stages.risk_draws import Draws, Ranges, RiskGroup, Streams, Triangle, find_uncertain
from orgplanner.stages.risk_sharing import Sharing, share_hours
from orgplanner.stages.risk_supply import supply
from orgplanner.stages.risk_tally import MEASURES
from orgplanner.stages.risk_team import Hire, Resident, Team
from orgplanner.studies.safe_plan import safe_plan
from tests.companies import company, example_plan, person, plan, segment

POINTS = Ranges(width=0.0, whole_people=False)
FEW = 600


@cache
def of_example(name: str) -> tuple[Plan, Hiring]:
    found = example_plan(name)
    return found, found.hire(quick=True)


def small() -> tuple[Plan, Hiring]:
    return of_example("sou")


def assess(of: tuple[Plan, Hiring], draws: int = FEW, ranges: Ranges | None = None, **options: object) -> Risk:
    made, hiring = of
    return assess_risk(
        made.inputs,
        made.sourcing,
        hiring,
        draws=draws,
        ranges=ranges or Ranges(),
        **options,  # type: ignore[arg-type]
    )


def same_bytes(first: Risk, second: Risk) -> bool:
    bands = [[getattr(r, name).by_role.tobytes() for name in MEASURES] for r in (first, second)]
    counts = [[r.short.tobytes(), r.shortage_cost.tobytes(), r.open_by, r.drivers] for r in (first, second)]
    return bands[0] == bands[1] and counts[0] == counts[1]


@pytest.mark.parametrize("name", ["sou", "meridian"])
def test_without_uncertainty_every_draw_is_the_plan(name: str) -> None:
    made, hiring = of_example(name)
    found = assess((made, hiring), 3, POINTS)
    for band in (found.required.mean, *found.required.by_role):
        np.testing.assert_allclose(band, hiring.required, atol=1e-9)
    for band in (found.cost.mean, *found.cost.by_role):
        np.testing.assert_allclose(band, hiring.money_by_role, rtol=1e-9)
    np.testing.assert_allclose(found.cost.team_mean, hiring.payroll + hiring.move_costs, rtol=1e-9)
    np.testing.assert_allclose(found.shortage, hiring.shortage, atol=1e-9)
    np.testing.assert_allclose(found.shortage_cost.sum(axis=0), hiring.shortage_cost, rtol=1e-9, atol=1e-6)
    coverage = np.stack([hiring.coverage_of(role) for role in hiring.roles])
    np.testing.assert_allclose(found.coverage.by_role[1], coverage, atol=1e-9)
    assert set(found.short.ravel().tolist()) <= {0.0, 1.0}
    assert all(d.of_required == 0 for d in found.drivers)


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not() -> None:
    first = assess(small())
    assert same_bytes(first, assess(small()))
    assert not same_bytes(first, assess(small(), seed=1))


def test_whole_people_agree_with_their_expectation() -> None:
    wholes, expected = (assess(small(), 6000, Ranges(0.0, whole)) for whole in (True, False))
    np.testing.assert_allclose(wholes.available.team_mean, expected.available.team_mean, rtol=0.01)
    np.testing.assert_allclose(wholes.cost.team_mean, expected.cost.team_mean, rtol=0.01)
    chance = {d.group: d.of_shortage for d in wholes.drivers}
    assert max(chance, key=lambda group: chance[group]) in (RiskGroup.CHANCE, RiskGroup.TIME_TO_FILL)


def test_wider_ranges_give_wider_bands() -> None:
    spans = []
    for width in (0.0, 0.5, 1.0):
        found = assess(small(), 2048, Ranges(width, whole_people=False))
        spans.append([b.team[2] - b.team[0] for b in (found.required, found.available, found.cost)])
    for narrow, wide in pairwise(spans):
        for first, second in zip(narrow, wide, strict=True):
            assert np.median(second - first) > 0
            assert (second >= first - 1e-9).mean() > 0.9


def test_bands_and_probabilities_keep_their_order() -> None:
    found = assess(small(), 2048)
    for bands in (found.required, found.available, found.coverage, found.cost):
        assert (np.diff(bands.by_role, axis=0) >= 0).all()
        assert (np.diff(bands.team, axis=0) >= 0).all()
    assert (found.team_short >= found.short.max(axis=0) - 1e-12).all()
    assert ((found.coverage.by_role >= 0) & (found.coverage.by_role <= 1 + 1e-12)).all()
    assert found.not_short == pytest.approx(1 - found.team_short.mean())
    assert found.short_of("support").shape == (24,)
    with pytest.raises(UnknownName):
        found.short_of("suport")
    with pytest.raises(UnknownName):
        found.required.at(0.3)


def test_draws_of_a_quantity_stay_when_another_is_added() -> None:
    made, _ = small()
    all_of_them = find_uncertain(made.inputs)
    one = tuple(u for u in all_of_them if u.id == "support.handling_time")
    alone = Streams(5).draw(one, 100)
    among = Streams(5).draw(all_of_them, 100)
    assert np.array_equal(alone.values["support.handling_time"], among.values["support.handling_time"])


def test_two_plans_of_hires_meet_the_same_futures() -> None:
    made, hiring = small()
    nothing = replace(hiring.solution, starts=np.zeros_like(hiring.solution.starts))
    idle = replace(hiring, solution=nothing)
    first, second = assess((made, hiring)), assess((made, idle))
    assert np.array_equal(first.required.by_role, second.required.by_role)
    assert second.cost.team_mean.sum() < first.cost.team_mean.sum()
    assert second.shortage.sum() > first.shortage.sum()


def test_months_worked_out_in_parts_give_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = assess(small(), 1500)
    monkeypatch.setattr(risk_stage, "MOST_BYTES", 5 * 4 * 9 * 1500 * 4)
    assert len(risk_stage._blocks(24, len(whole.roles), 1500)) > 1
    parts = assess(small(), 1500)
    for name in ("required", "available", "coverage", "cost"):
        np.testing.assert_allclose(getattr(parts, name).by_role, getattr(whole, name).by_role, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(parts.short, whole.short)
    assert parts.open_by == whole.open_by
    np.testing.assert_allclose([d.of_shortage for d in parts.drivers], [d.of_shortage for d in whole.drivers])


def test_progress_ends_at_the_whole() -> None:
    told: list[float] = []
    assess(small(), 3000, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_people_and_their_productivity_follow_the_worked_recursion() -> None:
    """8 ramped people, 15 % leave a year, 2 start in month 5 with a ramp of 0, 0.5, 0.5, 1."""
    found = supplied(team_of_ten(whole=False), count=1)
    headcount, effective = found.money[0, 1:, 0], (found.today + found.joined)[0, 1:, 0]
    told = [7.892, 7.786, 7.681, 7.578, 9.476, 9.349, 9.223, 9.099, 8.977]
    assert headcount.round(3).tolist() == told
    told = [7.892, 7.786, 7.681, 7.578, 7.476, 8.362, 8.250, 9.099, 8.977]
    assert effective.round(3).tolist() == told


def test_whole_people_of_the_recursion_have_its_mean() -> None:
    count = 20_000
    expected, drawn = supplied(team_of_ten(whole=False), 1), supplied(team_of_ten(whole=True), count)
    people = drawn.money[0]
    assert np.array_equal(people, people.round())
    np.testing.assert_allclose(people.mean(axis=-1), expected.money[0, :, 0], rtol=2e-3)
    assert (np.diff(people[:5], axis=0) <= 0).all()


def test_a_slow_search_starts_late_and_a_quick_one_early() -> None:
    ten = team_of_ten(whole=False)
    found = supplied(replace(ten, fill_spread=0.91, residents=(), hires=(replace(ten.hires[0], units=1.0),)), 4000)
    month = (found.joined[0] > 0).argmax(axis=0)  # nothing in the month of the start, by the ramp
    there = found.joined[0].any(axis=0)
    expected = np.floor(5 + found.late + 1 + 1e-9).astype(int)
    assert np.array_equal(month[there], expected[there])
    assert found.late.mean() == pytest.approx(0, abs=0.1)
    assert found.late.min() > -4


def team_of_ten(*, whole: bool) -> Team:
    months = 10
    ones, none = np.ones(months), np.zeros((1, months))
    residents = tuple(Resident(f"p{k}", 0, "attrition.account", np.arange(float(months)), ones, ones) for k in range(8))
    made, _ = small()
    offer = next(o for o in find_offers(made.inputs, made.staffing) if o.id == "high_touch.employee.agency")
    offer = replace(offer, fte=1.0, lead=4.0, filled=1.0, monthly_cost=1.0, one_off=0.0, runs=None)
    ramp = tuple(f"ramp.account.month_{k}" for k in (1, 2, 3))
    hire = Hire("x", 0, offer, 2.0, 5, True, ramp, "attrition.account", 0.0, shares=True, locked=False)
    return Team(residents, (hire,), none, none, none, none, none, none, none, fill_spread=0.0, whole=whole)


def supplied(team: Team, count: int) -> object:
    values = {"attrition.account": 0.15, "ramp.account.month_1": 0.0}
    values |= {"ramp.account.month_2": 0.5, "ramp.account.month_3": 0.5}
    draws = Draws(count, {}, {id: np.full(count, value) for id, value in values.items()})
    return supply(team, draws, Streams(1), np.zeros((1, 10, count)), slice(0, 10))


def test_hours_go_as_the_plan_says_and_then_where_something_is_short() -> None:
    """Two people of line 0 would give a quarter to line 1, which needs less; the rest of it helps line 2."""
    sharing = Sharing({(0, 1): np.array([0.25])}, {}, ((0, 1), (0, 2)), (), 0.6)
    required = np.array([1.0, 0.2, 0.6])[:, None, None]
    today, none = np.array([2.0, 0.0, 0.0])[:, None, None], np.zeros((3, 1, 1))
    found = share_hours(sharing, today, none, none, required, slice(0, 1))[:, 0, 0]
    np.testing.assert_allclose(found, [1.2, 0.2, 0.6], atol=1e-12)


def test_what_a_line_cannot_use_stays_with_who_would_give_it() -> None:
    sharing = Sharing({(0, 1): np.array([0.5])}, {}, (), (), 0.6)
    required, today = np.array([1.0, 0.2])[:, None, None], np.array([1.0, 0.0])[:, None, None]
    none = np.zeros((2, 1, 1))
    found = share_hours(sharing, today, none, none, required, slice(0, 1))[:, 0, 0]
    np.testing.assert_allclose(found, [0.8, 0.2])


def test_joiners_give_no_more_than_they_may() -> None:
    sharing = Sharing({}, {}, (), ((0, 1),), 0.6)
    required, joined = np.array([0.0, 1.0])[:, None, None], np.array([1.0, 0.0])[:, None, None]
    none = np.zeros((2, 1, 1))
    found = share_hours(sharing, none, joined, none, required, slice(0, 1))[:, 0, 0]
    np.testing.assert_allclose(found, [0.4, 0.6])


def test_the_data_s_number_varies_over_its_range_and_an_own_one_around_itself() -> None:
    made, _ = small()
    ranges = {id: t for u in find_uncertain(made.inputs) for id, t in u.numbers.items()}
    assert ranges["support.handling_time"] == Triangle(15, 25, 45)
    own = apply(made.company, [SetAssumption(id="support.handling_time", value=10.0)])
    ranges = {id: t for u in find_uncertain(plan(own).inputs) for id, t in u.numbers.items()}
    assert ranges["support.handling_time"] == Triangle(8, 10, 12)
    assert ranges["segment.all.new_accounts"] == Triangle(8 * 0.7, 8, 8 * 1.3)


def test_interpolated_desks_are_within_a_few_shifts_of_exact_ones() -> None:
    made, hiring = of_example("meridian")
    uncertain = find_uncertain(made.inputs)
    needs = prepare_needs(made.inputs, made.sourcing, hiring.lines, uncertain)
    assert 0 < desk_error(needs, made.inputs, 1) < 1.0
    made, hiring = small()
    assert assess((made, hiring), 10).desk_error == 0


def test_a_requisition_opens_before_the_need_and_sooner_where_it_is_sooner() -> None:
    found = {o.role: o for o in assess(small(), 1024).open_by}
    dated = found["high_touch"]
    assert dated.earliest is not None
    assert dated.never < 0.5
    for o in found.values():
        known = [d for d in (o.earliest, o.median, o.latest) if d is not None]
        assert known == sorted(known)
        assert 0 <= o.never <= 1
        assert o.passed + o.never <= 1 + 1e-12


def test_nobody_has_to_be_found_where_nothing_is_short() -> None:
    idle = company(
        segment(1), roster=(person("h", "head"), *(person(f"p{k}", "high_touch", "support") for k in range(9)))
    )
    made = plan(idle)
    found = assess((made, made.hire(quick=True)), 256)
    assert all(o.never > 0.9 and o.earliest is None for o in found.open_by if not found.short_of(o.role).any())


def test_the_safe_plan_is_short_less_often() -> None:
    made, _ = small()
    told: list[float] = []
    found = safe_plan(made, 0.8, quick=True, draws=1024, progress=told.append)
    assert np.array_equal(found.risk.required.by_role, found.safe_risk.required.by_role)
    assert found.coverage[1] >= found.coverage[0] - 1e-9
    assert found.safe_risk.shortage.sum() <= found.risk.shortage.sum() + 1e-9
    assert found.extra_cost == pytest.approx(float((found.safe.move_costs - found.expected.move_costs).sum()))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"seed": -1}, {"ranges": Ranges(width=-1)}, {"levels": (0.9, 0.1)}])
def test_what_has_no_answer_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidArgument):
        assess(small(), **{"draws": 2} | wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("share", [0.0, 1.0, 80])
def test_a_share_of_futures_lies_between_none_and_all(share: float) -> None:
    with pytest.raises(InvalidArgument):
        safe_plan(small()[0], share)


def test_a_company_without_accounts_has_a_risk() -> None:
    made = plan(company(roster=(person("h", "head"),)))
    found = assess((made, made.hire(quick=True)), 64)
    assert np.isfinite(found.required.by_role).all()
    assert np.isfinite(found.coverage.team).all()
    assert found.cost.mean.min() >= 0
