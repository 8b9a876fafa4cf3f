"""The tiles of the overview: people, cost and customers of the chosen month."""

from __future__ import annotations

from orgplanner.plan import Plan
from orgplanner.ui.components import tiles
from orgplanner.ui.components.seats import open_seats, outside_seats, role_name, seat_name
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, money, number, percent, say

NAMED_SEATS = 2
"""Positions that a tile names; more are counted."""


def show(plan: Plan) -> None:
    """Show the tiles, each with the way into its derivation."""
    built = [needed(plan), held(plan), missing(plan)]
    if outside_seats(plan):
        built.append(_outside(plan))
    tiles.show([*built, _cost(plan), _share(plan), _accounts(plan)], key="overview-tiles")


def needed(plan: Plan) -> Tile:
    """Return the tile of the positions that the team needs."""
    id = f"staffing.team_fte[{plan.month}]"
    fte = say("overview.fte", fte=number(plan.explain(id).value))
    people = say("overview.people", people=len(plan.team_positions))
    return Tile(say("overview.tile_needed"), people, (), (("staffing.positions", None), (id, fte)))


def held(plan: Plan) -> Tile:
    """Return the tile of the positions that somebody holds."""
    filled = number(plan.explain("gaps.filled_positions").value, 0)
    on_roster = sum(not p.out_of_scope for p in plan.company.roster)
    details = [say("overview.on_roster", people=on_roster)]
    if plan.gaps.unplaced:
        details.append(say("overview.without_seat", people=len(plan.gaps.unplaced)))
    people = say("overview.people", people=filled)
    return Tile(say("overview.tile_held"), people, tuple(details), (("gaps.filled_positions", None),))


def missing(plan: Plan) -> Tile:
    """Return the tile of the positions that nobody holds, named."""
    seats = open_seats(plan)
    details = [f"{escape(seat_name(plan, p))}" for p in seats[:NAMED_SEATS]]
    if len(seats) > NAMED_SEATS:
        details.append(say("overview.more_seats", count=len(seats) - NAMED_SEATS))
    value = say("overview.people", people=len(seats)) if seats else say("overview.none")
    return Tile(
        say("overview.tile_open"), value, tuple(details or [say("overview.all_held")]), (("gaps.open_positions", None),)
    )


def _outside(plan: Plan) -> Tile:
    """Return the tile of people from outside and from other departments."""
    seats = outside_seats(plan)
    people = say("overview.people", people=sum(p.count for p in seats))
    named = seats[:NAMED_SEATS]
    opened = tuple((f"staffing.position_load[{p.id}]", _outside_label(plan, p.main_role, p.count)) for p in named)
    details = [say("overview.more_roles", count=len(seats) - len(named))] if len(seats) > len(named) else []
    details += dict.fromkeys(say(f"source.kind_{p.source.value}") for p in seats)
    return Tile(say("overview.tile_outside"), people, tuple(details), opened)


def _outside_label(plan: Plan, role: str, count: int) -> str:
    return f"{escape(role_name(plan, role))} {say('overview.people', people=count)}"


def _cost(plan: Plan) -> Tile:
    """Return the tile of the cost a month, today and with the open positions filled."""
    costs = plan.costs
    details = []
    if plan.company.budget is not None:
        details.append(say("overview.budget", budget=escape(money(plan.company.budget.monthly))))
        if costs.planned > plan.company.budget.monthly:
            details.append(f":material/warning: {say('overview.over_budget')}")
    if costs.estimated_people:
        details.append(say("overview.cost_estimated", people=len(costs.estimated_people)))
    if costs.unknown_seats:
        details.append(say("overview.cost_unknown", seats=len(costs.unknown_seats)))
    opened: list[tuple[str, str | None]] = [("cost.today", None)]
    if costs.open_positions:
        opened.append(("cost.planned", say("overview.cost_planned", cost=escape(money(costs.planned)))))
    return Tile(say("overview.tile_cost"), money(costs.today), tuple(details), tuple(opened))


def _share(plan: Plan) -> Tile:
    """Return the tile of the cost as a share of revenue, against the phase's band."""
    band = plan.assumptions["benchmark.cost_share"].quantity
    low, high = (percent(v) for v in band.range)
    usual = say("overview.band", low=low, high=high)
    today = plan.costs.share_of_revenue(plan.costs.today)
    planned = plan.costs.share_of_revenue(plan.costs.planned)
    benchmark = ("benchmark.cost_share", usual)
    if today is None or planned is None:
        details = (say("overview.no_revenue"),)
        return Tile(say("overview.tile_share"), say("overview.not_known"), details, (benchmark,))
    place = "inside" if band.range[0] <= planned <= band.range[1] else "above" if planned > band.range[1] else "below"
    then = say(f"overview.band_{place}", share=percent(planned, 1))
    opened = (("cost.share_of_revenue_today", None), ("cost.share_of_revenue_planned", then), benchmark)
    return Tile(say("overview.tile_share"), percent(today, 1), (), opened)


def _accounts(plan: Plan) -> Tile:
    """Return the tile of the customers."""
    ids = (f"forecast.total_accounts[{plan.month}]", f"forecast.total_new_accounts[{plan.month}]")
    accounts, new = (plan.explain(id).value for id in ids)
    opened = ((ids[0], None), (ids[1], say("overview.new_accounts", new=number(new))))
    return Tile(say("overview.tile_accounts"), say("overview.accounts", accounts=number(accounts, 0)), (), opened)
