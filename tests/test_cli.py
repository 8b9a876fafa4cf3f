"""The command line parses, makes one call and prints; a problem is one sentence, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import end, free_port
from typer.testing import CliRunner, Result

import orgplanner as op
from orgplanner.cli import app, default_language
from orgplanner.exports.plain_text import one_line, plain_text, width
from orgplanner.exports.plan_json import FORMAT_VERSION, plan_json
from orgplanner.i18n import LANGUAGES
from orgplanner.ui import serving

ROOT = Path(__file__).resolve().parent.parent
SOU = str(ROOT / "examples" / "sou.yaml")
EMPTY = "name: Empty\nfirst_month: 2027-04\nphase: launch\n"
EXAMPLES = ("sou", "hoshi", "meridian")


def run(*arguments: str, **environment: str) -> Result:
    result = CliRunner().invoke(app, list(arguments), env={"ORGPLANNER_LANGUAGE": "en", **environment})
    assert "Traceback" not in result.output
    return result


def example(name: str) -> str:
    return str(ROOT / "examples" / f"{name}.yaml")


def one_sentence(result: Result) -> str:
    """What a failed command told, which has to be one line."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


# plan


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_plan_of_every_example_is_printed_in_both_languages(name: str, language: str) -> None:
    result = run("plan", example(name), "--language", language)
    assert result.exit_code == 0, result.output
    for heading in {
        "ja": ("役割ごとの人数", "内製・外注の判断", "推奨する組織図", "不足", "費用(月)", "前提"),
        "en": ("Headcount by role", "Inside or outside", "Recommended org chart", "Gaps", "Cost a month"),
    }[language]:
        assert f"\n{heading}\n" in result.stdout


def test_the_report_tells_people_seats_and_costs_of_the_worked_case() -> None:
    text = run("plan", SOU).stdout
    assert "held: 4; open: 1" in text
    assert "    Lead 1 (playing): [open]\n        High touch 1: メンバーB\n" in text
    assert "¥2,166,668" in text
    assert "18.1%" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_columns_of_the_headcount_stand_below_each_other(language: str) -> None:
    lines = run("plan", SOU, "--language", language).stdout.splitlines()
    start = next(k for k, line in enumerate(lines) if line.split()[-1:] in (["担い手"], ["by"]))
    rows = lines[start : lines.index("", start) - 1]
    starts = {width(row[: row.rindex(row.split("  ")[-1])]) for row in rows}
    assert len(rows) == 9
    assert len(starts) == 1


def test_another_phase_and_month_can_be_planned() -> None:
    result = run("plan", SOU, "--phase", "expansion", "--month", "2027-04")
    assert result.exit_code == 0
    assert "organisation in Expansion, for the work of April 2027" in result.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_company_without_customers_and_people_is_planned_with_a_hint(tmp_path: Path, language: str) -> None:
    file = tmp_path / "empty.yaml"
    file.write_text(EMPTY, encoding="utf-8")
    result = run("plan", str(file), "--language", language)
    assert result.exit_code == 0, result.output
    assert "segments" in result.stdout
    assert "roster" in result.stdout
    assert run("plan", str(file), "--json", "-").exit_code == 0
    assert run("explain", str(file), "head").exit_code == 0


