"""Workload: where the hours come from, what one person carries, who waits, who is overloaded."""

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import (
    no_plan,
    workload_books,
    workload_capacity,
    workload_departures,
    workload_hours,
    workload_levers,
    workload_load,
    workload_months,
    workload_queues,
    workload_summary,
    workload_support,
)
from orgplanner.ui.wording import escape, month, say, text

TABS = {
    "hours": (workload_hours.show,),
    "person": (workload_capacity.show,),
    "books": (workload_books.show,),
    "queues": (workload_queues.show_onboarding,),
    "support": (workload_support.show, workload_queues.show_questions),
    "load": (workload_load.show, workload_departures.show),
    "months": (workload_months.show, workload_months.show_cover, workload_months.show_ops),
    "levers": (workload_levers.show,),
}
"""Panels of each tab; only the open tab is computed."""


def _show(plan: Plan) -> None:
    phase = escape(text(plan.phase.definition.label))
    st.markdown(say("workload.intro", month=month(plan.month), phase=phase))
    no_plan.show_missing(plan)
    workload_summary.show(plan)
    tabs = st.tabs([say(f"workload.tab_{tab}") for tab in TABS], key="workload-tabs", on_change="rerun")
    for tab, panels in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                for panel in panels:
                    panel(plan)


st.title(say("page.workload"))
problem = state.planning_problem()
if problem is None:
    _show(state.plan_of_need())
else:
    no_plan.show(problem)
