"""Fractions of roles become whole positions, exactly: compared with trying everything on small cases."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, combinations_with_replacement, permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from orgplanner.errors import InfeasiblePlan
from orgplanner.stages.blocks import BlockSearch, fewest_positions
from orgplanner.stages.loads import post_size
from orgplanner.stages.patterns import PooledPosition, PoolingRules, Work, hats, pooling_task
from orgplanner.stages.pooling import LARGE_TEAM, pool_positions, uncoverable
from tests.companies import PHASES, company, example_plan, phase, plan, segment

RULES = PoolingRules(tight_load=1.1, tight_total=0.5, minimum_share=0.1)
Allowed = Callable[[str, str], bool]
Pattern = tuple[int, ...]


def any_pair(first: str, second: str) -> bool:
    return True


def no_pair(first: str, second: str) -> bool:
    return False


def is_head(work: Work) -> bool:
    return work.single and "@" not in work.key


def most_kept(work: Sequence[Work], patterns: Sequence[Pattern], people: Sequence[Mapping[str, float]]) -> float | None:
    """Return the FTE that people can keep when the first of them have these positions, one after the other.

    A linear program of its own, position by position: loads, then what is kept of them; None if it cannot be carried.
    """
    cells = [(q, a) for q, pattern in enumerate(patterns) for a in pattern]
    place = {cell: v for v, cell in enumerate(cells)}
    held = [people[q].get(work[a].key, 0.0) if q < len(people) else 0.0 for q, a in cells]
    size = len(cells)
    equal, limits, most = np.zeros((len(work), 2 * size)), [], []
    for (_, a), v in place.items():
        equal[a, v] = 1
    tight, free = np.zeros(2 * size), 0
    for q, pattern in enumerate(patterns):
        row = np.zeros(2 * size)
        row[[place[q, a] for a in pattern]] = 1
        limits.append(row)
        most.append(RULES.tight_load)
        if not any(is_head(work[a]) for a in pattern):
            tight, free = tight + row, free + 1
    kept = [np.eye(2 * size)[size + v] - np.eye(2 * size)[v] for v in range(size)]
    found = linprog(
        np.concatenate([np.zeros(size), -np.ones(size)]),
        A_ub=np.array([*limits, tight, *kept]),
        b_ub=[*most, RULES.tight_total + free, *np.zeros(size)],
        A_eq=equal,
        b_eq=[w.fte for w in work],
        bounds=[*((min(RULES.minimum_share, work[a].fte), None) for _, a in cells), *((0, h) for h in held)],
    )
    return float(-found.fun) if found.status == 0 else None


def can_be_carried(work: Sequence[Work], patterns: Sequence[Pattern]) -> bool:
    """Tell whether positions of these patterns carry the work."""
    return most_kept(work, patterns, ()) is not None


def all_patterns(work: Sequence[Work], allowed: Allowed) -> Iterator[Pattern]:
    """Yield the sets of work that one position may carry."""
    most = RULES.most_hats + (2 if sum(w.fte for w in work) <= 3 * RULES.tight_load else 0)
    for size in range(1, min(most, len(work)) + 1):
        for pattern in combinations(range(len(work)), size):
            if all(allowed(work[a].key, work[b].key) for a, b in combinations(pattern, 2)):
                yield pattern


def is_covered(work: Sequence[Work], patterns: Sequence[Pattern], keys: frozenset[str]) -> bool:
    """Tell whether two positions carry at least the smallest share of one of the roles."""
    known = {a for a, w in enumerate(work) if w.key in keys and w.fte >= RULES.minimum_share}
    return sum(bool(known & set(p)) for p in patterns) >= 2


def every_choice(
    work: Sequence[Work], allowed: Allowed, count: int, cover: Sequence[frozenset[str]] = ()
) -> Iterator[tuple[Pattern, ...]]:
    """Yield every set of as many positions that carries the work."""
    for chosen in combinations_with_replacement(list(all_patterns(work, allowed)), count):
        once = all(not w.single or sum(a in p for p in chosen) == 1 for a, w in enumerate(work))
        some = all(any(a in p for p in chosen) for a in range(len(work)))
        if once and some and all(is_covered(work, chosen, keys) for keys in cover) and can_be_carried(work, chosen):
            yield chosen


def fewest(work: Sequence[Work], allowed: Allowed, at_most: int, cover: Sequence[frozenset[str]] = ()) -> int | None:
    """Return the fewest positions by trying every set of patterns."""
    return next((n for n in range(1, at_most + 1) if next(every_choice(work, allowed, n, cover), None)), None)


def cost_of_hats(patterns: Sequence[Pattern]) -> float:
    return sum(hats(len(pattern)) for pattern in patterns)


def best_kept(work: Sequence[Work], patterns: Sequence[Pattern], people: Sequence[Mapping[str, float]]) -> float:
    """Return the FTE that the best matching of people and positions keeps, trying every one of them."""
    nobody: list[Mapping[str, float]] = [{}] * max(0, len(patterns) - len(people))
    seatings = permutations([*people, *nobody], len(patterns))
    return max(kept for seated in seatings if (kept := most_kept(work, patterns, seated)) is not None)


def patterns_of(work: Sequence[Work], positions: Sequence[PooledPosition]) -> list[Pattern]:
    place = {w.key: a for a, w in enumerate(work)}
    return [tuple(sorted(place[key] for key, _ in p.loads)) for p in positions]


def cases(count: int, seed: int) -> Iterator[tuple[list[Work], Allowed]]:
    """Yield small random cases: up to four roles, some pairs barred, sometimes a head."""
    draw = random.Random(seed)  # noqa: S311 - cases, no secrets
    while count:
        keys = "abcd"[: draw.randint(1, 4)]
        sizes = [0.05, 0.15, 0.3, 0.37, 0.5, 0.8, 1.0, 1.2, 1.6, 2.1]
        work = [Work(key, draw.choice(sizes)) for key in keys]
        if draw.random() < 0.4:
            work[0] = Work("a", draw.choice([0.0, 0.1, 0.3]), single=True)
        density = draw.choice([0.3, 0.6, 1.0])
        pairs = {frozenset(pair) for pair in combinations(keys, 2) if draw.random() < density}
        if sum(w.fte for w in work) <= 4:
            count -= 1
            yield work, lambda x, y, pairs=pairs: frozenset((x, y)) in pairs


def carried(positions: Sequence[PooledPosition], key: str) -> float:
    return sum(fte for p in positions for k, fte in p.loads if k == key)


def test_no_set_of_fewer_positions_carries_the_work() -> None:
    for work, allowed in cases(120, seed=7):
        positions = pool_positions(work, allowed, RULES)
        assert fewest(work, allowed, len(positions)) == len(positions), (work, positions)


SIZES = [0.05, 0.1, 0.15, 0.3, 0.37, 0.5, 0.8, 1.0, 1.2, 1.6]

exhaustive = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@st.composite
def small_teams(draw: st.DrawFn) -> tuple[list[Work], Allowed, list[dict[str, float]]]:
    """Draw up to three roles with up to 3.3 FTE, some pairs barred, sometimes a head, and up to three people."""
    keys = "abc"[: draw(st.integers(2, 3))]
    work = [Work(key, draw(st.sampled_from(SIZES))) for key in keys]
    if draw(st.booleans()):
        work[0] = Work("a", draw(st.sampled_from([0.0, 0.1, 0.3])), single=True)
    pairs = set(draw(st.lists(st.sampled_from([*combinations(keys, 2)]), min_size=1, unique=True)))
    shares = st.dictionaries(st.sampled_from(keys), st.sampled_from([0.2, 0.4, 0.5]), min_size=1, max_size=2)
    people = draw(st.lists(shares, max_size=3))
    if sum(w.fte for w in work) > 3.3:
        work = work[:2]
    return work, lambda x, y: (x, y) in pairs, people


def assert_best(
    work: list[Work], allowed: Allowed, people: list[dict[str, float]], cover: tuple[frozenset[str], ...] = ()
) -> None:
    """Assert that no set of positions is better: in number, then in hats, then in work that stays in its hands."""
    positions = pool_positions(work, allowed, replace(RULES, cover=cover), people)
    assert fewest(work, allowed, len(positions), cover) == len(positions)
    choices = list(every_choice(work, allowed, len(positions), cover))
    least = min(map(cost_of_hats, choices))
    found = patterns_of(work, positions)
    assert cost_of_hats(found) == pytest.approx(least)
    kept = [best_kept(work, choice, people) for choice in choices if cost_of_hats(choice) <= least + 1e-9]
    assert best_kept(work, found, people) == pytest.approx(max(kept), abs=1e-5)


@exhaustive
@given(small_teams())
def test_no_set_of_positions_is_fewer_has_fewer_hats_or_is_closer_to_the_roster(
    team: tuple[list[Work], Allowed, list[dict[str, float]]],
) -> None:
    assert_best(*team)


@exhaustive
@given(
    small_teams(), st.lists(st.sampled_from([*map(frozenset, ("a", "b", "c", "ab", "bc"))]), min_size=1, unique=True)
)
def test_under_the_cover_rule_no_set_of_positions_is_better(
    team: tuple[list[Work], Allowed, list[dict[str, float]]], asked: list[frozenset[str]]
) -> None:
    work, allowed, people = team
    told = uncoverable(work, replace(RULES, cover=tuple(asked)))
    assert_best(work, allowed, people, tuple(keys for keys in asked if keys not in told))


def test_the_hats_of_small_cases_are_the_fewest() -> None:
    for work, allowed in cases(60, seed=13):
        positions = pool_positions(work, allowed, RULES)
        least = min(map(cost_of_hats, every_choice(work, allowed, len(positions))))
        assert cost_of_hats(patterns_of(work, positions)) == pytest.approx(least), (work, positions)


def test_the_bound_on_the_hats_is_one() -> None:
    for work, allowed in cases(60, seed=14):
        positions = pool_positions(work, allowed, RULES)
        task = pooling_task([w for w in work if w.fte > 0 or w.single], allowed, RULES, (), ())
        assert fewest_positions(task) <= len(positions)
        bound = BlockSearch(task, len(positions)).fewest_hats()
        assert bound <= cost_of_hats(patterns_of(task.work, positions)) + 1e-9


def test_every_role_is_carried_whole() -> None:
    for work, allowed in cases(120, seed=8):
        positions = pool_positions(work, allowed, RULES)
        for w in work:
            assert carried(positions, w.key) == pytest.approx(w.fte, abs=1e-6)


def test_nobody_holds_roles_that_may_not_be_combined_nor_more_than_the_highest_load() -> None:
    for work, allowed in cases(120, seed=9):
        for position in pool_positions(work, allowed, RULES):
            assert all(allowed(a, b) for a, b in combinations([key for key, _ in position.loads], 2))
            assert sum(fte for _, fte in position.loads) <= RULES.tight_load + 1e-6


def test_nobody_holds_less_than_the_smallest_share_unless_it_is_all_of_the_role() -> None:
    for work, allowed in cases(120, seed=10):
        whole = {w.key: w.fte for w in work}
        for position in pool_positions(work, allowed, RULES):
            for key, fte in position.loads:
                assert fte >= min(RULES.minimum_share, whole[key]) - 1e-6


def test_a_head_is_one_person_even_without_work() -> None:
    assert pool_positions([Work("head", 0.0, single=True)], any_pair, RULES) == (PooledPosition((("head", 0.0),)),)


def test_no_work_needs_no_position() -> None:
    assert pool_positions([], any_pair, RULES) == ()
    assert pool_positions([Work("a", 0.0)], any_pair, RULES) == ()


def test_small_roles_share_one_person() -> None:
    (position,) = pool_positions([Work(k, 0.2) for k in "abcde"], any_pair, RULES)
    assert len(position.loads) == 5


def test_roles_that_may_not_be_combined_open_a_position_each() -> None:
    assert len(pool_positions([Work(k, 0.2) for k in "abc"], no_pair, RULES)) == 3


def test_tightness_absorbs_no_more_than_half_a_person_in_all() -> None:
    assert len(pool_positions([Work("a", 10.5)], any_pair, RULES)) == 10
    assert len(pool_positions([Work("a", 10.51)], any_pair, RULES)) == 11


def test_one_role_is_shared_evenly() -> None:
    loads = [p.loads[0][1] for p in pool_positions([Work("a", 3.6)], any_pair, RULES)]
    assert loads == pytest.approx([0.9] * 4)


@pytest.mark.parametrize("total", [LARGE_TEAM - 0.1, LARGE_TEAM + 0.1])
def test_the_same_work_is_carried_on_either_side_of_a_large_team(total: float) -> None:
    work = [Work("head", 0.3, single=True), Work("a", total - 3), Work("b", 1.6), Work("c", 1.1)]
    positions = pool_positions(work, any_pair, RULES)
    assert sum(fte for p in positions for _, fte in p.loads) == pytest.approx(total)
    assert abs(len(positions) - total) <= 1


def test_full_posts_of_a_large_team_are_set_aside() -> None:
    positions = pool_positions([Work("a", 45.3), Work("b", 0.4)], any_pair, RULES)
    assert sum(p.loads == (("a", 1.0),) for p in positions) == 45
    assert len(positions) == 46


def test_two_who_must_lead_alone_and_may_not_be_apart_are_infeasible() -> None:
    # A single piece of work of 1.5 people fits on nobody.
    with pytest.raises(InfeasiblePlan) as error:
        pool_positions([Work("a", 1.5, single=True)], any_pair, RULES)
    assert error.value.rules


def test_equal_input_gives_equal_positions() -> None:
    for work, allowed in cases(20, seed=11):
        assert pool_positions(work, allowed, RULES) == pool_positions(work, allowed, RULES)


@pytest.mark.parametrize("name", PHASES)
@pytest.mark.parametrize("accounts", [5, 60, 200])
def test_positions_of_a_plan_respect_the_phases_combinations(name: str, accounts: float) -> None:
    made = plan(company(segment(accounts, new_accounts=accounts / 25)), name)
    for position in made.team_positions:
        held = [load.role for load in position.roles]
        assert all(phase(name).may_combine(a, b) for a, b in combinations(held, 2)), position


def tightness(positions: Sequence[PooledPosition], head: str = "head") -> float:
    """Return the FTE by which the work of the positions below the head exceeds them, free time made up for."""
    below = [p for p in positions if head not in dict(p.loads)]
    return sum(fte for p in below for _, fte in p.loads) - len(below)


def test_what_the_team_carries_above_its_positions_stays_within_what_tightness_may_hide() -> None:
    for work, allowed in cases(120, seed=12):
        head = next((w.key for w in work if is_head(w)), "none")
        assert tightness(pool_positions(work, allowed, RULES), head) <= RULES.tight_total + 1e-6


def test_the_free_time_of_a_head_makes_up_for_no_tightness_of_the_team() -> None:
    # 5.6 on five positions would be 0.6 too many, though the head has 0.7 left.
    barred = {"b"}
    work = [Work("head", 0.3, single=True), Work("b", 5.6)]
    positions = pool_positions(work, lambda x, y: not barred & {x, y}, RULES)
    assert len(positions) == 7


def test_sharing_evenly_keeps_the_limit_of_tightness() -> None:
    made = plan(company(segment(600, new_accounts=1)))
    net = sum(p.fte - 1 for p in made.team_positions[1:] if p.main_role != "lead")
    assert net <= made.assumptions["team.tight_total"].quantity.value + 1e-6


@pytest.mark.parametrize(
    ("work", "pairs"),
    [
        ([Work("a", 2.4), Work("b", 0.3), Work("c", 0.3), Work("d", 0.3)], {"ab", "ac", "ad"}),
        ([Work("a", 2.23), Work("b", 1.04)], {"ab"}),
        ([Work("a", 0.54), Work("b", 1.04), Work("c", 1.68)], {"ac", "bc"}),
    ],
)
def test_three_positions_carry_what_three_can_carry(work: list[Work], pairs: set[str]) -> None:
    def allowed(first: str, second: str) -> bool:
        return "".join(sorted((first, second))) in pairs

    assert fewest(work, allowed, 3) == 3
    assert len(pool_positions(work, allowed, RULES)) == 3


def test_equal_poolings_are_told_apart_by_the_roles_of_the_roster() -> None:
    # h09 has support and low touch; the plan tells equal second hats apart by that.
    hats = {frozenset(load.role for load in p.roles) for p in example_plan("hoshi").team_positions}
    assert {"support", "low_touch"} in hats


def test_whoever_has_two_roles_keeps_both() -> None:
    # Three ways to spread 0.5 of each of four roles over two people; somebody has a and d, somebody b and c.
    work = [Work(key, 0.5) for key in "abcd"]
    rules = replace(RULES, most_hats=2, tight_load=1.0)
    people = [{"a": 0.5, "d": 0.5}, {"b": 0.5, "c": 0.5}]
    pooled = pool_positions([*work, Work("e", 1.0), Work("f", 1.0)], any_pair, rules, people)
    assert {frozenset(dict(p.loads)) for p in pooled} == {*map(frozenset, ("ad", "bc", "e", "f"))}


def test_the_shares_decide_where_the_pairs_do_not() -> None:
    # Nobody holds two roles; whoever does most of b gives the rest of the time to c rather than to a.
    work = [Work("a", 0.4), Work("b", 0.6), Work("c", 0.4), Work("d", 0.6)]
    rules = replace(RULES, most_hats=2, tight_load=1.0)
    people = [{"b": 0.6, "c": 0.1}, {"d": 0.6, "a": 0.1}]
    pooled = pool_positions(work, any_pair, rules, people)
    assert {frozenset(dict(p.loads)) for p in pooled} == {frozenset("bc"), frozenset("ad")}


def test_a_skill_of_one_role_is_carried_by_two_positions_under_the_cover_rule() -> None:
    work = [Work("a", 1.0), Work("b", 1.0)]
    alone = pool_positions(work, any_pair, RULES)
    covered = pool_positions(work, any_pair, replace(RULES, cover=(frozenset("a"),)))
    assert (len(alone), len(covered)) == (2, 2)
    assert sum("a" in dict(p.loads) for p in alone) == 1
    assert sum(dict(p.loads).get("a", 0) >= 0.1 - 1e-6 for p in covered) == 2


def test_a_skill_that_two_roles_need_is_covered_by_either() -> None:
    work = [Work("a", 0.5), Work("b", 0.5)]
    assert len(pool_positions(work, any_pair, RULES)) == 1
    assert len(pool_positions(work, any_pair, replace(RULES, cover=(frozenset("ab"),)))) == 2


def test_too_little_work_to_share_out_is_told_and_left_out() -> None:
    work = [Work("a", 0.15), Work("b", 1.0), Work("c", 0.05)]
    rules = replace(RULES, cover=(frozenset("a"), frozenset("b"), frozenset("ac"), frozenset("ab"), frozenset("x")))
    assert uncoverable(work, rules) == (frozenset("a"), frozenset("ac"), frozenset("x"))
    assert pool_positions(work, any_pair, rules)


@pytest.mark.parametrize("fte", [1.0, 1.04, 1.3, 2.02])
def test_a_large_team_covers_a_role_of_hardly_more_than_a_post(fte: float) -> None:
    work = [Work("a", 45.3), Work("b", fte)]
    pooled = pool_positions(work, any_pair, replace(RULES, cover=(frozenset("b"),)))
    assert sum(dict(p.loads).get("b", 0) >= 0.1 - 1e-6 for p in pooled) >= 2
    assert carried(pooled, "b") == pytest.approx(fte)


def test_where_posts_have_steps_one_is_small_rather_than_two_half_empty() -> None:
    work = [Work("a", 1.3)]
    even = [p.loads[0][1] for p in pool_positions(work, no_pair, RULES)]
    stepped = sorted(p.loads[0][1] for p in pool_positions(work, no_pair, replace(RULES, step=0.25)))
    assert even == pytest.approx([0.65, 0.65])
    assert sum(post_size(load, 1.0) for load in even) == 2
    assert sum(post_size(load, 0.25) for load in stepped) == pytest.approx(1.25)


@exhaustive
@given(small_teams(), st.sampled_from([0.1, 0.25, 0.4, 0.5]))
def test_steps_change_neither_the_positions_nor_their_roles(
    team: tuple[list[Work], Allowed, list[dict[str, float]]], step: float
) -> None:
    work, allowed, people = team
    whole, part = (pool_positions(work, allowed, replace(RULES, step=s), people) for s in (1.0, step))
    assert sorted(patterns_of(work, whole)) == sorted(patterns_of(work, part))
    for w in work:
        assert carried(part, w.key) == pytest.approx(w.fte, abs=1e-6)
    sizes = [sum(post_size(sum(fte for _, fte in p.loads), step) for p in pooled) for pooled in (whole, part)]
    assert sizes[1] <= sizes[0] + 1e-6
