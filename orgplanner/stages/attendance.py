"""Tell who is there: the share of each month that people are in post, and the FTE of each role that they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.company import Person
from orgplanner.records.position import Assignment, Position
from orgplanner.stages.inputs import Array, Inputs

Days = NDArray[np.datetime64]

ONE_DAY = np.timedelta64(1, "D")


def attendance(people: Sequence[Person], months: Sequence[str]) -> Array:
    """Return the share of each month that people are in post and not on a planned leave (P, T), 0 to 1.

    Days from Monday to Friday count; public holidays are taken to fall evenly. A planned leave comes on top of the
    usual days of leave, which the calendar counts; days of overlapping leaves count once.

    Args:
        people: people with first and last days in post and planned leaves.
        months: months `YYYY-MM`, T of them.

    >>> kim = Person(id="k", name="Kim", start=dt.date(2027, 2, 15))
    >>> attendance([kim], ["2027-01", "2027-02", "2027-03"]).tolist()
    [[0.0, 0.5, 1.0]]
    """
    begins = np.array(months, dtype="datetime64[M]")
    first, after = begins.astype("datetime64[D]"), (begins + 1).astype("datetime64[D]")
    start = _days([p.start or dt.date.min for p in people])
    end = _days([p.planned_end or dt.date.max for p in people]) + ONE_DAY
    in_post = _weekdays(np.maximum(start, first), np.minimum(end, after))
    leaves = [(row, *leave) for row, person in enumerate(people) for leave in _merged_leaves(person)]
    if leaves:
        rows = np.array([row for row, _, _ in leaves])
        begin, back = _days([begin for _, begin, _ in leaves]), _days([last for _, _, last in leaves]) + ONE_DAY
        begin, back = np.maximum(begin, start[rows]), np.minimum(back, end[rows])
        np.subtract.at(in_post, rows, _weekdays(np.maximum(begin, first), np.minimum(back, after)))
    return np.asarray(in_post / _weekdays(first, after), dtype=np.float64)


def _days(dates: Sequence[dt.date]) -> Days:
    """Return dates as a column (N, 1)."""
    return np.array(dates, dtype="datetime64[D]")[:, None]


def _weekdays(first: Days, after: Days) -> NDArray[np.int64]:
    """Return the days from Monday to Friday between two days, the second left out; 0 where there is none between."""
    return np.asarray(np.busday_count(first, np.maximum(first, after)), dtype=np.int64)


def _merged_leaves(person: Person) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the first and last days of planned leaves, those that overlap as one."""
    leaves = sorted((leave.first, leave.last) for leave in person.absences)
    while leaves:
        first, last = leaves.pop(0)
        while leaves and leaves[0][0] <= last:
            last = max(last, leaves.pop(0)[1])
        yield first, last


def shares_today(inputs: Inputs, weights: Array) -> Array:
    """Return the FTE that people give to each role by their own role shares (P, R), whenever they are in post.

    A role that the phase does not have stands for the phase's roles of its area: whoever carried high touch as one
    role carries each of the roles that follow it, in proportion to their work.

    Args:
        inputs: the gathered inputs; P is the roster, in which people out of scope give nothing.
        weights: work of each role (R,), in any unit.
    """
    shares = np.zeros((len(inputs.company.roster), len(inputs.roles)))
    parts: dict[str, Array] = {}
    for row, person in enumerate(inputs.company.roster):
        for held in () if person.out_of_scope else person.roles:
            if held.role not in parts:
                parts[held.role] = _parts_of_role(inputs, held.role, weights)
            shares[row] += person.fte * held.share * parts[held.role]
    return shares


def _parts_of_role(inputs: Inputs, role: str, weights: Array) -> Array:
    """Return the parts of the phase's roles that a role stands for (R,); none where the phase has nothing like it."""
    if role in inputs.roles:
        return np.array([float(r == role) for r in inputs.roles])
    area = inputs.phase.definition_of(role).area
    alike = np.array([float(inputs.phase.definition_of(r).area == area) for r in inputs.roles])
    parts = alike * weights if (alike * weights).sum() > 0 else alike
    return np.asarray(parts / parts.sum()) if parts.any() else parts


