"""Time of an organisation chart: structure, layout and payload, against igraph and Graphviz dot in one run.

Drawings are compared first: cards that overlap, parents that stand over the middle of their branches.
"""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import numpy as np

from benchmarks.chart_quality import EXACT, FIVE_DIGITS, Quality, judge
from benchmarks.chart_shapes import PEER_SHAPES, SHAPES, chart_of, level_by_level, uneven
from benchmarks.measuring import describe_machine, fit_growth, ratio, verdict
from orgplanner.maths.tree import Joint, Layout, Parents, Spacing, lay_out
from orgplanner.records.chart import Chart

try:
    import igraph
except ImportError:
    igraph = None

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = {100: 31, 1_000: 15, 10_000: 3, 100_000: 2}

WARM_ABOVE = 10

AIMS = {10_000: 3.0, 100_000: 50.0}
"""How many times faster than igraph the layout alone is to be."""

MOST_FOR_DOT = 10_000
MOST_FOR_ALL_SHAPES = 10_000
"""Above it igraph takes half a minute a drawing, and lays out one shape only."""

GROWTH_SIZES = (*SIZES, 1_000_000)

SPACING = Spacing()

LAYOUT_COLUMNS = (
    "layout alone", "seats", "igraph / ours", "aim", "dot / ours",
    "ours, ms", "with places, ms", "with lines, ms", "igraph, ms", "dot, ms",
)  # fmt: skip
WHOLE_COLUMNS = (
    "seats", "igraph / ours", "dot / ours", "graph, layout and JSON, ms", "graph alone, ms",
    "igraph, ms", "dot, ms", "kB",
)  # fmt: skip


# ---------------------------------------------------------------- ours and the peers


def with_everything(parents: Sequence[int | None]) -> Layout:
    """Lay out with heights of three sizes, a quarter of the cards boxed, a tenth of them assistants."""
    n = len(parents)
    return lay_out(
        parents,
        heights=[(98, 124, 160)[i % 3] for i in range(n)],
        boxed=range(0, n, 4),
        assistants=range(5, n, 10),
    )


def edges_of(parents: Parents) -> list[tuple[int, int]]:
    return [(parent, i) for i, parent in enumerate(parents) if parent is not None]


def as_json(ids: Sequence[str], x: Sequence[float], y: Sequence[float]) -> str:
    return json.dumps({"ids": ids, "x": x, "y": y})


def ours_whole(chart: Chart) -> str:
    """Return a chart, from its records to what is sent: the graph, the layout, places as JSON."""
    graph = chart.graph()
    ids = list(graph)
    number = {id: i for i, id in enumerate(ids)}
    above = [next(iter(graph.pred[id]), None) for id in ids]
    drawn = lay_out([None if id is None else number[id] for id in above])
    return as_json(ids, drawn.x.tolist(), drawn.y.tolist())


def igraph_graph(edges: list[tuple[int, int]]) -> igraph.Graph:
    return igraph.Graph(n=len(edges) + 1, edges=edges, directed=True)


def igraph_layout(graph: igraph.Graph) -> igraph.Layout:
    return graph.layout_reingold_tilford(mode="out", root=[0])


def igraph_whole(chart: Chart) -> str:
    ids = [node.id for node in chart.nodes]
    number = {id: i for i, id in enumerate(ids)}
    drawn = igraph_layout(igraph_graph([(number[n.parent], i) for i, n in enumerate(chart.nodes) if n.parent]))
    return as_json(ids, [x for x, _ in drawn.coords], [y for _, y in drawn.coords])


def dot_places(parents: Parents) -> list[tuple[float, float]]:
    """Return the middle of each card as dot draws it, in cards."""
    lines = ";".join(f"{a}->{b}" for a, b in edges_of(parents))
    text = f"digraph{{node[shape=box width=1 height=1 fixedsize=true];{lines}}}"
    # The program that is on the path is the peer that is meant.
    plain = subprocess.run(["dot", "-Tplain"], input=text, text=True, capture_output=True, check=True)  # noqa: S607
    nodes = (line.split()[1:4] for line in plain.stdout.splitlines() if line.startswith("node"))
    found = {int(name): (float(x), float(y)) for name, x, y in nodes}
    return [found[i] for i in range(len(parents))]


def dot_whole(chart: Chart) -> str:
    ids = [node.id for node in chart.nodes]
    number = {id: i for i, id in enumerate(ids)}
    places = dot_places([number[n.parent] if n.parent else None for n in chart.nodes])
    return as_json(ids, [x for x, _ in places], [y for _, y in places])


# ---------------------------------------------------------------- quality


def judge_ours(parents: Parents) -> Quality:
    drawn = lay_out(parents)
    return judge(parents, drawn.x, drawn.y, (SPACING.width, SPACING.height), drawn.joints == Joint.HANGING)


def judge_points(parents: Parents, points: Sequence[Sequence[float]], blur: float = EXACT) -> Quality:
    place = np.array(points)
    return judge(parents, place[:, 0], place[:, 1], blur=blur)


# ---------------------------------------------------------------- measuring


