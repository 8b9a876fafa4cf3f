"""Options for the work that nobody covers, on one basis: people, outside help, less work, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from orgplanner.plan import Plan
from orgplanner.records.base import MonthText, Record, SourceKind
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.inputs import Array
from orgplanner.stages.offers import Offer, find_offers
from orgplanner.studies.gap_options import NEGLIGIBLE, Filled, Missing, fill, find_missing
from orgplanner.studies.work_options import LeverTried, ModelTried, levers_tried, models_tried

MADE_BY_A_TOOL = "ai_"
"""How kinds of levers begin that need a tool whose price is not known."""


class OptionKind(StrEnum):
    """What can be done about work that nobody covers, in the order in which options are told."""

    HIRE = "hire"
    FIXED_TERM = "fixed_term"
    TRANSFER = "transfer"
    TRAIN = "train"
    BORROW = "borrow"
    DISPATCH = "dispatch"
    CONTRACTOR = "contractor"
    OUTSOURCE = "outsource"
    CONTENT = "content"
    """Content, help pages or sessions in place of hours."""
    AI = "ai"
    SERVICE_MODEL = "service_model"
    NOTHING = "nothing"


class IndifferenceKind(StrEnum):
    """What is not known of an option."""

    EFFECT = "effect"
    """Share of the touched work that a lever takes away: at this one, hours released equal hours spent (ratio)."""
    CHURN = "churn"
    """Churn a year beyond today's at which a lighter service model loses as much margin as it saves (ratio)."""


class Indifference(Record):
    """The value of what is not known at which an option neither wins nor loses."""

    kind: IndifferenceKind
    value: float | None
    """None where no value does."""


class Option(Record):
    """One option for one role's missing work, or for all; money in the company's currency, within the plan's months."""

    kind: OptionKind
    role: str | None
    """None for all roles together."""
    terms: str | None = None
    """Id of the terms of the source."""
    channel: str | None = None
    """Recruiting channel, the one that costs least with the shortage that it leaves."""
    lever: str | None = None
    """Kind of lever."""
    builder: str | None = None
    """Role that would build and keep the lever."""
    segment: str | None = None
    service_model: str | None = None
    units: int = 0
    """Units that start: people, blocks of hours, contracts."""
    at_once: int = 0
    """Most of them that run at a time."""
    advised: bool | None = None
    """Whether the phase advises the source for the role; None where it is no question of a source."""
    cost: float | None
    """Money within the plan's months; None where a price is not known."""
    monthly_cost: float | None
    """Money a month once all of it runs."""
    unpriced: bool = False
    """Whether something has a price that is not known and not contained."""
    missing: float
    """FTE-months that nobody covers if nothing is done."""
    covered: float | None
    """FTE-months of them that it covers; None where its effect is not known."""
    covered_at_most: float
    """The same at the largest effect that it could have."""
    coverage: float | None
    """Covered share of the work over the plan, today's people counted (ratio); None where the effect is not known."""
    shortage_cost: float | None
    """Price of what stays uncovered; no money that anybody pays."""
    moved: float = 0.0
    """FTE-months that go missing in the role from which somebody is trained."""
    first_effect: MonthText | None
    """First month in which it covers something; None if it never does."""
    risk: str
    """Key of the text that tells the risk."""
    indifference: Indifference | None = None
    """Where its effect is not known, the value at which it breaks even."""

    @property
    def left(self) -> float | None:
        """FTE-months that stay uncovered; None where the effect is not known."""
        return None if self.covered is None else self.missing - self.covered

    @property
    def total(self) -> float | None:
        """Money and priced shortage; None where either is not known."""
        return None if self.cost is None or self.shortage_cost is None else self.cost + self.shortage_cost


def options_for(plan: Plan, role: str) -> tuple[Option, ...]:
    """Return every option for what one role is missing, doing nothing last.

    Sources are counted whether the phase advises them or not. Nothing says that more coverage lowers churn, so that no
    option is credited with it; where an effect is not known, the value at which it breaks even is told.

    Raises:
        UnknownName: the phase has no such role.
    """
    return _options(plan, (plan.phase.role(role).role,), role)


