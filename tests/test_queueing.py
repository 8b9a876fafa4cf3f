"""Queues: published figures digit by digit, the laws of Erlang A, the fewest agents, bad arguments, extremes."""

from __future__ import annotations

import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.stats import poisson

from orgplanner.errors import InvalidArgument, OrgPlannerError
from orgplanner.maths.queueing import ErlangA, erlang_a, erlang_b, erlang_c, required_agents, service_level
from tests.oracles import ORACLES, REJECTED, Oracle

AGENTS = st.integers(1, 400)
RHO = st.floats(0.02, 3)
RATIO = st.floats(-6, 6).map(lambda power: 10.0**power)
TARGET = st.floats(0.01, 0.99)
LIMIT = st.floats(0, 5)
unhurried = settings(deadline=None)
MEASURES = ("probability_of_waiting", "probability_of_abandonment", "mean_wait", "occupancy")


# Published figures


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.quantity)
def test_the_published_figure_comes_out(oracle: Oracle) -> None:
    assert oracle.compute() == pytest.approx(oracle.expected, rel=0, abs=0.5 * 10.0**-oracle.digits)


@pytest.mark.parametrize("oracle", REJECTED, ids=lambda oracle: oracle.quantity)
def test_the_wrong_published_figure_does_not_come_out(oracle: Oracle) -> None:
    assert not oracle.agrees


# Against chains solved by other means


def inverse_b(agents: int, load: Fraction) -> Fraction:
    """1 / B by the recursion, without rounding."""
    result = Fraction(1)
    for n in range(1, agents + 1):
        result = 1 + n / load * result
    return result


@pytest.mark.parametrize("load", ["0.001", "0.5", "10", "29.5", "99.99", "100", "100.01", "180", "5000"])
@pytest.mark.parametrize("agents", [1, 2, 29, 30, 31, 100, 200])
def test_erlang_b_and_c_agree_with_exact_fractions(agents: int, load: str) -> None:
    a = Fraction(load)
    b = 1 / inverse_b(agents, a)
    assert erlang_b(agents, float(a)) == pytest.approx(float(b), rel=2e-13)
    c = min(Fraction(1), agents * b / (agents - a * (1 - b))) if a < agents else Fraction(1)
    assert erlang_c(agents, float(a)) == pytest.approx(float(c), rel=2e-13)


def chain(agents: int, load: float, ratio: float, states: int = 6_000) -> ErlangA:
    """Erlang A by its birth-death chain, cut where nobody is left; times in handling times."""
    n = np.arange(1, states + 1)
    steps = np.log(load) - np.log(np.minimum(n, agents) + np.maximum(n - agents, 0) / ratio)
    logs = np.concatenate(([0.0], np.cumsum(steps)))
    share = np.exp(logs - logs.max())
    share /= share.sum()
    queue = np.maximum(np.arange(states + 1) - agents, 0)
    waiting = float((share * queue).sum())
    busy = float((share * np.minimum(np.arange(states + 1), agents)).sum())
    return ErlangA(float(share[agents:].sum()), waiting / ratio / load, waiting / load, busy / agents)


@pytest.mark.parametrize("ratio", [0.01, 0.4, 1, 7, 50])
@pytest.mark.parametrize(
    ("agents", "load"), [(1, 0.01), (1, 1000), (3, 2.4), (25, 30), (40, 30), (50, 50), (160, 160.3), (400, 900)]
)
def test_erlang_a_agrees_with_its_birth_death_chain(agents: int, load: float, ratio: float) -> None:
    ours, theirs = erlang_a(agents, load, 1, ratio), chain(agents, load, ratio, 60_000)
    for measure in MEASURES:
        assert getattr(ours, measure) == pytest.approx(getattr(theirs, measure), rel=1e-9, abs=1e-300), measure


def level_by_matrix(agents: int, load: float, ratio: float, limit: float, places: int = 150) -> float:
    """Served within `limit`: follow a customer who finds k ahead, until served, gone, or out of time."""
    logs = np.cumsum(
        [0.0] + [math.log(load / (min(n, agents) + max(n - agents, 0) / ratio)) for n in range(1, agents + places)]
    )
    share = np.exp(logs - logs.max())
    share /= share.sum()
    moves = np.zeros((places + 2, places + 2))
    for ahead in range(places):
        # The next agent who is free, or one ahead who hangs up, moves the customer on; the customer may hang up too.
        moves[ahead, ahead - 1 if ahead else places] = agents + ahead / ratio
        moves[ahead, places + 1] = 1 / ratio
        moves[ahead, ahead] = -moves[ahead].sum()
    served = expm(moves * limit)[:places, places]
    return float(share[:agents].sum() + share[agents:] @ served)


