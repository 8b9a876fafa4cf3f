"""Customers: who is served, how, and what becomes of the book month by month."""

import streamlit as st

from orgplanner.records.change import SetFrame
from orgplanner.ui import state
from orgplanner.ui.components import (
    book_forecast,
    company_frame,
    no_plan,
    segment_columns,
    segment_details,
    service_models,
    table_editor,
)
from orgplanner.ui.wording import say

catalogue = state.phases()[0].catalogue
backlog_key = f"backlog-{state.revision()}"


def set_backlog() -> None:
    """Take over the questions that are open today."""
    state.change(SetFrame(support_backlog=state.widget(backlog_key) or 0))


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
        segment_details.show(catalogue)

st.number_input(
    say("customers.backlog"),
    min_value=0.0,
    max_value=10_000_000.0,
    value=float(company.support_backlog),
    step=10.0,
    format="%.0f",
    help=say("customers.backlog_help"),
    key=backlog_key,
    on_change=set_backlog,
    width=320,
)
if problem is None and company.segments:
    st.header(say("customers.forecast"))
    book_forecast.show()
