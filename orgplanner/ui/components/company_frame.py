"""The frame of the plan: the company's name, first month, horizon, working calendar and currency."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from orgplanner.records.catalogue import Catalogue
from orgplanner.records.change import SetFrame
from orgplanner.records.company import Currency
from orgplanner.ui import state
from orgplanner.ui.wording import say, text

HORIZONS = (12, 18, 24, 30, 36)


def show(catalogue: Catalogue) -> None:
    """Show the frame as a form that is applied as one step."""
    company, stem = state.company(), f"frame-{state.revision()}"
    calendars = {calendar.id: text(calendar.label) for calendar in catalogue.calendars}
    with st.form(stem, border=False):
        name = st.text_input(say("customers.company_name"), company.name, max_chars=200, key=f"{stem}-name")
        first, second, third, fourth = st.columns(4)
        start = first.date_input(
            say("customers.first_month"),
            dt.date.fromisoformat(f"{company.first_month}-01"),
            help=say("customers.first_month_help"),
            key=f"{stem}-start",
        )
        horizons = {n: say("customers.months", count=n) for n in sorted({*HORIZONS, company.horizon})}
        horizon = second.selectbox(
            say("customers.horizon"),
            list(horizons),
            index=list(horizons).index(company.horizon),
            format_func=lambda months: horizons.get(months, str(months)),
            key=f"{stem}-horizon",
        )
        calendar = third.selectbox(
            say("customers.calendar"),
            list(calendars),
            index=list(calendars).index(company.calendar) if company.calendar in calendars else None,
            format_func=lambda id: calendars.get(id, id),
            help=say("customers.calendar_help"),
            key=f"{stem}-calendar",
        )
        currency = fourth.selectbox(
            say("customers.currency"),
            [c.value for c in Currency],
            index=list(Currency).index(company.currency),
            help=say("customers.currency_help"),
            key=f"{stem}-currency",
        )
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-apply"):
            if not name.strip():
                st.error(say("customers.name_missing"), icon=":material/error:")
                return
            state.change(
                SetFrame(
                    name=name,
                    first_month=start.isoformat()[:7],
                    horizon=horizon,
                    calendar=calendar,
                    currency=currency,
                )
            )
            st.rerun()
