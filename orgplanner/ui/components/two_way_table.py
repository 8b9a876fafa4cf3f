"""Two numbers at once: how many positions the team needs when both go over their ranges."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice import figures
from orgplanner.plan import Plan
from orgplanner.studies.sensitivity import sensitivity
from orgplanner.studies.spans import Span, customer_spans
from orgplanner.studies.two_way import TwoWay, two_way
from orgplanner.ui import state
from orgplanner.ui.wording import escape, number, say

TWO = 2
"""Numbers that a table needs."""

CUSTOMER_NUMBERS = ("accounts", "new_accounts", "tickets_per_account", "churn")
"""Numbers of the customers that are offered."""


@st.fragment
def show() -> None:
    """Let the user choose two numbers, and show the positions that they ask for on request."""
    plan = state.plan()
    labels = _choices(plan)
    if len(labels) < TWO:
        st.info(say("assumptions.nothing_moves"), icon=":material/info:")
        return
    st.markdown(say("assumptions.two_way_intro"))
    ids = list(labels)
    left, right, go = st.columns([3, 3, 2], vertical_alignment="bottom")
    first = _select(left, "first", ids, labels)
    second = _select(right, "second", [id for id in ids if id != first], labels)
    name = f"two-way {first} {second}"
    asked = go.button(say("assumptions.two_way_show"), icon=":material/grid_on:", key="two-way-show")
    if asked or state.has_studied(plan, name):
        with st.spinner(say("assumptions.working_out")):
            found = state.study(lambda of: two_way(of, first, second), plan, name)
        _show(found, labels)


def _select(place: st.delta_generator.DeltaGenerator, which: str, ids: list[str], labels: dict[str, str]) -> str:
    chosen = place.selectbox(
        say(f"assumptions.two_way_{which}"),
        ids,
        format_func=lambda id: labels.get(id, id),
        key=f"two-way-{which}-{hash(tuple(ids))}",
    )
    return str(chosen)


def _choices(plan: Plan) -> dict[str, str]:
    """Return what may be chosen with its name: the assumptions that move anything, then the customers' numbers."""
    found = [s.assumption for s in state.study(sensitivity, plan) if s.part_of is None]
    offered = [s for s in customer_spans(plan) if s.is_open and s.id.rpartition(".")[2] in CUSTOMER_NUMBERS]
    return {id: label(plan, id) for id in (*found, *(s.id for s in offered))}


def label(plan: Plan, id: str) -> str:
    """Return what a number is called; the customers' numbers are places of the company file."""
    place = id if id in plan.assumptions else f"segments.{id.removeprefix('segment.')}"
    return figures.label_of(plan, place, state.language())


def _show(found: TwoWay, labels: dict[str, str]) -> None:
    import plotly.graph_objects as go

    rows, columns = (_written(*axis) for axis in ((found.first, found.rows), (found.second, found.columns)))
    words = [["–" if count is None else str(count) for count in row] for row in found.positions]
    hover = [
        [say("assumptions.two_way_cell", positions=word, fte=number(fte, 1)) for word, fte in zip(*both, strict=True)]
        for both in zip(words, found.fte, strict=True)
    ]
    figure = go.Figure(
        go.Heatmap(
            z=found.fte,
            x=columns,
            y=rows,
            text=words,
            texttemplate="%{text}",
            customdata=hover,
            hovertemplate="%{y} × %{x}: %{customdata}<extra></extra>",
            colorscale="Blues",
            colorbar={"title": "FTE", "thickness": 12},
            xgap=2,
            ygap=2,
        )
    )
    names = [labels[found.first.id], labels[found.second.id]]
    figure.update_layout(
        height=120 + 46 * len(rows),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        xaxis={"type": "category", "automargin": True},
        yaxis={"type": "category", "automargin": True},
    )
    planned = found.positions[found.rows.index(found.first.planned)][found.columns.index(found.second.planned)]
    alt = say("assumptions.two_way_alt", first=names[0], second=names[1], positions=planned or "–")
    st.subheader(say("assumptions.two_way_title"))
    # Axis titles of this length do not fit a narrow page.
    st.markdown(say("assumptions.two_way_axes", first=escape(names[0]), second=escape(names[1])))
    st.markdown(say("assumptions.two_way_read"))
    st.plotly_chart(figure, key="two-way-chart", config={"displaylogo": False, "displayModeBar": False}, alt=alt)
    with st.expander(say("customers.as_table"), key="two-way-table"):
        st.dataframe(_table(found, rows, columns, names[0], hover), hide_index=True, alt=alt, key="two-way-rows")


def _written(span: Span, values: tuple[float, ...]) -> list[str]:
    """Return the values in words, the planned one marked."""
    return [
        say("assumptions.two_way_planned", value=words) if value == span.planned else words
        for value, words in ((v, figures.written(v, span.unit, state.language())) for v in values)
    ]


def _table(
    found: TwoWay, rows: list[str], columns: list[str], first: str, cells: list[list[str]]
) -> list[dict[str, str]]:
    return [{first: row, **dict(zip(columns, of_row, strict=True))} for row, of_row in zip(rows, cells, strict=True)]
