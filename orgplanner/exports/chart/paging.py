"""Which cards of a chart stand on which page, when one page is too small for all of them.

A page shows a branch from its top down to the deepest level that still fits. Branches that go on are
given to later pages: neighbours share one, below their common manager, as long as they fit together; a
branch too large for a page is split the same way again. A manager with more reports than a page holds is
repeated on top of several pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from orgplanner.maths.forest import Parents, children_of

Fits = Callable[[Sequence[int], Collection[int], int | None], bool]
"""Whether cards fit on one page, told those whose branch goes on elsewhere and the card that names the page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cards of one page."""

    named: int | None
    """The card that gives the page its name; None on a page of several roots."""
    shown: tuple[int, ...]
    """In the order of the chart."""
    onward: tuple[int, ...] = ()
    """Cards whose branch stands on a page of its own."""
    goes_on: int | None = None
    """The card whose further reports stand on the next page."""
    repeated: tuple[int, ...] = ()
    """Cards that stand on another page too, there with their own manager."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The pages of a chart, and where each card is found on them, by number from 0."""

    sheets: tuple[Sheet, ...]
    opens: dict[int, int]
    """For a card with pages for its branch the first of them."""
    home: dict[int, int]
    """For each card the page on which it stands with its manager."""


def spread(parents: Parents, fits: Fits) -> Spread:
    """Spread a forest over pages.

    Args:
        parents: For each card the index of the card above, None for a root.
        fits: Whether cards can be read on one page.

    Returns:
        The pages, the overview first and each branch after the page from which it is reached. Every card
        and every line stands on a page. A page that does not fit holds no more than a manager and one report.
    """
    return _Spreading(parents, fits).run()


class _Spreading:
    """The state of one run: the pages so far and the branches still waiting for theirs."""

    def __init__(self, parents: Parents, fits: Fits) -> None:
        self.parents = parents
        self.kids = children_of(parents)
        self.roots = [i for i, parent in enumerate(parents) if parent is None]
        self.fits = fits
        self.sheets: list[Sheet] = []
        self.opens: dict[int, int] = {}
        self.waiting: list[tuple[int, ...]] = []  # heads of branches that share pages, the next one last

    def run(self) -> Spread:
        """Work off the waiting branches."""
        if len(self.roots) == 1:
            self.waiting.append((self.roots[0],))
        else:
            self.lay_branch(None)
        while self.waiting:
            tops = self.waiting.pop()
            if len(tops) == 1:
                self.lay_branch(tops[0])
            else:
                self.lay_pack(tops)
        home = {i: number for number, sheet in enumerate(self.sheets) for i in set(sheet.shown) - set(sheet.repeated)}
        for number, sheet in reversed(tuple(enumerate(self.sheets))):
            home.update(dict.fromkeys((i for i in sheet.repeated if self.parents[i] is None), number))
        return Spread(tuple(self.sheets), self.opens, home)

    def lay_branch(self, top: int | None) -> None:
        """Show a branch, or all of them, down to the deepest level that fits, else report by report."""
        repeated = () if top is None else (top,)
        best: Sheet | None = None
        shown: tuple[int, ...] = ()
        for level in self.levels(self.roots if top is None else [top]):
            shown = tuple(sorted((*shown, *level)))
            onward = tuple(i for i in level if self.kids[i])
            if not self.fits(shown, onward, top):
                break
            if len(shown) > 1 or not onward:
                best = Sheet(top, shown, onward, None, repeated)
        if best is None:
            self.lay_reports(top)
            return
        self.add(best, repeated)
        self.wait_for(best.onward)

    def lay_reports(self, top: int | None) -> None:
        """Share out reports over pages, whole branches where they fit, their manager on top of each page."""
        head = () if top is None else (top,)
        page: list[int] = []
        closed: list[int] = []
        split: list[int] = []
        for item in self.roots if top is None else self.kids[top]:
            whole = self.below((item,))
            is_whole = self.fits(sorted([*head, *whole]), head, top)
            added, shut = (whole, []) if is_whole or len(whole) == 1 else ([item], [item])
            if page and not self.fits(sorted([*head, *page, *added]), [*head, *closed, *shut], top):
                self.add(Sheet(top, tuple(sorted([*head, *page])), tuple(closed), top, head), head)
                page, closed = [], []
            page += added
            closed += shut
            split += shut
        self.add(Sheet(top, tuple(sorted([*head, *page])), tuple(closed), None, head), head)
        self.waiting.extend((item,) for item in reversed(split))

    def lay_pack(self, tops: tuple[int, ...]) -> None:
        """Show whole branches of one manager together below their manager."""
        above = self.parents[tops[0]]
        head = () if above is None else (above,)
        shown = tuple(sorted([*head, *self.below(tops)]))
        self.add(Sheet(above, shown, (), None, (*head, *tops)), tops)

    def wait_for(self, tops: Sequence[int]) -> None:
        """Put branches on later pages: neighbours under one manager share a page if they fit."""
        packs: list[tuple[int, ...]] = []
        for above, siblings in groupby(tops, key=lambda i: self.parents[i]):
            head = () if above is None else (above,)
            pack: tuple[int, ...] = ()
            for item in siblings:
                if pack and not self.fits(sorted([*head, *self.below((*pack, item))]), head, above):
                    packs.append(pack)
                    pack = ()
                pack = (*pack, item)
            packs.append(pack)
        self.waiting.extend(reversed(packs))

    def levels(self, tops: list[int]) -> Iterator[list[int]]:
        """Yield the levels below cards, themselves first."""
        while tops:
            yield tops
            tops = [kid for i in tops for kid in self.kids[i]]

    def below(self, tops: Sequence[int]) -> list[int]:
        """Return cards with everything below them."""
        found: list[int] = []
        waiting = list(tops)
        while waiting:
            i = waiting.pop()
            found.append(i)
            waiting.extend(self.kids[i])
        return found

    def add(self, sheet: Sheet, opened: Collection[int]) -> None:
        """Write a page down, and that the branches of these cards are found from here on."""
        for card in opened:
            self.opens.setdefault(card, len(self.sheets))
        self.sheets.append(sheet)
