"""Any number opened: how it is computed, from what, how sure each part is and who says so."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.figure import Figure, Origin, Term
from orgplanner.records.quantity import Assumption
from orgplanner.ui import navigation, state
from orgplanner.ui.wording import escape, say, text

SHOWN_STEPS = 3
"""Steps of the path that are shown beside its start: a long path would push the number off the page."""

SHOWN_TERMS = 12
"""Terms that are shown one by one; more are shown as a table with a choice of the one to open."""

ICON_WIDTH = 20
"""Pixels of a button that shows its icon alone."""


def why(figure_id: str, *, key: str, label: str | None = None, inside_dialog: bool = False) -> None:
    """Show a small button that opens the derivation of a figure.

    Args:
        figure_id: id of a figure or an assumption, or a role id, which stands for the role's FTE.
        key: key of the button, unique on the page.
        label: text on the button; an icon alone if None.
        inside_dialog: whether the button stands in a dialog. Streamlit opens one dialog at a time, so that the
            derivation opens as a popover there.
    """
    # Streamlit names a button without a label after its icon: the words are there, in a width that shows the icon only.
    name, width = (label, "content") if label else (say("derivation.help"), ICON_WIDTH)
    look: dict[str, Any] = {"type": "tertiary", "icon": ":material/help:", "width": width, "wrap": bool(label)}
    if inside_dialog:
        opened = st.popover(name, help=say("derivation.help"), key=key, on_change="rerun", **look)
        if opened.open:
            with opened:
                _walk([figure_id], key)
        return
    # The list lives as long as the dialog is open: Streamlit keeps a dialog's arguments between its reruns.
    if st.button(name, key=key, help=say("derivation.help"), **look):
        st.dialog(say("derivation.title"), width="medium", icon=":material/account_tree:")(_walk)([figure_id], key)


def _walk(path: list[str], key: str) -> None:
    """Show the last figure of the path with its terms; each term that is derived adds itself to the path."""
    try:
        plan = state.plan()
        figure = plan.explain(path[-1])
    except OrgPlannerError:
        st.info(say("derivation.gone"))
        return
    step = f"{key}-{len(path)}"
    _breadcrumb(plan, path, step)
    _head(plan, figure)
    if figure.id in plan.assumptions:
        _assumption(plan, plan.assumptions[figure.id], step)
        return
    if len(figure.terms) > SHOWN_TERMS:
        _many_terms(plan, figure, path, step)
        return
    for place, term in enumerate(figure.terms):
        with st.container(border=True, key=f"{step}-{place}", gap="xsmall"):
            _term(plan, term, path, f"{step}-{place}")
    if any(t.origin is Origin.ASSUMPTION for t in figure.terms):
        _link()


def _breadcrumb(plan: Plan, path: list[str], step: str) -> None:
    if len(path) == 1:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"{step}-path"):
        for depth, id in enumerate(path[:-1]):
            if 0 < depth < len(path) - SHOWN_STEPS:
                continue
            st.button(
                escape(label_of(plan, id)),
                key=f"{step}-back-{depth}",
                type="tertiary",
                icon=":material/arrow_back:" if depth == len(path) - 2 else ":material/chevron_left:",
                help=say("derivation.back"),
                wrap=True,
                on_click=_cut,
                args=(path, depth + 1),
            )


def _cut(path: list[str], length: int) -> None:
    del path[length:]


def _head(plan: Plan, figure: Figure) -> None:
    """Show what the figure is, its value and how it follows from its terms."""
    label = escape(label_of(plan, figure.id))
    st.markdown(f"**{label}**")
    st.metric(label, _written(figure), label_visibility="collapsed")
    if figure.operation is not None and figure.terms:
        st.markdown(escape(figures.explain_operation(plan, figure, state.language())))


def _term(plan: Plan, term: Term, path: list[str], key: str) -> None:
    """Show one term: what it is, its value, and what may be argued about."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if term.origin is Origin.FIGURE:
            st.button(
                escape(label_of(plan, term.id)),
                key=f"{key}-open",
                type="tertiary",
                icon=":material/subdirectory_arrow_right:",
                help=say("derivation.open"),
                wrap=True,
                on_click=path.append,
                args=(term.id,),
            )
        else:
            st.markdown(escape(label_of(plan, term.id)), width="content")
        st.space("stretch")
        st.markdown(f"**{escape(_written(term))}**", width="content")
    if term.origin is Origin.ASSUMPTION:
        st.markdown(_assumption_line(plan, plan.assumptions[term.id]))
    elif term.origin is Origin.INPUT:
        _input_line(term)


OF_THE_FILE = frozenset(
    ["segments", "roster", "sourcing", "support_backlog", "channels", "levers", "seasonality", "several_plans"]
)
"""Beginnings of places of the company file."""


def _input_line(term: Term) -> None:
    if term.assumed:
        st.markdown(f":material/edit_note: {say('derivation.assumed_input')}")
    elif term.id.partition(".")[0] in OF_THE_FILE:
        st.markdown(f":material/description: {say('derivation.input')}")


def _assumption_line(plan: Plan, assumption: Assumption) -> str:
    """Return grade, range, source and state of an assumption as Markdown."""
    quantity, language = assumption.quantity, state.language()
    low, high = (figures.written(v, quantity.unit, language) for v in quantity.range)
    facts = [say("derivation.grade", grade=figures.grade_of(quantity.grade, language))]
    facts += [say("derivation.judgement")] if quantity.grade.is_judgement else []
    facts.append(say("derivation.range", low=low, high=high))
    if assumption.given_by == "default":
        facts.append(say("derivation.default"))
    else:
        before = figures.written(assumption.default.value, assumption.default.unit, language)
        facts.append(say(f"derivation.by_{assumption.given_by}", default=before))
    source = escape(figures.source_of(plan, quantity.source, language))
    return f"{escape(say('derivation.between').join(facts))}  \n{say('derivation.source', source=source)}"


def _assumption(plan: Plan, assumption: Assumption, step: str) -> None:
    """Show everything that is known about one assumption."""
    with st.container(border=True, key=f"{step}-assumption"):
        st.markdown(_assumption_line(plan, assumption))
        for words in (assumption.description, assumption.quantity.note):
            if words is not None:
                st.markdown(escape(text(words)))
        if assumption.reason:
            st.markdown(say("derivation.reason", reason=escape(assumption.reason)))
    _link()


def _many_terms(plan: Plan, figure: Figure, path: list[str], step: str) -> None:
    """Show many terms as a table, and a choice of the one to open."""
    st.dataframe(
        [{say("derivation.part"): label_of(plan, t.id), say("derivation.value"): _written(t)} for t in figure.terms],
        hide_index=True,
        key=f"{step}-terms",
        alt=say("derivation.terms_alt"),
    )
    derived = [t.id for t in figure.terms if t.origin is Origin.FIGURE]
    if not derived:
        return
    chosen = st.selectbox(
        say("derivation.choose"),
        derived,
        index=None,
        format_func=lambda id: label_of(plan, id),
        key=f"{step}-choice",
        placeholder=say("derivation.choose_one"),
    )
    if chosen:
        st.button(say("derivation.open"), key=f"{step}-open", on_click=path.append, args=(chosen,))


def _link() -> None:
    st.page_link(navigation.page("assumptions"), label=say("derivation.to_assumptions"), icon=":material/tune:")


def label_of(plan: Plan, id: str) -> str:
    """Return what a figure, an assumption or a place of the company file is called in the page's language."""
    return figures.label_of(plan, id, state.language())


def _written(of: Figure | Term) -> str:
    return figures.written(of.value, of.unit, state.language())
