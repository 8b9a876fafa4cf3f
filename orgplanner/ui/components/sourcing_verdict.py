"""What a crossover says, in sentences: who is cheaper today, where and when it flips, at which price."""

from __future__ import annotations

from orgplanner.advice.crossings import Basis, inside_of
from orgplanner.advice.ways import Crossover, Inside, Side
from orgplanner.plan import Plan
from orgplanner.ui.components.sourcing_words import cash, price, volume
from orgplanner.ui.wording import month, say
from orgplanner.units import Unit

LEAST_SAVING = 0.5
"""Money a month below which neither side is cheaper: it would be written as 0."""


def verdict(plan: Plan, crossover: Crossover, basis: Basis) -> list[str]:
    """Return whole sentences for the leader, as Markdown."""
    inside, volume_now = inside_of(crossover, basis), volume(crossover, crossover.current_volume)
    if crossover.bill.price is None:
        return [say("sourcing.verdict_no_price"), *_price_alone(crossover, inside)]
    if crossover.current_volume <= 0:
        missing = "tickets" if crossover.volume_unit is Unit.TICKET_PER_MONTH else "work"
        return [say(f"sourcing.verdict_no_{missing}", month=month(crossover.month)), *_flips(crossover, inside)]
    if inside.saving is None:
        return [say("sourcing.verdict_beyond", volume=volume_now)]
    told = [say(f"sourcing.verdict_{_cheaper(inside)}", volume=volume_now, money=cash(abs(inside.saving)))]
    when = [_when(plan, inside)] if inside.flips else []
    return [*told, *_flips(crossover, inside), *when, *_price(crossover, inside)]


def other_basis(crossover: Crossover, basis: Basis) -> str:
    """Return a sentence on the other way to count the inside where it turns the answer, else nothing."""
    other = next(b for b in Basis if b is not basis)
    first, second = inside_of(crossover, basis), inside_of(crossover, other)
    if second.saving is None or first.saving is None or _cheaper(first) == _cheaper(second):
        return ""
    saved = cash(abs(second.saving))
    return say(f"sourcing.but_{other.value}_{_cheaper(second)}", money=saved)


def _cheaper(inside: Inside) -> str:
    if inside.saving is None or abs(inside.saving) < LEAST_SAVING:
        return "even"
    return Side.OUTSIDE.value if inside.saving > 0 else Side.INSIDE.value


def _flips(crossover: Crossover, inside: Inside) -> list[str]:
    """Return the next flips above and below the volume of today."""
    now = crossover.current_volume
    above = next((f for f in inside.flips if f.volume > now), None)
    below = next((f for f in reversed(inside.flips) if f.volume <= now), None)
    told = []
    if above is not None:
        told.append(say(f"sourcing.flip_above_{above.above.value}", volume=volume(crossover, above.volume)))
    if below is not None:
        under = Side.INSIDE if below.above is Side.OUTSIDE else Side.OUTSIDE
        told.append(say(f"sourcing.flip_below_{under.value}", volume=volume(crossover, below.volume)))
    return told or [say("sourcing.flip_none")]


def _when(plan: Plan, inside: Inside) -> str:
    if inside.flip_month is None:
        return say("sourcing.flip_never", month=month(plan.months[-1]))
    return say("sourcing.flip_month", month=month(inside.flip_month))


def _price(crossover: Crossover, inside: Inside) -> list[str]:
    if inside.break_even_price is None or crossover.bill.price is None:
        return [say("sourcing.verdict_no_price_does")]
    even, now = (price(crossover, p) for p in (inside.break_even_price, crossover.bill.price))
    return [say("sourcing.verdict_price", even=even, now=now)]


def _price_alone(crossover: Crossover, inside: Inside) -> list[str]:
    if inside.break_even_price is None:
        return []
    return [say("sourcing.verdict_price_alone", even=price(crossover, inside.break_even_price))]
