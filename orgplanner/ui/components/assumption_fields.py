"""A few assumptions where they matter: each a number that is changed at once, with its grade and its way back."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from orgplanner.advice import figures
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.change import ResetAssumption, SetAssumption
from orgplanner.records.quantity import Assumption
from orgplanner.ui import state
from orgplanner.ui.components.cells import as_percent, as_ratio
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import escape, say
from orgplanner.units import Unit

FURTHEST = 100.0
"""How many times the upper end of its range a number may be here; shares end at the whole."""

SMALLEST = 0.01
"""Lowest number where zero makes no sense."""


def show(labels: Mapping[str, str], *, key: str) -> None:
    """Show a number for each assumption that the plan has.

    Args:
        labels: labels with units, by the assumptions' ids.
        key: key of the fields, unique on the page.
    """
    assumptions = state.plan().assumptions
    with st.grid(columns="auto", min_column_width=250, key=key):
        for id, label in labels.items():
            if id in assumptions:
                with st.container(gap="xsmall", key=f"{key}-{id}"):
                    _field(assumptions[id], label, f"{key}-{id}-value")


def default_of(name: str, catalogue: Catalogue) -> str:
    """Return what counts where a field stays empty, as a placeholder; nothing where the data name no default."""
    problem = state.planning_problem()
    if problem is None and name in (assumptions := state.plan().assumptions):
        quantity = assumptions[name].quantity
    else:
        found = next((a.quantity for a in catalogue.assumptions if a.id == name), None)
        if found is None:
            return ""
        quantity = found
    return say("customers.default_is", value=figures.bare(quantity.value, quantity.unit, state.language()))


def _field(assumption: Assumption, label: str, stem: str) -> None:
    quantity, default = assumption.quantity, assumption.default
    is_ratio = quantity.unit in (Unit.RATIO, Unit.RATIO_PER_YEAR)
    low, high = default.range
    key = f"{stem}-{state.revision()}-{quantity.value}"

    def take_over() -> None:
        told = state.widget(key)
        value = default.value if told is None else as_ratio(told) if is_ratio else told
        reset = ResetAssumption(id=assumption.id)
        state.change(reset if value == default.value else SetAssumption(id=assumption.id, value=value))

    ends = [figures.written(end, quantity.unit, state.language()) for end in (low, high)]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", wrap=False):
        st.number_input(
            label,
            min_value=SMALLEST if low > 0 else 0.0,
            max_value=100.0 if is_ratio else FURTHEST * high,
            value=as_percent(quantity.value) if is_ratio else quantity.value,
            format="%.6g",
            key=key,
            on_change=take_over,
        )
        why(assumption.id, key=f"{stem}-why")
    grade = escape(figures.grade_of(quantity.grade, state.language()))
    span = say("customers.plausible", low=escape(ends[0]), high=escape(ends[1]))
    st.markdown(f"{_given(assumption)} · {span} · {grade}")
    if not low <= quantity.value <= high:
        outside = say("assumptions.outside", low=escape(ends[0]), high=escape(ends[1]))
        st.warning(outside, icon=":material/warning:")


def _given(assumption: Assumption) -> str:
    """Say whether the number is the default, or what the default is."""
    if not assumption.is_changed:
        return say("customers.as_default")
    default = assumption.default
    value = figures.written(default.value, default.unit, state.language())
    return escape(say("customers.default_is", value=value))
