"""Phases and their catalogue from a folder or a ZIP archive.

A folder of phases holds one YAML file a phase and, below `catalogue/`, what the phases share. Files of the
catalogue are merged by their top-level keys, the lists of a key one behind the other. A folder of one's own
may hold only what differs from the shipped one:

- without a `catalogue/` the shipped catalogue is used;
- an entry of its `catalogue/` takes the place of the shipped entry with the same id, other entries are added;
- with a `catalogue/` and no phase file the shipped phases are used; otherwise its own are all there are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from orgplanner.errors import InputProblems, Problem, UnknownName
from orgplanner.files.archives import read_archive
from orgplanner.files.checks import validated, validated_from, within
from orgplanner.files.decoding import base_name
from orgplanner.files.document import Document, raise_problems
from orgplanner.files.identities import check_ids_unique, check_phase_names, check_reserved_ids
from orgplanner.files.phase_files import (
    CATALOGUE,
    Files,
    MergedCatalogue,
    Sources,
    files_of,
    merge_catalogues,
    overlay,
    read_sources,
)
from orgplanner.files.quantities import (
    ASSUMPTION_UNITS,
    check_assumption_units,
    check_benchmark_units,
    check_internal_work,
    check_monthly_costs,
    check_required_assumptions,
    check_units_fit,
)
from orgplanner.files.references import (
    Located,
    PhaseSet,
    check_advised_levers,
    check_lever_targets,
    check_references,
    check_roles_of_phase,
    check_tasks_have_rules,
    check_units_hold_roles,
    check_work_has_roles,
)
from orgplanner.files.sourcing_checks import (
    check_amounts,
    check_blocks,
    check_charges,
    check_hiring_is_complete,
    check_ramps,
    check_shares_of_hiring,
)
from orgplanner.records.catalogue import Catalogue
from orgplanner.records.phase import Phase, PhaseDefinition

FOLDER_VARIABLE = "ORGPLANNER_PHASES"
"""Environment variable that names the folder of phases."""

REQUIRED_ASSUMPTIONS = tuple(ASSUMPTION_UNITS)
"""Assumptions that the planner cannot do without."""

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """Return the folder of phases that comes with orgplanner: the checkout's, else the wheel's copy."""
    checkout = _PACKAGE.parent / "phases"
    return checkout if checkout.is_dir() else _PACKAGE / "_shipped" / "phases"


def phases_folder(folder: Path | str | None = None) -> Path:
    """Return the folder to read: the argument, else `ORGPLANNER_PHASES`, else the shipped one."""
    chosen = folder or os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else shipped_folder()


def load_phases(folder: Path | str | None = None, *, base: Path | None = None) -> tuple[Phase, ...]:
    """Read all phases of a folder, in their order.

    Args:
        folder: the folder; see `phases_folder` for what is read without it.
        base: folder that fills in what `folder` leaves out; the shipped one if absent.

    Raises:
        InputProblems: every problem of every file.
    """
    chosen, below = phases_folder(folder).resolve(), (base or shipped_folder()).resolve()
    return _load(chosen, below, (*_state(chosen), *_state(below)))


def load_phase(name: str, folder: Path | str | None = None, *, base: Path | None = None) -> Phase:
    """Read one phase with its catalogue; `folder` and `base` are those of `load_phases`.

    Raises:
        UnknownName: the folder has no such phase; carries the nearest ones.
        InputProblems: every problem of every file of the folder.
    """
    phases = load_phases(folder, base=base)
    found = next((phase for phase in phases if phase.id == name), None)
    if found is None:
        raise UnknownName("phase", name, [phase.id for phase in phases])
    return found


def load_catalogue(folder: Path | str | None = None, *, base: Path | None = None) -> Catalogue:
    """Read the catalogue of a folder; `folder` and `base` are those of `load_phases`.

    Raises:
        InputProblems: every problem of every file of the folder.
    """
    return load_phases(folder, base=base)[0].catalogue


def load_phases_zip(data: bytes, name: str = "phases.zip", *, base: Path | None = None) -> tuple[Phase, ...]:
    """Read phases from an uploaded ZIP archive, in memory; the shipped catalogue fills in what it leaves out.

    Raises:
        InputProblems: the archive is refused, or every problem of every file in it.
    """
    files = read_archive(data, base_name(name))
    return _read(files, files_of(base or shipped_folder()), base_name(name))


def check_phases(folder: Path | str | None = None, *, base: Path | None = None) -> tuple[Problem, ...]:
    """Return every problem of a folder of phases; none if it can be used."""
    try:
        load_phases(folder, base=base)
    except InputProblems as error:
        return error.problems
    return ()


State = tuple[tuple[str, int, int], ...]


def _state(folder: Path) -> State:
    """Return names, times and sizes of a folder's files: a change of any of them is a new state."""
    paths = sorted([*folder.glob("*.yaml"), *folder.glob(f"{CATALOGUE}/*.yaml")])
    return tuple((str(p), s.st_mtime_ns, s.st_size) for p in paths for s in [p.stat()])


