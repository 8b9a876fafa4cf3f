"""Sections of a report as plain text for a terminal: tables aligned, wide Japanese characters counted as two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from orgplanner.advice.report import Section, Table

GAP = "  "


def plain_text(sections: Sequence[Section]) -> str:
    """Lay sections out as plain text."""
    return "\n".join(line for section in sections for line in (*_lines(section), ""))


def _lines(section: Section) -> Iterator[str]:
    yield section.title
    yield "-" * width(section.title)
    if section.table is not None:
        yield from table_lines(section.table)
    yield from (one_line(line) for line in section.lines)


def table_lines(table: Table) -> Iterator[str]:
    """Yield the rows of a table, head first, every column as wide as its widest cell."""
    rows = [tuple(one_line(cell) for cell in row) for row in (table.head, *table.rows)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (padded(cell, widths[k], right=k in table.numbers) for k, cell in enumerate(row))
        yield GAP.join(cells).rstrip()


def padded(text: str, wanted: int, *, right: bool = False) -> str:
    """Fill a text with blanks to a width.

    >>> padded("役割", 6), padded("12", 6, right=True)
    ('役割  ', '    12')
    """
    blanks = " " * (wanted - width(text))
    return blanks + text if right else text + blanks


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal.

    >>> width("CS企画")
    6
    """
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters, which a name from a file may hold."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf") else " " for c in text).rstrip()
