"""Derivations of who waits for onboarding: what comes, and what starts by the two limits."""

from __future__ import annotations

from orgplanner.derivation import forecast, staffing
from orgplanner.derivation.account_work import served_by
from orgplanner.derivation.capacity import capacity
from orgplanner.derivation.onboarding_work import hours_of_one
from orgplanner.derivation.parts import Builder, Builders, Parts, as_term, figure, product, total
from orgplanner.derivation.waiting import team_fte
from orgplanner.records.base import LifecycleStage
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.forecast import cohort_weights
from orgplanner.stages.inputs import Array
from orgplanner.stages.waiting import OnboardingQueue
from orgplanner.units import Unit

BUILDERS = Builders("waiting")


def queue_of(parts: Parts, team: str) -> OnboardingQueue:
    """Return who waits for a team."""
    return parts.queues(team).onboarding


def number_of_model(parts: Parts, keys: tuple[str, ...], field: str) -> Term:
    """Return a number of the onboarding of a segment's service model."""
    model = parts.inputs.company.segments[parts.segment(keys[0])].service_model
    return parts.assumption(f"service_model.{model}.onboarding.{field}")


def _before(parts: Parts, name: str, array: Array, keys: tuple[str, ...], months: int = 1) -> Term:
    """Return a number of a month before, without its own derivation: a chain of months is opened one by one."""
    team, segment, month = keys
    t = parts.month(month) - months
    value = float(array[0, parts.segment(segment), t])
    id = f"waiting.{name}[{team},{segment},{parts.inputs.months[t]}]"
    return Term(id=id, value=value, unit=Unit.ACCOUNT, origin=Origin.FIGURE)


# ---------------------------------------------------------------- what waits


