"""What the other phases would change for this company."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from orgplanner.advice import figures
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.change import SetPhase
from orgplanner.records.phase import Phase
from orgplanner.studies.comparison import Comparison, RoleChange, compare
from orgplanner.ui import state
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import joined, role_label, role_labels, source_word
from orgplanner.ui.wording import escape, money, number, say, text


@dataclass(frozen=True)
class Split:
    """A role that the other phase divides into, or joins from, several."""

    role: str
    parts: tuple[str, ...]


def show(plan: Plan) -> None:
    """Show every other phase beside this one."""
    st.markdown(say("phase.compare_about", phase=escape(text(plan.phase.definition.label))))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        people = number(len(plan.team_positions), 0)
        now = say("phase.compare_now", positions=people, cost=money(plan.costs.planned))
        st.markdown(now, width="content")
        why("staffing.positions", key="phase-why-positions")
        why("cost.planned", key="phase-why-cost-planned")
    for other in state.phases():
        if other.id != plan.phase.id:
            with st.container(border=True, key=f"phase-compare-{other.id}"):
                _other(plan, other)


def _other(plan: Plan, other: Phase) -> None:
    label = escape(text(other.definition.label))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(say("phase.compare_title", phase=label))
        st.space("stretch")
        switch = st.button(
            say("phase.switch", phase=label),
            key=f"phase-switch-{other.id}",
            icon=":material/swap_horiz:",
            help=say("phase.switch_help"),
        )
    if switch:
        state.change(SetPhase(phase=other.id))
        st.rerun()
    try:
        after = state.plan_in(other.id)
    except OrgPlannerError as problem:
        st.error(escape(figures.tell(problem, state.language())), icon=":material/error:")
        return
    comparison = compare(plan, after)
    st.markdown("\n".join(f"- {line}" for line in _headlines(comparison)))
    rows = [_row(comparison, change) for change in comparison.roles]
    with st.expander(say("phase.compare_table"), icon=":material/table:", key=f"phase-compare-table-{other.id}"):
        st.dataframe(rows, hide_index=True, key=f"phase-rows-{other.id}", alt=say("phase.compare_table"))


def splits(comparison: Comparison) -> tuple[Split, ...]:
    """Return the roles whose lifecycle stages several new roles share out, or that several old ones make up."""
    before, after = comparison.before.phase, comparison.after.phase
    return (*_divided(before, after), *_divided(after, before))


def _divided(first: Phase, second: Phase) -> tuple[Split, ...]:
    gone = [r for r in first.definition.roles if r.role not in second.role_ids]
    new = [r for r in second.definition.roles if r.role not in first.role_ids]
    found = (
        Split(r.role, tuple(n.role for n in new if set(n.lifecycle_stages) & set(r.lifecycle_stages))) for r in gone
    )
    return tuple(split for split in found if len(split.parts) > 1)


def _headlines(comparison: Comparison) -> list[str]:
    """Return what changes, the most important first, as Markdown."""
    before, after = comparison.before, comparison.after
    lines = [
        say(
            "phase.compare_positions",
            before=number(len(before.team_positions), 0),
            after=number(len(after.team_positions), 0),
        ),
        say("phase.compare_cost", before=money(before.costs.planned), after=money(after.costs.planned)),
    ]
    lines += _split_lines(comparison)
    appear = [c.role for c in comparison.roles if c.role not in before.phase.role_ids]
    vanish = [c.role for c in comparison.roles if c.role not in after.phase.role_ids]
    for name, roles, phase in (("appear", appear, after.phase), ("vanish", vanish, before.phase)):
        if roles:
            lines.append(say(f"phase.compare_{name}", roles=escape(role_labels(phase, roles))))
    sourced = [c for c in comparison.roles if None not in c.source and c.source[0] != c.source[1]]
    for change in sourced:
        old, new = (_source(s) for s in change.source)
        label = escape(role_label(after.phase, change.role))
        lines.append(say("phase.compare_source", role=label, before=old, after=new))
    higher = [c.role for c in comparison.roles if c.new_skills and c.role in before.phase.role_ids]
    if higher:
        lines.append(say("phase.compare_skills", roles=escape(role_labels(after.phase, higher))))
    if after.costs.unknown_seats:
        lines.append(say("phase.compare_unknown_cost"))
    return lines


def _split_lines(comparison: Comparison) -> list[str]:
    catalogue = comparison.before.phase
    lines = []
    for split in splits(comparison):
        name = "split" if split.role in comparison.before.phase.role_ids else "join"
        role, parts = role_label(catalogue, split.role), role_labels(catalogue, split.parts)
        lines.append(say(f"phase.compare_{name}", role=escape(role), parts=escape(parts)))
    return lines


def _row(comparison: Comparison, change: RoleChange) -> dict[str, str]:
    labels = {s.id: text(s.label) for s in comparison.after.phase.catalogue.skills}
    positions = [number(p, 0) if p is not None else say("phase.no_role") for p in change.positions]
    fte = [number(f, 2) if f is not None else say("phase.no_role") for f in change.fte]
    sources = [_source(s) for s in change.source]
    arrow = say("phase.arrow")
    return {
        say("phase.column_role"): role_label(comparison.after.phase, change.role),
        say("phase.column_change"): say(f"phase.change_{change_of(change)}"),
        say("phase.column_positions"): arrow.join(positions),
        say("phase.column_fte"): arrow.join(fte),
        say("phase.column_filled_by"): arrow.join(sources),
        say("phase.column_new_skills"): joined(labels[s] for s in change.new_skills),
    }


def change_of(change: RoleChange) -> str:
    """Return the one word for what happens to a role."""
    before, after = change.positions
    if before is None:
        return "appears"
    if after is None:
        return "vanishes"
    if change.source[0] != change.source[1]:
        return "source"
    if before != after:
        return "more" if after > before else "fewer"
    return "skills" if change.new_skills else "same"


def _source(source: SourceKind | None) -> str:
    return source_word(source) if source is not None else say("phase.no_role")
