"""Who is there in many draws: today's people and the plan's hires, as they leave, come late and become productive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from orgplanner.stages.inputs import Array
from orgplanner.stages.offers import Offer
from orgplanner.stages.risk_draws import Draws, Streams
from orgplanner.stages.risk_team import NEGLIGIBLE, Hire, Resident, Team


@dataclass
class Supply:
    """FTE and money of some months M of every draw N; arrays (R, M, N)."""

    today: Array
    """Today's people."""
    joined: Array
    """Units that have started and whose hours may go to other lines."""
    other: Array
    """Everything else."""
    standing: Array
    """Part of joined and other that needs no move which is still to be decided."""
    money: Array
    left: Array
    """How many more of today's people leave within the horizon than are expected at the draw's rates (N,)."""
    late: Array
    """Months by which hires come late, summed over the units (N,)."""


def supply(team: Team, draws: Draws, streams: Streams, required: Array, months: slice) -> Supply:
    """Return who is there in some months of every draw, and what that costs.

    People in post and whoever joins leave at the draw's rate: with `whole` each of them in a month of their own, drawn
    from the geometric distribution of that rate; else the expected share. Leavers who are known are facts. A hire comes
    after a time to fill of its own: start = opening + lead time x draw, and where a requisition is filled only with a
    probability, after as many attempts as it takes. Between two months the FTE is interpolated. The moves stay as
    planned: nobody hires anew in a draw. What is agreed as a share of the work, borrowing and contracts by volume,
    follows the work.

    HC(t) = HC(t-1) (1 - m) + starts(t), Eff(t) = sum of cohorts x ramp(age), m = 1 - (1 - yearly)^(1/12).
    """
    shape = required.shape
    today, joined, other, standing, money = np.zeros((5, *shape))
    found = Supply(today, joined, other, standing, money, np.zeros(draws.count), np.zeros(draws.count))
    at = np.arange(months.start, months.stop, dtype=float)
    for resident in team.residents:
        _add_resident(team, found, resident, draws, streams, months)
    for hire in team.hires:
        _add_hire(team, found, hire, draws, streams, at)
    planned = team.planned[:, months, None]
    work = np.divide(required, planned, out=np.ones(shape), where=planned > NEGLIGIBLE)
    more = team.borrowed[:, months, None] * work
    found.joined += team.agreed_shares[:, months, None]
    found.other += (team.agreed - team.agreed_shares)[:, months, None] + more
    found.standing += team.standing[:, months, None]
    found.money += team.money[:, months, None]
    if team.price.any():
        found.money += team.price[:, months, None] * (more - team.borrowed[:, months, None])
    return found


def _add_resident(team: Team, found: Supply, resident: Resident, draws: Draws, streams: Streams, months: slice) -> None:
    given, cost, age = (part[months, None] for part in (resident.given, resident.cost, resident.age))
    line = resident.line
    if resident.rate is None:
        found.today[line] += given
        found.money[line] += cost
        return
    hazard = _hazard(draws.values[resident.rate])
    if team.whole:
        leaves = _leaving(streams.of(f"leaving.{resident.id}"), hazard)
        stays = age < leaves
        found.left += (resident.age[-1] >= leaves) - (1 - np.exp(-hazard * resident.age[-1]))
    else:
        stays = np.exp(-hazard * age)
    found.today[line] += given * stays
    found.money[line] += cost * stays


