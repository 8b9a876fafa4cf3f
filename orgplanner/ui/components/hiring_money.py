"""What the hiring plan costs: by month, by source or role, by fiscal year, against budget and revenue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.hiring_outlook import Outlook, YearMoney
from orgplanner.ui import wording
from orgplanner.ui.components import hiring_chart, hiring_figures, hiring_words, workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import source_word
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, money, percent, say

SPLITS = ("source", "role")

BAND = "benchmark.cost_share"
"""The phase's band of the cost as a share of revenue."""


@st.fragment
def show(plan: Plan, outlook: Outlook) -> None:
    """Show the money."""
    st.header(say("hiring.money_title"))
    _shortage(plan, outlook)
    words = {split: say(f"hiring.split_{split}") for split in SPLITS}
    split = st.segmented_control(
        say("hiring.split"),
        SPLITS,
        default="source",
        format_func=lambda split: words.get(split, split),
        key="hiring-split",
        required=True,
    )
    _months(outlook, _parts(plan, outlook, split or "source"), split or "source")
    of_month = partial(_figures, plan, outlook, split or "source")
    hiring_figures.choose_month(plan, outlook, of_month, first=outlook.months[0], key="hiring-money-month")
    _years(plan, outlook)
    _share(plan, outlook)


def _shortage(plan: Plan, outlook: Outlook) -> None:
    """Say what the uncovered work is priced at, apart from the money."""
    if round(outlook.shortage_cost) <= 0:
        st.markdown(f":material/check_circle: {say('hiring.no_shortage')}")
        return
    priced = escape(money(outlook.shortage_cost))
    st.markdown(f":material/warning: {say('hiring.shortage_is_no_money', money=priced)}")
    total = {"hiring.total_shortage_cost": say("hiring.priced_shortage")}
    hiring_figures.show(plan, outlook, total, key="hiring-shortage-total")
    why("hiring.shortage_factor", key="hiring-shortage-why", label=say("hiring.why_shortage"))


def _parts(plan: Plan, outlook: Outlook, split: str) -> dict[str, Sequence[float]]:
    """Return the money by the name of its part, with levers as a part of their own."""
    if split == "role":
        parts = {role_name(plan, role): cost for role, cost in outlook.money_by_role().items()}
    else:
        parts = {source_word(source): cost for source, cost in outlook.money_by_source().items()}
    if any(round(levers) for levers in outlook.lever_costs):
        parts[say("hiring.levers")] = outlook.lever_costs
    return dict(parts)


def _figures(plan: Plan, outlook: Outlook, split: str, month: str) -> dict[str, str]:
    """Return the figures of the money of a month with their labels."""
    names = {"cost": "cost", "payroll": "payroll", "moves_cost": "of_moves_column", "shortage_cost": "priced_shortage"}
    found = {f"hiring.{name}[{month}]": say(f"hiring.{word}") for name, word in names.items()}
    if outlook.cost_shares[outlook.months.index(month)] is not None:
        found[f"hiring.cost_share[{month}]"] = say("hiring.share")
    if split == "role":
        parts = {f"hiring.role_cost[{role},{month}]": role_name(plan, role) for role in outlook.money_by_role()}
    else:
        parts = {f"hiring.source_cost[{s.value},{month}]": source_word(s) for s in outlook.money_by_source()}
    if round(outlook.lever_costs[outlook.months.index(month)]):
        parts[f"economics.lever_money[{month}]"] = say("hiring.levers")
    return found | {id: escape(name) for id, name in parts.items()}


