"""Who stands under whom on a chart, and what a card says, as every text format writes it."""

from __future__ import annotations

from typing import NamedTuple

from orgplanner.records.base import CONTROL, LINE_BREAK
from orgplanner.records.card import Card, chart_order


class ChartLine(NamedTuple):
    """A line between two cards, by their places in the sequence."""

    above: int
    below: int
    dotted: bool


def chart_lines(cards: tuple[Card, ...]) -> tuple[ChartLine, ...]:
    """List the lines of a chart: solid ones in the order of the cards, then the dotted ones.

    A line to a card that is not on the chart, or to the card itself, is left out.

    >>> boss, aide = Card(id="a", title="A"), Card(id="b", title="B", parent_id="a", dotted_to=("a", "gone"))
    >>> chart_lines((boss, aide))
    (ChartLine(above=0, below=1, dotted=False), ChartLine(above=0, below=1, dotted=True))
    """
    place = {card.id: k for k, card in enumerate(cards)}
    solid = [ChartLine(above, k, False) for k, above in enumerate(chart_order(cards)) if above not in (None, k)]
    dotted = [
        ChartLine(place[to], k, True)
        for k, card in enumerate(cards)
        for to in dict.fromkeys(card.dotted_to)
        if to in place and to != card.id
    ]
    return (*solid, *dotted)


def card_texts(card: Card) -> tuple[str, ...]:
    """Return what a card says from top to bottom: title, role, lines, badges.

    >>> card_texts(Card(id="a", title="A", lines=("Unit",)))
    ('A', 'Unit')
    """
    said = (card.title, card.role, *card.lines, *(badge.text for badge in card.badges))
    return tuple(text for text in map(writable, said) if text)


def writable(text: str) -> str:
    r"""Return a text as one line that any file may hold.

    >>> writable("a\x00b\nc")
    'ab c'
    """
    return LINE_BREAK.sub(" ", CONTROL.sub("", text)).strip()
