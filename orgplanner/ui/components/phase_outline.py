"""The phase as a whole: mission, signs, combination of roles, organisation, cost, tools, sources."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.change import SetFrame
from orgplanner.records.phase import CombinationKind, PhaseCriterion
from orgplanner.ui import state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import cited, role_label, role_labels, stated
from orgplanner.ui.wording import escape, number, percent, say, text


def show(plan: Plan) -> None:
    """Show the phase as a whole."""
    panels: tuple[tuple[str, Callable[[Plan], None]], ...] = (
        ("mission", _mission),
        ("organisation", _organisation),
        ("combination", _combination),
        ("cost", _cost),
        ("tools", _tools),
    )
    with st.grid(columns="auto", min_column_width=330, key="phase-outline"):
        for name, panel in panels:
            with st.container(border=True, height="stretch", key=f"phase-{name}"):
                st.subheader(say(f"phase.{name}_title"))
                panel(plan)
    with st.container(border=True, key="phase-criteria"):
        st.subheader(say("phase.criteria_title"))
        _criteria(plan)


def _mission(plan: Plan) -> None:
    """Show every metric that a source calls the mission, and let the company choose the one it follows."""
    metrics = {m.id: m for m in plan.phase.definition.mission_metrics}
    if len(metrics) > 1:
        st.markdown(say("phase.mission_disagree"))
    labels = {m.id: escape(text(m.label)) for m in metrics.values()}
    current = plan.company.mission_metric
    chosen = st.radio(
        say("phase.mission_choice"),
        list(metrics),
        index=list(metrics).index(current) if current in metrics else None,
        format_func=lambda id: labels[id],
        key=f"phase-mission-{plan.phase.id}-{state.revision()}",
    )
    for metric in metrics.values():
        st.markdown(f"- **{labels[metric.id]}** – {stated(plan.phase, metric.reason)}")
    st.markdown(say("phase.mission_effect"))
    if chosen and chosen != current:
        state.change(SetFrame(mission_metric=chosen))
        st.rerun()


def _organisation(plan: Plan) -> None:
    organisation = plan.phase.definition.organisation
    axis = say(f"org_chart.axis_{organisation.axis.value}")
    st.markdown(say("org_chart.reason_axis", axis=axis, reason=stated(plan.phase, organisation.reason)))
    for unit in organisation.units:
        words = say(
            "phase.unit",
            unit=escape(text(unit.label)),
            roles=escape(role_labels(plan.phase, unit.roles)),
            span=number(plan.assumptions[f"span.{unit.id}"].quantity.value, 1),
            source=cited(plan.phase, unit.span.source),
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
            st.markdown(words, width="stretch")
            why(f"span.{unit.id}", key=f"phase-why-span-{unit.id}")


def _combination(plan: Plan) -> None:
    """Say which roles one person may hold together."""
    rule = plan.phase.definition.combination
    st.markdown(stated(plan.phase, rule.reason))
    only = rule.kind is CombinationKind.ONLY
    if not rule.pairs:
        st.markdown(say("phase.combination_none" if only else "phase.combination_all"))
        return
    st.markdown(f"**{say('phase.combination_only' if only else 'phase.combination_except')}**")
    pairs = (
        say("phase.pair", first=escape(role_label(plan.phase, a)), second=escape(role_label(plan.phase, b)))
        for a, b in rule.pairs
    )
    st.markdown("\n".join(f"- {pair}" for pair in pairs))


def _cost(plan: Plan) -> None:
    """Compare the cost of the team with the phase's band."""
    band = plan.phase.definition.cost_share
    low, high = (percent(v) for v in band.range)
    st.markdown(say("phase.cost_band", low=low, high=high, source=cited(plan.phase, band.source)))
    if band.grade.is_judgement:
        st.markdown(say("phase.cost_judgement"))
    if band.note is not None:
        st.markdown(escape(text(band.note)))
    for name, cost in (("today", plan.costs.today), ("planned", plan.costs.planned)):
        share = plan.costs.share_of_revenue(cost)
        if share is None:
            st.markdown(say(f"phase.cost_{name}", share=say("phase.not_known")))
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(say(f"phase.cost_{name}", share=percent(share, 1)), width="content")
            why(f"cost.share_of_revenue_{name}", key=f"phase-why-cost-{name}")


def _tools(plan: Plan) -> None:
    labels = {t.id: text(t.label) for t in plan.phase.catalogue.tools}
    tools = plan.phase.definition.tools
    lines = (f"- **{escape(labels[t.tool])}** – {stated(plan.phase, t.reason)}" for t in tools)
    st.markdown("\n".join(lines) or say("phase.no_tools"))


def _criteria(plan: Plan) -> None:
    """Show the signs of the phase; those that decide come first."""
    questions = {c.id: c for c in plan.phase.catalogue.criteria}
    rows = plan.phase.definition.criteria
    st.markdown(say("phase.criteria_about"))
    deciding, other = st.columns(2, gap="medium")
    with deciding:
        st.markdown(f"**{say('phase.criteria_gates')}**")
        st.markdown(_criterion_lines(plan, [r for r in rows if questions[r.criterion].gate]))
    with other:
        st.markdown(f"**{say('phase.criteria_others')}**")
        st.markdown(_criterion_lines(plan, [r for r in rows if not questions[r.criterion].gate]))


def _criterion_lines(plan: Plan, rows: list[PhaseCriterion]) -> str:
    questions = {c.id: text(c.question) for c in plan.phase.catalogue.criteria}
    return "\n".join(
        f"- **{escape(questions[r.criterion])}**  \n  {escape(text(r.text))} :gray[{cited(plan.phase, r.source)}]"
        for r in rows
    )


def show_references(plan: Plan) -> None:
    """List the sources that the page cites in short, with what a reader should know about them."""
    used = _cited_keys(plan)
    with st.expander(say("phase.references_title"), icon=":material/menu_book:", key="phase-references"):
        for source in plan.phase.catalogue.sources:
            if source.id not in used:
                continue
            note = f"  \n  {escape(text(source.note))}" if source.note else ""
            words = say("phase.reference", author=escape(source.author), title=escape(source.title), year=source.year)
            st.markdown(f"- {words}{note}")


def _cited_keys(plan: Plan) -> set[str]:
    """Return the keys of the sources that the phase's statements and numbers name."""
    keys: set[str] = set()
    waiting: list[object] = [plan.phase.definition.model_dump(mode="json")]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found = part.get("source")
            keys |= {found} if isinstance(found, str) else set()
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return keys
