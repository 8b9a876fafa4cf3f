"""Charts of the workload page: bars and lines that differ by more than colour, each with a table twin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from orgplanner.ui.components.month_chart import LINE_COLOURS, PATTERNS, escape_plotly
from orgplanner.ui.wording import say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
"""Dashes and symbols of lines, so that they differ by more than colour."""

ROW_HEIGHT = 46
"""Pixels of one bar with its name above."""


@dataclass(frozen=True)
class Series:
    """Numbers of one name."""

    name: str
    values: Sequence[float | None]
    words: Sequence[str]
    """The numbers as they are written."""


@dataclass(frozen=True)
class Mark:
    """A line across the chart, such as a target."""

    at: float
    name: str
    above: bool = True
    """Whether its name stands above a level line, or below it."""


def rows_of_bars(
    labels: Sequence[str],
    series: Sequence[Series],
    axis: str,
    *,
    bases: Sequence[float] = (),
    marks: Sequence[Mark] = (),
) -> Figure:
    """Return lying bars, one row a label.

    Args:
        labels: names of the rows, from the top.
        series: stacked from the left.
        axis: title of the axis.
        bases: where the bars of each row start, for steps; 0 if empty.
        marks: lines across all rows.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, one in enumerate(series):
        figure.add_bar(
            y=_rows(labels),
            x=list(one.values),
            base=list(bases) or None,
            orientation="h",
            width=0.42,
            **_bar(one, place),
        )
    for place, mark in enumerate(marks):
        figure.add_vline(x=mark.at, line=_mark_line())
        side = "left" if place else "right"
        figure.add_annotation(x=mark.at, y=1, yref="paper", xanchor=side, yanchor="bottom", **_mark_name(mark))
    figure.update_layout(barmode="overlay" if bases else "stack", showlegend=len(series) > 1)
    return _named_rows(figure, labels, axis)


def rows_of_spans(
    labels: Sequence[str], own: Series, others: Series, spans: Sequence[tuple[float, float]], axis: str
) -> Figure:
    """Return own numbers as bars, and below them the spans that others give; a span of one number is a diamond.

    Args:
        labels: names of the rows, own numbers first.
        own: own numbers.
        others: name of the spans, and each as it is written.
        spans: low and high of each.
        axis: title of the axis.
    """
    import plotly.graph_objects as go

    rows = _rows(labels)
    mine, theirs = rows[: len(own.values)], rows[len(own.values) :]
    figure = go.Figure()
    figure.add_bar(y=mine, x=list(own.values), orientation="h", width=0.42, **_bar(own, 0))
    lengths = [high - low for low, high in spans]
    lows = [low for low, _ in spans]
    figure.add_bar(y=theirs, x=lengths, base=lows, orientation="h", width=0.3, **_bar(others, 1))
    points = [
        (row, low, words) for row, (low, high), words in zip(theirs, spans, others.words, strict=True) if low == high
    ]
    figure.add_scatter(
        y=[row for row, _, _ in points],
        x=[low for _, low, _ in points],
        mode="markers",
        marker={"symbol": "diamond", "size": 13, "color": _ink()},
        customdata=[words for _, _, words in points],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
    )
    return _named_rows(figure, labels, axis)


