"""What waits where people are too few: accounts before their onboarding, questions before their answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgplanner.records.base import SourceKind
from orgplanner.records.company import Company, Override, Person, SourcingRule
from orgplanner.stages.waiting import TeamQueues, Waiting, find_queues, find_waiting, work_off
from tests.companies import INTENSIVE, PHASES, Stages, column, company, person, run, segment
from tests.test_laws import companies, laws

NEW = 8
ONBOARDING = "service_model.one_to_one_standard.onboarding"
TERMS = {f"{ONBOARDING}.duration": 1.5, f"{ONBOARDING}.concurrent": 8.0, f"{ONBOARDING}.hours": 10.0}
"""An account takes a month and a half, one person carries eight at a time, and hours never bind."""


def overrides(**values: float) -> dict[str, Override]:
    return {id: Override(value=value) for id, value in (TERMS | values).items()}


def onboarders(
    *people: Person, new: float = NEW, numbers: dict[str, Override] | None = None, **fields: object
) -> Company:
    """Return a company whose onboarding role, in the maturity phase, does nothing else."""
    book = segment(100, new_accounts=new)
    return company(book, roster=people, assumptions=overrides() if numbers is None else numbers, **fields)


def stages_and_waiting(of: Company, in_phase: str = "maturity") -> tuple[Stages, Waiting]:
    made = run(of, in_phase)
    inputs, forecast, demand, _, staffing = made
    return made, find_waiting(inputs, forecast, demand, staffing)


def today(of: Company, in_phase: str = "maturity") -> TeamQueues:
    return stages_and_waiting(of, in_phase)[1].today


def queues(stages: Stages, fte: np.ndarray) -> TeamQueues:
    inputs, forecast, demand, _, staffing = stages
    return find_queues(inputs, forecast, demand, staffing, fte)


# ---------------------------------------------------------------- the recursion


def test_the_published_backlog_example() -> None:
    # ccplanning.net: 180, 120, 110, 100 and 90 arrive, 120 a day are done; the longest wait is half a day.
    backlog = work_off(0, [180, 120, 110, 100, 90], 120)
    assert backlog.tolist() == [60, 60, 50, 30, 0]
    assert backlog.max() / 120 == 0.5


@pytest.mark.parametrize(
    ("waiting", "arriving", "capacity", "expected"),
    [
        (0, [10, 10, 10], 10, [0, 0, 0]),
        (0, [0, 30, 0], 10, [0, 20, 10]),  # idle time is not saved
        (25, [10, 10, 10], 20, [15, 5, 0]),
        (5, [1, 1], 0, [6, 7]),
        (5, [0, 0], [5, 0], [0, 0]),
    ],
)
def test_what_waits_is_what_came_less_what_was_done(
    waiting: float, arriving: list[float], capacity: float | list[float], expected: list[float]
) -> None:
    assert work_off(waiting, arriving, capacity).tolist() == expected


def test_many_queues_are_worked_off_at_once() -> None:
    draw = np.random.default_rng(7)
    first, come, done = draw.uniform(0, 50, (4, 3)), draw.uniform(0, 30, (4, 3, 24)), draw.uniform(0, 30, (4, 3, 24))
    expected, left = np.empty(come.shape), first
    for t in range(24):
        expected[..., t] = left = np.maximum(0, left + come[..., t] - done[..., t])
    assert work_off(first, come, done) == pytest.approx(expected, abs=1e-9)


# ---------------------------------------------------------------- onboarding


def test_one_person_for_eight_new_accounts_a_month_falls_behind() -> None:
    # Eight places. The accounts of the month before still fill half of theirs: 4 are free, so 4 of 8 start. Then
    # 8 - 2 = 6 of 12 start, 8 - 3 = 5 of 14, 8 - 2.5 = 5.5 of 17. In the long run 8 / 1.5 = 5.33 a month.
    found = today(onboarders(person("o", "onboarding"))).onboarding
    assert found.roles == ("onboarding",)
    assert found.starts[0, 0, :4] == pytest.approx([4, 6, 5, 5.5])
    assert found.waiting[0, 0, :4] == pytest.approx([4, 6, 9, 11.5])
    assert found.months_to_onboard(0, 3) == pytest.approx(1.5 + 11.5 / (8 / 1.5))
    assert found.wait_months(0, 3) == pytest.approx(11.5 / (8 / 1.5))


def test_hours_bind_where_places_do_not() -> None:
    numbers = overrides(**{f"{ONBOARDING}.concurrent": 1000.0, f"{ONBOARDING}.hours": 30.0})
    stages, found = stages_and_waiting(onboarders(person("o", "onboarding"), numbers=numbers))
    inputs, staffing = stages[0], stages[4]
    # 20 hours a month and account in progress; 4 of the month before are in progress.
    capacity = staffing.capacity[0, column(inputs, "onboarding"), 0]
    assert found.today.onboarding.starts[0, 0, 0] == pytest.approx(capacity / 20 - 4)


def test_two_people_keep_up() -> None:
    found = today(onboarders(person("o", "onboarding"), person("p", "onboarding"))).onboarding
    assert not found.waiting.any()
    assert found.months_to_onboard(0, 11) == 1.5


def test_nobody_onboards_until_somebody_starts() -> None:
    found = today(onboarders(person("o", "onboarding", start="2027-04-01"))).onboarding
    assert found.waiting[0, 0, :3] == pytest.approx([8, 16, 24])
    assert found.months_to_onboard(0, 2) is None
    # In April eight places are free for 32 accounts.
    assert found.starts[0, 0, 3] == pytest.approx(8)
    assert found.months_to_onboard(0, 3) == pytest.approx(1.5 + 24 / (8 / 1.5))


def test_without_new_accounts_nothing_waits() -> None:
    found = today(onboarders(new=0)).onboarding
    assert not found.waiting.any()
    assert found.months_to_onboard(0, 0) == 1.5


def test_somebody_with_several_kinds_of_work_gives_onboarding_its_share() -> None:
    # At launch one role does both: 100 accounts and 12 in onboarding, 1.5 of them FTE.
    stages, found = stages_and_waiting(onboarders(person("h", "high_touch")), "launch")
    inputs, staffing = stages[0], stages[4]
    row = column(inputs, "high_touch")
    assert found.today.onboarding.fte[0, row] == pytest.approx(1.5 / staffing.required_total[0, row])


def test_segments_of_one_role_start_in_proportion() -> None:
    book = (segment(100, new_accounts=6), segment(100, id="b", new_accounts=2))
    found = today(company(*book, roster=(person("o", "onboarding"),), assumptions=overrides())).onboarding
    assert found.waiting[0, 0] == pytest.approx(3 * found.waiting[0, 1])
    assert found.waiting[0, :, 3].sum() == pytest.approx(11.5)
    assert found.wait_months(0, 3) == found.wait_months(1, 3)


def test_an_intensive_account_fills_more_of_a_person() -> None:
    numbers = overrides() | {
        f"service_model.{INTENSIVE}.onboarding.{field}": Override(value=value)
        for field, value in {"duration": 1.5, "concurrent": 4.0, "hours": 10.0}.items()
    }
    book = (segment(100, new_accounts=4), segment(100, id="i", model=INTENSIVE, new_accounts=2))
    found = today(company(*book, roster=(person("o", "onboarding"),), assumptions=numbers)).onboarding
    # 4 / 8 + 2 / 4 = a whole person wants to start; half a person is still busy with those of the month before.
    assert found.starts[0, :, 0] == pytest.approx([2, 1])
    # In the long run each place is filled for a month and a half: two thirds of 6 accounts a month.
    assert found.pace[0, column(run(onboarders(), "maturity")[0], "onboarding"), 0] == pytest.approx(4)


@laws
@given(st.lists(st.floats(0, 3), min_size=12, max_size=12), st.lists(st.floats(0, 2), min_size=12, max_size=12))
def test_more_people_never_make_a_longer_queue(fte: list[float], more: list[float]) -> None:
    numbers = overrides(**{f"{ONBOARDING}.duration": 2.5})
    stages = run(onboarders(numbers=numbers, support_backlog=200), "maturity")
    few, many = (queues(stages, np.repeat([f], len(stages[0].roles), axis=0)) for f in (fte, np.add(fte, more)))
    assert (many.onboarding.waiting <= few.onboarding.waiting + 1e-6).all()
    assert (many.tickets.backlog <= few.tickets.backlog + 1e-6).all()


@laws
@given(companies(), st.sampled_from(PHASES))
def test_with_the_required_people_nothing_waits(of: Company, name: str) -> None:
    stages = run(of, name)
    found = queues(stages, stages[4].required_total)
    assert found.onboarding.waiting == pytest.approx(0, abs=1e-6)
    assert found.tickets.backlog[:, 2:] == pytest.approx(0, abs=1e-6)
    if not of.support_backlog:
        assert found.tickets.meets_target.all()


@laws
@given(companies(), st.sampled_from(PHASES))
def test_what_starts_and_waits_is_what_came(of: Company, name: str) -> None:
    _, found = stages_and_waiting(of, name)
    for team in (found.today, found.planned):
        onboarding = team.onboarding
        done = onboarding.starts.sum(axis=2) + (onboarding.waiting[:, :, -1] if of.segments else 0)
        assert done == pytest.approx(onboarding.arriving.sum(axis=2))
        assert (onboarding.starts >= -1e-9).all()
        for array in (onboarding.pace, onboarding.queue, team.tickets.capacity, team.tickets.target_fte):
            assert np.isfinite(array).all()


def test_the_plan_of_an_even_book_keeps_its_promise() -> None:
    _, found = stages_and_waiting(onboarders())
    assert not found.planned.onboarding.waiting.any()


def test_scenarios_stand_side_by_side() -> None:
    short, long = np.array([1.0, 2.5]), f"{ONBOARDING}.duration"
    inputs, forecast, demand, _, staffing = run(onboarders(), "maturity", {long: short})
    both = find_queues(inputs, forecast, demand, staffing, np.ones((len(inputs.roles), 12)))
    for row, months in enumerate(short):
        alone = today(onboarders(person("o", *inputs.roles), numbers=overrides(**{long: float(months)}))).onboarding
        one = run(onboarders(numbers=overrides(**{long: float(months)})), "maturity")
        assert both.onboarding.waiting[row] == pytest.approx(
            queues(one, np.ones((len(inputs.roles), 12))).onboarding.waiting[0]
        )
        assert alone.waiting.shape == (1, 1, 12)


# ---------------------------------------------------------------- questions


def supporters(*people: Person, **fields: object) -> Company:
    """Return a company of 600 accounts with 0.8 questions of 25 minutes: 480 questions, 200 hours a month."""
    return company(segment(600, model="digital"), roster=people, **fields)


def test_questions_wait_as_many_as_nobody_has_time_for() -> None:
    stages, found = stages_and_waiting(supporters(person("s", "support"), support_backlog=30))
    inputs, staffing, tickets = stages[0], stages[4], found.today.tickets
    capacity = staffing.capacity[0, column(inputs, "support")] * 60 / 25
    assert tickets.capacity[0] == pytest.approx(capacity)
    assert tickets.arriving[0] == pytest.approx(480)
    assert tickets.backlog[0, 0] == pytest.approx(30 + 480 - capacity[0])
    assert tickets.backlog[0, 1] == pytest.approx(30 + 960 - capacity[:2].sum())
    a_day = capacity[1] / tickets.working_days[1]
    assert tickets.wait_days(1) == pytest.approx(tickets.backlog[0, 1] / a_day)


def test_without_anybody_questions_wait_for_ever() -> None:
    tickets = today(supporters(support_backlog=30)).tickets
    assert tickets.backlog[0] == pytest.approx(30 + 480 * np.arange(1, 13))
    assert tickets.wait_days(0) is None
    assert not tickets.meets_target.any()


def test_an_open_backlog_misses_the_response_target_until_it_is_cleared() -> None:
    # Four hours: 480 questions spread over the month's paid hours, and 100 that wait, 25 minutes each.
    of = supporters(*(person(f"s{i}", "support") for i in range(4)), support_backlog=100)
    stages, found = stages_and_waiting(of)
    inputs, staffing, tickets = stages[0], stages[4], found.today.tickets
    paid, row = staffing.paid_hours[0, 0], column(inputs, "support")
    productive = staffing.capacity[0, row, 0] / paid
    needed = (100 + 480 * 4 / paid) * 25 / 60 / (4 * productive)
    assert tickets.target_fte[0, 0] == pytest.approx(needed)
    assert tickets.meets_target[0].tolist() == [False] + [True] * 11


def test_two_kinds_of_scarcity_do_not_mix() -> None:
    found = today(onboarders(person("o", "onboarding"), person("p", "onboarding")))
    assert not found.onboarding.waiting.any()
    assert found.tickets.backlog[0, -1] > 0


def test_what_a_firm_answers_does_not_wait() -> None:
    rule = {"support": SourcingRule(source=SourceKind.OUTSOURCER)}
    assert not today(supporters(sourcing=rule)).tickets.backlog.any()


def test_an_empty_company_has_no_queues() -> None:
    found = today(company())
    assert found.onboarding.waiting.shape == (1, 0, 12)
    assert not found.tickets.backlog.any()
    assert found.tickets.wait_days(0) == 0
    assert found.tickets.meets_target.all()


def test_a_backlog_without_accounts_is_worked_off() -> None:
    tickets = today(company(roster=(person("s", "support"),), support_backlog=500)).tickets
    assert tickets.backlog[0, 0] > 0
    assert tickets.backlog[0, -1] == 0
