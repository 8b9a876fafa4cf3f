"""Phone lines and chats, where customers wait for somebody to answer."""

from __future__ import annotations

from typing import Any

import streamlit as st

from orgplanner.records.change import SetChannels
from orgplanner.records.channel import ChannelKind, LiveChannel
from orgplanner.records.phase import Phase
from orgplanner.ui import navigation, state
from orgplanner.ui.components import arrival_profiles, assumption_fields, checked_entry
from orgplanner.ui.components.cells import as_percent, as_ratio, written
from orgplanner.ui.wording import escape, number, say

NEW, EDIT = "new:", "edit:"

NUMBERS: dict[str, tuple[str, float, float, float]] = {
    "service_level": ("live.service_level", 0.0, 99.9, 5.0),
    "threshold_seconds": ("live.threshold", 0.0, 86_400.0, 5.0),
    "max_occupancy": ("live.max_occupancy", 1.0, 100.0, 5.0),
    "patience_minutes": ("", 0.1, 1_440.0, 1.0),
    "concurrency": ("live.concurrency", 1.0, 10.0, 1.0),
}
"""Fields that most leave empty: the assumption that counts then, lowest, highest, step."""

PERCENT = ("service_level", "max_occupancy")


@st.fragment
def show(phase: Phase) -> None:
    """Show the channels, the form of one of them to choose, and the profiles of a week."""
    st.markdown(say("channels.intro"))
    channels = {channel.id: channel for channel in state.company().channels}
    if not channels:
        st.info(say("channels.empty"), icon=":material/call:")
    if channels:
        _table(tuple(channels.values()), phase)
    labels = {f"{EDIT}{id}": f":material/edit: {escape(name_of(c))}" for id, c in channels.items()}
    labels |= {f"{NEW}{kind}": f":material/add: {say(f'channels.add_{kind.value}')}" for kind in ChannelKind}
    chosen = st.pills(
        say("channels.choose"),
        list(labels),
        format_func=lambda option: labels.get(option, option),
        key=f"channel-{state.revision()}-{len(channels)}",
    )
    if chosen:
        now = channels.get(chosen.removeprefix(EDIT)) if chosen.startswith(EDIT) else None
        kind = now.kind if now else ChannelKind(chosen.removeprefix(NEW))
        with st.container(border=True, key="channel-form"):
            _form(now, kind, phase)
    with st.expander(say("channels.profiles"), icon=":material/schedule:", key="profiles"):
        arrival_profiles.show(phase)
    st.page_link(navigation.page("assumptions"), label=say("channels.defaults"), icon=":material/tune:")


def name_of(channel: LiveChannel) -> str:
    """Return what a channel is called: its own name, else its kind, with its id where that says more."""
    kind = say(f"channels.kind_{channel.kind.value}")
    return channel.name or (kind if channel.id == channel.kind.value else f"{kind} ({channel.id})")


def _table(channels: tuple[LiveChannel, ...], phase: Phase) -> None:
    """Show what each channel promises; what follows the assumptions is told as such."""
    profiles = arrival_profiles.profiles_of(phase)
    rows = []
    for channel in channels:
        profile = profiles.get(channel.profile)
        row = {
            say("channels.name"): name_of(channel),
            say("channels.kind"): say(f"channels.kind_{channel.kind.value}"),
            say("channels.contacts"): number(channel.contacts, 0),
            say("channels.profile"): arrival_profiles.label_of(profile) if profile else channel.profile,
        }
        for field in ("handling_minutes", "service_level", "threshold_seconds"):
            value = getattr(channel, field)
            name = {"handling_minutes": "live.handling_time"}.get(field) or NUMBERS[field][0]
            shown = None if value is None else number(as_percent(value) if field in PERCENT else value, 2)
            row[say(f"channels.{field}")] = shown or assumption_fields.default_of(name, phase.catalogue)
        row[say("channels.blended_short")] = say("channels.yes" if channel.blended else "channels.no")
        rows.append(row)
    st.dataframe(rows, hide_index=True, alt=say("channels.table_alt"), key="channel-rows")


def _form(now: LiveChannel | None, kind: ChannelKind, phase: Phase) -> None:
    """Show the form of a channel, new or existing."""
    stem = f"channel-{state.revision()}-{now.id if now else f'new-{kind.value}'}"
    st.markdown(f"**{escape(name_of(now)) if now else say(f'channels.add_{kind.value}')}**")
    with st.form(stem, border=False):
        data = _ask(now, kind, phase, stem)
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-apply"):
            _take_over(now, data)
    if now is not None and st.button(say("channels.remove"), icon=":material/delete:", key=f"{stem}-remove"):
        company = state.company()
        others = tuple(c for c in company.channels if c.id != now.id)
        state.change(SetChannels(channels=others, profiles=company.arrival_profiles))
        st.rerun()


