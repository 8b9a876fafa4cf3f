"""Build any figure from its id, and list the figures that faces show."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.derivation import demand, forecast, gaps, staffing
from orgplanner.derivation.parts import Builder, Parts
from orgplanner.errors import UnknownName
from orgplanner.records.figure import Figure, Origin

BUILDERS: dict[str, Builder] = forecast.BUILDERS | demand.BUILDERS | staffing.BUILDERS | gaps.BUILDERS
"""Every figure's builder, by stage and name."""


def derive(parts: Parts, id: str) -> Figure:
    """Return a figure with one step of its derivation.

    Args:
        parts: the plan's records.
        id: a figure id such as `staffing.steady_fte[support,2027-04]`, or an assumption id.

    Raises:
        UnknownName: there is no such figure, or one of its keys does not exist.
    """
    if id in parts.inputs.assumptions:
        term = parts.assumption(id)
        return Figure(id=id, value=term.value, unit=term.unit)
    name, _, inside = id.removesuffix("]").partition("[")
    if name not in BUILDERS:
        raise UnknownName("figure", id, (*parts.inputs.roles, *BUILDERS))
    try:
        built = BUILDERS[name](parts, tuple(inside.split(",")) if inside else ())
    except (ValueError, StopIteration) as error:
        raise UnknownName("figure", id, published_ids(parts)) from error
    if built.id != id:  # keys that the figure does not have
        raise UnknownName("figure", id, published_ids(parts))
    return built


def published_ids(parts: Parts) -> tuple[str, ...]:
    """Return the ids of the figures that the faces show; their terms are reached by opening them."""
    return tuple(dict.fromkeys(_published(parts)))


def _published(parts: Parts) -> Iterator[str]:
    months, month = parts.inputs.months, parts.inputs.months[parts.staffing.month]
    yield from ("staffing.yearly_hours", "staffing.leave_share", "staffing.positions", f"staffing.team_fte[{month}]")
    yield from ("gaps.open_positions", "gaps.filled_positions", "cost.today", "cost.open_positions", "cost.planned")
    if parts.costs.revenue[parts.costs.month] > 0:
        yield from ("cost.share_of_revenue_today", "cost.share_of_revenue_planned")
    for role in parts.inputs.roles:
        yield from (f"staffing.yearly_capacity[{role}]", f"staffing.positions[{role}]", f"gaps.gap_fte[{role}]")
        yield f"staffing.steady_fte[{role},{month}]"
        for each in months:
            yield f"demand.hours[{role},{each}]"
            yield f"staffing.required_fte[{role},{each}]"
            yield f"staffing.steady_fte[{role},{each}]"
    for each in months:
        yield from (
            f"forecast.total_{n}[{each}]" for n in ("accounts", "new_accounts", "onboarding", "revenue", "tickets")
        )
    for position in parts.staffing.positions:
        yield f"staffing.position_load[{position.id}]"


def reachable_ids(parts: Parts) -> Iterator[Figure]:
    """Yield every published figure and every figure that can be opened from one, each once."""
    waiting, seen = list(dict.fromkeys(_published(parts))), set[str]()
    while waiting:
        id = waiting.pop()
        if id not in seen:
            seen.add(id)
            built = derive(parts, id)
            yield built
            waiting += [t.id for t in built.terms if t.origin is Origin.FIGURE]
