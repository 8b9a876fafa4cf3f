"""The next lead: at how many people it comes, in which month, and who could stand in until then."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.company import Override, RoleShare
from orgplanner.stages.leading import Leading, lead_units
from orgplanner.studies.interim_leads import Basis, interim_leads
from orgplanner.studies.leads_now import LeadStep, UnitLeads, leads_now
from orgplanner.studies.next_leads import leading_by_month, next_leads
from tests.companies import EXAMPLES, PHASES, company, example_plan, person, plan, segment

SPAN, SMALLEST, FULL_FROM = 7, 4, 0.5
"""What the phases give: reports of a lead, the smallest unit with one, and the share of the span that is full time."""


def led(found: Plan, people: list[int]) -> Leading:
    """Return the leading of units of these sizes in every month."""
    sizes = np.repeat(np.array(people, dtype=np.int64)[None, :, None], len(found.months), axis=2)
    staffing = found.staffing
    return lead_units(found.inputs, staffing.units, sizes, staffing.steady_capacity, staffing.leading.freed)


def by_unit(found: Plan) -> dict[str | None, UnitLeads]:
    return {of.unit: of for of in leads_now(found)}


# ---- at how many people


def test_a_unit_gets_its_first_lead_at_the_smallest_unit() -> None:
    content = by_unit(example_plan("hoshi"))["content_and_support"]
    assert (content.people, content.leads) == (3, 0)
    assert (content.next_step, content.next_at) == (LeadStep.FIRST, SMALLEST)
    assert content.assumptions == ("leading.minimum_unit",)


def test_leads_are_added_each_time_the_span_is_outgrown() -> None:
    found = plan(company(segment(900)), "maturity")
    adoption = by_unit(found)["adoption"]
    assert adoption.leads == -(-adoption.people // SPAN)
    assert (adoption.next_step, adoption.next_at) == (LeadStep.MORE, adoption.leads * SPAN + 1)


def test_a_playing_lead_leads_full_time_above_half_a_span() -> None:
    # The lead of the example's team of 4 has 3 reports; with 4 of them, more than half of 7, no work is left to play.
    (whole,) = leads_now(example_plan("sou"))
    assert (whole.people, whole.leads, whole.playing, whole.whole_team) == (4, 1, True, True)
    assert (whole.next_step, whole.next_at) == (LeadStep.FULL_TIME, int(SPAN * FULL_FROM) + 2)


def test_a_small_team_led_by_its_head_gets_leads_when_it_outgrows_the_span() -> None:
    (whole,) = leads_now(plan(company(segment(60))))
    assert (whole.unit, whole.leads, whole.whole_team) == (None, 0, True)
    assert (whole.next_step, whole.next_at) == (LeadStep.FIRST, SPAN + 1)


def test_leads_of_leads_come_when_leads_outgrow_the_span() -> None:
    found = example_plan("meridian")
    upper = by_unit(found)[None]
    assert (upper.people, upper.leads) == (10, 2)
    assert (upper.next_step, upper.next_at) == (LeadStep.UPPER, 2 * SPAN + 1)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_the_number_told_is_the_first_that_brings_the_step(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["hoshi", "meridian"]))
    found = example_plan(name)
    told = data.draw(st.sampled_from([of for of in leads_now(found) if of.unit is not None and not of.whole_team]))
    row = next(row for row, unit in enumerate(found.units) if unit.id == told.unit)
    sizes = [int(n) for n in found.staffing.leading.people[0, :, found.staffing.month]]
    before, after = ([n if k != row else at for k, n in enumerate(sizes)] for at in (told.next_at - 1, told.next_at))
    states = [led(found, people) for people in (before, after)]
    course = [(int(s.leads[0, row, 0]), bool(s.playing[0, row, 0])) for s in states]
    assert course[0] != course[1]
    assert course[1][0] >= told.leads


# ---- in which month


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_plans_month_has_the_leads_of_its_chart(name: str) -> None:
    found = example_plan(name)
    month, leading = found.staffing.month, leading_by_month(found)
    assert leading.same_leads(found.staffing.leading, month)
    assert np.array_equal(leading.people[..., month], found.staffing.leading.people[..., month])


@pytest.mark.parametrize("in_phase", PHASES)
@pytest.mark.parametrize("growth", [0, 3, 25])
def test_events_tell_every_change_of_leads_once(in_phase: str, growth: int) -> None:
    found = plan(company(segment(200, new_accounts=growth)), in_phase)
    leading, told = leading_by_month(found), next_leads(found)
    for row, unit in enumerate(found.units):
        course = [int(n) for n in leading.leads[0, row]]
        changes = [(b, a) for b, a in pairwise(course) if a != b]
        assert [(e.before, e.after) for e in told.events if e.unit == unit.id and e.before != e.after] == changes
    assert [e.month for e in told.events] == sorted(e.month for e in told.events)
    assert told == next_leads(found)


def test_a_team_that_does_not_grow_needs_no_lead() -> None:
    found = next_leads(plan(company(segment(900)), "maturity"))
    assert (found.events, found.due) == ((), ())


def test_a_growing_team_needs_more_leads_and_each_stays_as_long_as_told() -> None:
    found = plan(company(segment(400, new_accounts=60)), "maturity")
    told = next_leads(found)
    more = [event for event in told.due if event.unit == "adoption"]
    assert more
    for event in more:
        if event.step is LeadStep.MORE:
            assert event.people > event.before * SPAN
        later = found.months[found.months.index(event.month) + event.months :]
        assert event.lasts == (not later)
    assert told.by_month.all[-1] > told.by_month.all[0]


def test_a_wider_span_needs_fewer_leads() -> None:
    wide = company(segment(900), assumptions={"span.adoption": Override(value=14)})
    leads = [by_unit(plan(of, "maturity"))["adoption"].leads for of in (company(segment(900)), wide)]
    assert leads[1] < leads[0]


def test_without_customers_there_is_nothing_to_lead() -> None:
    for in_phase in PHASES:
        assert next_leads(plan(company(), in_phase)).events == ()


# ---- who could stand in


def team(*more: object) -> Plan:
    """Return a plan whose adoption unit has open leads."""
    roster = (
        person("boss", "head"),
        person("skilled", "adoption", manager="boss", skills={"people_management": 3, "kpi_measurement": 2}),
        person("unknown", "adoption", manager="boss"),
        person("lent", "adoption", source=SourceKind.SHARED, skills={"people_management": 4}),
    )
    return plan(company(segment(900), roster=(*roster, *more)), "maturity")


def test_somebody_with_skills_of_a_lead_is_suggested_and_nobody_of_whom_nothing_is_known() -> None:
    found = interim_leads(team(), "adoption")
    assert [(who.person, who.basis) for who in found] == [("skilled", Basis.SKILLS)]
    asked = {skill.skill: skill.level for skill in team().phase.role("lead").skills}
    held = {"people_management": 3, "kpi_measurement": 2}
    known = [skill for skill in held if skill in asked]
    share = sum(min(held[s], asked[s]) for s in known) / sum(asked[s] for s in known)
    assert (found[0].known, found[0].asked) == (len(known), len(asked))
    assert found[0].share == pytest.approx(share)


def test_whoever_leads_for_part_of_the_time_comes_before_skills() -> None:
    part = (RoleShare(role="adoption", share=0.8), RoleShare(role="lead", share=0.2))
    leaders = [person(f"l{k}", "lead") for k in range(12)]
    found = team(*leaders, person("leading", roles=part))
    assert [(who.person, who.basis) for who in interim_leads(found, "adoption")][:1] == [("leading", Basis.EXPERIENCE)]


def test_open_leads_are_told_with_who_could_stand_in() -> None:
    found = next_leads(team())
    assert found.open_leads
    assert "adoption" in found.wanted
    assert {who.unit for who in found.interim} <= set(found.wanted)
    assert found.events == ()
