"""Every format in which a chart is handed out, behind one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgplanner.exports.chart.pages import split_pages
from orgplanner.records.card import ChartFormat, PageSize

if TYPE_CHECKING:
    from orgplanner.exports.chart.shapes import Drawing, Heading
    from orgplanner.records.card import Card


PAGED = frozenset({ChartFormat.PDF, ChartFormat.PPTX})
"""Formats that lay the chart on pages of a size."""

DRAWN = frozenset({ChartFormat.SVG, ChartFormat.PNG, ChartFormat.DRAWIO})
"""Formats that show the whole chart at once, placed as on screen."""

_MEDIA = {
    ChartFormat.SVG: ("image/svg+xml", ".svg"),
    ChartFormat.PNG: ("image/png", ".png"),
    ChartFormat.PDF: ("application/pdf", ".pdf"),
    ChartFormat.PPTX: ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
    ChartFormat.DRAWIO: ("application/vnd.jgraph.mxfile", ".drawio"),
    ChartFormat.MERMAID: ("text/vnd.mermaid", ".mmd"),
    ChartFormat.GRAPHML: ("application/graphml+xml", ".graphml"),
    ChartFormat.DOT: ("text/vnd.graphviz", ".dot"),
    ChartFormat.VISIO_CSV: ("text/csv", ".csv"),
    ChartFormat.LUCID_CSV: ("text/csv", ".csv"),
}


def export_chart(
    cards: tuple[Card, ...], heading: Heading, format: ChartFormat, *, size: PageSize = PageSize.WIDE
) -> bytes:
    r"""Write a chart in a format.

    Args:
        cards: the chart.
        heading: all words of a picture that the cards do not say; formats of text need none.
        format: the format.
        size: size of the pages of PDF and PPTX.

    Returns:
        The file; the same chart gives the same bytes.

    Raises:
        ValueError: a picture is asked for and the lines between the cards form a cycle.

    >>> from orgplanner.records.card import Card
    >>> from orgplanner.exports.chart.shapes import Heading
    >>> words = Heading("Team", "", (), "Legend", {}, "Dotted line")
    >>> export_chart((Card(id="a", title="Ana"),), words, ChartFormat.MERMAID).decode()
    'flowchart TD\n    n1["Ana"]\n'
    """
    if format in DRAWN:
        from orgplanner.exports.chart.drawing import draw_chart

        return _drawn(draw_chart(cards, heading), format)
    if format in PAGED:
        return _paged(cards, heading, format, size)
    return _written(cards, format)


def media_type(format: ChartFormat) -> str:
    """Return what a browser is told that a file is.

    >>> media_type(ChartFormat.SVG)
    'image/svg+xml'
    """
    return _MEDIA[format][0]


def file_suffix(format: ChartFormat) -> str:
    """Return the end of a file's name, with its dot.

    >>> file_suffix(ChartFormat.VISIO_CSV)
    '.csv'
    """
    return _MEDIA[format][1]


# The formats are imported where they are used: slides, typesetter, rasteriser and graphs are slow to load.


def _drawn(drawing: Drawing, format: ChartFormat) -> bytes:
    if format is ChartFormat.PNG:
        from orgplanner.exports.chart.png import chart_png

        return chart_png(drawing)
    if format is ChartFormat.DRAWIO:
        from orgplanner.exports.chart.drawio import chart_drawio

        return chart_drawio(drawing)
    from orgplanner.exports.chart.svg import chart_svg

    return chart_svg(drawing)


def _paged(cards: tuple[Card, ...], heading: Heading, format: ChartFormat, size: PageSize) -> bytes:
    pages = split_pages(cards, heading, size)
    if format is ChartFormat.PPTX:
        from orgplanner.exports.chart.slides import chart_pptx

        return chart_pptx(pages, heading)
    from orgplanner.exports.chart.pdf import chart_pdf

    return chart_pdf(pages)


def _written(cards: tuple[Card, ...], format: ChartFormat) -> bytes:
    if format is ChartFormat.MERMAID:
        from orgplanner.exports.chart.mermaid import chart_mermaid

        return chart_mermaid(cards)
    if format is ChartFormat.DOT:
        from orgplanner.exports.chart.dot import chart_dot

        return chart_dot(cards)
    if format is ChartFormat.GRAPHML:
        from orgplanner.exports.chart.graphml import chart_graphml

        return chart_graphml(cards)
    from orgplanner.exports.chart.wizard_csv import chart_csv

    return chart_csv(cards, "visio" if format is ChartFormat.VISIO_CSV else "lucid")
