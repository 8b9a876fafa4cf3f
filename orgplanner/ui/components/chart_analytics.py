"""The chart in numbers: tiles, charts side by side, what stands out, layers, branches, key-person risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from orgplanner.exports.analytics_sections import shown_charts
from orgplanner.exports.analytics_words import AnalyticsWords
from orgplanner.plan import Plan
from orgplanner.studies.chart_analytics import Measure, MeasureChange, analyse_chart, compare_analytics, value_of
from orgplanner.studies.chart_census import Which
from orgplanner.studies.chart_measures import ChartAnalytics
from orgplanner.studies.key_people import KeyRisk, key_risk
from orgplanner.ui import navigation, state
from orgplanner.ui.components.analytics_wording import words_for
from orgplanner.ui.components.derivation import ICON_WIDTH, label_of, why
from orgplanner.ui.wording import escape, number, say

LEVEL = "skills.cover_level"
"""Assumption of the level from which somebody can stand in."""

UNKNOWN_NAMED = 5
"""Seats without a known cost that are named; more are counted."""


@dataclass(frozen=True)
class Number:
    """A tile: one number, the lines below it, and the measures that it shows."""

    label: str
    value: str
    details: tuple[str, ...]
    """Plain words; escaped where they are shown."""
    measures: tuple[Measure, ...]
    """Measures whose way of counting the tile tells."""
    figures: tuple[tuple[str, str | None], ...] = ()
    """Figures that can be opened: id, and a line below the number that opens it; None for the number itself."""


@st.fragment
def show(plan: Plan, which: Which) -> None:
    """Show the numbers of a chart beside those of the others."""
    words = words_for(plan)
    st.header(say("chart_views.numbers_title"))
    charts = {each: _analysed(plan, each) for each in _charts(plan, which)}
    chart = charts[which]
    if not chart.seats:
        st.info(say("chart_views.no_chart"), icon=":material/info:")
        st.page_link(navigation.page("team"))
        return
    st.markdown(say("chart_views.numbers_intro", chart=words.chart(which)))
    if which == "own" and not plan.company.chart.edits:
        st.markdown(say("chart_views.same_as_recommended"))
    risk = state.study(lambda of: key_risk(of, which), plan, f"key-risk-{which}")
    _tiles(plan, words, chart, risk)
    _compared(words, charts, which)
    _findings(plan, words, chart)
    _branches(words, chart)
    _key_people(words, risk, which)


def _charts(plan: Plan, which: Which) -> tuple[Which, ...]:
    """Return the charts to set side by side; without edits the leader's own one stands for the recommended one."""
    if which == "own" and not plan.company.chart.edits:
        return tuple("own" if each == "recommended" else each for each in shown_charts(plan))
    return tuple(dict.fromkeys((*shown_charts(plan), which)))


def _analysed(plan: Plan, which: Which) -> ChartAnalytics:
    return state.study(lambda of: analyse_chart(of, which), plan, f"chart-analytics-{which}")


# ---------------------------------------------------------------- tiles


def _tiles(plan: Plan, words: AnalyticsWords, chart: ChartAnalytics, risk: KeyRisk) -> None:
    numbers = [_people(chart), _managers(words, chart), _span(words, chart), _layers(words, chart)]
    numbers += [_cost(words, chart), _risk(risk)]
    with st.grid(columns=3, min_column_width=230, key=f"chart-numbers-{chart.which}"):
        for place, tile in enumerate(numbers):
            with st.container(border=True, height="stretch", gap="xsmall", key=f"chart-number-{chart.which}-{place}"):
                _tile(tile, f"chart-number-{chart.which}-{place}")


