"""Lines of the hiring plan: what each role asks for month by month, and what today's people give to it.

A line is a role, or the part of a role that the company's own rule gives to one source: only that source covers it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orgplanner.records.base import NOT_ON_TEAM, OUTSIDE, SourceKind
from orgplanner.records.company import Person
from orgplanner.stages.attendance import attendance
from orgplanner.stages.cost import largest_role, lever_cost, person_cost
from orgplanner.stages.gaps import Gaps
from orgplanner.stages.hiring_problem import NONE, Flags, Places
from orgplanner.stages.inputs import Array, Inputs
from orgplanner.stages.leading import frees_head, head_may_hold
from orgplanner.stages.offers import attrition_of, ramp_of, ramp_profile
from orgplanner.stages.sourcing import Sourcing
from orgplanner.stages.staffing import Staffing

ONE_HEAD = 1.0
"""FTE of the head where the roster has none: a team has one."""


LASTING = 3
"""Months for which another lead is needed before one is appointed."""

ONE_LEAD = 1.0
"""FTE of leading from which somebody leads in full."""


@dataclass(frozen=True)
class Lines:
    """R lines over T months: the plan's and those that only show what late hires are worth."""

    roles: tuple[str, ...]
    """Role of each line (R)."""
    rules: tuple[SourceKind | None, ...]
    """Source that the company's own rule gives the line to; None where the plan chooses (R)."""
    months: tuple[str, ...]
    """Months `YYYY-MM` (T)."""
    required: Array
    """FTE that each line asks for (R, T)."""
    people: tuple[Person, ...]
    """People in scope who work on a line, P of them."""
    line_of: Places
    """Line of each person (P,)."""
    given: Array
    """FTE that each person is expected to give (P, T)."""
    firm: Array
    """FTE that each person gives if nobody leaves but those who are known to, and nobody is away (P, T)."""
    on_leave: Array
    """FTE of each person that planned leave takes (P, T)."""
    borrowed: Array
    """FTE of each line that another department gives already without standing on the roster (R, T)."""
    cost: Array
    """Money that each person is expected to cost (P, T)."""
    unknown_costs: tuple[str, ...]
    """Ids of people whose cost is not known."""
    levers: Array
    """Money for levers (T,)."""

    @property
    def in_post(self) -> Array:
        """FTE that today's people give to each line (R, T)."""
        return self.borrowed + self._by_line(self.given)

    @property
    def firm_in_post(self) -> Array:
        """FTE of each line with those gone who are known to leave, and nobody away (R, T)."""
        return self.borrowed + self._by_line(self.firm)

    @property
    def payroll(self) -> Array:
        """Money for today's people and for levers (T,)."""
        return np.asarray(self.cost.sum(axis=0) + self.levers)

    def place_of(self, role: str, source: SourceKind | None = None) -> int:
        """Return the line that a source may cover of a role: the one of its own, else the role's open one; or NONE."""
        own = [r for r, (line, rule) in enumerate(zip(self.roles, self.rules, strict=True)) if line == role]
        ruled = [r for r in own if self.rules[r] is source and source is not None]
        free = [r for r in own if self.rules[r] is None]
        return (ruled or free or [NONE])[0]

    def _by_line(self, given: Array) -> Array:
        total = np.zeros(self.required.shape)
        np.add.at(total, self.line_of, given)
        return total


def draw_lines(
    inputs: Inputs, staffing: Staffing, sourcing: Sourcing, gaps: Gaps, tail: int, asked: Array | None = None
) -> Lines:
    """Draw the lines of the plan, with `tail` months behind it in which everything stays as in the last month.

    Args:
        inputs: the gathered inputs.
        staffing: what work asks for.
        sourcing: the company's own rules.
        gaps: who holds which position.
        tail: months behind the plan.
        asked: FTE by role and month (Q, T) in place of the staffing's.
    """
    months = months_from(inputs.months[0], len(inputs.months) + tail)
    roles, rules, required = _required(inputs, staffing.steady_total[0] if asked is None else asked, sourcing, tail)
    people, line_of = _people_on_lines(inputs, gaps, roles, rules)
    there, posts = attendance(people, months), attendance([_without_leave(p) for p in people], months)
    stay = np.array([_staying(inputs, p, roles[line_of[k]], months) for k, p in enumerate(people)]).reshape(there.shape)
    fte = np.array([p.fte for p in people])[:, None]
    costs = [person_cost(inputs, p) for p in people]
    lines = Lines(
        roles=roles,
        rules=rules,
        months=months,
        required=required,
        people=people,
        line_of=line_of,
        given=fte * there * stay,
        firm=fte * (posts > 0),
        on_leave=fte * (posts - there),
        borrowed=_borrowed(inputs, required, roles, rules),
        cost=np.array([c or 0.0 for c in costs])[:, None] * _paid(inputs, people, roles, line_of, months),
        unknown_costs=tuple(p.id for p, c in zip(people, costs, strict=True) if c is None),
        levers=_lever_money(inputs, tail),
    )
    return _with_head(inputs, lines)


