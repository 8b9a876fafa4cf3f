"""What few segments need, one chosen segment at a time: terms and targets, own hours, priority groups, seasons."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orgplanner.records.change import SetSegments
from orgplanner.records.company import Segment
from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components import checked_entry, segment_hours, segment_priorities, segment_seasons
from orgplanner.ui.components.cells import as_percent, as_ratio
from orgplanner.ui.wording import say

TABS = ("terms", "hours", "priorities", "seasons")


@st.fragment
def show(phase: Phase) -> None:
    """Show the details of a segment to choose."""
    segments = {segment.id: segment for segment in state.company().segments}
    names = {id: segment.name or id for id, segment in segments.items()}
    stem = f"details-{state.revision()}"
    chosen = st.selectbox(
        say("customers.segment"),
        list(segments),
        format_func=lambda id: names.get(id, id),
        key=f"{stem}-segment",
    )
    if chosen not in segments:
        return
    segment = segments[chosen]
    with st.form(f"{stem}-{chosen}-{segment.service_model}", border=False):
        data = _fields(segment, phase, f"{stem}-{chosen}-{segment.service_model}")
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-{chosen}-apply"):
            changed = checked_entry.checked(Segment, data, _places(phase))
            if changed is not None:
                others = (changed if s.id == chosen else s for s in state.company().segments)
                if checked_entry.make(SetSegments(segments=tuple(others))):
                    st.rerun()


def _places(phase: Phase) -> dict[str, str]:
    """Return the labels of the fields, for sentences about them."""
    names = ("renewal_months", "upsell_target", "complexity", "priorities", "activities", "seasonality")
    return {name: say(f"customers.{name}") for name in names} | segment_priorities.places(phase)


def _fields(segment: Segment, phase: Phase, stem: str) -> dict[str, Any]:
    """Show the fields and return the segment's data as they say."""
    terms, hours, priorities, seasons = st.tabs([say(f"customers.tab_{tab}") for tab in TABS], key=f"{stem}-tabs")
    model = next((m for m in phase.catalogue.service_models if m.id == segment.service_model), None)
    data: dict[str, Any] = segment.model_dump(mode="json")
    with terms:
        data |= _terms(segment, stem)
    with hours:
        if model is not None:
            data["activities"] = segment_hours.ask(segment, model, phase, stem)
    with priorities:
        if model is not None:
            data["priorities"] = segment_priorities.ask(segment, model, stem)
    with seasons:
        data["seasonality"] = segment_seasons.ask(segment, stem)
    return data


def _terms(segment: Segment, stem: str) -> dict[str, Any]:
    """Ask for renewal months, upsell target and complexity."""
    first, second = st.columns(2)
    months = {month: say(f"customers.month_{month}") for month in range(1, 13)}
    renewals = first.pills(
        say("customers.renewal_months"),
        list(months),
        selection_mode="multi",
        wrap=True,
        default=segment.renewal_months,
        format_func=lambda month: months.get(month, str(month)),
        help=say("customers.renewal_months_help"),
        key=f"{stem}-renewals",
    )
    complexity = first.number_input(
        say("customers.complexity"),
        min_value=0.05,
        max_value=20.0,
        value=segment.complexity,
        step=0.1,
        format="%.6g",
        help=say("customers.complexity_help"),
        key=f"{stem}-complexity",
    )
    state.start_widget(f"{stem}-upsell", None if segment.upsell_target is None else as_percent(segment.upsell_target))
    upsell = second.number_input(
        say("customers.upsell_target"),
        min_value=0.0,
        max_value=1000.0,
        value=None,
        step=1.0,
        placeholder=say("customers.none_given"),
        help=say("customers.upsell_target_help"),
        key=f"{stem}-upsell",
    )
    if not state.company().several_plans:
        second.info(say("customers.upsell_off"), icon=":material/info:")
    return {
        "renewal_months": sorted(renewals),
        "complexity": complexity,
        "upsell_target": None if upsell is None else as_ratio(upsell),
    }
