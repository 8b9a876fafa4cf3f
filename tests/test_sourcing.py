"""Who does the work: the phase's advice, the company's own rule."""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.company import SourcingRule
from tests.companies import PHASES, column, company, phase, plan, run, segment


def tickets(hours: float) -> float:
    """Return the accounts whose questions take so many hours: 0.8 x 25 / 60 each."""
    return hours * 3


@pytest.mark.parametrize(
    ("hours", "source"), [(90, SourceKind.EMPLOYEE), (90.3, SourceKind.OUTSOURCER), (100, SourceKind.OUTSOURCER)]
)
def test_support_goes_out_in_expansion_once_it_fills_a_person(hours: float, source: SourceKind) -> None:
    assert run(company(segment(tickets(hours) + 1e-9)), "expansion")[3].of("support").taken is source


def test_the_mean_over_the_horizon_decides_not_a_single_month() -> None:
    # A backlog of 10,000 questions is 4,167 hours in one month, 347 on average over twelve.
    sourcing = run(company(segment(0), support_backlog=10_000), "expansion")[3]
    assert sourcing.of("support").hours == pytest.approx(10_000 * 25 / 60 / 12)


def test_content_is_shared_with_marketing_at_launch() -> None:
    taken = plan(company(segment(100)), "launch")
    assert taken.sourcing.of("low_touch").taken is SourceKind.SHARED
    assert taken.required_fte("low_touch") == 0
    seat = taken.position("low_touch-shared")
    assert not seat.on_team
    assert seat.fte == pytest.approx(24 / 98.6, abs=0.001)


def test_an_own_rule_binds_and_tells_that_it_deviates() -> None:
    own = company(segment(300), sourcing={"high_touch": SourcingRule(source=SourceKind.OUTSOURCER)})
    role = run(own)[3].of("high_touch")
    assert role.by_rule
    assert role.deviates
    assert role.kept_inside is not None


def test_a_share_of_a_rule_goes_out_and_the_rest_stays() -> None:
    rule = SourcingRule(source=SourceKind.OUTSOURCER, share=0.6)
    shared = plan(company(segment(300), sourcing={"support": rule}), "expansion")
    assert shared.required_fte("support") == pytest.approx(1.107 / 0.95 * 0.4, abs=0.001)
    assert shared.position("support-outsourcer").fte == pytest.approx(1.107 / 0.95 * 0.6, abs=0.001)


def test_a_rule_that_keeps_a_role_inside_leaves_nothing_outside() -> None:
    rule = SourcingRule(source=SourceKind.FIXED_TERM, share=0.5)
    inputs, *_, sourcing, _ = run(company(segment(300), sourcing={"support": rule}), "expansion")
    assert sourcing.outside_share[0, column(inputs, "support")] == 0


def test_work_is_never_lost_nor_doubled_between_team_and_outside() -> None:
    rule = SourcingRule(source=SourceKind.OUTSOURCER, share=0.3)
    made = plan(company(segment(500), sourcing={"support": rule}), "maturity")
    carried = sum(p.share_of("support") for p in made.positions)
    assert carried == pytest.approx(500 / 3 / (90.3 * 0.9), abs=0.003)


@pytest.mark.parametrize("name", PHASES)
def test_without_a_rule_a_source_of_the_advice_is_taken(name: str) -> None:
    sourcing = run(company(segment(200, new_accounts=3)), name)[3]
    for role in sourcing.roles:
        assert role.taken in {a.source for a in role.advised}
        assert not role.by_rule


@pytest.mark.parametrize("name", PHASES)
def test_what_needs_no_position_is_what_is_not_on_the_team(name: str) -> None:
    *_, sourcing, _ = run(company(segment(400)), name)
    outside = [float(role.taken in NOT_ON_TEAM) for role in sourcing.roles]
    assert sourcing.outside_share[0].tolist() == outside
    assert [r.role for r in sourcing.roles] == list(phase(name).role_ids)


def test_advice_is_chosen_scenario_by_scenario() -> None:
    few_and_many = {"segment.all.accounts": np.array([30.0, 3000.0])}
    inputs, *_, sourcing, _ = run(company(segment(1)), "expansion", few_and_many)
    assert sourcing.outside_share[:, column(inputs, "support")].tolist() == [0.0, 1.0]