def _ask(now: LiveChannel | None, kind: ChannelKind, phase: Phase, stem: str) -> dict[str, Any]:
    """Show the fields and return the channel's data as they say."""
    profiles = arrival_profiles.profiles_of(phase)
    labels = arrival_profiles.labels_of(profiles)
    usual = now.profile if now else next(iter(profiles), None)
    first, second, third, fourth = st.columns([2, 1, 2, 1], vertical_alignment="bottom")
    state.start_widget(f"{stem}-contacts", now.contacts if now else None)
    state.start_widget(f"{stem}-handling", now.handling_minutes if now else None)
    data: dict[str, Any] = {
        "id": now.id if now else free_id(kind.value),
        "kind": kind.value,
        "name": written(first.text_input(say("channels.name"), (now and now.name) or "", 200, key=f"{stem}-name")),
        "contacts": second.number_input(
            say("channels.contacts"), 0.0, 10_000_000.0, None, 10.0, "%.6g",
            help=say("channels.contacts_help"), key=f"{stem}-contacts",
        ),
        "profile": third.selectbox(
            say("channels.profile"), list(profiles), list(profiles).index(usual) if usual in profiles else None,
            lambda id: labels.get(id, id),
            help=say("channels.profile_help"), key=f"{stem}-profile",
        ),
        "handling_minutes": fourth.number_input(
            say("channels.handling_minutes"), 0.1, 480.0, None, 1.0, "%.6g",
            placeholder=assumption_fields.default_of("live.handling_time", phase.catalogue),
            help=say(f"channels.handling_{kind.value}"), key=f"{stem}-handling",
        ),
    }  # fmt: skip
    data["blended"] = st.toggle(
        say("channels.blended"), now.blended if now else True, help=say("channels.blended_help"), key=f"{stem}-blended"
    )
    st.markdown(f"**{say('channels.promise')}**  \n{say('channels.promise_text')}")
    return data | _ask_promise(now, kind, phase, stem)


def _ask_promise(now: LiveChannel | None, kind: ChannelKind, phase: Phase, stem: str) -> dict[str, Any]:
    """Show what most leave to the assumptions: the promise, its limits and the customers' clock."""
    told: dict[str, Any] = {}
    with st.grid(columns="auto", min_column_width=210, key=f"{stem}-promise"):
        for field, (assumption, low, high, step) in NUMBERS.items():
            own = getattr(now, field) if now else None
            if field == "concurrency" and kind is not ChannelKind.CHAT:
                continue
            state.start_widget(f"{stem}-{field}", as_percent(own) if own is not None and field in PERCENT else own)
            usual = assumption_fields.default_of(assumption, phase.catalogue) if assumption else ""
            value = st.number_input(
                say(f"channels.{field}"),
                low,
                high,
                None,
                step,
                "%.6g",
                placeholder=usual or say("channels.everybody_waits"),
                help=say(f"channels.{field}_help"),
                key=f"{stem}-{field}",
            )
            told[field] = as_ratio(value) if value is not None and field in PERCENT else value
        told["hours_ahead"] = st.number_input(
            say("channels.hours_ahead"),
            -26,
            26,
            now.hours_ahead if now else 0,
            help=say("channels.hours_ahead_help"),
            key=f"{stem}-ahead",
        )
    return told


def _take_over(now: LiveChannel | None, data: dict[str, Any]) -> None:
    """Take a channel over, unless something in it cannot be."""
    places = {name: say(f"channels.{name}") for name in LiveChannel.model_fields if name != "id"}
    channel = checked_entry.checked(LiveChannel, data, places)
    if channel is None:
        return
    company = state.company()
    changed = (channel if now and c.id == now.id else c for c in company.channels)
    channels = (*changed, *(() if now else (channel,)))
    if checked_entry.make(SetChannels(channels=channels, profiles=company.arrival_profiles)):
        st.rerun()


def free_id(stem: str) -> str:
    """Return an id that no channel has yet."""
    taken = {channel.id for channel in state.company().channels}
    tries = (stem if k == 1 else f"{stem}_{k}" for k in range(1, len(taken) + 2))
    return next(id for id in tries if id not in taken)
