"""Time of assigning people to positions, exactly and with a proof, against networkx and scipy on the same instances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median

import networkx as nx
import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.measuring import describe_machine, interleave, ratio, verdict
from orgplanner.maths.transport import certify, total_cost, transport

SIZES = {20: 9, 200: 9, 2000: 20}
"""Kinds of positions by number of people: the roles of a phase, in the largest team with units of their own."""

ROUNDS = {20: 41, 200: 15, 2000: 7}

AIM = {2000: 10.0}
"""How many times faster than networkx."""


@dataclass(frozen=True)
class Instance:
    """People, and positions of some kinds: one position for each person in all."""

    cost: np.ndarray
    """Minus the fit of a person on a kind of position, in whole numbers (N, M)."""
    positions: np.ndarray
    """Positions of each kind (M,)."""


def make_instance(people: int, kinds: int, seed: int = 1) -> Instance:
    """Make people of one role each with skills of their own, on a number of positions that does not fit their roles."""
    draw = np.random.default_rng(seed)
    role = draw.integers(0, kinds, people)
    related = draw.random((kinds, kinds)) < 0.3
    nearness = np.where(np.arange(kinds) == role[:, None], 1000, np.where(related[role], 500, 0))
    fit = 1 + nearness + draw.integers(0, 150, (people, kinds))
    return Instance(-fit.astype(float), draw.multinomial(people, draw.dirichlet(np.full(kinds, 3.0))))


def as_network(instance: Instance) -> nx.DiGraph:
    """Return the instance as networkx wants it: who must go somewhere, how many each kind takes."""
    network = nx.DiGraph()
    people, kinds = instance.cost.shape
    network.add_nodes_from((("person", i), {"demand": -1}) for i in range(people))
    network.add_nodes_from((("kind", j), {"demand": int(instance.positions[j])}) for j in range(kinds))
    network.add_edges_from(
        (("person", i), ("kind", j), {"weight": int(instance.cost[i, j])}) for i in range(people) for j in range(kinds)
    )
    return network


def assign(instance: Instance) -> float:
    """Return the least cost by the transport of the matching stage."""
    found = transport(instance.cost, np.ones(len(instance.cost)), instance.positions)
    return total_cost(instance.cost, found.flow)


def assign_and_prove(instance: Instance) -> float:
    """Return the least cost, and check the prices that prove it."""
    supply = np.ones(len(instance.cost))
    found = transport(instance.cost, supply, instance.positions)
    assert certify(instance.cost, supply, instance.positions, found)
    return total_cost(instance.cost, found.flow)


def assign_by_network(network: nx.DiGraph) -> float:
    return float(nx.network_simplex(network)[0])


def assign_by_new_network(instance: Instance) -> float:
    """Return the least cost from the table of costs, from which the others start as well."""
    return assign_by_network(as_network(instance))


def assign_by_seat(instance: Instance) -> float:
    """Return the least cost with a column for each position."""
    seats = np.repeat(instance.cost, instance.positions, axis=1)
    rows, columns = linear_sum_assignment(seats)
    return float(seats[rows, columns].sum())


def measure(people: int) -> str:
    """Return one line of the table; all answers are equal."""
    instance = make_instance(people, SIZES[people])
    network = as_network(instance)
    jobs: dict[str, Callable[[], float]] = {
        "transport": partial(assign, instance),
        "proved": partial(assign_and_prove, instance),
        "networkx": partial(assign_by_network, network),
        "with graph": partial(assign_by_new_network, instance),
        "scipy": partial(assign_by_seat, instance),
    }
    answers = {name: job() for name, job in jobs.items()}
    assert np.ptp(list(answers.values())) < 1e-6, answers
    seconds = interleave(jobs, ROUNDS[people])
    faster = ratio(seconds["networkx"], seconds["proved"])
    aim = f"{AIM[people]:.0f}: {verdict(faster >= AIM[people])}" if people in AIM else "-"
    return (
        f"| {people} | {SIZES[people]} | {faster:.1f} | {aim} | {ratio(seconds['with graph'], seconds['proved']):.1f} "
        f"| {ratio(seconds['scipy'], seconds['proved']):.1f} "
        f"| {1e3 * median(seconds['transport']):.2f} | {1e3 * median(seconds['proved']):.2f} "
        f"| {1e3 * median(seconds['networkx']):.2f} | {1e3 * median(seconds['scipy']):.2f} |"
    )


def main() -> None:
    print(describe_machine())
    print(
        "`networkx` is network_simplex on a graph that is there already, `with graph` builds it from the same table of"
    )
    print("costs from which the others start; `scipy` is linear_sum_assignment.")
    print(
        "| people | kinds of positions | networkx / proved | aim | with graph / proved "
        "| scipy / proved "
        "| transport, ms | with its proof, ms | networkx, ms | scipy, ms |"
    )
    print("|---" * 10 + "|")
    for people in SIZES:
        print(measure(people))


if __name__ == "__main__":
    main()
