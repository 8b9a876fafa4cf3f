"""What a record expects at a place: its fields, the words of a closed list, a number."""

from __future__ import annotations

from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from orgplanner.files.document import Loc
from orgplanner.records.base import Record


def annotation_at(record: type[Record], loc: Loc) -> Any:
    """Return the type that `record` expects at `loc`, bare of options and constraints; None where nothing is.

    >>> from orgplanner.records.company import Company
    >>> annotation_at(Company, ("segments", 0, "accounts"))
    <class 'float'>
    """
    outer: Any = None
    here: Any = record
    for part in loc:
        if part == "[key]":
            return bare(get_args(outer)[0])
        outer, here = here, _inside(here, part)
        if here is None:
            return None
    return here


def fields_at(record: type[Record], loc: Loc) -> tuple[str, ...]:
    """Return the names of the fields that the record at `loc` has."""
    here = annotation_at(record, loc)
    return tuple(here.model_fields) if is_record(here) else ()


def words_at(record: type[Record], loc: Loc) -> tuple[str, ...]:
    """Return the words that a closed list allows at `loc`."""
    here = annotation_at(record, loc)
    if get_origin(here) is Literal:
        return tuple(str(word) for word in get_args(here))
    return tuple(str(word.value) for word in here) if isinstance(here, type) and issubclass(here, Enum) else ()


def is_record(annotation: Any) -> bool:
    """Tell whether an annotation is a record."""
    return isinstance(annotation, type) and issubclass(annotation, Record)


def is_number(annotation: Any) -> bool:
    """Tell whether an annotation is a whole or decimal number."""
    return annotation in (int, float)


def bare(annotation: Any) -> Any:
    """Take options and constraints off an annotation: `Annotated[float, ...] | None` is `float`."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        inner = [part for part in get_args(annotation) if part is not NoneType]
        return bare(inner[0]) if len(inner) == 1 else annotation
    return annotation


@cache
def field_types(record: type[Record]) -> dict[str, Any]:
    """Return the bare type of each field of a record."""
    return {name: bare(field.annotation) for name, field in record.model_fields.items()}


def item_type(annotation: Any, position: int = 0) -> Any:
    """Return the bare type of the items of a tuple or of the values of a dict; None for anything else."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return bare(arguments[1])
    if origin is tuple:
        is_endless = len(arguments) > 1 and arguments[1] is Ellipsis
        return bare(arguments[0 if is_endless else min(position, len(arguments) - 1)])
    return None


def kinds_of(annotation: Any) -> dict[str, Any]:
    """Return the records that a place takes, by the word under `kind` that tells them apart; empty for other places."""
    if get_origin(annotation) not in (Union, UnionType):
        return {}
    kinds = {}
    for record in get_args(annotation):
        if is_record(record) and "kind" in record.model_fields:
            kinds.update(dict.fromkeys(get_args(record.model_fields["kind"].annotation), record))
    return kinds


def data_place(record: type[Record], loc: Loc) -> Loc:
    """Return where the data have a place: pydantic names the kind of a record on the way, which data do not.

    >>> from orgplanner.records.company import Company
    >>> data_place(Company, ("chart", "edits", 0, "move_position", "to"))
    ('chart', 'edits', 0, 'to')
    """
    here: Any = record
    kept: list[int | str] = []
    for part in loc:
        if str(part) not in kinds_of(here):
            kept.append(part)
        here = _inside(here, part)
    return tuple(kept)


def _inside(annotation: Any, part: int | str) -> Any:
    kinds = kinds_of(annotation)
    if kinds:
        return kinds.get(str(part))
    if is_record(annotation):
        return field_types(annotation).get(str(part))
    return item_type(annotation, part if isinstance(part, int) else 0)
