"""The form of one lever: what it is expected to save, when, and what it takes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orgplanner.advice import figures
from orgplanner.records.catalogue import LeverKind
from orgplanner.records.change import SetLevers
from orgplanner.records.lever import Lever
from orgplanner.records.quantity import Quantity
from orgplanner.ui import state
from orgplanner.ui.components import checked_entry
from orgplanner.ui.components.cells import as_percent, as_ratio, written
from orgplanner.ui.wording import month, say

SHARES = ("effect", "adoption", "review")

HIGHEST = {"lag_months": 36.0, "build_hours": 100_000.0, "upkeep_hours": 100_000.0}

DEFAULTS = {"review": "review", "lag_months": "lag", "build_hours": "build", "upkeep_hours": "upkeep"}
"""Fields that follow the kind of lever where they are empty, and where the kind has them."""


def show(lever: Lever, kind: LeverKind | None, key: str) -> None:
    """Show the form of a lever and a way to take the lever out."""
    if lever.effect is None:
        st.warning(say("levers.effect_missing"), icon=":material/help:")
    stem = f"{key}-{state.revision()}-{lever.id}"
    with st.form(stem, border=False):
        data = lever.model_dump(mode="json") | _ask(lever, kind, stem)
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-apply"):
            currency = state.company().currency.value
            places = {n: say(f"levers.{n}", currency=currency) for n in data if n not in ("id", "kind")}
            changed = checked_entry.checked(Lever, data, places)
            if changed is not None and checked_entry.make(_with(lever, changed)):
                st.rerun()
    if st.button(say("levers.remove"), icon=":material/delete:", key=f"{stem}-remove"):
        state.change(_with(lever, None))
        st.rerun()


def _with(lever: Lever, changed: Lever | None) -> SetLevers:
    """Return the change that puts another lever, or none, in the place of one."""
    levers = (changed if other.id == lever.id else other for other in state.company().levers)
    return SetLevers(levers=tuple(other for other in levers if other is not None))


def _ask(lever: Lever, kind: LeverKind | None, stem: str) -> dict[str, Any]:
    """Show the fields and return what they say; an empty effect stays not known."""
    told: dict[str, Any] = {}
    with st.grid(columns="auto", min_column_width=220, key=f"{stem}-fields"):
        for field in (*SHARES, *HIGHEST):
            now = getattr(lever, field)
            state.start_widget(f"{stem}-{field}", as_percent(now) if now is not None and field in SHARES else now)
            value = st.number_input(
                say(f"levers.{field}"),
                min_value=0.0,
                max_value=HIGHEST.get(field, 100.0),
                value=None,
                format="%.6g",
                placeholder=_placeholder(field, kind),
                help=say(f"levers.{field}_help"),
                key=f"{stem}-{field}",
            )
            told[field] = as_ratio(value) if value is not None and field in SHARES else value
        told["start"] = _ask_start(lever, stem)
        for field in ("one_off_cost", "monthly_cost"):
            told[field] = st.number_input(
                say(f"levers.{field}", currency=state.company().currency.value),
                min_value=0.0,
                max_value=1e12,
                value=float(getattr(lever, field)),
                step=10_000.0,
                format="%.0f",
                help=say(f"levers.{field}_help"),
                key=f"{stem}-{field}",
            )
        name = st.text_input(
            say("levers.name"), lever.name or "", 200, help=say("levers.name_help"), key=f"{stem}-name"
        )
        told["name"] = written(name)
    return told


def _ask_start(lever: Lever, stem: str) -> str | None:
    """Ask for the month in which the building starts; a month outside the plan stays as it is."""
    months = list(state.company().months)
    if lever.start and lever.start not in months:
        months = sorted([*months, lever.start])
    names = {m: month(m) for m in months}
    told: str | None = st.selectbox(
        say("levers.start"),
        months,
        index=months.index(lever.start) if lever.start else None,
        format_func=lambda m: names.get(m, m),
        placeholder=say("levers.start_first"),
        help=say("levers.start_help"),
        key=f"{stem}-start",
    )
    return told


def _placeholder(field: str, kind: LeverKind | None) -> str:
    """Return what counts where a field stays empty; an effect has no default."""
    if field == "effect":
        return say("levers.not_known")
    if field == "adoption":
        return say("levers.all_of_it")
    if kind is None:
        return ""
    quantity: Quantity = getattr(kind, DEFAULTS[field])
    return say("customers.default_is", value=figures.bare(quantity.value, quantity.unit, state.language()))
