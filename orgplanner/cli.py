"""The command line; `orgplanner --help` lists the commands.

Exit codes: 0 done, 1 problems in the input, told on standard error, 2 wrong usage.
"""

from __future__ import annotations

import io
import locale
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import orgplanner
from orgplanner.errors import InputProblems, OrgPlannerError
from orgplanner.i18n import LANGUAGES, say
from orgplanner.records.card import ChartFormat, ChartView, ColourBy, PageSize


class Language(StrEnum):
    """Languages of the output."""

    JA = "ja"
    EN = "en"


def default_language() -> Language:
    """Return the language of `ORGPLANNER_LANGUAGE`, else the locale's, else English."""
    chosen = os.environ.get("ORGPLANNER_LANGUAGE", "").lower()
    if chosen in LANGUAGES:
        return Language(chosen)
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    spoken = next(filter(None, settings), None) or locale.getlocale()[0] or ""
    return Language.JA if spoken.lower().startswith("ja") else Language.EN


def _help(key: str) -> str:
    return say(f"cli.help_{key}" if key else "cli.help", default_language())


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

CompanyFile = Annotated[Path, typer.Argument(metavar="FILE", help=_help("file"))]
Phase = Annotated[str | None, typer.Option(help=_help("phase"))]
Structure = Annotated[str | None, typer.Option(metavar="ID", help=_help("structure"))]
Month = Annotated[str | None, typer.Option(metavar="YYYY-MM", help=_help("month"))]
Phases = Annotated[Path | None, typer.Option(metavar="DIR", help=_help("phases"))]
Spoken = Annotated[
    Language, typer.Option("--language", default_factory=default_language, show_default=False, help=_help("language"))
]


def _show_version(wanted: bool) -> None:
    if wanted:
        _print(f"orgplanner {orgplanner.__version__}")
        raise typer.Exit


@app.callback(help=_help(""))
def _start(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=_help("version"))
    ] = False,
) -> None:
    pass


@app.command(help=_help("plan"))
def plan(  # noqa: PLR0913, PLR0917 - the options of the command
    file: CompanyFile,
    language: Spoken,
    phase: Phase = None,
    month: Month = None,
    structure: Structure = None,
    budget: Annotated[float | None, typer.Option(min=0, metavar="MONEY", help=_help("budget"))] = None,
    safe: Annotated[float | None, typer.Option(min=50, max=99, metavar="PERCENT", help=_help("safe"))] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help=_help("json"))] = None,
    phases: Phases = None,
) -> None:
    """Print the plan of a company with its dated moves, or write it as JSON."""
    from orgplanner.advice.moves import hiring_sections
    from orgplanner.advice.report import report
    from orgplanner.exports.plain_text import plain_text
    from orgplanner.exports.plan_json import plan_json
    from orgplanner.exports.safe_sections import safe_sections

    with _told(language):
        made = _plan(file, phase, month, phases, budget, structure)
        if json is not None:
            _write(plan_json(made).encode(), json, language)
            _ = made.hiring  # what conflicts is in the file, and told here as well
            return
        _print(plain_text(report(made, language)))
        _print(plain_text(hiring_sections(made, made.hiring, language, made.bridges)))
        if safe is not None:
            _print(plain_text(safe_sections(made, safe / 100, language)))
        _print(say("cli.explain_next", language, file=file, role=made.phase.role_ids[0]))


@app.command(help=_help("workload"))
def workload(
    file: CompanyFile, language: Spoken, phase: Phase = None, month: Month = None, phases: Phases = None
) -> None:
    """Print where the hours come from, what one person carries, how loaded the team is, and every month."""
    from orgplanner.exports.plain_text import plain_text
    from orgplanner.exports.study_sections import workload_sections

    with _told(language):
        _print(plain_text(workload_sections(_plan(file, phase, month, phases), language)))


