"""The documentation tells the truth: its code runs, its outputs are right, its commands end well."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orgplanner.cli import app
from orgplanner.exports.plan_json import PlanDocument

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"^\s*(?:\.venv/bin/)?python -m orgplanner (?!serve)(.+)$", re.MULTILINE)


def blocks(language: str) -> list[tuple[str, str]]:
    """Fenced blocks of a language with the names of their documents."""
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [(path.name, found) for path in DOCUMENTS for found in fence.findall(path.read_text(encoding="utf-8"))]


def examples() -> list[tuple[str, str]]:
    """Blocks of Python that use the library on their own."""
    return [(name, code) for name, code in blocks("python") if code.startswith("import orgplanner")]


def commands() -> list[str]:
    """Commands of the documents that end by themselves, each once."""
    found = (line for path in DOCUMENTS for line in COMMAND.findall(path.read_text(encoding="utf-8")))
    return list(dict.fromkeys(line.partition("  #")[0].strip() for line in found))


def rounded_like(value: object, told: object) -> object:
    """A number with as many digits as the documentation gives it."""
    if isinstance(value, float) and isinstance(told, float):
        return round(value, len(repr(told).partition(".")[2]))
    return value


def expected(line: str) -> object:
    """The output in the comment behind an expression; Ellipsis where the comment is words."""
    try:
        return ast.literal_eval(line.partition("  # ")[2].strip())
    except (SyntaxError, ValueError):
        return ...


@pytest.mark.parametrize("code", [code for _, code in examples()], ids=[name for name, _ in examples()])
def test_python_in_the_documents_gives_the_outputs_in_its_comments(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    lines = code.splitlines()
    for statement in ast.parse(code).body:
        source = ast.unparse(statement)
        told = expected(lines[(statement.end_lineno or 1) - 1])
        if isinstance(statement, ast.Expr) and told is not ...:
            value = eval(source, names)  # noqa: S307 - our own documents
            assert rounded_like(value, told) == told, source
        else:
            exec(source, names)  # noqa: S102 - our own documents


def test_the_readme_shows_outputs() -> None:
    (code,) = [code for name, code in examples() if name == "README.md"]
    assert sum(expected(line) is not ... for line in code.splitlines()) >= 4


@pytest.mark.parametrize("command", commands())
def test_every_command_in_the_documents_ends_well(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output
    assert result.stdout


def test_the_documents_name_commands() -> None:
    named = {command.split()[0] for command in commands()}
    assert named == {"plan", "workload", "drivers", "structures", "chart", "export", "explain", "check"}


def test_every_key_of_the_json_is_documented() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    table = text.partition("## The JSON of a plan")[2]
    assert [key for key in PlanDocument.model_fields if f"`{key}`" not in table] == []
