"""The way from one chart to another: what is added, moved, changed and gone, and the months between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from orgplanner.advice import figures
from orgplanner.advice.chart_changes import change_name, change_words, kind_word
from orgplanner.advice.seats import ChartView
from orgplanner.errors import OrgPlannerError
from orgplanner.plan import Plan
from orgplanner.records.chart_change import ChangeKind, ChartDifferences, ChartState, PersonChange, SeatChange
from orgplanner.studies.chart_difference import compare_charts
from orgplanner.studies.chart_state import chart_state
from orgplanner.studies.chart_transition import PhasePath, phase_path
from orgplanner.ui import state
from orgplanner.ui.components import chart_course, chart_months_between
from orgplanner.ui.components.workload_chart import table
from orgplanner.ui.wording import escape, month, say, text

CHOICE = "chart-compared"
"""Key of what is compared."""

SHOWN = (ChangeKind.ADDED, ChangeKind.MOVED, ChangeKind.CHANGED, ChangeKind.GONE)
"""Kinds that are told one by one, in their order."""

NAMED = 6
"""Changes of a kind that are written out; the table has them all."""


@dataclass(frozen=True)
class Pair:
    """Two charts to compare."""

    before: ChartState
    after: ChartState
    about: str
    """What they are, in a sentence."""


@st.fragment
def show(plan: Plan) -> None:
    """Show what differs between two charts that the user chooses, and the months between."""
    st.header(say("chart_time.transition_title"))
    try:
        pair = _pair(plan)
    except OrgPlannerError as error:
        told = escape(figures.tell(error, state.language()))
        st.error(say("chart_time.next_unknown", reason=told), icon=":material/error:")
    else:
        st.markdown(pair.about)
        show_differences(plan, compare_charts(pair.before, pair.after), key="chart-differences")
    chart_months_between.show(plan)


def _pair(plan: Plan) -> Pair:
    """Let the user choose what is compared; return it."""
    ids = [phase.id for phase in state.phases()]
    following = next((state.phases()[k + 1] for k, id in enumerate(ids[:-1]) if id == plan.phase.id), None)
    pairs: dict[str, Callable[[Plan], Pair]] = {"target": _today_and_target}
    if following is not None:
        pairs["next"] = _target_and_next
    pairs["months"] = _two_months
    if plan.company.chart.edits:
        pairs["edits"] = _recommended_and_own
    phase = text(following.definition.label) if following is not None else ""
    labels = {name: say(f"chart_time.compared_{name}", phase=escape(phase)) for name in pairs}
    chosen = st.segmented_control(
        say("chart_time.compared"),
        list(pairs),
        default="target",
        format_func=lambda name: labels.get(name, name),
        key=CHOICE,
        required=True,
    )
    return pairs.get(chosen or "target", _today_and_target)(plan)


def _today_and_target(plan: Plan) -> Pair:
    about = say("chart_time.about_target", phase=escape(text(plan.phase.definition.label)), month=month(plan.month))
    return Pair(chart_state(plan, ChartView.TODAY), chart_state(plan, ChartView.OWN), about)


def _target_and_next(plan: Plan) -> Pair:
    path: PhasePath = state.study(lambda of: phase_path(of, state.phases()), plan, "chart phases")
    assert path.following is not None  # noqa: S101 - only offered where a phase follows
    assert path.next_phase is not None  # noqa: S101 - it comes with `following`
    about = say(
        "chart_time.about_next",
        month=month(plan.month),
        phase=escape(text(plan.phase.definition.label)),
        next=escape(text(path.next_phase.definition.label)),
    )
    return Pair(path.target, path.following, about)


def _two_months(plan: Plan) -> Pair:
    months = list(plan.months)
    names = {m: month(m, short=True) for m in months}
    with st.container(horizontal=True, key="chart-two-months"):
        chosen = [
            st.selectbox(
                say(f"chart_time.{name}_month"),
                months,
                index=place,
                format_func=lambda m: names.get(m, m),
                key=f"chart-{name}-{months[0]}-{len(months)}",
                width=180,
            )
            for name, place in (("from", 0), ("to", len(months) - 1))
        ]
    found = chart_course.course_of(plan).months
    first, last = chosen
    about = say("chart_time.about_months", first=month(first), last=month(last))
    return Pair(found.state(first), found.state(last), about)


def _recommended_and_own(plan: Plan) -> Pair:
    before, after = (chart_state(plan, view) for view in (ChartView.RECOMMENDED, ChartView.OWN))
    return Pair(before, after, say("chart_time.about_edits", month=month(plan.month)))


def show_differences(plan: Plan, found: ChartDifferences, *, key: str) -> None:
    """Show how many seats and people differ, then what differs, then all of it as a table."""
    if found.is_empty:
        st.success(say("chart_time.no_difference"), icon=":material/check:")
        return
    counts = [
        {
            say("chart_time.what"): say(f"chart_time.{name}"),
            **{kind_word(kind, state.language()): number for kind, number in of.items()},
        }
        for name, of in (("seats", found.seat_counts), ("people", found.people_counts))
    ]
    st.dataframe(counts, hide_index=True, key=f"{key}-counts", alt=say("chart_time.transition_title"))
    _show_managers(found)
    teams = sorted(found.teams, key=lambda team: -len(team.people))
    team_words = [change_words(team, plan, state.language()) for team in teams]
    if teams:
        st.markdown(f"**{say('chart_time.teams_title')}**")
        _bullets([escape(words) for words in team_words[:NAMED]])
        _more(len(teams))
    with st.grid(columns=2, min_column_width=320, key=f"{key}-kinds"):
        for kind in SHOWN:
            changes = tuple(_of_kind(found, kind))
            if changes:
                _show_kind(plan, kind, changes, f"{key}-{kind.value}")
    everything: tuple[SeatChange | PersonChange, ...] = (*found.seats, *found.people)
    rows = [_row(plan, change) for change in everything if change.kind in SHOWN]
    rows += [_team_row(words) for words in team_words]
    table(rows, key=key, alt=say("chart_time.all_changes"), label=say("chart_time.all_changes"))


def _show_managers(found: ChartDifferences) -> None:
    sentences = []
    if found.new_managers:
        sentences.append(say("chart_time.managers_changed", count=len(found.new_managers)))
    if found.vacancies:
        sentences.append(say("chart_time.managers_open", count=len(found.vacancies)))
    if sentences:
        st.markdown(" ".join(sentences))


def _of_kind(found: ChartDifferences, kind: ChangeKind) -> Iterator[SeatChange | PersonChange]:
    """Yield what is of a kind: seats, and people of whom their seats do not tell already."""
    yield from (change for change in found.seats if change.kind is kind)
    told = {id for c in found.seats if c.kind is kind for side in c.sides for id in side.people[:1]}
    yield from (change for change in found.people if change.kind is kind and change.id not in told)


def _show_kind(plan: Plan, kind: ChangeKind, changes: Sequence[SeatChange | PersonChange], key: str) -> None:
    with st.container(border=True, height="stretch", key=key):
        st.markdown(f"**{say('chart_time.list_title', kind=kind_word(kind, state.language()), count=len(changes))}**")
        lines = [
            say(
                "chart_time.change_line",
                name=escape(_name(change)),
                words=escape(change_words(change, plan, state.language())),
            )
            for change in changes[:NAMED]
        ]
        _bullets(lines)
        _more(len(changes))


def _name(change: SeatChange | PersonChange) -> str:
    """Return the name of a seat with whoever stays on it, or of a person."""
    name = change_name(change, state.language())
    if isinstance(change, SeatChange) and change.people[0][:1] == change.people[1][:1] != ():
        return say("chart_time.seat_of", seat=name, person=change.people[1][0])
    return name


def _bullets(lines: Sequence[str]) -> None:
    st.markdown("\n".join(f"- {line}" for line in lines))


def _more(count: int) -> None:
    if count > NAMED:
        st.markdown(say("chart_time.more_below", count=count - NAMED))


def _row(plan: Plan, change: SeatChange | PersonChange) -> dict[str, str]:
    return {
        say("chart_time.column_kind"): kind_word(change.kind, state.language()),
        say("chart_time.column_what"): say(f"chart_time.is_{'seat' if isinstance(change, SeatChange) else 'person'}"),
        say("chart_time.column_name"): _name(change),
        say("chart_time.column_words"): change_words(change, plan, state.language()),
    }


def _team_row(words: str) -> dict[str, str]:
    return {
        say("chart_time.column_kind"): kind_word(ChangeKind.MOVED, state.language()),
        say("chart_time.column_what"): say("chart_time.is_team"),
        say("chart_time.column_name"): "",
        say("chart_time.column_words"): words,
    }
