"""Every number that somebody may argue with: found, read, changed, put back."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice import figures
from orgplanner.plan import Plan
from orgplanner.records.change import ResetAssumption, SetAssumption
from orgplanner.records.quantity import Assumption
from orgplanner.ui import state
from orgplanner.ui.components.cells import as_percent, as_ratio
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import escape, say, text
from orgplanner.units import Unit

ALL = "all"
CHOICE = "assumption-choice"


def show() -> None:
    """Show the filters, the register and a panel for the assumption that is chosen."""
    plan = state.plan()
    found = _filtered(plan)
    if not found:
        st.info(say("editor.nothing_matches"), icon=":material/search_off:")
        return
    st.markdown(say("assumptions.count", shown=len(found), all=len(plan.assumptions), own=_own(plan)))
    ids = [assumption.id for assumption in found]
    key = f"assumption-rows-{state.language()}-{hash(tuple(ids))}"
    st.dataframe(
        [_row(plan, assumption) for assumption in found],
        hide_index=True,
        height=420,
        on_select=lambda: _choose(key, ids),
        selection_mode="single-row",
        key=key,
        alt=say("assumptions.table_alt"),
        column_config={say("assumptions.name"): st.column_config.TextColumn(pinned=True, width=240)},
    )
    _panel(plan, ids)


def _own(plan: Plan) -> int:
    return len([a for a in plan.assumptions if a.given_by != "default"])


def _filtered(plan: Plan) -> tuple[Assumption, ...]:
    """Show search, group and `changed only`, and return the assumptions that pass."""
    groups = dict.fromkeys(assumption.group for assumption in plan.assumptions)
    labels = {ALL: say("assumptions.all_groups"), **{group: group_label(group) for group in groups}}
    words, group, changed = st.columns([3, 3, 2], vertical_alignment="bottom")
    wanted = words.text_input(
        say("assumptions.search"), placeholder=say("assumptions.search_example"), key="assumption-search"
    )
    chosen = group.selectbox(
        say("assumptions.group"), list(labels), format_func=lambda id: labels.get(id, id), key="assumption-group"
    )
    only = changed.toggle(say("assumptions.changed_only"), key="assumption-changed")
    return matching(plan, wanted or "", None if chosen == ALL else chosen, only, state.language())


def matching(plan: Plan, wanted: str, group: str | None, changed_only: bool, language: str) -> tuple[Assumption, ...]:
    """Return the assumptions of a group whose name, id or source holds every word."""
    needles = wanted.casefold().split()

    def fits(assumption: Assumption) -> bool:
        if (group is not None and assumption.group != group) or (changed_only and assumption.given_by == "default"):
            return False
        label = figures.label_of(plan, assumption.id, language)
        source = figures.source_of(plan, assumption.quantity.source, language)
        haystack = f"{label} {assumption.id} {source} {group_label(assumption.group)}".casefold()
        return all(needle in haystack for needle in needles)

    return tuple(assumption for assumption in plan.assumptions if fits(assumption))


def group_label(group: str) -> str:
    """Return what a group of assumptions is called."""
    return say(f"assumption_group.{group}")


def _row(plan: Plan, assumption: Assumption) -> dict[str, str]:
    """Return an assumption as a row of words."""
    language, quantity = state.language(), assumption.quantity
    low, high = (figures.written(v, quantity.unit, language) for v in assumption.default.range)
    return {
        say("assumptions.name"): figures.label_of(plan, assumption.id, language),
        say("assumptions.value"): figures.written(quantity.value, quantity.unit, language),
        say("assumptions.state"): _state(assumption),
        say("assumptions.range"): say("assumptions.from_to", low=low, high=high),
        say("assumptions.grade"): figures.grade_of(quantity.grade, language),
        say("assumptions.source"): figures.source_of(plan, quantity.source, language),
        say("assumptions.group"): group_label(assumption.group),
        say("assumptions.id"): assumption.id,
    }


def _state(assumption: Assumption) -> str:
    """Return whether the number is the default, changed or confirmed."""
    if assumption.given_by == "company":
        return say("assumptions.state_company")
    if assumption.given_by == "override":
        return say("assumptions.state_changed" if assumption.is_changed else "assumptions.state_confirmed")
    return say("assumptions.state_default")


def _choose(key: str, ids: list[str]) -> None:
    """Open the assumption whose row was chosen."""
    rows = (state.widget(key) or {}).get("selection", {}).get("rows", [])
    if rows:
        state.set_widget(CHOICE, ids[rows[0]])


def _panel(plan: Plan, ids: list[str]) -> None:
    """Show one assumption with everything that is known about it, and let the user change it."""
    language = state.language()
    labels = {id: figures.label_of(plan, id, language) for id in ids}
    chosen = st.selectbox(
        say("assumptions.choose"),
        ids,
        index=None,
        format_func=lambda id: labels.get(id, id),
        placeholder=say("assumptions.choose_one"),
        key=CHOICE,
    )
    if chosen is None:
        return
    assumption = plan.assumptions[chosen]
    with st.container(border=True, key="assumption-panel"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f"**{escape(labels[chosen])}** ({_state(assumption)})", width="content")
            why(chosen, key=f"why-{chosen}")
        for words in (assumption.description, assumption.quantity.note):
            if words is not None:
                st.markdown(escape(text(words)))
        _change(assumption)


def _change(assumption: Assumption) -> None:
    """Show the fields of a change; out of the range warns and does not forbid."""
    language, quantity = state.language(), assumption.quantity
    is_ratio = quantity.unit in (Unit.RATIO, Unit.RATIO_PER_YEAR)
    stem = f"assumption-{assumption.id}-{state.revision()}-{quantity.value}"
    value, reason = st.columns([1, 2])
    told = value.number_input(
        say("assumptions.new_value_percent") if is_ratio else say("assumptions.new_value"),
        value=as_percent(quantity.value) if is_ratio else quantity.value,
        min_value=0.0,
        format="%.6g",
        key=f"{stem}-value",
    )
    words = reason.text_input(
        say("assumptions.reason"),
        assumption.reason or "",
        max_chars=500,
        placeholder=say("assumptions.reason_example"),
        key=f"{stem}-reason",
    )
    new = as_ratio(told) if is_ratio else told
    low, high = assumption.default.range
    if not low <= new <= high:
        ends = [escape(figures.written(v, quantity.unit, language)) for v in (low, high)]
        st.warning(say("assumptions.outside", low=ends[0], high=ends[1]), icon=":material/warning:")
    with st.container(horizontal=True):
        if st.button(say("editor.apply"), icon=":material/check:", key=f"{stem}-apply"):
            state.change(SetAssumption(id=assumption.id, value=new, reason=words.strip() or None))
            st.rerun()
        if assumption.id in state.company().assumptions:
            default = escape(figures.written(assumption.default.value, quantity.unit, language))
            if st.button(say("assumptions.reset", value=default), icon=":material/restart_alt:", key=f"{stem}-reset"):
                state.change(ResetAssumption(id=assumption.id))
                st.rerun()