def options_for_plan(plan: Plan) -> tuple[Option, ...]:
    """Return every option for what all roles are missing together, doing nothing last.

    An option that is one for several roles is taken for each of them that it can help.
    """
    return _options(plan, plan.phase.role_ids, None)


@dataclass(frozen=True)
class _Asked:
    """Whose missing work is asked about."""

    plan: Plan
    missing: Missing
    roles: tuple[str, ...]
    role: str | None
    """None for all roles together."""

    @cached_property
    def short(self) -> tuple[str, ...]:
        """Roles of which something is missing."""
        return tuple(role for role in self.roles if self.fte(role).sum() > NEGLIGIBLE)

    def fte(self, role: str) -> Array:
        """Return the FTE that a role is missing (T,)."""
        return np.asarray(self.missing.fte[self.missing.roles.index(role)])

    def left(self, role: str, released: Array) -> Array:
        """Return what a role is missing still when the work of the roles needs less (Q, T)."""
        return np.asarray(np.maximum(self.fte(role) - released[self.missing.roles.index(role)], 0.0))

    def first(self, covered: Array) -> str | None:
        """Return the first month in which something is covered."""
        helps = np.flatnonzero(covered > NEGLIGIBLE)
        return self.plan.months[int(helps[0])] if helps.size else None

    def option(self, kind: OptionKind, left: dict[str, Array] | None, **fields: object) -> Option:
        """Return an option from what it leaves uncovered by role; roles that it does not touch stay as they are.

        None as `left` stands for an effect that is not known; what it covers at most is then among the fields.
        """
        total = sum(float(self.fte(role).sum()) for role in self.roles)
        common = {"kind": kind, "role": self.role, "missing": total, "risk": f"options.risk_{kind}"}
        unknown = {"covered": None, "coverage": None, "shortage_cost": None}
        return Option.model_validate(common | (unknown if left is None else self._known(left)) | fields)

    def _known(self, left: dict[str, Array]) -> dict[str, object]:
        rows = [self.missing.roles.index(role) for role in self.roles]
        before = self.missing.fte[rows]
        after = np.array([left.get(role, self.fte(role)) for role in self.roles])
        required = float(self.missing.required[rows].sum())
        priced = sum(float(self.missing.priced(row, table).sum()) for row, table in zip(rows, after, strict=True))
        covered = max(0.0, float((before - after).sum()))
        return {
            "covered": covered,
            "covered_at_most": covered,
            "coverage": 1 - float(after.sum()) / required if required > 0 else 1.0,
            "shortage_cost": priced,
            "first_effect": self.first((before - after).sum(axis=0)),
        }


def _options(plan: Plan, roles: tuple[str, ...], role: str | None) -> tuple[Option, ...]:
    asked, order = _Asked(plan, find_missing(plan), roles, role), list(OptionKind)
    found = sorted([*_from_sources(asked), *_from_less_work(asked)], key=lambda option: order.index(option.kind))
    return *found, asked.option(OptionKind.NOTHING, {}, cost=0.0, monthly_cost=0.0)


# ---------------------------------------------------------------- sources


def _from_sources(asked: _Asked) -> Iterator[Option]:
    """Yield an option for each way to win people, in the order of the catalogue."""
    plan = asked.plan
    offers = [offer for offer in find_offers(plan.inputs, plan.staffing) if offer.role in asked.short]
    for terms in plan.phase.catalogue.source_terms:
        own = [offer for offer in offers if offer.terms.id == terms.id]
        best = [b for role in asked.short if (b := _best(asked, (o for o in own if o.role == role)))]
        if best:
            yield _of_source(asked, best)
        elif any(offer.monthly_cost is None for offer in own):
            yield _unpriced(asked, own)


