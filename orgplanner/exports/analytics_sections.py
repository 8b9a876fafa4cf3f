"""The numbers of the charts, key-person risk and knowledge graph as sections that a plain face can print."""

from __future__ import annotations

from orgplanner import i18n
from orgplanner.advice.chart_refusals import refusal_words
from orgplanner.advice.report import MOST_LINES, Section, Table
from orgplanner.exports.analytics_words import AnalyticsWords
from orgplanner.plan import Plan
from orgplanner.studies.chart_analytics import Measure, analyse_chart, compare_analytics, value_of
from orgplanner.studies.chart_census import Which
from orgplanner.studies.chart_measures import ChartAnalytics
from orgplanner.studies.key_people import key_risk
from orgplanner.studies.skill_graph import graph_for
from orgplanner.studies.skill_measures import measure_skills


def analytics_sections(plan: Plan, language: str) -> tuple[Section, ...]:
    """Return the charts side by side, then what stands out on the leader's own one, its branches, risk and skills."""
    words = AnalyticsWords(plan, language)
    charts = [analyse_chart(plan, which) for which in shown_charts(plan)]
    own = charts[-1]
    named = words.chart(own.which)
    sections = (
        _compared(words, charts),
        Section(words.say("section_findings", chart=named), words.findings(own)),
        _branches(words, own, named),
        Section(words.say("section_key", chart=named), words.key_lines(key_risk(plan, own.which)) if own.seats else ()),
        _skills(plan, words),
        _set_aside(plan, language),
    )
    return tuple(section for section in sections if section.lines or section.table)


def shown_charts(plan: Plan) -> tuple[Which, ...]:
    """Return the charts that there are: today's where somebody is in post, the leader's own where it was edited."""
    today: tuple[Which, ...] = ("today",) if plan.charts.people else ()
    return (*today, "recommended", "own") if plan.company.chart.edits else (*today, "recommended")


def _set_aside(plan: Plan, language: str) -> Section:
    """Return why edits do not apply to the month and structure of the plan, by their number in the company file."""
    lines = tuple(
        i18n.say("org_chart.set_aside_edit", language, number=place + 1, words=refusal_words(plan, problem, language))
        for place, problem in plan.design.set_aside.items()
    )
    return Section(i18n.say("org_chart.set_aside_title", language), lines)


def _compared(words: AnalyticsWords, charts: list[ChartAnalytics]) -> Section:
    """Return every number of every chart, and what changes between the first and the last."""
    head = (words.say("column_measure"), *(words.chart(chart.which) for chart in charts))
    changes = compare_analytics(charts[0], charts[-1])
    several = len(charts) > 1
    rows = tuple(
        (
            words.say(f"measure_{m}"),
            *(words.measure(m, value_of(chart, m)) for chart in charts),
            *([words.change(m, change.difference)] if several else []),
        )
        for m, change in zip(Measure, changes, strict=True)
    )
    head = (*head, words.say("column_change", chart=words.chart(charts[0].which))) if several else head
    return Section(words.say("section_compared"), (), Table(head, rows, frozenset(range(1, len(head)))))


def _branches(words: AnalyticsWords, own: ChartAnalytics, named: str) -> Section:
    """Return people and cost of the branches of the managers, the largest first."""
    names, managers = words.seat_names(own.which), set(own.managers)
    largest = sorted((b for b in own.branches if b.seat in managers), key=lambda b: -b.people)
    head = tuple(words.say(f"column_{k}") for k in ("seat", "people", "open", "cost"))
    rows = tuple(
        (names[b.seat], str(b.people), "" if own.open_seats is None else str(b.open_seats), words.cost(b))
        for b in largest[:MOST_LINES]
    )
    left = len(largest) - MOST_LINES
    lines = [words.say("cost_unknown", seats=words.listed([names[id] for id in own.unknown_costs]))]
    lines = lines if own.unknown_costs else []
    lines += [words.say("and_more", count=left)] if left > 0 else []
    table = Table(head, rows, frozenset((1, 2, 3))) if rows else None
    return Section(words.say("section_branches", chart=named), tuple(lines), table)


def _skills(plan: Plan, words: AnalyticsWords) -> Section:
    graph = graph_for(plan)
    lines = words.skill_lines(graph, measure_skills(graph))
    unknown = () if graph.is_known or not lines else (words.say("key_not_known"),)
    return Section(words.say("section_skills"), (*lines, *unknown))
