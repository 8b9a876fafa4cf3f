"""The figures of offers and of the hiring plan that faces show."""

from __future__ import annotations

from collections.abc import Iterator

from orgplanner.derivation.hiring_moves import find_move
from orgplanner.derivation.hiring_prices import BUILDERS
from orgplanner.derivation.hiring_team import coverage, team_required
from orgplanner.derivation.hiring_years import years_of
from orgplanner.derivation.parts import Parts
from orgplanner.stages.offers import Offer

__all__ = ["BUILDERS", "published_hiring", "published_offers"]

OF_MONTH = (
    *("payroll", "moves_cost", "cost", "shortage_cost"),
    *("team_required", "team_in_post", "team_joined", "team_covered", "team_shortage"),
)
"""Figures of every month."""

OF_ROLE = ("required", "in_post", "joined", "covered", "shortage")
"""Figures of every role and month."""

OF_YEAR = ("year_payroll", "year_moves_cost", "year_cost", "year_shortage_cost")
"""Figures of every fiscal year."""


def published_hiring(parts: Parts) -> Iterator[str]:
    """Yield the figures of the hiring plan that faces show; asking for them makes the plan."""
    yield from ("hiring.total_cost", "hiring.total_shortage_cost", "hiring.objective")
    if parts.hiring.solution.objective > 0:
        yield "hiring.gap"
    if parts.inputs.company.budget is not None:
        yield from ("hiring.allowed", "hiring.budget_left")
    yield from _by_month(parts)
    lines = dict.fromkeys(parts.hiring.lines.roles)
    yield from (f"hiring.{name}[{role}]" for name in ("shortage_price", "severe_price") for role in lines)
    for move in parts.hiring.moves:
        yield f"hiring.move_cost[{move.id}]"
        offer = find_move(parts, move.id).way.offer
        if offer is not None:
            yield from _of_offer(offer)


def _by_month(parts: Parts) -> Iterator[str]:
    sources = parts.hiring.money_by_source
    for t, month in enumerate(parts.inputs.months):
        yield from (f"hiring.{name}[{month}]" for name in OF_MONTH)
        yield from (f"hiring.source_cost[{source.value},{month}]" for source in sources)
        if team_required(parts, (month,)).value > 0:
            yield coverage(parts, (month,)).id
        if parts.costs.revenue[t] > 0:
            yield f"hiring.cost_share[{month}]"
        for place, role in enumerate(parts.inputs.roles):
            yield from (f"hiring.{name}[{role},{month}]" for name in (*OF_ROLE, "role_shortage_cost", "role_cost"))
            if parts.hiring.required[place, t] > 0:
                yield f"hiring.role_coverage[{role},{month}]"
    for months in years_of(parts):
        yield from (f"hiring.{name}[{months[0]}]" for name in OF_YEAR)
        if any(parts.costs.revenue[parts.month(month)] > 0 for month in months):
            yield f"hiring.year_share[{months[0]}]"


def published_offers(parts: Parts) -> Iterator[str]:
    """Yield the figures of every way to get work done; they do not rest on the hiring plan."""
    for offer in parts.offers:
        yield f"hiring.lead[{offer.id}]"
        if offer.monthly_cost is not None:
            yield from _of_offer(offer)


def _of_offer(offer: Offer) -> Iterator[str]:
    """Yield the money of an offer whose price is known."""
    yield from (f"hiring.{name}[{offer.id}]" for name in ("monthly_cost", "one_off", "at_the_start"))
    if offer.fte > 0:
        yield f"hiring.monthly_per_fte[{offer.id}]"
