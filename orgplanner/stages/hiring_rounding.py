"""Whole units near a relaxed plan: rounded down, then added, taken away and exchanged while that saves money.

Hours that lines give to each other and what contracts carry stay as in the relaxed plan; what is best for the whole
units is worked out afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.stages.hiring_columns import ROUNDING, start_bounds
from orgplanner.stages.hiring_problem import NONE, Flags, HiringProblem, Places
from orgplanner.stages.hiring_profiles import aligned, running_total
from orgplanner.stages.hiring_resources import find_resources
from orgplanner.stages.inputs import Array

ROUNDS = 40
"""Rounds of exchanges after which the improvement ends; it nearly always ends by itself before."""

PAIRS = 2000
"""Exchanges of a round that are looked at together, those first that save most."""

BATCHES = 20
"""Times that the next ones are looked at where none of the best keeps the limits."""

BATCH = 256
"""Units to add that are looked at together."""

WORTH = 1e-7
"""Share of the price of a month's shortage that a change has to save."""


def improve(
    problem: HiringProblem, starts: Array, *, need: Array, free: Array, money: Array, allowed: Flags, prices: Array
) -> Array:
    """Return units that cost less than those given, or the same ones where no single change helps.

    Args:
        problem: what is to be decided.
        starts: units, whole in the counted months (J, T).
        need: FTE of each line that neither people in post nor flows nor contracts cover (R, T).
        free: FTE of today's people of each line that give no hours to another (R, T).
        prices: what one more of each limit of the plan would save (M,).
        money: what contracts and set-ups cost (T,).
        allowed: cells whose units may change (J, T).

    Returns:
        units (J, T); they keep every limit that the given ones keep.
    """
    plan = _Improvement(problem, starts, need, free, money, allowed)
    base = plan.cost
    for tax in (1.0, 0.0):
        plan.cost = base + tax * (plan.use @ prices)
        plan.gains = plan.added(np.arange(plan.offer.size), plan.need)
        for _ in range(ROUNDS):
            plan.add_while_it_pays()
            if not plan.exchange():
                break
    improved = starts.copy()
    improved[plan.offer, plan.month] = plan.units
    return improved


@dataclass(frozen=True)
class _Neighbour:
    """A line among those that help each other."""

    line: int
    given_by: Array
    """FTE of each line's spare hours that may go to it (R, T)."""
    gives: Array
    """FTE of its spare hours that may go to each line (R, T)."""
    is_given: Flags
    """Lines from which any may come (R,)."""
    is_giving: Flags
    """Lines to which any may go (R,)."""


def _neighbours(problem: HiringProblem, price: Array, free: Array) -> list[_Neighbour]:
    """Return the lines that share hours, the dearest first.

    Where joiners may help, spare hours count in full; where only today's people may, as far as these are `free` (R, T).
    """
    most = np.where(problem.may_share[:, :, None], np.maximum(free, 0.0)[:, None, :], 0.0)
    most = np.where(problem.may_share_new[:, :, None], np.inf, most)
    most[np.arange(problem.lines), np.arange(problem.lines)] = 0.0
    some = np.asarray((most > 0).any(axis=2), dtype=bool)
    lines = np.flatnonzero(some.any(axis=0) | some.any(axis=1))
    dearest = lines[np.argsort(-price[lines], kind="stable")]
    return [_Neighbour(int(line), most[:, line], most[line], some[:, line], some[line]) for line in dearest]


def _ends(before: Array, after: Array) -> tuple[Array, Array]:
    """Return what a change of a need leaves to spare, and what it lacks, beyond before."""
    spare = np.maximum(np.maximum(-after, 0.0) - np.maximum(-before, 0.0), 0.0)
    return spare, np.maximum(np.maximum(after, 0.0) - np.maximum(before, 0.0), 0.0)


