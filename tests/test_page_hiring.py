from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.derivation.deriver import BUILDERS
from orgplanner.errors import InfeasiblePlan
from orgplanner.i18n import catalogue, say
from orgplanner.plan import Plan
from orgplanner.records.change import (
    Change,
    SetAssumption,
    SetBudget,
    SetFrame,
    SetHiring,
    SetPhase,
    SetRoster,
    SetSegments,
    apply,
)
from orgplanner.records.company import Absence, Budget, Person
from orgplanner.records.hiring import BridgeKind, HiringOptions, Lock, MoveReason
from orgplanner.stages import hiring as hiring_stage
from orgplanner.stages.hiring_problem import Family, Proof
from orgplanner.stages.risk_draws import RiskGroup
from orgplanner.studies import hiring_locks
from orgplanner.studies.hiring_difference import differ
from orgplanner.studies.hiring_outlook import Outlook, quick_outlook, read_outlook
from orgplanner.ui.components import hiring_search
from tests.companies import company, person, plan, segment

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("sou", "hoshi", "meridian")
SECTIONS = ("moves", "cover", "money", "options", "risk", "settings")
LANGUAGES = ("ja", "en")
TEAM = (person("a", "head"), person("b", "high_touch", manager="a"))
GROWING = segment(90, new_accounts=8, revenue_per_account=100_000)
LATE = dt.date(2100, 1, 1)
SHORT = (SetFrame(horizon=12), SetAssumption(id="hiring.look_ahead", value=0))
"""A year without what lies behind it, so that a search is quick."""

HIRED = Lock(role="high_touch", terms="employee", channel="advertisement", month="2027-09", count=1)

CROWD = HiringOptions(locks=(Lock(**{**dict(HIRED), "count": 3}),))
"""More hires decided for a month than a team of two can teach."""

