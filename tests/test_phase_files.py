"""Phases come in whole, or every mistake is told with its place and remedy."""

from __future__ import annotations

import io
import shutil
import time
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import core_schema

from orgplanner.errors import InputProblems, Problem, UnknownName
from orgplanner.files import checks, phases, quantities
from orgplanner.i18n import catalogue, say
from orgplanner.records import catalogue as catalogue_records
from orgplanner.records import channel as channel_records
from orgplanner.records import company as company_records
from orgplanner.records import lever as lever_records
from orgplanner.records import phase as phase_records
from orgplanner.records.base import Record
from orgplanner.records.quantity import Quantity

GALLERY = Path(__file__).parent / "gallery"
VALID = GALLERY / "valid"
AREAS = "people.yaml"
CASES = {
    f"{file.stem}-{name}": case
    for file in sorted((GALLERY / "phases").glob("*.toml"))
    for name, case in tomllib.loads(file.read_text(encoding="utf-8")).items()
}


def folder_with(case: dict[str, Any], to: Path) -> Path:
    """Copy the valid folder and break one thing in it."""
    shutil.copytree(VALID, to)
    file = to / case["file"]
    text = file.read_text(encoding="utf-8")
    if "whole" not in case:
        assert case["old"] in text, "the case changes nothing"
    broken = case["whole"] if "whole" in case else text.replace(case["old"], case["new"], 1)
    file.write_text(broken, encoding="utf-8")
    return to


def problems_of(folder: Path) -> tuple[Problem, ...]:
    return phases.check_phases(folder, base=folder)


def test_the_valid_folder_has_no_problem():
    assert problems_of(VALID) == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_mistake_is_told_once_with_place_and_remedy(case: dict[str, Any], tmp_path: Path):
    found = problems_of(folder_with(case, tmp_path / "phases"))
    assert [p.message for p in found] == [case["message"]] * case.get("count", 1)
    assert found[0].place == case.get("place", "")
    for language in ("en", "ja"):
        sentence = say(found[0], language)
        assert all(word in sentence for word in case[language]), sentence


def test_every_problem_of_every_file_comes_at_once(tmp_path: Path):
    folder = tmp_path / "phases"
    shutil.copytree(VALID, folder)
    for name in ("first.yaml", "second.yaml"):
        text = (folder / name).read_text(encoding="utf-8")
        broken = text.replace("ticket_role: answers", "ticket: answers").replace("unit: ratio", "unit: ratios", 1)
        (folder / name).write_text(broken, encoding="utf-8")
    found = problems_of(folder)
    assert {p.file for p in found} == {"first.yaml", "second.yaml"}
    assert len(found) == 4


