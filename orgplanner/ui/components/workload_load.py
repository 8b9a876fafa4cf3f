"""How loaded everybody is: people and roles, overload and under-use by month, customers without cover."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.team_load import Loads, LoadState, PersonLoad, RoleLoad, Team, team_loads
from orgplanner.ui import navigation, state, wording
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.components.workload_chart import Mark, Series
from orgplanner.ui.components.workload_hours import segment_name
from orgplanner.ui.wording import escape, money, number, percent, say

SHOWN = 12
"""People who are shown as bars, the most loaded ones; the table has everybody."""

COUNTED = (
    LoadState.WELL,
    LoadState.OVER,
    LoadState.UNDER,
    LoadState.NOT_SIZED,
    LoadState.AWAY,
    LoadState.NOT_KNOWN,
)
"""States of people, in the order of the chart."""


@st.fragment
def show(plan: Plan) -> None:
    """Show how loaded today's people are, on today's roles or on the plan's positions."""
    st.header(say("workload.load_title"))
    if not plan.company.roster:
        st.info(say("workload.no_team_load"), icon=":material/info:")
        st.page_link(navigation.page("team"))
        return
    found = state.study(team_loads, plan)
    labels = {team.value: say(f"workload.load_{team}") for team in Team}
    chosen = st.segmented_control(
        say("workload.whose_load"),
        list(labels),
        default=Team.TODAY.value,
        format_func=lambda team: labels.get(team, team),
        required=True,
        key="workload-team",
    )
    team = Team(chosen or Team.TODAY)
    loads = found[team]
    st.markdown(say(f"workload.load_{team}_means"))
    st.markdown(escape(say("workload.load_limits", highest=percent(loads.highest), lowest=percent(loads.lowest))))
    _people(plan, loads, team)
    _by_month(plan, loads, team)
    _roles(plan, loads, team)
    _uncovered(plan, loads, team)


def _people(plan: Plan, loads: Loads, team: Team) -> None:
    """Show the load of each person in the plan's month."""
    st.subheader(say("workload.people_title"))
    at = plan.staffing.month
    known = sorted((p for p in loads.people if p.loads[at] is not None), key=lambda p: -(p.loads[at] or 0))
    alt = _told(plan, loads)
    st.markdown(escape(alt))
    shown = known[:SHOWN]
    if len(known) > SHOWN:
        st.markdown(say("workload.most_loaded", shown=SHOWN, people=len(known)))
    figure = workload_chart.rows_of_bars(
        [say("workload.person_load", person=p.person.name, load=_load(p, at), state=_state(p, at)) for p in shown],
        [Series(say("workload.load"), [p.loads[at] for p in shown], [_load(p, at) for p in shown])],
        say("workload.axis_load"),
        marks=[Mark(loads.lowest, percent(loads.lowest)), Mark(loads.highest, percent(loads.highest))],
    )
    figure.update_layout(xaxis_tickformat=".0%")
    rows = [_person_row(plan, person) for person in loads.people]
    workload_chart.show(figure, rows, key=f"workload-people-{team}", alt=alt)
    _open_people(plan, known, team)


def _open_people(plan: Plan, known: Sequence[PersonLoad], team: Team) -> None:
    """Offer the counts and each person's load to be opened: buttons for a few people, a choice among many."""
    people = {p.person.id: escape(p.person.name) for p in known}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="workload-people-why"):
        for name in ("overloaded", "under_used"):
            id = f"health.{name}[{team},{plan.month}]"
            why(id, key=f"workload-{name}-why", label=say(f"workload.why_{name}"))
        shown = list(people)
        if len(people) > SHOWN:
            chosen = st.selectbox(
                say("workload.open_person"),
                list(people),
                index=None,
                format_func=lambda id: plan.person(id).name if id in people else "",
                placeholder=say("workload.choose"),
                key=f"workload-person-{team}-{plan.month}",
                width=320,
            )
            shown = [chosen] if chosen in people else []
        for person in shown:
            why(
                f"health.person_load[{team},{person},{plan.month}]", key=f"workload-load-{person}", label=people[person]
            )


def _told(plan: Plan, loads: Loads) -> str:
    counts = {each: loads.count(each, plan.staffing.month) for each in COUNTED}
    told = [
        say("workload.counted_state", count=n, state=say(f"workload.state_{each}")) for each, n in counts.items() if n
    ]
    states = say("workload.between").join(told)
    return say("workload.load_sentence", month=wording.month(plan.month), people=len(loads.people), states=states)


def _person_row(plan: Plan, person: PersonLoad) -> dict[str, str]:
    """Return a person's loads month by month."""
    row = {say("workload.person"): person.person.name}
    for at, month in enumerate(plan.months):
        row[wording.month(month, short=True)] = _cell(person.loads[at], person.states[at])
    return row


def _cell(load: float | None, judged: LoadState) -> str:
    if load is None:
        return say(f"workload.state_{judged}")
    return say(f"workload.cell_{judged}", load=percent(load))


def _load(person: PersonLoad, at: int) -> str:
    load = person.loads[at]
    return say("workload.not_known") if load is None else percent(load)


def _state(person: PersonLoad, at: int) -> str:
    return say(f"workload.state_{person.states[at]}")