@pytest.mark.parametrize("limit", [0, 0.05, 0.3, 2])
@pytest.mark.parametrize(
    ("agents", "load", "ratio"), [(1, 0.5, 1), (2, 3, 0.3), (10, 9, 2), (30, 33, 0.5), (40, 30, 3)]
)
def test_the_level_of_erlang_a_agrees_with_the_walk_of_one_customer(
    agents: int, load: float, ratio: float, limit: float
) -> None:
    assert service_level(agents, load, 1, limit, ratio) == pytest.approx(
        level_by_matrix(agents, load, ratio, limit), abs=1e-9
    )


# The laws of Erlang A


@unhurried
@given(AGENTS, RHO)
def test_with_patience_as_long_as_handling_the_number_present_is_poisson(agents: int, rho: float) -> None:
    load = agents * rho
    assert erlang_a(agents, load, 1, 1).probability_of_waiting == pytest.approx(
        float(poisson.sf(agents - 1, load)), rel=1e-9
    )


@unhurried
@given(AGENTS, st.floats(0.02, 0.97), LIMIT)
def test_endless_patience_gives_erlang_c(agents: int, rho: float, limit: float) -> None:
    load = agents * rho
    for patience in (1e13, math.inf):
        queue = erlang_a(agents, load / 3, 3, patience)
        c = erlang_c(agents, load)
        assert queue.probability_of_waiting == pytest.approx(c, rel=1e-7, abs=1e-9)
        assert queue.probability_of_abandonment == pytest.approx(0, abs=1e-9)
        assert queue.mean_wait == pytest.approx(c * 3 / (agents - load), rel=1e-6)
        assert service_level(agents, load, 3, limit, patience) == pytest.approx(
            service_level(agents, load, 3, limit), abs=1e-9
        )


@unhurried
@given(AGENTS, RHO)
def test_no_patience_gives_erlang_b(agents: int, rho: float) -> None:
    load = agents * rho
    queue, blocked = erlang_a(agents, load, 1, 1e-13), erlang_b(agents, load)
    assert queue.probability_of_abandonment == pytest.approx(blocked, abs=1e-9)
    assert queue.probability_of_waiting == pytest.approx(blocked, abs=1e-9)
    assert service_level(agents, load, 1, 1, 1e-13) == pytest.approx(1 - blocked, abs=1e-9)


@unhurried
@given(AGENTS, RHO, RATIO)
def test_what_enters_the_queue_leaves_it(agents: int, rho: float, ratio: float) -> None:
    load = agents * rho
    queue = erlang_a(agents, load, 1, ratio)
    assert queue.probability_of_abandonment == pytest.approx(queue.mean_wait / ratio, rel=1e-12)
    assert queue.occupancy == pytest.approx(load * (1 - queue.probability_of_abandonment) / agents, rel=1e-9)


@unhurried
@given(AGENTS, RHO, RATIO)
def test_within_an_endless_threshold_all_are_served_who_do_not_hang_up(agents: int, rho: float, ratio: float) -> None:
    load = agents * rho
    queue = erlang_a(agents, load, 1, ratio)
    at_once = service_level(agents, load, 1, 0, ratio)
    assert at_once == pytest.approx(1 - queue.probability_of_waiting, abs=1e-12)
    in_the_end = service_level(agents, load, 1, math.inf, ratio)
    assert in_the_end == pytest.approx(1 - queue.probability_of_abandonment, abs=1e-12)


# Monotone


@unhurried
@given(AGENTS, RHO, LIMIT, st.one_of(st.none(), RATIO))
def test_more_agents_serve_better_and_more_load_worse(
    agents: int, rho: float, limit: float, patience: float | None
) -> None:
    load = agents * rho
    levels = service_level(agents + np.arange(3), load, 1, limit, patience)
    assert (np.diff(levels) >= -1e-12).all()
    levels = service_level(agents, load * np.array([1, 1.01, 1.5]), 1, limit, patience)
    assert (np.diff(levels) <= 1e-12).all()


@unhurried
@given(RHO, TARGET, LIMIT, st.one_of(st.none(), RATIO))
def test_more_load_a_higher_target_or_a_lower_cap_never_need_fewer_agents(
    rho: float, target: float, limit: float, patience: float | None
) -> None:
    load = 30 * rho
    by_load = required_agents(load * np.array([1, 1.01, 1.5, 3]), 1, target, limit, 1, patience)
    by_target = required_agents(load, 1, [target, target + 0.005, 0.999], limit, 1, patience)
    by_cap = required_agents(load, 1, target, limit, [1, 0.9, 0.5], patience)
    assert all((np.diff(agents) >= 0).all() for agents in (by_load, by_target, by_cap))


