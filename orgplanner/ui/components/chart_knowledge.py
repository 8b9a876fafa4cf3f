"""Who knows what: phase, roles, skills and people as a graph in columns, with what it tells in sentences."""

from __future__ import annotations

import streamlit as st

from orgplanner.exports.analytics_words import AnalyticsWords
from orgplanner.plan import Plan
from orgplanner.studies.skill_graph import SkillGraph, graph_for, narrow
from orgplanner.studies.skill_measures import SkillMeasures, measure_skills
from orgplanner.ui import navigation, state
from orgplanner.ui.components.analytics_wording import words_for
from orgplanner.ui.components.chart_knowledge_drawing import figure
from orgplanner.ui.components.derivation import why
from orgplanner.ui.wording import escape, number, percent, say

MEASURES = "skill-measures"
"""Name under which the measures of the whole graph are kept."""

SKILLS_SHOWN = (12, 25, 100)
"""Choices of how many skills are drawn."""

MOST_PEOPLE = 40
"""People who are drawn; more would stand too close to be read."""


@st.fragment
def show(plan: Plan) -> None:
    """Show the graph of the leader's chart with its choices, sentences and table."""
    st.header(say("chart_views.graph_title"))
    graph = state.study(graph_for, plan)
    if not graph.roles:
        st.info(say("chart_views.graph_no_roles"), icon=":material/info:")
        st.page_link(navigation.page("customers"), label=say("chart_views.to_customers"))
        return
    words = words_for(plan)
    measures = state.study(lambda _: measure_skills(graph), plan, MEASURES)
    if not graph.is_known:
        st.info(say("chart_views.graph_empty"), icon=":material/info:")
        st.page_link(navigation.page("team"), label=say("chart_views.to_team"))
        _table(words, graph, measures, opened=True)
        return
    st.markdown(say("chart_views.graph_intro"))
    shown = _choose(words, graph)
    if not shown.skills:
        st.info(say("chart_views.nothing_fits"), icon=":material/info:")
        return
    _sentences(words, graph, measures)
    _picture(words, graph, shown)
    _table(words, shown, measures)


def _choose(words: AnalyticsWords, graph: SkillGraph) -> SkillGraph:
    """Let the user narrow the graph."""
    units = list(dict.fromkeys(unit for need in graph.roles for unit in need.units))
    with st.container(horizontal=True, vertical_alignment="bottom", key="skill-graph-choice"):
        role = _choice("role", {need.role: words.role(need.role) for need in graph.roles})
        unit = _choice("unit", {unit: words.unit(unit, "own") for unit in units})
        skill = _choice("skill", {c.skill: words.skills[c.skill] for c in graph.skills})
        most = st.selectbox(
            say("chart_views.filter_most"),
            SKILLS_SHOWN,
            index=1,
            format_func=lambda count: say("chart_views.filter_all") if count == SKILLS_SHOWN[-1] else str(count),
            key="skill-graph-most",
            help=say("chart_views.filter_most_help"),
            width=160,
        )
    limit = None if most == SKILLS_SHOWN[-1] else most
    return narrow(graph, role=role, unit=unit, skill=skill, most_skills=limit)


def _choice(kind: str, names: dict[str, str]) -> str | None:
    chosen: str | None = st.selectbox(
        say(f"chart_views.filter_{kind}"),
        [None, *names],
        format_func=lambda id: say("chart_views.filter_all") if id is None else names.get(id, ""),
        key=f"skill-graph-{kind}",
        width=230,
    )
    return chosen if chosen in names else None


def _sentences(words: AnalyticsWords, graph: SkillGraph, measures: SkillMeasures) -> None:
    """Say what the whole graph tells, and how it is counted."""
    lines = list(words.skill_lines(graph, measures))
    if graph.others:
        lines.append(say("chart_views.graph_others", count=len(graph.others)))
    with st.container(border=True, key="skill-graph-said"):
        st.markdown("\n".join(f"- {escape(line)}" for line in lines))
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            with st.popover(say("chart_views.how"), icon=":material/help:", type="tertiary", key="skill-graph-how"):
                st.markdown(say("chart_views.graph_how"))
            why("skills.cover_level", key="skill-graph-level", label=say("chart_views.key_level"))


def _picture(words: AnalyticsWords, whole: SkillGraph, shown: SkillGraph) -> None:
    drawn = narrow(shown, most_people=MOST_PEOPLE)
    skills, people = len(whole.skills) - len(shown.skills), len(shown.people) - len(drawn.people)
    for kind, count in (("skills", skills), ("people", people)):
        if count:
            st.markdown(say(f"chart_views.hidden_{kind}", count=count))
    st.plotly_chart(
        figure(words, shown, drawn),
        key="skill-graph",
        config={"displaylogo": False, "displayModeBar": False},
        alt=_alt(shown),
    )


def _alt(graph: SkillGraph) -> str:
    return say(
        "chart_views.graph_alt",
        roles=len(graph.roles),
        skills=len(graph.skills),
        people=len(graph.people),
        single=sum(cover.single_holder is not None for cover in graph.skills),
        nobody=sum(not cover.holders for cover in graph.skills),
    )


def _table(words: AnalyticsWords, graph: SkillGraph, measures: SkillMeasures, *, opened: bool = False) -> None:
    """Show every skill with who asks for it and who covers it, most work first."""
    needs = {need.skill: need for need in measures.needs}
    rows = []
    for cover in sorted(graph.skills, key=lambda c: -c.fte):
        row = {
            say("chart_views.column_skill"): words.skills[cover.skill],
            say("chart_views.column_roles"): say("chart_views.between").join(words.role(r) for r in cover.roles),
            say("chart_views.column_fte"): number(cover.fte),
        }
        if graph.is_known:
            row |= {
                say("chart_views.column_holders"): say("chart_views.between").join(
                    words.people[p] for p in cover.holders
                )
                or say("chart_views.none"),
                say("chart_views.column_level_unknown"): str(len(cover.not_known)),
                say("chart_views.column_between"): percent(needs[cover.skill].betweenness, 1),
            }
        rows.append(row)
    with st.expander(say("chart_views.as_table"), icon=":material/table:", expanded=opened, key="skill-graph-table"):
        st.dataframe(rows, hide_index=True, key="skill-graph-rows", alt=say("chart_views.graph_table_alt"))
