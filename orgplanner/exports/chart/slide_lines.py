"""Lines of a drawing as the connectors of slides: glued to sides of boxes, bent at right angles.

A slide knows straight connectors and bent ones of two to five strokes, the first of which is level. A line that sets
out upright is such a connector turned by a quarter; a line to the left or upwards is mirrored. Where the strokes
meet is given as shares of width and height.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from orgplanner.exports.chart.shapes import DrawnCard, DrawnLine, Points

MOST_STROKES = 5
"""Strokes of the most bent connector."""

STEP = "bentConnector3"
"""The usual connector; also for straight lines, so that it bends when a box is moved."""

NEAR = 0.5
"""Points this close count as one (px)."""

NEAREST_COLUMN = 60.0
"""A column that ends this close to the left of the line below a box hangs from that line, by its right side (px)."""

STEPPED = 4
"""Points of a line that goes down, aside, and down again."""

FORKED = 5
"""Points of a line that goes down, aside, down again and into a card of a column."""

QUARTER_RIGHT, QUARTER_LEFT = 1, 3
"""Turns of a line that sets out upright, in quarters clockwise."""

THIN = 0.1
"""Least width and height of a bent connector (px), as its bends are shares of them."""


class Side(IntEnum):
    """The middles of a box's sides, by the numbers under which slides glue lines to them."""

    TOP = 0
    LEFT = 1
    BOTTOM = 2
    RIGHT = 3


@dataclass(frozen=True, slots=True)
class Route:
    """A line glued to two boxes, and the points between (px)."""

    begin: str
    begin_side: Side
    end: str
    end_side: Side
    points: Points
    dotted: bool
    own_place: bool = False
    """Whether the line begins at a place that the box has for it, the first of the points, instead of at a side."""


@dataclass(frozen=True, slots=True)
class Bend:
    """A connector as slides write it: a box before it is turned and mirrored, and where its strokes meet."""

    preset: str
    x: float
    y: float
    width: float
    height: float
    quarters: int
    """Turns by 90 degrees, clockwise."""
    mirrored_x: bool
    mirrored_y: bool
    shares: tuple[float, ...]


def routes(lines: Iterable[DrawnLine], cards: Mapping[str, DrawnCard]) -> Iterator[Route]:
    """Glue the ends of lines to the middles of the sides at which they were drawn.

    A line that would need two bends of its own, or one that is not half way, begins at a place of its own where it
    leaves the trunk below the box above; the trunk belongs to the box. Programs that ignore where the bends of a
    connector lie so draw the same picture.
    """
    for line in lines:
        above, below = cards[line.above], cards[line.below]
        begin, end = (above, below) if _touches(line.points[0], above) else (below, above)
        side, last = _side(line.points[0], begin), _side(line.points[-1], end)
        points, own = list(line.points), False
        if not line.dotted and side is Side.BOTTOM:
            last, points, own = _hung(points, last, begin, end)
        points = points if own else _snapped(points, side, begin)
        points = _snapped(points[::-1], last, end)[::-1]
        yield Route(begin.card.id, side, end.card.id, last, _simplified(points), line.dotted, own)


def _hung(
    points: list[tuple[float, float]], side: Side, above: DrawnCard, below: DrawnCard
) -> tuple[Side, list[tuple[float, float]], bool]:
    """Return where a line down from a box ends, its points, and whether it begins at a place of its own."""
    start, end = points[0], points[-1]
    middle = above.x + above.width / 2
    if abs(start[0] - middle) > NEAR:
        return side, points, True
    if len(points) == FORKED and side is Side.LEFT:
        right = below.x + below.width
        for beside, x in ((Side.RIGHT, right), (Side.LEFT, below.x)):
            if NEAR < (middle - x if beside is Side.RIGHT else x - middle) < NEAREST_COLUMN:
                return beside, [start, (middle, end[1]), (x, end[1])], False
        return side, points[2:], True
    halfway = (start[1] + end[1]) / 2
    if len(points) == STEPPED and side is Side.TOP and abs(points[1][1] - halfway) > NEAR:
        return side, points[2:], True
    return side, points, False


def bend(points: Points) -> Bend:
    """Describe a chain of level and upright strokes as a connector.

    >>> bend(((0, 0), (0, 5), (20, 5), (20, 10))).preset
    'bentConnector3'
    """
    (x0, y0), (x1, y1) = points[0], points[-1]
    strokes = len(points) - 1
    if strokes > MOST_STROKES:
        return Bend(STEP, min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), 0, x1 < x0, y1 < y0, ())
    upright = abs(points[1][0] - x0) < abs(points[1][1] - y0)
    path = [(y - y0, x - x0) if upright else (x - x0, y - y0) for x, y in points]
    along, across = path[-1]
    width, height = max(abs(along), THIN), max(abs(across), THIN)
    # A bend is a share of the way along or across, counted towards the end of the line.
    ways = (width if along >= 0 else -width, height if across >= 0 else -height)
    shares = tuple(path[k][(k + 1) % 2] / ways[(k + 1) % 2] for k in range(1, strokes - 1))
    # A quarter to the left turns "down" into "right"; a quarter to the right turns it into "left".
    quarters = (QUARTER_LEFT if across >= 0 else QUARTER_RIGHT) if upright else 0
    mirrored = (along >= 0) is (across >= 0) if upright else along < 0
    return Bend(
        preset=f"bentConnector{strokes}" if strokes > 1 else STEP,
        x=(x0 + x1) / 2 - width / 2,
        y=(y0 + y1) / 2 - height / 2,
        width=width,
        height=height,
        quarters=quarters,
        mirrored_x=mirrored,
        mirrored_y=not upright and across < 0,
        shares=shares,
    )


def _touches(point: tuple[float, float], card: DrawnCard) -> bool:
    x, y = point
    within = -NEAR <= x - card.x <= card.width + NEAR and -NEAR <= y - card.y <= card.height + NEAR
    return within and min(_distances(point, card)) <= NEAR


def _distances(point: tuple[float, float], card: DrawnCard) -> tuple[float, float, float, float]:
    x, y = point
    return abs(y - card.y), abs(x - card.x), abs(y - card.y - card.height), abs(x - card.x - card.width)


def _side(point: tuple[float, float], card: DrawnCard) -> Side:
    away = _distances(point, card)
    return Side(away.index(min(away)))


def _snapped(points: list[tuple[float, float]], side: Side, card: DrawnCard) -> list[tuple[float, float]]:
    """Move the first stroke to the middle of the side."""
    (x0, y0), (x1, y1), *others = points
    if side in (Side.TOP, Side.BOTTOM):
        x0, y0 = card.x + card.width / 2, card.y + (card.height if side is Side.BOTTOM else 0.0)
        bent = (x0, y1)
    else:
        x0, y0 = card.x + (card.width if side is Side.RIGHT else 0.0), card.y + card.height / 2
        bent = (x1, y0)
    if others:
        return [(x0, y0), bent, *others]
    return [(x0, y0), (x1, y1)]


def _simplified(points: list[tuple[float, float]]) -> Points:
    """Drop points that repeat or lie on a straight stroke."""
    kept = [points[0]]
    for point, after in pairwise(points[1:]):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], point, after
        straight = abs(ax - bx) + abs(bx - cx) < NEAR or abs(ay - by) + abs(by - cy) < NEAR
        if not straight and abs(ax - bx) + abs(ay - by) >= NEAR:
            kept.append(point)
    return (*kept, points[-1])
