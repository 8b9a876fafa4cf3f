"""Months in which new accounts start: the company's seasonality, and a segment's own twelve weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from orgplanner.records.catalogue import Seasonality
from orgplanner.records.change import SetSeasonality
from orgplanner.records.company import Segment
from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components.arrival_profiles import evidence
from orgplanner.ui.wording import escape, percent, say, text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

EVEN = ""
"""Stands for no seasonality: new accounts spread evenly."""

HEAVIEST = 1e6
"""Highest weight that the company's record takes."""


def ask(segment: Segment, stem: str) -> list[float]:
    """Ask for a segment's own weights; none at all means the company's seasonality."""
    st.markdown(say("customers.seasons_help"))
    told = []
    with st.grid(columns=6, min_column_width=100, key=f"{stem}-seasons"):
        for month in range(1, 13):
            own = segment.seasonality[month - 1] if segment.seasonality else None
            state.start_widget(f"{stem}-season-{month}", own)
            weight = st.number_input(
                say(f"customers.month_{month}"),
                min_value=0.0,
                max_value=HEAVIEST,
                value=None,
                format="%.6g",
                placeholder=say("editor.empty_cell"),
                key=f"{stem}-season-{month}",
            )
            told.append(weight)
    return [weight for weight in told if weight is not None]


@st.fragment
def show(phase: Phase) -> None:
    """Show the company's seasonality, and what it does to a year."""
    known = {season.id: season for season in phase.catalogue.seasonalities if len(set(season.weights)) > 1}
    labels = {EVEN: say("customers.season_even"), **{id: text(season.label) for id, season in known.items()}}
    now = state.company().seasonality
    chosen = now if now in known else EVEN
    key = f"seasonality-{state.revision()}-{chosen}"

    def take_over() -> None:
        state.change(SetSeasonality(seasonality=state.widget(key) or None))

    st.markdown(say("customers.season_intro"))
    st.selectbox(
        say("customers.season"),
        list(labels),
        index=list(labels).index(chosen),
        format_func=lambda id: labels.get(id, id),
        key=key,
        on_change=take_over,
        width=420,
    )
    if chosen in known:
        _show_season(known[chosen], phase)
    own = [escape(s.name or s.id) for s in state.company().segments if s.seasonality]
    if own:
        st.markdown(say("customers.season_own", segments=own))


def _show_season(season: Seasonality, phase: Phase) -> None:
    st.markdown(evidence(phase, season))
    shares = shares_of(season.weights)
    months = [say(f"customers.month_{month}") for month in range(1, 13)]
    st.markdown(f"**{say('customers.season_chart')}**")
    highest = max(shares)
    alt = say("customers.season_alt", month=months[shares.index(highest)], share=percent(highest))
    settings = {"displaylogo": False, "displayModeBar": False}
    st.plotly_chart(season_chart(months, shares), key="season-chart", config=settings, alt=alt)
    with st.expander(say("customers.as_table"), key="season-table"):
        names = say("customers.month"), say("customers.season_share")
        rows = [{names[0]: m, names[1]: percent(share, 1)} for m, share in zip(months, shares, strict=True)]
        st.dataframe(rows, hide_index=True, alt=say("customers.season_chart"), key="season-rows")


def shares_of(weights: Sequence[float]) -> tuple[float, ...]:
    """Return the share of a year's new accounts that each month has.

    >>> shares_of((1, 3))
    (0.25, 0.75)
    """
    return tuple(weight / sum(weights) for weight in weights)


def season_chart(months: Sequence[str], shares: Sequence[float]) -> Figure:
    """Return the new accounts of a year by month."""
    import plotly.graph_objects as go

    words = [percent(share, 1) for share in shares]
    trace = go.Bar(x=list(months), y=list(shares), customdata=words, hovertemplate="%{x}: %{customdata}<extra></extra>")
    layout = go.Layout(
        height=220,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        yaxis={"title": say("customers.season_share"), "rangemode": "tozero", "tickformat": ".0%"},
        showlegend=False,
    )
    return go.Figure(trace, layout)
