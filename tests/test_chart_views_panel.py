"""The chart in numbers, as areas, as a graph of skills: on screen in both languages, in words for the terminal."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from orgplanner.exports.analytics_sections import analytics_sections, shown_charts
from orgplanner.exports.analytics_words import AnalyticsWords
from orgplanner.exports.plain_text import plain_text
from orgplanner.i18n import LANGUAGES, catalogue, say
from orgplanner.records.base import SourceKind
from orgplanner.records.change import apply
from orgplanner.records.chart_edit import AddPosition
from orgplanner.records.company import Company, Person
from orgplanner.studies.chart_analytics import Measure, analyse_chart
from orgplanner.studies.chart_census import count_seats
from orgplanner.studies.skill_graph import graph_for, narrow
from orgplanner.ui.components import chart_knowledge_drawing, chart_treemap
from orgplanner.ui.components.chart_treemap import MOST_SEATS, Area, areas_of, plain, unit_tints
from tests.companies import EXAMPLES, company, example, example_plan, person, plan, segment
from tests.test_project import TEXT_CONTRAST, contrast

PANEL = """
from orgplanner.ui import state
from orgplanner.ui.components import {panel}
state.begin_run()
{panel}.show(state.plan(){which})
"""
WHICH = ("today", "recommended", "own")
HOSTILE = (
    "<b>bold</b><br>two <a href='http://example.com'>x</a>",
    "\u202eturned",
    "=1+1 %{label} $x$ {brace}",
    "&lt;i&gt; &amp;",
    "W" * 200,
    "山" * 200,
    "👩‍👩‍👧 絵文字",
    "**md** [a](http://example.com) `c` :red[x] ![p](http://example.com/p.png)",
)


def open_panel(panel: str, of: Company, language: str = "en", which: str | None = None) -> AppTest:
    text = PANEL.format(panel=panel, which=f', "{which}"' if which else "")
    page = AppTest.from_string(text, default_timeout=60)
    page.query_params["lang"] = language
    page.run()
    session = page.session_state["orgplanner"]
    session.base, session.company, session.revision = of, None, session.revision + 1
    page.run()
    assert not page.exception, page.exception
    return page


def hostile() -> Company:
    """Return an example whose people, titles and units are called as an attacker would call them."""
    of = example("hoshi")
    count = len(HOSTILE)
    roster = tuple(
        Person(**{**dict(p), "name": HOSTILE[k % count], "unit": HOSTILE[(k + 1) % count], "title": HOSTILE[k % count]})
        for k, p in enumerate(of.roster)
    )
    return Company(**{**dict(of), "roster": roster})


def edited(name: str) -> Company:
    return apply(example(name), [AddPosition(position="mine", role="support", to="head-1", title=HOSTILE[0])])


def words_of(page: AppTest) -> str:
    return "\n".join(element.value for element in (*page.markdown, *page.info, *page.header, *page.subheader))


def figures_of(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]


# ---------------------------------------------------------------- every company, both languages


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("panel", ["chart_analytics", "chart_treemap"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chart_of_every_example_is_shown(name: str, language: str, panel: str, which: str) -> None:
    page = open_panel(panel, example(name), language, which)
    assert page.dataframe
    if panel == "chart_treemap":
        (drawn,) = figures_of(page)
        assert drawn["data"][0]["type"] == "treemap"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_graph_of_every_example_is_shown(name: str, language: str) -> None:
    page = open_panel("chart_knowledge", example(name), language)
    assert len(page.dataframe) == 1
    assert bool(figures_of(page)) is graph_for(example_plan(name)).is_known


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("panel", ["chart_analytics", "chart_treemap"])
@pytest.mark.parametrize("of", [company(), company(segment(100))])
def test_without_people_the_panels_say_what_there_is(of: Company, panel: str, which: str) -> None:
    page = open_panel(panel, of, "ja", which)
    if which == "today":
        key = "no_chart" if panel == "chart_analytics" else "treemap_nothing"
        assert say(f"chart_views.{key}", "ja") in [info.value for info in page.info]
    else:
        assert page.dataframe


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_skills_the_graph_says_what_to_enter_and_where(language: str) -> None:
    page = open_panel("chart_knowledge", example("meridian"), language)
    assert say("chart_views.graph_empty", language) in [info.value for info in page.info]
    assert [link.proto.label for link in page.get("page_link")] == [say("chart_views.to_team", language)]
    assert not page.get("plotly_chart")
    assert len(page.dataframe[0].value)  # what the chart asks for


def test_without_skills_no_risk_is_claimed() -> None:
    page = open_panel("chart_analytics", example("meridian"), "en", "own")
    assert say("chart_views.key_not_known", "en") in words_of(page).replace("\\", "")
    values = {metric.label: metric.value for metric in page.metric}
    assert values[say("chart_views.tile_key", "en")] == say("chart_views.not_known", "en")


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_tiles_and_table_say_the_numbers_of_the_study(language: str) -> None:
    made = example_plan("hoshi")
    found, words = analyse_chart(made, "recommended"), AnalyticsWords(made, language)
    page = open_panel("chart_analytics", example("hoshi"), language, "recommended")
    values = {metric.label: metric.value for metric in page.metric}
    assert values[words.say("tile_layers")] == str(len(found.layers))
    assert values[words.say("tile_cost")] == words.measure(Measure.COST, found.cost)
    table = page.dataframe[0].value
    assert list(table.columns)[1:3] == [words.chart("today"), words.chart("recommended")]
    assert len(table) == len(Measure)


def test_an_edited_chart_is_set_beside_today_and_the_recommended_one() -> None:
    page = open_panel("chart_analytics", edited("hoshi"), "en", "own")
    table = page.dataframe[0].value
    assert list(table.columns) == [
        "Measure",
        "Today",
        "Recommended",
        "My chart",
        "Change from Today",
        "Change from Recommended",
    ]
    seats = table[table["Measure"] == say("chart_views.measure_seats", "en")].iloc[0]
    assert seats["Change from Recommended"] == "+1"


def test_without_edits_the_own_chart_says_so() -> None:
    page = open_panel("chart_analytics", example("sou"), "en", "own")
    assert say("chart_views.same_as_recommended", "en") in words_of(page)
    assert "Recommended" not in page.dataframe[0].value.columns


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_tells_how_it_is_counted(measure: Measure) -> None:
    page = open_panel("chart_analytics", example("hoshi"), "en", "own")
    assert say(f"chart_views.how_{measure}", "en") in words_of(page)


def test_a_branch_says_what_of_its_cost_is_estimated_and_what_is_not_known() -> None:
    words = AnalyticsWords(example_plan("sou"), "en")
    head, *_ = analyse_chart(example_plan("sou"), "recommended").branches
    assert words.cost(head) == "¥3,033,335 (1 estimated, 2 not known)"


# ---------------------------------------------------------------- areas


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the words of components in English, in the company's money."""
    monkeypatch.setattr("orgplanner.ui.state.language", lambda: "en")
    monkeypatch.setattr("orgplanner.ui.state.company", lambda: example("hoshi"))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("name", EXAMPLES)