def seconds_of_cpu() -> float:
    """Return the seconds of this process and of those it ran and that have ended."""
    ended = getrusage(RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def take_turns(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Run every job once a round; return seconds of CPU by job and round, dot's own process included.

    Where there are many rounds the jobs are short: each is run once before it is timed, or the first after dot would
    pay for the memory that dot has pushed out of the caches.
    """
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, job in jobs.items():
            if rounds > WARM_ABOVE:
                job()
            start = seconds_of_cpu()
            job()
            seconds[name].append(seconds_of_cpu() - start)
    gc.unfreeze()
    return seconds


def with_places(parents: Parents) -> object:
    return lay_out(parents).places


def with_lines(parents: Parents) -> object:
    drawn = lay_out(parents)
    return drawn.places, drawn.connectors


def peers_for(parents: Parents) -> tuple[bool, bool]:
    """Tell whether igraph and dot are there and can be waited for."""
    return igraph is not None, shutil.which("dot") is not None and len(parents) <= MOST_FOR_DOT


def quality_line(shape: str, parents: Parents) -> str:
    by_igraph, by_dot = peers_for(parents)
    drawn = [judge_ours(parents)]
    assert drawn[0].overlaps == 0
    assert drawn[0].centred == 1.0
    drawn.append(judge_points(parents, igraph_layout(igraph_graph(edges_of(parents))).coords) if by_igraph else None)
    drawn.append(judge_points(parents, dot_places(parents), FIVE_DIGITS) if by_dot else None)
    told = (f"{q.overlaps} | {q.centred:.0%} | {q.columns:,.0f}" if q else "- | - | -" for q in drawn)
    return f"| {shape} | {len(parents):,} | {' | '.join(told)} |"


def layout_line(shape: str, parents: Parents) -> str:
    by_igraph, by_dot = peers_for(parents)
    jobs: dict[str, Callable[[], object]] = {
        "ours": partial(lay_out, parents),
        "places": partial(with_places, parents),
        "lines": partial(with_lines, parents),
    }
    if by_igraph:
        jobs["igraph"] = partial(igraph_layout, igraph_graph(edges_of(parents)))
    if by_dot:
        jobs["dot"] = partial(dot_places, parents)
    lay_out(parents)
    seconds = take_turns(jobs, ROUNDS[len(parents)])
    faster = ratio(seconds["igraph"], seconds["ours"]) if by_igraph else float("nan")
    aim = AIMS.get(len(parents))
    met = f"{aim:.0f}: {verdict(faster >= aim)}" if aim and by_igraph else "-"
    shown = [
        f"{1e3 * median(seconds[n]):,.2f}" if n in seconds else "-"
        for n in ("ours", "places", "lines", "igraph", "dot")
    ]
    times = f"{faster:,.1f}" if by_igraph else "-"
    dots = f"{ratio(seconds['dot'], seconds['ours']):,.0f}" if by_dot else "-"
    return f"| {shape} | {len(parents):,} | {times} | {met} | {dots} | {' | '.join(shown)} |"


def whole_line(parents: Parents) -> str:
    by_igraph, by_dot = peers_for(parents)
    chart = chart_of(parents)
    jobs: dict[str, Callable[[], object]] = {"ours": partial(ours_whole, chart), "graph": chart.graph}
    if by_igraph:
        jobs["igraph"] = partial(igraph_whole, chart)
    if by_dot:
        jobs["dot"] = partial(dot_whole, chart)
    ours_whole(chart)
    seconds = take_turns(jobs, min(ROUNDS[len(parents)], 1 if len(parents) > MOST_FOR_ALL_SHAPES else 5))
    factors = [f"{ratio(seconds[n], seconds['ours']):,.1f}" if n in seconds else "-" for n in ("igraph", "dot")]
    shown = [f"{1e3 * median(seconds[n]):,.1f}" if n in seconds else "-" for n in ("ours", "graph", "igraph", "dot")]
    return f"| {len(parents):,} | {' | '.join(factors)} | {' | '.join(shown)} | {len(ours_whole(chart)) / 1e3:,.0f} |"


def growth_line(shape: str, draw: Callable[[Parents], object], grow: Callable[[int], list[int | None]]) -> str:
    forests = {seats: grow(seats) for seats in GROWTH_SIZES}
    draw(forests[SIZES[0]])
    rounds = {seats: 3 if seats > SIZES[-1] else 7 for seats in GROWTH_SIZES}
    seconds = {seats: median(take_turns({"": partial(draw, f)}, rounds[seats])[""]) for seats, f in forests.items()}
    growth = fit_growth(list(seconds), list(seconds.values()))
    each = " | ".join(f"{1e6 * taken / seats:,.2f}" for seats, taken in seconds.items())
    return f"| {shape} | {growth.slope:.2f} | {growth.r_squared:.3f} | {growth.last_slope:.2f} | {each} |"


def print_table(columns: Sequence[str], lines: Iterable[str]) -> None:
    print(f"\n| {' | '.join(columns)} |")
    print("|---" * len(columns) + "|")
    for line in lines:
        print(line, flush=True)


def main() -> None:
    print(describe_machine())
    if igraph is None:
        print("igraph is not installed: see benchmarks/requirements.txt")
    if shutil.which("dot") is None:
        print("dot is not installed")
    main_shape = next(iter(PEER_SHAPES))
    cases = [(shape, grow(n)) for shape, grow in PEER_SHAPES.items() for n in SIZES if n <= MOST_FOR_ALL_SHAPES]
    judged = [
        f"{who}{what}" for who in ("ours: ", "igraph: ", "dot: ") for what in ("overlaps", "centred", "wide, cards")
    ]
    print_table(["drawing", "seats", *judged], (quality_line(*case) for case in cases))
    print_table(
        LAYOUT_COLUMNS,
        (layout_line(*case) for case in [*cases, (main_shape, level_by_level(SIZES[-1]))]),
    )
    print_table(
        WHOLE_COLUMNS,
        (whole_line(level_by_level(seats)) for seats in SIZES),
    )
    shapes = [(shape, lay_out, grow) for shape, grow in SHAPES.items()]
    print_table(
        ["growth of the layout", "slope", "R²", "slope of the last step", *(f"{n:,}, µs a seat" for n in GROWTH_SIZES)],
        (growth_line(*s) for s in [*shapes, ("uneven, with heights, frames, assistants", with_everything, uneven)]),
    )


if __name__ == "__main__":
    main()
