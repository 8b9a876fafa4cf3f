"""What-if for many seats at once: choose a set, choose what is done with it, see what changes, take it as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from orgplanner.advice.chart_effects import ChartEffect
from orgplanner.advice.chart_refusals import refusal_words
from orgplanner.advice.seats import ChartView
from orgplanner.plan import Plan
from orgplanner.records import chart_edit as edits
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.chart_edit import ChartEdit
from orgplanner.records.position import Position
from orgplanner.ui import state
from orgplanner.ui.components import chart_editing, chart_strip
from orgplanner.ui.components.chart_cards import seats_shown
from orgplanner.ui.components.chart_edit_forms import desk_units
from orgplanner.ui.components.chart_edit_panel import seat_words
from orgplanner.ui.components.naming import role_label, source_word
from orgplanner.ui.wording import escape, say

MOST_NAMED = 8
"""Seats that are named; more are counted."""


@dataclass(frozen=True)
class Chosen:
    """The set of seats, and the words for every seat of the chart."""

    plan: Plan
    seats: tuple[Position, ...]
    labels: Mapping[str, str]

    def without(self, kept: str) -> tuple[Position, ...]:
        """Return the seats without one and those above it, and without those whose manager is in the set too."""
        parents = {n.id: n.parent for n in self.plan.design.chart.nodes}
        above, id = set(), kept or None
        while id is not None:
            above.add(id)
            id = parents[id]
        left = {p.id for p in self.seats} - above
        return tuple(p for p in self.seats if p.id in left and parents[p.id] not in left)


@st.fragment
def show(plan: Plan) -> None:
    """Let the user choose seats and what to do with them, and preview it."""
    st.markdown(say("chart_editing.bulk_how"))
    chosen = _choose_seats(plan)
    if not chosen.seats:
        return
    named = [escape(chosen.labels[p.id]) for p in chosen.seats[:MOST_NAMED]]
    more = len(chosen.seats) - len(named)
    told = say("chart_editing.bulk_chosen", count=len(chosen.seats), names=named)
    st.markdown(told + (say("chart_editing.bulk_more", count=more) if more else ""))
    words = {name: say(f"chart_editing.bulk_{name}") for name in DEEDS}
    deed = st.segmented_control(
        say("chart_editing.bulk_deed"),
        list(DEEDS),
        default="move",
        format_func=lambda name: words[name],
        key="chart-bulk-deed",
        required=True,
    )
    wanted = DEEDS[deed or "move"](chosen)
    if wanted:
        _preview(plan, wanted)


def _choose_seats(plan: Plan) -> Chosen:
    """Choose by role, unit, region of the people and manager; what is left open does not narrow the set."""
    labels = {seat.id: seat_words(seat) for seat in seats_shown(plan, ChartView.OWN)}
    positions, holders = plan.design.positions, plan.design.holders
    parents = {n.id: n.parent for n in plan.design.chart.nodes}
    regions = {p.id: {person.region for person in holders.get(p.id, ()) if person.region} for p in positions}
    units = desk_units(plan)
    with st.grid(columns="auto", min_column_width=220, key="chart-bulk-filters"):
        role = _choice("role", {p.main_role: role_label(plan.phase, p.main_role) for p in positions})
        unit = _choice("unit", {p.unit: units[p.unit] for p in positions if p.unit})
        region = _choice("region", {name: name for found in regions.values() for name in sorted(found)})
        manager = _choice("manager", {id: labels[id] for id in parents.values() if id is not None})
    is_open = not any((role, unit, region, manager))
    found = tuple(
        p
        for p in positions
        if not is_open
        and role in (None, p.main_role)
        and unit in (None, p.unit)
        and (region is None or region in regions[p.id])
        and manager in (None, parents[p.id])
    )
    return Chosen(plan, found, labels)


def _choice(name: str, options: Mapping[str, str]) -> str | None:
    """Ask for one of some options; None where there are none, or none is chosen."""
    if not options:
        return None
    chosen: str | None = st.selectbox(
        say(f"chart_editing.by_{name}"),
        list(options),
        index=None,
        format_func=lambda id: options.get(id, id),
        key=f"chart-bulk-{name}",
        placeholder=say("chart_editing.any"),
    )
    return chosen


def _move(chosen: Chosen) -> tuple[ChartEdit, ...]:
    to = _choice("target", chosen.labels)
    return tuple(edits.MovePosition(position=p.id, to=to) for p in chosen.without(to)) if to else ()


def _set_unit(chosen: Chosen) -> tuple[ChartEdit, ...]:
    unit = _choice("new_unit", {id: name for id, name in desk_units(chosen.plan).items() if id})
    moved = (p for p in chosen.seats if p.unit != unit)
    return tuple(edits.SetPositionUnit(position=p.id, unit=unit) for p in moved) if unit else ()


def _set_source(chosen: Chosen) -> tuple[ChartEdit, ...]:
    source = _choice("source", {kind.value: source_word(kind) for kind in SourceKind})
    if source is None:
        return ()
    kind = SourceKind(source)
    changed = (p for p in chosen.seats if p.source is not kind)
    return tuple(
        edits.SetPositionSource(position=p.id, source=kind, count=p.count if kind in NOT_ON_TEAM else 1)
        for p in changed
    )


def _remove(chosen: Chosen) -> tuple[ChartEdit, ...]:
    return tuple(edits.RemovePosition(position=p.id) for p in chosen.seats)


DEEDS: Mapping[str, Callable[[Chosen], tuple[ChartEdit, ...]]] = {
    "move": _move,
    "set_unit": _set_unit,
    "set_source": _set_source,
    "remove": _remove,
}
"""What can be done with the set, by name."""


def _preview(plan: Plan, wanted: tuple[ChartEdit, ...]) -> None:
    """Show what the checks would say, and offer the step; what cannot be done is told instead."""
    with st.container(border=True, key="chart-bulk-preview"):
        refused = plan.refused_edits(wanted)
        if refused:
            first = refusal_words(plan, next(iter(refused.values())), state.language())
            st.warning(say("chart_editing.bulk_refused", count=len(refused), reason=escape(first)))
            return
        effect = ChartEffect(plan.unedited, state.plan_with(*wanted))
        st.markdown(say("chart_editing.bulk_preview", count=len(wanted)))
        st.markdown("\n".join(f"- {line}" for line in chart_strip.lines(effect)))
        if st.button(say("chart_editing.bulk_apply"), icon=":material/check:", key="chart-bulk-apply"):
            chart_editing.make(wanted)
            st.rerun()
