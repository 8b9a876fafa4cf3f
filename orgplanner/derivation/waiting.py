"""Derivations of what waits for an answer, and of the people who are there for each kind of work that may wait."""

from __future__ import annotations

from orgplanner.derivation import staffing
from orgplanner.derivation.capacity import capacity, paid_hours
from orgplanner.derivation.health import known
from orgplanner.derivation.parts import Builders, Parts, as_term, figure, product, total
from orgplanner.derivation.support_work import questions_asked, ticket_hours
from orgplanner.derivation.team_fte import held_fte, role_mix
from orgplanner.records.figure import Figure, Operation, Origin, Term
from orgplanner.stages.waiting import TicketQueue
from orgplanner.units import Unit

BUILDERS = Builders("waiting")


@BUILDERS.add
def team_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that a team has in a month: today's people, or every position of the plan filled."""
    team, role, month = keys
    id = f"waiting.team_fte[{team},{role},{month}]"
    parts.queues(team)
    if team == "today":
        return total(id, Unit.FTE, held_fte(parts, keys))
    seats = [p for p in parts.staffing.positions if p.share_of(role) or (p.fte <= 0 and p.main_role == role)]
    return total(id, Unit.FTE, *(seat_fte(parts, (p.id, role)) for p in seats))


@BUILDERS.add
def seat_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE of a role that a position gives when it is filled: of its post, or of its load where that is more."""
    position, role = keys
    id, seat = f"waiting.seat_fte[{position},{role}]", parts.position(position)
    if not seat.on_team or seat.fte > seat.size:
        return total(id, Unit.FTE, staffing.share(parts, keys))
    post = Term(id=f"structure.post_size[{position}]", value=seat.size, unit=Unit.FTE, origin=Origin.INPUT)
    mix = [as_term(role_mix(parts, keys))] if seat.fte > 0 else []
    return product(id, Unit.FTE, post, *mix)


def _tickets(parts: Parts, team: str) -> TicketQueue:
    return parts.queues(team).tickets


def _ticket_role(parts: Parts) -> str:
    return parts.inputs.phase.definition.ticket_role


@BUILDERS.add
def ticket_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that a team has for questions in a month."""
    team, month = keys
    value = _tickets(parts, team).fte[0, parts.month(month)]
    there = as_term(team_fte(parts, (team, _ticket_role(parts), month)))
    id = f"waiting.ticket_fte[{team},{month}]"
    if not staffing.MONTHLY.built("total", parts, (_ticket_role(parts), month)).value:
        return figure(id, value, Unit.FTE, Operation.SUM, there)
    return figure(id, value, Unit.FTE, Operation.PRODUCT, there, as_term(ticket_share(parts, (month,))))


@BUILDERS.add
def ticket_share(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Share of their time that the people who answer questions have for them: its share in their role's work."""
    (month,) = keys
    role = _ticket_role(parts), month
    terms = [
        as_term(ticket_hours(parts, role)),
        as_term(capacity(parts, role)),
        as_term(staffing.MONTHLY.built("total", parts, role)),
    ]
    value = terms[0].value / (terms[1].value * terms[2].value)
    return figure(f"waiting.ticket_share[{month}]", value, Unit.RATIO, Operation.QUOTIENT, *terms)


@BUILDERS.add
def ticket_capacity(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions that a team can answer in a month."""
    team, month = keys
    value = _tickets(parts, team).capacity[0, parts.month(month)]
    terms = (
        as_term(ticket_fte(parts, keys)),
        as_term(capacity(parts, (_ticket_role(parts), month))),
        parts.assumption("support.handling_time"),
    )
    id = f"waiting.ticket_capacity[{team},{month}]"
    return figure(id, value, Unit.TICKET_PER_MONTH, Operation.ANSWERS, *terms)


@BUILDERS.add
def backlog(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions that wait at the end of a month."""
    team, month = keys
    value = _tickets(parts, team).backlog[0, parts.month(month)]
    asked, answered = as_term(questions_asked(parts, month)), as_term(ticket_capacity(parts, keys))
    terms = (_waiting_before(parts, team, month), asked, answered)
    return figure(f"waiting.backlog[{team},{month}]", value, Unit.TICKET, Operation.QUEUE, *terms)


def _waiting_before(parts: Parts, team: str, month: str) -> Term:
    """Return the questions that wait at the start of a month, without their own derivation: it is opened in turn."""
    t = parts.month(month)
    if t == 0:
        return parts.given("support_backlog", parts.inputs.company.support_backlog, Unit.TICKET)
    value = float(_tickets(parts, team).backlog[0, t - 1])
    id = f"waiting.backlog[{team},{parts.inputs.months[t - 1]}]"
    return Term(id=id, value=value, unit=Unit.TICKET, origin=Origin.FIGURE)


@BUILDERS.add
def ticket_days(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Working days that a question asked at the end of a month waits: backlog / questions answered a day."""
    team, month = keys
    id = f"waiting.ticket_days[{team},{month}]"
    value = known(_tickets(parts, team).wait_days(parts.month(month)), id, parts)
    if not value:
        return figure(id, 0, Unit.DAY, Operation.SUM)
    terms = as_term(backlog(parts, keys)), as_term(answers_a_day(parts, keys))
    return figure(id, value, Unit.DAY, Operation.QUOTIENT, *terms)


@BUILDERS.add
def answers_a_day(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """Questions that a team can answer on a working day of a month."""
    team, month = keys
    of_month = float(_tickets(parts, team).working_days[parts.month(month)])
    days = Term(id=f"structure.working_days[{month}]", value=of_month, unit=Unit.DAY, origin=Origin.INPUT)
    answered = as_term(ticket_capacity(parts, keys))
    id, value = f"waiting.answers_a_day[{team},{month}]", answered.value / of_month
    return figure(id, value, Unit.TICKET, Operation.QUOTIENT, answered, days)


@BUILDERS.add
def target_fte(parts: Parts, keys: tuple[str, ...]) -> Figure:
    """FTE that would answer what waits, and what comes within the response target, inside that target."""
    team, month = keys
    value = _tickets(parts, team).target_fte[0, parts.month(month)]
    promised = [parts.assumption(f"support.{n}") for n in ("peak_factor", "response_target", "handling_time")]
    terms = (
        _waiting_before(parts, team, month),
        as_term(questions_asked(parts, month)),
        *promised,
        as_term(capacity(parts, (_ticket_role(parts), month))),
        as_term(paid_hours(parts, (month,))),
    )
    id = f"waiting.target_fte[{team},{month}]"
    return figure(id, value, Unit.FTE, Operation.RESPONSE_TARGET, *terms)