def _months(outlook: Outlook, parts: Mapping[str, Sequence[float]], split: str) -> None:
    """Show the money month by month with the line of the budget."""
    months = [wording.month(m, short=True) for m in outlook.months]
    series = [Series(name, cost, [money(v) for v in cost]) for name, cost in parts.items()]
    figure = workload_chart.stacked_bars(months, series, say("hiring.axis_money"))
    figure.update_layout(yaxis_tickformat=",")
    rows = [
        {say("hiring.month"): month, say("hiring.cost"): money(outlook.costs[t])}
        | {s.name: s.words[t] for s in series}
        | {say("hiring.priced_shortage"): money(outlook.shortage_costs[t])}
        for t, month in enumerate(months)
    ]
    if outlook.budget is not None:
        words = [say("hiring.none") if b is None else money(b) for b in outlook.budget]
        hiring_chart.add_steps(figure, months, outlook.budget, words, say("hiring.budget"))
        for row, word in zip(rows, words, strict=True):
            row[say("hiring.budget")] = word
    alt = say(
        "hiring.money_sentence",
        first=wording.month(outlook.months[0]),
        cost=money(outlook.costs[0]),
        last=wording.month(outlook.months[-1]),
        later=money(outlook.costs[-1]),
    )
    st.markdown(escape(alt))
    workload_chart.show(figure, rows, key=f"hiring-money-{split}", alt=alt)


def _years(plan: Plan, outlook: Outlook) -> None:
    """Show the totals of the fiscal years."""
    st.subheader(say("hiring.years_title"))
    rows = [_year(plan, year) for year in outlook.years]
    st.dataframe(rows, hide_index=True, key="hiring-years", alt=say("hiring.years_alt"))
    st.markdown(say("hiring.years_means"))
    first = 0
    for year in outlook.years:
        _open_year(plan, outlook, year, outlook.months[first])
        first += year.months


def _open_year(plan: Plan, outlook: Outlook, year: YearMoney, first: str) -> None:
    """Show ways into the money of a fiscal year, which starts or is planned from a month on."""
    names = {"cost": "cost", "payroll": "payroll", "moves_cost": "of_moves_column", "shortage_cost": "priced_shortage"}
    found = {f"hiring.year_{name}[{first}]": say(f"hiring.{word}") for name, word in names.items()}
    if year.share is not None:
        found[f"hiring.year_share[{first}]"] = say("hiring.share")
    if hiring_figures.are_open(plan, outlook):
        st.markdown(f"**{escape(hiring_words.years(plan, year.year))}**")
    hiring_figures.show(plan, outlook, found, key=f"hiring-year-{year.year}")


def _year(plan: Plan, year: YearMoney) -> dict[str, str]:
    none = say("hiring.none")
    left = None if year.budget is None else year.budget - year.cost
    return {
        say("hiring.year"): hiring_words.years(plan, year.year),
        say("hiring.planned_months"): say("hiring.months", count=year.months),
        say("hiring.payroll"): money(year.payroll),
        say("hiring.of_moves_column"): money(year.moves),
        say("hiring.cost"): money(year.cost),
        say("hiring.budget"): none if year.budget is None else money(year.budget),
        say("hiring.left"): none if left is None else money(left),
        say("hiring.share"): say("hiring.not_known") if year.share is None else percent(year.share, 1),
        say("hiring.priced_shortage"): money(year.shortage),
    }


def _share(plan: Plan, outlook: Outlook) -> None:
    """Show the cost as a share of revenue against the phase's band."""
    st.subheader(say("hiring.share_title"))
    band = plan.assumptions[BAND].quantity
    (low, high), known = band.range, [s for s in outlook.cost_shares if s is not None]
    usual = say("hiring.band", low=percent(low), high=percent(high))
    if not known:
        st.markdown(say("hiring.revenue_not_known"))
        why(BAND, key="hiring-band-why", label=usual)
        return
    place = "inside" if low <= known[-1] <= high else "above" if known[-1] > high else "below"
    told = say(f"hiring.share_{place}", first=percent(known[0], 1), last=percent(known[-1], 1), band=usual)
    st.markdown(escape(told))
    with st.container(horizontal=True, gap="small", key="hiring-share-why"):
        why(BAND, key="hiring-band-why", label=usual)
        ends = [m for m, share in zip(outlook.months, outlook.cost_shares, strict=True) if share is not None]
        for end in dict.fromkeys((ends[0], ends[-1])):
            label = say("hiring.why_share", month=wording.month(end))
            if hiring_figures.are_open(plan, outlook):
                why(f"hiring.cost_share[{end}]", key=f"hiring-share-why-{end}", label=label)
        last = outlook.months[-1]
        why(f"forecast.total_revenue[{last}]", key="hiring-revenue-why", label=say("hiring.why_revenue"))
