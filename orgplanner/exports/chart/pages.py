"""A chart on pages of a given size: one page if it can be read there, else an index and a page for each branch."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from orgplanner.exports.chart.card_texts import CARD_WIDTH, LEAST_HEIGHT, SMALL, write_card
from orgplanner.exports.chart.drawing import Drawing, Heading, chart_spacing, colours_of, compose
from orgplanner.exports.chart.furniture import Furniture, furnish
from orgplanner.exports.chart.paging import Sheet, Spread, spread
from orgplanner.exports.chart.plot import place_cards, plot_cards, spare_room
from orgplanner.maths.tree import Spacing
from orgplanner.records.card import Card, PageSize, chart_order

LEAST_TYPE = 6.0
"""Height of the smallest type that can still be read on paper, in points."""

_LEAST_SCALE = LEAST_TYPE / SMALL.size
_COLUMN_LIMITS = (10, 8, 6, 5, 4, 3, 2)  # cards in a column
_ROW_LIMITS = (8, 5, 1)  # leaves below the top that stand in a row; the first of both is that of the screen
_WORTH = 1.08  # how much larger a page must come out before its columns are cut unlike those on screen
_ANY_PAGE = 9999  # stands for a page number that is not known yet
_LEAST_PLOT = 0.25  # of the height of a page that title and foot leave to the chart in any case


def _spacings() -> Iterator[Spacing]:
    """Yield the spacing of the screen, then others with shorter columns and rows."""
    usual = chart_spacing()
    yield usual
    for column in _COLUMN_LIMITS:
        for row in _ROW_LIMITS:
            limits = {"column_limit": column, "row_limit": row}
            if limits != {"column_limit": usual.column_limit, "row_limit": usual.row_limit}:
                yield usual.model_copy(update=limits)


_SPACINGS = tuple(_spacings())


@dataclass(frozen=True, slots=True)
class _Format:
    """Measures of a page, in points; `furniture` and `most` are points for one px of title and cards."""

    width: float
    height: float
    margin: float
    gap: float
    furniture: float
    most: float


_FORMATS = {
    PageSize.A4: _Format(*PageSize.A4.points, 30.0, 18.0, 0.72, 0.9),
    PageSize.A3: _Format(*PageSize.A3.points, 40.0, 18.0, 0.9, 1.0),
    PageSize.WIDE: _Format(*PageSize.WIDE.points, 30.0, 18.0, 0.8, 1.0),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a chart; the drawing is as large as the page, margins, title and foot included."""

    name: str
    """What the page shows: the chart's title, or the branch."""
    drawing: Drawing
    scale: float
    """Points of 1/72 inch on paper for one px of the drawing: `drawing.width * scale` is the page's width."""
    cards: tuple[Card, ...]
    """The cards of this page; the head of a branch stands on the page from which it is reached as well."""
    size: PageSize


def split_pages(cards: tuple[Card, ...], heading: Heading, size: PageSize) -> tuple[Page, ...]:
    """Lay a chart on pages of one size.

    If all cards can be read on one page, that is it. Otherwise the first page shows the upper levels, and each
    card whose branch stands elsewhere says on which page; branches too large for a page are split again. No
    text is set below `LEAST_TYPE` unless a single card with its manager needs more than a page.

    Args:
        cards: The cards, siblings in the order in which they should stand.
        heading: All words that the cards do not say.
        size: The size of every page.

    Returns:
        The pages, in reading order; at least one.

    Raises:
        ValueError: If the lines between the cards form a cycle.
    """
    paper = _Paper(cards, heading, _FORMATS[size])
    found = spread(chart_order(cards), paper.fits)
    return tuple(_page(paper, found, number, size) for number in range(len(found.sheets)))