def _tile(tile: Number, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        st.markdown(tile.label, width="stretch")
        for id in (id for id, line in tile.figures if line is None):
            why(id, key=f"{key}-why-{id}")
        if tile.measures:
            _how(tile.measures, f"{key}-how", "")
    st.metric(tile.label, tile.value, label_visibility="collapsed")
    for detail in tile.details:
        st.markdown(escape(detail))
    for id, line in tile.figures:
        if line is not None:
            why(id, key=f"{key}-why-{id}", label=escape(line))


def _how(measures: Sequence[Measure], key: str, label: str) -> None:
    """Tell how numbers are counted, behind a button; with an icon alone where there is no label."""
    name, width = (label, "content") if label else (say("chart_views.how"), ICON_WIDTH)
    look: dict[str, Any] = {"type": "tertiary", "icon": ":material/info:", "width": width, "wrap": bool(label)}
    with st.popover(name, key=key, help=say("chart_views.how"), **look):
        for measure in measures:
            st.markdown(f"**{say(f'chart_views.measure_{measure}')}**  \n{say(f'chart_views.how_{measure}')}")


def _people(chart: ChartAnalytics) -> Number:
    details = [say("chart_views.tile_people_detail", in_post=chart.in_post)]
    figures: tuple[tuple[str, str | None], ...] = ()
    if chart.open_seats is not None:
        line = say("chart_views.tile_open_detail", open=len(chart.open_seats))
        figures = (("gaps.open_positions", line),) if chart.which == "recommended" else ()
        details += [] if figures else [line]
    return Number(
        say("chart_views.tile_people"),
        say("chart_views.people", count=number(chart.people, 0)),
        tuple(details),
        (Measure.PEOPLE, Measure.IN_POST, Measure.OPEN),
        figures,
    )


def _managers(words: AnalyticsWords, chart: ChartAnalytics) -> Number:
    share = words.measure(Measure.MANAGER_SHARE, chart.manager_share)
    return Number(
        say("chart_views.tile_managers"),
        number(len(chart.managers), 0),
        (say("chart_views.tile_managers_detail", share=share),),
        (Measure.MANAGERS, Measure.MANAGER_SHARE),
    )


def _span(words: AnalyticsWords, chart: ChartAnalytics) -> Number:
    measures = (Measure.SPAN_MEAN, Measure.SPAN_MEDIAN, Measure.SPAN_LARGEST, Measure.SPAN_SMALLEST)
    label = say("chart_views.tile_span")
    if chart.span_smallest is None or chart.span_largest is None or chart.span_median is None:
        return Number(label, say("chart_views.not_known"), (), measures)
    names = words.seat_names(chart.which)
    low, high = chart.span_smallest, chart.span_largest
    detail = say("chart_views.tile_span_detail", median=number(chart.span_median), low=low[1], high=high[1])
    ends = () if low[1] == high[1] else (say("chart_views.tile_span_smallest", seat=names[low[0]]),)
    most = say("chart_views.tile_span_largest", seat=names[high[0]])
    return Number(label, words.measure(Measure.SPAN_MEAN, chart.span_mean), (detail, most, *ends), measures)


def _layers(words: AnalyticsWords, chart: ChartAnalytics) -> Number:
    people = words.say("then").join(number(layer.people, 0) for layer in chart.layers)
    detail = say("chart_views.tile_layers_detail", people=people)
    return Number(say("chart_views.tile_layers"), number(len(chart.layers), 0), (detail,), (Measure.LAYERS,))


def _cost(words: AnalyticsWords, chart: ChartAnalytics) -> Number:
    details = []
    if chart.estimated_costs:
        details.append(say("chart_views.cost_estimated", count=chart.estimated_costs))
    if chart.unknown_costs:
        names = words.seat_names(chart.which)
        unknown = words.listed([names[id] for id in chart.unknown_costs], UNKNOWN_NAMED)
        details.append(say("chart_views.cost_unknown", seats=unknown))
    return Number(
        say("chart_views.tile_cost"),
        words.measure(Measure.COST, chart.cost),
        tuple(details),
        (Measure.COST,),
        (("cost.today", None),) if chart.which == "today" else (),
    )


def _risk(risk: KeyRisk) -> Number:
    label = say("chart_views.tile_key")
    if risk.single_held is None:
        return Number(label, say("chart_views.not_known"), (say("chart_views.key_not_known"),), (), ((LEVEL, None),))
    value = say("chart_views.tile_key_value", count=len(risk.single_held))
    return Number(label, value, (say("chart_views.tile_key_detail"),), (), ((LEVEL, None),))


# ---------------------------------------------------------------- tables


def _compared(words: AnalyticsWords, charts: dict[Which, ChartAnalytics], which: Which) -> None:
    """Show every number of every chart, and what changes from the others to the one that is shown."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{say('chart_views.compared_title')}**", width="content")
        _how(tuple(Measure), f"chart-compared-how-{which}", say("chart_views.how"))
    changes = _changes(words, charts, which)
    rows = []
    for place, measure in enumerate(Measure):
        row = {say("chart_views.column_measure"): say(f"chart_views.measure_{measure}")}
        row |= {words.chart(each): words.measure(measure, value_of(chart, measure)) for each, chart in charts.items()}
        row |= {head: words.change(measure, of[place].difference) for head, of in changes.items()}
        rows.append(row)
    alt = say("chart_views.compared_alt")
    st.dataframe(rows, hide_index=True, key=f"chart-compared-{which}", alt=alt, height="content")


def _changes(
    words: AnalyticsWords, charts: dict[Which, ChartAnalytics], which: Which
) -> dict[str, tuple[MeasureChange, ...]]:
    """Return, by the head of its column, what changes from the other charts to this one, or from today to them."""
    others = [other for other in charts if other != which]
    if which == "today":
        heads = (say("chart_views.column_change_to", chart=words.chart(other)) for other in others)
        return {h: compare_analytics(charts[which], charts[other]) for h, other in zip(heads, others, strict=True)}
    heads = (say("chart_views.column_change", chart=words.chart(other)) for other in others)
    return {h: compare_analytics(charts[other], charts[which]) for h, other in zip(heads, others, strict=True)}


def _findings(plan: Plan, words: AnalyticsWords, chart: ChartAnalytics) -> None:
    with st.container(border=True, key=f"chart-findings-{chart.which}"):
        st.markdown(f"**{say('chart_views.findings_title')}**")
        found = words.findings(chart) or (say("chart_views.nothing_found"),)
        st.markdown("\n".join(f"- {escape(line)}" for line in found))
        with st.container(horizontal=True, gap="medium", key=f"chart-bands-{chart.which}"):
            for id in chart.bands:
                why(id, key=f"chart-band-{chart.which}-{id}", label=escape(label_of(plan, id)))


def _branches(words: AnalyticsWords, chart: ChartAnalytics) -> None:
    """Show people and cost of every manager's branch, and the layers."""
    names, managers = words.seat_names(chart.which), set(chart.managers)
    rows = [
        {
            say("chart_views.column_seat"): names[branch.seat],
            say("chart_views.column_people"): branch.people,
            say("chart_views.column_open"): None if chart.open_seats is None else branch.open_seats,
            say("chart_views.column_cost"): words.cost(branch),
        }
        for branch in chart.branches
        if branch.seat in managers
    ]
    with st.expander(say("chart_views.branches_title"), icon=":material/account_tree:", key=f"branches-{chart.which}"):
        st.markdown(say("chart_views.branches_note"))
        if chart.open_seats is None:
            for row in rows:
                row.pop(say("chart_views.column_open"))
        alt = say("chart_views.branches_alt")
        st.dataframe(rows, hide_index=True, key=f"branches-rows-{chart.which}", alt=alt)
    layers = [
        {
            say("chart_views.column_layer"): place,
            say("chart_views.measure_seats"): layer.seats,
            say("chart_views.column_people"): layer.people,
        }
        for place, layer in enumerate(chart.layers, start=1)
    ]
    with st.expander(say("chart_views.layers_title"), icon=":material/layers:", key=f"layers-{chart.which}"):
        alt = say("chart_views.layers_alt")
        st.dataframe(layers, hide_index=True, key=f"layers-rows-{chart.which}", alt=alt)


def _key_people(words: AnalyticsWords, risk: KeyRisk, which: Which) -> None:
    """Say with whom skills and roles would be lost, or that it is not known."""
    with st.container(border=True, key=f"key-people-{which}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{say('chart_views.key_title')}**", width="content")
            with st.popover(
                say("chart_views.how"), icon=":material/info:", type="tertiary", key=f"key-people-how-{which}"
            ):
                st.markdown(say("chart_views.key_how"))
            why(LEVEL, key=f"key-people-level-{which}", label=say("chart_views.key_level"))
        st.markdown("\n".join(f"- {escape(line)}" for line in words.key_lines(risk)))
        if not risk.is_known:
            st.page_link(navigation.page("team"), label=say("chart_views.to_team"))
        if risk.people:
            rows = [
                {
                    say("chart_views.column_person"): words.people[p.person],
                    say("chart_views.column_fte"): number(p.fte),
                    say("chart_views.column_lone_skills"): words.listed([words.skills[s] for s in p.lone_skills], 99),
                    say("chart_views.column_lone_roles"): words.listed([words.role(r) for r in p.lone_roles], 99),
                    say("chart_views.column_cut_off"): words.listed([words.node(n) for n in p.cut_off], 99),
                }
                for p in risk.people
            ]
            with st.expander(say("chart_views.as_table"), icon=":material/table:", key=f"key-people-table-{which}"):
                alt = say("chart_views.key_alt")
                st.dataframe(rows, hide_index=True, key=f"key-people-rows-{which}", alt=alt)
