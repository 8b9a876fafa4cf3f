"""A company from six answers: phase, customers, new customers, questions, team, budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from orgplanner.records.catalogue import ServiceModel
from orgplanner.records.company import AssumedMark, Budget, Company, Currency, Person, RoleShare, Segment
from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components import company_opening
from orgplanner.ui.wording import escape, number, say, text


@dataclass(frozen=True)
class Answers:
    """What the reader entered."""

    name: str
    first_month: str
    calendar: str
    currency: Currency
    accounts: Mapping[str, float] = field(default_factory=dict)
    """Accounts today by service model."""
    new_accounts: Mapping[str, float] = field(default_factory=dict)
    """New accounts a month by service model."""
    tickets: float | None = None
    """Questions a month in all."""
    team: Mapping[str, int] = field(default_factory=dict)
    """People by role."""
    budget: float | None = None
    """Budget a month."""


def company_of(answers: Answers, phase: Phase) -> Company:
    """Return the company that the answers describe; what they leave open is marked as assumed."""
    segments = _segments(answers, phase)
    return Company(
        name=answers.name,
        first_month=answers.first_month,
        calendar=answers.calendar,
        country=_country(answers.calendar, phase),
        currency=answers.currency,
        phase=phase.id,
        segments=segments,
        roster=_roster(answers, phase),
        budget=None if answers.budget is None else Budget(monthly=answers.budget),
        assumed=tuple(
            AssumedMark(place=f"segments.{s.id}.contract_months", note=say("start.assumed_contract")) for s in segments
        ),
    )


def _segments(answers: Answers, phase: Phase) -> tuple[Segment, ...]:
    every = sum(answers.accounts.values())
    each = None if answers.tickets is None or every == 0 else answers.tickets / every
    return tuple(
        Segment(
            id=model.id,
            name=text(model.label),
            service_model=model.id,
            accounts=answers.accounts.get(model.id, 0),
            new_accounts=answers.new_accounts.get(model.id, 0),
            tickets_per_account=each,
        )
        for model in phase.catalogue.service_models
        if answers.accounts.get(model.id, 0) or answers.new_accounts.get(model.id, 0)
    )


def _roster(answers: Answers, phase: Phase) -> tuple[Person, ...]:
    """Return the people by role; everybody reports to the first head, if there is one."""
    head = phase.definition.head_role
    first = f"{head}-1" if answers.team.get(head) else None
    people = [(role, k) for role in phase.role_ids for k in range(1, answers.team.get(role, 0) + 1)]
    return tuple(
        Person(
            id=f"{role}-{k}",
            name=f"{text(phase.definition_of(role).short)} {k}",
            manager=None if f"{role}-{k}" == first else first,
            roles=(RoleShare(role=role, share=1),),
        )
        for role, k in people
    )


def _country(calendar: str, phase: Phase) -> str:
    found = next((c.holidays_of for c in phase.catalogue.calendars if c.id == calendar), None)
    return found or "JP"


@st.fragment
def show() -> None:
    """Ask the six questions and make a company of the answers at once."""
    st.markdown(say("start.form_text"))
    phases = {phase.id: phase for phase in state.phases()}
    chosen = st.segmented_control(
        say("start.form_phase"),
        list(phases),
        default=next(iter(phases)),
        format_func=lambda id: escape(text(phases[id].definition.label)),
        key="form-phase",
        required=True,
    )
    phase = phases.get(chosen or "", next(iter(phases.values())))
    name = st.text_input(say("start.form_name"), key="form-name", placeholder=say("start.form_default_name"))
    accounts, new_accounts = _ask_accounts(phase)
    tickets = st.number_input(
        say("start.form_tickets"), min_value=0.0, max_value=1e6, value=None, step=10.0, format="%.0f",
        key="form-tickets", placeholder=say("start.form_default"), help=say("start.form_tickets_help"),
    )  # fmt: skip
    team = _ask_team(phase)
    budget = st.number_input(
        say("start.form_budget"), min_value=0.0, max_value=1e12, value=None, step=100_000.0, format="%.0f",
        key="form-budget", placeholder=say("start.form_no_budget"),
    )  # fmt: skip
    calendar, currency = _ask_frame(phase)
    month = f"{dt.datetime.now(dt.UTC):%Y-%m}"
    title = name.strip() or say("start.form_default_name")
    answers = Answers(title, month, calendar, currency, accounts, new_accounts, tickets, team, budget)
    company_opening.offer(
        say("start.form_create"), company_of(answers, phase), "company", key="form-create", made_here=True
    )


def _ask_accounts(phase: Phase) -> tuple[dict[str, float], dict[str, float]]:
    """Ask for accounts and new accounts, by how they are served."""
    st.markdown(f"**{say('start.form_accounts')}**")
    accounts: dict[str, float] = {}
    new_accounts: dict[str, float] = {}
    with st.grid(columns=4, min_column_width=230, key="form-accounts"):
        for model in phase.catalogue.service_models:
            with st.container(border=True, height="stretch", key=f"form-model-{model.id}"):
                st.markdown(f"**{escape(text(model.label))}**  \n{_typical(model)}")
                label = escape(text(model.label))
                accounts[model.id] = st.number_input(
                    say("start.form_accounts_of", model=label), 0, 1_000_000, 0, key=f"form-accounts-{model.id}"
                )
                new_accounts[model.id] = st.number_input(
                    say("start.form_new_of", model=label),
                    0.0,
                    1e5,
                    0.0,
                    step=1.0,
                    format="%.1f",
                    key=f"form-new-{model.id}",
                )
    return accounts, new_accounts


def _typical(model: ServiceModel) -> str:
    """Say how many accounts one person usually looks after, so that nobody mistakes high touch for the usual."""
    return say("start.form_typical", accounts=number(model.accounts_per_person.value, 0))


def _ask_team(phase: Phase) -> dict[str, int]:
    st.markdown(f"**{say('start.form_team')}**")
    with st.grid(columns="auto", min_column_width=170, key="form-team"):
        return {
            role: st.number_input(escape(text(phase.definition_of(role).label)), 0, 500, 0, key=f"form-team-{role}")
            for role in phase.role_ids
        }


def _ask_frame(phase: Phase) -> tuple[str, Currency]:
    """Ask for the country and the currency; most readers leave them."""
    calendars = {c.id: escape(text(c.label)) for c in phase.catalogue.calendars}
    with st.expander(say("start.form_frame"), key="form-frame"), st.container(horizontal=True):
        calendar = st.selectbox(
            say("start.form_calendar"), list(calendars), format_func=lambda id: calendars[id], key="form-calendar"
        )
        currency = st.selectbox(say("start.form_currency"), [c.value for c in Currency], key="form-currency")
    return calendar, Currency(currency)
