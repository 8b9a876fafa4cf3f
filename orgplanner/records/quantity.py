"""Numbers that somebody may argue with: value, unit, range, grade, source."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from orgplanner.records.base import Key, Record, Text
from orgplanner.units import Unit


class Grade(StrEnum):
    """How sure a number is: A statistic or statute, B first party, C vendor, D rule of thumb, G judgement."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    G = "G"

    @property
    def is_judgement(self) -> bool:
        """Whether the screen must say that the number is a judgement."""
        return self in (Grade.D, Grade.G)


class Quantity(Record):
    """A number with what is needed to argue about it."""

    value: float
    """The number itself, in `unit`."""
    unit: Unit
    """Its unit, from the closed list."""
    range: tuple[float, float]
    """Lowest and highest plausible value, in the same unit."""
    grade: Grade
    """How sure it is."""
    source: Key
    """Key of the source in the catalogue; `judgement` for grade G."""
    note: Text | None = None
    """Where in the source, and what to know."""

    @model_validator(mode="after")
    def check_value_in_range(self) -> Self:
        """Refuse a range that is upside down or does not hold the value."""
        low, high = self.range
        if low > high:
            raise ValueError("range_upside_down")
        if not low <= self.value <= high:
            raise ValueError("value_outside_range")
        return self

    @model_validator(mode="after")
    def check_judgement_has_grade_g(self) -> Self:
        """Refuse a judgement that claims a better grade than G."""
        if self.source == "judgement" and self.grade is not Grade.G:
            raise ValueError("judgement_needs_grade_g")
        return self


class Assumption(Record):
    """One entry of the assumption register: a number as the plan uses it, beside its default."""

    id: str
    """Dotted id, such as `capacity.customer_share` or `segment.all.tickets_per_account`."""
    label: Text
    """What it is called on screen."""
    group: str
    """Where it stands on the page, such as capacity, service_model, onboarding, support or structure."""
    quantity: Quantity
    """The number that the plan uses."""
    default: Quantity
    """The number that the phase's data give."""
    description: Text | None = None
    """What it does in the plan."""
    given_by: str = Field(default="default")
    """`default` (the data's), `override` (the user's own) or `company` (a field of the company file)."""
    reason: str | None = None
    """Why the user changed it."""

    @property
    def is_changed(self) -> bool:
        """Whether the plan uses another number than the data's."""
        return self.quantity.value != self.default.value
