"""Inside or outside: what the phase advises for each role, what the plan takes, and the company's own rule."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.change import SetSourcing
from orgplanner.records.company import SourcingRule
from orgplanner.ui import state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import joined, role_label, source_word, stated
from orgplanner.ui.components.position_detail import advice_words
from orgplanner.ui.wording import number, percent, say


def show(plan: Plan) -> None:
    """Show the sources of all roles, and let the company set its own rule for one."""
    st.markdown(say("phase.sourcing_about"))
    st.dataframe(_rows(plan), hide_index=True, key="phase-sourcing", alt=say("phase.sourcing_alt"))
    definition = plan.phase.definition
    roles = [r for r in plan.phase.role_ids if r not in (definition.head_role, definition.lead_role)]
    if not roles:
        return
    labels = {role: role_label(plan.phase, role) for role in roles}
    role = st.selectbox(
        say("phase.sourcing_role"), roles, format_func=lambda id: labels[id], key=f"sourcing-role-{plan.phase.id}"
    )
    advice, rule = st.columns(2, gap="medium")
    with advice, st.container(border=True, key="sourcing-advice"):
        _advice(plan, role)
    with rule, st.container(border=True, key="sourcing-rule"):
        _rule(plan, role)


def _rows(plan: Plan) -> list[dict[str, str]]:
    return [
        {
            say("phase.column_role"): role_label(plan.phase, s.role),
            say("phase.column_advised"): joined(source_word(a.source) for a in s.advised),
            say("phase.column_taken"): source_word(s.taken),
            say("phase.column_share"): percent(s.share),
            say("phase.column_by"): say("phase.by_rule" if s.by_rule else "phase.by_advice"),
            say("phase.column_judged"): say("phase.deviates" if s.deviates else "phase.follows"),
            say("phase.column_reason"): _reason(plan, s.role),
        }
        for s in plan.sourcing.roles
    ]


def _reason(plan: Plan, role: str) -> str:
    rule = plan.company.sourcing.get(role)
    return (rule.reason or "") if rule else ""


def _advice(plan: Plan, role: str) -> None:
    sourcing = plan.sourcing.of(role)
    st.markdown(f"**{say('phase.advice_title')}**")
    st.markdown("\n".join(f"1. {advice_words(plan, a)}" for a in sourcing.advised))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(say("phase.mean_hours", hours=number(sourcing.hours, 0)), width="content")
        why(f"demand.hours[{role},{plan.month}]", key=f"sourcing-why-{role}")
    st.markdown(say("phase.taken", source=source_word(sourcing.taken)))


def _rule(plan: Plan, role: str) -> None:
    """Edit the company's own rule of one role; a source that the phase does not advise is warned of."""
    own = plan.company.sourcing.get(role)
    key = f"{role}-{state.revision()}-{'own' if own else 'advice'}"
    st.markdown(f"**{say('phase.rule_title')}**")
    sources = list(SourceKind)
    words = {s: source_word(s) for s in sources}
    source = st.selectbox(
        say("phase.rule_source"),
        sources,
        index=sources.index(own.source) if own else None,
        format_func=lambda s: words[s],
        placeholder=say("phase.rule_none"),
        key=f"sourcing-source-{key}",
    )
    if source is None:
        return
    share = 1.0
    if source in NOT_ON_TEAM:
        share = st.slider(
            say("phase.rule_share"),
            min_value=0.05,
            max_value=1.0,
            value=max(0.05, own.share) if own else 1.0,
            step=0.05,
            format="percent",
            key=f"sourcing-share-{key}",
        )
    reason = st.text_input(
        say("phase.rule_reason"), value=(own.reason or "") if own else "", max_chars=500, key=f"sourcing-reason-{key}"
    )
    _warn(plan, role, source)
    rule = SourcingRule(source=source, share=share, reason=reason or None)
    with st.container(horizontal=True):
        taken = st.button(
            say("phase.rule_set"), icon=":material/check:", key=f"sourcing-set-{role}", disabled=rule == own
        )
        dropped = st.button(say("phase.rule_drop"), key=f"sourcing-drop-{role}", disabled=own is None)
    if taken or dropped:
        state.change(SetSourcing(role=role, rule=rule if taken else None))
        st.rerun()


def _warn(plan: Plan, role: str, source: SourceKind) -> None:
    """Warn where the phase does not advise a source, with its reason for keeping the role inside."""
    sourcing = plan.sourcing.of(role)
    if any(a.source is source for a in sourcing.advised):
        return
    st.warning(say("phase.warn_deviation", source=source_word(source)), icon=":material/warning:")
    if sourcing.kept_inside is not None:
        st.markdown(say("phase.kept_inside", reason=stated(plan.phase, sourcing.kept_inside.reason)))
