"""Check a hiring plan by hand: person by person, unit by unit, month by month, in plain Python.

Nothing here is shared with the solver: what people, units and contracts give and cost is added up again from the lines
and the ways, and each rule of the company is looked at once more in the plan's own words.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from orgplanner.errors import UnsoundPlan
from orgplanner.maths.solver import Progress
from orgplanner.records.base import NOT_ON_TEAM, SourceKind
from orgplanner.records.hiring import Lock
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.gaps import Gaps
from orgplanner.stages.hiring import Hiring, plan_hiring
from orgplanner.stages.hiring_book import TOLERANCE, Book, is_recruited, key_of
from orgplanner.stages.hiring_moves import first_day
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.offers import in_hours
from orgplanner.stages.sourcing import Sourcing
from orgplanner.stages.staffing import Staffing

YEAR = 12
"""Months in which a recruiting channel gives only so many."""


def checked_hiring(
    inputs: Inputs,
    staffing: Staffing,
    sourcing: Sourcing,
    gaps: Gaps,
    *,
    quick: bool = False,
    required: Array | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Hiring:
    """Plan the hires and check the plan; see `plan_hiring` for arguments and further errors.

    Raises:
        UnsoundPlan: the plan breaks a rule, which is a fault of the planner and never of its user.
    """
    hiring = plan_hiring(inputs, staffing, sourcing, gaps, quick=quick, required=required, progress=progress)
    broken = check_hiring(hiring, inputs)
    if broken:
        raise UnsoundPlan(broken)
    return hiring


def check_hiring(hiring: Hiring, inputs: Inputs) -> tuple[str, ...]:
    """Return the names of the rules that a hiring plan breaks; nothing where it is sound.

    Args:
        hiring: the plan.
        inputs: the inputs that it was made for.
    """
    book = Book(hiring, inputs)
    return tuple(name for name, keeps in RULES.items() if not keeps(book))


def _covers_or_reports(book: Book) -> bool:
    """Every month of every line is covered, or what is missing is reported."""
    solution, required = book.hiring.solution, book.hiring.lines.required.tolist()
    shortage = solution.shortage.tolist()
    flows = (solution.shared + solution.shared_new).tolist()
    for line in book.lines:
        for month in book.months:
            there = book.in_post[line][month] - book.taken[line][month]
            for units in book.units:
                if units.way.line == line and month >= units.start:
                    there += units.count * float(units.way.coverage[month - units.start])
            for way, _, volume in book.contracts:
                there += volume[month] if way.line == line else 0.0
            for other in book.lines:
                there += flows[other][line][month] - flows[line][other][month]
            missing = max(0.0, required[line][month] - there)
            if not _equal(missing, shortage[line][month], 1 + required[line][month]):
                return False
    return True


def _shares_what_is_there(book: Book) -> bool:
    """Hours are shared only where the rules let one person hold both roles, and never more than the givers have."""
    problem, solution = book.hiring.problem, book.hiring.solution
    old, new = solution.shared.tolist(), solution.shared_new.tolist()
    for line in book.lines:
        for month in book.months:
            joined = math.fsum(
                units.count * max(0.0, float(units.way.coverage[month - units.start]))
                for units in book.units
                if units.way.line == line and units.way.source not in NOT_ON_TEAM and units.start <= month
                if units.way.kind is not MoveKind.RELEASE
            )
            joined *= problem.shared_most
            here = book.in_post[line][month] - book.taken[line][month]
            given = [(old[line][other][month], new[line][other][month]) for other in book.lines]
            if math.fsum(a for a, _ in given) > max(here, 0.0) + TOLERANCE:
                return False
            if math.fsum(b for _, b in given) > joined + TOLERANCE:
                return False
            for other, (of_old, of_new) in enumerate(given):
                barred = (of_old > TOLERANCE and not problem.may_share[line, other]) or (
                    of_new > TOLERANCE and not problem.may_share_new[line, other]
                )
                if barred or min(of_old, of_new) < -TOLERANCE:
                    return False
    return True


def _nobody_gives_more_than_the_post(book: Book) -> bool:
    """Nobody gives more than the own share of a post, planned leave taken off."""
    lines = book.hiring.lines
    for person, given, away in zip(lines.people, lines.given.tolist(), lines.on_leave.tolist(), strict=True):
        for month in book.months:
            if not -TOLERANCE <= given[month] <= person.fte - away[month] + TOLERANCE:
                return False
    return True


def _starts_whole_units(book: Book) -> bool:
    """Only whole units start in the plan's months, and never fewer than none."""
    whole = all(_equal(u.count, round(u.count), 1.0) for u in book.units if u.start in book.counted)
    return whole and all(units.count > 0 for units in book.units)