def test_areas_sum_up_to_the_people_and_the_cost_of_the_chart(name: str, which: Any) -> None:
    made = example_plan(name)
    found, words, seats = analyse_chart(made, which), AnalyticsWords(made, "en"), count_seats(made, which)
    people, cost = (areas_of(words, seats, which, size) for size in ("people", "cost"))
    assert sum(area.value for area in people) == found.people
    assert sum(area.value for area in cost) == pytest.approx(found.cost)
    assert sum(area.state == "open" for area in people) == len(found.open_seats or ())


def boxes_of(areas: list[Area]) -> dict[str, dict[str, Any]]:
    (tree,) = chart_treemap.figure(areas, "people").data
    shapes = tree.marker.pattern.shape
    rows = zip(tree.ids, tree.parents, tree.labels, tree.values, shapes, strict=True)
    return {id: {"in": up, "label": label, "value": value, "shape": shape} for id, up, label, value, shape in rows}


def area(seat: str, state: Any = "held", unit: str = "Desk", role: str = "Support", value: float = 1.0) -> Area:
    return Area(unit, role, seat, seat, "", state, value)


@pytest.mark.usefixtures("english")
def test_units_hold_roles_hold_seats_and_open_seats_are_hatched_and_said() -> None:
    boxes = boxes_of([area("A"), area("B", "open"), area("C", "to_arrange", value=5.0)])
    seats = [box for id, box in boxes.items() if id.startswith("seat")]
    assert [box["label"] for box in seats] == ["A", "B<br>(open)", "C<br>(not arranged)<br>5"]
    assert [box["shape"] for box in seats] == ["", "/", "."]
    (role,) = {box["in"] for box in seats}
    assert boxes[role]["label"] == "Support 7"
    assert boxes[boxes[role]["in"]]["label"] == "Desk 7"
    assert boxes[boxes[boxes[role]["in"]]["in"]]["label"] == "Everybody 7"


