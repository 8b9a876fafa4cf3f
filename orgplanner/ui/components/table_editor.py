"""A table of the company that can be edited cell by cell, and that loses no edit.

Streamlit tells edits as differences from the rows that the table was drawn with. Those rows stay as they are while the
page is open; every edit puts all differences together anew, so that edits that follow each other quickly all count.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

from orgplanner.errors import Problem
from orgplanner.files.checks import validated
from orgplanner.files.company_checks import check_company
from orgplanner.files.document import Document, Loc
from orgplanner.records.change import Change
from orgplanner.records.company import Company
from orgplanner.ui import state
from orgplanner.ui.components import problem_list
from orgplanner.ui.wording import say

Row = dict[str, Any]

WAS = "_was"
"""Key of a row that holds the id under which the company has it; no column."""

Kind = Literal["text", "number", "date", "truth"]

_DTYPES = {"text": "object", "number": "Float64", "date": "object", "truth": "boolean"}


@dataclass(frozen=True)
class Column:
    """One column: how it looks and what its cells are."""

    look: Any
    """A column configuration of Streamlit."""
    kind: Kind = "text"
    default: object = None
    """What a new row starts with."""


def choice(label: str, labels: Mapping[str, str], default: str | None = None, **more: Any) -> Column:
    """Return a column of ids that are chosen by their labels."""
    look = st.column_config.SelectboxColumn(
        label, options=list(labels), format_func=lambda id: labels.get(str(id), str(id)), default=default, **more
    )
    return Column(look, default=default)


@dataclass(frozen=True)
class Table:
    """What an editable table shows and how its rows become a part of the company."""

    part: Literal["segments", "roster"]
    """Field of the company."""
    columns: Mapping[str, Column]
    rows: Callable[[Company], list[Row]]
    entry: Callable[[Row, Mapping[str, Any]], dict[str, Any]]
    """Makes the company file's data of a row, from its cells and what the company has for it now."""
    change: Callable[[Company], Change]
    """Takes the part from a checked company."""
    places: Mapping[str, str]
    """Names of the fields on screen, for sentences about them."""
    alt: str
    settle: Callable[[list[dict[str, Any]], Mapping[str, str | None]], None] = lambda entries, moved: None
    """Mends references to ids that changed or went: `moved` leads from an old id to what stands for it."""
    heir: Callable[[Row], str | None] = lambda row: None
    """Names the id that stands for a row that was taken out."""


def show(table: Table) -> state.Editor:
    """Show the table and take over what was edited; sentences below it say what cannot be taken over."""
    import pandas as pd

    looks = {name: column.look for name, column in table.columns.items()}
    editor = state.editor(table.part, str(looks), lambda: table.rows(state.company()))
    frame = pd.DataFrame(
        {
            name: pd.Series([_cell(row.get(name), column.kind) for row in editor.rows], dtype=_DTYPES[column.kind])
            for name, column in table.columns.items()
        }
    )
    st.data_editor(
        frame,
        key=editor.key,
        column_config=looks,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        placeholder=say("editor.empty_cell"),
        on_change=take_over,
        args=(table, editor),
        alt=table.alt,
    )
    take_over(table, editor)
    if editor.problems:
        problem_list.show(editor.problems, say("editor.not_saved"))
    return editor


def _cell(value: Any, kind: Kind) -> Any:
    """Return what a cell shows; a day is kept as its text, since that is how edits tell it."""
    return dt.date.fromisoformat(str(value)[:10]) if kind == "date" and value else value


def take_over(table: Table, editor: state.Editor) -> None:
    """Change the company to what the table says, unless something in it cannot be; then the company stays."""
    edits = state.widget(editor.key) or {}
    told = json.dumps(edits, sort_keys=True, default=str) if any(edits.values()) or editor.draft else ""
    if told == editor.taken:
        return
    editor.taken = told
    rows = edited_rows(editor, edits, table.columns)
    company = state.company()
    known: dict[str, dict[str, Any]] = {r.id: r.model_dump(mode="json") for r in getattr(company, table.part)}
    entries = [table.entry(row, known.get(row[WAS] or "", {})) for row in rows.values()]
    name_blank_ids(entries, [row[WAS] for row in rows.values()])
    table.settle(entries, _moved(editor, rows, entries, table.heir))
    checked = check_part(company, table, entries)
    if isinstance(checked, Company):
        state.change(table.change(checked))
        editor.problems, editor.draft = (), None
        editor.ids = {place: entry["id"] for place, entry in zip(rows, entries, strict=True)}
    else:
        editor.problems, editor.draft = checked, list(rows.values())


