"""Phone lines and chats: contacts, agents by interval, whole shifts, hours for tickets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from orgplanner.errors import InputProblems, UnknownName
from orgplanner.maths.queueing import required_agents, service_level
from orgplanner.records.channel import DayProfile, LiveChannel, OwnProfile, Weekday
from orgplanner.records.company import Company, Override
from orgplanner.stages.channels import channel_numbers, find_profile, open_week
from orgplanner.stages.desk import WEEKS_A_MONTH, Desk, agents_needed, staff_channels
from orgplanner.stages.desk_week import Bound, DeskWeek, desk_week, service_curve
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.inputs import Scenarios, gather_inputs
from tests.companies import company, phase, segment

WEEKDAYS = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
EIGHT_HOURS = {"calendar.JP.hours_per_day": Override(value=8)}
WHOLE_DAY = ("00:00", 48)


def profile(*days: Weekday, opens: str = "09:00", intervals: int = 18, id: str = "own") -> OwnProfile:
    """Return a profile of half hours with the same share each; an interval of none on all other days."""
    share = 1 / (len(days) * intervals)
    return OwnProfile(id=id, days={day: DayProfile(opens=opens, shares=(share,) * intervals) for day in days})


def channel(a_week: float = 1800, **fields: Any) -> LiveChannel:
    """Return a phone line of three-minute calls with a number of contacts a week."""
    plain = {"id": "line", "kind": "phone", "contacts": a_week * WEEKS_A_MONTH, "profile": "own"}
    return LiveChannel(**plain | {"handling_minutes": 3.0} | fields)


def with_desk(*channels: LiveChannel, own: OwnProfile | None = None, **fields: Any) -> Company:
    """Return a company of a hundred accounts whose shifts are eight hours and a break of one."""
    own = own or profile(Weekday.MON)
    return company(
        *fields.pop("segments", (segment(100),)),
        channels=channels,
        arrival_profiles=(own,),
        assumptions=EIGHT_HOURS | fields.pop("assumptions", {}),
        **fields,
    )


def staffed(of: Company, scenarios: Scenarios | None = None) -> Desk:
    """Return the desk of a company."""
    inputs = gather_inputs(of, phase("launch"), scenarios)
    return staff_channels(inputs, forecast_book(inputs).accounts)


def first_week(of: Company, month: int = 0) -> DeskWeek:
    """Return the week of a company's first channel."""
    inputs = gather_inputs(of, phase("launch"))
    return desk_week(inputs, forecast_book(inputs).accounts, month)[0]


# ---- one day on paper: 100 calls of 3 minutes in each of 18 half hours are 10 erlang, for which 80 % within 20 s and
# 85 % at most take 14 agents; with a break of one hour in nine, 15.75 on shift, so 16 shifts of eight hours


def test_ten_erlang_all_day_take_sixteen_shifts() -> None:
    desk = staffed(with_desk(channel()))
    assert desk.shifts[0, 0].tolist() == [16] * 12
    assert desk.rostered_hours[0, 0, 0] == pytest.approx(16 * 8 * WEEKS_A_MONTH)
    assert desk.talk_hours[0, 0, 0] == pytest.approx(1800 * 3 / 60 * WEEKS_A_MONTH)
    assert desk.occupancy[0, 0, 0] == pytest.approx(90 / 128)
    assert desk.deferred_hours[0, 0, 0] == pytest.approx((0.95 * 128 - 90) * WEEKS_A_MONTH)


def test_the_week_shows_where_the_shifts_come_from() -> None:
    week = first_week(with_desk(channel()))
    assert week.weekdays == (Weekday.MON,) * 18
    assert (week.clocks[0], week.clocks[-1]) == ("09:00", "17:30")
    assert week.contacts == pytest.approx(np.full(18, 100.0))
    assert week.load == pytest.approx(np.full(18, 10.0))
    assert set(week.required) == {14}
    assert week.starts.tolist() == [16] + [0] * 17
    assert set(week.on_shift) == {16}
    assert set(week.on_desk) == {14}
    assert week.level == pytest.approx(np.full(18, 0.88835), abs=1e-5)
    assert week.occupancy == pytest.approx(np.full(18, 10 / 14))
    assert week.abandoned.tolist() == [0.0] * 18


def test_customers_who_give_up_need_fewer_agents() -> None:
    week = first_week(with_desk(channel(patience_minutes=5)))
    assert set(week.required) == {required_agents(10, 3, 0.8, 1 / 3, 0.85, patience=5)}
    assert max(week.required) < 14
    assert (week.abandoned > 0).all()


