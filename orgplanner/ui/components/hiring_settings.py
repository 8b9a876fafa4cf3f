"""What the hiring plan has to respect: freeze, lay-offs, advice, people at hand, and what a shortage is worth."""

from __future__ import annotations

import zlib
from typing import Any

import streamlit as st

from orgplanner import i18n
from orgplanner.advice import figures
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.change import SetHiring
from orgplanner.records.hiring import Available, HiringOptions
from orgplanner.records.sourcing import MoveKind
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import navigation, state, wording
from orgplanner.ui.components import assumption_fields, checked_entry
from orgplanner.ui.components.derivation import label_of
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.wording import escape, say, text

WEIGHED = (
    "hiring.shortage_factor",
    "hiring.severe_factor",
    "hiring.least_coverage",
    "hiring.approval_days",
    "hiring.openings_a_month",
    "hiring.joiners_per_mentor",
)
"""Assumptions that shape the plan most, edited here as on their own page."""

MOST_PEOPLE = 1000

MONTHS = range(1, 13)


@st.fragment
def show(plan: Plan, outlook: Outlook | None = None) -> None:
    """Show the settings as forms that are applied as one step each."""
    st.header(say("hiring.settings_title"))
    _options(plan)
    _at_hand(plan)
    st.subheader(say("hiring.weighed_title"))
    st.markdown(say("hiring.weighed_how"))
    labels = {id: label_of(plan, id) for id in WEIGHED if id in plan.assumptions}
    fields = {id: escape(_with_unit(plan, id, label)) for id, label in labels.items()}
    assumption_fields.show(fields, key="hiring-weighed")
    st.page_link(navigation.page("assumptions"), label=say("hiring.to_assumptions"), icon=":material/tune:")


def _with_unit(plan: Plan, id: str, label: str) -> str:
    """Return the label of an assumption with its value as it is written, which tells the unit."""
    quantity = plan.assumptions[id].quantity
    value = figures.written(quantity.value, quantity.unit, state.language())
    return say("hiring.field_now", label=label, value=value)


def _options(plan: Plan) -> None:
    options = plan.company.hiring
    stem = _stem("hiring-options", options)
    with st.form(stem, border=True):
        freeze = _freeze(plan, options, stem)
        flags = {
            name: st.toggle(
                say(f"hiring.{name}"), getattr(options, name), help=say(f"hiring.{name}_help"), key=f"{stem}-{name}"
            )
            for name in ("may_release", "follow_advice", "shortage_first")
        }
        begins = _fiscal_year(plan, options, stem)
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-apply"):
            told = {**dict(options), **flags, "freeze": tuple(freeze), "fiscal_year_start": begins}
            _apply(HiringOptions(**told))


def _freeze(plan: Plan, options: HiringOptions, stem: str) -> list[str]:
    """Ask for the months of a freeze; those outside the plan stay as they are."""
    months = sorted({*plan.months, *options.freeze})
    names = {m: wording.month(m, short=True) for m in months}
    chosen = st.pills(
        say("hiring.freeze"),
        months,
        selection_mode="multi",
        default=list(options.freeze),
        format_func=lambda m: names.get(m, m),
        help=say("hiring.freeze_help"),
        key=f"{stem}-freeze",
    )
    return list(chosen)


def _fiscal_year(plan: Plan, options: HiringOptions, stem: str) -> int | None:
    usual = plan.inputs.calendar.fiscal_year_start
    names = {n: _month_name(n) for n in MONTHS}
    chosen: int | None = st.selectbox(
        say("hiring.fiscal_year_start"),
        list(MONTHS),
        index=None if options.fiscal_year_start is None else options.fiscal_year_start - 1,
        format_func=lambda n: names.get(n, str(n)),
        placeholder=say("hiring.calendars_own", month=names[usual]),
        key=f"{stem}-year",
        width=320,
    )
    return chosen


def _month_name(month: int) -> str:
    return i18n.say(f"hiring.month_{month}", state.language())


def _at_hand(plan: Plan) -> None:
    """Ask who of other departments or in post could take work of a role."""
    import pandas as pd

    st.subheader(say("hiring.at_hand_title"))
    st.markdown(say("hiring.at_hand_how"))
    roles = {role: role_name(plan, role) for role in plan.phase.role_ids}
    terms = {t.id: text(t.label) for t in plan.phase.catalogue.source_terms if _is_inside(t.move, t.source)}
    options = plan.company.hiring
    rows = [{"role": a.role, "terms": a.terms, "people": a.people} for a in options.available]
    frame = pd.DataFrame(rows, columns=["role", "terms", "people"]).astype({"people": "Int64"})
    columns = st.column_config
    stem = _stem("hiring-at-hand", options)
    with st.form(stem, border=True):
        edited = st.data_editor(
            frame,
            num_rows="dynamic",
            hide_index=True,
            column_config={
                "role": columns.SelectboxColumn(
                    say("hiring.role"),
                    options=list(roles),
                    format_func=lambda r: roles.get(str(r), str(r)),
                    required=True,
                ),
                "terms": columns.SelectboxColumn(
                    say("hiring.what"),
                    options=list(terms),
                    format_func=lambda t: terms.get(str(t), str(t)),
                    required=True,
                ),
                "people": columns.NumberColumn(
                    say("hiring.at_hand_people"), min_value=0, max_value=MOST_PEOPLE, step=1, required=True
                ),
            },
            placeholder=say("editor.empty_cell"),
            key=f"{stem}-rows",
            alt=say("hiring.at_hand_alt"),
        )
        if st.form_submit_button(say("editor.apply"), icon=":material/check:", key=f"{stem}-apply"):
            _apply_people(options, edited.dropna().to_dict("records"))


def _is_inside(move: MoveKind, source: SourceKind) -> bool:
    return move in (MoveKind.TRAIN, MoveKind.BORROW) or source is SourceKind.TRANSFER


def _apply_people(options: HiringOptions, rows: list[dict[Any, Any]]) -> None:
    named = {(row["role"], row["terms"]): int(row["people"]) for row in rows}
    available = tuple(Available(role=role, terms=terms, people=n) for (role, terms), n in named.items())
    _apply(HiringOptions(**{**dict(options), "available": available}))


def _apply(options: HiringOptions) -> None:
    if checked_entry.make(SetHiring(hiring=options)):
        st.rerun()


def _stem(name: str, options: HiringOptions) -> str:
    """Return a key that changes with the options, so that a form shows them as they are."""
    return f"{name}-{state.revision()}-{zlib.crc32(str(options).encode())}"
