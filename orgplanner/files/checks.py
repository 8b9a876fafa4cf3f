"""From a record's validation errors to problems that a planner can mend: one table, every error at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from orgplanner.errors import Problem, nearest_names
from orgplanner.files.annotations import annotation_at, data_place, fields_at, kinds_of, words_at
from orgplanner.files.document import Document, Loc
from orgplanner.records.base import Record

R = TypeVar("R", bound=Record)

Origin = Callable[[Loc], tuple[Document, Loc]]
"""Finds the document, and the place in it, that a place of the validated data came from."""

MAX_CHOICES = 12
"""Names told where none is near."""

MAX_SHOWN = 40
"""Characters of a value that a message shows."""

MAX_KNOWN = 2_000
"""Names that a wrong one is compared with; beyond, comparing takes longer than a reader gains."""

RECORD_CODES = (
    "text_without_language",
    "range_upside_down",
    "value_outside_range",
    "judgement_needs_grade_g",
    "shares_above_one",
    "stage_shares_above_one",
    "role_named_twice",
    "end_before_start",
    "priorities_above_one",
    "seasonality_not_twelve",
    "opening_inside_interval",
    "profile_beyond_midnight",
    "profile_does_not_sum",
    "locks_contradict",
    "control_characters",
    "more_than_a_line",
)
"""What the records' own rules raise; each is a message of its own."""

PATTERNS = {
    r"^[a-z][a-z0-9_]{0,59}$": "key_form",
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$": "dotted_id_form",
    r"^[^\s\[\],/\x00-\x1f]+$": "id_form",
    r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])$": "month_form",
    r"^[A-Z]{2}$": "country_form",
    r"^[A-Z][A-Z0-9_]{1,19}$": "calendar_form",
    r"^\d{2}-\d{2}$": "day_form",
    r"^([01]\d|2[0-3]):[0-5]\d$": "clock_form",
    r"^https://": "address_form",
}
"""Patterns of the records and the messages that explain them."""

_MESSAGE_TYPES = {
    "missing_field": (
        "missing missing_argument missing_keyword_only_argument missing_positional_only_argument "
        "no_such_attribute get_attribute_error missing_sentinel_error union_tag_not_found"
    ),
    "unknown_key": (
        "extra_forbidden unexpected_keyword_argument unexpected_positional_argument multiple_argument_values"
    ),
    "mapping_expected": (
        "model_type model_attributes_type dataclass_type dataclass_exact_type dict_type frozen_dict_type "
        "ordered_dict_type counter_type mapping_type json_type arguments_type"
    ),
    "list_expected": (
        "tuple_type list_type deque_type set_type frozen_set_type named_tuple_type iterable_type "
        "iteration_error set_item_not_hashable"
    ),
    "number_expected": (
        "float_type float_parsing decimal_type decimal_parsing fraction_type fraction_parsing complex_type "
        "complex_str_parsing"
    ),
    "whole_number_expected": "int_type int_parsing int_parsing_size int_from_float",
    "text_expected": ("string_type string_unicode string_not_ascii bytes_type bytes_invalid_encoding invalid_key"),
    "truth_expected": "bool_type bool_parsing",
    "date_expected": (
        "date_type date_parsing date_from_datetime_parsing date_from_datetime_inexact date_past date_future "
        "datetime_type datetime_parsing datetime_object_invalid datetime_from_date_parsing datetime_past "
        "datetime_future timezone_naive timezone_aware timezone_offset time_type time_parsing "
        "time_delta_type time_delta_parsing"
    ),
    "unknown_word": "enum literal_error union_tag_invalid none_required ellipsis_error",
    "too_small": "greater_than_equal",
    "not_above": "greater_than",
    "too_large": "less_than_equal",
    "not_below": "less_than",
    "number_not_finite": "finite_number",
    "number_form": ("multiple_of decimal_max_digits decimal_max_places decimal_whole_digits"),
    "list_too_short": "too_short",
    "list_too_long": "too_long",
    "text_too_short": "string_too_short bytes_too_short",
    "text_too_long": "string_too_long bytes_too_long url_too_long",
    "text_form": (
        "string_pattern_mismatch url_type url_parsing url_syntax_violation url_scheme uuid_type uuid_parsing "
        "uuid_version"
    ),
    "too_deep": "recursion_loop recursion_depth_exceeded",
    "wrong_value": (
        "value_error assertion_error json_invalid needs_python_object frozen_field frozen_instance "
        "default_factory_not_called is_instance_of is_subclass_of callable_type"
    ),
}

MESSAGES = {kind: message for message, kinds in _MESSAGE_TYPES.items() for kind in kinds.split()}
"""The message for each of pydantic's error types."""


def validated(record: type[R], data: object, document: Document, problems: list[Problem]) -> R | None:
    """Return data as a record, or None after adding everything that is wrong with them to `problems`."""
    return validated_from(record, data, within(document), problems)