def test_two_conversations_at_a_time_halve_the_time_of_each() -> None:
    chat = channel(kind="chat", handling_minutes=6.0, concurrency=2)
    assert staffed(with_desk(chat)).shifts.tolist() == staffed(with_desk(channel())).shifts.tolist()
    assert staffed(with_desk(chat)).talk_hours == pytest.approx(staffed(with_desk(channel())).talk_hours)


def test_on_the_phone_nobody_talks_to_two_at_a_time() -> None:
    assert staffed(with_desk(channel(concurrency=2))).shifts[0, 0, 0] == 16


def test_what_a_channel_leaves_out_follows_the_assumptions() -> None:
    plain = LiveChannel(id="line", kind="chat", contacts=100, profile="own", max_occupancy=0.5)
    inputs = gather_inputs(with_desk(plain), phase("launch"))
    numbers = channel_numbers(inputs, plain, open_week(inputs, plain))
    assert [float(part[0]) for part in numbers.parts] == pytest.approx([8 / 2, 0.8, 1 / 3, 0.5, np.inf, 8, 18])


# ---- what binds, and what one more would do


def test_one_agent_fewer_breaks_what_the_week_says() -> None:
    week = first_week(with_desk(channel(2000, max_occupancy=0.6), own=uneven()))
    assert set(week.bound) == {Bound.SERVICE_LEVEL, Bound.OCCUPANCY, Bound.OPENING}
    for agents, load, bound in zip(week.required, week.load, week.bound, strict=True):
        if bound is Bound.OPENING:
            assert agents == 1
            continue
        fewer = service_level(int(agents) - 1, load, 3, 1 / 3)
        assert (fewer < 0.8) == (bound is Bound.SERVICE_LEVEL)
        assert fewer < 0.8 or load / (agents - 1) > 0.6


def uneven() -> OwnProfile:
    shares = (0.0, 0.001, 0.02, 0.1, 0.4, 0.3, 0.1, 0.05, 0.02, 0.009)
    return OwnProfile(id="own", days={Weekday.WED: DayProfile(opens="10:00", shares=shares)})


def test_the_week_keeps_its_promise_in_every_interval() -> None:
    for patience in (None, 4.0):
        week = first_week(with_desk(channel(2000, patience_minutes=patience), own=uneven()))
        assert (week.on_desk >= week.required).all()
        assert (week.level >= 0.8 - 1e-9).all()
        assert (week.occupancy <= 0.85 + 1e-9).all()


def test_the_curve_reaches_the_target_at_the_agents_required() -> None:
    inputs = gather_inputs(with_desk(channel()), phase("launch"))
    week = desk_week(inputs, forecast_book(inputs).accounts, 0)[0]
    curve = service_curve(inputs, week)
    assert (curve.required, curve.load, curve.weekday, curve.clock) == (14, pytest.approx(10), Weekday.MON, "09:00")
    assert curve.agents.tolist() == list(range(8, 21))
    assert (np.diff(curve.level) >= 0).all()
    assert curve.level[curve.agents <= 10].tolist() == [0.0] * 3
    assert curve.occupancy[curve.agents <= 10].tolist() == [1.0] * 3
    assert curve.level[curve.agents == 14] >= curve.target > curve.level[curve.agents == 13]


# ---- contacts


def test_contacts_grow_with_the_accounts() -> None:
    desk = staffed(with_desk(channel(1000), segments=(segment(100, new_accounts=10),)))
    assert desk.contacts[0, 0, :3] == pytest.approx(np.array([1000, 1100, 1200]) * WEEKS_A_MONTH)


def test_without_accounts_contacts_stay_as_they_are() -> None:
    for segments in ((), (segment(0, new_accounts=10),)):
        desk = staffed(with_desk(channel(1000), segments=segments))
        assert desk.contacts[0, 0] == pytest.approx(np.full(12, 1000 * WEEKS_A_MONTH))


def test_levers_take_contacts_away() -> None:
    inputs = gather_inputs(with_desk(channel()), phase("launch"))
    desk = staff_channels(inputs, forecast_book(inputs).accounts, np.linspace(1, 0, 12)[None])
    assert desk.contacts[0, 0] == pytest.approx(1800 * WEEKS_A_MONTH * np.linspace(1, 0, 12))
    assert (np.diff(desk.shifts[0, 0]) <= 0).all()


def test_an_open_desk_without_contacts_has_an_agent_and_somebody_for_the_break() -> None:
    desk = staffed(with_desk(channel(0)))
    assert desk.shifts[0, 0, 0] == 2
    assert desk.talk_hours[0, 0, 0] == 0
    assert set(first_week(with_desk(channel(0))).bound) == {Bound.OPENING}


