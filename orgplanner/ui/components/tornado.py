"""Which assumptions matter most: the team's FTE at both ends of their ranges, and where the headcount tips."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from orgplanner.advice import figures
from orgplanner.plan import Plan
from orgplanner.studies.break_even import BreakEven, Turn, break_evens
from orgplanner.studies.sensitivity import Sensitivity, sensitivity
from orgplanner.ui import state, wording
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import number, say

SHOWN = 10

BREAK_EVEN = "break-even"
"""Name under which the break-even values of the bars are kept."""


@st.fragment
def show() -> None:
    """Show the strongest assumptions as bars and all of them as a table."""
    plan = state.plan()
    found = state.study(sensitivity, plan)
    if not found:
        st.info(say("assumptions.nothing_moves"), icon=":material/info:")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        planned = number(found[0].planned, 1)
        st.markdown(say("assumptions.tornado_intro", month=wording.month(plan.month), fte=planned), width="stretch")
        why(f"staffing.team_fte[{plan.month}]", key="why-tornado")
    labels = {s.assumption: figures.label_of(plan, s.assumption, state.language()) for s in found}
    # The parts of internal work tell the same hours as their direct share, which has a bar.
    bars = [s for s in found if s.part_of is None][:SHOWN]
    _chart(bars, labels)
    turns = _turns(plan, bars)
    with st.expander(say("customers.as_table"), key=f"tornado-table-{bool(turns)}", expanded=bool(turns)):
        st.dataframe(
            [_row(plan, s, labels[s.assumption], turns) for s in found],
            hide_index=True,
            alt=say("assumptions.tornado_table_alt"),
            column_config={say("assumptions.name"): st.column_config.TextColumn(width=240)},
            key="tornado-rows",
        )


def _turns(plan: Plan, bars: Sequence[Sensitivity]) -> dict[str, BreakEven]:
    """Offer to work out where the headcount tips, and return what was found, by assumption."""
    asked = st.button(
        say("assumptions.break_even"),
        icon=":material/swap_vert:",
        key="tornado-break-even",
        help=say("assumptions.break_even_help"),
        disabled=state.has_studied(plan, BREAK_EVEN),
    )
    if not asked and not state.has_studied(plan, BREAK_EVEN):
        return {}
    ids = [bar.assumption for bar in bars]
    with st.spinner(say("assumptions.working_out")):
        found = state.study(lambda of: break_evens(of, ids), plan, BREAK_EVEN)
    return {turn.id: turn for turn in found}


def _row(plan: Plan, found: Sensitivity, label: str, turns: dict[str, BreakEven]) -> dict[str, str]:
    quantity = plan.assumptions[found.assumption].quantity
    low, high = (figures.written(v, quantity.unit, state.language()) for v in quantity.range)
    row = {
        say("assumptions.name"): label,
        say("assumptions.value"): figures.written(quantity.value, quantity.unit, state.language()),
    }
    if turns:
        turn = turns.get(found.assumption)
        row[say("assumptions.turn_down")] = "" if turn is None else _turn(plan, turn, turn.down)
        row[say("assumptions.turn_up")] = "" if turn is None else _turn(plan, turn, turn.up)
    return row | {
        say("assumptions.low_end"): low,
        say("assumptions.fte_at_low"): number(found.low, 2),
        say("assumptions.high_end"): high,
        say("assumptions.fte_at_high"): number(found.high, 2),
        say("assumptions.swing"): number(found.swing, 2),
    }


def _turn(plan: Plan, of: BreakEven, turn: Turn | None) -> str:
    """Return where the count of positions changes, and to what; or that it stays."""
    if turn is None:
        return say("assumptions.no_turn", positions=of.positions)
    unit = plan.assumptions[of.id].quantity.unit
    value = figures.written(turn.value, unit, state.language())
    return say("assumptions.turn", value=value, positions=turn.positions)


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
