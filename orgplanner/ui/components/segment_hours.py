"""Own hours of a segment's activities: how often, how long, and who does them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import Activity, ServiceModel
from orgplanner.records.company import OwnActivity, Segment
from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components.naming import role_label
from orgplanner.ui.wording import escape, number, say, text

MOST = 1000.0
"""Most activities a year and hours an activity that the company's record takes."""

ONBOARDING = LifecycleStage.ONBOARDING.value
"""Key under which a segment sets its own onboarding hours; it happens once an account."""


def ask(segment: Segment, model: ServiceModel, phase: Phase, stem: str) -> dict[str, Any]:
    """Show the fields of each activity of the service model and return those that are given."""
    st.markdown(say("customers.own_hours_help"))
    own: dict[str, Any] = {}
    for activity in model.activities:
        now = segment.activities.get(activity.id, OwnActivity())
        often, long, who = st.columns(3, vertical_alignment="bottom")
        told = {
            "frequency": _frequency(often, activity, now, f"{stem}-{activity.id}"),
            "hours": _hours(long, text(activity.label), activity.hours.value, now, f"{stem}-{activity.id}"),
            "role": _owner(who, activity, model, phase, now, f"{stem}-{activity.id}"),
        }
        if any(value is not None for value in told.values()):
            own[activity.id] = told
    return own | _onboarding(segment, model, stem)


def _frequency(place: Any, activity: Activity, now: OwnActivity, stem: str) -> float | None:
    state.start_widget(f"{stem}-frequency", now.frequency)
    default = number(activity.frequency.value, 2)
    told: float | None = place.number_input(
        say("customers.frequency_of", activity=escape(text(activity.label))),
        min_value=0.0,
        max_value=MOST,
        value=None,
        placeholder=say("customers.by_contract" if activity.at_renewal else "customers.default_is", value=default),
        disabled=activity.at_renewal,
        key=f"{stem}-frequency",
    )
    return told


def _hours(place: Any, label: str, default: float, now: OwnActivity, stem: str) -> float | None:
    state.start_widget(f"{stem}-hours", now.hours)
    told: float | None = place.number_input(
        say("customers.hours_of", activity=escape(label)),
        min_value=0.0,
        max_value=MOST,
        value=None,
        placeholder=say("customers.default_is", value=number(default, 2)),
        key=f"{stem}-hours",
    )
    return told


def _owner(
    place: Any, activity: Activity, model: ServiceModel, phase: Phase, now: OwnActivity, stem: str
) -> str | None:
    """Ask which role does the activity; nobody chosen leaves it to the phase."""
    usual = phase.owner_of(model.id, activity)
    labels = {role: role_label(phase, role) for role in phase.role_ids}
    roles = [*labels] if now.role is None or now.role in labels else [*labels, now.role]
    told: str | None = place.selectbox(
        say("customers.owner_of", activity=escape(text(activity.label))),
        roles,
        index=None if now.role is None else roles.index(now.role),
        format_func=lambda role: labels.get(role, role),
        placeholder=say("customers.owner_usual", role=labels[usual] if usual in labels else say("customers.nobody")),
        key=f"{stem}-role",
    )
    return told


def _onboarding(segment: Segment, model: ServiceModel, stem: str) -> dict[str, Any]:
    """Ask for the hours of an onboarding, which happens once for each new account."""
    label = say("customers.onboarding_activity")
    now = segment.activities.get(ONBOARDING, OwnActivity())
    _, place, _ = st.columns(3)
    told = _hours(place, label, model.onboarding.hours.value, now, f"{stem}-{ONBOARDING}")
    return {} if told is None else {ONBOARDING: {"hours": told}}
