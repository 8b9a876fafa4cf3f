"""Split the organisation into units: by the phase's own structure, or by another one that the leader chose.

A structure moves no work: every role's work stands in one unit, or is shared out over the regions, customer sizes or
products of the segments that it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from orgplanner.errors import UnknownName
from orgplanner.records.base import Text
from orgplanner.records.company import Person, Segment
from orgplanner.records.phase import UnitDefinition
from orgplanner.records.structure import SegmentGroup, StructureUnit
from orgplanner.stages.inputs import Array, Inputs

REST = "*"
"""Group of a split unit for the segments whose groups are too small for a unit of their own, or have none."""

NEGLIGIBLE = 1e-9


@dataclass(frozen=True)
class TeamUnit:
    """A unit of the organisation."""

    id: str
    label: Text
    """Label of the unit in the structure; the group is told beside it."""
    roles: tuple[str, ...]
    """Roles of the phase that stand in it."""
    span: str
    """Id of the assumption that gives its span of control: the narrowest among those of its roles."""
    template: str
    """Id of the structure's unit; units split from one share it."""
    split_by: SegmentGroup | None = None
    group: str | None = None
    """Region, customer size or product; REST for the rest, None where the unit is not split."""
    with_rest: bool = False
    """Whether it also serves the groups that are too small for a unit of their own."""


@dataclass(frozen=True)
class TeamUnits:
    """All units, and how the work of each role is shared out over them."""

    units: tuple[TeamUnit, ...]
    share: Array
    """Share of each role's work that stands in each unit (S, U, R); leads and the head stand in none."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the units."""
        return tuple(unit.id for unit in self.units)

    def suffix(self, unit: str | None) -> str:
        """Return what ids of positions in a unit carry after the role: the group of a split unit, else nothing."""
        return next((u.id.removeprefix(u.template) for u in self.units if u.id == unit and u.group is not None), "")

    def of_role(self, role: str) -> tuple[int, ...]:
        """Return the places of the units in which a role stands."""
        return tuple(row for row, unit in enumerate(self.units) if role in unit.roles)


def structure_units(inputs: Inputs) -> tuple[StructureUnit, ...]:
    """Return the units of the chosen structure, those of the phase if none is chosen.

    A role that the structure does not name stands where the phase puts it.

    Raises:
        UnknownName: the catalogue has no such structure.
    """
    own = tuple(_as_structure_unit(unit) for unit in inputs.phase.definition.organisation.units)
    chosen = inputs.company.chart.structure
    if chosen is None:
        return own
    known = inputs.phase.catalogue.structures
    structure = next((s for s in known if s.id == chosen), None)
    if structure is None:
        raise UnknownName("structure", chosen, tuple(s.id for s in known))
    present = [(unit, _present(inputs, unit.roles)) for unit in structure.units]
    named = {role for _, roles in present for role in roles}
    units = [_with_roles(unit, roles) for unit, roles in present if roles]
    for unit in own:
        left = tuple(role for role in unit.roles if role not in named)
        if left:
            units.append(_with_roles(unit, left))
    return tuple(units)


def split_units(inputs: Inputs, hours: Array, fte: Array) -> TeamUnits:
    """Return the units of the chosen structure, split as far as the team's size can carry it.

    A region, size or product has a unit of its own from the smallest unit's positions on (`leading.minimum_unit`, on
    average over the months of the first scenario); the others stand together. A unit of which at most one group is
    that large is not split.

    Args:
        inputs: the gathered inputs.
        hours: hours of each role's work by segment over the planned months (S, G, R).
        fte: steady FTE that stays with the team (S, R, T).
    """
    smallest = float(inputs.value("leading.minimum_unit")[0])
    units: list[TeamUnit] = []
    shares: list[Array] = []
    for unit in structure_units(inputs):
        groups = _groups(inputs, unit, hours, fte, smallest) if unit.split_by else {}
        if not groups:
            units.append(_team_unit(inputs, unit, None))
            shares.append(_roles_mask(inputs, unit))
        for group, share in groups.items():
            units.append(_team_unit(inputs, unit, group.removesuffix(REST) or REST, with_rest=group.endswith(REST)))
            shares.append(share)
    return TeamUnits(tuple(units), np.stack(shares, axis=1))


