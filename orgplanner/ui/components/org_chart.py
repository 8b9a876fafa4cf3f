"""The organisation chart on a page: cards, lines, search, keyboard; a pick comes back to Python.

Drawn by a script of our own (`org_chart.js`, no other code, no other host). Geometry follows
`orgplanner.maths.tree`, written a second time in `org_chart_layout.js` because cards open and close in
the browser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal
from zlib import crc32

import streamlit as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

BadgeKind = Literal["gap", "source", "warning", "tight", "added", "moved", "gone", "changed"]
CardKind = Literal["filled", "open", "pool", "shared", "out_of_scope", "gone"]

UNIT_COLOURS = 10
_WIDTH = 236
_HEIGHT = 98
_HEIGHT_WITH_BADGES = 124
_GAPS = {
    "column_gap": 24,
    "row_gap": 52,
    "leaf_gap": 18,
    "indent": 26,
    "column_limit": 10,
    "row_limit": 8,
}
_WORDED_KINDS = frozenset({"pool", "shared", "out_of_scope", "gone"})  # the card names these in a badge
_FOLDER = Path(__file__).parent


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Badge(_Record):
    """A short remark on a card."""

    text: str = Field(min_length=1)
    """What it says; the colour and the mark before it come from the kind."""
    kind: BadgeKind
    """What it is about."""


class Card(_Record):
    """One position on the chart."""

    id: str = Field(min_length=1)
    """What comes back when the card is picked; unique on the chart."""
    parent_id: str | None = None
    """The card above. None, or an id that is not on the chart, makes a root."""
    title: str
    """The person, or the words for an open position."""
    role: str = ""
    """The role's label."""
    lines: tuple[str, ...] = ()
    """Further short texts, such as unit and load."""
    badges: tuple[Badge, ...] = ()
    """Remarks, the most important first; what does not fit is counted."""
    kind: CardKind = "filled"
    """How the seat is held."""
    unit: str = ""
    """The unit, which gives the colour of the bar."""
    dotted_to: tuple[str, ...] = ()
    """Cards to which a dotted line leads."""
    tooltip: str = ""
    """What hovering shows; the card's own texts in full if empty."""


def _check_placeholders(*names: str) -> AfterValidator:
    def check(template: str) -> str:
        found = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        if not found <= set(names):
            wrong = ", ".join(sorted(found - set(names)))
            raise ValueError(f"the text knows the placeholders {', '.join(names)}, not {wrong}")
        return template

    return AfterValidator(check)


class KindLabels(_Record):
    """The words for each kind of card."""

    filled: str
    open: str
    pool: str
    shared: str
    out_of_scope: str
    gone: str


class Labels(_Record):
    """Every word that the chart itself says, in one language."""

    tree: str
    """Name of the chart for screen readers."""
    tools: str
    """Name of the row of buttons for screen readers."""
    keys: str
    """One sentence on the keys, read out when the chart is entered."""
    empty: str
    """Shown when there is no card."""
    search: str
    """Name of the search box and the grey words in it."""
    found: Annotated[str, _check_placeholders("m")]
    """How many cards match: {m}."""
    found_at: Annotated[str, _check_placeholders("n", "m")]
    """Which match is shown: {n} of {m}."""
    found_none: str
    """Nothing matches."""
    previous: str
    next: str
    levels: str
    """Name of the choice of levels, also shown while no whole level is open."""
    level: Annotated[str, _check_placeholders("n")]
    """One choice of levels: {n}."""
    expand_all: str
    focus_branch: str
    """Show only the picked card and those under it."""
    whole_chart: str
    """Back from a branch to the whole."""
    trail: str
    """Name of the path from the whole chart to the branch, for screen readers."""
    zoom_in: str
    zoom_out: str
    actual_size: str
    fit: str
    full_screen: str
    zoom_hint: str
    """Shown when the wheel turns without Ctrl over a chart without focus."""
    legend: str
    kinds: KindLabels
    dotted_line: str
    dotted_to: Annotated[str, _check_placeholders("names")]
    """For screen readers: dotted line to {names}."""
    reports: Annotated[str, _check_placeholders("n", "m")]
    """For screen readers: {n} direct reports, {m} in all."""
    show_reports: Annotated[str, _check_placeholders("n")]
    hide_reports: Annotated[str, _check_placeholders("n")]
    separator: str
    """Stands between the parts of a spoken list, such as a comma and a space."""


def show(
    cards: tuple[Card, ...],
    *,
    labels: Labels,
    key: str,
    height: int = 640,
    selected: str | None = None,
    on_select: Callable[[], None] | None = None,
) -> str | None:
    """Draw the chart and say which card is picked.

    Zoom, open branches and the pick outlive a change of the cards as long as the ids stay.

    Args:
        cards: The positions, siblings in the order in which they should stand.
        labels: The chart's own words, in the language of the page.
        key: The Streamlit key; `st.session_state[key]["selected"]` holds the pick as well.
        height: Height on the page, in px; never more than the window's.
        selected: A card to pick and bring into sight whenever this argument changes.
        on_select: Called before the rerun that a pick starts.

    Returns:
        The id of the picked card, None if there is none or it is no longer on the chart.

    Raises:
        ValueError: If two cards have one id, or the lines form a cycle.
    """
    result = _CHART(
        data=payload(cards, labels, height=height, selected=selected),
        key=key,
        on_selected_change=on_select or _stay,
    )
    picked = result.get("selected")
    return picked if any(card.id == picked for card in cards) else None


def payload(
    cards: tuple[Card, ...], labels: Labels, *, height: int = 640, selected: str | None = None
) -> dict[str, Any]:
    """Build what the script in the browser reads: cards, words, sizes in px, colours of the units.

    Raises:
        ValueError: If two cards have one id, or the lines form a cycle.
    """
    check_forest(cards)
    colours = unit_colours(card.unit for card in cards)
    has_badges = any(card.badges or card.kind in _WORDED_KINDS for card in cards)
    return {
        "cards": [card.model_dump() | {"colour": colours.get(card.unit)} for card in cards],
        "units": dict(colours),
        "labels": labels.model_dump(),
        "sizes": {"width": _WIDTH, "height": _HEIGHT_WITH_BADGES if has_badges else _HEIGHT, **_GAPS},
        "height": height,
        "selected": selected,
    }


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


def unit_colours(units: Iterable[str]) -> Mapping[str, int]:
    """Give each unit a colour from 0 to 9 that stays its own when cards move, come or go.

    A unit's name decides; where two names meet, the later in the alphabet takes the next free colour.
    With more than ten units colours repeat.

    Examples:
        >>> unit_colours(["Support", "Onboarding", "Support", ""]) == unit_colours(["Onboarding", "Support"])
        True
    """
    colours: dict[str, int] = {}
    for unit in sorted({unit for unit in units if unit}):
        wanted = crc32(unit.encode()) % UNIT_COLOURS
        tries = [(wanted + step) % UNIT_COLOURS for step in range(UNIT_COLOURS)]
        colours[unit] = next((colour for colour in tries if colour not in colours.values()), wanted)
    return colours


def _stay() -> None:
    """Do nothing before the rerun; without a callback Streamlit would not keep the pick."""


def _read(*names: str) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


_CHART = st.components.v2.component(
    "orgplanner_org_chart",
    html=_read("org_chart.html"),
    css=_read("org_chart.css"),
    js=_read("org_chart_layout.js", "org_chart.js"),
)
