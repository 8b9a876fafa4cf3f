"""Strict YAML 1.2: plain data only, every oddity refused with its line.

Read event by event, so that nothing is built from anchors, aliases, merge keys or tags: a document that would
grow while it is loaded is refused before it can.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.decoding import decode
from orgplanner.files.document import MAX_PROBLEMS, Data, Document, Loc, raise_problems
from orgplanner.files.scanner import events_of
from orgplanner.records.base import CONTROL

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_DIGITS = 40

NULL = frozenset({"", "~", "null", "Null", "NULL"})
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

# What the parser says, and the sentence that tells a planner what to mend.
SYNTAX = (
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_missing_colon"),
    ("while scanning a quoted scalar", "yaml_open_quote"),
    ("did not find expected ',' or", "yaml_open_bracket"),
    ("expected ',' or", "yaml_open_bracket"),
    ("while parsing a flow", "yaml_open_bracket"),
    ("cannot start any token", "yaml_odd_start"),
    ("unknown escape character", "yaml_escape"),
    ("escape sequence", "yaml_escape"),
    ("while parsing a block", "yaml_indent"),
)


def read_yaml(data: bytes, file: str, max_bytes: int = MAX_BYTES) -> Document:
    """Read one YAML document of plain data.

    Args:
        data: the whole file, UTF-8.
        file: its base name, for messages.
        max_bytes: largest size that is read.

    Returns:
        The data and the line of every place in them. Dates stay texts; numbers follow YAML 1.2's core schema.

    Raises:
        InputProblems: every problem of the file as far as its syntax can be followed.
    """
    return read_yaml_text(decode(data, file, max_bytes), file)


def read_yaml_text(text: str, file: str) -> Document:
    """Read one YAML document from text that is decoded already."""
    builder = _Builder(file)
    try:
        for event in events_of(text):
            builder.take(event)
    except MarkedYAMLError as error:
        builder.problems.append(_syntax(error, text, file))
    except (YAMLError, ValueError, OverflowError):
        builder.problems.append(Problem(file, builder.line, "", "yaml_syntax"))
    raise_problems(builder.problems)
    if builder.root is None:
        raise InputProblems([Problem(file, None, "", "file_empty")])
    return Document(file, builder.root, builder.lines)


@dataclass
class _Open:
    """A mapping or list that is being read."""

    items: dict[str, Data] | list[Data]
    loc: Loc
    key: str | None = None
    """The key whose value comes next; None where a key is expected."""
    is_kept: bool = True
    """Whether the next value is kept; not that of a key given twice."""


@dataclass
class _Builder:
    """Builds plain data out of parser events and keeps what is wrong with them."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Loc, int] = field(default_factory=dict)
    root: Data = None
    line: int = 1
    documents: int = 0
    open: list[_Open] = field(default_factory=list)

    def take(self, event: Any) -> None:
        """Take one event; stop the reading where going on would be of no use."""
        self.line = event.start_mark.line + 1
        kind = type(event).__name__
        if getattr(event, "anchor", None) is not None:
            self.refuse("yaml_alias" if kind == "AliasEvent" else "yaml_anchor", name=event.anchor)
        if kind == "ScalarEvent":
            self.scalar(event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self.start({} if kind == "MappingStartEvent" else [], event)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.open.pop()
        elif kind == "AliasEvent":
            self.put(None, None)
        elif kind == "DocumentStartEvent":
            self.start_document(event)
        if len(self.problems) > MAX_PROBLEMS:
            raise_problems(self.problems)

    def start_document(self, event: Any) -> None:
        """Refuse directives and a second document."""
        self.documents += 1
        if event.version or event.tags:
            self.refuse("yaml_directive")
        if self.documents > 1:
            self.refuse("yaml_documents")
            raise_problems(self.problems)

    def start(self, items: dict[str, Data] | list[Data], event: Any) -> None:
        """Open a mapping or list."""
        self.refuse_tag(event)
        if len(self.open) >= MAX_DEPTH:
            self.refuse("too_deep", limit=MAX_DEPTH)
            raise_problems(self.problems)
        self.open.append(_Open(items, self.put(items, None)))

    def scalar(self, event: Any) -> None:
        """Put a text, number, truth value or nothing."""
        self.refuse_tag(event)
        text = event.value
        if event.style is None:
            top = self.open[-1] if self.open else None
            is_key = top is not None and top.key is None and isinstance(top.items, dict)
            if is_key and text == "<<":
                self.refuse("yaml_merge")
            self.put(None if is_key else self.resolved(text), (text or None) if is_key else text)
        else:
            odd = CONTROL.search(text) if event.style == '"' else None
            if odd:
                self.refuse("control_character", code=f"U+{ord(odd[0]):04X}")
            self.put(text, text)

    def put(self, value: Data, text: str | None) -> Loc:
        """Put a value, or the key that `text` is, into what is open; return its place."""
        if not self.open:
            self.root, self.lines[()] = value, self.line
            return ()
        top = self.open[-1]
        if isinstance(top.items, list):
            loc: Loc = (*top.loc, len(top.items))
            top.items.append(value)
            self.lines[loc] = self.line
            return loc
        if top.key is None:
            return self.put_key(top, top.items, text)
        loc = (*top.loc, top.key)
        if top.is_kept:
            top.items[top.key] = value
        top.key = None
        return loc

    def put_key(self, top: _Open, items: dict[str, Data], text: str | None) -> Loc:
        """Take a key; a key that is no text, or stands there already, is refused."""
        key = "?" if text is None else text
        loc = (*top.loc, key)
        if text is None:
            self.refuse("key_not_text")
        elif key in items:
            self.refuse("duplicate_key", key=key, first=self.lines.get(loc))
        top.key, top.is_kept = key, key not in items
        if top.is_kept:
            self.lines[loc] = self.line
        return loc

    def resolved(self, text: str) -> Data:
        """Return what a plain scalar means in the core schema of YAML 1.2."""
        if text in NULL:
            return None
        if text in TRUTH:
            return TRUTH[text]
        if text[0] not in "+-.0123456789":
            return text
        if NOT_FINITE.fullmatch(text):
            self.refuse("number_not_finite", given=text)
            return None
        is_integer, is_decimal = INTEGER.fullmatch(text), DECIMAL.fullmatch(text)
        if not (is_integer or is_decimal):
            return text
        if len(text) > MAX_DIGITS:
            self.refuse("number_too_long", limit=MAX_DIGITS)
            return None
        if is_integer:
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        value = float(text)
        if not math.isfinite(value):
            self.refuse("number_not_finite", given=text)
        return value

    def refuse_tag(self, event: Any) -> None:
        """Refuse a tag: plain data need none."""
        if event.tag is not None:
            self.refuse("yaml_tag", tag=str(event.tag)[:60])

    def refuse(self, message: str, **values: object) -> None:
        """Keep a problem at the current line and place."""
        place = Document(self.file, self.root).place(self.place())
        self.problems.append(Problem(self.file, self.line, place, message, values))

    def place(self) -> Loc:
        """Return the place that is being read."""
        if not self.open:
            return ()
        top = self.open[-1]
        last: Iterator[int | str] = iter(())
        if isinstance(top.items, list):
            last = iter([len(top.items)])
        elif top.key is not None:
            last = iter([top.key])
        return (*top.loc, *last)


def _syntax(error: MarkedYAMLError, text: str, file: str) -> Problem:
    """Tell what the parser stumbled over; what a keyboard does by itself is looked for first."""
    mark = error.problem_mark or error.context_mark
    end = mark.line if mark else 0
    start = error.context_mark.line if error.context_mark else end
    said = f"{error.context or ''} {error.problem or ''}"
    rows = text.split("\n")
    for number in {end, start}:
        row = rows[min(number, len(rows) - 1)]
        if re.match(r" *\t", row):
            return Problem(file, number + 1, "", "yaml_tab")
        if re.search(r"^\s*[\w-]+：|　", row):
            return Problem(file, number + 1, "", "yaml_full_width")
    message = next((key for words, key in SYNTAX if words in said), "yaml_syntax")
    return Problem(file, end + 1, "", message, {"start": start + 1})