def _waits_for_the_lead(book: Book) -> bool:
    """Nothing starts before approval and lead time have passed."""
    units = all(units.start >= book.months_before_start(units.way) for units in book.units)
    begun = [(way, runs.index(True)) for way, runs, _ in book.contracts if True in runs]
    return units and all(month >= book.months_before_start(way) for way, month in begun)


def _keeps_the_freeze(book: Book) -> bool:
    """Nobody is hired in a frozen month, and no requisition is opened in one."""
    closed, months = set(book.inputs.company.hiring.freeze), book.hiring.lines.months
    for units in book.units:
        if is_recruited(units.way):
            opened = units.opened
            if months[units.start] in closed or (opened >= 0 and months[opened] in closed):
                return False
    return True


def _keeps_the_locks(book: Book) -> bool:
    """Each lock has its units start in its month; a contract by volume runs from it on, or not in it."""
    return all(_keeps_lock(book, lock) for lock in book.inputs.company.hiring.locks)


def _keeps_lock(book: Book, lock: Lock) -> bool:
    month, key = book.hiring.lines.months.index(lock.month), (lock.role, lock.terms, lock.channel)
    for way, runs, _ in book.contracts:
        if key_of(way)[:3] == key:
            return runs[month] == (lock.count > 0)
    of_lock = [units for units in book.units if units.start == month and key_of(units.way) == (*key, lock.runs)]
    started = math.fsum(units.count for units in of_lock)
    return _equal(started, lock.count, 1.0)


def _opens_what_recruiting_can(book: Book) -> bool:
    """No month opens more requisitions than recruiting can take on."""
    most = book.value("hiring.openings_a_month")
    return all(
        math.fsum(u.count for u in book.units if is_recruited(u.way) and u.opened == month) <= most + TOLERANCE
        for month in book.months
    )


def _takes_what_channels_give(book: Book) -> bool:
    """No recruiting channel, and no department that lends people, gives more than a year's within any twelve months."""
    most = {
        channel.id: book.value(f"recruiting.{channel.id}.most_a_year")
        for channel in book.inputs.phase.catalogue.recruiting_channels
    }
    for terms in book.inputs.phase.catalogue.source_terms:
        if terms.most is not None:
            named = sum(a.people for a in book.inputs.company.hiring.available if a.terms == terms.id)
            people = max(book.value(f"source.{terms.id}.most"), named)
            most[terms.id] = people if in_hours(terms) else people / book.value(f"source.{terms.id}.block")
    for giver, limit in most.items():
        of_it = [u for u in book.units if giver in key_of(u.way)[2:3] or (giver, None) == key_of(u.way)[1:3]]
        for first in book.months:
            if math.fsum(u.count for u in of_it if first <= u.start < first + YEAR) > limit + TOLERANCE:
                return False
    return True


def _mentors_whoever_joins(book: Book) -> bool:
    """No more people learn at a time than those who are productive can look after; where nobody is, anybody may."""
    each, lines = book.value("hiring.joiners_per_mentor"), book.hiring.lines
    inside = [given for p, given in zip(lines.people, lines.given.tolist(), strict=True) if p.source not in NOT_ON_TEAM]
    for month in book.months:
        people = math.fsum(given[month] for given in inside)
        if people < 1:
            continue
        learning, teaching = 0.0, max(1.0, each * people)
        for units in book.units:
            offer = units.way.offer
            if offer is None or not offer.on_team or not units.runs_in(month):
                continue
            if units.ramps_in(month):
                learning += units.count * offer.terms.mentored
            else:
                teaching += units.count * each
        if learning > teaching + TOLERANCE * max(1.0, teaching):
            return False
    return True


def _takes_who_is_there(book: Book) -> bool:
    """No offer gives more units at a time than there are, and nobody is trained away who is not in post."""
    for row, way in enumerate(book.hiring.ways.units):
        own = [units for units in book.units if units.row == row]
        for month in book.months:
            if math.fsum(units.count for units in own if units.runs_in(month)) > way.most + TOLERANCE:
                return False
    return all(
        book.taken[line][month] <= book.in_post[line][month] + TOLERANCE
        for line in book.lines
        for month in book.months
        if book.taken[line][month] > 0
    )


