"""When contacts arrive over the week: the profiles to choose from, as pictures, and a company's own from a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import InputProblems
from orgplanner.files.arrival_profiles import read_arrival_profile
from orgplanner.records.catalogue import ArrivalProfile, Seasonality
from orgplanner.records.change import SetChannels
from orgplanner.records.channel import OwnProfile, Weekday, WeekProfile, minutes_of
from orgplanner.records.phase import Phase
from orgplanner.records.quantity import Grade
from orgplanner.ui import state
from orgplanner.ui.components.company_file import show_problems
from orgplanner.ui.components.naming import cited
from orgplanner.ui.wording import escape, percent, say, text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Profile = ArrivalProfile | OwnProfile

SEPARATOR = "#7a8a87"
"""Colour of the lines between days, seen on a light and on a dark page."""

TEMPLATE_CONTACTS = 1000
"""Contacts of the week that a template shows, so that its numbers look like those to put in their place."""


def profiles_of(phase: Phase) -> dict[str, Profile]:
    """Return the company's own profiles and those of the catalogue, by id."""
    own: dict[str, Profile] = {profile.id: profile for profile in state.company().arrival_profiles}
    return {**{profile.id: profile for profile in phase.catalogue.arrival_profiles}, **own}


def label_of(profile: Profile) -> str:
    """Return what a profile is called."""
    if isinstance(profile, ArrivalProfile):
        return text(profile.label)
    return say("channels.own_profile", name=profile.name or profile.id)


def labels_of(profiles: Mapping[str, Profile]) -> dict[str, str]:
    """Return what profiles are called."""
    return {id: label_of(profile) for id, profile in profiles.items()}


def show(phase: Phase) -> None:
    """Show one profile to choose as a picture with its table, and a way to bring one's own."""
    profiles = profiles_of(phase)
    labels = labels_of(profiles)
    if profiles:
        chosen = st.selectbox(
            say("channels.profile"),
            list(profiles),
            format_func=lambda id: labels.get(id, id),
            key=f"profile-shown-{state.revision()}-{len(profiles)}",
            width=420,
        )
        if chosen in profiles:
            _show_profile(profiles[chosen], phase)
    st.markdown(f"**{say('channels.own_title')}**  \n{say('channels.own_text')}")
    _upload(phase)


def _show_profile(profile: Profile, phase: Phase) -> None:
    if isinstance(profile, ArrivalProfile):
        st.markdown(evidence(phase, profile))
    st.markdown(f"**{say('channels.profile_question')}**")
    rows = rows_of(profile)
    busiest = max(rows, key=lambda row: row[2])
    alt = say("channels.profile_alt", day=say(f"channels.{busiest[0]}"), time=busiest[1], share=percent(busiest[2], 1))
    settings = {"displaylogo": False, "displayModeBar": False}
    st.plotly_chart(week_chart(profile), key="profile-chart", config=settings, alt=alt)
    with st.expander(say("customers.as_table"), key="profile-table"):
        st.dataframe(week_table(profile), hide_index=True, alt=say("channels.profile_question"), key="profile-rows")
    with st.container(horizontal=True, key="profile-buttons"):
        st.download_button(
            say("channels.template"),
            data=lambda: template_of(profile).encode("utf-8-sig"),
            file_name=f"{profile.id}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="profile-template",
        )
        if isinstance(profile, OwnProfile):
            _remove(profile)


def evidence(phase: Phase, shape: ArrivalProfile | Seasonality) -> str:
    """Return what is known about a shape of the catalogue, as Markdown; a judgement is told once."""
    note = "" if shape.note is None else escape(text(shape.note))
    grade = escape(figures.grade_of(shape.grade, state.language()))
    source = "" if shape.grade is Grade.G else f" :gray[{cited(phase, shape.source)}]"
    return f"{note} ({grade}){source}"


def rows_of(profile: WeekProfile) -> list[tuple[Weekday, str, float]]:
    """Return weekday, start and share of every open interval, Monday first."""
    return [
        (day, clock(minutes_of(open_day.opens) + place * profile.interval_minutes), share)
        for day in Weekday
        if (open_day := profile.days.get(day)) is not None
        for place, share in enumerate(open_day.shares)
    ]


