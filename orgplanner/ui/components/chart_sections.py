"""What stands below the chart: one section at a time, kept in the link; only the open one is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from orgplanner.advice.seats import ChartView, Seat
from orgplanner.plan import Plan
from orgplanner.studies.chart_census import Which
from orgplanner.ui import state
from orgplanner.ui.components import (
    chart_analytics,
    chart_bulk,
    chart_edit_list,
    chart_knowledge,
    chart_leads,
    chart_structures,
    chart_summary,
    chart_table,
    chart_transition,
    chart_treemap,
)
from orgplanner.ui.components.chart_cards import Board
from orgplanner.ui.wording import escape, say

MANY = 6  # people without a position above which their list scrolls

FIRST = "table"
"""The section that is open at first."""

PANELS: Mapping[str, Callable[[Plan, Which], None]] = {
    "edits": lambda plan, _: chart_edit_list.show(plan),
    "bulk": lambda plan, _: chart_bulk.show(plan),
    "structures": lambda plan, _: chart_structures.show(plan),
    "leads": lambda plan, _: chart_leads.show(plan),
    "time": lambda plan, _: chart_transition.show(plan),
    "treemap": chart_treemap.show,
    "skills": lambda plan, _: chart_knowledge.show(plan),
    "analytics": chart_analytics.show,
}
"""Sections beside the first, by name; some show the chart of the view."""

WHICH: Mapping[ChartView, Which] = {ChartView.TODAY: "today", ChartView.RECOMMENDED: "recommended"}
"""The chart that a view is about; the others are about the leader's own."""

OF_OWN_CHART = ("edits", "bulk")
"""Sections of the leader's own chart only."""


def show(plan: Plan, view: ChartView, board: Board) -> None:
    """Show the choice of sections and the chosen one."""
    names = [FIRST, *(name for name in PANELS if view is ChartView.OWN or name not in OF_OWN_CHART)]
    kept, count = state.linked("section"), len(plan.company.chart.edits)
    labels = {name: say(f"chart_editing.section_{name}", count=count) for name in names}
    chosen = st.segmented_control(
        say("chart_editing.section"),
        names,
        default=kept if kept in names else FIRST,
        format_func=lambda name: labels[name],
        key=f"chart-section-{'own' if view is ChartView.OWN else 'read'}",
        label_visibility="collapsed",
        required=True,
    )
    state.link("section", chosen or FIRST, usual=FIRST)
    if chosen in PANELS:
        PANELS[chosen](plan, WHICH.get(view, "own"))
    else:
        _show_table(plan, view, board)


def _show_table(plan: Plan, view: ChartView, board: Board) -> None:
    """Show the people without a place, why the organisation is split so, every seat as a row, and spans."""
    _show_tray(board.unplaced, "tray" if view is ChartView.RECOMMENDED else "tray_own")
    if view is not ChartView.TODAY:
        with st.container(border=True, key="chart-reason"):
            chart_summary.show_reason(plan)
    chart_table.show((*board.seats, *board.unplaced), key=f"seats-{view.value}")
    chart_summary.show_spans(plan, view)


def _show_tray(unplaced: tuple[Seat, ...], told: str) -> None:
    """List the people for whom the chart has no position, below a sentence on what that means."""
    if unplaced:
        with st.container(border=True, height=300 if len(unplaced) > MANY else "content", key="chart-tray"):
            st.markdown(say(f"org_chart.{told}", count=len(unplaced)))
            parts = (say("org_chart.tray_person", name=escape(s.title), role=escape(s.role)) for s in unplaced)
            st.markdown("\n".join(f"- {part}" for part in parts))