def validated_from(record: type[R], data: object, origin: Origin, problems: list[Problem]) -> R | None:
    """Return data that came from several documents as a record, or None after adding to `problems`."""
    try:
        # Strict, but for JSON: lists and dates are known, while true or a text is no number.
        return record.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        problems.extend(problems_of(error, record, origin))
        return None


def within(document: Document) -> Origin:
    """Return the origin of data that came from one document as they are."""
    return lambda loc: (document, loc)


def problems_of(error: ValidationError, record: type[Record], origin: Origin) -> tuple[Problem, ...]:
    """Return the problems that a validation error tells.

    Args:
        error: what pydantic raised.
        record: the record that was validated.
        origin: finds the document and place that each part of the data came from.
    """
    details = error.errors(include_url=False)
    misspelt = misspelt_fields(details, record)
    told = (d for d in details if d["loc"] not in misspelt and not _is_echo(d))
    return tuple(_problem(d, record, origin) for d in told)


def misspelt_fields(details: Sequence[ErrorDetails], record: type[Record]) -> dict[Loc, Loc]:
    """Return the missing fields that an unknown key beside them was meant to be, each with the place of that key."""
    missing = {d["loc"] for d in details if d["type"] == "missing"}
    parents = {loc[:-1] for loc in missing}
    meant: dict[Loc, Loc] = {}
    for loc in (d["loc"] for d in details if d["type"] == "extra_forbidden"):
        near = _nearest(str(loc[-1])[:60], fields_at(record, loc[:-1])) if loc[:-1] in parents else ()
        field = (*loc[:-1], *near[:1])
        if field in missing:
            meant.setdefault(field, loc)
    return meant


def choices(name: object, known: Sequence[str]) -> tuple[str, ...]:
    """Return the known names nearest to a wrong one, or else the first of all.

    >>> choices("suport", ["head", "support"])
    ('support',)
    >>> choices("x", ["head", "support"])
    ('head', 'support')
    """
    near = _nearest(str(name)[:60], tuple(known)) if len(known) <= MAX_KNOWN else ()
    return near or tuple(known[:MAX_CHOICES])


@lru_cache(maxsize=1_000)
def _nearest(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names nearest to a wrong one; a large file has the same mistake many times."""
    return tuple(nearest_names(name, known))


def shown(value: object) -> str:
    """Return a value as a message shows it: short, on one line; a list or mapping is not shown at all."""
    if isinstance(value, (dict, list)):
        return "…"
    text = " ".join(str(value).split())
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def _problem(detail: ErrorDetails, record: type[Record], origin: Origin) -> Problem:
    loc, context = detail["loc"], detail.get("ctx", {})
    spot = loc[:-1] if detail["type"] == "missing" or loc[-1:] == ("[key]",) else loc
    document, place = origin(data_place(record, spot))
    message = _message(detail)
    values: dict[str, Any] = {"given": shown(detail["input"])}
    if detail["type"] == "union_tag_invalid":
        kinds = tuple(kinds_of(annotation_at(record, loc)))
        given = detail["input"].get("kind") if isinstance(detail["input"], dict) else None
        return document.problem((*place, "kind"), message, given=shown(given), choices=choices(given, kinds))
    if detail["type"] == "union_tag_not_found":
        values = {"field": "kind"}
    elif message == "missing_field" and isinstance(loc[-1], int):
        message, values = "too_few_items", {"count": loc[-1]}
    elif message == "missing_field":
        values = {"field": str(loc[-1])}
    elif message == "unknown_key":
        values = {"key": shown(loc[-1]), "choices": choices(loc[-1], fields_at(record, loc[:-1]))}
    elif message == "unknown_word":
        values["choices"] = choices(detail["input"], words_at(record, loc))
    for bound in ("ge", "gt", "le", "lt", "min_length", "max_length", "multiple_of", "pattern"):
        if bound in context:
            values["pattern" if bound == "pattern" else "limit"] = context[bound]
    return document.problem(place, message, **values)


def _message(detail: ErrorDetails) -> str:
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "value_error" and str(context["error"]) in RECORD_CODES:
        return str(context["error"])
    if kind == "less_than" and detail["loc"][-1] == "service_level":
        return "service_level_of_one"
    if given is None and kind != "missing":
        return "blank_value"
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context["pattern"], "text_form")
    if kind == "string_type" and isinstance(given, (bool, int, float)):
        return "quotes_needed"
    if kind in ("float_type", "int_type") and isinstance(given, str):
        return "number_in_quotes" if _is_plain_number(given) else MESSAGES[kind]
    return MESSAGES[kind]


def _is_plain_number(text: str) -> bool:
    try:
        return bool(text.isascii() and isinstance(json.loads(text), (int, float)))
    except ValueError:
        return False


def _is_echo(detail: ErrorDetails) -> bool:
    """Tell whether a list counts as too short only because an item of it is wrong."""
    given = detail["input"]
    return detail["type"] == "too_short" and isinstance(given, list) and len(given) >= detail["ctx"]["min_length"]
