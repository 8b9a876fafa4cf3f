"""A company from a YAML or JSON file and back, every problem at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.company_checks import check_company
from orgplanner.files.company_numbers import with_numbers
from orgplanner.files.decoding import base_name, decode
from orgplanner.files.document import Document, in_order
from orgplanner.files.json import read_json_text
from orgplanner.files.kinds import kind_of_data, kind_of_text
from orgplanner.files.mending import is_stand_in, validated_or_mended
from orgplanner.files.phases import load_phases
from orgplanner.files.writer import write_yaml
from orgplanner.files.yaml import read_yaml_text
from orgplanner.records.company import Company
from orgplanner.records.phase import Phase

MAX_BYTES = 20_000_000
MAX_YAML_BYTES = 5_000_000
"""Largest YAML: some 35,000 people. It is read much more slowly than JSON, and nobody writes more by hand."""


BROKEN_LINES = frozenset({"unknown_manager", "manager_circle"})
"""Problems that leave lines out of a chart, and nothing else."""


def load_company(path: Path | str, phases: Sequence[Phase] | None = None) -> Company:
    """Read a company file from disk.

    Args:
        path: a YAML or JSON file.
        phases: the phases that its keys point to; those of `load_phases()` if absent.

    Raises:
        InputProblems: every problem of the file.
    """
    file = Path(path)
    return read_company(_bytes_of(file), file.name, load_phases() if phases is None else phases)


def load_drawable(path: Path | str, phases: Sequence[Phase]) -> tuple[Company, tuple[Problem, ...]]:
    """Read a company file whose reporting lines may be broken, since a chart is drawn as far as it goes.

    Args:
        path: a YAML or JSON file.
        phases: the phases that its keys point to.

    Returns:
        The company, and what is wrong with its reporting lines: managers who are not on the roster, circles.

    Raises:
        InputProblems: every problem of the file, if any is of another kind.
    """
    file = Path(path)
    return read_drawable(_bytes_of(file), file.name, phases)


def read_drawable(data: bytes, name: str, phases: Sequence[Phase]) -> tuple[Company, tuple[Problem, ...]]:
    """Read a company whose reporting lines may be broken from the bytes of a file; see `load_drawable`."""
    company, problems = _read(data, name, phases)
    if company is None or any(problem.message not in BROKEN_LINES for problem in problems):
        raise InputProblems(in_order(problems))
    return company, tuple(in_order(problems))


def read_company(data: bytes, name: str, phases: Sequence[Phase]) -> Company:
    """Read a company from the bytes of a YAML or JSON file.

    Numbers may be written as people write them: `１２０`, `1,200`, `¥120,000`, `12万`; ratios as `2%`.

    Args:
        data: the whole file.
        name: its name; only the last part is used, and only in messages.
        phases: the phases that its keys point to.

    Raises:
        InputProblems: every problem of the file; one single problem where it is another kind of file.
    """
    company, problems = _read(data, name, phases)
    if company is None or problems:
        raise InputProblems(in_order(problems))
    return company


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise InputProblems([Problem(base_name(file.name), None, "", "file_unreadable")]) from None


def _read(data: bytes, name: str, phases: Sequence[Phase]) -> tuple[Company | None, list[Problem]]:
    """Read a company with everything that is wrong with it; None where nothing could be made of the file."""
    document = read_document(data, base_name(name))
    problems: list[Problem] = []
    company = validated_or_mended(Company, with_numbers(document, problems), document, problems)
    if company is not None:
        problems += without_echoes(check_company(company, document, phases), company)
    return company, problems


def without_echoes(problems: Sequence[Problem], company: Company) -> list[Problem]:
    """Leave out what is only wrong because a stand-in took the place of something that is told already."""
    named = {
        "unknown_manager": [person.id for person in company.roster],
        "unknown_arrival_profile": [profile.id for profile in company.arrival_profiles],
    }
    of_lost = {message for message, ids in named.items() if any(is_stand_in(id) for id in ids)}
    return [
        problem
        for problem in problems
        if not is_stand_in(problem.values.get("name")) and problem.message not in of_lost
    ]


def read_document(data: bytes, file: str) -> Document:
    """Read the plain data of a company file; another kind of file is told in one sentence."""
    text = decode(data, file, MAX_BYTES)
    kind = kind_of_text(text)
    if kind:
        raise InputProblems([Problem(file, None, "", kind)])
    is_json = text.lstrip().startswith(("{", "["))
    if not is_json and len(data) > MAX_YAML_BYTES:
        limits = {"limit": MAX_YAML_BYTES / 1e6, "json_limit": MAX_BYTES / 1e6}
        raise InputProblems([Problem(file, None, "", "yaml_too_large", limits)])
    document = read_json_text(text, file) if is_json else read_yaml_text(text, file)
    kind = kind_of_data(document.data)
    if kind:
        raise InputProblems([Problem(file, None, "", kind)])
    return document


def dump_company(company: Company) -> str:
    """Write a company as YAML: what differs from the defaults, in the order of the records.

    Reading it gives an equal company. One too large to be read as YAML is written as JSON, which is YAML too.

    >>> print(dump_company(Company(name="Sou", first_month="2027-04", phase="launch")), end="")
    name: Sou
    first_month: "2027-04"
    phase: launch
    """
    data = company.model_dump(mode="json", exclude_defaults=True)
    if company.chart.edits:
        # Each record's own kind is a default, yet it tells the reader which record it is.
        edits = company.chart.edits
        data["chart"]["edits"] = [{"kind": e.kind, **e.model_dump(mode="json", exclude_defaults=True)} for e in edits]
    text = write_yaml(data)
    is_too_large = len(text.encode()) > MAX_YAML_BYTES
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n" if is_too_large else text


def company_schema() -> dict[str, Any]:
    """Return the JSON Schema of a company file, for editors that complete and check while one types."""
    schema = Company.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
