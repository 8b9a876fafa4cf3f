"""How support is staffed: agents over the week, what another agent would do, hours between contacts."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.support import ChannelDesk, ChannelMonths, channel_months, support_desks
from orgplanner.ui import navigation, state, wording
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.channels import name_of
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.workload_chart import Mark, Series
from orgplanner.ui.wording import escape, number, percent, say


@st.fragment
def show(plan: Plan) -> None:
    """Show the chosen channel, or what this is for."""
    st.header(say("workload.support_title"))
    if not plan.company.channels:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="workload-no-channel"):
            st.markdown(f":material/info: {say('workload.no_channel')}", width="stretch")
            st.page_link(navigation.page("customers"))
        return
    desks = {desk.channel.id: desk for desk in state.study(support_desks, plan)}
    names = {id: name_of(desk.channel) for id, desk in desks.items()}
    chosen = next(iter(desks))
    if len(desks) > 1:
        chosen = st.segmented_control(
            say("workload.channel"),
            list(desks),
            default=chosen,
            format_func=lambda id: escape(names.get(id, id)),
            required=True,
            key=f"workload-channel-{'-'.join(desks)}",
        )
    desk = desks.get(chosen) or next(iter(desks.values()))
    _busiest(plan, desk)
    _curve(desk)
    _week(desk)
    _months(plan, next(m for m in channel_months(plan) if m.channel == desk.channel))


def _busiest(plan: Plan, desk: ChannelDesk) -> None:
    """Say how many agents the busiest interval needs and what binds."""
    curve, week, at = desk.curve, desk.week, desk.week.busiest
    st.markdown(
        escape(
            say(
                "workload.busiest",
                channel=name_of(desk.channel),
                month=wording.month(plan.month),
                day=say(f"workload.day_{curve.weekday}"),
                clock=curve.clock,
                required=curve.required,
                on_shift=int(week.on_shift[at]),
                load=number(curve.load, 2),
            )
        )
    )
    bound = desk.busiest_bound
    binds = say(f"workload.binds_{bound}", level=percent(curve.target), cap=percent(curve.max_occupancy))
    st.markdown(f":material/lock: {escape(binds)}")
    id = f"{desk.channel.id},{plan.month}"
    with st.container(horizontal=True, gap="small", key="workload-desk-why"):
        why(f"desk.agents[{id}]", key="workload-agents-why", label=say("workload.why_agents"))
        why(f"desk.rostered_hours[{id}]", key="workload-rostered-why", label=say("workload.why_rostered"))


def _curve(desk: ChannelDesk) -> None:
    """Show service level and occupancy against the number of agents."""
    st.subheader(say("workload.curve_title"))
    curve = desk.curve
    agents = curve.agents.tolist()
    chosen = [say("workload.chosen") if n == curve.required else "" for n in agents]
    labels = [say("workload.agents_chosen", agents=n) if n == curve.required else str(n) for n in agents]
    measures = {"level": curve.level.tolist(), "occupancy": curve.occupancy.tolist()}
    words = {name: [percent(v, 1) for v in values] for name, values in measures.items()}
    series = [Series(say(f"workload.{name}"), measures[name], words[name]) for name in measures]
    marks = [
        Mark(curve.target, say("workload.target_level", level=percent(curve.target)), above=False),
        Mark(curve.max_occupancy, say("workload.highest_occupancy", cap=percent(curve.max_occupancy))),
    ]
    figure = workload_chart.lines(labels, series, say("workload.axis_share"), marks=marks)
    figure.update_layout(xaxis={"title": {"text": say("workload.agents")}, "type": "category"}, yaxis_tickformat=".0%")
    figure.add_vline(x=agents.index(curve.required), line_dash="dash", line_width=2, line_color="gray")
    rows = [
        {
            say("workload.agents"): str(n),
            say("workload.level"): words["level"][at],
            say("workload.occupancy"): words["occupancy"][at],
            say("workload.choice"): chosen[at],
        }
        for at, n in enumerate(agents)
    ]
    at = agents.index(curve.required)
    alt = say("workload.curve_alt", agents=curve.required, level=words["level"][at], occupancy=words["occupancy"][at])
    st.markdown(escape(alt))
    workload_chart.show(figure, rows, key="workload-curve", alt=alt)


def _week(desk: ChannelDesk) -> None:
    """Show the agents required and on shift over the week."""
    st.subheader(say("workload.week_title"))
    week = desk.week
    places = [
        say("workload.day_clock", day=say(f"workload.day_{day}"), clock=clock)
        for day, clock in zip(week.weekdays, week.clocks, strict=True)
    ]
    counts = {name: getattr(week, name).tolist() for name in ("required", "on_desk", "on_shift")}
    people = {name: [say("workload.people", people=n) for n in values] for name, values in counts.items()}
    figure = workload_chart.lines(
        places,
        [Series(say(f"workload.{name}"), counts[name], people[name]) for name in ("required", "on_shift")],
        say("workload.axis_agents"),
    )
    firsts = [places[week.weekdays.index(day)] for day in desk.weekdays]
    days = [say(f"workload.day_{day}") for day in desk.weekdays]
    figure.update_traces(mode="lines", line_shape="hv")
    figure.update_layout(xaxis={"tickmode": "array", "tickvals": firsts, "ticktext": days, "tickangle": 0})
    rows = [
        {
            say("workload.time"): place,
            say("workload.contacts"): number(float(week.contacts[at])),
            **{say(f"workload.{name}"): str(values[at]) for name, values in counts.items()},
            say("workload.level"): percent(float(week.level[at]), 1),
            say("workload.occupancy"): percent(float(week.occupancy[at])),
            say("workload.binds"): say(f"workload.bound_{week.bound[at]}"),
        }
        for at, place in enumerate(places)
    ]
    alt = say("workload.week_alt", shifts=int(week.starts.sum()), most=max(counts["on_shift"]))
    st.markdown(escape(alt))
    workload_chart.show(figure, rows, key="workload-week", alt=alt)


def _months(plan: Plan, months: ChannelMonths) -> None:
    """Show what the hours on the desk go into, month by month."""
    st.subheader(say("workload.desk_months_title"))
    names = [wording.month(m, short=True) for m in plan.months]
    used = ("talk_hours", "answering_hours", "idle_hours")
    series = [
        Series(say(f"workload.{name}"), getattr(months, name), [_hours(v) for v in getattr(months, name)])
        for name in used
    ]
    rows = [
        {say("workload.month"): name, say("workload.contacts"): number(months.contacts[at], 0)}
        | {say("workload.rostered_hours"): number(months.rostered_hours[at], 0)}
        | {s.name: number(float(s.values[at] or 0), 0) for s in series}
        for at, name in enumerate(names)
    ]
    at = plan.staffing.month
    blended = "blended" if months.channel.blended else "alone"
    alt = say(
        f"workload.desk_months_{blended}",
        rostered=number(months.rostered_hours[at], 0),
        talk=number(months.talk_hours[at], 0),
        between=number(months.answering_hours[at], 0),
    )
    st.markdown(escape(alt))
    figure = workload_chart.stacked_bars(names, series, say("workload.axis_hours"))
    workload_chart.show(figure, rows, key="workload-desk-months", alt=alt)


def _hours(value: float) -> str:
    return say("workload.hours", hours=number(value, 0))
