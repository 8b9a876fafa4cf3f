"""The cards of a chart: seats as the reader wants to read them, boxes of units between them if wanted."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from orgplanner import i18n
from orgplanner.advice.seats import ChartView, Seat, seats_of, unplaced_people
from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.records.card import Card, CardField, ColourBy

UNIT_STEM = "unit:"
"""Start of the ids of unit boxes; no seat's id has a colon there."""


class Reading(Record):
    """How a reader wants the chart."""

    fields: tuple[CardField, ...] = Field(
        default=(CardField.LOAD, CardField.START, CardField.SKILLS, CardField.COVER), max_length=8
    )
    """What the cards say beside person and role."""
    colour: ColourBy = ColourBy.UNIT
    """What the colour of a card tells."""
    unit_boxes: bool = False
    """Whether units have boxes of their own that hold their people."""


def chart_cards(plan: Plan, view: ChartView, language: str, reading: Reading | None = None) -> tuple[Card, ...]:
    """Return the cards of a view, boxes above before those below."""
    reading = reading or Reading()
    return cards_of_seats(seats_of(plan, view, language), reading, language)


def tray_cards(plan: Plan, language: str, view: ChartView = ChartView.OWN) -> tuple[Card, ...]:
    """Return the cards of people without a seat on a view."""
    seats = unplaced_people(plan, language, view)
    return tuple(Card(id=s.id, title=s.title, role=s.role, kind="gone", unit=s.unit, group=s.unit) for s in seats)


def cards_of_seats(seats: Sequence[Seat], reading: Reading, language: str) -> tuple[Card, ...]:
    """Return the card of every seat, with boxes of units in between where the reader wants them."""
    above = _unit_boxes(seats) if reading.unit_boxes else {}
    boxes = _box_cards(seats, above, reading, language)
    cards: list[Card] = []
    for seat in seats:
        box = above.get(seat.id)
        if box is not None and box in boxes:
            cards.append(boxes.pop(box))
        cards.append(_card(seat, box or seat.above, reading))
    return tuple(cards)


def box_places(seats: Sequence[Seat]) -> dict[str, tuple[str, str | None]]:
    """Return of each unit box its unit and the seat above, None for units at the top."""
    boxes = _unit_boxes(seats)
    return {boxes[s.id]: (s.unit_id, s.above) for s in seats if s.id in boxes and s.unit_id is not None}


def _card(seat: Seat, above: str | None, reading: Reading) -> Card:
    told = [seat.fields.get(name, "") for name in reading.fields if not (reading.unit_boxes and name is CardField.UNIT)]
    lines = dict.fromkeys(line for line in (*seat.notes, *told) if line and line not in (seat.role, seat.title))
    return Card(
        id=seat.id,
        parent_id=above,
        title=seat.title,
        role=seat.role,
        unit=seat.unit,
        group=seat.groups.get(reading.colour, ""),
        lines=tuple(lines),
        badges=seat.badges,
        kind=seat.kind,
        dotted_to=seat.dotted_to,
        assistant=seat.assistant,
    )


def _unit_boxes(seats: Sequence[Seat]) -> dict[str, str]:
    """Return the box above each seat whose manager stands in another unit; one box for each unit and manager."""
    unit_of = {seat.id: seat.unit_id for seat in seats}
    return {
        seat.id: f"{UNIT_STEM}{seat.unit_id}:{seat.above or ''}"
        for seat in seats
        if seat.unit_id is not None and not seat.assistant and unit_of.get(seat.above or "") != seat.unit_id
    }


def _box_cards(seats: Sequence[Seat], above: dict[str, str], reading: Reading, language: str) -> dict[str, Card]:
    """Return the boxes of units with how many seats they hold, and how many of these are open.

    A box has a colour where colours tell units; any other colour tells something about a seat.
    """
    inside: dict[str, list[Seat]] = {}
    holds: dict[str, str] = {}
    for seat in seats:
        box = above.get(seat.id) or holds.get(seat.above or "")
        if box is not None:
            holds[seat.id] = box
            inside.setdefault(box, []).append(seat)
    first = {above[s.id]: s for s in reversed(seats) if s.id in above}
    cards = {}
    for box, members in inside.items():
        opened = sum(s.kind == "open" for s in members)
        words = [i18n.say("org_chart.box_seats", language, count=len(members))]
        words += [i18n.say("org_chart.box_open", language, count=opened)] if opened else []
        unit = first[box].unit
        group = unit if reading.colour is ColourBy.UNIT else ""
        above_box = first[box].above
        cards[box] = Card(
            id=box, parent_id=above_box, title=unit, lines=tuple(words), kind="unit", unit=unit, group=group, fixed=True
        )
    return cards
