"""Customers: who is served, how, and what becomes of the book month by month."""

import streamlit as st

from orgplanner.ui import state
from orgplanner.ui.components import (
    book_forecast,
    channels,
    company_frame,
    first_months,
    no_plan,
    open_tickets,
    segment_columns,
    segment_details,
    segment_seasons,
    service_models,
    table_editor,
    upsell,
)
from orgplanner.ui.wording import say

phase = next((p for p in state.phases() if p.id == state.company().phase), state.phases()[0])
catalogue = phase.catalogue

st.title(say("page.customers"))
st.markdown(say("customers.intro"))
with st.expander(say("customers.frame"), icon=":material/calendar_month:", key="frame"):
    company_frame.show(catalogue)

st.header(say("customers.segments"))
st.markdown(say("editor.how"))
table_editor.show(segment_columns.table(catalogue))
company = state.company()
if not company.segments:
    st.info(say("customers.empty"), icon=":material/groups:")
problem = state.planning_problem()
if problem is None:
    service_models.show_defaults(state.plan())
else:
    no_plan.show(problem)
with st.expander(say("customers.models"), icon=":material/info:", key="models"):
    service_models.show(catalogue)
if company.segments:
    with st.expander(say("customers.details"), icon=":material/tune:", key="details"):
        segment_details.show(phase)
if company.segments and problem is None:
    with st.expander(say("customers.timing"), icon=":material/calendar_clock:", key="timing"):
        segment_seasons.show(phase)
        first_months.show(phase)
    with st.expander(say("customers.upsell"), icon=":material/trending_up:", key="upsell"):
        upsell.show()

st.header(say("customers.support"))
tickets, live = st.tabs([say("customers.tab_tickets"), say("customers.tab_live")], key="support")
with tickets:
    open_tickets.show()
with live:
    channels.show(phase)
if problem is None and company.segments:
    st.header(say("customers.forecast"))
    book_forecast.show()
