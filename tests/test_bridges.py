"""Bridges until the first move helps, and the cover of planned leaves, by hand."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from orgplanner.plan import Plan
from orgplanner.records.company import Absence, Override
from orgplanner.records.hiring import Bridge, BridgeKind
from orgplanner.stages.bridges import find_bridges, find_leave_covers
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.offers import find_offers
from tests.companies import DIGITAL, INTENSIVE, company, person, plan, segment

CSM = 541_667
AWAY = Absence(first=dt.date(2027, 4, 1), last=dt.date(2027, 5, 31))


@cache
def short() -> tuple[Plan, Hiring, tuple[Bridge, ...]]:
    """A team of one CSM with work for several, from the first month on."""
    made = plan(
        company(
            segment(200, revenue_per_account=90_000),
            segment(3, id="big", model=INTENSIVE, revenue_per_account=900_000),
            roster=(person("h", "head"), person("a", "high_touch", absences=(AWAY,))),
            assumptions={"hiring.look_ahead": Override(value=0)},
        )
    )
    hiring = made.hire(quick=True)
    return made, hiring, find_bridges(made.inputs, made.staffing, hiring)


def of_kind(kind: BridgeKind, role: str = "high_touch") -> Bridge:
    return next(b for b in short()[2] if (b.role, b.kind) == (role, kind))


def test_overtime_goes_up_to_the_cap_of_the_law_at_its_premium() -> None:
    # 45 hours a month of one person, of 161.25 paid hours: 0.279 FTE; a premium of 25 %.
    made, hiring, _ = short()
    bridge = of_kind(BridgeKind.OVERTIME)
    paid = made.explain("staffing.yearly_hours").value / 12
    row = [p.id for p in hiring.lines.people].index("a")
    months = hiring.months.index(bridge.last) + 1
    fte = hiring.lines.given[row, :months] * 45 / paid
    assert bridge.first == "2027-01"
    assert bridge.fte == pytest.approx(fte.mean())
    assert bridge.cost == pytest.approx(fte.sum() * CSM * 1.25)


def test_a_bridge_ends_where_the_first_move_of_the_role_is_productive() -> None:
    _, hiring, bridges = short()
    for bridge in bridges:
        productive = [
            m.dates.productive_by.strftime("%Y-%m")
            for m in hiring.moves
            if m.role == bridge.role and m.kind.value != "release"
        ]
        assert bridge.first <= bridge.last
        assert all(bridge.last < month for month in productive)
        assert 0 < bridge.fte <= bridge.missing_fte + 1e-9


def test_nobody_from_elsewhere_helps_before_approval_and_lead() -> None:
    made, _, bridges = short()
    leads = {(o.role, o.terms.id): o.lead + 14 * 12 / 365 for o in find_offers(made.inputs, made.staffing)}
    for bridge in bridges:
        if bridge.terms is not None:
            assert made.months.index(bridge.first) >= leads[bridge.role, bridge.terms]
            assert bridge.cost is not None
            assert bridge.cost > 0


def test_a_lower_service_model_is_tried_with_the_segment_that_pays_least() -> None:
    bridge = of_kind(BridgeKind.SERVICE_MODEL)
    assert (bridge.detail, bridge.cost, bridge.terms) == ("all", None, None)


def test_where_every_segment_is_digital_there_is_no_lower_model() -> None:
    made = plan(
        company(segment(9000, model=DIGITAL), roster=(person("h", "head"),), assumptions=short()[0].company.assumptions)
    )
    bridges = find_bridges(made.inputs, made.staffing, made.hire(quick=True))
    assert BridgeKind.SERVICE_MODEL not in {b.kind for b in bridges}


def test_a_role_that_is_covered_needs_no_bridge() -> None:
    _, hiring, bridges = short()
    covered = {r for r in hiring.roles if hiring.shortage[hiring.roles.index(r), 0] <= 1e-6}
    assert covered.isdisjoint(b.role for b in bridges)


def test_a_planned_leave_asks_for_its_own_cover() -> None:
    (cover,) = find_leave_covers(short()[1])
    assert (cover.role, cover.person, cover.months, cover.fte) == ("high_touch", "a", ("2027-04", "2027-05"), 1.0)
