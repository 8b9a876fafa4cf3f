"""Tiles: one number each, with what it means and a way into its derivation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from orgplanner.ui.components.derivation import why

MOST_COLUMNS = 4
"""Tiles beside each other on a wide page."""


@dataclass(frozen=True)
class Tile:
    """One number; label and details are Markdown, so that foreign names in them have to be escaped."""

    label: str
    value: str
    details: tuple[str, ...] = ()
    """Short lines at the end."""
    figures: tuple[tuple[str, str | None], ...] = ()
    """Figures that can be opened: id, and a line below the number that opens it; None for the number itself."""


def show(tiles: Sequence[Tile], *, key: str) -> None:
    """Show tiles that wrap by the width of the page."""
    with st.grid(columns=min(len(tiles), MOST_COLUMNS), min_column_width=210, key=key):
        for place, tile in enumerate(tiles):
            with st.container(border=True, height="stretch", gap="xsmall", key=f"{key}-{place}"):
                _tile(tile, f"{key}-{place}")


def _tile(tile: Tile, key: str) -> None:
    alone = [id for id, label in tile.figures if label is None]
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown(tile.label, width="stretch")
        for id in alone:
            why(id, key=f"{key}-why-{id}")
    st.metric(tile.label, tile.value, label_visibility="collapsed")
    for id, label in tile.figures:
        if label is not None:
            why(id, key=f"{key}-why-{id}", label=label)
    for detail in tile.details:
        st.markdown(detail)
