"""The people that the work needs month by month, against those in post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.company import Person
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.headcount import SMALLEST_FTE
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.wording import month, number, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PATTERNS = ("", "/", ".", "\\", "x", "-", "|", "+")
"""Fill patterns of the bars, so that roles differ by more than colour."""

LINE_COLOURS = ("#1b2b29", "#ffffff")
"""Colours of the line on a light and on a dark page; the other one is its edge, since it crosses bars of any colour."""


@dataclass(frozen=True)
class MonthlyFte:
    """What the chart shows: FTE of the team by role and month, and FTE in post by month."""

    months: tuple[str, ...]
    roles: tuple[tuple[str, tuple[float, ...]], ...]
    """Roles (id, FTE by month) that have work in some month."""
    in_post: tuple[float, ...]
    """FTE of the team's people in post by month."""

    @property
    def needed(self) -> tuple[float, ...]:
        """FTE of all roles by month."""
        return tuple(sum(values) for values in zip(*(fte for _, fte in self.roles), strict=True))


def monthly_fte(plan: Plan) -> MonthlyFte:
    """Return the FTE that stay with the team, at the capacity of the mean month, and the FTE in post."""
    steady = plan.staffing.steady_fte[0]
    roles = [(role, tuple(map(float, steady[row]))) for row, role in enumerate(plan.phase.role_ids)]
    working = tuple((role, fte) for role, fte in roles if max(fte) >= SMALLEST_FTE)
    team = [p for p in plan.company.roster if _on_team(p)]
    in_post = tuple(sum(p.fte for p in team if _in_post(p, m)) for m in plan.months)
    return MonthlyFte(plan.months, working, in_post)


def _on_team(person: Person) -> bool:
    return not person.out_of_scope and person.source.value in {"employee", "fixed_term", "transfer"}


def _in_post(person: Person, month: str) -> bool:
    began = person.start is None or person.start.isoformat()[:7] <= month
    return began and (person.planned_end is None or person.planned_end.isoformat()[:7] >= month)


@st.fragment
def show(plan: Plan) -> None:
    """Show the chart, its table and the way into the derivation."""
    shown = monthly_fte(plan)
    if not shown.roles:
        st.info(say("overview.no_work"))
        return
    st.markdown(_sentence(shown))
    st.plotly_chart(
        figure(plan, shown),
        key="month-chart",
        config={"displaylogo": False, "displayModeBar": False},
        alt=_sentence(shown),
    )
    why(
        f"staffing.team_fte[{plan.month}]",
        key="month-chart-why",
        label=say("overview.chart_why", month=month(plan.month)),
    )
    with st.expander(say("overview.chart_table"), icon=":material/table:", key="month-chart-table"):
        st.dataframe(_table(plan, shown), hide_index=True, key="month-chart-rows", alt=_sentence(shown))


def _sentence(shown: MonthlyFte) -> str:
    """Say in words what the chart shows."""
    needed = shown.needed
    return say(
        "overview.chart_sentence",
        first=month(shown.months[0]),
        last=month(shown.months[-1]),
        needed=number(needed[0]),
        later=number(needed[-1]),
        held=number(shown.in_post[0]),
    )


def figure(plan: Plan, shown: MonthlyFte) -> Figure:
    """Return the stacked bars with the line of the people in post."""
    import plotly.graph_objects as go

    months = [month(m, short=True) for m in shown.months]
    bars = [
        go.Bar(
            x=months,
            y=[round(v, 2) for v in fte],
            name=escape_plotly(role_name(plan, role)),
            marker={
                "pattern": {
                    "shape": PATTERNS[place % len(PATTERNS)],
                    "fillmode": "overlay",
                    "solidity": 0.15,
                    "fgopacity": 0.4,
                }
            },
            hovertemplate="%{fullData.name}: %{y:.1f} FTE<extra></extra>",
        )
        for place, (role, fte) in enumerate(shown.roles)
    ]
    dark = st.context.theme.type == "dark"
    held: dict[str, Any] = {"x": months, "y": [round(v, 2) for v in shown.in_post], "mode": "lines"}
    ground = go.Scatter(
        **held, line={"width": 7, "shape": "hvh", "color": LINE_COLOURS[not dark]}, showlegend=False, hoverinfo="skip"
    )
    line = go.Scatter(
        **held,
        name=say("overview.in_post"),
        line={"width": 3, "dash": "dash", "shape": "hvh", "color": LINE_COLOURS[dark]},
        hovertemplate="%{fullData.name}: %{y:.1f} FTE<extra></extra>",
    )
    layout = go.Layout(
        barmode="stack",
        hovermode="x unified",
        height=440,
        margin={"l": 48, "r": 8, "t": 8, "b": 8},
        yaxis={"title": {"text": "FTE"}, "rangemode": "tozero"},
        xaxis={"tickangle": -45, "nticks": 12},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
    )
    return go.Figure([*bars, ground, line], layout)


def escape_plotly(name: str) -> str:
    """Return a name whose angle brackets Plotly cannot take for markup."""
    return name.replace("&", "&amp;").replace("<", "&lt;")


def _table(plan: Plan, shown: MonthlyFte) -> list[dict[str, str]]:
    """Return the rows of the table, one a month."""
    rows = []
    for t, (m, needed) in enumerate(zip(shown.months, shown.needed, strict=True)):
        cells = {say("overview.month"): month(m, short=True), say("overview.needed_total"): number(needed, 2)}
        cells[say("overview.in_post")] = number(shown.in_post[t], 2)
        cells |= {role_name(plan, role): number(fte[t], 2) for role, fte in shown.roles}
        rows.append(cells)
    return rows
