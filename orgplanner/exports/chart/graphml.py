"""A chart as GraphML, for programs that analyse networks."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from orgplanner.exports.chart.lines import card_texts, chart_lines, writable
from orgplanner.records.card import Card

if TYPE_CHECKING:
    import networkx as nx


def chart_graphml(cards: tuple[Card, ...]) -> bytes:
    """Write a chart as GraphML in UTF-8: cards n1, n2 ... with typed attributes, lines from above to below."""
    import networkx as nx

    written = BytesIO()
    nx.write_graphml_xml(chart_graph(cards), written)
    return written.getvalue()


def chart_graph(cards: tuple[Card, ...]) -> nx.MultiDiGraph[str]:
    """Return a chart as a graph in which a solid and a dotted line may join the same two cards.

    >>> graph = chart_graph((Card(id="a", title="A"), Card(id="b", title="B", parent_id="a")))
    >>> [(above, below, line["dotted"]) for above, below, line in graph.edges(data=True)]
    [('n1', 'n2', False)]
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for k, card in enumerate(cards, start=1):
        graph.add_node(
            f"n{k}",
            card=writable(card.id),
            label=writable(card.title),
            role=writable(card.role),
            unit=writable(card.unit),
            group=writable(card.group),
            kind=card.kind,
            assistant=card.assistant,
            text="\n".join(card_texts(card)),
        )
    for line in chart_lines(cards):
        graph.add_edge(f"n{line.above + 1}", f"n{line.below + 1}", dotted=line.dotted)
    return graph