def stacked_bars(labels: Sequence[str], series: Sequence[Series], axis: str) -> Figure:
    """Return standing bars, one stack a label; a series without numbers keeps its place, and the others their looks."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, one in enumerate(series):
        empty = not any(one.values)
        figure.add_bar(x=list(labels), y=list(one.values), showlegend=not empty, **_bar(one, place))
    return _over_months(figure, axis)


def lines(labels: Sequence[str], series: Sequence[Series], axis: str, *, marks: Sequence[Mark] = ()) -> Figure:
    """Return lines with symbols; a number that is not known leaves a gap."""
    import plotly.graph_objects as go

    figure = go.Figure()
    _add_lines(figure, labels, series)
    for mark in marks:
        figure.add_hline(y=mark.at, line=_mark_line())
        ends = {"yanchor": "bottom"} if mark.above else {"yanchor": "top"}
        figure.add_annotation(x=1, xref="paper", xanchor="right", y=mark.at, **ends, **_mark_name(mark))
    return _over_months(figure, axis)


def bars_and_lines(labels: Sequence[str], bars: Series, series: Sequence[Series], axis: str) -> Figure:
    """Return standing bars with lines over them."""
    import plotly.graph_objects as go

    figure = go.Figure()
    figure.add_bar(x=list(labels), y=list(bars.values), **_bar(bars, 0), opacity=0.6)
    _add_lines(figure, labels, series, first=1)
    return _over_months(figure, axis)


def _add_lines(figure: Figure, labels: Sequence[str], series: Sequence[Series], first: int = 0) -> None:
    for place, one in enumerate(series, first):
        figure.add_scatter(
            x=list(labels),
            y=list(one.values),
            name=escape_plotly(one.name),
            mode="lines+markers",
            line={"width": 3, "dash": DASHES[place % len(DASHES)]},
            marker={"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 7},
            customdata=list(one.words),
            hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
        )


def _bar(one: Series, place: int) -> dict[str, Any]:
    pattern = {"shape": PATTERNS[place % len(PATTERNS)], "fillmode": "overlay", "solidity": 0.2, "fgopacity": 0.5}
    return {
        "name": escape_plotly(one.name),
        "marker": {"pattern": pattern},
        "customdata": list(one.words),
        "hovertemplate": "%{fullData.name}: %{customdata}<extra></extra>",
    }


def _ink() -> str:
    """Return the colour of lines and names: dark on a light page, light on a dark one."""
    return LINE_COLOURS[st.context.theme.type == "dark"]


def _mark_line() -> dict[str, Any]:
    return {"dash": "dot", "width": 1.5, "color": _ink()}


def _mark_name(mark: Mark) -> dict[str, Any]:
    return {"text": escape_plotly(mark.name), "font": {"color": _ink()}, "showarrow": False}


def _rows(labels: Sequence[str]) -> list[str]:
    return [str(place) for place in range(len(labels))]


def _named_rows(figure: Figure, labels: Sequence[str], axis: str) -> Figure:
    """Write each row's name above its bar, so that long names fit a narrow page."""
    for row, label in zip(_rows(labels), labels, strict=True):
        figure.add_annotation(
            x=0,
            xref="paper",
            y=row,
            yshift=18,
            text=escape_plotly(label),
            font={"color": _ink(), "size": 13},
            showarrow=False,
            xanchor="left",
        )
    figure.update_layout(
        height=100 + ROW_HEIGHT * len(labels),
        margin={"l": 8, "r": 8, "t": 56, "b": 40},
        xaxis={"title": {"text": axis}, "rangemode": "tozero"},
        yaxis={"autorange": "reversed", "showticklabels": False, "type": "category"},
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "traceorder": "normal"},
    )
    return figure


def _over_months(figure: Figure, axis: str) -> Figure:
    figure.update_layout(
        barmode="stack",
        hovermode="x unified",
        height=380,
        margin={"l": 48, "r": 8, "t": 24, "b": 8},
        yaxis={"title": {"text": axis}, "rangemode": "tozero"},
        xaxis={"tickangle": -45, "nticks": 12},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        showlegend=True,
    )
    return figure


def show(figure: Figure, rows: Sequence[Mapping[str, Any]], *, key: str, alt: str) -> None:
    """Show a chart with its table twin.

    Args:
        figure: the chart.
        rows: the table's rows.
        key: start of the keys.
        alt: what the chart shows, in words.
    """
    st.plotly_chart(figure, key=key, config={"displaylogo": False, "displayModeBar": False}, alt=alt)
    table(rows, key=key, alt=alt)


def table(rows: Sequence[Mapping[str, Any]], *, key: str, alt: str, label: str | None = None) -> None:
    """Show rows in an expander."""
    with st.expander(label or say("workload.as_table"), icon=":material/table:", key=f"{key}-table"):
        st.dataframe(list(rows), hide_index=True, key=f"{key}-rows", alt=alt)
