"""Hiring plan: what to open by when, at what cost, what stays uncovered, and how sure that is."""

import streamlit as st

from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import (
    hiring_bridges,
    hiring_budget,
    hiring_cover,
    hiring_edit,
    hiring_money,
    hiring_moves,
    hiring_options,
    hiring_risk,
    hiring_search,
    hiring_settings,
    hiring_summary,
    no_plan,
)
from orgplanner.ui.wording import escape, month, say, text

SECTIONS = {
    "moves": (hiring_moves.show, hiring_edit.show_locks),
    "cover": (hiring_cover.show, hiring_bridges.show, hiring_bridges.show_leave),
    "money": (hiring_money.show, hiring_budget.show),
    "options": (hiring_options.show,),
    "risk": (hiring_risk.show,),
    "settings": (hiring_settings.show,),
}
"""Panels of each section; only the chosen one is computed."""


def _choose() -> str:
    """Let the user choose a section; the choice is kept in the link."""
    kept = st.query_params.get("section")
    labels = {section: say(f"hiring.section_{section}") for section in SECTIONS}
    chosen = st.segmented_control(
        say("hiring.section"),
        list(SECTIONS),
        default=kept if kept in SECTIONS else "moves",
        format_func=lambda section: labels[section],
        key="hiring-section",
        label_visibility="collapsed",
        required=True,
    )
    st.query_params["section"] = chosen or "moves"
    return chosen or "moves"


def _show(plan: Plan) -> None:
    phase = escape(text(plan.phase.definition.label))
    st.markdown(say("hiring.intro", first=month(plan.months[0]), last=month(plan.months[-1]), phase=phase))
    no_plan.show_missing(plan)
    try:
        outlook = hiring_search.best(plan)
    except OrgPlannerError as error:
        hiring_search.show_problem(error)
        hiring_edit.show_locks(plan)
        hiring_budget.show(plan)
        hiring_settings.show(plan)
        return
    hiring_summary.show(plan, outlook)
    hiring_search.show(plan, outlook)
    for panel in SECTIONS[_choose()]:
        panel(plan, outlook)


st.title(say("page.hiring"))
problem = state.planning_problem()
if problem is None:
    _show(state.plan_of_need())
else:
    no_plan.show(problem)
