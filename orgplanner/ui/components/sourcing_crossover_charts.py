"""The crossover drawn: both costs over volume with every flip, and over months, each with its table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import streamlit as st

from orgplanner.advice.crossings import Basis, cost_at, inside_of
from orgplanner.advice.ways import Crossover
from orgplanner.plan import Plan
from orgplanner.ui.components import sourcing_curves, workload_chart
from orgplanner.ui.components.sourcing_curves import Curve, Point
from orgplanner.ui.components.sourcing_words import offer_name, volume
from orgplanner.ui.wording import money, month, say


def show_volume(plan: Plan, crossover: Crossover, basis: Basis) -> None:
    """Show both costs over volume: whole posts as a staircase, shared hours as a line, the outside."""
    st.subheader(say("sourcing.over_volume"), anchor=False)
    inside = inside_of(crossover, basis)
    curves = [_curve(say(f"sourcing.curve_{b.value}"), inside_of(crossover, b).cost) for b in Basis]
    if crossover.outside_cost is not None:
        curves.append(_curve(offer_name(crossover.outside), crossover.outside_cost))
    flips = [
        Point(
            f.volume,
            cost_at(crossover, basis, f.volume),
            str(number),
            say(f"sourcing.flip_{f.above.value}", volume=volume(crossover, f.volume)),
        )
        for number, f in enumerate(inside.flips, start=1)
    ]
    current = crossover.current_volume, say("sourcing.now", volume=volume(crossover, crossover.current_volume))
    axes = say(f"sourcing.axis_{crossover.volume_unit.name.lower()}"), say("sourcing.axis_money")
    name = say("sourcing.flips")
    figure = sourcing_curves.over_volume(
        list(map(float, crossover.volumes)), curves, axes, current=current, flips=flips, flips_name=name
    )
    volumes = [volume(crossover, float(v)).replace("\\", "") for v in crossover.volumes]
    rows = _rows(say("sourcing.column_volume"), volumes, curves)
    key = f"sourcing-volume-{crossover.role}-{crossover.outside.terms.id}-{basis.value}"
    workload_chart.show(figure, rows, key=key, alt=say("sourcing.over_volume_alt"))
    st.markdown(f"**{say(f'sourcing.flips_{basis.value}')}**")
    st.markdown("\n".join(f"{p.name}. {p.words}" for p in flips) or say("sourcing.flip_none"))


def show_months(plan: Plan, crossover: Crossover, basis: Basis) -> None:
    """Show both costs month by month, and the months in which the cheaper side changes."""
    st.subheader(say("sourcing.over_months"), anchor=False)
    inside = inside_of(crossover, basis)
    names = [month(m, short=True) for m in plan.months]
    curves = [_curve(say(f"sourcing.curve_{b.value}"), inside_of(crossover, b).by_month) for b in Basis]
    if crossover.outside_by_month is not None:
        curves.append(_curve(offer_name(crossover.outside), crossover.outside_by_month))
    flips = []
    if inside.flip_month is not None:
        at = plan.months.index(inside.flip_month)
        flips = [(at, say("sourcing.flips_here", month=names[at]))]
    figure = sourcing_curves.over_months(names, curves, say("sourcing.axis_money"), flips=flips)
    rows = _rows(say("sourcing.column_month"), names, curves)
    volumes = [volume(crossover, float(v)).replace("\\", "") for v in crossover.volume_by_month]
    rows = [row | {say("sourcing.column_volume"): asked} for row, asked in zip(rows, volumes, strict=True)]
    key = f"sourcing-months-{crossover.role}-{crossover.outside.terms.id}-{basis.value}"
    workload_chart.show(figure, rows, key=key, alt=say("sourcing.over_months_alt"))
    if inside.flip_month is None:
        st.markdown(say("sourcing.flip_never", month=month(plan.months[-1])))
    else:
        st.markdown(say("sourcing.flip_month", month=month(inside.flip_month)))


def _curve(name: str, values: Iterable[float]) -> Curve:
    numbers = [float(v) for v in values]
    unknown = say("sourcing.cannot_carry")
    return Curve(name, numbers, [money(v) if math.isfinite(v) else unknown for v in numbers])


def _rows(first: str, labels: Sequence[str], curves: Sequence[Curve]) -> list[dict[str, str]]:
    return [{first: label} | {c.name: c.words[at] for c in curves} for at, label in enumerate(labels)]