def months_from(first: str, count: int) -> tuple[str, ...]:
    """Return consecutive months `YYYY-MM`.

    >>> months_from("2026-12", 2)
    ('2026-12', '2027-01')
    """
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return tuple(f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(start, start + count))


def first_day(month: str) -> dt.date:
    """Return the first day of a month `YYYY-MM`."""
    return dt.date(int(month[:4]), int(month[5:]), 1)


def sustained(asked: Array) -> Array:
    """Return what is asked for without peaks shorter than `LASTING` months (..., T): nobody is a lead for a month.

    >>> sustained(np.array([1.0, 2.0, 1.0, 1.0, 2.0, 2.0, 2.0, 1.0, 2.0])).tolist()
    [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 1.0, 1.0]
    """
    beside = [(0, 0)] * (asked.ndim - 1) + [(LASTING - 1, LASTING - 1)]
    around = np.pad(asked, beside, mode="reflect" if asked.shape[-1] > LASTING else "edge")
    least = np.lib.stride_tricks.sliding_window_view(around, LASTING, axis=-1).min(axis=-1)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(least, LASTING, axis=-1).max(axis=-1))


def sharing(inputs: Inputs, lines: Lines, costs: Sequence[float]) -> tuple[Flags, Flags]:
    """Return which lines' people may do work of which other lines: today's people, and people who join (R, R).

    One person may hold what the phase's combination rule allows; leading only where nobody leads in full. A joiner
    takes only work of roles that cost no more than the own: a post is paid as the dearest hat that it wears.

    Args:
        inputs: the gathered inputs.
        lines: the lines.
        costs: loaded cost of each line's role a month (R).
    """
    count, phase = len(lines.roles), inputs.phase
    of_head = head_may_hold(phase, frees_head(inputs))
    head, lead = phase.definition.head_role, phase.definition.lead_role
    # Hours of leading may go beside other work; who leads in full is a lead.
    full_lead = max((row.max() for r, row in zip(lines.roles, lines.required, strict=True) if r == lead), default=0.0)
    closed = {head, lead} if full_lead >= ONE_LEAD else {head}
    allowed = np.zeros((count, count), dtype=bool)
    for a in range(count):
        for b in range(count):
            own, other = lines.roles[a], lines.roles[b]
            inside = all(lines.rules[k] is None or lines.rules[k] not in NOT_ON_TEAM for k in (a, b))
            fits = other in of_head or other == lead if own == head else phase.may_combine(own, other)
            allowed[a, b] = a != b and inside and fits and other not in closed
    cheaper = np.array([[costs[b] <= costs[a] * (1 + 1e-6) for b in range(count)] for a in range(count)])
    return allowed, allowed & cheaper


def _required(
    inputs: Inputs, asked: Array, sourcing: Sourcing, tail: int
) -> tuple[tuple[str, ...], tuple[SourceKind | None, ...], Array]:
    """Return roles, rules and required FTE of the lines."""
    roles: list[str] = []
    rules: list[SourceKind | None] = []
    rows: list[Array] = []
    for place, role in enumerate(inputs.roles):
        lasting = sustained(asked[place]) if role == inputs.phase.definition.lead_role else asked[place]
        total = np.concatenate([lasting, np.repeat(lasting[-1], tail)])
        chosen = sourcing.of(role)
        outside = chosen.by_rule and chosen.taken in NOT_ON_TEAM
        share = chosen.share if outside else 0.0
        for rule, part in (
            (chosen.taken, share),
            (chosen.taken if chosen.by_rule and not outside else None, 1 - share),
        ):
            if part > 0:
                roles.append(role)
                rules.append(rule)
                rows.append(part * total)
    return tuple(roles), tuple(rules), np.array(rows)


