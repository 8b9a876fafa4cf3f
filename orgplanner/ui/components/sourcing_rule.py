"""The company's own rule for a role: source, share, reason; a deviation from the phase warns and is allowed."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM, OUTSIDE, SourceKind
from orgplanner.records.change import SetSourcing
from orgplanner.records.company import SourcingRule
from orgplanner.ui import state
from orgplanner.ui.components import checked_entry, sourcing_law
from orgplanner.ui.components.naming import source_word, stated
from orgplanner.ui.components.sourcing_words import advice_for, advice_word
from orgplanner.ui.wording import escape, percent, say

LEAST_SHARE = 0.05
"""Smallest share of a role's work that a rule gives to a source."""


def show(plan: Plan, role: str) -> None:
    """Edit the company's own rule of one role; a source that the phase does not advise is warned of."""
    st.header(say("sourcing.rule_title"), anchor=False)
    st.markdown(say("sourcing.rule_how"))
    own = plan.company.sourcing.get(role)
    if own is not None:
        _kept(own)
    key = f"{role}-{state.revision()}-{'own' if own else 'advice'}"
    with st.container(border=True, key="sourcing-rule"):
        source = _ask_source(plan, role, own, key)
        if source is None:
            return
        share = _ask_share(own, key) if source in NOT_ON_TEAM else 1.0
        reason = st.text_input(
            say("sourcing.rule_reason"), (own.reason or "") if own else "", 500, key=f"sourcing-reason-{key}"
        )
        _warn(plan, role, source)
        rule = SourcingRule(source=source, share=share, reason=reason or None)
        with st.container(horizontal=True):
            label, key_of_set = say("sourcing.rule_set"), f"sourcing-set-{role}"
            taken = st.button(label, icon=":material/check:", key=key_of_set, disabled=rule == own)
            dropped = st.button(say("sourcing.rule_drop"), key=f"sourcing-drop-{role}", disabled=own is None)
    if (taken or dropped) and checked_entry.make(SetSourcing(role=role, rule=rule if taken else None)):
        st.rerun()
    if source in OUTSIDE:
        label = say("sourcing.law_of_rule", source=source_word(source))
        with st.expander(label, icon=":material/gavel:", key=f"sourcing-rule-law-{source.value}"):
            sourcing_law.show_checks(plan, source, key="rule")


def _kept(own: SourcingRule) -> None:
    """Show the rule that is kept, with its reason."""
    reason = escape(own.reason) if own.reason else say("sourcing.rule_no_reason")
    words = say("sourcing.rule_kept", source=source_word(own.source), share=percent(own.share), reason=reason)
    st.markdown(f":material/push_pin: {words}")


def _ask_source(plan: Plan, role: str, own: SourcingRule | None, key: str) -> SourceKind | None:
    sources, advised = list(SourceKind), plan.sourcing.of(role).advised
    words = {
        s: say("sourcing.source_with_advice", source=source_word(s), advice=advice_word(advice_for(advised, s)))
        for s in sources
    }
    chosen: SourceKind | None = st.selectbox(
        say("sourcing.rule_source"),
        sources,
        index=sources.index(own.source) if own else None,
        format_func=lambda s: words[s],
        placeholder=say("sourcing.rule_none"),
        key=f"sourcing-source-{key}",
        width=520,
    )
    return chosen


def _ask_share(own: SourcingRule | None, key: str) -> float:
    return st.slider(
        say("sourcing.rule_share"),
        min_value=LEAST_SHARE,
        max_value=1.0,
        value=max(LEAST_SHARE, own.share) if own else 1.0,
        step=0.05,
        format="percent",
        key=f"sourcing-share-{key}",
        width=520,
    )


def _warn(plan: Plan, role: str, source: SourceKind) -> None:
    """Warn where the phase does not advise a source, with its reason for keeping the role inside."""
    sourcing = plan.sourcing.of(role)
    if advice_for(sourcing.advised, source) is not None:
        return
    reason = stated(plan.phase, (sourcing.kept_inside or sourcing.advised[0]).reason)
    told = say("sourcing.warn_deviation", source=source_word(source), reason=reason)
    st.warning(told, icon=":material/warning:")
