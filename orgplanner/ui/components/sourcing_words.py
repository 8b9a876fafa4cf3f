"""What the sourcing page calls things: ways, advice on a source, volumes, money a month."""

from __future__ import annotations

from collections.abc import Iterable

from orgplanner.advice import figures
from orgplanner.advice.ways import Crossover, Offer
from orgplanner.records.base import OUTSIDE, SourceKind
from orgplanner.records.phase import SourceAdvice, Stance
from orgplanner.ui import state
from orgplanner.ui.wording import escape, money, number, say, text

STANCES = {
    Stance.INSIDE: "inside",
    Stance.OFTEN_OUTSOURCED: "often_outsourced",
    Stance.OFTEN_SHARED: "often_shared",
}


def advice_key(advice: SourceAdvice | None) -> str:
    """Return what the phase says of a source: own people and people from outside worth considering are told apart."""
    if advice is None:
        return "not_advised"
    outside = "external" if advice.source in OUTSIDE else "own"
    return STANCES.get(advice.stance, outside)


def advice_word(advice: SourceAdvice | None) -> str:
    """Return what the phase says of a source, as a symbol and words."""
    return say(f"sourcing.advice_{advice_key(advice)}")


def offer_name(offer: Offer) -> str:
    """Return what a way is called: its terms, and where the employee is found."""
    label = text(offer.terms.label)
    return say("sourcing.by_channel", way=label, channel=text(offer.channel.label)) if offer.channel else label


def advice_for(advised: tuple[SourceAdvice, ...], source: SourceKind) -> SourceAdvice | None:
    """Return the advice for a source, if there is one."""
    return next((a for a in advised if a.source is source), None)


def volume(crossover: Crossover, value: float) -> str:
    """Return a volume with its unit, as Markdown: whole tickets or hours a month."""
    whole = float(round(value)) if value >= 1 else value
    return escape(figures.written(whole, crossover.volume_unit, state.language()))


def price(crossover: Crossover, value: float) -> str:
    """Return a price of a crossover's bill with its unit, as Markdown."""
    return escape(figures.written(value, crossover.bill.unit, state.language()))


def sentences(said: Iterable[str]) -> str:
    """Return sentences as one paragraph in the page's way."""
    return say("sourcing.between_sentences").join(one for one in said if one)


def months(value: float) -> str:
    """Return a time in months."""
    return say("sourcing.one_month" if value == 1 else "sourcing.months", months=number(value, 1))


def cash(value: float) -> str:
    """Return an amount of money as Markdown: two signs of the dollar would make a formula."""
    return escape(money(value))
