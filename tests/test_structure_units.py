"""Units of a structure: the same work, shared out by role or by the segments that it comes from."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from orgplanner.errors import UnknownName
from orgplanner.plan import Plan, make_plan
from orgplanner.records.change import SetStructure, apply
from orgplanner.records.company import Company
from orgplanner.records.structure import OrganisationAxis
from orgplanner.stages.seats import shared_out
from orgplanner.stages.structures import REST, unit_of_person
from tests.companies import EXAMPLES, INTENSIVE, ONE_TO_MANY, PHASES, company, example, person, phase, run, segment

STRUCTURES = tuple(s.id for s in phase("launch").catalogue.structures)


def with_structure(of: Company, structure: str | None, in_phase: str) -> Plan:
    return make_plan(apply(of, [SetStructure(structure=structure)]), phase(in_phase))


def regional(east: float, west: float, north: float = 0) -> Company:
    groups = (("e", "East", east), ("w", "West", west), ("n", "North", north))
    return company(
        *(segment(accounts, id=id, region=name) for id, name, accounts in groups if accounts), phase="maturity"
    )


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("in_phase", PHASES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_structure_shares_out_all_work_and_gives_an_arborescence(
    name: str, in_phase: str, structure: str
) -> None:
    plan = with_structure(example(name), structure, in_phase)
    units, leading = plan.staffing.units, (plan.phase.definition.lead_role, plan.phase.definition.head_role)
    shares = units.share.sum(axis=1)[0]
    for role, share in zip(plan.phase.role_ids, shares, strict=True):
        assert share == pytest.approx(0.0 if role in leading else 1.0)
    assert len(set(units.ids)) == len(units.ids)
    assert nx.is_arborescence(plan.charts.recommended.graph())
    assert {p.unit for p in plan.positions} <= {*units.ids, None}
    ids = [p.id for p in plan.positions]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_structure_moves_no_work_between_roles(name: str) -> None:
    own = with_structure(example(name), None, example(name).phase)
    leading = {own.phase.definition.lead_role, own.phase.definition.head_role}
    rules = {r for r in own.phase.role_ids if own.phase.role(r).rule is not None}
    for structure in STRUCTURES:
        other = with_structure(example(name), structure, example(name).phase)
        for role in set(own.phase.role_ids) - leading - rules:
            assert other.required_fte(role) == pytest.approx(own.required_fte(role))


def test_a_unit_is_split_by_the_regions_that_are_large_enough() -> None:
    plan = with_structure(regional(600, 400), "region", "maturity")
    groups = [unit.group for unit in plan.units if unit.template == "customers"]
    assert groups == ["East", "West"]
    adoption = plan.phase.role_ids.index("adoption")
    east, west = (plan.staffing.units.share[0, row, adoption] for row in (0, 1))
    assert (east, west) == (pytest.approx(0.6), pytest.approx(0.4))
    seats = [p.unit for p in plan.team_positions if p.main_role == "adoption"]
    assert seats.count("customers-East") == round(0.6 * len(seats))


def test_a_small_region_stands_with_the_largest_one_and_is_told_so() -> None:
    plan = with_structure(regional(600, 400, 20), "region", "maturity")
    assert [(u.group, u.with_rest) for u in plan.units if u.template == "customers"] == [
        ("East", True),
        ("West", False),
    ]


def test_regions_that_are_all_small_leave_the_unit_whole() -> None:
    plan = with_structure(regional(30, 20), "region", "maturity")
    assert [u.group for u in plan.units if u.template == "customers"] == [None]


def test_segments_without_a_region_stand_together() -> None:
    made = company(segment(500, id="e", region="East"), segment(400, id="x"), phase="maturity")
    groups = [u.group for u in with_structure(made, "region", "maturity").units if u.template == "customers"]
    assert groups == ["East", REST]


def test_the_service_model_stands_for_a_size_that_is_not_given() -> None:
    made = company(
        segment(300, id="a", model=INTENSIVE),
        segment(900, id="b", model=ONE_TO_MANY, customer_size="Small"),
        phase="maturity",
    )
    groups = [u.group for u in with_structure(made, "customer_size", "maturity").units if u.template == "customers"]
    assert groups[0] == INTENSIVE


def test_people_go_on_serving_their_region() -> None:
    roster = tuple(person(f"{region}{k}", "adoption", region=region) for region in ("West", "East") for k in range(2))
    made = regional(600, 400)
    plan = with_structure(Company(**{**dict(made), "roster": roster}), "region", "maturity")
    unit = {p.id: p.unit for p in plan.positions}
    for a in plan.gaps.assignments:
        assert unit[a.position] == f"customers-{plan.person(a.person).region}"


def test_somebody_stands_where_role_and_region_are() -> None:
    plan = with_structure(regional(600, 400), "region", "maturity")
    assert unit_of_person(plan.units, person("a", "adoption", region="West")) == "customers-West"
    assert unit_of_person(plan.units, person("b", "cs_ops")) == "planning_team"
    assert unit_of_person(plan.units, person("c")) is None


def test_an_unknown_structure_is_told_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownName, match="lifecycle"):
        with_structure(example("sou"), "lifecicle", "launch")


def test_position_ids_stay_theirs_while_the_team_grows() -> None:
    made = apply(example("meridian"), [SetStructure(structure="region")])
    first, last = (make_plan(made, phase("maturity"), made.months[k]) for k in (0, -1))
    unit = {p.id: p.unit for p in first.positions}
    both = [p for p in last.positions if p.id in unit]
    assert len(both) >= 0.9 * len(first.positions)
    assert all(unit[p.id] == p.unit for p in both)


def test_scenarios_run_through_a_split_structure() -> None:
    made = apply(regional(600, 400), [SetStructure(structure="region")])
    scenarios = {"segment.e.accounts": np.array([600.0, 1200.0])}
    *_, staffing = run(made, "maturity", scenarios, positions=False)
    adoption = phase("maturity").role_ids.index("adoption")
    east = staffing.units.share[:, 0, adoption]
    assert east.tolist() == pytest.approx([0.6, 0.75])


def test_every_axis_has_a_structure() -> None:
    assert {s.axis for s in phase("launch").catalogue.structures} == set(OrganisationAxis)


@pytest.mark.parametrize(
    ("count", "shares", "expected"),
    [(5, [0.5, 0.3, 0.2], [3, 1, 1]), (0, [1.0, 1.0], [0, 0]), (3, [0.0, 0.0], [3, 0]), (2, [1 / 3] * 3, [1, 1, 0])],
)
def test_whole_seats_are_shared_out_by_largest_remainders(count: int, shares: list[float], expected: list[int]) -> None:
    assert shared_out(count, shares) == expected


def test_the_playing_lead_of_a_split_unit_stands_in_the_unit_that_is_led() -> None:
    made = company(segment(63, id="s0", model=INTENSIVE), segment(137, id="s1"), phase="expansion")
    for structure in STRUCTURES:
        planned = with_structure(made, structure, "expansion")
        units = [p.unit for p in planned.positions if p.main_role == "lead"]
        assert len(units) == int(
            planned.staffing.leading.leads[0, :, 0].sum() + planned.staffing.leading.upper[0, :, 0].sum()
        )
