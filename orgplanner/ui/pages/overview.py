"""Overview: what the plan says, on one page."""

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui import navigation, state
from orgplanner.ui.components import (
    conditions,
    cover,
    deviations,
    differences,
    headcount,
    month_chart,
    no_plan,
    overview_tiles,
)
from orgplanner.ui.wording import escape, month, say, text


def _show(plan: Plan) -> None:
    phase = escape(text(plan.phase.definition.label))
    st.markdown(say("overview.lead", month=month(plan.month), phase=phase))
    no_plan.show_missing(plan)
    overview_tiles.show(plan)
    deviations.show(plan)
    with st.container(border=True, key="overview-headcount"):
        st.header(say("overview.headcount"))
        headcount.show(plan)
    with st.container(border=True, key="overview-months"):
        st.header(say("overview.by_month"))
        month_chart.show(plan)
    with st.container(border=True, key="overview-differences"):
        st.header(say("overview.differences"))
        differences.show(plan)
        st.page_link(navigation.page("org_chart"), label=say("overview.to_org_chart"), icon=":material/account_tree:")
    with st.container(border=True, key="overview-conditions"):
        st.header(say("overview.conditions"))
        conditions.show(plan)
    with st.container(border=True, key="overview-cover"):
        st.header(say("overview.cover"))
        cover.show(plan)


st.title(say("page.overview"))
problem = state.planning_problem()
if problem is None:
    _show(state.plan_of_need())
else:
    no_plan.show(problem)