@pytest.mark.usefixtures("english")
def test_of_many_seats_those_of_a_role_are_drawn_together() -> None:
    areas = [area(f"s{k}", "open" if k % 4 == 0 else "held") for k in range(MOST_SEATS + 100)]
    seats = {box["label"]: box["value"] for id, box in boxes_of(areas).items() if id.startswith("seat")}
    assert seats == {"Support<br>(open)<br>125": 125.0, "held<br>375": 375.0}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_on_every_units_ground(theme: str) -> None:
    tints = unit_tints([f"unit {k}" for k in range(40)], theme)
    ink = st.get_option(f"theme.{theme}.textColor")
    assert [t for t in set(tints.values()) if contrast(t, ink) < TEXT_CONTRAST] == []


def test_the_size_can_be_changed_to_cost_and_what_is_not_known_is_listed() -> None:
    page = open_panel("chart_treemap", example("sou"), "en", "recommended")
    page.button_group[0].set_value("cost").run()
    assert not page.exception
    said = words_of(page)
    assert "Not drawn, since the cost is not known" in said
    assert say("chart_views.cost_estimated", "en", count=1) in said
    assert page.dataframe[0].value.iloc[0]["Cost a month"].startswith("¥")


def test_people_out_of_scope_are_told_not_drawn() -> None:
    roster = (person("boss", "head"), person("friend", "support", manager="boss", out_of_scope=True))
    page = open_panel("chart_treemap", company(segment(50), roster=roster), "en", "today")
    assert say("chart_views.treemap_out_of_scope", "en", count=1) in words_of(page)
    assert len(page.dataframe[0].value) == 1


# ---------------------------------------------------------------- skills


def test_choosing_a_role_narrows_the_graph_and_its_table() -> None:
    page = open_panel("chart_knowledge", example("hoshi"))
    before = len(page.dataframe[0].value)
    page.selectbox("skill-graph-role").set_value("support").run()
    made = example_plan("hoshi")
    assert 0 < len(page.dataframe[0].value) < before
    assert len(page.dataframe[0].value) == len(narrow(graph_for(made), role="support", most_skills=25).skills)


def test_a_choice_that_nothing_fits_says_so() -> None:
    page = open_panel("chart_knowledge", example("hoshi"))
    page.selectbox("skill-graph-role").set_value("support")
    page.selectbox("skill-graph-skill").set_value("strategy_and_planning").run()
    assert say("chart_views.nothing_fits", "en") in [info.value for info in page.info]
    assert not page.get("plotly_chart")


def test_kinds_are_told_by_shape_and_only_holders_by_dashes() -> None:
    (drawn,) = figures_of(open_panel("chart_knowledge", example("hoshi")))
    marks = [trace for trace in drawn["data"] if trace["mode"] == "markers"]
    symbols = [trace["marker"]["symbol"] for trace in marks]
    assert len(set(symbols)) == len(symbols) == len(chart_knowledge_drawing.LOOKS)
    lines = {trace["name"]: trace["line"]["dash"] for trace in drawn["data"] if trace["mode"] == "lines"}
    assert lines == {"Link": "solid", "Only holder": "dash"}


