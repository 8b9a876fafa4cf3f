"""Charts of the crossover: both costs over volume and over months, lines that differ by more than colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from orgplanner.ui.components.month_chart import LINE_COLOURS, escape_plotly
from orgplanner.ui.components.workload_chart import DASHES, SYMBOLS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

NAMED_FLIPS = 6
"""Flips whose numbers fit into the chart; the list below it names all."""


@dataclass(frozen=True)
class Curve:
    """One cost over volumes or months; a number that is not known or infinite leaves a gap."""

    name: str
    values: Sequence[float]
    words: Sequence[str]
    """The numbers as they are written."""


@dataclass(frozen=True)
class Point:
    """A place on the chart that has a name."""

    x: float
    y: float
    name: str
    words: str


def over_volume(
    volumes: Sequence[float],
    curves: Sequence[Curve],
    axes: tuple[str, str],
    *,
    current: tuple[float, str],
    flips: Sequence[Point],
    flips_name: str,
) -> Figure:
    """Return costs over volume with the volume of today and every flip.

    Args:
        volumes: ends of the stretches on which the costs are straight.
        curves: costs at these volumes.
        axes: titles of both axes.
        current: volume of today and its name.
        flips: places where the cheaper side changes.
        flips_name: what they are called.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, curve in enumerate(curves):
        _add(figure, volumes, curve, place, "lines")
    figure.add_vline(x=current[0], line={"dash": "dot", "width": 1.5, "color": _ink()})
    name = {"text": escape_plotly(current[1]), "font": {"color": _ink()}, "showarrow": False}
    side = "left" if current[0] <= 0.5 * max(volumes, default=0.0) else "right"
    figure.add_annotation(x=current[0], y=1, yref="paper", xanchor=side, yanchor="bottom", **name)
    if flips:
        figure.add_scatter(
            x=[p.x for p in flips],
            y=[p.y for p in flips],
            name=escape_plotly(flips_name),
            mode="markers+text",
            text=[escape_plotly(p.name) for p in flips[:NAMED_FLIPS]],
            textposition="top center",
            textfont={"color": _ink(), "size": 13},
            marker={"symbol": "diamond", "size": 13, "color": _ink()},
            customdata=[p.words for p in flips],
            hovertemplate="%{customdata}<extra></extra>",
        )
    return _laid_out(figure, axes)


def over_months(
    months: Sequence[str], curves: Sequence[Curve], axis: str, *, flips: Sequence[tuple[int, str]]
) -> Figure:
    """Return costs over months with the months in which the answer changes."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, curve in enumerate(curves):
        _add(figure, months, curve, place, "lines+markers")
    for place, words in flips:
        figure.add_vline(x=place, line={"dash": "dot", "width": 1.5, "color": _ink()})
        side = "left" if place <= len(months) / 2 else "right"
        name = {"text": escape_plotly(words), "font": {"color": _ink()}, "showarrow": False}
        figure.add_annotation(x=place, y=1, yref="paper", xanchor=side, yanchor="bottom", **name)
    figure.update_xaxes(type="category", tickangle=-45, nticks=12)
    return _laid_out(figure, ("", axis))


def _add(figure: Figure, x: Sequence[Any], curve: Curve, place: int, mode: str) -> None:
    figure.add_scatter(
        x=list(x),
        y=[value if math.isfinite(value) else None for value in curve.values],
        name=escape_plotly(curve.name),
        mode=mode,
        line={"width": 3, "dash": DASHES[place % len(DASHES)]},
        marker={"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 7},
        customdata=list(curve.words),
        hovertemplate="%{fullData.name}: %{customdata}<extra></extra>",
    )


def _ink() -> str:
    return LINE_COLOURS[st.context.theme.type == "dark"]


def _laid_out(figure: Figure, axes: tuple[str, str]) -> Figure:
    figure.update_layout(
        height=420,
        margin={"l": 72, "r": 8, "t": 32, "b": 8},
        xaxis={"title": {"text": axes[0]}, "rangemode": "tozero"},
        yaxis={"title": {"text": axes[1]}, "rangemode": "tozero", "tickformat": ",d"},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        showlegend=True,
    )
    return figure
