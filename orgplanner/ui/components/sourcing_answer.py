"""The answer in sentences: what stays inside, what goes or could go outside, what flips when and at what price."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from orgplanner.advice.crossings import Basis, external_people, outsourcing, telling_crossover, usual_basis
from orgplanner.plan import Plan
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import role_label, source_word, stated
from orgplanner.ui.components.sourcing_role import roles_to_decide
from orgplanner.ui.components.sourcing_verdict import other_basis, verdict
from orgplanner.ui.components.sourcing_words import offer_name, sentences
from orgplanner.ui.wording import escape, percent, say


def show(plan: Plan) -> None:
    """Answer before anything is chosen."""
    with st.container(border=True, key="sourcing-answer"):
        st.markdown(f"**{say('sourcing.answer_title')}**")
        for words in (_inside(plan), _outside(plan), _candidates(plan)):
            if words:
                st.markdown(words)
        _flip(plan)


def _inside(plan: Plan) -> str:
    """Say what stays inside, with the reason of the first role."""
    kept = [(r, a) for r in roles_to_decide(plan) if (a := plan.sourcing.of(r).kept_inside) and _has_work(plan, r)]
    kept = [(role, advice) for role, advice in kept if plan.sourcing.of(role).taken not in NOT_ON_TEAM]
    if not kept:
        return say("sourcing.answer_nothing_inside")
    reason = stated(plan.phase, kept[0][1].reason)
    return say("sourcing.answer_inside", roles=_roles(plan, (r for r, _ in kept)), reason=reason)


def _outside(plan: Plan) -> str:
    """Say what the plan gives outside the team today, and by whose rule."""
    given = [s for s in plan.sourcing.roles if s.taken in NOT_ON_TEAM and s.hours > 0]
    if not given:
        return say("sourcing.answer_nothing_outside")
    alike: dict[tuple[SourceKind, float, bool], list[str]] = {}
    for s in given:
        alike.setdefault((s.taken, s.share, s.by_rule), []).append(s.role)
    listed = []
    for (source, share, by_rule), roles in alike.items():
        by = say("sourcing.by_rule" if by_rule else "sourcing.by_advice")
        word = source_word(source)
        way = word if share == 1 else say("sourcing.part_of", share=percent(share), source=word)
        listed.append(say("sourcing.answer_given", roles=_roles(plan, roles), way=way, by=by))
    return say("sourcing.answer_outside", given=say("sourcing.between_given").join(listed))


def _candidates(plan: Plan) -> str:
    """Say what could go outside as well: external people and outsourcing are two different facts."""
    free = [r for r in roles_to_decide(plan) if plan.sourcing.of(r).taken not in NOT_ON_TEAM and _has_work(plan, r)]
    told = []
    for name, of in (("external", external_people), ("outsourcing", outsourcing)):
        roles = [r for r in free if of(plan, r) is not None]
        if roles:
            told.append(say(f"sourcing.answer_{name}", roles=_roles(plan, roles)))
    return "  \n".join(told)


def _flip(plan: Plan) -> None:
    """Say what flips when and at which price, for the role of which it tells most."""
    found = telling_crossover(plan)
    if found is None:
        st.markdown(say("sourcing.answer_no_flip"))
        return
    basis = usual_basis(found)
    role, way = escape(role_label(plan.phase, found.role)), escape(offer_name(found.outside))
    told = [say(f"sourcing.answer_crossover_{basis.value}", role=role, way=way), *verdict(plan, found, basis)]
    told += [other_basis(found, basis), _sure(plan, found.outside.terms.id)]
    keys = f"[{found.role},{found.outside.terms.id}]"
    st.markdown(sentences(told))
    with st.container(horizontal=True, gap="small", key="sourcing-answer-why"):
        for name in ("volume", "inside_cost_shared", "inside_cost", "outside_cost", *_of_basis(basis)):
            id = f"crossover.{name}{keys}"
            if id in plan.figure_ids():
                why(id, key=f"sourcing-answer-{name}", label=say(f"sourcing.why_{name}"))


def _of_basis(basis: Basis) -> tuple[str, str]:
    """Return the figures of saving and break-even price on a basis."""
    whole = basis is Basis.WHOLE_POSTS
    return ("saving", "current_break_even_price") if whole else ("saving_shared", "break_even_price_shared")


def _sure(plan: Plan, terms: str) -> str:
    """Say that a price is judgement as long as it is one."""
    id = f"source.{terms}.price"
    if id not in plan.assumptions:
        return ""
    price = plan.assumptions[id]
    return say("sourcing.price_is_judged") if price.quantity.grade.is_judgement and not price.is_changed else ""


def _has_work(plan: Plan, role: str) -> bool:
    return plan.sourcing.of(role).hours > 0


def _roles(plan: Plan, roles: Iterable[str]) -> str:
    return say("sourcing.between_roles").join(escape(role_label(plan.phase, role)) for role in roles)
