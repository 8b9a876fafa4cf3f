"""What studies say of a plan, as sections that a plain face can print: the workload, and what moves the headcount."""

from __future__ import annotations

import numpy as np

from orgplanner.advice.figures import label_of, written
from orgplanner.advice.names import role_label
from orgplanner.advice.report import NEGLIGIBLE, Section, Table
from orgplanner.i18n import month as month_name
from orgplanner.i18n import number, percent, say
from orgplanner.plan import Plan
from orgplanner.studies.break_even import BreakEven, break_evens
from orgplanner.studies.capacity_chain import CapacityChain, StepKind, capacity_chains
from orgplanner.studies.cross_checks import BookCheck, cross_checks
from orgplanner.studies.months import positions_by_month
from orgplanner.studies.sensitivity import Sensitivity, sensitivity
from orgplanner.studies.spans import span_of
from orgplanner.studies.support import support_desks
from orgplanner.studies.team_load import LoadState, Team, team_loads
from orgplanner.studies.two_way import two_way

MOST_DRIVERS = 12
"""Numbers whose break-even is looked for."""

KINDS = {
    "accounts": "account_hours",
    "feedback": "feedback_hours",
    "deals": "deal_hours",
    "onboarding": "onboarding_hours",
    "tickets": "net_ticket_hours",
    "contacts": "contact_hours",
    "programmes": "programme_hours",
    "levers": "lever_hours",
}
"""Kinds of work and the arrays of demand that hold their hours."""

NOTHING = "-"


def workload_sections(plan: Plan, language: str) -> tuple[Section, ...]:
    """Return where the hours come from, what one person carries, how loaded the team is, and the months.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions in some month.
    """
    builders = (_hours, _capacity, _books, _desks, _loads, _queues, _months)
    sections = (build(plan, language) for build in builders)
    return tuple(section for section in sections if section.lines or section.table)


def driver_sections(plan: Plan, language: str) -> tuple[Section, ...]:
    """Return which numbers move the team's FTE most, and where each alone asks for another position.

    Raises:
        InfeasiblePlan: the combination rules allow no set of positions at one of the values tried.
    """
    moved = sensitivity(plan)[:MOST_DRIVERS]
    turns = break_evens(plan, [s.assumption for s in moved])
    head = _words(language, "driver", "low", "high", "down", "up")
    rows = tuple(_driver(plan, s, turn, language) for s, turn in zip(moved, turns, strict=True))
    lines = (say("studies.drivers_read", language, positions=len(plan.team_positions)),)
    if not rows:
        return (Section(say("studies.drivers", language), (say("studies.nothing_moves", language),)),)
    return (Section(say("studies.drivers", language), lines, Table(head, rows, frozenset((1, 2)))),)


def two_way_sections(plan: Plan, first: str, second: str, language: str) -> tuple[Section, ...]:
    """Return FTE and whole positions for two numbers over their ranges.

    Raises:
        UnknownName: there is no such assumption or number of a segment.
        ValueError: the two are the same number, or one has no range.
    """
    table = two_way(plan, first, second)
    units = [span_of(plan, id).unit for id in (first, second)]
    head = ("", *(written(value, units[1], language) for value in table.columns))
    rows = tuple(
        (written(value, units[0], language), *(_cell(fte, n, language) for fte, n in zip(of, counts, strict=True)))
        for value, of, counts in zip(table.rows, table.fte, table.positions, strict=True)
    )
    names = {"rows": label_of(plan, first, language), "columns": label_of(plan, second, language)}
    title = say("studies.two_way", language, **names)
    return (Section(title, (), Table(head, rows, frozenset(range(1, len(head))))),)


def _cell(fte: float, positions: int | None, language: str) -> str:
    people = NOTHING if positions is None else str(positions)
    return say("studies.people_and_fte", language, people=people, fte=number(fte, language, 2))


def _words(language: str, *keys: str) -> tuple[str, ...]:
    return tuple(say(f"studies.head_{key}", language) for key in keys)


def _driver(plan: Plan, moved: Sensitivity, turn: BreakEven, language: str) -> tuple[str, ...]:
    unit = span_of(plan, moved.assumption).unit
    turns = [
        say("studies.turn", language, value=written(t.value, unit, language), positions=t.positions) if t else NOTHING
        for t in (turn.down, turn.up)
    ]
    changes = (f"{change:+.2f}" for change in (moved.low_change, moved.high_change))
    return (label_of(plan, moved.assumption, language), *changes, *turns)


def _hours(plan: Plan, language: str) -> Section:
    """Return the hours of the plan's month by role and kind of work."""
    t = plan.staffing.month
    arrays = {kind: getattr(plan.demand, name)[0, :, t] for kind, name in KINDS.items()}
    kinds = [kind for kind, hours in arrays.items() if hours.max(initial=0) > NEGLIGIBLE]
    rows = []
    for row, role in enumerate(plan.phase.role_ids):
        total, reactive = (float(a[0, row, t]) for a in (plan.demand.hours, plan.demand.reactive_hours))
        if total > NEGLIGIBLE:
            cells = (_number(float(arrays[kind][row]), language) for kind in kinds)
            own = (role_label(plan, role, language), *cells, _number(total, language))
            rows.append((*own, percent(reactive / total, language)))
    head = (*_words(language, "role", *kinds, "hours", "reactive"),)
    title = say("studies.hours", language, month=month_name(plan.month, language))
    return Section(title, (), Table(head, tuple(rows), frozenset(range(1, len(head))))) if rows else Section(title)


