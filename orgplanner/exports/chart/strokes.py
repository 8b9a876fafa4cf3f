"""The strokes of lines: rounded bends, and the part of a line that no line before it has drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import hypot

from orgplanner.exports.chart.shapes import DrawnLine, Points

BEND = 7.0
"""Radius of a line's bends, in px."""

_SAME = 1e-6  # px below which two points are one


def visible_parts(lines: Iterable[DrawnLine]) -> Iterator[tuple[DrawnLine, Points]]:
    """Yield each line with the points from which it leaves the line drawn before it.

    Lines from one card share a trunk; drawn again and again its soft edges would grow darker than the rest.
    """
    before: dict[str, Points] = {}
    for line in lines:
        if line.dotted:
            yield line, line.points
            continue
        yield line, _new_part(line.points, before.get(line.above, ()))
        before[line.above] = line.points


def _new_part(points: Points, before: Points) -> Points:
    """Return the end of a line that is not on another one, with room for a bend where it leaves."""
    shared = 0
    for a, b in zip(points, before, strict=False):
        if _distance(a, b) > _SAME:
            break
        shared += 1
    if shared in (0, len(points)):
        return points
    last = points[shared - 1]
    if shared < min(len(points), len(before)) and _one_way(last, points[shared], before[shared]):
        end = min(points[shared], before[shared], key=lambda point: _distance(last, point))
        return (towards(end, last, BEND), *points[shared:])
    start = towards(last, points[shared - 2], BEND) if shared > 1 else last
    return (start, *points[shared - 1 if shared > 1 else shared :])


def _one_way(start: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Say whether two horizontal or vertical strokes lead the same way."""
    across = (a[0] - start[0]) * (b[1] - start[1]) - (a[1] - start[1]) * (b[0] - start[0])
    along = (a[0] - start[0]) * (b[0] - start[0]) + (a[1] - start[1]) * (b[1] - start[1])
    return abs(across) <= _SAME and along > 0


def rounded_path(points: Points) -> str:
    """Write a chain of strokes with rounded bends as the path data of SVG."""
    strokes = list(pairwise(points))
    parts = [f"M{_pair(points[0])}"]
    for (a, b), (_, c) in pairwise(strokes):
        radius = min(BEND, _distance(a, b) / 2, _distance(b, c) / 2)
        parts.append(f"L{_pair(towards(b, a, radius))}Q{_pair(b)} {_pair(towards(b, c, radius))}")
    parts.append(f"L{_pair(points[-1])}")
    return "".join(parts)


def number(value: float) -> str:
    """Write a length with at most two decimals.

    >>> number(3.0), number(0.125), number(-2.5)
    ('3', '0.12', '-2.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _pair(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"


def towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    """Return the point at a distance from one point on the way to another, at most that one."""
    length = _distance(start, end)
    share = min(distance / length, 1.0) if length else 0.0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])
