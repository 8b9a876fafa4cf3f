"""A chart in Graphviz's language, for `dot`."""

from __future__ import annotations

from orgplanner.exports.chart.lines import card_texts, chart_lines
from orgplanner.maths.text_width import wrap_text
from orgplanner.records.card import Card, CardKind

LABEL_WIDTH = 20.0
"""Width at which a label is broken into lines (em)."""

FONTS = "Noto Sans CJK JP,Yu Gothic,Hiragino Sans,Meiryo,sans-serif"

HEAD = f"""digraph chart {{
    graph [rankdir=LR, ordering=out, splines=polyline, nodesep=0.12, ranksep=0.6, charset="UTF-8"]
    node [shape=box, style=rounded, fontname="{FONTS}", fontsize=11, color="#475569", margin="0.14,0.07"]
    edge [arrowhead=none, color="#64748b"]
"""

STYLES: dict[CardKind, str] = {
    "open": 'style="rounded,dashed", color="#c2410c"',
    "pool": 'color="#6d28d9", peripheries=2',
    "shared": 'color="#0e7490"',
    "out_of_scope": 'color="#94a3b8", fontcolor="#475569"',
    "gone": 'style="rounded,dotted", color="#94a3b8", fontcolor="#475569"',
    "unit": 'style="rounded,bold"',
}


def chart_dot(cards: tuple[Card, ...]) -> bytes:
    r"""Write a chart for Graphviz in UTF-8, read from left to right so that large ones stay narrow.

    >>> print(chart_dot((Card(id="a", title='A "b"'),)).decode().splitlines()[-2])
        n1 [label="A \"b\""]
    """
    rows = []
    for k, card in enumerate(cards, start=1):
        style = STYLES.get(card.kind)
        rows.append(f'    n{k} [label="{_label(card)}"' + (f", {style}]" if style else "]"))
    for line in chart_lines(cards):
        dotted = " [style=dashed, constraint=false]" if line.dotted else ""
        rows.append(f"    n{line.above + 1} -> n{line.below + 1}{dotted}")
    return (HEAD + "".join(f"{row}\n" for row in rows) + "}\n").encode()


def _label(card: Card) -> str:
    lines = (line for text in card_texts(card) for line in wrap_text(text, LABEL_WIDTH))
    return "\\n".join(map(_escaped, lines)) or " "


def _escaped(text: str) -> str:
    """Keep quotes, backslashes and what Graphviz would read as an entity as they stand."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
