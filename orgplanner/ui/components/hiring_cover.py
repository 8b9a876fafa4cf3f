"""How much of the work is covered: a map of roles and months, and one role's people against its work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.hiring_outlook import Outlook, RoleCover
from orgplanner.ui import wording
from orgplanner.ui.components import hiring_chart, hiring_figures, workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.hiring_risk import band_of
from orgplanner.ui.components.hiring_words import years
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.wording import escape, number, percent, say, text

FULL = 0.995
"""Covered share that would be written as all of it."""


@st.fragment
def show(plan: Plan, outlook: Outlook) -> None:
    """Show what is covered, and what is not."""
    st.header(say("hiring.cover_title"))
    if not outlook.roles:
        st.info(say("hiring.no_work_at_all"), icon=":material/info:")
        return
    st.markdown(escape(_told(plan, outlook)))
    _map(plan, outlook)
    _one_role(plan, outlook)


def _told(plan: Plan, outlook: Outlook) -> str:
    """Say which role is covered least, and when."""
    known = [(share, r.role, t) for r in outlook.roles for t, share in enumerate(r.shares) if share is not None]
    if not known or min(known)[0] >= FULL:
        return say("hiring.all_covered")
    share, role, place = min(known)
    return say(
        "hiring.least_covered",
        role=role_name(plan, role),
        month=wording.month(outlook.months[place]),
        share=percent(share),
    )


def _map(plan: Plan, outlook: Outlook) -> None:
    """Show the map of one fiscal year, and the whole plan as a table."""
    spans, first = {}, 0
    for year in outlook.years:
        spans[year.year] = slice(first, first + year.months)
        first += year.months
    names = {year: years(plan, year) for year in spans}
    chosen = st.segmented_control(
        say("hiring.which_year"),
        list(spans),
        default=next(iter(spans)),
        format_func=lambda year: names.get(year, str(year)),
        key=f"hiring-cover-year-{len(spans)}-{next(iter(spans))}",
        required=True,
    )
    span = spans.get(chosen, next(iter(spans.values())))
    working = [r for r in outlook.roles if any(share is not None for share in r.shares)]
    shorts = [text(plan.phase.definition_of(r.role).short) for r in working]
    months = [wording.month(m, short=True) for m in outlook.months]
    least = plan.assumptions["hiring.least_coverage"].quantity.value
    st.markdown(say("hiring.map_how", least=percent(least)))
    alt = _told(plan, outlook)
    figure = hiring_chart.share_map(months[span], shorts, [r.shares[span] for r in working], least)
    rows = [
        {say("hiring.role"): role_name(plan, r.role)} | dict(zip(months, map(_share, r.shares), strict=True))
        for r in working
    ]
    workload_chart.show(figure, rows, key="hiring-cover", alt=alt)


def _one_role(plan: Plan, outlook: Outlook) -> None:
    """Show who covers the work of one role, or of all of them."""
    st.subheader(say("hiring.one_role"))
    names = {"": say("hiring.all_roles"), **{r.role: role_name(plan, r.role) for r in outlook.roles}}
    chosen = st.selectbox(
        say("hiring.role"), list(names), format_func=lambda r: names.get(r, r), key="hiring-cover-role", width=320
    )
    cover = outlook.role(chosen or "") or _all(outlook.roles)
    months = [wording.month(m, short=True) for m in outlook.months]
    lines = {"required": cover.required, "in_post": cover.in_post, "with_moves": cover.covered}
    series = [_series(name, values) for name, values in lines.items()]
    short = _series("uncovered", cover.shortage)
    figure = workload_chart.bars_and_lines(months, short, series, say("hiring.axis_fte"))
    band = band_of(plan, cover.role)
    if band is not None:
        hiring_chart.add_band(figure, months, *band, say("hiring.need_band"))
        st.markdown(say("hiring.band_shown"))
    worst = int(np.argmax(cover.shortage))
    alt = say(
        "hiring.role_sentence",
        role=names[chosen] if chosen else say("hiring.all_together"),
        month=wording.month(outlook.months[worst]),
        required=number(cover.required[worst], 2),
        covered=number(cover.covered[worst], 2),
        short=number(cover.shortage[worst], 2),
    )
    st.markdown(escape(alt))
    rows = [
        {say("hiring.month"): month}
        | {s.name: s.words[t] for s in (*series, short)}
        | {say("hiring.by_moves"): _fte(cover.joined[t])}
        for t, month in enumerate(months)
    ]
    workload_chart.show(figure, rows, key=f"hiring-role-{chosen}", alt=alt)
    first = outlook.months[worst]
    if not hiring_figures.are_open(plan, outlook):
        id = f"staffing.steady_total[{cover.role},{first}]" if cover.role else f"staffing.team_fte[{first}]"
        why(id, key="hiring-cover-why", label=say("hiring.why_required", month=wording.month(first)))
        return
    key = f"hiring-cover-month-{cover.role}"
    hiring_figures.choose_month(plan, outlook, partial(_figures, outlook, cover), first=first, key=key)


def _figures(outlook: Outlook, cover: RoleCover, month: str) -> dict[str, str]:
    """Return the figures of a month of one role, or of all of them, with their labels."""
    names = {
        "required": "line_required",
        "in_post": "line_in_post",
        "joined": "by_moves",
        "covered": "line_with_moves",
        "shortage": "line_uncovered",
    }
    labels = {name: say(f"hiring.{word}") for name, word in names.items()}
    has_work = cover.shares[outlook.months.index(month)] is not None
    keys = f"[{cover.role},{month}]" if cover.role else f"[{month}]"
    found = {f"hiring.{'' if cover.role else 'team_'}{name}{keys}": label for name, label in labels.items()}
    if has_work:
        found[f"hiring.{'role_' if cover.role else ''}coverage{keys}"] = say("hiring.covered_share")
    priced = f"hiring.{'role_' if cover.role else ''}shortage_cost{keys}"
    return found | {priced: say("hiring.priced_shortage")}


def _share(share: float | None) -> str:
    return say("hiring.no_work") if share is None else percent(share)


def _series(name: str, values: Sequence[float]) -> Series:
    return Series(say(f"hiring.line_{name}"), values, [_fte(v) for v in values])


def _fte(value: float) -> str:
    return say("hiring.in_fte", fte=number(value, 2))


def _all(roles: Sequence[RoleCover]) -> RoleCover:
    """Return the cover of all roles together."""
    names = ("required", "in_post", "joined", "shortage")
    return RoleCover("", *(tuple(np.sum([getattr(r, n) for r in roles], axis=0).tolist()) for n in names))
