"""The picture of who knows what: columns of marks whose shapes tell their kinds, lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import streamlit as st

from orgplanner.exports.analytics_words import AnalyticsWords
from orgplanner.studies.skill_graph import Node, NodeKind, PlacedNode, SkillGraph, place_nodes
from orgplanner.ui.components.chart_treemap import plain
from orgplanner.ui.components.month_chart import LINE_COLOURS
from orgplanner.ui.wording import number, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

ROW = 27
"""Pixels between the nodes of the longest column."""

LONGEST = 30
"""Places of a name beside its node, two for a full-width character; hovering gives the whole of it."""


@dataclass(frozen=True)
class Look:
    """How a kind of node is drawn: its shape beside its colour tells it."""

    key: str
    symbol: str
    colour: int
    """Place in the theme's colours."""


LOOKS = {
    "phase": Look("kind_phase", "star", 5),
    "role": Look("kind_role", "square", 2),
    "skill": Look("kind_skill", "circle", 0),
    "skill_one": Look("kind_skill_one", "triangle-up", 1),
    "skill_nobody": Look("kind_skill_nobody", "x", 3),
    "person": Look("kind_person", "diamond", 4),
}


def figure(words: AnalyticsWords, graph: SkillGraph, drawn: SkillGraph) -> Figure:
    """Return the graph as lines and marks in columns; every name stands in it as text.

    Args:
        words: the words of the page.
        graph: what shapes and hovering tell.
        drawn: the part of it that is drawn.
    """
    import plotly.graph_objects as go

    theme = "dark" if st.context.theme.type == "dark" else "light"
    placed = place_nodes(drawn)
    at = {node.node: node for node in placed}
    only = {(Node(NodeKind.SKILL, c.skill), Node(NodeKind.PERSON, c.single_holder)) for c in _single(graph)}
    lines = [
        _lines([(at[a], at[b]) for a, b in drawn.links if (a, b) not in only], "link", theme),
        _lines([(at[a], at[b]) for a, b in drawn.links if (a, b) in only], "link_only", theme),
    ]
    kinds = {node: _kind(graph, node) for node in at}
    marks = [
        _marks(words, graph, [n for n in placed if kinds[n.node] == kind], LOOKS[kind], theme)
        for kind in LOOKS
        if kind in kinds.values()
    ]
    longest = max(len(column) for column in drawn.columns)
    layout = go.Layout(
        height=150 + ROW * max(longest, 8),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis={"visible": False, "range": [-0.12, 3.85], "fixedrange": True},
        yaxis={"visible": False, "range": [1.02, -0.02], "fixedrange": True},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0},
        hovermode="closest",
        annotations=[_name(words, node, theme) for node in placed],
    )
    return go.Figure([line for line in lines if line.x] + marks, layout)


def _single(graph: SkillGraph) -> list[Any]:
    return [cover for cover in graph.skills if cover.single_holder is not None]


def _kind(graph: SkillGraph, node: Node) -> str:
    """Return how a node is drawn; skills by how many people cover them."""
    if node.kind is not NodeKind.SKILL:
        return node.kind.value
    cover = next(c for c in graph.skills if c.skill == node.id)
    if not cover.holders:
        return "skill_nobody"
    return "skill_one" if cover.single_holder is not None else "skill"


def _lines(ends: Sequence[tuple[PlacedNode, PlacedNode]], key: str, theme: str) -> Scatter:
    """Return the links of one look: plain ones thin, those to an only holder thick and dashed."""
    import plotly.graph_objects as go

    plain_link = key == "link"
    colour = str(st.get_option(f"theme.{theme}.{'grayColor' if plain_link else 'orangeColor'}"))
    return go.Scatter(
        x=[x for a, b in ends for x in (a.x, b.x, None)],
        y=[y for a, b in ends for y in (a.y, b.y, None)],
        mode="lines",
        line={"width": 1 if plain_link else 2.4, "dash": "solid" if plain_link else "dash", "color": colour},
        opacity=0.45 if plain_link else 0.95,
        name=say(f"chart_views.{key}"),
        hoverinfo="skip",
    )


def _marks(words: AnalyticsWords, graph: SkillGraph, nodes: Sequence[PlacedNode], look: Look, theme: str) -> Scatter:
    import plotly.graph_objects as go

    palette = st.get_option(f"theme.{theme}.chartCategoricalColors")
    return go.Scatter(
        x=[node.x for node in nodes],
        y=[node.y for node in nodes],
        mode="markers",
        marker={
            "symbol": look.symbol,
            "size": 13,
            "color": str(palette[look.colour]),
            "line": {"width": 1, "color": LINE_COLOURS[theme == "dark"]},
        },
        customdata=[plain(_hover(words, graph, node.node)) for node in nodes],
        hovertemplate="%{customdata}<extra></extra>",
        name=say(f"chart_views.{look.key}"),
        cliponaxis=False,
    )


def _name(words: AnalyticsWords, node: PlacedNode, theme: str) -> dict[str, Any]:
    """Return the name beside a node, on a ground of its own, since lines pass behind it."""
    is_phase = node.node.kind is NodeKind.PHASE
    return {
        "x": node.x,
        "y": node.y,
        "text": plain(_short(words.node(node.node))),
        "showarrow": False,
        "xanchor": "center" if is_phase else "left",
        "xshift": 0 if is_phase else 9,
        "yshift": 18 if is_phase else 0,
        "font": {"size": 12, "color": LINE_COLOURS[theme == "dark"]},
        "bgcolor": str(st.get_option(f"theme.{theme}.backgroundColor")),
        "borderpad": 0,
        "opacity": 0.9,
    }


def _short(name: str) -> str:
    """Return a name that fits between two columns: full-width characters take two places."""
    room = LONGEST
    for place, character in enumerate(name):
        room -= 2 if east_asian_width(character) in "WF" else 1
        if room < 0:
            return f"{name[:place]}…"
    return name


def _hover(words: AnalyticsWords, graph: SkillGraph, node: Node) -> str:
    named = words.node(node)
    if node.kind is NodeKind.ROLE:
        need = next(need for need in graph.roles if need.role == node.id)
        return say("chart_views.hover_role", role=named, fte=number(need.fte))
    if node.kind is NodeKind.SKILL:
        cover = next(c for c in graph.skills if c.skill == node.id)
        return say("chart_views.hover_skill", skill=named, fte=number(cover.fte), count=len(cover.holders))
    if node.kind is NodeKind.PERSON:
        count = sum(node.id in cover.holders for cover in graph.skills)
        return say("chart_views.hover_person", person=named, count=count)
    return named
