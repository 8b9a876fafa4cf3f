"""Ids of phase files: none twice, file names and ids agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgplanner.errors import Problem
from orgplanner.files.document import Document, Loc
from orgplanner.files.phase_files import CATALOGUE_KEYS
from orgplanner.files.references import Located, PhaseSet
from orgplanner.records.base import Record
from orgplanner.records.catalogue import Activity, CapacityProfile, Catalogue, InternalWork, ServiceModel
from orgplanner.records.phase import Organisation, PhaseDefinition, PhaseRole
from orgplanner.records.structure import Structure

IDENTITIES: tuple[tuple[type[Record], str, str], ...] = (
    *((Catalogue, name, CATALOGUE_KEYS.get(name, "id")) for name in Catalogue.model_fields),
    (CapacityProfile, "internal", "id"),
    (ServiceModel, "activities", "id"),
    (Organisation, "units", "id"),
    (Structure, "units", "id"),
    (PhaseDefinition, "mission_metrics", "id"),
    (PhaseDefinition, "roles", "role"),
    (PhaseDefinition, "criteria", "criterion"),
    (PhaseDefinition, "areas", "area"),
    (PhaseDefinition, "tools", "tool"),
    (PhaseDefinition, "levers", "lever"),
    (PhaseRole, "skills", "skill"),
    (PhaseRole, "sources", "source"),
    (PhaseRole, "tasks", "id"),
)
"""Lists whose items have to differ, and by what."""

RESERVED: dict[type[Record], tuple[str, ...]] = {
    Activity: ("onboarding", "first_months"),
    InternalWork: ("direct_share", "occupancy"),
}
"""Ids that would make two assumptions share one name."""


def check_ids_unique(where: Located) -> Iterator[Problem]:
    """Refuse two items of one list with one id."""
    for loc, record in where.parts:
        for kind, field, name in IDENTITIES:
            if type(record) is kind:
                ids = [str(getattr(item, name)) for item in getattr(record, field)]
                for position, first in repeated(ids):
                    place: Loc = (*loc, field, position, name)
                    document, spot = where.origin((*loc, field, first, name))
                    yield where.problem(place, "duplicate_id", name=ids[position], first=_at(document, spot))


def check_reserved_ids(where: Located) -> Iterator[Problem]:
    """Refuse an id that the fields beside it have taken."""
    for loc, record in where.parts:
        taken = RESERVED.get(type(record), ())
        name = getattr(record, "id", None)
        if name in taken:
            yield where.problem((*loc, "id"), "reserved_id", name=name)


def check_phase_names(phases: PhaseSet) -> Iterator[Problem]:
    """Refuse a phase whose file has another name, and two phases in one place of the sequence."""
    orders: dict[int, str] = {}
    for where, definition in zip(phases.located[1:], phases.definitions, strict=True):
        document, _ = where.origin(())
        stem = document.file.rsplit("/", 1)[-1].removesuffix(".yaml")
        if definition.id != stem:
            yield document.problem(("id",), "phase_named_otherwise", name=definition.id, stem=stem)
        first = orders.setdefault(definition.order, definition.id)
        if first != definition.id:
            yield document.problem(("order",), "phase_order_twice", order=definition.order, other=first)


def repeated(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the position of each name that stands there already, with its first position.

    >>> list(repeated(["a", "b", "a"]))
    [(2, 0)]
    """
    first: dict[str, int] = {}
    for position, name in enumerate(names):
        if first.setdefault(name, position) != position:
            yield position, first[name]


def _at(document: Document, loc: Loc) -> str:
    return f"{document.file}:{document.line(loc) or 1}"