def _people_on_lines(
    inputs: Inputs, gaps: Gaps, roles: tuple[str, ...], rules: tuple[SourceKind | None, ...]
) -> tuple[tuple[Person, ...], Places]:
    """Return the people in scope with the line of the position that they hold, else of their largest role."""
    main: dict[str, str] = {}
    for a in gaps.assignments:
        main.setdefault(a.person, a.position)
    place: list[int] = []
    people: list[Person] = []
    for person in inputs.company.roster:
        role = _role_of(inputs, person, main.get(person.id, ""))
        if person.out_of_scope or role is None:
            continue
        own = [k for k, r in enumerate(roles) if r == role]
        fitting = [k for k in own if rules[k] is person.source] or [k for k in own if rules[k] is None] or own
        people.append(person)
        place.append(fitting[0])
    return tuple(people), np.array(place, dtype=np.int64)


def _role_of(inputs: Inputs, person: Person, position: str) -> str | None:
    """Return the role that somebody's position is of, else the phase's role that is nearest to the person's own."""
    held = position.rpartition("-")[0]
    if held in inputs.roles:
        return held
    own = largest_role(person)
    if own is None or own in inputs.roles:
        return own
    area = inputs.phase.definition_of(own).area
    return next((r for r in inputs.roles if inputs.phase.definition_of(r).area == area), None)


def _staying(inputs: Inputs, person: Person, role: str, months: tuple[str, ...]) -> Array:
    """Return the share of a person's capacity that is there month by month (T,): expected leaving, ramp of joiners.

    Whoever is known to leave is a fact and leaves then, with no other chance before; a firm replaces its people.
    """
    firm = person.planned_end is not None or person.source in OUTSIDE
    rate = 0.0 if firm else attrition_of(inputs, role)
    first = _months_between(months[0], person.start.strftime("%Y-%m")) if person.start else NONE
    ages = np.arange(len(months)) - max(0, first)
    ramp = ramp_of(inputs, ramp_profile(inputs, role)) if person.start and first > -len(months) else ()
    shares = np.array([*ramp, 1.0])
    since = np.clip(np.arange(len(months)) - first if person.start else np.full(len(months), len(ramp)), 0, len(ramp))
    return np.asarray((1 - rate) ** np.maximum(ages, 0) * shares[since])


def _months_between(first: str, then: str) -> int:
    return (int(then[:4]) - int(first[:4])) * 12 + int(then[5:]) - int(first[5:])


def _paid(
    inputs: Inputs, people: tuple[Person, ...], roles: tuple[str, ...], line_of: Places, months: tuple[str, ...]
) -> Array:
    """Return the share of each person's cost that is expected to be paid (P, T); people on leave are paid."""
    posts = attendance([_without_leave(p) for p in people], months)
    for k, person in enumerate(people):
        firm = person.planned_end is not None or person.source in OUTSIDE
        rate = 0.0 if firm else attrition_of(inputs, roles[line_of[k]])
        first = max(0, _months_between(months[0], person.start.strftime("%Y-%m"))) if person.start else 0
        posts[k] *= (1 - rate) ** np.maximum(np.arange(len(months)) - first, 0)
    return posts


def _without_leave(person: Person) -> Person:
    return Person(**{**dict(person), "absences": ()}) if person.absences else person


def _borrowed(inputs: Inputs, required: Array, roles: tuple[str, ...], rules: tuple[SourceKind | None, ...]) -> Array:
    """Return what another department does by the company's own rule where the roster lists none of its people."""
    listed = {
        r.role for p in inputs.company.roster if p.source is SourceKind.SHARED and not p.out_of_scope for r in p.roles
    }
    given = [rule is SourceKind.SHARED and role not in listed for role, rule in zip(roles, rules, strict=True)]
    return np.asarray(required * np.array(given)[:, None])


def _lever_money(inputs: Inputs, tail: int) -> Array:
    money = [sum(lever_cost(inputs, lever, t) for lever in inputs.company.levers) for t in range(len(inputs.months))]
    return np.array([*money, *([money[-1]] * tail)], dtype=float)


def _with_head(inputs: Inputs, lines: Lines) -> Lines:
    """Return the lines with a whole head asked for where nobody is one."""
    place = lines.place_of(inputs.phase.definition.head_role)
    if place == NONE or lines.in_post[place].max() > 0:
        return lines
    required = lines.required.copy()
    required[place] = np.maximum(required[place], ONE_HEAD)
    return Lines(**{**vars(lines), "required": required})
