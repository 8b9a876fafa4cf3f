"""What every chart says about a seat, whichever view it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from orgplanner import i18n
from orgplanner.advice.names import role_label, source_kind
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.card import Badge, BadgeKind, CardField, CardKind, ColourBy
from orgplanner.records.company import Person


@dataclass(frozen=True)
class Seat:
    """One box of a view, in words."""

    id: str
    """A person's id today, a seat's id otherwise."""
    above: str | None
    title: str
    """The person, or the words for an open position."""
    position: str
    role: str
    unit: str
    person: str
    load: str
    source: str
    state: str
    kind: CardKind
    unit_id: str | None = None
    notes: tuple[str, ...] = ()
    """Short texts that the card shows whatever the reader picks."""
    badges: tuple[Badge, ...] = ()
    dotted_to: tuple[str, ...] = ()
    remark: str = ""
    """What the state means in full, where there is more to say."""
    assistant: bool = False
    fields: Mapping[CardField, str] = field(default_factory=dict)
    """What the reader may have written on the card."""
    groups: Mapping[ColourBy, str] = field(default_factory=dict)
    """What the colour tells, in words."""


def roles_today(plan: Plan, person: Person, language: str) -> str:
    """Return the roles of a person with their shares, the title where there are none."""
    words = SeatWords(plan, language)
    if not person.roles:
        return person.title or words.say("role_unknown")
    if len(person.roles) == 1:
        return role_label(plan, person.roles[0].role, language)
    ordered = sorted(person.roles, key=lambda r: -r.share)
    shares = (f"{role_label(plan, r.role, language)} {i18n.percent(r.share, language)}" for r in ordered)
    return words.joined(tuple(shares))


@dataclass(frozen=True)
class SeatWords:
    """Words of one language that all views share."""

    plan: Plan
    language: str

    def say(self, key: str, **blanks: object) -> str:
        """Return one of the chart's messages."""
        return i18n.say(f"org_chart.{key}", self.language, **blanks)

    def joined(self, parts: Sequence[str]) -> str:
        """Return words as one list, empty ones left out."""
        return self.say("between").join(part for part in parts if part)

    def source(self, kind: SourceKind) -> str:
        """Return the word for a way to fill a seat, fit to stand alone."""
        word = source_kind(kind, self.language)
        return word[:1].upper() + word[1:]

    def badge(self, kind: BadgeKind, key: str, **blanks: object) -> Badge:
        """Return a badge with one of the chart's messages."""
        return Badge(text=self.say(key, **blanks), kind=kind)

    def month(self, iso: str) -> str:
        """Write a month or the month of a day."""
        return i18n.month(iso[:7], self.language, short=True)

    def money(self, value: float) -> str:
        """Write an amount in brief."""
        return _money(value, self.plan.company.currency.value, self.language)

    def cost(self, value: float | None) -> str:
        """Write a monthly cost, or that it is not known."""
        return self.say("cost_unknown") if value is None else self.say("cost", money=self.money(value))

    def source_badges(self, source: SourceKind, kind: CardKind) -> tuple[Badge, ...]:
        """Return the badge of a source; employees need none, and the kind of the card already names some."""
        if source is SourceKind.EMPLOYEE or kind in ("shared", "pool"):
            return ()
        return (Badge(text=self.source(source), kind="source"),)


def kind_of(source: SourceKind) -> CardKind:
    """Return how a filled seat of a source is drawn."""
    if source is SourceKind.SHARED:
        return "shared"
    return "pool" if source is SourceKind.OUTSOURCER else "filled"


@lru_cache(maxsize=4096)
def _money(value: float, currency: str, language: str) -> str:
    """Write an amount in brief, once: thousands of seats share a few costs, and writing takes its time."""
    return i18n.money(value, currency, language, compact=True)
