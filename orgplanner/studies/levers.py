"""What levers bring: hours released against hours spent, month by month, and the effect at which they break even."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orgplanner.plan import Plan
from orgplanner.records.base import Record
from orgplanner.records.change import SetLevers, apply
from orgplanner.records.lever import Lever
from orgplanner.stages.demand import estimate_demand
from orgplanner.stages.forecast import forecast_book
from orgplanner.stages.inputs import Array, Inputs, gather_inputs
from orgplanner.stages.levers import builder_of, start_of, work_on_lever
from orgplanner.stages.sourcing import choose_sourcing
from orgplanner.stages.staffing import size_staffing

EFFECTS = np.linspace(0, 1, 51)
"""Effects that are tried; between two of them hours grow in a straight line, but for steps of live channels."""

JUDGED = 0.5
"""Effect that stands in where nobody has judged one, so that effects can be tried at all."""


class LeverOutcome(Record):
    """What one lever brings while the others stay as they are; by month, hours a month."""

    lever: str
    kind: str
    builder: str
    """Role that builds and keeps it."""
    effect: float | None
    """Judged effect (ratio); None where nobody has judged one: then nothing is released."""
    released: tuple[float, ...]
    """Hours that the lever takes away."""
    spent: tuple[float, ...]
    """Hours of building and keeping it."""
    released_fte: tuple[float, ...]
    """Steady FTE of the team that are no longer needed, before positions are pooled, its own hours left out."""
    money: tuple[float, ...]
    """Money spent, in the company's currency."""
    first_gain: str | None
    """First month in which more hours are released than spent; None if there is none in the plan."""
    paid_back: str | None
    """First month by whose end all hours released exceed all hours spent; None if there is none in the plan."""
    break_even_effect: float | None
    """Effect at which hours released over the plan equal those spent; None if not even an effect of 1 does."""

    @property
    def net(self) -> tuple[float, ...]:
        """Hours released less hours spent."""
        return tuple(a - b for a, b in zip(self.released, self.spent, strict=True))


def lever_outcomes(plan: Plan) -> tuple[LeverOutcome, ...]:
    """Return what each of the company's levers brings, in their order."""
    levers = plan.company.levers
    if not levers:
        return ()
    judged = [lever for lever in levers if lever.effect is not None]
    hours, fte = _without_each(plan, judged)
    released = {lever.id: (hours[n] - hours[-1], fte[n] - fte[-1]) for n, lever in enumerate(judged)}
    nothing = np.zeros(len(plan.months))
    return tuple(_outcome(plan, lever, *released.get(lever.id, (nothing, nothing))) for lever in levers)


def _outcome(plan: Plan, lever: Lever, released: Array, fte: Array) -> LeverOutcome:
    spent = work_on_lever(plan.inputs, lever)[0]
    since = plan.inputs.elapsed - start_of(plan.inputs, lever)
    net = released - spent
    return LeverOutcome(
        lever=lever.id,
        kind=lever.kind,
        builder=builder_of(plan.inputs, lever),
        effect=lever.effect,
        released=tuple(released.tolist()),
        spent=tuple(spent.tolist()),
        released_fte=tuple(fte.tolist()),
        money=tuple((lever.monthly_cost * (since >= 0) + lever.one_off_cost * (since == 0)).tolist()),
        first_gain=_first(plan, net > 0),
        paid_back=_first(plan, np.cumsum(net) > 0),
        break_even_effect=_break_even_effect(plan, lever, float(spent.sum())),
    )


def _first(plan: Plan, holds: NDArray[np.bool_]) -> str | None:
    """Return the first month in which something holds."""
    return next((month for month, held in zip(plan.months, holds, strict=True) if held), None)


def _without_each(plan: Plan, levers: Sequence[Lever]) -> tuple[Array, Array]:
    """Return hours of all work and steady FTE of the team without one lever at a time; with all of them last (S, T).

    Without means without its effect: what is spent on it stays in both.
    """
    effects = {f"lever.{lever.id}.effect": np.full(len(levers) + 1, lever.effect) for lever in levers}
    for row, values in enumerate(effects.values()):
        values[row] = 0.0
    inputs = gather_inputs(plan.company, plan.phase, effects)
    demand = estimate_demand(inputs, forecast_book(inputs))
    staffing = size_staffing(inputs, demand, choose_sourcing(inputs, demand), positions=False)
    return demand.hours.sum(axis=1), staffing.steady_fte.sum(axis=1)


def _break_even_effect(plan: Plan, lever: Lever, spent: float) -> float | None:
    """Return the least effect with which the hours released over the plan reach those spent."""
    hours = _all_hours(_trial(plan, lever))
    released = hours[0] - hours
    reached = released >= spent
    if not reached.any():
        return None
    at = int(reached.argmax())
    if at == 0:
        return 0.0
    return float(np.interp(spent, released[at - 1 : at + 1], EFFECTS[at - 1 : at + 1]))


def _trial(plan: Plan, lever: Lever) -> Inputs:
    """Return inputs that try all effects of a lever."""
    tried = [
        Lever(**{**dict(each), "effect": JUDGED}) if each.id == lever.id and each.effect is None else each
        for each in plan.company.levers
    ]
    company = apply(plan.company, [SetLevers(levers=tuple(tried))])
    return gather_inputs(company, plan.phase, {f"lever.{lever.id}.effect": EFFECTS})


def _all_hours(inputs: Inputs) -> Array:
    """Return the hours of all work over the plan (S,)."""
    return np.asarray(estimate_demand(inputs, forecast_book(inputs)).hours.sum(axis=(1, 2)))