@dataclass(slots=True)
class _Paper:
    """What decides whether cards fit on a page."""

    cards: tuple[Card, ...]
    heading: Heading
    form: _Format
    place: dict[str, int] = field(init=False)
    above: tuple[int | None, ...] = field(init=False)
    colours: dict[str, str] = field(init=False)
    heights: dict[tuple[int, tuple[str, ...]], float] = field(default_factory=dict)
    """Heights already measured, by card and remarks."""

    def __post_init__(self) -> None:
        self.place = {card.id: k for k, card in enumerate(self.cards)}
        self.above = chart_order(self.cards)
        self.colours = colours_of(self.cards)

    def fits(self, shown: Sequence[int], onward: Collection[int], named: int | None) -> bool:
        """Say whether cards can be read on one page, told those whose branch goes on elsewhere."""
        most = self.form.width * self.form.height / _LEAST_SCALE**2
        if len(shown) * CARD_WIDTH * LEAST_HEIGHT > most:
            return False
        remarks = self.remarks(shown, dict.fromkeys(onward, _ANY_PAGE), {})
        heights = [self.height(card, remarks.get(card, ())) for card in shown]
        cards = tuple(self.cards[card] for card in shown)
        furniture = self.furniture(self.widest_heading(named), cards, f"{_ANY_PAGE} / {_ANY_PAGE}")
        room = _room(self.form, furniture)
        if _shrunk(self.form, furniture) < 1.0 or _area(heights) > _area_of(room):
            return False
        return any(_scale(cards, heights, spacing, room) >= _LEAST_SCALE for spacing in _SPACINGS)

    def widest_heading(self, named: int | None) -> Heading:
        """Return the heading that takes most room of those that a page may get; the first page has notes as well."""
        if named is None:
            return self.heading
        branch = _named(self.heading, self.cards[named], (_ANY_PAGE, _ANY_PAGE))
        may_be_first = self.above.count(None) == 1 and self.above[named] is None
        return replace(branch, notes=self.heading.notes) if may_be_first else branch

    def furniture(self, heading: Heading, cards: tuple[Card, ...], corner: str) -> Furniture:
        """Set what stands around the chart, in its own px."""
        width = (self.form.width - 2 * self.form.margin) / self.form.furniture
        return furnish(heading, self.colours, cards, width=width, corner=corner)

    def height(self, card: int, remarks: tuple[str, ...]) -> float:
        """Return the height of a card with the remarks of its page, in px."""
        key = (card, remarks)
        if key not in self.heights:
            self.heights[key] = write_card(self.cards[card], self.heading.kinds, remarks).height
        return self.heights[key]

    def remarks(self, shown: Sequence[int], onward: dict[int, int], home: dict[int, int]) -> dict[int, tuple[str, ...]]:
        """Return what cards say on one page only: where a branch goes on, hangs, or a dotted line leads."""
        here = set(shown)
        found: dict[int, tuple[str, ...]] = {}
        for card in shown:
            texts = tuple(self.remarks_on(card, here, onward, home))
            if texts:
                found[card] = texts
        return found

    def remarks_on(self, card: int, here: set[int], onward: dict[int, int], home: dict[int, int]) -> Iterator[str]:
        """Yield the remarks on one card."""
        page = self.heading.page
        above = self.above[card]
        if above is not None and above not in here:
            yield f"↑ {page.format(page=home.get(card, _ANY_PAGE))}"
        if card in onward:
            yield f"→ {page.format(page=onward[card])}"
        for target in dict.fromkeys(self.cards[card].dotted_to):
            to = self.place.get(target)
            if to is not None and to not in here:
                where = page.format(page=home.get(to, _ANY_PAGE))
                yield f"{self.heading.dotted_line}: {self.cards[to].title} → {where}"


