"""Strict JSON with line numbers: duplicate keys, NaN and Infinity are refused."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import NoReturn

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.decoding import decode
from orgplanner.files.document import MAX_PROBLEMS, Data, Document, Loc, raise_problems
from orgplanner.files.yaml import MAX_BYTES, MAX_DEPTH, MAX_DIGITS
from orgplanner.records.base import CONTROL

SPACE = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORDS: dict[str, Data] = {"true": True, "false": False, "null": None}
WORD = re.compile(r"-?[A-Za-z]+")


def read_json(data: bytes, file: str, max_bytes: int = MAX_BYTES) -> Document:
    """Read one JSON document.

    Args:
        data: the whole file, UTF-8.
        file: its base name, for messages.
        max_bytes: largest size that is read.

    Raises:
        InputProblems: every problem of the file as far as its syntax can be followed.
    """
    return read_json_text(decode(data, file, max_bytes), file)


def read_json_text(text: str, file: str) -> Document:
    """Read one JSON document from text that is decoded already."""
    reader = _Reader(text, file)
    root = reader.value((), SPACE.match(text, 0).end())  # type: ignore[union-attr]
    if reader.end < len(text):
        reader.fail(reader.end, "json_rest")
    raise_problems(reader.problems)
    return Document(file, root, reader.lines)


class _Reader:
    """Reads values by recursion, at most `MAX_DEPTH` deep; `end` is where the last value ended."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.end = 0
        self.lines: dict[Loc, int] = {(): 1}
        self.problems: list[Problem] = []
        self.breaks = [m.start() for m in re.finditer("\n", text)]

    def value(self, loc: Loc, at: int) -> Data:
        """Read the value that starts at `at`; leave `end` behind it and the blanks after it."""
        first = self.text[at : at + 1]
        if first in "{[" and first:
            if len(loc) >= MAX_DEPTH:
                self.fail(at, "too_deep", limit=MAX_DEPTH)
            return self.mapping(loc, at + 1) if first == "{" else self.list(loc, at + 1)
        if first == '"':
            return self.string(at)
        return self.plain(at)

    def mapping(self, loc: Loc, at: int) -> dict[str, Data]:
        """Read the members of an object."""
        items: dict[str, Data] = {}
        at = self.skip(at)
        while self.text[at : at + 1] != "}":
            if self.text[at : at + 1] != '"':
                self.fail(at, "json_key")
            line, key = self.line(at), self.string(at)
            place = (*loc, key)
            if key in items:
                values = {"key": key, "first": self.lines[place]}
                self.note(Problem(self.file, line, ".".join(map(str, loc)), "duplicate_key", values))
            self.lines.setdefault(place, line)
            at = self.skip(self.expect(self.end, ":"))
            items.setdefault(key, self.value(place, at))
            at = self.next_item("}")
        self.end = self.skip(at + 1)
        return items

    def list(self, loc: Loc, at: int) -> list[Data]:
        """Read the items of an array."""
        items: list[Data] = []
        at = self.skip(at)
        while self.text[at : at + 1] != "]":
            place = (*loc, len(items))
            self.lines[place] = self.line(at)
            items.append(self.value(place, at))
            at = self.next_item("]")
        self.end = self.skip(at + 1)
        return items

    def string(self, at: int) -> str:
        """Read a text."""
        try:
            found, end = scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            self.fail(error.pos, "json_text")
        odd = CONTROL.search(found)
        if odd:
            self.note(Problem(self.file, self.line(at), "", "control_character", {"code": f"U+{ord(odd[0]):04X}"}))
        self.end = self.skip(end)
        return str(found)

    def plain(self, at: int) -> Data:
        """Read a number, true, false or null."""
        word = WORD.match(self.text, at)
        if word:
            if word[0] not in WORDS:
                self.fail(
                    at,
                    "number_not_finite" if word[0] in ("NaN", "Infinity", "-Infinity") else "json_word",
                    given=word[0][:40],
                )
            self.end = self.skip(word.end())
            return WORDS[word[0]]
        number = NUMBER.match(self.text, at)
        if number is None:
            self.fail(at, "json_value" if at < len(self.text) else "json_end")
        if len(number[0]) > MAX_DIGITS:
            self.fail(at, "number_too_long", limit=MAX_DIGITS)
        self.end = self.skip(number.end())
        value = float(number[0]) if number[1] or number[2] else int(number[0])
        if not math.isfinite(value):
            self.fail(at, "number_not_finite", given=number[0])
        return value

    def next_item(self, close: str) -> int:
        """Step over the comma behind an item; a comma before the closing bracket is refused."""
        if self.text[self.end : self.end + 1] == close:
            return self.end
        at = self.skip(self.expect(self.end, ","))
        if self.text[at : at + 1] == close:
            self.fail(at, "json_comma")
        return at

    def expect(self, at: int, mark: str) -> int:
        """Step over a mark that has to stand here."""
        if self.text[at : at + 1] != mark:
            self.fail(at, "json_mark" if at < len(self.text) else "json_end", mark=mark)
        return at + 1

    def skip(self, at: int) -> int:
        """Step over blanks."""
        return SPACE.match(self.text, at).end()  # type: ignore[union-attr]

    def line(self, at: int) -> int:
        """Return the line of a position."""
        return bisect_right(self.breaks, at - 1) + 1

    def note(self, problem: Problem) -> None:
        """Keep a problem that does not end the reading."""
        self.problems.append(problem)
        if len(self.problems) > MAX_PROBLEMS:
            raise_problems(self.problems)

    def fail(self, at: int, message: str, **values: object) -> NoReturn:
        """End the reading with all problems so far and this one."""
        raise InputProblems([*self.problems, Problem(self.file, self.line(at), "", message, values)])
