"""The moves as lying bars on a calendar: from the decision over search, offer and start to full capacity and end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from orgplanner.plan import Plan
from orgplanner.records.hiring import Move
from orgplanner.ui.components.hiring_chart import ink
from orgplanner.ui.components.hiring_words import chart_title, day, short_title, today
from orgplanner.ui.components.month_chart import escape_plotly
from orgplanner.ui.components.workload_chart import ROW_HEIGHT
from orgplanner.ui.wording import say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from orgplanner.studies.hiring_outlook import Outlook

PARTS = ("approval", "search", "offer", "ramp", "work")
"""Stretches of a move, in their order."""

PATTERNS = dict(zip(PARTS, ("x", "/", ".", "\\", ""), strict=True))

MARKS = {"decide": "diamond", "start": "triangle-right", "productive": "circle"}
"""Symbols of the dates that matter most."""

MILLISECONDS = 86_400_000
"""Of a day, in which Plotly counts lengths on a calendar."""


@dataclass(frozen=True)
class Stretch:
    """One part of a move between two days."""

    part: str
    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Days between the two."""
        return (self.last - self.first).days


def stretches(move: Move, until: dt.date) -> tuple[Stretch, ...]:
    """Return the parts of a move, those without a day left out.

    Args:
        move: the move.
        until: where a move without an end leaves the chart.
    """
    dates = move.dates
    offered = dates.offer_by or dates.start
    end = max(dates.end or until, dates.start)
    days = (dates.decide_by, dates.open_by, offered, dates.start, min(dates.productive_by, end), end)
    built = (Stretch(part, *pair) for part, pair in zip(PARTS, pairwise(days), strict=True))
    return tuple(s for s in built if s.days > 0)


def figure(plan: Plan, outlook: Outlook, moves: Sequence[Move]) -> Figure:
    """Return the chart, one row a move, with a line for the day from which is looked."""
    import plotly.graph_objects as go

    until = _end_of(outlook)
    built = go.Figure()
    rows = [(str(row), move, stretches(move, until)) for row, move in enumerate(moves)]
    for part in PARTS:
        parts = [(row, move, s) for row, move, all_of in rows for s in all_of if s.part == part]
        built.add_bar(**_bar(plan, part, parts))
    for name, symbol in MARKS.items():
        built.add_scatter(**_mark(name, symbol, rows))
    _name_rows(plan, built, rows)
    _today_line(outlook, built)
    built.update_layout(
        barmode="overlay",
        height=150 + ROW_HEIGHT * max(1, len(moves)),
        margin={"l": 8, "r": 8, "t": 112, "b": 24},
        xaxis={"type": "date", "range": [outlook.first_day.isoformat(), until.isoformat()], "tickformat": "%Y-%m"},
        yaxis={"autorange": "reversed", "showticklabels": False, "type": "category"},
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "traceorder": "normal"},
    )
    return built


def _bar(plan: Plan, part: str, parts: Sequence[tuple[str, Move, Stretch]]) -> dict[str, Any]:
    pattern = {"shape": PATTERNS[part], "fillmode": "overlay", "solidity": 0.25, "fgopacity": 0.6}
    return {
        "y": [row for row, _, _ in parts],
        "x": [s.days * MILLISECONDS for _, _, s in parts],
        "base": [s.first.isoformat() for _, _, s in parts],
        "orientation": "h",
        "width": 0.4,
        "name": say(f"hiring.part_{part}"),
        "marker": {"pattern": pattern},
        "opacity": 0.35 if part == "work" else 1.0,
        "customdata": [[escape_plotly(short_title(plan, m)), day(s.first), day(s.last)] for _, m, s in parts],
        "hovertemplate": "%{customdata[0]}<br>%{fullData.name}: %{customdata[1]} – %{customdata[2]}<extra></extra>",
    }


def _mark(name: str, symbol: str, rows: Sequence[tuple[str, Move, tuple[Stretch, ...]]]) -> dict[str, Any]:
    dates = [getattr(m.dates, "start" if name == "start" else f"{name}_by") for _, m, _ in rows]
    return {
        "y": [row for row, _, _ in rows],
        "x": [date.isoformat() for date in dates],
        "mode": "markers",
        "name": say(f"hiring.{name}_by" if name != "start" else "hiring.start"),
        "marker": {"symbol": symbol, "size": 11, "color": ink(), "line": {"width": 1, "color": ink(ground=True)}},
        "customdata": [day(date) for date in dates],
        "hovertemplate": "%{fullData.name}: %{customdata}<extra></extra>",
    }


def _name_rows(plan: Plan, built: Figure, rows: Sequence[tuple[str, Move, tuple[Stretch, ...]]]) -> None:
    """Write each move's name above its bar, so that long ones fit a narrow page."""
    for row, move, _ in rows:
        name = chart_title(plan, move)
        words = say("hiring.locked_name", name=name) if move.locked else name
        look = {"font": {"color": ink(), "size": 13}, "showarrow": False, "xanchor": "left", "yshift": 18}
        built.add_annotation(x=0, xref="paper", y=row, text=escape_plotly(words), **look)


def _today_line(outlook: Outlook, built: Figure) -> None:
    now = today(outlook).isoformat()
    built.add_vline(x=now, line={"dash": "dot", "width": 2, "color": ink()})
    word = "today" if today(outlook) > outlook.first_day else "plan_begins"
    look = {"font": {"color": ink()}, "showarrow": False, "xanchor": "left", "yanchor": "bottom"}
    built.add_annotation(x=now, y=1, yref="paper", text=say(f"hiring.{word}"), **look)


def _end_of(outlook: Outlook) -> dt.date:
    """Return the day after the last planned month."""
    year, month = int(outlook.months[-1][:4]), int(outlook.months[-1][5:])
    return dt.date(year + month // 12, month % 12 + 1, 1)
