"""Sourcing: what stays inside, what may go outside, when the answer flips, what each rule costs, what the law asks."""

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import (
    no_plan,
    sourcing_answer,
    sourcing_crossover,
    sourcing_law,
    sourcing_matrix,
    sourcing_role,
    sourcing_rule,
    sourcing_rule_prices,
    sourcing_ways,
)
from orgplanner.ui.wording import escape, month, say, text

TABS = {
    "ways": (sourcing_ways.show,),
    "crossover": (sourcing_crossover.show,),
    "rule": (sourcing_rule.show, sourcing_rule_prices.show),
    "law": (sourcing_law.show,),
}
"""Panels of each tab for the picked role; only the open tab is computed."""


def _show(plan: Plan) -> None:
    phase = escape(text(plan.phase.definition.label))
    st.markdown(say("sourcing.intro", month=month(plan.month), phase=phase))
    no_plan.show_missing(plan)
    sourcing_answer.show(plan)
    sourcing_matrix.show(plan)
    role = sourcing_role.choose(plan)
    if role is None:
        return
    sourcing_role.show_advice(plan, role)
    tabs = st.tabs([say(f"sourcing.tab_{tab}") for tab in TABS], key="sourcing-tabs", on_change="rerun")
    for tab, panels in zip(tabs, TABS.values(), strict=True):
        if tab.open:
            with tab:
                for panel in panels:
                    panel(plan, role)


st.title(say("page.sourcing"))
problem = state.planning_problem()
if problem is None:
    _show(state.plan_of_need())
else:
    no_plan.show(problem)
