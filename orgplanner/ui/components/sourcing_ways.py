"""The ways to get the work of a role done, side by side: cost, time, limits, and how sure each number is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.advice.ways import Way, ways
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.ui import state
from orgplanner.ui.components import sourcing_way
from orgplanner.ui.components.naming import source_word
from orgplanner.ui.components.sourcing_words import advice_word, months, offer_name
from orgplanner.ui.wording import escape, money, percent, say

MOST_COMPARED = 4
"""Ways that are read side by side."""

FIRST_COMPARED = (SourceKind.EMPLOYEE, SourceKind.CONTRACTOR, SourceKind.OUTSOURCER)
"""Sources whose ways stand beside each other at first."""


def show(plan: Plan, role: str) -> None:
    """Show every way as a row, and those that the reader picks in full."""
    st.header(say("sourcing.ways_title"), anchor=False)
    found = ways(plan, role)
    if not found:
        st.info(say("sourcing.no_ways"), icon=":material/info:")
        return
    st.markdown(say("sourcing.ways_how"))
    unpriced = [escape(offer_name(w.offer)) for w in found if w.monthly_per_fte is None]
    if unpriced:
        told = say("sourcing.unpriced", ways=unpriced, currency=plan.company.currency.value)
        st.warning(told, icon=":material/help:")
    st.dataframe(
        [_row(plan, way) for way in found],
        hide_index=True,
        height="content",
        key=f"sourcing-ways-{role}",
        column_config={say("sourcing.column_way"): st.column_config.Column(pinned=True)},
        alt=say("sourcing.ways_alt"),
    )
    names = {w.offer.id: offer_name(w.offer) for w in found}
    key = f"sourcing-compared-{plan.phase.id}-{role}"
    state.start_widget(key, [w.offer.id for w in _first(found)])
    picked: list[str] = st.pills(
        say("sourcing.compare"),
        list(names),
        selection_mode="multi",
        format_func=lambda id: names.get(id, id),
        key=key,
    )
    chosen = picked[:MOST_COMPARED]
    with st.grid(columns="auto", min_column_width=330, key="sourcing-ways-cards"):
        for way in found:
            if way.offer.id in chosen:
                with st.container(border=True, height="stretch", key=f"sourcing-way-{way.offer.id}"):
                    sourcing_way.show(plan, way)


def _first(found: Sequence[Way]) -> list[Way]:
    """Return the ways that stand beside each other at first: one of each telling source, by volume where there is."""
    by_source = {s: [w for w in found if w.offer.source is s] for s in FIRST_COMPARED}
    return [max(of, key=lambda w: w.offer.by_volume) for of in by_source.values() if of]


def _row(plan: Plan, way: Way) -> dict[str, str]:
    offer = way.offer
    cost, unknown = way.monthly_per_fte, say("sourcing.not_known")
    terms = plan.assumptions
    limits = {n: f"source.{offer.terms.id}.{n}" for n in ("commitment", "notice", "longest")}
    lasting = {n: months(terms[id].quantity.value) if id in terms else "–" for n, id in limits.items()}
    judged = say("sourcing.judged_of", judged=len(way.judged), all=len(way.rests_on))
    return {
        say("sourcing.column_way"): offer_name(offer),
        say("sourcing.column_source"): source_word(offer.source),
        say("sourcing.column_advice"): advice_word(offer.advice),
        say("sourcing.column_monthly"): unknown if cost is None else money(cost),
        say("sourcing.column_start"): unknown if cost is None else money(way.at_the_start),
        say("sourcing.column_lead"): months(offer.lead),
        say("sourcing.column_filled"): percent(offer.filled) if offer.channel else "–",
        say("sourcing.column_productive"): months(way.productive_after),
        say("sourcing.column_attrition"): percent(way.yearly_attrition),
        say("sourcing.column_commitment"): lasting["commitment"],
        say("sourcing.column_notice"): lasting["notice"],
        say("sourcing.column_longest"): lasting["longest"],
        say("sourcing.column_judged"): judged,
    }
