"""Cards say what a chart says about every seat, in the words and with the fields that the reader picks."""

from __future__ import annotations

import pytest

from orgplanner.advice.cards import UNIT_STEM, Reading, chart_cards, tray_cards
from orgplanner.advice.seats import seats_of, unplaced_people
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import Plan, make_plan
from orgplanner.records.card import Card, CardField, ChartView, ColourBy, chart_order
from orgplanner.records.change import SetStructure, apply
from orgplanner.records.chart_edit import (
    AddPosition,
    AssignPerson,
    ChartEdit,
    MovePosition,
    RenameUnit,
    SetAssistant,
    SetPositionTitle,
    UnassignPerson,
)
from tests.companies import EXAMPLES, company, example, example_plan, person, phase, plan, segment


def edited(*edits: ChartEdit, name: str = "hoshi") -> Plan:
    made = apply(example(name), edits)
    return make_plan(made, phase(made.phase))


def cards(of: Plan, view: ChartView = ChartView.OWN, **reading: object) -> dict[str, Card]:
    return {card.id: card for card in chart_cards(of, view, "en", Reading(**reading))}


@pytest.mark.parametrize("boxes", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", list(ChartView))
@pytest.mark.parametrize("name", EXAMPLES)
def test_cards_of_every_view_stand_below_one_another(name: str, view: ChartView, language: str, boxes: bool) -> None:
    found = chart_cards(example_plan(name), view, language, Reading(unit_boxes=boxes, fields=tuple(CardField)))
    order = chart_order(found)
    assert len({card.id for card in found}) == len(found)
    assert all(above is None or above < place for place, above in enumerate(order))
    assert all(card.title for card in found)


def test_the_reader_picks_what_cards_say() -> None:
    plain, told = cards(example_plan("hoshi"), fields=()), cards(example_plan("hoshi"), fields=(CardField.COST,))
    assert plain["lead-1"].lines == ()
    assert "month" in told["lead-1"].lines[0]


@pytest.mark.parametrize(
    ("colour", "word"), [(ColourBy.SOURCE, "Employee"), (ColourBy.GAP, "Filled"), (ColourBy.LOAD, "80 to 100 %")]
)
def test_the_reader_picks_what_colours_tell(colour: ColourBy, word: str) -> None:
    groups = {card.group for card in cards(example_plan("hoshi"), colour=colour).values()}
    assert word in groups


def test_boxes_of_units_hold_their_people_and_count_open_seats() -> None:
    plan_ = example_plan("hoshi")
    found = cards(plan_, unit_boxes=True)
    boxes = {id: card for id, card in found.items() if id.startswith(UNIT_STEM)}
    assert {card.title for card in boxes.values()} == {card.unit for card in found.values() if card.unit}
    for position in plan_.positions:
        if position.unit is not None:
            above = found[position.id]
            while above.kind != "unit":
                above = found[above.parent_id or ""]
            assert above.unit == found[position.id].unit
    (largest,) = [card for card in boxes.values() if "Positions: 7" in card.lines]
    assert "Open: 1" in largest.lines


@pytest.mark.parametrize("colour", list(ColourBy))
def test_boxes_of_units_have_a_colour_where_colours_tell_units(colour: ColourBy) -> None:
    boxes = [c for c in cards(example_plan("hoshi"), colour=colour, unit_boxes=True).values() if c.kind == "unit"]
    assert boxes
    assert {box.group == box.unit for box in boxes} == {colour is ColourBy.UNIT}


def test_a_unit_under_two_managers_has_two_boxes_of_one_name() -> None:
    seats = [p.id for p in example_plan("hoshi").positions if p.unit == "customer_success"]
    moved = cards(edited(MovePosition(position=seats[-1], to="head-1")), unit_boxes=True)
    names = [card.title for card in moved.values() if card.kind == "unit"]
    assert len(names) >= len(set(names))


def test_own_names_of_seats_and_units_are_shown_everywhere() -> None:
    unit = example_plan("hoshi").position("lead-1").unit
    assert unit is not None
    named = edited(SetPositionTitle(position="lead-1", title="東日本部長"), RenameUnit(unit=unit, name="第一部"))
    found = cards(named, fields=(CardField.UNIT,))
    assert found["lead-1"].role == "東日本部長"
    assert found["lead-1"].unit == "第一部"
    assert cards(named, ChartView.RECOMMENDED)["lead-1"].role != "東日本部長"


def test_what_is_wrong_with_a_seat_is_on_its_card() -> None:
    open_seat = example_plan("sou").gaps.open_positions[0].id
    somebody = example_plan("sou").company.roster[0]
    stands_in = edited(AssignPerson(person=somebody.id, position=open_seat, interim=True), name="sou")
    assert any(somebody.name in badge.text for badge in cards(stands_in)[open_seat].badges)
    extra = cards(edited(AddPosition(position="own-1", role="support", to="lead-1")))["own-1"]
    assert "No work for it" in [badge.text for badge in extra.badges]
    assert extra.kind == "open"


def test_too_many_reports_are_told_on_the_card() -> None:
    leads = [p.id for p in example_plan("meridian").positions if p.main_role == "lead" and p.unit == "adoption"]
    moves = [MovePosition(position=id, to=leads[0]) for id in leads[1:]]
    badges = [b.text for b in cards(edited(*moves, name="meridian"))[leads[0]].badges]
    assert any("above the guide" in text for text in badges)


def test_somebody_with_two_posts_is_on_both_cards() -> None:
    made = company(segment(40), roster=(person("a", "head"), person("b", "high_touch")))
    first = plan(made).design.assignments[0].position
    both = apply(
        made,
        [
            AddPosition(position="own-1", role="cs_design", to="head-1"),
            UnassignPerson(person="a"),
            AssignPerson(person="a", position=first, share=0.6),
            AssignPerson(person="a", position="own-1", share=0.4, alone=False),
        ],
    )
    found = cards(plan(both))
    assert found[first].title == found["own-1"].title == "a"
    assert all("Two posts" in [b.text for b in found[id].badges] for id in (first, "own-1"))


def test_assistants_are_marked() -> None:
    found = cards(edited(AddPosition(position="own-1", role="cs_ops", to="head-1"), SetAssistant(position="own-1")))
    assert found["own-1"].assistant
    assert [card.id for card in found.values() if card.assistant] == ["own-1"]


def test_whoever_has_no_seat_is_in_the_tray() -> None:
    made = edited(UnassignPerson(person="h03"))
    assert [card.id for card in tray_cards(made, "ja")] == ["h03"]
    assert [seat.id for seat in unplaced_people(made, "ja", ChartView.RECOMMENDED)] == []


def test_groups_of_split_units_are_named() -> None:
    made = make_plan(apply(example("meridian"), [SetStructure(structure="region")]), phase("maturity"))
    seats = {seat.id: seat for seat in seats_of(made, ChartView.OWN, "en")}
    assert seats["adoption-EMEA-1"].unit.endswith("EMEA")
    assert "EMEA" in seats["adoption-EMEA-1"].position
    assert any("and others" in seat.unit for seat in seats.values())


def test_names_stay_text_letter_by_letter() -> None:
    name = "<b>x</b> =1+1 [y](z) \u202eabc 😀 " + "長" * 150
    made = company(segment(100), roster=(person("a", "high_touch", name=name),))
    for view in ChartView:
        shown = [card.title for card in chart_cards(plan(made), view, "ja")]
        assert name in shown