def clock(minutes: int) -> str:
    """Return a time of day as `HH:MM`.

    >>> clock(570)
    '09:30'
    """
    hours, rest = divmod(minutes, 60)
    return f"{hours:02d}:{rest:02d}"


def week_chart(profile: WeekProfile) -> Figure:
    """Return one bar for each open interval, day after day."""
    import plotly.graph_objects as go

    rows = rows_of(profile)
    days = [day for day, _, _ in rows]
    firsts = [place for place, day in enumerate(days) if day not in days[:place]]
    middles = [(first + last) / 2 for first, last in zip(firsts, [*firsts[1:], len(rows)], strict=True)]
    told = [f"{say(f'channels.{day}')} {time}: {percent(share, 1)}" for day, time, share in rows]
    trace = go.Bar(
        x=[place + 0.5 for place in range(len(rows))],
        y=[share for _, _, share in rows],
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure = go.Figure(trace)
    for first in firsts[1:]:
        figure.add_vline(x=first, line_width=1, line_dash="dot", line_color=SEPARATOR)
    figure.update_layout(
        height=240,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        bargap=0.15,
        xaxis={
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": [say(f"channels.{days[f]}_short") for f in firsts],
            "showgrid": False,
        },
        yaxis={"title": say("channels.profile_share"), "rangemode": "tozero", "tickformat": ".1%"},
        showlegend=False,
    )
    return figure


def week_table(profile: WeekProfile) -> list[dict[str, str]]:
    """Return the shares by time of day and weekday, as written; a closed interval is a dash."""
    shares = {(day, time): share for day, time, share in rows_of(profile)}
    times = sorted({time for _, time in shares})
    open_days = [day for day in Weekday if day in profile.days]
    closed = say("editor.empty_cell")
    return [
        {
            say("channels.time"): time,
            **{
                say(f"channels.{day}_short"): percent(shares[day, time], 2) if (day, time) in shares else closed
                for day in open_days
            },
        }
        for time in times
    ]


def template_of(profile: WeekProfile) -> str:
    """Return a profile as a table of contacts that can be changed and brought back."""
    heading = ",".join(say(f"channels.column_{column}") for column in ("day", "time", "contacts"))
    lines = [
        f"{say(f'channels.{day}_short')},{time},{round(share * TEMPLATE_CONTACTS, 4):g}"
        for day, time, share in rows_of(profile)
    ]
    return "\n".join([heading, *lines, ""])


def _upload(phase: Phase) -> None:
    """Read a company's own profile; a file with problems changes nothing."""
    key = f"profile-file-{state.revision()}-{len(state.company().arrival_profiles)}"
    file = st.file_uploader(say("channels.upload"), type=["csv"], key=key, max_upload_size=1)
    if file is None:
        return
    try:
        profile = read_arrival_profile(file.getvalue(), file.name)
    except InputProblems as error:
        show_problems(error, say("channels.upload_refused", count=len(error.problems)))
        return
    name = escape(profile.name or profile.id)
    st.success(say("channels.upload_read", name=name), icon=":material/check_circle:")
    st.plotly_chart(
        week_chart(profile),
        key="profile-new-chart",
        config={"displaylogo": False, "displayModeBar": False},
        alt=say("channels.upload_read", name=profile.name or profile.id),
    )
    if st.button(say("channels.upload_use"), icon=":material/check:", key="profile-use"):
        company = state.company()
        others = tuple(p for p in company.arrival_profiles if p.id != profile.id)
        taken = {p.id for p in phase.catalogue.arrival_profiles}
        renamed = OwnProfile(**{**dict(profile), "id": f"own_{profile.id}"}) if profile.id in taken else profile
        state.change(SetChannels(channels=company.channels, profiles=(*others, renamed)))
        st.rerun()


def _remove(profile: OwnProfile) -> None:
    """Offer to take out an own profile that no channel uses."""
    company = state.company()
    used = any(channel.profile == profile.id for channel in company.channels)
    if st.button(
        say("channels.remove_profile"),
        icon=":material/delete:",
        help=say("channels.profile_used") if used else None,
        disabled=used,
        key="profile-remove",
    ):
        others = tuple(p for p in company.arrival_profiles if p.id != profile.id)
        state.change(SetChannels(channels=company.channels, profiles=others))
        st.rerun()
