"""The formulas against simulations; `tests/validation.py` writes longer runs of the same cases into docs/validation.md.

All comparisons together are held to 99 %: each interval is widened for their number (Bonferroni), so that right
formulas and honest seeds fail once in a hundred sets of seeds, not once in a hundred comparisons.
"""

from __future__ import annotations

import numpy as np
import pytest

from orgplanner.maths.queueing import erlang_c
from tests.simulation import Backlog, Interval, interval, simulate_backlog
from tests.validation import (
    LIVE_CASES,
    ONBOARDING_CASES,
    PAGE,
    SHARE,
    TICKET_CASES,
    WEEK,
    LiveCase,
    OnboardingCase,
    TicketCase,
    compare,
    find,
    more_people,
)

COMPARISONS = 2 * 5 * len(LIVE_CASES)
CONFIDENCE = 1 - 0.01 / COMPARISONS
REPLICATIONS = 16
CUSTOMERS = 1_500


@pytest.mark.parametrize("fewer", [0, 1], ids=["recommended", "one_fewer"])
@pytest.mark.parametrize("number", range(len(LIVE_CASES)))
def test_the_formulas_lie_in_the_intervals_of_the_simulation(number: int, fewer: int) -> None:
    case = LIVE_CASES[number]
    found = compare(case, case.agents - fewer, 1_000 + 2 * number + fewer, REPLICATIONS, CUSTOMERS, CONFIDENCE)
    assert [one for one in found if not one.simulated.holds(one.formula)] == []


@pytest.mark.parametrize("case", LIVE_CASES, ids=str)
def test_the_recommended_number_is_the_least_and_what_binds_is_told(case: LiveCase) -> None:
    assert case.level(case.agents) >= case.target
    assert case.occupancy(case.agents) <= case.cap
    one_fewer = case.agents - 1
    short_of = {
        "service level": case.level(one_fewer) < case.target,
        "occupancy": case.occupancy(one_fewer) > case.cap,
    }
    assert short_of[case.binds]
    assert short_of == {"service level": case.binds == "service level", "occupancy": case.binds == "occupancy"}


def test_both_the_target_and_the_cap_bind_somewhere_with_and_without_patience() -> None:
    bound = {(case.binds, bool(case.patience)) for case in LIVE_CASES}
    assert len(bound) == 4


# Tickets


@pytest.mark.parametrize("case", TICKET_CASES, ids=str)
def test_evenly_spread_tickets_are_answered_as_they_come(case: TicketCase) -> None:
    found = find(case.queue(case.people, random=False))
    assert found.waits.max() < case.target_hours
    assert found.last_backlog <= 1


def test_one_person_fewer_than_the_hours_ask_for_lets_the_backlog_grow() -> None:
    case = TicketCase(541, occupancy=1.0)
    queue = case.queue(case.people - 1, random=False)
    assert find(queue).last_backlog > 0.9 * (queue.rate - 1 / queue.duration) * queue.length


def test_tickets_at_random_wait_as_long_as_erlang_c_says() -> None:
    case = TicketCase(216)
    found = find(case.queue(case.people, random=True), replications=16)
    mean = erlang_c(1, case.fte * 0.8) * (case.handling / 0.7) / (1 - case.fte * 0.8)
    assert abs(found.wait.mean - mean) <= 1.7 * found.wait.half


def test_slack_keeps_random_tickets_below_a_week_without_more_people() -> None:
    case = TicketCase(216)
    found = find(case.queue(case.people, random=True), replications=8)
    assert more_people(found, lambda people: case.queue(people, random=True), case.people, case.week_hours) == 0


# Onboarding


@pytest.mark.parametrize("case", ONBOARDING_CASES, ids=str)
def test_customers_who_start_evenly_begin_their_onboarding_at_once(case: OnboardingCase) -> None:
    found = find(case.queue(case.people, random=False))
    assert found.waits.max() < 1e-9
    assert found.last_backlog == 0


def test_full_specialists_fall_behind_when_customers_start_at_random() -> None:
    case = OnboardingCase(12, 1.5, 6)
    assert case.fte == case.people == 3
    found = find(case.queue(case.people, random=True))
    assert found.share_over(WEEK) > SHARE
    assert more_people(found, lambda people: case.queue(people, random=True), case.people, WEEK) == 1


# The simulation itself


def test_an_interval_is_students() -> None:
    # Student's t for 95 % and 3 degrees of freedom is 3.182; the standard error of 1, 2, 3, 4 is 0.6455.
    found = interval(np.array([1.0, 2.0, 3.0, 4.0]), 0.95)
    assert found == pytest.approx((2.5, 3.1824 * 0.6455), abs=1e-3)
    assert found.holds(4.5)
    assert not Interval(2.5, 0.1).holds(2.7)


def test_a_seed_fixes_a_simulation() -> None:
    queue = Backlog(2, 3.0, 0.5, 20, random=True, varied=True)
    first, again, other = (
        np.concatenate([run.waits for run in simulate_backlog(queue, 2, seed)]) for seed in (1, 1, 2)
    )
    assert first.tolist() == again.tolist() != other.tolist()


def test_the_page_tells_every_case_as_it_is_planned_today() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for case in LIVE_CASES:
        assert f"| {case.target:.0%} in {case.threshold:.3f} | {case.cap:.0%} | {case.agents} | {case.binds} |" in text
    for case in (*TICKET_CASES, *ONBOARDING_CASES):
        assert f"| {case.fte:.2f} | {case.people} |" in text