# The fewest agents


@unhurried
@given(
    st.floats(0.01, 300),
    st.floats(0, 0.995),
    LIMIT,
    st.sampled_from([1.0, 0.9, 0.85, 0.6]),
    st.one_of(st.none(), RATIO),
)
def test_the_fewest_agents_meet_target_and_cap_and_one_fewer_misses_either(
    load: float, target: float, limit: float, cap: float, patience: float | None
) -> None:
    agents = required_agents(load, 1, target, limit, cap, patience)

    def missed(number: int) -> set[str]:
        if not patience and number <= load:
            return {"stability"}
        if number == 0:
            return {"somebody"}
        level = service_level(number, load, 1, limit, patience)
        occupancy = erlang_a(number, load, 1, patience or math.inf).occupancy
        return {name for name, bad in (("level", level < target - 1e-11), ("cap", occupancy > cap + 1e-11)) if bad}

    assert missed(agents) == set()
    assert missed(agents - 1) or service_level(agents - 1, load, 1, limit, patience) < target + 1e-11


@pytest.mark.parametrize(
    ("cap", "agents", "binds"), [(1, 14, "level"), (0.85, 14, "level"), (0.7, 15, "cap"), (0.5, 20, "cap")]
)
def test_either_the_target_or_the_cap_binds(cap: float, agents: int, binds: str) -> None:
    assert required_agents(10, 180, 0.8, 20, cap) == agents
    assert (service_level(agents - 1, 10, 180, 20) < 0.8) == (binds == "level")
    assert (10 / (agents - 1) > cap) == (binds == "cap")


def test_a_level_equal_to_the_target_is_enough() -> None:
    for agents in (11, 14, 16):
        assert required_agents(10, 180, service_level(agents, 10, 180, 20), 20) == agents
        target = service_level(agents, 10, 180, 20, 300)
        assert required_agents(10, 180, target, 20, 1, 300) == agents


@pytest.mark.parametrize("parts", [(2.4, 0.8, 3), (4.2, 0.7, 6), (0.3, 0.1, 3), (1.1, 0.55, 2), (57.6, 0.9, 64)])
def test_a_cap_met_exactly_asks_for_nobody_more(parts: tuple[float, float, int]) -> None:
    load, cap, agents = parts
    assert required_agents(load, 1, 0, 0, cap) == agents


def test_fewer_agents_than_load_do_where_customers_hang_up() -> None:
    loads = [1000, 300, 100]
    assert required_agents(loads, 5, 0.8, 1 / 3, 1, 2).tolist() == [902, 280, 98]
    assert service_level(901, 1000, 5, 1 / 3, 2) < 0.8 <= service_level(902, 1000, 5, 1 / 3, 2)


def test_no_load_needs_nobody_and_any_load_somebody() -> None:
    assert required_agents([0, 1e-300, 1e-9], 1, 0, 0, 1, [[math.inf], [1]]).tolist() == [[0, 0, 1], [0, 0, 1]]


# Where a published library answers otherwise


@pytest.mark.parametrize(
    ("arguments", "agents", "theirs"),
    [
        ((10.6, 1, 0.8, 4), 11, 12),  # its search skips floor(load) + 1
        ((603.6 / 6, 10, 0.9, 60), 101, 102),
        ((2.4, 12, 0, 1000, 0.8), 3, 4),  # ceil of 2.4 / 0.8
    ],
)
def test_the_fewest_agents_where_pyworkforce_asks_for_one_more(
    arguments: tuple[float, ...], agents: int, theirs: int
) -> None:
    assert required_agents(*arguments) == agents == theirs - 1


@pytest.mark.parametrize(
    ("agents", "load", "handling", "threshold", "patience", "level"),
    [(6, 5, 1, 60, 1, 0.9013), (2, 2, 1, 200, 2, 0.773), (30, 30, 1, 30, 5, 0.955)],
)
def test_the_level_where_pyworkforce_loses_those_who_wait(
    agents: int, load: float, handling: float, threshold: float, patience: float, level: float
) -> None:
    assert service_level(agents, load, handling, threshold, patience) == pytest.approx(level, abs=6e-4)


def test_too_few_agents_are_told_as_such_where_pyworkforce_fails() -> None:
    assert service_level(10, 1000, 1, 1) == 0
    assert erlang_c(5, 10) == 1
    assert required_agents(300 / 60, 1, 0.9, 60, 1, 1) == 6


