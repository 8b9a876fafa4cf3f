"""One way to get work done, in full: cost parts, time, limits, and the prices that a quotation replaces."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.advice import figures
from orgplanner.advice.ways import CostPart, Offer, PartKind, Way
from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components import assumption_fields
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import source_word, stated
from orgplanner.ui.components.sourcing_words import advice_word, cash, months, offer_name
from orgplanner.ui.wording import escape, money, number, percent, say, text

PART_FIGURES = {
    PartKind.PRICE: "unit_price",
    PartKind.GOVERNANCE: "steering",
    PartKind.FEE: "fee",
    PartKind.REFUND: "refund",
    PartKind.HANDOVER: "handing_over",
}
"""Figures of the parts of a cost that are worked out from several numbers."""

LIMITS = ("block", "commitment", "notice", "longest", "minimum", "most")
"""What a contract or the law says, beside money and time."""


def show(plan: Plan, way: Way) -> None:
    """Show a way as a card."""
    offer, key = way.offer, f"way-{way.offer.id}"
    st.markdown(f"**{escape(offer_name(offer))}**")
    told = f"{escape(source_word(offer.source))} · {escape(advice_word(offer.advice))}"
    st.markdown(f"{told}  \n{stated(plan.phase, offer.terms.description)}")
    if offer.channel is not None:
        st.markdown(f"{escape(text(offer.channel.label))}: {stated(plan.phase, offer.channel.description)}")
    cost = way.monthly_per_fte
    label = say("sourcing.monthly_per_fte")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.metric(label, say("sourcing.not_known") if cost is None else money(cost))
        if cost is not None:
            why(f"hiring.monthly_per_fte[{offer.id}]", key=f"{key}-fte-why")
    if cost is None:
        st.markdown(say("sourcing.price_not_known", currency=plan.company.currency.value))
    else:
        if cost == 0:
            st.markdown(say("sourcing.paid_already"))
        _money(plan, way, key)
    _time(plan, way, key)
    _limits(plan, way, key)
    _judgement(plan, way, key)


def _money(plan: Plan, way: Way, key: str) -> None:
    """Show the parts of the cost; each opens into what it rests on."""
    id = way.offer.id
    if way.unit_price is not None:
        ids = way.unit_price, f"hiring.volume_price[{id}]"
        _line(say("sourcing.by_ticket", price=_value(plan, way.unit_price)), ids, f"{key}-unit")
    elif way.offer.fte < 1:
        st.markdown(say("sourcing.of_a_unit", fte=number(way.offer.fte, 2)))
    for once in (False, True):
        parts = [p for p in way.parts if p.once is once]
        total = way.at_the_start if once else (way.offer.monthly_cost or 0.0)
        title = say("sourcing.at_the_start" if once else "sourcing.a_month", money=cash(total))
        name = "at_the_start" if once else "monthly_cost"
        _line(f"**{title}**", (f"hiring.{name}[{id}]",), f"{key}-{name}")
        for part in parts:
            worked_out = (f"hiring.{PART_FIGURES[part.kind]}[{id}]",) if part.kind in PART_FIGURES else ()
            _line(_part(part), worked_out or part.rests_on, f"{key}-{part.kind.value}")


def _part(part: CostPart) -> str:
    return say("sourcing.part", part=say(f"sourcing.part_{part.kind.value}"), money=cash(part.money))


def _time(plan: Plan, way: Way, key: str) -> None:
    """Show when it helps, and how long it lasts."""
    offer = way.offer
    st.markdown(f"**{say('sourcing.time_title')}**")
    lead = [id for id in way.rests_on if id.endswith((".lead", ".time_to_fill", ".lead_factor"))]
    worked_out = f"hiring.lead[{offer.id}]"
    _line(say("sourcing.lead", months=months(offer.lead)), lead if len(lead) == 1 else (worked_out,), f"{key}-lead")
    if offer.channel is not None:
        filled = [id for id in way.rests_on if id.endswith(".filled")]
        _line(say("sourcing.filled", share=percent(offer.filled)), filled, f"{key}-filled")
    ramp = [id for id in way.rests_on if id.startswith("ramp.")]
    shares = say("sourcing.between_sources").join(percent(share) for share in offer.ramp)
    ramped = say("sourcing.ramp", months=months(len(offer.ramp)), shares=shares)
    _line(ramped if offer.ramp else say("sourcing.no_ramp"), ramp[:1], f"{key}-ramp")
    attrition = [id for id in way.rests_on if id.startswith("attrition.")]
    leaving = say("sourcing.attrition", share=percent(way.yearly_attrition))
    _line(leaving if attrition else say("sourcing.no_attrition"), attrition, f"{key}-attrition")


def _limits(plan: Plan, way: Way, key: str) -> None:
    """Show what a contract or the law limits."""
    ids = {name: f"source.{way.offer.terms.id}.{name}" for name in LIMITS}
    known = {name: id for name, id in ids.items() if id in plan.assumptions}
    if not known:
        return
    st.markdown(f"**{say('sourcing.limits_title')}**")
    for name, id in known.items():
        _line(say(f"sourcing.limit_{name}", value=_value(plan, id)), (id,), f"{key}-{name}")


def _line(words: str, ids: Sequence[str], key: str) -> None:
    """Show a line with ways into the figures and the assumptions that it rests on."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown(words, width="stretch")
        for id in ids:
            if id.endswith("]") or id in state.plan().assumptions:
                why(id, key=f"{key}-why-{id}")


def _judgement(plan: Plan, way: Way, key: str) -> None:
    """Say how much is judgement, and let the reader replace what a quotation says."""
    counts = say("sourcing.judged_long", judged=len(way.judged), all=len(way.rests_on))
    st.markdown(f":material/edit_note: {counts}")
    if not way.quoted:
        return
    replace = st.expander(say("sourcing.replace"), icon=":material/edit:", key=f"{key}-replace", on_change="rerun")
    if replace.open:
        with replace:
            st.markdown(say("sourcing.replace_how"))
            fields = {id: quoted_label(plan, way.offer, id) for id in way.quoted}
            assumption_fields.show(fields, key=f"{key}-fields")


def quoted_label(plan: Plan, offer: Offer, id: str) -> str:
    """Return what a number of a quotation is called, with its unit."""
    name = id.rpartition(".")[2]
    message = f"price_{offer.terms.charge.value}" if name == "price" else name
    return say(f"sourcing.quoted_{message}", currency=plan.company.currency.value)


def _value(plan: Plan, id: str) -> str:
    quantity = plan.assumptions[id].quantity
    return escape(figures.written(quantity.value, quantity.unit, state.language()))
