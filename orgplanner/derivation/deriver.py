"""Build any figure from its id, and list the figures that faces show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from orgplanner.derivation import (
    account_work,
    affordability,
    books,
    capacity,
    chart,
    cost,
    crossover,
    deal_work,
    demand,
    desk,
    economics,
    forecast,
    gaps,
    health,
    hiring_shown,
    levers,
    onboarding_queue,
    onboarding_wait,
    onboarding_work,
    retention,
    serving,
    staffing,
    support_work,
    team_fte,
    waiting,
)
from orgplanner.derivation.parts import Builder, Parts
from orgplanner.derivation.shown_work import published_work
from orgplanner.errors import UnknownName
from orgplanner.records.figure import Figure, Origin

BUILDERS: dict[str, Builder] = {
    **forecast.BUILDERS,
    **levers.BUILDERS,
    **account_work.BUILDERS,
    **onboarding_work.BUILDERS,
    **deal_work.BUILDERS,
    **desk.BUILDERS,
    **support_work.BUILDERS,
    **demand.BUILDERS,
    **capacity.BUILDERS,
    **staffing.BUILDERS,
    **staffing.SOURCING,
    **gaps.BUILDERS,
    **cost.BUILDERS,
    **chart.BUILDERS,
    **team_fte.BUILDERS,
    **health.BUILDERS,
    **waiting.BUILDERS,
    **onboarding_queue.BUILDERS,
    **onboarding_wait.BUILDERS,
    **books.BUILDERS,
    **hiring_shown.BUILDERS,
    **retention.BUILDERS,
    **serving.BUILDERS,
    **affordability.BUILDERS,
    **economics.BUILDERS,
    **crossover.BUILDERS,
}
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
    months, month = parts.inputs.months, parts.plan_month
    yield from ("staffing.yearly_hours", "staffing.leave_share", "staffing.positions", f"staffing.team_fte[{month}]")
    yield "staffing.leave_hours"
    yield from _published_capacity(parts)
    yield from ("gaps.open_positions", "gaps.filled_positions", "cost.today", "cost.open_positions", "cost.planned")
    if parts.costs.revenue[parts.costs.month] > 0:
        yield from ("cost.share_of_revenue_today", "cost.share_of_revenue_planned")
    for role in parts.inputs.roles:
        yield from (f"staffing.yearly_capacity[{role}]", f"staffing.positions[{role}]", f"gaps.gap_fte[{role}]")
        yield f"staffing.steady_fte[{role},{month}]"
        for each in months:
            yield f"demand.hours[{role},{each}]"
            yield f"demand.reactive_hours[{role},{each}]"
            yield f"staffing.required_fte[{role},{each}]"
            yield f"staffing.steady_fte[{role},{each}]"
    for each in months:
        yield from (
            f"forecast.total_{n}[{each}]" for n in ("accounts", "new_accounts", "onboarding", "revenue", "tickets")
        )
    for channel in parts.inputs.company.channels:
        for each in months:
            yield from (f"desk.{n}[{channel.id},{each}]" for n in ("agents", "contacts", "rostered_hours"))
    for position in parts.staffing.positions:
        yield f"staffing.position_load[{position.id}]"
    yield from chart.published_chart(parts)
    yield from published_work(parts)
    yield from economics.published_economics(parts)
    yield from crossover.published_crossovers(parts)


def _published_capacity(parts: Parts) -> Iterator[str]:
    """Yield the figures of the capacity chain, and the ratios that check roles sized by tasks."""
    profiles = {p.id: p for p in parts.inputs.phase.catalogue.capacity_profiles}
    for role in parts.inputs.roles:
        internal = profiles[parts.inputs.phase.definition_of(role).capacity].internal
        yield from (f"staffing.internal_hours[{role},{part.id}]" for part in internal)
        if parts.inputs.phase.role(role).tasks:
            yield from (f"staffing.by_ratio[{role},{each}]" for each in parts.inputs.months)


def published_hiring_ids(parts: Parts) -> tuple[str, ...]:
    """Return the ids of the figures of the hiring plan, which is made when they are asked for."""
    return tuple(dict.fromkeys(hiring_shown.published_hiring(parts)))


def published_offer_ids(parts: Parts) -> tuple[str, ...]:
    """Return the ids of the figures of every way to get work done."""
    return tuple(dict.fromkeys(hiring_shown.published_offers(parts)))


def reachable_ids(parts: Parts, first: Iterable[str] | None = None) -> Iterator[Figure]:
    """Yield every published figure, or those given, and every figure that can be opened from one, each once."""
    waiting, seen = list(dict.fromkeys(_published(parts) if first is None else first)), set[str]()
    while waiting:
        id = waiting.pop()
        if id not in seen:
            seen.add(id)
            built = derive(parts, id)
            yield built
            waiting += [t.id for t in built.terms if t.origin is Origin.FIGURE]
