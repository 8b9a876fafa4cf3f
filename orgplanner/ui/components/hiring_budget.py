"""The budget: every month alike, some months of their own, and all of them together."""

from __future__ import annotations

import zlib
from typing import Any

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.change import SetBudget
from orgplanner.records.company import Budget
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import state, wording
from orgplanner.ui.components import checked_entry
from orgplanner.ui.wording import say

MOST = 1e13

STEP = 100_000.0


@st.fragment
def show(plan: Plan, outlook: Outlook | None = None) -> None:
    """Show the budget as a form that is applied as one step."""
    budget = plan.company.budget
    st.subheader(say("hiring.budget_title"))
    st.markdown(say("hiring.budget_how"))
    stem = f"hiring-budget-{state.revision()}-{zlib.crc32(str(budget).encode())}"
    with st.form(stem, border=True):
        monthly, total = st.columns(2)
        with monthly:
            each = _amount("monthly", budget.monthly if budget else None, stem)
        with total:
            together = _amount("total", budget.total if budget else None, stem)
        own = _months(plan, budget, stem)
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-apply"):
            _apply(plan, each, together, own)
    if budget is not None and st.button(say("hiring.budget_drop"), icon=":material/delete:", key=f"{stem}-drop"):
        state.change(SetBudget(budget=None))
        st.rerun()


def _amount(name: str, value: float | None, stem: str) -> float | None:
    key = f"{stem}-{name}"
    state.start_widget(key, value)
    told: float | None = st.number_input(
        say(f"hiring.budget_{name}", currency=state.company().currency.value),
        min_value=0.0,
        max_value=MOST,
        value=None,
        step=STEP,
        format="%.0f",
        placeholder=say("hiring.budget_none"),
        help=say(f"hiring.budget_{name}_help"),
        key=key,
    )
    return told


def _months(plan: Plan, budget: Budget | None, stem: str) -> dict[str, float]:
    """Ask for months of their own and return those with an amount."""
    import pandas as pd

    own = budget.by_month if budget else {}
    month, amount = say("hiring.month"), say("hiring.budget_own", currency=plan.company.currency.value)
    frame = pd.DataFrame(
        {
            month: [wording.month(m) for m in plan.months],
            amount: pd.Series([own.get(m) for m in plan.months], dtype="Float64"),
        }
    )
    with st.expander(say("hiring.budget_by_month", count=len(own)), icon=":material/calendar_month:"):
        edited = st.data_editor(
            frame,
            hide_index=True,
            disabled=[month],
            column_config={amount: st.column_config.NumberColumn(min_value=0, max_value=MOST, format="%.0f")},
            placeholder=say("editor.empty_cell"),
            key=f"{stem}-months",
            alt=say("hiring.budget_alt"),
        )
    given = dict(zip(plan.months, edited[amount], strict=True))
    return {m: float(value) for m, value in given.items() if not pd.isna(value)}


def _apply(plan: Plan, each: float | None, together: float | None, own: dict[str, float]) -> None:
    """Set the budget; months outside the plan keep theirs."""
    if each is None:
        if together is not None or own:
            st.error(say("hiring.budget_needs_monthly"), icon=":material/error:")
            return
        state.change(SetBudget(budget=None))
        st.rerun()
    before = plan.company.budget.by_month if plan.company.budget else {}
    kept = {m: amount for m, amount in before.items() if m not in plan.months}
    data: dict[str, Any] = {"monthly": each, "total": together, "by_month": kept | own}
    if checked_entry.make(SetBudget(budget=Budget(**data))):
        st.rerun()
