"""A phase of a CS organisation: which roles exist, what they do, who may do it, how they stand together."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from pydantic import Field

from orgplanner.errors import UnknownName
from orgplanner.records.base import Key, LifecycleStage, Record, SourceKind, Statement, Text
from orgplanner.records.catalogue import Activity, Catalogue, LeverKind, RoleDefinition, ServiceModel
from orgplanner.records.quantity import Quantity
from orgplanner.records.sourcing import Handover
from orgplanner.records.structure import OrganisationAxis, Structure


class Presence(StrEnum):
    """Whether a phase has a role in any case."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    BY_RULE = "by_rule"


class Stance(StrEnum):
    """What the phase's advice says about a source for a role."""

    INSIDE = "inside"
    WORTH_CONSIDERING = "worth_considering"
    OFTEN_OUTSOURCED = "often_outsourced"
    OFTEN_SHARED = "often_shared"


class SkillRequirement(Record):
    """A skill that the phase asks of a role."""

    skill: Key
    level: int = Field(ge=0, le=4)
    source: Key
    """Who says that the skill is needed; the level is judgement throughout."""


class SourceAdvice(Record):
    """One advised way to fill a role, in the phase's order of preference."""

    source: SourceKind
    stance: Stance
    reason: Statement
    partner: Text | None = None
    """The department that shares its people, where the source is `shared`."""
    from_hours: Quantity | None = None
    """Monthly hours from which this source is worth taking; below it the next one is taken."""


class Programme(Record):
    """Work that comes from no account: a one-off over some months, then upkeep."""

    one_off: Quantity
    """Hours of the one-off work in all."""
    over: Quantity
    """Months over which the one-off is spread, from the first month."""
    upkeep: Quantity
    """Hours a month after the one-off."""


class HeadcountRule(Record):
    """A role whose number follows from the number of others: none below `first_at`, then one for each `per`."""

    counted: tuple[Key, ...] = Field(min_length=1)
    """Roles that are counted."""
    first_at: Quantity
    """Counted people at which the first position opens."""
    per: Quantity
    """Counted people a position after that."""


class Task(Record):
    """Recurring work of a role that serves the team itself: some hours in any case, some for each person served."""

    id: Key
    label: Text
    fixed: Quantity
    """Hours a month in any case."""
    each: Quantity
    """Hours a month for each counted person."""


class PhaseRole(Record):
    """A role as one phase has it."""

    role: Key
    presence: Presence
    lifecycle_stages: tuple[LifecycleStage, ...] = ()
    duties: tuple[Statement, ...] = Field(min_length=1)
    skills: tuple[SkillRequirement, ...] = Field(min_length=1)
    kpis: tuple[Statement, ...] = Field(min_length=1)
    sources: tuple[SourceAdvice, ...] = Field(min_length=1)
    programme: Programme | None = None
    rule: HeadcountRule | None = None
    tasks: tuple[Task, ...] = ()
    """Where given, they size the role from `rule.first_at` people on, and the rule's ratio is a cross-check."""
    handover: Handover | None = None
    """What is at stake when the work leaves the house, for roles that may go outside."""


class WorkRule(Record):
    """Who does the work of a service model in a lifecycle stage."""

    service_models: tuple[Key, ...] = Field(min_length=1)
    lifecycle_stages: tuple[LifecycleStage, ...] = Field(min_length=1)
    role: Key


class CombinationKind(StrEnum):
    """How the pairs of a combination rule are meant."""

    ANY_EXCEPT = "any_except"
    ONLY = "only"


class Combination(Record):
    """Which roles one person may hold together."""

    kind: CombinationKind
    """`any_except`: every pair but those listed; `only`: the listed pairs alone."""
    pairs: tuple[tuple[Key, Key], ...] = ()
    reason: Statement


class UnitDefinition(Record):
    """A unit of the typical organisation: positions whose main role is listed stand in it."""

    id: Key
    label: Text
    roles: tuple[Key, ...] = Field(min_length=1)
    span: Quantity
    """Reports that one lead of this unit carries."""


class Organisation(Record):
    """How the phase's organisation is typically split."""

    axis: OrganisationAxis
    reason: Statement
    units: tuple[UnitDefinition, ...] = Field(min_length=1)


class PhaseCriterion(Record):
    """How a criterion looks in this phase."""

    criterion: Key
    text: Text
    source: Key


class MissionMetric(Record):
    """A metric that is said to be the mission of CS in this phase; the sources disagree, so there may be several."""

    id: Key
    label: Text
    reason: Statement


