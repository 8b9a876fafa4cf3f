"""Editing the leader's own chart: wishes become edits, refusals say why in names, forms do what dragging does."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from orgplanner.advice.cards import UNIT_STEM, Reading, box_places, chart_cards
from orgplanner.advice.chart_effects import ChartEffect
from orgplanner.advice.chart_refusals import refusal_words
from orgplanner.advice.chart_words import edit_words, new_seat_id
from orgplanner.advice.seats import ChartView, seats_of
from orgplanner.i18n import LANGUAGES, say
from orgplanner.plan import Plan, make_plan
from orgplanner.records import chart_edit as edits
from orgplanner.records.base import SourceKind
from orgplanner.records.change import SetStructure, apply
from orgplanner.records.chart_edit import ChartEdit
from orgplanner.records.company import Company
from orgplanner.ui import state
from orgplanner.ui.components import chart_editing
from orgplanner.ui.components import org_chart_requests as requests
from orgplanner.ui.components.chart_edit_panel import FORMS, OFFERED
from tests.companies import ROOT, company, example, example_plan, person, phase, segment

PAGE = "orgplanner/ui/pages/org_chart.py"

EVERY_EDIT: tuple[ChartEdit, ...] = (
    edits.MovePosition(position="lead-1", to=None),
    edits.MovePosition(position="lead-1", to="head-1"),
    edits.AddPosition(position="own-support-1", role="support", to="lead-1", title="Desk"),
    edits.AddPosition(position="own-support-2", role="support", to="lead-1", assistant=True),
    edits.RemovePosition(position="low_touch-shared"),
    edits.RemovePosition(position="low_touch-shared", with_reports=True),
    edits.SplitPosition(position="high_touch-1", new="own-high_touch-1"),
    edits.SplitPosition(position="lead-1", new="own-lead-1", roles=("high_touch",)),
    edits.MergePositions(position="high_touch-1", other="high_touch-2"),
    edits.AssignPerson(person="head_a", position="lead-1"),
    edits.AssignPerson(person="head_a", position="lead-1", alone=False),
    edits.AssignPerson(person="head_a", position="lead-1", interim=True),
    edits.UnassignPerson(person="head_a", position="head-1"),
    edits.UnassignPerson(person="head_a"),
    edits.SwapPeople(position="high_touch-1", other="head-1"),
    edits.SetPositionRole(position="lead-1", role="support"),
    edits.SetPositionSource(position="lead-1", source=SourceKind.EMPLOYEE),
    edits.SetPositionSource(position="lead-1", source=SourceKind.OUTSOURCER, count=3),
    edits.SetPositionUnit(position="lead-1", unit="desk"),
    edits.SetPositionUnit(position="lead-1", unit=None),
    edits.SetPositionTitle(position="lead-1", title="Captain"),
    edits.SetPositionTitle(position="lead-1", title=None),
    edits.SetAssistant(position="high_touch-1"),
    edits.SetAssistant(position="high_touch-1", assistant=False),
    edits.DrawDottedLine(position="high_touch-1", to="head-1"),
    edits.DrawDottedLine(position="high_touch-1", to="head-1", drawn=False),
    edits.RenameUnit(unit="customer_success_team", name="Front"),
)

REFUSED: dict[str, tuple[ChartEdit, ...]] = {
    "no_such_seat": (edits.MovePosition(position="gone-9", to=None),),
    "no_such_person": (edits.AssignPerson(person="nobody", position="lead-1"),),
    "no_such_role": (edits.SetPositionRole(position="lead-1", role="suport"),),
    "under_itself": (edits.MovePosition(position="lead-1", to="lead-1"),),
    "under_own_branch": (edits.MovePosition(position="head-1", to="lead-1"),),
    "under_assistant": (
        edits.SetAssistant(position="high_touch-1"),
        edits.MovePosition(position="high_touch-2", to="high_touch-1"),
    ),
    "seat_exists": (edits.AddPosition(position="lead-1", role="support", to=None),),
    "role_not_on_seat": (edits.SplitPosition(position="lead-1", new="own-lead-1", roles=("support",)),),
    "pool_not_split": (edits.SplitPosition(position="low_touch-shared", new="own-low_touch-1"),),
    "nothing_left": (edits.SplitPosition(position="high_touch-1", new="own-x-1", roles=("high_touch",)),),
    "merged_with_itself": (edits.MergePositions(position="lead-1", other="lead-1"),),
    "swapped_with_itself": (edits.SwapPeople(position="lead-1", other="lead-1"),),
    "interim_on_filled": (edits.AssignPerson(person="head_a", position="high_touch-1", interim=True),),
    "merged_with_outside": (edits.MergePositions(position="lead-1", other="low_touch-shared"),),
    "other_source": (edits.AssignPerson(person="head_a", position="low_touch-shared"),),
    "no_room": (edits.AssignPerson(person="head_a", position="high_touch-1"),),
    "no_time": (
        edits.AssignPerson(person="head_a", position="lead-1", share=1.0),
        edits.SetPositionRole(position="high_touch-1", role="high_touch"),
        edits.UnassignPerson(person="member_b"),
        edits.AssignPerson(person="head_a", position="high_touch-1", alone=False),
    ),
    "not_on_seat": (edits.UnassignPerson(person="head_a", position="lead-1"),),
    "assistant_with_reports": (edits.SetAssistant(position="lead-1"),),
    "assistant_of_nobody": (
        edits.MovePosition(position="high_touch-1", to=None),
        edits.SetAssistant(position="high_touch-1"),
    ),
}


@pytest.fixture
def sou() -> Plan:
    return example_plan("sou")


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> state._Session:
    """Give a session of the example without a browser."""
    found = state._Session(example("meridian"), "meridian")
    monkeypatch.setattr(state, "_session", lambda: found)
    monkeypatch.setattr(state, "phase_of", phase)
    return found


def edited(of: Company, *wanted: ChartEdit) -> Plan:
    return make_plan(apply(of, wanted), phase(of.phase))


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edit", EVERY_EDIT, ids=lambda e: e.kind)
def test_every_edit_is_told_in_words_with_names(sou: Plan, edit: ChartEdit, language: str) -> None:
    words = edit_words(sou, edit, language)
    assert "{" not in words
    assert not any(id in words for id in ("lead-1", "head-1", "high_touch-1", "low_touch-shared", "head_a"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_seats_that_edits_made_and_took_away_and_units_before_a_new_name_are_called_by_names(language: str) -> None:
    made = (
        edits.AddPosition(position="own-lead-1", role="lead", to="head-1"),
        edits.SplitPosition(position="high_touch-1", new="own-high_touch-1"),
        edits.RemovePosition(position="own-high_touch-1"),
        edits.MergePositions(position="lead-1", other="own-lead-1"),
        edits.RenameUnit(unit="customer_success_team", name="Front"),
    )
    plan = edited(example("sou"), *made)
    assert not plan.design.set_aside
    told = [edit_words(plan, edit, language) for edit in made]
    assert not any("own-" in words for words in told)
    assert told[-1].count("Front") == 1
    nowhere = (
        edits.SplitPosition(position="own-b-1", new="own-a-1"),
        edits.SplitPosition(position="own-a-1", new="own-b-1"),
    )
    assert edit_words(edited(example("sou"), *nowhere), nowhere[0], language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", REFUSED)
def test_every_refusal_says_why_with_names(sou: Plan, message: str, language: str) -> None:
    (problem,) = sou.refused_edits(REFUSED[message]).values()
    assert problem.message == f"chart_{message}"
    words = refusal_words(sou, problem, language)
    assert not any(id in words for id in ("lead-1", "head-1", "high_touch-1", "head_a", "chart.edits", "{"))


def test_every_refusal_that_the_stage_raises_is_tried_here() -> None:
    """Messages are read from the code, so that a new one cannot go without its sentence."""
    code = "".join((ROOT / "orgplanner/stages" / f"{name}.py").read_text("utf-8") for name in ("chart_edits", "draft"))
    raised = set(re.findall(r'RefusedEdit\(\s*"(\w+)"', code)) | set(re.findall(r'"(no_\w+)"', code))
    assert raised <= set(REFUSED)


def test_ids_of_new_seats_are_never_given_twice(sou: Plan) -> None:
    assert new_seat_id(sou, "support") == "own-support-1"
    assert new_seat_id(sou, "support", after=1) == "own-support-2"
    added = edits.AddPosition(position="own-support-1", role="support", to="head-1")
    removed = edits.RemovePosition(position="own-support-1")
    assert new_seat_id(edited(example("sou"), added, removed), "support") == "own-support-2"


# ---------------------------------------------------------------- wishes


def wish(of: Plan, request: requests.ChartRequest) -> tuple[ChartEdit, ...]:
    return chart_editing.edits_asked(of, request, "en")


def test_a_drop_on_a_seat_moves_the_branch_under_it(sou: Plan) -> None:
    move = edits.MovePosition(position="high_touch-1", to="head-1")
    assert wish(sou, requests.MoveCard(card="high_touch-1", to="head-1")) == (move,)
    top = edits.MovePosition(position="high_touch-1", to=None)
    assert wish(sou, requests.MoveCard(card="high_touch-1", to=None)) == (top,)


def test_a_drop_on_the_box_of_a_unit_moves_the_branch_into_the_unit() -> None:
    found = example_plan("meridian")
    boxes = box_places(seats_of(found, ChartView.OWN, "en"))
    box, (unit, manager) = next((b, place) for b, place in boxes.items() if place[0] == "support")
    assert box.startswith(UNIT_STEM)
    asked = wish(found, requests.MoveCard(card="lead-5", to=box))
    assert asked == (
        edits.MovePosition(position="lead-5", to=manager),
        edits.SetPositionUnit(position="lead-5", unit=unit, with_reports=True),
    )
    assert edited(example("meridian"), *asked).design.position("adoption-21").unit == "support"


def test_somebody_dropped_on_a_full_seat_takes_it_and_the_holder_gives_way(sou: Plan) -> None:
    holder = sou.design.holders["high_touch-1"][0].id
    bare = edited(example("sou"), edits.UnassignPerson(person="head_a"))
    asked = wish(bare, requests.AssignPerson(person="head_a", card="high_touch-1"))
    assert asked[0] == edits.UnassignPerson(person=holder, position="high_touch-1")
    after = edited(example("sou"), edits.UnassignPerson(person="head_a"), *asked)
    assert [p.id for p in after.design.holders["high_touch-1"]] == ["head_a"]
    assert holder in after.design.tray


def test_taking_off_swapping_and_removing_are_asked_by_cards(sou: Plan) -> None:
    holder = sou.design.holders["high_touch-1"][0].id
    off = edits.UnassignPerson(person=holder, position="high_touch-1")
    assert wish(sou, requests.UnassignPerson(card="high_touch-1")) == (off,)
    swap = requests.SwapPeople.model_validate({"card": "high_touch-1", "with": "high_touch-2"})
    assert wish(sou, swap) == (edits.SwapPeople(position="high_touch-1", other="high_touch-2"),)
    assert wish(sou, requests.RemoveCard(card="lead-1")) == (edits.RemovePosition(position="lead-1"),)


def test_a_card_that_is_not_there_asks_for_nothing(sou: Plan) -> None:
    assert wish(sou, requests.MoveCard(card="lead-1", to="unit:elsewhere:head-1")) == ()
    assert wish(sou, requests.AssignPerson(person="head_a", card="unit:x:y")) == ()


# ---------------------------------------------------------------- the session


def test_edits_of_the_chart_need_no_new_plan_and_give_the_same_design(session: state._Session) -> None:
    before = state.plan()
    wanted = (
        edits.MovePosition(position="lead-5", to="lead-1"),
        edits.AddPosition(position="own-support-1", role="support", to="lead-1"),
        edits.RemovePosition(position="adoption-1"),
    )
    state.change(*wanted)
    quick, whole = state.plan(), edited(example("meridian"), *wanted)
    assert quick.staffing is before.staffing
    assert quick.unedited is before
    assert quick.company == whole.company
    assert quick.design == whole.design
    assert quick.design_checks == whole.design_checks
    assert quick.design_differences == whole.design_differences
    assert quick.unedited.design == whole.unedited.design


def test_a_session_keeps_the_plans_that_were_used_last(session: state._Session) -> None:
    first = state.plan()
    for k in range(state.KEPT_PLANS * 2):
        state.change(edits.SetPositionTitle(position="lead-1", title=f"Title {k}"))
        state.plan()
    assert len(session.plans) == state.KEPT_PLANS
    while state.can_undo():
        state.undo()
    assert state.plan() is first


def test_a_refused_wish_changes_nothing_and_says_why(session: state._Session, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, object] = {}
    monkeypatch.setattr(state, "set_widget", kept.__setitem__)
    monkeypatch.setattr(state, "widget", kept.get)
    monkeypatch.setattr(state, "language", lambda: "en")
    assert not chart_editing.make([edits.MovePosition(position="head-1", to="lead-1")])
    assert not state.can_undo()
    assert "cannot move under it" in chart_editing.notice()
    assert chart_editing.make([edits.MovePosition(position="lead-5", to="lead-1")])
    assert chart_editing.notice() == ""


def test_one_wish_of_several_edits_is_one_step_to_undo(session: state._Session) -> None:
    state.change(
        edits.MovePosition(position="lead-5", to="lead-1"), edits.SetPositionUnit(position="lead-5", unit="support")
    )
    state.undo()
    assert state.company().chart.edits == ()
    state.redo()
    assert len(state.company().chart.edits) == 2


@pytest.mark.parametrize("seed", range(3))
def test_any_row_of_wishes_undone_and_done_again_gives_the_same_chart(
    session: state._Session, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    kept: dict[str, object] = {}
    monkeypatch.setattr(state, "set_widget", kept.__setitem__)
    monkeypatch.setattr(state, "widget", kept.get)
    monkeypatch.setattr(state, "language", lambda: "en")
    draw, before = random.Random(seed), state.plan().design  # noqa: S311 - a row that can be drawn again
    for _ in range(40):
        chart_editing.make(wish(state.plan(), some_wish(draw, state.plan())))
    after, steps = state.plan().design, len(session.steps)
    assert steps > 10
    for _ in range(steps):
        state.undo()
    assert state.plan().design == before
    for _ in range(steps):
        state.redo()
    assert state.plan().design == after
    assert after == edited(state.company()).design


def some_wish(draw: random.Random, of: Plan) -> requests.ChartRequest:
    """Return a wish about seats and people of a chart, sensible or not."""
    seats = [p.id for p in of.design.positions]
    people = [*of.design.tray, draw.choice(of.design.people).id]
    card, other = draw.choice(seats), draw.choice([*seats, *box_places(seats_of(of, ChartView.OWN, "en"))])
    return draw.choice(
        (
            requests.MoveCard(card=card, to=other),
            requests.MoveCard(card=card, to=draw.choice((other, None))),
            requests.SwapPeople.model_validate({"card": card, "with": other}),
            requests.AssignPerson(person=draw.choice(people), card=other),
            requests.UnassignPerson(card=card),
            requests.RemoveCard(card=card),
        )
    )


def test_the_effect_tells_what_a_removed_seat_leaves_uncovered() -> None:
    after = edited(example("meridian"), edits.RemovePosition(position="adoption-1"))
    effect = ChartEffect(after.unedited, after)
    assert effect.removed == ("adoption-1",)
    assert [role.role for role in effect.short] == ["adoption"]
    assert effect.tray == (0, 1)
    assert effect.cost[1] < effect.cost[0]
    assert effect.open[0] == effect.open[1]


# ---------------------------------------------------------------- the page

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Give a way to open the leader's own chart of a company with a picked seat."""

    def opened(of: Company, picked: str | None = None, language: str = "en", **link: str) -> AppTest:
        monkeypatch.setattr(state, "language", lambda: language)
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        page.session_state["orgplanner"] = state._Session(of, "test")
        page.session_state[chart_editing.CHART] = {"selected": picked}
        for name, value in ({"view": "own"} | link).items():
            page.query_params[name] = value
        return page.switch_page(PAGE).run()

    return opened


