"""Draw the reporting lines of positions: head, leads of leads, leads of units, members, people from outside."""

from __future__ import annotations

from collections.abc import Sequence

from orgplanner.records.chart import ChartNode
from orgplanner.records.position import Position


def reporting_lines(
    positions: Sequence[Position], lead_role: str, levels: Sequence[int], *, small: bool
) -> tuple[ChartNode, ...]:
    """Return the boxes of the recommended chart, parents before their children.

    Args:
        positions: the head first.
        lead_role: id of the role of leads.
        levels: leads of leads on each level below the head, the top level first.
        small: whether the team is small enough for one lead, who then leads everybody.
    """
    head = positions[0]
    leads = [p for p in positions if p.main_role == lead_role and p.on_team]
    upper, unit_leads = [p for p in leads if p.unit is None], [p for p in leads if p.unit is not None]
    nodes, above = [ChartNode(id=head.id, parent=None)], [head.id]
    for count in levels:
        level, upper = upper[:count], upper[count:]
        nodes += _below([p.id for p in level], above)
        above = [p.id for p in level] or above
    parents = blocks([p.id for p in unit_leads], above)
    nodes += [ChartNode(id=p.id, parent=parents[p.id], unit=p.unit) for p in unit_leads]
    whole_team = [p.id for p in unit_leads] if small else []
    leading = {head.id, *(p.id for p in leads)}
    members = [p for p in positions if p.id not in leading]
    for unit in dict.fromkeys(p.unit for p in members):
        in_unit = [p for p in members if p.unit == unit]
        above_unit = whole_team or [p.id for p in unit_leads if p.unit == unit] or [head.id]
        line = blocks([p.id for p in in_unit if p.on_team], above_unit)
        outside_above = head.id if small else above_unit[0]
        nodes += [
            ChartNode(id=p.id, parent=line.get(p.id, outside_above), unit=p.unit, dotted=not p.on_team) for p in in_unit
        ]
    return tuple(nodes)


def _below(ids: Sequence[str], above: Sequence[str]) -> list[ChartNode]:
    return [ChartNode(id=id, parent=parent) for id, parent in blocks(ids, above).items()]


def blocks(ids: Sequence[str], above: Sequence[str]) -> dict[str, str]:
    """Share boxes out over those above in even, unbroken blocks.

    >>> blocks(["a", "b", "c"], ["x", "y"])
    {'a': 'x', 'b': 'x', 'c': 'y'}
    """
    return {id: above[place * len(above) // len(ids)] for place, id in enumerate(ids)}
