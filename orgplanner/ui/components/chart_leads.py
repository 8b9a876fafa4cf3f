"""Leads of the units, when they change, and who could stand in until a seat is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from orgplanner.advice import figures
from orgplanner.advice.names import position_label, unit_name
from orgplanner.exports.structure_words import interim_line, leads_count, next_at, stays, unit_of_leads
from orgplanner.plan import Plan
from orgplanner.studies.next_leads import LeadMonths, NextLeads, next_leads
from orgplanner.ui import state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.month_chart import PATTERNS, escape_plotly
from orgplanner.ui.wording import escape, month, number, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

FEW = 12
"""Leads up to which every whole number has its line."""


@st.fragment
def show(plan: Plan) -> None:
    """Show the leads of a plan and of its months."""
    st.header(say("structures.leads"))
    st.markdown(say("structures.leads_about"))
    found = state.study(next_leads, plan)
    _now(plan, found)
    _events(plan, found)
    _chart(plan, found.by_month)
    _interim(plan, found)


def _now(plan: Plan, found: NextLeads) -> None:
    """Show the leads of the plan's month and the number at which the next one comes."""
    st.markdown(f"**{say('structures.leads_now', month=month(plan.month))}**")
    rows = [
        {
            say("structures.column_unit"): unit_of_leads(plan, of, state.language()),
            say("structures.column_people"): of.people,
            say("structures.column_leads"): leads_count(of, state.language()),
            say("structures.column_next"): say(f"structures.step_{of.next_step.value}"),
            say("structures.column_next_at"): next_at(of, state.language()),
        }
        for of in found.units
    ]
    st.dataframe(rows, hide_index=True, key="leads-now", alt=say("structures.now_alt"))
    with st.container(horizontal=True, gap="small", key="leads-why"):
        for id in dict.fromkeys(id for of in found.units for id in of.assumptions):
            why(id, key=f"leads-why-{id}", label=escape(figures.label_of(plan, id, state.language())))
    if found.open_leads:
        seats = [position_label(plan, id, state.language()) for id in found.open_leads]
        st.markdown(f":material/person_add: {escape(say('structures.open_leads', seats=seats))}")


def _events(plan: Plan, found: NextLeads) -> None:
    """Show the months in which leads change."""
    st.markdown(f"**{say('structures.leads_events')}**")
    if not found.events:
        st.markdown(say("structures.leads_none_due"))
        return
    arrow = say("structures.arrow")
    rows = [
        {
            say("structures.column_month"): month(event.month, short=True),
            say("structures.column_unit"): unit_of_leads(plan, event, state.language()),
            say("structures.column_step"): say(f"structures.step_{event.step.value}"),
            say("structures.column_people"): event.people,
            say("structures.column_leads"): arrow.join(number(n, 0) for n in (event.before, event.after)),
            say("structures.column_stays"): stays(event, state.language()),
        }
        for event in found.events
    ]
    st.dataframe(rows, hide_index=True, key="leads-events", alt=say("structures.events_alt"))
    if any(event.is_short for event in found.due):
        st.markdown(f":material/info: {say('structures.short_lived')}")


def _chart(plan: Plan, months: LeadMonths) -> None:
    """Draw the leads of every month, with a table of the same."""
    most = max(months.all, default=0)
    if not most:
        return
    when = plan.months[months.all.index(most)]
    alt = say("structures.leads_chart_alt", month=month(when), count=most)
    courses = [(unit_name(plan, unit, state.language()), leads) for unit, leads in months.units]
    courses += [(say("structures.upper_leads"), months.upper)] if any(months.upper) else []
    labels = [month(each, short=True) for each in plan.months]
    config = {"displaylogo": False, "displayModeBar": False}
    st.plotly_chart(figure(labels, courses), key="leads-chart", config=config, alt=alt)
    with st.expander(say("structures.as_table"), icon=":material/table:", key="leads-table"):
        rows = [
            {say("structures.column_month"): label, **{name: leads[place] for name, leads in courses}}
            for place, label in enumerate(labels)
        ]
        st.dataframe(rows, hide_index=True, key="leads-rows", alt=alt)


def figure(labels: list[str], courses: list[tuple[str, tuple[int, ...]]]) -> Figure:
    """Return stacked bars of the leads by month, told apart by patterns as well."""
    import plotly.graph_objects as go

    bars = [
        go.Bar(
            x=labels,
            y=list(leads),
            name=escape_plotly(name),
            marker={
                "pattern": {
                    "shape": PATTERNS[place % len(PATTERNS)],
                    "fillmode": "overlay",
                    "solidity": 0.15,
                    "fgopacity": 0.4,
                }
            },
            hovertemplate="%{fullData.name}: %{y}<extra></extra>",
        )
        for place, (name, leads) in enumerate(courses)
    ]
    most = max(sum(month) for month in zip(*(leads for _, leads in courses), strict=True))
    layout = go.Layout(
        barmode="stack",
        hovermode="x unified",
        height=360,
        margin={"l": 48, "r": 8, "t": 8, "b": 8},
        yaxis={
            "title": {"text": say("structures.leads_axis")},
            "rangemode": "tozero",
            "dtick": 1 if most <= FEW else None,
        },
        xaxis={"tickangle": -45, "nticks": 12},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        showlegend=True,
    )
    return go.Figure(bars, layout)


def _interim(plan: Plan, found: NextLeads) -> None:
    """Show who could stand in, as a suggestion."""
    if not found.wanted:
        return
    st.markdown(f"**{say('structures.interim_title')}**")
    st.markdown(say("structures.interim_about"))
    lines = [escape(interim_line(plan, who, state.language())) for who in found.interim]
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))
    told = {who.unit for who in found.interim}
    nobody = [unit_name(plan, unit, state.language()) for unit in found.wanted if unit not in told]
    if nobody:
        st.markdown(escape(say("structures.interim_none", units=nobody)))
