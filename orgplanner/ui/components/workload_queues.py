"""Who waits for onboarding, and how long questions wait: with today's people, and with the plan's positions filled."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.studies.queues import QuestionQueue, Queues, queues
from orgplanner.studies.team_load import Team
from orgplanner.ui import navigation, state, wording
from orgplanner.ui.components import workload_chart
from orgplanner.ui.components.derivation import why
from orgplanner.ui.components.workload_chart import Series
from orgplanner.ui.components.workload_hours import segment_name
from orgplanner.ui.wording import escape, number, say

FEWEST_WAITING = 0.05
"""Accounts that wait below which nobody does: they are written as 0.0."""

DAYS_A_YEAR = 250
"""Working days of about a year: who waits longer waits for ever."""


@st.fragment
def show_onboarding(plan: Plan) -> None:
    """Show who waits for onboarding month by month, and how long it takes from the contract on."""
    st.header(say("workload.onboarding_title"))
    found = state.study(queues, plan)
    if not found[Team.PLANNED].onboarding:
        st.info(say("workload.no_new_accounts"), icon=":material/info:")
        st.page_link(navigation.page("customers"))
        return
    st.markdown(say("workload.onboarding_how"))
    if not plan.company.roster:
        _no_team()
    sentence = _told(plan, found)
    st.markdown(escape(sentence))
    if plan.company.roster and max(found[Team.PLANNED].waiting) >= FEWEST_WAITING:
        st.markdown(say("workload.planned_waits", month=wording.month(plan.month)))
    names = _months(plan)
    waiting = [
        Series(say(f"workload.queue_{team}"), found[team].waiting, [_accounts(v) for v in found[team].waiting])
        for team in _teams(plan)
    ]
    rows = [{say("workload.month"): name} | {s.name: s.words[at] for s in waiting} for at, name in enumerate(names)]
    figure = workload_chart.lines(names, waiting, say("workload.axis_waiting"))
    workload_chart.show(figure, rows, key="workload-waiting", alt=sentence)
    with st.container(horizontal=True, gap="small", key="workload-waiting-why"):
        for team in _teams(plan):
            waits = found[team].waiting
            worst = plan.months[waits.index(max(waits))]
            label = say(f"workload.why_waiting_{team}", month=wording.month(worst))
            why(f"waiting.all_waiting[{team},{worst}]", key=f"workload-waiting-{team}", label=label)
    st.subheader(say("workload.time_title"))
    _time(plan, found)


def _teams(plan: Plan) -> tuple[Team, ...]:
    return (Team.TODAY, Team.PLANNED) if plan.company.roster else (Team.PLANNED,)


def _no_team() -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="workload-no-team"):
        st.markdown(f":material/info: {say('workload.no_team')}", width="stretch")
        st.page_link(navigation.page("team"))


def _told(plan: Plan, found: dict[Team, Queues]) -> str:
    team = _teams(plan)[0]
    waiting = found[team].waiting
    most = max(waiting)
    if most < FEWEST_WAITING:
        return say(f"workload.nobody_waits_{team}")
    when = wording.month(plan.months[waiting.index(most)])
    return say(f"workload.waiting_{team}", most=number(most, 1), month=when)


def _time(plan: Plan, found: dict[Team, Queues]) -> None:
    """Show the months from contract to the end of onboarding of one segment."""
    segments = [q.segment for q in found[Team.PLANNED].onboarding]
    chosen = segments[0]
    if len(segments) > 1:
        chosen = st.selectbox(
            say("workload.which_segment"),
            segments,
            format_func=lambda id: segment_name(plan, id) if id in segments else "",
            key=f"workload-queue-{state.revision()}",
            width=440,
        )
    place = segments.index(chosen) if chosen in segments else 0
    series = []
    for team in _teams(plan):
        months = found[team].onboarding[place].months_to_onboard
        series.append(Series(say(f"workload.queue_{team}"), months, [_time_words(v) for v in months]))
    if any(v is None for s in series for v in s.values):
        st.warning(say("workload.nobody_onboards"), icon=":material/warning:")
    names, alt = _months(plan), say("workload.time_alt", segment=segment_name(plan, segments[place]))
    figure = workload_chart.lines(names, series, say("workload.axis_months"))
    rows = _time_rows(plan, found, names)
    workload_chart.show(figure, rows, key=f"workload-time-{segments[place]}", alt=alt)
    with st.container(horizontal=True, gap="small", key="workload-time-why"):
        for team in _teams(plan):
            if found[team].onboarding[place].months_to_onboard[plan.staffing.month] is not None:
                id = f"waiting.time_to_onboard[{team},{segments[place]},{plan.month}]"
                label = say(f"workload.why_time_{team}", month=wording.month(plan.month))
                why(id, key=f"workload-time-why-{team}", label=label)


def _time_rows(plan: Plan, found: dict[Team, Queues], names: Sequence[str]) -> list[dict[str, str]]:
    """Return a row for each segment and month."""
    rows = []
    for place, q in enumerate(found[Team.PLANNED].onboarding):
        for at, name in enumerate(names):
            row = {say("workload.by_segment"): segment_name(plan, q.segment), say("workload.month"): name}
            row[say("workload.new_accounts")] = number(q.arriving[at])
            for team in _teams(plan):
                queue = found[team].onboarding[place]
                row[say(f"workload.waiting_of_{team}")] = number(queue.waiting[at])
                row[say(f"workload.time_of_{team}")] = _time_words(queue.months_to_onboard[at])
            rows.append(row)
    return rows


def _time_words(months: float | None) -> str:
    return say("workload.nobody_does") if months is None else say("workload.months", months=number(months))


def _accounts(value: float) -> str:
    return say("workload.accounts", accounts=number(value))


def _months(plan: Plan) -> list[str]:
    return [wording.month(m, short=True) for m in plan.months]


@st.fragment
def show_questions(plan: Plan) -> None:
    """Show how many questions wait, and how long."""
    st.subheader(say("workload.questions_title"))
    found, teams, names = state.study(queues, plan), _teams(plan), _months(plan)
    if not any(found[Team.PLANNED].questions.arriving):
        st.info(say("workload.no_questions"), icon=":material/info:")
        return
    sentence = _told_questions(plan, found)
    st.markdown(escape(sentence))
    series = [
        Series(
            say(f"workload.queue_{team}"),
            found[team].questions.backlog,
            [say("workload.questions", questions=number(v, 0)) for v in found[team].questions.backlog],
        )
        for team in teams
    ]
    rows = [
        {say("workload.month"): name, say("workload.asked"): number(found[Team.PLANNED].questions.arriving[at], 0)}
        | {say(f"workload.backlog_{team}"): number(found[team].questions.backlog[at], 0) for team in teams}
        | {say(f"workload.wait_{team}"): _days(found[team].questions.wait_days[at]) for team in teams}
        | {say(f"workload.target_{team}"): _kept(found[team].questions.meets_target[at]) for team in teams}
        for at, name in enumerate(names)
    ]
    figure = workload_chart.lines(names, series, say("workload.axis_questions"))
    workload_chart.show(figure, rows, key="workload-questions", alt=sentence)
    with st.container(horizontal=True, gap="small", key="workload-tickets-why"):
        for team in teams:
            _open_questions(plan, found[team].questions, team)


def _open_questions(plan: Plan, questions: QuestionQueue, team: Team) -> None:
    """Offer what the sentence and the last row tell: what waits, how long, and whether the target is kept."""
    last, missed = plan.months[-1], questions.meets_target.count(False)
    told = plan.months[questions.meets_target.index(False)] if missed else plan.month
    shown = [("backlog", last), ("target_fte", told)]
    if questions.wait_days[-1] is not None:
        shown.insert(1, ("ticket_days", last))
    for name, at in shown:
        label = say(f"workload.why_{name}_{team}", month=wording.month(at))
        why(f"waiting.{name}[{team},{at}]", key=f"workload-{name}-{team}", label=label)


def _told_questions(plan: Plan, found: dict[Team, Queues]) -> str:
    team = _teams(plan)[0]
    questions = found[team].questions
    missed = questions.meets_target.count(False)
    if not missed:
        return say(f"workload.target_kept_{team}", asked=number(questions.arriving[plan.staffing.month], 0))
    first = plan.months[questions.meets_target.index(False)]
    return say(
        f"workload.target_missed_{team}",
        count=missed,
        months=len(plan.months),
        first=wording.month(first),
        wait=_days(questions.wait_days[-1]),
        last=wording.month(plan.months[-1]),
    )


def _days(days: float | None) -> str:
    if days is None:
        return say("workload.nobody_does")
    return say("workload.over_a_year") if days > DAYS_A_YEAR else say("workload.days", days=number(days))


def _kept(kept: bool) -> str:
    return say("workload.kept" if kept else "workload.missed")
