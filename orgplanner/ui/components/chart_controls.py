"""What the reader chooses above the chart: the view, and the structure that splits the organisation."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice.seats import ChartView
from orgplanner.plan import Plan
from orgplanner.records.change import SetStructure
from orgplanner.ui import state
from orgplanner.ui.wording import say, text

VIEW = "chart-view"
"""Key of the choice of the view."""


def choose_view() -> ChartView:
    """Let the user choose what the chart shows; the choice is kept in the link."""
    kept = state.linked("view")
    view = ChartView(kept) if kept in set(ChartView) else ChartView.RECOMMENDED
    labels = {v: say(f"org_chart.view_{v.value}") for v in ChartView}
    chosen = st.segmented_control(
        say("org_chart.view"),
        list(ChartView),
        default=view,
        format_func=lambda v: labels[v],
        key=VIEW,
        required=True,
    )
    state.link("view", ChartView(chosen or view).value)
    return ChartView(chosen or view)


def edit_button(key: str = "chart-edit") -> bool:
    """Lead from the recommendation to the leader's own chart; tell whether somebody goes there."""
    return st.button(
        say("chart_editing.edit"),
        icon=":material/edit:",
        key=key,
        on_click=state.set_widget,
        args=(VIEW, ChartView.OWN),
    )


def choose_structure(plan: Plan) -> None:
    """Let the user choose by what the organisation is split; the phase's own is the recommended one."""
    current = plan.company.chart.structure
    known = plan.phase.catalogue.structures
    axis = say(f"org_chart.axis_{plan.phase.definition.organisation.axis.value}")
    labels = {None: say("chart_editing.structure_own", axis=axis)} | {s.id: text(s.label) for s in known}
    ids = list(labels)
    chosen = st.selectbox(
        say("chart_editing.structure"),
        ids,
        index=ids.index(current) if current in labels else 0,
        format_func=lambda id: labels.get(id, id or ""),
        key=f"chart-structure-{state.revision()}-{plan.phase.id}-{current}",
        width=340,
        help=say("chart_editing.structure_help"),
    )
    if chosen != current:
        state.change(SetStructure(structure=chosen))
        st.rerun()


def offer_own_structure() -> None:
    """Lead back to the phase's own structure from one that the phase's data do not have."""
    chosen = state.company().chart.structure
    if chosen is not None and chosen not in {s.id for phase in state.phases() for s in phase.catalogue.structures}:
        st.button(
            say("chart_editing.structure_drop"),
            icon=":material/undo:",
            key="chart-structure-drop",
            on_click=state.change,
            args=(SetStructure(structure=None),),
        )
