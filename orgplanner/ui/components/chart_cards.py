"""The cards of the chart and the chart's own words."""

from __future__ import annotations

from collections.abc import Sequence

from orgplanner.ui.components.chart_seats import Seat
from orgplanner.ui.components.org_chart import Card, KindLabels, Labels
from orgplanner.ui.wording import say


def cards_of(seats: Sequence[Seat]) -> tuple[Card, ...]:
    """Return the card of every seat."""
    return tuple(
        Card(
            id=seat.id,
            parent_id=seat.above,
            title=seat.title,
            role=seat.role,
            unit=seat.unit,
            lines=tuple(note for note in seat.notes if note),
            badges=seat.badges,
            kind=seat.kind,
            dotted_to=seat.dotted_to,
        )
        for seat in seats
    )


def chart_labels() -> Labels:
    """Return the chart's own words in the language of the page."""
    kinds = KindLabels(**{kind: say(f"org_chart.kind_{kind}") for kind in KindLabels.model_fields})
    words = {name: say(f"org_chart.chart_{name}") for name in Labels.model_fields if name != "kinds"}
    return Labels(kinds=kinds, **words)