@BUILDERS.add
def all_waiting(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of all segments that wait for their onboarding at the end of a month."""
    team, month = keys
    segments = [
        s.id for s, role in zip(parts.inputs.company.segments, queue_of(parts, team).roles, strict=True) if role
    ]
    built = [accounts(parts, (team, segment, month)) for segment in segments]
    value = sum(b.value for b in built)
    return figure(f"waiting.all_waiting[{team},{month}]", value, Unit.ACCOUNT, Operation.SUM, *map(as_term, built))


@BUILDERS.add
def role_queue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that wait for one role's people at the end of a month."""
    team, role, month = keys
    value = queue_of(parts, team).queue[0, parts.role(role), parts.month(month)]
    terms = [as_term(accounts(parts, (team, segment, month))) for segment in _served(parts, role)]
    return figure(f"waiting.role_queue[{team},{role},{month}]", value, Unit.ACCOUNT, Operation.SUM, *terms)


def _served(parts: Parts, role: str) -> list[str]:
    """Return the segments that a role onboards."""
    return served_by(parts, role, LifecycleStage.ONBOARDING)


@BUILDERS.add
def accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment that wait for their onboarding at the end of a month: those that want to, less starts."""
    team, segment, month = keys
    value = queue_of(parts, team).waiting[0, parts.segment(segment), parts.month(month)]
    terms = as_term(wanting(parts, keys)), as_term(starts(parts, keys))
    return figure(f"waiting.accounts[{team},{segment},{month}]", value, Unit.ACCOUNT, Operation.DIFFERENCE, *terms)


@BUILDERS.add
def wanting(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment that want to start in a month: the new ones and those that waited."""
    team, segment, month = keys
    terms = [as_term(forecast.new_accounts(parts, (segment, month)))]
    if parts.month(month):
        terms.append(_before(parts, "accounts", queue_of(parts, team).waiting, keys))
    value = sum(t.value for t in terms)
    return figure(f"waiting.wanting[{team},{segment},{month}]", value, Unit.ACCOUNT, Operation.SUM, *terms)


@BUILDERS.add
def starts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment whose onboarding starts in a month; where nobody has to onboard them, all of them."""
    team, segment, month = keys
    row = parts.segment(segment)
    value, role = queue_of(parts, team).starts[0, row, parts.month(month)], queue_of(parts, team).roles[row]
    terms = [as_term(wanting(parts, keys))]
    terms += [as_term(started_share(parts, (team, role, month)))] if role else []
    operation = Operation.PRODUCT if role else Operation.SUM
    return figure(f"waiting.starts[{team},{segment},{month}]", value, Unit.ACCOUNT, operation, *terms)


# ---------------------------------------------------------------- what starts


@BUILDERS.add
def started_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of the waiting accounts that a role's people start in a month: the tighter of their two limits."""
    terms = as_term(share_by_hours(parts, keys)), as_term(share_by_places(parts, keys))
    id = f"waiting.started_share[{','.join(keys)}]"
    return figure(id, min(t.value for t in terms), Unit.RATIO, Operation.MINIMUM, *terms)


@BUILDERS.add
def onboarding_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a role's people have for onboarding in a month."""
    team, role, month = keys
    value = queue_of(parts, team).fte[0, parts.role(role), parts.month(month)]
    id, there = f"waiting.onboarding_fte[{team},{role},{month}]", as_term(team_fte(parts, keys))
    if not staffing.MONTHLY.built("total", parts, (role, month)).value:
        return figure(id, value, Unit.FTE, Operation.SUM, there)
    share = as_term(onboarding_share(parts, (role, month)))
    return figure(id, value, Unit.FTE, Operation.PRODUCT, there, share)


@BUILDERS.add
def onboarding_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of their time that a role's people have for onboarding: its share in the role's required FTE."""
    terms = [as_term(staffing.MONTHLY.built(name, parts, keys)) for name in ("onboarding", "total")]
    value = terms[0].value / terms[1].value
    return figure(f"waiting.onboarding_share[{','.join(keys)}]", value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def onboarding_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours that a role's people have for onboarding in a month."""
    terms = as_term(onboarding_fte(parts, keys)), as_term(capacity(parts, keys[1:]))
    return product(f"waiting.onboarding_hours[{','.join(keys)}]", Unit.HOUR_PER_MONTH, *terms)


@BUILDERS.add
def running(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment in onboarding in a month that started before it."""
    team, segment, month = keys
    duration, t = number_of_model(parts, keys[1:], "duration"), parts.month(month)
    weights = cohort_weights(queue_of(parts, team).duration[0, parts.segment(segment)]).tolist()
    begun = queue_of(parts, team).starts
    terms = [
        _before(parts, "starts", begun, keys, k)
        if k <= t
        else as_term(forecast.earlier_accounts(parts, (segment, parts.month_before(month, k))))
        for k in range(1, len(weights))
    ]
    value = sum(weight * term.value for weight, term in zip(weights[1:], terms, strict=True))
    id = f"waiting.running[{team},{segment},{month}]"
    return figure(id, value, Unit.ACCOUNT, Operation.RUNNING, duration, *terms)


@BUILDERS.add
def starting_weight(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Part of the first month that the onboarding of a segment's account lasts."""
    month = Term(id="structure.one_month", value=1.0, unit=Unit.MONTH, origin=Origin.INPUT)
    duration = number_of_model(parts, keys, "duration")
    value = min(duration.value, 1.0)
    return figure(f"waiting.starting_weight[{keys[0]}]", value, Unit.MONTH, Operation.MINIMUM, duration, month)


def _asking(parts: Parts, keys: tuple[str, ...]) -> list[Term]:
    """Return the accounts that want to start, and how much of the month each fills where that is less than all."""
    weight = starting_weight(parts, keys[1:2])
    return [as_term(wanting(parts, keys)), *([as_term(weight)] if weight.value < 1 else [])]


@BUILDERS.add
def segment_busy_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a month that a segment's accounts take whose onboarding runs already."""
    terms = as_term(running(parts, keys)), *hours_of_one(parts, keys[1:])
    return product(f"waiting.segment_busy_hours[{','.join(keys)}]", Unit.HOUR_PER_MONTH, *terms)


@BUILDERS.add
def segment_asked_hours(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours of a month that a segment's waiting accounts would take if all of them started."""
    terms = *_asking(parts, keys), *hours_of_one(parts, keys[1:])
    return product(f"waiting.segment_asked_hours[{','.join(keys)}]", Unit.HOUR_PER_MONTH, *terms)


@BUILDERS.add
def segment_busy_places(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a segment's running onboarding fills, by accounts at a time."""
    terms = as_term(running(parts, keys)), number_of_model(parts, keys[1:], "concurrent")
    id, value = f"waiting.segment_busy_places[{','.join(keys)}]", terms[0].value / terms[1].value
    return figure(id, value, Unit.FTE, Operation.QUOTIENT, *terms)


@BUILDERS.add
def segment_asked_places(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a segment's waiting accounts would fill if all of them started, by accounts at a time."""
    asking = (wanting if starting_weight(parts, keys[1:2]).value == 1 else asking_accounts)(parts, keys)
    terms = as_term(asking), number_of_model(parts, keys[1:], "concurrent")
    id, value = f"waiting.segment_asked_places[{','.join(keys)}]", terms[0].value / terms[1].value
    return figure(id, value, Unit.FTE, Operation.QUOTIENT, *terms)


@BUILDERS.add
def asking_accounts(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that want to start, each counted for the part of the month that its onboarding lasts."""
    return product(f"waiting.asking_accounts[{','.join(keys)}]", Unit.ACCOUNT, *_asking(parts, keys))


def of_role(name: str, unit: Unit, of_segment: Builder) -> Builder:
    """Return the builder of the sum of a figure over the segments that a role onboards."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        team, role, month = keys
        built = [of_segment(parts, (team, segment, month)) for segment in _served(parts, role)]
        return total(f"waiting.{name}[{team},{role},{month}]", unit, *built)

    return BUILDERS.add(build, name)


busy_hours = of_role("busy_hours", Unit.HOUR_PER_MONTH, segment_busy_hours)
asked_hours = of_role("asked_hours", Unit.HOUR_PER_MONTH, segment_asked_hours)
busy_places = of_role("busy_places", Unit.FTE, segment_busy_places)
asked_places = of_role("asked_places", Unit.FTE, segment_asked_places)
role_wanting = of_role("role_wanting", Unit.ACCOUNT, wanting)


def _share(name: str, there: Builder, busy: Builder, asked: Builder) -> Builder:
    """Return the builder of the share of what is asked for that is free by one limit."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        have, taken, want = (as_term(of(parts, keys)) for of in (there, busy, asked))
        share = min(1.0, max(0.0, (have.value - taken.value) / want.value)) if want.value > 0 else 1.0
        id = f"waiting.{name}[{','.join(keys)}]"
        return figure(id, share, Unit.RATIO, Operation.FREE_SHARE, have, taken, want)

    return BUILDERS.add(build, name)


share_by_hours = _share("share_by_hours", onboarding_hours, busy_hours, asked_hours)
share_by_places = _share("share_by_places", onboarding_fte, busy_places, asked_places)
