"""Measure today's chart, the recommended one or the leader's own, and compare two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.stages.design_checks import SpanCheck
from orgplanner.stages.structures import unit_of_person
from orgplanner.studies.chart_census import Which, count_seats, designed
from orgplanner.studies.chart_measures import ChartAnalytics, measure_chart


def analyse_chart(plan: Plan, which: Which) -> ChartAnalytics:
    """Measure today's chart, the recommended one or the leader's own."""
    shown = designed(plan, which)
    if which == "today":
        return measure_chart(count_seats(plan, which), which, check_spans_today(plan))
    held = Counter(a.person for a in shown.design.assignments)
    twice = tuple(person for person, seats in held.items() if seats > 1)
    return measure_chart(count_seats(plan, which), which, shown.design_checks.spans, twice)


def check_spans_today(plan: Plan) -> tuple[SpanCheck, ...]:
    """Compare everybody's reports today with the band of the unit in which most of them would stand.

    Reports who lead themselves stand in none; where none stands in one, the band of the narrowest unit counts.
    """
    chart, people = plan.charts.today, {p.id: p for p in plan.charts.people}
    bands = {unit.id: unit.span for unit in plan.units}
    narrowest = min(bands.values(), key=lambda id: plan.assumptions[id].quantity.value)
    spans = chart.spans()
    led: dict[str, Counter[str]] = {}
    for node in chart.nodes:
        unit = unit_of_person(plan.units, people[node.id]) if node.id not in spans and not node.dotted else None
        if node.parent is not None and unit is not None:
            led.setdefault(node.parent, Counter())[unit] += 1
    checks = []
    for id, reports in spans.items():
        assumption = bands[led[id].most_common(1)[0][0]] if id in led else narrowest
        low, high = plan.assumptions[assumption].quantity.range
        checks.append(SpanCheck(id, reports, low, high, assumption))
    return tuple(checks)


class Measure(StrEnum):
    """Numbers in which two charts are compared."""

    SEATS = "seats"
    PEOPLE = "people"
    IN_POST = "in_post"
    OPEN = "open"
    MANAGERS = "managers"
    MANAGER_SHARE = "manager_share"
    SPAN_MEAN = "span_mean"
    SPAN_MEDIAN = "span_median"
    SPAN_SMALLEST = "span_smallest"
    SPAN_LARGEST = "span_largest"
    LAYERS = "layers"
    SINGLE_REPORT = "single_report"
    BELOW_BAND = "below_band"
    ABOVE_BAND = "above_band"
    ROOTS = "roots"
    LARGEST_UNIT = "largest_unit"
    OUTSIDE = "outside"
    TWO_POSTS = "two_posts"
    COST = "cost"


class MeasureChange(Record):
    """One number before and after; None: not known."""

    measure: Measure
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """What is added; None where either is not known."""
        return None if self.before is None or self.after is None else self.after - self.before


def compare_analytics(before: ChartAnalytics, after: ChartAnalytics) -> tuple[MeasureChange, ...]:
    """Compare two charts number by number."""
    return tuple(MeasureChange(measure=m, before=m_of(before), after=m_of(after)) for m, m_of in _VALUES.items())


def value_of(of: ChartAnalytics, measure: Measure) -> float | None:
    """Return one number of a chart; None where it is not known."""
    return _VALUES[measure](of)


def _length(items: tuple[str, ...] | None) -> int | None:
    return None if items is None else len(items)


_VALUES: Mapping[Measure, Callable[[ChartAnalytics], float | None]] = {
    Measure.SEATS: lambda a: a.seats,
    Measure.PEOPLE: lambda a: a.people,
    Measure.IN_POST: lambda a: a.in_post,
    Measure.OPEN: lambda a: _length(a.open_seats),
    Measure.MANAGERS: lambda a: len(a.managers),
    Measure.MANAGER_SHARE: lambda a: a.manager_share,
    Measure.SPAN_MEAN: lambda a: a.span_mean,
    Measure.SPAN_MEDIAN: lambda a: a.span_median,
    Measure.SPAN_SMALLEST: lambda a: a.span_smallest[1] if a.span_smallest else None,
    Measure.SPAN_LARGEST: lambda a: a.span_largest[1] if a.span_largest else None,
    Measure.LAYERS: lambda a: len(a.layers),
    Measure.SINGLE_REPORT: lambda a: len(a.single_report),
    Measure.BELOW_BAND: lambda a: len(a.below_band),
    Measure.ABOVE_BAND: lambda a: len(a.above_band),
    Measure.ROOTS: lambda a: len(a.roots),
    Measure.LARGEST_UNIT: lambda a: a.largest_unit.people if a.largest_unit else None,
    Measure.OUTSIDE: lambda a: a.outside_people,
    Measure.TWO_POSTS: lambda a: _length(a.two_posts),
    Measure.COST: lambda a: a.cost,
}
