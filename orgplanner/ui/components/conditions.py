"""What would have to be true for the plan to hold."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.ui import navigation
from orgplanner.ui.components.derivation import label_of, why
from orgplanner.ui.components.seats import role_name, seat_name
from orgplanner.ui.wording import escape, number, say, text

SHOWN_JUDGEMENTS = 5
"""Judgements that are shown: those on which most people rest."""


def show(plan: Plan) -> None:
    """Show each condition as one line, with the detail behind it."""
    lines = _people_conditions(plan)
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))
    _judgements(plan)
    _assumed_fields(plan)
    if not plan.company.segments:
        st.markdown(f"- {say('overview.if_no_customers')}")


def _people_conditions(plan: Plan) -> list[str]:
    """Return what has to hold of people and seats, as Markdown."""
    lines = []
    if plan.staffing.leading.freed:
        lines.append(say("overview.if_head_freed"))
    tight = [escape(seat_name(plan, p)) for p in plan.team_positions if p.tight]
    if tight:
        lines.append(say("overview.if_tight", seats=tight))
    lines += [say("overview.if_shared", partner=p, work=work) for p, work in _borrowed(plan).items()]
    unknown = [escape(seat_name(plan, plan.position(id))) for id in plan.costs.unknown_seats]
    if unknown:
        lines.append(say("overview.if_price", seats=unknown))
    return lines


def _borrowed(plan: Plan) -> dict[str, list[str]]:
    """Return the work that other departments take on, by department."""
    borrowed: dict[str, list[str]] = {}
    for seat in (p for p in plan.positions if p.source is SourceKind.SHARED):
        work = say("overview.work", role=escape(role_name(plan, seat.main_role)), fte=number(seat.fte))
        borrowed.setdefault(_partner(plan, seat.main_role), []).append(work)
    return borrowed


def _partner(plan: Plan, role: str) -> str:
    """Return the department that lends people for a role."""
    advice = plan.sourcing.of(role).advice
    return escape(text(advice.partner)) if advice and advice.partner else say("overview.another_department")


def _judgements(plan: Plan) -> None:
    resting = resting_fte(plan)
    if not resting:
        return
    st.markdown(f"- {say('overview.if_judgements', count=len(resting))}")
    with st.container(key="judgements", gap="xxsmall"):
        for id, fte in resting[:SHOWN_JUDGEMENTS]:
            with st.container(
                horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False, key=f"judgement-row-{id}"
            ):
                why(id, key=f"judgement-{id}")
                st.markdown(say("overview.resting", label=escape(label_of(plan, id)), fte=number(fte)), width="stretch")
    st.page_link(navigation.page("assumptions"), label=say("overview.all_assumptions"), icon=":material/tune:")


def resting_fte(plan: Plan) -> tuple[tuple[str, float], ...]:
    """Return the judgements among the assumptions with the FTE of the team that rest on each, most first.

    The team's FTE is handed down its derivation: a sum shares it out by its parts, a maximum gives it to the larger
    one, any other operation rests on every part in full. What is reached in two ways counts once at most.
    """
    figures = _opened(plan, f"staffing.team_fte[{plan.month}]")
    resting = dict.fromkeys(figures, 0.0)
    root = next(reversed(figures), None)
    if root is not None:
        resting[root] = figures[root].value
    judged: dict[str, float] = {}
    for id in reversed(figures):
        for term, share in _shares(figures[id]):
            if term.origin is Origin.FIGURE and term.id in resting:
                resting[term.id] += resting[id] * share
            elif term.origin is Origin.ASSUMPTION and term.grade is not None and term.grade.is_judgement:
                judged[term.id] = judged.get(term.id, 0.0) + resting[id] * share
    whole = resting[root] if root is not None else 0.0
    counted = [(id, min(fte, whole)) for id, fte in judged.items() if fte > 0]
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def _opened(plan: Plan, id: str) -> dict[str, Figure]:
    """Return the figures below one, each after all that it is computed from; the customers' months stay closed."""
    found: dict[str, Figure] = {}

    def open_figure(id: str) -> None:
        figure = plan.explain(id)
        for term in figure.terms:
            if term.origin is Origin.FIGURE and not term.id.startswith("forecast.") and term.id not in found:
                open_figure(term.id)
        found[id] = figure

    open_figure(id)
    return found


def _shares(figure: Figure) -> list[tuple[Term, float]]:
    """Return the terms of a figure with the share of it that rests on each (ratio)."""
    if figure.operation is Operation.SUM:
        return [(t, t.value / figure.value if figure.value else 0.0) for t in figure.terms]
    if figure.operation is Operation.MAXIMUM:
        largest = max((t.value for t in figure.terms), default=0.0)
        return [(t, float(t.value == largest)) for t in figure.terms]
    return [(t, 1.0) for t in figure.terms]


def _assumed_fields(plan: Plan) -> None:
    marks = plan.company.assumed
    if not marks:
        return
    st.markdown(f"- {say('overview.if_assumed', count=len(marks))}")
    with st.expander(say("overview.assumed_fields", count=len(marks)), icon=":material/edit_note:", key="assumed"):
        rows = [
            {say("overview.field"): label_of(plan, m.place), say("overview.note"): m.note or say("overview.no_note")}
            for m in marks
        ]
        st.dataframe(rows, hide_index=True, key="assumed-rows", alt=say("overview.assumed_alt"))