def _number(value: float, language: str, digits: int = 1) -> str:
    return number(value, language, digits) if abs(value) > NEGLIGIBLE else NOTHING


def _capacity(plan: Plan, language: str) -> Section:
    """Return what is left of a year's paid hours, for each kind of role."""
    head = _words(language, "capacity", "paid", "leave", "internal", "idle", "effective", "planned")
    rows = tuple(_chain(chain, language) for chain in capacity_chains(plan))
    return Section(say("studies.capacity", language), (), Table(head, rows, frozenset(range(1, len(head)))))


def _chain(chain: CapacityChain, language: str) -> tuple[str, ...]:
    hours = {kind: sum(s.hours for s in chain.steps if s.kind is kind) for kind in StepKind}
    internal = hours[StepKind.INTERNAL] + hours[StepKind.UNEXPLAINED]
    shown = (hours[StepKind.PAID], hours[StepKind.LEAVE], internal, hours[StepKind.IDLE], hours[StepKind.EFFECTIVE])
    planned = hours[StepKind.PLANNED] or hours[StepKind.EFFECTIVE]
    return (chain.profile.label.say(language), *(_number(h, language, 0) for h in (*shown, planned)))


def _books(plan: Plan, language: str) -> Section:
    """Return how many accounts one person carries, beside what is published and what is so today."""
    books = cross_checks(plan).books
    head = _words(language, "segment", "book", "hours_each", "book_today", "bands")
    rows = tuple(_book(plan, book, language) for book in books)
    title = say("studies.books", language)
    return Section(title, (), Table(head, rows, frozenset((1, 2, 3)))) if rows else Section(title)


def _book(plan: Plan, book: BookCheck, language: str) -> tuple[str, ...]:
    labels = {b.id: b.label.say(language) for b in plan.phase.catalogue.benchmarks}
    bands = (_band(labels[band.benchmark], band.low, band.high, language) for band in book.bands)
    carried, today = (
        NOTHING if accounts is None else number(accounts, language, 1)
        for accounts in (book.accounts_per_person, book.accounts_today)
    )
    segment = next(s for s in plan.company.segments if s.id == book.segment)
    return (segment.name or segment.id, carried, number(book.hours_per_account, language, 2), today, " / ".join(bands))


def _band(label: str, low: float, high: float, language: str) -> str:
    """Return a published figure, which may be a band."""
    message = "studies.band" if low < high else "studies.figure"
    return say(message, language, label=label, low=number(low, language, 0), high=number(high, language, 0))


def _desks(plan: Plan, language: str) -> Section:
    """Return the live channels in the plan's month."""
    head = _words(language, "channel", "contacts", "agents", "shifts", "on_desk", "occupancy")
    t, desk = plan.staffing.month, plan.demand.desk
    rows = tuple(
        (
            found.channel.name or found.channel.id,
            number(desk.contacts[0, place, t], language, 0),
            str(int(found.week.required[found.week.busiest])),
            str(int(desk.shifts[0, place, t])),
            number(desk.rostered_hours[0, place, t], language, 0),
            percent(float(desk.occupancy[0, place, t]), language),
        )
        for place, found in enumerate(support_desks(plan))
    )
    title = say("studies.desks", language)
    return Section(title, (), Table(head, rows, frozenset(range(1, len(head))))) if rows else Section(title)


def _loads(plan: Plan, language: str) -> Section:
    """Return how loaded each role is with today's people."""
    title = say("studies.loads", language, month=month_name(plan.month, language))
    if not plan.company.roster:
        return Section(title)
    loads = team_loads(plan)[Team.TODAY].roles[plan.staffing.month]
    head = _words(language, "role", "work_fte", "held_fte", "load", "state")
    rows = tuple(
        (
            role_label(plan, load.role, language),
            number(load.work, language, 2),
            number(load.held, language, 2),
            NOTHING if load.load is None else percent(load.load, language),
            say(f"studies.state_{load.state}", language) if load.state is not LoadState.WELL else "",
        )
        for load in loads
    )
    return Section(title, (), Table(head, rows, frozenset((1, 2, 3))))


def _queues(plan: Plan, language: str) -> Section:
    """Return what waits at the end of the plan with today's people."""
    if not (plan.company.roster and plan.company.segments):
        return Section(say("studies.queues", language))
    queues = plan.waiting.today
    waiting = float(queues.onboarding.waiting[0, :, -1].sum())
    blanks = {
        "month": month_name(plan.months[-1], language),
        "accounts": number(waiting, language, 1),
        "tickets": number(float(queues.tickets.backlog[0, -1]), language, 0),
    }
    return Section(say("studies.queues", language), (say("studies.waiting", language, **blanks),))


def _months(plan: Plan, language: str) -> Section:
    """Return FTE and whole positions of every month."""
    head = _words(language, "month", "accounts_then", "steady", "calendar", "positions")
    accounts = plan.forecast.accounts[0].sum(axis=0) if plan.company.segments else np.zeros(len(plan.months))
    rows = tuple(
        (
            month_name(found.month, language, short=language == "en"),
            number(float(served), language, 0),
            number(found.steady_fte, language, 2),
            number(found.required_fte, language, 2),
            str(found.positions),
        )
        for found, served in zip(positions_by_month(plan), accounts, strict=True)
    )
    return Section(say("studies.months", language), (), Table(head, rows, frozenset(range(1, len(head)))))
