"""What levers take away and what they cost in hours: work now, fewer hours later, an effect that somebody judged."""

from __future__ import annotations

import numpy as np

from orgplanner.records.catalogue import LeverTarget, TargetKind
from orgplanner.records.lever import Lever
from orgplanner.stages.inputs import Array, Inputs

SHORTEST_BUILD = 1.0
"""Months over which the building is spread at least."""


def lever_ramp(inputs: Inputs, lever: Lever) -> Array:
    """Return the part of a lever's whole effect that is there in each month (S, T).

    It grows evenly from the start on: (months since the start) / lag, at most 1. Without a lag it is there at once.
    """
    since = inputs.elapsed - start_of(inputs, lever)
    lag = inputs.value(f"lever.{lever.id}.lag")[:, None]
    grown = np.where(lag > 0, since / np.where(lag > 0, lag, 1.0), 1.0)
    return np.where(since < 0, 0.0, np.clip(grown, 0.0, 1.0))


def start_of(inputs: Inputs, lever: Lever) -> int:
    """Return the index of the month in which a lever's building starts; it may lie before or after the plan."""
    first, start = inputs.company.first_month, lever.start or inputs.company.first_month
    return 12 * (int(start[:4]) - int(first[:4])) + int(start[5:]) - int(first[5:])


def levers_on(inputs: Inputs, kind: TargetKind, activity: str | None = None) -> tuple[Lever, ...]:
    """Return the levers with a judged effect that touch a kind of work, or one activity of the service models."""
    return tuple(
        lever
        for lever in inputs.company.levers
        if f"lever.{lever.id}.effect" in inputs.assumptions
        and any(_touches(target, kind, activity) for target in inputs.phase.lever_kind(lever.kind).targets)
    )


def _touches(target: LeverTarget, kind: TargetKind, activity: str | None) -> bool:
    return target.kind is kind and (activity is None or activity in target.activities)


def saved_share(inputs: Inputs, lever: Lever) -> Array:
    """Return the share of the touched work that a lever saves in each month (S, T).

    effect x adoption x ramp x (1 - review): what checking the results takes is not saved.
    """
    effect, adoption, review = (inputs.value(f"lever.{lever.id}.{name}") for name in ("effect", "adoption", "review"))
    return (effect * adoption * (1 - review))[:, None] * lever_ramp(inputs, lever)


def remaining_share(inputs: Inputs, levers: tuple[Lever, ...]) -> Array:
    """Return the share of work that is left when several levers touch it (S, T): the product of what each leaves."""
    left = np.ones((inputs.count, len(inputs.months)))
    for lever in levers:
        left = left * (1 - saved_share(inputs, lever))
    return left


def builder_of(inputs: Inputs, lever: Lever) -> str:
    """Return the role that builds and keeps a lever: the first of its kind's roles that the phase has."""
    wanted = inputs.phase.lever_kind(lever.kind).roles
    return next((role for role in wanted if role in inputs.roles), inputs.phase.definition.ticket_role)


def lever_hours(inputs: Inputs) -> Array:
    """Return the hours of building and keeping all levers by role (S, R, T)."""
    hours = np.zeros((inputs.count, len(inputs.roles), len(inputs.months)))
    for lever in inputs.company.levers:
        hours[:, inputs.roles.index(builder_of(inputs, lever))] += work_on_lever(inputs, lever)
    return hours


def work_on_lever(inputs: Inputs, lever: Lever) -> Array:
    """Return the hours of building a lever, spread over its lag, then of keeping it (S, T)."""
    since = inputs.elapsed - start_of(inputs, lever)
    lag, build, upkeep = (inputs.value(f"lever.{lever.id}.{name}")[:, None] for name in ("lag", "build", "upkeep"))
    over = np.maximum(lag, SHORTEST_BUILD)
    building = np.where(since < 0, 0.0, np.clip(over - since, 0.0, 1.0))
    kept = np.where(since < 0, 0.0, 1 - building)
    return build / over * building + upkeep * kept
