"""Inside or outside in short: what the phase advises for each role and what the plan takes, with the way to decide."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui import navigation
from orgplanner.ui.components.naming import joined, role_label, source_word
from orgplanner.ui.wording import percent, say


def show(plan: Plan) -> None:
    """Show the sources of all roles, and lead to the page where they are compared and decided."""
    st.markdown(say("phase.sourcing_about"))
    st.page_link(navigation.page("sourcing"), label=say("phase.sourcing_decide"), icon=":material/call_split:")
    st.dataframe(_rows(plan), hide_index=True, key="phase-sourcing", alt=say("phase.sourcing_alt"))


def _rows(plan: Plan) -> list[dict[str, str]]:
    return [
        {
            say("phase.column_role"): role_label(plan.phase, s.role),
            say("phase.column_advised"): joined(source_word(a.source) for a in s.advised),
            say("phase.column_taken"): source_word(s.taken),
            say("phase.column_share"): percent(s.share),
            say("phase.column_by"): say("phase.by_rule" if s.by_rule else "phase.by_advice"),
            say("phase.column_judged"): say("phase.deviates" if s.deviates else "phase.follows"),
            say("phase.column_reason"): _reason(plan, s.role),
        }
        for s in plan.sourcing.roles
    ]


def _reason(plan: Plan, role: str) -> str:
    rule = plan.company.sourcing.get(role)
    return (rule.reason or "") if rule else ""