def test_many_people_are_drawn_in_part_and_listed_in_full() -> None:
    roster = tuple(person(f"p{k}", "support", skills={"product_knowledge": 3}) for k in range(60))
    page = open_panel("chart_knowledge", company(segment(500), roster=roster))
    assert say("chart_views.hidden_people", "en", count=20) in words_of(page)
    (drawn,) = figures_of(page)
    people = next(t for t in drawn["data"] if t["name"] == say("chart_views.kind_person", "en"))
    assert len(people["x"]) == 40
    row = page.dataframe[0].value.set_index("Skill").loc["Product knowledge"]
    assert row["Covered by"].count("p") == 60
    assert "Skill, one person only" not in [t["name"] for t in drawn["data"]]


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_stay_text_in_the_areas(language: str, which: str) -> None:
    (drawn,) = figures_of(open_panel("chart_treemap", hostile(), language, which))
    (tree,) = drawn["data"]
    for label in (*tree["labels"], *tree["customdata"]):
        assert set(re.findall(r"<[^>]*>", label)) <= {"<br>"}, label
    assert any("&lt;b>bold&lt;/b>&lt;br>two" in label for label in tree["labels"])
    assert "%{label}" not in tree["hovertemplate"]


def test_hostile_names_stay_text_in_the_graph() -> None:
    page = open_panel("chart_knowledge", hostile())
    (drawn,) = figures_of(page)
    shown = [a["text"] for a in drawn["layout"]["annotations"]]
    shown += [hover for trace in drawn["data"] for hover in trace.get("customdata", ())]
    assert not [text for text in shown if "<" in text]
    assert any("&lt;b>bold" in text for text in shown)


@pytest.mark.parametrize("panel", ["chart_analytics", "chart_knowledge", "chart_treemap"])
def test_hostile_names_stay_text_in_sentences(panel: str) -> None:
    of = apply(hostile(), [AddPosition(position="mine", role="support", to=None, title=HOSTILE[0])])
    page = open_panel(panel, of, "en", None if panel == "chart_knowledge" else "own")
    said = words_of(page)
    assert "<b>bold" not in said
    assert "](http" not in said
    assert ":red[" not in said


def test_a_name_that_turns_the_direction_ends_with_itself() -> None:
    assert plain("\u202eabc") == "\u2068\u202eabc\u2069"
    assert plain("<&") == "&lt;&amp;"


# ---------------------------------------------------------------- words


def test_every_text_has_both_languages_with_the_same_blanks() -> None:
    texts = {k: t for k, t in catalogue().items() if k.startswith("chart_views.")}
    for key, of in texts.items():
        assert set(of) == set(LANGUAGES), key
        blanks = [set(re.findall(r"{(\w+)}", text)) for text in of.values()]
        if key != "chart_views.tile_key_value":
            assert blanks[0] == blanks[1], key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_terminal_gets_the_same_numbers(name: str, language: str) -> None:
    made = example_plan(name)
    sections = analytics_sections(made, language)
    text = plain_text(sections)
    assert say("chart_views.section_compared", language) in text
    found = analyse_chart(made, "recommended")
    assert AnalyticsWords(made, language).measure(Measure.COST, found.cost) in text
    assert "{" not in text
    assert all(section.lines or section.table for section in sections)
    assert all(len(row) == len(s.table.head) for s in sections if s.table for row in s.table.rows)


def test_the_terminal_shows_the_own_chart_where_it_was_edited() -> None:
    of = edited("hoshi")
    made = plan(of, of.phase)
    assert shown_charts(made) == ("today", "recommended", "own")
    head = analytics_sections(made, "en")[0].table.head  # type: ignore[union-attr]
    assert head == ("Measure", "Today", "Recommended", "My chart", "Change from Today")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_company_has_sections_too(language: str) -> None:
    made = plan(company())
    assert shown_charts(made) == ("recommended",)
    assert plain_text(analytics_sections(made, language))


def test_a_firm_is_told_as_people_from_outside() -> None:
    roster = (person("boss", "head"), person("firm", "support", manager="boss", source=SourceKind.OUTSOURCER))
    made = plan(company(segment(50), roster=roster))
    assert "People from outside, 1 in all: firm" in AnalyticsWords(made, "en").findings(analyse_chart(made, "today"))
