"""What stands above and beside the chart: people needed, held and open, spans and layers, why this structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.catalogue import ProblemEffect
from orgplanner.records.chart import Chart, ChartNode
from orgplanner.records.phase import UnitDefinition
from orgplanner.ui.components.chart_seats import Seat, View
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import cited, stated, unit_label
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
    """List the lines of today that lie on a cycle and were left out."""
    if not plan.charts.today.left_out:
        return
    names = {p.id: p.name for p in plan.company.roster}
    lines = [
        say("org_chart.line", person=escape(names.get(id, id)), manager=escape(names.get(above, above)))
        for id, above in plan.charts.today.left_out
    ]
    st.warning("\n".join([say("org_chart.left_out"), "", *(f"- {line}" for line in lines)]))


def show_reason(plan: Plan) -> None:
    """Say why the organisation is split as it is, and why a seat opens between head and members."""
    organisation = plan.phase.definition.organisation
    st.markdown(f"**{say('org_chart.reason_title')}**")
    axis = say(f"org_chart.axis_{organisation.axis.value}")
    st.markdown(say("org_chart.reason_axis", axis=axis, reason=stated(plan.phase, organisation.reason)))
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


def show_spans(plan: Plan, view: View) -> None:
    """Compare the reports of every lead with the span that the phase gives for the unit."""
    chart = plan.charts.today if view is View.TODAY else plan.charts.recommended
    with st.expander(say("org_chart.spans_title"), icon=":material/lan:", key=f"spans-{view.value}"):
        st.markdown(say("org_chart.spans_layers", count=chart.layers()))
        rows = _span_rows(plan, chart, view)
        if rows:
            st.dataframe(rows, hide_index=True, key=f"spans-table-{view.value}", alt=say("org_chart.spans_title"))
        st.markdown(say("org_chart.spans_guide"))
        for unit in plan.phase.definition.organisation.units:
            _span_of_unit(plan, unit)


def _span_rows(plan: Plan, chart: Chart, view: View) -> list[dict[str, object]]:
    names = {p.id: p.name for p in plan.charts.people}
    units = {u.id: u for u in plan.phase.definition.organisation.units}
    nodes = {n.id: n for n in chart.nodes}
    rows: list[dict[str, object]] = []
    for id, reports in sorted(chart.spans().items(), key=lambda item: -item[1]):
        row: dict[str, object] = {say("org_chart.column_lead"): names.get(id, id), say("org_chart.reports"): reports}
        if view is not View.TODAY:
            row[say("org_chart.column_lead")] = seat_name(plan, plan.position(id))
            row |= _against_guide(plan, nodes[id], reports, units)
        rows.append(row)
    return rows


def _against_guide(plan: Plan, node: ChartNode, reports: int, units: dict[str, UnitDefinition]) -> dict[str, object]:
    """Return the unit's guide and whether the reports lie in it; the head's and upper leads' is the narrowest."""
    unit = units.get(node.unit or "") or min(units.values(), key=lambda u: u.span.value)
    low, high = unit.span.range
    word = "within" if reports <= high else "above"
    if reports < low:
        word = "below"
    return {
        say("org_chart.column_unit"): unit_label(plan.phase, node.unit),
        say("org_chart.guide"): say("org_chart.guide_range", low=number(low, 0), high=number(high, 0)),
        say("org_chart.judged"): say(f"org_chart.span_{word}"),
    }


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