SMALL = (SetSegments(segments=(GROWING,)), SetRoster(roster=TEAM), *SHORT)


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let searches end after a second: what they prove is tested elsewhere."""
    monkeypatch.setattr(hiring_stage, "SECONDS", 1.0)


def hiring(language: str = "en", example: str = "sou", *changes: Change, section: str = "moves") -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["lang"] = language
    app.run()
    if example != "sou":
        app.button(key=f"open-{example}").click().run()
    if changes:
        app.session_state["orgplanner"].steps.append(changes)
        app.session_state["orgplanner"].company = None
    app.query_params["section"] = section
    return app.switch_page("orgplanner/ui/pages/hiring.py").run()


def small(*changes: Change, section: str = "moves", language: str = "en") -> AppTest:
    """Open a team of two whose customers grow, as it stays when the search has ended."""
    app = hiring(language, "sou", *SMALL, *changes, section=section)
    return proven(app)


def wait(app: AppTest, name: str) -> AppTest:
    """Wait until work beside the page is done, and show it."""
    app.session_state["orgplanner"].studies[name][1].wait(120)
    return app.run()


def proven(app: AppTest) -> AppTest:
    return wait(app, "hiring proven")


def words(app: AppTest) -> str:
    shown = [m.value for kind in (app.markdown, app.info, app.warning, app.error, app.header) for m in kind]
    return "\n".join(shown).replace("\\", "")


def frames_with(app: AppTest, *columns: str, language: str = "en") -> list[pd.DataFrame]:
    wanted = {say(f"hiring.{column}", language) for column in columns}
    return [table.value for table in app.dataframe if wanted <= set(table.value.columns)]


def go(app: AppTest, section: str) -> AppTest:
    return app.segmented_control(key="hiring-section").set_value(section).run()


def options(app: AppTest) -> HiringOptions:
    session = app.session_state["orgplanner"]
    return next(
        (c.hiring for c in reversed([c for s in session.steps for c in s]) if c.kind == "set_hiring"), HiringOptions()
    )


def try_way(app: AppTest, way: str) -> AppTest:
    """Pick the first move, choose what to decide about it and have it worked out."""
    picker = app.selectbox(key="hiring-picked")
    known = app.session_state["orgplanner"].studies["hiring proven"][1].result().moves
    app.session_state["hiring-picked"] = f"{known[0].id} 0"
    assert picker.options
    app.run()
    app.segmented_control(key="hiring-way").set_value(way).run()
    app.button(key="hiring-try").click().run()
    for _, search in app.session_state["orgplanner"].studies["hiring trials"][1].kept.values():
        search.wait(120)
    return app.run()


# ---------------------------------------------------------------- every section


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_section_of_every_example_opens(example: str):
    app = hiring("ja", example)
    for language in LANGUAGES:
        app.query_params["lang"] = language
        for section in SECTIONS:
            go(app, section)
            assert not app.exception, section
            assert not app.error, section
            assert len(app.metric) == 4
            assert say(f"hiring.{section}_title", language) in [h.value for h in app.header]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_an_empty_company_is_told_what_to_enter(section: str, language: str):
    app = hiring(language, "sou", SetSegments(segments=()), SetRoster(roster=()), section=section)
    assert not app.exception
    assert not app.error
    assert say("overview.no_customers", language) in words(app)
    assert not {"nan", "inf"} & set(words(app).lower().split())


@pytest.mark.parametrize("section", SECTIONS)
def test_customers_without_a_team_and_a_team_without_customers_are_shown(section: str):
    assert not hiring("en", "sou", SetRoster(roster=()), *SHORT, section=section).exception
    assert not hiring("en", "sou", SetSegments(segments=()), *SHORT, section=section).exception


def test_a_company_that_cannot_be_planned_is_told_in_a_sentence():
    app = hiring("en", "sou", SetPhase(phase="nowhere"))
    assert not app.exception
    assert len(app.error) == 1


def test_the_section_is_kept_in_the_link():
    app = hiring("en", "sou", *SMALL, section="money")
    assert app.header[-1].value == say("hiring.money_title", "en")
    go(app, "cover")
    assert app.query_params["section"] == "cover"


def test_a_section_that_does_not_exist_is_the_first_one():
    assert say("hiring.moves_title", "en") in words(hiring("en", "sou", *SMALL, section="nowhere"))


# ---------------------------------------------------------------- the answer and the moves


def test_the_answer_comes_first_with_the_first_date():
    app = small()
    assert re.search(r"first decision by \w+ \d+, \d{4}", app.header[0].value)
    assert app.metric[0].value in app.header[0].value
    assert app.metric[3].value.startswith("at most ")


def test_a_team_that_is_enough_is_told_so():
    team = (person("a", "head"), *(person(f"p{k}", "high_touch", planned_end=LATE) for k in range(4)))
    calm = SetSegments(segments=(segment(1),))
    app = hiring("en", "sou", calm, SetRoster(roster=team), *SHORT)
    assert not app.exception
    if not app.session_state["orgplanner"].studies["hiring quick"][1].moves:
        assert "enough" in words(app) or "no move" in words(app)


def test_every_move_stands_in_the_table_with_its_dates():
    app = small()
    (moves,) = frames_with(app, "decide_by", "open_by", "start", "productive_by", "reason", "advised")
    found = app.session_state["orgplanner"].studies["hiring proven"][1].result().moves
    assert len(moves) == len(found)


def test_the_moves_of_one_role_can_be_looked_at_alone():
    app = small()
    roles = app.session_state["orgplanner"].studies["hiring proven"][1].result().moves
    app.selectbox(key="hiring-role").set_value(roles[0].role).run()
    (moves,) = frames_with(app, "decide_by", "productive_by")
    assert len(moves) == sum(m.role == roles[0].role for m in roles)


def test_what_would_be_shown_before_it_is_taken_and_undo_takes_it_back():
    app = try_way(small(), "keep")
    assert not app.exception
    assert not options(app).locks
    assert say("hiring.more_cost", "en") in [m.label for m in app.metric]
    app.button(key="hiring-take").click().run()
    assert not app.exception
    assert len(options(app).locks) == 1
    assert say("hiring.locks_title", "en") in [h.value for h in app.subheader]
    app.button(key="undo").click().run()
    assert not options(app).locks


@pytest.mark.parametrize("way", ["later", "resize", "bar", "bar_all"])
def test_a_move_can_be_shifted_resized_and_barred(way: str):
    app = try_way(small(), way)
    assert not app.exception
    assert not app.error
    app.button(key="hiring-take").click().run()
    assert not app.exception
    assert options(app).locks


def test_a_locked_move_is_set_free():
    found = outlook().moves[0]
    lock = hiring_locks.keep(outlook(), found)
    app = hiring(
        "en",
        "sou",
        *SMALL,
        SetHiring(hiring=HiringOptions(locks=lock)),
    )
    assert not app.exception
    app.button(key="hiring-unlock-0").click().run()
    assert not options(app).locks


def test_rules_that_conflict_are_named_with_what_mends_them():
    app = hiring("en", "sou", *SMALL, SetHiring(hiring=CROWD))
    assert not app.exception
    assert say("hiring.rule_locks", "en") in app.error[0].value
    assert say("hiring.mend_locks", "en") in app.error[0].value.replace("\\", "")
    app.button(key="hiring-unlock-0").click().run()
    assert not app.exception
    assert not app.error


def test_a_lock_outside_the_plan_is_told_in_a_sentence():
    lock = Lock(role="high_touch", terms="employee", channel="agency", month="2050-01", count=1)
    app = hiring("en", "sou", *SMALL, SetHiring(hiring=HiringOptions(locks=(lock,))))
    assert not app.exception
    assert say("hiring.cannot_read", "en") in app.error[0].value


# ---------------------------------------------------------------- money, settings, options, risk


def budget_keys(app: AppTest, name: str) -> str:
    return next(str(n.key) for n in app.number_input if re.fullmatch(rf"hiring-budget-\d+-\d+-{name}", str(n.key)))


def apply_button(app: AppTest, stem: str) -> str:
    return next(str(b.key) for b in app.button if str(b.key).startswith(stem) and str(b.key).endswith("-apply"))


def test_a_budget_is_set_and_dropped():
    app = small(section="money")
    app.number_input(key=budget_keys(app, "monthly")).set_value(3_000_000.0)
    app.number_input(key=budget_keys(app, "total")).set_value(60_000_000.0)
    app.button(key=apply_button(app, "hiring-budget")).click().run()
    assert not app.exception
    changed = app.session_state["orgplanner"].steps[-1][0]
    assert changed.budget == Budget(monthly=3_000_000, total=60_000_000)
    assert say("hiring.budget", "en") in frames_with(app, "cost", "budget")[0].columns
    next(b for b in app.button if str(b.key).endswith("-drop")).click().run()
    assert app.session_state["orgplanner"].steps[-1][0].budget is None


def test_a_total_without_a_budget_a_month_is_asked_for():
    app = small(section="money")
    app.number_input(key=budget_keys(app, "total")).set_value(60_000_000.0)
    app.button(key=apply_button(app, "hiring-budget")).click().run()
    assert app.error[0].value == say("hiring.budget_needs_monthly", "en")


def test_a_budget_that_is_too_tight_is_not_called_impossible_before_people_are_paid():
    tight = SetBudget(budget=Budget(monthly=1_400_000))
    app = hiring("en", "sou", *SMALL, tight, section="money")
    assert not app.exception


@pytest.mark.parametrize("flag", ["may_release", "follow_advice", "shortage_first"])
def test_a_setting_is_one_step(flag: str):
    app = small(section="settings")
    toggle = next(t for t in app.toggle if str(t.key).endswith(flag))
    toggle.set_value(not toggle.value)
    app.button(key=apply_button(app, "hiring-options")).click().run()
    assert not app.exception
    assert getattr(options(app), flag) is not getattr(HiringOptions(), flag)


def test_months_are_frozen():
    app = small(section="settings")
    freeze = next(m for m in app.pills if str(m.key).endswith("freeze"))
    freeze.set_value(["2027-03"])
    app.button(key=apply_button(app, "hiring-options")).click().run()
    assert options(app).freeze == ("2027-03",)


def test_options_of_a_role_and_of_all_end_with_doing_nothing():
    app = small(section="options")
    for role in ("", "high_touch"):
        app.selectbox(key="hiring-options-role").set_value(role).run()
        assert not app.exception
        (found,) = frames_with(app, "option", "covers", "first_effect")
        assert found[say("hiring.option", "en")].iloc[-1] == say("options.kind_nothing", "en")
    assert say("hiring.retention_title", "en") in [h.value for h in app.subheader]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_simulation_runs_when_asked_for_and_gives_the_chart_its_band(language: str):
    app = small(section="risk", language=language)
    assert not frames_with(app, "driver", "of_shortage", language=language)
    app.button(key="hiring-simulate").click().run()
    wait(app, "hiring risk")
    assert not app.exception
    assert frames_with(app, "driver", "of_shortage", language=language)
    go(app, "cover")
    assert not app.exception
    assert say("hiring.band_shown", language) in words(app)


def test_the_safe_plan_tells_its_price():
    app = small(section="risk")
    app.button(key="hiring-simulate").click().run()
    wait(app, "hiring risk")
    app.button(key="hiring-safe").click().run()
    wait(app, "hiring safe plan")
    assert not app.exception
    assert say("hiring.safe_price", "en") in words(app)


def test_planned_leave_is_listed():
    away = Absence(first=dt.date(2027, 4, 1), last=dt.date(2027, 6, 30))
    roster = (TEAM[0], Person(**{**dict(TEAM[1]), "absences": (away,)}))
    app = small(SetRoster(roster=roster), section="cover")
    assert len(frames_with(app, "person", "away", "stands_in")) == 1


def test_names_are_text_and_never_markup():
    evil = "![x](https://example.com/x.png)"
    roster = (person("a", "head", name=evil), person("b", "high_touch", name=evil, manager="a"))
    segments = (segment(60, name=evil, new_accounts=5),)
    app = hiring("en", "sou", SetRoster(roster=roster), SetSegments(segments=segments), *SHORT)
    for section in SECTIONS:
        go(app, section)
        assert not app.exception
        assert all(evil not in m.value for m in app.markdown)


@pytest.mark.parametrize(
    "key",
    [
        *(f"rule_{family}" for family in Family),
        *(f"mend_{family}" for family in Family),
        *(f"proof_{proof}" for proof in Proof),
        *(f"proof_{proof}_means" for proof in Proof),
        *(f"reason_{reason}_means" for reason in MoveReason),
        *(f"bridge_{kind}_means" for kind in BridgeKind),
        *(f"group_{group}" for group in RiskGroup),
    ],
)
def test_everything_that_a_plan_may_say_has_words(key: str):
    assert f"hiring.{key}" in catalogue()


# ---------------------------------------------------------------- every number opens


def openers(app: AppTest, id: str) -> list[str]:
    """Return the keys of the buttons that open a figure, or all figures whose ids begin so."""
    return [str(b.key) for b in app.button if id in str(b.key)]


OPENED = {
    "moves": ("hiring.move_cost[", "hiring.at_the_start[", "hiring.monthly_cost["),
    "cover": ("hiring.team_required[", "hiring.team_in_post[", "hiring.team_shortage[", "hiring.shortage_cost["),
    "money": ("hiring.cost[", "hiring.payroll[", "hiring.cost_share[", "hiring.source_cost[", "hiring.year_cost["),
}


@pytest.mark.parametrize(("section", "language"), [("moves", "en"), ("cover", "ja"), ("money", "en")])
def test_the_numbers_of_the_proven_plan_open(section: str, language: str):
    app = small(section=section, language=language)
    if section == "moves":
        found = app.session_state["orgplanner"].studies["hiring proven"][1].result().moves
        app.session_state["hiring-picked"] = f"{found[0].id} 0"
        app.run()
    for id in ("hiring.total_cost", "hiring.all_moves_cost", "hiring.coverage[", "hiring.gap", *OPENED[section]):
        keys = openers(app, id)
        assert keys, id
        app.button(key=keys[0]).click().run()
        assert not app.exception, id
        assert say("derivation.gone", language) not in words(app), id
        assert openers(app, f"{keys[0]}-1-"), f"{id} has terms that open"


def test_the_numbers_of_one_role_and_month_open():
    app = small(section="cover")
    app.selectbox(key="hiring-cover-role").set_value("high_touch").run()
    month = next(s for s in app.selectbox if str(s.key).startswith("hiring-cover-month-high_touch"))
    month.set_value("2027-08").run()
    for name in ("required", "in_post", "joined", "covered", "shortage", "role_coverage", "role_shortage_cost"):
        (key,) = openers(app, f"hiring.{name}[high_touch,2027-08]")
        app.button(key=key).click().run()
        assert not app.exception, name


def test_money_by_role_opens_by_role():
    app = small(section="money")
    app.segmented_control(key="hiring-split").set_value("role").run()
    assert openers(app, "hiring.role_cost[high_touch,")


def test_what_is_left_of_a_budget_opens():
    app = small(SetBudget(budget=Budget(monthly=5e6)), section="money")
    assert openers(app, "hiring.budget_left")


@pytest.mark.parametrize("section", ["moves", "cover", "money"])
def test_while_the_first_plan_is_shown_no_figure_of_another_one_opens(section: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hiring_search, "best", quick_outlook)
    app = hiring("en", "sou", *SMALL, section=section)
    assert not app.exception
    of_offers = ("hiring.at_the_start[", "hiring.monthly_cost[", "hiring.offer_fte[", "hiring.lead[")
    of_plan = {b for b in BUILDERS if b.startswith("hiring.")} - {id.rstrip("[") for id in of_offers}
    assert not [key for key in openers(app, "hiring.") if any(f"-{b}[" in key or key.endswith(b) for b in of_plan)]
    assert openers(app, "cost.today")
    assert openers(app, "hiring.shortage_factor")


# ---------------------------------------------------------------- what the page reads


def growing(*changes: Change) -> Plan:
    return plan(apply(company(GROWING, roster=TEAM, first_month="2026-12"), [*SHORT, *changes]))


_KEPT: dict[str, Outlook] = {}


def outlook() -> Outlook:
    """Return the first good hiring plan of the small team."""
    if not _KEPT:
        _KEPT["growing"] = quick_outlook(growing())
    return _KEPT["growing"]


@pytest.fixture(scope="module", autouse=True)
def forget_outlook() -> Iterator[None]:
    yield
    _KEPT.clear()


def test_the_money_of_sources_and_levers_is_the_cost():
    found = outlook()
    by_source = [sum(cost) for cost in zip(*found.money_by_source().values(), strict=True)]
    total = [a + b for a, b in zip(by_source, found.lever_costs, strict=True)]
    assert total == pytest.approx(found.costs)
    assert sum(year.cost for year in found.years) == pytest.approx(found.cost)
    assert [year.months for year in found.years] == [4, 8], "fiscal years from April"


def test_covered_and_short_add_up_to_the_work():
    for role in outlook().roles:
        for required, covered, short in zip(role.required, role.covered, role.shortage, strict=True):
            assert covered == pytest.approx(max(0.0, required - short))
        assert all(share is None or 0 <= share <= 1 + 1e-9 for share in role.shares)


def test_a_plan_does_not_differ_from_itself():
    found = differ(outlook(), outlook())
    assert (found.cost, found.shortage, found.added, found.dropped) == (0, 0, (), ())


def test_what_is_due_is_opened_within_the_days():
    found = outlook()
    first = found.first_day
    assert {m.id for m in found.due(first, 90)} == {
        m.id for m in found.moves if m.dates.open_by <= first + dt.timedelta(days=90) and m.kind != "release"
    }


def test_a_lock_keeps_its_move():
    before = outlook()
    move = before.moves[0]
    (lock,) = hiring_locks.keep(before, move)
    assert (lock.role, lock.terms, lock.month) == (move.role, move.terms, move.month)
    assert lock.count >= move.count
    locked = HiringOptions(locks=(lock,))
    after = quick_outlook(growing(SetHiring(hiring=locked)))
    assert any(m.locked and m.role == move.role and m.month == move.month for m in after.moves)


def test_a_move_cannot_start_before_its_lead_time():
    found = outlook()
    move = found.moves[0]
    place = found.months.index(move.month)
    too_early = hiring_locks.earliest(found, move) - place - 1
    assert hiring_locks.shift(found, move, too_early) is None
    assert hiring_locks.shift(found, move, len(found.months)) is None
    before, after = hiring_locks.shift(found, move, 1) or ()
    assert (before.month, after.month) == found.months[place : place + 2]


def test_locks_replace_those_on_the_same_offer_and_month():
    found = outlook()
    move = found.moves[0]
    kept = hiring_locks.with_locks(HiringOptions(), hiring_locks.keep(found, move))
    barred = hiring_locks.with_locks(kept, hiring_locks.resize(found, move, 0))
    assert len(barred.locks) == 1
    assert hiring_locks.without_locks(barred, barred.locks) == HiringOptions()
    everywhere = hiring_locks.bar(found, move)
    assert len(hiring_locks.grouped(everywhere)) == 1
    assert {lock.count for lock in everywhere} == {0}


def test_a_plan_read_again_is_the_same():
    made = growing()
    found = made.hire(quick=True)
    assert read_outlook(made, found).moves == found.moves


def test_more_hires_than_can_be_taught_are_infeasible():
    with pytest.raises(InfeasiblePlan):
        quick_outlook(growing(SetHiring(hiring=CROWD)))
