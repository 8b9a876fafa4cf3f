"""Opening another company, without losing edits that were not saved."""

from __future__ import annotations

import streamlit as st

from orgplanner.records.company import Company
from orgplanner.ui import state
from orgplanner.ui.wording import escape, say


def offer(label: str, company: Company, name: str, *, key: str, made_here: bool = False) -> None:
    """Show a button that opens a company; it asks first if the present one has unsaved edits.

    Args:
        label: text on the button.
        company: what it opens.
        name: file or example name of it.
        key: key of the button.
        made_here: whether the company exists in no file yet.
    """
    if not st.button(label, key=key, icon=":material/folder_open:"):
        return
    if state.unsaved():
        st.dialog(say("start.unsaved_title"), icon=":material/warning:")(_confirm)(company, name, made_here)
    else:
        _open(company, name, made_here)
        st.rerun()


def _open(company: Company, name: str, made_here: bool) -> None:
    state.open_company(company, name)
    if made_here:
        state.mark_unsaved()


def _confirm(company: Company, name: str, made_here: bool) -> None:
    """Ask whether the unsaved edits may be given up; either answer closes the dialog."""
    st.markdown(say("start.unsaved_question", present=escape(state.company().name), other=escape(company.name)))
    with st.container(horizontal=True, key="unsaved-choice"):
        given_up = st.button(
            say("start.unsaved_open"),
            key="unsaved-open",
            on_click=_open,
            args=(company, name, made_here),
        )
        if given_up or st.button(say("start.unsaved_stay"), key="unsaved-stay"):
            st.rerun()
