"""The organisation today, as recommended, and what differs."""

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import chart_summary, chart_table, no_plan, org_chart, position_detail
from orgplanner.ui.components.chart_cards import cards_of, chart_labels
from orgplanner.ui.components.chart_seats import Seat, View, seats_of, unplaced_people
from orgplanner.ui.wording import escape, say

MANY = 6  # people without a position above which their list scrolls


def choose_view() -> View:
    """Let the user choose what the chart shows; the choice is kept in the link."""
    kept = st.query_params.get("view")
    view = View(kept) if kept in set(View) else View.RECOMMENDED
    labels = {v: say(f"org_chart.view_{v.value}") for v in View}
    chosen = st.segmented_control(
        say("org_chart.view"),
        list(View),
        default=view,
        format_func=lambda v: labels[v],
        key="chart-view",
        required=True,
    )
    st.query_params["view"] = (chosen or view).value
    return View(chosen or view)


@st.fragment
def show_chart(plan: Plan, view: View, seats: tuple[Seat, ...]) -> None:
    """Show the chart over the whole width, or beside it what the picked box means."""
    key = "org-chart-today" if view is View.TODAY else "org-chart-positions"
    known = {seat.id: seat for seat in seats}
    is_picked = st.session_state.get(key, {}).get("selected") in known
    chart, detail = st.columns([7, 4] if is_picked else [999, 1], gap="small" if is_picked else None)
    with chart:
        picked = org_chart.show(cards_of(seats), labels=chart_labels(), key=key, height=720)
    if picked is None:
        st.markdown(f":material/touch_app: {say('org_chart.pick_hint')}")
        return
    with detail, st.container(border=True, height=720, key="chart-detail"):
        if view is View.TODAY:
            position_detail.show_person(plan, known[picked])
        else:
            position_detail.show(plan, known[picked])


def show_tray(unplaced: tuple[Seat, ...]) -> None:
    """List the people for whom the recommendation has no position."""
    if unplaced:
        with st.container(border=True, height=300 if len(unplaced) > MANY else "content", key="chart-tray"):
            st.markdown(say("org_chart.tray", count=len(unplaced)))
            parts = (say("org_chart.tray_person", name=escape(s.title), role=escape(s.role)) for s in unplaced)
            st.markdown("\n".join(f"- {part}" for part in parts))


def show_page(plan: Plan) -> None:
    """Show the page of a company that can be planned."""
    no_plan.show_missing(plan)
    chart_summary.show_counts(plan)
    view = choose_view()
    st.markdown(say(f"org_chart.about_{view.value}"))
    seats = seats_of(plan, view)
    unplaced = () if view is View.TODAY else unplaced_people(plan)
    if view is View.TODAY:
        chart_summary.show_left_out(plan)
    elif view is View.DIFFERENCE:
        chart_summary.show_changes(seats, unplaced)
    show_chart(plan, view, seats)
    show_tray(unplaced)
    if view is not View.TODAY:
        with st.container(border=True, key="chart-reason"):
            chart_summary.show_reason(plan)
    chart_table.show((*seats, *unplaced), key=f"seats-{view.value}")
    chart_summary.show_spans(plan, view)


st.title(say("page.org_chart"))
problem = state.planning_problem()
if problem is None:
    show_page(state.plan())
else:
    no_plan.show(problem)
