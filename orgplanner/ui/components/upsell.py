"""Upsell and cross-sell: whether there is something to sell, and how a target becomes hours."""

from __future__ import annotations

import streamlit as st

from orgplanner.records.change import SetOptions
from orgplanner.ui import navigation, state
from orgplanner.ui.components import assumption_fields
from orgplanner.ui.wording import escape, percent, say

NUMBERS = ("deal_size", "hours_per_deal", "sales_share")
"""Assumptions that lead from a target to hours."""


@st.fragment
def show() -> None:
    """Show the switch and, where there is something to sell, what a deal is and takes."""
    company, key = state.company(), f"several-plans-{state.revision()}"

    def take_over() -> None:
        state.change(SetOptions(several_plans=bool(state.widget(key))))

    st.toggle(
        say("customers.several_plans"),
        company.several_plans,
        help=say("customers.several_plans_help"),
        key=key,
        on_change=take_over,
    )
    if not company.several_plans:
        st.markdown(say("customers.several_plans_off"))
        return
    st.markdown(say("customers.upsell_how"))
    targets = [(s.name or s.id, s.upsell_target) for s in company.segments if s.upsell_target]
    if targets:
        lines = [f"- {escape(name)}: {say('customers.upsell_a_year', share=percent(t, 1))}" for name, t in targets]
        st.markdown("\n".join(lines))
    else:
        st.info(say("customers.upsell_none"), icon=":material/info:")
    assumption_fields.show({f"expansion.{n}": say(f"customers.{n}") for n in NUMBERS}, key="upsell-numbers")
    st.page_link(navigation.page("assumptions"), label=say("customers.change_defaults"), icon=":material/tune:")
