"""By when to open requisitions in how many futures, and which uncertainty matters most."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import UnknownName
from orgplanner.plan import Plan
from orgplanner.studies.risk_outlook import RiskOutlook
from orgplanner.ui import state
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.hiring_words import day
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, percent, say

SHOWN = 8
"""Drivers that are shown as bars."""

OF_NO_NUMBER = ("time_to_fill", "chance")
"""Drivers that are no assumption by themselves."""


def show(plan: Plan, found: RiskOutlook) -> None:
    """Show the dates, then what matters."""
    _dates(plan, found)
    _drivers(plan, found)


def _dates(plan: Plan, found: RiskOutlook) -> None:
    st.subheader(say("hiring.open_dates_title"))
    needed = [o for o in found.open_by if o.never < 1]
    if not needed:
        st.markdown(f":material/check_circle: {say('hiring.no_requisition')}")
        return
    st.markdown(say("hiring.open_dates_how"))
    first = dt.date.fromisoformat(f"{found.months[0]}-01")
    rows = [
        {
            say("hiring.role"): role_name(plan, o.role),
            say("hiring.open_safe"): _day(o.earliest, first),
            say("hiring.open_middle"): _day(o.median, first),
            say("hiring.open_late"): _day(o.latest, first),
            say("hiring.open_never"): percent(o.never),
            say("hiring.open_passed"): percent(o.passed),
        }
        for o in needed
    ]
    st.dataframe(rows, hide_index=True, key="hiring-open-dates", alt=say("hiring.open_dates_title"))


def _day(date: dt.date | None, first: dt.date) -> str:
    """Write a day; one before the plan's first day has passed, whenever it was."""
    if date is None:
        return say("hiring.not_needed")
    return say("hiring.has_passed") if date < first else day(date)


def _drivers(plan: Plan, found: RiskOutlook) -> None:
    st.subheader(say("hiring.drivers_title"))
    drivers = found.drivers
    if not drivers:
        st.markdown(say("hiring.no_driver"))
        return
    names = [_name(plan, d.id) for d in drivers]
    alt = say("hiring.drivers_sentence", name=names[0], share=percent(drivers[0].of_shortage))
    st.markdown(escape(alt))
    shares = [d.of_shortage for d in drivers[:SHOWN]]
    series = Series(say("hiring.drivers_axis"), shares, [percent(s) for s in shares])
    figure = workload_chart.rows_of_bars(names[:SHOWN], [series], say("hiring.drivers_axis"))
    figure.update_layout(xaxis_tickformat=".0%")
    rows = [
        {
            say("hiring.driver"): name,
            say("hiring.driver_group"): say(f"hiring.group_{d.group.value}"),
            say("hiring.of_shortage"): percent(d.of_shortage),
            say("hiring.of_required"): percent(d.of_required),
        }
        for name, d in zip(names, drivers, strict=True)
    ]
    workload_chart.show(figure, rows, key="hiring-drivers", alt=alt)
    with st.container(horizontal=True, gap="small", key="hiring-drivers-why"):
        for name, d in zip(names[:SHOWN], drivers, strict=False):
            if d.id in plan.assumptions:
                why(d.id, key=f"hiring-driver-{d.id}", label=escape(name))


def _name(plan: Plan, id: str) -> str:
    """Return what an uncertain quantity is called; one that is no number has a name of its own."""
    if id in OF_NO_NUMBER:
        return say(f"hiring.group_{id}")
    in_file = f"segments.{id.removeprefix('segment.')}" if id.startswith("segment.") else id
    for name in (in_file, id):
        try:
            return figures.label_of(plan, name, state.language())
        except UnknownName:
            continue
    return id
