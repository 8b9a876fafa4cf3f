"""Teams that change managers as one, out of the changes of their people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from orgplanner.records.chart_change import Aspect, ChartState, PersonChange, TeamChange

SMALLEST = 2
"""People who make a team."""


def find_teams(before: ChartState, after: ChartState, people: Sequence[PersonChange]) -> tuple[TeamChange, ...]:
    """Return the teams that moved along below their manager, then those that were given to another one.

    Args:
        before: the earlier chart.
        after: the later chart.
        people: what differs for each person.
    """
    return (*_moved_along(before, after, people), *_given_over(before, people))


def _moved_along(before: ChartState, after: ChartState, people: Sequence[PersonChange]) -> Iterator[TeamChange]:
    """Yield those who stay below a manager who moves."""
    was, now = _reports(before), _reports(after)
    still_there = {person.id for person in after.people}
    for change in people:
        if Aspect.MANAGER not in change.aspects:
            continue
        stayed = set(_everybody_below(now, change.id))
        team = [id for id in _everybody_below(was, change.id) if id in still_there]
        along = tuple(id for id in team if id in stayed)
        if along:
            whole = len(along) == len(team)
            yield TeamChange(people=along, lead=change.name, managers=change.managers, whole=whole)


def _given_over(before: ChartState, people: Sequence[PersonChange]) -> Iterator[TeamChange]:
    """Yield the reports of one manager who all got the same other one."""
    moved: dict[tuple[str | None, str | None], list[PersonChange]] = {}
    for change in people:
        if Aspect.MANAGER in change.aspects and change.before and change.after:
            moved.setdefault((change.before.manager, change.after.manager), []).append(change)
    reports = _reports(before)
    still_there = {change.id for change in people if change.after is not None}
    for (manager, then), group in moved.items():
        if manager is None or len(group) < SMALLEST:
            continue
        # The new manager may have come out of the team.
        left = [id for id in reports[manager] if id in still_there and id != then]
        managers = group[0].managers
        ids = tuple(change.id for change in group)
        yield TeamChange(people=ids, lead=None, managers=managers, whole=len(ids) == len(left))


def _reports(state: ChartState) -> dict[str, list[str]]:
    reports: dict[str, list[str]] = {}
    for person in state.people:
        if person.manager is not None:
            reports.setdefault(person.manager, []).append(person.id)
    return reports


def _everybody_below(reports: Mapping[str, Sequence[str]], manager: str) -> list[str]:
    """Return everybody below a manager; people who lead one another are met once."""
    found: dict[str, None] = {}
    waiting = list(reports.get(manager, ()))
    while waiting:
        id = waiting.pop()
        if id not in found and id != manager:
            found[id] = None
            waiting += reports.get(id, ())
    return list(found)