class AreaAdvice(Record):
    """What one area of work looks like in this phase."""

    area: Key
    duties: tuple[Statement, ...] = Field(min_length=1)
    skill: Statement
    """The skill that the phase asks for."""
    sourcing: Statement
    """Inside or outside, and why."""


class LeverAdvice(Record):
    """A lever that suits this phase."""

    lever: Key
    reason: Statement


class ToolAdvice(Record):
    """A tool of this phase."""

    tool: Key
    reason: Statement


class PhaseDefinition(Record):
    """One phase file."""

    id: Key
    order: int = Field(ge=1, le=99)
    """Place in the sequence of phases."""
    label: Text
    summary: Statement
    """What the phase looks like, in one or two sentences."""
    mission_metrics: tuple[MissionMetric, ...] = Field(min_length=1)
    criteria: tuple[PhaseCriterion, ...] = Field(min_length=1)
    areas: tuple[AreaAdvice, ...] = Field(min_length=1)
    roles: tuple[PhaseRole, ...] = Field(min_length=1)
    account_work: tuple[WorkRule, ...] = Field(min_length=1)
    """Who does the work for accounts; the first rule that fits is taken."""
    ticket_role: Key
    """Role that answers questions."""
    lead_role: Key = "lead"
    head_role: Key = "head"
    combination: Combination
    organisation: Organisation
    cost_share: Quantity
    """Usual cost of CS as a share of revenue (ratio); the range is the band."""
    tools: tuple[ToolAdvice, ...] = ()
    levers: tuple[LeverAdvice, ...] = ()
    slack: Quantity | None = None
    """Share of the capacity that is kept free (ratio)."""


class Phase(Record):
    """A phase together with the catalogue that its keys point to."""

    definition: PhaseDefinition
    catalogue: Catalogue

    @property
    def id(self) -> str:
        """Id of the phase."""
        return self.definition.id

    @cached_property
    def role_ids(self) -> tuple[str, ...]:
        """Ids of the phase's roles, in the order of the file."""
        return tuple(r.role for r in self.definition.roles)

    @cached_property
    def _roles(self) -> dict[str, PhaseRole]:
        return {r.role: r for r in self.definition.roles}

    @cached_property
    def _definitions(self) -> dict[str, RoleDefinition]:
        return {r.id: r for r in self.catalogue.roles}

    @cached_property
    def _service_models(self) -> dict[str, ServiceModel]:
        return {m.id: m for m in self.catalogue.service_models}

    def role(self, role: str) -> PhaseRole:
        """Return the role as this phase has it, or raise UnknownName."""
        if role not in self._roles:
            raise UnknownName("role", role, self.role_ids)
        return self._roles[role]

    def definition_of(self, role: str) -> RoleDefinition:
        """Return the role of the catalogue, or raise UnknownName."""
        if role not in self._definitions:
            raise UnknownName("role", role, tuple(self._definitions))
        return self._definitions[role]

    def service_model(self, model: str) -> ServiceModel:
        """Return a service model of the catalogue, or raise UnknownName."""
        if model not in self._service_models:
            raise UnknownName("service model", model, tuple(self._service_models))
        return self._service_models[model]

    def structure(self, structure: str) -> Structure:
        """Return a structure of the catalogue, or raise UnknownName."""
        for known in self.catalogue.structures:
            if known.id == structure:
                return known
        raise UnknownName("structure", structure, tuple(s.id for s in self.catalogue.structures))

    def lever_kind(self, kind: str) -> LeverKind:
        """Return a kind of lever of the catalogue, or raise UnknownName."""
        for lever in self.catalogue.levers:
            if lever.id == kind:
                return lever
        raise UnknownName("lever", kind, tuple(lever.id for lever in self.catalogue.levers))

    def owner_of(self, model: str, activity: Activity) -> str | None:
        """Return the role that does an activity for accounts of `model`: its owner, else the lifecycle stage's."""
        if activity.role in self._roles:
            return activity.role
        return self.role_for(model, activity.lifecycle_stage)

    def role_for(self, model: str, stage: LifecycleStage) -> str | None:
        """Return the role that does the work of `stage` for accounts of `model`, if any."""
        for rule in self.definition.account_work:
            if model in rule.service_models and stage in rule.lifecycle_stages:
                return rule.role
        return None

    def may_combine(self, first: str, second: str) -> bool:
        """Tell whether one person may hold both roles."""
        rule = self.definition.combination
        listed = (first, second) in rule.pairs or (second, first) in rule.pairs
        return first == second or (listed if rule.kind is CombinationKind.ONLY else not listed)
