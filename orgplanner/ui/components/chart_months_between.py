"""The months between today and the target: how many places are held, and which seats change when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from orgplanner.advice import figures
from orgplanner.advice.chart_changes import hire_words
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.seat_hire import months_after
from orgplanner.studies.chart_months import FREE, ChartMonths, SeatCourse, SeatStatus
from orgplanner.studies.chart_transition import (
    SHOWN,
    MonthCounts,
    Stretch,
    changing_courses,
    count_statuses,
    stretches,
)
from orgplanner.ui import state
from orgplanner.ui.components import chart_course, workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.hiring_chart import ink
from orgplanner.ui.components.month_chart import PATTERNS, escape_plotly
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import ROW_HEIGHT, Series
from orgplanner.ui.wording import escape, month, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROWS = 14
"""Seats that the picture shows; more would not fit a page."""

EVERY = ""
"""Stands for all roles in the choice of one."""

LOOKS = 0.8
"""Seconds between two looks at whether the hiring plan is there."""

FILLS = dict(zip(SHOWN, PATTERNS, strict=False))
"""Fill of each status, the same in both pictures, so that they differ by more than colour."""

DAY = 86_400_000
"""Milliseconds, in which Plotly counts lengths on a calendar."""


def show(plan: Plan) -> None:
    """Show how many places are held month by month, and the seats that change."""
    st.subheader(say("chart_time.between_title"))
    st.markdown(say("chart_time.between_how"))
    try:
        course = chart_course.course_of(plan)
    except OrgPlannerError as error:
        told = escape(figures.tell(error, state.language()))
        st.error(told, icon=":material/error:")
        return
    months = course.shown
    if not months.courses:
        st.info(say("chart_time.timeline_none"), icon=":material/info:")
        return
    _hires(plan, course)
    roles = dict.fromkeys(c.seat.role for c in months.courses if c.seat.role is not None)
    names = {EVERY: say("chart_time.every_role"), **{id: role_name(plan, id) for id in roles}}
    role = st.selectbox(
        say("chart_time.role"),
        list(names),
        format_func=lambda id: names.get(id, id),
        key="chart-between-role",
        width=320,
    )
    _show_counts(count_statuses(months, role=None if role == EVERY else role))
    label = say("chart_time.why_positions", month=month(plan.month))
    why("staffing.positions", key="chart-between-why", label=label)
    _show_timeline(plan, months, [c for c in changing_courses(months) if role in (EVERY, c.seat.role)])


def _hires(plan: Plan, course: chart_course.Course) -> None:
    """Offer to lay the hiring plan on the chart, or say how it lies there."""
    if course.with_hires is not None:
        laid = course.with_hires
        count = sum(len(c.hires) for c in laid.courses)
        st.markdown(f":material/person_add: {say('chart_time.hires_laid', count=count)}")
        if laid.unseated:
            st.markdown(say("chart_time.hires_unseated", count=len(laid.unseated)))
        st.button(say("chart_time.drop_hires"), key="chart-drop-hires", on_click=chart_course.drop_hires, args=(plan,))
    elif course.is_searching:
        st.fragment(_watch, run_every=LOOKS)(plan)
    else:
        if course.problem is not None:
            told = escape(figures.tell(course.problem, state.language()))
            st.warning(say("chart_time.hires_impossible", reason=told), icon=":material/warning:")
        st.button(
            say("chart_time.lay_hires"),
            icon=":material/person_add:",
            help=say("chart_time.lay_hires_help"),
            key="chart-lay-hires",
            on_click=chart_course.lay_hires,
            args=(plan,),
        )


def _watch(plan: Plan) -> None:
    if not chart_course.course_of(plan).is_searching:
        st.rerun()
    st.markdown(f":material/hourglass_top: {say('chart_time.laying')}")


def _show_counts(found: Sequence[MonthCounts]) -> None:
    labels = [month(m.month, short=True) for m in found]
    series = [
        Series(say(f"chart_time.status_{s.value}"), [m.counts[s] for m in found], [str(m.counts[s]) for m in found])
        for s in SHOWN
    ]
    first, last = found[0], found[-1]
    alt = say(
        "chart_time.between_sentence",
        first=month(first.month),
        last=month(last.month),
        filled=_held(first),
        now=first.total,
        filled_then=_held(last),
        then=last.total,
    )
    st.markdown(escape(alt))
    rows = [
        {
            say("chart_time.column_month"): label,
            **{one.name: one.values[k] for one in series},
            say("chart_time.column_total"): found[k].total,
        }
        for k, label in enumerate(labels)
    ]
    figure = workload_chart.stacked_bars(labels, series, say("chart_time.axis_people"))
    workload_chart.show(figure, rows, key="chart-between", alt=alt)


def _held(counts: MonthCounts) -> int:
    return sum(number for status, number in counts.counts.items() if status not in FREE)


def _show_timeline(plan: Plan, months: ChartMonths, courses: Sequence[SeatCourse]) -> None:
    st.subheader(say("chart_time.timeline_title"))
    if not courses:
        st.markdown(say("chart_time.timeline_none"))
        return
    if len(courses) > ROWS:
        st.markdown(say("chart_time.timeline_more", shown=ROWS, count=len(courses)))
    rows = [row for course in courses for row in _rows(plan, months, course)]
    alt = say("chart_time.timeline_alt", count=len(courses))
    workload_chart.show(timeline(plan, months, courses[:ROWS]), rows, key="chart-timeline", alt=alt)


def timeline(plan: Plan, months: ChartMonths, courses: Sequence[SeatCourse]) -> Figure:
    """Return lying bars on a calendar, one row a seat, one bar for each stretch of its course."""
    import plotly.graph_objects as go

    built = go.Figure()
    named = [(str(row), course, stretches(course, months.months)) for row, course in enumerate(courses)]
    for status in SHOWN:
        parts = [(row, course, s) for row, course, all_of in named for s in all_of if s.status is status]
        built.add_bar(showlegend=bool(parts), **_bar(plan, status, parts))
    for row, course, _ in named:
        look: dict[str, Any] = {"font": {"color": ink(), "size": 13}, "showarrow": False, "xanchor": "left"}
        name = escape_plotly(course.seat.label.say(state.language()))
        built.add_annotation(x=0, xref="paper", y=row, yshift=18, text=name, **look)
    built.add_vline(x=_day(plan.month).isoformat(), line={"dash": "dot", "width": 2, "color": ink()})
    built.update_layout(
        barmode="overlay",
        height=120 + ROW_HEIGHT * len(courses),
        margin={"l": 8, "r": 8, "t": 72, "b": 24},
        xaxis={"type": "date", "range": [_day(months.months[0]), _day(months.months[-1], 1)], "tickformat": "%Y-%m"},
        yaxis={
            "autorange": "reversed",
            "showticklabels": False,
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [row for row, _, _ in named],
        },
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "traceorder": "normal"},
        showlegend=True,
    )
    return built


def _bar(plan: Plan, status: SeatStatus, parts: Sequence[tuple[str, SeatCourse, Stretch]]) -> dict[str, Any]:
    pattern = {"shape": FILLS[status], "fillmode": "overlay", "solidity": 0.25, "fgopacity": 0.6}
    return {
        "y": [row for row, _, _ in parts],
        "x": [(_day(s.last, 1) - _day(s.first)).days * DAY for _, _, s in parts],
        "base": [_day(s.first).isoformat() for _, _, s in parts],
        "orientation": "h",
        "width": 0.4,
        "name": escape_plotly(say(f"chart_time.status_{status.value}")),
        "marker": {"pattern": pattern},
        "opacity": 0.4 if status in FREE else 1.0,
        "customdata": [
            [escape_plotly(_who(plan, course, s)), month(s.first, short=True), month(s.last, short=True)]
            for _, course, s in parts
        ],
        "hovertemplate": "%{fullData.name}: %{customdata[1]} – %{customdata[2]}<br>%{customdata[0]}<extra></extra>",
    }


def _rows(plan: Plan, months: ChartMonths, course: SeatCourse) -> list[dict[str, str]]:
    return [
        {
            say("chart_time.column_seat"): course.seat.label.say(state.language()),
            say("chart_time.column_status"): say(f"chart_time.status_{s.status.value}"),
            say("chart_time.column_first"): month(s.first, short=True),
            say("chart_time.column_last"): month(s.last, short=True),
            say("chart_time.column_people"): _who(plan, course, s),
        }
        for s in stretches(course, months.months)
    ]


def _who(plan: Plan, course: SeatCourse, stretch: Stretch) -> str:
    """Return who is on a seat for some months: people by name, planned hires by their source."""
    names = [plan.person(id).name for id in stretch.people]
    if not names and stretch.status not in FREE:
        hires = dict.fromkeys(hire_words(h, stretch.first, state.language()) for h in course.hires_in(stretch.first))
        names = list(hires)
    return say("chart_time.names_between").join(names)


def _day(of: str, later: int = 0) -> dt.date:
    """Return the first day of a month, or of one later."""
    count = months_after("0000-01", of) + later
    return dt.date(count // 12, count % 12 + 1, 1)
