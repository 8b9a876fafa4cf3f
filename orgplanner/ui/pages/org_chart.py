"""The organisation today, as recommended, as the leader wants it, and what differs."""

import streamlit as st

from orgplanner.advice.cards import Reading
from orgplanner.advice.seats import ChartView
from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import (
    chart_board,
    chart_controls,
    chart_export,
    chart_reading,
    chart_sections,
    chart_summary,
    chart_time,
    no_plan,
)
from orgplanner.ui.components.chart_cards import board_of
from orgplanner.ui.wording import say


def show_controls(plan: Plan) -> tuple[ChartView, Reading]:
    """Show what the reader chooses, in one row that wraps."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="chart-controls"):
        view = chart_controls.choose_view()
        chart_controls.choose_structure(plan)
        if view is ChartView.RECOMMENDED:
            chart_controls.edit_button()
        st.space("stretch")
        reading = chart_reading.show()
        chart_export.show(plan, view, reading)
    return view, reading


def show_page(plan: Plan) -> None:
    """Show the page of a company that can be planned."""
    no_plan.show_missing(plan)
    view, reading = show_controls(plan)
    st.markdown(say(f"org_chart.about_{view.value}"))
    if view is not ChartView.OWN:
        chart_summary.show_counts(plan)
    board = board_of(plan, view, reading)
    if view is ChartView.TODAY:
        chart_summary.show_left_out(plan)
    elif view is ChartView.DIFFERENCE:
        chart_summary.show_changes(board.seats, board.unplaced)
    chart_board.show(view, reading)
    if view is not ChartView.TODAY:
        chart_time.show_slider(plan)
        chart_time.show_events(plan)
    chart_sections.show(plan, view, board)


st.title(say("page.org_chart"))
problem = state.planning_problem()
if problem is None:
    show_page(state.plan())
else:
    no_plan.show(problem)
    chart_controls.offer_own_structure()