class _Improvement:
    """A plan in whole units under improvement; a cell is an offer and the month of its start."""

    def __init__(
        self, problem: HiringProblem, starts: Array, need: Array, free: Array, money: Array, allowed: Flags
    ) -> None:
        offers = problem.offers
        self.weight = 1e4 if problem.shortage_first else 1.0
        self.price, self.severe = problem.shortage_price * self.weight, problem.severe_price * self.weight
        self.mild = (1 - problem.least) * np.maximum(problem.required, 0.0)
        self.helps = _neighbours(problem, self.price, free)
        self.reach = problem.may_share | problem.may_share_new | np.eye(problem.lines, dtype=bool)
        self.reach = self.reach | self.reach.T
        self.worth = -WORTH * float(self.price.max(initial=1.0))
        fixed_offer, fixed_month = np.nonzero(starts * ~allowed)
        self.offer, self.month = np.nonzero(allowed)
        self.line, self.drained = offers.line[self.offer], offers.taken_from[self.offer].copy()
        self.cover, self.taken = (
            aligned(offers.coverage[self.offer], self.month),
            aligned(offers.taken[self.offer], self.month),
        )
        within = self.line == self.drained
        self.cover[within] -= self.taken[within]
        self.drained[within] = NONE
        self.cost = running_total(offers.cost, problem.months)[self.offer, self.month]
        fewest, most = start_bounds(problem)
        self.fewest, self.most = fewest[self.offer, self.month], most[self.offer, self.month]
        self.units = starts[self.offer, self.month]
        resources = find_resources(problem, self.offer, self.month)
        fixed = find_resources(problem, fixed_offer, fixed_month)
        money = np.append(money, money[: problem.counted].sum())
        self.use = resources.use
        self.left = resources.limit - self.units @ self.use - starts[fixed_offer, fixed_month] @ fixed.use
        self.left = self.left - np.where(resources.spend != NONE, money[resources.spend], 0.0)
        self.slack = ROUNDING * np.maximum(1.0, np.abs(resources.limit))
        self.need = need.copy()
        for at, places in ((self.line, self.cover), (self.drained, -self.taken)):
            there = (at != NONE) & (self.units > 0)
            np.subtract.at(self.need, at[there], self.units[there, None] * places[there])
        cover, taken = (
            aligned(offers.coverage[fixed_offer], fixed_month),
            aligned(offers.taken[fixed_offer], fixed_month),
        )
        for at, places in ((offers.line[fixed_offer], cover), (offers.taken_from[fixed_offer], -taken)):
            there = at != NONE
            np.subtract.at(self.need, at[there], (starts[fixed_offer, fixed_month][:, None] * places)[there])
        self.gains = self.added(np.arange(self.offer.size), self.need)

    def shortage(self, line: Places, need: Array) -> Array:
        """Return the price of a shortage, summed over the months."""
        priced = self.price[line, None] * np.maximum(need, 0.0)
        return np.asarray((priced + self.severe[line, None] * np.maximum(need - self.mild[line], 0.0)).sum(axis=-1))

    def added(self, cells: Places, need: Array, sign: float = 1.0) -> Array:
        """Return what one unit more of each cell (less, where the sign is -1) changes in cost."""
        change = sign * self.cost[cells]
        for at, amounts in ((self.line[cells], self.cover[cells]), (self.drained[cells], -self.taken[cells])):
            some = np.flatnonzero(at != NONE)
            change[some] += self.eased(at[some], sign * amounts[some], need)
        return change

    def eased(self, line: Places, amount: Array, need: Array) -> Array:
        """Return what more FTE in a line, less where negative, change in the price of the shortage.

        What a line has left over goes to lines that it may help, the dearest first; what it lacks comes from others.
        """
        before = need[line]
        after = before - amount
        change = self.shortage(line, after) - self.shortage(line, before)
        if not self.helps:
            return change
        spare, lack = _ends(before, after)
        for other in self.helps:
            now = need[other.line]
            if other.is_given[line].any():
                gives = other.given_by[line]
                used = np.minimum(np.minimum(spare, np.maximum(now, 0.0)), gives)
                spare = spare - used
                place = np.full(line.size, other.line)
                change += self.shortage(place, now - used) - self.shortage(place, np.broadcast_to(now, used.shape))
            if other.is_giving[line].any():
                takes = other.gives[line]
                used = np.minimum(np.minimum(lack, np.maximum(-now, 0.0)), takes)
                lack = lack - used
                change += self.shortage(line, after - used) - self.shortage(line, after)
                after = after - used
        return change

    def change(self, cell: int, by: int) -> None:
        """Add units to a cell."""
        self.units[cell] += by
        self.left = self.left - by * self.use[cell]
        self.put(cell, by, self.need)
        cells = np.flatnonzero(self.near(cell))
        self.gains[cells] = self.added(cells, self.need)

    def near(self, cell: int) -> Flags:
        """Cells whose gains may change with the units of a cell."""
        lines = self.reach[[line for line in (self.line[cell], self.drained[cell]) if line != NONE]].any(axis=0)
        lines = np.append(lines, False)
        near: Flags = lines[self.line] | lines[self.drained]
        return near

    def put(self, cell: int, by: int, need: Array) -> None:
        """Bring the need up to date with more units of a cell; what is left over goes to other lines."""
        for line, amount in ((self.line[cell], by * self.cover[cell]), (self.drained[cell], -by * self.taken[cell])):
            if line == NONE:
                continue
            spare, lack = _ends(need[line], need[line] - amount)
            need[line] -= amount
            for other in self.helps:
                if not (other.is_given[line] or other.is_giving[line]):
                    continue
                used = np.minimum(np.minimum(spare, np.maximum(need[other.line], 0.0)), other.given_by[line])
                lent = np.minimum(np.minimum(lack, np.maximum(-need[other.line], 0.0)), other.gives[line])
                spare, lack = spare - used, lack - lent
                need[other.line] += lent - used
                need[line] += used - lent

    def add_while_it_pays(self) -> None:
        """Add the unit that saves most, again and again; what does not fit once fits no more when others are added."""
        fits = np.ones(self.offer.size, dtype=bool)
        while True:
            cells = np.flatnonzero((self.gains < self.worth) & fits)
            if not cells.size:
                return
            if cells.size > BATCH:
                cells = cells[np.argpartition(self.gains[cells], BATCH)[:BATCH]]
            fits[cells] = self._fit(np.full(cells.size, NONE), cells)
            cells = cells[fits[cells]]
            if cells.size:
                self.change(int(cells[np.argmin(self.gains[cells])]), 1)

    def exchange(self) -> bool:
        """Take units away where that pays, or start others in their place; tell whether anything changed."""
        out = np.flatnonzero(self.units > self.fewest)
        saved = self.added(out, self.need, -1.0)
        table = saved[:, None] + self.gains[None, :]
        if self.helps or np.any(self.drained != NONE):
            for row, cell in enumerate(out):
                near = np.flatnonzero(self.near(int(cell)))
                table[row, near] = saved[row] + self._gains_without(int(cell), near)
        else:
            for line in np.unique(self.line[out]):
                rows, near = np.flatnonzero(self.line[out] == line), np.flatnonzero(self.line == line)
                table[np.ix_(rows, near)] = saved[rows, None] + self._gains_within(int(line), out[rows], near)
        table = np.column_stack([saved, table])
        flat = np.flatnonzero(table < self.worth)
        if flat.size > PAIRS * BATCHES:
            flat = flat[np.argpartition(table.ravel()[flat], PAIRS * BATCHES)[: PAIRS * BATCHES]]
        order = flat[np.argsort(table.ravel()[flat], kind="stable")]
        for batch in np.array_split(order, range(PAIRS, order.size, PAIRS)):
            leaving, joining = out[batch // table.shape[1]], batch % table.shape[1] - 1
            fit = self._fit(leaving, joining)
            if self._apply(leaving[fit], joining[fit]):
                return True
        return False

    def _gains_without(self, cell: int, near: Places) -> Array:
        """Return what a unit of the cells near would save if a cell had one unit less."""
        need = self.need.copy()
        self.put(cell, -1, need)
        return self.added(near, need)

    def _gains_within(self, line: int, out: Places, near: Places) -> Array:
        """Return the same for all cells of a line that shares with none (N, M)."""
        need = self.need[line] + self.cover[out]
        each = np.full(near.size, line)
        gains = np.stack([self.shortage(each, without - self.cover[near]) for without in need])
        return gains - self.shortage(np.full(out.size, line), need)[:, None] + self.cost[near]

    def _fit(self, leaving: Places, joining: Places) -> NDArray[np.bool_]:
        """Whether exchanges keep the limits; `NONE` is nobody (P,)."""
        joined = np.where((joining != NONE)[:, None], self.use[joining], 0.0)
        use = joined - np.where((leaving != NONE)[:, None], self.use[leaving], 0.0)
        keeps = (use <= self.left + self.slack) | (use <= 0)
        room = (joining == NONE) | (self.units[joining] + 1 <= self.most[joining])
        return np.asarray(keeps.all(axis=1) & room, dtype=bool)

    def _apply(self, leaving: Places, joining: Places) -> bool:
        """Carry out exchanges in the order of what they save, each of lines that none before it has touched."""
        touched = np.zeros(self.reach.shape[0] + 1, dtype=bool)
        done = False
        for pair in zip(leaving.tolist(), joining.tolist(), strict=True):
            cells = [cell for cell in pair if cell != NONE]
            lines = [*self.line[cells], *self.drained[cells]]
            if touched[lines].any() or (done and not self._fit(np.array([pair[0]]), np.array([pair[1]]))[0]):
                continue
            for cell, by in zip(cells, (-1, 1), strict=False):
                self.change(cell, by)
            touched[:-1] |= self.reach[[line for line in lines if line != NONE]].any(axis=0)
            done = True
        return done
