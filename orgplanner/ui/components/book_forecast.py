"""The customers month by month: accounts, revenue, questions, onboarding in progress."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import tiles
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, money, month, number, say

MEASURES = ("accounts", "new_accounts", "onboarding", "tickets", "revenue")
"""Published totals of the forecast, in the order of the choice."""


@st.fragment
def show() -> None:
    """Show one measure as a chart, its first and last month as numbers, and all of them as a table."""
    plan = state.plan()
    labels = {measure: say(f"customers.measure_{measure}") for measure in MEASURES}
    chosen = st.segmented_control(
        say("customers.measure"),
        list(labels),
        default="accounts",
        format_func=lambda measure: labels.get(measure, measure),
        required=True,
        key="forecast-measure",
        label_visibility="collapsed",
    )
    measure = chosen or "accounts"
    if measure == "revenue" and all(s.revenue_per_account is None for s in plan.company.segments):
        st.info(say("customers.revenue_not_known"), icon=":material/help:")
        return
    ends = dict.fromkeys((plan.months[0], plan.month, plan.months[-1]))
    tiles.show([_tile(plan, measure, at) for at in ends], key=f"forecast-{measure}")
    _chart(plan, measure)
    with st.expander(say("customers.as_table"), key="forecast-table"):
        st.dataframe(rows(plan), hide_index=True, alt=say("customers.forecast_alt"), key="forecast-rows")


def _tile(plan: Plan, measure: str, at: str) -> Tile:
    label = f"{say(f'customers.measure_{measure}')} ({month(at, short=True)})"
    value = escape(_written(measure, value_of(plan, measure, at)))
    return Tile(escape(label), value, (), ((f"forecast.total_{measure}[{at}]", None),))


def value_of(plan: Plan, measure: str, at: str) -> float:
    """Return a total of the forecast in one month."""
    return plan.explain(f"forecast.total_{measure}[{at}]").value


def rows(plan: Plan) -> list[dict[str, str]]:
    """Return the forecast as a table of written numbers."""
    return [
        {
            say("customers.month"): month(at),
            **{say(f"customers.measure_{m}"): _written(m, value_of(plan, m, at)) for m in MEASURES},
        }
        for at in plan.months
    ]


def _chart(plan: Plan, measure: str) -> None:
    import plotly.graph_objects as go

    values = [value_of(plan, measure, at) for at in plan.months]
    words = [_written(measure, value) for value in values]
    names = [month(at, short=True) for at in plan.months]
    trace = go.Bar(x=names, y=values, customdata=words, hovertemplate="%{x}: %{customdata}<extra></extra>")
    figure = go.Figure(trace)
    figure.update_layout(
        height=300,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        yaxis={"title": say(f"customers.axis_{measure}", currency=plan.company.currency.value), "rangemode": "tozero"},
        xaxis={"nticks": 8, "tickangle": -45},
        showlegend=False,
    )
    alt = say("customers.chart_alt", measure=say(f"customers.measure_{measure}"), first=words[0], last=words[-1])
    st.plotly_chart(figure, key="forecast-chart", config={"displaylogo": False, "displayModeBar": False}, alt=alt)


def _written(measure: str, value: float) -> str:
    if measure == "revenue":
        return money(value)
    return number(value, 0 if measure in ("accounts", "tickets") else 1)
