from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.i18n import catalogue, say
from orgplanner.records.change import Change, SetChannels, SetLevers, SetPhase, SetRoster, SetSegments
from orgplanner.records.channel import LiveChannel
from orgplanner.records.company import Absence, Person
from orgplanner.records.lever import Lever
from orgplanner.studies.workload import WorkKind
from tests.companies import example, person, segment

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("sou", "hoshi", "meridian")
TABS = ("hours", "person", "books", "queues", "support", "load", "months", "levers")
LANGUAGES = ("ja", "en")
CHANNELS = (
    LiveChannel(id="phone", kind="phone", contacts=900, profile="business_hours_japan"),
    LiveChannel(id="chat", kind="chat", contacts=600, profile="business_hours_japan", patience_minutes=4),
)


def workload(language: str = "en", example: str = "sou", tab: str = "hours", *changes: Change) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    if example != "sou":
        app.button(key=f"open-{example}").click().run()
    if changes:
        app.session_state["orgplanner"].steps.append(changes)
        app.session_state["orgplanner"].company = None
    return open_tab(app, tab, language).switch_page("orgplanner/ui/pages/workload.py").run()


def open_tab(app: AppTest, tab: str, language: str = "en") -> AppTest:
    app.session_state["workload-tabs"] = say(f"workload.tab_{tab}", language)
    return app


def words(app: AppTest) -> str:
    shown = [m.value for kind in (app.markdown, app.info, app.warning) for m in kind]
    return "\n".join(shown).replace("\\", "")


def frames_with(app: AppTest, *columns: str, language: str = "en") -> list[pd.DataFrame]:
    """Return the tables that have these columns."""
    wanted = {say(f"workload.{column}", language) for column in columns}
    return [table.value for table in app.dataframe if wanted <= set(table.value.columns)]


