"""The month that the chart shows, and what happens in it."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from orgplanner.advice import figures
from orgplanner.advice.chart_changes import hire_words
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.studies.chart_months import ChartMonths
from orgplanner.studies.chart_transition import Event, EventKind, find_events
from orgplanner.ui import navigation, state
from orgplanner.ui.components import chart_course
from orgplanner.ui.wording import escape, month, say

SLIDER, EVENTS = "chart-month", "chart-events"
"""Keys of the slider and of the box of events."""

ICONS = {
    EventKind.SEAT_APPEARS: "add_box",
    EventKind.LEAD_DUE: "supervisor_account",
    EventKind.SEAT_GOES: "indeterminate_check_box",
    EventKind.STARTS: "login",
    EventKind.HIRE_STARTS: "person_add",
    EventKind.RAMPED: "trending_up",
    EventKind.LEAVES: "logout",
    EventKind.MOVES: "swap_horiz",
    EventKind.LEAVE_BEGINS: "pause_circle",
    EventKind.LEAVE_ENDS: "play_circle",
}


def show_slider(plan: Plan) -> None:
    """Let the user choose the month that the whole page shows."""
    months = list(plan.months)
    names = {m: month(m, short=True) for m in months}
    if state.widget(SLIDER) != plan.month:
        state.set_widget(SLIDER, plan.month)
    place = months.index(plan.month)
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", gap="small", key="chart-time"):
        st.select_slider(
            say("chart_time.month"),
            months,
            format_func=lambda m: names.get(m, m),
            key=SLIDER,
            help=say("chart_time.month_help"),
            on_change=_take_slider,
            args=(plan,),
        )
        with st.container(horizontal=True, width="content", gap="small", key="chart-time-steps"):
            _step(plan, "earlier", "chevron_left", months[max(0, place - 1)])
            _step(plan, "later", "chevron_right", months[min(place + 1, len(months) - 1)])
            _jump(plan, "today", months[0])
            if len(months) > MONTHS_A_YEAR:
                _jump(plan, "year", months[MONTHS_A_YEAR])
            _jump(plan, "end", months[-1])


def _step(plan: Plan, name: str, icon: str, target: str) -> None:
    st.button(
        say(f"chart_time.{name}"),
        icon=f":material/{icon}:",
        key=f"{SLIDER}-{name}",
        on_click=_take,
        args=(plan, target),
        disabled=target == plan.month,
    )


def _jump(plan: Plan, name: str, target: str) -> None:
    st.button(
        say(f"chart_time.jump_{name}", month=month(target, short=True)),
        type="tertiary",
        key=f"{SLIDER}-{name}",
        on_click=_take,
        args=(plan, target),
        disabled=target == plan.month,
    )


def _take_slider(plan: Plan) -> None:
    _take(plan, str(state.widget(SLIDER)))


def _take(plan: Plan, chosen: str) -> None:
    """Show another month, and let the header say so too."""
    state.set_month(chosen)
    state.set_widget(navigation.month_key(), chosen)


@st.fragment
def show_events(plan: Plan) -> None:
    """Show what happens in the month that is shown, once somebody asks."""
    opened = st.expander(
        say("chart_time.events_title"), icon=":material/event_note:", key=EVENTS, on_change="rerun", expanded=False
    )
    if not opened.open:
        return
    with opened:
        try:
            course = chart_course.course_of(plan)
        except OrgPlannerError as error:
            st.error(escape(figures.tell(error, state.language())), icon=":material/error:")
            return
        _show_month(plan, course.shown)


def _show_month(plan: Plan, months: ChartMonths) -> None:
    events = find_events(plan, months)
    now = [event for event in events if event.month == plan.month]
    if plan.month == months.months[0]:
        st.markdown(say("chart_time.events_first", month=month(plan.month)))
    elif not now:
        st.markdown(say("chart_time.events_none", month=month(plan.month)))
    if now:
        st.markdown("\n".join(f"- :material/{ICONS[e.kind]}: {line}" for e in now for line in event_lines(plan, e)))
    later = [event for event in events if event.month > plan.month]
    lead = next((event for event in later if event.kind is EventKind.LEAD_DUE), None)
    if not later:
        st.markdown(say("chart_time.events_last"))
        return
    st.markdown(say("chart_time.events_next", month=month(later[0].month)))
    if lead is not None:
        seat = escape(lead.course.seat.label.say(state.language()))
        st.markdown(say("chart_time.events_lead", month=month(lead.month), seat=seat))


def event_lines(plan: Plan, event: Event) -> Iterator[str]:
    """Yield what happens in words, names made harmless; each planned hire has a line."""
    seat = escape(event.course.seat.label.say(state.language()))
    if event.kind is EventKind.HIRE_STARTS:
        starting = dict.fromkeys(
            hire_words(hire, event.month, state.language()) for hire in event.course.hires if hire.start == event.month
        )
        yield from (say("chart_time.event_hire_starts", seat=seat, hire=escape(words)) for words in starting)
        return
    people = say("chart_time.names_between").join(escape(plan.person(id).name) for id in event.people)
    yield say(f"chart_time.event_{event.kind.value}", seat=seat, people=people)
