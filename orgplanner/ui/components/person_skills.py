"""The skills of one person: a level from 0 to 4, or not known."""

from __future__ import annotations

import streamlit as st

from orgplanner.records.catalogue import Catalogue
from orgplanner.records.change import SetRoster
from orgplanner.records.company import Person
from orgplanner.ui import state
from orgplanner.ui.wording import escape, say, text

NOT_KNOWN = -1
"""Stands for a level that nobody has said; it is no level and is not kept."""


@st.fragment
def show(catalogue: Catalogue) -> None:
    """Show the skills of a person to choose, family by family."""
    people = {person.id: person.name for person in state.company().roster}
    stem = f"skills-{state.revision()}"
    first, second = st.columns(2)
    chosen = first.selectbox(
        say("team.person"), list(people), format_func=lambda id: people.get(id, id), key=f"{stem}-person"
    )
    families = {family.id: text(family.label) for family in catalogue.skill_families}
    family = second.selectbox(
        say("team.skill_family"), list(families), format_func=lambda id: families.get(id, id), key=f"{stem}-family"
    )
    person = next((p for p in state.company().roster if p.id == chosen), None)
    if person is None:
        return
    known = say("team.skills_known", count=len(person.skills), all=len(catalogue.skills))
    st.markdown(known if person.skills else say("team.skills_not_known"))
    levels = {level.level: f"{level.level} {text(level.label)}" for level in catalogue.skill_levels}
    levels = {NOT_KNOWN: say("team.not_known"), **levels}
    with st.form(f"{stem}-{chosen}-{family}", border=False):
        told = _levels(catalogue, person, str(family), levels, f"{stem}-{chosen}")
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-{chosen}-{family}-apply"):
            state.change(SetRoster(roster=with_skills(state.company().roster, person.id, told)))
            st.rerun()


def _levels(catalogue: Catalogue, person: Person, family: str, levels: dict[int, str], stem: str) -> dict[str, int]:
    """Show a choice for each skill of a family and return the levels as chosen."""
    told = {}
    with st.grid(columns="auto", min_column_width=280):
        for skill in (s for s in catalogue.skills if s.family == family):
            level = st.selectbox(
                escape(text(skill.label)),
                list(levels),
                index=list(levels).index(person.skills.get(skill.id, NOT_KNOWN)),
                format_func=lambda level: levels.get(level, str(level)),
                help=escape(text(skill.description.text)),
                key=f"{stem}-{skill.id}",
            )
            told[skill.id] = level
    return told


def with_skills(roster: tuple[Person, ...], id: str, told: dict[str, int]) -> tuple[Person, ...]:
    """Return the roster with the levels of one person set; a level that is not known is taken out."""
    return tuple(_told(person, told) if person.id == id else person for person in roster)


def _told(person: Person, told: dict[str, int]) -> Person:
    fields = {name: getattr(person, name) for name in Person.model_fields}
    merged = {skill: level for skill, level in {**person.skills, **told}.items() if level != NOT_KNOWN}
    return Person(**{**fields, "skills": merged})
