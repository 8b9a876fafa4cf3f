"""A folder of phase files as documents: which count, how catalogues merge, where each entry was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from orgplanner.errors import InputProblems, Problem
from orgplanner.files.annotations import field_types
from orgplanner.files.checks import Origin, choices
from orgplanner.files.document import Data, Document, Loc
from orgplanner.files.yaml import read_yaml
from orgplanner.records.catalogue import Catalogue

CATALOGUE = "catalogue"
"""Folder of what the phases share."""

CATALOGUE_KEYS = {"skill_levels": "level", "labour_markets": "country"}
"""Fields that tell apart the items of those lists of the catalogue that have no ids."""

Files = Mapping[str, bytes]
"""Contents of files by their path below the folder."""


@dataclass(frozen=True)
class Sources:
    """The documents of a folder of phase files."""

    phases: dict[str, Document]
    """Phase files by their stem."""
    catalogue: list[Document]
    """Files of the catalogue, in the order of their names."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with files that could not be read."""


@dataclass(frozen=True)
class MergedCatalogue:
    """The entries of several catalogue files as one mapping, each with where it stood."""

    data: dict[str, list[Data]]
    origins: dict[Loc, tuple[Document, Loc]]
    """Document and place of each entry, by key and position in `data`."""

    def origin(self, fallback: Document) -> Origin:
        """Return the function that leads from a place of `data` to a document and the place in it."""

        def lead(loc: Loc) -> tuple[Document, Loc]:
            if loc[:2] in self.origins:
                document, start = self.origins[loc[:2]]
                return document, (*start, *loc[2:])
            return next((d for (key, _), (d, _) in self.origins.items() if loc and key == loc[0]), fallback), loc

        return lead


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the phase and catalogue files of a folder.

    Raises:
        InputProblems: the folder does not exist or a file cannot be read.
    """
    paths = [*sorted(folder.glob("*.yaml")), *sorted((folder / CATALOGUE).glob("*.yaml"))]
    try:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    except OSError:
        raise InputProblems([Problem(folder.name, None, "", "file_unreadable")]) from None


def read_sources(files: Files) -> Sources:
    """Read phase files; those that cannot be read leave their problems."""
    sources = Sources({}, [])
    for name, data in sorted(files.items()):
        path = PurePosixPath(name)
        if path.suffix != ".yaml":
            continue
        try:
            document = read_yaml(data, path.name if len(path.parts) == 1 else "/".join(path.parts[-2:]))
            _require_mapping(document)
        except InputProblems as error:
            sources.problems.extend(error.problems)
            continue
        if path.parts[:-1] == (CATALOGUE,):
            sources.catalogue.append(document)
        elif len(path.parts) == 1:
            sources.phases[path.stem] = document
    return sources


def merge_catalogues(documents: list[Document], problems: list[Problem]) -> MergedCatalogue:
    """Put the lists of several catalogue files one behind the other; unknown keys become problems."""
    merged = MergedCatalogue({}, {})
    known = tuple(Catalogue.model_fields)
    for document in documents:
        data = document.data if isinstance(document.data, dict) else {}
        for key, entries in data.items():
            if key not in known:
                values = {"key": key, "choices": choices(key, known)}
                problems.append(document.problem((key,), "unknown_key", **values))
            elif not isinstance(entries, list):
                problems.append(document.problem((key,), "list_expected", given="…"))
            else:
                start = len(merged.data.setdefault(key, []))
                merged.data[key].extend(entries)
                for k in range(len(entries)):
                    merged.origins[key, start + k] = (document, (key, k))
    return merged


def overlay(base: MergedCatalogue, own: MergedCatalogue) -> MergedCatalogue:
    """Return the base catalogue with entries of `own` in place of those with their ids, new ones behind."""
    result = MergedCatalogue({}, {})
    for key in field_types(Catalogue):
        name = CATALOGUE_KEYS.get(key, "id")
        replaced = {_id(entry, name) for entry in own.data.get(key, [])} - {None}
        kept = [(base, k) for k, e in enumerate(base.data.get(key, [])) if _id(e, name) not in replaced]
        added = [(own, k) for k in range(len(own.data.get(key, [])))]
        if key in base.data or key in own.data:
            result.data[key] = [source.data[key][k] for source, k in kept + added]
        for position, (source, k) in enumerate(kept + added):
            result.origins[key, position] = source.origins[key, k]
    return result


def _id(entry: Data, name: str) -> str | int | None:
    found = entry.get(name) if isinstance(entry, dict) else None
    return found if isinstance(found, (str, int)) else None


def _require_mapping(document: Document) -> None:
    if not isinstance(document.data, dict):
        raise InputProblems([document.problem((), "mapping_expected", given="…")])
