"""Inside or outside over volume and over months: who is cheaper, where it flips, at which price, what must be ready."""

from __future__ import annotations

import streamlit as st

from orgplanner.advice.crossings import Basis, crossovers_of, inside_of, usual_basis
from orgplanner.advice.ways import Crossover
from orgplanner.plan import Plan
from orgplanner.ui.components import assumption_fields, sourcing_crossover_charts, sourcing_handover, tiles
from orgplanner.ui.components.sourcing_verdict import verdict
from orgplanner.ui.components.sourcing_way import quoted_label
from orgplanner.ui.components.sourcing_words import advice_word, cash, months, offer_name, price, sentences, volume
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, say


def show(plan: Plan, role: str) -> None:
    """Show the crossover of a role with one way outside."""
    st.header(say("sourcing.crossover_title"), anchor=False)
    found = {c.outside.terms.id: c for c in crossovers_of(plan, role)}
    if not found:
        st.info(say("sourcing.no_crossover"), icon=":material/info:")
        return
    st.markdown(say("sourcing.crossover_how"))
    way, basis = _choose(plan, role, found)
    crossover = found[way]
    st.markdown(sentences(verdict(plan, crossover, basis)))
    if not crossover.advised:
        st.warning(say("sourcing.crossover_not_advised"), icon=":material/warning:")
    tiles.show(_tiles(plan, crossover, basis), key="sourcing-crossover-tiles")
    _own_price(plan, crossover)
    sourcing_crossover_charts.show_volume(plan, crossover, basis)
    sourcing_crossover_charts.show_months(plan, crossover, basis)
    sourcing_handover.show(plan, crossover.role, crossover.handover)


def _choose(plan: Plan, role: str, found: dict[str, Crossover]) -> tuple[str, Basis]:
    """Let the reader choose the way outside, and how the inside is counted."""
    names = {
        id: say("sourcing.outside_way", way=offer_name(c.outside), advice=advice_word(c.outside.advice))
        for id, c in found.items()
    }
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    way: str = left.selectbox(
        say("sourcing.outside_choice"),
        list(names),
        format_func=lambda id: names.get(id, id),
        key=f"sourcing-outside-{plan.phase.id}-{role}",
    )
    labels = {basis: say(f"sourcing.basis_{basis.value}") for basis in Basis}
    basis = right.segmented_control(
        say("sourcing.basis"),
        list(Basis),
        default=usual_basis(found[way]),
        format_func=lambda basis: labels[basis],
        key=f"sourcing-basis-{plan.phase.id}-{role}",
        help=say("sourcing.basis_help"),
        required=True,
    )
    return way, basis or usual_basis(found[way])


def _tiles(plan: Plan, crossover: Crossover, basis: Basis) -> list[Tile]:
    """Return the numbers of today: both costs for its volume, the price at which they are equal, the payback."""
    inside, whole = inside_of(crossover, basis), basis is Basis.WHOLE_POSTS
    keys, unknown = f"[{crossover.role},{crossover.outside.terms.id}]", say("sourcing.not_known")
    basis_of = "" if whole else "_shared"
    outside, even = crossover.current_outside, inside.break_even_price
    now = crossover.bill.price
    assumed = [say("sourcing.price_now", price=price(crossover, now))] if now is not None else []
    compared = (*assumed, say("sourcing.no_price_does" if even is None else "sourcing.even_means"))
    pays = inside.payback_months
    made_of = say("sourcing.payback_of", setup=cash(crossover.setup), dual=cash(inside.dual_run))
    saved = say("sourcing.why_saving")
    at = plan.figure_ids()

    def opened(name: str, label: str | None = None) -> tuple[tuple[str, str | None], ...]:
        return ((f"crossover.{name}{keys}", label),) if f"crossover.{name}{keys}" in at else ()

    asked = say("sourcing.of_volume", volume=volume(crossover, crossover.current_volume))
    return [
        Tile(
            say("sourcing.tile_inside"),
            cash(inside.current),
            (),
            opened(f"inside_cost{basis_of}") + opened("volume", asked),
        ),
        Tile(
            say("sourcing.tile_outside"),
            unknown if outside is None else cash(outside),
            (),
            opened("outside_cost"),
        ),
        Tile(
            say("sourcing.tile_even"),
            say("sourcing.none") if even is None else price(crossover, even),
            compared,
            opened("current_break_even_price" if whole else "break_even_price_shared"),
        ),
        Tile(
            say("sourcing.tile_payback"),
            say("sourcing.never_pays") if pays is None else months(pays),
            (),
            opened(f"payback{basis_of}") + opened(f"one_off{basis_of}", made_of) + opened(f"saving{basis_of}", saved),
        ),
    ]


def _own_price(plan: Plan, crossover: Crossover) -> None:
    """Let the reader try a price, beside what makes the one in the data a judgement."""
    id = f"source.{crossover.outside.terms.id}.price"
    if id not in plan.assumptions:
        return
    label = say("sourcing.try_price", way=escape(offer_name(crossover.outside)))
    with st.expander(label, icon=":material/edit:", key=f"sourcing-price-{crossover.outside.terms.id}"):
        st.markdown(say("sourcing.replace_how"))
        field = quoted_label(plan, crossover.outside, id)
        assumption_fields.show({id: field}, key=f"sourcing-crossover-{crossover.role}")
