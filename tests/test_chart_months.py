"""The chart over the months: seats appear, are filled, ramp, are vacated in place; planned hires on open seats."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgplanner.advice.chart_changes import hire_words
from orgplanner.advice.seats import ChartView
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.chart_change import ChangeKind
from orgplanner.records.company import Absence, Person
from orgplanner.records.hiring import Move, MoveDates, MoveReason
from orgplanner.records.position import Assignment, Position
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.places import keep_places
from orgplanner.studies.chart_difference import compare_charts
from orgplanner.studies.chart_hires import planned_hires
from orgplanner.studies.chart_months import ChartMonths, SeatCourse, SeatStatus, chart_months, plan_in_month
from orgplanner.studies.chart_state import chart_state
from orgplanner.studies.chart_transition import (
    EventKind,
    changing_courses,
    count_groups,
    count_statuses,
    find_events,
    stretches,
)
from tests.companies import EXAMPLES, company, example_plan, person, phase, plan, segment

FILLED, RAMPING, AWAY, OPEN, ABSENT = (
    SeatStatus.FILLED,
    SeatStatus.RAMPING,
    SeatStatus.AWAY,
    SeatStatus.OPEN,
    SeatStatus.ABSENT,
)

TEAM = [f"m{n}" for n in range(1, 5)]


def steady(**changed: dict[str, object]) -> Plan:
    """Return the plan of a head and four people whose work stands still; some people with other fields."""
    members = [person(id, "high_touch", manager="kim", **changed.get(id, {})) for id in TEAM]
    roster: tuple[Person, ...] = (person("kim", "head"), *members)
    return plan(company(segment(200), roster=roster))


def course_with(months: ChartMonths, who: str, place: int = 0) -> SeatCourse:
    """Return the seat that somebody holds in a month."""
    return next(c for c in months.courses if who in c.people[place])


def hire(
    role: str, month: str, *, ramp: str = "employee", channel: str | None = "advertisement", **fields: object
) -> Move:
    start = dt.date.fromisoformat(f"{month}-01")
    dates = MoveDates(
        decide_by=start, open_by=start, offer_by=None, start=start, productive_by=start, end=None, fiscal_year=2027
    )
    plain: dict[str, object] = {
        "id": f"{role}.{ramp}.{month}",
        "kind": MoveKind.HIRE,
        "role": role,
        "source": SourceKind.EMPLOYEE,
        "terms": ramp,
        "channel": channel,
        "runs": None,
        "month": month,
        "count": 1,
        "fte": 1.0,
        "monthly_cost": 0.0,
        "one_off_cost": 0.0,
        "total_cost": 0.0,
        "reason": MoveReason.GROWTH,
        "locked": False,
        "advised": True,
        "dates": dates,
    }
    return Move(**{**plain, **fields})  # type: ignore[arg-type]


def with_moves(of: Plan, months: ChartMonths, *moves: Move) -> ChartMonths:
    return planned_hires(of, replace(of.hire(quick=True), moves=moves), months)


# ---------------------------------------------------------------- people of the roster


def test_somebody_who_leaves_in_month_five_leaves_the_seat_open_in_place() -> None:
    of = steady(m2={"planned_end": dt.date(2027, 5, 31)})
    months = chart_months(of)
    seat = course_with(months, "m2")
    assert [s is OPEN for s in seat.statuses] == [False] * 5 + [True] * 7
    assert seat.counts == (1,) * 12
    for other in ("m1", "m3", "m4"):
        here = course_with(months, other)
        assert all(people == (other,) for people in here.people)
    before, after = months.state("2027-05"), months.state("2027-06")
    found = compare_charts(before, after)
    assert [c.id for c in found.people if c.kind is ChangeKind.GONE] == ["m2"]
    assert [c.id for c in found.seats if c.kind is not ChangeKind.KEPT] == [seat.id]
    (event,) = [e for e in find_events(of, months) if e.month == "2027-06"]
    assert (event.kind, event.people, event.course.id) == (EventKind.LEAVES, ("m2",), seat.id)


def test_somebody_who_starts_later_fills_the_seat_then_and_ramps() -> None:
    of = steady(m4={"start": dt.date(2027, 4, 1)})
    months = chart_months(of)
    seat = course_with(months, "m4", 3)
    assert seat.statuses[:3] == (OPEN,) * 3
    assert seat.statuses[3] is RAMPING
    assert seat.statuses[-1] is FILLED
    assert list(seat.ramped) == sorted(seat.ramped)
    assert seat.ramped[-1] == 1.0
    kinds = [(e.kind, e.people) for e in find_events(of, months) if e.course.id == seat.id]
    assert kinds == [(EventKind.STARTS, ("m4",)), (EventKind.RAMPED, ("m4",))]


def test_a_planned_leave_is_neither_an_end_nor_an_open_seat() -> None:
    leave = Absence(first=dt.date(2027, 3, 1), last=dt.date(2027, 4, 30))
    of = steady(m3={"absences": (leave,)})
    months = chart_months(of)
    seat = course_with(months, "m3")
    assert [place for place, status in enumerate(seat.statuses) if status is AWAY] == [2, 3]
    kinds = [(e.month, e.kind) for e in find_events(of, months) if e.course.id == seat.id]
    assert kinds == [("2027-03", EventKind.LEAVE_BEGINS), ("2027-05", EventKind.LEAVE_ENDS)]


def test_growing_work_lets_seats_appear() -> None:
    of = plan(company(segment(200, new_accounts=20), roster=(person("kim", "head"),)))
    months = chart_months(of)
    late = [c for c in months.courses if c.statuses[0] is ABSENT and c.statuses[-1] is not ABSENT]
    assert late
    appearing = {e.course.id for e in find_events(of, months) if e.kind in (EventKind.SEAT_APPEARS, EventKind.LEAD_DUE)}
    assert appearing >= {c.id for c in late}
    assert set(changing_courses(months)) >= set(late)


def test_a_month_of_the_chart_is_that_months_own_plan() -> None:
    of = steady(m2={"planned_end": dt.date(2027, 5, 31)})
    made = plan(of.company, month="2027-08")
    again = plan_in_month(of, "2027-08")
    assert again.design.positions == made.design.positions
    assert again.design.assignments == made.design.assignments
    assert again.month == "2027-08"
    assert chart_months(of, lambda month: plan(of.company, month=month)).states == chart_months(of).states


def test_months_can_be_chosen() -> None:
    months = chart_months(steady(), months=("2027-02", "2027-09"))
    assert months.months == ("2027-02", "2027-09")
    assert [state.month for state in months.states] == ["2027-02", "2027-09"]


def test_a_company_without_people_and_customers_has_no_seats_that_change() -> None:
    months = chart_months(plan(company()))
    assert not changing_courses(months)


# ---------------------------------------------------------------- places


def seats(*ids: str, **fields: object) -> list[Position]:
    return [Position(**{"id": id, "main_role": "support", "roles": (), "unit": None, **fields}) for id in ids]  # type: ignore[arg-type]


def on(**held: str) -> list[Assignment]:
    return [Assignment(person=person, position=seat.replace("_", "-"), share=1) for person, seat in held.items()]


def test_people_go_back_to_the_seats_that_they_had() -> None:
    kept = keep_places(seats("s-1", "s-2", "s-3"), on(b="s_1", c="s_2"), {"a": "s-1", "b": "s-2", "c": "s-3"})
    assert {a.person: a.position for a in kept} == {"b": "s-2", "c": "s-3"}


def test_a_newcomer_takes_the_seat_that_was_left() -> None:
    kept = keep_places(seats("s-1", "s-2"), on(b="s_1", new="s_2"), {"a": "s-1", "b": "s-2"})
    assert {a.person: a.position for a in kept} == {"b": "s-2", "new": "s-1"}


def test_nobody_goes_back_to_a_seat_of_another_kind() -> None:
    there = [*seats("s-1"), *seats("t-1", main_role="adoption")]
    assert keep_places(there, on(a="t_1"), {"a": "s-1"})[0].position == "t-1"


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.permutations(range(6)), st.permutations(range(6)), st.integers(0, 6))
def test_no_two_people_get_one_seat(now: list[int], was: list[int], count: int) -> None:
    held = [Assignment(person=f"p{k}", position=f"s-{now[k]}", share=1) for k in range(count)]
    before = {f"p{k}": f"s-{was[k]}" for k in range(6)}
    kept = keep_places(seats(*(f"s-{k}" for k in range(6))), held, before)
    assert {a.person: a.position for a in kept} == {f"p{k}": before[f"p{k}"] for k in range(count)}


# ---------------------------------------------------------------- planned hires


def open_plan() -> tuple[Plan, ChartMonths, list[SeatCourse]]:
    of = plan(company(segment(200), roster=(person("kim", "head"), person("m1", "high_touch", manager="kim"))))
    months = chart_months(of)
    return of, months, [c for c in months.courses if set(c.statuses) == {OPEN} and c.seat.role == "high_touch"]


def test_a_planned_hire_appears_on_an_open_seat_and_ramps() -> None:
    of, months, opened = open_plan()
    laid = with_moves(of, months, hire("high_touch", "2027-03"))
    seat = laid.course(opened[0].id)
    ramp = next(o.ramp for o in of.offers if o.id == "high_touch.employee.advertisement")
    assert seat.hires[0].shares == ramp
    assert seat.statuses[:2] == (OPEN, OPEN)
    assert seat.statuses[2] is RAMPING
    assert seat.ramped[2 : 2 + len(ramp)] == pytest.approx(ramp)
    assert seat.statuses[-1] is FILLED
    words = hire_words(seat.hires[0], "2027-04", "en")
    assert "Mar 2027" in words
    assert f"{ramp[1]:.0%} ramped" in words
    assert laid.unseated == ()


def test_hires_take_the_open_seats_in_the_order_of_their_months() -> None:
    of, months, opened = open_plan()
    laid = with_moves(of, months, hire("high_touch", "2027-06"), hire("high_touch", "2027-03"))
    assert [laid.course(c.id).hires[0].start for c in opened[:2]] == ["2027-03", "2027-06"]


def test_hires_beyond_the_open_seats_are_named() -> None:
    of, months, opened = open_plan()
    move = hire("high_touch", "2027-03", count=len(opened) + 1, fte=float(len(opened) + 1))
    laid = with_moves(of, months, move)
    assert laid.unseated == (move.id,)
    assert all(laid.course(c.id).hires for c in opened)


def test_parts_of_a_post_share_a_seat() -> None:
    of, months, _ = open_plan()
    lent = {"kind": MoveKind.BORROW, "source": SourceKind.SHARED, "channel": None, "ramp": "shared_person"}
    laid = with_moves(of, months, hire("high_touch", "2027-03", count=4, fte=1.0, **lent))  # type: ignore[arg-type]
    (taken,) = [c for c in laid.courses if c.hires]
    assert sum(h.fte for h in taken.hires) == pytest.approx(1.0)
    assert taken.statuses[-1] is SeatStatus.OUTSIDE


def test_training_and_releases_bring_nobody() -> None:
    of, months, _ = open_plan()
    moves = [hire("high_touch", "2027-03", kind=kind) for kind in (MoveKind.TRAIN, MoveKind.RELEASE)]
    laid = with_moves(of, months, *moves)
    assert laid.courses == months.courses


def test_nobody_is_put_where_somebody_of_the_roster_starts_later() -> None:
    of = steady(m4={"start": dt.date(2027, 6, 1)})
    months = chart_months(of)
    seat = course_with(months, "m4", 6)
    assert not with_moves(of, months, hire("high_touch", "2027-02")).course(seat.id).hires


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize("name", ["sou", "meridian"])
def test_all_counts_add_up(name: str) -> None:
    of = example_plan(name)
    months = chart_months(of)
    laid = planned_hires(of, of.hire(quick=True), months)
    for found in (months, laid):
        whole = count_statuses(found)
        for place, counts in enumerate(whole):
            state = found.states[place]
            assert counts.total == sum(seat.count for seat in state.seats)
            for by_unit in (False, True):
                groups = count_groups(found, counts.month, by_unit=by_unit)
                assert sum((Counter(g) for g in groups.values()), Counter()) == Counter(counts.counts) - Counter()
        for course in found.courses:
            lengths = Counter(status for status in course.statuses if status is not ABSENT)
            told = [s for s in stretches(course, found.months) for m in found.months if s.first <= m <= s.last]
            assert Counter(s.status for s in told) == lengths
    # A hire changes how a seat stands, never how many there are.
    assert [c.total for c in count_statuses(months)] == [c.total for c in count_statuses(laid)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_first_month_is_the_plans_own_chart(name: str) -> None:
    of = example_plan(name)
    months = chart_months(of, months=of.months[:2])
    assert compare_charts(months.states[0], chart_state(of, ChartView.OWN, joining=False)).is_empty


def test_the_months_of_the_large_example_come_quickly() -> None:
    of = example_plan("meridian")
    chart_months(of, months=of.months[:2])
    began = time.process_time()
    months = chart_months(of)
    assert len(months.months) == 24
    assert time.process_time() - began < 4.0


def test_the_same_input_gives_the_same_months() -> None:
    of = example_plan("sou", "launch")
    again = plan(of.company, of.phase.id)
    assert chart_months(of) == chart_months(again)
    assert phase(of.phase.id) is of.phase
