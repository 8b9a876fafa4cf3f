"""Cards, lines and frames of a chart in their places, without anything around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from orgplanner.exports.chart.card_texts import CARD_WIDTH, Written, write_card
from orgplanner.exports.chart.furniture import kind_colours
from orgplanner.exports.chart.shapes import (
    DASHES,
    NO_GROUP,
    PILE_SHEETS,
    PILE_STEP,
    DrawnCard,
    DrawnFrame,
    DrawnLine,
    Heading,
    Points,
    moved_text,
)
from orgplanner.maths.tree import Layout, Place, Spacing, lay_out
from orgplanner.records.card import Card, chart_order

_LANES = 3  # neighbouring dotted lines that do not lie on each other


def chart_spacing() -> Spacing:
    """Return sizes and distances of a chart, in px, the same on screen and on paper."""
    return Spacing(width=CARD_WIDTH, column_gap=24, row_gap=52, leaf_gap=18, indent=26, column_limit=10, row_limit=8)


@dataclass(frozen=True, slots=True)
class Plot:
    """Cards, lines and frames alone, from (0, 0) to (width, height)."""

    cards: tuple[DrawnCard, ...]
    lines: tuple[DrawnLine, ...]
    frames: tuple[DrawnFrame, ...]
    width: float
    height: float

    def moved(self, dx: float, dy: float) -> Plot:
        """Return the same plot elsewhere."""
        return Plot(
            cards=tuple(_moved_card(card, dx, dy) for card in self.cards),
            lines=tuple(_moved_line(line, dx, dy) for line in self.lines),
            frames=tuple(replace(frame, x=frame.x + dx, y=frame.y + dy) for frame in self.frames),
            width=self.width,
            height=self.height,
        )


def place_cards(cards: tuple[Card, ...], heights: Sequence[float], spacing: Spacing) -> Layout:
    """Lay out cards of given heights: boxes of units framed, assistants beside the line of their manager.

    Raises:
        ValueError: If the lines between the cards form a cycle.
    """
    return lay_out(
        chart_order(cards),
        spacing=spacing,
        heights=heights,
        boxed=[k for k, card in enumerate(cards) if card.kind == "unit"],
        assistants=[k for k, card in enumerate(cards) if card.assistant],
    )


def spare_room(cards: Collection[Card]) -> float:
    """Return what the sheets behind the cards of pools need to the right and below, in px."""
    return PILE_SHEETS * PILE_STEP if any(card.kind == "pool" for card in cards) else 0.0


def plot_cards(
    cards: tuple[Card, ...],
    heading: Heading,
    colours: Mapping[str, str],
    *,
    remarks: Mapping[str, tuple[str, ...]] | None = None,
    spacing: Spacing | None = None,
) -> Plot:
    """Place cards and the lines between them.

    Args:
        cards: The cards.
        heading: The words for kinds.
        colours: Colour of each group.
        remarks: Further texts by card, such as the page on which a branch goes on.
        spacing: Sizes and distances; those of `chart_spacing` if absent.

    Raises:
        ValueError: If the lines between the cards form a cycle.
    """
    s = spacing or chart_spacing()
    written = tuple(write_card(card, heading.kinds, (remarks or {}).get(card.id, ())) for card in cards)
    layout = place_cards(cards, [text.height for text in written], s)
    drawn = tuple(
        _card(card, place, text, colours)
        for card, place, text in zip(cards, layout.places, written, strict=True)
        if place is not None
    )
    return Plot(
        cards=drawn,
        lines=(*_solid(cards, layout), *_dotted(drawn, s)),
        frames=tuple(
            DrawnFrame(cards[f.card].id, f.x, f.y, f.width, f.height, colours.get(cards[f.card].group, NO_GROUP))
            for f in layout.frames
        ),
        width=layout.width + spare_room(cards),
        height=layout.height + spare_room(cards),
    )


def _card(card: Card, place: Place, written: Written, colours: Mapping[str, str]) -> DrawnCard:
    fill, stroke = kind_colours(card.kind)
    return DrawnCard(
        card=card,
        x=place.x,
        y=place.y,
        width=CARD_WIDTH,
        height=written.height,
        fill=fill,
        stroke=stroke,
        bar=colours.get(card.group, NO_GROUP),
        dashed=card.kind in DASHES,
        texts=tuple(moved_text(text, place.x, place.y) for text in written.texts),
    )


def _solid(cards: tuple[Card, ...], layout: Layout) -> Iterator[DrawnLine]:
    for line in layout.connectors:
        points = tuple((p.x, p.y) for p in line.points)
        yield DrawnLine(cards[line.parent].id, cards[line.child].id, points)


def _dotted(drawn: tuple[DrawnCard, ...], s: Spacing) -> Iterator[DrawnLine]:
    """Lead each dotted line out of the side that faces the other card, past its row, and in from above."""
    at = {card.card.id: card for card in drawn}
    lane = 0
    for card in drawn:
        for target in dict.fromkeys(card.card.dotted_to):
            to = at.get(target)
            if to is None or to is card:
                continue
            yield DrawnLine(target, card.card.id, _way(card, to, lane % _LANES, s), True)
            lane += 1


def _way(card: DrawnCard, to: DrawnCard, lane: int, s: Spacing) -> Points:
    leave = card.y + card.height / 2
    above = to.y - s.row_gap * 0.26 - 3 * lane
    end = to.x + to.width * 0.68 + 7 * lane
    if end < card.x:
        side = card.x
        beside = side - 5 - 2 * lane
        leave = card.y + card.height * 0.3  # the line from its own manager may enter in the middle of this side
    else:
        side = card.x + card.width
        beside = side + 7 + 3 * lane + spare_room((card.card,))
    return ((side, leave), (beside, leave), (beside, above), (end, above), (end, to.y))


def _moved_card(card: DrawnCard, dx: float, dy: float) -> DrawnCard:
    texts = tuple(moved_text(text, dx, dy) for text in card.texts)
    return replace(card, x=card.x + dx, y=card.y + dy, texts=texts)


def _moved_line(line: DrawnLine, dx: float, dy: float) -> DrawnLine:
    return DrawnLine(line.above, line.below, tuple((x + dx, y + dy) for x, y in line.points), line.dotted)