def edited_rows(editor: state.Editor, edits: Mapping[str, Any], columns: Mapping[str, Column]) -> dict[str, Row]:
    """Return the rows as they stand in the table, by their place; new rows without a word in them are left out."""
    cells = {int(place): change for place, change in edits.get("edited_rows", {}).items()}
    gone = set(edits.get("deleted_rows", ()))
    rows = {str(n): {**row, **cells.get(n, {})} for n, row in enumerate(editor.rows) if n not in gone}
    added = edits.get("added_rows", [])
    # A new row that was taken out moves the others up, so that places say no longer which row is which.
    shrunk = sum(place.startswith("+") for place in editor.ids) > len(added)
    for n, row in enumerate(added):
        if any(row.get(name) not in (None, "", column.default) for name, column in columns.items()):
            was = None if shrunk else editor.ids.get(f"+{n}")
            rows[f"+{n}"] = {WAS: was or row.get("id"), **row}
    for place, row in rows.items():
        row[WAS] = editor.ids.get(place) or row.get(WAS)
    return rows


def name_blank_ids(entries: Sequence[dict[str, Any]], before: Sequence[str | None]) -> None:
    """Give entries without an id the one they had, else one made of their name."""
    taken = {entry["id"] for entry in entries if entry.get("id")}
    for number, (entry, was) in enumerate(zip(entries, before, strict=True), start=1):
        if not entry.get("id"):
            free = was if was not in taken else None
            entry["id"] = free or _free_id(entry.get("name") or "", number, taken)
            taken.add(entry["id"])


def _free_id(name: str, number: int, taken: set[str]) -> str:
    """Return an id that is not taken: the name with what ids cannot hold replaced.

    >>> _free_id("Sato, Ken", 3, {"Sato__Ken"})
    'Sato__Ken_2'
    >>> _free_id("", 3, set())
    'row_3'
    """
    stem = "".join("_" if c.isspace() or c in "[],/" or ord(c) < 32 else c for c in name.strip())[:50]  # noqa: PLR2004
    stem = stem or f"row_{number}"
    tries = (stem if k == 1 else f"{stem}_{k}" for k in range(1, len(taken) + 2))
    return next(id for id in tries if id not in taken)


def _moved(
    editor: state.Editor,
    rows: Mapping[str, Row],
    entries: Sequence[Mapping[str, Any]],
    heir: Callable[[Row], str | None],
) -> dict[str, str | None]:
    """Return what stands for each id that the table was opened with and that is no longer there."""
    now = {place: entry["id"] for place, entry in zip(rows, entries, strict=True)}
    moved: dict[str, str | None] = {}
    for n, row in enumerate(editor.rows):
        old = row[WAS] or row.get("id")
        new = now[str(n)] if str(n) in now else heir(row)
        if old and new != old:
            moved[old] = new
    return moved


@dataclass(frozen=True)
class _TableDocument(Document):
    """The company's data with places named as the table names them."""

    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, loc: Loc) -> str:
        """Return the row and the column of a place."""
        part, number, *inside = (*loc, "", "")[: max(len(loc), 2)]
        rows = self.data.get(part) if isinstance(self.data, dict) else None
        if not isinstance(number, int) or not isinstance(rows, list):
            return super().place(loc)
        entry = rows[number]
        name = entry.get("name") or entry.get("id") or say("editor.unnamed")
        column = next((self.places[k] for k in _longest_first(inside) if k in self.places), "")
        return (
            say("editor.place", row=number + 1, name=name, column=column)
            if column
            else say("editor.place_row", row=number + 1, name=name)
        )

    def problem(self, loc: Loc, message: str, **values: object) -> Problem:
        """Return a problem, filed under the part of the company that it is about."""
        if "first" in values:
            values["first"] = say("editor.row", row=str(values["first"]).rpartition(":")[2])
        return Problem(str(loc[0]) if loc else "", None, self.place(loc), message, values)


def _longest_first(inside: Sequence[int | str]) -> list[str]:
    return [".".join(str(part) for part in inside[:length]) for length in range(len(inside), 0, -1)]


def check_part(company: Company, table: Table, entries: list[dict[str, Any]]) -> Company | tuple[Problem, ...]:
    """Return the company with the entries as one of its parts, or everything that is wrong with them."""
    data = company.model_dump(mode="json") | {table.part: entries}
    lines: dict[Loc, int] = {(table.part, n): n + 1 for n in range(len(entries))}
    document = _TableDocument(table.part, data, lines, table.places)
    problems: list[Problem] = []
    changed = validated(Company, data, document, problems)
    if changed is not None:
        # What is wrong elsewhere was so before and must not keep somebody from editing this table.
        problems = [p for p in check_company(changed, document, state.phases()) if p.file == table.part]
    return changed if changed is not None and not problems else tuple(problems)
