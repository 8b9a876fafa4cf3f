"""What phase files must say together: every key leads somewhere, every role has its place and work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from orgplanner.errors import Problem
from orgplanner.files.checks import Origin, choices
from orgplanner.files.document import Loc
from orgplanner.records.base import LifecycleStage, Record, Statement
from orgplanner.records.catalogue import (
    Activity,
    ArrivalProfile,
    Benchmark,
    Catalogue,
    LeverTarget,
    RoleDefinition,
    Seasonality,
    Skill,
    TargetKind,
)
from orgplanner.records.phase import (
    AreaAdvice,
    HeadcountRule,
    LeverAdvice,
    Phase,
    PhaseCriterion,
    PhaseDefinition,
    PhaseRole,
    SkillRequirement,
    ToolAdvice,
    WorkRule,
)
from orgplanner.records.quantity import Grade, Quantity
from orgplanner.records.sourcing import LawCheck, SourceTerms
from orgplanner.records.structure import StructureUnit

JUDGEMENT = "judgement"
"""Source key of what no source says."""

GRADES = tuple(Grade)
"""Grades, the best one first."""


@dataclass(frozen=True)
class Located:
    """A record with the way back to the files that it came from."""

    record: Record
    origin: Origin

    def problem(self, loc: Loc, message: str, **values: object) -> Problem:
        """Return a problem at a place of the record."""
        document, place = self.origin(loc)
        return document.problem(place, message, **values)

    @cached_property
    def parts(self) -> tuple[tuple[Loc, Record], ...]:
        """Every record inside, with its place."""
        return tuple(_parts(self.record, ()))


@dataclass(frozen=True)
class PhaseSet:
    """All phases with their catalogue, before they are handed out."""

    catalogue: Catalogue
    definitions: tuple[PhaseDefinition, ...]
    located: tuple[Located, ...]
    """The catalogue, then each phase, in the order of `definitions`."""

    @property
    def phases(self) -> Iterator[tuple[Located, Phase]]:
        """Each phase with its catalogue."""
        for where, definition in zip(self.located[1:], self.definitions, strict=True):
            yield where, Phase(definition=definition, catalogue=self.catalogue)


def check_references(phases: PhaseSet) -> list[Problem]:
    """Return everything that keys of the files point to and that does not exist."""
    catalogue = phases.catalogue
    problems: list[Problem] = []
    for where in phases.located:
        problems += check_sources(where, catalogue)
        problems += check_named(where, AREA_FIELDS, "unknown_area", [a.id for a in catalogue.areas])
        problems += check_named(where, SKILL_FIELDS, "unknown_skill", [s.id for s in catalogue.skills])
        families = [f.id for f in catalogue.skill_families]
        problems += check_named(where, ((Skill, "family"),), "unknown_family", families)
        profiles = [p.id for p in catalogue.capacity_profiles]
        problems += check_named(where, ((RoleDefinition, "capacity"),), "unknown_capacity", profiles)
        problems += check_named(where, CRITERION_FIELDS, "unknown_criterion", [c.id for c in catalogue.criteria])
        problems += check_named(where, ((ToolAdvice, "tool"),), "unknown_tool", [t.id for t in catalogue.tools])
        models = [m.id for m in catalogue.service_models]
        problems += check_named(where, MODEL_FIELDS, "unknown_service_model", models)
        levers = [lever.id for lever in catalogue.levers]
        problems += check_named(where, ((LeverAdvice, "lever"),), "unknown_lever", levers)
        activities = list(dict.fromkeys(a.id for m in catalogue.service_models for a in m.activities))
        problems += check_named(where, ((LeverTarget, "activities"),), "no_such_activity", activities)
        problems += check_named(where, RAMP_FIELDS, "unknown_ramp", [p.id for p in catalogue.ramp_profiles])
        problems += check_named(where, ((SourceTerms, "roles"),), "unknown_role", [r.id for r in catalogue.roles])
        known_roles = [r.id for r in catalogue.roles]
        problems += check_named(where, ((StructureUnit, "roles"),), "unknown_role", known_roles)
        problems += check_structures(where, catalogue)
        problems += check_roles_of_catalogue(where, catalogue)
        problems += check_grades(where, catalogue)
    return problems


def check_structures(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a structure in which a role stands in two units."""
    if not isinstance(where.record, Catalogue):
        return
    for k, structure in enumerate(catalogue.structures):
        first: dict[str, str] = {}
        for n, unit in enumerate(structure.units):
            for m, role in enumerate(unit.roles):
                if first.setdefault(role, unit.id) != unit.id:
                    place = ("structures", k, "units", n, "roles", m)
                    yield where.problem(place, "role_in_several_units", name=role, units=(first[role], unit.id))


