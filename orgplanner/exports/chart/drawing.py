"""The one drawing behind every picture of a chart: cards, lines and frames placed, titled and explained.

The places come from `orgplanner.maths.tree`, as on screen; the formats (SVG, PNG, PDF, slides) write the
drawing down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from zlib import crc32

from orgplanner.exports.chart.card_texts import write_card
from orgplanner.exports.chart.furniture import Furniture, furnish
from orgplanner.exports.chart.plot import Plot, chart_spacing, plot_cards
from orgplanner.exports.chart.shapes import (
    DASHES,
    DOTTED_DASH,
    PALETTE,
    PILE_SHEETS,
    PILE_STEP,
    Drawing,
    DrawnCard,
    DrawnFrame,
    DrawnKey,
    DrawnLine,
    DrawnText,
    Heading,
    moved_text,
)
from orgplanner.records.card import Card, CardKind

__all__ = [
    "DASHES",
    "DOTTED_DASH",
    "PALETTE",
    "PILE_SHEETS",
    "PILE_STEP",
    "Drawing",
    "DrawnCard",
    "DrawnFrame",
    "DrawnKey",
    "DrawnLine",
    "DrawnText",
    "Heading",
    "card_heights",
    "chart_spacing",
    "colours_of",
    "compose",
    "draw_chart",
    "group_colours",
]

_MARGIN = 28.0
_BAND_GAP = 22.0  # between the chart and what stands above and below
_LEAST_WIDTH = 700.0
_USUAL_WIDTH = 1600.0
_LARGEST = 3.0  # times the usual size of title and legend on very wide charts


def group_colours(groups: Iterable[str]) -> Mapping[str, int]:
    """Give each group a colour from 0 to 9 that stays its own when cards move, come or go.

    A group's name decides; where two names meet, the later in the alphabet takes the next free colour.
    With more than ten groups colours repeat.

    Examples:
        >>> group_colours(["Support", "Onboarding", "Support", ""]) == group_colours(["Onboarding", "Support"])
        True
    """
    colours: dict[str, int] = {}
    taken: set[int] = set()
    for group in sorted({group for group in groups if group}):
        wanted = crc32(group.encode()) % len(PALETTE)
        tries = ((wanted + step) % len(PALETTE) for step in range(len(PALETTE)))
        colours[group] = next((colour for colour in tries if colour not in taken), wanted)
        taken.add(colours[group])
    return colours


def card_heights(cards: tuple[Card, ...], kinds: Mapping[CardKind, str] | None = None) -> tuple[float, ...]:
    """Return for each card the height in px at which all its texts fit, wrapped to the card's width.

    Args:
        cards: The cards.
        kinds: The words for each kind; without them one line is kept free where a card names its kind.
    """
    return tuple(write_card(card, kinds or {}).height for card in cards)


def colours_of(cards: Iterable[Card]) -> dict[str, str]:
    """Return the colour of each group on a chart, as `#rrggbb`, groups in the order of the alphabet."""
    return {group: PALETTE[k] for group, k in group_colours(card.group for card in cards).items()}


def draw_chart(cards: tuple[Card, ...], heading: Heading) -> Drawing:
    """Draw cards as one picture of whatever size they need.

    Args:
        cards: The cards, siblings in the order in which they should stand.
        heading: All words that the cards do not say.

    Returns:
        The drawing, in px; nothing on it is cut or shortened.

    Raises:
        ValueError: If the lines between the cards form a cycle.
    """
    colours = colours_of(cards)
    plot = plot_cards(cards, heading, colours)
    width = max(plot.width, _LEAST_WIDTH)
    enlarged = min(max(width / _USUAL_WIDTH, 1.0), _LARGEST)
    furniture = furnish(heading, colours, cards, width=width, enlarged=enlarged)
    return compose(plot, furniture, heading, width=width, margin=_MARGIN * enlarged, gap=_BAND_GAP * enlarged)


def compose(
    plot: Plot,
    furniture: Furniture,
    heading: Heading,
    *,
    width: float,
    margin: float,
    gap: float,
    height: float | None = None,
) -> Drawing:
    """Put the title above a plot and the legend below.

    Args:
        plot: Cards, lines, frames.
        furniture: What stands above and below.
        heading: The words.
        width: Width between the margins, in px; a narrower plot stands in the middle.
        margin: Free space on all sides.
        gap: Free height between the parts.
        height: Height between the margins; as much as is needed if absent. The foot stands at its end.
    """
    top = margin + furniture.title_height + (gap if furniture.title else 0.0)
    needed = top + plot.height + (gap if furniture.foot_height else 0.0) + furniture.foot_height
    foot = (margin + height if height is not None else needed) - furniture.foot_height
    placed = plot.moved(margin + (width - plot.width) / 2, top)
    return Drawing(
        title=tuple(moved_text(text, margin, margin) for text in furniture.title),
        cards=placed.cards,
        lines=placed.lines,
        frames=placed.frames,
        legend=tuple(_moved_key(key, margin, foot) for key in furniture.legend),
        notes=tuple(moved_text(text, margin, foot) for text in furniture.notes),
        width=width + 2 * margin,
        height=foot + furniture.foot_height + margin,
        name=heading.title,
        description=heading.subtitle,
        language=heading.language,
    )


def _moved_key(key: DrawnKey, dx: float, dy: float) -> DrawnKey:
    return replace(key, x=key.x + dx, y=key.y + dy, texts=tuple(moved_text(t, dx, dy) for t in key.texts))
