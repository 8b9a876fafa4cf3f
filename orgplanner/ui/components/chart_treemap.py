"""A chart as areas: units hold roles, roles hold seats, by people or by cost, open seats hatched and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import streamlit as st

from orgplanner.exports.analytics_words import AnalyticsWords, isolated
from orgplanner.exports.chart.drawing import group_colours
from orgplanner.plan import Plan
from orgplanner.studies.chart_census import CountedSeat, Which, count_seats
from orgplanner.ui.components.analytics_wording import words_for
from orgplanner.ui.components.month_chart import escape_plotly
from orgplanner.ui.wording import escape, money, number, say

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Size = Literal["people", "cost"]
State = Literal["held", "open", "to_arrange"]

MOST_SEATS = 400
"""Seats that have an area of their own; of more, those of a role are drawn together."""

TINT = {"light": 0.26, "dark": 0.38}
"""Part of the unit's colour in its areas; the rest is the page's, so that words can be read on them."""

PATTERNS: Mapping[State, str] = {"held": "", "open": "/", "to_arrange": "."}
"""Fill patterns, so that open seats differ by more than colour."""


@dataclass(frozen=True)
class Area:
    """One seat of the picture, or those of a role that are alike."""

    unit: str
    role: str
    seat: str
    short: str
    """The seat in its box, where unit and role stand around it: the way in which a seat from outside is filled."""
    person: str
    state: State
    value: float
    """People, or cost a month."""


def areas_of(words: AnalyticsWords, seats: Sequence[CountedSeat], which: Which, size: Size) -> tuple[Area, ...]:
    """Return the seats that have a size, in words; those whose cost is not known have none."""
    named = words.seats(which)
    areas = []
    for seat in seats:
        value = float(seat.heads) if size == "people" else seat.cost
        if value and seat.heads:
            told = named[seat.id]
            areas.append(
                Area(
                    unit=say("chart_views.no_unit") if seat.unit is None else words.unit(seat.unit, which),
                    role=say("chart_views.no_role") if seat.role is None else words.role(seat.role),
                    seat=told.title if which == "today" else told.position,
                    short=told.title if which == "today" else told.position if seat.is_team else told.source,
                    person=told.person,
                    state=_state(seat),
                    value=value,
                )
            )
    return tuple(areas)


def _state(seat: CountedSeat) -> State:
    if seat.is_open:
        return "open"
    return "to_arrange" if seat.is_to_arrange else "held"


@st.fragment
def show(plan: Plan, which: Which) -> None:
    """Show the picture with its choice of size, what it leaves out, and its table."""
    st.header(say("chart_views.treemap_title"))
    st.markdown(say("chart_views.treemap_intro"))
    sizes: tuple[Size, ...] = ("people", "cost")
    chosen = st.segmented_control(
        say("chart_views.size_by"),
        sizes,
        default="people",
        format_func=lambda size: say(f"chart_views.size_{size}"),
        key=f"treemap-size-{which}",
        required=True,
    )
    size: Size = "cost" if chosen == "cost" else "people"
    words, seats = words_for(plan), count_seats(plan, which)
    areas = areas_of(words, seats, which, size)
    _left_out(words, seats, which, size)
    if not areas:
        st.info(say("chart_views.treemap_nothing"), icon=":material/info:")
        return
    alt = _alt(words, which, size, areas)
    st.plotly_chart(
        figure(areas, size),
        key=f"treemap-{which}-{size}",
        config={"displaylogo": False, "displayModeBar": False},
        alt=alt,
    )
    st.markdown(say("chart_views.treemap_legend"))
    if len(areas) > MOST_SEATS:
        st.markdown(say("chart_views.treemap_grouped"))
    with st.expander(say("chart_views.as_table"), icon=":material/table:", key=f"treemap-table-{which}"):
        st.dataframe([_row(area, size) for area in areas], hide_index=True, key=f"treemap-rows-{which}-{size}", alt=alt)


def _left_out(words: AnalyticsWords, seats: Sequence[CountedSeat], which: Which, size: Size) -> None:
    """Say what the picture does not hold, and what of it is estimated."""
    out_of_scope = sum(not seat.heads for seat in seats)
    if out_of_scope:
        st.markdown(say("chart_views.treemap_out_of_scope", count=out_of_scope))
    if size == "people":
        return
    names = words.seat_names(which)
    unknown = [names[seat.id] for seat in seats if seat.cost is None]
    if unknown:
        st.markdown(f":material/warning: {escape(say('chart_views.treemap_left_out', seats=words.listed(unknown)))}")
    estimated = sum(seat.is_estimated for seat in seats)
    if estimated:
        st.markdown(say("chart_views.cost_estimated", count=estimated))


def _alt(words: AnalyticsWords, which: Which, size: Size, areas: Sequence[Area]) -> str:
    sums: dict[str, float] = {}
    for area in areas:
        sums[area.unit] = sums.get(area.unit, 0.0) + area.value
    parts = [say("chart_views.treemap_part", unit=unit, value=_written(value, size)) for unit, value in sums.items()]
    return say("chart_views.treemap_alt", chart=words.chart(which), parts=words.listed(parts, most=12))


def _written(value: float, size: Size) -> str:
    return money(value) if size == "cost" else say("chart_views.people", count=number(value, 0))


def _row(area: Area, size: Size) -> dict[str, str]:
    return {
        say("chart_views.column_unit"): area.unit,
        say("chart_views.column_role"): area.role,
        say("chart_views.column_seat"): area.seat,
        say("chart_views.column_holder"): area.person,
        say("chart_views.column_state"): _state_word(area.state),
        say(f"chart_views.column_{size}"): _written(area.value, size),
    }


def _state_word(kind: State) -> str:
    return say("chart_views.treemap_held" if kind == "held" else f"chart_views.{kind}_label")


class _Box(NamedTuple):
    """What the picture draws."""

    id: str
    parent: str
    label: str
    value: float
    """Its own size, without the boxes in it."""
    colour: str
    shape: str = ""
    hover: str = ""


def figure(areas: Sequence[Area], size: Size) -> Figure:
    """Return the picture; every name stands in it as text."""
    import plotly.graph_objects as go

    theme = "dark" if st.context.theme.type == "dark" else "light"
    boxes = _boxes(areas, size, theme)
    ink = str(st.get_option(f"theme.{theme}.textColor"))
    picture = go.Treemap(
        ids=[box.id for box in boxes],
        labels=[box.label for box in boxes],
        parents=[box.parent for box in boxes],
        values=[box.value for box in boxes],
        customdata=[box.hover or box.label for box in boxes],
        branchvalues="remainder",
        texttemplate="%{label}",
        hovertemplate="%{customdata}<extra></extra>",
        textfont={"color": ink, "size": 13},
        marker={
            "colors": [box.colour for box in boxes],
            "pattern": {
                "shape": [box.shape for box in boxes],
                "fillmode": "overlay",
                "fgcolor": ink,
                "fgopacity": 0.28,
                "size": 9,
                "solidity": 0.18,
            },
            "line": {"width": 1.5, "color": str(st.get_option(f"theme.{theme}.backgroundColor"))},
            "cornerradius": 4,
            "pad": {"t": 24, "l": 3, "r": 3, "b": 3},
        },
        pathbar={"visible": True, "thickness": 28, "textfont": {"color": ink, "size": 13}},
        tiling={"pad": 3},
        sort=True,
    )
    return go.Figure(picture, go.Layout(height=600, margin={"l": 4, "r": 4, "t": 0, "b": 4}))


def _boxes(areas: Sequence[Area], size: Size, theme: str) -> list[_Box]:
    """Return the box of everybody, then units, roles and seats, each around before what is in it."""
    ground = str(st.get_option(f"theme.{theme}.backgroundColor"))
    tints = unit_tints([area.unit for area in areas], theme)
    sums: dict[str, float] = {"": 0.0}
    for area in areas:
        for id in ("", _unit_id(area), _role_id(area)):
            sums[id] = sums.get(id, 0.0) + area.value
    everybody = plain(_headed(say("chart_views.treemap_all"), sums[""], size))
    boxes = {"all": _Box("all", "", everybody, 0.0, ground)}
    for place, area in enumerate(_merged(areas) if len(areas) > MOST_SEATS else areas):
        unit, role, tint = _unit_id(area), _role_id(area), tints[area.unit]
        for id, around, name in ((unit, "all", area.unit), (role, unit, area.role)):
            boxes.setdefault(id, _Box(id, around, plain(_headed(name, sums[id], size)), 0.0, tint))
        told = [area.short, *([area.person] if area.person not in ("", area.short) else [])]
        told += [] if area.state == "held" else [f"({_state_word(area.state)})"]
        value = _written(area.value, size)
        label = _label(*told) if size == "people" and area.value == 1 else _label(*told, value)
        hover = _label(f"{area.unit} / {area.role}", *told, value)
        boxes[f"seat {place}"] = _Box(f"seat {place}", role, label, area.value, tint, PATTERNS[area.state], hover)
    return list(boxes.values())


def _headed(name: str, value: float, size: Size) -> str:
    return say("chart_views.treemap_part", unit=name, value=_written(value, size))


def _merged(areas: Sequence[Area]) -> list[Area]:
    """Draw the seats of a role that are in the same state as one."""
    sums: dict[tuple[str, str, State], float] = {}
    for area in areas:
        key = (area.unit, area.role, area.state)
        sums[key] = sums.get(key, 0.0) + area.value
    return [
        Area(unit, role, role, _state_word("held") if kind == "held" else role, "", kind, value)
        for (unit, role, kind), value in sums.items()
    ]


def _unit_id(area: Area) -> str:
    return f"unit {area.unit}"


def _role_id(area: Area) -> str:
    return f"role {len(area.unit)} {area.unit} {area.role}"


def _label(*parts: str) -> str:
    return "<br>".join(map(plain, parts))


def plain(name: str) -> str:
    """Return a name as Plotly shows it letter by letter, marks that turn the direction of writing ending with it."""
    return escape_plotly(isolated(name))


def unit_tints(units: Sequence[str], theme: str) -> dict[str, str]:
    """Return the ground of each unit's areas in a theme, on which the page's words can be read."""
    palette = st.get_option(f"theme.{theme}.chartCategoricalColors")
    ground = str(st.get_option(f"theme.{theme}.backgroundColor"))
    places = group_colours(units)
    return {unit: mixed(str(palette[places[unit] % len(palette)]), ground, TINT[theme]) for unit in places}


def mixed(colour: str, ground: str, part: float) -> str:
    """Return a part of a colour laid on a ground.

    >>> mixed("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    pairs = ((int(colour[k : k + 2], 16), int(ground[k : k + 2], 16)) for k in (1, 3, 5))
    return "#" + "".join(f"{round(part * top + (1 - part) * below):02x}" for top, below in pairs)
