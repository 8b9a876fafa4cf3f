"""How loaded everybody is: roles, people, customers without cover; today and on the plan's positions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orgplanner.plan import Plan
from orgplanner.records.company import Person
from orgplanner.stages.attendance import attendance
from orgplanner.stages.health import TeamLoad

NEGLIGIBLE = 1e-6
"""FTE, accounts or revenue below which there is none."""


class Team(StrEnum):
    """Who does the work."""

    TODAY = "today"
    """Today's people by their own role shares."""
    PLANNED = "planned"
    """The same people on the positions that the plan gives them; nobody is hired."""


class LoadState(StrEnum):
    """What to think of a load."""

    OVER = "over"
    WELL = "well"
    UNDER = "under"
    NOBODY = "nobody"
    """There is work and nobody for it."""
    AWAY = "away"
    """The person is not there, or not in post."""
    NOT_KNOWN = "not_known"
    """Nothing is known of what the person does."""
    NOT_SIZED = "not_sized"
    """Part of the work is not sized: a head's strategy and budget are nobody's demand."""


@dataclass(frozen=True)
class RoleLoad:
    """One role in one month."""

    role: str
    work: float
    """FTE that all its work needs in the month."""
    held: float
    """FTE that people give it."""
    load: float | None
    """work / held (ratio); None where nobody holds it."""
    state: LoadState


@dataclass(frozen=True)
class PersonLoad:
    """One person month by month; tuples are (T,)."""

    person: Person
    loads: tuple[float | None, ...]
    """Work / FTE of the person (ratio)."""
    states: tuple[LoadState, ...]


@dataclass(frozen=True)
class Uncovered:
    """Customers of one segment without cover, month by month; tuples are (T,)."""

    segment: str
    accounts: tuple[float, ...]
    revenue: tuple[float, ...] | None
    """Their recurring revenue in the company's currency a month; None where it is not known."""
    onboarding: tuple[float, ...]
    """Accounts in onboarding without cover."""


@dataclass(frozen=True)
class Loads:
    """How loaded one team is."""

    months: tuple[str, ...]
    roles: tuple[tuple[RoleLoad, ...], ...]
    """By month, the roles that have work or people then."""
    people: tuple[PersonLoad, ...]
    """People in scope."""
    uncovered: tuple[Uncovered, ...]
    """Segments that lack cover in some month."""
    highest: float
    """Load above which somebody is overloaded (ratio)."""
    lowest: float
    """Load below which somebody is under-used (ratio)."""

    def count(self, state: LoadState, month: int) -> int:
        """Return the people in a state in a month."""
        return sum(person.states[month] is state for person in self.people)

    def uncovered_accounts(self, month: int) -> float:
        """Return the accounts of all segments without cover in a month."""
        return sum(segment.accounts[month] for segment in self.uncovered)

    def uncovered_revenue(self, month: int) -> float | None:
        """Return the revenue a month without cover; None where that of some segment is not known."""
        known = [segment.revenue[month] for segment in self.uncovered if segment.revenue is not None]
        return sum(known) if len(known) == len(self.uncovered) else None


def team_loads(plan: Plan) -> dict[Team, Loads]:
    """Return how loaded today's team and the team on the plan's positions are, month by month."""
    return {team: _loads(plan, getattr(plan.health, team.value)) for team in Team}


def _loads(plan: Plan, load: TeamLoad) -> Loads:
    months = range(len(plan.months))
    present = attendance(plan.company.roster, plan.months)
    people = tuple(
        PersonLoad(
            person=person,
            loads=tuple(load.person_load(row, t) for t in months),
            states=tuple(_state_of_person(load, row, t, present[row, t]) for t in months),
        )
        for row, person in enumerate(plan.company.roster)
        if not person.out_of_scope
    )
    return Loads(
        months=plan.months,
        roles=tuple(_roles(plan, load, t) for t in months),
        people=people,
        uncovered=_uncovered(plan, load),
        highest=load.tight_load,
        lowest=load.under_use,
    )


def _state_of_person(load: TeamLoad, row: int, month: int, present: float) -> LoadState:
    if present <= NEGLIGIBLE:
        return LoadState.AWAY
    if load.person_load(row, month) is None:
        return LoadState.NOT_KNOWN
    if load.overloaded[row, month]:
        return LoadState.OVER
    if not load.sized[row]:
        return LoadState.NOT_SIZED
    return LoadState.UNDER if load.under_used[row, month] else LoadState.WELL


def _roles(plan: Plan, load: TeamLoad, month: int) -> tuple[RoleLoad, ...]:
    found = []
    for row, role in enumerate(plan.inputs.roles):
        work, held = float(load.role_work[row, month]), float(load.role_fte[row, month])
        if max(work, held) > NEGLIGIBLE:
            ratio = load.role_load(row, month)
            head = role == plan.phase.definition.head_role
            found.append(RoleLoad(role, work, held, ratio, _state_of_role(load, row, month, head=head)))
    return tuple(found)


def _state_of_role(load: TeamLoad, row: int, month: int, *, head: bool) -> LoadState:
    ratio = load.role_load(row, month)
    if load.no_cover[row, month] or ratio is None:
        return LoadState.NOBODY
    if ratio > load.tight_load + NEGLIGIBLE:
        return LoadState.OVER
    if head:
        return LoadState.NOT_SIZED
    return LoadState.UNDER if ratio < load.under_use - NEGLIGIBLE else LoadState.WELL


def _uncovered(plan: Plan, load: TeamLoad) -> tuple[Uncovered, ...]:
    found = []
    for row, segment in enumerate(plan.company.segments):
        accounts, revenue, onboarding = (
            tuple(array[row].tolist()) for array in (load.cover.accounts, load.cover.revenue, load.cover.onboarding)
        )
        if max(*accounts, *onboarding) > NEGLIGIBLE:
            known = revenue if segment.revenue_per_account is not None else None
            found.append(Uncovered(segment.id, accounts, known, onboarding))
    return tuple(found)
