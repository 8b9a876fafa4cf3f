"""Questions that are open today."""

from __future__ import annotations

import streamlit as st

from orgplanner.records.change import SetFrame
from orgplanner.ui import state
from orgplanner.ui.wording import say


def show() -> None:
    """Ask for the questions that are open today."""
    key = f"backlog-{state.revision()}"

    def take_over() -> None:
        state.change(SetFrame(support_backlog=state.widget(key) or 0))

    st.markdown(say("customers.tickets_intro"))
    st.number_input(
        say("customers.backlog"),
        min_value=0.0,
        max_value=10_000_000.0,
        value=float(state.company().support_backlog),
        step=10.0,
        format="%.0f",
        help=say("customers.backlog_help"),
        key=key,
        on_change=take_over,
        width=320,
    )
