"""The example companies, one card each."""

from __future__ import annotations

import streamlit as st

from orgplanner import i18n
from orgplanner.records.company import Company
from orgplanner.ui import state
from orgplanner.ui.components import company_opening
from orgplanner.ui.wording import escape, number, say, text


def show() -> None:
    """Show what each example is and shows, with a button that opens it."""
    order = {phase.id: place for place, phase in enumerate(state.phases())}
    examples = sorted(state.examples().items(), key=lambda item: order.get(item[1].phase, len(order)))
    with st.grid(columns=3, min_column_width=260, key="examples"):
        for name, company in examples:
            with st.container(border=True, height="stretch", key=f"example-{name}"):
                _card(name, company)


def _card(name: str, company: Company) -> None:
    labels = {phase.id: text(phase.definition.label) for phase in state.phases()}
    st.markdown(f"**{escape(company.name)}**")
    facts = say(
        "start.example_facts",
        phase=escape(labels.get(company.phase, company.phase)),
        accounts=number(sum(s.accounts for s in company.segments), 0),
        people=number(len(company.roster), 0),
    )
    st.markdown(facts)
    shows = f"start.example_{name}"
    if shows in i18n.catalogue():
        st.markdown(say(shows))
    if name == state.company_name():
        st.markdown(f":material/check: {say('start.open_now')}")
    st.space("stretch")
    company_opening.offer(say("start.open_example"), company, name, key=f"open-{name}")