def test_a_million_erlang_are_no_trouble() -> None:
    agents = required_agents([1e5, 1e6], 300, 0.8, 20)
    assert (service_level(agents, [1e5, 1e6], 300, 20) >= 0.8).all()
    assert (service_level(agents - 1, [1e5, 1e6], 300, 20) < 0.8).all()


# Arguments


GOOD = {
    "agents": 12,
    "load": 10.0,
    "arrival_rate": 0.05,
    "handling_time": 200.0,
    "threshold": 20.0,
    "patience": 300.0,
    "target": 0.8,
    "max_occupancy": 0.9,
}
TAKES = {
    erlang_b: ("agents", "load"),
    erlang_c: ("agents", "load"),
    service_level: ("agents", "load", "handling_time", "threshold", "patience"),
    erlang_a: ("agents", "arrival_rate", "handling_time", "patience"),
    required_agents: ("load", "handling_time", "target", "threshold", "max_occupancy", "patience"),
}
ALWAYS_BAD = (-1.0, math.nan, -math.inf, "two", True, 1 + 1j)
BAD = {
    "agents": (*ALWAYS_BAD, 2.5, math.inf),
    "load": (*ALWAYS_BAD, math.inf, 1e10),
    "arrival_rate": (*ALWAYS_BAD, math.inf),
    "handling_time": (*ALWAYS_BAD, 0, math.inf),
    "threshold": ALWAYS_BAD,
    "patience": (*ALWAYS_BAD, 0, 1e300),
    "target": (*ALWAYS_BAD, 1.0, 80),
    "max_occupancy": (*ALWAYS_BAD, 0, 1.01, math.inf),
}


@pytest.mark.parametrize(
    ("function", "argument", "value"),
    [(function, name, value) for function, names in TAKES.items() for name in names for value in BAD[name]],
    ids=lambda part: getattr(part, "__name__", str(part)),
)
def test_a_bad_argument_is_refused_and_named(function, argument: str, value: object) -> None:
    arguments = {name: GOOD[name] for name in TAKES[function]}
    for bad in (value, [value, value]):
        with pytest.raises(InvalidArgument, match=rf"^{argument} is .+") as refused:
            function(**arguments | {argument: bad})
        assert refused.value.argument == argument


def test_the_error_is_of_the_family_and_a_value_error() -> None:
    with pytest.raises(
        OrgPlannerError, match=r"target is 1: it must be a share from 0 to below 1; no number of agents"
    ):
        required_agents(10, 180, 1.0, 20)
    with pytest.raises(ValueError, match=r"agents is 2\.5: it must be a whole number"):
        erlang_b(2.5, 1)


def test_a_queue_without_end_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="patience is infinite where agents do not exceed the load"):
        erlang_a([11, 10], 1, 10, math.inf)


def test_a_load_too_large_by_its_parts_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="load is inf"):
        erlang_a(10, 1e300, 1e100, 1e100)


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(InvalidArgument, match=r"agents \(2,\), load \(3,\) is no set of shapes"):
        erlang_b([1, 2], [1, 2, 3])


# Scalars and arrays


def test_scalars_give_numbers() -> None:
    assert type(erlang_b(3, 2)) is type(erlang_c(3, 2)) is type(service_level(3, 2, 1, 1)) is float
    assert type(required_agents(2, 1, 0.8, 1)) is type(required_agents(2, 1, 0.8, 1, 1, 1)) is int
    assert {type(getattr(erlang_a(3, 2, 1, 1), measure)) for measure in MEASURES} == {float}


def test_arrays_give_what_scalars_give() -> None:
    agents, loads = np.array([[0], [1], [12], [40]]), np.array([0, 0.5, 11.5, 30, 90])
    for patience in (None, 0.7):
        levels = service_level(agents, loads, 1, 0.1, patience)
        needed = required_agents(loads, 1, [[0.2], [0.8]], 0.1, 0.9, patience)
        assert levels.shape == (4, 5)
        assert needed.shape == (2, 5)
        assert needed.dtype == np.int64
        for row, column in np.ndindex(4, 5):
            one = service_level(int(agents[row, 0]), loads[column], 1, 0.1, patience)
            assert levels[row, column] == pytest.approx(one, rel=1e-13)
        for row, column in np.ndindex(2, 5):
            assert needed[row, column] == required_agents(loads[column], 1, [0.2, 0.8][row], 0.1, 0.9, patience)
    queues = erlang_a(agents, loads, 1, 0.7)
    for measure in MEASURES:
        one = getattr(erlang_a(12, 11.5, 1, 0.7), measure)
        assert getattr(queues, measure)[2, 2] == pytest.approx(one, rel=1e-13)


