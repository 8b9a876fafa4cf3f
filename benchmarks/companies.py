"""Made-up companies of any size: the same arguments, the same company, on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from orgplanner.records.company import Churn, ChurnBasis, Company, OwnActivity, Person, RoleShare, Segment
from orgplanner.records.phase import Phase

TEAM = 8
"""People under one lead."""

MODELS = (("one_to_one_intensive", 5), ("one_to_one_standard", 10), ("one_to_many", 35), ("digital", 50))
"""Service models with the weight of their accounts: some 100 accounts a person of the team."""


@dataclass(frozen=True)
class Size:
    """How large a company is."""

    people: int = 1000
    segments: int = 300
    accounts: int = 100_000
    months: int = 36
    own_skills: float = 0.5
    """Share of the people whose skills are like nobody else's; the others have no known skills."""


LARGE = Size()


def make_company(size: Size, phase: Phase, seed: int = 1) -> Company:
    """Make a company with the given size in a phase."""
    draw = Random(seed)  # noqa: S311 - a made-up company, no secret
    return Company(
        name=f"{size.people} people, {size.segments} segments, {size.months} months",
        first_month="2027-04",
        horizon=size.months,
        phase=phase.id,
        segments=_segments(size, phase, draw),
        roster=_roster(size, phase, draw),
        problems=("head_in_field",),
        support_backlog=size.accounts / 50,
    )


def split_segments(company: Company, parts: int) -> Company:
    """Split every segment into equal parts: the same work, the same positions, more segments."""
    given = company.model_dump()
    given["segments"] = [
        {
            **segment,
            "id": f"{segment['id']}-{part}",
            "accounts": segment["accounts"] / parts,
            "new_accounts": segment["new_accounts"] / parts,
        }
        for segment in given["segments"]
        for part in range(parts)
    ]
    return Company.model_validate(given)


def _segments(size: Size, phase: Phase, draw: Random) -> tuple[Segment, ...]:
    """Share the accounts out over segments of all service models, some with numbers of their own."""
    models = draw.choices([m for m, _ in MODELS], k=size.segments)
    weights = [dict(MODELS)[m] * draw.uniform(0.5, 1.5) for m in models]
    return tuple(
        _segment(number, model, size.accounts * weight / sum(weights), phase, draw)
        for number, (model, weight) in enumerate(zip(models, weights, strict=True))
    )


def _segment(number: int, model: str, accounts: float, phase: Phase, draw: Random) -> Segment:
    """Return one segment; every tenth has hours, churn and renewal months of its own."""
    own = number % 10 == 0
    activity = phase.service_model(model).activities[0].id
    return Segment(
        id=f"segment-{number}",
        service_model=model,
        accounts=accounts,
        new_accounts=accounts * draw.uniform(0, 0.02),
        revenue_per_account=draw.randrange(10_000, 500_000, 10_000),
        contract_months=draw.choice((6, 12, 24)),
        renewal_months=(3, 9) if own else (),
        churn=Churn(rate=0.08, basis=ChurnBasis.AT_RENEWAL) if own else None,
        upsell_target=draw.choice((None, 0.1)),
        tickets_per_account=draw.choice((None, 0.5, 1.2)),
        activities={activity: OwnActivity(hours=0.75)} if own else {},
    )


def _roster(size: Size, phase: Phase, draw: Random) -> tuple[Person, ...]:
    """Return a head, one lead for each team, and members of all other roles."""
    definition = phase.definition
    work = [role for role in phase.role_ids if role not in (definition.head_role, definition.lead_role)]
    people: list[Person] = []
    for number in range(size.people):
        rank = definition.head_role if number == 0 else definition.lead_role if number % TEAM == 1 else ""
        manager = None if number == 0 else 0 if rank else 1 + (number - 1) // TEAM * TEAM
        people.append(
            Person(
                id=f"person-{number}",
                name=f"Person {number}",
                manager=None if manager is None else f"person-{manager}",
                roles=_role_shares(rank, work, draw),
                skills=_skills(phase, draw) if draw.random() < size.own_skills else {},
                fte=draw.choice((1.0, 1.0, 1.0, 0.6)),
                monthly_cost=draw.choice((None, 600_000.0)),
            )
        )
    return tuple(people)


def _role_shares(rank: str, work: Sequence[str], draw: Random) -> tuple[RoleShare, ...]:
    """Return one role, or two for every fifth person; a lead leads and does nothing else."""
    if rank:
        return (RoleShare(role=rank, share=1.0),)
    if draw.random() < 0.2:
        first, second = draw.sample(work, 2)
        return RoleShare(role=first, share=0.7), RoleShare(role=second, share=0.3)
    return (RoleShare(role=draw.choice(work), share=1.0),)


def _skills(phase: Phase, draw: Random) -> dict[str, int]:
    """Return the levels of some ten skills."""
    chosen = draw.sample([skill.id for skill in phase.catalogue.skills], 10)
    return {skill: draw.randint(0, 4) for skill in sorted(chosen)}
