"""The role that the page speaks of: which one, what the phase says of it and who says so."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice.crossings import external_people, outsourcing
from orgplanner.plan import Plan
from orgplanner.records.phase import SourceAdvice
from orgplanner.ui import state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import role_label, source_word, stated
from orgplanner.ui.components.position_detail import advice_words
from orgplanner.ui.wording import number, percent, say


def roles_to_decide(plan: Plan) -> tuple[str, ...]:
    """Return the roles whose source can be chosen: leads and the head stay with the team."""
    definition = plan.phase.definition
    return tuple(r for r in plan.phase.role_ids if r not in (definition.head_role, definition.lead_role))


def key_of(plan: Plan) -> str:
    """Return the key of the choice of the role."""
    return f"sourcing-role-{plan.phase.id}"


def choose(plan: Plan) -> str | None:
    """Let the reader choose a role; the one that answers questions comes first, since its work goes outside most."""
    roles = roles_to_decide(plan)
    if not roles:
        return None
    ticket_role = plan.phase.definition.ticket_role
    state.start_widget(key_of(plan), ticket_role if ticket_role in roles else roles[0])
    labels = {role: role_label(plan.phase, role) for role in roles}
    chosen: str = st.selectbox(
        say("sourcing.role"), roles, format_func=lambda id: labels.get(id, id), key=key_of(plan), width=440
    )
    return chosen


def show_advice(plan: Plan, role: str) -> None:
    """Show what the phase says of a role, with reasons and sources; the two facts about the outside stand apart."""
    sourcing = plan.sourcing.of(role)
    with st.container(border=True, key="sourcing-advice"):
        facts, reasons = st.columns(2, gap="medium")
        with facts:
            st.markdown(f"**{say('sourcing.facts_title')}**")
            st.markdown(_fact("external", external_people(plan, role)))
            st.markdown(_fact("outsourcing", outsourcing(plan, role)))
            share = percent(sourcing.share)
            by = say("sourcing.by_rule" if sourcing.by_rule else "sourcing.by_advice")
            st.markdown(say("sourcing.taken", source=source_word(sourcing.taken), share=share, by=by))
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.markdown(say("sourcing.mean_hours", hours=number(sourcing.hours, 0)), width="content")
                why(f"demand.hours[{role},{plan.month}]", key=f"sourcing-why-{role}")
        with reasons:
            st.markdown(f"**{say('sourcing.reasons_title')}**")
            st.markdown("\n".join(f"1. {advice_words(plan, a)}" for a in sourcing.advised))
            area = plan.phase.definition_of(role).area
            said = next((a for a in plan.phase.definition.areas if a.area == area), None)
            if said is not None:
                st.markdown(say("sourcing.area_says", words=stated(plan.phase, said.sourcing)))
    if sourcing.deviates and sourcing.hours > 0:
        st.warning(say("sourcing.deviates", source=source_word(sourcing.taken)), icon=":material/warning:")


def _fact(name: str, advice: SourceAdvice | None) -> str:
    """Return one of the two facts about the outside, with a symbol and in words."""
    icon = "check_circle" if advice is not None else "remove"
    answer = say(f"sourcing.fact_{name}_{'said' if advice is not None else 'unsaid'}")
    return f":material/{icon}: **{say(f'sourcing.fact_{name}')}** – {answer}"
