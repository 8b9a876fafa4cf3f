"""The table twin of a view of the chart."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.advice.seats import Seat
from orgplanner.ui.wording import say

COLUMNS = ("position", "role", "unit", "person", "reports_to", "load", "source", "state")


def state_words(seat: Seat) -> str:
    """Return the state of a seat with the remark behind it."""
    return say("org_chart.state_remark", state=seat.state, remark=seat.remark) if seat.remark else seat.state


def rows_of(seats: Sequence[Seat]) -> list[dict[str, str]]:
    """Return one row a seat, in the order of the chart."""
    titles = {seat.id: seat.title for seat in seats}
    return [
        {
            "position": seat.position,
            "role": seat.role,
            "unit": seat.unit,
            "person": seat.person,
            "reports_to": titles.get(seat.above or "", ""),
            "load": seat.load,
            "source": seat.source,
            "state": state_words(seat),
        }
        for seat in seats
    ]


def show(seats: Sequence[Seat], *, key: str) -> None:
    """Show the seats as a table that can be searched, sorted and downloaded."""
    headings = {name: say(f"org_chart.column_{name}") for name in COLUMNS}
    with st.expander(say("org_chart.table_title"), icon=":material/table:", key=f"{key}-twin"):
        rows = [{headings[name]: value for name, value in row.items()} for row in rows_of(seats)]
        st.dataframe(rows, hide_index=True, key=f"{key}-table", alt=say("org_chart.table_alt"))
