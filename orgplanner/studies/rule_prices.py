"""What each rule on sources costs: the hiring plan with it and without it, and how far the difference is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from orgplanner.errors import InfeasiblePlan, InputProblems
from orgplanner.plan import Plan, make_plan
from orgplanner.records.base import Record, SourceKind
from orgplanner.records.change import Change, SetHiring, SetSourcing, apply
from orgplanner.records.company import SourcingRule
from orgplanner.records.hiring import HiringOptions, Move
from orgplanner.stages.hiring import Hiring

ROUNDING = 1e-6
"""Units by which two counts of a move may differ."""


class RuleKind(StrEnum):
    """Whose rule it is."""

    ADVICE = "advice"
    """What the phase advises for one role."""
    ALL_ADVICE = "all_advice"
    """What the phase advises for all roles together."""
    OWN_RULE = "own_rule"
    """The company's own rule for one role."""


class RulePrice(Record):
    """The hiring plan with a rule and without it; money in the company's currency, over all months looked at."""

    kind: RuleKind
    role: str | None
    """None for all roles together."""
    reason: str | None
    """Why the company made its own rule; the phase's reasons are with its advice."""
    left_out: tuple[str, ...]
    """Ids of the terms that the advice leaves out; none for an own rule."""
    source: SourceKind | None
    """Source of an own rule."""
    with_rule: float
    """Money and priced shortage of the plan with the rule."""
    without_rule: float | None
    """The same without it; None where no plan without it holds the other rules."""
    money_with: float
    """Money of the moves with the rule, shortage left out."""
    money_without: float | None
    least: float | None
    """The rule costs at least this, by what is proven; negative where it may save."""
    most: float | None
    """It costs at most this."""
    dropped: tuple[Move, ...]
    """Moves that the plan would not make without the rule."""
    instead: tuple[Move, ...]
    """Moves that it would make in their place."""

    @property
    def price(self) -> float | None:
        """What the rule costs, shortage priced: between the two plans that were found."""
        return None if self.without_rule is None else self.with_rule - self.without_rule

    @property
    def money(self) -> float | None:
        """What the rule costs in money alone; less money may mean more shortage."""
        return None if self.money_without is None else self.money_with - self.money_without

    @property
    def known(self) -> bool:
        """Whether it is proven that the rule costs something, or saves something; else the gaps hide it."""
        return self.least is not None and self.most is not None and (self.least > 0 or self.most < 0)


def rule_prices(
    plan: Plan, progress: Callable[[int, int], None] | None = None, *, quick: bool = False
) -> tuple[RulePrice, ...]:
    """Return what each rule in force costs: all advice together, each role's advice, each own rule.

    One rule at a time is taken away, the others stay. A rule's true price lies between `least` and `most`: the best
    plan with it lies between its bound and the plan found, and so does the best one without it. Taking advice away only
    adds sources: it never costs less than nothing, a plan that follows the advice is one of those that need not, and no
    plan that follows it can be better than the bound of those that need not. Leads and head stay inside in any case.

    Args:
        plan: the plan with the rules.
        progress: called with the rules priced so far, and all of them.
        quick: whether first good plans are compared, which are rarely near enough to tell small prices.

    Raises:
        InfeasiblePlan: budget, locks, freeze or other hard rules conflict already with the rules.
        InputProblems: a lock names what is not there.
    """
    held = plan.hire(quick=True) if quick else plan.hiring
    rules = tuple(_rules(plan, held))
    freed: list[Hiring | None] = []
    for place, rule in enumerate(rules):
        if progress is not None:
            progress(place, len(rules))
        freed.append(_without(plan, rule.change, quick))
    if progress is not None:
        progress(len(rules), len(rules))
    of_advice = [free for rule, free in zip(rules, freed, strict=True) if free and rule.kind is not RuleKind.OWN_RULE]
    return tuple(
        _price_own(plan, held, rule, free)
        if rule.kind is RuleKind.OWN_RULE
        else _price_advice(held, rule, free, of_advice)
        for rule, free in zip(rules, freed, strict=True)
    )


