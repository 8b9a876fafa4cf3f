"""Options for the work that nobody covers, side by side on one basis: for one role, or for the whole plan."""

from __future__ import annotations

from functools import partial

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.hiring_options import IndifferenceKind, Option, OptionKind, options_for, options_for_plan
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import navigation, state, wording
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.hiring_words import terms_of
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_hours import segment_name
from orgplanner.ui.wording import escape, money, number, percent, say, text

ALL = ""
"""Stands for the whole plan."""


@st.fragment
def show(plan: Plan, outlook: Outlook) -> None:
    """Show the options of one role or of all."""
    st.header(say("hiring.options_title"))
    if not outlook.roles:
        st.info(say("hiring.no_work_at_all"), icon=":material/info:")
        return
    st.markdown(say("hiring.options_how"))
    names = {ALL: say("hiring.whole_plan"), **{r.role: role_name(plan, r.role) for r in outlook.roles}}
    role = st.selectbox(
        say("hiring.role"), list(names), format_func=lambda r: names.get(r, r), key="hiring-options-role", width=320
    )
    with st.spinner(say("hiring.comparing")):
        found = state.study(partial(_found, role or ALL), plan, f"hiring options {role or ALL}")
    if found[-1].missing <= 0:
        st.markdown(f":material/check_circle: {say('hiring.nothing_missing')}")
        return
    st.markdown(escape(_told(plan, found)))
    rows = [_row(plan, option) for option in found]
    st.dataframe(rows, hide_index=True, key=f"hiring-options-{role}", alt=_told(plan, found))
    st.markdown(f":material/help: {say('hiring.options_judged')}")
    st.page_link(navigation.page("assumptions"), label=say("hiring.to_assumptions"), icon=":material/tune:")
    if role:
        _retention(plan, role)


def _found(role: str, plan: Plan) -> tuple[Option, ...]:
    return options_for(plan, role) if role else options_for_plan(plan)


def _told(plan: Plan, found: tuple[Option, ...]) -> str:
    """Say how much is missing, and which option costs least with what it leaves uncovered."""
    nothing = found[-1]
    # An option whose effect on customers nobody knows is shown, but never called the best.
    sure = [(option.total, place) for place, option in enumerate(found) if option.indifference is None]
    known = [(total, place) for total, place in sure if total is not None]
    best = found[min(known)[1]] if known else nothing
    name = option_name(plan, best)
    word = "options_nothing_best" if best.kind is OptionKind.NOTHING else "options_best"
    return say(f"hiring.{word}", missing=number(nothing.missing, 1), name=name, total=money(best.total or 0.0))


def option_name(plan: Plan, option: Option) -> str:
    """Return what an option is called."""
    terms = terms_of(plan, option.terms) if option.terms else None
    if terms is not None:
        channels = {c.id: text(c.label) for c in plan.phase.catalogue.recruiting_channels}
        name = text(terms.label)
        return say("hiring.by_channel", what=name, channel=channels[option.channel]) if option.channel else name
    if option.lever is not None:
        return next((text(k.label) for k in plan.phase.catalogue.levers if k.id == option.lever), option.lever)
    if option.service_model is not None and option.segment is not None:
        model = text(plan.phase.service_model(option.service_model).label)
        return say("hiring.other_model", segment=segment_name(plan, option.segment), model=model)
    return say(f"options.kind_{option.kind.value}")


def _row(plan: Plan, option: Option) -> dict[str, str]:
    unknown = say("hiring.not_known")
    first = option.first_effect
    return {
        say("hiring.option"): option_name(plan, option),
        say("hiring.units_column"): str(option.units) if option.units else say("hiring.none"),
        say("hiring.cost"): _money(option.cost, option),
        say("hiring.monthly"): _money(option.monthly_cost, option),
        say("hiring.covers"): _covers(option),
        say("hiring.coverage_then"): unknown if option.coverage is None else percent(option.coverage),
        say("hiring.priced_shortage"): unknown if option.shortage_cost is None else money(option.shortage_cost),
        say("hiring.cost_and_shortage"): unknown if option.total is None else money(option.total),
        say("hiring.first_effect"): wording.month(first, short=True) if first else say("hiring.none"),
        say("hiring.option_risk"): say(option.risk),
        say("hiring.indifference"): _indifference(option),
        say("hiring.advised"): say("hiring.none") if option.advised is None else say(f"hiring.{_yes(option.advised)}"),
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _money(amount: float | None, option: Option) -> str:
    if amount is None:
        return say("hiring.not_known")
    return say("hiring.and_unpriced", money=money(amount)) if option.unpriced else money(amount)


def _covers(option: Option) -> str:
    if option.covered is None:
        return say("hiring.covers_at_most", fte=number(option.covered_at_most, 1))
    return say("hiring.fte_months", fte=number(option.covered, 1))


def _indifference(option: Option) -> str:
    """Say at which value of what is not known the option breaks even."""
    if option.indifference is None:
        return say("hiring.none")
    value = option.indifference.value
    if value is None:
        return say("hiring.never_even")
    kind = "effect" if option.indifference.kind is IndifferenceKind.EFFECT else "churn"
    return say(f"hiring.even_{kind}", value=percent(value, 1))


def _retention(plan: Plan, role: str) -> None:
    """Show the churn that one more person would have to avoid, beside what the role could touch at most."""
    found = plan.economics.role(role)
    if found is None:
        return
    st.subheader(say("hiring.retention_title"))
    st.markdown(say("hiring.retention_how"))
    if found.churn is None or found.touchable is None:
        st.markdown(say("hiring.retention_not_known"))
        return
    word = "reach" if found.within_reach else "beyond"
    told = say(f"hiring.retention_{word}", churn=percent(found.churn, 1), touchable=percent(found.touchable, 1))
    st.markdown(f"**{escape(told)}**")
    rows = [
        {
            say("hiring.churn_when"): say(f"hiring.stage_{stage.value if stage else 'unknown'}"),
            say("hiring.churn_share"): percent(churn, 1),
        }
        for stage, churn in found.churn_by_stage
    ]
    st.dataframe(rows, hide_index=True, key=f"hiring-retention-{role}", alt=say("hiring.retention_title"))
    id = f"economics.break_even_churn[{role}]"
    why(id, key=f"hiring-retention-why-{role}", label=say("hiring.why_retention"))
