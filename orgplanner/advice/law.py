"""What to check by law before work goes to a source. A list of reminders with references, no legal advice."""

from __future__ import annotations

from orgplanner.records.base import SourceKind
from orgplanner.records.phase import Phase
from orgplanner.records.sourcing import LawCheck


def law_checks(phase: Phase, country: str, source: SourceKind) -> tuple[LawCheck, ...]:
    """Return what to check before work goes to a source in a country, in the catalogue's order.

    Args:
        phase: the phase with its catalogue.
        country: country code of two letters, such as `JP`.
        source: who would do the work.

    Returns:
        The checks; none where nothing was looked up for the country, which does not mean that there is nothing to
        check (see `checked_countries`).
    """
    return tuple(c for c in phase.catalogue.law_checks if country in c.countries and source in c.sources)


def checked_countries(phase: Phase) -> tuple[str, ...]:
    """Return the countries for which the catalogue has anything to check, in its order."""
    return tuple(dict.fromkeys(country for check in phase.catalogue.law_checks for country in check.countries))
