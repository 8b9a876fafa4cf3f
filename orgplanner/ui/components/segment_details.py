"""What few segments need: renewal months, upsell target and own hours of one chosen segment."""

from __future__ import annotations

import streamlit as st

from orgplanner.records.catalogue import Catalogue, ServiceModel
from orgplanner.records.change import SetSegments
from orgplanner.records.company import OwnActivity, Segment
from orgplanner.ui import state
from orgplanner.ui.components.cells import as_percent, as_ratio
from orgplanner.ui.wording import escape, number, say, text

MOST = 1000.0
"""Most activities a year and hours an activity that the company's record takes."""


@st.fragment
def show(catalogue: Catalogue) -> None:
    """Show the details of a segment to choose."""
    segments = {segment.id: segment for segment in state.company().segments}
    stem = f"details-{state.revision()}"
    chosen = st.selectbox(
        say("customers.segment"),
        list(segments),
        format_func=lambda id: escape(segments[id].name or id) if id in segments else escape(id),
        key=f"{stem}-segment",
    )
    if chosen not in segments:
        return
    segment = segments[chosen]
    model = next((m for m in catalogue.service_models if m.id == segment.service_model), None)
    with st.form(f"{stem}-{chosen}-{segment.service_model}", border=False):
        changed = _fields(segment, model, f"{stem}-{chosen}-{segment.service_model}")
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-{chosen}-apply"):
            others = (changed if s.id == chosen else s for s in state.company().segments)
            state.change(SetSegments(segments=tuple(others)))
            st.rerun()


def _fields(segment: Segment, model: ServiceModel | None, stem: str) -> Segment:
    """Show the fields and return the segment as they say."""
    first, second = st.columns(2)
    months = {month: say("customers.month_of_year", month=month) for month in range(1, 13)}
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
    own = {} if model is None else _own_hours(segment, model, stem)
    fields = {name: getattr(segment, name) for name in Segment.model_fields}
    changes = {
        "renewal_months": tuple(sorted(renewals)),
        "upsell_target": None if upsell is None else as_ratio(upsell),
        "activities": own,
    }
    return Segment(**(fields | changes))


def _own_hours(segment: Segment, model: ServiceModel, stem: str) -> dict[str, OwnActivity]:
    """Show two numbers for each activity of the service model and return those that are given."""
    st.markdown(f"**{escape(say('customers.own_hours'))}**  \n{say('customers.own_hours_help')}")
    own = {}
    for activity in model.activities:
        now = segment.activities.get(activity.id, OwnActivity())
        name, often, long = st.columns([2, 1, 1], vertical_alignment="bottom")
        name.markdown(escape(text(activity.label)))
        label = escape(text(activity.label))
        state.start_widget(f"{stem}-{activity.id}-frequency", now.frequency)
        state.start_widget(f"{stem}-{activity.id}-hours", now.hours)
        frequency = often.number_input(
            say("customers.frequency_of", activity=label),
            min_value=0.0,
            max_value=MOST,
            value=None,
            placeholder=say("customers.default_is", value=number(activity.frequency.value, 2)),
            disabled=activity.at_renewal,
            key=f"{stem}-{activity.id}-frequency",
        )
        hours = long.number_input(
            say("customers.hours_of", activity=label),
            min_value=0.0,
            max_value=MOST,
            value=None,
            placeholder=say("customers.default_is", value=number(activity.hours.value, 2)),
            key=f"{stem}-{activity.id}-hours",
        )
        if frequency is not None or hours is not None:
            own[activity.id] = OwnActivity(frequency=frequency, hours=hours)
    return own
