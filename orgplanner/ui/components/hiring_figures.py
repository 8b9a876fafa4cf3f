"""Ways into the figures of the hiring plan on the page: they are those of the proven plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import wording
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import say

Opened = tuple[tuple[str, str | None], ...]
"""Figures that can be opened: id, and a line that opens it; None for the number of a tile itself."""


def are_open(plan: Plan, outlook: Outlook) -> bool:
    """Tell whether the plan on the page is the proven one: before it is found, a figure would be of another plan."""
    return plan.parts.hiring_found() is outlook.hiring


def opened(plan: Plan, outlook: Outlook, *figures: tuple[str, str | None]) -> Opened:
    """Return the figures of the hiring plan that can be opened now."""
    return figures if are_open(plan, outlook) else ()


def told(plan: Plan, outlook: Outlook, id: str, words: str) -> tuple[tuple[str, ...], Opened]:
    """Return a line of a tile as one that opens a figure, or as plain words as long as it cannot be opened."""
    return ((), ((id, words),)) if are_open(plan, outlook) else ((words,), ())


def show(plan: Plan, outlook: Outlook, labels: Mapping[str, str], *, key: str) -> None:
    """Show ways into figures of the hiring plan, by id with their labels; nothing while the plan is not proven."""
    if not labels or not are_open(plan, outlook):
        return
    with st.container(horizontal=True, gap="small", key=key):
        for id, label in labels.items():
            why(id, key=f"{key}-{id}", label=label)


def choose_month(
    plan: Plan, outlook: Outlook, labels_of: Callable[[str], Mapping[str, str]], *, first: str, key: str
) -> None:
    """Let the user choose a month, and show ways into its numbers; nothing while the plan is not proven.

    Args:
        plan: the plan.
        outlook: the hiring plan on the page.
        labels_of: returns the figures of a month by id with their labels.
        first: month that is chosen at first.
        key: key of the choice, unique on the page.
    """
    if not are_open(plan, outlook):
        return
    names = {month: wording.month(month) for month in outlook.months}
    chosen = st.selectbox(
        say("hiring.numbers_of"),
        list(names),
        index=list(names).index(first),
        format_func=lambda month: names.get(month, month),
        key=f"{key}-{outlook.months[0]}-{len(names)}",
        width=320,
    )
    show(plan, outlook, labels_of(chosen if chosen in names else first), key=f"{key}-why")
