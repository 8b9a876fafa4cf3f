"""Working days: the shape of a year over its months."""

from __future__ import annotations

import pytest

from orgplanner.maths.whole import tight_people, whole_people
from orgplanner.maths.workdays import share_of_year, working_days_of_year

JAPAN_CLOSED = ("12-29", "12-30", "12-31", "01-02", "01-03")


def months_of(year: int) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(1, 13)]


def test_january_2027_in_japan_has_19_working_days() -> None:
    # 21 weekdays less New Year's Day (Friday) and Coming of Age Day (11th, Monday); the 2nd and 3rd are a weekend.
    assert working_days_of_year(2027, "JP", JAPAN_CLOSED)[0] == 19


def test_december_2026_in_japan_has_20_working_days() -> None:
    # 23 weekdays less the three days on which firms close, Tuesday to Thursday.
    assert working_days_of_year(2026, "JP", JAPAN_CLOSED)[11] == 20


def test_a_day_that_is_off_twice_is_taken_off_once() -> None:
    assert working_days_of_year(2027, "JP", ("01-01",)) == working_days_of_year(2027, "JP")


def test_a_closing_day_that_a_year_lacks_is_left_out() -> None:
    assert sum(working_days_of_year(2027, None, ("02-29",))) == 261
    assert sum(working_days_of_year(2028, None, ("02-29",))) == 260 - 1


@pytest.mark.parametrize("country", ["JP", "US", None])
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_shares_of_the_months_sum_to_the_year(country: str | None, year: int) -> None:
    assert share_of_year(months_of(year), country, JAPAN_CLOSED).sum() == pytest.approx(1, abs=1e-12)


def test_months_of_two_years_are_shares_of_their_own_year() -> None:
    both = share_of_year(["2026-12", "2027-01"], "JP", JAPAN_CLOSED)
    alone = [share_of_year([month], "JP", JAPAN_CLOSED)[0] for month in ("2026-12", "2027-01")]
    assert both.tolist() == alone


def test_a_rounding_error_is_no_person() -> None:
    assert whole_people([0.0, 2.0, 2.0 + 1e-10, 2.0001, 2.9]).tolist() == [0, 2, 2, 3, 3]


@pytest.mark.parametrize(("fte", "people"), [(0, 0), (1.1, 1), (1.11, 2), (2.2, 2), (4.4, 4), (5.5, 5), (5.51, 6)])
def test_small_teams_are_bound_by_the_load_of_each(fte: float, people: int) -> None:
    assert int(tight_people(fte, 1.1, 0.5)) == people


@pytest.mark.parametrize(("fte", "people"), [(10.5, 10), (10.51, 11), (100.5, 100)])
def test_large_teams_are_bound_by_the_overload_of_all(fte: float, people: int) -> None:
    assert int(tight_people(fte, 1.1, 0.5)) == people
