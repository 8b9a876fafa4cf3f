"""The workload in a minute: a few numbers, each with the way into its derivation."""

from __future__ import annotations

from orgplanner.plan import Plan
from orgplanner.studies.queues import Queues, queues
from orgplanner.studies.team_load import Loads, LoadState, Team, team_loads
from orgplanner.studies.workload import total_hours, work_parts
from orgplanner.ui import state
from orgplanner.ui.components import tiles
from orgplanner.ui.components.effective_hours import role_of
from orgplanner.ui.components.tiles import Tile
from orgplanner.ui.wording import escape, month, number, percent, say, text

FEWEST_WAITING = 0.5
"""Accounts that wait from which somebody does."""


def show(plan: Plan) -> None:
    """Show the tiles of the plan's month."""
    built = [_hours(plan), _one_person(plan)]
    if plan.company.roster:
        loads, today = state.study(team_loads, plan)[Team.TODAY], state.study(queues, plan)[Team.TODAY]
        built += [_loaded(plan, loads), _waiting(plan, today)]
    tiles.show([tile for tile in built if tile], key="workload-tiles")


def _hours(plan: Plan) -> Tile:
    """Return the tile of all work, and the share of it that customers cause."""
    work = total_hours(state.study(work_parts, plan), len(plan.months))[plan.staffing.month]
    fte = f"staffing.team_fte[{plan.month}]"
    opened: list[tuple[str, str | None]] = [(fte, say("workload.tile_fte", fte=number(plan.explain(fte).value, 2)))]
    if work.reactive_share is not None:
        words = say("workload.tile_reactive", share=percent(work.reactive_share))
        opened = [(f"health.all_hours[{plan.month}]", None), *opened, (f"health.reactive_share[{plan.month}]", words)]
    hours = say("workload.hours", hours=number(work.hours, 0))
    return Tile(say("workload.tile_hours"), hours, figures=tuple(opened))


def _one_person(plan: Plan) -> Tile | None:
    role = role_of(plan)
    if role is None:
        return None
    id = f"staffing.yearly_capacity[{role}]"
    hours = say("workload.hours_year", hours=number(plan.explain(id).value, 0))
    opened = ((id, escape(text(plan.phase.definition_of(role).short))),)
    return Tile(say("workload.tile_person"), escape(hours), (say("workload.tile_person_means"),), opened)


def _loaded(plan: Plan, loads: Loads) -> Tile:
    """Return the tile of today's people who carry too much."""
    at = plan.staffing.month
    over, people = loads.count(LoadState.OVER, at), len(loads.people)
    details = (say("workload.tile_loaded_means", highest=percent(loads.highest)),)
    opened: list[tuple[str, str | None]] = [(f"health.overloaded[{Team.TODAY},{plan.month}]", None)]
    uncovered = loads.uncovered_accounts(at)
    if uncovered >= FEWEST_WAITING:
        words = f":material/warning: {say('workload.tile_uncovered', accounts=number(uncovered, 0))}"
        opened.append((f"health.total_uncovered_accounts[{Team.TODAY},{plan.month}]", words))
    told = say("workload.of_people", over=over, people=people)
    return Tile(say("workload.tile_loaded"), told, details, tuple(opened))


def _waiting(plan: Plan, today: Queues) -> Tile:
    """Return the tile of the accounts that wait for their onboarding at worst."""
    waiting = today.waiting
    most = max(waiting, default=0.0)
    means = say("workload.tile_waiting_means")
    if most < FEWEST_WAITING:
        return Tile(say("workload.tile_waiting"), say("workload.nobody_waits"), (means,))
    worst = plan.months[waiting.index(most)]
    when = say("workload.tile_waiting_when", month=month(worst, short=True))
    opened = ((f"waiting.all_waiting[{Team.TODAY},{worst}]", None),)
    return Tile(say("workload.tile_waiting"), say("workload.accounts", accounts=number(most, 0)), (when, means), opened)
