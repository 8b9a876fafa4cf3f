"""The phases to choose from, one card each."""

from __future__ import annotations

import streamlit as st

from orgplanner.records.change import SetPhase
from orgplanner.records.phase import Phase
from orgplanner.ui import navigation, state
from orgplanner.ui.wording import escape, say, text

SHOWN_CRITERIA = 3
"""Criteria on a card: those that decide come first."""


def show() -> None:
    """Show what each phase looks like, with a button that chooses it."""
    with st.grid(columns=3, min_column_width=280, key="phases"):
        for phase in state.phases():
            with st.container(border=True, height="stretch", key=f"phase-card-{phase.id}"):
                _card(phase)
    st.page_link(navigation.page("phase"), label=say("start.to_phase"), icon=":material/timeline:")


def _card(phase: Phase) -> None:
    definition = phase.definition
    st.subheader(escape(text(definition.label)), anchor=False)
    st.markdown(escape(text(definition.summary.text)))
    st.markdown(f"**{say('start.phase_signs')}**")
    st.markdown("\n".join(f"- {escape(line)}" for line in signs(phase)))
    roles = [escape(text(phase.definition_of(role).short)) for role in phase.role_ids]
    st.markdown(f"**{say('start.phase_roles', count=len(roles))}** {say('start.list', items=roles)}")
    st.space("stretch")
    chosen = phase.id == state.company().phase
    st.button(
        say("start.phase_chosen" if chosen else "start.phase_choose"),
        key=f"choose-{phase.id}",
        icon=":material/check:" if chosen else None,
        disabled=chosen,
        on_click=state.change,
        args=(SetPhase(phase=phase.id),),
    )


def signs(phase: Phase) -> list[str]:
    """Return how the phase is recognised, the criteria that decide first."""
    deciding = {criterion.id for criterion in phase.catalogue.criteria if criterion.gate}
    ordered = sorted(phase.definition.criteria, key=lambda c: c.criterion not in deciding)
    return [text(criterion.text) for criterion in ordered[:SHOWN_CRITERIA]]
