"""Derivations of what levers take away and what they cost in hours."""

from __future__ import annotations

from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.errors import UnknownName
from orgplanner.records.catalogue import TargetKind
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.records.lever import Lever
from orgplanner.stages.levers import (
    SHORTEST_BUILD,
    builder_of,
    levers_on,
    remaining_share,
    saved_share,
    start_of,
    work_on_lever,
)
from orgplanner.units import Unit

BUILDERS = Builders("levers")


def _lever(parts: Parts, id: str) -> Lever:
    for lever in parts.inputs.company.levers:
        if lever.id == id:
            return lever
    raise UnknownName("lever", id, tuple(lever.id for lever in parts.inputs.company.levers))


def _touching(parts: Parts, target: str) -> tuple[Lever, ...]:
    """Return the levers that touch an activity, or onboarding, tickets or contacts; UnknownName where none does."""
    others = [kind.value for kind in TargetKind if kind is not TargetKind.ACTIVITY]
    kind, activity = (TargetKind(target), None) if target in others else (TargetKind.ACTIVITY, target)
    found = levers_on(parts.inputs, kind, activity)
    if not found:
        raise UnknownName("activity", target, others)
    return found


@BUILDERS.add
def left(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a piece of work that all levers leave in a month."""
    target, month = keys
    found = _touching(parts, target)
    value = remaining_share(parts.inputs, found)[0, parts.month(month)]
    terms = [as_term(left_by_one(parts, (lever.id, month))) for lever in found]
    return figure(f"levers.left[{target},{month}]", value, Unit.RATIO, Operation.PRODUCT, *terms)


def left_term(parts: Parts, kind: TargetKind, month: str, activity: str | None = None) -> list[Term]:
    """Return the share of a piece of work that levers leave in a month, where any lever saves some of it."""
    found = levers_on(parts.inputs, kind, activity)
    if remaining_share(parts.inputs, found)[0, parts.month(month)] == 1:
        return []
    return [as_term(left(parts, (activity or kind.value, month)))]


@BUILDERS.add
def left_by_one(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the touched work that one lever leaves in a month."""
    lever, month = keys
    saved = saved_by_one(parts, keys)
    id = f"levers.left_by_one[{lever},{month}]"
    return figure(id, 1 - saved.value, Unit.RATIO, Operation.COMPLEMENT, as_term(saved))


@BUILDERS.add
def saved_by_one(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the touched work that one lever saves in a month."""
    id, month = keys
    lever = _lever(parts, id)
    terms = [parts.assumption(f"lever.{id}.{name}") for name in ("effect", "adoption", "review", "lag")]
    value = saved_share(parts.inputs, lever)[0, parts.month(month)]
    since = _since(parts, lever, month)
    return figure(f"levers.saved_by_one[{id},{month}]", value, Unit.RATIO, Operation.SAVED, *terms, since)


def _since(parts: Parts, lever: Lever, month: str) -> Term:
    """Return the months since a lever's start."""
    since = parts.month(month) - start_of(parts.inputs, lever)
    return parts.given(f"levers.{lever.id}.start", since, Unit.MONTH)


@BUILDERS.add
def hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a role in a month of building and keeping levers."""
    role, month = keys
    value = parts.demand.lever_hours[0, parts.role(role), parts.month(month)]
    mine = [lever for lever in parts.inputs.company.levers if builder_of(parts.inputs, lever) == role]
    built = [work(parts, (lever.id, month)) for lever in mine]
    terms = [as_term(b) for b in built if b.value]
    return figure(f"levers.hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def work(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of building a lever over its lag, then of keeping it."""
    id, month = keys
    lever = _lever(parts, id)
    since = _since(parts, lever, month)
    value = work_on_lever(parts.inputs, lever)[0, parts.month(month)]
    figure_id = f"levers.work[{id},{month}]"
    if since.value < 0:
        return figure(figure_id, 0, Unit.HOUR_PER_MONTH, Operation.SUM)
    terms = (
        parts.assumption(f"lever.{id}.build"),
        as_term(building_months(parts, (id,))),
        parts.assumption(f"lever.{id}.upkeep"),
        since,
    )
    return figure(figure_id, value, Unit.HOUR_PER_MONTH, Operation.ONE_OFF, *terms)


@BUILDERS.add
def building_months(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months over which a lever is built: its lag, at least one."""
    (id,) = keys
    lag = parts.assumption(f"lever.{_lever(parts, id).id}.lag")
    least = Term(id="levers.shortest_build", value=SHORTEST_BUILD, unit=Unit.MONTH, origin=Origin.INPUT)
    value = max(lag.value, SHORTEST_BUILD)
    return figure(f"levers.building_months[{id}]", value, Unit.MONTH, Operation.MAXIMUM, lag, least)
