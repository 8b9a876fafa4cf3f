"""The support desk in the plan's month: the week of every live channel, and what another agent would do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orgplanner.plan import Plan
from orgplanner.records.catalogue import TargetKind
from orgplanner.records.channel import LiveChannel, Weekday
from orgplanner.stages.desk_week import Bound, DeskWeek, ServiceCurve, desk_week, service_curve
from orgplanner.stages.levers import levers_on, remaining_share

__all__ = ["Bound", "ChannelDesk", "ChannelMonths", "channel_months", "support_desks"]


@dataclass(frozen=True)
class ChannelDesk:
    """One live channel in the plan's month."""

    week: DeskWeek
    curve: ServiceCurve

    @property
    def channel(self) -> LiveChannel:
        """The channel."""
        return self.week.channel

    @property
    def busiest_bound(self) -> Bound:
        """What one agent fewer would break in the busiest interval."""
        return self.week.bound[self.week.busiest]

    @property
    def weekdays(self) -> tuple[Weekday, ...]:
        """Days on which the desk is open, in order."""
        return tuple(day for day in Weekday if day in self.week.weekdays)


@dataclass(frozen=True)
class ChannelMonths:
    """One live channel month by month; tuples are (T,)."""

    channel: LiveChannel
    contacts: tuple[float, ...]
    rostered_hours: tuple[float, ...]
    """Hours that agents are on the desk."""
    talk_hours: tuple[float, ...]
    """Hours of them in which they talk or write."""
    answering_hours: tuple[float, ...]
    """Hours of them in which they answer tickets between contacts."""

    @property
    def idle_hours(self) -> tuple[float, ...]:
        """Hours on the desk in which agents wait."""
        parts = zip(self.rostered_hours, self.talk_hours, self.answering_hours, strict=True)
        return tuple(max(rostered - talk - answering, 0.0) for rostered, talk, answering in parts)


def support_desks(plan: Plan) -> tuple[ChannelDesk, ...]:
    """Return every live channel in the plan's month, levers counted."""
    inputs = plan.inputs
    left = remaining_share(inputs, levers_on(inputs, TargetKind.CONTACTS))
    weeks = desk_week(inputs, plan.forecast.accounts, plan.staffing.month, left)
    return tuple(ChannelDesk(week, service_curve(inputs, week)) for week in weeks)


def channel_months(plan: Plan) -> tuple[ChannelMonths, ...]:
    """Return every live channel month by month.

    The tickets that the desks answer between contacts are given to them in proportion to the time that each has.
    """
    desk, demand = plan.demand.desk, plan.demand
    row = plan.inputs.roles.index(plan.phase.definition.ticket_role)
    could = desk.deferred_hours[0].sum(axis=0)
    used = np.divide(demand.deferred_hours[0, row], could, out=np.zeros(could.shape), where=could > 0)
    arrays = (desk.contacts[0], desk.rostered_hours[0], desk.talk_hours[0], desk.deferred_hours[0] * used)
    return tuple(
        ChannelMonths(channel, *(tuple(array[place].tolist()) for array in arrays))
        for place, channel in enumerate(plan.company.channels)
    )
