"""What stands above and beside the chart: people needed, held and open, spans and layers, why this structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from orgplanner.advice.chart_effects import SpanCheck
from orgplanner.advice.chart_words import ChartNames
from orgplanner.advice.names import unit_name
from orgplanner.advice.seats import ChartView, Seat
from orgplanner.plan import Plan
from orgplanner.records.catalogue import ProblemEffect
from orgplanner.records.phase import UnitDefinition
from orgplanner.ui import state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import cited, stated
from orgplanner.ui.components.seats import seat_name
from orgplanner.ui.wording import escape, number, say, text


def show_counts(plan: Plan) -> None:
    """Show people needed, held and open, seats from outside and layers; what has a derivation can be opened."""
    work = f"staffing.team_fte[{plan.month}]"
    fte = say("org_chart.fte", fte=number(plan.explain(work).value))
    outside = sum(p.count for p in plan.positions if not p.on_team)
    with st.container(border=True, horizontal=True, gap="medium", vertical_alignment="center", key="chart-counts"):
        _count("needed", _people(len(plan.team_positions)), "staffing.positions")
        _count("work", fte, work)
        _count("filled", _people(sum(g.filled for g in plan.gaps.roles)), "gaps.filled_positions")
        _count("open", _people(len(plan.gaps.open_positions)), "gaps.open_positions")
        _count("outside", _people(outside))
        _count("layers", say("org_chart.layers", count=plan.charts.recommended.layers()))


def _people(count: int) -> str:
    return say("org_chart.people", count=number(count, 0))


def _count(name: str, value: str, figure: str | None = None) -> None:
    with st.container(horizontal=True, width="content", gap="xsmall", vertical_alignment="center"):
        st.markdown(say(f"org_chart.count_{name}", value=escape(value)), width="content")
        if figure is not None:
            why(figure, key=f"chart-why-{name}")


def show_changes(seats: Sequence[Seat], unplaced: Sequence[Seat]) -> None:
    """Count in words what changes against today."""
    counts = Counter(seat.state for seat in (*seats, *unplaced))
    parts = [say("org_chart.changes_part", word=escape(word), count=count) for word, count in counts.items()]
    st.markdown(say("org_chart.changes", parts=say("org_chart.gap_between").join(parts)))


def show_left_out(plan: Plan) -> None:
    """List the lines of today that lie on a cycle, or lead to nobody, and were left out."""
    names, today = {p.id: p.name for p in plan.company.roster}, plan.charts.today
    for title, cut in (("left_out", today.left_out), ("lost_managers", today.lost)):
        lines = [
            say("org_chart.line", person=escape(names.get(id, id)), manager=escape(names.get(above, above)))
            for id, above in cut
        ]
        if lines:
            st.warning("\n".join([say(f"org_chart.{title}"), "", *(f"- {line}" for line in lines)]))


def show_reason(plan: Plan) -> None:
    """Say why the organisation is split as it is, and why a seat opens between head and members."""
    organisation, chosen = plan.phase.definition.organisation, plan.company.chart.structure
    split = organisation if chosen is None else plan.phase.structure(chosen)
    st.markdown(f"**{say('org_chart.reason_title')}**")
    axis = say(f"org_chart.axis_{split.axis.value}")
    st.markdown(say("org_chart.reason_axis", axis=axis, reason=stated(plan.phase, split.reason)))
    if plan.staffing.leading.freed:
        _show_freed_head(plan)


def _show_freed_head(plan: Plan) -> None:
    """Say why the head leaves the field and which seat leads the members instead."""
    named = set(plan.company.problems)
    problems = [
        p for p in plan.phase.catalogue.problems if p.id in named and p.effect is ProblemEffect.FREE_HEAD_FROM_FIELD
    ]
    leads = [p for p in plan.team_positions if p.main_role == plan.phase.definition.lead_role]
    with st.container(border=True, key="chart-freed-head"):
        for problem in problems:
            label = escape(text(problem.label))
            st.markdown(say("org_chart.freed_problem", problem=label, said=stated(plan.phase, problem.description)))
        st.markdown(say("org_chart.freed_head"))
        if leads:
            st.markdown(say("org_chart.freed_lead", seat=escape(seat_name(plan, leads[0]))))


def show_spans(plan: Plan, view: ChartView) -> None:
    """Compare the reports of every lead with the span that the phase gives for the unit."""
    shown = plan.unedited if view is ChartView.RECOMMENDED else plan
    layers = plan.charts.today.layers() if view is ChartView.TODAY else shown.design_checks.layers
    with st.expander(say("org_chart.spans_title"), icon=":material/lan:", key=f"spans-{view.value}"):
        st.markdown(say("org_chart.spans_layers", count=layers))
        rows = _rows_today(plan) if view is ChartView.TODAY else _span_rows(shown)
        if rows:
            st.dataframe(rows, hide_index=True, key=f"spans-table-{view.value}", alt=say("org_chart.spans_title"))
        st.markdown(say("org_chart.spans_guide"))
        for unit in plan.phase.definition.organisation.units:
            _span_of_unit(plan, unit)


def _rows_today(plan: Plan) -> list[dict[str, object]]:
    names = {p.id: p.name for p in plan.charts.people}
    spans = sorted(plan.charts.today.spans().items(), key=lambda item: -item[1])
    return [{say("org_chart.column_lead"): names.get(id, id), say("org_chart.reports"): count} for id, count in spans]


def _span_rows(shown: Plan) -> list[dict[str, object]]:
    """Return each lead of a chart against the guide of its unit; the head's and upper leads' is the narrowest."""
    names, units = ChartNames(shown, state.language()), {n.id: n.unit for n in shown.design.chart.nodes}
    return [
        {
            say("org_chart.column_lead"): names.seat(check.position),
            say("org_chart.reports"): check.reports,
            say("org_chart.column_unit"): unit_name(shown, units[check.position], state.language()),
            say("org_chart.guide"): guide_words(check),
            say("org_chart.judged"): say(f"org_chart.span_{check.verdict.value}"),
        }
        for check in sorted(shown.design_checks.spans, key=lambda c: -c.reports)
    ]


def guide_words(check: SpanCheck) -> str:
    """Return the band of the span of control that a lead's reports are held against."""
    return say("org_chart.guide_range", low=number(check.low, 0), high=number(check.high, 0))


def _span_of_unit(plan: Plan, unit: UnitDefinition) -> None:
    span = plan.assumptions[f"span.{unit.id}"].quantity
    words = say(
        "org_chart.span_of_unit",
        unit=escape(text(unit.label)),
        value=number(span.value, 1),
        low=number(span.range[0], 0),
        high=number(span.range[1], 0),
        source=cited(plan.phase, span.source),
    )
    grade = say("org_chart.is_judgement") if span.grade.is_judgement else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"- {words}{grade}", width="content")
        why(f"span.{unit.id}", key=f"chart-why-span-{unit.id}")
