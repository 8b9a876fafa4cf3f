from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.files.companies import load_company
from orgplanner.files.phases import load_phase, load_phases
from orgplanner.plan import Plan, make_plan
from orgplanner.records.base import SourceKind
from orgplanner.records.change import SetPhase, SetRoster, SetSegments, SetSourcing
from orgplanner.records.company import Person, SourcingRule
from orgplanner.ui.components.conditions import resting_fte
from orgplanner.ui.components.month_chart import figure, monthly_fte

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = {"sou": "launch", "hoshi": "expansion", "meridian": "maturity"}


def plan_of(example: str) -> Plan:
    return make_plan(load_company(ROOT / "examples" / f"{example}.yaml", load_phases()), load_phase(EXAMPLES[example]))


def overview(language: str = "en", example: str = "sou", *changes: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    if example != "sou":
        app.button(key=f"open-{example}").click().run()
    if changes:
        app.session_state["orgplanner"].steps.append(changes)
        app.session_state["orgplanner"].company = None
    return app.switch_page("orgplanner/ui/pages/overview.py").run()


def words(app: AppTest) -> str:
    return "\n".join(m.value for m in app.markdown).replace("\\", "")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_runs_for_every_example(example: str, language: str):
    app = overview(language, example)
    assert not app.exception
    assert not app.error
    assert len(app.metric) >= 6


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_company_is_told_what_to_enter(language: str):
    app = overview(language, "sou", SetSegments(segments=()), SetRoster(roster=()))
    assert not app.exception
    assert {"ja": "顧客がまだ入力されていません", "en": "No customers are entered yet"}[language] in words(app)
    assert {"ja": "不明", "en": "not known"}[language] in [m.value for m in app.metric], (
        "no revenue is not zero revenue"
    )


def test_tiles_show_whole_people_first():
    app = overview()
    assert [m.value for m in app.metric][:3] == ["5", "4", "1"]
    assert "Lead 1 (playing)" in words(app)


def test_every_tile_and_every_role_opens():
    app = overview()
    openers = [str(b.key) for b in app.button if "why" in str(b.key)]
    assert sum(key.startswith("overview-tiles") for key in openers) >= 6
    roles = {gap.role for gap in plan_of("sou").gaps.roles if gap.positions}
    assert {f"headcount-why-{role}" for role in roles} <= set(openers)


def test_a_number_opens_down_to_its_terms():
    app = overview()
    app.button(key="headcount-why-high_touch").click().run()
    assert not app.exception
    assert any(str(b.key).startswith("headcount-why-high_touch-1-") for b in app.button)


def test_an_assumption_says_that_it_is_a_judgement():
    app = overview()
    judgement = next(id for id, _ in resting_fte(plan_of("sou")))
    app.button(key=f"judgement-{judgement}").click().run()
    assert not app.exception
    assert "judgement" in words(app)


def test_a_source_against_the_advice_warns():
    rule = SourcingRule(source=SourceKind.OUTSOURCER, share=1.0, reason="*cheap*")
    app = overview("en", "sou", SetSourcing(role="high_touch", rule=rule))
    assert not app.exception
    assert app.warning
    assert "\\*cheap\\*" in "\n".join(m.value for m in app.markdown)


def test_names_are_text_and_never_markup():
    evil = "![x](https://example.com/x.png)"
    app = overview("en", "sou", SetRoster(roster=(Person(id="a", name=evil), Person(id="b", name=evil, manager="a"))))
    assert not app.exception
    assert all(evil not in m.value for m in app.markdown)
    assert all(evil not in b.label for b in app.button)


def test_another_phase_changes_the_page():
    app = overview("en", "sou", SetPhase(phase="expansion"))
    assert not app.exception
    assert "Expansion" in words(app)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_chart_adds_up_to_the_steady_fte_of_the_team(example: str):
    plan = plan_of(example)
    shown = monthly_fte(plan)
    steady = plan.staffing.steady_fte[0]
    left_out = [row for row, role in enumerate(plan.phase.role_ids) if role not in dict(shown.roles)]
    assert shown.needed == pytest.approx(steady.sum(axis=0) - steady[left_out].sum(axis=0))


def test_the_team_of_today_is_four_people():
    assert set(monthly_fte(plan_of("sou")).in_post) == {4.0}


def test_a_name_cannot_become_markup_in_the_chart():
    plan = plan_of("sou")
    assert all("<" not in str(trace.name) for trace in figure(plan, monthly_fte(plan)).data)


@pytest.mark.parametrize("example", EXAMPLES)
def test_no_judgement_carries_more_than_the_team(example: str):
    plan = plan_of(example)
    whole = plan.explain(f"staffing.team_fte[{plan.month}]").value
    resting = resting_fte(plan)
    assert resting
    assert all(0 < fte <= whole + 1e-9 for _, fte in resting)
    assert all(plan.assumptions[id].quantity.grade.is_judgement for id, _ in resting)


def test_the_concurrency_of_onboarding_carries_one_and_a_half_people():
    # 8 new a month x 1.5 months / 8 at a time = 1.5 FTE.
    assert dict(resting_fte(plan_of("sou")))[
        "service_model.one_to_one_standard.onboarding.concurrent"
    ] == pytest.approx(1.5)


@pytest.mark.parametrize("page", ["start", "overview"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_company_that_cannot_be_planned_is_told_in_a_sentence(page: str, language: str):
    app = overview(language, "sou", SetPhase(phase="nowhere"))
    if page == "start":
        app.switch_page("orgplanner/ui/pages/start.py").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "nowhere" in app.error[0].value


def derivation_in_a_dialog():
    import streamlit as st

    from orgplanner.ui.components.derivation import why

    @st.dialog("A dialog")
    def opened():
        why("gaps.open_positions", key="inside", inside_dialog=True)

    why("benchmark.cost_share", key="outside", label="Band")
    why("high_touch", key="role")
    if st.button("Open", key="open"):
        opened()


def test_a_derivation_stands_in_a_dialog_as_well():
    app = AppTest.from_function(derivation_in_a_dialog, default_timeout=60).run()
    app.button(key="open").click().run()
    assert not app.exception


def test_a_role_stands_for_its_fte():
    app = AppTest.from_function(derivation_in_a_dialog, default_timeout=60).run()
    app.button(key="role").click().run()
    assert not app.exception
    assert "3.83 FTE" in [m.value for m in app.metric]


def test_an_assumption_shows_range_grade_source_and_that_it_is_unchanged():
    app = AppTest.from_function(derivation_in_a_dialog, default_timeout=60).run()
    app.button(key="outside").click().run()
    assert not app.exception
    shown = words(app)
    assert all(part in shown for part in ("Grade", "plausible from", "default, unchanged", "Source:"))
