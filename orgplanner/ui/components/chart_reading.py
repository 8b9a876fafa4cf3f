"""How the reader wants the chart: what cards say, what their colour tells, boxes of units; kept in the link."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice.cards import Reading
from orgplanner.records.card import CardField, ColourBy
from orgplanner.ui import state
from orgplanner.ui.wording import say

USUAL = Reading()


def show() -> Reading:
    """Let the reader choose what the cards say and how they are told apart."""
    kept = kept_reading()
    with st.popover(say("chart_editing.reading"), icon=":material/tune:", key="chart-reading"):
        names = {field: say(f"chart_editing.field_{field.value}") for field in CardField}
        fields = st.pills(
            say("chart_editing.fields"),
            list(CardField),
            selection_mode="multi",
            default=kept.fields,
            format_func=lambda field: names[field],
            key="chart-fields",
        )
        colours = {by: say(f"chart_editing.colour_{by.value}") for by in ColourBy}
        colour = st.segmented_control(
            say("chart_editing.colour"),
            list(ColourBy),
            default=kept.colour,
            format_func=lambda by: colours[by],
            key="chart-colour",
            required=True,
        )
        boxes = st.toggle(
            say("chart_editing.boxes"), kept.unit_boxes, key="chart-boxes", help=say("chart_editing.boxes_help")
        )
    chosen = Reading(fields=tuple(f for f in CardField if f in fields), colour=colour or kept.colour, unit_boxes=boxes)
    _keep(chosen)
    return chosen


def kept_reading() -> Reading:
    """Return what the link or the session says, what is usual where they say nothing that is known."""
    fields, colour = state.linked("fields"), state.linked("colour")
    return Reading(
        fields=USUAL.fields if fields is None else tuple(f for f in CardField if f.value in fields.split(".")),
        colour=ColourBy(colour) if colour in set(ColourBy) else USUAL.colour,
        unit_boxes=state.linked("boxes") == "1",
    )


def _keep(chosen: Reading) -> None:
    usual = ".".join(field.value for field in USUAL.fields)
    state.link("fields", ".".join(field.value for field in chosen.fields), usual=usual)
    state.link("colour", chosen.colour.value, usual=USUAL.colour.value)
    state.link("boxes", "1" if chosen.unit_boxes else "0", usual="0")
