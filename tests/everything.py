"""A company that has everything a file can hold, so that every kind of figure is derived, and plans to try them on."""

from __future__ import annotations

from functools import cache

from orgplanner.derivation.deriver import reachable_ids
from orgplanner.plan import Plan
from orgplanner.records.change import SetOptions, SetSeasonality, apply
from orgplanner.records.channel import DayProfile, LiveChannel, OwnProfile
from orgplanner.records.company import AssumedMark, Churn, Override, OwnActivity, PriorityGroup
from orgplanner.records.figure import Figure
from orgplanner.records.lever import Lever
from tests.companies import (
    DIGITAL,
    EXAMPLES,
    INTENSIVE,
    ONE_TO_MANY,
    PHASES,
    churn_at_renewal,
    company,
    example_plan,
    person,
    plan,
    segment,
)

ALL_DAY = DayProfile(opens="00:00", shares=(0.25 / 24,) * 24)
OWN_WEEK = OwnProfile(
    id="own_week",
    interval_minutes=60,
    days={"mon": DayProfile(opens="10:00", shares=(0.2, 0.3)), "sat": ALL_DAY, "sun": ALL_DAY},
)
EVERYTHING = company(
    segment(
        12,
        id="big",
        model=INTENSIVE,
        new_accounts=0.5,
        complexity=1.6,
        activities={
            "renewal": OwnActivity(frequency=2, hours=9),
            "planning": OwnActivity(role="support"),
            "onboarding": OwnActivity(hours=70),
        },
        priorities=(
            PriorityGroup(name="Key", share=0.25, frequency={"cadence_call": 48, "on_site_visit": 4}),
            PriorityGroup(share=0.5, frequency={"cadence_call": 24}),
        ),
    ),
    segment(
        90,
        id="中堅",
        new_accounts=4,
        churn=churn_at_renewal(0.1),
        renewal_months=(3, 9),
        revenue_per_account=3e5,
        upsell_target=0.3,
        seasonality=(0, 0, 1, 5, 1, 1, 1, 1, 1, 2, 0, 0),
    ),
    segment(
        200,
        id="small",
        model=ONE_TO_MANY,
        churn=Churn(rate=0.02),
        new_accounts=9,
        upsell_target=0.2,
        revenue_per_account=5e4,
        contract_months=1,
    ),
    segment(0, id="none", model=DIGITAL, churn=None, tickets_per_account=0),
    roster=(
        person("h", "head"),
        person("half", "high_touch", fte=0.5, manager="h"),
        person("old", "adoption", "systems", manager="h", monthly_cost=6e5),
        person("firm", "support", source="outsourcer", manager="h"),
        person("later", "support", start="2027-09-01"),
        person("nobody"),
    ),
    sourcing={"support": {"source": "outsourcer", "share": 0.5}},
    support_backlog=80,
    channels=(
        LiveChannel(id="phone", kind="phone", contacts=900, profile="business_hours_japan", patience_minutes=3),
        LiveChannel(id="chat.en", kind="chat", contacts=400, profile="own_week", concurrency=3, blended=False),
        LiveChannel(id="second", kind="phone", contacts=60, profile="business_hours_japan", service_level=0.9),
    ),
    arrival_profiles=(OWN_WEEK,),
    levers=(
        Lever(id="pages", kind="help_pages", effect=0.2, adoption=0.5, monthly_cost=2e4, one_off_cost=3e5),
        Lever(id="more", kind="ai_drafted_replies", name="Drafts", effect=0.3, start="2027-05", lag_months=0),
        Lever(id="video", kind="content_for_high_touch", effect=0.15, start="2026-10", build_hours=60),
        Lever(id="late", kind="group_sessions", effect=0.1, start="2029-01"),
        Lever(id="unknown", kind="community"),
        Lever(id="unknown_2", kind="community", upkeep_hours=3),
    ),
    seasonality="april_japan",
    cover_rule=True,
    assumed=(AssumedMark(place="segments.big.priorities"), AssumedMark(place="levers.video.start")),
    assumptions={
        "service_model.one_to_one_standard.first_months.factor": Override(value=1.5),
        "product.feedback_share": Override(value=0.1),
        "expansion.sales_share": Override(value=0.4),
        "capacity.account.meetings": Override(value=0.12),
        "capacity.support.direct_share": Override(value=0.6),
        "support.peak_factor": Override(value=1.2),
    },
)
ONE_PLAN = apply(EVERYTHING, [SetOptions(several_plans=False), SetSeasonality(seasonality=None)])
OWN = {"everything": EVERYTHING, "one_plan": ONE_PLAN}
MADE = [
    *zip(EXAMPLES, PHASES, strict=True),
    *(("everything", in_phase) for in_phase in PHASES),
    ("one_plan", "expansion"),
]


@cache
def made(name: str, in_phase: str) -> Plan:
    """Return the plan of an example or of one of the companies here."""
    return plan(OWN[name], in_phase, "2027-03") if name in OWN else example_plan(name, in_phase)


@cache
def figures(name: str, in_phase: str) -> dict[str, Figure]:
    """Return every figure of a plan that a face shows, or that can be opened from one, by id."""
    return {f.id: f for f in reachable_ids(made(name, in_phase).parts)}
