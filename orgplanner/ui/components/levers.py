"""What takes hours away: content, help pages and tools, each with its cost, its delay and an effect that is judged.

Nobody has measured an effect for this company: without one of the leader's own a lever costs hours and releases none.
"""

from __future__ import annotations

import streamlit as st

from orgplanner.records.base import Statement
from orgplanner.records.catalogue import LeverKind, TargetKind
from orgplanner.records.change import SetLevers
from orgplanner.records.lever import Lever
from orgplanner.records.phase import Phase
from orgplanner.ui import state
from orgplanner.ui.components import lever_form
from orgplanner.ui.components.naming import joined, role_label, stated
from orgplanner.ui.wording import escape, month, percent, say, text


@st.fragment
def show(key: str) -> None:
    """Show the company's levers, each with its form, and the kinds that can be added.

    Args:
        key: start of the widgets' keys, unique on the page.
    """
    phase, company = state.phase(), state.company()
    st.markdown(say("levers.intro"))
    if not company.levers:
        st.info(say("levers.empty"), icon=":material/lightbulb:")
    for lever in company.levers:
        kind = next((k for k in phase.catalogue.levers if k.id == lever.kind), None)
        title = say("levers.title_of", name=escape(name_of(lever, kind)), status=escape(status_of(lever)))
        with st.expander(title, icon=icon_of(lever), key=f"{key}-lever-{state.revision()}-{lever.id}"):
            if kind is not None:
                show_kind(kind, phase)
            lever_form.show(lever, kind, key)
    _add(phase, key)


def name_of(lever: Lever, kind: LeverKind | None) -> str:
    """Return what a lever is called: its own name, else that of its kind."""
    return lever.name or (text(kind.label) if kind else lever.kind)


def status_of(lever: Lever) -> str:
    """Say what a lever is expected to do, or that nobody has said it yet."""
    if lever.effect is None:
        return say("levers.effect_not_known")
    used = percent(1.0 if lever.adoption is None else lever.adoption)
    start = month(lever.start or state.company().first_month, short=True)
    return say("levers.status", effect=percent(lever.effect), adoption=used, start=start)


def icon_of(lever: Lever) -> str:
    """Return the icon that tells levers with a judged effect from those without."""
    return ":material/help:" if lever.effect is None else ":material/trending_down:"


def show_kind(kind: LeverKind, phase: Phase, reason: Statement | None = None) -> None:
    """Show what a kind of lever is, what it touches, who works on it, what to watch and why it suits the phase."""
    roles = [role for role in kind.roles if role in phase.role_ids]
    builder = role_label(phase, roles[0] if roles else phase.definition.ticket_role)
    st.markdown(stated(phase, kind.description))
    lines = [
        f"- **{say('levers.touches')}**: {escape(touched(kind, phase))}",
        f"- **{say('levers.done_by')}**: {escape(builder)}",
        f"- **{say('levers.watch')}**: {stated(phase, kind.guard)}",
    ]
    if reason is not None:
        title = say("levers.suits", phase=escape(text(phase.definition.label)))
        lines.append(f"- **{title}**: {stated(phase, reason)}")
    st.markdown("\n".join(lines))


def touched(kind: LeverKind, phase: Phase) -> str:
    """Return the work that a kind of lever touches."""
    labels = {a.id: text(a.label) for model in phase.catalogue.service_models for a in model.activities}
    words = []
    for target in kind.targets:
        if target.kind is TargetKind.ACTIVITY:
            words += [labels.get(activity, activity) for activity in target.activities]
        else:
            words.append(say(f"levers.target_{target.kind.value}"))
    return joined(words)


def _add(phase: Phase, key: str) -> None:
    """Offer the kinds of the catalogue, those that suit the phase first with the reason."""
    advised = {advice.lever: advice.reason for advice in phase.definition.levers}
    kinds = {kind.id: kind for kind in phase.catalogue.levers}
    order = [id for id in advised if id in kinds] + [id for id in kinds if id not in advised]
    label = text(phase.definition.label)
    labels = {id: _option(kind, label if id in advised else None) for id, kind in kinds.items()}
    chosen = st.selectbox(
        say("levers.add_which"),
        order,
        index=None,
        format_func=lambda id: labels.get(id, id),
        placeholder=say("levers.choose_one"),
        key=f"{key}-add-{state.revision()}-{len(state.company().levers)}",
        width=520,
    )
    if chosen not in kinds:
        return
    with st.container(border=True, key=f"{key}-new"):
        show_kind(kinds[chosen], phase, advised.get(chosen))
        if st.button(say("levers.add"), icon=":material/add:", key=f"{key}-new-{chosen}"):
            levers = state.company().levers
            state.change(SetLevers(levers=(*levers, Lever(id=free_id(chosen, levers), kind=chosen))))
            st.rerun()


def _option(kind: LeverKind, phase: str | None) -> str:
    name = text(kind.label)
    return say("levers.option_suits", name=name, phase=phase) if phase else name


def free_id(kind: str, levers: tuple[Lever, ...]) -> str:
    """Return an id that no lever has yet.

    >>> free_id("help_pages", (Lever(id="help_pages", kind="help_pages"),))
    'help_pages_2'
    """
    taken = {lever.id for lever in levers}
    tries = (kind if k == 1 else f"{kind}_{k}" for k in range(1, len(taken) + 2))
    return next(id for id in tries if id not in taken)
