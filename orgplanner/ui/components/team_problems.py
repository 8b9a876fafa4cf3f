"""The problems of the team: which ones there are, and what each changes in the plan."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.catalogue import ProblemEffect, TeamProblem
from orgplanner.records.change import SetProblems
from orgplanner.ui import state
from orgplanner.ui.components.naming import role_labels, stated
from orgplanner.ui.wording import escape, say, text


def show(plan: Plan) -> None:
    """Let the leader name the problems, and say what each of them changes."""
    problems = {p.id: p for p in plan.phase.catalogue.problems}
    labels = {p.id: escape(text(p.label)) for p in problems.values()}
    st.markdown(say("phase.problems_about"))
    chosen = st.pills(
        say("phase.problems_choice"),
        list(problems),
        selection_mode="multi",
        wrap=True,
        default=[id for id in plan.company.problems if id in problems],
        format_func=lambda id: labels[id],
        key=f"phase-problems-{state.revision()}",
    )
    notes = st.text_area(
        say("phase.problem_notes"),
        value=plan.company.problem_notes,
        key=f"phase-problem-notes-{state.revision()}",
        max_chars=5000,
        help=say("phase.problem_notes_help"),
    )
    change = SetProblems(problems=tuple(chosen), notes=notes or "")
    if (change.problems, change.notes) != (plan.company.problems, plan.company.problem_notes):
        state.change(change)
        st.rerun()
    for id in chosen:
        with st.container(border=True, key=f"phase-problem-{id}"):
            _problem(plan, problems[id])
    if not chosen:
        st.info(say("phase.no_problems"))


def _problem(plan: Plan, problem: TeamProblem) -> None:
    st.markdown(f"**{escape(text(problem.label))}** – {stated(plan.phase, problem.description)}")
    st.markdown(say(f"phase.effect_{problem.effect.value}"))
    here = [role for role in problem.roles if role in plan.phase.role_ids]
    if here and problem.effect is ProblemEffect.NONE:
        st.markdown(say("phase.problem_roles", roles=escape(role_labels(plan.phase, here))))
