"""More work for new accounts: in their first months, beside the onboarding."""

from __future__ import annotations

import streamlit as st

from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components import assumption_fields
from orgplanner.ui.wording import escape, say, text


@st.fragment
def show(phase: Phase) -> None:
    """Show for how long new accounts ask for more, and how much more, by service model and for questions."""
    st.markdown(say("customers.first_months_help"))
    used = {segment.service_model for segment in state.company().segments}
    for model in phase.catalogue.service_models:
        if model.id in used and model.first_months is not None:
            st.markdown(f"**{say('customers.first_months_of', model=escape(text(model.label)))}**")
            stem = f"service_model.{model.id}.first_months"
            labels = {f"{stem}.{field}": say(f"customers.first_{field}") for field in ("months", "factor")}
            assumption_fields.show(labels, key=f"first-months-{model.id}")
    st.markdown(f"**{say('customers.first_tickets')}**")
    labels = {f"support.new_account_{field}": say(f"customers.first_{field}") for field in ("months", "factor")}
    assumption_fields.show(labels, key="first-tickets")
