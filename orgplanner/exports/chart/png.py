"""A drawn chart as PNG, set with font files of our choice whatever fonts the system has."""

from __future__ import annotations

from math import sqrt

from orgplanner.exports.chart.fonts import find_fonts
from orgplanner.exports.chart.shapes import Drawing
from orgplanner.exports.chart.svg import chart_svg

MOST_PIXELS = 40e6
"""Pixels of the largest picture; more would fill the memory of a small machine."""
LONGEST_SIDE = 16_000
"""Pixels of the longest side; many programs open nothing longer."""


def chart_png(drawing: Drawing, scale: float = 2.0) -> bytes:
    """Render a drawing as PNG on white.

    Args:
        drawing: The chart.
        scale: Pixels for one px of the drawing; a very large chart gets fewer, as `png_scale` says.

    Returns:
        The picture; equal bytes for equal drawings on one machine.
    """
    from resvg_py import svg_to_bytes  # late: only pictures need it

    return svg_to_bytes(
        svg_string=chart_svg(drawing).decode(),
        zoom=png_scale(drawing, scale),
        skip_system_fonts=True,
        font_files=[str(path) for path in find_fonts()],
        background="#ffffff",
    )


def png_scale(drawing: Drawing, scale: float = 2.0) -> float:
    """Return the scale at which a picture is rendered: the one wished, or less for a very large chart.

    Examples:
        >>> wide = Drawing((), (), (), (), (), width=40_000.0, height=1_000.0)
        >>> png_scale(wide)
        0.4
    """
    by_side = LONGEST_SIDE / max(drawing.width, drawing.height)
    by_area = sqrt(MOST_PIXELS / (drawing.width * drawing.height))
    return min(scale, by_side, by_area)
