"""The chart with its checks above and what the picked box means beside it."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice.cards import Reading
from orgplanner.advice.seats import ChartView, Seat
from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import (
    chart_controls,
    chart_edit_panel,
    chart_editing,
    chart_strip,
    org_chart,
    position_detail,
)
from orgplanner.ui.components.chart_cards import Board, board_of, chart_labels
from orgplanner.ui.wording import say

TODAY = "org-chart-today"
"""Key of the chart of people."""

HEIGHT = 680
"""Pixels of the chart and of what stands beside it."""


@st.fragment
def show(view: ChartView, reading: Reading) -> None:
    """Show the chart over the whole width, or beside it what the picked box means.

    The plan is asked for here: an edit runs only this part, and the rest of the page once the chart has its answer.
    """
    plan = state.plan()
    if view is ChartView.OWN:
        chart_strip.show(plan)
        _show_set_aside(plan)
    board = board_of(plan, view, reading)
    known = {seat.id: seat for seat in board.seats}
    key = TODAY if view is ChartView.TODAY else chart_editing.CHART
    kept = state.widget(key)
    is_picked = kept is not None and kept.get("selected") in known
    chart, detail = st.columns([7, 4] if is_picked else [999, 1], gap="small" if is_picked else None)
    with chart:
        picked = _draw(board, view, reading, key)
    if picked in known:
        with detail, st.container(border=True, height=HEIGHT, key="chart-detail"):
            _show_detail(plan, view, known[picked], board)
    else:
        hint = "edit_hint" if view is ChartView.OWN else "pick_hint"
        st.markdown(f":material/touch_app: {say(f'org_chart.{hint}')}")
    if chart_editing.take_edited():
        st.rerun()


def _draw(board: Board, view: ChartView, reading: Reading, key: str) -> str | None:
    own = view is ChartView.OWN
    return org_chart.show(
        board.cards,
        labels=chart_labels(),
        key=key,
        height=HEIGHT,
        heights=board.heights,
        legend_title=say(f"org_chart.colour_{reading.colour.value}"),
        editable=own,
        tray=board.tray if own else (),
        can_undo=own and state.can_undo(),
        can_redo=own and state.can_redo(),
        notice=chart_editing.notice() if own else "",
        answer=chart_editing.answer(),
        on_select=chart_editing.forget_notice,
        on_edit=chart_editing.take_request,
    ).selected


def _show_detail(plan: Plan, view: ChartView, seat: Seat, board: Board) -> None:
    match view:
        case ChartView.TODAY:
            position_detail.show_person(plan, seat)
        case ChartView.OWN:
            position_detail.show(plan, seat, first=lambda: chart_edit_panel.show(plan, seat, board.seats))
        case ChartView.RECOMMENDED:
            position_detail.show(plan.unedited, seat, first=_offer_editing)
        case _:
            position_detail.show(plan, seat)


def _offer_editing() -> None:
    """Lead to the leader's own chart, where the same seat stays picked; the whole page has to follow."""
    if chart_controls.edit_button("chart-edit-picked"):
        st.rerun()


def _show_set_aside(plan: Plan) -> None:
    """Say that edits do not apply in this month and structure; the list of edits tells why."""
    if plan.design.set_aside:
        st.warning(say("chart_editing.aside_title", count=len(plan.design.set_aside)), icon=":material/inventory_2:")
