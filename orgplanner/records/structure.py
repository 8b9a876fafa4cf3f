"""Structures: by what a CS organisation may be split, for the same work."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from orgplanner.records.base import Key, Record, Statement, Text


class OrganisationAxis(StrEnum):
    """By what a CS organisation is split."""

    SINGLE_TEAM = "single_team"
    LIFECYCLE = "lifecycle"
    TOUCH = "touch"
    CUSTOMER_SIZE = "customer_size"
    REGION = "region"
    BUSINESS_UNIT = "business_unit"
    FRONT_AND_BACK = "front_and_back"
    MIXED = "mixed"


class SegmentGroup(StrEnum):
    """What a company writes on its segments that a unit may be split by."""

    REGION = "region"
    CUSTOMER_SIZE = "customer_size"
    PRODUCT = "product"


class StructureUnit(Record):
    """A unit of a structure; roles that a phase does not have do not count there."""

    id: Key
    label: Text
    roles: tuple[Key, ...] = Field(min_length=1)
    split_by: SegmentGroup | None = None
    """Whether the unit is one for each region, customer size or product, as far as the team's size can carry it."""


class Structure(Record):
    """One way to split the organisation. Roles that it does not name stand where the phase puts them."""

    id: Key
    axis: OrganisationAxis
    label: Text
    reason: Statement
    """When it serves, and what it costs."""
    units: tuple[StructureUnit, ...] = Field(min_length=1)
