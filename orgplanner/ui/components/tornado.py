"""Which assumptions matter most: the team's FTE at both ends of their ranges."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from orgplanner.advice import figures
from orgplanner.plan import Plan
from orgplanner.studies.sensitivity import Sensitivity, sensitivity
from orgplanner.ui import state, wording
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import number, say

SHOWN = 10


@st.fragment
def show() -> None:
    """Show the strongest assumptions as bars and all of them as a table."""
    plan = state.plan()
    found = sensitivity(plan)
    if not found:
        st.info(say("assumptions.nothing_moves"), icon=":material/info:")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        planned = number(found[0].planned, 1)
        st.markdown(say("assumptions.tornado_intro", month=wording.month(plan.month), fte=planned), width="stretch")
        why(f"staffing.team_fte[{plan.month}]", key="why-tornado")
    labels = {s.assumption: figures.label_of(plan, s.assumption, state.language()) for s in found}
    _chart(found[:SHOWN], labels)
    with st.expander(say("customers.as_table"), key="tornado-table"):
        st.dataframe(
            [_row(plan, s, labels[s.assumption]) for s in found],
            hide_index=True,
            alt=say("assumptions.tornado_table_alt"),
            key="tornado-rows",
        )


def _row(plan: Plan, found: Sensitivity, label: str) -> dict[str, str]:
    quantity = plan.assumptions[found.assumption].quantity
    low, high = (figures.written(v, quantity.unit, state.language()) for v in quantity.range)
    return {
        say("assumptions.name"): label,
        say("assumptions.low_end"): low,
        say("assumptions.fte_at_low"): number(found.low, 2),
        say("assumptions.high_end"): high,
        say("assumptions.fte_at_high"): number(found.high, 2),
        say("assumptions.swing"): number(found.swing, 2),
    }


def _chart(found: Sequence[Sensitivity], labels: dict[str, str]) -> None:
    import plotly.graph_objects as go

    names = [str(place) for place in range(len(found))]
    figure = go.Figure()
    for end, pattern in (("low", "/"), ("high", "")):
        figure.add_bar(
            y=names,
            x=[getattr(s, f"{end}_change") for s in found],
            base=[s.planned for s in found],
            orientation="h",
            name=say(f"assumptions.at_{end}"),
            marker={"pattern": {"shape": pattern}},
            customdata=[[html.escape(labels[s.assumption]), number(getattr(s, end), 1)] for s in found],
            hovertemplate="%{customdata[0]}: %{customdata[1]} FTE<extra></extra>",
            width=0.42,
        )
    for name, s in zip(names, found, strict=True):
        # Names stand above their bars, so that long ones fit a narrow page.
        figure.add_annotation(
            x=0,
            xref="paper",
            y=name,
            yshift=19,
            text=html.escape(labels[s.assumption]),
            showarrow=False,
            xanchor="left",
        )
    figure.add_vline(x=found[0].planned, line_dash="dot", line_width=1, layer="below")
    figure.update_layout(
        barmode="overlay",
        height=70 + 50 * len(found),
        margin={"l": 10, "r": 10, "t": 40, "b": 40},
        xaxis={"title": say("assumptions.axis_fte")},
        yaxis={"autorange": "reversed", "showticklabels": False, "type": "category"},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    strongest = found[0]
    alt = say(
        "assumptions.tornado_alt",
        name=labels[strongest.assumption],
        low=number(strongest.low, 1),
        high=number(strongest.high, 1),
    )
    st.plotly_chart(figure, key="tornado", config={"displaylogo": False, "displayModeBar": False}, alt=alt)
