"""Size books: how many accounts one person can look after, by segment; an output of the hours, never their basis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orgplanner.records.base import LifecycleStage
from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.stages.attendance import shares_today
from orgplanner.stages.demand import Demand, renewed_by_hand
from orgplanner.stages.forecast import renewal_shares
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.staffing import Staffing


@dataclass(frozen=True)
class Books:
    """Books by segment, G of them, of the role that does adoption, in the first scenario."""

    roles: tuple[str | None, ...]
    """Role that looks after each segment's accounts; None where nobody does."""
    hours: Array
    """Hours an account and month of all account work, renewals at their yearly average, levers left out (G,)."""
    capacity: Array
    """Hours of account work that one FTE of the role carries in the mean month (G,)."""
    people_today: Array
    """FTE on today's team that look after the segment: the role's, split by the segments' hours (G,)."""
    other_share: Array
    """Share of the role's hours in the month that goes elsewhere: onboarding, questions, programmes (G,)."""

    @property
    def accounts(self) -> Array:
        """Accounts that one person can look after who does nothing else: capacity / hours; infinite without hours."""
        accounts: Array = np.divide(
            self.capacity, self.hours, out=np.full(self.hours.shape, np.inf), where=self.hours > 0
        )
        return accounts


def size_books(inputs: Inputs, demand: Demand, staffing: Staffing, month: int) -> Books:
    """Size the books of a month.

    Args:
        inputs: the gathered inputs.
        demand: hours of work.
        staffing: capacity and required FTE.
        month: index of the month.
    """
    segments = inputs.company.segments
    roles = tuple(inputs.phase.role_for(s.service_model, LifecycleStage.ADOPTION) for s in segments)
    columns = np.array([-1 if role is None else inputs.roles.index(role) for role in roles], dtype=np.int64)
    a_month = renewal_shares(inputs.company)[:, :MONTHS_A_YEAR].mean(axis=1) * renewed_by_hand(inputs)[0]
    hours = demand.segment_hours[0] + demand.renewal_hours[0] * a_month[:, None]
    accounts = np.array([s.accounts for s in segments])
    return Books(
        roles=roles,
        hours=hours.sum(axis=1),
        capacity=np.where(columns >= 0, staffing.steady_capacity[0][columns], 0.0),
        people_today=_people_today(inputs, staffing, columns, hours * accounts[:, None]),
        other_share=_other_share(demand, columns, month),
    )


def _people_today(inputs: Inputs, staffing: Staffing, columns: NDArray[np.int64], hours: Array) -> Array:
    """Return the FTE on today's team of each segment: those of its role x its part of the role's account hours (G,)."""
    fte = shares_today(inputs, staffing.steady_total[0].mean(axis=1)).sum(axis=0)
    people = np.zeros(len(columns))
    for row, column in enumerate(columns):
        of_role = hours[columns == column, column].sum()
        if column >= 0 and of_role > 0:
            people[row] = fte[column] * hours[row, column] / of_role
    return people


def _other_share(demand: Demand, columns: NDArray[np.int64], month: int) -> Array:
    """Return the share of the hours of each segment's role that is no account work (G,)."""
    hours, account = demand.hours[0, :, month], demand.account_hours[0, :, month]
    other = np.divide(hours - account, hours, out=np.zeros(len(hours)), where=hours > 0)
    return np.where(columns >= 0, other[columns], 0.0)
