"""What every record shares: frozen, closed, described by the text under each field."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Language = str
"""A language code of the texts: `ja` or `en`."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""An id in phase files: lower case letters, digits and underscores."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\s\[\],/\x00-\x1f]+$")]
"""An id given by a user, such as a person's or a segment's: any script, no blanks or brackets."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
"""A short free text written by a user; always shown as text, never as markup."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A share of something between 0 and 1."""


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