@app.command(help=_help("drivers"))
def drivers(
    file: CompanyFile,
    language: Spoken,
    phase: Phase = None,
    month: Month = None,
    pair: Annotated[tuple[str, str] | None, typer.Option(metavar="ID ID", help=_help("pair"))] = None,
    phases: Phases = None,
) -> None:
    """Print which numbers move the headcount most and where it tips, or a table over two of them."""
    from orgplanner.exports.plain_text import plain_text
    from orgplanner.exports.study_sections import driver_sections, two_way_sections

    with _told(language):
        made = _plan(file, phase, month, phases)
        _print(plain_text(two_way_sections(made, *pair, language) if pair else driver_sections(made, language)))


@app.command(help=_help("structures"))
def structures(
    file: CompanyFile, language: Spoken, phase: Phase = None, month: Month = None, phases: Phases = None
) -> None:
    """Print the structures that the team could have, scored beside the phase's own, and when leads are due."""
    from orgplanner.exports.plain_text import plain_text
    from orgplanner.exports.structure_sections import structure_sections

    with _told(language):
        _print(plain_text(structure_sections(_plan(file, phase, month, phases), language)))


@app.command(help=_help("chart"))
def chart(
    file: CompanyFile,
    language: Spoken,
    structure: Structure = None,
    phase: Phase = None,
    month: Month = None,
    phases: Phases = None,
) -> None:
    """Print the chart in numbers, today's beside the recommended and the leader's own one."""
    from orgplanner.exports.analytics_sections import analytics_sections
    from orgplanner.exports.plain_text import plain_text

    with _told(language):
        made = _plan(file, phase, month, phases, structure=structure)
        _print(plain_text(analytics_sections(made, language)))


@app.command(help=_help("export"))
def export(  # noqa: PLR0913, PLR0917 - the options of the command
    file: CompanyFile,
    out: Annotated[Path, typer.Option(metavar="PATH", help=_help("out"))],
    to: Annotated[ChartFormat, typer.Option(help=_help("to"))],
    language: Spoken,
    view: Annotated[ChartView, typer.Option(help=_help("view"))] = ChartView.OWN,
    structure: Structure = None,
    phase: Phase = None,
    month: Month = None,
    size: Annotated[PageSize, typer.Option(help=_help("size"))] = PageSize.WIDE,
    colour: Annotated[ColourBy, typer.Option(help=_help("colour"))] = ColourBy.UNIT,
    units: Annotated[bool, typer.Option("--units", help=_help("units"))] = False,
    phases: Phases = None,
) -> None:
    """Write the chart as a picture, as slides or for another tool; broken lines are left out and told."""
    from orgplanner.advice.cards import Reading
    from orgplanner.exports.plan_chart import plan_chart
    from orgplanner.files.companies import load_drawable

    with _told(language):
        company, broken = load_drawable(file, orgplanner.load_phases(phases))
        company = _with_structure(company, structure)
        made = orgplanner.make_plan(company, orgplanner.load_phase(phase or company.phase, phases), month)
        reading = Reading(colour=colour, unit_boxes=units)
        _write(plan_chart(made, to, view=view, language=language, reading=reading, size=size), out, language)
        if broken:
            raise InputProblems(broken)


@app.command(help=_help("check"))
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=_help("paths"))],
    language: Spoken,
    phases: Phases = None,
) -> None:
    """Tell every problem of folders of phases and of company files."""
    with _told(language):
        sound = [_is_sound(path, phases, language) for path in paths]
    if not all(sound):
        raise typer.Exit(1)


@app.command(help=_help("explain"))
def explain(
    file: CompanyFile,
    figure: Annotated[str, typer.Argument(metavar="FIGURE", help=_help("figure"))],
    language: Spoken,
    phase: Phase = None,
    month: Month = None,
    depth: Annotated[int | None, typer.Option(min=0, help=_help("depth"))] = None,
    phases: Phases = None,
) -> None:
    """Print the derivation of a figure, down to the assumptions and their sources."""
    from orgplanner.advice.explanation import explain_lines
    from orgplanner.exports.plain_text import one_line

    with _told(language):
        lines = explain_lines(_plan(file, phase, month, phases), figure, language, depth)
        _print("\n".join(map(one_line, lines)))


