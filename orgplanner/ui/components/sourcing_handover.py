"""What is at stake when the work of a role leaves the house, and what must be ready first."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.sourcing import Handover
from orgplanner.ui.components.naming import stated
from orgplanner.ui.wording import say


def show(plan: Plan, role: str, handover: Handover | None) -> None:
    """Show the knowledge at risk, and a checklist of what must be ready."""
    risk, ready = st.columns(2, gap="medium")
    with risk, st.container(border=True, key="sourcing-risk"):
        st.subheader(say("sourcing.risk_title"), anchor=False)
        st.markdown(stated(plan.phase, handover.risk) if handover else _unsaid(plan, role))
    with ready, st.container(border=True, key="sourcing-ready"):
        st.subheader(say("sourcing.ready_title"), anchor=False)
        if handover is None:
            st.markdown(say("sourcing.ready_unsaid"))
            return
        for place, statement in enumerate(handover.ready):
            st.checkbox(stated(plan.phase, statement), key=f"sourcing-ready-{plan.phase.id}-{role}-{place}")
        st.markdown(say("sourcing.checks_are_notes"))


def _unsaid(plan: Plan, role: str) -> str:
    """Return why nothing is said: the phase keeps the role inside, with its reason."""
    kept = plan.sourcing.of(role).kept_inside
    said = f" {stated(plan.phase, kept.reason)}" if kept is not None else ""
    return f"{say('sourcing.risk_unsaid')}{said}"
