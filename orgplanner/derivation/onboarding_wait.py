"""Derivations of how long the last account waits for its onboarding, and of the pace at which people start them."""

from __future__ import annotations

from orgplanner.derivation.health import known
from orgplanner.derivation.onboarding_queue import (
    number_of_model,
    of_role,
    onboarding_fte,
    onboarding_hours,
    queue_of,
    role_queue,
    role_wanting,
    wanting,
)
from orgplanner.derivation.onboarding_work import hours_of_one
from orgplanner.derivation.parts import Builder, Builders, Parts, as_term, figure, product
from orgplanner.records.figure import Figure, Operation
from orgplanner.units import Unit

BUILDERS = Builders("waiting")


@BUILDERS.add
def time_to_onboard(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months from contract to the end of onboarding for who comes last: duration + wait for the start."""
    team, segment, month = keys
    id, row, t = f"waiting.time_to_onboard[{team},{segment},{month}]", parts.segment(segment), parts.month(month)
    value = known(queue_of(parts, team).months_to_onboard(row, t), id, parts)
    terms, role = [number_of_model(parts, keys[1:], "duration")], queue_of(parts, team).roles[row]
    if role and queue_of(parts, team).wait_months(row, t):
        terms.append(as_term(wait(parts, (team, role, month))))
    return figure(id, value, Unit.MONTH, Operation.SUM, *terms)


@BUILDERS.add
def wait(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months that an account arriving last waits for its start: queue / pace (Little's law)."""
    waiting, speed = role_queue(parts, keys), pace(parts, keys)
    id = f"waiting.wait[{','.join(keys)}]"
    value = known(waiting.value / speed.value if speed.value > 0 else None, id, parts)
    return figure(id, value, Unit.MONTH, Operation.QUOTIENT, as_term(waiting), as_term(speed))


@BUILDERS.add
def pace(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that a role's people can start month after month: the tighter of their two limits."""
    team, role, month = keys
    value = queue_of(parts, team).pace[0, parts.role(role), parts.month(month)]
    id = f"waiting.pace[{team},{role},{month}]"
    if not role_wanting(parts, keys).value:
        return figure(id, 0, Unit.ACCOUNT_PER_MONTH, Operation.SUM)
    limits = [pace_by_places] if not work_each(parts, keys).value else [pace_by_hours, pace_by_places]
    terms = [as_term(limit(parts, keys)) for limit in limits]
    return figure(id, value, Unit.ACCOUNT_PER_MONTH, Operation.MINIMUM, *terms)


@BUILDERS.add
def segment_work(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours that a segment's waiting accounts take until their onboarding ends."""
    duration = number_of_model(parts, keys[1:], "duration")
    terms = as_term(wanting(parts, keys)), *hours_of_one(parts, keys[1:]), duration
    return product(f"waiting.segment_work[{','.join(keys)}]", Unit.HOUR_PER_ACTIVITY, *terms)


@BUILDERS.add
def segment_months(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months of one person that a segment's waiting accounts fill until their onboarding ends."""
    terms = as_term(wanting(parts, keys)), as_term(months_of_account(parts, keys[1:2]))
    return product(f"waiting.segment_months[{','.join(keys)}]", Unit.MONTH, *terms)


@BUILDERS.add
def months_of_account(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Months of one person that an account of a segment fills: duration / accounts at a time."""
    terms = [number_of_model(parts, keys, field) for field in ("duration", "concurrent")]
    value = terms[0].value / terms[1].value
    return figure(f"waiting.months_of_account[{keys[0]}]", value, Unit.MONTH, Operation.QUOTIENT, *terms)


work_of_role = of_role("work_of_role", Unit.HOUR_PER_ACTIVITY, segment_work)
months_of_role = of_role("months_of_role", Unit.MONTH, segment_months)


def _ratio(name: str, unit: Unit, whole: Builder, part: Builder) -> Builder:
    """Return the builder of one of a role's figures divided by another."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        terms = as_term(whole(parts, keys)), as_term(part(parts, keys))
        value = terms[0].value / terms[1].value
        return figure(f"waiting.{name}[{','.join(keys)}]", value, unit, Operation.QUOTIENT, *terms)

    return BUILDERS.add(build, name)


work_each = _ratio("work_each", Unit.HOUR_PER_ACTIVITY, work_of_role, role_wanting)
months_each = _ratio("months_each", Unit.MONTH, months_of_role, role_wanting)
pace_by_hours = _ratio("pace_by_hours", Unit.ACCOUNT_PER_MONTH, onboarding_hours, work_each)
pace_by_places = _ratio("pace_by_places", Unit.ACCOUNT_PER_MONTH, onboarding_fte, months_each)
