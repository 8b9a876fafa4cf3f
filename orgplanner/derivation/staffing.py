"""Derivations of required FTE, leads and positions."""

from __future__ import annotations

import numpy as np

from orgplanner.derivation.capacity import capacity, presence, steady_capacity, steady_presence
from orgplanner.derivation.demand import work_hours
from orgplanner.derivation.onboarding_work import onboarding_hours, onboarding_posts
from orgplanner.derivation.parts import Builders, Parts, as_term, figure
from orgplanner.derivation.support_work import contact_hours
from orgplanner.maths.whole import whole_people
from orgplanner.records.base import NOT_ON_TEAM
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages import staffing
from orgplanner.stages.inputs import Array
from orgplanner.units import Unit

BUILDERS = Builders("staffing")
SOURCING = Builders("sourcing")


@BUILDERS.add
def task_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month of a role's tasks: some in any case, some for each person served."""
    role, month = keys
    people = _counted(parts, role, month)
    tasks = parts.inputs.phase.role(role).tasks
    terms = [parts.assumption(f"tasks.{role}.{task.id}.{field}") for task in tasks for field in ("fixed", "each")]
    value = float(staffing.task_hours(parts.inputs, role, np.array([[round(people.value)]]))[0, 0])
    return figure(
        f"staffing.task_hours[{role},{month}]", value, Unit.HOUR_PER_MONTH, Operation.TASK_HOURS, people, *terms
    )


