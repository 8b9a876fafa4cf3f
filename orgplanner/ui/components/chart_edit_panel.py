"""Everything that can be done with a picked seat, by forms: without a mouse and with a screen reader too."""

from __future__ import annotations

import streamlit as st
from pydantic import ValidationError

from orgplanner.advice.seats import Seat
from orgplanner.plan import Plan
from orgplanner.ui.components import chart_editing
from orgplanner.ui.components.chart_edit_forms import SEAT_FORMS, Desk, Edits
from orgplanner.ui.components.chart_people_forms import PEOPLE_FORMS
from orgplanner.ui.wording import escape, say

FORMS = {**PEOPLE_FORMS, **SEAT_FORMS}

OFFERED = (
    *("move", "add", "assign", "take_off", "swap", "role", "source", "title"),
    *("unit", "rename", "lead", "split", "merge", "dotted", "assistant", "remove"),
)
"""What can be done, what is done most first."""


def show(plan: Plan, picked: Seat, seats: tuple[Seat, ...]) -> None:
    """Offer the edits of a seat, one at a time."""
    labels = {seat.id: seat_words(seat) for seat in seats}
    desk = Desk(plan, plan.design.position(picked.id), labels)
    words = {name: say(f"chart_editing.do_{name}") for name in OFFERED}
    chosen = st.selectbox(
        say("chart_editing.what"), OFFERED, format_func=lambda name: words[name], key="chart-edit-what"
    )
    with st.form(f"chart-edit-{chosen}-{picked.id}", border=False):
        try:
            wanted: Edits | None = FORMS[chosen](desk)
        except ValidationError:
            wanted = None
        asked = st.form_submit_button(
            say(f"chart_editing.verb_{chosen}"), icon=":material/check:", key=f"chart-edit-do-{chosen}"
        )
    if asked:
        _do(wanted)
    elif chart_editing.notice():
        st.warning(escape(chart_editing.notice()), icon=":material/block:")


def _do(wanted: Edits | None) -> None:
    """Apply what a form says, or say what it lacks."""
    if wanted:
        chart_editing.make(wanted)
        st.rerun()
    elif wanted is None:
        st.warning(say("chart_editing.not_a_name"), icon=":material/block:")
    else:
        st.info(say("chart_editing.nothing_to_do"), icon=":material/info:")


def seat_words(seat: Seat) -> str:
    """Return a seat in one line: what it is called and who holds it."""
    held = seat.person or seat.title
    return say("chart_editing.seat_held", seat=seat.position, person=held) if held else seat.position
