"""Charts: who stands where, today and as recommended."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from orgplanner.records.base import Record

if TYPE_CHECKING:
    import networkx as nx


class ChartNode(Record):
    """One box of a chart."""

    id: str
    """A person's id on today's chart, a position's on the recommended one."""
    parent: str | None
    """The box above, on the solid line; None for a root."""
    unit: str | None = None
    """Unit in which the box stands."""
    dotted: bool = False
    """Whether the line to the box above is dotted: the box belongs to another department or firm."""
    dotted_to: tuple[str, ...] = ()
    """Other boxes to which a dotted line leads."""
    assistant: bool = False
    """Whether the box assists the one above, and stands beside the line of its reports."""


class Chart(Record):
    """A forest of boxes; the recommended chart has one root."""

    nodes: tuple[ChartNode, ...]
    """Parents before their children."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Lines (box, the box above) that were left out because they lie on a cycle."""
    lost: tuple[tuple[str, str], ...] = ()
    """Lines (box, the box above) that lead to nobody: such a manager is not on the roster."""

    @property
    def roots(self) -> tuple[str, ...]:
        """Boxes without a box above."""
        return tuple(n.id for n in self.nodes if n.parent is None)

    def graph(self) -> nx.DiGraph[str]:
        """Return the chart as a networkx graph, edges from the box above to the one below."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from((n.id, {"unit": n.unit or "", "dotted": n.dotted}) for n in self.nodes)
        graph.add_edges_from((n.parent, n.id) for n in self.nodes if n.parent is not None)
        return graph

    def spans(self) -> dict[str, int]:
        """Return the reports of every box that has some; people on dotted lines are led elsewhere."""
        spans: dict[str, int] = {}
        for node in self.nodes:
            if node.parent is not None and not node.dotted:
                spans[node.parent] = spans.get(node.parent, 0) + 1
        return spans

    def layers(self) -> int:
        """Return the number of layers, 0 for an empty chart."""
        depth: dict[str, int] = {}
        for node in self.nodes:
            depth[node.id] = depth[node.parent] + 1 if node.parent is not None else 1
        return max(depth.values(), default=0)


class Change(StrEnum):
    """How a box differs between today and the recommendation."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    JOINING = "joining"
    OPEN = "open"
    UNPLACED = "unplaced"


class ChartDifference(Record):
    """What one position, or one person without a position, is compared with today."""

    position: str | None
    person: str | None
    change: Change
    """`moved`: another manager; `changed`: other roles; `joining`: starts later; `open`: nobody there;
    `unplaced`: somebody without a seat."""
    manager_today: str | None = None
    """Person id of the manager today."""
    manager_then: str | None = None
    """Person id of the manager then, None where that position is open."""