def _best(asked: _Asked, offers: Iterable[Offer]) -> Filled | None:
    """Return the best of the offers of a role with the same terms, by money and priced shortage."""
    missing = asked.missing
    filled = [found for offer in offers if (found := fill(asked.plan, missing, offer))]
    places = [missing.roles.index(f.offer.role) for f in filled]
    costs = [f.money.sum() + missing.priced(row, f.left).sum() for f, row in zip(filled, places, strict=True)]
    return filled[int(np.argmin(costs))] if filled else None


def _of_source(asked: _Asked, best: list[Filled]) -> Option:
    offer = best[0].offer
    return asked.option(
        _kind(offer),
        {f.offer.role: f.left for f in best},
        terms=offer.terms.id,
        channel=offer.channel.id if offer.channel and asked.role else None,
        units=sum(f.units for f in best),
        at_once=sum(f.at_once for f in best),
        advised=all(f.offer.advice is not None for f in best),
        cost=sum(float(f.money.sum()) for f in best),
        monthly_cost=sum(f.monthly_cost for f in best),
        moved=sum(f.moved for f in best),
    )


def _unpriced(asked: _Asked, offers: list[Offer]) -> Option:
    """Return an option whose price nobody knows, so that nobody can say how much of it is worth taking."""
    return asked.option(
        _kind(offers[0]),
        None,
        terms=offers[0].terms.id,
        advised=all(offer.advice is not None for offer in offers),
        cost=None,
        monthly_cost=None,
        unpriced=True,
        covered_at_most=sum(float(asked.fte(role).sum()) for role in {o.role for o in offers}),
        first_effect=None,
    )


def _kind(offer: Offer) -> OptionKind:
    by_source = {
        SourceKind.FIXED_TERM: OptionKind.FIXED_TERM,
        SourceKind.TRANSFER: OptionKind.TRANSFER,
        SourceKind.SHARED: OptionKind.BORROW,
        SourceKind.DISPATCH: OptionKind.DISPATCH,
        SourceKind.CONTRACTOR: OptionKind.CONTRACTOR,
        SourceKind.OUTSOURCER: OptionKind.OUTSOURCE,
    }
    return OptionKind.TRAIN if offer.kind is MoveKind.TRAIN else by_source.get(offer.source, OptionKind.HIRE)


# ---------------------------------------------------------------- less work


def _from_less_work(asked: _Asked) -> Iterator[Option]:
    """Yield an option for each lever and each lighter service model that takes work away from the roles."""
    if not asked.short:
        return
    for lever in levers_tried(asked.plan):
        covered = sum(asked.fte(role) - asked.left(role, lever.released[-1]) for role in asked.short)
        if np.sum(covered) > NEGLIGIBLE:
            yield _of_lever(asked, lever, np.asarray(covered))
    for model in models_tried(asked.plan):
        option = _of_model(asked, model)
        if option.covered_at_most > NEGLIGIBLE:
            yield option


def _of_lever(asked: _Asked, lever: LeverTried, covered: Array) -> Option:
    by_tool = lever.kind.id.startswith(MADE_BY_A_TOOL)
    return asked.option(
        OptionKind.AI if by_tool else OptionKind.CONTENT,
        None,
        lever=lever.kind.id,
        builder=lever.builder,
        cost=lever.cost,
        monthly_cost=lever.monthly_cost,
        unpriced=by_tool or lever.cost is None,
        covered_at_most=float(covered.sum()),
        first_effect=asked.first(covered),
        indifference=Indifference(kind=IndifferenceKind.EFFECT, value=lever.break_even),
    )


def _of_model(asked: _Asked, model: ModelTried) -> Option:
    return asked.option(
        OptionKind.SERVICE_MODEL,
        {role: asked.left(role, model.released) for role in asked.short},
        segment=model.segment,
        service_model=model.model,
        cost=0.0,
        monthly_cost=0.0,
        indifference=Indifference(kind=IndifferenceKind.CHURN, value=model.break_even_churn),
    )
