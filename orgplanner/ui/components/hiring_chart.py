"""Charts of the hiring plan that others do not have: a map of shares, a band, a line of steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from orgplanner.ui.components.month_chart import LINE_COLOURS, escape_plotly
from orgplanner.ui.wording import number

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLOURS = (("#d57a38", "#f7d7bb", "#c5e6e2"), ("#a65a22", "#6b3d1c", "#17544e"))
"""Of nothing, of the least coverage and of all, on a light and on a dark page; the numbers stand in the cells."""

BANDS = (("", "rgba(29, 98, 181, 0.22)", "rgba(125, 179, 245, 0.28)"), ("/", "#c2570c", "#f29a5c"))
"""Pattern of a first and a second band, and its colour on a light and on a dark page."""

CELL = 38
"""Pixels of a row of the map."""


def is_dark() -> bool:
    """Tell whether the page is dark."""
    return bool(st.context.theme.type == "dark")


def ink(*, ground: bool = False) -> str:
    """Return the colour of lines and names, or of what lies behind them."""
    return LINE_COLOURS[is_dark() != ground]


def share_map(
    columns: Sequence[str], rows: Sequence[str], shares: Sequence[Sequence[float | None]], least: float
) -> Figure:
    """Return a map of shares with the percentage in every cell.

    Args:
        columns: names of the columns.
        rows: names of the rows, from the top.
        shares: by row and column (ratio); None where there is nothing to share.
        least: share below which it is severe.
    """
    import plotly.graph_objects as go

    low, middle, high = COLOURS[is_dark()]
    words = [["–" if v is None else number(100 * v, 0) for v in row] for row in shares]
    figure = go.Figure(
        go.Heatmap(
            x=list(columns),
            y=[escape_plotly(name) for name in rows],
            z=[list(row) for row in shares],
            text=words,
            texttemplate="%{text}",
            textfont={"size": 12, "color": ink()},
            hovertemplate="%{y}, %{x}: %{text} %<extra></extra>",
            colorscale=[[0, low], [least, middle], [1, high]],
            zmin=0,
            zmax=1,
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    figure.update_layout(
        height=70 + CELL * len(rows),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis={"tickangle": -45, "type": "category", "showgrid": False},
        yaxis={"autorange": "reversed", "type": "category", "automargin": True, "showgrid": False},
    )
    return figure


def add_band(
    figure: Figure,
    labels: Sequence[str],
    low: Sequence[float],
    high: Sequence[float],
    name: str,
    *,
    second: bool = False,
) -> None:
    """Add a band between two lines; a second one is hatched, so that both can be told where they overlap."""
    pattern, *colours = BANDS[second]
    colour = colours[is_dark()]
    fill: dict[str, Any] = {"fillcolor": "rgba(0, 0, 0, 0)" if pattern else colour}
    if pattern:
        fill["fillpattern"] = {"shape": pattern, "fgcolor": colour, "solidity": 0.15}
    edge = {"width": 1, "dash": "dot", "color": ink()}
    plain = {"x": list(labels), "mode": "lines", "line": edge, "hoverinfo": "skip"}
    figure.add_scatter(y=list(low), showlegend=False, **plain)
    figure.add_scatter(y=list(high), fill="tonexty", **fill, name=escape_plotly(name), **plain)


def add_steps(
    figure: Figure, labels: Sequence[str], values: Sequence[float | None], words: Sequence[str], name: str
) -> None:
    """Add a line of steps, such as a budget, over bars of any colour."""
    line = {"x": list(labels), "y": list(values), "mode": "lines"}
    ground = {"width": 7, "shape": "hvh", "color": ink(ground=True)}
    figure.add_scatter(**line, line=ground, showlegend=False, hoverinfo="skip")
    figure.add_scatter(
        **line,
        line={"width": 3, "dash": "dash", "shape": "hvh", "color": ink()},
        name=escape_plotly(name),
        customdata=list(words),
        hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
    )