def test_names_from_files_are_printed_as_text(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(
        EMPTY + 'roster: [{id: a, name: "[bold]{Kim}", roles: [{role: head, share: 1}]}]\n', encoding="utf-8"
    )
    assert ": [bold]{Kim}\n" in run("plan", str(file)).stdout
    assert "Cost of [bold]{Kim} a month" in run("explain", str(file), "cost.today").stdout


def test_control_characters_never_reach_the_terminal() -> None:
    assert one_line("  a\x1b[31m\nb\u202e") == "  a [31m b"


def test_width_counts_japanese_characters_twice_and_accents_not_at_all() -> None:
    assert width("CS企画担当") == 10
    assert width("Zoe\u0308") == 3
    assert plain_text(()) == ""


# plan as JSON


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_json_of_a_plan_is_whole_and_stable(name: str) -> None:
    first, second = (run("plan", example(name), "--json", "-").stdout for _ in range(2))
    assert first == second
    data = json.loads(first)
    assert data["format_version"] == FORMAT_VERSION
    assert len(data["months"]) == len(data["monthly"]["accounts"]) == len(data["monthly"]["hours"]["head"])
    assert sum(r["needed"] for r in data["headcount"]) == sum(p["on_team"] for p in data["positions"])
    assert [line["position"] for line in data["reporting_lines"] if line["above"] is None] == ["head-1"]
    assert {a["position"] for a in data["assignments"]} <= {p["id"] for p in data["positions"]}


def test_the_json_agrees_with_the_library() -> None:
    plan = op.make_plan(op.load_company(SOU), op.load_phase("launch"))
    data = json.loads(plan_json(plan))
    support = next(r for r in data["headcount"] if r["role"] == "support")
    assert support["team_fte"] == plan.required_fte("support")
    assert data["costs"]["planned"] == plan.costs.planned
    assert data["gaps"]["open_positions"] == [p.id for p in plan.gaps.open_positions]


def test_json_goes_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    result = run("plan", SOU, "--json", str(file))
    assert result.exit_code == 0
    assert str(file) in result.stdout
    assert json.loads(file.read_text(encoding="utf-8"))["company"] == "株式会社Sou"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert "cannot be written" in one_sentence(run("plan", SOU, "--json", str(tmp_path / "none" / "plan.json")))


# explain


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_derivation_is_told_down_to_the_sources(language: str) -> None:
    result = run("explain", SOU, "support", "--language", language)
    assert result.exit_code == 0
    first = result.stdout.splitlines()[0]
    assert first.endswith("= 0.37 FTE")
    assert "altorlab" in result.stdout
    assert "D:" in result.stdout


def test_a_shared_figure_is_told_once() -> None:
    lines = run("explain", SOU, "staffing.team_fte[2026-12]").stdout.splitlines()
    opened = [line.strip() for line in lines if line.strip().startswith("Paid hours of one person a year =")]
    assert opened[0].endswith("h a year")
    assert len(opened) > 1
    assert all(line.endswith("(see above)") for line in opened[1:])


def test_depth_limits_the_levels() -> None:
    lines = [run("explain", SOU, "support", "--depth", str(d)).stdout.splitlines() for d in (0, 1, 9)]
    assert [len(told) for told in lines][:1] == [2]
    assert len(lines[0]) < len(lines[1]) < len(lines[2])


def test_an_assumption_is_told_with_grade_range_and_source() -> None:
    text = run("explain", SOU, "support.handling_time").stdout
    assert text.startswith("Handling time = 25 min\n")
    assert "range 15 to 45" in text


# check


def test_sound_phases_and_companies_are_told_on_standard_output() -> None:
    result = run("check", str(ROOT / "phases"), SOU, example("hoshi"))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert len(result.stdout.splitlines()) == 3


def test_every_problem_is_one_line_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("name: Wrong\nfirst_month: 2027\nphase: lunch\nhorizon: 3\n", encoding="utf-8")
    result = run("check", str(file), SOU)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) >= 2
    assert all(line.startswith("wrong.yaml:") for line in result.stderr.splitlines())
    assert "sou.yaml: fine" in result.stdout


def test_a_folder_without_phases_is_a_problem(tmp_path: Path) -> None:
    assert run("check", str(tmp_path)).exit_code == 1


