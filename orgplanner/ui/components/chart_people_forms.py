"""Forms that put people on a seat of the leader's chart, take them off and let them change places."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from orgplanner.records import chart_edit as edits
from orgplanner.ui.components.chart_edit_forms import Desk, Edits
from orgplanner.ui.wording import say

WAYS = ("only", "beside", "interim")
"""How somebody takes a seat: it alone, beside the seats held so far, or until it is filled."""


def assign(desk: Desk) -> Edits:
    """Put somebody on the seat; people without a seat are offered first."""
    design = desk.plan.design
    names = {p.id: p.name for p in design.people if not p.out_of_scope}
    here = {p.id for p in design.holders.get(desk.id, ())}
    first = [id for id in design.tray if id in names]
    ids = [id for id in (*first, *(id for id in names if id not in design.tray)) if id not in here]
    person = st.selectbox(
        say("chart_editing.person"),
        ids,
        index=None,
        format_func=lambda id: say("chart_editing.from_tray", name=names[id]) if id in first else names.get(id, id),
        key=desk.key("person"),
        placeholder=say("chart_editing.choose_person"),
    )
    labels = {way: say(f"chart_editing.way_{way}") for way in WAYS}
    way = st.radio(say("chart_editing.way"), WAYS, format_func=lambda w: labels[w], key=desk.key("way"))
    if person is None:
        return ()
    alone, interim = way == "only", way == "interim"
    return (edits.AssignPerson(person=person, position=desk.id, alone=alone, interim=interim),)


def take_off(desk: Desk) -> Edits:
    """Take somebody off the seat."""
    design = desk.plan.design
    names = {p.id: p.name for p in design.people}
    ids = [p.id for p in design.holders.get(desk.id, ())]
    ids += [person for seat, person in design.interim if seat == desk.id and person not in ids]
    if not ids:
        st.markdown(say("chart_editing.nobody_here"))
        return ()
    person = st.selectbox(
        say("chart_editing.person"), ids, format_func=lambda id: names.get(id, id), key=desk.key("take-off")
    )
    return (edits.UnassignPerson(person=person, position=desk.id),)


def swap(desk: Desk) -> Edits:
    """Let the people of two seats change places."""
    held = desk.plan.design.holders
    empty = {id for id in desk.labels if id not in held}
    other = desk.ask_seat("swap", say("chart_editing.swap_with"), without=empty | {desk.id})
    return (edits.SwapPeople(position=desk.id, other=other),) if other else ()


PEOPLE_FORMS: Mapping[str, Callable[[Desk], Edits]] = {"assign": assign, "take_off": take_off, "swap": swap}
"""Forms about the people on a seat, by the name of what they do."""