def unlisted_fte(inputs: Inputs, total: Array, team: Array) -> Array:
    """Return the FTE of each role that people carry who are not on the roster (R, T).

    They are taken to carry what the company's own rule gives to another department or firm, where the roster lists
    nobody of theirs. What the phase merely advises to give away is carried by nobody else yet.

    Args:
        inputs: the gathered inputs.
        total: FTE that all work of the roles needs (S, R, T).
        team: FTE of it that stays with the team (S, R, T).
    """
    listed = {r.role for p in inputs.company.roster if p.source in NOT_ON_TEAM and not p.out_of_scope for r in p.roles}
    rules = inputs.company.sourcing
    given = [role in rules and rules[role].source in NOT_ON_TEAM and role not in listed for role in inputs.roles]
    return np.asarray((total - team)[0] * np.array(given)[:, None])


def load_mix(inputs: Inputs, positions: Sequence[Position]) -> Array:
    """Return how each position's work is split over the roles (N, R); rows sum to 1."""
    place = {role: column for column, role in enumerate(inputs.roles)}
    mix = np.zeros((len(positions), len(inputs.roles)))
    for row, position in enumerate(positions):
        for load in position.roles:
            mix[row, place[load.role]] += load.fte / position.fte if position.fte > 0 else 0.0
        if position.fte <= 0:
            mix[row, place[position.main_role]] = 1.0
    return mix


@dataclass(frozen=True)
class Seating:
    """Assignments of people to positions as arrays, A of them."""

    people: NDArray[np.int64]
    """Rows of the roster (A,)."""
    seats: NDArray[np.int64]
    """Rows of the positions (A,)."""
    shares: Array
    """Shares of a full post (A,)."""


def seat_people(inputs: Inputs, positions: Sequence[Position], assignments: Sequence[Assignment]) -> Seating:
    """Return assignments as arrays."""
    person = {p.id: row for row, p in enumerate(inputs.company.roster)}
    seat = {p.id: row for row, p in enumerate(positions)}
    return Seating(
        people=np.array([person[a.person] for a in assignments], dtype=np.int64),
        seats=np.array([seat[a.position] for a in assignments], dtype=np.int64),
        shares=np.array([a.share for a in assignments], dtype=np.float64),
    )


def shares_on_positions(
    inputs: Inputs, positions: Sequence[Position], seating: Seating, per_post: Array | float = 1.0
) -> Array:
    """Return the FTE that people give to each role on their positions (P, R), whenever they are in post.

    Args:
        inputs: the gathered inputs; P is the roster.
        positions: positions, N of them.
        seating: shares of people on these positions.
        per_post: what one post on each position counts for (N,), such as its `carrying`.
    """
    shares = np.zeros((len(inputs.company.roster), len(inputs.roles)))
    mix = load_mix(inputs, positions) * np.broadcast_to(per_post, len(positions))[:, None]
    np.add.at(shares, seating.people, seating.shares[:, None] * mix[seating.seats])
    return shares


def seats_fte(inputs: Inputs, positions: Sequence[Position]) -> Array:
    """Return the FTE of each role that all positions give when every one is filled (R,).

    A light position gives its whole post, a tight one its load, a seat from outside what it is bought for.
    """
    if not positions:
        return np.zeros(len(inputs.roles))
    given = np.array([max(p.size, p.fte) if p.on_team else p.fte for p in positions])
    return np.asarray(given @ load_mix(inputs, positions))


def carrying(positions: Sequence[Position]) -> Array:
    """Return the work that one post on each position carries (N,): 1 FTE, more on a tight position of the team."""
    return np.array([max(1.0, p.fte) if p.on_team else 1.0 for p in positions])