@BUILDERS.add
def by_ratio(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """People whom the ratio asks for, a cross-check of what the tasks give."""
    role, month = keys
    people, first_at, per = _rule_terms(parts, role, month)
    value = float(
        staffing.ops_by_rule(np.array([round(people.value)]), np.array(first_at.value), np.array(per.value))[0]
    )
    id = f"staffing.by_ratio[{role},{month}]"
    return figure(id, value, Unit.PERSON, Operation.HEADCOUNT_RULE, people, first_at, per)


@SOURCING.add
def kept_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a role's work that stays with the team."""
    (role,) = keys
    sourcing = parts.sourcing.of(role)
    outside = sourcing.share if sourcing.taken in NOT_ON_TEAM else 0.0
    place = f"sourcing.{role}.share" if sourcing.by_rule else f"sourcing.{role}"
    taken = Term(id=place, value=outside, unit=Unit.RATIO, origin=Origin.INPUT)
    return figure(f"sourcing.kept_share[{role}]", 1 - outside, Unit.RATIO, Operation.COMPLEMENT, taken)


def _counted(parts: Parts, role: str, month: str) -> Term:
    """Return the people whom a role serves."""
    rule = parts.inputs.phase.role(role).rule
    rows = [parts.role(r) for r in rule.counted] if rule else []
    people = int(whole_people(np.array(parts.staffing.steady_fte[0, rows, parts.month(month)].sum())))
    return Term(id=f"structure.counted_people[{role},{month}]", value=people, unit=Unit.PERSON, origin=Origin.INPUT)


def _rule_terms(parts: Parts, role: str, month: str) -> tuple[Term, Term, Term]:
    first_at, per = (parts.assumption(f"rule.{role}.{field}") for field in ("first_at", "per"))
    return _counted(parts, role, month), first_at, per


class Sizing:
    """Builders of the required FTE, at the capacity of the month (`required`) or of the mean month (`steady`)."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        for build in (self.fte, self.total, self.work, self.desk, self.onboarding, self.onboarding_by_hours):
            BUILDERS.add(build, f"{kind}_{build.__name__}")

    def built(self, name: str, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """Return one of the figures by its name, such as `total`; each is built once."""
        return BUILDERS[f"staffing.{self._kind}_{name}"](parts, keys)

    def fte(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of a role that stays with the team."""
        role, month = keys
        array: Array = getattr(parts.staffing, f"{self._kind}_fte")
        value = array[0, parts.role(role), parts.month(month)]
        id = f"staffing.{self._kind}_fte[{role},{month}]"
        definition = parts.inputs.phase.definition
        if role in (definition.head_role, definition.lead_role):
            return figure(id, value, Unit.FTE, Operation.SUM, as_term(self.built("total", parts, keys)))
        terms = (as_term(self.built("total", parts, keys)), as_term(kept_share(parts, (role,))))
        return figure(id, value, Unit.FTE, Operation.PRODUCT, *terms)

    def total(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE that all work of a role needs, whoever does it."""
        role, month = keys
        array: Array = getattr(parts.staffing, f"{self._kind}_total")
        value = array[0, parts.role(role), parts.month(month)]
        id = f"staffing.{self._kind}_total[{role},{month}]"
        definition = parts.inputs.phase.definition
        if role in (definition.head_role, definition.lead_role):
            return figure(id, value, Unit.FTE, Operation.LEADING, *self._leading(parts, role, month))
        if parts.inputs.phase.role(role).rule:
            return figure(id, value, Unit.FTE, *self._by_people(parts, role, month))
        work, *others = [self.built(name, parts, keys) for name in ("work", "onboarding", "desk")]
        terms = [as_term(other) for other in others if other.value]
        if work_hours(parts, keys).terms or not terms:
            terms.insert(0, as_term(work))
        return figure(id, value, Unit.FTE, Operation.SUM, *terms)

    def work(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of the work counted in hours, onboarding left out."""
        role, month = keys
        hours = work_hours(parts, keys)
        of_one = self._capacity(parts, keys)
        id = f"staffing.{self._kind}_work[{role},{month}]"
        return figure(id, hours.value / of_one.value, Unit.FTE, Operation.QUOTIENT, as_term(hours), of_one)

    def desk(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE on the desk of live channels: its waiting between contacts is counted, so that no occupancy applies."""
        role, month = keys
        hours = contact_hours(parts, keys)
        there = as_term(steady_presence(parts, (role,)) if self._kind == "steady" else presence(parts, keys))
        id = f"staffing.{self._kind}_desk[{role},{month}]"
        return figure(id, hours.value / there.value, Unit.FTE, Operation.QUOTIENT, as_term(hours), there)

    def onboarding(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of onboarding: the larger of its two limits."""
        role, month = keys
        by_hours = self.built("onboarding_by_hours", parts, keys)
        posts = onboarding_posts(parts, keys)
        id = f"staffing.{self._kind}_onboarding[{role},{month}]"
        value = max(by_hours.value, posts.value)
        return figure(id, value, Unit.FTE, Operation.MAXIMUM, as_term(by_hours), as_term(posts))

    def onboarding_by_hours(self, parts: Parts, keys: tuple[str, ...]) -> Figure:
        """FTE of onboarding by its hours."""
        role, month = keys
        hours = onboarding_hours(parts, keys)
        of_one = self._capacity(parts, keys)
        id = f"staffing.{self._kind}_onboarding_by_hours[{role},{month}]"
        return figure(id, hours.value / of_one.value, Unit.FTE, Operation.QUOTIENT, as_term(hours), of_one)

    def _capacity(self, parts: Parts, keys: tuple[str, ...]) -> Term:
        role, _ = keys
        return as_term(steady_capacity(parts, (role,)) if self._kind == "steady" else capacity(parts, keys))

    def _by_people(self, parts: Parts, role: str, month: str) -> tuple[Operation, *tuple[Term, ...]]:
        """Return how a role follows from the people whom it serves: from its tasks, else from a ratio."""
        people, first_at, per = _rule_terms(parts, role, month)
        if not parts.inputs.phase.role(role).tasks:
            return Operation.HEADCOUNT_RULE, people, first_at, per
        hours = as_term(task_hours(parts, (role, month)))
        return Operation.TASKS, people, first_at, hours, self._capacity(parts, (role, month))

    def _leading(self, parts: Parts, role: str, month: str) -> tuple[Term, ...]:
        t, leading = parts.month(month), parts.staffing.leading
        head = role == parts.inputs.phase.definition.head_role
        full = 0 if head else int(leading.full_leads[0, t])
        reports = int(leading.head_reports[0, t] if head else leading.led[0, :, t].sum())
        return (
            Term(id=f"structure.full_time_leads[{month}]", value=full, unit=Unit.PERSON, origin=Origin.INPUT),
            parts.assumption("leading.hours_per_report"),
            Term(id=f"structure.reports[{role},{month}]", value=reports, unit=Unit.PERSON, origin=Origin.INPUT),
            self._capacity(parts, (role, month)),
        )


STEADY, MONTHLY = Sizing("steady"), Sizing("required")


@BUILDERS.add
def team_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of all roles that stays with the team in a month, at the capacity of the mean month."""
    (month,) = keys
    terms = [as_term(STEADY.built("fte", parts, (role, month))) for role in parts.inputs.roles]
    value = parts.staffing.steady_fte[0, :, parts.month(month)].sum()
    shown = [t for t in terms if t.value]
    return figure(f"staffing.team_fte[{month}]", value, Unit.FTE, Operation.SUM, *shown)


@BUILDERS.add
def positions(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Whole positions of the team, or of one main role: counted from the pooled positions."""
    role = parts.inputs.roles[parts.role(keys[0])] if keys else None
    mine = [p for p in parts.staffing.positions if p.on_team and role in (None, p.main_role)]
    ids = [f"staffing.position[{p.id}]" for p in mine]
    ones = [Term(id=id, value=1.0, unit=Unit.PERSON, origin=Origin.FIGURE) for id in ids]
    id = f"staffing.positions[{keys[0]}]" if keys else "staffing.positions"
    return figure(id, len(mine), Unit.PERSON, Operation.COUNT, *ones)


@BUILDERS.add
def position(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """One position of the team: a post for its load, which may be somewhat above a full one."""
    (id,) = keys
    terms = (as_term(position_load(parts, keys)), parts.assumption("team.tight_load"))
    return figure(f"staffing.position[{id}]", 1, Unit.PERSON, Operation.WHOLE, *terms)


@BUILDERS.add
def position_load(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of work that one position carries: its shares of roles."""
    (id,) = keys
    seat = parts.position(id)
    terms = [as_term(share(parts, (id, load.role))) for load in seat.roles]
    return figure(f"staffing.position_load[{id}]", seat.fte, Unit.FTE, Operation.SUM, *terms)


@BUILDERS.add
def share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that a position carries: the role's FTE less what the other positions carry.

    Which position carries what is the answer of an exact optimisation (fewest positions, then fewest hats); the
    derivation shows that nothing is lost or counted twice.
    """
    id, role = keys
    position = parts.position(id)
    month = parts.plan_month
    others = [
        _other_share(p.id, load.role, load.fte)
        for p in parts.staffing.positions
        for load in p.roles
        if load.role == role and p.id != id and p.on_team == position.on_team
    ]
    whole = as_term(STEADY.built("fte", parts, (role, month)))
    if not position.on_team:
        others, whole = [whole], as_term(STEADY.built("total", parts, (role, month)))
    return figure(
        f"staffing.share[{id},{role}]", position.share_of(role), Unit.FTE, Operation.DIFFERENCE, whole, *others
    )


def _other_share(position: str, role: str, fte: float) -> Term:
    return Term(id=f"staffing.share[{position},{role}]", value=fte, unit=Unit.FTE, origin=Origin.FIGURE)
