"""`orgplanner export` and `structures`: the chart as a file, broken lines told, other structures scored."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orgplanner.advice.cards import Reading, chart_cards
from orgplanner.cli import app
from orgplanner.exports.chart.formats import file_suffix
from orgplanner.exports.plan_chart import LISTED, chart_heading, plan_chart, structure_name
from orgplanner.files.companies import dump_company, load_drawable
from orgplanner.plan import make_plan
from orgplanner.records.card import CardField, ChartFormat, ChartView, ColourBy, PageSize
from orgplanner.records.change import SetStructure, apply
from orgplanner.records.chart_edit import MovePosition, RemovePosition, RenameUnit, SetPositionTitle
from orgplanner.records.company import Company
from tests.companies import PHASES, ROOT, company, example, example_plan, person, phase, segment

SOU = str(ROOT / "examples" / "sou.yaml")
STARTS = {
    ChartFormat.SVG: b"<svg",
    ChartFormat.PNG: b"\x89PNG",
    ChartFormat.PDF: b"%PDF",
    ChartFormat.PPTX: b"PK",
    ChartFormat.DRAWIO: b"<mxfile",
    ChartFormat.MERMAID: b"flowchart",
    ChartFormat.GRAPHML: b"<?xml",
    ChartFormat.DOT: b"digraph",
    ChartFormat.VISIO_CSV: b"\xef\xbb\xbf",
    ChartFormat.LUCID_CSV: b"\xef\xbb\xbf",
}


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def saved(made: Company, folder: Path) -> str:
    file = folder / "company.yaml"
    file.write_text(dump_company(made), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("format", list(ChartFormat))
def test_every_format_is_written(format: ChartFormat, tmp_path: Path) -> None:
    out = tmp_path / f"chart{file_suffix(format)}"
    result = run("export", SOU, "--out", str(out), "--to", format.value, "--language", "ja")
    assert result.exit_code == 0, result.output
    assert STARTS[format] in out.read_bytes()[:200]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("view", list(ChartView))
def test_every_view_is_written_with_its_words(view: ChartView, language: str) -> None:
    plan = example_plan("hoshi")
    svg = plan_chart(plan, ChartFormat.SVG, view=view, language=language).decode()
    for card in chart_cards(plan, view, language):
        assert card.title.split()[0] in svg
    assert plan.company.name in svg


def test_month_and_structure_of_the_command_line_are_shown(tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    meridian = str(ROOT / "examples" / "meridian.yaml")
    words = ("--to", "visio-csv", "--structure", "region", "--month", "2027-12", "--language", "en")
    assert run("export", meridian, "--out", str(out), *words).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    plan = make_plan(apply(example("meridian"), [SetStructure(structure="region")]), phase("maturity"), "2027-12")
    assert {row["Unique_ID"] for row in rows} == {p.id for p in plan.positions}
    assert any("Americas" in row["Department"] for row in rows)


def test_the_phases_own_structure_can_be_asked_for(tmp_path: Path) -> None:
    file = saved(apply(example("meridian"), [SetStructure(structure="region")]), tmp_path)
    own = run("export", file, "--out", "-", "--to", "visio-csv", "--structure", "phase", "--language", "en")
    kept = run("export", file, "--out", "-", "--to", "visio-csv", "--language", "en")
    assert "Americas" not in own.stdout
    assert "Americas" in kept.stdout


def test_an_unknown_structure_is_one_clear_sentence() -> None:
    result = run("export", SOU, "--out", "-", "--to", "dot", "--structure", "regio", "--language", "en")
    assert result.exit_code == 1
    assert "region" in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run("export", SOU, "--out", str(tmp_path / "no" / "x.svg"), "--to", "svg")
    assert result.exit_code == 1
    assert result.stderr.strip()


def test_broken_lines_are_told_and_the_rest_is_drawn(tmp_path: Path) -> None:
    roster = (
        person("a", "head"),
        person("b", "high_touch", manager="c"),
        person("c", "high_touch", manager="b"),
        person("d", "high_touch", manager="gone"),
        person("e", "high_touch", manager="d"),
    )
    file = saved(company(segment(100), roster=roster), tmp_path)
    out = tmp_path / "today.csv"
    result = run("export", file, "--out", str(out), "--to", "visio-csv", "--view", "today", "--language", "en")
    assert result.exit_code == 1
    assert "`gone` is not on the roster" in result.stderr
    assert "report in a circle" in result.stderr
    rows = {row["Unique_ID"]: row["Reports_To"] for row in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
    assert rows == {"a": "", "b": "", "c": "", "d": "", "e": "d"}
    made, broken = load_drawable(file, [phase(p) for p in PHASES])
    assert {problem.message for problem in broken} == {"unknown_manager", "manager_circle"}
    notes = chart_heading(make_plan(made, phase("launch")), ChartView.TODAY, "en", Reading()).notes
    assert any("circle" in note for note in notes)
    assert any("not on the roster" in note for note in notes)


def test_other_problems_still_refuse_the_file(tmp_path: Path) -> None:
    roster = (person("a", "head"), person("d", "high_touch", manager="gone"))
    text = dump_company(company(segment(100), roster=roster)).replace("accounts: 100", "accounts: -1")
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    result = run("export", str(file), "--out", "-", "--to", "svg", "--language", "en")
    assert result.exit_code == 1
    assert not result.stdout.startswith("<svg")


def test_edits_are_drawn_and_told() -> None:
    made = apply(
        example("hoshi"),
        [
            SetPositionTitle(position="lead-1", title='<script>"=1+1'),
            RemovePosition(position="support-1"),
            MovePosition(position="nobody-1", to=None),
        ],
    )
    plan = make_plan(made, phase("expansion"))
    cards = {card.id: card for card in chart_cards(plan, ChartView.OWN, "en")}
    assert cards["lead-1"].role == '<script>"=1+1'
    assert "support-1" not in cards
    assert "support-1" in {card.id for card in chart_cards(plan, ChartView.RECOMMENDED, "en")}
    notes = " ".join(chart_heading(plan, ChartView.OWN, "en", Reading()).notes)
    assert "edits" in notes.lower()
    svg = plan_chart(plan, ChartFormat.SVG, language="en").decode()
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize("colour", list(ColourBy))
def test_what_colours_tell_stands_in_the_legend(colour: ColourBy) -> None:
    plan = example_plan("hoshi")
    reading = Reading(colour=colour, fields=tuple(CardField), unit_boxes=True)
    svg = plan_chart(plan, ChartFormat.SVG, language="en", reading=reading).decode()
    assert chart_heading(plan, ChartView.OWN, "en", reading).legend_title in svg


@pytest.mark.parametrize("size", list(PageSize))
def test_pages_have_the_size_that_was_asked_for(size: PageSize) -> None:
    pdf = plan_chart(example_plan("sou"), ChartFormat.PDF, size=size)
    width = size.points[0]
    assert f"/MediaBox [0 0 {width:g}".encode()[:17] in pdf or f"{int(width)}".encode() in pdf


def test_structures_are_printed_in_both_languages() -> None:
    for language, word in (("en", "By touch model"), ("ja", "タッチモデル別")):
        result = run("structures", str(ROOT / "examples" / "meridian.yaml"), "--language", language)
        assert result.exit_code == 0, result.output
        assert word in result.stdout


def test_todays_chart_names_no_structure_of_the_plan() -> None:
    plan = example_plan("hoshi")
    said = {view: chart_heading(plan, view, "ja", Reading()).subtitle for view in ChartView}
    structure = structure_name(plan, "ja")
    assert [view for view in ChartView if structure not in said[view]] == [ChartView.TODAY]


def test_a_structure_that_splits_nothing_is_told() -> None:
    sou, meridian = example("sou"), example("meridian")
    told = {
        (made.name, structure): chart_heading(
            make_plan(apply(made, [SetStructure(structure=structure)]), phase(made.phase)),
            ChartView.OWN,
            "en",
            Reading(),
        ).notes
        for made in (sou, meridian)
        for structure in ("region", "touch")
    }
    silent = {key for key, notes in told.items() if not any("splits no team" in note for note in notes)}
    assert silent == set(told) - {(sou.name, "region")}


def test_a_note_names_the_first_and_counts_the_others() -> None:
    roster = tuple(person(f"p{k}", "cs_ops") for k in range(40))
    plan = make_plan(company(segment(100), roster=roster), phase("launch"))
    (note,) = (n for n in chart_heading(plan, ChartView.OWN, "en", Reading()).notes if "without a seat" in n)
    unplaced = len(plan.design.tray)
    assert unplaced > LISTED
    assert note.endswith(f"{unplaced - LISTED} more")


def test_edits_that_are_set_aside_are_told_with_their_reason_and_number(tmp_path: Path) -> None:
    ghost = [RenameUnit(unit="team", name="CS"), MovePosition(position="nobody-1", to=None)]
    file = saved(apply(example("sou"), ghost), tmp_path)
    told = run("chart", file, "--language", "en").stdout
    assert "Edit 2: There is no position nobody-1" in told
    assert "Edit 1" not in told
    (entry,) = json.loads(run("plan", file, "--json", "-", "--language", "en").stdout)["chart"]["set_aside"]
    assert entry["edit"] == 1
    assert entry["reason"]["en"].startswith("there is no position nobody-1")
