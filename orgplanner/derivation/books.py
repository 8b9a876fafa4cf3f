"""Derivations of books: accounts and revenue that one person stands for, by the hours and today."""

from __future__ import annotations

from orgplanner.derivation import account_work, forecast, staffing
from orgplanner.derivation.capacity import steady_capacity
from orgplanner.derivation.demand import hours
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product, total
from orgplanner.derivation.team_fte import role_fte
from orgplanner.records.base import LifecycleStage
from orgplanner.records.catalogue import DemandKind
from orgplanner.records.company import MONTHS_A_YEAR
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.demand import renewed_by_hand
from orgplanner.stages.forecast import renewal_shares
from orgplanner.units import Unit, money_unit

BUILDERS = Builders("books")

YEAR = Term(id="structure.months_a_year", value=MONTHS_A_YEAR, unit=Unit.MONTH, origin=Origin.INPUT)


def _role(parts: Parts, segment: str, id: str) -> str:
    """Return the role that looks after a segment's accounts, or raise UnknownName where nobody has to."""
    role = parts.books.roles[parts.segment(segment)]
    return role if role is not None else str(known(None, id, parts))


@BUILDERS.add
def accounts_per_person(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts that the hours leave to one person who does nothing else: hours of a month / hours of an account."""
    id, row = f"books.accounts_per_person[{keys[0]}]", parts.segment(keys[0])
    role = _role(parts, keys[0], id)
    value = known(float(parts.books.accounts[row]) if parts.books.hours[row] > 0 else None, id, parts)
    terms = as_term(steady_capacity(parts, (role,))), as_term(hours_of_account(parts, keys))
    return figure(id, value, Unit.ACCOUNT, Operation.QUOTIENT, *terms)


@BUILDERS.add
def hours_of_account(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours an account and month of all account work, whoever does it, renewals at their yearly average."""
    (segment,) = keys
    built = [role_hours_of_account(parts, (segment, role)) for role in parts.inputs.roles]
    terms = [as_term(b) for b in built if b.value]
    value = parts.books.hours[parts.segment(segment)]
    return figure(f"books.hours_of_account[{segment}]", value, Unit.HOUR_PER_ACCOUNT_MONTH, Operation.SUM, *terms)


@BUILDERS.add
def role_hours_of_account(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours an account and month that one role spends, renewals at their yearly average."""
    built = [account_work.hours_per_account(parts, keys), renewals(parts, keys)]
    return total(f"books.role_hours_of_account[{keys[0]},{keys[1]}]", Unit.HOUR_PER_ACCOUNT_MONTH, *built)


@BUILDERS.add
def renewals(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours an account and month that a role spends on renewals, on average over a year."""
    segment, role = keys
    row, id, unit = parts.segment(segment), f"books.renewals[{segment},{role}]", Unit.HOUR_PER_ACCOUNT_MONTH
    if not renewed_by_hand(parts.inputs)[0, row]:
        return figure(id, 0, unit, Operation.SUM)
    share = float(renewal_shares(parts.inputs.company)[row, :MONTHS_A_YEAR].mean())
    given = parts.given(f"segments.{segment}.contract_months", share, Unit.RATIO)
    a_month = Term(**{**dict(given), "id": f"segments.{segment}.renewing_on_average"})
    return product(id, unit, as_term(account_work.hours_per_renewal(parts, keys)), a_month)


@BUILDERS.add
def accounts_today(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Accounts of a segment / FTE of today's team that look after them."""
    (segment,) = keys
    id, row = f"books.accounts_today[{segment}]", parts.segment(segment)
    there, people = _accounts(parts, segment), float(parts.books.people_today[row])
    value = known(there.value / people if people > 0 else None, id, parts)
    return figure(id, value, Unit.ACCOUNT, Operation.QUOTIENT, there, as_term(people_today(parts, keys)))


def _accounts(parts: Parts, segment: str) -> Term:
    accounts = parts.inputs.company.segments[parts.segment(segment)].accounts
    return parts.given(f"segments.{segment}.accounts", accounts, Unit.ACCOUNT)


@BUILDERS.add
def people_today(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of today's team that look after a segment: its role's, by the segment's part of the role's account work."""
    (segment,) = keys
    id, value = f"books.people_today[{segment}]", parts.books.people_today[parts.segment(segment)]
    role = _role(parts, segment, id)
    part = as_term(part_of_role(parts, keys))
    return figure(id, value, Unit.FTE, Operation.PRODUCT, as_term(role_people(parts, (role,))), part)


@BUILDERS.add
def role_people(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of today's team in a role, whenever they are in post."""
    (role,) = keys
    shares = parts.health.today.shares[:, parts.role(role)].tolist()
    people = [id for id, share in zip(parts.health.people, shares, strict=True) if share > 0]
    return total(f"books.role_people[{role}]", Unit.FTE, *(role_fte(parts, (id, role)) for id in people))


@BUILDERS.add
def part_of_role(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Part of its role's account work that a segment asks for."""
    id = f"books.part_of_role[{keys[0]}]"
    terms = as_term(work_today(parts, keys)), as_term(role_work_today(parts, (_role(parts, keys[0], id),)))
    value = known(terms[0].value / terms[1].value if terms[1].value else None, id, parts)
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def work_today(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month that a segment's accounts of today ask of the role that looks after them."""
    id = f"books.work_today[{keys[0]}]"
    each = role_hours_of_account(parts, (keys[0], _role(parts, keys[0], id)))
    return product(id, Unit.HOUR_PER_MONTH, _accounts(parts, keys[0]), as_term(each))


@BUILDERS.add
def role_work_today(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Hours a month that the accounts of today ask of a role, over all segments that it looks after."""
    mine = [s.id for s, role in zip(parts.inputs.company.segments, parts.books.roles, strict=True) if role == keys[0]]
    return total(f"books.role_work_today[{keys[0]}]", Unit.HOUR_PER_MONTH, *(work_today(parts, (s,)) for s in mine))


@BUILDERS.add
def other_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a role's hours that goes into other work than single accounts."""
    role, month = keys
    part = account_share(parts, keys)
    id = f"books.other_share[{role},{month}]"
    return figure(id, 1 - part.value, Unit.RATIO, Operation.COMPLEMENT, as_term(part))


@BUILDERS.add
def account_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of a role's hours that goes into single accounts."""
    role, month = keys
    id = f"books.account_share[{role},{month}]"
    terms = as_term(account_work.account_hours(parts, keys)), as_term(hours(parts, keys))
    value = known(terms[0].value / terms[1].value if terms[1].value else None, id, parts)
    return figure(id, value, Unit.RATIO, Operation.QUOTIENT, *terms)


# ---------------------------------------------------------------- revenue


def _yearly(parts: Parts) -> Unit:
    return money_unit(parts.inputs.company.currency.value, "year")


@BUILDERS.add
def revenue_of_book(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year of the accounts that the hours leave to one person."""
    (segment,) = keys
    company, id = parts.inputs.company, f"books.revenue_of_book[{segment}]"
    price = known(company.segments[parts.segment(segment)].revenue_per_account or None, id, parts)
    paid = parts.given(f"segments.{segment}.revenue_per_account", price, money_unit(company.currency.value))
    return product(id, _yearly(parts), as_term(accounts_per_person(parts, keys)), paid, YEAR)


@BUILDERS.add
def revenue_per_person(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year / people whom account work needs."""
    terms = as_term(yearly_revenue(parts, ())), as_term(account_people(parts, ()))
    given = terms[0].value > 0 and terms[1].value > 0
    value = known(terms[0].value / terms[1].value if given else None, "books.revenue_per_person", parts)
    return figure("books.revenue_per_person", value, _yearly(parts), Operation.QUOTIENT, *terms)


@BUILDERS.add
def yearly_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue of the plan's month, as much a year."""
    monthly = as_term(forecast.total_revenue(parts, (parts.plan_month,)))
    return product("books.yearly_revenue", _yearly(parts), monthly, YEAR)


@BUILDERS.add
def account_people(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of all roles of account work in the plan's month."""
    phase = parts.inputs.phase
    roles = [role for role in parts.inputs.roles if phase.definition_of(role).demand is DemandKind.ACCOUNT]
    built = [staffing.STEADY.built("total", parts, (role, parts.plan_month)) for role in roles]
    return total("books.account_people", Unit.FTE, *built)


@BUILDERS.add
def revenue_per_holder(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year of the segments that a role expands / FTE that its work needs."""
    (role,) = keys
    id = f"books.revenue_per_holder[{role}]"
    terms = as_term(revenue_held(parts, keys)), as_term(staffing.STEADY.built("total", parts, (role, parts.plan_month)))
    value = known(terms[0].value / terms[1].value if terms[1].value else None, id, parts)
    return figure(id, value, _yearly(parts), Operation.QUOTIENT, *terms)


@BUILDERS.add
def revenue_held(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue a year of the segments that a role expands."""
    (role,) = keys
    mine = account_work.served_by(parts, role, LifecycleStage.ACCOUNT_EXPANSION)
    return total(f"books.revenue_held[{role}]", _yearly(parts), *(segment_revenue(parts, (s,)) for s in mine))


@BUILDERS.add
def segment_revenue(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Recurring revenue of a segment in the plan's month, as much a year."""
    monthly = as_term(forecast.revenue(parts, (keys[0], parts.plan_month)))
    return product(f"books.segment_revenue[{keys[0]}]", _yearly(parts), monthly, YEAR)
