"""What to do where there is no plan yet, or none that says much."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.ui import navigation, state
from orgplanner.ui.wording import escape, say


def show(problem: OrgPlannerError) -> None:
    """Say why the company cannot be planned and where to go."""
    sentences = figures.tell(problem, state.language()).splitlines()
    st.error("  \n".join([say("overview.no_plan"), *map(escape, sentences)]), icon=":material/error:")
    with st.container(horizontal=True, key="no-plan-links"):
        for name in ("start", "phase", "assumptions"):
            st.page_link(navigation.page(name))


def show_missing(plan: Plan) -> None:
    """Say what is still to be entered, with a link to where."""
    if not plan.company.segments:
        _missing("overview.no_customers", "customers")
    if not plan.company.roster:
        _missing("overview.no_team", "team")


def _missing(sentence: str, page: str) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"missing-{page}"):
        st.markdown(f":material/info: {say(sentence)}", width="stretch")
        st.page_link(navigation.page(page))
