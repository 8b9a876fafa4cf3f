"""What the leader's chart covers, spans, costs and lacks, beside the recommendation; each opens how it is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from orgplanner.advice.chart_effects import ChartEffect, open_seats
from orgplanner.advice.chart_words import ChartNames
from orgplanner.plan import Plan
from orgplanner.ui import state
from orgplanner.ui.components.chart_summary import guide_words
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import escape, money, number, say

GOOD, BAD, PLAIN = ":material/check_circle:", ":material/warning:", ":material/info:"

MOST_NAMED = 12
"""Seats and people that a list names; more are counted."""


def show(plan: Plan) -> None:
    """Show the checks in one row; each opens its words, names and derivation."""
    effect, names = ChartEffect(plan.unedited, plan), ChartNames(plan, state.language())
    parts: tuple[tuple[str, str, str, Callable[[ChartEffect, ChartNames], None]], ...] = (
        ("cover", *cover_words(effect), _open_cover),
        ("spans", *spans_words(effect), _open_spans),
        ("cost", *cost_words(effect), _open_cost),
        ("skills", *skills_words(effect), _open_skills),
        ("seats", *seats_words(effect), _open_seats),
        ("tray", *tray_words(effect), _open_tray),
    )
    with st.container(horizontal=True, gap="small", key="chart-strip"):
        for name, icon, words, opened in parts:
            with st.popover(words, icon=icon, type="tertiary", key=f"chart-check-{name}", on_change="rerun") as part:
                if part.open:
                    opened(effect, names)


def lines(effect: ChartEffect) -> list[str]:
    """Return what edits do, a line each, for a preview."""
    told = (cover_words, spans_words, cost_words, skills_words, seats_words, tray_words)
    return [f"{icon} {words}" for icon, words in (each(effect) for each in told)]


# ---------------------------------------------------------------- in short


def cover_words(effect: ChartEffect) -> tuple[str, str]:
    """Return whether seats carry all work."""
    short = effect.short_fte[1]
    if not effect.short:
        return GOOD, say("chart_editing.cover_full")
    return BAD, say("chart_editing.cover_short", fte=number(short, 2), count=len(effect.short))


def spans_words(effect: ChartEffect) -> tuple[str, str]:
    """Return how many leads have more or fewer reports than the guide."""
    now = len(effect.spans_outside)
    if not now:
        return GOOD, say("chart_editing.spans_within")
    more = now - effect.spans_before
    return (BAD if more > 0 else PLAIN), say("chart_editing.spans_outside", count=now, change=_change(more))


def cost_words(effect: ChartEffect) -> tuple[str, str]:
    """Return what the chart costs a month, against the recommendation."""
    before, after = effect.cost
    if round(after - before) == 0:
        return PLAIN, say("chart_editing.cost_same", money=money(after, compact=True))
    more = "+" if after > before else "−"
    change = f"{more}{money(abs(after - before), compact=True)}"
    return PLAIN, say("chart_editing.cost_change", money=money(after, compact=True), change=change)


def skills_words(effect: ChartEffect) -> tuple[str, str]:
    """Return how many skills people lack for their seats."""
    before, after = effect.skills
    return (BAD if after > before else PLAIN), say("chart_editing.skills", count=after, change=_change(after - before))


def seats_words(effect: ChartEffect) -> tuple[str, str]:
    """Return how many seats are open, added and removed."""
    words = say("chart_editing.seats", open=effect.open[1], added=len(effect.added), removed=len(effect.removed))
    return PLAIN, words


def tray_words(effect: ChartEffect) -> tuple[str, str]:
    """Return how many people have no seat."""
    before, after = effect.tray
    return (BAD if after > before else PLAIN), say("chart_editing.tray", count=after, change=_change(after - before))


def _change(more: int) -> str:
    """Return a difference from the recommendation in brackets, nothing where there is none."""
    return say("chart_editing.change", more=number(more, 0, sign=True)) if more else ""


# ---------------------------------------------------------------- opened


def _open_cover(effect: ChartEffect, names: ChartNames) -> None:
    st.markdown(say("chart_editing.how_cover"))
    for cover in effect.short:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            told = say("chart_editing.role_short", role=escape(names.role(cover.role)), fte=number(cover.short, 2))
            st.markdown(f"- {told}", width="content")
            why(f"chart.short_fte[{cover.role}]", key=f"chart-why-short-{cover.role}")


def _open_spans(effect: ChartEffect, names: ChartNames) -> None:
    st.markdown(say("chart_editing.how_spans", before=effect.layers[0], after=effect.layers[1]))
    for check in effect.spans_outside[:MOST_NAMED]:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            told = say(
                f"chart_editing.span_{check.verdict.value}",
                seat=escape(names.seat(check.position)),
                count=check.reports,
                guide=guide_words(check),
            )
            st.markdown(f"- {told}", width="content")
            why(check.assumption, key=f"chart-why-reports-{check.position}")
    _more(len(effect.spans_outside))


def _open_cost(effect: ChartEffect, names: ChartNames) -> None:
    unknown = effect.after.design_checks.unknown_costs
    before, after = effect.cost
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(say("chart_editing.how_cost", before=money(before), after=money(after)), width="content")
        why("chart.total_cost", key="chart-why-cost")
    if unknown:
        st.markdown(say("chart_editing.cost_unknown", count=len(unknown)))
        _list([names.seat(id) for id in unknown])


def _open_skills(effect: ChartEffect, names: ChartNames) -> None:
    st.markdown(say("chart_editing.how_skills", before=effect.skills[0], after=effect.skills[1]))
    lacking: dict[tuple[str, str], int] = {}
    for gap in effect.after.design_checks.skills:
        lacking[gap.person, gap.position] = lacking.get((gap.person, gap.position), 0) + 1
    most = sorted(lacking.items(), key=lambda item: -item[1])
    _list([say("chart_editing.lacks", seat=names.seat(seat), count=count) for (_, seat), count in most])
    st.markdown(say("chart_editing.how_single", before=effect.single_holders[0], after=effect.single_holders[1]))


def _open_seats(effect: ChartEffect, names: ChartNames) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        told = say("chart_editing.how_seats", before=effect.open[0], after=effect.open[1])
        st.markdown(told, width="content")
        why("chart.open_seats", key="chart-why-open-seats")
    before = ChartNames(effect.before, names.language)
    for title, seats in (
        ("seats_open", [names.seat(p.id) for p in open_seats(effect.after)]),
        ("seats_added", [names.seat(id) for id in effect.added]),
        ("seats_removed", [before.seat(id) for id in effect.removed]),
    ):
        if seats:
            st.markdown(f"**{say(f'chart_editing.{title}', count=len(seats))}**")
            _list(seats)


def _open_tray(effect: ChartEffect, names: ChartNames) -> None:
    st.markdown(say("chart_editing.how_tray"))
    _list([names.person(id) for id in effect.after.design.tray])


def _list(words: Sequence[str]) -> None:
    if words:
        st.markdown("\n".join(f"- {escape(each)}" for each in words[:MOST_NAMED]))
    _more(len(words))


def _more(count: int) -> None:
    if count > MOST_NAMED:
        st.markdown(say("chart_editing.and_more", count=count - MOST_NAMED))
