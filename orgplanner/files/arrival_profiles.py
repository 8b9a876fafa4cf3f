"""A company's own arrival profile from a table (CSV): one row an interval, with its weekday, time and contacts."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Literal, cast

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.checks import shown
from orgplanner.files.decoding import base_name, decode
from orgplanner.files.document import raise_problems
from orgplanner.files.numbers import read_number
from orgplanner.records.channel import MINUTES_A_DAY, SUM_TOLERANCE, DayProfile, OwnProfile, Weekday

MAX_BYTES = 200_000
"""Largest table: a week of quarters of an hour has 672 rows."""

NAMES = {
    "weekday": "weekday day dayofweek 曜日",
    "time": "time start starttime from interval hour 時刻 時間 時間帯 開始 開始時刻",
    "share": "share shares ratio percent percentage % 割合 比率 構成比 シェア",
    "contacts": "contacts contact calls chats count number volume 件数 呼数 入電数 着信数 着信件数 問い合わせ件数",
}
"""What the columns may be called, blanks and capitals aside."""

COLUMNS = {name: column for column, names in NAMES.items() for name in names.split()}

ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
JAPANESE = "月火水木金土日"
WEEKDAYS = {
    form: day
    for day, english, sign in zip(Weekday, ENGLISH, JAPANESE, strict=True)
    for form in (english, english[:3], sign, f"{sign}曜", f"{sign}曜日", f"({sign})")
}

TIME = re.compile(r"(\d{1,2})(?::([0-5]\d)(?::00)?|時(?:([0-5]?\d)分)?)(?:\s*[-~〜–].*)?")
"""The start of an interval, its end aside: `9:00`, `09:00:00`, `9時30分`, `9:00-9:30`."""

FORMULA = ("=", "@", "+")
INTERVALS = (15, 30, 60)

PERCENT_FROM = 1.5
"""Sum from which shares without a sign are meant in percent."""

NOT_A_TABLE = re.compile("file_is_(zip|old_office|pdf|picture|binary|workbook|document|html)")


@dataclass(frozen=True)
class _Row:
    line: int
    day: Weekday
    minute: int
    """Minutes from midnight to the start of the interval."""
    value: float


def read_arrival_profile(data: bytes, name: str) -> OwnProfile:
    """Read an arrival profile from the bytes of a CSV table.

    Columns are the weekday, the time at which an interval starts, and either its contacts or its share of the week's,
    under English or Japanese names; others are left aside. Contacts are made shares; shares must sum to the whole.

    Args:
        data: the whole file, in UTF-8 or Shift_JIS.
        name: its name, from which the profile takes its id and name.

    Raises:
        InputProblems: every problem of the table, each with its line.
    """
    file = base_name(name)
    table = _Table(file, _text(data, file))
    rows = table.rows()
    table.check_times_once(rows)
    raise_problems(table.problems)
    interval = _interval(rows)
    table.check_intervals(rows, interval)
    total = sum(row.value for row in rows)
    table.check_total(total)
    raise_problems(table.problems)
    by_day = {day: [row for row in rows if row.day is day] for day in Weekday}
    return OwnProfile(
        id=_id(file),
        name=PurePosixPath(file).stem,
        interval_minutes=cast(Literal[15, 30, 60], interval),
        days={day: _day(of_day, total) for day, of_day in by_day.items() if of_day},
    )


def _text(data: bytes, file: str) -> str:
    try:
        return decode(data, file, MAX_BYTES, is_table=True)
    except InputProblems as error:
        if NOT_A_TABLE.fullmatch(error.problems[0].message):
            raise InputProblems([Problem(file, None, "", "table_expected")]) from None
        raise


class _Table:
    """The rows of one table; what is wrong with them is gathered, so that all of it is told at once."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines = list(self.read(text))
        self.columns = self.find_columns()
        self.value = "share" if "share" in self.columns else "contacts"

    def tell(self, line: int | None, place: str, message: str, **values: object) -> None:
        """Gather a problem."""
        self.problems.append(Problem(self.file, line, place, message, values))

    def read(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that hold anything, each with its line."""
        header = next(line for line in text.splitlines() if line.strip())
        rows = csv.reader(text.splitlines(keepends=True), delimiter=max(",\t;", key=header.count), strict=True)
        try:
            for cells in rows:
                plain = [unicodedata.normalize("NFKC", cell).strip() for cell in cells]
                if any(plain):
                    yield rows.line_num, plain
        except csv.Error:
            self.tell(rows.line_num, "", "table_unreadable")

    def find_columns(self) -> Mapping[str, int]:
        """Return the position of each column by its meaning."""
        line, header = self.lines[0] if self.lines else (1, [])
        found = [COLUMNS.get(re.sub(r"[\s_-]|\(.*\)", "", cell.casefold())) for cell in header]
        times = Counter(column for column in found if column)
        for column in (c for c, count in times.items() if count > 1):
            self.tell(line, column, "column_twice", name=column)
        for column in ("weekday", "time"):
            if column not in times:
                self.tell(line, "", "column_missing", name=column, choices=tuple(NAMES[column].split()))
        if "share" in times and "contacts" in times:
            self.tell(line, "", "column_of_two")
        elif not {"share", "contacts"} & times.keys():
            names = (*NAMES["contacts"].split(), *NAMES["share"].split())
            self.tell(line, "", "column_missing", name="contacts", choices=names)
        return {column: k for k, column in enumerate(found) if column}

    def rows(self) -> list[_Row]:
        """Return the rows whose cells can all be read."""
        if self.problems:
            return []
        if len(self.lines) == 1:
            self.tell(None, "", "profile_without_rows")
        read = ((line, *self.cells(line, cells)) for line, cells in self.lines[1:])
        return [
            _Row(line, day, minute, value)
            for line, day, minute, value in read
            if day is not None and minute is not None and value is not None
        ]

    def cells(self, line: int, cells: Sequence[str]) -> tuple[Weekday | None, int | None, float | None]:
        """Return what a row says, with None for cells that say nothing to plan with."""
        day, time, value = (self.cell(line, cells, column) for column in ("weekday", "time", self.value))
        weekday, minute = WEEKDAYS.get(day), _minutes(time)
        if day and weekday is None:
            self.tell(line, "weekday", "weekday_form", given=shown(day))
        if time and minute is None:
            self.tell(line, "time", "time_form", given=shown(time))
        return weekday, minute, self.number(line, value)

    def cell(self, line: int, cells: Sequence[str], column: str) -> str:
        """Return the text of a cell, empty after telling that there is none, or a formula."""
        position = self.columns[column]
        text = cells[position].casefold() if position < len(cells) else ""
        if text and not text.startswith(FORMULA):
            return text
        self.tell(line, column, "cell_is_formula" if text else "blank_value", given=shown(text))
        return ""

    def number(self, line: int, text: str) -> float | None:
        """Return a share or a number of contacts."""
        written = read_number(text)
        if written is None:
            if text:
                self.tell(line, self.value, "number_expected", given=shown(text))
        elif written.currency or (written.is_percent and self.value == "contacts"):
            self.tell(line, self.value, "plain_number_expected", given=shown(text))
        elif written.value < 0:
            self.tell(line, self.value, "too_small", given=shown(text), limit=0)
        else:
            return written.value
        return None

    def check_times_once(self, rows: Sequence[_Row]) -> None:
        """Tell times of a weekday that are given twice."""
        first: dict[tuple[Weekday, int], int] = {}
        for row in rows:
            line = first.setdefault((row.day, row.minute), row.line)
            if line != row.line:
                values = {"day": row.day.value, "time": _clock(row.minute), "first": line}
                self.tell(row.line, "time", "time_twice", **values)

    def check_intervals(self, rows: Sequence[_Row], interval: int) -> None:
        """Tell intervals of no usual length, times at which none starts, and gaps inside a day."""
        if interval not in INTERVALS:
            self.tell(None, "time", "interval_form" if interval else "interval_unknown", given=interval)
            return
        by_day: defaultdict[Weekday, list[_Row]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.minute):
            if row.minute % interval:
                values = {"time": _clock(row.minute), "interval": interval}
                self.tell(row.line, "time", "time_inside_interval", **values)
            else:
                by_day[row.day].append(row)
        for day, on_time in by_day.items():
            for before, after in pairwise(on_time):
                if after.minute - before.minute != interval:
                    values = {"end": _clock(before.minute + interval), "time": _clock(after.minute)}
                    self.tell(after.line, "time", "interval_gap", day=day.value, **values)

    def check_total(self, total: float) -> None:
        """Tell a table without contacts, and shares that do not make the whole."""
        whole = 100.0 if total > PERCENT_FROM else 1.0
        if not total:
            self.tell(None, "", "profile_without_contacts")
        elif self.value == "share" and abs(total / whole - 1) > SUM_TOLERANCE:
            self.tell(None, "share", "profile_sum", sum=f"{100 * total / whole:.1f}")


def _minutes(text: str) -> int | None:
    """Return minutes from midnight, or None where a text is no time of day.

    >>> _minutes("9:30"), _minutes("9時"), _minutes("9:00-9:30"), _minutes("25:00")
    (570, 540, 540, None)
    """
    found = TIME.fullmatch(text)
    minute = 60 * int(found[1]) + int(found[2] or found[3] or 0) if found else MINUTES_A_DAY
    return minute if minute < MINUTES_A_DAY else None


def _interval(rows: Sequence[_Row]) -> int:
    """Return the most frequent step between the times of a day, the shorter of two; 0 where no day has two times."""
    steps: Counter[int] = Counter()
    for day in Weekday:
        steps.update(b - a for a, b in pairwise(sorted({row.minute for row in rows if row.day is day})))
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 0


def _day(rows: Sequence[_Row], total: float) -> DayProfile:
    ordered = sorted(rows, key=lambda row: row.minute)
    return DayProfile(opens=_clock(ordered[0].minute), shares=tuple(row.value / total for row in ordered))


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _id(file: str) -> str:
    """Return an id from a file's name.

    >>> _id("Calls 2026.csv"), _id("着信.csv")
    ('calls_2026', 'own_profile')
    """
    stem = unicodedata.normalize("NFKC", PurePosixPath(file).stem).casefold()
    id = re.sub("[^a-z0-9]+", "_", stem).strip("_")[:40]
    return id if id[:1].isalpha() else f"own_profile_{id}".strip("_")
