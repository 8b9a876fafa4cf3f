"""What a phase asks for: area by area, role by role."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.phase import AreaAdvice, PhaseRole
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import listed, role_label, stated
from orgplanner.ui.components.position_detail import advice_words
from orgplanner.ui.wording import escape, number, say, text


def show_areas(plan: Plan) -> None:
    """Show what each area of work looks like in the phase."""
    st.markdown(say("phase.areas_about"))
    with st.grid(columns="auto", min_column_width=330, key="phase-areas"):
        for advice in plan.phase.definition.areas:
            with st.container(border=True, height="stretch", key=f"phase-area-{advice.area}"):
                _area(plan, advice)


def _area(plan: Plan, advice: AreaAdvice) -> None:
    area = next(a for a in plan.phase.catalogue.areas if a.id == advice.area)
    st.subheader(escape(text(area.label)))
    st.markdown(listed(plan.phase, say("phase.duties"), advice.duties))
    st.markdown(listed(plan.phase, say("phase.skill"), (advice.skill,)))
    st.markdown(listed(plan.phase, say("phase.inside_or_outside"), (advice.sourcing,)))
    roles = [r for r in plan.phase.definition.roles if plan.phase.definition_of(r.role).area == advice.area]
    lines = (_role_line(plan, role) for role in roles)
    st.markdown("\n".join([f"**{say('phase.roles_here')}**", "", *(f"- {line}" for line in lines)]))


def _role_line(plan: Plan, role: PhaseRole) -> str:
    label = escape(role_label(plan.phase, role.role))
    return say("phase.role_line", role=label, presence=say(f"phase.presence_{role.presence.value}"))


def show_roles(plan: Plan) -> None:
    """Show every role of the phase: what it does, asks for, is measured by, and how it may be filled."""
    st.markdown(say("phase.roles_about"))
    for role in plan.phase.definition.roles:
        gap = next(g for g in plan.gaps.roles if g.role == role.role)
        label = escape(role_label(plan.phase, role.role))
        presence = say(f"phase.presence_{role.presence.value}")
        needed = say("phase.role_needed", count=gap.positions, fte=number(gap.required_fte, 2))
        with st.expander(
            say("phase.role_title", role=label, presence=presence, needed=needed), key=f"phase-role-{role.role}"
        ):
            _role(plan, role)


def _role(plan: Plan, role: PhaseRole) -> None:
    st.markdown(stated(plan.phase, plan.phase.definition_of(role.role).mission))
    if role.lifecycle_stages:
        stages = say("org_chart.between").join(say(f"phase.lifecycle_{s.value}") for s in role.lifecycle_stages)
        st.markdown(say("phase.lifecycle", stages=stages))
    with st.container(horizontal=True):
        why(f"staffing.steady_fte[{role.role},{plan.month}]", key=f"phase-fte-{role.role}", label=say("phase.why_fte"))
        why(f"staffing.positions[{role.role}]", key=f"phase-count-{role.role}", label=say("phase.why_positions"))
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(listed(plan.phase, say("phase.duties"), role.duties))
        st.markdown(listed(plan.phase, say("phase.kpis"), role.kpis))
        advice = (f"1. {advice_words(plan, a)}" for a in role.sources)
        st.markdown("\n".join([f"**{say('phase.sources')}**", "", *advice]))
    with right:
        _skills(plan, role)


def _skills(plan: Plan, role: PhaseRole) -> None:
    """Show the skills asked for with their levels, and that the levels are judgement."""
    st.markdown(f"**{say('phase.skills')}**")
    labels = {s.id: text(s.label) for s in plan.phase.catalogue.skills}
    levels = {level.level: text(level.label) for level in plan.phase.catalogue.skill_levels}
    rows = [
        {
            say("phase.column_skill"): labels[s.skill],
            say("phase.column_level"): say("phase.level", level=s.level, words=levels[s.level]),
            say("phase.column_source"): source_short(plan, s.source),
        }
        for s in role.skills
    ]
    st.dataframe(rows, hide_index=True, key=f"phase-skills-{role.role}", alt=say("phase.skills"))
    st.markdown(say("phase.levels_are_judgement"))


def source_short(plan: Plan, key: str) -> str:
    """Return author and year of a source as plain text."""
    if key == "judgement":
        return say("phase.judgement")
    found = next((s for s in plan.phase.catalogue.sources if s.id == key), None)
    return f"{found.author} {found.year}" if found else key
