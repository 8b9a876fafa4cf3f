"""The ways to serve accounts, and what counts where the customers' table leaves a cell empty."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice import figures
from orgplanner.plan import Plan
from orgplanner.records.catalogue import Catalogue, ServiceModel
from orgplanner.ui import navigation, state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import escape, number, say, text

STANDING_IN = {"customers.churn": "churn_rate", "support.tickets_per_account": "tickets_per_account"}
"""Assumptions that stand in for empty cells, and the columns of these cells."""


def label_of_model(model: ServiceModel) -> str:
    """Return a service model with its accounts per person, so that nobody takes the intensive one for the usual."""
    accounts = number(model.accounts_per_person.value, 0)
    return say("customers.model_option", model=text(model.label), accounts=accounts)


def show(catalogue: Catalogue) -> None:
    """Say what each service model means."""
    with st.grid(columns="auto", min_column_width=260, key="service-models"):
        for model in catalogue.service_models:
            with st.container(border=True, height="stretch", gap="xsmall", key=f"model-{model.id}"):
                low, high = model.accounts_per_person.range
                st.markdown(f"**{escape(label_of_model(model))}**")
                st.markdown(escape(text(model.description.text)))
                st.markdown(say("customers.model_range", low=number(low, 0), high=number(high, 0)))
    st.markdown(say("customers.models_note"))


def show_defaults(plan: Plan) -> None:
    """Say what stands in for empty cells, and that these are defaults."""
    language = state.language()
    with st.container(border=True, key="defaults", gap="xsmall"):
        st.markdown(f"**{escape(say('customers.defaults'))}**")
        for id, column in STANDING_IN.items():
            assumption = plan.assumptions[id]
            value = figures.written(assumption.quantity.value, assumption.quantity.unit, language)
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                words = f"{say(f'customers.{column}')}: **{escape(value)}**"
                grade = figures.grade_of(assumption.quantity.grade, language)
                st.markdown(f"{words} ({escape(grade)})", width="content")
                why(id, key=f"why-{column}")
        st.page_link(navigation.page("assumptions"), label=say("customers.change_defaults"), icon=":material/tune:")