@app.command(help=_help("serve"))
def serve(
    language: Spoken,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=_help("file"))] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help=_help("port"))] = 8501,
    address: Annotated[str, typer.Option(help=_help("address"))] = "127.0.0.1",
    phases: Phases = None,
) -> None:
    """Start the dashboard, and end with its exit code."""
    from orgplanner.ui.serving import run_dashboard

    with _told(language):
        orgplanner.load_phases(phases)
        if file is not None:
            orgplanner.load_company(file, orgplanner.load_phases(phases))
        code = run_dashboard(port, address, file, phases)
        if code is None:
            typer.echo(say("cli.no_dashboard", language), err=True)
            raise typer.Exit(1)
    raise typer.Exit(code)


def main() -> None:
    """Run the command line."""
    app(prog_name="orgplanner")


def _plan(
    file: Path,
    phase: str | None,
    month: str | None,
    folder: Path | None,
    budget: float | None = None,
    structure: str | None = None,
) -> orgplanner.Plan:
    """Plan a company file in its own phase or another, with a budget a month or structure in place of the file's."""
    company = _with_structure(orgplanner.load_company(file, orgplanner.load_phases(folder)), structure)
    if budget is not None:
        from orgplanner.records.change import SetBudget, apply
        from orgplanner.records.company import Budget

        company = apply(company, [SetBudget(budget=Budget(monthly=budget))])
    return orgplanner.make_plan(company, orgplanner.load_phase(phase or company.phase, folder), month)


def _is_sound(path: Path, folder: Path | None, language: str) -> bool:
    """Tell of one folder or file what is wrong with it, or that nothing is."""
    try:
        if path.is_dir():
            names = [phase.id for phase in orgplanner.load_phases(path)]
            _print(say("cli.check_phases", language, path=path, phases=len(names), names=names))
            return True
        company = orgplanner.load_company(path, orgplanner.load_phases(folder))
    except InputProblems as error:
        from orgplanner.advice.figures import tell

        typer.echo(tell(error, language), err=True)
        _print(say("cli.check_problems", language, path=path, count=len(error.problems)))
        return False
    blanks = {"name": company.name, "segments": len(company.segments), "people": len(company.roster)}
    _print(say("cli.check_company", language, path=path, **blanks))
    return True


@contextmanager
def _told(language: str) -> Iterator[None]:
    """Tell an error in one sentence on standard error and end with 1; `ORGPLANNER_DEBUG=1` adds the traceback."""
    try:
        yield
    except typer.Exit:
        raise
    except Exception as error:
        from orgplanner.advice.figures import tell

        if os.environ.get("ORGPLANNER_DEBUG") == "1":
            traceback.print_exc()
        unexpected = say("error.unexpected", language, kind=type(error).__name__)
        typer.echo(tell(error, language) if isinstance(error, OrgPlannerError) else unexpected, err=True)
        raise typer.Exit(1) from None


def _with_structure(company: orgplanner.Company, structure: str | None) -> orgplanner.Company:
    """Return a company with a structure in place of the file's; `phase` stands for the phase's own."""
    if structure is None:
        return company
    from orgplanner.records.change import SetStructure, apply

    return apply(company, [SetStructure(structure=None if structure == "phase" else structure)])


def _write(data: bytes, path: Path, language: str) -> None:
    if str(path) == "-":
        _print(data)
        return
    try:
        path.write_bytes(data)
    except OSError:
        typer.echo(say("cli.not_written", language, path=path), err=True)
        raise typer.Exit(1) from None
    _print(say("cli.written", language, path=path))


def _print(text: str | bytes) -> None:
    """Print to standard output; a reader that has seen enough, such as `head`, is no error."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        typer.echo(text, nl=isinstance(text, str))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
