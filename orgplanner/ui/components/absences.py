"""While people are away: planned leave, of which no reason is kept, and skills that hang on one person."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from orgplanner import i18n
from orgplanner.records.change import SetOptions, SetRoster
from orgplanner.records.company import Absence, Person
from orgplanner.ui import state
from orgplanner.ui.components import checked_entry
from orgplanner.ui.wording import escape, say


@st.fragment
def show() -> None:
    """Show the leaves of everybody, and a form to add one."""
    people = {person.id: person for person in state.company().roster}
    names = {id: person.name for id, person in people.items()}
    st.markdown(say("team.leave_intro"))
    _planned(tuple(people.values()))
    stem = f"leave-{state.revision()}-{sum(len(p.absences) for p in people.values())}"
    with st.form(stem, border=False):
        who, first, last, apply = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
        chosen = who.selectbox(
            say("team.person"),
            list(people),
            index=None,
            format_func=lambda id: names.get(id, id),
            placeholder=say("team.leave_who"),
            key=f"{stem}-person",
        )
        begin = first.date_input(say("team.leave_first"), None, key=f"{stem}-first")
        end = last.date_input(say("team.leave_last"), None, key=f"{stem}-last")
        if apply.form_submit_button(say("team.leave_add"), icon=":material/add:", key=f"{stem}-add"):
            _add(people.get(chosen or ""), begin, end)


def _planned(people: tuple[Person, ...]) -> None:
    """Show each planned leave with a way to take it out, the earliest first."""
    leaves = sorted(((a, person) for person in people for a in person.absences), key=lambda pair: pair[0].first)
    if not leaves:
        st.markdown(say("team.leave_none"))
    for place, (absence, person) in enumerate(leaves):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"leave-row-{place}"):
            begin, end = (i18n.date(day, state.language()) for day in (absence.first, absence.last))
            words = say("team.leave_of", name=escape(person.name), first=escape(begin), last=escape(end))
            st.markdown(words, width="content")
            if st.button(
                say("team.leave_remove"),
                icon=":material/delete:",
                type="tertiary",
                key=f"leave-{state.revision()}-{person.id}-{absence.first}-{absence.last}-remove",
            ):
                kept = tuple(a for a in person.absences if a != absence)
                state.change(SetRoster(roster=with_absences(state.company().roster, person.id, kept)))
                st.rerun()


def _add(person: Person | None, begin: dt.date | None, end: dt.date | None) -> None:
    """Add a leave, or say what is missing; the form keeps what was chosen."""
    if person is None or begin is None or end is None:
        st.error(say("team.leave_incomplete"), icon=":material/error:")
        return
    places = {"first": say("team.leave_first"), "last": say("team.leave_last")}
    absence = checked_entry.checked(Absence, {"first": begin.isoformat(), "last": end.isoformat()}, places)
    if absence is None:
        return
    if any(a.first <= absence.last and absence.first <= a.last for a in person.absences):
        st.error(say("team.leave_overlaps", name=escape(person.name)), icon=":material/error:")
        return
    changed = with_absences(state.company().roster, person.id, (*person.absences, absence))
    if checked_entry.make(SetRoster(roster=changed)):
        st.rerun()


def with_absences(roster: tuple[Person, ...], id: str, absences: tuple[Absence, ...]) -> tuple[Person, ...]:
    """Return the roster with the planned leaves of one person set, the earliest first."""
    ordered = tuple(sorted(absences, key=lambda absence: absence.first))
    return tuple(Person(**{**dict(p), "absences": ordered}) if p.id == id else p for p in roster)


def show_cover_rule() -> None:
    """Show the switch that asks for two people on every skill, and what it means."""
    company, key = state.company(), f"cover-rule-{state.revision()}"

    def take_over() -> None:
        state.change(SetOptions(cover_rule=bool(state.widget(key))))

    st.toggle(say("team.cover_rule"), company.cover_rule, key=key, on_change=take_over)
    st.markdown(say("team.cover_rule_text"))