def _releases_whom_it_may(book: Book) -> bool:
    """People of the company are let go only where it allows that."""
    allowed = book.inputs.company.hiring.may_release
    outside = {SourceKind.CONTRACTOR, SourceKind.DISPATCH, SourceKind.OUTSOURCER}
    return allowed or all(u.way.source in outside for u in book.units if u.way.kind is MoveKind.RELEASE)


def _keeps_contracts(book: Book) -> bool:
    """A contract by volume carries at least its minimum while it runs, at least for its commitment, else nothing."""
    for way, runs, volume in book.contracts:
        offer = way.offer
        if offer is None:
            return False
        for month in book.months:
            if runs[month] and volume[month] < offer.minimum_fte - TOLERANCE:
                return False
            if not runs[month] and abs(volume[month]) > TOLERANCE:
                return False
            if runs[month] and not (month and runs[month - 1]) and not all(runs[month : month + (offer.runs or 1)]):
                return False
    return True


def _keeps_the_budget(book: Book) -> bool:
    """People, levers and moves together stay within the budget of each month."""
    budget = book.inputs.company.budget
    if budget is None:
        return True
    for month in book.counted:
        most = budget.by_month.get(book.hiring.months[month], budget.monthly)
        if book.payroll[month] + book.money[month] > most + TOLERANCE * max(1.0, most):
            return False
    return True


def _keeps_the_whole_budget(book: Book) -> bool:
    """People, levers and moves of all planned months together stay within the whole budget."""
    budget = book.inputs.company.budget
    if budget is None or budget.total is None:
        return True
    spent = math.fsum(book.payroll[month] + book.money[month] for month in book.counted)
    return spent <= budget.total + TOLERANCE * max(1.0, budget.total)


def _tells_the_money(book: Book) -> bool:
    """The money that is told for the plan, for its months and for its moves is what its units cost."""
    hiring = book.hiring
    size = 1 + math.fsum(map(abs, book.money))
    own = math.fsum(book.money[month] for month in book.counted)
    monthly = zip(hiring.move_costs.tolist(), book.money, strict=False)
    return (
        _equal(math.fsum(book.money), hiring.solution.money, size)
        and _equal(own, math.fsum(move.total_cost for move in hiring.moves), size)
        and all(_equal(told, added, size) for told, added in monthly)
    )


def _tells_the_starts(book: Book) -> bool:
    """The moves are told apart by their ids, and every start of the plan's months belongs to one."""
    moves, ids = book.hiring.moves, {move.id for move in book.hiring.moves}
    first = {(move.role, move.terms, move.channel, move.runs, move.month) for move in moves}
    renewed = {key[:-1] for key in first if key[-2] is not None}
    roles, months = book.hiring.lines.roles, book.hiring.lines.months
    for units in book.units:
        _, terms, channel, runs = key_of(units.way)
        key = (roles[units.way.line], terms, channel, runs)
        if units.start in book.counted and (*key, months[units.start]) not in first and key not in renewed:
            return False
    return len(ids) == len(moves)


def _dates_in_order(book: Book) -> bool:
    """Decide, open, offer, start and productive follow one another, none before the plan's first day."""
    today = first_day(book.hiring.months[0])
    for move in book.hiring.moves:
        dates = move.dates
        offered = dates.open_by if dates.offer_by is None else dates.offer_by
        steps = [today, dates.decide_by, dates.open_by, offered, dates.start, dates.productive_by]
        if steps != sorted(steps) or dates.start != first_day(move.month):
            return False
        if dates.end is not None and dates.end < dates.start:
            return False
    return True


RULES: dict[str, Callable[[Book], bool]] = {
    "coverage": _covers_or_reports,
    "sharing": _shares_what_is_there,
    "shares_of_a_person": _nobody_gives_more_than_the_post,
    "whole_units": _starts_whole_units,
    "lead_time": _waits_for_the_lead,
    "freeze": _keeps_the_freeze,
    "locks": _keeps_the_locks,
    "recruiting": _opens_what_recruiting_can,
    "channels": _takes_what_channels_give,
    "mentoring": _mentors_whoever_joins,
    "limits": _takes_who_is_there,
    "release": _releases_whom_it_may,
    "contracts": _keeps_contracts,
    "budget": _keeps_the_budget,
    "budget_total": _keeps_the_whole_budget,
    "money": _tells_the_money,
    "moves": _tells_the_starts,
    "dates": _dates_in_order,
}
"""What a sound plan keeps, by name."""


def _equal(first: float, second: float, size: float) -> bool:
    return abs(first - second) <= TOLERANCE * max(size, 1.0)