@lru_cache(maxsize=8)
def _load(folder: Path, base: Path, state: State) -> tuple[Phase, ...]:
    """Read a folder; `state` only makes changed files be read again."""
    return _read(files_of(folder), {} if folder == base else files_of(base), folder.name)


def _read(files: Files, base: Files, name: str) -> tuple[Phase, ...]:
    own = read_sources(files)
    if not (own.phases or own.catalogue or own.problems):
        raise InputProblems([Problem(name, None, "", "no_phase_files")])
    shipped = read_sources(_wanted(base, own)) if base else Sources({}, [])
    problems = [*own.problems, *shipped.problems]
    documents = list((own.phases or shipped.phases).values())
    merged = merge_catalogues(own.catalogue, problems)
    if shipped.catalogue:
        merged = overlay(merge_catalogues(shipped.catalogue, problems), merged)
    phases = _assemble(documents, merged, Document(f"{CATALOGUE}/", {}), problems)
    if phases is not None:
        problems += [*_checked(phases), *check_phase_names(phases)]
    raise_problems(problems)
    if phases is None or not documents:
        raise InputProblems([Problem(name, None, "", "no_phase_files")])
    ordered = sorted(phases.definitions, key=lambda definition: definition.order)
    return tuple(Phase(definition=definition, catalogue=phases.catalogue) for definition in ordered)


def _wanted(base: Files, own: Sources) -> Files:
    """Return the base files that are needed: its phases only where there are no own ones."""
    return {name: data for name, data in base.items() if "/" in name or not own.phases}


def _assemble(
    documents: list[Document], merged: MergedCatalogue, fallback: Document, problems: list[Problem]
) -> PhaseSet | None:
    """Validate catalogue and phases; what is wrong goes to `problems`, and only sound phases are kept.

    None where the catalogue is not whole: what it lacks would be told again wherever it is named.
    """
    origin = merged.origin(fallback)
    catalogue = validated_from(Catalogue, merged.data, origin, problems)
    read = [(validated(PhaseDefinition, d.data, d, problems), d) for d in documents]
    sound = [(definition, document) for definition, document in read if definition is not None]
    if catalogue is None or any(problem.file.startswith(f"{CATALOGUE}/") for problem in problems):
        return None
    located = [Located(definition, within(document)) for definition, document in sound]
    return PhaseSet(catalogue, tuple(definition for definition, _ in sound), (Located(catalogue, origin), *located))


def _checked(phases: PhaseSet) -> Iterator[Problem]:
    """Yield what the files say against each other."""
    shared, catalogue = phases.located[0], phases.catalogue
    yield from check_references(phases)
    yield from check_required_assumptions(shared, catalogue, REQUIRED_ASSUMPTIONS)
    yield from check_assumption_units(shared, catalogue)
    yield from check_monthly_costs(shared, catalogue)
    yield from check_benchmark_units(shared, catalogue)
    yield from check_internal_work(shared, catalogue)
    yield from check_lever_targets(shared, catalogue)
    yield from _checked_hiring(shared, catalogue)
    for where in phases.located:
        yield from check_ids_unique(where)
        yield from check_reserved_ids(where)
        yield from check_units_fit(where)
    for where, phase in phases.phases:
        yield from check_roles_of_phase(where, phase)
        yield from check_units_hold_roles(where, phase)
        yield from check_work_has_roles(where, phase)
        yield from check_tasks_have_rules(where, phase)
        yield from check_advised_levers(where, phase)


def _checked_hiring(shared: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what is wrong with the catalogue's data on hiring."""
    yield from check_hiring_is_complete(shared, catalogue)
    yield from check_amounts(shared, catalogue)
    yield from check_charges(shared, catalogue)
    yield from check_blocks(shared, catalogue)
    yield from check_ramps(shared, catalogue)
    yield from check_shares_of_hiring(shared)
