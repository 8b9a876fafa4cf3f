"""How sure the hiring plan is: thousands of futures, what is short when, by when to open, what matters most."""

from __future__ import annotations

from functools import partial

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.studies.risk_outlook import FUTURES, TEAM, RiskOutlook, simulate
from orgplanner.ui import state, wording
from orgplanner.ui.background import Work
from orgplanner.ui.components import hiring_chart, hiring_safe, hiring_search, hiring_uncertain, workload_chart
from orgplanner.ui.components.hiring_search import AT_ONCE, LOOKS
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, money, number, percent, say

SIMULATION = "hiring risk"
"""Name under which the simulation is kept."""

Simulation = Work[float, RiskOutlook]
"""A simulation; it tells the share that is done."""


@st.fragment
def show(plan: Plan, outlook: Outlook) -> None:
    """Offer to simulate, and show what came out."""
    st.header(say("hiring.risk_title"))
    st.markdown(say("hiring.risk_how", draws=number(FUTURES, 0)))
    waits = hiring_search.is_proving(plan)
    begun = state.has_studied(plan, SIMULATION)
    label = say("hiring.simulate", draws=number(FUTURES, 0))
    if st.button(label, icon=":material/casino:", key="hiring-simulate", disabled=waits or begun):
        begun = True
    if not begun:
        st.markdown(say("hiring.simulate_later" if waits else "hiring.simulate_first"))
        return
    simulation = state.study(partial(_begin, outlook), plan, SIMULATION)
    if not simulation.wait(AT_ONCE):
        st.fragment(_watch, run_every=LOOKS)(simulation)
        return
    found = simulation.result()
    _answer(found)
    role = _choose(plan, found)
    _short(plan, found, role)
    _bands(plan, found, role)
    hiring_uncertain.show(plan, found)
    hiring_safe.show(plan)


def band_of(plan: Plan, role: str) -> tuple[tuple[float, ...], tuple[float, ...]] | None:
    """Return P10 and P90 of what a role asks for, or all roles; None before it was simulated."""
    if not state.has_studied(plan, SIMULATION):
        return None
    simulation: Simulation = state.study(_unknown, plan, SIMULATION)
    if not simulation.is_done or (role and role not in simulation.result().roles):
        return None
    low, _, high = simulation.result().required(role)
    return low, high


def _unknown(_: Plan) -> Simulation:
    raise AssertionError("asked for only where it is kept")


def _begin(outlook: Outlook, plan: Plan) -> Simulation:
    return Work(lambda note: simulate(plan, outlook, note))


def _watch(simulation: Simulation) -> None:
    if simulation.is_done:
        st.rerun()
    else:
        done = simulation.progress or 0.0
        st.progress(min(done, 1.0), say("hiring.simulating", done=percent(done)))


def _answer(found: RiskOutlook) -> None:
    """Say how sure the plan is."""
    month, likely = found.worst
    low, _, high = (sum(band) for band in found.cost())
    told = say(
        "hiring.risk_sentence",
        sure=percent(found.not_short),
        gap=number(found.minimum_gap, 2),
        month=wording.month(month),
        short=percent(likely),
        low=money(low),
        high=money(high),
    )
    st.markdown(f"**{escape(told)}**")


def _choose(plan: Plan, found: RiskOutlook) -> str:
    names = {TEAM: say("hiring.all_roles"), **{role: role_name(plan, role) for role in found.roles}}
    chosen = st.selectbox(
        say("hiring.role"), list(names), format_func=lambda r: names.get(r, r), key="hiring-risk-role", width=320
    )
    return chosen if chosen in found.roles else TEAM


def _short(plan: Plan, found: RiskOutlook, role: str) -> None:
    """Show the probability of being short by month, and of all roles as a table."""
    st.subheader(say("hiring.short_title"))
    months = [wording.month(m, short=True) for m in found.months]
    likely = found.short(role)
    worst = max(range(len(months)), key=lambda t: likely[t])
    name = role_name(plan, role) if role else say("hiring.any_role")
    alt = say(
        "hiring.short_sentence", role=name, month=wording.month(found.months[worst]), short=percent(likely[worst])
    )
    st.markdown(escape(alt))
    series = Series(say("hiring.short_axis"), likely, [percent(v) for v in likely])
    figure = workload_chart.stacked_bars(months, [series], say("hiring.short_axis"))
    figure.update_layout(yaxis={"tickformat": ".0%", "range": [0, 1]}, showlegend=False)
    rows = [
        {say("hiring.role"): role_name(plan, each) if each else say("hiring.any_role")}
        | dict(zip(months, map(percent, found.short(each)), strict=True))
        for each in (TEAM, *found.roles)
    ]
    workload_chart.show(figure, rows, key=f"hiring-short-{role}", alt=alt)


def _bands(plan: Plan, found: RiskOutlook, role: str) -> None:
    """Show the bands of what is asked for and of who is there."""
    st.subheader(say("hiring.bands_title"))
    months = [wording.month(m, short=True) for m in found.months]
    bands = {"required": found.required(role), "available": found.available(role)}
    series = [Series(say(f"hiring.{n}_middle"), band[1], [number(v, 2) for v in band[1]]) for n, band in bands.items()]
    figure = workload_chart.lines(months, series, say("hiring.axis_fte"))
    for name, (low, _, high) in bands.items():
        hiring_chart.add_band(figure, months, low, high, say(f"hiring.{name}_band"), second=name == "available")
    rows = [
        {say("hiring.month"): month}
        | {say(f"hiring.{n}_{end}"): number(band[k][t], 2) for n, band in bands.items() for k, end in enumerate(ENDS)}
        for t, month in enumerate(months)
    ]
    last = len(months) - 1
    required, available = bands["required"], bands["available"]
    alt = say(
        "hiring.bands_sentence",
        month=wording.month(found.months[last]),
        low=number(required[0][last], 1),
        high=number(required[2][last], 1),
        few=number(available[0][last], 1),
        many=number(available[2][last], 1),
    )
    st.markdown(escape(alt))
    workload_chart.show(figure, rows, key=f"hiring-bands-{role}", alt=alt)


ENDS = ("low", "middle", "high")
"""Names of the levels of a band."""
