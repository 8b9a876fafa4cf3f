"""Today's team in few numbers: people, cost, roles held, spans."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.records.change import SetBudget
from orgplanner.records.company import Budget
from orgplanner.ui import state, wording
from orgplanner.ui.components import tiles
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, money, number, percent, say, text


def show(plan: Plan) -> None:
    """Show the team of the plan's month."""
    st.markdown(say("team.as_of", month=wording.month(plan.month)))
    tiles.show([_people(plan), _cost(plan), _budget(plan)], key="team-tiles")
    if plan.charts.today.left_out:
        names = {person.id: person.name for person in plan.company.roster}
        people = [escape(names[id]) for id, _ in plan.charts.today.left_out]
        st.warning(say("team.circle", names=people), icon=":material/sync_problem:")
    roles, spans = st.columns([3, 2])
    with roles:
        _roles(plan)
    with spans:
        _spans(plan)


def _people(plan: Plan) -> Tile:
    inside = [person for person in plan.charts.people if not person.out_of_scope]
    outside = [person for person in plan.charts.people if person.out_of_scope]
    fte = number(sum(person.fte for person in inside), 2)
    details = [say("team.unplaced", count=len(plan.gaps.unplaced))] if plan.gaps.unplaced else []
    details += [say("team.outside_scope", count=len(outside))] if outside else []
    return Tile(say("team.people"), say("team.people_fte", people=len(inside), fte=fte), tuple(details))


def _cost(plan: Plan) -> Tile:
    share = plan.costs.share_of_revenue(plan.costs.today)
    details = [
        say("team.share_of_revenue", share=escape(percent(share, 1)))
        if share is not None
        else say("team.share_not_known")
    ]
    if plan.costs.estimated_people:
        details.append(say("team.estimated", count=len(plan.costs.estimated_people)))
    return Tile(say("team.cost_today"), escape(money(plan.costs.today)), tuple(details), (("cost.today", None),))


def _budget(plan: Plan) -> Tile:
    budget = plan.company.budget
    planned = say("team.cost_planned", cost=escape(money(plan.costs.planned)))
    if budget is None:
        return Tile(say("team.budget"), say("team.no_budget"), (planned,), (("cost.planned", None),))
    within = plan.costs.planned <= budget.monthly
    verdict = f":material/check: {say('team.within')}" if within else f":material/warning: {say('team.above')}"
    return Tile(say("team.budget"), escape(money(budget.monthly)), (planned, verdict), (("cost.planned", None),))


def _roles(plan: Plan) -> None:
    """Show who holds what: FTE of each role that the work needs and that people carry."""
    st.markdown(f"**{say('team.roles_held')}**")
    rows = [
        {
            say("team.role_name"): text(plan.phase.definition_of(gap.role).label),
            say("team.held"): number(gap.held_fte, 2),
            say("team.needed"): number(gap.total_fte, 2),
            say("team.positions_filled"): say("team.of", filled=gap.filled, positions=gap.positions)
            if gap.positions
            else say("editor.empty_cell"),
        }
        for gap in plan.gaps.roles
    ]
    st.dataframe(rows, hide_index=True, alt=say("team.roles_alt"), key="team-roles")
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(say("team.roles_note"), width="content")
        why(f"staffing.team_fte[{plan.month}]", key="why-team-fte")


def _spans(plan: Plan) -> None:
    """Show how many people report to whom."""
    st.markdown(f"**{say('team.spans')}**")
    spans = plan.charts.today.spans()
    names = {person.id: person.name for person in plan.charts.people}
    if not spans:
        st.markdown(say("team.no_spans"))
        return
    rows = [
        {say("team.manager"): names[id], say("team.reports"): number(count, 0)}
        for id, count in sorted(spans.items(), key=lambda item: -item[1])
    ]
    st.dataframe(rows, hide_index=True, alt=say("team.spans_alt"), key="team-spans")
    roots = [escape(names[id]) for id in plan.charts.today.roots]
    if len(roots) > 1:
        st.markdown(f":material/info: {say('team.several_roots', names=roots)}")


def show_budget(key: str) -> None:
    """Let the user set the budget, or drop it by leaving the field empty."""
    budget = state.company().budget
    state.start_widget(key, budget.monthly if budget else None)
    st.number_input(
        say("team.budget_in", currency=state.company().currency.value),
        min_value=0.0,
        max_value=1e13,
        value=None,
        step=100_000.0,
        format="%.0f",
        placeholder=say("team.no_budget"),
        key=key,
        on_change=_set_budget,
        args=(key,),
        width=320,
    )


def _set_budget(key: str) -> None:
    monthly = state.widget(key)
    state.change(SetBudget(budget=None if monthly is None else Budget(monthly=monthly)))
