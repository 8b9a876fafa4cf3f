"""What one box of the chart means: its work, what it asks for, who is on it, how it may be filled."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from orgplanner.advice.names import unit_name
from orgplanner.advice.seats import Seat, roles_today
from orgplanner.plan import Plan
from orgplanner.records.catalogue import DemandKind
from orgplanner.records.company import Person
from orgplanner.records.phase import SourceAdvice
from orgplanner.records.position import Position
from orgplanner.ui import state
from orgplanner.ui.components.chart_table import state_words
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.naming import (
    cited,
    joined,
    listed,
    role_label,
    source_word,
    stated,
)
from orgplanner.ui.components.seats import seat_name
from orgplanner.ui.wording import escape, number, percent, say, text


def show(plan: Plan, seat: Seat, *, first: Callable[[], None] | None = None) -> None:
    """Show the work of a seat, who is on it, what it asks for and how it may be filled.

    Args:
        plan: the plan whose own chart has the seat; without edits that is a position of the recommendation.
        seat: the seat as the page tells it.
        first: shows what stands below the heading.
    """
    position = plan.design.position(seat.id)
    people = plan.design.holders.get(seat.id, ())
    _heading(seat.title, seat.position, state_words(seat))
    if first is not None:
        first()
        st.divider()
    _load(plan, position)
    _work(plan, position)
    for person in people:
        _person(plan, person)
    if not people:
        st.markdown(say("org_chart.open_seat" if position.on_team else "org_chart.open_outside"))
    _skills(plan, position, people)
    _duties(plan, position)
    _sources(plan, position, expanded=not people)


def show_person(plan: Plan, seat: Seat) -> None:
    """Show somebody on today's chart, and the position that the recommendation gives to the person."""
    person = plan.person(seat.id)
    _heading(seat.title, seat.position, seat.state)
    _person(plan, person)
    held = [plan.position(a.position) for a in plan.gaps.assignments if a.person == person.id]
    if not held:
        st.markdown(say("org_chart.no_seat_out_of_scope" if person.out_of_scope else "org_chart.no_seat"))
        return
    names = joined(seat_name(plan, p) for p in held)
    st.markdown(say("org_chart.seat_then", seats=escape(names)))
    _load(plan.unedited, held[0])
    _skills(plan.unedited, held[0], (person,))
    _duties(plan, held[0])


def _heading(title: str, position: str, how: str) -> None:
    """Say who or what was picked, and how it stands."""
    st.header(escape(title), anchor=False)
    st.markdown(escape(joined([position, how])))


def _load(plan: Plan, position: Position) -> None:
    """Show the load with its derivation, and what a tight position means."""
    unit = unit_name(plan, position.unit, state.language())
    if unit:
        st.markdown(say("org_chart.in_unit", unit=escape(unit)))
    words = say("org_chart.load_of", load=percent(position.fte), fte=number(position.fte, 2))
    if not position.on_team:
        words = say("org_chart.pool_of", count=position.count, fte=number(position.fte, 2))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(words, width="content")
        if position in plan.positions:
            why(f"staffing.position_load[{position.id}]", key=f"why-load-{position.id}")
    if position.tight:
        st.warning(say("org_chart.tight", load=percent(position.fte)), icon=":material/priority_high:")


def _work(plan: Plan, position: Position) -> None:
    """Show the roles of a position: its FTE of each, and the hours of the whole role in the month."""
    rows = []
    for load in position.roles:
        counted = plan.phase.definition_of(load.role).demand not in (DemandKind.LEADING, DemandKind.RULE)
        hours = plan.explain(f"demand.hours[{load.role},{plan.month}]").value if counted else None
        rows.append(
            {
                say("org_chart.column_role"): role_label(plan.phase, load.role),
                say("org_chart.column_fte"): number(load.fte, 2),
                say("org_chart.column_hours"): say("org_chart.hours", hours=number(hours, 0))
                if hours is not None
                else say("org_chart.hours_by_people"),
            }
        )
    st.dataframe(rows, hide_index=True, key=f"work-{position.id}", alt=say("org_chart.work_alt"))


