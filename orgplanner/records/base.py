"""What every record shares: frozen, closed, described by the text under each field."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text holds: some stores and spreadsheets refuse them."""

LINE_BREAK = re.compile("[\t\n\r\x85\u2028\u2029]")
"""Ends of lines and tabs, which only notes hold."""


def check_no_control_characters(text: str) -> str:
    """Refuse a text with characters that no file may hold."""
    if CONTROL.search(text):
        raise ValueError("control_characters")
    return text


def check_one_line(text: str) -> str:
    """Refuse a text of several lines, or with characters that no file may hold."""
    if LINE_BREAK.search(text):
        raise ValueError("more_than_a_line")
    return check_no_control_characters(text)


Language = str
"""A language code of the texts: `ja` or `en`."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""An id in phase files: lower case letters, digits and underscores."""

Id = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, pattern=r"^[^\s\[\],/\x00-\x1f]+$"),
    AfterValidator(check_no_control_characters),
]
"""An id given by a user, such as a person's or a segment's: any script, no blanks or brackets."""

Name = Annotated[
    str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(check_one_line)
]
"""A short free text written by a user; always shown as text, never as markup."""

Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(check_one_line)]
"""A free text of one line, such as a reason."""

Notes = Annotated[str, AfterValidator(check_no_control_characters)]
"""A free text of any number of lines."""

AssumptionId = Annotated[str, StringConstraints(max_length=150), AfterValidator(check_one_line)]
"""Id of an assumption of the register; holds the longest ids of a segment and an activity."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A share of something between 0 and 1."""

MonthText = Annotated[str, StringConstraints(pattern=r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])$")]
"""A month as `YYYY-MM`."""


class Record(BaseModel):
    """Base of all records: frozen, closed, no NaN or infinity."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False, str_max_length=20_000
    )


class Text(Record):
    """A text in Japanese and English; one may be missing in a user's own file."""

    ja: str | None = None
    """Japanese text."""
    en: str | None = None
    """English text."""

    @model_validator(mode="after")
    def check_some_language(self) -> Self:
        """Refuse a text that has no language at all."""
        if not (self.ja or self.en):
            raise ValueError("text_without_language")
        return self

    def say(self, language: Language) -> str:
        """Return the text in `language`, else in the other one."""
        first, second = (self.ja, self.en) if language == "ja" else (self.en, self.ja)
        return first or second or ""


class Statement(Record):
    """Something that a source says, in our own words."""

    text: Text
    """What is said."""
    source: Key
    """Key of the source in the catalogue; `judgement` where no source says it."""


class LifecycleStage(StrEnum):
    """The stages of a customer's life."""

    ONBOARDING = "onboarding"
    ADOPTION = "adoption"
    ACCOUNT_EXPANSION = "account_expansion"


class SourceKind(StrEnum):
    """How a position is filled."""

    EMPLOYEE = "employee"
    FIXED_TERM = "fixed_term"
    TRANSFER = "transfer"
    SHARED = "shared"
    CONTRACTOR = "contractor"
    DISPATCH = "dispatch"
    OUTSOURCER = "outsourcer"


OUTSIDE = frozenset({SourceKind.CONTRACTOR, SourceKind.DISPATCH, SourceKind.OUTSOURCER})
"""Sources whose people do not belong to the company."""

NOT_ON_TEAM = frozenset({SourceKind.SHARED, SourceKind.CONTRACTOR, SourceKind.DISPATCH, SourceKind.OUTSOURCER})
"""Sources whose work needs no position of the team itself."""
