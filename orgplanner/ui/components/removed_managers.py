"""Who reports to whom after a manager was taken out of the table."""

from __future__ import annotations

import streamlit as st

from orgplanner.ui import state
from orgplanner.ui.components.table_editor import WAS
from orgplanner.ui.wording import escape, say


def show(editor: state.Editor) -> None:
    """Say who moved under whom, and offer to draw the table anew where its choice of managers is of yesterday."""
    roster = {person.id: person for person in state.company().roster}
    opened = {row[WAS]: row for row in editor.rows if row[WAS]}
    if editor.problems or opened.keys() == roster.keys():
        return
    for id, row in opened.items():
        reports = [r[WAS] for r in editor.rows if r.get("manager") == id and r[WAS] in roster]
        managers = {roster[report].manager for report in reports}
        if id not in roster and reports and id not in editor.ids.values():
            names = [escape(roster[m].name) if m in roster else say("team.nobody") for m in sorted(managers, key=str)]
            st.info(
                say("team.rehung", name=escape(row.get("name") or id), count=len(reports), managers=names),
                icon=":material/move_down:",
            )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="refresh-team"):
        st.markdown(say("team.refresh_help"), width="content")
        st.button(
            say("editor.refresh"),
            icon=":material/refresh:",
            key="refresh",
            on_click=state.reopen_editor,
            args=("roster",),
        )
