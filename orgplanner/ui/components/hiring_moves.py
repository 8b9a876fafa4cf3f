"""The dated moves: on a calendar, as a table, and each with its dates, its money and what it covers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.hiring import Move
from orgplanner.studies.hiring_outlook import Outlook
from orgplanner.ui import navigation, state
from orgplanner.ui.components import hiring_edit, hiring_figures, hiring_timeline, hiring_words
from orgplanner.ui.components.derivation import label_of, why
from orgplanner.ui.components.hiring_words import counted, day, short_title, today, units
from orgplanner.ui.components.naming import source_word
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.wording import escape, money, number, say, text

SHOWN = 10
"""Moves on the calendar before all are asked for."""

ALL = ""
"""Stands for all roles."""


@st.fragment
def show(plan: Plan, outlook: Outlook) -> None:
    """Show the moves, and what one of them means."""
    st.header(say("hiring.moves_title"))
    if not outlook.moves:
        st.info(_nothing(outlook), icon=":material/check_circle:")
        return
    st.markdown(say("hiring.moves_how"))
    moves = _choose(plan, outlook)
    _calendar(plan, outlook, moves)
    picked = _pick(plan, moves)
    if picked is not None:
        with st.container(border=True, key="hiring-move"):
            _detail(plan, outlook, picked)
            hiring_edit.show(plan, outlook, picked)


def _nothing(outlook: Outlook) -> str:
    until = outlook.enough_until
    if not outlook.roles:
        return say("hiring.no_work_at_all")
    return say("hiring.enough" if until == outlook.months[-1] else "hiring.no_move_pays")


def _choose(plan: Plan, outlook: Outlook) -> tuple[Move, ...]:
    """Let the user choose a role, and whether all moves stand on the calendar."""
    roles = [ALL, *dict.fromkeys(m.role for m in outlook.moves)]
    names = {role: role_name(plan, role) if role else say("hiring.all_roles") for role in roles}
    chosen = st.selectbox(
        say("hiring.role"), roles, format_func=lambda role: names.get(role, role), key="hiring-role", width=320
    )
    return tuple(m for m in outlook.moves if chosen in (ALL, None, m.role))


def _calendar(plan: Plan, outlook: Outlook, moves: Sequence[Move]) -> None:
    """Show the calendar and its table, in which a row can be picked."""
    everything = len(moves) <= SHOWN or st.toggle(say("hiring.show_all", count=len(moves)), key="hiring-all")
    drawn = moves if everything else moves[:SHOWN]
    alt = _told(outlook, moves)
    st.markdown(escape(alt))
    st.plotly_chart(
        hiring_timeline.figure(plan, outlook, drawn),
        key="hiring-timeline",
        config={"displaylogo": False, "displayModeBar": False},
        alt=alt,
    )
    st.dataframe(
        [_row(plan, m) for m in moves],
        hide_index=True,
        key="hiring-moves",
        on_select=partial(_take_row, list(_by_id(moves))),
        selection_mode="single-row",
        alt=say("hiring.moves_alt"),
    )


def _take_row(ids: Sequence[str]) -> None:
    """Show the move of the row that was picked in the table."""
    selected = (state.widget("hiring-moves") or {}).get("selection", {}).get("rows", [])
    if selected and selected[0] < len(ids):
        state.set_widget("hiring-picked", ids[selected[0]])


def _told(outlook: Outlook, moves: Sequence[Move]) -> str:
    first = moves[0].dates
    told = say(
        "hiring.moves_sentence", moves=counted("moves", len(moves)), first=day(first.decide_by), start=day(first.start)
    )
    late = sum(m.dates.decide_by < today(outlook) for m in moves)
    return f"{told} {say('hiring.late', moves=counted('moves', late))}" if late else told


def _row(plan: Plan, move: Move) -> dict[str, str]:
    dates, none = move.dates, say("hiring.none")
    return {
        say("hiring.role"): role_name(plan, move.role),
        say("hiring.what"): hiring_words.how(plan, move),
        say("hiring.count"): hiring_words.count_of(move.kind, move.count),
        say("hiring.fte"): number(move.fte, 2),
        say("hiring.decide_by"): day(dates.decide_by),
        say("hiring.open_by"): day(dates.open_by),
        say("hiring.offer_by"): day(dates.offer_by) if dates.offer_by else none,
        say("hiring.start"): day(dates.start),
        say("hiring.productive_by"): day(dates.productive_by),
        say("hiring.end"): day(dates.end) if dates.end else none,
        say("hiring.one_off"): money(move.one_off_cost),
        say("hiring.monthly"): money(move.monthly_cost),
        say("hiring.total"): money(move.total_cost),
        say("hiring.source"): source_word(move.source),
        say("hiring.reason"): say(f"hiring.reason_{move.reason.value}"),
        say("hiring.advised"): say("hiring.yes" if move.advised else "hiring.no"),
        say("hiring.budget_year"): hiring_words.years(plan, dates.fiscal_year),
    }


def _pick(plan: Plan, moves: Sequence[Move]) -> Move | None:
    """Let the user pick a move; the row picked in the table counts as well."""
    known = _by_id(moves)
    if state.widget("hiring-picked") not in (None, *known):
        state.set_widget("hiring-picked", None)
    titles = {id: hiring_words.title(plan, move) for id, move in known.items()}
    picked = st.selectbox(
        say("hiring.pick"),
        list(known),
        index=None,
        format_func=lambda id: titles.get(id, ""),
        placeholder=say("hiring.pick_one"),
        key="hiring-picked",
    )
    return known.get(picked or "")


def _by_id(moves: Sequence[Move]) -> dict[str, Move]:
    """Return moves by an id of their own: units of one offer that end at different times share theirs."""
    known: dict[str, Move] = {}
    for move in moves:
        known[f"{move.id} {sum(id.startswith(f'{move.id} ') for id in known)}"] = move
    return known


def _detail(plan: Plan, outlook: Outlook, move: Move) -> None:
    """Show what a move is for, its dates and its money."""
    st.subheader(escape(short_title(plan, move)))
    terms = hiring_words.terms_of(plan, move.terms)
    if terms is not None:
        st.markdown(escape(text(terms.description.text)))
    st.markdown(f"{say(f'hiring.reason_{move.reason.value}_means')} {escape(units(move))}")
    if not move.advised:
        st.warning(say("hiring.not_advised", source=escape(source_word(move.source))), icon=":material/warning:")
    dates, prices = st.columns(2, gap="medium")
    with dates:
        _dates(plan, outlook, move)
    with prices:
        _money(plan, outlook, move)


def _dates(plan: Plan, outlook: Outlook, move: Move) -> None:
    dates = move.dates
    named = {
        "decide_by": dates.decide_by,
        "open_by": dates.open_by,
        "offer_by": dates.offer_by,
        "start": dates.start,
        "productive_by": dates.productive_by,
        "end": dates.end,
    }
    lines = [f"- {say(f'hiring.{name}')}: **{escape(day(date))}**" for name, date in named.items() if date]
    st.markdown("\n".join([f"**{say('hiring.dates')}**", "", *lines]))
    if dates.decide_by < today(outlook):
        st.warning(say("hiring.this_is_late"), icon=":material/warning:")
    _opened(plan, hiring_words.date_ids(plan, move), "hiring-date")


def _money(plan: Plan, outlook: Outlook, move: Move) -> None:
    amounts = {"one_off": move.one_off_cost, "monthly": move.monthly_cost, "total": move.total_cost}
    lines = [f"- {say(f'hiring.{name}')}: **{escape(money(amount))}**" for name, amount in amounts.items()]
    st.markdown("\n".join([f"**{say('hiring.money')}**", "", *lines]))
    total = {f"hiring.move_cost[{move.id}]": say("hiring.total")}
    hiring_figures.show(plan, outlook, total, key="hiring-move-total")
    _opened(plan, hiring_words.unit_figures(plan, move), "hiring-unit")
    ids = hiring_words.price_ids(plan, move)
    judged = hiring_words.judged(plan, ids)
    if judged:
        names = say("hiring.between").join(escape(label_of(plan, id)) for id in judged)
        st.markdown(f":material/help: {say('hiring.prices_judged', names=names)}")
        st.page_link(navigation.page("assumptions"), label=say("hiring.to_assumptions"), icon=":material/tune:")
    _opened(plan, ids, "hiring-price")


def _opened(plan: Plan, ids: Sequence[str], key: str) -> None:
    """Show the way into the assumptions that something rests on."""
    with st.container(horizontal=True, gap="small", key=key):
        for id in ids:
            why(id, key=f"{key}-{id}", label=escape(label_of(plan, id)))
