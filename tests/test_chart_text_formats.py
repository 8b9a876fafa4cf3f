"""Every text format re-read gives the same people and lines, whatever the names hold."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections import Counter
from io import BytesIO, StringIO
from typing import Literal

import networkx as nx
import pytest

from orgplanner.exports.chart.dot import chart_dot
from orgplanner.exports.chart.graphml import chart_graphml
from orgplanner.exports.chart.lines import card_texts, chart_lines, writable
from orgplanner.exports.chart.mermaid import TEXT_LIMIT, chart_mermaid
from orgplanner.exports.chart.wizard_csv import COLUMNS, FORMULA_STARTS, chart_csv
from orgplanner.records.card import Card
from tests.sample_charts import CHARTS, HOSTILE, ORDINARY, UNTIDY, large_chart

Lines = Counter[tuple[str, str, bool]]

every_chart = pytest.mark.parametrize("cards", CHARTS.values(), ids=CHARTS)


def lines_of(cards: tuple[Card, ...]) -> Lines:
    return Counter((f"n{line.above + 1}", f"n{line.below + 1}", line.dotted) for line in chart_lines(cards))


# ---- lines


def test_solid_lines_follow_the_cards_above_and_dotted_ones_their_lists() -> None:
    solid = [(ORDINARY[a].id, ORDINARY[b].id) for a, b, dotted in chart_lines(ORDINARY) if not dotted]
    dotted = [(ORDINARY[a].id, ORDINARY[b].id) for a, b, dotted in chart_lines(ORDINARY) if dotted]
    assert solid == [("head", "aide"), ("head", "unit"), ("unit", "lead"), ("lead", "open"), ("head", "pool")]
    assert dotted == [("lead", "pool"), ("lead", "sales"), ("head", "sales")]


def test_a_card_above_itself_and_dotted_lines_to_nowhere_are_left_out() -> None:
    assert [(line.above, line.below, line.dotted) for line in chart_lines(UNTIDY)] == [(0, 1, False), (0, 1, True)]


# ---- Mermaid


def read_mermaid(text: str) -> tuple[dict[str, tuple[str, ...]], Lines, dict[str, str]]:
    said: dict[str, tuple[str, ...]] = {}
    kinds: dict[str, str] = {}
    lines: Lines = Counter()
    head, *rows = text.splitlines()
    assert head == "flowchart TD"
    for row in rows:
        if box := re.fullmatch(r'    (n\d+)\["([^"]*)"\](?::::(\w+))?', row):
            said[box[1]] = tuple(unescape_mermaid(line) for line in box[2].split("<br/>") if line.strip())
            kinds[box[1]] = box[3] or "filled"
        elif line := re.fullmatch(r"    (n\d+) (-\.->|---) (n\d+)", row):
            lines[line[1], line[3], line[2] == "-.->"] += 1
        else:
            assert re.fullmatch(r"    classDef \w+ [\w:#, -]+", row), row
    return said, lines, kinds


def unescape_mermaid(text: str) -> str:
    assert re.fullmatch(r"(?!-)(?:[A-Za-z0-9 ,'/%=?-]|[^\x00-\x7f]|#\d+;)*", text), text
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text).replace("\\\u2060", "\\")


@every_chart
def test_mermaid_gives_the_same_people_and_lines(cards: tuple[Card, ...]) -> None:
    said, lines, kinds = read_mermaid(chart_mermaid(cards).decode())
    assert list(said.values()) == [card_texts(card) for card in cards]
    assert lines == lines_of(cards)
    assert list(kinds.values()) == [card.kind for card in cards]


def test_mermaid_says_title_and_role_alone_where_the_whole_would_be_refused() -> None:
    cards = tuple(Card.model_validate({**dict(card), "lines": ("x" * 99,)}) for card in large_chart(480))
    text = chart_mermaid(cards).decode()
    said, lines, _ = read_mermaid(text)
    assert len(text) <= TEXT_LIMIT
    assert list(said.values()) == [(writable(card.title), card.role) for card in cards]
    assert lines == lines_of(cards)


def test_no_name_breaks_a_line_or_loses_its_entities_in_mermaid() -> None:
    text = chart_mermaid((Card(id="a", title=r'1. \new "x"'),)).decode()
    assert '["1#46; #92;\u2060new #34;x#34;<br/>"]' in text


def test_open_positions_are_dashed_in_mermaid() -> None:
    assert re.search(r"classDef open .*stroke-dasharray", chart_mermaid(ORDINARY).decode())


# ---- DOT

DOT_BOX = re.compile(r'    (n\d+) \[label="((?:[^"\\]|\\.)*)"(?:, ([^\]]*))?\]')


def read_dot(text: str) -> tuple[dict[str, str], Lines]:
    said: dict[str, str] = {}
    lines: Lines = Counter()
    rows = text.splitlines()
    assert (rows[0], rows[-1]) == ("digraph chart {", "}")
    for row in rows[4:-1]:
        if box := DOT_BOX.fullmatch(row):
            said[box[1]] = unescape_dot(box[2])
        else:
            line = re.fullmatch(r"    (n\d+) -> (n\d+)( \[style=dashed, constraint=false\])?", row)
            assert line, row
            lines[line[1], line[2], bool(line[3])] += 1
    return said, lines


def unescape_dot(label: str) -> str:
    """Undo the escapes; ends of lines come back as ends of lines."""
    read = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], label)
    return read.replace("&amp;", "&")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@every_chart
def test_dot_gives_the_same_people_and_lines(cards: tuple[Card, ...]) -> None:
    said, lines = read_dot(chart_dot(cards).decode())
    assert [squeezed(text) for text in said.values()] == [squeezed("".join(card_texts(card))) for card in cards]
    assert lines == lines_of(cards)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", ["none", "one", "ordinary", "hostile", "untidy"])
def test_graphviz_reads_what_is_written(name: str) -> None:
    cards = CHARTS[name]
    done = subprocess.run(["dot", "-Tplain"], input=chart_dot(cards), capture_output=True, check=True, timeout=60)
    drawn = done.stdout.decode().splitlines()
    assert sum(row.startswith("node ") for row in drawn) == len(cards)
    assert sum(row.startswith("edge ") for row in drawn) == len(chart_lines(cards))


# ---- GraphML


@every_chart
def test_graphml_gives_the_same_people_and_lines(cards: tuple[Card, ...]) -> None:
    graph = nx.read_graphml(BytesIO(chart_graphml(cards)), force_multigraph=True)
    nodes = [graph.nodes[f"n{k}"] for k in range(1, len(cards) + 1)]
    assert graph.number_of_nodes() == len(cards)
    for node, card in zip(nodes, cards, strict=True):
        assert node["card"] == writable(card.id)
        assert tuple(filter(None, node.get("text", "").split("\n"))) == card_texts(card)
        assert (node["kind"], node["assistant"]) == (card.kind, card.assistant)
        assert (node.get("unit", ""), node.get("group", "")) == (writable(card.unit), writable(card.group))
    assert Counter((a, b, line["dotted"]) for a, b, line in graph.edges(data=True)) == lines_of(cards)


# ---- CSV


@pytest.mark.parametrize("tool", ["visio", "lucid"])
@every_chart
def test_the_table_gives_the_same_people_and_lines(cards: tuple[Card, ...], tool: Literal["visio", "lucid"]) -> None:
    text = chart_csv(cards, tool).decode("utf-8")
    assert text.startswith("\ufeff")
    assert "\n" not in text.replace("\r\n", "")
    head, *rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    assert tuple(head) == COLUMNS[tool]
    assert [unguarded(row[0]) for row in rows] == [writable(card.id) for card in cards]
    assert [unguarded(row[1]) for row in rows] == [writable(card.title) for card in cards]
    place = {row[0]: k for k, row in enumerate(rows)}
    solid = Counter((place[row[3]], k, False) for k, row in enumerate(rows) if row[3])
    plain = {unguarded(key): k for key, k in place.items()}
    dotted = Counter((plain[unguarded(to)], k, True) for k, row in enumerate(rows) for to in row[5].split("; ") if to)
    assert solid + dotted == Counter(tuple(line) for line in chart_lines(cards))


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


@pytest.mark.parametrize("tool", ["visio", "lucid"])
def test_no_cell_begins_like_a_formula(tool: Literal["visio", "lucid"]) -> None:
    rows = csv.reader(StringIO(chart_csv(HOSTILE, tool).decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]


def test_the_wizards_find_the_columns_they_ask_for() -> None:
    assert COLUMNS["visio"][:5] == ("Unique_ID", "Name", "Title", "Reports_To", "Department")
    assert COLUMNS["lucid"][:5] == ("Employee ID", "Name", "Role", "Supervisor ID", "Department")


def test_open_positions_and_roots_are_rows_of_the_table() -> None:
    rows = list(csv.DictReader(StringIO(chart_csv(ORDINARY, "visio").decode("utf-8-sig"), newline="")))
    by_id = {row["Unique_ID"]: row for row in rows}
    assert by_id["open"]["Kind"] == "open"
    assert [row["Unique_ID"] for row in rows if not row["Reports_To"]] == ["head", "sales", "lost"]
    assert by_id["sales"]["Dotted_Line_To"] == "lead; head"
    assert by_id["lead"]["Notes"] == "Cover missing for contracts; Moved"


# ---- all


@every_chart
def test_the_same_chart_gives_the_same_bytes(cards: tuple[Card, ...]) -> None:
    for write in (chart_mermaid, chart_dot, chart_graphml):
        assert write(cards) == write(cards)