# problems are one sentence


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["plan", "nowhere.yaml"], "nowhere.yaml"),
        (["plan", str(ROOT / "examples")], "cannot be opened"),
        (["plan", SOU, "--phase", "expanson"], "Did you mean: expansion?"),
        (["plan", SOU, "--month", "2035-01"], "There is no planned month 2035-01."),
        (["explain", SOU, "suport"], "Did you mean: support?"),
        (["explain", SOU, "demand.hours[suport,2026-12]"], "Did you mean: support?"),
        (["explain", SOU, "demand.hours[support]"], "There is no"),
        (["plan", SOU, "--phases", "/nowhere"], "no phase files"),
        (["serve", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_a_problem_of_the_input_is_one_sentence(arguments: list[str], told: str) -> None:
    assert told in one_sentence(run(*arguments))


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "binary.yaml"
    file.write_bytes(bytes(range(256)))
    assert run("plan", str(file)).exit_code == 1


def test_what_nobody_expected_is_one_sentence_and_debugging_shows_where(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("orgplanner.cli._plan", fail)
    assert "ZeroDivisionError" in one_sentence(run("plan", SOU))
    result = CliRunner().invoke(app, ["plan", SOU], env={"ORGPLANNER_DEBUG": "1"})
    assert "Traceback" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["plan"], ["plan", SOU, "--nonsense"], ["paln", SOU], ["plan", SOU, "--language", "fr"]]
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


# language and version


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"ORGPLANNER_LANGUAGE": "ja", "LANG": "en_US.UTF-8"}, "ja"),
        ({"ORGPLANNER_LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "ja_JP.UTF-8"}, "ja"),
        ({"ORGPLANNER_LANGUAGE": "fr", "LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"ORGPLANNER_LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_variables_or_the_locales_or_english(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert default_language() == language


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"orgplanner {op.__version__}\n"


# as a process


def orgplanner(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "orgplanner", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_reader_that_stops_early_is_no_error() -> None:
    process = orgplanner("explain", example("meridian"), "staffing.team_fte[2026-12]")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 0


def test_a_terminal_without_unicode_gets_question_marks_rather_than_an_error() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    out, error = orgplanner("plan", SOU, "--language", "ja", env=environment).communicate()
    assert out
    assert error == b""


def test_the_maths_load_neither_tables_nor_solver_nor_dashboard() -> None:
    code = "import sys, orgplanner.maths.whole; print(*{'pandas', 'highspy', 'streamlit'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert out.split() == []


def test_help_and_errors_load_no_solver() -> None:
    code = "import sys, orgplanner.cli; print(*{'pandas', 'highspy', 'streamlit', 'numpy'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert out.split() == []


# serve


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_dashboard_starts_and_ends_with_the_command(number: signal.Signals, tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "HOME": str(tmp_path), "STREAMLIT_SERVER_HEADLESS": "true"}
    process = orgplanner("serve", "--port", str(port), env=environment, start_new_session=True)
    try:
        wait_until_well(port)
        if number is signal.SIGINT:
            os.killpg(process.pid, number)  # Ctrl-C reaches both
        else:
            process.send_signal(number)
        _, error = process.communicate(timeout=20)
        assert process.returncode == 0
        assert b"Traceback" not in error
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
    finally:
        if process.poll() is None:
            end(process)


def wait_until_well(port: int) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the dashboard did not start")


def test_the_dashboard_of_the_wheel_runs_where_its_settings_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "orgplanner"
    shipped = package / "_shipped"
    shipped.mkdir(parents=True)
    (shipped / "app.py").write_text("import os, sys, pathlib\n", encoding="utf-8")
    monkeypatch.setattr(serving, "PACKAGE", package)
    assert serving.app_file() == shipped / "app.py"
    started: dict[str, object] = {}

    class Ended:
        returncode = -15

        def __init__(self, command: list[str], **options: object) -> None:
            started.update(options, command=command)

        def wait(self, timeout: float | None = None) -> int:
            return self.returncode

    monkeypatch.setattr(subprocess, "Popen", Ended)
    code = serving.run_dashboard(8600, "127.0.0.1", Path("a.yaml"), Path("phases"))
    assert code == 143
    assert started["cwd"] == shipped
    assert started["env"]["ORGPLANNER_COMPANY"] == str(Path("a.yaml").resolve())
    assert started["env"]["ORGPLANNER_PHASES"] == str(Path("phases").resolve())


def test_a_missing_dashboard_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PACKAGE", tmp_path / "orgplanner")
    assert "app.py" in one_sentence(run("serve"))
