"""What differs between two charts: seats by id, people by id, vacancies apart, whole teams as one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgplanner.advice.chart_changes import change_words, changes_by_seat, kind_word
from orgplanner.advice.seats import ChartView
from orgplanner.i18n import LANGUAGES
from orgplanner.plan import make_plan
from orgplanner.records.base import SourceKind, Text
from orgplanner.records.change import SetStructure, apply
from orgplanner.records.chart_change import Aspect, ChangeKind, ChartDifferences, ChartState, PersonState, SeatState
from orgplanner.records.chart_edit import (
    MovePosition,
    RemovePosition,
    SetPositionRole,
    SetPositionSource,
    SwapPeople,
)
from orgplanner.records.company import Company
from orgplanner.studies.chart_difference import compare_charts
from orgplanner.studies.chart_state import chart_state
from orgplanner.studies.chart_transition import phase_path
from tests.companies import EXAMPLES, PHASES, company, example, example_plan, person, phase, plan, segment

ADDED, MOVED, CHANGED, GONE, KEPT = ChangeKind
VIEWS = (ChartView.TODAY, ChartView.RECOMMENDED, ChartView.OWN)
MIRRORED = {ADDED: GONE, GONE: ADDED, MOVED: MOVED, CHANGED: CHANGED, KEPT: KEPT}

laws = settings(max_examples=40, deadline=None, derandomize=True)


def chart(
    lines: dict[str, tuple[str | None, str | None]], *, has_seats: bool = True, **more: dict[str, object]
) -> ChartState:
    """Return a chart from seat -> (seat above, person); `more` gives seats other fields."""
    holder = {seat: who for seat, (_, who) in lines.items()}
    seats = tuple(seat_state(id, above, who, **more.get(id, {})) for id, (above, who) in lines.items())
    people = tuple(
        PersonState(
            id=who,
            name=who.title(),
            seat=id,
            role="adoption",
            manager=holder[above] if above else None,
            manager_open=above is not None and holder[above] is None,
        )
        for id, (above, who) in lines.items()
        if who is not None
    )
    return ChartState(month="2027-01", has_seats=has_seats, seats=seats, people=people)


def seat_state(id: str, above: str | None, who: str | None, **fields: object) -> SeatState:
    plain: dict[str, object] = {
        "id": id,
        "label": Text(ja=id, en=id),
        "role": "adoption",
        "roles": ("adoption",),
        "unit": "unit",
        "unit_label": Text(ja="部", en="unit"),
        "above": above,
        "people": (who,) if who else (),
        "source": SourceKind.EMPLOYEE,
        "count": 1,
        "load": 1.0,
    }
    return SeatState(**{**plain, **fields})  # type: ignore[arg-type]


def seats_of_kind(found: ChartDifferences, kind: ChangeKind) -> set[str]:
    return {change.id for change in found.seats if change.kind is kind}


def people_of_kind(found: ChartDifferences, kind: ChangeKind) -> set[str]:
    return {change.id for change in found.people if change.kind is kind}


SMALL = {"head": (None, "ann"), "lead": ("head", "bo"), "s1": ("lead", "cy"), "s2": ("lead", "di")}


# ---------------------------------------------------------------- by hand


def test_a_seat_under_another_one_is_moved_and_so_is_its_person() -> None:
    found = compare_charts(chart(SMALL), chart({**SMALL, "s1": ("head", "cy")}))
    assert seats_of_kind(found, MOVED) == {"s1"}
    assert people_of_kind(found, MOVED) == {"cy"}
    (moved,) = found.new_managers
    assert moved.managers == ("Bo", "Ann")


def test_a_manager_who_leaves_is_a_vacancy_and_not_another_manager() -> None:
    found = compare_charts(chart(SMALL), chart({**SMALL, "lead": ("head", None)}))
    assert people_of_kind(found, GONE) == {"bo"}
    assert people_of_kind(found, MOVED) == set()
    assert {change.id for change in found.vacancies} == {"cy", "di"}
    assert people_of_kind(found, KEPT) == {"ann", "cy", "di"}
    assert seats_of_kind(found, CHANGED) == {"lead"}


def test_a_team_that_moves_with_its_lead_is_told_once() -> None:
    teams = {**SMALL, "other": ("head", "eve")}
    (team,) = compare_charts(chart(teams), chart({**teams, "lead": ("other", "bo")})).teams
    assert (team.lead, set(team.people), team.managers, team.whole) == ("Bo", {"cy", "di"}, ("Ann", "Eve"), True)


def test_a_team_given_to_another_manager_is_told_once() -> None:
    before = chart({**SMALL, "other": ("head", "eve")})
    after = chart({**SMALL, "other": ("head", "eve"), "s1": ("other", "cy"), "s2": ("other", "di")})
    (team,) = compare_charts(before, after).teams
    assert (team.lead, set(team.people), team.managers, team.whole) == (None, {"cy", "di"}, ("Bo", "Eve"), True)


@pytest.mark.parametrize(
    ("fields", "aspect"),
    [
        ({"role": "support", "roles": ("support",)}, Aspect.ROLE),
        ({"unit": "other"}, Aspect.UNIT),
        ({"source": SourceKind.CONTRACTOR}, Aspect.SOURCE),
        ({"count": 2}, Aspect.COUNT),
        ({"load": 0.85}, Aspect.LOAD),
    ],
)
def test_a_seat_with_other_work_is_changed(fields: dict[str, object], aspect: Aspect) -> None:
    found = compare_charts(chart(SMALL), chart(SMALL, s1=fields))
    assert seats_of_kind(found, CHANGED) == {"s1"}
    assert people_of_kind(found, CHANGED) == {"cy"}
    assert next(change for change in found.seats if change.id == "s1").aspects == (aspect,)


def test_ten_points_of_load_are_no_change() -> None:
    assert compare_charts(chart(SMALL), chart(SMALL, s1={"load": 0.9})).is_empty


def test_seats_that_a_structure_names_anew_are_the_same_by_role_and_person() -> None:
    renamed = {"head": (None, "ann"), "lead": ("head", "bo"), "s-east-1": ("lead", "cy"), "s2": ("lead", "di")}
    found = compare_charts(chart(SMALL), chart(renamed))
    assert found.seat_counts[KEPT] == 4
    assert people_of_kind(found, CHANGED) == {"cy"}


def test_todays_people_are_the_same_as_the_seats_that_they_hold() -> None:
    today = chart({"ann": (None, "ann"), "bo": ("ann", "bo"), "cy": ("ann", "cy")}, has_seats=False)
    target = chart({"head": (None, "ann"), "lead": ("head", "bo"), "s1": ("lead", "cy"), "s2": ("lead", None)})
    found = compare_charts(today, target)
    assert seats_of_kind(found, ADDED) == {"s2"}
    assert seats_of_kind(found, MOVED) == {"s1"}
    assert found.people_counts == {ADDED: 0, MOVED: 1, CHANGED: 0, GONE: 0, KEPT: 2}


# ---------------------------------------------------------------- real charts


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_differs_between_a_chart_and_itself(name: str, view: ChartView) -> None:
    state = chart_state(example_plan(name), view)
    assert compare_charts(state, state).is_empty


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_seat_and_person_of_todays_team_is_found_again(name: str) -> None:
    of = example_plan(name)
    today, own = (chart_state(of, view) for view in (ChartView.TODAY, ChartView.OWN))
    in_scope = {p.id for p in of.charts.people if not p.out_of_scope}
    assert {p.id for p in today.people} == in_scope
    assert {s.id for s in own.seats} == {p.id for p in of.design.positions}
    found = compare_charts(today, own)
    assert {change.id for change in found.people} == in_scope
    assert found.people_counts[GONE] == 0


def test_edits_are_told_one_by_one() -> None:
    edited = apply(
        example("meridian"),
        [
            MovePosition(position="adoption-3", to="director-2"),
            RemovePosition(position="adoption-5"),
            SwapPeople(position="adoption-7", other="adoption-8"),
            SetPositionSource(position="adoption-10", source=SourceKind.CONTRACTOR),
        ],
    )
    of = make_plan(edited, phase("maturity"))
    found = compare_charts(chart_state(of, ChartView.RECOMMENDED), chart_state(of, ChartView.OWN))
    assert seats_of_kind(found, MOVED) == {"adoption-3"}
    assert seats_of_kind(found, GONE) == {"adoption-5"}
    assert seats_of_kind(found, CHANGED) == {"adoption-7", "adoption-8", "adoption-10"}
    assert found.seat_counts[ADDED] == 0


def test_another_role_is_a_change() -> None:
    edit = SetPositionRole(position="adoption-3", role="support")
    of = make_plan(apply(example("meridian"), [edit]), phase("maturity"))
    found = compare_charts(chart_state(of, ChartView.RECOMMENDED), chart_state(of, ChartView.OWN))
    assert seats_of_kind(found, CHANGED) == {"adoption-3"}
    assert changes_by_seat(found, of, "en")["adoption-3"][0] is CHANGED


def test_two_structures_are_compared_person_by_person() -> None:
    other = make_plan(apply(example("meridian"), [SetStructure(structure="region")]), phase("maturity"))
    found = compare_charts(chart_state(example_plan("meridian"), ChartView.OWN), chart_state(other, ChartView.OWN))
    assert found.people_counts[ADDED] == found.people_counts[GONE] == 0
    assert found.people_counts[MOVED] > 0


def test_people_out_of_scope_are_neither_gone_nor_anybodys_manager() -> None:
    roster = (person("boss", out_of_scope=True), person("kim", "head", manager="boss"))
    of = plan(company(segment(60), roster=roster))
    today = chart_state(of, ChartView.TODAY)
    assert [p.id for p in today.people] == ["kim"]
    assert today.people[0].manager is None


def test_the_path_ends_where_no_phase_follows() -> None:
    phases = [phase(name) for name in PHASES]
    launch = phase_path(example_plan("sou"), phases)
    assert launch.next_phase is phases[1]
    assert launch.following is not None
    assert phase_path(example_plan("meridian"), phases).following is None


def test_every_difference_has_words_in_both_languages() -> None:
    phases = [phase(name) for name in PHASES]
    for name in EXAMPLES:
        of = example_plan(name)
        path = phase_path(of, phases)
        for after in filter(None, (path.target, path.following)):
            found = compare_charts(path.today, after)
            for change in (*found.seats, *found.people):
                differs = change.kind is not KEPT or bool(change.aspects)
                assert all(bool(change_words(change, of, language)) == differs for language in LANGUAGES)
            assert all(change_words(team, of, language) for team in found.teams for language in LANGUAGES)
    assert all(kind_word(kind, language) for kind in ChangeKind for language in LANGUAGES)


def test_names_stand_in_the_words_as_they_are() -> None:
    of = Company(**{**dict(company(segment(60))), "roster": (person("kim", "head", name="<b>=1+1"),)})
    found = compare_charts(chart_state(plan(company(segment(60))), ChartView.OWN), chart_state(plan(of), ChartView.OWN))
    (joined,) = [change for change in found.people if change.kind is ADDED]
    assert joined.name == "<b>=1+1"
    assert "<b>=1+1" in changes_by_seat(found, plan(of), "ja")["head-1"][1]


# ---------------------------------------------------------------- laws


@st.composite
def charts(draw: st.DrawFn) -> ChartState:
    """Return a random chart of up to eight seats, each under an earlier one, with up to eight people."""
    ids = draw(st.lists(st.sampled_from([f"s{n}" for n in range(8)]), unique=True, max_size=8))
    people = draw(st.permutations([f"p{n}" for n in range(8)]))
    lines: dict[str, tuple[str | None, str | None]] = {}
    for place, id in enumerate(ids):
        above = draw(st.sampled_from([None, *ids[:place]]))
        lines[id] = above, people[place] if draw(st.booleans()) else None
    loads = {id: {"load": draw(st.sampled_from([0.5, 1.0])), "unit": draw(st.sampled_from(["a", "b"]))} for id in ids}
    return chart(lines, **loads)  # type: ignore[arg-type]


@laws
@given(charts(), charts())
def test_all_counts_add_up(before: ChartState, after: ChartState) -> None:
    found = compare_charts(before, after)
    for counts, was, now in (
        (found.seat_counts, len(before.seats), len(after.seats)),
        (found.people_counts, len(before.people), len(after.people)),
    ):
        on_both = counts[MOVED] + counts[CHANGED] + counts[KEPT]
        assert on_both + counts[GONE] == was
        assert on_both + counts[ADDED] == now


@laws
@given(charts(), charts())
def test_comparing_the_other_way_round_mirrors_every_change(before: ChartState, after: ChartState) -> None:
    there, back = compare_charts(before, after), compare_charts(after, before)
    assert {c.id: MIRRORED[c.kind] for c in there.people} == {c.id: c.kind for c in back.people}
    ways = [
        {(c.before.id if c.before else None, c.after.id if c.after else None): c.kind for c in d.seats}
        for d in (there, back)
    ]
    assert {(b, a): MIRRORED[kind] for (a, b), kind in ways[0].items()} == ways[1]


@laws
@given(charts())
def test_no_chart_differs_from_itself(state: ChartState) -> None:
    assert compare_charts(state, state).is_empty
