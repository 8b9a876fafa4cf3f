"""Assess the risk of a plan of hires: the same moves in thousands of futures, drawn from ranges of the assumptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from orgplanner.errors import InvalidArgument, UnknownName
from orgplanner.maths.sampling import rank_shares
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.risk_demand import Needs, desk_error, prepare_needs, required_by_line
from orgplanner.stages.risk_draws import Ranges, RiskGroup, Streams, Uncertain, find_uncertain
from orgplanner.stages.risk_openings import OpenBy, Openings
from orgplanner.stages.risk_sharing import Sharing, gather_sharing, share_hours
from orgplanner.stages.risk_supply import Supply, supply
from orgplanner.stages.risk_tally import MEASURES, Bands, Outcome, Result, Tally, join_results
from orgplanner.stages.risk_team import Team, gather_team
from orgplanner.stages.sourcing import Sourcing

CHUNK = 1024
"""Draws that are worked out together. Strips of a chunk are stratified, so that another number means other draws."""

MOST_BYTES = 64_000_000
"""Memory of the samples of which quantiles are taken: of many draws fewer months are worked out at a time."""

LEVELS = (0.1, 0.5, 0.9)
"""Levels of the bands."""

SEED = 20261122

DRAWS = 10_000

AS_GIVEN = Ranges()

TOLD_DRAWS = 4 * CHUNK
"""Draws from which drivers and dates of opening are told, at most: they need no more."""


@dataclass(frozen=True)
class Driver:
    """How much of the outcome's variance an uncertain quantity explains, by its squared rank correlation."""

    id: str
    """Assumption, number of a segment, `time_to_fill` or `chance` (who leaves when, at a given rate)."""
    group: RiskGroup
    of_shortage: float
    """Share of the variance of the team's mean shortage (ratio)."""
    of_required: float
    """Share of the variance of the team's mean required FTE (ratio)."""


@dataclass(frozen=True)
class Risk:
    """What the plan of hires meets in many futures; Q roles of the phase, T months."""

    draws: int
    seed: int
    whole_people: bool
    """Whether people left and came as wholes; else as expected."""
    roles: tuple[str, ...]
    months: tuple[str, ...]
    required: Bands
    """FTE that all work of a role asks for."""
    available: Bands
    """FTE that is there for it, hours shared between roles."""
    coverage: Bands
    """Covered share of the work; 1 where there is none."""
    cost: Bands
    """Money for people, moves and, of the team, levers."""
    short: Array
    """Probability that a role is short by more than `minimum_gap` (Q, T)."""
    team_short: Array
    """Probability that some role is (T,)."""
    shortage: Array
    """Expected FTE that nobody covers (Q, T)."""
    shortage_cost: Array
    """Expected price of them, as the plan of hires prices shortage (Q, T)."""
    open_by: tuple[OpenBy, ...]
    """Of the roles for which people can be recruited."""
    drivers: tuple[Driver, ...]
    """What matters most for shortage comes first."""
    minimum_gap: float
    """FTE up to which a role does not count as short."""
    desk_error: float
    """FTE by which interpolated live channels were off at most where they were checked; 0 without channels."""

    @property
    def not_short(self) -> float:
        """Probability that no role is short, on average over the months."""
        return float(1 - self.team_short.mean())

    def short_of(self, role: str) -> Array:
        """Return the probability that a role is short by month (T,), or raise UnknownName."""
        if role not in self.roles:
            raise UnknownName("role", role, self.roles)
        return np.asarray(self.short[self.roles.index(role)])


def assess_risk(
    inputs: Inputs,
    sourcing: Sourcing,
    hiring: Hiring,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    ranges: Ranges = AS_GIVEN,
    levels: tuple[float, ...] = LEVELS,
    progress: Callable[[float], None] | None = None,
) -> Risk:
    """Assess what a plan of hires meets when its assumptions vary over their ranges.

    Uncertain are new accounts, churn and tickets of the segments, handling times, attrition and ramp by profile, and
    the time to fill of every hire; all are independent. The moves stay as planned in every draw, and so do the sources.
    A seed gives the same draws for every scenario and plan: each quantity, person and hire has a stream by its name, so
    that two results differ by what differs between the plans. Draws of a quantity are stratified within a chunk.

    Args:
        inputs: the gathered inputs.
        sourcing: the plan's sources.
        hiring: the plan of hires.
        draws: futures.
        seed: of the draws.
        ranges: how much of the uncertainty is let in.
        levels: of the bands, ascending.
        progress: called with the share that is done.

    Raises:
        InvalidArgument: no draw, a negative width or seed, or levels that do not ascend.
    """
    if draws < 1:
        raise InvalidArgument("draws", "less than 1")
    if ranges.width < 0:
        raise InvalidArgument("width", "negative")
    uncertain, told = find_uncertain(inputs, ranges.width), min(draws, TOLD_DRAWS)
    needs = prepare_needs(inputs, sourcing, hiring.lines, uncertain)
    team = gather_team(inputs, hiring, whole=ranges.whole_people, width=ranges.width)
    model = _Model(
        uncertain=uncertain,
        needs=needs,
        team=team,
        sharing=gather_sharing(hiring),
        hiring=hiring,
        openings=Openings(hiring, team.fill_spread, ranges.whole_people, told),
        causes=_Causes(uncertain, told),
        gap=float(inputs.value("team.minimum_gap")[0]),
    )
    results = _run(model, draws, seed, levels, progress)
    required, available, coverage, cost = results.bands
    return Risk(
        draws=draws,
        seed=seed,
        whole_people=ranges.whole_people,
        roles=hiring.roles,
        months=hiring.months,
        required=required,
        available=available,
        coverage=coverage,
        cost=cost,
        short=results.short,
        team_short=results.team_short,
        shortage=results.shortage,
        shortage_cost=results.shortage_cost,
        open_by=model.openings.result(),
        drivers=model.causes.drivers(),
        minimum_gap=model.gap,
        desk_error=desk_error(needs, inputs, seed),
    )


