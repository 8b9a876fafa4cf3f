"""Derivations of the money of a fiscal year, from a planned month to the end of its year."""

from __future__ import annotations

from orgplanner.derivation import forecast
from orgplanner.derivation.health import known
from orgplanner.derivation.hiring import month_cost, moves_cost, payroll
from orgplanner.derivation.hiring_prices import BUILDERS
from orgplanner.derivation.hiring_shortage import shortage_cost
from orgplanner.derivation.parts import Builder, Parts, as_term, figure, total
from orgplanner.derivation.retention import money
from orgplanner.records.figure import Figure, Operation
from orgplanner.units import Unit


def years_of(parts: Parts) -> tuple[tuple[str, ...], ...]:
    """Return the planned months by fiscal year."""
    begins = parts.inputs.company.hiring.fiscal_year_start or parts.inputs.calendar.fiscal_year_start
    years: dict[int, list[str]] = {}
    for month in parts.inputs.months:
        years.setdefault(int(month[:4]) - (int(month[5:]) < begins), []).append(month)
    return tuple(tuple(months) for months in years.values())


def _of_year(name: str, of_month: Builder) -> Builder:
    """Return the builder of money from a month to the end of its fiscal year."""

    def build(parts: Parts, keys: tuple[str, ...]) -> Figure:
        (first,) = keys
        parts.month(first)
        (year,) = (months for months in years_of(parts) if first in months)
        built = [of_month(parts, (month,)) for month in year if month >= first]
        return total(f"hiring.{name}[{first}]", money(parts, ""), *built)

    return BUILDERS.add(build, name)


year_payroll = _of_year("year_payroll", payroll)
year_moves_cost = _of_year("year_moves_cost", moves_cost)
year_cost = _of_year("year_cost", month_cost)
year_shortage_cost = _of_year("year_shortage_cost", shortage_cost)
year_revenue = _of_year("year_revenue", forecast.total_revenue)


@BUILDERS.add
def year_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Money for people, levers and moves as a share of recurring revenue, from a month to the end of its year."""
    spent, earned, id = year_cost(parts, keys), year_revenue(parts, keys), f"hiring.year_share[{keys[0]}]"
    value = known(spent.value / earned.value if earned.value > 0 else None, id, parts)
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, as_term(spent), as_term(earned))
