"""Phases of one's own: uploaded as a ZIP archive, used in this session only."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.errors import InputProblems
from orgplanner.files.phases import load_phases_zip
from orgplanner.records.change import SetPhase
from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components.company_file import show_problems
from orgplanner.ui.wording import escape, say, text


def show() -> None:
    """Let the reader plan with phases from a ZIP archive, and go back."""
    if state.has_own_phases():
        st.info(say("start.own_phases_used", phases=_labels(state.phases())), icon=":material/folder_zip:")
        st.button(say("start.shipped_phases"), key="shipped-phases", on_click=_use, args=((),))
    with st.expander(say("start.own_phases"), icon=":material/folder_zip:", key="own-phases"):
        _upload()


def _upload() -> None:
    st.markdown(say("start.own_phases_text"))
    file = st.file_uploader(say("start.own_phases_file"), type=["zip"], key="phases-file")
    if file is None:
        return
    try:
        phases = load_phases_zip(file.getvalue(), file.name)
    except InputProblems as error:
        show_problems(error, say("start.phases_refused", count=len(error.problems)))
        return
    st.success(say("start.own_phases_read", phases=_labels(phases)), icon=":material/check_circle:")
    if phases != state.phases():
        st.button(say("start.use_phases"), key="use-phases", icon=":material/check:", on_click=_use, args=(phases,))


def _use(phases: Sequence[Phase]) -> None:
    """Plan with these phases; a company in a phase that they do not have goes into the first one."""
    state.use_phases(phases)
    ids = [phase.id for phase in state.phases()]
    if state.company().phase not in ids:
        state.change(SetPhase(phase=ids[0]))


def _labels(phases: Sequence[Phase]) -> list[str]:
    return [escape(text(phase.definition.label)) for phase in phases]
