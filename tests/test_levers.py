"""Levers: hours now, fewer hours later, an effect that somebody judged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from orgplanner.records.channel import ChannelKind, LiveChannel
from orgplanner.records.company import Company
from orgplanner.records.lever import Lever
from orgplanner.stages.levers import builder_of, lever_ramp
from tests.companies import column, company, run, segment


def with_lever(**fields: Any) -> Company:
    lever = {"id": "pages", "kind": "help_pages", "lag_months": 4, "build_hours": 80, "upkeep_hours": 8, "review": 0}
    return company(segment(300), levers=(Lever(**lever | fields),))


def ticket_hours(of: Company) -> list[float]:
    inputs, _, demand, *_ = run(of)
    return demand.ticket_hours[0, column(inputs, "support")].tolist()


def test_an_effect_grows_evenly_over_the_lag() -> None:
    # 300 accounts ask for 100 hours a month; half of the questions go within four months.
    assert ticket_hours(with_lever(effect=0.5))[:6] == pytest.approx([100, 87.5, 75, 62.5, 50, 50])


def test_without_a_lag_the_effect_is_there_from_the_start_on() -> None:
    hours = ticket_hours(with_lever(effect=0.2, lag_months=0, start="2027-03"))
    assert hours[:4] == pytest.approx([100, 100, 80, 80])


def test_an_effect_that_nobody_judged_takes_nothing_away() -> None:
    assert ticket_hours(with_lever()) == pytest.approx([100] * 12)


def test_adoption_and_checking_lessen_the_effect() -> None:
    hours = ticket_hours(with_lever(effect=0.5, adoption=0.6, review=0.25, lag_months=0))
    assert hours[0] == pytest.approx(100 * (1 - 0.5 * 0.6 * 0.75))


def test_several_levers_leave_the_product_of_what_each_leaves() -> None:
    levers = tuple(Lever(id=id, kind="help_pages", effect=0.5, lag_months=0, review=0) for id in ("a", "b"))
    assert ticket_hours(company(segment(300), levers=levers))[0] == pytest.approx(25)


def test_a_lever_that_is_pulled_before_the_plan_is_as_far_as_its_age() -> None:
    assert ticket_hours(with_lever(effect=0.5, start="2026-11"))[:3] == pytest.approx([75, 62.5, 50])


def test_building_takes_hours_over_the_lag_and_keeping_them_afterwards() -> None:
    inputs, _, demand, *_ = run(with_lever(start="2027-02"))
    hours = demand.lever_hours[0, column(inputs, "support")]
    assert hours[:7] == pytest.approx([0, 20, 20, 20, 20, 8, 8])
    assert demand.lever_hours.sum() == pytest.approx(hours.sum())


@pytest.mark.parametrize("phase", ["launch", "expansion", "maturity"])
def test_a_role_of_the_phase_builds_every_kind(phase: str) -> None:
    inputs, *_ = run(company(segment(100)), phase)
    for kind in inputs.phase.catalogue.levers:
        assert builder_of(inputs, Lever(id="x", kind=kind.id)) in inputs.roles


def test_content_takes_hours_from_the_activities_that_it_names_alone() -> None:
    lever = Lever(id="video", kind="content_for_high_touch", effect=0.3, lag_months=0, review=0, build_hours=0)
    plain, with_content = (run(company(segment(100, new_accounts=8), levers=pulled)) for pulled in ((), (lever,)))
    row = column(plain[0], "high_touch")
    # Cadence calls take 12 h a year, ad hoc requests 4.8 h; all else is as it was.
    less = plain[2].account_hours[0, row, 0] - with_content[2].account_hours[0, row, 0]
    assert less == pytest.approx(0.3 * 100 * (12 + 12 * 0.4) / 12)
    onboarding = [demand.onboarding_hours[0, row, 0] for _, _, demand, *_ in (plain, with_content)]
    assert onboarding[1] == pytest.approx(0.7 * onboarding[0])
    assert (plain[2].onboarding_posts == with_content[2].onboarding_posts).all()


def test_help_pages_answer_contacts_too() -> None:
    phone = LiveChannel(id="line", kind=ChannelKind.PHONE, contacts=800, profile="business_hours_japan")
    lever = Lever(id="pages", kind="help_pages", effect=0.5, lag_months=0, review=0)
    plain, fewer = (run(company(segment(300), channels=(phone,), levers=pulled)) for pulled in ((), (lever,)))
    assert fewer[2].desk.contacts[0, 0, 0] == pytest.approx(plain[2].desk.contacts[0, 0, 0] / 2)


def test_a_lever_can_be_varied_like_any_assumption() -> None:
    of = with_lever(effect=0.5, lag_months=0)
    inputs, _, demand, *_ = run(of, scenarios={"lever.pages.effect": np.array([0.0, 0.5, 1.0])}, positions=False)
    assert demand.ticket_hours[:, column(inputs, "support"), 0] == pytest.approx([100, 50, 0])


def test_a_ramp_lies_between_nothing_and_all() -> None:
    of = with_lever(effect=0.5, lag_months=7, start="2027-05")
    inputs, *_ = run(of)
    ramp = lever_ramp(inputs, of.levers[0])[0]
    assert (np.diff(ramp) >= 0).all()
    assert (ramp[:5].max(), ramp[-1]) == (0, 1)
