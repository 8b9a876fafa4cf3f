"""Skills that people lack, and positions that hang on one person."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.gap import SkillGap
from orgplanner.ui.components.seats import seat_name
from orgplanner.ui.wording import escape, say, text

SHOWN = 5
"""Skill gaps and single holders that are told one by one."""


def show(plan: Plan) -> None:
    """Show the widest skill gaps and the positions for which nobody could stand in."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{say('overview.skill_gaps')}**")
        _skill_gaps(plan)
    with right:
        st.markdown(f"**{say('overview.single_holders')}**")
        _single_holders(plan)


def _skill_gaps(plan: Plan) -> None:
    if not any(p.skills for p in plan.company.roster):
        st.markdown(say("overview.skills_unknown"))
        return
    gaps = sorted(plan.gaps.skills, key=lambda g: g.held - g.required)
    if not gaps:
        st.markdown(say("overview.no_skill_gaps"))
        return
    st.markdown("\n".join(f"- {_told(plan, gap)}" for gap in gaps[:SHOWN]))
    if len(gaps) > SHOWN:
        with st.expander(say("overview.all_skill_gaps", count=len(gaps)), icon=":material/table:", key="skill-gaps"):
            rows = [_row(plan, gap) for gap in gaps]
            st.dataframe(rows, hide_index=True, key="skill-gap-rows", alt=say("overview.skill_gaps_alt"))


def _told(plan: Plan, gap: SkillGap) -> str:
    return say(
        "overview.skill_gap",
        person=escape(plan.person(gap.person).name),
        skill=escape(_skill(plan, gap.skill)),
        required=gap.required,
        held=gap.held,
    )


def _row(plan: Plan, gap: SkillGap) -> dict[str, str | int]:
    return {
        say("overview.person"): plan.person(gap.person).name,
        say("overview.seat"): seat_name(plan, plan.position(gap.position)),
        say("overview.skill"): _skill(plan, gap.skill),
        say("overview.level_required"): gap.required,
        say("overview.level_held"): gap.held,
    }


def _skill(plan: Plan, id: str) -> str:
    return next((text(s.label) for s in plan.phase.catalogue.skills if s.id == id), id)


def _single_holders(plan: Plan) -> None:
    single = plan.gaps.single_holders
    if not single:
        st.markdown(say("overview.no_single_holders" if plan.company.roster else "overview.team_unknown"))
        return
    for position, person in single[:SHOWN]:
        seat, name = escape(seat_name(plan, plan.position(position))), escape(plan.person(person).name)
        st.markdown(f"- {say('overview.single_holder', seat=seat, person=name)}")
    if len(single) > SHOWN:
        st.markdown(say("overview.more_holders", count=len(single) - SHOWN))
