"""Start: the plan that is there already, and three ways to one's own."""

import streamlit as st

from orgplanner.ui import navigation, state
from orgplanner.ui.components import (
    company_file,
    company_form,
    example_cards,
    no_plan,
    overview_tiles,
    own_phases,
    phase_cards,
    tiles,
)
from orgplanner.ui.wording import escape, month, say, text


def _show_result() -> None:
    plan = state.plan()
    phase = escape(text(plan.phase.definition.label))
    st.markdown(say("start.result", name=escape(plan.company.name), phase=phase, month=month(plan.month)))
    no_plan.show_missing(plan)
    tiles.show([overview_tiles.needed(plan), overview_tiles.held(plan), overview_tiles.missing(plan)], key="result")


st.title(say("page.start"))
st.markdown(say("start.lead"))
problem = state.planning_problem()
with st.container(border=True, key="start-result"):
    if problem is None:
        _show_result()
    else:
        no_plan.show(problem)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="start-links"):
        st.page_link(navigation.page("overview"), label=say("start.to_overview"))
        st.page_link(navigation.page("org_chart"), label=say("start.to_org_chart"))
        st.space("stretch")
        company_file.show_download()

st.header(say("start.ways"))
example, file, form = st.tabs([say("start.way_example"), say("start.way_file"), say("start.way_form")], key="ways")
with example:
    example_cards.show()
with file:
    company_file.show_upload()
with form:
    company_form.show()

st.header(say("start.phases"))
st.markdown(say("start.phases_text"))
phase_cards.show()
own_phases.show()
