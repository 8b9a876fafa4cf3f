"""The organisation chart on a page: cards, lines, search, keyboard, editing; picks and wishes come back to Python.

Drawn by scripts of our own (`org_chart*.js`, no other code, no other host). Geometry follows
`orgplanner.maths.tree`, written a second time in `org_chart_layout.js` because cards open, close and move in
the browser. An edit is drawn at once and asked of Python; what Python then sends is the truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from pydantic import TypeAdapter

from orgplanner.exports.chart.drawing import group_colours
from orgplanner.exports.chart.plot import chart_spacing
from orgplanner.records.base import Record
from orgplanner.records.card import Badge, BadgeKind, Card, CardKind
from orgplanner.ui.components.org_chart_labels import KindLabels, Labels, ToolLabels, tool_labels
from orgplanner.ui.components.org_chart_requests import ChartRequest, read_request, requested

__all__ = [
    "Badge",
    "BadgeKind",
    "Card",
    "CardKind",
    "ChartRequest",
    "KindLabels",
    "Labels",
    "Shown",
    "ToolLabels",
    "check_forest",
    "payload",
    "requested",
    "show",
    "tool_labels",
]

_BADGES = 26
"""Height of a row of badges, in px, which a chart without any does without."""
_WORDED_KINDS = frozenset({"pool", "shared", "out_of_scope", "gone"})  # the card names these in a badge
_FOLDER = Path(__file__).parent
SCRIPTS = (
    "org_chart_layout.js",
    "org_chart_forest.js",
    "org_chart_cards.js",
    "org_chart_painting.js",
    "org_chart_search.js",
    "org_chart_words.js",
    "org_chart_tray.js",
    "org_chart_requests.js",
    "org_chart_editing.js",
    "org_chart_pointers.js",
    "org_chart.js",
    "org_chart_drawing.js",
    "org_chart_view.js",
    "org_chart_reading.js",
)
_CARDS = TypeAdapter(tuple[Card, ...])


class Group(Record):
    """How the cards of one group are told apart."""

    colour: int
    """From 0 to 9; colours may repeat."""
    mark: str
    """What stands on the cards and in the legend, so that colour is never alone."""


class Settings(Record):
    """What is true of the chart as a whole."""

    height: int = 640
    """Height on the page, in px."""
    selected: str | None = None
    """A card to pick whenever this changes."""
    legend_title: str = ""
    editable: bool = False
    can_undo: bool = False
    can_redo: bool = False
    notice: str = ""
    answer: int = 0
    """Number of wishes answered so far."""


_AS_IT_IS = Settings()


class Payload(Record):
    """What the scripts in the browser read."""

    cards: tuple[Card, ...]
    heights: tuple[float, ...] | None
    """Height of each card, in px; None for all alike."""
    tray: tuple[Card, ...]
    groups: dict[str, Group]
    labels: Labels
    tools: ToolLabels
    sizes: dict[str, float]
    """Sizes and distances, in px, as the exports use them."""
    settings: Settings

    def to_bytes(self) -> bytes:
        """Write it for the browser, cards without what is the default.

        Bytes spare Streamlit from writing the cards twice more, once to tell whether they have changed.
        """
        rest = self.model_dump_json(exclude={"cards", "tray"})
        cards, tray = (_CARDS.dump_json(some, exclude_defaults=True).decode() for some in (self.cards, self.tray))
        return f'{rest[:-1]},"cards":{cards},"tray":{tray}}}'.encode()


@dataclass(frozen=True)
class Shown:
    """What a reader has done with the chart."""

    selected: str | None
    """The id of the picked card, None if there is none or it is no longer on the chart."""
    edit: ChartRequest | None
    """What was asked for in this run; `on_edit` has seen it before."""


def show(  # noqa: PLR0913 - one keyword for each thing that the caller knows
    cards: tuple[Card, ...],
    *,
    labels: Labels,
    key: str,
    height: int = 640,
    heights: tuple[float, ...] | None = None,
    selected: str | None = None,
    legend_title: str = "",
    editable: bool = False,
    tray: tuple[Card, ...] = (),
    can_undo: bool = False,
    can_redo: bool = False,
    notice: str = "",
    answer: int = 0,
    on_select: Callable[[], None] | None = None,
    on_edit: Callable[[], None] | None = None,
) -> Shown:
    """Draw the chart and say what the reader has done with it.

    Zoom, open branches and the pick outlive a change of the cards as long as the ids stay.

    Args:
        cards: The positions, siblings in the order in which they should stand.
        labels: The chart's words for reading, in the language of the page.
        key: The Streamlit key; `st.session_state[key]["selected"]` holds the pick as well.
        height: Height on the page, in px; never more than the window's.
        heights: Height of each card, in px; all alike if absent.
        selected: A card to pick and bring into sight whenever this argument changes.
        legend_title: What the colour of the cards tells, in words, above the groups in the legend.
        editable: Whether cards can be moved, save the fixed ones.
        tray: People without a place, as chips under the chart.
        can_undo: Whether there is an edit to take back.
        can_redo: Whether there is an edit to do again.
        notice: Why the last wish was refused; shown and read out.
        answer: How many wishes have been answered. A wish is drawn at once; after a refusal this number alone
            tells the browser to take that back.
        on_select: Called before the rerun that a pick starts.
        on_edit: Called before the rerun that a wish starts; `requested(key)` tells the wish.

    Returns:
        The pick, and the wish that started this run.

    Raises:
        ValueError: If two cards have one id, the lines form a cycle, or the heights do not match the cards.
    """
    settings = Settings(
        height=height,
        selected=selected,
        legend_title=legend_title,
        editable=editable,
        can_undo=can_undo,
        can_redo=can_redo,
        notice=notice,
        answer=answer,
    )
    sent = payload(cards, labels, tools=tool_labels(), heights=heights, tray=tray, settings=settings)
    result = _CHART(
        data=sent.to_bytes(), key=key, on_selected_change=on_select or _stay, on_edit_change=on_edit or _stay
    )
    picked = result.get("selected")
    on_chart = any(card.id == picked for card in cards)
    return Shown(selected=picked if on_chart else None, edit=read_request(result.get("edit")))


def payload(
    cards: tuple[Card, ...],
    labels: Labels,
    *,
    tools: ToolLabels,
    heights: tuple[float, ...] | None = None,
    tray: tuple[Card, ...] = (),
    settings: Settings = _AS_IT_IS,
) -> Payload:
    """Build what the scripts in the browser read: cards, words, sizes in px, colours and marks of the groups.

    Raises:
        ValueError: If two cards have one id, the lines form a cycle, or the heights do not match the cards.
    """
    check_forest(cards)
    if heights is not None and len(heights) != len(cards):
        raise ValueError(f"there are {len(heights)} heights for {len(cards)} cards: give each card one")
    spacing = chart_spacing().model_dump()
    has_badges = any(card.badges or card.kind in _WORDED_KINDS for card in cards)
    return Payload(
        cards=cards,
        heights=heights,
        tray=tray,
        groups=groups_of(cards + tray),
        labels=labels,
        tools=tools,
        sizes=spacing | {"height": spacing["height"] - (0 if has_badges else _BADGES)},
        settings=settings,
    )


def check_forest(cards: tuple[Card, ...]) -> None:
    """Refuse cards that no tree can hold.

    Raises:
        ValueError: If two cards have one id, or the lines form a cycle.
    """
    parent_of = {card.id: card.parent_id for card in cards}
    if len(parent_of) < len(cards):
        twice = Counter(card.id for card in cards).most_common(1)[0][0]
        raise ValueError(f"two cards have the id {twice!r}: give each position its own")
    safe: set[str] = set()
    for start in parent_of:
        path: dict[str, None] = {}
        card_id: str | None = start
        while card_id in parent_of and card_id not in safe:
            if card_id in path:
                raise ValueError(f"the lines form a cycle through {card_id!r}: leave one of them out")
            path[card_id] = None
            card_id = parent_of[card_id]
        safe.update(path)


def groups_of(cards: Iterable[Card]) -> dict[str, Group]:
    """Give each group of cards its colour and its number, in the order in which groups first come.

    A card's unit is its group where the reader chose nothing else.
    """
    names = dict.fromkeys(card.group or card.unit for card in cards)
    colours = group_colours(names)
    return {name: Group(colour=colours[name], mark=str(k)) for k, name in enumerate(filter(None, names), start=1)}


def _stay() -> None:
    """Do nothing before the rerun; without a callback Streamlit would not keep what the reader did."""


def _read(*names: str) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


_CHART = st.components.v2.component(
    "orgplanner_org_chart",
    html=_read("org_chart.html"),
    css=_read("org_chart.css"),
    js=_read(*SCRIPTS),
)
