"""Assumptions: every number that somebody may argue with, the most important one first."""

import streamlit as st

from orgplanner.ui import state
from orgplanner.ui.components import assumption_table, effective_hours, no_plan, tornado, two_way_table
from orgplanner.ui.wording import say

st.title(say("page.assumptions"))
st.markdown(say("assumptions.intro"))

problem = state.planning_problem()
if problem is None:
    effective_hours.show()
    st.header(say("assumptions.tornado_title"))
    tornado.show()
    st.header(say("assumptions.two_way_header"))
    two_way_table.show()
    st.header(say("assumptions.all_title"))
    assumption_table.show()
else:
    no_plan.show(problem)