def _page(paper: _Paper, found: Spread, number: int, size: PageSize) -> Page:
    """Draw one page."""
    sheet, form = found.sheets[number], paper.form
    cards = tuple(paper.cards[card] for card in sheet.shown)
    onward = {card: found.opens[card] + 1 for card in sheet.onward}
    if sheet.goes_on is not None:
        onward[sheet.goes_on] = number + 2
    remarks = paper.remarks(sheet.shown, onward, {card: home + 1 for card, home in found.home.items()})
    heights = [paper.height(card, remarks.get(card, ())) for card in sheet.shown]
    heading = _heading(paper, found.sheets, number)
    corner = f"{number + 1} / {len(found.sheets)}" if len(found.sheets) > 1 else ""
    furniture = paper.furniture(heading, cards, corner)
    scale, spacing = _best(cards, heights, _room(form, furniture), form.most)
    texts = {paper.cards[card].id: words for card, words in remarks.items()}
    drawing = compose(
        plot_cards(cards, heading, paper.colours, remarks=texts, spacing=spacing),
        furniture.grown(form.furniture * _shrunk(form, furniture) / scale),
        heading,
        width=(form.width - 2 * form.margin) / scale,
        height=(form.height - 2 * form.margin) / scale,
        margin=form.margin / scale,
        gap=form.gap / scale,
    )
    return Page(heading.title, drawing, scale, cards, size)


def _heading(paper: _Paper, sheets: tuple[Sheet, ...], number: int) -> Heading:
    """Return the heading of a page: the chart's, or with the branch, counted if it needs several pages.

    The notes are about the whole chart and stand on the first page only, where they take room once.
    """
    named = sheets[number].named
    if number == 0:
        return paper.heading
    if named is None:
        return replace(paper.heading, notes=())
    same = [k for k, sheet in enumerate(sheets) if sheet.named == named and k > 0]
    return _named(paper.heading, paper.cards[named], (same.index(number) + 1, len(same)))


def _named(heading: Heading, card: Card, counted: tuple[int, int]) -> Heading:
    branch = " · ".join(text for text in (card.title, card.role) if text)
    count = f" ({counted[0]}/{counted[1]})" if counted[1] > 1 else ""
    return replace(heading, title=f"{heading.title} – {branch}{count}", notes=())


def _room(form: _Format, furniture: Furniture) -> tuple[float, float]:
    """Return the width and height left to the chart, in points."""
    around = (furniture.title_height + furniture.foot_height) * form.furniture * _shrunk(form, furniture)
    return form.width - 2 * form.margin, form.height - 2 * form.margin - 2 * form.gap - around


def _shrunk(form: _Format, furniture: Furniture) -> float:
    """Return how much smaller than usual title and foot must be set to leave room for the chart; 1 as a rule."""
    around = (furniture.title_height + furniture.foot_height) * form.furniture
    room = (form.height - 2 * form.margin) * (1 - _LEAST_PLOT) - 2 * form.gap
    return min(1.0, room / around) if around else 1.0


def _area(heights: list[float]) -> float:
    """Return the px that cards cover with the gaps to their right and below, however they are laid out."""
    usual = _SPACINGS[0]
    return (usual.width + usual.column_gap) * (sum(heights) + usual.leaf_gap * len(heights))


def _area_of(room: tuple[float, float]) -> float:
    """Return the px of a room at the smallest scale, with the gaps beyond its last column and row."""
    usual = _SPACINGS[0]
    return (room[0] / _LEAST_SCALE + usual.column_gap) * (room[1] / _LEAST_SCALE + usual.leaf_gap)


def _scale(cards: tuple[Card, ...], heights: list[float], spacing: Spacing, room: tuple[float, float]) -> float:
    """Return the points for one px at which cards fill a room."""
    layout = place_cards(cards, heights, spacing)
    spare = spare_room(cards)
    return min(room[0] / max(layout.width + spare, 1.0), room[1] / max(layout.height + spare, 1.0))


def _best(
    cards: tuple[Card, ...], heights: list[float], room: tuple[float, float], most: float
) -> tuple[float, Spacing]:
    """Return the largest scale and its spacing; that of the screen unless another gains clearly."""
    tried = [(min(_scale(cards, heights, spacing, room), most), spacing) for spacing in _SPACINGS]
    usual, best = tried[0], max(tried, key=lambda found: found[0])
    return best if best[0] > usual[0] * _WORTH else usual
