"""Numbers that a company file gives as text, read by the one grammar of numbers."""

from __future__ import annotations

from typing import Any, get_origin

from orgplanner.errors import Problem
from orgplanner.files.annotations import field_types, is_number, is_record, item_type
from orgplanner.files.checks import shown
from orgplanner.files.document import Data, Document, Loc
from orgplanner.files.numbers import WrittenNumber, read_number
from orgplanner.records.base import Record
from orgplanner.records.channel import LiveChannel
from orgplanner.records.company import (
    Budget,
    Churn,
    Company,
    Person,
    PriorityGroup,
    RoleShare,
    Segment,
    SourcingRule,
)
from orgplanner.records.lever import Lever

RATIOS: frozenset[tuple[type[Record], str]] = frozenset(
    {
        (Churn, "rate"),
        (Segment, "upsell_target"),
        (RoleShare, "share"),
        (Person, "fte"),
        (SourcingRule, "share"),
        (PriorityGroup, "share"),
        (LiveChannel, "service_level"),
        (LiveChannel, "max_occupancy"),
        (Lever, "effect"),
        (Lever, "adoption"),
        (Lever, "review"),
    }
)
"""Fields that are ratios, so that `2%` means 0.02."""

MONEY: frozenset[tuple[type[Record], str]] = frozenset(
    {
        (Segment, "revenue_per_account"),
        (Person, "monthly_cost"),
        (Budget, "monthly"),
        (Lever, "one_off_cost"),
        (Lever, "monthly_cost"),
    }
)
"""Fields that are money in the company's currency, so that its sign may stand with them."""


def with_numbers(document: Document, problems: list[Problem]) -> Data:
    """Return the data of a company file with texts in place of numbers read as numbers.

    What cannot be read stays as it is; a sign of another currency or a misplaced percent sign is a problem.
    """
    currency = document.data.get("currency") if isinstance(document.data, dict) else None
    reader = _Reader(document, currency if isinstance(currency, str) else "JPY", problems)
    return reader.convert(Company, document.data, ())


class _Reader:
    def __init__(self, document: Document, currency: str, problems: list[Problem]) -> None:
        self.document = document
        self.currency = currency
        self.problems = problems

    def convert(self, annotation: Any, data: Data, loc: Loc) -> Data:
        """Return data with every number that `annotation` asks for."""
        if isinstance(data, dict) and is_record(annotation):
            types = field_types(annotation)
            return {
                name: self.number(annotation, name, value, (*loc, name))
                if is_number(types.get(name)) and isinstance(value, str)
                else self.convert(types.get(name), value, (*loc, name))
                for name, value in data.items()
            }
        if isinstance(data, dict) and get_origin(annotation) is dict:
            inner = item_type(annotation)
            return {name: self.item(inner, value, (*loc, name)) for name, value in data.items()}
        if isinstance(data, list) and get_origin(annotation) is tuple:
            return [self.item(item_type(annotation, k), v, (*loc, k)) for k, v in enumerate(data)]
        return data

    def item(self, annotation: Any, value: Data, loc: Loc) -> Data:
        """Return an item of a list or mapping with its numbers."""
        if is_number(annotation) and isinstance(value, str):
            return self.plain(annotation, read_number(value), value)
        return self.convert(annotation, value, loc)

    def number(self, record: type[Record], name: str, text: str, loc: Loc) -> Data:
        """Return the number that a text in the field of a record stands for."""
        written = read_number(text)
        if written and written.currency and ((record, name) not in MONEY or written.currency != self.currency):
            message = "other_currency" if (record, name) in MONEY else "currency_not_expected"
            values = {"given": shown(text), "currency": self.currency}
            self.problems.append(self.document.problem(loc, message, **values))
        if written and written.is_percent and (record, name) not in RATIOS:
            self.problems.append(self.document.problem(loc, "percent_not_expected", given=shown(text)))
        return self.plain(field_types(record)[name], written, text)

    def plain(self, annotation: Any, written: WrittenNumber | None, text: str) -> Data:
        """Return the number itself, whole where the field wants a whole one; the text where it is none."""
        if written is None:
            return text
        is_whole = written.value.is_integer()
        return int(written.value) if annotation is int and is_whole else written.value
