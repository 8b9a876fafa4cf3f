"""Plain data read from a file, with the line of every place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from orgplanner.errors import InputProblems, Problem

Data = object
"""What YAML and JSON can say: mapping, list, text, number, true or false, nothing."""

Loc = tuple[int | str, ...]
"""The way to a place in the data: keys of mappings and positions in lists."""

MAX_PROBLEMS = 200
"""Problems told of one file; more help nobody."""

ADDRESS_KEYS = ("id", "role", "skill", "criterion", "area", "tool", "level")
"""Fields that name an item of a list better than its position does."""


@dataclass(frozen=True)
class Document:
    """One file as plain data."""

    file: str
    """Base name of the file, as it is shown."""
    data: Data
    lines: dict[Loc, int] = field(default_factory=dict)
    """Line of every place; 1 is the first."""

    def line(self, loc: Loc) -> int | None:
        """Return the line of a place, or of the nearest place around it."""
        for length in range(len(loc), -1, -1):
            if loc[:length] in self.lines:
                return self.lines[loc[:length]]
        return None

    def place(self, loc: Loc) -> str:
        """Return the dotted name of a place; items of a list go by their id where they have one.

        >>> document = Document("sou.yaml", {"segments": [{"id": "all", "accounts": 100}]})
        >>> document.place(("segments", 0, "accounts"))
        'segments.all.accounts'
        """
        names, here = [], self.data
        for part in loc:
            names.append(_address(here, part))
            here = _step(here, part)
        return ".".join(names)

    def find(self, place: str) -> Loc | None:
        """Return the way to a dotted place, or None where the data have no such place.

        >>> document = Document("sou.yaml", {"segments": [{"id": "all", "accounts": 100}]})
        >>> document.find("segments.all.accounts")
        ('segments', 0, 'accounts')
        """
        return _find(self.data, tuple(place.split("."))) if place else ()

    def problem(self, loc: Loc, message: str, **values: object) -> Problem:
        """Return a problem at a place of this document."""
        return Problem(self.file, self.line(loc), self.place(loc), message, values)


def raise_problems(problems: Sequence[Problem]) -> None:
    """Raise all problems together, in the order of their files and lines, if there are any."""
    if problems:
        raise InputProblems(in_order(problems))


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems by file and line; beyond `MAX_PROBLEMS` only their count is told."""
    ordered = sorted(problems, key=lambda p: (p.file, p.line or 0))
    if len(ordered) <= MAX_PROBLEMS:
        return tuple(ordered)
    rest = {"count": len(ordered) - MAX_PROBLEMS}
    return (*ordered[:MAX_PROBLEMS], Problem(ordered[0].file, None, "", "more_problems", rest))


def _address(here: Data, part: int | str) -> str:
    item = _step(here, part)
    if isinstance(part, int) and isinstance(item, dict) and ("kind" not in item or "id" in item):
        named = (item[key] for key in ADDRESS_KEYS if isinstance(item.get(key), (str, int)))
        return str(next(named, part))
    return str(part)


def _step(here: Data, part: int | str) -> Data:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _find(here: Data, names: tuple[str, ...]) -> Loc | None:
    if not names:
        return ()
    # An id may hold dots, so the longest name is tried last.
    for taken in range(1, len(names) + 1):
        name = ".".join(names[:taken])
        for part in _parts_called(here, name):
            rest = _find(_step(here, part), names[taken:])
            if rest is not None:
                return (part, *rest)
    return None


def _parts_called(here: Data, name: str) -> list[int | str]:
    if isinstance(here, dict):
        return [name] if name in here else []
    if isinstance(here, list):
        by_id: list[int | str] = [k for k in range(len(here)) if _address(here, k) == name]
        by_position: list[int | str] = [int(name)] if name.isdecimal() and int(name) < len(here) else []
        return by_id or by_position
    return []
