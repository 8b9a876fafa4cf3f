"""Role by source: what the phase advises, what the chart takes, what the company rules, what the hiring plan takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.hiring import Move
from orgplanner.records.phase import Phase
from orgplanner.records.sourcing import MoveKind
from orgplanner.ui import state
from orgplanner.ui.components import hiring_search
from orgplanner.ui.components.naming import role_label
from orgplanner.ui.components.sourcing_role import key_of, roles_to_decide
from orgplanner.ui.components.sourcing_words import advice_for, advice_key
from orgplanner.ui.wording import number, percent, say, text

SYMBOLS = ("inside", "own", "external", "often_outsourced", "often_shared", "not_advised")

NARROW, WIDE, EDGES, LAST_NARROW = 7, 14, 26, 0x2000
"""Pixels of a letter, of a Japanese sign and of a cell's edges; the last sign that is narrow."""

Moves = Sequence[Move] | None
"""Moves of the hiring plan; None where nobody asked for them."""


def show(plan: Plan) -> None:
    """Show the matrix of the phase, and on request that of all phases and the moves of the hiring plan."""
    st.header(say("sourcing.matrix_title"), anchor=False)
    st.markdown(say("sourcing.matrix_how"))
    advice = " · ".join(say(f"sourcing.advice_{name}") for name in SYMBOLS)
    st.markdown(say("sourcing.legend", advice=advice))
    with st.container(horizontal=True, gap="medium", key="sourcing-matrix-options"):
        all_phases = st.toggle(say("sourcing.all_phases"), key="sourcing-all-phases")
        planned = st.toggle(say("sourcing.with_hiring"), key="sourcing-with-hiring", help=say("sourcing.hiring_help"))
    _matrix(plan, _moves(plan) if planned else None)
    if all_phases:
        _phases()


def _moves(plan: Plan) -> Moves:
    """Return the moves of the hiring plan, with how sure it is; None after saying why there are none."""
    try:
        outlook = hiring_search.best(plan)
    except OrgPlannerError as error:
        hiring_search.show_problem(error)
        return None
    hiring_search.show(plan, outlook)
    return outlook.moves


def _matrix(plan: Plan, moves: Moves) -> None:
    """Show a row for each role and a column for each source; a picked row picks the role below."""
    rows = [_row(plan, role, moves) for role in roles_to_decide(plan)]
    key = f"sourcing-matrix-{plan.phase.id}-{state.revision()}-{moves is not None}"

    def pick() -> None:
        picked = state.widget(key)["selection"]["rows"]
        if picked:
            state.set_widget(key_of(plan), roles_to_decide(plan)[picked[0]])

    st.dataframe(
        rows,
        hide_index=True,
        key=key,
        on_select=pick,
        selection_mode="single-row",
        column_config=_columns(rows),
        alt=say("sourcing.matrix_alt"),
    )


def _columns(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return columns as wide as what stands in them: the first one stays when the rest is moved sideways."""
    first = say("sourcing.column_role")
    columns = {name: max([name, *(row[name] for row in rows)], key=_width) for name in (rows[0] if rows else ())}
    return {n: st.column_config.Column(width=_width(widest), pinned=n == first) for n, widest in columns.items()}


def _width(words: str) -> int:
    """Return about how many pixels words take in a cell; signs of Chinese and Japanese are wide."""
    return EDGES + sum(WIDE if ord(sign) > LAST_NARROW else NARROW for sign in words)


def _row(plan: Plan, role: str, moves: Moves) -> dict[str, str]:
    row = {say("sourcing.column_role"): role_label(plan.phase, role)}
    row |= {say(f"sourcing.source_{source.value}"): _cell(plan, role, source, moves) for source in SourceKind}
    return row | {say("sourcing.column_hours"): number(plan.sourcing.of(role).hours, 0)}


def _cell(plan: Plan, role: str, source: SourceKind, moves: Moves) -> str:
    """Return what the phase says of a source for a role, and who takes it."""
    sourcing, rule = plan.sourcing.of(role), plan.company.sourcing.get(role)
    advice = advice_for(sourcing.advised, source)
    marks = [say(f"sourcing.short_{advice_key(advice)}")]
    if sourcing.taken is source and sourcing.hours > 0:
        marks.append(say("sourcing.mark_chart"))
    if rule is not None and rule.source is source:
        marks.append(say("sourcing.mark_rule", share=percent(rule.share)))
    fte = sum(m.fte for m in moves or () if (m.role, m.source) == (role, source) and m.kind is not MoveKind.RELEASE)
    if fte > 0:
        marks.append(say("sourcing.mark_hiring", fte=number(fte, 2)))
    return " ".join(marks)


def _phases() -> None:
    """Show what all phases advise for every role, side by side."""
    phases = state.phases()
    roles = {role: phase for phase in reversed(phases) for role in phase.role_ids}
    order = dict.fromkeys(role for phase in phases for role in phase.role_ids)
    rows = [_phase_row(role, roles[role], phases) for role in order]
    st.markdown(f"**{say('sourcing.phases_title')}**")
    alt = say("sourcing.phases_alt")
    st.dataframe(rows, hide_index=True, height="content", key="sourcing-phases", column_config=_columns(rows), alt=alt)


def _phase_row(role: str, named_by: Phase, phases: Sequence[Phase]) -> dict[str, str]:
    row = {say("sourcing.column_role"): role_label(named_by, role)}
    return row | {text(phase.definition.label): _advised_in(phase, role) for phase in phases}


def _advised_in(phase: Phase, role: str) -> str:
    """Return what a phase advises for a role: each advice once, with the sources that it speaks of."""
    if role not in phase.role_ids:
        return say("sourcing.no_such_role")
    said: dict[str, list[str]] = {}
    for advice in phase.role(role).sources:
        said.setdefault(advice_key(advice), []).append(say(f"sourcing.source_{advice.source.value}"))
    between = say("sourcing.between_sources")
    told = (
        say("sourcing.advised_in", advice=say(f"sourcing.short_{name}"), sources=between.join(sources))
        for name, sources in said.items()
    )
    return " / ".join(told)
