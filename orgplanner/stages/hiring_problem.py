"""What a plan of hires has to decide, as arrays: which offers start when, so that the required FTE is covered.

T months, R lines of demand (a role, or the part of it that a rule gives to one source), J offers (ways to cover a line:
a source with its recruiting channel), C contracts by volume (an outsourcer paid by the ticket).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from orgplanner.stages.inputs import Array

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

NONE = -1
"""Place that stands for no line, group or opening."""


class Family(StrEnum):
    """Families of constraints, by which a conflict is told."""

    COVERAGE = "coverage"
    SHARING = "sharing"
    BUDGET = "budget"
    BUDGET_TOTAL = "budget_total"
    RECRUITING = "recruiting"
    CHANNELS = "channels"
    MENTORING = "mentoring"
    FREEZE = "freeze"
    LOCKS = "locks"
    LIMITS = "limits"
    """Most units of an offer: people who could be transferred, trained or released."""
    CONTRACTS = "contracts"
    """Minimum volume, commitment and set-up of contracts by volume."""


@dataclass(frozen=True)
class Offers:
    """J offers; a unit is started whole and runs as its terms say, k = 0 .. T - 1 months after its start."""

    line: Places
    """Line that each covers (J,)."""
    coverage: Array
    """FTE that a unit gives k months after its start (J, T): ramp, attrition and term counted, mentoring taken off."""
    cost: Array
    """Money that a unit costs k months after its start (J, T), one-offs in the month of the start."""
    earliest: Places
    """First month in which a unit can start: the lead time from today, approval included (J,)."""
    most: Array
    """Most units at a time (J,): of those that have no end, in the whole plan; infinite where nothing limits them."""
    least_at: Array
    """Units that a lock asks to start in each month (J, T)."""
    most_at: Array
    """Most units that may start in each month (J, T): locks; infinite where nothing limits them."""
    frozen: Flags
    """Months in which a hiring freeze lets no unit start (J, T)."""
    opened_before: Places
    """Months from the opening of a requisition to the start (J,); `NONE` where no recruiting is needed."""
    channel: Places
    """Recruiting channel of each (J,), a row of `Limits.channel_most`; `NONE` where there is none."""
    mentoring: Array
    """Mentors that a unit binds k months after its start (J, T); negative once it can mentor others itself."""
    shares: Flags
    """Whether a unit's hours may go to other lines as well (J,): people of the team."""
    taken_from: Places
    """Line whose people a unit takes away (J,), such as training somebody in post; `NONE` where there is none."""
    taken: Array
    """FTE that a unit takes away k months after its start (J, T)."""
    setup: Array
    """Money for the first unit of each offer, once (J,)."""
    runs: Places | None = None
    """Months that a unit runs (J,), T where it has no end, so that `most` counts units at a time; None: no ends."""


@dataclass(frozen=True)
class Contracts:
    """C contracts by volume: a fixed fee while they run, a price for what they carry, a minimum to be paid for."""

    line: Places
    """Line that each covers (C,)."""
    earliest: Places
    """First month in which each can run (C,)."""
    fixed: Array
    """Money a month while it runs, governance included (C,)."""
    price: Array
    """Money an FTE of work and month (C,)."""
    minimum: Array
    """Least FTE that is paid for in every month that it runs (C,)."""
    most: Array
    """Most FTE that it carries (C,)."""
    setup: Array
    """Money at every start (C,)."""
    commitment: Places
    """Months that a started contract runs at least (C,)."""
    governance: Array
    """FTE of the line's own people that steering it takes while it runs (C,); 0 where `fixed` counts it as money."""
    frozen: Flags
    """Months in which it may not start (C, T)."""
    running: Flags
    """Contracts that a lock asks to run (C, T)."""
    barred: Flags
    """Contracts that a lock asks not to run (C, T)."""


@dataclass(frozen=True)
class Limits:
    """What limits the plan as a whole."""

    payroll: Array
    """Money for today's people, month by month, attrition expected (T,)."""
    budget: Array
    """Money that payroll and moves may cost in each month (T,); infinite without a budget."""
    budget_total: float
    """Money that payroll and moves may cost in the counted months together; infinite without a budget."""
    openings: Array
    """Requisitions that may be opened in each month (T,)."""
    channel_most: Array
    """Units that a recruiting channel gives within any twelve months (L,); infinite where nothing limits it."""
    mentors: Array
    """Joiners whom today's people can mentor at a time (T,)."""


@dataclass(frozen=True)
class HiringProblem:
    """A plan of hires to be found; months from `counted` on are a tail that only shows what early hires are worth."""

    required: Array
    """FTE that each line asks for (R, T)."""
    in_post: Array
    """FTE that today's people give to their line (R, T): expected leavers, known leavers and leave counted."""
    shortage_price: Array
    """Price of an FTE and month that nobody covers (R,)."""
    severe_price: Array
    """What is added to the price below `least` of the requirement (R,)."""
    least: float
    """Share of the requirement below which a shortage is severe."""
    may_share: Flags
    """Whether today's people of a line (row) may do work of another (column) (R, R); the diagonal is not used."""
    may_share_new: Flags
    """The same for people who join (R, R)."""
    offers: Offers
    contracts: Contracts
    limits: Limits
    counted: int
    """Months of the plan proper; the tail's starts need not be whole, and its money does not fall into the budget."""
    shared_most: float = 1.0
    """Share of a joiner's hours that may go to other lines than the own, which gives the post its name (ratio)."""
    shortage_first: bool = False
    """Whether the priced shortage is brought down first and money only then; else their sum."""

    @property
    def months(self) -> int:
        """Months T."""
        return int(self.required.shape[1])

    @property
    def lines(self) -> int:
        """Lines R."""
        return int(self.required.shape[0])


class Proof(StrEnum):
    """How far a solution is known to be the best."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    """Proven to lie within the gap that was asked for."""
    STOPPED = "stopped"
    """The search ended at its limit; bound and gap are what is known."""
    QUICK = "quick"
    """From the relaxation, rounding and improvement alone."""


@dataclass(frozen=True)
class HiringSolution:
    """Units, volumes and what stays uncovered; every number is worked out from the whole units again."""

    starts: Array
    """Units of each offer that start in each month (J, T); whole in the counted months."""
    volume: Array
    """FTE that each contract carries (C, T)."""
    runs: Flags
    """Whether each contract runs (C, T)."""
    shared: Array
    """FTE that today's people of a line (first) give to another (second) (R, R, T)."""
    shared_new: Array
    """FTE that joiners of a line give to another (R, R, T)."""
    shortage: Array
    """FTE that nobody covers (R, T)."""
    money: float
    """Money for the moves over all months, tail included, payroll left out."""
    shortage_cost: float
    """Priced shortage over all months."""
    bound: float
    """No plan has a lower objective than this."""
    proof: Proof

    @property
    def objective(self) -> float:
        """Money plus priced shortage."""
        return self.money + self.shortage_cost

    @property
    def gap(self) -> float:
        """What the objective may lie above the best one, as a share of it (ratio)."""
        return max(0.0, self.objective - self.bound) / self.objective if self.objective > 0 else 0.0
