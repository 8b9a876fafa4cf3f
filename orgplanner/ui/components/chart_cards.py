"""What the page draws of a view: seats, cards, their heights and the chart's own words."""

from __future__ import annotations

from dataclasses import dataclass

from orgplanner.advice.cards import Reading, cards_of_seats, tray_cards
from orgplanner.advice.seats import ChartView, Seat, seats_of, unplaced_people
from orgplanner.exports.chart.drawing import card_heights
from orgplanner.exports.plan_chart import CARD_KINDS
from orgplanner.plan import Plan
from orgplanner.records.card import Card, CardKind
from orgplanner.ui import state
from orgplanner.ui.components.org_chart import KindLabels, Labels
from orgplanner.ui.wording import say


@dataclass(frozen=True)
class Board:
    """A view of the chart as a reader wants it."""

    seats: tuple[Seat, ...]
    unplaced: tuple[Seat, ...]
    """People without a place."""
    cards: tuple[Card, ...]
    heights: tuple[float, ...]
    """Height of each card, in px, at which all of its texts fit."""
    tray: tuple[Card, ...]


def seats_shown(plan: Plan, view: ChartView) -> tuple[Seat, ...]:
    """Return the seats of a view; they are worked out once for as long as the plan stays the same."""
    language = state.language()
    return state.study(lambda same: seats_of(same, view, language), plan, f"seats {view.value} {language}")


def board_of(plan: Plan, view: ChartView, reading: Reading) -> Board:
    """Return what a view shows."""
    seats, language, today = seats_shown(plan, view), state.language(), view is ChartView.TODAY
    cards = cards_of_seats(seats, reading, language)
    kinds: dict[CardKind, str] = {kind: say(f"org_chart.kind_{kind}") for kind in CARD_KINDS}
    return Board(
        seats=seats,
        unplaced=() if today else unplaced_people(plan, language, view),
        cards=cards,
        heights=card_heights(cards, kinds),
        tray=() if today else tray_cards(plan, language, view),
    )


def chart_labels() -> Labels:
    """Return the chart's own words in the language of the page."""
    kinds = KindLabels(**{kind: say(f"org_chart.kind_{kind}") for kind in KindLabels.model_fields})
    words = {name: say(f"org_chart.chart_{name}") for name in Labels.model_fields if name != "kinds"}
    return Labels(kinds=kinds, **words)
