"""A chart as a table in the columns that the import wizards of Visio and Lucidchart ask for."""

from __future__ import annotations

import csv
from collections import defaultdict
from io import StringIO
from typing import Literal

from orgplanner.exports.chart.lines import chart_lines, writable
from orgplanner.records.card import Card

Tool = Literal["visio", "lucid"]

COLUMNS: dict[Tool, tuple[str, ...]] = {
    "visio": ("Unique_ID", "Name", "Title", "Reports_To", "Department", "Dotted_Line_To", "Assistant", "Kind", "Notes"),
    "lucid": (
        "Employee ID",
        "Name",
        "Role",
        "Supervisor ID",
        "Department",
        "Dotted Line Supervisor ID",
        "Assistant",
        "Kind",
        "Notes",
    ),
}
"""Headings by tool, in one order; both wizards let the reader match columns, and propose these."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may read as the start of a formula, full-width signs included."""

SEPARATOR = "; "
"""Stands between several values of a cell."""


def chart_csv(cards: tuple[Card, ...], tool: Tool) -> bytes:
    r"""Write one row a card; a row without a manager is a root, open positions are rows like others.

    Args:
        cards: the chart.
        tool: whose column headings are written.

    Returns:
        CSV in UTF-8 with a byte order mark and Windows ends of lines.

    >>> chart_csv((Card(id="a", title="=1+1", role="CSM"),), "visio").decode("utf-8-sig").splitlines()[1]
    "a,'=1+1,CSM,,,,no,filled,"
    """
    above: dict[int, str] = {}
    dotted: defaultdict[int, list[str]] = defaultdict(list)
    for line in chart_lines(cards):
        if line.dotted:
            dotted[line.below].append(cards[line.above].id)
        else:
            above[line.below] = cards[line.above].id
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS[tool])
    for k, card in enumerate(cards):
        row = (card.id, card.title, card.role, above.get(k, ""), card.unit, SEPARATOR.join(dotted[k]))
        notes = SEPARATOR.join((*card.lines, *(badge.text for badge in card.badges)))
        rows.writerow(map(_cell, (*row, "yes" if card.assistant else "no", card.kind, notes)))
    return written.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    cell = writable(text)
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