def titles(app: AppTest) -> list[str]:
    return [h.value for h in app.header]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_tab_of_every_example_opens(example: str, language: str):
    app = workload(language, example)
    for tab in TABS:
        open_tab(app, tab, language).run()
        assert not app.exception, tab
        assert not app.error, tab
        title = {"person": "capacity", "queues": "onboarding"}.get(tab, tab)
        assert titles(app) == [say(f"workload.{title}_title", language)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_an_empty_company_is_told_what_to_enter(tab: str, language: str):
    app = workload(language, "sou", tab, SetSegments(segments=()), SetRoster(roster=()))
    assert not app.exception
    assert not app.error
    assert say("overview.no_customers", language) in words(app)
    assert "nan" not in words(app).lower().split()
    assert "inf" not in words(app).lower().split()


@pytest.mark.parametrize("tab", TABS)
def test_customers_without_a_team_and_a_team_without_customers_are_shown(tab: str):
    assert not workload("en", "sou", tab, SetRoster(roster=())).exception
    assert not workload("en", "sou", tab, SetSegments(segments=())).exception


def test_a_company_that_cannot_be_planned_is_told_in_a_sentence():
    app = workload("en", "sou", "hours", SetPhase(phase="nowhere"))
    assert not app.exception
    assert len(app.error) == 1


def test_a_leader_of_four_reads_the_minute_at_the_top():
    app = workload()
    assert len(app.metric) == 4
    assert app.metric[1].value == "1,183 h"
    assert app.metric[2].value == "3 of 4"


@pytest.mark.parametrize("by", ["role", "segment", "work", "month"])
def test_the_hours_can_be_split_in_four_ways(by: str):
    app = workload()
    app.segmented_control(key="workload-by").set_value(by).run()
    assert not app.exception
    (frame,) = frames_with(app, f"by_{by}", "all_hours", "proactive", "reactive")
    assert len(frame) >= 1


def test_every_piece_of_the_work_opens():
    app = workload()
    month = example("sou").first_month
    app.selectbox(key=f"workload-piece-{month}").set_value(0).run()
    app.button(key="workload-piece-why").click().run()
    assert not app.exception
    assert any(str(b.key).startswith("workload-piece-why-1-") for b in app.button)


@pytest.mark.parametrize(
    ("tab", "key"),
    [
        ("hours", "workload-tiles-0-why-health.reactive_share["),
        ("books", "workload-book-accounts_each"),
        ("queues", "workload-waiting-today"),
        ("queues", "workload-time-why-today"),
        ("support", "workload-backlog-today"),
        ("support", "workload-target_fte-planned"),
        ("load", "workload-load-"),
        ("load", "workload-role-high_touch"),
    ],
)
def test_loads_waits_and_books_open_into_their_derivation(tab: str, key: str):
    app = workload("en", "sou", tab)
    opener = next(b for b in app.button if str(b.key).startswith(key))
    opener.click().run()
    assert not app.exception
    assert say("derivation.gone", "en") not in words(app)
    assert any(str(b.key).startswith(f"{opener.key}-1-") for b in app.button)


def test_the_published_hours_stand_beside_the_plans():
    app = workload("en", "sou", "person")
    assert "1,044" in words(app)
    assert "1,092" in words(app)
    assert "1,183" in words(app)


def test_the_book_is_explained_by_its_hours():
    app = workload("en", "sou", "books")
    assert "98.6 hours a month of one person ÷ 2.3 hours an account = 43 accounts." in words(app)


def test_revenue_that_is_not_known_is_said_to_be():
    app = workload("en", "sou", "books", SetSegments(segments=(segment(60),)))
    assert not app.exception
    assert say("workload.revenue_not_known", "en") in words(app)


def test_without_new_accounts_nobody_waits():
    app = workload("en", "sou", "queues", SetSegments(segments=(segment(60),)))
    assert say("workload.no_new_accounts", "en") in words(app)


def test_support_without_a_line_says_what_it_is_for():
    assert say("workload.no_channel", "en") in words(workload("en", "sou", "support"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_line_shows_what_binds_and_every_interval(language: str):
    app = workload(language, "hoshi", "support", SetChannels(channels=CHANNELS))
    assert not app.exception
    assert ":material/lock:" in words(app)
    (week,) = frames_with(app, "time", "required", "on_shift", language=language)
    assert len(week) == 90, "five days of eighteen half hours"
    app.segmented_control(key="workload-channel-phone-chat").set_value("chat").run()
    assert not app.exception


@pytest.mark.parametrize("team", ["today", "planned"])
def test_load_is_shown_for_both_teams(team: str):
    app = workload("en", "hoshi", "load")
    app.segmented_control(key="workload-team").set_value(team).run()
    assert not app.exception
    assert say(f"workload.load_{team}_means", "en") in words(app)
    (people,) = (f for f in frames_with(app, "person") if say("workload.tile_work", "en") not in f)
    assert len(people) == len(example("hoshi").roster)


def test_anybody_may_leave():
    app = workload("en", "sou", "load")
    leaver = app.selectbox(key=f"workload-leaver-{example('sou').first_month}")
    for id in list(leaver.options):
        assert id
    for someone in example("sou").roster:
        app.selectbox(key=leaver.key).set_value(someone.id).run()
        assert not app.exception, someone.id


def test_planned_leaves_are_told_month_by_month():
    away = Absence(first=dt.date(2027, 4, 1), last=dt.date(2027, 5, 31))
    first, *others = example("sou").roster
    roster = (first, Person(**{**dict(others[0]), "absences": (away,)}), *others[1:])
    app = workload("en", "sou", "load", SetRoster(roster=roster))
    (leaves,) = frames_with(app, "person", "away_part")
    assert len(leaves) == 2


def test_the_price_of_cover_is_worked_out_when_it_is_asked_for():
    app = workload("en", "sou", "months")
    assert not frames_with(app, "cover_rule", "hats")
    app.session_state["workload-cover"] = True
    app.run()
    assert not app.exception
    (prices,) = frames_with(app, "cover_rule", "hats")
    assert len(prices) == 2


def test_a_lever_without_a_judged_effect_releases_nothing():
    app = workload("en", "sou", "levers", SetLevers(levers=(Lever(id="pages", kind="help_pages"),)))
    assert not app.exception
    assert "nobody has judged its effect" in words(app)


def test_names_are_text_and_never_markup():
    evil = "![x](https://example.com/x.png)"
    roster = (person("a", "head", name=evil), person("b", "high_touch", name=evil, manager="a"))
    changes = (SetRoster(roster=roster), SetSegments(segments=(segment(40, name=evil, new_accounts=5),)))
    app = workload("en", "sou", "hours", *changes)
    for tab in TABS:
        open_tab(app, tab).run()
        assert not app.exception
        assert all(evil not in m.value for m in app.markdown)


def test_every_kind_of_work_has_a_name():
    named = {f"workload.work_{kind}" for kind in WorkKind if kind is not WorkKind.ACTIVITY}
    assert named <= set(catalogue())
