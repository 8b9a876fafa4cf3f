"""Marks of assumed fields go when the field is entered anew."""

from __future__ import annotations

from orgplanner.records.change import SetRoster, SetSegments, apply
from orgplanner.records.company import AssumedMark, Company, Person, Segment


def company() -> Company:
    marks = (
        "segments.a.accounts",
        "segments.a.new_accounts",
        "segments.b",
        "roster.p.monthly_cost",
        "roster",
        "budget",
    )
    return Company(
        name="Test",
        first_month="2027-01",
        phase="launch",
        segments=(
            Segment(id="a", service_model="digital", accounts=10),
            Segment(id="b", service_model="digital", accounts=1),
        ),
        roster=(Person(id="p", name="P", monthly_cost=5),),
        assumed=tuple(AssumedMark(place=place) for place in marks),
    )


def places(of: Company) -> list[str]:
    return [mark.place for mark in of.assumed]


def test_a_number_that_is_entered_anew_is_assumed_no_longer() -> None:
    before = company()
    changed = Segment(**dict(before.segments[0]) | {"accounts": 12})
    after = apply(before, [SetSegments(segments=(changed, before.segments[1]))])
    assert set(places(before)) - set(places(after)) == {"segments.a.accounts"}


def test_the_marks_of_a_segment_that_is_gone_go_with_it() -> None:
    before = company()
    after = apply(before, [SetSegments(segments=before.segments[:1])])
    assert set(places(before)) - set(places(after)) == {"segments.b"}


def test_marks_of_people_follow_their_fields_alone() -> None:
    before = company()
    raised = Person(**dict(before.roster[0]) | {"monthly_cost": 6})
    after = apply(before, [SetRoster(roster=(raised,))])
    assert set(places(before)) - set(places(after)) == {"roster.p.monthly_cost"}
