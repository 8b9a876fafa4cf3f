"""What each rule costs: the hiring plan with it and without it, worked out on request beside the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.hiring import Move
from orgplanner.studies.rule_prices import RuleKind, RulePrice, rule_prices
from orgplanner.ui import state
from orgplanner.ui.background import Work
from orgplanner.ui.components import hiring_search, hiring_words
from orgplanner.ui.components.naming import joined, role_label, source_word
from orgplanner.ui.wording import escape, money, say, text

PRICES = "rule prices"
"""Name under which the session keeps the search for the prices."""

AT_ONCE = 0.5
"""Seconds that the page waits for the prices before it shows how far the search has come."""

LOOKS = 1.0
"""Seconds between two looks at how far the search has come."""

Search = Work[tuple[int, int], tuple[RulePrice, ...]]
"""A search for the prices; it tells rules priced and all rules."""


def show(plan: Plan, role: str) -> None:
    """Show what each rule costs, once the reader has asked."""
    st.header(say("sourcing.prices_title"), anchor=False)
    st.markdown(say("sourcing.prices_how"))
    if not state.has_studied(plan, PRICES):
        asked = st.button(say("sourcing.prices_start"), icon=":material/calculate:", key="sourcing-prices-start")
        if not asked:
            return
    search = state.study(begin, plan, PRICES)
    if not search.wait(AT_ONCE):
        st.fragment(_watch, run_every=LOOKS)(plan)
        return
    try:
        prices = search.result()
    except OrgPlannerError as error:
        hiring_search.show_problem(error)
        return
    if not prices:
        st.info(say("sourcing.prices_none"), icon=":material/info:")
        return
    st.markdown(say("sourcing.prices_span"))
    rows = [_row(plan, price) for price in prices]
    st.dataframe(rows, hide_index=True, height="content", key="sourcing-prices", alt=say("sourcing.prices_alt"))
    _details(plan, role, prices)


def begin(plan: Plan) -> Search:
    """Begin the search for the prices."""
    return Work(partial(_work_out, plan))


def _work_out(plan: Plan, note: Callable[[tuple[int, int]], None]) -> tuple[RulePrice, ...]:
    return rule_prices(plan, lambda done, count: note((done, count)))


def _watch(plan: Plan) -> None:
    """Show how far the search has come; the page is drawn anew when it ends."""
    search = state.study(begin, plan, PRICES)
    if search.is_done:
        st.rerun()
    done, count = search.progress or (0, 1)
    st.progress(min(done / max(count, 1), 0.99), say("sourcing.prices_progress", done=done, all=count))


def _row(plan: Plan, price: RulePrice) -> dict[str, str]:
    unknown = "–"
    without, money_without = price.without_rule, price.money_without
    short = None if without is None or money_without is None else without - money_without
    return {
        say("sourcing.column_rule"): _name(plan, price),
        say("sourcing.column_verdict"): _verdict(price),
        say("sourcing.column_money_with"): money(price.money_with),
        say("sourcing.column_money_without"): unknown if money_without is None else money(money_without),
        say("sourcing.column_short_with"): money(price.with_rule - price.money_with),
        say("sourcing.column_short_without"): unknown if short is None else money(short),
    }


def _name(plan: Plan, price: RulePrice) -> str:
    if price.role is None:
        return say("sourcing.rule_all_advice")
    role = role_label(plan.phase, price.role)
    if price.kind is RuleKind.OWN_RULE and price.source is not None:
        return say("sourcing.rule_own", role=role, source=source_word(price.source))
    return say("sourcing.rule_advice", role=role)


def _verdict(price: RulePrice) -> str:
    """Return what is proven of a price, and nothing beyond it."""
    if price.least is None or price.most is None:
        return say("sourcing.price_impossible")
    if not price.known:
        return say("sourcing.price_hidden", least=money(price.least), most=money(price.most))
    if price.least > 0:
        return say("sourcing.price_costs", least=money(price.least), most=money(price.most))
    return say("sourcing.price_saves", least=money(-price.most), most=money(-price.least))


def _details(plan: Plan, role: str, prices: tuple[RulePrice, ...]) -> None:
    """Show what would change without one rule; that of the picked role comes first."""
    st.subheader(say("sourcing.price_details"), anchor=False)
    places = list(range(len(prices)))
    first = next((p for p in places if prices[p].role == role), 0)
    names = [_name(plan, price) for price in prices]
    chosen = st.selectbox(
        say("sourcing.price_rule"),
        places,
        index=first,
        format_func=lambda place: names[place] if place < len(names) else "",
        key=f"sourcing-price-rule-{role}-{len(prices)}",
        width=520,
    )
    price = prices[chosen]
    st.markdown(f"**{escape(_verdict(price))}**")
    if price.reason:
        st.markdown(say("sourcing.price_reason", reason=escape(price.reason)))
    labels = {t.id: text(t.label) for t in plan.phase.catalogue.source_terms}
    if price.left_out:
        ways = joined(escape(labels.get(id, id)) for id in price.left_out)
        st.markdown(say("sourcing.price_left_out", ways=ways))
    dropped, instead = st.columns(2, gap="medium")
    with dropped:
        _moves(plan, "dropped", price.dropped)
    with instead:
        _moves(plan, "instead", price.instead)


def _moves(plan: Plan, which: str, moves: tuple[Move, ...]) -> None:
    st.markdown(f"**{say(f'sourcing.price_{which}')}**")
    lines = "\n".join(f"- {escape(hiring_words.title(plan, move))}" for move in moves)
    st.markdown(lines or say("sourcing.price_nothing"))
