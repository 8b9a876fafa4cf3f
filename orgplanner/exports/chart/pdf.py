"""Pages of a drawn chart as PDF: vector shapes, and text that can be searched, selected and read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from orgplanner.exports.chart.fonts import find_fonts
from orgplanner.exports.chart.pages import Page
from orgplanner.exports.chart.svg import chart_svg

# Names and titles reach the typesetter only as values of its inputs, never as its code.
_SOURCE = """
#let pages = json(bytes(sys.inputs.pages))
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.language, fallback: true)
#for (number, page) in pages.enumerate() {
  set std.page(width: page.width * 1pt, height: page.height * 1pt, margin: 0pt)
  image(bytes(page.svg), format: "svg", width: 100%, height: 100%, alt: page.name)
}
"""


def chart_pdf(pages: Sequence[Page]) -> bytes:
    """Write pages as one PDF, fonts embedded.

    Args:
        pages: The pages, as `split_pages` returns them; at least one.

    Returns:
        The document, without a date, so that equal pages give equal bytes on one machine.
    """
    import json

    import typst  # late: only PDF needs it

    shown = [_page(page) for page in pages]
    folders = [str(folder) for folder in dict.fromkeys(path.parent for path in find_fonts())]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    inputs = {
        "pages": json.dumps(shown),
        "title": pages[0].drawing.name,
        "language": pages[0].drawing.language,
    }
    compiler = typst.Compiler(_SOURCE.encode(), font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
    document = compiler.compile(format="pdf")
    if not isinstance(document, bytes):
        raise TypeError("the typesetter did not return one document")
    return document


def _page(page: Page) -> dict[str, str | float]:
    width, height = page.size.points
    return {"svg": chart_svg(page.drawing).decode(), "width": width, "height": height, "name": page.name}
