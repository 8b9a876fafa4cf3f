"""A chart as a Mermaid flowchart, which many wikis and repositories draw."""

from __future__ import annotations

import re

from orgplanner.exports.chart.lines import card_texts, chart_lines
from orgplanner.records.card import Card

TEXT_LIMIT = 50_000
"""Characters from which on Mermaid refuses a chart; a page may not raise the limit."""

RISKY = re.compile(r"^-|[!-$&(-+.:;<>@\[-`{-~]")
"""Marks that are not left as they stand."""

BREAK = re.compile(r"\\(?=[nN])")
"""A backslash that would break the line; a word joiner behind it, which nobody sees, holds the line together."""

CLASSES = {
    "open": "stroke:#c2410c,stroke-dasharray:6 4",
    "pool": "stroke:#6d28d9",
    "shared": "stroke:#0e7490",
    "out_of_scope": "stroke:#94a3b8",
    "gone": "stroke:#94a3b8,stroke-dasharray:2 3",
    "unit": "stroke-width:2px",
}
"""How a box differs by the kind of card; a filled one stays as the reader's theme has it."""


def chart_mermaid(cards: tuple[Card, ...]) -> bytes:
    r"""Write a chart as a Mermaid flowchart in UTF-8.

    The boxes say all that the cards do, or title and role alone where Mermaid would refuse the length.

    >>> chart_mermaid((Card(id="a", title="A <b>"),)).decode().splitlines()[:2]
    ['flowchart TD', '    n1["A #60;b#62;<br/>"]']
    """
    written = _flowchart(cards, [card_texts(card) for card in cards])
    if len(written) > TEXT_LIMIT:
        written = _flowchart(cards, [card_texts(Card(id=card.id, title=card.title, role=card.role)) for card in cards])
    return written.encode()


def _flowchart(cards: tuple[Card, ...], texts: list[tuple[str, ...]]) -> str:
    used = {card.kind for card in cards}
    rows = ["flowchart TD"]
    for k, (card, said) in enumerate(zip(cards, texts, strict=True), start=1):
        label = "<br/>".join(map(_escaped, said)) or " "
        # Some renderers undo the entities of a label only where it has a tag.
        label += "<br/>" if "#" in label and "<" not in label else ""
        rows.append(f'    n{k}["{label}"]' + (f":::{card.kind}" if card.kind in CLASSES else ""))
    for line in chart_lines(cards):
        rows.append(f"    n{line.above + 1} {'-.->' if line.dotted else '---'} n{line.below + 1}")
    rows.extend(f"    classDef {kind} {style}" for kind, style in CLASSES.items() if kind in used)
    return "\n".join(rows) + "\n"


def _escaped(text: str) -> str:
    """Write marks as entities, so that nothing in a name is read as Mermaid, Markdown or HTML."""
    unbroken = BREAK.sub("\\\\\u2060", text)
    return RISKY.sub(lambda mark: f"#{ord(mark[0])};", unbroken)