def _person(plan: Plan, person: Person) -> None:
    """Show who somebody is on the team: roles, source, manager, hours that nothing asks for."""
    names = {p.id: p.name for p in plan.company.roster}
    facts = [
        say("org_chart.person_roles", roles=escape(roles_today(plan, person, state.language()))),
        say("org_chart.person_source", source=source_word(person.source), fte=number(person.fte, 2)),
    ]
    if person.home:
        facts.append(say("org_chart.person_home", home=escape(person.home)))
    if person.manager:
        facts.append(say("org_chart.person_manager", manager=escape(names.get(person.manager, person.manager))))
    if person.id in plan.gaps.spare_fte:
        facts.append(say("org_chart.person_spare", fte=number(plan.gaps.spare_fte[person.id], 2)))
    heading = say("org_chart.person_on_seat", name=escape(person.name))
    st.markdown("\n".join([f"**{heading}**", "", *(f"- {fact}" for fact in facts)]))
    if any(id == person.id for _, id in plan.design_checks.single_holders):
        st.warning(say("org_chart.single_holder"), icon=":material/person_alert:")


def asked_skills(plan: Plan, position: Position) -> dict[str, int]:
    """Return the level of each skill that a position asks for: the highest that one of its roles asks."""
    levels: dict[str, int] = {}
    for load in position.roles:
        for skill in plan.phase.role(load.role).skills:
            levels[skill.skill] = max(levels.get(skill.skill, 0), skill.level)
    return levels


def _skills(plan: Plan, position: Position, people: tuple[Person, ...]) -> None:
    """Show the levels asked for beside the levels of the people, gaps marked in words."""
    asked = asked_skills(plan, position)
    gaps = {(g.person, g.skill) for g in plan.design_checks.skills if g.position == position.id}
    labels = {s.id: text(s.label) for s in plan.phase.catalogue.skills}
    rows = []
    for skill, level in sorted(asked.items(), key=lambda item: -item[1]):
        row = {say("org_chart.column_skill"): labels[skill], say("org_chart.column_asked"): str(level)}
        for person in people:
            row[person.name] = _level(person, skill, (person.id, skill) in gaps)
        rows.append(row)
    title = say("org_chart.skills_title", count=len(asked))
    if gaps:
        title = say("org_chart.skills_title_gaps", count=len(asked), gaps=len(gaps))
    with st.expander(title, icon=":material/psychology:", key=f"skills-{position.id}"):
        st.dataframe(rows, hide_index=True, key=f"skills-table-{position.id}", alt=say("org_chart.skills_alt"))
        st.markdown(say("org_chart.skills_judgement"))


def _level(person: Person, skill: str, lacks: bool) -> str:
    if not person.skills:
        return say("org_chart.level_unknown")
    level = person.skills.get(skill, 0)
    return say("org_chart.level_gap", level=level) if lacks else say("org_chart.level_met", level=level)


def _duties(plan: Plan, position: Position) -> None:
    """Show duties and KPIs of the position's roles in this phase, with their sources."""
    with st.expander(say("org_chart.duties_title"), icon=":material/checklist:", key=f"duties-{position.id}"):
        for load in position.roles:
            role = plan.phase.role(load.role)
            st.markdown(listed(plan.phase, role_label(plan.phase, load.role), role.duties))
            st.markdown(listed(plan.phase, say("org_chart.kpis"), role.kpis))


def _sources(plan: Plan, position: Position, *, expanded: bool) -> None:
    """Show how the phase advises to fill the position, in its order of preference."""
    sourcing = plan.sourcing.of(position.main_role)
    title = say("org_chart.sources_title")
    with st.expander(title, expanded=expanded, icon=":material/handshake:", key=f"sources-{position.id}"):
        st.markdown(say("org_chart.source_taken", source=source_word(sourcing.taken)))
        if sourcing.deviates:
            st.warning(say("org_chart.source_deviates"))
        st.markdown("\n".join(f"1. {advice_words(plan, advice)}" for advice in sourcing.advised))


def advice_words(plan: Plan, advice: SourceAdvice) -> str:
    """Return one advised source with stance, reason and conditions, as Markdown."""
    words = say(
        "org_chart.advice",
        source=source_word(advice.source),
        stance=say(f"source.stance_{advice.stance.value}"),
        reason=stated(plan.phase, advice.reason),
    )
    if advice.partner is not None:
        words += say("org_chart.advice_partner", partner=escape(text(advice.partner)))
    if advice.from_hours is not None:
        source = cited(plan.phase, advice.from_hours.source)
        words += say("org_chart.advice_from", hours=number(advice.from_hours.value, 0), source=source)
    return words