def test_rounded_shares_lose_no_contact() -> None:
    rounded = OwnProfile(id="own", days={day: DayProfile(opens="09:00", shares=(0.0665,) * 3) for day in WEEKDAYS})
    assert first_week(with_desk(channel(), own=rounded)).contacts.sum() == pytest.approx(1800)


def test_a_company_without_live_channels_has_an_empty_desk() -> None:
    desk = staffed(company(segment(100)))
    assert desk.rostered_hours.shape == desk.deferred_hours.shape == desk.shifts.shape == (1, 0, 12)


# ---- opening hours


def test_closed_days_have_no_agents() -> None:
    week = first_week(with_desk(channel(), own=profile(Weekday.MON, Weekday.SAT)))
    assert sorted(set(week.weekdays)) == [Weekday.MON, Weekday.SAT]


def test_on_a_short_day_the_hours_are_those_of_the_day() -> None:
    desk = staffed(with_desk(channel(900), own=profile(*WEEKDAYS, intervals=9)))
    people = desk.shifts[0, 0, 0] / 5
    assert desk.rostered_hours[0, 0, 0] == pytest.approx(5 * people * 4.5 * 8 / 9 * WEEKS_A_MONTH)


def test_the_other_clock_moves_the_hours_and_not_the_work() -> None:
    own = profile(*Weekday, intervals=20, opens="09:00")
    here, ahead, behind = (with_desk(channel(hours_ahead=h), own=own) for h in (0, 10, -9))
    assert staffed(here).rostered_hours.tolist() == staffed(ahead).rostered_hours.tolist()
    assert staffed(here).shifts.tolist() == staffed(behind).shifts.tolist()
    sunday, monday = first_week(ahead), first_week(behind)
    assert (sunday.weekdays[-1], sunday.clocks[-1]) == (Weekday.SUN, "23:30")
    assert (monday.weekdays[0], monday.clocks[0]) == (Weekday.MON, "00:00")
    assert sunday.contacts.sum() == pytest.approx(monday.contacts.sum())


def test_a_desk_that_never_closes_runs_shifts_through_midnight() -> None:
    opens, intervals = WHOLE_DAY
    always = profile(*Weekday, opens=opens, intervals=intervals)
    week = first_week(with_desk(channel(0), own=always))
    assert len(week.required) == 336
    # One agent and a break need two on shift: 336 half hours by shifts of 18, the last one ending with the week.
    assert week.starts.sum() == 2 * 19
    assert set(week.on_shift) <= {2, 4}


def test_a_night_from_sunday_to_monday_is_one_stretch() -> None:
    days = {
        Weekday.SUN: DayProfile(opens="20:00", shares=(0.05,) * 8),
        Weekday.MON: DayProfile(opens="00:00", shares=(0.06,) * 10),
    }
    desk = staffed(with_desk(channel(0), own=OwnProfile(id="own", days=days)))
    assert desk.shifts[0, 0, 0] == 2
    assert desk.rostered_hours[0, 0, 0] == pytest.approx(2 * 8 * WEEKS_A_MONTH)


def test_a_company_s_own_profile_comes_before_the_catalogue_s() -> None:
    taken = phase("launch").catalogue.arrival_profiles[0].id
    own = profile(Weekday.SUN, id=taken)
    line = channel(profile=taken)
    assert find_profile(gather_inputs(with_desk(line, own=own), phase("launch")), line) == own


# ---- tickets between contacts


def test_tickets_never_fill_a_desk_beyond_the_cap() -> None:
    for a_week in (0, 10, 300, 5000):
        desk = staffed(with_desk(channel(a_week), channel(a_week, id="chat", kind="chat"), own=uneven()))
        assert (desk.deferred_hours >= 0).all()
        filled = desk.talk_hours + desk.deferred_hours
        assert (filled <= np.maximum(0.95 * desk.rostered_hours, desk.talk_hours) + 1e-9).all()


def test_a_desk_that_is_not_blended_answers_no_tickets() -> None:
    desk = staffed(with_desk(channel(), channel(id="pure", blended=False)))
    assert desk.deferred_hours[0, 0, 0] > 0
    assert desk.deferred_hours[0, 1].tolist() == [0.0] * 12


# ---- laws


def test_more_contacts_never_need_fewer_people() -> None:
    for patience in (None, 3.0):
        shifts = [
            staffed(with_desk(channel(n, patience_minutes=patience), own=uneven())).shifts[0, 0, 0]
            for n in range(0, 6000, 240)
        ]
        assert shifts == sorted(shifts)


