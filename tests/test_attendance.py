"""Who is there: shares of months, and the FTE that people give to roles."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from orgplanner.records.base import SourceKind
from orgplanner.records.company import Absence, Person, RoleShare, SourcingRule
from orgplanner.records.position import Assignment, Position, RoleLoad
from orgplanner.stages.attendance import (
    attendance,
    carrying,
    seat_people,
    seats_fte,
    shares_on_positions,
    shares_today,
    unlisted_fte,
)
from tests.companies import column, company, person, run, segment

MONTHS = ("2027-01", "2027-02", "2027-03")


def leave(first: str, last: str) -> Absence:
    return Absence(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [1, 1, 1]),
        ({"start": "2027-02-15"}, [0, 10 / 20, 1]),
        ({"planned_end": "2027-02-12"}, [1, 10 / 20, 0]),
        ({"start": "2027-02-01", "planned_end": "2027-02-01"}, [0, 1 / 20, 0]),
        ({"start": "2026-01-05"}, [1, 1, 1]),
        ({"absences": (leave("2027-02-01", "2027-02-05"),)}, [1, 15 / 20, 1]),
        # A week that two leaves name counts once, a Saturday and a Sunday not at all.
        ({"absences": (leave("2027-02-01", "2027-02-12"), leave("2027-02-08", "2027-02-14"))}, [1, 10 / 20, 1]),
        # Of a leave that lasts beyond the last day in post, only the part before it is missed twice by nobody.
        ({"planned_end": "2027-02-12", "absences": (leave("2027-02-08", "2027-03-31"),)}, [1, 5 / 20, 0]),
        ({"absences": (leave("2027-01-01", "2027-12-31"),)}, [0, 0, 0]),
    ],
)
def test_weekdays_in_post_and_not_away_count(fields: dict[str, object], expected: list[float]) -> None:
    # February 2027 has 20 weekdays, five in each of its four weeks from a Monday on.
    assert attendance([person("p", "support", **fields)], MONTHS)[0] == pytest.approx(expected)


def test_people_are_told_apart() -> None:
    people = [
        person("a", "support"),
        person("b", "support", start="2027-02-15"),
        person("c", "support", absences=(leave("2027-01-01", "2027-01-31"),)),
    ]
    assert attendance(people, MONTHS).tolist() == [[1, 1, 1], [0, 0.5, 1], [0, 1, 1]]


def test_nobody_is_there_in_an_empty_roster() -> None:
    assert attendance([], MONTHS).shape == (0, 3)


def test_people_give_each_role_their_share_of_their_post() -> None:
    both = Person(
        id="b", name="b", fte=0.5, roles=(RoleShare(role="adoption", share=0.6), RoleShare(role="support", share=0.2))
    )
    inputs = run(company(segment(), roster=(both, person("o", "support", out_of_scope=True))), "maturity")[0]
    shares = shares_today(inputs, np.ones(len(inputs.roles)))
    assert shares[0, [column(inputs, "adoption"), column(inputs, "support")]] == pytest.approx([0.3, 0.1])
    assert shares.sum() == pytest.approx(0.4)


def test_a_role_of_another_phase_stands_for_the_roles_that_follow_it() -> None:
    inputs = run(company(segment(), roster=(person("g", "high_touch"),)), "maturity")[0]
    weights = np.array([{"onboarding": 1.0, "adoption": 3.0, "support": 9.0}.get(r, 0.0) for r in inputs.roles])
    shares = shares_today(inputs, weights)[0]
    assert shares[[column(inputs, r) for r in ("onboarding", "adoption", "support")]].tolist() == [0.25, 0.75, 0]
    even = shares_today(inputs, np.zeros(len(inputs.roles)))[0]
    assert even[column(inputs, "onboarding")] == pytest.approx(1 / 3)


def test_nobody_outside_the_roster_carries_work_that_is_merely_advised_away() -> None:
    inputs, _, _, _, staffing = run(company(segment(3000)), "maturity")
    assert not unlisted_fte(inputs, staffing.steady_total, staffing.steady_fte).any()


@pytest.mark.parametrize(("roster", "carried"), [((), 0.6), ((person("o", "support", source="outsourcer"),), 0.0)])
def test_what_the_company_gives_to_a_firm_that_the_roster_does_not_list_is_carried(
    roster: tuple[Person, ...], carried: float
) -> None:
    rule = {"support": SourcingRule(source=SourceKind.OUTSOURCER, share=0.6)}
    inputs, _, _, _, staffing = run(company(segment(3000), roster=roster, sourcing=rule), "maturity")
    row = column(inputs, "support")
    unlisted = unlisted_fte(inputs, staffing.steady_total, staffing.steady_fte)
    assert unlisted[row] == pytest.approx(carried * staffing.steady_total[0, row])
    assert unlisted.sum() == pytest.approx(unlisted[row].sum())


def seat(id: str, *loads: tuple[str, float], **fields: object) -> Position:
    roles = tuple(RoleLoad(role=role, fte=fte) for role, fte in loads)
    return Position(**{"id": id, "main_role": roles[0].role, "roles": roles, "unit": None} | fields)


def test_a_filled_team_gives_whole_posts_and_a_tight_one_its_load() -> None:
    inputs = run(company(segment()), "maturity")[0]
    light, tight = seat("l", ("adoption", 0.3), ("support", 0.1)), seat("t", ("adoption", 1.08))
    bought = seat("o", ("support", 1.4), source=SourceKind.OUTSOURCER, count=2)
    fte = seats_fte(inputs, [light, tight, bought])
    assert fte[column(inputs, "adoption")] == pytest.approx(0.75 + 1.08)
    assert fte[column(inputs, "support")] == pytest.approx(0.25 + 1.4)
    part_time = seats_fte(inputs, [seat("p", ("support", 0.3), size=0.5)])
    assert part_time.sum() == part_time[column(inputs, "support")] == 0.5
    assert seats_fte(inputs, []).tolist() == [0] * len(inputs.roles)


def test_a_post_on_a_position_is_split_as_its_work_is() -> None:
    inputs = run(company(segment(), roster=(person("a", "adoption"), person("b", "adoption"))), "maturity")[0]
    seats = [seat("x", ("adoption", 0.9), ("support", 0.18)), seat("h", ("head", 0.0))]
    held = [Assignment(person="a", position="x", share=1), Assignment(person="b", position="h", share=0.5)]
    seating = seat_people(inputs, seats, held)
    plain = shares_on_positions(inputs, seats, seating)
    rows = [column(inputs, r) for r in ("adoption", "support", "head")]
    assert plain[0, rows] == pytest.approx([5 / 6, 1 / 6, 0])
    assert plain[1, rows] == pytest.approx([0, 0, 0.5])
    assert shares_on_positions(inputs, seats, seating, carrying(seats))[0, rows] == pytest.approx([0.9, 0.18, 0])
    assert not shares_on_positions(inputs, seats, seat_people(inputs, seats, [])).any()