AREA_FIELDS = ((RoleDefinition, "area"), (AreaAdvice, "area"))
SKILL_FIELDS = ((SkillRequirement, "skill"),)
CRITERION_FIELDS = ((PhaseCriterion, "criterion"),)
MODEL_FIELDS = ((WorkRule, "service_models"), (Benchmark, "service_models"))
RAMP_FIELDS = ((RoleDefinition, "ramp"), (SourceTerms, "ramp"))
SOURCED = (Statement, Quantity, SkillRequirement, PhaseCriterion, ArrivalProfile, Seasonality, LawCheck)
GRADED = (Quantity, ArrivalProfile, Seasonality)


def check_named(
    where: Located, fields: Sequence[tuple[type[Record], str]], message: str, known: Sequence[str]
) -> Iterator[Problem]:
    """Refuse names in the given fields that are not among the known ones; a field left out names nothing."""
    for kind, field in fields:
        for loc, record in where.parts:
            if type(record) is not kind or getattr(record, field) is None:
                continue
            value = getattr(record, field)
            names = [((field,), value)] if isinstance(value, str) else [((field, k), v) for k, v in enumerate(value)]
            for place, name in names:
                if name not in known:
                    yield where.problem((*loc, *place), message, name=name, choices=choices(name, known))


def check_sources(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a source that the catalogue does not list; a judgement needs no entry."""
    known = (*(s.id for s in catalogue.sources), JUDGEMENT)
    for loc, record in where.parts:
        if type(record) in SOURCED and record.source not in known:  # type: ignore[attr-defined]
            name = record.source  # type: ignore[attr-defined]
            yield where.problem((*loc, "source"), "unknown_source", name=name, choices=choices(name, known))


def check_grades(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a number graded better than its source."""
    best = {JUDGEMENT: GRADES.index(Grade.G)} | {s.id: GRADES.index(s.grade) for s in catalogue.sources}
    for loc, record in where.parts:
        if isinstance(record, GRADED) and GRADES.index(record.grade) < best.get(record.source, 0):
            limit = GRADES[best[record.source]].value
            values = {"grade": record.grade.value, "source": record.source, "limit": limit}
            yield where.problem((*loc, "grade"), "grade_above_source", **values)


def check_roles_of_catalogue(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse roles that the catalogue does not describe."""
    known = [r.id for r in catalogue.roles]
    named: list[tuple[Loc, str]] = []
    if isinstance(where.record, PhaseDefinition):
        named += [((*loc, "role"), r.role) for loc, r in where.parts if isinstance(r, PhaseRole)]
        named += [(("lead_role",), where.record.lead_role), (("head_role",), where.record.head_role)]
    else:
        entries = [("backgrounds", k, entry.roles) for k, entry in enumerate(catalogue.backgrounds)]
        entries += [("problems", k, entry.roles) for k, entry in enumerate(catalogue.problems)]
        entries += [("levers", k, entry.roles) for k, entry in enumerate(catalogue.levers)]
        named += [((key, k, "roles", n), role) for key, k, roles in entries for n, role in enumerate(roles)]
        owned = [(loc, record) for loc, record in where.parts if isinstance(record, Activity)]
        named += [((*loc, "role"), activity.role) for loc, activity in owned if activity.role is not None]
    for place, role in named:
        if role not in known:
            yield where.problem(place, "unknown_role", name=role, choices=choices(role, known))


def check_roles_of_phase(where: Located, phase: Phase) -> Iterator[Problem]:
    """Refuse rules of a phase about roles that the phase does not have."""
    definition = phase.definition
    named: list[tuple[Loc, str]] = [(("ticket_role",), definition.ticket_role)]
    named += [(("account_work", k, "role"), rule.role) for k, rule in enumerate(definition.account_work)]
    pairs = enumerate(definition.combination.pairs)
    named += [(("combination", "pairs", k, n), role) for k, pair in pairs for n, role in enumerate(pair)]
    units = enumerate(definition.organisation.units)
    named += [(("organisation", "units", k, "roles", n), r) for k, unit in units for n, r in enumerate(unit.roles)]
    rules = [(loc, record) for loc, record in where.parts if isinstance(record, HeadcountRule)]
    named += [((*loc, "counted", n), role) for loc, rule in rules for n, role in enumerate(rule.counted)]
    described = {role.id for role in phase.catalogue.roles}
    leading = ((("head_role",), definition.head_role), (("lead_role",), definition.lead_role))
    named += [(place, role) for place, role in leading if role in described]
    for place, role in named:
        if role not in phase.role_ids:
            yield where.problem(place, "role_not_in_phase", name=role, choices=choices(role, phase.role_ids))


def check_units_hold_roles(where: Located, phase: Phase) -> Iterator[Problem]:
    """Refuse a role that stands in no unit or in several; leads and the head stand above them."""
    units = phase.definition.organisation.units
    standing = Counter(role for unit in units for role in unit.roles)
    leading = (phase.definition.lead_role, phase.definition.head_role)
    if not set(leading) <= set(phase.role_ids):
        return  # told already; the role that stands in no unit may be the one that was meant
    for k, role in enumerate(phase.definition.roles):
        if role.role in leading or standing[role.role] == 1:
            continue
        message = "role_in_several_units" if standing[role.role] else "role_in_no_unit"
        names = tuple(unit.id for unit in units if role.role in unit.roles or not standing[role.role])
        yield where.problem(("roles", k), message, name=role.role, units=names)


def check_work_has_roles(where: Located, phase: Phase) -> Iterator[Problem]:
    """Refuse a phase in which nobody does some work of a service model."""
    for model in phase.catalogue.service_models:
        stages = {activity.lifecycle_stage for activity in model.activities} | {LifecycleStage.ONBOARDING}
        for stage in LifecycleStage:
            if stage in stages and phase.role_for(model.id, stage) is None:
                values = {"model": model.id, "stage": stage.value}
                yield where.problem(("account_work",), "work_without_role", **values)


def check_tasks_have_rules(where: Located, phase: Phase) -> Iterator[Problem]:
    """Refuse tasks of a role without a rule: it says whom the tasks serve, and from how many people on."""
    for k, role in enumerate(phase.definition.roles):
        if role.tasks and role.rule is None:
            yield where.problem(("roles", k, "tasks"), "tasks_without_rule", name=role.role)


def check_advised_levers(where: Located, phase: Phase) -> Iterator[Problem]:
    """Refuse advice of a lever that no role of the phase would build."""
    described = {role.id for role in phase.catalogue.roles}
    roles = {lever.id: lever.roles for lever in phase.catalogue.levers}
    for k, advice in enumerate(phase.definition.levers):
        builders = roles.get(advice.lever, ())
        if described & set(builders) and not set(builders) & set(phase.role_ids):
            yield where.problem(("levers", k), "lever_without_role", name=advice.lever, roles=builders)


def check_lever_targets(where: Located, catalogue: Catalogue) -> Iterator[Problem]:
    """Refuse a target that names no activity where it has to, or names some where it speaks of other work."""
    for k, lever in enumerate(catalogue.levers):
        for n, target in enumerate(lever.targets):
            if (target.kind is TargetKind.ACTIVITY) != bool(target.activities):
                message = "target_with_activities" if target.activities else "target_without_activities"
                yield where.problem(("levers", k, "targets", n), message, kind=target.kind.value)


def _parts(value: object, loc: Loc) -> Iterator[tuple[Loc, Record]]:
    if isinstance(value, Record):
        yield loc, value
        for name in type(value).model_fields:
            yield from _parts(getattr(value, name), (*loc, name))
    elif isinstance(value, tuple):
        for k, item in enumerate(value):
            yield from _parts(item, (*loc, k))