def test_a_better_promise_never_needs_fewer_people() -> None:
    for promises in (
        [{"service_level": level} for level in (0, 0.5, 0.8, 0.95, 0.999)],
        [{"threshold_seconds": seconds} for seconds in (120, 60, 20, 5, 0)],
        [{"max_occupancy": cap} for cap in (1, 0.9, 0.7, 0.3)],
    ):
        shifts = [staffed(with_desk(channel(2000, **p), own=uneven())).shifts[0, 0, 0] for p in promises]
        assert shifts == sorted(shifts)


SCENARIOS = {
    "segment.all.new_accounts": [0.0, 5.0, 5.0, 40.0, 5.0],
    "calendar.JP.hours_per_day": [8.0, 7.0, 8.0, 6.5, 8.0],
    "live.break_hours": [1.0, 1.0, 0.5, 0.75, 1.0],
    "live.threshold": [20.0, 20.0, 30.0, 60.0, 10.0],
    "live.deferred_cap": [0.95, 0.9, 0.95, 0.85, 0.95],
    "channel.chat.patience": [5.0, 2.0, 5.0, 5.0, 9.0],
}


@pytest.mark.parametrize("shared", ["extended_hours", "own"])
def test_scenarios_run_together_as_they_run_alone(shared: str) -> None:
    chat = channel(900, id="chat", kind="chat", patience_minutes=5.0, profile=shared)
    base = with_desk(channel(1500, profile=shared), chat, own=uneven(), horizon=24)
    together = staffed(base, {id: np.array(values) for id, values in SCENARIOS.items()})
    for s in range(5):
        alone = staffed(base, {id: np.array([values[s]]) for id, values in SCENARIOS.items()})
        for field in ("contacts", "talk_hours", "shifts", "rostered_hours", "occupancy", "deferred_hours"):
            assert getattr(together, field)[s].tolist() == pytest.approx(getattr(alone, field)[0], rel=1e-12)


def test_many_loads_are_sized_as_each_by_itself() -> None:
    random = np.random.default_rng(3)
    scenarios = {"segment.all.new_accounts": random.uniform(0, 30, 60), "live.threshold": random.uniform(15, 60, 60)}
    for patience in (None, 5.0):
        base = with_desk(channel(3000, patience_minutes=patience, profile="extended_hours"), horizon=12)
        desk = staffed(base, scenarios)
        for s in (0, 31, 59):
            alone = staffed(base, {id: values[s : s + 1] for id, values in scenarios.items()})
            assert desk.shifts[s].tolist() == alone.shifts[0].tolist()


def test_the_month_s_week_has_the_month_s_shifts() -> None:
    base = with_desk(channel(1500), own=uneven(), segments=(segment(100, new_accounts=20),))
    for month in (0, 7, 11):
        assert first_week(base, month).starts.sum() == staffed(base).shifts[0, 0, month]


def test_every_shipped_profile_gives_a_finite_desk() -> None:
    profiles = phase("launch").catalogue.arrival_profiles
    assert profiles
    lines = [channel(50, id=p.id, profile=p.id, service_level=0, patience_minutes=0.1) for p in profiles]
    desk = staffed(with_desk(*lines))
    for field in ("contacts", "talk_hours", "rostered_hours", "occupancy", "deferred_hours"):
        assert np.isfinite(getattr(desk, field)).all()
    assert (desk.occupancy <= 1).all()


# ---- bad input


def test_an_unknown_profile_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(UnknownName, match="extended_hours"):
        staffed(with_desk(channel(profile="extended_hour")))


@pytest.mark.parametrize(
    ("id", "value", "message"),
    [("live.service_level", 1.0, "service_level_of_one"), ("live.concurrency", 0.5, "too_small")],
)
def test_promises_that_nobody_can_keep_are_refused(id: str, value: float, message: str) -> None:
    with pytest.raises(InputProblems) as caught:
        staffed(with_desk(channel(kind="chat"), assumptions={id: Override(value=value)}))
    assert [(p.place, p.message) for p in caught.value.problems] == [(f"assumptions.{id}", message)]


def test_contacts_beyond_any_desk_are_refused_with_the_most_that_one_answers() -> None:
    with pytest.raises(InputProblems) as caught:
        staffed(with_desk(channel(2_000_000)))
    (problem,) = caught.value.problems
    assert (problem.place, problem.message) == ("channels.line.contacts", "too_large")
    # 10,000 erlang are 100,000 calls of 3 minutes in each of 18 half hours.
    assert problem.values["limit"] == pytest.approx(1_800_000 * WEEKS_A_MONTH, rel=1e-6)


def test_ten_thousand_agents_are_sized() -> None:
    agents = agents_needed([9_000.0, 9_900.0], 3, 0.8, 1 / 3, 1.0)
    assert (agents > [9_000, 9_900]).all()
    assert (agents < [9_200, 10_100]).all()
