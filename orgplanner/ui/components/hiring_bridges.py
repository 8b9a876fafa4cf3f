"""The months before the first move can help: how to carry the work until then; and planned leave."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.hiring import Bridge, BridgeKind
from orgplanner.studies.hiring_cover import LeaveOutlook, bridges_of, leaves_of
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import navigation, state, wording
from orgplanner.ui.components.hiring_words import short_title, terms_of
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_hours import segment_name
from orgplanner.ui.wording import escape, money, number, percent, say, text


@st.fragment
def show(plan: Plan, outlook: Outlook) -> None:
    """Show what could bridge each role's shortage until a move is productive, and at what price."""
    st.header(say("hiring.bridge_title"))
    st.markdown(say("hiring.bridge_how"))
    found = state.study(partial(_bridges, outlook), plan, f"hiring bridges {outlook.proof}")
    if not found:
        st.markdown(f":material/check_circle: {say('hiring.no_bridge')}")
        return
    for role in dict.fromkeys(b.role for b in found):
        own = [b for b in found if b.role == role]
        st.markdown(escape(_told(plan, own[0])))
        rows = [_row(plan, b) for b in own]
        st.dataframe(rows, hide_index=True, key=f"hiring-bridge-{role}", alt=_told(plan, own[0]))
    st.markdown(f":material/help: {say('hiring.bridge_judged')}")
    st.page_link(navigation.page("assumptions"), label=say("hiring.to_assumptions"), icon=":material/tune:")


def _bridges(outlook: Outlook, plan: Plan) -> tuple[Bridge, ...]:
    return bridges_of(plan, outlook)


def _told(plan: Plan, bridge: Bridge) -> str:
    return say(
        "hiring.bridge_sentence",
        role=role_name(plan, bridge.role),
        first=wording.month(bridge.first),
        last=wording.month(bridge.last),
        fte=number(bridge.missing_fte, 2),
    )


def _row(plan: Plan, bridge: Bridge) -> dict[str, str]:
    return {
        say("hiring.bridge_way"): _way(plan, bridge),
        say("hiring.bridge_covers"): say("hiring.of_fte", fte=number(bridge.fte, 2), all=number(bridge.missing_fte, 2)),
        say("hiring.bridge_price"): say("hiring.not_known") if bridge.cost is None else money(bridge.cost),
        say("hiring.bridge_means"): say(f"hiring.bridge_{bridge.kind.value}_means"),
    }


def _way(plan: Plan, bridge: Bridge) -> str:
    terms = terms_of(plan, bridge.terms) if bridge.terms else None
    if terms is not None:
        return text(terms.label)
    word = say(f"hiring.bridge_{bridge.kind.value}")
    if bridge.kind is BridgeKind.SERVICE_MODEL and bridge.detail:
        known = [s.id for s in plan.company.segments]
        return say("hiring.bridge_for", what=word, segment=_segment(plan, bridge.detail, known))
    return word


def _segment(plan: Plan, id: str, known: Sequence[str]) -> str:
    return segment_name(plan, id) if id in known else id


@st.fragment
def show_leave(plan: Plan, outlook: Outlook) -> None:
    """Show whether planned leave is covered."""
    st.header(say("hiring.leave_title"))
    found = leaves_of(outlook)
    if not found:
        st.markdown(say("hiring.no_leave"))
        st.page_link(navigation.page("team"), label=say("hiring.to_team"))
        return
    st.markdown(say("hiring.leave_how"))
    rows = [_leave(plan, cover) for cover in found]
    st.dataframe(rows, hide_index=True, key="hiring-leave", alt=say("hiring.leave_alt"))


def _leave(plan: Plan, cover: LeaveOutlook) -> dict[str, str]:
    standing_in = [short_title(plan, m) for m in cover.moves]
    return {
        say("hiring.person"): plan.person(cover.person).name,
        say("hiring.role"): role_name(plan, cover.role),
        say("hiring.away"): say("hiring.span", first=wording.month(cover.first), last=wording.month(cover.last)),
        say("hiring.away_fte"): number(cover.fte, 2),
        say("hiring.stays_uncovered"): _share(cover.uncovered),
        say("hiring.stands_in"): say("hiring.between").join(standing_in) or say("hiring.nobody_extra"),
    }


def _share(share: float | None) -> str:
    return say("hiring.no_work") if share is None else percent(share)
