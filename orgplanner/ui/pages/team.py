"""Team: who is in post, in which roles, under whom, at what cost."""

import streamlit as st

from orgplanner.ui import navigation, state
from orgplanner.ui.components import (
    absences,
    no_plan,
    person_skills,
    removed_managers,
    roster_columns,
    table_editor,
    team_summary,
)
from orgplanner.ui.wording import say

st.title(say("page.team"))
st.markdown(say("team.intro"))
st.info(say("team.csm_hint"), icon=":material/badge:")

problem = state.planning_problem()
phase = next((p for p in state.phases() if p.id == state.company().phase), state.phases()[0])
st.header(say("team.roster"))
st.markdown(say("editor.how"))
editor = table_editor.show(roster_columns.table(phase))
removed_managers.show(editor)

company = state.company()
if not company.roster:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="no-team"):
        st.markdown(f":material/info: {say('team.empty')}", width="stretch")
        st.page_link(navigation.page("overview"))
problem = state.planning_problem()
if problem is not None:
    no_plan.show(problem)
elif company.roster:
    st.header(say("team.summary"))
    team_summary.show(state.plan())
team_summary.show_budget(f"budget-{state.revision()}")
if company.roster:
    with st.expander(say("team.away"), icon=":material/event_busy:", key="away"):
        absences.show()
        absences.show_cover_rule()
    with st.expander(say("team.skills"), icon=":material/school:", key="skills"):
        person_skills.show(phase.catalogue)