def _by_month(plan: Plan, loads: Loads, team: Team) -> None:
    """Show how many people are overloaded, well loaded and under-used in each month."""
    st.subheader(say("workload.states_title"))
    names = [wording.month(m, short=True) for m in plan.months]
    counts = {each: [loads.count(each, at) for at in range(len(names))] for each in COUNTED}
    series = [
        Series(say(f"workload.state_{each}"), values, [say("workload.people", people=n) for n in values])
        for each, values in counts.items()
    ]
    rows = [{say("workload.month"): name} | {s.name: s.words[at] for s in series} for at, name in enumerate(names)]
    over = counts[LoadState.OVER]
    alt = say("workload.states_alt", now=over[0], last=wording.month(plan.months[-1]), then=over[-1], most=max(over))
    st.markdown(escape(alt))
    figure = workload_chart.stacked_bars(names, series, say("workload.axis_people"))
    workload_chart.show(figure, rows, key=f"workload-states-{team}", alt=alt)
    worst = over.index(max(over))
    with st.container(horizontal=True, gap="small", key="workload-states-why"):
        for at in sorted({0, worst, len(over) - 1}):
            label = say("workload.why_overloaded_in", month=wording.month(plan.months[at]))
            why(f"health.overloaded[{team},{plan.months[at]}]", key=f"workload-over-{at}", label=label)


def _roles(plan: Plan, loads: Loads, team: Team) -> None:
    """Show the load of each role in the plan's month."""
    st.subheader(say("workload.roles_title"))
    roles = loads.roles[plan.staffing.month]
    alone = [r for r in roles if r.load is None]
    with_people = sorted((r for r in roles if r.load is not None), key=lambda r: -(r.load or 0))
    alt = _told_roles(plan, with_people, alone)
    st.markdown(escape(alt))
    rows = [_role_row(plan, role) for role in (*with_people, *alone)]
    if with_people:
        figure = workload_chart.rows_of_bars(
            [
                say("workload.person_load", person=role_name(plan, r.role), load=percent(r.load or 0), state=_word(r))
                for r in with_people
            ],
            [Series(say("workload.load"), [r.load for r in with_people], [percent(r.load or 0) for r in with_people])],
            say("workload.axis_load"),
            marks=[Mark(loads.lowest, percent(loads.lowest)), Mark(loads.highest, percent(loads.highest))],
        )
        figure.update_layout(xaxis_tickformat=".0%")
        workload_chart.show(figure, rows, key=f"workload-roles-{team}", alt=alt)
    else:
        workload_chart.table(rows, key=f"workload-roles-{team}", alt=alt)
    with st.container(horizontal=True, gap="small", key="workload-roles-why"):
        for role in roles:
            id = f"health.role_load[{team},{role.role},{plan.month}]"
            if role.load is None:
                id = f"staffing.required_total[{role.role},{plan.month}]"
            why(id, key=f"workload-role-{role.role}", label=escape(role_name(plan, role.role)))


def _told_roles(plan: Plan, loaded: Sequence[RoleLoad], alone: Sequence[RoleLoad]) -> str:
    sentences = []
    if loaded:
        first = loaded[0]
        load = percent(first.load or 0)
        sentences.append(say("workload.roles_most", role=role_name(plan, first.role), load=load))
    if alone:
        names = say("workload.between").join(role_name(plan, r.role) for r in alone)
        sentences.append(say("workload.roles_alone", roles=names))
    return say("workload.after_sentence").join(sentences)


def _word(role: RoleLoad) -> str:
    return say(f"workload.state_{role.state}")


def _role_row(plan: Plan, role: RoleLoad) -> dict[str, str]:
    return {
        say("workload.role"): role_name(plan, role.role),
        say("workload.needed_fte"): number(role.work, 2),
        say("workload.held_fte"): number(role.held, 2),
        say("workload.load"): say("workload.state_nobody") if role.load is None else percent(role.load),
        say("workload.judged"): _word(role),
    }


def _uncovered(plan: Plan, loads: Loads, team: Team) -> None:
    """Show the customers and revenue without cover."""
    st.subheader(say("workload.uncovered_title"))
    if not plan.company.segments:
        st.info(say("overview.no_customers"), icon=":material/info:")
        return
    if not loads.uncovered:
        st.markdown(f":material/check_circle: {say('workload.all_covered')}")
        return
    at, names = plan.staffing.month, [wording.month(m, short=True) for m in plan.months]
    series = [
        Series(segment_name(plan, u.segment), u.accounts, [_accounts(v) for v in u.accounts]) for u in loads.uncovered
    ]
    rows = []
    for place, name in enumerate(names):
        row = {say("workload.month"): name}
        for u in loads.uncovered:
            segment = segment_name(plan, u.segment)
            revenue = say("workload.not_known") if u.revenue is None else money(u.revenue[place])
            row[say("workload.accounts_of", segment=segment)] = number(u.accounts[place])
            row[say("workload.revenue_of", segment=segment)] = revenue
            row[say("workload.onboarding_of", segment=segment)] = number(u.onboarding[place])
        rows.append(row)
    known = loads.uncovered_revenue(at)
    alt = say(
        "workload.uncovered_sentence",
        month=wording.month(plan.month),
        accounts=number(loads.uncovered_accounts(at), 1),
        revenue=say("workload.not_known") if known is None else money(known),
    )
    st.markdown(escape(alt))
    figure = workload_chart.stacked_bars(names, series, say("workload.axis_accounts"))
    workload_chart.show(figure, rows, key=f"workload-uncovered-{team}", alt=alt)
    with st.container(horizontal=True, gap="small", key="workload-uncovered-why"):
        for name in ("accounts", "revenue") if known is not None else ("accounts",):
            id = f"health.total_uncovered_{name}[{team},{plan.month}]"
            why(id, key=f"workload-uncovered-{name}", label=say(f"workload.why_uncovered_{name}"))
        for place, u in enumerate(loads.uncovered):
            label = escape(say("workload.onboarding_of", segment=segment_name(plan, u.segment)))
            id = f"health.uncovered_onboarding[{team},{u.segment},{plan.month}]"
            why(id, key=f"workload-uncovered-onboarding-{place}", label=label)


def _accounts(value: float) -> str:
    return say("workload.accounts", accounts=number(value))
