"""Stand-ins for what a record refuses, so that the rest of a file is checked in the same pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, TypeVar, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from orgplanner.errors import Problem
from orgplanner.files.annotations import annotation_at, data_place, is_number, is_record, kinds_of
from orgplanner.files.checks import misspelt_fields, problems_of, within
from orgplanner.files.document import Data, Document, Loc
from orgplanner.records.base import Record
from orgplanner.records.channel import OwnProfile, WeekProfile

R = TypeVar("R", bound=Record)

MAX_ROUNDS = 4
"""Fields first, then each rule over several fields that wrong fields had kept from being looked at."""

STAND_IN = "orgplanner_stand_in_"
"""Start of every text that stands in for a wrong or missing one; no two of a file are the same."""

TINY = 1e-12
"""A number that every field of a company takes, and that lifts no sum of shares above 1."""

FORMS = {"first_month": "2027-01", "first": "0001-01-01", "last": "9999-12-31"}
"""Stand-ins of required texts and days that have a form of their own."""


def validated_or_mended(record: type[R], data: Data, document: Document, problems: list[Problem]) -> R | None:
    """Return data as a record; what is wrong goes to `problems` and stand-ins take its place.

    The record says what the file says only if nothing was added to `problems`; otherwise it serves to check the
    rest of the file. None where too little is left to check.
    """
    mender: _Mender | None = None
    for _ in range(MAX_ROUNDS):
        try:
            return record.model_validate_json(json.dumps(mender.data if mender else data), strict=True)
        except ValidationError as error:
            problems += problems_of(error, record, within(document))
            mender = mender or _Mender(record, data)
            mender.mend(error.errors(include_url=False))
    return None


def is_stand_in(name: object) -> bool:
    """Tell whether a name stands in for one that the file does not give rightly."""
    return isinstance(name, str) and name.startswith(STAND_IN)


PLAIN_WEEK: dict[str, Data] = {"interval_minutes": 60, "days": {"mon": {"opens": "09:00", "shares": [1.0]}}}
"""Stand-in for the hours and shares of an arrival profile."""


class _Mender:
    """A copy of refused data; items keep their positions, so that problems found in it keep their places."""

    def __init__(self, record: type[Record], data: Data) -> None:
        self.record = record
        self.data: Any = json.loads(json.dumps(data))
        self.count = 0

    def mend(self, details: Sequence[ErrorDetails]) -> None:
        """Replace what the details refuse; what a misspelt key says is taken for the field that it means."""
        for field, key in misspelt_fields(details, self.record).items():
            parent = self.at(field[:-1])
            parent[field[-1]] = parent.pop(key[-1])
        for detail in details:
            rule = RULES.get(str(detail.get("ctx", {}).get("error")))
            profile = self.profile_around(detail["loc"])
            if rule:
                rule(self.at(detail["loc"]), self.texts())
            elif profile:
                _plain_week(self.at(profile), self.texts())
            elif detail["loc"]:
                self.replace(detail)

    def profile_around(self, loc: Loc) -> Loc | None:
        """Return the way to the arrival profile whose hours or shares a place belongs to, if any.

        They make a whole together, so that a stand-in for one of them would break the rules for the others.
        """
        for length in range(len(loc)):
            if annotation_at(self.record, loc[:length]) is OwnProfile and loc[length] in WeekProfile.model_fields:
                return loc[:length]
        return None

    def replace(self, detail: ErrorDetails) -> None:
        """Replace one field or item by a stand-in; a field that may be left out is taken out."""
        is_key = detail["loc"][-1] == "[key]"
        loc = detail["loc"][:-1] if is_key else detail["loc"]
        parent, last = self.at(loc[:-1]), loc[-1]
        outer = annotation_at(self.record, loc[:-1])
        fields = outer.model_fields if is_record(outer) else {}
        is_optional = last in fields and not fields[str(last)].is_required()
        if isinstance(parent, dict) and (is_key or is_optional or (fields and last not in fields)):
            parent.pop(last, None)
            return
        is_there_by_now = detail["type"] == "missing" and last in parent
        is_item = isinstance(parent, list) and isinstance(last, int) and last < len(parent)
        if is_item or (isinstance(parent, dict) and not is_there_by_now):
            parent[last] = self.stand_in(loc)

    def stand_in(self, loc: Loc) -> Data:
        """Return something that a place takes."""
        annotation = annotation_at(self.record, loc)
        kinds = kinds_of(annotation)
        if kinds:
            kind = next(iter(kinds))
            required = [name for name, field in kinds[kind].model_fields.items() if field.is_required()]
            return {"kind": kind} | {name: self.stand_in((*loc, kind, name)) for name in required}
        if is_record(annotation):
            required = [name for name, field in annotation.model_fields.items() if field.is_required()]
            made = {name: self.stand_in((*loc, name)) for name in required}
            return made | (PLAIN_WEEK if annotation is OwnProfile else {})
        if is_number(annotation):
            return 1 if annotation is int else TINY
        if get_origin(annotation) in (tuple, dict):
            return [] if get_origin(annotation) is tuple else {}
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return next(str(word.value) for word in annotation)
        return FORMS.get(str(loc[-1])) or next(self.texts())

    def texts(self) -> Iterator[str]:
        """Yield texts that nothing else in the data is called."""
        while True:
            self.count += 1
            yield f"{STAND_IN}{self.count}"

    def at(self, loc: Loc) -> Any:
        """Return what stands at a place, or an empty mapping where the data end before it."""
        here = self.data
        for part in data_place(self.record, loc):
            is_item = isinstance(here, list) and isinstance(part, int) and part < len(here)
            here = here[part] if is_item or (isinstance(here, dict) and part in here) else {}
        return here


def _lower_shares(person: Any, names: Iterator[str]) -> None:
    """Let the roles of a person take hardly any time."""
    for role in person["roles"]:
        role["share"] = TINY


def _rename_twins(person: Any, names: Iterator[str]) -> None:
    """Give a role that is named again another name."""
    seen: set[str] = set()
    for role in person["roles"]:
        if role["role"] in seen:
            role["role"] = next(names)
        seen.add(role["role"])


def _drop_end(person: Any, names: Iterator[str]) -> None:
    """Let a person stay, or a leave last a day."""
    person.pop("planned_end", None)
    if "last" in person:
        person["last"] = person["first"]


def _drop_stages(churn: Any, names: Iterator[str]) -> None:
    """Let it be unknown when accounts leave."""
    del churn["by_lifecycle_stage"]


def _lower_groups(segment: Any, names: Iterator[str]) -> None:
    """Let the groups of a segment hold hardly any accounts."""
    for group in segment["priorities"]:
        group["share"] = TINY


def _drop_seasonality(segment: Any, names: Iterator[str]) -> None:
    """Let new accounts come as the company's do."""
    del segment["seasonality"]


def _plain_week(profile: Any, names: Iterator[str]) -> None:
    """Let all contacts arrive in one hour."""
    profile |= PLAIN_WEEK


RULES: dict[str, Callable[[Any, Iterator[str]], None]] = {
    "shares_above_one": _lower_shares,
    "stage_shares_above_one": _drop_stages,
    "role_named_twice": _rename_twins,
    "end_before_start": _drop_end,
    "priorities_above_one": _lower_groups,
    "seasonality_not_twelve": _drop_seasonality,
    "opening_inside_interval": _plain_week,
    "profile_beyond_midnight": _plain_week,
    "profile_does_not_sum": _plain_week,
}
"""What mends a record that breaks a rule over several of its fields."""
