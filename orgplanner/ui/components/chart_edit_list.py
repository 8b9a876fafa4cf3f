"""Every edit of the leader's chart in words, newest first: take one back, drop what does not apply, start again."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice.chart_refusals import refusal_words
from orgplanner.advice.chart_words import edit_words
from orgplanner.plan import Plan
from orgplanner.records.change import DropChartEdits
from orgplanner.ui import state
from orgplanner.ui.components import chart_editing
from orgplanner.ui.wording import escape, say

SHOWN_AT_FIRST = 20
"""Edits in the list before more are asked for."""

_SHOWN = "chart-edits-shown"


@st.fragment
def show(plan: Plan) -> None:
    """List the edits that apply, and those that were set aside with the reason."""
    made = plan.company.chart.edits
    if not made:
        st.markdown(say("chart_editing.no_edits"))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="chart-edits-head"):
        st.markdown(say("chart_editing.edits_count", count=len(made)), width="stretch")
        again = st.button(say("chart_editing.start_again"), icon=":material/restart_alt:", key="chart-start-again")
    if again:
        _drop(None)
    _show_set_aside(plan)
    shown = state.widget(_SHOWN) or SHOWN_AT_FIRST
    applied = [place for place in range(len(made)) if place not in plan.design.set_aside]
    for place in applied[::-1][:shown]:
        _row(plan, place, say("chart_editing.take_back"))
    if len(applied) > shown and st.button(say("chart_editing.older", count=len(applied) - shown), key="chart-older"):
        state.set_widget(_SHOWN, shown + SHOWN_AT_FIRST)
        st.rerun(scope="fragment")


def _show_set_aside(plan: Plan) -> None:
    aside = plan.design.set_aside
    if not aside:
        return
    with st.container(border=True, key="chart-aside"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(say("chart_editing.aside_title", count=len(aside)), width="stretch")
            if st.button(say("chart_editing.drop_all", count=len(aside)), key="chart-drop-aside"):
                _drop(tuple(aside))
        for place, problem in list(aside.items())[:SHOWN_AT_FIRST]:
            reason = refusal_words(plan, problem, state.language())
            _row(plan, place, say("chart_editing.drop"), reason)


def _row(plan: Plan, place: int, verb: str, reason: str = "") -> None:
    """Show one edit with a button that takes it back."""
    words = edit_words(plan, plan.company.chart.edits[place], state.language())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"chart-edit-row-{place}"):
        told = say("chart_editing.row", number=place + 1, words=escape(words))
        st.markdown(f"{told}  \n:gray[{escape(reason)}]" if reason else told, width="stretch")
        if st.button(verb, icon=":material/undo:", key=f"chart-drop-{place}", type="tertiary"):
            _drop((place,))


def _drop(places: tuple[int, ...] | None) -> None:
    state.change(DropChartEdits(places=places))
    chart_editing.forget_notice()
    st.rerun()
