"""The hiring plan in a minute: what to open next, by when to decide, what it costs, what stays uncovered, how sure."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.hiring_outlook import Outlook, recruited
from orgplanner.ui import wording
from orgplanner.ui.components import hiring_figures, tiles
from orgplanner.ui.components.hiring_words import counted, day, short_title, today
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, money, percent, say

DAYS = 90
"""Days that the first sentence looks ahead."""

FULL = 0.995
"""Covered share that would be written as all of it."""


def show(plan: Plan, outlook: Outlook) -> None:
    """Show the answer as a sentence, then its numbers as tiles."""
    st.header(escape(answer(plan, outlook)))
    tiles.show([of(plan, outlook) for of in (_next, _cost, _cover, _sure)], key="hiring-tiles")


def answer(plan: Plan, outlook: Outlook) -> str:
    """Say what to do next, or until when nothing is to be done."""
    if not outlook.moves:
        until = outlook.enough_until
        if until == outlook.months[-1] or not outlook.roles:
            return say("hiring.answer_enough", month=wording.month(outlook.months[-1]))
        return say("hiring.answer_no_move")
    first = outlook.moves[0].dates.decide_by
    due = outlook.due(today(outlook), DAYS)
    open_now = recruited(due)
    if not due:
        later = outlook.moves[0]
        return say("hiring.answer_later", days=DAYS, first=day(first), what=short_title(plan, later))
    others = len([m for m in due if not recruited([m])])
    kind = "both" if open_now and others else "open" if open_now else "others"
    requisitions, moves = counted("requisitions", open_now), counted("moves", others)
    return say(f"hiring.answer_{kind}", days=DAYS, requisitions=requisitions, others=moves, first=day(first))


def _next(plan: Plan, outlook: Outlook) -> Tile:
    due = outlook.due(today(outlook), DAYS)
    details = [escape(short_title(plan, m)) for m in due[:2]]
    if len(due) > len(details):
        details.append(say("hiring.more_moves", count=len(due) - len(details)))
    late = [m for m in outlook.moves if m.dates.decide_by < today(outlook)]
    if late:
        details.append(f":material/warning: {say('hiring.late', moves=counted('moves', len(late)))}")
    value = day(outlook.moves[0].dates.decide_by) if outlook.moves else say("hiring.nothing")
    opened = (("hiring.approval_days", None),)
    return Tile(say("hiring.tile_decide"), value, tuple(details), opened)


def _cost(plan: Plan, outlook: Outlook) -> Tile:
    moves = escape(say("hiring.of_moves", money=money(sum(outlook.move_costs))))
    details, opened = hiring_figures.told(plan, outlook, "hiring.all_moves_cost", moves)
    if outlook.allowed is None:
        details += (say("hiring.no_budget"),)
    else:
        rest = outlook.allowed - outlook.cost
        word = "within" if rest >= 0 else "above"
        icon = ":material/check_circle:" if rest >= 0 else ":material/warning:"
        budget = say(f"hiring.budget_{word}", budget=money(outlook.allowed), rest=money(abs(rest)))
        more, left = hiring_figures.told(plan, outlook, "hiring.budget_left", f"{icon} {escape(budget)}")
        details, opened = details + more, opened + left
    opened = hiring_figures.opened(plan, outlook, ("hiring.total_cost", None)) + opened
    today = ("cost.today", say("hiring.why_cost_today", cost=escape(money(plan.costs.today))))
    label = say("hiring.tile_cost", months=len(outlook.months))
    return Tile(label, money(outlook.cost), details, (*opened, today))


def _cover(plan: Plan, outlook: Outlook) -> Tile:
    if outlook.lowest is None:
        return Tile(say("hiring.tile_cover"), say("hiring.no_work"))
    month, share = outlook.lowest
    details: tuple[str, ...] = (say("hiring.cover_when", month=wording.month(month)),)
    opened = hiring_figures.opened(plan, outlook, (f"hiring.coverage[{month}]", None))
    opened = opened or ((f"staffing.team_fte[{month}]", None),)
    if share < FULL:
        priced = escape(say("hiring.shortage_price", money=money(outlook.shortage_cost)))
        more, total = hiring_figures.told(plan, outlook, "hiring.total_shortage_cost", priced)
        details, opened = details + more, opened + total
    opened += (("hiring.shortage_factor", say("hiring.why_shortage")),)
    return Tile(say("hiring.tile_cover"), percent(share), details, opened)


def _sure(plan: Plan, outlook: Outlook) -> Tile:
    value = say("hiring.gap_at_most", gap=percent(outlook.gap, 1))
    details = (say(f"hiring.proof_{outlook.proof}"), say("hiring.sure_means"))
    compared = outlook.hiring.solution.objective > 0
    opened = hiring_figures.opened(plan, outlook, ("hiring.gap", None)) if compared else ()
    return Tile(say("hiring.tile_sure"), value, details, opened)