def test_patient_and_impatient_customers_may_stand_in_one_array() -> None:
    mixed = service_level(12, 10, 1, 0.1, [math.inf, 1])
    assert mixed.tolist() == [service_level(12, 10, 1, 0.1), service_level(12, 10, 1, 0.1, 1)]
    needed = required_agents(10, 1, 0.8, 0.1, 1, [math.inf, 1])
    assert needed.tolist() == [required_agents(10, 1, 0.8, 0.1), required_agents(10, 1, 0.8, 0.1, 1, 1)]


@pytest.mark.parametrize("patience", [None, 0.7])
def test_many_intervals_with_shared_settings_get_what_each_gets_alone(patience: float | None) -> None:
    chance = np.random.default_rng(3)
    for loads in (chance.uniform(0, 200, 3_000), chance.integers(1, 60, 3_000) / 2, np.full(600, 7.5)):
        together = required_agents(loads, 1, 0.8, 0.1, 0.9, patience)
        # Thresholds that differ, if only by nothing, are searched one by one.
        alone = required_agents(loads, 1, 0.8, 0.1 * (1 + 1e-15 * np.arange(len(loads))), 0.9, patience)
        assert together.tolist() == alone.tolist()


def test_no_intervals_give_no_answers() -> None:
    assert erlang_b([], []).shape == service_level([], 1, 1, 1, 1).shape == required_agents([], 1, 0.8, 1).shape == (0,)


# Extremes


def test_without_agents_everybody_waits_is_turned_away_or_hangs_up() -> None:
    for load in (0, 3.0):
        assert (erlang_b(0, load), erlang_c(0, load)) == (1, 1)
        assert (service_level(0, load, 1, 1), service_level(0, load, 1, 1, 1)) == (0, 0)
        assert erlang_a(0, load, 1, 7) == ErlangA(1.0, 1.0, 7.0, 0.0)


def test_without_customers_nobody_waits() -> None:
    assert (erlang_b(3, 0), erlang_c(3, 0), service_level(3, 0, 1, 0), service_level(3, 0, 1, 0, 1)) == (0, 0, 1, 1)
    assert erlang_a(3, 0, 1, 1) == ErlangA(0.0, 0.0, 0.0, 0.0)


@pytest.mark.filterwarnings("error")
def test_no_answer_is_infinite_or_no_number() -> None:
    agents = np.array([0, 1, 2, 29, 30, 31, 1_000, 10_000, 10**6, 10**9])
    loads = np.array([0, 5e-324, 1e-300, 1e-9, 0.5, 1, 29.999, 30, 1_000, 1e5, 9e8])
    handling, limits = np.array([1e-9, 1, 300]), np.array([0, 1e-300, 1, 1e9, 1e300, math.inf])
    patience = np.array([1e-300, 1e-9, 1e-3, 1, 1e3, 1e9, math.inf])
    grid = np.meshgrid(agents, loads, handling, limits, patience, indexing="ij")
    level = service_level(*grid)
    assert ((level >= 0) & (level <= 1)).all()

    n, a, h, p = (part[:, :, :, 0, :-1] for part in (grid[0], grid[1], grid[2], grid[4]))
    queue = erlang_a(n, a / h, h, p)
    for measure in MEASURES:
        values = getattr(queue, measure)
        assert (np.isfinite(values) & (values >= 0)).all()
        assert measure == "mean_wait" or (values <= 1).all()

    targets = np.array([0, 0.8, 1 - 1e-16])
    needed = required_agents(*np.meshgrid(loads[:-2], handling, targets, limits, [0.01, 1], patience, indexing="ij"))
    assert (needed >= 0).all()


def test_ten_thousand_agents_are_no_trouble() -> None:
    load = np.array([9_000.0, 9_900, 9_999, 10_000, 11_000])
    assert (np.diff(erlang_b(10_000, load)) > 0).all()
    assert erlang_b(10_000, 10_000) == pytest.approx(math.sqrt(2 / math.pi / 10_000), rel=0.01)
    # In a large desk that is short of people just so many hang up that the rest fills it.
    assert erlang_a(10_000, 11_000, 1, 1).probability_of_abandonment == pytest.approx(1 / 11, rel=1e-3)
    agents = required_agents(10_000, 300, 0.8, 20)
    assert service_level(agents - 1, 10_000, 300, 20) < 0.8 <= service_level(agents, 10_000, 300, 20)


def test_the_module_loads_neither_tables_nor_a_solver() -> None:
    code = (
        "import sys, orgplanner.maths.queueing; print({'pandas', 'highspy', 'streamlit', 'simpy'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "set()"