def made(page: AppTest) -> tuple[ChartEdit, ...]:
    found: state._Session = page.session_state["orgplanner"]
    return apply(found.base, [c for step in found.steps for c in step]).chart.edits


def form(page: AppTest, name: str) -> AppTest:
    return page.selectbox(key="chart-edit-what").select(name).run()


def submit(page: AppTest) -> AppTest:
    return next(b for b in page.button if "chart-edit-do-" in (b.key or "")).click().run()


def field(page: AppTest, kind: str, name: str, seat: str, count: int = 0) -> Any:
    return getattr(page, kind)(key=f"edit-{name}-{seat}-{count}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OFFERED)
def test_every_form_opens_in_both_languages(open_page: Open, name: str, language: str) -> None:
    page = form(open_page(example("sou"), "lead-1", language), name)
    assert not page.exception
    assert say(f"chart_editing.verb_{name}", language) in [b.label for b in page.button]


def test_every_kind_of_edit_has_a_form() -> None:
    assert set(OFFERED) == set(FORMS)


def test_a_seat_moves_by_form(open_page: Open) -> None:
    page = form(open_page(example("meridian"), "lead-5"), "move")
    field(page, "selectbox", "move", "lead-5").select("lead-1")
    page = submit(page)
    assert not page.exception
    assert made(page) == (edits.MovePosition(position="lead-5", to="lead-1"),)


def test_a_form_without_a_choice_says_what_is_missing(open_page: Open) -> None:
    page = submit(form(open_page(example("meridian"), "lead-5"), "move"))
    assert made(page) == ()
    assert say("chart_editing.nothing_to_do", "en") in [i.value for i in page.info]


def test_a_lead_is_inserted_over_the_reports_in_one_step(open_page: Open) -> None:
    page = submit(form(open_page(example("meridian"), "lead-5"), "lead"))
    added, *moves = made(page)
    assert isinstance(added, edits.AddPosition)
    assert (added.role, added.to, added.unit) == ("lead", "lead-5", "adoption")
    assert {m.position for m in moves if isinstance(m, edits.MovePosition)} == {f"adoption-{k}" for k in range(21, 27)}
    assert len(page.session_state["orgplanner"].steps) == 1


def test_a_refused_form_changes_nothing_and_says_why(open_page: Open) -> None:
    page = form(open_page(example("sou"), "lead-1"), "assistant")
    field(page, "checkbox", "assistant", "lead-1").check()
    page = submit(page)
    assert made(page) == ()
    assert any("has reports" in w.value for w in page.warning)


def test_an_edit_is_taken_back_from_the_list_and_all_of_them_at_once(open_page: Open) -> None:
    of = apply(example("meridian"), [edits.MovePosition(position=f"lead-{k}", to="lead-1") for k in (5, 6)])
    page = open_page(of, section="edits")
    page = page.button(key="chart-drop-0").click().run()
    assert [e.position for e in made_company(page).chart.edits if isinstance(e, edits.MovePosition)] == ["lead-6"]
    page = page.button(key="chart-start-again").click().run()
    assert made_company(page).chart.edits == ()
    assert len(page.session_state["orgplanner"].steps) == 2


def made_company(page: AppTest) -> Company:
    found: state._Session = page.session_state["orgplanner"]
    return apply(found.base, [c for step in found.steps for c in step])


def test_edits_that_do_not_apply_are_told_and_can_be_dropped(open_page: Open) -> None:
    of = apply(example("meridian"), [edits.MovePosition(position="gone-1", to=None)])
    page = open_page(of, section="edits")
    assert say("chart_editing.aside_title", "en", count=1) in [w.value for w in page.warning]
    page = page.button(key="chart-drop-aside").click().run()
    assert made_company(page).chart.edits == ()


def test_many_seats_move_in_one_step_after_a_preview(open_page: Open) -> None:
    page = open_page(example("meridian"), section="bulk")
    page.selectbox(key="chart-bulk-manager").select("lead-5").run()
    page.selectbox(key="chart-bulk-target").select("lead-6").run()
    assert any("Spans outside" in m.value for m in page.markdown)
    page = page.button(key="chart-bulk-apply").click().run()
    assert not page.exception
    assert len(made(page)) == 6
    assert len(page.session_state["orgplanner"].steps) == 1


def test_a_manager_in_the_set_takes_the_branch_along(open_page: Open) -> None:
    page = open_page(example("meridian"), section="bulk")
    page.selectbox(key="chart-bulk-unit").select("adoption").run()
    page.selectbox(key="chart-bulk-target").select("head-1").run()
    page = page.button(key="chart-bulk-apply").click().run()
    assert {e.position.partition("-")[0] for e in made(page) if isinstance(e, edits.MovePosition)} == {"lead"}


@pytest.mark.parametrize("check", ["cover", "spans", "cost", "skills", "seats", "tray"])
def test_every_check_opens_how_it_is_counted(open_page: Open, check: str) -> None:
    of = apply(example("sou"), [edits.RemovePosition(position="high_touch-1")])
    page = open_page(of)
    page.session_state[f"chart-check-{check}"] = True
    before = len(page.markdown)
    page = page.run()
    assert not page.exception
    assert len(page.markdown) > before


def test_another_structure_is_chosen_and_edits_stay(open_page: Open) -> None:
    of = apply(example("meridian"), [edits.MovePosition(position="lead-5", to="lead-1")])
    page = open_page(of)
    box = next(s for s in page.selectbox if (s.key or "").startswith("chart-structure-"))
    page = box.select("region").run()
    assert not page.exception
    assert made_company(page).chart == replace_structure(of, "region").chart


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_structure_that_is_not_there_is_told_and_can_be_left(open_page: Open, language: str) -> None:
    page = open_page(replace_structure(example("sou"), "elsewhere"), language=language)
    assert not page.exception
    assert say("error.kind_structure", language) in page.error[0].value
    page = page.button(key="chart-structure-drop").click().run()
    assert not page.error
    assert made_company(page).chart.structure is None


def replace_structure(of: Company, structure: str) -> Company:
    return apply(of, [SetStructure(structure=structure)])


def test_edit_leads_from_the_recommendation_to_the_own_chart(open_page: Open) -> None:
    page = open_page(example("sou"), view="recommended")
    page = page.button(key="chart-edit").click().run()
    assert say("org_chart.about_own", "en") in [m.value for m in page.markdown]


def test_what_the_reader_wants_on_the_cards_is_kept_in_the_link(open_page: Open) -> None:
    page = open_page(example("sou"), fields="cost.unit", colour="load", boxes="1")
    assert not page.exception
    assert page.query_params["colour"] in ("load", ["load"])
    assert page.toggle(key="chart-boxes").value is True


def test_names_of_units_titles_and_people_stay_text(open_page: Open) -> None:
    hostile = "![x](http://example.com/a.png) `[a]'"
    of = company(
        segment(),
        roster=(person("a", "head", name=hostile), person("b", "high_touch", manager="a", name="=1+1")),
    )
    of = apply(
        of,
        [
            edits.RenameUnit(unit="customer_success_team", name=hostile),
            edits.SetPositionTitle(position="high_touch-1", title=hostile),
        ],
    )
    for section in ("edits", "table"):
        page = open_page(of, "high_touch-1", section=section)
        assert not page.exception
        assert not [m.value for m in page.markdown if "![x]" in m.value]


@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_of_units_hold_every_seat_once(language: str) -> None:
    cards = chart_cards(example_plan("meridian"), ChartView.OWN, language, Reading(unit_boxes=True))
    assert len({card.id for card in cards}) == len(cards)
    assert {card.kind for card in cards if card.id.startswith(UNIT_STEM)} == {"unit"}


def test_an_own_seat_says_that_it_was_added() -> None:
    of = edited(example("sou"), edits.AddPosition(position="own-support-1", role="support", to="head-1"))
    seat = next(s for s in seats_of(of, ChartView.OWN, "en") if s.id == "own-support-1")
    assert "added" in seat.position
    assert seat.kind == "open"
