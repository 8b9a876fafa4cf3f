"""An arrival profile comes in from a table as spreadsheets write it; every mistake is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.arrival_profiles import read_arrival_profile
from orgplanner.files.phases import load_catalogue, shipped_folder
from orgplanner.i18n import say
from orgplanner.records.channel import Weekday

COUNTS = "weekday,time,contacts\nmon,9:00,30\nmon,9:30,50\ntue,10:00,15\ntue,10:30,5\n"
"""30 + 50 + 15 + 5 = 100 contacts a week."""


def read(text: str, name: str = "calls.csv", encoding: str = "utf-8"):
    return read_arrival_profile(text.encode(encoding), name)


def problems_of(data: bytes | str) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as error:
        read_arrival_profile(data if isinstance(data, bytes) else data.encode(), "folder/calls.csv")
    return error.value.problems


def test_contacts_become_shares_of_the_week():
    profile = read(COUNTS)
    assert profile.interval_minutes == 30
    assert profile.days[Weekday.MON].opens == "09:00"
    assert profile.days[Weekday.MON].shares == (0.30, 0.50)
    assert profile.days[Weekday.TUE].opens == "10:00"
    assert profile.days[Weekday.TUE].shares == (0.15, 0.05)


@pytest.mark.parametrize(
    "text",
    [
        COUNTS.replace("contacts", "share").replace(",30\n", ",30%\n").replace(",50\n", ",50%\n"),
        "Day;Start;%\nMonday;09:00;30\nMonday;09:30;50\nTuesday;10:00;15\nTuesday;10:30;5\n",
        "曜日,時間帯,構成比(%)\n月,9:00-9:30,30\n月曜,9時30分,50\n火曜日,10:00~10:30,15\n(火),10時30分,5\n",
        "weekday\ttime\tshare\nmon\t09:00:00\t0.30\nmon\t9:30\t0.5\ntue\t10:00\t.15\ntue\t10:30\t0.05\n".replace(
            "\t.15", "\t0.15"
        ),
        "\n曜日,備考,時刻,件数\n月,朝,９：００,30\n\n月,,9:30,50\n火,,10:00,15\n火,,10:30,5\n",
        "weekday,time,contacts\ntue,10:30,5\nmon,9:30,50\ntue,10:00,15\nmon,9:00,30\n",
    ],
    ids=["percent", "english", "japanese", "ratio", "full_width", "any_order"],
)
def test_the_same_week_in_other_words_is_the_same_profile(text: str):
    text = text.replace(",15\n", ",15%\n").replace(",5\n", ",5%\n") if "30%" in text else text
    assert read(text).days == read(COUNTS).days


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_of_a_japanese_spreadsheet_is_read(encoding: str):
    text = "曜日,時刻,件数\r\n月,9:00,1\r\n月,10:00,3\r\n"
    assert read(text, "着信.csv", encoding).days[Weekday.MON].shares == (0.25, 0.75)


@pytest.mark.parametrize(
    ("name", "id"), [("Calls 2026.csv", "calls_2026"), ("着信.csv", "own_profile"), ("2026.csv", "own_profile_2026")]
)
def test_the_profile_is_called_like_its_file(name: str, id: str):
    profile = read(COUNTS, f"../up/{name}")
    assert (profile.id, profile.name) == (id, name.removesuffix(".csv"))


def test_the_shares_make_the_whole_exactly():
    rows = "".join(f"mon,{hour}:00,{share}\n" for hour, share in ((9, "33.3%"), (10, "33.3%"), (11, "33.3%")))
    assert sum(read("day,time,share\n" + rows).days[Weekday.MON].shares) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("old", "new", "message", "line", "words"),
    [
        ("weekday,", "who,", "column_missing", 1, ["`weekday`", "曜日"]),
        ("time,", "when,", "column_missing", 1, ["`time`", "時刻"]),
        ("contacts\n", "notes\n", "column_missing", 1, ["`contacts`", "件数", "share"]),
        ("contacts\n", "contacts,share\n", "column_of_two", 1, ["keep one of the two"]),
        ("contacts\n", "contacts,件数\n", "column_twice", 1, ["several columns mean `contacts`"]),
        ("tue,10:00", "dues,10:00", "weekday_form", 4, ["`dues` is no weekday"]),
        ("9:30", "half past", "time_form", 3, ["`half past`"]),
        ("9:30", "24:00", "time_form", 3, ["`24:00`", "24-hour"]),
        ("9:30", "9:99", "time_form", 3, ["`9:99`"]),
        ("50", "", "blank_value", 3, ["missing"]),
        ("50", "many", "number_expected", 3, ["`many`"]),
        ("50", "-50", "too_small", 3, ["-50", "0 or more"]),
        ("50", "¥50", "plain_number_expected", 3, ["`¥50`"]),
        ("50", "50%", "plain_number_expected", 3, ["`50%`"]),
        ("50", "=SUM(A1:A9)", "cell_is_formula", 3, ["=sum(a1:a9)", "the value that it gives"]),
        ("50", "=cmd|x", "cell_is_formula", 3, ["formula"]),
        ("tue,10:00", "mon,9:00", "time_twice", 4, ["09:00 on mon", "first in line 2"]),
        ("9:30", "10:30", "interval_gap", 3, ["09:30 to 10:30"]),
        ("tue,10:30,5\n", "tue,10:30,5\ntue,11:45,3\n", "time_inside_interval", 6, ["11:45", "30 minutes"]),
        ("mon,9:30,50\n", 'mon,"9:30,50\n', "table_unreadable", 5, ["quotes"]),
    ],
)
def test_one_mistake_is_told_once_with_its_line(old: str, new: str, message: str, line: int, words: list[str]):
    assert old in COUNTS
    found = problems_of(COUNTS.replace(old, new, 1))
    assert [(p.message, p.line, p.file) for p in found] == [(message, line, "calls.csv")]
    assert all(word in say(found[0], "en") for word in words), say(found[0], "en")
    assert say(found[0], "ja")


@pytest.mark.parametrize(
    ("data", "message", "word"),
    [
        ("", "file_empty", "empty"),
        ("weekday,time,contacts\n", "profile_without_rows", "no rows"),
        ("weekday,time,contacts\nmon,9:00,0\nmon,9:30,0\n", "profile_without_contacts", "every row is 0"),
        ("weekday,time,contacts\nmon,9:00,4\ntue,9:00,4\n", "interval_unknown", "two times of one day"),
        ("weekday,time,contacts\nmon,9:00,4\nmon,9:10,4\n", "interval_form", "10 minutes"),
        ("weekday,time,share\nmon,9:00,40%\nmon,9:30,50%\n", "profile_sum", "90.0 %"),
        ("weekday,time,share\nmon,9:00,60\nmon,9:30,50\n", "profile_sum", "110.0 %"),
        (b"PK\x03\x04 xl/worksheets", "table_expected", "save the sheet as CSV"),
        (b"%PDF-1.7", "table_expected", "save the sheet as CSV"),
        (b"a,b\n" * 100_000, "file_too_large", "too large"),
        ("weekday,time,contacts\nmon,9:00,1\n".encode("utf-16"), "other_encoding", "UTF-16"),
    ],
)
def test_a_table_that_is_no_week_is_told_in_one_sentence(data: bytes | str, message: str, word: str):
    found = problems_of(data)
    assert [p.message for p in found] == [message]
    assert word in say(found[0], "en")


def test_every_mistake_of_a_table_is_told_at_once():
    found = problems_of("曜日,時刻,件数\n月,9:00,x\nx,9:30,2\n月,x,3\n月,10:00,-1\n,,=1\n")
    assert [(p.line, p.message) for p in found] == [
        (2, "number_expected"),
        (3, "weekday_form"),
        (4, "time_form"),
        (5, "too_small"),
        (6, "blank_value"),
        (6, "blank_value"),
        (6, "cell_is_formula"),
    ]


def test_thousands_of_wrong_rows_are_counted():
    found = problems_of("weekday,time,contacts\n" + "mon,9:00,x\n" * 10_000)
    assert len(found) == 201


@given(
    st.one_of(
        st.binary(max_size=300), st.text('weekdaytimsharconon,;\n"=0123456789:%月曜', max_size=300).map(str.encode)
    )
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_profile_or_problems(data: bytes):
    problems: tuple[Problem, ...] = ()
    try:
        read_arrival_profile(data, "x.csv")
    except InputProblems as error:
        problems = error.problems
    assert all(say(p, language) for p in problems for language in ("en", "ja"))


def test_the_shipped_profiles_make_a_whole_week_to_the_last_digit():
    profiles = load_catalogue(shipped_folder()).arrival_profiles
    assert {p.id for p in profiles} >= {"business_hours_japan", "extended_hours", "business_hours_us"}
    for profile in profiles:
        assert sum(sum(day.shares) for day in profile.days.values()) == pytest.approx(1, abs=1e-9)
        assert profile.grade == "G"