class _Causes:
    """Draws of what may matter, and of the outcomes; of the first draws only, so that memory stays flat."""

    def __init__(self, uncertain: tuple[Uncertain, ...], count: int) -> None:
        self.groups = {u.id: u.group for u in uncertain}
        self.groups |= {group.value: group for group in (RiskGroup.TIME_TO_FILL, RiskGroup.CHANCE)}
        self.levels = np.zeros((len(self.groups), count))
        self.required, self.shortage = np.zeros(count), np.zeros(count)

    def add_causes(self, place: slice, levels: Mapping[str, Array], found: Supply) -> None:
        """Add levels of a chunk; how late hires come and how many people leave stand for those two."""
        rows = [*levels.values(), found.late, found.left]
        self.levels[:, place] = np.stack(rows)

    def add_outcome(self, place: slice, outcome: Outcome) -> None:
        """Add the outcome of some months."""
        for total, values in ((self.required, outcome.required), (self.shortage, outcome.shortage)):
            total[place] += values.sum(axis=(0, 1))

    def drivers(self) -> tuple[Driver, ...]:
        """Return what matters, most for the shortage first."""
        shares = [rank_shares(self.levels, outcome) for outcome in (self.shortage, self.required)]
        found = [
            Driver(id, group, float(of_shortage), float(of_required))
            for (id, group), of_shortage, of_required in zip(self.groups.items(), *shares, strict=True)
        ]
        return tuple(sorted(found, key=lambda d: (-d.of_shortage, -d.of_required, d.id)))


@dataclass(frozen=True)
class _Model:
    """Everything that a chunk of draws goes through."""

    uncertain: tuple[Uncertain, ...]
    needs: Needs
    team: Team
    sharing: Sharing
    hiring: Hiring
    openings: Openings
    causes: _Causes
    gap: float


def _run(
    model: _Model, draws: int, seed: int, levels: tuple[float, ...], progress: Callable[[float], None] | None
) -> Result:
    """Run all draws, for some months at a time; the draws of each pass are the same."""
    roles = len(model.hiring.roles)
    blocks = _blocks(len(model.hiring.months), roles, draws)
    chunks = [slice(start, min(start + CHUNK, draws)) for start in range(0, draws, CHUNK)]
    results = []
    for b, months in enumerate(blocks):
        tally, streams = Tally(roles, months, draws, model.hiring.lines.levers), Streams(seed)
        for c, place in enumerate(chunks):
            _run_chunk(model, tally, streams, months, place)
            if progress is not None:
                progress((b * len(chunks) + c + 1) / (len(blocks) * len(chunks)))
        results.append(tally.result(levels))
    return join_results(results)


def _run_chunk(model: _Model, tally: Tally, streams: Streams, months: slice, place: slice) -> None:
    """Draw some futures and add what the plan meets in them."""
    draws = streams.draw(model.uncertain, place.stop - place.start)
    required = required_by_line(model.needs, draws, months)
    found = supply(model.team, draws, streams, required, months)
    available = share_hours(model.sharing, found.today, found.joined, found.other, required, months)
    shortage = np.maximum(required - available, 0.0)
    problem = model.hiring.problem
    severe = np.maximum(shortage - (1 - problem.least) * required, 0.0)
    priced = problem.shortage_price[:, None, None] * shortage + problem.severe_price[:, None, None] * severe
    outcome = Outcome(*(_by_role(model, part) for part in (required, available, shortage, priced, found.money)))
    tally.add(place, outcome, model.gap)
    if place.start < TOLD_DRAWS:
        alone = share_hours(model.sharing, found.today, np.zeros(required.shape), found.standing, required, months)
        model.openings.add(required - alone > model.gap, months, place)
        model.causes.add_outcome(place, outcome)
        if months.start == 0:
            model.openings.draw_leads(streams, place)
            model.causes.add_causes(place, draws.levels, found)


def _by_role(model: _Model, by_line: Array) -> Array:
    """Return what lines have in common by role (Q, M, N)."""
    roles = model.needs.role_of
    if len(roles) == len(model.hiring.roles):
        return by_line  # lines are in the order of the roles
    total = np.zeros((len(model.hiring.roles), *by_line.shape[1:]))
    for line, role in enumerate(roles):
        total[role] += by_line[line]
    return total


def _blocks(months: int, roles: int, draws: int) -> list[slice]:
    """Return the months that are worked out together, so that their samples fit into memory."""
    a_month = len(MEASURES) * (roles + 1) * draws * np.dtype(np.float32).itemsize
    passes = -(-months // max(1, MOST_BYTES // a_month))
    cuts = np.linspace(0, months, passes + 1).round().astype(int)
    return [slice(int(first), int(last)) for first, last in pairwise(cuts)]
