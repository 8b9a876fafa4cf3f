"""Structures side by side: what each is like, which is recommended, and a button to choose one."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import OrgPlannerError
from orgplanner.exports.structure_words import (
    difference_lines,
    marked_value,
    option_label,
    part_line,
    refusal_line,
    score_label,
    score_value,
    state_words,
    twin_labels,
    units_of,
)
from orgplanner.plan import Plan
from orgplanner.records.change import SetStructure
from orgplanner.studies.structure_score import Score, ScoreKind
from orgplanner.studies.structures import (
    Proposals,
    StructureOption,
    best_in,
    compare_structures,
    propose_structures,
    times_best,
)
from orgplanner.ui import state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import stated
from orgplanner.ui.wording import escape, month, number, say

MOST_PARTS = 12
"""Parts of a score that are told one by one."""


@st.fragment
def show(plan: Plan) -> None:
    """Show the structures of a plan; they are worked out once for as long as the plan stays the same."""
    st.header(say("structures.panel"))
    try:
        with st.spinner(say("structures.comparing")):
            proposals = state.study(propose_structures, plan)
    except OrgPlannerError as problem:
        st.error(escape(figures.tell(problem, state.language())), icon=":material/error:")
        return
    _show_proposals(plan, proposals)


def _show_proposals(plan: Plan, proposals: Proposals) -> None:
    options = proposals.options
    about = "panel_about" if len(options) > 1 else "panel_about_one"
    st.markdown(say(f"structures.{about}", count=len(options), month=month(plan.month)))
    if plan.company.chart.edits:
        st.markdown(f":material/edit: {say('structures.panel_edits')}")
    if len(options) > 1:
        st.markdown(say("structures.best_legend"))
    with st.grid(columns="auto", min_column_width=330, key="structure-cards"):
        for option in options:
            _card(proposals, option)
    with st.expander(say("structures.as_table"), icon=":material/table:", key="structures-table"):
        rows = _rows(proposals)
        st.dataframe(rows, hide_index=True, key="structures-rows", alt=say("structures.table_alt"))
    _refusals(plan, proposals)


def _card(proposals: Proposals, option: StructureOption) -> None:
    """Show one structure: why, its scores, against the chosen one, and the button."""
    language = state.language()
    key = f"structure-{option.id or 'own'}"
    with st.container(border=True, key=key):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key}-head"):
            st.markdown(f"**{escape(option_label(option, language))}**", width="content")
            if option.recommended:
                st.badge(say("structures.recommended"), icon=":material/star:", color="green")
            if option.chosen:
                st.badge(say("structures.chosen"), icon=":material/check:", color="blue")
        st.markdown(stated(option.plan.phase, option.reason))
        st.markdown(escape(units_of(option, language)))
        twins = twin_labels(option, language)
        if twins:
            st.markdown(escape(say("structures.same_as", labels=twins)))
        st.markdown("\n".join(f"- {line}" for line in _score_lines(proposals, option)))
        for line in _against(proposals, option):
            st.markdown(escape(line))
        with st.container(horizontal=True, gap="small", key=f"{key}-foot"):
            _opened(option, key)
            _choose(option, key)


def _score_lines(proposals: Proposals, option: StructureOption) -> list[str]:
    language = state.language()
    lines = []
    for score in option.scores:
        best = any(option is other for other in best_in(proposals.options, score.kind))
        value = escape(marked_value(score, language, best=best))
        lines.append(f"{escape(score_label(score.kind, language))}: **{value}**")
    if len(proposals.options) > 1:
        count = times_best(proposals.options)[option.id]
        lines.append(say("structures.times_best", count=count, scores=len(ScoreKind)))
    return lines


def _against(proposals: Proposals, option: StructureOption) -> tuple[str, ...]:
    """Say in what a structure is better and worse than the chosen one, or than the recommended one."""
    reference = proposals.chosen or proposals.options[0]
    if option is reference:
        return ()
    other = say(f"structures.the_{'chosen' if reference.chosen else 'recommended'}")
    return difference_lines(compare_structures(option, reference), other, state.language())


def _opened(option: StructureOption, key: str) -> None:
    """Offer the parts of every score."""
    if st.button(say("structures.opened"), icon=":material/functions:", key=f"{key}-parts"):
        title = escape(option_label(option, state.language()))
        st.dialog(title, width="large", icon=":material/functions:")(_show_parts)(option, key)


def _show_parts(option: StructureOption, key: str) -> None:
    for score in option.scores:
        _score(option, score, f"{key}-{score.kind.value}")


def _score(option: StructureOption, score: Score, key: str) -> None:
    """Show what a score says, its value and its parts; assumptions that it rests on can be opened."""
    language = state.language()
    with st.container(border=True, key=key, gap="xsmall"):
        label, value = score_label(score.kind, language), score_value(score, language)
        st.markdown(f"**{escape(label)}: {escape(value)}**")
        st.markdown(escape(say(f"structures.about_{score.kind.value}")))
        lines = [escape(part_line(option.plan, part, language)) for part in score.parts[:MOST_PARTS]]
        if len(score.parts) > MOST_PARTS:
            lines.append(say("structures.more_parts", count=len(score.parts) - MOST_PARTS))
        st.markdown("\n".join(f"- {line}" for line in lines))
        for id in score.assumptions:
            label = figures.label_of(option.plan, id, language)
            why(id, key=f"{key}-why-{id}", label=escape(label), inside_dialog=True)


def _choose(option: StructureOption, key: str) -> None:
    if option.chosen:
        return
    name = "choose_own" if option.recommended else "choose"
    label = escape(option_label(option, state.language()))
    if st.button(say(f"structures.{name}"), icon=":material/check_circle:", key=f"{key}-choose", help=label):
        state.change(SetStructure(structure=option.id))
        st.rerun()


def _rows(proposals: Proposals) -> list[dict[str, str]]:
    """Return the structures as rows of a table."""
    language, counts = state.language(), times_best(proposals.options)
    best = {kind: best_in(proposals.options, kind) for kind in ScoreKind}
    return [
        {
            say("structures.column_structure"): option_label(option, language),
            say("structures.column_state"): state_words(option, language),
            say("structures.column_positions"): number(len(option.plan.team_positions), 0),
            say("structures.column_best"): number(counts[option.id], 0),
        }
        | {
            score_label(score.kind, language): marked_value(
                score, language, best=any(option is other for other in best[score.kind])
            )
            for score in option.scores
        }
        for option in proposals.options
    ]


def _refusals(plan: Plan, proposals: Proposals) -> None:
    """List the structures that the team cannot carry, with what they would need."""
    if not proposals.refused:
        return
    title = say("structures.refused_title", count=len(proposals.refused))
    with st.expander(title, icon=":material/block:", key="structures-refused", expanded=len(proposals.options) == 1):
        for refusal in proposals.refused:
            label, reason = refusal.label.say(state.language()), refusal_line(plan, refusal, state.language())
            st.markdown(f"- **{escape(label)}**: {escape(reason)}")
        for id in dict.fromkeys(refusal.assumption for refusal in proposals.refused):
            if id is not None:
                label = figures.label_of(plan, id, state.language())
                why(id, key=f"structures-why-{id}", label=escape(label))
