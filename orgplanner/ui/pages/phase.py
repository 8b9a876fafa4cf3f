"""What the phase asks for, what others would change, the team's problems, inside or outside."""

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import (
    no_plan,
    phase_areas,
    phase_comparison,
    phase_outline,
    sourcing_choice,
    team_problems,
)
from orgplanner.ui.components.naming import stated
from orgplanner.ui.wording import escape, say, text

SECTIONS = {
    "areas": phase_areas.show_areas,
    "roles": phase_areas.show_roles,
    "outline": phase_outline.show,
    "sourcing": sourcing_choice.show,
    "problems": team_problems.show,
    "compare": phase_comparison.show,
}


def choose_section() -> str:
    """Let the user choose a section; the choice is kept in the link."""
    kept = st.query_params.get("section", "areas")
    section = kept if kept in SECTIONS else "areas"
    labels = {name: say(f"phase.section_{name}") for name in SECTIONS}
    chosen = st.segmented_control(
        say("phase.section"),
        list(SECTIONS),
        default=section,
        format_func=lambda name: labels[name],
        key="phase-section",
        required=True,
        label_visibility="collapsed",
    )
    st.query_params["section"] = chosen or section
    return chosen or section


@st.fragment
def show_section(plan: Plan, section: str) -> None:
    """Show one section."""
    SECTIONS[section](plan)


def show_page(plan: Plan) -> None:
    """Show the page of a company that can be planned."""
    definition = plan.phase.definition
    st.header(escape(text(definition.label)), anchor=False)
    st.markdown(stated(plan.phase, definition.summary))
    show_section(plan, choose_section())
    phase_outline.show_references(plan)


st.title(say("page.phase"))
problem = state.planning_problem()
if problem is None:
    show_page(state.plan())
else:
    no_plan.show(problem)