@dataclass(frozen=True)
class _Rule:
    """A rule in force, and the change that takes it away."""

    kind: RuleKind
    role: str | None
    left_out: tuple[str, ...]
    change: Change


def _rules(plan: Plan, held: Hiring) -> Iterator[_Rule]:
    """Yield the rules in force."""
    options = plan.company.hiring
    left_out = {role: _left_out(plan, held, role) for role in plan.phase.role_ids}
    advised = [role for role, terms in left_out.items() if terms]
    if len(advised) > 1:
        together = tuple(dict.fromkeys(terms for role in advised for terms in left_out[role]))
        yield _Rule(RuleKind.ALL_ADVICE, None, together, _exempt(options, *advised))
    for role in advised:
        yield _Rule(RuleKind.ADVICE, role, left_out[role], _exempt(options, role))
    for role in plan.company.sourcing:
        if role in plan.phase.role_ids and plan.sourcing.of(role).by_rule:
            yield _Rule(RuleKind.OWN_RULE, role, (), SetSourcing(role=role, rule=None))


def _exempt(options: HiringOptions, *roles: str) -> SetHiring:
    exempt = {"unadvised_roles": (*options.unadvised_roles, *roles)}
    return SetHiring(hiring=HiringOptions(**{**dict(options), **exempt}))


def _left_out(plan: Plan, held: Hiring, role: str) -> tuple[str, ...]:
    """Return the terms that the advice for a role leaves out; none for leads and head, who are no matter of sources."""
    if role in (plan.phase.definition.lead_role, plan.phase.definition.head_role):
        return ()
    return tuple(dict.fromkeys(o.terms.id for o in held.ways.unadvised if o.role == role))


def _without(plan: Plan, change: Change, quick: bool) -> Hiring | None:
    """Return the hiring plan of the changed company; None where the other rules cannot hold without the rule."""
    try:
        return make_plan(apply(plan.company, [change]), plan.phase, plan.month).hire(quick=quick)
    except (InfeasiblePlan, InputProblems):
        return None


def _price_advice(held: Hiring, rule: _Rule, free: Hiring | None, of_advice: list[Hiring]) -> RulePrice:
    """Price advice: whatever was found or proven with more sources holds for fewer, and the other way round."""
    every = rule.kind is RuleKind.ALL_ADVICE
    known = [held, *(of_advice if every else [free] if free else [])]
    found = min(known, key=lambda hiring: hiring.solution.objective)
    bound = max((h.solution.bound for h in of_advice), default=0.0)
    least = max(held.solution.bound, bound) - found.solution.objective
    most = held.solution.objective - free.solution.bound if free else None
    return _rule_price(held, rule, found if free else None, (max(0.0, least), most) if free else (None, None))


def _price_own(plan: Plan, held: Hiring, rule: _Rule, free: Hiring | None) -> RulePrice:
    own = plan.company.sourcing[rule.role or ""]
    span = (
        (held.solution.bound - free.solution.objective, held.solution.objective - free.solution.bound)
        if free
        else (None, None)
    )
    return _rule_price(held, rule, free, span, own)


def _rule_price(
    held: Hiring,
    rule: _Rule,
    found: Hiring | None,
    span: tuple[float | None, float | None],
    own: SourcingRule | None = None,
) -> RulePrice:
    return RulePrice(
        kind=rule.kind,
        role=rule.role,
        reason=own.reason if own else None,
        left_out=rule.left_out,
        source=own.source if own else None,
        with_rule=held.solution.objective,
        without_rule=found.solution.objective if found else None,
        money_with=held.solution.money,
        money_without=found.solution.money if found else None,
        least=span[0],
        most=span[1],
        dropped=_only_in(held, found) if found else (),
        instead=_only_in(found, held) if found else (),
    )


def _only_in(first: Hiring, second: Hiring) -> tuple[Move, ...]:
    """Return the moves of one plan that the other does not make, or makes with another count."""
    there = {m.id: m.count for m in second.moves}
    return tuple(m for m in first.moves if abs(there.get(m.id, 0.0) - m.count) > ROUNDING)