def group_of(segment: Segment, by: SegmentGroup) -> str | None:
    """Return the region, customer size or product of a segment; its service model stands for the size."""
    given: str | None = getattr(segment, by.value)
    return segment.service_model if given is None and by is SegmentGroup.CUSTOMER_SIZE else given


def unit_of_person(units: Sequence[TeamUnit], person: Person) -> str | None:
    """Return the id of the unit in which somebody's main role stands, by region or today's unit where it is split."""
    for held in sorted(person.roles, key=lambda r: -r.share):
        found = [unit for unit in units if held.role in unit.roles]
        own = [unit for unit in found if unit.group is not None and unit.group in (person.region, person.unit)]
        rest = [unit for unit in found if unit.group in (None, REST)]
        for unit in (*own, *rest, *found):
            return unit.id
    return None


def _as_structure_unit(unit: UnitDefinition) -> StructureUnit:
    return StructureUnit(id=unit.id, label=unit.label, roles=unit.roles)


def _with_roles(unit: StructureUnit, roles: tuple[str, ...]) -> StructureUnit:
    return StructureUnit(id=unit.id, label=unit.label, roles=roles, split_by=unit.split_by)


def _present(inputs: Inputs, roles: Sequence[str]) -> tuple[str, ...]:
    definition = inputs.phase.definition
    return tuple(r for r in roles if r in inputs.roles and r not in (definition.head_role, definition.lead_role))


def _roles_mask(inputs: Inputs, unit: StructureUnit) -> Array:
    mask = np.array([float(role in unit.roles) for role in inputs.roles])
    return np.broadcast_to(mask, (inputs.count, len(mask)))


def _groups(inputs: Inputs, unit: StructureUnit, hours: Array, fte: Array, smallest: float) -> dict[str, Array]:
    """Return by group the share of each role's work (S, R); nothing where the unit cannot be split."""
    if unit.split_by is None:
        return {}
    mask = _roles_mask(inputs, unit)
    total = hours.sum(axis=1)
    found: dict[str, Array] = {}
    for row, segment in enumerate(inputs.company.segments):
        group = group_of(segment, unit.split_by)
        if group is not None:
            found[group] = found.get(group, 0.0) + hours[:, row]
    each = {g: np.divide(h, total, out=np.zeros(total.shape), where=total > 0) * mask for g, h in found.items()}
    people = {group: float((share[0] * fte[0].mean(axis=1)).sum()) for group, share in each.items()}
    large = [group for group in each if people[group] >= smallest - NEGLIGIBLE]
    named: Array = sum((each[group] for group in large), np.zeros(mask.shape))
    rest = mask - named
    left = float((rest[0] * fte[0].mean(axis=1)).sum())
    if len(large) + (left >= smallest) <= 1:
        return {}
    groups = {group: each[group] for group in large}
    if left >= smallest:
        return groups | {REST: rest}
    # What is left is too little for a unit: it goes to the largest one, which then serves the rest as well.
    if left > NEGLIGIBLE:
        largest = max(large, key=lambda g: people[g])
        groups = {f"{g}{REST}" if g == largest else g: s + rest if g == largest else s for g, s in groups.items()}
    return groups


def _team_unit(inputs: Inputs, unit: StructureUnit, group: str | None, *, with_rest: bool = False) -> TeamUnit:
    own = inputs.phase.definition.organisation.units
    spans = [u for u in own if set(u.roles) & set(unit.roles)]
    narrowest = min(spans, key=lambda u: inputs.assumptions[f"span.{u.id}"].quantity.value)
    return TeamUnit(
        id=unit.id if group is None else f"{unit.id}-{_slug(group)}",
        label=unit.label,
        roles=unit.roles,
        span=f"span.{narrowest.id}",
        template=unit.id,
        split_by=unit.split_by if group is not None else None,
        group=group,
        with_rest=with_rest and group != REST,
    )


def _slug(group: str) -> str:
    """Return a group's name as part of an id: no blanks, brackets or slashes.

    >>> _slug("North America [new]")
    'North_America_new'
    """
    if group == REST:
        return "rest"
    kept = "".join(c if c not in "[],/" and not c.isspace() else " " for c in group)
    return "_".join(kept.split())[:30] or "group"