def _add_hire(team: Team, found: Supply, hire: Hire, draws: Draws, streams: Streams, at: Array) -> None:
    """Add the units of one hire, each with a time to fill and a stay of its own."""
    whole_units = int(np.ceil(hire.units - NEGLIGIBLE))
    hazard = None if hire.rate is None else _hazard(draws.values[hire.rate])
    ramp = [draws.values[id] for id in hire.ramp]
    for unit in range(whole_units):
        name = f"hire.{hire.name}.{unit + 1}"
        part = min(1.0, hire.units - unit)
        pace = streams.delays(name, draws.count, team.fill_spread) if hire.recruited else np.ones(draws.count)
        stay = _leaving(streams.of(f"{name}.stay"), hazard) if team.whole and hazard is not None else None
        for weight, delay in _delays(team, hire, streams.of(f"{name}.attempts"), pace):
            age = at[:, None] - hire.month - delay
            given, paid, begun = _unit(hire, age, ramp, hazard, stay)
            offer, money = hire.offer, found.money[hire.line]
            target = found.joined if hire.shares else found.other
            given *= weight * part * offer.fte
            target[hire.line] += given
            money += weight * part * ((offer.monthly_cost or 0.0) * paid + offer.one_off * begun)
            if hire.locked:
                found.standing[hire.line] += given
            found.late += weight * part * np.broadcast_to(delay, found.late.shape)
        if hire.mentoring:
            # As the plan does, mentoring is counted from the first attempt on.
            age = at[:, None] - hire.month - (pace - 1) * offer.lead
            mentored = part * hire.mentoring * (_reached(age, 0) - _reached(age, len(hire.ramp)))
            target[hire.line] -= mentored
            if hire.locked:
                found.standing[hire.line] -= mentored


def _delays(team: Team, hire: Hire, random: np.random.Generator, pace: Array) -> Iterator[tuple[float, Array]]:
    """Yield weights and months by which a unit comes late (N,): by its number of attempts, drawn or in expectation."""
    lead, filled = hire.offer.lead, hire.offer.filled
    wait = max(1, int(np.ceil(lead - NEGLIGIBLE)))
    early = (pace - 1) * lead if hire.recruited else np.zeros(len(pace))
    if filled >= 1:
        yield 1.0, early
    elif team.whole:
        yield 1.0, early + (attempts_of(hire.offer, random, len(pace), whole=True) - 1) * wait * pace
    else:
        for attempt in range(team.planned.shape[1] // wait + 1):
            yield filled * (1 - filled) ** attempt, early + attempt * wait * pace


def attempts_of(offer: Offer, random: np.random.Generator, count: int, *, whole: bool) -> Array:
    """Return after how many attempts a requisition is filled (N,), drawn or in expectation."""
    if whole and offer.filled < 1:
        return random.geometric(offer.filled, count).astype(float)
    return np.full(count, 1 / offer.filled)


def _unit(
    hire: Hire, age: Array, ramp: list[Array], hazard: Array | None, stay: Array | None
) -> tuple[Array, Array, Array]:
    """Return capacity, share of the month that is paid, and share of the start that falls into it (M, N).

    capacity(age) is the ramp, interpolated between whole months; `age` may be negative.
    """
    reached = [_reached(age, k) for k in range(len(ramp) + 1)]
    capacity = np.zeros(age.shape)
    before: Array | float = 0.0
    for step, share in zip(reached, [*ramp, np.ones(age.shape[1])], strict=True):
        capacity += (share - before) * step
        before = share
    paid = reached[0].copy()
    begun = paid - _reached(age, 1)
    if stay is not None:
        there = (age < stay).astype(float)
    elif hazard is not None:
        there = np.exp(-hazard * np.maximum(age, 0.0))
    else:
        there = np.ones(age.shape)
    if hire.offer.runs is not None:
        there *= 1 - _reached(age, hire.offer.runs)
    return capacity * there, paid * there, begun


def _reached(age: Array, months: int) -> Array:
    """Return the share of the month in which an age is reached: 1 from that age on, 0 a month before."""
    return np.asarray(np.clip(age - (months - 1), 0.0, 1.0))


def _hazard(yearly: Array) -> Array:
    """Return the monthly rate h of leaving with exp(-h) = (1 - yearly)^(1/12)."""
    return np.asarray(-np.log1p(-yearly) / 12)


def _leaving(random: np.random.Generator, hazard: Array) -> Array:
    """Return the age in months at which somebody leaves (N,); infinite where nobody does."""
    waited = random.standard_exponential(len(hazard))
    return np.asarray(np.divide(waited, hazard, out=np.full(len(hazard), np.inf), where=hazard > 0))
