"""The register of everything in a plan that somebody may argue with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orgplanner.errors import UnknownName
from orgplanner.records.quantity import Assumption


@dataclass(frozen=True)
class AssumptionRegister:
    """Assumptions by id, in the order in which the page shows them."""

    entries: Mapping[str, Assumption]

    def __iter__(self) -> Iterator[Assumption]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, id: object) -> bool:
        return id in self.entries

    def __getitem__(self, id: str) -> Assumption:
        """Return an assumption, or raise UnknownName with the nearest ids."""
        try:
            return self.entries[id]
        except KeyError:
            raise UnknownName("assumption", id, tuple(self.entries)) from None

    @property
    def changed(self) -> tuple[Assumption, ...]:
        """The assumptions that differ from the phase's data."""
        return tuple(a for a in self if a.is_changed)