def broken(folder: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """Copy the valid folder and change one thing in some of its files."""
    shutil.copytree(VALID, folder)
    for name, (old, new) in changes.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, "the case changes nothing"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_names_of_one_phase_are_told_beside_fields_of_another(tmp_path: Path):
    fields, names = ("ticket_role: answers", "ticket: answers"), ("{skill: writing,", "{skill: writting,")
    found = problems_of(broken(tmp_path / "phases", {"first.yaml": fields, "second.yaml": names}))
    assert [(p.file, p.message) for p in found] == [("first.yaml", "unknown_key"), ("second.yaml", "unknown_skill")]


def test_a_broken_catalogue_is_told_without_its_echoes_in_the_phases(tmp_path: Path):
    for k, new in enumerate(("areas: [", "areass:\n", "areas: 3\nx:\n")):
        found = problems_of(broken(tmp_path / str(k), {f"catalogue/{AREAS}": ("areas:\n", new)}))
        assert {p.file.partition("/")[0] for p in found} == {"catalogue"}


def test_every_error_type_of_the_validator_has_a_message():
    from typing import get_args

    kinds = set(get_args(core_schema.ErrorType))
    assert set(checks.MESSAGES) == kinds, "an error type came or went: put it into checks.MESSAGES"


def test_every_message_of_the_checks_is_in_the_catalogue_of_texts():
    keys = {*checks.MESSAGES.values(), *checks.RECORD_CODES, *checks.PATTERNS.values()}
    assert {f"problem.{key}" for key in keys} <= set(catalogue())


def test_every_code_that_a_record_raises_is_known_to_the_checks():
    import re

    source = "".join(p.read_text(encoding="utf-8") for p in Path(phase_records.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'ValueError\("(\w+)"\)', source))
    assert codes <= set(checks.RECORD_CODES)


def test_every_pattern_of_a_record_has_a_sentence():
    assert {p for r in all_records() for p in patterns_of(r)} <= set(checks.PATTERNS)


def test_every_number_with_a_fixed_place_has_a_unit():
    own = {(r, name) for r in all_records() for name, f in r.model_fields.items() if is_quantity(f.annotation)}
    free = {("BaseAssumption", "quantity"), ("Benchmark", "quantity")}
    assert {(r.__name__, n) for r, n in own - set(quantities.UNITS)} == free


def all_records() -> set[type[Record]]:
    modules = (catalogue_records, channel_records, company_records, lever_records, phase_records)
    found = {v for m in modules for v in vars(m).values() if isinstance(v, type) and issubclass(v, Record)}
    return {r for r in found if r.__module__ in {m.__name__ for m in modules}}


def patterns_of(record: type[Record]) -> set[str]:
    def walk(schema: Any) -> set[str]:
        if isinstance(schema, dict):
            own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
            keys = set(schema.get("patternProperties", {}))
            return own | keys | {p for part in schema.values() for p in walk(part)}
        return {p for part in schema for p in walk(part)} if isinstance(schema, list) else set()

    return walk(record.model_json_schema())


def is_quantity(annotation: Any) -> bool:
    return annotation is Quantity or annotation == (Quantity | None)


# ---- which folder, which file


def test_phases_come_in_their_order_with_one_catalogue():
    found = phases.load_phases(VALID, base=VALID)
    assert [p.id for p in found] == ["first", "second"]
    assert found[0].catalogue is found[1].catalogue


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ORGPLANNER_PHASES", str(VALID))
    assert phases.phases_folder() == VALID
    assert phases.phases_folder("other") == Path("other")


def test_an_unknown_phase_is_told_with_the_nearest():
    with pytest.raises(UnknownName) as error:
        phases.load_phase("frist", VALID, base=VALID)
    assert error.value.nearest == ("first",)


def test_a_changed_file_is_read_again(tmp_path: Path):
    folder = tmp_path / "phases"
    shutil.copytree(VALID, folder)
    assert phases.load_phases(folder, base=folder) is phases.load_phases(folder, base=folder)
    file = folder / "first.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("en: First", "en: Start"), encoding="utf-8")
    assert phases.load_phases(folder, base=folder)[0].definition.label.en == "Start"


def test_a_folder_without_catalogue_uses_the_shipped_one(tmp_path: Path):
    shutil.copy(VALID / "first.yaml", tmp_path)
    assert [p.id for p in phases.load_phases(tmp_path, base=VALID)] == ["first"]


def test_an_own_entry_takes_the_place_of_the_shipped_one(tmp_path: Path):
    (tmp_path / "catalogue").mkdir()
    own = "tools:\n  - id: crm\n    label: {en: Ours}\n    description: {text: {en: Ours}, source: book}\n"
    own += "  - id: chat\n    label: {en: Chat}\n    description: {text: {en: Chat}, source: book}\n"
    (tmp_path / "catalogue" / "tools.yaml").write_text(own, encoding="utf-8")
    found = phases.load_phases(tmp_path, base=VALID)
    assert [p.id for p in found] == ["first", "second"]
    assert [(t.id, t.label.en) for t in found[0].catalogue.tools] == [("crm", "Ours"), ("chat", "Chat")]


def test_a_mistake_in_an_own_entry_is_told_in_the_own_file(tmp_path: Path):
    (tmp_path / "catalogue").mkdir()
    own = "tools:\n  - id: crm\n    label: {en: Ours}\n    description: {text: {en: Ours}, source: bok}\n"
    (tmp_path / "catalogue" / "own.yaml").write_text(own, encoding="utf-8")
    found = phases.check_phases(tmp_path, base=VALID)
    assert [(p.file, p.line, p.place) for p in found] == [("catalogue/own.yaml", 4, "tools.crm.description.source")]


def test_a_folder_that_is_not_there_is_told():
    found = phases.check_phases(Path("no") / "such", base=VALID)
    assert [p.message for p in found] == ["no_phase_files"]


def test_the_shipped_phases_have_no_problem_and_load_fast():
    started = time.process_time()
    assert [say(p, "en") for p in phases.check_phases(phases.shipped_folder())] == []
    assert time.process_time() - started < 15
    assert [p.id for p in phases.load_phases(phases.shipped_folder())] == ["launch", "expansion", "maturity"]


# ---- ZIP archives


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return buffer.getvalue()


def valid_files() -> dict[str, bytes]:
    return {p.relative_to(VALID).as_posix(): p.read_bytes() for p in VALID.rglob("*.yaml")}


@pytest.mark.parametrize("wrapper", ["", "phases/"])
def test_an_archive_gives_the_same_phases_as_its_folder(wrapper: str):
    data = archive({wrapper + name: content for name, content in valid_files().items()})
    assert phases.load_phases_zip(data, base=VALID) == phases.load_phases(VALID, base=VALID)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"../first.yaml": b"id: first"}, "archive_path"),
        ({"/etc/first.yaml": b"id: first"}, "archive_path"),
        ({"C:\\first.yaml": b"id: first"}, "archive_path"),
        ({f"{k}.yaml": b"" for k in range(101)}, "archive_too_many"),
        ({"first.yaml": b" " * 6_000_000}, "archive_too_large"),
        ({"first.yaml": b" " * 900_000}, "archive_too_large"),
        ({"readme.txt": b"hello"}, "no_phase_files"),
    ],
)
def test_an_archive_that_is_no_folder_of_phases_is_refused(files: dict[str, bytes], message: str):
    with pytest.raises(InputProblems) as error:
        phases.load_phases_zip(archive(files), "up.zip", base=VALID)
    assert error.value.problems[0].message == message


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", archive(valid_files())[:-30]])
def test_a_broken_archive_is_told(data: bytes):
    with pytest.raises(InputProblems) as error:
        phases.load_phases_zip(data, "../up.zip", base=VALID)
    assert [(p.file, p.message) for p in error.value.problems] == [("up.zip", "archive_unreadable")]
