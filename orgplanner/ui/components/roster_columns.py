"""The columns of the team's table, and the way from a person to a row and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from orgplanner.advice import figures
from orgplanner.records.base import SourceKind
from orgplanner.records.change import SetRoster
from orgplanner.records.company import Company, Person
from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components.cells import as_percent, as_ratio, written
from orgplanner.ui.components.table_editor import WAS, Column, Row, Table, choice
from orgplanner.ui.wording import say, text

ROLES_SHOWN = 3
"""Roles of a person that have columns; further ones stay as they are."""

PLAIN = ("name", "title", "home", "unit", "monthly_cost")
"""Fields that a cell holds as they are."""


def table(phase: Phase) -> Table:
    """Return the team's table."""
    columns = _columns(phase)
    places = {name: say(f"team.{name}") for name in ("id", "name", "title", "manager", "fte", *PLAIN, "source")}
    places |= {name: say(f"team.{name}") for name in ("start", "planned_end", "out_of_scope")}
    for n in range(ROLES_SHOWN):
        places |= {
            f"roles.{n}.role": say("team.role", number=n + 1),
            f"roles.{n}.share": say("team.share", number=n + 1),
        }
    return Table(
        part="roster",
        columns=columns,
        rows=lambda company: [_row(person) for person in company.roster],
        entry=_entry,
        change=_change,
        places=places | {"roles": say("team.share", number=1)},
        alt=say("team.table_alt"),
        settle=_rehang,
        heir=lambda row: row.get("manager"),
    )


def _columns(phase: Phase) -> dict[str, Column]:
    column = st.column_config
    people = {person.id: person.name for person in state.company().roster}
    sources = {kind.value: figures.source_kind(kind, state.language()) for kind in SourceKind}
    money = say("team.monthly_cost_in", currency=state.company().currency.value)
    return {
        "name": Column(column.TextColumn(say("team.name"), pinned=True, width=140)),
        "title": Column(column.TextColumn(say("team.title"), help=say("team.title_help"))),
        "manager": choice(say("team.manager"), people, width=140, help=say("team.manager_help")),
        **_role_columns(phase),
        "fte": Column(
            column.NumberColumn(say("team.fte"), format="%.2f", width=80, help=say("team.fte_help"), default=1.0),
            "number",
            1.0,
        ),
        "source": choice(say("team.source"), sources, SourceKind.EMPLOYEE.value, help=say("team.source_help")),
        "home": Column(column.TextColumn(say("team.home"), help=say("team.home_help"))),
        "unit": Column(column.TextColumn(say("team.unit"))),
        "monthly_cost": Column(
            column.NumberColumn(money, format="localized", help=say("team.monthly_cost_help")), "number"
        ),
        "start": Column(column.DateColumn(say("team.start"), help=say("team.start_help")), "date"),
        "planned_end": Column(column.DateColumn(say("team.planned_end"), help=say("team.planned_end_help")), "date"),
        "out_of_scope": Column(
            column.CheckboxColumn(say("team.out_of_scope"), help=say("team.out_of_scope_help"), default=False),
            "truth",
            False,
        ),
        "id": Column(column.TextColumn(say("team.id"), width=110, help=say("team.id_help"))),
    }


def _role_columns(phase: Phase) -> dict[str, Column]:
    """Return a role and a share for each of the first roles; the phase's roles come first in the choice."""
    of_phase = [phase.definition_of(role) for role in phase.role_ids]
    others = [role for role in phase.catalogue.roles if role.id not in phase.role_ids]
    labels = {role.id: text(role.label) for role in (*of_phase, *others)}
    columns = {}
    for n in range(ROLES_SHOWN):
        name = say("team.main_role") if n == 0 else say("team.role", number=n + 1)
        columns[f"role_{n}"] = choice(name, labels, width=210)
        look = st.column_config.NumberColumn(
            say("team.share", number=n + 1), format="%.0f", width=110, help=say("team.share_help")
        )
        columns[f"share_{n}"] = Column(look, "number")
    return columns


def _row(person: Person) -> Row:
    """Return the cells of a person."""
    row: Row = {WAS: person.id, "id": person.id, "manager": person.manager, "fte": person.fte}
    row |= {name: getattr(person, name) for name in PLAIN}
    row |= {"source": person.source.value, "out_of_scope": person.out_of_scope}
    row |= {name: day.isoformat() if (day := getattr(person, name)) else None for name in ("start", "planned_end")}
    for n in range(ROLES_SHOWN):
        held = person.roles[n] if n < len(person.roles) else None
        row |= {f"role_{n}": held and held.role, f"share_{n}": as_percent(held.share) if held else None}
    return row


def _entry(row: Row, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the company file's data of a row; what the table does not show stays as it was."""
    entry = {**before, "id": written(row.get("id")), "manager": row.get("manager")}
    entry |= {name: written(row.get(name)) for name in PLAIN}
    entry |= {name: str(day)[:10] if (day := row.get(name)) else None for name in ("start", "planned_end")}
    entry["fte"] = 1.0 if row.get("fte") is None else row["fte"]
    entry["source"] = row.get("source") or SourceKind.EMPLOYEE.value
    entry["out_of_scope"] = bool(row.get("out_of_scope"))
    shown = [(row.get(f"role_{n}"), row.get(f"share_{n}")) for n in range(ROLES_SHOWN)]
    entry["roles"] = [*_roles(shown), *before.get("roles", [])[ROLES_SHOWN:]]
    return entry


def _roles(shown: list[tuple[str | None, float | None]]) -> list[dict[str, Any]]:
    """Return the roles of a row; a role that stands alone without a share takes all of the person's time."""
    named = [(role, share) for role, share in shown if role]
    if len(named) == 1 and named[0][1] is None:
        return [{"role": named[0][0], "share": 1.0}]
    return [{"role": role, "share": None if share is None else as_ratio(share)} for role, share in named]


def _rehang(entries: list[dict[str, Any]], moved: Mapping[str, str | None]) -> None:
    """Let people whose manager was taken out or got another id report to whoever stands for that manager."""
    present = {entry["id"] for entry in entries}
    for entry in entries:
        seen: set[str] = set()
        manager = entry["manager"]
        while manager in moved and manager not in present and manager not in seen:
            seen.add(manager)
            manager = moved[manager]
        entry["manager"] = None if manager in seen else manager


def _change(company: Company) -> SetRoster:
    return SetRoster(roster=company.roster)
